"""The two sides of a contradiction, and the neutral words in which they are set beside each other."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal

from regesta.collate.accounts import Account, World, order
from regesta.lexicon import fold
from regesta.model import Explanation, Value, unique

__all__ = [
    "ConflictKind",
    "Draft",
    "Pairs",
    "act_words",
    "alike_names",
    "by_first",
    "called",
    "draft",
    "listed",
    "named",
    "party_words",
    "tried",
]

ConflictKind = Literal[
    "date", "year", "place", "participant", "denial", "status", "count", "office", "content", "deadline", "scope",
    "order", "weekday", "title", "quote", "vote",
]  # fmt: skip

_SHORT = 60  # words of a report that are said in passing are cut here; its claim has them whole
_LISTED = 3
_ONE_NAME = 0.72  # names more alike than this may be two spellings of one

_NOUNS = {
    **{mode: mode for mode in "amnesty asylum ceasefire discussion exercise meeting overthrow pledge".split()},
    **{mode: mode for mode in "release resolution strike visit".split()},
    "phone": "phone call",
    "port-call": "port call",
    "sign": "signing",
    "ACCUSE": "accusation",
    "AGREE": "agreement",
    "COERCE": "coercion",
    "CONCEDE": "concession",
    "CONSULT": "talks",
    "COOPERATE": "cooperation",
    "MOBILIZE": "mobilisation",
    "REJECT": "rejection",
    "RETREAT": "withdrawal",
    "THREATEN": "threat",
}  # a type that is not here is a noun already
_TOWARD = {
    **dict.fromkeys(("ACCUSE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "against"),
    "REJECT": "of",
    "RETREAT": "towards",
    "SUPPORT": "for",
}  # others are done to somebody


Pairs = list[tuple[Account, Account]]


class Draft(Value, frozen=True):
    """A contradiction as a rule finds it. `explained` where the words themselves say how both sides hold."""

    kind: ConflictKind
    rule: str
    sides: tuple[tuple[Account, ...], tuple[Account, ...]]
    says: str
    explanations: tuple[Explanation, ...] = ()
    explained: bool = False


def draft(
    kind: ConflictKind,
    rule: str,
    pairs: Sequence[tuple[Account, Account]],
    values: tuple[str, str],
    explanations: Sequence[Explanation] = (),
) -> Draft:
    """The contradiction between the accounts of the pairs, their two values said by the first to be published.

    An account that contradicts itself is named once.
    """
    left = _once(a for a, _ in pairs)
    right = _once(b for _, b in pairs)
    other = values[1] if left == right else f"{_source(right[0])} {values[1]}"
    return Draft(
        kind=kind,
        rule=rule,
        sides=(left, right),
        says=f"{_source(left[0])} {values[0]}; {other}.",
        explanations=tuple(explanations),
    )


def tried(**answers: bool | None) -> tuple[Explanation, ...]:
    """Harmless readings by name (underscores are blanks), each with whether the words allow it."""
    return tuple(Explanation(what=name.replace("_", " "), holds=holds) for name, holds in answers.items())


def named(entities: Iterable[str], world: World) -> str:
    """The entities' names in a row, each once."""
    names = unique(world.labels[one].name if one in world.labels else one for one in entities)
    return " and ".join(names)


def listed(entities: Iterable[str], world: World) -> str:
    """The names as they stand in a sentence; of many, the first few and how many more there are."""
    names = [named([one], world) for one in unique(entities)]
    if len(names) > _LISTED + 1:
        names = [*names[:_LISTED], f"{len(names) - _LISTED} others"]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def short(words: str) -> str:
    """A report's words on one line, cut where they would fill the sentence."""
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rpartition(' ')[0] or line[:_SHORT]} …"


def called(account: Account, role: str, world: World) -> str:
    """What fills a role, by its name in the register, else by the report's words."""
    words = " ".join(filler.words for filler in account.claim.roles.get(role, ()))
    return listed(account.fillers.get(role, ()), world) or short(words)


def act_words(account: Account, world: World) -> str:
    """The act in a few words: "the visit by A to B", "the meeting of A and B", "the overthrow of A"."""
    claim = account.claim
    noun = _NOUNS.get(claim.mode) or _NOUNS.get(claim.type) or claim.type.lower()
    return f"the {noun}{party_words(account, world)}"


def party_words(account: Account, world: World) -> str:
    """Who took part in the act, and in what text, as it stands behind its name; nothing where nobody is known."""
    claim, who = account.claim, account.fillers.get("who", ())
    others = (*account.fillers.get("to", ()), *account.fillers.get("with", ()))
    text = called(account, "instrument", world)
    about = f" ({text})" if text else ""
    if account.level or not who:
        parties = listed((*who, *others), world)
        return (f" {'by' if claim.type == 'AGREE' else 'of'} {parties}" if parties else "") + about
    toward = f" {_TOWARD.get(claim.type, 'to')} {listed(others, world)}" if others else ""
    return f" by {listed(who, world)}{toward}{about}"


def alike_names(a: Iterable[str], b: Iterable[str], world: World) -> bool:
    """Whether two sets of persons may be the same under other spellings; then nothing can be held against either."""
    second = [fold(named([one], world)) for one in b]
    return any(_one_person(fold(named([one], world)), other) for one in a for other in second)


def _one_person(a: str, b: str) -> bool:
    parts = set(a.split()) & set(b.split())
    return any(len(part) > 3 for part in parts) or SequenceMatcher(None, a, b).ratio() >= _ONE_NAME


def by_first(pairs: Pairs) -> list[Pairs]:
    """The pairs grouped by what they have in common, so that one contradiction is one record."""
    groups: list[tuple[set[str], Pairs]] = []
    for a, b in pairs:
        home = next((group for group in groups if {a.id, b.id} & group[0]), None)
        if home is None:
            groups.append(({a.id, b.id}, [(a, b)]))
        else:
            home[0].update((a.id, b.id))
            home[1].append((a, b))
    return [group[1] for group in groups]


def _once(accounts: Iterable[Account]) -> tuple[Account, ...]:
    return tuple(sorted({one.id: one for one in accounts}.values(), key=order))


def _source(account: Account) -> str:
    day = account.story.published.edtf
    return f"{account.outlet} ({day})" if day else account.outlet
