"""Where something is named: the lexicon's names, patterns of titles and bodies, and the model's guesses, made one.

Every source proposes `Spot`s with a strength; the strongest of those that overlap is kept. The model is the weakest
voice where the lexicon or a pattern speaks, since it takes an air base for a nationality and an agency for a person.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from regesta.annotate.parse import Guess
from regesta.annotate.places import Meant, is_unit, land_of, meant
from regesta.annotate.words import JOINTS, Hit, Phrases, Words, find
from regesta.lexicon import Entry, Lexicon, fold, words
from regesta.model import EntityKind, Token

CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday tomorrow".split()
)


class Spot(NamedTuple):
    """Tokens that name something. `key` is a lexicon id, or a body of a state (`gov:KEN`), or nothing."""

    first: int
    last: int
    kind: EntityKind
    strength: int
    key: str | None = None
    sort: str = ""
    country: str | None = None
    name: str = ""
    town: str | None = None  # the lexicon id of the town in which a composed facility stands


PARTICLES = words("name-particles")
MODEL_KINDS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "facility", "NORP": "nationality",
    "LAW": "instrument",
}  # fmt: skip
VESSEL_WORDS = words("vessels")
INSTRUMENT_WORDS = words("named-instruments")
RESOLUTION = re.compile(r"(?:[A-Z]{1,3}/RES/)?\d{2,5}(?:\s?\(\d{4}\))?")
NUMBERED = frozenset(("resolution", "decree", "decision", "order", "law", "directive", "act", "regulation"))


def is_name(token: Token) -> bool:
    """Whether a word is written as names are: with a capital, or in a script that has none."""
    first = token.text[:1]
    return first.isupper() or (first.isalpha() and not first.islower())


ARTICLES = frozenset("ad al an ar as ash at az ed el er es et ez".split())


def has_article(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name begins here with a small Arabic article: "al-Hol"."""
    if tokens[at].text not in ARTICLES or at + 2 >= len(tokens):
        return False
    return tokens[at + 1].text in JOINTS and is_name(tokens[at + 2])


def name_run(tokens: Sequence[Token], at: int, limit: int = 7) -> int:
    """Past the last token of the name of a person that begins here: capitals, particles and hyphens between them."""
    sentence, last, index = tokens[at].sentence, at, at
    while index < len(tokens) and index - at < limit and tokens[index].sentence == sentence:
        token = tokens[index]
        if is_name(token) and token.text[:1].isalpha() and token.pos not in ("VERB", "AUX", "DET", "PRON", "ADP"):
            last = index + 1
        elif not (token.text in JOINTS or token.text.casefold() in PARTICLES) or index == at:
            break
        index += 1
    return last


DOUBTED = 0  # the strength of a name that its words do not bear out: it stands only where the model sees a place


def spots(
    tokens: Sequence[Token], words: Words, guesses: Iterable[Guess], lexicon: Lexicon, home: str | None = None
) -> list[Spot]:
    """Everything named, left to right, no two overlapping; `home` is the country of the outlet."""
    from regesta.annotate.sites import facility_spots  # it composes what is spotted here

    named = list(lexicon_spots(tokens, words, lexicon, home))
    found = [spot for spot in named if spot.strength > DOUBTED]
    states = [s for s in found if s.kind in ("state", "nationality")]
    found += body_spots(tokens, words, states, lexicon)
    found += facility_spots(tokens, words, found, lexicon)
    found += instrument_spots(tokens)
    found += vessel_spots(tokens)
    found += model_spots(tokens, guesses)
    return placed(strongest(found), tokens, named)


def placed(found: Iterable[Spot], tokens: Sequence[Token], named: Iterable[Spot]) -> list[Spot]:
    """The spots, each place that the model alone saw as the one that the lexicon doubted there or has by that name."""
    by_span: dict[object, Spot] = {}
    for spot in named:
        if spot.kind in ("place", "state"):
            by_span[spot.first, spot.last] = spot
            by_span.setdefault(text_of(tokens, spot.first, spot.last), spot)
    return [_as_known(spot, by_span, text_of(tokens, spot.first, spot.last)) for spot in found]


def _as_known(spot: Spot, known: Mapping[object, Spot], text: str) -> Spot:
    other = known.get((spot.first, spot.last)) or known.get(text)
    if spot.kind != "place" or spot.key or other is None:
        return spot
    return other._replace(first=spot.first, last=spot.last, strength=spot.strength)


def unguessed_people(tokens: Sequence[Token], titled: Container[int]) -> Iterator[Spot]:
    """Two or three capitals in a row that act or are named, which neither lexicon nor model knows nor a title has: a
    person, weakly."""
    at = 0
    while at < len(tokens):
        last = name_run(tokens, at, 4) if tokens[at].pos == "PROPN" and at not in titled else at
        named = 2 <= last - at <= 4 and all(t.pos == "PROPN" or t.text in JOINTS for t in tokens[at:last])
        if named and tokens[last - 1].dep in ("nsubj", "nsubjpass", "appos") and not tokens[at].text.isupper():
            yield Spot(at, last, "person", 34)
        at = max(last, at + 1)


def strongest(found: Iterable[Spot]) -> list[Spot]:
    """The spots that remain when, of two that overlap, the stronger, then the longer, then the earlier is kept."""
    kept: list[Spot] = []
    taken: set[int] = set()
    for spot in sorted(found, key=lambda s: (-s.strength, s.first - s.last, s.first, s.kind, s.key or "")):
        span = range(spot.first, spot.last)
        if not taken.intersection(span):
            kept.append(spot)
            taken.update(span)
    return sorted(kept)


# --------------------------------------------------------------------------------------------- the lexicon's names
def lexicon_spots(tokens: Sequence[Token], words: Words, lexicon: Lexicon, home: str | None = None) -> Iterator[Spot]:
    """Names and demonyms that the lexicon knows, each name as what it means in this document."""

    def may_start(token: int) -> bool:
        text = tokens[token].text
        return is_name(tokens[token]) or (text[:1].isdigit() and not text.isdigit()) or has_article(tokens, token)

    demonyms = [
        hit for hit in find(words, _demonym_phrases(lexicon), may_start) if tokens[hit.last - 1].text[:1].isupper()
    ]
    named = _with_shy(list(find(words, _name_phrases(lexicon), may_start)), words, tokens, lexicon)
    for hit in demonyms:
        key = lexicon.demonyms[hit.phrase]
        yield Spot(hit.first, hit.last, "nationality", 55, key, "demonym", lexicon.entries[key].country)
    peoples = {hit.last: lexicon.entries[lexicon.demonyms[hit.phrase]] for hit in demonyms}
    capitals = ((at, token) for at, token in enumerate(tokens) if token.text[:1].isupper())
    peoples |= {at + 1: land for at, token in capitals if (land := land_of(token.text, lexicon)) is not None}
    for hit, found in zip(named, meant(named, peoples, tokens, lexicon, home), strict=True):
        if found is None or (kind := found.entry.kind) == "office":
            continue
        entry, stands = found.entry, _stands(hit, found, tokens)
        unit = entry.sort == "province" and is_unit(tokens, hit.last) and is_name(tokens[hit.last])
        strength = _strength(hit, entry) if stands else DOUBTED
        yield Spot(hit.first, hit.last + unit, kind, strength, entry.id, entry.sort, entry.country)


def _with_shy(named: list[Hit], words: Words, tokens: Sequence[Token], lexicon: Lexicon) -> list[Hit]:
    """The names with those that mostly mean something else, where no other name stands: "Nice", "Jackson"."""
    taken = {at for hit in named for at in range(hit.first, hit.last)}
    shy = find(words, _shy_phrases(lexicon), lambda at: is_name(tokens[at]))
    return sorted([*named, *(hit for hit in shy if taken.isdisjoint(range(hit.first, hit.last)))])


@cache
def _shy_phrases(lexicon: Lexicon) -> Phrases:
    return Phrases(lexicon.tables["shy_names"])


@cache
def _demonym_phrases(lexicon: Lexicon) -> Phrases:
    return Phrases(lexicon.demonyms)


@cache
def _name_phrases(lexicon: Lexicon) -> Phrases:
    return Phrases(lexicon.names)


def _strength(hit: Hit, entry: Entry) -> int:
    if hit.last - hit.first > 1:
        if entry.kind != "facility" and entry.sort != "strait":
            return 80
        return 93 if hit.last - hit.first > 2 else 84  # "King Hussein Bridge" is no person
    if entry.kind in ("state", "organisation", "facility") or entry.sort == "capital":
        return 60
    return 40


def _stands(hit: Hit, found: Meant, tokens: Sequence[Token]) -> bool:
    """Whether the words are used as a name here: in capitals to the end, one word not a verb or a common noun."""
    entry, first, last = found.entry, tokens[hit.first], tokens[hit.last - 1]
    if hit.last - hit.first > 1 and (entry.kind == "facility" or entry.sort == "strait"):
        return True  # "Punggye-ri", "Tartus naval facility"
    unit = entry.sort == "province" and is_unit(tokens, hit.last - 1)
    if not is_name(last) and not last.text.isdigit() and not unit:
        return False
    if hit.last - hit.first > 1 or not first.text.isascii() or (found.told and is_name(first)):
        return True
    if entry.kind == "organisation" and first.text.isupper():
        return True
    if entry.kind == "organisation" and _only_in_capitals(hit.phrase, entry):
        return False  # "Wafa" is somebody, "WAFA" an agency
    if entry.kind == "place" and entry.sort != "capital" and _is_part(hit, tokens):
        return False  # "Baga Sola" is not Sola
    if len(hit.phrase) < 4 and not first.text.isupper() and entry.kind != "state":
        return False
    plain = entry.kind in ("state", "facility") or entry.sort == "capital"
    return first.pos in ("PROPN", "X") or (first.pos in ("NOUN", "ADJ", "NUM") and plain)


GENERIC = frozenset(
    "province governorate district region city county state island islands airport port base bay strait prefecture "
    "oblast valley river lake mountain square street declaration agreement summit accord protocol process".split()
)


def _is_part(hit: Hit, tokens: Sequence[Token]) -> bool:
    """Whether a one-word name stands right beside another capital that is no title, common noun or demonym."""
    for at in (hit.first - 1, hit.last):
        if 0 <= at < len(tokens) and tokens[at].sentence == tokens[hit.first].sentence:
            token = tokens[at]
            low = fold(token.text)
            if (
                token.pos == "PROPN"
                and is_name(token)
                and low not in GENERIC
                and low not in _demonyms()
                and low not in CALENDAR
            ):
                return True
    return False


@cache
def _only_in_capitals(phrase: str, entry: Entry) -> bool:
    """Whether the lexicon writes this name of an entry in capitals throughout."""
    written = [name for name in (entry.name, *entry.aliases) if fold(name) == phrase]
    return bool(written) and all(name.isupper() for name in written)


# --------------------------------------------------------------------------------------------- bodies of a state
@cache
def body_table(lexicon: Lexicon) -> dict[str, tuple[str, str, bool]]:
    """Folded words → (key, sort, stands for the state), from the reviewed table of bodies and ministries."""
    table: dict[str, tuple[str, str, bool]] = {}
    for body in lexicon.tables["bodies"]["body"]:
        for word in body["words"]:
            table[fold(word)] = (body["key"], body["sort"], bool(body.get("as_state")))
    return table


@cache
def ministry_table(lexicon: Lexicon) -> dict[str, str]:
    """Folded name of a ministry ("defense ministry", "ministry of foreign affairs") → id of its portfolio."""
    table: dict[str, str] = {}
    for portfolio in lexicon.tables["portfolios"]["portfolio"]:
        for name in portfolio["names"]:
            for form in (f"{name} ministry", f"ministry of {name}", f"ministry for {name}", f"ministry of the {name}"):
                table.setdefault(fold(form), portfolio["id"])
        for name in portfolio.get("departments", ()):
            table.setdefault(fold(name), portfolio["id"])
    return table


@cache
def _body_phrases(lexicon: Lexicon) -> Phrases:
    return Phrases(ministry_table(lexicon).keys() | body_table(lexicon).keys())


def body_spots(tokens: Sequence[Token], words: Words, states: Sequence[Spot], lexicon: Lexicon) -> Iterator[Spot]:
    """“The new Gabonese government”, "Gabon’s Ministry of Defence", "the Army of Gabon"."""
    by_last = {s.last: s for s in states}
    by_first = {s.first: s for s in states}
    bodies, ministries = body_table(lexicon), ministry_table(lexicon)
    for hit in find(words, _body_phrases(lexicon)):
        state, first, last = _owner(tokens, hit, by_last, by_first)
        if hit.phrase in ministries:
            yield _ministry(ministries[hit.phrase], state, first, last)
        elif state is not None:
            key, sort, as_state = bodies[hit.phrase]
            if as_state and is_name(tokens[hit.last - 1]):
                continue  # "Rwanda’s State Minister"
            kind: EntityKind = "state" if as_state else "organisation"
            body = state.key if as_state else f"{key}:{state.country or state.key}"
            name = "" if state.first < hit.first else f"{text_of(tokens, state.first, state.last)} {hit.phrase}"
            yield Spot(first, last, kind, 82, body, "" if as_state else sort, state.country, name)


def _ministry(portfolio: str, state: Spot | None, first: int, last: int) -> Spot:
    key = f"ministry:{portfolio}:{state.country or state.key}" if state else f"ministry:{portfolio}:"
    return Spot(first, last, "organisation", 84, key, "ministry", state.country if state else None)


def _owner(
    tokens: Sequence[Token], hit: Hit, by_last: dict[int, Spot], by_first: dict[int, Spot]
) -> tuple[Spot | None, int, int]:
    """The state a body belongs to, and the interval that names both."""
    at = hit.first
    for _ in range(4):  # "the Gabonese transitional government", "Gabon’s new government"
        if at in by_last:
            return by_last[at], by_last[at].first, hit.last
        at -= 1
        if at <= 0 or tokens[at].sentence != tokens[hit.first].sentence or not _may_stand_between(tokens[at]):
            break
    after = hit.last
    if after + 1 < len(tokens) and tokens[after].text.casefold() == "of":
        after += 2 if tokens[after + 1].text.casefold() == "the" else 1
        state = by_first.get(after)
        if state is not None:  # "the delegation of the Gabonese government" is named to its last word
            noun = state.kind == "nationality" and state.last < len(tokens) and tokens[state.last].pos == "NOUN"
            return state, hit.first, state.last + noun
    return None, hit.first, hit.last


def _may_stand_between(token: Token) -> bool:
    return token.pos in ("ADJ", "PROPN", "NOUN", "PART", "ADV") and not (
        token.pos == "PROPN" and token.dep in ("pobj", "dobj", "nsubj")
    )


# --------------------------------------------------------------------------------------------- names in the text
def name_before(tokens: Sequence[Token], at: int) -> int | None:
    """The first token of a proper name that ends right before, demonyms not counted as one."""
    first = at
    while first > 0 and tokens[first - 1].sentence == tokens[at].sentence and at - first < 7:
        if not (_proper(tokens[first - 1]) or (first < at and _joins(tokens, first - 1))):
            break
        first -= 1
    while first < at and tokens[first].text in JOINTS:
        first += 1
    return first if first < at else None


def _joins(tokens: Sequence[Token], at: int) -> bool:
    """Whether a hyphen or a particle has more of the name before it, or is an article that begins the name."""
    if tokens[at].text in ARTICLES and tokens[at + 1].text in JOINTS:
        return True
    if tokens[at].text not in JOINTS and tokens[at].text.casefold() not in PARTICLES:
        return False
    return at > 0 and (_proper(tokens[at - 1]) or (tokens[at].text in JOINTS and tokens[at - 1].text in ARTICLES))


@cache
def _demonyms() -> frozenset[str]:
    from regesta.lexicon import load

    return frozenset(load().demonyms) | {fold(n) for n in ("Soviet", "Western", "Eastern", "NATO", "US", "UN", "EU")}


def _proper(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos in ("PROPN", "ADJ", "NOUN") and fold(token.text) not in _demonyms()


def text_of(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words of these tokens as written, one blank where there was white space."""
    out = ""
    for i in range(first, last):
        out += (" " if i > first and tokens[i].start > tokens[i - 1].end else "") + tokens[i].text
    return out


# --------------------------------------------------------------------------------------------- instruments and vessels
def instrument_spots(tokens: Sequence[Token]) -> Iterator[Spot]:
    """“Resolution 1701”, "the Pretoria Agreement", "the Treaty of Kars"."""
    for at, token in enumerate(tokens):
        low = token.text.casefold()
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if low in NUMBERED and following and RESOLUTION.fullmatch(following.text):
            yield Spot(at, at + 2, "instrument", 86, None, low, None, f"{low.capitalize()} {following.text}")
        elif low in INSTRUMENT_WORDS and token.text[:1].isupper():
            before = name_before(tokens, at)
            first = at if before is None else before
            last = _of_names(tokens, at + 1)
            if last > at + 1 or first < at:
                yield Spot(first, last, "instrument", 85, None, low, None, text_of(tokens, first, last))


def _of_names(tokens: Sequence[Token], at: int) -> int:
    """Past "of X and Y" / "on X" in capitals after an instrument's noun, or the same place."""
    if at + 1 < len(tokens) and tokens[at].text.casefold() in ("of", "on", "for") and _may_follow(tokens[at + 1]):
        return max(name_run(tokens, at + 1, 8), at + 2)
    return at


def _may_follow(token: Token) -> bool:
    return is_name(token) and token.text.casefold() not in CALENDAR


def vessel_spots(tokens: Sequence[Token]) -> Iterator[Spot]:
    """“the frigate Almirante Padilla”, "HMS Lapwing": the capitals after what kind of ship, or whose, it is."""
    for at, token in enumerate(tokens[:-1]):
        if token.text in SHIP_PREFIXES and tokens[at + 1].text[:1].isupper():
            yield Spot(at, max(name_run(tokens, at + 1, 3), at + 2), "vessel", 88, None, "ship")
        elif token.text.casefold() in VESSEL_WORDS and tokens[at + 1].text[:1].isupper():
            last = name_run(tokens, at + 1, 4)
            if last > at + 1 and tokens[at + 1].pos == "PROPN":
                yield Spot(at + 1, last, "vessel", 88, None, token.text.casefold())


# What navies and merchant fleets write before a ship's name.
SHIP_PREFIXES = frozenset(
    "USS USNS USCGC HMS RFA HMAS HMCS HMNZS INS KRI JS ROKS BNS PNS SLNS TCG HNLMS HDMS HSwMS HNoMS ORP BAP ARA BRP "
    "KD RSS ENS FGS SPS NRP MV MT MS SS FV MSC".split()
)


# --------------------------------------------------------------------------------------------- the model
HEADED = frozenset(("minister", "ministry", "secretary", "ministers", "ministries"))


def model_spots(tokens: Sequence[Token], guesses: Iterable[Guess]) -> Iterator[Spot]:
    """The model's names, each surface with the label it has most often in this document."""
    places = {t.start: i for i, t in enumerate(tokens)}
    kept = []
    for guess in guesses:
        kind = MODEL_KINDS.get(guess.label)
        first = places.get(guess.start)
        if kind is None or first is None:
            continue
        last = first
        while last < len(tokens) and tokens[last].end <= guess.end:
            last += 1
        first, last = _trimmed(tokens, first, last)
        if last == first + 1 and tokens[first].pos == "NOUN" and _opens(tokens, first):
            continue  # "Rebels took": a capital only because it comes first
        if last > first and any(is_name(t) for t in tokens[first:last]):
            kept.append((first, last, kind))
    votes: dict[str, Counter[EntityKind]] = {}
    for first, last, kind in kept:
        votes.setdefault(text_of(tokens, first, last), Counter())[kind] += 1
    for first, last, _ in kept:
        kind = votes[text_of(tokens, first, last)].most_common(1)[0][0]
        yield _model_spot(tokens, first, last, kind)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or tokens[at - 1].sentence != tokens[at].sentence


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The span without a leading article and a trailing possessive."""
    while first < last and tokens[first].pos in ("DET", "PUNCT") and tokens[first].text.casefold() != "el":
        first += 1
    while last > first and (tokens[last - 1].tag == "POS" or tokens[last - 1].pos == "PUNCT"):
        last -= 1
    return first, last


MOTION = frozenset(
    "trip journey flight road go come fly drive sail travel arrive depart leave return way route".split()
)


def _model_spot(tokens: Sequence[Token], first: int, last: int, kind: EntityKind) -> Spot:
    before = tokens[first - 1].text.casefold() if first else ""
    reached = before in ("to", "from", "for") and tokens[tokens[first - 1].head].lemma in MOTION
    placed = reached or before in ("in", "at", "near", "off")
    if kind == "person" and last - first == 1 and placed and tokens[first].dep == "pobj":
        return Spot(first, last, "place", 36)
    if kind == "person" and before in ("near", "outside"):
        return Spot(first, last, "place", 36)  # reports tell of what happened near a town, hardly near somebody
    known = fold(tokens[first].text) in _demonyms()
    if kind == "nationality" and not known and last - first == 1 and name_run(tokens, first) - first > 1:
        kind = "person"  # the model calls many a given name a people
    if kind == "person":
        while first > 0 and (tokens[first - 1].text in JOINTS or tokens[first - 1].text.casefold() in PARTICLES) and (
            first - 2 >= 0 and is_name(tokens[first - 2]) and tokens[first - 2].pos == "PROPN"
        ):  # fmt: skip
            first -= 2
        last = max(last, name_run(tokens, first))
    many = last - first > 1
    if kind == "organisation" and known and last < len(tokens) and tokens[last].text.casefold() in HEADED:
        return Spot(first, last, kind, 30)  # "Zambian Transport" of "Zambian Transport Minister"
    if kind == "organisation" and many and is_name(tokens[last - 1]) and tokens[last - 1].pos == "PROPN":
        return Spot(first, last, kind, 61)  # stronger than a state's name that it begins with
    strength = {"person": 70, "organisation": 50, "facility": 45, "instrument": 45}.get(kind, 36)
    return Spot(first, last, kind, strength if many else 35)
