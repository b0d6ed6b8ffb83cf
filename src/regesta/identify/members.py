"""The entities of single stories, with what their story says about them: who is who is decided on this."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from regesta import edtf
from regesta.identify.parts import take_apart
from regesta.identify.sounds import sound
from regesta.model import Claim, Entity, EntityKind, Filler, Reading, Story, content_id

_RARE_SHARE, _RARE_LEAST = 20, 3
_EMPTY_OFFICE_WORDS = frozenset(("affairs", "republic"))


class Face(NamedTuple):
    """What can hold two entities apart. `parent` is the kind and key of what the entity belongs to."""

    kind: EntityKind
    name: str
    key: str | None
    country: str | None
    parent: tuple[str, str] | None


class Tie(NamedTuple):
    """Something two persons of one name may share: an office of a state, company, a country."""

    sort: str
    what: str


class Member(NamedTuple):
    """One entity of one story."""

    id: str
    story: str
    entity: Entity
    face: Face
    ties: frozenset[Tie]
    year: int | None = None
    published: tuple[int, float, float, str] = (1, 0, 0, "")

    @property
    def fresh_id(self) -> str:
        """The register id of an entity without a key of which this is the first to have been told of."""
        return content_id("ent", self.entity.kind, self.id)


def members_of(readings: Sequence[Reading]) -> tuple[Member, ...]:
    """The entities of all stories in order of their ids; a story read twice counts once."""
    stories = {reading.story.id: reading for reading in sorted(readings, key=lambda one: one.story.id)}
    company = {ident: _company(reading) for ident, reading in stories.items()}
    rare = _rare(company.values(), len(stories))
    found = [member for ident, reading in stories.items() for member in _members(reading, company[ident], rare)]
    return tuple(sorted(found, key=lambda member: member.id))


def _members(reading: Reading, company: Mapping[str, str], rare: frozenset[str]) -> list[Member]:
    """The members that one story gives."""
    entities = {entity.id: entity for entity in reading.entities}
    offices, posts = _offices(reading.claims, entities), _posts(reading.claims)
    nameless = _nameless(reading)
    found, published = [], edtf.earliest_sort_key(reading.story.published.edtf)
    for entity in (one for one in entities.values() if one.id not in nameless):
        held = offices.get(entity.id, {})
        country = entity.country or next((state for state in held.values() if state), None)
        face = Face(entity.kind, entity.name, entity.key, country, _parent(entity, entities))
        peers = [sign for other, sign in company.items() if other != entity.id and sign in rare]
        ties = _ties(entity, country, held, peers) | posts.get(entity.id, frozenset())
        ident = f"{reading.story.id}/{entity.id}"
        found.append(Member(ident, reading.story.id, entity, face, ties, year_of(reading.story), published))
    return found


def year_of(story: Story) -> int | None:
    """The year in which a story was published."""
    year = (story.published.edtf or "")[:4]
    return int(year) if year.isascii() and year.isdecimal() else None


def _nameless(reading: Reading) -> frozenset[str]:
    """The entities told by common nouns only: the "rebels" of two stories need not be the same."""
    named = {mention.entity for mention in reading.mentions if mention.how != "common"}
    return frozenset(mention.entity for mention in reading.mentions) - named


def _ties(entity: Entity, country: str | None, held: Mapping[str, str | None], peers: Sequence[str]) -> frozenset[Tie]:
    """What a person may share with a namesake; nothing for anything else."""
    if entity.kind != "person":
        return frozenset()
    ties = {_tie("office", office) for office in held} | {_tie("company", peer) for peer in peers}
    return frozenset(ties | ({_tie("country", country)} if country else set()))


_tie = lru_cache(1 << 16)(Tie)  # many members share one


def _parent(entity: Entity, entities: Mapping[str, Entity]) -> tuple[str, str] | None:
    """The kind and key of what an entity belongs to, where both are known."""
    parent = entities.get(entity.parent or "")
    return (parent.kind, parent.key) if parent and parent.key else None


# ------------------------------------------------------------------------------------------------ offices and company
def _offices(claims: Sequence[Claim], entities: Mapping[str, Entity]) -> dict[str, dict[str, str | None]]:
    """Person → the offices of a state or body that the story gives them, each with its country."""
    held: dict[str, dict[str, str | None]] = {}
    for claim in claims:
        if claim.kind != "office":
            continue
        roles = claim.roles
        for person in roles.get("person", ()):
            for office in roles.get("office", ()):
                for of in roles.get("of", ()):
                    sign, country = _body(of, entities)
                    held.setdefault(person.entity or "", {})[f"{office_words(office.words)} of {sign}"] = country
    return held


def _posts(claims: Sequence[Claim]) -> dict[str, frozenset[Tie]]:
    """Person → the offices of several words ("foreign minister"), whosesoever: reports at home do not say of what."""
    found: dict[str, frozenset[Tie]] = {}
    for claim in claims:
        words = [office_words(one.words) for one in claim.roles.get("office", ())] if claim.kind == "office" else []
        ties = frozenset(Tie("post", one) for one in words if " " in one)
        for person in claim.roles.get("person", ()):
            found[person.entity or ""] = found.get(person.entity or "", frozenset()) | ties
    return found


def _body(filler: Filler, entities: Mapping[str, Entity]) -> tuple[str, str | None]:
    """What an office is of, in one word for all stories, and its country."""
    entity = entities.get(filler.entity or "")
    if entity is None:
        return " ".join(take_apart(filler.words, "organisation").tokens), None
    country = entity.country or (entity.key or "").partition("state:")[2] or None
    return entity.key or " ".join(take_apart(entity.name, entity.kind).tokens), country


def office_words(words: str) -> str:
    """An office in the same words whatever their order: *Minister of Defence*, *defense minister*."""
    tokens = take_apart(words, "organisation").tokens
    return " ".join(
        sorted({sound(token).consonants.casefold() for token in tokens if token not in _EMPTY_OFFICE_WORDS})
    )


def _company(reading: Reading) -> dict[str, str]:
    """Person or organisation → its sign: the key, or the sound of a full name."""
    signs = {entity.id: _sign(entity) for entity in reading.entities if entity.kind in ("person", "organisation")}
    return {ident: sign for ident, sign in signs.items() if sign}


def _sign(entity: Entity) -> str | None:
    """One word for an entity in all stories, where its name tells enough."""
    tokens = take_apart(entity.name, entity.kind).tokens
    return entity.key or (" ".join(sound(token).consonants for token in tokens) if len(tokens) > 1 else None)


def _rare(companies: Iterable[Mapping[str, str]], stories: int) -> frozenset[str]:
    """The signs that a few stories have: to meet one of them again tells something."""
    count = Counter(sign for company in companies for sign in set(company.values()))
    most = max(_RARE_LEAST, stories // _RARE_SHARE)
    return frozenset(sign for sign, stories_with_it in count.items() if 1 < stories_with_it <= most)
