"""What is new, whom the register draws on, how it works."""

import tomllib
from importlib import resources

from regesta import __version__, views
from regesta.door import Json
from regesta.register import (
    accounts_in,
    conflict_kinds,
    conflicts_listed,
    counts,
    kinships,
    newest_stories,
    prominent,
    stories,
)
from regesta.web.pages.evidence import CONFLICT_COLUMNS
from regesta.web.pages.things import agenda_rows
from regesta.web.sheet import Desk, Query, Sheet

_NEWEST, _SENTENCES, _DISPUTED, _DUE = 6, 2, 2, 6


def home(desk: Desk, asked: Query) -> Sheet:  # noqa: ARG001 every page is asked alike
    """What is new, what is disputed, what falls due, and the way to everything else."""
    whole = desk.shelf.answer("home", lambda: _home(desk))
    due = [row for row in agenda_rows(desk) if not row["last_day"] or row["last_day"] >= desk.today]
    told = {**whole, "due": due[:_DUE], "due_all": len(due)}
    return Sheet("home.html", "", told, whole["conflicts"], CONFLICT_COLUMNS)


def _home(desk: Desk) -> Json:
    """What the home page tells of the whole register."""
    register = desk.register
    found, many = conflicts_listed(register, None, "open", _DISPUTED)
    newest = [_story(desk, story, obtained) for story, obtained in newest_stories(register, _NEWEST)]
    return {
        "counts": counts(register),
        "stories": [story for story in newest if story],
        "conflicts": views.conflicts_json(register, found),
        "disputed": many,
        "kinds": conflict_kinds(register, "open"),
        "states": views.entity_names(register, dict(prominent(register, ["state"], 12))),
        "persons": views.entity_names(register, dict(prominent(register, ["person"], 12))),
    }


def _story(desk: Desk, story: str, obtained: str) -> Json:
    reading = desk.register.reading(story)
    told = accounts_in(desk.register, story)
    if reading is None:
        return {}
    sentences = {account.quote: account.claim.id for account in reversed(told)}  # what is told of one, once
    rows = views.statements_json(desk.register, list(reversed(sentences.values()))[:_SENTENCES])
    one = reading.story
    return {"story": story, "title": one.title, "outlet": one.outlet, "published": one.published.edtf,
            "language": one.language, "obtained": obtained, "claims": len(told), "shown": rows}  # fmt: skip


def sources(desk: Desk, asked: Query) -> Sheet:  # noqa: ARG001 every page is asked alike
    """The outlets, and who copies whom."""
    rows = desk.shelf.answer("sources", lambda: views.sources(desk.register))
    copies = desk.shelf.answer("copies", lambda: _copies(desk))
    told = {"rows": rows, "copies": copies}
    return Sheet("sources.html", "Sources", told, rows, ("outlet", "reliability", "stories", "claims", "first", "last"))


def _copies(desk: Desk) -> list[Json]:
    """Which outlet took from which: how many stories, and the share of sentences at most."""
    outlets = {one.id: one.outlet or "unknown outlet" for one in stories(desk.register)}
    found: dict[tuple[str, str, str], Json] = {}
    for one in kinships(desk.register):
        pair = (outlets.get(one.story, "?"), outlets.get(one.of, "?"), "unknown" if one.order == "unknown" else "known")
        row = found.setdefault(pair, {"by": pair[0], "of": pair[1], "order": pair[2], "stories": []})
        row["stories"].append({"story": one.story, "of": one.of, "how": one.how, "share": one.share})
    return sorted(found.values(), key=lambda row: (-len(row["stories"]), row["by"], row["of"]))


def changes(desk: Desk, asked: Query) -> Sheet:
    """What came in and what people decided, the last first."""
    rows = desk.shelf.answer("changes", lambda: _changes(desk))
    size, page = 50, asked.number("page", 1)
    shown = rows[(page - 1) * size : page * size]
    told = {"rows": shown, "total": len(rows), "page": page, "size": size}
    return Sheet("changes.html", "Changes", told, rows[:1000], ("at", "what", "id", "words", "by", "why", "in_force"))


def _changes(desk: Desk) -> list[Json]:
    told: dict[str, list[Json]] = {}
    for story in stories(desk.register):
        told.setdefault(story.page, []).append({"story": story.id, "title": story.title})
    empty = {"by": "", "why": "", "in_force": True}
    pages = [
        {"at": one.obtained, "what": "page", "id": one.id, "words": one.source, "stories": told.get(one.id, [])[:3],
         **empty}
        for one in desk.register.pages_read()
    ]  # fmt: skip
    decided = [
        {
            **one,
            "stories": [],
            "what": one["act"],
            "words": "; ".join(filter(None, one["words"])) or ", ".join(one["subjects"]),
        }
        for one in views.judgements(desk.register)
    ]
    return sorted([*pages, *decided], key=lambda row: (row["at"], row["id"]), reverse=True)


def method(desk: Desk, asked: Query) -> Sheet:  # noqa: ARG001 every page is asked alike
    """How the register is made, how often it errs, whose data it holds."""
    rows = desk.shelf.answer("doctor", lambda: views.doctor(desk.register))
    measured = tomllib.loads(resources.files("regesta.web").joinpath("measured.toml").read_text(encoding="utf-8"))
    told = {"rows": rows, "version": __version__, "measured": measured}
    return Sheet("method.html", "Method", told, rows, ("check", "state", "what"))
