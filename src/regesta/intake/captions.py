"""Captions: which lines are one, and where the words of credit begin."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from regesta.intake.furniture import folded_words
from regesta.intake.wordlists import words

_LABEL = (
    r"(?:photo(?:graph|graphy)?|image|picture|foto|bild|video|illustration|imagen|immagine|фото|зображення|صوره|صورة"
    r"|تصوير)s?"
    r"(?:[ -](?:credits?|source|courtesy|by|quelle))*"
)
_AGENCIES = sorted((name.replace("_", " ") for name in words("agencies")), key=lambda name: (-len(name), name))
_AGENCY = f"(?:{'|'.join(map(re.escape, _AGENCIES))})"
_CREDIT = re.compile(
    rf"(?:©|\(c\)|(?i:\b(?:(?:file |archive |handout )?{_LABEL}|credits?|courtesy(?: of)?|copyright|crédit|bildquelle"
    r"|источник фото))\s*[:/©|]"
    r"|\b(?i:(?:photo(?:s|graphs?|graphy)?|image|picture|video|courtesy) (?:by|courtesy(?: of)?|from) )"
    r"(?=[A-Z]|the [A-Z]|the author\b)"
    r"|\b(?i:(?:photos?|image|picture|video|courtesy) of )(?=[A-Z])"
    rf"|[(\[](?:(?:File|FILE|Handout)[:/ ])?"
    rf"(?=[^()\[\]]{{0,80}}(?:/ ?{_AGENCY}|{_AGENCY} ?/|{_AGENCY} [Pp]hoto|Getty Images)\b)"
    rf"|(?<=\s)(?:[/|–—-]\s?)(?={_AGENCY}\b)|\bREUTERS/|\bAP Photo/|\bGetty Images$|\b(?:AFP|AP|Reuters) via )"
)
_NAMED = r"[^\W\d_a-z][\w.&'’-]*(?: [^\W\d_a-z][\w.&'’-]*){0,3}"
_OF_SOMEBODY = rf"{_NAMED}(?: (?:d[aeiu]|des|of|the|van|von|et|and) {_NAMED})?(?: ?/ ?{_NAMED})?"
_PAIR = rf"{_NAMED} ?/ ?{_NAMED}"
# Credits without a mark of their own, at the end of a line: "… in Lima. (ABC)", "… 2031 / ABC", "… Lima. ABC photo".
_BARE = re.compile(
    rf"(?<=[.!?\d] )(?:[(\[]{_NAMED}(?: ?/ ?{_NAMED})?[)\]]|(?:Photo|Picture|Image)s? {_OF_SOMEBODY}|[/|] ?{_NAMED}"
    rf"|[/|] ?{_PAIR}|{_PAIR}|{_AGENCY}|[Ss]ource: {_NAMED}|{_NAMED} for (?:[Tt]he )?{_NAMED}"
    rf"|{_NAMED} (?i:photo|picture|image)s?)$"
)
_ALONE = re.compile(rf"{_NAMED} ?[/|] ?{_AGENCY}")
_DAY_ENDS = re.compile(r"(?:\bon |, )(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\.?$")
_LEADS = 12
"""A label so near to the start of a line leads the caption; the credit may follow it."""
_FILE = re.compile(
    r"^\W{0,3}file\b[ -]?(?:photo|picture|image|[-–—:])|\bfile (?:photo|picture|image)\W{0,3}$"
    r"|^in this .{0,60}\bfile photo|\barchiv(?:e|bild|foto)\W{0,3}$|[\[(]file\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^(?:[\s(\[©:/|–—.,-]|\(c\)|(?:19|20)\d\d\b"
    rf"|(?i:(?:{_LABEL}|credits?|copyright|courtesy of|courtesy|bildquelle|crédit|file|handout|by)\b(?! ?images)))+"
    rf"|[\s)\].,]+$|\s(?i:photo|picture)s?\W*$"
)
_FINITE = words("finite")
_BE = frozenset({"is", "are"})
_AFTER_PARTICIPLE = words("after_participle")
_SCENE = words("scene")
_SCENE_TOLD = words("scene_told")
_FORETOLD = words("foretold")
_TELLERS = words("tellers")
_SPOT = words("spot")
_SENTENCE = re.compile(r"[.!?] [A-Z]\w+ \w+ \w+")
_MAY = re.compile(r"\d May\b|\bMay \d")
_WORD = re.compile(r"[^\W\d_]+")
_SIDE = re.compile(r",? ?\(?\b(?:far |second (?:from )?)?(?:left|right)\b(?=[,;)]| and\b)")
_QUOTES = frozenset('"“”„«»:?')
MOST_WORDS = 70


class Caption(NamedTuple):
    """A caption's credit words as an interval of the line, and the names in them."""

    credit: tuple[int, int] | None
    names: tuple[str, ...]
    file: bool


def credited(text: str) -> Caption | None:
    """A caption by the words in it that say so: a credit, or that the picture is an old one."""
    file = bool(_FILE.search(text))
    credit = _credit(text)
    if credit is not None and names_in(text[credit:]):
        return Caption((credit, len(text)), names_in(text[credit:]), file)
    return Caption(None, (), file) if file else None


def caption_of(text: str, *, dated_at_end: bool, repeated: bool) -> Caption | None:
    """What makes a line a caption, by its words or by its style; `None` where nothing does."""
    said = folded_words(text)
    if not 0 < len(said) <= MOST_WORDS:
        return None
    if found := credited(text):
        return found
    told = text.endswith(".") and not _SCENE_TOLD.isdisjoint(said)
    pictured = dated_at_end or told or (repeated and not _SPOT.isdisjoint(said)) or not _SCENE.isdisjoint(said)
    passive = dated_at_end and _FORETOLD.isdisjoint(said) and is_nominal(text, passive=True)
    styled = 9 <= len(said) <= 45 and (passive or (pictured and is_nominal(text)))
    return Caption(None, (), False) if styled or _of_a_day(text, said) else None


def _of_a_day(text: str, said: Sequence[str]) -> bool:
    """Whether a short line ends with a day of the week and tells nothing in the past, as reports do."""
    if not 5 <= len(said) <= 25 or said[0] in _TELLERS or not _DAY_ENDS.search(text) or not _QUOTES.isdisjoint(text):
        return False
    return is_nominal(text) and not any(word.endswith("ed") and len(word) > 4 for word in said)


def _credit(text: str) -> int | None:
    """Where the credit at the end of a line begins: at the first of the marks in its last hundred characters."""
    if len(text) < 80 and _ALONE.fullmatch(text):
        return 0
    tail = max(len(text) - 110, 0)
    found = [m.start() for m in _CREDIT.finditer(text, tail)]
    marked = next((at for at in found if len(text) - at <= 100 and not _goes_on(text, at)), None)
    if marked is not None:
        return marked
    bare = _BARE.search(text, tail)
    return bare.start() if bare and _depicts(text[: bare.start()]) else None


def _depicts(text: str) -> bool:
    """Whether words can be a caption's: more than a date and place, and nothing told in a plain past."""
    said = [word for word in text.split() if not word[0].isdigit()]
    return (
        5 - text.rstrip().endswith(".") <= len(said) <= MOST_WORDS
        and any(word[0].islower() for word in said)
        and is_nominal(text, passive=True)
    )


def _goes_on(text: str, at: int) -> bool:
    """Whether the mark is no credit: a sentence follows it, or it is the dash that signs a whole report."""
    credit = text[at:]
    signed = credit[0] in "-–—" and not is_nominal(text[:at])
    leads = at < _LEADS and len(folded_words(credit)) > 8
    return signed or leads or len(folded_words(credit)) > 14 or bool(_SENTENCE.search(credit))


def names_in(credit: str) -> tuple[str, ...]:
    """The photographers and agencies in words of credit, in one piece as the page joins them."""
    names = _NOISE.sub("", _NOISE.sub("", credit)).strip()
    return (names,) if names[:1].isalpha() and len(names) < 80 else ()


def is_nominal(text: str, *, passive: bool = False) -> bool:
    """Whether an English line seems to have no finite verb: no auxiliary, no plain past; `passive` allows "is led"."""
    said = [word.casefold() for word in _WORD.findall(_MAY.sub("", _SIDE.sub("", text)))]
    if passive:
        said = [word for one, word in pairwise(["", *said]) if not (word in _BE or one in _BE)]
    if not _FINITE.isdisjoint(said):
        return False
    pairs = pairwise([*said, "of"])
    return not any(a.endswith("ed") and len(a) > 4 and b not in _AFTER_PARTICIPLE for a, b in pairs)
