"""Two workers of the farm beside one, and Ray beside processes of this machine, on the same pages in the same run.

    python bench/workers.py [--copies 200] [--rounds 3] [--ray] [--out bench/results/workers.json]

The pages are copies of the samples, each with other names, as lines of JSON in four files. That the workers load the
parser counts.
"""

import argparse
import tempfile
import time
from itertools import count
from pathlib import Path

import msgspec
from figures import in_turn, told
from reading import copies

from regesta import farm

RUNS = count()


def work(files: list[str], folder: Path, workers: int, backend: str) -> float:
    """Seconds from the first shard to the last, in a folder of their own."""
    out = folder / f"run{next(RUNS)}"
    with farm.holding(out):
        manifest = farm.planned(files, out, gated=False)
        begun = time.monotonic()
        total = farm.summed(farm.read_shards(out, manifest, workers, farm.Bounds(seconds=60), backend))
        if total.pages != total.read:
            raise SystemExit(f"{total}")
        return time.monotonic() - begun


def main() -> None:
    """Time them in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    farm.shards.LARGE = 1  # a shard a file, so that there is something to share out
    farm.shards.MOST_PARTS = 1
    with tempfile.TemporaryDirectory() as name:
        folder, pages = Path(name), copies(options.copies)
        files = [folder / f"{part}.jsonl" for part in range(4)]
        for part, file in enumerate(files):
            lines = (msgspec.json.encode({"page": raw.decode()}) + b"\n" for raw in pages[part::4])
            file.write_bytes(b"".join(lines))
        places = [str(file) for file in files]
        pair = {f"{n} workers": (lambda n=n: work(places, folder, n, "local")) for n in (1, 2)}
        figures = {"pages": len(pages), "one worker / two": in_turn(pair, options.rounds).figures()}
        if options.ray:
            both = {b: (lambda b=b: work(places, folder, 2, b)) for b in ("ray", "local")}
            figures["Ray / local, two workers"] = in_turn(both, options.rounds).figures()
    told("workers", figures, options.out)


if __name__ == "__main__":
    main()
