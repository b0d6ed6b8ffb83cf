"""Instruments: what agreements, resolutions and lists say and leave out, and mandates with the deadlines that follow."""

from collections.abc import Iterator, Mapping

from regesta import edtf
from regesta.claims.desk import Desk, Told, is_kind, number_of
from regesta.claims.status import reality
from regesta.claims.when import When
from regesta.lexicon import meanings, words
from regesta.model import Claim, Filler, Time

NOUNS = words("instruments")
COVERED = words("covering")
SAYING = {
    "mention": True,
    "include": True,
    "contain": True,
    "provide": True,
    "require": True,
    "stipulate": True,
    "cover": True,
    "specify": True,
    "foresee": True,
    "envisage": True,
    "call": True,
    "oblige": True,
    "commit": True,
    "allow": True,
    "guarantee": True,
    "grant": True,
    "refer": True,
    "address": True,
    "omit": False,
    "exclude": False,
    "lack": False,
    "set": True,
    "give": True,
    "permit": True,
    "prohibit": True,
    "ban": True,
    "demand": True,
    "list": True,
    "say": True,
    "touch": True,
    "let": True,
    "deal": True,
    "oblige": True,
    "entitle": True,
    "bind": True,
    "limit": True,
    "cap": True,
    "define": True,
    "regulate": True,
}
STATES = meanings("instrument-states")
LEASING = words("leasing")
RENEWING = LEASING | words("renewing")
TERMS = words("terms")
ENDINGS = words("endings")


def instruments(desk: Desk) -> Iterator[Claim]:
    """What became of an instrument: signed, ratified, suspended, renewed."""
    for at, token in enumerate(desk.grammar.tokens):
        state = STATES.get(token.lemma) if token.pos == "VERB" else None
        if state is None:
            continue
        intransitive = token.lemma in ("expire", "enter")
        heads = desk.grammar.subjects(at) if intransitive else desk.grammar.objects(at)
        heads = [
            h
            for h in heads
            if desk.grammar.tokens[h].lemma.rstrip("s") in NOUNS or desk.grammar.tokens[h].text.casefold() in NOUNS
        ]
        if not heads or (token.lemma == "enter" and not desk.grammar.pobjs(at, "into")):
            continue
        told = reality(desk.grammar, at, None)
        roles: dict[str, tuple[Filler, ...]] = {"instrument": (named(desk, heads[0]),), "state": (Filler(words=state),)}
        parties = tuple(f for f in desk.people.fillers([] if intransitive else desk.grammar.subjects(at)) if f.entity)
        if parties:
            roles["parties"] = parties
        yield desk.claim(
            Told(
                kind="instrument",
                type="instrument",
                trigger=at,
                rule=f"instrument.{state.replace(' ', '-')}",
                mode=state,
                roles=roles,
                status=told.status,
                background=told.background,
                when=desk.clock.when(at, None, told),
            )
        )


def named(desk: Desk, head: int) -> Filler:
    """An instrument by its name where it has one, else by its words; "the document" by what it points back to."""
    for mention in desk.people.mentions(head):
        if mention.kind == "instrument":
            words = desk.people.entities[mention.entity].name
            return Filler(words=words, entity=mention.entity, start=mention.start, end=mention.end)
    if desk.grammar.tokens[head].lemma in (
        "document",
        "text",
        "paper",
        "list",
        "resolution",
        "agreement",
        "deal",
        "accord",
        "treaty",
        "it",
    ):
        before = _pointed_back(desk, head)
        if before is not None:
            return before
    return desk.people.phrase(head)


def _pointed_back(desk: Desk, head: int) -> Filler | None:
    """The last instrument named before "the document" in this sentence or the two before it."""
    pronoun = desk.grammar.tokens[head].pos == "PRON"
    if not pronoun and not _definite(desk, head):
        return None
    sentence = desk.grammar.tokens[head].sentence
    first = desk.grammar.sentences[max(0, sentence - (1 if pronoun else 2))][0]
    for at in range(head - 1, first - 1, -1):
        token = desk.grammar.tokens[at]
        if token.lemma in NOUNS and token.pos in ("NOUN", "PROPN") and token.lemma != "document":
            for mention in desk.people.mentions(at):
                if mention.kind == "instrument":
                    return Filler(
                        words=desk.people.entities[mention.entity].name,
                        entity=mention.entity,
                        start=mention.start,
                        end=mention.end,
                    )
            if token.dep not in ("compound",):
                return desk.people.phrase(at)
    return None


# --------------------------------------------------------------------------------------------- clauses
def clauses(desk: Desk) -> Iterator[Claim]:
    """What an instrument says, or is said not to say: "the document did not mention …", "makes no mention of …"."""
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos in ("VERB", "AUX") and token.lemma in STANDING:
            yield from _listed(desk, at)
        elif token.lemma == "leave" and desk.grammar.particle(at) == "out":
            yield from _clause(desk, at, False)
        elif token.pos == "VERB" and token.lemma in SAYING:
            yield from _clause(desk, at, SAYING[token.lemma])
        if token.pos == "VERB" and token.lemma in COVERED and desk.grammar.kids(at, "nsubjpass"):
            yield from _covered(desk, at)
        elif token.text.casefold() == "under" and token.dep == "prep":
            yield from _under(desk, at)
        elif token.lemma in ("mention", "reference", "provision", "clause", "word", "article") and token.pos == "NOUN":
            yield from _no_mention(desk, at)
        elif token.lemma == "silent":
            yield from _silent(desk, at)


def _clause(desk: Desk, verb: int, says: bool) -> Iterator[Claim]:
    grammar = desk.grammar
    subjects = [s for s in grammar.subjects(verb) if _is_instrument(desk, s)]
    content = (
        grammar.objects(verb)
        or grammar.pobjs(verb, "for", "to", "on", "with", "about", "from")
        or grammar.kids(verb, "ccomp")
    )
    content = [c for c in content if c > verb]
    if (
        not subjects
        or not content
        or (_is_instrument(desk, content[0]) and grammar.tokens[content[0]].lemma != "clause")
    ):
        return
    if grammar.tokens[content[0]].text.casefold() == "nothing":  # "says nothing about the islands"
        content, says = (
            grammar.pobjs(content[0], "about", "on", "of") or grammar.pobjs(verb, "about", "on", "of"),
            False,
        )
        if not content:
            return
    told = reality(grammar, verb, None)
    present = says if told.status != "not_happened" else not says
    if told.status in ("happened", "ongoing", "not_happened", "demanded", "planned"):
        yield _said(desk, verb, subjects[0], content[0], present)


STANDING = words("standing")


def _listed(desk: Desk, verb: int) -> Iterator[Claim]:
    """“Crude oil is not on the list”, "fishing does not feature in the accord"."""
    grammar = desk.grammar
    places = [p for p in grammar.pobjs(verb, "on", "in", "among") if _is_instrument(desk, p) and _definite(desk, p)]
    subjects = [
        s for s in grammar.subjects(verb) if not _is_instrument(desk, s) and grammar.tokens[s].pos in ("NOUN", "PROPN")
    ]
    if places and subjects and not grammar.kids(verb, "attr", "acomp", "xcomp", "ccomp"):
        told = reality(grammar, verb, None)
        if told.status in ("happened", "ongoing", "not_happened"):
            yield _said(desk, verb, places[0], subjects[0], told.status != "not_happened")


def _definite(desk: Desk, noun: int) -> bool:
    return any(
        desk.grammar.tokens[k].text.casefold() in ("the", "this", "that") for k in desk.grammar.kids(noun, "det")
    )


def _covered(desk: Desk, verb: int) -> Iterator[Claim]:
    """“Buses are not covered”, "visa waivers are not mentioned in it": the clause is the subject of the passive."""
    grammar = desk.grammar
    subjects = [s for s in grammar.kids(verb, "nsubjpass") if not _is_instrument(desk, s)]
    place = [p for p in grammar.pobjs(verb, "in", "by", "under") if _is_instrument(desk, p)] or _last_instrument(
        desk, verb
    )
    told = reality(grammar, verb, None)
    if subjects and place and told.status in ("happened", "ongoing", "not_happened"):
        excluded = grammar.tokens[verb].lemma in ("exempt", "exclude")
        yield _said(desk, verb, place[0], subjects[0], (told.status != "not_happened") != excluded)


def _last_instrument(desk: Desk, verb: int) -> list[int]:
    """The instrument that the same sentence or the one before speaks of, where it is its subject."""
    sentence = desk.grammar.tokens[verb].sentence
    first, last = desk.grammar.sentences[max(0, sentence - 1)][0], desk.grammar.sentences[sentence][1]
    found = [i for i in range(first, last) if desk.grammar.tokens[i].dep == "nsubj" and _is_instrument(desk, i)]
    return [i for i in found if i != verb][-1:]


def _under(desk: Desk, preposition: int) -> Iterator[Claim]:
    """“Under the memorandum, each side will accept …”: what follows is a clause of it."""
    grammar = desk.grammar
    verb = grammar.tokens[preposition].head
    inside = [k for k in grammar.kids(preposition, "pobj") if _is_instrument(desk, k) and _definite(desk, k)]
    future = {grammar.tokens[k].text.casefold() for k in grammar.kids(verb, "aux")} & {
        "will",
        "must",
        "shall",
        "may",
        "can",
    }
    if inside and grammar.tokens[verb].pos == "VERB" and (future or grammar.tokens[verb].tag in ("VBP", "VBZ")):
        content = [i for i in grammar.subtree(verb) if i not in set(grammar.subtree(preposition))]
        roles = {"instrument": (named(desk, inside[0]),), "clause": (desk.people.span(content, verb),)}
        yield _clause_claim(desk, verb, roles, True)


def _no_mention(desk: Desk, noun: int) -> Iterator[Claim]:
    """“The accord makes no mention of the islands”, "there is no reference in the text to …"."""
    carrier = desk.grammar.carrier(noun)
    if carrier is None:
        return
    subjects = [s for s in desk.grammar.subjects(carrier) if _is_instrument(desk, s)]
    content = desk.grammar.pobjs(noun, "of", "to", "on", "for", "about") or desk.grammar.kids(noun, "relcl", "acl")
    if subjects and content:
        negated = any(desk.grammar.tokens[k].text.casefold() == "no" for k in desk.grammar.kids(noun, "det", "neg"))
        yield _said(desk, carrier, subjects[0], content[0], not negated)


def _silent(desk: Desk, adjective: int) -> Iterator[Claim]:
    """“The treaty is silent on the islands”."""
    verb = desk.grammar.tokens[adjective].head
    subjects = [s for s in desk.grammar.subjects(verb) if _is_instrument(desk, s)]
    content = desk.grammar.pobjs(adjective, "on", "about", "as")
    if subjects and content:
        yield _said(desk, adjective, subjects[0], content[0], False)


def _is_instrument(desk: Desk, head: int) -> bool:
    token = desk.grammar.tokens[head]
    if token.text.casefold() == "it" and token.pos == "PRON":
        return _pointed_back(desk, head) is not None
    return token.lemma in NOUNS or any(m.kind == "instrument" for m in desk.people.mentions(head))


def _said(desk: Desk, at: int, instrument: int, content: int, present: bool) -> Claim:
    return _clause_claim(
        desk, at, {"instrument": (named(desk, instrument),), "clause": (desk.people.phrase(content),)}, present
    )


def _clause_claim(desk: Desk, at: int, roles: Mapping[str, tuple[Filler, ...]], present: bool) -> Claim:
    published = desk.document.story.published.edtf
    return desk.claim(
        Told(
            kind="clause",
            type="clause",
            trigger=at,
            rule="clause.says" if present else "clause.leaves-out",
            mode="present" if present else "absent",
            roles=roles,
            present=present,
            when=When(published, "", "publication" if published else "unknown"),
        )
    )


# --------------------------------------------------------------------------------------------- mandates
def mandates(desk: Desk) -> Iterator[Claim]:
    """Mandates, leases and terms with their last day, said or computed, and what must follow within which time."""
    for verb, token in enumerate(desk.grammar.tokens):
        if token.pos not in ("VERB", "AUX") or token.lemma not in RENEWING:
            continue
        noun = _bound(desk, verb)
        until, basis, words = _last_day(desk, noun, verb) if noun is not None else (None, "", "")
        if noun is not None and until is not None:
            yield _mandate(desk, noun, verb, until, words, basis)


def _bound(desk: Desk, verb: int) -> int | None:
    """What a term binds: the mandate, mission or instrument that is renewed, begins, works or ends."""
    grammar = desk.grammar
    nouns = [
        n
        for n in (*grammar.objects(verb), *grammar.subjects(verb), *grammar.pobjs(verb, "under", "with"))
        if _has_term(desk, n)
    ]
    if grammar.tokens[verb].lemma in LEASING:
        return next(iter(nouns or grammar.objects(verb)), None)
    return next(iter(nouns), None)


def _has_term(desk: Desk, noun: int) -> bool:
    lemma = desk.grammar.tokens[noun].lemma
    sorts = {desk.people.entities[m.entity].sort for m in desk.people.mentions(noun)}
    return lemma in TERMS or lemma in NOUNS or bool(sorts & {"mission", "resolution"}) or _is_instrument(desk, noun)


def _last_day(desk: Desk, noun: int, verb: int) -> tuple[str | None, str, str]:
    """The end of a term: the date after "until", or the start plus the length given."""
    text, sentence = desk.document.story.text, desk.grammar.tokens[noun].sentence
    low, high = desk.grammar.sentence_span(noun)
    dated = [t for _, t in desk.clock.times_in(sentence)]
    for time in dated:
        ends = desk.grammar.tokens[verb].lemma in ("expire", "end")
        if time.relation == "until" or (ends and time.relation in ("at", "by")):
            return time.edtf, "said", text[time.start : time.end]
    lengths = [t for t in desk.document.times if t.kind == "duration" and low <= t.start < high and _is_term(text, t)]
    said = [t.edtf for t in dated if t.relation in ("from", "since", "after")] or [
        t.edtf for t in dated if t.relation == "at"
    ]
    start = next(iter(said), None) or desk.document.story.published.edtf
    if not lengths or not start or edtf.precision(start) not in ("day", "month", "year"):
        return None, "", ""
    length = str(lengths[0].edtf)
    end = edtf.add(start, length)
    words = text[lengths[0].start : lengths[0].end]
    if said and edtf.precision(start) == "day":  # a term that begins on 1 April ends on 31 March
        last = edtf.add(end, "-P1D")
        return last, f"{start} + {length} - P1D = {last}", words
    return end, f"{start} + {length} = {end}", words


def _is_term(text: str, time: Time) -> bool:
    """“For six months”, "of two years", "a 180-day mandate": how long it lasts, not "within" or "after" how long."""
    before = text[max(0, time.start - 6) : time.start].casefold().split()
    return (
        bool(time.edtf)
        and "X" not in str(time.edtf)
        and (bool(before and before[-1] in ("for", "of", "another")) or "-" in text[time.start : time.end])
    )


def _mandate(desk: Desk, noun: int, verb: int, until: str, words: str, basis: str) -> Claim:
    roles: dict[str, tuple[Filler, ...]] = {}
    body = desk.people.fillers([*desk.grammar.pobjs(noun, "of", "for"), *desk.grammar.kids(noun, "poss", "compound")])
    body = tuple(f for f in body if not f.entity or is_kind(desk, f, "organisation", "facility", "state", "person"))
    if not body and not _is_instrument(desk, noun):
        body = desk.people.fillers([noun]) or (desk.people.phrase(noun),)
    if desk.grammar.tokens[verb].lemma in LEASING:
        body = tuple(f for f in desk.people.fillers(desk.grammar.subjects(verb)) if f.entity) or body
    if body:
        roles["body"] = body
    subjects = [s for s in desk.grammar.subjects(verb) if _is_instrument(desk, s) and s != noun]
    if subjects:
        roles["instrument"] = (named(desk, subjects[0]),)
    elif desk.grammar.tokens[noun].lemma in NOUNS or desk.grammar.tokens[verb].lemma in LEASING:
        roles["instrument"] = (desk.people.phrase(noun),)
    roles["until"] = (Filler(words=until),)
    if basis != "said":
        roles["sum"] = (Filler(words=basis),)
    after, term = _afterwards(desk, noun, until)
    roles |= after
    told = reality(desk.grammar, verb, None)
    return desk.claim(
        Told(
            kind="mandate",
            type="mandate",
            trigger=noun,
            rule="mandate.term",
            mode=desk.grammar.tokens[verb].lemma,
            roles=roles,
            term=term,
            status=told.status,
            when=When(edtf.interval(None, until), words, "explicit"),
        )
    )


def _afterwards(desk: Desk, noun: int, until: str) -> tuple[dict[str, tuple[Filler, ...]], str | None]:
    """What must follow the last day within a time: "withdrawal from 31 December and within one year"."""
    low, high = desk.grammar.sentence_span(noun)
    text = desk.document.story.text
    first, last = desk.grammar.sentences[desk.grammar.tokens[noun].sentence]
    ending = [i for i in range(first, last) if desk.grammar.tokens[i].lemma in ENDINGS]
    lengths = [t for t in desk.document.times if t.kind == "duration" and low <= t.start < high and _is_within(text, t)]
    if not ending or not lengths:
        return {}, None
    start = next(
        (t.edtf for _, t in desk.clock.times_in(desk.grammar.tokens[noun].sentence) if t.relation == "from" and t.edtf),
        until,
    )
    length = str(lengths[0].edtf)
    end = edtf.add(start, length)
    if end is None or (number_of(length) is None and not length.startswith("P")):
        return {}, None
    what = " and ".join(dict.fromkeys(desk.grammar.tokens[i].text for i in ending))
    return {
        "then": (Filler(words=end),),
        "then_what": (Filler(words=what),),
        "then_sum": (Filler(words=f"{start} + {length} = {end}"),),
    }, length


def _is_within(text: str, time: Time) -> bool:
    return text[max(0, time.start - 8) : time.start].casefold().rstrip().endswith("within") or time.relation == "within"
