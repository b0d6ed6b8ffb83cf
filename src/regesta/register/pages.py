"""The folder of pages: raw bytes, named by their hash, on disk before anything is read from them.

`pages/ab/<sha256>` holds the bytes and `pages/ab/<sha256>.json` how they were received. The bytes are what
makes a page *kept*; they are put in place last, so a page on disk always has its note beside it.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from regesta.model import Finding, Page, Receipt

INCOMING = ".incoming"
NAME = re.compile(r"[0-9a-f]{64}")


def keep(folder: Path, raw: bytes, receipt: Receipt) -> tuple[Page, bool]:
    """The page, safe on disk, and whether it is new. A page already kept stays as first obtained; where its bytes
    were damaged since, these take their place."""
    digest = hashlib.sha256(raw).hexdigest()
    path = place(folder, digest)
    if path.is_file():
        if path.read_bytes() != raw:
            write_durably(folder, path, raw)
        return load(folder, digest), False
    receipt = _encodable(receipt)
    write_durably(folder, path.with_suffix(".json"), msgspec.json.encode(receipt) + b"\n")
    write_durably(folder, path, raw)
    return Page(id=digest, raw=raw, receipt=receipt), True


def load(folder: Path, page_id: str) -> Page:
    """A page that was kept. Its bytes may have been damaged since: see `Page.is_whole`."""
    path = place(folder, page_id)
    return Page(id=page_id, raw=path.read_bytes(), receipt=read_receipt(folder, page_id))


def read_receipt(folder: Path, page_id: str) -> Receipt:
    """How a page was received; where its note cannot be read, it says ``unknown``."""
    try:
        return msgspec.json.decode(place(folder, page_id).with_suffix(".json").read_bytes(), type=Receipt)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Receipt(source="unknown", obtained="unknown")


def kept(folder: Path) -> Iterator[str]:
    """The ids of all pages, in order; what else lies in the folder is passed over."""
    return (path.name for path in _entries(folder) if _is_page(path))


def _entries(folder: Path) -> Iterator[Path]:
    for shelf in sorted(folder.glob("??")) if folder.is_dir() else ():
        if shelf.is_dir():
            yield from sorted(shelf.iterdir())


def _is_page(path: Path) -> bool:
    return bool(NAME.fullmatch(path.name)) and path.name[:2] == path.parent.name and path.is_file()


def sweep(folder: Path) -> None:
    """Remove what a killed writer left half written. For the holder of the lock only."""
    for path in (folder / INCOMING).glob("*"):
        if not path.is_dir() or path.is_symlink():
            path.unlink(missing_ok=True)


def check(folder: Path) -> Iterator[Finding]:
    """What is wrong with the pages on disk: bytes that are not what their name says, a note that is missing."""
    for path in _entries(folder):
        if not _is_page(path) and not (path.suffix == ".json" and NAME.fullmatch(path.stem)):
            yield Finding(where=f"pages/{path.parent.name}/{path.name}", what="it is no page; it is left alone")
    for page_id in kept(folder):
        digest = hashlib.sha256(place(folder, page_id).read_bytes()).hexdigest()
        if digest != page_id:
            what = f"the bytes have changed: their SHA-256 is {digest}; restore this page from a copy"
            yield Finding(where=f"page {page_id}", what=what, severity="error")
        if read_receipt(folder, page_id).obtained == "unknown":
            yield Finding(where=f"page {page_id}", what="its note (source and time) is missing or cannot be read")


def place(folder: Path, page_id: str) -> Path:
    """Where a page's bytes lie."""
    return folder / page_id[:2] / page_id


def write_durably(folder: Path, path: Path, raw: bytes) -> None:
    """Put a file in place whole or not at all: written aside, flushed to the disk, renamed, its folder flushed too."""
    incoming = folder / INCOMING
    for directory in (incoming, path.parent):
        if not directory.is_dir():
            directory.mkdir(parents=True, exist_ok=True)
            flush_folder(directory.parent)
    aside = incoming / path.name
    with aside.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Have the disk keep what was created or renamed in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _encodable(receipt: Receipt) -> Receipt:
    """The receipt with half characters (file names may hold them) replaced, so that it can be written as UTF-8."""
    plain = json.dumps(msgspec.to_builtins(receipt), ensure_ascii=False).encode("utf-8", "replace")
    return msgspec.json.decode(plain, type=Receipt)
