"""A small scanner for XML that may be malformed: where tags and elements stand, to the code point.

It resolves nothing, fetches nothing and expands nothing; it takes one pass over the text.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = r"[A-Za-z_][\w.:-]*+"
_TAG = re.compile(
    rf"(?P<marked><!--|<!\[CDATA\[|<\?|<!)|</(?P<closes>{_NAME})[^<>]*>"
    rf"|<(?P<opens>{_NAME})(?P<attributes>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>", "<!": ">"}
_ATTRIBUTE = re.compile(rf"({_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*+(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


class Tag(NamedTuple):
    """A tag. One that opens and closes is an empty element's."""

    name: str
    start: int
    end: int
    opens: bool
    closes: bool
    attributes: str = ""


class Element(NamedTuple):
    """An element: its tag's attributes, and the intervals of the whole and of what is between its tags."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    inner: tuple[int, int]


def tags(text: str, start: int, end: int) -> Iterator[Tag]:
    """The tags in an interval; comments, CDATA sections, instructions and declarations are passed over."""
    while found := _TAG.search(text, start, end):
        start = found.end()
        if found["marked"]:
            close = text.find(_ENDS[found["marked"]], start, end)
            start = end if close < 0 else close + len(_ENDS[found["marked"]])
        elif found["closes"]:
            yield Tag(found["closes"], found.start(), start, opens=False, closes=True)
        else:
            attributes = found["attributes"]
            yield Tag(found["opens"], found.start(), start, True, attributes.endswith("/"), attributes)


def elements(text: str, start: int, end: int) -> list[Element]:
    """The elements in an interval that stand in no other; a tag that is never closed counts for nothing."""
    scanned = list(tags(text, start, end))
    partners = _partners(scanned)
    found, at = [], 0
    while at < len(scanned):
        if at in partners:
            found.append(_element(scanned[at], scanned[partners[at]]))
            at = partners[at]
        at += 1
    return found


def root(text: str) -> Tag | None:
    """The tag that a document begins with, after blanks, a declaration, comments and a document type."""
    at = 1 if text.startswith("\ufeff") else 0
    while prolog := _PROLOG.match(text, at):
        at = prolog.end()
    first = next(tags(text, at, len(text)), None)
    return first if first and first.start == at and first.opens else None


def attributes(written: str) -> dict[str, str]:
    """The attributes written in a tag, by name."""
    return {name: html.unescape(double or single) for name, double, single in reversed(_ATTRIBUTE.findall(written))}


def local(name: str) -> str:
    """A name without its prefix, in small letters."""
    return name.rpartition(":")[2].lower()


def _partners(scanned: list[Tag]) -> dict[int, int]:
    """For the number of each opening tag, that of the tag that closes it."""
    partners: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for number, tag in enumerate(scanned):
        if tag.opens and tag.closes:
            partners[number] = number
        elif tag.opens:
            waiting.setdefault(tag.name, []).append(number)
        elif waiting.get(tag.name):
            partners[waiting[tag.name].pop()] = number
    return partners


def _element(opening: Tag, closing: Tag) -> Element:
    inner = (opening.end, max(opening.end, closing.start))
    return Element(opening.name, attributes(opening.attributes), opening.start, closing.end, inner)
