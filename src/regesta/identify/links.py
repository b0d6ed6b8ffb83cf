"""Which entities of different stories may be one, and what holds them apart."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from regesta.identify.members import Face, Member, Tie
from regesta.identify.names import Comparison, compare, initials, take_apart
from regesta.identify.particles import COMMON_NOUNS
from regesta.identify.sounds import sound
from regesta.model import EntityKind

SAME_PERSON, SAME_SURNAME, SAME_THING, CONTRARY = 0.8, 0.7, 0.82, 0.6
_CROWD, _NEIGHBOURS, _LAST_TOKENS = 32, 12, 3
_COARSE = str.maketrans("ZXCJΘÐDGPVFR", "SSSSTTTKBBBL", "H")


class Link(NamedTuple):
    """Members that may be one entity, how strongly their names say so, and all reasons in words."""

    score: float
    members: tuple[str, ...]
    reasons: str


Form = tuple[EntityKind, str]


def links_between(members: Sequence[Member]) -> list[Link]:
    """Every link worth trying, the surest first."""
    by_form: dict[Form, list[Member]] = defaultdict(list)
    for member in members:
        for name in _names(member):
            by_form[member.entity.kind, name].append(member)
    links = [link for form, group in by_form.items() for link in _links(group, [], compare(form[1], form[1], form[0]))]
    for a, b in _pairs(by_form):
        comparison = compare(a[1], b[1], a[0])
        if comparison.score >= (SAME_SURNAME if a[0] == "person" else SAME_THING):
            links.extend(_links(by_form[a], by_form[b], comparison))
    return sorted(links, key=lambda link: (-link.score, link.members, link.reasons))


def _names(member: Member) -> tuple[str, ...]:
    """The names to look for: all of what the lexicon knows, the one given name of anything else."""
    entity = member.entity
    return tuple(sorted({entity.name, *entity.aliases})) if entity.key and entity.kind != "person" else (entity.name,)


# ------------------------------------------------------------------------------------------------ which to compare
def _pairs(by_form: Mapping[Form, Sequence[Member]]) -> list[tuple[Form, Form]]:
    """Pairs of forms that sound alike at the beginnings of their words, or share their initials. In a crowd a form meets
    its neighbours only, so that the work stays in proportion to the forms."""
    blocks: dict[tuple[EntityKind, str], list[Form]] = defaultdict(list)
    for form, members in by_form.items():
        for block in _blocks(form, in_office=any(tie.sort == "office" for member in members for tie in member.ties)):
            blocks[form[0], block].append(form)
    pairs: set[tuple[Form, Form]] = set()
    for crowd in blocks.values():
        ordered = sorted(crowd, key=lambda form: (_coarse(form[1]), form))
        reach = len(ordered) if len(ordered) <= _CROWD else _NEIGHBOURS
        for at, form in enumerate(ordered):
            pairs.update((min(form, other), max(form, other)) for other in ordered[at + 1 : at + 1 + reach])
    return sorted(pairs)


def _coarse(token: str) -> str:
    """The consonants of a token, those that are taken for one another made one."""
    return sound(token).consonants.translate(_COARSE)


def _blocks(form: Form, in_office: bool) -> set[str]:
    """The keys under which a form is found. Names of persons and bodies must share the beginnings of two words, or be
    written together; a surname alone is looked for only where it may hold an office."""
    kind, text = form
    name = take_apart(text, kind)
    heard = [_coarse(token) for token in (*name.tokens[:2], *name.tokens[2:][-_LAST_TOKENS:])]
    if kind in ("person", "organisation"):
        blocks = {f"{a[:1]} {b[:3]}" for a, b in permutations(heard, 2)} | {f"all {''.join(heard)[:5]}"}
        if kind == "person":
            return blocks | ({f"alone {part[:3]}" for part in heard[-2:]} if in_office else set())
    else:
        told = [part for part, token in zip(heard, name.tokens, strict=False) if token not in COMMON_NOUNS]
        blocks = {f"{part[:3]} {' '.join(name.numbers[:1])}" for part in told or heard}
    return blocks | {f"initials {letters}" for letters in initials(text)}


# ------------------------------------------------------------------------------------------------ what may link them
def _links(left: Sequence[Member], right: Sequence[Member], comparison: Comparison) -> Iterator[Link]:
    """The links between members of two forms (or of one, where `right` is empty)."""
    members = sorted({member.id: member for member in (*left, *right)}.values(), key=lambda member: member.id)
    if len(members) < 2:
        return
    score, words = comparison.score, "; ".join(comparison.reasons)
    if members[0].entity.kind != "person":
        yield from _things(members, score, words)
        return
    told = all(is_full(member.face) for member in members)
    if told and score == 1.0:
        yield Link(score - 0.05, tuple(member.id for member in members), f"{words}; same full name")
    if score >= (SAME_PERSON if told else SAME_SURNAME):
        yield from _persons(members, score, words, only_office=not told)


def _things(members: Sequence[Member], score: float, words: str) -> Iterator[Link]:
    """Links of anything but persons. A name of common nouns alone is a body's, and needs the same country."""
    if not any(_is_generic(member.face) for member in members):
        yield Link(score, tuple(member.id for member in members), words)
        return
    by_country: dict[str, list[str]] = defaultdict(list)
    for member in members:
        if member.face.country and member.face.kind == "organisation":
            by_country[member.face.country].append(member.id)
    for country, ids in sorted(by_country.items()):
        if len(ids) > 1:
            yield Link(score, tuple(ids), f"{words}; same country: {country}")


def _persons(members: Sequence[Member], score: float, words: str, only_office: bool) -> Iterator[Link]:
    """Links of persons by what they share."""
    by_tie: dict[Tie, list[str]] = defaultdict(list)
    for member in members:
        for tie in member.ties:
            if tie.sort == "office" or not only_office:
                by_tie[tie].append(member.id)
    for tie, ids in sorted(by_tie.items()):
        if len(ids) > 1:
            yield Link(score, tuple(ids), f"{words}; same {tie.sort}: {tie.what}")


def is_full(face: Face) -> bool:
    """Whether a person's name is more than a surname."""
    return len(take_apart(face.name, face.kind).tokens) > 1


def _is_generic(face: Face) -> bool:
    """Whether a name could be that of a body of any state."""
    name = take_apart(face.name, face.kind)
    return not face.key and not name.numbers and all(token in COMMON_NOUNS for token in name.tokens)


# ------------------------------------------------------------------------------------------------ what holds apart
def apart(a: Face, b: Face, shared: bool) -> str | None:
    """Why two entities cannot be one; `shared` where both keep the same office or company."""
    if a.kind != b.kind:
        return "another kind"
    if a.key and b.key:
        return None if a.key == b.key else "another key"
    if a.country and b.country and a.country != b.country and not shared:
        return "another country"
    if a.kind != "person" and a.parent and b.parent and a.parent[0] == b.parent[0] and a.parent != b.parent:
        return "part of something else"
    return "another name" if compare(a.name, b.name, a.kind).score < CONTRARY else None
