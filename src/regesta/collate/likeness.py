"""How much two accounts of an act speak for one act: a table of weighted features, and of what rules it out.

Each feature gives a weight and says why; each bar says that the two cannot be one act, whatever the weights. The sum
that joins two accounts is `ENOUGH`. Conflict rules use the same table: a report that is like another in all but its
day is barred by `time` alone.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from regesta.collate.accounts import (
    Account,
    Held,
    Span,
    World,
    depth,
    place_relation,
    proper_words,
    report_words,
    vocabulary,
)
from regesta.lexicon import fold
from regesta.model import Feature as Weighed
from regesta.model import Status

__all__ = [
    "ENOUGH",
    "Likeness",
    "around",
    "barred",
    "but_for",
    "compare",
    "family",
    "status_group",
    "trigger",
    "unique_act",
    "wording",
]

ENOUGH = 4.0
SAID_ALIKE = 0.15  # share of common words below which two sentences merely speak one language
_GUESS_DAYS = 10
_UNDATED_DAYS = 31  # an undated act is taken to lie within a month before its report

_GROUPS: dict[Status, str] = {
    "happened": "done",
    "ongoing": "done",
    "planned": "ahead",
    "intended": "ahead",
    "expected": "ahead",
    "promised": "ahead",
    "proposed": "asked",
    "demanded": "asked",
    "conditional": "asked",
    "postponed": "off",
    "cancelled": "off",
    "not_happened": "not",
    "denied": "not",
    "unclear": "unclear",
}
# What one report calls by one type, another may call by another: the kind of dealing decides. Who talks and who signs
# do two things, so talks are like nothing else.
_FAMILIES = {
    **dict.fromkeys(("AGREE", "COOPERATE", "SUPPORT", "AID", "CONCEDE", "RETREAT"), "together"),
    **dict.fromkeys(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE"), "force"),
    **dict.fromkeys(("ACCUSE", "REJECT", "REQUEST", "PROTEST", "THREATEN"), "against"),
}
_ABROAD = frozenset({"MOBILIZE", "AID"})  # soldiers sent to help
# Modes that tell by what means, or in what round; elsewhere another mode is another act.
_LOOSE_MODES = (
    frozenset({"meeting", "discussion", "multilateral", "meet"}),
    frozenset({"phone", "discussion"}),
    frozenset({"demo", "disapprove"}),
    frozenset({"disapprove", "allege", "conditions"}),
    frozenset({"seize", "arrest", "restrict"}),
    frozenset({"explosives", "heavy-weapons", "shoot", "firearms", "destroy", "targeted", "third-party", "aerial"}),
    frozenset({"troops", "humanitarian", "military", "weapons", "assist"}),
    frozenset({"sign", "ceasefire", "pledge", "ratify", "adoption", "resolution"}),
)
# What is said is told apart by what it is about, in however few words.
_SPOKEN_TYPES = vocabulary("ACCUSE REJECT REQUEST THREATEN")
# Acts that befall a government, a person or a text once.
_UNIQUE_MODES = vocabulary(
    "overthrow coup assassinate assassination execution death independence founding accession resolution "
    "adoption ratification ratify sign signing inauguration recognise recognition relations targeted"
)
_KILLED = ("kill", "murder", "assassinat", "execut", "slain", "slay", "behead", "shot dead")


class Likeness(NamedTuple):
    """What speaks for one act, and the names of the bars that hold."""

    features: tuple[Weighed, ...]
    bars: tuple[str, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return sum(one.weight for one in self.features)

    @property
    def joins(self) -> bool:
        """Whether it is enough, and nothing bars it."""
        return not self.bars and self.score >= ENOUGH


Feature = Callable[[Account, Account, World], tuple[float, str]]
Bar = Callable[[Account, Account, World], bool]


def compare(a: Account, b: Account, world: World) -> Likeness:
    """Everything that speaks for and against the two being reports of one act; of the bars, two are enough."""
    bars = tuple(islice(_holding(a, b, world), 2))
    return Likeness(features=() if len(bars) > 1 else _weighed(a, b, world), bars=bars)


def but_for(bars: frozenset[str], a: Account, b: Account, world: World) -> Likeness | None:
    """Everything that speaks for one act, where nothing but these bars stands against it."""
    if not bars.issuperset(_holding(a, b, world)):
        return None
    return Likeness(features=_weighed(a, b, world), bars=())


def _holding(a: Account, b: Account, world: World) -> Iterator[str]:
    return (name for name, holds in BARS if holds(a, b, world))


def _weighed(a: Account, b: Account, world: World) -> tuple[Weighed, ...]:
    weights = (feature(a, b, world) for feature in _FEATURES)
    return tuple(Weighed(weight=weight, why=why) for weight, why in weights if weight)


def between(a: Account, b: Account, world: World) -> str:
    """What keeps the two from being joined, in words: every bar that holds, else how much too little speaks for it."""
    score = sum(one.weight for one in _weighed(a, b, world))
    return ", ".join(_holding(a, b, world)) or (
        f"only {score:.0f} speak for it" if score < ENOUGH else "never compared"
    )


def barred(a: Account, b: Account, world: World) -> bool:
    """Whether the two cannot be one act."""
    return any(holds(a, b, world) for _, holds in BARS)


def unique_act(account: Account) -> bool:
    """Whether the act can be done but once to the same government, person or text."""
    if account.claim.mode in _UNIQUE_MODES or (bool(account.numbers) and account.claim.type in ("AGREE", "SUPPORT")):
        return True
    return account.claim.type == "ASSAULT" and bool(account.people["other"]) and trigger(account).startswith(_KILLED)


def trigger(account: Account) -> str:
    """The folded word that tells the act."""
    return fold(account.story.text[slice(*account.claim.trigger)])


def status_group(account: Account) -> str:
    """done, ahead, asked, off, not or unclear."""
    return _GROUPS[account.claim.status]


def same_kind_of_act(a: Account, b: Account) -> bool:
    """Whether type and mode let the two be one act; a mode that is not said fits any."""
    first, second = a.claim, b.claim
    modes = {first.mode, second.mode} - {""}
    if first.type == second.type and len(modes) > 1 and not any(modes <= loose for loose in _LOOSE_MODES):
        return False
    return family(a) == family(b) or {first.type, second.type} == _ABROAD


def family(account: Account) -> str:
    """A name that all types share which may be taken for each other."""
    return _FAMILIES.get(account.claim.type, account.claim.type)


# ------------------------------------------------------------------------------------------------------- features
def _named_people(a: Account, b: Account, _world: World) -> tuple[float, str]:
    shared = len(a.called["who"] & b.called["who"])
    if not (a.level or b.level):
        shared += len(a.called["other"] & b.called["other"])
    return (1.5 + shared, "the same persons in the same part") if shared else (0.0, "")


def _parties(a: Account, b: Account, _world: World) -> tuple[float, str]:
    shared = 0
    for side in _compared(a, b):
        shared += min(2, len((a.sides[side] & b.sides[side]) - a.people[side]))
    return (1.2 * min(shared, 2), "the same bodies or states in the same part") if shared else (0.0, "")


def _states(a: Account, b: Account, _world: World) -> tuple[float, str]:
    shared = sum([min(2, len(a.states[side] & b.states[side])) for side in _compared(a, b)])
    return (0.8 * min(shared, 2), "parties of the same states") if shared else (0.0, "")


def _compared(a: Account, b: Account) -> tuple[str, ...]:
    """The sides to be looked at; where all parties are level there is but one."""
    return ("who",) if a.level and b.level else ("who", "other")


def _office(a: Account, b: Account, _world: World) -> tuple[float, str]:
    if not a.offices or not b.offices or not _held(a) & _held(b):
        return 0.0, ""
    return 0.5, "the same office acts"


def _held(account: Account) -> frozenset[Held]:
    return frozenset(held for one in account.people["who"] for held in account.offices.get(one, ()))


def _place(a: Account, b: Account, world: World) -> tuple[float, str]:
    if a.spots & b.spots:
        return 1.0, "the same place"
    if a.place is None or b.place is None:
        return 0.0, ""
    relation = place_relation(a.place, b.place, world)
    if relation == "same":
        return 1.0, "the same place"
    return (0.7, "one place lies in the other") if relation in ("within", "holds") else (0.0, "")


def _time(a: Account, b: Account, _world: World) -> tuple[float, str]:
    first, second = a.window, b.window
    if first is None or second is None:
        return (0.4, "reported about the same time") if _reported_together(a, b) or _same_week(a, b) else (0.0, "")
    if not first.meets(second):
        return 0.0, ""
    days = max(first.days, second.days)
    if days <= _GUESS_DAYS and not (a.told or b.told):
        return 0.8, "reported within days"  # the reports' dates agree, which says little of the acts'
    if days <= 2:
        return 2.0, "the same day"
    if days <= 10:
        return 1.6, "the same days"
    if days <= 31:
        return 1.2, "the same month"
    return (0.5 if days <= 400 else 0.2), "times that overlap"


def _type(a: Account, b: Account, _world: World) -> tuple[float, str]:
    if a.claim.type != b.claim.type:
        return 0.0, ""
    return (
        (1.6, "the same kind of act")
        if a.claim.mode and a.claim.mode == b.claim.mode
        else (0.8, "the same type of act")
    )


def _instrument(a: Account, b: Account, _world: World) -> tuple[float, str]:
    same = a.instruments & b.instruments or a.numbers & b.numbers
    return (2.5, "the same instrument") if same else (0.0, "")


def _once(a: Account, b: Account, _world: World) -> tuple[float, str]:
    return (1.0, "an act that befalls its object once") if unique_act(a) and unique_act(b) else (0.0, "")


def _quantity(a: Account, b: Account, _world: World) -> tuple[float, str]:
    first, second = a.claim.quantity, b.claim.quantity
    same = first is not None and second is not None and (first.low, first.high) == (second.low, second.high)
    return (0.7, "the same number") if same else (0.0, "")


def _wording(a: Account, b: Account, _world: World) -> tuple[float, str]:
    share = wording(a, b)
    return (2 * share, "shared wording") if share >= SAID_ALIKE else (0.0, "")


def _proper(a: Account, b: Account, world: World) -> tuple[float, str]:
    """Names in both sentences that are neither parties nor the known places of the act."""
    counted = a.sides["who"] | a.sides["other"] | b.sides["who"] | b.sides["other"] | a.spots | b.spots
    shared = (proper_words(a.quote) & proper_words(b.quote)) - _words_of(counted, world)
    return (0.6 + 0.4 * min(len(shared), 2), "the same names in both sentences") if shared else (0.0, "")


def _words_of(entities: Iterable[str], world: World) -> set[str]:
    return {fold(word) for one in entities if one in world.labels for word in world.labels[one].name.split()}


def _company(a: Account, b: Account, world: World) -> tuple[float, str]:
    """Two reports that name the same persons, places and bodies beside the parties tell of the same affair."""
    if a.story.id == b.story.id:
        return 0.0, ""
    parties = a.sides["who"] | a.sides["other"] | b.sides["who"] | b.sides["other"]
    known = (a.company & b.company) - parties
    told = _words_of(known | parties, world)
    shared = len(known) + len((proper_words(a.story.text) & proper_words(b.story.text)) - told)
    return (0.5 * min(shared, 4), "the same names in both reports") if shared else (0.0, "")


def _story(a: Account, b: Account, _world: World) -> tuple[float, str]:
    return (0.7, "told in one report") if a.story.id == b.story.id else (0.0, "")


def wording(a: Account, b: Account) -> float:
    """The share of their words that two quotes have in common."""
    together = len(a.words | b.words)
    return len(a.words & b.words) / together if together else 0.0


_FEATURES: tuple[Feature, ...] = (
    _named_people,
    _parties,
    _states,
    _office,
    _place,
    _time,
    _type,
    _instrument,
    _once,
    _quantity,
    _wording,
    _proper,
    _company,
    _story,
)


# ------------------------------------------------------------------------------------------------------- bars
def _other_kind(a: Account, b: Account, _world: World) -> bool:
    return not same_kind_of_act(a, b)


def _other_time(a: Account, b: Account, _world: World) -> bool:
    """Disjoint days. An act that no words date lies within a month before its report, unless it is history."""
    first, second = a.window, b.window
    if first is not None and second is not None:
        return not first.meets(second)
    if a.claim.background or b.claim.background:
        return False
    return not _reported_together(a, b)


def _reported_together(a: Account, b: Account) -> bool:
    first, second = around(a), around(b)
    return first is not None and second is not None and first.meets(second)


def _same_week(a: Account, b: Account) -> bool:
    return a.published is not None and b.published is not None and a.published.wider(7, 7).meets(b.published)


def around(account: Account) -> Span | None:
    """The days in which an act must lie: those told, or for an undated act a month before (or after) its report."""
    if account.window is not None:
        return account.window
    if account.published is None or account.claim.background:
        return None
    ahead = status_group(account) in ("ahead", "asked", "off")
    return account.published.wider(0, _UNDATED_DAYS) if ahead else account.published.wider(_UNDATED_DAYS, 1)


def _other_people(a: Account, b: Account, _world: World) -> bool:
    """Both name persons in one part, and they are not the same persons."""
    if a.level or b.level:
        return _differ_level(a.called["who"], b.called["who"])
    return _differ(a.called["who"], b.called["who"]) or _differ(a.called["other"], b.called["other"])


def _differ(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


def _differ_level(a: frozenset[str], b: frozenset[str]) -> bool:
    """Of two pairs that meet, one person in common does not make one meeting; of larger rounds, two do."""
    return _differ(a, b) or (len(a & b) == 1 and len(a) > 1 and len(b) > 1)


def _other_bodies(a: Account, b: Account, world: World) -> bool:
    """Both name bodies alone in the acting part, and neither belongs to the other."""
    first, second = a.bodies["who"], b.bodies["who"]
    if a.people["who"] or b.people["who"] or a.level or not _differ(first, second):
        return False
    return all(place_relation(one, two, world) not in ("within", "holds") for one in first for two in second)


def _other_states(a: Account, b: Account, _world: World) -> bool:
    """The acting states differ, or those acted upon; of a person whom both name, either may have mistaken the state."""
    sides = (side for side in ("who", "other") if not a.called[side] & b.called[side])
    return any(_differ(a.states[side], b.states[side]) for side in sides)


def _other_place(a: Account, b: Account, world: World) -> bool:
    if a.place is None or b.place is None or "phone" in (a.claim.mode, b.claim.mode):
        return False  # a call has two ends
    return place_relation(a.place, b.place, world) == "apart"


def _other_instrument(a: Account, b: Account, _world: World) -> bool:
    return _differ(a.numbers, b.numbers)


def _other_matter(a: Account, b: Account, _world: World) -> bool:
    """What is said of one matter is not what is said of another; a meeting may have many matters."""
    types = {a.claim.type, b.claim.type}
    if _other_words(a.text, b.text, a, b) and not (a.instruments & b.instruments or a.numbers & b.numbers):
        return True
    if "CONSULT" in types or not _other_words(a.matter, b.matter, a, b) or _company(a, b, _world)[0] >= 1:
        return False
    return bool(types & _SPOKEN_TYPES) or min(len(a.matter), len(b.matter)) > 1


def _other_words(first: frozenset[str], second: frozenset[str], a: Account, b: Account) -> bool:
    """Whether neither report has, anywhere in it, half of the words by which the other tells its matter."""
    if not _differ(first, second):
        return False
    if a.story.id == b.story.id:
        return True
    told = (first & report_words(b.story.text), first), (second & report_words(a.story.text), second)
    return not any(len(shared) * 2 >= len(whole) for shared, whole in told)


def _other_status(a: Account, b: Account, _world: World) -> bool:
    """A plan is not its fulfilment, unless the same persons are to do and did the same thing on the same named day."""
    first, second = status_group(a), status_group(b)
    if first == second or "unclear" in (first, second):
        return False
    return {first, second} != {"done", "ahead"} or not _plan_fulfilled(a, b)


def _plan_fulfilled(a: Account, b: Account) -> bool:
    if not (a.told and b.told and a.when and b.when and a.when == b.when and a.when.days == 1):
        return False
    same_mode = bool(a.claim.mode) and a.claim.mode == b.claim.mode
    return a.claim.type == b.claim.type and same_mode and bool(a.people["who"] & b.people["who"])


def _in_turn(a: Account, b: Account, _world: World) -> bool:
    """One sentence tells both, one before or after the other."""
    if a.story.id != b.story.id or a.claim.quote != b.claim.quote:
        return False
    first, second = sorted((a.claim.trigger, b.claim.trigger))
    return not _TURN.isdisjoint(fold(a.story.text[first[1] : second[0]]).split())


_TURN = frozenset({"before", "after", "then", "following"})


BARS: tuple[tuple[str, Bar], ...] = (
    ("kind", _other_kind),
    ("person", _other_people),
    ("time", _other_time),
    ("state", _other_states),
    ("status", _other_status),
    ("body", _other_bodies),
    ("place", _other_place),
    ("instrument", _other_instrument),
    ("matter", _other_matter),
    ("turn", _in_turn),
)


def narrowest(places: list[str], world: World) -> str | None:
    """The place that says most precisely where it was."""
    return max(sorted(set(places)), key=lambda one: depth(one, world), default=None)
