"""Feeds looked at again and again: each entry is read once, and so is the page that it leads to."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from regesta.flow.pages import PageResult, read_received
from regesta.flow.sources import Sources, Unchanged, is_address
from regesta.model import Finding, Received
from regesta.register import Register, last_page

if TYPE_CHECKING:
    from regesta.fetch import Known

VERSIONS = "feeds.json"
"""What the hosts of feeds said of the versions last read. It may be deleted: the feeds are then fetched whole once."""


class Watcher:
    """Reads what is new in feeds. `follow` says whether the pages that entries lead to are fetched too."""

    def __init__(self, register: Register, sources: Sources, follow: bool = True) -> None:
        self.register = register
        self.sources = sources
        self.follow = follow

    def look(self, feeds: Sequence[str]) -> Iterator[PageResult]:
        """Look at each feed once, and read the entries that were not read before. Call `settle` afterwards."""
        for feed in feeds:
            yield from self._look(feed)

    def _look(self, feed: str) -> Iterator[PageResult]:
        links: list[str] = []
        for result in read_received(self.register, self._entries(feed, links)):
            if not result.known:
                yield result
        for link in dict.fromkeys(links) if self.follow else ():
            yield from read_received(self.register, self._page(link))

    def _entries(self, feed: str, links: list[str]) -> Iterator[Received | Finding]:
        """The entries of a feed; `links` gathers where those lead that are new."""
        versions = self._versions()
        try:
            for one in self.sources.fetched(feed, versions.get(feed)):
                if isinstance(one, Received):
                    self._note(feed, one, links)
                yield one
        except Unchanged:
            return
        self._remember(feed, versions)

    def _note(self, feed: str, one: Received, links: list[str]) -> None:
        link = one.receipt.url
        if one.receipt.via and link and link != feed and is_address(link) and last_page(self.register, link) is None:
            links.append(link)

    def _page(self, link: str) -> Iterator[Received | Finding]:
        try:
            yield from self.sources.fetched(link, None)
        except Unchanged:
            return

    def _remember(self, feed: str, versions: "dict[str, Known]") -> None:
        known = self.sources.versions.get(feed)
        if known is not None:
            self._file().write_bytes(msgspec.json.encode({**versions, feed: known}) + b"\n")

    def _versions(self) -> "dict[str, Known]":
        from regesta.fetch import Known

        try:
            return msgspec.json.decode(self._file().read_bytes(), type=dict[str, Known])
        except (OSError, msgspec.MsgspecError):
            return {}

    def _file(self) -> Path:
        return self.register.path / VERSIONS
