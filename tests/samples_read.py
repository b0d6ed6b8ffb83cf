"""The sample pages and what is read from pages, for tests that need real readings."""

from collections.abc import Sequence
from pathlib import Path

from regesta.annotate import annotate
from regesta.claims import read
from regesta.intake import read_page
from regesta.model import Reading, Receipt

SAMPLES = Path(__file__).parent.parent / "samples"
PAGES = sorted(SAMPLES.glob("*.txt"))


def readings_of(paths: Sequence[Path]) -> list[Reading]:
    """What the stories on these pages say."""
    stories = [
        story
        for path in paths
        for story in read_page(path.read_bytes(), Receipt(source=path.name, obtained="unknown")).stories
    ]
    return [read(document) for document in annotate(stories)]
