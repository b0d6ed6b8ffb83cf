"""HTML as lines: what is shown, what is not, and that every character has its place on the page."""

import html
import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regesta.intake import read_page
from regesta.intake.markup import MOST_LINES, MOST_PIECES, Shown, shown_lines
from regesta.model import Intake, Receipt, Segment, Story

LEAD = "Deputy Minister Nela Prodan said on Wednesday that the ferry line between Bar and Durres would open in April."
BODY = "Her counterpart Arben Leka said the first ship had been chartered for the summer, and that two would follow."


def lines(source: str) -> list[str]:
    return [line.text for line in shown_lines(source)[0]]


def only(source: str) -> Shown:
    (line,) = shown_lines(source)[0]
    return line


def read(source: str) -> Intake:
    return read_page(source.encode("utf-8", "surrogatepass"), Receipt(source="x", obtained="unknown"))


def width(segment: Segment) -> int:
    return segment.length if segment.width is None else segment.width


# ------------------------------------------------------------------------------------------------ where lines end
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<p>one<p>two", ["one", "two"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("one<br>two<br/>three<BR />four", ["one", "two", "three", "four"]),
        ("<p>one<hr>two", ["one", "two"]),
        ("<p>o<b>n</b>e <i>or</i> <a href=x>two</a></p>", ["one or two"]),
        ("<b>one<p>two</b>three</p>four", ["one", "twothree", "four"]),
        ("<ul><li>one<li>two<ul><li>three</ul></ul>four", ["one", "two", "three", "four"]),
        ("<dl><dt>one<dd>two<dt>three</dl>", ["one", "two", "three"]),
        ("<h1>one</h1>two<h2>three", ["one", "two", "three"]),
        ("<table><tr><td>one</td><td>two</td></tr><tr><th>three<th>four</table>", ["one two", "three four"]),
        ("<table><tr><td>one<td><td> <td>two</table>", ["one two"]),
        ("<table><tr><td>one<table><tr><td>two</table>three</table>", ["one", "two", "three"]),
        ("<table><tr><td>one<p>two</td><td>three</table>", ["one", "two three"]),
        ("<custom-tag>one</custom-tag> two <x:y>three</x:y>", ["one two three"]),
        ("</p></div>one</nothing>", ["one"]),
        ("<button>one</button><label>two</label>", ["one", "two"]),
        ("<span>Nela Prodan</span><span>Published: 3 May</span>", ["Nela Prodan Published: 3 May"]),
        ("<b>N</b><i>ela</i> <b>Mc</b>Leod <b>EU</b><b>FOR</b> <i>wo</i><i>rd</i>", ["Nela McLeod EUFOR word"]),
    ],
)
def test_lines_end_where_blocks_do(source: str, shown: list[str]) -> None:
    assert lines(source) == shown


@pytest.mark.parametrize(
    "source",
    [
        "<p>one<!-- two --></p>",
        "<!DOCTYPE html><p>one",
        "<?xml version='1.0'?><p>one",
        "<p>one</p><!-- two",
        "<!-- a > b --><p>one",
        "<!-->one<!-- two -->",
        "<p>one</p><![CDATA[two]]>",
        "<script>if (a < b) two('</p>')</script>one",
        "<script type='x'>two</SCRIPT>one",
        "<style>p > a { two }</style>one",
        "<p>one</p><script>two",
        "<noscript><p>two</p></noscript>one",
        "<template><p>two</template>one",
        "<svg><title>two</title><path d='M0'/></svg>one",
        "<textarea>two</textarea>one",
        "<title>two</title>one",
        "<select><option>two</select>one",
        "<object>two</object>one",
        "<iframe src=x>two</iframe>one",
        "<p>one</p><p> </p><p>&nbsp;</p><div>\u200b</div>",
        "<p>one</p",
        "<p>one</p><a href='x",
    ],
)
def test_what_is_not_text_is_not_shown(source: str) -> None:
    assert lines(source)[:1] == ["one"]
    assert "two" not in "".join(lines(source))


@pytest.mark.parametrize("name", ["noscript", "template", "svg", "select", "object", "iframe"])
def test_an_element_that_hides_but_never_ends_hides_nothing(name: str) -> None:
    assert lines(f"<p>one</p><{name}><p>two</p>") == ["one", "two"]


# ------------------------------------------------------------------------------------------------ attributes
@pytest.mark.parametrize(
    "tag",
    [
        "<p title='a > b'>",
        '<p title="a < b > c">',
        "<p data-x=a>",
        "<p title=it's>",
        '<p class="a"">',
        "<p title='say \"no\"'>",
        '<p title="it\'s">',
        "<p title=>",
        "<p title>",
        "<p title = 'a>b' hidden-not>",
        "<p\ntitle='a>\nb'\n>",
        "<P TITLE='>'>",
        '<p title="a>b"class="c>d">',
        "<p 'a' \"b\">",
        "<p a='1' a='2'>",
        "<p title=a>",
        '<p title="\'">',
        "<p/title='>'>",
    ],
)
def test_a_tag_ends_where_a_browser_ends_it(tag: str) -> None:
    assert lines(f"{tag}one</p><p>it's “two”, \"three\" and 'four'</p>") == ["one", "it's “two”, \"three\" and 'four'"]


@pytest.mark.parametrize("text", ["a < b", "a <", "1<2 and 3>2", "< p>", "a <<<< b", "x<5", "<", "<>", "a <- b"])
def test_a_sign_that_opens_no_tag_is_text(text: str) -> None:
    line = only(f"<p>{text}</p>")
    assert line.text == text
    assert line.pieces == (Segment(text=0, page=3, length=len(text)),)


# ------------------------------------------------------------------------------------------------ characters
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("caf&eacute;", "café"),
        ("caf&eacute", "café"),
        ("AT&T and AT&amp;T", "AT&T and AT&T"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("&#233;&#xE9;&#xe9", "ééé"),
        ("&#146;", "’"),
        ("a&nbsp;b", "a b"),
        ("a&nbsp; &nbsp;b", "a b"),
        ("a\u00a0\u2003b", "a b"),
        ("  a \n\t b  ", "a b"),
        ("Durr\u00ades and Dur&shy;res", "Durres and Durres"),
        ("a\u200bb\ufeffc", "abc"),
        ("a \u200b b", "a b"),
        ("&nosuch; &; &#; &#x;", "&nosuch; &; &#; &#x;"),
        ("&#0;&#1114112;", "\ufffd\ufffd"),
        ("نص\u200f abc \u202ex", "نص\u200f abc \u202ex"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("a\x00b", "a\x00b"),
        ("a\ud800b", "a\ud800b"),
    ],
)
def test_characters_as_they_are_shown(written: str, text: str) -> None:
    assert lines(f"<p>{written}</p>") == [text]


def test_preformatted_text_is_one_line_in_its_region() -> None:
    line = only("<pre>one\n  two</pre>")
    assert line.text == "one two"
    assert "preformatted" in line.signs.regions


# ------------------------------------------------------------------------------------------------ signs
@pytest.mark.parametrize(
    ("source", "region"),
    [
        ("<nav>x</nav>", "nav"),
        ("<article><p>x</article>", "article"),
        ("<div class='site-footer'>x</div>", "footer"),
        ("<figure><figcaption>x</figcaption></figure>", "caption"),
        ("<div class=wp-caption-text>x</div>", "caption"),
        ("<p hidden>x", "hidden"),
        ("<p style='color: red; display : none'>x", "hidden"),
        ('<div style="visibility:hidden"><p>x', "hidden"),
        ("<ul><li>x</ul>", "list"),
        ("<aside>x", "aside"),
        ("<blockquote><p>x", "quote"),
    ],
)
def test_a_line_knows_the_regions_it_stands_in(source: str, region: str) -> None:
    assert region in only(source).signs.regions


def test_a_region_ends_with_its_element() -> None:
    assert [line.signs.regions for line in shown_lines("<nav>a</nav><p>b")[0]] == [frozenset({"nav"}), frozenset()]


def test_a_word_hidden_elsewhere_hides_nothing() -> None:
    assert (
        "hidden"
        not in only(
            "<p data-x='hidden' class='overflow-hidden overflow-x-hidden' style='overflow: hidden'>x"
        ).signs.regions
    )


@pytest.mark.parametrize(
    ("source", "share"),
    [
        ("<p>plain", 0.0),
        ("<p><a href=x>all of it</a>", 1.0),
        ("<p><a href=x>four</a>four", 0.5),
        ("<a href=x><p>through a block</p></a>", 1.0),
        ("<p><a href=x>one<a href=y>two</a>six", 2 / 3),
    ],
)
def test_the_share_of_links(source: str, share: float) -> None:
    assert only(source).signs.linked == pytest.approx(share)


def test_paragraphs_side_by_side_have_one_holder() -> None:
    one, two, three = shown_lines("<div><p>1<p>2</div><div><p>3</div>")[0]
    assert one.signs.holder == two.signs.holder != three.signs.holder
    assert {line.signs.tag for line in (one, two, three)} == {"p"}


def test_gaps_are_seen_around_paragraphs_and_not_around_cells() -> None:
    assert [line.gap for line in shown_lines("<p>a</p><p>b</p><div>c</div><div>d</div>e<br><br>f")[0]] == [
        1,
        1,
        1,
        0,
        0,
        2,
    ]


def test_reading_ends_where_lines_are_too_many() -> None:
    shown, whole = shown_lines("<li>x" * MOST_LINES)
    assert (len(shown), whole) == (MOST_LINES, True)
    shown, whole = shown_lines("<li>x" * (MOST_LINES + 50))
    assert (len(shown), whole) == (MOST_LINES + 1, False)


@pytest.mark.parametrize("many", ["<b></b>", "<b>x", "<td>x", "&amp;", "a\n", "&nbsp;"])
def test_reading_ends_where_tags_or_pieces_are_too_many(many: str) -> None:
    shown, whole = shown_lines(f"<p>one<p>{many * (MOST_PIECES + 2)}</p>two")
    assert ([line.text for line in shown], whole) == (["one"], False)


# ------------------------------------------------------------------------------------------------ whatever stands there
_NAMES = st.sampled_from(
    "p div br b a li ul td tr table h1 span script style template pre figure figcaption nav select svg title x-y button"
    " textarea option section noscript iframe blockquote dd dl em".split()
)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        " ",
        " hidden",
        " class='a b'",
        ' title="a > b"',
        " title='<'",
        " x=y",
        " href=x",
        ' id="',
        " '",
        "/",
        " =",
        " a=it's",
        "\n",
    ]
)
_OPENING = st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES)
_CLOSING = st.builds("</{}>".format, _NAMES)
_ODD = st.sampled_from(
    ["<", ">", "&", "<!--", "-->", "<!-- x -->", "<![CDATA[", "]]>", "<?", "</", "<a", "<!", "'", '"', "="]
)
_REFERENCES = st.sampled_from(
    "&amp; &lt; &nbsp; &shy; &eacute &#8217; &#x27; &#0; &NewLine; &ThickSpace; &nosuch; &notin &#x110000;".split()
)
_BLANKS = st.sampled_from(
    [" ", "  ", "\n", "\t ", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\r\n", "\u2028", "\x0c", "\x1c", "\x85"]
)
_TEXT = st.sampled_from(
    ["one", "Two", "é", "نص", "漢字", "x", ".", "12 March 2031", "\x00", "\ud800", "👩\u200d🚀", "By A B", BODY]
)
SOUP = st.lists(st.one_of(_OPENING, _CLOSING, _ODD, _REFERENCES, _BLANKS, _TEXT), max_size=40).map("".join)
ANY = st.one_of(SOUP, st.text())


def resolved(written: str) -> str:
    """What a stretch of the page is shown as, blanks as one."""
    return re.sub(r"\s+", " ", re.sub("[\u200b\ufeff\u00ad]+", "", html.unescape(written)))


@given(ANY)
@settings(max_examples=200)
@example("<td>a<td>b")
@example("a<p> &nbsp; \u200b b &NewLine;</p>")
def test_the_map_of_every_line_is_exact(source: str) -> None:
    for line in shown_lines(source)[0]:
        for piece in line.pieces:
            told = line.text[piece.text : piece.text + piece.length]
            written = source[piece.page : piece.page + width(piece)]
            assert len(written) == width(piece)
            assert told == (written if piece.width is None else resolved(written) or " ")


@given(ANY)
@settings(max_examples=200)
def test_pieces_tile_their_line_in_the_order_of_the_page(source: str) -> None:
    shown, _ = shown_lines(source)
    for line in shown:
        at = 0
        for piece in line.pieces:
            assert (piece.text, piece.length > 0) == (at, True)
            at += piece.length
        assert at == len(line.text)
        assert (line.pieces[0].page, line.pieces[-1].page + width(line.pieces[-1])) == (line.start, line.end)
    pieces = [piece for line in shown for piece in line.pieces]
    assert all(one.page + width(one) <= two.page for one, two in pairwise(pieces))


@given(ANY)
@settings(max_examples=200)
def test_lines_have_single_blanks_and_none_outside(source: str) -> None:
    for text in lines(source):
        assert text
        assert text == " ".join(text.split())


@given(SOUP)
@settings(max_examples=100)
def test_text_that_holds_no_sign_of_markup_is_shown_whole(source: str) -> None:
    plain = re.sub("[<>&]", "", source)
    assert "".join("".join(lines(plain)).split()) == "".join(resolved(plain).split())


@given(ANY)
@settings(max_examples=100)
def test_the_same_page_is_shown_the_same(source: str) -> None:
    assert shown_lines(source) == shown_lines(source)


def covered(page: str, story: Story) -> list[int]:
    """How often the story and its masks have each character of the page."""
    spans = [(one.page, one.page + width(one)) for one in story.segments]
    spans += [(one.start, one.end) for one in story.masked]
    times = [0] * len(page)
    for start, end in spans:
        assert 0 <= start <= end <= len(page)
        for at in range(start, end):
            times[at] += 1
    return times


@given(SOUP, SOUP)
@settings(max_examples=80, deadline=None)
def test_a_story_and_its_masks_have_every_character_once(above: str, between: str) -> None:
    page = f"<html><body>{above}<h1>Ferry line</h1><p>{LEAD}</p>{between}<p>{BODY}</p><p>{LEAD[:60]} in March, too.</p>"
    page = page.encode("utf-8", "replace").decode()
    intake = read(page)
    assert intake.stories or intake.findings
    for story in intake.stories[:1]:
        times = covered(page, story)
        assert [page[at] for at, n in enumerate(times) if n != 1 and not (n == 0 and page[at].isspace())] == []
        for segment in story.segments:
            told = story.text[segment.text : segment.text + segment.length]
            written = page[segment.page : segment.page + width(segment)]
            assert told == (written if segment.width is None else resolved(written) or " ")


@given(SOUP)
@settings(max_examples=40, deadline=None)
def test_the_same_page_is_read_the_same(soup: str) -> None:
    page = f"<html><body><h1>Ferry line</h1><p>{LEAD}</p>{soup}<p>{BODY}</p>"
    assert read(page) == read(page)
