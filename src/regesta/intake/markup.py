"""HTML as lines: each with its place in the source, a map of its characters, and what the markup says of it.

The reader is a single pass over the source; whatever the nesting, each tag is looked at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from regesta.intake.trace import unescape
from regesta.intake.wordlists import page_words
from regesta.model import Segment

# A blank line is seen around these, a line break around the others.
_SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre figure table hr address".split())
_BROKEN = frozenset(
    "article aside body button caption center dd details dialog div dt fieldset figcaption footer form head header html"
    " iframe label legend li main menu nav noscript option section select summary tbody td tfoot th thead title tr"
    " video audio".split()
)
_BLOCKS = _SPACED | _BROKEN
_SIDE_BY_SIDE = frozenset({"td", "th"})
_VOID = frozenset({"hr", "br"})
# What stands in these is not shown as text. The first swallow all up to their end, even where there is none.
_SWALLOW = frozenset({"script", "style", "textarea", "title", "xmp"})
_UNSHOWN = _SWALLOW | frozenset(
    "canvas datalist iframe math noembed noframes noscript object select svg template".split()
)
_CLOSED_BY = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "option": frozenset({"option"}),
}
"""Opening one of these closes the innermost open element where that is one of these."""
_NOT_IN_P = _BLOCKS - {"button", "label", "iframe", "noscript", "select", "video", "audio"}

_ACTIVE = _BLOCKS | _UNSHOWN | {"a", "br"}
_NOWHERE = frozenset[str]()

_NAME = r"(/?)([a-zA-Z][^\s/<>]{0,40})"
# A quotation mark counts behind an equals sign only, as in a browser: others stand in many tags by mistake.
_QUOTED = r"(?:[^=<>]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s<>]*+))*+"
_SIGN = re.compile(rf"<(?=[a-zA-Z/!?])(?:{_NAME}({_QUOTED})>)?+")
"""Where something opens that may be a tag, and the tag if it is one."""
_SIMPLE_SIGN = re.compile(rf"<(?=[a-zA-Z/!?])(?:{_NAME}([^<>]*+)>)?+")
"""The same where quotation marks do not count."""
MOST_LINES = 20_000
MOST_PIECES = 500_000
"""The tags of a page, and the pieces that its lines are mapped to it by: time and memory grow with them."""
_LONG = 100_000
_NEXT_ELEMENT = re.compile(r"(?:</[^<>]*>)+<[a-zA-Z]")
_MOST_BROKEN = 64
"""So many tags with an open quotation may send the reader to the end of the page; then quotations no longer count."""
_HINT = re.compile(r"""(?:^|\s)(?:class|id|role|itemprop|data-testid)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?:\s|=|/|$)|display\s*:\s*none|visibility\s*:\s*hidden""")
_OVERFLOW = re.compile(r"overflow-(?:[xy]-)?hidden")
_HINT_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_UNSEEN = "\u200b\ufeff\u00ad"
_BLANK = re.compile(r"\s")
_BLANKS = re.compile(rf"\s+|[{_UNSEEN}]+")
_STRETCH = re.compile(rf"[^\s{_UNSEEN}]++(?: [^\s{_UNSEEN}]++)*+")
_TO_WRITE = re.compile(rf"[&{_UNSEEN}]|[^\S ]|  ")


Written = tuple[str, int, int]
"""A part of a line's text, and the interval of the source that it is written in."""


class Signs(NamedTuple):
    """What the markup says of a line.

    `tag` is its innermost block, `regions` the named parts of the page it stands in (``nav``, ``article``,
    ``caption`` …), `linked` the share of its characters that are links, `holder` a number for the element that holds
    its block, so that paragraphs side by side have the same.
    """

    tag: str
    regions: frozenset[str]
    linked: float
    holder: int


class Shown(NamedTuple):
    """A line as it is shown: its text, the interval of the source that it stands in, the map of its characters."""

    text: str
    start: int
    end: int
    gap: int
    pieces: tuple[Segment, ...]
    signs: Signs


class _Element(NamedTuple):
    tag: str
    regions: frozenset[str]
    number: int
    holder: int


_Run = tuple[int, int, bool]
"""Text of one line: its interval in the source, and whether it is a link's."""


def shown_lines(source: str) -> tuple[list[Shown], bool]:
    """The lines that a page shows, in order, and whether these are all: reading ends where they are too many."""
    reader = _Reader(source)
    reader.read()
    return reader.shown, not reader.full


class _Reader:
    """One pass over a page."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.shown: list[Shown] = []
        self.pieces = 0
        self.full = False
        self.open = [_Element("", frozenset(), 0, 0)]
        self.counts: dict[str, int] = {}
        self.runs: list[_Run] = []
        self.linked = False
        self.gap = 0
        self.number = 0
        self.broken = 0
        self.unclosed: set[str] = set()

    def read(self) -> None:
        """Read the page to its end."""
        source, at, signs = self.source, 0, 0
        while not self.full and (tag := self._sign(at)):
            start = tag.start()
            signs += 1
            self.full = signs > MOST_PIECES
            self._text(at, start)
            if tag[2] is None:
                at = self._past_other(start)
                continue
            at = tag.end()
            name = tag[2].lower()
            if name in _ACTIVE:
                at = self._act(tag, name)
        if not self.full:
            self._text(at, len(source))
            self._flush(False)

    # ------------------------------------------------------------------------------------------ tags
    def _sign(self, at: int) -> re.Match[str] | None:
        """The next sign that may open a tag."""
        if self.broken >= _MOST_BROKEN:
            return _SIMPLE_SIGN.search(self.source, at)
        found = _SIGN.search(self.source, at)
        if found is None or found[2] is not None:
            return found
        self.broken += self.source[found.end() : found.end() + 1].isalpha()
        return _SIMPLE_SIGN.match(self.source, found.start())

    def _past_other(self, at: int) -> int:
        """Past a comment, a declaration, or a sign that opens no tag, which is text."""
        source = self.source
        if source.startswith("<!--", at):
            end = source.find("-->", at + 2)
            return len(source) if end < 0 else end + 3
        if source[at + 1 : at + 2] in ("!", "?", "/"):
            end = source.find(">", at)
            return len(source) if end < 0 else end + 1
        self._text(at, at + 1)
        return at + 1

    def _act(self, tag: re.Match[str], name: str) -> int:
        """Do what a tag asks for; where to read on."""
        if name == "a":
            self.linked = not tag[1]
        elif tag[1]:
            self._close(name)
        elif name in _UNSHOWN and name not in self.unclosed:
            return self._past_unshown(name, tag.end())
        elif name == "br":
            self._flush(False)
            self.gap += 1
        elif name in _BLOCKS:
            self._open(name, tag[3])
        return tag.end()

    def _past_unshown(self, name: str, at: int) -> int:
        size = len(name)
        end = self.source.find("</", at)
        while end >= 0 and self.source[end + 2 : end + 2 + size].lower() != name:
            end = self.source.find("</", end + 2)
        if end < 0:
            self.unclosed.add(name)
            return len(self.source) if name in _SWALLOW else at
        close = self.source.find(">", end)
        return len(self.source) if close < 0 else close + 1

    def _open(self, name: str, attributes: str) -> None:
        self._part(name)
        top = self.open[-1].tag
        if top in _CLOSED_BY.get(name, ()) or (top == "p" and name in _NOT_IN_P):
            self._pop()
        if name in _VOID:
            return
        above = self.open[-1]
        named = name in _named() or (attributes and name != "body")
        regions = _regions(name, attributes) if named else _NOWHERE
        self.number += 1
        around = _NOWHERE if name == "main" else above.regions
        inside = around | regions if regions else around
        self.open.append(_Element(name, inside, self.number, above.number))
        self.counts[name] = self.counts.get(name, 0) + 1

    def _close(self, name: str) -> None:
        if name not in _BLOCKS:
            return
        self._part(name)
        if self.counts.get(name, 0):
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        tag = self.open.pop().tag
        self.counts[tag] -= 1
        return tag

    # ------------------------------------------------------------------------------------------ text
    def _text(self, start: int, end: int) -> None:
        if start == end or (not self.runs and self.source[start:end].isspace()):
            return
        if self.runs and self.runs[-1][1:] == (start, self.linked):
            start = self.runs.pop()[0]
        elif self.runs and _are_apart(self.source, self.runs[-1][1], start):
            self._blank()
        self.runs.append((start, end, self.linked))
        self.full = self.full or len(self.runs) > MOST_PIECES

    def _part(self, name: str) -> None:
        """End the line at the edge of a block; the cells of a row are parts of one line, with a blank between."""
        if name not in _SIDE_BY_SIDE:
            self._flush(name in _SPACED)
        elif self.runs:
            self._blank()

    def _blank(self) -> None:
        """Write a blank where the page shows two things apart though none stands between them."""
        end = self.runs[-1][1]
        self.runs.append((end, end, False))

    def _flush(self, spaced: bool) -> None:
        """Show the line gathered so far, if there is anything in it."""
        if self.runs:
            line = None if self._is_endless() else _shown(self.source, self.runs, self.gap, self.open[-1])
            self.runs = []
            if line is not None:
                self.shown.append(line)
                self.pieces += len(line.pieces)
                self.full = self.full or self.pieces > MOST_PIECES or len(self.shown) > MOST_LINES
                self.gap = 0
        if spaced and not self.gap:
            self.gap = 1

    def _is_endless(self) -> bool:
        """Whether the line gathered so far is in too many pieces by itself; then the page is read no further."""
        pieces = len(self.runs)
        if self.runs[-1][1] - self.runs[0][0] > _LONG:
            pieces += sum(len(_TO_WRITE.findall(self.source, start, end)) for start, end, _ in self.runs)
        self.full = self.full or pieces > MOST_PIECES
        return pieces > MOST_PIECES


def _are_apart(source: str, end: int, start: int) -> bool:
    """Whether text that ends here and text that starts there are two elements side by side, each with words of its own,
    which a style keeps apart: a name and "Published"."""
    if not (source[start].isupper() and (source[end - 1].islower() or source[end - 1].isdigit())):
        return False
    return _NEXT_ELEMENT.match(source, end, start) is not None


def _shown(source: str, runs: Sequence[_Run], gap: int, element: _Element) -> Shown | None:
    written: list[Written] = []
    size = linked = 0
    for start, end, is_link in runs:
        before = size
        for part in _written(source, start, end):
            if part[0] != " " or (written and not written[-1][0].endswith(" ")):
                written.append(part)
                size += len(part[0])
        linked += is_link * (size - before)
    if written and written[-1][0].endswith(" "):
        text, start, end = written.pop()
        if text != " ":
            written.append((text[:-1], start, end))
    if not written:
        return None
    signs = Signs(element.tag, element.regions, linked / max(size, 1), element.holder)
    text = "".join(text for text, *_ in written)
    return Shown(text, written[0][1], written[-1][2], gap, _mapped(source, written), signs)


def _mapped(source: str, written: Sequence[Written]) -> tuple[Segment, ...]:
    """The map of a line's characters to the source, parts that follow one another as they stand there joined."""
    pieces: list[Segment] = []
    at = 0
    for text, start, end in written:
        size = len(text)
        width = (
            None
            if source.startswith(text, start) and size <= end - start and (size > 1 or end - start == 1)
            else end - start
        )
        last = pieces[-1] if pieces else None
        if last is not None and width is None and last.width is None and last.page + last.length == start:
            pieces[-1] = Segment(text=last.text, page=last.page, length=last.length + size)
        else:
            pieces.append(Segment(text=at, page=start, length=size, width=width))
        at += size
    return tuple(pieces)


def _written(source: str, start: int, end: int) -> Iterable[Written]:
    """The text of a run in parts, each with the interval of the source that it is written in; blanks are one."""
    raw = source[start:end]
    bare = raw.strip()
    if not bare:
        return ((" ", start, end),)
    if _TO_WRITE.search(bare) is not None:
        return _rewritten(source, start, end)
    first = start + raw.find(bare)
    last = first + len(bare)
    parts = [(" ", start, first)] if first > start else []
    parts.append((bare, first, last))
    if last < end:
        parts.append((" ", last, end))
    return parts


def _rewritten(source: str, start: int, end: int) -> Iterator[Written]:
    if source.find("&", start, end) < 0:
        yield from _levelled(source, start, end)
        return
    text, trace = unescape(source, start, end)
    for piece in trace:
        if piece.width is None:
            yield from _levelled(source, piece.page, piece.page + piece.length)
        elif part := _BLANKS.sub(_blank, text[piece.text : piece.text + piece.length]):
            yield part, piece.page, piece.page + piece.width


def _levelled(source: str, start: int, end: int) -> Iterator[Written]:
    """The parts of a run that has no references: the blanks in it one each, what has no width left out."""
    at = start
    for stretch in _STRETCH.finditer(source, start, end):
        first = stretch.start()
        if _BLANK.search(source, at, first):
            yield " ", at, first
        at = stretch.end()
        yield stretch[0], first, at
    if _BLANK.search(source, at, end):
        yield " ", at, end


def _blank(blanks: re.Match[str]) -> str:
    """One blank for blanks; nothing for signs that have no width, such as soft hyphens."""
    return " " if blanks[0][0].isspace() else ""


# ------------------------------------------------------------------------------------------------ what names say
@cache
def _named() -> Mapping[str, str]:
    """Tag → the region that it is."""
    return {tag: region for region, tags in page_words("regions_of_tags").items() for tag in tags.split()}


@cache
def _hinted() -> Mapping[str, str]:
    """Word of a class, id or role → the region that it hints at."""
    return {word: region for region, names in page_words("regions_of_names").items() for word in names.split()}


def _regions(name: str, attributes: str) -> frozenset[str]:
    """The regions that an element opens, by its tag and by the words of its names."""
    said = attributes[:2000]
    found = {_named()[name]} if name in _named() else set()
    for hint in _HINT.finditer(said):
        found |= _regions_of_names(hint[1] or hint[2] or hint[3] or "")
    if ("hidden" in said or "none" in said) and _HIDDEN.search(said):
        found.add("hidden")
    return frozenset(found)


@lru_cache(maxsize=4096)
def _regions_of_names(names: str) -> frozenset[str]:
    """The regions that the words of a class, an id or a role hint at."""
    said = [word.lower() for word in _HINT_WORD.findall(_OVERFLOW.sub("", names))]
    pairs = ["".join(pair) for pair in pairwise(said)]
    return frozenset(_hinted()[word] for word in (*said, *pairs) if word in _hinted())
