"""What can be asked of the store, as plain functions that return values of `model`. Only this room knows SQL."""

# ruff: noqa: S608 (SQL is put together from words of this file only; what a person asks for is bound)
import json
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from regesta.lexicon import fold
from regesta.model import Claim, ClaimKind, Conflict, Entity, Event, Finding, Identity, Kinship, Status, Value
from regesta.register.store import Register

_claims = msgspec.json.Decoder(Claim)
_events = msgspec.json.Decoder(Event)
_conflicts = msgspec.json.Decoder(Conflict)
_identities = msgspec.json.Decoder(Identity)
_kinships = msgspec.json.Decoder(Kinship)
_WORDS = re.compile(r'"([^"]*)"|([^\W_]+)')
_REMEMBERED = 10_000  # entities, so that memory does not grow with the register
_WORD = re.compile(r"[^\W_]+")


class Account(Value, frozen=True):
    """A claim with its verbatim quote and the report it stands in."""

    claim: Claim
    quote: str
    story: str
    title: str
    outlet: str | None
    published: str | None


class Selection(Value, frozen=True):
    """Which events are wanted. `parties`: for each group of entities, one of them must take part.

    `acting`: one of these must act or be acted upon. `disputed`: only those on which accounts differ.
    """

    parties: tuple[frozenset[str], ...] = ()
    acting: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    type: str | None = None
    status: str | None = None
    background: bool = True
    kinds: tuple[ClaimKind, ...] = ()
    disputed: bool = False


class Passage(Value, frozen=True):
    """Words found: a title, a paragraph (`start` and `end` in the story's text) or a name of a story."""

    kind: str
    story: str
    title: str
    outlet: str | None
    published: str | None
    text: str
    excerpt: str
    start: int | None = None
    end: int | None = None


class StoryLine(Value, frozen=True):
    """A story in a line."""

    id: str
    page: str
    title: str
    outlet: str | None
    published: str | None
    language: str
    teaser: bool
    claims: int


# ---------------------------------------------------------------------------------------------- claims
_ACCOUNT = (
    "SELECT claim.body, claim.quote, story.id, story.title, story.outlet, story.published"
    " FROM claim JOIN story ON story.id = claim.story"
)
_ACCOUNT_ORDER = " ORDER BY story.earliest IS NULL, story.earliest, story.id, claim.position"


def accounts(register: Register, claims: Iterable[str]) -> dict[str, Account]:
    """The accounts of these claims, by claim id, in order of publication; a claim that is gone is left out."""
    query = f"{_ACCOUNT} WHERE claim.id IN (SELECT value FROM json_each(?)){_ACCOUNT_ORDER}"
    found = (_account(row) for row in register.connection.execute(query, (json.dumps(list(claims)),)))
    return {account.claim.id: account for account in found}


def accounts_of_kind(register: Register, *kinds: ClaimKind) -> tuple[Account, ...]:
    """All accounts of these kinds, in order of publication."""
    query = f"{_ACCOUNT} WHERE claim.kind IN (SELECT value FROM json_each(?)){_ACCOUNT_ORDER}"
    return tuple(_account(row) for row in register.connection.execute(query, (json.dumps(kinds),)))


def accounts_to_come(register: Register, statuses: Iterable[Status]) -> tuple[Account, ...]:
    """All mandates, and the acts and instruments of these statuses, in order of publication."""
    query = (
        f"{_ACCOUNT} WHERE claim.kind = 'mandate' OR"
        " (claim.kind IN ('act', 'instrument') AND claim.status IN (SELECT value FROM json_each(?)))"
        f"{_ACCOUNT_ORDER}"
    )
    return tuple(_account(row) for row in register.connection.execute(query, (json.dumps(sorted(statuses)),)))


def accounts_naming(register: Register, entity: str) -> tuple[Account, ...]:
    """All accounts in which an entity of the register fills a role, in order of publication."""
    query = (
        f"{_ACCOUNT} WHERE claim.id IN (SELECT role.claim FROM member JOIN role USING (member) WHERE entity = ?)"
        f"{_ACCOUNT_ORDER}"
    )
    return tuple(_account(row) for row in register.connection.execute(query, (entity,)))


def accounts_in(register: Register, story: str) -> tuple[Account, ...]:
    """All accounts of a story, in order of its text."""
    query = f"{_ACCOUNT} WHERE claim.story = ? ORDER BY claim.position"
    return tuple(_account(row) for row in register.connection.execute(query, (story,)))


def _account(row: tuple[bytes, str, str, str, str | None, str | None]) -> Account:
    body, quote, story, title, outlet, published = row
    claim = _claims.decode(body)
    return Account(claim=claim, quote=quote, story=story, title=title, outlet=outlet, published=published)


def events_of(register: Register, claims: Iterable[str]) -> dict[str, str]:
    """The event each of these claims was taken to report, by claim id."""
    query = "SELECT claim, event FROM event_claim WHERE claim IN (SELECT value FROM json_each(?)) ORDER BY claim, event"
    return dict(register.connection.execute(query, (json.dumps(list(claims)),)).fetchall())


# ---------------------------------------------------------------------------------------------- events and conflicts
IN_TIME = "coalesce(earliest, latest) IS NULL, coalesce(earliest, latest), latest, id"


def events(register: Register, selection: Selection | None = None) -> tuple[Event, ...]:
    """The selected events in order of time, those without a date last. An event without a date is in no span."""
    return tuple(each_event(register, selection))


def each_event(register: Register, selection: Selection | None = None) -> Iterator[Event]:
    """The selected events in the same order, one at a time."""
    told, values = conditions(selection or Selection())
    query = f"SELECT body FROM event WHERE {' AND '.join(told)} ORDER BY {IN_TIME}"
    return (_events.decode(body) for (body,) in register.connection.execute(query, values))


def events_by_id(register: Register, ids: Iterable[str]) -> tuple[Event, ...]:
    """These events, in order of time."""
    query = f"SELECT body FROM event WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {IN_TIME}"
    return tuple(_events.decode(body) for (body,) in register.connection.execute(query, (json.dumps(list(ids)),)))


def conditions(selection: Selection) -> tuple[list[str], list[str]]:
    """What a row of `event` must satisfy to be selected, and the values that stand in it."""
    listed = "(SELECT value FROM json_each(?))"
    wanted: list[tuple[str, str | None]] = [
        *(
            (f"id IN (SELECT event FROM party WHERE entity IN {listed})", json.dumps(sorted(p)))
            for p in selection.parties
        ),
        (f"{_ACTING} IN {listed})", json.dumps(sorted(selection.acting)) if selection.acting else None),
        ("type = ?", selection.type),
        ("status = ?", selection.status),
        (f"kind IN {listed}", json.dumps(selection.kinds) if selection.kinds else None),
        ("background <= CAST(? AS INTEGER)", None if selection.background else "0"),
        (f"{_DISPUTED} = ?", "1" if selection.disputed else None),
    ]
    asked = [(condition, value) for condition, value in wanted if value is not None]
    days, bounds = _days(selection)
    return ["1", *(condition for condition, _ in asked), *days], [*(value for _, value in asked), *bounds]


def _days(selection: Selection) -> tuple[list[str], list[str]]:
    """What the days of an event must satisfy, looked up in the index of days alone, for rows are wide."""
    ends = [("coalesce(latest, '9999') >= ?", selection.since), ("coalesce(earliest, '') <= ?", selection.until)]
    given = [(condition, value) for condition, value in ends if value is not None]
    if not given:
        return [], []
    dated = " AND ".join(["coalesce(earliest, latest) IS NOT NULL", *(condition for condition, _ in given)])
    within = f"id IN (SELECT id FROM event INDEXED BY event_when WHERE {dated})"
    return [within], [value for _, value in given]


_TEXT = "CAST(body AS TEXT)"
_ACTING = (
    f"EXISTS (SELECT 1 FROM (SELECT value FROM json_each({_TEXT}, '$.who') UNION ALL"
    f" SELECT value FROM json_each({_TEXT}, '$.others')) AS side WHERE side.value"
)
_DISPUTED = (
    f"CAST(coalesce(json_array_length({_TEXT}, '$.disputed'), 0) > 0 OR id IN (SELECT event FROM event_claim"
    " JOIN conflict_claim USING (claim) JOIN conflict ON conflict.id = conflict"
    " WHERE conflict.status = 'open') AS TEXT)"
)


def event(register: Register, event_id: str) -> Event | None:
    """An event by its id."""
    row = register.connection.execute("SELECT body FROM event WHERE id = ?", (event_id,)).fetchone()
    return _events.decode(row[0]) if row else None


def conflicts(register: Register, claims: Iterable[str] | None = None) -> tuple[Conflict, ...]:
    """All conflicts, or those that touch one of these claims, in order of their ids."""
    query, values = "SELECT body FROM conflict", list[str]()
    if claims is not None:
        query += " WHERE id IN (SELECT conflict FROM conflict_claim WHERE claim IN (SELECT value FROM json_each(?)))"
        values.append(json.dumps(list(claims)))
    return tuple(_conflicts.decode(body) for (body,) in register.connection.execute(f"{query} ORDER BY id", values))


# ---------------------------------------------------------------------------------------------- entities
def identities(register: Register, ids: Iterable[str] | None = None) -> dict[str, Identity]:
    """The entities of the register with their members, by id; all of them, or these."""
    query, values = "SELECT body FROM entity", list[str]()
    if ids is not None:
        query += " WHERE id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(ids)))
    found = (_identities.decode(body) for (body,) in register.connection.execute(f"{query} ORDER BY id", values))
    return {identity.entity.id: identity for identity in found}


class Entry(Value, frozen=True):
    """An entity without its members, which for a state may be thousands."""

    entity: Entity


ENTRIES = msgspec.json.Decoder(Entry)


def entities_called(register: Register, ids: Iterable[str]) -> dict[str, Entity]:
    """These entities of the register, by id. While a snapshot lasts each is read once."""
    wanted = list(ids)
    memory = {} if register.remembered is None else register.remembered
    missing = [one for one in wanted if one not in memory]
    if missing:
        if len(memory) > _REMEMBERED:
            memory.clear()
            missing = wanted
        query = "SELECT id, body FROM entity WHERE id IN (SELECT value FROM json_each(?))"
        rows = register.connection.execute(query, (json.dumps(missing),))
        memory |= {key: ENTRIES.decode(body).entity for key, body in rows}
    return {one: memory[one] for one in wanted if one in memory}


def identities_of(register: Register, members: Iterable[str]) -> dict[str, str]:
    """The register's entity for each story entity (``story-id/entity-id``)."""
    query = "SELECT member, entity FROM member WHERE member IN (SELECT value FROM json_each(?)) ORDER BY member, entity"
    return dict(register.connection.execute(query, (json.dumps(list(members)),)).fetchall())


def named(register: Register, words: str) -> tuple[str, ...]:
    """The ids of the entities so called: by id, else by a whole name, else by words that stand in a name together."""
    folded = fold(words)
    if not folded:
        return ()
    for query, value in (
        ("SELECT id FROM entity WHERE id = ?", words),
        ("SELECT entity FROM name WHERE folded = ? ORDER BY entity", folded),
        ("SELECT DISTINCT entity FROM name WHERE instr(' ' || folded || ' ', ' ' || ? || ' ') ORDER BY entity", folded),
    ):
        found = [entity for (entity,) in register.connection.execute(query, (value,))]
        if found:
            return tuple(found)
    return ()


def names(register: Register) -> tuple[tuple[str, str], ...]:
    """Every name in the register, folded, with what the entity so called is mostly called."""
    known = identities(register)
    rows = register.connection.execute("SELECT folded, entity FROM name ORDER BY folded, entity")
    return tuple((folded, known[entity].entity.name) for folded, entity in rows)


def circle(register: Register, ids: Sequence[str], countries: Sequence[str] = ()) -> frozenset[str]:
    """These entities and all that speak or stand for them.

    For a state, or a country given by its code: what carries that code. For anything: what has it as a parent, and who
    is said to hold an office of it, at whatever time.
    """
    query = """
        WITH RECURSIVE near (id) AS (
            SELECT value FROM json_each(?)
            UNION SELECT e.id FROM entity s JOIN entity e ON e.country = s.country
                  WHERE s.kind = 'state' AND s.id IN (SELECT value FROM json_each(?))
            UNION SELECT id FROM entity WHERE country IN (SELECT value FROM json_each(?))
            UNION SELECT entity.id FROM near JOIN entity ON entity.parent = near.id
        )
        SELECT id FROM near
        UNION SELECT holder.entity
              FROM near JOIN member body ON body.entity = near.id
                        JOIN role body_role ON body_role.member = body.member AND body_role.role = 'of'
                        JOIN claim ON claim.id = body_role.claim AND claim.kind = 'office'
                        JOIN role person ON person.claim = claim.id AND person.role = 'person'
                        JOIN member holder ON holder.member = person.member
    """
    listed = json.dumps(list(ids))
    found = register.connection.execute(query, (listed, listed, json.dumps(list(countries))))
    return frozenset(entity for (entity,) in found)


# ---------------------------------------------------------------------------------------------- words
def passages(register: Register, words: str, limit: int = 100) -> tuple[Passage, ...]:
    """The titles, paragraphs and names that hold all the words, the best first. Words between quotes hold together."""
    match = match_of(words)
    if not match:
        return ()
    query = """
        SELECT words.kind, story.id, story.title, story.outlet, story.published, words.text,
               snippet(words, 0, '', '', ' … ', 48), words.place
        FROM words JOIN story ON story.id = words.story
        WHERE words MATCH ? ORDER BY words.rank, story.id, words.rowid LIMIT ?
    """
    return tuple(_passage(row) for row in register.connection.execute(query, (f"text : ({match})", limit)))


def match_of(words: str) -> str:
    """The words as the full-text index asks for them, phrases between quotes; empty where there is no word."""
    phrases = [" ".join(_WORD.findall(quoted or bare)) for quoted, bare in _WORDS.findall(words)]
    return " ".join(f'"{phrase}"' for phrase in phrases if phrase)


def _passage(row: tuple[str, str, str, str | None, str | None, str, str, str]) -> Passage:
    kind, story, title, outlet, published, text, excerpt, place = row
    start, end = map(int, place.split(":")) if place else (None, None)
    return Passage(
        kind=kind,
        story=story,
        title=title,
        outlet=outlet,
        published=published,
        text=text,
        excerpt=excerpt,
        start=start,
        end=end,
    )


# ---------------------------------------------------------------------------------------------- the register itself
def stories(register: Register) -> tuple[StoryLine, ...]:
    """All stories, in order of publication."""
    query = """
        SELECT id, page, title, outlet, published, language, teaser,
        (SELECT count(*) FROM claim WHERE claim.story = story.id)
        FROM story ORDER BY earliest IS NULL, earliest, id
    """
    return tuple(
        StoryLine(id=i, page=p, title=t, outlet=o, published=d, language=c, teaser=bool(teaser), claims=n)
        for i, p, t, o, d, c, teaser, n in register.connection.execute(query)
    )


def counts(register: Register) -> dict[str, int]:
    """How many pages, stories, claims, entities, events and conflicts there are."""
    tables = ("page", "story", "claim", "entity", "event", "conflict")
    return {table: register.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def kinships(register: Register, story: str | None = None) -> tuple[Kinship, ...]:
    """Which stories were made from one another, or those of one story, in order of their ids."""
    where, bound = ("", ()) if story is None else (" WHERE story = ? OR of = ?", (story, story))
    rows = register.connection.execute(f"SELECT body FROM kinship{where} ORDER BY story, of", bound)
    return tuple(_kinships.decode(body) for (body,) in rows)


def last_page(register: Register, address: str) -> str | None:
    """The id of the page last had from an address itself, whether it was asked for by it or lies at it."""
    query = "SELECT id FROM page WHERE via = '' AND (source = ?1 OR url = ?1) ORDER BY obtained DESC, id LIMIT 1"
    row = register.connection.execute(query, (address,)).fetchone()
    return row[0] if row else None


def findings(register: Register) -> tuple[Finding, ...]:
    """Everything odd that reading met, in order of page and story."""
    of_pages = [finding for page in register.pages_read() for finding in page.findings]
    return (*of_pages, *(finding for reading in register.readings() for finding in reading.findings))
