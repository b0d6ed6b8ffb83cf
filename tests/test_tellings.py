"""How much of the little reports in `tests/gold/tellings` and `told_again.toml` collation tells rightly, by kind."""

from collections import defaultdict

import pytest

from collation_cases import GOLD, Answer, answers, b_cubed, cases, groups

FLOORS = {
    "content": 12, "count": 10, "date": 10, "deadline": 8, "denial": 11, "office": 9, "order": 7, "participant": 10,
    "place": 3, "quote": 12, "scope": 3, "status": 7, "title": 12, "vote": 9, "weekday": 11, "year": 8,
}  # fmt: skip
LOUD = {
    "denial-4-twin", "denial-11-twin", "office-8-twin", "office-9-twin", "participant-6-twin", "participant-7-twin",
    "scope-2-twin", "status-3-twin", "status-10-twin",
}  # fmt: skip
"""Twins in which something is misread, so that they are taken for contradictions."""


@pytest.fixture(scope="module")
def found() -> dict[str, list[Answer]]:
    by_kind: dict[str, list[Answer]] = defaultdict(list)
    for one in answers(cases(GOLD / "tellings")):
        by_kind[one.case.kind].append(one)
    return by_kind


def test_every_kind_has_a_dozen_of_either(found: dict[str, list[Answer]]) -> None:
    assert set(found) == set(FLOORS)
    assert all(sum(one.case.conflict for one in told) == 12 == len(told) - 12 for told in found.values())


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_contradictions_are_found(found: dict[str, list[Answer]], kind: str) -> None:
    true = [one for one in found[kind] if one.case.conflict]
    missed = [one.case.id for one in true if not any(map(one.is_right, one.alarms))]
    assert len(true) - len(missed) >= FLOORS[kind], missed


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_near_misses_stay_silent(found: dict[str, list[Answer]], kind: str) -> None:
    loud = {one.case.id for one in found[kind] if not one.case.conflict and one.alarms}
    assert loud <= LOUD


def test_alarms_point_at_both_reports(found: dict[str, list[Answer]]) -> None:
    right = [(one, alarm) for told in found.values() for one in told for alarm in one.alarms if one.is_right(alarm)]
    assert all(one.points_right(alarm) for one, alarm in right)


def test_acts_told_again_are_joined_and_others_are_not() -> None:
    told = groups(GOLD / "told_again.toml")
    precision, recall = b_cubed(told.true, told.found)
    assert precision == 1.0
    assert recall >= 0.75
