"""The two sides of a contradiction, and the neutral words in which they are set beside each other."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from regesta.collate.accounts import Account, World, order
from regesta.lexicon import fold
from regesta.model import Explanation, Value, unique

__all__ = ["Draft", "alike_names", "draft", "named", "tried"]

_QUOTED = 180  # a longer quote is cut; the claim has it whole
_ONE_NAME = 0.72  # names more alike than this may be two spellings of one


class Draft(Value, frozen=True):
    """A contradiction as a rule finds it. `explained` where the words themselves say how both sides hold."""

    kind: str
    rule: str
    sides: tuple[tuple[Account, ...], tuple[Account, ...]]
    says: str
    explanations: tuple[Explanation, ...] = ()
    explained: bool = False


def draft(
    kind: str,
    rule: str,
    pairs: Sequence[tuple[Account, Account]],
    values: tuple[str, str],
    explanations: Sequence[Explanation] = (),
) -> Draft:
    """The contradiction between the accounts of the pairs, their two values said by the first to be published."""
    left = _once(a for a, _ in pairs)
    right = _once(b for _, b in pairs)
    return Draft(
        kind=kind,
        rule=rule,
        sides=(left, right),
        says=f"{_source(left[0])} {values[0]}; {_source(right[0])} {values[1]}.",
        explanations=tuple(explanations),
    )


def tried(**answers: bool | None) -> tuple[Explanation, ...]:
    """Harmless readings by name (underscores are blanks), each with whether the words allow it."""
    return tuple(Explanation(what=name.replace("_", " "), holds=holds) for name, holds in answers.items())


def named(entities: Iterable[str], world: World) -> str:
    """The entities' names in a row, each once."""
    names = unique(world.labels[one].name if one in world.labels else one for one in entities)
    return " and ".join(names)


def quoted(account: Account) -> str:
    """The quote; of a long one, the words around those that tell the act."""
    text, (start, end) = account.story.text, account.claim.quote
    if end - start > _QUOTED:
        first, last = account.claim.trigger
        low, high = max(start, first - _QUOTED // 2), min(end, max(last, first + _QUOTED // 2))
        start = low if low == start else max(text.find(" ", low, first), low)
        end = high if high == end else max(text.rfind(" ", last, high), last)
    words = " ".join(text[start:end].split())
    return f"“{'… ' * (start > account.claim.quote[0])}{words}{' …' * (end < account.claim.quote[1])}”"


def alike_names(a: Iterable[str], b: Iterable[str], world: World) -> bool:
    """Whether two sets of persons may be the same under other spellings; then nothing can be held against either."""
    second = [fold(named([one], world)) for one in b]
    return any(_one_person(fold(named([one], world)), other) for one in a for other in second)


def _one_person(a: str, b: str) -> bool:
    parts = set(a.split()) & set(b.split())
    return any(len(part) > 3 for part in parts) or SequenceMatcher(None, a, b).ratio() >= _ONE_NAME


def _once(accounts: Iterable[Account]) -> tuple[Account, ...]:
    return tuple(sorted({one.id: one for one in accounts}.values(), key=order))


def _source(account: Account) -> str:
    day = account.story.published.edtf
    return f"{account.outlet} ({day})" if day else account.outlet
