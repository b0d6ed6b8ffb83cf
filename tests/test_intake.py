"""Intake: what of a page is story, what it says about itself, and that no character is lost on the way."""

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.intake import Given, decode, furniture_rules, read_page, read_text
from regesta.intake.bylines import bylined, is_person, signed
from regesta.intake.captions import caption_of, names_in
from regesta.intake.dates import dates_in, ends_with_date, from_dateline, from_metadata
from regesta.intake.furniture import furniture_of
from regesta.intake.language import guess
from regesta.intake.masthead import outlet_of
from regesta.model import Intake, Receipt, Story

SHARED = Path(__file__).parents[2] / "shared"

FERRY = """The Adriatic Courier
Home
World
Subscribe

Montenegro and Albania agree on a joint ferry line

Montenegro and Albania agree on a joint ferry line

By Ilse Varga and Petar Kolak

Published 12 March 2031, 10:22
Updated 13 March 2031, 08:00

Deputy transport ministers Nela Prodan and Arben Leka at the quay in Bar. (AP Photo/Jane Roe)

The transport ministries of Montenegro and Albania agreed on Wednesday to open a ferry line between Bar and Durres.

Deputy Minister Nela Prodan said the line would run three times a week. “We have waited long for this,” she said.

Deputy transport ministers Nela Prodan and Arben Leka at the quay in Bar. (AP Photo/Jane Roe)

Advertisement

Costs and dates of the new line

The two ministries will share the cost of the new quay, which is put at four million euros. Work begins in April.

Passengers board the old ferry in Durres, August 2029. Photo: Getty Images

Her Albanian counterpart, Arben Leka, said that the first ship had already been chartered for the summer.

Ilse Varga is a reporter in Podgorica. She covers transport and the sea for The Adriatic Courier.

Share this article
Facebook
WhatsApp

SUPPORT OUR WORK
IBAN
DE89370400440532013000

Related

Kosovo

Railway workers in Pristina end their strike

Railway workers in Pristina went back to work today (3 Mar), their union said, after eleven days without trains.

Most read

Budget passes after long night
Storm closes the pass at Cakor

Comments (3)

Marko: Great news for us all!

© 2031 The Adriatic Courier. All rights reserved.
We use cookies to improve your experience. Accept all
"""


def received(source: str) -> Receipt:
    return Receipt(source=source, obtained="2031-03-12T12:00:00Z")


def page(text: str) -> Intake:
    return read_page(text.encode(), received("page.txt"))


def main_story(text: str) -> Story:
    return page(text).stories[0]


def blocks(story: Story, kind: str) -> list[str]:
    return [story.text[b.start : b.end] for b in story.blocks if b.kind == kind]


# ------------------------------------------------------------------------------------------------ one whole page
def test_the_story_is_its_prose_and_captions_each_once() -> None:
    story = main_story(FERRY)
    assert story.title == "Montenegro and Albania agree on a joint ferry line"
    assert [text[:20] for text in blocks(story, "prose")] == [
        "The transport minist",
        "Deputy Minister Nela",
        "The two ministries w",
        "Her Albanian counter",
    ]
    assert blocks(story, "heading") == ["Costs and dates of the new line"]
    assert story.captions == (
        "Deputy transport ministers Nela Prodan and Arben Leka at the quay in Bar.",
        "Passengers board the old ferry in Durres, August 2029.",
    )
    assert story.credits == ("AP Photo/Jane Roe", "Getty Images")
    assert story.text.count("at the quay in Bar") == 1


def test_the_page_says_who_published_it_when_and_who_wrote_it() -> None:
    story = main_story(FERRY)
    assert (story.outlet, story.outlet_basis) == ("The Adriatic Courier", "© 2031 The Adriatic Courier")
    assert story.authors == ("Ilse Varga", "Petar Kolak")
    assert (story.published.edtf, story.published.basis) == ("2031-03-12", "metadata")
    assert story.language == "en"


def test_a_teaser_is_a_story_of_its_own_with_its_own_date() -> None:
    main, teaser = page(FERRY).stories
    assert (main.teaser, teaser.teaser) == (False, True)
    assert teaser.title == "Railway workers in Pristina end their strike"
    assert teaser.text.startswith("Railway workers in Pristina went back")
    assert (teaser.published.edtf, teaser.published.basis) == ("2031-03-03", "text")
    assert "Railway" not in main.text


def test_furniture_is_masked_with_its_reason() -> None:
    reasons: dict[str, str] = {}
    for mask in main_story(FERRY).masked:
        for line in FERRY[mask.start : mask.end].split("\n"):
            reasons.setdefault(line, mask.reason)
    assert reasons["DE89370400440532013000"] == reasons["SUPPORT OUR WORK"] == "donation"
    assert reasons["WhatsApp"] == "share"
    assert reasons["Marko: Great news for us all!"] == "comment"
    assert reasons["Storm closes the pass at Cakor"] == "popular"
    assert reasons["We use cookies to improve your experience. Accept all"] == "consent"
    assert reasons["By Ilse Varga and Petar Kolak"] == "byline"
    assert any(text.startswith("Ilse Varga is") and reason == "biography" for text, reason in reasons.items())


def test_a_credit_is_an_interval_of_its_caption() -> None:
    story = main_story(FERRY)
    credited = [story.text[slice(*b.credit)] for b in story.blocks if b.credit]
    assert credited == ["(AP Photo/Jane Roe)", "Photo: Getty Images"]


@pytest.mark.parametrize("shape", ["no blank lines", "blank lines everywhere", "CRLF"])
def test_the_same_page_laid_out_otherwise_gives_the_same_prose(shape: str) -> None:
    lines = [line for line in FERRY.splitlines() if line]
    text = {
        "no blank lines": "\n".join(lines),
        "blank lines everywhere": "\n\n".join(lines),
        "CRLF": FERRY.replace("\n", "\r\n"),
    }[shape]
    assert blocks(main_story(text), "prose") == blocks(main_story(FERRY), "prose")
    assert_accounted(text, page(text))


# ------------------------------------------------------------------------------------------------ every character
def assert_accounted(text: str, intake: Intake) -> None:
    covered = bytearray(len(text))
    for story in intake.stories:
        told = bytearray(len(story.text))
        for s in story.segments:
            assert story.text[s.text : s.text + s.length] == text[s.page : s.page + s.length]
            told[s.text : s.text + s.length] = b"\1" * s.length
            covered[s.page : s.page + s.length] = b"\1" * s.length
        assert all(told[i] or story.text[i] == "\n" for i in range(len(told)))
        for mask in story.masked:
            covered[mask.start : mask.end] = b"\1" * (mask.end - mask.start)
    if intake.stories:
        assert all(covered[i] or text[i].isspace() for i in range(len(text)))


def test_no_character_is_unaccounted_for() -> None:
    assert_accounted(FERRY, page(FERRY))


LINES = st.sampled_from(FERRY.splitlines())
ODD = st.text(st.characters(codec="utf-8"), max_size=60)
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", " \n\t\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.one_of(LINES, ODD), BREAKS), max_size=40))
def test_any_page_is_accounted_for_and_read_the_same_twice(pieces: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in pieces)
    raw = text.encode()
    intake = read_page(raw, received("any"))
    assert intake == read_page(raw, received("any"))
    assert intake.stories or intake.findings
    assert_accounted(decode(raw)[0], intake)
    for story in intake.stories:
        assert all(0 <= b.start < b.end <= len(story.text) for b in story.blocks)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_stories_or_a_finding(raw: bytes) -> None:
    intake = read_page(raw, received("bytes"))
    assert intake.stories or any(f.severity == "error" for f in intake.findings)


# ------------------------------------------------------------------------------------------------ pages without story
@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\x00\x01\x02PNG" * 50, "binary"),
        (b"Home\nNews\nSubscribe\nLog in\nCookie policy\n(c) 2031 The Harbour Post\n", "no story"),
        (b"word " * 1_100_000, "characters"),
    ],
)
def test_a_page_that_tells_nothing_says_so(raw: bytes, words: str) -> None:
    intake = read_page(raw, received("shelf/7.txt"))
    assert not intake.stories
    assert intake.findings[-1].severity == "error"
    assert words in intake.findings[-1].what
    assert "shelf/7.txt" in intake.findings[-1].where


def test_a_page_of_prose_alone_is_a_story_without_title() -> None:
    intake = page(
        "The harbour office said on Monday that it would reopen the bridge near Ruse. It gave no date.\n\n"
        "The mayor called the delay unacceptable. A second inspection is planned for next week."
    )
    assert len(blocks(intake.stories[0], "prose")) == 2
    assert intake.stories[0].title == ""
    assert [f.severity for f in intake.findings] == ["note"]


def test_ten_thousand_repeated_titles_take_under_a_second() -> None:
    prose = "\n\n".join(
        FERRY.split("\n\n")[8:9] * 1 + ["Two boats left the harbour of Bar at noon, the port office said."]
    )
    text = "Montenegro and Albania agree on a joint ferry line\n" * 10_000 + prose
    start = time.process_time()
    intake = page(text)
    assert time.process_time() - start < 1
    assert_accounted(text, intake)


def test_a_long_run_of_blanks_costs_no_time() -> None:
    start = time.process_time()
    assert page("The Post" + " " * 18_000 + "| x\n" + FERRY).stories
    assert time.process_time() - start < 1


def test_a_line_of_a_million_characters_is_cut_at_blanks() -> None:
    text = "The ministers met in Bar and spoke of the ferry line. " * 20_000
    story = main_story(text)
    assert all(b.end - b.start <= 20_000 for b in story.blocks)
    assert_accounted(text, page(text))


# ------------------------------------------------------------------------------------------------ encodings
@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Größe der Brücke", "utf-8", "utf-8"),
        ("Größe der Brücke", "utf-8-sig", "utf-8-sig"),
        ("Größe der Brücke", "utf-16", "utf-16"),
        ("Министр прибыл в порт во вторник", "cp1251", "cp1251"),
        ("Le ministre est arrivé à Bari après une journée", "cp1252", "cp1252"),
    ],
)
def test_encodings(text: str, encoding: str, name: str) -> None:
    assert decode(text.encode(encoding)) == (text, name, ())


def test_half_a_character_is_replaced_and_reported() -> None:
    raw = "Über die Brücke von Mostar fuhren am Montag größere Züge".encode() + "ü".encode()[:1]
    text, name, (finding,) = decode(raw)
    assert name == "utf-8"
    assert text.endswith("Züge\ufffd")
    assert finding.where == f"byte {len(raw) - 1}"


# ------------------------------------------------------------------------------------------------ captions
def caption(text: str) -> tuple[str, tuple[str, ...]] | None:
    found = caption_of(text, dated_at_end=ends_with_date(text, "en"), repeated=False)
    return None if found is None else (text[slice(*found.credit)] if found.credit else "", found.names)


@pytest.mark.parametrize(
    ("text", "credit", "names"),
    [
        ("Envoy Milo Radic in Nicosia on May 4, 2031 © CNA", "© CNA", ("CNA",)),
        ("Fishing boats in the port of Kerch. File photo", "", ()),
        (
            "Envoy Milo Radic arrives in Nicosia. Photo credits: Ada Lund / AFP",
            "Photo credits: Ada Lund / AFP",
            ("Ada Lund / AFP",),
        ),
        ("The old customs house. [Ada Lund/Reuters]", "[Ada Lund/Reuters]", ("Ada Lund/Reuters",)),
        (
            "The old customs house (Photo by Ada Lund/Getty Images)",
            "(Photo by Ada Lund/Getty Images)",
            ("Ada Lund/Getty Images",),
        ),
        ("A border post on the road to Agarak in Armenia. March 2019.", "", ()),
        ("Photo: Ada Lund", "Photo: Ada Lund", ("Ada Lund",)),
        ("The patrol ship at anchor off Bar. (Tanjug)", "(Tanjug)", ("Tanjug",)),
        (
            "The patrol ship at anchor off Bar. Navy of Peru. Photo: Ada Lund / EPA",
            "Photo: Ada Lund / EPA",
            ("Ada Lund / EPA",),
        ),
        ("The patrol ship at anchor off Bar, 4 May 2031 / MINA", "/ MINA", ("MINA",)),
        ("Envoy Milo Radic is led into court in Bar on 4 May 2031. MINA photo", "MINA photo", ("MINA",)),
        ("FILE PHOTO: A patrol car near the old toll house. ADA LUND/AFP", "ADA LUND/AFP", ("ADA LUND/AFP",)),
        ("Ministers shake hands on the quay of Bar on Thursday.", "", ()),
        ("Envoy Milo Radic, left, and Vera Ilieva outside the port office of Burgas", "", ()),
        ("Soldiers of the mission on patrol near the village of Agarak, September 2029", "", ()),
    ],
)
def test_captions_and_their_credits(text: str, credit: str, names: tuple[str, ...]) -> None:
    found = caption(text)
    assert found is not None
    assert found[1] == names
    assert found[0].strip("([]) ") == credit.strip("([]) ")


@pytest.mark.parametrize(
    "text",
    [
        "The treaty entered into force in the autumn of the year before, in September 2029.",
        "The minister told AFP that the talks had been useful and would go on in September.",
        "The talks were useful and would go on in the autumn, the envoy said. — Reuters",
        "The talks ended in Bar on Thursday.",
        "The bridge is due to be opened by the two ministers on 4 May 2031.",
        "They go on with the talks in Bar on Thursday.",
        "He spoke for an hour, said nothing new and left the hall. (Tanjug)",
        "BAR, May 4, 2031 (Harbour Post)",
        "4 May 2031 | Ada Lund",
        "The ministry released a file photo of the ship and said nothing more about it.",
        "He took a photo of the bridge and sent it to the office of the mayor in Bar.",
        "The photo: a hundred people, he said, were standing on the quay when the ship came in, and nobody knew why.",
    ],
)
def test_prose_is_no_caption(text: str) -> None:
    assert caption(text) is None


def test_names_in_credits() -> None:
    assert names_in("Photo: AFP via Getty Images") == ("AFP via Getty Images",)
    assert names_in("© 2031 Ada Lund") == ("Ada Lund",)


# ------------------------------------------------------------------------------------------------ dates
@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("on 12 March 2031", "en", ["2031-03-12"]),
        ("March 12, 2031 / 6:01 PM", "en", ["2031-03-12"]),
        ("in October 2030", "en", ["2030-10"]),
        ("2031-03-12T10:22", "en", ["2031-03-12"]),
        ("12.03.2031, 10:22 Uhr", "de", ["2031-03-12"]),
        ("03/04/2031", "en", []),
        ("Thursday, 03/04/2031", "en", ["2031-04-03"]),
        ("Tue 03/04/2031", "en", ["2031-03-04"]),
        ("Sunday 03/04/2031", "en", []),
        ("03/14/2031 and 14/03/2031", "en", ["2031-03-14", "2031-03-14"]),
        ("03/04/2031 20:36", "pt", ["2031-04-03"]),
        ("miércoles, 4 de mayo de 203107:59 hs", "es", ["2031-05-04"]),
        ("28. Juni 203114. Januar 2032", "de", ["2031-06-28", "2032-01"]),
        ("in March 20310 of them", "en", []),
        ("12 марта 2031", "ru", ["2031-03-12"]),
        ("12 آذار 2031", "ar", ["2031-03-12"]),
        ("١٢ كانون الثاني/يناير ٢٠٣١", "ar", ["2031-01-12"]),
        ("у січні 2031 року", "uk", ["2031-01"]),
        ("12. Jänner 2031", "de", ["2031-01-12"]),
        ("31 February 2031", "en", []),
        ("Resolution 2790 of 31 December", "en", [None]),
    ],
)
def test_dates_in(text: str, language: str, values: list[str | None]) -> None:
    assert [seen.edtf() for seen in dates_in(text, language)] == values


def test_updated_is_not_published() -> None:
    dated = from_metadata(["Updated 13 March 2031", "Published 12 March 2031"], "en")
    assert dated is not None
    assert dated.edtf == "2031-03-12"
    assert from_metadata(["Last updated: 13 March 2031"], "en") is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Video available until 13 March 2031", "en"),
        ("Event: 13 March 2031, town hall", "en"),
        ("© 13 March 2031 Harbour Post", "en"),
        ("Verfügbar bis 13. März 2031", "de"),
        ("Erscheinungsdatum: 13.03.2031", "de"),
        ("Inscripciones hasta el 13 de marzo de 2031", "es"),
    ],
)
def test_the_day_of_something_else_is_not_that_of_publication(line: str, language: str) -> None:
    assert from_metadata([line], language) is None
    dated = from_metadata([line, "12.03.2031"], language)
    assert dated is not None
    assert dated.edtf == "2031-03-12"


def test_a_dateline_takes_its_year_from_the_page_or_stays_unknown() -> None:
    lead = "BELGRADE, March 12 (Agency) — The envoy arrived."
    assert [d and d.edtf for d in (from_dateline(lead, "en", y) for y in ((2031,), (), (2030, 2031)))] == [
        "2031-03-12",
        None,
        None,
    ]
    assert from_dateline("Belgrade said on March 12 that the envoy had arrived.", "en", (2031,)) is None


DATED = """Envoy of Cyprus opens talks in Sofia

{caption}

The deputy envoy of Cyprus, Milo Radic, opened talks in Sofia on Thursday about the shared use of a shipyard in Burgas.

The talks are led on the Bulgarian side by the head of the port office, Vera Ilieva, who gave no details of the agenda.

{later}

The shipyard had been closed for two years. Its workers were told in spring that it would open again before winter.
"""


@pytest.mark.parametrize(
    ("first", "later", "edtf"),
    [
        ("Milo Radic in Sofia on May 4, 2031. Photo: BTA", "The yard in Burgas, June 2028. Photo: BTA", "2031-05-04"),
        ("Milo Radic in Sofia. October 2031. Photo: BTA", "The yard in Burgas. Photo: BTA", "2031-10"),
        ("Milo Radic in Sofia. Photo: BTA", "The yard in Burgas, June 2028. Photo: BTA", None),
        ("File photo: Milo Radic in Sofia, October 2029. Photo: BTA", "The yard in Burgas. Photo: BTA", None),
    ],
)
def test_the_lead_caption_dates_a_story_and_an_old_photo_does_not(first: str, later: str, edtf: str | None) -> None:
    story = main_story(DATED.format(caption=first, later=later))
    assert story.published.edtf == edtf
    assert story.published.basis == ("caption" if edtf else "unknown")
    assert len(story.captions) == 2


# ------------------------------------------------------------------------------------------------ outlet and authors
@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["© 2031 The Harbour Post. All rights reserved."], "The Harbour Post"),
        (["Copyright © 2019-2031 Harbour Post Ltd."], "Harbour Post"),
        (["SUPPORT THE BEACON"], "The Beacon"),
        (["Support us", "Subscribe to our newsletter"], None),
        (["Follow Harbour Post on Telegram"], "Harbour Post"),
        (["Ada Lund has been reporting for Harbour Post since 2029."], "Harbour Post"),
        (["Harbour Post banner 2"], "Harbour Post"),
        (["© Reuters"], None),
        (["Follow us", "Politics", "Share"], None),
    ],
)
def test_outlets(lines: list[str], name: str | None) -> None:
    found = outlet_of("\n".join(lines), lines, ())
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        (["Skip to content", "The Harbour Post", "News   Sport"], [], "The Harbour Post"),
        (["HARBOUR & MOLE — the sea in print"], [], "Harbour & Mole"),
        (["Harbour and Mole, Friday 9 May 2031"], [], "Harbour and Mole"),
        (["Breakwater"], ["© 2031 Breakwater"], "Breakwater"),
        (["Home", "Trade", "Mole Almanac", "Ships", "Fares"], ["Mole Almanac, 4 Quay Street, Bar"], "Mole Almanac"),
        (["Home", "Trade", "Fares", "Ships", "Stormy Weather"], [], None),
        (["World News"], [], None),
        (["Port Louis"], [], None),
        (["Associated Press"], [], None),
        (["Read the Magazine"], [], None),
        (["Georgetown, Guyana"], [], None),
        (["Ships › Ferries"], [], None),
        (["Storm closes the pass"], [], None),
    ],
)
def test_names_above_the_title(above: list[str], below: list[str], name: str | None) -> None:
    found = outlet_of("\n".join([*above, *below]), [*above, *below], (), above)
    assert (found.name if found else None) == name


def test_who_the_story_is_about_is_not_its_outlet() -> None:
    text = "Milo Radic\nEnvoy opens talks in Sofia\nThe envoy, Milo Radic, opened talks."
    assert outlet_of(text, ["Milo Radic"], (), ["Milo Radic"]) is None


@pytest.mark.parametrize(
    ("line", "names", "more"),
    [
        ("Ada Lund, in Lima", ("Ada Lund",), True),
        ("Ada Lund | Staff writer", ("Ada Lund",), True),
        ("Ada Lund 14:20", ("Ada Lund",), True),
        ("3 May 2031 - Ada Lund & Omar al-Hamdi", ("Ada Lund", "Omar al-Hamdi"), True),
        ("Ada Lund for The Harbour Post", ("Ada Lund",), True),
        ("ADA LUND", ("Ada Lund",), False),
        ("Monday, 3 May 2031 | By Ada Lund", ("Ada Lund",), True),
        ("Port Louis, 3 May 2031", (), False),
        ("Foreign Affairs | 3 May 2031", (), True),
        ("Ferry talks end, envoy leaves", (), False),
    ],
)
def test_lines_that_say_who_where_and_when(line: str, names: tuple[str, ...], more: bool) -> None:
    assert signed(line) == (names, more)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Lund", ("Ada Lund",)),
        ("Analysis by Ada Lund", ("Ada Lund",)),
        ("Text: Ada Lund", ("Ada Lund",)),
        ("(Reporting by Ada Lund; Editing by Jane Roe)", ("Ada Lund",)),
        ("Published Thursday, 3 May 2031 by Ada Lund", ("Ada Lund",)),
        ("From Ada Lund in Lima", ("Ada Lund",)),
        ("By our Lima correspondent Ada Lund", ("Ada Lund",)),
        ("From Port Louis to the reef", ()),
        ("By Ada Lund and Omar al-Hamdi", ("Ada Lund", "Omar al-Hamdi")),
        ("Ada Lund, Balkans Correspondent", ("Ada Lund",)),
        ("2 min Ada Lund", ("Ada Lund",)),
        ("Ada Lund • 3 min read", ("Ada Lund",)),
        ("By ADA LUND", ("Ada Lund",)),
        ("By Ada Lund Sep 12, 2031 3 min read", ("Ada Lund",)),
        ("By Ada Lund - 3 May 2031", ("Ada Lund",)),
        ("By the newsroom", ()),
        ("By Monday the ferry had left", ()),
        ("By Staff Writer", ()),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    assert bylined(line) == names


@pytest.mark.parametrize("name", ["Assia el-Khatib", "J. R. van der Meer", "سامر قدور", "Олена Коваль"])
def test_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("words", ["Most read now", "Ada", "News Desk", "Замминистра посетил Ташкент", "of the port"])
def test_no_persons(words: str) -> None:
    assert not is_person(words)


INLINE = """Nile Courier | News from the Horn
Djibouti and Ethiopia sign port deal | Nile Courier
Djibouti and Ethiopia sign port deal
Written by
Hodan Warsame
Published
9 August 2032
A container ship in the port of Doraleh. [File: Amal Guled/Reuters]
Djibouti and Ethiopia on Sunday signed an agreement on the use of the port of Doraleh, ending a year of talks.
The agreement was signed in Djibouti by the two transport ministers. It runs for fifteen years.
Read also: Somaliland opens new airport
"This is a good day for our region," said Ethiopia's Deputy Transport Minister Yonas Bekele.
More from News
Kenya extends ferry subsidies
Kenya's transport ministry said on Friday that it would extend subsidies for the Likoni ferry until the end of 2033.
Published On 8 Aug 2032
© 2032 Nile Courier Media Network
"""


def test_labels_and_names_on_lines_of_their_own() -> None:
    main, teaser = page(INLINE).stories
    assert main.title == "Djibouti and Ethiopia sign port deal"
    assert main.authors == ("Hodan Warsame",)
    assert main.outlet == "Nile Courier"
    assert (main.published.edtf, teaser.published.edtf) == ("2032-08-09", "2032-08-08")
    assert main.credits == ("Amal Guled/Reuters",)
    assert len(blocks(main, "prose")) == 3
    assert "Somaliland" not in main.text
    assert teaser.title == "Kenya extends ferry subsidies"


# ------------------------------------------------------------------------------------------------ little pages
LITTLE: dict[str, tuple[str, dict[str, object]]] = {
    "name line, section list, byline with place": (
        """Skip to content
The Andean Ledger
Mining   Ports   Courts

Peru and Chile test a joint lane at Santa Rosa

Peru and Chile test a joint lane at Santa Rosa
Rosa Quintanilla, in Tacna
Tuesday 4 March 2031

Lorry drivers wait at the Santa Rosa crossing on Monday. (ANDINA)

Customs officers of Peru and Chile on Monday opened a lane at Santa Rosa in which lorries are checked only once.

"A driver loses six hours here, and we want to give him five of them back," said the deputy head of Peru's customs.

The trial lasts until June. It covers fruit and frozen fish but not fuel, an official in Arica told the Ledger.

Letters to the editor: Calle Zela 41
""",
        {
            "outlet": "The Andean Ledger",
            "authors": ("Rosa Quintanilla",),
            "published": "2031-03-04",
            "captions": ("Lorry drivers wait at the Santa Rosa crossing on Monday.",),
            "credits": ("ANDINA",),
            "last": "an official in Arica told the Ledger.",
        },
    ),
    "capitals with a motto, dated byline, credit after a bar": (
        """TATRA SIGNAL — mountains, rivers, borders
Subscribe | Log in

Poland returns two rescue sledges to Slovakia

Poland returns two rescue sledges to Slovakia
12 January 2029 | Zofia Gorczyca and Milan Hudec

The two rescue sledges that Poland borrowed from Slovakia last winter were handed back at Lysa Polana on Thursday.

The mountain services of both countries agreed to hold a common exercise in March, a spokesman in Zakopane said.

Two rescuers with a sledge at Lysa Polana, 11 January 2029 | TASR

Slovakia had lent the sledges after an avalanche destroyed a store. It asked for no payment, the spokesman added.
""",
        {
            "outlet": "Tatra Signal",
            "authors": ("Zofia Gorczyca", "Milan Hudec"),
            "published": "2029-01-12",
            "captions": ("Two rescuers with a sledge at Lysa Polana, 11 January 2029",),
            "credits": ("TASR",),
        },
    ),
    "sections but no outlet": (
        """World News
Middle East

Oman and Iran mark a buoy line off Musandam

Oman and Iran mark a buoy line off Musandam
3 May 2030

Oman and Iran have marked a line of buoys off Musandam to keep fishing boats out of the shipping lane.

The buoys were laid by an Omani tender last week. Iran will pay for their lamps, the harbour office in Khasab said.

Photo: Reuters
""",
        {"outlet": None, "authors": (), "published": "2030-05-03", "credits": ("Reuters",)},
    ),
    "one word, alone on a bare page": (
        """Strandposten

Denmark lends Norway an icebreaker for Vadsø

Denmark lends Norway an icebreaker for Vadsø
Text: Ingrid Solberg
9 February 2027, 14:20

Denmark is lending Norway a small icebreaker for the port of Vadsø, the two defence ministries said on Tuesday.

The ship arrives on 15 February and stays for six weeks. Norway pays for the fuel, and Denmark for the crew.
""",
        {"outlet": "Strandposten", "authors": ("Ingrid Solberg",), "published": "2027-02-09"},
    ),
    "dateline names the outlet, bulletins have their dates in front": (
        """LOME, August 9, 2026 (Gulf Wire) -

Togo and Benin reopen the Hillacondji bridge

Togo and Benin reopened the bridge at Hillacondji on Sunday after its deck had been replaced, both governments said.

Benin's public works minister, Afi Dossou-Lawson, cut the ribbon with her Togolese colleague. The toll stays as it was.

Four local fishermen complained that the piles block their channel, and the ministry in Lome promised to look into it.

BRIEFLY

Burkina Faso: Truck park moves

August 7, 2026. Burkina Faso moved its truck park at Cinkasse to the north of the town on Friday, officials said.
""",
        {
            "outlet": "Gulf Wire",
            "published": "2026-08-09",
            "teaser": ("Burkina Faso: Truck park moves", "Gulf Wire", "2026-08-07"),
        },
    ),
    "hours of a live page": (
        """Harbour Watch Live

Strait of Messina ferry strike: how the day went

Strait of Messina ferry strike: how the day went
Friday 6 June 2025 · Carla Nicosia

17:40
Ferries are sailing again from Villa San Giovanni, the port office says.

15:05
The union tells reporters in Messina that it has accepted a talk with the ministry on Monday.

12:30
What we know: crews walked off at dawn over night shifts. Eleven sailings are cancelled and three ships are tied up.

11:10
Malta has offered to take two cruise ships that cannot land, its transport ministry says in a note.

09:20
Correction: we wrote that police had joined the picket. They have not, the prefecture says.

Back to top
""",
        {
            "outlet": "Harbour Watch Live",
            "authors": ("Carla Nicosia",),
        },
    ),
    "biography and address name the outlet": (
        """Mekong Almanac

Laos asks Thailand to dredge below Huay Xai

Laos asks Thailand to dredge below Huay Xai
Published Monday, 2 November 2020 by Somchit Vongsa

Barges lie idle below Huay Xai on 30 October 2020. Picture: Bounmy Keola/Mekong Almanac

Laos has asked Thailand to dredge the river below Huay Xai before the dry season, a letter seen by this paper shows.

Thailand answered on Friday that it would send a survey boat first. The work would take forty days, engineers say.

Somchit Vongsa is our correspondent in Luang Prabang.

Related

Thailand
Chiang Rai opens river school
30 October 2020
Thailand opened a school for river pilots on Thursday.

Mekong Almanac, 4 Quai Fa Ngum, Vientiane
""",
        {
            "outlet": "Mekong Almanac",
            "authors": ("Somchit Vongsa",),
            "published": "2020-11-02",
            "captions": ("Barges lie idle below Huay Xai on 30 October 2020.",),
            "credits": ("Bounmy Keola/Mekong Almanac",),
            "last": "The work would take forty days, engineers say.",
            "teaser": ("Chiang Rai opens river school", "Mekong Almanac", "2020-10-30"),
        },
    ),
    "an announcement ends with a colon, the credit stands on its own line": (
        """Steppe Bulletin
Home | Politics | Trade

Uzbek and Kazakh ministers meet at Gisht Kuprik

Uzbek and Kazakh ministers meet at Gisht Kuprik
Thursday, 19 September 2024

The press office of Kazakhstan's transport ministry released the following statement today:

The Ministers of Transport of Kazakhstan and Uzbekistan met at Gisht Kuprik on 19 September and signed two protocols.

The protocols concern rail tariffs and a second bridge over the canal. They will apply from 1 January 2025.

The ministers and their deputies on the old bridge at Gisht Kuprik.
Photo: Kazinform

Print this page
""",
        {
            "outlet": "Steppe Bulletin",
            "published": "2024-09-19",
            "first": "The press office of Kazakhstan's transport ministry released",
            "captions": ("The ministers and their deputies on the old bridge at Gisht Kuprik.",),
            "credits": ("Kazinform",),
        },
    ),
    "analysis, rights line, passive caption": (
        """Isthmus Review | Canals, ships, money
Sign in

Why Costa Rica wants a say in Panama's locks

Why Costa Rica wants a say in Panama's locks
Analysis by Dennis Umaña
7 July 2023 | 5 min read

A pilot is hoisted aboard the tanker Cerro Verde off Colón. EFE photo

San José has no ships to speak of, and yet it wants a seat on the board that sets the order of passage.

Its trade minister, Laura Brenes, said in June that exporters lose two days at the locks. Panama disagrees.

© 2023 Isthmus Review S.A.
""",
        {
            "outlet": "Isthmus Review",
            "authors": ("Dennis Umaña",),
            "published": "2023-07-07",
            "captions": ("A pilot is hoisted aboard the tanker Cerro Verde off Colón.",),
            "credits": ("EFE",),
        },
    ),
    "dates in brackets and in front of the titles of other stories": (
        """Danubian Notebook
Contact the editors

Romania and Bulgaria count barges at Calafat

Romania and Bulgaria count barges at Calafat
Ioana Petrescu-Vlad, staff writer
Wed 10 Apr 2024

Romania and Bulgaria will count barges together at Calafat from May, the two river authorities announced on Tuesday.

Both sides send two clerks. The figures are to be published every month, beginning with those for May, they said.

Also on the river

5 April 2024 — Serbia: Locks at Djerdap close for repairs
The locks at Djerdap will be closed for nine days from Monday, the operator said, and barges must wait at Kladovo.

Become a member of Danubian Notebook
""",
        {
            "outlet": "Danubian Notebook",
            "authors": ("Ioana Petrescu-Vlad",),
            "published": "2024-04-10",
            "teaser": ("Serbia: Locks at Djerdap close for repairs", "Danubian Notebook", "2024-04-05"),
        },
    ),
}


@pytest.mark.parametrize("layout", LITTLE)
def test_little_pages_of_many_layouts(layout: str) -> None:
    text, wanted = LITTLE[layout]
    main, *others = page(text).stories
    prose = blocks(main, "prose") or [""]
    told: dict[str, object] = {
        "outlet": main.outlet,
        "authors": main.authors,
        "published": main.published.edtf,
        "captions": main.captions,
        "credits": main.credits,
        "teaser": next(((story.title, story.outlet, story.published.edtf) for story in others), None),
    }
    assert {key: told[key] for key in wanted if key in told} == {key: wanted[key] for key in wanted if key in told}
    assert prose[0].startswith(str(wanted.get("first", "")))
    assert prose[-1].endswith(str(wanted.get("last", "")))
    assert_accounted(text, page(text))


def test_entries_of_a_running_report_are_stories_of_their_own() -> None:
    main, *entries = page(LITTLE["hours of a live page"][0]).stories
    assert main.title == "Strait of Messina ferry strike: how the day went"
    assert main.text == ""
    assert [entry.published.words for entry in entries] == ["17:40", "15:05", "12:30", "11:10", "09:20"]
    assert {entry.published.edtf for entry in entries} == {"2025-06-06"}
    assert {entry.title for entry in entries} == {main.title}
    assert [entry.text.split(" ", 1)[0] for entry in entries] == ["Ferries", "The", "What", "Malta", "Correction:"]
    assert not any(entry.teaser for entry in entries)


# ------------------------------------------------------------------------------------------------ other scripts
def test_a_page_from_right_to_left() -> None:
    story = main_story(
        "وزارة النقل تعلن افتتاح خط بحري بين اللاذقية ومرسين\n\n12 آذار 2031\n\n"
        "أعلن وكيل وزارة النقل سامر قدور يوم الأربعاء أن خطا بحريا سيفتتح "
        "بين اللاذقية ومرسين في نهاية شهر أيار المقبل.\n\n"
        "وقال قدور في مؤتمر صحفي إن الخط سيعمل ثلاث مرات في الأسبوع، وإن الجانبين اتفقا على تقاسم الكلفة.\n"
    )
    assert story.language == "ar"
    assert story.published.edtf == "2031-03-12"
    assert len(blocks(story, "prose")) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The envoy said that he would not go to the island", "en"),
        ("Der Gesandte sagte, dass er nicht auf die Insel fahren wird", "de"),
        ("Le délégué a dit que la visite est reportée à une date qui sera fixée", "fr"),
        ("Посланник сказал, что он не поедет на остров", "ru"),
        ("Посланець сказав, що він не поїде на острів, але це не відмова", "uk"),
        ("", "und"),
        ("1234 5678", "und"),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert guess(text) == code


# ------------------------------------------------------------------------------------------------ text without page
@given(st.text())
def test_a_given_text_is_taken_whole(text: str) -> None:
    story = read_text(text, Given(title="Ferry", source="line 4", language="en"))
    assert story.text == text
    assert all(story.text[b.start : b.end].strip() == story.text[b.start : b.end] != "" for b in story.blocks)


def test_what_is_given_with_a_text_is_kept() -> None:
    story = read_text("One.\n\nTwo.", Given(title="T", outlet="Post", published="2031-03", url="u", source="s"))
    assert (story.outlet, story.published.edtf, story.published.basis, story.url) == ("Post", "2031-03", "given", "u")
    assert blocks(story, "prose") == ["One.", "Two."]


# ------------------------------------------------------------------------------------------------ rules as data
@pytest.mark.parametrize("rule", furniture_rules(), ids=lambda rule: str(rule["id"]))
def test_every_furniture_rule_has_reason_and_examples(rule: dict[str, object]) -> None:
    assert rule["why"]
    for line in rule["yes"]:  # type: ignore[attr-defined]
        found = furniture_of(line)
        assert found is not None
        assert found.rule == rule["id"], line
    for line in rule["no"]:  # type: ignore[attr-defined]
        assert furniture_of(line) is None, line


# ------------------------------------------------------------------------------------------------ measured
def test_the_seed_pages() -> None:
    """The two pages the project began with."""
    files = sorted((SHARED / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("the seed pages are not here")
    for file in files:
        raw = file.read_bytes()
        intake = read_page(raw, received(file.name))
        assert_accounted(raw.decode(), intake)
        story = intake.stories[0]
        assert story.published.basis == "caption"
        assert all((story.outlet, story.captions, story.credits))
        assert not {"cookies", "IBAN", "Popular"} & set(story.text.split())


def test_line_floor() -> None:
    """At least .84 of line F1 on the labelled pages."""
    file = SHARED / "data" / "pages" / "line_labels_dev.jsonl.gz"
    if not file.exists():
        pytest.skip("the labelled pages are not here")
    hit = said = true = 0
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        records = [json.loads(row) for row in rows]
    for record in records:
        kept = [(" ".join(text.split()), gap, label) for text, gap, label in record["lines"] if text.strip()]
        wanted, text = set(), ""
        for line, gap, label in kept:
            text += "\n" * (gap + 1)
            if label == "main":
                wanted.add(len(text))
            text += line
        told = {
            s.page
            for story in page(text).stories[:1]
            for s, b in zip(story.segments, story.blocks, strict=True)
            if b.kind != "caption"
        }
        hit, said, true = hit + len(told & wanted), said + len(told), true + len(wanted)
    assert 2 * hit / (said + true) >= 0.84
