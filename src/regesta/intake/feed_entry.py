"""One entry of a feed, an RSS item or an Atom entry: what it says of itself, and where its body stands."""

import datetime as dt
import email.utils
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from regesta.intake import tags
from regesta.intake.tags import Element
from regesta.intake.trace import Trace, character_data
from regesta.model import Segment, Value, is_address, unique

Written = Literal["escaped", "cdata", "xhtml", "text"]


class Span(Value, frozen=True):
    """Where a body stands in an entry, between its tags, and how it is written there.

    HTML with its signs as character references is `escaped`, with CDATA sections `cdata`, as elements of the entry
    itself `xhtml`; `text` is no HTML.
    """

    start: int
    end: int
    written: Written


class Entry(Value, frozen=True):
    """What an entry says of itself. Dates are ISO 8601 with the offset that the feed states, `None` if unreadable."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    link: str | None = None
    summary: Span | None = None
    content: Span | None = None
    language: str | None = None


_KNOWN = re.compile(
    r"<(?:[A-Za-z]\w*:)?(?:title|link|guid|id|description|summary|content|encoded|pubdate|published|updated|date)[\s/>]",
    re.IGNORECASE,
)
_PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created", "dc:created")
_UPDATED = ("updated", "modified", "dcterms:modified", "dc:modified")
_OWN = ("", "atom:", "atom10:", "a10:", "rss:")
"""Prefixes that feeds write where others write none."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_LONGEST_FIELD = 10_000
_MAIL = re.compile(
    r"[^\s<>()]{1,100}@[^\s<>()]{1,100} \((?P<after>[^()]*)\)|(?P<before>[^<>@]*)<[^\s<>()]*@[^\s<>()]*>"
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d")
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_ROOTS = frozenset({"item", "entry"})


# --------------------------------------------------------------------------------------------- the whole
def is_feed_entry(text: str) -> bool:
    """Whether a text is one entry of a feed: it begins and ends with its tags and holds what entries hold."""
    opening = tags.root(text)
    if opening is None or tags.local(opening.name) not in _ROOTS or not text.rstrip().endswith(">"):
        return False
    if not text.rstrip()[:-1].rstrip().endswith(f"</{opening.name}"):
        return False
    return _KNOWN.search(text, opening.end) is not None


def read(text: str) -> Entry:
    """What an entry says of itself. Any text gives an entry, an empty one where it is none."""
    opening, inside = parts(text)
    return Entry(
        title=title(text, inside),
        authors=unique(filter(None, _authors(text, inside))),
        published=_date(text, inside, _PUBLISHED),
        updated=_date(text, inside, _UPDATED),
        link=link(text, inside) or None,
        summary=_summary(text, inside),
        content=_content(text, inside),
        language=_language(text, opening, inside),
    )


def body(text: str, span: Span) -> tuple[str, Trace]:
    """The HTML or the plain text of a body, and where each of its characters stands in the entry."""
    if span.written == "xhtml":
        written = text[span.start : span.end]
        return written, (Segment(text=0, page=span.start, length=len(written)),) if written else ()
    return character_data(text, span.start, span.end)


def parts(text: str) -> tuple[dict[str, str], list[Element]]:
    """The attributes of an entry's own tag, and the elements in it."""
    opening = tags.root(text)
    if opening is None:
        return {}, []
    return tags.attributes(opening.attributes), tags.elements(text, opening.end, len(text))


# --------------------------------------------------------------------------------------------- single fields
def title(text: str, inside: Sequence[Element]) -> str:
    """The title among some elements, without markup; empty where there is none."""
    return next(filter(None, (_plain(text, element) for element in _named(inside, "title", "dc:title"))), "")


def link(text: str, inside: Sequence[Element]) -> str:
    """The address of what an entry tells of: its link, else its guid where that is one; empty where there is none."""
    links = [element for element in _named(inside, "link") if _is_page(element)]
    found = [element.attributes.get("href") or _plain(text, element) for element in links]
    found += [value for value in (_address(text, element) for element in _named(inside, "guid", "id")) if value]
    return next(filter(None, (value.strip() for value in found)), "")


def guid(text: str, inside: Sequence[Element]) -> str:
    """What a feed tells the entry from all others by; empty where there is nothing."""
    return next((_plain(text, element) for element in _named(inside, "guid", "id")), "")


def source(text: str, inside: Sequence[Element]) -> str:
    """The name of the outlet that an entry says it was taken from; empty where it says nothing."""
    for element in _named(inside, "source"):
        titles = tags.elements(text, *element.inner)
        return title(text, titles) if titles else _plain(text, element)
    return ""


def _named(inside: Sequence[Element], *names: str) -> Iterator[Element]:
    """The elements of these names, in the order of the names."""
    for name in names:
        yield from (element for element in inside if _name(element) == name)


def _name(element: Element) -> str:
    """An element's name in small letters, without a prefix that only says what is understood."""
    prefix, colon, name = element.name.lower().rpartition(":")
    return name if prefix + colon in _OWN else element.name.lower()


def _is_page(element: Element) -> bool:
    relation, kind = element.attributes.get("rel", "alternate"), element.attributes.get("type", "text/html")
    return relation == "alternate" and kind in {"text/html", "application/xhtml+xml", "html"}


def _address(text: str, element: Element) -> str:
    value = _plain(text, element)
    is_link = element.attributes.get("ispermalink", element.attributes.get("isPermaLink", "true")).lower() != "false"
    return value if is_link and is_address(value) else ""


def _plain(text: str, element: Element) -> str:
    """What an element says, without markup and with single blanks."""
    start, end = element.inner
    end = min(end, start + _LONGEST_FIELD)
    kind = element.attributes.get("type", "")
    said = text[start:end] if kind == "xhtml" else character_data(text, start, end)[0]
    if kind != "text":
        said = _MARKUP.sub("", said)
        said = character_data(said, 0, len(said))[0]
    return " ".join(said.split())


def _language(text: str, opening: dict[str, str], inside: Sequence[Element]) -> str | None:
    said = [opening.get("xml:lang"), *(element.attributes.get("xml:lang") for element in _bodies(inside))]
    said += [_plain(text, element) for element in _named(inside, "dc:language", "language")]
    return next((value for value in said if value), None)


# --------------------------------------------------------------------------------------------- bodies
def _bodies(inside: Sequence[Element]) -> list[Element]:
    return list(_named(inside, "content:encoded", "content", "body", "xhtml:body", "description", "summary"))


def _content(text: str, inside: Sequence[Element]) -> Span | None:
    return _first(text, _named(inside, "content:encoded", "content", "xhtml:body", "body"))


def _summary(text: str, inside: Sequence[Element]) -> Span | None:
    return _first(text, _named(inside, "description", "summary", "dc:description"))


def _first(text: str, candidates: Iterable[Element]) -> Span | None:
    """The first of some bodies that holds anything."""
    for element in candidates:
        start, end = element.inner
        if text[start:end].strip():
            return Span(start=start, end=end, written=_written(text, element))
    return None


def _written(text: str, element: Element) -> Written:
    """How a body is written: what Atom says of it, else what is seen. RSS says nothing and means HTML."""
    kind, name = element.attributes.get("type", "").lower(), _name(element)
    if kind in {"xhtml", "application/xhtml+xml"} or name in {"xhtml:body", "body"}:
        return "xhtml"
    is_escaped = element.attributes.get("mode") == "escaped"
    if kind in {"text", "text/plain"} or (not kind and not is_escaped and name in {"content", "summary"}):
        return "text"
    return _seen(text, element)


def _seen(text: str, element: Element) -> Written:
    if "<![CDATA[" in text[slice(*element.inner)]:
        return "cdata"
    return "xhtml" if next(tags.tags(text, *element.inner), None) else "escaped"


# --------------------------------------------------------------------------------------------- dates and authors
def _date(text: str, inside: Sequence[Element], names: Sequence[str]) -> str | None:
    return next(filter(None, (_iso(_plain(text, element)) for element in _named(inside, *names))), None)


def _iso(said: str) -> str | None:
    """A date as feeds write it, as ISO 8601: a day where no hour is said, with the offset that is said."""
    if _DAY.fullmatch(said):
        return said if _is_day(said) else None
    has_clock = bool(_CLOCK.search(said))
    try:
        moment = _moment(said if has_clock else f"{said} 00:00")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.isoformat() if has_clock else moment.date().isoformat()


def _moment(said: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(said)
    except ValueError:
        return email.utils.parsedate_to_datetime(said)


def _is_day(said: str) -> bool:
    try:
        dt.date.fromisoformat((said + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _authors(text: str, inside: Sequence[Element]) -> Iterator[str]:
    """Those whom an entry names as its authors; of a mail address with a name beside it, the name."""
    for element in _named(inside, "author", "dc:creator", "itunes:author"):
        people = list(_named(tags.elements(text, *element.inner), "name")) or [element]
        for said in (_plain(text, person) for person in people):
            mail = _MAIL.fullmatch(said)
            yield (mail["after"] or mail["before"] or said).strip() if mail else said
