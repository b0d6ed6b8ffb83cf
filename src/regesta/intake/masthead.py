"""Who publishes a page: only what its own words show."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from regesta.intake.dates import dates_in
from regesta.intake.furniture import folded_words, furniture_of
from regesta.intake.wordlists import is_place, words

_RIGHTS = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\s*(?:(?:©|\(c\)|copyright|by|present|(?:19|20)\d\d|[-–—:,])\s*)*"
    r"(?P<name>[^\W\d_][^.,|©\d\n•·–]{1,60})",
    re.IGNORECASE,
)
_RIGHTS_AFTER = re.compile(r"^(?P<name>[^©\d]{2,40}?),?\s*©", re.IGNORECASE)
_ASK = re.compile(
    r"^(?i:support|subscribe to|follow|donate to|about|welcome to|advertise (?:with|in)|write (?:for|to)"
    r"|become a (?:patron|member|supporter|friend) of|contact) "
    r"(?P<name>(?:The |the )?[A-ZÀ-ÞЀ-Я][^.,:!?|()]{1,40}?)"
    r"(?: on \S.{0,40}| newsletter| online| today| now|['’]s\b.{0,40})?[.!:]?$"
)
_REPORTS_FOR = re.compile(
    r"(?<!former )(?<!previously a )"
    r"\b(?i:report(?:s|ed|er|ing)|correspondent|journalist|writ(?:es|er|ing)|editor|columnist|contributor|producer)s?"
    r"\s+(?:for|at|with|of)\s+(?P<name>(?:[Tt]he )?[A-Z][\w’'&-]*(?:\.\w[\w’'&-]*)?"
    r"(?: (?:of |and |& )?[A-Z][\w’'&-]*){0,4})"
)
_BANNER = re.compile(r"^(?P<name>[A-Z][\w’'&.-]*(?: [\w’'&.-]+){0,3}?) banner(?: \d+)?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\s[|–—-]\s+(?P<name>[^|–—]{2,40})$")
_RIGHTS_SAID = re.compile(r"(?:19|20)\d\d|rights|copyright|recht|droits|derechos|прав", re.IGNORECASE)
_AGENCY_COPY = re.compile(
    r"\b(?:Associated Press|Canadian Press|Reuters|Agence France.Presse|AFP|Xinhua)\b.*\bmaterial may not\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    r"\b(?:communications|corp(?:oration)?|group|holdings?|publishing|partners|company|enterprises|verlag|limited|licen\w+)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:\ball rights.*|\brights reserved.*|\bpowered by.*|\balle rechte.*|\btous droits.*|\btodos los derechos.*"
    r"|\b(?:Inc|Ltd|LLC|GmbH)\b.*|\b(?:N|AG|S|plc|online)$|\bunless\b.*"
    r"|\bnewsletter\b.*|\bon (?:facebook|twitter|telegram|youtube|google)\b.*)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"(?: Media)? (?:Network|Group|Media|Online|Corporation|Agency)$")
_NOT_A_NAME = words("no_outlet")
_VOWEL = re.compile(r"[aeiouyà-ÿ]|[^\x00-\x7f]", re.IGNORECASE)
_SMALL = words("name_particles")
_SECTIONS = words("sections")
_ASKS = words("asks")
_GLUED = re.compile(r"[a-z]{2}[A-Z]")
_PAPERS = words("paper")
_AGENCIES = frozenset(name.replace("_", " ").casefold() for name in words("agencies"))
_NO_NAME = re.compile(r"^[•*-]|[;!?…\"“”›>•@#()\[\]{}<=*_»«/]|\d{3}|\d[:.]\d|[.,:](?:\s|$)|https?")
_PIECES = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+|\s*//\s*|\s{2,}|,\s(?=[^,]{0,20}\d|\w{3,6}day\b)")
_CAPITALS = r"[^\W\d_a-z][\w’'&-]*(?: (?:of |the |and |& )?[^\W\d_a-z][\w’'&-]*){1,4}"
_DATELINE = re.compile(
    r"^[^\W\d_a-z][^()\n]{4,60}\d[^()\n]{0,12}\((?P<name>[^\W\d_a-z][^()\d]{2,40})\)\s*(?:[-–—:].*)?$"
)
_OWN_NAME = re.compile(
    r"^(?P<name>(?:The )?[^\W\d_a-z][\w’'&.-]*(?: [\w’'&.-]+){0,4}) is (?:published|owned|a (?:publication|project)) "
)
_WHEN = re.compile(r"\d|\w{3,6}day\b")
_RESERVED = re.compile(rf"^(?P<name>{_CAPITALS})[.,] .{{0,60}}\b(?:(?i:all rights reserved|licen[cs]e|published by))\b")
_ADDRESS = re.compile(rf"^(?P<name>{_CAPITALS}), (?:(?i:p\.? ?o\.? ?box|box)\b|\d{{1,4}} [A-Z]).{{0,80}}$")
_HIGHEST = 8
"""A name stands among the first lines of a page, if it stands above the title at all."""
_BARE_PAGE = 16
"""On a page with less furniture than this even a single word above the title is a name."""
_FEW = 4
"""Where no more lines than these stand above the title, the first name among them need not be said again."""


class Outlet(NamedTuple):
    """An outlet's name and the words of the page that give it."""

    name: str
    words: str


def outlet_of(
    page: str, furniture: Sequence[str], titles: Iterable[str], above: Sequence[str] = (), lead: str = ""
) -> Outlet | None:
    """The outlet, from the surest kind of evidence that the page has; `above` are the lines over the title."""
    owned = [line for line in furniture if _RIGHTS_SAID.search(line) and not _AGENCY_COPY.search(line)]
    named = list(_nameplates(page, furniture, above))
    sources = (
        (pair for pair in _matches(_RIGHTS, owned) if not _HOLDING.search(pair[0])),
        _matches(_RIGHTS_AFTER, owned),
        _matches(_SUFFIX, titles),
        ((plate.name, plate.line) for plate in named if plate.again),
        _matches(_ASK, (line for line in furniture if len(line) < 90)),
        _matches(_OWN_NAME, furniture),
        _matches(_RESERVED, furniture),
        _matches(_REPORTS_FOR, furniture),
        (pair for pair in _matches(_DATELINE, [*above, *furniture, lead[:160]]) if not _is_agency(pair[0])),
        _matches(_BANNER, furniture),
        ((plate.name, plate.line) for plate in named[:1] if plate.alone),
        (pair for pair in _matches(_ADDRESS, furniture) if not _PAPERS.isdisjoint(folded_words(pair[0]))),
        _matches(_RIGHTS, owned),
    )
    for source in sources:
        for name, line in source:
            clean = _clean(name, page)
            if clean:
                return Outlet(clean, line)
    return None


def _matches(pattern: re.Pattern[str], lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((m["name"], m[0].strip()) for line in lines if (m := pattern.search(line[:400])))


# ------------------------------------------------------------------------------------------------ above the title
class Nameplate(NamedTuple):
    """A name over the title: whether the page says it `again`, and else whether it can be believed `alone`."""

    name: str
    line: str
    again: bool
    alone: bool


def _nameplates(page: str, furniture: Sequence[str], above: Sequence[str]) -> Iterable[Nameplate]:
    """The first of the pieces of each line over the title that reads like a name."""
    below = furniture[len(above) :]
    for line in (line for line in above[:_HIGHEST] if len(line) <= 120):
        pieces = list(filter(None, _PIECES.split(line)))
        if not pieces or _NO_NAME.search(line[:1]) or not _reads_like_a_name(pieces[0]):
            continue
        name = pieces[0]
        paper = not _PAPERS.isdisjoint(folded_words(name))
        # What the story itself speaks of is a topic or a person, unless it is called as papers are.
        if not paper and page.count(name) > sum(text.count(name) for text in furniture) + _credited(name, page):
            continue
        first = line == above[0] or (line == above[1] and furniture_of(above[0]) is not None)
        few = len(above) <= _FEW and first and (" " in name or (len(pieces) == 1 and len(furniture) < _BARE_PAGE))
        alone = sum(not _WHEN.search(piece) for piece in pieces) < 3 and (few or (paper and " " in name))
        yield Nameplate(name, line, _again(name, page, below, paper), alone)


def _again(name: str, page: str, below: Sequence[str], paper: bool) -> bool:
    """Whether the page says a name again: as its owner's, in a credit or dateline, or in short as "the Gazette"."""
    small = name.casefold()
    if any(small in line.casefold() for line in below if len(line) < 300 and _RIGHTS_SAID.search(line)):
        return True
    if " " not in name:
        return re.search(rf"\b{re.escape(small)}\.[a-z]{{2,7}}\b", page.casefold()) is not None
    if any(_set_beside(small, line.casefold()) for line in below if len(line) < 200):
        return True
    short = rf"\b[Tt]he {re.escape(name.rsplit(maxsplit=1)[-1].capitalize())}\b(?! [A-Z])"
    if paper and name.rsplit(maxsplit=1)[-1].casefold() in _PAPERS and re.search(short, page):
        return True
    return _credited(name, page) > 0


def _credited(name: str, page: str) -> int:
    """How often a name stands in a credit or a dateline."""
    return len(re.findall(rf"[/(©] ?{re.escape(name)}\b", page, re.IGNORECASE))


def _set_beside(name: str, line: str) -> bool:
    """Whether a line has more than a name that it starts or ends with, and is no list of topics."""
    beside = (line != name and line.startswith(name)) or line.endswith((f" {name}", f" {name}."))
    return beside and not line.startswith(("tags", "topics", "#", "•"))


def _reads_like_a_name(name: str) -> bool:
    parts = name.split()
    said = folded_words(name)
    if not said or not 1 <= len(parts) <= 6 or len(name) > 45 or _NO_NAME.search(name) or not name[0].isalpha():
        return False
    capital = all(part.casefold() in _SMALL or not part[0].islower() for part in parts) and not name[0].islower()
    if any(map(str.isdigit, name)) and dates_in(name, "en"):
        return False
    known = _SECTIONS.issuperset(said) or is_place(name) or _is_agency(name)
    asks = said[0] in _ASKS or (" " in name and _GLUED.search(name) is not None)
    return capital and len(name) > 2 and not known and not asks and furniture_of(name) is None


def _is_agency(name: str) -> bool:
    return name.casefold() in _AGENCIES


# ------------------------------------------------------------------------------------------------ the name
def _clean(name: str, page: str) -> str | None:
    """The bare name in its usual case, or `None` where the words are no name."""
    name = _CUT.sub("", name.strip(" .,:;|–—-")).strip(" .,:;|–—-")
    known = [word for word in folded_words(name) if word not in _NOT_A_NAME]
    if not known or len(name.split()) > 6 or not name[0].isalpha() or name[0].islower() or furniture_of(name):
        return None
    short = _COMPANY.sub("", name)
    if short != name and page.count(short) > page.count(name):
        name = short
    return _usual_case(name, page) if name.isupper() and len(name) > 3 else name


def _usual_case(name: str, page: str) -> str:
    """A name in capitals as the page writes it elsewhere, else with capital initials."""
    for m in re.finditer(re.escape(name), page, re.IGNORECASE):
        if not m[0].isupper() and m[0][0].isupper():
            return m[0]
    first, *rest = name.split()
    return " ".join([_capital(first), *(w.lower() if w.casefold() in _SMALL else _capital(w) for w in rest)])


def _capital(word: str) -> str:
    """A word with a capital initial; as it is where it has no vowel to be spoken with."""
    return word.capitalize() if _VOWEL.search(word) else word
