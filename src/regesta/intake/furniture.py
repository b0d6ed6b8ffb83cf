"""Which lines of a page are furniture by their words: rules are data, in ``furniture.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from regesta.intake.wordlists import DATA

RULES = DATA / "furniture.toml"
_WORD = re.compile(r"\w+")
_ACCOUNT = re.compile(
    r"(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?|\d{4}(?: \d{4}){3}|0x[0-9A-Fa-f]{40}"
    r"|bc1[0-9a-z]{20,80}|[13LT][1-9A-HJ-NP-Za-km-z]{25,34})"
)
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)\W{0,3}(?:19|20)\d\d\b.{0,80}", re.IGNORECASE)
_READING_TIME = re.compile(r"\d{1,2}[ -]?min(?:ute)?s?\.?(?: read)?", re.IGNORECASE)
_LONGEST = 20_000
_MOST_TIMES = 3
"""Signs to a character, written apart: no script has more, but there are single signs for whole phrases."""
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+")


class Furniture(NamedTuple):
    """Why a line is furniture, by which rule, and whether it opens a block of the same."""

    reason: str
    rule: str
    opens: bool = False


class Rule(NamedTuple):
    """One phrase of a rule, as words."""

    words: tuple[str, ...]
    where: str
    most: int
    furniture: Furniture


def furniture_rules() -> tuple[Mapping[str, Any], ...]:
    """The rules as written, each with `why`, `yes` and `no`."""
    return tuple(tomllib.loads(RULES.read_text(encoding="utf-8"))["rule"])


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without case and diacritics; of one that is longer than any paragraph, those at its head."""
    return _folded_words(text[:_LONGEST])


@lru_cache(maxsize=2048)
def _folded_words(text: str) -> tuple[str, ...]:
    """The words of a text; each line of a page is asked for several times."""
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    apart = unicodedata.normalize("NFKD", text.casefold())[: _MOST_TIMES * len(text)]
    return tuple(_WORD.findall(_MARKS.sub("", apart)))


@cache
def _by_first_word() -> dict[str, tuple[Rule, ...]]:
    """The phrases by their first word: a line is read once, whatever the number of rules."""
    index: dict[str, list[Rule]] = {}
    for rule in furniture_rules():
        furniture = Furniture(rule["reason"], rule["id"], rule.get("opens", False))
        for phrase in rule["phrases"]:
            words = tuple(folded_words(phrase))
            index.setdefault(words[0], []).append(Rule(words, rule["where"], rule.get("most", 1000), furniture))
    return {first: tuple(sorted(rules, key=lambda rule: -len(rule.words))) for first, rules in index.items()}


def furniture_of(text: str, words: Sequence[str] | None = None) -> Furniture | None:
    """What the words of a line say it is, `None` where they say nothing."""
    if _ACCOUNT.fullmatch(text):
        return Furniture("donation", "account")
    if _RIGHTS.fullmatch(text):
        return Furniture("rights", "year")
    if _READING_TIME.fullmatch(text):
        return Furniture("byline", "reading time")
    words = folded_words(text) if words is None else words
    index = _by_first_word()
    for at, word in enumerate(words[:120]):
        for rule in index.get(word, ()):
            if _fits(rule, words, at):
                return rule.furniture
    return None


def _fits(rule: Rule, words: Sequence[str], at: int) -> bool:
    size = len(rule.words)
    if len(words) > rule.most or tuple(words[at : at + size]) != rule.words:
        return False
    rest = [word for word in words[at + size :] if not word.isdigit()] if rule.where == "whole" else ()
    return rule.where == "anywhere" or (at == 0 and not rest)
