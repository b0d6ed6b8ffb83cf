#!/usr/bin/env python3
"""The tasks of a checkout, on any machine with Python 3.11 or newer; whatever else they need goes into `.venv`.

Usage: python3 dev.py TASK [ARGUMENTS]

sample [FOLDER]   read the sample pages into FOLDER/register (else into a temporary folder) and print what they tell
test              the linters, then the test suite; arguments go to pytest
check             the linters alone: ruff, mypy, lint-imports
gold              write the golden registers, and the output README.md shows, anew, to be reviewed as a diff
licences          the licence of every locked package, and whether it goes with this project's own
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the message is for those who have an older one
    sys.exit("regesta needs Python 3.11 or newer; try: python3.11 dev.py …")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
LOCK = ROOT / "requirements.lock"
MADE_FROM = (LOCK, ROOT / "pyproject.toml", ROOT / "hatch_build.py")
LEXICON = ROOT / "src" / "regesta" / "lexicon"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
LINTERS = {
    "ruff": ("-m", "ruff", "check", "."),
    "mypy": ("-m", "mypy", "src", "tests", "tools", "dev.py"),
    "lint-imports": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"),
}


# ---------------------------------------------------------------------------------------------- the environment
def interpreter() -> Path:
    """The Python of `.venv`, there or to come, wherever this platform puts it."""
    scripts = VENV / "Scripts"
    return scripts / "python.exe" if scripts.is_dir() else VENV / "bin" / "python"


def python(*arguments: str, name: str = "") -> list[str]:
    """Run the Python of `.venv`, saying so first: its name, or its arguments, where it failed, else nothing."""
    name = name or " ".join(("python", *arguments))
    print(f"$ {name}", flush=True)
    command = [str(interpreter()), *arguments]
    ended = subprocess.run(command, check=False, cwd=ROOT, env=ENVIRONMENT)  # noqa: S603 - the tasks below are all it runs
    return [name] if ended.returncode else []


def must(*arguments: str) -> None:
    """Run Python as `python` does, and stop where it fails."""
    if failed := python(*arguments):
        sys.exit(f"failed: {failed[0]}")


def prepare() -> None:
    """Make `.venv` or bring it up to date; compile the lexicon where its sources are newer."""
    digest = hashlib.sha256(b"\0".join([os.fsencode(ROOT), *(path.read_bytes() for path in MADE_FROM)])).hexdigest()
    if not (interpreter().exists() and STAMP.exists() and STAMP.read_text() == digest):
        install()
        STAMP.write_text(digest)
    if not compiled():
        must("-m", "regesta.lexicon.compile")


def install() -> None:
    """Fill `.venv` with the locked packages and this checkout, whose build compiles the lexicon."""
    if not interpreter().exists():
        print(f"making {VENV}", flush=True)
        venv.create(VENV, with_pip=True)
    print("installing the locked packages; the first time, this takes a minute or more", flush=True)
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    must(*pip, "--require-hashes", "-r", LOCK.name)
    must(*pip, "--no-deps", "--no-build-isolation", "-e", ".")


def compiled() -> bool:
    """Whether the compiled lexicon is newer than all that it is made from; the folder's own time tells of what went."""
    made, data = LEXICON / "compiled" / "core.json", LEXICON / "data"
    sources = (data, *data.iterdir(), *LEXICON.glob("*.py"))
    return made.exists() and all(path.stat().st_mtime <= made.stat().st_mtime for path in sources)


# ---------------------------------------------------------------------------------------------- the tasks
def sample(arguments: Sequence[str]) -> list[str]:
    """Read the sample pages, then print the timeline and the conflicts."""
    folder = Path(arguments[0]).resolve() if arguments else Path(tempfile.mkdtemp(prefix="regesta-"))
    regesta = ("-m", "regesta", "--register", str(folder / "register"))
    must(*regesta, "read", *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "samples").glob("*.txt"))))
    for question in ("timeline", "conflicts"):
        must(*regesta, question)
    print(f"To ask this register more: {interpreter()} {' '.join(regesta)} --help")
    return []


def check(_: Sequence[str] = ()) -> list[str]:
    """Run every linter, whatever the one before said."""
    return [failed for name, arguments in LINTERS.items() for failed in python(*arguments, name=name)]


def test(arguments: Sequence[str]) -> list[str]:
    """Run the linters, then the test suite, whatever the linters said."""
    return [*check(), *python("-m", "pytest", *arguments)]


def gold(arguments: Sequence[str]) -> list[str]:
    """Write anew what is compared word for word; `git diff` shows what changed. Arguments go to pytest."""
    return python("-m", "pytest", "tests/test_golden.py", "tests/test_docs.py", "--update-golden", *arguments)


def licences(_: Sequence[str]) -> list[str]:
    """Print the licences."""
    return python("tools/licences.py")


TASKS: Mapping[str, Callable[[Sequence[str]], list[str]]] = {
    "sample": sample,
    "test": test,
    "check": check,
    "gold": gold,
    "licences": licences,
}


def main() -> None:
    """Prepare the environment, then do the task that was asked for."""
    name, *arguments = sys.argv[1:] or ["--help"]
    if name not in TASKS:
        print(__doc__)
        sys.exit(0 if name in ("-h", "--help") else 2)
    prepare()
    if failed := TASKS[name](arguments):
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
