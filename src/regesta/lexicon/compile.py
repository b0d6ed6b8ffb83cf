"""Compile the lexicon: the reviewed TOML in `data/`, CLDR's names of countries and GeoNames' cities → compact files.

Run when the package is built (`hatch_build.py`) and by hand after an edit: `python -m regesta.lexicon.compile`. What is
wrong with the data comes as lines "file: entry: what", all of them at once.

A table named in `KINDS` holds entries. Fields other than an entry's own are kept for those who ask in
`Lexicon.tables`, under the file's stem; a file without entries is kept whole.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from babel import Locale

from regesta.lexicon import CITY, COMPILED, Core, Entry, fold, is_own
from regesta.lexicon.abroad import names_abroad
from regesta.lexicon.cities import NAME_COUNTS, City, Review, cities_of, country_codes, provinces_of, review_of
from regesta.lexicon.provinces import Part, keys, known, parts_of
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
# Sorts of states and facilities that are places all the same: a territory is no party to acts, a strait was not built.
GEOGRAPHY = frozenset({"territory", "strait"})
SORTS = {"agency": "news agency", "region": "region"}
SHAPES: Mapping[str, tuple[type | tuple[type, ...], str]] = {
    **dict.fromkeys(("id", "name", "sort", "country", "parent"), (str, "text")),
    **dict.fromkeys(("geonames", "weight"), (int, "a whole number")),
    **dict.fromkeys(("lat", "lon"), ((int, float), "degrees")),
}
FIELDS = frozenset(Entry.__struct_fields__) - {"kind"}

# The classes of those who bear one name, most prominent first.
STATE, REVIEWED, CITIES, PROVINCE, LAST = range(5)


class Row(NamedTuple):
    """One entry as written: the file's stem, the table it stands in and its fields."""

    stem: str
    table: str
    fields: dict[str, Any]

    @property
    def where(self) -> str:
        """Where to look for it: the file and the entry."""
        return f"{self.stem}.toml: {self.fields.get('id') or self.fields.get('name') or self.table}"


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
        if _holds_entries(table, found)
        for fields in found
    ]


def check(written: Sequence[Row]) -> list[str]:
    """What is wrong with the entries, each a line "file: entry: what"."""
    shapes = [f"{row.where}: {what}" for row in written for what in _misshapen(row)]
    return shapes or [*_duplicates(written), *_dangling(written), *_like_states(written)]


def _misshapen(row: Row) -> Iterator[str]:
    """What is wrong with the fields of a row, each taken by itself."""
    for field, (wanted, said) in SHAPES.items():
        value = row.fields.get(field)
        if value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
            yield f"{field} must be {said}"
    for field in ("id", "name"):
        if not row.fields.get(field):
            yield f"has no {field}"
    if len(str(row.fields.get("id")).split()) > 1 or str(row.fields.get("id")).isdecimal():
        yield "the id must be one word that is no number"
    for field in ("aliases", "demonyms"):
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
    by_code = {country["iso3"]: country for country in countries.values()}
    return [
        row._replace(fields=_named(row.fields, by_code[_code(row)]))
        if row.table == "state" and _code(row) in by_code
        else row
        for row in written
    ]


def _named(fields: dict[str, Any], country: Mapping[str, Any]) -> dict[str, Any]:
    cldr = Locale("en").territories[country["iso"]].replace(" & ", " and ").replace("’", "'")
    name = fields.get("name", cldr.replace("St. ", "Saint "))
    aliases = unique(alias for alias in (*fields.get("aliases", ()), cldr) if alias != name)
    known = {"geonames": country["geonameid"], "weight": country["population"]}
    return {**known, **fields, "name": name, "aliases": list(aliases)}


def missing(written: Iterable[Row], countries: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A line for each country of ISO 3166-1 that has no row."""
    codes = {_code(row) for row in written if row.table == "state"}
    for country in countries.values():
        if country["iso3"] not in codes:
            yield f"states.toml: state:{country['iso3']}: {country['name']} is missing"


# Domains of countries that anybody takes for the sake of their letters.
FOR_ALL = frozenset("ai cc co fm fyi gg io ly me nu sh st su to tv ws".split())


def domains(countries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The last part of an address on the web → the code of the country it tells of."""
    listed = {country["tld"].removeprefix("."): country["iso3"] for country in countries.values() if country["tld"]}
    return {domain: code for domain, code in listed.items() if domain not in FOR_ALL}


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


# ----------------------------------------------------------------------------------------------- capitals and centres
def capitals_of(written: Iterable[Row], cities: Iterable[City]) -> dict[tuple[str, str], City | None]:
    """(State's id, its capital's name as written) → the largest city of that name there, in order of writing."""
    wanted = [(row, name) for row in written for name in _listed(row.fields.get("capital"))]
    found: dict[tuple[str, str], City] = {}
    for city in sorted(cities, key=lambda city: city.population):
        found.update(dict.fromkeys(((city.country, name) for name in map(fold, (city.name, *city.aliases))), city))
    return {(row.fields["id"], name): found.get((_code(row), fold(name))) for row, name in wanted}


def placed(written: Iterable[Row], parts: Iterable[Part]) -> list[Row]:
    """The rows, each part of a state that the lists have with what it does not say itself."""
    listed = known(parts)
    return [row._replace(fields={**listed.get(row.fields.get("geonames", 0), {}), **row.fields}) for row in written]


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


# ----------------------------------------------------------------------------------------------- putting together
def entry(row: Row) -> Entry:
    """The entry a row stands for."""
    fields = {field: value for field, value in row.fields.items() if field in FIELDS}
    kind: EntityKind = "place" if fields.get("sort") in GEOGRAPHY else KINDS[row.table]
    if row.table == "state":
        fields.setdefault("country", _code(row))
    fields.setdefault("sort", SORTS.get(row.table, ""))
    return msgspec.convert({**fields, "kind": kind}, Entry)


def names_of(
    entries: Iterable[tuple[Entry, Iterable[str]]], cities: Iterable[City], common: frozenset[str] = frozenset()
) -> dict[str, list[str]]:
    """Folded name → the ids of those who bear it, a city's without its prefix, most prominent first.

    A city yields its name to a state, unless it is a capital. Entries in `common` have names that mostly mean something
    else; they come last, save under their acronyms.
    """
    bearers: dict[str, list[tuple[tuple[int, int], str]]] = defaultdict(list)
    for found, names in entries:
        acronyms = {fold(name) for name in (found.name, *found.aliases) if name.isupper()}
        for name in names:
            shy = found.id in common and name not in acronyms
            bearers[name].append(((LAST, 0) if shy else _rank(found, name), found.id))
    states = {name for name, bearing in bearers.items() if min(bearing)[0][0] == STATE}
    for city in cities:
        for name in city.names if city.sort in ("capital", "province") else city.names - states:
            bearers[name].append(((CITIES, city.rank(name)), str(city.id)))
    return {name: [id_ for _, id_ in sorted(bearing)] for name, bearing in sorted(bearers.items())}


def folded_names(found: Entry, words: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The entry's names folded; a province's also with its state's word for one: "X province", "province of X"."""
    plain = unique(filter(None, map(fold, (found.name, *found.aliases))))
    if found.sort != "province":
        return plain
    called = words.get(found.country or "", words.get("default", ()))
    full = (form for name in plain for word in called for form in (f"{name} {word}", f"{word} of {name}"))
    return unique((*plain, *full))


def shy_names(cities: Iterable[City]) -> dict[str, list[str]]:
    """Folded name → the ids of the cities that have it and yield it to what else it means, the largest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for city in sorted(cities, key=lambda city: -city.population):
        if city.shy:
            found[city.shy].append(f"{CITY}{city.id}")
    return found


def _rank(found: Entry, name: str) -> tuple[int, int]:
    """How far back an entry stands among those of the folded name: its class, then its weight."""
    if found.sort == "historical":
        return (LAST, -found.weight)
    if found.sort == "province":
        return (CITIES if found.weight else PROVINCE, -found.weight // (1 if is_own(name, found.name) else NAME_COUNTS))
    return (STATE if found.kind == "state" else REVIEWED, -found.weight)


def extra_tables(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the files hold beside entries, and of an entry its id and the fields that `Entry` has not."""
    return {
        stem: {top: _extra(found) if _holds_entries(top, found) else found for top, found in tops.items()}
        for stem, tops in tables.items()
    }


def _extra(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    rest = [{field: value for field, value in row.items() if field == "id" or field not in FIELDS} for row in found]
    return [row for row in rest if len(row) > 1]


def _holds_entries(table: str, found: Any) -> bool:
    return table in KINDS and isinstance(found, list)


def _row(city: City, regions: Mapping[str, str]) -> str:
    """A city's line in `cities.tsv`; it lies in the part of the state that has its code, or just in the state."""
    above = regions.get(city.region, f"state:{city.country}")
    numbers = (f"{city.lat:g}", f"{city.lon:g}", str(city.population))
    return "\t".join((str(city.id), city.name, city.sort, city.country, *numbers, above, *city.aliases))


def _cities(review: Review, written: Sequence[Row], parts: Sequence[Part]) -> tuple[list[City], dict[str, str]]:
    """Cities and those parts of states that have no entry of their own; and state → its capital."""
    towns = cities_of(review, {iso: country["iso3"] for iso, country in country_codes().items()})
    capitals = capitals_of(written, towns)
    _refuse(
        [f"states.toml: {state}: no city is named {name!r}" for (state, name), city in capitals.items() if not city]
    )
    seats = {city.id: state for (state, _), city in reversed(capitals.items()) if city}
    cities = [city._replace(sort="capital") if city.id in seats else city for city in towns]
    reviewed = {row.fields.get("geonames") for row in written}
    codes = {_code(row) for row in written if row.table == "state"}
    others = [part for part in parts if part.id not in reviewed and part.country in codes]
    return sorted([*cities, *provinces_of(review, others)]), {state: f"{CITY}{city}" for city, state in seats.items()}


def compile_lexicon(folder: Path = DATA, out: Path = COMPILED) -> Path:
    """Write the compiled lexicon and return the folder it is in.

    Raises:
        RegestaError: the data has faults; the message lists them all.
    """
    tables = read(folder)
    countries = country_codes()
    written = name_states(rows(tables), countries)
    _refuse([*missing(written, countries), *check(written)])
    regions = tables.get("regions", {})
    parts = parts_of(folder / "provinces.tsv", regions)
    cities, seats = _cities(review_of(regions), written, parts)
    entries = tuple(entry(row) for row in placed(written, parts))
    words = regions.get("province_words", {})
    common = frozenset(row.fields["id"] for row in written if row.fields.get("common"))
    names = names_of(((found, folded_names(found, words)) for found in entries), cities, common)
    clear, shared = demonyms(written)
    made = {
        "capitals": seats, "shared_demonyms": shared, "domains": domains(countries), "shy_names": shy_names(cities),
    }  # fmt: skip
    kept = msgspec.Raw(msgspec.json.encode({**extra_tables(tables), **made}))
    _write(out / "core.json", msgspec.json.encode(Core(entries=entries, demonyms=clear, tables=kept)))
    reviewed = {found.geonames: found.id for found in entries if found.geonames}
    above = keys(parts, reviewed, CITY)
    _write(out / "cities.tsv", "\n".join(_row(city, above) for city in cities).encode())
    _write(out / "names.txt", _columns(names))
    codes = {short: country["iso3"] for short, country in countries.items()}
    _write(out / "abroad.txt", _columns(names_abroad(codes, tables.get("names", {}).get("abroad", {}), names)))
    return out


def _columns(names: Mapping[str, Sequence[str]]) -> bytes:
    """Names and whose they are, line for line, as `Names` reads them."""
    return "\n\n".join(("\n".join(names), "\n".join(map(" ".join, names.values())))).encode()


def _write(path: Path, raw: bytes) -> None:
    """The file whole or as it was: somebody may be reading the last one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_bytes(raw)
    draft.replace(path)


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise RegestaError("the lexicon's data has faults:\n" + "\n".join(faults))


if __name__ == "__main__":
    try:
        compile_lexicon()
    except RegestaError as fault:
        sys.exit(str(fault))
