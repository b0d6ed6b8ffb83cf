"""A register made again from what `regesta export` wrote of it as JSON Lines.

Pages, readings, settings and judgements are taken as they stand there. Who is who, events and conflicts are not: call
`settle` afterwards, which works them out from all of it together, as it does after reading.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from regesta.docket import judgement_id
from regesta.flow.pages import PageResult
from regesta.model import Finding, Judgement, Reading, Receipt, Value
from regesta.register import Register

_PASSED: Final = frozenset({"kinship", "entity", "event", "conflict", "settings", ""})
"""What is worked out anew, settings where there are some already, and blank lines."""


class _Line(Value, frozen=True):
    """What every line says: what it is about."""

    record: str


class _Settings(Value, frozen=True):
    toml: str


class _Page(Receipt, frozen=True, kw_only=True):
    """A page with its receipt, and its bytes, as text where they are text."""

    id: str
    reader: str = ""
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    base64: str | None = None


class _Story(Value, frozen=True):
    """A story as it was read; its text stands beside the reading, not in it."""

    text: str
    reading: dict[str, Any]


class _Open:
    """The page whose stories are being gathered; `None` for one that cannot be taken, whose stories go with it."""

    def __init__(self, page: _Page | None, raw: bytes = b"") -> None:
        self.page = page
        self.raw = raw
        self.readings: list[Reading] = []

    def close(self, register: Register) -> Iterator[PageResult]:
        """Keep the page and what was read from it, and tell of it."""
        if self.page is None:
            return
        known = register.is_read(self.page.id)
        receipt = Receipt(**{name: getattr(self.page, name) for name in Receipt.__struct_fields__})
        kept, _ = register.keep_page(self.raw, receipt)
        if not known:
            register.put_reading(kept.id, self.readings, self.page.findings, self.page.reader)
        stories = 0 if known else len(self.readings)
        yield PageResult(source=receipt.source, page=kept.id, stories=stories, known=known)


def restore(register: Register, lines: Iterable[bytes]) -> Iterator[PageResult]:
    """Take the lines of an export into a register; each page is told of once it is safe, and so is a line that is none.

    A page that the register has read already is left as it is. Call `settle` afterwards.
    """
    fresh = not register.page_ids()
    made = {judgement_id(one) for one in register.judgements_made()[0]}
    held = _Open(None)
    for number, line in enumerate(lines, 1):
        try:
            record = msgspec.json.decode(line, type=_Line).record if line.strip() else ""
            if record == "story":
                _add_story(held, line)
                continue
            yield from held.close(register)
            held = _Open(None)
            if record == "page":
                held = _page(line)
            elif record == "judgement":
                _judge(register, line, made)
            elif record == "settings" and fresh:
                register.write_settings(msgspec.json.decode(line, type=_Settings).toml)
            elif record not in _PASSED:
                yield _wrong(number, f"“{record}” is nothing that an export holds")
        except (ValueError, RecursionError) as problem:
            yield _wrong(number, str(problem)[:200])
    yield from held.close(register)


def _wrong(number: int, what: str) -> PageResult:
    found = Finding(where=f"line {number}", what=f"the line is left out: {what}", severity="error")
    return PageResult(source=found.where, page="", stories=0, findings=(found,))


def _page(line: bytes) -> _Open:
    """The page that a line holds; `ValueError` where its bytes are not those that its id is the hash of."""
    page = msgspec.json.decode(line, type=_Page)
    if page.text is None and page.base64 is None:
        raise ValueError(f"the bytes of page {page.id} are not in it: they were gone or damaged")
    try:
        raw = base64.b64decode(page.base64, validate=True) if page.base64 is not None else (page.text or "").encode()
    except binascii.Error as problem:
        raise ValueError(f"the bytes of page {page.id} cannot be read ({problem})") from problem
    digest = hashlib.sha256(raw).hexdigest()
    if digest != page.id:
        raise ValueError(f"the bytes are not those of page {page.id}: their SHA-256 is {digest}")
    return _Open(page, raw)


def _add_story(held: _Open, line: bytes) -> None:
    """Put a story with its page; `ValueError` where it is not of that page, or a claim quotes what it has not."""
    story = msgspec.json.decode(line, type=_Story)
    if held.page is None:
        return
    about = story.reading.get("story")
    told = {**story.reading, "story": {**(about if isinstance(about, dict) else {}), "text": story.text}}
    reading = msgspec.convert(told, Reading)
    if reading.story.page != held.page.id:
        raise ValueError(f"story {reading.story.id} is not of the page that it follows")
    for claim in reading.claims:
        start, end = claim.quote
        if claim.story != reading.story.id or not 0 <= start <= end <= len(story.text):
            raise ValueError(f"claim {claim.id} quotes what its story does not hold")
    held.readings.append(reading)


def _judge(register: Register, line: bytes, made: set[str]) -> None:
    """Write a judgement down, if it is not there already."""
    judgement = msgspec.json.decode(line, type=Judgement)
    if judgement_id(judgement) not in made:
        made.add(register.append_judgement(judgement))
