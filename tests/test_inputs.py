"""Every kind of input from end to end: real files of each kind in, and what is found in them and told of them."""

import gzip
import hashlib
import io
import json
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pages_written import PAGES, Told, raw
from regesta.cli import main
from regesta.fetch import Policy
from regesta.intake import decode, read_page
from regesta.model import Block, Intake, Page, Receipt, Segment, Story
from regesta.register import Register

AGENCY, GHOST, JOOMLA = (PAGES[name] for name in ("agency_bulletin", "ghost", "joomla"))
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def intakes() -> dict[str, Intake]:
    """What intake makes of each page."""
    return {name: read_page(raw(name), Receipt(source=name, obtained="2034-01-01T00:00:00Z")) for name in PAGES}


def words_of(story: Story, kind: str) -> tuple[str, ...]:
    return tuple(story.text[block.start : block.end] for block in story.blocks if block.kind == kind)


def told(story: Story) -> Told:
    """A story as the pages' files tell of one."""
    return Told(
        title=story.title,
        published=story.published.edtf,
        prose=words_of(story, "prose"),
        headings=words_of(story, "heading"),
        captions=story.captions,
        credits=story.credits,
    )


# ------------------------------------------------------------------------------------------------ pages of HTML
@each_page
def test_a_page_is_titled_as_its_headline(name: str, intakes: dict[str, Intake]) -> None:
    assert intakes[name].stories[0].title == PAGES[name].title


@each_page
def test_an_outlet_is_named_as_it_names_itself(name: str, intakes: dict[str, Intake]) -> None:
    assert intakes[name].stories[0].outlet == PAGES[name].outlet


@each_page
def test_the_authors_are_those_of_the_byline(name: str, intakes: dict[str, Intake]) -> None:
    assert intakes[name].stories[0].authors == PAGES[name].authors


@each_page
def test_a_story_has_the_day_of_its_publication(name: str, intakes: dict[str, Intake]) -> None:
    assert intakes[name].stories[0].published.edtf == PAGES[name].published


@each_page
def test_a_story_is_in_the_language_of_its_prose(name: str, intakes: dict[str, Intake]) -> None:
    assert intakes[name].stories[0].language == PAGES[name].language


@each_page
def test_all_of_the_prose_and_nothing_else_is_prose(name: str, intakes: dict[str, Intake]) -> None:
    assert words_of(intakes[name].stories[0], "prose") == PAGES[name].prose


@each_page
def test_subheads_stand_between_the_paragraphs(name: str, intakes: dict[str, Intake]) -> None:
    assert words_of(intakes[name].stories[0], "heading") == PAGES[name].headings


@each_page
def test_captions_are_parted_from_their_credits(name: str, intakes: dict[str, Intake]) -> None:
    main_story = intakes[name].stories[0]
    assert (main_story.captions, main_story.credits) == (PAGES[name].captions, PAGES[name].credits)


@each_page
def test_furniture_is_on_the_page_and_not_in_the_story(name: str, intakes: dict[str, Intake]) -> None:
    page = " ".join(unescape(decoded(name)).split())
    for words in PAGES[name].furniture:
        assert words in page
        assert words not in intakes[name].stories[0].text


@each_page
def test_other_stories_told_in_short_stand_by_themselves_with_their_days(name: str, intakes: dict[str, Intake]) -> None:
    teasers = [story for story in intakes[name].stories if story.teaser]
    assert [(one.title, one.published.edtf) for one in teasers] == [
        (one.title, one.published) for one in PAGES[name].others
    ]


@each_page
def test_each_entry_of_a_live_blog_is_a_story_of_its_own_day(name: str, intakes: dict[str, Intake]) -> None:
    assert tuple(told(one) for one in intakes[name].stories[1:] if not one.teaser) == PAGES[name].entries


# ------------------------------------------------------------------------------------------------ every character
INVISIBLE = frozenset("head script style template noscript iframe svg textarea select option object".split())
NO_WIDTH = frozenset("\u00ad\u200b\ufeff")


def decoded(name: str) -> str:
    return decode(raw(name))[0]


class Sight(HTMLParser):
    """The characters that a reader of the page sees, as intervals of its source, by a parser that is not ours."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.seen: list[tuple[int, int]] = []
        self._lines = [0, *(at + 1 for at, sign in enumerate(page) if sign == "\n")]
        self._inside = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._inside += tag in INVISIBLE

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in INVISIBLE

    def handle_data(self, data: str) -> None:
        self._see(data, len(data))

    def handle_entityref(self, name: str) -> None:
        self._see(unescape(f"&{name};"), len(name) + 2)

    def handle_charref(self, name: str) -> None:
        self._see(unescape(f"&#{name};"), len(name) + 3)

    def _see(self, shown: str, length: int) -> None:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        if not self._inside and shown.strip():
            self.seen.append((start, start + length))


def width(segment: Segment) -> int:
    return segment.length if segment.width is None else segment.width


def as_shown(source: str) -> str:
    """What a stretch of a page's source is to its reader: references resolved, blanks as one."""
    return " ".join(unescape(source).split()) or " "


@each_page
def test_every_segment_leads_to_the_same_characters_of_the_page(name: str, intakes: dict[str, Intake]) -> None:
    page = decoded(name)
    for story in intakes[name].stories:
        for segment in story.segments:
            told = story.text[segment.text : segment.text + segment.length]
            source = page[segment.page : segment.page + width(segment)]
            assert told == (source if segment.width is None else as_shown(source))


@each_page
def test_the_segments_hold_the_text_whole_and_in_the_order_of_the_page(name: str, intakes: dict[str, Intake]) -> None:
    for story in intakes[name].stories:
        held = [i for s in story.segments for i in range(s.text, s.text + s.length)]
        assert held == [i for block in story.blocks for i in range(block.start, block.end)]
        assert [s.page for s in story.segments] == sorted(s.page for s in story.segments)
        assert story.text == "\n\n".join(words(story))


def words(story: Story) -> Iterator[str]:
    return (story.text[block.start : block.end] for block in story.blocks)


@each_page
def test_what_a_reader_sees_is_in_the_story_or_masked_for_a_reason(name: str, intakes: dict[str, Intake]) -> None:
    page = decoded(name)
    main, *others = intakes[name].stories
    told = bytearray(len(page))
    for segment in (one for story in (main, *others) for one in story.segments):
        told[segment.page : segment.page + width(segment)] = b"\1" * width(segment)
    for mask in main.masked:
        if mask.reason != "markup":
            told[mask.start : mask.end] = b"\1" * (mask.end - mask.start)
    lost = [i for start, end in Sight(page).seen for i in range(start, end) if not told[i]]
    assert [page[i] for i in lost if not page[i].isspace() and page[i] not in NO_WIDTH] == []


@each_page
def test_segments_and_masks_share_the_page_among_them(name: str, intakes: dict[str, Intake]) -> None:
    """No character stands in two of them, and only blanks in none."""
    page = decoded(name)
    main = intakes[name].stories[0]
    shares = sorted([*((s.page, s.page + width(s)) for s in main.segments), *((m.start, m.end) for m in main.masked)])
    assert all(before[1] <= after[0] for before, after in pairwise(shares))
    covered = {i for start, end in shares for i in range(start, end)}
    assert all(i in covered or sign.isspace() for i, sign in enumerate(page))


@each_page
def test_blocks_are_in_order_and_credits_inside_them(name: str, intakes: dict[str, Intake]) -> None:
    for story in intakes[name].stories:
        blocks: tuple[Block, ...] = story.blocks
        assert all(one.end + 2 == other.start for one, other in pairwise(blocks))
        assert all(one.start <= one.credit[0] < one.credit[1] <= one.end for one in blocks if one.credit)


# ------------------------------------------------------------------------------------------------ through the command
OBTAINED = "2031-05-11T06:00:00Z"


class Site:
    """A web server on this machine: what it serves at each path, and what it was asked and answered, in order."""

    def __init__(self) -> None:
        self.served: dict[str, tuple[str, bytes]] = {}
        self.answered: list[tuple[str, int]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                media, body = site.served.get(self.path, ("text/plain", b""))
                version = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
                status = 200 if body else 404
                if body and self.headers.get("If-None-Match") == version:
                    status, body = 304, b""
                site.answered.append((self.path, status))
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("ETag", version)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing is said of what was asked."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def asked(self) -> list[tuple[str, int]]:
        """What was asked for since the last time, but for robots.txt."""
        asked, self.answered = self.answered, []
        return [(path, status) for path, status in asked if path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    server = Site()
    yield server
    server.close()


@pytest.fixture(scope="module", autouse=True)
def in_haste() -> Iterator[None]:
    """A fetcher that does not wait between two requests: the server is ours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("regesta.fetch.Policy", partial(Policy, interval=0.0))
        yield


class Folder:
    """A register, as the command line makes it and asks it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *words: str, given: bytes | None = None, code: int = 0) -> str:
        """What a command prints."""
        done = CliRunner().invoke(main, [*words, "--register", str(self.path)], input=given, catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.stdout

    def read(self, *paths: str, given: bytes | None = None, code: int = 0) -> list[dict[str, Any]]:
        """What `regesta read` tells of each page."""
        out = self.run("read", "--json", "--private", *paths, given=given, code=code)
        return [json.loads(line) for line in out.splitlines()]

    def watch(self, *feeds: str) -> list[dict[str, Any]]:
        out = self.run("watch", "--once", "--json", "--private", *feeds)
        return [json.loads(line) for line in out.splitlines()]

    def asked(self, *words: str) -> list[dict[str, Any]]:
        """What a question is answered with."""
        found: list[dict[str, Any]] = json.loads(self.run(*words, "--json"))
        return found

    def stories(self) -> list[Story]:
        with Register.open(self.path) as register:
            return [reading.story for reading in register.readings()]

    def receipts(self) -> dict[str, Receipt]:
        """How each page was received, by its id."""
        with Register.open(self.path) as register:
            return {page.id: page.receipt for page in register.pages()}


def kept(told: list[dict[str, Any]]) -> list[str]:
    """The sources of the pages that are new."""
    return [one["source"] for one in told if one["page"] and not one["known"]]


def main_stories(folder: Folder) -> dict[str, Story]:
    return {story.title: story for story in folder.stories() if not story.teaser}


# ------------------------------------------------------------------------------------------------ WARC
CRAWLED = {"https://livonianpost.example/a": "everything", "https://pontus.example/b": "agency_bulletin"}


def archive(packed: bool) -> bytes:
    """A crawl of two pages, with what a crawler writes besides."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed, warc_version="WARC/1.1")
    writer._create_temp_file = io.BytesIO  # its own are left open, of which Python would warn
    said = {"WARC-Date": OBTAINED}
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "a crawler"}))
    for url, name in CRAWLED.items():
        ask = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(url, "request", http_headers=ask, warc_headers_dict=said))
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Set-Cookie", "a=1")], protocol="HTTP/1.1")
        body = io.BytesIO(raw(name))
        record = writer.create_warc_record(url, "response", body, http_headers=http, warc_headers_dict=said)
        writer.write_record(record)
    moved = StatusAndHeaders("301 Moved Permanently", [("Location", "/a")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record("https://livonianpost.example/", "response", io.BytesIO(b""), http_headers=moved)
    )
    return file.getvalue()


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "packed"])
def crawl(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, list[Any]]:
    """A register of an archive, and what was told when it was read."""
    path = tmp_path_factory.mktemp("crawl")
    name = "crawl.warc.gz" if request.param else "crawl.warc"
    (path / name).write_bytes(archive(request.param))
    folder = Folder(path / "register")
    return folder, folder.read(str(path / name))


def test_each_answer_in_an_archive_is_a_page_and_the_rest_is_counted(crawl: tuple[Folder, list[Any]]) -> None:
    _, told = crawl
    assert kept(told) == list(CRAWLED)
    (account,) = [one["findings"] for one in told if not one["page"]]
    assert account[0]["what"] == ("of 6 records, 2 are pages; left out: 2 requests, 1 archive description, 1 redirect")


def test_a_page_in_an_archive_is_read_as_it_is_by_itself(crawl: tuple[Folder, list[Any]]) -> None:
    stories = main_stories(crawl[0])
    for name in CRAWLED.values():
        story, page = stories[PAGES[name].title], PAGES[name]
        assert (story.outlet, story.authors, story.published.edtf) == (page.outlet, page.authors, page.published)
        assert words_of(story, "prose") == page.prose
    assert stories[AGENCY.title].url == "https://pontus.example/b"


def test_a_page_in_an_archive_keeps_its_address_its_instant_and_no_cookie(crawl: tuple[Folder, list[Any]]) -> None:
    receipts = sorted(crawl[0].receipts().values(), key=lambda receipt: receipt.source)
    assert [(one.url, one.obtained, one.headers) for one in receipts] == [
        (url, OBTAINED, (("content-type", "text/html"),)) for url in CRAWLED
    ]
    assert {one.via for one in receipts} <= {"crawl.warc", "crawl.warc.gz"}


# ------------------------------------------------------------------------------------------------ feeds
SHORT = """<!DOCTYPE html><html lang="en"><head><title>{title} | {outlet}</title>
<meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{day}T09:00:00Z">
<meta property="article:modified_time" content="{updated}T09:00:00Z"></head>
<body><header><a href="/">{outlet}</a></header><main><article><h1>{title}</h1>{body}</article></main>
<footer>&copy; 2031 {outlet}</footer></body></html>"""


def short(outlet: str, title: str, day: str, *paragraphs: str, updated: str = "") -> bytes:
    """A page with little around its story."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return SHORT.format(outlet=outlet, title=title, day=day, updated=updated or day, body=body).encode()


BUOYS = (
    "Peru and Bolivia have agreed to light the buoys on Lake Titicaca, the two harbour offices said on Friday in Puno.",
    "Peru will supply the lamps and Bolivia the boats. Work begins in June, said Delia Condori of Guaqui.",
)
SLUICE = (
    "Bolivia opened the sluice at Desaguadero for two days on Saturday, and told the Peruvian office so beforehand."
)


def rss(items: list[dict[str, str]]) -> bytes:
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    for name, words in {"title": "Lake Monitor", "link": "http://lake.example/", "description": "All lakes"}.items():
        ET.SubElement(channel, name).text = words
    for item in items:
        element = ET.SubElement(channel, "item")
        for name, words in item.items():
            made = ET.SubElement(element, name)
            made.text = words
            if name == "source":
                made.set("url", "http://altiplano.example/feed")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Basin Digest</title><id>urn:basin</id>
<updated>2031-05-10T12:00:00Z</updated>
<entry><title>Peru and Bolivia to light the lake</title><id>urn:basin:1</id><link href="{link}"/>
<published>2031-05-10T11:00:00Z</published><updated>2031-05-10T12:00:00Z</updated>
<author><name>Irma Choque</name></author>
<source><title>Titicaca Bulletin</title><id>urn:bulletin</id></source>
<content type="html">&lt;p&gt;Peru and Bolivia will light their buoys, two offices say
&amp;amp; boatmen doubt.&lt;/p&gt;</content>
</entry></feed>"""


@pytest.fixture(scope="module")
def watched(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, list[Any]]:
    """A register that watched two feeds three times, and of each look what was told and what the host was asked."""
    story, feeds = site.address("/buoys"), (site.address("/rss.xml"), site.address("/atom.xml"))
    first = {"title": "Lake Titicaca to be lit", "link": story, "pubDate": "Fri, 09 May 2031 18:30:00 -0500"}
    first |= {
        "description": f"<p>{BUOYS[0]}</p>",
        "source": "Altiplano Courier",
        "author": "m@x.example (Marta Quispe)",
    }
    second = {"title": "Sluice open for two days", "guid": "urn:lake:2", "description": SLUICE}
    site.served["/buoys"] = "text/html", short("Altiplano Courier", "Lake Titicaca to be lit", "2031-05-09", *BUOYS)
    site.served["/rss.xml"] = "application/rss+xml", rss([first])
    site.served["/atom.xml"] = "application/atom+xml", ATOM.format(link=story).encode()
    folder = Folder(tmp_path_factory.mktemp("watched") / "register")
    looks = [(folder.watch(*feeds), site.asked()), (folder.watch(*feeds), site.asked())]
    site.served["/rss.xml"] = "application/rss+xml", rss([second, first])
    return folder, [*looks, (folder.watch(*feeds), site.asked())]


def test_the_first_look_reads_the_entries_and_once_the_page_they_lead_to(
    watched: tuple[Folder, list[Any]], site: Site
) -> None:
    told, asked = watched[1][0]
    assert kept(told) == [site.address("/buoys")] * 3
    assert asked == [("/rss.xml", 200), ("/atom.xml", 200), ("/buoys", 200)]


def test_the_second_look_asks_whether_anything_changed_and_reads_nothing(watched: tuple[Folder, list[Any]]) -> None:
    assert watched[1][1] == ([], [("/rss.xml", 304), ("/atom.xml", 304)])


def test_of_a_feed_that_changed_only_the_new_entry_is_read(watched: tuple[Folder, list[Any]]) -> None:
    told, asked = watched[1][2]
    assert kept(told) == ["urn:lake:2"]
    assert asked == [("/rss.xml", 200), ("/atom.xml", 304)]


def test_an_entry_keeps_the_source_it_names_and_else_its_feed(watched: tuple[Folder, list[Any]]) -> None:
    outlets = {(story.title, story.outlet, story.authors, story.published.edtf) for story in watched[0].stories()}
    assert outlets == {
        ("Lake Titicaca to be lit", "Altiplano Courier", ("Marta Quispe",), "2031-05-09"),
        ("Lake Titicaca to be lit", "Altiplano Courier", (), "2031-05-09"),
        ("Peru and Bolivia to light the lake", "Titicaca Bulletin", ("Irma Choque",), "2031-05-10"),
        ("Sluice open for two days", "Lake Monitor", (), None),
    }


def test_the_text_of_an_entry_is_what_its_markup_means(watched: tuple[Folder, list[Any]]) -> None:
    texts = {story.text for story in watched[0].stories()}
    assert "Peru and Bolivia will light their buoys, two offices say & boatmen doubt." in texts
    assert {BUOYS[0], "\n\n".join(BUOYS), SLUICE} <= texts


# ------------------------------------------------------------------------------------------------ files and folders
FLAT = """The Harbour Almanac

Malta and Tunisia to count tuna together

Malta and Tunisia to count tuna together
By Rita Sammut
9 May 2031

Malta and Tunisia will count the tuna landed in their ports by one method from July, the two fishery boards said.

The method was tried in Zarzis last year. It takes longer than the old one, said Karim Jaziri, who will oversee it.

Share this article
Facebook
"""
LINES = (
    {"html": raw("ghost").decode(), "outlet": "Ein anderer Name", "url": "https://karawankenbrief.example/given"},
    {"page": FLAT},
    {"text": SLUICE, "title": "Sluice", "outlet": "Altiplano Courier", "published": "2031-05-10", "language": "en"},
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, list[Any]]:
    """A folder of files of several kinds under names that say nothing, read as a whole; and what was told."""
    path = tmp_path_factory.mktemp("shelf")
    (path / "deep").mkdir()
    (path / "a").write_bytes("".join(json.dumps(line) + "\n" for line in LINES).encode())
    (path / "b").write_bytes(gzip.compress(raw("nextjs")))
    (path / "deep" / "c").write_bytes(raw("joomla"))
    (path / "deep" / "d").write_bytes(rss([{"title": "Sluice, again", "guid": "urn:9", "description": SLUICE}]))
    (path / "deep" / ".e").write_bytes(raw("amp"))
    folder = Folder(tmp_path_factory.mktemp("shelved") / "register")
    return folder, folder.read(str(path))


def test_a_folder_is_read_whole_but_for_what_is_hidden(shelf: tuple[Folder, list[Any]]) -> None:
    sources = kept(shelf[1])
    assert [source.partition(",")[0] for source in sources] == ["a", "a", "a", "b", "c", "urn:9"]
    assert [one["stories"] for one in shelf[1]] == [2, 1, 1, 1, 1, 1]


def test_a_line_of_json_holds_html_a_page_or_a_text(shelf: tuple[Folder, list[Any]]) -> None:
    told = main_stories(shelf[0])
    html, flat, text = told[GHOST.title], told["Malta and Tunisia to count tuna together"], told["Sluice"]
    assert words_of(html, "prose") == GHOST.prose
    assert (html.outlet, html.url) == ("Ein anderer Name", "https://karawankenbrief.example/given")
    assert (flat.outlet, flat.authors, flat.published.edtf) == ("The Harbour Almanac", ("Rita Sammut",), "2031-05-09")
    assert [words[:16] for words in words_of(flat, "prose")] == ["Malta and Tunisi", "The method was t"]
    assert (text.text, text.outlet, text.published.edtf) == (SLUICE, "Altiplano Courier", "2031-05-10")


def test_stories_in_json_lead_back_to_their_line(shelf: tuple[Folder, list[Any]]) -> None:
    with Register.open(shelf[0].path) as register:
        for story in shelf[0].stories():
            page = decode(register.page(story.page).raw)[0]
            if page.startswith("{"):
                for s in story.segments:
                    told = story.text[s.text : s.text + s.length]
                    source = page[s.page : s.page + width(s)]
                    assert told == (source if s.width is None else as_shown(json.loads(f'"{source}"')))


def test_a_packed_page_is_read_as_the_page(shelf: tuple[Folder, list[Any]]) -> None:
    story = main_stories(shelf[0])[PAGES["nextjs"].title]
    assert words_of(story, "prose") == PAGES["nextjs"].prose
    assert raw("nextjs") in [page.raw for page in pages_of(shelf[0])]


def pages_of(folder: Folder) -> list[Page]:
    with Register.open(folder.path) as register:
        return list(register.pages())


def test_a_page_in_another_alphabet_and_encoding_is_read(shelf: tuple[Folder, list[Any]]) -> None:
    assert words_of(main_stories(shelf[0])[JOOMLA.title], "prose") == JOOMLA.prose


def test_the_same_folder_again_changes_nothing(shelf: tuple[Folder, list[Any]], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_bytes(gzip.compress(raw("nextjs"), 1))
    before = shelf[0].run("export")
    assert kept(shelf[0].read(str(copy))) == []
    assert shelf[0].run("export") == before


def test_standard_input_is_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "register")
    (told,) = folder.read("-", given=raw("drupal"))
    assert (told["source"], told["stories"], told["known"]) == ("-", 1, False)
    assert words_of(main_stories(folder)[PAGES["drupal"].title], "prose") == PAGES["drupal"].prose
    assert [one["known"] for one in folder.read("-", given=raw("drupal"))] == [True]


# ------------------------------------------------------------------------------------------------ addresses
CORRECTED = (BUOYS[0].replace("on Friday", "on Thursday"), BUOYS[1], "Correction: the offices spoke on Thursday.")


@pytest.fixture(scope="module")
def address(site: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, list[Any]]:
    """A register that read one address three times, its page corrected before the third; what was told and asked."""
    folder = Folder(tmp_path_factory.mktemp("address") / "register")
    at = site.address("/lit")
    title = "Lake Titicaca to be lit"
    site.served["/lit"] = "text/html", short("Altiplano Courier", title, "2031-05-09", *BUOYS)
    site.asked()
    reads = [(folder.read(at), site.asked()), (folder.read(at), site.asked())]
    corrected = short("Altiplano Courier", title, "2031-05-09", *CORRECTED, updated="2031-05-10")
    site.served["/lit"] = "text/html", corrected
    return folder, [*reads, (folder.read(at), site.asked())]


def test_an_address_is_read(address: tuple[Folder, list[Any]], site: Site) -> None:
    told, asked = address[1][0]
    assert kept(told) == [site.address("/lit")]
    assert asked == [("/lit", 200)]


def test_an_address_read_again_is_asked_whether_it_changed(address: tuple[Folder, list[Any]]) -> None:
    (first,), _ = address[1][0]
    (told,), asked = address[1][1]
    assert asked == [("/lit", 304)]
    assert (told["known"], told["page"]) == (True, first["page"])


def test_a_corrected_page_is_another_version_of_the_story(address: tuple[Folder, list[Any]]) -> None:
    folder, reads = address
    assert reads[2][1] == [("/lit", 200)]
    assert len(kept(reads[2][0])) == 1
    older, newer = (next(s for s in folder.stories() if s.page == told[0]["page"]) for told, _ in (reads[0], reads[2]))
    assert (older.updated.edtf, newer.updated.edtf) == ("2031-05-09T09:00:00Z", "2031-05-10T09:00:00Z")
    (kin,) = folder.asked("show", newer.id)[0]["kin"]
    assert (kin["relation"], kin["story"], kin["order"]) == ("version of", older.id, "updated")
    assert f"version of {older.id}" in folder.run("show", newer.id)
    assert f"has the version {newer.id}" in folder.run("show", older.id)


# ------------------------------------------------------------------------------------------------ copies
WIRE = (
    "TALLINN (Baltic Desk) — Latvian Deputy Transport Minister Edgars Veinbergs visited Tallinn on Thursday.",
    "He promised that Latvia would send two locomotives before the end of the year, the Baltic Desk agency reported.",
    "The two ministries signed a protocol on night trains. It takes effect on 1 July 2031.",
)
OWN = (
    "I followed Edgars Veinbergs, the Latvian deputy transport minister, when he visited Tallinn on Thursday.",
    "He looked at the old engine shed, asked for coffee twice and spoke to drivers for an hour in the rain.",
)


@pytest.fixture(scope="module")
def wires(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Path]:
    """A register of one agency's report as two outlets print it, one of them cut."""
    path = tmp_path_factory.mktemp("wires")
    (path / "post.html").write_bytes(short("The Quay Post", "Veinbergs in Tallinn", "2031-05-08", *WIRE))
    (path / "echo.html").write_bytes(short("Rail Echo", "Latvian deputy minister visits", "2031-05-09", *WIRE[:2]))
    folder = Folder(path / "register")
    folder.read(str(path / "post.html"), str(path / "echo.html"))
    return folder, path


def visits(folder: Folder) -> list[dict[str, Any]]:
    return [one for one in folder.asked("timeline", "--who", "Edgars Veinbergs") if one["mode"] == "visit"]


def test_the_same_report_in_two_outlets_is_told_as_a_copy(wires: tuple[Folder, Path]) -> None:
    folder, _ = wires
    post, echo = (main_stories(folder)[title] for title in ("Veinbergs in Tallinn", "Latvian deputy minister visits"))
    assert [(one["relation"], one["story"]) for one in folder.asked("show", echo.id)[0]["kin"]] == [
        ("copy of", post.id)
    ]
    assert [(one["relation"], one["story"]) for one in folder.asked("show", post.id)[0]["kin"]] == [
        ("has the copy", echo.id)
    ]
    assert "copy of" in folder.run("show", echo.id)


def test_two_outlets_with_one_report_are_one_origin(wires: tuple[Folder, Path]) -> None:
    (visit,) = visits(wires[0])
    assert {claim["outlet"] for claim in visit["claims"]} == {"Rail Echo", "The Quay Post"}
    assert (visit["outlets"], visit["independent_origins"]) == (2, 1)


def test_a_report_in_words_of_its_own_is_another_origin(wires: tuple[Folder, Path], tmp_path: Path) -> None:
    folder = Folder(tmp_path / "register")
    (wires[1] / "own.html").write_bytes(short("Shed and Signal", "A day at the shed", "2031-05-09", *OWN))
    folder.read(*(str(wires[1] / f"{name}.html") for name in ("post", "echo", "own")))
    (visit,) = visits(folder)
    assert (visit["outlets"], visit["independent_origins"]) == (3, 2)
