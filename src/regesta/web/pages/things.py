"""Who and what is named: entities, instruments, facilities, places, who stands with whom, what falls due."""

from regesta import views
from regesta.door import Json
from regesta.web import maps, ties
from regesta.web.sheet import Desk, Missing, Query, Sheet

_SIZE, _NODES, _PLACES = 25, 300, 50


def entity(desk: Desk, asked: Query) -> Sheet:
    """Everything held on one: names, offices, company, statements."""
    ident, page, size = asked.parts["id"], asked.number("page", 1), desk.size(_SIZE)
    row = views.dossier(desk.register, ident, size, (page - 1) * size)
    if row is None:
        raise Missing("Nobody and nothing in the register has this id.")
    wants_members = asked.one("members") == "yes"
    told = {
        "entity": row,
        "latin_only": asked.one("transliteration") == "no",
        "page": page,
        "size": size,
        "names": _by_script([row["name"], *row["aliases"]]),
        "shown_members": views.members_json(desk.register, ident) if wants_members else [],
    }
    return Sheet(
        "entity.html", row["name"], told, row["statements"], ("claim", "story", "outlet", "published", "quote")
    )


def _by_script(names: list[str]) -> list[Json]:
    """The names by the script that they are written in, as the Unicode names of their letters tell it."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(script(name), []).append(name)
    return [{"script": one, "names": some} for one, some in found.items()]


def script(name: str) -> str:
    """The script of a name's first letter."""
    import unicodedata

    letter = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(letter, "other").split(" ")[0].removesuffix("-").capitalize() if letter else "Other"


def instruments(desk: Desk, asked: Query) -> Sheet:
    """Agreements, resolutions and lists, with clauses present and absent."""
    rows = desk.shelf.answer("instruments", lambda: views.instruments(desk.register))
    words = (asked.one("q") or "").casefold()
    chosen = [row for row in rows if any(words in name.casefold() for name in row["names"])]
    columns = ("id", "name", "sort", "parties", "states.state", "clauses.clause", "clauses.present")
    return _listed(Sheet("instruments.html", "Instruments", {}, chosen, columns), asked, desk.size(_SIZE))


def facilities(desk: Desk, asked: Query) -> Sheet:
    """Bases, ports, crossings and the like, with those who use or hold them."""
    rows = desk.shelf.answer("facilities", lambda: views.facilities(desk.register))
    words = (asked.one("q") or "").casefold()
    chosen = [
        row for row in rows if not words or any(words in name.casefold() for name in (row["name"], *row["aliases"]))
    ]
    columns = ("id", "name", "aliases", "sort", "country", "place.lat", "place.lon", "users", "holders")
    return _listed(Sheet("facilities.html", "Facilities", {}, chosen, columns), asked, desk.size(_SIZE))


def _listed(sheet: Sheet, asked: Query, size: int) -> Sheet:
    """The sheet with a page of its rows shown."""
    page, total = asked.number("page", 1), len(sheet.rows)
    shown = sheet.rows[(page - 1) * size : page * size]
    told = {"rows": shown, "total": total, "page": page, "size": size, "q": asked.one("q") or ""}
    return sheet._replace(told=told)


def places(desk: Desk, asked: Query) -> Sheet:
    """Places and facilities on a map, with how precisely each place is known."""
    rows = desk.shelf.answer("places", lambda: views.places(desk.register))
    borders = asked.one("borders") or desk.borders
    if borders not in maps.BORDERS:
        borders = desk.borders
    view = maps.view_of(asked.one("view"), rows, maps.FINE if desk.live else maps.COARSE)
    chosen = desk.shelf.answer(f"map {borders} {view}", lambda: maps.draw(view, borders, rows))
    told = {"drawing": chosen, "borders": borders, "choices": maps.BORDERS, "disputed": maps.areas(view)}
    columns = ("id", "name", "kind", "sort", "country", "place.lat", "place.lon", "precision", "events")
    inside = sorted((row for row in rows if view.holds(row)), key=lambda row: (-row["events"], row["id"]))
    sheet = _listed(Sheet("map.html", "Map", {}, inside, columns), asked, desk.size(_PLACES))
    return sheet._replace(told={**told, **sheet.told, "named": len(rows)})


def network(desk: Desk, asked: Query) -> Sheet:
    """Who takes part in events with whom: drawn, and as a table."""
    size = asked.number("size", 60, _NODES)
    row = desk.shelf.answer(f"network {size}", lambda: views.network(desk.register, size))
    drawing = desk.shelf.answer(f"network {size} drawn", lambda: ties.draw(row))
    told = {**row, "drawing": drawing, "size": size}
    return Sheet("network.html", "Network", told, row["ties"], ("a", "a_name", "b", "b_name", "events"))


# ---------------------------------------------------------------------------------------------- what falls due
def agenda(desk: Desk, asked: Query) -> Sheet:
    """What falls due, the soonest first."""
    every = agenda_rows(desk)
    since = asked.one("on") or desk.today
    ahead = [row for row in every if not row["last_day"] or row["last_day"] >= since]
    rows = every if asked.one("past") == "yes" or not desk.live else ahead
    columns = ("due", "subject", "what", "arithmetic", "kind", "type", "status", "claims.outlet", "claims.quote")
    sheet = _listed(Sheet("agenda.html", "Agenda", {}, rows, columns), asked, desk.size(_SIZE))
    return sheet._replace(told={**sheet.told, "past": len(every) - len(ahead), "on": since})


def agenda_rows(desk: Desk) -> list[Json]:
    """All that ever fell or will fall due."""
    return desk.shelf.answer("agenda", lambda: views.agenda(desk.register))
