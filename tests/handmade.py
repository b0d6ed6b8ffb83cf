"""Two small reports about invented people, and what is read from them and settled, written out by hand."""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from regesta.model import (
    Block,
    Claim,
    Conflict,
    Dated,
    Entity,
    Event,
    Explanation,
    Filler,
    Identity,
    Mention,
    Quantity,
    Reading,
    Receipt,
    Scope,
    Story,
    Time,
    Voice,
    content_id,
)
from regesta.register import Register

OBTAINED = "2024-06-01T09:00:00Z"

GAZETTE = """\
Deputy Transport Minister Ilmar Toost of Estonia arrived in Riga on Tuesday, the Baltic desk agency BDA reported.

It is the first visit by an Estonian transport official to Latvia since the ferry dispute of 2019.

The Latvian Transport Ministry promised to send two icebreakers before the end of the year.

The joint commission's mandate runs until 31 December 2026, and its archive must be handed over within one year.

The draft protocol does not contain the clause on night trains.
"""

COURIER = """\
Ilmar Toost, the Estonian deputy transport minister, never came to Riga, a Latvian official said.

A road team led by Estonia's Kadri Vaarik had already paid the first visit to Latvia since the ferry dispute, in March.
"""

PAGES: tuple[tuple[bytes, str], ...] = (
    (GAZETTE.encode(), "gazette.txt"),
    (COURIER.encode(), "courier.txt"),
)


def page_id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def blocks(text: str) -> tuple[Block, ...]:
    return tuple(
        Block(kind="prose", start=s, end=e) for s, e in (span(text, one) for one in text.strip().split("\n\n"))
    )


def told(story: Story, quote: str, kind: str, type_: str, roles: Mapping[str, Any] | None = None, **rest: Any) -> Claim:
    """A claim with this quote; a role is entity ids (``e1``), words, or a list of either."""
    fillers = {
        role: tuple(
            Filler(words=one, entity=one if one[:1] == "e" and one[1:].isdecimal() else None)
            for one in ([value] if isinstance(value, str) else value)
        )
        for role, value in (roles or {}).items()
    }
    place = span(story.text, quote)
    voices = rest.pop("voices", ())
    return Claim(
        id=content_id("claim", story.id, quote, kind, type_),
        story=story.id,
        kind=kind,  # type: ignore[arg-type]
        type=type_,
        quote=place,
        trigger=place,
        rule="by hand",
        roles=fillers,
        voices=(*voices, Voice(kind="outlet", name=story.outlet or "")),
        **rest,
    )


GAZETTE_ENTITIES = (
    Entity(id="e1", kind="person", name="Ilmar Toost"),
    Entity(id="e2", kind="place", name="Riga", country="LVA"),
    Entity(id="e3", kind="state", name="Estonia", key="state:EST", country="EST"),
    Entity(id="e4", kind="state", name="Latvia", key="state:LVA", country="LVA"),
    Entity(id="e5", kind="organisation", name="Latvian Transport Ministry", country="LVA"),
    Entity(id="e6", kind="organisation", name="BDA", sort="news agency"),
)
VISIT = "Deputy Transport Minister Ilmar Toost of Estonia arrived in Riga on Tuesday"


def gazette() -> Reading:
    story = Story(
        id="story-gazette",
        page=page_id(GAZETTE.encode()),
        title="Estonian deputy minister in Riga",
        text=GAZETTE,
        outlet="The Pier Gazette",
        authors=("Maret Uibo",),
        published=Dated(edtf="2024-05-14", basis="metadata"),
        blocks=blocks(GAZETTE),
    )
    start, end = span(GAZETTE, "Ilmar Toost")
    day = span(GAZETTE, "on Tuesday")
    agency = Voice(kind="indirect", name="BDA", entity="e6", cue="reported", content=span(GAZETTE, VISIT))
    return Reading(
        story=story,
        entities=GAZETTE_ENTITIES,
        mentions=(
            Mention(start=start, end=end, kind="person", entity="e1"),
            Mention(
                start=span(GAZETTE, "It is")[0],
                end=span(GAZETTE, "It is")[0] + 2,
                kind="person",
                entity="e1",
                how="pronoun",
            ),
        ),
        times=(Time(start=day[0], end=day[1], edtf="2024-05-14", kind="date", basis="publication"),),
        voices=(agency, Voice(kind="credit", name="BDA", entity="e6")),
        claims=gazette_claims(story, agency),
    )


def gazette_claims(story: Story, agency: Voice) -> tuple[Claim, ...]:
    claim = partial(told, story)
    return (
        claim(
            VISIT,
            "act",
            "CONSULT",
            {"who": ["e1"], "to": ["e4"]},
            mode="visit",
            when="2024-05-14",
            where="e2",
            voices=(agency,),
        ),
        claim(
            VISIT,
            "office",
            "office",
            {"person": "e1", "office": "Deputy Transport Minister", "of": "e3"},
            when="2024-05-14",
        ),
        claim(
            "It is the first visit by an Estonian transport official to Latvia since the ferry dispute of 2019.",
            "scope",
            "CONSULT",
            {"who": ["e3"], "to": ["e4"]},
            scope=Scope(rank="first", of="visit", since="2019"),
            when="2024-05-14",
        ),
        claim(
            "The Latvian Transport Ministry promised to send two icebreakers before the end of the year.",
            "act",
            "AID",
            {"who": ["e5"], "to": ["e3"], "about": "two icebreakers"},
            mode="pledge",
            status="promised",
            when="2024-05-14/2024-12-31",
            quantity=Quantity(low=2, high=2, words="two"),
        ),
        claim(
            "The joint commission's mandate runs until 31 December 2026",
            "mandate",
            "mandate",
            {
                "body": "joint commission",
                "until": "2026-12-31",
                "then": "its archive must be handed over within one year",
            },
            when="../2026-12-31",
            term="P1Y",
        ),
        claim(
            "The draft protocol does not contain the clause on night trains.",
            "clause",
            "clause",
            {"instrument": "draft protocol", "clause": "night trains"},
            present=False,
        ),
    )


def courier() -> Reading:
    story = Story(
        id="story-courier",
        page=page_id(COURIER.encode()),
        title="No visit, says Riga",
        text=COURIER,
        outlet="Quay Courier",
        published=Dated(edtf="2024-05", basis="caption"),
        blocks=blocks(COURIER),
    )
    entities = (
        Entity(id="e1", kind="person", name="Ilmar Toost"),
        Entity(id="e2", kind="place", name="Rīga", country="LVA"),
        Entity(id="e3", kind="person", name="Kadri Vaarik"),
        Entity(id="e4", kind="state", name="Latvia", key="state:LVA", country="LVA"),
    )
    denial, first = COURIER.strip().split("\n\n")
    official = Voice(kind="unnamed", name="a Latvian official", cue="said", content=span(COURIER, denial[:76]))
    return Reading(
        story=story,
        entities=entities,
        mentions=(),
        times=(),
        voices=(official,),
        claims=(
            told(
                story,
                denial,
                "act",
                "CONSULT",
                {"who": ["e1"]},
                mode="visit",
                status="denied",
                when="2024-05",
                where="e2",
                voices=(official,),
            ),
            told(
                story,
                first,
                "scope",
                "CONSULT",
                {"who": ["e3"], "to": ["e4"]},
                scope=Scope(rank="first", of="visit", since="2019"),
                when="2024-03",
            ),
            told(
                story,
                first,
                "act",
                "CONSULT",
                {"who": ["e3"], "to": ["e4"]},
                mode="visit",
                when="2024-03",
                background=True,
            ),
        ),
    )


def identities() -> tuple[Identity, ...]:
    def one(ident: str, kind: Any, name: str, members: tuple[str, ...], **rest: Any) -> Identity:
        return Identity(entity=Entity(id=ident, kind=kind, name=name, **rest), members=members, reasons=("same name",))

    g, c = "story-gazette", "story-courier"
    return (
        one("person-toost", "person", "Ilmar Toost", (f"{g}/e1", f"{c}/e1")),
        one("person-vaarik", "person", "Kadri Vaarik", (f"{c}/e3",)),
        one("place-riga", "place", "Riga", (f"{g}/e2", f"{c}/e2"), aliases=("Rīga",), country="LVA"),
        one("state-est", "state", "Estonia", (f"{g}/e3",), key="state:EST", country="EST"),
        one("state-lva", "state", "Latvia", (f"{g}/e4", f"{c}/e4"), key="state:LVA", country="LVA"),
        one("organisation-ministry", "organisation", "Latvian Transport Ministry", (f"{g}/e5",), country="LVA"),
        one("facility-terminal", "facility", "Vanasadam ferry terminal", (), sort="port", country="EST"),
    )


def claim_of(reading: Reading, kind: str, type_: str, status: str = "") -> str:
    return next(
        one.id for one in reading.claims if one.kind == kind and one.type == type_ and status in ("", one.status)
    )


def events() -> tuple[Event, ...]:
    g, c = gazette(), courier()
    act = "act"
    return (
        Event(
            id="event-visit",
            kind="act",
            type="CONSULT",
            mode="visit",
            when="2024-05-14",
            where="place-riga",
            who=("person-toost",),
            others=("state-lva",),
            claims=(claim_of(g, act, "CONSULT"), claim_of(c, act, "CONSULT", "denied")),
            outlets=("The Pier Gazette", "Quay Courier"),
            origins=("BDA", "a Latvian official"),
            reasons=("same parties and month",),
            disputed=("status",),
        ),
        Event(
            id="event-aid",
            kind="act",
            type="AID",
            mode="pledge",
            when="2024-05-14/2024-12-31",
            status="promised",
            who=("organisation-ministry",),
            others=("state-est",),
            claims=(claim_of(g, act, "AID"),),
            outlets=("The Pier Gazette",),
            origins=("The Pier Gazette",),
        ),
        Event(
            id="event-march",
            kind="act",
            type="CONSULT",
            mode="visit",
            when="2024-03",
            background=True,
            who=("person-vaarik",),
            others=("state-lva",),
            claims=(claim_of(c, act, "CONSULT", "happened"),),
            outlets=("Quay Courier",),
            origins=("Quay Courier",),
        ),
        Event(
            id="event-mandate",
            kind="mandate",
            type="mandate",
            mode="",
            when="../2026-12-31",
            claims=(claim_of(g, "mandate", "mandate"),),
            outlets=("The Pier Gazette",),
            origins=("The Pier Gazette",),
        ),
    )


def conflicts() -> tuple[Conflict, ...]:
    return (
        Conflict(
            id="conflict-first",
            kind="scope",
            claims=(claim_of(gazette(), "scope", "CONSULT"), claim_of(courier(), "scope", "CONSULT")),
            rule="two firsts of one kind since one day",
            says="Both are called the first visit to Latvia since the dispute of 2019; they are two months apart.",
            explanations=(Explanation(what="each counts visits of another ministry", holds=None),),
        ),
        Conflict(
            id="conflict-denial",
            kind="denial",
            claims=(claim_of(gazette(), "act", "CONSULT"), claim_of(courier(), "act", "CONSULT", "denied")),
            rule="one says that it happened, one that it did not",
        ),
    )


def fill(path: Path) -> None:
    """Make the register of both reports, settled."""
    with Register.open(path, create=True) as register:
        for raw, source in PAGES:
            register.keep_page(raw, Receipt(source=source, obtained=OBTAINED))
        for reading in (gazette(), courier()):
            register.put_reading(reading.story.page, [reading], reader="by hand")
        register.replace_settled(identities(), events(), conflicts())
