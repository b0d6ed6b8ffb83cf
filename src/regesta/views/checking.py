"""A new report beside the register: each claim of it with what the register has of the same, or against it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from regesta.door import Json, finding_json
from regesta.model import Conflict, Reading, unique
from regesta.register import Account, Register, accounts
from regesta.views.events import account_json
from regesta.views.naming import Naming

if TYPE_CHECKING:
    from regesta.flow import Check


def check(register: Register, paths: Sequence[str]) -> list[Json]:
    """What the pages at these paths say: each claim known, new or contradicted, with evidence. Nothing is added."""
    from regesta import flow

    return checked_json(register, flow.check(register, paths))


def check_record(register: Register, record: Mapping[str, str]) -> list[Json]:
    """The same of one report that is given as a record: `text`, and what it says of itself."""
    from regesta import flow

    return checked_json(register, flow.check_record(register, record))


def checked_json(register: Register, found: "Check") -> list[Json]:
    """The claims of a checked report in the order of its text, those contradicted with what stands against them."""
    own = {account.claim.id: account for reading in found.readings for account in _accounts(reading)}
    wanted = unique(
        claim
        for one in found.claims
        for claim in (*one.same, *(c for conflict in one.conflicts for c in conflict.claims))
    )
    known = accounts(register, wanted)
    naming = Naming(register, (*own.values(), *known.values()))
    told = {**own, **known}
    rows = [
        {
            "standing": one.standing,
            **account_json(own[one.claim.id], naming),
            "same": [account_json(known[claim], naming) for claim in known if claim in one.same],
            "conflicts": [_conflict(conflict, one.claim.id, told, naming) for conflict in one.conflicts],
        }
        for one in found.claims
    ]
    return [*rows, *({"standing": "unread", **finding_json(one)} for one in found.findings if one.severity == "error")]


def _accounts(reading: Reading) -> Iterable[Account]:
    """The claims of a report that is in no register, as if they were."""
    story = reading.story
    for claim in reading.claims:
        yield Account(
            claim=claim,
            quote=story.text[slice(*claim.quote)],
            story=story.id,
            title=story.title,
            outlet=story.outlet,
            published=story.published.edtf,
        )


def _conflict(conflict: Conflict, claim: str, told: dict[str, Account], naming: Naming) -> Json:
    return {
        "kind": conflict.kind,
        "says": conflict.says,
        "rule": conflict.rule,
        "against": [account_json(told[one], naming) for one in conflict.claims if one != claim and one in told],
        "explanations_tried": [{"what": one.what, "holds": one.holds} for one in conflict.explanations],
    }
