"""How well and how fast pages are taken in, beside well-known libraries, on the same pages in the same run.

    python bench/intake.py --lines LABELS.jsonl.gz --pages PAGES.jsonl.xz [--folds 5] [--shipped]

LABELS and PAGES are what ``tools/train_lines.py`` grows the forests from; its head tells their shape. The forests are
grown anew for every fold, without the sites they are then asked about, and every page goes the whole way that
`regesta read` takes. `--shipped` asks the shipped forests instead, which have seen the pages: for speed, not for truth.

Counted are, of flattened pages, lines and words of the story (its captions left out); of pages with markup, the words
known to belong to the story or not to, then title, authors and date of publication.
Needs the packages of ``requirements-bench.lock``.
"""

import argparse
import gzip
import json
import logging
import lzma
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import train_lines
from htmldate import find_date
from trafilatura import extract, extract_metadata

from regesta.intake import forest, glance, read_page
from regesta.intake.extract import extracted
from regesta.model import Receipt, Story

Record = Mapping[str, Any]
RECEIPT = Receipt(source="page", obtained="unknown")
_NAMES = re.compile(r"[;,/]| and | und | & | et | y ")


# ------------------------------------------------------------------------------------------------ counting
class Rate:
    """Hits, what was said and what was true."""

    def __init__(self) -> None:
        self.hit = self.said = self.true = 0

    def add(self, hit: int, said: int, true: int) -> float:
        """Count one page; its own F1."""
        self.hit, self.said, self.true = self.hit + hit, self.said + said, self.true + true
        return 2 * hit / max(said + true, 1)

    def __str__(self) -> str:
        precision, recall = self.hit / max(self.said, 1), self.hit / max(self.true, 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * self.hit / max(self.said + self.true, 1):.3f}"


def timed(work: Callable[[Record], Any], pages: Sequence[Record]) -> tuple[list[Any], float]:
    """What the work gives for each page, and pages a second once it has what it loads at its first page."""
    work(pages[0])
    start = time.perf_counter()
    answers = [work(page) for page in pages]
    return answers, len(pages) / (time.perf_counter() - start)


def folded(text: str | None) -> str:
    """The words of a text alone."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text or "").casefold()))


# ------------------------------------------------------------------------------------------------ the whole way
def main_story(raw: str) -> Story | None:
    """The main story of a page."""
    stories = read_page(raw.encode("utf-8", "replace"), RECEIPT).stories
    return stories[0] if stories else None


def prose(story: Story | None) -> str:
    """A story's text without its captions."""
    blocks = story.blocks if story else ()
    return "\n".join(story.text[b.start : b.end] for b in blocks if story and b.kind != "caption")


@contextmanager
def forests(record: Record | None) -> Iterator[None]:
    """While this lasts, these forests judge; the shipped ones where there are none."""
    shipped = forest.TREES
    with tempfile.TemporaryDirectory() as folder:
        if record is not None:
            forest.TREES = Path(folder, "trees.json")
            forest.TREES.write_text(train_lines.text_of(record), encoding="utf-8")
        forest.forest.cache_clear()
        try:
            yield
        finally:
            forest.TREES = shipped
            forest.forest.cache_clear()


# ------------------------------------------------------------------------------------------------ flattened pages
def flat_text(record: Record) -> tuple[str, set[int]]:
    """A flattened page, and where the lines of its story begin."""
    text, wanted = "", set()
    for words, gap, label in record["lines"]:
        if words.strip():
            text += "\n" * (gap + 1)
            if label == "main":
                wanted.add(len(text))
            text += " ".join(words.split())
    return text, wanted


def ours_flat(text: str) -> set[int]:
    """Where the lines begin that we take for the story's."""
    story = main_story(text)
    return (
        {s.page for s, b in zip(story.segments, story.blocks, strict=True) if b.kind != "caption"} if story else set()
    )


def theirs_flat(text: str) -> set[int]:
    """The same of trafilatura, which is given every line as a paragraph."""
    starts = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", text)]
    page = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for _, line in starts)
    told = set((extract(f"<html><body>{page}</body></html>", include_comments=False) or "").split("\n"))
    return {at for at, line in starts if line in told}


def long_sentences(text: str) -> set[int]:
    """The plainest rule: lines of ten words or more that close as a sentence does."""
    found = re.finditer(r"[^\n]+", text)
    return {m.start() for m in found if len(m[0].split()) >= 10 and re.search(r"[.!?。…][\"'”’»)]*$", m[0])}


FLAT: Mapping[str, Callable[[str], set[int]]] = {
    "regesta": ours_flat,
    "trafilatura": theirs_flat,
    "long sentences": long_sentences,
}


def score_flat(pages: Sequence[Record], found: Mapping[str, Sequence[set[int]]]) -> None:
    """Print what each found on flattened pages."""
    print(f"\nflattened pages: {len(pages)}")
    for name, answers in found.items():
        lines, words, each = Rate(), Rate(), []
        for page, told in zip(pages, answers, strict=True):
            text, wanted = flat_text(page)
            size = {at: len(text[at:].split("\n", 1)[0].split()) for at in told | wanted}
            each.append(lines.add(len(told & wanted), len(told), len(wanted)))
            words.add(*(sum(size[at] for at in some) for some in (told & wanted, told, wanted)))
        print(f"  {name:<16} lines {lines}   text {words}   mean line F1 of a page {sum(each) / len(each):.3f}")


# ------------------------------------------------------------------------------------------------ pages with markup
def score_text(name: str, pages: Sequence[Record], texts: Sequence[str | None], speed: float) -> None:
    """Print how many of the words wanted, and of those not wanted, stand in the texts."""
    rate = Rate()
    for page, text in zip(pages, texts, strict=True):
        hit = sum(words in (text or "") for words in page["with"])
        rate.add(hit, hit + sum(words in (text or "") for words in page["without"]), len(page["with"]))
    print(f"  {name:<24} {rate}   {speed:6.1f} pages/s")


def names(said: str | None) -> list[str]:
    """Authors in one form."""
    return sorted(filter(None, map(folded, _NAMES.split(said or ""))))


def score_metadata(name: str, pages: Sequence[Record], told: Sequence[tuple[str, str, str]]) -> None:
    """Print how often title, authors and date are right, and how often authors are named wrongly."""
    right = [0, 0, 0]
    wrong = 0
    for page, (title, authors, date) in zip(pages, told, strict=True):
        same = names(authors) == names(page["author"])
        for at, yes in enumerate((folded(title) == folded(page["title"]), same, date == page["date"])):
            right[at] += yes
        wrong += bool(authors) and not same
    rates = [count / len(pages) for count in right]
    print(f"  {name:<24} title {rates[0]:.3f}  authors {rates[1]:.3f} (named wrongly {wrong})  date {rates[2]:.3f}")


def peers(pages: Sequence[Record]) -> None:
    """Print what the libraries find on pages with markup."""
    quiet = {"include_comments": False}
    score_text("trafilatura", pages, *timed(lambda page: extract(page["html"], **quiet), pages))
    score_text("trafilatura, fast", pages, *timed(lambda page: extract(page["html"], fast=True, **quiet), pages))
    score_text("resiliparse", pages, *timed(lambda page: extracted(page["html"]), pages))


def peers_metadata(pages: Sequence[Record]) -> None:
    """Print what they find beside the text."""
    found = [extract_metadata(page["html"], default_url=page["url"]) for page in pages]
    told = [(one.title or "", one.author or "", one.date or "") for one in found]
    score_metadata("trafilatura", pages, told)
    dates = [find_date(page["html"], original_date=True, url=page["url"]) or "" for page in pages]
    score_metadata("htmldate", pages, [("", "", date) for date in dates])


# ------------------------------------------------------------------------------------------------ the run
def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, required=True)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--shipped", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    logging.disable(logging.CRITICAL)
    asked = arguments()
    with gzip.open(asked.lines, "rt", encoding="utf-8") as file:
        flat = [json.loads(line) for line in file]
    with lzma.open(asked.pages, "rt", encoding="utf-8") as file:
        marked = [json.loads(line) for line in file]
    found, stories, speed = (shipped if asked.shipped else held_out)(asked, flat, marked)
    others = {name: [work(flat_text(page)[0]) for page in flat] for name, work in FLAT.items() if name != "regesta"}
    score_flat(flat, {"regesta": found, **others})
    print(f"\npages with markup: {len(marked)}")
    score_text("regesta", marked, [prose(story) for story in stories], speed)
    peers(marked)
    quick, speed = timed(lambda page: glance(page["html"].encode(), RECEIPT).text, marked)
    score_text("regesta, first glance", marked, quick, speed)
    print("\nbeside the text")
    told = [(s.title, "; ".join(s.authors), s.published.edtf or "") if s else ("", "", "") for s in stories]
    score_metadata("regesta", marked, told)
    peers_metadata(marked)


Found = tuple[list[set[int]], list[Story | None], float]


def shipped(_: argparse.Namespace, flat: Sequence[Record], marked: Sequence[Record]) -> Found:
    """What the shipped forests find."""
    stories, speed = timed(lambda page: main_story(page["html"]), marked)
    return [ours_flat(flat_text(page)[0]) for page in flat], stories, speed


def held_out(asked: argparse.Namespace, flat: Sequence[Record], marked: Sequence[Record]) -> Found:
    """What forests find that never saw the site."""
    rows, pages = train_lines.flat_pages(asked.lines), train_lines.marked_pages(asked.pages)
    lines: list[set[int]] = [set()] * len(flat)
    stories: list[Story | None] = [None] * len(marked)
    seconds = 0.0
    for held in range(asked.folds):
        grown = train_lines.trained(
            [row for row in rows if train_lines.fold(row.site, asked.folds) != held],
            [page for page in pages if train_lines.fold(page.site, asked.folds) != held],
        )
        with forests(grown):
            for at, record in enumerate(flat):
                if train_lines.fold(record["site"], asked.folds) == held:
                    lines[at] = ours_flat(flat_text(record)[0])
            start = time.perf_counter()
            for at, page in enumerate(pages):
                if train_lines.fold(page.site, asked.folds) == held:
                    stories[at] = main_story(marked[at]["html"])
            seconds += time.perf_counter() - start
        print(f"fold {held + 1} of {asked.folds}", file=sys.stderr, flush=True)
    return lines, stories, len(marked) / seconds


if __name__ == "__main__":
    main()
