"""Who is joined to whom by which events: GraphML, for programs that draw and measure networks.

Entities, events and outlets are nodes. An edge leads from who acts to the event, from the event to those acted upon and
to its place, and from each outlet to the events that it tells.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from regesta.door import Json
from regesta.exports.headlines import clean, days, headline
from regesta.exports.matter import Matter

_NODE: Final[Mapping[str, str]] = {
    **dict.fromkeys(("node", "label", "kind", "type", "mode", "status", "when", "first_day", "last_day"), "string"),
    **dict.fromkeys(("country", "sector", "sort"), "string"),
    **dict.fromkeys(("lat", "lon"), "double"),
    "geonames": "int",
    "origins": "int",
    **dict.fromkeys(("disputed", "background"), "boolean"),
}
_EDGE: Final[Mapping[str, str]] = {"role": "string", "claims": "int"}


def network(matter: Matter) -> Iterator[str]:
    """Entities, events and outlets with what joins them."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _keys("node", _NODE)
    yield from _keys("edge", _EDGE)
    yield '<graph id="register" edgedefault="directed">\n'
    for entity in matter.entities():
        yield _node(entity["id"], _entity(entity))
    seen: set[str] = set()
    for event in matter.events():
        yield _node(event["id"], _event(event))
        yield from _edges(event)
        yield from _told(event, seen)
    yield "</graph>\n</graphml>\n"


def _keys(what: str, names: Mapping[str, str]) -> Iterator[str]:
    for name, kind in names.items():
        yield f'<key id="{what}-{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'


def _entity(entity: Json) -> Json:
    place = entity["place"] or {}
    told = {name: entity[name] for name in ("kind", "country", "sector", "sort")}
    return {"node": "entity", "label": entity["name"], **told, **place}


def _event(event: Json) -> Json:
    first, last = days(event["when"])
    told = {name: event[name] for name in ("kind", "type", "mode", "status", "background", "when")}
    return {
        "node": "event",
        "label": headline(event),
        **told,
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "origins": event["independent_origins"],
        "disputed": bool(event["disputed"]),
    }


def _edges(event: Json) -> Iterator[str]:
    """From who acts to the event, from it to the others and to where it was."""
    sides = event["parties"]
    yield from (_edge(one["id"], event["id"], {"role": "who"}) for one in sides["who"])
    yield from (_edge(event["id"], one["id"], {"role": "other"}) for one in sides["others"])
    yield from (_edge(event["id"], one["id"], {"role": "where"}) for one in sides["where"])


def _told(event: Json, seen: set[str]) -> Iterator[str]:
    """The outlets that tell an event, each a node when it is first met."""
    claims = [claim["outlet"] or "unknown outlet" for claim in event["claims"]]
    for outlet in dict.fromkeys(claims):
        node = f"outlet:{outlet}"
        if node not in seen:
            seen.add(node)
            yield _node(node, {"node": "outlet", "label": outlet})
        yield _edge(node, event["id"], {"role": "tells", "claims": claims.count(outlet)})


def _node(ident: str, told: Json) -> str:
    return f"<node id={quoteattr(clean(ident))}>{_data('node', told)}</node>\n"


def _edge(source: str, target: str, told: Json) -> str:
    ends = f"source={quoteattr(clean(source))} target={quoteattr(clean(target))}"
    return f"<edge {ends}>{_data('edge', told)}</edge>\n"


def _data(what: str, told: Json) -> str:
    return "".join(_datum(what, name, value) for name, value in told.items() if value is not None and value != "")


def _datum(what: str, name: str, value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else clean(str(value))
    return f'<data key="{what}-{name}">{escape(text)}</data>'
