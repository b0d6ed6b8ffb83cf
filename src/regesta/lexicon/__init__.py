"""What is known beforehand: states, places, organisations, facilities, and the reviewed tables of offices and acts.

People edit the TOML files in `data/`; `python -m regesta.lexicon.compile` turns them, with CLDR's names of countries
and GeoNames' cities, into the compact files that `load` reads: JSON for what is reviewed, sorted lines for names
and cities. A city becomes an entry only when it is asked for, so that loading costs a blink.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import msgspec

from regesta.model import EntityKind, RegestaError, Value

__all__ = ["READS", "Entry", "Lexicon", "fold", "is_own", "load", "meanings", "skeleton", "words"]

READS = frozenset({"en", "und"})
"""The languages whose reports the tables can be used on, among them those that cannot be told."""

COMPILED = Path(__file__).parent / "compiled"
CITY = "place:gn:"
BUILD = "python -m regesta.lexicon.compile"

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u02bb\u02bf\u02be\u02b9\u02b0\u00b4`", "'"),
        **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212", " "),
        **dict.fromkeys('\u201c\u201d\u201e\u00ab\u00bb".', ""),
        "&": " and ",
    }
    | {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "ħ": "h"}
)
_THE = re.compile(r"^(?:the )+(?=.)")
_POSSESSIVE = re.compile(r"'s$")


class Entry(Value, frozen=True):
    """Something the lexicon knows. `weight` ranks entries that share a name: population, or prominence."""

    id: str
    kind: EntityKind | Literal["office"]
    name: str
    aliases: tuple[str, ...] = ()
    sort: str = ""
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    weight: int = 0
    parent: str | None = None


class Core(Value, frozen=True):
    """The reviewed part as compiled: what is neither a name nor a city."""

    entries: tuple[Entry, ...]
    demonyms: dict[str, str]
    tables: msgspec.Raw


class Names(Mapping[str, tuple[str, ...]]):
    """Folded name → ids of what bears it, most prominent first.

    A look-up searches two sorted columns: to build a dictionary would take longer than a run's look-ups together.
    """

    def __init__(self, names: list[str], owners: list[str]) -> None:
        self._names = names
        self._owners = owners

    def _row(self, name: str) -> int | None:
        row = bisect_left(self._names, name)
        return row if row < len(self._names) and self._names[row] == name else None

    def __getitem__(self, name: str) -> tuple[str, ...]:
        row = self._row(name)
        if row is None:
            raise KeyError(name)
        return tuple(CITY + owner if owner.isdecimal() else owner for owner in self._owners[row].split(" "))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._row(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Entries(Mapping[str, Entry]):
    """Id → entry. The file of cities is read when the first city is asked for, its entry made when it is."""

    def __init__(self, core: tuple[Entry, ...]) -> None:
        self.core = {entry.id: entry for entry in core}

    @cached_property
    def _rows(self) -> list[bytes]:
        return _bytes("cities.tsv").split(b"\n")

    def __getitem__(self, key: str) -> Entry:
        found = self.core.get(key)
        return found if found is not None else self._city(key)

    def _city(self, key: str) -> Entry:
        digits = key.removeprefix(CITY)
        if digits == key or not (digits.isascii() and digits.isdecimal() and len(digits) <= 12):
            raise KeyError(key)
        row = bisect_left(self._rows, int(digits), key=_number)
        if row == len(self._rows) or not self._rows[row].startswith(digits.encode() + b"\t"):
            raise KeyError(key)
        return _city_entry(self._rows[row].decode())

    def __iter__(self) -> Iterator[str]:
        yield from self.core
        yield from (f"{CITY}{_number(row)}" for row in self._rows)

    def __len__(self) -> int:
        return len(self.core) + len(self._rows)


class Lexicon:
    """Everything known beforehand. Look names up with `names.get(fold(words))`; going through them all is slow."""

    def __init__(self, core: Core, names: Names) -> None:
        self.entries = Entries(core.entries)
        self.names: Mapping[str, tuple[str, ...]] = names
        self.demonyms: Mapping[str, str] = core.demonyms
        self._tables = core.tables

    @cached_property
    def facilities(self) -> tuple[str, ...]:
        """The ids of the listed facilities, straits among them."""
        return tuple(key for key in self.entries.core if key.startswith("facility:"))

    @cached_property
    def tables(self) -> Mapping[str, Any]:
        """By the file's stem, what the files hold beside entries; of an entry, its id and the fields of no `Entry`.

        Four are made by the compiler: `capitals` (state id → id of the capital it lists first), `shared_demonyms`
        (folded word → ids of the states that share it), `domains` (end of an address on the web → code of a country)
        and `shy_names` (folded name that mostly means something else → ids of the towns that have it).
        """
        found: dict[str, Any] = msgspec.json.decode(self._tables)
        return found

    @cached_property
    def abroad(self) -> Names:
        """The names that other languages have for states, cities and bodies beside those in `names`; read when first
        asked for, as texts are not searched for them."""
        return _names("abroad.txt")


def _number(row: bytes) -> int:
    return int(row[: row.index(b"\t")])


def _city_entry(row: str) -> Entry:
    """The entry written in a row: number, name, sort, country, latitude, longitude, population, parent and aliases."""
    number, name, sort, country, lat, lon, weight, parent, *aliases = row.split("\t")
    return Entry(
        id=f"{CITY}{number}",
        kind="place",
        name=name,
        aliases=tuple(aliases),
        sort=sort,
        country=country or None,
        lat=float(lat),
        lon=float(lon),
        geonames=int(number),
        weight=int(weight),
        parent=parent or None,
    )


def fold(text: str) -> str:
    """The name with everything levelled in which spellings of one name differ.

    Case, diacritics, quotation marks, dots, dashes, a leading "the" and a trailing possessive do not tell two names
    apart: "The U.S." and "US", "Sana’a" and "Sanaa", "Ḩamāh" and "Hamah" fold alike.
    """
    plain = (text.lower() if text.isascii() else _bare(text)).translate(_PLAIN)
    plain = _POSSESSIVE.sub("", plain.rstrip()).replace("'", "")
    return _THE.sub("", " ".join(plain.split()))


def _bare(text: str) -> str:
    """The text in lower case without diacritics, bidi marks and other signs that cannot be seen."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold())
    return "".join(sign for sign in spread if unicodedata.category(sign) not in ("Mn", "Cf"))


_ALIKE = str.maketrans("cqgxzjwbpfd", "kkkkssvvvvt", "aeiouyh ")


def skeleton(folded: str) -> str:
    """What spellings of one folded name have in common: its consonants, like ones levelled, doubled ones once."""
    level = folded.removeprefix("al ").removeprefix("el ").translate(_ALIKE)
    return "".join(sign for index, sign in enumerate(level) if sign != level[index - 1 : index])


def is_own(folded: str, name: str) -> bool:
    """Whether the folded words are the name itself: spelt otherwise, shortened, or with what it is after it.

    "Tartous" is Tartus, "Frankfurt" is Frankfurt am Main, "Kherson oblast" is Kherson; "Bombay" is another name.
    """
    own = fold(name)
    return (
        folded == own
        or own.startswith(f"{folded} ")
        or folded.startswith(f"{own} ")
        or skeleton(folded) == skeleton(own)
    )


@cache
def load() -> Lexicon:
    """The compiled lexicon, read once a process.

    Raises:
        RegestaError: it has not been compiled, or was compiled by another version.
    """
    try:
        return Lexicon(msgspec.json.decode(_bytes("core.json"), type=Core), _names("names.txt"))
    except ValueError as error:
        raise RegestaError(f"the compiled lexicon is not of this version ({error}); run: {BUILD}") from error


def _names(file: str) -> Names:
    names, owners = _bytes(file).decode().split("\n\n")
    return Names(names.split("\n"), owners.split("\n"))


def _bytes(name: str) -> bytes:
    try:
        return (COMPILED / name).read_bytes()
    except OSError as error:
        raise RegestaError(f"the lexicon is not compiled ({error}); run: {BUILD}") from error


def words(name: str) -> frozenset[str]:
    """The words of a reviewed class: lemmas in lower case."""
    return frozenset(load().tables["words"]["class"][name]["words"])


def meanings(name: str) -> Mapping[str, str]:
    """Word → what it means, for a reviewed class whose words mean different things."""
    table = load().tables["words"]["class"][name]["meanings"]
    return {word: meaning for meaning, group in table.items() for word in group}
