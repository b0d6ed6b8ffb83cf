"""What stands over a time: offices and their holders, facilities and their users."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from regesta import edtf
from regesta.door import Json, entity_json
from regesta.lexicon import fold
from regesta.model import Entity, unique
from regesta.register import Account, Register, accounts_of_kind, entities_of_kind
from regesta.views.events import account_json
from regesta.views.naming import Naming, grouped, meant_by, near_to, role_words

Standing = Literal["reported on that day", "last reported before", "first reported after", "ended before"]
_ORDER: tuple[Standing, ...] = ("reported on that day", "last reported before", "first reported after", "ended before")
_ENDED = frozenset({"left", "former", "ended", "resigned", "dismissed"})
_SMALL = frozenset({"of", "for", "the", "and", "affairs", "s"})
_QUALIFIED = frozenset({"deputy", "vice", "assistant", "under", "former", "acting", "first", "second"})


# ---------------------------------------------------------------------------------------------- offices
def who(register: Register, office: str, of: str | None = None, on: str | None = None) -> list[Json]:
    """Who is reported to hold an office. With `on`, how each report stands to that day, the nearest first."""
    meant = meant_by(register, of) if of else None
    chosen = [account for account in accounts_of_kind(register, "office") if _is_office(account, office)]
    naming = Naming(register, chosen)
    groups = _holdings(chosen, naming)
    if meant is not None:
        groups = [group for group in groups if any(_fills(account, ("of",), meant, naming) for account in group)]
    rows = [_holder(group, naming) for group in groups]
    if on is None:
        return rows
    placed = [{**row, "on": on, "standing": _standing(row, on)} for row in rows]
    return sorted(placed, key=lambda row: (_ORDER.index(row["standing"]), -_days_known(row)))


def offices_of(register: Register, told: Sequence[Account], key: str) -> list[Json]:
    """The offices that these reports give somebody, or that are of some body: each with its holder and its days."""
    naming = Naming(register, told)
    own = [one for one in told if key in (*naming.keys(one, "person"), *naming.keys(one, "of"))]
    rows = [_holder(group, naming) for group in _holdings(own, naming)]
    return sorted(rows, key=lambda row: (row["first_reported"] or "~", row["office"]))


def offices_near(register: Register, asked: str) -> list[str] | None:
    """Offices of the register that are called something like this; `None` where one is called so."""
    reports = accounts_of_kind(register, "office")
    if any(_is_office(account, asked) for account in reports):
        return None
    held = dict.fromkeys(role_words(account.claim, "office") for account in reports)
    return near_to(asked, ((fold(words), words) for words in held))


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


def _holdings(chosen: Sequence[Account], naming: Naming) -> list[list[Account]]:
    """The reports that give one person the office of one body. Where no body is told, it is the person's only one."""
    place = {account.claim.id: at for at, account in enumerate(chosen)}
    found: list[list[Account]] = []
    for reports in grouped(chosen, lambda one: tuple(naming.keys(one, "person"))):
        own: list[list[Account]] = []
        for account in sorted(reports, key=lambda one: not one.claim.roles.get("of")):
            alike = [group for group in own if _one_body(account, group[0], naming)]
            if len(alike) == 1:
                alike[0].append(account)
            else:
                own.append([account])
        found += [sorted(group, key=lambda one: place[one.claim.id]) for group in own]
    return sorted(found, key=lambda group: place[group[0].claim.id])


def _one_body(a: Account, b: Account, naming: Naming) -> bool:
    """Whether two offices may be of one body: the same one, one that is not told, or a body and its state."""
    keys = naming.keys(a, "of"), naming.keys(b, "of")
    if keys[0] == keys[1] or not all(keys):
        return True
    bodies = [entity for some in keys for key in some if (entity := naming.entity(key))]
    states = {entity.country for entity in bodies}
    return len(states) == 1 and None not in states and any(entity.kind == "state" for entity in bodies)


def _holder(group: Sequence[Account], naming: Naming) -> Json:
    first = group[0]
    spans = [span for account in group if (span := edtf.bounds(_time_of(account)))]
    starts = [start.isoformat() for start, _ in spans if start]
    ends = [end.isoformat() for _, end in spans if end]
    over = [_last_day(account) for account in group if _is_over(account)]
    bodies = (name for account in group for name in ["; ".join(naming.names(account, "of"))] if name)
    return {
        "person": "; ".join(naming.names(first, "person")),
        "office": role_words(first.claim, "office"),
        "of": next(bodies, None),
        "first_reported": min(starts, default=None),
        "last_reported": max(ends, default=None),
        "until": min(filter(None, over), default=(0, None))[1],
        "over": bool(over),
        "claims": [account_json(account, naming) for account in group],
    }


def _time_of(account: Account) -> str | None:
    return account.claim.when or account.published


def _is_over(account: Account) -> bool:
    claim = account.claim
    over = "until" in claim.roles or bool({claim.type, claim.mode} & _ENDED)
    return over and claim.status in ("happened", "ongoing")


def _last_day(account: Account) -> tuple[int, str] | None:
    """The last day of an office that is over, as far as the report tells it; before it, how many days it may be, so
    that "resigned on 12 August" counts for more than "the former minister"."""
    said = role_words(account.claim, "until")
    first, last = edtf.bounds(said if edtf.valid(said) else account.claim.when) or (None, None)
    if last is None:
        return None
    return (last - (first or date.min)).days, last.isoformat()


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
    known = entities_of_kind(register, "facility")
    if name is not None:
        meant = meant_by(register, name)
        known = tuple(one for one in known if one.id in meant or _is_called(one, name))
    reports = accounts_of_kind(register, "facility")
    naming = Naming(register, reports)
    told = _by_facility(reports, naming)
    rows = [_facility(one, told.get(one.id, ()), naming) for one in known]
    return sorted(rows, key=lambda row: (fold(row["name"]), row["id"]))


def _by_facility(reports: Iterable[Account], naming: Naming) -> dict[str, list[Account]]:
    found: dict[str, list[Account]] = {}
    for account in reports:
        for key in unique(naming.keys(account, "facility")):
            found.setdefault(key, []).append(account)
    return found


def _is_called(entity: Entity, asked: str) -> bool:
    """Whether the words stand together in one of its names: "Kuryk" in "Kuryk port"."""
    words = fold(asked)
    return bool(words) and any(f" {words} " in f" {fold(name)} " for name in (entity.name, *entity.aliases))


def _facility(entity: Entity, told: Sequence[Account], naming: Naming) -> Json:
    users = [name for account in told for name in naming.names(account, "user")]
    holders = [name for account in told for name in naming.names(account, "holder")]
    return {
        **entity_json(entity),
        "users": sorted(set(users)),
        "holders": sorted(set(holders)),
        "claims": [account_json(account, naming) for account in told],
    }


def _fills(account: Account, roles: Iterable[str], meant: Iterable[str], naming: Naming) -> bool:
    return any(key in meant for role in roles for key in naming.keys(account, role))
