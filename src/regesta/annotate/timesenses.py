"""The senses of rules: what a time means that is told by the words which a rule matched.

A sense may decline, returning `None`: its rule's words are then something else, and the rules after it are tried.
"""

import itertools
import re
from collections.abc import Mapping

from regesta.annotate.timewords import (
    Base,
    Calendar,
    Clock,
    Length,
    Match,
    Meaning,
    Nearest,
    Open,
    Piece,
    Sense,
    Shift,
    Told,
    Word,
)


# ------------------------------------------------------------------------------------------------ dates
def _written(match: Match) -> Meaning | None:
    return Told(match.one("isodate"))


def _slashes(match: Match) -> Meaning | None:
    first, second, year = re.split(r"[/.]", match.one("slashdate"))
    by_day = not ("/" in match.one("slashdate") and int(first) <= 12 and first != second and int(second) <= 12)
    day, month = (first, second) if int(second) <= 12 else (second, first)
    return Calendar(year, int(month), int(day)) if by_day else Told(None)


def _calendar(match: Match) -> Meaning | list[Piece] | None:
    day, year = _day(match), _year(match)
    last = match.words[match.last - 1]
    part = match.one("month") or match.one("season")
    bare = (day is not None and "day" in last.classes) or (match.one("shy") in _SEASONS and not _recent(last.text))
    if _counts(match) and bare and not match.one("of"):
        return None
    if not _of_a_year(match):
        return None
    if day is not None and _counts(match) and last.text == year and not _recent(last.text):
        end = list(match.spans("day", "dayth", "month", "brief", "dot"))[-1].end
        return [(match.words[match.first].start, end, Calendar(None, part, day))]
    offset, base = _offset(match) if year is None else (None, "publication")
    return Calendar(year, part, day, offset, base)


_SEASONS = (21, 22, 23, 24)


def _recent(year: str) -> bool:
    """Whether a number looks like a year that reports speak of, rather than a round count."""
    return "1900" <= year <= "2100" and not year.endswith("00")


def _of_a_year(match: Match) -> bool:
    """Whether the period that "last", "this", "the following" point at, if there is one, is a year."""
    return not match.one("which") or match.all("unit")[-1:] in ([], ["Y"])


def _day(match: Match) -> int | None:
    days = match.all("day") + match.all("dayth")
    return days[0] if days else None


def _year(match: Match) -> str | None:
    """The year the words give, with its era: the year before 1 is 0000."""
    short = match.one("shortyear")
    year = match.one("year") or (_century_of(short[1:]) + short[1:] if short else None)
    era = match.one("era")
    if era is None:
        return year
    number = int(match.one("num"))
    return _before_christ(number) if era < 0 else f"{number:04d}"


def _century_of(digits: str) -> str:
    return "20" if int(digits) < 40 else "19"


def _before_christ(number: int) -> str:
    return f"-{number - 1:04d}" if number > 1 else "0000"


_WHICH: Mapping[str, tuple[int, Base]] = {
    "last": (-1, "publication"),
    "past": (-1, "publication"),
    "this": (0, "publication"),
    "next": (1, "publication"),
    "coming": (1, "publication"),
    "prior": (-1, "text"),
    "same": (0, "text"),
    "after": (1, "text"),
}


def _offset(match: Match) -> tuple[int | None, Base]:
    """How far away the unit is that "last", "this", "the following" point at, and from what it is counted."""
    which = match.all("which")
    return _WHICH[which[-1]] if which else (None, "publication")


def _days(match: Match) -> list[Piece] | None:
    """Days that share a month: one date for each, the last with the month, or the first where the month leads."""
    days = match.spans("day", "dayth")
    if match.one("era") or not _of_a_year(match):
        return None
    month, year = match.one("month"), _year(match)
    offset, base = _offset(match) if year is None else (None, "publication")
    if _counts(match) and "day" in match.words[match.last - 1].classes:
        return None
    first, last = match.words[match.first].start, match.words[match.last - 1].end
    edges = [(word.start - _length_of_the(match, word), word.end) for word in days]
    edges[0] = (first, edges[0][1])
    edges[-1] = (edges[-1][0], last)
    numbers = [word.classes.get("day") or word.classes["dayth"] for word in days]
    return [(*edge, Calendar(year, month, day, offset, base)) for edge, day in zip(edges, numbers, strict=True)]


def _length_of_the(match: Match, word: Word) -> int:
    before = match.text[max(0, word.start - 4) : word.start]
    return 4 if before.lower() == "the " else 0


def _half(match: Match) -> Meaning | None:
    number, year = match.one("nth") or 2, match.one("year")
    if number <= 2 and match.one("dash") and not match.one("unit") and year is None:
        return Nearest("part", 39 + number)
    if number > 2 or match.one("unit") not in (None, "Y"):
        return None
    offset, base = _offset(match)
    if year is None and offset is None:
        offset, base = 0, "either"
    return Calendar(year, 39 + number, None, offset, base)


def _quarter(match: Match) -> Meaning | None:
    name, units = match.one("quarter"), match.all("unit")
    number = int(name[1]) if name else match.one("nth")
    if (not name and units[0] != "Q") or number > 4 or units[1:] not in ([], ["Y"]):
        return None
    year = match.one("year")
    offset, base = _offset(match) if year is None else (None, "publication")
    if year is None and offset is None:
        return Nearest("part", 32 + number)
    return Calendar(year, 32 + number, None, offset, base)


def _last_quarter(match: Match) -> Meaning | None:
    return (
        Calendar(match.one("year"), 36) if match.one("unit") == "Q" and match.one("which") in (None, "last") else None
    )


def _unplaced(match: Match) -> Meaning | None:
    """A feast that depends on the moon or the church: its words are a time, its day is not told by them."""
    before, after = match.before(), match.after()
    named = after.text[:1].isupper() or (before.text[:1].isupper() and not match.preceded("before_date"))
    return None if named and not match.one("feastend") and not match.one("year") else Told(None)


def _fiscal(match: Match) -> Meaning | None:
    """A fiscal year, which begins in a month that the words do not tell."""
    units = match.all("unit")
    plain = match.one("fiscalyear") or units == ["Y"] or (not units and match.one("fiscal") == 2)
    return Told(None) if plain else None


def _decade(match: Match) -> Meaning | None:
    digits = match.one("decade").lstrip("'’")[:-2]
    word = match.spans("decade")[0]
    if len(digits) == 1 and not word.text[0].isdigit():
        digits = ("20" if digits in "012" else "19") + digits
    elif len(digits) == 1:
        if not match.one("the") or match.followed("dash"):
            return None
        digits = ("20" if digits in "012" else "19") + digits
    return Told(None) if (match.one("era") or 1) < 0 else Told(f"{digits}X".zfill(4))


def _century(match: Match) -> Meaning | None:
    if match.one("unit") != "CE":
        return None
    number = sum(match.all("numword")) + (match.one("nth") or match.one("dayth"))
    if (match.one("era") or 1) < 0:
        return Told(f"-{number * 100 - 1:04d}/-{number * 100 - 100:04d}")
    return Told(f"{number - 1:02d}XX") if number <= 99 else None


def _years(match: Match) -> list[Piece] | Meaning | None:
    """Two or more years joined; a last one of two digits continues the one before it."""
    numbers = match.spans("num")
    start = match.words[match.first].start
    end = match.words[match.last - 1].end
    if match.one("era"):
        values = [_before_christ(word.classes["num"]) for word in numbers]
        if match.one("era") > 0:
            values = [f"{word.classes['num']:04d}" for word in numbers]
    else:
        first, second = numbers[0].text, numbers[1].text
        values = [first, second if len(second) == 4 else first[: 4 - len(second)] + second]
        if (len(second) != 2 and len(second) != 4) or match.followed("dash", "slash", "counted"):
            return None
        if match.preceded("numbered"):
            return None
        if values[1] <= values[0]:
            return Calendar(first, int(second)) if len(second) == 2 and 1 <= int(second) <= 12 else None
    edges = [(word.start, word.end) for word in numbers]
    edges[0], edges[-1] = (start, edges[0][1]), (edges[-1][0], end)
    return [(*edge, Calendar(value)) for edge, value in zip(edges, values, strict=True)]


def _year_alone(match: Match) -> Meaning | None:
    """A year, unless the number counts what follows it, belongs to a name, or is money."""
    number = match.words[match.first]
    if "era" in match.words[match.last - 1].classes and not match.text[match.words[match.last - 1].start].isupper():
        return None
    year = _year(match)
    before, after = match.before(), match.after()
    if year is None or (before.text in _GLUE and before.end == number.start) or match.preceded("numbered"):
        return None
    if after.text in ("%", "°") or (before.text == "." and "numbered" in match.before(2).classes):
        return None
    if before.text == "(" and "num" in match.before(2).classes and "numbered" in match.before(3).classes:
        return None
    if match.followed("dash", "slash") and match.after(2).text.isdigit() and match.after(2).start == after.end:
        return None
    placed = match.last - match.first > 1 or match.preceded("before_date", "the") or before.text in ("(", "")
    likely = _recent(year)
    if match.preceded("estimate") and not likely:
        return None
    if _counts(match) and ("counted" in after.classes or (not likely and not match.preceded("the"))):
        return None
    return Calendar(year) if placed or "1900" <= year <= "2100" else None


_GLUE = frozenset("$€£¥#+-–—/:.")


def _counts(match: Match) -> bool:
    """Whether the number that ends the match counts the thing named after it."""
    after = match.after()
    if "counted" in after.classes:
        return True
    plural = after.text.endswith("s") and len(after.text) > 3 and not after.text.endswith(("ss", "us", "is", "wards"))
    return plural and after.text.islower() and after.text.isalpha() and "function" not in after.classes


def _month_alone(match: Match) -> Meaning | None:
    after = match.after()
    if _hyphenated(match):
        return None
    named = after.text[:1].isupper() and "weekday" not in after.classes
    placed = match.preceded("before_date")
    firm = _phased(match) or match.preceded("firm")
    if not firm and match.one("shy") and (named or not placed):
        return None
    if not firm and named and (not placed or match.one("forename")):
        return None
    return Nearest("part", match.one("month"))


def _phased(match: Match) -> bool:
    """Whether the match says which part of its period is meant: late, the end of."""
    return match.one("early") is not None or match.one("endof") is not None


_CALENDAR_NAMES = ("month", "season", "weekday", "day", "dayth")


def _hyphenated(match: Match) -> bool:
    """Whether the match is part of a longer hyphenated word."""
    after = match.after()
    first = match.words[match.first]
    before = match.before()
    if "dash" in after.classes and any(name in match.after(2).classes for name in _CALENDAR_NAMES):
        return False  # May-June
    return (
        "dash" in after.classes
        and after.text == "-"
        and match.after(2).text.isalpha()
        and match.after(2).start == after.end == match.words[match.last - 1].end + 1
    ) or (
        before.text == "-"
        and before.end == first.start
        and match.before(2).text.isalpha()
        and match.before(2).end == before.start
        and "early" not in match.before(2).classes
    )


def _season_alone(match: Match) -> Meaning | None:
    if not match.preceded("before_date") and not _phased(match):
        return None
    if match.one("shy") and (
        match.followed("of") or not match.preceded("firm") or match.before().text.lower() == "since"
    ):
        return None
    return Nearest("part", match.one("season"))


def _day_alone(match: Match) -> Meaning | None:
    after = match.after()
    units = match.all("unit")
    if not match.preceded("before_date") and not units and not match.one("daypart"):
        return None
    if (units and units[-1] != "M") or (not units and after.text.isalpha() and "function" not in after.classes):
        return None
    if not units and match.followed("dash", "apos"):
        return None
    way, base = _offset(match)
    return Calendar(None, None, _day(match), way, base)


# ------------------------------------------------------------------------------------------------ near now
def _plain_weekday(match: Match) -> Meaning:
    return Nearest("weekday", match.one("weekday"))


def _weekday(match: Match) -> Meaning | list[Piece] | None:
    after = match.after()
    if match.preceded("byname") and match.before().text[0].isupper():
        return None
    if ("paper" in after.classes and after.text[0].isupper()) or match.preceded("nth"):
        return None
    which = match.all("which")
    if match.words[match.first].text.lower() == "following":  # "following Monday's vote": after it
        return [(match.words[match.first + 1].start, match.words[match.last - 1].end, _plain_weekday(match))]
    if not which:
        return _plain_weekday(match)
    way, base = _WHICH[which[-1]]
    return Nearest("weekday", match.one("weekday"), way, base)


def _short_weekday(match: Match) -> Meaning | None:
    """Tue and Fri stand alone; Sat and Sun, words or names elsewhere, need "on" or another day beside them."""
    joined = match.before().text.lower() in ("on", "and", "or") and not match.after().text[:1].isupper()
    firm = match.words[match.first].text.lower() in _FIRM_SHORT
    return Nearest("weekday", match.one("dayabbr")) if firm or joined else None


_FIRM_SHORT = frozenset("tue tues thu thur thurs fri".split())


def _weekday_and_week(match: Match) -> Meaning | None:
    """Monday week, a week from Monday: the Monday after the coming one; two Mondays ago."""
    if match.one("weekdays") is not None:
        return Nearest("weekday", match.one("weekdays"), -(_count(match) or 1)) if match.one("shift") == "ago" else None
    return Nearest("weekday", match.one("weekday"), 2) if match.one("unit") == "W" else None


def _nth_weekday(match: Match) -> Meaning | None:
    """The first Monday of May, the last of a month."""
    if match.one("every"):
        return Length("P1M", returns=True) if match.one("unit") == "M" else None
    which, year = match.one("which"), _year(match)
    if which not in (None, "last") and match.one("nth") is None:
        return None
    offset, base = (None, "publication") if year is not None or not match.one("unit") else _offset(match)
    number = match.one("nth") or -1
    return Calendar(year, match.one("month"), None, offset, base, (number, match.one("weekday")))


def _weekday_of_week(match: Match) -> Meaning | None:
    if match.one("unit") != "W":
        return None
    way, base = _WHICH[match.all("which")[-1]]
    return Nearest("weekday", match.one("weekday"), way, base, week=True)


def _weekday_elsewhere(match: Match) -> Meaning | None:
    """A weekday; where nouns have capitals, as names do, only after a preposition or with last, this or next."""
    named = match.words[match.first].text[0].isupper() and not match.preceded("before_date", "which")
    which = match.one("which")
    if which is None:
        return None if named else _plain_weekday(match)
    return Nearest("weekday", match.one("weekday"), *_WHICH[which])


def _month_elsewhere(match: Match) -> Meaning | None:
    return Nearest("part", match.one("fullmonth")) if match.preceded("before_date") else None


def _beyond(match: Match) -> Meaning | None:
    """The day before yesterday, the day after tomorrow."""
    way, day = match.one("shift"), match.one("relday")
    if match.one("unit") != "D" or way not in ("before", "after") or day == 0:
        return None
    return Shift("D", day + (1 if way == "after" else -1), "publication")


def _beyond_unit(match: Match) -> Meaning | None:
    """The year before last, the week after next."""
    way = {("before", "last"): -2, ("after", "next"): 2}.get((match.one("shift"), match.one("which")))
    if way is None or match.one("daypart") not in (None, "night"):
        return None
    return Shift(match.one("unit") or "D", way, "publication")


def _relative_day(match: Match) -> Meaning | None:
    word, before = match.words[match.first].text, match.before().text
    if word[0].isupper() and (before[:1].isupper() or word == "Morgen") and before.isalpha():
        return None
    return Shift("D", match.one("relday"), "publication")


def _relative_unit(match: Match) -> Meaning | None:
    unit = match.one("relunit")
    return Shift(unit[0], int(unit[1:]), "publication")


def _overnight(_: Match) -> Meaning | None:
    return Shift("overnight", 0, "publication")


def _day_part(match: Match) -> Meaning | None:
    which, night = match.one("which"), match.one("daypart") == "night"
    if which == "last" and not night:
        return None
    way, base = _WHICH[match.all("which")[-1]]
    if which == "next":
        base = "text"
    return Shift("D", way, base)


def _which_part(match: Match) -> Meaning | None:
    which = match.all("which")[-1]
    if match.one("season") and match.one("shy") and which == "same":
        return None
    way, base = _WHICH[which]
    return Nearest("part", match.one("month") or match.one("season"), way, base)


def _which_unit(match: Match) -> Meaning | None:
    """This week, the following day, late in the year."""
    unit, which = match.one("unit"), match.one("which")
    if which is None:
        return Shift(unit, 0, "either") if unit in ("D", "W", "M", "Y", "DE", "CE") else None
    if which == "past" or (which == "last" and _definite(match) and unit not in ("D", "WE")):
        return Length(duration(unit, 1))
    if unit in ("TM", "TH"):
        return None
    way, base = _WHICH[match.all("which")[-1]]
    if which == "next" and (unit == "D" or _definite(match)):
        base = "text"
    if which in ("this", "last") and unit == "D":
        base = "text" if which == "this" else base
    return Shift(unit, way, base)


def _definite(match: Match) -> bool:
    """Whether "the" stands right before "last" or "next": the last week is a length, last week a date."""
    words = match.words[match.first : match.last]
    return any("the" in one.classes and "which" in after.classes for one, after in itertools.pairwise(words))


def _this_unit(match: Match) -> Meaning | None:
    unit = match.one("unit")
    return Shift(unit, 0, "either") if unit in ("D", "W", "M", "Y", "DE", "CE") else None


def _unit_from_event(match: Match) -> Meaning | None:
    """The day before; a clause after it says before what, and then the text gives no date."""
    way, unit = match.one("shift"), match.one("unit")
    if way not in ("before", "after") or match.words[match.last - 1].text == "on" or unit not in ("D", "W", "M", "Y"):
        return None
    event = match.after().text.isalpha() and not match.followed("and", "in", "about")
    return Told(None) if event else Shift(unit, 1 if way == "after" else -1, "text")


def _weekend(match: Match) -> Meaning | None:
    if match.one("unit") != "WE" or not match.preceded("before_date"):
        return None
    return Shift("weekend", 0, "publication")


def _shifted(match: Match) -> Meaning | None:
    """Two years ago, three days later; "two days after the vote" has no date of its own."""
    word = match.words[match.last - 1]
    hence = match.one("present") is not None or match.one("relday") == 0
    if match.one("relday"):
        return None
    way = "hence" if hence else word.classes["shift"]
    if word.text == "earlier" and match.followed("than"):
        return Told(None)
    if word.text in ("before", "after", "on", "following") and match.after().text.isalpha():
        if word.text == "on" or match.before().text.lower() in ("for", "lasted"):
            return None
        return Told(None)
    unit, count = (match.all("unit") + match.all("units"))[0], _count(match)
    if match.one("half"):
        whole = 12 * (_count(match) or 1) if match.one("and") else 0
        unit, count = ("M", whole + 6) if unit == "Y" else (unit, None)
    base: Base = "publication" if way in ("ago", "hence") else "text"
    sign = 1 if way in ("after", "hence") else -1
    return Shift(unit, sign * (count or 1), base, vague=count is None)


def _shifted_to_day(match: Match) -> Meaning | None:
    """A year ago today, twenty years ago this month."""
    named = match.spans("unit", "units")[0].classes
    unit, count, way = named.get("unit") or named["units"], _count(match), match.one("shift")
    which = match.one("which")
    if way != "ago" or count is None or unit not in ("D", "W", "M", "Y", "DE", "CE") or which not in (None, "this"):
        return None
    then = ("D", match.one("relday")) if which is None else (match.all("unit")[-1], 0)
    return Shift(unit, -count, "publication", then=then)


def _hence(match: Match) -> list[Piece] | None:
    """In three days' time."""
    if match.one("a") and match.one("units"):
        return None
    words = match.words[match.first + 1 : match.last]
    return [(words[0].start, words[-1].end, Shift(_unit(match), _count(match) or 1, "publication"))]


def _reference(match: Match) -> Meaning | None:
    word = match.words[match.first]
    before = match.before()
    if word.text.lower() == "now" and match.after().text == "that":
        return None
    if word.text[0].isupper() and before.text.isalpha():
        return None
    return Open(match.one("present"))


def _past_or_future(match: Match) -> list[Piece] | None:
    """In the past, in the near future; not before a noun ("in the past tense")."""
    after = match.after()
    future = match.one("future") is not None
    if (not future and match.one("which") != "past") or (after.text.isalpha() and "function" not in after.classes):
        return None
    words = match.words[match.first + 1 : match.last]
    return [(words[0].start, words[-1].end, Open("future" if future else "past"))]


def _that_time(match: Match) -> list[Piece] | None:
    which = match.one("which")
    if which not in (None, "same", "this") or match.words[match.first + 1].text.lower() in ("same", "very"):
        return None
    words = match.words[match.first + 1 : match.last]
    return [(words[0].start, words[-1].end, Shift("time", 0, "publication" if which == "this" else "text"))]


# ------------------------------------------------------------------------------------------------ lengths
_ISO_UNIT = {"D": "P{}D", "W": "P{}W", "M": "P{}M", "Y": "P{}Y", "TH": "PT{}H", "TM": "PT{}M", "WE": "P{}WE"}
_MULTIPLE = {"DE": (10, "Y"), "CE": (100, "Y"), "Q": (3, "M"), "FN": (2, "W")}


def duration(unit: str, count: int | None) -> str:
    """An ISO 8601 duration; without a count its number is X."""
    if unit in _MULTIPLE:
        times, unit = _MULTIPLE[unit]
        count = None if count is None else count * times
    return _ISO_UNIT[unit].format("X" if count is None else count)


def _count(match: Match) -> int | None:
    """The number in front of a unit: 3, three, twenty-five, a hundred; `None` for several."""
    if match.one("vague") is not None:
        return None
    numbers: list[int] = match.all("num") + match.all("numword")
    if match.one("hundred"):
        return (numbers[0] if numbers else 1) * 100
    if numbers:
        return sum(numbers)
    return 1 if match.one("a") else None


def _unit(match: Match) -> str:
    return str((match.all("unit") + match.all("units"))[-1])


def _period(match: Match) -> Meaning | None:
    return Length(duration(_unit(match), _count(match)))


def _vague_period(match: Match) -> Meaning | None:
    if match.one("recent"):
        return Open("past")
    which = match.all("which")[-1]
    if which in ("coming", "next"):
        return Open("future")
    return Open("present") if which == "this" else Length(duration(_unit(match), None))


def _nothing(_: Match) -> list[Piece]:
    return []


def _duration(match: Match) -> Meaning | None:
    number = match.all("num") + match.all("numword")
    if not number and match.one("a") and match.one("vague") is None and match.one("hundred") is None:
        return _one_unit(match)
    if match.one("which") in ("past", "last", "prior") and not match.one("the"):
        return None
    return Length(duration(_unit(match), _count(match)))


def _one_unit(match: Match) -> Meaning | None:
    """Of "a month": how often after a number ("40 dollars a month"), a length after for, within or about."""
    unit = _unit(match)
    if unit in ("Q", "TM", "WE"):
        return None
    counted = "num" in match.before(2).classes and match.before().text.endswith("s")
    if match.preceded("num", "measured") or counted or match.before().text == "%":
        return Length(duration(unit, 1), returns=True)
    spanning = (
        match.preceded("spanning")
        or match.after().text == "since"
        or match.one("about")
        or match.one("than")
        or match.one("dash")
    )
    return Length(duration(unit, 1)) if spanning else None


def _half_unit(match: Match) -> Meaning | None:
    halves = {"Y": "P6M", "CE": "P50Y", "DE": "P5Y", "D": "PT12H", "TH": "PT30M"}
    value = halves.get(_unit(match))
    return Length(value) if value else None


def _and_a_half(match: Match) -> Meaning | None:
    halves = {"Y": ("P{}M", 12, 6), "TH": ("PT{}M", 60, 30), "D": ("PT{}H", 24, 12), "CE": ("P{}Y", 100, 50)}
    halves |= {"DE": ("P{}Y", 10, 5)}
    unit = _unit(match)
    if unit not in halves:
        return None
    shape, whole, half = halves[unit]
    count = _count(match) or 1
    return Length(shape.format(count * whole + half))


def _some_units(match: Match) -> Meaning | None:
    unit = _unit(match)
    if unit == "WE" or (unit == "TM" and not match.preceded("spanning")):
        return None  # the minutes of a meeting
    if _hyphenated(match) or match.preceded("nth"):
        return None
    return Length(duration(unit, None))


def _every(match: Match) -> Meaning | None:
    if match.one("weekday") is not None or match.one("weekdays") is not None:
        return Length("P1W", returns=True)
    if match.one("daypart"):
        return Length("P1D", returns=True)
    if match.one("month") or match.one("season"):
        return Length("P1Y", returns=True)
    count = 2 if match.one("other") else _count(match)
    return Length(duration(_unit(match), count or 1), returns=True)


def _adverb(match: Match) -> Meaning | None:
    word, before = match.words[match.first], match.before()
    if word.text[0].isupper() and (before.text.isalpha() or match.after().text[:1].isupper()):
        return None
    return Length(match.one("adverbial"), returns=True)


def _rate(match: Match) -> list[Piece] | None:
    """The span of "twice a month" is "a month", of "per month" both words."""
    words = match.words[match.first : match.last]
    start = words[0].start if match.one("per") else words[1].start
    return [(start, words[-1].end, Length(duration(_unit(match), 1), returns=True))]


# ------------------------------------------------------------------------------------------ days and hours
def _christmas(match: Match) -> Meaning | None:
    if match.words[match.first].text.islower() or match.all("unit") not in ([], ["D"]):
        return None
    return Calendar(match.one("year"), 12, 25 + (match.one("eve") or 0))


def _new_year(match: Match) -> Meaning | None:
    units = match.all("unit")
    if units[0] != "Y" or units[1:] not in ([], ["D"]):
        return None
    return Calendar(match.one("year"), *((12, 31) if match.one("eve") else (1, 1)))


def _clock(match: Match) -> list[Piece] | None:
    words = match.words[match.first : match.last]
    moment = match.one("moment")
    if moment is not None:
        return [(words[-1].start, words[-1].end, Clock(moment))]
    shown, half = match.one("clock") or str(match.one("num") or match.one("numword")), match.one("ampm")
    if len(shown) == 3 or (len(shown) == 4 and shown.isdigit()):
        shown = f"{shown[:-2]}:{shown[-2:]}"
    hour, _, minute = shown.replace(".", ":").partition(":")
    number = int(hour)
    daypart, today = match.one("daypart"), match.one("which") is not None
    if half is None and daypart:
        half = 0 if daypart == "morning" else 12
    if int(minute or 0) > 59 or match.one("which") not in (None, "this"):
        return None
    if number > (24 if half is None else 12) or (match.preceded("dash") and half is None and len(hour) == 1):
        return None
    if half is not None:
        number = number % 12 + half
    return [(words[0].start, words[-1].end, Clock(f"{number:02d}:{minute or '00'}", today))]


def _day_part_alone(match: Match) -> list[Piece] | None:
    words = match.words[match.first + 1 : match.last]
    article = bool(match.one("the"))
    where = match.words[match.first].text.lower()
    if where not in ("in", "at") or (where == "at") == article:
        return None
    return [(words[0].start, words[-1].end, Clock("") if article else Told(None))]


SENSES: Mapping[str, Sense] = {
    "written": _written,
    "slashes": _slashes,
    "days": _days,
    "calendar": _calendar,
    "half": _half,
    "quarter": _quarter,
    "last_quarter": _last_quarter,
    "unplaced": _unplaced,
    "fiscal": _fiscal,
    "decade": _decade,
    "century": _century,
    "years": _years,
    "year_alone": _year_alone,
    "month_alone": _month_alone,
    "season_alone": _season_alone,
    "day_alone": _day_alone,
    "weekday": _weekday,
    "short_weekday": _short_weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_and_week": _weekday_and_week,
    "nth_weekday": _nth_weekday,
    "beyond": _beyond,
    "beyond_unit": _beyond_unit,
    "relative_day": _relative_day,
    "relative_unit": _relative_unit,
    "weekday_elsewhere": _weekday_elsewhere,
    "month_elsewhere": _month_elsewhere,
    "overnight": _overnight,
    "day_part": _day_part,
    "day_part_alone": _day_part_alone,
    "which_part": _which_part,
    "which_unit": _which_unit,
    "this_unit": _this_unit,
    "unit_from_event": _unit_from_event,
    "weekend": _weekend,
    "shifted": _shifted,
    "shifted_to_day": _shifted_to_day,
    "hence": _hence,
    "reference": _reference,
    "past_or_future": _past_or_future,
    "that_time": _that_time,
    "period": _period,
    "vague_period": _vague_period,
    "nothing": _nothing,
    "duration": _duration,
    "half_unit": _half_unit,
    "and_a_half": _and_a_half,
    "some_units": _some_units,
    "every": _every,
    "adverb": _adverb,
    "rate": _rate,
    "christmas": _christmas,
    "new_year": _new_year,
    "clock": _clock,
}
