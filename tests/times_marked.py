"""The reports of `gold/times.toml`, with the times marked in them."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from regesta.model import Time

GOLD = Path(__file__).parent / "gold" / "times.toml"
_MARKED = re.compile(r"\[([^\[\]=]+) = ([^\[\];]+?)(?: ; ([^\[\]]+))?\]")
_WEEKDAY = re.compile(
    r"(?:late on |the early hours of )?(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?"
    r"(?: morning| afternoon| evening| night)?",
    re.IGNORECASE,
)


class Marked(NamedTuple):
    """A time as marked by hand: its interval of the text, its value (`None`: unsettled), and how it is opened."""

    start: int
    end: int
    words: str
    value: str | None
    opened: str | None


class Case(NamedTuple):
    """A report, when it was published, and the times in it."""

    text: str
    day: str | None
    language: str
    why: str
    times: tuple[Marked, ...]


class Score(NamedTuple):
    """What came of reading cases: how many times were found, were marked, overlap, have the right value; of bare
    weekdays how many there are and how many are right; and what went wrong, a line for each."""

    said: int
    marked: int
    met: int
    right: int
    weekdays: int
    weekdays_right: int
    wrong: tuple[str, ...]

    @property
    def relaxed(self) -> float:
        """F1 of finding the expressions."""
        return 2 * self.met / (self.said + self.marked)

    @property
    def value(self) -> float:
        """F1 of finding them with the right value."""
        return 2 * self.right / (self.said + self.marked)


@cache
def cases(table: str = "case") -> tuple[Case, ...]:
    """The cases of a table: ``case`` (English) or ``other``."""
    rows = tomllib.loads(GOLD.read_text(encoding="utf-8"))[table]
    return tuple(_case(row) for row in rows)


def _case(row: dict[str, str]) -> Case:
    text, marked, at = "", [], 0
    for match in _MARKED.finditer(row["text"]):
        text += row["text"][at : match.start()]
        at = match.end()
        value = None if match[2] == "?" else match[2]
        marked.append(Marked(len(text), len(text) + len(match[1]), match[1], value, match[3]))
        text += match[1]
    text += row["text"][at:]
    return Case(text, row.get("day"), row.get("language", "en"), row["why"], tuple(marked))


def score(read: Iterator[tuple[Case, Sequence[Time]]]) -> Score:
    """The figures of cases and what was read from them."""
    said = marked = met = right = weekdays = weekdays_right = 0
    wrong: list[str] = []
    for case, times in read:
        pairs = _pairs(case.times, times)
        said, marked, met = said + len(times), marked + len(case.times), met + len(pairs)
        for one in case.times:
            time = pairs.get(one)
            good = time is not None and time.edtf == one.value and one.opened in (None, time.interval)
            right += good
            if _WEEKDAY.fullmatch(one.words):
                weekdays, weekdays_right = weekdays + 1, weekdays_right + good
            if not good:
                wrong.append(f"[{one.words} = {one.value}] got {_shown(time)}: {case.text} ({case.day}; {case.why})")
        extra = [time for time in times if time not in pairs.values()]
        wrong += [f"not marked: [{case.text[t.start : t.end]} = {t.edtf}]: {case.text}" for t in extra]
    return Score(said, marked, met, right, weekdays, weekdays_right, tuple(wrong))


def _shown(time: Time | None) -> str:
    return "nothing" if time is None else f"{time.edtf} ({time.relation}: {time.interval})"


def _pairs(marked: Sequence[Marked], times: Sequence[Time]) -> dict[Marked, Time]:
    """Marked times and read ones that overlap, each at most once."""
    pairs: dict[Marked, Time] = {}
    for one in marked:
        free = (t for t in times if t.start < one.end and one.start < t.end and t not in pairs.values())
        time = next(free, None)
        if time is not None:
            pairs[one] = time
    return pairs
