"""How heavy a page is for the libraries that read it: once they have begun, nothing can stop them.

Four things make a small page heavy, and no page that people read has them: attributes without number on one element,
since each is compared with all before it; elements of style that are never closed, since every block repeats them all
(45 KB of them become two million elements); such as are closed again and again around blocks that are still open (24 KB
of them take a minute); and elements inside one another without end. Where it cannot be known what
a parser will do, the worst is assumed; so there is no shorter way here than to look at every tag.
"""

import re
from collections.abc import Iterator
from functools import cache

from selectolax.lexbor import LexborHTMLParser

LONGEST = 5_000_000
"""Characters of a page that are given to a library."""
DEEPEST = 1_000
"""Elements inside one another."""
HEAVIEST = 400_000_000
"""Depth times length: extractors hand a text on from each element to the one around it."""
MOST_LOOKED_THROUGH = 50_000_000
"""Elements that are still open, counted at each tag: a parser may look through all of them."""
MOST_REPEATED = 300_000
"""Elements of style that are still open, counted at each tag: a parser may make all of them anew."""
MOST_COMPARED = 30_000_000
"""Comparisons of an attribute's name with another's."""

FEW_TAGS = 1_500
"""So many tags do no harm but by their length, their depth, or as roots that are opened again."""
_ROOT = re.compile("<(?:body|html)", re.IGNORECASE)

_BLANK = r"[\t\n\f\r ]"
_ATTRIBUTE = re.compile(
    rf"[^\t\n\f\r />][^\t\n\f\r /=>]*+(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]*+))?+"
)
_TAG = re.compile(rf"<(?:([!?])|(/?)([a-zA-Z][^\t\n\f\r />]*+)((?:[\t\n\f\r /]++|{_ATTRIBUTE.pattern})*+)>?)")
_FULL = re.compile(rf"<[a-zA-Z][^\t\n\f\r />]*+(?:[\t\n\f\r /]*+{_ATTRIBUTE.pattern}){{100}}")
_COMMENT_END = re.compile("--!?>")
_RAW = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
"""What stands in these is text up to their end."""
_NOT_RAW_IN = frozenset({"math", "select", "svg"})
_STYLES = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""A block that closes around one of these leaves it open for the next."""
_ROUNDS = 8
"""So often a parser begins anew to close an element of style around blocks that are still open; it copies it each time,
and where more blocks are open leaves a copy behind."""
_ONE_AT_A_TIME = frozenset({"a", "nobr"})
_BARRIERS = frozenset("applet caption marquee math object select svg table td template th".split())
"""Inside these nothing closes what was opened outside."""
_CELLS = frozenset({"caption", "td", "th"})
_EMPTY = frozenset(
    "area base body br caption col colgroup embed frame frameset head hr html img input link meta option p param source"
    " tbody td tfoot th thead tr track wbr".split()
)
"""These never lie inside one another but for others between them."""
_ITEMS = {"li": "li", "dd": "d", "dt": "d"}
"""The next of its kind ends one of these."""
_BETWEEN = 8
"""So many elements that are not counted may lie around each that is."""
_ROOTS = frozenset({"body", "html"})
_SHORT = 200
"""In so few characters there are not enough attributes to count."""


def legible(source: str) -> str:
    """A page as libraries take it, of the same length: a lone surrogate is no character to them."""
    return source if source.isascii() else source.encode("utf-8", "replace").decode("utf-8")


def is_light(source: str) -> bool:
    """Whether the libraries read a page in good time, a few seconds, whatever stands in it."""
    if len(source) > LONGEST:
        return False
    if _is_plain(source):
        return True
    gauge = _Gauge(source)
    if not gauge.is_light():
        return False
    most = _BETWEEN * (gauge.deepest + 1)
    return (most <= DEEPEST and most * len(source) <= HEAVIEST) or _deepest(source) * len(source) <= HEAVIEST


def _is_plain(source: str) -> bool:
    """Whether counts alone show a page to be light, as they do for most: there are too few tags for harm however they
    lie inside one another, and none of them has many attributes (whatever signs stand in these)."""
    tags = source.count("<")
    few = tags <= FEW_TAGS and tags * len(source) <= HEAVIEST
    return few and len(_ROOT.findall(source)) <= 4 and _FULL.search(source) is None


def _deepest(source: str) -> int:
    """How many elements a parser puts inside one another; past all measure where they are too many."""
    depths: dict[int, int] = {}
    root = LexborHTMLParser(source).root
    for node in root.traverse() if root else ():
        above = node.parent
        depth = depths.get(above.mem_id, 0) + 1 if above else 1
        if depth > DEEPEST:
            return HEAVIEST + 1
        depths[node.mem_id] = depth
    return max(depths.values(), default=0)


class _Gauge:
    """One pass over the tags of a page, counting what a parser may have to do."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.compared = self.repeated = self.looked_through = 0
        self.attributes_of_root = self.styles = self.depth = self.deepest = 0
        self.item = ""
        self.inside = ""
        self.open: dict[str, list[int]] = {}
        self.around: list[tuple[str, dict[str, list[int]]]] = []

    def is_light(self) -> bool:
        """Whether that is no more than a page that people read asks for."""
        for tag in self._tags():
            closes, written, said = tag.group(2, 3, 4)
            name = written.lower()
            if len(said) > _SHORT or name in _ROOTS:
                self._compare(name, sum(1 for _ in _ATTRIBUTE.finditer(said)))
            if closes:
                self._close(name)
            else:
                self._open(name)
            self.looked_through += self.depth
            self.repeated += self.styles
            if self.looked_through > MOST_LOOKED_THROUGH or self.repeated > MOST_REPEATED:
                return False
        return self.compared <= MOST_COMPARED

    def _tags(self) -> Iterator[re.Match[str]]:
        """The tags, without those in comments and in elements that hold plain text."""
        source, at = self.source, 0
        while tag := _TAG.search(source, at):
            if tag[1]:
                at = self._past_comment(tag.start())
                continue
            yield tag
            at = tag.end()
            name = tag[3].lower()
            if name in _RAW and not tag[2] and self.inside not in _NOT_RAW_IN:
                end = _end_of(name).search(source, at)
                at = end.start() if end else len(source)

    def _past_comment(self, at: int) -> int:
        if self.source.startswith("<!--", at):
            end = _COMMENT_END.search(self.source, at + 2)
            return end.end() if end else len(self.source)
        close = self.source.find(">", at)
        return close + 1 if close >= 0 else len(self.source)

    def _compare(self, name: str, attributes: int) -> None:
        """Each attribute is compared with those before it; a root that is opened again takes in the new ones."""
        if name in _ROOTS:
            self.attributes_of_root += attributes
            attributes = self.attributes_of_root
        self.compared += attributes * attributes

    def _open(self, name: str) -> None:
        if name not in _EMPTY or self.inside in _NOT_RAW_IN:
            self._count(name)
        if name in _BARRIERS:
            self.around.append((self.inside, self.open))
            self.inside, self.open = name, {}

    def _count(self, name: str) -> None:
        """Count an element, but for an item or a link that only ends the one before it."""
        kind = _ITEMS.get(name)
        if (kind and kind == self.item) or (name in _ONE_AT_A_TIME and self.open.get(name)):
            return
        self.item = kind or self.item
        self.open.setdefault(name, []).append(self.depth - self.styles)
        self.styles += name in _STYLES
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def _close(self, name: str) -> None:
        if name in _BARRIERS:
            self._leave(name)
        around = self.open.get(name)
        if around and not (name in _STYLES and self._stays(around[-1])):
            around.pop()
            self.styles -= name in _STYLES
            self.depth -= 1

    def _stays(self, around: int) -> bool:
        """Whether an element of style that has so many blocks around it stays open though it is closed, because too
        many are open in it; each of these makes a parser copy it."""
        inside = self.depth - self.styles - around
        self.repeated += min(inside, _ROUNDS) * self.styles
        return inside >= _ROUNDS

    def _leave(self, name: str) -> None:
        """Take a barrier away, with the cells that are still open inside; what is open inside stays open."""
        cells = 0
        while name == "table" and self._kind(cells) in _CELLS:
            cells += 1
        if self._kind(cells) != name:
            return
        for _ in range(cells + 1):
            inner = self.open
            self.inside, self.open = self.around.pop()
            for one, around in inner.items():
                self.open.setdefault(one, []).extend(around)

    def _kind(self, above: int) -> str:
        """The barrier so many above the innermost."""
        return self.around[-above][0] if above else self.inside


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
