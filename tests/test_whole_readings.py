"""What holds of every reading, whatever the page: each word of a claim stands in its story, none in what is masked."""

import html
from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from regesta import edtf
from regesta.annotate import annotate
from regesta.claims import read
from regesta.intake import read_page
from regesta.intake.trace import interval
from regesta.model import Claim, Filler, Reading, Receipt

# Roles in the register's own words, which a report need not use: what is reckoned, and what things are called.
RECKONED = frozenset(("until", "sum", "then", "then_what", "then_sum", "relation", "state", "kind", "office", "since"))

WHO = (
    "Chad", "Envoy Tiago Reis", "Gabon’s Foreign Minister Anselmo Prata", "The Malawian navy", "Rebels near Zomba",
    "Neither Chile nor Peru", "Villagers in Mtwara", "She", "The ministry in Lilongwe", "Judge Mercy Okoth’s envoys",
    "“Colonel” Leo Voss", "The Sorana observer mission", "Both sides", "AC\u00adME Lines", "Côte d’Ivoire",
)  # fmt: skip
DID = (
    "visited Malawi", "signed the Tacna Protocol with Peru", "will expel two Malian envoys", "did not release the crew",
    "accused Togo of shelling the port of Nacala", "handed over the Kulmala air base to Somalia", "met the governor",
    "extended the mandate of the observer mission for six months", "was appointed ambassador to Niger", "protested",
    "denied that troops had entered Zambia", "paid the first visit to Libreville since the fall of the cabinet",
    "pledged about 40 trucks and $3 million", "ratified the treaty, which does not mention night ferries", "said",
    "has backed Mali since 2015", "called for a ceasefire, Reuters reported, citing a source close to the talks",
)  # fmt: skip
WHEN = (
    "",
    " on Friday",
    " in March 2019",
    " last week",
    " until 30 June 2024",
    " on 31 February",
    " next year",
    " at 9 a.m.",
)
END = (".", ".”", ", the agency said.", "; it rained.", "", "…", "?!", " (ANDES)", ", according to Judge Mercy Okoth.")
TOLD = st.builds(lambda *parts: "".join(parts), st.sampled_from(WHO), st.just(" "), st.sampled_from(DID),
                 st.sampled_from(WHEN), st.sampled_from(END))  # fmt: skip
QUOTED = TOLD.map(lambda told: f"“{told.rstrip('.')},” Judge Mercy Okoth told Reuters on Monday.")
CUT = st.tuples(TOLD, st.integers(0, 60)).map(lambda cut: cut[0][cut[1] :])
ODD = st.text(st.characters(codec="utf-8", exclude_characters="<>&"), max_size=25)
SENTENCE = st.one_of(TOLD, TOLD, QUOTED, CUT, ODD)
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=4).map(" ".join)
FURNITURE = st.builds(
    lambda opening, told: opening.format(told),
    st.sampled_from((
        "{}", "Read also: {}", "We use cookies. {} Accept all", "Subscribe to our newsletter: {}", "Advertisement",
        "Related\n{}", "Home | World | Sport | {}", "Share on Facebook\n{}", "Comments (3)\nA reader: {}",
        "MOST READ\n1. {}", "Photo: {} / ANDES", "Donate now! {}", "© The Ferry Post. All rights reserved. {}",
        "Updated 3 hours ago", "* * *",
    )),
    TOLD,
)  # fmt: skip
HEAD = "A treaty on ferries\n\nThe Ferry Post\nMay 22, 2023\n\n"
PARTS = st.lists(st.one_of(PARAGRAPH, PARAGRAPH, FURNITURE), min_size=1, max_size=7)


def flattened(parts: list[str]) -> str:
    """A page as a scraper leaves it: its furniture among its paragraphs, in lines of their own."""
    return HEAD + "\n\n".join(parts) + "\n"


def marked_up(parts: list[str]) -> str:
    """The same as HTML, its furniture in elements that say what they are, or in none that do."""
    made = "".join(
        f"<p>{html.escape(part)}</p>" if len(part) > 60 else f"<li>{html.escape(part)}</li>" for part in parts
    )
    menu = "".join(f"<li><a href=x>{html.escape(part)}</a></li>" for part in parts[:2])
    head = "<head><title>A treaty on ferries</title><meta name=date content=2023-05-22></head>"
    body = f"<nav><ul>{menu}</ul></nav><article><h1>A treaty on ferries</h1>{made}</article>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"


def readings(page: str) -> list[Reading]:
    stories = read_page(page.encode(), Receipt(source="page", obtained="unknown")).stories
    return [read(document) for document in annotate(stories)]


def fillers(claim: Claim) -> Iterator[tuple[str, Filler]]:
    return ((role, filler) for role, some in claim.roles.items() for filler in some)


def bare(text: str) -> str:
    """A text without what is not seen of it: blanks, and places where a word may be broken."""
    return "".join(text.replace("\u00ad", "").split())


def spans(claim: Claim) -> Iterator[tuple[int, int]]:
    """Every interval of the story that a claim points at."""
    yield from (claim.quote, claim.trigger)
    yield from ((filler.start, filler.end) for _, filler in fillers(claim) if filler.start >= 0)
    yield from (span for voice in claim.voices for span in (voice.source, voice.cue_span, voice.content) if span)


def assert_holds(page: str, reading: Reading) -> None:
    """That each word of each claim stands in the story and, but for the other stories of the page, nowhere else."""
    story, known = reading.story, {entity.id for entity in reading.entities}
    masked = bytearray(len(page))
    for mask in story.masked:
        masked[mask.start : mask.end] = b"\1" * (mask.end - mask.start)
    shown = bytearray(len(page))
    for one in story.segments:
        width = one.length if one.width is None else one.width
        shown[one.page : one.page + width] = b"\1" * width
    for claim in reading.claims:
        for start, end in spans(claim):
            assert 0 <= start < end <= len(story.text)
            first, last = interval(story.segments, start, end)
            assert not any(shown[i] and masked[i] for i in range(first, last))
        assert_quoted(page, reading, claim)
        for role, filler in fillers(claim):
            assert filler.words
            assert is_told(reading, filler) or (role in RECKONED and filler.entity is None), (role, filler)
        assert claim.where is None or claim.where in known
        assert claim.when is None or edtf.valid(claim.when)
        assert bare(claim.when_words) in bare(story.text)
        assert all(v.cue == story.text[slice(*v.cue_span)] for v in claim.voices if v.cue_span)


def is_told(reading: Reading, filler: Filler) -> bool:
    """Whether the story says what fills a role where it points: in these words, or by others that mean the same."""
    start, end = (filler.start, filler.end) if filler.start >= 0 else (0, len(reading.story.text))
    if filler.entity is None:
        return bare(filler.words) in bare(reading.story.text[start:end])
    (entity,) = (one for one in reading.entities if one.id == filler.entity)
    own = {one.id for one in reading.entities if one.parent == entity.id or one.country == entity.country is not None}
    return any(m.start < end and start < m.end and m.entity in {entity.id, *own} for m in reading.mentions)


def assert_quoted(page: str, reading: Reading, claim: Claim) -> None:
    """That the quote is on the page to the letter, and holds the words that tell the claim."""
    quote = reading.story.text[slice(*claim.quote)]
    assert quote.strip()
    assert claim.quote[0] <= claim.trigger[0] < claim.trigger[1]
    told = page[slice(*interval(reading.story.segments, *claim.quote))]
    assert bare(html.unescape(told) if page.startswith("<!DOCTYPE") else told) == bare(quote)


@settings(max_examples=80, deadline=None)
@given(PARTS)
@example([f"{who} {did}{when}." for who, did, when in zip(WHO, DID, WHEN * 2, strict=False)])
def test_every_word_of_a_claim_stands_in_its_story_and_on_its_page(parts: list[str]) -> None:
    page = flattened(parts)
    for reading in readings(page):
        assert_holds(page, reading)


@settings(max_examples=60, deadline=None)
@given(PARTS)
@example([f"{who} {did}{when}." for who, did, when in zip(WHO, DID, WHEN * 2, strict=False)])
def test_so_it_does_on_a_page_of_html(parts: list[str]) -> None:
    page = marked_up(parts)
    for reading in readings(page):
        assert_holds(page, reading)


MENU = [f"{who} {did} on Thursday." for who, did in zip(WHO[:4], DID[:4], strict=True)]
STORY = (
    "Envoy Tiago Reis visited Malawi on Friday, the consulate said. He was met at the quay by the harbour master and "
    "by three hundred guests from both shores, who had waited in the rain since the morning of the day before."
)


def test_what_a_menu_tells_is_no_claim() -> None:
    """A menu of headlines that tell acts is masked, and none of them is read."""
    items = "".join(f"<li><a href='/{n}'>{html.escape(told)}</a></li>" for n, told in enumerate(MENU))
    page = marked_up([STORY, STORY.replace("Malawi", "Zambia")]).replace("<nav><ul>", f"<nav><ul>{items}")
    (reading, *_) = readings(page)
    hidden = "".join(page[mask.start : mask.end] for mask in reading.story.masked)
    assert all(html.escape(told) in hidden for told in MENU)
    assert {entity.name for entity in reading.entities} >= {"Tiago Reis", "Malawi", "Zambia"}
    assert [c.mode for c in reading.claims if c.kind == "act"].count("visit") == 2
    assert not any(told in reading.story.text for told in MENU)
