"""What a page with markup says of its story beside the text: JSON-LD first, then meta elements, then its own tags.

Every value comes with what it rests on. A value that does not look like what it should be is left out: no author is
better than a wrong one.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from regesta.intake.elements import folded, plain
from regesta.intake.linked_data import Graph, best_report, dated_entries, objects_of
from regesta.intake.stated_authors import authors_of
from regesta.intake.stated_dates import (
    PUBLISHED,
    UPDATED,
    dated_address,
    on_its_clock,
    shown_time,
    stated_date,
    with_hour,
)
from regesta.model import Dated, Value, is_address, unique

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title", "title")
_OUTLETS = (
    "og:site_name",
    "application-name",
    "cxenseparse:publisher",
    "dc.publisher",
    "publisher",
    "twitter:app:name",
)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:(?:index|home|default)\.\w{3,5})?", re.IGNORECASE)
_TITLE_PIECES = re.compile(r"\s+[|–—-]\s+|:\s+|\s*[|»]\s*")
_MOST_LINKS = 200
_SUBJECTS = 'a[rel~="tag"], a[href*="/category/"], a[href*="/tag/"], a[href*="/topic/"], a[href*="/tags/"]'
_HEADLINE = 15
"""Characters that a heading of lower rank has at least, to be taken for the headline."""


class About(Value, frozen=True):
    """What a page says of its story beside the text. `bases` names, for each field found, what it rests on.

    `titles` are all that the page calls it, the best first; `subjects` the words of links to pages on a subject;
    `entries` are the dated entries of a running report, as (heading, first words, date).
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: Dated = Dated()
    updated: Dated = Dated()
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    subjects: tuple[str, ...] = ()
    entries: tuple[tuple[str, str, str], ...] = ()
    bases: Mapping[str, str] = {}


def about(source: str) -> About:
    """What the page says of its story."""
    tree = LexborHTMLParser(source)
    meta, objects = _meta(tree), objects_of(tree)
    report = best_report(objects, meta)
    outlet = _outlet(report, meta) or _nameplate(tree)
    titles = _titles(tree, report, meta, outlet[0] if outlet else "")
    authors = authors_of(tree, Graph(report, objects), meta, outlet[0] if outlet else "")
    address = _address(tree, meta, report)
    stated = stated_date(report, "datePublished", meta, PUBLISHED) or stated_date(report, "dateCreated", {}, ())
    published = stated or dated_address(address) or shown_time(tree) or Dated()
    updated = with_hour(stated_date(report, "dateModified", meta, UPDATED))
    found = {
        "title": titles[0][1] if titles else "",
        "authors": authors[1] if authors else "",
        "outlet": outlet[1] if outlet else "",
    }
    return About(
        titles=unique(title for title, _ in titles),
        authors=authors[0] if authors else (),
        published=on_its_clock(published, dated_address(address)),
        updated=updated or Dated(),
        outlet=outlet[0] if outlet else None,
        url=address,
        language=_language(tree, meta, report),
        subjects=unique(plain(node.text()) for node in tree.css(_SUBJECTS)[:_MOST_LINKS]),
        entries=tuple(dated_entries(report)),
        bases={name: basis for name, basis in found.items() if basis},
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """The meta elements by name, the first of each; microdata among them."""
    found: dict[str, str] = {}
    several = len(tree.css('meta[itemprop="author"]')) > 1
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = plain(attributes.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().casefold()
            # Of several authors in microdata some are those of the works that a report cites.
            if name and content and not (several and (key, name) == ("itemprop", "author")):
                found.setdefault(name, content)
    return found


def _titles(
    tree: LexborHTMLParser, report: Mapping[str, Any], meta: Mapping[str, str], outlet: str
) -> list[tuple[str, str]]:
    """What the page calls its story, with where it does, the best first: a headline that another place repeats."""
    heads = [(plain(node.text()), "h1") for node in tree.css("h1")[:5] if not _leads_home(node)]
    offered = [(plain(report.get("headline")), "JSON-LD headline"), *heads]
    offered += [(meta[name], f"meta {name}") for name in _TITLES if name in meta]
    page_title = tree.css_first("head > title")
    offered.append((plain(page_title.text()) if page_title else "", "title"))
    offered = [pair for pair in offered if 3 <= len(pair[0]) <= 400 and folded(pair[0]) != folded(outlet)]
    elsewhere = [folded(title) for title, basis in offered if basis != "h1"]
    agreed = [pair for pair in offered if pair[1] == "h1" and any(_is_headline_of(pair[0], one) for one in elsewhere)]
    if not agreed:
        lower = [(plain(node.text()), "h2") for node in tree.css("h2")[:10]]
        agreed = [pair for pair in lower if len(pair[0]) >= _HEADLINE and _ends_or_makes(folded(pair[0]), elsewhere)]
    return [*sorted(agreed, key=lambda pair: -len(pair[0]))[:1], *offered]


def _ends_or_makes(head: str, titles: Sequence[str]) -> bool:
    """Whether a heading is all of a title, or what it begins or ends with."""
    return any(one == head or one.startswith(f"{head} ") or one.endswith(f" {head}") for one in titles)


def _leads_home(head: LexborNode) -> bool:
    """Whether a heading is a link to the site's first page, as the site's own name is."""
    link = head.css_first("a[href]")
    return link is not None and _is_home(link) and plain(link.text()) == plain(head.text())


def _is_home(link: LexborNode) -> bool:
    return _HOME.fullmatch(link.attributes.get("href") or "") is not None


def _is_headline_of(head: str, title: str) -> bool:
    """Whether a heading makes up a title but for what a site adds to it, as most of its words."""
    words = folded(head)
    return bool(words) and words in title and (title.startswith(words) or len(words) * 2 > len(title))


def _outlet(report: Mapping[str, Any], meta: Mapping[str, str]) -> tuple[str, str] | None:
    publisher = report.get("publisher")
    offered = [(meta[name], f"meta {name}") for name in _OUTLETS[:1] if name in meta]
    offered.append((plain(publisher), "JSON-LD publisher"))
    offered += [(meta[name], f"meta {name}") for name in _OUTLETS[1:] if name in meta]
    named = [pair for pair in offered if 1 < len(pair[0]) <= 60 and not pair[0].startswith(("http", "@"))]
    return next((pair for pair in named if not _DOMAIN.fullmatch(pair[0])), next(iter(named), None))


def _nameplate(tree: LexborHTMLParser) -> tuple[str, str] | None:
    """The words of a link to the site's first page that the page's title begins or ends with, but for its headline."""
    head = tree.css_first("head > title")
    pieces = [folded(one) for one in _TITLE_PIECES.split(plain(head.text()))] if head else []
    edges = (pieces[0], pieces[-1]) if len(pieces) > 1 else ()
    named = (plain(link.text()) for link in tree.css("a[href]")[:_MOST_LINKS] if _is_home(link))
    return next(((name, "link to the first page") for name in named if name and folded(name) in edges), None)


def _address(tree: LexborHTMLParser, meta: Mapping[str, str], report: Mapping[str, Any]) -> str | None:
    link = tree.css_first('link[rel="canonical"]')
    page = report.get("mainEntityOfPage")
    named = page.get("@id") if isinstance(page, dict) else page
    offered = (
        link.attributes.get("href") if link else None,
        meta.get("og:url"),
        plain(report.get("url")),
        plain(named),
    )
    return next((one for one in offered if one and is_address(one)), None)


def _language(tree: LexborHTMLParser, meta: Mapping[str, str], report: Mapping[str, Any]) -> str | None:
    root = tree.css_first("html")
    said = (root.attributes.get("lang") if root else None) or plain(report.get("inLanguage")) or meta.get("og:locale")
    code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", said or "")
    return code[0].lower() if code else None
