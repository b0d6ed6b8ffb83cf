"""Pages in the manner of many content systems, and what a careful reader finds on each: `inputs/*.html` and `.toml`.

Outlets, events and persons are invented.
"""

from pathlib import Path

import msgspec

from regesta.model import Value

INPUTS = Path(__file__).parent / "inputs"


class Told(Value, frozen=True, kw_only=True):
    """One story: its prose, headings and captions, paragraph by paragraph."""

    title: str
    published: str | None = None
    prose: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


class Written(Told, frozen=True, kw_only=True):
    """A page by its main story. `furniture` are some of the words on it that belong to no part of that story, `others`
    the stories that it tells in short, `entries` those of a live blog."""

    language: str
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    others: tuple[Told, ...] = ()
    entries: tuple[Told, ...] = ()


def raw(name: str) -> bytes:
    """The bytes of a page."""
    return (INPUTS / f"{name}.html").read_bytes()


def _written(name: str) -> Written:
    return msgspec.toml.decode((INPUTS / f"{name}.toml").read_bytes(), type=Written)


PAGES = {path.stem: _written(path.stem) for path in sorted(INPUTS.glob("*.html"))}
