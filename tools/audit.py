"""What auditors by others find: bandit in the source, pip-audit in what it needs, schemathesis in its pages.

    python tools/audit.py [bandit] [pip-audit] [schemathesis]

All three come with the extra `audit`. Ends with 1 where bandit finds something of high severity, pip-audit a known
vulnerability (or a package that it must skip), schemathesis an answer that is none or is not what the description says.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))


def run(*command: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """A module of this Python, run to its end."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))}
    return subprocess.run(  # noqa: S603 the commands below are all it runs
        [sys.executable, "-m", *command], check=False, cwd=ROOT, env=environment, text=True, capture_output=quiet
    )


def bandit() -> bool:
    """Whether nothing of high severity stands in the source; the number of each severity is told."""
    told = run("bandit", "-q", "-r", "src", "-f", "json", quiet=True).stdout
    found = json.loads(told)["results"]
    counts = {level: sum(one["issue_severity"] == level for one in found) for level in ("HIGH", "MEDIUM", "LOW")}
    print("bandit:", ", ".join(f"{count} {level.lower()}" for level, count in counts.items()))
    return not counts["HIGH"]


def pip_audit() -> bool:
    """Whether none of the locked packages has a known vulnerability, and none was skipped."""
    return not run("pip_audit", "--strict", "--disable-pip", "--require-hashes", "-r", "requirements.lock").returncode


def schemathesis() -> bool:
    """Whether all that the description of the pages allows to be asked is answered as it says."""
    import paged
    from served import served

    with tempfile.TemporaryDirectory() as folder:
        paged.fill(Path(folder, "register"))
        with served(Path(folder, "register")) as address:
            checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
            asked = (f"{address}/openapi.json", "--checks", checks, "--max-examples", "25", "--seed", "1")
            return not run("schemathesis.cli", "run", *asked).returncode


AUDITS = {"bandit": bandit, "pip-audit": pip_audit, "schemathesis": schemathesis}

if __name__ == "__main__":
    results = {name: AUDITS[name]() for name in sys.argv[1:] or AUDITS}
    print(", ".join(f"{name}: {'nothing wrong' if well else 'look above'}" for name, well in results.items()))
    sys.exit(not all(results.values()))
