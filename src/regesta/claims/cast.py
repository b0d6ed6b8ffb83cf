"""Who fills a role: from the head of a phrase to the entities that it names."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from regesta.claims.grammar import Grammar
from regesta.lexicon import words
from regesta.model import Document, Entity, Filler, Mention

ORDER = {"name": 0, "role": 1, "group": 2, "pronoun": 3}
OF_WHOM = words("of-whom")
PEOPLE_NOUNS = words("people")
SPOTS = words("spots")
OF_SIGNS = ("of", "from", "between", "in")
LONGEST = 220
OF_STATE = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "SPY", ""))
"""PLOVER's sectors of those whose acts are their state's; what rebels or refugees do is their own."""
POWERS = frozenset(("REB", "UAF", "PRM", "PTY", "OPP", "PRE", "CRM", "REF"))
"""The sectors of others that deal with states as parties of their own."""


class People:
    """The mentions of a document by the token that heads them, and the fillers of roles they give."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.document, self.grammar = document, grammar
        self.entities: dict[str, Entity] = {e.id: e for e in document.entities}
        self._by_state = {e.key: e for e in document.entities if e.kind == "state" and e.key}
        self._at: dict[int, list[Mention]] = {}
        self._unnamed = {
            index: self.entities[mention.entity].sector
            for mention in document.mentions
            if mention.how == "common"
            for index in self._tokens(mention)
        }
        pointing = [m for m in document.mentions if m.how in ORDER]
        for mention in sorted(pointing, key=lambda m: (ORDER[m.how], m.start - m.end)):
            for index in self._tokens(mention):
                self._at.setdefault(index, []).append(mention)

    def _tokens(self, mention: Mention) -> range:
        starts = self.grammar.starts
        first = max(bisect_right(starts, mention.start) - 1, 0)
        last = bisect_right(starts, mention.end - 1)
        return range(first, last)

    def mentions(self, index: int) -> list[Mention]:
        """The mentions that a token belongs to, the strongest kind of pointing only."""
        found = self._at.get(index, [])
        return [m for m in found if m.how == found[0].how] if found else []

    def entity(self, filler: Filler) -> Entity | None:
        """The entity that fills a role, where one does."""
        return self.entities.get(filler.entity) if filler.entity else None

    def is_unnamed(self, filler: Filler) -> bool:
        """Whether words tell an actor that has no name: "the rebels", "a lawyer"."""
        return bool(self._sectors(filler))

    def acts_apart(self, filler: Filler) -> bool:
        """Whether words tell an actor that has no name and acts for no state: "the rebels", "villagers"."""
        return not self._sectors(filler) <= OF_STATE

    def is_power(self, filler: Filler) -> bool:
        """Whether words tell one of these that deals with states: "the rebels", "opposition parties"."""
        return not POWERS.isdisjoint(self._sectors(filler))

    def sector(self, index: int) -> str:
        """The sector of the actor without a name that a token tells, "u:REB", or "-" where it tells none."""
        return f"u:{self._unnamed[index]}" if index in self._unnamed else "-"

    def _sectors(self, filler: Filler) -> set[str]:
        starts = self.grammar.starts
        inside = range(bisect_left(starts, filler.start), bisect_left(starts, filler.end))
        return {self._unnamed[index] for index in inside if index in self._unnamed}

    @cached_property
    def state_votes(self) -> Counter[str]:
        """How often each state, its people, bodies and places are mentioned, by entity id."""
        states = (self.state_of(self.entities[m.entity]) for m in self.document.mentions if m.how == "name")
        return Counter(state.id for state in states if state is not None)

    def is_dated(self, index: int) -> bool:
        """Whether a token belongs to a time expression."""
        at = self.grammar.tokens[index].start
        return any(t.start <= at < t.end for t in self.document.times)

    def is_place(self, index: int) -> bool:
        """Whether a token belongs to the name of a place or facility, or is a common noun of place."""
        return (
            any(m.kind in ("place", "facility") for m in self.mentions(index))
            or self.grammar.tokens[index].lemma in SPOTS
        )

    def state_of(self, entity: Entity) -> Entity | None:
        """The state an entity belongs to, the state itself for a state."""
        return entity if entity.kind == "state" else self._by_state.get(f"state:{entity.country}")

    def fillers(self, heads: Iterable[int]) -> tuple[Filler, ...]:
        """What these phrase heads name, those joined by "and" included, each entity once."""
        found: dict[str, Filler] = {}
        for head in heads:
            for index in self.grammar.conjuncts(head):
                for filler in self.named(index):
                    found.setdefault(filler.entity or filler.words.casefold(), filler)
        return tuple(found.values())

    def named(self, index: int, depth: int = 0) -> list[Filler]:
        """The entities a phrase names, or its words where it names none."""
        mentions = self.mentions(index)
        named = ("person",) if mentions else ("person", "vessel", "organisation")
        better = [k for k in self.grammar.kids(index, "appos") if any(m.kind in named for m in self.mentions(k))]
        if better and not any(m.kind == "person" for m in mentions):
            joined = self.grammar.conjuncts(better[0])
            return [filler for one in joined for filler in self.named(one, depth + 1)] if depth < 3 else []
        if not mentions and index in self._unnamed and depth < 3:
            bodies = self._bodies(*self.grammar.kids(index, "compound", "nmod"))  # "the Red Harvest gang"
            if bodies:
                return [self._filler(m) for m in bodies]
        if mentions:
            return [*(self._filler(m) for m in mentions), *self._leaders(index, mentions)]
        token = self.grammar.tokens[index]
        apart = self._unnamed.get(index, "") not in OF_STATE
        if depth < 3 and not apart and (token.lemma in OF_WHOM or token.pos in ("DET", "NUM", "PRON")):
            below = [c for k in self.grammar.pobjs(index, *OF_SIGNS) for c in self.grammar.conjuncts(k)]
            inner = [f for c in below for f in self.named(c, depth + 1) if f.entity]
            if inner:
                return inner
        if not apart and (token.lemma in OF_WHOM or token.lemma in PEOPLE_NOUNS):
            owner = self._owner(index)
            if owner:
                return owner
        before = self._before(index) if depth < 3 else None
        if before is not None:
            meant = self.named(before, depth + 1)
            own = self.phrase(index)
            return [replace(one, words=own.words, start=own.start, end=own.end) if one.entity else one for one in meant]
        return [self.phrase(index)] if token.pos not in ("PRON", "DET") else []

    def _before(self, index: int) -> int | None:
        """The earlier word that a phrase without a name points back at: "they" at "the guerrillas" of this sentence or
        the last, "the gang" at the gang that was named."""
        token = self.grammar.tokens[index]
        if token.lemma in ("they", "them"):
            at = bisect_left(self._plurals, index)
            found = self._plurals[at - 1] if at else None
            near = found is not None and token.sentence - self.grammar.tokens[found].sentence < 2
            return found if near else None
        if index not in self._unnamed or token.pos != "NOUN" or not self._is_definite(index):
            return None
        leading = self._leading.get((token.lemma, token.tag), ())
        at = bisect_left(leading, index)
        return leading[at - 1] if at else None

    @cached_property
    def _plurals(self) -> list[int]:
        """The words in the plural that tell actors without a name, in order."""
        return sorted(index for index in self._unnamed if self.grammar.tokens[index].tag == "NNS")

    def _is_definite(self, index: int) -> bool:
        signs = (self.grammar.tokens[k].lemma for k in self.grammar.kids(index, "det"))
        return any(sign in ("the", "this", "these", "those") for sign in signs)

    @cached_property
    def _leading(self) -> dict[tuple[str, str], list[int]]:
        """By lemma and tag of a word that points back, the words of its lemma, in order, that are of a body’s name or
        stand, in its tag, with such a name."""
        pointing: dict[str, set[str]] = {}
        for index in self._unnamed:
            token = self.grammar.tokens[index]
            pointing.setdefault(token.lemma, set()).add(token.tag)
        found: dict[tuple[str, str], list[int]] = {}
        for index, token in enumerate(self.grammar.tokens):
            for tag in pointing.get(token.lemma, ()):
                beside = self.grammar.kids(index, "appos", "compound", "nmod") if token.tag == tag else ()
                if self._bodies(index, *beside):
                    found.setdefault((token.lemma, tag), []).append(index)
        return found

    def _bodies(self, *indexes: int) -> list[Mention]:
        """The bodies by name that words belong to."""
        return [m for i in indexes for m in self.mentions(i) if m.kind == "organisation" and m.how == "name"]

    def _leaders(self, index: int, mentions: Sequence[Mention]) -> list[Filler]:
        """Who leads a delegation: "a Gabonese delegation led by X"."""
        if not any(self.entities[m.entity].sort == "delegation" for m in mentions):
            return []
        verbs = [
            k for k in self.grammar.kids(index, "acl", "relcl") if self.grammar.tokens[k].lemma in ("lead", "head")
        ]
        heads = [k for v in verbs for k in self.grammar.subjects(v)]
        return [f for h in heads for f in self.named(h, 2) if (e := self.entity(f)) and e.kind == "person"]

    def _owner(self, index: int) -> list[Filler]:
        """The state in "Gabon’s envoy", "the Gabonese envoy"."""
        for kid in self.grammar.kids(index, "poss", "amod", "compound", "nmod"):
            mentions = [m for m in self.mentions(kid) if m.kind in ("state", "nationality", "organisation")]
            if mentions:
                return [self._filler(m) for m in mentions]
        return []

    def sender(self, mission: Filler) -> Filler | None:
        """The state whose embassy or consulate this is: "the Chilean embassy in Lima"."""
        starts = self.grammar.starts
        tokens = range(bisect_left(starts, mission.start), bisect_left(starts, mission.end))
        owners = [f for index in tokens for f in self._owner(index) if not mission.start <= f.start < mission.end]
        return (
            Filler(words=mission.words, entity=owners[0].entity, start=mission.start, end=mission.end)
            if owners
            else None
        )

    def _filler(self, mention: Mention) -> Filler:
        text = self.document.story.text
        return Filler(
            words=text[mention.start : mention.end], entity=mention.entity, start=mention.start, end=mention.end
        )

    def phrase(self, index: int) -> Filler:
        """The words of a whole phrase, relative clauses left out."""
        grammar = self.grammar
        skip: set[int] = set()
        for kid in self._below(index):
            if grammar.tokens[kid].dep in ("relcl", "punct") and kid != index:
                skip.update(grammar.subtree(kid) if grammar.tokens[kid].dep == "relcl" else ())
        inside = [i for i in grammar.subtree(index) if i not in skip]
        return self.span(inside, index)

    def _below(self, index: int) -> Sequence[int]:
        return self.grammar.subtree(index)

    def span(self, inside: Sequence[int], head: int) -> Filler:
        """The unbroken run of these tokens around `head`, as words."""
        chosen, first, last = set(inside), head, head
        while first - 1 in chosen:
            first -= 1
        while last + 1 in chosen:
            last += 1
        while first < head and self.grammar.tokens[first].pos in ("PUNCT", "CCONJ", "ADP"):
            first += 1
        while last > head and self.grammar.tokens[last].pos in ("PUNCT", "CCONJ", "ADP"):
            last -= 1
        start, end = self.grammar.tokens[first].start, self.grammar.tokens[last].end
        end = min(end, start + LONGEST)
        return Filler(words=" ".join(self.document.story.text[start:end].split()), start=start, end=end)


def as_actor(people: People, filler: Filler) -> Filler:
    """Who acts where a capital or an embassy is said to: the state, since "Libreville said" is Gabon."""
    entity = people.entity(filler)
    if entity is not None and entity.kind == "facility" and entity.sort in ("embassy", "consulate"):
        return people.sender(filler) or filler
    if entity is not None and _is_side(entity):
        state = people.state_of(entity)
        return Filler(words=filler.words, entity=state.id, start=filler.start, end=filler.end) if state else filler
    if entity is None or entity.kind != "place":
        return filler
    state = people.state_of(entity) if entity.sort == "capital" else None
    if state is None:
        return filler
    return Filler(words=filler.words, entity=state.id, start=filler.start, end=filler.end)


def _is_side(entity: Entity) -> bool:
    """Whether a body is a state at a table: "the Polish Party", "the Omani Side"."""
    first, _, last = entity.name.partition(" ")
    return entity.kind == "organisation" and bool(first) and last in ("Party", "Side") and bool(entity.country)


def as_state(people: People, filler: Filler) -> Filler:
    """The state of a place that stands for it, whatever the place: what is "of Moscow" is Russia's."""
    entity = people.entity(filler)
    state = people.state_of(entity) if entity and entity.kind == "place" else None
    return Filler(words=filler.words, entity=state.id, start=filler.start, end=filler.end) if state else filler
