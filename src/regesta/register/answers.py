"""The folder of what language models answered, so that a register is derived anew without asking again.

`answers/ab/<sha256>.json` holds an answer, named by the hash of its question; `answers/pages/<page>.json` names the
model by which a page is read beside the rules. Neither can be derived from anything else.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from regesta.model import Finding, Value
from regesta.register.pages import write_durably


class Model(Value, frozen=True):
    """A language model: its name, and the address at which it was asked."""

    name: str
    url: str


class Answer(Value, frozen=True):
    """What a model answered, to the letter."""

    model: str
    url: str
    body: str


def keep(folder: Path, key: str, answer: Answer) -> None:
    """Have the disk keep an answer under the hash of its question."""
    write_durably(folder, _place(folder, key), msgspec.json.encode(answer) + b"\n")


def kept(folder: Path, key: str) -> Answer | None:
    """The answer to a question; nothing where none is kept, or what is kept cannot be read."""
    try:
        return msgspec.json.decode(_place(folder, key).read_bytes(), type=Answer)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def check(folder: Path) -> Iterator[Finding]:
    """The answers on disk that cannot be read."""
    for path in sorted(folder.glob("??/*.json")):
        if kept(folder, path.stem) is None:
            what = "this answer of a language model cannot be read; restore it from a copy, or read its page again"
            yield Finding(where=f"{folder.name}/{path.parent.name}/{path.name}", what=what, severity="error")


def assign(folder: Path, page_id: str, model: Model) -> None:
    """Have the disk keep by which model a page is read."""
    write_durably(folder, _note(folder, page_id), msgspec.json.encode(model) + b"\n")


def assigned(folder: Path, page_id: str) -> Model | None:
    """The model by which a page is read beside the rules."""
    try:
        return msgspec.json.decode(_note(folder, page_id).read_bytes(), type=Model)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _place(folder: Path, key: str) -> Path:
    return folder / key[:2] / f"{key}.json"


def _note(folder: Path, page_id: str) -> Path:
    return folder / "pages" / f"{page_id}.json"
