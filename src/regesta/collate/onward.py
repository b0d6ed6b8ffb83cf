"""Collation taken up where it was left: what new reports touch is worked out again, the rest stands.

What it comes to is what `collate` says of all readings together. A story is touched where the ground on which its
accounts rest is another than its card says. From what is touched, numbers (`reach`) lead to all that it may be held
against; only that is opened.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import chain, pairwise

import msgspec

from regesta.collate import conflicts, events, reach
from regesta.collate.accounts import Account
from regesta.collate.cards import Card, Desk, Edge, Known, Line, begun, in_reach
from regesta.collate.conflicts import Entry
from regesta.collate.decisions import Decisions, decide, orphaned, rejections
from regesta.collate.events import Told, likely, when_first
from regesta.collate.held_against import Table, Touch
from regesta.collate.origins import Taken, Trail, runs_in, traced, trails
from regesta.docket import in_force
from regesta.model import Claim, Conflict, Event, Finding, Judgement, Kinship, Reading, Value

__all__ = ["Kept", "Step", "onward"]


class Kept(Value, frozen=True):
    """All that is kept from one time to the next."""

    cards: Mapping[str, Card] = {}
    events: Mapping[str, Event] = {}
    entries: tuple[Entry, ...] = ()
    rejected: frozenset[str] = frozenset()
    judged: frozenset[str] = frozenset()


class Step(Value, frozen=True):
    """What one time came to; `kept` is for the next."""

    kept: Kept
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]


def onward(
    kept: Kept,
    readings: Sequence[Reading],
    known: Known,
    judgements: Sequence[Judgement] = (),
    kin: Iterable[Kinship] = (),
) -> Step:
    """What all readings say together, given what was kept."""
    in_order = sorted(readings, key=lambda one: (one.story.id, [claim.id for claim in one.claims]))
    desk = Desk({one.story.id: one for one in in_order}, known)
    return _Sitting(desk, kept, in_force(judgements)).settle(kin)


class _Sitting:
    """One time, step by step. `touched` are stories, `before` the cards they had."""

    def __init__(self, desk: Desk, kept: Kept, standing: Sequence[Judgement]) -> None:
        self.desk, self.kept, self.standing = desk, kept, standing
        self.cards = {ident: card for ident, card in kept.cards.items() if ident in desk.readings}
        grounds = desk.grounds()
        self.touched = {ident for ident, ground in grounds.items() if _ground(self.cards.get(ident)) != ground}
        self.judged = self._judged()
        self.rejected = rejections(standing, self.judged)
        turned = self.rejected ^ kept.rejected
        self.touched |= {desk.home[one] for one in turned if one in desk.home}
        gone = [card for ident, card in kept.cards.items() if ident not in desk.readings]
        self.before = [*gone, *(self.cards[one] for one in sorted(self.touched) if one in self.cards)]
        self.lost_edges = [edge for card in self.before for edge in card.edges]
        for story in sorted(self.touched):
            self.cards[story] = begun(desk, story, grounds[story], self.rejected)

    def settle(self, kin: Iterable[Kinship]) -> Step:
        """Every step in its turn."""
        moved = self._trace(Taken(self.desk.stories, kin))
        self._like = self._likes()
        loose = moved | self._pair() | self._like
        judged = [one for one in self.judged if one.id not in self.rejected]
        decisions = decide(self.standing, judged, cache(lambda: self._by_itself(judged)))
        stirred = moved | {one.id for one in judged} | self.kept.judged
        stirred |= {line.id for card in self.before for line in card.lines}
        stirred |= {line.id for story in self.touched for line in self.cards[story].lines}
        told, torn, old = self._group(loose | stirred, decisions)
        entries = self._entries(told, old, stirred, decisions)
        kept = Kept(
            cards=self.cards,
            events=self.events,
            entries=entries,
            rejected=self.rejected,
            judged=frozenset(one.id for one in judged),
        )
        findings = (*orphaned(self.standing, self.judged), *torn)
        return Step(kept=kept, conflicts=conflicts.settled(entries), findings=findings)

    def _judged(self) -> list[Account]:
        """The accounts of which people judged, by their keys or ids."""
        subjects = {subject for one in self.standing for subject in one.subjects}
        if not subjects:
            return []
        lines = (line for ident, card in self.cards.items() if ident not in self.touched for line in card.lines)
        old = [line.id for line in lines if line.key in subjects or line.id in subjects]
        new = [one.id for one in self.desk.of_stories(self.touched) if one.key in subjects or one.id in subjects]
        return self.desk.accounts((*old, *new))

    # -------------------------------------------------------------------------------------------------- cards
    def _put(self, story: str, **fields: object) -> None:
        self.cards[story] = msgspec.structs.replace(self.cards[story], **fields)

    def _lines(self) -> Iterator[Line]:
        return (line for card in self.cards.values() for line in card.lines)

    def _likes(self) -> set[str]:
        """The claims that are touched, and their like: copies of acts, and what else is said of standing facts."""
        cards = (*self.before, *(self.cards[story] for story in self.touched))
        likes = {line.like for card in cards for line in card.lines} - {0}
        return {line.id for line in self._lines() if line.like in likes}

    # -------------------------------------------------------------------------------------------------- origins
    def _trace(self, taken: Taken) -> set[str]:
        """Write on the cards where claims come from; the claims that come from elsewhere than before."""
        moved = {one for one, card in self.cards.items() if card.place != taken.place(one)}
        rows = [*self.before, *(self.cards[one] for one in moved | self.touched)]
        stirred = frozenset(run for card in rows for run in reach.numbers(card.reach.runs))
        near = {*in_reach(self.cards, "runs", stirred), *self.touched}
        asked = [claim.id for story in near for claim in self.desk.readings[story].claims
                 if story in self.touched or not stirred.isdisjoint(self._runs(story, claim))]  # fmt: skip
        accounts = self.desk.accounts(asked)
        runs = {run for one in accounts for run in self._runs(one.story.id, one.claim)}
        pool = {*in_reach(self.cards, "runs", runs), *(one.story.id for one in accounts)}
        stories = {one: self.desk.stories[one] for one in sorted(pool)}
        found = trails(accounts, self.desk.of_stories(stories), stories, taken, self.desk.known)
        told = {one.id: trail for one, trail in zip(accounts, found, strict=True)}
        return {claim for story in list(self.cards) for claim in self._write_origins(story, told, taken)}

    def _runs(self, story: str, claim: Claim) -> tuple[int, ...]:
        return runs_in(self.desk.stories[story].text[slice(*claim.quote)])

    def _write_origins(self, story: str, told: Mapping[str, Trail], taken: Taken) -> list[str]:
        """The claims of a story that come from elsewhere than its card says, which says it then."""
        card = self.cards[story]
        starts = {one.id: one.trigger[0] for one in self.desk.readings[story].claims}
        lines = []
        for line in card.lines:
            trail = told.get(line.id, line.trail)
            origin, teller = traced(trail, story, starts[line.id], self.desk.stories, taken)
            is_same = (trail, origin, teller) == (line.trail, line.origin, line.teller)
            lines.append(line if is_same else msgspec.structs.replace(line, trail=trail, origin=origin, teller=teller))
        if card.place != taken.place(story) or any(a is not b for a, b in zip(lines, card.lines, strict=True)):
            self._put(story, lines=tuple(lines), place=taken.place(story))
        pairs = zip(lines, card.lines, strict=True)
        return [a.id for a, b in pairs if (a.origin, a.teller) != (b.origin, b.teller)]

    # -------------------------------------------------------------------------------------------------- pairs
    def _pair(self) -> set[str]:
        """Write on the cards which pairs speak for one act; the acts of the pairs that came or went."""
        restless = [one for one in self.desk.accounts(self._like) if one.claim.kind == "act"]
        ids = {one.id for one in restless}
        self._take_out({*ids, *(line.id for card in self.before for line in card.lines)})
        found = likely(restless, self.desk.world, self._neighbours(restless, ids))
        made = {(a, b): (a, b, features) for _, features, a, b in found.edges}
        lost = {edge[:2]: edge for edge in self.lost_edges}
        self._enter(made.values(), ids, found.fresh)
        other = {pair for pair in made.keys() | lost.keys() if made.get(pair) != lost.get(pair)}
        return {one for pair in other for one in pair}

    def _take_out(self, claims: Collection[str]) -> None:
        """Strike the edges of these claims from the cards."""
        for story, card in self.cards.items():
            lost = [edge for edge in card.edges if edge[0] in claims or edge[1] in claims]
            if lost:
                self.lost_edges += lost
                self._put(story, edges=tuple(edge for edge in card.edges if edge not in lost))

    def _neighbours(self, restless: Sequence[Account], ids: Collection[str]) -> list[Account]:
        """The other acts that may be one with the restless, as far as they are compared with their neighbours."""
        found = reach.reach_of("", restless)
        stories = {*in_reach(self.cards, "meets", reach.numbers(found.seeks)),
                   *in_reach(self.cards, "seeks", reach.numbers(found.meets))}  # fmt: skip
        lines = (line for story in stories for line in self.cards[story].lines)
        return self.desk.accounts(line.id for line in lines if line.is_fresh and line.id not in ids)

    def _enter(self, edges: Iterable[Edge], acts: Iterable[str], fresh: Collection[str]) -> None:
        """Write edges on the cards, and which of the acts are compared with their neighbours."""
        added: dict[str, list[Edge]] = defaultdict(list)
        for edge in edges:
            added[self.desk.home[edge[0]]].append(edge)
        homes: dict[str, set[str]] = defaultdict(set)
        for act in acts:
            homes[self.desk.home[act]].add(act)
        for story, some in homes.items():
            card = self.cards[story]
            lines = tuple(_freshened(line, fresh) if line.id in some else line for line in card.lines)
            self._put(story, lines=lines)
        for story, new in added.items():
            self._put(story, edges=tuple(sorted((*self.cards[story].edges, *new), key=lambda edge: edge[:2])))

    # -------------------------------------------------------------------------------------------------- events
    def _around(self, claims: Iterable[str]) -> tuple[list[Account], list[events.Edge]]:
        """The accounts of the claims and of all that hangs, or hung, together with them, with the edges among them."""
        edges = [edge for card in self.cards.values() for edge in card.edges]
        like: dict[int, list[str]] = defaultdict(list)
        for line in self._lines():
            if line.like:
                like[line.like].append(line.id)
        rows = (*like.values(), *(one.claims for one in self.kept.events.values()))
        links = chain((edge[:2] for edge in (*edges, *self.lost_edges)), *(pairwise(row) for row in rows if row[1:]))
        hang = {one for one in _closure(claims, links) if one in self.desk.home and one not in self.rejected}
        among = [(sum([one.weight for one in told]), told, a, b) for a, b, told in edges if a in hang and b in hang]
        return self.desk.accounts(hang), among

    def _by_itself(self, judged: Sequence[Account]) -> Mapping[str, str]:
        """In which events the program by itself puts what people judged."""
        return events.automatic(*self._around(one.id for one in judged), self.desk.world)

    def _group(self, loose: Iterable[str], decisions: Decisions) -> tuple[Sequence[Told], Sequence[Finding], set[str]]:
        """The events that are made anew, with their accounts; what splits tear at; and those that were there."""
        accounts, edges = self._around(loose)
        lines = {line.id: line for line in self._lines()}
        origins = {one.id: lines[one.id].origin for one in accounts}
        told, torn = events.events_of(accounts, edges, origins, decisions, self.desk.world)
        ids = {one.id for one in accounts}.union(line.id for card in self.before for line in card.lines)
        old = {name for name, one in self.kept.events.items() if not ids.isdisjoint(one.claims)}
        self.events = {name: one for name, one in self.kept.events.items() if name not in old}
        self.events |= {one.event.id: one.event for one in told}
        return told, torn, old

    # -------------------------------------------------------------------------------------------------- conflicts
    def _entries(
        self, told: Sequence[Told], old: Set[str], stirred: Set[str], decisions: Decisions
    ) -> tuple[Entry, ...]:
        """All contradictions as they stand by themselves: those of what is touched anew, the rest as kept."""
        was = self.kept.events
        other = [one for one in told if was.get(one.event.id) != one.event or not stirred.isdisjoint(one.event.claims)]
        same = {one.event.id for one in told} - {one.event.id for one in other}
        claims = {claim for name in old - same for claim in was[name].claims}
        claims |= {claim for one in other for claim in one.event.claims}
        lines = [line for line in self._lines() if line.id in claims]
        cards = (lines, *(card.lines for card in self.before))
        touch = Touch(
            told=tuple(sorted(other, key=when_first)),
            claims=frozenset(claims),
            stories=frozenset(self.touched),
            groups=frozenset(group for line in chain(*cards) for group in line.groups),
        )
        table = Table(self.desk, self.cards, self.events, decisions.apart)
        kept = [one for one in self.kept.entries if not self._is_touched(one, touch)]
        return (*kept, *table.entries(touch))

    def _is_touched(self, entry: Entry, touch: Touch) -> bool:
        if entry.kind == "weekday":
            return entry.reports[0][0] in touch.stories or entry.reports[0][0] not in self.cards
        return (entry.rule, entry.group) in touch.groups or not touch.claims.isdisjoint(entry.claims)


def _ground(card: Card | None) -> bytes:
    return card.ground if card else b""


def _freshened(line: Line, fresh: Collection[str]) -> Line:
    is_fresh = line.id in fresh
    return line if line.is_fresh == is_fresh else msgspec.structs.replace(line, is_fresh=is_fresh)


def _closure(claims: Iterable[str], pairs: Iterable[tuple[str, str]]) -> set[str]:
    """The claims and all that hangs together with them."""
    beside: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        beside[a].append(b)
        beside[b].append(a)
    found = set(claims)
    ahead = list(found)
    while ahead:
        new = [one for one in beside.get(ahead.pop(), ()) if one not in found]
        found.update(new)
        ahead += new
    return found
