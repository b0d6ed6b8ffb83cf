"""What is kept of each story from one collation to the next, and the opening of those stories that are needed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from functools import cache
from hashlib import blake2b

import msgspec

from regesta.collate import reach
from regesta.collate.accounts import Account, ground_of, of_reading, order, resolve, world_of
from regesta.collate.origins import Trail
from regesta.model import Entity, Feature, Reading

__all__ = ["Card", "Desk", "Edge", "Known", "Line", "begun", "in_reach"]

Known = tuple[Mapping[str, str], Mapping[str, Entity]]
"""The names and the labels of entities, as `collate` takes them."""
Edge = tuple[str, str, tuple[Feature, ...]]
"""Two claims that speak for one act, and all that does."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A claim on its story's card: its key, what it has in common with its like, the groups in which rules hold it
    against others, where it comes from, and whether it is compared with its neighbours; others are copies, or no
    acts."""

    id: str
    key: str
    like: int
    groups: tuple[tuple[str, int], ...]
    trail: Trail = Trail(None, None, None)
    origin: str = ""
    teller: str = ""
    is_fresh: bool = False


class Card(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of a story: the ground on which its accounts rest, its place in time, what it is found by, its
    claims (those rejected are like none), and the edges of which it has the first claim."""

    ground: bytes
    place: tuple[str, int, str]
    reach: reach.Reach
    lines: tuple[Line, ...]
    edges: tuple[Edge, ...] = ()


class Desk:
    """All readings within reach. Only what is asked for is made ready to be compared."""

    def __init__(self, readings: Mapping[str, Reading], known: Known) -> None:
        self.readings, self.known = readings, known
        self.stories = {ident: one.story for ident, one in readings.items()}
        self.world = world_of(list(readings.values()), *known)
        self.home = {claim.id: ident for ident, one in readings.items() for claim in one.claims}
        self._made: dict[str, Account] = {}

    def accounts(self, claims: Iterable[str]) -> list[Account]:
        """The accounts of these claims, in order of publication."""
        wanted = dict.fromkeys(claims)
        by_story: dict[str, set[str]] = defaultdict(set)
        for one in wanted:
            if one not in self._made:
                by_story[self.home[one]].add(one)
        for story, some in by_story.items():
            made = of_reading(self.readings[story], self.known[0], self.world, some)
            self._made.update((one.id, one) for one in made)
        return sorted((self._made[one] for one in wanted), key=order)

    def of_stories(self, stories: Iterable[str], but: Container[str] = ()) -> list[Account]:
        """All accounts of these stories, in order of publication, without some."""
        claims = (claim.id for story in stories for claim in self.readings[story].claims)
        return self.accounts(one for one in claims if one not in but)

    def grounds(self) -> dict[str, bytes]:
        """By story, a digest of all that its accounts rest on: what was read, and what is known of whom it names."""
        ground = cache(lambda entity: repr(ground_of(entity, self.world)).encode("utf-8", "surrogatepass"))
        return {ident: self._ground(one, ground) for ident, one in self.readings.items()}

    def _ground(self, reading: Reading, ground: Callable[[str], bytes]) -> bytes:
        story, names = reading.story.id, self.known[0]
        rests = [_written(reading), *(ground(resolve(story, one, names)) for one in sorted(_named_in(reading)))]
        return blake2b(b"".join(rests), digest_size=12).digest()


def _written(reading: Reading) -> bytes:
    try:
        return msgspec.msgpack.encode(reading)
    except UnicodeEncodeError:  # half characters
        return repr(reading).encode("utf-8", "surrogatepass")


def _named_in(reading: Reading) -> set[str]:
    """All entities that a reading points at."""
    found = {one.id for one in reading.entities} | {one.entity for one in reading.mentions}
    for claim in reading.claims:
        found.update(filler.entity for some in claim.roles.values() for filler in some if filler.entity)
        found.update(voice.entity for voice in claim.voices if voice.entity)
        found.update([claim.where] if claim.where else [])
    return found


def begun(desk: Desk, story: str, ground: bytes, rejected: Container[str]) -> Card:
    """The card of a story as far as it can be written from the story alone; its place is not told yet."""
    accounts = desk.of_stories([story])
    counted = [one for one in accounts if one.id not in rejected]
    lines = (_line(one, desk, one.id in rejected) for one in accounts)
    return Card(ground, ("", 0, ""), reach.reach_of(desk.stories[story].text, counted), tuple(lines))


def _line(account: Account, desk: Desk, is_rejected: bool) -> Line:
    if is_rejected:
        return Line(account.id, account.key, 0, ())
    return Line(account.id, account.key, reach.likeness(account, desk.world), reach.groups(account, desk.world))


def in_reach(cards: Mapping[str, Card], part: str, wanted: Collection[int]) -> list[str]:
    """The stories that have one of the numbers in a part of their reach."""
    asked = frozenset(wanted)
    rows = ((ident, getattr(card.reach, part)) for ident, card in cards.items() if asked)
    return [ident for ident, row in rows if row and not asked.isdisjoint(reach.numbers(row))]
