"""Who stands where in a sentence: subjects, objects and prepositional phrases of verbs and of nouns that tell an act.

The parser gives a tree; this gives what a reader takes from it: the deep subject of a passive, the subject that an
infinitive or a participle borrows from above, the noun behind "which", the object shared by two verbs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from typing import TypeVar, cast

from regesta.lexicon import words
from regesta.model import Document, Token

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
OBJECTS = ("dobj", "obj")
BORROWS = ("xcomp", "advcl", "conj", "pcomp", "acl")
OBJECT_CONTROL = words("object-control")
ASPECTS = words("aspect-verbs")
INTRANSITIVE = words("intransitive")
RELATIVES = frozenset(("which", "that", "who", "whom", "whose"))
LIGHT = words("light-verbs")
ENTERING = words("entering")
OBJECT_GERUND = words("object-gerund")


Question = TypeVar("Question", bound=Callable[..., object])


def _once(ask: Question) -> Question:
    """A question whose answer is kept, since most words are asked about many times; nobody may change an answer."""

    @wraps(ask)
    def answer(self: "Grammar", *asked: object) -> object:
        kept = self.answers[ask]
        if asked not in kept:
            kept[asked] = ask(self, *asked)
        return kept[asked]

    return cast(Question, answer)


class Grammar:
    """Questions about the parse of one document, answered by token index."""

    def __init__(self, document: Document) -> None:
        self.tokens = document.tokens
        self.sentences = document.sentences
        self.answers: dict[object, dict[object, object]] = defaultdict(dict)
        self._kids: list[list[int]] = [[] for _ in self.tokens]
        self._by_dep: list[dict[str, list[int]]] = [{} for _ in self.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                self._kids[token.head].append(index)
                self._by_dep[token.head].setdefault(token.dep, []).append(index)

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts, for look-up by character."""
        return [t.start for t in self.tokens]

    def token(self, index: int) -> Token:
        """One token."""
        return self.tokens[index]

    def kids(self, index: int, *deps: str) -> list[int]:
        """The dependents of a token, only those of the given relations where some are given."""
        if not deps:
            return self._kids[index]
        kids = self._by_dep[index]
        if len(deps) == 1:
            return kids.get(deps[0], [])
        return sorted(kid for dep in deps if dep in kids for kid in kids[dep]) if kids else []

    @_once
    def subtree(self, index: int) -> list[int]:
        """The token and all below it, in order of the text."""
        found, stack = [], [index]
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(self._kids[at])
        return sorted(found)

    def ancestors(self, index: int) -> Iterator[int]:
        """The tokens above, nearest first."""
        while self.tokens[index].head != index:
            index = self.tokens[index].head
            yield index

    @_once
    def upward(self, index: int) -> list[int]:
        """The token and those above it, nearest first."""
        return [index, *self.ancestors(index)]

    @_once
    def is_passive(self, verb: int) -> bool:
        """Whether a verb is said of what it is done to."""
        return any(self.tokens[k].dep in ("auxpass", *PASSIVE_SUBJECTS) for k in self._kids[verb]) or (
            self.tokens[verb].tag == "VBN"
            and self.tokens[verb].dep in ("acl", "amod")
            and not self.kids(verb, "aux", *SUBJECTS)
            and self.tokens[verb].lemma not in INTRANSITIVE
        )

    def is_infinitive(self, verb: int) -> bool:
        """Whether a verb stands with "to"."""
        return any(self.tokens[k].tag == "TO" for k in self.kids(verb, "aux"))

    def particle(self, verb: int) -> str:
        """The verb's particle ("out" of "carry out"), or nothing."""
        return next((self.tokens[k].lemma for k in self.kids(verb, "prt")), "")

    # ------------------------------------------------------------------------------------- arguments of a verb
    def subjects(self, verb: int, depth: int = 0) -> list[int]:
        """The heads of the deep subject: the agent of a passive, else the subject, own or borrowed."""
        if self.is_passive(verb):
            return self._agents(verb)
        return self._surface_subjects(verb, depth)

    @_once
    def _surface_subjects(self, verb: int, depth: int) -> list[int]:
        own = self.kids(verb, *SUBJECTS, *PASSIVE_SUBJECTS)
        if own:
            return [self._antecedent(k) for k in own]
        token = self.tokens[verb]
        if depth > 6 or token.head == verb or token.dep not in (*BORROWS, "relcl", "ccomp"):
            return []
        return self._borrowed(verb, depth)

    def _borrowed(self, verb: int, depth: int) -> list[int]:
        """The subject that a participle, an infinitive or a joined verb takes from above."""
        token, head = self.tokens[verb], self.tokens[verb].head
        if token.dep == "acl":
            return [head] if token.tag in ("VBG", "VBN") else self._owner_of_noun(head, depth)
        if token.dep == "pcomp":
            return self._above_preposition(head, depth)
        if self.tokens[head].pos == "ADJ":
            return self._surface_subjects(self.tokens[head].head, depth + 1)
        return self._from_verb(verb, head, depth) if self.tokens[head].pos in ("VERB", "AUX") else []

    def _from_verb(self, verb: int, head: int, depth: int) -> list[int]:
        """The subject of the verb above, or its object where that controls: "urged Chad to sign"."""
        token = self.tokens[verb]
        if token.dep == "xcomp" and self.tokens[head].lemma in OBJECT_CONTROL:
            controlled = self.objects(head) or self.pobjs(head, "on", "upon", "to", "for")
            if controlled:
                return controlled
        told = token.dep == "ccomp" and self.kids(verb, "mark")
        purpose = token.dep == "advcl" and self.is_passive(head) and self.is_infinitive(verb)
        return [] if told or purpose else self._surface_subjects(head, depth + 1)

    def _owner_of_noun(self, noun: int, depth: int) -> list[int]:
        """Who has "the intention to …", "a plan to …": its possessor, else the subject of the verb it belongs to."""
        owners = self.kids(noun, "poss")
        if owners:
            return owners
        for above in self.ancestors(noun):
            if self.tokens[above].pos in ("VERB", "AUX"):
                return self._surface_subjects(above, depth + 1)
        return []

    def _above_preposition(self, preposition: int, depth: int) -> list[int]:
        above = self.tokens[preposition].head
        if self.tokens[above].pos in ("VERB", "AUX"):
            signs = self.tokens[preposition].lemma in ("of", "from", "for")
            of_object = self.objects(above) if signs and self.tokens[above].lemma in OBJECT_GERUND else []
            return of_object or self._surface_subjects(above, depth + 1)
        if self.tokens[above].pos == "ADJ":
            return self._surface_subjects(self.tokens[above].head, depth + 1)
        return self._owner_of_noun(above, depth)

    def _agents(self, verb: int) -> list[int]:
        agents = self.kids(verb, "agent") + [p for p in self.kids(verb, "prep") if self.tokens[p].lemma == "by"]
        return [k for a in agents for k in self.kids(a, "pobj", "pcomp")]

    @_once
    def objects(self, verb: int) -> list[int]:
        """The heads of the deep object: what a passive is said of, else the object, own or of "which"."""
        if self.is_passive(verb):
            token = self.tokens[verb]
            if token.dep in ("acl", "amod"):
                return [token.head]
            return self._surface_subjects(verb, 0)
        given = self.receivers(verb)
        return [self._antecedent(k) for k in self.kids(verb, *OBJECTS) if k not in given]

    @_once
    def receivers(self, verb: int) -> list[int]:
        """Who is given something without a preposition: "gave Togo forty trucks"."""
        if self.is_passive(verb):
            return []
        direct = self.kids(verb, *OBJECTS)
        given = [k for k in self.kids(verb, "dative") if self.tokens[k].pos != "ADP"]
        if given:
            return given if direct else []
        return direct[:1] if len(direct) > 1 else []

    @_once
    def pobjs(self, index: int, *prepositions: str) -> list[int]:
        """The heads of the prepositional phrases on a token, only of the given prepositions where some are given."""
        found = []
        for kid in self.kids(index, "prep", "dative", "agent", "prt"):
            if not prepositions or self.tokens[kid].lemma in prepositions:
                found.extend(self._objects_of_preposition(kid))
        return found

    def _objects_of_preposition(self, preposition: int) -> list[int]:
        found = [self._antecedent(k) for k in self.kids(preposition, "pobj", "pcomp")]
        for nested in self.kids(preposition, "prep"):  # "over to", "according to", "together with"
            found.extend(self.kids(nested, "pobj"))
        return found

    def complements(self, verb: int) -> list[int]:
        """The verbs of the clauses a verb takes: "said that …", "agreed to …"."""
        return self.kids(verb, "xcomp", "ccomp")

    @_once
    def conjuncts(self, index: int) -> list[int]:
        """The token and those joined to it by "and" or commas, in order."""
        found = [index]
        for kid in self.kids(index, "conj"):
            found.extend(self.conjuncts(kid))
        return found

    def _antecedent(self, index: int) -> int:
        """The noun that a relative pronoun stands for, else the token itself."""
        token = self.tokens[index]
        if token.lemma in RELATIVES and token.tag in ("WDT", "WP", "WP$", "IN", "DT"):
            for above in self.ancestors(index):
                if self.tokens[above].dep in ("relcl", "acl"):
                    return self.tokens[above].head
        return index

    # ------------------------------------------------------------------------------------- nouns that tell an act
    def carrier(self, noun: int) -> int | None:
        """The verb that carries an act told by a noun: "made" of "made a visit", "is" of "this is the first visit"."""
        token = self.tokens[noun]
        head = token.head
        if head == noun:
            return None
        if token.dep == "attr" or (token.dep in (*OBJECTS, *PASSIVE_SUBJECTS) and self.tokens[head].lemma in LIGHT):
            return head if self.tokens[head].pos in ("VERB", "AUX") else None
        if token.dep in SUBJECTS and (self.tokens[head].lemma in ASPECTS or self._is_off(head)):
            return head
        if token.dep == "pobj" and self.tokens[head].lemma in ("on", "in", "into", "to"):
            above = self.tokens[head].head
            return above if self.tokens[above].lemma in ENTERING else None
        if token.dep == "conj":
            return self.carrier(head)
        return None

    def _is_off(self, verb: int) -> bool:
        """“The meeting is off”."""
        return self.tokens[verb].lemma == "be" and any(self.tokens[k].lemma == "off" for k in self._kids[verb])

    def clause_of(self, index: int) -> int:
        """The nearest verb at or above a token, the token itself where there is none."""
        for at in (index, *self.ancestors(index)):
            if self.tokens[at].pos in ("VERB", "AUX"):
                return at
        return index

    def sentence_span(self, index: int) -> tuple[int, int]:
        """The interval of the text that holds the sentence of a token."""
        first, last = self.sentences[self.tokens[index].sentence]
        return self.tokens[first].start, self.tokens[last - 1].end
