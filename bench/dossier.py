"""How large a published dossier is: a folder and a single file of a register of so many statements.

Usage: python bench/dossier.py [--statements N] [PATH...]

Reads the pages at the paths, without any the sample pages and the labelled reports, one after the other until the
register holds so many statements; publishes it both ways and prints the sizes, those of a folder by what takes them.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from regesta import flow
from regesta.register import Register, counts
from regesta.web import publish, publish_single

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "samples").glob("*.txt")), *sorted((ROOT / "tests" / "gold" / "reports").glob("*.txt"))]


def read(register: Register, pages: list[Path], wanted: int) -> int:
    """How many statements the register holds, once it holds as many as are wanted or no page is left."""
    for page in pages:
        if counts(register)["claim"] >= wanted:
            break
        list(flow.read_paths(register, [str(page)]))
    flow.settle(register)
    return counts(register)["claim"]


def main() -> None:
    """Read, publish, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--statements", type=int, default=150)
    options.add_argument("paths", nargs="*", type=Path)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as made, Register.open(f"{made}/register", create=True) as register:
        number = read(register, asked.paths or PAGES, asked.statements)
        folder, single = Path(made) / "dossier", Path(made) / "dossier.html"
        with register.snapshot():
            publish(register, folder)
            publish_single(register, single)
        sizes = {file.relative_to(folder): file.stat().st_size for file in folder.rglob("*") if file.is_file()}
        whole, one = sum(sizes.values()), single.stat().st_size
    parts = Counter[str]()
    for file, size in sizes.items():
        parts[file.parts[0]] += size
    print(f"{number} statements: a folder of {whole:,} bytes in {len(sizes)} files; one file of {one:,} bytes")
    print(", ".join(f"{name} {size:,}" for name, size in parts.most_common()))


if __name__ == "__main__":
    main()
