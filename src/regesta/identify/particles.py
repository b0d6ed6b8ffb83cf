"""The small words in names, as `names.toml` of the lexicon lists them: articles, sons, titles, legal forms, numbers."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from regesta.identify.sounds import fold
from regesta.lexicon import load

_ARABIC_ARTICLE = re.compile(r"(?<!\w)ال(?=\w{3})")
_QUOTES = re.compile("[\"'`´ʹʼʻʿʾ‘’“”«»]")


def table(name: str) -> Mapping[str, Any]:
    """A table of `names.toml`."""
    found: Mapping[str, Any] = load().tables["names"][name]
    return found


def plain(text: str) -> str:
    """The text folded, without quotation marks and apostrophes."""
    return _QUOTES.sub("", fold(text))


@cache
def words(*names: str) -> frozenset[str]:
    """The particles of one sort, or of several."""
    return frozenset(plain(" ".join(table("particles")[name] for name in names)).split())


def is_article(token: str, sure: bool) -> bool:
    """Whether the token is an article; a `sure` one is so before whatever consonant."""
    return token in words("sure_articles") or (not sure and token in words("articles"))


def without_title_phrase(text: str) -> str:
    """A folded name without the titles of several words before it."""
    return _title_phrases().sub("", text)


@cache
def _title_phrases() -> re.Pattern[str]:
    phrases = sorted(map(fold, table("particles")["title_phrases"]), key=len, reverse=True)
    return re.compile(rf"^\W*(?:(?:{'|'.join(map(re.escape, phrases))})\W)+")


@cache
def numbers(name: str) -> Mapping[str, int]:
    """Word → number of the units, the tens, or the ranks of namesakes."""
    found = table("numbers")[name]
    if isinstance(found, dict):
        return found
    return {word: number for number, line in enumerate(found) for word in line.split()}


@cache
def _meanings() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Words and phrases that mean the same in several languages, and each with the first of its meaning. In Arabic any
    word may have its article."""
    first = {plain(form): forms[0] for forms in table("meanings").values() for form in forms}
    longest = sorted(first, key=lambda form: (-len(form), form))
    found = "|".join(" ".join(map(_articled, form.split())) for form in longest)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)"), first


def _articled(word: str) -> str:
    return f"(?:ال)?{re.escape(word)}" if "ء" <= word[0] <= "ي" else re.escape(word)


def in_common_words(text: str) -> str:
    """A plain text with phrases for one kind of thing, in whatever language, made one: *авиабаза*, *air base*."""
    pattern, first = _meanings()
    if pattern.fullmatch(text):
        return first.get(text, text)
    return pattern.sub(
        lambda found: first.get(found[0]) or first.get(_ARABIC_ARTICLE.sub("", found[0]), found[0]), text
    )
