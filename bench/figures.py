"""How the benchmarks time things beside each other, and how they tell and keep what they found."""

import json
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Spread(NamedTuple):
    """What was measured each round, as ratios of the first to the second."""

    ratios: tuple[float, ...]
    seconds: Mapping[str, tuple[float, ...]]

    def figures(self) -> dict[str, Any]:
        """The median with the least and the most, and the median seconds of either."""
        seconds = {name: round(statistics.median(times), 3) for name, times in self.seconds.items()}
        return {**spread(self.ratios), "seconds": seconds}


def spread(values: "tuple[float, ...] | list[float]") -> dict[str, float]:
    """The median with the least and the most."""
    return {
        "median": round(statistics.median(values), 3),
        "least": round(min(values), 3),
        "most": round(max(values), 3),
    }


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds by the clock, or of the processor with `time.process_time`."""
    start = clock()
    work()
    return clock() - start


def in_turn(
    works: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> Spread:
    """Two things done in turn, so many rounds; a busy machine burdens both."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        for name in works if number % 2 == 0 else reversed(works):
            times[name].append(timed(works[name], clock))
    first, second = times.values()
    ratios = tuple(one / other for one, other in zip(first, second, strict=True))
    return Spread(ratios, {name: tuple(some) for name, some in times.items()})


def told(name: str, figures: Mapping[str, Any], out: Path | None) -> None:
    """Print the figures, and keep them where a file is named."""
    from regesta import __version__

    print(f"{name}")
    for what, value in figures.items():
        print(f"  {what}: {value}")
    if out:
        machine = {"regesta": __version__, "python": platform.python_version(), "machine": platform.machine()}
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps({"bench": name, **machine, "figures": figures}, indent=2) + "\n", encoding="utf-8")
