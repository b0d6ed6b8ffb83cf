"""The words that tell a time, and what they mean by themselves, before anything is placed on the calendar.

The text is cut into words. Each word has the classes that the language's table gives it (``july``: month; ``second``:
ordinal), digits have classes by their shape, and every distinct set of classes is written as one character, so that a
text becomes a line of characters and a rule a regular expression over that line. A rule's sense is the function of
this module that its entry names; it may decline, and then the rules after it are tried.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from regesta import lexicon

Base = Literal["publication", "text", "either"]
Classes = Mapping[str, Any]


# ------------------------------------------------------------------------------------------------ meanings
class Calendar(NamedTuple):
    """A date or a part of one. `part` is a month or an EDTF season, quarter or half; `offset` counts years from the
    year of `base` where the words do ("of the following year")."""

    year: str | None = None
    part: int | None = None
    day: int | None = None
    offset: int | None = None
    base: Base = "publication"
    clock: str = ""


class Nearest(NamedTuple):
    """A month, season or weekday before (-1), in (0) or after (1) the present one; `None`: tense decides."""

    what: Literal["part", "weekday"]
    number: int
    way: int | None = None
    base: Base = "publication"
    week: bool = False


class Shift(NamedTuple):
    """A calendar unit so many units away; `vague` when only the direction is known."""

    unit: str
    number: int
    base: Base
    vague: bool = False
    kind: Literal["date", "time"] = "date"


class Length(NamedTuple):
    """A duration, or with `returns` how often something comes back."""

    value: str
    returns: bool = False


class Clock(NamedTuple):
    """A time of day, empty where only a part of the day is told; its date is told elsewhere."""

    value: str


class Open(NamedTuple):
    """The present, or all time before or after it."""

    way: Literal["past", "present", "future"]


class Told(NamedTuple):
    """A value that needs no placing; `None` where the words do not settle it."""

    value: str | None


Meaning = Calendar | Nearest | Shift | Length | Clock | Open | Told


class Found(NamedTuple):
    """An expression, what it means, and the id of the rule that found it."""

    start: int
    end: int
    meaning: Meaning
    rule: str


# ------------------------------------------------------------------------------------------------ words
class Word(NamedTuple):
    """A word, number or sign of the text; `sign` stands for its classes in the line that rules read."""

    start: int
    end: int
    text: str
    classes: Classes
    sign: str


_WORD = re.compile(
    r"(?P<isodate>(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))"
    r"|(?P<slashdate>(?<![\d/.])\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.)\d{4}(?![\d/]))"
    r"|(?P<clock>(?<![\d:.])\d{1,2}(?::[0-5]\d(?![\d:])|\.[0-5]\d(?=\s?[ap]\.?m\b)))"
    r"|(?P<opaque>\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+|[^\W\d_]+\d\w*(?<!\bQ[1-4]))"
    r"|(?P<decade>\d{3}0s\b|['’]?\d0s\b)"
    r"|(?P<dayth>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<shortyear>(?<!\w)['’]\d\d\b)"
    r"|(?P<quarter>\bQ[1-4]\b)"
    r"|(?P<num>\d+)"
    r"|(?P<dotted>\b(?:[ap]\.\s?m\b\.?|A\.D\b\.?|B\.C\b\.?(?:E\b\.?)?|U\.S\b\.?))"
    r"|(?P<letters>[^\W\d_]+)"
    r"|(?P<line>\n)"
    r"|[^\s\w]"
)
_SIGNS = {",": "comma", ".": "dot", "/": "slash", "'": "apos", "’": "apos"} | dict.fromkeys("-–—‑", "dash")
_NONE: Classes = {}


class Rule(NamedTuple):
    """A rule ready to use: its pattern over signs, and its sense."""

    id: str
    pattern: re.Pattern[str]
    sense: "Sense"


class Grammar(NamedTuple):
    """A language's tables ready to use."""

    words: Mapping[str, Classes]
    capital: frozenset[str]
    signs: Mapping[frozenset[str], str]
    rules: tuple[Rule, ...]
    any_rule: re.Pattern[str]


def _cut(text: str, grammar: Grammar) -> list[Word]:
    words = []
    for match in _WORD.finditer(text):
        shown = match[0]
        classes = _classes(shown, match.lastgroup, grammar)
        sign = grammar.signs.get(frozenset(classes), "x") if classes else "\n" if shown == "\n" else "x"
        words.append(Word(match.start(), match.end(), shown, classes, sign))
    return words


def _classes(shown: str, shape: str | None, grammar: Grammar) -> Classes:
    if shape in ("letters", "dotted"):
        classes = grammar.words.get(shown.replace(".", "").replace(" ", "").lower(), _NONE)
        if classes and not shown[0].isupper() and not grammar.capital.isdisjoint(classes):
            return {name: value for name, value in classes.items() if name not in grammar.capital}
        return classes
    if shape is None:
        return {_SIGNS[shown]: 1} if shown in _SIGNS else _NONE
    if shape == "num":
        return _number_classes(shown)
    if shape == "dayth":
        number = int(shown[:-2])
        return {"dayth": number, "nth": number} if 1 <= number <= 31 else {"nth": number}
    return {shape: shown} if shape not in ("opaque", "line") else _NONE


def _number_classes(shown: str) -> Classes:
    if len(shown) > 4 or not shown.isascii():
        return _NONE
    number = int(shown)
    if len(shown) == 4:
        return {"num": number, "year": shown} if 1000 <= number < 2200 else {"num": number}
    return {"num": number, "day": number} if len(shown) < 3 and 1 <= number <= 31 else {"num": number}


# Sets of classes that come from shapes and signs, not from the tables.
_SHAPES = [{"num"}, {"num", "year"}, {"num", "day"}, {"dayth", "nth"}, {"nth"}, {"comma"}, {"dot"}, {"slash"}] + [
    {name} for name in ("apos", "dash", "isodate", "slashdate", "clock", "decade", "shortyear", "quarter")
]


@cache
def grammar(language: str = "en") -> Grammar:
    """The tables and rules of a language, compiled once."""
    tables = lexicon.load().tables["times"]
    of_language = dict(tables["words"][language])
    capital = frozenset(of_language.pop("capital"))
    words: dict[str, dict[str, Any]] = {}
    for name, members in of_language.items():
        for word, value in members.items():
            words.setdefault(word, {})[name] = value
    signs = _signs(words.values(), capital)
    rules = [_rule(entry, tables["shorthand"], signs) for entry in tables["rule"]]
    return Grammar(words, capital, signs, tuple(rules), _any(rules, signs, frozenset(tables["core"])))


def _any(rules: Iterable[Rule], signs: Mapping[frozenset[str], str], core: frozenset[str]) -> re.Pattern[str]:
    """All rules as one pattern, tried only where a core word follows within a few words that rules know."""
    known = {sign: core.isdisjoint(classes) for classes, sign in signs.items()}
    other, telling = ("".join(sign for sign in known if known[sign] is light) for light in (True, False))
    either = "|".join(f"(?P<r{number}>{rule.pattern.pattern})" for number, rule in enumerate(rules))
    return re.compile(f"(?=[{other}]{{0,12}}[{telling}])(?:{either})")


def _signs(words: Iterable[Classes], capital: frozenset[str]) -> Mapping[frozenset[str], str]:
    """One private character for every set of classes that some word can have."""
    full = [frozenset(classes) for classes in words]
    sets = dict.fromkeys([*map(frozenset, _SHAPES), *full, *(classes - capital for classes in full)])
    return {classes: chr(0xE000 + number) for number, classes in enumerate(sets) if classes}


_NAME = re.compile(r"@?[a-z_]+")


def _rule(entry: Mapping[str, Any], shorthand: Mapping[str, str], signs: Mapping[frozenset[str], str]) -> Rule:
    def one(match: re.Match[str]) -> str:
        name = match[0]
        if name[0] == "@":
            return _NAME.sub(one, shorthand[name[1:]])
        members = "".join(sign for classes, sign in signs.items() if name in classes)
        if not members:
            raise KeyError(f"{entry['id']}: no word has the class {name}")
        return f"[{members}]"

    pattern = _NAME.sub(one, entry["when"]).replace(" ", "").replace("(", "(?:")
    return Rule(entry["id"], re.compile(pattern), _SENSES[entry["sense"]])


# ------------------------------------------------------------------------------------------------ finding
class Match(NamedTuple):
    """The words a rule matched, with what stands around them."""

    text: str
    words: list[Word]
    first: int
    last: int

    def all(self, name: str) -> list[Any]:
        """The values that the matched words have in this class, in order."""
        return [word.classes[name] for word in self.words[self.first : self.last] if name in word.classes]

    def one(self, name: str) -> Any:
        """The first such value, or `None`."""
        found = self.all(name)
        return found[0] if found else None

    def before(self, back: int = 1) -> Word:
        """The word before the match; an empty one at the beginning of a line."""
        return self._word(self.first - back)

    def after(self, on: int = 1) -> Word:
        """The word after the match; an empty one at the end of a line."""
        return self._word(self.last + on - 1)

    def _word(self, index: int) -> Word:
        word = self.words[index] if 0 <= index < len(self.words) else _NO_WORD
        return _NO_WORD if word.text == "\n" else word

    def spans(self, *names: str) -> list[Word]:
        """The matched words that have one of these classes."""
        return [word for word in self.words[self.first : self.last] if any(name in word.classes for name in names)]

    def preceded(self, *names: str) -> bool:
        """Whether the word before the match has one of these classes."""
        return any(name in self.before().classes for name in names)

    def followed(self, *names: str) -> bool:
        """Whether the word after the match has one of these classes."""
        return any(name in self.after().classes for name in names)


_NO_WORD = Word(0, 0, "", _NONE, "x")

Piece = tuple[int, int, Meaning]
Sense = Callable[[Match], Meaning | list[Piece] | None]


def find(text: str, language: str = "en") -> list[Found]:
    """Every expression of time in the text, in order, none overlapping another."""
    rules = grammar(language)
    words = _cut(text, rules)
    line = "".join([word.sign for word in words])
    found: list[Found] = []
    at = 0
    while match := rules.any_rule.search(line, at):
        end = match.end()
        pieces = _read(text, words, line, match, rules)
        if pieces is not None:
            found += pieces[1]
            end = pieces[0]
        at = end if pieces is not None else match.start() + 1
    return found


def _read(
    text: str, words: list[Word], line: str, match: re.Match[str], rules: Grammar
) -> tuple[int, list[Found]] | None:
    """What the first rule that accepts the place makes of it, and where it ends."""
    start = match.start()
    for rule in rules.rules[int((match.lastgroup or "r0")[1:]) :]:
        here = rule.pattern.match(line, start)
        if not here or here.end() == start:
            continue
        span = Match(text, words, start, here.end())
        meaning = rule.sense(span)
        if meaning is not None:
            whole = [(words[start].start, words[here.end() - 1].end, meaning)]
            pieces = meaning if isinstance(meaning, list) else whole
            return here.end(), [Found(*piece, rule.id) for piece in pieces]  # type: ignore[arg-type]
    return None


# ------------------------------------------------------------------------------------------------ senses: dates
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
    bare = (day is not None and "day" in last.classes) or (
        match.one("shy") and not match.one("of") and not _recent(last.text)
    )
    if _counts(match) and bare:
        return None
    if not _of_a_year(match):
        return None
    if day is not None and _counts(match) and last.text == year and not _recent(last.text):
        end = list(match.spans("day", "dayth", "month", "brief", "dot"))[-1].end
        return [(match.words[match.first].start, end, Calendar(None, part, day))]
    offset, base = _offset(match) if year is None else (None, "publication")
    return Calendar(year, part, day, offset, base)


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


def _hyphenated(match: Match) -> bool:
    """Whether the match is part of a longer hyphenated word."""
    after = match.after()
    first = match.words[match.first]
    before = match.before()
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


# ------------------------------------------------------------------------------------------------ senses: near now
def _weekday(match: Match) -> Meaning | None:
    after = match.after()
    if match.preceded("byname") and match.before().text[0].isupper():
        return None
    if ("paper" in after.classes and after.text[0].isupper()) or match.preceded("nth"):
        return None
    which = match.one("which")
    if which is None:
        return Nearest("weekday", match.one("weekday"))
    way, base = _WHICH[which]
    return Nearest("weekday", match.one("weekday"), way, base)


def _weekday_of_week(match: Match) -> Meaning | None:
    if match.one("unit") != "W":
        return None
    way, base = _WHICH[match.all("which")[-1]]
    return Nearest("weekday", match.one("weekday"), way, base, week=True)


def _beyond(match: Match) -> Meaning | None:
    """The day before yesterday, the day after tomorrow."""
    way, day = match.one("shift"), match.one("relday")
    if match.one("unit") != "D" or way not in ("before", "after") or day == 0:
        return None
    return Shift("D", day + (1 if way == "after" else -1), "publication")


def _relative_day(match: Match) -> Meaning | None:
    if match.words[match.first].text[0].isupper() and match.before().text[:1].isupper():
        return None
    return Shift("D", match.one("relday"), "publication")


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
    hence = match.one("present") is not None
    way = "hence" if hence else word.classes["shift"]
    if word.text in ("before", "after", "on", "following", "earlier") and match.after().text.isalpha():
        if word.text in ("on", "earlier") or match.before().text.lower() in ("for", "lasted"):
            return None
        return Told(None)
    unit, count = (match.all("unit") + match.all("units"))[0], _count(match)
    if match.one("half"):
        unit, count = ("M", 6) if unit == "Y" else (unit, None)
    base: Base = "publication" if way in ("ago", "hence") else "text"
    sign = 1 if way in ("after", "hence") else -1
    return Shift(unit, sign * (count or 1), base, vague=count is None)


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


# ------------------------------------------------------------------------------------------------ senses: lengths
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
    if match.preceded("num", "measured") or match.before().text == "%":
        return Length(duration(unit, 1), returns=True)
    spanning = match.preceded("spanning") or match.one("about") or match.one("than") or match.one("dash")
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
    if unit in ("TM", "WE") or _hyphenated(match) or match.preceded("nth"):
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


# ------------------------------------------------------------------------------------------ senses: days and hours
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
    shown, half = match.one("clock") or str(match.one("num")), match.one("ampm")
    hour, _, minute = shown.replace(".", ":").partition(":")
    number = int(hour)
    if number > (24 if half is None else 12) or (match.preceded("dash") and half is None and len(hour) == 1):
        return None
    if half is not None:
        number = number % 12 + half
    return [(words[0].start, words[-1].end, Clock(f"{number:02d}:{minute or '00'}"))]


def _day_part_alone(match: Match) -> list[Piece] | None:
    words = match.words[match.first + 1 : match.last]
    article = bool(match.one("the"))
    where = match.words[match.first].text.lower()
    if where not in ("in", "at") or (where == "at") == article:
        return None
    return [(words[0].start, words[-1].end, Clock("") if article else Told(None))]


_SENSES: Mapping[str, Sense] = {
    "written": _written,
    "slashes": _slashes,
    "days": _days,
    "calendar": _calendar,
    "half": _half,
    "quarter": _quarter,
    "decade": _decade,
    "century": _century,
    "years": _years,
    "year_alone": _year_alone,
    "month_alone": _month_alone,
    "season_alone": _season_alone,
    "day_alone": _day_alone,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "beyond": _beyond,
    "relative_day": _relative_day,
    "overnight": _overnight,
    "day_part": _day_part,
    "day_part_alone": _day_part_alone,
    "which_part": _which_part,
    "which_unit": _which_unit,
    "this_unit": _this_unit,
    "unit_from_event": _unit_from_event,
    "weekend": _weekend,
    "shifted": _shifted,
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
