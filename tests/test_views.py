"""Questions to a register, asked of two small reports that were read by hand."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handmade
from regesta import door, plover, views
from regesta.model import Claim, Dated, Event, Filler, Finding, Judgement, Mention, Receipt, Refused, Status
from regesta.register import Register, counts

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "reading.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("register")
    handmade.fill(path)
    with Register.open(path) as opened:
        yield opened


def ids(rows: list[door.Json]) -> list[str]:
    return [row["id"] for row in rows]


# ---------------------------------------------------------------------------------------------- timeline
def test_a_timeline_lists_for_each_event_who_said_it_in_which_words(register: Register) -> None:
    (event,) = views.timeline(register, views.Question(between=("Estonia", "latvia"), type="consult"))
    assert (event["type"], event["mode"], event["when"], event["where"]) == ("CONSULT", "visit", "2024-05-14", "Riga")
    assert (event["who"], event["others"]) == (["Ilmar Toost"], ["Latvia"])
    assert (event["outlets"], event["independent_origins"]) == (2, 2)
    assert event["disputed"] == ["status", "denial"]
    assert event["conflicts"] == ["conflict-denial"]
    first, second = event["claims"]
    assert {key: first[key] for key in ("claim", "story", "outlet", "published", "said_by")} == {
        "claim": handmade.claim_of(handmade.gazette(), "act", "CONSULT"),
        "story": "story-gazette",
        "outlet": "The Pier Gazette",
        "published": "2024-05-14",
        "said_by": ["BDA", "outlet"],
    }
    assert first["quote"] == handmade.GAZETTE[slice(*first["span"])]
    assert second["status"] == "denied"
    assert second["said_by"] == ["unnamed", "outlet"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["event-march", "event-visit", "event-aid", "event-mandate"]),
        ({"who": "Toost"}, ["event-visit"]),
        ({"who": "Rīga"}, ["event-visit"]),
        ({"who": "Latvia"}, ["event-march", "event-visit", "event-aid"]),
        ({"who": "nobody at all"}, []),
        ({"since": "2024-05"}, ["event-visit", "event-aid", "event-mandate"]),
        ({"until": "2024-05"}, ["event-march", "event-visit", "event-aid", "event-mandate"]),
        ({"until": "2024-05", "since": "2024-05", "kinds": ("act",)}, ["event-visit", "event-aid"]),
        ({"background": False, "status": "happened"}, ["event-visit", "event-mandate"]),
        ({"between": ("Toost", "Vaarik")}, []),
    ],
)
def test_a_timeline_holds_what_was_asked_for(register: Register, asked: dict[str, Any], found: list[str]) -> None:
    assert ids(views.timeline(register, views.Question(**asked))) == found


def test_between_two_states_is_also_what_one_does_in_a_text_that_names_the_other(tmp_path: Path) -> None:
    """Deputy minister Toost of Estonia signed an accord with Latvia in Riga on 14 May; a firm of Riga printed it."""
    reading = handmade.gazette()
    text = "Toost signed an accord with Latvia."
    story = msgspec.structs.replace(reading.story, text=text, blocks=handmade.blocks(text))
    start, end = handmade.span(text, "an accord with Latvia")
    signed = msgspec.structs.replace(
        handmade.told(story, text, "act", "AGREE", {"who": ["e1"]}),
        roles={
            "who": (Filler(words="Toost", entity="e1"),),
            "instrument": (Filler(words="an accord with Latvia", start=start, end=end),),
        },
    )
    office = handmade.told(story, "Toost", "office", "office", {"person": "e1", "office": "minister", "of": ["e3"]})
    at = handmade.span(text, "Latvia")
    named = Mention(start=at[0], end=at[1], kind="state", entity="e4")
    rest: dict[str, Any] = {"kind": "act", "type": "AGREE", "mode": "", "when": "2024-05-14"}
    done = Event(id="event-signed", claims=(signed.id,), who=("person-toost",), **rest)
    only_there = Event(id="event-print", claims=(), where="place-riga", who=("organisation-bda",), **rest)
    there = Event(id="event-there", claims=(), where="place-riga", who=("person-toost",), **rest)
    told = msgspec.structs.replace(reading, story=story, claims=(signed, office), mentions=(named,))
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(story.page, [told])
        register.replace_settled(handmade.identities(), [done, only_there, there], [])
        for between in (("Estonia", "Latvia"), ("Latvia", "Estonia")):
            found = views.timeline(register, views.Question(between=between))
            assert sorted(ids(found)) == ["event-signed", "event-there"]
        assert len(views.timeline(register, views.Question(who="Latvia"))) == 3


def test_a_state_that_no_report_names_is_known_by_its_officials(tmp_path: Path) -> None:
    with Register.open(tmp_path, create=True) as register:
        stateless = [one for one in handmade.identities() if one.entity.kind != "state"]
        register.replace_settled(stateless, handmade.events(), [])
        assert "place-riga" in views.meant_by(register, "Latvia")
        assert views.meant_by(register, "Lithuania") == frozenset()


def test_a_conflict_shows_both_sides_and_takes_none(register: Register) -> None:
    denial, first = views.open_conflicts(register)
    assert (first["id"], first["kind"], first["status"]) == ("conflict-first", "scope", "open")
    assert [claim["outlet"] for claim in first["claims"]] == ["Quay Courier", "The Pier Gazette"]
    assert all(claim["quote"] in handmade.GAZETTE + handmade.COURIER for claim in first["claims"])
    assert first["explanations_tried"] == [{"what": "each counts visits of another ministry", "holds": None}]
    assert ids(views.open_conflicts(register, "denial")) == ["conflict-denial"] == [denial["id"]]
    assert len(views.open_conflicts(register, every=True)) == 2


# ---------------------------------------------------------------------------------------------- standing facts
@pytest.mark.parametrize(
    ("office", "of", "on", "standing"),
    [
        ("deputy minister of transport", "Estonia", "2024-05-14", "reported on that day"),
        ("Deputy Transport Minister", None, "2024-05", "reported on that day"),
        ("Deputy Transport Minister", "Estonia", "2025", "last reported before"),
        ("Deputy Transport Minister", "Estonia", "2020-01-01", "first reported after"),
        ("Deputy Transport Minister", "Latvia", "2024", None),
        ("Transport Minister", "Estonia", "2024", None),  # a deputy is not the minister
        ("", "Estonia", "2024", None),
    ],
)
def test_who_holds_an_office(register: Register, office: str, of: str | None, on: str, standing: str | None) -> None:
    rows = views.who(register, office, of, on)
    assert [(row["person"], row["standing"]) for row in rows] == ([("Ilmar Toost", standing)] if standing else [])


def test_an_office_that_is_over_ends(tmp_path: Path) -> None:
    """Former harbour master Juta Kiisk, who left in March 2021, spoke."""
    reading = handmade.gazette()
    quote = "on night trains."
    left = handmade.told(
        reading.story, quote, "office", "left", {"person": "Juta Kiisk", "office": "Harbour Master"}, when="../2021-03"
    )
    undated = handmade.told(
        reading.story, quote, "office", "office", {"person": "Ats Mölder", "office": "Harbour Master"}
    )
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(left, undated))])
        kiisk, molder = views.who(register, "harbour master")
        assert (kiisk["until"], kiisk["over"], molder["over"]) == ("2021-03-31", True, False)
        standings = [(row["person"], row["standing"]) for row in views.who(register, "harbour master", on="2023")]
        assert standings == [("Ats Mölder", "first reported after"), ("Juta Kiisk", "ended before")]


OFFICE = {"person": "e1", "office": "Harbour Master", "of": ["e3"]}


@pytest.mark.parametrize(
    ("roles", "rest", "until"),
    [
        (OFFICE, {"mode": "resigned", "when": "2024-03-08"}, "2024-03-08"),
        ({"person": "e1", "office": "Harbour Master"}, {"mode": "dismissed", "when": "2024-03-08"}, "2024-03-08"),
        (OFFICE, {"mode": "resigned", "when": "2024-03-08", "status": "planned"}, "2024-05-01"),
    ],
)
def test_who_resigned_or_was_dismissed_holds_the_office_no_longer(
    tmp_path: Path, roles: dict[str, Any], rest: dict[str, Any], until: str
) -> None:
    """Harbour Master Toost resigned on 8 March 2024. In May he was called the former harbour master."""
    reading = handmade.gazette()
    held = handmade.told(reading.story, "Ilmar Toost", "office", "office", OFFICE, mode="held", when="2023-11")
    over = handmade.told(reading.story, "on Tuesday", "office", "office", roles, **rest)
    former = handmade.told(reading.story, "in Riga", "office", "office", OFFICE, mode="former", when="../2024-05-01")
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(held, over, former))])
        (row,) = views.who(register, "harbour master", on="2024-06-01")
        assert (row["until"], row["standing"], len(row["claims"])) == (until, "ended before", 3)
        (row,) = views.who(register, "harbour master", on="2023-11-20")
        assert row["standing"] == "reported on that day"


def test_one_person_under_two_spellings_ended_once_they_are_merged(tmp_path: Path) -> None:
    """Ilmar Toost was harbour master in 2023; I. Tõost, the courier writes, resigned as harbour master in 2024."""
    first, second = handmade.gazette(), handmade.courier()
    held = handmade.told(first.story, "Ilmar Toost", "office", "office", OFFICE, mode="held", when="2023")
    roles = {"person": "e1", "office": "Harbour Master"}
    over = handmade.told(second.story, "in March", "office", "office", roles, mode="resigned", when="2024-03-08")
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(first.story.page, [msgspec.structs.replace(first, claims=(held,))])
        register.put_reading(second.story.page, [msgspec.structs.replace(second, claims=(over,))])
        assert len(views.who(register, "harbour master", on="2025")) == 2
        register.replace_settled(handmade.identities(), [], [])
        (row,) = views.who(register, "harbour master", on="2025")
        assert (row["person"], row["standing"]) == ("Ilmar Toost", "ended before")


def test_a_facility_is_found_by_a_word_of_its_name(register: Register) -> None:
    assert [row["name"] for row in views.facilities(register, "vanasadam")] == ["Vanasadam ferry terminal"]
    assert views.facilities(register, "van") == []


def test_facilities_with_their_users(tmp_path: Path) -> None:
    reading = handmade.gazette()
    used = handmade.told(
        reading.story,
        "two icebreakers",
        "facility",
        "uses",
        {"facility": "e2", "user": ["e3"], "holder": ["the port company"]},
    )
    port, *others = reversed(handmade.identities())
    port = msgspec.structs.replace(port, members=("story-gazette/e2",))
    others = [one for one in others if one.entity.id != "place-riga"]
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(used,))])
        register.replace_settled([port, *others], [], [])
        (row,) = views.facilities(register)
        assert (row["name"], row["users"], row["holders"]) == (
            "Vanasadam ferry terminal",
            ["Estonia"],
            ["the port company"],
        )
        assert [claim["quote"] for claim in row["claims"]] == ["two icebreakers"]
        assert views.facilities(register, "ferry terminal") == [row]
        assert views.facilities(register, "Latvia") == []


def test_instruments_with_clauses_present_and_absent(register: Register) -> None:
    draft, mandate = views.instruments(register)
    assert draft["name"] == "draft protocol"
    assert draft["id"] is None
    assert [(clause["clause"], clause["present"]) for clause in draft["clauses"]] == [("night trains", False)]
    assert mandate["name"] == "mandate of joint commission"
    assert [(one["body"], one["until"], one["term"]) for one in mandate["mandates"]] == [
        ("joint commission", "2026-12-31", "P1Y")
    ]
    assert views.instruments(register, "protocol") == [draft]


def test_an_instrument_of_the_register_has_its_states_and_parties(tmp_path: Path) -> None:
    reading = handmade.gazette()
    signed = handmade.told(
        reading.story,
        "The draft protocol",
        "instrument",
        "signed",
        {"instrument": "e6", "parties": ["e3", "e4"], "state": "signed"},
        when="2024-05",
    )
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(signed,))])
        entity = msgspec.structs.replace(
            reading.entities[5], id="instrument-x", kind="instrument", name="Ferry Protocol"
        )
        identity = msgspec.structs.replace(handmade.identities()[0], entity=entity, members=("story-gazette/e6",))
        register.replace_settled([identity], [], [])
        (row,) = views.instruments(register, "ferry protocol")
        assert (row["id"], row["name"], row["parties"]) == ("instrument-x", "Ferry Protocol", ["Estonia", "Latvia"])
        assert [(one["state"], one["when"]) for one in row["states"]] == [("signed", "2024-05")]


def instrument(story: str, told: list[tuple[str, str, dict[str, Any]]], parties: tuple[str, ...] = ("e3", "e4")) -> Any:
    """A reading of a story that says these things, each a sentence, a kind of claim and its roles."""
    text = "\n\n".join(quote for quote, _, _ in told)
    reading = handmade.gazette()
    own = msgspec.structs.replace(
        reading.story,
        id=story,
        page=handmade.page_id(story.encode()),
        title="",
        text=text,
        blocks=handmade.blocks(text),
    )
    claims = tuple(
        handmade.told(own, quote, kind, kind, ({"parties": [*parties]} if kind == "instrument" else {}) | roles)
        for quote, kind, roles in told
    )
    return msgspec.structs.replace(reading, story=own, claims=claims, mentions=(), times=())


def names_of_instruments(path: Path, *readings: Any) -> list[list[str]]:
    """What the claims on each instrument call it."""
    identities = [
        msgspec.structs.replace(one, members=tuple(f"{reading.story.id}/{one.entity.id}" for reading in readings))
        for one in (
            msgspec.structs.replace(handmade.identities()[0], entity=entity) for entity in handmade.GAZETTE_ENTITIES
        )
    ]
    with Register.open(path, create=True) as register:
        for reading in readings:
            register.keep_page(reading.story.id.encode(), Receipt(source=reading.story.id, obtained=handmade.OBTAINED))
            register.put_reading(reading.story.page, [reading])
        register.replace_settled(identities, [], [])
        rows = views.instruments(register)
        return [sorted(claim["roles"]["instrument"][0] for claim in row["claims"]) for row in rows]


SIGNED = (
    "Both ministries signed an accord on night ferries.",
    "instrument",
    {"instrument": "an accord on night ferries"},
)
TEXT = ("The text sets no price.", "clause", {"instrument": "The text", "clause": "price"})
BARE = ("The agreement runs for two years.", "mandate", {"instrument": "The agreement"})
TOPICAL = ("The night accord was ratified.", "instrument", {"instrument": "the night accord"})
VISAS = ("They also signed a visa accord.", "instrument", {"instrument": "a visa accord"})


def test_one_agreement_of_a_story_is_one_instrument(tmp_path: Path) -> None:
    """Both ministries signed an accord on night ferries. The agreement runs for two years. The text sets no price."""
    (names,) = names_of_instruments(tmp_path, instrument("story-a", [SIGNED, BARE, TEXT, TOPICAL]))
    assert names == ["The agreement", "The text", "an accord on night ferries", "the night accord"]


def test_where_a_story_tells_of_two_the_agreement_is_neither(tmp_path: Path) -> None:
    found = names_of_instruments(tmp_path, instrument("story-a", [SIGNED, VISAS, BARE]))
    assert sorted(found) == [["The agreement"], ["a visa accord"], ["an accord on night ferries"]]


def test_the_agreement_of_one_story_is_not_that_of_another(tmp_path: Path) -> None:
    found = names_of_instruments(tmp_path, instrument("story-a", [BARE]), instrument("story-b", [BARE]))
    assert found == [["The agreement"], ["The agreement"]]


@pytest.mark.parametrize(("parties", "found"), [(("e3", "e4"), 1), (("e6",), 2)])
def test_stories_share_an_instrument_by_its_parties_and_topic(
    tmp_path: Path, parties: tuple[str, ...], found: int
) -> None:
    left, right = instrument("story-a", [SIGNED, BARE]), instrument("story-b", [TOPICAL, BARE], parties)
    assert len(names_of_instruments(tmp_path, left, right)) == found


def test_stories_share_an_instrument_by_its_number(tmp_path: Path) -> None:
    numbered = ("The council passed Resolution 77.", "instrument", {"instrument": "Resolution 77"})
    other = ("Resolution 78 was passed too.", "instrument", {"instrument": "Resolution 78"})
    left, right = (instrument(name, [numbered, other], ()) for name in ("story-a", "story-b"))
    assert names_of_instruments(tmp_path, left, right) == [["Resolution 77"] * 2, ["Resolution 78"] * 2]


@pytest.mark.parametrize(("words", "present", "said"), [("no price", False, "price"), ("no price", True, "no price")])
def test_an_absent_clause_is_not_denied_twice(tmp_path: Path, words: str, present: bool, said: str) -> None:
    reading = handmade.gazette()
    quote = "The draft protocol does not contain the clause on night trains."
    clause = handmade.told(
        reading.story, quote, "clause", "clause", {"instrument": "the draft", "clause": words}, present=present
    )
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(clause,))])
        (row,) = views.instruments(register)
        assert [one["clause"] for one in row["clauses"]] == [said]


# ---------------------------------------------------------------------------------------------- agenda
def test_the_agenda_names_whose_it_is(register: Register) -> None:
    promise, mandate, _ = views.agenda(register)
    assert promise["subject"] == "Latvian Transport Ministry → Estonia: two icebreakers" or promise[
        "subject"
    ].startswith("Latvian Transport Ministry")
    assert mandate["subject"] == "joint commission"


def test_the_agenda_shows_the_sum_that_a_claim_carries(tmp_path: Path) -> None:
    reading = handmade.gazette()
    roles = {"instrument": "the agreement", "until": "2023-03-31", "sum": "2019-04-01 + P4Y - P1D = 2023-03-31"}
    mandate = handmade.told(reading.story, "mandate runs", "mandate", "mandate", roles)
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(mandate,))])
        (row,) = views.agenda(register)
        assert (row["due"], row["subject"]) == ("2023-03-31", "the agreement")
        assert row["arithmetic"] == "2019-04-01 + P4Y - P1D = 2023-03-31"


def test_the_agenda_shows_its_arithmetic(register: Register) -> None:
    promise, mandate, archive = views.agenda(register)
    assert (promise["due"], promise["last_day"], promise["what"]) == ("2024-05-14/2024-12-31", "2024-12-31", "promised")
    assert (mandate["due"], mandate["arithmetic"]) == ("2026-12-31", None)
    assert (archive["due"], archive["arithmetic"]) == ("2027-12-31", "2026-12-31 + P1Y = 2027-12-31")
    assert archive["what"] == "its archive must be handed over within one year"
    assert [claim["outlet"] for claim in promise["claims"]] == ["The Pier Gazette"]


def test_the_agenda_of_a_day_leaves_out_what_is_past(register: Register) -> None:
    assert [row["due"] for row in views.agenda(register, "2027-01-01")] == ["2027-12-31"]
    assert len(views.agenda(register, "2026-12-31")) == 2


@pytest.mark.parametrize(("when", "dues"), [("2024-05", []), ("2024-05/2024-06", ["2024-05/2024-06"])])
def test_a_plan_of_the_month_of_its_report_is_no_deadline(tmp_path: Path, when: str, dues: list[str]) -> None:
    reading = handmade.courier()
    plan = handmade.told(reading.story, "A road team", "act", "CONSULT", status="intended", when=when)
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(plan,))])
        assert [row["due"] for row in views.agenda(register)] == dues


@pytest.mark.parametrize(
    ("roles", "term", "found"),
    [
        (
            {"until": "2026-12-31", "then": "2027-12-31", "then_what": "handover"},
            "P1Y",
            [("2027-12-31", "handover", True)],
        ),
        ({"until": "2026-12-31", "then": "2027-06", "then_what": "handover"}, None, [("2027-06", "handover", False)]),
        ({"until": "2026-12-31", "then": "a handover"}, "P1M", [("2027-01-31", "a handover", True)]),
        ({"until": "2026-12-31"}, "P1M", [("2027-01-31", "what follows the mandate", True)]),
        ({"until": "2026-12-31"}, None, []),
    ],
)
def test_what_follows_a_mandate_falls_due(
    tmp_path: Path, roles: dict[str, str], term: str | None, found: list[tuple[str, str, bool]]
) -> None:
    reading = handmade.gazette()
    mandate = handmade.told(reading.story, "mandate runs", "mandate", "mandate", roles, term=term)
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(mandate,))])
        end, *follow = views.agenda(register)
        assert (end["due"], end["what"]) == ("2026-12-31", "mandate ends")
        assert [(row["due"], row["what"], row["arithmetic"] is not None) for row in follow] == found


@pytest.mark.parametrize(
    ("rest", "dues"),
    [
        ({"status": "planned", "when": "2024-05-20"}, ["2024-05-20"]),
        ({"status": "planned", "when": "2024-05-10"}, []),  # was over when it was reported
        ({"status": "planned", "when": "2024-06/.."}, ["2024-06/.."]),  # is open
        ({"status": "promised"}, [None]),  # so is this
        ({"status": "proposed"}, []),  # need never be done
        ({"status": "happened", "when": "2024-05-20"}, []),
        ({"status": "demanded", "term": "P30D"}, ["2024-06-13"]),
        ({"status": "demanded", "term": "soon"}, []),
        ({"status": "planned", "when": "2024-05-14"}, []),  # the day of the report itself
        ({"status": "demanded", "roles": {"deadline": "2024-07-01"}}, ["2024-07-01"]),
    ],
)
def test_acts_to_come_fall_due(tmp_path: Path, rest: dict[str, Any], dues: list[str]) -> None:
    reading = handmade.gazette()
    act = handmade.told(reading.story, "two icebreakers", "act", "AID", rest.pop("roles", None), **rest)
    with Register.open(tmp_path, create=True) as register:
        register.put_reading(reading.story.page, [msgspec.structs.replace(reading, claims=(act,))])
        assert [row["due"] for row in views.agenda(register)] == dues


# ---------------------------------------------------------------------------------------------- looking up
@pytest.mark.parametrize(
    ("words", "what", "name"),
    [
        ("event-visit", "event", None),
        ("conflict-first", "conflict", None),
        ("story-courier", "story", None),
        ("ilmar toost", "entity", "Ilmar Toost"),
        ("state-est", "entity", "Estonia"),
    ],
)
def test_anything_can_be_shown(register: Register, words: str, what: str, name: str | None) -> None:
    (row,) = views.show(register, words)
    assert row["what"] == what
    assert row.get("name") == name


def test_a_claim_is_shown_with_its_event_and_its_conflicts(register: Register) -> None:
    (row,) = views.show(register, handmade.claim_of(handmade.courier(), "act", "CONSULT", "denied"))
    assert (row["what"], row["event"]) == ("claim", "event-visit")
    assert ids(row["in_conflict"]) == ["conflict-denial"]
    assert views.show(register, "no such thing") == []


def test_a_person_is_shown_with_all_that_names_them(register: Register) -> None:
    (row,) = views.show(register, "Toost")
    assert [claim["kind"] for claim in row["claims"]] == ["act", "act", "office"]
    assert row["members"] == ["story-gazette/e1", "story-courier/e1"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("icebreakers", ["story-gazette"]),
        ("RIGA", ["story-courier", "story-gazette"]),
        ("riga never", ["story-courier"]),
        ('"night trains"', ["story-gazette"]),
        ('"trains night"', []),
        ("uibo", []),
        ("", []),
        ('"', []),
        ("* OR NEAR(^ -text: {", []),
    ],
)
def test_words_are_found_whatever_signs_stand_between_them(register: Register, words: str, found: list[str]) -> None:
    assert sorted(row["story"] for row in views.search(register, words)) == found


def test_a_passage_comes_with_the_claims_in_it(register: Register) -> None:
    (row,) = views.search(register, "icebreakers")
    assert [claim["type"] for claim in row["claims"]] == ["AID"]
    (passage,) = row["passages"]
    assert handmade.GAZETTE[slice(*passage["span"])] == passage["text"]


@given(st.text(max_size=80))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_trip_a_question(register: Register, words: str) -> None:
    views.search(register, words)
    views.show(register, words)
    views.timeline(register, views.Question(who=words, between=(words, words)))
    views.who(register, words, words)
    views.facilities(register, words)
    views.instruments(register, words)


# ---------------------------------------------------------------------------------------------- the whole
def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    handmade.fill(tmp_path)
    with Register.open(tmp_path) as register:
        assert [row["state"] for row in views.doctor(register)] == ["ok", "ok"]
        register.keep_page(b"new", Receipt(source="new.txt", obtained=handmade.OBTAINED))
        reading = msgspec.structs.replace(
            handmade.courier(),
            story=msgspec.structs.replace(handmade.courier().story, published=Dated()),
            findings=(Finding(where="story", what="cut short", severity="error"), Finding(where="s", what="w")),
        )
        register.put_reading(reading.story.page, [reading], reader="another")
        (tmp_path / "regesta.toml").write_text("language = 3", encoding="utf-8")
        told = {row["check"]: row["state"] for row in views.doctor(register)}
        assert told == {
            "contents": "ok", "dates": "note", "pages": "wrong", "settled": "wrong", "readers": "note",
            "findings: error": "wrong", "findings: warning": "note", "regesta.toml": "wrong",
        }  # fmt: skip


def test_sources_carry_their_grade(tmp_path: Path) -> None:
    handmade.fill(tmp_path)
    (tmp_path / "regesta.toml").write_text('[reliability]\n"Quay Courier" = "B"\n', encoding="utf-8")
    with Register.open(tmp_path) as register:
        assert [(row["outlet"], row["reliability"], row["claims"]) for row in views.sources(register)] == [
            ("Quay Courier", "B", 3),
            ("The Pier Gazette", "F", 6),
        ]


def test_an_export_holds_everything_once(register: Register) -> None:
    rows = list(views.export_rows(register))
    kinds = [row["record"] for row in rows]
    assert {kind: kinds.count(kind) for kind in ("page", "story", "entity", "event", "conflict")} == {
        key: number for key, number in counts(register).items() if key != "claim"
    }
    assert len(list(views.claim_rows(register))) == counts(register)["claim"] == 9


# ---------------------------------------------------------------------------------------------- judging
def keys_of(register: Register, act: str, words: list[str]) -> tuple[str, ...]:
    found = views.subjects(register, act, words)
    assert not isinstance(found, Refused)
    return found


def test_a_judgement_points_at_entities_and_at_claims_that_survive_re_reading(tmp_path: Path) -> None:
    handmade.fill(tmp_path)
    with Register.open(tmp_path) as register:
        assert views.subjects(register, "merge", ["toost", "person-vaarik"]) == ("person-toost", "person-vaarik")
        assert views.subjects(register, "split", ["story-gazette/e1", "story-courier/e1"]) == (
            "story-gazette/e1",
            "story-courier/e1",
        )
        (key,) = keys_of(register, "reject", [handmade.claim_of(handmade.gazette(), "act", "AID")])
        assert key.startswith("key-")
        assert len(keys_of(register, "merge", ["event-visit"])) == 2
        for unknown in ("nobody", "story-gazette/e99", "story-none/e1"):
            assert isinstance(views.subjects(register, "merge", ["toost", unknown]), Refused)
        several = views.subjects(register, "merge", ["a"])
        assert isinstance(several, Refused)


def test_judgements_are_listed_with_those_withdrawn(tmp_path: Path) -> None:
    handmade.fill(tmp_path)
    with Register.open(tmp_path) as register:
        merge = register.append_judgement(
            Judgement(act="merge", subjects=("a", "b"), by="Liis", at="2024-06-01T00:00:00Z")
        )
        assert views.subjects(register, "undo", [merge]) == (merge,)
        assert isinstance(views.subjects(register, "undo", ["judgement-none"]), Refused)
        register.append_judgement(Judgement(act="undo", subjects=(merge,), by="Liis", at="2024-06-02T00:00:00Z"))
        assert [(row["act"], row["in_force"]) for row in views.judgements(register)] == [
            ("merge", False),
            ("undo", False),
        ]


# ---------------------------------------------------------------------------------------------- the door
def mismatches(value: Any, schema: door.Json, where: str = "$") -> Iterator[str]:
    """Where a value is not what the schema says: as much of JSON Schema as the published schema uses."""
    if "$ref" in schema:
        yield from mismatches(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], where)
    if "anyOf" in schema and not any(not list(mismatches(value, one, where)) for one in schema["anyOf"]):
        yield f"{where}: fits none"
    for one in schema.get("allOf", ()):
        yield from mismatches(value, one, where)
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not in {schema['enum']}"
    if "type" in schema and not is_type(value, schema["type"]):
        yield f"{where}: {value!r} is no {schema['type']}"
    if isinstance(value, dict):
        yield from (f"{where}: lacks {name}" for name in schema.get("required", ()) if name not in value)
        other = schema.get("additionalProperties", {})
        for name, inner in value.items():
            yield from mismatches(inner, schema.get("properties", {}).get(name, other), f"{where}.{name}")
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from mismatches(inner, schema.get("items", {}), f"{where}[{number}]")


def is_type(value: Any, names: str | list[str]) -> bool:
    types: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
    }
    names = [names] if isinstance(names, str) else names
    return any(isinstance(value, types[name]) and (name == "boolean" or not isinstance(value, bool)) for name in names)


def test_a_reading_is_what_the_published_schema_says() -> None:
    line = door.line_json("x", [handmade.gazette(), handmade.courier()], [Finding(where="line 1", what="odd")])
    assert list(mismatches(json.loads(json.dumps(line)), SCHEMA)) == []


def test_the_schema_names_every_field_and_no_other() -> None:
    story = door.story_json(handmade.gazette())
    defined = SCHEMA["$defs"]
    for name, value in (("story", story), ("claim", story["claims"][0]), ("entity", story["entities"][0]),
                        ("voice", story["voices"][0]), ("time", story["times"][0])):  # fmt: skip
        assert set(value) == set(defined[name]["properties"]) - {"event"}
    assert set(defined["claim"]["properties"]["status"]["enum"]) == set(get_args(Status))


def test_a_damaged_reading_is_not_what_the_schema_says() -> None:
    line = json.loads(json.dumps(door.line_json("x", [handmade.gazette()], [])))
    line["stories"][0]["claims"][0].pop("quote")
    line["stories"][0]["claims"][1]["status"] = "perhaps"
    line["stories"][0]["names"][0]["start"] = "0"
    assert len(list(mismatches(line, SCHEMA))) == 3


def test_quotes_of_a_reading_are_verbatim_and_its_roles_are_ids_or_words() -> None:
    story = door.story_json(handmade.gazette())
    visit, office, scope, promise, mandate, clause = story["claims"]
    assert story["text"][slice(*visit["quote"])].startswith("Deputy Transport Minister")
    assert visit["roles"] == {"who": ["e1"], "to": ["e4"]}
    assert visit["where"] == "e2"
    assert visit["said_by"] == ["e6", "outlet"]
    assert office["roles"] == {"person": ["e1"], "office": "Deputy Transport Minister", "of": ["e3"]}
    assert scope["scope"] == {"rank": "first", "of": "visit", "since": "2019"}
    assert promise["quantity"] == {"low": 2, "high": 2, "words": "two", "unit": None}
    assert (mandate["term"], clause["present"]) == ("P1Y", False)
    assert len(story["names"]) == len(story["mentions"]) == 1
    assert [voice["kind"] for voice in story["voices"]] == [
        "indirect"
    ]  # a photo credit is no voice that says something


# ---------------------------------------------------------------------------------------------- PLOVER
def coded(type_: str, mode: str, status: Any, kind: Any = "act") -> tuple[str, str | None] | None:
    claim = Claim(
        id="c",
        story="s",
        kind=kind,
        type=type_,
        mode=mode,
        status=status,
        quote=(0, 1),
        trigger=(0, 1),
        rule="r",
    )
    code = plover.code(claim)
    return (code.event, code.mode) if code else None


@pytest.mark.parametrize(
    ("type_", "mode", "status", "code"),
    [
        ("CONSULT", "visit", "happened", ("CONSULT", "visit")),
        ("CONSULT", "meeting", "happened", ("CONSULT", None)),
        ("CONSULT", "visit", "planned", ("AGREE", None)),
        ("CONSULT", "visit", "postponed", ("AGREE", None)),
        ("CONSULT", "visit", "cancelled", ("REJECT", "meet")),
        ("CONSULT", "visit", "demanded", ("REQUEST", "meet")),
        ("CONSULT", "visit", "denied", None),
        ("AID", "military", "promised", ("AGREE", None)),
        ("AID", "military", "ongoing", ("AID", None)),
        ("AID", "", "cancelled", ("SANCTION", "discontinue")),
        ("AID", "", "demanded", ("REQUEST", "assist")),
        ("SUPPORT", "", "intended", ("AGREE", None)),
        ("COOPERATE", "", "proposed", ("AGREE", None)),
        ("AGREE", "", "promised", ("AGREE", None)),
        ("AGREE", "sign", "happened", ("SUPPORT", None)),
        ("AGREE", "sign", "planned", ("AGREE", None)),
        ("RETREAT", "withdraw", "happened", ("RETREAT", "withdraw")),
        ("RETREAT", "withdraw", "promised", ("CONCEDE", None)),
        ("RETREAT", "exile", "happened", ("SANCTION", "expel")),
        ("CONCEDE", "", "intended", ("CONCEDE", None)),
        ("RETREAT", "release", "demanded", ("REQUEST", "yield")),
        ("SANCTION", "expel", "demanded", ("REQUEST", "change")),
        ("REQUEST", "yield", "demanded", ("REQUEST", "yield")),
        ("SANCTION", "discontinue", "planned", ("THREATEN", "relations")),
        ("ASSAULT", "aerial", "conditional", ("THREATEN", "violence")),
        ("ASSAULT", "aerial", "expected", None),
        ("ASSAULT", "aerial", "cancelled", None),
        ("COERCE", "overthrow", "happened", ("COERCE", None)),
        ("ACCUSE", "investigate", "not_happened", None),
        ("HUG", "", "happened", None),
    ],
)
def test_plover_codes_follow_from_act_and_status(
    type_: str, mode: str, status: str, code: tuple[str, str | None] | None
) -> None:
    assert coded(type_, mode, status) == code


def test_what_is_no_act_has_no_code() -> None:
    assert coded("CONSULT", "visit", "happened", kind="scope") is None


@pytest.mark.parametrize("type_", sorted(plover.QUADS))
@pytest.mark.parametrize("status", sorted(get_args(Status)))
def test_every_code_is_one_of_plover(type_: str, status: Status) -> None:
    for mode in ("", "pledge", *sorted(plover.MODES.get(type_, ()))):
        claim = Claim(
            id="c", story="s", kind="act", type=type_, mode=mode, status=status, quote=(0, 1), trigger=(0, 1), rule="r"
        )
        code = plover.code(claim)
        if code is not None:
            assert code.quad == plover.QUADS[code.event]
            assert code.mode is None or code.mode in plover.MODES[code.event]
            assert re.fullmatch(r"0[3-9]|1\d|20", code.cameo)


@pytest.mark.parametrize(
    ("type_", "mode", "cameo"),
    [
        ("ACCUSE", "investigate", "09"),
        ("ACCUSE", "allege", "11"),
        ("ASSAULT", "drone", "19"),
        ("ASSAULT", "beat", "18"),
        ("ASSAULT", "unconventional", "20"),
    ],
)
def test_a_mode_may_have_a_cameo_root_of_its_own(type_: str, mode: str, cameo: str) -> None:
    claim = Claim(id="c", story="s", kind="act", type=type_, mode=mode, quote=(0, 1), trigger=(0, 1), rule="r")
    code = plover.code(claim)
    assert code is not None
    assert code.cameo == cameo


def test_the_types_are_those_of_the_codebook() -> None:
    """Where the codebook is at hand, every type has its quad and every mode is there."""
    book = Path(__file__).parents[2] / "shared" / "data" / "plover" / "plover.yaml"
    if not book.exists():
        pytest.skip("the PLOVER codebook is not at hand")
    text = book.read_text(encoding="utf-8").partition("\nevents:\n")[2].partition("\ncontexts:")[0]
    quads = dict(re.findall(r"^  ([A-Z]+):\n    quad: (\d)", text, re.MULTILINE))
    assert {name: int(quad) for name, quad in quads.items()} == plover.QUADS
    for chunk in re.split(r"^  (?=[A-Z]+:$)", text, flags=re.MULTILINE)[1:]:
        name = chunk.partition(":")[0]
        modes = set(re.findall(r"^      ([a-z-]+):$", chunk, re.MULTILINE))
        assert modes == set(plover.MODES.get(name, ())), name
