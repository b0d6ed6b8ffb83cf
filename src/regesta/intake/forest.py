"""Small boosted trees as plain arrays: how likely a line is prose, given what it shows.

A tree has eight leaves at most. Every condition that a row fails takes some leaves away (those that lie where the
condition holds); the first leaf that is left is the row's. That way no tree is walked, and a page is judged in a few
operations on whole arrays. The method is QuickScorer's (Lucchese and others, SIGIR 2015).
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TREES = Path(__file__).with_name("trees.json")
LEAVES = 8
ALL_LEAVES = np.uint8((1 << LEAVES) - 1)
TOGETHER = 2048  # rows judged at once; memory grows with them
Array = NDArray[np.float64]
_FIRST = np.array([(leaves & -leaves).bit_length() - 1 for leaves in range(1 << LEAVES)], dtype=np.intp)


class Forest(NamedTuple):
    """Trees over named features. Arrays have a row for each tree; unused conditions hold for everything."""

    names: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: Array
    leaves: NDArray[np.uint8]
    values: Array
    base: float


@cache
def forest(name: str) -> Forest:
    """The trees of this name, as ``tools/train_lines.py`` made them."""
    return unpack(json.loads(TREES.read_text(encoding="utf-8"))[name])


def unpack(record: Mapping[str, object]) -> Forest:
    """Trees from their record: `features`, `base`, and for each tree its conditions and the values of its leaves.

    A condition is (number of a feature, threshold, the leaves that are left where the feature is above it, as bits).
    """
    names, trees = record["features"], record["trees"]
    assert isinstance(names, list) and isinstance(trees, list)  # noqa: S101 PT018 the file is ours
    feature = np.zeros((len(trees), LEAVES - 1), dtype=np.intp)
    threshold = np.full(feature.shape, np.inf)
    leaves = np.full(feature.shape, ALL_LEAVES, dtype=np.uint8)
    values = np.zeros((len(trees), LEAVES))
    for at, (conditions, leaf_values) in enumerate(trees):
        for k, (number, limit, left) in enumerate(conditions):
            feature[at, k], threshold[at, k], leaves[at, k] = number, limit, left
        values[at, : len(leaf_values)] = leaf_values
    return Forest(tuple(names), feature, threshold, leaves, values, float(str(record["base"])))


def judge(trees: Forest, rows: Array) -> Array:
    """The likelihood of each row; columns are in the order of the forest's names."""
    parts = [_judged(trees, rows[at : at + TOGETHER]) for at in range(0, len(rows), TOGETHER)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _judged(trees: Forest, rows: Array) -> Array:
    columns = np.ascontiguousarray(rows.T)
    left = np.full((len(trees.values), len(rows)), ALL_LEAVES, dtype=np.uint8)
    for k in range(trees.feature.shape[1]):
        fails = columns[trees.feature[:, k]] > trees.threshold[:, k, None]
        left &= np.where(fails, trees.leaves[:, k, None], ALL_LEAVES)
    total = trees.values[np.arange(len(trees.values))[:, None], _FIRST[left]].sum(axis=0) + trees.base
    likelihood: Array = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
    return likelihood


def table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Array:
    """Rows of named features as a matrix, its columns in the order of the names."""
    if not rows:
        return np.zeros((0, len(names)))
    if tuple(rows[0]) != tuple(names):
        raise ValueError(f"the features are not those of the trees: {set(rows[0]) ^ set(names)}")
    return np.array([list(row.values()) for row in rows], dtype=float)
