"""A name taken apart: the words that tell who or what is meant, without articles and titles, and the numbers."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from regesta.identify import particles
from regesta.identify.sounds import fold, sound
from regesta.model import EntityKind

LONGEST, _LONGEST_TOKEN, _MOST_TOKENS = 240, 32, 12
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
    folded = fold(_reordered(text[:LONGEST], kind))
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


def initials(text: str) -> frozenset[str]:
    """The capitals a name may be shortened to, with and without its small words; for a name in capitals, itself."""
    words = [word for word in _JOINTS.split(_DOTTED.sub("", text[:LONGEST])) if word]
    if len(words) == 1:
        return frozenset(words) if 2 <= len(words[0]) <= 10 and words[0].isupper() else frozenset()
    telling = [word for word in words if word.casefold() not in particles.SMALL]
    lines = ("".join(word[0] for word in chosen).upper() for chosen in (words, telling))
    return frozenset(line for line in lines if len(line) > 1)
