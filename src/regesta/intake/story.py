"""A laid-out page as stories: their text with its map back to the page, and what the page says about them."""

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

import msgspec

from regesta.intake import dates, masthead
from regesta.intake.extract import extracted
from regesta.intake.language import guess
from regesta.intake.layout import HEADINGS, TEXT_ROLES, Entry, Known, Layout, Part, Teaser, lay_out
from regesta.intake.lines import Line, likelihoods, lines_shown, split_lines
from regesta.intake.markup import MOST_LINES, MOST_PIECES, shown_lines
from regesta.intake.metadata import About, about
from regesta.intake.stated_authors import PSEUDONYMS
from regesta.intake.stated_dates import guessed_date, in_its_month, in_universal_time, on_its_clock
from regesta.intake.verdict import verdicts
from regesta.intake.weight import is_light, legible
from regesta.model import Block, BlockKind, Dated, Masked, Refused, Segment, Story, content_id, unique

_KINDS: dict[str, BlockKind] = {"prose": "prose", "heading": "heading", "caption": "caption"}
_METADATA = frozenset({"byline", "navigation", "share", "comment", "donation"})
_BETWEEN = "\n\n"
_PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")
_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(rf"\S[^{_BREAKS}]*")
_MOST_SEARCHED = 5_000_000_000
"""Characters that are looked through, to find each line in what an extractor took for the story."""
TOO_MANY = f"The page has over {MOST_LINES:,} lines, or over {MOST_PIECES:,} tags and pieces of text. Split it first."


class _Told(NamedTuple):
    """A page with its layout. `shown` is what it shows, of a page with markup; `about` what it says beside the text."""

    page: str
    page_id: str
    shown: str
    language: str
    layout: Layout
    about: About = About()
    marked: bool = False
    readable: bool = True


def stories_of(page: str, page_id: str) -> tuple[Story, ...] | Refused:
    """The stories on a flattened page, the main one first; none where it holds no prose."""
    if sum(map(page.count, _BREAKS)) > MOST_PIECES or next(islice(_LINE.finditer(page), MOST_LINES, None), None):
        return Refused(where=page_id, reason=TOO_MANY)
    lines = split_lines(page)
    scores = likelihoods(lines)
    language = guess(_prose(lines, scores))
    layout = lay_out(lines, scores, language)
    return _stories(_Told(page, page_id, page, language, layout)) if layout else ()


def stories_of_markup(source: str, page_id: str) -> tuple[Story, ...] | Refused:
    """The stories on a page of HTML, the main one first; none where it holds no prose."""
    shown, whole = shown_lines(source)
    if not whole:
        return Refused(where=page_id, reason=TOO_MANY)
    lines = lines_shown(shown)
    legible_source = legible(source)
    readable = is_light(legible_source)
    known = about(legible_source) if readable else About()
    opinion = extracted(legible_source) if readable else ""
    scores = verdicts(lines, opinion if readable and len(lines) * len(opinion) <= _MOST_SEARCHED else None)
    language = guess(_prose(lines, scores), known.language)
    layout = lay_out(lines, scores, language, Known(known.titles, known.entries))
    if layout is None:
        return ()
    return _stories(
        _Told(source, page_id, "\n".join(line.text for line in lines), language, layout, known, True, readable)
    )


def _prose(lines: Sequence[Line], scores: Sequence[float]) -> str:
    return _BETWEEN.join(line.text for line, p in zip(lines, scores, strict=True) if p > 0.5)


def _stories(told: _Told) -> tuple[Story, ...]:
    main = _main(told)
    entries = [_entry(told.layout, entry, main) for entry in told.layout.entries]
    return main, *entries, *(_teaser(told.layout, teaser, main) for teaser in told.layout.teasers)


# ------------------------------------------------------------------------------------------------ the main story
def _main(told: _Told) -> Story:
    layout, known = told.layout, told.about
    elsewhere = {i for teaser in layout.teasers for i in (teaser.title, *teaser.text, *teaser.beside)}
    elsewhere |= {i for entry in layout.entries for i in (entry.heading, *entry.text)} - {-1}
    kept = [part for i, part in enumerate(layout.parts) if part.role in TEXT_ROLES and i not in elsewhere]
    rest = [(i, p.role) for i, p in enumerate(layout.parts) if p.role not in TEXT_ROLES and i not in elsewhere]
    text, blocks, segments = _compose(kept)
    outlet, outlet_basis = _outlet(told, [layout.parts[i] for i, _ in rest])
    title = layout.heading or next(iter(known.titles), "")
    masked = _masked(layout.parts, sorted([*rest, *((i, "other story") for i in elsewhere if told.marked)]))
    return Story(
        id=content_id("story", told.page_id, title, text),
        page=told.page_id,
        title=title,
        text=text,
        outlet=outlet,
        outlet_basis=outlet_basis,
        authors=_authors(known, layout.authors),
        published=_when(told),
        updated=known.updated,
        language=told.language,
        url=known.url,
        bases={name: known.bases[name] for name in ("title", "authors") if name in known.bases},
        blocks=blocks,
        captions=_captions(kept),
        credits=_credits(kept),
        segments=segments,
        masked=tiled(told.page, masked, segments) if told.marked else masked,
    )


def _authors(known: About, signed: tuple[str, ...]) -> tuple[str, ...]:
    """The authors that fields state, first names alone completed from the byline; else those of the byline."""
    if not known.authors or (signed and known.bases["authors"] in PSEUDONYMS):
        return tuple(name for name in signed if name not in known.subjects) or known.authors
    return tuple(next((one for one in signed if one.startswith(f"{name} ")), name) for name in known.authors)


def tiled(page: str, masked: Sequence[Masked], segments: Sequence[Segment]) -> tuple[Masked, ...]:
    """All of a page with markup that is in no text, with the reason.

    What stands between two pieces of furniture of one kind is one with them; between others it is markup.
    """
    told = [(one.page, one.page + (one.length if one.width is None else one.width), "") for one in segments]
    known = sorted([*told, *((one.start, one.end, one.reason) for one in masked)])
    found: list[Masked] = []
    at, before = 0, ""
    for start, end, reason in [*known, (len(page), len(page), "")]:
        if reason and reason == before:
            found[-1] = Masked(start=found[-1].start, end=max(end, at), reason=reason)
        else:
            if at < start and not page[at:start].isspace():
                found.append(Masked(start=at, end=start, reason="markup"))
            if reason:
                found.append(Masked(start=max(start, at), end=max(end, at), reason=reason))
        at, before = max(at, end), reason
    return tuple(found)


def _outlet(told: _Told, furniture: Sequence[Part]) -> tuple[str | None, str]:
    """Who publishes the page and what says so: a field of its own, else its words."""
    if told.about.outlet:
        return told.about.outlet, told.about.bases.get("outlet", "unknown")
    layout = told.layout
    titles = [p.line.text for p in furniture if p.role in ("title", "repeat") and p.line.text != layout.heading]
    rest = [p.line for p in furniture if p.role not in ("title", "repeat")]
    top = layout.parts[layout.title].line.start if layout.title >= 0 else 0
    above = [line.text for line in rest if line.start < top]
    lead = layout.parts[layout.first].line.text
    found = masthead.outlet_of(told.shown, [line.text for line in rest], titles, above, lead)
    return (found.name, found.words) if found else (None, "unknown")


def _compose(parts: Sequence[Part]) -> tuple[str, tuple[Block, ...], tuple[Segment, ...]]:
    """The story's text with its blocks and its map to the page."""
    blocks: list[Block] = []
    segments: list[Segment] = []
    at = 0
    for part in parts:
        size = len(part.line.text)
        credit = part.caption.credit if part.role == "caption" and part.caption else None
        moved = (at + credit[0], at + credit[1]) if credit else None
        blocks.append(Block(kind=_KINDS[part.role], start=at, end=at + size, credit=moved))
        pieces = part.line.pieces or (Segment(text=0, page=part.line.start, length=size),)
        segments += [Segment(text=at + p.text, page=p.page, length=p.length, width=p.width) for p in pieces]
        at += size + len(_BETWEEN)
    return _BETWEEN.join(part.line.text for part in parts), tuple(blocks), tuple(segments)


def _captions(parts: Sequence[Part]) -> tuple[str, ...]:
    """The captions among the parts, without the words of their credits."""
    return tuple(filter(None, map(_caption_text, parts)))


def _credits(parts: Sequence[Part]) -> tuple[str, ...]:
    """Whom the captions among the parts are credited to."""
    return unique(name for part in parts if part.role == "caption" and part.caption for name in part.caption.names)


def _caption_text(part: Part) -> str:
    """A caption's words without those of its credit."""
    if part.role != "caption" or part.caption is None:
        return ""
    credit = part.caption.credit
    return part.line.text[: credit[0]].rstrip(" ([|/–—-") if credit else part.line.text


def _masked(parts: Sequence[Part], reasons: Sequence[tuple[int, str]]) -> tuple[Masked, ...]:
    """What stands in no text: neighbouring lines of one reason as one interval."""
    masked: list[Masked] = []
    previous = -2
    for i, reason in reasons:
        line = parts[i].line
        joins = previous == i - 1 and masked[-1].reason == reason
        start = masked.pop().start if joins else line.start
        masked.append(Masked(start=start, end=line.end, reason=reason))
        previous = i
    return tuple(masked)


# ------------------------------------------------------------------------------------------------ when it was published
def _when(told: _Told) -> Dated:
    """The date that the page states beside its text, else the one its text gives, else one found by a library."""
    stated = told.about.published
    if stated.edtf and not in_universal_time(stated):
        return stated
    if stated.edtf:
        return on_its_clock(stated, dates.from_metadata(_metadata(told.layout), told.language))
    shown = _published(told.layout, told.language)
    if (shown.edtf and shown.basis != "caption") or not told.marked or not told.readable:
        return in_its_month(shown, told.about.url)
    return in_its_month(guessed_date(legible(told.page), told.about.url) or shown, told.about.url)


def _published(layout: Layout, language: str) -> Dated:
    """The best founded date: metadata, dateline, the text's "today", the captions beside the title."""
    texts = [part.line.text for part in layout.parts if part.role == "prose"]
    captions = [part for part in layout.parts if part.caption and part.role == "caption" and not part.caption.file]
    beside = [_caption_text(part) for part in captions if part.line.start < _second_paragraph(layout)]
    story = "\n".join(texts)
    by_caption = dates.from_captions(beside, language, story)
    years = {seen.year for text in texts for seen in dates.dates_in(text, language) if seen.year}
    sure = {int(by_caption.edtf[:4])} if by_caption and by_caption.edtf else years
    shown = [part.line.text for part in layout.parts if part.role == "caption"]
    above = [part.line.text for part in layout.parts[:15] if part.role not in ("prose", "caption")]
    newest = max(
        (seen.edtf() or "" for text in shown for seen in dates.dates_in(text, language) if seen.year), default=None
    )
    found = (
        dates.from_metadata(_metadata(layout), language),
        next(filter(None, (dates.from_dateline(text, language, sure, newest) for text in [*texts[:1], *above])), None),
        dates.opening(texts[0], language, max(years)) if texts and years else None,
        dates.from_text(texts[:3], language, by_caption.edtf if by_caption else None),
        by_caption,
    )
    return next((date for date in found if date and date.edtf), None) or next(filter(None, found), Dated())


def _second_paragraph(layout: Layout) -> int:
    prose = [part.line.start for part in layout.parts if part.role == "prose"]
    return prose[1] if len(prose) > 1 else layout.parts[-1].line.end


def _metadata(layout: Layout) -> list[str]:
    """The furniture between title and second paragraph, then just above the title, labels joined to their dates."""
    title = layout.title if layout.title >= 0 else layout.first
    end = _second_paragraph(layout)
    until = max(title + 16, layout.first + 2)
    under = layout.parts[title + 1 : until]
    below = [part for part in under if part.line.start <= end or dates.is_stamped(part.line.text)]
    above = list(reversed(layout.parts[max(title - 5, 0) : max(title, 0)]))
    near = [(part.line.text, part.role) for part in (*below, *above)]
    plain = [text for text, role in near if role in _METADATA or dates.is_stamped(text)]
    return [f"{label} {text}" if dates.is_label(label) else text for label, text in pairwise(["", *plain])]


# ------------------------------------------------------------------------------------------------ other stories
def _teaser(layout: Layout, teaser: Teaser, main: Story) -> Story:
    """A story told in short on another story's page; its date takes the year nearest to the main story's."""
    parts = [layout.parts[i]._replace(role="prose", caption=None) for i in teaser.text]
    _, title = dates.at_edge(layout.parts[teaser.title].line.text, main.language)
    reasons = sorted([(teaser.title, "title"), *((i, "navigation") for i in teaser.beside)])
    return msgspec.structs.replace(
        _other(parts, title, main),
        published=_teaser_date(layout, teaser, main),
        teaser=True,
        masked=_masked(layout.parts, reasons),
    )


def _other(parts: Sequence[Part], title: str, main: Story) -> Story:
    """Another story in these parts of the page of a main one."""
    text, blocks, segments = _compose(parts)
    return Story(
        id=content_id("story", main.page, title, text),
        page=main.page,
        title=title,
        text=text,
        outlet=main.outlet,
        outlet_basis=main.outlet_basis,
        language=guess(text, main.language),
        blocks=blocks,
        segments=segments,
    )


def _teaser_date(layout: Layout, teaser: Teaser, main: Story) -> Dated:
    near, language = main.published.edtf, main.language
    told = [layout.parts[i].line.text for i in teaser.text]
    by_line = dates.from_metadata([layout.parts[i].line.text for i in teaser.beside], language, near)
    by_edge = (_edge_date(text, language, near) for text in (layout.parts[teaser.title].line.text, *told[:1]))
    return by_line or next(filter(None, by_edge), None) or dates.from_text(told, language, near) or Dated()


def _edge_date(text: str, language: str, near: str | None) -> Dated | None:
    """The date that opens or closes a line."""
    seen, _ = dates.at_edge(text, language)
    value = seen.edtf(dates.nearest_year(seen, near)) if seen and seen.day else None
    return Dated(edtf=value, basis="metadata", words=text[seen.start : seen.end]) if seen and value else None


# ------------------------------------------------------------------------------------------------ entries
def _entry(layout: Layout, entry: Entry, main: Story) -> Story:
    """An entry of a running report as a story of its own, of its own day where that is known, else of the page's."""
    parts = [layout.parts[i] for i in entry.text]
    title = layout.parts[entry.heading].line.text if entry.heading >= 0 else main.title
    of_page = Dated(edtf=main.published.edtf, basis=main.published.basis, words=entry.clock or main.published.words)
    return msgspec.structs.replace(
        _other(parts, title, main),
        authors=main.authors,
        published=Dated(edtf=entry.day, basis="metadata", words="JSON-LD datePublished") if entry.day else of_page,
        url=main.url,
        captions=_captions(parts),
        credits=_credits(parts),
        masked=_masked(layout.parts, [(entry.heading, "title")] if entry.heading >= 0 else []),
    )


# ------------------------------------------------------------------------------------------------ a text without page
def story_of_lines(lines: Sequence[Line], page_id: str, title: str) -> Story:
    """The story in lines with markup that are all of them story, as the body of a feed's entry is."""
    parts = [Part(line, _role(line)) for line in lines]
    text, blocks, segments = _compose(parts)
    captions = tuple(part.line.text for part in parts if part.role == "caption")
    return Story(
        id=content_id("story", page_id, title, text),
        page=page_id,
        title=title,
        text=text,
        blocks=blocks,
        captions=captions,
        segments=segments,
    )


def _role(line: Line) -> str:
    if line.signs is None:
        return "prose"
    return "heading" if line.signs.tag in HEADINGS else "caption" if "caption" in line.signs.regions else "prose"


def story_of_text(text: str, page_id: str, title: str, source: str) -> Story:
    """A text that is a story already: its paragraphs as blocks, every character its own place."""
    blocks = tuple(Block(kind="prose", start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(text))
    return Story(
        id=content_id("story", page_id, source, title, text),
        page=page_id,
        title=title,
        text=text,
        blocks=blocks,
        segments=(Segment(text=0, page=0, length=len(text)),) if text else (),
    )
