"""Names of organisations told by their own words: "Liberal Party of Peru", "Peasants' and Workers' Union (PWU)".

A run of capitals that holds a noun of bodies is the name of a body, whatever the model takes its parts for; what it
belongs to may follow after "of" or "for", letters in brackets are another name of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from regesta.annotate.spot import CALENDAR, Spot, name_run, text_of
from regesta.annotate.words import JOINTS
from regesta.lexicon import Lexicon, fold, load
from regesta.model import Token

LONGEST = 12  # tokens
BINDING = frozenset(("of", "for"))
LINKS = frozenset(("and", "&"))


class Nouns(NamedTuple):
    """Nouns of bodies → the sector they tell, ideologies that "and" may join, words of a party before a name, and nouns
    that come before what the body is called."""

    bodies: Mapping[str, str]
    ideologies: frozenset[str]
    affiliations: frozenset[str]
    leading: frozenset[str]


@cache
def nouns() -> Nouns:
    """The reviewed nouns of which names of organisations are built."""
    table = load().tables["actors"]
    bodies = {word: sector for sector, words in table["named"].items() for word in words}
    classes = (frozenset(table[name]["words"]) for name in ("ideologies", "affiliations", "leading"))
    return Nouns(bodies, *classes)


class Ground(NamedTuple):
    """The tokens with the spots found so far, by the token each covers."""

    tokens: Sequence[Token]
    at: Mapping[int, Spot]


def named_bodies(tokens: Sequence[Token], found: Iterable[Spot]) -> Iterator[Spot]:
    """Every name of a body told by a noun in it, stronger than what it is composed of."""
    ground = Ground(tokens, {i: s for s in found for i in range(s.first, s.last)})
    past = 0
    for at, token in enumerate(tokens):
        if at >= past and token.text[:1].isupper() and token.text.casefold() in nouns().bodies and token.pos != "VERB":
            spot = _body_at(ground, at, past)
            if spot is not None:
                yield spot
                past = spot.last


def _body_at(ground: Ground, at: int, floor: int) -> Spot | None:
    """The whole name around a noun of bodies, where it is more than that noun and no known body of a state."""
    first = _first(ground, at, floor)
    head = _head(ground.tokens, at)
    last = _last(ground, head)
    known = ground.at.get(at)
    if ground.tokens[at].text.casefold() in nouns().leading:
        last = max(last, name_run(ground.tokens, at))
    if last - first < 2 or (known and known.strength >= 80 and known.first <= first and last <= known.last):
        return None
    led = ground.tokens[at].text.casefold() in nouns().leading
    if first == at and not led and not _goes_on(ground.tokens, head, last):
        return None
    whole = last > head + 1 or any(s.key for i in range(first, last) if (s := ground.at.get(i)))
    sort = SORTS.get(nouns().bodies[ground.tokens[head].text.casefold()], "")
    return Spot(first, last, "organisation", 85 if whole else 74, None, sort)


SORTS = {"PTY": "party", "MIL": "military", "COP": "police", "JUD": "court", "LEG": "parliament", "GOV": "government",
         "BUS": "company", "EDU": "university", "JRN": "newspaper"}  # fmt: skip


def _head(tokens: Sequence[Token], at: int) -> int:
    """The last noun of bodies of the run that goes on after one: "Party Congress", "Guard Command"."""
    head, last = at, at + 1
    while last < len(tokens) and tokens[last].sentence == tokens[at].sentence and _is_part(tokens[last]):
        if tokens[last].text.casefold() in nouns().bodies:
            head = last
        last += 1
    return head


def _is_part(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos in ("PROPN", "NOUN", "ADJ") and token.text.casefold() not in CALENDAR


def _first(ground: Ground, at: int, floor: int) -> int:
    """The first capital of the run that ends in a noun of bodies; a person's or another body's name stops it."""
    tokens, first = ground.tokens, at
    while first > floor and at - first < LONGEST and tokens[first - 1].sentence == tokens[at].sentence:
        before = tokens[first - 1]
        own = ground.at.get(first - 1) is not None and ground.at.get(first - 1) is ground.at.get(at)
        if _is_part(before) and (own or not _is_another(ground, first - 1)):
            first -= 1
        elif first - 2 >= floor and (step := _joined(ground, first)):
            first -= step
        else:
            break
    numbered = first > floor and ORDINAL.fullmatch(tokens[first - 1].text)  # "3rd Battalion"
    return first - 1 if numbered and tokens[first - 1].sentence == tokens[at].sentence else first


ORDINAL = re.compile(r"\d{1,4}(?:st|nd|rd|th)")


def _is_another(ground: Ground, at: int) -> bool:
    """Whether a token belongs to somebody or something else: a person with more than one name, a body known whole."""
    spot = ground.at.get(at)
    return spot is not None and (
        (spot.kind == "person" and spot.last - spot.first > 1 and spot.strength >= 70)
        or (spot.kind == "organisation" and spot.key is not None and spot.last - spot.first > 2)
        or spot.kind == "vessel"
    )


def _joined(ground: Ground, first: int) -> int:
    """How many tokens before a word belong to the same name by "and", a hyphen or "'": "Peasants’ and Workers’ …"."""
    tokens = ground.tokens
    if tokens[first - 1].text.casefold() in LINKS and _owns(tokens[first - 2]) and first > 2:
        return 3 if _is_many(tokens[first - 3], tokens[first - 2]) else 0
    return 2 if _joins(ground, first) else 0


def _owns(sign: Token) -> bool:
    """Whether a sign is that of the owner; a bare one after a plural may be taken for a quotation mark."""
    return sign.tag == "POS" or sign.text in ("'", "’")


def _is_many(token: Token, sign: Token) -> bool:
    """Whether a word with its sign of the owner tells of a class of people: "Herders’", "People’s", "Women’s"."""
    plural = len(sign.text) == 1 and token.text.endswith("s")
    return _is_part(token) and (plural or token.text.casefold() in ("people", "peoples", "women", "children", "men"))


def _joins(ground: Ground, first: int) -> bool:
    """Whether "and", a hyphen or "'" before a word joins it to a capital that belongs to the same name."""
    sign, before, after = ground.tokens[first - 1], ground.tokens[first - 2], ground.tokens[first]
    if not _is_part(before) or _is_another(ground, first - 2):
        return False
    if sign.text in JOINTS or _owns(sign):
        return sign.text in JOINTS or _is_many(before, sign)
    low = before.text.casefold()
    ideal = low in nouns().ideologies and after.text.casefold() in nouns().ideologies
    return sign.text.casefold() in LINKS and ideal and low not in nouns().bodies


def _last(ground: Ground, head: int) -> int:
    """Past what the body is of: "of Peru", "for the Liberation of Peru", "of Liberals and Democrats for Europe"."""
    tokens, last = ground.tokens, head + 1
    while last < len(tokens) and last - head < LONGEST and tokens[last].sentence == tokens[head].sentence:
        after = _after_sign(tokens, last)
        if after is None:
            break
        low, end = tokens[last].text.casefold(), _run(ground, after)
        other = low == "for" and any(t.text.casefold() in nouns().bodies for t in tokens[after:end])
        if end == after or other or (low in LINKS and not _shares(ground, last, after)):
            break  # "left the Reform Party for the Liberal Party"
        last = end
    return last


def _after_sign(tokens: Sequence[Token], at: int) -> int | None:
    """The capital after "of (the)", "for (the)" or "and", where one stands there."""
    if tokens[at].text.casefold() not in BINDING | LINKS:
        return None
    after = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].text.casefold() == "the")
    fits = after < len(tokens) and _is_part(tokens[after]) and tokens[after].sentence == tokens[at].sentence
    return after if fits else None


def _shares(ground: Ground, at: int, after: int) -> bool:
    """Whether "and" goes on with the same name: two groups of people, ideas or fields; not two bodies or states."""
    bodies, tokens = nouns().bodies, ground.tokens
    before, first = tokens[at - 1].text.casefold(), tokens[after].text.casefold()
    if tokens[after - 1].text.casefold() == "the":
        return False
    if bodies.get(before) == "PTY" == bodies.get(first):
        return True
    if any(t.text.casefold() in bodies for t in tokens[after : _run(ground, after)]):
        return False
    return all(_is_plain(ground, i) for i in (at - 1, after)) or {before, first} <= nouns().ideologies


def _is_plain(ground: Ground, at: int) -> bool:
    """Whether a token names nothing that is known by itself."""
    spot = ground.at.get(at)
    return spot is None or (spot.key is None and spot.strength <= 61)


def _run(ground: Ground, at: int) -> int:
    """Past the capitals that begin at a token; past a state or place that begins there, and no further."""
    tokens, spot = ground.tokens, ground.at.get(at)
    if spot is not None and spot.kind in ("state", "place", "nationality") and spot.first == at and spot.key:
        return spot.last
    last = at
    while last < len(tokens) and tokens[last].sentence == tokens[at].sentence:
        joint = tokens[last].text in JOINTS and last + 1 < len(tokens) and tokens[last].end == tokens[last + 1].start
        if not (joint and _is_part(tokens[last + 1])) and (not _is_part(tokens[last]) or _is_another(ground, last)):
            break
        last += 1
    return last


def _goes_on(tokens: Sequence[Token], head: int, last: int) -> bool:
    """Whether a noun of bodies that begins a name is followed by what makes it one: "Party of …", not "Council and"."""
    return last > head + 1 and tokens[head + 1].text.casefold() in BINDING


def party_people(tokens: Sequence[Token]) -> Iterator[Spot]:
    """A party told by its people with a capital inside a sentence: "the Greens", "Social Democrats"."""
    for at, token in enumerate(tokens):
        low = token.text.casefold()
        if low in nouns().bodies and nouns().bodies[low] == "PTY" and low.endswith("s") and token.text[:1].isupper():
            opens = at == 0 or tokens[at - 1].sentence != token.sentence
            if not opens and token.tag in ("NNS", "NNPS", "NNP"):
                social = tokens[at - 1].text[:1].isupper() and tokens[at - 1].text.casefold() in nouns().ideologies
                yield Spot(at - social, at + 1, "organisation", 64, None, "party")


# --------------------------------------------------------------------------------------------- whose it is
TOWARDS = frozenset(("for", "on", "with", "to", "against", "in", "from"))
KNOWN_CITY = 100_000  # inhabitants: a smaller town's name in that of a body may well be somebody's


def homed(tokens: Sequence[Token], found: Iterable[Spot], lexicon: Lexicon) -> list[Spot]:
    """The spots with the country of each body that nobody listed: of a demonym, state or large city in its name."""
    return [
        spot._replace(country=_home(tokens, spot, lexicon))
        if spot.kind == "organisation" and spot.key is None and spot.country is None
        else spot
        for spot in found
    ]


def _home(tokens: Sequence[Token], spot: Spot, lexicon: Lexicon) -> str | None:
    if tokens[spot.first].text.casefold() in ACROSS:
        return None
    for at in range(spot.first, spot.last):
        if at > spot.first and tokens[at - 1].text.casefold() in TOWARDS:
            continue
        for last in range(min(spot.last, at + 3), at, -1):
            country = _of_words(fold(text_of(tokens, at, last)), lexicon)
            if country:
                return country
    return None


ACROSS = frozenset(("international", "global", "world", "united", "european", "african", "asian", "pan"))


def _of_words(words: str, lexicon: Lexicon) -> str | None:
    """The country of a demonym, a state, a large city or an organisation called so."""
    if words in lexicon.demonyms:
        return lexicon.entries[lexicon.demonyms[words]].country
    for ident in lexicon.names.get(words, ())[:1]:
        entry = lexicon.entries[ident]
        large = entry.kind == "place" and (entry.sort == "capital" or entry.weight >= KNOWN_CITY)
        if entry.kind in ("state", "organisation") or large or entry.sort in ("territory", "region"):
            return entry.country
    return None


# --------------------------------------------------------------------------------------------- letters
def letters(tokens: Sequence[Token], found: Sequence[Spot]) -> Iterator[Spot]:
    """The letters in brackets right after the name of a body, and the same letters elsewhere: another name of it."""
    known = {spot.first: spot for spot in found}
    declared: dict[str, Spot] = {}
    for spot in found:
        at = spot.last + (spot.last < len(tokens) and tokens[spot.last].tag == "POS")
        if spot.kind in ("organisation", "facility") and at + 2 < len(tokens) and tokens[at].text == "(":
            inside = known.get(at + 1)
            other = inside is not None and (inside.kind in ("state", "place", "nationality") or inside.sort in MEDIA)
            if tokens[at + 2].text == ")" and is_letters(tokens[at + 1].text) and not other:
                name = spot.name or text_of(tokens, spot.first, spot.last)
                declared.setdefault(tokens[at + 1].text, spot._replace(strength=87, name=name))
    for at, token in enumerate(tokens if declared else ()):
        if token.text in declared:
            yield declared[token.text]._replace(first=at, last=at + 1)


MEDIA = frozenset(("news agency", "newspaper", "broadcaster", "site"))


def is_letters(text: str) -> bool:
    """Whether a word is written as acronyms are: "SDLP", "PvdA"."""
    return 2 <= len(text) <= 10 and text.isalpha() and sum(c.isupper() for c in text) >= 2 and not text.islower()


def undertakings(tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens of names of operations and exercises, which act no more than a plan does."""
    begun = (i for i, t in enumerate(tokens[:-1]) if t.text in ("Operation", "Exercise") and _is_part(tokens[i + 1]))
    return frozenset(at for i in begun for at in range(i, name_run(tokens, i + 1)))


# --------------------------------------------------------------------------------------------- one vote a document
def settled(tokens: Sequence[Token], found: Sequence[Spot]) -> list[Spot]:
    """The spots with one kind for each surface: what a pattern or the lexicon says once holds in the whole document."""
    sure: dict[str, Spot] = {}
    for spot in found:
        if spot.strength >= 74:
            sure.setdefault(fold(text_of(tokens, spot.first, spot.last)), spot)
            if spot.kind == "vessel":
                sure.setdefault(fold(tokens[spot.last - 1].text), spot)
    return [_agreed(tokens, spot, sure) for spot in found]


def _agreed(tokens: Sequence[Token], spot: Spot, sure: Mapping[str, Spot]) -> Spot:
    known = sure.get(fold(text_of(tokens, spot.first, spot.last))) if spot.strength < 74 else None
    if known is None or known.kind == spot.kind:
        return spot
    return spot._replace(kind=known.kind, sort=known.sort, country=known.country, key=known.key)


def unaffiliated(tokens: Sequence[Token], spot: Spot) -> Spot:
    """A person's name without the words of a party or calling written with it: "Republican X", "X MP"."""
    first, last = spot.first, spot.last
    while last - first > 1 and tokens[first].text.casefold() in nouns().affiliations:
        first += 1
    while last - first > 1 and tokens[last - 1].text.casefold() in nouns().affiliations:
        last -= 1
    return spot._replace(first=first, last=last)


__all__ = ["homed", "letters", "named_bodies", "party_people", "settled", "unaffiliated", "undertakings"]
