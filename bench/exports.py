"""How quick each format of `regesta export` is, and how much memory it takes, on registers that were made up.

Usage: python bench/exports.py [CLAIMS ...]   (else 10000 100000)

Each format is written by a process of its own, whose memory at its height is told by the operating system; the line of
`(nothing)` is what a process takes that opens the register and writes nothing. Memory that does not grow with the
register shows as the same figure in every column. Needs pyarrow for Parquet.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from regesta import exports
from regesta.model import (
    Claim,
    Conflict,
    Dated,
    Entity,
    EntityKind,
    Event,
    Filler,
    Identity,
    Point,
    Reading,
    Receipt,
    Story,
    Voice,
    content_id,
)
from regesta.register import Register

A_PAGE, A_STORY, PERSONS, STATES = 20, 8, 400, 60
SENTENCE = "Envoy {a} of State {b} met Envoy {c} of State {d} in Town {d} on day {n} of the talks, the agency said."
FORMS = ("(nothing)", *exports.FORMATS, "segments")


# ---------------------------------------------------------------------------------------------- a register made up
def make(folder: Path, claims: int) -> None:
    """Fill a register with so many claims of invented envoys, two of them to an event."""
    readings = list[Reading]()
    with Register.open(folder, create=True) as register:
        for first in range(0, claims // A_STORY, A_PAGE):
            receipt = Receipt(source=f"page {first}", obtained="2030-01-01T00:00:00Z")
            page, _ = register.keep_page(f"The reports from {first} on.".encode(), receipt)
            some = [_reading(number, page.id) for number in range(first, min(first + A_PAGE, claims // A_STORY))]
            register.put_reading(page.id, some, reader="made up")
            readings += some
        told = [claim for reading in readings for claim in reading.claims]
        pairs = list(zip(told[::2], told[1::2], strict=False))
        register.replace_settled(_identities(readings), [_event(*pair) for pair in pairs], _conflicts(pairs))


def _reading(number: int, page: str) -> Reading:
    told = [_numbers(number * A_STORY + at) for at in range(A_STORY)]
    lines = [SENTENCE.format(**one) for one in told]
    text = "\n\n".join([f"Report {number}", *lines])
    story = Story(
        id=content_id("story", page, str(number)),
        page=page,
        title=f"Report {number}",
        text=text,
        outlet=f"Outlet {number % 90}",
        published=Dated(edtf=f"20{number % 30:02}-{number % 12 + 1:02}-{number % 28 + 1:02}", basis="metadata"),
        url=f"https://outlet{number % 90}.example/{number}",
    )
    names: dict[str, tuple[EntityKind, str]] = {f"a{one['a']}": ("person", f"Envoy {one['a']}") for one in told}
    names |= {f"s{one[side]}": ("state", f"State {one[side]}") for one in told for side in "bd"}
    names |= {f"t{one['d']}": ("place", f"Town {one['d']}") for one in told}
    entities = tuple(Entity(id=ident, kind=kind, name=name) for ident, (kind, name) in names.items())
    claims = tuple(_claim(story, one, line) for one, line in zip(told, lines, strict=True))
    return Reading(story=story, entities=entities, mentions=(), times=(), voices=(), claims=claims)


def _numbers(number: int) -> dict[str, int]:
    return {
        "a": number % PERSONS,
        "b": number % STATES,
        "c": number * 7 % PERSONS,
        "d": number * 7 % STATES,
        "n": number,
    }


def _claim(story: Story, one: dict[str, int], line: str) -> Claim:
    start = story.text.index(line)
    return Claim(
        id=content_id("claim", story.id, line),
        story=story.id,
        kind="act",
        type="CONSULT",
        mode="visit",
        quote=(start, start + len(line)),
        trigger=(start, start + 5),
        rule="made up",
        when=story.published.edtf,
        where=f"t{one['d']}",
        roles={
            "who": (Filler(words=f"Envoy {one['a']}", entity=f"a{one['a']}"),),
            "to": (Filler(words=f"State {one['d']}", entity=f"s{one['d']}"),),
        },
        voices=(Voice(kind="unnamed", name="the agency"), Voice(kind="outlet", name=story.outlet or "")),
    )


def _identities(readings: list[Reading]) -> list[Identity]:
    members: dict[Entity, list[str]] = {}
    for reading in readings:
        for entity in reading.entities:
            members.setdefault(entity, []).append(f"{reading.story.id}/{entity.id}")
    return [Identity(entity=_placed(entity), members=tuple(some)) for entity, some in members.items()]


def _placed(entity: Entity) -> Entity:
    spot = Point(lat=len(entity.name) * 1.0, lon=10.0) if entity.kind == "place" else None
    return Entity(id=f"all-{entity.id}", kind=entity.kind, name=entity.name, place=spot)


def _event(first: Claim, second: Claim) -> Event:
    who, to = (f"all-{first.roles[role][0].entity}" for role in ("who", "to"))
    return Event(
        id=content_id("event", first.id),
        kind="act",
        type="CONSULT",
        mode="visit",
        claims=(first.id, second.id),
        when=first.when,
        where=f"all-{first.where}",
        who=(who,),
        others=(to,),
        outlets=("Outlet",),
        origins=("the agency",),
    )


def _conflicts(pairs: list[tuple[Claim, Claim]]) -> list[Conflict]:
    return [
        Conflict(id=content_id("conflict", a.id), kind="date", claims=(a.id, b.id), rule="made up")
        for a, b in pairs[::50]
    ]


# ---------------------------------------------------------------------------------------------- measuring
def write(form: str, folder: str, out: str) -> None:
    """Write one format; print the seconds of a processor that it took, and the megabytes of memory at the height."""
    start = time.process_time()
    with Register.open(folder) as register, register.snapshot():
        matter = exports.Matter(register=register)
        if form == "segments":
            exports.write_segments(matter, Path(out))
        elif form in exports.FORMATS:
            with Path(out).open("wb") as file:
                exports.write(form, matter, file)
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(folder: Path, claims: int) -> Iterator[tuple[str, float, float, float]]:
    """For each format: seconds of a processor, claims a second, megabytes of memory, megabytes written."""
    for form in FORMS:
        out = folder.parent / f"{form}-{claims}"
        seconds, memory = map(float, run("--write", form, str(folder), str(out)).split())
        files = [out] if out.is_file() else [*out.glob("*")]
        yield form, seconds, memory, sum(file.stat().st_size for file in files) / 1e6


def run(*arguments: str) -> str:
    """What this very script prints in a process of its own; a large parent would show in the memory of its children."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - no shell


def main() -> None:
    """Make a register of each size, write it in every format, and print a table."""
    if sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
        return
    if sys.argv[1:2] == ["--write"]:
        write(*sys.argv[2:5])
        return
    with tempfile.TemporaryDirectory() as temporary:
        for claims in map(int, sys.argv[1:] or ("10000", "100000")):
            folder = Path(temporary) / str(claims)
            start = time.perf_counter()
            run("--make", str(folder), str(claims))
            print(f"\n{claims} claims, made in {time.perf_counter() - start:.0f} s")
            print(f"{'format':<12} {'seconds':>8} {'claims/s':>9} {'memory MB':>10} {'written MB':>11}")
            for form, seconds, memory, size in measured(folder, claims):
                print(f"{form:<12} {seconds:>8.1f} {claims / seconds:>9.0f} {memory:>10.0f} {size:>11.1f}")


if __name__ == "__main__":
    main()
