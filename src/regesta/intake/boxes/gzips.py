"""Gzip members one after the other, and what can be read of them where some are damaged."""

import re
import zlib
from collections import deque
from collections.abc import Iterator

from regesta.intake.boxes.tape import CHUNK, Tape
from regesta.model import Finding

MAGIC = b"\x1f\x8b\x08"
MOST_TIMES = 200
"""Honest text is packed a tenth to a hundredth of its size; what unpacks to more than this many times is a trap."""

FREE = 1 << 22
"""So many bytes may be unpacked from however few."""

_MAGIC = re.compile(re.escape(MAGIC))
_GZIP = 31
_OPENING = 1024
"""In so many bytes of a member its first plain bytes are found."""

_WINDOW = 1 << 26
"""So many packed bytes of a member are kept, to look again for the next one where it turns out damaged."""


def is_gzip(head: bytes) -> bool:
    """Whether bytes are the beginning of a gzip file, or of an archive in gzip whose beginning is damaged."""
    nearly = len(head) > 18 and sum(a == b for a, b in zip(head, MAGIC, strict=False)) == 2
    return head.startswith(MAGIC) or nearly or any(_opens_record(head[at : at + _OPENING]) for at in _places(head))


def _places(head: bytes) -> Iterator[int]:
    return (found.start() for found in _MAGIC.finditer(head))


def overflows(packed: int, plain: int) -> bool:
    """Whether so many plain bytes are more than so few packed ones may become."""
    return plain > FREE and plain > MOST_TIMES * packed


class Stretch:
    """Sound members that follow one another: their plain bytes, read once and in order.

    The last member begun begins at the packed byte `begin` and the plain byte `member`. Once `chunks` is at its end,
    `broken` says what is wrong with it; an empty `broken` is a stretch that ends between two members.
    """

    def __init__(self, packed: Tape) -> None:
        self._packed = packed
        self._places = deque([(0, packed.at)])
        self.broken = ""
        self.begin = packed.at
        self.member = 0
        self.size = 0
        self.used = 0

    def chunks(self) -> Iterator[bytes]:
        """The plain bytes."""
        while not self.broken and self._packed.look(3) == MAGIC:
            self.begin, self.member = self._packed.at, self.size
            self._places.append((self.size, self.begin))
            yield from self._read_member()

    def place(self, plain: int) -> int:
        """The packed byte at which the member begins that holds a plain byte; to be asked in order."""
        while len(self._places) > 1 and self._places[1][0] <= plain:
            self._places.popleft()
        return self._places[0][1]

    def _read_member(self) -> Iterator[bytes]:
        inflate, self.used = zlib.decompressobj(_GZIP), 0
        while not inflate.eof and not self.broken:
            packed = self._packed.look(CHUNK, self.used)
            plain = self._inflate(inflate, packed)
            self.size += len(plain)
            if overflows(self._packed.at + self.used - self.begin, self.size - self.member):
                self.broken = f"it unpacks to more than {MOST_TIMES} times its size"
            yield from (plain,) if plain else ()
            self._forget(_WINDOW)
        if not self.broken:
            self._forget(0)

    def _inflate(self, inflate: "zlib._Decompress", packed: bytes) -> bytes:
        """The plain bytes of some packed ones; those not used are given again the next time."""
        try:
            plain = inflate.decompress(packed, CHUNK)
        except zlib.error:
            self.broken = "its bytes are damaged"
            return b""
        # At a member's end the two may hold the same bytes.
        self.used += len(packed) - len(inflate.unused_data if inflate.eof else inflate.unconsumed_tail)
        if not packed and not plain and not inflate.eof:
            self.broken = "it ends early"
        return plain

    def _forget(self, keep: int) -> None:
        if self.used > keep:
            self._packed.skip(self.used - keep)
            self.used = keep


def stretches(packed: Tape, source: str) -> Iterator[Stretch | Finding]:
    """The sound stretches of gzip members, and a finding for what stands between them.

    Each stretch must be read to its end before the next is asked for. After damage it goes on with the next member
    that holds the beginning of a WARC record.
    """
    again = 0
    while packed.look(1):
        begin, why, retreat = packed.at, "it is no gzip", 0
        if packed.look(3) == MAGIC:
            stretch = Stretch(packed)
            yield stretch
            begin = packed.at
            if stretch.broken:
                begin, why, retreat = stretch.begin, stretch.broken, stretch.used
        if packed.look(1):
            again += retreat
            # What lies within a damaged member is looked at again, but not so often that it would never end.
            packed.skip(1 if again <= 2 * packed.at + _WINDOW else max(1, retreat))
            yield _skipped(f"{source}, byte {begin}", why, begin, _resume(packed))


def _resume(packed: Tape) -> int:
    """Leave everything behind that is no member with a WARC record in it; where that comes to lie."""
    while packed.seek(_MAGIC) and not _opens_record(packed.look(_OPENING)):
        packed.skip(1)
    return packed.at


def _opens_record(member: bytes) -> bool:
    try:
        return zlib.decompressobj(_GZIP).decompress(member, 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _skipped(where: str, why: str, begin: int, end: int) -> Finding:
    what = f"This part of the gzip file cannot be read: {why}; {end - begin} bytes were skipped. Fetch the file again."
    return Finding(where=where, what=what, severity="error")
