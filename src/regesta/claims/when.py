"""When an act is said to have been: the time expression that belongs to its words, else the story's own date."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from regesta import edtf
from regesta.claims.grammar import Grammar
from regesta.claims.status import TRANSPARENT, Reality
from regesta.model import Document, Time

ORDERING = frozenset(("since", "after", "following", "before", "until", "despite", "amid"))
EARLIER = frozenset(("previous", "previously", "earlier", "past", "former", "formerly", "once", "last", "ago", "prior"))


ABOUT = frozenset(("against", "from", "over", "about"))
STANCES = frozenset(
    "condemn denounce criticise criticize deplore welcome praise hail applaud mourn regret dismiss reject discuss "
    "recall defend justify investigate".split()
)


class When(NamedTuple):
    """An EDTF value, its words, and how it was placed: explicit, text, publication, tense."""

    edtf: str | None
    words: str
    basis: str


class Clock:
    """The dated expressions of a document, by the sentence and the word they belong to."""

    def __init__(self, document: Document, grammar: Grammar) -> None:
        self.document, self.grammar = document, grammar
        self.published = document.story.published.edtf
        self._owned: dict[int, list[tuple[int, Time]]] = {}
        for time in document.times:
            if time.kind in ("date", "time") and time.edtf:
                token = min(max(bisect_right(grammar.starts, time.start) - 1, 0), len(grammar.tokens) - 1)
                if grammar.tokens:
                    self._owned.setdefault(grammar.tokens[token].sentence, []).append((token, time))

    def times_in(self, sentence: int) -> Sequence[tuple[int, Time]]:
        """The dated expressions of a sentence with the token where each begins."""
        return self._owned.get(sentence, [])

    def own(self, trigger: int, carrier: int | None) -> Time | None:
        """The expression that dates this act: the one whose path up the tree first meets the act or its carrier."""
        heads = {trigger} | ({carrier} if carrier is not None else set())
        best: tuple[int, int] | None = None
        chosen = None
        for token, time in self.times_in(self.grammar.tokens[trigger].sentence):
            distance = self._distance(token, heads)
            if distance is not None and (best is None or (distance, token) < best):
                best, chosen = (distance, token), time
        return chosen

    def _distance(self, token: int, heads: set[int]) -> int | None:
        """Steps from a time to the act: up to it, or to a verb that governs it; `None` where another act is between."""
        grammar = self.grammar
        below, dated = token, set(range(token, token + 4))
        if self._is_of_a_noun(token, heads):
            return None
        for step, above in enumerate((token, *grammar.ancestors(token))):
            if above in heads:
                return step
            if grammar.tokens[above].pos in ("VERB", "AUX"):
                return self._from_governor(above, heads, step)
            if (
                grammar.tokens[above].text.casefold() in ORDERING
                and below not in dated
                and not self._is_of_now(above, token)
            ):
                return None  # the date is that of what came before: "since the fall in May"
            below = above
        return None

    def _is_of_now(self, since: int, token: int) -> bool:
        """Whether a day of the last week stands after "since" with a noun between: "the first since the flood on 3 May"
        tells the day of the meeting, not of the flood."""
        time = next((one for at, one in self.times_in(self.grammar.tokens[token].sentence) if at == token), None)
        return self.grammar.tokens[since].text.casefold() == "since" and time is not None and self.is_recent(time.edtf)

    def _is_of_a_noun(self, token: int, heads: set[int]) -> bool:
        """Whether the time stands before a noun as part of its name: "an annex to the 2018 arrangement"."""
        time, noun = self.grammar.tokens[token], self.grammar.tokens[token].head
        before = time.dep in ("nummod", "compound", "nmod", "amod") and noun > token and noun not in heads
        return before and time.text.isdigit() and self.grammar.tokens[noun].pos == "NOUN"

    def _from_governor(self, verb: int, heads: set[int], step: int) -> int | None:
        """A time on the governing verb dates the act too: "on Friday agreed to …", "was expected on Friday to …"."""
        if self.grammar.tokens[verb].lemma in TRANSPARENT and not self.grammar.is_passive(verb):
            return None  # "said on Monday that …" dates the saying
        for head in heads:
            if self._is_spoken_of(head, verb):
                continue
            for further, above in enumerate(self.grammar.ancestors(head), 1):
                token = self.grammar.tokens[above]
                if above == verb:
                    return step + further * 2
                if further > 4 or token.dep in ("relcl", "advcl", "conj") or token.text.casefold() in (
                    "since", "after", "following", "before", "until", "despite"
                ):  # fmt: skip
                    break
        return None

    def _is_spoken_of(self, noun: int, verb: int) -> bool:
        """Whether an act told by a noun is what the verb is about, not what it does: "protested on Sunday against the
        expulsion", "condemned on Monday the attack", "returned on Friday from talks"."""
        token = self.grammar.tokens[noun]
        above = self.grammar.tokens[token.head]
        if token.pos not in ("NOUN", "PROPN"):
            return False
        if token.dep == "pobj":
            return above.head == verb and above.text.casefold() in ABOUT
        return token.dep in ("dobj", "obj") and token.head == verb and above.lemma in STANCES

    def when(self, trigger: int, carrier: int | None, told: Reality) -> When:
        """The value for an act with this status."""
        time = self.own(trigger, carrier)
        if time is not None and time.relation == "since" and not self._lasts(trigger, carrier):
            time = None
        text = self.document.story.text
        if time is not None:
            words = text[time.start : time.end]
            value = time.edtf if told.status == "postponed" else self._value(time)
            return When(value, words, time.basis)
        if self.published is None:
            return When(None, "", "unknown")
        if self._is_earlier(trigger, carrier):
            return When(edtf.interval(None, _last_day(self.published)), "", "tense")
        if told.background or told.status in ("postponed", "cancelled", "conditional", "unclear"):
            return When(None, "", "unknown")
        day = self._day_before(trigger, carrier) if told.status == "happened" else None
        return When(day.edtf, text[day.start : day.end], "text") if day else When(self.published, "", "publication")

    def _day_before(self, trigger: int, carrier: int | None) -> Time | None:
        """The day that the sentence before told, where this one goes on in the simple past or says "it was".

        It is of the same paragraph and within a week of the report.
        """
        grammar = self.grammar
        verb, sentence = carrier if carrier is not None else trigger, grammar.tokens[trigger].sentence
        told = grammar.tokens[verb].tag == "VBD" or grammar.tokens[verb].lemma == "be"
        if not told or sentence == 0 or not self._in_one_paragraph(sentence - 1, sentence):
            return None
        days = [t for _, t in self.times_in(sentence - 1) if t.relation == "at" and edtf.precision(t.edtf) == "day"]
        return days[0] if len({t.edtf for t in days}) == 1 and self.is_recent(days[0].edtf) else None

    def _in_one_paragraph(self, before: int, after: int) -> bool:
        tokens, (_, last), (first, _) = (
            self.grammar.tokens,
            self.grammar.sentences[before],
            self.grammar.sentences[after],
        )
        return "\n" not in self.document.story.text[tokens[last - 1].end : tokens[first].start]

    def is_recent(self, value: str | None) -> bool:
        """Within a week before the day of the report."""
        day, published = edtf.bounds(value), edtf.bounds(self.published)
        if not day or not published or day[0] is None or published[1] is None:
            return False
        return 0 <= (published[1] - day[0]).days <= 7

    def _value(self, time: Time) -> str | None:
        """Open on one side after since, until, before; a point for a deed: "since the fall in May" dates the fall."""
        if time.relation in ("since", "until", "by", "before", "after", "from", "within"):
            return time.interval or time.edtf
        return time.edtf

    def _lasts(self, trigger: int, carrier: int | None) -> bool:
        """Whether "since" dates this: "has been supporting since 2015", not "the first visit since 2015"."""
        verb = carrier if carrier is not None else trigger
        helpers = {self.grammar.tokens[k].text.casefold() for k in self.grammar.kids(verb, "aux", "auxpass")}
        return verb == trigger and bool(helpers & {"has", "have", "been", "had", "'s", "’s", "'ve", "’ve"})

    def _is_earlier(self, trigger: int, carrier: int | None) -> bool:
        """“Previously”, "during the previous talks", "had insisted": before the story, when is not said."""
        verb = carrier if carrier is not None else trigger
        grammar = self.grammar
        near = [*grammar.kids(verb, "advmod"), *grammar.kids(trigger, "amod", "advmod")]
        near += [k for p in grammar.pobjs(verb, "during", "in", "at", "after") for k in grammar.kids(p, "amod")]
        if any(grammar.tokens[k].lemma in EARLIER for k in near):
            return True
        helpers = {grammar.tokens[k].text.casefold() for k in grammar.kids(verb, "aux")}
        return "had" in helpers


def _last_day(value: str) -> str:
    """The end of a published date that is itself an interval."""
    return value.rsplit("/", maxsplit=1)[-1] if "/" in value and not value.endswith("..") else value
