"""Grow the three forests of ``intake/trees.json`` from labelled pages.

    python tools/train_lines.py LABELS.jsonl.gz PAGES.jsonl.xz [--write]

LABELS holds flattened pages, one a line: ``{"site": …, "lines": [[text, blank lines before, label], …]}``, the label of
story prose being ``main``. PAGES holds pages with markup: ``{"url": …, "html": …, "with": […], "without": […]}``, words
that do and do not belong to the story. Without ``--write`` only what was grown is told. Needs the packages of
``requirements-bench.lock``; the same pages give the same trees, byte for byte.

What is labelled for certain counts fully. Of the pages with markup most lines have no label: for the two forests that
see words only, the third forest's own verdict stands in, as far as it is sure.
"""

import gzip
import hashlib
import json
import lzma
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import lightgbm
import numpy as np

from regesta.intake import lines as page_lines
from regesta.intake.extract import extracted
from regesta.intake.forest import ALL_LEAVES, LEAVES, TREES, Array, Forest, judge, unpack
from regesta.intake.lines import Line, around_features, lines_shown, own_table, split_lines
from regesta.intake.markup import shown_lines
from regesta.intake.verdict import is_menu, markup_features, votes

Record = dict[str, Any]
Row = tuple[str, int, str]
FOLDS = 5
ON_A_PAGE = 150  # lines of a page that count in full; a longer page weighs no more
OTHER_SHAPES = 0.6  # what a page counts for in a shape that it did not come in
GROWN = {
    "objective": "binary", "min_data_in_leaf": 30, "bagging_freq": 1, "bagging_fraction": 0.7, "min_gain_to_split": 0.1,
    "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 1, "verbose": -1,
}  # fmt: skip
SIZES: Mapping[str, Mapping[str, Any]] = {
    "own": {"trees": 150, "num_leaves": 8, "learning_rate": 0.06, "lambda_l2": 10, "feature_fraction": 0.4},
    "around": {"trees": 200, "num_leaves": 7, "learning_rate": 0.05, "lambda_l2": 20, "feature_fraction": 0.3},
    "markup": {"trees": 150, "num_leaves": 7, "learning_rate": 0.05, "lambda_l2": 10, "feature_fraction": 0.4,
               "min_data_in_leaf": 20, "min_gain_to_split": 0},
}  # fmt: skip


class Flat(NamedTuple):
    """A flattened page: its lines, 1.0 for those of the story, and what each line weighs."""

    site: str
    lines: list[Line]
    wanted: Array
    weight: Array


class Marked(NamedTuple):
    """A page with markup; `wanted` is -1 where no label says anything."""

    site: str
    lines: list[Line]
    wanted: Array
    voted: Array


# ------------------------------------------------------------------------------------------------ pages
def flat_pages(path: Path) -> list[Flat]:
    """The pages of LABELS."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [page for record in records for page in flat_shapes(record["site"], record["lines"])]


def flat_shapes(site: str, rows: Sequence[Row]) -> Iterator[Flat]:
    """A page as it is and, weighing less, as others would flatten it."""
    yield flat_page(site, rows)
    for shape in shapes(rows):
        other = flat_page(site, shape)
        yield other._replace(weight=other.weight * OTHER_SHAPES)


def shapes(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """A page without and with blank lines, with little furniture, with three paragraphs."""
    yield [(text, 0, label) for text, _, label in rows]
    yield [(text, 1, label) for text, _, label in rows]
    prose = [i for i, (*_, label) in enumerate(rows) if label == "main"]
    if prose:
        for gap in (1, 0):
            near = rows[max(prose[0] - 5, 0) : prose[-1] + 8]
            yield [(text, gap and old, label) for text, old, label in near]
            yield [(text, gap, label) for text, _, label in rows[max(prose[0] - 3, 0) : prose[:3][-1] + 1]]


def flat_page(site: str, rows: Sequence[Row]) -> Flat:
    """A page written out anew from its rows, with their labels."""
    kept = [row for row in rows if row[0].strip()]
    lines = split_lines("".join("\n" * (gap + 1) + " ".join(text.split()) for text, gap, _ in kept))
    if len(lines) != len(kept):
        raise ValueError(f"{site}: a row is no line")
    wanted = np.array([float(label == "main") for *_, label in kept])
    return Flat(site, lines, wanted, np.full(len(lines), min(1.0, ON_A_PAGE / max(len(lines), 1))))


def marked_pages(path: Path) -> list[Marked]:
    """The pages of PAGES."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [marked_page(json.loads(line)) for line in file]


def marked_page(record: Mapping[str, Any]) -> Marked:
    """A page with a label for each line in which words stand that are known to belong to the story or not to."""
    lines = [line for line in lines_shown(shown_lines(record["html"])[0]) if not is_menu(line)]
    wanted = [
        1.0
        if any(w in line.text for w in record["with"])
        else -float(not any(w in line.text for w in record["without"]))
        for line in lines
    ]
    site = urlsplit(record["url"]).hostname or ""
    return Marked(site, lines, np.array(wanted), votes(lines, extracted(record["html"])))


def fold(site: str, folds: int = FOLDS) -> int:
    """The fold of a site, by its name alone."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % folds


# ------------------------------------------------------------------------------------------------ trees
def grow(name: str, names: Sequence[str], rows: Array, wanted: Array, weight: Array) -> Record:
    """A forest's record, as ``forest.unpack`` reads it."""
    size = dict(SIZES[name])
    data = lightgbm.Dataset(rows, wanted, weight=weight, feature_name=[f"f{k}" for k in range(len(names))])
    booster = lightgbm.train({**GROWN, **size}, data, size.pop("trees"))
    trees = [_plain_tree(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return {"features": list(names), "base": 0.0, "trees": trees}


def _plain_tree(root: Record) -> tuple[list[tuple[int, float, int]], list[float]]:
    """The conditions of a tree, each with the leaves that are left where it fails, and its leaves' values."""
    values: list[float] = []
    conditions: list[tuple[int, float, int]] = []

    def walk(node: Record) -> int:
        """The leaves below a node, as bits."""
        if "leaf_value" in node:
            values.append(round(node["leaf_value"], 5))
            return 1 << (len(values) - 1)
        at = len(conditions)
        conditions.append((0, 0.0, 0))
        low = walk(node["left_child"])
        conditions[at] = (node["split_feature"], float(f"{node['threshold']:.7g}"), int(ALL_LEAVES) & ~low)
        return low | walk(node["right_child"])

    walk(root)
    if len(values) > LEAVES:
        raise ValueError("a tree has more leaves than the reader of trees knows")
    return conditions, values


def by_folds(sites: Sequence[str], grown: Any, folds: int = FOLDS) -> list[Array]:
    """For each page what a forest says that never saw its site; `grown(seen, asked)` answers for those asked."""
    answers: list[Array] = [np.zeros(0)] * len(sites)
    for held in range(folds):
        asked = [i for i, site in enumerate(sites) if fold(site, folds) == held]
        seen = [i for i, site in enumerate(sites) if fold(site, folds) != held]
        for i, answer in zip(asked, grown(seen, asked) if asked else (), strict=True):
            answers[i] = answer
    return answers


# ------------------------------------------------------------------------------------------------ by words
def by_words(pages: Sequence[Flat]) -> Record:
    """The forests `own` and `around`."""
    own = [own_table(page.lines) for page in pages]
    first = by_folds(
        [page.site for page in pages],
        lambda seen, asked: [judge(forest, own[i]) for forest in [_own(pages, own, seen)] for i in asked],
    )
    columns = [around_features(page.lines, rows, p) for page, rows, p in zip(pages, own, first, strict=True)]
    rows = np.vstack([np.column_stack([a, *c.values()]) for a, c in zip(own, columns, strict=True)])
    everything = range(len(pages))
    return {
        "own": _own_record(pages, own, everything),
        "around": grow("around", [*page_lines.OWN, *columns[0]], rows, *_labels(pages, everything)),
    }


def _own(pages: Sequence[Flat], own: Sequence[Array], chosen: Sequence[int]) -> Forest:
    return unpack(_own_record(pages, own, chosen))


def _own_record(pages: Sequence[Flat], own: Sequence[Array], chosen: Sequence[int]) -> Record:
    return grow("own", page_lines.OWN, np.vstack([own[i] for i in chosen]), *_labels(pages, chosen))


def _labels(pages: Sequence[Flat], chosen: Sequence[int]) -> tuple[Array, Array]:
    return np.concatenate([pages[i].wanted for i in chosen]), np.concatenate([pages[i].weight for i in chosen])


def words_say(forests: Mapping[str, Record], lines: Sequence[Line]) -> Array:
    """How likely each line is prose, under these forests."""
    own = own_table(lines)
    first = judge(unpack(forests["own"]), own)
    return judge(unpack(forests["around"]), np.column_stack([own, *around_features(lines, own, first).values()]))


# ------------------------------------------------------------------------------------------------ by markup
def by_markup(pages: Sequence[Marked], said: Sequence[Array]) -> tuple[Record, list[Array]]:
    """The forest `markup`, and for each page what one says that never saw its site; `said` is what words say."""
    columns = [markup_features(page.lines, p, page.voted) for page, p in zip(pages, said, strict=True)]
    tables = [np.column_stack(list(one.values())) for one in columns]
    sure = [page.wanted >= 0 for page in pages]

    def grown(chosen: Sequence[int]) -> Record:
        rows = np.vstack([tables[i][sure[i]] for i in chosen])
        wanted = np.concatenate([pages[i].wanted[sure[i]] for i in chosen])
        return grow("markup", list(columns[0]), rows, wanted, np.ones(len(wanted)))

    held_out = by_folds(
        [page.site for page in pages],
        lambda seen, asked: [judge(forest, tables[i]) for forest in [unpack(grown(seen))] for i in asked],
    )
    return grown(range(len(pages))), held_out


def flattened(page: Marked, verdict: Array) -> Flat:
    """A page with markup as one without, labelled by what is known and, as far as it is sure, by the verdict."""
    known = page.wanted >= 0
    wanted = np.where(known, page.wanted, verdict > 0.5)
    lines = [line._replace(signs=None) for line in page.lines]
    sureness = np.where(known, 1.0, np.abs(verdict - 0.5) * 2)
    return Flat(page.site, lines, wanted, sureness * min(1.0, ON_A_PAGE / max(len(lines), 1)))


def trained(flat: Sequence[Flat], marked: Sequence[Marked]) -> Record:
    """All three forests."""
    words = by_words(flat)
    _, verdict = by_markup(marked, [words_say(words, page.lines) for page in marked])
    silver = [flattened(page, p) for page, p in zip(marked, verdict, strict=True)]
    # What words say of a page with markup must not come from a forest that has seen the page's own labels.
    said = by_folds(
        [page.site for page in marked],
        lambda seen, asked: [
            words_say(forests, marked[i].lines)
            for forests in [by_words([*flat, *(silver[i] for i in seen)])]
            for i in asked
        ],
        folds=2,
    )
    markup, _ = by_markup(marked, said)
    return {**by_words([*flat, *silver]), "markup": markup}


def text_of(forests: Mapping[str, Record]) -> str:
    """The file that holds the forests."""
    return "\n".join(_text_of(forests)) + "\n"


def _text_of(forests: Mapping[str, Record]) -> Iterator[str]:
    yield "{"
    for n, (name, one) in enumerate(forests.items()):
        head = json.dumps({"features": one["features"], "base": one["base"]})[1:-1]
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in one["trees"])
        yield f'"{name}": {{{head}, "trees": [\n{trees}\n]}}{"," * (n < len(forests) - 1)}'
    yield "}"


def main(arguments: Sequence[str]) -> None:
    """Grow the forests; write them if asked to."""
    flat, marked = flat_pages(Path(arguments[0])), marked_pages(Path(arguments[1]))
    forests = trained(flat, marked)
    for name, one in forests.items():
        print(f"{name}: {len(one['trees'])} trees over {len(one['features'])} features")
    print(f"from {len(flat)} flattened pages and {len(marked)} with markup")
    if "--write" in arguments:
        TREES.write_text(text_of(forests), encoding="utf-8")
        print(f"written: {TREES.name}, {TREES.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
