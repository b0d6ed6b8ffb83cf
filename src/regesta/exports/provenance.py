"""Where everything comes from, in the terms of W3C PROV, as PROV-JSON.

Pages, stories, claims, events and conflicts are entities; obtaining, reading and judging are activities; outlets,
voices, the reader and those who judge are agents. A claim is derived from its story as a quotation and attributed to
each voice in its chain. The statements of each section are put aside in files until all are told, so that memory does
not grow with the register; only the names of agents are held.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from regesta.door import Json
from regesta.exports.matter import Matter
from regesta.model import content_id
from regesta.views.rows import json_line

Statement = tuple[str, str, Json]
"""A section, the id of what is stated (empty for a relation) and what is stated of it."""
PREFIX: Final = {"regesta": "urn:regesta:"}
_SECTIONS: Final = (
    "entity", "activity", "agent", "wasGeneratedBy", "used", "wasDerivedFrom", "wasAttributedTo", "wasAssociatedWith",
    "alternateOf", "wasInformedBy",
)  # fmt: skip
_IN_MEMORY: Final = 1 << 20
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9]")


def document(matter: Matter) -> Iterator[bytes]:
    """The whole as one PROV-JSON document."""
    with ExitStack() as stack:
        aside: dict[str, IO[bytes]] = {
            name: stack.enter_context(SpooledTemporaryFile(_IN_MEMORY)) for name in _SECTIONS
        }
        numbers = count(1)
        for section, ident, told in _statements(matter):
            file = aside[section]
            key = json_line({ident or f"_:r{next(numbers)}": told})[1:-1]
            file.write(b",\n" + key if file.tell() else key)
        yield b'{"prefix":' + json_line(PREFIX)
        for name, file in aside.items():
            if file.tell():
                file.seek(0)
                yield b',\n"' + name.encode() + b'":{'
                yield from iter(partial(file.read, _IN_MEMORY), b"")
                yield b"}"
        yield b"}\n"


def _statements(matter: Matter) -> Iterator[Statement]:
    """Everything that is stated; an agent is told of once, when it is first met."""
    seen: set[str] = set()
    for section, ident, told in _all(matter):
        if section != "agent":
            yield section, ident, told
        elif ident not in seen:
            seen.add(ident)
            yield section, ident, told


def _all(matter: Matter) -> Iterator[Statement]:
    for rows, tell in (
        (matter.pages(), _page),
        (matter.reports(), _report),
        (matter.kinships(), _kinship),
        (matter.events(), _event),
        (matter.conflicts(), _conflict),
        (matter.judgements(), _judgement),
    ):
        for row in rows:
            yield from tell(row)


def _page(row: Json) -> Iterator[Statement]:
    page = f"page-{row['id']}"
    yield _entity(page, "Page", {"prov:label": row["source"], "sha256": row["id"], "url": row.get("url")})
    yield "activity", _name(f"obtaining-{row['id']}"), {"prov:type": _type("Obtaining"), **_at(row["obtained"])}
    yield _relation("wasGeneratedBy", entity=page, activity=f"obtaining-{row['id']}")
    reading = f"reading-{row['id']}"
    yield "activity", _name(reading), {"prov:type": _type("Reading")}
    yield _relation("used", activity=reading, entity=page)
    yield _agent(row["reader"] or "unknown reader", "prov:SoftwareAgent")
    yield _relation("wasAssociatedWith", activity=reading, agent=_agent_id(row["reader"] or "unknown reader"))


def _report(row: Json) -> Iterator[Statement]:
    story, outlet = row["story"], row["outlet"] or "unknown outlet"
    told = {name: row.get(name) for name in ("published", "language", "url")}
    yield _entity(story, "Story", {"prov:label": row["title"], **told})
    yield _relation("wasDerivedFrom", generatedEntity=story, usedEntity=f"page-{row['page']}")
    yield _relation("wasGeneratedBy", entity=story, activity=f"reading-{row['page']}")
    yield _agent(outlet, "prov:Organization")
    yield _relation("wasAttributedTo", entity=story, agent=_agent_id(outlet))
    for author in row["authors"]:
        yield _agent(author)
        yield _relation("wasAttributedTo", entity=story, agent=_agent_id(author))
    for claim in row["claims"]:
        yield from _claim(claim)


def _claim(row: Json) -> Iterator[Statement]:
    told = {name: row[name] for name in ("kind", "type", "mode", "status", "when", "rule", "confidence")}
    span = "/".join(map(str, row["span"]))
    yield _entity(row["claim"], "Claim", {"prov:value": row["quote"], "span": span, **told})
    derived = _relation("wasDerivedFrom", generatedEntity=row["claim"], usedEntity=row["story"])
    yield _with(derived, {"prov:type": _qualified("prov:Quotation")})
    yield _relation("wasGeneratedBy", entity=row["claim"], activity=f"reading-{row['page']}")
    for number, voice in enumerate(row["voices"], 1):
        name = voice["name"] or (row["outlet"] if voice["kind"] == "outlet" else None) or "unnamed"
        yield _agent(name)
        said = _relation("wasAttributedTo", entity=row["claim"], agent=_agent_id(name))
        yield _with(said, {"regesta:voice": number, "regesta:kind": voice["kind"], "regesta:cue": voice["cue"]})


def _kinship(row: Json) -> Iterator[Statement]:
    """A story made from another; where nothing tells which was first, each is the other's alternate."""
    if row["order"] == "unknown":
        yield _relation("alternateOf", alternate1=row["story"], alternate2=row["of"])
        return
    kind = "prov:Revision" if row["how"] == "version" else "prov:Quotation"
    made = _relation("wasDerivedFrom", generatedEntity=row["story"], usedEntity=row["of"])
    yield _with(made, {"prov:type": _qualified(kind), "regesta:how": row["how"]})


def _event(row: Json) -> Iterator[Statement]:
    told = {name: row[name] for name in ("kind", "type", "mode", "status", "when", "where", "independent_origins")}
    yield _entity(row["id"], "Event", told)
    for claim in row["claims"]:
        yield _relation("wasDerivedFrom", generatedEntity=row["id"], usedEntity=claim["claim"])
    for name in filter(None, row["origins"]):
        yield _agent(name)
        told_by = _relation("wasAttributedTo", entity=row["id"], agent=_agent_id(name))
        yield _with(told_by, {"regesta:role": "independent origin"})


def _conflict(row: Json) -> Iterator[Statement]:
    told = {"prov:label": row["says"], **{name: row[name] for name in ("kind", "status", "rule")}}
    yield _entity(row["id"], "Conflict", told)
    for claim in row["claims"]:
        yield _relation("wasDerivedFrom", generatedEntity=row["id"], usedEntity=claim["claim"])


def _judgement(row: Json) -> Iterator[Statement]:
    """What a person decided; an undo is informed by what it withdraws."""
    told = {f"regesta:{name}": row[name] for name in ("act", "field", "value", "why") if row.get(name)}
    yield "activity", _name(row["id"]), {"prov:type": _type("Judgement"), **_at(row["at"]), **told}
    yield _agent(row["by"], "prov:Person")
    yield _relation("wasAssociatedWith", activity=row["id"], agent=_agent_id(row["by"]))
    for subject in row["subjects"]:
        if row["act"] == "undo":
            yield _relation("wasInformedBy", informed=row["id"], informant=subject)
        else:
            yield _relation("used", activity=row["id"], entity=subject)


# ---------------------------------------------------------------------------------------------- statements
def _name(ident: str) -> str:
    """The name under which something is stated; nothing but letters, figures and hyphens, which all readers take."""
    return "regesta:" + _NO_NAME.sub("-", ident)


def _entity(ident: str, kind: str, told: Json) -> Statement:
    named = {name if ":" in name else f"regesta:{name}": value for name, value in told.items()}
    return "entity", _name(ident), {"prov:type": _type(kind), **{k: v for k, v in named.items() if v not in (None, "")}}


def _at(moment: str) -> Json:
    """When something was done, where that is known."""
    return {"prov:startTime": moment, "prov:endTime": moment} if moment[:1].isdecimal() else {}


def _agent_id(name: str) -> str:
    return content_id("agent", name)


def _agent(name: str, kind: str | None = None) -> Statement:
    typed = {"prov:type": _qualified(kind)} if kind else {}
    return "agent", _name(_agent_id(name)), {**typed, "prov:label": name}


def _type(kind: str) -> Json:
    return _qualified(f"regesta:{kind}")


def _qualified(name: str) -> Json:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _relation(kind: str, **ends: str) -> Statement:
    return kind, "", {f"prov:{end}": _name(ident) for end, ident in ends.items()}


def _with(statement: Statement, more: Json) -> Statement:
    kind, ident, told = statement
    return kind, ident, {**told, **{name: value for name, value in more.items() if value not in (None, "")}}
