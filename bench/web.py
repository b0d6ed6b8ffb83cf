"""How fast the pages answer on a register of 100,000 statements, and Datasette on the same database beside them.

Usage: python bench/web.py [--claims N] [--rounds N]

Makes a register of invented reports in a temporary folder, serves it in a process of its own, asks for pages of every
kind, the address changed each time, and prints a line for each kind: how many were asked, median and 95th percentile
in milliseconds; and, where Chromium is there, after how long the first row stands on the screen. The answers about
the whole register (agenda, instruments, facilities, sources, places, network) are worked out once whenever the register
changes; the first column of theirs tells what that takes. Datasette is left out where it is not installed.
"""

import argparse
import contextlib
import importlib.util
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import msgspec

from regesta.model import (
    Block,
    Claim,
    Conflict,
    Dated,
    Entity,
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
from regesta.register import Register, counts

STATES, PERSONS, PLACES, FACILITIES, OUTLETS, EACH = 40, 2000, 400, 200, 60, 10
TYPES = ("CONSULT", "AGREE", "AID", "ACCUSE", "SANCTION", "SUPPORT", "MOBILIZE", "RETREAT")
STATUSES = ("happened",) * 7 + ("planned", "denied", "promised")
WORDS = ("ferry", "grain", "rail", "border", "water", "power", "fishery", "customs", "crossing", "harbour", "pipeline",
         "convoy", "census", "archive", "dam")  # fmt: skip


# ---------------------------------------------------------------------------------------------- an invented register
def entities() -> list[Entity]:
    """The cast of all reports."""
    states = [Entity(id=f"state-{n}", kind="state", name=f"Land{n:02}", country=f"L{n:02}") for n in range(STATES)]
    persons = [
        Entity(id=f"person-{n}", kind="person", name=f"Pers{n:04} Name{n % 97}", country=f"L{n % STATES:02}")
        for n in range(PERSONS)
    ]
    places = [
        Entity(id=f"place-{n}", kind="place", name=f"Town{n:03}", sort="city", country=f"L{n % STATES:02}",
               place=Point(lat=n % 120 / 2 - 10, lon=n * 7 % 300 / 2 - 20))
        for n in range(PLACES)
    ]  # fmt: skip
    sites = [
        Entity(id=f"facility-{n}", kind="facility", name=f"Port{n:03}", sort="port", country=f"L{n % STATES:02}",
               place=Point(lat=n % 60 / 2, lon=n * 3 % 100 / 2))
        for n in range(FACILITIES)
    ]  # fmt: skip
    return [*states, *persons, *places, *sites]


def reading(number: int, cast: list[Entity]) -> Reading:
    """A report of so many statements; whom and what it names follows from its number."""
    quotes, used = [], []
    for at in range(EACH):
        n = number * EACH + at
        who, to, where = _parties(n)
        used.append((who, to, where))
        names = [cast[one].name for one in used[-1]]
        quotes.append(f"{names[0]} spoke of the {WORDS[n % 15]} with {names[1]} in {names[2]} (no. {n}).")
    text = "\n\n".join(quotes)
    day = f"{2005 + number % 20}-{1 + number // 20 % 12:02}-{1 + number // 240 % 28:02}"
    story = Story(id=content_id("story", str(number)), page="", title=f"Report {number}", text=text,
                  outlet=f"Outlet {number % OUTLETS}", published=Dated(edtf=day, basis="metadata"),
                  blocks=tuple(_blocks(quotes)))  # fmt: skip
    named = sorted({one for some in used for one in some})
    own = {one: f"e{at}" for at, one in enumerate(named, 1)}
    spans = list(_blocks(quotes))
    claims = tuple(
        _claim(story, spans[at], number * EACH + at, (own[who], own[to], own[where]))
        for at, (who, to, where) in enumerate(used)
    )
    told = tuple(_own(cast[one], own[one]) for one in named)
    return Reading(story=story, entities=told, mentions=(), times=(), voices=(), claims=claims)


def _parties(n: int) -> tuple[int, int, int]:
    who = STATES + n * 31 % PERSONS if n % 3 else n * 7 % STATES
    where = STATES + PERSONS + n * 17 % (PLACES + FACILITIES)
    return who, n * 13 % STATES, where


def _blocks(quotes: list[str]) -> Iterator[Block]:
    start = 0
    for quote in quotes:
        yield Block(kind="prose", start=start, end=start + len(quote))
        start += len(quote) + 2


def _own(entity: Entity, ident: str) -> Entity:
    return Entity(id=ident, kind=entity.kind, name=entity.name, country=entity.country)


def _claim(story: Story, block: Block, n: int, own: tuple[str, str, str]) -> Claim:
    """The nth statement: an act, now and then a facility in use or an agreement."""
    who, to, where = (Filler(words="", entity=one) for one in own)
    kind = "facility" if n % 25 == 0 else "instrument" if n % 40 == 1 else "act"
    pact = Filler(words=f"the {WORDS[n % 15]} agreement no. {n % 500}")
    every: dict[str, dict[str, tuple[Filler, ...]]] = {
        "act": {"who": (who,), "to": (to,)},
        "facility": {"facility": (where,), "user": (to,)},
        "instrument": {"instrument": (pact,), "parties": (who, to)},
    }
    return Claim(
        id=content_id("claim", str(n)),
        story=story.id,
        kind=kind,  # type: ignore[arg-type]
        type=TYPES[n % 8] if kind == "act" else kind,
        quote=(block.start, block.end),
        trigger=(block.start, block.end),
        rule="invented",
        status=STATUSES[n % 10],  # type: ignore[arg-type]
        when=story.published.edtf,
        where=own[2],
        roles=every[kind],
        voices=(Voice(kind="outlet", name=""),),
    )


def fill(path: Path, size: int) -> None:
    """Make the register."""
    cast = entities()
    readings = [reading(number, cast) for number in range(size // EACH)]
    members: dict[str, list[str]] = {}
    for one in readings:
        for entity in one.entities:
            members.setdefault(entity.name, []).append(f"{one.story.id}/{entity.id}")
    identities = [Identity(entity=one, members=tuple(members.get(one.name, ()))) for one in cast]
    with Register.open(path, create=True) as register:
        receipt = Receipt(source="invented.txt", obtained="2026-01-01T00:00:00Z")
        page, _ = register.keep_page(b"invented reports", receipt)
        register.put_reading(page.id, readings, reader="invented")
        register.replace_settled(identities, list(_events(readings, cast)), list(_conflicts(readings)))
        print(", ".join(f"{number:,} {name}" for name, number in counts(register).items()), flush=True)


def _events(readings: list[Reading], cast: list[Entity]) -> Iterator[Event]:
    for number, one in enumerate(readings):
        outlets = (one.story.outlet or "",)
        for at, claim in enumerate(one.claims):
            who, to, where = (cast[party].id for party in _parties(number * EACH + at))
            ident = content_id("event", claim.id)
            told = {"kind": claim.kind, "type": claim.type, "when": claim.when, "status": claim.status, "mode": ""}
            sides = {"who": (who,), "others": (to,), "where": where, "outlets": outlets, "origins": outlets}
            yield msgspec.convert({"id": ident, "claims": (claim.id,), **told, **sides}, Event)


def _conflicts(readings: list[Reading]) -> Iterator[Conflict]:
    for at, (a, b) in enumerate(zip(readings[::10], readings[1::10], strict=False)):
        pair = (a.claims[0].id, b.claims[0].id)
        kind = ("date", "denial", "count")[at % 3]
        yield Conflict(id=content_id("conflict", *pair), kind=kind, claims=pair, rule="invented")


# ---------------------------------------------------------------------------------------------- asking
def kinds(size: int) -> dict[str, Callable[[int], str]]:
    """What is asked, by its kind: the address of the nth question."""
    stories = size // EACH
    return {
        "home": lambda _: "/",
        "search, a word": lambda n: f"/search?q={WORDS[n % 15]}+{n}",
        "search, common word": lambda n: f"/search?q={WORDS[n % 15]}",
        "search, person and city": lambda n: f"/search?with=person-{n * 31 % PERSONS}&with=place-{n % PLACES}",
        "search, one state": lambda n: f"/search?with=state-{n % STATES}&status=denied&page={1 + n % 3}",
        "search, all": lambda n: f"/search?page={1 + n}",
        "timeline, all": lambda n: f"/timeline?page={1 + n}",
        "timeline, one year": lambda n: f"/timeline?since={2005 + n % 20}&until={2005 + n % 20}&page={1 + n // 20}",
        "timeline, one state": lambda n: f"/timeline?who=state-{n % STATES}&page={1 + n // STATES}",
        "event": lambda n: f"/events/{content_id('event', content_id('claim', str(n * 97 % size)))}",
        "statement": lambda n: f"/claims/{content_id('claim', str(n * 89 % size))}",
        "person": lambda n: f"/entities/person-{n * 13 % PERSONS}",
        "state": lambda n: f"/entities/state-{n % STATES}",
        "between": lambda n: f"/between/state-{n % STATES}/state-{(n * 7 + 1) % STATES}",
        "story": lambda n: f"/stories/{content_id('story', str(n * 83 % stories))}",
        "conflicts": lambda n: f"/conflicts?page={1 + n}",
        "review": lambda n: f"/review?at={1 + n}",
        "agenda": lambda n: f"/agenda?past=yes&page={1 + n}",
        "instruments": lambda n: f"/instruments?page={1 + n % 20}",
        "facilities": lambda n: f"/facilities?page={1 + n % 8}",
        "map": lambda n: f"/map?view={n % 20},10,{n % 20 + 30},40",
        "network": lambda n: f"/network?size={60 + n % 2}",
        "sources": lambda _: "/sources",
        "changes": lambda _: "/changes",
        "method": lambda _: "/method",
    }


WHOLE = ("agenda", "instruments", "facilities", "map", "network", "sources", "changes", "method", "review", "home",
         "between")  # fmt: skip


def timed(url: str) -> float:
    """How many milliseconds an answer takes, the whole of it."""
    start = time.perf_counter()
    with urlopen(url) as answer:  # noqa: S310 an address of this machine
        answer.read()
    return (time.perf_counter() - start) * 1000


@contextlib.contextmanager
def running(*command: str) -> Iterator[str]:
    """The address of a server, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked, quiet = [sys.executable, "-m", *command, "--port", str(port)], subprocess.DEVNULL
    server = subprocess.Popen(asked, stdout=quiet, stderr=quiet)  # noqa: S603 a server of ours
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if server.poll() is not None:
                sys.exit(f"{' '.join(command)} ended; run it by hand to see why")
            with contextlib.suppress(URLError, ConnectionError):
                urlopen(url + "/openapi.json" if "regesta" in command else url).read()  # noqa: S310
                break
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def measure(url: str, asked: dict[str, Callable[[int], str]], rounds: int, first: tuple[str, ...] = ()) -> None:
    """Print a line for each kind of question, and one for all."""
    everything = []
    for kind, address in asked.items():
        once = f"{timed(url + address(0)):9.0f}" if kind in first else " " * 9
        times = [timed(url + address(n)) for n in range(1, rounds + 1)]
        everything += times
        print(f"{kind:<26} {once} {len(times):5} {_summary(times)}", flush=True)
    print(f"{'all':<26} {'':9} {len(everything):5} {_summary(everything)}")


FIRST_ROW = """selector => new Promise(done => {
  const seen = () => document.querySelector(selector)
    ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(seen);
  seen();
})"""


def on_screen(url: str, addresses: list[str], row: str) -> str:
    """After how many milliseconds the first row stands on the screen, from the asking, at the median; in Chromium."""
    chromium = shutil.which("chromium")
    if not chromium or not importlib.util.find_spec("playwright"):
        return "no Chromium"
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for address in addresses:
            page.goto(url + address, wait_until="commit")
            times.append(float(page.evaluate(FIRST_ROW, row)))
        browser.close()
    return f"{statistics.median(times):8.1f}"


def _summary(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):8.1f} {ordered[int(len(ordered) * 0.95)]:8.1f}"


def main() -> None:
    """Make the register, ask, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=20)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register"
        fill(path, asked.claims)
        print(f"{'regesta':<26} {'first':>9} {'asked':>5} {'median':>8} {'p95':>8}  (ms)")
        with running("regesta", "--register", str(path), "serve") as url:
            measure(url, kinds(asked.claims), asked.rounds, WHOLE)
            print(f"first row on screen: {on_screen(url, [f'/search?q={word}' for word in WORDS[:7]], 'blockquote')}")
        if importlib.util.find_spec("datasette"):
            print(f"\n{'datasette':<26} {'first':>9} {'asked':>5} {'median':>8} {'p95':>8}  (ms)")
            with running("datasette", str(path / "register.sqlite"), "--setting", "sql_time_limit_ms", "20000") as url:
                measure(url, beside(asked.claims), asked.rounds)
                words = [f"/register/words?_search={word}" for word in WORDS[:7]]
                print(f"first row on screen: {on_screen(url, words, 'table.rows-and-columns td')}")


def beside(size: int) -> dict[str, Callable[[int], str]]:
    """What Datasette is asked: its nearest pages."""
    claim = "/register/claim"
    return {
        "home": lambda _: "/",
        "search, a word": lambda n: f"/register/words?_search={WORDS[n % 15]}+{n}",
        "search, common word": lambda n: f"/register/words?_search={WORDS[n % 15]}",
        "statements, facets": lambda n: f"{claim}?status=denied&_facet=kind&_size=25&id__gt=claim-{n % 10}",
        "statement": lambda n: f"{claim}/{content_id('claim', str(n * 89 % size))}",
        "events of a year": lambda n: (
            f"/register/event?earliest__gte={2005 + n % 20}&latest__lt={2006 + n % 20}&_size=40"
        ),
    }


if __name__ == "__main__":
    main()
