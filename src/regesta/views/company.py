"""Who stands with whom: the dossier of one entity, the relation of two, the network of many, what lies where."""

from collections.abc import Iterable, Sequence
from typing import get_args

from regesta import edtf
from regesta.door import Json, entity_json
from regesta.model import EntityKind, Event
from regesta.plover import QUADS
from regesta.register import (
    Register,
    Wanted,
    accounts,
    company,
    conflicts,
    entities_called,
    events,
    identities,
    pairs,
    placed,
    prominent,
    statements,
)
from regesta.views.events import Question, conflicts_json, events_json, selected
from regesta.views.finding import statements_json
from regesta.views.standing import offices_of

PARTIES = ("person", "organisation", "state")
KINDS = get_args(EntityKind)
_MEMBERS, _SHOWN = 200, 30


def dossier(register: Register, key: str, limit: int, offset: int = 0) -> Json | None:
    """An entity: its names, its offices over time, whom it met and is named with, its statements, a page of them."""
    identity = identities(register, [key]).get(key)
    if identity is None:
        return None
    own = Wanted(parties=(frozenset({key}),))
    found = statements(register, own)
    offices = statements(register, Wanted(parties=own.parties, kind="office"))[:_MEMBERS]
    others = company(register, key)
    disputed = statements(register, Wanted(parties=own.parties, disputed=True))[:_MEMBERS]
    return {
        **entity_json(identity.entity),
        "reasons": list(identity.reasons),
        "members": len(identity.members),
        "total": len(found),
        "statements": statements_json(register, found[offset : offset + limit]),
        "offices": offices_of(register, list(accounts(register, offices).values()), key),
        "met": _named(register, sorted(((who, n) for who, _, n in others if n), key=lambda one: -one[1]), PARTIES),
        "with": _named(register, [(who, n) for who, n, _ in others]),
        "in_conflict": conflicts_json(register, conflicts(register, disputed)[:20]),
    }


def _named(register: Register, counted: Sequence[tuple[str, int]], kinds: Sequence[str] = KINDS) -> list[Json]:
    """Those of these entities that are of some kind, the first of them, each with its number of events."""
    known = entities_called(register, (key for key, _ in counted))
    chosen = [(key, n) for key, n in counted if known[key].kind in kinds][:_SHOWN]
    return [{"id": key, "name": known[key].name, "kind": known[key].kind, "events": n} for key, n in chosen]


# ---------------------------------------------------------------------------------------------- two
_SCORES = {1: 1, 2: 2, 3: -1, 4: -2}
"""What an act weighs, by its quad: words for 1, deeds for 2; conflict below nought."""


def relation(register: Register, a: str, b: str, limit: int, offset: int = 0) -> Json:
    """What is reported between two parties: a page of the chronology, the balance of each year, what is disputed."""
    selection = selected(register, Question(between=(a, b)))
    both = events(register, selection)
    shown = events_json(register, both[offset : offset + limit])
    disputes = conflicts(register, (claim for event in both for claim in event.claims))
    return {
        "a": a,
        "b": b,
        "total": len(both),
        "events": shown,
        "balance": balance(both),
        "in_conflict": conflicts_json(register, [one for one in disputes if one.status == "open"][:30]),
    }  # fmt: skip


def balance(chosen: Iterable[Event]) -> list[Json]:
    """Cooperation and conflict by year: how many acts of each, and their weight by PLOVER's quads. What is denied, did
    not happen or is told as background is left out."""
    years: dict[str, dict[int, int]] = {}
    for event in chosen:
        span = edtf.bounds(event.when)
        day = span and (span[0] or span[1])
        if event.kind == "act" and day and event.type in QUADS and event.status not in ("denied", "not_happened"):
            counts = years.setdefault(str(day.year), dict.fromkeys(_SCORES, 0))
            counts[QUADS[event.type]] += 1
    return [
        {
            "year": year,
            "verbal_cooperation": counts[1],
            "material_cooperation": counts[2],
            "verbal_conflict": counts[3],
            "material_conflict": counts[4],
            "score": sum(_SCORES[quad] * number for quad, number in counts.items()),
        }
        for year, counts in sorted(years.items())
    ]


# ---------------------------------------------------------------------------------------------- many
def network(register: Register, size: int, kinds: Sequence[str] = PARTIES) -> Json:
    """Those who take part in most events, and how many each two of them share."""
    counted = dict(prominent(register, kinds, size))
    known = entities_called(register, counted)
    return {
        "nodes": [
            {"id": key, "name": known[key].name, "kind": known[key].kind, "events": number}
            for key, number in counted.items()
        ],
        "ties": [
            {"a": a, "a_name": known[a].name, "b": b, "b_name": known[b].name, "events": number}
            for a, b, number in pairs(register, counted)
        ],
    }


def places(register: Register) -> list[Json]:
    """What has a place on the map: places, facilities, and how precisely the place is known."""
    counted = dict(placed(register))
    known = entities_called(register, counted)
    return [
        {**entity_json(known[key]), "precision": precision(known[key].kind, known[key].sort), "events": number}
        for key, number in counted.items()
    ]


def precision(kind: str, sort: str) -> str:
    """What a point is the middle of: the ``site`` itself, a ``town``, or an ``area``."""
    if kind == "facility":
        return "site"
    return "town" if sort in ("", "city", "town", "capital") else "area"
