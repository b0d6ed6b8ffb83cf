"""Golden registers: what the sample pages say, a claim a line with its quotation: plain text, reviewed as diffs.

`pytest tests/test_golden.py --update-golden` writes them anew.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from regesta.collate import collate
from regesta.identify import resolve
from regesta.model import Claim, Conflict, Entity, Event, Filler, Reading
from samples_read import PAGES, readings_of

GOLD = Path(__file__).parent / "gold" / "samples"
PAIRS = [PAGES[i : i + 2] for i in range(0, len(PAGES), 2)]


def lines_of(readings: Sequence[Reading]) -> Iterator[str]:
    """The register of these readings: each story with its claims, then what they say together."""
    identities = resolve(readings, ())
    names = {member: identity.entity.id for identity in identities for member in identity.members}
    labels = {identity.entity.id: identity.entity for identity in identities}
    collation = collate(readings, names, labels)
    for reading in readings:
        yield from story_lines(reading, names, labels)
    quotes = {claim.id: claim_line(claim, names, labels) for reading in readings for claim in reading.claims}
    yield "== together"
    yield from (f"{label.kind}: {label.name} = {one}" for label, one in sorted_pairs(identities_met(identities)))
    yield from (line for event in collation.events if len(event.claims) > 1 for line in event_lines(event, quotes))
    yield from (line for conflict in collation.conflicts for line in conflict_lines(conflict, quotes))


def sorted_pairs(pairs: Iterator[tuple[Entity, str]]) -> list[tuple[Entity, str]]:
    return sorted(pairs, key=lambda pair: (pair[0].kind, pair[0].name, pair[1]))


def identities_met(identities: Sequence[object]) -> Iterator[tuple[Entity, str]]:
    """Entities without a lexicon's key that several stories name, with the spellings met."""
    for identity in identities:
        entity: Entity = identity.entity  # type: ignore[attr-defined]
        if entity.key is None and len(identity.members) > 1:  # type: ignore[attr-defined]
            yield entity, " | ".join(sorted({entity.name, *entity.aliases}))


def story_lines(reading: Reading, names: dict[str, str], labels: dict[str, Entity]) -> Iterator[str]:
    story = reading.story
    yield f"== {story.title}"
    authors = ", ".join(story.authors) or "nobody named"
    yield f"outlet {story.outlet}; by {authors}; published {story.published.edtf} ({story.published.basis})"
    yield from (f"caption {text}" for text in story.captions)
    yield from (f"credit {name}" for name in story.credits)
    for claim in reading.claims:
        yield claim_line(claim, names, labels)
        yield f"    “{' '.join(story.text[slice(*claim.quote)].split())}”"


def claim_line(claim: Claim, names: dict[str, str], labels: dict[str, Entity]) -> str:
    """One claim on a line, in the order a reader asks: when, what, how sure, who, where, by whose account."""

    def called(filler: Filler) -> str:
        register = names.get(f"{claim.story}/{filler.entity}") if filler.entity else None
        return labels[register].name if register else f"“{filler.words}”"

    what = "/".join(filter(None, (claim.type, claim.mode)))
    parts = [claim.when or "undated", what, claim.status, "background" if claim.background else ""]
    parts += [f"{role}: {', '.join(map(called, fillers))}" for role, fillers in sorted(claim.roles.items())]
    where = names.get(f"{claim.story}/{claim.where}") if claim.where else None
    parts += [
        f"where: {labels[where].name}" if where else "",
        f"scope: {claim.scope.rank} since {claim.scope.since}" if claim.scope else "",
    ]
    parts += [f"{claim.quantity.words} {claim.quantity.unit}" if claim.quantity else ""]
    parts += [" → ".join(voice.name for voice in claim.voices)]
    return " · ".join(filter(None, parts))


def event_lines(event: Event, quotes: dict[str, str]) -> Iterator[str]:
    yield f"event {event.type}/{event.mode} {event.when} origins {len(event.origins)}: {'; '.join(event.origins)}"
    yield from (f"    {quotes[claim]}" for claim in event.claims)


def conflict_lines(conflict: Conflict, quotes: dict[str, str]) -> Iterator[str]:
    yield f"conflict {conflict.kind} {conflict.status}: {conflict.rule}"
    yield from (f"    {quotes[claim]}" for claim in conflict.claims)


@pytest.mark.parametrize("pages", PAIRS, ids=lambda pages: pages[0].stem[:2] + "-" + pages[1].stem[:2])
def test_golden_register(pages: list[Path], request: pytest.FixtureRequest) -> None:
    """Two outlets on one relation give the register that was reviewed, to the letter."""
    said = "\n".join(lines_of(readings_of(pages))) + "\n"
    gold = GOLD / f"{pages[0].stem}.reg"
    if request.config.getoption("--update-golden"):
        gold.parent.mkdir(parents=True, exist_ok=True)
        gold.write_text(said, encoding="utf-8")
    assert said == gold.read_text(encoding="utf-8")
