"""Who watches over one worker: no page may take it too long or too much memory, and its death ends one page at most."""

import contextlib
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import msgspec

from regesta.farm import rows
from regesta.farm.hand import Job, Said
from regesta.farm.shards import Shard, Unsuitable
from regesta.model import RegestaError, Value
from regesta.register.pages import write_durably

WORKER = (sys.executable, "-c", "from regesta.farm.hand import main; main()")
LOADING = 180.0  # seconds in which a worker must have loaded the parser
LOOK = 0.1  # seconds between two looks at its memory
MOST_DEATHS = 5  # one after another, of workers that were about no page


class Bounds(Value, frozen=True):
    """What a page may take: seconds, and megabytes of the process that reads it."""

    seconds: float = 10.0
    megabytes: int = 1536


class Account(Value, frozen=True):
    """What became of a shard: pages that came in, and of these how many were read, refused and quarantined; and the
    hash of its segment."""

    shard: str
    pages: int
    read: int
    refused: int
    quarantined: int
    sha256: str = ""


class _Ended(Exception):  # noqa: N818 it says what is the case
    """The worker is gone; `why` is known where the foreman ended it."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Foreman:
    """Has shards read by a worker, a process of its own, which is replaced as often as it must be."""

    def __init__(self, folder: Path, gated: bool, obtained: str, bounds: Bounds) -> None:
        self.folder, self.gated, self.obtained, self.bounds = folder, gated, obtained, bounds
        self._worker: subprocess.Popen[bytes] | None = None
        self._dismissed = False
        self._said: queue.SimpleQueue[Said | None] = queue.SimpleQueue()

    def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.wait()
            with contextlib.suppress(BrokenPipeError):
                self._to(worker).close()

    def dismiss(self) -> None:
        """End the worker for good, whatever it is about."""
        self._dismissed = True
        self.close()

    def read(self, shard: Shard) -> Account:
        """Have a shard read to its end, and its segment in place."""
        journal = self.folder / rows.SHARDS / f".{shard.id}.journal"
        journal.parent.mkdir(parents=True, exist_ok=True)
        pages = self._through(shard, journal)
        digest = rows.seal(self.folder, shard.id, journal)
        account = msgspec.structs.replace(_counted(self.folder, shard.id, pages), sha256=digest)
        write_durably(journal.parent, _account(self.folder, shard.id), msgspec.json.encode(account) + b"\n")
        journal.unlink(missing_ok=True)
        return account

    def _through(self, shard: Shard, journal: Path) -> int:
        """How many pages a shard has, once all of them are in the journal."""
        suspect, out, deaths = Suspicion(), dict[int, str](), 0
        while True:
            begun: list[int] = []
            job = Job(shard=shard, journal=str(journal), gated=self.gated, obtained=self.obtained,
                      alone=suspect.alone, out=out)  # fmt: skip
            try:
                return self._once(job, begun)
            except _Ended as ended:
                self.close()
                if self._dismissed:
                    raise
                deaths = 0 if begun else deaths + 1
                if deaths >= MOST_DEATHS:
                    raise RegestaError(f"the worker on shard {shard.id} ends before it has read anything") from None
                if begun:
                    out |= suspect.of(begun, ended.why)

    def _once(self, job: Job, begun: list[int]) -> int:
        """Have a job done by the worker; `begun` are the pages it is about when it ends."""
        worker = self._ready()
        with contextlib.suppress(BrokenPipeError):
            self._to(worker).write(msgspec.json.encode(job) + b"\n")
            self._to(worker).flush()
        while True:
            said = self._hear(worker, self.bounds.seconds if begun else LOADING)
            if said.what == "done":
                return said.past
            if said.what == "stuck":
                raise Unsuitable(said.why)
            begun[:] = range(said.first, said.past)

    def _ready(self) -> "subprocess.Popen[bytes]":
        """The worker, once it has loaded what it needs."""
        if self._worker is None:
            self._worker = subprocess.Popen(WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 our own
            self._said = queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self._worker.stdout, self._said), daemon=True).start()
            self._hear(self._worker, LOADING)
        return self._worker

    def _hear(self, worker: "subprocess.Popen[bytes]", seconds: float) -> Said:
        """What the worker says next; a worker that takes too long or too much is ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                said = self._said.get(timeout=LOOK)
            except queue.Empty:
                if memory(worker.pid) > self.bounds.megabytes:
                    raise _Ended(f"it takes more than {self.bounds.megabytes} MB of memory") from None
                continue
            if said is None:
                raise _Ended
            return said
        raise _Ended(f"it takes more than {seconds:g} seconds")

    @staticmethod
    def _to(worker: "subprocess.Popen[bytes]") -> IO[bytes]:
        assert worker.stdin is not None  # noqa: S101 it was asked for
        return worker.stdin


class Suspicion:
    """Which pages a worker may have died of. Those that were read together are read again one by one; one that is read
    alone is put aside where the foreman knows why it ended the worker, else at the second death."""

    def __init__(self) -> None:
        self.alone = 0
        self._died: set[int] = set()

    def of(self, begun: list[int], why: str) -> dict[int, str]:
        """The pages to be put aside now, and why."""
        self.alone = max(self.alone, begun[-1] + 1)
        if len(begun) > 1:
            return {}
        (page,) = begun
        if why or page in self._died:
            return {page: why or "its reader died of it twice"}
        self._died.add(page)
        return {}


def accounted(folder: Path, shard: str) -> Account | None:
    """The account of a shard that has been read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(_account(folder, shard).read_bytes(), type=Account)
    return None


def _account(folder: Path, shard: str) -> Path:
    """Where the account of a shard lies, which is written after its segment."""
    return rows.place(folder, shard).with_suffix(".json")


def _counted(folder: Path, shard: str, pages: int) -> Account:
    fates = rows.fates(folder, shard)
    found = sum(fates[fate] for fate in rows.FATES)
    if found != pages:
        raise RegestaError(f"shard {shard}: {pages} pages came in, {found} are accounted for")
    read, refused, quarantined = (fates[fate] for fate in rows.FATES)
    return Account(shard=shard, pages=found, read=read, refused=refused, quarantined=quarantined)


def memory(process: int) -> int:
    """Megabytes that a process holds; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return 0
    held = status.partition("VmRSS:")[2].split(maxsplit=1)
    return int(held[0]) // 1024 if held else 0


def _listen(stream: IO[bytes], said: "queue.SimpleQueue[Said | None]") -> None:
    """Hand on what a worker says, and at last that it is gone."""
    with stream:
        for line in stream:
            said.put(msgspec.json.decode(line, type=Said))
    said.put(None)
