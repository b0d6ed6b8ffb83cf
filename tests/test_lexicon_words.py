"""The reviewed classes of words: each has its reason, stands without doubles, is used, and is needed."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import regesta
from little_reports import documents
from regesta.annotate.words import Phrases
from regesta.claims import read
from regesta.model import Document

HOME = Path(regesta.__file__).parent
CLASSES: dict[str, dict[str, Any]] = tomllib.loads((HOME / "lexicon/data/words.toml").read_text("utf-8"))["class"]


def listed(entry: Mapping[str, Any]) -> list[str]:
    """The words of a class, whatever they mean."""
    return [*entry.get("words", ()), *(word for group in entry.get("meanings", {}).values() for word in group)]


@pytest.mark.parametrize("name", CLASSES)
def test_class_is_in_order(name: str) -> None:
    """A class says why it is one, and holds words in lower case, none of them twice."""
    entry = CLASSES[name]
    words = listed(entry)
    assert entry["why"].strip()
    assert entry.keys() <= {"why", "words", "meanings"}
    assert ("words" in entry) != ("meanings" in entry)
    assert words
    assert all(word == word.lower() == " ".join(word.split()) for word in words)
    assert sorted(words) == sorted(set(words))


@cache
def asked_for() -> frozenset[str]:
    """The classes that annotate and claims load by name."""
    code = "\n".join(path.read_text("utf-8") for path in sorted(HOME.glob("*/*.py")))
    return frozenset(re.findall(r'(?<![\w.])(?:words|meanings)\("([\w-]+)"\)', code))


@pytest.mark.parametrize("name", CLASSES)
def test_class_is_used(name: str) -> None:
    """Code loads the class by its name."""
    assert name in asked_for()


NEEDED = [
    ("object-control", "claims.grammar.OBJECT_CONTROL", "Lesotho persuaded Malawi to release two fishermen."),
    ("light-verbs", "claims.grammar.LIGHT", "Envoy Tiago Reis paid a visit to Malawi on Friday."),
    ("aspect-verbs", "claims.grammar.ASPECTS", "The visit of Envoy Tiago Reis to Malawi began on Friday."),
    ("object-gerund", "claims.grammar.OBJECT_GERUND", "Lesotho stopped Malawi from releasing two fishermen."),
    ("entering", "claims.grammar.ENTERING", "Envoy Tiago Reis is on a visit to Malawi."),
    ("intransitive", "claims.grammar.INTRANSITIVE", "Crew of the Kenyan frigate called in Mtwara on Friday."),
    ("of-whom", "claims.cast.OF_WHOM", "Members of the Sorana Fishing Board visited Malawi on Friday."),
    ("people", "claims.cast.PEOPLE_NOUNS", "A Kenyan surveyor visited Malawi on Friday."),
    ("spots", "claims.cast.SPOTS", "Gabon and Mali agreed on the phone on Friday."),
    ("transparent", "claims.status.TRANSPARENT", "The clerk will announce that Envoy Tiago Reis visited Malawi."),
    ("instruments", "claims.instruments.NOUNS", "Chile ratified the fishing treaty in 2019."),
    ("instrument-states", "claims.instruments.STATES", "Chile ratified the fishing treaty in 2019."),
    ("covering", "claims.clauses.COVERED", "Night ferries are not covered by the treaty."),
    ("standing", "claims.clauses.STANDING", "Night ferries are not on the list."),
    ("clause-bearers", "claims.instruments.BEARERS", "The permit covers night ferries."),
    ("instrument-says", "claims.clauses.SAYS", "The treaty contained night ferries."),
    ("instrument-fates", "claims.clauses.FATES", "The treaty needs money."),
    ("charges", "claims.voices.CHARGES", "Judge Mercy Okoth rejected claims that Togo attacked Lomé."),
    ("judging", "claims.quoted.JUDGING", "Judge Mercy Okoth called the ferry “a floating barn door”."),
    ("quoting", "claims.quoted.QUOTING", "“The ferry is late,” Judge Mercy Okoth joked."),
    ("media-nouns", "claims.voices.MEDIA_NOUNS", "Judge Mercy Okoth told state radio that Togo attacked Lomé."),
    ("instrument-binds", "claims.clauses.BINDS", "The treaty obliges Peru to run night ferries."),
    ("instrument-parts", "claims.clauses.PARTS", "No clause of the treaty covers night ferries."),
    ("instrument-omits", "claims.clauses.OMITS", "The treaty omits night ferries."),
    ("leasing", "claims.mandates.LEASING", "Kenya leased the Kulmala pier for ten years from 1 March 2020."),
    ("terms", "claims.mandates.TERMS", "The curfew in Sorana was extended until 30 June 2024."),
    ("renewing", "claims.mandates.RENEWING", "The mission’s mandate expires on 30 June 2024."),
    (
        "endings",
        "claims.mandates.ENDINGS",
        "The mission’s mandate runs until 31 December 2023, with its withdrawal within one year.",
    ),
    ("taking-up", "claims.offices.TAKING_UP", "Rosa Quispe became fisheries minister of Peru on 3 May 2023."),
    ("leaving", "claims.offices.LEAVING", "Rosa Quispe resigned as fisheries minister of Peru on 3 May 2023."),
    ("office-nouns", "claims.offices.OFFICE_NOUNS", "Rosa Quispe was appointed as consul of Peru on 3 May 2023."),
    ("appointing", "claims.offices.APPOINTING", "Rosa Quispe was appointed as consul of Peru on 3 May 2023."),
    (
        "base-nouns",
        "claims.facilities.BASE_NOUNS",
        "There are two Kenyan bases in Somalia: the Kulmala air base and the Dorsale air base.",
    ),
    ("facility-doings", "claims.facilities.DONE_NOUNS", "Drivers demanded the closure of the Kulmala air base."),
    ("site-nouns", "claims.facilities.SITE_NOUNS", "Kenya closed its border at Kulmala on Friday."),
    ("stationing", "claims.facilities.STATIONING", "Kenyan aircraft are based at the Kulmala air base."),
    ("facility-verbs", "claims.facilities.DONE", "Kenya closed the Kulmala air base in April 2023."),
    ("relation-nouns", "claims.relations.RELATIONS", "Kenya is an ally of Malawi."),
    (
        "translation",
        "claims.voices.TRANSLATION",
        "“Envoy Tiago Reis visited Malawi,” Judge Mercy Okoth said, according to a translation.",
    ),
    (
        "communiques",
        "claims.voices.COMMUNIQUES",
        "The Malawian Foreign Ministry issued a statement:\n\nMalawi released two fishermen on Friday.",
    ),
    ("currencies", "claims.CURRENCIES", "Gabon pledged forty million US dollars on Friday."),
    ("officials", "claims.acts.OFFICIALS", "Chad lent two ferries to the council."),
    ("body-nouns", "annotate.refer.BODY_NOUNS", "A Mongolian delegation left. The delegation toured two mines."),
    ("vessels", "annotate.spot.VESSEL_WORDS", "The frigate Almirante Solano left the bay."),
    ("named-instruments", "annotate.spot.INSTRUMENT_WORDS", "Traders read the Treaty of Sorana."),
    ("name-particles", "annotate.spot.PARTICLES", "Commissioner Joost van der Meulen opened the lock."),
    ("facility-nouns", "annotate.sites._PHRASES", "Fire broke out in the port of Mtwara."),
    ("named-facility-nouns", "annotate.sites.NAMED_ONLY", "Fire broke out in the Kulmala hospital."),
    ("facility-heads", "annotate.sites._HEAD_PHRASES", "Fire broke out at Camp Kulmala."),
    ("facility-modifiers", "annotate.sites.MODIFIERS", "Fire broke out at the Kulmala coal-fired power plant."),
    ("province-nouns", "annotate.places.UNITS", "Fire broke out in the state of Washington."),
    ("town-nouns", "annotate.places.TOWNS", "Fire broke out in Lebanon's city of Tripoli."),
    ("directions", "annotate.places.DIRECTIONS", "The troops left Gao in northern Mali."),
]


@pytest.fixture(scope="module")
def annotated() -> Mapping[str, Document]:
    """The document of every sentence, annotated together."""
    return documents(text for _, _, text in NEEDED)


def told(document: Document) -> list[str]:
    """All that is named and told, in lines that can be compared."""
    reading = read(document)
    return [
        *map(str, reading.entities),
        *map(str, reading.mentions),
        *map(str, reading.voices),
        *map(str, reading.claims),
    ]


@pytest.mark.parametrize(("name", "constant", "text"), NEEDED, ids=[name for name, _, _ in NEEDED])
def test_class_is_needed(
    name: str, constant: str, text: str, annotated: Mapping[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the class is empty, the sentence is read in another way."""
    before = told(annotated[text])
    empty: Any = Phrases(()) if constant.endswith("PHRASES") else {} if "meanings" in CLASSES[name] else frozenset()
    module, _, attribute = f"regesta.{constant}".rpartition(".")
    monkeypatch.setattr(import_module(module), attribute, empty)
    again = documents([text])[text] if constant.startswith("annotate.") else annotated[text]
    assert told(again) != before


def test_words_that_stay_full_change_nothing(annotated: Mapping[str, Document]) -> None:
    """The same sentences annotated and read again are read alike, so that a difference above is the class's."""
    again = documents(annotated)
    assert all(told(again[text]) == told(document) for text, document in annotated.items())
