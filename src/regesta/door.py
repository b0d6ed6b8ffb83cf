"""The door for machines: a reading as JSON-ready values, in the shape that `docs/reading.schema.json` publishes.

Fields are added, never renamed. Offsets count Unicode code points of the story's `text`, half-open.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from regesta import plover
from regesta.model import Claim, Dated, Entity, Filler, Finding, Mention, Reading, Scope, Time, Voice

Json = dict[str, Any]

# Roles whose value is words; the value of every other role is a list of entities.
WORDED: Final = frozenset(
    {
        "about",
        "acting",
        "clause",
        "deadline",
        "office",
        "relation",
        "since",
        "state",
        "sum",
        "text",
        "then",
        "then_sum",
        "then_what",
        "translated",
        "until",
    }
)

# Words that name or tell somebody by themselves; the others point back at somebody named.
NAMING: Final = frozenset({"name", "title", "common"})


def _dated(date: Dated) -> Json:
    return {"edtf": date.edtf, "basis": date.basis, "words": date.words}


def story_json(reading: Reading) -> Json:
    """A story with all that was found in it, as one element of a reading's `stories`."""
    story = reading.story
    return {
        "id": story.id,
        "title": story.title,
        "outlet": story.outlet,
        "authors": list(story.authors),
        "language": story.language,
        "published": _dated(story.published),
        "updated": _dated(story.updated),
        "outlet_basis": story.outlet_basis,
        "bases": dict(story.bases),
        "url": story.url,
        "teaser": story.teaser,
        "text": story.text,
        "captions": list(story.captions),
        "credits": list(story.credits),
        "names": [_mention(mention) for mention in reading.mentions if mention.how in NAMING],
        "mentions": [_mention(mention) for mention in reading.mentions if mention.how not in NAMING],
        "entities": [entity_json(entity) for entity in reading.entities],
        "times": [_time(time) for time in reading.times],
        "voices": [_voice(voice) for voice in reading.voices if voice.content is not None],
        "claims": [claim_json(claim, _whom(reading)) for claim in reading.claims],
    }


def _whom(reading: Reading) -> Callable[[Filler], str]:
    """Names what fills a role: by the id of its entity, be it told by common nouns alone, else in words."""
    unnamed = sorted((m for m in reading.mentions if m.how == "common"), key=lambda m: (m.start - m.end, m.start))

    def called(filler: Filler) -> str:
        inside = (m.entity for m in unnamed if filler.start <= m.start and m.end <= filler.end)
        return filler.entity or next(inside, filler.words)

    return called


def claim_json(claim: Claim, called: Callable[[Filler], str] | None = None) -> Json:
    """A claim, its quote an interval of its story's text. `called` names what fills a role, else its entity id does."""
    called = called or _id_or_words
    code = plover.code(claim)
    return {
        "id": claim.id,
        "kind": claim.kind,
        "type": claim.type,
        "mode": claim.mode or None,
        "plover": {"event": code.event, "mode": code.mode, "quad": code.quad, "cameo": code.cameo} if code else None,
        "status": claim.status,
        "background": claim.background,
        "when": claim.when,
        "when_words": claim.when_words,
        "when_basis": claim.when_basis or None,
        "where": called(Filler(words=claim.where, entity=claim.where)) if claim.where else None,
        "roles": {role: _role(role, fillers, called) for role, fillers in claim.roles.items() if fillers},
        "present": claim.present,
        "term": claim.term,
        "scope": _scope(claim.scope),
        "quantity": _quantity(claim),
        "said_by": said_by(claim.voices, called),
        "quote": list(claim.quote),
        "trigger": list(claim.trigger),
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def said_by(voices: Sequence[Voice], called: Callable[[Filler], str]) -> list[str]:
    """Who said it, from the first voice to the outlet; the outlet of the report itself is just ``outlet``."""
    chain = [_speaker(voice, called) for voice in voices]
    return chain if chain and chain[-1] == "outlet" else [*chain, "outlet"]


def entity_json(entity: Entity) -> Json:
    """An entity of a story or of the register."""
    place = entity.place
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "key": entity.key,
        "sort": entity.sort or None,
        "country": entity.country,
        "parent": entity.parent,
        "place": {"lat": place.lat, "lon": place.lon, "geonames": place.geonames} if place else None,
        "sector": entity.sector or None,
    }


def finding_json(finding: Finding) -> Json:
    """Something odd about the input: where, what, how bad."""
    return {"where": finding.where, "what": finding.what, "severity": finding.severity}


def line_json(identifier: Any, readings: Iterable[Reading], findings: Iterable[Finding]) -> Json:
    """One line of output: what was read from one line of input."""
    readings = list(readings)
    found = [*findings, *(finding for reading in readings for finding in reading.findings)]
    return {
        "id": identifier,
        "stories": [story_json(reading) for reading in readings],
        "findings": [finding_json(finding) for finding in found],
    }


def _id_or_words(filler: Filler) -> str:
    return filler.entity or filler.words


def _role(role: str, fillers: Sequence[Filler], called: Callable[[Filler], str]) -> str | list[str]:
    if role in WORDED:
        return "; ".join(filler.words for filler in fillers)
    return [called(filler) for filler in fillers]


def _speaker(voice: Voice, called: Callable[[Filler], str]) -> str:
    if voice.kind in ("outlet", "unnamed"):
        return voice.kind
    return called(Filler(words=voice.name, entity=voice.entity)) or "unnamed"


def _mention(mention: Mention) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "entity": mention.entity,
        "how": mention.how,
    }


def _time(time: Time) -> Json:
    return {
        "start": time.start,
        "end": time.end,
        "edtf": time.edtf,
        "kind": time.kind,
        "basis": time.basis,
        "anchor": time.anchor,
    }


def _voice(voice: Voice) -> Json:
    return {
        "source": _span(voice.source),
        "cue": _span(voice.cue_span),
        "content": _span(voice.content),
        "kind": voice.kind,
        "entity": voice.entity,
        "name": voice.name,
    }


def _scope(scope: Scope | None) -> Json | None:
    return {"rank": scope.rank, "of": scope.of, "since": scope.since} if scope else None


def _quantity(claim: Claim) -> Json | None:
    some = claim.quantity
    return {"low": some.low, "high": some.high, "words": some.words, "unit": some.unit or None} if some else None


def _span(span: tuple[int, int] | None) -> list[int] | None:
    return list(span) if span else None
