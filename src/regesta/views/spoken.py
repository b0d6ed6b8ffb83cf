"""Acts, dates and disputes as words: what people read where the register holds codes."""

import re
from typing import Final

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
MODES: Final = {
    "abduct": "abduction", "accept": "acceptance", "allege": "allegation", "assist": "of help", "beat": "beating",
    "censor": "censorship", "convict": "conviction", "demo": "demonstration", "deport": "deportation",
    "destroy": "destruction", "disapprove": "disapproval", "disarm": "disarmament", "discontinue": "breaking off",
    "discussion": "talks", "ease": "easing", "expel": "expulsion", "initial": "initialling",
    "investigate": "investigation", "invite": "invitation", "meet": "of a meeting", "multilateral": "meeting of many",
    "phone": "telephone call", "resign": "resignation", "restrict": "restriction", "seize": "seizure",
    "sexual": "sexual violence", "shoot": "shooting", "sign": "signing", "third-party": "mediation",
    "withdraw": "withdrawal", "withhold": "withholding",
}  # fmt: skip
CONFLICTS: Final = {
    "date": "different days", "year": "different years", "weekday": "a date on another weekday",
    "place": "different places", "participant": "different participants", "denial": "reported and denied",
    "status": "happened or not", "count": "different numbers", "vote": "different votes",
    "office": "one office, two holders", "title": "different titles", "content": "in the text or not",
    "deadline": "different deadlines", "scope": "“first”, “only” and the like", "order": "different order",
    "quotation": "different wording",
}  # fmt: skip


def dated(edtf: str | None, status: str = "happened", kind: str = "act") -> str:
    """A date as precisely as it is known, and no more: "12 May 2024", "by 31 December 2026", "since 2015"."""
    if not edtf:
        return "undated"
    start, slash, end = edtf.partition("/")
    if not slash:
        return day(start)
    if start in ("", ".."):
        ahead = status in _TO_COME or kind in ("mandate", "instrument")
        return f"{'by' if ahead else 'before'} {day(end)}"
    return f"since {day(start)}" if end in ("", "..") else _span(day(start), day(end))


def _span(start: str, end: str) -> str:
    """Two days, the month and year that they share told once: "9 – 12 August 2012", "3 May – 4 June 2012"."""
    first, last = start.split(" "), end.split(" ")
    if len(first) == len(last) == 3 and first[2] == last[2]:
        first = first[:1] if first[1] == last[1] else first[:2]
    return end if start == end else f"{' '.join(first)} – {end}"


def day(value: str) -> str:
    """A date or a part of one in words."""
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


def act(row: Json) -> str:
    """What was done, in a word or two: a visit, an "agreement: signing"."""
    if row["kind"] != "act":
        of = "" if row["kind"] == row["type"] else TYPES.get(row["type"], plain(row["type"]))
        return ", ".join(filter(None, (plain(row["kind"]), of)))
    mode = MODES.get(row.get("mode") or "", plain(row.get("mode") or "").replace("-", " "))
    if row["type"] == "CONSULT" and mode:
        return mode
    return ": ".join(filter(None, (TYPES.get(row["type"], plain(row["type"])), mode)))


def conflict(kind: str) -> str:
    """What is disputed, in words: "different days"."""
    return CONFLICTS.get(kind, plain(kind))
