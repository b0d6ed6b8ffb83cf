"""Pages into a register: kept first, then read, then told of."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from regesta import __version__
from regesta.annotate import annotate, may_bear_claims, model_name
from regesta.claims import read
from regesta.flow.adviser import Adviser
from regesta.flow.sources import Sources, Unchanged, places
from regesta.intake import read_page
from regesta.lexicon import READS
from regesta.model import Finding, Intake, Page, Reading, Received, Story, Value
from regesta.register import Model, Register

TOGETHER = 32  # pages read in one go: their stories share the parser's batches
Progress = Callable[[int, int], None]


class PageResult(Value, frozen=True):
    """What became of one page. `page` is its id, empty where there is none: where nothing could be opened, and for what
    is told of a file that holds pages. `stories` is how many it tells; `known` says that it was read before."""

    source: str
    page: str
    stories: int
    findings: tuple[Finding, ...] = ()
    known: bool = False


class _Item(NamedTuple):
    """What came from a place: a page, a finding, or the id of the page that it still holds."""

    place: str
    what: Received | Finding | str


def reader(model: Model | None = None, gated: bool = False) -> str:
    """What reads: the program's version and the parser's, as recorded beside each page, and a language model's."""
    beside = f"; {model.name} at {model.url}" if model else ""
    return f"regesta {__version__}, {model_name()}{'; gated' if gated else ''}{beside}"


def read_paths(
    register: Register,
    paths: Sequence[str],
    progress: Progress | None = None,
    sources: Sources | None = None,
    adviser: Adviser | None = None,
) -> Iterator[PageResult]:
    """Read the pages at these paths and addresses into the register; each result is yielded once its page is safe.

    Call `settle` afterwards: identities, events and conflicts follow from all pages together. What an `adviser` was
    asked, and what came of it, is the last result.
    """
    with sources or Sources(register) as opener:
        yield from read_items(register, _items(opener, places(paths, register.path), progress), adviser)
    if adviser:
        summary = adviser.summary()
        yield PageResult(source=summary.where, page="", stories=0, findings=(summary,))


def _items(sources: Sources, found: Sequence[str], progress: Progress | None) -> Iterator[_Item]:
    for done, place in enumerate(found, 1):
        try:
            for what in sources.open(place):
                yield _Item(place, what)
        except Unchanged as unchanged:
            yield _Item(place, unchanged.page)
        if progress:
            progress(done, len(found))


def read_received(register: Register, received: Iterator[Received | Finding]) -> Iterator[PageResult]:
    """Read pages that were received."""
    return read_items(register, (_Item("", what) for what in received))


def read_items(register: Register, items: Iterator[_Item], adviser: Adviser | None = None) -> Iterator[PageResult]:
    """Read what came, so many pages at a time; one by one, where an adviser takes longer than the parser."""
    while batch := list(islice(items, 1 if adviser else TOGETHER)):
        yield from _read_batch(register, batch, adviser)


def _read_batch(register: Register, items: Sequence[_Item], adviser: Adviser | None) -> Iterator[PageResult]:
    """Keep the bytes first, then read those not read before, then tell of each."""
    batch: set[str] = set()
    kept = [_keep(register, item.what, batch, adviser) if isinstance(item.what, Received) else None for item in items]
    intakes = [one[1] for one in kept if one is not None and one[1] is not None]
    readings = readings_of([story for intake in intakes for story in intake.stories], adviser, register.is_gated())
    for item, one in zip(items, kept, strict=True):
        if one is None:
            yield _told(item)
            continue
        page, intake = one
        if intake is None:
            yield PageResult(source=page.receipt.source, page=page.id, stories=0, known=True)
        else:
            findings = put(register, page, intake, readings, adviser.model if adviser else None)
            stories = len(intake.stories)
            yield PageResult(source=page.receipt.source, page=page.id, stories=stories, findings=findings)


def _told(item: _Item) -> PageResult:
    """What is told where there is no page: a finding, or that an address holds what was fetched before."""
    if isinstance(item.what, Finding):
        return PageResult(source=item.what.where, page="", stories=0, findings=(item.what,))
    return PageResult(source=item.place, page=str(item.what), stories=0, known=True)


def _keep(register: Register, one: Received, batch: set[str], adviser: Adviser | None) -> tuple[Page, Intake | None]:
    """The page once kept, and what to read from it: nothing where it is read already or is in the batch.

    A page is read anew by an adviser who was not asked about it, or gave no answer.
    """
    page, _ = register.keep_page(one.raw, one.receipt)
    if page.id in batch or (adviser is None and register.is_read(page.id)):
        return page, None
    batch.add(page.id)
    intake = read_page(page.raw, page.receipt)
    if adviser is None:
        return page, intake
    told = register.is_read(page.id) and register.assigned(page.id) == adviser.model
    register.assign(page.id, adviser.model)
    return page, None if told and all(map(adviser.has_answer, filter(can_read, intake.stories))) else intake


def put(
    register: Register, page: Page, intake: Intake, readings: dict[str, Reading], model: Model | None = None
) -> tuple[Finding, ...]:
    """Record what was read from a page, by the rules and perhaps a language model; the findings on it."""
    findings = odd(intake)
    told = [readings[story.id] for story in intake.stories]
    register.put_reading(page.id, told, findings, reader(model, register.is_gated()))
    return (*findings, *(finding for reading in told for finding in reading.findings))


def odd(intake: Intake) -> tuple[Finding, ...]:
    """What is odd about a page: as its intake found, and stories in a language that is not read."""
    return (*intake.findings, *map(_unread, (story for story in intake.stories if not can_read(story))))


def can_read(story: Story) -> bool:
    """Whether claims can be read in the language of a story."""
    return story.language in READS


def _unread(story: Story) -> Finding:
    what = f"It is in a language that is not read yet ({story.language}). It is kept; `regesta rebuild` will read it."
    return Finding(where=story.title or story.id, what=what, severity="note")


def readings_of(stories: Sequence[Story], adviser: Adviser | None = None, gated: bool = False) -> dict[str, Reading]:
    """Story id → what is read from it; a story met twice is read once, one in another language not at all.

    With `gated`, neither is a story that hardly can bear claims; its reading says so.
    """
    distinct = {story.id: story for story in stories}
    by = adviser.read if adviser else read
    legible = [story for story in distinct.values() if can_read(story)]
    wanted = [story for story in legible if not gated or may_bear_claims(story)]
    readings = {document.story.id: by(document) for document in annotate(wanted)}
    passed_over = {story.id: _nothing(story, _gated(story)) for story in legible if story.id not in readings}
    others = {story.id: _nothing(story) for story in distinct.values() if not can_read(story)}
    return {**readings, **passed_over, **others}


def _gated(story: Story) -> Finding:
    what = "It names too few states, bodies and officials to bear claims, so it was not read; `--gate off` reads it."
    return Finding(where=story.title or story.id, what=what, severity="note")


def _nothing(story: Story, *findings: Finding) -> Reading:
    return Reading(story=story, entities=(), mentions=(), times=(), voices=(), claims=(), findings=findings)
