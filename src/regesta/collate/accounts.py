"""A claim made ready to be compared: names as the register knows them, times as days, words without their endings."""

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from regesta import edtf
from regesta.collate.telling_words import CALENDAR, NUMBERS
from regesta.docket import claim_key
from regesta.lexicon import fold, load
from regesta.lexicon import words as word_class
from regesta.model import Claim, Entity, Reading, Story, Value, unique

__all__ = ["Account", "Held", "Span", "World", "accounts_of", "countries", "is_name", "place_relation", "proper_words",
           "report_words", "stems"]  # fmt: skip

PlaceRelation = Literal["same", "within", "holds", "apart", "unknown"]


def vocabulary(words: str) -> frozenset[str]:
    """The words of a line, as a set to look them up in."""
    return frozenset(words.split())


_SMALL = vocabulary(
    "a an and are as at be been but by for from had has have he her his in into is it its of on or our she that the "
    "their them they this those to was we were which who will with would said says"
)
_DEPTH = 8  # no chain of parents is longer; a ring of them must end too
_NEAR_KM = 60.0
_EARTH_KM = 6371.0
_OVER = frozenset({"happened", "ongoing", "not_happened", "denied"})
_SPELLINGS = {"defence": "defense", "ministry": "minister", "labour": "labor", "centre": "center"}
_OFFICE_SMALL = frozenset({"of", "the", "for", "and", "affairs", "mr", "ms", "mrs", "s"})
# All parties to these stand on one level: whoever is named first met, called or signed with the others.
_LEVEL_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_ROLE_SIDES = {"who": "who", "to": "other", "with": "other"}


class Span(NamedTuple):
    """Days from `lo` to `hi`, both included, as proleptic Gregorian ordinals."""

    lo: int
    hi: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.hi - self.lo + 1

    def meets(self, other: "Span") -> bool:
        """Whether a day lies in both."""
        return self.lo <= other.hi and other.lo <= self.hi

    def wider(self, before: int, after: int) -> "Span":
        """The span with days added at its ends."""
        return Span(self.lo - before, self.hi + after)


class World(Value, frozen=True):
    """What is known of the entities: their labels, which id a lexicon key stands for, and the states of persons."""

    labels: Mapping[str, Entity]
    homes: Mapping[str, tuple[str, ...]] = {}


Held = tuple[frozenset[str], frozenset[str]]  # an office by its words, and the states it is of


class Account(Value, frozen=True):
    """One report of one act: a claim with everything that comparing it with another needs.

    `matter` are the words of what it is about, `text` those that tell its instrument from others, no party among
    them; `company` is all that the report names, `folk` the persons and `spots` the places
    that the sentence does, but for those of the voices; `called` are the full names of its persons by side.
    `sides` are register ids by side (`who`, `other`; where all are
    `level`, as at a meeting, everybody is on both), `states` the countries behind them, `lands` these and the
    place's; `offices` what its report says each person holds; `when` the days the claim gives, and `told` whether
    its words give them or only its report's date.
    """

    key: str
    claim: Claim
    story: Story
    quote: str
    sides: Mapping[str, frozenset[str]]
    states: Mapping[str, frozenset[str]]
    people: Mapping[str, frozenset[str]]
    bodies: Mapping[str, frozenset[str]]
    fillers: Mapping[str, tuple[str, ...]]
    instruments: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    offices: Mapping[str, frozenset[Held]] = {}
    level: bool = False
    place: str | None = None
    lands: frozenset[str] = frozenset()
    when: Span | None = None
    told: bool = False
    published: Span | None = None
    words: frozenset[str] = frozenset()
    matter: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()
    folk: frozenset[str] = frozenset()
    spots: frozenset[str] = frozenset()
    called: Mapping[str, frozenset[str]] = {}

    @property
    def id(self) -> str:
        """The claim's id."""
        return self.claim.id

    @property
    def outlet(self) -> str:
        """Who published it."""
        return outlet_of(self.story)

    @property
    def window(self) -> Span | None:
        """The days the act may have: those told, with some slack where only the report's own date tells them."""
        if self.when is None or self.told:
            return self.when
        if self.claim.status not in _OVER:
            return None  # what is still to come is not of the day of its report
        return self.when.wider(3, 1) if self.when.days <= 3 else self.when


def outlet_of(story: Story) -> str:
    """Who published the story, as far as that is known; two unknown outlets are told apart by their pages."""
    return story.outlet or story.url or f"page {story.page[:12]}"


@lru_cache(maxsize=2048)
def report_words(text: str) -> frozenset[str]:
    """The words that carry meaning in a whole report."""
    return stems(text)


@lru_cache(maxsize=2048)
def proper_words(text: str) -> frozenset[str]:
    """The words of a report that are written as names are, but for what every report has: states, offices, days."""
    return frozenset(word for one in _PROPER.findall(text) if (word := fold(one)) not in _usual())


_PROPER = re.compile(r"(?<=[^.?!:”\n] )[A-Z][^\W\d_]{3,}")


@cache
def _usual() -> frozenset[str]:
    lexicon = load()
    states = (entry for entry in lexicon.entries.core.values() if entry.kind == "state")
    names = {word for one in states for name in (one.name, *one.aliases) for word in fold(name).split()}
    return frozenset(names | {word for one in lexicon.demonyms for word in one.split()} | _IN_OFFICES | CALENDAR)


_IN_OFFICES = vocabulary(
    "minister ministers ministry president presidents presidency prime foreign defence defense interior affairs trade "
    "justice finance health transport government parliament assembly senate council security united nations union "
    "agency general secretary deputy court army navy force police governor ambassador state republic resolution "
    "commission committee department office spokesman chairman commander director north south east west northern "
    "southern eastern western national international"
)


@lru_cache(maxsize=512)  # the claims of one sentence come one after another and share its words
def stems(text: str) -> frozenset[str]:
    """The words that carry meaning, without their endings."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    return frozenset(word[:5] for word in words if len(word) > 2 and word not in _SMALL)


def is_name(words: str) -> bool:
    """Whether there is a name or a number among the words: not in "that mission", "The team"."""
    told = words.split()
    if told and fold(told[0]) in _SMALL:
        told = told[1:]
    return any(word[0].isupper() or word[0].isdigit() for word in told)


def office_words(words: str) -> frozenset[str]:
    """The words by which two spellings of one office agree: "Minister of Defence" is "Defense Minister"."""
    plain = fold(words).replace("premier", "prime minister").replace("external", "foreign").split()
    return frozenset(_SPELLINGS.get(word, word) for word in plain if word not in _OFFICE_SMALL)


def span_of(value: str | None) -> Span | None:
    """The days an EDTF value may mean; `None` where it gives none."""
    if not value:
        return None
    bounds = edtf.bounds(value)
    if bounds is None:
        return None
    low, high = bounds
    return Span((low or date.min).toordinal(), (high or date.max).toordinal())


# ------------------------------------------------------------------------------------------------------- entities
def countries(entity: str, world: World) -> frozenset[str]:
    """The states an entity belongs to: its own, its parent's, or that of the office a person holds."""
    for one in _lineage(entity, world):
        label = world.labels.get(one)
        if label is not None and label.country:
            return frozenset({label.country})
        if label is not None and label.kind in ("state", "nationality"):
            return frozenset({one})
    return frozenset(world.homes.get(entity, ()))


def place_relation(a: str, b: str, world: World) -> PlaceRelation:
    """How the first place lies to the second; `unknown` wherever the register cannot tell."""
    if a == b:
        return "same"
    if _inside(a, b, world):
        return "within"
    if _inside(b, a, world):
        return "holds"
    homes = countries(a, world), countries(b, world)
    if homes[0] and homes[1] and not homes[0] & homes[1]:
        return "apart"
    return "apart" if _far(a, b, world) or _siblings(a, b, world) else "unknown"


def depth(place: str, world: World) -> int:
    """How narrow a place is: a facility in a town in a state is deeper than the state."""
    label = world.labels.get(place)
    rank = {"state": 0, "place": 1, "facility": 2}.get(label.kind if label else "", 1)
    return rank * _DEPTH + len(_lineage(place, world))


def _lineage(entity: str, world: World) -> tuple[str, ...]:
    chain: list[str] = []
    current: str | None = entity
    while current is not None and current not in chain and len(chain) < _DEPTH:
        chain.append(current)
        label = world.labels.get(current)
        current = label.parent if label else None
    return tuple(chain)


def _inside(inner: str, outer: str, world: World) -> bool:
    label = world.labels.get(outer)
    names = {outer, label.key if label and label.key else outer}
    if names & set(_lineage(inner, world)):
        return True
    inner_label = world.labels.get(inner)
    if label is None or inner_label is None or label.kind != "state" or inner_label.kind == "state":
        return False
    return bool(countries(inner, world) & countries(outer, world))


def _far(a: str, b: str, world: World) -> bool:
    first, second = (world.labels[one].place if one in world.labels else None for one in (a, b))
    if first is None or second is None:
        return False
    across = math.radians(second.lon - first.lon) * math.cos(math.radians((first.lat + second.lat) / 2))
    return _EARTH_KM * math.hypot(across, math.radians(second.lat - first.lat)) > _NEAR_KM


def _siblings(a: str, b: str, world: World) -> bool:
    """Two towns with one parent lie apart; two places of which nothing is known may be one."""
    first, second = world.labels.get(a), world.labels.get(b)
    if first is None or second is None or first.kind != "place" or second.kind != "place":
        return False
    return first.parent is not None and first.parent == second.parent


# ------------------------------------------------------------------------------------------------------- accounts
def accounts_of(
    readings: Sequence[Reading], names: Mapping[str, str], labels: Mapping[str, Entity]
) -> tuple[World, tuple[Account, ...]]:
    """Every claim as an account, in order of publication, then id, with the world they speak of."""
    world = world_of(readings, names, labels)
    found = [account for reading in readings for account in of_reading(reading, names, world)]
    return world, tuple(sorted(found, key=order))


def world_of(readings: Sequence[Reading], names: Mapping[str, str], labels: Mapping[str, Entity]) -> World:
    """The world that the readings speak of."""
    world = World(labels=_all_labels(readings, names, labels))
    return World(labels=world.labels, homes=_homes(readings, names, world))


def order(account: Account) -> tuple[int, str]:
    """Sorts accounts by publication, the undated last."""
    return (account.published.lo if account.published else date.max.toordinal(), account.id)


def resolve(story: str, entity: str, names: Mapping[str, str]) -> str:
    """The register's id for a story's entity; an entity the register does not know stands for itself."""
    member = f"{story}/{entity}"
    return names.get(member, member)


def _all_labels(
    readings: Sequence[Reading], names: Mapping[str, str], labels: Mapping[str, Entity]
) -> Mapping[str, Entity]:
    own = {resolve(one.story.id, entity.id, names): entity for one in readings for entity in one.entities}
    return {**own, **labels}


def _homes(readings: Sequence[Reading], names: Mapping[str, str], world: World) -> Mapping[str, tuple[str, ...]]:
    homes: dict[str, set[str]] = {}
    for reading in readings:
        for claim in reading.claims:
            if claim.kind == "office":
                states = {state for of in _ids(claim, "of", names) for state in countries(of, world)}
                for person in _ids(claim, "person", names):
                    homes.setdefault(person, set()).update(states)
    return {person: tuple(sorted(states)) for person, states in homes.items()}


def _ids(claim: Claim, role: str, names: Mapping[str, str]) -> list[str]:
    return [resolve(claim.story, filler.entity, names) for filler in claim.roles.get(role, ()) if filler.entity]


def of_reading(
    reading: Reading, names: Mapping[str, str], world: World, wanted: Container[str] | None = None
) -> Iterator[Account]:
    """The claims of one report as accounts; all, or those whose ids are wanted."""
    published = span_of(reading.story.published.edtf)
    offices = _offices(reading, names, world)
    sights = _sights(reading, names)
    told = _Report(published, offices, _named_in(reading), _company(reading, names, world), sights)
    for claim in reading.claims:
        if wanted is None or claim.id in wanted:
            yield _account(reading, claim, names, world, told)


Offices = Mapping[str, frozenset[Held]]


class _Report(NamedTuple):
    """What a report lends to all its accounts: its day, the offices it gives, the words of its names, whom it names,
    and where."""

    published: Span | None
    offices: Offices
    named: frozenset[str]
    company: frozenset[str]
    sights: "_Sights"


class _Sights(NamedTuple):
    """Where in a report persons are named, and places behind a word such as "in"; and where peoples are."""

    people: tuple[tuple[int, str], ...]
    places: tuple[tuple[int, str], ...]
    peoples: frozenset[int]


def _sights(reading: Reading, names: Mapping[str, str]) -> _Sights:
    people: list[tuple[int, str]] = []
    places: list[tuple[int, str]] = []
    for mention in reading.mentions:
        found = resolve(reading.story.id, mention.entity, names)
        if mention.kind == "person" and mention.how == "name":
            people.append((mention.start, found))
        elif mention.kind in ("place", "facility") and _is_behind(reading.story.text, mention.start):
            places.append((mention.start, found))
    peoples = frozenset(one.start for one in reading.mentions if one.kind == "nationality")
    return _Sights(tuple(sorted(people)), tuple(sorted(places)), peoples)


def _is_behind(text: str, start: int) -> bool:
    """Whether a word that places what it goes with stands before this character."""
    before = text[max(0, start - 24) : start].split()
    return any(word in _AT for word in before[-1:] + (before[-2:-1] if before[-1:] == ["the"] else []))


_AT = vocabulary("in at near outside off around")


def _name_of(person: str, world: World) -> str:
    """The full name, folded; whoever has but one name, or none that is known, is told by the id."""
    name = fold(world.labels[person].name) if person in world.labels else ""
    return name if " " in name else person


def _inside_quote(claim: Claim, sights: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """What is named in the sentence of a claim, but for what belongs to those who say so."""
    said_by = [voice.source for voice in claim.voices if voice.source]
    start, end = claim.quote
    within = (one for one in sights if start <= one[0] < end)
    return [one for one in within if not any(lo <= one[0] < hi for lo, hi in said_by)]


def _company(reading: Reading, names: Mapping[str, str], world: World) -> frozenset[str]:
    """All that a report names but states, which are in every report."""
    named = {mention.entity for mention in reading.mentions if mention.how == "name"}
    ids = (resolve(reading.story.id, one, names) for one in named)
    return frozenset(one for one in ids if (label := world.labels.get(one)) and label.kind not in _EVERYWHERE)


_EVERYWHERE = frozenset({"state", "nationality"})


_NOT_IN_OFFICE = frozenset({"former", "designate"})


def _offices(reading: Reading, names: Mapping[str, str], world: World) -> Offices:
    """Which offices of which states this report gives each person."""
    found: dict[str, set[Held]] = {}
    for claim in reading.claims:
        if claim.kind == "office" and claim.status in ("happened", "ongoing") and claim.mode not in _NOT_IN_OFFICE:
            words = frozenset[str]().union(*(office_words(one.words) for one in claim.roles.get("office", ())))
            states = frozenset(state for of in _ids(claim, "of", names) for state in countries(of, world))
            for person in _ids(claim, "person", names):
                found.setdefault(person, set()).add((words, states))
    return {person: frozenset(held) for person, held in found.items()}


def _account(
    reading: Reading,
    claim: Claim,
    names: Mapping[str, str],
    world: World,
    told: _Report,
) -> Account:
    offices = told.offices
    quote = reading.story.text[claim.quote[0] : claim.quote[1]]
    fillers = {role: unique(_ids(claim, role, names)) for role in sorted(claim.roles)}
    level = claim.type in _LEVEL_TYPES and claim.mode != "visit"
    sides = _sides(fillers, level, world)
    named = {one for ids in fillers.values() for one in ids} | set(_instruments(reading, claim, names))
    instruments = _of_kind(named, ("instrument",), world)
    people = {side: _of_kind(ids, ("person",), world) for side, ids in sides.items()}
    states = {side: frozenset(c for one in ids for c in countries(one, world)) for side, ids in sides.items()}
    ground = _place(claim, sides, names, world)
    by_people = any(one.start in told.sights.peoples for one in claim.roles.get("where", ()))
    place = None if by_people else ground
    return Account(
        key=claim_key(claim, reading),
        claim=claim,
        story=reading.story,
        quote=quote,
        sides=sides,
        states=states,
        people=people,
        bodies={side: _of_kind(ids, ("organisation",), world) for side, ids in sides.items()},
        fillers=fillers,
        instruments=instruments,
        numbers=_numbers(claim, instruments, world),
        offices={one: offices[one] for one in sorted(people["who"] | people["other"]) if one in offices},
        level=level,
        place=place,
        lands=states["who"] | states["other"] | (countries(ground, world) if ground else frozenset()),
        when=span_of(claim.when),
        told=claim.when is not None and bool(claim.when_words.strip()) and claim.when_basis != "tense",
        published=told.published,
        words=stems(quote),
        matter=stems(" ".join(filler.words for filler in claim.roles.get("about", ()))),
        text=_text(claim, told.named),
        company=told.company,
        called={side: frozenset(_name_of(one, world) for one in ids) for side, ids in people.items()},
        spots=_spots(reading.story, claim, place, told.sights),
        folk=people["who"].union(people["other"], (one for _, one in _inside_quote(claim, told.sights.people))),
    )


def _instruments(reading: Reading, claim: Claim, names: Mapping[str, str]) -> Iterable[str]:
    """The instruments of the report whose names stand whole in the words of the claim's instrument."""
    for filler in claim.roles.get("instrument", ()):
        words = f" {fold(filler.words)} "
        for one in reading.entities if not filler.entity else ():
            if one.kind == "instrument" and f" {fold(one.name)} " in words:
                yield resolve(claim.story, one.id, names)


def _sides(fillers: Mapping[str, tuple[str, ...]], level: bool, world: World) -> Mapping[str, frozenset[str]]:
    sides: dict[str, set[str]] = {"who": set(), "other": set()}
    for role, side in _ROLE_SIDES.items():
        for one in sides if level else (side,):
            sides[one].update(_acting(entity, world) for entity in fillers.get(role, ()))
    return {side: frozenset(ids) for side, ids in sides.items()}


def ground_of(entity: str, world: World) -> tuple[object, ...]:
    """All that accounts take from what is known of an entity, of what it belongs to, and of a government's state."""
    known = [label for one in _lineage(entity, world) if (label := world.labels.get(one)) is not None]
    told = tuple((one.id, one.kind, one.name, one.key, one.sort, one.country, one.parent, one.place) for one in known)
    return (entity, told, world.homes.get(entity), _acting(entity, world))


def _acting(entity: str, world: World) -> str:
    """Who acts where an entity does: for a government, its state."""
    label = world.labels.get(entity)
    state = f"state:{label.country}" if label and label.sort == "government" and label.country else ""
    return state if state in world.labels else entity


def _of_kind(ids: Iterable[str], kinds: tuple[str, ...], world: World) -> frozenset[str]:
    return frozenset(one for one in ids if (label := world.labels.get(one)) and label.kind in kinds)


def _numbers(claim: Claim, instruments: frozenset[str], world: World) -> frozenset[str]:
    """The numbers instruments go by ("Resolution 2790"); they tell instruments apart where names are alike."""
    names = [world.labels[one].name for one in sorted(instruments)]
    names += [filler.words for filler in claim.roles.get("instrument", ())]
    return frozenset(word for name in names for word in fold(name).replace("/", " ").split() if word.isdecimal())


_GENERIC = (
    frozenset(word[:5] for word in word_class("instruments"))
    | stems(
        "final new old draft historic landmark joint bilateral multilateral trilateral formal signed country countries"
    )
    | stems(" ".join(NUMBERS))
)


def _text(claim: Claim, named: frozenset[str]) -> frozenset[str]:
    """The words that tell an instrument from others: neither what any is called, nor `named` parties or places."""
    told = stems(" ".join(filler.words for filler in claim.roles.get("instrument", ())))
    return frozenset(word for word in told - _GENERIC - named if not word.isdecimal())


def _named_in(reading: Reading) -> frozenset[str]:
    """The words of all names in a report but those of instruments."""
    own = [name for one in reading.entities if one.kind != "instrument" for name in (one.name, *one.aliases)]
    return stems(" ".join(own))


def _place(claim: Claim, sides: Mapping[str, frozenset[str]], names: Mapping[str, str], world: World) -> str | None:
    """Where the act was; a visit is where its host is."""
    if claim.where:
        return resolve(claim.story, claim.where, names)
    if claim.mode != "visit":
        return None
    hosts = _of_kind(sides["other"], ("state", "place", "facility"), world)
    return max(sorted(hosts), key=lambda one: depth(one, world), default=None)


def _spots(story: Story, claim: Claim, place: str | None, sights: _Sights) -> frozenset[str]:
    """The place of an act, else those that its sentence names behind a word such as "in", with no other clause
    between."""
    if place is not None:
        return frozenset({place})
    near = _inside_quote(claim, sights.places) if claim.kind == "act" else []
    return frozenset(one for at, one in near if not _CLAUSE.search(_between(story.text, claim.trigger, at)))


def _between(text: str, trigger: tuple[int, int], at: int) -> str:
    return text[trigger[1] : at] if at >= trigger[1] else text[at : trigger[0]]


_CLAUSE = re.compile(r"[,;:]|\b(?:who|which|that|was|were|and|where)\b")
