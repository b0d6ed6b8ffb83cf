"""What two reports of standing facts cannot both hold: an office, a clause, a deadline, an order; and a weekday."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations, pairwise, permutations, product
from typing import NamedTuple

import msgspec

from regesta import edtf
from regesta.collate.accounts import (
    Account,
    Span,
    World,
    countries,
    office_words,
    order,
    proper_words,
    span_of,
    stems,
    vocabulary,
)
from regesta.collate.act_conflicts import single_office
from regesta.collate.events import Told, filled, is_named
from regesta.collate.sides import Draft, Pairs, act_words, alike_names, by_first, called, draft, named, tried
from regesta.lexicon import fold

__all__ = ["clauses", "deadlines", "impossible_orders", "is_extended", "offices", "only_ones", "orders", "state_of",
           "titles", "weekdays"]  # fmt: skip

_MONTH, _YEAR = 31, 366
_HALF = 0.5
_MOST = 0.65


# ------------------------------------------------------------------------------------------------------- office
def offices(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """Two persons hold one single office of one state on one day, as reports say without doubt.

    Where no words give the day, reports of a few days tell of one, unless any tells that the office changes hands.
    """
    changing = _changing_hands(told, world)
    seats: dict[tuple[object, ...], dict[str, list[_Held]]] = defaultdict(lambda: defaultdict(list))
    for account in _accounts(told, "office"):
        words = office_words(_words(account, "office"))
        seat, person = seat_of(account, world), account.fillers.get("person", ())
        days, key = _certain(account), (tuple(sorted(words)), seat)
        if seat and person and days and _is_single(words, account, world) and not _gone(account):
            slack = 0 if account.told or changing[key] & _months_near(days) else _SLACK
            seats[key][person[0]].append(_Held(account, days.wider(slack, slack)))
    for _, holders in sorted(seats.items(), key=lambda one: str(one[0])):
        for a, b in sorted(_rivals(holders)):
            pairs = [(x.account, y.account) for x in holders[a] for y in holders[b] if _hold_at_once(x, y)]
            if pairs and not alike_names([a], [b], world):
                yield _two_holders(pairs, world)


_SLACK = 2


def _changing_hands(told: Sequence[Told], world: World) -> Mapping[object, set[int]]:
    """The months in which reports tell of each office that somebody took it up, left it, or no longer holds it."""
    found: dict[object, set[int]] = defaultdict(set)
    for account in _accounts(told, "office"):
        if _gone(account) and account.published is not None:
            key = tuple(sorted(office_words(_words(account, "office")))), seat_of(account, world)
            found[key].add(account.published.lo // _MONTH)
    return found


def _months_near(days: Span) -> frozenset[int]:
    """The months of these days, and those before and after."""
    return frozenset(range(days.lo // _MONTH - 1, days.hi // _MONTH + 2))


class _Held(NamedTuple):
    """A report that somebody holds an office, and the days of which it is certain."""

    account: Account
    days: Span


def _rivals(holders: Mapping[str, Sequence[_Held]]) -> Iterator[tuple[str, str]]:
    """The persons, two by two in order of name, whose times meet and whom not just one report, the same, names.

    The persons are gone through in order of their first day, those who may still be in office at hand by the stories
    that name them: one report may give a seat to any number of persons in a row.
    """
    spans = {name: Span(min(one.days.lo for one in held), max(one.days.hi for one in held))
             for name, held in holders.items()}  # fmt: skip
    sitting: dict[frozenset[str], list[str]] = {}
    for name in sorted(holders, key=lambda one: (spans[one].lo, one)):
        stories = frozenset(one.account.story.id for one in holders[name])
        for named_by in [one for one in sitting if one != stories or len(one) > 1]:
            others = [other for other in sitting.pop(named_by) if spans[other].hi >= spans[name].lo]
            yield from ((min(name, other), max(name, other)) for other in others)
            if others:
                sitting[named_by] = others
        sitting.setdefault(stories, []).append(name)


def _two_holders(pairs: Pairs, world: World) -> Draft:
    a, b = pairs[0]
    acting = any(_acting(one) for pair in pairs for one in pair)
    found = draft(
        "office",
        "office: two persons hold one single office at the same time",
        pairs,
        (_as_holder(a, world), _as_holder(b, world)),
        tried(one_of_them_acting=acting, handed_over_on_that_day=None, two_governments_claim_the_office=None),
    )
    return msgspec.structs.replace(found, explained=acting)


def _as_holder(account: Account, world: World) -> str:
    return f"has {named(account.fillers['person'], world)} as {_words(account, 'office')} ({account.claim.when})"


def _is_single(words: frozenset[str], account: Account, world: World) -> bool:
    """Whether one person at a time holds the office; what it is of may be told by its seat: "the mayor" of a town."""
    of = account.fillers.get("of", ())
    labels = [world.labels.get(one) for one in of]
    placed = bool(of) and not any(label is None or label.kind in ("state", "nationality") for label in labels)
    return single_office(words | {"of"} if placed else words)


def seat_of(account: Account, world: World) -> tuple[str, ...]:
    """Of what the office is: a state (or what stands for its government), else the one body that is named."""
    of = account.fillers.get("of", ())
    labels = [world.labels.get(one) for one in of]
    if any(label and label.kind in ("state", "nationality") for label in labels):
        return tuple(sorted(state for one in of for state in countries(one, world)))
    return of[:1]


def _gone(account: Account) -> bool:
    """Whether the person no longer held the office, did not yet, or took it up or left it on the day in question."""
    if account.claim.mode not in _HOLDING or account.claim.status not in ("happened", "ongoing"):
        return True
    return bool(_CHANGING & {*fold(_words(account, "office")).split(), *_before_office(account)})


def _is_over(account: Account) -> bool:
    """Whether the person is told as one who does not hold the office; a deputy holds the office of deputy."""
    said = {*fold(_words(account, "office")).split(), *_before_office(account)}
    return account.claim.mode not in _HOLDING or bool(said & (_CHANGING - _DEPUTIES))


def _before_office(account: Account) -> list[str]:
    """The words by which the office is named, and the two in front of them."""
    named = [filler for filler in account.claim.roles.get("office", ()) if filler.start >= 0]
    if not named:
        return []
    text, start, end = account.story.text, min(one.start for one in named), max(one.end for one in named)
    return [*fold(text[max(0, start - 40) : start]).split()[-2:], *fold(text[start:end]).split()]


_HOLDING = frozenset({"", "holds", "held", "present", "acting"})
_DEPUTIES = vocabulary("junior deputy vice assistant")
_CHANGING = vocabulary("former designate outgoing elect ex late incoming nominee then") | _DEPUTIES


def _acting(account: Account) -> bool:
    words = set(fold(f"{account.claim.mode} {_words(account, 'office')} {account.quote}").split())
    return bool(words & {"acting", "interim", "caretaker"})


def _hold_at_once(a: _Held, b: _Held) -> bool:
    return a.account.story.id != b.account.story.id and a.days.meets(b.days)


def _certain(account: Account) -> Span | None:
    """The days on which the person held the office whatever the vague ends of the span mean."""
    value = account.claim.when
    start, slash, end = (value or "").partition("/")
    first, last = span_of(start), span_of(end if slash else start)
    if first is None:
        return None
    if not slash:
        return first if first.days == 1 else None
    final = last.lo if last else (account.published.lo if account.published else None)
    return Span(first.hi, final) if final is not None and first.hi <= final else None


# ------------------------------------------------------------------------------------------------------- title
def titles(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """One person bears two single offices of one state in reports of the same days, and no report gives both."""
    people: dict[tuple[str, tuple[str, ...]], list[_Held]] = defaultdict(list)
    for account in _accounts(told, "office"):
        person, seat, days = account.fillers.get("person", ()), state_of(account, world), _certain(account)
        if person and seat and days and not _is_over(account) and _is_said(account):
            people[(person[0], seat)].append(_Held(account, days))
    for _, held in sorted(people.items()):
        if not _both_at_once(held):
            pairs = [(a.account, b.account) for a, b in combinations(held, 2) if _two_titles(a, b)]
            for group in by_first(pairs)[:1]:
                yield _two_offices(group, world)


def _is_said(account: Account) -> bool:
    """Whether the report itself names the office, and not another's whose "counterpart" the person is."""
    spans = [account.story.text[one.start : one.end] for one in account.claim.roles.get("office", ()) if one.start >= 0]
    return "counterpart" not in fold(" ".join(spans))


def state_of(account: Account, world: World) -> tuple[str, ...]:
    """The state that an office belongs to, by its parliament or ministry too; else the one body that is named."""
    of = account.fillers.get("of", ())
    return tuple(sorted({state for one in of for state in countries(one, world)})) or of[:1]


def _two_offices(group: Pairs, world: World) -> Draft:
    a, b = group[0]
    found = draft(
        "title",
        "title: one person is given two offices at one time",
        group,
        (_as_holder(a, world), f"has the same person as {_words(b, 'office')} ({b.claim.when})"),
        tried(both_offices_held=None, moved_from_one_to_the_other=None, acting=any(map(_acting, (a, b)))),
    )
    return msgspec.structs.replace(found, explained=any(map(_acting, (a, b))))


def _two_titles(a: _Held, b: _Held) -> bool:
    near = a.account.story.id != b.account.story.id and a.days.wider(_SAME_DAYS, _SAME_DAYS).meets(b.days)
    first, second = (office_words(_words(one.account, "office")) for one in (a, b))
    ranked = all(single_office(words - _DEPUTIES) for words in (first, second))
    if first & second & _POSTED:
        return False  # to whom, or where, may be told in many ways
    return near and ranked and _apart(first, second)


_POSTED = vocabulary("ambassador envoy governor mayor consul commissioner")


def _apart(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether neither is the other said with more words, unless these make a deputy of the holder."""
    return not (first <= second or second <= first) or (first != second and first ^ second <= _DEPUTIES)


def _both_at_once(held: Sequence[_Held]) -> bool:
    """Whether one report gives the person two offices."""
    by_story: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in held:
        by_story[one.account.story.id].append(office_words(_words(one.account, "office")))
    return any(_apart(a, b) for offices in by_story.values() for a, b in combinations(offices, 2))


_SAME_DAYS = 2


# ------------------------------------------------------------------------------------------------------- clauses
def clauses(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """One instrument is said to have a clause and not to have it. A draft is not the final text."""
    index: dict[str, dict[bool, list[Account]]] = defaultdict(lambda: defaultdict(list))
    for account in _accounts(told, "clause"):
        if account.claim.present is not None:
            for word in _clause_words(account):
                index[word][account.claim.present].append(account)
    near = {(a.id, b.id): (a, b) for told_of in index.values() for a, b in product(told_of[True], told_of[False])}
    for group in by_first([near[key] for key in sorted(near) if _same_clause(*near[key])]):
        yield draft(
            "content",
            "content: one instrument is said to have a clause and not to have it",
            group,
            (f"says that {_clause(group[0][0], world)}", "says that it has not"),
            tried(another_version_of_the_text=None, another_clause_is_meant=None, an_annex_or_side_letter=None),
        )


def _clause(account: Account, world: World) -> str:
    return f"{called(account, 'instrument', world)} has a clause ({called(account, 'clause', world)})"


def _same_clause(a: Account, b: Account) -> bool:
    """The same words of one instrument at one stage; "the agreement" alone may be any, and takes a long clause."""
    if a.story.id == b.story.id:
        return False
    stages = [set(fold(one.quote).split()) & _STAGES for one in (a, b)]
    if stages[0] != stages[1]:
        return False
    first, second = _clause_words(a), _clause_words(b)
    if min(map(len, (first, second))) > _FEW and max(map(_is_cut, (a, b))):
        return len(first & second) >= _HALF * min(len(first), len(second)) and _same_instrument(a, b, True)
    within = min(len(first), len(second)) > 1 and (first <= second or second <= first)
    enough = _HALF if first <= second or second <= first else _MOST  # where each has words of its own, these may matter
    alike = within or len(first & second) >= enough * max(1, len(first | second))
    return alike and _same_instrument(a, b, len(first & second) > 2)


def _is_cut(account: Account) -> bool:
    """Whether the words taken for the clause tell next to nothing of it."""
    return len(stems(_words(account, "clause")) - _CLAUSE) < 2


def _clause_words(account: Account) -> frozenset[str]:
    """The words of what the instrument says; of the whole sentence where those of the clause tell too little."""
    own = stems(_words(account, "clause")) - _CLAUSE
    return stems(account.quote) - stems(_words(account, "instrument")) - _CLAUSE if _is_cut(account) else own


_FEW = 2


def _same_instrument(a: Account, b: Account, telling: bool) -> bool:
    """By id where both are known, else by words, of which one alone tells nothing unless the clause tells much."""
    known = a.fillers.get("instrument"), b.fillers.get("instrument")
    if all(known):
        return known[0] == known[1]
    first, second = stems(_words(a, "instrument")), stems(_words(b, "instrument"))
    shared = len(first & second)
    alike = shared >= _HALF * max(1, len(first | second)) or (shared > 1 and (first <= second or second <= first))
    return alike and (shared > 1 or telling) and _near_in_time(a, b, _YEAR)


_CLAUSE = stems(
    "clause provision mention reference requirement requires contains contain foresees provides lets allows permits "
    "any text"
)
_STAGES = vocabulary("draft drafts earlier initial preliminary previous original revised amended leaked")


# ------------------------------------------------------------------------------------------------------- deadlines
def deadlines(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """One mandate ends on two days. A later instrument, or a word of renewal, makes it two terms."""
    bodies: dict[tuple[str, ...], list[Account]] = defaultdict(list)
    for account in (*_accounts(told, "mandate"), *filter(is_extended, _accounts(told, "instrument"))):
        subject = filled(account, "body") or filled(account, "instrument")
        named = is_named(account, ("body", "instrument"), world) or len(subject) >= _TELLING
        if subject and _last_day(account) and named:
            bodies[subject].append(account)
        if len(proper := proper_words(f"of {account.quote[:1].lower()}{account.quote[1:]}")) > 1 and _last_day(account):
            bodies[("", *sorted(proper))].append(account)
    found = {
        (a.id, b.id): (a, b)
        for _, accounts in sorted(bodies.items())
        for a, b in combinations(sorted(accounts, key=order), 2)
        if _two_ends(a, b)
    }
    if found:
        for group in by_first(list(found.values())):
            a, b = group[0]
            yield draft(
                "deadline",
                "deadline: one mandate is given two last days",
                group,
                (f"ends the mandate of {_mandated(a, world)} on {_end(a)}", f"ends it on {_end(b)}"),
                tried(
                    renewed_in_between=None, end_of_mandate_against_end_of_withdrawal=None, first_day_after=_next(a, b)
                ),
            )


def is_extended(account: Account) -> bool:
    """Whether a text is told to be renewed to a day that the words give as its end."""
    words = account.claim.when_words
    end = rf"(?:until|till|to|through) {re.escape(words)}"
    return bool(words) and "mandate" in _words(account, "instrument") and re.search(end, account.quote) is not None


_TELLING = 4  # so many words, the same in two reports, name a thing that has no name


def _end(account: Account) -> str:
    """The last day as an EDTF value: as said, else the end of the term, else that of the time; a length is no day."""
    values = (_words(account, "until"), account.claim.term, account.claim.when)
    return next((value.rpartition("/")[2] for value in values if value and edtf.valid(value)), "")


def _last_day(account: Account) -> Span | None:
    return span_of(_end(account)) if _end(account) != ".." else None


def _two_ends(a: Account, b: Account) -> bool:
    first, second = _last_day(a), _last_day(b)
    if first is None or second is None or first.meets(second) or a.story.id == b.story.id:
        return False
    if {a.claim.status, b.claim.status} - {"happened", "ongoing"}:
        return False
    texts = a.fillers.get("instrument"), b.fillers.get("instrument")
    if all(texts):
        return texts[0] == texts[1]
    renewals = [bool(_RENEWED & stems(one.quote)) for one in (a, b)]
    return _near_in_time(a, b, _MONTH) and renewals[0] == renewals[1]


_RENEWED = frozenset({"renew", "exten", "prolo", "rollo", "anoth"})


def _near_in_time(a: Account, b: Account, days: int) -> bool:
    return a.published is not None and b.published is not None and a.published.wider(days, days).meets(b.published)


def _mandated(account: Account, world: World) -> str:
    return called(account, "body" if account.claim.roles.get("body") else "instrument", world)


def _next(a: Account, b: Account) -> bool:
    first, second = _last_day(a), _last_day(b)
    return first is not None and second is not None and abs(first.hi - second.hi) == 1


# ------------------------------------------------------------------------------------------------------- the only one
def only_ones(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """Two things are each called the only one of a kind by reports of one year."""
    kinds: dict[tuple[str, ...], list[Account]] = defaultdict(list)
    for account in _accounts(told, "scope"):
        if account.claim.scope and account.claim.scope.rank in ("only", "largest"):
            kinds[(account.claim.scope.rank, *sorted(stems(account.claim.scope.of)))].append(account)
    pairs = [pair for _, one in sorted(kinds.items()) for pair in combinations(one, 2) if _two_things(*pair)]
    for group in by_first(pairs):
        yield draft(
            "scope",
            "scope: two things are each called the only one, or the largest, of one kind",
            group,
            _only(*group[0], world),
            tried(one_thing_under_two_names=None, another_kind_is_meant=None, one_of_them_no_longer_stands=None),
        )


def _only(a: Account, b: Account, world: World) -> tuple[str, str]:
    rank = a.claim.scope.rank if a.claim.scope else "only"
    first, second = (called(one, "facility", world) for one in (a, b))
    return f"calls {first} the {rank} of its kind", f"calls {second} the {rank}"


def _two_things(a: Account, b: Account) -> bool:
    things = a.fillers.get("facility"), b.fillers.get("facility")
    return all(things) and things[0] != things[1] and a.story.id != b.story.id and _near_in_time(a, b, _YEAR)


# ------------------------------------------------------------------------------------------------------- order
_BEFORE = frozenset({"before", "then"})
_AFTER = frozenset({"after", "following"})


def orders(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """Two acts, of which one report puts the first before the second and another the second before the first."""
    homes = {account.id: one.event.id for one in told for account in one.accounts if one.event.kind == "act"}
    found: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for a, b in _sequences(told, homes):
        found[(homes[a.id], homes[b.id])].append(a)
    for first, second in sorted(found):
        if first < second and (second, first) in found:
            pairs = [(x, y) for x in found[(first, second)] for y in found[(second, first)] if x.story.id != y.story.id]
            for group in by_first(pairs)[:1]:
                yield draft(
                    "order",
                    "order: two acts are told in opposite order",
                    group,
                    _order(*group[0], world),
                    tried(other_acts_are_meant=None, one_act_went_on_while_the_other_was_done=None),
                )


def _order(a: Account, b: Account, world: World) -> tuple[str, str]:
    """Either puts the act that it is itself an account of before the other's."""
    first, second = act_words(a, world), act_words(b, world)
    return f"puts {first} before {second}", "puts it after"


def _sequences(told: Sequence[Told], homes: Mapping[str, str]) -> Iterator[tuple[Account, Account]]:
    """Pairs of accounts of one sentence joined by "before" or "after", in the order the sentence gives."""
    stories: dict[str, list[Account]] = defaultdict(list)
    for account in _accounts(told, "act"):
        if account.id in homes:
            stories[account.story.id].append(account)
    for story in sorted(stories):
        accounts = sorted(stories[story], key=lambda one: (one.claim.trigger, one.id))
        for a, b in pairwise(accounts):
            if homes[a.id] != homes[b.id] and (turned := _turned(a, b)) is not None:
                yield (b, a) if turned else (a, b)


def impossible_orders(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """One report puts an act before another, by its words or by their nature, and dates it after that one."""
    homes = {account.id: one.event.id for one in told for account in one.accounts}
    for first, second in (*_sequences(told, homes), *_by_nature(told)):
        if _dated_after(first, second):
            yield draft(
                "order",
                "order: what is told to have come first is given the later day",
                [(first, second)],
                (f"gives {first.claim.when} for what came first, {_noun(first, world)}", f"gives {second.claim.when}"),
                tried(slip_in_a_date=None, another_act_is_meant=None),
            )


def _noun(account: Account, world: World) -> str:
    state = _words(account, "state")
    return f"the text {state}" if state else act_words(account, world)


def _dated_after(first: Account, second: Account) -> bool:
    days = first.when, second.when
    return first.told and second.told and all(days) and days[0].lo > days[1].hi  # type: ignore[union-attr]


_STAGES_OF_TEXTS = {"signed": 0, "ratified": 1, "in force": 2}


def _by_nature(told: Sequence[Told]) -> Iterator[tuple[Account, Account]]:
    """Of one text in one report, its signature, which comes before its ratification, and this before it enters into
    force."""
    texts: dict[tuple[str, frozenset[str]], list[Account]] = defaultdict(list)
    for account in _accounts(told, "instrument"):
        if _words(account, "state") in _STAGES_OF_TEXTS and account.claim.status == "happened":
            texts[(account.story.id, stems(_words(account, "instrument")))].append(account)
    for _, accounts in sorted(texts.items(), key=lambda one: one[1][0].id):
        for a, b in permutations(accounts, 2):
            if _STAGES_OF_TEXTS[_words(a, "state")] < _STAGES_OF_TEXTS[_words(b, "state")]:
                yield a, b


def _turned(a: Account, b: Account) -> bool | None:
    """Whether the act told second came first; `None` where the words between the two do not say."""
    start, end = a.claim.trigger[1], b.claim.trigger[0]
    between = a.story.text[start:end] if 0 <= end - start <= 200 else ""
    if not between or any(mark in between for mark in ".!?\n"):
        return None
    words = set(fold(between).split())
    if bool(words & _BEFORE) == bool(words & _AFTER):
        return None
    return bool(words & _AFTER)


# ------------------------------------------------------------------------------------------------------- weekday
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = r"(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?"
_DATE = (
    r"(?:the )?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[a-z]{3,9})\b\.?"
    r"|(?P<month_>[a-z]{3,9})\.? (?P<day_>\d{1,2})(?:st|nd|rd|th)?\b)(?:,? (?P<year>\d{4})\b)?"
)
_DATED = re.compile(rf"\b{_WEEKDAY}(?:, ?| \(| ){_DATE}", re.IGNORECASE)
_DATED_FIRST = re.compile(rf"\b{_DATE}(?:, which was|, a|, on a| \(an?| \(| was an?) ?{_WEEKDAY}", re.IGNORECASE)


def weekdays(told: Sequence[Told]) -> Iterator[tuple[Draft, tuple[Account, ...]]]:
    """A weekday beside a date that fell on another, inside one report, with the claims whose quotes have it."""
    found: dict[tuple[str, int], list[tuple[Account, str, str]]] = defaultdict(list)
    dates = cache(_dates_in)  # a sentence may bear hundreds of claims
    for account in _accounts(told, None):
        for match in dates(account.quote):
            day = _dated(match, account)
            if day is not None and day.weekday() != _weekday(match):
                said = (
                    f"calls {day.isoformat()} a {_DAYS[_weekday(match)].capitalize()}",
                    f"by the calendar it was a {_DAYS[day.weekday()].capitalize()}",
                )
                found[(account.story.id, account.claim.quote[0] + match.start())].append((account, *said))
    for _, cases in sorted(found.items()):
        accounts = tuple(case[0] for case in cases)
        account, *values = cases[0]
        yield (
            draft(
                "weekday",
                "weekday: a date did not fall on the weekday it is given",
                [(account, account)],
                (values[0], values[1]),
                tried(
                    slip_in_the_weekday=None,
                    slip_in_the_date=None,
                    other_calendar=None,
                    year_taken_from_the_report=None,
                ),
            ),
            accounts,
        )


def _dates_in(quote: str) -> tuple[re.Match[str], ...]:
    """The dates of a quote that have a weekday beside them, before or behind."""
    return (*_DATED.finditer(quote), *_DATED_FIRST.finditer(quote))


def _weekday(match: re.Match[str]) -> int:
    return next(at for at, name in enumerate(_DAYS) if name.startswith(match["weekday"].lower()[:3]))


def _dated(match: re.Match[str], account: Account) -> date | None:
    """The day the words name; a year they leave out is that of the claim, or of a report published near it."""
    month = _month(match["month"] or match["month_"])
    if month is None:
        return None
    years = [int(match["year"])] if match["year"] else _years(account)
    days = [day for year in years if (day := _day(year, month, int(match["day"] or match["day_"])))]
    fitting = [day for day in days if day.weekday() == _weekday(match)]
    return next(iter(fitting or days), None)


def _years(account: Account) -> list[int]:
    """The years the report may mean; a report from the turn of a year may mean either."""
    if account.published is None or account.published.days > 31:
        return []
    near = account.published.wider(60, 60)
    return list(range(date.fromordinal(near.lo).year, date.fromordinal(near.hi).year + 1))


def _month(word: str) -> int | None:
    lower = word.lower()
    return next(
        (at for at, name in enumerate(_MONTHS, 1) if name == lower or (len(lower) == 3 and name[:3] == lower)), None
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------------- reading
def _accounts(told: Iterable[Told], kind: str | None) -> list[Account]:
    found = [account for one in told for account in one.accounts if kind is None or account.claim.kind == kind]
    return sorted(found, key=order)


def _words(account: Account, role: str) -> str:
    return " ".join(filler.words for filler in account.claim.roles.get(role, ()))
