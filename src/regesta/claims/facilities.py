"""Facilities: who uses, holds, guards, builds, closes or hands them over, and which is called the only one."""

from collections.abc import Iterator
from typing import NamedTuple

from regesta.claims.cast import as_state
from regesta.claims.desk import Desk, Told, is_kind, token_at
from regesta.claims.scope import rank_of
from regesta.claims.status import reality
from regesta.claims.when import When
from regesta.lexicon import meanings, words
from regesta.model import Claim, Entity, Filler, Mention, Scope

BASES = frozenset(
    (
        "air base",
        "naval base",
        "base",
        "airfield",
        "barracks",
        "camp",
        "terminal",
        "military",
        "station",
        "post",
        "embassy",
        "consulate",
        "pier",
    )
)
BASE_NOUNS = words("base-nouns")
DONE = meanings("facility-verbs")


class Site(NamedTuple):
    """A facility where it is named: its mention, what it is, and the noun that the sentence hangs on."""

    mention: Mention
    entity: Entity
    head: int


def facilities(desk: Desk) -> Iterator[Claim]:
    """Facilities and who uses, holds, guards, builds, closes or hands them over."""
    for mention in desk.document.mentions:
        if mention.kind != "facility" or mention.how != "name":
            continue
        head = _phrase_head(desk, token_at(desk, mention.end - 1), mention)
        site = Site(mention, desk.people.entities[mention.entity], head)
        verb = _done_to(desk, head)
        if verb is not None:
            yield desk.claim(_changed(desk, site, verb))
        owner = _owned(desk, site)
        if owner is not None:
            user, cue = owner
            yield desk.claim(_told(desk, site, cue, "uses", {"user": (user,)})._replace(when=_standing(desk, cue)))


def _told(desk: Desk, site: Site, at: int, mode: str, roles: dict[str, tuple[Filler, ...]]) -> Told:
    """What is told of a facility, its time still open."""
    name = Filler(words=site.entity.name, entity=site.entity.id, start=site.mention.start, end=site.mention.end)
    kind = {"kind": (Filler(words=site.entity.sort),)} if site.entity.sort else {}
    host = desk.people.state_of(site.entity)
    return Told(
        kind="facility",
        type="facility",
        trigger=at,
        rule=f"facility.{mode.replace(' ', '-')}",
        mode=mode,
        roles={"facility": (name,), **roles, **kind},
        where=site.entity.parent or (host.id if host else None),
        when=When(None, "", "unknown"),
    )


def _changed(desk: Desk, site: Site, verb: int) -> Told:
    """What a verb says is done with a facility, by whom, for whom, when, and whether it happened."""
    told = reality(desk.grammar, verb, None)
    mode = DONE[_word(desk, verb)]
    who = _parties(desk, site, desk.grammar.subjects(verb))
    to = _parties(desk, site, desk.grammar.pobjs(verb, "to"))
    if mode == "handed over":
        parts = {"holder": to, "from": who}
    else:
        parts = {"user": who} if mode in ("uses", "leases") else {"holder": who, "user": who}
    roles = {role: fillers for role, fillers in parts.items() if fillers}
    when = desk.clock.when(verb, None, told)
    return _told(desk, site, verb, mode, roles)._replace(when=when, status=told.status, background=told.background)


def _parties(desk: Desk, site: Site, heads: list[int]) -> tuple[Filler, ...]:
    fillers = desk.people.fillers(heads)
    return tuple(as_state(desk.people, f) for f in fillers if _acts(desk, f, site.entity))


def _acts(desk: Desk, filler: Filler, entity: Entity) -> bool:
    return is_kind(desk, filler, "state", "organisation", "place", "person", "vessel") and filler.entity != entity.id


def _word(desk: Desk, verb: int) -> str:
    particle = desk.grammar.particle(verb)
    lemma = desk.grammar.tokens[verb].lemma
    return f"{lemma} {particle}" if particle and f"{lemma} {particle}" in DONE else lemma


def _done_to(desk: Desk, head: int) -> int | None:
    """The verb of which a facility is the object: own, passive, or in "which Kenya guards", "used by Kenya"."""
    grammar = desk.grammar
    near = [head, *grammar.ancestors(head)][1:4]
    for verb in (*grammar.kids(head, "relcl", "acl"), *near):
        if grammar.tokens[verb].pos == "VERB" and _word(desk, verb) in DONE:
            objects = [c for o in grammar.objects(verb) for c in (*grammar.conjuncts(o), *grammar.pobjs(o, "of"))]
            if head in objects:
                return verb
    return None


def _standing(desk: Desk, at: int) -> When:
    """Reported to stand on the day of the report, or since a date the sentence gives."""
    time = desk.clock.own(at, None)
    if time is not None and time.relation in ("since", "from", "until"):
        return When(time.interval or time.edtf, desk.document.story.text[time.start : time.end], time.basis)
    published = desk.document.story.published.edtf
    return When(published, "", "publication" if published else "unknown")


KEEPING = frozenset(("have", "keep", "maintain", "operate", "run"))


def _owned(desk: Desk, site: Site) -> tuple[Filler, int] | None:
    """Whose a base is said to be, by owner or demonym, its own or that of the noun it explains."""
    if site.entity.sort in BASES and not _speaks(desk, site):
        for noun in (site.head, *_explained(desk, site.head, site.mention)):
            owner = _owner(desk, noun, site.mention) or _keeper(desk, noun)
            if owner:
                return owner, noun
    return None


def _speaks(desk: Desk, site: Site) -> bool:
    """Whether it is a mission that acts: "the Chilean embassy in Lima dismissed …" tells of no use of a place."""
    return site.entity.sort in ("embassy", "consulate") and desk.grammar.tokens[site.head].dep in (
        "nsubj", "nsubjpass", "pobj", "dobj", "poss"
    )  # fmt: skip


def _keeper(desk: Desk, noun: int) -> Filler | None:
    """“Kenya has two bases: …”."""
    token = desk.grammar.tokens[noun]
    if token.dep != "dobj" or desk.grammar.tokens[token.head].lemma not in KEEPING:
        return None
    owners = desk.people.fillers(desk.grammar.subjects(token.head))
    return next((as_state(desk.people, f) for f in owners if is_kind(desk, f, "state", "organisation")), None)


def _phrase_head(desk: Desk, last: int, mention: Mention) -> int:
    """The noun of a facility's name that the rest of the sentence hangs on."""
    tokens, first = desk.grammar.tokens, last
    while first > 0 and tokens[first - 1].start >= mention.start:
        first -= 1
    outer = [i for i in range(first, last + 1) if not first <= tokens[i].head <= last or tokens[i].head == i]
    nouns = [i for i in outer if tokens[i].pos in ("NOUN", "PROPN")]
    return (nouns or outer or [last])[0]


def _explained(desk: Desk, head: int, mention: Mention) -> Iterator[int]:
    """The noun that a facility's name explains: "Kenya’s two bases in Somalia: the Kulbiyow base and …"."""
    first, _ = desk.grammar.sentences[desk.grammar.tokens[head].sentence]
    before = [i for i in range(first, head) if desk.grammar.tokens[i].start < mention.start]
    breaks = [
        i
        for i in before
        if desk.grammar.tokens[i].text in (":", "—", "–", "(", ",")
        or desk.grammar.tokens[i].text.casefold() in ("including", "namely")
    ]
    for index in reversed(before):
        token = desk.grammar.tokens[index]
        if token.lemma in BASE_NOUNS and token.pos in ("NOUN", "PROPN") and any(b > index for b in breaks):
            yield index
    for above in desk.grammar.ancestors(head):
        if desk.grammar.tokens[above].lemma in BASE_NOUNS:
            yield above
        if desk.grammar.tokens[above].pos == "VERB":
            break


def _owner(desk: Desk, noun: int, mention: Mention) -> Filler | None:
    for kid in desk.grammar.kids(noun, "poss", "amod", "compound", "nmod"):
        for filler in desk.people.named(kid):
            entity = desk.people.entity(filler)
            inside = mention.start <= filler.start < mention.end
            if (
                entity
                and entity.kind in ("state", "organisation", "place")
                and not inside
                and filler.end - filler.start < 40
            ):
                return as_state(desk.people, filler)
    return None


def only_ones(desk: Desk) -> Iterator[Claim]:
    """“The only Kenyan base in the region”: a thing ranked, beside the acts that are."""
    published = desk.document.story.published.edtf
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos != "NOUN" or token.lemma not in BASE_NOUNS:
            continue
        rank = rank_of(desk, at)
        what = (
            [f for f in desk.people.fillers([desk.grammar.tokens[at].head]) if is_kind(desk, f, "facility")]
            if token.dep == "appos"
            else []
        )
        if rank is None or not what:
            continue
        scope = Scope(rank=rank, of=desk.people.phrase(at).words)  # type: ignore[arg-type]
        yield desk.claim(
            Told(
                kind="scope",
                type=rank,
                trigger=at,
                rule="scope.facility",
                roles={"facility": tuple(what[:1])},
                scope=scope,
                when=When(published, "", "publication" if published else "unknown"),
            )
        )
