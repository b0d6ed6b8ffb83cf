"""Mandates, leases and other terms: their last day, said or reckoned, and what must follow within which time."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from regesta import edtf
from regesta.claims.desk import Desk, Told, is_kind, number_of
from regesta.claims.instruments import NOUNS, is_instrument, named
from regesta.claims.status import reality
from regesta.claims.when import When
from regesta.lexicon import words
from regesta.model import Claim, Filler, Time

LEASING, TERMS, ENDINGS = words("leasing"), words("terms"), words("endings")
RENEWING = LEASING | words("renewing")
BODIES = ("organisation", "facility", "state", "person")


class Term(NamedTuple):
    """What is bound and by which verb, its last day (EDTF), the words of it, and the sum where it was reckoned."""

    noun: int
    verb: int
    until: str
    words: str
    sum: str = ""


def mandates(desk: Desk) -> Iterator[Claim]:
    """Mandates, leases and terms with their last day, said or computed, and what must follow within which time."""
    for verb, token in enumerate(desk.grammar.tokens):
        if token.lemma == "valid":
            noun = _valid(desk, verb)
        elif token.pos in ("VERB", "AUX") and token.lemma in RENEWING:
            noun = _bound(desk, verb)
        else:
            continue
        term = _term(desk, noun, verb) if noun is not None else None
        if term is not None:
            yield _mandate(desk, term)


def _valid(desk: Desk, adjective: int) -> int | None:
    """What is valid for a term: "the memorandum is valid for three years"."""
    head = desk.grammar.tokens[adjective].head
    nouns = [head] if desk.grammar.tokens[head].pos == "NOUN" else desk.grammar.subjects(head)
    return next((n for n in nouns if _has_term(desk, n)), None)


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
    return lemma in TERMS or lemma in NOUNS or bool(sorts & {"mission", "resolution"}) or is_instrument(desk, noun)


def _term(desk: Desk, noun: int, verb: int) -> Term | None:
    """The term with its end: the date after "until", or the start plus the length given."""
    text = desk.document.story.text
    dated = [t for _, t in desk.clock.times_in(desk.grammar.tokens[noun].sentence)]
    lemma = desk.grammar.tokens[verb].lemma
    ends = lemma in ("expire", "end", "lapse") or (lemma == "run" and desk.grammar.particle(verb) == "out")
    for time in dated:
        if time.edtf and (
            time.relation == "until" or (ends and time.relation in ("at", "by") and not desk.is_past(time.edtf))
        ):
            return Term(noun, verb, time.edtf, text[time.start : time.end])
    return _reckoned(desk, noun, verb, dated)


def _reckoned(desk: Desk, noun: int, verb: int, dated: Sequence[Time]) -> Term | None:
    """The term whose end follows from a start and a length: one that begins on 1 April ends on 31 March."""
    text, (low, high) = desk.document.story.text, desk.grammar.sentence_span(noun)
    lengths = [t for t in desk.document.times if t.kind == "duration" and low <= t.start < high and _is_term(text, t)]
    since = [t.edtf for t in dated if t.relation in ("from", "since", "after")]
    said = since or [t.edtf for t in dated if t.relation == "at"]
    start = next(iter(said), None) or desk.document.story.published.edtf
    if not lengths or not start or edtf.precision(start) not in ("day", "month", "year"):
        return None
    length = str(lengths[0].edtf)
    end, sign = edtf.add(start, length), ""
    if said and edtf.precision(start) == "day":
        end, sign = edtf.add(end, "-P1D"), " - P1D"
    words_ = text[lengths[0].start : lengths[0].end]
    return Term(noun, verb, end, words_, f"{start} + {length}{sign} = {end}") if end else None


def _is_term(text: str, time: Time) -> bool:
    """“For six months”, "of two years", "by a year", "a 180-day mandate": not "within" or "after" how long."""
    before = text[max(0, time.start - 6) : time.start].casefold().split()
    return (
        bool(time.edtf)
        and "X" not in str(time.edtf)
        and (bool(before and before[-1] in ("for", "of", "another", "by")) or "-" in text[time.start : time.end])
    )


def _mandate(desk: Desk, term: Term) -> Claim:
    """The claim of a term: whose, under which instrument, until when, with the sum where it was reckoned."""
    grammar = desk.grammar
    roles: dict[str, tuple[Filler, ...]] = {"body": _body(desk, term), "instrument": _instrument(desk, term)}
    roles = {role: fillers for role, fillers in roles.items() if fillers}
    roles["until"] = (Filler(words=term.until),)
    if term.sum:
        roles["sum"] = (Filler(words=term.sum),)
    after, length = _afterwards(desk, term.noun, term.until)
    return desk.claim(
        Told(
            kind="mandate",
            type="mandate",
            trigger=term.noun,
            rule="mandate.term",
            mode=grammar.tokens[term.verb].lemma,
            roles=roles | after,
            term=length,
            status=reality(grammar, term.verb, None).status,
            when=When(edtf.interval(None, term.until), term.words, "explicit"),
        )
    )


def _body(desk: Desk, term: Term) -> tuple[Filler, ...]:
    """Who holds a term: who leases, what is "of" or before the noun, else the noun itself."""
    grammar, people = desk.grammar, desk.people
    if grammar.tokens[term.verb].lemma in LEASING:
        lessee = tuple(f for f in people.fillers(grammar.subjects(term.verb)) if f.entity)
        if lessee:
            return lessee
    near = [*grammar.pobjs(term.noun, "of", "for"), *grammar.kids(term.noun, "poss", "compound")]
    near = [_owner_of(desk, n) for n in near]
    body = tuple(f for f in people.fillers(near) if not f.entity or is_kind(desk, f, *BODIES))
    if body:
        return body
    if any(grammar.tokens[n].pos == "PRON" for n in near):
        return ()
    if is_instrument(desk, term.noun):
        return (named(desk, term.noun),)
    return people.fillers([term.noun]) or (people.phrase(term.noun),)


def _owner_of(desk: Desk, word: int) -> int:
    """Of "the mission, whose mandate was extended" the mission, else the word itself."""
    if desk.grammar.tokens[word].lemma != "whose":
        return word
    clauses = (a for a in desk.grammar.ancestors(word) if desk.grammar.tokens[a].dep == "relcl")
    return next((desk.grammar.tokens[a].head for a in clauses), word)


def _instrument(desk: Desk, term: Term) -> tuple[Filler, ...]:
    grammar = desk.grammar
    subjects = [s for s in grammar.subjects(term.verb) if is_instrument(desk, s) and s != term.noun]
    if subjects:
        return (named(desk, subjects[0]),)
    bound = grammar.tokens[term.noun].lemma in NOUNS or grammar.tokens[term.verb].lemma in LEASING
    return (desk.people.phrase(term.noun),) if bound else ()


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
