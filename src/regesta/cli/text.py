"""Rows for people: what the answers look like on a terminal."""

import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import click

from regesta.door import Json

WIDEST, NARROWEST = 110, 50
_SHOWN = 8  # other names of one thing
UNKNOWN_OUTLET = "an unknown outlet"
_VERDICTS = {True: "the words allow it", False: "the words rule it out", None: "the words leave it open"}
_PARTS = {
    **{str(code): f"{season} {{}}" for code, season in enumerate(("spring", "summer", "autumn", "winter"), 21)},
    **{str(code): f"{nth} quarter of {{}}" for code, nth in enumerate(("first", "second", "third", "fourth"), 33)},
    **{str(code): f"{nth} half of {{}}" for code, nth in enumerate(("first", "second"), 40)},
}
_PART = re.compile(r"(?<![\d-])(\d{4})-(2[1-4]|3[3-6]|4[01])(?![\d-])")
_KEPT_FORMATS = frozenset("\u200c\u200d")  # joiners that Persian, Hindi and others are written with
_DATED = frozenset({"act", "scope", "instrument", "mandate"})
_TO_COME = frozenset({"planned", "intended", "expected", "promised", "proposed", "demanded", "conditional"})


# ---------------------------------------------------------------------------------------------- the terminal
def width() -> int:
    """The columns to fill: those of the terminal within reason, a hundred where there is none."""
    columns = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else _columns_asked()
    return max(NARROWEST, min(columns, WIDEST))


def _columns_asked() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def harmless(value: Any) -> Any:
    """The same rows with nothing in their words that could move the cursor, hide text or turn its direction."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "".join(map(_harmless_sign, value))
    if isinstance(value, list):
        return [harmless(one) for one in value]
    return {key: harmless(one) for key, one in value.items()} if isinstance(value, dict) else value


def _harmless_sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind == "Cs" or (kind == "Cf" and sign not in _KEPT_FORMATS) else sign


def wrapped(words: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """The words in lines of so many columns, the first begun by `first`, the others by `rest`."""
    rest = " " * len(first) if rest is None else rest
    lines = textwrap.wrap(
        words, columns, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, drop_whitespace=True
    )
    return lines or [first.rstrip()]


def dim(line: str) -> str:
    """The line, fainter."""
    return click.style(line, dim=True)


# ---------------------------------------------------------------------------------------------- words for values
def date_words(edtf: str | None, status: str = "happened", kind: str = "act") -> str:
    """A date as precisely as it is known, and no more: "2025-10", "spring 2023", "before 2025-10", "by 2026-12-31",
    "2015/2024"."""
    if not edtf:
        return "undated"
    edtf = in_words(edtf)
    start, slash, end = edtf.partition("/")
    if not slash:
        return edtf
    if start in ("", ".."):
        ahead = status in _TO_COME or kind in ("mandate", "instrument")
        return f"{'by' if ahead else 'before'} {end}"
    return f"since {start}" if end in ("", "..") else edtf


def in_words(text: str) -> str:
    """The text with the codes of EDTF for seasons, quarters and halves of a year in words: "2019-35" is "third quarter
    of 2019"."""
    return _PART.sub(lambda found: _PARTS[found[2]].format(found[1]), text)


def chain(claim: Json) -> str:
    """Who said it, from first to last: "BDA → The Pier Gazette"."""
    outlet = claim["outlet"] or UNKNOWN_OUTLET
    names = [{"outlet": outlet, "unnamed": "an unnamed source"}.get(name, name) for name in claim["said_by"]]
    return " → ".join(names)


def evidence(claim: Json, columns: int, indent: int) -> Iterator[str]:
    """The verbatim quote of a claim and, beneath it, the chain of voices and the date of the report."""
    yield from wrapped(f"“{claim['quote']}”", columns, " " * indent, " " * (indent + 1))
    status = "" if claim["status"] in ("happened", "ongoing") else f" · {words(claim['status'])}"
    told = f"{chain(claim)}, {date_words(claim['published'])}{status}"
    yield from map(dim, wrapped(told, columns, " " * indent, " " * (indent + 2)))


def words(value: str) -> str:
    """A name of a vocabulary as words: "not_happened" is "not happened"."""
    return value.replace("_", " ")


def counted(number: int, what: str) -> str:
    """A number of things: "1 outlet", "2 outlets"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------------------------------------- the answers
def timeline(rows: list[Json], columns: int, quotes: bool = False, every: bool = False) -> Iterator[str]:
    """One line an event: mark, date, act, who to whom, where, status and how many tell of it.

    With `quotes`, each account's quote and chain of voices beneath; without `every`, neither standing facts nor what
    the same sentences tell as an act already (a signature, and the agreement signed).
    """
    if not every:
        told = {_evidence(claim) for row in rows if row["kind"] == "act" for claim in row["claims"]}
        rows = [row for row in rows if _is_dated(row) and not _is_told_as_act(row, told)]
    yield from _events(rows, columns, quotes)
    if any(_mark(row) != " " for row in rows):
        yield dim("≠ accounts differ   · background")


def _is_dated(row: Json) -> bool:
    """Whether an event has its place in time: an act does, "the only base" does not."""
    return row["kind"] in _DATED and (row["kind"] != "scope" or row["type"].isupper())


def _evidence(claim: Json) -> tuple[str, str]:
    return claim["story"], claim["quote"]


def _is_told_as_act(row: Json, told: set[tuple[str, str]]) -> bool:
    return row["kind"] != "act" and all(_evidence(claim) in told for claim in row["claims"])


def _events(rows: list[Json], columns: int, quotes: bool) -> Iterator[str]:
    dates = [date_words(row["when"], row["status"], row["kind"]) for row in rows]
    acts = [f"{row['type']}/{row['mode']}" if row["mode"] else row["type"] for row in rows]
    wide, far = (max(map(len, some), default=0) for some in (dates, acts))
    far = min(far, 22)
    for row, date, act in zip(rows, dates, acts, strict=True):
        head = f"{_mark(row)} {date:<{wide}}  {act:<{far}}  "
        lines = wrapped(event_words(row), columns, head, " " * (wide + far + 6))
        yield from (dim(line) if row["background"] else line for line in lines)
        if quotes:
            for claim in row["claims"]:
                yield from evidence(claim, columns, 4)
            yield ""


def _mark(row: Json) -> str:
    if row["disputed"] or row["conflicts"]:
        return "≠"
    return "·" if row["background"] else " "


def event_words(row: Json) -> str:
    """Who to whom, where, in which state, by how many accounts."""
    return " · ".join(filter(None, (_who_to_whom(row), _status_words(row), _support(row))))


def _who_to_whom(row: Json) -> str:
    actors, others = ", ".join(row["who"]), ", ".join(row["others"])
    between = " ↔ " if row["type"] in ("AGREE", "COOPERATE") or row["mode"] == "meeting" else " → "
    sides = f"{actors}{between}{others}" if actors and others else f"→ {others}" if others else actors
    place = row["where"] if row["where"] not in (*row["who"], *row["others"]) else None
    return f"{sides or _first_words(row)}{f', in {place}' if place else ''}"


def _first_words(row: Json) -> str:
    """For an event of which nobody is known to take part: the beginning of its evidence."""
    quote = row["claims"][0]["quote"] if row["claims"] else "nobody named"
    return textwrap.shorten(quote, 70, placeholder=" …")


def _status_words(row: Json) -> str:
    return "" if row["status"] == "happened" else words(row["status"])


def _support(row: Json) -> str:
    """How many outlets tell it, and on how many independent origins they rest."""
    outlets, origins = row["outlets"], row["independent_origins"]
    if outlets == 1:
        return str((row["claims"] and row["claims"][0]["outlet"]) or UNKNOWN_OUTLET)
    return f"{counted(outlets, 'outlet')}, {counted(origins, 'origin')}"


def conflicts(rows: list[Json], columns: int) -> Iterator[str]:
    """Each conflict with its accounts side by side, the rule, and the explanations tried."""
    for row in rows:
        yield click.style(f"≠ {words(row['kind'])}", bold=True) + dim(f"  {row['id']}  {row['status']}")
        if row["says"]:
            yield from wrapped(in_words(row["says"]), columns, "  ")
        for letter, claim in zip(_letters(), row["claims"], strict=False):
            yield from _side(letter, claim, columns)
        yield from wrapped(row["rule"], columns, "  rule   ")
        for one in row["explanations_tried"]:
            yield from wrapped(f"{one['what']}: {_VERDICTS[one['holds']]}", columns, "  tried  ")
        yield ""


def _letters() -> Iterator[str]:
    yield from "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    while True:
        yield "·"


def _side(letter: str, claim: Json, columns: int) -> Iterator[str]:
    yield from wrapped(f"“{claim['quote']}”", columns, f"  {letter}  ", "      ")
    happened = f" · of {date_words(claim['when'], claim['status'])}" if claim["when"] else ""
    status = f" · {words(claim['status'])}" if claim["status"] != "happened" else ""
    told = f"{chain(claim)}, {date_words(claim['published'])}{happened}{status}"
    yield from map(dim, wrapped(told, columns, "     "))


def check(rows: list[Json], columns: int) -> Iterator[str]:
    """Each claim of a new report with how it stands to the register, and the register's words on it."""
    marks = {"known": "=", "new": "+", "contradicted": "≠"}
    for row in rows:
        if row["standing"] not in marks:
            yield from wrapped(f"{row['where']}: {row['what']}", columns, "unread  ")
            continue
        yield from wrapped(_claim_line(row), columns, f"{marks[row['standing']]} {row['standing']:<13}", " " * 15)
        yield from evidence(row, columns, 4)
        for conflict in row["conflicts"]:
            yield from wrapped(f"{words(conflict['kind'])}: {in_words(conflict['says'])}", columns, "    ≠ ")
            for claim in conflict["against"]:
                yield from evidence(claim, columns, 8)
        for claim in row["same"]:
            yield from evidence(claim, columns, 8)


def diff(rows: list[Json], columns: int) -> Iterator[str]:
    """Each thing that came, went or changed, and how."""
    marks = {"new": "+", "gone": "−", "changed": "~"}
    for row in rows:
        head = f"{marks[row['change']]} {row['what']:<9} "
        yield from wrapped(in_words(row["says"]), columns, head, " " * 12)
        for field in row["fields"]:
            told = f"{field['field']}: {_value(field['was'])} → {_value(field['is'])}"
            yield from wrapped(told, columns, " " * 12, " " * 14)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return f"{value['grade']} ({value['why']})" if isinstance(value, dict) else str(value or "none")


def review(row: Json, columns: int) -> Iterator[str]:
    """One thing to be judged: its evidence first, numbered, then what is asked."""
    for number, claim in enumerate(row["claims"], 1):
        yield from _side(f"{number}", claim, columns)
    yield from wrapped(in_words(row["says"]), columns, f"≠ {words(row['what'])}: " if row["what"] != "join" else "")


def who(rows: list[Json], columns: int) -> Iterator[str]:
    """Each holder of an office, and how the reports stand to the day that was asked for."""
    from regesta.views import office_words

    wide = max((len(row["person"]) for row in rows), default=0)
    for row in rows:
        known = " / ".join(dict.fromkeys(filter(None, (row["first_reported"], row["last_reported"]))))
        over = f"ended {row['until'] or '(no day given)'}" if row["over"] else ""
        reported = f"reported for {known}" if known else ""
        told = [office_words(row["office"], row["of"]), reported, over, row.get("standing", "")]
        yield from wrapped(" · ".join(filter(None, told)), columns, f"{row['person']:<{min(wide, 30)}}  ", "    ")
        yield from evidence(row["claims"][-1], columns, 4)


def agenda(rows: list[Json], columns: int) -> Iterator[str]:
    """What falls due and whose it is, with the arithmetic where the day was reckoned, and the evidence."""
    for row in rows:
        head = f"{date_words(row['due'], 'planned') if row['due'] else 'no day given':<24}"
        kind = row["type"] if row["kind"] == "act" else row["kind"]
        told = " · ".join(filter(None, (kind, row["subject"], words(row["what"]))))
        yield from wrapped(told, columns, head)
        if row["arithmetic"]:
            yield f"    {in_words(row['arithmetic'])}"
        for claim in row["claims"]:
            yield from evidence(claim, columns, 4)


def facilities(rows: list[Json], columns: int) -> Iterator[str]:
    """Each facility with its other names, its users and holders."""
    for row in rows:
        place = row["place"]
        told = [
            row["sort"],
            row["country"],
            f"{place['lat']:.3f}, {place['lon']:.3f}" if place else None,
            f"used by {', '.join(row['users'])}" if row["users"] else None,
            f"held by {', '.join(row['holders'])}" if row["holders"] else None,
            counted(len(row["claims"]), "claim"),
        ]
        yield from wrapped(" · ".join(filter(None, told)), columns, f"{row['name']}  ", "    ")
        others = [name for name in row["aliases"] if name != row["name"]]
        if others:
            more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
            yield from map(dim, wrapped(f"also {', '.join(others[:_SHOWN])}{more}", columns, "    "))


def instruments(rows: list[Json], columns: int) -> Iterator[str]:
    """Each instrument with its parties, its states over time, and its clauses: + present, − absent."""
    for row in rows:
        yield click.style(row["name"], bold=True)
        if row["parties"]:
            yield from wrapped(f"parties: {', '.join(row['parties'])}", columns, "  ", "    ")
        for state in row["states"]:
            told = words(state["state"]) + (f" · {words(state['status'])}" if state["status"] != "happened" else "")
            yield f"  {date_words(state['when'])}  {told}"
        for clause in row["clauses"]:
            sign = {True: "+", False: "−"}.get(clause["present"], "?")
            yield from wrapped(clause["clause"], columns, f"  {sign} ", "    ")
        for mandate in row["mandates"]:
            yield from _mandate(mandate, columns)
        for claim in row["claims"]:
            yield from evidence(claim, columns, 4)


def _mandate(row: Json, columns: int) -> Iterator[str]:
    until = f"until {in_words(row['until'].rpartition('/')[2])}" if row["until"] else None
    told = [row["body"], until, row["then"], row["term"]]
    yield from wrapped(" · ".join(filter(None, told)), columns, "  mandate: ", "    ")


def search(rows: list[Json], columns: int) -> Iterator[str]:
    """Each story in which the words stand, with the passages."""
    for row in rows:
        head = f"{row['outlet'] or 'unknown outlet'}, {date_words(row['published'])}  {row['story']}"
        yield from wrapped(click.style(row["title"] or "(no title)", bold=True), columns)
        yield dim(f"  {head}")
        for passage in row["passages"]:
            if passage["kind"] == "passage":
                yield from wrapped(passage["excerpt"], columns, "  ")
        for claim in row["claims"]:
            yield from wrapped(_claim_line(claim), columns, "  → ", "    ")


def _claim_line(claim: Json) -> str:
    act = f"{claim['type']}/{claim['mode']}" if claim["mode"] else claim["type"]
    told = [
        act if claim["kind"] == act else f"{claim['kind']} {act}",
        date_words(claim["when"], claim["status"], claim["kind"]),
        words(claim["status"]),
        "; ".join(f"{role}: {_role_words(value)}" for role, value in claim["roles"].items()),
        claim["claim"],
    ]
    return " · ".join(filter(None, told))


def _role_words(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def sources(rows: list[Json], columns: int) -> Iterator[str]:
    """Each outlet with its grade, its stories and claims, and the span of its dates."""
    wide = min(max((len(row["outlet"] or "unknown") for row in rows), default=0), 40)
    for row in rows:
        dates = " / ".join(dict.fromkeys(filter(None, (row["first"], row["last"])))) or "undated"
        stories = f"{row['stories']:>6} {'story' if row['stories'] == 1 else 'stories':<7}"
        claims = f"{row['claims']:>7} {'claim' if row['claims'] == 1 else 'claims':<6}"
        told = f"{row['reliability']}  {stories}  {claims}  {dates}"
        yield f"{row['outlet'] or 'unknown':<{wide}}  {told}"[:columns]


def judgements(rows: list[Json], columns: int) -> Iterator[str]:
    """Each judgement with its id, by which it can be undone, and the words of what was judged."""
    for row in rows:
        what = " ".join([row["act"], *row["subjects"], *filter(None, (row["field"], row["value"]))])
        state = "" if row["in_force"] else " (undone)"
        yield from wrapped(f"{what}{state}", columns, f"{row['id']}  ", "    ")
        for subject, said in zip(row["subjects"], row["words"], strict=True):
            if said and said != subject:
                yield from wrapped(f"“{said}”" if subject.startswith("key-") else said, columns, "    ", "     ")
        told = f"{row['by']}, {row['at']}" + (f": {row['why']}" if row["why"] else "")
        yield from map(dim, wrapped(told, columns, "    "))


def findings(rows: list[Json], columns: int) -> Iterator[str]:
    """Each finding: how bad, where, what."""
    for row in rows:
        yield from wrapped(f"{row['where']}: {row['what']}", columns, f"{row['severity']:<8}", "    ")


def doctor(rows: list[Json], columns: int) -> Iterator[str]:
    """Each check with its state."""
    for row in rows:
        mark = {"ok": "✓", "note": "·"}.get(row["state"], "✗")
        yield from wrapped(row["what"], columns, f"{mark} {row['check']:<18} ", " " * 21)


# ---------------------------------------------------------------------------------------------- show
def show(rows: list[Json], columns: int) -> Iterator[str]:
    """Whatever was asked for, each thing in its own shape."""
    shapes = {"event": _event, "conflict": _one_conflict, "claim": _claim, "story": _story, "entity": _entity}
    for row in rows:
        yield from shapes[row["what"]](row, columns)


def _event(row: Json, columns: int) -> Iterator[str]:
    yield from _events([row], columns, quotes=True)
    grade = row["credibility"]
    told = f"{grade['grade']} – {grade['why']}"
    rated = ", ".join(f"{name} {letter}" for name, letter in row["reliability"].items() if letter != "F")
    yield from _facts((("id", row["id"]), ("credible", told), ("reliable", rated), ("joined", row["reasons"])), columns)
    for one in row["links"]:
        yield from wrapped(_link_words(one), columns, "    ", "      ")
    for field in row["fields"] if len(row["claims"]) > 1 else ():
        yield from _field(field, columns)
    yield from conflicts(row["in_conflict"], columns)


def _link_words(link: Json) -> str:
    """What speaks for two claims being of one act, the heaviest first, and the sum."""
    features = sorted(link["features"], key=lambda one: -one["weight"])
    told = ", ".join(f"{one['why']} {one['weight']:g}" for one in features)
    return f"{link['score']:g}: {told}"


def _field(field: Json, columns: int) -> Iterator[str]:
    """A field of an event with its one value, or with each value and by whose voices it is told."""
    head = f"  {field['field']:<9} {field['state']}"
    if field["state"] == "agreed":
        yield from wrapped(str(field["values"][0]["value"]), columns, f"{head}: ", " " * 12)
        return
    yield head
    for value in field["values"]:
        voices = "; ".join(" → ".join(chain) for chain in value["said_by"])
        yield from wrapped(f"{value['value']} ({voices})", columns, "    ", "      ")


def _one_conflict(row: Json, columns: int) -> Iterator[str]:
    yield from conflicts([row], columns)


def _claim(row: Json, columns: int) -> Iterator[str]:
    yield from wrapped(_claim_line(row), columns)
    yield from evidence(row, columns, 2)
    yield from _facts((("story", row["story"]), ("event", row["event"]), ("rule", row["rule"])), columns)
    yield from conflicts(row["in_conflict"], columns)


def _story(row: Json, columns: int) -> Iterator[str]:
    yield click.style(row["title"] or "(no title)", bold=True)
    published = f"{row['published']['edtf'] or 'undated'} ({row['published']['basis']})"
    yield dim("  " + " · ".join(filter(None, (row["outlet"], ", ".join(row["authors"]), published, row["id"]))))
    for one in row["kin"]:
        yield from wrapped(
            f"{one['relation']} {one['story']} ({one['sentences']} sentences, {one['share']:.0%})", columns, "  "
        )
    for claim in row["claims"]:
        start, end = claim["quote"]
        told = f"{claim['kind']} {claim['type']} · {words(claim['status'])} · {claim['id']}"
        yield from wrapped(told, columns, "  → ")
        yield from wrapped(f"“{row['text'][start:end]}”", columns, "    ", "     ")


def _entity(row: Json, columns: int) -> Iterator[str]:
    yield click.style(row["name"], bold=True) + dim(f"  {row['kind']}  {row['id']}")
    place = row["place"]
    spot = f"{place['lat']:.3f}, {place['lon']:.3f}" if place else None
    yield from _facts(
        (("also", row["aliases"]), ("sort", row["sort"]), ("country", row["country"]), ("place", spot)), columns
    )
    for claim in row["claims"]:
        yield from wrapped(_claim_line(claim), columns, "  → ", "    ")
        yield from evidence(claim, columns, 4)
    yield from conflicts(row["in_conflict"], columns)


def _facts(facts: Iterable[tuple[str, Any]], columns: int) -> Iterator[str]:
    for name, value in facts:
        if value:
            told = ", ".join(value) if isinstance(value, list) else str(value)
            yield from wrapped(told, columns, f"  {name:<9} ", " " * 12)
