"""Looking something up: by its id, by its name, by words that stand in the reports."""

from collections.abc import Callable

from regesta.door import Json, entity_json, story_json
from regesta.model import Kinship
from regesta.register import (
    Account,
    Passage,
    Register,
    accounts,
    accounts_in,
    accounts_naming,
    conflicts,
    event,
    events_of,
    identities,
    kinships,
    named,
    passages,
)
from regesta.views.events import account_json, conflicts_json, events_json
from regesta.views.naming import Naming


def show(register: Register, words: str) -> list[Json]:
    """What an id or a name stands for, several things where a name is shared; `what` says of which kind each is."""
    for look in _LOOKS:
        found = look(register, words)
        if found:
            return found
    return []


def _event(register: Register, words: str) -> list[Json]:
    found = event(register, words)
    if found is None:
        return []
    (told,) = events_json(register, [found])
    return [{"what": "event", **told, "in_conflict": conflicts_json(register, conflicts(register, found.claims))}]


def _conflict(register: Register, words: str) -> list[Json]:
    found = [conflict for conflict in conflicts(register) if conflict.id == words]
    return [{"what": "conflict", **told} for told in conflicts_json(register, found)]


def _claim(register: Register, words: str) -> list[Json]:
    found = accounts(register, [words])
    naming = Naming(register, found.values())
    return [
        {
            "what": "claim",
            **account_json(account, naming),
            "event": events_of(register, [words]).get(words),
            "in_conflict": conflicts_json(register, conflicts(register, [words])),
        }
        for account in found.values()
    ]


def _story(register: Register, words: str) -> list[Json]:
    reading = register.reading(words)
    if reading is None:
        return []
    kin = [_kinship(one, words) for one in kinships(register, words)]
    return [{"what": "story", "page": reading.story.page, **story_json(reading), "kin": kin}]


_OF = {"version": "version of", "copy": "copy of", "excerpt": "has sentences of"}
_BESIDE = {"version": "another version of", "copy": "same text as", "excerpt": "has sentences in common with"}
_FOR = {"version": "has the version", "copy": "has the copy", "excerpt": "gives sentences to"}


def _kinship(one: Kinship, story: str) -> Json:
    """How a story is made from another, or another from it; by whose dates is told, or that they do not tell."""
    towards = _BESIDE if one.order == "unknown" else _OF if one.story == story else _FOR
    return {
        "relation": towards[one.how],
        "story": one.of if one.story == story else one.story,
        "order": one.order,
        "share": one.share,
        "sentences": len(one.sentences),
    }


def _entities(register: Register, words: str) -> list[Json]:
    return [_dossier(register, key) for key in named(register, words)]


def _dossier(register: Register, key: str) -> Json:
    """An entity with every claim that names it, in order of publication."""
    identity = identities(register, [key])[key]
    told = accounts_naming(register, key)
    naming = Naming(register, told)
    claims = [account_json(account, naming) for account in told]
    return {
        "what": "entity",
        **entity_json(identity.entity),
        "reasons": list(identity.reasons),
        "members": list(identity.members),
        "claims": claims,
        "in_conflict": conflicts_json(register, conflicts(register, (account.claim.id for account in told))),
    }


_LOOKS: tuple[Callable[[Register, str], list[Json]], ...] = (_event, _conflict, _claim, _story, _entities)


def search(register: Register, words: str, limit: int = 100) -> list[Json]:
    """The stories in which all the words stand together in a title, a paragraph or a name; the best first."""
    groups: dict[str, list[Passage]] = {}
    for passage in passages(register, words, limit):
        groups.setdefault(passage.story, []).append(passage)
    return [_hit(register, group) for group in groups.values()]


def _hit(register: Register, group: list[Passage]) -> Json:
    first = group[0]
    told = accounts_in(register, first.story)
    shown = [account for account in told if any(_lies_in(account, passage) for passage in group)]
    naming = Naming(register, shown)
    return {
        "story": first.story,
        "title": first.title,
        "outlet": first.outlet,
        "published": first.published,
        "passages": [_passage(passage) for passage in group],
        "claims": [account_json(account, naming) for account in shown],
    }


def _lies_in(account: Account, passage: Passage) -> bool:
    start, end = account.claim.quote
    return passage.start is not None and passage.end is not None and passage.start <= start and end <= passage.end


def _passage(passage: Passage) -> Json:
    span = None if passage.start is None else [passage.start, passage.end]
    return {"kind": passage.kind, "text": passage.text, "excerpt": passage.excerpt, "span": span}
