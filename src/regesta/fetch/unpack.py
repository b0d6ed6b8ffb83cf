"""Bodies as they were before they were packed for the way, never more of them in memory than is allowed."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from regesta.fetch.answers import GivenUpError

PIECE = 64 * 1024
GZIP, ZLIB, RAW = 31, 15, -15  # zlib's `wbits`
_PACKINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


def packing(headers: Sequence[tuple[str, str]]) -> str:
    """How the body was packed: ``gzip``, ``deflate`` or, not at all, empty. Any other way is given up on."""
    values = ",".join(value for name, value in headers if name == "content-encoding").split(",")
    names = [name for value in values if (name := value.strip().lower()) not in ("", "identity")]
    if not names:
        return ""
    if len(names) > 1 or names[0] not in _PACKINGS:
        words = ", ".join(names)[:60]
        raise GivenUpError(f"it is packed as {words!r}, which was not asked for and is not read; tell the site")
    return _PACKINGS[names[0]]


def unpacked(chunks: Iterable[bytes], how: str) -> Iterator[bytes]:
    """The body in pieces of bounded size."""
    if not how:
        yield from chunks
        return
    start, rest = _start(iter(chunks))
    if not start:  # no body is none, however it is said to be packed
        return
    try:
        yield from _inflated(rest, _format(start, how))
    except zlib.error as error:
        raise GivenUpError(f"its {how} is garbled ({error}); try again later, or tell the site") from None


def _start(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first two bytes (fewer where there are no more), and the chunks from the beginning."""
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) > 1:
            break
    return start[:2], chain((start,), chunks)


def _format(start: bytes, how: str) -> int:
    """Some hosts call it deflate and leave out the header that belongs to it."""
    if how == "gzip":
        return GZIP
    return ZLIB if start[0] & 15 == 8 and int.from_bytes(start) % 31 == 0 else RAW


def _inflated(chunks: Iterable[bytes], bits: int) -> Iterator[bytes]:
    engine = zlib.decompressobj(bits)
    for chunk in chunks:
        left = chunk
        while left:
            if engine.eof:
                engine = _next_member(left, bits)
            yield from _pieces(engine, left)
            left = engine.unused_data
    if not engine.eof:
        raise zlib.error("it ends early")


def _next_member(left: bytes, bits: int) -> "zlib._Decompress":
    """A gzip may go on with another; after anything else there must be nothing."""
    if bits != GZIP or left[:1] != b"\x1f":
        raise zlib.error("other bytes come after its end")
    return zlib.decompressobj(bits)


def _pieces(engine: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    full = True
    while (data or full) and not engine.eof:
        piece = engine.decompress(data, PIECE)
        data, full = engine.unconsumed_tail, len(piece) == PIECE
        yield piece
