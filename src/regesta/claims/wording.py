"""Words found in a text to the letter, whatever its typography: marks of quotation, dashes, blanks, ligatures."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

Span = tuple[int, int]

MOST = 100
"""Places that are looked at; what stands in a text more often is no name of anybody."""
LONGEST_CLUSTER = 30  # marks upon one letter, as Unicode has it for streams; composing more takes time
_PLAIN = (
    dict.fromkeys("“”„‟«»″＂", '"')
    | dict.fromkeys("‘’‚‛‹›′`´ʼ＇", "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}
)
_HIDDEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Wording:
    """A text in one typography, each letter with where it comes from."""

    def __init__(self, text: str) -> None:
        self._text, self._from = _plain(text)
        self._starts = [start for start, _ in self._from]

    def find(self, words: str, within: Span | None = None) -> list[Span]:
        """Where these words stand in the text, as whole words; only `within` an interval where one is given."""
        sought = _plain(words)[0].strip()
        low, high = (bisect_left(self._starts, at) for at in within or (0, len(self._text)))
        places = self._places(sought, low, high if within else len(self._text))
        return [(self._from[at][0], self._from[at + len(sought) - 1][1]) for at in islice(places, MOST)]

    def _places(self, sought: str, low: int, high: int) -> Iterator[int]:
        at = self._text.find(sought, low, high) if sought else -1
        while at >= 0:
            if not (self._joined(at) or self._joined(at + len(sought))):
                yield at
            at = self._text.find(sought, at + 1, high)

    def _joined(self, at: int) -> bool:
        """Whether a place is inside a word."""
        return 0 < at < len(self._text) and self._text[at - 1].isalnum() and self._text[at].isalnum()


def _plain(text: str) -> tuple[str, list[Span]]:
    """The text in plain typography, and for each of its letters the interval that it stands for."""
    letters: list[str] = []
    spans: list[Span] = []
    for start, end in _clusters(text):
        for sign in unicodedata.normalize("NFC", text[start:end]):
            if sign.isspace():
                if letters and letters[-1] == " ":
                    spans[-1] = (spans[-1][0], end)
                    continue
                sign = " "  # noqa: PLW2901
            for letter in () if sign in _HIDDEN else _PLAIN.get(sign, sign):
                letters.append(letter)
                spans.append((start, end))
    return "".join(letters), spans


def _clusters(text: str) -> Iterator[Span]:
    """Each letter with the marks upon it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or at - start > LONGEST_CLUSTER or not unicodedata.combining(text[at]):
            yield start, at
            start = at
