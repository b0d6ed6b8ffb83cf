"""The stages joined: pages into a register, lines into lines, everything anew.

`source → page → story → document → claims → register`. What a page says depends on its bytes alone; what all pages
say together is worked out afresh over all of them, so that the order of reading never shows.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from regesta import __version__, door
from regesta.annotate import annotate, model_name
from regesta.claims import read
from regesta.collate import Collation, collate
from regesta.identify import orphaned, resolve
from regesta.intake import Given, read_page, read_text
from regesta.model import Finding, Identity, Intake, Judgement, Page, Reading, Story, Value
from regesta.register import Register

__all__ = ["PageResult", "RebuildReport", "annotate_lines", "read_paths", "rebuild", "settle"]

TOGETHER = 32  # pages read in one go: their stories share the parser's batches
LARGEST = 64 * 1024 * 1024
ANSWERED_TOGETHER = 32
Progress = Callable[[int, int], None]


class PageResult(Value, frozen=True):
    """What became of one page. `page` is its id, empty where it could not be opened; `stories` how many it tells."""

    source: str
    page: str
    stories: int
    findings: tuple[Finding, ...] = ()
    known: bool = False


class RebuildReport(Value, frozen=True):
    """What a rebuild did."""

    pages: int
    stories: int
    claims: int
    events: int
    conflicts: int
    findings: tuple[Finding, ...] = ()


class Received(Value, frozen=True):
    """Bytes on their way in, or why there are none."""

    source: str
    raw: bytes = b""
    finding: Finding | None = None


def reader() -> str:
    """What reads: the program's version and the model's, as recorded beside each page."""
    return f"regesta {__version__}, {model_name()}"


# --------------------------------------------------------------------------------------------- pages in
def read_paths(register: Register, paths: Sequence[str], progress: Progress | None = None) -> Iterator[PageResult]:
    """Read the pages under these paths into the register; each result is yielded once its page is safe on disk.

    Call `settle` afterwards: identities, events and conflicts follow from all pages together.
    """
    files = list(_files(paths, register.path))
    done = 0
    waiting = iter(files)
    while batch := list(islice(waiting, TOGETHER)):
        for result in _read_batch(register, [_receive(path) for path in batch]):
            done += 1
            if progress:
                progress(done, len(files))
            yield result


def _files(paths: Sequence[str], register: Path) -> Iterator[str]:
    """The files meant, each once; those of a folder in order of name, but for hidden ones and those of the register."""
    seen: set[str] = set()
    own = register.resolve()
    for path in paths:
        for name in map(str, _inside(Path(path), own)) if path and _is_folder(path) else [path]:
            if name not in seen:
                seen.add(name)
                yield name


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return False


def _inside(folder: Path, register: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
        and not path.resolve().is_relative_to(register)
    )


def _receive(path: str) -> Received:
    """The bytes of a file or of standard input."""
    try:
        if path == "-":
            import sys

            return Received(source="-", raw=sys.stdin.buffer.read(LARGEST + 1))
        with open(path, "rb") as file:  # noqa: PTH123 an empty name is no file here, to Path it is this folder
            return Received(source=Path(path).name, raw=file.read(LARGEST + 1))
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or problem
        what = f"it could not be opened ({why}); check the path and its permissions"
        return Received(source=path, finding=Finding(where=path or "(no name)", what=what, severity="error"))


def _read_batch(register: Register, received: Sequence[Received]) -> Iterator[PageResult]:
    """Keep the bytes first, then read those not read before by this reader, then tell of each."""
    batch: set[str] = set()
    kept = [_keep(register, one, batch) for one in received]
    fresh = [(page, intake) for _, page, intake in kept if page is not None and intake is not None]
    readings = _readings([story for _, intake in fresh for story in intake.stories])
    for one, page, intake in kept:
        if page is None:
            finding = one.finding or _too_large(one.source)
            yield PageResult(source=one.source, page="", stories=0, findings=(finding,))
        elif intake is None:
            yield PageResult(source=one.source, page=page.id, stories=0, known=True)
        else:
            own = [readings[story.id] for story in intake.stories]
            register.put_reading(page.id, own, intake.findings, reader())
            yield PageResult(source=one.source, page=page.id, stories=len(own), findings=intake.findings)


def _keep(register: Register, one: Received, batch: set[str]) -> tuple[Received, Page | None, Intake | None]:
    """What came, its page once kept, and what to read from it: nothing where it is read already or is in the batch."""
    if one.finding is not None or len(one.raw) > LARGEST:
        return one, None, None
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    page, _ = register.keep_page(one.raw, one.source, now)
    if page.id in batch or register.is_read(page.id):
        return one, page, None
    batch.add(page.id)
    return one, page, read_page(page.raw, page.source)


def _too_large(source: str) -> Finding:
    return Finding(where=source, what=f"it is over {LARGEST // 1024 // 1024} MB; split it into pages", severity="error")


def _readings(stories: Sequence[Story]) -> dict[str, Reading]:
    """Story id → what is read from it; a story met twice is read once."""
    distinct = list({story.id: story for story in stories}.values())
    return {document.story.id: read(document) for document in annotate(distinct)}


# --------------------------------------------------------------------------------------------- all of it together
def settle(register: Register) -> Collation:
    """Work out identities, events and conflicts over everything read and judged, and record them."""
    readings, judgements = list(register.readings()), register.judgements()
    identities, collation = _together(readings, judgements)
    register.replace_settled(identities, collation.events, collation.conflicts)
    return collation


def _together(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> tuple[tuple[Identity, ...], Collation]:
    identities = resolve(readings, judgements)
    names = {member: identity.entity.id for identity in identities for member in identity.members}
    labels = {identity.entity.id: identity.entity for identity in identities}
    collation = collate(readings, names, labels, judgements)
    findings = (*orphaned(readings, judgements), *collation.findings)
    return identities, msgspec.structs.replace(collation, findings=findings)


def rebuild(register: Register) -> RebuildReport:
    """Derive everything anew from the kept pages and the judgements.

    What was read from a page that is gone is dropped; what was read from one whose bytes are damaged stays. Either is
    a finding.
    """
    register.begin_writing()
    findings = list(_drop_gone(register))
    ids = iter(register.page_ids())
    while batch := list(islice(ids, TOGETHER)):
        pages = []
        for page in map(register.page, batch):
            if page.is_whole():
                pages.append(page)
            else:
                what = "its bytes are damaged, so it was not read anew; read the page again, or restore it from a copy"
                findings.append(Finding(where=f"page {page.id}", what=what, severity="error"))
        intakes = [read_page(page.raw, page.source) for page in pages]
        readings = _readings([story for intake in intakes for story in intake.stories])
        for page, intake in zip(pages, intakes, strict=True):
            register.put_reading(page.id, [readings[s.id] for s in intake.stories], intake.findings, reader())
            findings.extend(intake.findings)
    collation = settle(register)
    stories = list(register.readings())
    return RebuildReport(
        pages=len(register.page_ids()),
        stories=len(stories),
        claims=sum(len(one.claims) for one in stories),
        events=len(collation.events),
        conflicts=len(collation.conflicts),
        findings=(*findings, *collation.findings),
    )


def _drop_gone(register: Register) -> Iterator[Finding]:
    """Drop what was read from pages that are no longer kept."""
    kept = set(register.page_ids())
    for page in register.pages_read():
        if page.id not in kept:
            register.forget_page(page.id)
            what = f"its bytes are gone, so what was read from it is dropped; it came from {page.source}"
            yield Finding(where=f"page {page.id}", what=what, severity="error")


# --------------------------------------------------------------------------------------------- lines in, lines out
def annotate_lines(lines: Iterable[bytes | str], together: bool = False) -> Iterator[dict[str, Any]]:
    """One JSON-ready answer for each line of input, in order; a bad line is answered with findings and no stories.

    With `together`, all lines are read first, and claims that report one act are given one `event`.
    """
    waiting = iter(lines)
    answered: list[tuple[Any, list[Reading], list[Finding]]] = []
    number = 0
    while batch := list(islice(waiting, ANSWERED_TOGETHER)):
        asked = [_asked(line, number + at) for at, line in enumerate(batch, 1)]
        number += len(batch)
        readings = _readings([story for _, stories, _ in asked for story in stories])
        for ident, stories, findings in asked:
            own = [msgspec.structs.replace(readings[s.id], story=s) for s in stories]
            if together:
                answered.append((ident, own, findings))
            else:
                yield door.line_json(ident, own, findings)
    if together:
        yield from _with_events(answered)


def _asked(line: bytes | str, number: int) -> tuple[Any, list[Story], list[Finding]]:
    """The id of a line of input and the stories it gives, or what is wrong with it."""
    try:
        asked = json.loads(line, parse_constant=_no_json)
    except (ValueError, RecursionError) as problem:
        return None, [], [_wrong(number, f"it is not JSON ({str(problem)[:120]})")]
    if not isinstance(asked, dict):
        return None, [], [_wrong(number, 'it is not a JSON object; write {"id": …, "text": …}')]
    given = {k: v for k, v in asked.items() if isinstance(v, str)}
    ident = asked.get("id")
    if "text" in given:
        return ident, [_given_text(given)], []
    if "page" in given or "html" in given:
        raw = given.get("page", given.get("html", "")).encode("utf-8", "surrogatepass")
        intake = read_page(raw, str(ident))
        return ident, [_with_given(s, given) for s in intake.stories], list(intake.findings)
    return ident, [], [_wrong(number, "it has none of text, page, html as a string; give one of them")]


def _no_json(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def _wrong(number: int, what: str) -> Finding:
    return Finding(where=f"line {number}", what=what, severity="error")


def _given_text(given: dict[str, str]) -> Story:
    source = hashlib.sha256(given["text"].encode("utf-8", "surrogatepass")).hexdigest()
    known = {name: given[name] for name in ("title", "outlet", "published", "url", "language") if name in given}
    return read_text(given["text"], Given(source=source, **known))


def _with_given(story: Story, given: dict[str, str]) -> Story:
    """A story of a page with what was given beside the page, which the page itself may not tell."""
    if story.teaser:
        return msgspec.structs.replace(story, outlet=given.get("outlet") or story.outlet)
    return msgspec.structs.replace(
        story,
        outlet=given.get("outlet") or story.outlet,
        url=given.get("url") or story.url,
        title=given.get("title") or story.title,
    )


def _with_events(answered: Sequence[tuple[Any, list[Reading], list[Finding]]]) -> Iterator[dict[str, Any]]:
    readings = list({one.story.id: one for _, own, _ in answered for one in own}.values())
    _, collation = _together(readings, ())
    event_of = {claim: event.id for event in collation.events for claim in event.claims}
    for ident, own, findings in answered:
        line = door.line_json(ident, own, findings)
        for story in line["stories"]:
            for claim in story["claims"]:
                claim["event"] = event_of.get(claim["id"])
        yield line
