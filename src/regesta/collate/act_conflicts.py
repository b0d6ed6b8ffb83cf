"""What two reports of acts cannot both hold: day, year, place, person, number, status, denial.

Every rule asks first that the two accounts are alike in everything but what it is about. A false alarm costs more
than a miss: a vague value contradicts nothing, and neither does an act that may well have been done twice.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from regesta.collate.accounts import Account, Held, World, order, place_relation, report_words, stems, vocabulary
from regesta.collate.events import Told
from regesta.collate.likeness import Likeness, but_for, compare, status_group, trigger, unique_act, wording
from regesta.collate.sides import Draft, act_words, alike_names, draft, listed, named, tried
from regesta.lexicon import fold
from regesta.model import Quantity

__all__ = ["Pairing", "between", "other_texts", "stories", "told_as", "within"]

STRONG = 4.5  # likeness that is enough where the one thing in question may not count
_READ = 8  # accounts of an event that are read; more of them say the same again
_CLOSE_DAYS = 3
_MONTH = 31
_WORD_FOR_WORD = 0.6
_TELLING_WORDS = 8  # shorter sentences agree by chance
_ALL_BUT_ONE = 0.8
_AGAIN = re.compile(
    r"\b(?:again|resum(?:ed|ing)|anew)\b"
    r"|\b(?:another|second|third|fourth|fifth|new|further|subsequent|later|next|follow-up) (?:\w+ ){0,2}"
    r"(?:rounds?|meetings?|talks|visits?|calls?|conversations?|summits?|sessions?|attacks?|raids?|strikes?|bombings?"
    r"|ambush|incidents?|exercises?|patrols?|tours?|trips?|shipments?|consignments?|batch|groups?|convoys?"
    r"|protests?|time|day|agreements?|deals?|accords?|memorand\w+|protocols?|treat(?:y|ies)|resolutions?|delegations?)\b",
    re.IGNORECASE,
)
_ROUND_FROM = 100
_ROUND_WITHIN = 0.05

Pair = tuple[Account, Account, Likeness]


class Pairing:
    """Two events and the pairs of their accounts that one bar alone keeps apart."""

    def __init__(self, left: Told, right: Told, world: World) -> None:
        self.left, self.right, self.world = left, right, world
        # Whether some report tells of both events; then it took them for two, and they can but deny each other.
        self.one_report_tells_both = bool(stories(left) & stories(right))
        pairs = ((a, b) for a in left.accounts[:_READ] for b in right.accounts[:_READ] if self._may_differ(a, b))
        compared = ((a, b, self._likeness(a, b)) for a, b in pairs)
        self._pairs: list[Pair] = [pair for pair in compared if len(pair[2].bars) == 1 and pair[2].score >= STRONG]

    def _likeness(self, a: Account, b: Account) -> Likeness:
        """What speaks for one act. The day of what was put off or denied is often that of the denial, and no bar."""
        found = compare(a, b, self.world)
        if len(found.bars) > 1 and _undone_after(a, b):
            rest = but_for(frozenset({"status", "time"}), a, b, self.world)
            return Likeness(rest.features, ("status",)) if rest else found
        return found

    def _may_differ(self, a: Account, b: Account) -> bool:
        return not self.one_report_tells_both or {told_as(a), told_as(b)} == {"done", "not"}

    @property
    def alike(self) -> bool:
        """Whether any pair is one act but for one thing."""
        return bool(self._pairs)

    def apart_by(self, bar: str, *, in_one_report: bool = False) -> list[tuple[Account, Account]]:
        """The pairs that are one act but for this; where one report tells both events, it takes its word for it."""
        if self.one_report_tells_both and not in_one_report:
            return []
        return [(a, b) for a, b, likeness in self._pairs if likeness.bars == (bar,)]


def _undone_after(a: Account, b: Account) -> bool:
    """Whether one denies or calls off what the other tells as done on a day shortly before, and gives no other day."""
    undone, done = (a, b) if told_as(a) in ("not", "off") else (b, a)
    if told_as(undone) not in ("not", "off") or told_as(done) != "done" or undone.published is None:
        return False
    if done.when is None or not done.told or not done.when.wider(_DAYS_BEFORE, _DAYS_AFTER).meets(undone.published):
        return False
    own_day = undone.when is not None and undone.when.meets(undone.published.wider(2, 0))
    return (not undone.told and not _LONG_AGO.search(undone.quote)) or own_day


_LONG_AGO = re.compile(r"\b(?:once|earlier|previously|formerly|last (?:year|month|week)|ago)\b")


_DAYS_BEFORE, _DAYS_AFTER = 2, 14


def stories(told: Told) -> frozenset[str]:
    """The reports that tell of the event."""
    return frozenset(one.story.id for one in told.accounts)


def between(pairing: Pairing) -> Iterator[Draft]:
    """Everything that stands between two events which are one but for one thing."""
    rules = (day, year, place, participant, denial, status) if pairing.alike else ()
    for rule in rules:
        found = rule(pairing)
        if found is not None:
            yield found


# ------------------------------------------------------------------------------------------------------- time
def day(pairing: Pairing) -> Draft | None:
    """One act, two days. An act that cannot be done twice may lie months apart; another, three days, and no word may
    hint at a second time."""
    pairs = [(a, b) for a, b in pairing.apart_by("time") if _days_differ(a, b)]
    if not pairs:
        return None
    a, b = pairs[0]
    return draft(
        "date",
        "date: one act is given two different days",
        pairs,
        (f"gives {a.claim.when} for {act_words(a, pairing.world)}", f"gives {b.claim.when}"),
        tried(
            dateline_a_day_later=_gap(a, b) == 1 and _relative(a, b),
            time_zone=None if _gap(a, b) == 1 else False,
            an_act_of_several_days=None if _gap(a, b) <= _CLOSE_DAYS and not unique_act(a) else False,
            two_acts=False if unique_act(a) else None,
        ),
    )


def _days_differ(a: Account, b: Account) -> bool:
    if not (_told_done(a, b) and a.when and b.when and _year(a) == _year(b) is not None):
        return False
    if (
        other_texts(a, b)
        or _one_begins_what_the_other_ends(a, b)
        or _other_chambers(a, b)
        or _one_tells_both_days(a, b)
    ):
        return False
    if _once_to_the_same(a, b):
        return max(a.when.days, b.when.days) <= _MONTH
    if a.when.days > 1 or b.when.days > 1 or _again(a, b):
        return False
    return _gap(a, b) <= (_MONTH if _same_text(a, b) else _CLOSE_DAYS) and (_same_text(a, b) or _closely_alike(a, b))


def _one_tells_both_days(a: Account, b: Account) -> bool:
    """Whether a sentence has the day of the other beside its own: it tells of two things."""
    return _names_day(a, b.claim.when_words) or _names_day(b, a.claim.when_words)


def _names_day(account: Account, day: str) -> bool:
    is_date = day != account.claim.when_words and any(map(str.isdigit, day))
    return is_date and re.search(rf"\b{re.escape(day)}\b", account.quote) is not None


def _one_begins_what_the_other_ends(a: Account, b: Account) -> bool:
    begins, ends = ([bool(words.search(one.quote)) for one in (a, b)] for words in (_BEGINS, _ENDS))
    return (begins[0] and ends[1]) or (begins[1] and ends[0])


_BEGINS = re.compile(r"\b(?:opened|began|begun|started|kicked off|arrived)\b")
_ENDS = re.compile(r"\b(?:ended|concluded|closed|wound up|finished|left|departed)\b")


def _other_chambers(a: Account, b: Account) -> bool:
    """Whether a text passed, in one report or both, a body that the other does not name."""
    passed = all(trigger(one).startswith(("approv", "ratif", "adopt", "pass", "endors")) for one in (a, b))
    named_by = a.bodies["who"], b.bodies["who"]
    return passed and not (a.numbers & b.numbers) and any(named_by) and not named_by[0] & named_by[1]


def _told_done(a: Account, b: Account) -> bool:
    return a.told and b.told and status_group(a) == status_group(b) == "done"


def _closely_alike(a: Account, b: Account) -> bool:
    """No day of a longer act is meant, nor another of the same parties: both sentences name two persons, or one at one
    place; or they tell of one text or of as many of the same things, or in mostly the same words."""
    if "visit" in (a.claim.mode, b.claim.mode) and not _one_move(a, b):
        return False
    people = len(a.folk & b.folk)
    if people > 1 or (people and (a.spots & b.spots or wording(a, b) >= _MUCH)):
        return True
    return bool(a.instruments & b.instruments) or _same_things(a, b) or wording(a, b) >= _MOST


_MUCH, _MOST = 0.25, 0.4


def _one_move(a: Account, b: Account) -> bool:
    """Whether both tell a journey by its beginning, by its end, or with the same verb."""
    first, second = trigger(a), trigger(b)
    return first[:5] == second[:5] or any(first in moves and second in moves for moves in _MOVES)


_MOVES = (vocabulary("arrived landed flew reached came touched"), vocabulary("left departed flew"))


_OF_THINGS = frozenset({"AID", "SANCTION", "RETREAT", "CONCEDE", "MOBILIZE", "ASSAULT", "COERCE"})


def _same_things(a: Account, b: Account) -> bool:
    """As many of the same things were given, freed or sent away by one state."""
    first, second = a.claim.quantity, b.claim.quantity
    if a.claim.type not in _OF_THINGS or first is None or second is None or first.low != second.low:
        return False
    one_side = a.states["who"] & b.states["who"] or (not a.states["who"] and a.states["other"] & b.states["other"])
    return bool(one_side) and counted_thing(a) == counted_thing(b) != "" and counted_thing(a) not in _ANYBODY


_ANYBODY = vocabulary("person civilian soldier man woman child villager militant fighter gunman rebel other")


_TEXT_NOUN = re.compile(
    r"((?:\b[\w’'-]{1,40} ){1,3})"
    r"(?:agreements?|accords?|treat(?:y|ies)|memorandum|memoranda|protocols?|pacts?|deals?|conventions?)"
    r"(?: (?:on|for|of) ((?:[\w’'-]{1,40} ?){1,4}))?"
)


def other_texts(a: Account, b: Account) -> bool:
    """Whether each sentence tells its agreement by a word that the other report has nowhere: "fishing", "customs"."""
    first, second = (_text_words(one) for one in (a, b))
    if not first or not second or first & second == first | second:
        return False
    return bool(first - report_words(b.story.text)) and bool(second - report_words(a.story.text))


def _text_words(account: Account) -> frozenset[str]:
    told = " ".join(" ".join(filter(None, found.groups())) for found in _TEXT_NOUN.finditer(account.quote))
    return stems(told) - stems(account.claim.when_words)


def _once_to_the_same(a: Account, b: Account) -> bool:
    """An act that can be done but once, and the same person or numbered text it was done to."""
    if not (unique_act(a) and unique_act(b)):
        return False
    if a.numbers & b.numbers or (not a.level and a.people["other"] & b.people["other"]):
        return True
    if not a.states["who"] & b.states["who"]:
        return False
    again = a.claim.mode in _ONCE_A_STATE and _trigger(a) == _trigger(b) and _same_matter(a, b)
    return bool(a.instruments & b.instruments) or again


_ONCE_A_STATE = vocabulary("recognise recognition relations")


def _same_matter(a: Account, b: Account) -> bool:
    """What it is about is told in mostly the same words."""
    return len(a.matter & b.matter) >= max(1.0, _WORD_FOR_WORD * len(a.matter | b.matter))


def _same_text(a: Account, b: Account) -> bool:
    """Two signings by the same states of what goes by mostly the same words."""
    first, second = (
        stems(" ".join(filler.words for filler in one.claim.roles.get("instrument", ()))) for one in (a, b)
    )
    told_alike = len(first & second) > 1 and len(first & second) >= _WORD_FOR_WORD * len(first | second)
    return told_alike and unique_act(a) and unique_act(b) and len(a.states["who"] & b.states["who"]) > 1


def _trigger(account: Account) -> str:
    return trigger(account)[:5]


def _gap(a: Account, b: Account) -> int:
    return max(a.when.lo, b.when.lo) - min(a.when.hi, b.when.hi) if a.when and b.when else 0


def _year(account: Account) -> int | None:
    """The one year an account gives, if it gives one."""
    if account.when is None or account.when.days > 366:
        return None
    first, last = date.fromordinal(account.when.lo).year, date.fromordinal(account.when.hi).year
    return first if first == last else None


def _relative(a: Account, b: Account) -> bool:
    return "publication" in (a.claim.when_basis, b.claim.when_basis)


def _again(a: Account, b: Account) -> bool:
    """Words in either quote hint at more than one such act."""
    return bool(_AGAIN.search(a.quote) or _AGAIN.search(b.quote))


def year(pairing: Pairing) -> Draft | None:
    """One act that can be done but once, two years; what recurs (a summit, a visit, a coup) is silent."""
    pairs = [(a, b) for a, b in pairing.apart_by("time") if _told_done(a, b) and _once_to_the_same(a, b)]
    pairs = [(a, b) for a, b in pairs if _year(a) and _year(b) and _year(a) != _year(b)]
    if not pairs:
        return None
    a, b = pairs[0]
    same_day = (
        date.fromordinal(a.when.lo).timetuple()[1:3] == date.fromordinal(b.when.lo).timetuple()[1:3]
        if (a.when and b.when)
        else False
    )
    return draft(
        "year",
        "year: one act that happens once is given two years",
        pairs,
        (f"gives {_year(a)} for {act_words(a, pairing.world)}", f"gives {_year(b)}"),
        tried(slip_of_the_pen_in_the_year=same_day or None, other_calendar=None, two_acts=None),
    )


# ------------------------------------------------------------------------------------------------------- place, person
def place(pairing: Pairing) -> Draft | None:
    """One meeting on one day, two places of which neither lies in the other. A tour or a call has many places."""
    pairs = [(a, b) for a, b in pairing.apart_by("place") if _at_two_places(a, b, pairing.world)]
    return _placed_twice(pairs, pairing.world) if pairs else None


def _at_two_places(a: Account, b: Account, world: World) -> bool:
    if not (_same_day(a, b) and _at_one_place(a, b) and a.spots and b.spots) or other_texts(a, b):
        return False
    return all(place_relation(one, two, world) == "apart" for one in a.spots for two in b.spots)


def _placed_twice(pairs: list[tuple[Account, Account]], world: World) -> Draft:
    a, b = pairs[0]
    first, second = (listed(sorted(one.spots), world) for one in (a, b))
    return draft(
        "place",
        "place: one act is put in two places that lie apart",
        pairs,
        (f"puts {act_words(a, world)} in {first}", f"puts it in {second}"),
        tried(one_place_lies_in_the_other=False, two_stops_of_one_journey=None, place_of_report=None),
    )


def _same_day(a: Account, b: Account) -> bool:
    return _told_done(a, b) and a.when is not None and a.when == b.when and a.when.days == 1


def _at_one_place(a: Account, b: Account) -> bool:
    if {a.claim.mode, b.claim.mode} & {"visit", "phone", "call", "video", "letter"} or _again(a, b):
        return False
    if _same_text(a, b):
        return True
    return _once_to_the_same(a, b) or _closely_alike(a, b)


def participant(pairing: Pairing) -> Draft | None:
    """One act on one day, and one single office is said to have acted through two persons; or the two sentences agree
    word for word but for the person."""
    world = pairing.world
    pairs = [
        (a, b)
        for a, b in pairing.apart_by("person")
        if _same_day(a, b)
        and _one_part(a, b, world)
        and not alike_names(*_in_dispute(a, b), world)
        and not _again(a, b)
    ]
    if not pairs:
        return None
    a, b = pairs[0]
    first, second = _in_dispute(a, b)
    return draft(
        "participant",
        "participant: one part in one act is given to two persons",
        pairs,
        (f"names {listed(sorted(first), world)} for {act_words(a, world)}", f"names {listed(sorted(second), world)}"),
        tried(both_took_part=None, one_person_under_two_names=None, the_office_changed_hands=None),
    )


def _in_dispute(a: Account, b: Account) -> tuple[frozenset[str], frozenset[str]]:
    """The persons whom one names and the other does not."""
    first = a.people["who"] | a.people["other"] | a.folk
    second = b.people["who"] | b.people["other"] | b.folk
    return first - second, second - first


def _one_part(a: Account, b: Account, world: World) -> bool:
    """Whether the persons in dispute stand for each other: neither report names the other's anywhere, and they lead, or
    hold one office, or the sentences agree but for them."""
    first, second = _in_dispute(a, b)
    if first & (b.company | b.folk) or second & (a.company | a.folk):
        return False
    if all(any(_leads(one, told, world) for one in side) for side, told in ((first, a), (second, b))):
        return True
    offices = [{held for one in side for held in told.offices.get(one, ())} for side, told in ((first, a), (second, b))]
    if all(offices) and not {words for words, _ in offices[0]} & {words for words, _ in offices[1]}:
        return False  # holders of two offices may both have been there
    single = _others_took_part(a, b) and any(
        single_office(words) and states for words, states in offices[0] & offices[1]
    )
    return single or bool(a.numbers & b.numbers) or _one_office(a, b, offices) or _word_for_word(a, b, world)


def _others_took_part(a: Account, b: Account) -> bool:
    """Whether both name somebody else, or a text; else nothing but the office is in dispute."""
    return bool(a.folk & b.folk or a.instruments & b.instruments or a.numbers & b.numbers) or bool(
        (a.sides["who"] | a.sides["other"]) & (b.sides["who"] | b.sides["other"])
    )


def _one_office(a: Account, b: Account, offices: Sequence[set[Held]]) -> bool:
    """Whether one person for each holds an office of the same words, in a round of which another is the same."""
    same = {words for words, _ in offices[0]} & {words for words, _ in offices[1]}
    states = [{state for words, of in held if words in same for state in of} for held in offices]
    if not same or len(offices[0]) != len(offices[1]) or (all(states) and not states[0] & states[1]):
        return False
    return bool(a.folk & b.folk) and len(a.folk) == len(b.folk)


def _leads(person: str, account: Account, world: World) -> bool:
    """Whether the sentence says that a delegation, a round or a force was led by the person."""
    last = fold(named([person], world)).split()[-1:]
    return any(last == fold(found["who"]).split()[-1:] for found in _LED.finditer(account.quote))


_LED = re.compile(
    r"\b(?:led|headed|chaired|presided over|commanded) by "
    r"(?P<who>(?:[a-z]+ ){0,3}[A-Z][\w'’-]{0,40},? ?(?:(?:of |the )?[A-Z][\w'’-]{0,40},? ?){0,7})"
)


def _word_for_word(a: Account, b: Account, world: World) -> bool:
    """Whether the sentences agree but for the names, and say enough to do so by no chance."""
    if _SHADES & set(fold(a.quote).split()) != _SHADES & set(fold(b.quote).split()):
        return False
    names = stems(named(sorted(a.people["who"] | a.people["other"] | b.people["who"] | b.people["other"]), world))
    first, second = a.words - names, b.words - names
    alike = len(first & second) >= _ALL_BUT_ONE * len(first | second)
    return alike and min(len(first), len(second)) >= _TELLING_WORDS


_SHADES = vocabulary("former deputy vice acting interim ex then junior assistant")
_MANY = vocabulary("deputy vice assistant junior adviser advisor former member spokesman spokesperson envoy")
# One person at a time holds these of one place, body or post, which must be named with them.
_OF_ONE_THING = vocabulary(
    "governor mayor ambassador commander head chair chairman chairwoman chairperson rector prefect archbishop "
    "commissioner director"
)
_MANY_SECRETARIES = vocabulary("private press permanent under state party first second third state")
_SINGLE = vocabulary("president king queen emir sultan chancellor monarch speaker premier pope")


def single_office(words: frozenset[str]) -> bool:
    """Whether one person at a time holds an office of these words in a state."""
    if words & _MANY:
        return False
    if words & _OF_ONE_THING and len(words) > 1:
        return True
    return (
        bool(words & _SINGLE)
        or ("minister" in words and len(words) > 1 and "state" not in words)
        or ("chief" in words and len(words) > 1)
        or ("secretary" in words and len(words) > 1 and not words & _MANY_SECRETARIES)
    )


# ------------------------------------------------------------------------------------------------------- status
def denial(pairing: Pairing) -> Draft | None:
    """One voice says that it happened (or that it was promised), another that it did not."""
    apart = pairing.apart_by("status", in_one_report=True)
    pairs = [(a, b) for a, b in apart if {told_as(a), told_as(b)} == {"done", "not"} and _one_sort(a, b)]
    if not pairs:
        return None
    a, b = pairs[0]
    return draft(
        "denial",
        "denial: one act is both reported and denied",
        pairs,
        _told_ways(a, b, pairing.world),
        tried(another_act_is_denied=None, only_the_wording_is_denied=None, denied_before_it_happened=_not_first(a, b)),
    )


def _one_sort(a: Account, b: Account) -> bool:
    """Whether both tell the act by one type, or by the same verb or noun. Where nothing but the word for those who act
    tells it ("troops"), the sentences must be alike."""
    if _told_by_its_actor(a) or _told_by_its_actor(b):
        return wording(a, b) >= _MOST
    return a.claim.type == b.claim.type or trigger(a)[:5] == trigger(b)[:5]


def _told_by_its_actor(account: Account) -> bool:
    start, end = account.claim.trigger
    return any(one.start <= start and end <= one.end for one in account.claim.roles.get("who", ()))


def told_as(account: Account) -> str:
    """A promise is an act of its own: to promise is to have done something that can be denied."""
    if account.claim.status == "promised":
        return "done"
    before = account.story.text[max(0, account.claim.trigger[0] - 30) : account.claim.trigger[0]]
    if account.claim.status == "not_happened" and _WILL_NOT.search(before):
        return "unclear"  # who will not do it does not say that it was not done
    if account.claim.status == "not_happened" and _CALLED_OFF.search(account.quote):
        return "off"
    return status_group(account)


_WILL_NOT = re.compile(r"\b(?:(?:will|shall|would) (?:not|never)|won['’]t)\b[^.;]*$")
_CALLED_OFF = re.compile(r"\b(?:put off|postponed|cancell?ed|called off)\b")


def _not_first(a: Account, b: Account) -> bool | None:
    """Whether the denial was published before the act could be."""
    negative, positive = (a, b) if status_group(a) == "not" else (b, a)
    if negative.published is None or positive.when is None:
        return None
    return negative.published.hi < positive.when.lo


def status(pairing: Pairing) -> Draft | None:
    """One act on one day is said to have happened and to have been put off or called off."""
    pairs = [
        (a, b)
        for a, b in pairing.apart_by("status")
        if {told_as(a), told_as(b)} == {"done", "off"}
        and _one_sort(a, b)
        and not other_texts(a, b)
        and _on_that_day(a, b)
        and not (_other_names(a, b) or _with_others(a, b))
    ]
    if not pairs:
        return None
    a, b = pairs[0]
    return draft(
        "status",
        "status: one act on one day is said to have happened and not to have been held",
        pairs,
        _told_ways(a, b, pairing.world),
        tried(
            put_off_within_the_day=None, the_day_is_that_of_the_announcement=None, a_decision_reversed=_not_off(a, b)
        ),
    )


def _not_off(a: Account, b: Account) -> bool | None:
    """Whether the act may have been taken up again: the report that it was off came first."""
    off, done = (a, b) if told_as(a) == "off" else (b, a)
    known = off.published is not None and done.published is not None
    return None if not known or order(off) < order(done) else False


def _with_others(a: Account, b: Account) -> bool:
    """Whether what was called off was with people whom common nouns tell, and the other report names somebody else."""
    off, done = (a, b) if told_as(a) == "off" else (b, a)
    nameless = any(not one.entity for one in off.claim.roles.get("with", ()))
    return nameless and bool((done.people["who"] | done.people["other"]) - off.company - off.folk)


def _on_that_day(a: Account, b: Account) -> bool:
    return _same_told_days(a, b) or (_undone_after(a, b) and not _again(a, b))


def _same_told_days(a: Account, b: Account) -> bool:
    return a.told and b.told and a.when is not None and b.when is not None and max(a.when.days, b.when.days) <= 3


def _other_names(a: Account, b: Account) -> bool:
    """Whether, where only states are known to take part, each names something that the other report does not."""
    if a.people["who"] & b.people["who"] or a.people["other"] & b.people["other"] or a.numbers & b.numbers:
        return False
    first, second = (frozenset(_NAME.findall(one.quote)) - _spoken_names(one) for one in (a, b))
    return any(name not in b.story.text for name in first) and any(name not in a.story.text for name in second)


_NAME = re.compile(r"(?<=[\w,;:] )[A-Z]\w{3,}")  # not at the start of a sentence


def _spoken_names(account: Account) -> frozenset[str]:
    """The names of those who say so, and of days and months."""
    told = " ".join(voice.name for voice in account.claim.voices)
    return frozenset(_NAME.findall(f", {account.claim.when_words} , {told}")) | frozenset(told.split())


def _how(account: Account) -> str:
    """As what a report tells the act."""
    return {
        "done": "as having happened",
        "ahead": "as promised",
        "not": "as not having happened" if account.claim.status == "not_happened" else "as denied",
        "off": "as called off" if account.claim.status == "not_happened" else f"as {account.claim.status}",
    }[told_as(account)]


def _told_ways(a: Account, b: Account, world: World) -> tuple[str, str]:
    day = a.claim.when or b.claim.when
    return f"reports {act_words(a, world)}{f' ({day})' if day else ''} {_how(a)}", f"reports it {_how(b)}"


# ------------------------------------------------------------------------------------------------------- counts
def within(told: Told, world: World) -> Iterator[Draft]:
    """Places and numbers that differ within one event."""
    accounts = [one for one in told.accounts[:_READ] if told_as(one) == "done"]
    apart = [(a, b) for a, b in combinations(accounts, 2) if a.story.id != b.story.id and _at_two_places(a, b, world)]
    if apart:
        yield _placed_twice(apart[:1], world)
    counted = [one for one in told.accounts if one.claim.quantity is not None and told_as(one) == "done"]
    units: dict[str, list[Account]] = {}
    for one in counted if len({one.story.id for one in counted}) > 1 else ():
        units.setdefault(counted_thing(one), []).append(one)
    found = (count(what, accounts) for what, accounts in sorted(units.items()) if what)
    yield from (one for one in found if one is not None)


def count(what: str, accounts: Sequence[Account]) -> Draft | None:
    """One thing counted in one event, two numbers whose ranges do not meet and of which neither rounds the other."""
    pairs = [(a, b) for a, b in combinations(accounts, 2) if a.story.id != b.story.id and _counts_differ(a, b)]
    if not pairs:
        return None
    first = pairs[0][0]
    rivals = {b.id for a, b in pairs if a is first}
    sided = [(a, b) if b.id in rivals else (b, a) for a, b in pairs if (a.id in rivals) != (b.id in rivals)]
    a, b = sided[0]
    return draft(
        "count",
        "count: one thing is counted twice with different results",
        sided,
        (f"counts {_number(a)} ({what})", f"counts {_number(b)}"),
        tried(rounding=False, a_later_toll=_later_toll(a, b), another_unit=None),
    )


def _counts_differ(a: Account, b: Account) -> bool:
    first, second = a.claim.quantity, b.claim.quantity
    if first is None or second is None or _rounds(first, second):
        return False
    harms = _harm(a), _harm(b)
    if all(harms) and harms[0] != harms[1]:
        return False
    return _high(first) < second.low or _high(second) < first.low


_HARMS = {"killed": ("kill", "dead", "die", "death", "slain", "lives"), "hurt": ("wound", "injur", "hurt"),
          "held": ("arrest", "detain", "captur", "abduct", "missing")}  # fmt: skip


def _harm(account: Account) -> str:
    """What befell those who are counted, by the words next to their number; empty where none tells it."""
    words = account.claim.quantity.words if account.claim.quantity else ""
    at = account.quote.find(words) if words else -1
    near = fold(account.quote[max(0, at - 30) : at + len(words) + 40]).split() if at >= 0 else []
    found = {harm for harm, stems_ in _HARMS.items() if any(word.startswith(stems_) for word in near)}
    return found.pop() if len(found) == 1 else ""


def _high(quantity: Quantity) -> float:
    return float("inf") if quantity.high is None else quantity.high


def _rounds(a: Quantity, b: Quantity) -> bool:
    """Whether one number is the other made round: a multiple of a hundred (or more), not far from it."""
    low, high = sorted((a.low, b.low))
    near = high - low <= _ROUND_WITHIN * high
    return near and low >= _ROUND_FROM and any(number % _ROUND_FROM == 0 for number in (low, high))


def _later_toll(a: Account, b: Account) -> bool | None:
    """Whether the larger number was published later, as tolls grow; `None` where nobody knows."""
    first, second = a.claim.quantity, b.claim.quantity
    if a.published is None or b.published is None or first is None or second is None:
        return None
    return a.published.hi < b.published.lo and first.low < second.low


def counted_thing(account: Account) -> str:
    """What is counted, in one folded word: the unit, or the word after the number."""
    quantity = account.claim.quantity or Quantity(low=0, high=0, words="")
    if quantity.unit:
        return _singular(fold(quantity.unit))
    said = _after(account.quote, quantity.words)
    return _singular(said[0]) if said else ""


def _after(quote: str, words: str) -> list[str]:
    at = quote.find(words) if words else -1
    return (
        "".join(sign if sign.isalpha() else " " for sign in fold(quote[at + len(words) :])).split() if at >= 0 else []
    )


def _singular(word: str) -> str:
    return "person" if word in ("people", "persons") else word.removesuffix("s")


def _number(account: Account) -> str:
    return account.claim.quantity.words if account.claim.quantity else ""
