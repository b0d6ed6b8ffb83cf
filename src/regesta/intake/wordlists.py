"""The word lists that reading a page needs, from ``page_words.toml``, and what the lexicon knows of a name."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from regesta.lexicon import fold, load

DATA = Path(__file__).parents[1] / "lexicon" / "data"


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "page_words.toml").read_text(encoding="utf-8"))


def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_lists()["words"][name].split())


def page_words(table: str) -> Mapping[str, str]:
    """A table of word lists: name → words parted by blanks."""
    table_of: Mapping[str, str] = _lists()[table]
    return table_of


def small_words() -> dict[str, frozenset[str]]:
    """The commonest small words of each language."""
    return {code: frozenset(text.split()) for code, text in _lists()["small_words"].items()}


@cache
def months(language: str) -> dict[str, int]:
    """The names of the months in English and in a language, with their numbers; in all where it is unknown."""
    tables = _lists()["months"]
    chosen = ("en", language) if language in tables else tuple(tables)
    return {
        name: number
        for code in reversed(chosen)
        for number, names in enumerate(tables[code], 1)
        for name in names.split("|")
    }


def is_place(name: str) -> bool:
    """Whether a name is first of all a state's or another place's."""
    known = load().names.get(fold(name), ("",))
    return known[0].startswith(("place:", "state:"))
