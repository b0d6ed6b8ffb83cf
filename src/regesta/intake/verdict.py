"""How likely each line of a page with markup is a paragraph of its main story: by its words, then by its place."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np

from regesta.intake.forest import Array, forest, judge
from regesta.intake.lines import Line, likelihoods, shifted

_WAYS = frozenset({"nav", "footer", "header", "button", "form", "popup"})
_LINK = 0.9
_LONG = 15
_TAGS = ("p", "div", "li", "h2", "td")
_REGIONS = (
    "article", "main", "body", "lead", "caption", "list", "table", "preformatted", "quote", "nav", "header", "footer",
    "aside", "form", "button", "byline", "title", "comment", "share", "other", "advert", "consent", "signup", "tags",
    "biography", "popup", "hidden", "media", "timeline",
)  # fmt: skip


def markup_features(lines: Sequence[Line], words_say: Array, voted: Array) -> dict[str, Array]:
    """What each line shows by where it stands.

    Args:
        lines: the lines of a page, all with signs.
        words_say: how likely each is prose by its words and its neighbours'.
        voted: 1.0 for those that an extractor took for the story's, 0.0 for the others, 0.5 where none was asked.

    Returns:
        Columns, one value for each line.
    """
    signs = [line.signs for line in lines if line.signs is not None]
    sizes = np.array([min(line.words, 80) for line in lines], dtype=float)
    prose = words_say * sizes
    whole = float(prose.sum()) or 1.0
    holders = [one.holder for one in signs]
    held, kinds = _sums(holders, prose), [(one.tag, one.regions) for one in signs]
    members = _sums(holders, np.ones(len(holders)))
    odds = np.log(np.clip(words_say, 1e-3, 1 - 1e-3) / (1 - np.clip(words_say, 1e-3, 1 - 1e-3)))
    at = np.arange(len(lines))
    most = max(held.values())
    best = [i for i, one in enumerate(holders) if held[one] == most]
    found = {
        "words say": odds,
        "size": sizes,
        "furniture": np.array([float(line.furniture is not None) for line in lines]),
        "linked": np.array([one.linked for one in signs]),
        "prose of its kind": _each(kinds, _sums(kinds, prose)) / whole,
        "prose beside it": _each(holders, held) / whole,
        "prose to a line beside it": _each(holders, {one: held[one] / members[one] for one in held}),
        "lines beside it": np.minimum(_each(holders, members), 60),
        "place on the page": at / len(lines),
        "below the best": np.clip(at - best[0], -40, 40).astype(float),
        "above the best's end": np.clip(best[-1] - at, -40, 40).astype(float),
        "voted": voted,
        "voted beside it": _each(holders, {k: v / members[k] for k, v in _sums(holders, voted).items()}),
    }
    for k, where in ((1, "last"), (2, "second last"), (-1, "next"), (-2, "second")):
        found[f"words say of {where}"] = shifted(odds, k, -7.0)
        found[f"voted {where}"] = shifted(voted, k)
    found |= {f"<{tag}>": np.array([float(one.tag == tag) for one in signs]) for tag in _TAGS}
    return found | {f"in {region}": np.array([float(region in one.regions) for one in signs]) for region in _REGIONS}


def _sums(keys: Sequence[Hashable], values: Array) -> dict[Hashable, float]:
    sums: dict[Hashable, float] = defaultdict(float)
    for key, value in zip(keys, values, strict=True):
        sums[key] += float(value)
    return sums


def _each(keys: Sequence[Hashable], values: dict[Hashable, float]) -> Array:
    return np.array([float(values[key]) for key in keys])


def is_menu(line: Line) -> bool:
    """Whether a line is plainly a way to somewhere else: little but a link, in a part of the page that holds these."""
    signs = line.signs
    return signs is not None and signs.linked > _LINK and line.words < _LONG and not _WAYS.isdisjoint(signs.regions)


def verdicts(lines: Sequence[Line], extracted: str | None) -> list[float]:
    """For each line, how likely it is a paragraph of the main story; `extracted` is an extractor's text, if any.

    Menus, nearly half of the lines of a page, are not looked at closely, nor do they count as anybody's neighbours.
    """
    asked = [i for i, line in enumerate(lines) if not is_menu(line)]
    found = [0.0] * len(lines)
    if asked:
        some = [lines[i] for i in asked]
        columns = markup_features(some, np.array(likelihoods(some)), votes(some, extracted))
        for i, p in zip(asked, judge(forest("markup"), np.column_stack(list(columns.values()))), strict=True):
            found[i] = float(p)
    return found


def votes(lines: Sequence[Line], extracted: str | None) -> Array:
    """Which lines stand in an extractor's text."""
    if extracted is None:
        return np.full(len(lines), 0.5)
    text = _plain(extracted)
    return np.array([float(_plain(line.text) in text) for line in lines])


def _plain(text: str) -> str:
    return " ".join(text.replace("•", " ").split())
