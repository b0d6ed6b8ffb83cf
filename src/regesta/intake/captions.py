"""Captions: which lines are one, and where the words of credit begin."""

import re
from typing import NamedTuple

from regesta.intake.furniture import folded_words

_LABEL = (
    r"(?:photo(?:graph)?|image|picture|foto|bild|video|illustration|imagen|immagine|фото|зображення|صوره|صورة)s?"
    r"(?:[ -](?:credits?|source|courtesy|by|quelle))*"
)
_AGENCY = (
    r"(?:Reuters|REUTERS|AP|AFP|EPA|EPA-EFE|EFE|ANSA|dpa|DPA|PA|TASS|Xinhua|Anadolu|Anadolu Agency|Sputnik|RIA Novosti|Kyodo|Yonhap"
    r"|IRNA|Tasnim|SANA|WAFA|PTI|ANI|Ukrinform|Belga|ANP|APA|CTK|MTI|PAP|TT|NTB|Ritzau|Lusa|Keystone|Getty|Getty Images|iStock|Shutterstock|Alamy"
    r"|Associated Press|Agence France-Presse|picture alliance|imago|IMAGO)"
)
_CREDIT = re.compile(
    rf"(?:©|\(c\)|(?i:\b(?:{_LABEL}|credits?|courtesy of|copyright|crédit|bildquelle|quelle|источник фото))\s*[:/©|]"
    rf"|(?i:\b(?:photos?|image|picture|video|courtesy) (?:by|courtesy(?: of)?|from|of) (?=[A-Z]))"
    rf"|[(\[](?:(?:File|FILE|Handout)[:/ ])?(?=[^()\[\]]{{0,80}}(?:/ ?{_AGENCY}|{_AGENCY} ?/|{_AGENCY} [Pp]hoto|Getty Images)\b)"
    rf"|(?<=\s)(?:[/|–—-]\s?)(?={_AGENCY}\b)|\bREUTERS/|\bAP Photo/|\bGetty Images$|\b(?:AFP|AP|Reuters) via )"
)
_FILE = re.compile(r"^\W*file\b[ -]?(?:photo|picture|image|[-–—:])|\bfile (?:photo|picture|image)|\barchiv(?:e|bild|foto)\b|\[file\b|\(file\b", re.I)
_NOISE = re.compile(
    rf"^(?:[\s(\[©:/|–—.,-]|\(c\)|(?i:(?:{_LABEL}|credits?|copyright|courtesy of|courtesy|bildquelle|crédit|file|handout|by)\b(?! ?images))|(?:19|20)\d\d\b)+"
    rf"|[\s)\].,]+$"
)
_SPLIT = re.compile(r"\s*(?:/|\||;|\bvia\b|\b[Pp]hoto\b|, | - | – )\s*")
_FINITE = frozenset(
    "is are was were has have had will would could should can may must said says say did does do came went took made left met held began won"
    " gave told put got saw sent kept led lost paid ran fell rose grew became brought built bought thought found stood spoke wrote knew felt meant"
    " set cut hit let lay sat understood knew called agreed announced".split()
)
_PARTICIPLE_BEFORE = frozenset("by in at during with on near from as after for of to".split())
_SCENE = frozenset("during in at outside near left right with arrives attends speaks addresses pictured seen poses meets talks shakes inside at".split())
MOST_WORDS = 70


class Caption(NamedTuple):
    """A caption's credit words as an interval of the line, and the names in them."""

    credit: tuple[int, int] | None
    names: tuple[str, ...]
    file: bool


def caption_of(text: str, *, dated_at_end: bool, repeated: bool) -> Caption | None:
    """What makes a line a caption; `None` where nothing does."""
    words = folded_words(text)
    if not 0 < len(words) <= MOST_WORDS:
        return None
    file = bool(_FILE.search(text))
    credit = _credit(text)
    if credit and names_in(text[credit:]):
        return Caption((credit, len(text)), names_in(text[credit:]), file)
    scene = not _SCENE.isdisjoint(words)
    if file or (8 <= len(words) <= 45 and (dated_at_end or repeated and scene) and is_nominal(text)):
        return Caption(None, (), file)
    return None


def _credit(text: str) -> int | None:
    """Where the credit at the end of a line begins: at the first of the marks in its last hundred characters."""
    tail = max(len(text) - 110, 0)
    found = [m.start() for m in _CREDIT.finditer(text, tail)]
    return next((at for at in found if len(text) - at <= 100 and not _goes_on(text[at:])), None)


def _goes_on(credit: str) -> bool:
    """Whether what follows the mark is a sentence rather than a name."""
    return len(folded_words(credit)) > 14 or bool(re.search(r"[.!?] [A-Z]\w+ \w+ \w+", credit))


def names_in(credit: str) -> tuple[str, ...]:
    """The photographers and agencies in words of credit."""
    parts = (_NOISE.sub("", part).strip() for part in _SPLIT.split(_NOISE.sub("", credit)))
    return tuple(dict.fromkeys(part for part in parts if part and part[0].isalpha() and len(part) < 60))


def is_nominal(text: str) -> bool:
    """Whether an English line seems to have no finite verb: no auxiliary, no plain past."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
    if not _FINITE.isdisjoint(words):
        return False
    following = [*words[1:], "of"]
    return not any(a.endswith("ed") and len(a) > 4 and b not in _PARTICIPLE_BEFORE for a, b in zip(words, following, strict=True))
