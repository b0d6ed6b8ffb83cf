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


# An act of these is still open where no day is given for it; what is merely proposed or conditional may never be due.
OPEN: frozenset[Status] = frozenset(("planned", "intended", "expected", "promised", "demanded", "postponed"))


class Due(Value, frozen=True):
    """A day or span (EDTF) by which something falls due, `None` where no day is known; `arithmetic` shows how it was
    reckoned, where it was."""

    account: Account
    due: str | None
    what: str
    arithmetic: str | None = None

    @property
    def last(self) -> str:
        """The last day it allows; empty where it is open."""
        bounds = edtf.bounds(self.due)
        return bounds[1].isoformat() if bounds and bounds[1] else ""


def agenda(register: Register, today: str | None = None) -> list[Json]:
    """What falls due, the soonest first, what is open last; with `today`, what is not yet past. One entry for all
    reports of one thing."""
    accounts = accounts_to_come(register, TO_COME)
    naming = Naming(register, accounts)
    dues = [due for account in accounts for due in _dues(account)]
    if today is not None:
        dues = [due for due in dues if not due.last or due.last >= today]
    same = events_of(register, (due.account.claim.id for due in dues))
    groups: dict[tuple[str | None, str], list[Due]] = {}
    for due in dues:
        claim = due.account.claim.id
        groups.setdefault((due.due, same.get(claim, claim) + due.what), []).append(due)
    rows = [_row(group, naming) for group in groups.values()]
    return sorted(rows, key=_soonest)


def _soonest(row: Json) -> tuple[object, ...]:
    return (not row["last_day"], row["last_day"], row["due"] or "~", row["what"], row["claims"][0]["claim"])


def _dues(account: Account) -> Iterator[Due]:
    if account.claim.kind == "mandate":
        yield from _of_mandate(account)
    else:
        yield from _of_act(account)
    for deadline in _dates(account.claim, "deadline"):
        yield Due(account=account, due=deadline, what="deadline")


def _of_mandate(account: Account) -> Iterator[Due]:
    """The last day of a mandate, and the day that its term, counted from then, leads to."""
    claim = account.claim
    ends = _dates(claim, "until") or ([claim.when] if claim.when else [])
    sums = _sums(claim)
    for end in map(_end, ends):
        yield Due(account=account, due=end, what="mandate ends", arithmetic=sums.get(end))
    follows = role_words(claim, "then_what") or ("" if _dates(claim, "then") else role_words(claim, "then"))
    what = follows or "what follows the mandate"
    reckoned = dict(filter(None, (_reckoned(_end(end), claim.term) for end in ends if claim.term)))
    for due in unique((*reckoned, *_dates(claim, "then"))):
        yield Due(account=account, due=due, what=what, arithmetic=reckoned.get(due) or sums.get(due))


def _sums(claim: Claim) -> dict[str, str]:
    """The sums a claim shows for its days, by the day each comes to: "2019-04-01 + P4Y - P1D = 2023-03-31"."""
    shown = [filler.words for role in ("sum", "then_sum") for filler in claim.roles.get(role, ())]
    return {words.rpartition("= ")[2].strip(): words for words in shown}


def _of_act(account: Account) -> Iterator[Due]:
    """An act still to come when it was reported, or open, and the end of the term that is set for an act."""
    claim = account.claim
    ahead = _is_after(claim.when, account.published) if claim.when else claim.status in OPEN
    if ahead and not (claim.when is None and (claim.term or "deadline" in claim.roles)):
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
    if ends is None or when == published:
        return False
    return ends[1] is None or told is None or told[0] is None or ends[1] > told[0]


def _subject(account: Account, naming: Naming) -> str:
    """Whose it is and what: the body or instrument of a mandate; who is to act, upon whom and about what."""
    if account.claim.kind == "mandate":
        return ", ".join(naming.names(account, "body") or naming.names(account, "instrument"))
    who, others = ([*naming.names(account, first), *naming.names(account, second)] for first, second in _SIDES)
    sides = " → ".join(filter(None, (", ".join(who), ", ".join(others))))
    about = naming.names(account, "instrument") or naming.names(account, "about")
    return ": ".join(filter(None, (sides, ", ".join(about))))


_SIDES = (("who", "parties"), ("to", "with"))


def _row(group: list[Due], naming: Naming) -> Json:
    first = group[0]
    return {
        "due": first.due,
        "last_day": first.last,
        "subject": _subject(first.account, naming) or None,
        "what": first.what,
        "arithmetic": first.arithmetic,
        "kind": first.account.claim.kind,
        "type": first.account.claim.type,
        "status": first.account.claim.status,
        "claims": [account_json(due.account, naming) for due in group],
    }
