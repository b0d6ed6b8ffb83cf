"""A name taken apart: the words that tell who or what is meant, without articles and titles, and the numbers."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from regesta.identify import particles
from regesta.identify.sounds import fold, sound
from regesta.lexicon import load
from regesta.model import EntityKind

LONGEST, _LONGEST_TOKEN, _MOST_TOKENS = 240, 32, 12
_LATE_AYN = re.compile(r"(?<=[^\W\d_])['`ʼʿ’](?![^\W_])")
_JOINTS = re.compile(r"[\s\-‐‑‒–—.,;:·・_/()\[\]&+\u200c]+")
_LEADING_ARTICLE = re.compile("^ال(?=.{3})")
_ALLAH = re.compile(r"(?<=[^\W_])الله(?!\w)")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_LEGAL_PHRASE = re.compile(
    r"\b(?:(?:open|public|closed) )?joint[ -]stock company\b|\blimited liability company\b|\bsp\.? z o\.?o\b"
    r"|\bgesellschaft mit beschr[aä]nkter haftung\b"
)
_ORDINAL = re.compile(r"^([0-9]{1,9})(?:st|nd|rd|th|er|e|я|й|ая|ый)?$")


_WHICH = ("younger", "elder", "grandson")


class Name(NamedTuple):
    """A name taken apart: its telling tokens, the numbers in it, whether it says whose son somebody is, and which of
    those who share it is meant: the younger, the elder, the grandson."""

    tokens: tuple[str, ...]
    numbers: tuple[str, ...]
    son: bool = False
    which: str = ""


def _reordered(text: str, kind: EntityKind) -> str:
    """``Family, Given`` of a person as ``Given Family``."""
    family, comma, given = text.partition(",")
    return f"{given} {family}" if comma and kind == "person" and "," not in given and given.strip() else text


def _split(text: str, kind: EntityKind) -> list[str]:
    """The folded tokens of a name, the marks inside and between them removed."""
    folded = fold(_reordered(text[:LONGEST], kind))
    if kind == "person":
        folded = particles.without_title_phrase(folded)
    if kind in ("person", "place"):
        folded = _LATE_AYN.sub("a", folded)
    else:
        folded = _LEGAL_PHRASE.sub(" ", _POSSESSIVE.sub("", _DOTTED.sub("", folded).replace("m/v ", "mv ")))
    bare = _ALLAH.sub(" الله", particles.plain(folded))
    if kind not in ("person", "place"):
        bare = _of_states(particles.in_common_words(bare))
    return [token[:_LONGEST_TOKEN] for token in _JOINTS.split(bare) if token][:_MOST_TOKENS]


def _of_states(text: str) -> str:
    """The text with words for the people of one state as the state's name: *Algerian*, *of Algeria*."""
    lexicon = load()
    return " ".join(
        lexicon.entries[lexicon.demonyms[word]].name.casefold() if word in lexicon.demonyms else word
        for word in text.split()
    )


def _is_article(tokens: Sequence[str], at: int) -> bool:
    """Whether the token is an article of the next one: sure, or with its consonant assimilated to it."""
    if at + 1 >= len(tokens):
        return False
    return particles.is_article(
        tokens[at], sure=sound(tokens[at]).codes[-1:] != sound(tokens[at + 1]).codes[:1]
    )  # fmt: skip


def _is_particle(tokens: Sequence[str], at: int, kind: EntityKind) -> bool:
    """Whether the token tells nothing about who or what is meant."""
    token, first = tokens[at], at == 0
    if kind == "person":
        if token in particles.words("sons", "noble"):
            return not (first and token in ("ben", "bar"))
        if token in particles.words(*_WHICH) or (first and token in particles.words("address")):
            return len(tokens) > 2
        return token in particles.words("titles") and at + 1 < len(tokens)
    if kind == "vessel" and first and token in particles.words("vessel_prefixes"):
        return True
    return token in particles.words("small") or (kind == "organisation" and token in particles.words("legal_forms"))


def _latin_god(part: str) -> str:
    """The word for God with the vowels that Arabic writes in it only for those who know."""
    return "allah" if part == "الله" else part


def _joined(tokens: Sequence[str]) -> list[str]:
    """Tokens with the parts of compound names (*Abd* + X, *Abu* + X, X + *Allah*, X + *al-Din*) made one."""
    right, left = particles.words("joined_to_the_right"), particles.words("joined_to_the_left")
    out: list[str] = []
    pending = ""
    for token in tokens:
        if token in right and not pending:
            pending = token
        elif out and not pending and token in left:
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
    telling = [token for at, token in enumerate(plain) if not _is_particle(plain, at, kind)] or plain
    words, numbers = _numbers_out(_joined([_LEADING_ARTICLE.sub("", token) for token in telling]), kind)
    if kind != "person":
        return Name(words, numbers)
    return Name(words, numbers, any(token in particles.words("sons") for token in plain[1:]), _which(plain[2:]))


def _which(tokens: Sequence[str]) -> str:
    """Which of those of one name is meant, where the name says so."""
    for which in _WHICH:
        if any(token in particles.words(which) for token in tokens):
            return which
    return ""


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
        tens = value is not None and token in particles.numbers("tens")
    return tuple(words), tuple(str(number) for number in sorted(numbers))


def _number(token: str, kind: EntityKind, last: bool) -> int | None:
    """The value of a token that is a number; of a person's name only the digits and the rank among namesakes."""
    ordinal = _ORDINAL.match(token)
    if ordinal:
        return int(ordinal[1])
    if (last or kind != "person") and token in particles.numbers("ranks"):
        return particles.numbers("ranks")[token]
    if kind == "person":
        return None
    tens = particles.numbers("tens")
    return tens[token] * 10 if token in tens else particles.numbers("units").get(token)


def initials(text: str) -> frozenset[str]:
    """The capitals a name may be shortened to, with and without its small words; for a name in capitals, itself."""
    words = [word for word in _JOINTS.split(_DOTTED.sub("", text[:LONGEST])) if word]
    if len(words) == 1:
        return frozenset(words) if 2 <= len(words[0]) <= 10 and words[0].isupper() else frozenset()
    telling = [word for word in words if word.casefold() not in particles.words("small")]
    lines = ("".join(word[0] for word in chosen).upper() for chosen in (words, telling))
    return frozenset(line for line in lines if len(line) > 1 and line.isupper())
