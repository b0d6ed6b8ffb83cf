"""The sentences of a story by numbers that depend on their words and figures alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, chain
from typing import NamedTuple
from zlib import crc32

import msgspec

from regesta.lexicon import fold
from regesta.model import Story
from regesta.sentences import split

__all__ = ["Print", "Sentence", "marks_of", "number_of", "prints", "runs_of", "sentences"]

LEAST = 8  # words of a sentence that two hands do not write by chance
GRAM = 4  # words of a run
MARKS = 3  # runs of each sentence that stand in the index

# Scripts written without blanks between words: each sign counts, as half a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_SIGN = re.compile(f"[{_UNSPACED}]")
_AROUND = "\"'“”‘’„«»()[]{}<>.,;:!?…–—-"
_CAPITALS = r"[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f]"
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}[{_CAPITALS[1:-1]}.'’ -]{{2,40}}(?:,[^\n(:;!?\"]{{1,40}})?(?:\([^()\n]{{2,40}}\))?"
    rf"|{_CAPITALS}[^\n(:;!?\"]{{0,60}}\([^()\n]{{2,40}}\)|\([^()\n]{{2,40}}\))\s?(?:[-–—]{{1,2}}|:)\s++"
)
_ACCORDING = re.compile(r",?\s++according to\b")
_SAYING = re.compile(
    r"\b(?:said|says?|reported|reports|told|stated|added|wrote|writes|announced|noted|quoted|cited|citing|confirmed)\b"
)
_GOES_ON = re.compile(r"\s*+(?:and|but|or|who|which|that|where|when|as|while|because|if)\b")
_LONGEST_TAIL = 100  # characters
_LONGEST_KNOWN = 60  # characters of a word that is worth keeping


class Print(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A sentence by its number, which depends on its words and figures alone, and where it stands in the story."""

    number: int
    start: int
    end: int


class Sentence(NamedTuple):
    """Where a sentence stands, and its words, folded."""

    start: int
    end: int
    words: tuple[bytes, ...]


def prints(story: Story) -> tuple[Print, ...]:
    """A print for each sentence of eight words or more of the story's prose and captions.

    Case, diacritics, punctuation, quotation marks, a dateline before it and an attribution after it do not show in a
    sentence's number.
    """
    return tuple(Print(number=number_of(one.words), start=one.start, end=one.end) for one in sentences(story))


def sentences(story: Story) -> Iterator[Sentence]:
    """The sentences of eight words or more of the prose and captions; of a story without blocks, of all its text."""
    told = [(one.start, one.end) for one in story.blocks if one.kind != "heading"]
    for block in told if story.blocks else [(0, len(story.text))]:
        for start, end in split(story.text, *block):
            words = _words(story.text[start:end])
            if _length(words) >= LEAST:
                yield Sentence(start, end, words)


def _words(sentence: str) -> tuple[bytes, ...]:
    """What a sentence says itself, word by word; of one that is little more than its attribution, all of it."""
    dateline = _DATELINE.match(sentence)
    body = sentence[dateline.end() :] if dateline else sentence
    bare = _folded(_without_attribution(body))
    return bare if _length(bare) >= LEAST else _folded(body)


def _folded(sentence: str) -> tuple[bytes, ...]:
    """The words folded one by one; most are known from before, which makes up for the cost of folding."""
    parts = sentence.split()
    short = max(map(len, parts), default=0) <= _LONGEST_KNOWN
    return tuple(chain.from_iterable(map(_fold_known if short else _fold_part, parts)))


def _fold_part(part: str) -> tuple[bytes, ...]:
    folded = fold(part.strip(_AROUND))
    return tuple(f"{word} ".encode("utf-8", "surrogatepass") for word in _WORD.findall(folded))


_fold_known = lru_cache(maxsize=1 << 16)(_fold_part)


def _without_attribution(sentence: str) -> str:
    """The sentence without "…, the ministry said" or "… according to the ministry" at its very end."""
    found = _ACCORDING.search(sentence, max(len(sentence) - _LONGEST_TAIL, 0))
    if found:
        return sentence[: found.start()]
    body, comma, tail = sentence.rpartition(",")
    if comma and len(tail) <= _LONGEST_TAIL and _SAYING.search(tail) and not _GOES_ON.match(tail):
        return body
    return sentence


def _length(words: Sequence[bytes]) -> float:
    """How many words; a sign of a script without blanks is half a word."""
    line = b"".join(words)
    return len(words) if line.isascii() else len(words) - len(_SIGN.findall(line.decode("utf-8", "surrogatepass"))) / 2


def number_of(words: Sequence[bytes]) -> int:
    """A number of 64 bits for a sentence of these words."""
    return int.from_bytes(blake2b(b"".join(words), digest_size=8).digest())


def runs_of(words: Sequence[bytes]) -> frozenset[int]:
    """A number for every few words in a row."""
    line, starts = b"".join(words), list(accumulate(map(len, words), initial=0))
    return frozenset(map(crc32, map(line.__getitem__, map(slice, starts, starts[GRAM:]))))


def marks_of(runs: Iterable[int]) -> list[int]:
    """Those of a sentence's runs by which it is looked up: the least numbers, as good as drawn by lot."""
    return sorted(runs)[:MARKS]
