"""One address after another is asked for; each gives a page, or the reason why not."""

from datetime import datetime
from functools import cached_property
from http.client import responses
from ssl import SSLContext

from regesta.fetch import addresses, reach, robots
from regesta.fetch.addresses import Address
from regesta.fetch.answers import Answer, GivenUpError, Known, NotModified, first
from regesta.fetch.ask import Request, ask
from regesta.fetch.gate import Gate
from regesta.fetch.machine import Machine
from regesta.fetch.policy import Policy
from regesta.model import Receipt, Received, Refused

REDIRECTS = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({429, 503})
_ADVICE = {
    401: "it wants a login, and pages behind one are not fetched",
    403: "the site does not give it to programs; save the page yourself",
    404: "check the address, or look for the new one",
    410: "it is gone for good; take it off the list",
    451: "the site may not give it for reasons of law",
}


class Fetcher:
    """Asks for addresses, one at a time and from one thread, and remembers each host's wishes while it lives.

    Every request has a connection of its own, to IP addresses looked up and checked for it. There are no cookies, no
    credentials and no proxies from the environment.
    """

    def __init__(self, policy: Policy | None = None, machine: Machine | None = None) -> None:
        self._policy = policy or Policy()
        self._machine = machine or Machine()
        self._gate = Gate(self._policy, self._machine)
        self._rules: dict[str, tuple[float, robots.Rules]] = {}

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open between requests."""

    def get(self, url: str, known: Known | None = None) -> Received | NotModified | Refused:
        """What is at an address; or that it is still what was `known`; or why it is not to be had."""
        start = addresses.read(url)
        if isinstance(start, Refused):
            return start
        there, answer = self._follow(Request(address=start, known=known))
        result = self._result(url, there, answer, known) if isinstance(answer, Answer) else answer
        return _told(url, start, result) if isinstance(result, Refused) else result

    def _result(
        self, url: str, there: Address, answer: Answer, known: Known | None
    ) -> Received | NotModified | Refused:
        obtained = self._machine.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        receipt = Receipt(source=url, obtained=obtained, url=there.url, headers=answer.headers)
        if answer.status == 200:
            return Received(raw=answer.raw, receipt=receipt)
        if answer.status == 304 and known is not None:
            return NotModified(receipt=receipt)
        return Refused(where=there.url, reason=_status(answer.status, self._gate.away_until(there.host)))

    # ------------------------------------------------------------------------------------------------- redirects
    def _follow(self, request: Request) -> tuple[Address, Answer | Refused]:
        """The answer at the end of all redirects, and the address that gave it."""
        here, seen = request.address, {request.address}
        while True:
            answer = self._visit(request, here)
            if isinstance(answer, Refused) or answer.status not in REDIRECTS:
                return here, answer
            there = self._next(here, answer, len(seen))
            if isinstance(there, Refused):
                return here, there
            if there in seen:
                reason = "its redirects go round in a circle; it may want cookies, which are not sent"
                return here, Refused(where=request.address.url, reason=reason)
            seen.add(there)
            here = there

    def _next(self, here: Address, answer: Answer, count: int) -> Address | Refused:
        place = first(answer.headers, "location")
        if place is None:
            return Refused(where=here.url, reason=f"it answers {answer.status} without saying where to; tell the site")
        if count > self._policy.most_redirects:
            reason = (
                f"this is where redirect {self._policy.most_redirects} leads, and it leads on; ask for where it ends"
            )
            return Refused(where=here.url, reason=reason)
        return addresses.redirect(here, _utf8(place))

    # ---------------------------------------------------------------------------------------------- one address
    def _visit(self, request: Request, here: Address) -> Answer | Refused:
        """The answer of one address, if it may be asked."""
        found = self._leave(here, is_page=request.excerpt is None)
        if isinstance(found, str):
            return Refused(where=here.url, reason=found)
        asked = Request(address=here, at=found, known=request.known, excerpt=request.excerpt)
        try:
            with self._gate.turn(here.host):
                answer = ask(asked, self._policy, self._machine, self._trust if here.scheme == "https" else None)
        except GivenUpError as error:
            return Refused(where=here.url, reason=error.reason)
        if answer.status in BUSY:
            self._gate.keep_away(here.host, first(answer.headers, "retry-after"))
        return answer

    def _leave(self, here: Address, *, is_page: bool) -> tuple[str, ...] | str:
        """The IP addresses at which to ask, or why not to."""
        if (until := self._gate.away_until(here.host)) is not None:
            return f"{here.host} wants no request before {_instant(until)}; ask then"
        found = self._look_up(here)
        forbidden = self._forbidden(here) if is_page and not isinstance(found, str) else None
        return forbidden or found

    def _look_up(self, here: Address) -> tuple[str, ...] | str:
        """The IP addresses of a host, none of them private unless that is allowed; or why it is not asked."""
        found = reach.look_up(self._machine.resolve, here.host, here.port, self._policy.seconds_to_connect)
        if isinstance(found, str) or self._policy.private:
            return found
        for address in found:
            if word := reach.closed(address):
                return (
                    f"{here.host} is at {address}, which is {word}, not on the public internet; "
                    "if that is meant, allow private addresses"
                )
        return found

    @cached_property
    def _trust(self) -> SSLContext:
        return self._machine.trust()

    # ---------------------------------------------------------------------------------------------------- robots
    def _forbidden(self, here: Address) -> str | None:
        """Why robots.txt keeps us from an address."""
        if not self._policy.robots:
            return None
        rules = self._robots(here)
        self._gate.slow_down(here.host, robots.delay(rules, self._policy.token))
        return robots.forbids(rules, here, self._policy.token)

    def _robots(self, here: Address) -> robots.Rules:
        until, rules = self._rules.get(here.site, (0.0, None))
        if rules is None or until <= self._machine.clock():
            _, answer = self._follow(Request(address=robots.location(here), excerpt=robots.LARGEST))
            rules = robots.judge(answer, self._policy.token)
            until = self._machine.clock() + (robots.KEPT_FAILURE if rules.shut else robots.KEPT)
            self._rules[here.site] = (until, rules)
        return rules


def _told(url: str, start: Address, refused: Refused) -> Refused:
    """The refusal under the address that was asked for, saying where on the way it happened."""
    way = "" if refused.where == start.url else f"it leads to {refused.where[:200]}: "
    return Refused(where=addresses.shown(url), reason=way + refused.reason)


def _status(status: int, until: datetime | None) -> str:
    """What a status means that is neither a page nor a redirect, and what to do."""
    if until is not None:
        advice = f"ask again after {_instant(until)}"
    else:
        advice = _ADVICE.get(status, "try again later" if status >= 500 or status == 429 else "tell the site")
    return f"it answers {status}{_phrase(status)}: {advice}"


def _phrase(status: int) -> str:
    return f" ({responses[status]})" if status in responses else ""


def _instant(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S UTC")


def _utf8(place: str) -> str:
    """A Location as it was meant, where it was sent as UTF-8."""
    try:
        return place.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return place
