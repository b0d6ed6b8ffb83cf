"""What holds of every judgement, whatever it is about: its id, whether it is in force, and what it still points at.

The register keeps judgements, `identify` and `collate` act on them; what they must agree on stands here.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

import msgspec

from regesta.lexicon import fold
from regesta.model import Anchor, Claim, Finding, Judgement, Reading, content_id, unique

__all__ = ["anchored", "claim_key", "in_force", "is_claim", "judgement_id", "quoted_key", "renamed", "unanswered"]

_ALIKE = 0.8  # of two renderings of one sentence; two sentences about one thing are less alike


def judgement_id(judgement: Judgement) -> str:
    """The id by which a judgement can be withdrawn: all that it says goes into it."""
    told = (judgement.why, judgement.field or "", judgement.value or "")
    return content_id("judgement", judgement.act, *judgement.subjects, judgement.by, judgement.at, *told)


def claim_key(claim: Claim, reading: Reading) -> str:
    """A name for the claim that survives re-reading: it depends on its folded quote, kind and type alone."""
    return quoted_key(claim, reading.story.text[slice(*claim.quote)])


def quoted_key(claim: Claim, quote: str) -> str:
    """The same name, where the words of the quote are at hand."""
    return content_id("key", fold(quote), claim.kind, claim.type)


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


# ------------------------------------------------------------------------------------------------------- re-anchoring
class _Now(NamedTuple):
    """A claim as it is read now: its key, kind and type, and the words of its quote."""

    key: str
    kind: str
    type: str
    words: tuple[str, ...]


def anchored(
    judgements: Iterable[Judgement], readings: Iterable[Reading]
) -> tuple[tuple[Judgement, ...], tuple[Finding, ...]]:
    """The judgements with every claim that is read otherwise now named by what it is called now, and what was moved.

    A quote is found again by its words whatever stands between them, else by most of its words; there must be one best
    answer. What finds none stays as it is.
    """
    made = tuple(judgements)
    if not any(one.anchors for one in made):
        return made, ()
    now = [_now(claim, reading) for reading in readings for claim in reading.claims]
    known = {one.key for one in now}
    lost = {a.subject: a for one in made for a in one.anchors if a.subject not in known}
    moves = {subject: move for subject, one in lost.items() if (move := _found_again(one, now)) is not None}
    notes = [_moved(one, subject, *moves[subject]) for one in made for subject in one.subjects if subject in moves]
    return renamed(made, {old: new.key for old, (new, _) in moves.items()}), tuple(notes)


def renamed(judgements: Iterable[Judgement], names: Mapping[str, str]) -> tuple[Judgement, ...]:
    """The judgements with other names for their subjects, for those that have one."""
    return tuple(_renamed(one, names) for one in judgements)


def _now(claim: Claim, reading: Reading) -> _Now:
    quote = reading.story.text[slice(*claim.quote)]
    return _Now(claim_key(claim, reading), claim.kind, claim.type, _plain(quote))


def _plain(quote: str) -> tuple[str, ...]:
    return tuple("".join(sign if sign.isalnum() else " " for sign in fold(quote)).split())


def _found_again(anchor: Anchor, now: Iterable[_Now]) -> tuple[_Now, bool] | None:
    """The one claim that answers best to an anchor, and whether its words are quite the same."""
    words = _plain(anchor.quote)
    near = [one for one in now if one.kind == anchor.kind and not set(words).isdisjoint(one.words)]
    same = [one for one in near if one.words == words]
    if same:
        return _only([one for one in same if one.type == anchor.type] or same, True)
    scored = [(_alike(words, one.words), one.type == anchor.type, one) for one in near]
    best = max((one[:2] for one in scored if one[0] >= _ALIKE), default=None)
    return _only([one for *rank, one in scored if tuple(rank) == best], False)


def _only(found: Sequence[_Now], same: bool) -> tuple[_Now, bool] | None:
    return (found[0], same) if len({one.key for one in found}) == 1 else None


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """How alike two rows of words are; rows of very different length are not looked at."""
    if 2 * min(len(a), len(b)) < _ALIKE * (len(a) + len(b)):
        return 0.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _renamed(judgement: Judgement, names: Mapping[str, str]) -> Judgement:
    subjects = unique(names.get(one, one) for one in judgement.subjects)
    return judgement if subjects == judgement.subjects else msgspec.structs.replace(judgement, subjects=subjects)


def _moved(judgement: Judgement, old: str, new: _Now, same: bool) -> Finding:
    how = (
        "is read otherwise; it is found again by its words" if same else "is gone; the judgement now means one like it"
    )
    what = f"{judgement.act}: {old} {how}: {new.key}"
    return Finding(where=judgement_id(judgement), what=what, severity="note" if same else "warning")
