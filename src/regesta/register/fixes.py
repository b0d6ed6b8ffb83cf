"""Fields that people set right. What was read stays as it was read; what follows from it follows the fix."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar, get_args, get_type_hints

import msgspec

from regesta import edtf
from regesta.docket import claim_key
from regesta.lexicon import load
from regesta.model import Claim, Entity, Judgement, Reading

FIXABLE: Final[Mapping[type, frozenset[str]]] = {
    Claim: frozenset({"type", "mode", "status", "background", "when", "present"}),
    Entity: frozenset({"name", "kind", "country", "sort"}),
}

_WORDED: Final = frozenset({"type", "mode", "name", "sort"})
_PLAIN: Final = re.compile(r"\w[^\x00-\x1f\x7f]*")

Fixed = TypeVar("Fixed", Claim, Entity)
Fixes = Mapping[str, Sequence[Judgement]]


def by_subject(judgements: Sequence[Judgement]) -> Fixes:
    """The fixes among judgements in force, by what they are about; of two on one field the later comes last."""
    found: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        for subject in judgement.subjects if judgement.act == "fix" else ():
            found.setdefault(subject, []).append(judgement)
    return found


def fixed(reading: Reading, fixes: Fixes) -> Reading:
    """The reading with its fixes; the very same one where there are none for it."""
    if not fixes:
        return reading
    claims = tuple(_apply(claim, fixes.get(claim_key(claim, reading), ())) for claim in reading.claims)
    entities = tuple(_apply(one, fixes.get(f"{reading.story.id}/{one.id}", ())) for one in reading.entities)
    if claims == reading.claims and entities == reading.entities:
        return reading
    return msgspec.structs.replace(reading, claims=claims, entities=entities)


def all_fixed(readings: Iterable[Reading], judgements: Sequence[Judgement]) -> list[Reading]:
    """The readings with the fixes that are among the judgements."""
    fixes = by_subject(judgements)
    return [fixed(one, fixes) for one in readings]


def problem(kind: type, field: str, value: str) -> str | None:
    """Why a field of a claim or an entity cannot be set to a value; nothing where it can."""
    if field not in FIXABLE[kind]:
        return f"“{field}” cannot be fixed; these can: {', '.join(sorted(FIXABLE[kind]))}"
    if field == "when" and not edtf.valid(value):
        return f"“{value}” is not a date in EDTF, such as 2025-10-31, 2025-10 or 2024-12/2025"
    if field == "country" and f"state:{value}" not in load().entries:
        return f"“{value}” is not the code of a country; write three letters of ISO 3166, such as LVA"
    if field in _WORDED and not _PLAIN.fullmatch(value):
        return f"“{value}” is no value of “{field}”: it must begin with a letter or a figure, and stand on one line"
    try:
        _set(_BLANKS[kind], field, value)
    except msgspec.ValidationError:
        return f"“{value}” is no value of “{field}”{_allowed(kind, field)}"
    return None


def _allowed(kind: type, field: str) -> str:
    """The values a field may have, where they can be listed."""
    values = get_args(get_type_hints(kind)[field])
    return f"; these are: {', '.join(values)}" if values and all(isinstance(one, str) for one in values) else ""


_BLANKS: Final[Mapping[type, Any]] = {
    Claim: Claim(id="", story="", kind="act", type="", quote=(0, 0), trigger=(0, 0), rule=""),
    Entity: Entity(id="", kind="person", name=""),
}


def _apply(value: Fixed, judgements: Sequence[Judgement]) -> Fixed:
    for judgement in judgements:
        if problem(type(value), judgement.field or "", judgement.value or "") is None:
            value = _set(value, judgement.field or "", judgement.value or "")
    return value


def _set(value: Fixed, field: str, words: str) -> Fixed:
    """The value with one field set to what the words say, checked against the field's type."""
    return msgspec.convert({**msgspec.to_builtins(value), field: words}, type(value), strict=False)
