"""What holds of every judgement, whatever it is about: its id, whether it is in force, and what it still points at.

The register keeps judgements, `identify` and `collate` act on them; what they must agree on stands here.
"""

from collections.abc import Container, Iterable, Mapping

from regesta.lexicon import fold
from regesta.model import Claim, Finding, Judgement, Reading, content_id

__all__ = ["claim_key", "in_force", "is_claim", "judgement_id", "unanswered"]


def judgement_id(judgement: Judgement) -> str:
    """The id by which a judgement can be withdrawn: all that it says goes into it."""
    told = (judgement.why, judgement.field or "", judgement.value or "")
    return content_id("judgement", judgement.act, *judgement.subjects, judgement.by, judgement.at, *told)


def claim_key(claim: Claim, reading: Reading) -> str:
    """A name for the claim that survives re-reading: it depends on its folded quote, kind and type alone."""
    return content_id("key", fold(reading.story.text[slice(*claim.quote)]), claim.kind, claim.type)


def is_claim(subject: str) -> bool:
    """Whether what is judged is a claim, by its key or id; all else is an entity."""
    return subject.startswith(("key-", "claim-"))


def in_force(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that stand, oldest first: neither withdrawn nor withdrawals. An undo may itself be undone.

    An undo names what it withdraws, so that it holds whatever the clock said when it was made. Judgements of one moment
    count in the order in which they are given.
    """
    made = sorted(judgements, key=lambda one: one.at)
    undone_by: dict[str, list[str]] = {}
    for one in made:
        if one.act == "undo":
            for subject in one.subjects:
                undone_by.setdefault(subject, []).append(judgement_id(one))
    return tuple(one for one in made if one.act != "undo" and _stands(judgement_id(one), undone_by))


def _stands(ident: str, undone_by: Mapping[str, list[str]]) -> bool:
    """Whether no undo of it stands. An id is a hash of what it names, so that no two can undo each other."""
    chain: list[str] = [ident]
    standing: dict[str, bool] = {}
    while chain:
        at = chain[-1]
        undos = undone_by.get(at, [])
        open_ = [undo for undo in undos if undo not in standing and undo not in chain]
        if open_:
            chain.extend(open_)
        else:
            standing[at] = not any(standing.get(undo, False) for undo in undos)
            chain.pop()
    return standing[ident]


def unanswered(judgements: Iterable[Judgement], known: Container[str], *, claims: bool) -> tuple[Finding, ...]:
    """A finding for every claim (or else every entity) joined, parted or rejected that is not there any more.

    Args:
        judgements: those in force.
        known: the names to which something answers.
        claims: whether these are names of claims; judgements on the other sort are passed over.
    """
    sort = "claim" if claims else "entity"
    return tuple(
        Finding(where=judgement_id(one), what=f"{one.act}: no {sort} answers to {subject}; the judgement is kept")
        for one in judgements
        if one.act in ("merge", "split", "reject")
        for subject in one.subjects
        if is_claim(subject) is claims and subject not in known
    )
