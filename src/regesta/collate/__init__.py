"""Claims of many reports, side by side: events, who is independent of whom, and what cannot all hold.

The answer depends on the readings and the judgements alone, never on their order.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from regesta.collate.accounts import accounts_of, is_name
from regesta.collate.cards import Card
from regesta.collate.conflicts import Entry, conflicts_of
from regesta.collate.decisions import decide, orphaned, rejections
from regesta.collate.events import automatic, events_of, likely
from regesta.collate.onward import Kept, Step, onward
from regesta.collate.origins import origin, origins_of
from regesta.collate.sides import ConflictKind
from regesta.docket import in_force
from regesta.model import Conflict, Entity, Event, Finding, Judgement, Kinship, Reading, Value

__all__ = ["Card", "Collation", "ConflictKind", "Entry", "Kept", "Step", "collate", "is_name", "onward", "origin"]


class Collation(Value, frozen=True):
    """What the readings say together. `findings` tell which judgements found nothing to act
    on any more, and which splits a third claim tears at."""

    events: tuple[Event, ...]
    conflicts: tuple[Conflict, ...]
    rejected: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def collate(
    readings: Sequence[Reading],
    names: Mapping[str, str],
    labels: Mapping[str, Entity],
    judgements: Sequence[Judgement] = (),
    kin: Iterable[Kinship] = (),
) -> Collation:
    """The events the readings report and the conflicts between them, as people's judgements leave them.

    Args:
        readings: what was found in each story; a story read twice counts once.
        names: member id (``story-id/entity-id``) → register entity id.
        labels: register entity id → entity.
        judgements: merges, splits and rejections by claim key (or claim id), and their withdrawals.
        kin: which stories were made from one another, as `reuse.kin` finds them.
    """
    in_order = sorted(readings, key=lambda one: (one.story.id, [claim.id for claim in one.claims]))
    stories = list({one.story.id: one for one in in_order}.values())
    world, accounts = accounts_of(stories, names, labels)
    standing = in_force(judgements)
    rejected = rejections(standing, accounts)
    kept = tuple(one for one in accounts if one.id not in rejected)
    edges = likely(kept, world).edges
    decisions = decide(standing, kept, cache(lambda: automatic(kept, edges, world)))
    origins = origins_of(stories, accounts, names, labels, kin)
    told, torn = events_of(kept, edges, origins.origins, decisions, world)
    return Collation(
        events=tuple(one.event for one in told),
        conflicts=conflicts_of(told, origins.tellers, world, decisions.apart),
        rejected=tuple(sorted(rejected)),
        findings=(*orphaned(standing, accounts), *torn),
    )
