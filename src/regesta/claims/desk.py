"""What every frame needs to make a claim of what it found: quote, voices, time, roles."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from regesta import edtf
from regesta.claims.cast import People
from regesta.claims.grammar import Grammar
from regesta.claims.voices import chain
from regesta.claims.when import Clock, When
from regesta.model import Claim, ClaimKind, Document, Entity, Filler, Quantity, Scope, Status, Voice, content_id

PAST_AFTER = "P4M"  # an act dated longer than this before the report is told as background
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBER_WORDS = (
    {w: n for n, w in enumerate(ONES.split())} | {w: 10 * n for n, w in enumerate(TENS.split(), 2)} | {"dozen": 12}
)
SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}


class Told(NamedTuple):
    """What a frame found, to be made a claim of: the token that tells it, its roles, when, and how sure."""

    kind: ClaimKind
    type: str
    trigger: int
    rule: str
    roles: Mapping[str, tuple[Filler, ...]]
    when: When
    mode: str = ""
    status: Status = "happened"
    background: bool = False
    where: str | None = None
    scope: Scope | None = None
    quantity: Quantity | None = None
    quote: tuple[int, int] | None = None
    present: bool | None = None
    term: str | None = None
    confidence: float = 0.75


class Desk(NamedTuple):
    """A document laid out for reading."""

    document: Document
    grammar: Grammar
    people: People
    voices: tuple[Voice, ...]
    clock: Clock

    def chain(self, token: int) -> tuple[Voice, ...]:
        """The voices through which what a token tells came."""
        return chain(self.voices, self.grammar.tokens[token].start, self.document.story)

    def is_past(self, when: str | None) -> bool:
        """Whether a value ended well before the report."""
        limits, published = edtf.bounds(when), edtf.bounds(self.document.story.published.edtf)
        if not limits or not published or limits[1] is None or published[0] is None:
            return False
        return (published[0] - limits[1]).days > 120

    def is_ahead(self, when: str | None) -> bool:
        """Whether a value begins after the report."""
        limits, published = edtf.bounds(when), edtf.bounds(self.document.story.published.edtf)
        return bool(limits and published and limits[0] and published[1] and limits[0] > published[1])

    def other_side(self, actor: Entity) -> Filler | None:
        """The other of the two states that a story is about, where it speaks of no third nearly as often; for a third,
        the one that it speaks of most by far."""
        votes = self.people.state_votes
        top = [key for key, _ in votes.most_common(3)]
        if top and actor.id not in top[:2] and votes[top[0]] * 10 >= sum(votes.values()) * 4:
            return Filler(words=self.people.entities[top[0]].name, entity=top[0])
        third = votes[top[2]] if len(top) > 2 else 0
        if len(top) < 2 or votes[top[1]] < 3 or third * 3 > votes[top[1]] * 2 or actor.id not in top[:2]:
            return None
        other = self.people.entities[top[0] if actor.id == top[1] else top[1]]
        return Filler(words=other.name, entity=other.id)

    def number(self, head: int) -> Quantity | None:
        """The count that stands with a noun."""
        for kid in self.grammar.kids(head, "nummod"):
            inside = [self.grammar.tokens[i] for i in self.grammar.subtree(kid)]
            words = " ".join(t.text for t in inside)
            value = number_of(words)
            if value is not None and self.grammar.tokens[head].lemma not in ("year", "month", "day", "week", "hour"):
                vague = {t.lemma for t in inside} & {"about", "nearly", "around", "some", "almost", "roughly"}
                more = {t.lemma for t in inside} & {"more", "over", "least"}
                high = None if more else value * 1.1 if vague else value
                low = value * 0.9 if vague else value
                return Quantity(low=low, high=high, words=words, unit=self.grammar.tokens[head].lemma)
        return None

    def claim(self, told: Told) -> Claim:
        """The claim, with the sentence of its trigger as quote and the chain of voices that reaches it."""
        token = self.grammar.tokens[told.trigger]
        story = self.document.story.id
        named = "|".join(f"{r}={f.start}:{f.words}" for r, fillers in told.roles.items() for f in fillers)
        place = f"{token.start}-{token.end}"
        return Claim(
            id=content_id("claim", story, told.kind, told.type, told.mode, place, named),
            story=story,
            kind=told.kind,
            type=told.type,
            mode=told.mode,
            status=told.status,
            background=told.background,
            when=told.when.edtf,
            when_words=told.when.words,
            when_basis=told.when.basis,
            where=told.where,
            roles=dict(told.roles),
            scope=told.scope,
            quantity=told.quantity,
            voices=self.chain(told.trigger),
            quote=told.quote or self.grammar.sentence_span(told.trigger),
            trigger=(token.start, token.end),
            rule=told.rule,
            present=told.present,
            term=told.term,
            confidence=round(told.confidence, 2),
        )


def number_of(words: str) -> float | None:
    """The number that words or digits tell, or nothing."""
    total: float | None = None
    for word in words.casefold().replace(",", "").replace("-", " ").split():
        if word.replace(".", "", 1).isascii() and word.replace(".", "", 1).isdigit():
            total = (total or 0) + float(word)
        elif word in NUMBER_WORDS:
            total = (total or 0) + NUMBER_WORDS[word]
        elif word in SCALE:
            total = (total or 1) * SCALE[word]
    return total


def token_at(desk: Desk, start: int) -> int:
    """The token that begins at or holds a character."""
    return max(bisect_right(desk.grammar.starts, start) - 1, 0)


def is_kind(desk: Desk, filler: Filler, *kinds: str) -> bool:
    """Whether what fills a role is an entity of one of these kinds."""
    entity = desk.people.entity(filler)
    return entity is not None and entity.kind in kinds
