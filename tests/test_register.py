"""What is recorded stays, what is derived can be derived again, and many may read while one writes."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handmade
from regesta import views
from regesta.docket import claim_key, judgement_id
from regesta.model import Claim, Entity, Finding, Identity, Judgement, Reading, Receipt, RegestaError, Story
from regesta.register import (
    Register,
    RegisterDamaged,
    RegisterLocked,
    RegisterMissing,
    Selection,
    circle,
    discard_if_damaged,
    events,
    named,
    passages,
    problem,
    stories,
)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The register of both handmade reports."""
    handmade.fill(tmp_path / "register")
    return tmp_path / "register"


def exported(path: Path) -> str:
    with Register.open(path) as register:
        return "\n".join(json.dumps(row) for row in views.export_rows(register))


def judgement(act: str = "merge", *subjects: str, at: str = "2024-06-01T10:00:00Z") -> Judgement:
    return Judgement(act=act, subjects=subjects or ("a", "b"), by="Liis", at=at)  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------- opening
def test_a_register_is_missing_until_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(RegisterMissing):
        Register.open(tmp_path)
    Register.open(tmp_path / "a" / "b", create=True).close()
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} >= {"pages", "register.sqlite", "regesta.toml"}
    with Register.open(tmp_path / "a" / "b") as register:
        assert register.settings()[1] == ()
        assert register.verify() == ()
        assert not register.is_settled()


def test_a_database_that_is_none_is_told_and_made_anew(filled: Path) -> None:
    (filled / "register.sqlite").write_bytes(b"no database, " * 500)
    with pytest.raises(RegisterDamaged, match="rebuild"):
        Register.open(filled)
    assert discard_if_damaged(filled)
    assert not discard_if_damaged(filled)
    with Register.open(filled) as register:
        assert not discard_if_damaged(filled.parent)
        assert len(register.page_ids()) == 2
        assert not register.pages_read()
        assert [finding.severity for finding in register.verify()] == ["warning", "warning"]


def test_a_sound_database_is_not_discarded(filled: Path) -> None:
    assert not discard_if_damaged(filled)
    assert (filled / "register.sqlite").exists()


def test_damage_met_on_the_way_is_told_as_damage(filled: Path) -> None:
    with pytest.raises(RegisterDamaged), Register.open(filled):
        raise sqlite3.DatabaseError("database disk image is malformed")
    with pytest.raises(RegestaError, match="full"), Register.open(filled):
        raise sqlite3.OperationalError("database or disk is full")


def test_another_version_is_refused(filled: Path) -> None:
    database = sqlite3.connect(filled / "register.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(RegisterDamaged, match="version is 99"):
        Register.open(filled)


def test_a_folder_that_cannot_be_written_to_can_be_read(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with Register.open(filled) as register:
        assert len(stories(register)) == 2
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            register.connection.execute("DELETE FROM page")


def test_the_journal_of_a_deleted_database_is_not_taken_for_that_of_the_new_one(filled: Path) -> None:
    with Register.open(filled):
        (filled / "register.sqlite").unlink()
    (filled / "register.sqlite-wal").write_bytes(b"left behind")
    with Register.open(filled) as register:
        assert not register.pages_read()


# ---------------------------------------------------------------------------------------------- pages
def test_a_page_is_on_disk_before_anything_is_read_from_it(tmp_path: Path) -> None:
    raw = b"bytes \x00\xff as received"
    with Register.open(tmp_path, create=True) as register:
        page, is_new = register.keep_page(raw, Receipt(source="feed \udc80.xml", obtained=handmade.OBTAINED))
        assert is_new
        assert page.id == handmade.page_id(raw)
        place = tmp_path / "pages" / page.id[:2] / page.id
        assert place.read_bytes() == raw
        assert json.loads(place.with_suffix(".json").read_text()) == {
            "source": "feed ?.xml",
            "obtained": handmade.OBTAINED,
        }
        again, is_new = register.keep_page(raw, Receipt(source="elsewhere", obtained="2030-01-01T00:00:00Z"))
        assert not is_new
        assert again == page == register.page(page.id)
        assert list(register.pages()) == [page]
        assert not register.is_read(page.id)


def test_a_changed_byte_and_a_lost_note_are_found(filled: Path) -> None:
    first, second = sorted(path for path in (filled / "pages").glob("??/*") if not path.suffix)
    first.write_bytes(first.read_bytes() + b" ")
    second.with_suffix(".json").write_bytes(b"\xff{")
    with Register.open(filled) as register:
        found = {finding.where: finding.severity for finding in register.verify()}
        assert found == {f"page {first.name}": "error", f"page {second.name}": "warning"}
        second.unlink()
        assert [f.what for f in register.verify() if f.where.endswith(second.name)] == [
            "it was read, but its bytes are gone"
        ]


def test_damage_inside_the_database_is_found(filled: Path) -> None:
    with Register.open(filled) as register:
        register.connection.execute("PRAGMA foreign_keys = OFF")
        register.connection.execute("INSERT INTO name VALUES ('nobody', 'entity-gone')")
        (finding,) = register.verify()
        assert finding.severity == "error"
        assert "points at nothing" in finding.what


def test_what_a_killed_writer_left_is_swept_away(filled: Path) -> None:
    left = filled / "pages" / ".incoming" / "half"
    left.write_bytes(b"half a pa")
    with Register.open(filled) as register:
        assert left.exists()
        register.begin_writing()
        assert not left.exists()


# ---------------------------------------------------------------------------------------------- readings
def test_the_same_page_twice_changes_nothing(filled: Path) -> None:
    before = exported(filled)
    with Register.open(filled) as register:
        changes = register.connection.total_changes
        assert not register.keep_page(
            handmade.PAGES[0][0], Receipt(source="gazette.txt", obtained="2031-01-01T00:00:00Z")
        )[1]
        assert not register.put_reading(handmade.gazette().story.page, [handmade.gazette()], reader="by hand")
        assert register.is_settled()
        assert register.connection.total_changes == changes
    assert exported(filled) == before


def test_readings_come_back_as_they_were(filled: Path) -> None:
    with Register.open(filled) as register:
        kept = {reading.story.id: reading for reading in register.readings()}
        assert kept == {"story-gazette": handmade.gazette(), "story-courier": handmade.courier()}
        assert register.reading("story-gazette") == handmade.gazette()
        assert register.reading("no such story") is None
        assert all(register.is_read(page.id) and page.reader == "by hand" for page in register.pages_read())


def test_findings_and_judgements_with_half_characters_are_kept(filled: Path) -> None:
    with Register.open(filled) as register:
        register.put_reading("0" * 64, [], [Finding(where="page \udcff", what="odd")])
        assert register.pages_read()[0].findings == (Finding(where="page ?", what="odd"),)
        register.append_judgement(judgement("reject", "\udcff"))
        assert register.judgements() == (judgement("reject", "?"),)


def test_without_its_database_the_register_is_rebuilt_to_the_same_bytes(filled: Path) -> None:
    before = exported(filled)
    for path in filled.glob("register.sqlite*"):
        path.unlink()
    with Register.open(filled) as register:
        for reading in (handmade.courier(), handmade.gazette()):  # in another order than at first
            register.put_reading(reading.story.page, [reading], reader="by hand")
        register.replace_settled(handmade.identities(), handmade.events(), handmade.conflicts())
    assert exported(filled) == before


def test_a_page_read_anew_replaces_what_it_said(filled: Path) -> None:
    shorter = msgspec.structs.replace(handmade.gazette(), claims=handmade.gazette().claims[:1])
    odd = Finding(where="page", what="half of it is missing")
    with Register.open(filled) as register:
        assert register.put_reading(shorter.story.page, [shorter], [odd])
        assert not register.is_settled()
        assert len(next(story for story in stories(register) if story.id == "story-gazette").page) == 64
        assert {story.id: story.claims for story in stories(register)} == {"story-gazette": 1, "story-courier": 3}
        assert register.pages_read()[0].findings == (odd,) or register.pages_read()[1].findings == (odd,)
        assert len(passages(register, "icebreakers")) == 1
        assert register.put_reading(shorter.story.page, [])
        assert not passages(register, "icebreakers")
        assert not register.put_reading(shorter.story.page, [])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_story_on_two_pages_is_kept_once_in_any_order(tmp_path: Path, order: tuple[int, int]) -> None:
    pages = sorted(handmade.page_id(raw) for raw in (b"one", b"two"))
    with Register.open(tmp_path, create=True) as register:
        for n in order:
            story = msgspec.structs.replace(handmade.gazette().story, page=pages[n])
            register.put_reading(pages[n], [msgspec.structs.replace(handmade.gazette(), story=story)])
        assert [story.page for story in stories(register)] == [pages[0]]


def test_a_claim_found_twice_counts_once(tmp_path: Path) -> None:
    twice = msgspec.structs.replace(handmade.gazette(), claims=handmade.gazette().claims[:1] * 2)
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(twice.story.page, [twice])
        assert [story.claims for story in stories(register)] == [1]


@given(text=st.text(st.characters(), max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_kept(tmp_path: Path, text: str) -> None:
    """Half characters, NULs, bidi marks: they are kept, or replaced sign for sign so that offsets still hold."""
    with Register.open(tmp_path, create=True) as register:
        story = Story(id="story", page="0" * 64, title=text, text=text)
        reading = Reading(
            story=story,
            entities=(Entity(id="e1", kind="person", name=text),),
            mentions=(),
            times=(),
            voices=(),
            claims=(),
        )
        register.put_reading(story.page, [reading])
        (kept,) = register.readings()
        assert len(kept.story.text) == len(text)
        assert kept.story.text == text.encode("utf-8", "replace").decode()
        register.replace_settled([Identity(entity=kept.entities[0], members=("story/e1",))], [], [])
        passages(register, text)
        named(register, kept.story.text)


# ---------------------------------------------------------------------------------------------- one writes, many read
WRITER = """
import sys
from regesta.register import Register
with Register.open(sys.argv[1]) as register:
    register.begin_writing()
    print("writing", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_writes_and_readers_look_on(filled: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", WRITER, str(filled)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        with Register.open(filled) as register:
            assert len(stories(register)) == 2
            with pytest.raises(RegisterLocked, match=f"process {writer.pid} on "):
                register.keep_page(b"new", Receipt(source="new", obtained=handmade.OBTAINED))
        with pytest.raises(RegisterLocked):
            Register.open(filled / "pages" / "..", create=True).begin_writing()
        writer.communicate()
    with Register.open(filled) as register:
        assert register.keep_page(b"new", Receipt(source="new", obtained=handmade.OBTAINED))[1]


def test_a_new_register_that_somebody_makes_just_now_is_told_as_locked(tmp_path: Path) -> None:
    with Register.open(tmp_path, create=True):
        (tmp_path / "pages").rmdir()
        with pytest.raises(RegisterLocked):
            Register.open(tmp_path)


def test_within_a_snapshot_nothing_changes(filled: Path) -> None:
    with Register.open(filled) as reader, Register.open(filled) as writer:
        with reader.snapshot():
            assert len(events(reader)) == 4
            writer.replace_settled([], [], [])
            assert len(events(reader)) == 4
        assert len(events(reader)) == 0


def test_what_fails_half_way_leaves_all_as_it_was(filled: Path) -> None:
    before = exported(filled)
    with Register.open(filled) as register:
        twice = msgspec.structs.replace(handmade.events()[0], id="event-twice")
        with pytest.raises(sqlite3.IntegrityError):
            register.replace_settled(handmade.identities(), [twice, twice], [])
        assert register.is_settled()
        assert len(events(register)) == 4
    assert exported(filled) == before


# ---------------------------------------------------------------------------------------------- judgements
def test_a_judgement_unsettles_and_survives(filled: Path) -> None:
    with Register.open(filled) as register:
        key = register.append_judgement(judgement())
        assert key == judgement_id(judgement())
        assert not register.is_settled()
    with Register.open(filled) as register:
        assert register.judgements() == (judgement(),)


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_torn_line_is_told_and_set_aside(filled: Path, cut: int) -> None:
    path = filled / "judgements.jsonl"
    with Register.open(filled) as register:
        register.append_judgement(judgement())
        register.append_judgement(judgement("split"))
        path.write_bytes(path.read_bytes()[: -1 - cut])
        assert register.judgements() == (judgement(),)
        (finding,) = register.judgements_made()[1]
        assert finding.where == "judgements.jsonl:2"
        assert "torn" in finding.what
        assert finding in register.verify()
        register.append_judgement(judgement("reject", "c"))
        assert register.judgements() == (judgement(), judgement("reject", "c"))
        assert register.judgements_made()[1] == ()
        assert (filled / "judgements.torn").read_bytes().startswith(b"{")


def test_a_last_line_without_its_line_break_is_whole(filled: Path) -> None:
    path = filled / "judgements.jsonl"
    with Register.open(filled) as register:
        register.append_judgement(judgement())
        path.write_bytes(path.read_bytes()[:-1])
        assert register.judgements() == (judgement(),)
        register.append_judgement(judgement("split"))
        assert register.judgements() == (judgement(), judgement("split"))


def test_a_line_that_is_no_judgement_stops_nothing(filled: Path) -> None:
    (filled / "judgements.jsonl").write_bytes(b"\xff\xfe\n\n{}\n" + msgspec.json.encode(judgement()) + b"\n")
    with Register.open(filled) as register:
        made, odd = register.judgements_made()
        assert made == (judgement(),)
        assert [finding.where for finding in odd] == ["judgements.jsonl:1", "judgements.jsonl:3"]


# ---------------------------------------------------------------------------------------------- fixes
def test_what_people_set_right_is_read_so_and_stays_on_record_as_it_was(filled: Path) -> None:
    reading = handmade.gazette()
    key = claim_key(reading.claims[0], reading)
    with Register.open(filled) as register:
        for field, value in (
            ("status", "postponed"),
            ("when", "2024-05-15"),
            ("background", "true"),
            ("status", "never"),
        ):
            fix = Judgement(act="fix", subjects=(key,), by="Liis", at="2024-06-01T00:00:00Z", field=field, value=value)
            register.append_judgement(fix)
        named = Judgement(
            act="fix", subjects=("story-gazette/e2",), by="Liis", at="2024-06-02", field="country", value="LTU"
        )
        undone = register.append_judgement(named)
        kept = {one.story.id: one for one in register.readings()}["story-gazette"]
        claim, *others = kept.claims
        assert (claim.status, claim.when, claim.background) == ("postponed", "2024-05-15", True)
        assert tuple(others) == reading.claims[1:]
        assert kept.entities[1].country == "LTU"
        assert register.reading("story-gazette") == reading
        register.append_judgement(judgement("undo", undone, at="2024-06-03"))
        kept = {one.story.id: one for one in register.readings()}["story-gazette"]
        assert kept.entities == reading.entities


@pytest.mark.parametrize(
    ("kind", "field", "value", "fits"),
    [
        (Claim, "status", "postponed", True),
        (Claim, "status", "maybe", False),
        (Claim, "when", "2024-05", True),
        (Claim, "when", "in May", False),
        (Claim, "background", "false", True),
        (Claim, "background", "perhaps", False),
        (Claim, "quote", "other words", False),
        (Entity, "kind", "state", True),
        (Entity, "kind", "star", False),
        (Entity, "id", "x", False),
    ],
)
def test_only_what_fits_can_be_set(kind: type, field: str, value: str, fits: bool) -> None:
    assert (problem(kind, field, value) is None) == fits


# ---------------------------------------------------------------------------------------------- settings
@pytest.mark.parametrize("written", ["language = ", "language = 3", "[reliability]\nA = 'Z'", "\udcff"])
def test_settings_that_cannot_be_read_are_told(filled: Path, written: str) -> None:
    (filled / "regesta.toml").write_bytes(written.encode("utf-8", "surrogateescape"))
    with Register.open(filled) as register:
        kept, (finding,) = register.settings()
        assert kept.language == "en"
        assert finding.severity == "error"


def test_settings_are_read(filled: Path) -> None:
    (filled / "regesta.toml").write_text('[reliability]\n"Quay Courier" = "B"\n', encoding="utf-8")
    with Register.open(filled) as register:
        assert register.settings()[0].reliability == {"Quay Courier": "B"}
        (filled / "regesta.toml").unlink()
        assert register.settings()[1] == ()


# ---------------------------------------------------------------------------------------------- questions
def test_a_state_stands_for_its_bodies_places_and_officials(filled: Path) -> None:
    with Register.open(filled) as register:
        assert circle(register, named(register, "latvia")) == {"state-lva", "place-riga", "organisation-ministry"}
        assert circle(register, named(register, "ESTONIA")) == {"state-est", "facility-terminal", "person-toost"}
        assert circle(register, ()) == frozenset()


def test_a_body_takes_in_what_belongs_to_it(tmp_path: Path) -> None:
    port = Identity(entity=Entity(id="port", kind="facility", name="Port", country="EST"), members=())
    quay = Identity(entity=Entity(id="quay", kind="facility", name="Quay", parent="port"), members=())
    other = Identity(entity=Entity(id="mill", kind="facility", name="Mill", country="EST"), members=())
    with Register.open(tmp_path, create=True) as register:
        register.replace_settled([port, quay, other], [], [])
        assert circle(register, ["port"]) == {"port", "quay"}


def test_names_are_found_whole_before_they_are_found_in_part(filled: Path) -> None:
    with Register.open(filled) as register:
        assert named(register, "place-riga") == ("place-riga",)
        assert named(register, "riga") == named(register, "Rīga") == ("place-riga",)
        assert named(register, "ministry") == ("organisation-ministry",)
        assert named(register, "minis") == named(register, "") == ()


def test_events_are_found_by_what_they_may_be(filled: Path) -> None:
    def ids(**wanted: object) -> list[str]:
        return [one.id for one in events(register, Selection(**wanted))]  # type: ignore[arg-type]

    with Register.open(filled) as register:
        assert ids() == ["event-march", "event-visit", "event-aid", "event-mandate"]
        assert ids(since="2024-06") == ["event-aid", "event-mandate"]
        assert ids(until="2024-04") == ["event-march", "event-mandate"]
        assert ids(type="AID", status="promised") == ["event-aid"]
        assert ids(background=False, kinds=("act",)) == ["event-visit", "event-aid"]
        assert ids(parties=(frozenset({"person-toost"}), frozenset({"place-riga"}))) == ["event-visit"]
        assert ids(parties=(frozenset(),)) == []


def test_a_copy_of_the_folder_is_the_register(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    assert exported(tmp_path / "copy") == exported(filled)
