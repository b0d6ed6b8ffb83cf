"""What a page is before it is drawn: what was asked, what is answered, and the rows that a program gets instead."""

import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from regesta.door import Json
from regesta.register import Register

Answer = TypeVar("Answer")


class Sheet(NamedTuple):
    """A page: its template with what is told there, and the same as rows with the columns of a table."""

    template: str
    title: str
    told: Mapping[str, Any]
    rows: list[Json]
    columns: tuple[str, ...] = ()


class Missing(Exception):  # noqa: N818 it says what is the case
    """There is no such thing in the register; the words are for people."""


class Query:
    """What an address asks: its path, and its fields in the order in which they stand."""

    def __init__(
        self, path: str, fields: Iterable[tuple[str, str]] = (), parts: Mapping[str, str] | None = None
    ) -> None:
        self.path = path
        self.fields = tuple((name, value.strip()) for name, value in fields if value.strip())
        self.parts = dict(parts or {})

    def one(self, name: str) -> str | None:
        """The last value of a field; `None` where it is not given."""
        return next((value for field, value in reversed(self.fields) if field == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, each once."""
        return tuple(dict.fromkeys(value for field, value in self.fields if field == name))

    def number(self, name: str, default: int, most: int = 100_000) -> int:
        """A field as a whole number within bounds."""
        value = self.one(name) or ""
        return max(1, min(int(value), most)) if value.isascii() and value.isdecimal() and len(value) < 9 else default

    def but(self, **changes: Any) -> str:
        """The same address with some fields set otherwise, or left out where they are set to `None`. The page of an
        answer begins anew."""
        changes = {"page": None, **changes}
        kept = [(name, value) for name, value in self.fields if name not in changes]
        return self.address((*kept, *((name, str(value)) for name, value in changes.items() if value is not None)))

    def plus(self, name: str, value: str) -> str:
        """The same address asking for one value more."""
        kept = [one for one in self.fields if one[0] != "page" and one != (name, value)]
        return self.address((*kept, (name, value)))

    def minus(self, name: str, value: str) -> str:
        """The same address without one value."""
        return self.address(one for one in self.fields if one not in ((name, value), ("page", self.one("page"))))

    def as_form(self, form: str) -> str:
        """The address of the same page for programs: ``json`` or ``csv``."""
        path = "/home" if self.path == "/" else self.path
        return self.address(self.fields, f"{path}.{form}")

    def address(self, fields: Iterable[tuple[str, str]], path: str | None = None) -> str:
        """A path with fields, as an address."""
        asked = urlencode(list(fields))
        return quote(path or self.path, safe="/:") + (f"?{asked}" if asked else "")


class Shelf:
    """Answers about the whole register, kept until the register changes; the last hundred of them."""

    MOST = 100

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, tuple[object, Any]] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._order = threading.Lock()

    def answer(self, name: str, work_out: Callable[[], Answer]) -> Answer:
        """The answer kept under a name if it is of today's register, else worked out; by one thread at a time."""
        with self._turn(name):
            stamp = self._stamp()
            kept = self._kept.get(name)
            if kept is None or kept[0] != stamp:
                kept = (stamp, work_out())
                self._kept[name] = kept
            answer: Answer = kept[1]
            return answer

    def _turn(self, name: str) -> threading.Lock:
        """What lets one thread at a time work out an answer. Where there are too many, the oldest ones go."""
        with self._order:
            while len(self._turns) >= self.MOST and name not in self._turns:
                oldest = next(iter(self._turns))
                del self._turns[oldest]
                self._kept.pop(oldest, None)
            return self._turns.setdefault(name, threading.Lock())

    def _stamp(self) -> object:
        """What changes whenever the register does."""
        names = ("register.sqlite", "register.sqlite-wal", "judgements.jsonl", "regesta.toml")
        return tuple(_stat(self._path / name) for name in names)


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return (told.st_mtime_ns, told.st_size) if told.st_size or path.suffix != ".sqlite-wal" else None


class Desk(NamedTuple):
    """What every page draws on: the register in one state, what is kept of it, the day, whose borders, and whether
    there is a server behind the page, which takes judgements and questions."""

    register: Register
    shelf: Shelf
    today: str
    borders: str = "de-facto"
    live: bool = True

    def size(self, many: int) -> int:
        """How many rows a page has: so many where one can ask for the next page, else all."""
        return many if self.live else 1_000_000


Page = Callable[[Desk, Query], Sheet]
