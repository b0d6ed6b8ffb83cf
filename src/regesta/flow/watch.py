"""Feeds looked at again and again: each entry is read once, and so is the page that it leads to."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regesta.flow.pages import PageResult, read_received
from regesta.flow.sources import Sources, Unchanged
from regesta.model import Finding, Received, Value, is_address
from regesta.register import Register, last_page

if TYPE_CHECKING:
    from regesta.fetch import Known

NOTES = "feeds.json"
"""What is remembered between two looks. It may be deleted: the feeds are then fetched whole once."""
MOST_TRIES = 5
"""Looks at which a page is asked for that cannot be had."""


class _Notes(Value, frozen=True):
    """What hosts said of the versions of feeds last read, and the pages still to be had with the tries so far."""

    versions: dict[str, dict[str, str | None]]
    waiting: dict[str, int]


class Watcher:
    """Reads what is new in feeds. `follow` says whether the pages that entries lead to are fetched too."""

    def __init__(self, register: Register, sources: Sources, follow: bool = True) -> None:
        self.register = register
        self.sources = sources
        self.follow = follow
        self._file = register.path / NOTES
        notes = _read(self._file)
        self._versions, self._waiting = notes.versions, notes.waiting

    def look(self, feeds: Sequence[str]) -> Iterator[PageResult]:
        """Look at each feed once, and read the entries that were not read before. Call `settle` afterwards."""
        for feed in feeds:
            for result in read_received(self.register, self._entries(feed)):
                if not result.known:
                    yield result
        for link in list(self._waiting):
            yield from read_received(self.register, self._page(link))
        notes = _Notes(versions=self._versions, waiting=self._waiting)
        self._file.write_bytes(msgspec.json.encode(notes) + b"\n")

    def _entries(self, feed: str) -> Iterator[Received | Finding]:
        """The entries of a feed; where they lead is noted."""
        try:
            for one in self.sources.fetched(feed, self._known(feed)):
                if isinstance(one, Received) and self.follow:
                    self._note(feed, one)
                yield one
        except Unchanged:
            return
        version = self.sources.versions.get(feed)
        if version is not None:
            self._versions[feed] = {"etag": version.etag, "last_modified": version.last_modified}

    def _note(self, feed: str, one: Received) -> None:
        link = one.receipt.url
        if one.receipt.via and link and link != feed and is_address(link) and last_page(self.register, link) is None:
            self._waiting.setdefault(link, 0)

    def _page(self, link: str) -> Iterator[Received | Finding]:
        """The page that an entry leads to; one that cannot be had is asked for again at later looks, a few times."""
        self._waiting[link] += 1
        had = False
        try:
            for one in self.sources.fetched(link, None):
                had = had or isinstance(one, Received)
                yield one
        except Unchanged:
            had = True
        if had or self._waiting[link] >= MOST_TRIES:
            del self._waiting[link]

    def _known(self, feed: str) -> "Known | None":
        from regesta.fetch import Known

        version = self._versions.get(feed)
        return Known(**version) if version else None


def _read(file: Path) -> _Notes:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Notes)
    except (OSError, msgspec.MsgspecError):
        return _Notes(versions={}, waiting={})
