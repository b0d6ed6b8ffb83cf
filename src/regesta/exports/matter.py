"""What there is to write out: a register, and what a question chooses of it."""

from collections.abc import Iterator

from regesta import views
from regesta.door import Json
from regesta.model import Value
from regesta.register import Register


class Matter(Value, frozen=True):
    """A register and a question. Each answer begins anew, comes row by row, and is never gathered."""

    register: Register
    question: views.Question | None = None

    def claims(self) -> Iterator[Json]:
        """The claims, in order of publication."""
        return views.claim_rows(self.register, self.question)

    def events(self) -> Iterator[Json]:
        """The events, in order of time."""
        return views.event_rows(self.register, self.question)

    def acts(self) -> Iterator[Json]:
        """The events that are acts, with those whom their first report names."""
        return views.act_rows(self.register, self.question)

    def reports(self) -> Iterator[Json]:
        """The reports, in order of publication, with their claims."""
        return views.report_rows(self.register, self.question)

    def pages(self) -> Iterator[Json]:
        """The pages and how they were received, in order of their ids."""
        return views.page_rows(self.register, self.question)

    def entities(self) -> Iterator[Json]:
        """The entities, in order of their ids."""
        return views.entity_rows(self.register, self.question)

    def parties(self) -> Iterator[Json]:
        """The claims, once for each entity in them, in order of the entity, then of time."""
        return views.party_rows(self.register, self.question)

    def conflicts(self) -> Iterator[Json]:
        """The conflicts, with their claims."""
        return views.conflict_rows(self.register, self.question)

    def kinships(self) -> Iterator[Json]:
        """Which reports were made from one another."""
        return views.kinship_rows(self.register, self.question)

    def judgements(self) -> Iterator[Json]:
        """The judgements, in the order in which they were made."""
        return views.judgement_rows(self.register)

    def everything(self) -> Iterator[Json]:
        """One row a thing, from which a register can be made again."""
        return views.export_rows(self.register, self.question)
