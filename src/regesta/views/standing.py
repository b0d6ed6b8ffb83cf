"""What stands over a time: offices and their holders, facilities and their users, instruments and their clauses."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal

from regesta import edtf
from regesta.door import Json, entity_json
from regesta.lexicon import fold
from regesta.model import Entity, Identity
from regesta.register import Account, Register, accounts_of_kind, identities
from regesta.views.events import account_json
from regesta.views.naming import Naming, meant_by, role_words

Standing = Literal["reported on that day", "last reported before", "first reported after", "ended before"]
_ORDER: tuple[Standing, ...] = ("reported on that day", "last reported before", "first reported after", "ended before")
_SMALL = frozenset({"of", "for", "the", "and", "affairs", "s"})
_QUALIFIED = frozenset({"deputy", "vice", "assistant", "under", "former", "acting", "first", "second"})


# ---------------------------------------------------------------------------------------------- offices
def who(register: Register, office: str, of: str | None = None, on: str | None = None) -> list[Json]:
    """Who is reported to hold an office. With `on`, how each report stands to that day, the nearest first."""
    meant = meant_by(register, of) if of else None
    chosen = [account for account in accounts_of_kind(register, "office") if _is_office(account, office)]
    naming = Naming(register, chosen)
    if meant is not None:
        chosen = [account for account in chosen if _fills(account, ("of",), meant, naming)]
    rows = [_holder(group, naming) for group in grouped(chosen, lambda account: _holding(account, naming))]
    if on is None:
        return rows
    placed = [{**row, "on": on, "standing": _standing(row, on)} for row in rows]
    return sorted(placed, key=lambda row: (_ORDER.index(row["standing"]), -_days_known(row)))


def _is_office(account: Account, asked: str) -> bool:
    """Whether the office is the one asked for, however its words are put; a deputy's office is another one."""
    wanted = _office_words(asked)
    held = _office_words(role_words(account.claim, "office"))
    return bool(wanted) and wanted & _QUALIFIED == held & _QUALIFIED and _starts(wanted) <= _starts(held)


def _starts(words: Iterable[str]) -> set[str]:
    """The words without their endings, near enough: ministry and minister, transport and transportation are alike."""
    return {word[:5] for word in words}


def _office_words(text: str) -> frozenset[str]:
    return frozenset(fold(text).replace("defence", "defense").split()) - _SMALL


def _holding(account: Account, naming: Naming) -> tuple[str, ...]:
    """Person and body: two reports of the same two are of one holding."""
    return (*naming.keys(account, "person"), "of", *naming.keys(account, "of"))


def _holder(group: Sequence[Account], naming: Naming) -> Json:
    first = group[0]
    spans = [span for account in group if (span := edtf.bounds(_time_of(account)))]
    starts = [start.isoformat() for start, _ in spans if start]
    ends = [end.isoformat() for _, end in spans if end]
    over = [_last_day(account) for account in group if _is_over(account)]
    return {
        "person": "; ".join(naming.names(first, "person")),
        "office": role_words(first.claim, "office"),
        "of": "; ".join(naming.names(first, "of")) or None,
        "first_reported": min(starts, default=None),
        "last_reported": max(ends, default=None),
        "until": min(filter(None, over), default=None),
        "over": bool(over),
        "claims": [account_json(account, naming) for account in group],
    }


def _time_of(account: Account) -> str | None:
    return account.claim.when or account.published


def _is_over(account: Account) -> bool:
    claim = account.claim
    return "until" in claim.roles or bool({claim.type, claim.mode} & {"left", "former", "ended"})


def _last_day(account: Account) -> str | None:
    """The last day of an office that is over, as far as the report tells it."""
    said = role_words(account.claim, "until")
    bounds = edtf.bounds(said if edtf.valid(said) else account.claim.when)
    return bounds[1].isoformat() if bounds and bounds[1] else None


def _standing(row: Json, on: str) -> Standing:
    day = edtf.bounds(on)
    first, last = (end.isoformat() if end else "" for end in day) if day else (on, on)
    if row["until"] and row["until"] < first:
        return "ended before"
    if any(edtf.overlaps(claim["when"] or claim["published"], on) for claim in row["claims"]):
        return "reported on that day"
    return "first reported after" if (row["first_reported"] or "") > last else "last reported before"


def _days_known(row: Json) -> int:
    return int((row["last_reported"] or "0").replace("-", ""))


# ---------------------------------------------------------------------------------------------- facilities
def facilities(register: Register, name: str | None = None) -> list[Json]:
    """The facilities in the register, each with those who are reported to use, hold or guard it."""
    reports = accounts_of_kind(register, "facility")
    naming = Naming(register, reports)
    known = [one for one in identities(register).values() if one.entity.kind == "facility"]
    if name is not None:
        meant = meant_by(register, name)
        known = [one for one in known if one.entity.id in meant]
    rows = [_facility(one, reports, naming) for one in known]
    return sorted(rows, key=lambda row: (fold(row["name"]), row["id"]))


def _facility(identity: Identity, reports: Iterable[Account], naming: Naming) -> Json:
    entity = identity.entity
    told = [account for account in reports if _fills(account, ("facility",), {entity.id}, naming)]
    users = [name for account in told for name in naming.names(account, "user")]
    holders = [name for account in told for name in naming.names(account, "holder")]
    return {
        **entity_json(entity),
        "users": sorted(set(users)),
        "holders": sorted(set(holders)),
        "claims": [account_json(account, naming) for account in told],
    }


# ---------------------------------------------------------------------------------------------- instruments
def instruments(register: Register, name: str | None = None) -> list[Json]:
    """Agreements, resolutions, mandates and lists: their parties, states over time, and clauses present and absent."""
    reports = accounts_of_kind(register, "instrument", "clause", "mandate")
    naming = Naming(register, reports)
    known = {key: one.entity for key, one in identities(register).items() if one.entity.kind == "instrument"}
    groups = {_instrument(group[0], naming): group for group in grouped(reports, lambda a: _instrument(a, naming))}
    keys = [*known, *(key for key in groups if key not in known)]
    if name is not None:
        meant, words = meant_by(register, name), fold(name)
        keys = [key for key in keys if key in meant or words in key]
    rows = [_instrument_json(key, known.get(key), groups.get(key, ()), naming) for key in keys]
    return sorted(rows, key=lambda row: (fold(row["name"]), row["id"] or ""))


def _instrument(account: Account, naming: Naming) -> str:
    """The instrument a report speaks of: its id in the register, else its words."""
    keys = naming.keys(account, "instrument")
    return "; ".join(keys) or f"{account.claim.kind} {' '.join(naming.keys(account, 'body')) or account.claim.id}"


def _instrument_json(key: str, entity: Entity | None, group: Sequence[Account], naming: Naming) -> Json:
    words = "; ".join(naming.names(group[0], "instrument") or _of_body(group[0], naming)) if group else key
    by_kind = {kind: [one for one in group if one.claim.kind == kind] for kind in ("instrument", "clause", "mandate")}
    return {
        "id": entity.id if entity else None,
        "name": entity.name if entity else words,
        "sort": entity.sort or None if entity else None,
        "parties": sorted({name for account in group for name in naming.names(account, "parties")}),
        "states": [_state(account) for account in by_kind["instrument"]],
        "clauses": _clauses(by_kind["clause"]),
        "mandates": [mandate_json(account, naming) for account in by_kind["mandate"]],
        "claims": [account_json(account, naming) for account in group],
    }


def _of_body(account: Account, naming: Naming) -> list[str]:
    """What an instrument that has no name of its own may be called: "mandate of the commission"."""
    body = ", ".join(naming.names(account, "body"))
    return [f"{account.claim.kind} of {body}" if body else account.claim.kind]


def _state(account: Account) -> Json:
    claim = account.claim
    state = role_words(claim, "state") or claim.mode or claim.type
    return {"state": state, "status": claim.status, "when": claim.when, "claim": claim.id}


def _clauses(reports: Sequence[Account]) -> list[Json]:
    """Each clause that is said to be in the instrument, or not to be in it, with the claims that say so."""
    groups = grouped(reports, lambda account: (fold(role_words(account.claim, "clause")), str(account.claim.present)))
    return [
        {
            "clause": role_words(group[0].claim, "clause"),
            "present": group[0].claim.present,
            "claims": [account.claim.id for account in group],
        }
        for group in groups
    ]


def mandate_json(account: Account, naming: Naming) -> Json:
    """A mandate as one report tells it: whose, until when, and what follows."""
    until = role_words(account.claim, "until")
    return {
        "body": "; ".join(naming.names(account, "body")) or None,
        "until": until if edtf.valid(until) else account.claim.when,
        "then": role_words(account.claim, "then_what") or role_words(account.claim, "then") or None,
        "term": account.claim.term,
        "claim": account.claim.id,
    }


# ---------------------------------------------------------------------------------------------- roles
def grouped(reports: Iterable[Account], key: Callable[[Account], Hashable]) -> list[list[Account]]:
    """The accounts that share a key, in the order in which the keys are first met."""
    groups: dict[Hashable, list[Account]] = {}
    for account in reports:
        groups.setdefault(key(account), []).append(account)
    return list(groups.values())


def _fills(account: Account, roles: Iterable[str], meant: Iterable[str], naming: Naming) -> bool:
    return any(key in meant for role in roles for key in naming.keys(account, role))
