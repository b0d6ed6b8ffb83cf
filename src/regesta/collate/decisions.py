"""What people decided about claims: which report one act, which do not, and which were misread."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

from regesta.collate.accounts import Account
from regesta.docket import unanswered
from regesta.model import Finding, Judgement, Value, unique

__all__ = ["Decisions", "decide", "orphaned", "rejections"]

Pair = tuple[str, str]
Groups = Callable[[], Mapping[str, str]]


class Decisions(Value, frozen=True):
    """Pairs of claim ids: those to join, the newest first, and those to keep apart."""

    joined: tuple[Pair, ...] = ()
    apart: frozenset[Pair] = frozenset()


def rejections(judgements: Sequence[Judgement], accounts: Sequence[Account]) -> frozenset[str]:
    """The ids of the claims that somebody called misread."""
    bearers = _bearers(accounts)
    subjects = (subject for one in judgements if one.act == "reject" for subject in one.subjects)
    return frozenset(claim for subject in subjects for claim in bearers.get(subject, ()))


def decide(judgements: Sequence[Judgement], accounts: Sequence[Account], groups: Groups) -> Decisions:
    """The pairs that stand joined or apart when every judgement has been heard, the later over the earlier.

    Args:
        judgements: those in force, oldest first.
        accounts: the claims they may speak of.
        groups: gives, by claim id, the event the program by itself puts a claim in. A merge of two such events is
            taken back by a split of the same two, whichever of their claims either names.
    """
    bearers = _bearers(accounts)
    joined: dict[Pair, None] = {}
    apart: dict[Pair, None] = {}
    for judgement in judgements:
        for pair in _pairs([bearers.get(subject, []) for subject in unique(judgement.subjects)]):
            if judgement.act == "merge":
                apart.pop(pair, None)
                joined.pop(pair, None)  # decided anew: its place in the order is now the last
                joined[pair] = None
            elif judgement.act == "split":
                joined = {kept: None for kept in joined if not _taken_back(kept, pair, groups)}
                apart[pair] = None
    return Decisions(joined=tuple(joined)[::-1], apart=frozenset(apart))


def _taken_back(merged: Pair, split: Pair, groups: Groups) -> bool:
    """Whether a split undoes a merge: of the same claims, or of the same two events."""
    if merged == split:
        return True
    homes = groups()
    first, second = {homes[one] for one in merged}, {homes[one] for one in split}
    return first == second and len(first) > 1


def _pairs(subjects: Sequence[Sequence[str]]) -> Iterator[Pair]:
    for left, right in combinations(subjects, 2):
        for a, b in product(left, right):
            if a != b:
                yield min(a, b), max(a, b)


def orphaned(judgements: Sequence[Judgement], accounts: Sequence[Account]) -> tuple[Finding, ...]:
    """A finding for every claim judged that is not there any more; judgements on entities are not looked at here."""
    return unanswered(judgements, _bearers(accounts), claims=True)


def _bearers(accounts: Sequence[Account]) -> Mapping[str, Sequence[str]]:
    """The claims that answer to a key or an id."""
    found: dict[str, list[str]] = {}
    for one in accounts:
        found.setdefault(one.key, []).append(one.id)
        found.setdefault(one.id, []).append(one.id)
    return found
