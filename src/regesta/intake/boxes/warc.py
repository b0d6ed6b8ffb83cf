"""WARC archives (ISO 28500, 1.0 and 1.1): each record that is a page, and an account of all others.

Records are framed here, because a reader that trusts each length loses whatever comes after a damaged one; what a
record and its HTTP answer say is read by fastwarc, one record at a time.
"""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from fastwarc.warc import HeaderMap, WarcRecord

from regesta.intake.boxes.gzips import Stretch
from regesta.intake.boxes.packing import Payload, dechunked, decoded, looks_like_text
from regesta.intake.boxes.tape import CHUNK, LARGEST, Tape
from regesta.model import Finding, Receipt, Received, Severity

_LONGEST_HEADER = 1 << 16
_START = re.compile(rb"WARC/1\.\d\r?\n")
_HEADER = re.compile(rb"WARC/1\.\d\r?\n(?:(?:(?!WARC/1\.\d\r?\n)[^\r\n])+\r?\n)*+\r?\n")
_FIELD = re.compile(rb"\nWARC-(?:Type|Record-ID|Date|Target-URI): ", re.IGNORECASE)
_NEXT = re.compile(rb"\r\n\r\nWARC/1\.\d\r\n[A-Za-z-]{1,40}: ")
_NAMED = re.compile(rb"\nWARC-Record-ID: <", re.IGNORECASE)
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_BLANK_LINES = re.compile(rb"[\r\n]*")
_DIGESTS = {"md5": "md5", "sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512"}
_TYPES = {
    "response": "",
    "resource": "",
    "conversion": "",
    "warcinfo": "archive descriptions",
    "request": "requests",
    "metadata": "metadata",
    "revisit": "repeated visits",
    "continuation": "continuations",
}
_ALTERED = "its bytes are not those that were archived: their digest is another"
_COOKIES = frozenset({"set-cookie", "set-cookie2"})
_MEDIA = (
    (re.compile(r"image/"), "images"),
    (re.compile(r"(?:audio|video)/"), "recordings"),
    (re.compile(r".*(?:java|ecma)script"), "scripts"),
    (re.compile(r"text/css"), "style sheets"),
    (re.compile(r"font/|application/(?:x-)?font"), "typefaces"),
    (re.compile(r"text/dns"), "DNS answers"),
)
_TEXT = re.compile(r"text/|message/|application/(?:.*\+)?(?:xml|json|html|rtf)|application/(?:x-)?(?:ndjson|jsonlines)")
_UNSAID = frozenset({"", "unk", "application/octet-stream", "binary/octet-stream", "application/unknown"})


class _Framed(NamedTuple):
    """A record as it lies in the archive: its header, its block, where it is, and what is odd about its frame."""

    header: bytes
    block: bytes
    where: str
    odd: str = ""


class _Read(NamedTuple):
    """A record as read; of an HTTP answer, with its headers. `media` is the type of its payload."""

    record: WarcRecord
    http: HeaderMap | None
    media: str


def is_warc(head: bytes) -> bool:
    """Whether bytes are the beginning of a WARC archive, which may be damaged."""
    if _START.match(head):
        return True
    if head[:1] not in b"<{[":
        return bool(_FIELD.search(head[:512]) or _NEXT.search(head))
    return any(_lies_whole(head, found.start() + 4) for found in _NEXT.finditer(head))


def _lies_whole(head: bytes, at: int) -> bool:
    """Whether a record begins here and ends where it says: what begins like a page may quote one, but hardly to the
    byte. One too long to be seen whole is told by its name, which a page would write with `&lt;`."""
    header = _HEADER.match(head, at)
    length = _LENGTH.search(header[0]) if header else None
    if not header or not length or not _NAMED.search(header[0]):
        return False
    end = header.end() + int(length[1])
    return end > len(head) or head.startswith(b"\r\n\r\n", end)


class Archive:
    """One archive on its way in: what became of each of its records so far."""

    def __init__(self, receipt: Receipt) -> None:
        self._receipt = receipt
        self._left: Counter[str] = Counter()
        self._pages = self._refused = 0

    def account(self) -> Iterator[Finding]:
        """How many records there were and what became of them; nothing where there were none."""
        records = self._pages + self._refused + self._left.total()
        parts = [f"of {records} records, {self._pages} are pages"]
        if self._left:
            counts = sorted(self._left.items(), key=lambda pair: (-pair[1], pair[0]))
            parts.append("left out: " + ", ".join(_counted(number, kind) for kind, number in counts))
        if self._refused:
            parts.append(f"refused: {self._refused}")
        if records:
            yield Finding(where=self._receipt.source, what="; ".join(parts), severity="note")

    def read(self, tape: Tape, stretch: Stretch | None = None) -> Iterator[Received | Finding]:
        """The pages on a tape, which is plain or a stretch of gzip, and findings for what cannot be read."""
        while tape.look(1):
            where = f"byte {stretch.place(tape.at) if stretch else tape.at}"
            if not _START.match(tape.look(16)):
                yield self._skip(tape, where)
                continue
            framed = _frame(tape, stretch, f"{self._receipt.source}, {where}")
            if isinstance(framed, _Framed):
                yield from self._record(framed)
            else:
                tape.skip(1)
                tape.seek(_START)
                yield from self._judge(framed)

    def _skip(self, tape: Tape, where: str) -> Finding:
        begin = tape.at
        tape.seek(_START)
        what = f"{tape.at - begin} bytes that are no WARC record were skipped. The archive is damaged; fetch it again."
        return Finding(where=f"{self._receipt.source}, {where}", what=what, severity="error")

    def _judge(self, verdict: Finding | str) -> Iterator[Finding]:
        """Enter a record that is no page: the kind of what is left out, or the finding that refuses it."""
        if isinstance(verdict, Finding):
            self._refused += 1
            yield verdict
        else:
            self._left[verdict] += 1

    def _record(self, framed: _Framed) -> Iterator[Received | Finding]:
        read = _read(framed)
        if isinstance(read, Finding):
            yield from self._judge(read)
            return
        payload = _left_out(read) or _payload(framed, read)
        if isinstance(payload, Payload):
            payload = _no_page(payload.raw, read.media) or payload
        if not isinstance(payload, Payload):
            # A damaged page may look like something that is left out.
            yield from self._judge(payload if _block_holds(framed, read) else _error(framed.where, _ALTERED))
            return
        self._pages += 1
        yield from (_warning(framed.where, what) for what in _oddities(framed, read, payload))
        yield Received(raw=payload.raw, receipt=_receipt(framed, read, self._receipt))


def _counted(number: int, kind: str) -> str:
    return f"{number} {kind.removesuffix('s') if number == 1 else kind}"


# --------------------------------------------------------------------------------------------- framing
def _frame(tape: Tape, stretch: Stretch | None, where: str) -> _Framed | Finding | str:
    """The record at the beginning of a tape, which is then left behind; or, the tape left as it is, why it cannot be
    taken: a finding, or the kind of a record too large that would be left out anyway."""
    header = _HEADER.match(tape.look(_LONGEST_HEADER))
    length = _LENGTH.search(header[0]) if header else None
    if not header or not length:
        return _error(where, "its header is damaged")
    size, block = header.end() + int(length[1]), int(length[1])
    if block > LARGEST + _LONGEST_HEADER:
        return _too_large(_Framed(header[0], tape.look(CHUNK, header.end()), where))
    if tape.reach(size) < size:
        return _error(where, "the archive ends, or is damaged, before the record's end")
    odd = _after(tape.look(64, size))
    is_last = not tape.look(1, size + 64)
    if is_last and stretch and stretch.broken and stretch.member < tape.at + size:
        odd = "damaged"
    if odd == "damaged":
        return _error(where, "the record, or the length it states, is damaged")
    framed = _Framed(header[0], tape.look(block, header.end()), where, odd)
    tape.skip(size)
    blank = _BLANK_LINES.match(tape.look(64))
    tape.skip(blank.end() if blank else 0)
    return framed


def _after(tail: bytes) -> str:
    """What is odd about the bytes after a record, which should be two ends of line and the next record."""
    blank = _BLANK_LINES.match(tail)
    rest = tail[blank.end() if blank else 0 :]
    if not rest or _START.match(rest) or tail.startswith((b"\r\n\r\n", b"\n\n")):
        return ""
    return "the length that the record states does not fit" if _START.search(rest) else "damaged"


def _too_large(framed: _Framed) -> Finding | str:
    read = _read(framed)
    kind = "" if isinstance(read, Finding) else _left_out(read)
    return kind or _error(framed.where, "it is over 64 MB")


# --------------------------------------------------------------------------------------------- reading
def _read(framed: _Framed) -> _Read | Finding:
    """The record with its headers read, its payload not yet."""
    try:
        record = WarcRecord.from_bytes(framed.header + framed.block)
        if record.is_http:
            record.parse_http(auto_decode="none", max_header_len=_LONGEST_HEADER)
    except OSError:
        return _error(framed.where, "its headers cannot be read")
    http = record.http_headers if record.is_http else None
    media = (record.headers if http is None else http).get("Content-Type") or ""
    return _Read(record, http, media.partition(";")[0].strip().lower())


def _left_out(read: _Read) -> str:
    """The kind of record that is left out; empty for one that may be a page."""
    name = (read.record.headers.get("WARC-Type") or "").lower()
    kind = _TYPES.get(name, "unknown records")
    if kind or read.http is not None:
        return kind or (_kind_of_status(read.http) if read.http is not None else "") or _kind_of_file(read.media)
    return _kind_of_file(read.media) or ("non-HTTP answers" if name == "response" else "")


def _kind_of_status(http: HeaderMap) -> str:
    status = http.status_code
    if status is None or status == 200:
        return "" if status else "without any status code"
    return "redirects" if 300 <= status < 400 else f"with status {status}"


def _kind_of_file(media: str) -> str:
    return next((kind for pattern, kind in _MEDIA if pattern.match(media)), "")


def _no_page(raw: bytes, media: str) -> str:
    """The kind of a payload that is no page; empty for one that is."""
    if not raw:
        return "empty files"
    return "" if _is_text(media, raw) else "other files"


def _is_text(media: str, raw: bytes) -> bool:
    """Whether a payload is text: its type says so, or says nothing and the bytes look like it."""
    if _TEXT.match(media):
        return True
    return media in _UNSAID and looks_like_text(raw)


# --------------------------------------------------------------------------------------------- payload
def _payload(framed: _Framed, read: _Read) -> Payload | Finding:
    """The payload with what packed it for the way undone; a finding where that cannot be done."""
    if read.http is None:
        return Payload(framed.block)
    payload = Payload(read.record.reader.read())
    if "chunked" in (read.http.get("Transfer-Encoding") or "").lower():
        payload = dechunked(payload.raw)
    for coding in reversed((read.http.get("Content-Encoding") or "").split(",")):
        plain = decoded(payload.raw, coding)
        if plain is None or (plain.wrong and not plain.raw):
            return _error(framed.where, plain.wrong if plain else f"nothing here can unpack {coding.strip()!r}")
        payload = Payload(plain.raw, payload.wrong or plain.wrong)
    return payload


# --------------------------------------------------------------------------------------------- what is told of it
def _oddities(framed: _Framed, read: _Read, payload: Payload) -> Iterator[str]:
    """What a reader of the page should know about it, each as the end of a sentence."""
    if framed.odd:
        yield framed.odd
    if payload.wrong:
        yield payload.wrong
    if cut := read.record.headers.get("WARC-Truncated"):
        yield f"it was cut when it was archived ({cut})"
    if not (_block_holds(framed, read) and _payload_holds(framed, read, payload)):
        yield _ALTERED


def _block_holds(framed: _Framed, read: _Read) -> bool:
    """Whether the block has the digest that is stated, if one is."""
    stated = read.record.headers.get("WARC-Block-Digest")
    return not stated or _has_digest(framed.block, stated)


def _payload_holds(framed: _Framed, read: _Read, payload: Payload) -> bool:
    """Whether the payload has the digest that is stated, if one is and the block has none.

    Some writers take a payload as it was sent, some as it was meant; either will do.
    """
    stated = read.record.headers.get("WARC-Payload-Digest")
    if not stated or read.record.headers.get("WARC-Block-Digest"):
        return True
    sent = framed.block.partition(b"\r\n\r\n")[2] if read.http is not None else framed.block
    return _has_digest(sent, stated) or _has_digest(payload.raw, stated)


def _has_digest(raw: bytes, stated: str) -> bool:
    name, _, value = stated.partition(":")
    if name.lower() not in _DIGESTS:
        return True
    digest = hashlib.new(_DIGESTS[name.lower()], raw, usedforsecurity=False)
    return value.lower() == digest.hexdigest() or value.upper() == base64.b32encode(digest.digest()).decode()


def _receipt(framed: _Framed, read: _Read, archive: Receipt) -> Receipt:
    headers = read.record.headers
    url = (headers.get("WARC-Target-URI") or "").strip("<> \t") or None
    date = headers.get("WARC-Date") or ""
    return Receipt(
        source=url or framed.where,
        obtained=date if _INSTANT.fullmatch(date) else archive.obtained,
        url=url,
        headers=_headers(read),
        via=archive.source,
    )


def _headers(read: _Read) -> tuple[tuple[str, str], ...]:
    """The answer's headers, cookies left out; of what was not an answer, the type that the archive gives it."""
    if read.http is None:
        return (("content-type", read.media),) if read.media else ()
    return tuple((name.lower(), value) for name, value in read.http.to_tuples() if name.lower() not in _COOKIES)


def _error(where: str, what: str) -> Finding:
    """The finding that refuses a record."""
    return _finding(where, f"This record is left out: {what}.", "error")


def _warning(where: str, what: str) -> Finding:
    return _finding(where, f"This page is read, but {what}.", "warning")


def _finding(where: str, what: str, severity: Severity) -> Finding:
    return Finding(where=where, what=f"{what} Fetch it again if it matters.", severity=severity)
