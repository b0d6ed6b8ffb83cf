"""RSS (0.9 to 2.0) and Atom: each entry is a page of its own, exactly the characters between its tags and these."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

import msgspec

from regesta.intake import feed_entry, tags
from regesta.intake.encoding import decode
from regesta.intake.tags import Tag
from regesta.model import Finding, Receipt, Received, is_address

_ENTRIES = {"rss": "item", "rdf": "item", "feed": "entry"}
_ATOM = re.compile(r"atom", re.IGNORECASE)
_RSS = re.compile(r"rss|netscape", re.IGNORECASE)
_SNIFFED = 1 << 16


class _Entry(NamedTuple):
    """One entry: its interval, and whether its closing tag is missing."""

    start: int
    end: int
    is_open: bool


class _Feed(NamedTuple):
    """A feed as decoded: its entries, its title, and the address that its links start from."""

    text: str
    entries: tuple[_Entry, ...]
    title: str
    base: str


def is_feed(head: bytes) -> bool:
    """Whether bytes are the beginning of a feed, told by its first element."""
    opening = tags.root(_sample(head))
    return opening is not None and _is_feed(opening)


def _is_feed(opening: Tag) -> bool:
    kind = tags.local(opening.name)
    if kind == "feed":
        return "xmlns" not in opening.attributes or bool(_ATOM.search(opening.attributes))
    return kind == "rss" or (kind == "rdf" and bool(_RSS.search(opening.attributes)))


def read(raw: bytes, receipt: Receipt) -> Iterator[Received | Finding]:
    """Each entry of a feed, and findings for what cannot be read."""
    text, lost = _decoded(raw, receipt)
    yield from (msgspec.structs.replace(one, where=f"{receipt.source}, {one.where}") for one in lost)
    feed = _feed(text, receipt)
    if not feed.entries:
        yield Finding(where=receipt.source, what="The feed has no entries.", severity="note")
    for number, entry in enumerate(feed.entries, 1):
        where = f"{receipt.source}, entry {number}"
        if entry.is_open:
            what = "This entry is left out: its end is missing. The feed is damaged; fetch it again."
            yield Finding(where=where, what=what, severity="error")
        else:
            yield _page(feed, entry, where, receipt)


# --------------------------------------------------------------------------------------------- text
def _sample(head: bytes) -> str:
    """The beginning of a document as text, as far as its tags go."""
    head = head[:_SNIFFED]
    wide = _wide(head)
    return head.decode(wide, "replace") if wide else head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _wide(raw: bytes) -> str:
    """The encoding of a document with two bytes to a character; empty for any other."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"<" not in raw[:64] or b"\0" not in raw[:2]:
        return ""
    return "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"


def _decoded(raw: bytes, receipt: Receipt) -> tuple[str, tuple[Finding, ...]]:
    """The text of a document, and what was lost in reading it."""
    if wide := _wide(raw):
        return raw.decode(wide, "replace").removeprefix("\ufeff"), ()
    text, _, findings = decode(raw, dict(receipt.headers).get("content-type", ""))
    return text, findings


# --------------------------------------------------------------------------------------------- entries
def _feed(text: str, receipt: Receipt) -> _Feed:
    opening = tags.root(text)
    if opening is None:
        return _Feed(text, (), "", "")
    name = _ENTRIES.get(tags.local(opening.name), "item")
    entries = tuple(_entries(text, opening.end, name))
    head = _head(text, opening.end, entries[0].start if entries else len(text))
    base = _joined(receipt.url or receipt.source, tags.attributes(opening.attributes).get("xml:base", ""))
    return _Feed(text, entries, feed_entry.title(text, head), base if is_address(base) else feed_entry.link(text, head))


def _entries(text: str, start: int, name: str) -> Iterator[_Entry]:
    """The entries in order. They never hold one another, so one that begins ends the one before."""
    begun: Tag | None = None
    for tag in tags.tags(text, start, len(text)):
        if tag.name.lower().removeprefix("rss:").removeprefix("atom:") != name:
            continue
        if tag.opens:
            if begun:
                yield _Entry(begun.start, tag.start, is_open=True)
            begun = tag
        if tag.closes and begun:
            yield _Entry(begun.start, tag.end, is_open=False)
            begun = None
    if begun:
        yield _Entry(begun.start, len(text), is_open=True)


def _head(text: str, start: int, end: int) -> list[tags.Element]:
    """What a feed says of itself before its first entry, whether its channel closes there or goes on."""
    found = tags.elements(text, start, end)
    channel = next((element for element in found if tags.local(element.name) == "channel"), None)
    return tags.elements(text, *channel.inner) if channel else found


def _page(feed: _Feed, entry: _Entry, where: str, receipt: Receipt) -> Received:
    text = feed.text[entry.start : entry.end]
    opening, inside = feed_entry.parts(text)
    base = _joined(feed.base, opening.get("xml:base", ""))
    link = feed_entry.link(text, inside)
    url = _joined(base, link) if link else None
    own = Receipt(
        source=url or feed_entry.guid(text, inside) or where,
        obtained=receipt.obtained,
        url=url,
        via=receipt.url or receipt.source,
        outlet=feed_entry.source(text, inside) or feed.title or receipt.outlet,
    )
    return Received(raw=text.encode("utf-8", "replace"), receipt=own)


def _joined(base: str, link: str) -> str:
    """A link resolved against an address; as it stands where one of them is malformed."""
    try:
        return urljoin(base, link) if is_address(base) else link or base
    except ValueError:
        return link
