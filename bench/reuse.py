"""Recall and false pairs of text reuse on copies made by seeded edits, beside plain sentence numbers and MinHash.

    python bench/reuse.py --pages FILE.jsonl.gz [--seed 7] [--many 20000]

The stories are the lines labelled `main` of pages (each record's `lines` are `[text, gap, label]`). From every story
of eight sentences or more come copies: cut, edited, and a story of another outlet that quotes three of its sentences.
What must not be called kin: all other pairs, of which many have boilerplate sentences of their outlet in common, or a
stock paragraph of background. The three ways look at the same collection in the same run.
"""

import argparse
import gzip
import json
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

import numpy as np

from regesta.lexicon import fold
from regesta.model import Block, Story, content_id
from regesta.reuse import kin, prints
from regesta.sentences import split

OUTLETS = 24
Paragraphs = list[list[str]]
Pair = frozenset[str]


# ------------------------------------------------------------------------------------------------ the stories
def read(path: str) -> list[Paragraphs]:
    """Each page's story as paragraphs of sentences; pages with little prose, and second copies, are left out."""
    found: dict[str, Paragraphs] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            prose = [text for text, _, label in json.loads(line)["lines"] if label == "main"]
            paragraphs = [[text[a:b] for a, b in split(text)] for text in prose]
            if long_ones(paragraphs) >= 8:
                found.setdefault(" ".join(paragraphs[0])[:60], [one for one in paragraphs if one])
    return list(found.values())


def story(paragraphs: Paragraphs, name: str, outlet: str) -> Story:
    """A story of these paragraphs; `name` is its id."""
    blocks, text = [], ""
    for one in paragraphs:
        text += "\n\n" if text else ""
        start, text = len(text), text + " ".join(one)
        blocks.append(Block(kind="prose", start=start, end=len(text)))
    return Story(id=name, page=name, title=f"Title {name}", text=text, outlet=outlet, blocks=tuple(blocks))


# ------------------------------------------------------------------------------------------------ the edits
WORDS = dict(
    pair.split(":")
    for pair in "said:stated told:informed big:large began:started help:aid show:reveal also:additionally but:however "
    "new:recent many:numerous people:persons country:nation officials:authorities about:around after:following "
    "before:prior found:discovered because:since two:2 three:3 four:4 five:5 six:6 ten:10 government:cabinet "
    "make:produce use:employ year:twelvemonth while:whereas more:further would:could first:initial".split()
)
DIGITS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight"}
CREDITS = (", the agency reported", ", according to the agency", ", the ministry said", ", officials said on Tuesday")
QUOTES = str.maketrans("“”‘’", "\"\"''")


def reworded(sentence: str, dice: random.Random) -> str:
    """One to three words replaced: synonyms and figures where it has any, any word otherwise."""
    words = sentence.split()
    known = [at for at, word in enumerate(words) if word.lower() in WORDS or word in DIGITS]
    at_all = dice.sample(known, min(len(known), 2)) or [dice.randrange(len(words))]
    for at in at_all:
        words[at] = DIGITS.get(words[at]) or WORDS.get(words[at].lower()) or "certain"
    return " ".join(words)


def joined_or_split(sentences: Sequence[str], dice: random.Random) -> list[str]:
    """A paragraph with one sentence parted at a comma, or two made one."""
    made = list(sentences)
    at = dice.randrange(len(made))
    head, comma, tail = made[at].partition(", ")
    if len(made) > at + 1 and dice.random() < 0.5:
        made[at : at + 2] = [made[at].rstrip(".") + ", and " + made[at + 1][:1].lower() + made[at + 1][1:]]
    elif comma and len(head.split()) > 4:
        made[at : at + 1] = [head + ".", tail[:1].upper() + tail[1:]]
    return made


def edited(paragraphs: Paragraphs, dice: random.Random, part: float) -> Paragraphs:
    """Sentences reworded, parted and joined in a part of the text, quotation marks, dateline, credit, order changed."""
    made = []
    for one in paragraphs:
        worded = [reworded(s, dice) if len(s.split()) > 4 and dice.random() < part else s for s in one]
        made.append(joined_or_split(worded, dice) if dice.random() < part else worded)
    made = [[s.translate(QUOTES) for s in one] for one in made]
    made[0][0] = "LIMA, 3 May (ABC) - " + made[0][0]
    made[0][-1] = made[0][-1].rstrip(".") + dice.choice(CREDITS) + "."
    if len(made) > 4:
        at = dice.randrange(2, len(made) - 1)
        made[at], made[at + 1] = made[at + 1], made[at]
    return [*made, ["(Reporting by the ABC desk)"]]


def is_long(sentence: str) -> bool:
    """Whether it is a sentence, not a line of a list, with words enough to count even without an attribution."""
    return len(re.findall(r"\w+", sentence)) >= 10 and sentence[-1] in '.!?"”’)'


def long_ones(paragraphs: Paragraphs) -> int:
    """How many sentences count."""
    return sum(map(is_long, (sentence for one in paragraphs for sentence in one)))


def copies(paragraphs: Paragraphs, other: Paragraphs, dice: random.Random) -> Iterator[tuple[str, Paragraphs]]:
    """Each kind of copy of a story; for the quoting one, within another story."""
    third = max(len(paragraphs) // 3, 1)
    while long_ones(paragraphs[:third]) < 3:
        third += 1
    yield "cut: first third", paragraphs[:third]
    dropped = [one for one in paragraphs if dice.random() < 0.6]
    yield "cut: paragraphs dropped", dropped if long_ones(dropped) > 2 else paragraphs
    last = max(len(paragraphs) * 2 // 3, third)
    yield "cut: last third dropped", paragraphs[:last]
    yield "edited: 30 % of sentences", edited(paragraphs, dice, 0.3)
    yield "edited: all sentences", edited(paragraphs, dice, 1.0)
    flat = [s for one in paragraphs for s in one if is_long(s)]
    at = dice.randrange(max(len(flat) - 2, 1))
    where = dice.randrange(len(other))
    yield "quoting: three sentences", [*other[:where], flat[at : at + 3], *other[where:]]
    yield "quoting: three, edited", [*other[:where], *edited([flat[at : at + 3]], dice, 0.3)[:1], *other[where:]]


class Trial(NamedTuple):
    """One collection: its stories, the pages each was made from, the pairs asked for, and others that look it."""

    stories: list[Story]
    roots: dict[str, set[str]]
    kin: dict[Pair, str]
    hard: dict[Pair, str]

    def is_false(self, pair: Pair) -> bool:
        """Whether the two were made from different pages."""
        first, second = (self.roots[name] for name in pair)
        return not first & second


class Desk:
    """Puts stories into a trial, each with the boilerplate of its outlet, every third with its stock paragraph."""

    def __init__(self, spare: Sequence[Paragraphs]) -> None:
        flats = [[s for one in text for s in one if is_long(s)] for text in spare]
        self.boilerplate, self.stock = [one[:2] for one in flats[:OUTLETS]], [one[:3] for one in flats[OUTLETS:]]
        self.trial = Trial([], {}, {}, {})
        self._groups: dict[tuple[str, int], list[str]] = {}

    def put(self, text: Paragraphs, name: str, at: int, roots: set[str]) -> None:
        """Add a story of the outlet whose turn it is."""
        outlet = at % OUTLETS
        has_stock = at % 3 == 0
        body = [*text, *([self.stock[outlet]] if has_stock else []), self.boilerplate[outlet]]
        self._groups.setdefault(("boilerplate of the outlet", outlet), []).append(name)
        if has_stock:
            self._groups.setdefault(("stock paragraph of the outlet", outlet), []).append(name)
        self.trial.stories.append(story(body, name, f"Outlet {outlet}"))
        self.trial.roots[name] = roots

    def done(self) -> Trial:
        """The trial, with the pairs that look kin for what its outlets print everywhere."""
        for (label, _), names in self._groups.items():
            pairs = (frozenset(pair) for pair in combinations(names, 2))
            self.trial.hard.update((pair, label) for pair in pairs if self.trial.is_false(pair))
        return self.trial


def trial(texts: Sequence[Paragraphs], seed: int) -> Trial:
    """All stories and their copies. Of the pages, some give boilerplate, half of the rest are hosts of quotations."""
    dice = random.Random(seed)  # noqa: S311 a seeded bench
    spare, rest = texts[: OUTLETS * 2], texts[OUTLETS * 2 :]
    sources, hosts = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    desk = Desk(spare)
    for at, text in enumerate(sources):
        host = at % len(hosts)
        desk.put(text, f"s{at}", at, {f"s{at}"})
        for turn, (kind, made) in enumerate(copies(text, hosts[host], dice)):
            quoting = {f"h{host}"} if kind.startswith("quoting") else set()
            desk.put(made, f"s{at}-{turn}", at + 5 * (turn + 1), {f"s{at}"} | quoting)
            desk.trial.kin[frozenset((f"s{at}", f"s{at}-{turn}"))] = kind
    for at, text in enumerate(hosts):
        desk.put(text, f"h{at}", at + 7, {f"h{at}"})
    return desk.done()


# ------------------------------------------------------------------------------------------------ the other ways
def by_numbers(stories: Sequence[Story]) -> set[Pair]:
    """Pairs with two whole sentences in common that are not in very many stories."""
    own = {one.id: {p.number for p in prints(one)} for one in stories}
    holders: dict[int, list[str]] = {}
    for name, numbers in own.items():
        for number in numbers:
            holders.setdefault(number, []).append(name)
    most = max(20, len(stories) // 100)
    hits = Counter(pair for names in holders.values() if len(names) <= most for pair in combinations(sorted(names), 2))
    return {frozenset(pair) for pair, count in hits.items() if count > 1}


def by_minhash(stories: Sequence[Story], least: float, hashes: int = 128) -> set[Pair]:
    """Pairs whose sets of five words in a row are alike by so much, as 128 MinHash values tell; all pairs compared."""
    dice = np.random.default_rng(1)
    odd = dice.integers(1, 2**63, hashes, dtype=np.uint64) * 2 + 1
    add = dice.integers(0, 2**63, hashes, dtype=np.uint64)
    sketches = []
    for one in stories:
        words = fold(one.text).split()
        grams = {crc32(" ".join(words[at : at + 5]).encode()) for at in range(max(len(words) - 4, 1))}
        values = np.fromiter(sorted(grams), dtype=np.uint64)
        sketches.append(((values[:, None] * odd + add) >> np.uint64(16)).min(axis=0))
    table = np.array(sketches)
    found: set[Pair] = set()
    for at in range(len(stories) - 1):
        close = np.flatnonzero((table[at + 1 :] == table[at]).mean(axis=1) >= least)
        found.update(frozenset((stories[at].id, stories[at + 1 + int(turn)].id)) for turn in close)
    return found


# ------------------------------------------------------------------------------------------------ figures
def report(name: str, of: Trial, work: Callable[[], Iterable[Pair]]) -> None:
    """Recall of each kind, false pairs and the time it took."""
    found, seconds = timed(work)
    print(f"\n{name}: {len(found)} pairs in {seconds:.1f} s")
    met, asked = Counter(of.kin[pair] for pair in found if pair in of.kin), Counter(of.kin.values())
    for kind, count in asked.items():
        print(f"  recall {met[kind] / count:.3f}  {kind} ({met[kind]} of {count})")
    false = [pair for pair in found if of.is_false(pair)]
    looked = Counter(of.hard.get(pair, "other") for pair in false)
    for kind, count in Counter(of.hard.values()).items():
        print(f"  false  {looked[kind] / count:.4f}  {kind} ({looked[kind]} of {count} pairs)")
    pages = {frozenset(min(of.roots[name]) for name in pair) for pair in false}
    of_all = len(false) / max(len(found), 1)
    print(f"  false  {of_all:.4f} of all found ({len(false)}, which come from {len(pages)} pairs of pages)")


def timed(work: Callable[[], Iterable[Pair]]) -> tuple[set[Pair], float]:
    """What the work finds, and its seconds by the clock."""
    start = time.perf_counter()
    return set(work()), time.perf_counter() - start


def by_kin(stories: Sequence[Story]) -> set[Pair]:
    """The pairs that are kin, whatever the kind."""
    return {frozenset((one.story, one.of)) for one in kin(stories)}


def synthetic(texts: Sequence[Paragraphs], number: int, seed: int) -> Iterator[Story]:
    """So many stories of shuffled vocabulary, every tenth one a copy of one before it, cut."""
    dice = random.Random(seed)  # noqa: S311 a seeded bench
    vocabulary = sorted({w for text in texts for one in text for s in one for w in re.findall(r"\w+", s)})
    opening = [" ".join(s.split()[:5]) for text in texts for one in text for s in one]
    last: list[str] = []
    for at in range(number):
        if at % 10 == 9:
            body = last[: len(last) // 2]
        else:
            body = [f"{dice.choice(opening)} {' '.join(dice.choices(vocabulary, k=15))}." for _ in range(25)]
            last = body if at % 10 == 8 else last
        yield Story(
            id=content_id("story", str(at)),
            page=str(at),
            title=f"T{at}",
            text=" ".join(body),
            outlet=f"Outlet {at % 200}",
        )


def peak() -> float:
    """The most memory taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pages", required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--many", type=int, default=20000)
    options = parser.parse_args()
    texts = read(options.pages)
    if options.many:  # first, so that the peak of memory is theirs
        many = list(synthetic(texts, options.many, options.seed))
        before = peak()
        found, seconds = timed(lambda: by_kin(many))
        print(f"{len(many)} synthetic stories: {len(found)} pairs, {seconds:.1f} s, {peak() - before:.0f} MB more")
    made = trial(texts, options.seed)
    print(f"{len(texts)} pages; a collection of {len(made.stories)} stories, {len(made.kin)} pairs asked for")
    report("kin", made, lambda: by_kin(made.stories))
    report("whole sentences alone", made, lambda: by_numbers(made.stories))
    report("MinHash of five words, alike by 0.5", made, lambda: by_minhash(made.stories, 0.5))
    report("MinHash of five words, alike by 0.2", made, lambda: by_minhash(made.stories, 0.2))


if __name__ == "__main__":
    main()
