"""Which entities of different stories may be one, and what holds them apart."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import permutations
from typing import NamedTuple

from regesta.identify import east, particles
from regesta.identify.known import bearers, full_names
from regesta.identify.members import Face, Member, Tie
from regesta.identify.names import OTHER_ORDER, Comparison, compare, spelt_alike
from regesta.identify.parts import initials, take_apart
from regesta.identify.sounds import sound
from regesta.model import EntityKind

SAME_PERSON, SAME_IN_OFFICE, SAME_SURNAME, SAME_THING, CONTRARY = 0.8, 0.74, 0.7, 0.82, 0.6
TENURE = 12  # years that an office is held at most, as a rule
_CROWD, _NEIGHBOURS, _LAST_TOKENS = 32, 12, 3
_COARSE = str.maketrans("ZXCJΘÐDGPVFR", "SSSSTTTKBBBL", "H")


class Link(NamedTuple):
    """Members that may be one entity, how strongly their names say so, and the reasons in words. `surname`: some go by
    a surname that others bear beside a given name."""

    score: float
    members: tuple[str, ...]
    reasons: str
    surname: bool = False


Form = tuple[EntityKind, str]


def links_between(members: Sequence[Member]) -> list[Link]:
    """Every link worth trying, the surest first."""
    by_form: dict[Form, list[Member]] = defaultdict(list)
    for member in members:
        for name in _names(member):
            by_form[member.entity.kind, name].append(member)
    links = [link for form, group in by_form.items() for link in _links(group, [], compare(form[1], form[1], form[0]))]
    ties = {form: {tie for member in group for tie in member.ties} for form, group in by_form.items()}
    for a, b in _pairs(ties):
        if _may_link(a, b, ties):
            links.extend(_links(by_form[a], by_form[b], compare(a[1], b[1], a[0])))
    return sorted(links, key=lambda link: (-link.score, link.members, link.reasons))


def _may_link(a: Form, b: Form, ties: Mapping[Form, set[Tie]]) -> bool:
    """Whether anything could come of comparing two forms: persons must share more than a name nearly the same."""
    same = a[0] != "person" or take_apart(a[1], a[0]) == take_apart(b[1], b[0])
    return same or not ties[a].isdisjoint(ties[b])


def _names(member: Member) -> tuple[str, ...]:
    """The names to look for: all of what the lexicon knows, the one given name of anything else."""
    entity = member.entity
    return tuple(sorted({entity.name, *entity.aliases})) if entity.key and entity.kind != "person" else (entity.name,)


# ------------------------------------------------------------------------------------------------ which to compare
def _pairs(ties: Mapping[Form, set[Tie]]) -> list[tuple[Form, Form]]:
    """Pairs of forms whose words begin alike, or that share their initials. In a crowd a form meets neighbours only,
    so that the work stays in proportion to the forms."""
    blocks: dict[tuple[EntityKind, str], list[Form]] = defaultdict(list)
    for form, shared in ties.items():
        for block in _blocks(form, [tie.what for tie in shared if tie.sort == "office"]):
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


def _blocks(form: Form, offices: Sequence[str]) -> set[str]:
    """The keys under which a form is found. Names of persons and bodies must share the beginnings of two words, be
    written together, or be known for one; a surname alone is looked for only where it may hold an office."""
    kind, text = form
    name = take_apart(text, kind)
    heard = [_coarse(token) for token in (*name.tokens[:2], *name.tokens[2:][-_LAST_TOKENS:])]
    if kind in ("person", "organisation"):
        blocks = {f"{a[:1]} {b[:3]}" for a, b in permutations(heard, 2)} | {f"all {''.join(heard)[:5]}"}
    elif name.numbers:
        blocks = {f"number {number}" for number in name.numbers}
    else:
        blocks = {_coarse(token)[:3] for token in name.tokens if token not in particles.words("common_nouns")}
    if kind == "person":
        alone = {f"alone {part[:3]}" for part in heard[-2:]} if offices else set()
        return blocks | alone | _in_office(form, offices)
    known = {f"known {one}" for one in bearers(text, kind).all}
    return blocks | known | {f"initials {letters}" for letters in initials(text)}


def _in_office(form: Form, offices: Sequence[str]) -> set[str]:
    """The keys under which a person is found whose name may sound otherwise elsewhere: the office, with a form of the
    given name unless the name is one that is read rather than heard."""
    kind, text = form
    tokens = () if east.readings(text) else take_apart(text, kind).tokens
    called = {one for token in tokens for one in full_names(token)} or {""}
    return {f"office {name} {office}" for name in called for office in offices}


# ------------------------------------------------------------------------------------------------ what may link them
def _links(left: Sequence[Member], right: Sequence[Member], comparison: Comparison) -> Iterator[Link]:
    """The links between members of two forms (or of one, where `right` is empty)."""
    members = sorted({member.id: member for member in (*left, *right)}.values(), key=lambda member: member.id)
    if len(members) < 2:
        return
    kind, score, words = members[0].face.kind, comparison.score, "; ".join(comparison.reasons)
    if kind != "person":
        groups = _things(members) if score >= SAME_THING else {}
    else:
        full = [is_full(member.face) for member in members]
        enough = score >= (SAME_IN_OFFICE if all(full) else SAME_SURNAME)
        groups = _persons(members, only_office=score < SAME_PERSON or not all(full)) if enough else {}
    for shared, ids in sorted(groups.items()):
        if len(ids) > 1:
            reasons = f"{words}; {shared}" if shared else words
            yield Link(score, tuple(ids), reasons, surname=kind == "person" and len(set(full)) > 1)


def _things(members: Sequence[Member]) -> dict[str, list[str]]:
    """What anything but persons must share, and who does: nothing more than the name, unless that is of common nouns
    alone. Then bodies need the same country, and nothing else is ever one."""
    if not any(is_generic(member.face) for member in members):
        return {"": [member.id for member in members]}
    groups: dict[str, list[str]] = defaultdict(list)
    for member in members:
        if member.face.country and member.face.kind == "organisation":
            groups[f"same country: {member.face.country}"].append(member.id)
    return groups


def _persons(members: Sequence[Member], only_office: bool) -> dict[str, list[str]]:
    """What persons share, and who does. Where all share a country nothing else is asked: they are one already."""
    lands = {member.face.country for member in members}
    if not only_office and len(lands) == 1 and None not in lands:
        return {f"same country: {members[0].face.country}": [member.id for member in members]}
    groups: dict[str, list[str]] = defaultdict(list)
    for member in members:
        for tie in member.ties:
            if tie.sort == "office" or not only_office:
                groups[f"same {tie.sort}: {tie.what}"].append(member.id)
    return groups


def is_full(face: Face) -> bool:
    """Whether a person's name is more than a surname; an initial does not make it so."""
    return _is_full(face.name, face.kind)


@lru_cache(65536)
def _is_full(name: str, kind: EntityKind) -> bool:
    return sum(len(token) > 1 for token in take_apart(name, kind).tokens) > 1


def is_generic(face: Face) -> bool:
    """Whether a name could be that of a body of any state."""
    name = take_apart(face.name, face.kind)
    return not face.key and not name.numbers and all(token in particles.words("common_nouns") for token in name.tokens)


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
    if a.kind != "person" and (a.key or b.key):
        return None  # what the lexicon knows goes by names that have nothing in common
    found = compare(a.name, b.name, a.kind)
    if OTHER_ORDER in found.reasons and {a.country, b.country} <= _states("fathers_follow"):
        return "the father's name follows: father and son"
    fixed = a.kind == "person" and not shared and {a.country, b.country} <= _states("fixed_spelling")
    if fixed and not spelt_alike(a.name, b.name):
        return "spelt otherwise, where names have one spelling"
    return "another name" if found.score < CONTRARY else None


@cache
def _states(custom: str) -> frozenset[str | None]:
    """The states whose people follow a custom in their names."""
    return frozenset(particles.table("customs")[custom].split())


def another_time(a: Member, b: Member) -> str | None:
    """Why a surname is not that of the holder of an office: offices are not held for ever."""
    if a.year is None or b.year is None or (is_full(a.face) and is_full(b.face)):
        return None
    return f"{abs(a.year - b.year)} years apart" if abs(a.year - b.year) > TENURE else None
