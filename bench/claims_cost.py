"""What claims add to the reading of pages: CPU time of reading with them over that without, in the same run.

    python bench/claims_cost.py [PAGE …] [--rounds 7]

Pages are those given, else the samples. Without claims means: story found, sentences parsed, names, times, places and
roles annotated. What a paragraph met lately saves is not counted: each round parses all anew.
"""

import argparse
import importlib
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from regesta.annotate import annotate
from regesta.claims import read
from regesta.intake import read_page
from regesta.model import Document, Receipt, Story

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """Seconds of this process’s own time, and what was made in them."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def stories(pages: Sequence[bytes]) -> list[Story]:
    """The stories of these pages."""
    return [
        story
        for raw in pages
        for story in read_page(raw, Receipt(source="bench", obtained="2026-01-01T00:00:00Z")).stories
    ]


def documents(told: Sequence[Story]) -> list[Document]:
    """The stories annotated, every sentence parsed anew."""
    importlib.import_module("regesta.annotate.parse")._LATELY.clear()
    return list(annotate(told))


def main() -> None:
    """Print the parts of the reading and their ratio."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("pages", nargs="*", type=Path, default=SAMPLES)
    command.add_argument("--rounds", type=int, default=7)
    given = command.parse_args()
    pages = [path.read_bytes() for path in given.pages]
    [read(one) for one in documents(stories(pages))]  # everything loaded
    rounds = []
    for _ in range(given.rounds):
        intake, told = timed(lambda: stories(pages))
        annotation, marked = timed(lambda told=told: documents(told))  # type: ignore[misc]
        claims, found = timed(lambda marked=marked: [read(one) for one in marked])  # type: ignore[misc]
        rounds.append((intake, annotation, claims))
    parts = [statistics.median(part) for part in zip(*rounds, strict=True)]
    number = sum(len(one.claims) for one in found)
    print(f"{len(pages)} pages, {len(told)} stories, {number} claims; medians of {given.rounds} rounds, CPU time")
    print("pages to stories {:.2f} s, annotation {:.2f} s, claims {:.2f} s".format(*parts))
    added = [claim / (first + second) for first, second, claim in rounds]
    print(f"claims add {statistics.median(added):.1%} ({min(added):.1%} to {max(added):.1%})")


if __name__ == "__main__":
    main()
