"""Whom fields and elements of a page name as the author of its story. No author is better than a wrong one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from selectolax.lexbor import LexborHTMLParser, LexborNode

from regesta.intake.bylines import person_names, stated_names
from regesta.intake.elements import folded, is_of_another, plain
from regesta.intake.linked_data import Graph, types_of
from regesta.model import unique

_AUTHORS = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "byl", "creator", "citation_author", "cxenseparse:author", "twitter:creator:name",
    "articleauthor",
)  # fmt: skip
_SURNAMED = re.compile(
    r"[^\W\d_a-z][\w'’-]+(?: (?:al|da|de|del|den|der|di|du|el|la|le|van|von))*"
    r" [^\W\d_a-z][\w'’-]+"
)


def authors_of(
    tree: LexborHTMLParser, graph: Graph, meta: Mapping[str, str], outlet: str
) -> tuple[tuple[str, ...], str] | None:
    """Who is named as author, and where; from the first place that names anybody."""
    for texts, basis in chain(_stated_authors(graph, meta), _shown_authors(tree)):
        names = unique(name for text in texts for name in stated_names(text) if folded(name) != folded(outlet))
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


def _in_full(name: str, graph: Graph) -> str:
    """A first name with the surname that follows it where the page tells who that person is."""
    if " " in name or not name.istitle():
        return name
    told = (plain(one.get("description")) for one in graph.objects if plain(one.get("name")) == name)
    full = next(filter(None, (_SURNAMED.match(text) for text in told if text.startswith(f"{name} "))), None)
    return full[0] if full and person_names(full[0]) == (full[0],) else name


def _house(shown: Iterable[tuple[list[str], str]], outlet: str) -> tuple[tuple[str, ...], str] | None:
    """The outlet, where nobody else is named and an element for the author's name says that it is the author."""
    for texts, basis in shown:
        names = unique(name for text in texts for name in stated_names(text))
        if names and all(folded(name) == folded(outlet) for name in names):
            return names, basis
    return None


def _stated_authors(graph: Graph, meta: Mapping[str, str]) -> Iterator[tuple[list[str], str]]:
    """What fields say that hold nothing but authors."""
    yield graph.named(graph.report.get("author")), "JSON-LD author"
    yield graph.named(graph.report.get("creator")), "JSON-LD creator"
    for number in ("1", "2"):
        if folded(meta.get(f"twitter:label{number}", "")) in _WRITTEN_BY:
            yield [meta.get(f"twitter:data{number}", "")], f"meta twitter:data{number}"
    yield from (([meta[name]], f"meta {name}") for name in _AUTHORS if name in meta)
    persons = [one for one in graph.objects if "person" in types_of(one)]
    if len(persons) == 1 and graph.report:
        yield [plain(persons[0].get("name"))], "JSON-LD Person"


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
    nodes = [node for node in found if not is_of_another(node)]
    if not nodes:
        return []
    holder = nodes[0].parent
    return [plain(node.text(separator=" ")) for node in nodes if node.parent == holder]
