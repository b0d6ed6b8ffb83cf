"""Claims that cannot all hold as written, side by side, with the rule that says so. Never a winner."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product

import msgspec

from regesta.collate import act_conflicts, fact_conflicts, sayings
from regesta.collate.accounts import Account, Span, World, proper_words
from regesta.collate.events import Told
from regesta.collate.likeness import around, family, status_group, unique_act
from regesta.collate.scopes import acting_states, rankings, scope
from regesta.collate.sides import Draft
from regesta.lexicon import fold
from regesta.model import Conflict, Explanation, Value, content_id, unique

__all__ = ["OVER_ALL", "Entry", "between_acts", "conflicts_of", "entered", "near", "settled", "undoing", "weekdays"]

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
    entries = [entered(draft, tellers, apart) for draft in _drafts(told, acts, world)]
    return settled((*entries, *weekdays(told)))


class Entry(Value, frozen=True):
    """A contradiction as it stands by itself: the reports on its two sides, and its record, unless it is none.

    `rule` and `group` are where it was looked for, beside all that could come into it.
    """

    kind: str
    reports: tuple[tuple[str, ...], ...]
    claims: tuple[str, ...]
    conflict: Conflict | None = None
    rule: str = ""
    group: int = 0


def entered(draft: Draft, tellers: Mapping[str, str], apart: Container[tuple[str, str]]) -> Entry:
    """The entry of a contradiction, given who tells each claim and which claims somebody split."""
    reports = sorted({tuple(sorted({one.story.id for one in side})) for side in draft.sides})
    claims = unique(one.id for side in draft.sides for one in side)
    record = _conflict(_judged(draft, apart), claims, tellers)
    return Entry(kind=draft.kind, reports=tuple(reports), claims=claims, conflict=record)


def weekdays(told: Sequence[Told]) -> Iterator[Entry]:
    """The entries of the weekdays that the calendar contradicts, each of one report."""
    for draft, accounts in fact_conflicts.weekdays(told):
        claims = tuple(account.id for account in accounts)
        record = _record(draft, claims, "open")
        yield Entry(kind=draft.kind, reports=((accounts[0].story.id,),), claims=claims, conflict=record)


def settled(entries: Sequence[Entry]) -> tuple[Conflict, ...]:
    """The contradictions of a register, each once, in order of id: without the two holders of an office of whom just
    the reports tell that name them in one part of one act, for that is told already."""
    told = {one.reports for one in entries if one.kind == "participant"}
    kept = (one.conflict for one in entries if one.kind != "office" or one.reports not in told)
    found = {one.id: one for one in kept if one is not None}
    return tuple(found[name] for name in sorted(found))


def _drafts(told: Sequence[Told], acts: Sequence[Told], world: World) -> Iterator[Draft]:
    yield from between_acts(acts, world)
    for one in acts:
        yield from act_conflicts.within(one, world)
    for rule in OVER_ALL:
        yield from rule(told, world)


def between_acts(acts: Sequence[Told], world: World, touched: Container[str] | None = None) -> Iterator[Draft]:
    """The contradictions between two events each; all, or those of which one is among the ids that are `touched`."""
    for left, right in _touching(acts, chain(_neighbours(acts, near), _undone(acts)), touched):
        pairing = act_conflicts.Pairing(left, right, world)
        yield from act_conflicts.between(pairing)
        if (slip := sayings.identifier(pairing)) is not None:
            yield slip
    ranked = {one.event.id: rankings(one) for one in acts}
    for left, right in _touching(acts, _neighbours(acts, _ranks), touched):
        yield from scope(ranked[left.event.id], ranked[right.event.id], world)


Rule = Callable[[Sequence[Told], World], Iterator[Draft]]
OVER_ALL: tuple[Rule, ...] = (
    fact_conflicts.offices,
    fact_conflicts.titles,
    fact_conflicts.clauses,
    fact_conflicts.deadlines,
    fact_conflicts.only_ones,
    fact_conflicts.orders,
    fact_conflicts.impossible_orders,
    sayings.quotes,
    sayings.votes,
    sayings.votes_of_one_body,
)


def _conflict(draft: Draft, claims: tuple[str, ...], tellers: Mapping[str, str]) -> Conflict | None:
    """The record of a contradiction. One origin that speaks twice revises itself; at one time, it is read two ways."""
    left, right = draft.sides
    voices = [{fold(tellers[one.id]) for one in side} for side in draft.sides]
    if voices[0] == voices[1] and len(voices[0]) == 1:
        if (_later(left, right) or _later(right, left)) and not (draft.kind == "quote" and _of_one_day(left, right)):
            return _record(draft, claims, "revision")
        if draft.kind == "denial":
            return None
    return _record(draft, claims, "explained" if draft.explained else "open")


def _of_one_day(left: Sequence[Account], right: Sequence[Account]) -> bool:
    """Whether the reports are at most a day apart: they quote one saying, each in its way."""
    days = [one.published for one in (*left, *right)]
    return all(a and b and a.wider(1, 1).meets(b) for a, b in combinations(days, 2))


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
def _touching(
    acts: Sequence[Told], pairs: Iterable[tuple[int, int]], touched: Container[str] | None
) -> Iterator[tuple[Told, Told]]:
    """The pairs of events, each once, in order; all, or those of which one is among the ids that are `touched`."""
    for a, b in sorted({(min(pair), max(pair)) for pair in pairs}):
        if touched is None or acts[a].event.id in touched or acts[b].event.id in touched:
            yield acts[a], acts[b]


def _neighbours(acts: Sequence[Told], keys: Keys) -> Iterator[tuple[int, int]]:
    """Pairs of events that share a key and that may contradict each other.

    Events that one and the same report alone tells of contradict each other by a denial at most; so a long report costs
    no more than as many short ones.
    """
    buckets: dict[object, dict[frozenset[str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, one in enumerate(acts):
        told_by = act_conflicts.stories(one)
        for key in dict.fromkeys(keys(one)):
            buckets[key][told_by].append(at)
    ways = [frozenset(act_conflicts.told_as(account) for account in one.accounts) for one in acts]
    return (pair for bucket in buckets.values() for pair in _across(bucket, ways))


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


def undoing(account: Account) -> Iterator[tuple[bool, tuple[str, str, int]]]:
    """Whether an act is told as done, or as denied or called off, by its kind, the states in it, and the weeks."""
    way, span = act_conflicts.told_as(account), _near_days(account)
    if way in ("done", "not", "off") and span is not None and span.days <= _VAGUE_DAYS:
        weeks = range(span.lo // 7 - 1, span.hi // 7 + 2)
        yield from ((way == "done", key) for key in product([family(account)], sorted(account.lands), weeks))


def _undone(acts: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """What is denied or called off, with what is told as done to or by one of the same states in the same weeks."""
    told: dict[bool, dict[object, list[int]]] = {True: defaultdict(list), False: defaultdict(list)}
    for at, one in enumerate(acts):
        for is_done, key in dict.fromkeys(chain.from_iterable(map(undoing, one.accounts))):
            told[is_done][key].append(at)
    pairs = (pair for key, some in told[False].items() for pair in product(some, told[True].get(key, ())))
    yield from ((a, b) for a, b in pairs if act_conflicts.stories(acts[a]) != act_conflicts.stories(acts[b]))


def near(told: Told) -> Iterator[object]:
    """Parties and time, with days to spare; what can be done but once is looked for at all times."""
    for account in told.accounts:
        people = account.called["who"] | account.called["other"] | account.folk
        subjects: list[object] = [*sorted(people | account.numbers)]
        if unique_act(account):
            once = [*subjects, *sorted(account.instruments), *sorted(product(account.states["who"], account.matter))]
            yield from (("once", account.claim.mode, subject) for subject in once)
        span = _near_days(account)
        if span is not None and span.days <= _VAGUE_DAYS:
            subjects += sorted(account.bodies["who"] | account.bodies["other"])
            subjects += [] if people else sorted(proper_words(account.quote))
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
        lands = sorted(one.account.lands - one.account.states["who"]) if not one.account.level else []
        yield from product([kind], sorted(states), lands or [""])
