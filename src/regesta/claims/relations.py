"""Relations that stand, as reports call them, and quotations with their speaker."""

from collections.abc import Iterator, Sequence
from itertools import product

from regesta.claims.cast import as_state
from regesta.claims.desk import Desk, Told, token_at
from regesta.claims.when import When
from regesta.lexicon import meanings, words
from regesta.model import Claim, Filler

RELATIONS = meanings("relation-nouns")
FIGHTS, FIGHT_VERBS = words("fights"), words("fight-verbs")
RELATION_VERBS = {
    "back": "backs",
    "support": "backs",
    "ally": "ally of",
    "recognise": "recognises",
    "recognize": "recognises",
}


def relations(desk: Desk) -> Iterator[Claim]:
    """Who is called ally, backer, rival, member of whom, as a state of things."""
    grammar = desk.grammar
    for at, token in enumerate(grammar.tokens):
        if token.lemma in RELATIONS and token.pos == "NOUN":
            yield from _noun_relation(desk, at, RELATIONS[token.lemma])
        elif token.lemma in FIGHTS and token.pos == "NOUN":
            yield from _fight(desk, at)
        elif token.lemma in FIGHT_VERBS and token.tag in ("VB", "VBG", "VBZ", "VBP") and not grammar.is_passive(at):
            yield from _fighting(desk, at, grammar.subjects(at), grammar.objects(at) or grammar.pobjs(at, "against"))
        elif token.lemma in RELATION_VERBS and _stands(desk, at):
            who = [f for f in desk.people.fillers(desk.grammar.subjects(at)) if f.entity]
            to = [f for f in desk.people.fillers(desk.grammar.objects(at)) if f.entity]
            if who and to:
                yield _relation(desk, at, RELATION_VERBS[token.lemma], who[0], to[0])


def _stands(desk: Desk, verb: int) -> bool:
    """Whether a verb tells a standing relation: "backed by Kenya", "Kenya backs", not what was done one day."""
    token = desk.grammar.tokens[verb]
    return (token.tag == "VBN" and token.dep in ("acl", "amod")) or (
        token.tag in ("VBZ", "VBP") and token.pos == "VERB"
    )


def _noun_relation(desk: Desk, at: int, relation: str) -> Iterator[Claim]:
    grammar, people = desk.grammar, desk.people
    to = [f for f in people.fillers([*grammar.kids(at, "poss"), *grammar.pobjs(at, "of", "to")]) if f.entity]
    who = [f for f in people.fillers(grammar.kids(at, "appos")) if f.entity]
    who = who or [f for f in people.fillers(_predicated(desk, at)) if f.entity]
    if who and to and who[0].entity != to[0].entity:
        yield _relation(desk, at, relation, who[0], to[0])


def _fight(desk: Desk, at: int) -> Iterator[Claim]:
    """Who fights whom, as a state of things: "the Chadian campaign against X", "Chad joined the war against X"."""
    grammar = desk.grammar
    signs = ("against", "on", "with") if grammar.tokens[at].lemma == "war" else ("against",)
    against = grammar.pobjs(at, *signs)
    own = [*grammar.kids(at, "poss", "amod", "compound", "nmod"), *grammar.pobjs(at, "by", "of")]
    if against:
        owners = any(_is_party(desk, f) for f in desk.people.fillers(own))
        yield from _fighting(desk, at, own if owners else grammar.subjects(grammar.clause_of(at)), against)


def _fighting(desk: Desk, at: int, who: Sequence[int], to: Sequence[int]) -> Iterator[Claim]:
    """Each of those fights each of these."""
    parties = [[f for f in desk.people.fillers(heads) if _is_party(desk, f)] for heads in (who, to)]
    for one, other in product(*parties):
        if one.entity != other.entity:
            yield _relation(desk, at, "fights", one, other)


def _is_party(desk: Desk, filler: Filler) -> bool:
    entity = desk.people.entity(filler)
    return entity is not None and entity.kind in ("organisation", "state", "person", "nationality")


def _predicated(desk: Desk, at: int) -> list[int]:
    """What is called so: the subject of "is an ally of", "is one of its allies", or what the noun explains."""
    token = desk.grammar.tokens[at]
    if token.dep == "appos":
        return [token.head]
    top = at
    if token.dep == "pobj" and desk.grammar.tokens[desk.grammar.tokens[token.head].head].lemma in (
        "one",
        "among",
        "some",
    ):
        top = desk.grammar.tokens[token.head].head
    if desk.grammar.tokens[top].dep in ("attr", "oprd") and desk.grammar.tokens[
        desk.grammar.tokens[top].head
    ].lemma in ("be", "become", "remain"):
        return desk.grammar.subjects(desk.grammar.tokens[top].head)
    return []


def _relation(desk: Desk, at: int, relation: str, who: Filler, to: Filler) -> Claim:
    adjectives = {desk.grammar.tokens[k].lemma for k in desk.grammar.kids(at, "amod")}
    helpers = {desk.grammar.tokens[k].text.casefold() for k in desk.grammar.kids(desk.grammar.tokens[at].head, "aux")}
    ended = bool(adjectives & {"former", "old", "erstwhile"}) or "had" in helpers
    published = desk.document.story.published.edtf
    when = When(
        f"../{published}" if ended and published and "/" not in published else published,
        "",
        "tense" if ended else "publication",
    )
    roles = {
        "who": (as_state(desk.people, who),),
        "to": (as_state(desk.people, to),),
        "relation": (Filler(words=relation),),
    }
    return desk.claim(
        Told(
            kind="relation",
            type=relation,
            trigger=at,
            rule="relation.called",
            mode="former" if ended else "",
            roles=roles,
            background=ended,
            when=when,
            confidence=0.7,
        )
    )


def _first_word(desk: Desk, start: int) -> int:
    """The first token of a quotation; a mark inside a word does not make the whole word part of it."""
    at = token_at(desk, start)
    return at if desk.grammar.tokens[at].start >= start else min(at + 1, len(desk.grammar.tokens) - 1)


def quotations(desk: Desk) -> Iterator[Claim]:
    """Direct speech with its speaker."""
    published = desk.document.story.published.edtf
    when = When(published, "", "publication" if published else "unknown")
    for voice in desk.voices:
        if voice.kind not in ("direct", "translated") or voice.content is None:
            continue
        start, end = voice.content
        words = desk.document.story.text[start:end]
        roles = {
            "speaker": (Filler(words=voice.name, entity=voice.entity),),
            "text": (Filler(words=words, start=start, end=end),),
        }
        mode = "translated" if voice.kind == "translated" else ""
        yield desk.claim(
            Told(
                kind="quotation",
                type="quotation",
                trigger=_first_word(desk, start),
                rule="quotation.direct",
                mode=mode,
                roles=roles,
                when=when,
                quote=(start, end),
                confidence=0.85,
            )
        )
