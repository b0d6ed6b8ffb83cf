"""Document → claims: who did what to whom, whether it happened, who says so; and the standing facts beside them."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from regesta import edtf
from regesta.claims.acts import Found
from regesta.claims.cast import People, as_state
from regesta.claims.demands import ODDS, demands
from regesta.claims.desk import Desk, Told
from regesta.claims.frames import frames
from regesta.claims.grammar import Grammar
from regesta.claims.learned import weighed_acts
from regesta.claims.proposed import admitted
from regesta.claims.scope import scope_of
from regesta.claims.status import is_saying, reality
from regesta.claims.voices import denied, speech_verbs, voices
from regesta.claims.when import ORDERING, Clock
from regesta.lexicon import words
from regesta.model import Claim, Document, Filler, Proposal, Quantity, Reading, Refused, Status, Voice

__all__ = ["read"]

PLACE_KINDS = ("place", "facility", "state")


def read(document: Document, proposals: Sequence[Proposal | Refused] = (), proposer: str = "") -> Reading:
    """Everything the program finds in one story, and what it can bear out of what a model proposes.

    Claims of the latter kind have the name of the `proposer` for their rule; what is not borne out is a finding.
    """
    whole, document = document, _by_name(document)
    grammar = Grammar(document)
    people = People(whole, grammar)
    desk = Desk(document, grammar, people, voices(document, grammar, people), Clock(document, grammar))
    told = _distinct([*ended_by_fall(list(_acts(desk)), document.story.published.edtf), *frames(desk)])
    entered = admitted(desk, proposals, told, proposer)
    return Reading(
        story=document.story,
        entities=document.entities,
        mentions=whole.mentions,
        times=document.times,
        voices=desk.voices,
        claims=_distinct((*told, *entered.claims)) if proposals else told,
        findings=(*document.findings, *entered.findings),
    )


def _by_name(document: Document) -> Document:
    """The document without the mentions by title and by common nouns: acts find those by the grammar."""
    kept = tuple(m for m in document.mentions if m.how not in ("title", "common"))
    return msgspec.structs.replace(document, mentions=kept)


def _acts(desk: Desk) -> Iterator[Claim]:
    weighed = list(weighed_acts(desk.grammar, desk.people))
    asked = demands(desk.grammar, desk.people, {found.trigger for found, _ in weighed})
    weighed = sorted([*weighed, *((found, ODDS) for found in asked)], key=lambda one: one[0].trigger)
    told = [(found, odds) for found, odds in weighed if odds >= BY_ITSELF or _told(desk, found)]
    for number, (found, odds) in enumerate(told):
        before = [one for one, _ in told[max(number - LATELY, 0) : number]]
        yield _act(desk, _with_counterpart(desk, found, before), odds)


LATELY = 12  # acts told before, among which the other side is looked for
BY_ITSELF = 0.75
"""How likely an act must be to be told though nobody in it is known by name."""


def _told(desk: Desk, found: Found) -> bool:
    """Whether these words tell an act rather than point back at one: "the visit underlines" names nobody."""
    if desk.grammar.tokens[found.trigger].pos not in ("NOUN", "PROPN"):
        people = [f for role in ("who", "to", "with") for f in found.roles.get(role, ())]
        known = any(f.entity or desk.people.acts_apart(f) for f in people)
        return known or (bool(people) and _is_placed(desk, found))
    named = {f.entity for role in ("who", "to", "with", "where") for f in found.roles.get(role, ()) if f.entity}
    return len(named) > 1 or (
        bool(named) and (found.carrier is not None or desk.clock.own(found.trigger, None) is not None)
    )


def _is_placed(desk: Desk, found: Found) -> bool:
    """Whether an act of people told only by common nouns belongs to the field: it uses force or protests in a story
    that names states, or its sentence names a state, a body or a place."""
    if found.rule.type in FORCEFUL and desk.people.state_votes:
        return True
    start, end = desk.grammar.sentence_span(found.trigger)
    kinds = ("state", "nationality", "organisation", "place", "facility")
    return any(m.kind in kinds and start <= m.start < end for m in desk.document.mentions)


FORCEFUL = frozenset(("PROTEST", "ASSAULT", "COERCE", "MOBILIZE"))


def _act(desk: Desk, found: Found, odds: float) -> Claim:
    told = reality(desk.grammar, found.trigger, found.carrier)
    chain = desk.chain(found.trigger)
    status: Status = found.rule.status if found.rule.status and told.status == "happened" else told.status  # type: ignore[assignment]
    if denied(chain) and status in ("happened", "ongoing") and not is_saying(desk.grammar, found.trigger):
        status = "denied"
    when = desk.clock.when(found.trigger, found.carrier, told)
    if status == "ongoing" and found.rule.type in SPOKEN and found.rule.mode != "investigate":
        status = "happened"  # who "is calling for" an inquiry has called for it
    if status == "happened" and desk.is_ahead(when.edtf) and _may_lie_ahead(desk, found):
        status = "planned"  # "the forum meets in August"
    background = told.background or desk.is_past(when.edtf)
    claim = desk.claim(
        Told(
            kind="act",
            type=found.rule.type,
            trigger=found.trigger,
            rule=found.rule.id,
            mode=found.rule.mode or ("pledge" if (found.rule.type, status) == ("AID", "promised") else ""),
            status=status,
            background=background,
            when=when,
            where=_where(desk, found),
            roles=_with_recipient(desk, found, _with_companions(desk, found)),
            scope=scope_of(desk, found),
            quantity=_quantity(desk, found),
            confidence=min(max(odds, 0.01), 0.99),
        )
    )
    spoken = len(claim.voices) == 1 and not background
    return msgspec.structs.replace(claim, voices=_speaker(desk, found)) if spoken else claim


SPOKEN = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE"))
"""What is done by speaking, and done once it was said."""


def _may_lie_ahead(desk: Desk, found: Found) -> bool:
    """Whether the words let an act be to come: not one in a past tense, nor one that is done by speaking."""
    verb = found.trigger if found.carrier is None else found.carrier
    token = desk.grammar.tokens[verb]
    helpers = {desk.grammar.tokens[k].tag for k in desk.grammar.kids(verb, "aux")}
    past = token.tag == "VBD" or (token.tag == "VBN" and not helpers.isdisjoint(("VBD", "VBZ", "VBP")))
    return found.rule.type not in SPOKEN and not (token.pos == "VERB" and past)


def _speaker(desk: Desk, found: Found) -> tuple[Voice, ...]:
    """The chain of an act done by speaking, which nobody else is said to tell: who does it comes first."""
    chain = desk.chain(found.trigger)
    token = desk.grammar.tokens[found.trigger]
    speaker = next((f for f in found.roles.get("who", ()) if f.entity and f.start >= 0), None)
    if speaker is None or token.pos != "VERB" or token.lemma not in speech_verbs() or speaker.words in ("They", "they"):
        return chain
    entity = desk.people.entity(speaker)
    if entity is None or (entity.kind not in ("person", "organisation") and found.rule.type != "ACCUSE"):
        return chain
    source = (speaker.start, speaker.end)
    voice = Voice(kind="indirect", name=speaker.words, entity=speaker.entity, cue=token.text, source=source)
    return (voice, *chain)


def ended_by_fall(told: list[Claim], published: str | None) -> Iterator[Claim]:
    """The acts, with what a ruler's dated fall says of them: support that lasted ended by it, whatever the tense says;
    an undated exile came after it."""
    falls = {
        f.entity: c.when
        for c in told
        if c.mode == "overthrow" and c.status == "happened"
        for f in c.roles.get("to", ())
    }
    for claim in told:
        people = [f.entity for role in ("to", "with", "who") for f in claim.roles.get(role, ())]
        fallen = next((falls[p] for p in people if falls.get(p)), None)
        yield _after_fall(claim, fallen, published) if fallen and "/" not in fallen else claim


def _after_fall(claim: Claim, fallen: str, published: str | None) -> Claim:
    start = (claim.when or "").split("/")[0]
    if claim.status == "ongoing" and edtf.valid(start):
        when = edtf.interval(start, fallen)
        return msgspec.structs.replace(claim, status="happened", background=True, when=when, when_basis="text")
    if claim.mode == "exile" and claim.when is None:
        return msgspec.structs.replace(claim, when=edtf.interval(fallen, published), when_basis="text")
    return claim


def _companions(desk: Desk, found: Found) -> tuple[Filler, ...]:
    """The body that comes with a visitor: "at the head of a delegation of …", "leading a … delegation"."""
    grammar = desk.grammar
    heads = [p for p in grammar.pobjs(found.trigger, "at") if grammar.tokens[p].lemma == "head"]
    heads = [o for h in heads for o in grammar.pobjs(h, "of")]
    leading = [v for v in grammar.kids(found.trigger, "advcl") if grammar.tokens[v].lemma in ("lead", "head")]
    heads += [o for v in leading for o in grammar.objects(v)]
    inner = [i for h in heads for i in (*grammar.pobjs(h, "of", "from"), h)]
    return tuple(f for f in desk.people.fillers(inner) if f.entity)[:1]


def _with_companions(desk: Desk, found: Found) -> Mapping[str, tuple[Filler, ...]]:
    if found.rule.mode != "visit" or "who" not in found.roles:
        return found.roles
    known = {f.entity for f in found.roles["who"]}
    extra = tuple(f for f in _companions(desk, found) if f.entity not in known)
    return {**found.roles, "who": (*found.roles["who"], *extra)}


RECEIVING = frozenset(
    ("AID", "REQUEST", "REJECT", "SANCTION", "SUPPORT", "THREATEN", "ACCUSE", "CONCEDE", "PROTEST", "COERCE", "ASSAULT")
)


def _with_counterpart(desk: Desk, found: Found, before: Sequence[Found]) -> Found:
    """The act with its recipient where the words name none: whoever dealt with the actor in this sentence or the last
    two."""
    if found.rule.type not in RECEIVING or {"to", "with"} & set(found.roles) or "who" not in found.roles:
        return found
    own = _sides(desk, found.roles["who"])
    sentence = desk.grammar.tokens[found.trigger].sentence
    for other in reversed(before):
        if sentence - desk.grammar.tokens[other.trigger].sentence > 2:
            break
        parties = [other.roles.get(role, ()) for role in ("who", "to", "with")]
        if any(own & _sides(desk, party) for party in parties):
            rest = tuple(f for party in parties for f in party if f.entity and not _sides(desk, (f,)) & own)
            if rest:
                return msgspec.structs.replace(found, roles={**found.roles, "to": rest})
    return found


def _sides(desk: Desk, fillers: Iterable[Filler]) -> set[str]:
    """Those who act here and the states they act for."""
    entities = [e for f in fillers if (e := desk.people.entity(f))]
    return {e.id for e in entities} | {s.id for e in entities if (s := desk.people.state_of(e))}


OPEN_TO_ALL = frozenset(("SUPPORT", "PROTEST", "ACCUSE"))  # what these name is whom they are for, whoever acts


def _with_recipient(
    desk: Desk, found: Found, roles: Mapping[str, tuple[Filler, ...]]
) -> Mapping[str, tuple[Filler, ...]]:
    """The roles with a recipient that the words imply: the other state in what the act is about, or the other state of
    a story about two."""
    if found.rule.mode == "visit" and "to" in roles:
        return {**roles, "to": tuple(as_state(desk.people, f) for f in roles["to"])}
    if "to" in roles or "with" in roles:
        return roles
    if found.rule.mode in OVER_PLACES:
        held = tuple(f for f in (*roles.get("where", ()), *_around(desk, found)) if _is_land(desk, f))[:1]
        return {**roles, "to": held} if held else roles
    if found.rule.type not in RECEIVING or "who" not in roles:
        return roles
    if found.rule.type == "PROTEST" and (against := _against(desk, found)):
        return {**roles, "to": (against,)}
    states = [s for f in roles["who"] if (e := desk.people.entity(f)) and (s := desk.people.state_of(e))]
    own = {state.id for state in states}
    named = _other_state(desk, found, own) if own or found.rule.type in OPEN_TO_ALL else None
    told = states and found.rule.mode != "investigate"
    meant = named or (desk.other_side(states[0]) if told else None)
    return {**roles, "to": (meant,)} if meant and meant.entity not in own else roles


def _against(desk: Desk, found: Found) -> Filler | None:
    """Whom a protest is against: who is named first in what it is over or what it demands."""
    grammar, known = desk.grammar, {f.entity for f in found.roles["who"]}
    heads = grammar.pobjs(found.trigger, "against", "over", "at", "of")
    heads += [p for h in grammar.pobjs(found.trigger, "in") for p in grammar.pobjs(h, "of", "against", "at", "over")]
    heads += grammar.kids(found.trigger, "advcl", "xcomp")
    for index in (one for head in heads for one in grammar.subtree(head)):
        wanted = any(grammar.tokens[above].lemma in FOR_HIM for above in grammar.upward(index)[1:4])
        for filler in desk.people.named(index) if desk.people.mentions(index) and not wanted else ():
            entity = desk.people.entity(filler)
            if entity and entity.kind in ("person", "organisation", "state") and entity.id not in known:
                return filler
    return None


FOR_HIM = frozenset(("release", "liberation", "freedom", "return", "support", "solidarity", "free", "reinstatement"))
"""What is wanted for somebody, who is then not the one protested against."""
OVER_PLACES = frozenset(("curfew", "martial-law"))
"""What is imposed on a place is done to whoever lives there."""


def _is_land(desk: Desk, filler: Filler) -> bool:
    entity = desk.people.entity(filler)
    return entity is not None and entity.kind in ("place", "state")


def _other_state(desk: Desk, found: Found, own: Container[str]) -> Filler | None:
    """The state, or that of a body or capital, in the words of the act itself: "support for Mali’s bid", "expel Malian
    envoys". "US dollars" are no addressee, nor are the people one asks another to free."""
    for index in _act_words(desk, found.trigger):
        if index <= found.trigger or desk.grammar.tokens[desk.grammar.tokens[index].head].lemma in CURRENCIES:
            continue
        for mention in desk.people.mentions(index):
            if mention.kind == "nationality" and found.rule.type == "REQUEST":
                continue
            entity = desk.people.entities[mention.entity]
            stands = entity.kind in ("state", "organisation") or entity.sort == "capital"
            state = desk.people.state_of(entity) if stands else None
            if state is not None and state.id not in own:
                words_ = desk.document.story.text[mention.start : mention.end]
                return Filler(words=words_, entity=state.id, start=mention.start, end=mention.end)
    return None


def _act_words(desk: Desk, trigger: int) -> Iterator[int]:
    """The words below an act, clauses of their own and what came before or after it left out."""
    for kid in desk.grammar.kids(trigger):
        token = desk.grammar.tokens[kid]
        if token.dep not in ("advcl", "relcl", "conj") and token.text.casefold() not in ORDERING:
            yield from desk.grammar.subtree(kid)


CURRENCIES = words("currencies")


def _where(desk: Desk, found: Found) -> str | None:
    """Where the act was: the rule's own slot, else a place after in, at, near on the act or its verb."""
    for filler in (*found.roles.get("where", ()), *_around(desk, found)):
        entity = desk.people.entity(filler)
        if entity and entity.kind in PLACE_KINDS:
            return entity.id
    return next(
        (f.entity for f in found.roles.get("to", ()) if (e := desk.people.entity(f)) and e.kind == "place"), None
    )


def _around(desk: Desk, found: Found) -> Iterable[Filler]:
    for at in (found.trigger, found.carrier):
        if at is not None:
            heads = desk.grammar.pobjs(at, "in", "at", "near", "outside", "off")
            named = [one for h in heads for one in (h, *desk.grammar.pobjs(h, "of"))]  # "in the town of Gulu"
            yield from desk.people.fillers(h for h in named if desk.people.mentions(h))


def _quantity(desk: Desk, found: Found) -> Quantity | None:
    """The number with the object: "40 trucks", "two frigates"."""
    heads = desk.grammar.objects(found.trigger) if found.carrier is None else [found.trigger]
    heads = [*heads, *desk.grammar.pobjs(found.trigger, "of", "with")]
    for head in heads:
        number = desk.number(head)
        if number:
            return number
    return None


def _distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Each claim once; of two of one type on the same words and people only the first."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        people = tuple(
            sorted(
                f.entity or f.words
                for role in ("who", "to", "with", "person", "facility", "clause")
                for f in claim.roles.get(role, ())
            )
        )
        key = (claim.kind, claim.type, claim.mode, claim.status, claim.quote, people)
        kept.setdefault(key, claim)
    return tuple(sorted(kept.values(), key=lambda c: (c.trigger, c.kind, c.type, c.id)))
