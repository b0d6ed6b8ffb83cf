"""What falls due: last days of mandates, deadlines that follow by arithmetic, acts that are still to come."""

from collections.abc import Iterator

from regesta import edtf
from regesta.door import Json
from regesta.model import Claim, Status, Value, unique
from regesta.register import Account, Register, accounts_to_come, events_of
from regesta.views.events import account_json
from regesta.views.naming import Naming, role_words

TO_COME: frozenset[Status] = frozenset(
    ("planned", "intended", "expected", "promised", "proposed", "demanded", "conditional", "postponed")
)


class Due(Value, frozen=True):
    """A day or span (EDTF) by which something falls due; `arithmetic` shows how it was reckoned, where it was."""

    account: Account
    due: str
    what: str
    arithmetic: str | None = None

    @property
    def last(self) -> str:
        """The last day it allows."""
        bounds = edtf.bounds(self.due)
        return bounds[1].isoformat() if bounds and bounds[1] else ""


def agenda(register: Register, today: str | None = None) -> list[Json]:
    """What falls due, the soonest first; with `today`, what is not yet past. One entry for all reports of one thing."""
    accounts = accounts_to_come(register, TO_COME)
    naming = Naming(register, accounts)
    dues = [due for account in accounts for due in _dues(account, naming)]
    if today is not None:
        dues = [due for due in dues if due.last >= today]
    same = events_of(register, (due.account.claim.id for due in dues))
    groups: dict[tuple[str, str], list[Due]] = {}
    for due in dues:
        claim = due.account.claim.id
        groups.setdefault((due.due, same.get(claim, claim) + due.what), []).append(due)
    rows = [_row(group, naming) for group in groups.values()]
    return sorted(rows, key=lambda row: (row["last_day"], row["due"], row["what"], row["claims"][0]["claim"]))


def _dues(account: Account, naming: Naming) -> Iterator[Due]:
    if account.claim.kind == "mandate":
        yield from _of_mandate(account, naming)
    else:
        yield from _of_act(account)
    for deadline in _dates(account.claim, "deadline"):
        yield Due(account=account, due=deadline, what="deadline")


def _of_mandate(account: Account, naming: Naming) -> Iterator[Due]:
    """The last day of a mandate, and the day that its term, counted from then, leads to."""
    claim = account.claim
    ends = _dates(claim, "until") or ([claim.when] if claim.when else [])
    body = ", ".join(naming.names(account, "body"))
    for end in ends:
        yield Due(account=account, due=_end(end), what=f"mandate ends: {body}" if body else "mandate ends")
    follows = role_words(claim, "then_what") or ("" if _dates(claim, "then") else role_words(claim, "then"))
    what = follows or "what follows the mandate"
    reckoned = dict(filter(None, (_reckoned(_end(end), claim.term) for end in ends if claim.term)))
    for due in unique((*reckoned, *_dates(claim, "then"))):
        yield Due(account=account, due=due, what=what, arithmetic=reckoned.get(due))


def _of_act(account: Account) -> Iterator[Due]:
    """An act still to come when it was reported, and the end of the term that is set for an act."""
    claim = account.claim
    if claim.when and _is_after(claim.when, account.published):
        yield Due(account=account, due=claim.when, what=claim.status)
    start = claim.when or account.published
    reckoned = _reckoned(start, claim.term) if claim.term and start else None
    if reckoned:
        yield Due(account=account, due=reckoned[0], what=f"{claim.status}, term ends", arithmetic=reckoned[1])


def _dates(claim: Claim, role: str) -> list[str]:
    return [filler.words for filler in claim.roles.get(role, ()) if edtf.valid(filler.words)]


def _end(value: str) -> str:
    """The last day of an interval, as it is written; a plain date is its own end."""
    end = value.rpartition("/")[2]
    return end if end not in ("", "..") else value


def _reckoned(start: str, term: str) -> tuple[str, str] | None:
    end = edtf.add(start, term)
    return (end, f"{start} + {term} = {end}") if end else None


def _is_after(when: str, published: str | None) -> bool:
    """Whether some of `when`, if it is told apart from the report's own date, may lie after that date."""
    ends, told = edtf.bounds(when), edtf.bounds(published)
    if ends is None or ends[1] is None or when == published:
        return False
    return told is None or told[0] is None or ends[1] > told[0]


def _row(group: list[Due], naming: Naming) -> Json:
    first = group[0]
    return {
        "due": first.due,
        "last_day": first.last,
        "what": first.what,
        "arithmetic": first.arithmetic,
        "kind": first.account.claim.kind,
        "type": first.account.claim.type,
        "status": first.account.claim.status,
        "claims": [account_json(due.account, naming) for due in group],
    }
