"""What people decided about who is who: the pairs to be joined and the pairs to be kept apart."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from regesta.docket import in_force, is_claim, unanswered
from regesta.identify.members import Member, members_of
from regesta.model import Finding, Judgement, Reading

Pair = tuple[str, str]


class Decisions(NamedTuple):
    """Pairs of member ids, and who decided on them in words."""

    joined: Mapping[Pair, str]
    parted: Mapping[Pair, str]


def decide(judgements: Sequence[Judgement], members: Sequence[Member], groups: Mapping[str, str]) -> Decisions:
    """The pairs that stand joined or parted when every judgement has been heard, the later over the earlier.

    Args:
        judgements: all of them; those that do not speak of members are passed over.
        members: the entities of all stories.
        groups: member id → what the program by itself takes it for. A merge of two entities of the register is taken
            back by a split of the same two, whichever of their members either names.
    """
    standing = [one for one in in_force(judgements) if one.act in ("merge", "split")]
    anchors = _anchors(members) if standing else {}
    joined: dict[Pair, str] = {}
    parted: dict[Pair, str] = {}
    for judgement in standing:
        won, lost = (joined, parted) if judgement.act == "merge" else (parted, joined)
        subjects = sorted({anchors[subject] for subject in judgement.subjects if subject in anchors})
        for pair in combinations(subjects, 2):
            _take_back(lost, pair, groups)
            won[pair] = _words(judgement)
    return Decisions(joined, parted)


def orphaned(readings: Sequence[Reading], judgements: Iterable[Judgement]) -> tuple[Finding, ...]:
    """A finding for every entity judged that is not there any more; judgements on claims are not looked at here."""
    standing = [one for one in in_force(judgements) if not all(map(is_claim, one.subjects))]
    return unanswered(standing, _anchors(members_of(readings)), claims=False) if standing else ()


def _words(judgement: Judgement) -> str:
    """Who decided what, when and why."""
    decided = f"{judgement.act} by {judgement.by}, {judgement.at}"
    return f"{decided}: {judgement.why}" if judgement.why else decided


def _anchors(members: Iterable[Member]) -> dict[str, str]:
    """Member ids and register ids → the member they stand for."""
    anchors: dict[str, str] = {}
    for member in members:
        anchors[member.id] = member.id
        anchors[member.fresh_id] = member.id
        if member.entity.key:
            anchors.setdefault(member.entity.key, member.id)
    return anchors


def _take_back(pairs: dict[Pair, str], pair: Pair, groups: Mapping[str, str]) -> None:
    """Remove a pair, and every other that decides on the same two groups."""
    meant = {groups[one] for one in pair}
    for other in list(pairs):
        if other == pair or (len(meant) == 2 and {groups[member] for member in other} == meant):
            del pairs[other]
