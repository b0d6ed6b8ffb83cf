"""Names in place of ids: what the register calls those who take part, and whom a person means by a name."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from regesta.door import Json
from regesta.lexicon import fold, load
from regesta.model import Claim, Entity, Filler, unique
from regesta.register import Account, Register, circle, entities_called, identities_of, named, names

_FEW, _NEAR, _SHORT = 3, 0.75, 3  # so many names, so much alike; of words no longer than this many names are made


class Naming:
    """What the register calls the entities that a number of accounts and ids speak of; looked up once for all."""

    def __init__(self, register: Register, accounts: Iterable[Account] = (), ids: Iterable[str] = ()) -> None:
        members = {f"{account.story}/{entity}" for account in accounts for entity in _entities(account)}
        self._known = identities_of(register, sorted(members))
        wanted = sorted({*self._known.values(), *ids})
        found = entities_called(register, wanted)
        unknown = (members - self._known.keys()) | (set(wanted) - found.keys())
        self._entities: Mapping[str, Entity] = {**_of_stories(register, unknown), **found}

    def of(self, key: str) -> str:
        """What an entity of the register, or a story's entity the register does not know, is called."""
        entity = self._entities.get(key)
        return entity.name if entity else key

    def filler(self, account: Account, filler: Filler) -> str:
        """What fills a role of a claim: the register's name for it, else the story's, else the words."""
        if filler.entity is None:
            return filler.words
        key = self.key(account, filler.entity)
        return self._entities[key].name if key in self._entities else filler.words

    def names(self, account: Account, role: str) -> list[str]:
        """What those who fill a role of a claim are called."""
        return [self.filler(account, filler) for filler in account.claim.roles.get(role, ())]

    def keys(self, account: Account, role: str) -> list[str]:
        """The register's ids for what fills a role; where it is no entity, its folded words."""
        fillers = account.claim.roles.get(role, ())
        return [self.key(account, one.entity) if one.entity else fold(one.words) for one in fillers]

    def key(self, account: Account, entity: str) -> str:
        """The register's id for an entity of the account's story; ``story-id/entity-id`` where it has none."""
        member = f"{account.story}/{entity}"
        return self._known.get(member, member)

    def of_account(self, account: Account) -> list[str]:
        """The entities of the register that fill a role of an account, or say it."""
        members = (f"{account.story}/{entity}" for entity in _entities(account))
        return [self._known[member] for member in members if member in self._known]

    def entity(self, key: str) -> Entity | None:
        """What a key stands for, where that is known."""
        return self._entities.get(key)

    def listed(self, keys: Iterable[str]) -> list[Json]:
        """Those of these keys that are known entities, with name and kind."""
        known = [(key, self._entities[key]) for key in dict.fromkeys(keys) if key in self._entities]
        return [{"id": key, "name": entity.name, "kind": entity.kind} for key, entity in known]


def meant_by(register: Register, words: str) -> frozenset[str]:
    """The entities a person means by a name, with all who speak or stand for them; empty where nobody is so called.

    A state takes in its officials, bodies and places also where no report names the state itself.
    """
    keys = load().names.get(fold(words), ())
    codes = [key.removeprefix("state:") for key in keys if key.startswith("state:")]
    return circle(register, named(register, words), codes)


def near_to(words: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """A few names like the one that was asked for; `names` are pairs of a folded name and how it is written."""
    written: dict[str, str] = {}
    for folded, name in names:
        for part in (folded, *(one for one in folded.split() if len(one) > _SHORT)):
            written.setdefault(part, name)
    return list(unique(written[one] for one in get_close_matches(fold(words), written, _FEW, _NEAR)))


def called_near(register: Register, words: str) -> list[str]:
    """What in the register is called something like this."""
    return near_to(words, names(register))


def role_words(claim: Claim, role: str) -> str:
    """The words that fill a role, as they were read; empty where it is not filled."""
    return "; ".join(filler.words for filler in claim.roles.get(role, ()))


def office_words(office: str, of: str | None) -> str:
    """An office and what it is of; where its words name that already, once: "director of the Port Agency"."""
    if not of:
        return office
    head, _, tail = office.partition(" of ")
    said = set(tail.casefold().split()) - {"the", "of"}
    if said and said <= set(of.casefold().split()):
        office = head
    return office if of.casefold() in office.casefold() else f"{office} of {of}"


T = TypeVar("T")


def grouped(reports: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """The reports that share a key, in the order in which the keys are first met."""
    groups: dict[Hashable, list[T]] = {}
    for one in reports:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def _entities(account: Account) -> Iterable[str]:
    claim = account.claim
    fillers = [filler.entity for some in claim.roles.values() for filler in some]
    return filter(None, (*fillers, claim.where, *(voice.entity for voice in claim.voices)))


def _of_stories(register: Register, keys: Iterable[str]) -> dict[str, Entity]:
    """The entities that stories know by these ``story-id/entity-id`` keys."""
    found: dict[str, Entity] = {}
    by_story: dict[str, set[str]] = {}
    for key in keys:
        story, slash, entity = key.rpartition("/")
        if slash:
            by_story.setdefault(story, set()).add(entity)
    for story, wanted in sorted(by_story.items()):
        reading = register.reading(story)
        told = reading.entities if reading else ()
        found |= {f"{story}/{entity.id}": entity for entity in told if entity.id in wanted}
    return found


def entity_names(register: Register, ids: Iterable[str]) -> list[Json]:
    """Those of these ids that are entities, in the order given, each with its name and kind."""
    ids = list(ids)
    known = entities_called(register, ids)
    return [{"id": key, "name": known[key].name, "kind": known[key].kind} for key in ids if key in known]
