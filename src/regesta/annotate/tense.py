"""Whether a report looks ahead where it names a time: "met on Monday" is over, "meets on Monday" is to come.

Some words settle it whatever the verb says (ahead of, since, had been due). Where there is a parse, the verb above the
time decides next; last, the words of its clause.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Literal, NamedTuple

from regesta.lexicon import words
from regesta.model import Token

Ahead = Callable[[int, int], bool]
Tense = Literal["past", "ahead", "open"]
Sentences = Sequence[tuple[int, int]]
AGENDA, POSTPONING, BIDDING, PAPERS = words("agenda"), words("postponing"), words("bidding"), words("papers")


def by_words(text: str, sentences: Sentences = ()) -> Ahead:
    """Whether the words of the clause speak of the future, for who has no parse of it."""
    return _Clauses(text, tuple(sentences)).looks_ahead


def by_signs(text: str, signs: str) -> Ahead:
    """Whether the clause has a sign of the future, in a language of which no more is known."""
    return _Signs(text, re.compile(signs, re.IGNORECASE)).looks_ahead


def by_grammar(text: str, tokens: Sequence[Token], sentences: Sentences) -> Ahead:
    """Whether the verb above a time speaks of the future, or, where it does not say, the words of its clause."""
    return _Grammar(_Clauses(text, tuple(sentences)), tokens, [token.start for token in tokens]).looks_ahead


# ------------------------------------------------------------------------------------------------ words that settle it
_SOME = r"(?:[\w'’-]{1,20},? ){0,7}"
_TO_COME = re.compile(
    # that which is moved, how long somebody was given, what a day is fixed for
    rf"\b(?:(?:postpon|delay|deferr?|adjourn|reschedul|suspend|mov|extend|put|push|bring|brought)\w{{0,4}} {_SOME}"
    r"(?:until|till|to)"
    rf"|(?:has|have|needs?|needed|gave|given|gives|giving) {_SOME}until"
    rf"|(?:set|fix(?:ed)?|call(?:s|ed)?|scheduled?|plan(?:s|ned)?|booked|slated|convened?|prepar\w{{2,6}}) {_SOME}for"
    rf"|(?:call(?:s|ed|ing)?|appeal\w{{0,3}}|plans?) for {_SOME}(?:on|by)"
    r"|(?<!week )(?<!month )(?<!year )(?:starting|beginning)(?: on| from)?"
    rf"|(?:ahead of|in the run-up to|in time for)(?: {_SOME}on)?"
    r"|between now and|no later than|effective(?: from)?|deadline(?: is| for [\w'’ -]{1,40})?:?)\s+"
    r"(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?)?\s+(?:on\s+)?)?$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?:\bsince(?: the| early| late)?|\bdeadline (?:for [\w'’ -]{1,40})?(?:was|passed|expired|lapsed)(?: on| at)?"
    rf"|\bhad been (?:due|scheduled|expected|planned|set|slated|supposed|meant) (?:to|for) {_SOME}(?:on|by|for|in)?"
    rf"|\b(?:was|were) to have {_SOME}(?:on|by|for|in)?)\s*$",
    re.IGNORECASE,
)
_WAS_PLANNED = re.compile(
    rf"\b(?:(?:was|were|been) (?:to|due|scheduled|expected|planned|set|slated|supposed|meant)|planned|scheduled|set|due"
    rf"|expected|slated) (?:to |for |on ){_SOME}$",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:but|instead|only to)\b(?!.{0,60}\b(?:will|may|might|could|would)\b)", re.IGNORECASE)
_TOWARDS = re.compile(r"\b(?:before|for|until|towards?)\s+(?:the\s+)?$", re.IGNORECASE)
_OPENS_DONE = re.compile(
    rf"\s*(?!scheduled|planned|expected|postponed|delayed|slated|deferred)(?-i:[A-Z])[a-z]+ed {_SOME}(?:on |in )?$",
    re.IGNORECASE,
)
_OPENS_AFTER = re.compile(r"\s*(?:after|following|in the wake of)\s+(?:the\s+)?", re.IGNORECASE)

# ------------------------------------------------------------------------------------------------ words that suggest it
_CUE = re.compile(
    r"\b(?:will|won['’]t|shall|would|must|should|(?-i:may)|might|could|\w{1,20}['’]ll"
    r"|(?:has|have|needs?|ready|about) to"
    r"|(?:is|are|was|were|be) (?:to|due|set|going|scheduled|expected|planned|slated)"
    r"|due|scheduled|slated|(?:expect|plan|intend|hope|aim|mean)(?:s|ed|ning|ing)? to|planned for|set (?:to|for)"
    r"|upcoming|forthcoming|deadline|expires?|valid|ahead of|between now and|by the end of|(?:un)?likely"
    r"|(?:agree|decid|promis|vow|pledg|offer|want|threaten|prepar|order|ask|urg|told|tell|instruct|invit|summon|call)"
    r"(?:e?s|e?d|ing|e| on)? (?:[\w'’]+ ){0,4}to"
    r"|(?:has|have|gave|given|gives|giving) (?:[\w'’]+ ){0,6}until"
    r"|(?:extend|renew|prolong)(?:s|ed|ing|al)?"
    # what is fixed is told in the present
    r"|enters?|takes (?:effect|place)|comes into|begins|starts|opens|ends|leaves|departs|arrives|meets|hosts|holds"
    r"|visits|marks|falls due|stays|remains|lasts|runs|continues|resumes|votes|returns|takes (?:over|office|the)"
    r"|(?:(?!this|does)[a-z]{3,}s|people|police) (?:vote|meet|begin|start|open|reopen|resume|return|gather|convene"
    r"|leave|depart|arrive|go to|head to|decide|choose|elect|end|expire|close|hold|host|run|sit)"
    r"|(?:is|are)(?= (?:[\w-]{1,20} ){1,3}(?:from|until|till|by) $)"
    r"|(?:is|are)(?= (?:(?:in|at) (?:[\w-]{1,20} ){1,4})?(?:(?:on|at|in|for) )?$))\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:(?<!\.\w)[.]|[;:!?\n])(?=\s|$)"
    r"|\b(?:said|says|told(?! (?:[\w'’]+ ){1,4}to\b)|announced|stated|reported|since|after|following|when|who"
    r"|because)\b"
)
_OPENING_CUT = re.compile(_CUT.pattern + r"|\b(?:and|but)\b")
_STOP = re.compile(r"[;:]\s")
_OPENING = re.compile(
    r"(?:(?:and|but|on|in|by|from|at|until|before|as|early|late|starting|beginning|effective)\s*)*", re.IGNORECASE
)
_DONE = re.compile(
    r"\b(?:(?<!\bbe )(?<!\bbeen )(?<!\bis )(?<!\bare )(?:[a-z]{2,}ed|held|signed|made|met|took|begun|began))\b"
)
_WINDOW, _NEAR = 240, 100


@cache
def _agenda() -> re.Pattern[str]:
    """What follows a weekday that owns something known beforehand: Monday's general election."""
    nouns = "|".join(sorted(AGENDA))
    return re.compile(rf"['’]s (?:[\w'’-]{{1,20}} ){{0,3}}?(?:{nouns})s?\b", re.IGNORECASE)


class _Clauses(NamedTuple):
    """A text and its sentences, to be asked whether the words around an interval speak of the future."""

    text: str
    sentences: tuple[tuple[int, int], ...]

    def looks_ahead(self, start: int, end: int) -> bool:
        settled = self.settled(start, end)
        return self.suggests(start, end) if settled == "open" else settled == "ahead"

    def settled(self, start: int, end: int) -> Tense:
        """What words say that no verb can overrule."""
        low, high = self._sentence(start, end)
        before = self.text[low:start]
        near = before[-_NEAR:]
        planned = _WAS_PLANNED.search(near)
        if _OVER.search(near) or (planned and _BUT.search(self.text, end, high)):
            return "past"
        if _OPENS_AFTER.fullmatch(before) and self.text[end : end + 2] in ("'s", "’s"):
            return "past"
        if self.text[end : end + 1] == "," and _OPENS_DONE.match(before):
            return "past"
        towards = _TOWARDS.search(near) and _agenda().match(self.text, end)
        return "ahead" if towards or _TO_COME.search(near) else "open"

    def suggests(self, start: int, end: int) -> bool:
        """Whether a sign of the future stands before the expression in its clause, or heads the clause it opens."""
        low, high = self._sentence(start, end)
        before = self.text[low:start]
        cuts = list(_CUT.finditer(before))
        clause = before[cuts[-1].end() :] if cuts else before
        cues = list(_CUE.finditer(clause))
        if cues:
            return not _DONE.search(clause, cues[-1].end())
        if not _OPENING.fullmatch(_STOP.split(before)[-1].strip()):
            return False
        cut = _OPENING_CUT.search(self.text, end, high)
        return bool(_CUE.search(self.text, end, cut.start() if cut else high))

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        low, high = max(0, start - _WINDOW), min(len(self.text), end + _WINDOW)
        at = bisect_right(self.sentences, start, key=itemgetter(0)) - 1
        if at >= 0 and start < self.sentences[at][1]:
            return max(low, self.sentences[at][0]), min(high, self.sentences[at][1])
        stop = max(self.text.rfind(mark, low, start) for mark in (". ", ".\n", "\n", "? ", "! ", "” ")) + 1
        ends = [at for mark in (". ", ".\n", "\n", "? ", "! ") if (at := self.text.find(mark, end, high)) >= 0]
        return max(low, stop), min(ends, default=high)


_CLAUSE_END = re.compile(r"[.,;:!?،؛\n](?=\s|$)|\s(?:и|та|і|й|et|und|mais|aber|но|але)\s")


class _Signs(NamedTuple):
    """A text, to be asked whether its clauses have one of these signs."""

    text: str
    signs: re.Pattern[str]

    def looks_ahead(self, start: int, end: int) -> bool:
        low = max(0, start - _WINDOW)
        for cut in _CLAUSE_END.finditer(self.text, low, start):
            low = cut.end()
        cut_after = _CLAUSE_END.search(self.text, end, end + _WINDOW)
        return bool(self.signs.search(self.text, low, cut_after.start() if cut_after else end + _WINDOW))


# ------------------------------------------------------------------------------------------------ the verb above
_STEPS, _AUXILIARIES, _SUBJECT = 12, 8, 20
_IRREALIS = frozenset("would could might should".split())


class _Grammar(NamedTuple):
    """A parsed text, to be asked the same."""

    clauses: _Clauses
    tokens: Sequence[Token]
    starts: Sequence[int]

    def looks_ahead(self, start: int, end: int) -> bool:
        tense = self.clauses.settled(start, end)
        if tense == "open":
            tense = _tense_at(self.tokens, bisect_right(self.starts, start) - 1)
        return self.clauses.suggests(start, end) if tense == "open" else tense == "ahead"


def _tense_at(tokens: Sequence[Token], at: int) -> Tense:
    """The tense of the verb that a time follows at once, else of the nearest verb above it."""
    before = tokens[at - 1] if at > 0 else None
    plain = before is not None and before.lemma not in POSTPONING and before.lemma not in _BARE
    if plain and before and (before.tag == "VBD" or (before.tag == "VBN" and _tense_of(tokens, at - 1) == "past")):
        return "past"
    return _tense_above(tokens, at)


_BARE = ("be", "have", "do")


def _tense_above(tokens: Sequence[Token], at: int) -> Tense:
    """The tense of the nearest verb above a token where it is plain.

    What is told in the present with a date to come lies ahead: "on Thursday he meets". Between the two may stand a
    noun: of "Sunday's attack" the verb says nothing, of "Sunday's election" it does.
    """
    start = at
    for _ in range(_STEPS):
        token = tokens[at] if at >= 0 else None
        if token is None:
            return "open"
        if token.pos in ("VERB", "AUX"):
            tense = _tense_of(tokens, _reported(tokens, at, start))
            if tense is not None:
                return tense
        if token.head == at:
            return "open"
        if _is_past_matter(token, tokens[token.head]) or _dates_a_paper(tokens, at):
            return "past"
        at = token.head
    return "open"


def _reported(tokens: Sequence[Token], verb: int, start: int) -> int:
    """The verb of what is said, where a time before the verb of saying hangs on that: "they return Friday, it said"."""
    if not start < verb:
        return verb
    said = (at for at in range(start - 1, max(-1, start - _SUBJECT), -1) if tokens[at].head == verb)
    return next((at for at in said if tokens[at].dep == "ccomp"), verb)


def _is_past_matter(token: Token, head: Token) -> bool:
    """Whether a time belongs to a noun that is not known beforehand: Monday's attack."""
    return token.dep == "poss" and head.pos in ("NOUN", "PROPN") and head.lemma.lower() not in AGENDA


def _dates_a_paper(tokens: Sequence[Token], at: int) -> bool:
    """Whether a time says of when a text is: "the note of Monday asks"."""
    of = tokens[tokens[at].head]
    return of.lemma == "of" and tokens[of.head].lemma in PAPERS


def _tense_of(tokens: Sequence[Token], at: int) -> Tense | None:
    """The tense of a verb with its auxiliaries; `None` where it takes that of the verb above it ("starting Monday")."""
    verb = tokens[at]
    helpers = [
        one for one in tokens[max(0, at - _AUXILIARIES) : at] if one.head == at and one.dep in ("aux", "auxpass")
    ]
    lemmas = {one.lemma for one in helpers}
    if any(one.tag == "MD" for one in helpers):
        return "past" if "have" in lemmas and lemmas & _IRREALIS else "ahead"
    if verb.lemma in (*_BARE, "say") or (verb.lemma in POSTPONING and verb.tag not in ("VBZ", "VBP")):
        return "open"
    match verb.tag:
        case "VBD":
            return "past"
        case "VBZ" | "VBP":
            return "ahead"
        case "VBN" if not helpers and _bids(tokens[verb.head]):
            return "ahead"
        case "VBN":
            was = any(one.tag == "VBD" for one in helpers)
            return "past" if was or "have" in lemmas or not helpers else "open"
        case "VBG":
            return _tense_of_participle(tokens, verb, helpers)
        case _:
            return _tense_of_infinitive(tokens, at, helpers)


def _tense_of_participle(tokens: Sequence[Token], verb: Token, helpers: Sequence[Token]) -> Tense | None:
    """Is flying on Monday: a plan; after meeting, accused of meeting on Monday: over; else as the verb above it."""
    if any(one.lemma == "be" for one in helpers):
        return "ahead" if helpers[0].tag in ("VBZ", "VBP") else "open"
    above = tokens[verb.head].lemma
    return (
        "past" if above in ("after", "since", "following") or (verb.dep == "pcomp" and above in ("of", "for")) else None
    )


def _tense_of_infinitive(tokens: Sequence[Token], at: int, helpers: Sequence[Token]) -> Tense:
    """What is ordered or promised lies ahead; so does the infinitive of a headline, above which is no verb."""
    head = tokens[tokens[at].head]
    if not any(one.lemma == "to" for one in helpers):  # with a subject it is a present that the parser misread
        subject = any(one.head == at and one.dep == "nsubj" for one in tokens[max(0, at - _SUBJECT) : at])
        return "ahead" if subject and tokens[at].head >= at else "open"
    headline = head.head == tokens[at].head and head.pos in ("NOUN", "PROPN")
    return "ahead" if headline or _bids(head) else "open"


def _bids(verb: Token) -> bool:
    return verb.lemma in BIDDING and verb.pos == "VERB"
