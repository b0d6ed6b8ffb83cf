"""Scope: "the first visit … since …", "the only base in …": what is ranked, among what, since when."""

import re

from regesta.claims.acts import Found
from regesta.claims.desk import Desk
from regesta.model import Scope

RANKS = {"first": "first", "1st": "first", "only": "only", "sole": "only", "last": "last", "final": "last",
         "largest": "largest", "biggest": "largest", "maiden": "first", "inaugural": "first"}  # fmt: skip
FIRST_TIME = frozenset(("time", "occasion"))


def scope_of(desk: Desk, found: Found) -> Scope | None:
    """The scope of an act told by a noun ("the first visit"), or by a verb ("for the first time")."""
    noun = found.trigger if desk.grammar.tokens[found.trigger].pos in ("NOUN", "PROPN") else None
    rank = rank_of(desk, noun) if noun is not None else _first_time(desk, found.trigger)
    if rank is None and noun is None:
        return _beside(desk, found)
    if rank is None:
        return None
    if rank == "last" and noun is not None and _is_previous(desk, noun):
        return None
    head = noun if noun is not None else found.trigger
    words = desk.people.phrase(head).words if noun is not None else desk.grammar.tokens[head].text
    return Scope(rank=rank, of=words, since=since(desk, found))  # type: ignore[arg-type]


_RANKED = re.compile(
    r"\b(?:the|his|her|their|its|a) (?:very )?(?P<rank>first|only|last|maiden|inaugural|largest|biggest)"
    r"(?P<of>(?: official| state| working| joint| direct| such| ever)*"
    r" (?:visit|trip|tour|meeting|talks|call|summit)\b[^,.;]*"
    r"| (?:[\w’'-]{1,40} ){1,6}(?:to do so|to visit|to travel|to come|to set foot|to meet)\b[^,.;]*)"
)


def _beside(desk: Desk, found: Found) -> Scope | None:
    """The rank that a sentence gives an act beside its verb: "arrived on the first visit by …", "visited Oman, the
    first minister to do so". Where several acts are told, it is not known of which."""
    if found.rule.type not in ("CONSULT", "COOPERATE"):
        return None
    start, end = desk.grammar.sentence_span(found.trigger)
    told = _RANKED.search(desk.document.story.text[start:end])
    if told is None or told["rank"] == "last":
        return None
    return Scope(rank=RANKS[told["rank"]], of=told["rank"] + told["of"], since=since(desk, found))  # type: ignore[arg-type]


def rank_of(desk: Desk, noun: int) -> str | None:
    """The rank that stands with a noun; "two first visits" and "at first" are none."""
    for kid in desk.grammar.kids(noun, "amod", "advmod", "nummod"):
        if rank := RANKS.get(desk.grammar.tokens[kid].text.casefold()):
            return rank
    return None


def _first_time(desk: Desk, verb: int) -> str | None:
    for head in desk.grammar.pobjs(verb, "for"):
        if desk.grammar.tokens[head].lemma in FIRST_TIME:
            return rank_of(desk, head)
    if desk.grammar.tokens[verb].dep not in ("relcl", "acl", "ccomp", "advcl"):
        return None
    first, _ = desk.grammar.sentences[desk.grammar.tokens[verb].sentence]
    times = [i for i in range(first, verb) if desk.grammar.tokens[i].lemma in FIRST_TIME]
    return rank_of(desk, times[-1]) if times else None  # "the first time that a delegation visited"


def _is_previous(desk: Desk, noun: int) -> bool:
    """“The last visit, in May” is an earlier one; "the last visit before" ranks."""
    return not desk.grammar.pobjs(noun, "before", "until", "by")


def since(desk: Desk, found: Found) -> str | None:
    """The date since which it is the first, from a "since" in the same sentence: "since the fall … in December"."""
    sentence = desk.grammar.tokens[found.trigger].sentence
    first, last = desk.grammar.sentences[sentence]
    for at in range(first, last):
        if desk.grammar.tokens[at].text.casefold() in ("since", "after"):
            top = desk.grammar.tokens[at].head if desk.grammar.tokens[at].dep == "mark" else at
            below = set(desk.grammar.subtree(top))
            for token, time in desk.clock.times_in(sentence):
                if (token in below and not desk.clock.is_recent(time.edtf)) or token == at + 1:
                    return time.edtf
    return None
