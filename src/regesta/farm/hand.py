"""A worker: told of shards by lines on standard input, it reads their pages and says on standard output what it does.

It is a process of its own, which may be killed at any instant: what it has done stands in the journal of the shard. It
says which pages it is about to read, so that whoever watches over it knows which one it died of.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import BinaryIO

import msgspec

from regesta.farm import rows
from regesta.farm.shards import Input, Shard, Unsuitable, opened
from regesta.flow.pages import odd, reader, readings_of
from regesta.intake import read_page, unpack
from regesta.model import Finding, Receipt, Received, Value

Item = tuple[int, Received | Finding]
TOGETHER = 16  # pages read in one go, where none is suspected


class Job(Value, frozen=True):
    """A shard to read, and how. Up to page `alone` each is read by itself; those of `out` are not read, it says why."""

    shard: Shard
    journal: str
    gated: bool
    obtained: str
    alone: int = 0
    out: Mapping[int, str] = {}


class Said(Value, frozen=True):
    """What a worker says: it is ready, begins these pages (first, past-last), or is done; or why it cannot go on."""

    what: str
    first: int = 0
    past: int = 0
    why: str = ""


def received(shard: Shard, obtained: str) -> Iterator[Received | Finding]:
    """The pages of a shard, in order, and what is told of its inputs."""
    for one in shard.inputs:
        with opened(one.place) as stream:
            receipt = Receipt(source=one.place.rsplit("/", 1)[-1], obtained=obtained)
            yield from _part(one, unpack(stream, receipt))


def _part(one: Input, found: Iterator[Received | Finding]) -> Iterator[Received | Finding]:
    """What falls to a part of an input; what is told of it as a whole falls to the first."""
    number = count()
    for what in found:
        mine = one.part == 0 if isinstance(what, Finding) else next(number) % one.parts == one.part
        if mine:
            yield what


def work(job: Job, say: Callable[[Said], None]) -> int:
    """Read what the journal of a shard does not have yet, and add it there; how many pages the shard has."""
    path, pages = Path(job.journal), 0
    done = rows.mend(path)
    waiting: list[Item] = []
    with path.open("ab") as file:
        for item in enumerate(received(job.shard, job.obtained)):
            pages += _counts(item[1])
            if item[0] >= done:
                waiting.append(item)
            if len(waiting) == TOGETHER or (waiting and item[0] < job.alone):
                _add(job, waiting, file, say)
                waiting = []
        if waiting:
            _add(job, waiting, file, say)
    return pages


def _counts(what: Received | Finding) -> bool:
    """Whether something is a page, or an input that should have held some."""
    return isinstance(what, Received) or what.severity == "error"


def _add(job: Job, waiting: Sequence[Item], file: BinaryIO, say: Callable[[Said], None]) -> None:
    say(Said(what="begin", first=waiting[0][0], past=waiting[-1][0] + 1))
    file.writelines(rows.written(row) for row in _rows(job, waiting))
    file.flush()


def _rows(job: Job, waiting: Sequence[Item]) -> Iterator[rows.Row]:
    """What became of each of these."""
    pages = [(number, what) for number, what in waiting if isinstance(what, Received) and number not in job.out]
    intakes = {number: read_page(what.raw, what.receipt) for number, what in pages}
    readings = readings_of([story for one in intakes.values() for story in one.stories], gated=job.gated)
    for number, what in waiting:
        if isinstance(what, Finding):
            yield _told(number, what)
        elif number in job.out:
            why = Finding(where=what.receipt.source, what=f"It is put aside: {job.out[number]}.", severity="error")
            yield _row(number, what, fate="quarantined", findings=(why,))
        else:
            intake = intakes[number]
            told = tuple(readings[story.id] for story in intake.stories)
            row = _row(number, what, fate="read" if told else "refused", findings=odd(intake))
            yield msgspec.structs.replace(row, readings=told, reader=reader(None, job.gated))


def _told(number: int, finding: Finding) -> rows.Row:
    nowhere = Receipt(source=finding.where, obtained="unknown")
    fate: rows.Fate = "refused" if _counts(finding) else "told"
    return rows.Row(number=number, page="", fate=fate, receipt=nowhere, raw=b"", findings=(finding,))


def _row(number: int, page: Received, fate: rows.Fate, findings: tuple[Finding, ...]) -> rows.Row:
    digest = hashlib.sha256(page.raw).hexdigest()
    return rows.Row(number=number, page=digest, fate=fate, receipt=page.receipt, raw=page.raw, findings=findings)


def main() -> None:
    """Load the parser, say so, and work off the jobs until there are no more."""
    out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is not for whoever listens

    def say(said: Said) -> None:
        out.write(msgspec.json.encode(said) + b"\n")
        out.flush()

    reader()
    say(Said(what="ready"))
    for line in sys.stdin.buffer:
        job = msgspec.json.decode(line, type=Job)
        try:
            say(Said(what="done", past=work(job, say)))
        except (OSError, Unsuitable) as problem:
            say(Said(what="stuck", why=str(problem)))


if __name__ == "__main__":
    main()
