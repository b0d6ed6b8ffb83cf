"""How much of the little reports in `tests/gold/tellings` and `told_again.toml` collation tells rightly, by kind."""

from collections import defaultdict

import pytest

from collation_cases import GOLD, Answer, agreeing, answers, b_cubed, cases, groups, share

FLOORS = {
    "content": 12, "count": 10, "date": 10, "deadline": 8, "denial": 11, "office": 9, "order": 7, "participant": 11,
    "place": 10, "quote": 12, "scope": 8, "status": 8, "title": 12, "vote": 9, "weekday": 11, "year": 8,
}  # fmt: skip
LOUD = {"office-9-twin", "scope-2-twin"}
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


@pytest.fixture(scope="module")
def anew() -> list[Answer]:
    return answers([*cases(GOLD / "tellings_anew"), *agreeing(GOLD / "told_anew.toml")])


def test_contradictions_between_longer_reports_are_found(anew: list[Answer]) -> None:
    missed = [one.case.id for one in anew if one.case.conflict and not any(map(one.is_right, one.alarms))]
    assert len(missed) <= 20, missed


def test_longer_reports_that_agree_or_tell_of_two_things_stay_silent(anew: list[Answer]) -> None:
    assert not {one.case.id: one.alarms for one in anew if not one.case.conflict and one.alarms}


def test_origins_of_longer_reports_are_counted(anew: list[Answer]) -> None:
    counted = [one for one in anew if one.case.origins is not None]
    assert share(one.origins == one.case.origins for one in counted) >= 0.84


@pytest.mark.parametrize(("file", "least"), [("told_again.toml", 0.85), ("told_anew.toml", 0.83)])
def test_acts_told_again_are_joined_and_others_are_not(file: str, least: float) -> None:
    told = groups(GOLD / file)
    precision, recall = b_cubed(told.true, told.found)
    assert precision == 1.0
    assert recall >= least
