"""What a host answers, and what of an earlier answer is told to it."""

from collections.abc import Iterable, Sequence

from regesta.model import Receipt, Value

Headers = tuple[tuple[str, str], ...]
COOKIES = frozenset({"set-cookie", "set-cookie2"})


class GivenUpError(Exception):
    """An answer is not read on; `reason` says why. Raised and caught within this room: see `Fetcher`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Known(Value, frozen=True):
    """What an earlier answer said of its own version, so that the body is sent only if it has changed since."""

    etag: str | None = None
    last_modified: str | None = None


class NotModified(Value, frozen=True):
    """The host says that nothing has changed since; the receipt tells when it said so."""

    receipt: Receipt


class Answer(Value, frozen=True):
    """A host's answer; the body was read only where the status is 200."""

    status: int
    headers: Headers = ()
    raw: bytes = b""


def recall(receipt: Receipt) -> Known | None:
    """What to tell the host when asking again for what this receipt is of; `None` where it gave no version."""
    etag, last_modified = first(receipt.headers, "etag"), first(receipt.headers, "last-modified")
    return Known(etag=etag, last_modified=last_modified) if etag or last_modified else None


def kept_headers(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers in order, names in lower case; what would set a cookie is left out."""
    named = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers)
    return tuple((name, value) for name, value in named if name not in COOKIES)


def first(headers: Sequence[tuple[str, str]], name: str) -> str | None:
    """The first value of a header."""
    return next((value for other, value in headers if other == name), None)
