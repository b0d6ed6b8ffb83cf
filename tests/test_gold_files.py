"""The held-out gold is whole: what it quotes stands in the reports to the letter, and every label is one there is."""

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from regesta import edtf
from regesta.model import Status
from regesta.plover import MODES, QUADS

GOLD = Path(__file__).parent / "gold"
Table = dict[str, Any]


def read(name: str) -> Table:
    return tomllib.loads((GOLD / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", ["reports", "developing", "held_out"])
def test_entries_rest_on_words_of_their_report(folder: str) -> None:
    gold = read(f"{folder}/gold.toml")
    texts = {name: (GOLD / folder / page["file"]).read_text("utf-8") for name, page in gold.pop("page").items()}
    for entry in (one for entries in gold.values() for one in entries):
        assert (entry.get("quote") or entry["text"]) in texts[entry["page"]], entry
    for act in gold["act"]:
        assert act["type"] in QUADS, act
        assert act["status"] in get_args(Status), act
        assert edtf.valid(act["when"]), act


def test_conflicts_rest_on_words_of_their_reports() -> None:
    cases = read("conflicts.toml")["case"]
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        told = [one for one in case["report"] if one.get("evidence")]
        assert all(one["evidence"] in one["text"] for one in told), case["id"]
        assert not case["conflict"] or told, case["id"]
    twins = {case["id"] for case in cases if case["id"].endswith("-twin")}
    assert twins == {f"{case['id']}-twin" for case in cases if case["conflict"]}


def test_events_rest_on_words_of_their_reports() -> None:
    for group in read("events.toml")["group"]:
        assert len(group["report"]) >= 2, group["id"]
        for report in group["report"]:
            assert report["text"].count(report["act"]) == 1, group["id"]
            assert report["type"] in QUADS, group["id"]


CLAUSES = Path(__file__).parents[1] / "training"
VOICES = frozenset("none direct indirect according anonymous agency chain denial confirmation".split())


@pytest.mark.parametrize("path", sorted(CLAUSES.glob("*.tsv")), ids=lambda path: path.stem)
def test_labelled_clauses_are_whole(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(set(lines)) == len(lines) > 400
    for line in lines:
        kind, mode, status, voice, sentence = line.split("\t")
        assert kind in {*QUADS, "NONE"}, line
        assert mode == "-" or mode in MODES[kind], line
        assert status in get_args(Status), line
        assert voice in VOICES, line
        marks = re.findall(r"</?[ste]>", sentence)
        assert [one.replace("/", "") for one in marks[1::2]] == marks[::2], line
        assert sentence.count("<e>") == 1, line
