"""Where the sentences of a text begin and end, in any script, without a parser: some microseconds a sentence.

What matters most is that a sentence is cut in the same way wherever it is printed. A stop ends a sentence unless what
stands before it is known to be short for something, or what follows goes on in small letters.
"""

import re
from collections.abc import Iterator

__all__ = ["split"]

# Every run of signs matches at once, and whether it ends a sentence is asked afterwards, so that time is linear.
_SIGNS = re.compile(r"[.!?…]++[\"'”’»)\]]*+|[。！？｡؟۔।॥։።፧။។]++[\"'”’»)\]」』）】]*+|[\n\v\f\r\u2028\u2029]\s*+")
_NEXT = re.compile(r"\s*+[\"'“‘«„(\[¿¡–—-]*+\s*+([^\W_]{0,24})")
_BREAKS = "\n\v\f\r\u2028\u2029"
_SPACED = frozenset(".!?…")
_OPENING = "\"'“‘«„([¿¡–—-"
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LONGEST = 24  # characters of the word before a stop that are looked at


def _vocabulary(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Before a name, whatever follows.
_TITLES = _vocabulary(
    "mr mrs ms mx messrs mme mlle dr prof gen brig maj col lt capt cpt cmdr cdr comdr sgt cpl pvt adm rear vice amb "
    "sen rep reps gov lieut pres rev hon msgr mgr fr sr sra srta dra atty insp supt det asst assoc dep min sec vs ing"
)
# Before a number.
_NUMBERED = _vocabulary(
    "no nos nr p pp par para art arts cl ch vol fig sect ca approx jan feb mar apr jun jul aug sep sept oct nov dec"
)
# At the end of a name: the sentence goes on unless the next word is one that begins sentences.
_TAILS = _vocabulary("inc corp co cos ltd llc plc jr st mt ft bros dept univ assn etc al ave blvd")
_BEGINNERS = _vocabulary(
    "a after all although an and as at both but by despite during each earlier even for from he her here his how if in "
    "it its last later many meanwhile more most no none nor not now of on once one our over separately she since so "
    "some still such that the their then there these they this those though to two under until we what when where "
    "while who why with yet you"
)


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The intervals of the sentences between two places of a text, without the blanks around them.

    A blank line ends a sentence; a single line break does, unless the next line goes on in small letters.
    """
    last = len(text) if end is None else end
    begin = start
    for signs in _SIGNS.finditer(text, start, last):
        if _ends(text, signs, last):
            yield from _trimmed(text, begin, signs.end())
            begin = signs.end()
    yield from _trimmed(text, begin, last)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    bare = piece.lstrip()
    if bare:
        begin = end - len(bare)
        yield begin, begin + len(bare.rstrip())


def _ends(text: str, signs: re.Match[str], last: int) -> bool:
    """Whether these signs end a sentence."""
    found = signs[0]
    if found[0] not in _SPACED and found[0] not in _BREAKS:
        return True
    following = _NEXT.match(text, signs.end(), last)
    word = following[1] if following else ""
    if found[0] in _BREAKS:
        return found.count("\n") > 1 or not word[:1].islower()
    if signs.end() < last and not text[signs.end()].isspace():
        return False
    if not word:
        return True
    return not word[0].islower() and not (found == "." and _is_short(_before(text, signs.start()), word))


def _before(text: str, stop: int) -> str:
    """The word that a stop follows."""
    words = text[max(stop - _LONGEST, 0) : stop].split()
    return words[-1].lstrip(_OPENING) if words else ""


def _is_short(word: str, following: str) -> bool:
    """Whether the word is an abbreviation or an initial with which no sentence ends before this next word."""
    plain = word.lower()
    if plain in _TITLES:
        return True
    if plain in _NUMBERED:
        return following[0].isdigit()
    initial = len(word) == 1 and word.isupper()
    return (initial or plain in _TAILS or bool(_DOTTED.fullmatch(word))) and following.lower() not in _BEGINNERS
