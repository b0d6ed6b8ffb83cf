"""Korean names: Hangul, and their spellings in Latin and Russian letters."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from regesta.identify.east.spelling import Reading, lines, orders

_HANGUL = re.compile("[\uac00-\ud7a3]+$")
_CYRILLIC_LETTER = re.compile("[а-я]")
_TWO_SYLLABLES = 6  # of three letters each

# Hangul syllables are arithmetic: (first × 21 + vowel) × 28 + last.
_FIRST = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
_LAST = " g g g n n n d l g m b l l p l m b b s s ng j j g d b h".split(" ")


class _Spelling(NamedTuple):
    """How an alphabet spells Korean: what a syllable looks like, and what its parts may stand for."""

    syllable: re.Pattern[str]
    starts: Mapping[str, str]
    middles: Mapping[str, str]
    ends: Mapping[str, str]


_LATIN = _Spelling(
    re.compile(
        "(kk|tt|pp|ss|jj|ch|sh|[gkdtbpsjrlmnh]?)(woo|weo|wae|yeo|yae|you|eui|wa|wo|we|wi|oe|ui|ya|yo|yŏ|yu|ye|ae|ai|eo|eu"
        "|ou|oo|ee|ah|oh|uh|[aeiouŏŭ])(ng|[nmkglrpbt](?![aeiouyŏŭw])|)"
    ),
    {
        "k": "g k kk", "t": "d t tt", "p": "b p pp", "ch": "j ch jj", "s": "s ss", "sh": "s ss", "l": "r", "g": "g kk",
        "d": "d tt", "b": "b pp", "j": "j jj",
    },
    {
        "woo": "u", "weo": "wo", "you": "yeo", "yo": "yo yeo", "yŏ": "yeo", "yu": "yu yeo", "ye": "ye yeo", "ai": "ae",
        "e": "e ae", "ou": "eo", "oo": "u", "ee": "i", "o": "o eo", "u": "u eo eu", "ŏ": "eo", "ŭ": "eu", "ah": "a",
        "oh": "o", "uh": "eo", "eui": "ui", "ui": "ui wi", "we": "we oe wae",
    },
    {"k": "g", "g": "g", "p": "b", "b": "b", "t": "d s", "r": "l"},
)  # fmt: skip
_CYRILLIC = _Spelling(
    re.compile(
        "(кх|тх|пх|чх|чж|дж|[кгтдпбчсхрлмнж]?)(ва|во|ве|вэ|ви|ыи|[аеиоуыэюя])(нг|ль|[нмклрпт](?![аеиоуыэюя])|)"
    ),
    {
        "к": "g kk", "г": "g", "т": "d tt", "д": "d", "п": "b pp", "б": "b", "ч": "j jj ch", "чж": "j", "дж": "j",
        "ж": "j", "чх": "ch", "кх": "k", "тх": "t", "пх": "p", "с": "s ss", "х": "h", "р": "r", "л": "r", "м": "m",
        "н": "n",
    },
    {
        "а": "a", "е": "e eo yeo yo", "и": "i", "о": "o eo", "у": "u", "ы": "eu", "э": "ae e", "ю": "yu",
        "я": "ya", "ва": "wa", "во": "wo", "ве": "oe we", "вэ": "wae oe", "ви": "wi", "ыи": "ui",
    },
    {"н": "n ng", "нг": "ng", "м": "m", "к": "g", "л": "l", "ль": "l", "р": "l", "п": "b", "т": "d s"},
)  # fmt: skip


@cache
def _families() -> Mapping[str, frozenset[str]]:
    """Family name in Hangul or in a Latin spelling → the Hangul it may be."""
    found: dict[str, set[str]] = defaultdict(set)
    for hangul, spellings in lines("korean", "families"):
        for spelling in (hangul, *spellings):
            found[spelling].add(hangul)
    return {spelling: frozenset(hangul) for spelling, hangul in found.items()}


def readings(words: Sequence[str]) -> Iterator[Reading]:
    """Readings as family name and the letters of each syllable that follows."""
    if all(map(_HANGUL.match, words)):
        yield from _hangul("".join(words))
    elif 2 <= len(words) <= 3:
        for family, *given in orders(words):
            syllables = [_spelt(word) for word in given]
            if family in _families() and all(syllables) and sum(map(len, syllables)) <= _TWO_SYLLABLES:
                yield (_families()[family], *(part for word in syllables for part in word))


def _hangul(signs: str) -> Iterator[Reading]:
    for at in (1, 2):
        family = _families().get(signs[:at])
        if family and 1 <= len(signs) - at <= 2:
            yield (family, *(part for sign in signs[at:] for part in _letters(sign)))


def _letters(sign: str) -> Iterator[frozenset[str]]:
    """The three letters of a Hangul syllable; where a first one is silent in the South, both ways."""
    rest, last = divmod(ord(sign) - 0xAC00, 28)
    first, vowel = divmod(rest, 21)
    start, middle = _FIRST[first], _VOWELS[vowel]
    silent = {""} if start in "rn" and middle[:1] in "iy" else set()
    yield frozenset({start} | silent)
    yield frozenset({middle})
    yield frozenset({_LAST[last].strip()})


def _spelt(word: str) -> list[frozenset[str]]:
    """The letters that a word may stand for, syllable by syllable; none where it is not Korean."""
    spelling = _CYRILLIC if _CYRILLIC_LETTER.match(word) else _LATIN
    found = list(spelling.syllable.finditer(word))
    if "".join(match[0] for match in found) != word:
        return []
    return [part for match in found for part in _syllable(spelling, *match.groups())]


def _syllable(spelling: _Spelling, start: str, middle: str, end: str) -> Iterator[frozenset[str]]:
    """The three letters that a spelt syllable may stand for."""
    silent = {""} if start in ("r", "l", "n", "р", "л", "н") and middle[:1] in tuple("iyиюяе") else set()
    yield frozenset(spelling.starts.get(start, start).split() or {""}) | silent
    yield frozenset(spelling.middles.get(middle, middle).split())
    yield frozenset(spelling.ends.get(end, end).split() or {""})
