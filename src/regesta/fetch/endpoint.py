"""An endpoint that a person names, to which one text after another is posted: no page and no answer leads anywhere."""

from functools import cached_property
from ssl import SSLContext

from msgspec.structs import replace

from regesta.fetch import addresses, reach
from regesta.fetch.addresses import Address
from regesta.fetch.answers import Answer, GivenUpError, first
from regesta.fetch.ask import Request, ask
from regesta.fetch.fetcher import BUSY, REDIRECTS
from regesta.fetch.gate import Gate
from regesta.fetch.machine import Machine
from regesta.fetch.policy import MIB, Policy
from regesta.model import Refused

PATIENCE = 180.0
LONGEST_WAIT = 60.0
SECRET = 8  # characters; a shorter key is a word that own servers want to see, and no secret


def base_address(url: str) -> str | Refused:
    """The base address of an endpoint as it is asked, without a slash at its end; or why it is none."""
    address = addresses.read(url)
    if isinstance(address, Refused):
        return address
    if "?" in address.target:
        return Refused(where=address.site, reason="there is a query in the address; take it out")
    return address.url.rstrip("/")


class Endpoint:
    """Posts JSON to one address, which may be on this machine, and gives back what it answers.

    `seconds` is how long it may take over one answer: that is written while it is waited for, and then comes at once.
    `key` is sent as a bearer token, over https or inside the own network, and nowhere else. A redirect is refused: it
    would carry key and text to somebody whom nobody named.
    """

    def __init__(self, url: str, key: str = "", seconds: float = PATIENCE, machine: Machine | None = None) -> None:
        self.url = url
        self._key = key.strip()
        self._policy = Policy(
            largest=MIB, largest_wire=MIB, seconds_between_bytes=seconds, seconds_in_all=seconds, private=True
        )
        self._machine = machine or Machine()
        self._gate = Gate(self._policy, self._machine)

    def post(self, body: bytes) -> Answer | Refused:
        """The answer, whatever its status (its body where that is 200); or why there is none.

        A host that is busy and says for how long is waited for, once and no longer than a minute.
        """
        address = addresses.read(self.url)
        if isinstance(address, Refused):
            return address
        answer = self._ask(address, body)
        if isinstance(answer, Answer) and answer.status in BUSY and self._waited(address, answer):
            answer = self._ask(address, body)
        if isinstance(answer, Answer) and answer.status in REDIRECTS:
            place = addresses.shown(first(answer.headers, "location") or "nowhere")[:200]
            reason = f"it redirects to {place}, and is not followed; name that address if it is meant"
            return Refused(where=address.url, reason=reason)
        return answer

    def _ask(self, address: Address, body: bytes) -> Answer | Refused:
        found = reach.look_up(self._machine.resolve, address.host, address.port, self._policy.seconds_to_connect)
        if isinstance(found, str):
            return Refused(where=address.url, reason=found)
        if self._key and address.scheme == "http" and not all(map(reach.closed, found)):
            reason = "over http the key could be read by anybody on the way; name its https address"
            return Refused(where=address.url, reason=reason)
        said = (("Accept", "application/json"), ("Content-Type", "application/json"), *self._bearer())
        try:
            request = Request(address=address, at=found, body=body, said=said)
            trust = self._trust if address.scheme == "https" else None
            return self._clean(ask(request, self._policy, self._machine, trust))
        except GivenUpError as error:
            reason = f"{error.reason.partition(';')[0]}; see that it is up, and gives what chats give"
            return Refused(where=address.url, reason=reason)

    def _clean(self, answer: Answer) -> Answer:
        """The answer without the key, should the host repeat it: it is neither to be shown nor kept."""
        if len(self._key) < SECRET:
            return answer
        headers = tuple((name, value.replace(self._key, "…")) for name, value in answer.headers)
        return replace(answer, raw=answer.raw.replace(self._key.encode("utf-8", "replace"), b"..."), headers=headers)

    def _bearer(self) -> tuple[tuple[str, str], ...]:
        return (("Authorization", f"Bearer {self._key}"),) if self._key else ()

    def _waited(self, address: Address, answer: Answer) -> bool:
        """Whether the host said how long it is busy, and that time was waited."""
        until = self._gate.keep_away(address.host, first(answer.headers, "retry-after"))
        seconds = (until - self._machine.now()).total_seconds() if until else LONGEST_WAIT + 1
        if seconds > LONGEST_WAIT:
            return False
        self._machine.sleep(seconds)
        return True

    @cached_property
    def _trust(self) -> SSLContext:
        return self._machine.trust()
