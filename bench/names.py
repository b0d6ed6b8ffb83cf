"""How well and how fast names are compared, beside well-known ways, on the same pairs in the same run.

    python bench/names.py

Pairs are the project's own gold (`tests/gold/names.toml`) and, where they lie beside the clone, two larger sets. Ours
is asked twice: by the names alone, and with what else the gold tells of each (state, office, year). The others get the
names: they have no place for the rest. Of each: the best F1 over all thresholds, precision and recall at the threshold
it is shipped with, recall where precision is .98 or more, and pairs a second, the first time they are met.
Needs the packages of ``requirements-bench.lock``.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import icu
from anyascii import anyascii
from followthemoney import model
from nomenklatura.matching import get_algorithm
from rapidfuzz.distance import JaroWinkler

from name_pairs import LARGER, Pair, curve, larger, own, precision_and_recall
from regesta.identify.names import compare
from regesta.identify.weigh import SAME, weigh
from regesta.model import EntityKind

JARO_WINKLER, LOGIC_V2, NAME_BASED = 0.9, 0.7, 0.7
SCHEMA: Mapping[EntityKind, str] = {"person": "Person", "organisation": "Organization", "vessel": "Vessel"}


@lru_cache
def romaniser() -> icu.Transliterator:
    """ICU's way to plain Latin letters."""
    return icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")


def by_sorted_words(roman: Callable[[str], str]) -> Callable[[Pair], float]:
    """Jaro and Winkler's likeness of two names in Latin letters, the better of two: as they stand, and word-sorted."""

    def likeness(pair: Pair) -> float:
        a, b = (roman(member.face.name).casefold() for member in (pair.a, pair.b))
        left, right = (" ".join(sorted(text.replace("-", " ").split())) for text in (a, b))
        return max(JaroWinkler.similarity(a, b), JaroWinkler.similarity(left, right))

    return likeness


def nomenklatura(name: str) -> Callable[[Pair], float]:
    """The score of one of nomenklatura's matchers for two entities that have a name and nothing else."""
    matcher = get_algorithm(name)
    if matcher is None:
        raise SystemExit(f"nomenklatura has no matcher {name}")
    config = matcher.default_config()

    def likeness(pair: Pair) -> float:
        proxies = [model.make_entity(SCHEMA.get(member.face.kind, "LegalEntity")) for member in (pair.a, pair.b)]
        for proxy, member in zip(proxies, (pair.a, pair.b), strict=True):
            proxy.id = f"{member.face.kind} {member.face.name}"  # what it works out of an entity it keeps under the id
            proxy.add("name", member.face.name)
        return float(matcher.compare(proxies[0], proxies[1], config).score)

    return likeness


WAYS: Mapping[str, tuple[Callable[[Pair], float], float]] = {
    "regesta, names alone": (lambda pair: compare(pair.a.face.name, pair.b.face.name, pair.a.face.kind).score, SAME),
    "regesta": (lambda pair: weigh(pair.a, pair.b).score, SAME),
    "ICU + Jaro-Winkler": (by_sorted_words(lambda text: str(romaniser().transliterate(text))), JARO_WINKLER),
    "anyascii + Jaro-Winkler": (by_sorted_words(anyascii), JARO_WINKLER),
    "nomenklatura logic-v2": (nomenklatura("logic-v2"), LOGIC_V2),
    "nomenklatura name-based": (nomenklatura("name-based"), NAME_BASED),
}


def forget() -> None:
    """Make every look at a name the first."""
    for name, module in list(sys.modules.items()):
        if name.startswith("regesta.identify"):
            for function in vars(module).values():
                if hasattr(function, "cache_parameters") and function.cache_parameters()["maxsize"]:
                    function.cache_clear()


def measure(title: str, pairs: Sequence[Pair]) -> None:
    """Print what each way makes of the pairs."""
    print(f"\n{title}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of them the same")
    for name, (likeness, threshold) in WAYS.items():
        forget()
        start = time.perf_counter()
        scored = [(likeness(pair), pair.same) for pair in pairs]
        speed = len(pairs) / (time.perf_counter() - start)
        f1, recall = curve(scored)
        precision, found = precision_and_recall(scored, threshold)
        print(
            f"  {name:<24} best F1 {f1:.3f}  recall at P .98 {recall:.3f}"
            f"  at {threshold:.2f}: P {precision:.3f} R {found:.3f}  {speed:8.0f} pairs/s"
        )


def main() -> None:
    """Measure and print."""
    compare("warm", "up", "place")
    measure("own gold", own())
    for name in LARGER:
        if pairs := larger(name):
            measure(name, pairs)


if __name__ == "__main__":
    main()
