"""An event's accounts weighed: what they agree on, what they dispute and by whose voices, and how credible it is.

The grade is that of the Admiralty scale for information (1 confirmed … 5 improbable, 6 cannot be judged). It is
proposed by rule, each with its reason; it decides nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from regesta.door import Json

_OVER = frozenset({"happened", "ongoing", "not_happened", "denied"})
_DENIED = frozenset({"not_happened", "denied"})
_WORDED = ("when", "where", "status", "term", "present")


def fields(claims: Sequence[Json], disputed: Iterable[str]) -> list[Json]:
    """Each field with its values and who gives each: `agreed`, `disputed`, or told with more or less (`varies`)."""
    contested = frozenset(disputed)
    rows = ((name, _values(name, claims)) for name in (*_WORDED, "quantity", *_roles(claims)))
    return [
        {"field": name, "state": _state(name, values, contested), "values": values} for name, values in rows if values
    ]


def _state(name: str, values: Sequence[Json], contested: frozenset[str]) -> str:
    if len(values) == 1:
        return "agreed"
    return "disputed" if name in contested else "varies"


def _roles(claims: Iterable[Json]) -> list[str]:
    return sorted({role for claim in claims for role in claim["roles"]})


def _values(name: str, claims: Iterable[Json]) -> list[Json]:
    """The distinct values of a field, in order of publication, each with the claims and voices that give it."""
    found: dict[str, Json] = {}
    for claim in claims:
        told = _told(name, claim)
        if told is not None:
            row = found.setdefault(str(told), {"value": told, "claims": [], "said_by": []})
            row["claims"].append(claim["claim"])
            chain = [claim["outlet"] if voice == "outlet" else voice for voice in claim["said_by"]]
            if chain not in row["said_by"]:
                row["said_by"].append(chain)
    return list(found.values())


def _told(name: str, claim: Json) -> Any:
    if name in claim["roles"]:
        told = claim["roles"][name]
        return told if isinstance(told, str) else "; ".join(sorted(told))
    if name == "quantity":
        return claim["quantity"]["words"] if claim["quantity"] else None
    if name == "when" and not claim["when_words"]:
        return None  # the report's own date is no date that it gives
    return claim.get(name)


# ---------------------------------------------------------------------------------------------- credibility
def credibility(event: Json) -> Json:
    """The grade proposed for an event as the register gives it, and why."""
    grade, why = next(_grades(event))
    return {"grade": grade, "why": why}


def _grades(event: Json) -> Iterator[tuple[int, str]]:
    """The grades whose conditions hold, the one that counts first."""
    origins, named = event["independent_origins"], _named(event["claims"])
    denying, telling = _sides(event["claims"])
    if event["status"] not in _OVER:
        yield 6, "it is not said to have happened; there is nothing to confirm yet"
    if not named:
        yield 6, "nobody who can be named stands for it"
    if denying and len(denying) > len(telling):
        yield 5, "more origins deny it than tell it"
    if event["conflicts"] or event["disputed"]:
        yield 4, "it is in open dispute"
    if origins > 1:
        yield 1, f"{origins} independent origins, and nothing contradicts them"
    if any(claim["said_by"] == ["outlet"] for claim in event["claims"]):
        yield 2, "one origin, told by the outlet as its own knowledge, and nothing contradicts it"
    yield 3, "one origin, told at second hand, and nothing contradicts it"


def _named(claims: Iterable[Json]) -> bool:
    """Whether an outlet itself, or somebody named, says so."""
    return any(claim["said_by"][0] != "unnamed" for claim in claims)


def _sides(claims: Iterable[Json]) -> tuple[set[str], set[str]]:
    """Who denies and who tells, by the first of each chain of voices."""
    denying, telling = set[str](), set[str]()
    for claim in claims:
        first = claim["said_by"][0]
        (denying if claim["status"] in _DENIED else telling).add(claim["outlet"] or "" if first == "outlet" else first)
    return denying, telling
