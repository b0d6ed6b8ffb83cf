"""What stands in the reports: statements, conflicts, a story with its evidence marked, what needs a look."""

from collections.abc import Iterator
from itertools import pairwise

from regesta import views
from regesta.docket import judgement_id
from regesta.door import Json
from regesta.model import Block
from regesta.register import conflict as conflict_of
from regesta.register import conflict_kinds, conflicts_listed
from regesta.web.pages.chronology import day
from regesta.web.sheet import Desk, Missing, Query, Sheet

CLAIM_COLUMNS = ("claim", "story", "outlet", "published", "quote", "title", "kind", "type", "mode", "status",
                 "background", "when", "where", "roles.who", "roles.to", "roles.with", "roles.about", "said_by",
                 "confidence")  # fmt: skip
CONFLICT_COLUMNS = ("id", "kind", "status", "rule", "says", "claims.outlet", "claims.published", "claims.quote")
DOUBT_COLUMNS = ("what", "id", "says", "subjects", "claims.claim", "claims.outlet", "claims.published", "claims.quote")
_SIZE = 25


def search(desk: Desk, asked: Query) -> Sheet:
    """Statements by words and facets."""
    page = asked.number("page", 1)
    question = views.Asked(
        words=asked.one("q") or "",
        named=asked.all("with"),
        kind=asked.one("kind"),
        type=asked.one("type"),
        status=asked.one("status"),
        outlet=asked.one("outlet"),
        since=day(asked.one("since")),
        until=day(asked.one("until")),
        disputed=asked.one("disputed") == "yes",
        among=asked.one("among") or "",
    )
    row = views.find(desk.register, question, _found(desk, question), _SIZE, (page - 1) * _SIZE)
    told = {**row, "asked": question, "page": page, "size": _SIZE, "counted": views.COUNTED}
    return Sheet("search.html", question.words or "Search", told, row["statements"], CLAIM_COLUMNS)


def _found(desk: Desk, question: views.Asked) -> views.Found:
    """What is found; where all is wanted, it is kept."""
    if question in (views.Asked(), views.Asked(among=question.among)):
        return desk.shelf.answer("all statements", lambda: views.found(desk.register, views.Asked()))
    return views.found(desk.register, question)


def claim(desk: Desk, asked: Query) -> Sheet:
    """One statement: its sentence, who said it, what its standing rests on."""
    row = views.statement(desk.register, asked.parts["id"])
    if row is None:
        raise Missing("No statement of the register has this id.")
    return Sheet("claim.html", "Statement", {"claim": row}, [row], CLAIM_COLUMNS)


def conflicts(desk: Desk, asked: Query) -> Sheet:
    """What cannot all hold as written, a page of it."""
    kind, page, size = asked.one("kind"), asked.number("page", 1), desk.size(_SIZE)
    status = None if asked.one("status") == "all" else "open"
    found, total = conflicts_listed(desk.register, kind, status, size, (page - 1) * size)
    rows = views.conflicts_json(desk.register, found)
    kinds = conflict_kinds(desk.register, status)
    told = {"rows": rows, "total": total, "kinds": kinds, "kind": kind, "status": status, "page": page, "size": size}
    return Sheet("conflicts.html", "Disputed", told, rows, CONFLICT_COLUMNS)


def conflict(desk: Desk, asked: Query) -> Sheet:
    """One conflict, its sides side by side."""
    found = conflict_of(desk.register, asked.parts["id"])
    if found is None:
        raise Missing("No conflict of the register has this id.")
    rows = views.conflicts_json(desk.register, [found])
    return Sheet("conflict.html", "Conflict", {"row": rows[0]}, rows, CONFLICT_COLUMNS)


# ---------------------------------------------------------------------------------------------- a story
def story(desk: Desk, asked: Query) -> Sheet:
    """A story with every piece of evidence marked where it stands, and the statements that rest on it."""
    ident = asked.parts["id"]
    reading = desk.register.reading(ident)
    if reading is None:
        raise Missing("No story of the register has this id.")
    (row,) = views.show(desk.register, ident)
    claims = views.statements_json(desk.register, [claim["id"] for claim in row["claims"]])
    spans = sorted({(claim["span"][0], claim["span"][1]) for claim in claims})
    numbers = {span: at for at, span in enumerate(spans, 1)}
    grouped = [
        {
            "number": numbers[span],
            "start": span[0],
            "end": span[1],
            "claims": [c for c in claims if tuple(c["span"]) == span],
        }
        for span in spans
    ]
    blocks = reading.story.blocks or (Block(kind="prose", start=0, end=len(reading.story.text)),)
    told = {
        "story": row,
        "receipt": desk.register.receipt(reading.story.page),
        "evidence": grouped,
        "blocks": [
            {"kind": block.kind, "pieces": list(_pieces(reading.story.text, block, numbers))} for block in blocks
        ],
    }
    return Sheet("story.html", row["title"] or "Story", told, claims, CLAIM_COLUMNS)


def _pieces(text: str, block: Block, numbers: dict[tuple[int, int], int]) -> Iterator[Json]:
    """The block cut where evidence begins and ends: each piece with whether it is evidence, and what begins or ends."""
    inside = [span for span in numbers if span[0] < block.end and block.start < span[1]]
    cuts = {block.start, block.end, *(min(max(end, block.start), block.end) for span in inside for end in span)}
    for start, end in pairwise(sorted(cuts)):
        covering = [span for span in inside if span[0] <= start and end <= span[1]]
        yield {
            "text": text[start:end],
            "evidence": bool(covering),
            "at": start if any(span[0] == start for span in inside) else None,
            "ends": [numbers[span] for span in inside if min(span[1], block.end) == end and span in covering],
        }


# ---------------------------------------------------------------------------------------------- what needs a look
def review(desk: Desk, asked: Query) -> Sheet:
    """What `regesta review` asks about, one thing at a time, evidence first; as rows, those from it on."""
    at = asked.number("at", 1)
    queue = desk.shelf.answer("review", lambda: views.doubts(desk.register))
    rows = views.doubts_json(desk.register, queue[at - 1 :][:_SIZE])
    made = desk.register.judgements()[-1:] if desk.live else ()
    told = {
        "row": rows[0] if rows else None,
        "apart": _pairs(rows[0]) if rows else [],
        "nth": at,
        "total": len(queue),
        "last": [{"id": judgement_id(one), "act": one.act, "by": one.by} for one in made],
    }
    return Sheet("review.html", "Review", told, rows, DOUBT_COLUMNS)


def _pairs(row: Json) -> list[str]:
    """Which of the claims are parted, two by two, where they are no one act, by their ids."""
    ids = {key: claim["claim"] for key, claim in zip(row["subjects"], row["claims"], strict=False)}
    return [" ".join(ids[key] for key in pair) for pair in row["apart"] if all(key in ids for key in pair)]
