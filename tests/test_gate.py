"""The gate: stories that hardly can bear claims are kept and searchable, and not parsed, where it is on."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from regesta import flow, views
from regesta.annotate import may_bear_claims
from regesta.cli import main
from regesta.flow.pages import readings_of
from regesta.intake import Given, read_text
from regesta.model import Story
from regesta.register import Register

GOLD = Path(__file__).parent / "gold"
RECIPE = (
    "Peel the pears and cut them into quarters. Melt the butter in a wide pan and let the sugar turn brown.\n\n"
    "Our readers like the cake best when it is warm. A spoon of cream goes well with it, and so does strong tea."
)
MATCH = (
    "The goalkeeper held two late shots and the visitors went home with a point. Her captain called it the best half "
    "of the season so far, and the crowd stayed to sing.\n\nThe return leg is played in a fortnight."
)
APPOINTED = "The cabinet named Ruta Kalnina deputy interior minister on Monday. Police unions wanted another."
TALKS = "Foreign Minister Tarek Mansour met the Latvian envoy in Windhoek. Namibia and Latvia signed a fishing accord."


def story(text: str) -> Story:
    return read_text(text, Given(title="", outlet="Gulf Courier", published="2031-05-02", source="page.txt"))


@pytest.mark.parametrize("text", [APPOINTED, TALKS])
def test_acts_of_states_and_of_offices_pass(text: str) -> None:
    assert may_bear_claims(story(text))


@pytest.mark.parametrize("text", [RECIPE, MATCH, "", " \n"])
def test_what_names_no_state_or_office_does_not(text: str) -> None:
    assert not may_bear_claims(story(text))


def test_every_labelled_report_passes() -> None:
    """The floor: of the reports that people labelled, none is left unread."""
    for name in ("held_out", "developing", "reports"):
        pages = tomllib.loads((GOLD / name / "gold.toml").read_text(encoding="utf-8"))["page"]
        for page in pages.values():
            text = (GOLD / name / page["file"]).read_text(encoding="utf-8").split("\n\n", 2)[2]
            assert may_bear_claims(read_text(text, Given(title=page["title"], outlet="", source=page["file"])))


@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    assert may_bear_claims(story(text)) in (True, False)


def test_a_story_that_is_passed_over_says_so() -> None:
    over, read = readings_of([story(RECIPE), story(TALKS)], gated=True).values()
    if over.claims:
        over, read = read, over
    assert [finding.severity for finding in over.findings] == ["note"]
    assert "--gate off" in over.findings[0].what
    assert read.claims
    assert read == readings_of([story(TALKS)])[read.story.id]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in (("recipe", RECIPE), ("talks", TALKS)):
        (folder / f"{name}.txt").write_text(f"{name.capitalize()} of the week\n\n{text}\n", encoding="utf-8")
    return folder


def names(folder: Path) -> int:
    with Register.open(folder) as register:
        assert len(views.search(register, "pears", 5)) == 1
        return sum(len(one.entities) for one in register.readings())


def test_the_gate_is_asked_for_by_an_option_or_by_the_settings(pages: Path, tmp_path: Path) -> None:
    """With the gate on, the recipe can be searched and says why it was not read; without, all is read."""
    run, folder = CliRunner(), tmp_path / "register"
    told = run.invoke(main, ["read", str(pages), "--gate", "on", "--register", str(folder)])
    assert told.exit_code == 0
    assert "--gate off" in told.output
    with Register.open(folder) as register:
        assert {page.reader.endswith("; gated") for page in register.pages_read()} == {True}
        assert not register.is_gated()
    gated = names(folder)
    assert run.invoke(main, ["rebuild", "--register", str(folder)]).exit_code == 0
    settings = folder / "regesta.toml"
    assert names(folder) >= gated
    with Register.open(folder) as register:
        assert not [one for reading in register.readings() for one in reading.findings]
    settings.write_text(settings.read_text(encoding="utf-8").replace('gate = "off"', 'gate = "on"'), encoding="utf-8")
    with Register.open(folder) as register:
        assert register.is_gated()
        flow.rebuild(register)
        assert [one.severity for reading in register.readings() for one in reading.findings] == ["note"]


def test_annotate_can_be_gated(tmp_path: Path) -> None:
    line = f'{{"id": 1, "text": "{RECIPE.replace(chr(10), " ")}"}}\n'
    asked = tmp_path / "in.jsonl"
    asked.write_text(line, encoding="utf-8")
    answers = [CliRunner().invoke(main, ["annotate", str(asked), *gate]).output for gate in ([], ["--gate", "on"])]
    assert ["--gate off" in answer for answer in answers] == [False, True]
