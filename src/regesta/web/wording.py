"""Values as words: what stands on the pages where the register holds codes."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final
from urllib.parse import quote

from regesta.door import Json

_MONTHS = "January February March April May June July August September October November December".split()
_PARTS = {
    **dict(zip(range(21, 25), ("spring", "summer", "autumn", "winter"), strict=True)),
    **dict(zip(range(33, 37), ("first quarter", "second quarter", "third quarter", "fourth quarter"), strict=True)),
    **dict(zip(range(40, 42), ("first half", "second half"), strict=True)),
}
_TO_COME = frozenset({"planned", "intended", "expected", "promised", "proposed", "demanded", "conditional"})
_DATE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(T[\d:]+Z?)?([?~%])?")
_DOUBT = {"?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}

TYPES: Final = {
    "AGREE": "agreement", "CONSULT": "visit, meeting or call", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "yielding", "REQUEST": "request",
    "ACCUSE": "accusation", "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest", "SANCTION": "sanction",
    "MOBILIZE": "mobilisation", "COERCE": "coercion", "ASSAULT": "attack",
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


def dated(edtf: str | None, status: str = "happened", kind: str = "act") -> str:
    """A date as precisely as it is known, and no more: "12 May 2024", "by 31 December 2026", "since 2015"."""
    if not edtf:
        return "undated"
    start, slash, end = edtf.partition("/")
    if not slash:
        return _day(start)
    if start in ("", ".."):
        ahead = status in _TO_COME or kind in ("mandate", "instrument")
        return f"{'by' if ahead else 'before'} {_day(end)}"
    return f"since {_day(start)}" if end in ("", "..") else f"{_day(start)} – {_day(end)}"


def _day(value: str) -> str:
    found = _DATE.fullmatch(value)
    if not found:
        return value
    year, part, day, _, doubt = found.groups()
    number = int(part or 0)
    if number in _PARTS:
        words = f"{_PARTS[number]} of {year}" if number > 30 else f"{_PARTS[number]} {year}"
    elif 1 <= number <= 12:
        words = f"{int(day)} {_MONTHS[number - 1]} {year}" if day else f"{_MONTHS[number - 1]} {year}"
    else:
        words = year
    return words + _DOUBT.get(doubt or "", "")


def plain(value: object) -> str:
    """A name of a vocabulary as words: "not_happened" is "not happened"."""
    return str(value).replace("_", " ")


def counted(number: int, what: str, many: str = "") -> str:
    """A number of things: "1 story", "1,204 stories"."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"


def act(row: Json) -> str:
    """What was done, in a word or two: a visit, an "agreement: sign"."""
    if row["kind"] != "act":
        return plain(row["kind"]) if row["kind"] == row["type"] else f"{plain(row['kind'])}, {plain(row['type'])}"
    mode = plain(row.get("mode") or "").replace("-", " ")
    if row["type"] == "CONSULT" and mode:
        return mode
    return ": ".join(filter(None, (TYPES.get(row["type"], plain(row["type"])), mode)))


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
