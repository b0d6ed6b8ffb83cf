"""Entries of feeds, written in the manner of the systems that newsrooms use."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.intake.feed_entry import Entry, Span, body, is_feed_entry, read

WORDPRESS = """<item>
	<title>Harbour board votes to widen the pier &#8211; Sandvik</title>
	<link>https://quay.example/2025/05/pier/</link>
	<comments>https://quay.example/2025/05/pier/#respond</comments>
	<dc:creator><![CDATA[Ana Ruiz]]></dc:creator>
	<pubDate>Sat, 03 May 2025 08:15:00 +0200</pubDate>
	<category><![CDATA[Harbour]]></category>
	<guid isPermaLink="false">https://quay.example/?p=812</guid>
	<description><![CDATA[The board met. [&#8230;]]]></description>
	<content:encoded><![CDATA[<p>The board met &amp; voted.</p>]]></content:encoded>
	<media:content url="https://quay.example/pier.jpg"><media:title>Pier</media:title></media:content>
</item>"""
BLOGGER = """<entry><id>tag:blogger.example,1999:blog-7.post-12</id><published>2025-05-03T08:15:00.001-07:00</published>
<updated>2025-05-04T09:00:00.000-07:00</updated><title type='text'>Pier wider</title><content
type='html'>&lt;p&gt;The board
met &amp;amp; voted.&lt;/p&gt;</content><link rel='replies' type='application/atom+xml' href='https://b.example/feeds/12'/>
<link rel='edit' href='https://b.example/edit/12'/>
<link rel='alternate' type='text/html' href='https://b.example/pier.html'/>
<author><name>Tom Lind</name><email>noreply@b.example</email></author></entry>"""
DRUPAL = """<item> <title>Pier &amp;amp; mole</title> <link>https://d.example/node/4</link>
<description>&lt;span&gt;The board met.&lt;/span&gt;</description> <pubDate>Sat, 03 May 2025 06:15:00 +0000</pubDate>
<dc:creator>ana</dc:creator> <guid isPermaLink="true">https://d.example/node/4</guid></item>"""
MOVABLE_TYPE = """<item rdf:about="https://m.example/pier">
<title>Pier wider</title><link>https://m.example/pier</link><dc:subject>Harbour</dc:subject>
<dc:creator>ruiz</dc:creator><dc:date>2025-05-03T08:15:00+02:00</dc:date><dc:language>sv</dc:language></item>"""
JEKYLL = """<entry xml:lang="en"><title type="html">Pier &lt;em&gt;wider&lt;/em&gt;</title>
<link href="https://j.example/pier" rel="alternate" type="text/html" title="Pier"/>
<updated>2025-05-03T08:15:00+00:00</updated>
<author><name>Ana Ruiz</name></author><author><name>Tom Lind</name></author>
<summary>The board met &amp; voted.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The board met &amp; voted.</p></div></content>
</entry>"""
ALL = [WORDPRESS, BLOGGER, DRUPAL, MOVABLE_TYPE, JEKYLL]


def written(text: str, span: Span | None) -> tuple[str, str]:
    """How a body is written, and what it says."""
    return (span.written, body(text, span)[0]) if span else ("", "")


def test_wordpress() -> None:
    entry = read(WORDPRESS)
    assert entry.title == "Harbour board votes to widen the pier – Sandvik"
    assert entry.authors == ("Ana Ruiz",)
    assert entry.published == "2025-05-03T08:15:00+02:00"
    assert entry.link == "https://quay.example/2025/05/pier/"
    assert written(WORDPRESS, entry.summary) == ("cdata", "The board met. [&#8230;]")
    assert written(WORDPRESS, entry.content) == ("cdata", "<p>The board met &amp; voted.</p>")


def test_blogger() -> None:
    entry = read(BLOGGER)
    assert (entry.title, entry.authors, entry.link) == ("Pier wider", ("Tom Lind",), "https://b.example/pier.html")
    assert entry.published == "2025-05-03T08:15:00.001000-07:00"
    assert entry.updated == "2025-05-04T09:00:00-07:00"
    assert written(BLOGGER, entry.content) == ("escaped", "<p>The board\nmet &amp; voted.</p>")


def test_drupal() -> None:
    entry = read(DRUPAL)
    assert (entry.title, entry.authors, entry.content) == ("Pier & mole", ("ana",), None)
    assert entry.published == "2025-05-03T06:15:00+00:00"
    assert written(DRUPAL, entry.summary) == ("escaped", "<span>The board met.</span>")


def test_movable_type() -> None:
    link = "https://m.example/pier"
    assert read(MOVABLE_TYPE) == Entry(
        title="Pier wider", authors=("ruiz",), published="2025-05-03T08:15:00+02:00", link=link, language="sv"
    )


def test_jekyll() -> None:
    entry = read(JEKYLL)
    assert (entry.title, entry.authors, entry.language) == ("Pier wider", ("Ana Ruiz", "Tom Lind"), "en")
    assert (entry.published, entry.updated) == (None, "2025-05-03T08:15:00+00:00")
    assert written(JEKYLL, entry.summary) == ("text", "The board met & voted.")
    html = '<div xmlns="http://www.w3.org/1999/xhtml"><p>The board met &amp; voted.</p></div>'
    assert written(JEKYLL, entry.content) == ("xhtml", html)


@pytest.mark.parametrize("text", ALL)
def test_a_body_is_traced_to_the_entry(text: str) -> None:
    entry = read(text)
    for span in filter(None, (entry.content, entry.summary)):
        said, trace = body(text, span)
        assert [s.text for s in trace] == [0, *(s.text + s.length for s in trace)][:-1]
        assert trace[-1].text + trace[-1].length == len(said)
        plain = [s for s in trace if s.width is None]
        assert all(said[s.text : s.text + s.length] == text[s.page : s.page + s.length] for s in plain)
        assert all(span.start <= s.page < span.end for s in trace)


@pytest.mark.parametrize("text", ALL)
def test_an_entry_is_known_as_one(text: str) -> None:
    assert is_feed_entry(text)
    assert is_feed_entry("\ufeff\n<!-- kept -->" + text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<item/>",
        "<item></item>",
        "<item><price>4</price></item>",
        "<p><title>x</title></p>",
        "text " + DRUPAL,
        DRUPAL[:-3],
        DRUPAL + "text",
        "<rss>" + DRUPAL + "</rss>",
        "The board met.",
    ],
)
def test_what_is_no_entry_is_not(text: str) -> None:
    assert not is_feed_entry(text)


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("Sat, 03 May 2025 10:00:00 EST", "2025-05-03T10:00:00-05:00"),
        ("Sat, 03 May 2025 10:00:00 GMT", "2025-05-03T10:00:00+00:00"),
        ("Sat, 3 May 25 10:00 +0530", "2025-05-03T10:00:00+05:30"),
        ("Sat, 03 May 2025 10:00:00", "2025-05-03T10:00:00"),
        ("Sat, 03 May 2025 10:00:00 CEST", "2025-05-03T10:00:00"),
        ("03 May 2025", "2025-05-03"),
        ("2025-05-03T10:00:00Z", "2025-05-03T10:00:00+00:00"),
        ("2025-05-03 10:00:00+02:00", "2025-05-03T10:00:00+02:00"),
        ("2025-05-03T10:00+02:00", "2025-05-03T10:00:00+02:00"),
        ("2025-05-03", "2025-05-03"),
        ("2025-05", "2025-05"),
        ("2025", "2025"),
        (" <![CDATA[2025-05-03]]> ", "2025-05-03"),
        ("Σαβ, 03 Μαϊ 2025 10:00:00 EET", None),
        ("2025-13-03", None),
        ("2025-02-30", None),
        ("Sat, 99 May 2025 10:00:00 GMT", None),
        ("yesterday", None),
        ("0000", None),
        ("", None),
    ],
)
def test_a_date_keeps_what_was_said_of_it(said: str, iso: str | None) -> None:
    assert read(f"<item><title>x</title><pubDate>{said}</pubDate></item>").published == iso


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ("<author>ana@quay.example (Ana Ruiz)</author>", ("Ana Ruiz",)),
        ("<author>Ana Ruiz &lt;ana@quay.example&gt;</author>", ("Ana Ruiz",)),
        ("<author>ana@quay.example</author>", ("ana@quay.example",)),
        ("<dc:creator>Ana Ruiz</dc:creator><dc:creator>Tom Lind</dc:creator>", ("Ana Ruiz", "Tom Lind")),
        ("<author>Ana Ruiz</author><dc:creator>Ana Ruiz</dc:creator>", ("Ana Ruiz",)),
        ("<author><name/></author><author/>", ()),
        ("<itunes:author>Quay Radio</itunes:author>", ("Quay Radio",)),
    ],
)
def test_authors_are_named(said: str, authors: tuple[str, ...]) -> None:
    assert read(f"<item>{said}</item>").authors == authors


@pytest.mark.parametrize(
    ("said", "link"),
    [
        ("<link>\n https://q.example/1 \n</link>", "https://q.example/1"),
        ("<link><![CDATA[https://q.example/1?a&b]]></link>", "https://q.example/1?a&b"),
        ("<link/><guid>https://q.example/1</guid>", "https://q.example/1"),
        ('<atom:link rel="self" href="https://q.example/no"/><link>/1</link>', "/1"),
        ('<guid isPermaLink="false">https://q.example/1</guid>', None),
        ("<guid>urn:1</guid>", None),
    ],
)
def test_a_link_is_the_address_of_what_is_told(said: str, link: str | None) -> None:
    assert read(f"<item>{said}</item>").link == link


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("<description>&lt;p>x</description>", ("escaped", "<p>x")),
        ("<description><p>x</p></description>", ("xhtml", "<p>x</p>")),
        ("<description><p>x<br>y</description>", ("xhtml", "<p>x<br>y")),
        ("<description>a <![CDATA[<b>]]> &lt;i></description>", ("cdata", "a <b> <i>")),
        ("<description><![CDATA[<!-- x -->y]]></description>", ("cdata", "<!-- x -->y")),
        ("<description> </description><description>x</description>", ("escaped", "x")),
        ("<itunes:summary>no</itunes:summary>", ("", "")),
        ("<media:description>no</media:description>", ("", "")),
    ],
)
def test_how_a_summary_is_written_is_seen(said: str, how: tuple[str, str]) -> None:
    text = f"<item>{said}</item>"
    assert written(text, read(text).summary) == how


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("<content>a &lt;b></content>", ("text", "a <b>")),
        ("<content type='text'>a &lt;b></content>", ("text", "a <b>")),
        ("<content type='html'>a &lt;b></content>", ("escaped", "a <b>")),
        ("<content type='text/html' mode='escaped'><![CDATA[<b>]]></content>", ("cdata", "<b>")),
        ("<content type='xhtml'><div>a</div></content>", ("xhtml", "<div>a</div>")),
        ("<content src='https://q.example/1'/><content type='html'>x</content>", ("escaped", "x")),
        ("<a:content>no</a:content>", ("", "")),
    ],
)
def test_atom_says_how_its_content_is_written(said: str, how: tuple[str, str]) -> None:
    text = f"<entry>{said}</entry>"
    assert written(text, read(text).content) == how


def test_a_title_in_a_picture_is_not_the_entrys() -> None:
    text = "<media:title>Dusk</media:title><media:group><title>Logo</title></media:group><dc:title>Pier</dc:title>"
    assert read(f"<item>{text}</item>").title == "Pier"


PARTS = st.sampled_from(
    """<item> </item> <entry> <title> </title> <content> </content> <content:encoded> <link href=' ' /> <![CDATA[ ]]>
    <!-- &#0; <pubDate> </pubDate> 99999 May Sat, 2025-05-03T99:00 <author> </author>
    a@b (x) <dc:date/> \ud800 \x00 <name> -->
    &amp; +9999
    """.split()
)


@given(st.text(max_size=100) | st.lists(PARTS).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_an_entry(text: str) -> None:
    for whole in (text, f"<item><title>{text}</item>", f"<item><pubDate>{text}</pubDate></item>"):
        entry = read(whole)
        is_feed_entry(whole)
        for span in filter(None, (entry.content, entry.summary)):
            assert 0 <= span.start < span.end <= len(whole)
            body(whole, span)


@pytest.mark.parametrize("part", ["<a>", "<title>", "</item>", "<author>x", "<!--", '<a b="', "&", "<a b='x' "])
def test_an_entry_made_to_cost_time_does_not(part: str) -> None:
    began = time.perf_counter()
    read("<item>" + part * 100_000 + "</item>")
    assert time.perf_counter() - began < 5
