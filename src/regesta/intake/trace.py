"""Where each character of a text stands in the text that it was made from.

A trace is a tuple of segments, in order, that cover the whole text made. Without `width` a segment's characters are
the same in both texts; with it, `width` characters of the source were written for `length` characters of the text.
Offsets count code points.
"""

import bisect
import html
import json
import re
from collections.abc import Iterable, Iterator
from html.entities import html5

import msgspec

from regesta.model import Segment

Trace = tuple[Segment, ...]

_Change = tuple[int, int, str]
"""An interval of the source, and what is written for it."""

_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")
_MARKED = re.compile(r"<!\[CDATA\[|<!--|<\?")
_CLOSES = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_JSON_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


# ------------------------------------------------------------------------------------------------ making texts
def unescape(source: str, start: int, end: int) -> tuple[str, Trace]:
    """An interval of the source with its character references resolved as in HTML, and its trace."""
    return _rewrite(source, start, end, _references(source, start, end))


def character_data(source: str, start: int, end: int) -> tuple[str, Trace]:
    """An interval of XML that holds character data, as it is meant: CDATA sections opened, comments and instructions
    left out, references resolved elsewhere; and its trace."""
    return _rewrite(source, start, end, _markings(source, start, end))


def json_string(line: str, key: str) -> tuple[str, Trace] | None:
    """The string that a JSON object holds under a key at its top level, and its trace; `None` where there is none.

    As everywhere in JSON, the last of several equal keys counts.
    """
    try:
        places = [(start, end) for name, start, end in _members(line) if name == key]
    except (ValueError, RecursionError):
        return None
    if not places or line[places[-1][0]] != '"':
        return None
    start, end = places[-1][0] + 1, places[-1][1] - 1
    escapes = (
        (found.start(), found.end(), json.loads(f'"{found[0]}"')) for found in _ESCAPE.finditer(line, start, end)
    )
    return _rewrite(line, start, end, escapes)


def _rewrite(source: str, start: int, end: int, changes: Iterable[_Change]) -> tuple[str, Trace]:
    """The interval with the changes made, and its trace."""
    parts: list[str] = []
    segments: list[Segment] = []
    at, end = 0, min(end, len(source))
    for first, last, written in changes:
        parts += (source[start:first], written)
        segments.append(Segment(text=at, page=start, length=first - start))
        at += first - start
        segments.append(Segment(text=at, page=first, length=len(written), width=last - first))
        at, start = at + len(written), last
    parts.append(source[start:end])
    segments.append(Segment(text=at, page=start, length=end - start))
    return "".join(parts), _joined(segments)


def _references(source: str, start: int, end: int) -> Iterator[_Change]:
    for found in _REFERENCE.finditer(source, start, end):
        written, length = _resolved(found[0])
        if length:
            yield found.start(), found.start() + length, written


def _resolved(reference: str) -> tuple[str, int]:
    """What a reference stands for and how many of its characters do; ("", 0) where it is none."""
    if reference[1] == "#":
        return _numbered(reference), len(reference)
    for last in range(len(reference), 2, -1):
        if reference[1:last] in html5:
            return html5[reference[1:last]], last
    return "", 0


def _numbered(reference: str) -> str:
    """The character of a number; of a number too long to be one, U+FFFD."""
    mark = reference[:3] if reference[2] in "xX" else "&#"
    digits = reference[len(mark) :].rstrip(";").lstrip("0") or "0"
    return html.unescape(f"{mark}{digits};") if len(digits) < 9 else "\ufffd"


def _markings(source: str, start: int, end: int) -> Iterator[_Change]:
    while found := _MARKED.search(source, start, end):
        yield from _references(source, start, found.start())
        closing = _CLOSES[found[0]]
        close = source.find(closing, found.end(), end)
        start = end if close < 0 else close + len(closing)
        if closing == "]]>":
            yield found.start(), found.end(), ""
            yield start if close < 0 else close, start, ""
        else:
            yield found.start(), start, ""
    yield from _references(source, start, end)


def _members(line: str) -> Iterator[tuple[str, int, int]]:
    """Each key of a JSON object with the interval of its value; ValueError where the line is no JSON object."""
    at = _after(line, _blanks(line, 0), "{")
    more = not line.startswith("}", at)
    while more:
        _after(line, at, '"')
        key, end = _DECODER.raw_decode(line, at)
        start = _after(line, _blanks(line, end), ":")
        _, end = _DECODER.raw_decode(line, start)
        yield key, start, end
        at = _blanks(line, end)
        more = line.startswith(",", at)
        at = _after(line, at, ",") if more else at
    if _after(line, at, "}") != len(line):
        raise ValueError(at)


def _after(line: str, at: int, sign: str) -> int:
    """Where a sign that must stand here, and the blanks behind it, end."""
    if not line.startswith(sign, at):
        raise ValueError(at)
    return _blanks(line, at + 1)


def _blanks(line: str, at: int) -> int:
    found = _JSON_BLANKS.match(line, at)
    return found.end() if found else at


# ------------------------------------------------------------------------------------------------ using traces
def compose(inner: Iterable[Segment], outer: Trace) -> Trace:
    """The trace from a story to a page, of one from the story to a text between and one from there to the page."""
    return _joined(piece for segment in inner for piece in _through(segment, outer))


def interval(trace: Trace, start: int, end: int) -> tuple[int, int]:
    """The interval of the source that an interval of the text was made from.

    For a trace whose segments stand in the source in the order of the text, as those made here do.
    """
    if not trace:
        return 0, 0
    begin = _source(trace[_at(trace, start)], start)[0]
    if end <= start:
        return begin, begin
    return begin, max(begin, _source(trace[_at(trace, end - 1)], end)[1])


def _through(segment: Segment, outer: Trace) -> Iterator[Segment]:
    """A segment of the inner trace as segments from the story to the page."""
    if segment.width is not None:
        start, end = interval(outer, segment.page, segment.page + segment.width)
        yield msgspec.structs.replace(segment, page=start, width=end - start)
        return
    end = segment.page + segment.length
    for number in range(_at(outer, segment.page), len(outer)):
        piece = outer[number]
        if piece.text >= end:
            return
        first, last = max(segment.page, piece.text), min(end, piece.text + piece.length)
        if first < last:
            text = segment.text + first - segment.page
            page = piece.page if piece.width is not None else piece.page + first - piece.text
            yield Segment(text=text, page=page, length=last - first, width=piece.width)


def _at(trace: Trace, text: int) -> int:
    """The number of the last segment that begins at or before a place, else 0."""
    return max(0, bisect.bisect_right(trace, text, key=lambda segment: segment.text) - 1)


def _source(segment: Segment, text: int) -> tuple[int, int]:
    """Where the source's characters for those from a place on begin, and where those for the ones before it end."""
    width = segment.length if segment.width is None else segment.width
    into = text - segment.text
    if into >= segment.length:
        return segment.page + width, segment.page + width
    if segment.width is not None:
        return segment.page, segment.page + width
    return segment.page + max(0, into), segment.page + max(0, into)


def _joined(segments: Iterable[Segment]) -> Trace:
    """The segments that hold something, with those that go on in both texts made one."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and _continues(joined[-1], segment):
            joined[-1] = msgspec.structs.replace(joined[-1], length=joined[-1].length + segment.length)
        elif segment.length:
            joined.append(segment)
    return tuple(joined)


def _continues(before: Segment, segment: Segment) -> bool:
    plain = before.width is None and segment.width is None
    meets = (before.text + before.length, before.page + before.length) == (segment.text, segment.page)
    return plain and meets
