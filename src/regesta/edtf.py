"""Arithmetic on dates as EDTF (ISO 8601-2) strings: pure functions from values to values.

A value is a date (``2025``, ``2025-07``, ``2025-07-31``, ``2025-07-31T17:00``, a season ``2025-21`` to ``2025-24``, a
quarter ``2025-33`` to ``2025-36``, a half ``2025-40`` or ``2025-41``, a decade ``199X``, a century ``19XX``) or an
interval of two (``2024-12/..``, ``../2025``). Marks of doubt (``~``, ``?``, ``%``) do not change what a value covers.
Days are counted in the proleptic Gregorian calendar, so that years before 1 and after 9999 take part in every
comparison; only `bounds`, which speaks in `datetime.date`, cannot show them.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Literal, NamedTuple

Precision = Literal[
    "time", "day", "month", "season", "quarter", "half", "year", "decade", "century", "interval", "unknown"
]

_DATE = re.compile(
    r"(?P<year>-?\d{4}|-?\d{3}X|-?\d{2}XX|Y-?\d{5,9})"
    r"(?:-(?P<part>\d\d|XX)(?:-(?P<day>\d\d|XX)(?P<clock>T\d\d(?::?\d\d(?::?\d\d)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?",
    re.ASCII,
)
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<Y>\d{1,6})Y)?(?:(?P<M>\d{1,6})M)?(?:(?P<W>\d{1,6})W)?(?:(?P<D>\d{1,7})D)?"
    r"(?:T(?:(?P<h>\d{1,7})H)?(?:(?P<m>\d{1,7})M)?(?:(?P<s>\d{1,9})S)?)?",
    re.ASCII,
)
_DOUBT = str.maketrans("", "", "~?%")
_PARTS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3)} | {
    40: (1, 6),
    41: (7, 6),
}
_FIRST, _LAST = dt.date.min.toordinal(), dt.date.max.toordinal()

Span = tuple[int | None, int | None]


class _Parsed(NamedTuple):
    """The fields of one date; `years` are the first and last it may mean, `part` a month or a code above 20."""

    years: tuple[int, int]
    part: int | None
    day: int | None
    clock: str


class _Length(NamedTuple):
    """A duration, split by how the calendar treats it: whole months, and what has a fixed length."""

    months: int
    days: int
    seconds: int


# ------------------------------------------------------------------------------------------------ reading
def _parse(text: str) -> _Parsed | None:
    found = _DATE.fullmatch(text.translate(_DOUBT))
    if not found:
        return None
    year, part, day = found["year"].lstrip("Y"), found["part"], found["day"]
    ends = sorted(int(year.replace("X", digit)) for digit in "09")
    parsed = _Parsed((ends[0], ends[1]), _number(part), _number(day), found["clock"] or "")
    return parsed if _exists(parsed) else None


def _number(digits: str | None) -> int | None:
    return None if digits is None or digits == "XX" else int(digits)


def _exists(date: _Parsed) -> bool:
    """Whether the calendar has this month and day, and the day this hour."""
    month = date.part is None or 1 <= date.part <= 12 or date.part in _PARTS
    if not month or date.part is None or date.day is None:
        return month and date.day is None
    clock = re.match(r"T(\d\d):?(\d\d)?", date.clock)
    hour = not clock or (int(clock[1]) <= 24 and int(clock[2] or 0) < 60)
    return date.part <= 12 and 1 <= date.day <= _month_length(date.years[0], date.part) and hour


def _month_length(year: int, month: int) -> int:
    return _ordinal(year + month // 12, month % 12 + 1, 1) - _ordinal(year, month, 1)


def _ordinal(year: int, month: int, day: int) -> int:
    """The number of a day, in any year, on the scale of `datetime.date.toordinal`.

    The calendar repeats every 400 years, so a day of any year is counted in a year that `datetime` knows.
    """
    cycles, within = divmod(year - 1, 400)
    return dt.date(within + 1, month, day).toordinal() + cycles * 146_097


def _calendar_day(ordinal: int) -> tuple[int, int, int]:
    cycles, within = divmod(ordinal - 1, 146_097)
    day = dt.date.fromordinal(within + 1)
    return day.year + cycles * 400, day.month, day.day


def _date_span(date: _Parsed) -> tuple[int, int]:
    (first, last), part = date.years, date.part
    if part is not None and date.day is not None:
        day = _ordinal(first, part, date.day)
        return day, day
    month, length = (1, 12) if part is None else _PARTS.get(part, (part, 1))
    end = last * 12 + month - 1 + length
    return _ordinal(first, month, 1), _ordinal(end // 12, end % 12 + 1, 1) - 1


def _ends(value: str) -> tuple[str, str]:
    """The two sides of an interval; a plain date is both its own."""
    start, slash, end = value.partition("/")
    return (start, end) if slash else (value, value)


@lru_cache(maxsize=4096)
def _span(value: str | None) -> Span | None:
    """First and last day as ordinals, `None` for an open end; `None` when the value is no date."""
    if not value:
        return None
    sides: list[Span] = []
    for side in _ends(value):
        parsed = None if side in ("", "..") else _parse(side)
        if parsed is None and side not in ("", ".."):
            return None
        sides.append(_date_span(parsed) if parsed else (None, None))
    start, end = sides[0][0], sides[1][1]
    return None if start is not None and end is not None and end < start else (start, end)


# ------------------------------------------------------------------------------------------------ questions
@lru_cache(maxsize=4096)
def bounds(value: str | None) -> tuple[dt.date | None, dt.date | None] | None:
    """The earliest and the latest day a value covers: `None` inside for an open end, `None` when it is no date.

    An end outside the years 1 to 9999 counts as open; a value that lies wholly outside them has no bounds.
    """
    span = _span(value)
    if span is None or (span[0] or 0) > _LAST or (span[1] is not None and span[1] < _FIRST):
        return None
    start, end = (dt.date.fromordinal(day) if day is not None and _FIRST <= day <= _LAST else None for day in span)
    return start, end


def valid(value: str | None) -> bool:
    """Whether the value is a date or an interval that this module understands."""
    return _span(value) is not None


def precision(value: str | None) -> Precision:
    """How finely a value is given; ``unknown`` when it is no date."""
    parsed = _parse(value) if value else None
    if parsed is None:
        return "interval" if valid(value) else "unknown"
    if parsed.part is None:
        years = parsed.years[1] - parsed.years[0]
        return "century" if years > 9 else "decade" if years else "year"
    if parsed.part > 12:
        return "season" if parsed.part < 33 else "quarter" if parsed.part < 40 else "half"
    return "month" if parsed.day is None else "time" if parsed.clock else "day"


def overlaps(a: str | None, b: str | None) -> bool:
    """Whether some day lies in both values; two values one of which is no date do not overlap."""
    return intersection(a, b) is not None


def contains(a: str | None, b: str | None) -> bool:
    """Whether every day of `b` lies in `a`."""
    outer, inner = _span(a), _span(b)
    return outer is not None and inner is not None and _from(outer) <= _from(inner) and _to(inner) <= _to(outer)


def intersection(a: str | None, b: str | None) -> str | None:
    """The days that lie in both values, said in their own terms; `None` when there are none."""
    first, second = _span(a), _span(b)
    if a is None or b is None or first is None or second is None:
        return None
    if max(_from(first), _from(second)) > min(_to(first), _to(second)):
        return None
    if contains(a, b) or contains(b, a):
        return b if contains(a, b) else a
    start = _ends(a if _from(first) >= _from(second) else b)[0]
    end = _ends(a if _to(first) <= _to(second) else b)[1]
    return f"{start}/{end}"


def _from(span: Span) -> float:
    return float("-inf") if span[0] is None else span[0]


def _to(span: Span) -> float:
    return float("inf") if span[1] is None else span[1]


def earliest_sort_key(value: str | None) -> tuple[int, float, float, str]:
    """A key that sorts values by when they begin; an open beginning sorts at its end, no date sorts last."""
    span = _span(value)
    if span is None or span == (None, None):
        return 1, 0, 0, value or ""
    start, end = _from(span), _to(span)
    return 0, end if span[0] is None else start, end, value or ""


def weekday_of(day: str | None) -> int | None:
    """The weekday of a single day, Monday = 0; `None` when the value covers more than a day or is no date."""
    span = _span(day)
    if span is None or span[0] is None or span[0] != span[1]:
        return None
    return (span[0] - 1) % 7


# ------------------------------------------------------------------------------------------------ making values
def interval(start: str | None, end: str | None) -> str | None:
    """The value from the beginning of `start` to the end of `end`, `None` meaning open; `None` if it cannot be."""
    value = f"{_ends(start)[0] if start else '..'}/{_ends(end)[1] if end else '..'}"
    if value == "../.." or not valid(value):
        return None
    return start if start == end and start is not None else value


def add(value: str | None, duration: str) -> str | None:
    """The value moved by an ISO 8601 duration along the calendar: 2026-12-31 and P1Y give 2027-12-31.

    A day that a month does not have becomes its last. A value is kept as coarse as it was where the duration allows,
    else it becomes the interval of its days. `None` when either is unreadable.
    """
    length = _length(duration)
    if length is None or value is None or not valid(value):
        return None
    start, end = (_moved(side, length) for side in _ends(value))
    moved = start if start == end and "/" not in value else f"{_ends(start)[0]}/{_ends(end)[1]}"
    return moved if valid(moved) else None


def _length(duration: str) -> _Length | None:
    found = _DURATION.fullmatch(duration)
    if not found or not any(found[unit] for unit in "YMWDhms"):
        return None
    y, mo, w, d, h, mi, s = (int(found[unit] or 0) for unit in "YMWDhms")
    sign = -1 if found["sign"] else 1
    return _Length(sign * (12 * y + mo), sign * (7 * w + d), sign * (3600 * h + 60 * mi + s))


def _moved(value: str, length: _Length) -> str:
    date = _parse(value)
    if date is None:  # an open end
        return value
    if date.part is not None and date.day is not None:
        return _moved_day(date, date.part, date.day, length)
    whole = 12 if date.part is None else _PARTS.get(date.part, (1, 1))[1]
    if length.days or length.seconds or length.months % whole or date.years[0] != date.years[1]:
        return _moved_ends(date, length)
    if date.part is not None and date.part <= 12:
        index = date.years[0] * 12 + date.part - 1 + length.months
        return f"{_year(index // 12)}-{index % 12 + 1:02d}"
    if length.months % 12:
        return _moved_ends(date, length)
    year = _year(date.years[0] + length.months // 12)
    return year if date.part is None else f"{year}-{date.part}"


def _moved_day(date: _Parsed, month: int, day: int, length: _Length) -> str:
    ordinal = _moved_ordinal((date.years[0], month, day), length.months) + length.days
    clock = re.match(r"T(\d\d):?(\d\d)?", date.clock)
    if not length.seconds or not clock:
        return _day_value(ordinal + int(length.seconds / 86_400)) + date.clock
    days, seconds = divmod(int(clock[1]) * 3600 + int(clock[2] or 0) * 60 + length.seconds, 86_400)
    return f"{_day_value(ordinal + days)}T{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def _moved_ends(date: _Parsed, length: _Length) -> str:
    """Both end days moved; the last one as the day before the day after it, so that month ends stay month ends."""
    first, last = _date_span(date)
    days = length.days + int(length.seconds / 86_400)
    start = _moved_ordinal(_calendar_day(first), length.months) + days
    after = _moved_ordinal(_calendar_day(last + 1), length.months) + days
    return f"{_day_value(start)}/{_day_value(after - 1)}"


def _moved_ordinal(day: tuple[int, int, int], months: int) -> int:
    """The number of a day moved by months; one that the month does not have becomes its last."""
    index = day[0] * 12 + day[1] - 1 + months
    year, month = index // 12, index % 12 + 1
    return _ordinal(year, month, min(day[2], _month_length(year, month)))


def _day_value(ordinal: int) -> str:
    year, month, day_of_month = _calendar_day(ordinal)
    return f"{_year(year)}-{month:02d}-{day_of_month:02d}"


def _year(year: int) -> str:
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04d}"
