"""Lines of JSON in, lines of JSON out: the door for machines, which needs no register."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from regesta import door
from regesta.flow.adviser import Adviser
from regesta.flow.pages import readings_of
from regesta.flow.whole import together
from regesta.intake import read_record
from regesta.model import Finding, Reading, Story
from regesta.reuse import kin

ANSWERED_TOGETHER = 32


def annotate_lines(
    lines: Iterable[bytes | str], together: bool = False, adviser: Adviser | None = None, gated: bool = False
) -> Iterator[dict[str, Any]]:
    """One JSON-ready answer for each line of input, in order; a bad line is answered with findings and no stories.

    With `together`, all lines are read first, and claims that report one act are given one `event`; with `gated`,
    stories that hardly can bear claims are not read.
    """
    waiting = iter(lines)
    answered: list[tuple[Any, list[Reading], list[Finding]]] = []
    number = 0
    while batch := list(islice(waiting, 1 if adviser else ANSWERED_TOGETHER)):
        asked = [_asked(line, number + at) for at, line in enumerate(batch, 1)]
        number += len(batch)
        readings = readings_of([story for _, stories, _ in asked for story in stories], adviser, gated)
        for ident, stories, findings in asked:
            own = [msgspec.structs.replace(readings[s.id], story=s) for s in stories]
            if together:
                answered.append((ident, own, findings))
            else:
                yield door.line_json(ident, own, findings)
    if together:
        yield from _with_events(answered)


def _asked(line: bytes | str, number: int) -> tuple[Any, list[Story], list[Finding]]:
    """The id of a line of input and the stories it gives, or what is wrong with it."""
    try:
        asked = json.loads(line, parse_constant=_no_json)
    except (ValueError, RecursionError) as problem:
        return None, [], [_wrong(number, f"it is not JSON ({str(problem)[:120]})")]
    if not isinstance(asked, dict):
        return None, [], [_wrong(number, 'it is not a JSON object; write {"id": …, "text": …}')]
    given = {k: v for k, v in asked.items() if isinstance(v, str)}
    ident = asked.get("id")
    if not {"text", "page", "html"}.isdisjoint(given):
        intake = read_record(given, f"line {number}" if ident is None else str(ident))
        return ident, list(intake.stories), list(intake.findings)
    return ident, [], [_wrong(number, "it has none of text, page, html as a string; give one of them")]


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def _wrong(number: int, what: str) -> Finding:
    return Finding(where=f"line {number}", what=what, severity="error")


def _with_events(answered: Sequence[tuple[Any, list[Reading], list[Finding]]]) -> Iterator[dict[str, Any]]:
    readings = list({one.story.id: one for _, own, _ in answered for one in own}.values())
    _, collation = together(readings, (), kin(one.story for one in readings))
    event_of = {claim: event.id for event in collation.events for claim in event.claims}
    for ident, own, findings in answered:
        line = door.line_json(ident, own, findings)
        for story in line["stories"]:
            for claim in story["claims"]:
                claim["event"] = event_of.get(claim["id"])
        yield line
