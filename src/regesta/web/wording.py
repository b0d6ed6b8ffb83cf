"""Values as words: what stands on the pages where the register holds codes."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final
from urllib.parse import quote

from regesta.door import Json
from regesta.views.spoken import dated, day

BASES: Final = {
    "given": "date given with the report", "metadata": "date from the page’s own data",
    "dateline": "date of the dateline",
    "text": "date from the text", "caption": "date from a caption", "unknown": "date not known",
}  # fmt: skip
CREDIBILITY: Final = {
    1: "confirmed", 2: "probably true", 3: "possibly true", 4: "doubtful", 5: "improbable", 6: "cannot be judged",
}  # fmt: skip
FACETS: Final = {
    "who:person": "Persons", "who:state": "States", "who:organisation": "Bodies", "who:place": "Places",
    "who:facility": "Facilities", "who:instrument": "Instruments", "type": "Acts", "status": "Status", "kind": "Kind",
    "outlet": "Outlets",
}  # fmt: skip
RELIABILITY: Final = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "not reliable", "F": "cannot be judged",
}  # fmt: skip
JUDGED: Final = {
    "merge": "taken for one", "split": "held apart", "reject": "rejected as misread", "fix": "set right",
    "undo": "judgement undone",
}  # fmt: skip
VERDICTS: Final = {True: "the words allow it", False: "the words rule it out", None: "the words leave it open"}
VOICES: Final = {
    "direct": "in its own words", "indirect": "reported", "according-to": "according to", "translated": "translated",
    "unnamed": "not named", "credit": "credited", "denied": "denied", "confirmed": "confirmed", "outlet": "the report",
}  # fmt: skip
ROLES: Final = {
    "who": "Who", "to": "To", "with": "With", "about": "About", "where": "Where", "person": "Person",
    "office": "Office", "of": "Of", "parties": "Parties", "instrument": "Instrument", "clause": "Clause",
    "user": "User", "holder": "Holder", "facility": "Facility", "speaker": "Speaker", "until": "Until",
    "then_what": "What follows", "then": "Then", "sum": "Reckoned", "then_sum": "Reckoned", "when": "When",
    "status": "Status", "type": "Act", "mode": "Manner", "quantity": "How many",
}  # fmt: skip


def counted(number: int, what: str, many: str = "") -> str:
    """A number of things: "1 story", "1,204 stories"."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"


def judged(act: str) -> str:
    """What a judgement did: "held apart"."""
    return JUDGED.get(act, act)


def headed(name: str) -> str:
    """A name as it begins a heading."""
    return name[:1].upper() + name[1:]


_TERM = re.compile(r"\bP(\d+)([YMWD])\b")
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def reckoned(sum_: str) -> str:
    """How a day was reckoned, in words: "1 April 2019 + 4 years − 1 day = 31 March 2023"."""
    told = _TERM.sub(lambda found: counted(int(found[1]), _UNITS[found[2]]), sum_).replace(" - ", " − ")
    return " ".join(day(word) for word in told.split(" "))


def speakers(claim: Json) -> list[str]:
    """Who said it, from first to last, the outlet by its name."""
    outlet = claim["outlet"] or "an unknown outlet"
    return [{"outlet": outlet, "unnamed": "an unnamed source"}.get(name, name) for name in claim["said_by"]]


def by_sentence(claims: Iterable[Json]) -> list[list[Json]]:
    """The statements in order, those that follow one another and rest on one sentence together."""
    return [list(some) for _, some in groupby(claims, lambda one: (one["story"], one["quote"]))]


def path(ident: str) -> str:
    """An id as it stands in an address."""
    return quote(ident, safe=":")


def citation(claim: Json) -> str:
    """A statement's report as a footnote gives it."""
    told = (
        f"“{claim['title']}”" if claim["title"] else "",
        claim["outlet"] or "unknown outlet",
        dated(claim["published"]),
    )
    return ", ".join(filter(None, told))
