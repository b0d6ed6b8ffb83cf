"""The written gold of facilities and places, and which of its cases a document answers wrongly."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from regesta.annotate import annotate
from regesta.intake import Given, read_text
from regesta.model import Document, Entity, Mention, Story

GOLD = Path(__file__).parent / "gold"
NEAR = 161  # kilometres; a hundred miles, as is usual
SITES = frozenset(("facility", "place"))
Case = Mapping[str, Any]


def cases(name: str, table: str = "case") -> list[Case]:
    """The cases of a table of a gold file."""
    found: list[Case] = tomllib.loads((GOLD / f"{name}.toml").read_text(encoding="utf-8"))[table]
    return found


def read(written: Sequence[Case]) -> list[Document]:
    """The document of each case."""
    return list(annotate([_story(case) for case in written]))


def _story(case: Case) -> Story:
    return read_text(case["text"], Given(published="2023-05-22", outlet=case.get("outlet"), url=case.get("site")))


def kilometres(a: Sequence[float], b: Sequence[float]) -> float:
    """The distance of two points given in degrees."""
    (lat, lon), (lat2, lon2) = ((radians(x), radians(y)) for x, y in (a, b))
    across = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(across))


def named(document: Document) -> Iterator[tuple[str, Mention, Entity]]:
    """What is named: its words without an article, the mention and the entity."""
    known = {entity.id: entity for entity in document.entities}
    for mention in document.mentions:
        if mention.how == "name":
            words = document.story.text[mention.start : mention.end]
            yield re.sub(r"^[Tt]he ", "", words), mention, known[mention.entity]


# ------------------------------------------------------------------------------------------------ facilities
def facility_fault(case: Case, document: Document) -> str:
    """What is wrong with the answer to a case of `facilities.toml`, or nothing."""
    spans = _several(case["name"])
    found = [(words, entity) for words, _, entity in named(document) if _is_site(entity)]
    right = [entity for words, entity in found if words in spans]
    if not right:
        return f"named {[words for words, _ in found]}"
    entity = right[0]
    if entity.sort not in _several(case["sort"]):
        return f"sort {entity.sort!r}"
    if entity.country != case.get("in"):
        return f"in {entity.country}"
    return "" if entity.key or not case.get("listed") else "not in the lexicon"


def trap_fault(case: Case, document: Document) -> str:
    """What facility is seen in the words of a trap, or nothing."""
    start = document.story.text.index(case["not"])
    end = start + len(case["not"])
    return "; ".join(w for w, m, e in named(document) if e.kind == "facility" and m.start < end and m.end > start)


def _is_site(entity: Entity) -> bool:
    return entity.kind == "facility" or (entity.kind == "place" and entity.sort == "strait")


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


# ------------------------------------------------------------------------------------------------ places
def place_fault(case: Case, document: Document) -> str:
    """What is wrong with the answer to a case of `places.toml`, or nothing."""
    entity = place_of(case, document)
    if case.get("none"):
        return f"{entity.kind} {entity.name}" if entity and entity.kind in ("place", "state") and entity.place else ""
    if entity is None:
        return "not found"
    if case.get("state"):
        body = entity.kind == "organisation" and f"state:{entity.country}" == case["state"]  # "Guinea's junta"
        return "" if entity.key == case["state"] or body else f"is {entity.key or entity.name}"
    if entity.place is None:
        return f"has no position ({entity.kind} {entity.name})"
    away = kilometres(case["at"], (entity.place.lat, entity.place.lon))
    return "" if away <= case.get("within", NEAR) else f"{away:.0f} km off: {entity.name} ({entity.key})"


def place_of(case: Case, document: Document) -> Entity | None:
    """The entity of kind place or state that the case's words name, or the one of another kind where none is."""
    found = list(re.finditer(rf"(?<!\w){re.escape(case['name'])}(?!\w)", document.story.text))
    at = found[case.get("place", 0)]
    over = [e for _, m, e in named(document) if m.start < at.end() and m.end > at.start()]
    return next((e for e in over if e.kind in ("place", "state")), over[0] if over else None)
