"""How alike two names are, across spellings, transliterations and scripts, with reasons a person can read."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple

from regesta.identify import particles
from regesta.identify.sounds import GLIDES, VOWELS, Sound, fold, sound
from regesta.model import EntityKind

_LONGEST_NAME, _LONGEST_TOKEN, _MOST_TOKENS = 240, 32, 12
_DIFFERENT = 0.62  # below this two tokens are different names, not two spellings
_LONG = 5.0
_SAME_TOGETHER = 0.86  # written together, names say less about where they differ
Mode = Literal["full", "thin", "both thin"]


class Comparison(NamedTuple):
    """A likeness between 0 and 1, and what speaks for and against it."""

    score: float
    reasons: tuple[str, ...]


# ------------------------------------------------------------------------------------------------ tokens of a name
_QUOTES = re.compile("[\"'`´ʹʼʻʿʾ‘’“”«»]")
_LATE_AYN = re.compile(r"(?<=[^\W\d_])['`ʼʿ’](?![^\W_])")
_JOINTS = re.compile(r"[\s\-‐‑‒–—.,;:·・_/()\[\]&+]+")
_LEADING_ARTICLE = re.compile("^ال(?=.{3})")
_ALLAH = re.compile(r"(?<=[^\W_])الله(?!\w)")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_LEGAL_PHRASE = re.compile(
    r"\b(?:(?:open|public|closed) )?joint[ -]stock company\b|\blimited liability company\b|\bsp\.? z o\.?o\b"
)
_ORDINAL = re.compile(r"^([0-9]{1,9})(?:st|nd|rd|th|er|e)?$")


class Name(NamedTuple):
    """A name taken apart: its telling tokens, the numbers in it, and whether it says whose son somebody is."""

    tokens: tuple[str, ...]
    numbers: tuple[str, ...]
    son: bool = False


def _reordered(text: str, kind: EntityKind) -> str:
    """``Family, Given`` of a person as ``Given Family``."""
    family, comma, given = text.partition(",")
    return f"{given} {family}" if comma and kind == "person" and "," not in given and given.strip() else text


def _split(text: str, kind: EntityKind) -> list[str]:
    """The folded tokens of a name, the marks inside and between them removed."""
    folded = fold(_reordered(text[:_LONGEST_NAME], kind))
    if kind in ("person", "place"):
        folded = _LATE_AYN.sub("a", folded)
    else:
        folded = _LEGAL_PHRASE.sub(" ", _DOTTED.sub("", folded))
    bare = _ALLAH.sub(" الله", _QUOTES.sub("", folded))
    return [token[:_LONGEST_TOKEN] for token in _JOINTS.split(bare) if token][:_MOST_TOKENS]


def _is_article(tokens: Sequence[str], at: int) -> bool:
    """Whether the token is an article of the next one: sure, or with its consonant assimilated to it."""
    if at + 1 >= len(tokens) or tokens[at] not in particles.ARTICLES:
        return False
    return tokens[at] in particles.SURE_ARTICLES or sound(tokens[at]).codes[-1:] == sound(tokens[at + 1]).codes[:1]


def _is_particle(token: str, kind: EntityKind, first: bool) -> bool:
    """Whether the token tells nothing about who or what is meant."""
    if kind == "person":
        given_name = first and token in ("ben", "bar")
        return token in particles.PERSONAL and not given_name
    return token in particles.SMALL or (kind == "organisation" and token in particles.LEGAL_FORMS)


def _latin_god(part: str) -> str:
    """The word for God with the vowels that Arabic writes in it only for those who know."""
    return "allah" if part == "الله" else part


def _joined(tokens: Sequence[str]) -> list[str]:
    """Tokens with the parts of compound names (*Abd* + X, *Abu* + X, X + *Allah*, X + *al-Din*) made one."""
    out: list[str] = []
    pending = ""
    for token in tokens:
        if token in particles.JOINED_TO_THE_RIGHT and not pending:
            pending = token
        elif out and not pending and token in particles.JOINED_TO_THE_LEFT:
            out[-1] += _latin_god(token)
        else:
            out.append(pending + _latin_god(token))
            pending = ""
    return [*out, pending] if pending else out


@lru_cache(65536)
def take_apart(text: str, kind: EntityKind) -> Name:
    """The telling tokens and the numbers of a name. A name of nothing but particles keeps them."""
    every = _split(text, kind)
    plain = [token for at, token in enumerate(every) if not _is_article(every, at)]
    telling = [token for at, token in enumerate(plain) if not _is_particle(token, kind, at == 0)] or plain
    words, numbers = _numbers_out(_joined([_LEADING_ARTICLE.sub("", token) for token in telling]), kind)
    return Name(words, numbers, son=kind == "person" and any(token in particles.SONS for token in plain[1:]))


def _numbers_out(tokens: Sequence[str], kind: EntityKind) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens that are words, and the numbers in digits: *forty-four*, *44th*, *XIV*."""
    words: list[str] = []
    numbers: list[int] = []
    tens = False
    for at, token in enumerate(tokens):
        value = _number(token, kind, last=at > 0 and at + 1 == len(tokens))
        if value is None:
            words.append(token)
        elif tens and 0 < value < 10:
            numbers[-1] += value
        else:
            numbers.append(value)
        tens = value is not None and token in particles.TENS
    return tuple(words), tuple(str(number) for number in sorted(numbers))


def _number(token: str, kind: EntityKind, last: bool) -> int | None:
    """The value of a token that is a number; of a person's name only the digits and the rank among namesakes."""
    ordinal = _ORDINAL.match(token)
    if ordinal:
        return int(ordinal[1])
    if last and token in particles.REGNAL:
        return particles.REGNAL[token]
    if kind == "person":
        return None
    return particles.TENS[token] * 10 if token in particles.TENS else particles.UNITS.get(token)


# ------------------------------------------------------------------------------------------------ tokens compared
def _both_ways(text: str) -> dict[tuple[str, str], float]:
    """A table of costs from ``xy=cost`` words."""
    costs: dict[tuple[str, str], float] = {}
    for word in text.split():
        pair, _, cost = word.partition("=")
        costs[pair[0], pair[1]] = costs[pair[1], pair[0]] = float(cost)
    return costs


_CONSONANTS = _both_ways("""
    KG=.35 KH=.5 GH=.4 GJ=.35 XS=.5 XJ=.5 CX=.15 CH=.3 CK=.45 CJ=.35 CS=.5 SZ=.3 TD=.45 ΘT=.12 ΘS=.15 ÐD=.08
    ÐZ=.15 ÐT=.35
    DZ=.6 BP=.3 BV=.45 VF=.2 PF=.45 ZJ=.5 Jy=.2 Hy=.8 wV=.08 wB=.5 wF=.25 uV=.3 RL=.85 NM=.75 ΘF=.4 CZ=.7 JS=.6
    yi=.03 ye=.1 ya=.3
    wu=.03 wo=.08
""")
_VOWELS = _both_ways("ae=.1 ei=.08 ou=.05 ai=.15 eo=.3 ao=.25 au=.3 eu=.3 iu=.35 io=.3")
_LONG_VOWELS = _both_ways("yi=.03 ye=.03 wu=.03 wo=.03 wa=.5 we=.5 wi=.6 ya=.35 yo=.5 yu=.5 ae=.05 ai=.15 ao=.2 au=.2")
_THROAT = _both_ways("ʔa=.03 ʔe=.03 ʔi=.03 ʔo=.03 ʔu=.03 ʔw=.1 ʔy=.1 äa=.01 äe=.04 äT=.1 äH=.05 äi=.3 äo=.2")
_HEBREW = _both_ways("PF=.12 BV=.12 KH=.2")  # one letter for both sounds
_COSTS: dict[Mode, dict[tuple[str, str], float]] = {
    "full": _VOWELS | _CONSONANTS,
    "thin": _VOWELS | _CONSONANTS | _LONG_VOWELS | _THROAT | _HEBREW,
    "both thin": _CONSONANTS | _THROAT | _both_ways("yi=.1 wu=.1 ya=.8 wa=.8 wy=.8"),
}
# Between these vowels a glide is a consonant of its own, not a part of the vowel before it.
_OPENING = {"w": frozenset("aeioä"), "y": frozenset("aouä")}
_VOWEL_WEIGHT: dict[Mode, float] = {"full": 0.25, "thin": 0.06, "both thin": 0.3}
_GLIDE_WEIGHT: dict[Mode, float] = {"full": 0.15, "thin": 0.12, "both thin": 0.9}


def _mode(a: Sound, b: Sound) -> Mode:
    """How much the vowels of two sounds can tell."""
    return "full" if not (a.thin or b.thin) else "both thin" if a.thin and b.thin else "thin"


def _weight(codes: str, at: int, mode: Mode, stress: float) -> float:
    """What it costs to miss one sound."""
    code, last = codes[at], at + 1 == len(codes)
    before, after = codes[at - 1 : at], codes[at + 1 : at + 2]
    if code in VOWELS:
        return 0.1 if last and code == "e" else _VOWEL_WEIGHT[mode] * stress
    if code in GLIDES:
        open_vowels = _OPENING[code]
        said = after in open_vowels and (before in open_vowels or (mode == "thin" and before not in VOWELS))
        return 0.5 if said and mode != "both thin" else _GLIDE_WEIGHT[mode]
    if code == "H":
        return 0.12 if last and (before in VOWELS or mode == "thin") else 0.5
    return 1.0


@lru_cache(65536)
def _weights(codes: str, mode: Mode, stress: float) -> tuple[float, ...]:
    """What it costs to miss each sound."""
    return tuple(_weight(codes, at, mode, stress) for at in range(len(codes)))


def _distance(
    a: str, b: str, weights: tuple[tuple[float, ...], tuple[float, ...]], costs: dict[tuple[str, str], float]
) -> float:
    """The least cost of making one sequence of sounds the other."""
    lost_of_a, lost_of_b = weights
    row = list(accumulate(lost_of_b, initial=0.0))
    for x, lost in zip(a, lost_of_a, strict=True):
        diagonal, left = row[0], row[0] + lost
        row[0] = left
        for j, y in enumerate(b, 1):
            above = row[j]
            swapped = diagonal if x == y else diagonal + costs.get((x, y), 1.0)
            diagonal, left = above, min(swapped, above + lost, left + lost_of_b[j - 1])
            row[j] = left
    return row[-1]


def _first_vowel(codes: str) -> str:
    """The first vowel after the first sound."""
    return next((code for code in codes[1:] if code in VOWELS), "")


def _ending(codes: str) -> str:
    """Whether a name ends in a vowel, a mute one set apart."""
    bare = codes[:-1] if codes[-1:] == "H" and codes[-2:-1] in VOWELS else codes
    return "mute" if bare[-1:] == "e" else "open" if bare[-1:] in VOWELS or bare[-1:] == "y" else "closed"


_COLOUR = {"e": "light", "i": "light", "y": "light", "o": "dark", "u": "dark", "a": "clear"}


def _clash(x: str, y: str, few: int) -> float:
    """What two vowels in the same place cost beyond their distance: the fewer the consonants, the more."""
    colours = {_COLOUR.get(x, ""), _COLOUR.get(y, "")}
    if colours == {"clear", "dark"}:
        return 0.16 if few <= 3 else 0.12
    if few <= 3 and colours == {"light", "dark"} and "i" not in (x, y):
        return 0.12
    return 0.2 if few <= 2 and len(colours) == 2 and "" not in colours and "e" not in (x, y) else 0.0


def _tone(a: Sound, b: Sound, mode: Mode, few: int) -> float:
    """What else sets two short names apart: an ending more, or another vowel in the first syllable."""
    cost = 0.12 if {_ending(a.codes), _ending(b.codes)} == {"open", "closed"} else 0.0
    if mode != "full" or few > 4:
        return cost
    if few <= 2 and {a.codes[:1], b.codes[:1]} <= VOWELS:
        cost += _clash(a.codes[:1], b.codes[:1], few)
    return cost + _clash(_first_vowel(a.codes), _first_vowel(b.codes), few)


@lru_cache(262144)
def _likeness(a: str, b: str) -> float:
    """How alike two tokens sound. Call it through `_alike`, which orders its arguments."""
    left, right = sound(a), sound(b)
    mode = _mode(left, right)
    few = min(len(left.consonants), len(right.consonants))
    stress = 1.6 if few <= 2 else 1.3 if few == 3 else 1.0
    weights = _weights(left.codes, mode, stress), _weights(right.codes, mode, stress)
    length = max(1.0, sum(weights[0]), sum(weights[1]))
    length = min(length, _LONG + (length - _LONG) / 5)  # a long name forgives hardly more than one of five consonants
    distance = _distance(left.codes, right.codes, weights, _COSTS[mode])
    return max(0.0, 1.0 - distance / length - _tone(left, right, mode, few))


def _alike(a: str, b: str) -> float:
    """How alike two tokens sound, 0 to 1; the same both ways round."""
    if a == b:
        return 1.0
    return _likeness(a, b) if a < b else _likeness(b, a)


# ------------------------------------------------------------------------------------------------ names compared
class _Match(NamedTuple):
    """The tokens of a shorter name, each beside its best partner in a longer one."""

    short: tuple[str, ...]
    long: tuple[str, ...]
    partners: tuple[int, ...]
    scores: tuple[float, ...]

    @property
    def base(self) -> float:
        """The mean of the scores, held down by the weakest: one foreign token makes another name."""
        return 0.5 * sum(self.scores) / len(self.scores) + 0.5 * min(self.scores)

    @property
    def extras(self) -> tuple[int, ...]:
        """Where the longer name has tokens of its own."""
        return tuple(at for at in range(len(self.long)) if at not in self.partners)

    @property
    def crossed(self) -> bool:
        """Whether the tokens stand in another order."""
        return list(self.partners) != sorted(self.partners)


_PATRONYMIC = re.compile("(?:[oe]|ye)V(?:iC|Na)$")


def _person_alike(a: str, b: str) -> float:
    """How alike two tokens of persons' names are: an initial fits its name, patronymics are compared by the father."""
    if len(a) == 1 or len(b) == 1:
        same = sound(a).codes[:1] == sound(b).codes[:1]
        return (1.0 if len(a) == len(b) else 0.88) if same else 0.0
    score = _alike(a, b)
    fathers = [_PATRONYMIC.sub("", sound(token).codes) for token in (a, b)]
    if score < 1 and all(father != sound(token).codes for father, token in zip(fathers, (a, b), strict=True)):
        return min(score, 1.0 if fathers[0] == fathers[1] else _alike(fathers[0].casefold(), fathers[1].casefold()))
    return score


def _match(short: tuple[str, ...], long: tuple[str, ...], kind: EntityKind) -> _Match:
    """Each token of the shorter name with the best free token of the longer, the surest pairs first."""
    alike = _person_alike if kind == "person" else _alike
    table = [(alike(a, b), i, j) for i, a in enumerate(short) for j, b in enumerate(long)]
    # Among equals the pair that keeps the order of the names comes first.
    table.sort(key=lambda cell: (-round(cell[0], 6), abs(cell[1] - cell[2]), cell[1], cell[2]))
    found: dict[int, tuple[int, float]] = {}
    for score, i, j in table:
        if i not in found and all(j != other for other, _ in found.values()):
            found[i] = (j, score)
    pairs = [found[i] for i in range(len(short))]
    return _Match(short, long, tuple(j for j, _ in pairs), tuple(score for _, score in pairs))


def _told(match: _Match, kind: EntityKind) -> list[str]:
    """The reasons that lie in the pairs of tokens."""
    reasons: list[str] = []
    skeletons: list[str] = []
    for i, (j, score) in enumerate(zip(match.partners, match.scores, strict=True)):
        a, b = match.short[i], match.long[j]
        if score < _DIFFERENT:
            reasons.append(f"{_part(i, len(match.short), kind)} differs: {', '.join(sorted((a, b)))}")
        elif kind == "person" and 1 in (len(a), len(b)) and a != b:
            reasons.append(f"initial fits: {', '.join(sorted((a, b), key=len))}")
        elif sound(a).consonants != sound(b).consonants:
            reasons.append(f"sounds nearly the same: {', '.join(sorted((a, b)))}")
        else:
            skeletons.append(sound(a).consonants or a)
    if skeletons:
        reasons.insert(0, f"same consonants after romanisation: {' '.join(skeletons)}")
    return reasons


def _part(at: int, length: int, kind: EntityKind) -> str:
    """What the token of a name is called."""
    if kind != "person" or length == 1:
        return "name"
    return "given name" if at == 0 else "family name" if at + 1 == length else "middle name"


def _persons(match: _Match, son: bool) -> tuple[float, list[str]]:
    """The score of two persons' names, and what lowered it."""
    if len(match.short) == 1 and len(match.long) > 1:
        at_end = match.partners[0] in (0, len(match.long) - 1)
        return min(0.75, match.base * (0.8 if at_end else 0.6)), ["given name missing"]
    score, reasons = match.base, []
    if match.crossed:
        score -= 0.35 if son else 0.1
        reasons.append("father and son the other way round" if son else "other order")
    for at in match.extras:
        leading = at < min(match.partners)
        score -= 0.3 if leading else 0.03
        reasons.append(f"{'another given name' if leading else 'further name'} in one: {match.long[at]}")
    return score, reasons


def _others(match: _Match, kind: EntityKind, numbered: bool) -> tuple[float, list[str]]:
    """The score of two names of anything but persons: order is free, every word that only one has counts, though less
    beside an equal number."""
    cost, reasons = 0.0, []
    for at in match.extras:
        reasons.append(f"only in one: {match.long[at]}")
        if kind in ("place", "facility") and match.long[at] in particles.COMMON_NOUNS:
            cost += 0.04
        else:
            cost += 0.25 if at < min(match.partners) else 0.2
    return match.base - cost * (0.2 if numbered else 1.0), reasons


def _numbers_clash(a: Name, b: Name) -> str | None:
    """Why the numbers hold two names apart, if they do."""
    fewer, more = sorted((a.numbers, b.numbers), key=len)
    if a.numbers == b.numbers or (fewer and set(fewer) <= set(more)):
        return None
    both = sorted((" ".join(a.numbers) or "none", " ".join(b.numbers) or "none"))
    return f"numbers differ: {both[0]}, {both[1]}"


def initials(text: str) -> frozenset[str]:
    """The capitals a name may be shortened to, with and without its small words; for a name in capitals, itself."""
    words = [word for word in _JOINTS.split(_DOTTED.sub("", text[:_LONGEST_NAME])) if word]
    if len(words) == 1:
        return frozenset(words) if 2 <= len(words[0]) <= 10 and words[0].isupper() else frozenset()
    telling = [word for word in words if word.casefold() not in particles.SMALL]
    lines = ("".join(word[0] for word in chosen).upper() for chosen in (words, telling))
    return frozenset(line for line in lines if len(line) > 1)


def _together(short: Sequence[str], long: Sequence[str]) -> float:
    """How alike two names of unequal length are without their spaces; 0 where it is not worth asking."""
    counts = [sum(len(sound(token).consonants) for token in tokens) for tokens in (short, long)]
    if len(short) == len(long) or abs(counts[0] - counts[1]) > 1:
        return 0.0
    return _alike("".join(short), "".join(long)) - 0.02


def _scored(short: Name, long: Name, kind: EntityKind) -> tuple[float, list[str]]:
    """The score of two names taken apart, numbers aside."""
    if not short.tokens or not long.tokens:
        return (1.0, ["same number"]) if short == long else (0.0, ["nothing to compare"])
    match = _match(short.tokens, long.tokens, kind)
    if kind == "person":
        score, against = _persons(match, short.son and long.son)
    else:
        score, against = _others(match, kind, numbered=bool(short.numbers))
    together = _together(short.tokens, long.tokens)
    if together > max(score, _SAME_TOGETHER):
        return together, ["sounds the same when written together"]
    return score, _told(match, kind) + against


def compare(a: str, b: str, kind: EntityKind) -> Comparison:
    """How likely two names name one thing by their form alone, and why. The order of the two makes no difference."""
    if a == b:
        return Comparison(1.0, ("same spelling",))
    first, second = sorted((a[:_LONGEST_NAME], b[:_LONGEST_NAME]))
    return _compare(first, second, kind)


@lru_cache(65536)
def _compare(a: str, b: str, kind: EntityKind) -> Comparison:
    """`compare` for two names in their alphabetical order."""
    short, long = sorted((take_apart(a, kind), take_apart(b, kind)), key=lambda name: (len(name.tokens), name))
    if short == long and short.tokens:
        return Comparison(1.0, ("same words after folding",))
    clash = _numbers_clash(short, long)
    if kind != "person" and not clash and len(short.tokens) < 2 < len(b) and initials(a) & initials(b):
        return Comparison(0.85, ("one is made of the initials of the other",))
    score, reasons = _scored(short, long, kind)
    if clash:
        score, reasons = min(score, 0.4), [clash, *reasons]
    return Comparison(round(min(max(score, 0.0), 1.0), 4), tuple(reasons))
