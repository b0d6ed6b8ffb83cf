"""The forests: what their arrays say is what their trees say, and lines are judged by named features."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.intake.forest import TREES, forest, judge, table, unpack
from regesta.intake.lines import OWN, around_features, likelihoods, lines_shown, own_features, own_table, split_lines
from regesta.intake.markup import shown_lines
from regesta.intake.verdict import is_menu, markup_features, verdicts

# if a <= 1: (if b <= 5: -2 else: 3) else: 1, and a tree of one leaf
RECORD = {
    "features": ["a", "b"],
    "base": 0.5,
    "trees": [[[[0, 1.0, 0b100], [1, 5.0, 0b110]], [-2.0, 3.0, 1.0]], [[], [0.25]]],
}


def walked(a: float, b: float) -> float:
    return 0.75 + ((-2.0 if b <= 5 else 3.0) if a <= 1 else 1.0)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), max_size=9))
def test_the_arrays_say_what_the_trees_say(rows: list[tuple[float, float]]) -> None:
    found = judge(unpack(RECORD), np.array(rows, dtype=float).reshape(len(rows), 2))
    assert found == pytest.approx([1 / (1 + np.exp(-walked(a, b))) for a, b in rows])


def test_features_out_of_place_are_told() -> None:
    with pytest.raises(ValueError, match="'c'"):
        table([{"a": 1.0, "c": 2.0}], ("a", "b"))


def test_the_shipped_forests_know_the_features_by_name() -> None:
    lines = split_lines("Ferry line opens\n\nThe ferry line opened on Monday. It runs daily.\n\nShare\n")
    own = own_table(lines)
    around = around_features(lines, own, judge(forest("own"), own))
    assert forest("own").names == OWN == tuple(own_features(lines[0]))
    assert forest("around").names == (*OWN, *around)
    marked = lines_shown(shown_lines("<p>The ferry line opened on Monday.</p><p>It runs daily.</p>")[0])
    assert forest("markup").names == tuple(markup_features(marked, np.zeros(2), np.zeros(2)))


def test_no_tree_has_more_conditions_than_are_read() -> None:
    record: dict[str, Any] = json.loads(TREES.read_text(encoding="utf-8"))
    assert {name: max(len(tree[0]) for tree in one["trees"]) <= 7 for name, one in record.items()} == {
        "own": True, "around": True, "markup": True,
    }  # fmt: skip


def test_menus_are_not_looked_at_closely() -> None:
    """A link in a menu is judged without its words, and paragraphs are judged as if it were not there."""
    prose = "".join(
        f"<p>The harbour office of Bar said that quay {n} would be closed for a week in May.</p>" for n in "123456"
    )
    menu = "<nav><ul>" + "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(40)) + "</ul></nav>"
    bare = lines_shown(shown_lines(prose)[0])
    lines = lines_shown(shown_lines(menu + prose)[0])
    assert [is_menu(line) for line in lines] == [True] * 40 + [False] * 6
    assert verdicts(lines, None)[:40] == [0.0] * 40
    assert min(verdicts(bare, None)) > 0.5
    assert min(verdicts(lines, None)[40:]) > 0.5


def test_of_no_lines_nothing_is_said() -> None:
    assert likelihoods([]) == verdicts([], None) == []
