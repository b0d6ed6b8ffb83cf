"""Standing facts beside the acts: offices held, facilities and who uses them, clauses present or absent, mandates with
their last day, relations, quotations, and what is called the only one."""

from bisect import bisect_right
from collections.abc import Iterator

from regesta import edtf
from regesta.claims.desk import Desk
from regesta.claims.instruments import clauses, instruments, mandates
from regesta.claims.scope import rank_of
from regesta.claims.status import reality
from regesta.claims.when import When
from regesta.model import Claim, Entity, Filler, Mention, Scope

BASES = frozenset(("air base", "naval base", "base", "airfield", "barracks", "camp", "terminal", "military"))
BASE_NOUNS = frozenset(
    "base airbase installation facility outpost garrison barracks station camp airfield stronghold port hub site".split()
)
USING = {
    "use": "uses", "operate": "uses", "lease": "uses", "rent": "uses", "run": "uses", "hold": "holds", "control": "holds",
    "occupy": "holds", "guard": "guards", "protect": "guards", "build": "builds", "construct": "builds", "close": "closes",
    "shut": "closes", "host": "hosts", "maintain": "uses", "have": "uses", "keep": "uses", "own": "holds", "station": "uses",
    "manage": "holds", "expand": "builds", "upgrade": "builds",
}  # fmt: skip
RELATIONS = {
    "ally": "ally of", "partner": "partner of", "backer": "backs", "supporter": "backs", "patron": "backs",
    "sponsor": "backs", "guarantor": "guarantor of", "rival": "rival of", "adversary": "rival of", "foe": "rival of",
    "enemy": "rival of", "protector": "backs", "member": "member of", "neighbour": "neighbour of",
    "neighbor": "neighbour of", "creditor": "creditor of", "donor": "donor of", "mediator": "mediator of",
}  # fmt: skip
RELATION_VERBS = {"back": "backs", "support": "backs", "ally": "ally of", "recognise": "recognises", "recognize": "recognises"}
APPOINTING = {
    "appoint": "appointed", "name": "appointed", "elect": "elected", "nominate": "nominated", "install": "appointed",
    "designate": "appointed", "reappoint": "appointed", "dismiss": "dismissed", "sack": "dismissed", "fire": "dismissed",
    "remove": "dismissed", "replace": "dismissed", "relieve": "dismissed", "confirm": "appointed", "promote": "appointed",
}  # fmt: skip
APPOINTING |= {"swear in": "took up", "vote out": "dismissed"}
TAKING_UP = frozenset(("become", "take over", "take", "assume", "succeed", "serve"))
LEAVING = frozenset(("resign", "step down", "quit", "stand down", "retire", "leave"))
ENDED = frozenset(("dismissed", "resigned"))
OFFICE_NOUNS = frozenset(
    "minister president premier chancellor ambassador envoy governor chief commander director secretary commissioner head "
    "chairman chairwoman chair speaker prosecutor judge justice mayor king queen emir general spokesman spokeswoman "
    "spokesperson representative consul leader adviser advisor deputy attaché attache administrator chairperson premier "
    "coordinator commandant marshal superintendent inspector negotiator mediator rapporteur".split()
)
QUOTED_WORDS = 6


def frames(desk: Desk) -> Iterator[Claim]:
    """Every standing fact of the story."""
    yield from offices(desk)
    yield from appointments(desk)
    yield from facilities(desk)
    yield from instruments(desk)
    yield from clauses(desk)
    yield from mandates(desk)
    yield from relations(desk)
    yield from quotations(desk)
    yield from only_ones(desk)


# --------------------------------------------------------------------------------------------- offices
def offices(desk: Desk) -> Iterator[Claim]:
    """Who is named with which office; one claim for each person and office, the one that says of what first."""
    seen: set[tuple[str, str, str]] = set()
    for holding in sorted(desk.document.holdings, key=lambda h: (h.of is None, h.start)):
        key = (holding.person, holding.office.casefold(), holding.manner)
        if key in seen:
            continue
        seen.add(key)
        at = token_at(desk, holding.start)
        entity = desk.people.entities.get(holding.of) if holding.of else _understood_state(desk, at, holding.office)
        mode = {"holds": "held"}.get(holding.manner, holding.manner)
        roles = {
            "person": (Filler(words=desk.people.entities[holding.person].name, entity=holding.person),),
            "office": (Filler(words=holding.office, start=holding.start, end=holding.end),),
        }
        if entity:
            roles["of"] = (Filler(words=entity.name, entity=entity.id),)
        yield desk.claim("office", "office", at, rule=f"office.{mode}", mode=mode, roles=roles, when=_office_when(desk, holding.manner, at))


STATE_OFFICES = frozenset(("president", "king", "queen", "premier", "chancellor", "emir", "sultan", "leader", "minister"))


def _understood_state(desk: Desk, at: int, office: str) -> Entity | None:
    """The state of an office named without one: that of the subject of the sentence, or the first state in it."""
    if office.casefold().split()[-1] not in STATE_OFFICES:
        return None
    sentence = desk.grammar.sentences[desk.grammar.tokens[at].sentence]
    for index in range(sentence[0], sentence[1]):
        if desk.grammar.tokens[index].dep in ("nsubj", "nsubjpass"):
            for below in desk.grammar.subtree(index):
                for mention in desk.people.mentions(below):
                    state = desk.people.state_of(desk.people.entities[mention.entity])
                    if state is not None and mention.kind != "facility":
                        return state
    return None


def _office_when(desk: Desk, manner: str, at: int) -> When:
    """A holder holds on the day of the report; a former holder held until the fall the sentence dates, or before it."""
    published = desk.document.story.published.edtf
    if manner != "former":
        return When(published, "", "publication" if published else "unknown")
    fall = fallen(desk, at)
    if fall:
        return When(f"../{fall.edtf}", fall.words, fall.basis)
    return When(f"../{published}" if published and "/" not in published else None, "", "tense")


def fallen(desk: Desk, at: int) -> When | None:
    """The date of a fall, ouster, resignation that the token stands under: "the fall of former President X in May"."""
    for above in desk.grammar.ancestors(at):
        if desk.grammar.tokens[above].lemma in ("fall", "overthrow", "ouster", "resignation", "dismissal", "removal", "coup", "death"):
            time = desk.clock.own(above, None)
            if time is not None and time.edtf:
                return When(time.edtf, desk.document.story.text[time.start : time.end], time.basis)
    return None


def appointments(desk: Desk) -> Iterator[Claim]:
    """ "X was appointed ambassador to Y", "X resigned as minister", "the president dismissed X": an office that begins or
    ends."""
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos not in ("VERB", "AUX"):
            continue
        particle = desk.grammar.particle(at)
        verb = f"{token.lemma} {particle}" if particle else token.lemma
        if verb in APPOINTING:
            yield from _changed(desk, at, APPOINTING[verb], desk.grammar.objects(at), desk.grammar.subjects(at))
        elif verb in TAKING_UP or verb in LEAVING:
            mode = "took up" if verb in TAKING_UP else "resigned"
            yield from _changed(desk, at, mode, desk.grammar.subjects(at), [])


def _changed(desk: Desk, at: int, mode: str, who: list[int], by: list[int]) -> Iterator[Claim]:
    """A holding that begins or ends at the date of the verb."""
    person = next((f for f in desk.people.fillers(who) if _is(desk, f, "person")), None)
    office = _office_words(desk, at)
    if person is None or office is None and mode != "dismissed":
        return
    told = reality(desk.grammar, at, None)
    roles = {"person": (person,)}
    if office:
        roles["office"] = (office,)
    appointer = tuple(f for f in desk.people.fillers(by) if f.entity)
    of = _office_of(desk, at, office, appointer)
    if of:
        roles["of"] = (Filler(words=of.name, entity=of.id),)
    if appointer:
        roles["by"] = appointer
    when = desk.clock.when(at, None, told)
    span = edtf.interval(None, when.edtf) if mode in ENDED else edtf.interval(when.edtf, None)
    when = When(span if when.edtf and "/" not in when.edtf else when.edtf, when.words, when.basis)
    yield desk.claim("office", "office", at, rule=f"office.{mode.replace(' ', '-')}", mode=mode, roles=roles, status=told.status,
                     background=told.background, when=when)  # fmt: skip


def _office_words(desk: Desk, verb: int) -> Filler | None:
    """The words of the office after "appointed (as)", "resigned as", "became"; only words that name one."""
    grammar = desk.grammar
    heads = grammar.kids(verb, "oprd", "attr") + grammar.pobjs(verb, "as", "to", "from")
    heads += [k for k in grammar.kids(verb, "ccomp", "xcomp", "dobj") if grammar.tokens[k].pos in ("NOUN", "PROPN")]
    for head in heads:
        if grammar.tokens[head].lemma in OFFICE_NOUNS:
            return desk.people.phrase(head)
    return None


def _office_of(desk: Desk, at: int, office: Filler | None, by: tuple[Filler, ...]) -> Entity | None:
    """The state or body an office is of: named in its words, else the appointer's state, else understood."""
    for mention in desk.document.mentions:
        if office and office.start <= mention.start < office.end and mention.kind in ("state", "nationality", "organisation"):
            return desk.people.entities[mention.entity]
    for filler in by:
        entity = desk.people.entity(filler)
        state = desk.people.state_of(entity) if entity else None
        if state:
            return state
    return _understood_state(desk, at, office.words if office else "minister")


def _is(desk: Desk, filler: Filler, *kinds: str) -> bool:
    entity = desk.people.entity(filler)
    return entity is not None and entity.kind in kinds


def token_at(desk: Desk, start: int) -> int:
    """The token that begins at or holds a character."""
    return max(bisect_right(desk.grammar.starts, start) - 1, 0)


# --------------------------------------------------------------------------------------------- facilities
def facilities(desk: Desk) -> Iterator[Claim]:
    """Facilities and who uses, holds, guards, builds or closes them."""
    for mention in desk.document.mentions:
        if mention.kind != "facility" or mention.how != "name":
            continue
        entity = desk.people.entities[mention.entity]
        at = token_at(desk, mention.end - 1)
        user, relation, cue = _user(desk, mention, entity, at)
        if user is None or user.entity is None:
            continue
        roles = {
            "facility": (Filler(words=entity.name, entity=entity.id, start=mention.start, end=mention.end),),
            "user": (user,),
        }
        host = desk.people.state_of(entity)
        where = entity.parent or (host.id if host else None)
        if entity.sort:
            roles["kind"] = (Filler(words=entity.sort),)
        yield desk.claim("facility", "facility", at, rule="facility.user", mode=relation, roles=roles, where=where,
                         when=_standing(desk, cue))  # fmt: skip


def _standing(desk: Desk, at: int) -> When:
    """Reported to stand on the day of the report, or since a date the sentence gives."""
    time = desk.clock.own(at, None)
    if time is not None and time.relation in ("since", "from", "until"):
        return When(time.interval or time.edtf, desk.document.story.text[time.start : time.end], time.basis)
    published = desk.document.story.published.edtf
    return When(published, "", "publication" if published else "unknown")


def _user(desk: Desk, mention: Mention, entity: Entity, at: int) -> tuple[Filler | None, str, int]:
    """Who a facility is said to be of: by owner or demonym, by the noun it explains, or by a verb."""
    head = _phrase_head(desk, at, mention)
    if entity.sort in BASES:
        for noun in (head, *_explained(desk, head, mention)):
            owner = _owner(desk, noun, mention)
            if owner:
                return owner, "uses", noun
    for above in desk.grammar.ancestors(head):
        relation = USING.get(desk.grammar.tokens[above].lemma) if desk.grammar.tokens[above].pos == "VERB" else None
        if relation:
            found = [f for f in desk.people.fillers(desk.grammar.subjects(above)) if _is(desk, f, "state", "organisation", "place")]
            if found and found[0].entity != entity.id:
                return _as_state(desk, found[0]), relation, above
            break
        if desk.grammar.tokens[above].pos == "VERB":
            break
    return None, "", at


def _phrase_head(desk: Desk, at: int, mention: Mention) -> int:
    """The token of a mention whose head lies outside it."""
    while desk.grammar.tokens[at].head != at and mention.start <= desk.grammar.tokens[desk.grammar.tokens[at].head].start < mention.end:
        at = desk.grammar.tokens[at].head
    return at


def _explained(desk: Desk, head: int, mention: Mention) -> Iterator[int]:
    """The noun that a facility's name explains: "Kenya’s two bases in Somalia: the Kulbiyow base and …"."""
    first, _ = desk.grammar.sentences[desk.grammar.tokens[head].sentence]
    before = [i for i in range(first, head) if desk.grammar.tokens[i].start < mention.start]
    breaks = [i for i in before if desk.grammar.tokens[i].text in (":", "—", "–", "(", ",") or desk.grammar.tokens[i].text.casefold() in ("including", "namely")]
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
            if entity and entity.kind in ("state", "organisation", "place") and not inside and filler.end - filler.start < 40:
                return _as_state(desk, filler)
    return None


def _as_state(desk: Desk, filler: Filler) -> Filler:
    entity = desk.people.entity(filler)
    state = desk.people.state_of(entity) if entity and entity.kind == "place" else None
    return Filler(words=filler.words, entity=state.id, start=filler.start, end=filler.end) if state else filler


# --------------------------------------------------------------------------------------------- relations
def relations(desk: Desk) -> Iterator[Claim]:
    """Who is called ally, backer, rival, member of whom, as a state of things."""
    for at, token in enumerate(desk.grammar.tokens):
        if token.lemma in RELATIONS and token.pos == "NOUN":
            yield from _noun_relation(desk, at, RELATIONS[token.lemma])
        elif token.lemma in RELATION_VERBS and token.tag == "VBN" and token.dep in ("acl", "amod"):
            who = [f for f in desk.people.fillers(desk.grammar.subjects(at)) if f.entity]
            to = [f for f in desk.people.fillers(desk.grammar.objects(at)) if f.entity]
            if who and to:
                yield _relation(desk, at, RELATION_VERBS[token.lemma], who[0], to[0])


def _noun_relation(desk: Desk, at: int, relation: str) -> Iterator[Claim]:
    grammar, people = desk.grammar, desk.people
    to = [f for f in people.fillers([*grammar.kids(at, "poss"), *grammar.pobjs(at, "of", "to")]) if f.entity]
    who = [f for f in people.fillers(grammar.kids(at, "appos")) if f.entity]
    who = who or [f for f in people.fillers(_predicated(desk, at)) if f.entity]
    if who and to and who[0].entity != to[0].entity:
        yield _relation(desk, at, relation, who[0], to[0])


def _predicated(desk: Desk, at: int) -> list[int]:
    """What is called so: the subject of "is an ally of", "is one of its allies", or what the noun explains."""
    token = desk.grammar.tokens[at]
    if token.dep == "appos":
        return [token.head]
    top = at
    if token.dep == "pobj" and desk.grammar.tokens[desk.grammar.tokens[token.head].head].lemma in ("one", "among", "some"):
        top = desk.grammar.tokens[token.head].head
    if desk.grammar.tokens[top].dep in ("attr", "oprd") and desk.grammar.tokens[desk.grammar.tokens[top].head].lemma in ("be", "become", "remain"):
        return desk.grammar.subjects(desk.grammar.tokens[top].head)
    return []


def _relation(desk: Desk, at: int, relation: str, who: Filler, to: Filler) -> Claim:
    adjectives = {desk.grammar.tokens[k].lemma for k in desk.grammar.kids(at, "amod")}
    helpers = {desk.grammar.tokens[k].text.casefold() for k in desk.grammar.kids(desk.grammar.tokens[at].head, "aux")}
    ended = bool(adjectives & {"former", "old", "erstwhile"}) or "had" in helpers
    published = desk.document.story.published.edtf
    when = When(f"../{published}" if ended and published and "/" not in published else published, "", "tense" if ended else "publication")
    roles = {"who": (_as_state(desk, who),), "to": (_as_state(desk, to),), "relation": (Filler(words=relation),)}
    return desk.claim("relation", relation, at, rule="relation.called", mode="former" if ended else "", roles=roles,
                      background=ended, when=when, confidence=0.7)  # fmt: skip


# --------------------------------------------------------------------------------------------- quotations and scope
def quotations(desk: Desk) -> Iterator[Claim]:
    """Direct speech of some length with its speaker."""
    published = desk.document.story.published.edtf
    when = When(published, "", "publication" if published else "unknown")
    for voice in desk.voices:
        if voice.kind not in ("direct", "translated") or voice.content is None:
            continue
        start, end = voice.content
        words = desk.document.story.text[start:end]
        if len(words.split()) < QUOTED_WORDS:
            continue
        roles = {"speaker": (Filler(words=voice.name, entity=voice.entity),), "text": (Filler(words=words, start=start, end=end),)}
        mode = "translated" if voice.kind == "translated" else ""
        yield desk.claim("quotation", "quotation", token_at(desk, start), rule="quotation.direct", mode=mode, roles=roles,
                         when=when, quote=(start, end), confidence=0.85)  # fmt: skip


def only_ones(desk: Desk) -> Iterator[Claim]:
    """ "The only Kenyan base in the region": a thing ranked, beside the acts that are."""
    published = desk.document.story.published.edtf
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos != "NOUN" or token.lemma not in BASE_NOUNS:
            continue
        rank = rank_of(desk, at)
        what = [f for f in desk.people.fillers([desk.grammar.tokens[at].head]) if _is(desk, f, "facility")] if token.dep == "appos" else []
        if rank is None or not what:
            continue
        scope = Scope(rank=rank, of=desk.people.phrase(at).words)  # type: ignore[arg-type]
        yield desk.claim("scope", rank, at, rule="scope.facility", roles={"facility": tuple(what[:1])}, scope=scope,
                         when=When(published, "", "publication" if published else "unknown"))  # fmt: skip
