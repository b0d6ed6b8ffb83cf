"""What people decided: `judgements.jsonl`, one line each, only ever appended to.

A line torn by a crash is reported and set aside in `judgements.torn`; it never stops anything.
"""

import os
from pathlib import Path

import msgspec

from regesta.model import Finding, Judgement
from regesta.register import lock
from regesta.register.pages import flush_folder

_decoder = msgspec.json.Decoder(Judgement)


def read(path: Path) -> tuple[tuple[Judgement, ...], tuple[Finding, ...]]:
    """All judgements ever written, in order, and what could not be read as one."""
    judgements: list[Judgement] = []
    findings: list[Finding] = []
    whole, torn = _split(path)
    for number, line in enumerate([*whole, torn], 1):
        if not line.strip():
            continue
        judgement = _parse(line)
        if judgement is not None:
            judgements.append(judgement)
        else:
            what = "the last line is torn and is left out" if line is torn else "not a judgement; the line is left out"
            findings.append(Finding(where=f"{path.name}:{number}", what=what))
    return tuple(judgements), tuple(findings)


def append(path: Path, judgement: Judgement) -> None:
    """Add a judgement at the end, safe on disk when this returns. A torn last line is set aside first."""
    new = not path.exists()
    with lock.turn(path):
        _set_torn_line_aside(path)
        _append_durably(path, msgspec.json.encode(judgement) + b"\n")
    if new:
        flush_folder(path.parent)


def _split(path: Path) -> tuple[list[bytes], bytes]:
    """The whole lines of the file, and what stands after its last line break."""
    raw = path.read_bytes() if path.exists() else b""
    *whole, rest = raw.split(b"\n")
    return whole, rest


def _parse(line: bytes) -> Judgement | None:
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _set_torn_line_aside(path: Path) -> None:
    whole, rest = _split(path)
    if not rest:
        return
    if _parse(rest) is not None:
        _append_durably(path, b"\n")
        return
    _append_durably(path.with_suffix(".torn"), rest + b"\n")
    with path.open("r+b") as file:
        file.truncate(sum(len(line) + 1 for line in whole))
        os.fsync(file.fileno())


def _append_durably(path: Path, raw: bytes) -> None:
    with path.open("ab") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
