"""The map: land, lines, disputed areas and points, drawn as paths on the server.

The land and the lines are Natural Earth's, in the public domain; the disputed areas are listed in `disputed.toml`.
"""

import gzip
import json
import math
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from regesta.door import Json

WIDTH = 960.0
BORDERS: Final = {
    "un": "as United Nations maps draw them, as near as this data allows",
    "de-facto": "as Natural Earth draws them: who controls what",
    "none": "no borders at all",
}
FINE, COARSE = 0.9, 6.0  # pixels: points nearer than this to the one before are left out
_PRECISION = {"site": 4.0, "town": 5.0, "area": 9.0}
Ring = list[tuple[float, float]]
Points = NDArray[np.float64]


class Shape(NamedTuple):
    """Points in a row, and the box around them: west, south, east, north."""

    points: Points
    box: tuple[float, float, float, float]


def shape(points: Ring) -> Shape:
    """The points with their box."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return Shape(np.array(points), (min(lons), min(lats), max(lons), max(lats)))


class View(NamedTuple):
    """The part of the world that is shown, in degrees, and how finely."""

    west: float
    south: float
    east: float
    north: float
    fine: float = FINE

    @property
    def height(self) -> float:
        """How tall the drawing is."""
        return min(max(WIDTH * (self.north - self.south) / (self.east - self.west) / self._squeeze, 200.0), 900.0)

    @property
    def _squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude in the middle of the view."""
        return max(math.cos(math.radians((self.north + self.south) / 2)), 0.2)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands on the drawing."""
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - lat) / (self.north - self.south) * self.height
        return round(x, 1), round(y, 1)

    def holds(self, row: Json) -> bool:
        """Whether the point of a place lies in the view."""
        place = row["place"]
        inside: bool = self.west <= place["lon"] <= self.east and self.south <= place["lat"] <= self.north
        return inside

    def sees(self, one: Shape) -> bool:
        """Whether some of a shape may lie in the view, and is large enough to be seen there."""
        west, south, east, north = one.box
        inside = east > self.west and west < self.east and north > self.south and south < self.north
        tall = (north - south) / (self.north - self.south) * self.height
        return inside and (tall > 1.5 * self.fine or east - west > 3 * self.fine * (self.east - self.west) / WIDTH)

    def line(self, points: Points) -> list[list[float]]:
        """Where points in a row stand on the drawing; those far off drawn in to a little outside the view, where many
        of them fall on one place, which is told once."""
        low, high = np.array([self.west, self.south]), np.array([self.east, self.north])
        margin = (high - low) * 0.2
        near = np.clip(points, low - margin, high + margin)
        share = (near - [self.west, self.north]) / [self.east - self.west, self.south - self.north]
        places = np.round(share * [WIDTH, self.height], 1)
        moved = np.any(np.diff(places, axis=0), axis=1)
        told: list[list[float]] = places[np.concatenate(([True], moved))].tolist()
        return told


def view_of(asked: str | None, rows: Sequence[Json], fine: float = FINE) -> View:
    """The view an address asks for ("west,south,east,north"), else one that holds all points."""
    return _view(asked, rows)._replace(fine=fine)


def _view(asked: str | None, rows: Sequence[Json]) -> View:
    try:
        west, south, east, north = map(float, (asked or "").split(","))
    except ValueError:
        return _holding([(row["place"]["lon"], row["place"]["lat"]) for row in rows])
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90 and east - west >= 0.5 and north - south >= 0.3):
        return View(-180.0, -60.0, 180.0, 80.0)
    return View(west, south, east, north)


def _holding(points: Sequence[tuple[float, float]]) -> View:
    if not points:
        return View(-180.0, -60.0, 180.0, 80.0)
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    wide = max((max(lons) - min(lons)) * 0.1, 3.0)
    tall = max((max(lats) - min(lats)) * 0.15, 2.0)
    west, east = max(min(lons) - wide, -180.0), min(max(lons) + wide, 180.0)
    south, north = max(min(lats) - tall, -80.0), min(max(lats) + tall, 84.0)
    return View(round(west, 1), round(south, 1), round(east, 1), round(north, 1))


def draw(view: View, borders: str, rows: Sequence[Json]) -> Json:
    """The drawing: paths of the land, of lines and of disputed areas, and the points."""
    data = _data()
    return {
        "width": WIDTH,
        "height": round(view.height, 1),
        "land": "".join(_path(one.points, view, True) for one in data.land if view.sees(one)),
        "lines": "" if borders == "none" else "".join(_lines(view, borders, False)),
        "dashed": "" if borders == "none" else "".join(_lines(view, borders, True)),
        "areas": [] if borders == "none" else areas(view),
        "points": _points(view, rows),
        "zooms": _zooms(view),
    }


def areas(view: View) -> list[Json]:
    """The disputed areas in view, each with its outline and those who claim it."""
    return [
        {"name": area.name, "claimed_by": area.claimed_by, "path": path}
        for area in _data().areas
        if (path := "".join(_path(one.points, view, True) for one in area.shapes if view.sees(one)))
    ]


def _lines(view: View, borders: str, dashed: bool) -> Iterable[str]:
    """The lines between countries: whole ones, or dashed those along a disputed area. As the United Nations draw them,
    no line parts an area from those within which it lies."""
    for line in _data().lines:
        if line.disputed is dashed and view.sees(line.shape) and not (borders == "un" and line.left_out):
            yield _path(line.shape.points, view, False)


def _path(points: Points, view: View, closed: bool) -> str:
    """A ring or line as the commands of a path, without points too near to one another to be seen."""
    told: list[str] = []
    last = (math.inf, math.inf)
    for x, y in view.line(points):
        if abs(x - last[0]) + abs(y - last[1]) >= view.fine:
            told.append(f"{x:g},{y:g}")
            last = (x, y)
    if len(told) < (3 if closed else 2):
        return ""
    return f"M{told[0]}L{' '.join(told[1:])}{'Z' if closed else ''}"


def _points(view: View, rows: Iterable[Json]) -> list[Json]:
    """The points in view, the precise ones on top."""
    found = []
    for row in rows:
        lon, lat = row["place"]["lon"], row["place"]["lat"]
        if view.holds(row):
            x, y = view.at(lon, lat)
            size = _PRECISION[row["precision"]]
            found.append(
                {"id": row["id"], "name": row["name"], "precision": row["precision"], "x": x, "y": y, "r": size}
            )
    return labelled(sorted(found, key=lambda one: (-one["r"], one["id"])))


def labelled(points: list[Json], width: float = WIDTH) -> list[Json]:
    """The points, those named for whose name there is room beside, beneath or above; the last ones have the first
    choice. A name hides no other name and the middle of no point."""
    rows: dict[int, list[Box]] = {}
    for one in points:
        _take((one["x"] - 3, one["y"] - 3, one["x"] + 3, one["y"] + 3), rows)
    for one in reversed(points):
        rooms = (box for box in _rooms(one, 6.6 * len(one["name"])) if box[0] > 0 and box[2] < width)
        found = next((box for box in rooms if not _hides(box, rows)), None)
        one["label"] = found is not None
        if found:
            one["label_x"], one["label_y"] = round(found[0], 1), round(found[3] - 2, 1)
            _take(found, rows)
    return points


Box = tuple[float, float, float, float]
_ROW = 12.0


def _rooms(point: Json, wide: float) -> Iterator[Box]:
    """Where the name of a point may stand: to the right of it, to the left, beneath, above."""
    x, y, away = point["x"], point["y"], point["r"] + 4
    for left, middle in (
        (x + away, y),
        (x - away - wide, y),
        (x - wide / 2, y + away + 4),
        (x - wide / 2, y - away - 4),
    ):
        yield left, middle - 6, left + wide, middle + 6


def _take(box: Box, rows: dict[int, list[Box]]) -> None:
    """Note what a box covers, in each row of the drawing that it reaches into."""
    for row in range(int(box[1] // _ROW), int(box[3] // _ROW) + 1):
        rows.setdefault(row, []).append(box)


def _hides(box: Box, rows: dict[int, list[Box]]) -> bool:
    """Whether a box lies over another."""
    return any(
        box[0] < right and box[2] > left and box[1] < bottom and box[3] > top
        for row in range(int(box[1] // _ROW), int(box[3] // _ROW) + 1)
        for left, top, right, bottom in rows.get(row, ())
    )


def _zooms(view: View) -> Json:
    """The views a step away: nearer, farther, and to each side."""
    wide, tall = view.east - view.west, view.north - view.south
    x, y = (view.west + view.east) / 2, (view.south + view.north) / 2
    steps = {"nearer": (0.5, 0.0, 0.0), "farther": (2.0, 0.0, 0.0), "west": (1.0, -0.5, 0.0), "east": (1.0, 0.5, 0.0),
             "north": (1.0, 0.0, 0.5), "south": (1.0, 0.0, -0.5)}  # fmt: skip
    return {
        name: _around(x + dx * wide, y + dy * tall, wide * scale, tall * scale)
        for name, (scale, dx, dy) in steps.items()
    }


def _around(x: float, y: float, wide: float, tall: float) -> str:
    wide, tall = min(max(wide, 0.8), 360.0), min(max(tall, 0.5), 150.0)
    x, y = min(max(x, -180 + wide / 2), 180 - wide / 2), min(max(y, -85 + tall / 2), 85 - tall / 2)
    edges = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
    return ",".join(f"{edge:.2f}" for edge in edges)


# ---------------------------------------------------------------------------------------------- the data
class Area(NamedTuple):
    """A disputed area."""

    name: str
    claimed_by: list[str]
    shapes: list[Shape]


class Line(NamedTuple):
    """A line between two countries; `left_out`: United Nations maps do not draw it as a border."""

    shape: Shape
    disputed: bool
    left_out: bool


class Data(NamedTuple):
    """All that a map is drawn from."""

    land: list[Shape]
    lines: list[Line]
    areas: list[Area]


@cache
def _data() -> Data:
    room = resources.files("regesta.web")
    told = json.loads(gzip.decompress(room.joinpath("borders.json.gz").read_bytes()))
    disputed = tomllib.loads(room.joinpath("disputed.toml").read_text(encoding="utf-8"))["area"]
    apart = {one.get("held_apart_as") for one in disputed}
    within = [(one["within"], one.get("outline")) for one in disputed if "within" in one]
    areas = [Area(one["name"], one["claimed_by"], _shapes(one, told["areas"])) for one in disputed]
    lines = [_line(one["of"], _unpacked(one["points"]), apart, within) for one in told["lines"]]
    return Data([shape(_unpacked(ring)) for ring in told["land"]], lines, areas)


def _shapes(area: Json, apart: dict[str, list[list[int]]]) -> list[Shape]:
    if "outline" in area:
        return [shape([(lon, lat) for lon, lat in area["outline"]])]
    return [shape(_unpacked(ring)) for ring in apart[area["held_apart_as"]]]


def _line(
    of: list[str], points: Ring, apart: Iterable[str], within: Iterable[tuple[list[str], list[list[float]] | None]]
) -> Line:
    left_out = any(of == sides and (outline is None or _touches(points, outline)) for sides, outline in within)
    return Line(shape(points), left_out or not set(of).isdisjoint(apart), left_out)


def _touches(points: Ring, outline: Sequence[Sequence[float]]) -> bool:
    """Whether a line lies in the box around an outline."""
    lons, lats = [lon for lon, _ in outline], [lat for _, lat in outline]
    return all(min(lons) - 0.4 <= x <= max(lons) + 0.4 and min(lats) - 0.4 <= y <= max(lats) + 0.4 for x, y in points)


def _unpacked(told: Sequence[int]) -> Ring:
    ring, x, y = [], 0, 0
    for dx, dy in zip(told[::2], told[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append((x / 100, y / 100))
    return ring
