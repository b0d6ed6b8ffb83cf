"""The figures of bench/results, drawn as SVG into docs/pictures.

python bench/draw.py
"""

import json
from collections.abc import Sequence
from math import log2
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS, PICTURES = ROOT / "bench" / "results", ROOT / "docs" / "pictures"
WIDTH, HEIGHT, LEFT, TOP = 640, 220, 60, 34
LINES = ("#1f4e79", "#a0522d", "#2e7d32")


def drawn(title: str, columns: Sequence[str], series: dict[str, Sequence[float]]) -> str:
    """A chart of lines over columns; the axis of values is logarithmic, a line for each doubling."""
    highest = max(value for values in series.values() for value in values)
    lowest = min(value for values in series.values() for value in values)
    low, high = int(log2(max(lowest, 0.01))) - 1, int(log2(highest)) + 1

    def at(column: int, value: float) -> tuple[float, float]:
        share = (log2(max(value, 0.01)) - low) / (high - low)
        return LEFT + (WIDTH - LEFT - 190) * column / max(len(columns) - 1, 1), TOP + (HEIGHT - TOP - 30) * (1 - share)

    parts = [f'<text x="8" y="18" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        _, y = at(0, 2.0**power)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - 190}" stroke="#ddd"/><text x="8" y="{y + 4:.1f}">{2.0**power:g}</text>'
        )
    for number, name in enumerate(columns):
        parts.append(f'<text x="{at(number, highest)[0]:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{name}</text>')
    for number, (name, values) in enumerate(series.items()):
        points = " ".join("{:.1f},{:.1f}".format(*at(column, value)) for column, value in enumerate(values))
        _, y = at(len(values) - 1, values[-1])
        parts.append(f'<polyline points="{points}" fill="none" stroke="{LINES[number % 3]}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - 182}" y="{y + 4:.1f}" fill="{LINES[number % 3]}">{name}</text>')
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>', *parts, "</svg>"]) + "\n"


def main() -> None:
    """Draw what there is."""
    sizes = json.loads((RESULTS / "growth.json").read_text(encoding="utf-8"))["figures"]["sizes"]
    columns = [f"{one['claims']:,}" for one in sizes]
    costs = [name for name in sizes[0] if name in ("put ms a report", "settle ms a report", "KB of memory a report")]
    asked = [name for name in sizes[0] if name.endswith("p95 ms")]
    for file, title, names in (
        ("growth.svg", "What a report takes, by the claims of the register", costs),
        ("asked.svg", "What a question takes (p95, ms), by the claims of the register", asked),
    ):
        chart = drawn(title, columns, {name: [one[name] for one in sizes] for name in names})
        (PICTURES / file).write_text(chart, encoding="utf-8")


if __name__ == "__main__":
    main()
