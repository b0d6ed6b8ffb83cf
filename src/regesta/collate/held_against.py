"""What is touched held against all that it may contradict; the rest of a register is not opened for it."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from regesta.collate import act_conflicts, conflicts, fact_conflicts, reach, sayings
from regesta.collate.cards import Card, Desk, Line, in_reach
from regesta.collate.conflicts import Entry
from regesta.collate.events import Told, when_first
from regesta.collate.sides import Draft
from regesta.model import Event, Value

__all__ = ["Table", "Touch"]

_OF_EVENTS = frozenset({sayings.votes})  # rules that look at one event each
_OF_REPORTS = frozenset({fact_conflicts.orders, fact_conflicts.impossible_orders})  # at what single reports tell
_TOLD_IN_ORDER = frozenset({"act", "instrument"})


class Touch(Value, frozen=True):
    """What is touched: events with their accounts, all their claims (and those of events that are gone), stories, and
    the groups in which rules hold claims against each other."""

    told: tuple[Told, ...]
    claims: frozenset[str]
    stories: frozenset[str]
    groups: frozenset[tuple[str, int]]


class Table:
    """All events and cards of a register, at which contradictions are looked for."""

    def __init__(
        self, desk: Desk, cards: Mapping[str, Card], events: Mapping[str, Event], apart: Container[tuple[str, str]]
    ) -> None:
        self._desk, self._cards, self._events, self._apart = desk, cards, events, apart
        self._homes = {claim: one.id for one in events.values() for claim in one.claims}
        self._lines = {line.id: line for card in cards.values() for line in card.lines}
        self._tellers = {ident: line.teller for ident, line in self._lines.items()}

    def entries(self, touch: Touch) -> Iterator[Entry]:
        """The contradictions that lie in what is touched, or between that and the rest."""
        acts = [one for one in touch.told if one.event.kind == "act"]
        found = [*self._between_acts(acts)]
        for one in acts:
            found += act_conflicts.within(one, self._desk.world)
        yield from map(self._entered, found)
        for rule in conflicts.OVER_ALL:
            if rule in _OF_EVENTS:
                yield from map(self._entered, rule(touch.told, self._desk.world))
            elif rule in _OF_REPORTS:
                told = map(self._entered, rule(self._of_reports(touch), self._desk.world))
                yield from (one for one in told if not touch.claims.isdisjoint(one.claims))
            else:
                yield from self._in_groups(rule, touch)
        yield from conflicts.weekdays(self._alone(touch.stories))

    def _entered(self, draft: Draft) -> Entry:
        return conflicts.entered(draft, self._tellers, self._apart)

    def _told(self, claims: Iterable[str]) -> list[Told]:
        """These claims in their events, which may have others."""
        homes: dict[str, list[str]] = defaultdict(list)
        for one in claims:
            if one in self._homes:
                homes[self._homes[one]].append(one)
        self._desk.accounts(claim for some in homes.values() for claim in some)
        rows = ((self._events[home], self._desk.accounts(some)) for home, some in homes.items())
        return sorted((Told(event=event, accounts=tuple(some)) for event, some in rows), key=when_first)

    def _between_acts(self, acts: Sequence[Told]) -> Iterator[Draft]:
        """What stands between these acts, or between them and their neighbours."""
        near = {number for one in acts for account in one.accounts for number in reach.near(account, seeks=True)}
        stories = in_reach(self._cards, "near", near)
        claims = (claim for story in stories for claim in self._desk.readings[story].claims)
        beside = self._desk.accounts(one.id for one in claims if one.kind == "act" and one.id in self._homes)
        meant = {self._homes[one.id] for one in beside if not near.isdisjoint(reach.near(one))}
        own = {one.event.id for one in acts}
        others = self._told(claim for home in meant - own for claim in self._events[home].claims)
        yield from conflicts.between_acts(sorted((*acts, *others), key=when_first), self._desk.world, own)

    def _of_reports(self, touch: Touch) -> list[Told]:
        """The acts and texts of the reports that tell of what is touched."""
        kinds = (one for one in touch.told if one.event.kind in _TOLD_IN_ORDER)
        stories = {account.story.id for one in kinds for account in one.accounts}
        claims = (claim for story in stories for claim in self._desk.readings[story].claims)
        return self._told([claim.id for claim in claims if claim.kind in _TOLD_IN_ORDER])

    def _in_groups(self, rule: "conflicts.Rule", touch: Touch) -> Iterator[Entry]:
        """What a rule for standing facts finds in the groups that are touched."""
        name = rule.__name__
        groups = {number for told, number in touch.groups if told == name}
        told = [line.id for line in self._lines.values() if any(one in groups for one in _group(line, name))]
        for draft in rule(self._told(told), self._desk.world) if groups else ():
            entry = self._entered(draft)
            (group,) = _group(self._lines[entry.claims[0]], name)
            yield msgspec.structs.replace(entry, rule=name, group=group)

    def _alone(self, stories: Collection[str]) -> list[Told]:
        """The accounts of stories, whatever event they are in."""
        claims = [line.id for story in stories for line in self._cards[story].lines]
        return self._told(claims)


def _group(line: Line, rule: str) -> list[int]:
    return [number for name, number in line.groups if name == rule]
