"""Judgements: what those that were made say, and what a person points at who makes one."""

from collections.abc import Iterable

import msgspec

from regesta.docket import claim_key, in_force, judgement_id
from regesta.door import Json
from regesta.model import Claim, Entity, Refused, unique
from regesta.register import Account, Register, accounts, event, named, problem


def judgements(register: Register) -> list[Json]:
    """Every judgement ever made, in order, each with its id and whether it is in force."""
    made, _ = register.judgements_made()
    standing = {judgement_id(judgement) for judgement in in_force(made)}
    empty = {"field": None, "value": None, "why": ""}
    return [
        {"id": judgement_id(one), **empty, **msgspec.to_builtins(one), "in_force": judgement_id(one) in standing}
        for one in made
    ]


def subjects(register: Register, act: str, words: Iterable[str]) -> tuple[str, ...] | Refused:
    """What these words point at, as a judgement keeps it: ids of entities, keys of claims that survive re-reading."""
    found: list[str] = []
    for one in words:
        meant = _undone(register, one) if act == "undo" else _meant(register, one)
        if isinstance(meant, Refused):
            return meant
        found.extend(meant)
    return unique(found)


def unfixable(subject: str, field: str, value: str) -> Refused | None:
    """Why a field of a claim, by its key, or of an entity of a story cannot be set to a value; else nothing."""
    if not subject.startswith("key-") and "/" not in subject:
        return Refused(where=subject, reason="only claims, and entities of stories (story-id/entity-id), can be fixed")
    reason = problem(Entity if "/" in subject else Claim, field, value)
    return Refused(where=field, reason=reason) if reason else None


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
