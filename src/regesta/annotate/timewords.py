"""What words that tell a time mean by themselves, not yet placed on the calendar; and words as rules see them.

The text is cut into words. Each word has the classes that the language's table gives it (``july``: month; ``second``:
ordinal), digits have classes by their shape. `timegrammar` finds the expressions by rules over these classes, and
`timesenses` turns the words that a rule matched into a meaning.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

Base = Literal["publication", "text", "either"]
Classes = Mapping[str, Any]
NO_CLASSES: Classes = {}


# ------------------------------------------------------------------------------------------------ meanings
class Calendar(NamedTuple):
    """A date or a part of one. `part` is a month or an EDTF season, quarter or half; `offset` counts years from the
    year of `base` where the words do ("of the following year"). `nth` picks a weekday of the month: which one (-1: the
    last), and Monday 0."""

    year: str | None = None
    part: int | None = None
    day: int | None = None
    offset: int | None = None
    base: Base = "publication"
    nth: "tuple[int, int] | None" = None


class Nearest(NamedTuple):
    """A month, season or weekday before (-1), in (0) or after (1) the present one, or the one after that (2); `None`:
    tense decides."""

    what: Literal["part", "weekday"]
    number: int
    way: int | None = None
    base: Base = "publication"
    week: bool = False


class Shift(NamedTuple):
    """A calendar unit so many units away; `vague` when only the direction is known. `then` is the unit meant there, and
    how many of it further: a year ago yesterday."""

    unit: str
    number: int
    base: Base
    vague: bool = False
    then: tuple[str, int] | None = None


class Length(NamedTuple):
    """A duration, or with `returns` how often something comes back."""

    value: str
    returns: bool = False


class Clock(NamedTuple):
    """A time of day, empty where only a part of the day is told; its date is told elsewhere, unless it is `today`."""

    value: str
    today: bool = False


class Open(NamedTuple):
    """The present, or all time before or after it."""

    way: Literal["past", "present", "future"]


class Told(NamedTuple):
    """A value that needs no placing; `None` where the words do not settle it."""

    value: str | None


Meaning = Calendar | Nearest | Shift | Length | Clock | Open | Told


class Found(NamedTuple):
    """An expression, what it means, and the id of the rule that found it."""

    start: int
    end: int
    meaning: Meaning
    rule: str


# ------------------------------------------------------------------------------------------------ words
class Word(NamedTuple):
    """A word, number or sign of the text; `sign` stands for its classes in the line that rules read."""

    start: int
    end: int
    text: str
    classes: Classes
    sign: str


class Match(NamedTuple):
    """The words a rule matched, with what stands around them."""

    text: str
    words: list[Word]
    first: int
    last: int

    def all(self, name: str) -> list[Any]:
        """The values that the matched words have in this class, in order."""
        return [word.classes[name] for word in self.words[self.first : self.last] if name in word.classes]

    def one(self, name: str) -> Any:
        """The first such value, or `None`."""
        found = self.all(name)
        return found[0] if found else None

    def before(self, back: int = 1) -> Word:
        """The word before the match; an empty one at the beginning of a line."""
        return self._word(self.first - back)

    def after(self, on: int = 1) -> Word:
        """The word after the match; an empty one at the end of a line."""
        return self._word(self.last + on - 1)

    def _word(self, index: int) -> Word:
        word = self.words[index] if 0 <= index < len(self.words) else _NO_WORD
        return _NO_WORD if word.text == "\n" else word

    def spans(self, *names: str) -> list[Word]:
        """The matched words that have one of these classes."""
        return [word for word in self.words[self.first : self.last] if any(name in word.classes for name in names)]

    def preceded(self, *names: str) -> bool:
        """Whether the word before the match has one of these classes."""
        return any(name in self.before().classes for name in names)

    def followed(self, *names: str) -> bool:
        """Whether the word after the match has one of these classes."""
        return any(name in self.after().classes for name in names)


_NO_WORD = Word(0, 0, "", NO_CLASSES, "x")

Piece = tuple[int, int, Meaning]
Sense = Callable[[Match], Meaning | list[Piece] | None]
