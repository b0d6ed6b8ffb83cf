"""What somebody is quoted with in two ways, and how a vote is told to have gone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from regesta.collate.accounts import Account, World, order, report_words
from regesta.collate.act_conflicts import Pairing, other_texts
from regesta.collate.events import Told, filled
from regesta.collate.sides import Draft, Pairs, act_words, by_first, called, draft, tried
from regesta.collate.telling_words import NUMBERS, contradict, number, plain
from regesta.lexicon import words

__all__ = ["day_of_vote", "identifier", "quotes", "votes", "votes_of_one_body"]

_SAYING_DAYS = 4  # a speaker may say nearly the same again after more


# ------------------------------------------------------------------------------------------------------- quotations
def quotes(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """One saying of one speaker is given in two wordings of which one turns the other's sense.

    What one of them leaves out, other words for the same, and translations are harmless.
    """
    speakers: dict[tuple[str, ...], list[Account]] = defaultdict(list)
    for one in told:
        for account in one.accounts if one.event.kind == "quotation" else ():
            if filled(account, "speaker"):
                speakers[filled(account, "speaker")].append(account)
    for _, accounts in sorted(speakers.items()):
        for group in by_first([pair for pair in _near(accounts) if _two_wordings(*pair)]):
            a, b = group[0]
            yield draft(
                "quote",
                "quote: one saying is quoted in two wordings of different sense",
                group,
                (
                    f"quotes {called(a, 'speaker', world)}: {called(a, 'text', world)}",
                    f"quotes {called(b, 'text', world)}",
                ),
                tried(another_occasion=None, a_translation=False, words_left_out=False, a_slip_of_the_pen=None),
            )


def _near(accounts: Iterable[Account]) -> Iterator[tuple[Account, Account]]:
    """Pairs of accounts of two reports published within days, in order of publication."""
    sitting: list[Account] = []
    for one in sorted((each for each in accounts if each.published), key=order):
        sitting = [other for other in sitting if _days_apart(other, one) <= _SAYING_DAYS]
        yield from ((other, one) for other in sitting if other.story.id != one.story.id)
        sitting.append(one)


def _days_apart(a: Account, b: Account) -> int:
    return b.published.lo - a.published.hi if a.published and b.published else 0


def _two_wordings(a: Account, b: Account) -> bool:
    if any(_is_translated(one) for one in (a, b)):
        return False
    first, second = (plain(" ".join(filler.words for filler in one.claim.roles.get("text", ()))) for one in (a, b))
    return contradict(first, second)


_TRANSLATED = words("translation")


def _is_translated(account: Account) -> bool:
    by_voice = any(voice.kind == "translated" for voice in account.claim.voices)
    return by_voice or not _TRANSLATED.isdisjoint(plain(account.quote))


# ------------------------------------------------------------------------------------------------------- votes
_N = rf"(?P<{{}}>\d{{{{1,4}}}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_VOTERS = "votes?|members?|countries|states|deputies|lawmakers|senators|delegates|mps"
_WHO = rf"(?: (?:of the )?(?:[a-z]+ )?(?:{_VOTERS})(?: of [^,.;:]{{1,40}}?)?)?"
_VOTED = "in favou?r|for it|for the|voting for|votes? for|voted for|voted in favou?r|backed it|yes"
_AGAINST = "against|opposed|votes? against|voted against|voting against|opposing|dissenting"
_ABSTAIN = "abstain(?:ed|ing)?|abstentions?"
_TALLIES: Mapping[str, re.Pattern[str]] = {
    "both": re.compile(
        rf"\b{_N.format('yes')} (?:votes?|members?|deputies|senators)? ?(?:to|against) {_N.format('no')}\b"
    ),
    "dash": re.compile(r"(?<![\d-])(?P<yes>\d{1,3})[-–](?P<no>\d{1,3})(?![\d-])"),
    "yes": re.compile(rf"\b{_N.format('yes')}{_WHO} (?:{_VOTED})\b"),
    "no": re.compile(rf"\b{_N.format('no')}{_WHO} (?:{_AGAINST})\b"),
    "abstained": re.compile(rf"\b{_N.format('abstained')}{_WHO} ?(?:{_ABSTAIN})\b"),
}
_VOTING = re.compile(r"\b(?:vot|adopt|pass|approv|ratif|reject|endors|carried|backed)", re.IGNORECASE)
_VAGUE = re.compile(r"(?:more than|at least|over|about|nearly|almost|around|some|fewer than|up to) $")
_UNANIMOUS = re.compile(r"\bunanimous")
_NO_VOTE_AGAINST = re.compile(r"\b(?:without a|no) (?:vote against|dissent)")


@lru_cache(maxsize=512)
def tally(sentence: str) -> Mapping[str, int]:
    """The votes told in a sentence: ``yes``, ``no``, ``abstained``, as far as they are; vague numbers are none."""
    text = sentence.lower()
    if not _VOTING.search(text):
        return {}
    found: dict[str, int] = {}
    for pattern in _TALLIES.values():
        for match in pattern.finditer(text):
            if not _VAGUE.search(text[: match.start()]):
                counted = {name: number(value) for name, value in match.groupdict().items()}
                found = {**{name: value for name, value in counted.items() if value is not None}, **found}
    if _UNANIMOUS.search(text) or _NO_VOTE_AGAINST.search(text):
        found.setdefault("no", 0)
    return found


def votes(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """One decision, and two reports count its votes otherwise."""
    for one in told:
        accounts = [account for account in one.accounts if _counts(account)]
        pairs = [(a, b) for a, b in combinations(accounts[:_READ], 2) if _counted_otherwise(a, b)]
        yield from (_count(group, world) for group in by_first(pairs)[:1])


def _count(group: Pairs, world: World) -> Draft:
    a, b = group[0]
    return draft(
        "vote",
        "vote: the votes on one decision are counted with different results",
        group,
        (f"counts {_votes(a)} on {act_words(a, world)}", f"counts {_votes(b)}"),
        tried(another_round_of_voting=None, votes_corrected_later=None, absent_members_counted=None),
    )


def _counts(account: Account) -> bool:
    return account.claim.kind in ("act", "instrument") and bool(tally(said(account)))


def votes_of_one_body(told: Sequence[Told], world: World) -> Iterator[Draft]:
    """The votes of one body on one day, on what goes by the same words, are counted otherwise by the reports of two
    events."""
    by_day: dict[int, dict[str, list[tuple[str, Account]]]] = defaultdict(lambda: defaultdict(list))
    for one in told:
        for account in one.accounts:
            if (day := day_of_vote(account)) is not None:
                for body in _voters(account):
                    by_day[day][body].append((one.event.id, account))
    for _, bodies in sorted(by_day.items()):
        pairs = {(a.id, b.id): (a, b) for members in bodies.values() for a, b in _in_two_events(members)}
        yield from (_count(group, world) for group in by_first([pairs[key] for key in sorted(pairs)]))


def day_of_vote(account: Account) -> int | None:
    """The day of a vote whose votes are told, and who gave them."""
    is_dated = account.told and account.when is not None and account.when.days == 1
    return account.when.lo if is_dated and account.when and _voters(account) and _counts(account) else None


def _in_two_events(members: Sequence[tuple[str, Account]]) -> Iterator[tuple[Account, Account]]:
    """The accounts of different events that count otherwise the votes on one text."""
    in_order = sorted(members, key=lambda one: order(one[1]))
    for (home, a), (other, b) in combinations(in_order[:_READ], 2):
        if home != other and _counted_otherwise(a, b) and _on_one_text(a, b):
            yield a, b


def _voters(account: Account) -> frozenset[str]:
    return frozenset(one for role in ("who", "parties") for one in account.fillers.get(role, ()))


def _on_one_text(a: Account, b: Account) -> bool:
    """Whether either report has most of the words by which the other tells what was voted on."""
    if a.numbers or b.numbers or other_texts(a, b):
        return bool(a.numbers & b.numbers)
    texts = [one.text | one.matter for one in (a, b)]
    return any(
        own and len(own & report_words(other.story.text)) * 3 >= len(own) * 2
        for own, other in zip(texts, (b, a), strict=True)
    )


_READ = 40
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")


def said(account: Account) -> str:
    """The whole sentence in which the act is told."""
    text, (start, end) = account.story.text, account.claim.quote
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - 400), start)]
    after = _SENTENCE_END.search(text, max(start, end - 1), min(len(text), end + 400))
    return text[before[-1] if before else max(0, start - 400) : after.start() if after else min(len(text), end + 400)]


def _counted_otherwise(a: Account, b: Account) -> bool:
    first, second = tally(said(a)), tally(said(b))
    if not _one_vote(a, b):
        return False
    return a.story.id != b.story.id and any(first[name] != second[name] for name in first.keys() & second.keys())


def _one_vote(a: Account, b: Account) -> bool:
    """Whether nothing says that the two tell of votes by two bodies, or on two days."""
    voters = [_voters(one) for one in (a, b)]
    if all(voters) and voters[0].isdisjoint(voters[1]):
        return False
    return not (a.told and b.told and a.when and b.when) or a.when.meets(b.when)


def _votes(account: Account) -> str:
    counted = tally(said(account))
    return ", ".join(f"{counted[name]} {_CALLED[name]}" for name in _CALLED if name in counted)


_CALLED = {"yes": "for", "no": "against", "abstained": "abstaining"}


# ------------------------------------------------------------------------------------------------------- identifiers
def identifier(pairing: Pairing) -> Draft | None:
    """One decision on one day, told in the same words, goes by two numbers that a slip makes of one another."""
    pairs = [(a, b) for a, b in pairing.apart_by("instrument") if _one_decision(a, b) and _slipped(a, b)]
    if not pairs:
        return None
    a, b = pairs[0]
    return draft(
        "vote",
        "vote: one decision is given two numbers",
        pairs,
        (f"gives {' and '.join(sorted(a.numbers))} as the number of {act_words(a, pairing.world)}",
         f"gives {' and '.join(sorted(b.numbers))}"),
        tried(two_decisions=None, a_slip_of_the_pen=True),
    )  # fmt: skip


def _one_decision(a: Account, b: Account) -> bool:
    """The same day and, but for numbers, the same words, enough of them to be no chance."""
    if not (a.told and b.told and a.when and a.when == b.when and a.when.days == 1):
        return False
    first, second = (frozenset(word for word in one.words if not word.isdecimal()) for one in (a, b))
    return len(first & second) >= _SAME_WORDS and len(first ^ second) <= 1


_SAME_WORDS = 5


def _slipped(a: Account, b: Account) -> bool:
    """Whether the numbers have the same digits in another order, or differ in one."""
    return any(_one_slip(x, y) for x in a.numbers for y in b.numbers)


def _one_slip(a: str, b: str) -> bool:
    return len(a) == len(b) > 2 and (sorted(a) == sorted(b) or sum(x != y for x, y in zip(a, b, strict=True)) == 1)
