"""The pages as a folder that opens from anywhere, without a server, a network or JavaScript; or as one file.

A statement has no file of its own there: it stands beneath its story, so that what is read together lies together.
Nor has who is named in a statement or two: the index lists these.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from regesta import views
from regesta.door import Json
from regesta.register import Register, events, identities, stories
from regesta.views.spoken import act, dated
from regesta.web import render
from regesta.web.pages import PAGES
from regesta.web.sheet import Desk, Query, Sheet, Shelf

LISTS = ("/", "/timeline", "/conflicts", "/agenda", "/instruments", "/facilities", "/map", "/sources", "/method")
_CLAIM = re.compile(r"/claims/(.+)")
_ONE = re.compile(r"/(events|entities|stories|conflicts)/([^?#]+)")
_FEW = 4


class Folder(NamedTuple):
    """What is published: the statements with the story each stands in, the addresses of all pages, and those whom the
    index alone lists."""

    homes: dict[str, str]
    known: frozenset[str]
    indexed: frozenset[str]


def publish(register: Register, folder: Path, borders: str = "de-facto") -> int:
    """How many files were written into a folder: every page of the register, linked to one another by file names."""
    folder.mkdir(parents=True, exist_ok=True)
    desk, contents = _desk(register, borders), _contents(register)
    written = 0
    for asked in _asked(contents):
        place = _file(asked.path)
        (folder / place).parent.mkdir(exist_ok=True)
        depth = place.count("/")
        frame = render.Frame(at=_linker(contents, place), static="../" * depth, live=False)
        _put(folder / place, _slim(render.page(_sheet(desk, asked), asked, frame)))
        written += 1
    _put(folder / "style.css", _style())
    return written + 1


def _put(file: Path, text: str) -> None:
    """Put a file in place whole, so that one that is killed leaves no half page."""
    aside = file.with_name(f"{file.name}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(file)


def publish_single(register: Register, file: Path, borders: str = "de-facto") -> int:
    """How many pages were written into one file of HTML."""
    desk, contents = _desk(register, borders), _contents(register)
    frame = render.Frame(at=_anchors(contents), live=False)
    bare = frame._replace(base="bare.html")
    parts = [(asked, render.page(_sheet(desk, asked), asked, bare)) for asked in _asked(contents)]
    told = {"parts": [{"id": _anchor(asked.path), "html": _apart(html, asked.path)} for asked, html in parts],
            "style": _style()}  # fmt: skip
    whole = render.page(Sheet("single.html", "", told, []), Query("/"), frame)
    file.write_text(_slim(whole), encoding="utf-8")
    return len(parts)


def _desk(register: Register, borders: str) -> Desk:
    today = datetime.now(UTC).date().isoformat()
    return Desk(register, Shelf(register.path), today, borders, live=False)


# ---------------------------------------------------------------------------------------------- what is published
def _contents(register: Register) -> Folder:
    told = {claim.id: reading.story.id for reading in register.readings() for claim in reading.claims}
    named = Counter(key for row in views.claim_rows(register) for key in {entity["id"] for entity in row["entities"]})
    known = [
        *(f"/events/{one.id}" for one in events(register) if len(one.claims) > 1),
        *(f"/stories/{one.id}" for one in stories(register)),
        *(f"/entities/{key}" for key in identities(register) if named[key] > _FEW),
    ]
    indexed = frozenset(f"/entities/{key}" for key, number in named.items() if number <= _FEW)
    return Folder(told, frozenset((*LISTS, "/search", *known)), indexed)


def _asked(contents: Folder) -> Iterator[Query]:
    """Every page that is published, as an address of its own."""
    for path in (*LISTS, "/search", *sorted(contents.known - {*LISTS, "/search"})):
        one = _ONE.fullmatch(path)
        yield Query(path, (), {"id": one[2]} if one else None)


def _sheet(desk: Desk, asked: Query) -> Sheet:
    """The sheet of a page, in the shape it has in a folder: lists whole, a story with its statements in full."""
    if asked.path == "/search":
        return Sheet("index.html", "Search", {"rows": _index(desk.register)}, [])
    one = _ONE.fullmatch(asked.path)
    address = f"/{one[1]}/{{id}}" if one else asked.path
    sheet = PAGES[address](desk, asked)
    if asked.path.startswith("/stories/"):
        full = {row["claim"]: views.statement(desk.register, row["claim"]) for row in sheet.rows}
        return sheet._replace(template="told.html", told={**sheet.told, "statements": full})
    return sheet


def _index(register: Register) -> list[Json]:
    """Who and what is named, in order of the alphabet, each with the statements that name it: an index of a book."""
    found: dict[str, Json] = {}
    for row in views.claim_rows(register):
        for entity in row["entities"]:
            one = found.setdefault(entity["id"], {**entity, "claims": []})
            told = {"claim": row["claim"], "words": f"{act(row)}, {dated(row['when'] or row['published'])}"}
            if told not in one["claims"]:
                one["claims"].append(told)
    return sorted(found.values(), key=lambda row: (row["name"].casefold(), row["id"]))


# ---------------------------------------------------------------------------------------------- links
def _file(path: str) -> str:
    """The file of a page."""
    return "index.html" if path == "/" else re.sub(r"[^\w/.-]", "_", path.strip("/")) + ".html"


def _anchor(path: str) -> str:
    """The name of a page within one file."""
    return "home" if path == "/" else re.sub(r"[^\w.-]", "_", path.strip("/"))


def _linker(contents: Folder, place: str) -> Callable[[str], str]:
    """What turns an address into a link from a file; into nothing where the address is not published."""
    up = "../" * place.count("/")

    def at(address: str) -> str:
        path, part = _published(contents, address)
        if not path:
            return ""
        file = _file(path)
        return f"{'' if file == place and part else up + file}{'#' + part if part else ''}"

    return at


def _anchors(contents: Folder) -> Callable[[str], str]:
    """What turns an address into a link within one file."""

    def at(address: str) -> str:
        path, part = _published(contents, address)
        return f"#{_anchor(path)}{'.' + part if part else ''}" if path else ""

    return at


def _published(contents: Folder, address: str) -> tuple[str, str]:
    """The page and the part of it at which an address is published; nothing where it is not."""
    path, _, part = address.partition("#")
    if "?" in path:
        return "", ""
    if path.startswith("/conflicts/"):
        return "/conflicts", path.rpartition("/")[2]
    claim = _CLAIM.fullmatch(path)
    if claim:
        home = contents.homes.get(claim[1])
        return (f"/stories/{home}", claim[1]) if home else ("", "")
    if path in contents.indexed:
        return "/search", path.rpartition("/")[2]
    return (path, part) if path in contents.known else ("", "")


def _apart(html: str, path: str) -> str:
    """The ids within a page, and the links to them, made its own: in one file no two may be alike."""
    own = _anchor(path)
    html = re.sub(r'\b(id|for|aria-labelledby)="([^"]+)"', rf'\1="{own}.\2"', html)
    return re.sub(r'href="#(e\d+|at-\d+)"', rf'href="#{own}.\1"', html)


def _slim(html: str) -> str:
    """The page without blanks that nobody sees."""
    return re.sub(r"\n\s*", "\n", html)


def _style() -> str:
    told = resources.files("regesta.web").joinpath("static/style.css").read_text(encoding="utf-8")
    return re.sub(r"\s*([{}:;,])\s+", r"\1", told)
