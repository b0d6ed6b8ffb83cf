"""What the lexicon knows of names: things that go by names which have nothing in common, and given names that are two
however alike they sound."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from regesta.identify import particles
from regesta.lexicon import fold, load
from regesta.model import EntityKind

_CITY = "place:gn:"
_PREFIX = re.compile("^(?:abu|abou|abi|abd[aeou]?[lrnsz]*|عبدال|عبد|ابو|абду?ль?)(?=...)")


class Bearers(NamedTuple):
    """All that the lexicon knows by a name, and those of them whom it mostly means."""

    all: frozenset[str]
    foremost: frozenset[str]

    def shared(self, other: "Bearers") -> frozenset[str]:
        """What both names mean, where each mostly means something that the other means too."""
        mutual = self.foremost & other.all and other.foremost & self.all
        return self.all & other.all if mutual else frozenset()


@lru_cache(65536)
def bearers(text: str, kind: EntityKind) -> Bearers:
    """All of one kind that the lexicon knows by a name; of persons it knows none."""
    if kind == "person":
        return Bearers(frozenset(), frozenset())
    lexicon, name = load(), fold(text)
    written = [ident for ident in lexicon.names.get(name, ()) if _kind(ident) == kind]
    abroad = [ident for ident in lexicon.abroad.get(name, ()) if _kind(ident) == kind]
    return Bearers(frozenset((*written, *abroad)), frozenset((*written[:1], *abroad)))


def _kind(ident: str) -> str:
    return "place" if ident.startswith(_CITY) else load().entries[ident].kind


def known_apart(a: Bearers, b: Bearers) -> bool:
    """Whether two names mean things of one sort, and none together: a city may bear the name of its province."""
    return not a.all & b.all and not {_sort(one) for one in a.all}.isdisjoint(map(_sort, b.all))


def _sort(ident: str) -> str:
    return "province" if ":adm:" in ident else ident.rpartition(":")[0]


# ------------------------------------------------------------------------------------------------ given names
@cache
def _given() -> Mapping[str, frozenset[int]]:
    """Spelling → the numbers of the given names that are spelt so."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(particles.table("given")["names"]):
        for word in line.split():
            found[_bare(word)].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@cache
def _short() -> Mapping[str, frozenset[str]]:
    """Short form → the full names that it may stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in particles.table("given")["short"]:
        full, _, forms = line.partition(": ")
        for form in forms.split():
            found[_bare(form)].update(_spellings(full))
    return {form: frozenset(full) for form, full in found.items()}


def _spellings(full: str) -> frozenset[str]:
    """All spellings of a given name."""
    lines = (set(map(_bare, line.split())) for line in particles.table("given")["names"])
    return frozenset(chain([full], *(line for line in lines if full in line)))


@lru_cache(65536)
def _bare(token: str) -> str:
    """A token without marks."""
    return fold(token)


def is_short_for(a: str, b: str) -> bool:
    """Whether one token is a short form of the other."""
    a, b = _bare(a), _bare(b)
    return b in _short().get(a, ()) or a in _short().get(b, ())


def full_names(token: str) -> frozenset[str]:
    """What a token of a name may stand for: itself, the first spelling of its given name, the names it is short for."""
    names = {_bare(token), *_short().get(_bare(token), ())}
    lines = particles.table("given")["names"]
    return frozenset(names | {lines[number].split()[0] for name in names for number in _given().get(name, ())})


def one_given_name(a: str, b: str) -> bool | None:
    """Whether two tokens are spellings of one given name, or of two; None where the lexicon does not know both. What
    they are servant or father of is compared where both are."""
    heads = [_PREFIX.match(token) for token in (a, b)]
    if heads[0] and heads[1]:
        a, b = (token[head.end() :] for token, head in zip((a, b), heads, strict=True) if head)
    left, right = _given().get(_bare(a)), _given().get(_bare(b))
    return None if left is None or right is None else not left.isdisjoint(right)
