"""Who acts without a name, what bodies are told by their own words, and in which sector and country they act."""

from collections.abc import Iterator
from typing import Any

import pytest

from little_reports import docstrings, documents, report
from regesta import door
from regesta.claims import read
from regesta.identify import resolve
from regesta.lexicon import load
from regesta.model import Document, Entity

ACTORS: list[dict[str, Any]] = load().tables["actors"]["actor"]


@pytest.fixture(scope="module")
def read_once() -> dict[str, Document]:
    examples = [text for one in ACTORS for text in (one["yes"], one["no"])]
    return documents([*docstrings(globals()), *examples])


@pytest.fixture
def document(request: pytest.FixtureRequest, read_once: dict[str, Document]) -> Document:
    """The document of the report that is the test's docstring."""
    return read_once[report(request.function)]


def told(document: Document, how: str) -> dict[str, Entity]:
    """Words that point in this way → the entity they mean."""
    known = {entity.id: entity for entity in document.entities}
    return {document.story.text[m.start : m.end]: known[m.entity] for m in document.mentions if m.how == how}


def sectors(document: Document) -> Iterator[str]:
    yield from (entity.sector for entity in told(document, "common").values())


# --------------------------------------------------------------------------------------------- common nouns
@pytest.mark.parametrize("actor", ACTORS, ids=lambda one: str(one["sort"]))
def test_example_of_a_class_of_actors(actor: dict[str, Any], read_once: dict[str, Document]) -> None:
    assert actor["sector"] in set(sectors(read_once[actor["yes"]]))
    assert actor["sector"] not in set(sectors(read_once[actor["no"]]))


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("Zambian miners", "ZMB", "LAB"),
        ("police in Lusaka", "ZMB", "COP"),
        ("opposition groups", None, "OPP"),
        ("rebel fighters in northern Chad", "TCD", "REB"),
        ("former officials in Bamako", "MLI", "ELI"),
        ("government forces", None, "MIL"),
    ],
)
def test_country_and_sector_of_an_actor(words: str, country: str | None, sector: str, document: Document) -> None:
    """Zambian miners and police in Lusaka quarrelled on Monday. The talks of opposition groups with rebel fighters in
    northern Chad failed. Two former officials in Bamako said government forces had left.
    """
    actor = told(document, "common")[words]
    assert (actor.country, actor.sector) == (country, sector)


def test_a_sponsor_is_no_owner(document: Document) -> None:
    """Kuwaiti-backed rebels and Kurdish-led forces stayed on the hill."""
    assert all(actor.country is None for actor in told(document, "common").values())


def test_who_is_counted_or_spoken_of_is_nobody(document: Document) -> None:
    """An army of clerks counted a fleet of lorries; a bomber pilot trained on a fighter simulator."""
    assert [actor.name for actor in told(document, "common").values() if actor.kind == "organisation"] == []


def test_an_office_without_a_name_is_somebody(document: Document) -> None:
    """The Gabonese foreign minister and the governor of the Central Bank of Paraguay met in Lima."""
    found = told(document, "common")
    assert {(one.kind, one.country, one.sector) for one in found.values()} >= {("person", "GAB", "GOV")}


def test_the_title_beside_a_name_is_another_name(document: Document) -> None:
    """Ruta Kalnina, the ambassador of Latvia to Oman, returned to Riga."""
    ((words, person),) = told(document, "title").items()
    assert (words, person.name) == ("ambassador of Latvia to Oman", "Ruta Kalnina")


@pytest.mark.parametrize(
    ("name", "sector"),
    [("Peter Kask", "GOV"), ("Ines Vaart", "MIL"), ("Olga Trubina", "LEG"), ("Jonas Petrik", "ELI")],
)
def test_sector_of_an_office(name: str, sector: str, document: Document) -> None:
    """Trade Minister Peter Kask and army commander Ines Vaart heard Senator Olga Trubina and former president Jonas
    Petrik on Tuesday.
    """
    assert {e.name: e.sector for e in document.entities}[name] == sector


def test_a_listed_leader_is_of_a_state_unless_the_report_says_another(document: Document) -> None:
    """Rasmus Toomel met the envoy. Kenneth Kaunda of the port of Kotka sold his boat."""
    countries = {e.name: e.country for e in document.entities}
    assert (countries["Rasmus Toomel"], countries["Kenneth Kaunda"]) == (None, "ZMB")


# --------------------------------------------------------------------------------------------- names of bodies
@pytest.mark.parametrize(
    ("words", "country", "sort"),
    [
        ("Peasants’ and Workers’ Union of Paraguay", "PRY", ""),
        ("Mongolian Herders’ Party", "MNG", "party"),
        ("3rd Coastal Battalion", None, "military"),
        ("Kitwe Traders’ Association", "ZMB", ""),
        ("Movement for Rights and Freedoms", None, ""),
    ],
)
def test_a_body_is_told_by_its_own_words(words: str, country: str | None, sort: str, document: Document) -> None:
    """The Peasants’ and Workers’ Union of Paraguay and the Mongolian Herders’ Party met on Monday. The 3rd Coastal
    Battalion left. The Kitwe Traders’ Association and the Movement for Rights and Freedoms sent letters.
    """
    body = told(document, "name")[words]
    assert (body.kind, body.country, body.sort) == ("organisation", country, sort)


def test_two_bodies_stay_two(document: Document) -> None:
    """He left the Liberal Party of Togo for the Reform Party of Togo, and the Farmers Union and Peru protested."""
    assert {"Liberal Party of Togo", "Reform Party of Togo", "Farmers Union", "Peru"} <= told(document, "name").keys()


def test_letters_in_brackets_are_another_name(document: Document) -> None:
    """The Lagoon Defence Forces (SDF) crossed on Monday. The SDF lost two boats."""
    found = told(document, "name")
    assert found["SDF"] == found["Lagoon Defence Forces"]
    assert found["SDF"].key is None


def test_a_place_in_brackets_is_no_name_of_a_body(document: Document) -> None:
    """The Green Lagoon Party (UK) and the Harbour Union (Togo) wrote."""
    found = told(document, "name")
    assert found["UK"].kind == "state"
    assert found["Togo"].kind == "state"


def test_also_known_as(document: Document) -> None:
    """The Upland Liberation Front, also known as the Ridge Army, took a bridge. The Ridge Army lost it again."""
    found = told(document, "name")
    assert found["Ridge Army"] == found["Upland Liberation Front"]


def test_a_ship_by_its_prefix(document: Document) -> None:
    """HMAS Lapwing (F 77) met USS Tern off Suva."""
    found = told(document, "name")
    assert [found[one].kind for one in ("HMAS Lapwing", "USS Tern")] == ["vessel", "vessel"]
    assert found["F 77"] == found["HMAS Lapwing"]


def test_an_operation_acts_for_nobody(document: Document) -> None:
    """Operation Northern Lamp began on Monday."""
    assert not document.entities


# --------------------------------------------------------------------------------------------- what is made of them
def test_common_nouns_fill_no_roles_and_are_nobody_across_stories(document: Document) -> None:
    """Rebels attacked the town of Abeche in Chad on Monday. Opposition groups condemned the attack."""
    reading = read(document)
    common = {m.entity for m in reading.mentions if m.how == "common"}
    filled = {f.entity for claim in reading.claims for fillers in claim.roles.values() for f in fillers}
    members = {member for identity in resolve([reading], ()) for member in identity.members}
    assert common
    assert not common & filled
    assert not {f"{reading.story.id}/{one}" for one in common} & members


def test_published_names_say_how_they_name(document: Document) -> None:
    """Ruta Kalnina, the Latvian envoy, met miners in Lusaka. She left."""
    story = door.story_json(read(document))
    assert [one["how"] for one in story["names"]] == ["name", "name", "title", "common", "name"]
    assert [one["how"] for one in story["mentions"]] == ["pronoun"]
    assert {e["name"]: e["sector"] for e in story["entities"]}["Ruta Kalnina"] == "GOV"
