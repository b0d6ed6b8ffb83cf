"""What happened, in order of time: the timeline, one event, the relation of two."""

from collections.abc import Callable

from regesta import edtf, views
from regesta.door import Json
from regesta.register import entities_called, events_by_id, spans
from regesta.register import event as event_of
from regesta.web import axis
from regesta.web.sheet import Answer, Desk, Missing, Query, Sheet

EVENT_COLUMNS = ("id", "when", "kind", "type", "mode", "status", "background", "who", "others", "where", "outlets",
                 "independent_origins", "disputed", "conflicts", "claims.outlet", "claims.published",
                 "claims.quote")  # fmt: skip
_SIZE = 40


def timeline(desk: Desk, asked: Query) -> Sheet:
    """The events asked for: drawn on a line, and listed with their accounts."""
    who, since, until = asked.one("who"), day(asked.one("since")), day(asked.one("until"))
    page, size = asked.number("page", 1), desk.size(_SIZE)
    question = views.Question(
        who=who,
        since=since,
        until=until,
        type=asked.one("type"),
        status=asked.one("status"),
        background=asked.one("background") != "no",
        kinds=() if asked.one("facts") == "yes" else ("act", "scope", "instrument", "mandate"),
    )
    selection = views.selected(desk.register, question)
    line = _kept(desk, asked, "line", lambda: spans(desk.register, selection))
    ids = [one.id for one in line[(page - 1) * size :][:size]]
    rows = views.events_json(desk.register, events_by_id(desk.register, ids))
    told = {
        "rows": rows,
        "total": len(line),
        "page": page,
        "size": size,
        "drawing": _kept(desk, asked, "drawing", lambda: axis.draw(line, since, until)),
        "who": views.entity_names(desk.register, [who] if who else []) or ([{"id": who, "name": who}] if who else []),
        "since": since,
        "until": until,
    }
    return Sheet("timeline.html", "Timeline", told, rows, EVENT_COLUMNS)


def _kept(desk: Desk, asked: Query, name: str, work_out: Callable[[], Answer]) -> Answer:
    """An answer about the events asked for; where no question narrows them, it is kept, for they are many."""
    if any(asked.one(field) for field in ("who", "since", "until", "type", "status")):
        return work_out()
    return desk.shelf.answer(f"{name} {asked.one('facts')} {asked.one('background')}", work_out)


def day(value: str | None) -> str | None:
    """A date as precise as a person cares to give it; nothing where it is none."""
    return value if value and "/" not in value and edtf.valid(value) else None


def event(desk: Desk, asked: Query) -> Sheet:
    """One event: its accounts side by side, with the fields on which they differ."""
    found = event_of(desk.register, asked.parts["id"])
    if found is None:
        raise Missing("No event of the register has this id. It may have been settled anew under another one.")
    (row,) = views.show(desk.register, found.id)
    told = {"event": row, "fields": _side_by_side(row["claims"], row["disputed"])}
    return Sheet("event.html", "Event", told, [row], EVENT_COLUMNS)


_COMPARED = ("when", "where", "status", "type", "mode")
_DISPUTES = {"date": "when", "year": "when", "weekday": "when", "place": "where", "denial": "status",
             "participant": "who", "count": "quantity"}  # fmt: skip


def _side_by_side(claims: list[Json], disputed: list[str]) -> list[Json]:
    """The fields that the accounts of an event fill, each with what every account says: whether that cannot all hold
    (`disputed`), or is only told with more or less (`varies`)."""
    contested = {_DISPUTES.get(one, one) for one in disputed}
    roles = dict.fromkeys(role for claim in claims for role in claim["roles"])
    fields = [(name, [claim.get(name) for claim in claims]) for name in _COMPARED]
    fields += [(role, [claim["roles"].get(role) for claim in claims]) for role in roles if role != "where"]
    fields += [("quantity", [claim["quantity"] and claim["quantity"]["words"] for claim in claims])]
    rows = [
        {"field": name, "values": values, "varies": len({str(value) for value in values if value}) > 1}
        for name, values in fields
        if any(values)
    ]
    return [{**row, "disputed": row["varies"] and row["field"] in contested} for row in rows]


def between(desk: Desk, asked: Query) -> Sheet:
    """What is reported between two parties: chronology, balance, instruments, facilities, open conflicts."""
    a, b = asked.parts["a"], asked.parts["b"]
    sides = [views.meant_by(desk.register, one) for one in (a, b)]
    if not all(sides):
        unknown = a if not sides[0] else b
        raise Missing(f"Nobody and nothing in the register is called “{unknown}”.")
    page = asked.number("page", 1)
    row = views.relation(desk.register, a, b, _SIZE, (page - 1) * _SIZE)
    made = desk.shelf.answer("instruments", lambda: views.instruments(desk.register))
    sites = desk.shelf.answer("facilities", lambda: views.facilities(desk.register))
    known = entities_called(desk.register, (a, b))
    names = [known[one].name if one in known else one for one in (a, b)]
    told = {
        **row,
        "names": names,
        "page": page,
        "size": _SIZE,
        "drawing": axis.balance(row["balance"]),
        "instruments": [one for one in made if all(not side.isdisjoint(_named(one)) for side in sides)],
        "facilities": [
            one for one in sites if one["claims"] and all(not side.isdisjoint(_named(one)) for side in sides)
        ],
    }
    return Sheet("between.html", " and ".join(names), told, row["events"], EVENT_COLUMNS)


def _named(row: Json) -> set[str]:
    """All who are named in what is told of an instrument or facility, the state it lies in included."""
    return {row.get("parent") or "", *(entity["id"] for claim in row["claims"] for entity in claim["entities"])}
