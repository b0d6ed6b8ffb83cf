"""Who is who across reports: entities of single stories → entities of the register, each with its reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from regesta.identify.judged import Decisions, decide
from regesta.identify.links import Link, another_time, apart, is_full, links_between
from regesta.identify.members import Face, Member, Tie, members_of
from regesta.model import Entity, Identity, Judgement, Reading, unique

_MOST_REASONS = 12
T = TypeVar("T")


class _Cluster:
    """Members taken for one entity while clusters grow. `faces` carry the ties their members have; `judged` are the
    members that people keep apart from somebody."""

    def __init__(self, member: Member, judged: bool) -> None:
        self.members = [member.id]
        self.judged = [member.id] if judged else []
        self.reasons: list[str] = []
        self.faces: dict[Face, list[frozenset[Tie]]] = {member.face: [member.ties]}

    def held_from(self, other: "_Cluster") -> bool:
        """Whether a rule holds any two of their faces apart: what is joined step by step must agree throughout."""
        pairs = ((a, b) for a in self.faces for b in other.faces if a != b)
        return any(apart(a, b, shared=self._share(a, other, b)) is not None for a, b in pairs)

    def _share(self, face: Face, other: "_Cluster", another: Face) -> bool:
        """Whether members of these faces share an office or company."""
        ties = frozenset[Tie]().union(*self.faces[face])
        return any(tie in ties for some in other.faces[another] for tie in some if tie.sort in ("office", "company"))

    def take_in(self, other: "_Cluster", reason: str) -> None:
        """Add another cluster to this one."""
        self.members.extend(other.members)
        self.judged.extend(other.judged)
        self.reasons.extend((*other.reasons, reason))
        for face, ties in other.faces.items():
            self.faces.setdefault(face, []).extend(ties)


class _Clusters:
    """All clusters of a register in the making, by member."""

    def __init__(self, members: Iterable[Member], parted: Iterable[tuple[str, str]]) -> None:
        self.foes: dict[str, set[str]] = defaultdict(set)
        for a, b in parted:
            self.foes[a].add(b)
            self.foes[b].add(a)
        self.by_id = {member.id: member for member in members}
        self.of = {member.id: _Cluster(member, member.id in self.foes) for member in members}

    def foes_in(self, a: _Cluster, b: _Cluster) -> list[tuple[str, str]]:
        """The pairs of their members that people keep apart."""
        return [(one, foe) for one in sorted(a.judged) for foe in sorted(self.foes[one]) if self.of[foe] is b]

    def join(self, a: str, b: str, reason: str, checked: bool = True) -> bool:
        """Make one of two clusters where nothing holds them apart; whether they are one now."""
        left, right = self.of[a], self.of[b]
        if left is right:
            return True
        if self.foes_in(left, right) or (checked and left.held_from(right)):
            return False
        if len(left.members) < len(right.members):
            left, right = right, left
        left.take_in(right, reason)
        self.of.update(dict.fromkeys(right.members, left))
        return True

    def expel(self, member: str) -> None:
        """Give a member a cluster of its own."""
        self.of[member].members.remove(member)
        self.of[member].judged.remove(member)
        self.of[member] = _Cluster(self.by_id[member], judged=True)

    def all(self) -> list[_Cluster]:
        """Every cluster once, in order of the first of its members."""
        return list({id(self.of[ident]): self.of[ident] for ident in sorted(self.of)}.values())

    def join_all(self, members: Sequence[str], reason: str, checked: bool = True) -> None:
        """Join each member to the first of the others that it may be one with."""
        heads: list[str] = []
        for member in members:
            if not any(self.join(head, member, reason, checked) for head in heads):
                heads.append(member)


def resolve(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> tuple[Identity, ...]:
    """The entities of the register in order of their ids. Neither order nor repetition of readings matters."""
    members = members_of(readings)
    by_id = {member.id: member for member in members}
    links = links_between(members)
    grouped = _grouped(members, links, ())
    decisions = decide(judgements, members, {ident: cluster.members[0] for ident, cluster in grouped.of.items()})
    if decisions.parted:
        grouped = _grouped(members, links, decisions.parted)
    _force(grouped, decisions)
    return _identities(grouped.all(), by_id, decisions)


def _grouped(members: Sequence[Member], links: Sequence[Link], parted: Iterable[tuple[str, str]]) -> _Clusters:
    """What the program by itself takes for one, the parted pairs apart: first by key, then by links, surest first."""
    clusters = _Clusters(members, parted)
    by_key: dict[str, list[str]] = defaultdict(list)
    for member in members:
        if member.entity.key:
            by_key[member.entity.key].append(member.id)
    for key, bearers in by_key.items():
        clusters.join_all(bearers, f"same key: {key}", checked=False)
    for link in links:
        if not link.surname:
            clusters.join_all(link.members, link.reasons)
    _join_surnames(clusters, [link for link in links if link.surname])
    return clusters


def _join_surnames(clusters: _Clusters, links: Iterable[Link]) -> None:
    """Join those called by a surname to its bearer in that office; where two are known who held it, to neither."""
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for link in links:
        members = [clusters.by_id[ident] for ident in link.members]
        full = [member for member in members if is_full(member.face)]
        for member in members:
            if not is_full(member.face):
                known = [other for other in full if not another_time(member, other)]
                bearers[member.id].update({clusters.of[other.id].members[0]: link.reasons for other in known})
    for ident, found in sorted(bearers.items()):
        if len(found) == 1:
            clusters.join_all((*found, ident), next(iter(found.values())))


def _force(clusters: _Clusters, decisions: Decisions) -> None:
    """Join what people joined. Whoever came into either side by the program alone and is parted from the other side by
    people has to leave."""
    for (a, b), reason in decisions.joined.items():
        for one, foe in clusters.foes_in(clusters.of[a], clusters.of[b]):
            clusters.expel(one if one != a else foe)
        clusters.join(a, b, reason, checked=False)


# --------------------------------------------------------------------------------------------- the register's entities
def _identities(
    clusters: Sequence[_Cluster], by_id: Mapping[str, Member], decisions: Decisions
) -> tuple[Identity, ...]:
    """The clusters as entities of the register."""
    groups = [[by_id[ident] for ident in sorted(cluster.members)] for cluster in clusters]
    ids = _ids(groups)
    register_id = {member.id: ident for ident, group in zip(ids, groups, strict=True) for member in group}
    kept_apart: dict[str, list[str]] = defaultdict(list)
    for pair, reason in decisions.parted.items():
        for member in pair:
            kept_apart[register_id[member]].append(reason)
    found = [
        Identity(
            entity=_entity(ident, group, register_id),
            members=tuple(member.id for member in group),
            reasons=unique((*kept_apart[ident], *reversed(cluster.reasons)))[:_MOST_REASONS],
        )
        for ident, group, cluster in zip(ids, groups, clusters, strict=True)
    ]
    return tuple(sorted(found, key=lambda identity: identity.entity.id))


def _ids(groups: Sequence[Sequence[Member]]) -> list[str]:
    """The register id of each group: its key where it is the first with that key, else that of the member in the report
    published first, so that later reports rename nobody."""
    ids: dict[str, None] = {}
    for group in groups:
        key = next((member.entity.key for member in group if member.entity.key), None)
        is_free = key is not None and key not in ids
        ids[key if key and is_free else min(group, key=lambda one: (one.published, one.id)).fresh_id] = None
    return list(ids)


def _entity(ident: str, group: Sequence[Member], register_id: Mapping[str, str]) -> Entity:
    """What the members together say an entity is."""
    entities = [member.entity for member in group]
    parents = (register_id.get(f"{member.story}/{member.entity.parent}") for member in group if member.entity.parent)
    return Entity(
        id=ident,
        kind=_most([entity.kind for entity in entities]) or entities[0].kind,
        name=_name(group),
        aliases=tuple(sorted({name for entity in entities for name in (entity.name, *entity.aliases)})),
        key=ident if any(entity.key == ident for entity in entities) else None,
        sort=_most([entity.sort for entity in entities if entity.sort]) or "",
        sector=_most([entity.sector for entity in entities if entity.sector]) or "",
        country=_most([member.face.country for member in group if member.face.country]),
        place=_most([entity.place for entity in entities if entity.place]),
        parent=_most([parent for parent in parents if parent]),
    )


def _most(values: Sequence[T]) -> T | None:
    """The most frequent value; among equals the first in order."""
    count = Counter(values)
    return min(count, key=lambda value: (-count[value], repr(value))) if count else None


def _name(group: Sequence[Member]) -> str:
    """The most frequent full name; among equals the longest, then the first in order."""
    full = [member.entity.name for member in group if member.entity.kind != "person" or is_full(member.face)]
    count = Counter(full or [member.entity.name for member in group])
    return min(count, key=lambda name: (-count[name], -len(name), name))
