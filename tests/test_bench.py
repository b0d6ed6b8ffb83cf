"""Small runs of the benchmarks of scale, so that they still run when somebody needs their figures."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(name: str, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(ROOT / "bench" / name), *arguments]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert ended.returncode == 0, ended.stderr


def test_growth_is_measured(tmp_path: Path) -> None:
    run("growth.py", "100", "200", "--out", str(tmp_path / "growth.json"))
    told = json.loads((tmp_path / "growth.json").read_text(encoding="utf-8"))["figures"]
    assert [one["claims"] for one in told["sizes"]] == [100, 200]
    assert set(told["largest / smallest"]) >= {"put ms a report", "settle ms a report", "KB of memory a report"}


def test_workers_are_compared(tmp_path: Path) -> None:
    run("workers.py", "--copies", "4", "--rounds", "1", "--out", str(tmp_path / "workers.json"))
    told = json.loads((tmp_path / "workers.json").read_text(encoding="utf-8"))["figures"]
    assert told["one worker / two"]["median"] > 0
