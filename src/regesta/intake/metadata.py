"""What a page with markup says of its story beside the text: JSON-LD first, then meta elements, then its own tags.

Every value comes with what it rests on. A value that does not look like what it should be is left out: no author is
better than a wrong one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from regesta.intake.bylines import person_names, stated_names
from regesta.model import Dated, Value, is_address, unique

_REPORTS = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle"
    " reviewnewsarticle askpublicnewsarticle advertisercontentarticle liveblogposting blogposting socialmediaposting"
    " scholarlyarticle techarticle report".split()
)
_MOST_OBJECTS = 5_000
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title", "title")
_AUTHORS = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "creator", "citation_author", "cxenseparse:author", "twitter:creator:name",
    "articleauthor",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "date.created", "date_created", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date", "originalpublicationdate", "date",
    "article:published", "article.published", "published-date", "article_date_original", "last-published",
    "displaydate", "rnews:datepublished", "bt:pubdate", "pub_date", "created", "shareaholic:article_published_time",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified", "lastmod",
    "modified", "dc.date.modified", "dcterms.modified", "article:modified", "revised", "date.updated", "updated_time",
)  # fmt: skip
_OUTLETS = (
    "og:site_name",
    "application-name",
    "cxenseparse:publisher",
    "dc.publisher",
    "publisher",
    "twitter:app:name",
)
_ISO = re.compile(r"\s*((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?![\d])")
_INSTANT = re.compile(r"T(\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d|)(?=\s|$)")
_DATED_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:(?:index|home|default)\.\w{3,5})?", re.IGNORECASE)
_TITLE_PIECES = re.compile(r"\s+[|–—-]\s+|:\s+|\s*[|»]\s*")
_MOST_LINKS = 200
_MOST_GUESSED = 1_000_000
"""Characters of a page that are searched for a date: it takes some seconds."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)[\s;]*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


class About(Value, frozen=True):
    """What a page says of its story beside the text. `bases` names, for each field found, what it rests on.

    `titles` are all that the page calls it, the best first; `entries` are the dated entries of a running report, as
    (heading, first words, date).
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: Dated = Dated()
    updated: Dated = Dated()
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    entries: tuple[tuple[str, str, str], ...] = ()
    bases: Mapping[str, str] = {}


def about(source: str) -> About:
    """What the page says of its story."""
    tree = LexborHTMLParser(source)
    meta, objects = _meta(tree), _objects(tree)
    report = _best([one for one in objects if not _REPORTS.isdisjoint(_types(one))], meta)
    outlet = _outlet(report, meta) or _nameplate(tree)
    titles = _titles(tree, report, meta, outlet[0] if outlet else "")
    authors = _authors(tree, _Graph(report, objects), meta, outlet[0] if outlet else "")
    address = _address(tree, meta, report)
    published = (
        _date(report, "datePublished", meta, _PUBLISHED)
        or _date(report, "dateCreated", {}, ())
        or _in_address(address)
        or _time(tree)
    )
    updated = _hour(_date(report, "dateModified", meta, _UPDATED))
    found = {
        "title": titles[0][1] if titles else "",
        "authors": authors[1] if authors else "",
        "outlet": outlet[1] if outlet else "",
    }
    return About(
        titles=unique(title for title, _ in titles),
        authors=authors[0] if authors else (),
        published=published or Dated(),
        updated=updated or Dated(),
        outlet=outlet[0] if outlet else None,
        url=address,
        language=_language(tree, meta, report),
        entries=tuple(_entries(report)),
        bases={name: basis for name, basis in found.items() if basis},
    )


# ------------------------------------------------------------------------------------------------ JSON-LD
class _Graph(NamedTuple):
    """The JSON-LD of a page: the report that it is about, and all objects, some of which others name by their ids."""

    report: Mapping[str, Any]
    objects: Sequence[Mapping[str, Any]]

    def named(self, author: Any) -> list[str]:
        """The names under an author: a name, an object, its id, or a list of these; organisations left out."""
        if isinstance(author, list):
            return [name for one in author[:20] for name in self.named(one)]
        if not isinstance(author, dict):
            return [_text(author)]
        if "name" not in author and "@id" in author:
            author = next((one for one in self.objects if one.get("@id") == author["@id"] and "name" in one), {})
        if _types(author) & {"organization", "newsmediaorganization", "corporation"}:
            return []
        name = author.get("name")
        return [_text(one) for one in name[:20]] if isinstance(name, list) else [_text(name)]


def _objects(tree: LexborHTMLParser) -> list[Mapping[str, Any]]:
    """The JSON-LD objects of a page, those inside others after them."""
    found: list[Mapping[str, Any]] = []
    for script in tree.css('script[type*="ld+json"]'):
        waiting = [_parsed(script.text() or "")]
        while waiting and len(found) < _MOST_OBJECTS:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting[:0] = one[:_MOST_OBJECTS]
            elif isinstance(one, dict):
                found.append(one)
                waiting += [one[key] for key in _NESTED if key in one]
    return found


def _parsed(text: str) -> Any:
    """The value that a JSON-LD element holds, its commonest faults mended; `None` where it holds none."""
    text = _WRAPPED.sub("", _WRAPPED.sub("", text.strip())).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(one: Mapping[str, Any]) -> frozenset[str]:
    named = one.get("@type", ())
    names = named if isinstance(named, list) else [named]
    return frozenset(name.rpartition("/")[2].rpartition(":")[2].casefold() for name in names if isinstance(name, str))


def _best(reports: Sequence[Mapping[str, Any]], meta: Mapping[str, str]) -> Mapping[str, Any]:
    """The report that the page is about: one whose headline the page repeats, else the fullest, else the first."""
    title = _folded(meta.get("og:title", ""))

    def worth(one: Mapping[str, Any]) -> tuple[bool, int]:
        headline = _folded(_text(one.get("headline") or one.get("name")))
        same = bool(headline and title and (headline in title or title in headline))
        return same, sum(bool(one.get(key)) for key in ("headline", "datePublished", "author"))

    return max(reports, key=worth, default={})


def _entries(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    updates = report.get("liveBlogUpdate")
    for one in updates if isinstance(updates, list) else ():
        if isinstance(one, dict) and (day := _iso(_text(one.get("datePublished")))):
            yield _text(one.get("headline")), _text(one.get("articleBody"))[:200], day


def _text(value: Any) -> str:
    """A value as plain text on one line; empty where it is none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    return " ".join(_CONTROL.sub(" ", unescape(unescape(value))).split())


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


# ------------------------------------------------------------------------------------------------ meta elements
def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """The meta elements by name, the first of each; microdata among them."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = _text(attributes.get("content"))
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().casefold()
            if name and content:
                found.setdefault(name, content)
    return found


def _titles(
    tree: LexborHTMLParser, report: Mapping[str, Any], meta: Mapping[str, str], outlet: str
) -> list[tuple[str, str]]:
    """What the page calls its story, with where it does, the best first: a headline that another place repeats."""
    heads = [(_text(node.text()), "h1") for node in tree.css("h1")[:5] if not _leads_home(node)]
    offered = [(_text(report.get("headline")), "JSON-LD headline"), *heads]
    offered += [(meta[name], f"meta {name}") for name in _TITLES if name in meta]
    page_title = tree.css_first("head > title")
    offered.append((_text(page_title.text()) if page_title else "", "title"))
    offered = [pair for pair in offered if 3 <= len(pair[0]) <= 400 and _folded(pair[0]) != _folded(outlet)]
    elsewhere = [_folded(title) for title, basis in offered if basis != "h1"]
    agreed = [pair for pair in offered if pair[1] == "h1" and any(_is_headline_of(pair[0], one) for one in elsewhere)]
    return [*sorted(agreed, key=lambda pair: -len(pair[0]))[:1], *offered]


def _leads_home(head: LexborNode) -> bool:
    """Whether a heading is a link to the site's first page, as the site's own name is."""
    link = head.css_first("a[href]")
    return link is not None and _is_home(link) and _text(link.text()) == _text(head.text())


def _is_home(link: LexborNode) -> bool:
    return _HOME.fullmatch(link.attributes.get("href") or "") is not None


def _is_headline_of(head: str, title: str) -> bool:
    """Whether a heading makes up a title but for what a site adds to it, as most of its words."""
    folded = _folded(head)
    return bool(folded) and folded in title and (title.startswith(folded) or len(folded) * 2 > len(title))


def _outlet(report: Mapping[str, Any], meta: Mapping[str, str]) -> tuple[str, str] | None:
    publisher = report.get("publisher")
    offered = [(meta[name], f"meta {name}") for name in _OUTLETS[:1] if name in meta]
    offered.append((_text(publisher), "JSON-LD publisher"))
    offered += [(meta[name], f"meta {name}") for name in _OUTLETS[1:] if name in meta]
    named = [pair for pair in offered if 1 < len(pair[0]) <= 60 and not pair[0].startswith(("http", "@"))]
    return next((pair for pair in named if not _DOMAIN.fullmatch(pair[0])), next(iter(named), None))


def _nameplate(tree: LexborHTMLParser) -> tuple[str, str] | None:
    """The words of a link to the site's first page that the page's title begins or ends with, but for its headline."""
    head = tree.css_first("head > title")
    pieces = [_folded(one) for one in _TITLE_PIECES.split(_text(head.text()))] if head else []
    edges = (pieces[0], pieces[-1]) if len(pieces) > 1 else ()
    named = (_text(link.text()) for link in tree.css("a[href]")[:_MOST_LINKS] if _is_home(link))
    return next(((name, "link to the first page") for name in named if name and _folded(name) in edges), None)


def _address(tree: LexborHTMLParser, meta: Mapping[str, str], report: Mapping[str, Any]) -> str | None:
    link = tree.css_first('link[rel="canonical"]')
    page = report.get("mainEntityOfPage")
    named = page.get("@id") if isinstance(page, dict) else page
    offered = (
        link.attributes.get("href") if link else None,
        meta.get("og:url"),
        _text(report.get("url")),
        _text(named),
    )
    return next((one for one in offered if one and is_address(one)), None)


def _language(tree: LexborHTMLParser, meta: Mapping[str, str], report: Mapping[str, Any]) -> str | None:
    root = tree.css_first("html")
    said = (root.attributes.get("lang") if root else None) or _text(report.get("inLanguage")) or meta.get("og:locale")
    code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", said or "")
    return code[0].lower() if code else None


# ------------------------------------------------------------------------------------------------ authors
def _authors(
    tree: LexborHTMLParser, graph: _Graph, meta: Mapping[str, str], outlet: str
) -> tuple[tuple[str, ...], str] | None:
    """Who is named as author, and where; from the first place that names anybody."""
    for texts, basis in (*_stated_authors(graph, meta), *_shown_authors(tree)):
        names = unique(name for text in texts for name in stated_names(text) if _folded(name) != _folded(outlet))
        if names:
            return names, basis
    for selector in _BYLINES:
        names = unique(name for text in _beside_first(tree.css(selector)[:8]) for name in person_names(text))
        if names:
            return names, selector
    return None


def _stated_authors(graph: _Graph, meta: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    """What fields say that hold nothing but authors."""
    yield graph.named(graph.report.get("author")), "JSON-LD author"
    yield graph.named(graph.report.get("creator")), "JSON-LD creator"
    for number in ("1", "2"):
        if _folded(meta.get(f"twitter:label{number}", "")) in _WRITTEN_BY:
            yield [meta.get(f"twitter:data{number}", "")], f"meta twitter:data{number}"
    yield from (([meta[name]], f"meta {name}") for name in _AUTHORS if name in meta)
    persons = [one for one in graph.objects if "person" in _types(one)]
    if len(persons) == 1 and graph.report:
        yield [_text(persons[0].get("name"))], "JSON-LD Person"


def _shown_authors(tree: LexborHTMLParser) -> Iterator[tuple[list[str], str]]:
    """What elements say that are marked as the author's name."""
    for selector in _AUTHOR_ELEMENTS:
        yield _beside_first(tree.css(selector)[:8]), selector


_WRITTEN_BY = frozenset(
    "written by|verfasst von|geschrieben von|écrit par|rédigé par|escrito por|scritto da|geschreven door|автор|author"
    "|كُتب بواسطة|napisane przez|skriven av|skrevet av|yazan".split("|")
)
_AUTHOR_ELEMENTS = (
    '[itemprop~="author"] [itemprop~="name"]', '.author.vcard .fn', '[rel~="author"]', '[itemprop~="author"]',
    ".author-name", ".byline-name",
)  # fmt: skip
_BYLINES = (
    ".article-author", ".author a", ".byline a", 'article a[href*="/author/"]', '[class*="author" i] a',
    '[class*="byline" i] a', ".author", ".byline", '[class*="author-name" i]', '[class*="authorname" i]',
    '[class*="byline" i]', '[class*="author" i]', '[id*="author" i]',
)  # fmt: skip


def _beside_first(nodes: Sequence[LexborNode]) -> list[str]:
    """The texts of the first element and of those beside it: others further on are other stories'."""
    if not nodes:
        return []
    holder = nodes[0].parent
    return [_text(node.text(separator=" ")) for node in nodes if node.parent == holder]


# ------------------------------------------------------------------------------------------------ dates
def _date(report: Mapping[str, Any], key: str, meta: Mapping[str, str], names: Iterable[str]) -> Dated | None:
    """A date from JSON-LD, else from the first meta element that has one."""
    offered = [(_text(report.get(key)), f"JSON-LD {key}")] + [(meta[n], f"meta {n}") for n in names if n in meta]
    for value, basis in offered:
        if day := _iso(value):
            return Dated(edtf=day, basis="metadata", words=f"{basis}: {value[:40]}")
    return None


def _hour(date: Dated | None) -> Dated | None:
    """A date of update with its hour where the words have one: of several versions of a day it tells the order."""
    hour = _INSTANT.search(date.words) if date else None
    if date is None or hour is None:
        return date
    return Dated(edtf=f"{date.edtf}T{hour[1]}{hour[2].replace(' ', '')}", basis=date.basis, words=date.words)


def _in_address(address: str | None) -> Dated | None:
    """The date in an address such as ``/2031/03/12/…``, which its site gave it."""
    found = _DATED_ADDRESS.search(address or "")
    day = _iso("-".join(part.zfill(2) for part in found.groups())) if found else None
    return Dated(edtf=day, basis="metadata", words=f"address: {found[0]}") if found and day else None


def _iso(value: str) -> str | None:
    """The day of an ISO 8601 date or instant, as its own clock tells it."""
    found = _ISO.match(value)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else None


def _time(tree: LexborHTMLParser) -> Dated | None:
    """The date of a time element that is marked as the story's, else of the only one or of the one by the title."""
    for selector in ('time[itemprop="datePublished"]', '[itemprop="datePublished"]', "time[pubdate]",
                     "article header time",
                     "header time", "article time", "main time"):  # fmt: skip
        for node in tree.css(selector)[:1]:
            value = node.attributes.get("datetime") or node.attributes.get("content") or ""
            if day := _iso(value):
                return Dated(edtf=day, basis="metadata", words=f"{selector}: {value[:40]}")
    return None


def guessed_date(source: str, url: str | None) -> Dated | None:
    """The date that a library which knows many sites finds anywhere on the page; slow, and the last to be asked."""
    if len(source) > _MOST_GUESSED:
        return None
    from htmldate import find_date

    day = find_date(source, original_date=True, extensive_search=True, url=url, outputformat="%Y-%m-%d")
    return Dated(edtf=day, basis="metadata", words="found by htmldate") if day and _iso(day) else None
