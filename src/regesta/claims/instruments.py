"""Instruments: what became of agreements, resolutions, lists and leases, and which one "the document" means."""

from collections.abc import Iterator

from regesta.claims.desk import Desk, Told
from regesta.claims.status import reality
from regesta.lexicon import meanings, words
from regesta.model import Claim, Filler

NOUNS = words("instruments")
BEARERS = NOUNS | words("clause-bearers")
ANY_KIND = frozenset(("document", "text", "paper", "deal"))  # nouns that tell no kind of instrument
FURTHEST = 4  # sentences back, where "It" carries what is spoken of from one to the next
MOST_STEPS = 2  # from "it" to "the accord" to the accord by its name
STATES = meanings("instrument-states")


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


def named(desk: Desk, head: int, depth: int = 0) -> Filler:
    """An instrument by its name where it has one, else by its words; "the document", "it" by what they point to."""
    own = _by_name(desk, head)
    if own is not None:
        return own
    before = _pointed_back(desk, head) if depth < MOST_STEPS else None
    return desk.people.phrase(head) if before is None else named(desk, before, depth + 1)


def _by_name(desk: Desk, head: int) -> Filler | None:
    for mention in desk.people.mentions(head):
        if mention.kind == "instrument":
            name = desk.people.entities[mention.entity].name
            return Filler(words=name, entity=mention.entity, start=mention.start, end=mention.end)
    return None


def _pointed_back(desk: Desk, head: int) -> int | None:
    """The earlier instrument that "it" or "the document" means: a fuller wording of the same noun anywhere before, or
    for a noun that tells no kind the last instrument of the sentences before."""
    token = desk.grammar.tokens[head]
    if token.pos == "PRON":
        return last_before(desk, head)
    if not is_definite(desk, head) or _is_described(desk, head):
        return None
    same = (i for i in range(head - 1, -1, -1) if desk.grammar.tokens[i].lemma == token.lemma)
    told = next((i for i in same if _is_noun(desk, i) and (_by_name(desk, i) or _is_described(desk, i))), None)
    if told is not None or token.lemma not in ANY_KIND:
        return told
    return last_before(desk, head, ANY_KIND)


def _is_described(desk: Desk, noun: int) -> bool:
    """Whether words beside a noun say which instrument it is: "a transit agreement", "the accord on fishing"."""
    return bool(desk.grammar.kids(noun, "compound", "amod", "nmod", "prep", "poss"))


def _is_noun(desk: Desk, index: int) -> bool:
    token = desk.grammar.tokens[index]
    return token.pos in ("NOUN", "PROPN") and token.dep not in ("compound", "nmod")


def last_before(desk: Desk, at: int, but: frozenset[str] = frozenset()) -> int | None:
    """The instrument that a sentence or the one before speaks of: its subject or what stands after "under" first."""
    sentence = desk.grammar.tokens[at].sentence
    reach = 2 if but else 1
    for back in range(min(sentence, FURTHEST) + 1):
        first, last = desk.grammar.sentences[sentence - back]
        found = [i for i in range(first, min(last, at)) if _is_noun(desk, i) and _bears(desk, i, but)]
        leading = [i for i in found if _leads(desk, i)]
        if found:
            return (leading or found)[-1]
        reach += back > 0 and any(desk.grammar.tokens[i].text == "It" for i in range(first, last))
        if back >= reach:
            return None
    return None


def _bears(desk: Desk, index: int, but: frozenset[str]) -> bool:
    lemma = desk.grammar.tokens[index].lemma
    return (lemma in BEARERS and lemma not in but) or _by_name(desk, index) is not None


def _leads(desk: Desk, index: int) -> bool:
    token = desk.grammar.tokens[index]
    return token.dep in ("nsubj", "nsubjpass") or desk.grammar.tokens[token.head].text.casefold() == "under"


def is_instrument(desk: Desk, head: int) -> bool:
    """Whether a noun, or the "it" that stands for one, names an instrument."""
    token = desk.grammar.tokens[head]
    if token.text.casefold() == "it" and token.pos == "PRON":
        return last_before(desk, head) is not None
    return token.lemma in BEARERS or _by_name(desk, head) is not None


def is_definite(desk: Desk, noun: int) -> bool:
    """Whether a noun points at something known: "the accord", "this list"."""
    return any(
        desk.grammar.tokens[k].text.casefold() in ("the", "this", "that") for k in desk.grammar.kids(noun, "det")
    )
