"""What follows from all readings together, and everything derived anew."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, islice

import msgspec

from regesta.collate import Collation, collate, onward
from regesta.docket import anchored, claim_key, renamed
from regesta.flow.adviser import Adviser
from regesta.flow.notes import Notes, noted, written
from regesta.flow.pages import TOGETHER, put, readings_of
from regesta.identify import orphaned, resolve
from regesta.intake import read_page
from regesta.model import Entity, Finding, Identity, Judgement, Kinship, Page, Reading, Value
from regesta.register import Basis, Model, Register, all_fixed
from regesta.reuse import trace


class RebuildReport(Value, frozen=True):
    """What a rebuild did."""

    pages: int
    stories: int
    claims: int
    events: int
    conflicts: int
    findings: tuple[Finding, ...] = ()


def settle(register: Register) -> Collation:
    """Work out identities, events and conflicts over everything read and judged, and record them.

    What was noted the last time spares what is as it was; what it comes to is what `together` says.
    """
    with _no_sweeping():
        return _settle(register)


@contextmanager
def _no_sweeping() -> Iterator[None]:
    """While this lasts no rings of values are looked for: none are made, and looking takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _settle(register: Register) -> Collation:
    so_far = register.judged_so_far()
    readings, judgements, moved = judged(register)
    notes = noted(register)
    traced = trace((one.story for one in readings), notes.traced)
    identities = resolve(readings, judgements)
    step = onward(notes.kept, readings, _known(identities), judgements, traced.kinships)
    basis = Basis(judged=so_far, notes=written(Notes(traced=traced, kept=step.kept)))
    events = tuple(step.kept.events.values())
    register.replace_settled(identities, events, step.conflicts, traced.kinships, basis)
    findings = (*moved, *orphaned(readings, judgements), *step.findings)
    rejected = tuple(sorted(step.kept.rejected))
    return Collation(events=events, conflicts=step.conflicts, rejected=rejected, findings=findings)


def judged(register: Register) -> tuple[list[Reading], tuple[Judgement, ...], tuple[Finding, ...]]:
    """The readings with what people set right in them, the judgements as they apply to these, and which had to be moved
    to what a sentence is read as now."""
    as_read = list(register.readings_as_read())
    judgements, moved = anchored(register.judgements(), as_read)
    readings = all_fixed(as_read, judgements)
    return readings, renamed(judgements, dict(_new_keys(as_read, readings))), moved


def _new_keys(as_read: Sequence[Reading], readings: Sequence[Reading]) -> Iterator[tuple[str, str]]:
    """The names of claims that were set right, before and after: a claim's type is part of its name."""
    for before, after in zip(as_read, readings, strict=True):
        for old, new in zip(before.claims, after.claims, strict=True) if before is not after else ():
            if old.type != new.type:
                yield claim_key(old, before), claim_key(new, after)


def together(
    readings: Sequence[Reading], judgements: Sequence[Judgement], kinships: Sequence[Kinship]
) -> tuple[tuple[Identity, ...], Collation]:
    """Who is who across the readings, and what follows from all of them together."""
    identities = resolve(readings, judgements)
    names, labels = _known(identities)
    collation = collate(readings, names, labels, judgements, kinships)
    findings = (*orphaned(readings, judgements), *collation.findings)
    return identities, msgspec.structs.replace(collation, findings=findings)


def _known(identities: Sequence[Identity]) -> tuple[dict[str, str], dict[str, Entity]]:
    """The names and the labels of entities."""
    names = {member: identity.entity.id for identity in identities for member in identity.members}
    return names, {identity.entity.id: identity.entity for identity in identities}


def rebuild(register: Register) -> RebuildReport:
    """Derive everything anew from the kept pages, what language models answered about them, and the judgements.

    No model is asked: where its answer is not kept, the rules alone read. What was read from a page that is gone is
    dropped; what was read from one whose bytes are damaged stays. Either is a finding.
    """
    register.begin_writing()
    findings = list(_drop_gone(register))
    ids = iter(register.page_ids())
    while batch := list(islice(ids, TOGETHER)):
        pages = []
        for page in map(register.page, batch):
            if page.is_whole():
                pages.append(page)
            else:
                what = "its bytes are damaged, so it was not read anew; read the page again, or restore it from a copy"
                findings.append(Finding(where=f"page {page.id}", what=what, severity="error"))
        for model, group in groupby(pages, lambda page: register.assigned(page.id)):
            findings.extend(_read_anew(register, list(group), model))
    collation = settle(register)
    stories = list(register.readings())
    return RebuildReport(
        pages=len(register.page_ids()),
        stories=len(stories),
        claims=sum(len(one.claims) for one in stories),
        events=len(collation.events),
        conflicts=len(collation.conflicts),
        findings=(*findings, *collation.findings),
    )


def _read_anew(register: Register, pages: Sequence[Page], model: Model | None) -> Iterator[Finding]:
    """Read pages as they were read before: by the rules alone, or with the answers of a model."""
    intakes = [read_page(page.raw, page.receipt) for page in pages]
    adviser = Adviser(model, register) if model else None
    readings = readings_of([story for intake in intakes for story in intake.stories], adviser, register.is_gated())
    for page, intake in zip(pages, intakes, strict=True):
        yield from put(register, page, intake, readings, model)


def _drop_gone(register: Register) -> Iterator[Finding]:
    """Drop what was read from pages that are no longer kept."""
    kept = set(register.page_ids())
    for page in register.pages_read():
        if page.id not in kept:
            register.forget_page(page.id)
            what = f"its bytes are gone, so what was read from it is dropped; it came from {page.source}"
            yield Finding(where=f"page {page.id}", what=what, severity="error")
