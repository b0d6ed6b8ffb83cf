"""A new report read against a register, without adding it: what of it is known, new or contradicted."""

from collections.abc import Mapping, Sequence
from typing import Literal

from regesta.flow.pages import readings_of
from regesta.flow.sources import Sources, places
from regesta.flow.whole import judged, together
from regesta.intake import read_page, read_record
from regesta.model import Claim, Conflict, Finding, Reading, Received, Value
from regesta.register import Register
from regesta.reuse import kin

Standing = Literal["known", "new", "contradicted"]


class Checked(Value, frozen=True):
    """A claim of the report, how it stands to the register, the register's claims of the same event, and the open
    conflicts it would have with the register's claims."""

    claim: Claim
    standing: Standing
    same: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Check(Value, frozen=True):
    """What was read from the report, each claim of it checked, and what was odd about its pages."""

    readings: tuple[Reading, ...]
    claims: tuple[Checked, ...]
    findings: tuple[Finding, ...] = ()


def check(register: Register, paths: Sequence[str], sources: Sources | None = None) -> Check:
    """What the pages at these paths say, held against the register, which stays as it is."""
    with sources or Sources(register) as opener:
        received = [one for place in places(paths, register.path) for one in opener.open(place)]
    intakes = [read_page(one.raw, one.receipt) for one in received if isinstance(one, Received)]
    readings = readings_of([story for intake in intakes for story in intake.stories])
    findings = [one for one in received if isinstance(one, Finding)]
    findings += [finding for intake in intakes for finding in intake.findings]
    return held_against(register, tuple(readings.values()), tuple(findings))


def check_record(register: Register, record: Mapping[str, str]) -> Check:
    """What a report says that is given as a record (`text`, and what it says of itself), held against the register."""
    intake = read_record(record, "the report")
    return held_against(register, tuple(readings_of(list(intake.stories)).values()), tuple(intake.findings))


def held_against(register: Register, readings: tuple[Reading, ...], findings: tuple[Finding, ...] = ()) -> Check:
    """These readings held against the register; a story that the register holds already is known in all it says."""
    kept, judgements, _ = judged(register)
    held = {one.story.id for one in kept}
    fresh = [one for one in readings if one.story.id not in held]
    everything = [*kept, *fresh]
    _, found = together(everything, judgements, kin(one.story for one in everything))
    homes = {claim: event.claims for event in found.events for claim in event.claims}
    ours = {claim.id for one in fresh for claim in one.claims}
    checked = [
        _checked(claim, [one for one in homes.get(claim.id, ()) if one not in ours], found.conflicts, ours)
        for one in readings
        for claim in one.claims
        if claim.id in homes
    ]
    return Check(readings=readings, claims=tuple(checked), findings=findings)


def _checked(claim: Claim, same: Sequence[str], conflicts: Sequence[Conflict], ours: set[str]) -> Checked:
    against = tuple(
        one for one in conflicts if claim.id in one.claims and one.status == "open" and not ours >= set(one.claims)
    )
    standing: Standing = "contradicted" if against else "known" if same else "new"
    return Checked(claim=claim, standing=standing, same=tuple(same), conflicts=against)
