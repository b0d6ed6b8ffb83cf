"""When a host may be asked again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from regesta.fetch.machine import Machine
from regesta.fetch.policy import Policy

LONGEST_AWAY = 30 * 24 * 3600.0
_SECONDS = re.compile(r"[0-9]{1,12}")


class Gate:
    """Lets through one request to a host at a time, with the interval between them."""

    def __init__(self, policy: Policy, machine: Machine) -> None:
        self._policy = policy
        self._machine = machine
        self._delays: dict[str, float] = {}
        self._open_at: dict[str, float] = {}
        self._away: dict[str, tuple[float, datetime]] = {}

    def slow_down(self, host: str, delay: float) -> None:
        """Keep a longer interval to a host that wants one, within what is allowed."""
        self._delays[host] = max(self._delays.get(host, 0.0), min(delay, self._policy.longest_delay))

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until the host may be asked; the interval begins when its answer is over."""
        wait = self._open_at.get(host, 0.0) - self._machine.clock()
        if host in self._open_at and wait > 0:
            self._machine.sleep(wait)
        try:
            yield
        finally:
            self._open_at[host] = self._machine.clock() + max(self._policy.interval, self._delays.get(host, 0.0))

    def keep_away(self, host: str, retry_after: str | None) -> datetime | None:
        """When the host may be asked again, by its Retry-After; until then it is not."""
        seconds = _seconds(retry_after or "", self._machine.now())
        if seconds is None:
            return None
        seconds = min(max(seconds, 0.0), LONGEST_AWAY)
        until = self._machine.now() + timedelta(seconds=seconds)
        self._away[host] = (self._machine.clock() + seconds, until)
        return until

    def away_until(self, host: str) -> datetime | None:
        """The instant before which the host wants no request."""
        clock, until = self._away.get(host, (0.0, None))
        return until if until and self._machine.clock() < clock else None


def _seconds(retry_after: str, now: datetime) -> float | None:
    text = retry_after.strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
        return (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
