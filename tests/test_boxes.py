"""Boxes: whatever holds pages is opened, and of nothing that was in it is the fate untold."""

import gzip
import html
import io
import json
import time
import zlib
from collections.abc import Sequence
from typing import Any

import pytest
from fastwarc.stream_io import BrotliWriter
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from regesta.intake import boxes
from regesta.intake.boxes import unpack
from regesta.model import Finding, Receipt, Received

DATE = "2025-05-03T10:00:00Z"
FILE = Receipt(source="quay.warc", obtained="2026-01-02T00:00:00Z")
PAGE = "<html><body><p>The harbour board of Sandvik met on {} May. It voted to widen the pier.</p></body></html>"
HTML = [("Content-Type", "text/html; charset=utf-8"), ("Server", "quayd"), ("Set-Cookie", "a=1")]


class Box:
    """A WARC archive in the making."""

    def __init__(self, packed: bool = False, version: str = "WARC/1.1") -> None:
        self.file = io.BytesIO()
        self.ends = [0]
        self._writer = WARCWriter(self.file, gzip=packed, warc_version=version)
        # The writer leaves its temporary files open, of which Python would warn.
        self._writer._create_temp_file = io.BytesIO

    def add(self, url: str, kind: str, block: bytes, http: StatusAndHeaders | None = None, **fields: str) -> "Box":
        said = {"WARC-Date": DATE} | {name.replace("_", "-"): value for name, value in fields.items()}
        kind, _, media = kind.partition(" ")
        record = self._writer.create_warc_record(
            url, kind, io.BytesIO(block), warc_content_type=media, http_headers=http, warc_headers_dict=said
        )
        self._writer.write_record(record)
        self.ends.append(self.file.tell())
        return self

    def page(self, url: str, body: bytes, headers: Sequence[tuple[str, str]] = HTML, status: str = "200 OK") -> "Box":
        return self.add(url, "response", body, StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"))

    def bytes(self) -> bytes:
        return self.file.getvalue()


def opened(raw: bytes, receipt: Receipt = FILE) -> tuple[list[Received], list[Finding]]:
    found = list(unpack(io.BytesIO(raw), receipt))
    return [x for x in found if isinstance(x, Received)], [x for x in found if isinstance(x, Finding)]


def told(findings: Sequence[Finding]) -> str:
    return " | ".join(finding.what for finding in findings)


def chunked(body: bytes, size: int = 40) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def brotli(body: bytes, times: int = 1) -> bytes:
    file = io.BytesIO()
    writer = BrotliWriter(file)
    for _ in range(times):
        writer.write(body)
    writer.close()
    return file.getvalue()


def crawl(packed: bool) -> Box:
    """A little crawl: what a browser asked for and got, pages among pictures."""
    box = Box(packed).add("", "warcinfo", b"software: quay/1\r\n")
    for number in (1, 2, 3):
        url = f"https://quay.example/{number}"
        box.add(
            url, "request", b"", StatusAndHeaders("GET / HTTP/1.1", [("Host", "quay.example")], is_http_request=True)
        )
        box.page(url, PAGE.format(number).encode())
    box.page("https://quay.example/logo.png", b"\x89PNG\r\n\x1a\n", [("Content-Type", "image/png")])
    box.page("https://quay.example/old", b"moved", [("Location", "/1")], "301 Moved Permanently")
    box.page("https://quay.example/4", PAGE.format(4).encode())
    return box


# --------------------------------------------------------------------------------------------- WARC
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_an_answer_is_a_page_with_its_receipt(packed: bool, version: str) -> None:
    raw = Box(packed, version).page("https://quay.example/1", PAGE.format(1).encode()).bytes()
    pages, findings = opened(raw)
    receipt = Receipt(
        source="https://quay.example/1",
        obtained=DATE,
        url="https://quay.example/1",
        headers=(("content-type", "text/html; charset=utf-8"), ("server", "quayd")),
        via="quay.warc",
    )
    assert pages == [Received(raw=PAGE.format(1).encode(), receipt=receipt)]
    assert told(findings) == "of 1 records, 1 are pages"


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_page_is_counted(packed: bool) -> None:
    pages, findings = opened(crawl(packed).bytes())
    assert [page.receipt.url for page in pages] == [f"https://quay.example/{n}" for n in (1, 2, 3, 4)]
    assert findings == [
        Finding(
            where="quay.warc",
            what="of 10 records, 4 are pages; left out: 3 requests, 1 archive description, 1 image, 1 redirect",
            severity="note",
        )
    ]


def test_an_archive_packed_as_one_is_read_as_one_packed_by_record() -> None:
    assert opened(gzip.compress(crawl(False).bytes()))[0] == opened(crawl(True).bytes())[0]


def test_resources_and_conversions_are_pages_and_visits_repeated_are_not() -> None:
    box = Box().add("https://quay.example/1", "conversion text/plain", b"The board met.")
    box.add("https://quay.example/note.txt", "resource text/plain", b"The pier is closed.")
    box.add("https://quay.example/1", "metadata application/warc-fields", b"via: x\r\n")
    box.add("dns:quay.example", "response text/dns", b"quay.example. A 192.0.2.1")
    box.add("https://quay.example/1", "revisit", b"", StatusAndHeaders("200 OK", HTML, protocol="HTTP/1.1"))
    pages, findings = opened(box.bytes())
    assert [page.raw for page in pages] == [b"The board met.", b"The pier is closed."]
    assert [page.receipt.headers for page in pages] == [(("content-type", "text/plain"),)] * 2
    assert told(findings).endswith("left out: 1 DNS answer, 1 metadata, 1 repeated visit")


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Content-Encoding": "gzip"}, gzip.compress),
        ({"Content-Encoding": "deflate"}, zlib.compress),
        ({"Content-Encoding": "deflate"}, lambda body: zlib.compress(body)[2:-4]),
        ({"Content-Encoding": "br"}, brotli),
        ({"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}, lambda body: chunked(gzip.compress(body))),
        ({"Content-Encoding": "deflate, gzip"}, lambda body: gzip.compress(zlib.compress(body))),
        ({"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}, lambda body: body),
        ({"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}, gzip.compress),
    ],
)
def test_what_packs_a_payload_for_the_way_is_undone(headers: dict[str, str], pack: Any) -> None:
    body = PAGE.format(7).encode() * 9
    pages, findings = opened(Box().page("https://quay.example/7", pack(body), [*HTML, *headers.items()]).bytes())
    assert [page.raw for page in pages] == [body]
    assert len(findings) == 1


@pytest.mark.parametrize(
    ("headers", "body", "why"),
    [
        ({"Content-Encoding": "zstd"}, b"\x28\xb5\x2f\xfd\x00", "nothing here can unpack 'zstd'"),
        ({"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00\x00\x01\x02\x03" * 9, "its gzip is damaged"),
        ({"Content-Encoding": "br"}, brotli(bytes(1 << 20), 128), "over 64 MB"),
        ({"Content-Encoding": "gzip"}, gzip.compress(bytes(1 << 24)), "200 times its size"),
    ],
)
def test_a_payload_that_cannot_be_unpacked_is_refused(headers: dict[str, str], body: bytes, why: str) -> None:
    box = Box().page("https://quay.example/7", body, [*HTML, *headers.items()]).page("https://quay.example/8", b"<p>x")
    pages, findings = opened(box.bytes())
    assert [page.receipt.url for page in pages] == ["https://quay.example/8"]
    assert why in findings[0].what
    assert findings[0].severity == "error"
    assert findings[1].what == "of 2 records, 1 are pages; refused: 1"


@pytest.mark.parametrize(
    ("headers", "body", "start"),
    [
        ({"Transfer-Encoding": "chunked"}, chunked(PAGE.encode())[:70], PAGE.encode()[:60]),
        ({"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode() + bytes(range(32, 127)) * 400)[:-9], PAGE.encode()),
    ],
)
def test_a_payload_cut_short_is_read_as_far_as_it_goes(headers: dict[str, str], body: bytes, start: bytes) -> None:
    pages, findings = opened(Box().page("https://quay.example/7", body, [*HTML, *headers.items()]).bytes())
    assert pages[0].raw.startswith(start)
    assert findings[0].what.startswith("This page is read, but ")


def test_a_page_whose_digest_is_another_is_read_and_told() -> None:
    raw = Box().page("https://quay.example/1", PAGE.format(1).encode()).bytes().replace(b"widen", b"raise")
    pages, findings = opened(raw)
    assert b"raise the pier" in pages[0].raw
    assert "their digest is another" in findings[0].what


def test_a_picture_whose_digest_is_another_is_refused_since_it_may_be_a_page() -> None:
    raw = Box().page("https://quay.example/1", PAGE.format(1).encode()).bytes().replace(b"text/html", b"teXX/html")
    pages, findings = opened(raw)
    assert not pages
    assert findings[0].severity == "error"


def test_a_record_cut_when_it_was_archived_is_told() -> None:
    http = StatusAndHeaders("200 OK", HTML, protocol="HTTP/1.1")
    box = Box().add("https://quay.example/1", "response", b"<p>The board", http, WARC_Truncated="length")
    assert "cut when it was archived (length)" in told(opened(box.bytes())[1])


@pytest.mark.parametrize("packed", [False, True])
def test_a_feed_in_an_archive_is_cut_into_its_entries(packed: bool) -> None:
    feed = b"<rss><channel><title>Harbour Post</title>%s</channel></rss>" % b"".join(
        b"<item><title>Pier %d opens</title><link>/pier/%d</link></item>" % (n, n) for n in (1, 2)
    )
    xml = [("Content-Type", "application/rss+xml; charset=utf-8")]
    box = Box(packed).page("https://harbour.example/feed", feed, xml).page("https://harbour.example/1", PAGE.encode())
    pages, findings = opened(box.bytes())
    assert [page.receipt.url for page in pages] == [
        "https://harbour.example/pier/1", "https://harbour.example/pier/2", "https://harbour.example/1",
    ]  # fmt: skip
    assert {page.receipt.via for page in pages[:2]} == {"https://harbour.example/feed"}
    assert {page.receipt.outlet for page in pages[:2]} == {"Harbour Post"}
    assert told(findings) == "of 2 records, 2 are pages"


def test_a_record_without_a_date_was_obtained_with_its_archive() -> None:
    raw = Box().page("https://quay.example/1", b"<p>x").bytes().replace(DATE.encode(), b"the third of May")
    assert opened(raw)[0][0].receipt.obtained == FILE.obtained


@pytest.mark.parametrize("packed", [False, True])
def test_a_record_too_large_is_refused_and_a_film_left_out(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes.warc, "LARGEST", 20_000)
    noise = "".join(chr(33 + i * i % 89) for i in range(100_000)).encode()
    box = Box(packed).page("https://quay.example/long", noise).page("https://quay.example/1", b"<p>x")
    box.page("https://quay.example/film", noise, [("Content-Type", "video/mp4")]).page(
        "https://quay.example/2", b"<p>y"
    )
    pages, findings = opened(box.bytes())
    assert [page.raw for page in pages] == [b"<p>x", b"<p>y"]
    assert told(findings) == (
        "This record is left out: it is over 64 MB. Fetch it again if it matters."
        " | of 4 records, 2 are pages; left out: 1 recording; refused: 1"
    )


# --------------------------------------------------------------------------------------------- damage
CRAWLS = {packed: crawl(packed) for packed in (False, True)}
OPENED = {packed: opened(box.bytes()) for packed, box in CRAWLS.items()}
READ = {packed: pages for packed, (pages, _) in OPENED.items()}
TOLD = {packed: findings for packed, (_, findings) in OPENED.items()}


def behind(packed: bool, place: int) -> list[str | None]:
    """The addresses of the pages in records that begin at a place or later."""
    box, pages = CRAWLS[packed], (2, 4, 6, 9)
    return [READ[packed][n].receipt.url for n, record in enumerate(pages) if box.ends[record] >= place]


def before(packed: bool, place: int) -> list[str | None]:
    """The addresses of the pages in records that end before a place."""
    box, pages = CRAWLS[packed], (2, 4, 6, 9)
    return [READ[packed][n].receipt.url for n, record in enumerate(pages) if box.ends[record + 1] <= place]


def check_damage(packed: bool, damaged: bytes, start: int, end: int) -> None:
    """No sound record is lost, no missing page goes untold, and no changed page passes for a sound one."""
    pages, findings = opened(damaged)
    urls = [page.receipt.url for page in pages]
    assert [url for url in before(packed, start) if url not in urls] == []
    assert [url for url in behind(packed, end) if url not in urls] == []
    raws = [page.raw for page in pages]
    sound = [page.raw for page in READ[packed]]
    assert raws == sound or told(findings) != told(TOLD[packed])
    assert {*raws} <= {*sound} or any(finding.severity != "note" for finding in findings)


@pytest.mark.parametrize("packed", [False, True])
def test_damage_at_any_byte_loses_no_sound_record(packed: bool) -> None:
    raw = CRAWLS[packed].bytes()
    for at in range(packed, len(raw), 2):
        check_damage(packed, raw[:at] + bytes([raw[at] ^ 0x55]) + raw[at + 1 :], at, at + 1)


@pytest.mark.parametrize("packed", [False, True])
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_bytes_lost_or_put_in_anywhere_lose_no_sound_record(packed: bool, data: st.DataObject) -> None:
    raw = CRAWLS[packed].bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 700)))
    check_damage(packed, raw[:start] + data.draw(st.binary(max_size=30)) + raw[end:], start, end)


@pytest.mark.parametrize("left", [b"", b"<", b"{", b"[1]"])
def test_whatever_is_left_of_the_first_record_the_next_ones_are_found(left: bytes) -> None:
    """Cut within its first record, an archive may begin like a page or like JSON: `<urn:uuid:`."""
    raw = CRAWLS[False].bytes()
    for cut in range(1, 300):
        check_damage(False, left + raw[cut:], 0, cut)


def test_a_page_that_shows_a_record_is_a_page() -> None:
    shown = html.escape(CRAWLS[False].bytes()[:300].decode("latin-1")).encode()
    for example in (shown, shown.replace(b"&lt;", b"<").replace(b"software", b"<b>software</b>")):
        page = b"<p>An archive begins so:<pre>\r\n\r\n" + example + b"</pre>"
        assert [one.raw for one in opened(page)[0]] == [page]


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_ends_early_is_told(packed: bool) -> None:
    box = CRAWLS[packed]
    for at in range(box.ends[1] + 1, len(box.bytes()), 7):
        pages, findings = opened(box.bytes()[:at])
        whole = at in box.ends or (not packed and at + 4 in box.ends) or any(0 < end - at <= 4 for end in box.ends)
        assert [page.receipt.url for page in pages][: len(before(packed, at))] == before(packed, at)
        assert any(finding.severity == "error" for finding in findings) or whole


def test_what_was_skipped_is_told_with_its_place() -> None:
    raw = CRAWLS[False].bytes()
    place = CRAWLS[False].ends[3]
    findings = opened(raw[:place] + b"spilled ink" + raw[place:])[1]
    assert findings[0] == Finding(
        where=f"quay.warc, byte {place}",
        what="11 bytes that are no WARC record were skipped. The archive is damaged; fetch it again.",
        severity="error",
    )


def test_damaged_gzip_is_told_with_its_place() -> None:
    box = CRAWLS[True]
    start, end = box.ends[2], box.ends[3]
    raw = bytearray(box.bytes())
    raw[end - 6] ^= 1
    findings = opened(bytes(raw))[1]
    assert findings[0].where == f"quay.warc, byte {start}"
    assert f"{end - start} bytes were skipped" in told(findings)


def test_a_trap_full_of_beginnings_takes_time_in_line_with_its_size() -> None:
    began = time.perf_counter()
    opened(b"WARC/1.0\r\nContent-Length: 9000000\r\n" * 60_000)
    opened(b"WARC/1.0\r\nContent-Length: 900000\r\n\r\n" * 60_000)
    opened(gzip.compress(b"WARC/1.0\r\n")[:24] * 20_000)
    assert time.perf_counter() - began < 10


FIELDS = b"""WARC/1.0 Content-Length:|3 WARC-Type:|response HTTP/1.1|200|OK Content-Type:|application/http \xff\x00 :
WARC-Date:|x WARC-Target-URI:|\xe9 Content-Encoding:|gzip
Transfer-Encoding:|chunked WARC-Block-Digest:|sha1:x"""
LINES = st.sampled_from([b"", b"abc", *(field.replace(b"|", b" ") for field in FIELDS.split())])


@given(st.binary(max_size=300) | st.lists(LINES).map(b"\r\n".join))
@settings(max_examples=300, deadline=None)
def test_any_bytes_behind_the_beginning_of_an_archive_give_pages_or_findings(raw: bytes) -> None:
    pages, findings = opened(b"WARC/1.0\r\n" + raw + b"\r\n\r\nabc\r\n\r\n")
    assert pages or findings


# --------------------------------------------------------------------------------------------- gzip and single pages
def test_a_page_is_one_page_as_it_is() -> None:
    receipt = Receipt(source="a.html", obtained="2026-01-02T00:00:00Z", url="https://quay.example/a")
    assert opened(PAGE.encode(), receipt) == ([Received(raw=PAGE.encode(), receipt=receipt)], [])


@pytest.mark.parametrize("raw", [b"", gzip.compress(b"")])
def test_nothing_is_a_page_of_nothing(raw: bytes) -> None:
    assert opened(raw) == ([Received(raw=b"", receipt=FILE)], [])


def test_a_page_in_gzip_is_unpacked() -> None:
    assert opened(gzip.compress(PAGE.encode()))[0] == [Received(raw=PAGE.encode(), receipt=FILE)]


def test_gzip_in_gzip_is_not_opened() -> None:
    pages, findings = opened(gzip.compress(gzip.compress(PAGE.encode())))
    assert not pages
    assert "gzip within gzip" in findings[0].what


@pytest.mark.parametrize("end", [-1, -9, 40])
def test_a_page_in_gzip_cut_short_is_refused(end: int) -> None:
    pages, findings = opened(gzip.compress(PAGE.encode())[:end])
    assert not pages
    assert "it ends early" in findings[0].what


def test_a_gzip_trap_is_refused_before_it_is_unpacked() -> None:
    pages, findings = opened(gzip.compress(bytes(1 << 26)))
    assert not pages
    assert "more than 200 times its size" in findings[0].what


def test_a_page_over_64_megabytes_is_refused() -> None:
    assert opened(b"a" * (boxes.LARGEST + 1))[1][0].what == "It is over 64 MB. Split it into single pages first."


class Counted(io.BytesIO):
    """Sound lines without end, and how many bytes of them were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        times = (size or 0) // 28
        self.given += 28 * times
        return b'{"text": "The board met."}\n\n' * times


def test_a_stream_is_read_no_further_than_asked() -> None:
    endless = Counted()
    pages = unpack(endless, FILE)
    for _ in range(5000):
        next(pages)
    assert endless.given < 2 * 28 * 5000


# --------------------------------------------------------------------------------------------- JSON Lines
def test_each_line_is_a_page() -> None:
    raw = b'\xef\xbb\xbf\n{"text": "One.", "url": "https://quay.example/1"}\r\n{"text": "Two."}\n\n{"text": "Three."'
    pages, findings = opened(raw, Receipt(source="day.jsonl", obtained="2026-01-02T00:00:00Z"))
    assert [(page.raw, page.receipt.source, page.receipt.url) for page in pages] == [
        (b'{"text": "One.", "url": "https://quay.example/1"}', "day.jsonl, line 2", "https://quay.example/1"),
        (b'{"text": "Two."}', "day.jsonl, line 3", None),
    ]
    assert [finding.where for finding in findings] == ["day.jsonl, line 5"]


@pytest.mark.parametrize("line", [b"not JSON", b"[1]", b'"text"', b"[" * 100_000, b"\xff\xfe", b"9" * 5000])
def test_a_line_that_is_no_object_is_told_and_the_rest_read(line: bytes) -> None:
    pages, findings = opened(b'{"text": "One."}\n' + line + b'\n{"text": "Two."}\n')
    assert [page.raw for page in pages] == [b'{"text": "One."}', b'{"text": "Two."}']
    assert findings[0].where == "quay.warc, line 2"


def test_a_line_too_long_is_told_and_the_rest_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes.jsonlines, "LARGEST", 100_000)
    long = json.dumps({"text": "a" * 100_000}).encode()
    pages, findings = opened(b'{"text": "One."}\n' + long + b'\n{"text": "Two."}')
    assert [page.raw for page in pages] == [b'{"text": "One."}', b'{"text": "Two."}']
    assert findings[0].what == "This line is left out: it is over 64 MB."


@pytest.mark.parametrize(("raw", "lines"), [(b'{"text": "x"}', 1), (b'{"other": 1}\n{"other": 2}', 2)])
def test_objects_with_a_key_we_know_or_several_are_lines(raw: bytes, lines: int) -> None:
    assert [page.receipt.source for page in opened(raw)[0]] == [f"quay.warc, line {n + 1}" for n in range(lines)]


@pytest.mark.parametrize("raw", [b'{"other": 1}\n', b'{\n "text": "x"\n}', b"{curly} braces", b"{", b'{"a": 1} x'])
def test_what_only_looks_like_lines_is_one_page(raw: bytes) -> None:
    assert opened(raw)[0] == [Received(raw=raw, receipt=FILE)]


def test_lines_in_gzip_are_lines() -> None:
    assert len(opened(gzip.compress(b'{"text": "One."}\n' * 1000))[0]) == 1000


@pytest.mark.parametrize("indent", [None, 1])
def test_each_entry_of_a_json_feed_is_a_line(indent: int | None) -> None:
    entry = {"id": "7", "url": "https://quay.example/7", "content_html": "<p>Wider.", "date_published": "2025-05-03"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Quay", "items": [entry, 4]}
    pages, findings = opened(json.dumps(feed, indent=indent).encode())
    line = {"html": "<p>Wider.", "id": "7", "published": "2025-05-03", "url": "https://quay.example/7"}
    assert [json.loads(page.raw) for page in pages] == [line]
    assert (pages[0].receipt.url, pages[0].receipt.outlet) == ("https://quay.example/7", "The Quay")
    assert findings[0].where == "quay.warc, entry 2"


# --------------------------------------------------------------------------------------------- feeds
FEED = Receipt(source="feed.xml", obtained="2026-01-02T00:00:00Z", url="https://quay.example/feed/")
FIRST = "<item><title>Pier wider</title><link>/2025/05/pier?a=1&amp;b=2</link></item>"
SECOND = "<item>\n<title>Größe</title><guid isPermaLink='false'>tag:7</guid></item>"
RDF = """<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<channel rdf:about="x"><title>Quay</title><items/></channel>{}</rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/a/"><title>Quay</title>
<entry>{}</entry></feed>"""
ATOM_WITH_PREFIX = '<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry>{}</atom:entry></atom:feed>'
RSS = '<rss version="2.0"><channel><title>The Quay</title><image><title>Logo</title></image>{}</channel></rss>'


def test_each_item_of_rss_is_a_page() -> None:
    pages, findings = opened(('<?xml version="1.0"?>\n' + RSS.format(FIRST + "\n" + SECOND)).encode(), FEED)
    assert [page.raw.decode() for page in pages] == [FIRST, SECOND]
    assert [(page.receipt.source, page.receipt.url) for page in pages] == [
        ("https://quay.example/2025/05/pier?a=1&b=2", "https://quay.example/2025/05/pier?a=1&b=2"),
        ("tag:7", None),
    ]
    assert {(page.receipt.via, page.receipt.outlet) for page in pages} == {("https://quay.example/feed/", "The Quay")}
    assert not findings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "latin-1"]
)
@pytest.mark.parametrize(
    "start", ['<?xml version="1.0" encoding="{}"?>', "\n <!-- <rss> --><!DOCTYPE rss [<!ENTITY a 'b'>]>"]
)
def test_an_entry_keeps_its_bytes_whatever_its_feed_is_written_in(encoding: str, start: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    pages, _ = opened((start.format(name) + RSS.format(SECOND)).encode(encoding), FEED)
    assert [page.raw.decode() for page in pages] == [SECOND]


@pytest.mark.parametrize("name", ["zlib", "unicode_escape", "no-such-thing", "hex", "utf-16", "punycode"])
def test_a_false_declaration_is_passed_over(name: str) -> None:
    pages, _ = opened((f'<?xml version="1.0" encoding="{name}"?>' + RSS.format(SECOND)).encode(), FEED)
    assert [page.raw.decode() for page in pages] == [SECOND]


def test_characters_lost_in_reading_a_feed_are_told() -> None:
    raw = RSS.format(SECOND * 20).encode().replace("ß".encode(), b"\xc3", 1)
    pages, findings = opened(raw, FEED)
    assert len(pages) == 20
    assert findings[0].where == "feed.xml, byte " + str(raw.index(b"\xc3e"))
    assert "is not utf-8" in findings[0].what


@pytest.mark.parametrize(
    ("feed", "url", "outlet"),
    [
        (
            ATOM.format('<title>T</title><link rel="edit" href="no"/><link href="b"/>'),
            "https://base.example/a/b",
            "Quay",
        ),
        (
            ATOM_WITH_PREFIX.format('<atom:link href="/b"/><atom:source><atom:title>Mole</atom:title></atom:source>'),
            "https://quay.example/b",
            "Mole",
        ),
        (
            RDF.format('<item rdf:about="b"><title>T</title><link>https://quay.example/b</link></item>'),
            "https://quay.example/b",
            "Quay",
        ),
        (
            RSS.format('<item><source url="https://m.example">Mole</source><guid>https://q.example/7</guid></item>'),
            "https://q.example/7",
            "Mole",
        ),
        (RSS.format("<item><link>https://[</link></item>"), "https://[", "The Quay"),
    ],
)
def test_an_entry_says_where_it_is_from(feed: str, url: str, outlet: str) -> None:
    pages, _ = opened(feed.encode(), FEED)
    assert [(page.receipt.url, page.receipt.outlet) for page in pages] == [(url, outlet)]


@pytest.mark.parametrize("feed", [RSS.format(""), '<feed xmlns="http://www.w3.org/2005/Atom"/>'])
def test_a_feed_without_entries_is_told(feed: str) -> None:
    assert opened(feed.encode(), FEED) == (
        [],
        [Finding(where="feed.xml", what="The feed has no entries.", severity="note")],
    )


def test_an_entry_without_an_end_is_left_out_and_the_rest_read() -> None:
    pages, findings = opened(RSS.format(FIRST + "<item><title>Torn" + SECOND + "<item>").encode(), FEED)
    assert [page.raw.decode() for page in pages] == [FIRST, SECOND]
    assert [finding.where for finding in findings] == ["feed.xml, entry 2", "feed.xml, entry 4"]


def test_tags_in_comments_and_character_data_are_no_entries() -> None:
    item = "<item><description><![CDATA[<item>no</item>]]><!-- </item> --></description></item>"
    assert [page.raw.decode() for page in opened(RSS.format(item).encode(), FEED)[0]] == [item]


@pytest.mark.parametrize(
    "raw",
    [
        b"<html><item></item></html>",
        b"<feed xmlns='x'><entry/></feed>",
        b"<rdf:RDF></rdf:RDF>",
        b"x <rss><item/></rss>",
        b"<item><title>x</title></item>",
    ],
)
def test_what_is_no_feed_is_one_page(raw: bytes) -> None:
    assert opened(raw)[0] == [Received(raw=raw, receipt=FILE)]


def test_entities_are_never_expanded() -> None:
    declared = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    item = "<item><title>&l11;</title><link>&l11;</link></item>"
    pages, _ = opened(
        (f"<!DOCTYPE rss [{declared}<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + RSS.format(item)).encode()
    )
    assert [page.raw.decode() for page in pages] == [item]


@pytest.mark.parametrize(
    "part", ["<item>", "<!--", "<![CDATA[", '<a b="', "<item><title>", "<item/>", "</item>", "<", "<!DOCTYPE x [", "<?"]
)
def test_a_feed_made_to_cost_time_does_not(part: str) -> None:
    began = time.perf_counter()
    opened(b"<rss>" + part.encode() * 50_000, FEED)
    assert time.perf_counter() - began < 5


PARTS = st.sampled_from(
    """<rss> <feed> <item> </item> <entry> </entry> <title> </title> <link/> <!-- ]]> { "text": "a" } <![CDATA[
    <!DOCTYPE <link>//[ <?xml \ufeff é \x00 &#x110000; encoding='x'?>""".split()
)


@given(
    st.binary(max_size=400)
    | st.lists(PARTS | st.text(max_size=5)).map(lambda parts: "".join(parts).encode("utf-8", "replace"))
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_pages_or_findings(raw: bytes) -> None:
    for given_raw in (raw, gzip.compress(raw), b"\x1f\x8b\x08\x00" + raw, b"<rss>" + raw):
        pages, findings = opened(given_raw)
        assert pages or findings
