"""The lines of a flattened page and how likely each is to be a paragraph of the story.

The scorer looks at a line, then at its neighbourhood: two small logistic tables, `own` and `around`, whose weights are
in ``line_weights.toml`` (``tools/train_lines.py`` makes them). Every feature has a name a reader can follow.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from regesta.intake.furniture import Furniture, folded_words, furniture_of
from regesta.intake.language import ANY_SMALL_WORD
from regesta.intake.wordlists import DATA, words

LONGEST = 20_000
WEIGHTS = DATA / "line_weights.toml"
Row = dict[str, float]


class Line(NamedTuple):
    """A stretch of the page without line break, its outer blanks off; `gap` counts the blank lines before it.

    `set_off` is 1 where there are any and 0 where there are none, but 0.5 on a page that separates all its lines, or
    none: there a blank line tells nothing. `times` counts the lines of the page that read the same.
    """

    start: int
    end: int
    text: str
    gap: int
    set_off: float
    furniture: Furniture | None
    words: int
    times: int


_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENDS = re.compile(r"""[.!?…。！？؟۔]["'”’»“)\]]*$""")
_SENTENCE = re.compile(r"[.!?…。！？؟][\"'”’»“)\]]* ")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_WEB = re.compile(r"https?:|www\.|\.(?:com|org|net)\b|[@©®#|]")
_READER = words("reader")
_QUOTES = frozenset('"“”„«»')


def split_lines(page: str) -> list[Line]:
    """The lines of a page that hold anything, each with its place on the page."""
    spans: list[tuple[int, int, int]] = []
    at = gap = 0
    for stop, after in [*((m.start(), m.end()) for m in _BREAK.finditer(page)), (len(page), len(page))]:
        pieces = list(_pieces(page, at, stop))
        spans += [(a, b, 0 if n else gap) for n, (a, b) in enumerate(pieces)]
        gap = 0 if pieces else gap + 1
        at = after
    times = Counter(page[a:b] for a, b, _ in spans)
    share = sum(gap > 0 for *_, gap in spans) / max(len(spans), 1)
    tells = 0.05 < share < 0.95
    known = {text: _furniture_and_size(text) for text in times}
    return [
        Line(a, b, page[a:b], gap, float(gap > 0) if tells else 0.5, *known[page[a:b]], times[page[a:b]])
        for a, b, gap in spans
    ]


def _furniture_and_size(text: str) -> tuple[Furniture | None, int]:
    said = folded_words(text)
    return furniture_of(text, said), len(said) + len(_WIDE.findall(text)) // 2


def _pieces(page: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line without its outer blanks, cut at whitespace where it is longer than any paragraph can be."""
    while start < end:
        stop = end
        if end - start > LONGEST:
            cut = page.rfind(" ", start + 1, start + LONGEST)
            cut = cut if cut > 0 else page.find(" ", start + LONGEST, end)
            stop = cut if cut > 0 else end
        text = page[start:stop]
        left = start + len(text) - len(text.lstrip())
        right = start + len(text.rstrip())
        if left < right:
            yield left, right
        start = stop


def own_features(line: Line) -> Row:
    """What a line shows by itself."""
    text = line.text
    said = text.split()
    plain = [word.casefold() for word in said]
    size = line.words
    small = sum(word in ANY_SMALL_WORD for word in plain) / len(said)
    lower = sum(word[0].islower() for word in said) / len(said)
    ends = bool(_ENDS.search(text[-8:]))
    return {
        "bias": 1.0,
        "size": math.log1p(min(size, 80)),
        "words 5+": float(size >= 5),
        "words 10+": float(size >= 10),
        "words 20+": float(size >= 20),
        "words 40+": float(size >= 40),
        "ends a sentence": float(ends),
        "ends and 8+": float(ends and size >= 8),
        "trails off": float(text.endswith(("...", "…"))),
        "sentences": min(len(_SENTENCE.findall(text)), 5) / 5,
        "commas": min(text.count(","), 5) / 5,
        "small words": min(small, 0.5),
        "lower-case words": lower if size >= 3 else 0.0,
        "digits": sum(map(str.isdigit, text)) / len(text),
        "capitals": sum(map(str.isupper, text)) / len(text),
        "bullet": float(text[0] in "•▪●*·-–—◦"),
        "web marks": float(bool(_WEB.search(text))),
        "speaks to the reader": float(not _READER.isdisjoint(plain)),
        "quotation": float(not _QUOTES.isdisjoint(text)),
        "colon at the end": float(text.endswith(":")),
        "starts lower": float(text[0].islower()),
        "repeated": float(line.times > 1),
        "furniture": float(line.furniture is not None),
        "furniture and 20+": float(line.furniture is not None and size >= 20),
        "set off": line.set_off,
    }


def around_features(lines: Sequence[Line], own: Sequence[Row], first: Sequence[float]) -> list[Row]:
    """What each line shows together with its neighbours; `first` is how likely each is by itself."""
    mass = [p * min(line.words, 80) for p, line in zip(first, lines, strict=True)]
    before = [0.0, *accumulate(mass)]
    whole = before[-1] or 1.0
    core = densest(lines, first)
    opened = _opened(lines, first)
    share = sum(first) / max(len(first), 1)
    rows: list[Row] = []
    sums = [0.0, *accumulate(first)]
    for i, line in enumerate(lines):
        near = {k: (sums[min(i + k + 1, len(lines))] - sums[max(i - k, 0)] - first[i]) / (2 * k) for k in (1, 3, 8)}
        lone = own[i]
        inside = float(core[0] <= i <= core[1])
        below = lines[i + 1].set_off if i + 1 < len(lines) else line.set_off
        rows.append(
            lone
            | {
                "own": first[i],
                "one around": near[1],
                "three around": near[3],
                "eight around": near[8],
                "own and around": first[i] * near[3],
                "previous": first[i - 1] if i else 0.0,
                "next": first[i + 1] if i + 1 < len(lines) else 0.0,
                "prose before": before[i] / whole,
                "prose after": 1 - before[i + 1] / whole,
                "any before": float(before[i] > 20),
                "any after": float(whole - before[i + 1] > 20),
                "core": inside,
                "core and own": inside * first[i],
                "core and short": inside * (line.words < 10),
                "away from core": min(max(core[0] - i, i - core[1], 0), 20) / 20,
                "after a heading of other things": opened[i],
                "block of its own": min(line.set_off, below),
                "in a list": 1 - max(line.set_off, below),
                "prose on the page": share,
                "prose on the page and own": share * first[i],
                "few lines": 1.0 / math.sqrt(len(lines)),
            }
        )
    return rows


def densest(lines: Sequence[Line], scores: Sequence[float]) -> tuple[int, int]:
    """The run of lines that holds most prose for the furniture it takes in: its first and its last line."""
    best = total = 0.0
    begin, found = 0, (0, -1)
    for i, (line, p) in enumerate(zip(lines, scores, strict=True)):
        if total <= 0:
            begin, total = i, 0.0
        total += p * min(line.words, 80) - 6 * (1 - p)
        if total > best:
            best, found = total, (begin, i)
    return found


def _opened(lines: Sequence[Line], first: Sequence[float]) -> list[float]:
    """1.0 for lines that follow the heading of a furniture block without strong prose between."""
    marks: list[float] = []
    state = 0.0
    run = 0
    for line, p in zip(lines, first, strict=True):
        marks.append(state)
        run = run + 1 if p > 0.8 else 0
        if line.furniture and line.furniture.opens:
            state, run = 1.0, 0
        elif run >= 3:
            state = 0.0
    return marks


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The two tables of weights."""
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))


def sigmoid(row: Row, table: Mapping[str, float]) -> float:
    """The likelihood a logistic table gives a row of features."""
    total = sum(value * table[name] for name, value in row.items())
    return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


def _distinct(lines: Sequence[Line]) -> Iterable[Line]:
    return {(line.text, line.set_off): line for line in lines}.values()


def likelihoods(lines: Sequence[Line]) -> list[float]:
    """For each line, how likely it is a paragraph of the page's main story."""
    # A line that a page repeats is looked at once: a page may repeat one ten thousand times.
    rows = {(line.text, line.set_off): own_features(line) for line in _distinct(lines)}
    worth = {key: sigmoid(row, weights()["own"]) for key, row in rows.items()}
    own = [rows[line.text, line.set_off] for line in lines]
    first = [worth[line.text, line.set_off] for line in lines]
    return [sigmoid(row, weights()["around"]) for row in around_features(lines, own, first)]
