"""Who acts without a name: "opposition groups", "police in Lusaka", "the foreign minister of Gabon".

Such words become mentions of their own kind, ``common``, beside the names inside them, with the country of whom they
belong to and the sector that the nouns tell. They are no names: what is said of "rebels" in two stories is not said of
the same rebels.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from regesta.annotate import refer
from regesta.annotate.link import Cast, Draft
from regesta.annotate.people import Title
from regesta.annotate.sectors import FORMER, sector_of_office
from regesta.annotate.words import JOINTS
from regesta.lexicon import load
from regesta.model import EntityKind, Mention, Token

LONGEST = 12  # tokens before a noun that may belong to it
OF_SIGNS = frozenset(("of", "in", "from", "at"))
OWNERS = frozenset(("state", "nationality", "place", "organisation", "facility"))
VAGUE = frozenset(("UAF", "UNK", "CVL", "LAB"))  # sectors that a modifier may narrow: "rebel fighters"


class Actor(NamedTuple):
    """Tokens that tell an actor, with the sort and sector their noun gives."""

    first: int
    last: int
    head: int
    sort: str
    sector: str


class Nouns(NamedTuple):
    """The reviewed nouns: lemma or two lemmas → (sort, sector); those that need a word beside them; what narrows."""

    actors: dict[str, tuple[str, str]]
    generic: frozenset[str]
    armed: frozenset[str]
    modifiers: dict[str, str]
    sponsors: frozenset[str]
    collective: frozenset[str]
    bare: frozenset[str]


@cache
def nouns() -> Nouns:
    """The reviewed nouns of actors."""
    table = load().tables["actors"]
    actors = {noun: (one["sort"], one["sector"]) for one in table["actor"] for noun in one["nouns"]}
    generic, collective = table["generic"], table["collective"]
    return Nouns(
        actors=actors,
        generic=frozenset(generic["nouns"]),
        armed=frozenset(generic["armed"]),
        modifiers=table["modifiers"],
        sponsors=frozenset(table["sponsors"]["words"]),
        collective=frozenset(collective["nouns"]),
        bare=frozenset(collective["bare"]),
    )


@cache
def persons() -> frozenset[str]:
    """Lemmas of nouns that tell one person: "an officer", "his mother"."""
    known = nouns()
    return frozenset(n for n in known.actors if " " not in n and n not in known.collective) | frozenset(
        load().tables["actors"]["persons"]["nouns"]
    )


def unnamed(cast: Cast, titles: Sequence[Title], borne: Container[int]) -> None:
    """Note every actor told by common nouns only, then everybody told only by an office; `borne` are the first words
    of titles whose holder is named."""
    titled = {at for title in titles for at in range(title.first, title.last)}
    starts = {m.start: m for m in cast.mentions if m.how == "name"}
    for actor in actors(cast.tokens, titled, starts):
        if actor.head not in cast.taken and not _is_unclear(cast, actor):
            _note(cast, actor, starts)
    _peoples(cast)
    held = {title.words.casefold().split()[-1] for title in titles if title.core in borne}
    for title in titles:
        if title.of is None and title.words.casefold().split()[-1] in held:
            continue  # "the minister" of two is nobody
        meant = title.first > 0 and cast.tokens[title.first - 1].text.casefold() == "the"
        told = title.of is not None or meant or cast.tokens[title.core].text[:1].isupper()
        if told and title.core not in borne and title.core not in cast.taken:
            _note_office(cast, title)


def _peoples(cast: Cast) -> None:
    """Note people told by their nationality alone: "two Moroccans", "the Jordanians"."""
    for mention in [m for m in cast.mentions if m.kind == "nationality" and m.how == "name"]:
        head = cast.head_of(mention)
        if head.tag in ("NNS", "NNPS") and head.dep != "compound" and head.end == mention.end:
            at, last = cast.token_at(mention.start), cast.token_at(mention.end - 1)
            country = cast.drafts[mention.entity].country
            cast.common(at, last + 1, Draft("organisation", None, Counter(), "civilians", country, sector="CVL"))


def _is_unclear(cast: Cast, actor: Actor) -> bool:
    """Whether the words point back at one of several bodies named, "the delegation", or count what stands after "of":
    "an army of clerks"."""
    head, after = cast.tokens[actor.head], cast.tokens[actor.head + 1 : actor.head + 2]
    alone = actor.last == actor.first + 1
    prefix = refer.BODY_NOUNS.get(head.text.casefold(), "")
    counts = alone and _is_collective(cast.tokens, actor) and head.tag == "NN" and after and after[0].text == "of"
    return bool(counts) or (alone and bool(prefix) and any(i.startswith(prefix) for i in cast.drafts))


def actors(tokens: Sequence[Token], titled: set[int], starts: dict[int, Mention]) -> Iterator[Actor]:
    """The phrases of actors, from left to right; what belongs to a title is left out."""
    known = nouns()
    for at, token in enumerate(tokens):
        if token.pos not in ("NOUN", "PROPN") or at in titled or token.dep == "compound":
            continue
        noun = _noun(token)
        two = f"{tokens[at - 1].text.casefold()} {noun}" if at else ""
        told = known.actors.get(two) or known.actors.get(noun)
        if told or noun in known.generic:
            first, last = _first(tokens, at), _last(tokens, at, starts)
            found = told or _generic(tokens, first, at, last, starts)
            if found:
                sort, sector = found
                yield Actor(first, last, at, sort, _narrowed(tokens, first, at, sector))


def _noun(token: Token) -> str:
    """The noun in the singular; a plural that opens a sentence may be taken for a name, and has no lemma."""
    known = nouns()
    bare = token.lemma.removesuffix("s")
    return bare if token.pos == "PROPN" and (bare in known.actors or bare in known.generic) else token.lemma


def _first(tokens: Sequence[Token], head: int) -> int:
    """The first token of the phrase of a noun, articles and numbers left out."""
    at = head
    while at > 0 and head - at < LONGEST and tokens[at - 1].sentence == tokens[head].sentence:
        before = tokens[at - 1]
        inside = at - 1 < before.head <= head or before.tag == "POS" or (before.text in JOINTS and at < head)
        if not inside or before.pos in ("DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "ADV"):
            break
        if before.pos == "PUNCT" and before.text not in JOINTS:
            break
        at -= 1
    while at < head and (tokens[at].pos in ("NUM", "PUNCT") or tokens[at].tag == "POS"):
        at += 1
    return at


def _last(tokens: Sequence[Token], head: int, starts: dict[int, Mention]) -> int:
    """Past the place or body after "of", "in", "from", where the phrase goes on with one."""
    sign = tokens[head + 1] if head + 2 < len(tokens) else None
    if sign is None or sign.text.casefold() not in OF_SIGNS or tokens[sign.head].pos not in ("NOUN", "PROPN"):
        return head + 1
    at = head + 2 + (tokens[head + 2].text.casefold() == "the")
    at += at < len(tokens) and tokens[at].pos == "ADJ" and tokens[at].text.islower()  # "in northern Chad"
    mention = starts.get(tokens[at].start) if at < len(tokens) else None
    if mention is None or mention.kind not in OWNERS:
        return head + 1
    while at < len(tokens) and tokens[at].end <= mention.end:
        at += 1
    return at


def _generic(
    tokens: Sequence[Token], first: int, head: int, last: int, starts: dict[int, Mention]
) -> tuple[str, str] | None:
    """The sort and sector of "groups", "leaders": from what stands before, at the least an owner; else nobody."""
    known = nouns()
    sectors = [known.modifiers[t.lemma] for t in tokens[first:head] if t.lemma in known.modifiers]
    owned = last > head + 1 or any(t.start in starts and starts[t.start].kind in OWNERS for t in tokens[first:head])
    if not sectors and not owned:
        return None
    sector = next((s for s in reversed(sectors) if s != FORMER), sectors[0] if sectors else "")
    return tokens[head].lemma, "MIL" if sector == "GOV" and tokens[head].lemma in known.armed else sector


def _narrowed(tokens: Sequence[Token], first: int, head: int, sector: str) -> str:
    """The sector of a noun as the words before it narrow it: "rebel fighters", "a former official"."""
    known = nouns()
    said = [known.modifiers.get(t.lemma, "") for t in tokens[first:head]]
    if FORMER in said and sector in ("GOV", "LEG", "SPY"):
        return FORMER
    narrower = next((s for s in said if s in ("REB", "CRM", "PRM", "MIL", "OPP")), "")
    return narrower if narrower and sector in VAGUE else sector


def _country(cast: Cast, actor: Actor, starts: dict[int, Mention]) -> str | None:
    """The country of whom an actor belongs to, named inside its words; a sponsor is no owner."""
    tokens, sponsors = cast.tokens, nouns().sponsors
    found = None
    for at in range(actor.first, actor.last):
        mention = starts.get(tokens[at].start)
        if mention is None or mention.kind not in OWNERS:
            continue
        after = {t.text.casefold() for t in tokens[at + 1 : at + 4]}
        hyphen = any(t.text in JOINTS for t in tokens[at + 1 : at + 3])
        if not (hyphen and after & sponsors):
            found = cast.drafts[mention.entity].country or found
    return found


def _note(cast: Cast, actor: Actor, starts: dict[int, Mention]) -> None:
    """Put an actor into the cast, or, where the name of a person follows, tell what it says of that person."""
    country = _country(cast, actor, starts)
    after = cast.tokens[actor.last].start if actor.last < len(cast.tokens) else -1
    if after in starts and starts[after].kind == "person":
        cast.tell(starts[after].entity, country, actor.sector)
        return
    kind: EntityKind = "organisation" if _is_collective(cast.tokens, actor) else "person"
    if not _is_told_of(cast.tokens, actor, kind):
        return
    cast.common(actor.first, actor.last, Draft(kind, None, Counter(), actor.sort, country, sector=actor.sector))


def _is_collective(tokens: Sequence[Token], actor: Actor) -> bool:
    """Whether the words tell many or a body: "gunmen", "the navy"."""
    head = tokens[actor.head]
    two = f"{tokens[actor.head - 1].lemma} {head.lemma}" if actor.head else ""
    return head.tag in ("NNS", "NNPS") or not nouns().collective.isdisjoint((head.lemma, two))


def _is_told_of(tokens: Sequence[Token], actor: Actor, kind: EntityKind) -> bool:
    """Whether somebody is told of: many, "a soldier", "the navy"; "bomber" and "authority" without an article are
    things."""
    article = actor.first > 0 and tokens[actor.first - 1].pos in ("DET", "NUM", "PRON")
    if article or tokens[actor.head].tag in ("NNS", "NNPS"):
        return True
    owned = actor.last - actor.first > 1 or tokens[actor.head].lemma in nouns().bare
    return kind == "organisation" and owned


def _note_office(cast: Cast, title: Title) -> None:
    """Put a person told only by an office into the cast: "the Gabonese foreign minister", who is not named."""
    of = cast.entity_of(title.of) if title.of else None
    country = cast.drafts[of].country if of else None
    first = min(title.first, title.of.first) if title.of else title.first
    sector = sector_of_office(cast.lexicon, title.office.key, title.manner)
    cast.common(first, title.last, Draft("person", None, Counter(), "", country, sector=sector))
