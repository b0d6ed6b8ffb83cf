"""What a person should look at: joins that rest on little, and open conflicts; each with its evidence."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from regesta.docket import quoted_key
from regesta.door import Json
from regesta.model import Conflict, Event, Link
from regesta.register import Account, Register, accounts, conflicts, events, events_of
from regesta.views.events import account_json, conflicts_json
from regesta.views.naming import Naming

_DOUBTFUL = 7.5  # joins of a higher sum are hardly ever wrong


class Join(NamedTuple):
    """Two claims that were taken for one act, and the event that they so came into."""

    link: Link
    event: Event

    @property
    def claims(self) -> tuple[str, ...]:
        """The two claims."""
        return self.link.claims


Doubt = Join | Conflict
"""A join that rests on little, or an open conflict."""


def to_review(register: Register) -> list[Json]:
    """The joins that rest on least, then the open conflicts; what was judged already is left out.

    `subjects` are the claims by their lasting names, `apart` those of them, two by two, that are of several acts where
    these are no one act.
    """
    return doubts_json(register, doubts(register))


def doubts(register: Register) -> tuple[Doubt, ...]:
    """What is to be reviewed, in order, before any of it is shown."""
    found: list[Doubt] = [*_joins(register), *(one for one in conflicts(register) if one.status == "open")]
    made = [frozenset(one.subjects) for one in register.judgements() if one.act in ("merge", "split")]
    rejected = {subject for one in register.judgements() if one.act == "reject" for subject in one.subjects}
    if not (made or rejected):
        return tuple(found)
    told = accounts(register, (claim for one in found for claim in one.claims))
    return tuple(one for one in found if not _is_judged(frozenset(_keys(one.claims, told)), made, rejected))


def doubts_json(register: Register, some: Sequence[Doubt]) -> list[Json]:
    """These doubts with their evidence, in the order given."""
    told = accounts(register, (claim for one in some for claim in one.claims))
    naming, homes = Naming(register, told.values()), events_of(register, told)
    rows = {row["id"]: row for row in conflicts_json(register, [one for one in some if isinstance(one, Conflict)])}
    return [
        _of_join(one, told, naming) if isinstance(one, Join) else _of_conflict(rows[one.id], told, homes)
        for one in some
    ]


def _is_judged(subjects: frozenset[str], judged: Sequence[frozenset[str]], rejected: set[str]) -> bool:
    return not subjects.isdisjoint(rejected) or any(len(subjects & one) > 1 for one in judged)


def _joins(register: Register) -> list[Join]:
    found = [Join(link, event) for event in events(register) for link in event.links if link.score < _DOUBTFUL]
    return sorted(found, key=lambda one: (one.link.score, one.link.claims))


def _of_join(join: Join, told: Mapping[str, Account], naming: Naming) -> Json:
    link, event = join
    why = [one.why for one in sorted(link.features, key=lambda one: -one.weight)]
    claims = [account for claim, account in told.items() if claim in join.claims]
    keys = [quoted_key(account.claim, account.quote) for account in claims]
    return {
        "what": "join",
        "id": event.id,
        "says": f"Are these one act? It was so taken ({link.score:g}): {', '.join(why)}. {_size(event)}",
        "claims": [account_json(account, naming) for account in claims],
        "subjects": keys,
        "apart": [keys],
    }


def _size(event: Event) -> str:
    more = len(event.claims) - 2
    return f"{more} more {'account stands' if more == 1 else 'accounts stand'} with them." if more else ""


def _of_conflict(row: Json, told: Mapping[str, Account], homes: Mapping[str, str]) -> Json:
    claims = [claim["claim"] for claim in row["claims"]]
    keys = dict(zip(claims, _keys(claims, told), strict=True))
    pairs = list(combinations(claims, 2))
    apart = [(a, b) for a, b in pairs if homes.get(a) != homes.get(b)] or pairs
    return {
        "what": row["kind"],
        "id": row["id"],
        "says": f"{row['says']} ({row['rule']})",
        "claims": row["claims"],
        "subjects": list(keys.values()),
        "apart": [[keys[a], keys[b]] for a, b in apart],
    }


def _keys(claims: Sequence[str], told: Mapping[str, Account]) -> list[str]:
    """The claims' names that survive re-reading."""
    return [quoted_key(told[one].claim, told[one].quote) for one in claims if one in told]
