"""Claims of many reports, side by side: events, who is independent of whom, and what cannot all hold.

The answer depends on the readings and the judgements alone, never on their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from regesta.collate.accounts import Account, accounts_of, claim_key
from regesta.collate.conflicts import conflicts_of
from regesta.collate.events import Decisions, events_of
from regesta.collate.origins import origin, origins_of
from regesta.model import Conflict, Entity, Event, Finding, Judgement, Reading, Value, content_id, unique

__all__ = ["Collation", "claim_key", "collate", "judgement_id", "origin"]


class Collation(Value, frozen=True):
    """What the readings say together. `findings` tell which judgements found nothing to act on any more."""

    events: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    rejected: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def collate(
    readings: Sequence[Reading],
    names: Mapping[str, str],
    labels: Mapping[str, Entity],
    judgements: Sequence[Judgement] = (),
) -> Collation:
    """The events the readings report and the conflicts between them, as people's judgements leave them.

    Args:
        readings: what was found in each story; a story read twice counts once.
        names: member id (``story-id/entity-id``) → register entity id.
        labels: register entity id → entity.
        judgements: merges, splits and rejections by claim key (or claim id), and their withdrawals.
    """
    in_order = sorted(readings, key=lambda one: (one.story.id, [claim.id for claim in one.claims]))
    stories = list({one.story.id: one for one in in_order}.values())
    world, accounts = accounts_of(stories, names, labels)
    standing = _in_force(judgements)
    rejected, decisions, findings = _decide(standing, accounts)
    kept = tuple(one for one in accounts if one.id not in rejected)
    origins = origins_of(stories, accounts, names, labels)
    told = events_of(kept, origins, decisions, world)
    return Collation(
        events=tuple(one.event for one in told),
        conflicts=conflicts_of(told, origins, world),
        rejected=tuple(sorted(rejected)),
        findings=findings,
    )


# ------------------------------------------------------------------------------------------------------- judgements
def judgement_id(judgement: Judgement) -> str:
    """The id by which a judgement is withdrawn."""
    return content_id("judgement", judgement.act, *judgement.subjects, judgement.by, judgement.at)


def _in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that nobody withdrew, oldest first."""
    dated = sorted(judgements, key=lambda one: (one.at, judgement_id(one)))
    withdrawn: set[str] = set()
    standing: list[Judgement] = []
    for judgement in reversed(dated):
        if judgement_id(judgement) in withdrawn:
            continue
        if judgement.act == "undo":
            withdrawn.update(judgement.subjects)
        else:
            standing.append(judgement)
    return standing[::-1]


def _decide(
    judgements: Sequence[Judgement], accounts: Sequence[Account]
) -> tuple[frozenset[str], Decisions, tuple[Finding, ...]]:
    """The claims rejected, the pairs decided upon, and what could not be applied. The later judgement prevails."""
    bearers: dict[str, list[str]] = {}
    for one in accounts:
        bearers.setdefault(one.key, []).append(one.id)
        bearers.setdefault(one.id, []).append(one.id)
    rejected: set[str] = set()
    pairs: dict[tuple[str, str], str] = {}
    for judgement in judgements:
        subjects = [bearers.get(subject, []) for subject in unique(judgement.subjects)]
        if judgement.act == "reject":
            rejected.update(claim for claims in subjects for claim in claims)
        elif judgement.act in ("merge", "split"):
            for pair in _pairs(subjects):
                pairs.pop(pair, None)  # decided anew: its place in the order is now the last
                pairs[pair] = judgement.act
    joined = [pair for pair, act in pairs.items() if act == "merge" and not rejected & set(pair)]
    apart = frozenset(pair for pair, act in pairs.items() if act == "split")
    return frozenset(rejected), Decisions(joined=tuple(joined[::-1]), apart=apart), _orphaned(judgements, bearers)


def _pairs(subjects: Sequence[Sequence[str]]) -> Iterable[tuple[str, str]]:
    for left, right in combinations(subjects, 2):
        for a, b in product(left, right):
            if a != b:
                yield min(a, b), max(a, b)


def _orphaned(judgements: Sequence[Judgement], bearers: Mapping[str, object]) -> tuple[Finding, ...]:
    """A finding for every judgement on claims that are not there any more; those on entities are not looked at here."""
    return tuple(
        Finding(where=judgement_id(one), what=f"{one.act}: no claim answers to {subject}; the judgement is kept")
        for one in judgements
        for subject in one.subjects
        if one.act in ("merge", "split", "reject") and subject.startswith(("key-", "claim-")) and subject not in bearers
    )
