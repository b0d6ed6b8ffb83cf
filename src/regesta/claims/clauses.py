"""Clauses: what an instrument says, or is said to leave out."""

from collections.abc import Iterator, Mapping

from regesta.claims.desk import Desk, Told
from regesta.claims.instruments import is_definite, is_instrument, named
from regesta.claims.status import reality
from regesta.claims.when import When
from regesta.lexicon import words
from regesta.model import Claim, Filler

SAYS, OMITS = words("instrument-says"), words("instrument-omits")
STANDING, COVERED = words("standing"), words("covering")


def clauses(desk: Desk) -> Iterator[Claim]:
    """What an instrument says, or is said not to say: "the document did not mention …", "makes no mention of …"."""
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos in ("VERB", "AUX") and token.lemma in STANDING:
            yield from _listed(desk, at)
        elif token.lemma == "leave" and desk.grammar.particle(at) == "out":
            yield from _clause(desk, at, False)
        elif token.pos == "VERB" and token.lemma in SAYS | OMITS:
            yield from _clause(desk, at, token.lemma in SAYS)
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
    subjects = (
        [s for s in grammar.subjects(verb) if is_instrument(desk, s)] if grammar.tokens[verb].dep != "acl" else []
    )
    nothing = verb + 1 < len(grammar.tokens) and grammar.tokens[verb + 1].text.casefold() == "nothing"
    content = (
        [verb + 1]
        if nothing
        else (
            grammar.objects(verb)
            or grammar.pobjs(verb, "for", "to", "on", "with", "about", "from")
            or grammar.kids(verb, "ccomp")
        )
    )
    content = [c for c in content if c > verb]
    if (
        not subjects
        or not content
        or (is_instrument(desk, content[0]) and grammar.tokens[content[0]].lemma != "clause")
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


def _listed(desk: Desk, verb: int) -> Iterator[Claim]:
    """“Crude oil is not on the list”, "fishing does not feature in the accord"."""
    grammar = desk.grammar
    places = [p for p in grammar.pobjs(verb, "on", "in", "among") if is_instrument(desk, p) and is_definite(desk, p)]
    subjects = [
        s for s in grammar.subjects(verb) if not is_instrument(desk, s) and grammar.tokens[s].pos in ("NOUN", "PROPN")
    ]
    if places and subjects and not grammar.kids(verb, "attr", "acomp", "xcomp", "ccomp"):
        told = reality(grammar, verb, None)
        if told.status in ("happened", "ongoing", "not_happened"):
            yield _said(desk, verb, places[0], subjects[0], told.status != "not_happened")


def _covered(desk: Desk, verb: int) -> Iterator[Claim]:
    """“Buses are not covered”, "visa waivers are not mentioned in it": the clause is the subject of the passive."""
    grammar = desk.grammar
    subjects = [s for s in grammar.kids(verb, "nsubjpass") if not is_instrument(desk, s)]
    place = [p for p in grammar.pobjs(verb, "in", "by", "under", "from") if is_instrument(desk, p)] or _last_instrument(
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
    found = [i for i in range(first, last) if desk.grammar.tokens[i].dep == "nsubj" and is_instrument(desk, i)]
    return [i for i in found if i != verb][-1:]


def _under(desk: Desk, preposition: int) -> Iterator[Claim]:
    """“Under the memorandum, each side will accept …”: what follows is a clause of it."""
    grammar = desk.grammar
    verb = grammar.tokens[preposition].head
    inside = [k for k in grammar.kids(preposition, "pobj") if is_instrument(desk, k) and is_definite(desk, k)]
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
    near = [*desk.grammar.subjects(carrier), *desk.grammar.pobjs(carrier, "in"), *desk.grammar.pobjs(noun, "in")]
    subjects = [s for s in near if is_instrument(desk, s)]
    content = desk.grammar.pobjs(noun, "of", "to", "on", "for", "about") or desk.grammar.kids(noun, "relcl", "acl")
    if subjects and content:
        negated = any(desk.grammar.tokens[k].text.casefold() == "no" for k in desk.grammar.kids(noun, "det", "neg"))
        yield _said(desk, carrier, subjects[0], content[0], not negated)


def _silent(desk: Desk, adjective: int) -> Iterator[Claim]:
    """“The treaty is silent on the islands”."""
    verb = desk.grammar.tokens[adjective].head
    subjects = [s for s in desk.grammar.subjects(verb) if is_instrument(desk, s)]
    content = desk.grammar.pobjs(adjective, "on", "about", "as")
    if subjects and content:
        yield _said(desk, adjective, subjects[0], content[0], False)


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
