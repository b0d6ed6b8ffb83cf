"""Pages as received become stories: the prose, what the page says about it, and a map of every character back."""

import hashlib
import re
from collections.abc import Mapping

import msgspec

from regesta.intake import feed_entry
from regesta.intake.boxes import unpack
from regesta.intake.encoding import decode
from regesta.intake.first_look import Glance, glanced
from regesta.intake.furniture import furniture_rules
from regesta.intake.story import stories_of, stories_of_markup
from regesta.intake.wrapped import BODIES, Given, stories_of_entry, stories_of_given, stories_of_record, story_given
from regesta.model import Finding, Intake, Receipt, Refused, Story

__all__ = ["Given", "Glance", "decode", "furniture_rules", "glance", "read_page", "read_record", "read_text", "unpack"]

MOST_CHARACTERS = 5_000_000
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|div|p|span|script|meta|article|br|a|h[1-6]|ul|li|table)\b[^<>]{0,200}>", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a]")


_NO_STORY = "The page holds furniture but no story. Check that its text was saved whole."
_TOO_LONG = f"The page has over {MOST_CHARACTERS:,} characters. Split it into single pages first."
_NOTHING = Given()


def read_page(raw: bytes, receipt: Receipt) -> Intake:
    """The stories that a page tells, whatever it is written in, or a finding that says why there is none."""
    source = receipt.source
    if not raw.strip():
        return _none(source, "The page is empty. Fetch it again, or leave it out.")
    if len(raw) > 4 * MOST_CHARACTERS:
        return _none(source, _TOO_LONG)
    page, _, found = decode(raw, dict(receipt.headers).get("content-type", ""))
    found = tuple(Finding(where=f"{source}, {f.where}", what=f.what, severity=f.severity) for f in found)
    refusal = _refusal(page)
    if refusal:
        return _none(source, refusal, found)
    told = _told(page, hashlib.sha256(raw).hexdigest(), receipt)
    if isinstance(told, Finding):
        return Intake(stories=(), findings=(*found, told))
    if isinstance(told, Refused):
        return _none(source, told.reason, found)
    if not told:
        return _none(source, _NO_STORY, found)
    if not told[0].title:
        found += (Finding(where=source, what="No title was found; give one if you know it.", severity="note"),)
    return Intake(stories=tuple(_received(story, receipt) for story in told), findings=found)


def glance(raw: bytes, receipt: Receipt) -> Glance:
    """A page of HTML at first glance, many times faster than `read_page`: enough to decide what deserves it."""
    return glanced(decode(raw, dict(receipt.headers).get("content-type", ""))[0])


def _told(page: str, page_id: str, receipt: Receipt) -> tuple[Story, ...] | Finding | Refused:
    """The stories of a page, by what it is: an entry of a feed, a line of JSON, HTML, or else flattened text."""
    if feed_entry.is_feed_entry(page):
        return stories_of_entry(page, page_id)
    if page.lstrip("\ufeff \t\r\n").startswith("{") and "\n" not in page.strip():
        record = stories_of_record(page, page_id, receipt.source)
        if record is not None:
            return record
    return stories_of_markup(page, page_id) if _is_markup(page) else stories_of(page, page_id)


def _received(story: Story, receipt: Receipt) -> Story:
    """A story with what is known of it from the way it came."""
    return msgspec.structs.replace(
        story,
        url=story.url or (None if story.teaser else receipt.url),
        outlet=story.outlet or receipt.outlet,
        outlet_basis=story.outlet_basis if story.outlet else "feed" if receipt.outlet else story.outlet_basis,
    )


def read_text(text: str, given: Given = _NOTHING) -> Story:
    """The story in a text that has no furniture: the text whole, with what was given about it."""
    return story_given(text, given)


def read_record(record: Mapping[str, str], source: str) -> Intake:
    """The stories of a record with a ``text``, a ``page`` or ``html`` and what it says of them; `source` names it."""
    body = next(record[key] for key in BODIES if key in record)
    if not body.strip():
        return _none(source, "It is empty. Give its text, or leave it out.")
    refusal = _refusal(body)
    if refusal:
        return _none(source, refusal)
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    told = stories_of_given(record, digest, digest)
    if isinstance(told, Refused):
        return _none(source, told.reason)
    return Intake(stories=told) if told else _none(source, _NO_STORY)


def _refusal(page: str) -> str:
    """Why a page cannot be read; empty where it can."""
    if len(page) > MOST_CHARACTERS:
        return _TOO_LONG
    sample = page[:20_000]
    if len(_CONTROL.findall(sample)) * 50 > len(sample):
        return "The page is binary, not text. Convert it to text first."
    return ""


def _is_markup(page: str) -> bool:
    """Whether a page is HTML: it says so at its head, or has many of its elements."""
    head = page[:1_000].lstrip("\ufeff \t\r\n").casefold()
    if head.startswith(("<!doctype html", "<html", "<head", "<body")):
        return True
    sample = page[:20_000]
    return len(_MARKUP.findall(sample)) * 400 > len(sample)


def _none(source: str, what: str, before: tuple[Finding, ...] = ()) -> Intake:
    return Intake(stories=(), findings=(*before, Finding(where=source, what=what, severity="error")))
