"""Instruments: what became of agreements, resolutions, lists and leases, and which one "the document" means."""

from collections.abc import Iterator

from regesta.claims.desk import Desk, Told
from regesta.claims.status import reality
from regesta.lexicon import meanings, words
from regesta.model import Claim, Filler

NOUNS = words("instruments")
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
    if not pronoun and not is_definite(desk, head):
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
            if token.dep != "compound":
                return desk.people.phrase(at)
    return None


def is_instrument(desk: Desk, head: int) -> bool:
    """Whether a noun, or the "it" that stands for one, names an instrument."""
    token = desk.grammar.tokens[head]
    if token.text.casefold() == "it" and token.pos == "PRON":
        return _pointed_back(desk, head) is not None
    return token.lemma in NOUNS or any(m.kind == "instrument" for m in desk.people.mentions(head))


def is_definite(desk: Desk, noun: int) -> bool:
    """Whether a noun points at something known: "the accord", "this list"."""
    return any(
        desk.grammar.tokens[k].text.casefold() in ("the", "this", "that") for k in desk.grammar.kids(noun, "det")
    )
