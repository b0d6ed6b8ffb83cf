"""Pages as received become stories: the prose, what the page says about it, and a map of every character back."""

import hashlib
import re

import msgspec

from regesta.intake import dates
from regesta.intake.encoding import decode
from regesta.intake.furniture import furniture_rules
from regesta.intake.language import guess
from regesta.intake.story import stories_of, story_of_text
from regesta.model import Finding, Intake, Story, Value

__all__ = ["Given", "decode", "furniture_rules", "read_page", "read_text"]

MOST_CHARACTERS = 5_000_000
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|span|script|meta|article)\b[^<>]{0,200}>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a]")


def read_page(raw: bytes, source: str) -> Intake:
    """The stories told by a page of flattened text, or a finding that says why there is none."""
    if not raw.strip():
        return _none(source, "The page is empty. Fetch it again, or leave it out.")
    if len(raw) > 4 * MOST_CHARACTERS:
        return _none(source, _TOO_LONG)
    page, _, found = decode(raw)
    found = tuple(Finding(where=f"{source}, {f.where}", what=f.what, severity=f.severity) for f in found)
    refusal = _refusal(page)
    if refusal:
        return _none(source, refusal, found)
    stories = stories_of(page, hashlib.sha256(raw).hexdigest())
    if not stories:
        return _none(source, "The page holds furniture but no story. Check that its text was saved whole.", found)
    if not stories[0].title:
        found += (Finding(where=source, what="No title was found; give one if you know it.", severity="note"),)
    return Intake(stories=stories, findings=found)


class Given(Value, frozen=True):
    """What is known of a text from beside it; `source` is what it is called where it comes from."""

    title: str = ""
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    source: str = ""
    language: str | None = None


_NOTHING = Given()


def read_text(text: str, given: Given = _NOTHING) -> Story:
    """The story in a text that has no furniture: the text whole, with what was given about it."""
    page = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return msgspec.structs.replace(
        story_of_text(text, page, given.title, given.source),
        outlet=given.outlet,
        outlet_basis="given" if given.outlet else "unknown",
        published=dates.given(given.published),
        url=given.url,
        language=given.language or guess(text),
    )


_TOO_LONG = f"The page has over {MOST_CHARACTERS:,} characters. Split it into single pages first."


def _refusal(page: str) -> str:
    """Why a page cannot be read as flattened text; empty where it can."""
    if len(page) > MOST_CHARACTERS:
        return _TOO_LONG
    sample = page[:20_000]
    if len(_CONTROL.findall(sample)) * 50 > len(sample):
        return "The page is binary, not text. Convert it to text first."
    if len(_HTML.findall(sample)) * 400 > len(sample):
        return "The page is HTML, not flattened text. Read it as HTML, or save its text first."
    return ""


def _none(source: str, what: str, before: tuple[Finding, ...] = ()) -> Intake:
    return Intake(stories=(), findings=(*before, Finding(where=source, what=what, severity="error")))
