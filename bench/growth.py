"""How time and memory grow with a register: into the store, settled, asked; each size in a process of its own.

    python bench/growth.py [CLAIMS …] [--out bench/results/growth.json]

The reports are those of bench/collation_cost.py. Seconds are of the processor. *put* is what a report takes to be kept
and recorded, *settle* what its share of the settling takes; a dossier, a timeline of two states and a search are asked
for two hundred times each, of other names and words every time.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from collation_cost import MATTERS, STATES, memory, reports
from figures import percentile, told

from regesta import flow, views
from regesta.model import Receipt
from regesta.register import Register, identities

ASKED = 200
SIZES = (1_000, 4_000, 16_000, 64_000)


def put(register: Register, claims: int) -> int:
    """How many reports were kept and recorded."""
    number = 0
    for number, reading in enumerate(reports(claims), 1):
        page, _ = register.keep_page(reading.story.text.encode(), Receipt(source=f"{number}", obtained="unknown"))
        register.put_reading(page.id, [reading])
    return number


def p95(question: Callable[[int], object]) -> float:
    """Milliseconds that 95 of a hundred askings stay within."""
    times = []
    for number in range(ASKED):
        begun = time.process_time()
        question(number)
        times.append(time.process_time() - begun)
    return round(1000 * percentile(times, 0.95), 2)


def measure(claims: int) -> dict[str, float]:
    """What one size takes."""
    with tempfile.TemporaryDirectory() as folder, Register.open(folder, create=True) as register:
        empty, begun = memory(), time.process_time()
        number = put(register, claims)
        kept = time.process_time()
        flow.settle(register)
        settled = time.process_time()
        chance, states = random.Random(5), list(STATES)  # noqa: S311
        people = sorted(identities(register))
        size = sum(one.stat().st_size for one in Path(folder).glob("register.sqlite*"))
        pairs = [tuple(chance.sample(states, 2)) for _ in range(ASKED)]
        return {
            "claims": claims,
            "reports": number,
            "put ms a report": round(1000 * (kept - begun) / number, 3),
            "settle ms a report": round(1000 * (settled - kept) / number, 3),
            "KB of memory a report": round(1024 * (memory() - empty) / number, 1),
            "KB on disk a report": round(size / 1024 / number, 1),
            "dossier p95 ms": p95(lambda at: views.show(register, people[at * 7 % len(people)])),
            "timeline p95 ms": p95(lambda at: views.timeline(register, views.Question(between=pairs[at]))),
            "search p95 ms": p95(lambda at: views.search(register, f"{MATTERS[at % 10]} {states[at % 20]}", 50)),
        }


def main() -> None:
    """Measure each size, and tell how the largest compares with the smallest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--one", type=int)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    found = []
    for size in options.claims:
        ended = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, stdout=subprocess.PIPE)  # noqa: S603
        found.append(json.loads(ended.stdout))
        tell(found, options.out)


def tell(found: list[dict[str, float]], out: Path | None) -> None:
    """Tell the sizes that were measured so far, and how the largest compares with the smallest."""
    each = [name for name in found[0] if name.endswith("a report")]
    grown = {name: round(found[-1][name] / max(found[0][name], 1e-9), 2) for name in each}
    told("growth", {"sizes": found, "largest / smallest": grown}, out)


if __name__ == "__main__":
    main()
