"""Which place a name means, or that it cannot be told: one town of many, a province or its capital, a state or another.

What is known of each bearer is added up as logarithms of odds to base ten: how prominent it is, what the words beside
the name say ("Paris, Texas"; "in Hama province"), where the other names of the report lie, and where its outlet is at
home. A bearer is taken when its share of the odds, those of "none of them" included, is over a half.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, log10, radians
from typing import NamedTuple, Protocol, TypeVar

from regesta.annotate.words import Hit
from regesta.lexicon import Entry, Lexicon, is_own, words
from regesta.model import EntityKind, Token

UNITS = words("province-nouns")
TOWNS = words("town-nouns")
DIRECTIONS = words("directions")
RULERS = frozenset("governor governors gubernatorial legislature statehouse".split())
MAYORS = frozenset("mayor mayors".split())
WIDE = frozenset(("region", "sea", "ocean", "strait", "territory"))
STATE = 4.0  # a state is named that much more often than a town of its inhabitants
OWN = 1.0  # under its own name, not another
CAPITAL = 1.0
INSIDE = 4.0  # the words say in which province or state it lies
LISTED_WITH = 1.5  # they may say so, or name one town after the other
UNIT = 4.0  # the words say that it is a province, or a town
AROUND = 3.0  # the report names a town of the province, or the province of the town
COUNTRY, MOST_COUNTRY = 1.2, 2.0  # another name of the report lies in the country; several do
NEAR, NEAR_KM = 2.0, 250  # another name of the report lies within so many kilometres
HOME = 1.2  # the outlet is at home in the country
LISTED = 7.0  # a part of a state or of the world that the review lists without inhabitants
NONE = 4.7  # that it is none of the bearers: as likely as a town of five thousand under its own name
ELSEWHERE = 0.6  # the report plays in other countries
CLEAR = 1.0  # a bearer so far ahead by prominence tells where the report plays
SURE = 0.5
MOST_BEARERS = 40  # of one name that are weighed; they come in order of prominence


class Named(Protocol):
    """A name with its kind and the country it belongs to."""

    @property
    def kind(self) -> EntityKind:
        """What sort of thing it names."""

    @property
    def country(self) -> str | None:
        """The code of the state it belongs to."""


S = TypeVar("S", bound=Named)


class Scene(NamedTuple):
    """Where a report plays: how often each country is named, and the places that are clear."""

    countries: Mapping[str, int]
    places: Sequence[Entry]
    home: str | None


class Name(NamedTuple):
    """A name in the report: where it stands, who bears it, and what the words say that it lies in or is.

    `inside` has the bearers that lie in what the words name, with what that is worth; where the words beside this name
    are silent (`told` is false), what those beside the same name elsewhere say.
    """

    hit: Hit
    bearers: tuple[Entry, ...]
    inside: Mapping[str, float]
    told: bool
    sort: str
    shy: bool = False


class Meant(NamedTuple):
    """Whom a name means; `told` says that the words beside it tell in what it lies."""

    entry: Entry
    told: bool = False


def meant(
    named: Sequence[Hit], peoples: Mapping[int, Entry], tokens: Sequence[Token], lexicon: Lexicon, home: str | None
) -> list[Meant | None]:
    """Of each name, whom it means; nothing where that cannot be told. `peoples` are the lands of adjectives such as
    "Kenyan" and "Scottish", by the adjective's last token."""
    names = _names(named, peoples, tokens, lexicon)
    found = [_clear(name) for name in names]
    for _ in range(2):  # what is found tells in what scene the others lie
        scene = _scene(found, peoples.values(), home)
        found = [_best(name, scene, first) for name, first in zip(names, found, strict=True)]
    return [Meant(e, n.told and e.id in n.inside) if e else None for n, e in zip(names, found, strict=True)]


def _scene(found: Iterable[Entry | None], peoples: Iterable[Entry], home: str | None) -> Scene:
    entries = [entry for entry in (*found, *peoples) if entry is not None]
    votes = Counter(entry.country for entry in entries if entry.country)
    return Scene(votes, list({e.id: e for e in entries if e.kind == "place" and e.lat is not None}.values())[:40], home)


def land_of(word: str, lexicon: Lexicon) -> Entry | None:
    """The part of a state or of the world whose people or things the adjective tells of: "Scottish", "Catalan"."""
    adjectives = lexicon.tables["regions"]["adjectives"]
    return lexicon.entries.get(adjectives.get(word) or adjectives.get(word.removesuffix("s")) or "")


# ------------------------------------------------------------------------------------------------ what the words say
def _names(named: Sequence[Hit], peoples: Mapping[int, Entry], tokens: Sequence[Token], lexicon: Lexicon) -> list[Name]:
    bearers = _bearers(named, lexicon)
    told = _insides(named, peoples, tokens, lexicon, bearers)
    anywhere: dict[str, dict[str, float]] = defaultdict(dict)
    for hit, inside in zip(named, told, strict=True):
        anywhere[hit.phrase].update(inside)
    return [
        Name(
            hit,
            bearers[hit.phrase],
            inside or anywhere[hit.phrase],
            bool(inside),
            _sort_told(tokens, hit),
            hit.phrase not in lexicon.names,
        )
        for hit, inside in zip(named, told, strict=True)
    ]


def _insides(
    named: Sequence[Hit],
    peoples: Mapping[int, Entry],
    tokens: Sequence[Token],
    lexicon: Lexicon,
    bearers: Mapping[str, Sequence[Entry]],
) -> list[dict[str, float]]:
    """Of each name, the bearers that lie in what the words beside it name, or in which what stands there lies."""
    by_first = {hit.first: at for at, hit in enumerate(named)}
    by_last = {hit.last: at for at, hit in enumerate(named)}
    inside: list[dict[str, float]] = [{} for _ in named]
    outside: list[dict[str, float]] = [{} for _ in named]
    for at, hit in enumerate(named):
        own = bearers[hit.phrase]
        after = [i for i in _holders_after(tokens, hit.last) if i < len(tokens)]
        before = _holders_before(tokens, hit.first)
        for other in [by_first[i] for i in after if i in by_first] + [by_last[i] for i in before if i in by_last]:
            holders = bearers[named[other].phrase]
            worth = LISTED_WITH if holders[0].sort in ("city", "capital") and _in_list(tokens, named[other]) else INSIDE
            pairs = [(one, holder) for one in own for holder in holders if lies_in(one, holder)]
            inside[at].update((one.id, worth) for one, _ in pairs)
            outside[other].update((holder.id, worth) for _, holder in pairs)
        lands = [peoples[end] for end in before if end in peoples]
        lands += [land for i in after for land in _abbreviated(tokens[i], lexicon)]
        inside[at].update((one.id, INSIDE) for one in own for land in lands if lies_in(one, land))
    return [own or other for own, other in zip(inside, outside, strict=True)]


def _abbreviated(token: Token, lexicon: Lexicon) -> list[Entry]:
    """The parts of states that letters after a comma stand for: "Springfield, Ill."."""
    keys = lexicon.tables["regions"]["abbreviations"].get(token.text.removesuffix("."), ())
    return [lexicon.entries[key] for key in keys]


def _in_list(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether the name is one of several after one another: "Boston, New York and Chicago"."""
    after = tokens[hit.last : hit.last + 2]
    return len(after) == 2 and after[0].text in (",", "and") and after[1].text[:1].isupper()


def _bearers(named: Iterable[Hit], lexicon: Lexicon) -> dict[str, tuple[Entry, ...]]:
    found = {}
    for phrase in {hit.phrase for hit in named}:
        keys = lexicon.names.get(phrase) or lexicon.tables["shy_names"][phrase]
        entries = tuple(lexicon.entries[key] for key in keys[:MOST_BEARERS])
        placed = entries[0].kind in ("place", "state")
        found[phrase] = tuple(e for e in entries if e.kind in ("place", "state")) if placed else entries[:1]
    return found


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether a place lies in a state or in a part of one."""
    if holder.kind == "state" or holder.sort in ("territory", "disputed"):
        return entry.kind == "place" and entry.country == holder.country and entry.id != holder.id
    return holder.sort == "province" and entry.parent == holder.id


def _holders_after(tokens: Sequence[Token], at: int) -> list[int]:
    """The tokens after a name's end `at` at which the name of what it lies in may begin.

    "X, Y", "X (Y)", "X in Y", "X, in northern Y", "X in Y's Z" (both Y and Z).
    """
    words = [t.text.casefold() for t in tokens[at : at + 6]]
    step = 1 if words[:1] in ([","], ["("]) else 0
    if words[step : step + 1] in (["in"], ["of"]):
        step += 1
    if words[step : step + 1] == ["the"]:
        step += 1
    if not step:
        return []
    while words[step : step + 1] and words[step] in DIRECTIONS:
        step += 1
    ends = [i for i in range(step + 1, len(words)) if words[i] in ("'s", "’s")]
    return [at + step, *(at + i + 1 for i in ends[:1])]


def _holders_before(tokens: Sequence[Token], at: int) -> list[int]:
    """The ends before a name's first token `at` at which the name of what it lies in may end.

    "Y's X", "Y's city of X", "the Y port of X", "the Y town of X".
    """
    if at and tokens[at - 1].text in ("'s", "’s"):
        return [at - 1]
    if at > 1 and tokens[at - 1].text.casefold() == "of" and tokens[at - 2].lemma in TOWNS | UNITS:
        before = at - 2
        while before and tokens[before - 1].pos == "ADJ" and not tokens[before - 1].text[:1].isupper():
            before -= 1
        return [before, before - 1] if before and tokens[before - 1].text in ("'s", "’s") else [before]
    return [at] if at else []


def _sort_told(tokens: Sequence[Token], hit: Hit) -> str:
    """The sort of place that the words say it is: "province", "city", or nothing."""
    after = tokens[hit.last].text.casefold() if hit.last < len(tokens) else ""
    owned = tokens[hit.last + 1].text.casefold() if after in ("'s", "’s") and hit.last + 1 < len(tokens) else after
    before = tokens[hit.first - 1].text.casefold() if hit.first else ""
    head = tokens[hit.first - 2].text.casefold() if before == "of" and hit.first > 1 else ""
    if after in UNITS or head in UNITS or owned in RULERS or head in RULERS:
        return "province"
    return "city" if head in TOWNS or head in MAYORS or owned in MAYORS or after == "city" else ""


def is_unit(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is a noun for a part of a state that belongs to the name before it."""
    return at < len(tokens) and tokens[at].text.casefold() in UNITS and tokens[at].sentence == tokens[at - 1].sentence


def told_after(tokens: Sequence[Token], at: int, starts: Mapping[int, S]) -> S | None:
    """The place in which the words behind say that something lies: "…, Y", "… in Y’s Z", "… near X, Y"."""
    for step in range(at, min(at + REACH, len(tokens))):
        token = tokens[step]
        if token.sentence != tokens[at - 1].sentence or token.tag in CLOSING or (token.pos == "PUNCT" and step > at):
            return None
        if token.text.casefold() in WITHIN or (step == at and token.text == ","):
            held = [starts[i] for i in _holders_after(tokens, step) if i in starts]
            held += [starts[i] for i in (step + 1,) if i in starts and token.text != "of"]
            if held and held[0].kind != "nationality" and held[0].country:
                return held[0]
    return None


WITHIN = frozenset("in near at outside inside of".split())
CLOSING = frozenset("VB VBD VBP VBZ MD CC WDT WP WRB TO".split())  # tags of words after which something else is told
REACH = 6  # tokens after a name in which the words may say where it lies


# ------------------------------------------------------------------------------------------------ weighing
def prominence(entry: Entry, phrase: str) -> float:
    """How likely the name means the entry when nothing else is known, as a logarithm."""
    size = log10(max(entry.weight, 1000))
    if entry.kind == "state":
        return size + STATE
    if entry.sort in WIDE:
        return LISTED + 2.0
    if not entry.weight:
        return LISTED
    own = is_own(phrase, entry.name)
    if entry.sort == "province":
        return size - (not own) * OWN
    return size + own * OWN + (own and entry.sort == "capital") * CAPITAL


def _clear(name: Name) -> Entry | None:
    """The bearer that the name means by itself or by the words beside it, whatever the rest of the report is about."""
    if name.bearers[0].kind not in ("place", "state"):
        return name.bearers[0]
    if name.shy and not (name.told and INSIDE in name.inside.values()):
        return None
    ranked = _ranked(name, {e.id: _told(e, name) for e in name.bearers})
    score, first = ranked[0]
    ahead = score - max((other for other, e in ranked[1:] if not _near(first, e)), default=NONE)
    return first if score > NONE and (ahead >= CLEAR or name.inside.get(first.id) == INSIDE) else None


def _best(name: Name, scene: Scene, first: Entry | None) -> Entry | None:
    """The bearer with over half of the odds, where the report plays in this scene; `first` was taken before."""
    if name.shy or (first is not None and (name.inside.get(first.id) == INSIDE or len(name.bearers) == 1)):
        return first
    ranked = _ranked(name, {e.id: _told(e, name) + _fits(e, name, scene, first) for e in name.bearers})
    best, chosen = ranked[0]
    odds = [(10 ** (score - best), entry is chosen or _near(chosen, entry)) for score, entry in ranked]
    elsewhere = ELSEWHERE if scene.countries and not any(e.country in scene.countries for e in name.bearers) else 0.0
    share = sum(o for o, alike in odds if alike) / (sum(o for o, _ in odds) + 10 ** (NONE + elsewhere - best))
    return chosen if share > SURE else None


def _ranked(name: Name, more: Mapping[str, float]) -> list[tuple[float, Entry]]:
    scored = [(prominence(e, name.hit.phrase) + more[e.id], -at, e) for at, e in enumerate(name.bearers)]
    return [(score, entry) for score, _, entry in sorted(scored, key=lambda one: one[:2], reverse=True)]


def _told(entry: Entry, name: Name) -> float:
    """What the words beside the name add for this bearer."""
    told = name.inside.get(entry.id, 0.0)
    if not name.sort:
        return told
    if entry.kind == "state":
        return told - UNIT
    return told + UNIT * ((entry.sort == "province") == (name.sort == "province"))


def _fits(entry: Entry, name: Name, scene: Scene, first: Entry | None) -> float:
    """What the other names of the report and its outlet add for a bearer; what the name itself told counts for none."""
    own = first is not None and first.country == entry.country
    country = min(max(scene.countries.get(entry.country or "", 0) - own, 0) * COUNTRY, MOST_COUNTRY)
    home = HOME if scene.home and entry.country == scene.home else 0.0
    if entry.kind == "state":
        seat = any(place.sort == "capital" and place.country == entry.country for place in scene.places)
        return country + home + AROUND * seat
    namesakes = {bearer.id for bearer in name.bearers}
    others = [place for place in scene.places if place.id not in namesakes]
    around = any(entry.parent == p.id or p.parent == entry.id for p in others)
    sisters = entry.sort == "province" and any(p.sort == "province" and p.parent == entry.parent for p in others)
    near = entry.sort != "province" and any(_near(entry, place) for place in others)
    return country + home + max(AROUND * (around or sisters), NEAR * near)


def _near(entry: Entry, other: Entry) -> bool:
    """Whether two places lie so near that a report which names the one may mean the other."""
    if entry.lat is None or entry.lon is None or other.lat is None or other.lon is None or other.sort == "ocean":
        return False
    north = abs(entry.lat - other.lat) * 111
    if north > NEAR_KM:
        return False
    east = abs(entry.lon - other.lon) * 111 * cos(radians(entry.lat))
    return north * north + east * east < NEAR_KM * NEAR_KM


__all__ = ["Meant", "is_unit", "land_of", "lies_in", "meant", "prominence", "told_after"]
