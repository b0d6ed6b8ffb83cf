"""Who is independent of whom: the origin of each report, with copied passages traced to where they came from.

Which stories were made from others is told by their kinships. A single sentence in common makes no kinship; it is found
by its runs of words.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import NamedTuple

from regesta.collate.accounts import Account, is_name, outlet_of, resolve, stems
from regesta.lexicon import fold
from regesta.model import Claim, Entity, Interval, Kinship, Reading, Story, Voice

__all__ = ["Taken", "Trail", "independent", "origin", "origins_of", "runs_in", "traced", "trails"]

RUN = 8  # words in a row that two hands do not write by chance
COPIED_CLAIM = 0.6  # share of a quote's runs that stand in an earlier report
COPIED_STORY = 0.5  # share of a story's sentences that another had first, from which on it depends in all it says
_NAMELESS = frozenset({"unnamed", "outlet"})


class Origins(NamedTuple):
    """Where each claim comes from, by claim id; and who tells it so, which a sentence in common does not decide: who
    prints another's sentence with another date stands for that date himself."""

    origins: Mapping[str, str]
    tellers: Mapping[str, str]


def origin(
    reading: Reading, claim: Claim, names: Mapping[str, str] | None = None, labels: Mapping[str, Entity] | None = None
) -> str:
    """Who said it first: the first named link of the chain of voices, else the outlet."""
    return _named(claim, names or {}, labels or {}) or outlet_of(reading.story)


def independent(accounts: Sequence[Account], origins: Mapping[str, str]) -> tuple[str, ...]:
    """The distinct origins of accounts of one event, in their order; spellings of one name count once.

    Whom an account names is followed on where that is an outlet whose own account names another. Outlets that name
    each other in a ring know it from nobody, and count once.
    """
    said: dict[str, str] = {}
    for one in accounts:
        outlet, name = fold(one.outlet), origins[one.id]
        if outlet not in said or fold(name) == outlet != fold(said[outlet]):
            said[outlet] = name  # who has it from himself needs nobody else
    first: dict[str, str] = {}
    for one in accounts:
        name = _followed(origins[one.id], said)
        first.setdefault(fold(name) or name, name)
    return tuple(name for name in first.values() if not _is_another(name, first.values()))


def _is_another(name: str, names: Iterable[str]) -> bool:
    """Whether common nouns ("the ministry") may well mean one who is named ("the Kenyan Foreign Ministry")."""
    told = stems(name)
    return bool(told) and not is_name(name) and any(told < stems(other) for other in names)


def _followed(name: str, said: Mapping[str, str]) -> str:
    """Who stands at the end of a chain of names; of a ring, the outlet that told it first."""
    passed: dict[str, str] = {}
    while fold(name) not in passed:
        passed[fold(name)] = name
        name = said.get(fold(name), name)
    ring = list(passed)[list(passed).index(fold(name)) :]
    return passed[min(ring, key=list(said).index)] if len(ring) > 1 else name


def origins_of(
    readings: Sequence[Reading],
    accounts: Sequence[Account],
    names: Mapping[str, str],
    labels: Mapping[str, Entity],
    kin: Iterable[Kinship] = (),
) -> "Origins":
    """The origin of each claim. A copied passage counts as its first report's, or as that of whoever a copy names."""
    stories = {one.story.id: one.story for one in readings}
    taken = Taken(stories, kin)
    found: dict[str, str] = {}
    tellers: dict[str, str] = {}
    for account, trail in zip(accounts, trails(accounts, accounts, stories, taken, (names, labels)), strict=True):
        at = account.claim.trigger[0]
        found[account.id], tellers[account.id] = traced(trail, account.story.id, at, stories, taken)
    return Origins(found, tellers)


class Trail(NamedTuple):
    """What the words of a claim say of where it comes from: who is named; whom a copy of the passage names; the story
    that had most of it first."""

    named: str | None
    credit: str | None
    source: str | None


def trails(
    wanted: Iterable[Account],
    among: Sequence[Account],
    stories: Mapping[str, Story],
    taken: "Taken",
    known: tuple[Mapping[str, str], Mapping[str, Entity]],
) -> Iterator[Trail]:
    """The trail of each wanted account among the accounts, in order of publication, and stories that share its words.

    `known` are the names and labels of entities.
    """
    named = {one.id: _named(one.claim, *known) for one in among}
    asked = tuple(wanted)
    first = _tellings(stories, taken, {run for one in asked for run in runs_in(one.quote)})
    copies = _credits(among, named)
    # A sentence may bear hundreds of claims: it is looked up once, and once for each kind of claim.
    source = cache(lambda quote: _source(runs_in(quote), first))
    credit = cache(lambda passage: _credit(passage, copies))
    return (Trail(named[one.id], credit(_passage(one)), source(one.quote)) for one in asked)


def traced(trail: Trail, story: str, at: int, stories: Mapping[str, Story], taken: "Taken") -> tuple[str, str]:
    """The origin of a claim whose trigger stands at this character of a story, and who tells it so."""
    whole = taken.whole(story)
    whence = taken.sentence(story, at) or trail.source or whole
    return trail.named or trail.credit or outlet_of(stories[whence]), trail.named or outlet_of(stories[whole])


def _named(claim: Claim, names: Mapping[str, str], labels: Mapping[str, Entity]) -> str | None:
    told = (_name(voice, claim, names, labels) for voice in claim.voices if voice.kind not in _NAMELESS)
    return next(filter(None, told), None)


def _name(voice: Voice, claim: Claim, names: Mapping[str, str], labels: Mapping[str, Entity]) -> str:
    """Who speaks; nobody where the credit is but a place, as at the head of a dispatch."""
    label = labels.get(resolve(claim.story, voice.entity, names)) if voice.entity else None
    if label is not None and label.kind == "place" and voice.kind == "credit":
        return ""
    return label.name if label is not None else voice.name.strip()


# ------------------------------------------------------------------------------------------------------- kinships
Place = tuple[str, int, str]


class Taken:
    """What each story took from which other one, as the kinships tell."""

    def __init__(self, stories: Mapping[str, Story], kin: Iterable[Kinship]) -> None:
        known = [one for one in kin if one.story in stories and one.of in stories]
        self._places = _places(stories, known)
        self._sentences: dict[str, dict[Interval, str]] = {}
        self._wholes: dict[str, tuple[float, Place]] = {}
        for one in known:
            self._note(one)

    def place(self, story: str) -> Place:
        """Sorts stories by publication, the undated last; whom others credit comes before these."""
        return self._places[story]

    def sentence(self, story: str, at: int) -> str | None:
        """The story from which the sentence at this character was taken; `None` where it is nobody else's."""
        taken = self._sentences.get(story, {})
        return next((source for (start, end), source in taken.items() if start <= at < end), None)

    def whole(self, story: str) -> str:
        """The story from which most of this one was taken, at first or second hand; else itself."""
        passed = [story]
        while passed[-1] in self._wholes:
            source = self._wholes[passed[-1]][1][2]
            if source in passed:  # dates and credits may lead round in a ring
                return min(passed[passed.index(source) :], key=self.place)
            passed.append(source)
        return passed[-1]

    def _note(self, one: Kinship) -> None:
        """Keep what the later of the two took from the earlier; of several sources, the first that had the most."""
        turned = one.order == "unknown" and self.place(one.story) < self.place(one.of)
        later, earlier = (one.of, one.story) if turned else (one.story, one.of)
        own = self._sentences.setdefault(later, {})
        for pair in one.sentences:
            at = pair[turned]
            own[at] = min(own.get(at, earlier), earlier, key=self.place)
        share = one.shares[turned]
        if share >= COPIED_STORY:
            found = -share, self.place(earlier)
            self._wholes[later] = min(self._wholes.get(later, found), found)


def _places(stories: Mapping[str, Story], kin: Iterable[Kinship]) -> Mapping[str, Place]:
    dates = {ident: story.published.edtf or "9999" for ident, story in stories.items()}
    places = {ident: (date, 1, ident) for ident, date in dates.items()}
    for one in kin:
        if one.order == "credit":
            places[one.of] = min(places[one.of], (dates[one.story], 0, one.of))
    return places


# ------------------------------------------------------------------------------------------------------- copying
Credits = Mapping[tuple[int, str, str], tuple[str, str]]


class _Passage(NamedTuple):
    """All of a claim by which another story's is known for a copy."""

    story: str
    quote: str
    kind: str
    type: str


def _passage(account: Account) -> _Passage:
    return _Passage(account.story.id, account.quote, account.claim.kind, account.claim.type)


def _tellings(stories: Mapping[str, Story], taken: Taken, wanted: Container[int]) -> Mapping[int, str]:
    """Run of words, of those wanted → the story that had it first."""
    first: dict[int, str] = {}
    for ident in sorted(stories, key=taken.place):
        for run in runs_in(stories[ident].text):
            if run in wanted:
                first.setdefault(run, ident)
    return first


def _source(runs: Sequence[int], first: Mapping[int, str]) -> str | None:
    """The story that had most of the runs first, if it had its share of them."""
    owners = Counter(owner for run in runs if (owner := first.get(run)) is not None)
    if not owners:
        return None
    owner, count = min(owners.items(), key=lambda one: (-one[1], one[0]))
    return owner if count >= COPIED_CLAIM * len(runs) else None


def _credits(accounts: Sequence[Account], named: Mapping[str, str | None]) -> Credits:
    """Who is named with each run of words for a claim of one kind, and in which story; not an outlet that tells the
    passage itself, since where it has it from is traced as for any other."""
    outlets = {fold(name) for name in named.values() if name}
    own = {(fold(one.outlet), one.quote) for one in accounts if fold(one.outlet) in outlets}
    telling: dict[tuple[str, str, str], tuple[str, str]] = {}
    for account in accounts:
        name = named[account.id]
        if name and (fold(name), account.quote) not in own:
            telling.setdefault((account.quote, account.claim.kind, account.claim.type), (name, account.story.id))
    copies: dict[tuple[int, str, str], tuple[str, str]] = {}
    for (quote, kind, type_), credit in telling.items():
        for run in runs_in(quote):
            copies.setdefault((run, kind, type_), credit)
    return copies


def _credit(passage: _Passage, copies: Credits) -> str | None:
    """Whom other stories name for a share of the words; what stands in the same story is no copy."""
    runs = runs_in(passage.quote)
    found = (copies.get((run, passage.kind, passage.type), ("", passage.story)) for run in runs)
    named = Counter(name for name, story in found if story != passage.story)
    if not named:
        return None
    name, count = min(named.items(), key=lambda one: (-one[1], one[0]))
    return name if count >= COPIED_CLAIM * len(runs) else None


@lru_cache(maxsize=512)
def runs_in(text: str) -> tuple[int, ...]:
    """A number for every `RUN` words in a row."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return tuple(_number(run) for run in runs)


def _number(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest())
