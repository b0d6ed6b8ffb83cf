"""How alike two names are, across spellings, transliterations and scripts, with reasons a person can read."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from regesta.identify import east, particles
from regesta.identify.hearing import alike, another_consonant
from regesta.identify.known import bearers, is_short_for, known_apart, one_given_name
from regesta.identify.parts import LONGEST, Name, initials, take_apart
from regesta.identify.sounds import sound
from regesta.lexicon import fold as plain_letters
from regesta.model import EntityKind

_DIFFERENT = 0.62  # below this two tokens are different names, not two spellings
_OTHER_VOWELS = 0.88
_READ_ALIKE, _SOUND_ALIKE = 0.95, 0.9
_YEAR = re.compile("(?:19|20)[0-9]{2}$")
_SAME_TOGETHER = 0.86  # written together, names say less about where they differ
_WITH_SON = re.compile("^[bv][ei]n(?=.{4})")  # *Ben Slimane* as one word
_PATRONYMIC = re.compile(
    "(?:[oe](?:v(?:i[cčć]h?|yc?h|na)|w(?:itsch|na|icz))|[оеёй]вич|[оеї]вна|івна|(?<=ь)ич|s?son|s?dóttir|s?dottir)$"
)
_ANOTHER_CONSONANT = 0.6
_ONE_GIVEN_NAME, _SHORT_FORM, _SURE, _TWO_GIVEN_NAMES = 0.97, 0.92, 0.93, 0.5
# Marks that only Vietnamese has, or has throughout: ơ ư đ, a tone hook or dot, a tone on a marked vowel.
_MARKED = re.compile("[đ\u031b\u0309\u0323]|[\u0302\u0306][\u0300\u0301\u0303]")
_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]+$")
_IN_PLACE_OF_MARKS = re.compile("([aou])e")
_DOUBLED = re.compile(r"(.)\1+")
_ONE_LETTER = str.maketrans("zy", "si")
OTHER_ORDER = "family name first in one"


class Comparison(NamedTuple):
    """A likeness between 0 and 1, and what speaks for and against it."""

    score: float
    reasons: tuple[str, ...]


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
    def turns(self) -> int:
        """How often the partners go back: once where only the family name came from one end to the other."""
        after = (*self.partners[1:], self.partners[0])
        return sum(a > b for a, b in zip(self.partners, after, strict=True)) if len(self.partners) > 1 else 1


def _person_alike(a: str, b: str) -> float:
    """How alike two tokens of persons' names are: an initial fits its name, patronymics are compared by the father."""
    if len(a) == 1 or len(b) == 1:
        same = a[0] == b[0] or sound(a).codes[:1] == sound(b).codes[:1]
        return (1.0 if len(a) == len(b) else 0.88) if same else 0.0
    if is_short_for(a, b):
        return _SHORT_FORM
    one, score = one_given_name(a, b), alike(a, b)
    if one is not None and not (one and sound(a).thin and sound(b).thin):
        return max(score, _ONE_GIVEN_NAME) if one else min(score, _TWO_GIVEN_NAMES)
    bare = _WITH_SON.sub("", a), _WITH_SON.sub("", b)
    if score < _DIFFERENT and bare != (a, b):
        return max(score, alike(*bare) - 0.03)
    fathers = [_PATRONYMIC.sub("", token) for token in (a, b)]
    if fathers[0] != a and fathers[1] != b:
        return min(score, _TWO_GIVEN_NAMES if one_given_name(*fathers) is False else alike(*fathers))
    return min(score, _ANOTHER_CONSONANT) if another_consonant(a, b) else score


def _match(short: tuple[str, ...], long: tuple[str, ...], kind: EntityKind) -> _Match:
    """Each token of the shorter name with the best free token of the longer, the surest pairs first."""
    heard = _person_alike if kind == "person" else alike
    table = [(heard(a, b), i, j) for i, a in enumerate(short) for j, b in enumerate(long)]
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
        elif kind == "person" and is_short_for(a, b):
            reasons.append(f"short form of a given name: {', '.join(sorted((a, b), key=len))}")
        elif kind == "person" and 1 in (len(a), len(b)) and a != b:
            reasons.append(f"initial fits: {', '.join(sorted((a, b), key=len))}")
        elif sound(a).consonants != sound(b).consonants:
            reasons.append(f"sounds nearly the same: {', '.join(sorted((a, b)))}")
        else:
            skeletons.append(sound(a).consonants or a)
            reasons.extend([f"vowels differ: {', '.join(sorted((a, b)))}"] if score < _OTHER_VOWELS else [])
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
    if list(match.partners) != sorted(match.partners):
        mixed = son or match.turns > 1
        score -= 0.35 if mixed else 0.05
        reasons.append("father and son the other way round" if mixed else OTHER_ORDER)
    if _man_and_woman(match.short[0], match.long[match.partners[0]]):
        score = min(score, 0.6)
        reasons.append(f"a man and a woman: {', '.join(sorted((match.short[0], match.long[match.partners[0]])))}")
    if all(1 in (len(a), len(match.long[j])) for a, j in zip(match.short, match.partners, strict=True)):
        score = min(score, 0.7)
        reasons.append("nothing but initials")
    for at in match.extras:
        leading = at < min(match.partners)
        score -= 0.3 if leading else 0.03
        reasons.append(f"{'another given name' if leading else 'further name'} in one: {match.long[at]}")
    return score, reasons


def _cost_of_word(word: str, beside: int, kind: EntityKind) -> float:
    """What a word costs that only one of two names has: the less, the less it tells and the more others agree."""
    if kind in ("place", "facility") and word in particles.words("common_nouns"):
        return 0.04
    if kind == "organisation" and word in particles.words("weak_nouns"):
        return 0.12
    return 0.25 if beside < 3 else 0.18


def _man_and_woman(a: str, b: str) -> bool:
    """Whether two given names are those of a man and a woman: the same but for an *-a*."""
    short, long = sorted((sound(a).codes, sound(b).codes), key=lambda codes: (codes[-1:] in "aä", codes))
    if long[-1:] not in ("a", "ä") or short[-1:] in ("a", "ä", "ʔ", "H") or sound(a).thin or sound(b).thin:
        return False
    return len(long) > 3 and (long[:-1] in (short, short + "y") or (short[-1:] in "eo" and short[:-1] == long[:-1]))


def _others(match: _Match, kind: EntityKind, numbered: bool) -> tuple[float, list[str]]:
    """The score of two names of anything but persons: order is free, every word that only one has counts, though less
    beside an equal number."""
    cost, reasons = 0.0, []
    for at in match.extras:
        reasons.append(f"only in one: {match.long[at]}")
        cost += _cost_of_word(match.long[at], len(match.short), kind)
    return match.base - cost * (0.2 if numbered else 1.0), reasons


def _known(a: str, b: str, kind: EntityKind) -> Comparison | None:
    """What the lexicon says of two names, where it knows both."""
    left, right = bearers(a, kind), bearers(b, kind)
    if shared := left.shared(right):
        return Comparison(1.0, (f"known as names of one: {min(shared)}",))
    if known_apart(left, right):
        two = sorted((min(left.foremost), min(right.foremost)))
        return Comparison(0.3, (f"known as names of two: {', '.join(two)}",))
    return None


def _marks_clash(a: str, b: str) -> str | None:
    """Why the marks hold two names apart: in Vietnamese they make other vowels and other names."""
    first, second = (unicodedata.normalize("NFC", text).casefold() for text in (a, b))
    if not all(_MARKED.search(unicodedata.normalize("NFD", text)) for text in (first, second)):
        return None
    left, right = (sorted(re.findall(r"\w+", text)) for text in (first, second))
    other = [sorted({*left} - {*right}), sorted({*right} - {*left})]
    return f"vowels differ by their marks: {', '.join(sorted((other[0][0], other[1][0])))}" if all(other) else None


def _rank_clash(a: Name, b: Name) -> str | None:
    """Why two of one name are held apart, such as the younger and the elder."""
    two = sorted({a.which, b.which} - {""})
    return f"one is the {two[0]}, one the {two[1]}" if len(two) == 2 else None


def _numbers_clash(a: Name, b: Name, kind: EntityKind) -> str | None:
    """Why the numbers hold two names apart, if they do. The year of a document may be left out."""
    fewer, more = sorted((a.numbers, b.numbers), key=len)
    if a.numbers == b.numbers or (fewer and set(fewer) <= set(more)):
        return None
    if kind == "instrument" and not fewer and all(_YEAR.match(number) for number in more) and a.tokens and b.tokens:
        return None
    both = sorted((" ".join(a.numbers) or "none", " ".join(b.numbers) or "none"))
    return f"numbers differ: {both[0]}, {both[1]}"


def _together(short: Sequence[str], long: Sequence[str]) -> float:
    """How alike two names are without their spaces; 0 where it is not worth asking."""
    sizes = [[len(sound(token).consonants) for token in tokens] for tokens in (short, long)]
    if len(short) == len(long) and all(abs(a - b) < 2 for a, b in zip(*sizes, strict=True)):
        return 0.0  # the words are parted in the same places
    if abs(sum(sizes[0]) - sum(sizes[1])) > (len(short) != len(long)):
        return 0.0
    return alike("".join(short), "".join(long)) - 0.02


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


def spelt_alike(a: str, b: str) -> bool:
    """Whether every part of one person's name stands in the other's, as it is spelt, short or as an initial; names in
    other than Latin letters are not spelt at all."""
    short, long = sorted((take_apart(a, "person").tokens, take_apart(b, "person").tokens), key=len)
    if not all(map(_LATIN.match, (*short, *long))):
        return True
    return all(any(_one_spelling(token, other) for other in long) for token in short)


def _one_spelling(a: str, b: str) -> bool:
    """Whether two tokens are spelt alike, but for marks and what stands for them."""
    if 1 in (len(a), len(b)):
        return a[0] == b[0]
    return _spelt(a) == _spelt(b) or is_short_for(a, b) or one_given_name(a, b) is True


def _spelt(token: str) -> str:
    """A token without marks and doubled letters: *Müller*, *Mueller*; *Sousa*, *Souza*."""
    return _DOUBLED.sub(r"\1", _IN_PLACE_OF_MARKS.sub(r"\1", plain_letters(token)).translate(_ONE_LETTER))


def compare(a: str, b: str, kind: EntityKind) -> Comparison:
    """How likely two names name one thing by their form alone, and why. The order of the two makes no difference."""
    if a == b:
        return Comparison(1.0, ("same spelling",))
    first, second = sorted((a[:LONGEST], b[:LONGEST]))
    return _compare(first, second, kind)


@lru_cache(65536)
def _compare(a: str, b: str, kind: EntityKind) -> Comparison:
    """`compare` for two names in their alphabetical order."""
    short, long = sorted((take_apart(a, kind), take_apart(b, kind)), key=lambda name: (len(name.tokens), name))
    if short == long and short.tokens:
        return Comparison(1.0, ("same words after folding",))
    known = _known(a, b, kind)
    if known and known.score == 1.0:
        return known
    clash = _numbers_clash(short, long, kind) or _rank_clash(short, long) or _marks_clash(a, b)
    if kind != "person" and not clash and len(short.tokens) == 1 < len(long.tokens) and initials(a) & initials(b):
        return Comparison(0.85, ("one is made of the initials of the other",))
    score, reasons = _scored(short, long, kind)
    read = east.verdict(a, b) if kind == "person" else None
    if read and read.agree:
        score, reasons = max(score, _READ_ALIKE), [f"read alike as {read.language}"]
    elif read:
        score, reasons = min(score, _TWO_GIVEN_NAMES), [f"read differently as {read.language}", *reasons]
    if known and (score < _SOUND_ALIKE or a.isascii() == b.isascii()):
        return known  # in another script one spelling has more bearers than the lexicon knows
    if clash:
        score, reasons = min(score, 0.4), [clash, *reasons]
    elif short.which != long.which:
        score, reasons = score - 0.05, [*reasons, f"only one is told to be the {short.which or long.which}"]
    return Comparison(round(min(max(score, 0.0), 1.0), 4), tuple(reasons))
