"""A small run of `tools/faults.py`; docs/faults.md tells of the large one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it forks, and limits what may be written")
def test_faults_lose_and_spoil_nothing() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(ROOT / "tools" / "faults.py"), "--kills", "2", "--seed", "3"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    told = [line.split(" | ") for line in ended.stdout.splitlines()]
    assert len(told) >= 9, ended.stderr
    assert {(lost, wrong) for _, _, _, lost, wrong, _ in told} == {("0", "0")}, ended.stdout
    assert ended.returncode == 0
