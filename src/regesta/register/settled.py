"""What follows from all readings together, as rows. Only rows that are other than before are written."""

# ruff: noqa: S608 (SQL is put together from words of this file only)
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from regesta.edtf import bounds
from regesta.lexicon import fold
from regesta.model import Conflict, Event, Identity, Kinship, unique

__all__ = ["replace", "replace_working", "span", "working"]


def replace(
    db: sqlite3.Connection,
    identities: Sequence[Identity],
    events: Sequence[Event],
    conflicts: Sequence[Conflict],
    kinships: Sequence[Kinship],
) -> None:
    """Put these in place of what there was."""
    moved = _replace_identities(db, identities)
    kept = _replace_events(db, events)
    _name_again(db, moved, kept)
    _replace_conflicts(db, conflicts)
    _replace_kinships(db, kinships)


def _stale(db: sqlite3.Connection, table: str, bodies: Mapping[str, bytes]) -> set[str]:
    """The ids of the rows of a table that are not there in this form; those that are in another form are deleted."""
    there = dict(db.execute(f"SELECT id, body FROM {table}"))
    other = {name for name, body in there.items() if bodies.get(name) != body}
    db.executemany(f"DELETE FROM {table} WHERE id = ?", [(name,) for name in sorted(other)])
    return other | (bodies.keys() - there.keys())


def _bodies(values: Iterable[Event | Conflict]) -> dict[str, bytes]:
    return {one.id: msgspec.json.encode(one) for one in values}


# ------------------------------------------------------------------------------------------------------- entities
def _replace_identities(db: sqlite3.Connection, identities: Sequence[Identity]) -> set[str]:
    """The members that are of another entity than before."""
    bodies = {one.entity.id: msgspec.json.encode(one) for one in identities}
    pairs = {(member, one.entity.id) for one in identities for member in one.members}
    there = set(db.execute("SELECT member, entity FROM member"))
    db.executemany("DELETE FROM member WHERE member = ? AND entity = ?", sorted(there - pairs))
    rows = dict(db.execute("SELECT id, body FROM entity"))
    db.executemany("DELETE FROM entity WHERE id = ?", [(name,) for name in sorted(rows.keys() - bodies.keys())])
    for one in identities:
        if rows.get(one.entity.id) != bodies[one.entity.id]:
            _put_entity(db, one, bodies[one.entity.id])
    db.executemany("INSERT INTO member VALUES (?, ?)", sorted(pairs - there))
    return {member for member, _ in pairs ^ there}


def _put_entity(db: sqlite3.Connection, identity: Identity, body: bytes) -> None:
    entity = identity.entity
    row = (entity.id, entity.kind, entity.key, entity.country, entity.parent, body)
    changes = ", ".join(f"{name} = excluded.{name}" for name in ("kind", "key", "country", "parent", "body"))
    db.execute(f"INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET {changes}", row)
    db.execute("DELETE FROM name WHERE entity = ?", (entity.id,))
    names = unique(filter(None, map(fold, (entity.name, *entity.aliases))))
    db.executemany("INSERT INTO name VALUES (?, ?)", [(name, entity.id) for name in names])


# ------------------------------------------------------------------------------------------------------- events
def _replace_events(db: sqlite3.Connection, events: Sequence[Event]) -> dict[str, Event]:
    """The events that stand as they stood, by their ids."""
    bodies = _bodies(events)
    stale = _stale(db, "event", bodies)
    for one in events:
        if one.id in stale:
            row = (one.id, one.kind, one.type, one.status, one.background, *span(one.when), bodies[one.id])
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            db.executemany("INSERT INTO event_claim VALUES (?, ?)", [(claim, one.id) for claim in unique(one.claims)])
            _put_parties(db, one)
    return {one.id: one for one in events if one.id not in stale}


def _put_parties(db: sqlite3.Connection, event: Event) -> None:
    parties = unique(filter(None, (*event.who, *event.others, event.where)))
    db.executemany("INSERT INTO party VALUES (?, ?)", [(party, event.id) for party in parties])
    query = (
        "INSERT OR IGNORE INTO party SELECT DISTINCT entity, ? FROM role JOIN member USING (member)"
        " WHERE claim IN (SELECT value FROM json_each(?)) AND role = 'named'"
    )
    db.execute(query, (event.id, json.dumps(event.claims)))


def _name_again(db: sqlite3.Connection, moved: Iterable[str], events: Mapping[str, Event]) -> None:
    """Write anew who takes part in events in the words of whose instruments somebody is named who is another now."""
    query = (
        "SELECT DISTINCT event FROM role JOIN event_claim USING (claim)"
        " WHERE role = 'named' AND member IN (SELECT value FROM json_each(?))"
    )
    for (name,) in db.execute(query, (json.dumps(sorted(moved)),)).fetchall():
        if name in events:
            db.execute("DELETE FROM party WHERE event = ?", (name,))
            _put_parties(db, events[name])


# ------------------------------------------------------------------------------------------------------- the rest
def _replace_conflicts(db: sqlite3.Connection, conflicts: Sequence[Conflict]) -> None:
    bodies = _bodies(conflicts)
    stale = _stale(db, "conflict", bodies)
    for one in conflicts:
        if one.id in stale:
            db.execute("INSERT INTO conflict VALUES (?, ?, ?, ?)", (one.id, one.kind, one.status, bodies[one.id]))
            rows = [(claim, one.id) for claim in unique(one.claims)]
            db.executemany("INSERT INTO conflict_claim VALUES (?, ?)", rows)


def _replace_kinships(db: sqlite3.Connection, kinships: Sequence[Kinship]) -> None:
    rows = {(one.story, one.of, one.how, msgspec.json.encode(one)) for one in kinships}
    there = set(db.execute("SELECT story, of, how, body FROM kinship"))
    db.executemany("DELETE FROM kinship WHERE story = ? AND of = ?", sorted(row[:2] for row in there - rows))
    db.executemany("INSERT INTO kinship VALUES (?, ?, ?, ?)", sorted(rows - there))


def span(edtf: str | None) -> tuple[str | None, str | None]:
    """The first and last day an EDTF value allows, in ISO 8601; `None` where it has no such end."""
    first, last = bounds(edtf) or (None, None)
    return first.isoformat() if first else None, last.isoformat() if last else None


# ------------------------------------------------------------------------------------------------------- on the way
_TABLE = "CREATE TABLE IF NOT EXISTS working (key TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID"


def working(db: sqlite3.Connection) -> dict[str, bytes]:
    """What was noted on the way to what is settled."""
    is_there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'working'").fetchone()
    return dict(db.execute("SELECT key, body FROM working")) if is_there else {}


def replace_working(db: sqlite3.Connection, notes: Mapping[str, bytes]) -> None:
    """Put these notes in place of those there were."""
    db.execute(_TABLE)
    there = working(db)
    db.executemany("DELETE FROM working WHERE key = ?", [(key,) for key in sorted(there.keys() - notes.keys())])
    new = [(key, body) for key, body in sorted(notes.items()) if there.get(key) != body]
    db.executemany("INSERT OR REPLACE INTO working VALUES (?, ?)", new)
