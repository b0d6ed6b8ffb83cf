"""What is noted in a register on the way to what follows from its readings, for the next time.

Notes hold for one edition of the program: of another nothing is taken over. Without notes all is worked out anew.
"""

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

from regesta.collate import Card, Entry, Kept
from regesta.model import Value
from regesta.register import Register, each_event
from regesta.reuse import Traced

__all__ = ["Notes", "noted", "written"]

_ROOMS = ("collate", "reuse", "lexicon", "model.py", "docket.py", "edtf.py", "sentences.py")
_CARD = "card "


class Notes(Value, frozen=True):
    """What was kept of tracing copies, and of collation."""

    traced: Traced = Traced()
    kept: Kept = Kept()


class _Rest(Value, frozen=True):
    """What is kept of collation beside the cards and what the register has anyway."""

    entries: tuple[Entry, ...]
    rejected: frozenset[str]
    judged: frozenset[str]


def noted(register: Register) -> Notes:
    """The notes in a register; empty where they are of another edition, or cannot be read."""
    rows = register.working()
    if rows.get("edition") != edition():
        return Notes()
    try:
        rest = msgspec.msgpack.decode(rows["rest"], type=_Rest)
        traced = msgspec.msgpack.decode(rows["traced"], type=Traced)
        read = msgspec.msgpack.Decoder(Card).decode
        cards = {key.removeprefix(_CARD): read(row) for key, row in rows.items() if key.startswith(_CARD)}
    except (KeyError, msgspec.MsgspecError):
        return Notes()
    events = {one.id: one for one in each_event(register)}
    kept = Kept(cards=cards, events=events, entries=rest.entries, rejected=rest.rejected, judged=rest.judged)
    return Notes(traced=traced, kept=kept)


def written(notes: Notes) -> Mapping[str, bytes]:
    """The notes as they are written into a register."""
    encode, kept = msgspec.msgpack.Encoder(order="deterministic").encode, notes.kept
    cards = {f"{_CARD}{story}": encode(card) for story, card in kept.cards.items()}
    rest = _Rest(entries=kept.entries, rejected=kept.rejected, judged=kept.judged)
    return {**cards, "edition": edition(), "rest": encode(rest), "traced": encode(notes.traced)}


@cache
def edition() -> bytes:
    """A digest of all that decides what follows from readings: the rules and words of this program, and its Python."""
    digest = blake2b(sys.version.encode(), digest_size=16)
    for room in _ROOMS:
        for raw in _files(resources.files("regesta") / room):
            digest.update(raw)
    return digest.digest()


def _files(place: Traversable) -> Iterator[bytes]:
    if place.is_file():
        yield place.read_bytes() if place.name.endswith((".py", ".json", ".toml")) else b""
    else:
        for one in sorted(place.iterdir(), key=lambda each: each.name):
            yield from _files(one) if one.name != "__pycache__" else ()
