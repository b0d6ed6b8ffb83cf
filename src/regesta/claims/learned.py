"""Acts weighed by small models: what a word tells, and who has which part in it.

The models are linear, over what is seen around a word (`sight`); ``tools/train_acts.py`` makes their arrays from
labelled clauses and reports. The reviewed rules are among what they see.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from regesta.claims.acts import Found, Rule, Site, acts, as_parties, each_once, fit, reviewed, trigger_word
from regesta.claims.cast import People
from regesta.claims.grammar import Grammar
from regesta.claims.sight import Sight
from regesta.model import Filler

NONE = "NONE"
WEIGHTS = Path(__file__).with_name("acts.npz")
SURE = 0.4
"""How likely a type must be to be told."""
RULED = 0.2
"""How likely the type of a rule that fits must be to be told; one that looks at more words than the trigger stands."""
PART = 0.4
"""How likely a part must be to be given."""
BEST = 0.2
"""How likely the likeliest must be, where nobody is as likely as `PART`."""
_PLACES = ("prep:in", "prep:at", "prep:near", "prep:outside", "prep:off")
PLAIN = Rule(
    id="learned",
    type=NONE,
    why="Who has which part is weighed word by word; what the act is about and where it was, the grammar tells.",
    about=("comp", "prep:about", "prep:over", "obj"),
    where=_PLACES,
)
Array = NDArray[np.float32]


class Weights(NamedTuple):
    """For each label the weights of hashed features, and what it begins with."""

    labels: tuple[str, ...]
    rows: Array
    bias: Array

    def odds(self, seen: Sequence[Sequence[int]]) -> Array:
        """How likely each label is for each of several things seen: one row each."""
        if not seen:
            return np.empty((0, len(self.labels)), np.float32)
        begins = np.cumsum([0, *(len(one) for one in seen[:-1])])
        logits = np.add.reduceat(self.rows[list(chain.from_iterable(seen))], begins) + self.bias
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        told: Array = raised / raised.sum(axis=1, keepdims=True)
        return told


class Model(NamedTuple):
    """What a word tells, who has which part, and the nouns that tell an act somewhere in what was learned from."""

    acts: Weights
    parts: Weights
    nouns: frozenset[str]


@cache
def model() -> Model:
    """The shipped model."""
    return load(WEIGHTS)


def load(path: Path) -> Model:
    """A model from its file, as ``tools/train_acts.py`` writes it."""
    with np.load(path) as file:
        acts_, parts = (
            Weights(
                tuple(_lines(file[f"{name}-labels"])),
                *(file[f"{name}-{part}"].astype(np.float32) for part in ("rows", "bias")),
            )
            for name in ("acts", "parts")
        )
        return Model(acts_, parts, frozenset(_lines(file["nouns"])))


def _lines(signs: NDArray[np.uint8]) -> list[str]:
    return signs.tobytes().decode().split("\n")


class Likely(NamedTuple):
    """A trigger with its likeliest type of act and how likely that is."""

    at: int
    type: str
    odds: float


def weighed_acts(grammar: Grammar, people: People) -> Iterator[tuple[Found, float]]:
    """Every act told, in order of the text, at most one for a trigger, with how likely its type is."""
    ruled = {found.trigger: found for found in acts(grammar, people)}
    sight = Sight(grammar, people, ruled, model().nouns)
    words = sorted({*sight.may_tell, *ruled})
    weighed = model().acts.odds([sight.trigger(at) for at in words])
    likely = [_likely(sight, at, odds) for at, odds in zip(words, weighed.tolist(), strict=True)]
    told = {one.at: one for one in likely if one.odds >= _least(ruled.get(one.at))}
    for at, one in told.items():
        if not _is_told_above(at, told, grammar):
            yield _with_parts(sight, one, ruled.get(at)), one.odds


def _likely(sight: Sight, at: int, weighed: Sequence[float]) -> Likely:
    """The likeliest type of a trigger; that of a rule that fits, unless another is likelier by far."""
    odds = dict(zip(model().acts.labels, weighed, strict=True))
    ruled = sight.ruled.get(at)
    kind = max((one for one in odds if one != NONE), key=lambda one: odds[one])
    if ruled is not None and odds.get(ruled.rule.type, 0.0) >= _least(ruled):
        kind = ruled.rule.type
    return Likely(at, kind, odds[kind])


def _least(ruled: Found | None) -> float:
    """How likely a type must be to be told: less where a reviewed rule says so."""
    if ruled is None:
        return SURE
    return 0.0 if ruled.rule.object or ruled.rule.with_words or ruled.rule.subject else RULED


def _is_told_above(at: int, told: Mapping[int, Likely], grammar: Grammar) -> bool:
    """Whether the verb of a noun tells the same act: "signed an agreement"."""
    token = grammar.tokens[at]
    if token.pos not in ("NOUN", "PROPN") or token.dep not in ("dobj", "nsubjpass", "pobj", "attr"):
        return False
    above = next((i for i in grammar.ancestors(at) if grammar.tokens[i].pos in ("VERB", "AUX")), at)
    return above != at and above in told and told[above].type == told[at].type


def _with_parts(sight: Sight, likely: Likely, ruled: Found | None) -> Found:
    """The act with those who have a part in it; a rule of the same type says the rest, and whom it names stays."""
    found = ruled if ruled is not None and ruled.rule.type == likely.type else _plain(sight, likely)
    weighed, by_rule = _parts(sight, likely), {} if found.rule.id == PLAIN.id else found.roles
    beside = _known(by_rule.get("with", ()))
    who = by_rule.get("who") or tuple(f for f in weighed["who"] if not _known((f,)) & beside)
    taken = _known(who) | beside
    to = each_once([*by_rule.get("to", ()), *(f for f in weighed["to"] if not _known((f,)) & taken)])
    roles = {role: fillers for role, fillers in found.roles.items() if role not in ("who", "to")}
    return replace(found, roles={**roles, **{role: told for role, told in (("who", who), ("to", to)) if told}})


def _known(fillers: Iterable[Filler]) -> set[str]:
    return {filler.entity or filler.words for filler in fillers}


def _plain(sight: Sight, likely: Likely) -> Found:
    """An act that no rule tells, with what the grammar says it is about and where."""
    grammar = sight.grammar
    noun = grammar.tokens[likely.at].pos in ("NOUN", "PROPN")
    site = Site(likely.at, grammar.carrier(likely.at) if noun else None, grammar, sight.people)
    found = fit(PLAIN, site)
    assert found is not None  # noqa: S101 it needs nothing
    known = {r.mode for r in reviewed().get(trigger_word(likely.at, grammar), ()) if r.type == likely.type}
    return replace(found, rule=replace(PLAIN, type=likely.type, mode=known.pop() if len(known) == 1 else ""))


def _parts(sight: Sight, likely: Likely) -> Mapping[str, Sequence[Filler]]:
    """Who does it and to whom, by how likely each phrase of the sentence has that part."""
    weights, slots = model().parts, sight.slots(likely.at)
    heads = sight.heads(likely.at)
    odds = weights.odds([sight.part(likely.at, head, likely.type, slots) for head in heads])
    found = {}
    for role in ("who", "to"):
        column: list[float] = odds[:, weights.labels.index(role)].tolist()
        least = PART if any(one >= PART for one in column) else BEST
        chosen = [(one, head) for head, one in zip(heads, column, strict=True) if one >= least]
        if least == BEST:
            chosen = sorted(chosen, reverse=True)[:1]
        found[role] = as_parties(sight.people, role, likely.type, [head for _, head in chosen])
    return found
