"""Stories wrapped in something else: an entry of a feed, a record of JSON. Their maps reach to the outside."""

import hashlib
import json
from collections.abc import Mapping

import msgspec

from regesta.intake import dates, feed_entry
from regesta.intake.bylines import stated_names
from regesta.intake.language import guess
from regesta.intake.lines import Line, lines_shown
from regesta.intake.markup import shown_lines
from regesta.intake.story import TOO_MANY, stories_of, stories_of_markup, story_of_lines, story_of_text, tiled
from regesta.intake.trace import Trace, compose, interval, json_string
from regesta.model import Dated, Finding, Masked, Refused, Story, Value, unique

BODIES = ("text", "page", "html")
_GIVEN = ("title", "outlet", "published", "url", "language")


class Given(Value, frozen=True):
    """What is known of a text from beside it; `source` is what it is called where it comes from."""

    title: str = ""
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    source: str = ""
    language: str | None = None


# ------------------------------------------------------------------------------------------------ entries of feeds
def stories_of_entry(page: str, page_id: str) -> tuple[Story, ...] | Refused:
    """The story of a feed's entry: its richest body, with what the entry says of it."""
    entry = feed_entry.read(page)
    span = entry.content or entry.summary
    body, trace = feed_entry.body(page, span) if span else ("", ())
    title = " ".join(entry.title.split())
    if span is None or span.written == "text":
        story = story_of_text(body, page_id, title, "")
    else:
        shown, whole = shown_lines(body)
        if not whole:
            return Refused(where=page_id, reason=TOO_MANY)
        story = story_of_lines([line for line in lines_shown(shown) if not _is_extra(line)], page_id, title)
    segments = compose(story.segments, trace)
    named = unique(name for author in entry.authors for name in stated_names(author))
    return (
        msgspec.structs.replace(
            story,
            authors=named,
            published=_day(entry.published, "published"),
            updated=_day(entry.updated, "updated"),
            language=guess(f"{title}\n{story.text}", entry.language),
            url=entry.link,
            bases={"title": "feed", **({"authors": "feed"} if named else {})} if title else {},
            segments=segments,
            masked=tiled(page, (), segments),
        ),
    )


def _is_extra(line: Line) -> bool:
    """Whether a line of an entry is what feeds put below every entry, or a link to the rest of it."""
    linked = line.signs is not None and line.signs.linked > 0.8 and line.words < 8
    return line.furniture is not None or linked


def _day(instant: str | None, which: str) -> Dated:
    """The day of an instant, as its own clock tells it."""
    return Dated(edtf=instant[:10], basis="metadata", words=f"feed, {which}: {instant}") if instant else Dated()


# ------------------------------------------------------------------------------------------------ records of JSON
def stories_of_record(page: str, page_id: str, source: str) -> tuple[Story, ...] | Finding | Refused | None:
    """The stories of a JSON object with a text, page or html; a finding for another object, `None` where it is none."""
    try:
        record = json.loads(page)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    given = {key: value for key, value in record.items() if isinstance(value, str)}
    body = next((key for key in BODIES if key in given), None)
    if body is None:
        return Finding(
            where=source, what="it has none of text, page, html as a string; give one of them", severity="error"
        )
    traced = json_string(page, body)
    stories = stories_of_given(given, page_id, "")
    if isinstance(stories, Refused) or traced is None:
        return stories
    return tuple(_outward(story, traced[1], page) for story in stories)


def stories_of_given(given: Mapping[str, str], page_id: str, source: str) -> tuple[Story, ...] | Refused:
    """The stories of a text, a page or HTML, with what is given beside it, which the page itself may not tell."""
    known = {name: given[name] for name in _GIVEN if name in given}
    if "text" in given:
        return (story_given(given["text"], Given(source=source, **known), page_id),)
    stories = (
        stories_of_markup(given["html"], page_id) if "html" in given else stories_of(given.get("page", ""), page_id)
    )
    return stories if isinstance(stories, Refused) else tuple(_with_given(story, known) for story in stories)


def story_given(text: str, given: Given, page_id: str | None = None) -> Story:
    """The story in a text that has no furniture: the text whole, with what was given about it."""
    page_id = page_id or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return msgspec.structs.replace(
        story_of_text(text, page_id, given.title, given.source),
        outlet=given.outlet,
        outlet_basis="given" if given.outlet else "unknown",
        published=dates.given(given.published),
        url=given.url,
        language=given.language or guess(text),
    )


def _with_given(story: Story, known: Mapping[str, str]) -> Story:
    outlet = known.get("outlet") or story.outlet
    if story.teaser:
        return msgspec.structs.replace(story, outlet=outlet)
    date = dates.given(known.get("published"))
    return msgspec.structs.replace(
        story,
        outlet=outlet,
        url=known.get("url") or story.url,
        title=known.get("title") or story.title,
        published=story.published if story.published.edtf else date,
    )


def _outward(story: Story, trace: Trace, page: str) -> Story:
    """The same story with its map and its masks on the record instead of on the string inside it."""
    masked = []
    for one in story.masked:
        start, end = interval(trace, one.start, one.end)
        masked.append(Masked(start=start, end=end, reason=one.reason))
    segments = compose(story.segments, trace)
    return msgspec.structs.replace(story, segments=segments, masked=tiled(page, masked, segments))
