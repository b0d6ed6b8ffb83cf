"""Acts of which each is called the first, the last, the only or the largest of its kind.

"First" is contradicted by an earlier act of the class that the later report ranks: the same states, the same kind of
act, within the time since which it counts, and nothing in its words (an office, "official", "his") that leaves the
earlier act out. Where words are broad ("the new government's delegation"), the contradiction stands and the
narrower readings are listed as explanations.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from regesta.collate.accounts import Account, Span, World, office_words, place_relation, span_of, vocabulary
from regesta.collate.events import Told
from regesta.collate.likeness import status_group
from regesta.collate.sides import Draft, act_words, draft, named, party_words, tried
from regesta.lexicon import fold
from regesta.model import Explanation

__all__ = ["Ranked", "acting_states", "rankings", "scope"]

_SUCH = vocabulary(
    "official state working private formal informal bilateral joint direct public secret overseas trilateral "
    "unannounced surprise virtual"
)
_LEVELS = vocabulary(
    "president minister premier king queen pope emir sultan chancellor chief envoy ambassador speaker parliamentary "
    "military lawmakers senator general admiral secretary mayor governor foreign defense interior finance prime deputy "
    "trade energy economy transport"
)
_BEYOND = frozenset({"since", "after", "following", "before", "with"})
_OWN = frozenset({"his", "her", "their", "its"})


class Ranked(NamedTuple):
    """An account that ranks its act, and among what: acts `such`, by actors of `levels`, one's `own`, `since` when."""

    account: Account
    rank: str
    when: Span
    such: frozenset[str]
    levels: frozenset[str]
    own: bool
    since: Span | None


def rankings(told: Told) -> list[Ranked]:
    """The accounts that call the event the first, last, only or largest, and say when it took place."""
    found = (_ranked(one) for one in told.accounts if status_group(one) == "done")
    return [one for one in found if one is not None]


def _ranked(account: Account) -> Ranked | None:
    scope_ = account.claim.scope
    if scope_ is None or account.when is None:
        return None
    words = _ranked_words(scope_.of)
    return Ranked(
        account=account,
        rank=scope_.rank,
        when=account.when,
        such=frozenset(words) & _SUCH,
        levels=office_words(" ".join(words)) & _LEVELS,
        own=bool(_OWN & set(words)) or _owned(account.quote, scope_.rank),
        since=span_of(scope_.since),
    )


def _ranked_words(of: str) -> list[str]:
    """The words of what is ranked, without those that say since when or with whom."""
    plain = fold(of).replace("head of state", "president").replace("head of government", "prime minister").split()
    end = next((at for at, word in enumerate(plain) if word in _BEYOND), len(plain))
    return plain[:end]


def _owned(quote: str, rank: str) -> bool:
    """Whether the quote says "his first", "her very first"."""
    words = fold(quote).split()
    return any(word in _OWN and rank in words[at + 1 : at + 3] for at, word in enumerate(words))


def acting_states(told: Told) -> frozenset[str]:
    """The states that act in an event; one account's "delegation" is another's minister."""
    return frozenset(state for one in told.accounts for state in one.states["who"])


# ------------------------------------------------------------------------------------------------------- the rule
def scope(left: Sequence[Ranked], right: Sequence[Ranked], world: World) -> Iterator[Draft]:
    """The contradiction between two events of the same states, given their rankings, that both claim one rank."""
    pairs = [(a, b) for a in left for b in right if _contradict(a, b, world)]
    if pairs:
        yield _drafted(pairs, world)


def _contradict(a: Ranked, b: Ranked, world: World) -> bool:
    earlier, later = (a, b) if a.when.hi < b.when.lo else (b, a)
    if a.account.story.id == b.account.story.id or a.rank != b.rank or earlier.when.hi >= later.when.lo:
        return False
    return _one_kind(a.account, b.account, world) and _RULES[a.rank](earlier, later)


def _one_kind(a: Account, b: Account, world: World) -> bool:
    """The same sort of act between the same states, in places of which one may lie in the other."""
    same_sort = (a.claim.type, a.claim.mode) == (b.claim.type, b.claim.mode)
    return same_sort and (a.states["who"] == b.states["who"] if a.level else _to_one_land(a, b, world))


def _to_one_land(a: Account, b: Account, world: World) -> bool:
    first, second = a.lands - a.states["who"], b.lands - b.states["who"]
    apart = a.place is not None and b.place is not None and place_relation(a.place, b.place, world) == "apart"
    return not apart and (first == second or bool(first & second))


def _first(earlier: Ranked, later: Ranked) -> bool:
    """The earlier act lies in the class among which the later is called the first."""
    return _counts_in(earlier, later)


def _last(earlier: Ranked, later: Ranked) -> bool:
    """The later act undoes the earlier one's rank only if the earlier was still called the last after it."""
    published = earlier.account.published
    return published is not None and published.lo > later.when.hi and _counts_in(later, earlier)


def _only(earlier: Ranked, later: Ranked) -> bool:
    """The only one of its kind has no other before it, nor (once reported) after it."""
    return _first(earlier, later) or _last(earlier, later)


_RULES: Mapping[str, Callable[[Ranked, Ranked], bool]] = {
    "first": _first,
    "last": _last,
    "only": _only,
    "largest": _last,
}


def _counts_in(act: Ranked, ranked: Ranked) -> bool:
    """Whether nothing in the words leaves the one act out of the class the other is ranked in."""
    return _in_time(act, ranked) and ranked.such <= act.such and _of_level(act, ranked) and _anyones(act, ranked)


def _in_time(act: Ranked, ranked: Ranked) -> bool:
    """The class begins with no day, or before the act, or both count from one turn of things."""
    if ranked.since is None:
        return True
    return act.when.lo >= ranked.since.hi or (_anchored(act, ranked) and act.when.hi >= ranked.since.lo)


def _anchored(a: Ranked, b: Ranked) -> bool:
    return a.since is not None and b.since is not None and a.since.meets(b.since)


def _of_level(act: Ranked, ranked: Ranked) -> bool:
    """A class of one office's holders takes in no other's; an actor whose office is not told is left out too."""
    if not ranked.levels or not act.levels:
        return not ranked.levels or any(ranked.levels <= words for words in _offices(act.account))
    return ranked.levels == act.levels


def _offices(account: Account) -> list[frozenset[str]]:
    return [words for one in sorted(account.people["who"]) for words, _ in account.offices.get(one, ())]


def _anyones(act: Ranked, ranked: Ranked) -> bool:
    """Nobody else's act is "his first", unless both count from one turn of things and one of the two speaks for all."""
    same_person = bool(act.account.people["who"] & ranked.account.people["who"]) or act.account.level
    return same_person or act.own + ranked.own <= _anchored(act, ranked)


# ------------------------------------------------------------------------------------------------------- the words
def _drafted(pairs: list[tuple[Ranked, Ranked]], world: World) -> Draft:
    a, b = pairs[0]
    return draft(
        "scope",
        f"scope: two acts are each called the {a.rank} of one kind within one time",
        [(one.account, other.account) for one, other in pairs],
        _called(a, b, world),
        _explanations(a, b, world),
    )


def _explanations(a: Ranked, b: Ranked, world: World) -> tuple[Explanation, ...]:
    one, other = a.account, b.account
    places = place_relation(one.place, other.place, world) if one.place and other.place else "unknown"
    return tried(
        counted_per_person=True if a.own or b.own else None if one.people["who"] != other.people["who"] else False,
        counted_per_rank_or_ministry=None if a.levels != b.levels or one.sides["who"] != other.sides["who"] else False,
        official_against_working=True if a.such != b.such else None,
        the_capital_against_the_country=True if places in ("within", "holds") else False if places == "same" else None,
        a_correction=None if one.outlet == other.outlet else False,
    )


def _called(a: Ranked, b: Ranked, world: World) -> tuple[str, str]:
    rank = "only one" if a.rank == "only" else a.rank
    first, second = ((_placed(one.account, world), _since(one.account)) for one in (a, b))
    return (
        f"calls {act_words(a.account, world)}{first[0]} the {rank}{first[1]}",
        f"calls that{party_words(b.account, world)}{second[0]} the {rank}{second[1] if second[1] != first[1] else ''}",
    )


def _placed(account: Account, world: World) -> str:
    """Where and when it was; where, only if the parties do not tell."""
    claim = account.claim
    where = f" in {named([account.place], world)}" if account.place and not claim.roles.get("to") else ""
    return f"{where} ({claim.when})"


def _since(account: Account) -> str:
    scope_ = account.claim.scope
    return f" since {scope_.since}" if scope_ and scope_.since else ""
