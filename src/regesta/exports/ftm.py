"""Entities of FollowTheMoney, the model of Aleph, OpenSanctions and others: one as JSON a line.

An event is an `Event` in which parties are `involved`; its proof are the `Article`s that tell it, its summary their
verbatim quotes. What claims do not agree on is a `Note` on the events.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from regesta.door import Json
from regesta.exports.countries import codes
from regesta.exports.headlines import clean, days, headline, one_line, origin
from regesta.exports.matter import Matter
from regesta.model import is_address
from regesta.views.rows import json_line

Properties = Mapping[str, Iterable[str | None]]
_SCHEMATA: Final[Mapping[str, str]] = {
    "person": "Person",
    "organisation": "Organization",
    "state": "PublicBody",
    "place": "Address",
    "facility": "RealEstate",
    "instrument": "Document",
    "nationality": "Organization",
    "vessel": "Vessel",
}
_OF_SORTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("court", "government", "military", "ministry", "parliament", "police"), "PublicBody"),
    **dict.fromkeys(("intelligence", "intelligence service"), "PublicBody"),
    **dict.fromkeys(("bank", "company"), "Company"),
}
_LIMIT: Final = 1024
"""Letters that FollowTheMoney gives a name."""


def entities(matter: Matter) -> Iterator[bytes]:
    """Everybody and everything named, the reports, the events, and what is in conflict."""
    for rows, shape in (
        (matter.entities(), _named),
        (matter.reports(), _report),
        (matter.events(), _event),
        (matter.conflicts(), _conflict),
    ):
        yield from (json_line(shape(row)) + b"\n" for row in rows)


def _entity(ident: str, schema: str, properties: Properties) -> Json:
    """An entity with those properties that have a value, each value once."""
    told = {name: [clean(one) for one in dict.fromkeys(some) if one] for name, some in properties.items()}
    return {"id": ident.replace(":", "-"), "schema": schema, "properties": {k: v for k, v in told.items() if v}}


def _named(row: Json) -> Json:
    schema = _SCHEMATA[row["kind"]]
    if row["kind"] == "organisation":
        schema = _OF_SORTS.get(row["sort"], schema)
    common = {"name": [row["name"][:_LIMIT]], "country": [codes(row["country"]).alpha2.lower()]}
    others = [name[:_LIMIT] for name in row["aliases"] if name != row["name"]]
    return _entity(row["id"], schema, {**common, "alias": others, "notes": row["reasons"], **_where(row, schema)})


def _where(row: Json, schema: str) -> Properties:
    """The coordinates of what lies somewhere, and what sort of thing it is."""
    spot = row["place"]
    if schema not in ("Address", "RealEstate"):
        return {"description": [row["sort"]]}
    full = {"full": [row["name"]]} if schema == "Address" else {"propertyType": [row["sort"]]}
    return {**full, "latitude": [str(spot["lat"])], "longitude": [str(spot["lon"])]} if spot else full


def _report(row: Json) -> Json:
    return _entity(
        row["story"],
        "Article",
        {
            "title": [row["title"]],
            "name": [row["title"][:_LIMIT]],
            "publisher": [row["outlet"]],
            "author": row["authors"],
            "publishedAt": _days(row["published"]),
            "sourceUrl": [row["url"] if row["url"] and is_address(row["url"]) else None],
            "retrievedAt": [row["obtained"] if row["obtained"][:1].isdecimal() else None],
        },
    )


def _event(row: Json) -> Json:
    sides, first, last = row["parties"], *days(row["when"])
    ids = [one["id"].replace(":", "-") for one in (*sides["who"], *sides["others"])]
    return _entity(
        row["id"],
        "Event",
        {
            "name": [one_line(headline(row))[:_LIMIT]],
            "startDate": [first.isoformat() if first else None],
            "endDate": [last.isoformat() if last else None],
            "involved": ids,
            "location": [row["where"]],
            "addressEntity": [one["id"].replace(":", "-") for one in sides["where"] if one["kind"] == "place"],
            "country": [codes(one["country"]).alpha2.lower() for one in sides["where"]],
            "keywords": [row["type"], row["mode"], row["status"]],
            "summary": [f"“{claim['quote']}” ({origin(claim)})" for claim in row["claims"]],
            "proof": [claim["story"] for claim in row["claims"]],
            "sourceUrl": [claim["url"] for claim in row["claims"] if claim["url"] and is_address(claim["url"])],
            "publisher": row["outlet_names"],
        },
    )


def _conflict(row: Json) -> Json:
    """What cannot all hold as written; the quotes tell each side."""
    said = [f"“{claim['quote']}” ({origin(claim)})" for claim in row["claims"]]
    name = f"{row['kind']}: {row['says'] or row['rule']}"
    return _entity(
        row["id"],
        "Note",
        {"name": [one_line(name)[:_LIMIT]], "description": said, "proof": [one["story"] for one in row["claims"]]},
    )


def _days(when: str | None) -> list[str | None]:
    """A date as precise as it is known, if it is one day, month or year."""
    return [when] if when and all(part.isdecimal() for part in when.split("-")) else []
