"""The flow over shards: processes on this machine or Ray tasks on many, and one collation over what they read.

A segment is written aside, flushed, renamed; what is there is not read again. Pages that take too long or too much are
put aside with the reason, so that as many pages are accounted for as came in.
"""

import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from regesta.exports.segments import damage, pyarrow
from regesta.farm import rows
from regesta.farm.foreman import Account, Bounds, Foreman, accounted
from regesta.farm.gather import gather
from regesta.farm.shards import MANIFEST, Manifest, Shard, Unsuitable, manifest_in, manifest_of
from regesta.model import Finding
from regesta.register import lock
from regesta.register.pages import write_durably

__all__ = [
    "Account",
    "Bounds",
    "Manifest",
    "Unsuitable",
    "check",
    "gather",
    "holding",
    "planned",
    "put_aside",
    "read_shards",
    "summed",
]


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """While this lasts, nobody else reads into a folder; `RegisterLocked` says who does, where somebody does."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = lock.acquire(folder / "LOCK")
    try:
        yield
    finally:
        lock.release(handle)


def planned(paths: Sequence[str], folder: Path, gated: bool) -> Manifest:
    """The manifest of what is to be read, which now lies in the folder."""
    pyarrow()
    manifest, before = manifest_of(paths, folder, gated), manifest_in(folder)
    if before and before.settings != manifest.settings:
        raise Unsuitable(f"{folder} holds what was read by other settings or another version; choose another folder")
    write_durably(folder / rows.SHARDS, folder / MANIFEST, msgspec.json.encode(manifest) + b"\n")
    return manifest


def read_shards(
    folder: Path, manifest: Manifest, workers: int, bounds: Bounds, backend: str = "local"
) -> Iterator[Account]:
    """Have the shards read that are missing; the account of each, those that were there first."""
    missing = []
    for shard in manifest.shards:
        account = accounted(folder, shard.id)
        if account:
            yield account
        else:
            missing.append(shard)
    if backend == "ray":
        from regesta.farm.cluster import by_ray

        yield from by_ray(folder, manifest, missing, workers, bounds)
    else:
        yield from by_processes(folder, manifest, missing, workers, bounds)


def summed(accounts: Iterable[Account]) -> Account:
    """The account of all shards together."""
    some = list(accounts)
    total = {name: sum(getattr(one, name) for one in some) for name in ("pages", "read", "refused", "quarantined")}
    return Account(shard="", **total)


def check(folder: Path) -> Iterator[Finding]:
    """What is wrong with what was farmed: a segment that is missing or was changed, a shard not read to its end."""
    manifest = manifest_in(folder)
    for shard in manifest.shards if manifest else ():
        account = accounted(folder, shard.id)
        if account:
            yield from damage(rows.place(folder, shard.id), account.sha256)
        else:
            yield Finding(where=shard.id, what="it was not read to its end; run `regesta farm` again")


def put_aside(folder: Path, manifest: Manifest) -> Iterator[str]:
    """A line for each page that was quarantined, with the reason."""
    for shard in manifest.shards:
        account = accounted(folder, shard.id)
        for row in rows.rows(folder, shard.id) if account and account.quarantined else ():
            if row.fate == "quarantined":
                yield f"quarantined: page {row.page} of {row.receipt.source}: {row.findings[0].what}"


def by_processes(
    folder: Path, manifest: Manifest, shards: Sequence[Shard], workers: int, bounds: Bounds
) -> Iterator[Account]:
    """Have shards read by processes of this machine, a thread watching over each."""
    waiting: queue.SimpleQueue[Shard] = queue.SimpleQueue()
    for shard in shards:
        waiting.put(shard)
    done: queue.SimpleQueue[Account | Exception] = queue.SimpleQueue()
    foremen = [Foreman(folder, manifest.gated, manifest.obtained, bounds) for _ in range(min(workers, len(shards)))]
    threads = [threading.Thread(target=_work_off, args=(one, waiting, done), daemon=True) for one in foremen]
    for thread in threads:
        thread.start()
    try:
        for _ in shards:
            account = done.get()
            if isinstance(account, Exception):
                raise account
            yield account
    finally:
        for one in foremen:
            one.dismiss()


def _work_off(foreman: Foreman, waiting: "queue.SimpleQueue[Shard]", done: "queue.SimpleQueue[Any]") -> None:
    """Have shards read until none is waiting; what goes wrong is for who asked."""
    try:
        while True:
            done.put(foreman.read(waiting.get_nowait()))
    except queue.Empty:
        foreman.close()
    except Exception as problem:  # noqa: BLE001 it is raised in the thread that waits for it
        done.put(problem)
