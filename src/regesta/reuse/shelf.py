"""Which stories are worth comparing: those with two marks, or the address, in common."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby, pairwise

from regesta import edtf
from regesta.model import Story
from regesta.reuse.numbers import marks_of, runs_of, sentences

__all__ = ["Shelf", "address_of"]

# Beyond so many stories a mark may be that of a stock phrase: a share of all, but neither fewer nor more than these.
FEW, MANY, SHARE_OF_ALL = 20, 50, 0.01
OWN = 3  # stories of one outlet, under titles of their own, from which on it may be that of the outlet's boilerplate
ALIKE = 0.5  # share of marks in common of two stories that have more in common than a stock paragraph
RARE = 10  # stories that have a mark: of so few every two are compared, of more each with those that had it first
REACH = 8  # these
ENOUGH, RARE_WEIGHS = 4, 2  # marks in common that make two stories worth comparing, and how many a rare one counts for


class Shelf:
    """Stories in order of their dates, with the marks of each. A story is spoken of by its place on the shelf."""

    def __init__(self, stories: Iterable[Story], known: Mapping[str, bytes]) -> None:
        self.stories = sorted({one.id: one for one in stories}.values(), key=_place_in_time)
        self._marks = [_marks_in(one, known.get(one.id)) for one in self.stories]
        self._set = lru_cache(maxsize=256)(lambda at: frozenset(self._marks[at]))

    def marks(self) -> dict[str, bytes]:
        """The marks of each story, by its id."""
        return {one.id: own.tobytes() for one, own in zip(self.stories, self._marks, strict=True)}

    def stock_of(self, pair: tuple[int, int], stock: frozenset[int]) -> tuple[int, ...]:
        """The marks of two stories that are stock."""
        return tuple(sorted(stock.intersection(chain(self._marks[pair[0]], self._marks[pair[1]])))) if stock else ()

    def candidates(self) -> tuple[set[tuple[int, int]], frozenset[int]]:
        """The pairs, the later story first, that share enough marks, and the marks that are none for being stock."""
        weights: Counter[int] = Counter()
        stock = set()
        for mark, holders in self._holders():
            if self._is_stock(holders):
                stock.add(mark)
            else:
                _weigh(holders, weights)
        return {_parted(pair) for pair, weight in weights.items() if weight >= ENOUGH}, frozenset(stock)

    def _holders(self) -> Iterator[tuple[int, list[int]]]:
        """Each mark that several stories have, with these. Marks are sorted as plain numbers to save memory."""
        rows = sorted(array("Q", (mark << 32 | at for at, own in enumerate(self._marks) for mark in own)))
        for mark, group in groupby(rows, key=lambda row: row >> 32):
            holders = [_parted(row)[1] for row in group]
            if len(holders) > 1:
                yield mark, holders

    def _is_stock(self, holders: Sequence[int]) -> bool:
        """Whether a mark is that of boilerplate or a set phrase: many stories have it, or many of one outlet, that have
        little else in common."""
        if len(holders) < OWN:
            return False
        if len(holders) > max(FEW, min(SHARE_OF_ALL * len(self.stories), MANY)) and not self._are_alike(holders):
            return True
        return any(self._is_boilerplate(own) for own in self._by_outlet(holders))

    def _by_outlet(self, holders: Sequence[int]) -> Iterable[list[int]]:
        found: dict[str, list[int]] = {}
        for at in holders:
            outlet = self.stories[at].outlet
            if outlet:
                found.setdefault(outlet, []).append(at)
        return found.values()

    def _is_boilerplate(self, own: Sequence[int]) -> bool:
        titles = {self.stories[at].title or at for at in own}
        return len(titles) >= OWN and not self._are_alike(own)

    def _are_alike(self, holders: Sequence[int]) -> bool:
        """Whether most of them, taken two by two, are copies of one text."""
        pairs = list(pairwise(holders[:: len(holders) // FEW + 1]))
        return 2 * sum(self._is_alike(*pair) for pair in pairs) >= len(pairs)

    def _is_alike(self, a: int, b: int) -> bool:
        first, second = self._set(a), self._set(b)
        return len(first & second) >= ALIKE * min(len(first), len(second))

    def of_one_address(self) -> set[tuple[int, int]]:
        """Each story with the one before it at the same address."""
        last: dict[str, int] = {}
        found = set()
        for at, story in enumerate(self.stories):
            address = address_of(story)
            if address is not None:
                if address in last:
                    found.add((at, last[address]))
                last[address] = at
        return found


def _place_in_time(story: Story) -> tuple[object, ...]:
    return edtf.earliest_sort_key(story.published.edtf), edtf.earliest_sort_key(story.updated.edtf), story.id


def _weigh(holders: Sequence[int], weights: Counter[int]) -> None:
    """Count a mark for the pairs of those that have it; a pair is written as one number to save memory."""
    is_rare = len(holders) <= RARE
    weight, reach = (RARE_WEIGHS, RARE) if is_rare else (1, REACH)
    for turn, later in enumerate(holders):
        for earlier in holders[: min(turn, reach)]:
            weights[later << 32 | earlier] += weight


def _parted(pair: int) -> tuple[int, int]:
    return pair >> 32, pair & 0xFFFFFFFF


def _marks_in(story: Story, known: bytes | None) -> "array[int]":
    """The marks of a story, which may be known."""
    if known is not None:
        return array("I", known)
    return array("I", sorted({mark for one in sentences(story) for mark in marks_of(runs_of(one.words))}))


_TRACKING = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|cmpid)=[^&#]*")
_SCHEME = re.compile(r"^https?://(?:www\.|m\.|amp\.)?", re.IGNORECASE)


def address_of(story: Story) -> str | None:
    """The story's address without what does not tell one page from another; that of a whole site is no story's."""
    if not story.url or story.teaser:
        return None
    address = _SCHEME.sub("", _TRACKING.sub("", story.url.partition("#")[0])).rstrip("/")
    return address if "/" in address else None
