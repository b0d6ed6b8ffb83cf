"""How heavy a page is for the libraries that read it: once they have begun, nothing can stop them.

Three things make a small page heavy, and no page that people read has them: attributes without number on one element,
since each is compared with all before it; elements of style that are never closed, since every block repeats them all;
and elements inside one another without end. Where it cannot be known what a parser will do, the worst is assumed.
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
MOST_REPEATED = 1_000_000
"""Elements of style that are still open, counted at each tag: a parser may make all of them anew."""
MOST_COMPARED = 30_000_000
"""Comparisons of an attribute's name with another's."""

_BLANK = r"[\t\n\f\r ]"
_ATTRIBUTE = re.compile(
    rf"[^\t\n\f\r />][^\t\n\f\r /=>]*+(?:{_BLANK}*+={_BLANK}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]*+))?+"
)
_TAG = re.compile(
    r"<(?P<other>[!?])|<(?P<closes>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)"
    rf"(?P<said>(?:[\t\n\f\r /]++|{_ATTRIBUTE.pattern})*+)>?"
)
_COMMENT_END = re.compile("--!?>")
_RAW = frozenset("iframe noembed noframes plaintext script style textarea title xmp".split())
"""What stands in these is text up to their end."""
_NOT_RAW_IN = frozenset({"math", "select", "svg"})
_STYLES = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""A block that closes around one of these leaves it open for the next."""
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
_ROOTS = frozenset({"body", "html"})
_SHORT = 60
"""In so few characters there are not enough attributes to count."""


def is_light(source: str) -> bool:
    """Whether the libraries read a page in good time, a few seconds, whatever stands in it."""
    return len(source) <= LONGEST and _Gauge(source).is_light() and _deepest(source) * len(source) <= HEAVIEST


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
        self.attributes_of_root = self.styles_open = self.depth = 0
        self.item = ""
        self.open: dict[str, int] = {}
        self.barriers: list[tuple[str, dict[str, int]]] = [("", {})]

    def is_light(self) -> bool:
        """Whether that is no more than a page that people read asks for."""
        return all(self._bears(tag) for tag in self._tags())

    def _tags(self) -> Iterator[re.Match[str]]:
        """The tags, without those in comments and in elements that hold plain text."""
        at = 0
        while tag := _TAG.search(self.source, at):
            if tag["other"]:
                at = self._past_comment(tag.start())
                continue
            yield tag
            at = tag.end()
            if tag["name"].lower() in _RAW and not tag["closes"] and self.barriers[-1][0] not in _NOT_RAW_IN:
                at = self._past_raw(tag["name"].lower(), at)

    def _past_comment(self, at: int) -> int:
        if self.source.startswith("<!--", at):
            end = _COMMENT_END.search(self.source, at + 2)
            return end.end() if end else len(self.source)
        close = self.source.find(">", at)
        return close + 1 if close >= 0 else len(self.source)

    def _past_raw(self, name: str, at: int) -> int:
        end = _end_of(name).search(self.source, at)
        return end.start() if end else len(self.source)

    def _bears(self, tag: re.Match[str]) -> bool:
        name, said, closes = tag["name"].lower(), tag["said"], bool(tag["closes"])
        if len(said) > _SHORT or name in _ROOTS:
            self._compare(name, sum(1 for _ in _ATTRIBUTE.finditer(said)))
        if closes:
            self._close(name)
        elif name not in _EMPTY or self.barriers[-1][0] in _NOT_RAW_IN:
            self._open(name)
        if name in _BARRIERS:
            self._bar(name, closes)
        elif name in _STYLES:
            self._style(name, closes)
        self.looked_through += self.depth
        self.repeated += self.styles_open
        return (
            self.looked_through <= MOST_LOOKED_THROUGH
            and self.repeated <= MOST_REPEATED
            and self.compared <= MOST_COMPARED
        )

    def _compare(self, name: str, attributes: int) -> None:
        """Each attribute is compared with those before it; a root that is opened again takes in the new ones."""
        if name in _ROOTS:
            self.attributes_of_root += attributes
            attributes = self.attributes_of_root
        self.compared += attributes * attributes

    def _open(self, name: str) -> None:
        kind = _ITEMS.get(name)
        if kind is None or kind != self.item:
            self.open[name] = self.open.get(name, 0) + 1
            self.depth += 1
        self.item = kind or self.item

    def _close(self, name: str) -> None:
        if self.open.get(name, 0):
            self.open[name] -= 1
            self.depth -= 1

    def _bar(self, name: str, closes: bool) -> None:
        """Raise a barrier, or take it away with the cells that are still open inside."""
        if not closes:
            self.barriers.append((name, {}))
            return
        at = len(self.barriers) - 1
        while name == "table" and self.barriers[at][0] in _CELLS:
            at -= 1
        if self.barriers[at][0] == name:
            below = self.barriers[at - 1][1]
            for _, inside in self.barriers[at:]:
                below.update({style: below.get(style, 0) + count for style, count in inside.items()})
            del self.barriers[at:]

    def _style(self, name: str, closes: bool) -> None:
        """Count what stays open. A link closes the link before."""
        styles = self.barriers[-1][1]
        before = styles.get(name, 0)
        change = -(before > 0) if closes else int(not (before and name in ("a", "nobr")))
        styles[name] = before + change
        self.styles_open += change


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
