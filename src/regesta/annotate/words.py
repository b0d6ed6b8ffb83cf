"""The words of a document, folded, as phrases of the lexicon are looked up in them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from regesta.lexicon import fold
from regesta.model import Token

JOINTS = frozenset("-–—‑")
OWNING = "'s"


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
    kept = [
        (part, i, t.sentence)
        for i, t in enumerate(tokens)
        if t.text not in JOINTS
        for part in folded(t.text).split(" ")  # "Engels-2" is one token and two words
    ]
    return Words(*(tuple(column) for column in zip(*kept, strict=True))) if kept else Words((), (), ())


def folded(text: str) -> str:
    """A word as the lexicon has it."""
    low = text.casefold()
    return low if low.isascii() and low.isalpha() else fold(text) or low.replace("’", "'")


class Phrases:
    """A set of phrases that is looked up by its first words, so that most words of a text cost one look."""

    def __init__(self, phrases: Collection[str]) -> None:
        self.all = phrases
        self.reach: dict[str, int] = {}
        for phrase in phrases:
            first, blank, _ = phrase.partition(" ")
            length = phrase.count(" ") + 1
            self.reach[first] = max(self.reach.get(first, 0), length)
            if blank and first[-1:] == "s":  # "People’s Republic" is three words in a text
                self.reach[first[:-1]] = max(self.reach.get(first[:-1], 0), length)


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
    """The longest phrase that begins at word `at`, inside one sentence; the lexicon writes "peoples" for "people’s"."""
    end = min(at + phrases.reach.get(words.folded[at], 0) + 1, len(words.folded))
    while end > at and words.sentence[end - 1] != words.sentence[at]:
        end -= 1
    if at and words.token[at - 1] == words.token[at]:
        return None
    for stop in range(end, at, -1):
        inside = words.token[stop : stop + 1] == words.token[stop - 1 : stop]  # no phrase ends inside a token
        if inside or words.folded[stop - 1] == OWNING:
            continue
        phrase = " ".join(words.folded[at:stop]).replace(f" {OWNING} ", "s ")
        if phrase in phrases.all:
            return Hit(words.token[at], words.token[stop - 1] + 1, phrase, at, stop)
    return None
