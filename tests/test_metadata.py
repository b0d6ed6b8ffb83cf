"""What a page with markup says beside its text: when it was published, who wrote it, what it is called."""

import pytest

from regesta.intake import read_page
from regesta.model import Receipt, Story

PAGE = """<html lang="en"><head><title>{title}</title>{head}</head><body>
<header class="top"><a href="/">Home</a> <time datetime="2031-05-30T09:00:00+03:00">Friday</time></header>
<main><article>{above}<h1>{headline}</h1>{below}
<p>The deputy harbour master of Aqaba, Salim Haddad, said on Monday that the ferry to Nuweiba would sail in June.</p>
<p>The two port offices had agreed on the price of a crossing and on the number of lorries, he told reporters.</p>
<p>The line had been closed since the storm of last winter, which had damaged the ramp on the Egyptian side.</p>
{under}</article></main>
<aside class="related-stories"><article><a href="/other">A dredger leaves the canal
<time datetime="2030-01-02">2 January</time></a><span class="author-box">By Tova Lind</span></article></aside>
</body></html>"""
EMPTY = dict.fromkeys(("head", "above", "below", "under"), "")
NAMED = {"title": "Ferry to Nuweiba sails again", "headline": "Ferry to Nuweiba sails again"}


def told(**parts: str) -> Story:
    """The main story of the page with these pieces put in."""
    page = PAGE.format_map({**EMPTY, **NAMED, **parts})
    return read_page(page.encode(), Receipt(source="page", obtained="unknown")).stories[0]


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def at(instant: str, address: str = "") -> str:
    """A field that says when a page was published, and an address of its own where one is given."""
    link = f'<link rel="canonical" href="https://lagoon.example/{address}/ferry">' if address else ""
    return meta("article:published_time", instant) + link


# ------------------------------------------------------------------------------------------------ when
@pytest.mark.parametrize(
    ("head", "below", "day"),
    [
        (at("2031-05-26T22:10:00Z", "2031/05/27"), "", "2031-05-27"),
        (at("2031-05-27T05:10:00+00:00", "2031/05/26"), "", "2031-05-26"),
        (at("2031-05-26T22:10:00Z"), "<p>Published: 27 May 2031, 01:10</p>", "2031-05-27"),
        (at("2031-05-26T22:10:00Z") + meta("date", "2031-05-27T01:10:00+03:00"), "", "2031-05-27"),
    ],
)
def test_a_moment_in_universal_time_is_of_the_day_at_the_outlet(head: str, below: str, day: str) -> None:
    assert told(head=head, below=below).published.edtf == day


@pytest.mark.parametrize(
    ("head", "below", "day"),
    [
        (at("2031-05-26T02:10:00Z"), "<p>Published: 27 May 2031, 01:10</p>", "2031-05-26"),
        (at("2031-05-26T22:10:00Z"), "<p>Published: 29 May 2031, 01:10</p>", "2031-05-26"),
        (at("2031-05-26T22:10:00+03:00", "2031/05/27"), "", "2031-05-26"),
        (at("2031-05-26T22:10:00Z"), "", "2031-05-26"),
        (at("2031-02-30T22:10:00Z", "2031/03/02"), "", "2031-03-02"),
    ],
)
def test_no_other_day_takes_the_place_of_a_stated_one(head: str, below: str, day: str) -> None:
    assert told(head=head, below=below).published.edtf == day


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "<p>26 May 2031</p>"),
        ("", "<p>PUBLISHED: May 26, 2031 at 4:56 p.m. | UPDATED: May 27, 2031 at 6:00 p.m.</p>"),
        ("", "<p>Available until 30 June 2031</p><p>26 May 2031</p>"),
        ("", "<p>26 May 203127 May 2031</p>"),
        ("<p>Comments</p><p>26 May 2031</p>", ""),
        ("", "<p>26 May 2031. The ferry between Aqaba and Nuweiba sails again, as the port offices say.</p>"),
    ],
)
def test_a_page_without_fields_is_of_the_day_that_it_shows(above: str, below: str) -> None:
    """The clock of the site, the dates of other stories, of an offer and of a change are not the story's."""
    assert told(above=above, below=below).published.edtf == "2031-05-26"


def test_a_day_in_another_month_than_the_address_has_is_not_that_of_publication() -> None:
    link = '<link rel="canonical" href="https://lagoon.example/2031/05/ferry">'
    assert told(head=link, below="<p>14 August 2029</p>").published.edtf == "2031-05"
    assert told(head=link, below="<p>14 May 2031</p>").published.edtf == "2031-05-14"


# ------------------------------------------------------------------------------------------------ who
REPORT = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry to Nuweiba sails again",
"author": {"@type": "Person", "name": "Rim", "description": "Rim Sabbagh writes on ports."}}</script>"""
CITED = '<meta itemprop="author" content="P. Orr"><meta itemprop="author" content="J. Aas">'
HOUSE = meta("og:site_name", "Lagoon Gazette")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (meta("author", "Rim Sabbagh @rimsabbagh"), ("Rim Sabbagh",)),
        (meta("author", "Rim Sabbagh And Odd Nyland For The Lagoon Gazette"), ("Rim Sabbagh", "Odd Nyland")),
        (meta("author", "Rim Sabbagh Feb"), ("Rim Sabbagh",)),
        (meta("author", "AFP/Lagoon Wire"), ("AFP", "Lagoon Wire")),
        (meta("author", "rim.sabbagh"), ()),
        (meta("author", "Staff and wire reports"), ()),
        (meta("author", "Lagoon Gazette") + HOUSE, ()),
        (REPORT, ("Rim Sabbagh",)),
        (CITED, ()),
    ],
)
def test_authors_in_fields(head: str, authors: tuple[str, ...]) -> None:
    assert told(head=head).authors == authors


@pytest.mark.parametrize(
    "byline",
    [
        "<p>ByRim Sabbagh</p>",
        "<p>Par Rim Sabbagh le 26 mai 2031</p>",
        "<h4>Autor</h4><p>Rim Sabbagh</p>",
        "<h4>Autor</h4><p>Rim Sabbagh,</p>",
        "<p>26.05.2031 - Rim Sabbagh</p>",
        "<p>After a winter without a ferry the two ports have agreed on a new ramp.</p><p>By Rim Sabbagh</p>",
        '<div class="article-author">Alles von Rim Sabbagh</div>',
        '<p><a href="/staff/rim-sabbagh">Rim Sabbagh</a></p>',
    ],
)
def test_authors_in_bylines(byline: str) -> None:
    assert told(below=byline).authors == ("Rim Sabbagh",)


def test_initials_set_against_the_word_before_them() -> None:
    assert told(below="<p>ByR.K. Sabbagh</p>").authors == ("R.K. Sabbagh",)
    assert "ron Sabbagh" not in told(below="<p>Byron Sabbagh</p>").authors


def test_an_author_beside_the_date_over_the_title() -> None:
    assert told(above="<small>26.05.2031 | 13:10 Uhr | Rim Sabbagh</small>").authors == ("Rim Sabbagh",)
    assert told(above="<small>26.05.2031 | 13:10 Uhr | Red Sea</small>").authors == ()


def test_a_first_name_is_completed_from_the_byline() -> None:
    assert told(head=meta("author", "Rim"), below="<p>By</p><p>Rim Sabbagh</p>").authors == ("Rim Sabbagh",)
    assert told(head=meta("author", "Rim"), below="<p>By Odd Nyland</p>").authors == ("Rim",)


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ('<span class="documentAuthor">erstellt von <a href="/author/rim">Rim</a></span>', ("Rim",)),
        ('<p>By <a rel="author" href="/gull">gull1984</a></p>', ("gull1984",)),
        ('<p>By <a rel="author" href="/">Lagoon Gazette</a></p>', ("Lagoon Gazette",)),
    ],
)
def test_a_pseudonym_or_the_house_where_an_element_says_so(below: str, authors: tuple[str, ...]) -> None:
    assert told(head=HOUSE, below=below).authors == authors


def test_a_byline_goes_before_a_pseudonym() -> None:
    poster = '<div class="submitted">Submitted by <span class="username">jpa</span></div>'
    assert told(below="<p>By Rim Sabbagh</p>", under=poster).authors == ("Rim Sabbagh",)


def test_a_subject_is_no_author() -> None:
    assert told(above="<small>26.05.2031 | 13:10 Uhr | Odd Nyland</small>").authors == ("Odd Nyland",)
    link = '<a rel="tag" href="/t/1">Odd Nyland</a>'
    assert told(above=f"<small>26.05.2031 | 13:10 Uhr | {link}</small>").authors == ()


# ------------------------------------------------------------------------------------------------ what it is called
def test_a_headline_of_lower_rank_is_found_by_the_title() -> None:
    below = "<h2>Ferry to Nuweiba sails again</h2>"
    story = told(
        title="Lagoon Gazette » Ferry to Nuweiba sails again", headline='<a href="/">Lagoon Gazette</a>', below=below
    )
    assert story.title == "Ferry to Nuweiba sails again"
