"""By what accounts find one another, as numbers that are the same in every process.

A number is a filter, no more: two accounts that could touch each other share one; what shares one by chance is looked
at and comes to nothing.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

import msgspec

from regesta.collate import conflicts, events, fact_conflicts, sayings
from regesta.collate.accounts import Account, World, office_words
from regesta.collate.events import Told, filled
from regesta.collate.origins import runs_in
from regesta.collate.scopes import rankings
from regesta.model import Event

__all__ = ["Reach", "groups", "likeness", "near", "numbers", "reach_of"]

_MASK = (1 << 64) - 1
_NOTHING = 0x5E7


class Reach(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the accounts of one story are found by: what they seek others by, all they may be met by, what their events
    contradict others by, and the runs of words of the story."""

    seeks: bytes = b""
    meets: bytes = b""
    near: bytes = b""
    runs: bytes = b""


def numbers(row: bytes) -> "array[int]":
    """The numbers of a row."""
    return array("Q", row)


def _row(found: Iterable[int]) -> bytes:
    return array("Q", sorted(set(found))).tobytes()


def reach_of(text: str, accounts: Sequence[Account]) -> Reach:
    """What a story of this text is found by, given those of its accounts that count."""
    keys = [(_number(key), seeks) for one in accounts if one.claim.kind == "act" for key, _, seeks in events.keys(one)]
    return Reach(
        seeks=_row(number for number, seeks in keys if seeks),
        meets=_row(number for number, _ in keys),
        near=_row(chain.from_iterable(map(near, accounts))),
        runs=_row(runs_in(text)),
    )


def likeness(account: Account, world: World) -> int:
    """What an act has in common with its copies, anything else with what is said of the same fact."""
    is_act = account.claim.kind == "act"
    return _number(events.signature(account) if is_act else ("fact", events.standing_key(account, world)))


# ------------------------------------------------------------------------------------------------------- conflicts
_BLANK = Event(id="", kind="act", type="", mode="", claims=())


def near(account: Account, seeks: bool = False) -> list[int]:
    """What the event of an act is found by that may contradict others, or what it seeks them by.

    What is told as done seeks what is denied or called off, and the other way round; by all else like finds like.
    """
    if account.claim.kind != "act":
        return []
    alone = Told(event=_BLANK, accounts=(account,))
    ranks = [("rank", one.rank, account.claim.type, account.claim.mode) for one in rankings(alone)]
    undone = [("undone", is_done != seeks, key) for is_done, key in conflicts.undoing(account)]
    return [_number(key) for key in (*conflicts.near(alone), *ranks, *undone)]


Key = Callable[[Account, World], object]


def _held(account: Account, world: World) -> object:
    seat = fact_conflicts.seat_of(account, world) if account.claim.kind == "office" else ()
    words = " ".join(one.words for one in account.claim.roles.get("office", ()))
    return (office_words(words), seat) if seat else None


def _holder(account: Account, world: World) -> object:
    seat = fact_conflicts.state_of(account, world) if account.claim.kind == "office" else ()
    person = account.fillers.get("person", ())[:1]
    return (person, seat) if seat and person else None


def _of_kind(kind: str) -> Key:
    return lambda account, _: kind if account.claim.kind == kind else None


def _speaker(account: Account, _: World) -> object:
    return filled(account, "speaker") if account.claim.kind == "quotation" else None


def _mandate(account: Account, _: World) -> object:
    is_text = account.claim.kind == "instrument" and fact_conflicts.is_extended(account)
    return "mandate" if is_text or account.claim.kind == "mandate" else None


# What the accounts share among which a rule finds its contradictions.
_SHARED: Mapping[str, Key] = {
    fact_conflicts.offices.__name__: _held,
    fact_conflicts.titles.__name__: _holder,
    fact_conflicts.clauses.__name__: _of_kind("clause"),
    fact_conflicts.deadlines.__name__: _mandate,
    fact_conflicts.only_ones.__name__: _of_kind("scope"),
    sayings.quotes.__name__: _speaker,
    sayings.votes_of_one_body.__name__: lambda account, _: sayings.day_of_vote(account),
}


def groups(account: Account, world: World) -> tuple[tuple[str, int], ...]:
    """The names of the rules for standing facts, each with the group in which it holds the account against others."""
    found = ((rule, key(account, world)) for rule, key in _SHARED.items())
    return tuple((rule, _number((rule, shared))) for rule, shared in found if shared is not None)


# ------------------------------------------------------------------------------------------------------- numbers
@lru_cache(maxsize=1 << 16)
def _of_word(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


@lru_cache(maxsize=1 << 16)  # a pair of states, a day: many keys have it
def _of_row(row: tuple[object, ...]) -> int:
    return hash(tuple(map(_number, row))) & _MASK


def _number(value: object) -> int:
    """A number for a value made of words and numbers. The hash of a row of numbers is the same in all processes."""
    if isinstance(value, str):
        return _of_word(value)
    if isinstance(value, tuple):
        return _of_row(value)
    if isinstance(value, frozenset):
        return hash((len(value), sum(map(_number, value)))) & _MASK
    if isinstance(value, msgspec.Struct):
        return _number(msgspec.structs.astuple(value))
    return _NOTHING if value is None else hash(value) & _MASK
