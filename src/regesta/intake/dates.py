"""When a story was published, and on what that rests: a line of metadata, a dateline, the text, a caption."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from regesta.intake.wordlists import months
from regesta.model import DateBasis, Dated

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d{4})(?![\d/])")
_DAY_FIRST = frozenset("ar cs da de el es fi fr he id it nb nl no pl pt ro ru sv tr uk vi".split())
"""Languages in which the third of April is 3/4 and nothing else."""
_LONGEST = 100_000
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:")
_TODAY = re.compile(
    r"\b(?:today|heute|aujourd['’]hui|hoy|oggi|сегодня|сьогодні|اليوم|היום)\b[,\s(]{1,3}$", re.IGNORECASE
)
_DATELINE = re.compile(r"^[^\W\d_][^\n—–]{1,60}?[,(/ ]\s*$")
_DATELINE_END = re.compile(r"^[,.\s]{0,3}(?:\([^()]{2,30}\)|/[^/]{2,30}/|[^\W\d_]{2,12})?\s*[-–—:]")
_PUBLISHED = re.compile(
    r"\b(?:published|posted|created|filed|veröffentlicht|publiziert|erschienen|erstellt|gespeichert|postado|publié|publicado|publicerad|publikacja|opublikowano"
    r"|offentliggjort|publisert|gepubliceerd|giriş|yayın|pubblicato|опубликовано|опубліковано|نشر)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|aktualisiert|akt\b|mis à jour|actualizado|aktualizacja|uppdaterad|oppdatert"
    r"|güncelleme|aggiornato|обновлено|оновлено|تحديث)",
    re.IGNORECASE,
)
_OTHER_DAY = re.compile(
    r"(?:\b(?:available|valid|expires?|until|through|deadline|closing date|opens?|starts?|begins?|event|born|died"
    r"|copyright|erscheinungs(?:datum|termin|tag)|verfügbar|gültig|bis|läuft ab|termin|veranstaltung|beginn|start"
    r"|geboren|gestorben|disponible|jusqu['’]au|hasta|vence|fecha límite|fin del plazo|évènement|événement|evento|até"
    r"|válid[oa]|prazo|fino al?|scadenza|ważne do|tot en met|geldig|до|доступно)\b|©)[^.!?]{0,25}$",
    re.IGNORECASE,
)
"""Words before a date that is not the report's own: of a work, an offer, an event, a life."""
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEK)})[a-z]{{0,6}}\.?,?\s*$", re.IGNORECASE)
_AFTER_EDGE = re.compile(r"[\])]?\s*[—–|:.-]\s*(?=\S)")
_LATER = re.compile(r"\b(?:in|since|after|from|during|of)\s+(?:[^\W\d_]+\s+)?((?:19|20)\d\d)\b")


class Seen(NamedTuple):
    """A date in a text: where, and as much of it as is said."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    def edtf(self, year: int | None = None) -> str | None:
        """The value, with a year from elsewhere where none is said; `None` where it stays unknown or is no date."""
        year = self.year or year
        if year is None or self.day is None:
            return f"{year:04}-{self.month:02}" if year else None
        try:
            return date(year, self.month, self.day).isoformat()
        except ValueError:
            return None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, months(language)), key=lambda name: (-len(name), name)))
    other = rf"(?:\s?/\s?(?:{month}))?" if language == "ar" else ""  # a month may be given both its names
    day = r"(?<!\d)(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th|\.|er)?"
    # Pages set the year against what is shown beside it: a clock, or the next date.
    year = r"(?P<year{0}>\d{{4}})(?!\d(?!\d?(?:[:.]|\s+[^\W\d_]{{3}})))"
    return re.compile(
        rf"{day.format(1)}(?:\s+de)?\s+(?P<month1>{month})\b\.?{other}(?:,?\s+(?:de\s+|del\s+)?{year.format(1)})?"
        rf"|\b(?P<month2>{month})\b\.?{other}(?:\s+{day.format(2)}(?!\d|:)(?:,?\s+{year.format(2)})?|,?\s+{year.format(3)})",
        re.IGNORECASE,
    )


def dates_in(text: str, language: str) -> list[Seen]:
    """The dates a text names, in order; month and year at least, or day and month. No paragraph is so long that more
    than its beginning need be read."""
    text = text[:_LONGEST]
    if not any(map(str.isdigit, text)):
        return []
    found = [*_spelled(text, language), *_in_figures(text, language)]
    return sorted(seen for seen in found if seen.edtf(2000) and (seen.year is None or 1900 <= seen.year <= 2100))


def _spelled(text: str, language: str) -> Iterator[Seen]:
    numbers = months(language)
    for m in _pattern(language).finditer(text):
        day = m["day1"] or m["day2"]
        year = m["year1"] or m["year2"] or m["year3"]
        month = numbers[(m["month1"] or m["month2"]).casefold()]
        yield Seen(m.start(), m.end(), int(year) if year else None, month, int(day) if day else None)


def _in_figures(text: str, language: str) -> Iterator[Seen]:
    for m in _ISO.finditer(text):
        if 1 <= int(m[2]) <= 12:
            yield Seen(m.start(), m.end(), int(m[1]), int(m[2]), int(m[3]))
    for m in _NUMERIC.finditer(text):
        day, month = _day_first(m, text[max(m.start() - 14, 0) : m.start()], sure=language in _DAY_FIRST)
        if month:
            yield Seen(m.start(), m.end(), int(m[4]), month, day)


def _day_first(m: re.Match[str], before: str, *, sure: bool) -> tuple[int, int]:
    """Day and month of a date in figures; a month of 0 where 3/4 may be either and no day of the week decides.

    With dots the day always comes first, with slashes in most languages.
    """
    a, b = int(m[1]), int(m[3])
    readings = [(a, b)] if sure or m[2] == "." or a == b else [(a, b), (b, a)]
    readings = [(day, month) for day, month in readings if month <= 12 and _weekday(day, month, int(m[4])) >= 0]
    named = _WEEKDAY.search(before)
    if named and len(readings) > 1:
        wanted = _WEEK.index(named[1].lower())
        readings = [reading for reading in readings if _weekday(*reading, int(m[4])) == wanted]
    return readings[0] if len(readings) == 1 else (0, 0)


def _weekday(day: int, month: int, year: int) -> int:
    """The day of the week, Monday 0; -1 where there is no such date."""
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return -1


def ends_with_date(text: str, language: str) -> bool:
    """Whether a line closes with a month and year or a full date, as captions do."""
    if not any(map(str.isdigit, text[-8:])):
        return False
    tail = text[-40:]
    return any(seen.year and not tail[seen.end :].strip(" .)") for seen in dates_in(tail, language))


def is_label(text: str) -> bool:
    """Whether a line says no more than "Published" or "Updated", its date being on the next."""
    return len(text) < 30 and not any(map(str.isdigit, text)) and bool(_PUBLISHED.search(text) or _UPDATED.search(text))


def is_stamped(text: str) -> bool:
    """Whether a line opens by saying that it was published and then has hardly more than a date or two."""
    return len(text) < 160 and _PUBLISHED.match(text.lstrip(" (•|")) is not None


def opening(lead: str, language: str, newest: int) -> Dated | None:
    """The full date that opens a lead before a dash or full stop, unless the story speaks of later years."""
    seen, _ = at_edge(lead, language)
    value = seen.edtf() if seen and seen.day and seen.year == newest and seen.start == 0 else None
    return Dated(edtf=value, basis="dateline", words=lead[: seen.end]) if seen and value else None


def from_metadata(lines: Sequence[str], language: str, near: str | None = None) -> Dated | None:
    """The date in the lines around a title, "published" before a bare date, never "updated"."""
    bare: Dated | None = None
    for text in lines:
        for seen in dates_in(text, language):
            value = seen.edtf(nearest_year(seen, near)) if seen.day else None
            if value is None:
                continue
            before = text[: seen.start]
            published, updated = _last(_PUBLISHED, before), _last(_UPDATED, before)
            if published > updated:
                return Dated(edtf=value, basis="metadata", words=text)
            if updated < 0 and bare is None and len(text.split()) <= 16 and not _OTHER_DAY.search(before[-60:]):
                bare = Dated(edtf=value, basis="metadata", words=text)
    return bare


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((m.start() for m in pattern.finditer(text)), default=-1)


def from_dateline(lead: str, language: str, years: Iterable[int], after: str | None = None) -> Dated | None:
    """The date before the dash that opens a lead; a missing year is the one year the page otherwise names, else the one
    that brings it next after `after`, the newest day that a caption shows."""
    for seen in dates_in(lead[:120], language)[:1]:
        end = _DATELINE_END.match(lead[seen.end : seen.end + 50])
        if _DATELINE.match(lead[: seen.start]) and end and seen.day:
            year = seen.year or _only(years) or _next_year(seen, after)
            return Dated(edtf=seen.edtf(year), basis="dateline", words=lead[: seen.end])
    return None


def from_text(paragraphs: Sequence[str], language: str, near: str | None) -> Dated | None:
    """The date that a story calls "today"; a missing year is the one that brings it nearest to `near`."""
    for text in paragraphs:
        for seen in dates_in(text, language):
            today = _TODAY.search(text[max(seen.start - 16, 0) : seen.start])
            if today and seen.day:
                start = max(seen.start - 16, 0) + today.start()
                words = text[start : seen.end + (text[seen.end : seen.end + 1] == ")")]
                return Dated(edtf=seen.edtf(seen.year or nearest_year(seen, near)), basis="text", words=words)
    return None


def at_edge(text: str, language: str) -> tuple[Seen | None, str]:
    """The date that opens a line before a dash or full stop, or closes it in brackets, and the line without it."""
    for seen in dates_in(text[:200], language):
        after = _AFTER_EDGE.match(text[seen.end :])
        if after and not text[: seen.start].strip(" [("):
            return seen, text[seen.end + after.end() :]
        before = text[: seen.start].rstrip()
        if text[seen.end :].strip() in ("]", ")") and before[-1:] in ("[", "("):
            return seen, before[:-1].rstrip()
    return None, text


def _next_year(seen: Seen, after: str | None) -> int | None:
    """The year of the first such day and month that is not before another day."""
    if after is None or after.count("-") != 2 or not seen.day:
        return None
    year, month, day = map(int, after.split("-"))
    return year + ((seen.month, seen.day) < (month, day))


def nearest_year(seen: Seen, near: str | None) -> int | None:
    """The year that puts a day and month nearest to another date."""
    if near is None:
        return None
    year, month, day = (*map(int, near[:10].split("-")), *(6, 15)[near.count("-") :])
    there = year * 372 + month * 31 + day
    return min((year, year - 1, year + 1), key=lambda y: abs(y * 372 + seen.month * 31 + (seen.day or 15) - there))


def from_captions(captions: Sequence[str], language: str, story: str) -> Dated | None:
    """The newest date in the captions beside the title, unless the story itself speaks of later years."""
    found = [
        (seen.edtf() or "", text[seen.start : seen.end])
        for text in captions
        for seen in dates_in(text, language)
        if seen.year and seen.edtf()
    ]
    if not found:
        return None
    value, words = max(found)
    if any(int(m[1]) > int(value[:4]) for m in _LATER.finditer(story)):
        return None
    return Dated(edtf=value, basis="caption", words=words)


def given(published: str | None) -> Dated:
    """A date that came with the text."""
    basis: DateBasis = "given" if published else "unknown"
    day = published[:10] if published and _INSTANT.match(published) else published
    return Dated(edtf=day or None, basis=basis, words=published or "")


def _only(years: Iterable[int]) -> int | None:
    several = set(years)
    return several.pop() if len(several) == 1 else None
