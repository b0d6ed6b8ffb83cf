"""Bytes to text: which encoding a page is in, and what was lost in reading it."""

import codecs

from regesta.model import Finding

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TOLERATED = 20
"""One bad byte in so many is damage; more is another encoding."""


def decode(raw: bytes) -> tuple[str, str, tuple[Finding, ...]]:
    """The text of a page, the name of its encoding, and a finding for what could not be read."""
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
    return _read(raw, _single_byte(raw))


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
