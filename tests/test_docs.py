"""What the documents say is so: commands run, output shown is what is printed, links lead somewhere, files exist."""

import contextlib
import importlib.util
import os
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from regesta.annotate import annotate
from regesta.claims.acts import Rule, acts, index
from regesta.claims.cast import People
from regesta.claims.grammar import Grammar
from regesta.cli import main
from regesta.intake import read_text

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")])
PLACES = [ROOT / folder for folder in (".", "src/regesta", "src/regesta/lexicon", "src/regesta/lexicon/data")]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"(?<=^```console\n)\$ (regesta [^\n]+)\n((?:(?!```).*\n)*)", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?!regesta\.toml)[\w./-]+\.(?:py|toml|sql|lock)|(?:src|tests|docs)/[\w/]+")
LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
OF_A_MACHINE = re.compile(
    r"(?<![\w.>*])/(?:Users|home|mnt|opt|root|tmp|var|work)\b|\b(?:py[p]i|python[h]osted)\.\w+|\.\./shared"
)
OF_ITS_MAKING = re.compile(
    r"\bAI\b|\b(?:assistant|founder|helper|prompt)s?\b|\b(?:last|next|this) (?:session|sitting|task)\b"
)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands(path: Path) -> Iterator[str]:
    """The lines of a document's code blocks that a reader would type; COMMAND stands for any."""
    for language, block in BLOCK.findall(text_of(path)):
        prompt = r"\$ " if language == "console" else ""
        if language in ("", "sh", "console"):
            yield from re.findall(rf"^{prompt}((?:regesta|python3|echo|curl) (?!.*COMMAND).*)$", block, re.MULTILINE)


def regesta_words(line: str) -> list[str]:
    """What follows `regesta` in a line, or nothing."""
    words = shlex.split(line.rpartition(" | ")[2], comments=True)
    return words[1:] if words and words[0] == "regesta" else []


EVERY = [(named(path), line) for path in DOCUMENTS for line in commands(path)]
TOUR = [
    line for line in commands(README) if regesta_words(line) and not {"read", "serve", "watch"} & {*regesta_words(line)}
]


def module_of(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------------------------------------- commands
@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the checkout, in which the README's tour begins: the samples are read."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "samples", folder / "samples")
    result = run("regesta read samples/*.txt", folder)
    assert result.exit_code == 0, result.output
    return folder


def run(line: str, folder: Path) -> Result:
    """What comes of a line that is typed in a folder: what it echoes goes in, a * names files."""
    given = shlex.split(line)[1] if line.startswith("echo ") else ""
    with contextlib.chdir(folder):
        words = [name for word in regesta_words(line) for name in sorted(map(str, Path().glob(word))) or [word]]
        return CliRunner().invoke(main, words, input=given, env={"COLUMNS": "100", "REGESTA_REGISTER": "register"})


@pytest.mark.parametrize(("document", "line"), EVERY)
def test_every_command_shown_is_one(document: str, line: str) -> None:
    """A line shown names a command that there is, with options that it has; a task of dev.py that there is."""
    words = shlex.split(line, comments=True)
    if "dev.py" in words:
        assert words[words.index("dev.py") + 1] in module_of(ROOT / "dev.py").TASKS, document
    if asked := regesta_words(line):
        told = CliRunner().invoke(main, [asked[0], "--help"], env={"COLUMNS": "200"})
        assert told.exit_code == 0, (document, line)
        assert all(option in told.output for option in asked if re.match(r"--?[a-z]", option)), (document, line)


@pytest.mark.parametrize("line", TOUR)
def test_the_tour_runs(line: str, desk: Path) -> None:
    """Each command of the README's tour does on the samples what it is there for: it ends well, and says something."""
    result = run(line, desk)
    assert result.exit_code == 0, result.output
    assert result.output.strip() or (desk / "claims.csv").stat().st_size


@pytest.mark.parametrize("line", [line for line, _ in SHOWN.findall(text_of(README))])
def test_output_shown_is_printed(line: str, desk: Path, request: pytest.FixtureRequest) -> None:
    """What the README shows below a command is what it prints; `--update-golden` writes it anew."""
    printed = run(line, desk).stdout
    if request.config.getoption("--update-golden"):
        page = SHOWN.sub(lambda shown: f"$ {line}\n{printed}" if shown[1] == line else shown[0], text_of(README))
        README.write_text(page, encoding="utf-8")
    assert f"$ {line}\n{printed}```" in text_of(README)


def test_there_is_something_to_see() -> None:
    """The checks above have something to check."""
    assert len(EVERY) > 30
    assert len(TOUR) > 12
    assert SHOWN.search(text_of(README))


def test_every_task_is_told() -> None:
    """Every task of dev.py is in its help and in CONTRIBUTING.md or README.md."""
    dev = module_of(ROOT / "dev.py")
    for task in dev.TASKS:
        assert f"\n{task} " in str(dev.__doc__), task
        assert f"dev.py {task}" in text_of(README) + text_of(ROOT / "CONTRIBUTING.md"), task


def test_checks_of_a_fresh_clone_are_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "python3 dev.py test" in text_of(script)


# ---------------------------------------------------------------------------------------------- links and words
@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    """A relative link leads to a file or folder, and where it names a heading, to one of that file's."""
    for target in LINK.findall(text_of(path)):
        name, _, heading = target.partition("#")
        file = path.parent / name if name else path
        assert file.exists(), target
        assert not heading or heading in headings(file), target


def headings(path: Path) -> list[str]:
    """The headings of a document as links name them."""
    lines = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in lines]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_files_named_are_there(path: Path) -> None:
    """A module, table or folder named in a sentence exists: from the root, in the package or among the tables."""
    files = [name for name in CODE.findall(text_of(path)) if FILE.fullmatch(name)]
    assert [name for name in files if not any((place / name).exists() for place in PLACES)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_documents_speak_of_the_project_alone(path: Path) -> None:
    """No document names a place on somebody's machine, a registry's host, or how the project came to be."""
    assert [found[0] for pattern in (OF_A_MACHINE, OF_ITS_MAKING) for found in pattern.finditer(text_of(path))] == []


def test_decisions_are_dated_and_numbered() -> None:
    pages = sorted(ROOT.glob("docs/decisions/*.md"))
    assert [int(page.name[:3]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert re.match(rf"# {page.name[:3]} – .+\n\n\d{{4}}-\d\d-\d\d · ", text_of(page)), page.name
        assert len(text_of(page).splitlines()) < 70, f"{page.name} is more than a page"


# ---------------------------------------------------------------------------------------------- the rule that is shown
def test_the_rule_shown_works() -> None:
    """The rule in CONTRIBUTING.md reads the sentence that it must and leaves the other alone."""
    shown = dict(BLOCK.findall(text_of(ROOT / "CONTRIBUTING.md")))["toml"]
    rule = msgspec.convert(tomllib.loads(shown)["act"][0], Rule)
    assert [(found["who"], found["to"]) for found in told(rule.yes[0]["text"], rule)] == [("Estonia", "Latvia")]
    assert told(rule.no[0], rule) == []


def told(text: str, rule: Rule) -> list[dict[str, Any]]:
    document = next(annotate([read_text(text)]))
    grammar = Grammar(document)
    found = acts(grammar, People(document, grammar), index((rule,)))
    return [{role: fillers[0].words for role, fillers in act.roles.items() if fillers} for act in found]


# ---------------------------------------------------------------------------------------------- licences
def test_every_locked_package_is_reviewed() -> None:
    licences = module_of(ROOT / "tools" / "licences.py")
    assert set(licences.locked()) == set(licences.reviewed())
    assert [line for line in licences.lines() if line.wrong] == []


@pytest.mark.parametrize(
    ("said", "licence", "wrong"),
    [
        ("MIT License", "MIT", ""),
        ("not installed here", "MIT", ""),
        ("GPL-3.0-only", "MIT", "the metadata tells another licence"),
        ("not told", "MIT", "the metadata tells another licence"),
        ("GPL-3.0-only", "GPL-3.0-only", "does not go with Apache-2.0"),
        ("MIT", "", "not reviewed"),
        ("GPL-2.0 OR MIT", "GPL-2.0-only OR MIT", ""),
        ("GPL-2.0 AND MIT", "GPL-2.0-only AND MIT", "does not go with Apache-2.0"),
    ],
)
def test_a_licence_that_does_not_go_is_told(said: str, licence: str, wrong: str) -> None:
    assert module_of(ROOT / "tools" / "licences.py").wrong("a-package", said, licence) == wrong
