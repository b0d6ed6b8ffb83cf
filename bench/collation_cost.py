"""What it costs to bring reports together, by the number of their claims: seconds of the processor, and memory.

    python bench/collation_cost.py [--more 100] [CLAIMS …]

The reports are generated: a thousand officials of twenty states meet, sign, accuse and give, told by sixty papers. Each
size is measured in a process of its own, so that the memory is its own. With --more, so many reports are then added,
the newest of all, to what was kept of the others; what that costs is told beside what all cost anew, and whether both
came to the same.
"""

import argparse
import gc
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from regesta.collate import Collation, Kept, collate, onward
from regesta.identify import resolve
from regesta.model import Block, Claim, Dated, Entity, Filler, Mention, Reading, Story, Voice, content_id
from regesta.reuse import Traced, kin, trace

STATES = {
    "Kenya": "KEN", "Uganda": "UGA", "Tanzania": "TZA", "Ghana": "GHA", "Togo": "TGO", "Senegal": "SEN", "Mali": "MLI",
    "Peru": "PER", "Chile": "CHL", "Bolivia": "BOL", "Ecuador": "ECU", "Japan": "JPN", "Vietnam": "VNM", "Laos": "LAO",
    "Nepal": "NPL", "India": "IND", "Norway": "NOR", "Finland": "FIN", "Latvia": "LVA", "Georgia": "GEO",
}  # fmt: skip
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
DEEDS = (
    ("CONSULT", "meeting", "met"), ("CONSULT", "visit", "visited"), ("AGREE", "", "agreed with"),
    ("ACCUSE", "", "accused"), ("AID", "", "helped"), ("COERCE", "", "held up"),
)  # fmt: skip
MATTERS = "salt fish roads gas dams ports wool rails tolls reefs".split()
DEEDS_TOLD = 8


def officials() -> list[tuple[str, str]]:
    """A thousand names, each with the state it belongs to."""
    chance, states = random.Random(1), list(STATES)  # noqa: S311
    made = {" ".join("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2)) for _ in range(1200)}
    return [(name, states[at % len(states)]) for at, name in enumerate(sorted(made)[:1000])]


class Deed(NamedTuple):
    """Who did what to whom, when, in which words."""

    type: str
    mode: str
    who: Entity
    whom: Entity
    when: str
    sentence: str


def reports(claims: int) -> Iterator[Reading]:
    """So many claims in reports of eight acts and two offices each, over twenty years."""
    people, chance = officials(), random.Random(2)  # noqa: S311
    for number in range(claims // (DEEDS_TOLD + 2)):
        day = date(2005, 1, 1) + timedelta(days=chance.randrange(20 * 365))
        yield report(number, day, [deed(day, at, people) for at in chance.sample(range(2 * DEEDS_TOLD), DEEDS_TOLD)])


def deed(day: date, number: int, people: list[tuple[str, str]]) -> Deed:
    """One of the things done on a day; two papers of one day tell half of them alike."""
    chance = random.Random(day.toordinal() * 100 + number)  # noqa: S311
    (who, home), (whom, abroad) = chance.sample(people, 2)
    type_, mode, verb = chance.choice(DEEDS)
    when = (day - timedelta(days=chance.randrange(3))).isoformat()
    told = f"{who} of {home} {verb} {whom} of {abroad} on {when} over {chance.choice(MATTERS)}."
    return Deed(type_, mode, person(who, home), person(whom, abroad), when, told)


def person(name: str, state: str) -> Entity:
    """An official of a state."""
    return Entity(id=f"p-{name}", kind="person", name=name, country=STATES[state])


def report(number: int, day: date, deeds: list[Deed]) -> Reading:
    """A report that tells these deeds, a paragraph each."""
    text = "\n\n".join(one.sentence for one in deeds)
    spans = [(text.index(one.sentence), text.index(one.sentence) + len(one.sentence)) for one in deeds]
    story = Story(
        id=content_id("story", str(number), text),
        page=content_id("page", str(number)),
        title="",
        text=text,
        outlet=f"Paper {number % 60}",
        published=Dated(edtf=day.isoformat(), basis="given"),
        blocks=tuple(Block(kind="prose", start=start, end=end) for start, end in spans),
    )
    entities = tuple(dict.fromkeys(entity for one in deeds for entity in (one.who, one.whom)))
    mentions = (Mention(start=at, end=at + len(one.name), kind="person", entity=one.id)
                for one in entities for at in [text.index(one.name)])  # fmt: skip
    acts = tuple(act(story, one, span) for one, span in zip(deeds, spans, strict=True))
    held = tuple(office(story, one, span) for one, span in list(zip(deeds, spans, strict=True))[:2])
    return Reading(story=story, entities=entities, mentions=tuple(mentions), times=(), voices=(), claims=(*acts, *held))


def act(story: Story, told: Deed, span: tuple[int, int]) -> Claim:
    """The claim that a deed was done."""
    return Claim(
        id=content_id("claim", story.id, told.sentence),
        story=story.id,
        kind="act",
        type=told.type,
        mode=told.mode,
        quote=span,
        trigger=span,
        rule="generated",
        when=told.when,
        when_words=told.when,
        roles={role: (Filler(words=one.name, entity=one.id),) for role, one in (("who", told.who), ("to", told.whom))},
        voices=(Voice(kind="outlet", name=story.outlet or ""),),
    )


def office(story: Story, told: Deed, span: tuple[int, int]) -> Claim:
    """The claim that who did it is a member of the cabinet."""
    return Claim(
        id=content_id("office", story.id, told.sentence),
        story=story.id,
        kind="office",
        type="office",
        mode="held",
        quote=span,
        trigger=span,
        rule="generated",
        when=told.when,
        roles={
            "person": (Filler(words=told.who.name, entity=told.who.id),),
            "office": (Filler(words="cabinet member"),),
        },
    )


def memory() -> float:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(claims: int) -> None:
    """Print what one size costs."""
    readings = list(reports(claims))
    number, before = sum(len(one.claims) for one in readings), memory()
    begun = time.process_time()
    kinships = kin(one.story for one in readings)
    copies = time.process_time()
    identities = resolve(readings, ())
    known = time.process_time()
    names = {member: one.entity.id for one in identities for member in one.members}
    found = collate(readings, names, {one.entity.id: one.entity for one in identities}, (), kinships)
    done = time.process_time()
    told = f"{number:7} claims  copies {copies - begun:6.1f} s  who is who {known - copies:6.1f} s"
    each = f"{1e6 * (done - known) / number:5.0f} µs and {1024 * (memory() - before) / number:5.1f} KB a claim"
    print(f"{told}  collated {done - known:6.1f} s, {memory():6.0f} MB, {each}"
          f"  {len(found.events)} events, {len(found.conflicts)} conflicts", flush=True)  # fmt: skip


class Taken(NamedTuple):
    """Seconds of the processor that each step took, and what came of it."""

    copies: float
    known: float
    collated: float
    kept: tuple[Traced, Kept]
    found: Collation

    @property
    def all(self) -> float:
        """Seconds of all steps."""
        return self.copies + self.known + self.collated


def settled(readings: list[Reading], kept: tuple[Traced, Kept] | None) -> Taken:
    """All readings brought together, by what was kept, or, where that is nothing at all, without keeping anything."""
    begun = time.process_time()
    traced = trace((one.story for one in readings), kept[0] if kept else Traced())
    copies = time.process_time()
    identities = resolve(readings, ())
    names = {member: one.entity.id for one in identities for member in one.members}
    labels = {one.entity.id: one.entity for one in identities}
    known = time.process_time()
    if kept is None:
        found, after = collate(readings, names, labels, (), traced.kinships), Kept()
    else:
        step = onward(kept[1], readings, (names, labels), (), traced.kinships)
        events = tuple(step.kept.events.values())
        found, after = Collation(events=events, conflicts=step.conflicts), step.kept
    done = time.process_time()
    return Taken(copies - begun, known - copies, done - known, (traced, after), found)


def measure_more(claims: int, more: int) -> None:
    """Print what it costs to add reports to a register of a size, and to bring all together anew."""
    readings = sorted(reports(claims + more * (DEEDS_TOLD + 2)), key=lambda one: one.story.published.edtf or "")
    before = settled(readings[:-more], (Traced(), Kept()))
    after = settled(readings, before.kept)
    anew = settled(readings, None)
    same = sorted(after.found.events, key=lambda one: one.id) == sorted(anew.found.events, key=lambda one: one.id)
    is_same = same and after.found.conflicts == anew.found.conflicts
    print(f"{claims:7} claims and {more} reports more", flush=True)
    for name, one in (("first time, notes made", before), ("added to what was kept", after), ("anew", anew)):
        print(f"  {name:24} copies {one.copies:6.2f}  who is who {one.known:6.2f}  collated {one.collated:6.2f} s")
    print(f"  added ÷ anew: collated {after.collated / anew.collated:.3f}, all {after.all / anew.all:.3f};"
          f" the same result: {is_same}", flush=True)  # fmt: skip


def main() -> None:
    """Measure each size in its turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", nargs="*", type=int, default=[12_500, 25_000, 50_000, 100_000])
    parser.add_argument("--more", type=int, default=0)
    asked = parser.parse_args()
    gc.disable()  # as a register is settled
    if len(asked.claims) > 1:
        for size in asked.claims:
            subprocess.run([sys.executable, __file__, "--more", str(asked.more), str(size)], check=True)  # noqa: S603
    elif asked.more:
        measure_more(asked.claims[0], asked.more)
    else:
        measure(asked.claims[0])


if __name__ == "__main__":
    main()
