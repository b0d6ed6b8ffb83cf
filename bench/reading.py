"""Pages a second and memory of a whole reading, beside the bare language pipeline on the same text in the same run.

    python bench/reading.py [--copies 100] [--rounds 3]

The pages are the samples, copied with other names, so that no copy is known already. The pipeline is warmed first;
rounds alternate between the two, and the ratio of their medians is what counts on a noisy machine.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from regesta import flow
from regesta.annotate.parse import BATCH, pipeline
from regesta.intake import read_page
from regesta.model import Receipt
from regesta.register import Register

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
SWAPS = ("Kovalenko", "Mendy", "Okafor", "Larsson", "Haddad", "Pereira", "Sato", "Novak", "Barzani", "Quispe")


def copies(number: int) -> list[bytes]:
    """That many pages, each with a name of its own written over the capitals of the sample's headline."""
    made = []
    for at in range(number):
        page = SAMPLES[at % len(SAMPLES)].read_text(encoding="utf-8")
        words = [w for w in page.split()[:400] if w.istitle() and len(w) > 6 and w.isalpha()]
        for turn, word in enumerate(sorted(set(words))[:3]):
            page = page.replace(word, f"{SWAPS[(at + turn) % len(SWAPS)]}{'' if at < 10 else chr(97 + at // 10)}")
        made.append(page.encode())
    return made


def timed(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(texts: Sequence[str]) -> None:
    """The language pipeline alone, over the paragraphs of the stories."""
    for _ in pipeline().pipe(texts, batch_size=BATCH):
        pass


def whole(pages: Sequence[bytes]) -> None:
    """From files to a settled register, which is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for at, raw in enumerate(pages):
            path = Path(folder, f"{at:04d}.txt")
            path.write_bytes(raw)
            paths.append(str(path))
        with Register.open(Path(folder, "register"), create=True) as register:
            for _ in flow.read_paths(register, paths):
                pass
            flow.settle(register)


def main() -> None:
    """Time both in turn and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--copies", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pages = copies(options.copies)
    stories = [story for raw in pages for story in read_page(raw, Receipt(source="page", obtained="unknown")).stories]
    texts = [story.text[block.start : block.end] for story in stories for block in story.blocks]
    whole(pages[:2])
    times: dict[str, list[float]] = {"bare": [], "whole": []}
    for _ in range(options.rounds):
        times["bare"].append(timed(lambda: bare(texts)))
        times["whole"].append(timed(lambda: whole(pages)))
    low, high = (statistics.median(times[kind]) for kind in ("bare", "whole"))
    words = sum(len(text.split()) for text in texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"pages {len(pages)}, stories {len(stories)}, words {words}")
    print(f"bare pipeline {low:.1f} s ({words / low:,.0f} words/s)")
    print(f"whole reading {high:.1f} s ({len(pages) / high:.1f} pages/s)")
    ratios = [w / b for b, w in zip(times["bare"], times["whole"], strict=True)]
    print(f"whole / bare {high / low:.3f} (rounds {', '.join(f'{r:.3f}' for r in ratios)}); peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
