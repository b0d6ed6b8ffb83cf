"""The parts of states as ISO 3166-2 and GeoNames list them, with what the review changes.

`data/provinces.tsv` holds the lists, written by `tools/list_provinces.py`. Those that `regions.toml` names by their
number are reviewed entries, which take from the list what they do not say themselves; the others are kept beside the
cities, as there are thousands of them and few are met in one run.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A part of a state; `above` is the number of the part it lies in, `code` GeoNames' code of it ("US.TX")."""

    id: int
    country: str
    above: int | None
    code: str
    population: int
    lat: float
    lon: float
    name: str
    aliases: tuple[str, ...] = ()


def parts_of(path: Path, regions: Mapping[str, Any]) -> list[Part]:
    """The parts listed in the file, with the centres and English names of the parsed `regions.toml`."""
    apart = frozenset(regions.get("provinces_apart", ()))
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [_reviewed(part, regions) for part in map(_part, lines) if part.code not in apart]


def _part(line: str) -> Part:
    number, country, above, code, people, lat, lon, name, *aliases = line.split("\t")
    where = float(lat), float(lon)
    return Part(int(number), country, int(above) if above else None, code, int(people), *where, name, tuple(aliases))


def _reviewed(part: Part, regions: Mapping[str, Any]) -> Part:
    lat, lon = regions.get("province_centres", {}).get(part.code, (part.lat, part.lon))
    called = regions.get("province_names", {}).get(part.code)
    if called:
        part = part._replace(name=called[0], aliases=(*called[1:], part.name, *part.aliases))
    return part._replace(lat=lat, lon=lon)


def known(parts: Iterable[Part]) -> dict[int, dict[str, Any]]:
    """Number → the fields that a reviewed entry of that number takes where it has none."""
    return {part.id: {"lat": part.lat, "lon": part.lon, "weight": part.population} for part in parts}


def keys(parts: Sequence[Part], reviewed: Mapping[int, str], city: str) -> dict[str, str]:
    """GeoNames' code of a part → its id in the lexicon: the reviewed entry's, or the number after the prefix `city`."""
    return {part.code: reviewed.get(part.id, f"{city}{part.id}") for part in parts}
