"""The wheel, built, installed into an empty environment with hashes, and used from another folder without a network.

    python tools/wheel.py [--out bench/results/wheel.json]

Needs a package index for the installation, and Linux's `unshare` to cut the network; it says where it could not be cut.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CUT = ["unshare", "--net", "--map-root-user"]
TALKS = (
    "Accord on fishing signed\n\nForeign Minister Tarek Mansour met the Latvian envoy in Windhoek on 3 May 2031. "
    "Namibia and Latvia signed a fishing accord.\n"
)


def run(command: list[str], where: Path = ROOT) -> str:
    """What a command prints; it must end well."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(command, check=False, cwd=where, env=environment, capture_output=True, text=True)  # noqa: S603
    if ended.returncode:
        sys.exit(f"{' '.join(command)}\n{ended.stdout}\n{ended.stderr}")
    return ended.stdout


def runtime(folder: Path) -> Path:
    """The lock of what the wheel itself needs: the lines of requirements.lock that no extra asks for."""
    wanted = run([sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--report", "-",
                  "--constraint", str(pins(folder)), str(next(folder.glob("*.whl")))])  # fmt: skip
    names = {one["metadata"]["name"].lower().replace("_", "-") for one in json.loads(wanted)["install"]}
    blocks = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace(" \\\n", " ").splitlines()
    kept = [line for line in blocks if line.split("==")[0] in names]
    lock = folder / "runtime.lock"
    lock.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return lock


def pins(folder: Path) -> Path:
    """The locked versions, without their hashes."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace(" \\\n", " ").splitlines()
    path = folder / "pins.txt"
    path.write_text("\n".join(line.split(" --hash")[0] for line in lines) + "\n", encoding="utf-8")
    return path


def size(folder: Path) -> float:
    """Megabytes of a folder."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6


def main() -> None:
    """Build, install, use, and tell what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)])
        wheel = next(folder.glob("*.whl"))
        lock = runtime(folder)
        place = folder / "environment"
        venv.create(place, with_pip=True)
        python = str(place / "bin" / "python")
        pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        begun = time.monotonic()
        run([*pip, "--require-hashes", "-r", str(lock)])
        run([*pip, "--no-deps", "--no-index", str(wheel)])
        took = time.monotonic() - begun
        cut = CUT if not subprocess.run([*CUT, "true"], check=False, capture_output=True).returncode else []  # noqa: S603
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "page.txt").write_text(TALKS, encoding="utf-8")
        regesta = [*cut, str(place / "bin" / "regesta")]
        read = run([*regesta, "read", "page.txt"], elsewhere)
        told = json.loads(run([*regesta, "timeline", "--json"], elsewhere))
        run([*regesta, "publish", "site"], elsewhere)
        figures = {
            "wheel MB": round(wheel.stat().st_size / 1e6, 2),
            "packages": len(lock.read_text(encoding="utf-8").splitlines()) + 1,
            "environment MB": round(size(place)),
            "seconds to install": round(took, 1),
            "network": "cut" if cut else "not cut: unshare is not allowed here",
            "events read": len(told),
        }
    print(read, json.dumps(figures, indent=2), sep="")
    if options.out:
        options.out.write_text(json.dumps({"bench": "wheel", "figures": figures}, indent=2) + "\n", encoding="utf-8")
    sys.exit(not told)


if __name__ == "__main__":
    main()
