"""What each line of a page is: prose, heading or caption of the story, a teaser's, or furniture and of which sort."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from regesta.intake import dates
from regesta.intake.bylines import bylined, is_person, signed
from regesta.intake.captions import MOST_WORDS, Caption, caption_of, credited, is_nominal
from regesta.intake.furniture import folded_words, furniture_of
from regesta.intake.lines import Line, densest
from regesta.model import unique

TEXT_ROLES = frozenset({"prose", "heading", "caption"})
_HARDLY = 0.1
_SURE = 0.5
_SURELY = 0.8
_APART = 4
_STYLED = frozenset({"en", "und"})
_FEW = 6
"""On a page of so few lines, neighbours tell little: there every sentence is taken for the story's."""
_LONGEST_TITLE = 400
_OTHER_STORIES = frozenset({"other story", "popular"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS_BLOCK = frozenset({"other story", "popular", "comment"})
_SENTENCE_END = (".", "!", "?", "…", "。", "؟", "۔", "！", "？")
_CLOSERS = "\"'”’»“)] "
_NO_HEADLINE = re.compile(r"@|https?:|©|\d\d[:.]\d\d|(?i:\b(?:facebook|twitter|whatsapp|e-?mail|min read)\b)")
_PRESENTS = re.compile(
    r"\bis (?:the|an?|our)\b.{0,50}\b(?:reporter|correspondent|editor|writer|journalist|columnist)\b"
    r"|\b(?:has written for|writes on|writes about)\b"
)
_NO_TEASER = re.compile(r"\d{4} \d{4}|\+\d{2}|@|(?i:^if you\b|\bcookies?\b)")
_CLOCK = re.compile(r"[0-2]?\d[.:h][0-5]\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?")
_LEAST_DATED, _LEAST_CLOCKED = 2, 3  # so many entries make a running report
_LONGEST_HEADING = 30
_LEAST_COPIED = 8
_LONGEST_ENTRY = 30
_FIRST_WORDS = 60  # signs by which a dated entry is known
_SUFFIX = re.compile(r"^(.{11,}?\S)\s++(\||–|—|-)\s++([^|–—]{2,40})$")
_ANY_LANGUAGE = "und"
_BOXES = frozenset({"signup", "consent", "comment", "share", "advert", "aside"})
"""Regions of the page that hold no story, unless a site gives all of its page such a name."""
_ASKS = frozenset({"newsletter", "donation", "consent"})
_BARS = re.compile(r"\s*[|·•]\s*|\s[–—-]\s")
_TIME = re.compile(r"\b[0-2]?\d[:.h][0-5]\d\b")
_LONGEST_STAMP = 120
_SAID = re.compile(r"[.!?…]+(?!\w)|[“”\"«»„]")
_OPENS = frozenset('“"«„‘')
_MOST_PLACES = 8
_LINK = 0.8
"""A line of whose characters more than this share are a link leads somewhere else."""


class Part(NamedTuple):
    """A line with what it is: a kind of block, or the reason why it is in no story's text."""

    line: Line
    role: str
    caption: Caption | None = None


class Teaser(NamedTuple):
    """Another story told in short, as indices of lines: its title, its text, and what stands with them."""

    title: int
    text: tuple[int, ...]
    beside: tuple[int, ...]


Start = tuple[int, str, str]
"""Where an entry of a running report begins: a line, and its day or its time of day, the other one empty."""


class Entry(NamedTuple):
    """An entry of a running report, as indices of lines: its heading, `-1` where it has none, and its text; and when
    it was written: as a day, else as a time of the page's day."""

    heading: int
    text: tuple[int, ...]
    day: str
    clock: str


class Layout(NamedTuple):
    """The parts of a page. `title` is its line, `-1` where none is found; the story's prose starts at line `first`."""

    parts: tuple[Part, ...]
    title: int
    heading: str
    first: int
    authors: tuple[str, ...]
    teasers: tuple[Teaser, ...]
    entries: tuple[Entry, ...] = ()


class Known(NamedTuple):
    """What is known of a page beforehand: what it calls its story, the best first, and the dated entries of a running
    report, as (heading, first words, day)."""

    titles: tuple[str, ...] = ()
    entries: tuple[tuple[str, str, str], ...] = ()


NOTHING_KNOWN = Known()


def ends_sentence(text: str) -> bool:
    """Whether a line closes as a sentence does."""
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_END)


def lay_out(
    lines: Sequence[Line], scores: Sequence[float], language: str, known: Known = NOTHING_KNOWN
) -> Layout | None:
    """The page's layout, `None` where it holds no prose."""
    titles = known.titles
    captions = _captions(lines, scores, language)
    barred = _barred(lines, scores)
    told = [
        not no and (p > _SURE or (len(lines) <= _FEW and _is_sentence(line)))
        for line, p, no in zip(lines, scores, barred, strict=True)
    ]
    body = [i for i in range(_cut(lines, scores, told)) if told[i] and captions[i] is None]
    if not body:
        return None
    titles = unique(_without_suffix(title, lines) for title in titles)
    start = densest(lines, scores)[0]
    core = [i for i in body if i >= start] or body
    title = _known_title(lines, titles, core[0])
    if title < 0 and not (titles and core[0] > body[0]):
        title = _title(lines, core, captions)
    dated = _by_metadata(lines, known.entries)
    entries = _dated_sentences(lines, dated)
    body = _body(lines, [0.0 if no else p for p, no in zip(scores, barred, strict=True)], body, title, entries)
    authors = _authors(lines, title, body[0], body[-1])
    heading = titles[0] if titles else _without_suffix(lines[title].text, lines) if title >= 0 else ""
    roles = _roles(lines, captions, body, heading, authors)
    if "prose" not in roles:
        return None
    parts = tuple(Part(*three) for three in zip(lines, roles, captions, strict=True))
    return Layout(
        parts, title, heading, body[0], authors, _teasers(parts, body[-1]), _entries(parts, dated, bool(known.entries))
    )


def _barred(lines: Sequence[Line], scores: Sequence[float]) -> list[bool]:
    """Whether each line that is likely enough to be asked can be no part of the story all the same: who owns the page,
    who wrote it and when, and, unless it is all too likely a paragraph, what asks for something or stands in a box that
    is not the story's."""
    prose: Counter[str] = Counter()
    for line, p in zip(lines, scores, strict=True):
        for region in ("", *(line.signs.regions & _BOXES if line.signs else ())):
            prose[region] += line.words * (p > _SURE)
    boxes = frozenset(region for region in _BOXES if prose[region] * 2 < prose[""])
    return [
        (p > _HARDLY or len(lines) <= _FEW)
        and (
            _is_imprint(line)
            or (p < _SURELY and line.signs is not None and _asks_or_is_in(line, line.signs.regions & boxes))
        )
        for line, p in zip(lines, scores, strict=True)
    ]


def _asks_or_is_in(line: Line, boxes: frozenset[str]) -> bool:
    """Whether a line stands in a box, or asks the reader to subscribe, to give or to consent."""
    asks = line.furniture is not None and line.furniture.reason in _ASKS
    return bool(boxes) or (asks and line.words <= _LONGEST_HEADING)


def _is_imprint(line: Line) -> bool:
    """Whether a line has no more than whose page it is, or is several parts of which one says who wrote it or when."""
    if line.furniture is not None and line.furniture.rule == "year":
        return True
    parts = _BARS.split(line.text) if line.words <= _LONGEST_HEADING and not ends_sentence(line.text) else ()
    found = map(furniture_of, parts) if len(parts) > 1 else ()
    return any(one is not None and one.reason == "byline" for one in found)


def _body(
    lines: Sequence[Line], scores: Sequence[float], body: Sequence[int], title: int, entries: Sequence[int]
) -> list[int]:
    """The story's lines: those below the title, the standfirst, and sentences that follow prose at once."""
    kept = [i for i in body if i > title] or list(body)
    lead = [i for i in range(title + 1, kept[0]) if title >= 0 and _may_lead(lines[i], scores[i])]
    if kept[0] - title < 12:
        kept = lead[:1] + kept
    prose = {*kept, *entries, *_below_clocks(lines)}
    for i in range(kept[0] + 1, kept[-1] + 3):
        if i < len(lines) and scores[i] > _least(lines, i) and _is_sentence(lines[i]):
            above = i - 2 if lines[i - 1].text.isdigit() else i - 1  # the number of a note stands on a line of its own
            prose |= {i} if above in prose else set()
    told = sorted(prose)
    while len(told) > 1 and _closes_nothing(lines[told[-1]]):
        told.pop()
    return told


def _closes_nothing(line: Line) -> bool:
    """Whether the last line of a story is none of it: no subhead, for nothing stands below it, or furniture."""
    short = not ends_sentence(line.text) and line.words < 12
    return short or (line.furniture is not None and line.words < 2 * _LONGEST_HEADING)


def _least(lines: Sequence[Line], i: int) -> float:
    """How likely a sentence right below prose must be to go on with it: little where one element holds both."""
    above, signs = lines[i - 1].signs, lines[i].signs
    together = above is not None and signs is not None and above.holder == signs.holder and above.tag == signs.tag
    return 0.15 if together else 0.25


def _may_lead(line: Line, score: float) -> bool:
    """Whether a line between title and story may be its standfirst, or announce what follows it."""
    announces = line.words >= 8 and line.text.endswith(":") and line.furniture is None and line.times == 1
    return score > _HARDLY and (announces or _is_sentence(line))


def _below_clocks(lines: Sequence[Line]) -> list[int]:
    """The lines below a time of day on a line of its own, where there are enough of them for a day's entries."""
    found = [i for i, line in enumerate(lines) if i and line.words > 5 and _CLOCK.fullmatch(lines[i - 1].text)]
    told = [i for i in found if ends_sentence(lines[i].text)]
    return told if len(told) > 2 else []


def _is_sentence(line: Line) -> bool:
    return line.words >= 10 and ends_sentence(line.text) and line.furniture is None and line.times == 1


def _captions(lines: Sequence[Line], scores: Sequence[float], language: str) -> list[Caption | None]:
    known = {line.text: _caption(line, language) for line in {line.text: line for line in lines}.values()}
    found = [known[line.text] or _marked(line, p) for line, p in zip(lines, scores, strict=True)]
    for i, (line, below) in enumerate(zip(lines, found[1:], strict=False)):
        # A credit on a line of its own says what the line above it is.
        credited = below is not None and below.credit is not None and below.credit[0] == 0
        if credited and found[i] is None and line.furniture is None and 3 <= line.words <= 45:
            found[i] = Caption(None, (), False) if line.text.endswith(".") and is_nominal(line.text) else None
    return found


def _caption(line: Line, language: str) -> Caption | None:
    if line.furniture is not None or line.words > MOST_WORDS or _is_elsewhere(line):
        return None
    # The style of captions is known for English alone, and where the markup speaks it need not be guessed.
    if line.signs is not None or language not in _STYLED:
        return credited(line.text)
    return caption_of(line.text, dated_at_end=dates.ends_with_date(line.text, language), repeated=line.times > 1)


def _is_elsewhere(line: Line) -> bool:
    """Whether the markup says that a line belongs to no picture: it is a link, or stands in a menu or at the foot."""
    signs = line.signs
    return signs is not None and (signs.linked > _LINK or not signs.regions.isdisjoint(("nav", "footer")))


def _marked(line: Line, score: float) -> Caption | None:
    """What the markup calls a caption, where the line is not all too likely a paragraph."""
    if line.signs is None or line.furniture or score > _SURELY or not 2 < line.words <= MOST_WORDS:
        return None
    if "caption" not in line.signs.regions and line.signs.linked > _LINK:  # a picture with a link is another story's
        return None
    return None if line.signs.regions.isdisjoint(("caption", "figure")) else Caption(None, (), False)


def _cut(lines: Sequence[Line], scores: Sequence[float], prose: Sequence[bool]) -> int:
    """The line from which the page tells other stories: the first such heading with no two paragraphs near one another
    behind it, as only a story has them, and none in the element that holds those before it."""
    behind = _last_pair(lines, scores, prose)
    last = {line.signs.holder: i for i, line in enumerate(lines) if line.signs and prose[i] and scores[i] > _SURELY}
    started, reaches = False, 0
    for i, line in enumerate(lines):
        ends = line.furniture is not None and line.furniture.opens and line.furniture.reason in _ENDS_BLOCK
        if ends and started and i > max(behind, reaches):
            return i
        if prose[i]:
            started = True
            reaches = max(reaches, last.get(line.signs.holder, 0) if line.signs else 0)
    return len(lines)


def _last_pair(lines: Sequence[Line], scores: Sequence[float], prose: Sequence[bool]) -> int:
    """The last paragraph with another right below it or, where both are all too likely ones, a few lines below."""
    told = [i for i, line in enumerate(lines) if prose[i] and ends_sentence(line.text)]
    for below, above in pairwise(reversed(told)):
        near = 1 if min(scores[above], scores[below]) < _SURELY else _APART
        if below - above <= near:
            return above
    return 0


# ------------------------------------------------------------------------------------------------ the title
def _title(lines: Sequence[Line], body: Sequence[int], captions: Sequence[Caption | None]) -> int:
    """The line that heads the story: near the first prose, of a headline's length, perhaps given twice."""
    end = body[0] if ends_sentence(lines[body[0]].text) else body[0] + 1
    start = max(end - 60, 0)
    bare = Counter(_without_suffix(line.text, lines) for line in lines[start:end])
    worth = []
    for i in range(start, end):
        caption = captions[i]
        again = lines[i].times == 1 < bare[_without_suffix(lines[i].text, lines)]
        worth.append(0.0 if caption and caption.credit else _headline(lines[i]) + 1.5 * again - bool(caption))
    ranked = [value and value - min((body[0] - i) * 0.12, 3.0) for i, value in enumerate(worth, start)]
    best = max(ranked, default=0.0)
    if best <= 0:
        return -1
    found = start + ranked.index(best)
    # A standfirst looks like a headline too, and stands below it.
    above = (i for i in range(max(found - 3, start), found) if worth[i - start] >= worth[found - start] - 0.8)
    found = next((i for i in above if lines[i].set_off > 0), found)
    same = _folded(lines[found].text)
    return max(i for i in range(found, end) if _folded(lines[i].text) == same)


def _known_title(lines: Sequence[Line], titles: Sequence[str], first: int) -> int:
    """The last line above the story that reads as one of the titles, the best first, headings first; -1 for none."""
    folded = [_folded(line.text) for line in lines[:first]] if titles else []
    for title in map(_folded, titles):
        found = [i for i, text in enumerate(folded) if text and text == title]
        if found:
            return max((i for i in found if _is_heading(lines[i])), default=found[-1])
    return -1


def _is_heading(line: Line) -> bool:
    return line.signs is not None and line.signs.tag in ("h1", "h2")


def _headline(line: Line) -> float:
    """How much a line looks like a headline; 0 where it cannot be one."""
    text = line.text
    if line.furniture or not 3 <= line.words <= 40 or _NO_HEADLINE.search(text):
        return 0.0
    digits = sum(map(str.isdigit, text)) / len(text)
    if digits > 0.2 or _is_date(text) or bylined(text) or is_person(text):
        return 0.0
    return (
        1.0
        + 1.0 * (line.words >= 5)
        + 1.0 * (6 <= line.words <= 20)
        + 1.5 * (line.times > 1)
        + line.set_off
        - 1.8 * (ends_sentence(text) and text[-1] == ".")
        - 1.0 * text[0].islower()
        - 1.0 * (text[0] in "•*·-")
        - 1.0 * (line.words > 28)
    )


def _folded(text: str) -> str:
    return " ".join(folded_words(text))


def _without_suffix(text: str, lines: Sequence[Line]) -> str:
    """The title without " | Site": after a bar always, after a dash where the page has either of the two elsewhere."""
    m = _SUFFIX.match(text) if len(text) < _LONGEST_TITLE else None
    if m and (m[2] == "|" or any(line.text == m[1] or _names(line, m[3]) for line in lines)):
        return m[1]
    return text


def _names(line: Line, name: str) -> bool:
    """Whether a short line begins or ends with a name that looks like a site's."""
    return (line.words < 9 and name.istitle() and line.text != name and line.text.startswith(name)) or line.text == name


# ------------------------------------------------------------------------------------------------ who wrote it
def _authors(lines: Sequence[Line], title: int, first: int, last: int) -> tuple[str, ...]:
    """The persons named by bylines beside the title, else below the story, else at the head of a biography."""
    beside = lines[max(title - 3, 0) : first + 2]
    below = lines[last + 1 : last + 7]
    for zone in (beside, lines[first + 2 : first + 4], below):
        names = tuple(dict.fromkeys(name for line in zone for name in bylined(line.text)))
        if names:
            return names
    over = {line.text.casefold() for line in lines[: max(title, 0)]}
    alone = _beside_label(beside) or _signing(lines[title + 1 : first + 1], over) or _dated_over(lines, title)
    return alone or _biographed(lines, max(title - 3, 0))


def _dated_over(lines: Sequence[Line], title: int) -> tuple[str, ...]:
    """The names in the line just over the title that has a date as well."""
    above = lines[title - 1].text if title > 0 else ""
    names, dated = signed(above)
    return names if dated and dates.dates_in(above, _ANY_LANGUAGE) else ()


def _signing(zone: Sequence[Line], over: set[str]) -> tuple[str, ...]:
    """The names in a line between title and story that has little else, or alone below the title or beside a date."""
    for i, line in enumerate(zone[:8]):
        if line.furniture and line.furniture.reason != "byline":
            continue
        names, dated = signed(line.text)
        beside = i == 0 or any(_is_date(near.text) for near in zone[max(i - 1, 0) : i + 2])
        if names and (dated or beside) and over.isdisjoint(name.casefold() for name in names):
            return names
    return ()


_WRITER = frozenset("autor autora autorin auteur autrice autore автор yazar".split())


def _beside_label(zone: Sequence[Line]) -> tuple[str, ...]:
    """A name on a line of its own below "By", or above or below the line that says how long the story takes to read."""
    for one, two in pairwise(zone):
        for label, name in ((one, two), (two, one)):
            rule = label.furniture.rule if label.furniture else ""
            says_by = rule == "byline.label" or label.text.strip(" :").casefold() in _WRITER
            labels = rule == "reading time" or (says_by and label is one and label.words <= 2)
            if labels and not name.furniture and is_person(name.text.rstrip(" ,;")):
                return (name.text.rstrip(" ,;"),)
    return ()


def _biographed(lines: Sequence[Line], start: int) -> tuple[str, ...]:
    """A name on a line of its own, with a line below it that tells who that is."""
    for i in range(start, len(lines) - 1):
        name = lines[i].text
        if len(name) < 60 and is_person(name):
            for line in lines[i + 1 : i + 4]:
                if line.furniture and line.furniture.reason == "biography" and line.text.startswith(name.split()[0]):
                    return (name,)
    return ()


# ------------------------------------------------------------------------------------------------ the roles
def _roles(
    lines: Sequence[Line], captions: Sequence[Caption | None], body: Sequence[int], title: str, authors: tuple[str, ...]
) -> list[str]:
    heading = _folded(title)
    prose = set(body)
    plain = {text: _folded(text) for text in {line.text for line in lines}}
    seen: set[str] = set()
    pulled = _pulled(lines, body)
    roles: list[str] = []
    paragraphs = 0
    block = ""
    for i, line in enumerate(lines):
        folded = plain[line.text]
        told = i in prose or (line.text not in authors and _is_subhead(lines, i, prose))
        role = _role(line, _beside(i, body, captions), told)
        if role == "heading" and (_leads_away(line) or _is_stamp(line.text) or not (paragraphs or _headline(line))):
            role = ""
        paragraphs += role == "prose"
        if heading and (folded == heading or (len(folded) - len(heading) < 40 and folded.startswith(heading + " "))):
            role = "repeat" if "title" in roles else "title"
        elif role in TEXT_ROLES and (i in pulled or (folded in seen and (role == "caption" or _is_copy(line)))):
            role = "repeat"
        elif role == "prose" and _is_biography(lines, i, body[-1], authors):
            role = "biography"
        elif role not in TEXT_ROLES:
            role = role or _reason(line, block, authors)
        if line.furniture and line.furniture.opens:
            block = line.furniture.reason
        if role in TEXT_ROLES or role == "title":
            seen.add(folded)
            block = ""
        roles.append(role)
    return roles


def _pulled(lines: Sequence[Line], body: Sequence[int]) -> frozenset[int]:
    """The lines that only show again, in quotation marks, what a longer paragraph says."""
    said = {i: frozenset(filter(None, map(_folded, _SAID.split(lines[i].text)))) for i in body}
    places: dict[str, list[int]] = {}
    for i, pieces in said.items():
        for piece in pieces:
            places.setdefault(piece, []).append(i)
    shown = [i for i in body if lines[i].text[0] in _OPENS and lines[i].words > 3 and said[i]]
    return frozenset(
        i
        for i in shown
        if any(lines[j].words > lines[i].words and said[i] <= said[j] for j in places[min(said[i])][:_MOST_PLACES])
    )


def _is_copy(line: Line) -> bool:
    """Whether a paragraph that was met above is the same given twice; what is short or comes often is of a list."""
    return line.words >= _LEAST_COPIED and line.times == 2


def _role(line: Line, caption: bool, prose: bool) -> str:
    if caption:
        return "caption"
    if prose:
        return "heading" if _heads_section(line) else "prose"
    return ""


def _heads_section(line: Line) -> bool:
    """Whether a line of prose is a subhead: short and without full stop, or a short question nobody is quoted with."""
    text = line.text
    if text.endswith("?") and '"' not in text and "”" not in text:
        return line.words <= 9
    listed = line.signs is not None and line.signs.tag == "li"
    plain = text[0] not in "•*·-–—" and text[-1] not in ":,;"
    return line.words <= 14 and plain and not listed and not ends_sentence(text)


def _is_stamp(text: str) -> bool:
    """Whether a line is hardly more than a date, or has one with a time of day."""
    timed = len(text) <= _LONGEST_STAMP and _TIME.search(text) is not None
    return _is_date(text) or (timed and any(seen.year and seen.day for seen in dates.dates_in(text, _ANY_LANGUAGE)))


def _leads_away(line: Line) -> bool:
    """Whether a line is a link and no heading: a headline of another story, set between two paragraphs."""
    return line.signs is not None and line.signs.linked > _LINK and line.signs.tag not in HEADINGS


def _beside(i: int, body: Sequence[int], captions: Sequence[Caption | None]) -> bool:
    """Whether a caption stands in the story, or close enough to it; so it does where the credit below it does."""
    caption = captions[i]
    if caption is None:
        return False
    below = captions[i + 1] if i + 1 < len(captions) else None
    if caption.credit is None and below and below.credit and below.credit[0] == 0:
        return _beside(i + 1, body, captions)
    before = 4 if caption.credit is None or caption.credit[0] == 0 else 8
    return body[0] - before <= i <= body[-1] + (0 if caption.credit is None else 2)


def _is_subhead(lines: Sequence[Line], i: int, prose: set[int]) -> bool:
    """Whether a short line without a full stop stands between two paragraphs of prose, furniture left out above it."""
    line = lines[i]
    if _is_marked_subhead(lines, i, prose):
        return True
    if i + 1 not in prose or line.furniture or line.times > 1 or not 1 < line.words <= 9:
        return False
    above = next(
        (j for j in range(i - 1, max(i - 5, -1), -1) if lines[j].furniture is None and lines[j].times == 1), -1
    )
    both = above in prose and all(ends_sentence(lines[j].text) and lines[j].words >= 12 for j in (above, i + 1))
    return both and line.text[0].isupper()


def _is_marked_subhead(lines: Sequence[Line], i: int, prose: set[int]) -> bool:
    """Whether a line is marked as a heading, and a paragraph of the story is the next in the same element."""
    told = i + 1 in prose and (ends_sentence(lines[i + 1].text) or lines[i + 1].text.endswith(":"))
    here, below = lines[i].signs, lines[i + 1].signs if told else None
    if here is None or below is None or here.tag not in HEADINGS or here.holder != below.holder:
        return False
    return lines[i].furniture is None and lines[i].words <= _LONGEST_HEADING


def _is_biography(lines: Sequence[Line], i: int, last: int, authors: tuple[str, ...]) -> bool:
    """Whether a paragraph at the foot of the story tells who its author is."""
    line = lines[i]
    if i < last - 1:
        return False
    named = line.text.startswith(authors) if authors else False
    told = _PRESENTS.search(line.text) is not None or bool(line.furniture and line.furniture.reason == "biography")
    headed = told and lines[i - 1].text == " ".join(line.text.split()[:2])
    return headed or (named and (told or lines[i - 1].text in authors))


def _reason(line: Line, block: str, authors: tuple[str, ...]) -> str:
    """Why a line is furniture: its own words, else the block it stands in; among readers' comments, that it is one."""
    if line.signs is not None and "comment" in line.signs.regions:
        return "comment"
    if bylined(line.text) or (not block and _is_date(line.text)) or (line.words < 16 and line.text.startswith(authors)):
        return "byline"
    if line.furniture and not (line.furniture.reason == "byline" and block):
        return line.furniture.reason
    return block or "navigation"


# ------------------------------------------------------------------------------------------------ other stories
def _teasers(parts: Sequence[Part], last: int) -> tuple[Teaser, ...]:
    """The other stories below the main one that tell more than their headline."""
    found: list[Teaser] = []
    start = last + 1
    for i in range(last + 1, len(parts)):
        if not _tells(parts[i], dated=any(map(_dates, parts[max(start, i - 2) : i]))):
            continue
        title = next((j for j in range(i - 1, max(start - 1, i - 5), -1) if _heads(parts[j])), None)
        if title is not None:
            near = [j for j in range(max(title - 2, start), i) if j != title and _stands_beside(parts[j])]
            if i + 1 < len(parts) and _dates(parts[i + 1]) and not any(_dates(parts[j]) for j in near):
                near.append(i + 1)
            found.append(Teaser(title, (i,), tuple(near)))
        elif found and found[-1].text[-1] == i - 1:
            found[-1] = found[-1]._replace(text=(*found[-1].text, i))
        start = max([i, *(found[-1].beside if found else ())]) + 1
    return tuple(found)


def _entries(parts: Sequence[Part], dated: Sequence[Start], running: bool) -> tuple[Entry, ...]:
    """The entries of a running report: those that its metadata dates, else those below times of day, of which fewer
    will do where the metadata call it one."""
    starts = dated or _by_clock(parts)
    if len(starts) < (_LEAST_DATED if running else _LEAST_CLOCKED):
        return ()
    found = []
    for (start, day, clock), (end, *_) in pairwise([*starts, (len(parts), "", "")]):
        heading = start if day and parts[start].line.words <= _LONGEST_HEADING else -1
        text = tuple(i for i in range(start, end) if parts[i].role in TEXT_ROLES and i != heading)
        if any(parts[i].role == "prose" for i in text):
            found.append(Entry(heading, text, day, clock))
    return tuple(found)


def _dated_sentences(lines: Sequence[Line], starts: Sequence[Start]) -> list[int]:
    """The sentences that stand below the dated headings of a running report, up to the next one or to furniture."""
    found = []
    for (start, *_), (end, *_) in pairwise([*starts, (len(lines), "", "")]):
        inside = takewhile(lambda i: lines[i].furniture is None, range(start, min(end, start + _LONGEST_ENTRY)))
        found += [i for i in inside if _is_sentence(lines[i])]
    return found


def _by_metadata(lines: Sequence[Line], dated: Sequence[tuple[str, str, str]]) -> list[Start]:
    """Where the dated entries begin, in the order of the page: at their heading, else at their first words. None of too
    few."""
    places = {_folded(line.text): i for i, line in reversed(list(enumerate(lines)))} if dated else {}
    found = {}
    for heading, words, day in dated:
        at = places.get(_folded(heading)) if heading else None
        if at is None and (first := _folded(words)[:_FIRST_WORDS]):
            at = next((i for text, i in places.items() if text.startswith(first)), None)
        if at is not None:
            found[at] = day
    return sorted((at, day, "") for at, day in found.items()) if len(found) >= _LEAST_DATED else []


def _by_clock(parts: Sequence[Part]) -> list[Start]:
    """Where entries begin below a time of day on a line of its own."""
    clocks = [i for i, part in enumerate(parts[:-1]) if _CLOCK.fullmatch(part.line.text)]
    return [(i, "", parts[i].line.text) for i in clocks if parts[i + 1].role in TEXT_ROLES]


def _tells(part: Part, dated: bool) -> bool:
    """Whether a line tells something of another story; a short one only where a date stands above it."""
    line = part.line
    tells = line.words >= (7 if dated else 12) and ends_sentence(line.text) and not line.text.endswith("?")
    plain = line.furniture is None and line.text[0] not in "•*·-" and not _NO_TEASER.search(line.text)
    return part.role in _OTHER_STORIES and tells and plain


def _heads(part: Part) -> bool:
    line = part.line
    return (
        part.role in _OTHER_STORIES
        and line.furniture is None
        and 3 <= line.words <= 30
        and not _is_date(line.text)
        and not is_person(line.text)
    )


def _stands_beside(part: Part) -> bool:
    """Whether a line near a teaser's title is its section or date."""
    section = part.line.furniture is None and part.line.words < 3
    return part.role in _OTHER_STORIES and (section or _dates(part))


def _dates(part: Part) -> bool:
    furniture = part.line.furniture
    return (furniture is None or furniture.reason == "byline") and _is_date(part.line.text)


def _is_date(text: str) -> bool:
    """Whether a line is hardly more than a date."""
    if len(text) > 60 or not any(map(str.isdigit, text)):
        return False
    return any((seen.end - seen.start) * 5 > len(text) * 2 for seen in dates.dates_in(text, _ANY_LANGUAGE))
