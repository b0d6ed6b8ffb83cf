"""The JSON-LD of a page: its objects, and the report among them that the page is about."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from regesta.intake.elements import CONTROL, folded, plain
from regesta.intake.stated_dates import day_of

_REPORTS = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle"
    " reviewnewsarticle askpublicnewsarticle advertisercontentarticle liveblogposting blogposting socialmediaposting"
    " scholarlyarticle techarticle report".split()
)
_MOST_OBJECTS = 5_000
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author")
_WRAPPED = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)[\s;]*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


class Graph(NamedTuple):
    """The JSON-LD of a page: the report that it is about, and all objects, some of which others name by their ids."""

    report: Mapping[str, Any]
    objects: Sequence[Mapping[str, Any]]

    def named(self, author: Any) -> list[str]:
        """The names under an author: a name, an object, its id, or a list of these; organisations left out."""
        if isinstance(author, list):
            return [name for one in author[:20] for name in self.named(one)]
        if not isinstance(author, dict):
            return [plain(author)]
        if "name" not in author and "@id" in author:
            author = next((one for one in self.objects if one.get("@id") == author["@id"] and "name" in one), {})
        if types_of(author) & {"organization", "newsmediaorganization", "corporation"}:
            return []
        name = author.get("name")
        return [plain(one) for one in name[:20]] if isinstance(name, list) else [plain(name)]


def objects_of(tree: LexborHTMLParser) -> list[Mapping[str, Any]]:
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
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", CONTROL.sub(" ", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types_of(one: Mapping[str, Any]) -> frozenset[str]:
    """The types of an object in small letters, without the address of their vocabulary."""
    named = one.get("@type", ())
    names = named if isinstance(named, list) else [named]
    return frozenset(name.rpartition("/")[2].rpartition(":")[2].casefold() for name in names if isinstance(name, str))


def best_report(objects: Sequence[Mapping[str, Any]], meta: Mapping[str, str]) -> Mapping[str, Any]:
    """The report that the page is about: one whose headline the page repeats, else the fullest, else the first."""
    title = folded(meta.get("og:title", ""))

    def worth(one: Mapping[str, Any]) -> tuple[bool, int]:
        headline = folded(plain(one.get("headline") or one.get("name")))
        same = bool(headline and title and (headline in title or title in headline))
        return same, sum(bool(one.get(key)) for key in ("headline", "datePublished", "author"))

    return max((one for one in objects if not _REPORTS.isdisjoint(types_of(one))), key=worth, default={})


def dated_entries(report: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The entries of a running report that have a date: heading, first words, day."""
    updates = report.get("liveBlogUpdate")
    for one in updates if isinstance(updates, list) else ():
        if isinstance(one, dict) and (day := day_of(plain(one.get("datePublished")))):
            yield plain(one.get("headline")), plain(one.get("articleBody"))[:200], day
