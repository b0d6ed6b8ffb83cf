"""Collation taken up where it was left gives what collation of all gives, however the reports come in."""

from typing import Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate_reports import EXAMPLES, LABELS, REGISTERS, names_of
from collation_cases import GOLD, cases, story_of
from regesta.collate import Collation, Kept, Step, collate, onward
from regesta.docket import judgement_id
from regesta.flow.pages import readings_of
from regesta.identify import resolve
from regesta.model import Entity, Judgement, Reading
from regesta.reuse import kin


def shown(found: Collation) -> object:
    return sorted(found.events, key=lambda one: one.id), found.conflicts, sorted(found.rejected), found.findings


def stepped(step: Step) -> object:
    events = sorted(step.kept.events.values(), key=lambda one: one.id)
    return events, step.conflicts, sorted(step.kept.rejected), step.findings


def kept_on_paper(kept: Kept) -> Kept:
    """What is kept, written down and read again."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(kept), type=Kept)


class Course:
    """A register from one state to the next."""

    def __init__(self) -> None:
        self.kept = Kept()

    def check(
        self,
        readings: list[Reading],
        judgements: list[Judgement],
        other: tuple[dict[str, str], dict[str, Entity]] = ({}, {}),
    ) -> None:
        known = {**names_of(readings), **other[0]}, {**LABELS, **other[1]}
        kinships = kin(one.story for one in readings)
        step = onward(self.kept, readings, known, judgements, kinships)
        assert stepped(step) == shown(collate(readings, *known, judgements, kinships))
        self.kept = kept_on_paper(step.kept)


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, st.data())
def test_reports_added_in_any_parts_give_what_all_give(readings: list[Reading], data: st.DataObject) -> None:
    course, held = Course(), list[Reading]()
    ahead = data.draw(st.permutations(readings))
    while ahead:
        some = data.draw(st.integers(1, len(ahead)))
        held, ahead = [*held, *ahead[:some]], ahead[some:]
        course.check(held, [])


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, st.data())
def test_whatever_happens_to_a_register_gives_what_all_give(readings: list[Reading], data: st.DataObject) -> None:
    """Reports come, go and are read otherwise; people judge and take it back; names turn out to be one, or two."""
    course = Course()
    held, judgements = list(readings[:1]), list[Judgement]()
    names: dict[str, str] = {}
    labels: dict[str, Entity] = {}
    for turn in range(data.draw(st.integers(1, 5))):
        happens = data.draw(st.sampled_from(["come", "go", "reread", "judge", "undo", "name", "label"]))
        if happens == "come":
            held = list({one.story.id: one for one in (*held, *readings[: turn + 2])}.values())
        elif happens == "go" and len(held) > 1:
            held = held[1:]
        elif happens == "reread":
            held = [_read_otherwise(held[0], data), *held[1:]]
        elif happens == "judge":
            judgements = [*judgements, _judgement(held, turn, data)]
        elif happens == "undo" and judgements:
            subject = judgement_id(data.draw(st.sampled_from(judgements)))
            judgements = [*judgements, Judgement(act="undo", subjects=(subject,), by="a", at=f"2024-07-0{turn + 1}")]
        elif happens == "name":
            one, other = data.draw(st.permutations(["Wafula", "Mushi", "Kato", "Nankya"]))[:2]
            names = {f"{each.story.id}/{one}": f"r-{other}" for each in held}
        elif happens == "label":
            home = data.draw(st.sampled_from(["KEN", "UGA", None]))
            labels = {"r-Wafula": msgspec.structs.replace(LABELS["r-Wafula"], country=home)}
        course.check(held, judgements, (names, labels))


def _read_otherwise(reading: Reading, data: st.DataObject) -> Reading:
    claims = list(reading.claims)
    at = data.draw(st.integers(0, len(claims) - 1))
    claims[at] = msgspec.structs.replace(
        claims[at], status=data.draw(st.sampled_from(["happened", "denied"])), when=None
    )
    return msgspec.structs.replace(reading, claims=tuple(claims[: data.draw(st.integers(at + 1, len(claims)))]))


_ACTS: tuple[Literal["merge", "split", "reject"], ...] = ("merge", "split", "reject")


def _judgement(readings: list[Reading], turn: int, data: st.DataObject) -> Judgement:
    ids = sorted(claim.id for one in readings for claim in one.claims)
    act = data.draw(st.sampled_from(_ACTS))
    subjects = data.draw(st.permutations(ids))[: 1 if act == "reject" else 2]
    return Judgement(act=act, subjects=tuple(subjects), by="a", at=f"2024-06-0{turn + 1}")


def test_reports_that_contradict_each_other_may_come_one_after_the_other() -> None:
    """Half of the little reports, then all: every rule finds what it finds in all at once."""
    read = readings_of([story_of(said) for one in cases(GOLD / "tellings") for said in one.reports])
    readings = sorted(read.values(), key=lambda one: one.story.id)
    identities = resolve(readings, ())
    known = (
        {member: one.entity.id for one in identities for member in one.members},
        {one.entity.id: one.entity for one in identities},
    )
    course = Course()
    for some in (readings[::2], readings):
        course.check(some, [], known)
