"""What a person should look at: joins that rest on little, and open conflicts; each with its evidence."""

from collections.abc import Iterator
from itertools import combinations

from regesta.docket import claim_key
from regesta.door import Json
from regesta.model import Event
from regesta.register import Register, accounts, conflicts, events, events_of
from regesta.views.events import account_json, conflicts_json
from regesta.views.naming import Naming

_DOUBTFUL = 7.5  # joins of a higher sum are hardly ever wrong


def to_review(register: Register) -> list[Json]:
    """The joins that rest on least, then the open conflicts; what was judged already is left out.

    `subjects` are the claims by their lasting names, `apart` those of them, two by two, that are of several acts where
    these are no one act.
    """
    judged = {frozenset(one.subjects) for one in register.judgements() if one.act in ("merge", "split")}
    rejected = {subject for one in register.judgements() if one.act == "reject" for subject in one.subjects}
    items = [*_joins(register), *_conflicts(register)]
    return [one for one in items if not _is_judged(frozenset(one["subjects"]), judged, rejected)]


def _is_judged(subjects: frozenset[str], judged: set[frozenset[str]], rejected: set[str]) -> bool:
    return not subjects.isdisjoint(rejected) or any(len(subjects & one) > 1 for one in judged)


def _joins(register: Register) -> Iterator[Json]:
    found = [(link.score, link, event) for event in events(register) for link in event.links if link.score < _DOUBTFUL]
    for score, link, event in sorted(found, key=lambda one: (one[0], one[1].claims)):
        why = [one.why for one in sorted(link.features, key=lambda one: -one.weight)]
        claims = _told(register, link.claims)
        yield {
            "what": "join",
            "id": event.id,
            "says": f"Are these one act? It was so taken ({score:g}): {', '.join(why)}. {_size(event)}",
            "claims": claims,
            "subjects": (keys := _keys(register, claims)),
            "apart": [keys],
        }


def _size(event: Event) -> str:
    more = len(event.claims) - 2
    return f"{more} more accounts stand with them." if more else ""


def _conflicts(register: Register) -> Iterator[Json]:
    for row in conflicts_json(register, [one for one in conflicts(register) if one.status == "open"]):
        keys = _keys(register, row["claims"])
        homes = events_of(register, (claim["claim"] for claim in row["claims"]))
        told = [(homes.get(claim["claim"]), key) for claim, key in zip(row["claims"], keys, strict=True)]
        yield {
            "what": row["kind"],
            "id": row["id"],
            "says": f"{row['says']} ({row['rule']})",
            "claims": row["claims"],
            "subjects": keys,
            "apart": [[a, b] for (home, a), (other, b) in combinations(told, 2) if home != other],
        }


def _told(register: Register, claims: tuple[str, ...]) -> list[Json]:
    found = accounts(register, claims)
    naming = Naming(register, found.values())
    return [account_json(account, naming) for account in found.values()]


def _keys(register: Register, claims: list[Json]) -> list[str]:
    """The claims' names that survive re-reading."""
    readings = ((told["claim"], register.reading(told["story"])) for told in claims)
    return [
        claim_key(claim, reading)
        for ident, reading in readings
        if reading is not None
        for claim in reading.claims
        if claim.id == ident
    ]
