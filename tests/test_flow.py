"""From pages to a register and back: nothing doubled, nothing lost, whatever the order and whatever comes in."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regesta import flow, views
from regesta.collate import collate
from regesta.docket import judgement_id
from regesta.flow.pages import readings_of
from regesta.identify import resolve
from regesta.intake import Given, read_text
from regesta.model import Judgement, Reading, Receipt
from regesta.register import Register
from regesta.views.rows import json_line
from samples_read import SAMPLES

PAGES = [str(path) for path in sorted(SAMPLES.glob("*.txt"))]


def read_into(folder: Path, paths: Sequence[str]) -> list[flow.PageResult]:
    with Register.open(folder, create=True) as register:
        results = list(flow.read_paths(register, paths))
        flow.settle(register)
    return results


def exported(folder: Path) -> bytes:
    with Register.open(folder) as register:
        return b"\n".join(json_line(row) for row in views.export_rows(register))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the sample pages."""
    path = tmp_path_factory.mktemp("register") / "r"
    read_into(path, PAGES)
    return path


def test_reading_twice_changes_nothing(folder: Path) -> None:
    """The same pages again are known, and the export stays the same to the byte."""
    before = exported(folder)
    assert all(result.known for result in read_into(folder, PAGES))
    assert exported(folder) == before


def test_the_database_can_be_lost(folder: Path) -> None:
    """Without its database the register is rebuilt from the pages, and exports the same bytes."""
    before = exported(folder)
    for suffix in ("", "-wal", "-shm"):
        (folder / f"register.sqlite{suffix}").unlink(missing_ok=True)
    with Register.open(folder) as register:
        report = flow.rebuild(register)
    assert report.pages == len(PAGES)
    assert exported(folder) == before


def without_instants(raw: bytes) -> bytes:
    """An export without the instants at which pages were obtained, which differ between two registers."""
    rows = [json.loads(line) for line in raw.splitlines()]
    for row in rows:
        row.pop("obtained", None)
    return b"\n".join(json_line(row) for row in rows)


def test_the_order_of_pages_does_not_show(folder: Path, tmp_path: Path) -> None:
    """Read backwards, the pages give the same register."""
    read_into(tmp_path / "r", PAGES[::-1])
    assert without_instants(exported(tmp_path / "r")) == without_instants(exported(folder))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_gives_the_same(sample_readings: list[Reading], data: st.DataObject) -> None:
    """Any selection of stories in any order gives the events and conflicts that the sorted selection gives."""
    chosen = data.draw(st.lists(st.sampled_from(sample_readings), unique_by=lambda r: r.story.id, min_size=1))
    shuffled = data.draw(st.permutations(chosen))

    def together(readings: Sequence[Reading]) -> object:
        identities = resolve(readings, ())
        names = {member: one.entity.id for one in identities for member in one.members}
        return identities, collate(readings, names, {one.entity.id: one.entity for one in identities})

    assert together(shuffled) == together(sorted(chosen, key=lambda r: r.story.id))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_register_settled_page_by_page_is_one_settled_at_once(
    sample_readings: list[Reading], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Stories come in any order and parts; the register is settled after each part, or once: not a row is other."""
    chosen = data.draw(st.permutations(sample_readings))
    parts = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    by_parts, at_once = (tmp_path_factory.mktemp("settled") / name for name in ("parts", "once"))
    ahead = list(chosen)
    for part in [*parts, len(chosen)]:
        some, ahead = ahead[:part], ahead[part:]
        put_and_settle(by_parts, some)
    put_and_settle(at_once, list(chosen))
    assert settled_rows(by_parts) == settled_rows(at_once)


def put_and_settle(folder: Path, readings: Sequence[Reading]) -> None:
    with Register.open(folder, create=True) as register:
        for one in readings:
            page, _ = register.keep_page(one.story.id.encode(), Receipt(source=one.story.id, obtained="2026-01-01"))
            register.put_reading(page.id, [one])
        flow.settle(register)


TABLES = ("entity", "name", "member", "event", "event_claim", "party", "kinship", "conflict", "conflict_claim")


def settled_rows(folder: Path) -> dict[str, list[object]]:
    with Register.open(folder) as register:
        return {table: sorted(register.connection.execute(f"SELECT * FROM {table}")) for table in TABLES}  # noqa: S608


def test_adding_a_page_removes_no_claim(tmp_path: Path) -> None:
    """What was read stays when more is read."""
    read_into(tmp_path / "r", PAGES[:2])
    with Register.open(tmp_path / "r") as register:
        before = {claim.id for reading in register.readings() for claim in reading.claims}
    read_into(tmp_path / "r", PAGES[2:4])
    with Register.open(tmp_path / "r") as register:
        assert before <= {claim.id for reading in register.readings() for claim in reading.claims}


def test_a_judgement_is_applied_and_withdrawn(tmp_path: Path) -> None:
    """Two persons merged by hand are one until the judgement is undone."""
    read_into(tmp_path / "r", PAGES[:2])
    with Register.open(tmp_path / "r") as register:
        before = exported(tmp_path / "r")
        people = [one for one in resolve(list(register.readings()), ()) if one.entity.kind == "person"]
        merge = Judgement(
            act="merge", subjects=(people[0].entity.id, people[1].entity.id), by="editor", at="2024-01-01T00:00:00Z"
        )
        register.append_judgement(merge)
        flow.settle(register)
        merged = [
            one for one in resolve(list(register.readings()), register.judgements()) if one.entity.kind == "person"
        ]
        assert len(merged) == len(people) - 1
        register.append_judgement(
            Judgement(act="undo", subjects=(judgement_id(merge),), by="editor", at="2024-01-02T00:00:00Z")
        )
        flow.settle(register)
    after = exported(tmp_path / "r")
    assert [line for line in after.splitlines() if b'"judgement"' not in line] == [
        line for line in before.splitlines() if b'"judgement"' not in line
    ]


def test_a_judgement_that_names_nothing_is_told(tmp_path: Path) -> None:
    """Of persons as of claims, by each settling and by a rebuild."""
    read_into(tmp_path / "r", PAGES[:1])
    merge = Judgement(act="merge", subjects=("ent-gone", "key-gone"), by="editor", at="2024-01-01T00:00:00Z")
    with Register.open(tmp_path / "r") as register:
        register.append_judgement(merge)
        found = flow.settle(register).findings
        assert [one.where for one in found] == [judgement_id(merge)] * 2
        assert set(found) <= set(flow.rebuild(register).findings)


# --------------------------------------------------------------------------------------------- bad input
BAD = {
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 400,
    "one endless line": b"word and more words of no end " * 1_750_000,
    "wrong encoding": "Ministern besökte Östersund på torsdagen. Öl och ål.".encode("cp1252") * 8,
    "half a character": "The envoy of Ghana met the envoy of Togo in Lomé. ".encode()[:-3] + b"\xc3",
    "surrogates": b"\xed\xa0\x80\xed\xb0\x80 envoy of Ghana met the envoy of Togo on Monday in Accra.",
    "titles only": b"Minister arrives in Port Louis for talks on fishing\n\n" * 10_000,
    "right to left": 4
    * "وصل وزير الخارجية العماني إلى بغداد يوم الخميس لإجراء محادثات مع نظيره العراقي حول المياه.\n".encode(),
    "furniture only": b"Skip to content\nShare this\nSubscribe to our newsletter\nAccept all cookies\nPrivacy policy\n",
    "bidi and zero width": 3
    * "The envoy\u202e of Ghana\u200b met \u2066the envoy\u2069 of Togo in Accra on Monday.\n".encode(),
    "NUL in text": b"The envoy of Ghana met\x00 the envoy of Togo in Accra on Monday, officials said in a statement.\n",
    "markup": b"<html><head><title>x</title></head><body>" + b"<div>" * 5_000 + b"</body></html>",
}


def test_bad_pages_are_told_of_and_the_others_read(tmp_path: Path) -> None:
    """Thirteen bad pages and a missing one among two good ones: each has a finding or a reading, none stops the run."""
    paths = []
    for name, raw in BAD.items():
        (tmp_path / f"{name}.txt").write_bytes(raw)
        paths.append(str(tmp_path / f"{name}.txt"))
    results = read_into(tmp_path / "r", [PAGES[0], *paths, str(tmp_path / "missing.txt"), PAGES[1]])
    assert len(results) == len(BAD) + 3
    by_source = {Path(result.source).stem: result for result in results}
    for name in ("empty", "blank", "binary", "one endless line", "furniture only", "markup", "missing"):
        assert by_source[name].stories == 0, name
        assert any(f.severity == "error" and f.what for f in by_source[name].findings), name
    assert all(by_source[Path(page).stem].stories for page in PAGES[:2])
    with Register.open(tmp_path / "r") as register:
        assert not register.verify()


LINES: list[bytes | str] = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"id": "x"}',
    b'{"id": "a", "text": 3}',
    b'{"id": 7, "text": ""}',
    b"\xff\xfe",
    b'{"a":' * 3_000,
    '{"id": "u", "text": "\\ud800 Ghana met Togo on Monday."}',
    b'{"id": "d", "text": "Ghana met Togo.", "published": "not a date"}',
]


def test_bad_lines_are_answered_one_for_one() -> None:
    """Whatever a line holds, one line comes out for it, and a good line after it is read."""
    good = b'{"id": "g", "text": "Foreign Minister Ruta Kalnina visited Oman on Monday.", "published": "2020-05-06"}'
    answers = list(flow.annotate_lines([*LINES, good]))
    assert len(answers) == len(LINES) + 1
    assert [bool(a["findings"]) for a in answers[:6]] == [True] * 6
    assert answers[-1]["stories"][0]["claims"]
    assert all(json_line(answer) for answer in answers)


# --------------------------------------------------------------------------------------------- properties
def check_reading(reading: Reading) -> None:
    """What holds of every reading, whatever the text."""
    text, entities = reading.story.text, {entity.id for entity in reading.entities}
    for claim in reading.claims:
        start, end = claim.quote
        assert 0 <= start < end <= len(text)
        assert start <= claim.trigger[0] <= claim.trigger[1] <= end or claim.kind == "quotation"
        assert claim.voices[-1].kind == "outlet"
        for fillers in claim.roles.values():
            for filler in fillers:
                assert filler.entity is None or filler.entity in entities
                assert filler.start == -1 or 0 <= filler.start <= filler.end <= len(text)
    for mention in reading.mentions:
        assert mention.entity in entities
        assert 0 <= mention.start < mention.end <= len(text)
    for time in reading.times:
        assert 0 <= time.start < time.end <= len(text)


def test_every_claim_of_the_samples_stands_on_its_words(sample_readings: list[Reading]) -> None:
    for reading in sample_readings:
        check_reading(reading)
        for segment in reading.story.segments:
            assert segment.length > 0


WORDS = st.sampled_from(
    "Ghana Ghanaian the minister Foreign Minister Ama Boateng met visited in Oman’s on Monday 3 May 2019 “said” , . ( "
    ") agreement signed not would since first visit to of and TASS reported denied that its troops base at Lomé until "
    "— : 'x'".split()
)
SCRIPTS = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(WORDS, SCRIPTS), max_size=60).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    """Words of the field in any order and any characters between them give a reading that holds together."""
    story = read_text(text, Given(published="2019-05-06", outlet="The Gazette"))
    for reading in readings_of([story]).values():
        check_reading(reading)


# --------------------------------------------------------------------------------------------- damage and odd paths
def kept_file(folder: Path, name: str) -> Path:
    """The file in which a register keeps the page that came from a file of this name."""
    with Register.open(folder) as register:
        page = next(page for page in register.pages() if page.receipt.source == name)
    return folder / "pages" / page.id[:2] / page.id


def beside_pages(folder: Path) -> list[bytes]:
    """What a register exports, without the pages, which say when they were obtained."""
    return [line for line in exported(folder).split(b"\n") if json.loads(line)["record"] != "page"]


def test_a_damaged_page_is_told_and_keeps_its_reading(tmp_path: Path) -> None:
    read_into(tmp_path / "r", PAGES[:2])
    before = exported(tmp_path / "r"), beside_pages(tmp_path / "r")
    file = kept_file(tmp_path / "r", Path(PAGES[0]).name)
    file.write_bytes(file.read_bytes() + b"x")
    with Register.open(tmp_path / "r") as register:
        report = flow.rebuild(register)
    assert [(f.where, f.severity) for f in report.findings if f.severity == "error"] == [(f"page {file.name}", "error")]
    assert beside_pages(tmp_path / "r") == before[1]
    read_into(tmp_path / "r", PAGES[:1])
    assert file.read_bytes() == Path(PAGES[0]).read_bytes()
    assert exported(tmp_path / "r") == before[0]


def test_what_was_read_from_a_page_that_is_gone_is_dropped_and_told(tmp_path: Path) -> None:
    read_into(tmp_path / "r", PAGES[:2])
    file = kept_file(tmp_path / "r", Path(PAGES[0]).name)
    file.unlink()
    with Register.open(tmp_path / "r") as register:
        report = flow.rebuild(register)
        assert [page.source for page in register.pages_read()] == [Path(PAGES[1]).name]
    assert [f.where for f in report.findings if f.severity == "error"] == [f"page {file.name}"]
    read_into(tmp_path / "alone", PAGES[1:2])
    assert beside_pages(tmp_path / "r") == beside_pages(tmp_path / "alone")


def test_a_folder_is_read_without_hidden_files_and_without_the_register_in_it(tmp_path: Path) -> None:
    page = Path(PAGES[0]).read_bytes()
    for name in ("page.txt", ".git/objects/page.txt", "deep/.page.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(page)
    for _ in range(2):
        results = read_into(tmp_path / "register", [str(tmp_path)])
        assert [result.source for result in results] == ["page.txt"]


def test_one_page_twice_in_one_go_is_known_the_second_time(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_bytes(Path(PAGES[0]).read_bytes())
    results = read_into(tmp_path / "r", [PAGES[0], str(tmp_path / "copy.txt")])
    assert [result.known for result in results] == [False, True]


@pytest.mark.parametrize("path", ["", "no/such/page", "a" * 5000, "a\0b"])
def test_a_path_that_names_nothing_is_told(tmp_path: Path, path: str) -> None:
    (result,) = read_into(tmp_path / "r", [path])
    assert (result.page, [f.severity for f in result.findings]) == ("", ["error"])


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_a_line_that_only_looks_like_json_is_told(constant: str) -> None:
    (answer,) = flow.annotate_lines([f'{{"id": {constant}, "text": "Peru wrote to Chile."}}'])
    assert answer["stories"] == []
    assert answer["findings"][0]["severity"] == "error"
    json.dumps(answer, allow_nan=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "regesta", "timeline", "--register", str(folder)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("It ended early: ")
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------------------------------------- other languages
FRENCH = (
    "Le ministre adjoint des transports du Tchad, Idriss Bakar, est arrivé mardi à Niamey pour deux jours. "
    "Il a rencontré son homologue nigérien et les deux parties ont signé un accord sur les douanes, a dit le ministère."
)


def test_a_report_in_another_language_is_kept_and_told_of(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{FRENCH}\n\n{FRENCH.replace('mardi', 'lundi')}\n", encoding="utf-8")
    with Register.open(tmp_path / "register", create=True) as register:
        (result,) = flow.read_paths(register, [str(page)])
        flow.settle(register)
        assert [finding.severity for finding in result.findings if "language" in finding.what] == ["note"]
        (reading,) = register.readings()
        assert (reading.story.language, reading.claims) == ("fr", ())
        assert "Idriss Bakar" in reading.story.text
        told = {row["check"]: row["what"] for row in views.doctor(register)}
        assert "fr: 1" in told["languages"]
        assert views.search(register, "Niamey")
