"""What programs can ask of the server, described after OpenAPI 3.1."""

import re
from typing import Final

from regesta import __version__
from regesta.door import Json
from regesta.web.pages import PAGES

_PAGED = ("page",)
FIELDS: Final = {
    "/search": ("q", "with", "kind", "type", "status", "outlet", "since", "until", "disputed", "among", "page"),
    "/timeline": ("who", "since", "until", "type", "status", "background", "facts", "page"),
    "/between/{a}/{b}": _PAGED,
    "/conflicts": ("kind", "status", "page"),
    "/entities/{id}": ("members", "transliteration", "page"),
    "/instruments": ("q", "page"),
    "/facilities": ("q", "page"),
    "/map": ("view", "borders", "page"),
    "/network": ("size",),
    "/agenda": ("on", "past", "page"),
    "/review": ("at",),
    "/changes": _PAGED,
}


def description() -> Json:
    """The description: every page as JSON and as CSV, the feed, the calendar and the form of judgements."""
    paths: Json = {}
    for address, page in PAGES.items():
        for form, media in (("json", "application/json"), ("csv", "text/csv")):
            told = f"{'/home' if address == '/' else address}.{form}"
            paths[told] = {"get": _asked(address, (page.__doc__ or "").strip(), media)}
    paths["/agenda.ics"] = {"get": _asked("/agenda", "What falls due, as a calendar.", "text/calendar")}
    paths["/changes.atom"] = {"get": _asked("/changes", "What changed, as a feed.", "application/atom+xml")}
    paths["/judgements"] = {"post": _form()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "A register of what was reported", "version": __version__},
        "paths": paths,
    }


def _form() -> Json:
    """The form by which people judge: it holds a token that only a page of the server gives, and is signed."""
    names = ("token", "act", "by", "why", "field", "value", "reject", "back")
    fields: Json = {name: {"type": "string"} for name in names}
    fields |= {name: {"type": "array", "items": {"type": "string"}} for name in ("subject", "pair")}
    schema = {"type": "object", "properties": fields, "required": ["token", "by"]}
    return {
        "summary": "A judgement, written down before the answer.",
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}},
        "responses": {
            "303": {"description": "Recorded; leads back to the page with the ids of the judgements."},
            "403": {"description": "The form did not come from a page of this server."},
            "422": {"description": "No judgement, and why."},
        },
    }


def _asked(address: str, summary: str, media: str) -> Json:
    in_path = [_field(name, "path", True) for name in re.findall(r"{(\w+)}", address)]
    fields = [_field(name, "query", False) for name in FIELDS.get(address, ())]
    answers = {"200": {"description": "The rows.", "content": {media: {}}}}
    if in_path:
        answers["404"] = {"description": "There is no such thing in the register.", "content": {media: {}}}
    return {"summary": summary, "parameters": [*in_path, *fields], "responses": answers}


def _field(name: str, place: str, required: bool) -> Json:
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"}}
