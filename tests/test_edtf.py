"""Dates as EDTF values: what they cover, how they compare, how they move."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta import edtf

D = dt.date


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2025", D(2025, 1, 1), D(2025, 12, 31)),
        ("2024-02", D(2024, 2, 1), D(2024, 2, 29)),
        ("2025-07-31", D(2025, 7, 31), D(2025, 7, 31)),
        ("2025-07-31T17:00", D(2025, 7, 31), D(2025, 7, 31)),
        ("2025-07-31T17:00:00Z", D(2025, 7, 31), D(2025, 7, 31)),
        ("2025-21", D(2025, 3, 1), D(2025, 5, 31)),
        ("2025-24", D(2025, 12, 1), D(2026, 2, 28)),
        ("2025-36", D(2025, 10, 1), D(2025, 12, 31)),
        ("2025-40", D(2025, 1, 1), D(2025, 6, 30)),
        ("2025-41", D(2025, 7, 1), D(2025, 12, 31)),
        ("199X", D(1990, 1, 1), D(1999, 12, 31)),
        ("19XX", D(1900, 1, 1), D(1999, 12, 31)),
        ("2025-XX", D(2025, 1, 1), D(2025, 12, 31)),
        ("2025-07-XX", D(2025, 7, 1), D(2025, 7, 31)),
        ("1990~", D(1990, 1, 1), D(1990, 12, 31)),
        ("2011-05?", D(2011, 5, 1), D(2011, 5, 31)),
        ("2015/2024", D(2015, 1, 1), D(2024, 12, 31)),
        ("2024-12/..", D(2024, 12, 1), None),
        ("2024-12/", D(2024, 12, 1), None),
        ("../2025-10", None, D(2025, 10, 31)),
        ("-0479/2025", None, D(2025, 12, 31)),
        ("9999/Y12000", D(9999, 1, 1), None),
    ],
)
def test_bounds(value: str, start: D | None, end: D | None) -> None:
    """A value covers the days from its first to its last."""
    assert edtf.bounds(value) == (start, end)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "PXY",
        "P1Y",
        "soon",
        "2025-13",
        "2025-02-29",
        "2025-32",
        "20256",
        "2025-7-1",
        "2025/2024",
        "2025-07-31T25",
        "2025-07-31/x",
        "a/b/c",
        "2025-21-03",
        "٢٠٢٥",
        "2025\n",
        "XXXX-05",
    ],
)
def test_what_is_no_date(value: str | None) -> None:
    """What the calendar does not have, and what is not written as a date, has no bounds and takes part in nothing."""
    assert edtf.bounds(value) is None
    assert not edtf.valid(value)
    assert edtf.precision(value) == "unknown"
    assert not edtf.overlaps(value, "2025")
    assert not edtf.contains("2025", value)
    assert edtf.add(value, "P1Y") is None


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2025-07-31T09:30", "time"),
        ("2025-07-31", "day"),
        ("2025-07", "month"),
        ("2025-23", "season"),
        ("2025-35", "quarter"),
        ("2025-41", "half"),
        ("2025", "year"),
        ("-0479", "year"),
        ("199X", "decade"),
        ("19XX", "century"),
        ("2024-12/..", "interval"),
    ],
)
def test_precision(value: str, precision: str) -> None:
    assert edtf.precision(value) == precision


@pytest.mark.parametrize(
    ("a", "b", "both"),
    [
        ("2025", "2025-07", "2025-07"),
        ("2025-07-31", "2025-07", "2025-07-31"),
        ("2024-12/..", "../2025-07-31", "2024-12/2025-07-31"),
        ("2015/2024", "2020/2026", "2020/2024"),
        ("2025", "2025-03/2026", "2025-03/2025"),
        ("2025-24", "2026-01", "2026-01"),
        ("-0479", "-0500/-0400", "-0479"),
        ("2024", "2025", None),
        ("../2024", "2025/..", None),
    ],
)
def test_intersection(a: str, b: str, both: str | None) -> None:
    """What two values share is said in their own terms."""
    assert edtf.intersection(a, b) == edtf.intersection(b, a) == both
    assert edtf.overlaps(a, b) is (both is not None)


def test_contains() -> None:
    assert edtf.contains("2025", "2025-07-31")
    assert edtf.contains("2024-12/..", "2025/..")
    assert not edtf.contains("2024-12/..", "../2025")
    assert not edtf.contains("2025-07-31", "2025-07")


@pytest.mark.parametrize(
    ("value", "duration", "moved"),
    [
        ("2026-12-31", "P1Y", "2027-12-31"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2025-08-01", "P90D", "2025-10-30"),
        ("2025-08-01", "P2W", "2025-08-15"),
        ("2025-03-01", "-P1D", "2025-02-28"),
        ("2025-07-31T23:00", "PT3H", "2025-08-01T02:00"),
        ("2025-07-31", "PT48H", "2025-08-02"),
        ("2025-07", "P18M", "2027-01"),
        ("2025", "P10Y", "2035"),
        ("2025-24", "P1Y", "2026-24"),
        ("2025", "P6M", "2025-07-01/2026-06-30"),
        ("2025-02", "P30D", "2025-03-03/2025-03-30"),
        ("2025/..", "P1Y", "2026/.."),
        ("2024-12/2025-07-31", "P1M", "2025-01/2025-08-31"),
        ("-0479", "P1Y", "-0478"),
        ("9999-12-31", "P1D", "Y10000-01-01"),
        ("2025", "PXY", None),
        ("2025", "P", None),
        ("2025", "soon", None),
    ],
)
def test_add(value: str, duration: str, moved: str | None) -> None:
    """A deadline follows from a date and a length by the calendar."""
    assert edtf.add(value, duration) == moved
    assert moved is None or edtf.valid(moved)


def test_interval() -> None:
    assert edtf.interval("2024-12", None) == "2024-12/.."
    assert edtf.interval(None, "2025") == "../2025"
    assert edtf.interval("2015/2016", "2020/2024") == "2015/2024"
    assert edtf.interval("2025", "2025") == "2025"
    assert edtf.interval("2025", "2024") is None
    assert edtf.interval(None, None) is None


def test_weekday_of() -> None:
    assert edtf.weekday_of("2025-07-31") == 3
    assert edtf.weekday_of("-0001-01-03") == edtf.weekday_of("1999-01-03")
    assert edtf.weekday_of("2025-07") is None
    assert edtf.weekday_of(None) is None


def test_chronological_order() -> None:
    """Values sort by their beginning, an open beginning by its end, and what is no date comes last."""
    values = [None, "2025-07-31", "2024-12/..", "../2020", "-0479", "2025", "P1Y"]
    order = ["-0479", "../2020", "2024-12/..", "2025", "2025-07-31", None, "P1Y"]
    assert sorted(values, key=edtf.earliest_sort_key) == order


def _year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


days = st.dates().map(dt.date.isoformat)
years = st.integers(-9999, 12000).map(lambda year: f"Y{year}" if year > 9999 else _year(year))
values = st.one_of(
    days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]), years, st.tuples(days, days).map("/".join)
)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    """No text makes a question fail."""
    assert edtf.valid(text) or edtf.bounds(text) is None
    (
        edtf.precision(text),
        edtf.add(text, text),
        edtf.interval(text, text),
        edtf.weekday_of(text),
        edtf.earliest_sort_key(text),
    )


@given(values, values)
def test_intersection_lies_in_both(a: str, b: str) -> None:
    both = edtf.intersection(a, b)
    assert both is None or (edtf.contains(a, both) and edtf.contains(b, both))
    assert edtf.overlaps(a, b) is edtf.overlaps(b, a) is (both is not None)


@given(days, st.integers(0, 4000))
def test_days_added_can_be_taken_away(day: str, count: int) -> None:
    there = edtf.add(day, f"P{count}D")
    assert edtf.add(there, f"-P{count}D") == day


@given(values, values)
def test_a_part_does_not_begin_before_the_whole(a: str, b: str) -> None:
    if edtf.contains(a, b) and not a.startswith("..") and not b.startswith(".."):
        assert edtf.earliest_sort_key(a)[:2] <= edtf.earliest_sort_key(b)[:2]
