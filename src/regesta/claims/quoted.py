"""Which word gives a quotation its speaker: the verb behind it, the verb before it, or what was said last.

How a quotation ends says where to look. After a comma the speaker follows ("…," said X); a full stop closes what was
opened before (X said: "…") or goes on with the same speaker; a part of a sentence belongs to the verb that leads to it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from regesta.claims.grammar import Grammar
from regesta.lexicon import words
from regesta.model import Quotation

QUOTING = words("quoting")
JUDGING = words("judging")
STOPS = frozenset((".", "!", "?", ";", "…"))
CLOSING = ".!?…"
FAR = 40  # words between a quotation and its verb, at most
FAR_FOR_ONE = 12  # for a quotation of one word


class Scene(NamedTuple):
    """A quotation with the words around it in its paragraph: those before it, nearest first, and those behind it."""

    quotation: Quotation
    words: str
    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Whether whole sentences are quoted, with nothing that leads to them."""
        return self.words[:1].isupper() and self.words[-1:] in CLOSING and not self.before

    @property
    def is_single(self) -> bool:
        """Whether one word is quoted."""
        return len(self.words.split()) < 2


def scene(grammar: Grammar, text: str, quotations: Sequence[Quotation], number: int) -> Scene:
    """A quotation with its surroundings."""
    quotation = quotations[number]
    first, past = (bisect_left(grammar.starts, at) for at in (quotation.start, quotation.end))
    floor = quotations[number - 1].end if number else -1
    ceiling = quotations[number + 1].start if number + 1 < len(quotations) else len(text)
    before = tuple(_until_stop(grammar, text, range(first - 1, max(first - FAR, -1), -1), (floor, quotation.start)))
    after = tuple(_until_stop(grammar, text, range(past, min(past + FAR, len(grammar.tokens))), (past, ceiling)))
    return Scene(quotation, text[quotation.start : quotation.end].strip(), before, after)


def _until_stop(grammar: Grammar, text: str, indexes: range, limits: tuple[int, int]) -> Iterator[int]:
    """Words up to the end of the sentence, of the paragraph, or the next quotation; marks of quotation left out."""
    last = None
    for index in indexes:
        token = grammar.tokens[index]
        if last is not None:
            left, right = sorted((last, index))
            if "\n" in text[grammar.tokens[left].end : grammar.tokens[right].start]:
                return
        if token.text in STOPS or (indexes.step < 0 and token.end <= limits[0]) or token.start >= limits[1]:
            return
        last = index
        if token.text[:1].isalnum() or token.text == ":":
            yield index


def cue(grammar: Grammar, around: Scene, sayings: frozenset[str]) -> int | None:
    """The verb that says who speaks, if one does."""
    ahead = next((i for i in around.after if _says(grammar, i, sayings)), None)
    behind = next((i for i in around.before if _says(grammar, i, sayings | JUDGING)), None)
    if behind is None and around.before[:1] and grammar.tokens[around.before[0]].text == ":":
        behind = next((i for i in around.before if grammar.tokens[i].pos == "VERB"), None)  # "calls for calm: “…”"
    if around.is_single:
        return behind if behind is not None and _governs(grammar, around, behind) else None
    if around.words[-1:] == ",":
        return ahead if ahead is not None else behind
    if around.words[-1:] in "!?":
        return ahead if ahead is not None and not around.before else behind
    return behind if behind is not None or around.words[-1:] == "." else ahead


def _says(grammar: Grammar, index: int, sayings: frozenset[str]) -> bool:
    token = grammar.tokens[index]
    return token.pos in ("VERB", "AUX") and (token.lemma in sayings or token.lemma in QUOTING)


def _governs(grammar: Grammar, around: Scene, verb: int) -> bool:
    """Whether one quoted word is what a verb says of something, and no turn of phrase: "called it “theatre”"."""
    at = bisect_left(grammar.starts, around.quotation.start)
    near = verb in around.before[:FAR_FOR_ONE]
    return (
        near and grammar.tokens[verb].lemma in JUDGING and verb in grammar.ancestors(min(at, len(grammar.tokens) - 1))
    )
