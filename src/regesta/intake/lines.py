"""The lines of a page and how likely each is to be a paragraph of the story.

The scorer looks at a line by itself, then at it among its neighbours: two small forests, `own` and `around`
(``tools/train_lines.py`` makes them). Every feature has a name that a reader can follow.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from regesta.intake.forest import Array, forest, judge, table
from regesta.intake.furniture import Furniture, folded_words, furniture_of
from regesta.intake.language import ANY_SMALL_WORD
from regesta.intake.markup import Shown, Signs
from regesta.intake.wordlists import words
from regesta.model import Segment

LONGEST = 20_000
Row = dict[str, float]


class Line(NamedTuple):
    """A stretch of the page without line break, its outer blanks off; `gap` counts the blank lines before it.

    `set_off` is 1 where there are any and 0 where there are none, but 0.5 on a page that separates all its lines, or
    none: there a blank line tells nothing. `times` counts the lines of the page that read the same. Of a page with
    markup, `pieces` maps the text to the page and `signs` is what the markup says.
    """

    start: int
    end: int
    text: str
    gap: int
    set_off: float
    furniture: Furniture | None
    words: int
    times: int
    pieces: tuple[Segment, ...] = ()
    signs: Signs | None = None


_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
ENDS = re.compile(r"""[.!?…。！？؟۔]["'”’»“)\]]*$""")
_SENTENCE = re.compile(r"[.!?…。！？؟][\"'”’»“)\]]* ")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_WEB = re.compile(r"https?:|www\.|\.(?:com|org|net)\b|[@©®#|]")
_READER = words("reader")
_QUOTES = frozenset('"“”„«»')


def split_lines(page: str) -> list[Line]:
    """The lines of a flattened page that hold anything, each with its place on the page."""
    spans: list[tuple[int, int, int]] = []
    at = gap = 0
    for stop, after in [*((m.start(), m.end()) for m in _BREAK.finditer(page)), (len(page), len(page))]:
        pieces = list(_pieces(page, at, stop))
        spans += [(a, b, 0 if n else gap) for n, (a, b) in enumerate(pieces)]
        gap = 0 if pieces else gap + 1
        at = after
    texts = [page[a:b] for a, b, _ in spans]
    known, times, tells = _known(texts, [gap for *_, gap in spans])
    return [
        Line(a, b, text, gap, float(gap > 0) if tells else 0.5, *known[text], times[text])
        for text, (a, b, gap) in zip(texts, spans, strict=True)
    ]


def lines_shown(shown: Sequence[Shown]) -> list[Line]:
    """The same of a page with markup."""
    known, times, tells = _known([one.text for one in shown], [one.gap for one in shown])
    return [
        Line(
            one.start, one.end, one.text, one.gap, float(one.gap > 0) if tells else 0.5, *known[one.text],
            times[one.text], one.pieces, one.signs,
        )
        for one in shown
    ]  # fmt: skip


def _known(
    texts: Sequence[str], gaps: Sequence[int]
) -> tuple[Mapping[str, tuple[Furniture | None, int]], Mapping[str, int], bool]:
    """What is known of each text, how often it stands on the page, and whether blank lines tell anything there."""
    times = Counter(texts)
    share = sum(gap > 0 for gap in gaps) / max(len(gaps), 1)
    return {text: _furniture_and_size(text) for text in times}, times, 0.05 < share < 0.95


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


class _Shape(dict[int, str]):
    """Character → its sort: U and L letters, D digit, W whitespace, B bar, H dash, Q quotation mark, P other."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = sort = _sort(sign)
        return sort


def _sort(sign: str) -> str:
    for sort, has in (("U", sign.isupper()), ("D", sign.isdigit()), ("L", sign.isalpha()), ("W", sign.isspace())):
        if has:
            return sort
    return next((sort for sort, signs in _MARKS.items() if sign in signs), "P")


_MARKS = {"B": "|/›»>·•", "H": "–—", "Q": "\"“”„«'‘’", "S": ".!?…。！？؟۔", "C": ",;:،"}
_SORTS = "ULDQSCBHPW"
_SHAPE = _Shape()
_WORD_STARTS = re.compile(r"(?:^|W)([A-Z])")


def own_features(line: Line) -> Row:
    """What a line shows by itself."""
    text, size = line.text, line.words
    shape = text.translate(_SHAPE)
    starts = "".join(_WORD_STARTS.findall(shape))
    said = text.casefold().split()
    ends = bool(ENDS.search(text[-8:]))
    return {
        "size": math.log1p(min(size, 80)),
        "characters": float(min(len(text), 1000)),
        "ends a sentence": float(ends),
        "ends and 8+": float(ends and size >= 8),
        "last sign": float(_SORTS.index(shape[-1])),
        "first sign": float(_SORTS.index(shape[0])),
        "stops to the word": shape.count("S") / len(said),
        "commas": float(min(shape.count("C"), 8)),
        "trails off": float(text.endswith(("...", "…"))),
        "lower-case words": starts.count("L") / len(said) if size >= 3 else 0.0,
        "capital words": starts.count("U") / len(said),
        "words of digits": starts.count("D") / len(said),
        "digits": shape.count("D") / len(text),
        "capitals": shape.count("U") / len(text),
        "letters": (shape.count("U") + shape.count("L")) / len(text),
        "bars": float(min(shape.count("B"), 8)),
        "dashes": float(min(shape.count("H"), 4)),
        "quotation": float(not _QUOTES.isdisjoint(text)),
        "small words": sum(word in ANY_SMALL_WORD for word in said) / len(said),
        "speaks to the reader": float(not _READER.isdisjoint(said)),
        "web marks": float(bool(_WEB.search(text))),
        "furniture": float(line.furniture is not None),
        "opens furniture": float(line.furniture is not None and line.furniture.opens),
        "times": float(min(line.times, 5)),
        "set off": line.set_off,
        "gap": float(min(line.gap, 4)),
    }


OWN = tuple(own_features(Line(0, 1, "a", 0, 0.5, None, 1, 1)))
_NEXT = ("size", "last sign", "capital words", "words of digits", "ends a sentence", "furniture", "small words")


def around_features(lines: Sequence[Line], own: Array, first: Array) -> dict[str, Array]:
    """What each line shows together with its neighbours; `first` is how likely each is by itself.

    Returns:
        Columns, one value for each line.
    """
    number = len(lines)
    at = np.arange(number)
    sizes = np.array([min(line.words, 80) for line in lines], dtype=float)
    columns = {name: own[:, k] for k, name in enumerate(OWN)}
    found = {"own": first}
    for k in (1, 2, 3):
        found |= {f"own {k} above": shifted(first, k), f"own {k} below": shifted(first, -k)}
    found |= _means(first)
    mass = np.concatenate([[0.0], np.cumsum(first * sizes)])
    whole = mass[-1] or 1.0
    begin, end = densest(lines, first)
    found |= {
        "prose before": mass[:-1] / whole,
        "prose after": 1 - mass[1:] / whole,
        "prose": np.full(number, whole),
        "prose on the page": np.full(number, first.mean()),
        "lines": np.full(number, float(number)),
        "usual size": np.full(number, float(np.median(sizes))),
        "core": ((at >= begin) & (at <= end)).astype(float),
        "place in core": (at - begin) / max(end - begin, 1),
        "below core's start": np.clip(at - begin, -30, 30).astype(float),
        "above core's end": np.clip(end - at, -30, 30).astype(float),
        "core's lines": np.full(number, float(end - begin + 1)),
        "since strong prose": _since(first > 0.9),
        "till strong prose": _since(first[::-1] > 0.9)[::-1],
        "since furniture opened": _since(columns["opens furniture"] > 0),
        "short lines in a row": _runs(sizes < 12),
        "size beside neighbours'": np.abs(columns["size"] - shifted(columns["size"], 1))
        + np.abs(columns["size"] - shifted(columns["size"], -1)),
    }
    found |= {f"furniture within {k}": _mean(columns["furniture"], k, k) for k in (3, 10)}
    for name in _NEXT:
        found |= {f"{name} of {w}": shifted(columns[name], k) for w, k in (("last", 1), ("next", -1), ("second", -2))}
    return found | _vocabulary(lines, first, begin)


def shifted(column: Array, by: int, empty: float = -1.0) -> Array:
    """The values of the lines so many above, or below where `by` is negative; `empty` beyond the page."""
    moved = np.full(len(column), empty)
    if 0 < by < len(column):
        moved[by:] = column[:-by]
    elif 0 < -by < len(column):
        moved[:by] = column[-by:]
    return moved


def _means(first: Array) -> dict[str, Array]:
    """How much prose stands within some lines of each, around it, above it and below it."""
    found = {}
    for k in (2, 4, 8, 16, 32):
        found[f"within {k}"] = _mean(first, k, k)
        found[f"{k} above"] = _mean(shifted(first, 1, 0.0), k - 1, 0)
        found[f"{k} below"] = _mean(shifted(first, -1, 0.0), 0, k - 1)
    return found


def _mean(column: Array, above: int, below: int) -> Array:
    """The mean over each line, so many above and so many below it."""
    sums = np.concatenate([[0.0], np.cumsum(column)])
    at = np.arange(len(column))
    low, high = np.maximum(at - above, 0), np.minimum(at + below + 1, len(column))
    mean: Array = (sums[high] - sums[low]) / (high - low)
    return mean


def _since(marked: np.ndarray) -> Array:
    """How many lines ago the last marked line stood; 40 where there was none so near."""
    at = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, at, -40))
    ago: Array = np.minimum(at - np.concatenate([[-40], last[:-1]]), 40).astype(float)
    return ago


def _runs(marked: np.ndarray) -> Array:
    """The length of the run of marked lines that each stands in; 0 for the others."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]])))
    found = np.zeros(len(marked))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        found[start:stop] = min(stop - start, 60)
    return found


def _vocabulary(lines: Sequence[Line], first: Array, begin: int) -> dict[str, Array]:
    """How far the words of each line are those of the prose, of its neighbours and of what may be the title."""
    known = {line.text: _content(line.text) for line in {line.text: line for line in lines}.values()}
    said = [known[line.text] for line in lines]
    core = [int(p > 0.6) for p in first]
    places: dict[str, list[int]] = {}
    for i, each in enumerate(said):
        for word in each:
            places.setdefault(word, []).append(i)
    prose, alone, again, near = np.zeros((4, len(lines)))
    for at in places.values():
        if len(at) > 1:
            _count_shared(at, core, (prose, alone, again, near))
    sizes = np.array([max(len(each), 1) for each in said], dtype=float)
    heads = [said[i] for i in range(max(begin - 15, 0), min(begin + 2, len(lines))) if 4 <= lines[i].words <= 25]
    return {
        "words of the prose": prose / sizes,
        "words of the prose alone": np.where(again > 0, alone / np.maximum(again, 1), -1.0),
        "words of neighbours": near / sizes,
        "words of a headline": np.array([max((len(s & h) / len(h) for h in heads if h), default=0.0) for s in said]),
    }


_NEAR = 4


def _count_shared(at: Sequence[int], core: Sequence[int], counts: tuple[Array, Array, Array, Array]) -> None:
    """Count for each line that has a word: that the prose has it elsewhere, how far it is the prose's alone, that it
    comes again, and that it comes again nearby."""
    prose, alone, again, near = counts
    told = sum(core[i] for i in at)
    for k, i in enumerate(at):
        elsewhere = told - core[i]
        prose[i] += elsewhere > 0
        alone[i] += elsewhere / (len(at) - 1)
        again[i] += 1
        before, after = k and i - at[k - 1] <= _NEAR, k + 1 < len(at) and at[k + 1] - i <= _NEAR
        near[i] += bool(before or after)


def _content(text: str) -> frozenset[str]:
    """The words of a text that are no small words."""
    return frozenset(word for word in folded_words(text) if len(word) > 3 and word not in ANY_SMALL_WORD)


def densest(lines: Sequence[Line], scores: Iterable[float]) -> tuple[int, int]:
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


def own_table(lines: Sequence[Line]) -> Array:
    """The rows of all lines; a line that a page repeats, maybe ten thousand times, is looked at once."""
    rows: dict[tuple[str, float, int], Row] = {}
    for line in lines:
        key = (line.text, line.set_off, line.gap)
        if key not in rows:
            rows[key] = own_features(line)
    return table([rows[line.text, line.set_off, line.gap] for line in lines], OWN)


def around_table(lines: Sequence[Line], own: Array, first: Array) -> Array:
    """The rows of all lines: their own features, then those of their neighbourhood."""
    return np.column_stack([own, *around_features(lines, own, first).values()])


def likelihoods(lines: Sequence[Line]) -> list[float]:
    """For each line, how likely it is a paragraph of the page's main story."""
    if not lines:
        return []
    own = own_table(lines)
    return [float(p) for p in judge(forest("around"), around_table(lines, own, judge(forest("own"), own)))]
