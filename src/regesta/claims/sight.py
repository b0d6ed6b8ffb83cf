"""What is seen around a word: the features by which a small model weighs what act it tells and who has which part.

A feature is a string, hashed to a row of the model's weights.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from zlib import crc32

from regesta.claims.acts import ROLES, Found, Site, reviewed, slot_heads
from regesta.claims.cast import People
from regesta.claims.grammar import Grammar
from regesta.lexicon import words

ROWS = 1 << 14
CURRENCIES = words("currencies")
_NO_ACT = words("light-verbs") | words("aspect-verbs") | frozenset(("be", "have", "do", "say"))
_NOUNS = ("NOUN", "PROPN")
_TELLING = ("VERB", "NOUN", "ADJ", "ADV", "ADP")
_NEAR = 8
_OWNERS = ("amod", "compound", "nmod", "poss")
_OWNING = ("nationality", "state", "organisation", "person", "place")
_TOPS = ("nsubj", "nsubjpass", "dobj", "pobj", "agent")
_SLOTS = ("subj", "obj", "iobj", "poss", "adj", "compound", "xcomp")
_PREPOSITIONS = "to with from against on of by at for in into between over toward among through about".split()


class Sight:
    """A document with what rules fit where, and the words in it that may tell an act."""

    def __init__(self, grammar: Grammar, people: People, ruled: Mapping[int, Found], nouns: Container[str]) -> None:
        self.grammar, self.people, self.ruled = grammar, people, ruled
        self._heads: dict[int, list[int]] = {}
        self.may_tell = [at for at in range(len(grammar.tokens)) if self._may_tell(at, nouns)]

    def _may_tell(self, at: int, nouns: Container[str]) -> bool:
        """Whether a word may tell an act: a full verb, or a noun that tells one somewhere in what was learned from."""
        token = self.grammar.tokens[at]
        if token.pos in _NOUNS:
            return token.lemma in nouns
        return token.pos == "VERB" and token.lemma not in _NO_ACT

    # -------------------------------------------------------------------------------------------- triggers
    def trigger(self, at: int) -> tuple[int, ...]:
        """What is seen around a word that may tell an act, as rows of the weights."""
        grammar, token = self.grammar, self.grammar.tokens[at]
        noun = token.pos in _NOUNS
        objects = grammar.pobjs(at, "of") if noun else grammar.objects(at)
        subjects = grammar.kids(at, "poss", "amod", "compound") if noun else grammar.subjects(at)
        clauses = [] if noun else grammar.complements(at)
        told = (self._own(at, subjects, objects, clauses), self._prepositions(at), self._around(at), self._rules(at))
        return hashed(chain.from_iterable(told))

    def _own(self, at: int, subjects: Sequence[int], objects: Sequence[int], clauses: Sequence[int]) -> Iterator[str]:
        token, said = self.grammar.tokens[at], self._said(at)
        object_, clause, kind = self._lemma(objects), self._lemma(clauses), self._kind(objects)
        yield from (f"t={said}", f"pos={token.pos}", f"o={object_}", f"x={clause}", f"ok={kind}")
        yield from (f"t|o={said}|{object_}", f"t|x={said}|{clause}", f"t|ok={said}|{kind}")
        yield from (f"s={self._lemma(subjects)}", f"sk={self._kind(subjects)}")
        yield from (f"ot={kind}" for kind in self._types(objects))
        yield from (f"t|ot={said}|{kind}" for kind in self._types(objects))
        yield from (f"xt={kind}" for kind in self._types(clauses))
        yield from (f"t|xt={said}|{kind}" for kind in self._types(clauses))
        yield f"passive={token.pos == 'VERB' and self.grammar.is_passive(at)}"
        for helper in self.grammar.kids(at, "aux", "neg", "mark"):
            lemma = self.grammar.tokens[helper].lemma
            yield from (f"h={lemma}", f"t|h={said}|{lemma}")

    def _prepositions(self, at: int) -> Iterator[str]:
        """The prepositions on a word, alone, with the word, and with what each is followed by."""
        said = self._said(at)
        for prep in self.grammar.kids(at, "prep", "agent", "dative"):
            word, below = self.grammar.tokens[prep].lemma, self.grammar.kids(prep, "pobj", "pcomp")
            yield from (f"p={word}", f"t|p={said}|{word}")
            yield from (f"p|o={word}|{self._lemma(below)}", f"p|k={word}|{self._kind(below)}")

    def _around(self, at: int) -> Iterator[str]:
        """The word that a word hangs on, and the telling words near it that hang on it."""
        tokens, dep = self.grammar.tokens, self.grammar.tokens[at].dep
        above = tokens[at].head
        if dep == "pobj":
            dep, above = f"prep:{tokens[above].lemma}", tokens[above].head
        if above != at:
            lemma = tokens[above].lemma
            yield from (f"g={lemma}", f"g|d={lemma}|{dep}", f"t|g={tokens[at].lemma}|{lemma}")
            yield from (f"gt|d={kind}|{dep}" for kind in self._types([above]))
        yield f"d={dep}"
        for index in self.grammar.subtree(at):
            if abs(index - at) <= _NEAR and tokens[index].pos in _TELLING:
                yield f"b={tokens[index].lemma}"

    def _rules(self, at: int) -> Iterator[str]:
        """What the reviewed rules say of a word and of its neighbours in the tree."""
        yield from (f"r={kind}" for kind in self._types([at]))
        found = self.ruled.get(at)
        yield f"fit={found.rule.type if found else '-'}"
        if found:
            yield f"fm={found.rule.type}/{found.rule.mode}"
        near = (self.grammar.tokens[at].head, *self.grammar.kids(at))
        yield from (f"near={self.ruled[one].rule.type}" for one in near if one != at and one in self.ruled)

    # -------------------------------------------------------------------------------------------- parts
    def heads(self, at: int) -> list[int]:
        """The words of the sentence that may head who has a part in an act."""
        sentence = self.grammar.tokens[at].sentence
        if sentence not in self._heads:
            self._heads[sentence] = [i for i in range(*self.grammar.sentences[sentence]) if self._may_take_part(i)]
        return [i for i in self._heads[sentence] if i != at]

    def _may_take_part(self, index: int) -> bool:
        token = self.grammar.tokens[index]
        if self.people.is_dated(index):
            return False
        money = self.grammar.tokens[token.head].lemma in CURRENCIES  # "US dollars" are nobody's
        if token.pos in ("NOUN", "PROPN", "PRON") and token.dep != "compound":
            return not money
        if token.dep in _OWNERS and token.pos in ("ADJ", "PROPN", "NOUN"):
            return not money and any(mention.kind in _OWNING for mention in self.people.mentions(index))
        return token.pos in ("NUM", "DET", "ADJ") and token.dep in _TOPS

    def slots(self, at: int) -> Mapping[int, frozenset[str]]:
        """The slots in which words stand to a trigger, by word; "R:who" where the rule that fits fills a role so."""
        noun = self.grammar.tokens[at].pos in _NOUNS
        site = Site(at, self.grammar.carrier(at) if noun else None, self.grammar, self.people)
        found: dict[int, set[str]] = {}
        for slot in (*_SLOTS, *self._phrases(site)):
            for index in {c for head in slot_heads(slot, site) for c in self.grammar.conjuncts(head)}:
                found.setdefault(index, set()).add(slot)
        for role in ROLES[:-1] if at in self.ruled else ():
            for filler in self.ruled[at].roles.get(role, ()):
                starts = self.grammar.starts
                for index in range(bisect_left(starts, max(filler.start, 0)), bisect_left(starts, filler.end)):
                    found.setdefault(index, set()).add(f"R:{role}")
        return {index: frozenset(names) for index, names in found.items()}

    def _phrases(self, site: Site) -> list[str]:
        """The slots of the prepositional phrases about a trigger."""
        grammar, verb = self.grammar, site.at if site.carrier is None else site.carrier
        near = {site.at, verb} if site.is_noun else {site.at, *grammar.objects(site.at)}
        kids = (kid for one in near for kid in grammar.kids(one, "prep", "dative", "agent", "prt"))
        present = {grammar.tokens[kid].lemma for kid in kids}
        return [f"prep:{one}" for one in _PREPOSITIONS if one in present]

    def part(self, at: int, head: int, kind: str, slots: Mapping[int, frozenset[str]]) -> tuple[int, ...]:
        """What is seen between a trigger of a type of act and a word that may head who has a part in it, as rows."""
        return hashed((*self._between(at, head, kind), *self._stand(at, head, kind, slots)))

    def _between(self, at: int, head: int, kind: str) -> list[str]:
        token, trigger = self.grammar.tokens[head], self.grammar.tokens[at]
        path, up, down = self._path(at, head)
        who, lemma = self._sort(head), token.lemma
        way = [f"p={path}", f"p|pos={path}|{trigger.pos}", f"p|ty={path}|{kind}", f"p|l={path}|{self._said(at)}"]
        way += [f"u={up},{down}", f"ord={head < at}", f"dist={min(abs(head - at) // 4, 6)}", f"ty={kind}"]
        way += [f"k={who}", f"k|ty={who}|{kind}", f"lem={lemma}", f"lem|ty={lemma}|{kind}"]
        return [*way, f"pos={token.pos}", f"dep={token.dep}"]

    def _stand(self, at: int, head: int, kind: str, slots: Mapping[int, frozenset[str]]) -> list[str]:
        own, pos, who = sorted(slots.get(head, ())), self.grammar.tokens[at].pos, self._sort(head)
        passive = pos == "VERB" and self.grammar.is_passive(at)
        told = [f"passive={passive}", f"ruled={at in self.ruled}"]
        for slot in own:
            told += [f"s={slot}", f"s|ty={slot}|{kind}", f"s|l={slot}|{self._said(at)}"]
            told += [f"s|k={slot}|{who}", f"s|pos={slot}|{pos}|{passive}"]
        if not own:
            told += ["s=-", f"s=-|{who}", f"s=-|{kind}"]
        told.append(f"many={'+'.join(one for one in own if not one.startswith('R'))}")
        if at in self.ruled:
            told.append(f"rs={'+'.join(one for one in own if one.startswith('R'))}")
        return told

    def _path(self, at: int, head: int) -> tuple[str, int, int]:
        """The way through the tree from one word to another: up, then down, and how many steps of each."""
        tokens = self.grammar.tokens
        up, down = self.grammar.upward(at), self.grammar.upward(head)
        meet = next((one for one in up if one in down), None)
        if meet is None:
            return "none", 9, 9
        above, below = up[: up.index(meet)], down[: down.index(meet)]
        signs = [
            f"prep:{tokens[i].lemma}" if tokens[i].dep in ("prep", "agent") else tokens[i].dep for i in reversed(below)
        ]
        return f"{'^'.join(tokens[i].dep for i in above)}|{'>'.join(signs)}", len(above), len(below)

    # -------------------------------------------------------------------------------------------- words
    def _said(self, at: int) -> str:
        return f"{self.grammar.tokens[at].lemma} {self.grammar.particle(at)}".strip()

    def _lemma(self, heads: Sequence[int]) -> str:
        return self.grammar.tokens[heads[0]].lemma if heads else ""

    def _types(self, heads: Sequence[int]) -> tuple[str, ...]:
        """The types that reviewed rules give the first of these words where they fit."""
        if not heads:
            return ()
        sort = "n" if self.grammar.tokens[heads[0]].pos in _NOUNS else "v"
        return _reviewed_types(f"{sort}:{self._said(heads[0])}")

    def _kind(self, heads: Sequence[int]) -> str:
        """The kind of what is named first, or that words name people."""
        named = self.people.fillers(heads[:1]) if heads else ()
        entity = self.people.entity(named[0]) if named else None
        return entity.kind if entity else "words" if heads else ""

    def _sort(self, index: int) -> str:
        """The kind of what a word names, or the sector of whom it tells without a name."""
        mentions = self.people.mentions(index)
        return mentions[0].kind if mentions else self.people.sector(index)


def hashed(told: Iterable[str]) -> tuple[int, ...]:
    """The rows of the weights that belong to these features, each once."""
    return tuple({crc32(one.encode()) % ROWS for one in told})


@cache
def _reviewed_types(trigger: str) -> tuple[str, ...]:
    """The types that reviewed rules give a trigger where they fit."""
    return tuple(sorted({rule.type for rule in reviewed().get(trigger, ())}))
