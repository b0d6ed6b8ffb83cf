"""Fuzz the reading of pages: whatever is put in must come out as stories or findings, in time, each character in place.

Usage: python tools/fuzz_intake.py [--seconds 600] [--keep FOLDER] [FILE …]

Needs atheris, which the project does not install by itself (`pip install atheris`; Linux, CPython 3.11 to 3.13). With
files, reads only these, as they are: so a find is seen again. Ends with 1 at the first uncaught exception, page that
takes over ten seconds of computing, or map that leads elsewhere; the bytes are left in FOLDER (else in fuzz-finds).
"""

import argparse
import gzip
import html
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regesta.model import Received, Story

SLOWEST = 10.0
_WORDS = (
    *"<p> <br> <div> <a> </a> <li> <td> <b> <!-- --> <script> </script> <template> <svg> <pre> <h1>".split(),
    *"<figcaption> <title> <select>".split(),
    *"&amp; &nbsp; &# ; <![CDATA[ ]]> <item> </item> <entry> \" ' = / > < \\u003c ©".split(),
    *"\xad \u200b \ufeff \u202e \u0130".split(),
    *' hidden | class="| style=|12 March 2031|(Photo: |By |10:22|Related|"html":"|"text":"|"page":"'.split("|"),
    *("\u2028", "\x85", "\r\n", "\n\n"),
)
"""What a change may put in."""

# The reports are invented.
_LEAD = "Deputy Minister Nela Prodan said on Wednesday that the ferry line between Bar and Durres would open in April."
_BODY = "Her counterpart Arben Leka said the first ship had been chartered for the summer, and that two would follow."
_HTML = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry line agreed</title>
<meta property="og:title" content="Ferry line agreed"><meta name="author" content="Ilse Varga">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry line agreed",
"author":[{{"@type":"Person","name":"Ilse Varga"}}],"datePublished":"2031-03-12T10:22:00+01:00"}}</script></head>
<body><nav class="menu"><ul><li><a href="/">Home</a><li><a href=/world>World</a></ul></nav>
<article><h1>Ferry line agreed</h1><p class=byline>By Ilse Varga &middot; 12 March 2031<p>{_LEAD}<br>{_BODY}</p>
<figure><img src=a.jpg alt="Quay"><figcaption>The quay in Bar&nbsp;(Photo: Jane Roe)</figcaption></figure>
<table><tr><td>Bar<td>&#233;t&eacute</table><pre>one  two</pre><div hidden>secret</div><!-- note --><![CDATA[x]]>
<p>\u201cAll&shy;right\u201d, she said.</p></article></body></html>"""
_ITEM = f"""<item><title>Ferry line agreed</title><link>https://bar.example/1</link>
<pubDate>Wed, 12 Mar 2031 10:22:00 GMT</pubDate><dc:creator>Ilse Varga</dc:creator>
<description>&lt;p&gt;{_LEAD}&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>{_LEAD}</p><p>{_BODY}</p>]]></content:encoded></item>"""
_FLAT = f"""The Bar Courier
Home

Ferry line agreed

By Ilse Varga
12 March 2031

{_LEAD}

{_BODY}

© 2031 The Bar Courier
"""


def seeds() -> list[bytes]:
    """A page of each kind, the first to be changed."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _HTML.encode()
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        b"WARC-Target-URI: https://bar.example/1\r\nWARC-Date: 2031-03-12T10:22:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
        % (len(answer), answer)
    )
    entry = f'<entry><title>Ferry line</title><content type="html">&lt;p&gt;{_LEAD}&lt;/p&gt;</content></entry>'
    texts = (
        _HTML,
        _FLAT,
        _ITEM,
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Bar Courier</title>{_ITEM}</channel></rss>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Bar Courier</title>{entry}</feed>',
        json.dumps({"html": _HTML, "url": "https://bar.example/1"}),
        json.dumps({"text": f"{_LEAD}\n\n{_BODY}", "title": "Ferry line"}) + "\n" + json.dumps({"page": _FLAT}) + "\n",
    )
    found = [text.encode() for text in texts]
    return [*found, record, gzip.compress(record, mtime=0), _HTML.encode("utf-16"), _HTML.encode("cp1251", "replace")]


def read(raw: bytes) -> None:
    """Read what may hold pages, and fail where the reading does."""
    from regesta.intake import read_page, unpack
    from regesta.model import Receipt, Received

    receipt = Receipt(source="fuzz", obtained="unknown")
    taken = [one for one in unpack(io.BytesIO(raw), receipt) if isinstance(one, Received)]
    for one in [*taken, Received(raw=raw, receipt=receipt)]:
        start = time.process_time()
        intake = read_page(one.raw, one.receipt)
        took = time.process_time() - start
        if took > SLOWEST:
            raise AssertionError(f"a page of {len(one.raw)} bytes took {took:.1f} s")
        if not intake.stories and not intake.findings:
            raise AssertionError("there is neither story nor finding")
        for fault in broken_maps(one, intake.stories):
            raise AssertionError(fault)


def broken_maps(one: "Received", stories: Sequence["Story"]) -> Iterator[str]:
    """What is wrong with the maps from stories to their page."""
    from regesta.intake import decode, feed_entry

    page = decode(one.raw, dict(one.receipt.headers).get("content-type", ""))[0]
    # In an entry or a record a character may be written in two ways at once.
    plain = not page.lstrip("\ufeff \t\r\n").startswith("{") and not feed_entry.is_feed_entry(page)
    for story in stories:
        at = 0
        for segment in story.segments:
            width = segment.length if segment.width is None else segment.width
            if story.text[at : segment.text].strip() or segment.text < at:
                yield f"characters {at} to {segment.text} of the text are not mapped, or twice"
            if not 0 <= segment.page <= segment.page + width <= len(page):
                yield f"{segment} leads out of the page"
            here = story.text[segment.text : segment.text + segment.length]
            if segment.width is None and here != page[segment.page : segment.page + segment.length]:
                yield f"{segment} leads to other characters"
            if segment.width is not None and plain and here != _resolved(page[segment.page : segment.page + width]):
                yield f"{segment} leads to what resolves to other characters"
            at = segment.text + segment.length
        if story.text[at:].strip():
            yield f"the text is not mapped from character {at} on"
    if stories:
        yield from _left_out(page, stories)


def _resolved(written: str) -> str:
    """What a stretch of a page is shown as: references resolved, signs without width left out, blanks as one."""
    return re.sub(r"\s+", " ", re.sub("[\u200b\ufeff\xad]+", "", html.unescape(written))) or " "


def _left_out(page: str, stories: Sequence["Story"]) -> Iterator[str]:
    """Where a page has characters that no story tells and none masks."""
    spans = [(s.page, s.page + (s.length if s.width is None else s.width)) for one in stories for s in one.segments]
    spans += [(m.start, m.end) for one in stories for m in one.masked]
    at = 0
    for start, end in [*sorted(spans), (len(page), len(page))]:
        if page[at:start].strip():
            yield f"characters {at} to {start} of the page are left out"
        at = max(at, end)


def fuzz(seconds: int, keep: Path) -> None:
    """Change the seeds for so long; the process ends with 0 where nothing was found."""
    import atheris

    with atheris.instrument_imports(include=["regesta.intake"]):
        import regesta.intake  # noqa: F401 what is measured is which of its lines a page reaches
    for seed in seeds():  # what is loaded once is loaded now
        read(seed)

    def one(raw: bytes) -> None:
        read(bytes(raw))

    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "seeds").mkdir()
        for number, seed in enumerate(seeds()):
            (folder / "seeds" / str(number)).write_bytes(seed)
        (folder / "words").write_text("".join(f'"{_escaped(word)}"\n' for word in _WORDS))
        limits = [f"-max_total_time={seconds}", "-max_len=20000", "-timeout=60", "-rss_limit_mb=3000"]
        paths = [f"-dict={folder / 'words'}", f"-artifact_prefix={keep}{os.sep}", str(folder / "seeds")]
        atheris.Setup([sys.argv[0], *limits, *paths], one)
        atheris.Fuzz()


def _escaped(word: str) -> str:
    """A word as libFuzzer's dictionaries write it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def replay(paths: Sequence[Path]) -> None:
    """Read files as they are."""
    for path in paths:
        read(path.read_bytes())
        print(f"{path}: nothing is wrong")


def main() -> int:
    """0 where nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-finds"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("files", type=Path, nargs="*")
    given = parser.parse_args()
    if given.files:
        replay(given.files)
    elif given.inside:
        fuzz(given.seconds, given.keep)
    elif importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 1
    else:  # The fuzzer ends its process with numbers of its own.
        command = [sys.executable, __file__, "--inside", "--seconds", str(given.seconds), "--keep", str(given.keep)]
        return int(subprocess.run(command, check=False).returncode != 0)  # noqa: S603 it is this file
    return 0


if __name__ == "__main__":
    sys.exit(main())
