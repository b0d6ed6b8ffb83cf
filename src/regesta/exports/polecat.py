"""Acts in the forty columns of POLECAT, the data set that is coded by PLOVER: one row for who acts upon whom in an act.

What POLECAT has and a register has not stays empty: contexts, titles, numbers of Wikipedia, districts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

from regesta import __version__
from regesta.door import Json
from regesta.exports.countries import codes
from regesta.exports.headlines import one_line, where_of
from regesta.exports.matter import Matter
from regesta.plover import INTENSITY, QUADS
from regesta.views.rows import csv_lines

COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
_QUADS: Final = ("", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
_WHOLE_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NOBODY: Final[Json] = {"id": None, "name": "", "country": None, "sector": None}
_PLACES: Final = frozenset({"place", "facility", "state"})


def table(matter: Matter) -> Iterator[str]:
    """The acts that have a code, as values separated by tabs."""
    rows = (row for act in matter.acts() for row in _rows(act))
    return (f"{line}\n" for line in csv_lines(rows, COLUMNS, "\t"))


def _rows(act: Json) -> Iterator[Json]:
    """The rows of an act; none where PLOVER has no code for it, as for what is denied or did not happen."""
    told = next((one for one in act["claims"] if one["plover"] and one["status"] == act["status"]), None)
    if told is None:
        return
    common = {**_act(told["plover"]), **_report(act, told), **_place(where_of(act))}
    pairs = list(product(act["parties"]["who"] or [_NOBODY], act["parties"]["others"] or [_NOBODY]))
    for number, (who, to) in enumerate(pairs, 1):
        ident = act["id"] if len(pairs) == 1 else f"{act['id']}/{number}"
        sides = {**_side("Actor", who, act["claims"]), **_side("Recipient", to, act["claims"])}
        row = {"Event ID": ident, "Event Date": _day(act["when"]), **common, **sides}
        yield {column: one_line(value) if isinstance(value, str) else value for column, value in row.items()}


def _act(code: Mapping[str, Any]) -> Json:
    event, mode = code["event"], code["mode"]
    intensity = INTENSITY.get(f"{event} {mode}", INTENSITY.get(event))
    return {"Event Type": event, "Event Mode": mode, "Intensity": intensity, "Quad Code": _QUADS[QUADS[event]]}


def _report(act: Json, told: Json) -> Json:
    named = act["named"]
    return {
        "Source": "; ".join(act["outlet_names"]),
        "Publication Date": _day(told["published"]),
        "Story People": [one["name"] for one in named if one["kind"] == "person"],
        "Story Organizations": [one["name"] for one in named if one["kind"] == "organisation"],
        "Story Locations": [one["name"] for one in named if one["kind"] in _PLACES],
        "Language": told["language"],
        "Version": f"regesta {__version__}",
    }


def _place(place: Json | None) -> Json:
    if place is None:
        return {}
    spot, sort = place["place"], place["sort"] or place["kind"]
    return {
        "Placename": place["name"],
        "City": place["name"] if sort in ("city", "capital") else None,
        "Province": place["name"] if sort == "province" else None,
        "Country": place["country"],
        "Latitude": spot["lat"],
        "Longitude": spot["lon"],
        "GeoNames ID": spot["geonames"],
        "Feature Type": sort,
    }


def _side(side: str, one: Json, claims: Sequence[Json]) -> Json:
    """The columns of who acts, or of who is acted upon."""
    fillers = (filler for claim in claims for some in claim["fillers"].values() for filler in some)
    return {
        f"{side} Name": one["name"],
        f"{side} Country": one["country"],
        f"{side} COW": codes(one["country"]).cow,
        f"Primary {side} Sector": one["sector"],
        f"{side} Sectors": one["sector"],
        f"{side} Name Raw": next((f["words"] for f in fillers if one["id"] and f["id"] == one["id"]), None),
    }


def _day(when: str | None) -> str | None:
    """A date that is known to the day; nothing for one that is not: no day is made up."""
    return when if when and _WHOLE_DAY.fullmatch(when) else None
