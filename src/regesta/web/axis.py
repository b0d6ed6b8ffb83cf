"""Time on a line: where days stand on a drawing, and what is written beneath."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from regesta import edtf
from regesta.door import Json
from regesta.register import Span

WIDTH, LEFT, RIGHT = 960.0, 8.0, 952.0
LANE, TOP, MOST = 13.0, 26.0, 150
_BUCKETS = 60


class Scale(NamedTuple):
    """The days at both ends of a line."""

    first: int
    last: int

    def x(self, day: int) -> float:
        """Where a day stands."""
        share = (day - self.first) / max(self.last - self.first, 1)
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 1)


@lru_cache(maxsize=100_000)  # the days of many events are few
def _day(value: str | None) -> int | None:
    return dt.date.fromisoformat(value).toordinal() if value else None


def draw(spans: Sequence[Span], since: str | None = None, until: str | None = None) -> Json:
    """Events on a line: each as a bar where they are few, else how many in each stretch of time; undated ones not."""
    spans = [one for one in spans if one.earliest or one.latest]
    ends = [day for one in spans for day in (_day(one.earliest), _day(one.latest)) if day is not None]
    bounds = [day for day in (_bound(since, False), _bound(until, True)) if day is not None]
    if not ends:
        return {}
    low = min(ends) if since is None or not bounds else bounds[0]
    high = max(ends) if until is None or not bounds else bounds[-1]
    if since is None and until is None:
        low, high = _thick(sorted(ends))
    pad = max((high - low) // 40, 3)
    scale = Scale(max(low - pad, 1), min(max(high, low) + pad, dt.date.max.toordinal()))
    few = len(spans) <= MOST
    drawn = _bars(spans, scale) if few else _columns(spans, scale)
    return {"width": WIDTH, **drawn, "ticks": ticks(scale), "few": few, "many": len(spans)}


def _bound(value: str | None, last: bool) -> int | None:
    span = edtf.bounds(value)
    day = span and span[1 if last else 0]
    return day.toordinal() if day else None


def _thick(ends: Sequence[int]) -> tuple[int, int]:
    """The days between which nearly all lies, so that one date of long ago does not press all others together."""
    cut = len(ends) // 50
    return ends[cut], ends[-1 - cut]


def _bars(spans: Iterable[Span], scale: Scale) -> Json:
    free: list[float] = []
    bars = []
    for one in spans:
        first, last = _day(one.earliest), _day(one.latest)
        left = scale.x(first) if first is not None else LEFT
        right = scale.x(last + 1) if last is not None else RIGHT
        right = max(right, left + 7.0)
        lane = next((at for at, end in enumerate(free) if end < left), len(free))
        free[lane:lane + 1] = [right + 3.0]  # fmt: skip
        bars.append({
            "id": one.id, "type": one.type, "status": one.status, "x": left, "width": round(right - left, 1),
            "y": TOP + lane * LANE, "open_start": first is None, "open_end": last is None,
            "uncertain": first is not None and last is not None and last > first,
        })  # fmt: skip
    return {"bars": bars, "height": TOP + max(len(free), 1) * LANE + 8}


def _columns(spans: Iterable[Span], scale: Scale) -> Json:
    step = max((scale.last - scale.first) // _BUCKETS, 1)
    counts: dict[int, int] = {}
    for one in spans:
        day = _day(one.earliest) or _day(one.latest) or scale.first
        counts[(day - scale.first) // step] = counts.get((day - scale.first) // step, 0) + 1
    most = max(counts.values())
    inside = [(at, number) for at, number in sorted(counts.items()) if 0 <= at <= _BUCKETS]
    columns = []
    for at, number in inside:
        first, last = scale.first + at * step, scale.first + (at + 1) * step - 1
        tall = round(max(110 * number / most, 2), 1)
        columns.append({
            "x": scale.x(first), "width": round(max(scale.x(last + 1) - scale.x(first) - 1, 1), 1),
            "y": TOP + 110 - tall, "tall": tall, "number": number, "since": _iso(first), "until": _iso(last),
        })  # fmt: skip
    return {"columns": columns, "height": TOP + 118}


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def ticks(scale: Scale) -> list[Json]:
    """The beginnings of years, months or days, ten or so of them, each with the stretch that it begins."""
    marks = next((some for some in (_marks(scale, step) for step in _STEPS) if len(some) <= 13), [])
    return [
        {"x": scale.x(day.toordinal()), "words": words, "since": day.isoformat(),
         "until": (after - dt.timedelta(days=1)).isoformat()}
        for (day, words), (after, _) in pairwise(marks)
    ]  # fmt: skip


_STEPS = (("day", 1), ("day", 7), ("month", 1), ("month", 3), ("year", 1), ("year", 2), ("year", 5), ("year", 10),
          ("year", 25), ("year", 100), ("year", 500), ("year", 1000))  # fmt: skip


def _marks(scale: Scale, step: tuple[str, int]) -> list[tuple[dt.date, str]]:
    """The marks of a step in the line, and the one after it; too many are not looked at."""
    unit, size = step
    if (scale.last - scale.first) / ({"day": 1, "month": 30, "year": 365}[unit] * size) > 14:
        return [(dt.date.min, "")] * 20
    day = _round(dt.date.fromordinal(scale.first), unit, size)
    marks = [(day, _words(day, unit))]
    while day.toordinal() <= scale.last and len(marks) < 20:
        day = _next(day, unit, size)
        marks.append((day, _words(day, unit)))
    return [one for one in marks if one[0].toordinal() >= scale.first]


def _round(day: dt.date, unit: str, size: int) -> dt.date:
    if unit == "year":
        return dt.date(max(day.year - day.year % size, 1), 1, 1)
    return day.replace(day=1) if unit == "month" else day


def _next(day: dt.date, unit: str, size: int) -> dt.date:
    if unit == "day":
        return day + dt.timedelta(days=size)
    if unit == "year":
        return dt.date(min(day.year + size, 9999), 1, 1)
    month = day.month - 1 + size
    return dt.date(day.year + month // 12, month % 12 + 1, 1)


def _words(day: dt.date, unit: str) -> str:
    return str(day.year) if unit == "year" else f"{day:%b %Y}" if unit == "month" else f"{day.day} {day:%b}"


def balance(years: Sequence[Json]) -> Json:
    """The balance of years as columns on a line of time: cooperation above, conflict beneath."""
    if not years:
        return {}
    up = max(1, *(one["verbal_cooperation"] + one["material_cooperation"] for one in years))
    down = max(1, *(one["verbal_conflict"] + one["material_conflict"] for one in years))
    first, last = int(years[0]["year"]), int(years[-1]["year"])
    wide = min((RIGHT - LEFT) / (last - first + 1), 60.0)
    unit = 120.0 / (up + down)
    zero = TOP + up * unit
    columns = [_column(one, LEFT + (int(one["year"]) - first) * wide, wide, zero, unit) for one in years]
    step = next((one for one in (1, 2, 5, 10, 25, 50, 100, 500) if one * wide >= 40), 1000)
    ticks = [{"x": round(LEFT + (year - first) * wide, 1), "words": str(year)} for year in range(first, last + 1)
             if year % step == 0]  # fmt: skip
    return {"columns": columns, "ticks": ticks, "zero": round(zero, 1), "height": TOP + 120 + 30, "width": WIDTH}


def _column(one: Json, x: float, wide: float, zero: float, unit: float) -> Json:
    parts: list[Json] = []
    for name, sign in (("verbal_cooperation", -1), ("material_cooperation", -1), ("verbal_conflict", 1),
                       ("material_conflict", 1)):  # fmt: skip
        before = sum(part["tall"] for part in parts if part["sign"] == sign)
        tall = one[name] * unit
        y = zero - before - tall if sign < 0 else zero + before
        parts.append({"name": name, "sign": sign, "number": one[name], "tall": round(tall, 1), "y": round(y, 1)})
    return {"x": round(x, 1), "wide": round(max(wide - 4, wide * 0.8), 1), "parts": parts, **one}
