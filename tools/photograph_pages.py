"""Pictures of five pages for docs/pages.md, of a register of the sample pages.

Usage: python tools/photograph_pages.py

Needs Chromium (Debian: `apt-get install chromium`). Writes docs/pictures/*.png.
"""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from regesta import flow
from regesta.register import Register, conflicts, stories

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"


def pages(path: Path) -> dict[str, str]:
    """The pages to be pictured, by the names of their pictures."""
    with Register.open(path, create=True) as register:
        list(flow.read_paths(register, [str(one) for one in sorted((ROOT / "samples").glob("*.txt"))]))
        flow.settle(register)
        longest = max(stories(register), key=lambda one: one.claims)
        return {
            "home": "/",
            "search": "/search?q=port",
            "timeline": "/timeline?since=2012&until=2024",
            "conflict": f"/conflicts/{conflicts(register)[0].id}",
            "story": f"/stories/{longest.id}",
        }


def main() -> None:
    """Read the samples, serve them, take the pictures."""
    chromium = shutil.which("chromium") or sys.exit("there is no Chromium here; Debian's package is called chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        asked = pages(Path(folder) / "register")
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
        free.close()
        command = [sys.executable, "-m", "regesta", "--register", f"{folder}/register", "serve", "--port", port]
        server = subprocess.Popen(command)  # noqa: S603 a server of ours
        try:
            time.sleep(5)
            urlopen(f"http://127.0.0.1:{port}/openapi.json").read()
            with sync_playwright() as started:
                browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1120, "height": 760})
                for name, address in asked.items():
                    page.goto(f"http://127.0.0.1:{port}{address}")
                    page.screenshot(path=PICTURES / f"{name}.png")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
