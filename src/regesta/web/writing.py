"""Judgements that come in by a form: checked, written down at once, and settled as soon as nobody else writes."""

import multiprocessing
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from regesta import flow, views
from regesta.model import Judgement, Refused
from regesta.register import Register, RegisterLocked

ACTS = ("merge", "split", "reject", "fix", "undo")
_LONGEST = 500
_PATIENCE, _LONGEST_WAIT = 1.0, 30.0  # seconds between two tries where another process is writing: first, at most


def judge(register: Register, fields: Mapping[str, Sequence[str]]) -> str | Refused:
    """The id of the judgement that a form makes, safe on disk; or why it makes none."""
    given = {name: values[-1].strip() for name, values in fields.items() if values}
    named = [one.strip() for one in fields.get("subject", ()) if one.strip()]
    act, by = given.get("act", ""), given.get("by", "")
    refused = _incomplete(act, by, named)
    if refused:
        return refused
    meant = views.subjects(register, act, named)
    if isinstance(meant, Refused):
        return meant
    field, value = (given.get("field"), given.get("value")) if act == "fix" else (None, None)
    if act == "fix" and (wrong := views.unfixable(register, meant[0], field or "", value or "")):
        return wrong
    told = {"act": act, "subjects": meant, "by": by[:_LONGEST], "at": _now(), "why": given.get("why", "")[:_LONGEST]}
    return register.append_judgement(msgspec.convert({**told, "field": field, "value": value}, Judgement))


def _incomplete(act: str, by: str, named: Sequence[str]) -> Refused | None:
    """What is missing of a judgement."""
    if act not in ACTS:
        return Refused(where="act", reason="choose what is to be done")
    if not by:
        return Refused(where="by", reason="give your name: every judgement is signed")
    least = 2 if act == "merge" else 1
    if len(named) < least:
        return Refused(
            where="subject", reason="say of what" if least == 1 else "say what is to be joined: two at least"
        )
    return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Settler:
    """Lets judgements take effect, in a process of its own, so that pages are answered meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._wanted = threading.Event()
        self._quiet = threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()

    def settle(self, patience: float) -> bool:
        """Ask that all be settled; whether it was within so many seconds."""
        self._quiet.clear()
        self._wanted.set()
        with self._turn:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        return self._quiet.wait(patience)

    def _work(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            patience = _PATIENCE
            while not settled(self._path):
                worker = multiprocessing.get_context("spawn").Process(target=settle, args=(self._path,), daemon=True)
                worker.start()
                worker.join()
                if worker.exitcode:
                    time.sleep(patience)
                    patience = min(2 * patience, _LONGEST_WAIT)
            if not self._wanted.is_set():
                self._quiet.set()


def settled(path: Path) -> bool:
    """Whether all that was judged has taken effect."""
    with Register.open(path) as register:
        return register.is_settled()


def settle(path: Path) -> None:
    """Settle the register; ends with 1 where another process is writing to it."""
    with Register.open(path) as register:
        try:
            register.begin_writing()
        except RegisterLocked:
            raise SystemExit(1) from None
        if not register.is_settled():
            flow.settle(register)
