"""Where pages come from: files, folders, standard input, addresses. Whatever holds pages is opened."""

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from regesta.intake import unpack
from regesta.model import Finding, Receipt, Received, Refused, is_address
from regesta.register import Register, last_page

if TYPE_CHECKING:
    from regesta.fetch import Fetcher, Known, Policy


def places(paths: Sequence[str], register: Path) -> list[str]:
    """The files and addresses meant, each once; those of a folder in order of name, but for hidden ones and those of
    the register."""
    own = register.resolve()
    found: dict[str, None] = {}
    for path in paths:
        found |= dict.fromkeys(map(str, _inside(Path(path), own)) if path and is_folder(path) else [path])
    return list(found)


def is_folder(path: str) -> bool:
    """Whether a path is a folder's."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return False


def _inside(folder: Path, register: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if is_shown(path, folder) and not _is_within(path, register))


def is_shown(path: Path, folder: Path) -> bool:
    """Whether a path in a folder is a file, and neither it nor a folder above it is hidden."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts) and path.is_file()


def _is_within(path: Path, register: Path) -> bool:
    return path.resolve().is_relative_to(register)


def now() -> str:
    """This instant, in ISO 8601 and UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Unchanged(Exception):  # noqa: N818 it says what is the case
    """What an address holds is what was fetched from it before: the page of this id, where it is one page."""

    def __init__(self, page: str = "") -> None:
        super().__init__(page)
        self.page = page


class Sources:
    """Opens places. Use it as a context manager: what it opened on the web is closed with it."""

    def __init__(self, register: Register, policy: "Policy | None" = None) -> None:
        self.register = register
        self.policy = policy
        self.versions: dict[str, Known] = {}
        self._fetcher: Fetcher | None = None

    def __enter__(self) -> "Sources":
        return self

    def __exit__(self, *_: object) -> None:
        if self._fetcher is not None:
            self._fetcher.__exit__(None, None, None)

    def open(self, place: str) -> Iterator[Received | Finding]:
        """The pages at a place, or findings that say why they cannot be had.

        Raises:
            Unchanged: the host says that nothing has changed since the page was fetched.
        """
        if is_address(place):
            yield from self._again(place)
        else:
            yield from _opened(place)

    def _again(self, address: str) -> Iterator[Received | Finding]:
        from regesta.fetch import recall

        page = last_page(self.register, address)
        known = recall(self.register.receipt(page)) if page else None
        try:
            yield from self.fetched(address, known)
        except Unchanged as unchanged:
            raise Unchanged(page or "") from unchanged

    def fetched(self, address: str, known: "Known | None") -> Iterator[Received | Finding]:
        """The pages at an address, as `open` gives them; `known` is what to tell its host of an earlier answer.

        What the host says of the version it gives is noted in `versions`.
        """
        from regesta.fetch import NotModified, recall

        answer = self.fetcher().get(address, known)
        if isinstance(answer, Refused):
            yield Finding(where=answer.where, what=answer.reason, severity="error")
        elif isinstance(answer, NotModified):
            raise Unchanged
        else:
            version = recall(answer.receipt)
            if version is not None:
                self.versions[address] = version
            yield from unpack(io.BytesIO(answer.raw), answer.receipt)

    def fetcher(self) -> "Fetcher":
        """The one that asks the web."""
        if self._fetcher is None:
            from regesta.fetch import Fetcher

            self._fetcher = Fetcher(self.policy).__enter__()
        return self._fetcher


def _opened(path: str) -> Iterator[Received | Finding]:
    """The pages in a file or on standard input."""
    try:
        if path == "-":
            yield from unpack(sys.stdin.buffer, Receipt(source="-", obtained=now()))
            return
        with open(path, "rb") as file:  # noqa: PTH123 an empty name is no file here, to Path it is this folder
            yield from unpack(file, Receipt(source=Path(path).name, obtained=now()))
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        what = f"it could not be opened ({why}); check the path and its permissions"
        yield Finding(where=path or "(no name)", what=what, severity="error")
