"""Every regular expression of ours takes time in line with its text, on texts made to be the worst for it.

Each is tried from one place. What is searched for all over a page is held to its time by the tests of hostile pages.
"""

import ast
import importlib
import pkgutil
import re
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import regesta

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from re import _parser as parser  # type: ignore[attr-defined]

SRC = Path(regesta.__file__).parent
CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
REPRESENTATIVES = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a"}
MOST_SIGNS = 5
SHORT, TIMES = 1_500, 4
TOO_LONG = 0.012  # seconds below which growth is not worth a look
GROWTH = 9.0  # four times the text: 4 in line with it, 16 with its square


def held(value: Any, depth: int = 3) -> Iterator[re.Pattern[str]]:
    """The patterns in a value of a module."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth and isinstance(value, Mapping) and len(value) < 500:
        yield from (found for one in value.values() for found in held(one, depth - 1))
    elif depth and isinstance(value, Sequence | frozenset | set) and not isinstance(value, str) and len(value) < 500:
        yield from (found for one in value for found in held(one, depth - 1))


def written(path: Path) -> Iterator[re.Pattern[str]]:
    """The patterns that stand as such in a module, also inside its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in CALLS and ast.unparse(called.value) == "re":
            given = node.args[0] if isinstance(node, ast.Call) and node.args else None
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield re.compile(given.value)


def patterns() -> Mapping[str, re.Pattern[str]]:
    """All patterns, by the module that has them and what they say."""
    found = {}
    for module in pkgutil.walk_packages([str(SRC)], "regesta."):
        if module.name.rpartition(".")[2] in ("__main__", "compile"):
            continue
        home = importlib.import_module(module.name)
        path = Path(str(home.__file__))
        values = [one for name, value in vars(home).items() if not name.startswith("__") for one in held(value)]
        for pattern in (*values, *written(path)):
            found[f"{module.name}: {pattern.pattern[:60]}"] = pattern
    return {name: pattern for name, pattern in found.items() if repeats(pattern)}


def repeats(pattern: re.Pattern[str]) -> bool:
    return bool(re.search(r"[*+]|\{\d*,", pattern.pattern))


def signs(pattern: re.Pattern[str]) -> list[str]:
    """Signs of the pattern's own alphabet: a letter for each class and the literals, and one that fits nothing."""
    found: dict[str, None] = {}

    def walk(node: Any) -> None:
        if isinstance(node, tuple) and len(node) == 2 and str(node[0]) in ("LITERAL", "NOT_LITERAL"):
            found[chr(node[1])] = None
        elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "RANGE":
            found[chr(node[1][0])] = None
        elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "CATEGORY":
            found[REPRESENTATIVES.get(str(node[1]), "!")] = None
        elif isinstance(node, tuple | list | parser.SubPattern):
            for one in node:
                walk(one)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        walk(parser.parse(pattern.pattern, pattern.flags))
    told = list(found)
    middle = told[:: max(1, len(told) // MOST_SIGNS)][:MOST_SIGNS]
    return list(dict.fromkeys([*middle, "a", " ", "A"]))


def worst(pattern: re.Pattern[str]) -> Iterator[str]:
    """Texts in which much is begun and nothing ends: runs of one sign and of two, after each, before what fits not."""
    alphabet = signs(pattern)
    for one in alphabet:
        yield one
    for one, other in product(alphabet, alphabet):
        if one != other:
            yield one + other


def seconds(pattern: re.Pattern[str], text: str) -> float:
    begun = time.process_time()
    pattern.match(text)
    return time.process_time() - begun


def growth(pattern: re.Pattern[str], piece: str) -> float:
    """How much longer four times the text takes; 1 where neither takes long."""
    short, long = (piece * (length // len(piece)) + "\0" for length in (SHORT, SHORT * TIMES))
    taken = seconds(pattern, long)
    if taken < TOO_LONG:
        return 1.0
    return min(seconds(pattern, long) for _ in range(3)) / max(min(seconds(pattern, short) for _ in range(3)), 1e-6)


ALL = patterns()


def test_there_are_patterns_to_look_at() -> None:
    assert len(ALL) > 50


@pytest.mark.parametrize("name", list(ALL))
def test_time_grows_with_the_text(name: str) -> None:
    slow = {piece: ratio for piece in worst(ALL[name]) if (ratio := growth(ALL[name], piece)) > GROWTH}
    assert slow == {}
    prefixed = {}
    for first, piece in product(signs(ALL[name]), signs(ALL[name])):
        text = first + piece * SHORT * TIMES + "\0"
        taken = seconds(ALL[name], text)
        if taken > TOO_LONG * 10:
            prefixed[first, piece] = taken
    assert prefixed == {}


@pytest.mark.parametrize("slow", [r"(a+)+$", r"\s*\s*x", r"(?:a|a)*b"])
def test_the_test_finds_what_is_slow(slow: str) -> None:
    """Patterns that are known to be slow, on texts short enough to end."""
    pattern = re.compile(slow)
    short, long = ("a" * 16 + "\0", "a" * 22 + "\0") if "(" in slow else (" " * 1500, " " * 6000)
    assert seconds(pattern, long) / max(seconds(pattern, short), 1e-7) > GROWTH
