"""Sheets as HTML, JSON, CSV, Atom and iCalendar."""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import jinja2

from regesta.door import Json
from regesta.views import office_words, spoken
from regesta.views.rows import csv_lines, json_array
from regesta.web import wording
from regesta.web.sheet import Query, Sheet

NAVIGATION = (
    ("/timeline", "Timeline"), ("/conflicts", "Disputed"), ("/agenda", "Agenda"), ("/instruments", "Instruments"),
    ("/facilities", "Facilities"), ("/map", "Map"), ("/network", "Network"), ("/sources", "Sources"),
    ("/review", "Review"), ("/changes", "Changes"), ("/method", "Method"),
)  # fmt: skip
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Frame(NamedTuple):
    """What stands around a page: how addresses become links, what a server adds where there is one, and the template
    that it is put into."""

    at: Callable[[str], str]
    static: str = "/static/"
    live: bool = True
    token: str = ""
    by: str = ""
    settled: bool = True
    done: tuple[str, ...] = ()
    base: str = "base.html"


def page(sheet: Sheet, asked: Query, frame: Frame) -> str:
    """The page, with what stands around it."""
    told = {**sheet.told, "title": sheet.title, "asked_for": asked, "frame": frame, "at": frame.at}
    return _harmless(_environment().get_template(sheet.template).render(told))


def _harmless(html: str) -> str:
    """The page without signs that hide text or turn its direction; names are kept apart by their own elements."""
    return _HIDDEN.sub("", html)


def as_json(sheet: Sheet) -> bytes:
    """The rows of a page as one JSON array."""
    return json_array(sheet.rows)


def as_csv(sheet: Sheet) -> bytes:
    """The rows of a page as comma-separated values."""
    return "".join(f"{line}\r\n" for line in csv_lines(sheet.rows, sheet.columns)).encode("utf-8", "replace")


def atom(rows: list[Json], home: str) -> str:
    """The changes as an Atom feed."""
    return _environment().get_template("changes.atom").render(rows=rows[:50], home=home)


def calendar(rows: list[Json]) -> bytes:
    """What falls due as an iCalendar: an entry for each thing of which the days are known."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//regesta//agenda//EN"]
    for row in rows:
        if row["last_day"]:
            lines += _entry(row)
    folded = [part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)]
    return "".join(f"{line}\r\n" for line in folded).encode("utf-8", "replace")


def _entry(row: Json) -> list[str]:
    claim = row["claims"][0]
    day = row["last_day"].replace("-", "")
    says = f"{row['subject'] or spoken.act(row)}: {spoken.plain(row['what'])}"
    quoted = "\n".join(f"“{one['quote']}” ({wording.citation(one)})" for one in row["claims"])
    stamp = (claim["published"] or row["last_day"])[:10].replace("-", "").ljust(8, "0")
    stamp = stamp if stamp.isdecimal() and not stamp.endswith("00") else day
    return ["BEGIN:VEVENT", f"UID:{claim['claim']}-{day}@regesta", f"DTSTAMP:{stamp}T000000Z",
            f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{_escaped(says)}", f"DESCRIPTION:{_escaped(quoted)}",
            "END:VEVENT"]  # fmt: skip


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, written)
    return _HIDDEN.sub("", text)


def _folded(line: str) -> list[str]:
    """A line of a calendar in pieces of at most 75 bytes."""
    pieces, rest = [], line
    while len(rest.encode("utf-8", "replace")) > 73:
        cut = 73
        while len(rest[:cut].encode("utf-8", "replace")) > 73:
            cut -= 1
        pieces.append(rest[:cut])
        rest = " " + rest[cut:]
    return [*pieces, rest]


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("regesta.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    of_wording = ("by_sentence", "citation", "counted", "headed", "judged", "path", "reckoned", "speakers")
    of_spoken = ("act", "conflict", "dated", "plain")
    environment.filters |= {name: getattr(wording, name) for name in of_wording}
    environment.filters |= {name: getattr(spoken, name) for name in of_spoken}
    environment.filters["office_words"] = office_words
    tables = ("BASES", "CREDIBILITY", "FACETS", "RELIABILITY", "ROLES", "VERDICTS", "VOICES")
    environment.globals |= {name: getattr(wording, name) for name in tables}
    environment.globals |= {"NAVIGATION": NAVIGATION, "TYPES": spoken.TYPES, "MODES": spoken.MODES}
    return environment
