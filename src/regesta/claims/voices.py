"""Who says so: reporting verbs, "according to", quotations with their speakers, unnamed sources, agency credits.

A `Voice` covers an interval of content. The chain of a claim is every voice whose content holds its trigger, the
narrowest first, then the outlet: "X told agency Y, Z reported" gives X, Y, Z.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from regesta.claims import quoted
from regesta.claims.cast import PEOPLE_NOUNS, People
from regesta.claims.grammar import Grammar
from regesta.lexicon import fold, load, words
from regesta.model import Document, Filler, Story, Voice, VoiceKind

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
ANNOUNCING = frozenset(("announce", "communicate", "declare", "inform", "notify", "report", "state"))
ASKING = frozenset(("accuse", "appeal", "ask", "call", "demand", "request"))
MEDIA_NOUNS = words("media-nouns")
CARRYING = frozenset(("broadcast", "carry", "cite", "publish", "quote"))
CARRIED = frozenset(("broadcast", "carried", "cited", "published", "quoted"))
PASSED_ON = frozenset(("tell", "inform"))
SPEAKERS = frozenset(("person", "organisation", "state", "place"))
MISSIONS = frozenset(("embassy", "consulate"))
SPOKEN = frozenset(("add", "announce", "deny", "insist", "quip", "remark", "reply", "say", "tell", "tweet", "write"))
UNSPOKEN = frozenset(("agree", "believe", "estimate", "indicate", "publish", "think"))  # no speaker by these alone


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


SAYINGS = frozenset(cues().kinds) - UNSPOKEN


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
            elif token.lemma in CARRYING and token.tag == "VBN":
                yield from self._carried(index)
            if token.pos == "VERB" and token.lemma in ASKING:
                yield from self._asked(index)
        yield from self._communiques()
        yield from self._quotations()
        yield from credits_of(self.document)

    # ------------------------------------------------------------------------------------ reporting verbs
    def _reported(self, verb: int) -> Iterator[Voice]:
        """What a reporting verb makes of its subject, and of an agency that was told."""
        content = self._content(verb)
        if content is None or self._is_quoted(content):
            return
        speakers = tuple(self._speakers(verb, cues().kinds[self.tokens[verb].lemma], content))
        listeners = tuple(self._listeners(verb, content))
        if listeners and not speakers:
            yield self._voice("unnamed", Filler(words="somebody"), verb, content)
        yield from (*speakers, *listeners)

    def _asked(self, verb: int) -> Iterator[Voice]:
        """Who asks for a thing or accuses of it, for what is asked or charged: "urged Togo to withdraw"."""
        grammar = self.grammar
        inner = [k for p in grammar.kids(verb, "prep") for k in grammar.kids(p, "pobj", "pcomp") if p > verb]
        heads = [k for k in (*grammar.kids(verb, "xcomp", "ccomp", "dobj"), *inner) if k > verb]
        for head in heads:
            for voice in self._speakers(verb, "indirect", self._below(head)):
                if self._is_speaker(voice):
                    yield voice

    def _is_speaker(self, voice: Voice) -> bool:
        entity = self.people.entities.get(voice.entity or "")
        return entity is not None and entity.kind in ("person", "organisation")

    def _is_quoted(self, content: Span) -> bool:
        """Whether this is part of a quotation, which `_direct` gives whole."""
        at = bisect_left(self._ends, content[1] - 2)
        near = self.document.quotations[at : at + 1]
        return any(q.start - 2 <= content[0] and content[1] <= q.end + 2 for q in near)

    def _speakers(self, verb: int, kind: VoiceKind, content: Span) -> Iterator[Voice]:
        """The voices of a verb's subjects; of a passive without an agent, that of nobody named."""
        subjects, passive = self._named_last(self.grammar.subjects(verb)), self.grammar.is_passive(verb)
        whose = [k for s in subjects for k in (s, *self.grammar.kids(s, "poss"))]
        if any(self.tokens[k].lemma in ("our", "we") for k in whose):
            return  # the paper's own
        if not subjects and passive and self.tokens[verb].dep not in ("acl", "relcl"):
            yield self._voice("unnamed", Filler(words="unnamed"), verb, content)
        nameless = [s for s in subjects if self._is_nameless(s)]
        for head in nameless:
            yield self._voice("unnamed", self.people.phrase(head), verb, content)
        for filler in self._those(s for s in subjects if s not in nameless):
            speaker = self._speaker(filler, self.tokens[verb].lemma in SPOKEN)
            if speaker is not None and (speaker.entity or not passive):
                yield self._voice("unnamed" if self._is_vague(speaker) else kind, speaker, verb, content)

    def _those(self, heads: Iterable[int]) -> Iterator[Filler]:
        """Who these are; of "a spokesman in Lomé" the spokesman, not the place; for "he" alone who was last."""
        for head in heads:
            at = self.tokens[head].start
            for filler in self.people.fillers([head]) or self._spoken_last(head):
                entity = self.people.entity(filler)
                apart = entity is not None and not filler.start <= at < filler.end
                beside = entity is not None and entity.kind in ("place", "nationality")
                yield self.people.phrase(head) if apart and beside else filler

    def _spoken_last(self, pronoun: int) -> list[Filler]:
        """The person who was last the subject of a sentence, for "he" and "she" that nothing else resolves."""
        if self.tokens[pronoun].lemma not in ("he", "she"):
            return []
        floor = self.document.story.text.rfind("\n\n", 0, max(self.tokens[pronoun].start - 2, 0))
        for index in range(pronoun - 1, -1, -1):
            token = self.tokens[index]
            if token.start < floor:
                return []
            if token.dep in ("nsubj", "nsubjpass", "appos"):
                persons = [m for m in self.people.mentions(index) if m.kind == "person"]
                if persons:
                    return self.people.named(index)[:1]
        return []

    def _named_last(self, heads: list[int]) -> list[int]:
        """Of a title and a name that the parser takes for two subjects, the name."""
        if len(heads) < 2:
            return heads
        return [h for h in heads if any(m.kind == "person" for m in self.people.mentions(h))] or heads[-1:]

    def _is_nameless(self, index: int) -> bool:
        """“A source close to the talks”: no person or body by name."""
        if self.tokens[index].lemma not in cues().unnamed:
            return False
        entities = map(self.people.entity, self.people.named(index))
        return not any(e is not None and e.kind == "person" for e in entities)

    def _is_vague(self, speaker: Filler) -> bool:
        return speaker.entity is None and any(w in cues().unnamed for w in fold(speaker.words).split())

    def _speaker(self, filler: Filler, spoken: bool = False) -> Filler | None:
        """Who speaks where this fills the subject: a capital speaks for its state; a ship or a base does not speak; of
        a verb that is only `spoken`, whatever stands for somebody."""
        entity = self.people.entity(filler)
        if entity is None:
            return filler if spoken or self._is_told_of_people(filler) else None
        if entity.kind == "nationality" or entity.sort in MISSIONS:
            return filler
        meant = self.people.state_of(entity) if entity.kind == "place" else entity
        if meant is None or entity.kind not in SPEAKERS:
            return None
        return Filler(words=filler.words, entity=meant.id, start=filler.start, end=filler.end)

    def _is_told_of_people(self, filler: Filler) -> bool:
        """Whether plain words name somebody or a paper, not a thing: "the visit shows" is nobody's saying."""
        first, last = (bisect_left(self.grammar.starts, at) for at in (filler.start, filler.end))
        lemmas = {t.lemma for t in self.tokens[first:last]}
        return bool(lemmas & (PEOPLE_NOUNS | COMMUNIQUES | MEDIA_NOUNS | cues().unnamed))

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
        if clauses:
            start, end = self._below(clauses[0])
            return None if lemma in PROMISING else (start, min(end, self._part(verb)[1]))
        before = self._clause_before(verb) if cues().kinds[lemma] != "denied" else None
        if before is not None:
            return self._part(verb)[0], before
        objects = self.grammar.objects(verb) if lemma in cues().objects else []
        if objects and lemma in REFUSING and self.tokens[objects[0]].lemma not in CHARGES:
            return None  # who rejects a demand does not deny that it was made
        return self._below(objects[0]) if objects else None

    def _part(self, index: int) -> Span:
        """The part of a sentence, between semicolons, in which a word stands."""
        start, end = self.grammar.sentence_span(index)
        text, at = self.document.story.text, self.tokens[index].start
        left, right = text.rfind(";", start, at), text.find(";", at, end)
        return (left + 1 if left >= 0 else start), (right if right >= 0 else end)

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
        nameless = [h for h in heads if self._is_nameless(h)]
        for head in nameless:
            yield self._voice("unnamed", people.phrase(head), index, self._part(index))
        for filler in self._those(h for h in heads if h not in nameless):
            kind: VoiceKind = "unnamed" if self._is_vague(filler) else "according-to"
            yield self._voice(kind, filler, index, self._part(index))

    def _cited(self, index: int) -> Iterator[Voice]:
        """“…, citing X”: what stands before, or the whole sentence where more follows."""
        start, end = self.grammar.sentence_span(index)
        last = max(self.tokens[i].end for i in self.grammar.subtree(index))
        above = self.tokens[index].head
        told = self._content(above) if self.tokens[above].lemma in cues().kinds else None  # "…, A reported, citing B"
        content = told or (start, self.tokens[index].start if end - last < 3 else end)
        for head in (k for k in self.grammar.kids(index, "dobj") if self._may_be_cited(k)):
            vague = self._is_nameless(head)
            for filler in (self.people.phrase(head),) if vague else self._those([head]):
                speaker = self._speaker(filler)
                if speaker is not None:
                    yield self._voice("unnamed" if vague else "indirect", speaker, index, content)

    def _may_be_cited(self, head: int) -> bool:
        """Whether a noun tells a source: who is known or tells people, or a paper; no request, no lack of money."""
        sources = PEOPLE_NOUNS | COMMUNIQUES | MEDIA_NOUNS | cues().unnamed
        return bool(self.people.mentions(head)) or self.tokens[head].lemma in sources

    def _carried(self, index: int) -> Iterator[Voice]:
        """“X, quoted by the agency, said …”, "in a statement carried by the agency", "was quoted by it as saying …"."""
        grammar, people = self.grammar, self.people
        agents = [f for f in people.fillers(grammar.subjects(index)) if self._is_medium(f)]
        says = [k for p in grammar.kids(index, "prep") for k in grammar.kids(p, "pcomp") if k > index]
        verbs = says or [a for a in grammar.ancestors(index) if self.tokens[a].lemma in cues().kinds]
        content = self._content(verbs[0]) if verbs else None
        if content is None:
            return
        if says:
            for filler in people.fillers(grammar.kids(index, "nsubjpass")):
                speaker = self._speaker(filler)
                if speaker is not None:
                    yield self._voice("indirect", speaker, says[0], content)
        for agent in agents:
            yield self._voice("indirect", agent, index, content)

    def _is_medium(self, filler: Filler) -> bool:
        entity = self.people.entity(filler)
        words_ = fold(filler.words).split()
        return (entity is not None and entity.sort in MEDIA) or not MEDIA_NOUNS.isdisjoint(words_)

    def _communiques(self) -> Iterator[Voice]:
        """“The ministry issued the following communiqué:” gives the ministry all that follows in the story."""
        for number, (first, last) in enumerate(self.document.sentences[:-1]):
            if self.tokens[last - 1].text != ":":
                continue
            content = self.tokens[self.document.sentences[number + 1][0]].start, len(self.document.story.text)
            for index in range(first, last):
                if self.tokens[index].lemma in COMMUNIQUES:
                    yield from self._issued(index, content)
                elif self.tokens[index].lemma in ANNOUNCING and self.tokens[index].pos == "VERB":
                    yield from self._informed(index, content)

    def _informed(self, verb: int, content: Span) -> Iterator[Voice]:
        """“The ministry informs the public of the following:”."""
        first, last = self.grammar.sentences[self.tokens[verb].sentence]
        if any(self.tokens[i].lemma in ("following", "follow") for i in range(first, last)):
            for filler in self.people.fillers(self.grammar.subjects(verb)):
                if filler.entity:
                    yield self._voice("indirect", filler, verb, content)

    def _issued(self, index: int, content: Span) -> Iterator[Voice]:
        verb, dep = self.tokens[index].head, self.tokens[index].dep
        heads = self.grammar.subjects(verb) if dep == "dobj" else self.grammar.pobjs(index, "of", "from", "by")
        for filler in self.people.fillers(heads):
            if filler.entity:
                yield self._voice("indirect", filler, verb, content)

    # ------------------------------------------------------------------------------------ quotations
    def _quotations(self) -> Iterator[Voice]:
        """The speakers of all quotations; one without a verb of its own goes on with whoever spoke before."""
        last: tuple[Voice, ...] = ()
        for number in range(len(self.document.quotations)):
            around = quoted.scene(self.grammar, self.document.story.text, self.document.quotations, number)
            found = tuple(self._direct(around))
            if not found and around.is_whole:
                found = tuple(self._continued(around, last))
            last = found or last
            yield from found

    def _direct(self, around: quoted.Scene) -> Iterator[Voice]:
        """The speakers of a quotation by its verb, and the agency they told it to."""
        cue = quoted.cue(self.grammar, around, SAYINGS)
        if cue is None:
            return
        first, last = self.grammar.sentences[self.tokens[cue].sentence]
        told = any(t.lemma in TRANSLATION for t in self.tokens[first:last])
        content = (around.quotation.start, around.quotation.end)
        yield from self._speakers(cue, "translated" if told else "direct", content)
        yield from self._listeners(cue, content)

    def _continued(self, around: quoted.Scene, last: Sequence[Voice]) -> Iterator[Voice]:
        """Whoever spoke last in the paragraph, by a quotation or otherwise; in a paragraph of its own, before it."""
        start, end = around.quotation.start, around.quotation.end
        paragraph = self.document.story.text.rfind("\n", 0, start)
        spoken = self._spoken_before(start, paragraph) or [v for v in last if v.content and v.content[0] > paragraph]
        alone = not self.document.story.text[paragraph + 1 : start].strip("\"“„«‘' ")
        for voice in spoken or (last if alone else ()):
            yield msgspec.structs.replace(voice, content=(start, end), kind=_as_direct(voice.kind))

    def _spoken_before(self, start: int, paragraph: int) -> list[Voice]:
        """Who is the subject of the sentence before, where that is a person."""
        at = bisect_left(self.grammar.starts, start)
        sentence = self.tokens[at].sentence - 1 if at < len(self.tokens) else -1
        first = self.tokens[self.grammar.sentences[sentence][0]].start if sentence >= 0 else paragraph
        if first <= paragraph or any(first <= q.end and q.start < start for q in self.document.quotations):
            return []
        roots = [i for i in range(*self.grammar.sentences[sentence]) if self.tokens[i].head == i]
        voices = [v for root in roots[:1] for v in self._speakers(root, "direct", (start, start + 1))]
        persons = {e.id for e in self.document.entities if e.kind == "person"}
        return [v for v in voices if v.entity in persons]

    def _listeners(self, cue: int, content: Span) -> Iterator[Voice]:
        """The agency or paper that was told, and so passed it on."""
        if self.tokens[cue].lemma in PASSED_ON:
            for listener in self.people.fillers(self.grammar.kids(cue, "dobj", "dative")):
                if self._is_medium(listener):
                    told = Filler(words=listener.words, entity=listener.entity)
                    yield self._voice("indirect", told, cue, content)


def _as_direct(kind: VoiceKind) -> VoiceKind:
    return kind if kind in ("translated", "unnamed") else "direct"


REFUSING = frozenset(("dismiss", "reject"))
CHARGES = words("charges")
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
    if agency is not None and not is_outlet(agency[0], document.story.outlet):
        yield _credit(document, *agency, (0, len(text)))


def _signed(text: str) -> Iterator[Span]:
    """Where a report may name the agency that it comes from: in its dateline, and at its very end."""
    match = DATELINE.match(text[:CREDIT_REACH])
    if match:
        yield match.span(match.lastindex or 0)
    foot = SIGNED.search(text, max(len(text) - FOOT_REACH, 0))
    for part in PARTS.finditer(text, *foot.span("names")) if foot else ():
        yield part.span()


def is_outlet(name: str, outlet: str | None) -> bool:
    """Whether a credit names the paper itself, in full or by its initials: "CNA" of the Cedar News Agency."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", outlet or "") if word[0].isupper())
    plain = fold(name)
    return bool(plain) and (fold(outlet or "").startswith(plain) or (len(name) > 2 and initials.startswith(name)))


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
    holding = sorted((v for v in found if _holds(v, at)), key=_rank)
    links = _once(holding)
    named = [v for v in links if v.kind != "unnamed"]
    if named and links[0].name == "unnamed" and _width(links[0]) == _width(named[0]):
        links = [v for v in links if v is not links[0]]
    return (*links, Voice(kind="outlet", name=story.outlet or "unknown outlet"))


def _rank(voice: Voice) -> tuple[int, int, Span]:
    """The narrower first; of two for the same words who is cited or quoted comes before who cites."""
    cue = voice.cue.casefold()
    return _width(voice) // NEARLY, (cue not in ("citing", "quoting")) + (cue in CARRIED), voice.cue_span or (0, 0)


NEARLY = 4  # characters; a mark or a blank more or less makes no other content


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
