"""Where a text tells a time: its words, the rules of its language over them, and what a rule that fits makes of them.

Every distinct set of classes is written as one character, so that a text becomes a line of characters and a rule a
regular expression over that line. A rule's sense is the function of `timesenses` that its entry names; it may decline,
and then the rules after it are tried.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from regesta import lexicon
from regesta.annotate.timesenses import SENSES
from regesta.annotate.timewords import NO_CLASSES, Classes, Found, Match, Sense, Word

_WORD = re.compile(
    r"(?P<isodate>(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w-]))"
    r"|(?P<slashdate>(?<![\d/.])\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.)\d{4}(?![\d/]))"
    r"|(?P<clock>(?<![\d:.])\d{1,2}(?::[0-5]\d(?!:?\d)|\.[0-5]\d(?=\s?[ap]\.?m\b)))"
    r"|(?P<fiscalyear>\bFY\s?['’]?\d{2,4}(?:[/-]\d{2,4})?\b)"
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
_RUN_TOGETHER = {ord("."): None, ord(" "): None, ord("’"): "'", ord("ʼ"): "'"}


class Rule(NamedTuple):
    """A rule ready to use: its pattern over signs, and its sense."""

    id: str
    pattern: re.Pattern[str]
    sense: Sense


class Grammar(NamedTuple):
    """A language's tables ready to use. `cut` is the pattern of its words, some of which are written apart."""

    cut: re.Pattern[str]
    words: Mapping[str, Classes]
    capital: frozenset[str]
    signs: Mapping[frozenset[str], str]
    rules: tuple[Rule, ...]
    any_rule: re.Pattern[str]


def _cut(text: str, grammar: Grammar) -> list[Word]:
    words = []
    for match in grammar.cut.finditer(text):
        shown = match[0]
        classes = _classes(shown, match.lastgroup, grammar)
        sign = grammar.signs.get(frozenset(classes), "x") if classes else "\n" if shown == "\n" else "x"
        words.append(Word(match.start(), match.end(), shown, classes, sign))
    return words


def _classes(shown: str, shape: str | None, grammar: Grammar) -> Classes:
    if shape in ("letters", "dotted", "phrase"):
        word = shown if shape == "letters" else shown.translate(_RUN_TOGETHER)
        classes = grammar.words.get(word.lower(), NO_CLASSES)
        if classes and not shown[0].isupper() and not grammar.capital.isdisjoint(classes):
            return {name: value for name, value in classes.items() if name not in grammar.capital}
        return classes
    if shape is None:
        return {_SIGNS[shown]: 1} if shown in _SIGNS else NO_CLASSES
    if shape == "num":
        return _number_classes(shown)
    if shape == "dayth":
        number = int(shown[:-2])
        return {"dayth": number, "nth": number} if 1 <= number <= 31 else {"nth": number}
    return {shape: shown} if shape not in ("opaque", "line", "glued") else NO_CLASSES


def _number_classes(shown: str) -> Classes:
    if len(shown) > 4:
        return NO_CLASSES
    number = int(shown)
    if len(shown) == 4:
        return {"num": number, "year": f"{number}"} if 1000 <= number < 2200 else {"num": number}
    return {"num": number, "day": number} if len(shown) < 3 and 1 <= number <= 31 else {"num": number}


# Sets of classes that come from shapes and signs, not from the tables.
_SHAPES = [{"num"}, {"num", "year"}, {"num", "day"}, {"dayth", "nth"}, {"nth"}, {"comma"}, {"dot"}, {"slash"}] + [
    {name} for name in ("apos", "dash", "isodate", "slashdate", "clock", "decade", "shortyear", "quarter", "fiscalyear")
]


@cache
def grammar(language: str = "en") -> Grammar:
    """The tables and rules of a language, compiled once; of English where there are none."""
    here, elsewhere = lexicon.load().tables["times"], lexicon.load().tables["times_elsewhere"]
    if language in elsewhere["language"]:
        return _compiled(elsewhere, _words_elsewhere(language, elsewhere["language"][language]), here["core"])
    return _compiled(here, here["words"]["en"], here["core"])


def future_signs(language: str) -> str:
    """The signs of the future in a language that is read by signs; empty for English."""
    of_language = lexicon.load().tables["times_elsewhere"]["language"].get(language)
    return str(of_language["ahead"]) if of_language else ""


def _compiled(tables: Mapping[str, Any], of_language: Mapping[str, Any], core: Iterable[str]) -> Grammar:
    capital = frozenset(of_language["capital"])
    words: dict[str, dict[str, Any]] = {}
    for name, members in of_language.items():
        for word, value in members.items() if name != "capital" else ():
            words.setdefault(word.translate(_RUN_TOGETHER), {})[name] = value
    signs = _signs(words.values(), capital)
    rules = [_rule(entry, tables["shorthand"], signs, of_language) for entry in tables["rule"]]
    return Grammar(_cut_pattern(of_language), words, capital, signs, tuple(rules), _any(rules, signs, frozenset(core)))


def _cut_pattern(of_language: Mapping[str, Any]) -> re.Pattern[str]:
    """The pattern of words; before them those that are written with blanks, hyphens or apostrophes, and letters that
    Arabic writes together with a number."""
    apart = {
        word for name, members in of_language.items() if name != "capital" for word in members if not word.isalpha()
    }
    if not apart:
        return _WORD
    shown = [re.escape(one).replace("'", "['’ʼ]") for one in sorted(apart, key=lambda one: (-len(one), one))]
    return re.compile(
        rf"(?P<phrase>(?<!\w)(?i:{'|'.join(shown)})(?!\w))|(?P<glued>(?<!\w)[وفبل](?=\d))|{_WORD.pattern}"
    )


def _words_elsewhere(language: str, tables: Mapping[str, Any]) -> Mapping[str, Any]:
    """The classes of a language, in the shape that English has: class → word → value."""
    months = lexicon.load().tables["page_words"]["months"][language]
    before = dict.fromkeys(tables["before"].split("|"), 1)
    shown: dict[str, dict[str, Any]] = {
        "month": _numbered(months, 1),
        "fullmonth": {name: number for name, number in _numbered(months, 1).items() if not _is_short(name, months)},
        "weekday": _numbered(tables["weekdays"], 0),
        "relday": _meaning(tables["days"], int),
        "unit": _meaning(tables["units"], str),
        "which": _meaning(tables["which"], str),
        "relunit": _meaning(tables.get("relunits", {}), str),
        "yearword": dict.fromkeys(tables["year"].split("|"), 1),
        "before_date": before,
        "of": dict.fromkeys(("de", "من"), 1),
        "the": dict.fromkeys(("le", "la", "der", "den", "dem"), 1),
        "er": {"er": 1},
    }
    for prefix in tables.get("prefixes", "").split():
        for members in shown.values():
            members.update({prefix + word: value for word, value in members.items() if word[0] != prefix})
    return {**shown, "capital": tables.get("capital", ())}


def _numbered(names: Iterable[str], first: int) -> dict[str, int]:
    return {name: number for number, forms in enumerate(names, first) for name in forms.split("|")}


def _meaning(table: Mapping[str, str], of: Callable[[str], Any]) -> dict[str, Any]:
    return {word: of(meaning) for meaning, forms in table.items() for word in forms.split("|")}


def _is_short(name: str, months: Iterable[str]) -> bool:
    """Whether a name of a month is one cut short, which alone may be another word."""
    return any(form.startswith(name) and len(form) > len(name) + 1 for forms in months for form in forms.split("|"))


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
_NEVER = "\uf8ff"  # the sign of a class of which a language has no word


def _rule(
    entry: Mapping[str, Any], shorthand: Mapping[str, str], signs: Mapping[frozenset[str], str], known: Container[str]
) -> Rule:
    def one(match: re.Match[str]) -> str:
        name = match[0]
        if name[0] == "@":
            return _NAME.sub(one, shorthand[name[1:]])
        members = "".join(sign for classes, sign in signs.items() if name in classes)
        if not members and name not in known:
            raise KeyError(f"{entry['id']}: no word has the class {name}")
        return f"[{members or _NEVER}]"

    pattern = _NAME.sub(one, entry["when"]).replace(" ", "").replace("(", "(?:")
    return Rule(entry["id"], re.compile(pattern), SENSES[entry["sense"]])


# ------------------------------------------------------------------------------------------------ finding
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
