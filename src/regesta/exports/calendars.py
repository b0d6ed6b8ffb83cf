"""Events in time: iCalendar (RFC 5545) for calendars, and the JSON of TimelineJS.

What has no date cannot stand in either. A day that is not known is not made up: an event stands on all the days that
its time allows.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from typing import Final

from regesta import __version__
from regesta.door import Json
from regesta.exports.headlines import headline, one_line, origin, span
from regesta.exports.matter import Matter
from regesta.views.rows import array_lines

_ESCAPED: Final = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_CALLED_OFF: Final = frozenset({"cancelled", "not_happened"})
_SURE: Final = frozenset({"happened", "ongoing"})
_OCTETS: Final = 75


# ---------------------------------------------------------------------------------------------- iCalendar
def icalendar(matter: Matter) -> Iterator[str]:
    """The dated events as entries of whole days."""
    yield from map(_line, ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//regesta//regesta {__version__}//EN"))
    for event in matter.events():
        if shown := span(event["when"]):
            yield from map(_line, _entry(event, *shown))
    yield _line("END:VCALENDAR")


def _entry(event: Json, first: date, last: date) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{event['id']}@regesta", f"DTSTAMP:{_stamp(event)}")
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"
    yield f"SUMMARY:{_text(one_line(headline(event)))}"
    if event["where"]:
        yield f"LOCATION:{_text(one_line(event['where']))}"
    yield from (f"GEO:{one['place']['lat']};{one['place']['lon']}" for one in event["parties"]["where"] if one["place"])
    yield f"DESCRIPTION:{_text(_description(event))}"
    yield f"CATEGORIES:{_text(event['type'])}"
    yield f"STATUS:{_status(event['status'])}"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def _description(event: Json) -> str:
    told = [f"“{one_line(claim['quote'])}” ({origin(claim)})" for claim in event["claims"]]
    disputed = f"Accounts differ: {', '.join(event['disputed'])}" if event["disputed"] else ""
    return "\n".join(filter(None, (f"{event['when']} · {event['status']}", disputed, *told)))


def _status(status: str) -> str:
    return "CANCELLED" if status in _CALLED_OFF else "CONFIRMED" if status in _SURE else "TENTATIVE"


def _stamp(event: Json) -> str:
    """When the entry was made, as a calendar wants to know: the hour at which the last of its pages was obtained."""
    hours = [claim["obtained"][:19] for claim in event["claims"] if claim["obtained"][:1].isdecimal()]
    return max(hours, default="1970-01-01T00:00:00").replace("-", "").replace(":", "") + "Z"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _line(text: str) -> str:
    """A content line, folded so that no part of it is longer than 75 octets."""
    raw, folded, start = text.encode("utf-8", "replace"), list[bytes](), 0
    while len(raw) - start > (room := _OCTETS - bool(start)):  # the blank that begins all but the first counts
        end = next(at for at in range(start + room, start, -1) if raw[at] & 0xC0 != 0x80)
        folded.append(raw[start:end])
        start = end
    return b"\r\n ".join([*folded, raw[start:]]).decode() + "\r\n"


# ---------------------------------------------------------------------------------------------- TimelineJS
def timeline(matter: Matter) -> Iterator[bytes]:
    """The dated events as slides; what pages say is text there, never markup."""
    yield b'{"events":'
    yield from array_lines(_slide(event, *shown) for event in matter.events() if (shown := span(event["when"])))
    yield b"}\n"


def _slide(event: Json, first: date, last: date) -> Json:
    quotes = (f"<p>“{escape(one_line(claim['quote']))}”<br>{escape(origin(claim))}</p>" for claim in event["claims"])
    slide = {
        "unique_id": event["id"],
        "start_date": _parts(first),
        "display_date": event["when"],
        "group": event["type"],
        "text": {"headline": escape(one_line(headline(event))), "text": "".join(quotes)},
    }
    return slide if first == last else {**slide, "end_date": _parts(last)}


def _parts(day: date) -> Json:
    return {"year": day.year, "month": day.month, "day": day.day}
