"""Words that tell two sentences apart though all others agree: negations, opposites, numbers, days."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from regesta.lexicon import fold, words

__all__ = ["CALENDAR", "NUMBERS", "contradict", "number", "plain"]

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
NUMBERS: Final[Mapping[str, int]] = {
    **{word: at for at, word in enumerate(_NUMBER_WORDS.split())},
    **{word: 10 * at for at, word in enumerate(_TENS.split(), 2)},
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "no": 0,
    "none": 0,
}
_NEGATIONS = frozenset("not never no none nobody nothing nor neither cannot without t".split())
CALENDAR: Final = frozenset(_DAYS.split())
_POLAR = words("polar")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = 0.6  # share of its words in which one saying is the other
_LONG = 5


def plain(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


def number(word: str) -> int | None:
    """What a word counts, in figures or letters."""
    return int(word) if word.isdecimal() else NUMBERS.get(word)


def contradict(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two rows of words are one saying in which a word that matters was made another, not merely left out."""
    if min(len(a), len(b)) < _LONG:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return False
    changes = [(a[i:j], b[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
    return any(_matters(was, now) for was, now in changes)


def _matters(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether a change turns the sense: a negation more or less, another number or day, an opposite."""
    if _NEGATIONS.isdisjoint(was) != _NEGATIONS.isdisjoint(now):
        return True
    return any(_differ(kind, was, now) for kind in (number, _day, _opposite))


def _differ(kind: Callable[[str], object], was: Iterable[str], now: Iterable[str]) -> bool:
    """Whether both have words of a kind, and not the same."""
    first, second = ([told for word in row if (told := kind(word)) is not None] for row in (was, now))
    return bool(first) and bool(second) and first != second


def _day(word: str) -> str | None:
    return word if word in CALENDAR else None


def _opposite(word: str) -> str | None:
    """The word that turns a sentence, without its ending; nothing where it is none."""
    return next((stem for stem in sorted(_POLAR) if word == stem or (len(stem) > 3 and word.startswith(stem))), None)
