"""A stream with a view ahead: what is read can be looked at before it is left behind."""

import re
from collections.abc import Iterable

CHUNK = 1 << 15
LARGEST = 1 << 26
"""No page may have more bytes than this, whatever it came out of."""

_WIDEST = 64
"""No pattern that is sought matches more bytes than this."""


class Tape:
    """Bytes that come in chunks. `at` is how many of them have been left behind."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._ahead = bytearray()
        self.at = 0

    def reach(self, size: int) -> int:
        """How many of the next `size` bytes there are: fewer only where the stream ends."""
        while len(self._ahead) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._ahead += chunk
        return min(size, len(self._ahead))

    def look(self, size: int, start: int = 0) -> bytes:
        """Up to `size` bytes from `start` bytes ahead."""
        self.reach(start + size)
        return bytes(memoryview(self._ahead)[start : start + size])

    def skip(self, size: int) -> None:
        """Leave up to `size` bytes behind."""
        size = self.reach(size)
        del self._ahead[:size]
        self.at += size

    def take(self, size: int) -> bytes:
        """Up to `size` bytes, which are left behind."""
        taken = self.look(size)
        self.skip(size)
        return taken

    def drain(self) -> None:
        """Leave everything behind."""
        while self.look(1):
            self.skip(len(self._ahead))

    def seek(self, pattern: re.Pattern[bytes]) -> bool:
        """Leave everything behind up to the next match of a pattern; whether there is one."""
        while True:
            found = pattern.search(self._ahead)
            start, found = found.start() if found else -1, None
            if start >= 0:
                self.skip(start)
                return True
            self.skip(max(0, len(self._ahead) - _WIDEST))
            if not self._more():
                self.drain()
                return False

    def line(self, limit: int) -> bytes | None:
        """The next line with its end, which is left behind; `None` for one longer than `limit`, b"" at the end."""
        size = self.line_size(limit)
        if size > limit:
            self._skip_line()
            return None
        return self.take(size)

    def line_size(self, limit: int, start: int = 0) -> int:
        """The size of the line that begins `start` bytes ahead, with its end; over `limit`, some size over it."""
        seen = start
        while (end := self._ahead.find(b"\n", seen)) < 0 and len(self._ahead) <= limit + start:
            seen = max(start, len(self._ahead))
            if not self._more():
                return seen - start
        return end + 1 - start if end >= 0 else limit + 1

    def _skip_line(self) -> None:
        while (end := self._ahead.find(b"\n")) < 0:
            self.skip(len(self._ahead))
            if not self._more():
                return
        self.skip(end + 1)

    def _more(self) -> bool:
        """Read one chunk on; whether there was one."""
        before = len(self._ahead)
        return self.reach(before + 1) > before
