"""Acts: the reviewed rules that say which words tell which act, and who did it to whom.

A rule names trigger words (verbs or nouns), where each role stands in the grammar, and what must be there. The first
rule that fits a trigger wins; rules that ask for an object or for words beside it are tried before those that do not.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec import field
from msgspec.structs import replace

from regesta.claims.cast import PEOPLE_NOUNS, People, as_actor
from regesta.claims.grammar import Grammar
from regesta.lexicon import load, words
from regesta.model import Filler, Value

OFFICIALS = words("officials") | words("office-nouns")
ACTORS = ("person", "organisation", "state", "place", "nationality", "vessel")
ROLES = ("who", "to", "with", "about", "where", "instrument")
PARTIES = ("who", "to", "with")
AT_PLACES = frozenset(("CONSULT", "ASSAULT", "MOBILIZE", "RETREAT"))
"""What is done at a town is not done to its state."""
ON_THINGS = frozenset(("ASSAULT", "COERCE", "PROTEST", "SANCTION"))
"""What may be done to a thing: a boat is seized, a depot shelled."""
# Heads that only count what stands after "of": "thousands of troops", "a shipment of rifles".
COUNTS = frozenset(
    "number hundred thousand dozen score million group series team pair couple lot kind type tonne ton shipment batch "
    "consignment convoy plane truckload barrage salvo wave round piece handful crowd column package".split()
)


class Rule(Value, frozen=True):
    """One way of telling an act. Slots: subj, obj, poss, adj, of, by, comp, compound, prep:X (see `slot`)."""

    id: str
    type: str
    why: str
    mode: str = ""
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    object_not: tuple[str, ...] = ()
    comp_not: tuple[str, ...] = ()
    with_words: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    modes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: str = ""
    carrier: tuple[str, ...] = ()
    yes: tuple[dict[str, str], ...] = ()
    no: tuple[str, ...] = ()


class Found(Value, frozen=True):
    """A rule that fits at a trigger, its mode chosen, with what fills its roles."""

    rule: Rule
    trigger: int
    carrier: int | None
    roles: Mapping[str, tuple[Filler, ...]]


class Site(NamedTuple):
    """A trigger in its text, with the verb that carries it where it is a noun."""

    at: int
    carrier: int | None
    grammar: Grammar
    people: People

    @property
    def is_noun(self) -> bool:
        """Whether the act is told by a noun."""
        return self.grammar.tokens[self.at].pos in ("NOUN", "PROPN")

    def lemmas(self, indexes: Iterable[int]) -> set[str]:
        """The lemmas of these tokens."""
        return {self.grammar.tokens[i].lemma for i in indexes}


@cache
def rules() -> tuple[Rule, ...]:
    """The reviewed rules, in the order in which they are tried."""
    return tuple(_rule(entry) for entry in load().tables["acts"]["act"])


def _rule(entry: Mapping[str, Any]) -> Rule:
    fields: dict[str, Any] = {
        ("with_" if k == "with" else k): tuple(v) if isinstance(v, list) else v for k, v in entry.items()
    }
    for key in ("kinds", "modes"):
        fields[key] = {name: tuple(words) for name, words in entry.get(key, {}).items()}
    return Rule(**fields)


@cache
def reviewed() -> Mapping[str, tuple[Rule, ...]]:
    """The index of all reviewed rules."""
    return index(rules())


def index(chosen: Sequence[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    """Trigger → rules, narrow ones first: "v:visit", "v:hand over", "n:visit"."""
    table: dict[str, list[Rule]] = {}
    for rule in chosen:
        for word in rule.verbs:
            table.setdefault(f"v:{word}", []).append(rule)
        for word in rule.nouns:
            table.setdefault(f"n:{word}", []).append(rule)
    return {word: tuple(sorted(found, key=_breadth)) for word, found in table.items()}


def _breadth(rule: Rule) -> int:
    """How wide a rule is: narrow ones are tried first, those as narrow in the order of the file."""
    return -2 * bool(rule.with_words) - 2 * bool(rule.object) - 2 * bool(rule.subject) - bool(rule.carrier)


def acts(grammar: Grammar, people: People, table: Mapping[str, Sequence[Rule]] | None = None) -> Iterator[Found]:
    """Every act told, in order of the text, at most one for a trigger."""
    table = reviewed() if table is None else table
    for at in range(len(grammar.tokens)):
        candidates = table.get(trigger_word(at, grammar, table), ())
        if candidates:
            noun = grammar.tokens[at].pos in ("NOUN", "PROPN")
            site = Site(at, grammar.carrier(at) if noun else None, grammar, people)
            found = next((f for rule in candidates if (f := fit(rule, site))), None)
            if found:
                yield found


def trigger_word(at: int, grammar: Grammar, table: Mapping[str, Sequence[Rule]] | None = None) -> str:
    """The word that the index knows a trigger by: "n:visit", "v:walk", "v:walk out"."""
    table = reviewed() if table is None else table
    token = grammar.tokens[at]
    if token.pos in ("NOUN", "PROPN"):
        return f"n:{token.lemma}"
    if token.pos not in ("VERB", "AUX") and not (token.tag in ("VBN", "VBG", "VBD") and token.pos == "ADJ"):
        return ""
    particle = grammar.particle(at)
    if particle:
        return f"v:{token.lemma} {particle}"
    adverbs = [grammar.tokens[k].lemma for k in grammar.kids(at, "advmod", "prep") if not grammar.kids(k, "pobj")]
    # "sent back", "walked out of the talks"
    return next((w for w in (f"v:{token.lemma} {a}" for a in adverbs) if w in table), f"v:{token.lemma}")


def fit(rule: Rule, site: Site) -> Found | None:
    """The rule at this trigger, where all that it needs is there."""
    if rule.carrier and (site.carrier is None or site.grammar.tokens[site.carrier].lemma not in rule.carrier):
        return None
    if not (_objects_fit(rule, site) and _subject_fits(rule, site) and _words_fit(rule, site)):
        return None
    roles: dict[str, tuple[Filler, ...]] = {}
    for role in ROLES:
        if fillers := _first_filled(rule, role, roles, site):
            roles[role] = fillers
    if not all(any(r in roles for r in need.split("|")) for need in rule.needs):
        return None
    return Found(rule=_in_mode(rule, site), trigger=site.at, carrier=site.carrier, roles=roles)


def _objects_fit(rule: Rule, site: Site) -> bool:
    """Whether the object is one that the rule speaks of: "handed over a list" against "handed over the town"."""
    if rule.comp_not and not site.lemmas(slot_heads("comp", site)).isdisjoint(rule.comp_not):
        return False
    if not rule.object and not rule.object_not:
        return True
    lemmas = _nouns(slot_heads("obj", site), site)
    return lemmas.isdisjoint(rule.object_not) and not (rule.object and lemmas.isdisjoint(rule.object))


def _subject_fits(rule: Rule, site: Site) -> bool:
    """Whether it is done by those the rule speaks of: "students protested" against "Chad protested"."""
    if not rule.subject:
        return True
    slots = ("subj", "poss", "of", "by", "compound") if site.is_noun else ("subj",)
    return any(not _nouns(slot_heads(slot, site), site).isdisjoint(rule.subject) for slot in slots)


def _nouns(heads: Iterable[int], site: Site) -> set[str]:
    """The nouns that these phrases are of, those joined by "and" and those counted included."""
    grammar = site.grammar
    found = {c for head in heads for c in grammar.conjuncts(head)}
    counts = {n for n in found if grammar.tokens[n].lemma in COUNTS or grammar.tokens[n].pos == "NUM"}
    found |= {c for n in counts for c in grammar.pobjs(n, "of")}
    return site.lemmas(found)


def _words_fit(rule: Rule, site: Site) -> bool:
    """Whether a word that tells the rule's sense stands with the trigger, "supported … with weapons", and none that
    tells another."""
    if not rule.with_words and not rule.not_words:
        return True
    around = site.lemmas(_around(site))
    return around.isdisjoint(rule.not_words) and not (rule.with_words and around.isdisjoint(rule.with_words))


def _around(site: Site) -> set[int]:
    """The tokens below the trigger and below its subject, and the verb it follows from: "crashed, killing three"."""
    token = site.grammar.tokens[site.at]
    above = {token.head} if token.dep in ("advcl", "conj") else set()
    return above | {i for top in (site.at, *slot_heads("subj", site)) for i in site.grammar.subtree(top)}


def _in_mode(rule: Rule, site: Site) -> Rule:
    """The rule with the mode that the words tell; those of the sufferer do not count: a drone shot down is no drone
    attack."""
    if not rule.modes:
        return rule
    inside = _around(site)
    for slot in rule.to:
        for head in slot_heads(slot, site):
            inside.difference_update(site.grammar.subtree(head))
    words = site.lemmas(inside | {site.at})
    mode = next((mode for mode, tells in rule.modes.items() if not words.isdisjoint(tells)), rule.mode)
    return replace(rule, mode=mode)


def _first_filled(rule: Rule, role: str, filled: Mapping[str, Sequence[Filler]], site: Site) -> tuple[Filler, ...]:
    """What fills a role: the first slot that holds something fit for it. Nobody acts on himself: who has a part already
    gets no second one."""
    people, kinds = site.people, rule.kinds.get(role, ())
    taken = {f.entity or f.words for part in PARTIES if role in PARTIES for f in filled.get(part, ())}
    for slot in getattr(rule, "with_" if role == "with" else role):
        heads = slot_heads(slot, site)
        fillers = _content(heads, people) if role in ("about", "instrument") else people.fillers(heads)
        if _takes_states(role, slot, kinds):
            fillers = tuple(as_actor(people, f) for f in fillers)
        fillers = tuple(f for f in fillers if kind_fits(f, people, role, kinds) and (f.entity or f.words) not in taken)
        if fillers:
            return fillers
    return ()


def as_parties(people: People, role: str, kind: str, heads: Sequence[int]) -> tuple[Filler, ...]:
    """Whom these words name as parties to an act, each once, capitals that act as their states."""
    named = [filler for head in heads for filler in people.named(head)]
    if role == "who" or kind not in AT_PLACES:
        named = [as_actor(people, filler) for filler in named]
    if kind not in ON_THINGS or role == "who":
        named = [filler for filler in named if kind_fits(filler, people, role, ())]
    return each_once(named)


def each_once(fillers: Sequence[Filler]) -> tuple[Filler, ...]:
    """Each of these once, by entity or by words, where it is first met."""
    return tuple({filler.entity or filler.words: filler for filler in reversed(fillers)}.values())[::-1]


def _takes_states(role: str, slot: str, kinds: Sequence[str]) -> bool:
    """Whether a capital in this place stands for its government."""
    if role == "to":
        return slot in ("obj", "prep:on", "prep:with") and "place" not in kinds
    return role in ("who", "with")


def _content(heads: Sequence[int], people: People) -> tuple[Filler, ...]:
    """What it is about, in words; "on Friday" and "on the quay" are no topic."""
    return tuple(people.phrase(h) for h in heads if not people.is_dated(h) and not people.is_place(h))


def kind_fits(filler: Filler, people: People, role: str, kinds: Sequence[str]) -> bool:
    """Entities of the kinds a role takes; words only where they tell people, and not where a person is asked for."""
    entity = people.entity(filler)
    if role in ("about", "instrument"):
        return True
    if entity is not None:
        wanted = kinds or (("place", "facility", "state") if role == "where" else ACTORS)
        return entity.kind in wanted or ("nationality" in wanted and entity.kind == "state")
    if role == "where" or (kinds and not {"words", "organisation", "state"} & set(kinds)):
        return False
    starts = people.grammar.starts
    inside = range(bisect_left(starts, filler.start), bisect_left(starts, filler.end))
    anybody = not kinds or "words" in kinds
    told = PEOPLE_NOUNS if anybody else OFFICIALS
    acts_ = people.is_unnamed(filler) if anybody else people.is_power(filler)
    return acts_ or any(people.grammar.tokens[i].lemma in told for i in inside)


# --------------------------------------------------------------------------------------------- slots
def slot_heads(slot: str, site: Site) -> list[int]:
    """The phrase heads that stand in a slot of a trigger.

    subj, obj, iobj: of a verb, or of the verb that carries a noun; poss: "Chad’s visit"; adj: "the Chadian visit";
    of, by: "a visit of / by Chad"; prep:X: the phrase after X on the trigger or its carrier; comp: the clause it takes;
    relative: the place of "…, where it berthed"; beside: the people of a caption who stand "during the talks";
    A>B: slot B of what stands in slot A.
    """
    grammar, verb = site.grammar, site.carrier if site.is_noun else site.at
    outer, _, inner = slot.partition(">")
    if inner:
        heads = [n for o in slot_heads(outer, site) for n in (o, *grammar.pobjs(o, "of"))]
        return [h for o in heads for h in slot_heads(inner, site._replace(at=o, carrier=None))]
    if slot in ("subj", "obj", "iobj", "comp", "xcomp"):
        return _verbal(slot, verb, site)
    if slot == "relative":
        return _relative(site.at, grammar)
    if slot in NOMINAL:
        return _nominal(slot, site.at, grammar)
    preposition = slot.removeprefix("prep:")
    found = grammar.pobjs(site.at, preposition)
    if not found and verb is not None and verb != site.at and preposition != "of":
        found = grammar.pobjs(verb, preposition)
    return found or ([] if site.is_noun else _after_object(site, preposition))


def _after_object(site: Site, preposition: str) -> list[int]:
    """What a gerund after the object tells, which the parser hung on the object: "accused the guards of stealing"."""
    below = [h for o in _verbal("obj", site.at, site) for h in site.grammar.pobjs(o, preposition)]
    return [h for h in below if site.grammar.tokens[h].tag == "VBG"]


def _relative(verb: int, grammar: Grammar) -> list[int]:
    """The place that a clause with "where" is about."""
    asks = any(grammar.tokens[k].text.casefold() == "where" for k in grammar.kids(verb, "advmod"))
    return [grammar.tokens[verb].head] if asks and grammar.tokens[verb].dep == "relcl" else []


NOMINAL = {
    "poss": ("poss",),
    "adj": ("amod", "compound", "nmod"),
    "compound": ("compound", "nmod", "amod"),
    "beside": (),
}


def _verbal(slot: str, verb: int | None, site: Site) -> list[int]:
    grammar = site.grammar
    if slot == "comp" and verb is None:
        return grammar.kids(site.at, "acl", "relcl")
    if verb is None or (slot in ("obj", "iobj") and site.is_noun):
        return []
    if slot == "subj" and site.is_noun and grammar.tokens[verb].lemma == "be" and grammar.tokens[site.at].dep == "attr":
        return []  # "it is the first visit": the subject is the visit
    if slot == "xcomp":
        return grammar.kids(verb, "xcomp")
    find = {"subj": grammar.subjects, "obj": grammar.objects, "iobj": grammar.receivers, "comp": grammar.complements}
    return [h for h in find[slot](verb) if h != site.at]


def _nominal(slot: str, at: int, grammar: Grammar) -> list[int]:
    token = grammar.tokens[at]
    if slot == "beside":
        above = grammar.tokens[token.head].head if token.dep == "pobj" else at
        return [above] if above != at and grammar.tokens[above].pos in ("NOUN", "PROPN") else []
    found = grammar.kids(at, *NOMINAL[slot])
    if not found and slot == "poss" and token.dep == "conj":  # "his fall and exile"
        return grammar.kids(token.head, "poss")
    return found
