"""Names of China, Japan and Korea as they are read: in characters, in kana and Hangul, and in the usual spellings.

A reading is a family name and what follows it, part by part, each part a set of what it may be: a character has one
sound or a few, and a spelling without its marks stands for several syllables. Two names agree in a language where they
have readings of one length whose parts all have something in common.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from regesta.identify.east import chinese, japanese, korean
from regesta.identify.east.spelling import Reading, is_han, words_of

__all__ = ["Verdict", "readings", "verdict"]

_LANGUAGES: Mapping[str, Callable[[Sequence[str]], Iterator[Reading]]] = {
    "Chinese": chinese.readings,
    "Japanese": japanese.readings,
    "Korean": korean.readings,
}


class Verdict(NamedTuple):
    """Whether two names agree, and as what they were read."""

    agree: bool
    language: str


def verdict(a: str, b: str) -> Verdict | None:
    """Whether two names agree as names of East Asia; None where no language reads both."""
    if is_han(a) and is_han(b):
        return Verdict(chinese.simplified(a) == chinese.simplified(b), "characters")
    left, right = readings(a), readings(b)
    shared = sorted(left.keys() & right.keys())
    if not shared:
        return None
    agreed = next((language for language in shared if _agree(left[language], right[language])), None)
    return Verdict(agreed is not None, agreed or shared[0])


def _agree(left: Sequence[Reading], right: Sequence[Reading]) -> bool:
    return any(len(a) == len(b) and all(map(frozenset.intersection, a, b)) for a, b in product(left, right))


@lru_cache(16384)
def readings(text: str) -> Mapping[str, tuple[Reading, ...]]:
    """The readings of a person's name by language; empty for most of the names of the world."""
    words = words_of(text)
    if not words:
        return {}
    found = {language: tuple(read(words)) for language, read in _LANGUAGES.items()}
    return {language: read for language, read in found.items() if read}
