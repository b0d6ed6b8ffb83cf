"""One statement with all that speaks for and against it: its voices, its event, other accounts, what people judged."""

from regesta.docket import claim_key, in_force, judgement_id
from regesta.door import Json
from regesta.model import Voice
from regesta.register import Account, Register, accounts, conflicts, event, events_of, identities
from regesta.views.events import account_json, conflicts_json, events_json
from regesta.views.naming import Naming


def statement(register: Register, claim: str) -> Json | None:
    """A statement with its chain of voices, its event and its conflicts, and what its standing rests on."""
    found = accounts(register, [claim])
    if not found:
        return None
    account = found[claim]
    naming = Naming(register, found.values())
    home = events_of(register, [claim]).get(claim)
    told = event(register, home) if home else None
    rows = events_json(register, [told]) if told else []
    return {
        **account_json(account, naming),
        "voices": [_voice(voice, account, naming) for voice in account.claim.voices],
        "key": _key(register, account),
        "event": rows[0] if rows else None,
        "in_conflict": conflicts_json(register, conflicts(register, [claim])),
        "reliability": register.settings()[0].reliability.get(account.outlet or "", "F"),
        "judgements": judged(register, _key(register, account)),
    }


def _voice(voice: Voice, account: Account, naming: Naming) -> Json:
    key = naming.key(account, voice.entity) if voice.entity else None
    entity = naming.entity(key) if key else None
    return {
        "kind": voice.kind,
        "name": entity.name if entity else voice.name,
        "cue": voice.cue or None,
        "entity": key if key and "/" not in key else None,
    }


def _key(register: Register, account: Account) -> str:
    reading = register.reading(account.story)
    return claim_key(account.claim, reading) if reading else account.claim.id


def judged(register: Register, *subjects: str) -> list[Json]:
    """The judgements in force on one of these subjects, the last first."""
    made = in_force(register.judgements_made()[0])
    return [
        {"id": judgement_id(one), "act": one.act, "field": one.field, "value": one.value, "by": one.by, "at": one.at,
         "why": one.why, "subjects": list(one.subjects)}
        for one in reversed(made)
        if not set(subjects).isdisjoint(one.subjects)
    ]  # fmt: skip


def members_json(register: Register, entity: str) -> list[Json]:
    """The names that were taken to be of one entity, each as its story has it: what a person may part."""
    identity = identities(register, [entity]).get(entity)
    by_story: dict[str, set[str]] = {}
    for member in identity.members if identity else ():
        story, _, own = member.rpartition("/")
        by_story.setdefault(story, set()).add(own)
    rows = []
    for story, wanted in sorted(by_story.items()):
        reading = register.reading(story)
        if reading:
            rows += [
                {"member": f"{story}/{one.id}", "name": one.name, "kind": one.kind, "story": story,
                 "title": reading.story.title, "outlet": reading.story.outlet,
                 "published": reading.story.published.edtf}
                for one in reading.entities
                if one.id in wanted
            ]  # fmt: skip
    return rows
