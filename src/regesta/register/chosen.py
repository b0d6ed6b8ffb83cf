"""All that a register holds, or what a selection chooses of it, one thing at a time.

For what writes a register out: nothing here is gathered, so that memory does not grow with the register. What is chosen
are events; with them come the claims that tell them, the stories these stand in, the pages of those, the entities that
the claims name and the conflicts in which they stand.
"""

# ruff: noqa: S608 (SQL is put together from words of this file only; what a person asks for is bound)
import json
from collections.abc import Iterable, Iterator

import msgspec

from regesta.edtf import bounds
from regesta.model import Conflict, Entity, Finding, Identity, Kinship, Reading, Value
from regesta.register import fixes
from regesta.register.questions import Selection, conditions, entities_called
from regesta.register.store import PageRead, Register

_conflicts = msgspec.json.Decoder(Conflict)
_identities = msgspec.json.Decoder(Identity)
_kinships = msgspec.json.Decoder(Kinship)
_readings = msgspec.json.Decoder(Reading)
_findings = msgspec.json.Decoder(tuple[Finding, ...])
_LISTED = "(SELECT value FROM json_each(?))"
Bound = tuple[str, list[str]]
"""A piece of SQL and the values that are bound in it."""


class Citation(Value, frozen=True):
    """A story as it is cited. `source` is where its page came from, `url` its address on the web, where it has one."""

    story: str
    page: str
    title: str
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str
    source: str
    url: str | None
    obtained: str


# ---------------------------------------------------------------------------------------------- what is chosen
def _within(column: str, selection: Selection | None, chosen: str = "{claims}") -> Bound:
    """A condition on a column: that it is among what comes with the chosen claims; nothing where all is wanted."""
    if selection is None:
        return "1", []
    told, values = conditions(selection)
    claims = f"SELECT claim FROM event_claim WHERE event IN (SELECT id FROM event WHERE {' AND '.join(told)})"
    return f"{column} IN ({chosen.format(claims=claims)})", values


_STORIES = "SELECT story FROM claim WHERE id IN ({claims})"
_PAGES = f"SELECT page FROM story WHERE id IN ({_STORIES})"
_ENTITIES = (
    "SELECT entity FROM member JOIN role USING (member) WHERE claim IN ({claims})"
    " UNION SELECT entity FROM party JOIN event_claim USING (event) WHERE claim IN ({claims})"
)
_TOLD = "SELECT conflict FROM conflict_claim WHERE claim IN ({claims})"


# ---------------------------------------------------------------------------------------------- one at a time
def each_claim(register: Register, selection: Selection | None = None) -> Iterator[str]:
    """The ids of the claims, in order of publication; with a selection, those that tell its events."""
    condition, values = _within("claim.id", selection)
    query = (
        f"SELECT claim.id FROM claim JOIN story ON story.id = claim.story WHERE {condition}"
        " ORDER BY story.earliest IS NULL, story.earliest, story.id, claim.position"
    )
    return (claim for (claim,) in register.connection.execute(query, values))


def each_party(register: Register, selection: Selection | None = None) -> Iterator[tuple[str, str, str]]:
    """Entity, claim and role for all that fills a role; in order of the entity, then of the claim's time."""
    condition, values = _within("claim.id", selection)
    register.connection.create_function("first_day", 2, _first_day, deterministic=True)
    query = (
        "SELECT entity, claim.id, role FROM member JOIN role USING (member) JOIN claim ON claim.id = role.claim"
        f" JOIN story ON story.id = claim.story WHERE {condition} ORDER BY entity,"
        " first_day(json_extract(CAST(claim.body AS TEXT), '$.when'), story.published), claim.id, role"
    )
    return iter(register.connection.execute(query, values))


def _first_day(when: str | None, published: str | None) -> str:
    """The first day that a time allows, else its last, else those of the report; what has none comes last."""
    days = (day for one in (when, published) for day in bounds(one) or () if day)
    first = next(days, None)
    return first.isoformat() if first else "~"


def each_story(register: Register, selection: Selection | None = None) -> Iterator[str]:
    """The ids of the stories, in order of publication; with a selection, those in which its events are told."""
    condition, values = _within("id", selection, _STORIES)
    query = f"SELECT id FROM story WHERE {condition} ORDER BY earliest IS NULL, earliest, id"
    return (story for (story,) in register.connection.execute(query, values))


def each_page(register: Register, selection: Selection | None = None) -> Iterator[PageRead]:
    """The pages that have been read, in order of their ids; with a selection, those its events are told on."""
    condition, values = _within("id", selection, _PAGES)
    query = f"SELECT id, source, obtained, reader, findings FROM page WHERE {condition} ORDER BY id"
    return (
        PageRead(id=i, source=s, obtained=o, reader=r, findings=_findings.decode(f))
        for i, s, o, r, f in register.connection.execute(query, values)
    )


def each_reading(register: Register, selection: Selection | None = None) -> Iterator[tuple[Reading, Reading]]:
    """Every story as it was read, and with what people set right in it, in order of page and position."""
    condition, values = _within("id", selection, _STORIES)
    corrections = fixes.by_subject(register.judgements())
    query = f"SELECT body FROM story WHERE {condition} ORDER BY page, position"
    for (body,) in register.connection.execute(query, values):
        read = _readings.decode(body)
        yield read, fixes.fixed(read, corrections)


def each_kinship(register: Register, selection: Selection | None = None) -> Iterator[Kinship]:
    """Which stories were made from one another, in order of their ids."""
    (condition, values), (other, more) = (_within(column, selection, _STORIES) for column in ("story", "of"))
    query = f"SELECT body FROM kinship WHERE {condition} AND {other} ORDER BY story, of"
    return (_kinships.decode(body) for (body,) in register.connection.execute(query, [*values, *more]))


def each_identity(register: Register, selection: Selection | None = None) -> Iterator[Identity]:
    """The entities of the register, in order of their ids; with a selection, those that its claims name."""
    condition, values = _within("id", selection, _ENTITIES)
    query = f"SELECT body FROM entity WHERE {condition} ORDER BY id"
    return (_identities.decode(body) for (body,) in register.connection.execute(query, values * 2))


def each_conflict(register: Register, selection: Selection | None = None) -> Iterator[Conflict]:
    """The conflicts, in order of their ids; with a selection, those that touch the claims of its events."""
    condition, values = _within("id", selection, _TOLD)
    query = f"SELECT body FROM conflict WHERE {condition} ORDER BY id"
    return (_conflicts.decode(body) for (body,) in register.connection.execute(query, values))


# ---------------------------------------------------------------------------------------------- what stories are
def citations(register: Register, stories: Iterable[str]) -> dict[str, Citation]:
    """How to cite these stories, by story id."""
    query = f"""
        SELECT story.id, story.page, story.title, story.outlet, story.published, story.language,
               page.source, page.url, page.obtained, json_extract(CAST(story.body AS TEXT), '$.story.url'),
               json_extract(CAST(story.body AS TEXT), '$.story.authors')
        FROM story JOIN page ON page.id = story.page WHERE story.id IN {_LISTED} ORDER BY story.id
    """
    rows = register.connection.execute(query, (json.dumps(list(stories)),))
    return {row[0]: _citation(row) for row in rows}


def _citation(
    row: tuple[str, str, str, str | None, str | None, str, str, str | None, str, str | None, str | None],
) -> Citation:
    story, page, title, outlet, published, language, source, address, obtained, url, authors = row
    return Citation(
        story=story,
        page=page,
        title=title,
        outlet=outlet,
        authors=tuple(json.loads(authors or "[]")),
        published=published,
        language=language,
        source=source,
        url=url or address,
        obtained=obtained,
    )


def entities_in(register: Register, story: str) -> tuple[Entity, ...]:
    """The entities of the register that a story names, in order of their ids."""
    query = "SELECT DISTINCT entity FROM member WHERE member >= ? AND member < ? ORDER BY entity"
    rows = register.connection.execute(query, (f"{story}/", f"{story}0"))  # 0 follows / in ASCII
    return tuple(entities_called(register, [entity for (entity,) in rows]).values())
