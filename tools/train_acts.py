"""Make the models by which acts are weighed, ``src/regesta/claims/acts.npz``.

    python tools/train_acts.py [--without NAMES] [--into FILE]

They learn from the clauses of ``training`` and from the labelled reports of development (``tests/gold/reports``,
``tests/gold/developing``), never from what is held out. The same input gives the same arrays, byte for byte, on one
machine with one set of versions. ``--without e,f`` leaves out reports whose names begin so, to be measured on. Needs
scikit-learn (requirements-bench.lock).
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from regesta.annotate import annotate
from regesta.claims.acts import acts, rules
from regesta.claims.cast import People, as_actor
from regesta.claims.grammar import Grammar
from regesta.claims.learned import NONE, WEIGHTS, Weights
from regesta.claims.sight import ROWS, Sight
from regesta.claims.status import reality
from regesta.intake import Given, read_page, read_text
from regesta.lexicon import fold
from regesta.model import Document, Receipt

ROOT = Path(__file__).parents[1]
GOLD = (ROOT / "tests" / "gold" / "reports", ROOT / "tests" / "gold" / "developing")
MARK = re.compile(r"</?[ste]>")
AHEAD = frozenset("planned intended expected promised proposed demanded conditional postponed cancelled".split())
SMALL = frozenset("a an the of for at in on and to from with by new his her its their s".split())
STRENGTH = 1.0
LEAST = 2
Array = NDArray[np.float32]


class Marked(NamedTuple):
    """A sentence with one act marked: its labels, its text, and the intervals of the text that are marked."""

    type: str
    mode: str
    status: str
    text: str
    marks: tuple[tuple[str, int, int], ...]


class Example(NamedTuple):
    """What is seen, and what it is."""

    seen: tuple[int, ...]
    label: str


class Lesson(NamedTuple):
    """A document with its triggers: the type that each tells, and those who have a part in it where that is known."""

    sight: Sight
    types: Mapping[int, str]
    parts: Mapping[int, Mapping[int, str]]


# ------------------------------------------------------------------------------------------------ clauses
def marked(line: str) -> Marked:
    """A line of the clauses."""
    type_, mode, status, _, told = line.split("\t")
    text, marks, open_ = "", [], []
    for piece in re.split(r"(</?[ste]>)", told):
        if not MARK.fullmatch(piece):
            text += piece
        elif piece[1] != "/":
            open_.append((piece[1], len(text)))
        else:
            sign, start = open_.pop()
            marks.append((sign, start, len(text)))
    return Marked(type_, mode, status, text, tuple(marks))


def clauses(whole: bool) -> list[list[Marked]]:
    """The clauses, those of one sentence together; `whole` those of sentences all of whose acts are labelled."""
    paths = [path for path in sorted((ROOT / "training").glob("*.tsv")) if path.name.startswith("whole") == whole]
    lines = [marked(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return [list(group) for _, group in groupby(lines, key=lambda one: one.text)]


def of_clauses(groups: Sequence[Sequence[Marked]], nouns: frozenset[str], whole: bool) -> Iterator[Lesson]:
    """What is learned from clauses; what is marked on no line of a sentence labelled whole tells no act."""
    given = Given(published="2020-01-01")
    for group, document in zip(groups, annotate([read_text(one[0].text, given) for one in groups]), strict=True):
        grammar = Grammar(document)
        found = [(at, one) for one in group if (at := _trigger(one, grammar)) is not None]
        sight = _sight(document, nouns | {grammar.tokens[at].lemma for at, _ in found})
        found = [(at, one) for at, one in found if at in sight.may_tell]
        types = {at: one.type for at, one in found if whole or not _is_announced(grammar, at, one)}
        parts = {at: _parts(one, grammar) for at, one in found if one.type != NONE}
        if whole:
            inside = [mark for one in group for mark in one.marks if mark[0] == "e"]
            free = [i for i in sight.may_tell if not any(a <= grammar.tokens[i].start < b for _, a, b in inside)]
            types = {**dict.fromkeys(free, NONE), **types}
        yield Lesson(sight, types, parts)


def _is_announced(grammar: Grammar, at: int, one: Marked) -> bool:
    """Whether a clause is coded for what it announces, not for the act itself: "will visit"."""
    return one.status in AHEAD and reality(grammar, at, None).status in AHEAD


def _trigger(one: Marked, grammar: Grammar) -> int | None:
    """The word of those marked that the others depend on."""
    start, end = next((a, b) for sign, a, b in one.marks if sign == "e")
    inside = [i for i, token in enumerate(grammar.tokens) if start <= token.start < end]
    told = [i for i in inside if grammar.tokens[i].pos in ("VERB", "NOUN", "PROPN")]
    return next((i for i in told if not any(above in told for above in grammar.ancestors(i))), None)


def _parts(one: Marked, grammar: Grammar) -> dict[int, str]:
    """The words that head the marked parties, with their part."""
    found = {}
    for sign, start, end in one.marks:
        inside = [i for i, token in enumerate(grammar.tokens) if start <= token.start < end]
        for top in (i for i in inside if grammar.tokens[i].head not in inside or grammar.tokens[i].head == i):
            for index in (i for i in grammar.conjuncts(top) if i in inside):
                if sign != "e":
                    found[index] = "who" if sign == "s" else "to"
    return found


def _sight(document: Document, nouns: frozenset[str]) -> Sight:
    grammar = Grammar(document)
    people = People(document, grammar)
    return Sight(grammar, people, {found.trigger: found for found in acts(grammar, people)}, nouns)


# ------------------------------------------------------------------------------------------------ reports
def of_reports(nouns: frozenset[str], without: Sequence[str]) -> Iterator[tuple[Sight, Sequence[Mapping[str, Any]]]]:
    """The reports of development as they are seen, with the acts labelled in each."""
    for folder in GOLD:
        gold = tomllib.loads((folder / "gold.toml").read_text("utf-8"))
        names = [n for n in gold["page"] if not n.endswith("_related") and not n.startswith(tuple(without) or "\n")]
        pages = [(folder / gold["page"][name]["file"]).read_bytes() for name in names]
        stories = [read_page(page, Receipt(source="x", obtained="unknown")).stories[0] for page in pages]
        for name, document in zip(names, annotate(stories), strict=True):
            yield _sight(document, nouns), [one for one in gold["act"] if one["page"] == name]


def taught(sight: Sight, entries: Sequence[Mapping[str, Any]], weights: Weights) -> Lesson:
    """What is learned from a report: of each act the likeliest trigger in its words; words in no act's tell none."""
    grammar, text = sight.grammar, sight.people.document.story.text
    types, parts, covered = {}, {}, set()
    for entry in entries:
        start = text.find(entry["quote"])
        tokens = ((i, grammar.tokens[i].start) for i in sight.may_tell)
        inside = [i for i, at in tokens if start >= 0 and start <= at < start + len(entry["quote"])]
        covered.update(inside)
        free = [i for i in inside if i not in types]
        column = weights.labels.index(entry["type"])
        odds = dict(zip(free, weights.odds([sight.trigger(i) for i in free])[:, column].tolist(), strict=True))
        at = max(free, key=lambda i: odds[i], default=None)
        if at is not None and odds[at] > 0.1:
            types[at] = entry["type"]
            parts[at] = _named_parts(sight, at, entry)
    return Lesson(sight, {**dict.fromkeys((i for i in sight.may_tell if i not in covered), NONE), **types}, parts)


def _named_parts(sight: Sight, at: int, entry: Mapping[str, Any]) -> dict[int, str]:
    """The words of the sentence that name the parties of an entry; nothing where one of them is not named in it."""
    found: dict[int, str] = {}
    for role in ("who", "with", "to"):
        wanted = entry.get(role) or ()
        for name in [wanted] if isinstance(wanted, str) else wanted:
            heads = [i for i in sight.heads(at) if _names(sight, i, name)]
            if not heads:
                return {}
            found.update(dict.fromkeys(heads, "to" if role == "to" else "who"))
    return found


def _names(sight: Sight, index: int, name: str) -> bool:
    """Whether a phrase names somebody, by its words or by what its entity is called."""
    words = _words(name)
    for filler in (one for told in sight.people.named(index) for one in (told, as_actor(sight.people, told))):
        entity = sight.people.entity(filler)
        for known in map(_words, (filler.words, *((entity.name, *entity.aliases) if entity else ()))):
            if known and (known <= words or words <= known):
                return True
    return False


def _words(told: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"[\w’'-]+", told) if fold(word) not in SMALL)


# ------------------------------------------------------------------------------------------------ learning
def learn(examples: Sequence[Example]) -> Weights:
    """Weights of a softmax over all features."""
    labels = sorted({one.label for one in examples})
    indices = [row for one in examples for row in one.seen]
    ends = np.cumsum([0, *(len(one.seen) for one in examples)])
    features = csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(examples), ROWS))
    fitted = LogisticRegression(C=STRENGTH, max_iter=200).fit(features, [labels.index(one.label) for one in examples])
    return Weights(tuple(labels), fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32))


def nouns_of(lessons: Sequence[Lesson]) -> frozenset[str]:
    """The nouns that tell an act in two clauses at least."""
    told: Counter[str] = Counter()
    for lesson in lessons:
        for at, kind in lesson.types.items():
            token = lesson.sight.grammar.tokens[at]
            if token.pos != "VERB":
                told[token.lemma] += kind != NONE
    return frozenset(word for word, times in told.items() if times >= LEAST)


def types_of(lessons: Sequence[Lesson]) -> list[Example]:
    """What each trigger tells."""
    return [Example(one.sight.trigger(at), kind) for one in lessons for at, kind in sorted(one.types.items())]


def parts_of(lessons: Sequence[Lesson]) -> list[Example]:
    """Who has which part in what each trigger tells."""
    found = []
    for one in lessons:
        for at, parts in sorted(one.parts.items()):
            slots = one.sight.slots(at)
            if parts:
                heads = one.sight.heads(at)
                kind = one.types.get(at, NONE)
                found += [Example(one.sight.part(at, i, kind, slots), parts.get(i, "-")) for i in heads]
    return found


def write(path: Path, models: Mapping[str, Weights], nouns: frozenset[str]) -> None:
    """Write the arrays."""
    arrays: dict[str, Any] = {"nouns": _signs(sorted(nouns))}
    for name, model in models.items():
        arrays |= {f"{name}-labels": _signs(model.labels), f"{name}-bias": model.bias}
        arrays[f"{name}-rows"] = model.rows.astype(np.float16)
    np.savez_compressed(path, **arrays)


def _signs(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def main() -> None:
    """Learn, and write the arrays."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", default="", help="beginnings of names of reports to leave out, parted by commas")
    parser.add_argument("--into", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    single, whole = clauses(whole=False), clauses(whole=True)
    nouns = frozenset(word for rule in rules() for word in rule.nouns)
    lessons = [*of_clauses(single, nouns, whole=False), *of_clauses(whole, nouns, whole=True)]
    nouns |= nouns_of(lessons)
    first = learn(types_of(lessons))
    without = [one for one in options.without.split(",") if one]
    lessons += [taught(sight, entries, first) for sight, entries in of_reports(nouns, without)]
    examples = types_of(lessons)
    models = {"acts": learn(examples), "parts": learn(parts_of(lessons))}
    write(options.into, models, nouns)
    told = sum(one.label != NONE for one in examples)
    print(f"{options.into.name}: {len(examples)} words, {told} of them tell an act", file=sys.stderr)


if __name__ == "__main__":
    main()
