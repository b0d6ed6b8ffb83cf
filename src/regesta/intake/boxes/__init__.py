"""Whatever holds pages is opened: WARC archives, gzip, JSON Lines and feeds, told apart by what is in them."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from regesta.intake.boxes import feeds, jsonlines, warc
from regesta.intake.boxes.gzips import Stretch, is_gzip, stretches
from regesta.intake.boxes.tape import CHUNK, LARGEST, Tape
from regesta.model import Finding, Receipt, Received

__all__ = ["LARGEST", "unpack"]

_HEAD = 1 << 16
_TOO_LARGE = "It is over 64 MB. Split it into single pages first."
_NESTED = "It is gzip within gzip, which is not opened. Unpack it first."


def unpack(stream: BinaryIO, receipt: Receipt) -> Iterator[Received | Finding]:
    """The pages in a stream, one after the other, and findings for all that cannot be taken out of it.

    The stream is read once, from where it is to its end. What is held of it at a time is a page, a record or, of gzip,
    64 MB that may have to be looked at again.
    """
    tape = Tape(iter(lambda: stream.read(CHUNK), b""))
    head = tape.look(_HEAD)
    if is_gzip(head):
        yield from _gzip(tape, receipt)
    elif warc.is_warc(head):
        archive = warc.Archive(receipt)
        yield from _opened(archive.read(tape))
        yield from archive.account()
    else:
        yield from _plain(tape, receipt, None)


def _gzip(packed: Tape, receipt: Receipt) -> Iterator[Received | Finding]:
    """What is in a gzip file. Behind damage only WARC records can be found again."""
    archive = warc.Archive(receipt)
    for item in stretches(packed, receipt.source):
        if isinstance(item, Finding):
            yield item
            continue
        tape = Tape(item.chunks())
        head = tape.look(_HEAD)
        if warc.is_warc(head):
            yield from _opened(archive.read(tape, item))
        elif is_gzip(head):
            yield Finding(where=receipt.source, what=_NESTED, severity="error")
        elif head or not item.broken:
            yield from _plain(tape, receipt, item)
        tape.drain()
    yield from archive.account()


def _opened(records: Iterable[Received | Finding]) -> Iterator[Received | Finding]:
    """What an archive holds, the feeds in it cut into their entries."""
    for record in records:
        if isinstance(record, Received) and feeds.is_feed(record.raw):
            yield from feeds.read(record.raw, record.receipt)
        else:
            yield record


def _plain(tape: Tape, receipt: Receipt, stretch: Stretch | None) -> Iterator[Received | Finding]:
    """The pages in what is neither gzip nor WARC; `stretch` is the gzip that it is unpacked from."""
    head = tape.look(_HEAD)
    if jsonlines.is_lines(tape):
        yield from jsonlines.read(tape, receipt)
    elif tape.reach(LARGEST + 1) > LARGEST:
        yield Finding(where=receipt.source, what=_TOO_LARGE, severity="error")
    elif feeds.is_feed(head):
        yield from feeds.read(tape.take(LARGEST), receipt)
    elif feed := jsonlines.feed(head, tape):
        yield from jsonlines.read_feed(feed, receipt)
    else:
        yield from _page(tape.take(LARGEST), receipt, stretch)


def _page(raw: bytes, receipt: Receipt, stretch: Stretch | None) -> Iterator[Received | Finding]:
    # What a page out of damaged gzip says is not what was packed; the damage itself is told by who unpacks it.
    if not (stretch and stretch.broken):
        yield Received(raw=raw, receipt=receipt)
