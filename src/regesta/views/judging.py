"""Judgements: what those that were made say, and what a person points at who makes one."""

from collections.abc import Iterable

import msgspec

from regesta import plover
from regesta.docket import claim_key, in_force, is_claim, judgement_id
from regesta.door import Json
from regesta.model import Anchor, Claim, ClaimKind, Entity, Judgement, Refused, unique
from regesta.register import Account, Register, accounts, accounts_of_kind, event, identities, named, problem


def judgements(register: Register) -> list[Json]:
    """Every judgement ever made, in order, each with its id and whether it is in force."""
    made, _ = register.judgements_made()
    standing = {judgement_id(judgement) for judgement in in_force(made)}
    empty = {"field": None, "value": None, "why": ""}
    words = _words(register, made)
    return [
        {
            "id": judgement_id(one),
            **empty,
            **msgspec.to_builtins(one),
            "subjects": list(one.subjects),
            "words": [words.get(subject, "") for subject in one.subjects],
            "in_force": judgement_id(one) in standing,
        }
        for one in made
    ]


def _words(register: Register, made: Iterable[Judgement]) -> dict[str, str]:
    """What was judged in words, by subject: the quote of a claim, a name, what an undone judgement said."""
    wanted = {subject for one in made for subject in one.subjects}
    found = {key: one.entity.name for key, one in identities(register, sorted(wanted)).items()}
    for reading in register.readings() if any(is_claim(one) or "/" in one for one in wanted) else ():
        told = {f"{reading.story.id}/{entity.id}": entity.name for entity in reading.entities}
        told |= {claim_key(claim, reading): reading.story.text[slice(*claim.quote)] for claim in reading.claims}
        found |= {subject: told[subject] for subject in wanted & told.keys()}
    for one in made:
        what = [found.get(subject) or subject for subject in one.subjects]
        found[judgement_id(one)] = " ".join(filter(None, (one.act, ", ".join(what), one.field, one.value)))
    return found


def subjects(register: Register, act: str, words: Iterable[str]) -> tuple[str, ...] | Refused:
    """What these words point at, as a judgement keeps it: ids of entities, keys of claims that survive re-reading."""
    found: list[str] = []
    for one in words:
        meant = _undone(register, one) if act == "undo" else _meant(register, one)
        if isinstance(meant, Refused):
            return meant
        found.extend(meant)
    return unique(found)


def anchors(register: Register, subjects: Iterable[str]) -> tuple[Anchor, ...]:
    """What the claims among the subjects of a judgement look like, to find them by when they are read otherwise."""
    wanted = frozenset(one for one in subjects if is_claim(one))
    found: dict[str, Anchor] = {}
    for reading in register.readings() if wanted else ():
        for claim in reading.claims:
            key = claim_key(claim, reading)
            if key in wanted:
                quote = reading.story.text[slice(*claim.quote)]
                found[key] = Anchor(subject=key, kind=claim.kind, type=claim.type, quote=quote)
    return tuple(found[one] for one in sorted(found))


def unfixable(register: Register, subject: str, field: str, value: str) -> Refused | None:
    """Why a field of a claim, by its key, or of an entity of a story cannot be set to a value; else nothing."""
    if not subject.startswith("key-") and "/" not in subject:
        return Refused(where=subject, reason="only claims, and entities of stories (story-id/entity-id), can be fixed")
    reason = problem(Entity if "/" in subject else Claim, field, value)
    if not reason and field == "type":
        reason = _no_type(register, subject, value)
    return Refused(where=field, reason=reason) if reason else None


def _no_type(register: Register, key: str, value: str) -> str | None:
    """Why a claim cannot be of a type; nothing where claims of its kind are."""
    readings = register.readings()
    kinds = {one.kind for reading in readings for one in reading.claims if claim_key(one, reading) == key}
    for kind in sorted(kinds):
        types = _types(register, kind)
        if value not in types:
            return f"“{value}” is no type of {kind} claims; these are: {', '.join(types)}"
    return None


def _types(register: Register, kind: ClaimKind) -> tuple[str, ...]:
    """The types of a kind of claim: PLOVER's for acts, for all else those that the register has."""
    if kind == "act":
        return tuple(sorted(plover.QUADS))
    return tuple(sorted({account.claim.type for account in accounts_of_kind(register, kind)}))


def _undone(register: Register, words: str) -> tuple[str, ...] | Refused:
    known = {judgement_id(judgement) for judgement in register.judgements_made()[0]}
    return (words,) if words in known else Refused(where=words, reason="no judgement has this id")


def _meant(register: Register, words: str) -> tuple[str, ...] | Refused:
    """A claim, all claims of an event, a story's entity, or the one entity of that name."""
    told = event(register, words)
    claims = accounts(register, told.claims if told else [words])
    if claims:
        return unique(_key(register, account) for account in claims.values())
    story, slash, entity = words.rpartition("/")
    reading = register.reading(story) if slash else None
    if reading and any(one.id == entity for one in reading.entities):
        return (words,)
    ids = named(register, words)
    if len(ids) == 1:
        return ids
    reason = f"several are so called, say which: {', '.join(ids)}" if ids else "nothing in the register is so called"
    return Refused(where=words, reason=reason)


def _key(register: Register, account: Account) -> str:
    reading = register.reading(account.story)
    return claim_key(account.claim, reading) if reading else account.claim.id
