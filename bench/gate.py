"""What the gate saves on general news, and what it loses of the golden sets: a gated reading beside an ungated one.

    python bench/gate.py PAGES.jsonl.gz [--gold tests/gold] [--most 100] [--rounds 3] [--out bench/results/gate.json]

PAGES holds a page a line as `lines`: text, number, label; those labelled `main` are the paragraphs of its story. The
two readings go over the same stories in turn; seconds are of the processor.
"""

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claims import Report, paired, reports
from figures import Spread, in_turn, told

from regesta.annotate import may_bear_claims
from regesta.annotate.parse import _LATELY
from regesta.flow.pages import readings_of
from regesta.intake import Given, read_text
from regesta.model import Story

SHORTEST = 50  # words of a page that is worth being called one


def stories(path: Path) -> Iterator[Story]:
    """The stories of the labelled pages."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for number, row in enumerate(rows):
            text = "\n\n".join(line[0] for line in json.loads(row)["lines"] if line[2] == "main")
            if len(text.split()) >= SHORTEST:
                yield read_text(text, Given(title="", outlet="Outlet", source=f"page {number}"))


def reading(told_of: Sequence[Story], gated: bool) -> None:
    """All stories read, so many at a time; what was parsed before is forgotten first."""
    _LATELY.clear()
    for at in range(0, len(told_of), 32):
        readings_of(told_of[at : at + 32], gated=gated)


def cost(told_of: Sequence[Story], rounds: int) -> Spread:
    """What the gated reading costs of the ungated one, each round."""
    reading(told_of[:8], gated=False)
    return in_turn(
        {"gated": lambda: reading(told_of, True), "all": lambda: reading(told_of, False)}, rounds, time.process_time
    )


def lost(found: Iterable[Report]) -> tuple[int, int, int, int]:
    """How many gold claims are read rightly without the gate, and with it; how many stories there are, and pass."""
    right = kept = number = passed = 0
    for report in found:
        hits = sum(not one.wrong and not one.entry.get("optional") for one in paired(report)[0])
        passes = may_bear_claims(report.reading.story)  # what passes is read whole, as it is without the gate
        right, kept = right + hits, kept + hits * passes
        number, passed = number + 1, passed + passes
    return right, kept, number, passed


def main() -> None:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--gold", type=Path, default=Path(__file__).parents[1] / "tests" / "gold")
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    general = list(stories(options.pages))
    random.Random(3).shuffle(general)  # noqa: S311 the pages stand in order of their outlets
    general = general[: options.most]
    passing = [story for story in general if may_bear_claims(story)]
    words, through = (sum(len(story.text.split()) for story in some) for some in (general, passing))
    right, kept, number, passed = lost(
        one for name in ("held_out", "developing", "reports") for one in reports(options.gold / name)
    )
    figures = {
        "general stories": len(general),
        "of which parsed": len(passing),
        "share of words parsed": round(through / words, 3),
        "cost gated / ungated": cost(general, options.rounds).figures(),
        "gold stories": number,
        "gold stories parsed": passed,
        "gold claims read rightly without the gate": right,
        "gold claims lost": right - kept,
    }
    told("gate", figures, options.out)


if __name__ == "__main__":
    main()
