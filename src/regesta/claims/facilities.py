"""Facilities: who uses, holds, guards, builds, closes or hands them over, and which is called the only one."""

from collections.abc import Iterator, Sequence
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
DONE, DONE_NOUNS, SITE_NOUNS = meanings("facility-verbs"), meanings("facility-doings"), meanings("site-nouns")
UNTOLD = ("attacked", "seized")  # of what has no name these are acts alone
STATIONING = words("stationing")
TURNING = frozenset(("close", "shut", "shut down", "open", "reopen"))
STAYING = frozenset(("stay", "remain", "keep", "leave", "hold"))
TURNED = {"closed": "closed", "shut": "closed", "open": "opened"}
AT = ("at", "in", "on", "near", "outside", "between")
LONGEST_PLACE = 8  # words
PARTIES = ("state", "organisation", "place", "person", "vessel")


class Site(NamedTuple):
    """A facility where it is spoken of: what fills its role, what it is where it has a name, the noun that the sentence
    hangs on, and all its words."""

    filler: Filler
    entity: Entity | None
    head: int
    tokens: range


class Doing(NamedTuple):
    """What is done with a facility: the word that tells it, what it is, by whom and to whom, by their heads."""

    at: int
    mode: str
    who: Sequence[int] = ()
    to: Sequence[int] = ()


def facilities(desk: Desk) -> Iterator[Claim]:
    """Facilities and who uses, holds, guards, builds, closes or hands them over."""
    common = tuple(_common_sites(desk))
    inner = {i for site in common for i in site.tokens}
    named = (site for site in _named_sites(desk) if site.tokens[0] not in inner)
    for site in (*named, *common):
        for doing in _doings(desk, site):
            yield desk.claim(_changed(desk, site, doing))
        owner = _owned(desk, site)
        if owner is not None:
            user, cue = owner
            yield desk.claim(_told(desk, site, cue, "uses", {"user": (user,)})._replace(when=_standing(desk, cue)))


def _named_sites(desk: Desk) -> Iterator[Site]:
    """Facilities that have a name, or one made of what and where they are."""
    for mention in desk.document.mentions:
        if mention.kind == "facility" and mention.how == "name":
            last = token_at(desk, mention.end - 1)
            entity = desk.people.entities[mention.entity]
            filler = Filler(words=entity.name, entity=entity.id, start=mention.start, end=mention.end)
            tokens = range(token_at(desk, mention.start), last + 1)
            yield Site(filler, entity, _phrase_head(desk, last, mention), tokens)


def _common_sites(desk: Desk) -> Iterator[Site]:
    """Facilities told by a common noun with a place: "the customs yard at Rutba", "its border at Kobero"."""
    grammar = desk.grammar
    for at, token in enumerate(grammar.tokens):
        if token.lemma in SITE_NOUNS and token.pos in ("NOUN", "PROPN") and token.dep not in ("compound", "nmod"):
            place = _place_of(desk, at)
            if place and not any(m.how == "name" for m in desk.people.mentions(at)):
                words = sorted({at, *(i for k in _describing(desk, at) for i in grammar.subtree(k)), *place})
                yield Site(desk.people.span(words, at), None, at, range(words[0], words[-1] + 1))


def _describing(desk: Desk, noun: int) -> list[int]:
    return [k for k in desk.grammar.kids(noun, "compound", "nmod", "amod") if k < noun]


def _place_of(desk: Desk, noun: int) -> list[int]:
    """The words of the place beside a noun, before or behind it: in capitals, or known as a place."""
    grammar = desk.grammar
    next_to = [noun + 1] if noun + 1 < len(grammar.tokens) and grammar.tokens[noun + 1].pos == "ADP" else []
    for behind in (*grammar.kids(noun, "prep"), *next_to):
        cut = LATER if grammar.tokens[behind].lemma == "between" else (*LATER, "conj", "cc")
        later = {i for k in grammar.subtree(behind) for r in grammar.kids(k, *cut) for i in grammar.subtree(r)}
        inside = [i for i in grammar.subtree(behind) if i - behind < LONGEST_PLACE and i not in later]
        if grammar.tokens[behind].lemma in AT and behind > noun and _is_place(desk, inside[1:]):
            return inside
    before = [k for k in grammar.kids(noun, "compound", "nmod") if k < noun]
    if _is_place(desk, before):
        return before
    return [noun] if grammar.tokens[noun].dep == "nsubjpass" and _is_set(desk, grammar.tokens[noun].head) else []


LATER = ("relcl", "acl", "punct", "appos")


def _is_set(desk: Desk, verb: int) -> bool:
    """“A liaison post will be established at the wharf”: the place stands with the verb."""
    grammar = desk.grammar
    places = [k for k in grammar.kids(verb, "prep") if grammar.tokens[k].lemma in AT]
    return any(_is_place(desk, grammar.subtree(k)[1:LONGEST_PLACE]) for k in places)


def _is_place(desk: Desk, inside: Sequence[int]) -> bool:
    tokens = desk.grammar.tokens
    return any((tokens[i].pos == "PROPN" and not desk.people.is_dated(i)) or desk.people.is_place(i) for i in inside)


def _told(desk: Desk, site: Site, at: int, mode: str, roles: dict[str, tuple[Filler, ...]]) -> Told:
    """What is told of a facility, its time still open."""
    entity = site.entity
    sort = entity.sort if entity is not None else SITE_NOUNS.get(desk.grammar.tokens[site.head].lemma, "")
    kind = {"kind": (Filler(words=sort),)} if sort else {}
    host = desk.people.state_of(entity) if entity is not None else None
    return Told(
        kind="facility",
        type="facility",
        trigger=at,
        rule=f"facility.{mode.replace(' ', '-')}",
        mode=mode,
        roles={"facility": (site.filler,), **roles, **kind},
        where=(entity.parent if entity is not None else None) or (host.id if host else None),
        when=When(None, "", "unknown"),
    )


def _changed(desk: Desk, site: Site, doing: Doing) -> Told:
    """What is done with a facility, by whom, for whom, when, and whether it happened."""
    at, mode = doing.at, doing.mode
    carrier = desk.grammar.carrier(at) if desk.grammar.tokens[at].pos == "NOUN" else None
    told = reality(desk.grammar, at, carrier)
    who, to = (_parties(desk, site, heads) for heads in (doing.who, doing.to))
    if mode == "handed over":
        parts = {"holder": to, "from": who}
    else:
        parts = {"user": who} if mode in ("uses", "leases") else {"holder": who, "user": who}
    roles = {role: fillers for role, fillers in parts.items() if fillers}
    when = desk.clock.when(at, carrier, told)
    return _told(desk, site, at, mode, roles)._replace(when=when, status=told.status, background=told.background)


def _parties(desk: Desk, site: Site, heads: Sequence[int]) -> tuple[Filler, ...]:
    fillers = desk.people.fillers(heads)
    own = site.entity.id if site.entity is not None else None
    return tuple(as_state(desk.people, f) for f in fillers if is_kind(desk, f, *PARTIES) and f.entity != own)


# --------------------------------------------------------------------------------------------- what is done with it
def _doings(desk: Desk, site: Site) -> Iterator[Doing]:
    """What verbs and nouns around a facility say is done with it."""
    grammar = desk.grammar
    below = [k for i in site.tokens for k in grammar.kids(i, "relcl", "acl") if k not in site.tokens]
    above = [a for a in grammar.ancestors(site.head) if a not in site.tokens][:3]
    for at in (*below, *above):
        doing = _done_by_verb(desk, site, at) if grammar.tokens[at].pos == "VERB" else _done_by_noun(desk, site, at)
        if doing is not None and (site.entity is not None or doing.mode not in UNTOLD):
            yield doing
            return


def _done_by_verb(desk: Desk, site: Site, verb: int) -> Doing | None:
    """“Kenya guards it”, "it reopened", "it stays shut", "tankers are based there"."""
    grammar, word = desk.grammar, _word(desk, verb)
    objects = [c for o in grammar.objects(verb) for c in (*grammar.conjuncts(o), *grammar.pobjs(o, "of"))]
    if word in DONE and _meets(site, objects):
        return Doing(verb, DONE[word], grammar.subjects(verb), grammar.pobjs(verb, "to"))
    if word in TURNING and not objects and _meets(site, grammar.subjects(verb)):
        return Doing(verb, DONE[word])
    if word in STAYING and _meets(site, [*objects, *grammar.subjects(verb)]):
        states = [grammar.tokens[k].text.casefold() for k in grammar.kids(verb, "acomp", "oprd")]
        modes = [TURNED[state] for state in states if state in TURNED]
        return Doing(verb, modes[0], grammar.subjects(verb) if objects else ()) if modes else None
    places = [p for i in (verb, *objects) for p in grammar.pobjs(i, *AT, "from")]
    if word in STATIONING and (_meets(site, places) or _is_where(desk, site, verb)):
        return Doing(verb, "uses", objects or grammar.subjects(verb))
    return None


def _meets(site: Site, heads: Sequence[int]) -> bool:
    return any(h in site.tokens for h in heads)


def _is_where(desk: Desk, site: Site, verb: int) -> bool:
    """“Incirlik, where American tankers are based”."""
    grammar = desk.grammar
    place = grammar.tokens[verb].dep == "relcl" and grammar.tokens[verb].head in site.tokens
    return place and any(grammar.tokens[k].lemma == "where" for k in grammar.kids(verb, "advmod"))


def _done_by_noun(desk: Desk, site: Site, noun: int) -> Doing | None:
    """“The closure of the crossing”, "gives them the use of the base"."""
    grammar = desk.grammar
    mode = DONE_NOUNS.get(grammar.tokens[noun].lemma, "")
    if not mode or not _meets(site, grammar.pobjs(noun, "of")):
        return None
    given = grammar.receivers(grammar.tokens[noun].head) if grammar.tokens[noun].dep == "dobj" else []
    return Doing(noun, mode, [*grammar.kids(noun, "poss"), *grammar.pobjs(noun, "by"), *given])


def _word(desk: Desk, verb: int) -> str:
    particle = desk.grammar.particle(verb) or next(
        (desk.grammar.tokens[k].lemma for k in desk.grammar.kids(verb, "advmod") if k == verb + 1), ""
    )
    lemma = desk.grammar.tokens[verb].lemma
    return f"{lemma} {particle}" if particle and f"{lemma} {particle}" in DONE else lemma


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
    if site.entity is not None and site.entity.sort in BASES and not _speaks(desk, site, site.entity):
        for noun in (site.head, *_explained(desk, site)):
            owner = _owner(desk, noun, site) or _keeper(desk, noun)
            if owner:
                return owner, noun
    return None


def _speaks(desk: Desk, site: Site, entity: Entity) -> bool:
    """Whether it is a mission that acts: "the Chilean embassy in Lima dismissed …" tells of no use of a place."""
    return entity.sort in ("embassy", "consulate") and desk.grammar.tokens[site.head].dep in (
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


def _explained(desk: Desk, site: Site) -> Iterator[int]:
    """The noun that a facility's name explains: "Kenya’s two bases in Somalia: the Kulbiyow base and …"."""
    head = site.head
    first, _ = desk.grammar.sentences[desk.grammar.tokens[head].sentence]
    before = [i for i in range(first, head) if i not in site.tokens]
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


def _owner(desk: Desk, noun: int, site: Site) -> Filler | None:
    for kid in desk.grammar.kids(noun, "poss", "amod", "compound", "nmod"):
        for filler in desk.people.named(kid):
            entity = desk.people.entity(filler)
            inside = site.filler.start <= filler.start < site.filler.end
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
