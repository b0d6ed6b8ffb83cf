"""A new report held against a register, two states compared, joins and conflicts gone through one by one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from regesta import flow, views
from regesta.cli import main
from regesta.docket import anchored, claim_key
from regesta.model import Anchor, Judgement
from regesta.register import Register
from regesta.views import reviewing
from regesta.views.telling import credibility

GAZETTE = """{"title": "Ministers in Riga", "outlet": "The Pier Gazette", "published": "2024-05-15", "text":
"Estonian Foreign Minister Ilmar Toost met Latvian Foreign Minister Anda Ozola in Riga on 14 May 2024."}"""
KURIER = """{"title": "Toost in Riga", "outlet": "Quay Courier", "published": "2024-05-16", "text":
"Latvian Foreign Minister Anda Ozola held talks with Estonian Foreign Minister Ilmar Toost in Riga on 14 May 2024."}"""
POST = """{"title": "Toost and Ozola", "outlet": "Ferry Post", "published": "2024-05-16", "text":
"Estonian Foreign Minister Ilmar Toost met Latvian Foreign Minister Anda Ozola in Riga on 13 May 2024.\\n\\n
On 15 May 2024 Norway recalled its ambassador from Togo."}"""


def run(*words: str, **rest: Any) -> Any:
    return CliRunner().invoke(main, words, **rest)


def file(folder: Path, name: str, report: str) -> str:
    path = folder / f"{name}.jsonl"
    path.write_text(report.replace("\n", " ") + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of two reports of one meeting."""
    folder = tmp_path_factory.mktemp("made")
    with Register.open(folder / "register", create=True) as register:
        paths = [file(folder, "gazette", GAZETTE), file(folder, "courier", KURIER)]
        assert all(one.stories == 1 for one in flow.read_paths(register, paths))
        flow.settle(register)
    return folder / "register"


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    """A copy of it to write to."""
    return Path(shutil.copytree(made, tmp_path / "register"))


def meeting(folder: Path) -> dict[str, Any]:
    with Register.open(folder) as register:
        (event,) = [one for one in views.timeline(register) if one["kind"] == "act" and one["mode"] == "meeting"]
    return event


# ------------------------------------------------------------------------------------------------------- check
def test_a_report_is_checked_and_not_added(made: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file() and path.suffix != ".sqlite-shm"}
    told = run("check", file(tmp_path, "post", POST), "--register", str(made), "--json")
    assert told.exit_code == 0, told.output
    rows = {(row["kind"], row["mode"] or row["type"]): row for row in json.loads(told.stdout)}
    met = rows[("act", "meeting")]
    assert met["standing"] == "contradicted"
    assert [one["kind"] for one in met["conflicts"]] == ["date"]
    assert {one["outlet"] for one in met["conflicts"][0]["against"]} == {"The Pier Gazette", "Quay Courier"}
    assert {row["standing"] for row in rows.values() if row["kind"] == "act"} == {"contradicted", "new"}
    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_a_report_that_the_register_has_is_known(made: Path, tmp_path: Path) -> None:
    told = run("check", file(tmp_path, "again", KURIER.replace("Quay Courier", "Mole Note")), "--register", str(made))
    assert "= known" in told.stdout
    assert "+ new" not in told.stdout
    assert "≠" not in told.stdout


def test_a_file_that_cannot_be_read_is_told(made: Path) -> None:
    told = run("check", "no such file", "--register", str(made))
    assert told.exit_code == 0
    assert told.stdout.startswith("unread")


# ------------------------------------------------------------------------------------------------------- diff
def test_what_changed_between_two_states(made: Path, kept: Path, tmp_path: Path) -> None:
    with Register.open(kept) as register:
        list(flow.read_paths(register, [file(tmp_path, "post", POST)]))
        flow.settle(register)
    rows = json.loads(run("diff", str(made), str(kept), "--json").stdout)
    assert [row["change"] for row in rows if row["what"] == "story"] == ["new"]
    assert [row["change"] for row in rows if row["what"] == "conflict"] == ["new"]
    changed = [row for row in rows if row["change"] == "changed" and row["says"].startswith("CONSULT")]
    assert [field["field"] for row in changed for field in row["fields"]] == ["disputed", "credibility"]
    assert {row["change"] for row in json.loads(run("diff", str(kept), str(made), "--json").stdout)} >= {"gone"}
    nothing = run("diff", str(made), str(made))
    assert nothing.stdout == ""
    assert "Nothing changed" in nothing.stderr


# ------------------------------------------------------------------------------------------------------- review
def test_a_join_that_rests_on_little_is_reviewed(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "_DOUBTFUL", 99.0)
    assert len(meeting(kept)["claims"]) == 2
    told = run("review", "--register", str(kept), "--by", "Liis", input="n\n" * 9)
    assert told.exit_code == 0, told.output
    assert told.stdout.index("“Estonian Foreign Minister") < told.stdout.index("one act?")  # evidence first
    with Register.open(kept) as register:
        judgements = register.judgements()
        assert {one.act for one in judgements} == {"split"}
        assert all(one.by == "Liis" and one.anchors for one in judgements)
        assert len([one for one in views.timeline(register) if one["mode"] == "meeting"]) == 2
        assert not [one for one in views.to_review(register) if one["what"] == "join"]


def test_an_answer_can_be_taken_back(kept: Path, tmp_path: Path) -> None:
    with Register.open(kept) as register:
        list(flow.read_paths(register, [file(tmp_path, "post", POST)]))
        flow.settle(register)
        assert [one["what"] for one in views.to_review(register)] == ["date"]
    told = run("review", "--register", str(kept), input="what\n1\nu\n")
    assert told.exit_code == 0, told.output
    with Register.open(kept) as register:
        assert [one.act for one in register.judgements_made()[0]] == ["reject", "undo"]
        assert register.judgements() == ()
        assert len(views.open_conflicts(register)) == 1


def test_a_conflict_of_acts_that_somebody_holds_apart_is_explained(kept: Path, tmp_path: Path) -> None:
    with Register.open(kept) as register:
        list(flow.read_paths(register, [file(tmp_path, "post", POST)]))
        flow.settle(register)
    run("review", "--register", str(kept), input="n\n\n")
    with Register.open(kept) as register:
        (conflict,) = views.open_conflicts(register, "date", every=True)
    assert conflict["status"] == "explained"
    assert conflict["explanations_tried"][-1] == {"what": "two acts, by a person's judgement", "holds": True}


# ------------------------------------------------------------------------------------------------------- events shown
def test_an_event_says_why_it_is_one_and_what_is_agreed(made: Path) -> None:
    event = meeting(made)
    (link,) = event["links"]
    assert link["score"] == pytest.approx(sum(one["weight"] for one in link["features"]))
    assert "the same day" in {one["why"] for one in link["features"]}
    fields = {one["field"]: one for one in event["fields"]}
    assert fields["when"]["state"] == "agreed"
    assert [one["value"] for one in fields["when"]["values"]] == ["2024-05-14"]
    assert fields["when"]["values"][0]["said_by"] == [["The Pier Gazette"], ["Quay Courier"]]
    assert event["credibility"]["grade"] == 1
    shown = run("show", event["id"], "--register", str(made)).stdout
    assert "1 – 2 independent origins" in shown
    assert "the same day 2" in shown


def graded(**said: Any) -> int:
    claim = {"said_by": ["outlet"], "status": "happened", "outlet": "Quay Courier"}
    row = {"status": "happened", "independent_origins": 1, "conflicts": [], "disputed": [], "claims": [claim]}
    return int(credibility({**row, **said})["grade"])


DENIED = {"said_by": ["unnamed", "outlet"], "status": "denied", "outlet": "Quay Courier"}
TOLD = {"said_by": ["Ilmar Toost", "outlet"], "status": "happened", "outlet": "The Pier Gazette"}


def test_grades_follow_their_rules() -> None:
    assert graded(independent_origins=2) == 1
    assert graded(independent_origins=2, conflicts=["conflict-1"]) == 4
    assert graded(independent_origins=3, disputed=["when"]) == 4
    assert graded() == 2
    assert graded(claims=[TOLD]) == 3
    assert graded(claims=[TOLD, DENIED, {**DENIED, "said_by": ["A spokesman", "outlet"]}]) == 5
    assert graded(claims=[{**TOLD, "said_by": ["unnamed", "outlet"]}]) == 6
    assert graded(status="planned", independent_origins=2) == 6


# ------------------------------------------------------------------------------------------------------- re-anchoring
def judged(made: Path, quote: str, kind: str = "act", type_: str = "CONSULT") -> Any:
    with Register.open(made) as register:
        readings = list(register.readings())
    anchor = Anchor(subject="key-0", kind=kind, type=type_, quote=quote)  # type: ignore[arg-type]
    judgement = Judgement(act="reject", subjects=("key-0",), by="Liis", at="2024-01-01", anchors=(anchor,))
    (told,), findings = anchored([judgement], readings)
    keys = {claim_key(claim, one): claim.kind for one in readings for claim in one.claims}
    return told.subjects[0], keys, findings


SENTENCE = "Estonian Foreign Minister Ilmar Toost met Latvian Foreign Minister Anda Ozola in Riga on 14 May 2024"


def test_a_sentence_set_otherwise_is_found_again(made: Path) -> None:
    with Register.open(made) as register:
        (whole,) = {
            reading.story.text[slice(*claim.quote)]
            for reading in register.readings()
            for claim in reading.claims
            if claim.kind == "act" and " met " in reading.story.text
        }
    key, keys, findings = judged(made, whole.upper().replace(" ", "  ").replace(".", " …"))
    assert keys[key] == "act"
    assert [one.severity for one in findings] == ["note"]


def test_a_sentence_that_mostly_stands_is_found_again_and_flagged(made: Path) -> None:
    key, keys, findings = judged(made, SENTENCE.replace("in Riga", "in the town of Riga"))
    assert keys[key] == "act"
    assert [one.severity for one in findings] == ["warning"]


@pytest.mark.parametrize("quote", ["Norway recalled its ambassador from Togo.", "Ilmar Toost met Anda Ozola."])
def test_what_is_not_there_stays_an_orphan(made: Path, quote: str) -> None:
    key, _, findings = judged(made, quote)
    assert key == "key-0"
    assert findings == ()
