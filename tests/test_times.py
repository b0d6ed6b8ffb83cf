"""Which words of a report tell a time, and what date they mean."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta import edtf, lexicon
from regesta.annotate.timegrammar import find
from regesta.annotate.times import as_interval, relation, tag

THURSDAY = "2025-07-31"
RULES: list[dict[str, Any]] = lexicon.load().tables["times"]["rule"]
ELSEWHERE: list[dict[str, Any]] = lexicon.load().tables["times_elsewhere"]["rule"]
LANGUAGES = sorted(lexicon.load().tables["times_elsewhere"]["language"])


def read(text: str, anchor: str | None = THURSDAY) -> list[tuple[str, str | None]]:
    """The expressions of a text with their values."""
    return [(text[one.start : one.end], one.edtf) for one in tag(text, anchor)]


# ---------------------------------------------------------------------------------- the rules' own examples
def _examples(kind: str, rules: list[dict[str, Any]] = RULES) -> Iterator[Any]:
    for rule in rules:
        assert all(rule[part] for part in ("why", "yes", "no")), rule["id"]
        for example in rule[kind]:
            yield pytest.param(rule["id"], example, id=f"{rule['id']}: {example}")


@pytest.mark.parametrize(("rule", "example"), list(_examples("yes")))
def test_rule_reads(rule: str, example: dict[str, str]) -> None:
    """A rule finds its example, and the times of the example are placed as it says."""
    assert not example["gives"] or rule in {one.rule for one in find(example["text"])}
    assert " ".join(value or "?" for _, value in read(example["text"])) == example["gives"]


@pytest.mark.parametrize(("rule", "example"), list(_examples("no")))
def test_rule_stays_silent(rule: str, example: str) -> None:
    assert rule not in {one.rule for one in find(example)}


@pytest.mark.parametrize(("rule", "example"), list(_examples("yes", ELSEWHERE)))
def test_rule_of_other_languages_reads(rule: str, example: dict[str, str]) -> None:
    """The same for the languages that are not parsed."""
    text, language = example["text"], example["language"]
    assert rule in {one.rule for one in find(text, language)}
    assert " ".join(one.edtf or "?" for one in tag(text, THURSDAY, language=language)) == example["gives"]


@pytest.mark.parametrize(("rule", "example"), list(_examples("no", ELSEWHERE)))
def test_rule_of_other_languages_stays_silent(rule: str, example: dict[str, str]) -> None:
    assert rule not in {one.rule for one in find(example["text"], example["language"])}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_other_languages_are_whole(language: str) -> None:
    """Twelve months, seven weekdays, two days either way and three ways of a week; no word is two weekdays."""
    table = lexicon.load().tables["times_elsewhere"]["language"][language]
    assert len(lexicon.load().tables["page_words"]["months"][language]) == 12
    names = [word for forms in table["weekdays"] for word in forms.split("|")]
    assert (len(table["weekdays"]), len(names)) == (7, len(set(names)))
    assert sorted(map(int, table["days"])) == [-2, -1, 0, 1, 2]
    assert set(table["which"]) == {"last", "this", "next"}


@pytest.mark.parametrize("name", ["ar", "ar_LB", "ar_IQ", "ar_DZ", "ar_MA", "ru", "uk", "fr", "de", "de_AT"])
def test_names_are_those_of_cldr(name: str) -> None:
    """Every name of a month and of a weekday that CLDR has is known, but for the one that is another word as well."""
    locale = Locale.parse(name)
    language = lexicon.load().tables["times_elsewhere"]["language"][locale.language]
    months = lexicon.load().tables["page_words"]["months"][locale.language]
    for form in ("format", "stand-alone"):
        for at, month in locale.months[form]["wide"].items():
            assert month.lower() in months[at - 1].split("|")
        for at, day in locale.days[form]["wide"].items():
            assert day.lower().translate({0x2BC: "'", 0x2019: "'"}) in (*language["weekdays"][at].split("|"), "среда")


def test_a_language_without_tables_is_read_as_english() -> None:
    assert [one.edtf for one in tag("Er kam am 3 May 2024.", None, language="xx")] == ["2024-05-03"]


# ------------------------------------------------------------------------------------------------ reports
REPORTS: list[tuple[str, list[tuple[str, str | None]]]] = [
    # weekdays
    (
        "Ruta Klavina told reporters on Tuesday that the border would reopen on Friday.",
        [("Tuesday", "2025-07-29"), ("Friday", "2025-08-01")],
    ),
    ("The two ministers are due to meet in Tallinn on Monday.", [("Monday", "2025-08-04")]),
    ("On Wednesday, the parliament will vote on the treaty.", [("Wednesday", "2025-08-06")]),
    ("On Wednesday, the parliament voted on the treaty.", [("Wednesday", "2025-07-30")]),
    ("The ambassador left the capital on Thursday.", [("Thursday", "2025-07-31")]),
    ("The ambassador will leave the capital on Thursday.", [("Thursday", "2025-07-31")]),
    (
        "Mara Oduya said Friday she would step down by Christmas.",
        [("Friday", "2025-07-25"), ("Christmas", "2025-12-25")],
    ),
    (
        "Last Sunday thousands marched; this Sunday more are expected.",
        [("Last Sunday", "2025-07-27"), ("this Sunday", "2025-08-03")],
    ),
    ("He said they would meet again next Tuesday.", [("next Tuesday", "2025-08-05")]),
    ("The ministry denied on Sunday a story of the Sunday Times.", [("Sunday", "2025-07-27")]),
    ("They meet every Monday.", [("every Monday", "P1W")]),
    ("The decision fell in the early hours of Thursday.", [("the early hours of Thursday", "2025-07-31")]),
    ("The fleet withdrew late on Monday night.", [("late on Monday night", "2025-07-28")]),
    ("The truce expires on Sunday.", [("Sunday", "2025-08-03")]),
    ("The government has until Friday to answer.", [("Friday", "2025-08-01")]),
    # days counted from publication
    (
        "The envoy arrived yesterday and will fly home tomorrow.",
        [("yesterday", "2025-07-30"), ("tomorrow", "2025-08-01")],
    ),
    ("The minister resigned three days ago.", [("three days ago", "2025-07-28")]),
    ("The minister resigned two weeks ago.", [("two weeks ago", "2025-07-14/2025-07-20")]),
    ("Strikes hit the port overnight.", [("overnight", "2025-07-30/2025-07-31")]),
    ("Over the weekend, two villages were shelled.", [("the weekend", "2025-07-26/2025-07-27")]),
    (
        "Last month the court ruled; next week it publishes the ruling.",
        [("Last month", "2025-06"), ("next week", "2025-08-04/2025-08-10")],
    ),
    (
        "Prices fell this week, but rose earlier this month.",
        [("this week", "2025-07-28/2025-08-03"), ("earlier this month", "2025-07")],
    ),
    ("The port is now closed.", [("now", "2025-07-31")]),
    ("Now that the port is closed, ships wait.", []),
    # months
    ("He was appointed in July.", [("July", "2025-07")]),
    ("It was the first visit since the coup in August.", [("August", "2024-08")]),
    ("The talks, suspended in March, will resume in September.", [("March", "2025-03"), ("September", "2025-09")]),
    ("The agreement, signed in November, expires in October.", [("November", "2024-11"), ("October", "2025-10")]),
    ("The visit will be the first since the fall of the government in December.", [("December", "2024-12")]),
    ("Elections are scheduled for next March.", [("next March", "2026-03")]),
    ("The pact was signed last October.", [("last October", "2024-10")]),
    ("The minister is expected in Ankara in August.", [("August", "2025-08")]),
    ("The two agreed to meet in Vilnius in September.", [("September", "2025-09")]),
    ("The minister postponed the visit until September.", [("September", "2025-09")]),
    ("We signed in May and we will sign again in May next year.", [("May", "2025-05"), ("May next year", "2026-05")]),
    (
        "The council may march in March, and Theresa May met April Jones in May.",
        [("March", "2026-03"), ("May", "2025-05")],
    ),
    ("He will travel next month and in early October.", [("next month", "2025-08"), ("early October", "2025-10")]),
    ("It closed in late June.", [("late June", "2025-06")]),
    # days of the month
    (
        "They signed on the 14th of July, 2020 and again on Sept. 3, 2021.",
        [("the 14th of July, 2020", "2020-07-14"), ("Sept. 3, 2021", "2021-09-03")],
    ),
    ("The Mar. 3 accord and the Dec. 12 meeting were cited.", [("Mar. 3", "2025-03-03"), ("Dec. 12", "2024-12-12")]),
    ("The law enters into force on 1 January.", [("1 January", "2026-01-01")]),
    ("The law entered into force on 1 January.", [("1 January", "2025-01-01")]),
    ("The vote is on August 2.", [("August 2", "2025-08-02")]),
    ("Negotiators met on July 1, 3 and 5.", [("July 1", "2025-07-01"), ("3", "2025-07-03"), ("5", "2025-07-05")]),
    ("The next round will take place on 5-6 August.", [("5", "2025-08-05"), ("6 August", "2025-08-06")]),
    ("As of 30 June, 1200 people had returned.", [("30 June", "2025-06-30")]),
    ("They met in New York on 24 September last year.", [("24 September last year", "2024-09-24")]),
    ("The order takes effect Aug. 15.", [("Aug. 15", "2025-08-15")]),
    (
        "The consul was expelled on 14.03.2025 and the note is dated 03/04/2025.",
        [("14.03.2025", "2025-03-14"), ("03/04/2025", None)],
    ),
    # years, seasons, parts of years
    ("The base opened in 2015 and was closed two years later.", [("2015", "2015"), ("two years later", "2017")]),
    ("Security Council Resolution 1701 was adopted in 2006.", [("2006", "2006")]),
    ("Some 2000 soldiers and 1500 police were sent in 2000.", [("2000", "2000")]),
    ("In 2024-25, aid fell.", [("2024", "2024"), ("25", "2025")]),
    ("Exports rose in the first quarter of 2025.", [("the first quarter of 2025", "2025-33")]),
    ("By the end of 2027 the army plans to buy 40 jets.", [("the end of 2027", "2027")]),
    (
        "The pact of spring 2019 lapses at the end of next year.",
        [("spring 2019", "2019-21"), ("the end of next year", "2026")],
    ),
    ("He has been minister since last summer.", [("last summer", "2024-22")]),
    ("More left in 2024 than a year earlier.", [("2024", "2024"), ("a year earlier", "2023")]),
    (
        "The deal, proposed in the 1990s, revived in the early 2000s, is dead.",
        [("the 1990s", "199X"), ("the early 2000s", "200X")],
    ),
    (
        "A fort of the 19th century and a wall of 480 BC stand there.",
        [("the 19th century", "18XX"), ("480 BC", "-0479")],
    ),
    # hours
    (
        "The ceasefire, announced on Wednesday, begins at 6pm on Friday.",
        [("Wednesday", "2025-07-30"), ("6pm", "2025-08-01T18:00"), ("Friday", "2025-08-01")],
    ),
    (
        "The treaty expires at midnight on 31 December.",
        [("midnight", "2025-12-31T00:00"), ("31 December", "2025-12-31")],
    ),
    # counted from the text
    ("The envoy came on July 20 and left the next day.", [("July 20", "2025-07-20"), ("the next day", "2025-07-21")]),
    ("In May he came back. The following day he left.", [("May", "2025-05"), ("The following day", None)]),
    ("A day earlier, the ministry had denied it.", [("A day earlier", None)]),
    (
        "On 4 March 2019 the two signed a pact. In June, parliament ratified it.",
        [("4 March 2019", "2019-03-04"), ("June", "2019-06")],
    ),
    (
        "On 4 March 2019 the two signed a pact.\nIn June, parliament closed.",
        [("4 March 2019", "2019-03-04"), ("June", "2025-06")],
    ),
    (
        "Signed on 3 May, it says troops are to leave by the end of the month.",
        [("3 May", "2025-05-03"), ("the end of the month", "2025-07")],
    ),
    (
        "The mission ends on 31 December 2027. In March, it lost its chief.",
        [("31 December 2027", "2027-12-31"), ("March", "2025-03")],
    ),
    ("That day, nothing moved.", [("That day", None)]),
    # lengths and rates
    ("A 45-year-old man was held for 18 months.", [("18 months", "P18M")]),
    (
        "The two sides meet every six months, and committees meet weekly.",
        [("every six months", "P6M"), ("weekly", "P1W")],
    ),
    ("In the past three years exports doubled.", [("the past three years", "P3Y")]),
    ("They produce 300 barrels a day.", [("a day", "P1D")]),
    ("The siege lasted a year and a half.", [("a year and a half", "P18M")]),
]


@pytest.mark.parametrize(("text", "expected"), REPORTS)
def test_report_of_a_known_day(text: str, expected: list[tuple[str, str | None]]) -> None:
    """Published on Thursday, 31 July 2025, the report means these dates."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "anchor", "expected"),
    [
        ("The minister arrived on Thursday.", "2025-10", [("Thursday", None)]),
        ("Yesterday the minister left.", "2025-10", [("Yesterday", None)]),
        ("Today the minister left.", "2025-10", [("Today", "2025-10")]),
        ("In March, talks began.", "2025-10", [("March", "2025-03")]),
        ("In November, talks began.", "2025-10", [("November", "2024-11")]),
        ("The delegation arrived on 15 October.", "2025-10", [("15 October", "2025-10-15")]),
        ("Last month one resigned.", "2025-10", [("Last month", "2025-09")]),
        ("Last week one resigned.", "2025-10", [("Last week", None)]),
        ("In March, talks began.", "2025", [("March", None)]),
        ("On Monday, talks began.", "2025-07-29/2025-07-31", [("Monday", "2025-07-28")]),
        ("On Wednesday, talks began.", "2025-07-29/2025-07-31", [("Wednesday", None)]),
        ("On Monday, talks began.", None, [("Monday", None)]),
        ("In March, talks began.", None, [("March", None)]),
        ("It opened in May 2021 and closed in July.", None, [("May 2021", "2021-05"), ("July", "2021-07")]),
        ("Adopted today (28 Aug).", "2025-08-28", [("today", "2025-08-28"), ("28 Aug", "2025-08-28")]),
        ("It closed last week.", "not a date", [("last week", None)]),
    ],
)
def test_publication_known_in_part(text: str, anchor: str | None, expected: list[tuple[str, str | None]]) -> None:
    """With a month, an interval or nothing to count from, only what holds on every possible day is said."""
    assert read(text, anchor) == expected


def test_history_is_placed_by_its_own_years() -> None:
    """In a history, far from its publication, a month belongs to the year the text is in, and time goes forward."""
    text = (
        "The strike of 1911\nIn March 1911 the miners met. On 9 April they struck, and the next day the port joined.\n"
        "By October the owners gave way.\n1912\nIn December 1912 a second strike began; in February it was lost."
    )
    assert [value for _, value in read(text)] == [
        "1911", "1911-03", "1911-04-09", "1911-04-10", "1911-10", "1912", "1912-12", "1913-02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told", "opened"),
    [
        ("The embassy has been shut since December 2024.", "since", "2024-12/.."),
        ("It stays until 31 December.", "until", "../2025-12-31"),
        ("They must leave by 15 January 2026.", "by", "../2026-01-15"),
        ("No such talks took place before 2014.", "before", "../2014"),
        ("No such talks took place after 2022.", "after", "2022/.."),
        ("Throughout 2023 the bridge was shut.", "during", "2023"),
        ("The bridge was shut in 2023.", "at", "2023"),
        ("From May 2024 onwards it was shut.", "since", "2024-05/.."),
        ("The court wants a reply within 30 days.", "within", "2025-07-31/2025-08-30"),
        ("Ratify it within 90 days of 1 August 2025.", "within", "2025-08-01/2025-10-30"),
        ("It leaves from 31 March 2026 and within one year.", "from", "2026-03-31/.."),
        ("The curfew lasted from May to July 2024.", "from", "2024-05/2024-07"),
        ("Between 2011 and 2016 it was open.", "from", "2011/2016"),
        ("It rained on 12–14 May.", "from", "2025-05-12/2025-05-14"),
        ("In the past three years exports doubled.", "at", "2022-07-31/2025-07-31"),
        ("It lasted for 18 months.", "at", None),
        ("They meet every year.", "at", None),
    ],
)
def test_words_around_a_time_open_it(text: str, told: str, opened: str | None) -> None:
    """The span is the date itself; how it is open is told beside it."""
    times = tag(text, THURSDAY)
    assert (times[0].relation, times[0].interval) == (told, opened)
    assert relation(text, times[0]) == told
    assert as_interval(text, times[0], times) == opened


def test_a_term_counts_from_the_date_before_it() -> None:
    """'From 31 March 2026 and within one year': the year counts from that day."""
    _, term = tag("It leaves from 31 March 2026 and within one year.", "2025-08-28")
    assert (term.edtf, term.anchor, term.interval) == ("P1Y", "2026-03-31", "2026-03-31/2027-03-31")


def test_the_caller_may_know_the_tense() -> None:
    """What governs the expression decides, where the caller has parsed the sentence."""
    text = "The visit on Monday and in December."
    assert [one.edtf for one in tag(text, THURSDAY, (), lambda *_: True)] == ["2025-08-04", "2025-12"]
    assert [one.basis for one in tag(text, THURSDAY, (), lambda *_: True)] == ["tense", "tense"]
    assert [one.edtf for one in tag(text, THURSDAY, (), lambda *_: False)] == ["2025-07-28", "2024-12"]


def test_sentences_given_bound_the_tense() -> None:
    text = "It will reopen, he said It closed in December"
    assert tag(text, THURSDAY, ((0, 23), (24, 45)))[0].edtf == "2024-12"


def test_basis() -> None:
    """Every value says what it rests on."""
    text = "On 3 May 2024 he came. The next day he spoke. On Monday he left and will return in May."
    assert [one.basis for one in tag(text, THURSDAY)] == ["explicit", "text", "publication", "tense"]


# ------------------------------------------------------------------------------------------------ any text
words = st.sampled_from(
    (
        "on in the of May 12 31 2024 1999 BC - – , . and to Monday last next this years ago day the 20th 12:30 pm "
        "5/6/2024 within three century quarter first half early late night \n ' s \x00 \ud800 \u200f 😀 since until "
        "from Christmas new year now week before after every first o clock Ramadan fiscal FY24 Tue في آذار و5 الأحد "
        "الماضي вчера в марте 2018-го года п’ятницю l'an dernier avant-hier 1er août am 3. Montag nächste Woche"
    ).split(" ")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(words, max_size=40).map(" ".join) | st.text(max_size=80),
    st.sampled_from([THURSDAY, "2025-10", None, "x", "0001", "9999-12-31"]),
    st.sampled_from(["en", *LANGUAGES]),
)
def test_any_text_gives_a_result(text: str, anchor: str | None, language: str) -> None:
    """Spans lie in the text, in order and apart; values are dates, lengths or unknown."""
    times = tag(text, anchor, language=language)
    assert all(one.start < one.end <= len(text) for one in times)
    assert all(one.end <= after.start for one, after in itertools.pairwise(times))
    for one in times:
        assert one.edtf is None or one.edtf.startswith("P") or edtf.valid(one.edtf)
        assert one.interval is None or edtf.valid(one.interval)
    assert times == tag(text, anchor, language=language)


@pytest.mark.parametrize(
    "piece",
    [
        "in May ",
        "3, 4, 5, ",
        "the ",
        "1990-",
        "12:30 ",
        "a" * 50,
        "9" * 50,
        "two days later ",
        "from May to July ",
        "last ",
        "\n",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    """Ten times the text takes about ten times as long, on one endless line too."""

    def once(text: str) -> float:
        begin = time.process_time()
        tag(text, THURSDAY)
        return time.process_time() - begin

    def seconds(size: int) -> float:
        return min(once(piece * (size // len(piece))) for _ in range(3))  # others' garbage may be collected meanwhile

    find("warm")
    assert seconds(20_000) < 50 * max(seconds(2_000), 0.001)
