"""Bytes to text: which encoding a page is in, and what was lost in reading it."""

import codecs
import re
from collections.abc import Iterator

from webencodings import lookup

from regesta.model import Finding

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 2048
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';>]+)""", re.IGNORECASE)
_CHARSET_BYTES = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_TOLERATED = 20
"""One bad byte in so many is damage; more is another encoding."""


def decode(raw: bytes, content_type: str = "") -> tuple[str, str, tuple[Finding, ...]]:
    """The text of a page, the name of its encoding, and a finding for what could not be read.

    UTF-8 that reads without fault is UTF-8, whatever the page or its server say; else what they say is tried, the
    server first, then what the bytes look like.
    """
    for mark, name in _MARKED:
        if raw.startswith(mark):
            return _read(raw, name)
    try:
        return raw.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        damaged = raw.decode("utf-8", "replace").count("\ufffd")
    high = sum(byte >= 0x80 for byte in raw)
    if damaged * _TOLERATED <= high or damaged <= 2 <= high - damaged:
        return _read(raw, "utf-8")
    stated = next((name for name in _stated(raw, content_type) if _reads(raw, name)), "cp1252")
    # What calls itself Latin may be anything: servers say so of pages that say nothing.
    return _read(raw, _single_byte(raw) if stated == "cp1252" else stated)


def _stated(raw: bytes, content_type: str) -> Iterator[str]:
    """The encodings that the server and the page's own head name, as browsers understand their names."""
    for found in (_CHARSET.search(content_type), _CHARSET_BYTES.search(raw, 0, _HEAD)):
        label = found[1] if found else b""
        name = label.decode("ascii", "replace") if isinstance(label, bytes) else label
        known = lookup(name.strip())
        if known is not None:
            yield known.codec_info.name


def _reads(raw: bytes, name: str) -> bool:
    """Whether an encoding reads a page with few faults; UTF-8 was tried before."""
    if name == "utf-8":
        return False
    try:
        return raw.decode(name, "replace").count("\ufffd") * 1000 <= len(raw)
    except (LookupError, UnicodeError):
        return False


def _single_byte(raw: bytes) -> str:
    """`cp1251` where the high bytes stand together as letters of Cyrillic words, else `cp1252`."""
    high = runs = 0
    before = False
    for byte in raw:
        now = byte >= 0xC0
        high += now
        runs += now and before
        before = now
    return "cp1251" if high and runs * 2 > high else "cp1252"


def _read(raw: bytes, name: str) -> tuple[str, str, tuple[Finding, ...]]:
    try:
        return raw.decode(name), name, ()
    except UnicodeDecodeError as error:
        what = f"Byte {error.start} is not {name}; it was replaced with U+FFFD. Fetch the page again if that matters."
        return raw.decode(name, "replace"), name, (Finding(where=f"byte {error.start}", what=what),)
