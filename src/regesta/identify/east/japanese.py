"""Japanese names: characters with their usual readings, kana, and the two ways to spell them in Latin letters."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from regesta.identify.east.spelling import HAN, Reading, lines, orders

_KANA = re.compile("[\u3041-\u30ff]+$")
# Long vowels short first, then from Hepburn's spelling to the one taught in Japan.
_ONE_SPELLING = [
    (re.compile(what), instead)
    for what, instead in (
        ("oh(?![aeiouy])|o[uo]", "o"), ("uu", "u"), ("sh(?=[auoe])", "sy"), ("shi", "si"), ("tch", "tt"),
        ("ch(?=[auoe])", "ty"), ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("j(?=[auoe])", "zy"), ("ji", "zi"),
        ("dzu", "zu"), ("m(?=[bp])", "n"), ("zyy", "zy"),
    )
]  # fmt: skip
_JAPANESE = re.compile("(?:[kgsztdnhbpmr]?y?[aiueo]|w[ao]|n(?![aiueoy])|([kgstpbdz])(?=\\1))+$")


@lru_cache(16384)
def _spoken(word: str) -> str | None:
    """A Japanese word in one spelling; None where it is not Japanese."""
    for what, instead in _ONE_SPELLING:
        word = what.sub(instead, word)
    return word if _JAPANESE.match(word) else None


def _latin(kana: str) -> str:
    """Kana in Latin letters, after their names in Unicode, which follow the spelling taught in Japan."""
    out = ""
    for sign in kana:
        name = unicodedata.name(sign, "").rpartition("LETTER ")[2].casefold()
        small, letter = name.startswith("small "), name.removeprefix("small ")
        if small and letter in ("ya", "yu", "yo"):
            out = out[:-1] + letter
        elif letter.isalpha() and not (small and letter == "tu"):
            out += letter
    return out


@cache
def _written(name: str) -> Mapping[str, frozenset[str]]:
    """Characters of a family or given name → its readings."""
    return {signs: frozenset(filter(None, map(_spoken, spoken))) for signs, spoken in lines("japanese", name)}


@cache
def _families() -> frozenset[str]:
    return frozenset().union(*_written("families").values())


def readings(words: Sequence[str]) -> Iterator[Reading]:
    """Readings as family name and given name; of other than characters only with a family name that is common."""
    if all(map(HAN.match, words)):
        yield from _characters("".join(words))
    elif 2 <= len(words) <= 3:
        for family, *given in orders([_latin(word) if _KANA.match(word) else word for word in words]):
            read, rest = _spoken(family), _spoken("".join(given))
            if read and rest and read in _families():
                yield (frozenset({read}), frozenset({rest}))


def _characters(signs: str) -> Iterator[Reading]:
    for at in range(1, min(len(signs), 4)):
        family, given = _written("families").get(signs[:at]), _written("given").get(signs[at:])
        if family and given:
            yield (family, given)
