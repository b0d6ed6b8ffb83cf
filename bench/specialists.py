"""The figures of times, places, names and mentions, each beside the specialists of its field, one after the other.

    python bench/specialists.py [--data FOLDER]

What each prints stands at its head. FOLDER holds open sets in folders of their own (``wikiwars/keyinline``,
``geovirus/GeoVirus.xml``, ``ner/crossner_politics``, ``re3d``); what is not there is left out.
"""

import argparse
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path

PARTS: Mapping[str, Mapping[str, str]] = {
    "times.py": {"--wikiwars": "wikiwars/keyinline"},
    "places.py": {"--geovirus": "geovirus/GeoVirus.xml"},
    "names.py": {},
    "mentions.py": {"--data": ""},
}
"""The benchmarks, and which option of theirs takes which set."""


def main() -> None:
    """Run each as if it were asked for by itself."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path())
    folder = parser.parse_args().data
    for part, options in PARTS.items():
        path = Path(__file__).with_name(part)
        there = {name: folder / place for name, place in options.items() if (folder / place).exists()}
        given = [word for name, place in there.items() for word in (name, str(place))]
        print(f"== {path.stem}", flush=True)
        sys.argv = [str(path), *given]
        runpy.run_path(str(path), run_name="__main__")


if __name__ == "__main__":
    main()
