"""All of the register, or what a question chooses of it, row by row: what is written out.

Rows come one after another and are gathered only so many at a time as are looked up together, so that memory does not
grow with the register. A question that asks for nothing in particular chooses everything.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import TypeVar
from urllib.parse import quote

import msgspec

from regesta.docket import judgement_id
from regesta.door import Json, entity_json, finding_json, story_json
from regesta.model import Entity, Filler, Voice, is_address
from regesta.register import (
    Account,
    Citation,
    Register,
    Selection,
    accounts,
    citations,
    each_claim,
    each_conflict,
    each_event,
    each_identity,
    each_kinship,
    each_page,
    each_party,
    each_reading,
    each_story,
    entities_called,
    entities_in,
    events_of,
)
from regesta.views.events import Question, account_json, conflicts_json, events_json, parties, selected
from regesta.views.naming import Naming

_TOGETHER = 256
_FEW_WORDS, _EDGE = 8, 4
"""A quotation of up to so many words stands whole in a permalink, a longer one by so many at each end."""
T = TypeVar("T")


def chosen(register: Register, question: Question | None) -> Selection | None:
    """What a question selects; nothing where it asks for nothing in particular."""
    return None if question is None or question == Question() else selected(register, question)


# ---------------------------------------------------------------------------------------------- claims
def claim_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every claim with its quote, its report and where that is to be found, in order of publication."""
    for ids in _batches(each_claim(register, chosen(register, question))):
        yield from claims(register, ids)


def claims(register: Register, ids: Iterable[str]) -> list[Json]:
    """These claims, in order of publication; one that is gone is left out."""
    return list(_claims(register, accounts(register, ids).values()))


def _claims(register: Register, told: Iterable[Account]) -> Iterator[Json]:
    told = list(told)
    naming = Naming(register, told)
    sources = citations(register, sorted({account.story for account in told}))
    events = events_of(register, (account.claim.id for account in told))
    for account in told:
        event = events.get(account.claim.id)
        yield {**_claim(account, naming, sources[account.story]), "event": event}


def _claim(account: Account, naming: Naming, cited: Citation) -> Json:
    """A claim with the source of its report, and each filler and voice with its id, its name and its words."""
    row = account_json(account, naming)
    claim = account.claim
    return {
        **row,
        "language": cited.language,
        "source": cited.source,
        "url": cited.url,
        "permalink": permalink(cited.url, account.quote),
        "obtained": cited.obtained,
        "page": cited.page,
        "fillers": {role: [_filler(account, one, naming) for one in some] for role, some in claim.roles.items()},
        "where_id": naming.key(account, claim.where) if claim.where else None,
        "voices": [_voice(account, voice, naming) for voice in claim.voices],
    }


def _voice(account: Account, voice: Voice, naming: Naming) -> Json:
    told = _filler(account, Filler(words=voice.name, entity=voice.entity), naming)
    return {"kind": voice.kind, "cue": voice.cue, **told}


def _filler(account: Account, filler: Filler, naming: Naming) -> Json:
    key = naming.key(account, filler.entity) if filler.entity else None
    return {"id": key, "name": naming.filler(account, filler), "words": filler.words}


def permalink(url: str | None, words: str) -> str | None:
    """The address at which a browser opens a report at the quoted words; nothing where the report has no address."""
    if not url or not is_address(url):
        return None
    told = words.split()
    ends = [told] if len(told) <= _FEW_WORDS else [told[:_EDGE], told[-_EDGE:]]
    text = ",".join(quote(" ".join(end).encode("utf-8", "replace"), safe="").replace("-", "%2D") for end in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"


# ---------------------------------------------------------------------------------------------- events
def event_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every event in order of time; `parties` are those who take part and the place, with all that is known of them."""
    for events in _batches(each_event(register, chosen(register, question))):
        rows = events_json(register, events)
        known = entities_called(register, sorted({key for event in events for key in parties(event)}))
        full = {row["claim"]: row for row in claims(register, (claim for event in events for claim in event.claims))}
        for event, row in zip(events, rows, strict=True):
            sides = {"who": event.who, "others": event.others, "where": (event.where,) if event.where else ()}
            known_sides = {side: _known(keys, known) for side, keys in sides.items()}
            yield {**row, "parties": known_sides, "claims": [full[claim["claim"]] for claim in row["claims"]]}


def _known(keys: Iterable[str], known: Mapping[str, Entity]) -> list[Json]:
    return [entity_json(known[key]) for key in keys if key in known]


def act_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """The events that are acts, with the entities that the first report of each names."""
    for row in event_rows(register, question):
        if row["kind"] == "act" and row["claims"]:
            named = entities_in(register, row["claims"][0]["story"])
            yield {**row, "named": [{"name": one.name, "kind": one.kind} for one in named]}


# ---------------------------------------------------------------------------------------------- reports and the rest
def cited(register: Register, stories: Iterable[str]) -> dict[str, Json]:
    """How to cite these stories, by story id."""
    return {story: msgspec.to_builtins(one) for story, one in citations(register, stories).items()}


def report_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every report as it is cited, in order of publication, with those of its claims that were chosen."""
    told = groupby(claim_rows(register, question), lambda row: row["story"])
    story, waiting = next(told, ("", iter(())))
    for some in _batches(each_story(register, chosen(register, question))):
        known = cited(register, some)
        for line in some:
            own = list(waiting) if line == story else []
            if own:
                story, waiting = next(told, ("", iter(())))
            yield {**known[line], "claims": own}


def entity_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every entity with the names it goes by in the stories, and why they were taken for one."""
    for identity in each_identity(register, chosen(register, question)):
        members = {"members": list(identity.members), "reasons": list(identity.reasons)}
        yield {**entity_json(identity.entity), **members}


def conflict_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every conflict with its claims."""
    for some in _batches(each_conflict(register, chosen(register, question))):
        rows = conflicts_json(register, some)
        full = {row["claim"]: row for row in claims(register, (one for conflict in some for one in conflict.claims))}
        yield from ({**row, "claims": [full[claim["claim"]] for claim in row["claims"]]} for row in rows)


def kinship_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Which stories were made from one another."""
    for kinship in each_kinship(register, chosen(register, question)):
        yield {**msgspec.to_builtins(kinship), _PROV[kinship.how]: kinship.of}


# How one story is made from another, in the terms of PROV.
_PROV = {"version": "prov:wasRevisionOf", "copy": "prov:wasDerivedFrom", "excerpt": "prov:wasQuotedFrom"}


def page_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every page that was read: how it was received, by what it was read, and what was odd about it."""
    for page in each_page(register, chosen(register, question)):
        odd = [finding_json(finding) for finding in page.findings]
        told = {"source": page.source, "obtained": page.obtained, "reader": page.reader, "findings": odd}
        yield {"id": page.id, **msgspec.to_builtins(register.receipt(page.id)), **told}


def judgement_rows(register: Register) -> Iterator[Json]:
    """Every judgement that was made, in order."""
    for judgement in register.judgements_made()[0]:
        yield {"id": judgement_id(judgement), **msgspec.to_builtins(judgement)}


def party_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """Every claim once for each entity and role in it, in order of the entity, then of time."""
    for some in _batches(each_party(register, chosen(register, question))):
        keys = {entity for entity, _, _ in some}
        known = entities_called(register, sorted(keys))
        told = {row["claim"]: row for row in claims(register, (claim for _, claim, _ in some))}
        for entity, claim, role in some:
            yield {**told[claim], "entity": entity_json(known[entity]), "role": role}


# ---------------------------------------------------------------------------------------------- everything
def export_rows(register: Register, question: Question | None = None) -> Iterator[Json]:
    """All of the register, one row a thing, in an order that depends on nothing but what it holds.

    A page holds its bytes, and its stories follow it, each with its reading: what `flow.restore` makes a register of.
    """
    yield {"record": "settings", "toml": register.settings_text()}
    told = groupby(_stories(register, question), lambda row: row["page"])
    page, stories = next(told, ("", iter(())))
    for row in page_rows(register, question):
        yield {"record": "page", **row, **_bytes(register, row["id"])}
        if row["id"] == page:
            yield from ({"record": "story", **story} for story in stories)
            page, stories = next(told, ("", iter(())))
    for record, rows in (
        ("kinship", kinship_rows),
        ("entity", entity_rows),
        ("event", _events),
        ("conflict", _conflicts),
    ):
        yield from ({"record": record, **row} for row in rows(register, question))
    yield from ({"record": "judgement", **row} for row in judgement_rows(register))


def _stories(register: Register, question: Question | None) -> Iterator[Json]:
    """The stories as they are published, with what was set right, and their readings as they were read."""
    for read, mended in each_reading(register, chosen(register, question)):
        odd = [finding_json(finding) for finding in read.findings]
        reading = msgspec.to_builtins(read)
        del reading["story"]["text"]  # it stands in the story already
        whence = {"prov:wasDerivedFrom": read.story.page, "prov:wasAttributedTo": read.story.outlet}
        yield {"page": read.story.page, **story_json(mended), "findings": odd, "reading": reading, **whence}


def _bytes(register: Register, page: str) -> Json:
    """The bytes of a page, as text where they are text; nothing where they are gone or damaged."""
    try:
        kept = register.page(page)
    except FileNotFoundError:
        return {}
    if not kept.is_whole():
        return {}
    try:
        return {"text": kept.raw.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(kept.raw).decode("ascii")}


def _events(register: Register, question: Question | None) -> Iterator[Json]:
    for some in _batches(each_event(register, chosen(register, question))):
        for row in map(_with_ids, events_json(register, some)):
            yield {**row, "prov:wasDerivedFrom": row["claims"], "prov:hadPrimarySource": row["origins"]}


def _conflicts(register: Register, question: Question | None) -> Iterator[Json]:
    yield from map(_with_ids, conflict_rows(register, question))


_FOLLOWING: tuple[tuple[str, Callable[[Register, Question | None], Iterator[Json]]], ...] = (
    ("kinship", kinship_rows),
    ("entity", entity_rows),
    ("event", _events),
    ("conflict", _conflicts),
)


def _with_ids(row: Json) -> Json:
    return {**row, "claims": [claim["claim"] for claim in row["claims"]]}


def _batches(some: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(some)
    while batch := list(islice(waiting, _TOGETHER)):
        yield batch
