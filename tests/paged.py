"""A register that is hard to show: reports that contradict each other, one in Arabic, one with hostile names."""

from pathlib import Path
from typing import Any

import handmade
from regesta.model import (
    Claim,
    Conflict,
    Dated,
    Entity,
    Event,
    Filler,
    Identity,
    Mention,
    Point,
    Reading,
    Receipt,
    Story,
    Voice,
)
from regesta.register import Register

ARABIC = """\
وصل نائب وزير النقل الإستوني إلمار توست إلى ريغا يوم الثلاثاء.

وقالت وكالة BDA إن الزيارة هي الأولى منذ عام 2019.
"""
SCRIPT = '"><script>alert(1)</script>'
TURNED = "Port \u202eagiR\u202c of <b>x</b>"
HOSTILE = f"""\
{SCRIPT} met {TURNED} on 14 May 2024.

Estonia uses the {TURNED}.
"""
PAGES = ((ARABIC.encode(), "arabic.txt"), (HOSTILE.encode(), f"{SCRIPT}.txt"))


def _story(ident: str, text: str, title: str, outlet: str, language: str) -> Story:
    return Story(
        id=ident,
        page=handmade.page_id(text.encode()),
        title=title,
        text=text,
        outlet=outlet,
        published=Dated(edtf="2024-05-15", basis="metadata"),
        language=language,
        blocks=handmade.blocks(text),
    )


def arabic() -> Reading:
    """The visit, told in Arabic."""
    story = _story("story-arabic", ARABIC, "زيارة إلى ريغا", "بريد الميناء", "ar")
    visit = ARABIC.split("\n\n", maxsplit=1)[0]
    start, end = handmade.span(ARABIC, "إلمار توست")
    return Reading(
        story=story,
        entities=(
            Entity(id="e1", kind="person", name="إلمار توست"),
            Entity(id="e4", kind="state", name="لاتفيا", key="state:LVA"),
        ),
        mentions=(Mention(start=start, end=end, kind="person", entity="e1"),),
        times=(),
        voices=(),
        claims=(handmade.told(story, visit, "act", "CONSULT", {"who": ["e1"], "to": ["e4"]}, mode="visit",
                              when="2024-05-14"),),
    )  # fmt: skip


def hostile() -> Reading:
    """Names that try to leave their place on a page."""
    story = _story("story-hostile", HOSTILE, SCRIPT, TURNED, "en")
    met, uses = HOSTILE.strip().split("\n\n")
    names = (Entity(id="e1", kind="person", name=SCRIPT), Entity(id="e2", kind="facility", name=TURNED, sort="port"))
    estonia = Entity(id="e3", kind="state", name="Estonia", key="state:EST")
    return Reading(
        story=story,
        entities=(*names, estonia),
        mentions=(),
        times=(),
        voices=(),
        claims=(
            handmade.told(story, met, "act", "CONSULT", {"who": ["e1"], "to": ["e2"], "about": SCRIPT}, mode="meeting",
                          when="2024-05-14"),
            _used(story, uses),
        ),
    )  # fmt: skip


def _used(story: Story, quote: str) -> Claim:
    told = handmade.told(story, quote, "facility", "facility", {"user": ["e3"]}, voices=(
        Voice(kind="unnamed", name=SCRIPT, cue=SCRIPT),))  # fmt: skip
    facility = Filler(words=TURNED, entity="e2")
    return Claim(**{**{name: getattr(told, name) for name in told.__struct_fields__},
                    "roles": {**told.roles, "facility": (facility,)}})  # fmt: skip


def identities() -> tuple[Identity, ...]:
    """The hand-made ones, the person's name in Arabic too; places with their points."""
    riga = Point(lat=56.95, lon=24.11, geonames=456172)
    known = {one.entity.id: one for one in handmade.identities()}
    toost, lva, est = known["person-toost"], known["state-lva"], known["state-est"]
    port = Entity(id="facility-port", kind="facility", name=TURNED, sort="port", place=Point(lat=59.44, lon=24.76))
    return (
        _with(toost, "story-arabic/e1", aliases=("إلمار توست", "Ильмар Тоост")),
        known["person-vaarik"],
        _with(known["place-riga"], sort="city", place=riga),
        _with(est, "story-hostile/e3"),
        _with(lva, "story-arabic/e4", place=Point(lat=57.0, lon=25.0)),
        known["organisation-ministry"],
        known["facility-terminal"],
        Identity(entity=Entity(id="person-hostile", kind="person", name=SCRIPT), members=("story-hostile/e1",)),
        Identity(entity=port, members=("story-hostile/e2",)),
    )


def _with(identity: Identity, *members: str, **fields: object) -> Identity:
    entity = identity.entity
    changed = {**{name: getattr(entity, name) for name in entity.__struct_fields__}, **fields}
    return Identity(entity=Entity(**changed), members=(*identity.members, *members), reasons=identity.reasons)


def events() -> tuple[Event, ...]:
    """The hand-made ones, with the visit as the Arabic report tells it, and what the hostile one tells."""
    first, *others = handmade.events()
    told = {name: getattr(first, name) for name in first.__struct_fields__}
    visit = Event(
        **{**told, "claims": (*first.claims, arabic().claims[0].id), "outlets": (*first.outlets, "بريد الميناء")}
    )
    met, uses = hostile().claims
    return (
        visit,
        *others,
        _told("event-hostile", met, mode="meeting", when="2024-05-14", who=("person-hostile",), reasons=(SCRIPT,)),
        _told("event-uses", uses, who=("state-est",)),
    )


def _told(ident: str, claim: Claim, mode: str = "", **fields: Any) -> Event:
    return Event(id=ident, kind=claim.kind, type=claim.type, mode=mode, others=("facility-port",), claims=(claim.id,),
                 outlets=(TURNED,), origins=(TURNED,), **fields)  # fmt: skip


def conflicts() -> tuple[Conflict, ...]:
    """The hand-made ones."""
    return handmade.conflicts()


def fill(path: Path) -> None:
    """Make the register of all four reports, settled."""
    with Register.open(path, create=True) as register:
        for raw, source in (*handmade.PAGES, *PAGES):
            register.keep_page(raw, Receipt(source=source, obtained=handmade.OBTAINED))
        for reading in (handmade.gazette(), handmade.courier(), arabic(), hostile()):
            register.put_reading(reading.story.page, [reading], reader="by hand")
        register.replace_settled(identities(), events(), conflicts())
