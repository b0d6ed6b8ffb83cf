"""Faults tried on a register, how often, and what was lost, partial or doubled afterwards; a table of it.

    python tools/faults.py [--kills 100] [--seed 7] [--out docs/faults.md]

Everything is done by the program itself on the sample pages, in processes that are forked and killed at instants spread
over their work. After each the register must verify, hold all that was acknowledged, and, once the work is done again,
be the register of a run that nobody disturbed. Needs Linux. With `--out` the table between the two marks is replaced.
"""

import argparse
import contextlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from regesta import flow, views, web
from regesta.model import Judgement, RegestaError
from regesta.register import Register, RegisterLocked, each_claim, each_conflict, each_event, each_identity
from regesta.register.judgements import read as judgements_in

ROOT = Path(__file__).resolve().parents[1]
SAMPLES: list[str] = []
LENGTH = 1500  # characters of each sample: what is tried is the disk, not the parser
MARKS = re.compile(r"(?<=<!-- faults -->\n).*?(?=<!-- end -->)", re.DOTALL)
Say = Callable[[str], None]
Work = Callable[[Path, Say], None]


class Outcome(NamedTuple):
    """What became of one fault tried so many times."""

    fault: str
    tried: int
    reached: int
    lost: int
    wrong: int
    note: str = ""


# ------------------------------------------------------------------------------------------------ the work
def samples(folder: Path) -> Iterator[str]:
    """The beginnings of the sample pages, as files."""
    for path in sorted((ROOT / "samples").glob("*.txt")):
        file = folder / path.name
        file.write_text(path.read_text(encoding="utf-8")[:LENGTH], encoding="utf-8")
        yield str(file)


def read(path: Path, say: Say) -> None:
    """Read the samples and settle; each page is acknowledged."""
    with Register.open(path, create=True) as register:
        for sample in SAMPLES:
            for result in flow.read_paths(register, [sample]):
                say(f"kept {result.page}")
        flow.settle(register)


def rebuild(path: Path, say: Say) -> None:
    """Derive everything anew."""
    with Register.open(path) as register:
        flow.rebuild(register)
    say("rebuilt")


def judge(path: Path, say: Say) -> None:
    """Judge again and again; each judgement is acknowledged, and now and then takes effect."""
    with Register.open(path) as register:
        claims = sorted(claim.id for reading in register.readings() for claim in reading.claims)
        for number in range(400):
            at = f"2031-01-01T00:00:{number:09}Z"
            one = Judgement(act="reject", subjects=(claims[number % 7],), by="Liis", why=str(number), at=at)
            say(f"judged {register.append_judgement(one)}")
            if number % 40 == 39:
                flow.settle(register)


def publish(path: Path, say: Say) -> None:
    """Publish into a folder beside the register."""
    with Register.open(path) as register, register.snapshot():
        web.publish(register, path.parent / "site")
    say("published")


# ------------------------------------------------------------------------------------------------ kills
def forked(work: Callable[[Say], None], before: Callable[[], object] = lambda: None) -> tuple[int, int]:
    """The id of a process that does the work, and where it says what is done."""
    listen, tell = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        return child, listen
    os.close(listen)
    status = 1
    with contextlib.suppress(BaseException):
        try:
            before()
            work(lambda words: _write(tell, words))
            status = 0
        except (RegestaError, OSError) as problem:
            os.write(tell, f"told {type(problem).__name__}: {problem}\n".encode())
            status = 3
    os._exit(status)


def _write(tell: int, words: str) -> None:
    os.write(tell, f"{words}\n".encode())


def heard(child: int, listen: int, seconds: float | None) -> tuple[list[str], bool]:
    """What a process said until it ended or, after so many seconds, was killed; whether it was killed."""
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(listen, "rb") as stream:
        said = stream.read().decode().split("\n")[:-1]
    _, status = os.waitpid(child, 0)
    return said, os.WIFSIGNALED(status)


def content(path: Path) -> str:
    """All that follows from the pages of a register, but for when they were obtained."""
    with Register.open(path) as register:
        parts = [
            [claim.id for reading in register.readings() for claim in reading.claims],
            sorted(one.id for one in each_event(register)),
            [page.id for page in register.pages_read()],
            views.timeline(register, views.Question()),
        ]
    return json.dumps(parts, default=str)


def errors(path: Path) -> list[str]:
    """The errors that `regesta verify` finds."""
    with Register.open(path, create=True) as register:
        return [one.what for one in register.verify() if one.severity == "error"]


def missing(path: Path, said: list[str]) -> int:
    """How much of what was acknowledged is not there."""
    acknowledged = {line.partition(" ")[::2] for line in said}
    with Register.open(path, create=True) as register:
        pages, read_too = set(register.page_ids()), {page.id for page in register.pages_read()}
        made = {row["id"] for row in views.judgements(register)}
    there = {"kept": pages & read_too, "judged": made}
    return sum(what in there and value not in there[what] for what, value in acknowledged)


def site(path: Path) -> dict[str, str]:
    """What is published, by its files."""
    folder = path.parent / "site"
    return {str(one.relative_to(folder)): one.read_text(encoding="utf-8") for one in folder.rglob("*.*ml")}


def kills(name: str, work: Work, start: Path, number: int, chance: random.Random) -> Outcome:
    """Kill a work at so many instants, from before its first step to after its last."""
    with tempfile.TemporaryDirectory() as folder:
        calm = _copy(start, Path(folder, "calm", "register"))
        begun = time.monotonic()
        heard(*forked(lambda say: work(calm, say)), None)
        long, expected = time.monotonic() - begun, content(calm)
        pages = site(calm) if name == "publish" else {}
    lost = wrong = reached = 0
    for _ in range(number):
        with tempfile.TemporaryDirectory() as folder:
            path = _copy(start, Path(folder, "register"))
            said, killed = heard(*forked(lambda say: work(path, say)), chance.uniform(0, 1.1 * long))  # noqa: B023
            reached += killed
            lost += missing(path, said)
            bad = bool(errors(path))
            if name == "publish":
                bad |= not all(pages.get(at) == html for at, html in site(path).items() if not at.endswith(".part"))
            if name == "judgement":
                bad |= _doubled(path)
            else:
                heard(*forked(lambda say: work(path, say)), None)  # noqa: B023
                bad |= content(path) != expected or (name == "publish" and site(path).keys() < pages.keys())
            wrong += bad
    return Outcome(f"killed while it does: {name}", number, reached, lost, wrong, f"over {long:.1f} s of work")


def _doubled(path: Path) -> bool:
    made, findings = judgements_in(path / "judgements.jsonl")
    return len({one.at for one in made}) != len(made) or len(findings) > 1


def _copy(start: Path, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copytree(start, path)) if start.exists() else path


# ------------------------------------------------------------------------------------------------ other faults
def full_disk(start: Path, number: int, chance: random.Random) -> Outcome:
    """No file may grow beyond a limit, which falls anywhere in the work: writing fails as on a full disk."""
    lost = wrong = reached = 0
    for _ in range(number):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "register")
            limit = chance.randrange(1000, 900_000)
            said, _ = heard(*forked(lambda say: read(path, say), lambda: _narrow(limit)), None)  # noqa: B023
            told = [line for line in said if line.startswith("told ")]
            reached += bool(told)
            lost += missing(path, [line for line in said if not line.startswith("told ")])
            heard(*forked(lambda say: read(path, say)), None)  # noqa: B023
            wrong += bool(errors(path)) or content(path) != content(start)
    return Outcome("no room to write (a limit on file sizes)", number, reached, lost, wrong, "told, with the reason")


def _narrow(limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def full_medium(start: Path, sizes: tuple[int, ...]) -> Outcome | None:
    """A file system of memory that is too small; `None` where none may be mounted."""
    lost = wrong = reached = 0
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", folder]
            if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
                return None
            try:
                path = Path(folder, "register")
                said, _ = heard(*forked(lambda say: read(path, say)), None)  # noqa: B023
                reached += any(line.startswith("told ") for line in said)
                subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)  # noqa: S603, S607
                lost += missing(path, [line for line in said if not line.startswith("told ")])
                heard(*forked(lambda say: read(path, say)), None)  # noqa: B023
                wrong += bool(errors(path)) or content(path) != content(start)
            finally:
                subprocess.run(["umount", folder], check=True)  # noqa: S603, S607
    return Outcome(
        "a full disk (a small file system)", len(sizes), reached, lost, wrong, "read again once there is room"
    )


def read_only(start: Path) -> Outcome:
    """Nobody in particular asks, and tries to write to, a register that he may only read."""
    with tempfile.TemporaryDirectory() as folder:
        path = _copy(start, Path(folder, "register"))
        for one in (Path(folder), path, *path.rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)
        nobody = (lambda: os.setuid(65534)) if os.getuid() == 0 else (lambda: None)
        asked = heard(*forked(lambda say: say(content(path)), nobody), None)[0]
        judged = heard(*forked(lambda say: judge(path, say), nobody), None)[0]
        for one in (Path(folder), path, *path.rglob("*")):
            one.chmod(0o755 if one.is_dir() else 0o644)
        told = len(judged) == 1 and judged[0].startswith("told ")
        return Outcome("a folder that may only be read", 2, 2, 0, (asked != [content(path)]) + (not told),
                       "questions answered, writing refused with the reason")  # fmt: skip


def two_writers(start: Path) -> Outcome:
    """A second writer is told who the first is; a judgement meanwhile is taken."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = _copy(start, Path(folder, "register"))
        with Register.open(path) as first:
            first.begin_writing()
            for work in (read, rebuild):
                said = heard(*forked(lambda say: work(path, say)), None)[0]  # noqa: B023
                wrong += not (said and RegisterLocked.__name__ in said[-1] and f"process {os.getpid()}" in said[-1])
    return Outcome("two writers", 2, 2, 0, wrong, "the second is told who writes")


def reader_meanwhile(start: Path, seconds: float) -> Outcome:
    """Questions asked while another process judges and settles: each answer is of one whole state."""
    asked = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = _copy(start, Path(folder, "register"))
        child, listen = forked(lambda say: judge(path, say))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with Register.open(path) as register, register.snapshot():
                claims = {claim.id for reading in register.readings_as_read() for claim in reading.claims}
                told = {claim for event in each_event(register) for claim in event.claims}
                known = sum(1 for _ in each_identity(register))
                sides = [claim for conflict in each_conflict(register) for claim in conflict.claims]
                wrong += not (told <= claims and known and set(sides) <= claims)
                wrong += sum(1 for _ in each_claim(register)) != len(claims)
                asked += 1
        heard(child, listen, 0.0)
    return Outcome("a reader during a write", asked, asked, 0, wrong, "every answer of one state")


def clock_backwards(start: Path) -> Outcome:
    """Pages and judgements of ever earlier hours: the order is that in which they were made."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = _copy(start, Path(folder, "register"))
        with Register.open(path) as register:
            claim = next(reading.claims[0].id for reading in register.readings() if reading.claims)
            made = [
                register.append_judgement(
                    Judgement(act="reject", subjects=(claim,), by="Liis", at=f"20{31 - n}-01-01T00:00:00Z")
                )
                for n in range(10)
            ]
            undo = Judgement(act="undo", subjects=(made[-1],), by="Liis", at="1970-01-01T00:00:00Z")
            register.append_judgement(undo)
            flow.settle(register)
            rows = views.judgements(register)
            wrong += [row["id"] for row in rows][:10] != made
            wrong += next(row["in_force"] for row in rows if row["id"] == made[-1])
        heard(*forked(lambda say: read(path, say)), None)
        wrong += bool(errors(path))
    return Outcome("a clock that goes backwards", 11, 11, 0, wrong, "the order of the file counts, not the hour")


# ------------------------------------------------------------------------------------------------ the table
def tried(number: int, chance: random.Random) -> Iterator[Outcome]:
    """Every fault in its turn."""
    with tempfile.TemporaryDirectory() as folder:
        start, nothing = Path(folder, "start"), Path(folder, "nothing")
        heard(*forked(lambda say: read(start, say)), None)
        yield kills("read", read, nothing, number, chance)
        yield kills("rebuild", rebuild, start, number, chance)
        yield kills("judgement", judge, start, number, chance)
        yield kills("publish", publish, start, number, chance)
        yield full_disk(start, max(number // 5, 2), chance)
        medium = full_medium(start, tuple(range(100, 100 + 60 * max(number // 5, 2), 60)))
        if medium:
            yield medium
        yield read_only(start)
        yield two_writers(start)
        yield reader_meanwhile(start, max(number / 10, 1.0))
        yield clock_backwards(start)


def table(found: list[Outcome]) -> str:
    """The outcomes as a table."""
    heads = ("fault", "tried", "took effect", "acknowledged and lost", "partial, doubled or otherwise wrong", "")
    head = f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|\n"
    return head + "".join(f"| {' | '.join(map(str, one))} |\n" for one in found)


def main() -> None:
    """Try all and tell; ends with 1 where something was lost or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        SAMPLES.extend(samples(Path(folder)))
        with Register.open(Path(folder, "first"), create=True) as register:
            list(flow.read_paths(register, SAMPLES))  # what is forked has parsed this before, and gets on to the disk
        for outcome in tried(options.kills, random.Random(options.seed)):  # noqa: S311
            found.append(outcome)
            print(*outcome, sep=" | ", flush=True)
    if options.out:
        text = options.out.read_text(encoding="utf-8")
        options.out.write_text(MARKS.sub(lambda _: table(found), text), encoding="utf-8")
    sys.exit(any(one.lost or one.wrong for one in found))


if __name__ == "__main__":
    main()
