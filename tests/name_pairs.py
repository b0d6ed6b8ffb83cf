"""Pairs of names with the truth about them: the project's own gold, and larger sets where they are at hand."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

from regesta.identify.members import Face, Member, Tie, office_words
from regesta.lexicon import fold, load
from regesta.model import Entity, EntityKind

GOLD = Path(__file__).parent / "gold" / "names.toml"
SETS = Path(__file__).parents[2] / "shared" / "data" / "names"
LARGER = {"ir_names": SETS / "ir_names/ir_name_pairs.csv", "nomenklatura": SETS / "nomenklatura_name_bench/cases.csv"}
FIELDS = {"states": (None, None), "offices": ("", ""), "years": (None, None)}
KIND_OF: Mapping[str, EntityKind] = {"Person": "person", "Thing": "place", "Vessel": "vessel"}


class Pair(NamedTuple):
    """Two names with what is known of each, whether they name one, and why."""

    a: Member
    b: Member
    same: bool
    why: str

    def __str__(self) -> str:
        return f"{self.a.face.name} {'=' if self.same else '≠'} {self.b.face.name}"


class Known(NamedTuple):
    """What is known beside a name."""

    state: str | None = None
    office: str = ""
    year: int | None = None


UNKNOWN = Known()


def member(kind: EntityKind, name: str, story: str, known: Known = UNKNOWN) -> Member:
    """Somebody or something named in one story, with the key that the lexicon gives a name of its kind."""
    state, office, year = known
    key = key_of(kind, name, state)
    entity = Entity(id="e", kind=kind, name=name, key=key, country=state)
    ties = {Tie("country", state)} if state and kind == "person" else set()
    if office:
        ties.add(Tie("office", f"{office_words(office)} of {state}"))
    return Member(f"{story}/e", story, entity, Face(kind, name, key, state, None), frozenset(ties), year)


def key_of(kind: EntityKind, name: str, state: str | None) -> str | None:
    """What the lexicon knows by a name, in its state where that is told; nothing where several bear it."""
    lexicon = load()
    entries = [lexicon.entries[ident] for ident in lexicon.names.get(fold(name), ())]
    kinds = {"place", "state"} if kind == "place" else {kind}
    found = [entry for entry in entries if entry.kind in kinds and (not state or entry.country in (state, None))]
    return found[0].id if len(found) == 1 else None


def own() -> list[Pair]:
    """The project's own gold."""
    tables = tomllib.loads(GOLD.read_text(encoding="utf-8"))
    return [
        _pair(kind, row, truth == "same")
        for kind in get_args(EntityKind)
        for truth, rows in tables.get(kind, {}).items()
        for row in rows
    ]


def _pair(kind: EntityKind, row: list[Any], same: bool) -> Pair:
    a, b, why, *more = row
    told: Mapping[str, Any] = more[0] if more else {}
    states, offices, years = (told.get(field, nothing) for field, nothing in FIELDS.items())
    left, right = (Known(states[side], offices[side], years[side]) for side in (0, 1))
    return Pair(member(kind, a, "a", left), member(kind, b, "b", right), same, why)


def larger(name: str) -> list[Pair]:
    """One of the larger sets, or nothing where it is not at hand."""
    return list(_larger(LARGER[name])) if LARGER[name].exists() else []


def _larger(path: Path) -> Iterator[Pair]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = KIND_OF.get(row["schema"], "organisation")
            if row["is_match"] in ("true", "false"):
                left, right = member(kind, row["name1"], "a"), member(kind, row["name2"], "b")
                yield Pair(left, right, row["is_match"] == "true", row["category"])


def precision_and_recall(scored: Iterable[tuple[float, bool]], threshold: float) -> tuple[float, float]:
    """How many of the pairs at or above the threshold are the same, and how many of the same are among them."""
    told = list(scored)
    taken = [same for score, same in told if score >= threshold]
    return sum(taken) / max(len(taken), 1), sum(taken) / max(sum(same for _, same in told), 1)


def curve(scored: Sequence[tuple[float, bool]], precision: float = 0.98) -> tuple[float, float]:
    """The best F1, and the best recall where the precision is no less than wanted, over all thresholds."""
    best_f1 = best_recall = 0.0
    for threshold in sorted({score for score, _ in scored}):
        told, found = precision_and_recall(scored, threshold)
        best_f1 = max(best_f1, 2 * told * found / (told + found or 1))
        best_recall = max(best_recall, found if told >= precision else 0.0)
    return best_f1, best_recall
