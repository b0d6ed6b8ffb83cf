"""How fast times are read."""

import time
from pathlib import Path

from regesta.annotate.times import tag
from times_marked import cases

SAMPLES = Path(__file__).parents[1] / "samples"


def words_a_second(texts: list[str], day: str) -> float:
    """Words read a second of the processor, the best of five readings."""
    tag("warm in May", day)
    seconds = []
    for _ in range(5):
        began = time.process_time()
        for text in texts:
            tag(text, day)
        seconds.append(time.process_time() - began)
    return sum(len(text.split()) for text in texts) / min(seconds)


def test_ten_thousand_words_a_second() -> None:
    """Pages as they come are read several times faster; so are reports full of times."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.rglob("*.txt"))]
    assert sum(len(page.split()) for page in pages) > 3_000
    assert words_a_second(pages, "2025-08-28") > 10_000
    assert words_a_second([case.text for case in cases()], "2025-08-28") > 10_000
