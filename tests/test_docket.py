"""What holds of every judgement: how it is known, whether it stands, and what it points at."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import handmade
from regesta.docket import claim_key, in_force, is_claim, judgement_id, unanswered
from regesta.model import Judgement


def judgement(act: str = "merge", *subjects: str, at: str = "2024-06-01T10:00:00Z") -> Judgement:
    return Judgement(act=act, subjects=subjects or ("a", "b"), by="Liis", at=at)  # type: ignore[arg-type]


MERGE = judgement()
UNDO = judgement("undo", judgement_id(MERGE), at="2024-06-02T10:00:00Z")
AGAIN = judgement("undo", judgement_id(UNDO), at="2024-06-03T10:00:00Z")


def test_an_undo_can_itself_be_undone() -> None:
    assert in_force((MERGE,)) == (MERGE,)
    assert in_force((MERGE, UNDO)) == ()
    assert in_force((MERGE, UNDO, AGAIN)) == (MERGE,)


@given(st.permutations([MERGE, UNDO, AGAIN, judgement("split", at="2024-06-04T10:00:00Z")]))
def test_what_stands_follows_from_the_time_not_the_order(made: list[Judgement]) -> None:
    assert in_force(made) == (MERGE, judgement("split", at="2024-06-04T10:00:00Z"))


def test_an_undo_holds_whatever_the_clock_said() -> None:
    """Undone by a person whose clock was slow, or within the same second."""
    for at in ("2024-05-31T10:00:00Z", MERGE.at):
        undo = judgement("undo", judgement_id(MERGE), at=at)
        assert in_force((MERGE, undo)) == ()
        assert in_force((undo, MERGE)) == ()


def test_what_is_judged_again_after_an_undo_stands() -> None:
    again = msgspec.structs.replace(MERGE, at="2024-06-05T10:00:00Z")
    assert in_force((MERGE, UNDO, again)) == (again,)


OTHER = {
    "act": "split", "subjects": ("a", "c"), "by": "Oto", "at": "2024-06-05",
    "why": "seen twice", "field": "when", "value": "2024",
}  # fmt: skip


@pytest.mark.parametrize("field", list(OTHER))
def test_an_id_depends_on_all_that_a_judgement_says(field: str) -> None:
    assert judgement_id(msgspec.structs.replace(MERGE, **{field: OTHER[field]})) != judgement_id(MERGE)


def test_a_key_outlives_the_place_of_a_claim_in_its_story() -> None:
    reading = handmade.gazette()
    claim = reading.claims[0]
    before = "A line of some other day.\n"
    moved = msgspec.structs.replace(reading.story, text=before + reading.story.text)
    quote = (claim.quote[0] + len(before), claim.quote[1] + len(before))
    again = msgspec.structs.replace(claim, id="claim-new", quote=quote)
    assert claim_key(again, msgspec.structs.replace(reading, story=moved)) == claim_key(claim, reading)
    assert claim_key(msgspec.structs.replace(claim, type="other"), reading) != claim_key(claim, reading)
    assert is_claim(claim_key(claim, reading))


def test_each_subject_gone_is_told_once_by_whom_it_concerns() -> None:
    made = judgement("merge", "key-gone", "key-here", "ent-gone")
    (claim,) = unanswered([made], {"key-here"}, claims=True)
    (entity,) = unanswered([made], {"key-here"}, claims=False)
    assert claim.where == entity.where == judgement_id(made)
    assert "no claim answers to key-gone" in claim.what
    assert "no entity answers to ent-gone" in entity.what
    assert unanswered([judgement("fix", "key-gone")], (), claims=True) == ()
