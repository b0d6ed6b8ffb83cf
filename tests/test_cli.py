"""The command line: answers to stdout, talk to stderr, exit codes one can build upon."""

import csv
import importlib.resources
import io
import json
import os
import re
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import handmade
import regesta
from regesta.cli import main, text
from regesta.collate import Collation
from regesta.model import Finding, Receipt, Value
from regesta.register import Register
from regesta.views import rows

DOCS = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "COLUMNS": "100"}


class Read(Value, frozen=True):
    """What the stand-in for the flow tells of a page."""

    source: str
    page: str
    stories: int
    findings: tuple[Finding, ...] = ()
    known: bool = False


class Rebuilt(Value, frozen=True):
    pages: int
    findings: tuple[Finding, ...] = ()


@pytest.fixture(autouse=True)
def flow(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A flow that knows the two handmade reports and reads nothing else."""
    stand_in = types.ModuleType("regesta.flow")
    known = {reading.story.page: reading for reading in (handmade.gazette(), handmade.courier())}

    def read_paths(register: Register, paths: tuple[str, ...], progress: Any, *_: object) -> Iterator[Read]:
        for number, path in enumerate(paths, 1):
            progress(number, len(paths))
            if not Path(path).exists():
                lost = Finding(where=path, what="cannot be opened", severity="error")
                yield Read(source=path, page="", stories=0, findings=(lost,))
                continue
            page, is_new = register.keep_page(Path(path).read_bytes(), Receipt(source=path, obtained=handmade.OBTAINED))
            readings = [known[page.id]] if page.id in known else []
            register.put_reading(page.id, readings)
            yield Read(source=path, page=page.id, stories=len(readings), known=not is_new)

    def settle(register: Register) -> Collation:
        register.replace_settled(handmade.identities(), handmade.events(), handmade.conflicts())
        return Collation(events=handmade.events(), conflicts=handmade.conflicts())

    def rebuild(register: Register) -> Rebuilt:
        for page in register.pages():
            register.put_reading(page.id, [known[page.id]])
        settle(register)
        return Rebuilt(pages=2, findings=(Finding(where="page", what="odd \x1b[31m"),))

    def annotate_lines(lines: Any, together: bool, _: object, _gated: bool) -> Iterator[dict[str, Any]]:
        yield from ({"id": json.loads(line)["id"], "together": together} for line in lines)

    parts = {"read_paths": read_paths, "settle": settle, "rebuild": rebuild, "annotate_lines": annotate_lines}
    vars(stand_in).update(parts, Sources=lambda *_: None, __path__=[str(Path(regesta.__path__[0], "flow"))])
    monkeypatch.setitem(sys.modules, "regesta.flow", stand_in)
    monkeypatch.setattr(regesta, "flow", stand_in, raising=False)
    return stand_in


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The register of both reports, found through the environment."""
    handmade.fill(tmp_path / "register")
    monkeypatch.setenv("REGESTA_REGISTER", str(tmp_path / "register"))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "register"


def run(*words: str, **rest: Any) -> Result:
    return CliRunner().invoke(main, words, **rest)


def answer(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


# ---------------------------------------------------------------------------------------------- what answers look like
@pytest.mark.usefixtures("register")
def test_the_timeline() -> None:
    assert answer("timeline") == (
        "· 2024-03                CONSULT/visit  Kadri Vaarik → Latvia · Quay Courier\n"
        "≠ 2024-05-14             CONSULT/visit  Ilmar Toost → Latvia, in Riga · 2 outlets, 2 origins\n"
        "  2024-05-14/2024-12-31  AID/pledge     Latvian Transport Ministry → Estonia · promised · The Pier\n"
        "                                        Gazette\n"
        "  by 2026-12-31          mandate        The joint commission's mandate runs until 31 December 2026 ·\n"
        "                                        The Pier Gazette\n"
        "≠ accounts differ   · background\n"
    )


@pytest.mark.usefixtures("register")
def test_the_timeline_with_its_evidence() -> None:
    assert answer("timeline", "--quotes", "--who", "Toost") == (
        "≠ 2024-05-14  CONSULT/visit  Ilmar Toost → Latvia, in Riga · 2 outlets, 2 origins\n"
        "    “Deputy Transport Minister Ilmar Toost of Estonia arrived in Riga on Tuesday”\n"
        "    BDA → The Pier Gazette, 2024-05-14\n"
        "    “Ilmar Toost, the Estonian deputy transport minister, never came to Riga, a Latvian official\n"
        "     said.”\n"
        "    an unnamed source → Quay Courier, 2024-05 · denied\n"
        "\n"
        "≠ accounts differ   · background\n"
    )


@pytest.mark.usefixtures("register")
def test_a_conflict_side_by_side() -> None:
    assert answer("conflicts", "--kind", "scope") == (
        "≠ scope  conflict-first  open\n"
        "  Both are called the first visit to Latvia since the dispute of 2019; they are two months apart.\n"
        "  A  “A road team led by Estonia's Kadri Vaarik had already paid the first visit to Latvia since the\n"
        "      ferry dispute, in March.”\n"
        "     Quay Courier, 2024-05 · of 2024-03\n"
        "  B  “It is the first visit by an Estonian transport official to Latvia since the ferry dispute of\n"
        "      2019.”\n"
        "     The Pier Gazette, 2024-05-14 · of 2024-05-14\n"
        "  rule   two firsts of one kind since one day\n"
        "  tried  each counts visits of another ministry: the words leave it open\n"
        "\n"
    )


@pytest.mark.usefixtures("register")
def test_the_agenda_with_its_arithmetic() -> None:
    assert answer("agenda", "--on", "2027-01-01") == (
        "2027-12-31              mandate · joint commission · its archive must be handed over within one year\n"
        "    2026-12-31 + P1Y = 2027-12-31\n"
        "    “The joint commission's mandate runs until 31 December 2026”\n"
        "    The Pier Gazette, 2024-05-14\n"
    )


QUESTIONS = [
    ["timeline", "--all"],
    ["conflicts", "--all"],
    ["who", "deputy transport minister", "--of", "Estonia", "--on", "2024"],
    ["agenda", "--past"],
    ["instruments"],
    ["facilities"],
    ["sources"],
    ["doctor"],
    ["verify"],
    ["judgements"],
    ["search", "icebreakers"],
    ["show", "Toost"],
    ["show", "event-visit"],
    ["show", "conflict-first"],
    ["show", "story-gazette"],
    ["show", handmade.claim_of(handmade.gazette(), "act", "CONSULT")],
    ["show", "Riga"],
]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
@pytest.mark.parametrize("columns", ["50", "80", "100"])
@pytest.mark.usefixtures("register")
def test_every_answer_fits_the_terminal(words: list[str], columns: str) -> None:
    result = run(*words, env={"COLUMNS": columns})
    assert result.exit_code == 0, result.output
    long = [line for line in result.stdout.split("\n") if len(line) > int(columns)]
    assert [line for line in long if "claim-" not in line and "story-" not in line] == []


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
@pytest.mark.usefixtures("register")
def test_every_answer_is_json_too(words: list[str]) -> None:
    found = json.loads(answer(*words, "--json"))
    assert isinstance(found, list)
    for row in found:
        claims = row.get("claims")
        for claim in claims if isinstance(claims, list) else ():
            if "story" in claim:
                assert {"claim", "story", "outlet", "published", "quote"} <= set(claim)
                assert claim["quote"] in handmade.GAZETTE + handmade.COURIER


@pytest.mark.parametrize("name", ["timeline", "conflicts", "agenda", "facilities", "instruments", "sources", "doctor"])
@pytest.mark.usefixtures("register")
def test_tables_are_csv_too(name: str) -> None:
    table = list(csv.reader(io.StringIO(answer(name, "--csv"))))
    assert len({len(line) for line in table}) == 1


@pytest.mark.usefixtures("register")
def test_an_empty_answer_is_an_answer() -> None:
    result = run("search", "nowhere to be found")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing" in result.stderr
    assert answer("search", "nowhere", "--json") == "[]\n"


@pytest.mark.usefixtures("register")
def test_one_who_is_known_but_has_no_dated_event_is_told_as_such() -> None:
    result = run("timeline", "--who", "Vanasadam ferry terminal")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No dated events name “Vanasadam ferry terminal”" in result.stderr


@pytest.mark.usefixtures("register")
def test_what_is_disputed_is_so_in_a_table_too() -> None:
    table = {row["id"]: row for row in csv.DictReader(io.StringIO(answer("timeline", "--csv")))}
    assert table["event-visit"]["disputed"] == "status; denial"
    assert table["event-visit"]["conflicts"] == "conflict-denial"
    assert table["event-aid"]["disputed"] == ""


@pytest.mark.parametrize(
    ("office", "of", "said"),
    [
        ("Director", None, "Director"),
        ("Director", "Port Agency", "Director of Port Agency"),
        ("Director of the Port Agency", "Port Agency", "Director of Port Agency"),
        ("Spokesman of the Ministry", "Transport Ministry (Latvia)", "Spokesman of Transport Ministry (Latvia)"),
        ("State Secretary of Transport", "Latvia", "State Secretary of Transport of Latvia"),
        ("Port Agency director", "Port Agency", "Port Agency director"),
    ],
)
def test_no_words_of_an_office_are_doubled(office: str, of: str | None, said: str) -> None:
    row = {"person": "A", "office": office, "of": of, "first_reported": None, "last_reported": None, "over": False}
    claim = {"quote": "q", "outlet": None, "said_by": ["outlet"], "published": None, "status": "happened"}
    first, *_ = text.who([{**row, "claims": [claim]}], 100)
    assert first == f"A  {said}"


@pytest.mark.usefixtures("register")
def test_one_is_not_many() -> None:
    assert "2 pages checked; no findings" in run("verify").stderr
    assert re.search(r"F +1 story +6 claims ", answer("sources"))


# ---------------------------------------------------------------------------------------------- how it ends
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["show", "nobody"], 4, "nobody"),
        (["timeline", "--who", "nobody"], 4, "nobody"),
        (["timeline", "--between", "Estonia", "nobody"], 4, "nobody"),
        (["who", "minister", "--of", "nobody"], 4, "nobody"),
        (["facilities", "nobody"], 4, "nobody"),
        (["merge", "Toost", "nobody"], 4, "nobody"),
        (["undo", "judgement-none"], 4, "judgement-none"),
        (["show", "\udcff"], 4, "?"),
        (["reject", "\udcff", "--why", "\udcff"], 4, "?"),
        (["fix", "nobody", "name", "Somebody"], 4, "nobody"),
        (["fix", "Toost", "name", "Somebody"], 2, "story-id/entity-id"),
        (["fix", "story-gazette/e1", "kind", "star"], 2, "star"),
        (["show", "Ilmar Tost"], 4, "Did you mean “Ilmar Toost”"),
        (["timeline", "--who", "Varik"], 4, "Did you mean “Kadri Vaarik”"),
        (["who", "deputy tranzport minister"], 4, "Did you mean “Deputy Transport Minister”"),
        (["facilities", "Vanasdam"], 4, "Did you mean “Vanasadam ferry terminal”"),
        (["instruments", "draft protocl"], 4, "Did you mean “draft protocol”"),
        (["timeline", "--type", "FOO"], 2, "CONSULT"),
        (["timeline", "--status", "FOO"], 2, "promised"),
        (["conflicts", "--kind", "foo"], 2, "denial"),
        (["timeline", "--json", "--csv"], 2, "one form"),
        (["timeline", "--since", "yesterday"], 2, "2025-10-31"),
        (["timeline", "--since", "2024/2025"], 2, "not a date"),
        (["timeline", "--status", "maybe"], 2, "happened"),
        (["nonsense"], 2, "nonsense"),
        (["read"], 2, "PATHS"),
        (["timeline", "--register", "no/such/folder"], 3, "no/such/folder"),
    ],
)
@pytest.mark.usefixtures("register")
def test_exit_codes(words: list[str], code: int, said: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


@pytest.mark.usefixtures("register")
def test_exit_codes_are_told() -> None:
    assert "0  done" in answer("--help")
    assert all(f"| {code} | " in DOCS for code in range(5))


def test_what_is_wrong_is_answered_and_ends_with_one(register: Path) -> None:
    page = next(path for path in (register / "pages").glob("??/*") if not path.suffix)
    page.write_bytes(b"changed")
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert [row["where"] for row in json.loads(result.stdout)] == [f"page {page.name}"]
    (register / "regesta.toml").write_text("language = 3", encoding="utf-8")
    assert run("doctor").exit_code == 1


def test_a_register_that_is_written_to_is_told_as_such(register: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("page", encoding="utf-8")
    with Register.open(register) as writer:
        writer.begin_writing()
        result = run("read", str(tmp_path / "page.txt"))
        assert (result.exit_code, result.stdout) == (3, "")
        assert f"process {os.getpid()}" in result.stderr
        assert run("timeline").exit_code == 0


def test_a_rebuild_beside_a_writer_is_told_as_such(register: Path) -> None:
    with Register.open(register) as writer:
        writer.begin_writing()
        result = run("rebuild")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"process {os.getpid()}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["timeline"],
        ["export"],
        ["show", "Toost"],
        ["conflicts", "--json"],
        ["sources"],
        ["who", "minister"],
        ["merge", "a", "b"],
    ],
    ids=" ".join,
)
def test_no_answer_is_given_from_a_database_that_was_lost(register: Path, words: list[str]) -> None:
    for path in register.glob("register.sqlite*"):
        path.unlink()
    result = run(*words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "regesta rebuild" in result.stderr
    assert run("verify").exit_code == 0
    assert run("doctor").exit_code == 1


def test_a_damaged_register_says_how_to_mend_it(register: Path) -> None:
    (register / "register.sqlite").write_bytes(b"no database" * 500)
    result = run("timeline")
    assert result.exit_code == 3
    assert "regesta rebuild" in result.stderr
    mended = run("rebuild")
    assert mended.exit_code == 0
    assert mended.stdout.startswith("pages: 2\nfindings: 1\n  warning: page: odd")
    assert "\x1b" not in mended.stdout
    assert answer("timeline").count("CONSULT") == 2


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("read", str(tmp_path / "file"), "--register", str(tmp_path / "file" / "register"))
    assert result.exit_code == 3


def test_whoever_stops_listening_stops_nothing(register: Path) -> None:
    command = f"{sys.executable} -m regesta timeline --json --register {register} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout.strip() == "0"
    assert "Traceback" not in done.stderr


# ---------------------------------------------------------------------------------------------- reading and judging
def test_reading_makes_the_register_and_twice_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    for raw, name in handmade.PAGES:
        (tmp_path / name).write_bytes(raw)
    paths = [str(tmp_path / name) for _, name in handmade.PAGES]
    first = run("--register", str(folder), "read", *paths)
    assert first.exit_code == 0
    assert [line.split()[:2] for line in first.stdout.splitlines()] == [
        ["kept", handmade.page_id(raw)] for raw, _ in handmade.PAGES
    ]
    assert "2 pages read, 0 known already; 2 stories" in first.stderr
    exported = answer("export", "--register", str(folder))
    again = run("read", *paths, "--json", "--register", str(folder))
    assert [json.loads(line)["known"] for line in again.stdout.splitlines()] == [True, True]
    assert answer("export", "--register", str(folder)) == exported


@pytest.mark.usefixtures("register")
def test_a_page_that_cannot_be_opened_ends_with_one() -> None:
    result = run("read", "no such \x1b[2Jpage")
    assert result.exit_code == 1
    assert result.stdout.startswith("not read: no such")
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_is_made_where_nothing_can_be_kept(tmp_path: Path, form: list[str]) -> None:
    folder, empty = tmp_path / "new", tmp_path / "empty"
    empty.mkdir()
    result = run("--register", str(folder), "read", str(tmp_path / "nofile.txt"), str(empty), *form)
    assert result.exit_code == 1
    assert not folder.exists()
    if form:
        assert [json.loads(line)["page"] for line in result.stdout.splitlines()] == ["", ""]
    else:
        assert [line.partition(":")[0] for line in result.stdout.splitlines()] == ["not read", "not read"]
    assert run("--register", str(folder), "timeline").exit_code == 3


def test_what_cannot_be_opened_is_not_counted_as_read(tmp_path: Path) -> None:
    raw, name = handmade.PAGES[0]
    (tmp_path / name).write_bytes(raw)
    result = run("--register", str(tmp_path / "new"), "read", str(tmp_path / name), str(tmp_path / "nofile.txt"))
    assert result.exit_code == 1
    assert [line.partition(" ")[0] for line in result.stdout.splitlines()] == ["kept", "not"]
    assert "1 page read, 0 known already; 1 story; not read: 1; 1 finding\n" in result.stderr


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("type", "FOO", "CONSULT"),
        ("type", "=1+1", "type"),
        ("mode", "=1+1", "mode"),
        ("mode", "a\nb", "mode"),
        ("status", "maybe", "postponed"),
        ("when", "in May", "EDTF"),
        ("when", "2024-13", "EDTF"),
    ],
)
@pytest.mark.usefixtures("register")
def test_a_fix_outside_the_vocabulary_is_refused(field: str, value: str, said: str) -> None:
    result = run("fix", handmade.claim_of(handmade.gazette(), "act", "AID"), field, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert answer("judgements", "--json") == "[]\n"


@pytest.mark.usefixtures("register")
def test_fixes_keep_to_the_kind_of_claim_and_to_codes_that_there_are() -> None:
    mandate = handmade.claim_of(handmade.gazette(), "mandate", "mandate")
    assert run("fix", mandate, "type", "AID").exit_code == 2
    assert run("fix", "story-gazette/e2", "country", "XX").exit_code == 2
    assert run("fix", "story-gazette/e2", "country", "EST").exit_code == 0
    assert run("fix", handmade.claim_of(handmade.gazette(), "act", "AID"), "type", "SUPPORT").exit_code == 0


@pytest.mark.usefixtures("register")
def test_judgements_show_what_was_judged() -> None:
    claim = handmade.claim_of(handmade.gazette(), "act", "AID")
    reject = answer("reject", claim).strip()
    answer("undo", reject)
    answer("split", "story-gazette/e1", "story-courier/e1")
    quote = "The Latvian Transport Ministry promised to send two icebreakers before the end of the year."
    first, second, third = json.loads(answer("judgements", "--json"))
    assert first["words"] == [quote]
    assert second["words"] == [f"reject {quote}"]
    assert third["words"] == ["Ilmar Toost", "Ilmar Toost"]
    assert "“The Latvian Transport Ministry promised" in answer("judgements")
    table = list(csv.DictReader(io.StringIO(answer("judgements", "--csv"))))
    assert table[2]["subjects"] == "story-gazette/e1; story-courier/e1"


@pytest.mark.usefixtures("register")
def test_judgements_are_made_listed_and_withdrawn() -> None:
    merge = answer("merge", "Toost", "Vaarik", "--by", "Liis", "--why", "one person").strip()
    assert merge.startswith("judgement-")
    claim = handmade.claim_of(handmade.gazette(), "act", "AID")
    reject = answer("reject", claim).strip()
    answer("split", "story-gazette/e1", "story-courier/e1")
    answer("undo", merge, "--by", "Liis")
    answer("fix", claim, "status", "cancelled")
    answer("fix", "story-gazette/e1", "name", "Ilmar Tõost")
    made = json.loads(answer("judgements", "--json"))
    assert [(row["act"], row["in_force"]) for row in made] == [
        ("merge", False),
        ("reject", True),
        ("split", True),
        ("undo", False),
        ("fix", True),
        ("fix", True),
    ]
    assert (made[0]["by"], made[0]["why"], made[1]["id"]) == ("Liis", "one person", reject)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", made[0]["at"])
    assert "(undone)" in answer("judgements")


def test_answers_older_than_a_judgement_say_so(register: Path) -> None:
    with Register.open(register) as opened:
        opened.put_reading(handmade.courier().story.page, [])
    result = run("timeline", "--json")
    assert "regesta rebuild" in result.stderr
    assert json.loads(result.stdout)


# ---------------------------------------------------------------------------------------------- writing out
@pytest.mark.usefixtures("register")
def test_an_export_goes_where_it_is_told(tmp_path: Path) -> None:
    lines = answer("export").splitlines()
    kinds = {json.loads(line)["record"] for line in lines}
    assert kinds == {"settings", "page", "story", "entity", "event", "conflict"}
    answer("export", "--csv", "-o", str(tmp_path / "claims.csv"))
    table = list(csv.DictReader(io.StringIO((tmp_path / "claims.csv").read_text(encoding="utf-8"))))
    assert len(table) == 9
    promise = next(row for row in table if row["type"] == "AID")
    assert (promise["plover.event"], promise["roles.who"], promise["said_by"]) == (
        "AGREE",
        "Latvian Transport Ministry",
        "outlet",
    )


def test_lines_in_lines_out() -> None:
    result = run("annotate", "--collate", input='{"id": "a"}\n{"id": "ü"}\n')
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"id": "a", "together": True},
        {"id": "ü", "together": True},
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+49", "'+49"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("\rx", "'\rx"),
        (-3.5, "-3.5"), (True, "true"), (None, ""), (["=a", None, "b"], "'=a; b"),
        (("a", "b"), "a; b"), ([["a", "b"], None, ("c",)], "a, b; c"), ("a\0b", "ab"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(value: Any, cell: str) -> None:
    assert rows.cell(value) == cell


@given(st.text())
def test_a_cell_never_begins_like_a_formula(value: str) -> None:
    assert not rows.cell(value).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_no_text_moves_the_cursor(value: str) -> None:
    shown = text.harmless([{"a": value}])[0]["a"]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", shown)


def test_joiners_and_letters_of_all_scripts_are_left_alone() -> None:
    assert text.harmless("می\u200cخواهد Rīga 大使") == "می\u200cخواهد Rīga 大使"


@pytest.mark.parametrize(
    ("edtf", "status", "kind", "said"),
    [
        (None, "happened", "act", "undated"),
        ("2025-10", "happened", "act", "2025-10"),
        ("../2025-10", "happened", "act", "before 2025-10"),
        ("../2026-12-31", "promised", "act", "by 2026-12-31"),
        ("../2026-12-31", "happened", "mandate", "by 2026-12-31"),
        ("2015/2024", "happened", "act", "2015/2024"),
        ("2015/..", "ongoing", "act", "since 2015"),
        ("2023-21", "happened", "act", "spring 2023"),
        ("2019-35", "happened", "act", "third quarter of 2019"),
        ("../2019-41", "planned", "act", "by second half of 2019"),
        ("2019-22/2020-24", "happened", "act", "summer 2019/winter 2020"),
        ("2019-10-21", "happened", "act", "2019-10-21"),
    ],
)
def test_dates_in_the_right_words(edtf: str | None, status: str, kind: str, said: str) -> None:
    assert text.date_words(edtf, status, kind) == said


# ---------------------------------------------------------------------------------------------- help, docs, speed
def commands() -> dict[str, click.Command]:
    return dict(main.commands)


def section(name: str) -> str:
    found = re.search(rf"^### `regesta {name}\b.*?(?=^### |^## |\Z)", DOCS, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_is_documented(name: str) -> None:
    """A command has a section with an example; an option is named in it, or, where many share it, on the page."""
    told = section(name)
    assert f"\nregesta {name}" in told
    shared = {"--register", "--json", "--csv", "--by", "--why"}
    for parameter in commands()[name].params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert option in (DOCS if option in shared else told), option


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_helps(name: str) -> None:
    assert commands()[name].get_short_help_str()
    assert "Usage" in answer(name, "--help")


def test_no_command_is_documented_that_is_not_there() -> None:
    assert set(re.findall(r"^### `regesta (\w+)", DOCS, re.MULTILINE)) == set(commands())


def test_types_are_those_of_plover_and_kinds_of_conflict_those_that_are_found() -> None:
    from regesta.cli.commands import CONFLICTS, TYPES
    from regesta.collate import ConflictKind
    from regesta.plover import QUADS

    assert tuple(QUADS) == TYPES
    assert get_args(ConflictKind) == CONFLICTS


def test_statuses_are_those_of_the_model() -> None:
    from regesta.cli.commands import STATUSES
    from regesta.model import Status

    assert get_args(Status) == STATUSES


@pytest.mark.usefixtures("register")
def test_no_color_means_none() -> None:
    assert "\x1b[" in run("timeline", color=True).stdout
    assert "\x1b[" not in run("timeline", color=True, env={"NO_COLOR": "1"}).stdout
    assert "\x1b[" not in run("timeline").stdout


def seconds(*words: str) -> float:
    """The best of seven runs, in time of the processor: others may use the machine."""
    best = 60.0
    for _ in range(7):
        start = _used()
        subprocess.run([sys.executable, *words], capture_output=True, env=ENVIRONMENT, check=True)
        best = min(best, _used() - start)
    return best


def _used() -> float:
    """The processor's time that child processes have had."""
    had = os.times()
    return had.children_user + had.children_system


def test_help_starts_in_under_three_times_bare_click() -> None:
    bare = "import click\n@click.command()\ndef main(): pass\nmain(['--help'])"
    assert seconds("-m", "regesta", "--help") < 3 * seconds("-c", bare)


def test_help_imports_nothing_heavy() -> None:
    probe = "import sys, regesta.cli; print([m for m in ('spacy', 'msgspec', 'sqlite3', 'rich') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout.strip() == "[]"


def test_the_schema_of_the_store_is_part_of_the_package() -> None:
    assert importlib.resources.files("regesta.register").joinpath("schema.sql").is_file()
