"""Statements found by words and by facets, counted by what else could be asked."""

from collections.abc import Mapping, Sequence

from regesta.door import Json
from regesta.model import Value
from regesta.register import (
    Register,
    Wanted,
    accounts,
    called,
    entities_called,
    facets,
    is_whole,
    passages,
    statements,
)
from regesta.views.events import account_json, last_day
from regesta.views.naming import Naming, meant_by

FACETS = ("who:person", "who:state", "who:organisation", "who:place", "who:facility", "who:instrument", "type",
          "status", "kind", "outlet")  # fmt: skip
_SHOWN = 8


COUNTED = 500
"""Facets are counted over this many of the statements found, the newest ones."""


class Asked(Value, frozen=True):
    """A search as a person puts it: words, ids or names of who and what is named, one value of each facet."""

    words: str = ""
    named: tuple[str, ...] = ()
    kind: str | None = None
    type: str | None = None
    status: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    disputed: bool = False
    among: str = ""


def wanted(register: Register, asked: Asked) -> Wanted:
    """What the store is asked for; a state's name takes in those who stand for it, an id is itself alone."""
    ids = entities_called(register, asked.named)
    return Wanted(
        words=asked.words,
        parties=tuple(frozenset({one}) if one in ids else meant_by(register, one) for one in asked.named),
        kind=asked.kind,
        type=asked.type.upper() if asked.type else None,
        status=asked.status,
        outlet=asked.outlet,
        since=asked.since,
        until=last_day(asked.until),
        disputed=asked.disputed,
    )


class Found(Value, frozen=True):
    """What was found, by id, and how many of it have which value; `whole` where it is all there is."""

    ids: tuple[str, ...]
    whole: bool
    facets: Mapping[str, list[tuple[str, int]]]


def found(register: Register, asked: Asked) -> Found:
    """What is found, before any of it is shown."""
    wants = wanted(register, asked)
    ids = statements(register, wants)
    return Found(ids=ids, whole=is_whole(register, wants), facets=facets(register, ids[:COUNTED]))


def find(register: Register, asked: Asked, of: Found, limit: int, offset: int = 0) -> Json:
    """A page of what was found, and the facets; `among` narrows the values that these show."""
    return {
        "total": len(of.ids),
        "whole": of.whole,
        "statements": statements_json(register, of.ids[offset : offset + limit]),
        "facets": _facets(register, of.facets, asked),
        "named": [{"id": key, "name": one.name} for key, one in entities_called(register, asked.named).items()],
        "stories": [] if of.ids or not asked.words else _stories(register, asked.words),
    }


def statements_json(register: Register, ids: Sequence[str]) -> list[Json]:
    """These statements, in the order given."""
    told = accounts(register, ids)
    naming = Naming(register, told.values())
    return [account_json(told[one], naming) for one in ids if one in told]


def _stories(register: Register, words: str) -> list[Json]:
    """The stories that hold the words where no statement does."""
    holding = {one.story: one for one in passages(register, words, 20)}
    return [
        {"story": one.story, "title": one.title, "outlet": one.outlet, "published": one.published,
         "excerpt": one.excerpt}
        for one in holding.values()
    ]  # fmt: skip


def _facets(register: Register, counted: Mapping[str, list[tuple[str, int]]], asked: Asked) -> list[Json]:
    """Each facet with its most frequent values; with `among`, those in which these words stand."""
    near = frozenset(called(register, asked.among, 5000)) if asked.among else None
    shown: dict[str, list[tuple[str, int]]] = {}
    for facet in FACETS:
        values = counted.get(facet, [])
        if near is not None and facet.startswith("who:"):
            values = [one for one in values if one[0] in near]
        elif near is not None:
            values = [one for one in values if asked.among.casefold() in one[0].casefold()]
        shown[facet] = values
    ids = [value for facet in FACETS if facet.startswith("who:") for value, _ in shown[facet][:_SHOWN]]
    names = {key: one.name for key, one in entities_called(register, ids).items()}
    return [
        {
            "facet": facet,
            "all": len(values),
            "values": [{"value": v, "name": names.get(v, v), "number": n} for v, n in values[:_SHOWN]],
        }
        for facet, values in shown.items()
        if values
    ]
