"""What a page with markup says of its story beside the text: JSON-LD first, then meta elements, then its own tags.

Every value comes with what it rests on. A value that does not look like what it should be is left out: no author is
better than a wrong one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from html import unescape
from itertools import chain, islice
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
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?=/)")
_UNIVERSAL = re.compile(r"[T ](\d\d):\d\d(?::\d\d)?(?:\.\d+)?(?:Z|\+00:?00)\s*$")
_DAY, _NOON = len("2031-03-12"), 12
_FIRST = (
    r"(?<!\d)0?1(?!\d)[^<>\d]{{0,15}}{year}|{year}\D?{month}\D?01|{month}[/.-]0?1[/.-]{year}"
    r"|[^\W\d_]\.? 0?1(?:st)?,? {year}"
)
"""The ways to write the first of a month."""
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_HOME = re.compile(r"(?:https?://[^/?#]+)?/?(?:(?:index|home|default)\.\w{3,5})?", re.IGNORECASE)
_TITLE_PIECES = re.compile(r"\s+[|–—-]\s+|:\s+|\s*[|»]\s*")
_MOST_LINKS = 200
_SUBJECTS = 'a[rel~="tag"], a[href*="/category/"], a[href*="/tag/"], a[href*="/topic/"], a[href*="/tags/"]'
_LEVELS = 6
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:teasers?|related|listing|recommend\w*|popular|comments?|respond)(?:[\s_-]|$)", re.IGNORECASE
)
"""What an element is called that shows other stories, or what readers say."""
_HEADLINE = 15
"""Characters that a heading of lower rank has at least, to be taken for the headline."""
_MOST_GUESSED = 1_000_000
"""Characters of a page that are searched for a date: it takes some seconds."""
_SURNAMED = re.compile(
    r"[^\W\d_a-z][\w'’-]+(?: (?:al|da|de|del|den|der|di|du|el|la|le|van|von))*"
    r" [^\W\d_a-z][\w'’-]+"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)[\s;]*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


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
    meta, objects = _meta(tree), _objects(tree)
    report = _best([one for one in objects if not _REPORTS.isdisjoint(_types(one))], meta)
    outlet = _outlet(report, meta) or _nameplate(tree)
    titles = _titles(tree, report, meta, outlet[0] if outlet else "")
    authors = _authors(tree, _Graph(report, objects), meta, outlet[0] if outlet else "")
    address = _address(tree, meta, report)
    stated = _date(report, "datePublished", meta, _PUBLISHED) or _date(report, "dateCreated", {}, ())
    published = stated or _in_address(address) or _time(tree) or Dated()
    updated = _hour(_date(report, "dateModified", meta, _UPDATED))
    found = {
        "title": titles[0][1] if titles else "",
        "authors": authors[1] if authors else "",
        "outlet": outlet[1] if outlet else "",
    }
    return About(
        titles=unique(title for title, _ in titles),
        authors=authors[0] if authors else (),
        published=on_its_clock(published, _in_address(address)),
        updated=updated or Dated(),
        outlet=outlet[0] if outlet else None,
        url=address,
        language=_language(tree, meta, report),
        subjects=unique(_text(node.text()) for node in tree.css(_SUBJECTS)[:_MOST_LINKS]),
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
    several = len(tree.css('meta[itemprop="author"]')) > 1
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = _text(attributes.get("content"))
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
    heads = [(_text(node.text()), "h1") for node in tree.css("h1")[:5] if not _leads_home(node)]
    offered = [(_text(report.get("headline")), "JSON-LD headline"), *heads]
    offered += [(meta[name], f"meta {name}") for name in _TITLES if name in meta]
    page_title = tree.css_first("head > title")
    offered.append((_text(page_title.text()) if page_title else "", "title"))
    offered = [pair for pair in offered if 3 <= len(pair[0]) <= 400 and _folded(pair[0]) != _folded(outlet)]
    elsewhere = [_folded(title) for title, basis in offered if basis != "h1"]
    agreed = [pair for pair in offered if pair[1] == "h1" and any(_is_headline_of(pair[0], one) for one in elsewhere)]
    if not agreed:
        lower = [(_text(node.text()), "h2") for node in tree.css("h2")[:10]]
        agreed = [pair for pair in lower if len(pair[0]) >= _HEADLINE and _ends_or_makes(_folded(pair[0]), elsewhere)]
    return [*sorted(agreed, key=lambda pair: -len(pair[0]))[:1], *offered]


def _ends_or_makes(head: str, titles: Sequence[str]) -> bool:
    """Whether a heading is all of a title, or what it begins or ends with."""
    return any(one == head or one.startswith(f"{head} ") or one.endswith(f" {head}") for one in titles)


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
    for texts, basis in chain(_stated_authors(graph, meta), _shown_authors(tree)):
        names = unique(name for text in texts for name in stated_names(text) if _folded(name) != _folded(outlet))
        if names:
            return tuple(_in_full(name, graph) for name in names), basis
    for selector in _BYLINES:
        names = unique(name for text in _beside_first(tree.css(selector)[:8]) for name in person_names(text))
        if names:
            return names, selector
    for selector in PSEUDONYMS:
        names = unique(name for text in _beside_first(tree.css(selector)[:8]) for name in stated_names(text))
        if names:
            return names, selector
    return _house(_shown_authors(tree), outlet)


def _in_full(name: str, graph: _Graph) -> str:
    """A first name with the surname that follows it where the page tells who that person is."""
    if " " in name or not name.istitle():
        return name
    told = (_text(one.get("description")) for one in graph.objects if _text(one.get("name")) == name)
    full = next(filter(None, (_SURNAMED.match(text) for text in told if text.startswith(f"{name} "))), None)
    return full[0] if full and person_names(full[0]) == (full[0],) else name


def _house(shown: Iterable[tuple[list[str], str]], outlet: str) -> tuple[tuple[str, ...], str] | None:
    """The outlet, where nobody else is named and an element for the author's name says that it is the author."""
    for texts, basis in shown:
        names = unique(name for text in texts for name in stated_names(text))
        if names and all(_folded(name) == _folded(outlet) for name in names):
            return names, basis
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
    '[itemprop~="author"] [itemprop~="name"]', '.author.vcard .fn', 'body [rel~="author"]', '[itemprop~="author"]',
    ".author-name", ".byline-name",
)  # fmt: skip
PSEUDONYMS = (
    '[class*="author" i] a[href*="/author/"]', '[class*="author" i] .username', ".submitted .username",
)  # fmt: skip
"""What may hold a name that is no person's: to be believed where nothing else names anybody."""
_BYLINES = (
    ".article-author", ".author a", ".byline a", 'article a[href*="/author/"]', 'article a[href*="/staff/"]',
    'article a[href*="/newsteam/"]', '[class*="author" i] a',
    '[class*="byline" i] a', ".author", ".byline", '[class*="author-name" i]', '[class*="authorname" i]',
    '[class*="byline" i]', '[class*="author" i]', '[id*="author" i]',
)  # fmt: skip


def _beside_first(found: Sequence[LexborNode]) -> list[str]:
    """The texts of the first element and of those beside it: others further on are other stories'."""
    nodes = [node for node in found if not _of_another(node)]
    if not nodes:
        return []
    holder = nodes[0].parent
    return [_text(node.text(separator=" ")) for node in nodes if node.parent == holder]


def _of_another(node: LexborNode) -> bool:
    """Whether an element is in a part of the page that shows other stories, or what readers say."""
    for holder in islice(_holders(node), _LEVELS):
        if holder.tag in ("body", "html", "main", "header"):
            return False
        if _OTHERS.search(f"{holder.attributes.get('class')} {holder.attributes.get('id')}"):
            return True
    return False


def _holders(node: LexborNode) -> Iterator[LexborNode]:
    """An element and those around it, from within."""
    holder: LexborNode | None = node
    while holder is not None:
        yield holder
        holder = holder.parent


# ------------------------------------------------------------------------------------------------ dates
def _date(report: Mapping[str, Any], key: str, meta: Mapping[str, str], names: Iterable[str]) -> Dated | None:
    """A date from JSON-LD, else from the first meta element that has one."""
    offered = [(_text(report.get(key)), f"JSON-LD {key}")] + [(meta[n], f"meta {n}") for n in names if n in meta]
    days = [(_iso(value), f"{basis}: {value[:40]}") for value, basis in offered]
    told = [Dated(edtf=day, basis="metadata", words=words) for day, words in days if day]
    if not told or not in_universal_time(told[0]):
        return told[0] if told else None
    return next((one for one in told if _minute(one) == _minute(told[0]) and not in_universal_time(one)), told[0])


def _minute(stated: Dated) -> datetime | str:
    """The moment that a date with a clock and its offset names; else its words."""
    try:
        return datetime.fromisoformat(stated.words.split(": ", 1)[-1]).astimezone(UTC).replace(second=0, microsecond=0)
    except (ValueError, OverflowError):
        return stated.words


def in_universal_time(stated: Dated) -> bool:
    """Whether a field tells a moment in universal time, whose day need not be the day at the outlet."""
    return _UNIVERSAL.search(stated.words) is not None


def on_its_clock(stated: Dated, shown: Dated | None) -> Dated:
    """A date in universal time as the page itself tells it elsewhere, where that can be the day at the outlet."""
    clock = _UNIVERSAL.search(stated.words)
    if clock is None or stated.edtf is None or shown is None or len(shown.edtf or "") != _DAY:
        return stated
    apart = (date.fromisoformat(shown.edtf or "") - date.fromisoformat(stated.edtf)).days
    return shown if (apart, int(clock[1]) >= _NOON) in ((1, True), (-1, False)) else stated


def in_its_month(found: Dated, address: str | None) -> Dated:
    """A date found on a page, unless its address has another month: then that month is all that is known."""
    month = _MONTH_IN_ADDRESS.search(address or "")
    if month is None or not found.edtf or found.edtf.startswith(f"{month[1]}-{month[2]}"):
        return found
    return Dated(edtf=f"{month[1]}-{month[2]}", basis="metadata", words=f"address: {month[0]}")


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
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _time(tree: LexborHTMLParser) -> Dated | None:
    """The date of a time element that is marked as the story's, else of the only one or of the one by the title."""
    for selector in ('time[itemprop="datePublished"]', '[itemprop="datePublished"]', "time[pubdate]",
                     "article header time",
                     "header time", "article time", "main time"):  # fmt: skip
        for node in [one for one in tree.css(selector)[:5] if not _is_led_away(one, selector)][:1]:
            value = node.attributes.get("datetime") or node.attributes.get("content") or ""
            if day := _iso(value):
                return Dated(edtf=day, basis="metadata", words=f"{selector}: {value[:40]}")
    return None


def _is_led_away(node: LexborNode, selector: str) -> bool:
    """Whether a time is not the story's: in a link to another story, among those, or today's in the site's header."""
    holders = list(islice(_holders(node), 2 * _LEVELS))
    linked = any(one.tag == "a" for one in holders)
    banner = selector == "header time" and not any(one.tag == "header" and one.css_first("h1") for one in holders)
    return linked or banner or _of_another(node)


def guessed_date(source: str, url: str | None) -> Dated | None:
    """The date that a library which knows many sites finds anywhere on the page; slow, and the last to be asked."""
    if len(source) > _MOST_GUESSED:
        return None
    from htmldate import find_date

    day = find_date(source, original_date=True, extensive_search=True, url=url, outputformat="%Y-%m-%d")
    if not day or not _iso(day):
        return None
    # Where a page names but a month, the library gives its first day.
    told = not day.endswith("-01") or re.search(_FIRST.format(year=day[:4], month=day[5:7]), source)
    return Dated(edtf=day if told else day[:7], basis="metadata", words="found by htmldate")
