"""Claims that cannot all hold as written, side by side, with the rule that says so. Never a winner."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import combinations, product

import msgspec

from regesta.collate import act_conflicts, fact_conflicts, sayings
from regesta.collate.accounts import Account, Span, World
from regesta.collate.events import Told
from regesta.collate.likeness import around, family, status_group, unique_act
from regesta.collate.scopes import acting_states, rankings, scope
from regesta.collate.sides import Draft
from regesta.lexicon import fold
from regesta.model import Conflict, Explanation, content_id

__all__ = ["conflicts_of"]

# What two acts cannot contradict each other in.
_OF_ONE_ACT = frozenset({"date", "year", "place", "participant", "denial", "status", "vote"})
Keys = Callable[[Told], Iterator[object]]
_VAGUE_DAYS = 62  # what may have been in any of more days has no near neighbours
_SLACK_DAYS = 2  # on either side, so that days that lie apart are found together


def conflicts_of(
    told: Sequence[Told], tellers: Mapping[str, str], world: World, apart: Container[tuple[str, str]] = ()
) -> tuple[Conflict, ...]:
    """Every contradiction between the accounts, each once, in order of id.

    `tellers` says who tells each claim so, `apart` are claims that somebody split.
    """
    acts = [one for one in told if one.event.kind == "act"]
    drafts = [_judged(one, apart) for one in _once_told(list(_drafts(told, acts, world)))]
    found = {one.id: one for one in (_conflict(draft, tellers) for draft in drafts) if one is not None}
    for draft, accounts in fact_conflicts.weekdays(told):
        one = _record(draft, tuple(account.id for account in accounts), "open")
        found[one.id] = one
    return tuple(found[name] for name in sorted(found))


def _drafts(told: Sequence[Told], acts: Sequence[Told], world: World) -> Iterator[Draft]:
    for left, right in _neighbours(acts, _near):
        pairing = act_conflicts.Pairing(left, right, world)
        yield from act_conflicts.between(pairing)
        if (slip := sayings.identifier(pairing)) is not None:
            yield slip
    ranked = {one.event.id: rankings(one) for one in acts}
    for left, right in _neighbours(acts, _ranks):
        yield from scope(ranked[left.event.id], ranked[right.event.id], world)
    for one in acts:
        yield from act_conflicts.within(one)
    yield from fact_conflicts.offices(told, world)
    for rule in _OVER_ALL:
        yield from rule(told, world)


_OVER_ALL = (
    fact_conflicts.titles,
    fact_conflicts.clauses,
    fact_conflicts.deadlines,
    fact_conflicts.only_ones,
    fact_conflicts.orders,
    fact_conflicts.impossible_orders,
    sayings.quotes,
    sayings.votes,
)


def _conflict(draft: Draft, tellers: Mapping[str, str]) -> Conflict | None:
    """The record of a contradiction. One origin that speaks twice revises itself; at one time, it is read two ways."""
    left, right = draft.sides
    claims = tuple(dict.fromkeys(one.id for one in (*left, *right)))
    voices = [{fold(tellers[one.id]) for one in side} for side in draft.sides]
    if voices[0] == voices[1] and len(voices[0]) == 1:
        if _later(left, right) or _later(right, left):
            return _record(draft, claims, "revision")
        if draft.kind == "denial":
            return None
    return _record(draft, claims, "explained" if draft.explained else "open")


def _once_told(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The contradictions but for two holders of an office of whom just the reports tell that name them in one part of
    one act: that is told already."""
    told = {_reports(one) for one in drafts if one.kind == "participant"}
    return (one for one in drafts if one.kind != "office" or _reports(one) not in told)


def _reports(draft: Draft) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(one.story.id for one in side) for side in draft.sides)


def _judged(draft: Draft, apart: Container[tuple[str, str]]) -> Draft:
    """The contradiction, explained where a person said that its sides tell two acts."""
    pairs = [(min(a.id, b.id), max(a.id, b.id)) for a, b in product(*draft.sides)]
    if draft.kind not in _OF_ONE_ACT or not all(pair in apart for pair in pairs):
        return draft
    judged = Explanation(what="two acts, by a person's judgement", holds=True)
    return msgspec.structs.replace(draft, explained=True, explanations=(*draft.explanations, judged))


def _record(draft: Draft, claims: tuple[str, ...], status: str) -> Conflict:
    return Conflict(
        id=content_id("conflict", draft.kind, *sorted(claims)),
        kind=draft.kind,
        claims=claims,
        rule=draft.rule,
        says=draft.says,
        explanations=draft.explanations,
        status=status,  # type: ignore[arg-type]
    )


def _later(first: Sequence[Account], second: Sequence[Account]) -> bool:
    """Whether all of the second was certainly published after all of the first."""
    ends = [one.published.hi for one in first if one.published]
    starts = [one.published.lo for one in second if one.published]
    known = len(ends) == len(first) and len(starts) == len(second)
    return known and max(ends) < min(starts)


# ------------------------------------------------------------------------------------------------------- candidates
def _neighbours(acts: Sequence[Told], keys: Keys) -> Iterator[tuple[Told, Told]]:
    """Pairs of events that share a key, each once, in order of id, and that may contradict each other.

    Events that one and the same report alone tells of contradict each other by a denial at most; so a long report costs
    no more than as many short ones.
    """
    buckets: dict[object, dict[frozenset[str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, one in enumerate(acts):
        told_by = act_conflicts.stories(one)
        for key in dict.fromkeys(keys(one)):
            buckets[key][told_by].append(at)
    ways = [frozenset(act_conflicts.told_as(account) for account in one.accounts) for one in acts]
    pairs = {(min(pair), max(pair)) for bucket in buckets.values() for pair in _across(bucket, ways)}
    for a, b in sorted(pairs):
        yield acts[a], acts[b]


def _across(
    bucket: Mapping[frozenset[str], Sequence[int]], ways: Sequence[frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """The pairs that more than one report tells of, and, of one report's, what it tells with what it denies."""
    for left, right in combinations(bucket.values(), 2):
        yield from product(left, right)
    for told_by, members in bucket.items():
        if len(told_by) > 1:
            yield from combinations(members, 2)
        else:
            denied, done = ([at for at in members if way in ways[at]] for way in ("not", "done"))
            yield from ((a, b) for a, b in product(denied, done) if a != b)


def _near(told: Told) -> Iterator[object]:
    """Parties and time, with days to spare; what can be done but once is looked for at all times."""
    for account in told.accounts:
        subjects: list[object] = [*sorted(account.people["who"] | account.people["other"] | account.numbers)]
        if unique_act(account):
            once = [*subjects, *sorted(account.instruments), *sorted(product(account.states["who"], account.matter))]
            yield from (("once", account.claim.mode, subject) for subject in once)
        span = _near_days(account)
        if span is not None and span.days <= _VAGUE_DAYS:
            subjects += sorted(account.bodies["who"] | account.bodies["other"])
            subjects += [*combinations(sorted(account.lands), 2), *(account.lands if len(account.lands) == 1 else ())]
            weeks = range((span.lo - _SLACK_DAYS) // 7, (span.hi + _SLACK_DAYS) // 7 + 1)
            yield from product([family(account)], subjects, weeks)


def _near_days(account: Account) -> Span | None:
    """The days of an act, or of the month before its denial: what is denied is what was just reported."""
    span = around(account)
    vague = span is None or span.days > _VAGUE_DAYS
    if vague and status_group(account) == "not" and account.published is not None:
        return account.published.wider(31, 1)
    return span


def _ranks(told: Told) -> Iterator[object]:
    """What is called first of a kind, by the states that act and the lands where."""
    states = acting_states(told)
    for one in rankings(told):
        kind = one.rank, one.account.claim.type, one.account.claim.mode
        lands = sorted(one.account.lands - states) if not one.account.level else []
        yield from product([kind], sorted(states), lands or [""])
