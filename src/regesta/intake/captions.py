"""Captions: which lines are one, and where the words of credit begin."""

import re
from itertools import pairwise
from typing import NamedTuple

from regesta.intake.furniture import folded_words
from regesta.intake.wordlists import words

_LABEL = (
    r"(?:photo(?:graph)?|image|picture|foto|bild|video|illustration|imagen|immagine|фото|зображення|صوره|صورة)s?"
    r"(?:[ -](?:credits?|source|courtesy|by|quelle))*"
)
_AGENCIES = sorted((name.replace("_", " ") for name in words("agencies")), key=lambda name: (-len(name), name))
_AGENCY = f"(?:{'|'.join(map(re.escape, _AGENCIES))})"
_CREDIT = re.compile(
    rf"(?:©|\(c\)|(?i:\b(?:{_LABEL}|credits?|courtesy of|copyright|crédit|bildquelle|источник фото))\s*[:/©|]"
    rf"|\b(?i:(?:photos?|image|picture|video|courtesy) (?:by|courtesy(?: of)?|from|of) )(?=[A-Z])"
    rf"|[(\[](?:(?:File|FILE|Handout)[:/ ])?"
    rf"(?=[^()\[\]]{{0,80}}(?:/ ?{_AGENCY}|{_AGENCY} ?/|{_AGENCY} [Pp]hoto|Getty Images)\b)"
    rf"|(?<=\s)(?:[/|–—-]\s?)(?={_AGENCY}\b)|\bREUTERS/|\bAP Photo/|\bGetty Images$|\b(?:AFP|AP|Reuters) via )"
)
_FILE = re.compile(
    r"^\W{0,3}file\b[ -]?(?:photo|picture|image|[-–—:])|\bfile (?:photo|picture|image)\W{0,3}$"
    r"|^in this .{0,60}\bfile photo|\barchiv(?:e|bild|foto)\W{0,3}$|[\[(]file\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^(?:[\s(\[©:/|–—.,-]|\(c\)|(?:19|20)\d\d\b"
    rf"|(?i:(?:{_LABEL}|credits?|copyright|courtesy of|courtesy|bildquelle|crédit|file|handout|by)\b(?! ?images)))+"
    rf"|[\s)\].,]+$"
)
_SPLIT = re.compile(r"\s*(?:/|\||;|\bvia\b|\b[Pp]hoto\b|, | - | – )\s*")
_FINITE = words("finite")
_AFTER_PARTICIPLE = words("after_participle")
_SCENE = words("scene")
_SPOT = words("spot")
_SENTENCE = re.compile(r"[.!?] [A-Z]\w+ \w+ \w+")
_WORD = re.compile(r"[^\W\d_]+")
_SIDE = re.compile(r",? ?\(?\b(?:far |second (?:from )?)?(?:left|right)\b(?=[,;)]| and\b)")
MOST_WORDS = 70


class Caption(NamedTuple):
    """A caption's credit words as an interval of the line, and the names in them."""

    credit: tuple[int, int] | None
    names: tuple[str, ...]
    file: bool


def caption_of(text: str, *, dated_at_end: bool, repeated: bool) -> Caption | None:
    """What makes a line a caption; `None` where nothing does."""
    said = folded_words(text)
    if not 0 < len(said) <= MOST_WORDS:
        return None
    file = bool(_FILE.search(text))
    credit = _credit(text)
    if credit is not None and names_in(text[credit:]):
        return Caption((credit, len(text)), names_in(text[credit:]), file)
    pictured = dated_at_end or (repeated and not _SPOT.isdisjoint(said)) or not _SCENE.isdisjoint(said)
    if file or (9 <= len(said) <= 45 and pictured and is_nominal(text)):
        return Caption(None, (), file)
    return None


def _credit(text: str) -> int | None:
    """Where the credit at the end of a line begins: at the first of the marks in its last hundred characters."""
    tail = max(len(text) - 110, 0)
    found = [m.start() for m in _CREDIT.finditer(text, tail)]
    return next((at for at in found if len(text) - at <= 100 and not _goes_on(text, at)), None)


def _goes_on(text: str, at: int) -> bool:
    """Whether the mark is no credit: a sentence follows it, or it is the dash that signs a whole report."""
    credit = text[at:]
    signed = credit[0] in "-–—" and not is_nominal(text[:at])
    return signed or len(folded_words(credit)) > 14 or bool(_SENTENCE.search(credit))


def names_in(credit: str) -> tuple[str, ...]:
    """The photographers and agencies in words of credit."""
    parts = (_NOISE.sub("", part).strip() for part in _SPLIT.split(_NOISE.sub("", credit)))
    return tuple(dict.fromkeys(part for part in parts if part and part[0].isalpha() and len(part) < 60))


def is_nominal(text: str) -> bool:
    """Whether an English line seems to have no finite verb: no auxiliary, no plain past."""
    said = [word.casefold() for word in _WORD.findall(_SIDE.sub("", text))]
    if not _FINITE.isdisjoint(said):
        return False
    pairs = pairwise([*said, "of"])
    return not any(a.endswith("ed") and len(a) > 4 and b not in _AFTER_PARTICIPLE for a, b in pairs)
