"""Who wrote a story: the persons whom its bylines name. None is better than a wrong one."""

import re

from regesta.intake import dates
from regesta.intake.furniture import folded_words, furniture_of
from regesta.intake.wordlists import is_place, words

_MINUTES = r"\d{1,3}\s?[-–]?\s?min(?:ute)?s?\.?(?:\s+read)?"
_READ = re.compile(
    rf"^(?:{_MINUTES}[\s|•·,–-]+(?P<a>.{{3,60}})|(?P<b>.{{3,60}}?)[\s|•·,–-]+{_MINUTES})$", re.IGNORECASE
)
_WORK = (
    r"(?:written|report(?:ing|ed)?|story|analysis|opinion|comment(?:ary)?|interview|review|essay|column|dispatch|words"
    r"|text(?: and (?:photos|pictures))?|exclusive)"
)
_BY = re.compile(
    rf"^\(?(?i:(?:{_WORK} )?by|from|von|par|por|di|автор|текст|بقلم)\b\s*:?\s*(?P<a>\S.{{2,100}})$"
    r"|^(?i:text|words|story|author|reporter|autor|autora|auteur|autore)\s?:\s*(?P<c>\S.{2,100})$"
    r"|^(?i:published|posted|updated|filed)\b.{0,60}? by (?P<d>\S.{2,60})$"
    r"|^By(?=[A-Z][a-z'’.])(?P<e>\S.{4,60})$"
    r"|^(?P<b>[^,|]{4,50}?)\s*[,|]\s*"
    r"(?i:[\w ]{0,30}(?:correspondent|staff writer|reporter|editor|journalist))\b.{0,40}$"
)
_AND = re.compile(r"\s+(?:[Aa]nd|AND|[Uu]nd|UND|et|y|e|и|та|&)\s+|\s*[,;]\s*")
_JOINED = re.compile(r" (?:and|&|et|y|und) ")
_AFTER_NAME = re.compile(
    r"\s+[|•·–—-]\s+.*$|\s+(?:in|for|at|on)\s+[A-Z].*$|\s*\(.*$|\s+(?:published|updated|posted)\b.*$"
    r"|(?:\s+(?:le|am|on|em|il|op|el))?\s*\d.*$",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r"(?:\s+(?:le|am|on|em|il|op|el))?[\s,–—|-]*$", re.IGNORECASE)
_NAME_WORD = re.compile(r"^(?:[A-Z]\.){1,3}$|^(?:[ae]l-|d['’]|O['’])?[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*\.?$")
_OFFICE = re.compile(r"^(?:our |the )?(?:[a-z]+ ){0,2}(?:correspondent|reporter|staff writer|editor) ", re.IGNORECASE)
_GLUED = re.compile(r"[a-z]{3}[A-Z]")
_PARTICLES = words("particles")
_NO_PERSON = words("no_person") | words("paper")
_NO_AUTHOR = words("no_author")
_SECTIONS = words("sections")
# What stands beside the name in a line that says who, where and when: blanks are all that is left of them.
_WHEN = re.compile(
    rf"{_MINUTES}|\b\d{{1,2}}[:.h]\d\d\b(?:\s?[ap]\.?m\b\.?)?|\b(?:gmt|utc|est|cet|eat|uhr)\b(?:[+-]\d+)?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\b(?:published|posted|updated)\b:?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s*[|·•,()]\s*|(?:^|\s+)[–—/-]\s+|\s{3,}|\s+(?=(?:in|for|reports from) (?:[Tt]he )?[A-Z])")
_LABEL = re.compile(
    rf"^(?i:(?:{_WORK} )?by|from|text:|words:|redaktion:|autor:|autora:|auteur:) (?=[^\W\d_a-z])"
    r"|^By(?=[A-Z][a-z'’.])|\s+(?:on|at)$"
)
_OF_ALL = (
    r"(?:(?:view |see )?all |alle |tous les |todos los |todas as |tutti gli )?"
    r"(?:alles|more|mehr|posts?|articles?|stories|artikel|beiträge|artículos|artigos|articoli|eingestellt|erstellt|gespeichert|geschrieben|verfasst|publié|rédigé|écrit|escrito|publicado|scritto)"
)
_LABELLED = re.compile(
    rf"^(?i:(?:{_WORK} |{_OF_ALL} )?(?:by|von|par|por|di)|автор|текст|author|autor|text)\b\s*:?\s*|^By(?=[A-Z])"
)
_ACCOUNT = re.compile(r"\s+@\w+$")
_SLASH = re.compile(r"\s*/\s*")
_SITE = re.compile(r"\.[a-z]{2,4}\b|^\w*[a-z]\.[a-z]")
"""What an address has, and the name that somebody logs in with."""
_BEHIND = re.compile(r"(?<=[a-zà-ÿ])\s+(?:[Ff]or\s+[Tt]he\s+[A-Z].*|(?:Feb|Mar|Apr|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)$")
"""The paper that somebody writes for, or the month that begins a date."""
_PSEUDONYM = re.compile(r"^[^\W\d_]{3,20}\d{1,4}$")
_SHORT = 4
_POST = re.compile(
    r"(?:(?:in|for|reports from|[Ss]pecial (?:to|for)) )?(?:[Tt]he )?[^\W\d_a-z][\w’'.-]*(?: [^\W\d_a-z][\w’'.-]*){0,2}"
    r"|(?i:[\w ]{0,30}(?:correspondent|writer|reporter|editor))"
)


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
    said = _before_date(next(filter(None, m.groupdict().values())))
    names = (_AFTER_NAME.sub("", _OFFICE.sub("", part)).strip(" .)") for part in _AND.split(said))
    return tuple(_small_capitals(name) for name in names if _writes(name))


def _before_date(said: str) -> str:
    """What stands before the first date in a line, all of it where there is none: "A B Sep 12, 2031"."""
    first = next((seen.start for seen in dates.dates_in(said, "und") if seen.start), len(said))
    return _BEFORE_DATE.sub("", said[:first]) if first < len(said) else said


def person_names(said: str) -> tuple[str, ...]:
    """The persons in words that are said to name authors, as metadata does: a label, addresses and roles left out."""
    names = (_AFTER_NAME.sub("", _OFFICE.sub("", part)).strip(" .)") for part in _unlabelled(said))
    return tuple(_small_capitals(name) for name in names if _writes(name))


def stated_names(said: str) -> tuple[str, ...]:
    """The authors in a field that holds nothing else: persons, and other names that are no mere role or address."""
    names = (part.strip(" .)") for part in _unlabelled(said))
    return tuple(_small_capitals(name) for name in names if _writes(name) or _signs(name))


def _unlabelled(said: str) -> list[str]:
    """The names in a field, each without a label such as "By" or an account's name; none where it is too long or an
    address."""
    names = _AND.split(_ACCOUNT.sub("", said)) if len(said) <= 300 and "://" not in said else []
    parted = [part for name in names for part in (_SLASH.split(name) if not _SITE.search(name) else [name])]
    return [_BEHIND.sub("", _LABELLED.sub("", name)) for name in parted]


def _signs(name: str) -> bool:
    """Whether a name in a field for authors can be one: an agency's, or a single name, maybe with a number."""
    said = folded_words(name)
    short = 0 < len(said) <= 4 and 2 <= len(name) <= 40 and name[0].isalpha()
    plain = not any(map(str.isdigit, _PSEUDONYM.sub("", name))) and not re.search(r"[@/|:<>]", name)
    return short and plain and not _SITE.search(name) and _NO_AUTHOR.isdisjoint(said) and furniture_of(name) is None


def signed(line: str) -> tuple[tuple[str, ...], bool]:
    """The persons in a line that has a name and at most a date, a place and a role; and whether it has any of these.

    "A B, Lima", "3 May 2031 | A B", "A B and C D · 14:30". Only beside a title does such a line say who wrote.
    """
    if not 5 <= len(line) <= 110:
        return (), False
    bare = _undated(line)
    names: list[str] = []
    others = bare != line
    for part in (_LABEL.sub("", piece.strip(" .:–—-")) for piece in _BESIDE.split(bare)):
        several = _JOINED.split(part)
        if all(map(_writes, several)):
            names += several
        elif names and _POST.fullmatch(part):
            others = True
        elif part and (names or not _SECTIONS.issuperset(folded_words(part))):
            return (), False
    return tuple(map(_small_capitals, names[:4])), others


def _undated(line: str) -> str:
    """A line with a bar for every date and time in it."""
    for seen in reversed(dates.dates_in(line, "en")):
        line = f"{line[: seen.start]}|{line[seen.end :]}"
    return _WHEN.sub("|", line)


def _writes(name: str) -> bool:
    """Whether a name can be a writer's: no place, no section of the site."""
    sectioned = _SECTIONS.issuperset(folded_words(name))
    return is_person(name) and not sectioned and not is_place(name) and not furniture_of(name)


def _small_capitals(name: str) -> str:
    """A name in capitals with capital initials; a short one is an agency's and stays."""
    spelled = name.isupper() and "." not in name and len(name) > _SHORT
    return " ".join(map(str.capitalize, name.split())) if spelled else name
