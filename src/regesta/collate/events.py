"""Claims that report one act, or one standing fact, brought together.

Acts are compared in pairs (`likeness`) that share a party and a time, the best pair first; a pair joins its groups
only if no member of one is barred from a member of the other. Standing facts (who holds which office, who uses which
base) have a key, and join where their keys agree. A person's judgement stands above both.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import ceil
from typing import NamedTuple

import msgspec

from regesta.collate.accounts import Account, World, is_name, office_words, order, proper_words, stems
from regesta.collate.decisions import Decisions, Pair
from regesta.collate.likeness import around, barred, compare, family, narrowest, status_group
from regesta.collate.origins import independent
from regesta.model import Event, Feature, Finding, Link, Status, Value, content_id, unique

__all__ = [
    "Edge",
    "Likely",
    "Told",
    "automatic",
    "events_of",
    "is_named",
    "keys",
    "likely",
    "signature",
    "standing_key",
    "when_first",
]


class _Grain(NamedTuple):
    """A length of time by which accounts are looked for, and the longest span that is looked for so."""

    name: str
    days: int
    longest: int


_GRAINS = (_Grain("day", 1, 6), _Grain("month", 30, 45), _Grain("year", 366, 4 * 366))
_LARGE_ROUND = 36
_ALIKE = 0.6  # share of words in which two clauses, or two renderings of a quotation, agree
_STATUS_ORDER: tuple[Status, ...] = ("happened", "ongoing", "not_happened", "denied", "cancelled", "postponed")


Edge = tuple[float, tuple[Feature, ...], str, str]
"""What speaks for two acts being one, all in all and one by one, and their claims in order of id."""


class Told(Value, frozen=True):
    """An event and the accounts it rests on, in order of publication."""

    event: Event
    accounts: tuple[Account, ...]


class _Groups:
    """Accounts brought together so far. Joining is refused where a decision or a bar stands between two members."""

    def __init__(self, accounts: Sequence[Account], decisions: Decisions, world: World) -> None:
        self._members = {one.id: [one] for one in accounts}
        self._kinds = {one.id: {signature(one): one} for one in accounts}  # copies are barred by the same things
        self._home = {one.id: one.id for one in accounts}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for a, b in decisions.apart:
            self._apart[a].add(b)
            self._apart[b].add(a)
        self._world = world
        self.reasons: dict[str, list[str]] = defaultdict(list)
        self.links: dict[str, list[Link]] = defaultdict(list)
        self.torn: dict[Pair, str] = {}

    def link(self, a: str, b: str, features: tuple[Feature, ...]) -> None:
        """Bring the groups of two accounts together for these reasons, which are kept, unless something forbids it."""
        if self.join(a, b, [one.why for one in features]):
            self.links[self._home[a]].append(Link(claims=(a, b), features=features))

    def join(self, a: str, b: str, reasons: Sequence[str], *, decided: bool = False) -> bool:
        """Whether the groups of two accounts were brought together: they are, unless something forbids it."""
        left, right = sorted((self._home[a], self._home[b]))
        if left == right or self._forbidden((a, left), (b, right), decided):
            return False
        moved = self._members.pop(right)
        self._members[left] += moved
        self._home.update((one.id, left) for one in moved)
        self._kinds[left] |= self._kinds.pop(right)
        self.reasons[left] += [*self.reasons.pop(right, []), *reasons]
        self.links[left] += self.links.pop(right, [])
        return True

    def _forbidden(self, first: Pair, second: Pair, decided: bool) -> bool:
        (a, left), (b, right) = first, second
        split = self._split(left, right)
        if split is not None:
            self._note(split, a, b)
            return True
        if decided or self._members[left][0].claim.kind != "act":
            return False
        return any(barred(a, b, self._world) for a, b in product(*(self._kinds[one].values() for one in (left, right))))

    def _split(self, left: str, right: str) -> Pair | None:
        """The members of two groups that somebody holds apart."""
        first, second = self._members[left], {one.id for one in self._members[right]}
        pairs = ((one.id, two) for one in first if one.id in self._apart for two in self._apart[one.id] & second)
        return min(pairs, default=None)

    def _note(self, split: Pair, a: str, b: str) -> None:
        """Keep what resembles both of two claims that somebody holds apart."""
        third = next((one for one in (a, b) if one not in split), None)
        if third is not None:
            self.torn.setdefault((min(split), max(split)), third)

    def __iter__(self) -> Iterator[tuple[tuple[Account, ...], tuple[str, ...], tuple[Link, ...]]]:
        for home in sorted(self._members):
            accounts = tuple(sorted(self._members[home], key=order))
            links = tuple(sorted(self.links.get(home, ()), key=lambda one: one.claims))
            yield accounts, unique(sorted(self.reasons.get(home, ()))), links


def events_of(
    accounts: Sequence[Account],
    edges: Sequence[Edge],
    origins: Mapping[str, str],
    decisions: Decisions,
    world: World,
) -> tuple[tuple[Told, ...], tuple[Finding, ...]]:
    """All events, in order of time, then id; every account is in exactly one. Beside them, what a split tears at.

    `edges` are the pairs of the accounts that speak for one act (`likely`).
    """
    groups = _grouped(accounts, edges, decisions, world)
    told = [
        Told(
            event=msgspec.structs.replace(_event(members, origins, world), reasons=reasons, links=links),
            accounts=members,
        )
        for members, reasons, links in groups
    ]
    return tuple(sorted(told, key=when_first)), tuple(_torn(*one) for one in sorted(groups.torn.items()))


def _torn(split: Pair, third: str) -> Finding:
    what = f"it resembles {split[0]} and {split[1]}, which a judgement holds apart; it can be with one of them only"
    return Finding(where=third, what=what)


def automatic(accounts: Sequence[Account], edges: Sequence[Edge], world: World) -> Mapping[str, str]:
    """Claim id → a name for the event it would be in if nobody had decided anything."""
    groups = _grouped(accounts, edges, Decisions(), world)
    return {one.id: members[0].id for members, *_ in groups for one in members}


def _grouped(accounts: Sequence[Account], edges: Sequence[Edge], decisions: Decisions, world: World) -> _Groups:
    """The accounts brought together; what people joined comes last, so that whole events are joined by it."""
    groups = _Groups(accounts, decisions, world)
    for _, features, a, b in sorted(edges, key=lambda pair: (-pair[0], pair[2], pair[3])):
        groups.link(a, b, features)
    for key, members in _standing([one for one in accounts if one.claim.kind != "act"], world):
        for one in members[1:]:
            groups.join(members[0].id, one.id, (f"the same {key}",))
    for a, b in decisions.joined:
        groups.join(a, b, ("a person's judgement",), decided=True)
    return groups


def when_first(told: Told) -> tuple[int, str]:
    """Sorts events by time, the undated last, then by id."""
    spans = [one.when.lo for one in told.accounts if one.when]
    return (min(spans) if spans else 10**7, told.event.id)


# ------------------------------------------------------------------------------------------------------- pairs
class Likely(NamedTuple):
    """The pairs that speak for one act, and the accounts that are compared with their neighbours."""

    edges: tuple[Edge, ...]
    fresh: frozenset[str]


def likely(accounts: Iterable[Account], world: World, beside: Iterable[Account] = ()) -> Likely:
    """The pairs that speak for one act. A copy of an account is compared with that account alone.

    `beside` are others that are compared with their neighbours; only the pairs with one of `accounts` are told.
    """
    models: dict[object, Account] = {}
    edges: list[Edge] = []
    fresh: dict[str, Account] = {}
    for one in sorted((each for each in accounts if each.claim.kind == "act"), key=lambda account: account.id):
        model = models.setdefault(signature(one), one)
        edge = list(_edges([(model, one)], world)) if model is not one else []
        edges += edge
        if not edge:
            fresh[one.id] = one
    known = {one.id: one for one in beside if one.id not in fresh}
    pairs = sorted(pair for pair in _neighbours((*fresh.values(), *known.values())) if not {*pair} <= known.keys())
    edges += _edges(((fresh.get(a) or known[a], fresh.get(b) or known[b]) for a, b in pairs), world)
    return Likely(tuple(edges), frozenset(fresh))


def _edges(pairs: Iterable[tuple[Account, Account]], world: World) -> Iterator[Edge]:
    for a, b in pairs:
        likeness = compare(a, b, world)
        if likeness.joins:
            yield likeness.score, likeness.features, a.id, b.id


def signature(account: Account) -> object:
    """Everything that a comparison looks at."""
    claim = account.claim
    said = (claim.type, claim.mode, claim.status, claim.background, account.told, account.when, account.place)
    named = (account.sides["who"], account.sides["other"], account.instruments, account.numbers)
    undated = account.published if account.when is None else None
    return said, named, claim.quantity, undated, account.words, account.matter


def _neighbours(acts: Iterable[Account]) -> set[tuple[str, str]]:
    """Pairs that share a party and a time. Cost grows with the number of true neighbours, not with the register.

    In a bucket only pairs are made of which one seeks: two that are closely dated and fully named meet in a narrower
    bucket, where both do. Two that are `met` elsewhere, if they are to meet at all, are no pair either.
    """
    buckets: dict[tuple[object, ...], list[tuple[str, _Met, bool]]] = defaultdict(list)
    for one in acts:
        for key, met, seeks in keys(one):
            buckets[key].append((one.id, met, seeks))
    return {pair for members in buckets.values() if len(members) > 1 for pair in _in_bucket(members)}


_Met = frozenset[str]  # two accounts that have one of these in common meet in a narrower bucket, or are barred


def _in_bucket(members: Iterable[tuple[str, _Met, bool]]) -> Iterator[tuple[str, str]]:
    everybody: dict[_Met, list[str]] = defaultdict(list)
    seekers: dict[_Met, list[str]] = defaultdict(list)
    for name, met, seeks in members:
        everybody[met].append(name)
        if seeks:
            seekers[met].append(name)
    for left, right in product(seekers, everybody):
        if not left & right:
            yield from ((min(a, b), max(a, b)) for a, b in product(seekers[left], everybody[right]) if a != b)


def keys(account: Account) -> Iterator[tuple[tuple[object, ...], _Met, bool]]:
    """The buckets an account goes to; by what it meets its like elsewhere, and whether it seeks all others there."""
    kind = family(account)
    lands = sorted(account.lands)
    people, couples = sorted(account.called["who"] | account.called["other"]), _couples(account)
    rest = account.bodies["who"] | account.bodies["other"] | account.instruments | account.numbers
    if not people:
        rest |= proper_words(account.quote)
    if not (people or rest or lands):
        rest = _common_words(account)
    by_name, by_couple = _peopled(account), frozenset(["round" if account.level else "couple"] if couples else [])
    for period, closest in _periods(account):
        yield from (((kind, couple, period), frozenset(), closest) for couple in couples)
        yield from (((kind, person, period), by_couple, closest) for person in people)
        yield from (((kind, subject, period), by_name, closest) for subject in (*sorted(rest), *combinations(lands, 2)))
        yield from (((kind, land, period), by_name, closest and len(lands) == 1) for land in lands)


def _common_words(account: Account) -> frozenset[str]:
    """What an act is looked for by that names neither a party nor a place: the words for those who took part."""
    fillers = (one for role in ("who", "to", "with") for one in account.claim.roles.get(role, ()))
    return stems(" ".join(one.words for one in fillers))


def _peopled(account: Account) -> _Met:
    """The parts for which persons are named: two reports of one act that name some in one part share one of them."""
    sides = ("who",) if account.level else ("who", "other")
    return frozenset(side for side in sides if account.people[side])


def _couples(account: Account) -> tuple[tuple[str, str], ...]:
    """The pairs of persons of whom two reports of one act share one, where both name persons in plenty.

    Where all are level these are any two who took part, else an actor and whom he acted upon. A large round has too
    many to be looked for by them.
    """
    who, other = sorted(account.called["who"]), sorted(account.called["other"])
    if len(who) * len(other) > _LARGE_ROUND:
        return ()
    return tuple(combinations(who, 2) if account.level else product(who, other))


def _periods(account: Account) -> Iterator[tuple[tuple[str, int], bool]]:
    """The days, months (of thirty days) and years an account may lie in, and whether it is dated no closer."""
    span = around(account)
    grains = [grain for grain in _GRAINS if span is not None and span.days <= grain.longest]
    for at, grain in enumerate(grains):
        if span is not None:
            yield from (((grain.name, n), at == 0) for n in range(span.lo // grain.days, span.hi // grain.days + 1))
    yield ("any", 0), not grains


# ------------------------------------------------------------------------------------------------------- standing facts
_STANDING: dict[str, tuple[str, ...]] = {
    "office": ("person", "office", "of"),
    "facility": ("facility", "user", "holder"),
    "instrument": ("instrument", "state"),
    "clause": ("instrument",),
    "mandate": ("body", "instrument"),
    "relation": ("who", "relation", "to"),
    "quotation": ("speaker",),
    "scope": ("facility", "who"),
}
# What these are about is often told by common nouns alone ("the agreement", "that mission"), which in another story may
# be said of something else.
_ABOUT: dict[str, tuple[str, ...]] = {
    "facility": ("facility",),
    "instrument": ("instrument",),
    "clause": ("instrument",),
    "mandate": ("body", "instrument"),
}
_WORDED = {"clause": "clause", "quotation": "text"}


def _standing(accounts: Iterable[Account], world: World) -> Iterator[tuple[str, list[Account]]]:
    """Standing facts by what they are about; each group's name tells what agreed."""
    groups: dict[tuple[object, ...], list[Account]] = defaultdict(list)
    for one in accounts:
        groups[standing_key(one, world)].append(one)
    for key, members in groups.items():
        kind = str(key[0])
        name = f"{', '.join((*_STANDING[kind], *filter(None, [_WORDED.get(kind)])))}"
        for alike in _alike(members, _WORDED[kind]) if kind in _WORDED else [members]:
            yield name, alike


def standing_key(account: Account, world: World) -> tuple[object, ...]:
    """What a standing fact is about."""
    claim = account.claim
    own = account.story.id if claim.kind in _ABOUT and not is_named(account, _ABOUT[claim.kind], world) else ""
    said = tuple(filled(account, role) for role in _STANDING[claim.kind])
    return (claim.kind, claim.type, claim.present, own, *(said if any(said) else (account.id,)))


def is_named(account: Account, roles: Iterable[str], world: World) -> bool:
    """Whether a name or number, and not common nouns alone, says what fills one of the roles."""
    fillers = [filler for role in roles for filler in account.claim.roles.get(role, ())]
    ids = [one for role in roles for one in account.fillers.get(role, ())]
    names = [world.labels[one].name for one in ids if one in world.labels]
    return any(map(is_name, names)) or any(is_name(one.words) for one in fillers if not one.entity)


def filled(account: Account, role: str) -> tuple[str, ...]:
    """What fills a role: register ids where names were known, else words that agree between spellings."""
    words = " ".join(one.words for one in account.claim.roles.get(role, ()))
    if role == "office":
        return tuple(sorted(office_words(words)))
    return account.fillers.get(role) or tuple(sorted(stems(words)))


def _alike(members: Sequence[Account], role: str) -> Iterator[list[Account]]:
    """Groups of accounts whose words in a role mostly agree; only those that share a telling word are compared."""
    texts = {one.id: stems(" ".join(filler.words for filler in one.claim.roles.get(role, ()))) for one in members}
    index: dict[str, list[Account]] = defaultdict(list)
    for one in members:
        words = sorted(texts[one.id])
        for word in words[: len(words) - ceil(_ALIKE * len(words)) + 1]:
            index[word].append(one)
    yield from ([one] for one in members)
    for near in index.values():
        for a, b in combinations(near, 2):
            if len(texts[a.id] & texts[b.id]) >= _ALIKE * len(texts[a.id] | texts[b.id]):
                yield [a, b]


# ------------------------------------------------------------------------------------------------------- events
def _event(accounts: Sequence[Account], origins: Mapping[str, str], world: World) -> Event:
    """The event that the accounts, in order of publication, speak of."""
    kind = min(one.claim.kind for one in accounts)
    type_ = _commonest([one.claim.type for one in accounts])
    claims = tuple(one.id for one in accounts)
    return Event(
        id=content_id("event", kind, type_, *sorted(claims)),
        kind=kind,
        type=type_,
        mode=_commonest([one.claim.mode for one in accounts if one.claim.mode]),
        claims=claims,
        when=_most_precise(accounts),
        where=narrowest([one.place for one in accounts if one.place], world),
        status=min((one.claim.status for one in accounts), key=_status_rank),
        background=all(one.claim.background for one in accounts),
        who=unique(entity for one in accounts for entity in _first_side(one)),
        others=unique(entity for one in accounts for entity in _other_side(one)),
        outlets=unique(one.outlet for one in accounts),
        origins=independent(accounts, origins),
        disputed=_disputed(accounts),
    )


_FIRST_ROLES = ("who", "person", "facility", "instrument", "body", "speaker")


def _first_side(account: Account) -> tuple[str, ...]:
    return tuple(entity for role in _FIRST_ROLES for entity in account.fillers.get(role, ()))


def _other_side(account: Account) -> tuple[str, ...]:
    first = set(_first_side(account))
    return tuple(e for role, ids in account.fillers.items() if role not in _FIRST_ROLES for e in ids if e not in first)


def _commonest(values: Sequence[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda one: (-counts[one], one), default="")


def _status_rank(status: Status) -> tuple[int, str]:
    known = _STATUS_ORDER.index(status) if status in _STATUS_ORDER else len(_STATUS_ORDER)
    return known, status


def _most_precise(accounts: Sequence[Account]) -> str | None:
    """The time that says most, what words tell before what the tense lets guess; of equals the commonest."""
    dated = [one for one in accounts if one.when is not None]
    counts = Counter(one.claim.when for one in dated)
    best = min(
        dated,
        key=lambda one: (not one.told, one.when.days if one.when else 0, -counts[one.claim.when], one.claim.when or ""),
        default=None,
    )
    return best.claim.when if best else None


def _disputed(accounts: Sequence[Account]) -> tuple[str, ...]:
    """The fields in which the accounts of one event differ."""
    counts = {(q.low, q.high) for one in accounts if (q := one.claim.quantity)}
    told = [one.when for one in accounts if one.told and one.when]
    found = {
        "when": bool(told) and max(one.lo for one in told) > min(one.hi for one in told),
        "status": len({status_group(one) for one in accounts}) > 1,
        "quantity": len(counts) > 1,
        "present": len({one.claim.present for one in accounts}) > 1,
        "term": len({one.claim.term for one in accounts if one.claim.term}) > 1,
    }
    return tuple(name for name, differs in found.items() if differs)
