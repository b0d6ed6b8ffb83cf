"""Offices: who is named as holding one, who takes one up, who leaves one, of which state or body, until when."""

import re
from collections.abc import Iterator, Sequence

from regesta import edtf
from regesta.claims.desk import Desk, Told, is_kind, token_at
from regesta.claims.status import Reality, reality
from regesta.claims.voices import MEDIA
from regesta.claims.when import When
from regesta.lexicon import fold, load, meanings, words
from regesta.lexicon.outlets import home_of
from regesta.model import Claim, Entity, Filler, Holding

APPOINTING = meanings("appointing")
TAKING_UP = words("taking-up")
LEAVING = words("leaving")
LASTING = words("office-lasting")
ENDED = frozenset(("dismissed", "resigned"))
OFFICE_NOUNS = words("office-nouns")


def offices(desk: Desk) -> Iterator[Claim]:
    """Who is named with which office; one claim for each person and office, the one that says of what first."""
    seen: set[tuple[str, str, str]] = set()
    for holding in sorted(desk.document.holdings, key=lambda h: (h.of is None, _in_caption(desk, h.start), h.start)):
        key = (holding.person, holding.office.casefold(), holding.manner)
        if key in seen:
            continue
        seen.add(key)
        at = token_at(desk, holding.start)
        entity = desk.people.entities.get(holding.of) if holding.of else _understood_body(desk, at, holding.office)
        manner = "former" if _is_over(desk, holding) else holding.manner
        mode = {"holds": "held"}.get(manner, manner)
        roles = {
            "person": (Filler(words=desk.people.entities[holding.person].name, entity=holding.person),),
            "office": (Filler(words=holding.office, start=holding.start, end=holding.end),),
        }
        if entity:
            roles["of"] = (Filler(words=entity.name, entity=entity.id),)
        yield desk.claim(
            Told(
                kind="office",
                type="office",
                trigger=at,
                rule=f"office.{mode}",
                mode=mode,
                roles=roles,
                when=_office_when(desk, manner, at),
            )
        )


_WAS = re.compile(r"\bwas [^,.;]{0,40}$")
_UNTIL = re.compile(r"[^,.;]{0,30}\buntil\b")


def _is_over(desk: Desk, holding: Holding) -> bool:
    """Whether the words around say that it ended: "who was speaker until 2011"."""
    text = desk.document.story.text
    before, after = text[max(0, holding.start - 60) : holding.start], text[holding.end : holding.end + 60]
    return bool(_WAS.search(before) and _UNTIL.match(after))


UNLAWFUL = frozenset(("rebel", "militia", "insurgent", "separatist", "guerrilla"))  # of no state
LOCAL_OFFICES = frozenset(("mayor", "consul", "ambassador", "attache", "representative", "captain", "judge"))
STATE_OFFICES = frozenset(
    ("president", "king", "queen", "premier", "chancellor", "emir", "sultan", "leader", "minister")
)


_AT_HOME = (["minister"], ["president"], ["premier"], ["secretary"], ["king"], ["queen"])  # as a paper calls its own


def _home(desk: Desk) -> str | None:
    """The id of the state of the paper, one that the story need not name; of an agency, which writes for everybody,
    only where the story does."""
    story = desk.document.story
    key = f"state:{home_of(story.outlet, story.url)}"
    named = next((one.id for one in desk.people.entities.values() if one.key == key), None)
    return named or (None if key == "state:None" or fold(story.outlet or "") in load().names else key)


def _understood_body(desk: Desk, at: int, office: str) -> Entity | None:
    """Of whom an office is that is named without one: "its spokesman", else, for offices of state, of the outlet's own
    state, else the state of the sentence's subject or of what stands before in the sentence, else, for offices of
    state, the state that the story is about."""
    owned, own = _possessor(desk, at)
    if owned:
        return own
    if UNLAWFUL & set(office.casefold().split()):
        return None
    told = desk.document.story.text[: desk.grammar.tokens[at].start].split()[-1:]
    people = load().demonyms.get(fold(told[0])) if told else None
    if people:
        return next((one for one in desk.people.entities.values() if one.key == people), None)
    if told and told[0].casefold() == "by" and (state := _state_of_subject(desk, at)):
        return state  # "the delegation of Nauru was led by Health Minister X"
    if office.casefold().split()[-1:] in _AT_HOME and (home := _home(desk)):
        return desk.people.entities.get(home)
    state = _state_of_subject(desk, at) or _state_before(desk, at) or _opposite(desk, at)
    last = office.casefold().split()[-1] if office else ""
    if last in LOCAL_OFFICES:
        return None
    return state or (_one_state(desk) if last in STATE_OFFICES else None)


def _state_beside(desk: Desk, entity: Entity) -> Entity | None:
    """The state of what is named near an office; that of an agency which reports says nothing of the office."""
    return None if entity.sort in MEDIA else desk.people.state_of(entity)


def _opposite(desk: Desk, at: int) -> Entity | None:
    """Of a story about two states, the one that the sentence does not name, where it names just the other."""
    start, end = desk.grammar.sentence_span(at)
    inside = [desk.people.entities[m.entity] for m in desk.document.mentions if start <= m.start < end]
    states = {s.id: s for e in inside if e.kind in ("state", "organisation") and (s := desk.people.state_of(e))}
    other = desk.other_side(next(iter(states.values()))) if len(states) == 1 else None
    return desk.people.entity(other) if other else None


def _possessor(desk: Desk, at: int) -> tuple[bool, Entity | None]:
    """Whether "its", "his" or "their" stands before a title, and the body or state that it means, where known."""
    for index in range(max(0, at - 2), min(at + 2, len(desk.grammar.tokens))):
        if desk.grammar.tokens[index].tag == "PRP$":
            meant = [m for m in desk.people.mentions(index) if m.kind in ("organisation", "state")]
            return True, desk.people.entities[meant[0].entity] if meant else None
    return False, None


def _state_of_subject(desk: Desk, at: int) -> Entity | None:
    first, last = desk.grammar.sentences[desk.grammar.tokens[at].sentence]
    for index in range(first, last):
        if desk.grammar.tokens[index].dep in ("nsubj", "nsubjpass"):
            for mention in (m for below in desk.grammar.subtree(index) for m in desk.people.mentions(below)):
                state = _state_beside(desk, desk.people.entities[mention.entity])
                if state is not None and mention.kind != "facility":
                    return state
    return None


def _state_before(desk: Desk, at: int) -> Entity | None:
    """The state, or the state of the body, named last before in the sentence."""
    here = desk.grammar.tokens[at].start
    before = [m for m in desk.document.mentions if desk.grammar.sentence_span(at)[0] <= m.start < here]
    for mention in sorted(before, key=lambda m: -m.start):
        entity = desk.people.entities[mention.entity]
        state = _state_beside(desk, entity) if entity.kind in ("state", "organisation") else None
        if state is not None:
            return state
    return None


def _one_state(desk: Desk) -> Entity | None:
    """The state that a story is about, where it is mentioned twice as often as the next."""
    votes = desk.people.state_votes
    top = [*votes.most_common(2), ("", 0), ("", 0)]
    return desk.people.entities.get(top[0][0]) if top[0][1] > 2 * top[1][1] else None


def _in_caption(desk: Desk, start: int) -> bool:
    return any(b.kind == "caption" and b.start <= start < b.end for b in desk.document.story.blocks)


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
        if desk.grammar.tokens[above].lemma in (
            "fall",
            "overthrow",
            "ouster",
            "resignation",
            "dismissal",
            "removal",
            "coup",
            "death",
        ):
            time = desk.clock.own(above, None)
            if time is not None and time.edtf:
                return When(time.edtf, desk.document.story.text[time.start : time.end], time.basis)
    return None


def appointments(desk: Desk) -> Iterator[Claim]:
    """“X was appointed ambassador”, "X resigned as minister", "the president dismissed X": an office that begins or
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
            lasts = verb == "serve" and _office_words(desk, at) is None
            yield from _changed(desk, at, "lasted" if lasts else mode, desk.grammar.subjects(at), [])
        elif verb in LASTING:
            yield from _changed(desk, at, "lasted", desk.grammar.subjects(at), [])


def _changed(desk: Desk, at: int, mode: str, who: list[int], by: list[int]) -> Iterator[Claim]:
    """A holding that begins or ends at the date of the verb."""
    who = [*who, *(kid for head in who for kid in desk.grammar.kids(head, "compound"))]
    person = next((f for f in desk.people.fillers(who) if is_kind(desk, f, "person")), None) or _holder_at(desk, who)
    office = _office_words(desk, at)
    held = _known_office(desk, at, person) if office is None and person else None
    if held:
        office = Filler(words=held.office)
    if person is None or (office is None and mode != "dismissed"):
        return
    told = reality(desk.grammar, at, None)
    roles: dict[str, tuple[Filler, ...]] = {"person": (person,)}
    if office:
        roles["office"] = (office,)
    appointer = tuple(f for f in desk.people.fillers(by) if f.entity)
    named = desk.people.entities.get(held.of) if held and held.of else None
    of = named or _office_of(desk, at, None if held else office, appointer)
    if of:
        roles["of"] = (Filler(words=of.name, entity=of.id),)
    if appointer:
        roles["by"] = appointer
    when = desk.clock.when(at, None, told) if office and not held else _dated_here(desk, at, told)
    if mode == "lasted" and ("/" not in (when.edtf or "") or not when.words):
        return
    mode, when = _term(desk, at, mode, when)
    yield desk.claim(
        Told(
            kind="office",
            type="office",
            trigger=at,
            rule=f"office.{mode.replace(' ', '-')}",
            mode=mode,
            roles=roles,
            status=told.status,
            background=told.background,
            when=when,
        )
    )


def _term(desk: Desk, at: int, mode: str, when: When) -> tuple[str, When]:
    """What the verb and its date say of the term: begun, ended, or running since or until a date."""
    if desk.grammar.tokens[at].lemma == "serve" and (when.edtf or "").startswith("../"):
        mode = "former"  # "served as ambassador until 2020"
    mode = "held" if mode == "lasted" else mode
    span = edtf.interval(None, when.edtf) if mode in ENDED else edtf.interval(when.edtf, None)
    return mode, When(span if when.edtf and "/" not in when.edtf else when.edtf, when.words, when.basis)


def _holder_at(desk: Desk, heads: Sequence[int]) -> Filler | None:
    """The person of the office whose words one of these tokens is of: "the minister-designate, X, was sworn in"."""
    for head in heads:
        start = desk.grammar.tokens[head].start
        for held in desk.document.holdings:
            if held.start <= start < held.end:
                return Filler(words=desk.people.entities[held.person].name, entity=held.person)
    return None


def _dated_here(desk: Desk, at: int, told: Reality) -> When:
    """The date of a verb, but not that of a clause above it: "dismissed on Monday, years after he was appointed"."""
    time, clause = desk.clock.own(at, None), desk.grammar.subtree(at)
    inside = (
        time is not None and desk.grammar.tokens[clause[0]].start <= time.start <= desk.grammar.tokens[clause[-1]].start
    )
    above = desk.grammar.tokens[at].dep in ("advcl", "relcl") and not inside
    return When(None, "", "unknown") if above else desk.clock.when(at, None, told)


def _known_office(desk: Desk, at: int, person: Filler) -> Holding | None:
    """The one office in which the story names a person, where the words speak of it without naming it: "took office",
    "was appointed in May", "has led the forum since 2015"."""
    token = desk.grammar.tokens[at]
    objects = {desk.grammar.tokens[i].lemma for i in desk.grammar.objects(at)}
    if token.lemma in POSTED and not objects & POSTS:
        return None
    held = {h.office.casefold(): h for h in desk.document.holdings if h.person == person.entity}
    return next(iter(held.values())) if len(held) == 1 else None


# Verbs that tell of an office only with one of these objects.
POSTED = frozenset(("take", "assume", "become", "succeed", "leave", "hold", "name", "replace", "remove", "confirm"))
POSTS = frozenset(("office", "post", "oath", "duty", "position", "helm"))


def _office_words(desk: Desk, verb: int) -> Filler | None:
    """The words of the office after "appointed (as)", "resigned as", "became"; only words that name one."""
    grammar = desk.grammar
    heads = grammar.kids(verb, "oprd", "attr") + grammar.pobjs(verb, "as", "to", "from")
    heads += [k for k in grammar.kids(verb, "ccomp", "xcomp", "dobj") if grammar.tokens[k].pos in ("NOUN", "PROPN")]
    for head in heads:
        if grammar.tokens[head].lemma in OFFICE_NOUNS:
            return _after_name(desk, desk.people.phrase(head))
    return None


def _after_name(desk: Desk, words_: Filler) -> Filler:
    """The words of an office without the name that the parser joined to them: "appointed X ambassador"."""
    ends = [m.end for m in desk.document.mentions if m.kind == "person" and m.start == words_.start]
    start = max(ends, default=words_.start - 1) + 1
    if not ends or start >= words_.end:
        return words_
    return Filler(words=desk.document.story.text[start : words_.end], start=start, end=words_.end)


def _office_of(desk: Desk, at: int, office: Filler | None, by: tuple[Filler, ...]) -> Entity | None:
    """The state or body an office is of: named in its words, else the appointer's state, else understood.

    An ambassador to a state is not of it.
    """
    kinds = ("state", "nationality", "organisation")
    goes = re.search(r"\bto\b", office.words) if office else None
    end = (office.start + goes.start() if goes else office.end) if office else -1
    for mention in desk.document.mentions:
        if office and office.start <= mention.start < end and mention.kind in kinds:
            return desk.people.entities[mention.entity]
    for filler in by:
        entity = desk.people.entity(filler)
        state = desk.people.state_of(entity) if entity else None
        if state:
            return state
    return _understood_body(desk, at, office.words if office else "minister")
