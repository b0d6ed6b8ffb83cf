"""The words of a document, folded, as phrases of the lexicon are looked up in them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from regesta.lexicon import fold
from regesta.model import Token

JOINTS = frozenset("-–—‑")


class Words(NamedTuple):
    """Folded words and the token each comes from; hyphens are no words, so that "Deputy-Governor" reads as two."""

    folded: tuple[str, ...]
    token: tuple[int, ...]
    sentence: tuple[int, ...]


class Hit(NamedTuple):
    """A phrase found: its first and past-last token, its folded words, and its first and past-last word."""

    first: int
    last: int
    phrase: str
    word: int
    end: int


def words_of(tokens: Sequence[Token]) -> Words:
    """The words of these tokens."""
    kept = [(_fold(t.text), i, t.sentence) for i, t in enumerate(tokens) if t.text not in JOINTS]
    return Words(*(tuple(column) for column in zip(*kept, strict=True))) if kept else Words((), (), ())


def _fold(text: str) -> str:
    low = text.casefold()
    return low if low.isascii() and low.isalpha() else fold(text) or low


class Phrases:
    """A set of phrases that is looked up by its first words, so that most words of a text cost one look."""

    def __init__(self, phrases: Collection[str]) -> None:
        self.all = phrases
        self.reach: dict[str, int] = {}
        for phrase in phrases:
            first, length = phrase.split(" ", 1)[0], phrase.count(" ") + 1
            self.reach[first] = max(self.reach.get(first, 0), length)


def find(words: Words, phrases: Phrases, starts: Callable[[int], bool] | None = None) -> Iterator[Hit]:
    """The longest phrases from left to right that do not overlap; `starts` says at which token one may begin."""
    at, count, reach = 0, len(words.folded), phrases.reach
    while at < count:
        known = words.folded[at] in reach and (starts is None or starts(words.token[at]))
        hit = longest(words, phrases, at) if known else None
        if hit:
            yield hit
        at = hit.end if hit else at + 1


def longest(words: Words, phrases: Phrases, at: int) -> Hit | None:
    """The longest phrase that begins at word `at`, inside one sentence."""
    end = min(at + phrases.reach.get(words.folded[at], 0), len(words.folded))
    while end > at and words.sentence[end - 1] != words.sentence[at]:
        end -= 1
    for stop in range(end, at, -1):
        phrase = " ".join(words.folded[at:stop])
        if phrase in phrases.all:
            return Hit(words.token[at], words.token[stop - 1] + 1, phrase, at, stop)
    return None
