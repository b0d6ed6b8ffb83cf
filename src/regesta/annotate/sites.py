"""Facilities composed of what they are and where: "the X air base", "naval base at X", "the embassy of A in B".

They need stand in no list. One that does, under a wording of its own ("Shayrat airfield"), is known by what is left of
its names when the nouns are taken off; and where it lies is told by the place it is named after or by the words behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from regesta.annotate.places import told_after
from regesta.annotate.spot import CALENDAR, Spot, has_article, is_name, name_before, name_run, text_of
from regesta.annotate.words import JOINTS, Hit, Phrases, Words, find
from regesta.lexicon import Lexicon, fold, load, meanings, words
from regesta.model import EntityKind, Token

NOUNS = meanings("facility-nouns")
NAMED_ONLY = meanings("named-facility-nouns")  # these stay common nouns before "at X": "a camp in Vermont"
HEADS = meanings("facility-heads")
MODIFIERS = words("facility-modifiers")
PREPOSITIONS = frozenset("at in of near on under over outside off from between".split())
BROAD = frozenset(("region", "province", "mountains", "desert"))
WATERS = frozenset(("sea", "ocean", "river", "lake"))
MISSIONS = frozenset(("embassy", "consulate"))
ROUTES = frozenset(("pipeline", "bridge", "tunnel", "canal", "border crossing"))
# Sorts that reports confuse: a place of one of them may be listed as another.
ALIKE = (
    frozenset(("air base", "airfield", "airport", "base")),
    frozenset(("naval base", "base")),
    frozenset(("power plant", "nuclear site", "plant", "dam")),
    frozenset(("border crossing", "bridge", "corridor")),
    frozenset(("test site", "spaceport", "nuclear site")),
    frozenset(("base", "camp", "barracks", "post")),
)
STRENGTH, FULL_STRENGTH = 83, 92
_PHRASES = Phrases(NOUNS.keys() | NAMED_ONLY.keys())
_HEAD_PHRASES = Phrases(HEADS)


class Site(NamedTuple):
    """Words that name a facility: its first and past-last token, its proper name in them, what it is and its noun."""

    first: int
    last: int
    name: tuple[int, int]
    sort: str
    noun: str


def facility_spots(tokens: Sequence[Token], words: Words, known: Sequence[Spot], lexicon: Lexicon) -> Iterator[Spot]:
    """The facilities composed in a text of which `known` are the names that the lexicon has."""
    starts = {s.first: s for s in known if s.kind in ("place", "state", "facility", "nationality")}
    owners = {s.last: s for s in known if s.kind in ("state", "nationality", "organisation", "place")}
    listed = {at: s for s in known if _is_listed(s) for at in range(s.first, s.last)}
    taken: set[int] = set()
    for site in [*_headed_sites(tokens, words, starts), *_noun_sites(tokens, words, known, starts, owners)]:
        span = range(site.first, site.last)
        rivals = (listed[at] for at in span if at in listed)
        if taken.isdisjoint(span) and all(s.last - s.first <= len(span) for s in rivals):
            yield _spot(tokens, site, starts, owners, lexicon)
        if not site.noun:
            taken.update(span)


def _is_listed(spot: Spot) -> bool:
    return spot.kind == "facility" or spot.sort == "strait"


def _headed_sites(tokens: Sequence[Token], words: Words, starts: Mapping[int, Spot]) -> Iterator[Site]:
    for hit in find(words, _HEAD_PHRASES, lambda at: is_name(tokens[at]) or not tokens[at].text.isascii()):
        site = _headed(tokens, hit, starts)
        if site is not None:
            yield site


def _noun_sites(
    tokens: Sequence[Token],
    words: Words,
    known: Sequence[Spot],
    starts: Mapping[int, Spot],
    owners: Mapping[int, Spot],
) -> Iterator[Site]:
    for hit in find(words, _PHRASES):
        if not any(s.first == hit.first and s.last > hit.last for s in known):  # "Port of Spain" is a town
            site = _named_before(tokens, hit, owners) or _named_after(tokens, hit, starts)
            if site is not None:
                yield site


# --------------------------------------------------------------------------------------------- what belongs to the name
def _named_before(tokens: Sequence[Token], hit: Hit, owners: Mapping[int, Spot]) -> Site | None:
    """“the X air base”, "X hydroelectric dam", "Beirut’s port"."""
    sort = NOUNS.get(hit.phrase) or NAMED_ONLY.get(hit.phrase, "")
    end = _without_modifiers(tokens, hit.first)
    first = name_before(tokens, end)
    if first is None and end and tokens[end - 1].text in ("'s", "’s") and sort not in MISSIONS:
        first = name_before(tokens, end - 1)
        end -= 1
        if first is None or end not in owners or owners[end].kind != "place":
            return None
    if first is None or not sort or _is_common(tokens, first, end, hit):
        return None
    ends = [owners[last] for last in range(first + 1, end + 1) if last in owners and owners[last].kind != "place"]
    if ends and not (ends[0].kind == "state" and sort in ROUTES and ends[0][:2] == (first, end)):
        return None
    return Site(first, hit.last, (first, end), sort, _noun(tokens, end, hit))


def _without_modifiers(tokens: Sequence[Token], at: int) -> int:
    """The first token of the modifiers that end before `at`: of "coal-fired power plant", "nuclear complex"."""
    while at > 1 and (
        tokens[at - 1].text in MODIFIERS or (tokens[at - 1].text in JOINTS and tokens[at - 2].text in MODIFIERS)
    ):
        at -= 1
    return at


def _is_common(tokens: Sequence[Token], first: int, end: int, hit: Hit) -> bool:
    """Whether the words before the noun are no name of a place: "Tax base", "Naval air station", "the X camp said"."""
    alone = end - first == 1 and tokens[first].pos != "PROPN" and tokens[first].text.isascii()
    opens = first == 0 or tokens[first - 1].sentence != tokens[first].sentence
    followers = hit.phrase == "camp" and tokens[hit.last - 1].dep == "nsubj"  # "the X camp said"
    kinds = all(token.text.casefold() in MODIFIERS for token in tokens[first:end])
    letters = end - first == 1 and tokens[first].text.isupper() and tokens[first].text.isascii()  # "UAV launch site"
    kinds = kinds or (letters and not is_name(tokens[hit.last - 1]))
    return (
        kinds
        or (alone and opens and not is_name(tokens[hit.last - 1]))
        or (followers and not has_article(tokens, first))
    )


def _noun(tokens: Sequence[Token], end: int, hit: Hit) -> str:
    before = (
        text_of(tokens, end, hit.first).casefold() if end < hit.first and tokens[end].text not in ("'s", "’s") else ""
    )
    return f"{before} {hit.phrase}".strip()


def _named_after(tokens: Sequence[Token], hit: Hit, starts: Mapping[int, Spot]) -> Site | None:
    """“naval base at X”, "port of X", "embassy of A in B", "pipeline from X to Y"."""
    first = _without_modifiers(tokens, hit.first)
    sort = NOUNS.get(hit.phrase) or (NAMED_ONLY.get(hit.phrase, "") if first < hit.first else "")
    at = hit.last
    if not sort or at + 1 >= len(tokens) or tokens[at].text.casefold() not in PREPOSITIONS:
        return None
    word = tokens[at].text.casefold()
    if sort in MISSIONS and word == "of":
        return _mission(tokens, hit, starts, sort)
    if word in ("from", "between"):
        return _route(tokens, first, hit, sort) if sort in ROUTES else None
    name = _name_at(tokens, at + 1, starts, on=word == "on")
    if name is None or _is_broad(tokens, starts.get(name[0]), word):
        return None
    return Site(first, name[1], name, sort, _noun(tokens, first, hit) if first < hit.first else hit.phrase)


def _name_at(tokens: Sequence[Token], at: int, starts: Mapping[int, Spot], on: bool = False) -> tuple[int, int] | None:
    """The proper name that begins here and is not the first part of another facility's: "quay of X naval station"."""
    if tokens[at].text.casefold() == "the" and at + 1 < len(tokens) and at + 1 in starts:
        at += 1
    if not is_name(tokens[at]) and not has_article(tokens, at):
        return None
    if tokens[at].text.casefold() in CALENDAR:
        return None
    spot = starts.get(at)
    last = max(spot.last if spot else at, name_run(tokens, at, 4))
    if last == at or (not on and _noun_follows(tokens, last)):
        return None
    return at, last


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    ahead = " ".join(fold(t.text) for t in tokens[at : at + 2])
    return ahead in NOUNS or (at < len(tokens) and fold(tokens[at].text) in NOUNS)


def _is_broad(tokens: Sequence[Token], spot: Spot | None, word: str) -> bool:
    """Whether what is named is too wide to tell facilities apart: "a base in Asia", "in Ohio", "on the Nile"."""
    if spot is None:
        return False
    if spot.sort in BROAD and (word == "on" or _has_town(text_of(tokens, spot.first, spot.last), spot.country)):
        return False
    return spot.kind in ("state", "nationality") or spot.sort in WATERS or spot.sort in BROAD


def _has_town(name: str, country: str | None) -> bool:
    """Whether a town goes by the name of the province that it lies in, as most chief towns do."""
    bearers = (load().entries[key] for key in load().names.get(fold(name), ()))
    return any(one.kind == "place" and one.sort not in BROAD and one.country == country for one in bearers)


def _mission(tokens: Sequence[Token], hit: Hit, starts: Mapping[int, Spot], sort: str) -> Site | None:
    """“embassy of Denmark in Harare”, "Embassy of the Republic of Chad in Brussels"; without a town it is a body."""
    at = hit.last + 1
    while at < len(tokens) and tokens[at].text.casefold() == "the":
        at += 1
    sender = starts.get(at)
    last = sender.last if sender is not None and sender.kind == "state" else len(tokens)
    if sender is None or last + 1 >= len(tokens) or tokens[last].text.casefold() not in ("in", "at"):
        return None
    name = _name_at(tokens, last + 1, starts)
    if name is None or _is_broad(tokens, starts.get(name[0]), "in"):
        return None
    return Site(hit.first, name[1], name, sort, f"{hit.phrase} of {text_of(tokens, sender.first, sender.last)}")


def _route(tokens: Sequence[Token], first: int, hit: Hit, sort: str) -> Site | None:
    """“pipeline from X to Y”, "border crossing between X and Y"."""
    last = name_run(tokens, hit.last + 1, 4)
    if (
        not is_name(tokens[hit.last + 1])
        or last + 1 >= len(tokens)
        or tokens[last].text.casefold() not in ("to", "and")
    ):
        return None
    end = name_run(tokens, last + 1, 4) if is_name(tokens[last + 1]) else 0
    return Site(first, end, (hit.last + 1, end), sort, hit.phrase) if end > last + 1 else None


def _headed(tokens: Sequence[Token], hit: Hit, starts: Mapping[int, Spot]) -> Site | None:
    """“Camp X”, "Naval Air Station X", "Observation Post 54", "Penal Colony No. 9", "Base Aérea X"."""
    at = hit.last
    if hit.first in starts and starts[hit.first].last > at:  # "Fort Worth" is a town
        return None
    if (
        hit.first
        and tokens[hit.first - 1].pos == "PROPN"
        and tokens[hit.first - 1].sentence == tokens[hit.first].sentence
    ):
        return None
    while at < len(tokens) and tokens[at].text.casefold() in ("no", "no.", "number", "№", "."):
        at += 1
    if at >= len(tokens) or tokens[at].sentence != tokens[hit.first].sentence:
        return None
    last = at + 1 if tokens[at].text.isdigit() else name_run(tokens, at, 4) if is_name(tokens[at]) else at
    return Site(hit.first, last, (at, last), HEADS[hit.phrase], "") if last > at else None


# --------------------------------------------------------------------------------------------- which one, and where
def _spot(
    tokens: Sequence[Token], site: Site, starts: Mapping[int, Spot], owners: Mapping[int, Spot], lexicon: Lexicon
) -> Spot:
    name = text_of(tokens, *site.name)
    key = known_as(name, site.sort, lexicon)
    if key is not None:
        entry = lexicon.entries[key]
        kind: EntityKind = "place" if entry.kind == "place" else "facility"
        return Spot(
            site.first, site.last, kind, max(_strength(tokens, site), STRENGTH + 1), key, entry.sort, entry.country
        )
    words = f"{name} {site.noun}" if site.noun else text_of(tokens, site.first, site.last)
    kind = "place" if site.sort == "strait" else "facility"
    country, town = _where(tokens, site, starts, owners)
    return Spot(site.first, site.last, kind, _strength(tokens, site), None, site.sort, country, words, town)


def _strength(tokens: Sequence[Token], site: Site) -> int:
    """How firmly the words name a facility: in capitals to its noun, with the name as part of the noun, or with the
    state that sends it, they hold against a person of that name."""
    noun = range(site.name[1], site.last)
    full = all(is_name(t) for t in tokens[site.first : site.last]) and " " in site.noun
    named = tokens[site.name[1] - 1]
    of_noun = named.dep == "compound" and named.head in noun and not is_name(tokens[site.last - 1])
    return FULL_STRENGTH if full or of_noun or " of " in site.noun else STRENGTH


def known_as(name: str, sort: str, lexicon: Lexicon) -> str | None:
    """The listed facility that goes by this name with another noun for what it is."""
    core = fold(name)
    found = _cores(lexicon).get(core) or _cores(lexicon).get(core.replace(" ", ""), ())
    sorts = {key: lexicon.entries[key].sort for key in found}
    alike = (key for key in found if any(sorts[key] in group and sort in group for group in ALIKE))
    return next((key for key in found if sorts[key] == sort), None) or next(alike, None)


@cache
def _cores(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    """What is left of the names of the listed facilities without the nouns for what they are → their ids."""
    found: dict[str, list[str]] = {}
    for key in lexicon.facilities:
        entry = lexicon.entries[key]
        for folded in map(fold, (entry.name, *entry.aliases)):
            for core in (_core(folded), _core(folded).replace(" ", "")):
                if core and key not in found.setdefault(core, []):
                    found[core].append(key)
    return {core: tuple(keys) for core, keys in found.items()}


def _core(folded: str) -> str:
    """The folded name without the nouns and modifiers at its end, and without "port of" before it."""
    words = folded.split(" ")
    while len(words) > 1:
        tail = next(
            (n for n in (3, 2, 1) if len(words) > n and " ".join(words[-n:]) in NOUNS.keys() | NAMED_ONLY.keys()), 0
        )
        if not tail and words[-1] not in MODIFIERS:
            break
        words = words[: -(tail or 1)]
    if len(words) > 2 and words[1] in ("of", "at", "in") and words[0] in NOUNS:
        words = words[2:]
    return " ".join(words)


def _where(
    tokens: Sequence[Token], site: Site, starts: Mapping[int, Spot], owners: Mapping[int, Spot]
) -> tuple[str | None, str | None]:
    """The state on whose territory a composed facility lies, and the id of the town, where the words say it."""
    eponyms = _eponyms(tokens, *site.name, starts) if site.noun or site.sort != "base" else []
    told = told_after(tokens, site.last, starts)
    if told is not None:
        return told.country, next((s.key for s in (*eponyms, told) if s.country == told.country and _is_town(s)), None)
    if eponyms:
        countries = {spot.country for spot in eponyms}
        town = eponyms[0].key if len(eponyms) == 1 and _is_town(eponyms[0]) else None
        return (countries.pop(), town) if len(countries) == 1 else (None, None)
    owner = owners.get(site.first)
    local = owner is not None and owner.kind == "nationality" and site.sort in LOCAL
    return (owner.country if owner is not None and local else None), None


# What a state's adjective before it says lies in the state: "the Chilean port of X"; its bases may stand abroad.
LOCAL = frozenset("port airport terminal dam prison lock mine shipyard".split()) | {
    "power plant",
    "oil field",
    "gas field",
}


def _is_town(spot: Spot) -> bool:
    return spot.kind == "place" and spot.sort in ("city", "capital")


def _eponyms(tokens: Sequence[Token], first: int, last: int, starts: Mapping[int, Spot]) -> list[Spot]:
    """The places that make up a name whole: of "X" the one, of "X–Y" and "X to Y" both."""
    found: list[Spot] = []
    at = first
    while at < last:
        spot = starts.get(at)
        if spot is None or spot.last > last or spot.kind == "facility":
            return []
        found.append(spot)
        at = spot.last
        while at < last and (tokens[at].text in JOINTS or tokens[at].text.casefold() in ("to", "and")):
            at += 1
    return found
