"""What HTTP packs a payload in for the way, undone within limits: chunks, gzip, deflate, Brotli."""

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fastwarc.stream_io import BrotliReader

from regesta.intake.boxes.gzips import overflows
from regesta.intake.boxes.tape import CHUNK, LARGEST

TOO_LARGE = "it unpacks to over 64 MB or to over 200 times its size"
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_CONTROL = re.compile(b"[\x00-\x08\x0e-\x1a]")
_LINE_END = re.compile(rb"\r?\n")


class Payload(NamedTuple):
    """A payload as far as it could be unpacked; `wrong` is what kept it from being read to its end."""

    raw: bytes
    wrong: str = ""


class _Dribble(io.BytesIO):
    """Bytes given a few at a time: fastwarc unpacks all that it is given, and a few bytes of Brotli can be a lot."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(16 if size is None or size < 0 else min(size, 16))


def dechunked(raw: bytes) -> Payload:
    """A payload without its chunks' sizes. One that has none, though its headers say so, is given as it is."""
    parts: list[bytes] = []
    at, wrong = 0, "it ends early"
    while size := _SIZE.match(raw, at):
        length = int(size[1], 16)
        if not length:
            wrong = ""
            break
        parts.append(raw[size.end() : size.end() + length])
        end = _LINE_END.match(raw, size.end() + length)
        if not end:
            break
        at = end.end()
    return Payload(b"".join(parts), wrong) if parts or not wrong else Payload(raw)


def decoded(raw: bytes, coding: str) -> Payload | None:
    """A payload with a content coding undone, `None` where the coding is not known.

    One that is not packed so, though its headers say so, is given as it is.
    """
    unpack = _CODINGS.get(coding.strip().lower())
    if unpack is None:
        return None
    plain, wrong = bytearray(), ""
    try:
        for piece in unpack(raw):
            plain += piece
            if len(plain) > LARGEST or overflows(len(raw), len(plain)):
                return Payload(b"", TOO_LARGE)
    except (OSError, zlib.error):
        wrong = f"only its first {len(plain)} bytes can be unpacked"
    if plain or not wrong:
        return Payload(bytes(plain), wrong)
    return Payload(raw) if looks_like_text(raw) else Payload(b"", f"its {coding.strip()} is damaged")


def looks_like_text(raw: bytes) -> bool:
    """Whether bytes are text of some encoding: few of them are control characters."""
    sample = raw[:CHUNK]
    return len(_CONTROL.findall(sample)) * 50 <= len(sample)


def _same(raw: bytes) -> Iterator[bytes]:
    yield raw


def _gzip(raw: bytes) -> Iterator[bytes]:
    yield from _inflated(raw, 31)


def _deflate(raw: bytes) -> Iterator[bytes]:
    """Deflate with its header, as the standard has it, or without, as some servers do."""
    has_header = len(raw) > 1 and raw[0] & 15 == 8 and int.from_bytes(raw[:2], "big") % 31 == 0
    yield from _inflated(raw, 15 if has_header else -15)


def _inflated(raw: bytes, bits: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(bits)
    while not inflate.eof:
        piece = inflate.decompress(raw, CHUNK)
        yield piece
        raw = inflate.unconsumed_tail
        if not raw and not piece:
            raise zlib.error("it ends early")


def _brotli(raw: bytes) -> Iterator[bytes]:
    reader = BrotliReader(_Dribble(raw))
    while piece := reader.read(CHUNK):
        yield piece


_CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "": _same,
    "identity": _same,
    "none": _same,
    "utf-8": _same,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
