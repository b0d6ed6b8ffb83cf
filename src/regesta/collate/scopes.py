"""Acts of which each is called the first, the last, the only or the largest of its kind.

"First" is contradicted by an earlier act of the class that the later report ranks: the same states, the same kind of
act, within the time since which it counts, and nothing in its words (an office, "official", "his") that leaves the
earlier act out. Where words are broad ("the new government's delegation"), the contradiction stands and the
narrower readings are listed as explanations.
"""

from collections.abc import Iterator
from typing import NamedTuple

from regesta.collate.accounts import Account, Span, World, office_words, place_relation, span_of, vocabulary
from regesta.collate.events import Told
from regesta.collate.likeness import status_group
from regesta.collate.sides import Draft, draft, named, quoted, tried
from regesta.lexicon import fold

__all__ = ["acting_states", "ranked", "scope"]

_SUCH = vocabulary(
    "official state working private formal informal bilateral joint direct public secret overseas "
    "trilateral unannounced surprise virtual"
)
_LEVELS = vocabulary(
    "president minister premier king queen pope emir sultan chancellor chief envoy ambassador speaker "
    "parliamentary military lawmakers senator general admiral secretary mayor governor foreign defense interior "
    "finance prime deputy trade energy economy transport"
)
_BEYOND = frozenset({"since", "after", "following", "before", "with"})
_OWN = frozenset({"his", "her", "their", "its"})


class _Class(NamedTuple):
    """What an account ranks its act among."""

    such: frozenset[str]
    levels: frozenset[str]
    own: bool
    since: Span | None


def ranked(account: Account) -> bool:
    """Whether the account calls its act the first, last, only or largest, and means one that took place."""
    return account.claim.scope is not None and status_group(account) == "done"


def acting_states(told: Told) -> frozenset[str]:
    """The states that act in an event; one account's "delegation" is another's minister."""
    return frozenset(state for one in told.accounts for state in one.states["who"])


def scope(left: Told, right: Told, world: World) -> Iterator[Draft]:
    """The contradiction between two events that both claim one rank."""
    if not acting_states(left) & acting_states(right):
        return
    firsts = [one for one in left.accounts if ranked(one)]
    seconds = [one for one in right.accounts if ranked(one)]
    pairs = [(a, b) for a in firsts for b in seconds if _contradict(a, b, world)]
    if pairs:
        yield _drafted(pairs, world)


def _drafted(pairs: list[tuple[Account, Account]], world: World) -> Draft:
    a, b = pairs[0]
    first, second = _class(a), _class(b)
    rank = a.claim.scope.rank if a.claim.scope else ""
    persons = bool(a.people["who"]) and bool(b.people["who"]) and not a.people["who"] & b.people["who"]
    narrow = first.own or second.own or persons
    return draft(
        "scope",
        f"scope: two acts are each called the {rank} of one kind within one time",
        pairs,
        (_called(a, world), _called(b, world)),
        tried(
            counted_per_person=None if narrow or a.people["who"] or b.people["who"] else False,
            counted_per_rank_or_ministry=None
            if first.levels != second.levels or a.sides["who"] != b.sides["who"]
            else False,
            official_against_working=None if first.such != second.such else False,
            the_capital_against_the_country=None if a.place != b.place else False,
            a_correction=None if a.outlet == b.outlet else False,
        ),
    )


def _called(account: Account, world: World) -> str:
    scope_ = account.claim.scope
    rank = scope_.rank if scope_ else ""
    who = named(account.fillers.get("who", ()), world) or "those named"
    where = f" in {named([account.place], world)}" if account.place else ""
    day = f" ({account.claim.when})" if account.claim.when else ""
    what = account.claim.mode or "act"
    return f"calls the {what} of {who}{where}{day} the {rank} of its kind: {quoted(account)}"


def _contradict(a: Account, b: Account, world: World) -> bool:
    if a.story.id == b.story.id or a.claim.scope is None or b.claim.scope is None:
        return False
    if a.claim.scope.rank != b.claim.scope.rank or not _one_kind(a, b, world) or a.when is None or b.when is None:
        return False
    earlier, later = (a, b) if a.when.hi < b.when.lo else (b, a)
    if earlier.when is None or later.when is None or earlier.when.hi >= later.when.lo:
        return False
    return _RANKS[a.claim.scope.rank](earlier, later)


def _one_kind(a: Account, b: Account, world: World) -> bool:
    """The same sort of act between the same states, in places of which one may lie in the other."""
    if (a.claim.type, a.claim.mode) != (b.claim.type, b.claim.mode):
        return False
    if a.level:
        return a.states["who"] == b.states["who"]
    others = a.lands - a.states["who"], b.lands - b.states["who"]
    if others[0] != others[1] and not others[0] & others[1]:
        return False
    return a.place is None or b.place is None or place_relation(a.place, b.place, world) != "apart"


def _class(account: Account) -> _Class:
    """The class is told by the words of the scope, and of the quote up to the rank for "his" and "her"."""
    scope_ = account.claim.scope
    words = _ranked_words(scope_.of if scope_ else "")
    since = span_of(scope_.since) if scope_ else None
    before = fold(account.quote).replace("'", " ").split()
    rank = scope_.rank if scope_ else ""
    own = any(before[at] in _OWN and rank in before[at + 1 : at + 3] for at in range(len(before)))
    levels = office_words(" ".join(words)) & _LEVELS
    return _Class(frozenset(words) & _SUCH, levels, own or bool(_OWN & set(words)), since)


def _ranked_words(of: str) -> list[str]:
    """The words of what is ranked, without those that say since when or with whom."""
    plain = fold(of).replace("head of state", "president").replace("head of government", "prime minister").split()
    end = next((at for at, word in enumerate(plain) if word in _BEYOND), len(plain))
    return plain[:end]


def _first(earlier: Account, later: Account) -> bool:
    """The earlier act lies in the class among which the later is called the first."""
    inner, outer = _class(earlier), _class(later)
    if outer.since is not None and earlier.when is not None and earlier.when.hi < outer.since.lo:
        return False
    return _counts_in(inner, outer, earlier, later)


def _counts_in(inner: _Class, outer: _Class, act: Account, ranked_: Account) -> bool:
    """Whether nothing in the words leaves an act out of a class that was built for another act."""
    anchored = inner.since is not None and outer.since is not None and inner.since.meets(outer.since)
    if not outer.such <= inner.such or (outer.levels and inner.levels and outer.levels != inner.levels):
        return False
    other_person = not act.people["who"] & ranked_.people["who"]
    if other_person and inner.own + outer.own > anchored:
        return False  # "his first" is no one else's, unless both count from one turn of things and one speaks for all
    if outer.levels and not inner.levels and not _of_level(act, outer.levels):
        return False
    return anchored or not (inner.since or outer.since) or _since_covers(outer, act)


def _since_covers(outer: _Class, act: Account) -> bool:
    """One report alone says since when: it must be the one whose class the act is to be in."""
    return outer.since is not None and act.when is not None and act.when.lo >= outer.since.hi


def _of_level(account: Account, levels: frozenset[str]) -> bool:
    """Whether an actor's office has the level; an office that is not told leaves it open, which is no contradiction."""
    held = [words for one in account.people["who"] for words, _ in account.offices.get(one, ())]
    return any(levels <= words for words in held)


def _last(earlier: Account, later: Account) -> bool:
    """The later act undoes the earlier one's rank only if the earlier was still called the last after it."""
    if earlier.published is None or later.when is None or earlier.published.lo <= later.when.hi:
        return False
    return _counts_in(_class(later), _class(earlier), later, earlier)


def _only(earlier: Account, later: Account) -> bool:
    """The only one of its kind has no other, before it or (once reported) after it."""
    return _first(earlier, later) or _last(earlier, later)


_RANKS = {"first": _first, "last": _last, "only": _only, "largest": _last}
