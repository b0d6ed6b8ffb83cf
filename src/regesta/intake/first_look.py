"""A page of HTML at first glance: its paragraphs and their language, found without reading the page closely.

No tree is built and no library asked, so that a page costs the same whatever is made of its tags. What is kept is only
good enough to decide by: which pages deserve to be read, and later which of their sentences.
"""

import html
import re
from collections.abc import Iterator

from regesta.intake.language import guess
from regesta.intake.lines import ENDS
from regesta.model import Value

_UNSHOWN = "canvas footer head iframe math nav noscript object script select style svg template textarea xmp".split()
_BLOCKS = (
    "address article aside blockquote body br button center dd details dialog div dl dt fieldset figcaption figure form"
    " h1 h2 h3 h4 h5 h6 header hr html label legend li main menu ol option p pre section summary table tbody td tfoot"
    " th thead title tr ul"
).split()
_OPENING = re.compile(rf"<(?=[!a-z])(?:!--|({'|'.join(_UNSHOWN)})(?=[\s/>]))", re.IGNORECASE)
_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _UNSHOWN} | {"": re.compile("-->")}
_EDGE = re.compile(rf"</?(?=[a-z])(?:{'|'.join(_BLOCKS)})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LEAST, _SENTENCE, _LONG = 30, 60, 150
"""Letters of what is looked at, of a paragraph that ends as a sentence does, and of one that need not."""
_OF_A_WIDE_SIGN = 2
"""Letters for which a sign stands in scripts that write a word with one or two, beside the one that it is."""
_TELLING = 1_500  # characters by which the language is told
_SEEN = 2_000_000  # characters of a page that are looked at


class Glance(Value, frozen=True):
    """What a page shows at first glance: its paragraphs, a line each, and their language."""

    text: str
    language: str

    @property
    def deserves(self) -> bool:
        """Whether the page may tell a story."""
        return bool(self.text)


def glanced(source: str) -> Glance:
    """A first glance at a page of HTML: its paragraphs or, where it has none, whatever is no mere word or two."""
    pieces = [(text, _letters(text)) for text in _pieces(source)]
    paragraphs = [text for text, letters in pieces if letters > _LONG or (letters >= _SENTENCE and _ends(text))]
    text = "\n".join(paragraphs or [text for text, letters in pieces if letters >= _LEAST])
    return Glance(text=text, language=guess(text[:_TELLING]))


def _pieces(source: str) -> Iterator[str]:
    """What stands between the edges of blocks, without tags, its blanks levelled; not what is all too short."""
    for piece in _EDGE.split(_shown(source[:_SEEN])):
        if len(piece) * (1 + _OF_A_WIDE_SIGN) >= _LEAST:
            bare = _TAG.sub("", piece) if "<" in piece else piece
            yield " ".join((html.unescape(bare) if "&" in bare else bare).split())


def _shown(source: str) -> str:
    """The page without comments and without the elements whose content is no part of a story's text.

    One that is never closed takes nothing away: here rather too much is kept than too little.
    """
    parts: list[str] = []
    endless: set[str] = set()
    begin = at = 0
    while opening := _OPENING.search(source, at):
        name, at = (opening[1] or "").lower(), opening.end()
        closing = None if name in endless else _CLOSING[name].search(source, at)
        if closing is None:
            endless.add(name)
        else:
            parts.append(source[begin : opening.start()])
            begin = at = closing.end()
    return "".join([*parts, source[begin:]])


def _letters(text: str) -> int:
    return len(text) if text.isascii() else len(text) + _OF_A_WIDE_SIGN * len(_WIDE.findall(text))


def _ends(text: str) -> bool:
    return ENDS.search(text, max(len(text) - 8, 0)) is not None
