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


def judge(register: Register, fields: Mapping[str, Sequence[str]]) -> tuple[str, ...] | Refused:
    """The ids of the judgements that a form makes, safe on disk; or why it makes none.

    It makes one, of its `subject`s; what it says to `reject` is rejected, whatever else it says; what it parts by
    `pair`s makes one for each.
    """
    given = {name: values[-1].strip() for name, values in fields.items() if values}
    act = "reject" if given.get("reject") else given.get("act", "")
    made = [_judgement(register, act, named, given) for named in _subjects(act, fields)]
    refused = next((one for one in made if isinstance(one, Refused)), None)
    return refused or tuple(register.append_judgement(one) for one in made if isinstance(one, Judgement))


def _subjects(act: str, fields: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """What is judged, judgement by judgement."""
    if act == "split" and fields.get("pair"):
        return [pair.split() for pair in fields["pair"]]
    return [[one.strip() for one in fields.get("reject" if fields.get("reject") else "subject", ()) if one.strip()]]


def _judgement(register: Register, act: str, named: list[str], given: Mapping[str, str]) -> Judgement | Refused:
    """A judgement, not yet written down; or why there can be none."""
    by = given.get("by", "")
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
    anchors = views.anchors(register, meant)
    return msgspec.convert({**told, "field": field, "value": value, "anchors": anchors}, Judgement)


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
        self._told = threading.Event()
        self._kept_out = threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()

    def settle(self, patience: float) -> bool:
        """Ask that all be settled; whether it was within so many seconds. Where another process is writing, it is not
        waited for."""
        self._told.clear()
        self._wanted.set()
        with self._turn:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        return not self._kept_out.is_set() and self._told.wait(patience) and not self._kept_out.is_set()

    def _work(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            patience = _PATIENCE
            while not settled(self._path):
                worker = multiprocessing.get_context("spawn").Process(target=settle, args=(self._path,), daemon=True)
                worker.start()
                worker.join()
                if worker.exitcode:
                    self._kept_out.set()
                    self._told.set()
                    time.sleep(patience)
                    patience = min(2 * patience, _LONGEST_WAIT)
            self._kept_out.clear()
            if not self._wanted.is_set():
                self._told.set()


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
