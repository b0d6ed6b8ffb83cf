"""What happened, by whose account: the timeline, and what cannot all hold."""

from collections.abc import Iterable, Mapping, Sequence

from regesta.door import Json, claim_json
from regesta.model import ClaimKind, Conflict, Event, Value, unique
from regesta.register import Account, Register, Selection, accounts, conflicts, events
from regesta.views.naming import Naming, meant_by
from regesta.views.telling import credibility, fields


class Question(Value, frozen=True):
    """Which part of the timeline is wanted. Names are as a person writes them; dates are ISO 8601 days or parts.

    `between` wants two parties that both take part, of which one may be but the place where, or be named in the words
    of the instrument, while one of the two acts or is acted upon; `who` wants one in any part. `kinds` empty: acts and
    standing facts alike. `disputed` wants what accounts differ on.
    """

    between: tuple[str, str] | None = None
    who: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None
    status: str | None = None
    background: bool = True
    kinds: tuple[ClaimKind, ...] = ()
    disputed: bool = False


def timeline(register: Register, question: Question | None = None) -> list[Json]:
    """The events asked for, in order of time, each with the accounts it rests on."""
    return events_json(register, events(register, selected(register, question or Question())))


def selected(register: Register, question: Question) -> Selection:
    """A question as the register selects by it: for each name the entities that a person means by it."""
    names = [*(question.between or ()), *([question.who] if question.who else [])]
    parties = tuple(meant_by(register, name) for name in names)
    return Selection(
        parties=parties,
        acting=frozenset().union(*parties[:2]) if question.between else frozenset(),
        since=question.since,
        until=last_day(question.until),
        type=question.type.upper() if question.type else None,
        status=question.status,
        background=question.background,
        kinds=question.kinds,
        disputed=question.disputed,
    )


def events_json(register: Register, chosen: Sequence[Event]) -> list[Json]:
    """These events, in the order given."""
    found = accounts(register, (claim for event in chosen for claim in event.claims))
    naming = Naming(register, found.values(), (key for event in chosen for key in parties(event)))
    disputes = _disputes(conflicts(register, found))
    grades = register.settings()[0].reliability
    told = (_event(event, found, naming, disputes) for event in chosen)
    return [_weighed(row, event, grades) for row, event in zip(told, chosen, strict=True)]


def _weighed(row: Json, event: Event, grades: Mapping[str, str]) -> Json:
    """The event with what speaks for its being one act, what its accounts agree on, and how far it may be trusted."""
    links = [
        {
            "claims": list(link.claims),
            "score": link.score,
            "features": [{"weight": round(one.weight, 2), "why": one.why} for one in link.features],
        }
        for link in event.links
    ]
    return {
        **row,
        "links": links,
        "fields": fields(row["claims"], row["disputed"]),
        "reliability": {name: grades.get(name, "F") for name in event.outlets},
        "credibility": credibility(row),
    }


def open_conflicts(register: Register, kind: str | None = None, every: bool = False) -> list[Json]:
    """The conflicts that are open, or all of them, each with its claims side by side."""
    chosen = [
        conflict
        for conflict in conflicts(register)
        if (every or conflict.status == "open") and kind in (None, conflict.kind)
    ]
    return conflicts_json(register, chosen)


def conflicts_json(register: Register, chosen: Sequence[Conflict]) -> list[Json]:
    """These conflicts, in the order given; their claims in order of publication."""
    found = accounts(register, (claim for conflict in chosen for claim in conflict.claims))
    naming = Naming(register, found.values())
    return [_conflict(conflict, found, naming) for conflict in chosen]


def account_json(account: Account, naming: Naming) -> Json:
    """A claim as the register gives it: with names for ids, its quote verbatim, and the report it stands in."""
    told = claim_json(account.claim, lambda filler: naming.filler(account, filler))
    span = told.pop("quote")
    return {
        "claim": told.pop("id"),
        "story": account.story,
        "outlet": account.outlet,
        "published": account.published,
        "title": account.title,
        "quote": account.quote,
        "span": span,
        **told,
        "entities": naming.listed(naming.of_account(account)),
    }


def parties(event: Event) -> tuple[str, ...]:
    """The ids of all that an event names: who, the others, and where."""
    return (*event.who, *event.others, *((event.where,) if event.where else ()))


def last_day(until: str | None) -> str | None:
    """The bound under which every day of `until` sorts, so that "2025-10" takes in the whole of October."""
    return f"{until}~" if until else None


def _event(event: Event, found: Mapping[str, Account], naming: Naming, disputes: Mapping[str, list[Conflict]]) -> Json:
    claims = [found[claim] for claim in event.claims if claim in found]
    against = {one.id: one.kind for claim in event.claims for one in disputes.get(claim, ())}
    return {
        "id": event.id,
        "kind": event.kind,
        "type": event.type,
        "mode": event.mode or None,
        "status": event.status,
        "background": event.background,
        "when": event.when,
        "where": naming.of(event.where) if event.where else None,
        "who": [naming.of(key) for key in event.who],
        "others": [naming.of(key) for key in event.others],
        "entities": naming.listed(parties(event)),
        "claims": [account_json(account, naming) for account in claims],
        "outlets": len(event.outlets),
        "outlet_names": list(event.outlets),
        "independent_origins": len(event.origins),
        "origins": list(event.origins),
        "reasons": list(event.reasons),
        "disputed": list(unique((*event.disputed, *sorted(against.values())))),
        "conflicts": sorted(against),
    }


def _disputes(chosen: Iterable[Conflict]) -> dict[str, list[Conflict]]:
    """The open conflicts in which each claim stands."""
    found: dict[str, list[Conflict]] = {}
    for conflict in chosen:
        for claim in conflict.claims if conflict.status == "open" else ():
            found.setdefault(claim, []).append(conflict)
    return found


def _conflict(conflict: Conflict, found: Mapping[str, Account], naming: Naming) -> Json:
    return {
        "id": conflict.id,
        "kind": conflict.kind,
        "status": conflict.status,
        "says": conflict.says,
        "rule": conflict.rule,
        "claims": [account_json(found[claim], naming) for claim in found if claim in conflict.claims],
        "explanations_tried": [{"what": one.what, "holds": one.holds} for one in conflict.explanations],
    }
