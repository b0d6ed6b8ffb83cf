"""Who says so: reporting verbs, "according to", quotations with their speakers, unnamed sources, agency credits.

A `Voice` covers an interval of content. The chain of a claim is every voice whose content holds its trigger, the
narrowest first, then the outlet: "X told agency Y, Z reported" gives X, Y, Z.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from regesta.claims.cast import PEOPLE_NOUNS, People
from regesta.claims.grammar import Grammar
from regesta.lexicon import fold, load, words
from regesta.model import Document, Filler, Quotation, Story, Token, Voice, VoiceKind

Span = tuple[int, int]
DATELINE = re.compile(r"^[^.\n]{0,90}?\(([^()\n]{2,40})\)\s*[-–—:]|^([A-Z][\w ]{1,30})[-–—:]\s", re.MULTILINE)
CREDIT_REACH = 200  # characters: an agency named in brackets later in a text is no credit
FOOT_REACH = 250
# "(ABC)", "(Reporting by A B; editing by C D; ABC)", "– ABC", "Source: ABC" at the end of all.
SIGNED = re.compile(r"(?:(?<=[.!?”\"’] )|(?<=\n))(?:\(|[–—-]{1,2} ?|[Ss]ource: ?)(?P<names>[^()\n]{2,200}?)\)?\.?\s*\Z")
PARTS = re.compile(r"[^;,/|\s](?:[^;,/|]*[^;,/|\s])?")
CREDIT_SIGNS = re.compile(
    r"\b(?:photo|photos|credits?|image|picture|courtesy|handout|file|via|by)\b|[©:()]", re.IGNORECASE
)
TRANSLATION, COMMUNIQUES = words("translation"), words("communiques")
MEDIA = frozenset(("news agency", "newspaper", "broadcaster", "site", "magazine"))
PASSED_ON = frozenset(("tell", "inform"))
SPEAKERS = frozenset(("person", "organisation", "state", "place"))
LEAST_QUOTED = 4  # words; shorter stretches between marks are names and turns of phrase
AFTER_FIRST = 20  # a speaker before a quotation is as near as one this many characters after it


class Cues(NamedTuple):
    """Reporting verbs with what they make of their content, those whose object is what is said, and nouns of speakers
    whom a report does not name."""

    kinds: dict[str, VoiceKind]
    objects: frozenset[str]
    unnamed: frozenset[str]


@cache
def cues() -> Cues:
    """The reviewed cues."""
    table = load().tables["voices"]
    kinds = {verb: cue["kind"] for cue in table["cue"] for verb in cue["verbs"]}
    return Cues(kinds, words("object-sayings"), frozenset(w for entry in table["unnamed"] for w in entry["words"]))


@cache
def speech_verbs() -> frozenset[str]:
    """Verbs of acts that are done by speaking."""
    return frozenset(verb for entry in load().tables["voices"]["speech"] for verb in entry["verbs"])


def voices(document: Document, grammar: Grammar, people: People) -> tuple[Voice, ...]:
    """Every voice heard in the story but the outlet's own, in order of the content."""
    heard = {(v.kind, v.content, v.entity or v.name): v for v in Ear(document, grammar, people).hear()}
    found = (v for v in heard.values() if v.content and v.content[1] > v.content[0])
    return tuple(sorted(found, key=lambda v: v.content or (0, 0)))  # a speaker before whom it was told to


class Ear:
    """Listens to one document."""

    def __init__(self, document: Document, grammar: Grammar, people: People) -> None:
        self.document, self.grammar, self.people = document, grammar, people
        self.tokens = document.tokens
        self._ends = [q.end for q in document.quotations]

    def hear(self) -> Iterator[Voice]:
        """Every voice, by what gives it away."""
        for index, token in enumerate(self.tokens):
            if token.pos in ("VERB", "AUX") and token.lemma in cues().kinds:
                yield from self._reported(index)
            elif token.text.casefold() == "according":
                yield from self._according(index)
            elif token.lemma in ("cite", "quote") and token.tag == "VBG":
                yield from self._cited(index)
        yield from self._communiques()
        for quotation in self.document.quotations:
            yield from self._direct(quotation)
        yield from credits_of(self.document)

    # ------------------------------------------------------------------------------------ reporting verbs
    def _reported(self, verb: int) -> Iterator[Voice]:
        """What a reporting verb makes of its subject, and of an agency that was told."""
        content = self._content(verb)
        if content is None or self._is_quoted(content):
            return
        yield from self._speakers(verb, cues().kinds[self.tokens[verb].lemma], content)
        if self.tokens[verb].lemma in PASSED_ON:
            for listener in self.people.fillers(self.grammar.kids(verb, "dobj", "dative")):
                entity = self.people.entity(listener)
                if entity and entity.sort in MEDIA:  # "told the agency": the agency passed it on
                    yield self._voice("indirect", Filler(words=listener.words, entity=entity.id), verb, content)

    def _is_quoted(self, content: Span) -> bool:
        """Whether this is part of a quotation, which `_direct` gives whole."""
        at = bisect_left(self._ends, content[1] - 2)
        near = self.document.quotations[at : at + 1]
        return any(q.start - 2 <= content[0] and content[1] <= q.end + 2 for q in near)

    def _speakers(self, verb: int, kind: VoiceKind, content: Span) -> Iterator[Voice]:
        """The voices of a verb's subjects; of a passive without an agent, that of nobody named."""
        subjects, passive = self.grammar.subjects(verb), self.grammar.is_passive(verb)
        if not subjects and passive:
            yield self._voice("unnamed", Filler(words="unnamed"), verb, content)
        nameless = [s for s in subjects if self._is_nameless(s)]
        for head in nameless:
            yield self._voice("unnamed", self.people.phrase(head), verb, content)
        for filler in self.people.fillers([s for s in subjects if s not in nameless]):
            speaker = self._speaker(filler)
            if speaker is not None and (speaker.entity or not passive):
                yield self._voice("unnamed" if self._is_vague(speaker) else kind, speaker, verb, content)

    def _is_nameless(self, index: int) -> bool:
        """“A source close to the talks”: no person or body by name."""
        if self.tokens[index].lemma not in cues().unnamed:
            return False
        entities = map(self.people.entity, self.people.named(index))
        return not any(e is not None and e.kind == "person" for e in entities)

    def _is_vague(self, speaker: Filler) -> bool:
        return speaker.entity is None and any(w in cues().unnamed for w in fold(speaker.words).split())

    def _speaker(self, filler: Filler) -> Filler | None:
        """Who speaks where this fills the subject: a capital speaks for its state; a ship or a base does not speak."""
        entity = self.people.entity(filler)
        if entity is None:
            return filler if self._is_told_of_people(filler) else None
        meant = self.people.state_of(entity) if entity.kind == "place" else entity
        if meant is None or entity.kind not in SPEAKERS:
            return None
        return Filler(words=filler.words, entity=meant.id, start=filler.start, end=filler.end)

    def _is_told_of_people(self, filler: Filler) -> bool:
        """Whether plain words name somebody or a paper, not a thing: "the visit shows" is nobody's saying."""
        first, last = (bisect_left(self.grammar.starts, at) for at in (filler.start, filler.end))
        lemmas = {t.lemma for t in self.tokens[first:last]}
        return bool(lemmas & (PEOPLE_NOUNS | COMMUNIQUES | cues().unnamed))

    def _voice(self, kind: VoiceKind, who: Filler, cue: int, content: Span) -> Voice:
        token = self.tokens[cue]
        source = (who.start, who.end) if who.start >= 0 else None
        return Voice(kind=kind, name=who.words, entity=who.entity, cue=token.text, source=source,
                     cue_span=(token.start, token.end), content=content)  # fmt: skip

    # ------------------------------------------------------------------------------------ what is said
    def _content(self, verb: int) -> Span | None:
        """The clause the verb takes; for a verb at the end, the sentence before it; for some, their object."""
        lemma = self.tokens[verb].lemma
        clauses = [k for k in self.grammar.kids(verb, "ccomp", "xcomp") if k > verb]
        if clauses and lemma not in PROMISING:
            return self._below(clauses[0])
        before = self._clause_before(verb) if cues().kinds[lemma] != "denied" else None
        if before is not None:
            return self.grammar.sentence_span(verb)[0], before
        objects = self.grammar.objects(verb) if lemma in cues().objects else []
        return self._below(objects[0]) if objects else None

    def _below(self, index: int) -> Span:
        """The interval of a token and all below it, without a last mark."""
        inside = self.grammar.subtree(index)
        last = self.tokens[inside[-1]]
        return self.tokens[inside[0]].start, last.start if last.pos == "PUNCT" else last.end

    def _clause_before(self, verb: int) -> int | None:
        """Where the content ends in "…, the agency reported": at the comma before the speaker."""
        tokens, grammar, sentence = self.tokens, self.grammar, self.tokens[verb].sentence
        first = min([verb, *(i for s in grammar.kids(verb, "nsubj") for i in grammar.subtree(s))])
        if tokens[verb].dep == "relcl" and tokens[verb].head < first:  # "the outlet X reported"
            first = min(first, *grammar.subtree(tokens[verb].head)[:1])
        head, at = grammar.sentences[sentence][0], first - 1
        while at >= head and tokens[at].text in '”"’»':
            at -= 1
        if at - head < 4 or tokens[at].text not in (",", "–", "—"):
            return None
        return tokens[at].start if any(t.pos in ("VERB", "AUX") for t in tokens[head:at]) else None

    # ------------------------------------------------------------------------------------ other ways of naming a source
    def _according(self, index: int) -> Iterator[Voice]:
        """“According to X”: the rest of the sentence is X's; a translation is no speaker."""
        grammar, people = self.grammar, self.people
        heads = grammar.pobjs(index, "to") or [k for p in grammar.kids(index, "prep") for k in grammar.kids(p, "pobj")]
        if not heads or self.tokens[heads[0]].lemma in TRANSLATION:
            return
        for filler in people.fillers(heads):
            kind: VoiceKind = "unnamed" if self._is_vague(filler) else "according-to"
            yield self._voice(kind, filler, index, grammar.sentence_span(index))

    def _cited(self, index: int) -> Iterator[Voice]:
        """“…, citing X”: what stands before, or the whole sentence where more follows."""
        start, end = self.grammar.sentence_span(index)
        last = max(self.tokens[i].end for i in self.grammar.subtree(index))
        content = (start, self.tokens[index].start if end - last < 3 else end)
        for head in self.grammar.kids(index, "dobj"):
            vague = self._is_nameless(head)
            for filler in (self.people.phrase(head),) if vague else self.people.fillers([head]):
                yield self._voice("unnamed" if vague else "indirect", filler, index, content)

    def _communiques(self) -> Iterator[Voice]:
        """“The ministry issued the following communiqué:” gives the ministry all that follows in the story."""
        for number, (first, last) in enumerate(self.document.sentences[:-1]):
            if self.tokens[last - 1].text != ":":
                continue
            content = self.tokens[self.document.sentences[number + 1][0]].start, len(self.document.story.text)
            for index in range(first, last):
                if self.tokens[index].lemma in COMMUNIQUES:
                    yield from self._issued(index, content)

    def _issued(self, index: int, content: Span) -> Iterator[Voice]:
        verb, dep = self.tokens[index].head, self.tokens[index].dep
        heads = self.grammar.subjects(verb) if dep == "dobj" else self.grammar.pobjs(index, "of", "from", "by")
        for filler in self.people.fillers(heads):
            if filler.entity:
                yield self._voice("indirect", filler, verb, content)

    # ------------------------------------------------------------------------------------ quotations
    def _direct(self, quotation: Quotation) -> Iterator[Voice]:
        """The speaker of a quotation: the subject of the reporting verb nearest to it, in the sentences it touches."""
        if len(self.document.story.text[quotation.start : quotation.end].split()) < LEAST_QUOTED:
            return
        cue = self._nearest_cue(quotation)
        if cue is not None:
            first, last = self.grammar.sentences[self.tokens[cue].sentence]
            told = any(t.lemma in TRANSLATION for t in self.tokens[first:last])
            yield from self._speakers(cue, "translated" if told else "direct", (quotation.start, quotation.end))

    def _nearest_cue(self, quotation: Quotation) -> int | None:
        found = [(self._distance(t, quotation), i) for i, t in self._around(quotation) if t.lemma in cues().kinds]
        fits = (i for distance, i in sorted(found) if distance >= 0 and self.grammar.subjects(i))
        return next(fits, None)

    def _around(self, quotation: Quotation) -> Iterator[tuple[int, Token]]:
        """The verbs of the sentences that a quotation touches."""
        starts = self.grammar.starts
        low = max(bisect_right(starts, quotation.start - 3) - 1, 0)
        high = max(bisect_left(starts, quotation.end + 3) - 1, low)
        first = self.grammar.sentences[self.tokens[low].sentence][0]
        last = self.grammar.sentences[self.tokens[high].sentence][1]
        return ((i, self.tokens[i]) for i in range(first, last) if self.tokens[i].pos == "VERB")

    @staticmethod
    def _distance(token: Token, quotation: Quotation) -> int:
        """Characters between a cue and a quotation; below zero inside it."""
        if quotation.start <= token.start < quotation.end:
            return -1
        after = token.start - quotation.end
        return after if after >= 0 else quotation.start - token.end + AFTER_FIRST


# Of these the clause is what the speaker binds itself to, an act of its own, and not a report.
PROMISING = frozenset(("agree", "urge", "propose", "pledge", "promise", "vow"))


# --------------------------------------------------------------------------------------------- credits
def credits_of(document: Document) -> Iterator[Voice]:
    """The agency or photographer of a caption, and the agency that the whole report is credited to."""
    text = document.story.text
    for block in document.story.blocks:
        if block.credit:
            plain = CREDIT_SIGNS.sub(" ", text[slice(*block.credit)])
            name = " ".join(plain.split()).strip(" .,/-|")
            if name:
                yield _credit(document, name, block.credit, (block.start, block.end))
    signed = ((text[slice(*span)], span) for span in _signed(text))
    agency = next(((name, span) for name, span in signed if _agency(document, name) or _known_agency(name)), None)
    if agency is not None:
        yield _credit(document, *agency, (0, len(text)))


def _signed(text: str) -> Iterator[Span]:
    """Where a report may name the agency that it comes from: in its dateline, and at its very end."""
    match = DATELINE.match(text[:CREDIT_REACH])
    if match:
        yield match.span(match.lastindex or 0)
    foot = SIGNED.search(text, max(len(text) - FOOT_REACH, 0))
    for part in PARTS.finditer(text, *foot.span("names")) if foot else ():
        yield part.span()


def _credit(document: Document, name: str, source: Span, content: Span) -> Voice:
    return Voice(kind="credit", name=name, entity=_agency(document, name), source=source, content=content)


def _agency(document: Document, name: str) -> str | None:
    """The entity of an agency named in a credit, where the story names it."""
    folded = fold(name)
    return next((e.id for e in document.entities if folded in (fold(n) for n in (e.name, *e.aliases))), None)


def _known_agency(name: str) -> bool:
    lexicon = load()
    return any(lexicon.entries[i].sort in MEDIA for i in lexicon.names.get(fold(name), ()))


# --------------------------------------------------------------------------------------------- chains
def chain(found: Sequence[Voice], at: int, story: Story) -> tuple[Voice, ...]:
    """The voices through which what stands at character `at` came, the first sayer first, the outlet last."""
    holding = sorted((v for v in found if _holds(v, at)), key=lambda v: (_width(v), v.cue_span or (0, 0)))
    links = _once(holding)
    named = [v for v in links if v.kind != "unnamed"]
    if named and links[0].kind == "unnamed" and _width(links[0]) == _width(named[0]):
        links = [v for v in links if v is not links[0]]
    return (*links, Voice(kind="outlet", name=story.outlet or "unknown outlet"))


def _holds(voice: Voice, at: int) -> bool:
    return voice.content is not None and voice.content[0] <= at < voice.content[1]


def _once(found: Iterable[Voice]) -> list[Voice]:
    """Each speaker once, where it is first met."""
    links: dict[str, Voice] = {}
    for voice in found:
        links.setdefault(voice.entity or voice.name, voice)
    return list(links.values())


def _width(voice: Voice) -> int:
    return voice.content[1] - voice.content[0] if voice.content else 0


def denied(links: Sequence[Voice]) -> bool:
    """Whether the nearest voice denies what it is credited with."""
    return bool(links) and links[0].kind == "denied"
