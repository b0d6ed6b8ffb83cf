"""Events on the map: GeoJSON (RFC 7946), one feature an event, one feature a line.

An event without a place that has coordinates is a feature without a geometry, as the standard allows: it is not lost.
"""

from collections.abc import Iterator

from regesta.door import Json
from regesta.exports.headlines import days, headline, where_of
from regesta.exports.matter import Matter
from regesta.views.rows import array_lines


def features(matter: Matter) -> Iterator[bytes]:
    """The events as a collection of features."""
    yield b'{"type":"FeatureCollection","features":'
    yield from array_lines(map(_feature, matter.events()))
    yield b"}\n"


def _feature(event: Json) -> Json:
    place = where_of(event)
    spot = place["place"] if place else None
    geometry = {"type": "Point", "coordinates": [spot["lon"], spot["lat"]]} if spot else None
    return {"type": "Feature", "id": event["id"], "geometry": geometry, "properties": _told(event, place)}


def _told(event: Json, place: Json | None) -> Json:
    """What the map may show or sift by; `placed_by` says whether the place is where it was, or what it was about."""
    first, last = days(event["when"])
    known = place or {"name": None, "kind": None, "country": None, "place": None}
    plain = ("kind", "type", "mode", "status", "background", "when", "who", "others", "independent_origins", "disputed")
    return {
        "headline": headline(event),
        **{name: event[name] for name in plain},
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "place": known["name"],
        "place_kind": known["kind"],
        "country": known["country"],
        "geonames": known["place"]["geonames"] if known["place"] else None,
        "placed_by": None if place is None else "where" if place in event["parties"]["where"] else "party",
        "claims": [_claim(claim) for claim in event["claims"]],
    }


def _claim(claim: Json) -> Json:
    names = ("claim", "outlet", "published", "status", "quote", "url", "permalink")
    return {name: claim[name] for name in names}
