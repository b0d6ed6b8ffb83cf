"""Facilities and places in the written gold, with floors; and what the weighing of bearers must hold for any text."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from little_reports import documents, meant
from place_gold import Case, cases, facility_fault, place_fault, read, trap_fault
from regesta.annotate.places import lies_in, prominence
from regesta.annotate.sites import known_as
from regesta.lexicon import Lexicon, load
from regesta.lexicon.outlets import home_of
from regesta.model import Document


def faults(written: list[Case], fault: Callable[[Case, Document], str]) -> list[str]:
    """A line for each case that is answered wrongly."""
    pairs = zip(written, read(written), strict=True)
    return [f"{case['text']} | {said} | {case['why']}" for case, document in pairs if (said := fault(case, document))]


@pytest.mark.parametrize(
    ("name", "table", "fault", "floor"),
    [
        ("facilities", "case", facility_fault, 0.96),
        ("facilities", "trap", trap_fault, 0.97),
        ("places", "case", place_fault, 0.96),
    ],
)
def test_gold(name: str, table: str, fault: Callable[[Case, Document], str], floor: float) -> None:
    """So many of the cases are answered rightly; those that are not are named."""
    written = cases(name, table)
    wrong = faults(written, fault)
    assert len(wrong) <= (1 - floor) * len(written), "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "table", "least"), [("facilities", "case", 200), ("facilities", "trap", 40), ("places", "case", 150)]
)
def test_gold_is_in_order(name: str, table: str, least: int) -> None:
    """There are enough cases, each with words that stand in its text and a reason, none of them twice."""
    written = cases(name, table)
    named = [case.get("name") or case["not"] for case in written]
    said = [[words] if isinstance(words, str) else words for words in named]
    assert len(written) >= least
    assert all(word in case["text"] for case, words in zip(written, said, strict=True) for word in words)
    assert all(case["why"] for case in written)
    assert len({(case["text"], str(words)) for case, words in zip(written, named, strict=True)}) == len(written)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def test_one_sense_in_one_report() -> None:
    """What is told of a name once holds for it in the whole report."""
    text = "A school in Athens, Georgia, was closed. Parents in Athens were told on Monday."
    document = documents([text])[text]
    assert [e.country for e in (*meant(document, "Athens"), *meant(document, "Athens", 1))] == ["USA", "USA"]


def test_a_composed_facility_stands_where_its_town_is() -> None:
    text = "Dockers in the port of Mtwara walked out."
    (site,) = meant(documents([text])[text], "port of Mtwara")
    assert site.place is not None
    assert (round(site.place.lat), round(site.place.lon)) == (-10, 40)


@pytest.mark.parametrize(
    ("outlet", "url", "home"),
    [
        (None, "https://www.example.co.nz/a/1", "NZL"),
        (None, "https://example.uk", "GBR"),
        (None, "https://example.tv/news", None),
        (None, "https://[broken", None),
        ("Xinhua", "https://example.org", "CHN"),
        (None, None, None),
        ("Muscat Ledger", None, "OMN"),
        ("Ministry of Fisheries of Iceland", None, "ISL"),
        ("The Peruvian Gazette", "https://gazette.example.com", "PER"),
        ("Victoria Mail", None, None),
        ("Lima and Quito Review", None, None),
        ("Harbour Wire", None, None),
    ],
)
def test_home_of_an_outlet(outlet: str | None, url: str | None, home: str | None) -> None:
    assert home_of(outlet, url) == home


def test_a_part_of_a_state_lies_in_it_and_towns_in_the_part(lexicon: Lexicon) -> None:
    texas, usa = lexicon.entries["place:adm:usa:texas"], lexicon.entries["state:USA"]
    paris = next(lexicon.entries[key] for key in lexicon.names["paris"] if lexicon.entries[key].parent == texas.id)
    assert lies_in(texas, usa)
    assert lies_in(paris, texas)
    assert lies_in(paris, usa)
    assert not lies_in(usa, texas)
    assert not lies_in(paris, lexicon.entries["state:FRA"])


def test_prominence_ranks_a_state_before_a_capital_before_a_town(lexicon: Lexicon) -> None:
    ranked = [lexicon.entries[key] for key in ("state:FRA", "place:gn:2988507", "place:gn:4717560")]
    weights = [prominence(entry, name) for entry, name in zip(ranked, ("france", "paris", "paris"), strict=True)]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("name", "sort", "key"),
    [
        ("Shayrat", "airfield", "facility:shayrat"),
        ("Engels 2", "airfield", "facility:engels"),
        ("Shayrat", "prison", None),
        ("Kulmala", "air base", None),
    ],
)
def test_a_listed_facility_under_another_noun(lexicon: Lexicon, name: str, sort: str, key: str | None) -> None:
    assert known_as(name, sort, lexicon) == key


PIECES = st.sampled_from(
    "Georgia Paris Texas , ( ) in of the 's ’s port naval base camp Camp al - – northern province State Congo Niger 54"
    " No . embassy Denmark Harare pipeline from to معبر аэродром X".split()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=14))
def test_any_words_give_a_document(pieces: list[str]) -> None:
    """Names and nouns in any order are read without a fault, and every mention points at an entity."""
    text = " ".join(pieces)
    (document,) = documents([text or "."]).values()
    assert {mention.entity for mention in document.mentions} <= {entity.id for entity in document.entities}
