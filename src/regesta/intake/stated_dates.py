"""The dates that fields and elements of a page state for its story, and the day at its outlet that they mean."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from regesta.intake.elements import LEVELS, around, is_of_another, plain
from regesta.model import Dated

PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "date.created", "date_created", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "citation_publication_date", "originalpublicationdate", "date",
    "article:published", "article.published", "published-date", "article_date_original", "last-published",
    "displaydate", "rnews:datepublished", "bt:pubdate", "pub_date", "created", "shareaholic:article_published_time",
)  # fmt: skip
UPDATED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "last-modified", "lastmod",
    "modified", "dc.date.modified", "dcterms.modified", "article:modified", "revised", "date.updated", "updated_time",
)  # fmt: skip
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
_MOST_GUESSED = 1_000_000
"""Characters of a page that are searched for a date: it takes some seconds."""


def stated_date(report: Mapping[str, Any], key: str, meta: Mapping[str, str], names: Iterable[str]) -> Dated | None:
    """A date from JSON-LD, else from the first meta element that has one."""
    offered = [(plain(report.get(key)), f"JSON-LD {key}")] + [(meta[n], f"meta {n}") for n in names if n in meta]
    days = [(day_of(value), f"{basis}: {value[:40]}") for value, basis in offered]
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


def with_hour(date: Dated | None) -> Dated | None:
    """A date of update with its hour where the words have one: of several versions of a day it tells the order."""
    hour = _INSTANT.search(date.words) if date else None
    if date is None or hour is None:
        return date
    return Dated(edtf=f"{date.edtf}T{hour[1]}{hour[2].replace(' ', '')}", basis=date.basis, words=date.words)


def dated_address(address: str | None) -> Dated | None:
    """The date in an address such as ``/2031/03/12/…``, which its site gave it."""
    found = _DATED_ADDRESS.search(address or "")
    day = day_of("-".join(part.zfill(2) for part in found.groups())) if found else None
    return Dated(edtf=day, basis="metadata", words=f"address: {found[0]}") if found and day else None


def day_of(value: str) -> str | None:
    """The day of an ISO 8601 date or instant, as its own clock tells it."""
    found = _ISO.match(value)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def shown_time(tree: LexborHTMLParser) -> Dated | None:
    """The date of a time element that is marked as the story's, else of the only one or of the one by the title."""
    for selector in ('time[itemprop="datePublished"]', '[itemprop="datePublished"]', "time[pubdate]",
                     "article header time",
                     "header time", "article time", "main time"):  # fmt: skip
        for node in [one for one in tree.css(selector)[:5] if not _is_led_away(one, selector)][:1]:
            value = node.attributes.get("datetime") or node.attributes.get("content") or ""
            if day := day_of(value):
                return Dated(edtf=day, basis="metadata", words=f"{selector}: {value[:40]}")
    return None


def _is_led_away(node: LexborNode, selector: str) -> bool:
    """Whether a time is not the story's: in a link to another story, among those, or today's in the site's header."""
    holders = list(islice(around(node), 2 * LEVELS))
    linked = any(one.tag == "a" for one in holders)
    banner = selector == "header time" and not any(one.tag == "header" and one.css_first("h1") for one in holders)
    return linked or banner or is_of_another(node)


def guessed_date(source: str, url: str | None) -> Dated | None:
    """The date that a library which knows many sites finds anywhere on the page; slow, and the last to be asked."""
    if len(source) > _MOST_GUESSED:
        return None
    from htmldate import find_date

    day = find_date(source, original_date=True, extensive_search=True, url=url, outputformat="%Y-%m-%d")
    if not day or not day_of(day):
        return None
    # Where a page names but a month, the library gives its first day.
    told = not day.endswith("-01") or re.search(_FIRST.format(year=day[:4], month=day[5:7]), source)
    return Dated(edtf=day if told else day[:7], basis="metadata", words="found by htmldate")
