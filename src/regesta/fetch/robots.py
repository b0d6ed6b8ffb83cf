"""What a site's robots.txt lets us ask for (RFC 9309)."""

import re
from typing import NamedTuple

from protego import Protego

from regesta.fetch.addresses import Address
from regesta.fetch.answers import Answer
from regesta.model import Refused

LARGEST = 500 * 1024
KEPT = 24 * 3600.0  # seconds for which what was read holds
KEPT_FAILURE = 600.0  # the same, where it could not be read
_AGENT_LINE = re.compile(r"\s*user[\s-]*agent(?=[\s:]|$)[\s:]*(?P<name>[^#]*)", re.IGNORECASE)


class Rules(NamedTuple):
    """What may be asked for: `parsed` says it, or everything where there is none, or nothing, for the reason `shut`."""

    parsed: Protego | None = None
    shut: str = ""


def location(address: Address) -> Address:
    """Where the robots.txt is that an address falls under."""
    return Address(scheme=address.scheme, host=address.host, port=address.port, target="/robots.txt")


def judge(answer: Answer | Refused, token: str) -> Rules:
    """The rules that an answer to the question for robots.txt makes.

    Where there is none, all is allowed; where a host or its network is in trouble, nothing. A host that says 429 has
    not said that it has none.
    """
    if isinstance(answer, Refused):
        return Rules(shut=answer.reason.partition(";")[0])
    if answer.status == 200:
        return Rules(parsed=parse(answer.raw, token))
    return Rules(shut=f"it answers {answer.status}") if answer.status >= 500 or answer.status == 429 else Rules()


def parse(raw: bytes, token: str) -> Protego:
    """The rules for our token and for everybody."""
    text = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return Protego.parse("\n".join(_addressed(line, token) for line in text.splitlines()))


def _addressed(line: str, token: str) -> str:
    """The line, where it names an agent, with all others under one name.

    The parser keeps the rules of every agent named: a file of a few hundred kilobytes could make billions of them.
    It would also take a part of our name for ours.
    """
    match = _AGENT_LINE.match(line)
    if match is None:
        return line
    name = match["name"].strip().lower()
    ours = name == "*" or name.strip("*").partition("/")[0].strip() == token
    return f"User-agent: {('*' if name == '*' else token) if ours else '-'}"


def forbids(rules: Rules, address: Address, token: str) -> str | None:
    """Why an address may not be asked for, or nothing."""
    if rules.shut:
        return (
            f"the robots.txt of {address.authority} could not be read ({rules.shut}), so nothing is asked of it; "
            "try again later"
        )
    if rules.parsed is None or rules.parsed.can_fetch(address.url, token):
        return None
    return f"the robots.txt of {address.authority} forbids it; ask the site for leave, or save the page yourself"


def delay(rules: Rules, token: str) -> float:
    """The seconds that a site wants between requests."""
    return (rules.parsed.crawl_delay(token) if rules.parsed else None) or 0.0
