"""Who says so: reporting verbs, "according to", quotations with their speakers, unnamed sources, agency credits.

A `Voice` covers an interval of content. The chain of a claim is every voice whose content holds its trigger, the
narrowest first, then the outlet: "X told agency Y, Z reported" gives X, Y, Z.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from regesta.claims.cast import People
from regesta.claims.grammar import Grammar
from regesta.lexicon import fold, load
from regesta.model import Document, Quotation, Story, Voice, VoiceKind

TRANSLATION = frozenset(("translation", "translator", "interpreter", "translate", "transcript"))
DATELINE = re.compile(r"^[^.\n]{0,90}?\(([^()\n]{2,40})\)\s*[-–—:]|^([A-Z][\w ]{1,30})[-–—:]\s", re.MULTILINE)
CREDIT_REACH = 200  # characters: an agency named in brackets later in a text is no credit
CREDIT_SIGNS = re.compile(
    r"\b(?:photo|photos|credits?|image|picture|courtesy|handout|file|via|by)\b|[©:()]", re.IGNORECASE
)
FIRST_PERSON = frozenset(("i", "we", "our", "my", "us"))


class Cues(NamedTuple):
    kinds: dict[str, VoiceKind]
    unnamed: frozenset[str]


@cache
def cues() -> Cues:
    """Reporting verbs with what they make of their content, and the nouns of unnamed speakers."""
    table = load().tables["voices"]
    kinds = {verb: cue["kind"] for cue in table["cue"] for verb in cue["verbs"]}
    return Cues(kinds, frozenset(word for entry in table["unnamed"] for word in entry["words"]))


@cache
def speech_verbs() -> frozenset[str]:
    """Verbs of acts that are done by speaking."""
    return frozenset(verb for entry in load().tables["voices"]["speech"] for verb in entry["verbs"])


def voices(document: Document, grammar: Grammar, people: People) -> tuple[Voice, ...]:
    """Every voice heard in the story but the outlet's own, in order of the content."""
    found: list[Voice] = []
    for index, token in enumerate(document.tokens):
        if token.pos in ("VERB", "AUX") and token.lemma in cues().kinds:
            found += _reported(document, grammar, people, index)
        elif token.text.casefold() == "according":
            found += _according(document, grammar, people, index)
        elif token.lemma in ("cite", "quote") and token.tag == "VBG":
            found += _citing(document, grammar, people, index)
    found += _communiques(document, grammar, people)
    found += [v for q in document.quotations for v in _direct(document, grammar, people, q, found)]
    found += _credits(document)
    unique = {(v.kind, v.content, v.entity or v.name): v for v in found if v.content and v.content[1] > v.content[0]}
    return tuple(sorted(unique.values(), key=lambda v: (v.content or (0, 0), v.kind, v.name)))


# --------------------------------------------------------------------------------------------- reporting verbs
def _reported(document: Document, grammar: Grammar, people: People, verb: int) -> Iterator[Voice]:
    content = _content(document, grammar, verb)
    if content is None or _is_quoted(document, content):
        return
    kind = cues().kinds[document.tokens[verb].lemma]
    yield from _said_by(document, grammar, people, verb, kind, content)
    if document.tokens[verb].lemma in ("tell", "inform"):
        for listener in people.fillers(grammar.kids(verb, "dobj", "dative")):
            entity = people.entity(listener)
            if entity and entity.sort in MEDIA:  # "told the agency": the agency passed it on
                yield _voice("indirect", listener.words, entity.id, document, verb, content)


def _is_quoted(document: Document, content: tuple[int, int]) -> bool:
    """Whether this is the end of a quotation, which `_direct` gives whole."""
    return any(q.start - 2 <= content[0] and content[1] <= q.end + 2 for q in document.quotations)


MEDIA = frozenset(("news agency", "newspaper", "broadcaster", "site", "magazine"))


def _said_by(
    document: Document, grammar: Grammar, people: People, verb: int, kind: VoiceKind, content: tuple[int, int]
) -> Iterator[Voice]:
    subjects = grammar.subjects(verb)
    token = document.tokens[verb]
    if not subjects:
        if grammar.is_passive(verb):
            yield _voice("unnamed", "unnamed", None, document, verb, content)
        return
    unnamed = [s for s in subjects if document.tokens[s].lemma in cues().unnamed and not _is_person(people, s)]
    for head in unnamed:
        source = people.phrase(head)
        yield _voice("unnamed", source.words, None, document, verb, content, (source.start, source.end))
    for filler in people.fillers([s for s in subjects if s not in unnamed]):
        entity = people.entity(filler)
        if entity is None and _is_unnamed(filler.words):
            yield _voice("unnamed", filler.words, None, document, verb, content, (filler.start, filler.end))
        elif entity is not None and entity.kind in ("person", "organisation", "state", "place"):
            speaker = people.state_of(entity) if entity.kind == "place" else entity
            if speaker is not None:
                name, span = filler.words, (filler.start, filler.end)
                yield _voice(kind, name, speaker.id, document, verb, content, span)
        elif entity is None and not grammar.is_passive(verb):
            yield _voice(kind, filler.words, None, document, verb, content, (filler.start, filler.end))
    if grammar.is_passive(verb) and token.lemma in ("say", "report", "believe", "think", "understand"):
        yield _voice("unnamed", "unnamed", None, document, verb, content)


def _is_person(people: People, index: int) -> bool:
    fillers = people.named(index)
    return any(e is not None and e.kind == "person" for e in map(people.entity, fillers))


def _is_unnamed(words: str) -> bool:
    return any(word in cues().unnamed for word in fold(words).split())


def _voice(
    kind: VoiceKind, name: str, entity: str | None, document: Document, cue: int, content: tuple[int, int],
    source: tuple[int, int] | None = None,
) -> Voice:  # fmt: skip
    token = document.tokens[cue]
    return Voice(
        kind=kind,
        name=name,
        entity=entity,
        cue=token.text,
        source=source,
        cue_span=(token.start, token.end),
        content=content,
    )


def _content(document: Document, grammar: Grammar, verb: int) -> tuple[int, int] | None:
    """What is said: the clause the verb takes, or, for a verb at the end or in the middle, the rest of the sentence."""
    clauses = [k for k in grammar.kids(verb, "ccomp", "xcomp") if k > verb]
    if clauses and document.tokens[verb].lemma not in ("agree", "urge", "propose", "pledge", "promise", "vow"):
        inside = grammar.subtree(clauses[0])
        return document.tokens[inside[0]].start, _end(document, inside[-1])
    start, end = grammar.sentence_span(verb)
    before = _clause_before(document, grammar, verb)
    if before is not None:
        return start, before
    objects = grammar.objects(verb)
    if objects and document.tokens[verb].lemma in OBJECT_TAKERS:
        inside = grammar.subtree(objects[0])
        return document.tokens[inside[0]].start, _end(document, inside[-1])
    return None


OBJECT_TAKERS = frozenset(
    "announce deny confirm reject dismiss refute stress emphasise emphasize reiterate underline underscore reaffirm "
    "highlight acknowledge admit describe reveal disclose report signal claim allege note affirm".split()
)


def _end(document: Document, index: int) -> int:
    token = document.tokens[index]
    return token.start if token.pos == "PUNCT" else token.end


def _clause_before(document: Document, grammar: Grammar, verb: int) -> int | None:
    """Where the content ends in "…, the agency reported": at the comma before the speaker."""
    subjects = grammar.kids(verb, "nsubj")
    first = min([verb, *(i for s in subjects for i in grammar.subtree(s))])
    if document.tokens[verb].dep == "relcl" and document.tokens[verb].head < first:  # "the outlet X reported"
        first = min(first, *grammar.subtree(document.tokens[verb].head)[:1])
    at = first - 1
    while (
        at >= 0
        and document.tokens[at].text in '”"’»'
        and document.tokens[at].sentence == document.tokens[verb].sentence
    ):
        at -= 1
    if (
        at < 0
        or document.tokens[at].text not in (",", "–", "—")
        or document.tokens[at].sentence != document.tokens[verb].sentence
    ):
        return None
    head = grammar.sentences[document.tokens[verb].sentence][0]
    if at - head < 4 or not any(t.pos in ("VERB", "AUX") for t in document.tokens[head:at]):
        return None
    return document.tokens[at].start


def _according(document: Document, grammar: Grammar, people: People, index: int) -> Iterator[Voice]:
    """“According to X”: the rest of the sentence is X's; a translation is no speaker."""
    heads = grammar.pobjs(index, "to") or [k for p in grammar.kids(index, "prep") for k in grammar.kids(p, "pobj")]
    start, end = grammar.sentence_span(index)
    for filler in people.fillers(heads):
        entity = people.entity(filler)
        if entity is not None and document.tokens[heads[0]].lemma not in TRANSLATION:
            yield _voice(
                "according-to", filler.words, entity.id, document, index, (start, end), (filler.start, filler.end)
            )
        elif entity is None and document.tokens[heads[0]].lemma not in TRANSLATION:
            owner = [f for h in heads for f in people.fillers(grammar.kids(h, "poss"))]
            source = owner[0] if owner else filler
            kind: VoiceKind = "according-to" if source.entity else "unnamed"
            yield _voice(kind, source.words, source.entity, document, index, (start, end), (source.start, source.end))


def _citing(document: Document, grammar: Grammar, people: People, index: int) -> Iterator[Voice]:
    """“…, citing X”."""
    content = grammar.sentence_span(index)
    for filler in people.fillers(grammar.kids(index, "dobj")):
        kind: VoiceKind = "indirect" if filler.entity else "unnamed"
        yield _voice(kind, filler.words, filler.entity, document, index, content, (filler.start, filler.end))


COMMUNIQUES = frozenset(
    ("communique", "communiqué", "statement", "release", "readout", "bulletin", "note", "text", "notice")
)


def _communiques(document: Document, grammar: Grammar, people: People) -> Iterator[Voice]:
    """“The ministry issued the following communiqué:” gives the ministry all that follows in the story."""
    for number, (first, last) in enumerate(document.sentences[:-1]):
        if document.tokens[last - 1].text != ":":
            continue
        for index in range(first, last):
            if document.tokens[index].lemma in COMMUNIQUES and document.tokens[index].dep in (
                "dobj",
                "nsubj",
                "nsubjpass",
            ):
                verb = document.tokens[index].head
                speakers = (
                    grammar.subjects(verb)
                    if document.tokens[index].dep == "dobj"
                    else grammar.pobjs(index, "of", "from", "by")
                )
                start = document.tokens[document.sentences[number + 1][0]].start
                yield from _said_by_heads(document, people, verb, speakers, (start, len(document.story.text)))


def _said_by_heads(
    document: Document, people: People, verb: int, heads: Sequence[int], content: tuple[int, int]
) -> Iterator[Voice]:
    for filler in people.fillers(heads):
        if filler.entity:
            yield _voice("indirect", filler.words, filler.entity, document, verb, content, (filler.start, filler.end))


# --------------------------------------------------------------------------------------------- quotations
def _direct(
    document: Document, grammar: Grammar, people: People, quotation: Quotation, known: Sequence[Voice]
) -> Iterator[Voice]:
    """The speaker of a quotation: the reporting verb nearest to it, outside it, in the sentences it touches."""
    if len(document.story.text[quotation.start : quotation.end].split()) < 4:
        return
    cue = _nearest_cue(document, grammar, quotation)
    if cue is None:
        return
    kind: VoiceKind = "direct"
    span = (quotation.start, quotation.end)
    if translated(document, grammar, cue):
        kind = "translated"
    yield from _said_by(document, grammar, people, cue, kind, span)


def translated(document: Document, grammar: Grammar, index: int) -> bool:
    """Whether the sentence of a token says that it gives a translation."""
    first, last = grammar.sentences[document.tokens[index].sentence]
    return any(t.lemma in TRANSLATION for t in document.tokens[first:last])


def _nearest_cue(document: Document, grammar: Grammar, quotation: Quotation) -> int | None:
    tokens = document.tokens
    touched = {t.sentence for t in tokens if t.end > quotation.start - 3 and t.start < quotation.end + 3}
    best: tuple[int, int] | None = None
    for index, token in enumerate(tokens):
        if token.sentence in touched and token.lemma in cues().kinds and token.pos == "VERB":
            if quotation.start <= token.start < quotation.end or not grammar.subjects(index):
                continue
            distance = token.start - quotation.end if token.start >= quotation.end else quotation.start - token.end + 20
            best = min(best or (distance, index), (distance, index))
    return best[1] if best else None


# --------------------------------------------------------------------------------------------- credits
def _credits(document: Document) -> Iterator[Voice]:
    """The agency or photographer of a caption, and the agency of a dateline."""
    text = document.story.text
    for block in document.story.blocks:
        if block.credit:
            name = CREDIT_SIGNS.sub(" ", text[slice(*block.credit)])
            name = " ".join(name.split()).strip(" .,/-|")
            if name:
                yield Voice(kind="credit", name=name, entity=_agency(document, name), source=block.credit,
                            content=(block.start, block.end))  # fmt: skip
    match = DATELINE.match(text[:CREDIT_REACH])
    name = (match[1] or match[2]).strip() if match else ""
    entity = _agency(document, name) if name else None
    if match and (entity or _known_agency(name)):
        yield Voice(
            kind="credit", name=name, entity=entity, source=match.span(match.lastindex or 0), content=(0, len(text))
        )


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
    holding = [v for v in found if v.content and v.content[0] <= at < v.content[1]]
    holding.sort(key=lambda v: (_width(v), v.cue_span or (0, 0)))
    links: list[Voice] = []
    for voice in holding:
        if all((v.entity or v.name) != (voice.entity or voice.name) for v in links):
            links.append(voice)
    named = [v for v in links if v.kind != "unnamed"]
    if named and links[0].kind == "unnamed" and _width(links[0]) == _width(named[0]):
        links = [v for v in links if v is not links[0]]
    outlet = Voice(kind="outlet", name=story.outlet or "unknown outlet")
    return (*links, outlet)


def _width(voice: Voice) -> int:
    return voice.content[1] - voice.content[0] if voice.content else 0


def denied(links: Sequence[Voice]) -> bool:
    """Whether the nearest voice denies what it is credited with."""
    return bool(links) and links[0].kind == "denied"


__all__ = ["chain", "cues", "denied", "translated", "voices"]
