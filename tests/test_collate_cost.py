"""What it costs to bring reports together, counted in pairs that are looked at, and that nothing is lost by it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import combinations
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from collate_reports import CAST, EXAMPLES, LABELS, REGISTERS, act, names_of, report, told
from regesta.collate import Collation, act_conflicts, collate, conflicts, events, fact_conflicts, origins, scopes
from regesta.model import Entity, Reading

_LOOKS: tuple[tuple[ModuleType, str], ...] = (
    (events, "compare"), (events, "barred"), (act_conflicts, "compare"), (act_conflicts, "Pairing"),
    (fact_conflicts, "_hold_at_once"), (fact_conflicts, "_same_clause"), (scopes, "_contradict"),
)  # fmt: skip


def crowd(size: int) -> dict[str, Entity]:
    """The cast, and as many more officials of Peru as are asked for."""
    more = [Entity(id=f"r-P{at}", kind="person", name=f"Pq{at:05}", country="PER") for at in range(size)]
    return CAST | {one.name: one for one in more}


def looks(readings: Sequence[Reading], cast: dict[str, Entity]) -> Counter[str]:
    """How often each way of looking at two accounts, or at two events, is gone."""
    seen: Counter[str] = Counter()
    with ExitStack() as patches:
        for module, name in _LOOKS:
            patches.enter_context(patch.object(module, name, counted(seen, f"{module.__name__}.{name}", module, name)))
        names = {f"{one.story.id}/{name}": entity.id for one in readings for name, entity in cast.items()}
        collate(readings, names, {one.id: one for one in cast.values()})
    return seen


def counted(seen: Counter[str], label: str, module: ModuleType, name: str) -> Callable[..., object]:
    real = getattr(module, name)

    def look(*args: Any, **more: Any) -> object:
        seen[label] += 1
        return real(*args, **more)

    return look


def meetings(size: int) -> list[Reading]:
    """One report of many meetings of two states on one day, each of other persons, all of one office."""
    with patch.dict(CAST, crowd(size)):
        return [report("Lima Hoy", "2024-04-18", *(
            one for at in range(size) for one in (
                act("CONSULT", f"Pq{at:05} met the minister of Chile.", mode="meeting", who=f"Pq{at:05}, Peru",
                    with_="Chile", when="2024-04-17"),
                told("office", "", f"Minister Pq{at:05}", person=f"Pq{at:05}", office="Foreign Minister",
                     of="Peru", when="2024-04-17"),
            )))]  # fmt: skip


def one_host(size: int) -> list[Reading]:
    """One report of a day on which one person met many, and accused as many others."""
    with patch.dict(CAST, crowd(size)):
        return [report("Lima Hoy", "2024-04-18", *(
            one for at in range(size) for one in (
                act("CONSULT", f"Rojas met Pq{at:05}.", mode="meeting", who="Rojas", with_=f"Pq{at:05}",
                    when="2024-04-17"),
                act("ACCUSE", f"Rojas accused Pq{at:05}.", who="Rojas", to=f"Pq{at:05}", when="2024-04-17"),
            )))]  # fmt: skip


def papers(size: int) -> list[Reading]:
    """Three papers a day, each with a minister of its own at a table with Chile, and day after day of them."""
    with patch.dict(CAST, crowd(size)):
        return [
            report(f"Paper {at % 3}", day, *meeting_and_minister(f"Pq{at:05}", day))
            for at in range(size)
            for day in [f"20{10 + at // 3 // 336:02}-{1 + at // 3 // 28 % 12:02}-{1 + at // 3 % 28:02}"]
        ]


def meeting_and_minister(who: str, day: str) -> Iterator[dict[str, Any]]:
    yield act("CONSULT", f"{who} met the minister of Chile.", mode="meeting", who=who, with_="Chile", when=day)
    yield told("office", "", f"Minister {who}", person=who, office="Foreign Minister", of="Peru", when=day)


@pytest.mark.parametrize("register", [meetings, one_host, papers])
def test_twice_the_reports_cost_about_twice_the_looks(register: Callable[[int], list[Reading]]) -> None:
    small, large = (looks(register(size), crowd(size)) for size in (60, 120))
    assert all(large[way] < 3 * max(small[way], 60) for way in large), (small, large)


def test_a_long_sentence_is_read_once_for_all_its_claims() -> None:
    """Two hundred claims with one quote: its runs of words are numbered as often as for a few."""
    sentence = " and ".join(f"{name} met {name}" for name in list(CAST)[:40])

    def runs(size: int) -> int:
        seen: Counter[str] = Counter()
        claims = [act("CONSULT", sentence, mode="meeting", who="Rojas", voices=["Harbour Wire"])] * size
        origins.runs_in.cache_clear()
        with patch.object(origins, "_number", counted(seen, "runs", origins, "_number")):
            reading = report("Lima Hoy", "2024-04-18", *claims)
            collate([reading], names_of([reading]), LABELS)
        return seen["runs"]

    assert 0 < runs(200) == runs(5)


# ------------------------------------------------------------------------------------------------------- nothing lost
def by_all_pairs(readings: Sequence[Reading]) -> Collation:
    """What the reports say together where every pair that shares a bucket or a seat is looked at."""
    with (
        patch.object(events, "_peopled", lambda _: frozenset()),
        patch.object(events, "_couples", lambda _: ()),
        patch.object(
            conflicts, "_across", lambda bucket, _: combinations([at for of in bucket.values() for at in of], 2)
        ),
        patch.object(fact_conflicts, "_rivals", lambda holders: combinations(sorted(holders), 2)),
    ):
        return collate(readings, names_of(readings), LABELS)


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS)
def test_the_pairs_left_out_would_say_nothing(readings: list[Reading]) -> None:
    assert collate(readings, names_of(readings), LABELS) == by_all_pairs(readings)
