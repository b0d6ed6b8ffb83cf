"""Who publishes a page and who wrote the story: only what the page's own words show."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from regesta.intake.furniture import folded_words, furniture_of
from regesta.intake.wordlists import words

_RIGHTS = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\s*(?:(?:©|\(c\)|copyright|by|present|(?:19|20)\d\d|[-–—:,])\s*)*"
    r"(?P<name>[^\W\d_][^.,|©\d\n•·–]{1,60})",
    re.IGNORECASE,
)
_RIGHTS_AFTER = re.compile(r"^(?P<name>[^©\d]{2,40}?),?\s*©", re.IGNORECASE)
_ASK = re.compile(
    r"^(?i:support|subscribe to|follow|donate to|about|welcome to) "
    r"(?P<name>(?:The |the )?[A-ZÀ-ÞЀ-Я][^.,:!?|()]{1,40}?)"
    r"(?: on \S.{0,40}| newsletter| online| today| now|['’]s\b.{0,40})?[.!:]?$"
)
_REPORTS_FOR = re.compile(
    r"(?<!former )(?<!previously a )"
    r"\b(?i:report(?:s|ed|er|ing)|correspondent|journalist|writ(?:es|er|ing)|editor|columnist|contributor|producer)s?"
    r"\s+(?:for|at|with|of)\s+(?P<name>(?:[Tt]he )?[A-Z][\w’'&.-]*(?: (?:of |and |& )?[A-Z][\w’'&.-]*){0,4})"
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
_PAPER = re.compile(
    r"\b(?:Post|Times|Herald|Tribune|Today|Gazette|Journal|Observer|Chronicle|Telegraph|Independent|Guardian|Standard"
    r"|Mail|Courier|Monitor|Mirror|Broadcasting|Dispatch|Inquirer|Examiner|Zeitung|Kurier)$"
    r"|^(?:Radio|Daily|Le|La|El|Al|Der|Die) [A-Z]"
)
_CUT = re.compile(
    r"\s*(?:\ball rights.*|\brights reserved.*|\bpowered by.*|\balle rechte.*|\btous droits.*|\btodos los derechos.*"
    r"|\b(?:Inc|Ltd|LLC|GmbH)\b.*|\b(?:N|AG|S|plc|online)$|\bunless\b.*"
    r"|\bnewsletter\b.*|\bon (?:facebook|twitter|telegram|youtube|google)\b.*)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"(?: Media)? (?:Network|Group|Media|Online|Corporation|Agency)$")
_NOT_A_NAME = words("no_outlet")
_MINUTES = r"\d{1,3}\s?[-–]?\s?min(?:ute)?s?\.?(?:\s+read)?"
_READ = re.compile(
    rf"^(?:{_MINUTES}[\s|•·,–-]+(?P<a>.{{3,60}})|(?P<b>.{{3,60}}?)[\s|•·,–-]+{_MINUTES})$", re.IGNORECASE
)
_BY = re.compile(
    r"^(?i:written by|reporting by|story by|by|von|par|por|di|автор|текст|بقلم)\b\s*:?\s*(?P<a>\S.{2,100})$"
    r"|^(?P<b>[^,|]{4,50}?)\s*[,|]\s*"
    r"(?i:[\w ]{0,30}(?:correspondent|staff writer|reporter|editor|journalist))\b.{0,40}$"
)
_AND = re.compile(r"\s+(?:and|und|et|y|e|и|та|&)\s+|\s*[,;]\s*")
_AFTER_NAME = re.compile(
    r"\s+[|•·–—-]\s+.*$|\s+(?:in|for|at|on)\s+[A-Z].*$|\s*\(.*$|\s+(?:published|updated|posted)\b.*$|\s*\d.*$",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"^(?:[A-Z]\.){1,3}$|^(?:[ae]l-|d['’]|O['’])?[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?$")
_GLUED = re.compile(r"[a-z]{3}[A-Z]")
_PARTICLES = words("particles")
_NO_PERSON = words("no_person")


class Outlet(NamedTuple):
    """An outlet's name and the words of the page that give it."""

    name: str
    words: str


def outlet_of(page: str, furniture: Sequence[str], titles: Iterable[str]) -> Outlet | None:
    """The outlet, from the surest kind of evidence that the page has."""
    owned = [line for line in furniture if _RIGHTS_SAID.search(line) and not _AGENCY_COPY.search(line)]
    sources = (
        (pair for pair in _matches(_RIGHTS, owned) if not _HOLDING.search(pair[0])),
        _matches(_RIGHTS_AFTER, owned),
        _matches(_SUFFIX, titles),
        _matches(_ASK, (line for line in furniture if len(line) < 90)),
        _matches(_REPORTS_FOR, furniture),
        _matches(_BANNER, furniture),
        _mastheads(page, furniture),
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


def _mastheads(page: str, furniture: Sequence[str]) -> Iterable[tuple[str, str]]:
    """A name such as papers have among the page's first lines, if the page says it again."""
    for line in furniture[:6]:
        if 2 <= len(line.split()) <= 5 and _PAPER.search(line) and page.count(line) > 1:
            yield line, line


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
    return " ".join(word.capitalize() for word in name.split())


def is_person(text: str) -> bool:
    """Whether a few words look like one person's name: capitalised, or in a script without capitals."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or len(text) > 60 or _GLUED.search(text):
        return False
    if not _NO_PERSON.isdisjoint(folded_words(text)):
        return False
    if not any(map(str.isupper, text)):
        return len(parts) <= 4 and all(map(str.isalpha, parts)) and not any(map(str.islower, text))
    big = sum(bool(_NAME_WORD.match(part)) and any(map(str.isupper, part)) for part in parts)
    small = sum(part.casefold() in _PARTICLES for part in parts)
    return big >= 2 and big + small == len(parts)


def bylined(line: str) -> tuple[str, ...]:
    """The persons a line names as writers: "By A B and C D", "A B, Correspondent", "3 min read A B"."""
    m = (_BY.match(line) or _READ.match(line)) if len(line) <= 140 else None
    if m is None:
        return ()
    names = (_AFTER_NAME.sub("", part).strip(" .") for part in _AND.split(m["a"] or m["b"]))
    return tuple(_small_capitals(name) for name in names if is_person(name) and not furniture_of(name))


def _small_capitals(name: str) -> str:
    return " ".join(map(str.capitalize, name.split())) if name.isupper() and name.isascii() else name
