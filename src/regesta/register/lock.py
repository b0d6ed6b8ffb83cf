"""One writer at a time, by a lock of the operating system on the file `LOCK`; it ends with its process, however."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regesta.model import RegestaError


class RegisterLocked(RegestaError):  # noqa: N818 it says what is the case
    """Another process is writing to the register."""


def acquire(path: Path) -> int:
    """A handle that holds the lock until it is closed; `RegisterLocked` says who holds it instead."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 200).decode("utf-8", "replace").strip() or "another process"
        os.close(handle)
        raise RegisterLocked(f"{path.parent} is being written to by {holder}; try again when it is done") from None
    os.ftruncate(handle, 0)
    os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
    return handle


def release(handle: int) -> None:
    """Let the next writer in. The file stays: removing it could let two in."""
    os.ftruncate(handle, 0)
    os.close(handle)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """While this lasts, nobody else has their turn at a file; those who come meanwhile wait."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
