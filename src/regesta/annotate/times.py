"""The times of a report: which words tell a time, and what date, interval or length they mean.

`timegrammar` finds the expressions and what each means by itself (a month without a year, a day three days later). Here
every meaning is placed on the calendar: by itself, by the day of publication, or by the last time the text named.
What cannot be placed stays unknown.

Conventions. A bare weekday or month is the most recent one, today or the current month included, unless its sentence
looks ahead; then it is the next one, again included. "Last" and "next" exclude the current one and take the nearest. A
week runs from Monday. The span of "since December" is "December" and its value the month: `relation` and `as_interval`
tell how the words around open it. A length without a number keeps its unit: ``PXY`` for years of war.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import msgspec

from regesta import edtf
from regesta.annotate.tense import Ahead, by_signs, by_words
from regesta.annotate.timegrammar import find, future_signs
from regesta.annotate.timesenses import duration
from regesta.annotate.timewords import (
    Base,
    Calendar,
    Clock,
    Found,
    Length,
    Meaning,
    Nearest,
    Open,
    Shift,
    Told,
)
from regesta.model import Time, TimeBasis, TimeKind

Relation = Literal["at", "since", "until", "by", "before", "after", "during", "within", "from"]
Day = dt.date


class Frame(NamedTuple):
    """What every expression of a text is placed by. `days` are the first and last day the report may be of;
    `narrative`: the text tells of a time far from them."""

    text: str
    anchor: str | None
    days: tuple[Day, Day] | None
    narrative: bool
    ahead: Ahead


class Placed(NamedTuple):
    """A meaning on the calendar."""

    value: str | None
    basis: TimeBasis = "publication"
    kind: TimeKind = "date"
    anchor: str | None = None


class Focus(NamedTuple):
    """The last time the text named: its value and where it ends; `firm` if it said its own year and month."""

    value: str
    end: int
    firm: bool


def tag(
    text: str,
    anchor: str | None,
    sentences: Sequence[tuple[int, int]] = (),
    looks_ahead: Ahead | None = None,
    language: str = "en",
) -> tuple[Time, ...]:
    """The expressions of time in a text, in order, each placed as far as the words allow.

    Args:
        text: the report.
        anchor: its publication date as EDTF, perhaps a month or an interval; `None` when it is not known.
        sentences: intervals of the text's sentences; without them stops and line ends divide it.
        looks_ahead: whether the verb that governs an interval of the text speaks of the future.
        language: English, or one of those of `times_elsewhere.toml`; any other is read as English.
    """
    found = _share_years(text, find(text, language))
    days = _anchor_days(anchor)
    signs = future_signs(language)
    ahead = looks_ahead or (by_signs(text, signs) if signs else by_words(text, sentences))
    frame = Frame(text, anchor if edtf.valid(anchor) else None, days, _is_narrative(found, days), ahead)
    times: list[Time] = []
    focus: Focus | None = None
    for before, one, after in zip([None, *found], found, [*found[1:], None], strict=False):
        placed = _place(one, frame, focus)
        if placed.value:
            placed = _after_its_start(before, one, frame, times, placed)
            placed = _before_its_end(one, after, frame, focus, placed)
        if isinstance(one.meaning, Clock):
            placed = _on_its_day(one, after, frame, times)
        if isinstance(one.meaning, Length):
            placed = _counted_from(one, after, frame, times, placed)
        times.append(_time(one, placed))
        focus = _next_focus(one, placed, frame, focus)
    return tuple(_opened(text, times[max(0, at - 1) : at + 2], time) for at, time in enumerate(times))


def _time(one: Found, placed: Placed) -> Time:
    return Time(
        start=one.start,
        end=one.end,
        edtf=placed.value,
        kind=placed.kind,
        basis=placed.basis,
        anchor=placed.anchor,
    )


def _opened(text: str, beside: Sequence[Time], time: Time) -> Time:
    """The time with what the words around it, and the times beside it, make of it."""
    told = relation(text, time)
    return msgspec.structs.replace(time, relation=told, interval=as_interval(text, time, beside))


def _next_focus(one: Found, placed: Placed, frame: Frame, focus: Focus | None) -> Focus | None:
    """Dates in a year of their own, but neither lengths nor the present, become what the text speaks of."""
    meaning = one.meaning
    if placed.value is None or placed.kind in ("duration", "set") or isinstance(meaning, Open | Clock):
        return focus
    if not re.match(r"-?\d{4}(?!\d)", placed.value) or placed.value.endswith(".."):
        return focus
    if focus is not None and _is_aside(one, placed.value, frame, focus):
        return focus
    firm = isinstance(meaning, Told) or (isinstance(meaning, Calendar) and None not in (meaning.year, meaning.part))
    return Focus(placed.value, one.end, firm or (placed.basis == "text" and focus is not None and focus.firm))


_LONG_JUMP, _OPENING = 10, 24


def _is_aside(one: Found, value: str, frame: Frame, focus: Focus) -> bool:
    """Whether a history only glances at another time: a jump of many years that does not open a paragraph."""
    if not frame.narrative or abs(_leading_year(value) - _leading_year(focus.value)) <= _LONG_JUMP:
        return False
    return one.start > _OPENING and "\n" not in frame.text[one.start - _OPENING : one.start]


def _anchor_days(anchor: str | None) -> tuple[Day, Day] | None:
    bounds = edtf.bounds(anchor)
    return None if bounds is None or bounds[0] is None or bounds[1] is None else (bounds[0], bounds[1])


# ------------------------------------------------------------------------------------------------ the text as a whole
_FEW, _MANY = 3, 10


def _is_narrative(found: Sequence[Found], days: tuple[Day, Day] | None) -> bool:
    """Whether a text tells of a time far from its publication: most of its dates lie there, and few are near.

    A report names its own days (on Thursday, last week); a history names years. Only in a history does "in July"
    belong to the year last named rather than to the year of publication.
    """
    if days is None:
        return True
    years = [_leading_year(one.meaning.year) for one in found if isinstance(one.meaning, Calendar) and one.meaning.year]
    far = sum(abs(year - days[1].year) > 1 for year in years)
    near = len(years) - far
    own = sum(_from_publication(one.meaning) for one in found)
    return (far >= _FEW and far > 2 * (near + own)) or (far >= _MANY and far > near + 4 * own)


def _from_publication(meaning: Meaning) -> bool:
    """Whether the words name a time by the day they are printed on: on Thursday, yesterday, last week."""
    if isinstance(meaning, Nearest):
        return meaning.what == "weekday"
    return isinstance(meaning, Shift) and meaning.base == "publication"


def _leading_year(value: str) -> int:
    match = re.match(r"-?\d{1,4}", value)
    return int(match[0].ljust(4, "0")) if match else 0


_JOINT = re.compile(r"\s*+(?:,?\s*+(?:and|or|to|until|till|through)|,|[-–—/])\s*(?:(?:in|on|from|the)\s+)?")


def _share_years(text: str, found: list[Found]) -> list[Found]:
    """A month or day joined to a dated one shares its year: "in May and June 1955", "from 3 March to 9 May 2018"."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        one, after = shared[index], shared[index + 1]
        start = _yearless(one.meaning)
        if start is None or not isinstance(after.meaning, Calendar) or after.meaning.year is None:
            continue
        if after.meaning.part is None or not _JOINT.fullmatch(text, one.end, after.start):
            continue
        year = after.meaning.year
        if start.part is not None and _season_start(start.part) > _season_start(after.meaning.part):
            year = edtf.add(year, "-P1Y") or year
        shared[index] = one._replace(meaning=start._replace(year=year))
    return shared


def _yearless(meaning: Meaning) -> Calendar | None:
    """The meaning as a date that still wants its year, if it is one."""
    if isinstance(meaning, Calendar) and meaning.year is None and meaning.offset is None and meaning.part:
        return meaning
    if isinstance(meaning, Nearest) and meaning.what == "part" and meaning.way is None:
        return Calendar(None, meaning.number)
    return None


def _season_start(part: int) -> int:
    """The month a month, season, quarter or half begins in."""
    return part if part < 13 else {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1}.get(part, 7)


# ------------------------------------------------------------------------------------------------ placing
def _place(one: Found, frame: Frame, focus: Focus | None) -> Placed:
    match one.meaning:
        case Told(value):
            return Placed(value if edtf.valid(value) else None, "explicit", _kind(value))
        case Length(value, returns):
            return Placed(value, "explicit", "set" if returns else "duration")
        case Open():
            return _open(one.meaning, frame)
        case Shift():
            return _shift(one, one.meaning, frame, focus)
        case Nearest(what="weekday"):
            return _weekday(one, one.meaning, frame, focus)
        case Nearest():
            return _part(one, one.meaning, frame, focus)
        case Calendar(nth=nth):
            placed = _calendar(one, one.meaning, frame, focus)
            return placed._replace(value=_weekday_of_month(placed.value, *nth)) if nth else placed
        case _:
            return Placed(None, "text", "time")


def _kind(value: str | None) -> TimeKind:
    return "time" if value and "T" in value else "date"


def _open(meaning: Open, frame: Frame) -> Placed:
    if frame.anchor is None:
        return Placed(None)
    start, end = (frame.anchor.split("/") * 2)[:2]
    shapes = {"past": f"../{end}", "present": frame.anchor, "future": f"{start}/.."}
    return Placed(shapes[meaning.way], "publication", "date", frame.anchor)


def _written(year: str, part: int | None, day: int | None) -> str | None:
    """The value of a year, a month or other part, and a day; `None` if the calendar has no such day."""
    value = year if part is None else f"{year}-{part:02d}" if day is None else f"{year}-{part:02d}-{day:02d}"
    return value if edtf.valid(value) else None


def _calendar(one: Found, meaning: Calendar, frame: Frame, focus: Focus | None) -> Placed:
    if meaning.year is not None:
        return Placed(_written(meaning.year, meaning.part, meaning.day), "explicit")
    if meaning.offset is not None:
        return _in_that_period(one, meaning, frame, focus)
    if meaning.part is None:
        return _day_of_month(one, meaning, frame, focus)
    return _yearly(one, frame, focus, meaning.part, meaning.day)


def _weekday_of_month(month: str | None, number: int, weekday: int) -> str | None:
    """The first, second … or (-1) last such weekday of a month; `None` where the month has no fifth."""
    bounds = edtf.bounds(month)
    if bounds is None or bounds[0] is None or bounds[1] is None or edtf.precision(month) != "month":
        return None
    first, last = bounds[0].toordinal(), bounds[1].toordinal()
    first += (weekday - bounds[0].weekday()) % 7
    day = first + 7 * (number - 1) if number > 0 else first + (last - first) // 7 * 7
    return Day.fromordinal(day).isoformat() if day <= last else None


def _in_that_period(one: Found, meaning: Calendar, frame: Frame, focus: Focus | None) -> Placed:
    """Of last year, of that month: the year or month is counted, the rest is said."""
    base, basis = _base(one, meaning.base, frame, focus)
    unit = "Y" if meaning.part is not None else "M"
    period = _moved(_unit_of(base, unit), unit, meaning.offset or 0)
    if period is None:
        return Placed(None, basis)
    value = _written(period, meaning.part, meaning.day) if unit == "Y" else f"{period}-{meaning.day:02d}"
    return Placed(value if edtf.valid(value) else None, basis, "date", base)


def _base(one: Found, base: Base, frame: Frame, focus: Focus | None) -> tuple[str | None, TimeBasis]:
    """What a unit is counted from. A history has only its own time; "the end of the year", of a report, is that of
    the year last named, or looking ahead that of publication."""
    if base == "either" and not frame.narrative and (focus is None or frame.ahead(one.start, one.end)):
        base = "publication"
    if base == "publication" and not frame.narrative:
        return frame.anchor, "publication"
    return focus.value if focus else None, "text"


def _yearly(one: Found, frame: Frame, focus: Focus | None, part: int, day: int | None) -> Placed:
    """What comes back every year: of the year the text speaks of, or near the day of publication."""
    if focus is not None and _text_rules(one, frame, focus):
        year = _year_after(focus.value, part)
        return Placed(_written(year, part, day) if year else None, "text", "date", focus.value)
    if frame.days is None:
        return Placed(None)
    ahead = frame.ahead(one.start, one.end)
    value = _near(frame.days, ahead, lambda year: _written(f"{year:04d}", part, day), day is not None)
    return Placed(value, "tense" if ahead else "publication", "date", frame.anchor)


def _text_rules(one: Found, frame: Frame, focus: Focus) -> bool:
    """Whether the time last named, not the day of publication, tells the year of this one.

    It does in a history; in a report only where the same paragraph has just dated something, with its month, in
    an earlier time.
    """
    if frame.narrative or frame.days is None:
        return True
    past = frame.days[1].year - _leading_year(focus.value) > 1
    return focus.firm and past and _one_paragraph(frame.text, focus.end, one.start)


_PARAGRAPH = 2000


def _one_paragraph(text: str, start: int, end: int) -> bool:
    return end - start < _PARAGRAPH and "\n" not in text[start:end]


_BACK = 9


def _year_after(focus: str, part: int) -> str | None:
    """The year of a month that is told after `focus`: stories go forward, and step back a little at times."""
    found = re.match(r"-?\d{4}(?!\d)", focus)
    if not found:
        return None
    month = re.match(r"-?\d{4}-(\d\d)", focus)
    start = _season_start(int(month[1])) if month else 1
    steps_back = start - _season_start(part)
    return edtf.add(found[0], "P1Y") if steps_back > _BACK else found[0]


_SOON = 10


def _near(days: tuple[Day, Day], ahead: bool, value_of: Callable[[int], str | None], single: bool) -> str | None:
    """The most recent (looking ahead, the next) of what comes back each year; `None` if the anchor is too wide.

    A single day without a sign of the future is still the coming one when it is at most ten days off.
    """
    first, last = (_nearest_year(day, ahead, value_of, _SOON if single else 0) for day in days)
    if first == last or (days[1] - days[0]).days <= 31:
        return first if ahead else last
    return None


def _nearest_year(day: Day, ahead: bool, value_of: Callable[[int], str | None], soon: int) -> str | None:
    """The candidate nearest to a day on the side that tense gives; nine years reach the next 29 February."""
    years = range(day.year - 1, day.year + 9) if ahead else range(day.year + 1, day.year - 9, -1)
    limit = day.toordinal() + soon
    for value in (value_of(year) for year in years if 1 <= year <= 9999):
        start, end = edtf.bounds(value) or (None, None)
        if (ahead and end and end >= day) or (not ahead and start and start.toordinal() <= limit):
            return value
    return None


def _day_of_month(one: Found, meaning: Calendar, frame: Frame, focus: Focus | None) -> Placed:
    """A bare "20th": of the month the text has just named, else the nearest to publication."""
    day = meaning.day or 1
    month = _unit_of(focus.value, "M") if focus and _text_rules_days(one, frame, focus) else None
    if month:
        value = f"{month}-{day:02d}"
        return Placed(value if edtf.valid(value) else None, "text", "date", focus.value if focus else None)
    if frame.days is None or frame.narrative:
        return Placed(None, "text")
    ahead = frame.ahead(one.start, one.end)
    placed = [_nearest_month(limit, day, ahead) for limit in frame.days]
    return Placed(
        placed[0] if placed[0] == placed[1] else None, "tense" if ahead else "publication", "date", frame.anchor
    )


def _text_rules_days(one: Found, frame: Frame, focus: Focus) -> bool:
    return frame.narrative or frame.days is None or _one_paragraph(frame.text, focus.end, one.start)


def _nearest_month(day: Day, number: int, ahead: bool) -> str | None:
    months = [
        edtf.add(f"{day.year:04d}-{day.month:02d}", f"{sign}P{abs(n)}M")
        for n, sign in ((2, "-"), (1, "-"), (0, ""), (1, ""), (2, ""))
    ]
    values = [f"{month}-{number:02d}" for month in months if month and edtf.valid(f"{month}-{number:02d}")]
    today = day.isoformat()
    return (
        next((v for v in values if v >= today), None) if ahead else next((v for v in values[::-1] if v <= today), None)
    )


def _part(one: Found, meaning: Nearest, frame: Frame, focus: Focus | None) -> Placed:
    """A month or season: last, this, next, or by the tense of its sentence."""
    if meaning.way is None:
        return _yearly(one, frame, focus, meaning.number, None)
    if meaning.base == "text" or (frame.narrative and focus is not None):
        year = _unit_of(focus.value, "Y") if focus else None
        if year is None or focus is None:
            return Placed(None, "text")
        value = _beside(focus.value, year, meaning)
        return Placed(value, "text", "date", focus.value)
    if frame.days is None:
        return Placed(None)
    placed = [_beside_day(day, meaning) for day in frame.days]
    return Placed(placed[0] if placed[0] == placed[1] else None, "publication", "date", frame.anchor)


def _beside(focus: str, year: str, meaning: Nearest) -> str | None:
    """The month before, in or after the time the text named."""
    month = re.match(r"-?\d{4}-(\d\d)", focus)
    start, part = _season_start(int(month[1])) if month else 1, _season_start(meaning.number)
    offset = {-1: -1 if part >= start else 0, 0: 0, 1: 1 if part <= start else 0}[meaning.way or 0]
    return _written(_moved(year, "Y", offset) or year, meaning.number, None)


def _beside_day(day: Day, meaning: Nearest) -> str | None:
    """The last one that was over, this year's, or the next one that has not begun."""
    values = [_written(f"{day.year + n:04d}", meaning.number, None) for n in (-1, 0, 1) if 1 <= day.year + n <= 9999]
    spans = [(value, edtf.bounds(value)) for value in values]
    if meaning.way == 0:
        return _written(f"{day.year:04d}", meaning.number, None)
    if meaning.way == -1:
        return next((value for value, span in spans[::-1] if span and span[1] and span[1] < day), None)
    return next((value for value, span in spans if span and span[0] and span[0] > day), None)


def _weekday(one: Found, meaning: Nearest, frame: Frame, focus: Focus | None) -> Placed:
    if meaning.base == "text" or (frame.narrative and meaning.way is None):
        day = _single_day(focus.value) if focus else None
        moved = (
            _weekday_from(day, meaning._replace(way=1 if meaning.way is None else meaning.way), False) if day else None
        )
        return Placed(moved, "text", "date", focus.value if focus else None)
    if frame.days is None:
        return Placed(None)
    ahead = meaning.way is None and frame.ahead(one.start, one.end)
    placed = [_weekday_from(day, meaning, ahead) for day in frame.days]
    return Placed(
        placed[0] if placed[0] == placed[1] else None, "tense" if ahead else "publication", "date", frame.anchor
    )


def _weekday_from(day: Day, meaning: Nearest, ahead: bool) -> str | None:
    back = (day.weekday() - meaning.number) % 7
    if meaning.week or meaning.way == 0:
        shift = 7 * (meaning.way or 0) + meaning.number - day.weekday()
    elif meaning.way is None:
        shift = (7 - back) % 7 if ahead else -back
    elif meaning.way < 0:
        shift = 7 * (meaning.way + 1) - (back or 7)
    else:  # said on a Monday, "Monday week" is a week off
        shift = 7 * meaning.way - (back or 7 * (meaning.way - 1))
    return edtf.add(day.isoformat(), f"{'-' if shift < 0 else ''}P{abs(shift)}D")


def _single_day(value: str) -> Day | None:
    bounds = edtf.bounds(value)
    return bounds[0] if bounds and bounds[0] == bounds[1] else None


# ------------------------------------------------------------------------------------------------ two ends of a range
_TO = re.compile(r"\s*(?:to|until|till|through|[-–—])\s*(?:on\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|or)\s*(?:on\s+)?", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(]?\s*")
_THAT_IS = re.compile(r"\s*[,(]\s*(?:the\s+)?")
_MOVED = re.compile(
    r"\b(?:postpon|delay|deferr?|put|push|reschedul|mov|(?P<up>brought|bring|advanc))\w{0,4}\b[^.;:]{0,60}\bfrom\s+$",
    re.IGNORECASE,
)


def _returns_after(meaning: Meaning) -> str | None:
    """After how long a time comes back that is told without its week or year."""
    if isinstance(meaning, Nearest) and meaning.way is None:
        return "P7D" if meaning.what == "weekday" else "P1Y"
    return "P1Y" if _yearless(meaning) else None


def _joined(one: Found, after: Found | None, frame: Frame) -> str | None:
    """After how long two times come back that are the ends of one range, or days told together."""
    step = _returns_after(one.meaning)
    if after is None or step is None or step != _returns_after(after.meaning):
        return None
    ranged = _TO.fullmatch(frame.text, one.end, after.start)
    return step if ranged or (step == "P7D" and _AND.fullmatch(frame.text, one.end, after.start)) else None


def _after_its_start(before: Found | None, one: Found, frame: Frame, times: Sequence[Time], placed: Placed) -> Placed:
    """The end of a range to come, after its start: "from Saturday to Monday"; a weekday beside "today" is that day."""
    if before and isinstance(before.meaning, Shift) and _BESIDE.fullmatch(frame.text, before.end, one.start):
        day = times[-1].edtf
        return placed._replace(value=day) if _is_weekday(one.meaning, day) else placed
    step = _joined(before, one, frame) if before else None
    start = times[-1].edtf if step else None
    if before and _MOVED.search(frame.text, max(0, before.start - _LOOK_BACK), before.start):
        return placed
    late = step and start and placed.value and placed.basis == "tense" and placed.value < start
    return placed._replace(value=edtf.add(placed.value, step)) if late and step else placed


def _named_beside(one: Found, after: Found | None, frame: Frame, focus: Focus | None) -> str | None:
    """The date that a weekday is explained by: "on Wednesday (23 July)"."""
    if after is None or not isinstance(after.meaning, Calendar):
        return None
    if not _THAT_IS.fullmatch(frame.text, one.end, after.start):
        return None
    value = _place(after, frame, focus).value
    return value if _is_weekday(one.meaning, value) else None


def _is_weekday(meaning: Meaning, day: str | None) -> bool:
    """Whether a day is of the weekday that is meant."""
    return isinstance(meaning, Nearest) and meaning.what == "weekday" and edtf.weekday_of(day) == meaning.number


def _before_its_end(one: Found, after: Found | None, frame: Frame, focus: Focus | None, placed: Placed) -> Placed:
    """The start of a range that is over, or of what was put off, before its end: "ran from Friday to Sunday"."""
    named = _named_beside(one, after, frame, focus)
    if named is not None:
        return placed._replace(value=named, basis="text")
    step = _joined(one, after, frame)
    end = _place(after, frame, focus) if step and after else None
    if end is None or end.value is None or placed.value is None or step is None or placed.basis == "text":
        return placed
    moved = _MOVED.search(frame.text, max(0, one.start - _LOOK_BACK), one.start)
    day = _single_day(end.value)
    if end.basis == "tense" and moved and day and isinstance(one.meaning, Nearest):
        return placed._replace(value=_weekday_from(day, one.meaning._replace(way=1 if moved["up"] else -1), False))
    back = edtf.add(placed.value, f"-{step}")
    return placed._replace(value=back) if placed.basis != "tense" and placed.value > end.value else placed


# ------------------------------------------------------------------------------------------------ counting units
def _shift(one: Found, meaning: Shift, frame: Frame, focus: Focus | None) -> Placed:
    base, told = _base(one, meaning.base, frame, focus)
    if base is None and (meaning.unit, meaning.number) == ("Y", -1) and not frame.narrative:
        base, told = frame.anchor, "publication"  # "up by a tenth on a year earlier"
    kind: TimeKind = "time" if meaning.unit in ("TH", "TM") else "date"
    if base is None:
        return Placed(None, told, kind)
    if meaning.vague:
        ends = (base.split("/") * 2)[:2]
        return Placed(f"../{ends[1]}" if meaning.number < 0 else f"{ends[0]}/..", told, kind, base)
    if kind == "time":
        return Placed(None, told, kind, base)
    if meaning.then is not None:
        unit, on = meaning.then
        there = edtf.add(base, f"-{duration(meaning.unit, -meaning.number)}")
        return Placed(_moved(_unit_of(there, unit), unit, on), told, kind, base)
    ahead = meaning.unit == "weekend" and frame.ahead(one.start, one.end)
    return Placed(_moved_unit(base, meaning.unit, meaning.number, ahead), told, kind, base)


def _moved_unit(base: str, unit: str, count: int, ahead: bool) -> str | None:
    """The unit that lies so many units from the one `base` is in; `None` where that is not settled."""
    if unit == "time" or (unit == "D" and count == 0):
        return base
    if unit in ("overnight", "weekend"):
        return _night(base) if unit == "overnight" else _bare_weekend(base, ahead)
    if unit == "FN":
        unit, count = "W", 2 * count
    return _moved(_unit_of(base, unit), unit, count)


def _night(base: str) -> str | None:
    yesterday = edtf.add(base, "-P1D")
    return f"{yesterday}/{base}" if yesterday and _single_day(base) else None


def _bare_weekend(base: str, ahead: bool) -> str | None:
    day = _single_day(base)
    current = ahead or (day is not None and day.weekday() > 4)
    return _moved(_unit_of(base, "WE"), "WE", 0 if current else -1)


def _unit_of(value: str | None, unit: str) -> str | None:
    """The calendar unit that a value lies in, when it lies in one."""
    if value is None:
        return None
    sides = [_unit_of_date(side, unit) for side in value.split("/")]
    return sides[0] if sides[0] == sides[-1] else None


def _unit_of_date(value: str, unit: str) -> str | None:
    date = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", value)
    if not date:
        return None
    year, month, day = date[1], date[2], date[3]
    if unit in ("Y", "DE", "CE"):
        return {"Y": year, "DE": f"{year[:-1]}X", "CE": f"{year[:-2]}XX"}[unit]
    if month is None or int(month) > 12:
        return f"{year}-{month}" if unit == "Q" and month and 32 < int(month) < 37 else None
    if unit == "M":
        return f"{year}-{month}"
    if unit == "Q":
        return f"{year}-{33 + (int(month) - 1) // 3}"
    if day is None:
        return None
    return value[: len(year) + 6] if unit == "D" else _week_of(f"{year}-{month}-{day}", unit)


def _week_of(day: str, unit: str) -> str | None:
    weekday = edtf.weekday_of(day)
    if weekday is None:
        return None
    monday, sunday = edtf.add(day, f"-P{weekday}D"), edtf.add(day, f"P{6 - weekday}D")
    return f"{edtf.add(sunday, '-P1D') if unit == 'WE' else monday}/{sunday}"


_STEP = {"D": ("D", 1), "W": ("D", 7), "WE": ("D", 7), "M": ("M", 1), "Q": ("M", 3), "Y": ("Y", 1)}


def _moved(value: str | None, unit: str, count: int) -> str | None:
    """A calendar unit moved by whole units."""
    if value is None or count == 0:
        return value
    if unit in ("DE", "CE"):
        marks = 1 if unit == "DE" else 2
        number = int(value[:-marks]) + count
        return f"{number:0{4 - marks}d}{'X' * marks}" if number >= 0 and not value.startswith("-") else None
    if unit == "Q":
        year, quarter = divmod(int(value[:-3]) * 4 + int(value[-2:]) - 33 + count, 4)
        return f"{year:04d}-{33 + quarter}"
    code, times = _STEP[unit]
    return edtf.add(value, f"{'-' if count < 0 else ''}P{abs(count) * times}{code}")


# ------------------------------------------------------------------------------------------------ what hangs on others
_RECALL = 12
_NEXT_TO = re.compile(r"\s*,?\s*(?:(?:on|of|at|in|local time)\s+)?(?:the\s+)?\(?")


def _on_its_day(one: Found, after: Found | None, frame: Frame, times: Sequence[Time]) -> Placed:
    """A time of day on the day named beside it, else on the last day named, else on the day of publication."""
    clock = one.meaning.value if isinstance(one.meaning, Clock) else ""
    today = isinstance(one.meaning, Clock) and one.meaning.today
    day = _unit_of(frame.anchor, "D") if today else None
    if day is None and after is not None and _NEXT_TO.fullmatch(frame.text, one.end, after.start):
        focus = Focus(times[-1].edtf, one.end, False) if times and times[-1].edtf else None
        day = _unit_of(_place(after, frame, focus).value, "D")
    days = (_unit_of(time.edtf, "D") for time in times[: -_RECALL - 1 : -1] if time.kind in ("date", "time"))
    day = day or next((found for found in days if found), None)
    if day is None and not frame.narrative:
        day = _unit_of(frame.anchor, "D")
    return Placed(f"{day}T{clock}" if day and clock else day, "text" if times else "publication", "time")


_FROM = re.compile(r"\s*(?:of|from|after|following|since)\s+(?:the\s+)?")
_WITHIN = re.compile(r"\bwithin\s+$")
_AND_WITHIN = re.compile(r"\s*+,?\s*+(?:and\s+)?within\s+")


def _counted_from(one: Found, after: Found | None, frame: Frame, times: Sequence[Time], placed: Placed) -> Placed:
    """A length with the date it is counted from: the date after it ("within 30 days of 3 May"), the one before it
    ("from 3 May and within a year"), or the day of publication."""
    if placed.kind == "set" or (
        not _WITHIN.search(frame.text, max(0, one.start - 12), one.start)
        and re.match(r"\s+of\b", frame.text[one.end : one.end + 8])
    ):
        return placed
    if after is not None and _FROM.fullmatch(frame.text, one.end, after.start):
        return placed._replace(anchor=_place(after, frame, None).value)
    if times and times[-1].edtf and _AND_WITHIN.fullmatch(frame.text, times[-1].end, one.start):
        return placed._replace(anchor=times[-1].edtf)
    return placed._replace(anchor=None if frame.narrative else frame.anchor)


# ------------------------------------------------------------------------------------------------ open intervals
_RELATIONS: Sequence[tuple[Relation, str]] = (
    ("since", r"since(?: at least)?|ever since|as of|effective|starting(?: from| on| in)?|beginning(?: on| in)?"),
    ("until", r"until|till|through|up to|until at least|up until|till at least|lasting to"),
    ("by", r"by|no later than|not later than|by the end of"),
    ("before", r"before|prior to|ahead of|earlier than"),
    ("after", r"after|following"),
    ("during", r"during|throughout"),
    ("within", r"within|inside"),
    ("from", r"from|between"),
)
_PREPOSITION = re.compile(
    "|".join(f"(?P<{name}>\\b(?:{words}))" for name, words in _RELATIONS).join(
        ("(?:", r")(?:\s+(?:the|on|in|at|about|around|early|mid|late))?[\s(-]*$")
    ),
    re.IGNORECASE,
)
_RANGE_END = re.compile(r"\s*(?:to|until|till|through|and|[-–—/])\s*(?:(?:the|in|on)\s+)?$", re.IGNORECASE)
_RANGE_START = re.compile(r"\b(?:from|between)\s+(?:the\s+)?[^.;\n]{2,40}$", re.IGNORECASE)
_DASHED = re.compile(r"\d\s?[-–—/]\s?$")
_LOOK_BACK = 60


def relation(text: str, time: Time) -> Relation:
    """How the words before an expression use it: since, until, by, … it; ``at`` when they do not say.

    The second of two ends ("from May to July", "12–14 May") is ``until``, the first, after its word, ``from``.
    """
    before = text[max(0, time.start - _LOOK_BACK) : time.start]
    dated = time.kind in ("date", "time")
    if dated and (_DASHED.search(before) or (_RANGE_END.search(before) and _RANGE_START.search(before))):
        return "until"
    if dated and re.match(r"\s?[-–—]\s?\d", text[time.end : time.end + 4]):
        return "from"
    if re.match(r",?\s+onwards?\b", text[time.end : time.end + 12]):
        return "since"
    found = _PREPOSITION.search(before)
    told: Relation = next((name for name, _ in _RELATIONS if found and found[name]), "at")
    return told if dated or told in ("during", "within", "after") else "at"


def as_interval(text: str, time: Time, times: Sequence[Time] = ()) -> str | None:
    """The value opened as the words around it say: since December 2024 is ``2024-12/..``; `None` if it has no place.

    A length becomes the stretch it spans where it is known from when it counts. With all the `times` of the text the
    two ends of a range are joined: "from May to July 2025" is ``2025-05/2025-07`` at either end.
    """
    if time.edtf is None or time.kind == "set":
        return None
    told = relation(text, time)
    if time.kind == "duration":
        return _stretch(text, time, told)
    partner = _other_end(text, time, told, times)
    if partner:
        return edtf.interval(*((time.edtf, partner) if told == "from" else (partner, time.edtf)))
    if told in ("since", "from", "after"):
        return edtf.interval(time.edtf, None)
    return edtf.interval(None, time.edtf) if told in ("until", "by", "before") else time.edtf


def _other_end(text: str, time: Time, told: Relation, times: Sequence[Time]) -> str | None:
    """The value at the other end of the range that an expression begins or ends."""
    if told not in ("from", "until"):
        return None
    for one in times:
        first, second = (time, one) if told == "from" else (one, time)
        if one.kind in ("date", "time") and _RANGE_END.fullmatch(text, first.end, second.start):
            return one.edtf
    return None


_BACKWARD = re.compile(r"\b(?:past|last|previous|preceding)\b", re.IGNORECASE)
_FORWARD = re.compile(r"\b(?:next|coming|following)\b", re.IGNORECASE)


def _stretch(text: str, time: Time, told: Relation) -> str | None:
    if time.edtf is None or time.anchor is None:
        return None
    words = text[time.start : time.end]
    if _BACKWARD.search(words):
        return edtf.interval(edtf.add(time.anchor, f"-{time.edtf}"), time.anchor)
    if told == "within" or _FORWARD.search(words):
        end = edtf.add(time.anchor, time.edtf)
        return edtf.interval(time.anchor, end) if end else None
    return None
