"""What a fetcher takes from the machine it runs on, in one value, so that nothing of it is hidden."""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import certifi


def _now() -> datetime:
    return datetime.now(UTC)


def _resolve(host: str, port: int) -> Sequence[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _dial(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


class Machine(NamedTuple):
    """Clocks, look-up of names, connections and trusted authorities.

    `clock` counts seconds and never goes back; `now` is the instant in UTC. `dial` is only ever given IP addresses.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now
    resolve: Callable[[str, int], Sequence[str]] = _resolve
    dial: Callable[[str, int, float], socket.socket] = _dial
    trust: Callable[[], ssl.SSLContext] = _trust
