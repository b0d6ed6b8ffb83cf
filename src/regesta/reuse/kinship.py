"""Stories laid side by side: what they have in common, what that makes them, and which of them was first."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple

import msgspec

from regesta import edtf
from regesta.lexicon import fold, load
from regesta.model import Interval, Kinship, Story, Value
from regesta.reuse.numbers import Sentence, marks_of, number_of, runs_of, sentences
from regesta.reuse.shelf import Shelf, address_of

__all__ = ["Kinship", "Traced", "kin", "trace"]

LEAST_RUNS, NEAR = 3, 0.4  # runs that a sentence and the same, edited, have in common, and their share of the shorter
COPY = 0.5  # share of the shorter story's sentences from which on it is a copy, not an excerpt
CREDIT_HEAD, CREDIT_TAIL = 200, 250  # characters of a text in which whoever is named is credited


class _Counted(NamedTuple):
    """A sentence that counts, as it is compared."""

    at: Interval
    number: int
    runs: frozenset[int]
    figures: frozenset[bytes]

    def contradicts(self, other: "_Counted") -> bool:
        """Whether each has a figure that the other has not: two daily reports by one form are no copies."""
        return bool(self.figures - other.figures) and bool(other.figures - self.figures)


Side = tuple[Story, tuple[_Counted, ...]]


class Compared(Value, frozen=True):
    """Two stories laid side by side: which marks of theirs were stock then, and what came of it."""

    later: str
    earlier: str
    stock: tuple[int, ...] = ()
    found: Kinship | None = None


class Traced(Value, frozen=True):
    """What is kept of tracing copies from one time to the next: a digest and the marks of each story, and the pairs."""

    digests: Mapping[str, bytes] = {}
    marks: Mapping[str, bytes] = {}
    pairs: tuple[Compared, ...] = ()

    @property
    def kinships(self) -> tuple[Kinship, ...]:
        """The kinships, each pair once, sorted by ids."""
        found = (one.found for one in self.pairs if one.found is not None)
        return tuple(sorted(found, key=lambda one: (one.story, one.of)))


def kin(stories: Iterable[Story]) -> tuple[Kinship, ...]:
    """The kinships among the stories, each pair once, sorted by ids; the order of the stories does not matter.

    Of many copies of one text, each is compared with those that had it first, not with every other one.
    """
    return trace(stories, Traced()).kinships


def trace(stories: Iterable[Story], kept: Traced) -> Traced:
    """The kinships among the stories; what was kept of the time before spares what comes to the same."""
    every = tuple(stories)
    digests = {one.id: _digest(one) for one in every}
    same = {ident for ident, digest in digests.items() if kept.digests.get(ident) == digest}
    shelf = Shelf(every, {ident: marks for ident, marks in kept.marks.items() if ident in same})
    candidates, stock = shelf.candidates()
    known = {(one.later, one.earlier, one.stock): one for one in kept.pairs if {one.later, one.earlier} <= same}
    side = lru_cache(maxsize=1024)(lambda at: (shelf.stories[at], _counted(shelf.stories[at], stock)))

    def compared(pair: tuple[int, int]) -> Compared:
        later, earlier = (shelf.stories[at].id for at in pair)
        in_stock = shelf.stock_of(pair, stock)
        before = known.get((later, earlier, in_stock))
        if before is not None:
            return before
        found = _kinship(side(pair[0]), side(pair[1]))
        return Compared(later=later, earlier=earlier, stock=in_stock, found=found)

    pairs = tuple(map(compared, sorted(candidates | shelf.of_one_address())))
    return Traced(digests=digests, marks=shelf.marks(), pairs=pairs)


def _digest(story: Story) -> bytes:
    try:
        written = msgspec.msgpack.encode(story)
    except UnicodeEncodeError:  # half characters
        written = repr(story).encode("utf-8", "surrogatepass")
    return blake2b(written, digest_size=12).digest()


def _counted(story: Story, stock: frozenset[int]) -> tuple[_Counted, ...]:
    """The sentences of a story that count: not those whose marks are all stock."""
    every = map(_compared, sentences(story))
    return tuple(one for one in every if not stock.issuperset(marks_of(one.runs)))


def _compared(one: Sentence) -> _Counted:
    figures = frozenset(word for word in one.words if word[:1].isdigit())
    return _Counted((one.start, one.end), number_of(one.words), runs_of(one.words), figures)


def _kinship(later: Side, earlier: Side) -> Kinship | None:
    order, turned = _order(later[0], earlier[0])
    (first, own), (second, others) = (earlier, later) if turned else (later, earlier)
    pairs = _pairs(own, others, whole=_is_another_of_its_outlet(first, second))
    told = len(pairs), len({at for _, at in pairs})
    shares = told[0] / max(len(own), 1), told[1] / max(len(others), 1)
    share = shares[0] if len(own) <= len(others) else shares[1]
    how = _how((first, second), min(told), share)
    if how is None:
        return None
    both = tuple((own[a].at, others[b].at) for a, b in pairs)
    return Kinship(story=first.id, of=second.id, how=how, order=order, share=share, shares=shares, sentences=both)


def _is_another_of_its_outlet(a: Story, b: Story) -> bool:
    """Whether one outlet tells of another thing: it has its own turns of phrase, so that only whole sentences count."""
    return a.outlet is not None and a.outlet == b.outlet and a.title != b.title


def _how(stories: tuple[Story, Story], shared: int, share: float) -> Literal["version", "copy", "excerpt"] | None:
    a, b = stories
    if a.page != b.page and address_of(a) is not None and address_of(a) == address_of(b):
        return "version"
    if shared < 2:
        return None
    if share < COPY:
        return "excerpt"
    return "version" if a.outlet and a.title and _headed(a) == _headed(b) else "copy"


def _headed(story: Story) -> tuple[str, str]:
    return fold(story.outlet or ""), fold(story.title)


def _pairs(own: Sequence[_Counted], others: Sequence[_Counted], *, whole: bool) -> list[tuple[int, int]]:
    """Each sentence that the others have too, with the one that says the same or, unless `whole`, most nearly does."""
    same: dict[int, int] = {}
    holders: dict[int, list[int]] = {}
    for at, one in enumerate(others):
        same.setdefault(one.number, at)
        for run in one.runs:
            holders.setdefault(run, []).append(at)
    found = ((at, same.get(one.number)) for at, one in enumerate(own))
    near = ((at, other if other is not None or whole else _nearest(own[at], others, holders)) for at, other in found)
    return [(at, other) for at, other in near if other is not None]


def _nearest(one: _Counted, others: Sequence[_Counted], holders: Mapping[int, list[int]]) -> int | None:
    """The sentence that has most runs in common with this one, if enough of them to be the same, edited."""
    common = Counter(at for run in one.runs for at in holders.get(run, ()))
    near = [(-count, at) for at, count in common.items() if _is_near(one, others[at], count)]
    return min(near)[1] if near else None


def _is_near(one: _Counted, other: _Counted, common: int) -> bool:
    least = max(LEAST_RUNS, NEAR * min(len(one.runs), len(other.runs)))
    return common >= least and not one.contradicts(other)


# ------------------------------------------------------------------------------------------------ which was first
def _order(a: Story, b: Story) -> tuple[Literal["credit", "published", "updated", "unknown"], bool]:
    """What tells which story was first, and whether it is `a`; where nothing does, whether `a` has the greater id."""
    credited = _credits(a, b), _credits(b, a)
    if credited[0] != credited[1]:
        return "credit", credited[1]
    if sign := _compare(a.published.edtf, b.published.edtf):
        return "published", sign < 0
    if sign := _compare(a.updated.edtf, b.updated.edtf):
        return "updated", sign < 0
    return "unknown", a.id > b.id


def _compare(a: str | None, b: str | None) -> float:
    """Below zero where the first begins earlier, above where later; zero where that is not known."""
    moments = _moment(a), _moment(b)
    if moments[0] is not None and moments[1] is not None and (moments[0].tzinfo is None) == (moments[1].tzinfo is None):
        return (moments[0] - moments[1]).total_seconds()
    days = edtf.bounds(a), edtf.bounds(b)
    if days[0] is None or days[1] is None or days[0][0] is None or days[1][0] is None:
        return 0
    return (days[0][0] - days[1][0]).days


def _moment(value: str | None) -> datetime | None:
    """The moment that a value gives with its hour; `None` where it gives none."""
    if value is None or "T" not in value:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:  # an interval, or a mark of doubt
        return None


def _credits(story: Story, other: Story) -> bool:
    """Whether a story names the other's outlet where credit is given: at its head, at its end or in a caption."""
    if not other.outlet or other.outlet == story.outlet:
        return False
    zone = "\n".join((story.text[:CREDIT_HEAD], story.text[-CREDIT_TAIL:], *story.captions, *story.credits))
    return _naming(other.outlet).search(zone) is not None


@lru_cache(maxsize=1024)
def _naming(outlet: str) -> re.Pattern[str]:
    """What finds an outlet under any name the lexicon has for it, in capitals and small letters as written."""
    lexicon = load()
    known = [lexicon.entries[ident] for ident in lexicon.names.get(fold(outlet), ())]
    names = {outlet.removeprefix("The "), *(name for one in known for name in (one.name, *one.aliases))}
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in sorted(names))})(?!\w)")
