"""Surveys of the store for pages that show a part of much: what was found, counted by its kinds; who stands with whom.

They answer with ids and numbers; `questions` gives the values that these stand for.
"""

# ruff: noqa: S608 (SQL is put together from words of this file only; what a person asks for is bound)
import json
from collections.abc import Iterable, Sequence

import msgspec

from regesta.lexicon import fold
from regesta.model import Conflict, Entity, Value
from regesta.register.questions import ENTRIES, IN_TIME, Selection, conditions, match_of
from regesta.register.store import Register

_MATCHED = 500  # passages, those kept last; of words that stand in more, and alone, these are enough to begin with
_LISTED = "(SELECT value FROM json_each(?))"


_conflicts = msgspec.json.Decoder(Conflict)


class Wanted(Value, frozen=True):
    """Which statements are wanted. Each group of `parties` must fill some role; `since` and `until` are of what is told
    of, not of the report."""

    words: str = ""
    parties: tuple[frozenset[str], ...] = ()
    kind: str | None = None
    type: str | None = None
    status: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    disputed: bool = False


class Span(Value, frozen=True):
    """An event as a stretch of time: first and last day it may have been, `None` for an open end."""

    id: str
    type: str
    status: str
    earliest: str | None
    latest: str | None


# ---------------------------------------------------------------------------------------------- statements
def statements(register: Register, wanted: Wanted) -> tuple[str, ...]:
    """The ids of all statements wanted, those of the newest report first."""
    conditions, values = _wanted(wanted)
    query = f"""
        SELECT claim.id FROM story JOIN claim ON claim.story = story.id WHERE {" AND ".join(["1", *conditions])}
        ORDER BY story.earliest IS NULL, story.earliest DESC, story.id, claim.position
    """
    return tuple(ident for (ident,) in register.connection.execute(query, values))


def facets(register: Register, ids: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """How many of these statements have which value: by `kind`, `status`, `type`, `outlet`, and by the entities of each
    kind that fill a role (``who:person``)."""
    query = f"""
        WITH found AS MATERIALIZED (
            SELECT claim.id, claim.kind, claim.status, story.outlet
            FROM claim JOIN story ON story.id = claim.story WHERE claim.id IN {_LISTED}
        ), named AS MATERIALIZED (
            SELECT DISTINCT found.id, member.entity
            FROM found JOIN role ON role.claim = found.id JOIN member USING (member)
        ), counted AS MATERIALIZED (SELECT entity, count(*) AS number FROM named GROUP BY entity)
        SELECT 'kind', kind, count(*) FROM found GROUP BY kind
        UNION ALL SELECT 'status', status, count(*) FROM found GROUP BY status
        UNION ALL SELECT 'outlet', outlet, count(*) FROM found WHERE outlet IS NOT NULL GROUP BY outlet
        UNION ALL SELECT 'type', event.type, count(*) FROM found JOIN event_claim ON event_claim.claim = found.id
                  JOIN event ON event.id = event_claim.event WHERE event.kind = 'act' GROUP BY event.type
        UNION ALL SELECT 'who:' || entity.kind, counted.entity, number
                  FROM counted JOIN entity ON entity.id = counted.entity
        ORDER BY 1, 3 DESC, 2
    """
    counted: dict[str, list[tuple[str, int]]] = {}
    for facet, value, number in register.connection.execute(query, (json.dumps(list(ids)),)):
        counted.setdefault(facet, []).append((value, number))
    return counted


def is_whole(register: Register, wanted: Wanted) -> bool:
    """Whether `statements` gives all that is wanted: of words that very many passages hold, and of nothing besides, it
    gives those of the passages that were kept last."""
    match = match_of(wanted.words)
    if not match or wanted != Wanted(words=wanted.words):
        return True
    query = f"SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? AND kind = 'passage' LIMIT {_MATCHED + 1})"
    held: int = register.connection.execute(query, (_in_text(match),)).fetchone()[0]
    return held <= _MATCHED


def _in_text(match: str) -> str:
    return f"text : ({match})"


def _wanted(wanted: Wanted) -> tuple[list[str], list[str]]:
    """What a statement must satisfy to be wanted, and the values that stand in it."""
    match = match_of(wanted.words)
    stands = _STANDS.format(_FIRST if wanted == Wanted(words=wanted.words) else "")
    told: list[tuple[str, str | None]] = [
        (stands, _in_text(match) if match else None),
        *((_NAMES, json.dumps(sorted(group))) for group in wanted.parties),
        ("claim.kind = ?", wanted.kind),
        ("claim.status = ?", wanted.status),
        ("story.outlet = ?", wanted.outlet),
        (_OF_EVENT.format("type = ?"), wanted.type),
        (_OF_EVENT.format(f"{_DATED} AND coalesce(latest, '9999') >= ?"), wanted.since),
        (_OF_EVENT.format(f"{_DATED} AND coalesce(earliest, '') <= ?"), wanted.until),
        (_DISPUTED, "open" if wanted.disputed else None),
    ]
    asked = [(condition, value) for condition, value in told if value is not None]
    return [condition for condition, _ in asked], [value for _, value in asked]


_STANDS = """claim.id IN (
    SELECT claim.id FROM (SELECT story, text FROM words WHERE words MATCH ? AND kind = 'passage' {}) AS hit
    JOIN claim ON claim.story = hit.story AND instr(hit.text, claim.quote))"""
_FIRST = f"ORDER BY rowid DESC LIMIT {_MATCHED}"
_NAMES = f"claim.id IN (SELECT role.claim FROM member JOIN role USING (member) WHERE member.entity IN {_LISTED})"
_DATED = "(earliest IS NOT NULL OR latest IS NOT NULL)"
_OF_EVENT = "claim.id IN (SELECT claim FROM event_claim JOIN event ON event.id = event_claim.event WHERE {})"
_DISPUTED = (
    "claim.id IN (SELECT claim FROM conflict_claim JOIN conflict ON conflict.id = conflict_claim.conflict"
    " WHERE conflict.status = ?)"
)


# ---------------------------------------------------------------------------------------------- entities
def entities_of_kind(register: Register, kind: str) -> tuple[Entity, ...]:
    """All entities of a kind, in order of their ids."""
    rows = register.connection.execute("SELECT body FROM entity WHERE kind = ? ORDER BY id", (kind,))
    return tuple(ENTRIES.decode(body).entity for (body,) in rows)


def called(register: Register, words: str, limit: int = 500) -> tuple[str, ...]:
    """The entities in one of whose names the words stand, also within a word."""
    folded = fold(words)
    query = "SELECT DISTINCT entity FROM name WHERE instr(folded, ?) ORDER BY entity LIMIT ?"
    return tuple(entity for (entity,) in register.connection.execute(query, (folded, limit))) if folded else ()


def prominent(register: Register, kinds: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """The entities of these kinds that take part in most events, with their number."""
    query = f"""
        SELECT entity.id, count(*) AS number FROM entity JOIN party ON party.entity = entity.id
        WHERE kind IN {_LISTED} GROUP BY entity.id ORDER BY number DESC, entity.id LIMIT ?
    """
    return register.connection.execute(query, (json.dumps(list(kinds)), limit)).fetchall()


def company(register: Register, entity: str) -> list[tuple[str, int, int]]:
    """Who takes part in an entity's events: in how many, and in how many visits, meetings and calls."""
    query = """
        SELECT other.entity, count(*) AS number, sum(event.type = 'CONSULT')
        FROM party AS own JOIN party AS other ON other.event = own.event AND other.entity <> own.entity
        JOIN event ON event.id = own.event
        WHERE own.entity = ? GROUP BY other.entity ORDER BY number DESC, other.entity
    """
    return register.connection.execute(query, (entity,)).fetchall()


def pairs(register: Register, among: Iterable[str]) -> list[tuple[str, str, int]]:
    """Each two of these entities that take part in the same events, with the number of events."""
    query = f"""
        WITH chosen AS MATERIALIZED (SELECT entity, event FROM party WHERE entity IN {_LISTED})
        SELECT a.entity, b.entity, count(*) AS number
        FROM chosen AS a JOIN chosen AS b ON b.event = a.event AND a.entity < b.entity
        GROUP BY 1, 2 ORDER BY number DESC, 1, 2
    """
    return register.connection.execute(query, (json.dumps(list(among)),)).fetchall()


def placed(register: Register) -> list[tuple[str, int]]:
    """The entities that have a place on the map, with the number of events that they are named in."""
    query = """
        SELECT entity.id, (SELECT count(*) FROM party WHERE party.entity = entity.id) FROM entity
        WHERE kind IN ('place', 'facility') AND json_extract(body, '$.entity.place.lat') IS NOT NULL ORDER BY entity.id
    """
    return register.connection.execute(query).fetchall()


# ---------------------------------------------------------------------------------------------- events and conflicts
def spans(register: Register, selection: Selection | None = None) -> tuple[Span, ...]:
    """The selected events as stretches of time, in order of time, those without a date last."""
    told, values = conditions(selection or Selection())
    query = f"SELECT id, type, status, earliest, latest FROM event WHERE {' AND '.join(told)} ORDER BY {IN_TIME}"
    return tuple(
        Span(id=i, type=t, status=s, earliest=e, latest=u)
        for i, t, s, e, u in register.connection.execute(query, values)
    )


def conflicts_listed(
    register: Register, kind: str | None, status: str | None, limit: int, offset: int = 0
) -> tuple[tuple[Conflict, ...], int]:
    """A page of the conflicts of a kind and a status, and how many there are in all."""
    where = " WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR status = ?2)"
    total = register.connection.execute(f"SELECT count(*) FROM conflict{where}", (kind, status)).fetchone()[0]
    query = f"SELECT body FROM conflict{where} ORDER BY kind, id LIMIT ?3 OFFSET ?4"
    rows = register.connection.execute(query, (kind, status, limit, offset))
    return tuple(_conflicts.decode(body) for (body,) in rows), total


def conflict_kinds(register: Register, status: str | None = None) -> list[tuple[str, int]]:
    """How many conflicts there are of each kind."""
    query = "SELECT kind, count(*) FROM conflict WHERE (?1 IS NULL OR status = ?1) GROUP BY kind ORDER BY kind"
    return register.connection.execute(query, (status,)).fetchall()


def conflict(register: Register, conflict_id: str) -> Conflict | None:
    """A conflict by its id."""
    row = register.connection.execute("SELECT body FROM conflict WHERE id = ?", (conflict_id,)).fetchone()
    return _conflicts.decode(row[0]) if row else None


def newest_stories(register: Register, limit: int) -> list[tuple[str, str]]:
    """The ids of the stories that came in last, each with when."""
    query = """
        SELECT story.id, page.obtained FROM page JOIN story ON story.page = page.id
        ORDER BY page.obtained DESC, story.earliest DESC, story.id LIMIT ?
    """
    return register.connection.execute(query, (limit,)).fetchall()
