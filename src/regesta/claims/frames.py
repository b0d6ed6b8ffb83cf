"""Every standing fact of a story, frame by frame."""

from collections.abc import Iterator

from regesta.claims.clauses import clauses
from regesta.claims.desk import Desk
from regesta.claims.facilities import facilities, only_ones
from regesta.claims.instruments import instruments
from regesta.claims.mandates import mandates
from regesta.claims.offices import appointments, offices
from regesta.claims.relations import quotations, relations
from regesta.model import Claim

FRAMES = (offices, appointments, facilities, instruments, clauses, mandates, relations, quotations, only_ones)


def frames(desk: Desk) -> Iterator[Claim]:
    """Offices, facilities, instruments, clauses, mandates, relations, quotations, and what is called the only one."""
    for frame in FRAMES:
        yield from frame(desk)
