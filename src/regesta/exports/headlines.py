"""An event in a line, and its days: what formats for people and calendars show of it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from regesta import edtf
from regesta.door import Json
from regesta.views.spoken import act

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def headline(event: Json) -> str:
    """Who to whom, where: what act; and its status, where it is not simply told as happened."""
    sides = " → ".join(filter(None, ("; ".join(event["who"]), "; ".join(event["others"]))))
    where = event["where"] if event["where"] not in (*event["who"], *event["others"]) else None
    told = ", ".join(filter(None, (sides, where)))
    what = act(event).replace(": ", ", ")
    status = "" if event["status"] == "happened" else f" ({event['status'].replace('_', ' ')})"
    return f"{told}: {what}{status}" if told else f"{what}{status}"


def days(when: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that an EDTF value allows; nothing for an end that is open or not known."""
    return edtf.bounds(when) or (None, None)


def span(when: str | None) -> tuple[date, date] | None:
    """The days to show for a time: from its first to its last, or the one end that is known; nothing without any."""
    first, last = days(when)
    one = first or last
    return (first or last or one, last or first or one) if one else None


def clean(text: str) -> str:
    """The text without what no XML and no calendar may hold: control characters and half characters."""
    return _CONTROL.sub("\ufffd", text)


def one_line(text: str | None) -> str:
    """The text on one line, cleaned."""
    return " ".join(clean(text or "").split())


def origin(claim: Mapping[str, Any]) -> str:
    """By whom, when and under which title a claim was reported, on one line."""
    title = f"“{claim['title']}”" if claim["title"] else ""
    return one_line(", ".join(filter(None, (claim["outlet"] or "unknown outlet", claim["published"], title))))


def where_of(event: Json) -> Json | None:
    """Where an event was, or else the place or facility that it was about; with its coordinates."""
    sides = event["parties"]
    named = [one for one in (*sides["others"], *sides["who"]) if one["kind"] in ("place", "facility")]
    return next((one for one in (*sides["where"], *named) if one["place"]), None)
