"""Demands made by saying what somebody must do: "Togo said that Benin must return the boats"."""

from collections.abc import Container, Iterator

from regesta.claims.acts import Found, Rule, as_parties
from regesta.claims.cast import People
from regesta.claims.grammar import Grammar
from regesta.claims.status import DUTY, NEGATIONS
from regesta.claims.voices import cues

RULE = Rule(
    id="request.must",
    type="REQUEST",
    why="Who says that another must, should or has to do something asks it of him.",
    status="happened",
)
ODDS = 0.8


def demands(grammar: Grammar, people: People, told: Container[int]) -> Iterator[Found]:
    """What a speaker says that somebody else must do, told by the verb of saying where that tells no act already."""
    for verb, token in enumerate(grammar.tokens):
        said = token.head
        if token.dep != "ccomp" or said in told or not _is_duty(grammar, verb):
            continue
        if cues().kinds.get(grammar.tokens[said].lemma) == "indirect" and not _is_denied(grammar, said):
            who, to = (
                tuple(f for f in as_parties(people, role, RULE.type, grammar.subjects(one)) if f.entity)
                for role, one in (("who", said), ("to", verb))
            )
            if who and to and not {f.entity for f in who} & {f.entity for f in to}:
                yield Found(rule=RULE, trigger=said, carrier=None, roles={"who": who, "to": to})


def _is_duty(grammar: Grammar, verb: int) -> bool:
    """Whether a verb stands under "must", "should", "has to", "needs to"."""
    if any(grammar.tokens[k].lemma in DUTY for k in grammar.kids(verb, "aux")):
        return True
    return grammar.tokens[verb].lemma in ("have", "need") and any(
        grammar.is_infinitive(below) for below in grammar.kids(verb, "xcomp")
    )


def _is_denied(grammar: Grammar, verb: int) -> bool:
    return any(grammar.tokens[k].lemma in NEGATIONS for k in grammar.kids(verb, "neg"))
