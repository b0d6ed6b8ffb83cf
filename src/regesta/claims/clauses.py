"""Clauses: what an instrument says, or is said to leave out."""

from collections.abc import Iterator, Sequence

from regesta.claims.desk import Desk, Told
from regesta.claims.instruments import BEARERS, is_definite, is_instrument, last_before, named
from regesta.claims.status import reality
from regesta.claims.when import When
from regesta.lexicon import words
from regesta.model import Claim, Filler

SAYS, OMITS, BINDS = words("instrument-says"), words("instrument-omits"), words("instrument-binds")
STANDING, COVERED, PARTS = words("standing"), words("covering"), words("instrument-parts")
FATES = words("instrument-fates")
DECLARED = frozenset(("statement", "declaration", "resolution", "document", "communique", "ultimatum"))
"""What these say is a saying of those who issued them, not a clause."""
BINDING = BEARERS - DECLARED
TOLD = frozenset(("happened", "ongoing", "not_happened", "demanded", "planned", "conditional"))
STATED = frozenset(("happened", "ongoing", "not_happened"))
ABOUT = ("about", "on", "of", "to", "for", "against")
MODALS = frozenset(("will", "must", "shall", "may", "can", "would", "should"))
FINITE = frozenset(("VBZ", "VBP", "VBD"))
NAYS = frozenset(("no", "nor", "neither", "not", "n't", "n’t", "never", "nowhere"))


def clauses(desk: Desk) -> Iterator[Claim]:
    """What an instrument says, or is said not to say: "the document did not mention …", "makes no mention of …"."""
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos in ("VERB", "AUX"):
            yield from _by_verb(desk, at)
        elif token.pos == "NOUN" and token.lemma in PARTS:
            yield from _mention(desk, at)
        elif token.text.casefold() == "under" and token.dep == "prep":
            yield from _under(desk, at)
        elif token.lemma == "silent":
            yield from _silent(desk, at)
        elif token.lemma == "without":
            yield from _without(desk, at)
        if token.lemma in ("miss", "missing", "absent"):
            yield from _missing(desk, at)


def _by_verb(desk: Desk, verb: int) -> Iterator[Claim]:
    """What a verb tells of a clause: its subject has it, is it, or stands in the instrument."""
    lemma = desk.grammar.tokens[verb].lemma
    omits = lemma in OMITS or (lemma == "leave" and desk.grammar.particle(verb) == "out")
    if lemma in STANDING:
        yield from _listed(desk, verb)
    if (lemma in COVERED or omits) and desk.grammar.tokens[verb].tag == "VBN":
        yield from _covered(desk, verb, omits)
    elif omits or lemma in SAYS or lemma in BINDS or _is_open(desk, verb):
        yield from _clause(desk, verb, omits)


def _is_open(desk: Desk, verb: int) -> bool:
    """Whether any verb may tell a clause: in the present or with a modal, of an instrument that has a verb's object,
    and not one that tells what became of it: "the accord halves the fee", "it does not name a judge"."""
    grammar, token = desk.grammar, desk.grammar.tokens[verb]
    modal = any(grammar.tokens[k].lemma in MODALS for k in grammar.kids(verb, "aux"))
    denied = any(_is_nay(desk, k) for k in grammar.kids(verb, "neg", "advmod"))
    present = token.tag in ("VBZ", "VBP") or (token.tag == "VB" and (modal or denied))
    told = grammar.kids(verb, "dobj", "ccomp") or (denied and grammar.kids(verb, "prep"))
    if not present or not told or token.lemma in FATES:
        return False
    subjects = {grammar.tokens[s].lemma for s in grammar.kids(verb, "nsubj")}
    return not subjects.isdisjoint(BINDING) or ("it" in subjects and token.dep in ("ROOT", "conj"))


# --------------------------------------------------------------------------------------------- "the accord bans …"
def _clause(desk: Desk, verb: int, omits: bool) -> Iterator[Claim]:
    """“The accord bans mines”, "it has no clause on water", "No article deals with oil", "a treaty giving …"."""
    instrument = _bearer(desk, verb)
    if instrument is None or (instrument > verb and desk.grammar.tokens[verb].dep != "ccomp"):
        return
    heads = _content(desk, verb)
    if reality(desk.grammar, verb, None).status not in TOLD or not heads or _declares(desk, verb, instrument):
        return
    absent = _denies(desk, verb, heads)
    for clause in _worded(desk, verb, heads):
        yield _said(desk, verb, named(desk, instrument), clause, omits == absent)


def _bearer(desk: Desk, verb: int) -> int | None:
    """The instrument that a verb has for its subject, or whose clause it has."""
    grammar = desk.grammar
    if grammar.tokens[verb].dep == "acl" and grammar.tokens[verb].tag == "VBG":
        heads = [grammar.tokens[verb].head]
    else:
        heads = [] if grammar.tokens[verb].dep == "acl" else grammar.subjects(verb)
    if grammar.tokens[verb].tag == "VBG" and grammar.tokens[verb].dep in ("xcomp", "pcomp"):
        return None  # "it is worth mentioning"
    for head in heads:
        if grammar.tokens[head].lemma in PARTS and grammar.tokens[verb].dep != "relcl":
            inside = [p for p in grammar.pobjs(head, "of", "in") if is_instrument(desk, p)]
            return next(iter(inside), None) or last_before(desk, head)
        if is_instrument(desk, head):
            return head
        if grammar.tokens[head].lemma == "nothing":
            return next((p for p in grammar.pobjs(head, "in") if is_instrument(desk, p)), None)
    return None


def _content(desk: Desk, verb: int) -> list[int]:
    """The heads of what the instrument says: objects, what stands after "for" or "with", or a clause."""
    grammar = desk.grammar
    if grammar.tokens[verb].lemma in BINDS:
        heads = [k for k in grammar.kids(verb) if k > verb and grammar.tokens[k].dep in ("dobj", "dative")][:1]
    else:
        heads = grammar.objects(verb)
    heads = heads or _after_prepositions(desk, verb)
    clauses = [] if grammar.tokens[verb].lemma in ("have", "offer") else grammar.kids(verb, "ccomp", "xcomp")
    heads = [h for h in heads or clauses if h > verb]
    if grammar.tokens[min(verb + 1, len(grammar.tokens) - 1)].lemma == "nothing":
        heads = [verb + 1]
    if heads and grammar.tokens[heads[0]].lemma == "nothing":  # "says nothing about the islands"
        below = [i for i in grammar.subtree(heads[0]) if i > heads[0]]
        spoken = [p for i in (heads[0], verb, *below) for p in grammar.pobjs(i, *ABOUT)]
        return [p for p in spoken if p > heads[0]][:1]
    if heads and grammar.tokens[heads[0]].lemma in PARTS:
        return _of_part(desk, heads[0])
    return heads


def _after_prepositions(desk: Desk, verb: int) -> list[int]:
    """“Provides for inspections and for a register”."""
    grammar = desk.grammar
    first = grammar.pobjs(verb, "for", "to", "on", "with", "about", "from", "of", "as")
    joined = [c for p in grammar.kids(verb, "prep") for c in grammar.kids(p, "conj") if grammar.tokens[c].pos == "ADP"]
    return [*first, *(k for c in joined for k in grammar.kids(c, "pobj"))]


def _of_part(desk: Desk, part: int) -> list[int]:
    """What a provision, a mention, a word is about."""
    grammar = desk.grammar
    return [p for p in grammar.pobjs(part, *ABOUT) if p > part][:1] or grammar.kids(part, "relcl", "acl")


def _denies(desk: Desk, verb: int, heads: Sequence[int] = ()) -> bool:
    """Whether the words say that it does not: "does not", "nor does it", "says nothing on", "no article", "has no"."""
    grammar = desk.grammar
    subjects = grammar.kids(verb, "nsubj")
    nothing = any(grammar.tokens[i].lemma == "nothing" for i in (*subjects, *range(verb, max(heads, default=verb))))
    failing = grammar.tokens[verb].dep == "xcomp" and grammar.tokens[grammar.tokens[verb].head].lemma == "fail"
    nouns = grammar.kids(verb, "nsubj", "nsubjpass", "dobj", "attr")
    signs = [*grammar.kids(verb, "neg", "preconj", "advmod"), *(k for n in nouns for k in grammar.kids(n, "det"))]
    opening = [k for k in grammar.kids(verb, "cc") if k < verb]
    denied = any(_is_nay(desk, sign) for sign in (*signs, *opening))
    shared = (
        grammar.tokens[verb].dep == "conj" and grammar.tokens[verb].tag == "VB"
    )  # "does not cover tin or name ports"
    return nothing or denied or failing or (shared and _denies(desk, grammar.tokens[verb].head))


def _is_nay(desk: Desk, index: int) -> bool:
    return desk.grammar.tokens[index].lemma in NAYS


def _declares(desk: Desk, verb: int, instrument: int) -> bool:
    """Whether a text speaks for those who issued it, rather than binds: "the declaration calls on donors"."""
    grammar = desk.grammar
    lemma = grammar.tokens[verb].lemma
    if lemma == "call" and not grammar.pobjs(verb, "for"):
        return True
    spoken = lemma in ("say", "call", "mention", "refer") and not _denies(desk, verb, [verb + 2])
    return spoken and grammar.tokens[instrument].lemma in DECLARED


def _worded(desk: Desk, verb: int, heads: Sequence[int]) -> list[Filler]:
    """The clauses in words: after a binding verb all that it governs; else each thing named with words of its own."""
    grammar = desk.grammar
    if grammar.tokens[verb].lemma in BINDS and grammar.tokens[heads[0]].dep != "pcomp":
        inside = [i for k in grammar.kids(verb) if k > verb and _is_governed(desk, k) for i in _own(desk, k)]
        return [desk.people.span(inside, heads[0])] if heads[0] in inside else []
    joined = [j for h in heads for j in grammar.conjuncts(h)]
    apart = [
        j for j in joined if any(grammar.tokens[k].dep in ("amod", "prep", "acl", "poss") for k in grammar.kids(j))
    ]
    if len(joined) > 1 and len(apart) == len(joined):
        return [desk.people.span([i for i in _own(desk, j) if not _is_joined(desk, j, i)], j) for j in joined]
    return [desk.people.span(_own(desk, heads[0]), heads[0])]


GOVERNED = frozenset(("dobj", "dative", "xcomp", "ccomp", "prep", "nsubj", "oprd", "npadvmod", "advmod"))


def _is_governed(desk: Desk, index: int) -> bool:
    token = desk.grammar.tokens[index]
    return token.dep in GOVERNED or (token.dep == "advcl" and desk.grammar.is_infinitive(index))


def _own(desk: Desk, head: int) -> list[int]:
    """The words below one, without a "no" or "any" before it, clauses that describe it, and joined finite verbs."""
    grammar = desk.grammar
    below = grammar.subtree(head)
    joined = [k for k in below if grammar.tokens[k].dep == "conj" and grammar.tokens[k].tag in FINITE]
    beside = [k for k in below if k != head and grammar.tokens[k].dep in ("relcl", "appos")]
    left = {i for k in (*joined, *beside) for i in grammar.subtree(k)}
    left |= {k for k in grammar.kids(head, "det", "mark") if grammar.tokens[k].lemma in ("no", "any", "that")}
    return [i for i in below if i not in left]


def _is_joined(desk: Desk, head: int, index: int) -> bool:
    """Whether a word is of what is joined to a noun by "and"."""
    grammar = desk.grammar
    joints = grammar.kids(head, "conj", "cc")
    return any(index in grammar.subtree(joint) for joint in joints)


# --------------------------------------------------------------------------------------------- "buses are not covered"
def _listed(desk: Desk, verb: int) -> Iterator[Claim]:
    """“Crude oil is not on the list”, "fishing does not feature in the accord"."""
    grammar = desk.grammar
    places = [p for p in grammar.pobjs(verb, "on", "in", "among") if is_instrument(desk, p) and is_definite(desk, p)]
    subjects = [
        s for s in grammar.subjects(verb) if not is_instrument(desk, s) and grammar.tokens[s].pos in ("NOUN", "PROPN")
    ]
    if places and subjects and not grammar.kids(verb, "attr", "acomp", "xcomp", "ccomp"):
        told = reality(grammar, verb, None)
        if told.status in STATED:
            absent = _denies(desk, verb)
            yield _said(desk, verb, named(desk, places[0]), desk.people.phrase(subjects[0]), not absent)


def _covered(desk: Desk, verb: int, omits: bool) -> Iterator[Claim]:
    """“Buses are not covered”, "visa waivers are not mentioned in it": the clause is the subject of the passive."""
    grammar = desk.grammar
    subject, above = _passive_subject(desk, verb)
    if subject is None or is_instrument(desk, subject):
        return
    told = reality(grammar, verb, None)
    absent = _denies(desk, above)
    places = [p for p in grammar.pobjs(verb, "in", "by", "under", "from") if is_instrument(desk, p)]
    free = absent or grammar.tokens[verb].lemma in ("omit", "leave")
    place = next(iter(places), last_before(desk, verb) if free else None)
    if place is not None and told.status in STATED:
        yield _said(desk, verb, named(desk, place), desk.people.phrase(subject), omits == absent)


def _passive_subject(desk: Desk, verb: int) -> tuple[int | None, int]:
    """Of what a passive is said, and the verb that is negated: also in "nor are the pastures mentioned" and in "the
    missiles stipulated in the accord"."""
    grammar = desk.grammar
    own = grammar.kids(verb, "nsubjpass")
    if own:
        return own[0], verb
    if grammar.tokens[verb].dep != "acl":
        return None, verb
    noun = grammar.tokens[verb].head
    above = next((a for a in grammar.ancestors(verb) if grammar.tokens[a].pos in ("VERB", "AUX")), verb)
    asked = [k for k in grammar.kids(above, "nsubj") if above < k < verb and grammar.tokens[above].lemma == "be"]
    return (asked[0], above) if asked else (noun, verb)


def _missing(desk: Desk, word: int) -> Iterator[Claim]:
    """“Missing from it is any word on rent”, "rent is absent from the text"."""
    grammar = desk.grammar
    places = [p for p in grammar.pobjs(word, "from") if is_instrument(desk, p)]
    verb = grammar.tokens[word].head
    if places and grammar.tokens[verb].lemma in ("be", "remain"):
        heads = [k for k in grammar.kids(verb, "nsubj", "attr") if k != word]
        heads = [c for h in heads for c in (_of_part(desk, h) if grammar.tokens[h].lemma in PARTS else [h])]
        for head in heads[:1]:
            yield _said(desk, word, named(desk, places[0]), desk.people.span(_own(desk, head), head), False)


# --------------------------------------------------------------------------------------------- other wordings
def _under(desk: Desk, preposition: int) -> Iterator[Claim]:
    """“Under the memorandum, each side will accept … and ships may call …”: what follows are clauses of it."""
    grammar = desk.grammar
    inside = [k for k in grammar.kids(preposition, "pobj") if _is_source(desk, k)]
    verb = grammar.tokens[preposition].head
    if not inside:
        return
    for one in grammar.conjuncts(verb):
        if _binds(desk, one):
            left = {i for k in grammar.kids(one, "conj", "cc", "punct") for i in grammar.subtree(k)}
            content = [i for i in grammar.subtree(one) if i not in left.union(grammar.subtree(preposition))]
            yield _said(desk, one, named(desk, inside[0]), desk.people.span(content, one), True)


def _is_source(desk: Desk, noun: int) -> bool:
    known = is_definite(desk, noun) or desk.grammar.tokens[noun].pos in ("PRON", "PROPN")
    return known and is_instrument(desk, noun)


def _binds(desk: Desk, verb: int) -> bool:
    """Whether a verb says what is to be: "will accept", "is to accept", "accepts"."""
    token = desk.grammar.tokens[verb]
    future = any(desk.grammar.tokens[k].lemma in MODALS for k in desk.grammar.kids(verb, "aux"))
    bound = token.lemma == "be" and any(desk.grammar.is_infinitive(k) for k in desk.grammar.kids(verb, "xcomp"))
    return bound or (token.pos in ("VERB", "AUX") and (future or (token.tag in ("VBP", "VBZ") and token.pos == "VERB")))


def _mention(desk: Desk, noun: int) -> Iterator[Claim]:
    """“The accord makes no mention of the islands”, "there is no reference in the text to …"."""
    grammar = desk.grammar
    carrier = grammar.carrier(noun)
    if carrier is None or grammar.tokens[carrier].lemma in SAYS:
        return
    near = [*grammar.subjects(carrier), *grammar.pobjs(carrier, "in"), *grammar.pobjs(noun, "in")]
    places = [s for s in near if is_instrument(desk, s)]
    content = _of_part(desk, noun)
    if places and content:
        absent = _denies(desk, carrier, [noun]) or any(_is_nay(desk, k) for k in grammar.kids(noun, "det", "neg"))
        clause = desk.people.span(_own(desk, content[0]), content[0])
        yield _said(desk, carrier, named(desk, places[0]), clause, not absent)


def _without(desk: Desk, preposition: int) -> Iterator[Claim]:
    """“They signed a treaty without any mention of the islands”, "without mentioning the islands"."""
    grammar = desk.grammar
    head = grammar.tokens[preposition].head
    near = [head, *grammar.objects(head), *grammar.subjects(head)]
    places = [n for n in near if is_instrument(desk, n)]
    for inner in grammar.kids(preposition, "pobj", "pcomp") if places else ():
        spoken = grammar.tokens[inner].lemma in ("mention", "address", "name", "include", "set", "settle")
        if grammar.tokens[inner].lemma in PARTS or spoken:
            content = _of_part(desk, inner) if grammar.tokens[inner].pos == "NOUN" else _content(desk, inner)
            for one in content[:1]:
                yield _said(desk, preposition, named(desk, places[0]), desk.people.span(_own(desk, one), one), False)


def _silent(desk: Desk, adjective: int) -> Iterator[Claim]:
    """“The treaty is silent on the islands”."""
    verb = desk.grammar.tokens[adjective].head
    subjects = [s for s in desk.grammar.subjects(verb) if is_instrument(desk, s)]
    content = desk.grammar.pobjs(adjective, "on", "about", "as")
    if subjects and content:
        yield _said(desk, adjective, named(desk, subjects[0]), desk.people.phrase(content[0]), False)


def _said(desk: Desk, at: int, instrument: Filler, clause: Filler, present: bool) -> Claim:
    published = desk.document.story.published.edtf
    return desk.claim(
        Told(
            kind="clause",
            type="clause",
            trigger=at,
            rule="clause.says" if present else "clause.leaves-out",
            mode="present" if present else "absent",
            roles={"instrument": (instrument,), "clause": (clause,)},
            present=present,
            when=When(published, "", "publication" if published else "unknown"),
        )
    )
