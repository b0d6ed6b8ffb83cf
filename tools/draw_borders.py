"""The land, the coasts and the borders of the map, from the 1:50 million set of Natural Earth (public domain).

Usage: python tools/draw_borders.py countries-50m.json

The file is that of the npm package `world-atlas` (2.0.2, made from Natural Earth 4.1.0). Writes
src/regesta/web/borders.json.gz: the land as rings, each line between two countries with the names of both, and the
rings of the areas that the set itself holds apart and src/regesta/web/disputed.toml names. Degrees are kept to a
hundredth, each point as its difference from the one before.
"""

import gzip
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parents[1] / "src" / "regesta" / "web"
Point = tuple[int, int]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Every arc of a topology in hundredths of a degree."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round((x * sx + tx) * 100), round((y * sy + ty) * 100))
            if not points or points[-1] != point:
                points.append(point)
        found.append(points)
    return found


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a geometry, as numbers of arcs."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield from polygon


def joined(ring: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """A ring as points."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def packed(points: Iterable[Point]) -> list[int]:
    """Points as differences, in one list."""
    told, x, y = [], 0, 0
    for px, py in points:
        told += [px - x, py - y]
        x, y = px, py
    return told


def lines(countries: Sequence[dict[str, Any]], arcs: Sequence[list[Point]]) -> Iterator[dict[str, Any]]:
    """Every arc that two countries share."""
    sides: dict[int, list[str]] = {}
    for country in countries:
        for ring in rings(country):
            for number in ring:
                sides.setdefault(number if number >= 0 else ~number, []).append(country["properties"]["name"])
    for number, names in sorted(sides.items()):
        if len(set(names)) == 2:
            yield {"of": sorted(set(names)), "points": packed(arcs[number])}


def main() -> None:
    """Read the topology, write the drawing."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    countries = topology["objects"]["countries"]["geometries"]
    land = topology["objects"]["land"]["geometries"]
    apart = {one["held_apart_as"] for one in tomllib.loads((ROOM / "disputed.toml").read_text("utf-8"))["area"]
             if "held_apart_as" in one}  # fmt: skip
    drawn = {
        "land": [packed(joined(ring, arcs)) for geometry in land for ring in rings(geometry)],
        "lines": list(lines(countries, arcs)),
        "areas": {
            country["properties"]["name"]: [packed(joined(ring, arcs)) for ring in rings(country)]
            for country in countries
            if country["properties"]["name"] in apart
        },
    }
    raw = json.dumps(drawn, separators=(",", ":"), ensure_ascii=False).encode()
    (ROOM / "borders.json.gz").write_bytes(gzip.compress(raw, 9, mtime=0))


if __name__ == "__main__":
    main()
