"""Fit the two tables of ``line_weights.toml`` from labelled pages, and print how well held-out sites are read.

    python tools/train_lines.py LABELS.jsonl.gz [--write]

One page a line: ``{"site": "…", "lines": [[text, blank lines before, label], …]}``, label ``main`` for story prose.
"""

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from regesta.intake import lines as page_lines

Array = NDArray[np.float64]
Page = tuple[list[page_lines.Line], list[bool]]
Row = tuple[str, int, str]
RIDGE = 2.0


def load(path: Path) -> list[tuple[str, list[Page]]]:
    """(site, its page in several shapes, as received first) for each page."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [(record["site"], [laid(rows) for rows in shapes(record["lines"])]) for record in records]


def shapes(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """A page as it is (twice), without and with blank lines, with little furniture, with three paragraphs."""
    yield from (rows, rows)
    yield [(text, 0, label) for text, _, label in rows]
    yield [(text, 1, label) for text, _, label in rows]
    prose = [i for i, (*_, label) in enumerate(rows) if label == "main"]
    if prose:
        for gap in (1, 0):
            near = rows[max(prose[0] - 5, 0) : prose[-1] + 8]
            yield [(text, gap and old, label) for text, old, label in near]
            yield [(text, gap, label) for text, _, label in rows[max(prose[0] - 3, 0) : prose[:3][-1] + 1]]


def laid(rows: Sequence[Row]) -> Page:
    """The lines of a page written out anew, with their labels."""
    kept = [row for row in rows if row[0].strip()]
    found = page_lines.split_lines("".join("\n" * (gap + 1) + " ".join(text.split()) for text, gap, _ in kept))
    if len(found) != len(kept):
        raise ValueError(rows)
    return found, [label == "main" for *_, label in kept]


def fit(rows: Sequence[page_lines.Row], wanted: Sequence[bool]) -> dict[str, float]:
    """Ridge-regularised logistic weights by Newton's method."""
    names = list(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y = np.array(wanted, dtype=float)
    w = np.zeros(len(names))
    penalty = RIDGE * np.eye(len(names))
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty
        w -= np.linalg.solve(hessian, x.T @ (p - y) + penalty @ w)
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def train(pages: Sequence[Page]) -> dict[str, dict[str, float]]:
    """The tables `own` and `around`."""
    own = [[page_lines.own_features(line) for line in lines] for lines, _ in pages]
    wanted = [label for _, labels in pages for label in labels]
    table = fit([row for rows in own for row in rows], wanted)
    around = []
    for (lines, _), rows in zip(pages, own, strict=True):
        around += page_lines.around_features(lines, rows, [page_lines.sigmoid(row, table) for row in rows])
    return {"own": table, "around": fit(around, wanted)}


def predict(lines: Sequence[page_lines.Line], tables: dict[str, dict[str, float]]) -> list[float]:
    """The likelihoods under these tables."""
    own = [page_lines.own_features(line) for line in lines]
    first = [page_lines.sigmoid(row, tables["own"]) for row in own]
    return [page_lines.sigmoid(row, tables["around"]) for row in page_lines.around_features(lines, own, first)]


def score(pages: Sequence[Page], tables: dict[str, dict[str, float]], cut: float) -> str:
    """Precision, recall and F1 over lines; F1 over words; mean line F1 of a page."""
    hit = said = true = word_hit = word_said = word_true = 0
    each = []
    for lines, labels in pages:
        got = [p > cut for p in predict(lines, tables)]
        both = [a and b for a, b in zip(got, labels, strict=True)]
        hit, said, true = hit + sum(both), said + sum(got), true + sum(labels)
        each.append(2 * sum(both) / max(sum(got) + sum(labels), 1))
        sizes = [line.words for line in lines]
        word_hit += sum(n for n, yes in zip(sizes, both, strict=True) if yes)
        word_said += sum(n for n, yes in zip(sizes, got, strict=True) if yes)
        word_true += sum(n for n, yes in zip(sizes, labels, strict=True) if yes)
    f1, words = 2 * hit / (said + true), 2 * word_hit / (word_said + word_true)
    rates = f"P {hit / said:.3f} R {hit / true:.3f} line F1 {f1:.3f} word F1 {words:.3f}"
    return f"{rates} page mean {np.mean(each):.3f}"


def half(site: str) -> int:
    """0 or 1, by the site's name alone."""
    return hashlib.sha256(site.encode()).digest()[0] % 2


def main(arguments: Sequence[str]) -> None:
    """Report on held-out halves; write the table made from all pages if asked to."""
    pages = load(Path(arguments[0]))
    for held in (0, 1):
        tables = train([page for site, shaped in pages if half(site) != held for page in shaped])
        for name, shape in (("as received", 0), ("no blank lines", 2), ("all blank lines", 3), ("little furniture", 4)):
            rest = [shaped[shape] for site, shaped in pages if half(site) == held and len(shaped) > shape]
            print(f"half {held} held out, {name}: {score(rest, tables, 0.5)}")
    if "--write" in arguments:
        tables = train([page for _, shaped in pages for page in shaped])
        text = "# Made by tools/train_lines.py: what each feature of a line counts for. Do not edit by hand.\n"
        for name, table in tables.items():
            text += f"\n[{name}]\n" + "".join(f"{json.dumps(key)} = {value}\n" for key, value in table.items())
        page_lines.WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
