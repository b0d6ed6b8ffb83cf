"""How alike two names are, across spellings, transliterations and scripts, with reasons a person can read."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from regesta.identify import particles
from regesta.identify.hearing import alike
from regesta.identify.parts import LONGEST, Name, initials, take_apart
from regesta.identify.sounds import sound
from regesta.model import EntityKind

_DIFFERENT = 0.62  # below this two tokens are different names, not two spellings
_OTHER_VOWELS = 0.88
_SAME_TOGETHER = 0.86  # written together, names say less about where they differ
_PATRONYMIC = re.compile("(?:[oe]|ye)V(?:iC|Na)$")


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
    def crossed(self) -> bool:
        """Whether the tokens stand in another order."""
        return list(self.partners) != sorted(self.partners)


def _person_alike(a: str, b: str) -> float:
    """How alike two tokens of persons' names are: an initial fits its name, patronymics are compared by the father."""
    if len(a) == 1 or len(b) == 1:
        same = sound(a).codes[:1] == sound(b).codes[:1]
        return (1.0 if len(a) == len(b) else 0.88) if same else 0.0
    score = alike(a, b)
    fathers = [_PATRONYMIC.sub("", sound(token).codes) for token in (a, b)]
    if score < 1 and all(father != sound(token).codes for father, token in zip(fathers, (a, b), strict=True)):
        return min(score, 1.0 if fathers[0] == fathers[1] else alike(fathers[0].casefold(), fathers[1].casefold()))
    return score


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


def _together(short: Sequence[str], long: Sequence[str]) -> float:
    """How alike two names of unequal length are without their spaces; 0 where it is not worth asking."""
    counts = [sum(len(sound(token).consonants) for token in tokens) for tokens in (short, long)]
    if len(short) == len(long) or abs(counts[0] - counts[1]) > 1:
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
    clash = _numbers_clash(short, long)
    if kind != "person" and not clash and len(short.tokens) == 1 < len(long.tokens) and initials(a) & initials(b):
        return Comparison(0.85, ("one is made of the initials of the other",))
    score, reasons = _scored(short, long, kind)
    if clash:
        score, reasons = min(score, 0.4), [clash, *reasons]
    return Comparison(round(min(max(score, 0.0), 1.0), 4), tuple(reasons))
