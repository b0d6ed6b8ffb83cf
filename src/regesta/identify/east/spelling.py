"""What the readings of names in all languages of East Asia share."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from regesta.identify import particles

Reading = tuple[frozenset[str], ...]

HAN = re.compile("[\u3400-\u9fff々]+$")
_BLANKS = re.compile(r"[\s·・,]+")
_MARKS = re.compile("[\u0300-\u036f'‘’ʼʻ`]")
_KOREAN_BREVES = re.compile("([ou])\u0306")
_LONGEST, _MOST = 60, 5


def plain(text: str) -> str:
    """Text in small letters; of all marks only the breves of Korean stay."""
    spread = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = _KOREAN_BREVES.sub(lambda found: {"o": "ŏ", "u": "ŭ"}[found[1]], spread)
    return unicodedata.normalize("NFC", _MARKS.sub("", kept))


def words_of(text: str) -> list[str]:
    """The words of a name, hyphens in them; none where it is too long to be one."""
    if len(text) > _LONGEST:
        return []
    words = [word for word in _BLANKS.split(plain(text)) if word.strip("-")]
    return words if len(words) <= _MOST else []


def is_han(text: str) -> bool:
    """Whether a name is written in characters alone."""
    return bool(HAN.match("".join(text.split())))


def orders(words: Sequence[str]) -> Iterator[list[str]]:
    """The parts of the words with the family name first, wherever it stood."""
    for order in (words, [words[-1], *words[:-1]]):
        yield [part for word in order for part in word.split("-") if part]


def lines(table: str, name: str) -> list[tuple[str, list[str]]]:
    """What a table holds as ``written spelling spelling;`` lines, the spellings plain."""
    parted = (line.split() for line in particles.table(table)[name].split(";"))
    return [(line[0], [plain(spelling) for spelling in line[1:]]) for line in parted if line]
