"""Who is independent of whom: the origin of each report, with copied passages traced to where they came from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import NamedTuple

from regesta.collate.accounts import Account, outlet_of, resolve
from regesta.lexicon import fold
from regesta.model import Claim, Entity, Reading, Voice

__all__ = ["independent", "origin", "origins_of"]

RUN = 8  # words in a row that two hands do not write by chance
COPIED_CLAIM = 0.6  # share of a quote's runs that stand in an earlier report
COPIED_STORY = 0.5  # the same, of a whole report
_NAMELESS = frozenset({"unnamed", "outlet"})


def origin(
    reading: Reading, claim: Claim, names: Mapping[str, str] | None = None, labels: Mapping[str, Entity] | None = None
) -> str:
    """Who said it first: the first named link of the chain of voices, else the outlet."""
    return _named(claim, names or {}, labels or {}) or outlet_of(reading.story)


def independent(claims: Sequence[str], origins: Mapping[str, str]) -> tuple[str, ...]:
    """The distinct origins of the claims, in the claims' order; spellings of one name count once."""
    first: dict[str, str] = {}
    for claim in claims:
        name = origins[claim]
        first.setdefault(fold(name) or name, name)
    return tuple(first.values())


def origins_of(
    readings: Sequence[Reading], accounts: Sequence[Account], names: Mapping[str, str], labels: Mapping[str, Entity]
) -> Mapping[str, str]:
    """The origin of each claim. A copied passage counts as its first report's, or as that of whoever a copy names."""
    named = {one.id: _named(one.claim, names, labels) for one in accounts}
    first, sources = _tellings(readings)
    outlets = {one.story.id: outlet_of(one.story) for one in readings}
    copies = _credits(accounts, named)
    # A sentence may bear hundreds of claims: it is looked up once, and once for each kind of claim.
    source = cache(lambda quote: _source(_runs(quote), first, COPIED_CLAIM))
    credit = cache(lambda passage: _credit(passage, copies))
    found: dict[str, str] = {}
    for account in accounts:
        outlet = outlets[source(account.quote) or sources[account.story.id]]
        found[account.id] = named[account.id] or credit(_passage(account)) or outlet
    return found


def _named(claim: Claim, names: Mapping[str, str], labels: Mapping[str, Entity]) -> str | None:
    return next((_name(voice, claim, names, labels) for voice in claim.voices if _is_named(voice)), None)


def _is_named(voice: Voice) -> bool:
    return voice.kind not in _NAMELESS and bool(voice.name.strip())


def _name(voice: Voice, claim: Claim, names: Mapping[str, str], labels: Mapping[str, Entity]) -> str:
    label = labels.get(resolve(claim.story, voice.entity, names)) if voice.entity else None
    return label.name if label is not None else voice.name.strip()


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


def _tellings(readings: Sequence[Reading]) -> tuple[Mapping[int, str], Mapping[str, str]]:
    """Run of words → the story that had it first; and story → the story it was mostly copied from, else itself."""
    dated = sorted(readings, key=lambda one: (one.story.published.edtf or "9999", one.story.id))
    first: dict[int, str] = {}
    sources: dict[str, str] = {}
    for reading in dated:
        runs = _runs(reading.story.text)
        for run in runs:
            first.setdefault(run, reading.story.id)
        sources[reading.story.id] = _source(runs, first, COPIED_STORY) or reading.story.id
    return first, sources


def _source(runs: Sequence[int], first: Mapping[int, str], share: float) -> str | None:
    """The story that had most of the runs first, if it had its share of them."""
    owners = Counter(owner for run in runs if (owner := first.get(run)) is not None)
    if not owners:
        return None
    owner, count = min(owners.items(), key=lambda one: (-one[1], one[0]))
    return owner if count >= share * len(runs) else None


def _credits(accounts: Sequence[Account], named: Mapping[str, str | None]) -> Credits:
    """Who is named with each run of words for a claim of one kind, and in which story."""
    telling: dict[tuple[str, str, str], tuple[str, str]] = {}
    for account in accounts:
        name = named[account.id]
        if name:
            telling.setdefault((account.quote, account.claim.kind, account.claim.type), (name, account.story.id))
    copies: dict[tuple[int, str, str], tuple[str, str]] = {}
    for (quote, kind, type_), credit in telling.items():
        for run in _runs(quote):
            copies.setdefault((run, kind, type_), credit)
    return copies


def _credit(passage: _Passage, copies: Credits) -> str | None:
    """Whom another story names for the same words; what stands in the same story is no copy."""
    for run in _runs(passage.quote):
        name, story = copies.get((run, passage.kind, passage.type), ("", passage.story))
        if story != passage.story:
            return name
    return None


@lru_cache(maxsize=512)
def _runs(text: str) -> tuple[int, ...]:
    """A number for every `RUN` words in a row."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return tuple(_number(run) for run in runs)


def _number(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest())
