"""Which reports are taken to tell of one act, which are not, and what a person's judgement changes."""

import random
import time
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate_reports import (
    CAST,
    EXAMPLES,
    PEOPLE,
    REGISTERS,
    act,
    collated,
    events_of_kind,
    names_of,
    readings_,
    report,
    talks,
    told,
)
from regesta.collate import Collation, collate
from regesta.collate.likeness import ENOUGH
from regesta.docket import claim_key, judgement_id
from regesta.model import Entity, Event, Judgement, Reading


def one_event(*readings: Reading) -> Event:
    (event,) = collated(*readings).events
    assert event.reasons
    return event


def apart(*readings: Reading) -> None:
    assert len(collated(*readings).events) == len(readings)


# ------------------------------------------------------------------------------------------------------- together
def test_one_meeting_in_two_papers() -> None:
    """Wafula met Mushi in Arusha on 17 April / On Wednesday Mushi received Wafula at the lake conference centre."""
    event = one_event(
        talks("Rift Herald", "2024-04-18", "Wafula met Mushi in Arusha on 17 April."),
        talks("Coast Daily", "2024-04-19", "Mushi received Wafula at the conference centre.", who="Mushi",
              with_="Wafula", where="Tanzania"),
    )  # fmt: skip
    assert event.when == "2024-04-17"
    assert event.where == "r-Arusha"
    assert event.outlets == ("Rift Herald", "Coast Daily")
    assert event.origins == ("Rift Herald", "Coast Daily")
    assert set(event.who) == {"r-Wafula", "r-Mushi"}


def test_a_month_and_a_day() -> None:
    """One paper knows the day, the other the month: the day is kept."""
    event = one_event(
        talks("Rift Herald", "2024-05", "Wafula met Mushi in April.", when="2024-04"),
        talks("Coast Daily", "2024-04-19", "Mushi received Wafula.", who="Mushi", with_="Wafula"),
    )
    assert event.when == "2024-04-17"


def test_a_person_and_a_delegation() -> None:
    """Solberg landed in Tbilisi on 3 June / a Norwegian delegation came to Georgia on 3 June."""
    event = one_event(
        report("Fjord News", "2022-06-04",
               act("CONSULT", "Solberg landed in Tbilisi on 3 June.", mode="visit", who="Solberg", to="Georgia",
                   where="Tbilisi", when="2022-06-03")),
        report("Batumi Courier", "2022-06-04",
               act("CONSULT", "A Norwegian delegation came to Georgia on 3 June.", mode="visit",
                   who="Norwegian delegation", to="Georgia", when="2022-06-03")),
    )  # fmt: skip
    assert event.where == "r-Tbilisi"


def test_the_fall_of_a_government_told_in_passing() -> None:
    """Two reports of other things date the fall of Keita to December 2013: that is corroboration."""
    event = one_event(
        report("Sahel Mail", "2014-03-03",
               act("COERCE", "since the fall of Keita in December", mode="overthrow", to="Keita", where="Mali",
                   when="2013-12", background=True)),
        report("Dakar Matin", "2015-01",
               act("COERCE", "when rebels toppled Keita in late 2013", mode="overthrow", to="Keita", where="Mali",
                   when="2013-12", background=True)),
    )  # fmt: skip
    assert event.background
    assert len(event.origins) == 2


def test_headline_and_lead_of_one_report() -> None:
    """A report repeats itself: Asante arrives in Lome; the minister has arrived at the head of a mission."""
    reading = report(
        "Lome Jour", "2019-02-02",
        act("CONSULT", "Asante arrives in Lome", mode="visit", who="Asante", to="Togo", where="Lome",
            when="2019-02-01"),
        act("CONSULT", "The minister has arrived in Lome with a mission.", mode="visit",
            who="Asante, Ghanaian government", to="Togo", where="Lome", when="2019-02", when_basis="publication"),
    )  # fmt: skip
    event = one_event(reading)
    assert len(event.claims) == 2
    assert event.outlets == ("Lome Jour",)


def test_the_tense_alone_tells_no_day() -> None:
    """A paper of the nineteenth writes "has met"; the meeting was on the seventeenth."""
    event = one_event(
        talks(
            "Rift Herald", "2024-04-19", "Wafula has met Mushi.", when="2024-04-19", when_words="", when_basis="tense"
        ),
        talks("Coast Daily", "2024-04-19", "Mushi received Wafula on 17 April.", who="Mushi", with_="Wafula"),
    )
    assert event.when == "2024-04-17"


def test_a_plan_and_its_fulfilment_on_the_named_day() -> None:
    """Wafula will meet Mushi on 17 April / Wafula met Mushi on 17 April: one event, with its two statuses listed."""
    event = one_event(
        talks("Rift Herald", "2024-04-10", "Wafula will meet Mushi in Arusha on 17 April.", status="planned"),
        talks("Coast Daily", "2024-04-18", "Wafula met Mushi in Arusha on 17 April."),
    )
    assert event.status == "happened"
    assert "status" in event.disputed


def test_an_undated_report_of_the_same_week() -> None:
    one_event(
        talks("Rift Herald", "2024-04-19", "Wafula met Mushi in Arusha.", when=None),
        talks("Coast Daily", "2024-04-18", "Mushi received Wafula in Arusha.", who="Mushi", with_="Wafula"),
    )


def test_states_alone_need_a_common_day_and_words() -> None:
    one_event(
        report("Quito Hoy", "2011-11-12",
               act("ACCUSE", "Peru accused Ecuador of moving border stones.", who="Peru", to="Ecuador",
                   when="2011-11-11", about="moving border stones")),
        report("Lima Hoy", "2011-11-12",
               act("ACCUSE", "Lima accused Ecuador on Friday of moving the border stones.", who="Peru", to="Ecuador",
                   when="2011-11-11", about="moving the border stones")),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------- apart
BASE = talks("Rift Herald", "2024-04-18", "Wafula met Mushi in Arusha on 17 April.")

APART = {
    "two ministers of one state": talks("Coast Daily", "2024-04-18", "Otieno met Mushi in Arusha on 17 April.",
                                        who="Otieno"),
    "a year later": talks("Coast Daily", "2025-04-18", "Wafula met Mushi in Arusha on 17 April.", when="2025-04-17"),
    "the next day": talks("Coast Daily", "2024-04-19", "Wafula met Mushi in Arusha on 18 April.", when="2024-04-18"),
    "a plan for another day": talks("Coast Daily", "2024-04-10", "Wafula is to meet Mushi in May.", when="2024-05",
                                    status="planned"),
    "a plan of the same month": talks("Coast Daily", "2024-04-10", "Wafula is to meet Mushi in April.", when="2024-04",
                                      status="planned"),
    "cancelled": talks("Coast Daily", "2024-04-17", "Wafula's meeting with Mushi was cancelled.", status="cancelled"),
    "a call": talks("Coast Daily", "2024-04-18", "Wafula rang Mushi.", mode="phone"),
    "another town": talks("Coast Daily", "2024-04-18", "Wafula met Mushi in Dodoma on 17 April.", where="Dodoma"),
    "another counterpart": talks("Coast Daily", "2024-04-18", "Wafula met Kato in Arusha on 17 April.", with_="Kato"),
    "reported long after, undated": talks("Coast Daily", "2024-09-18", "Wafula met Mushi in Arusha.", when=None),
    "another sort of act": report("Coast Daily", "2024-04-18",
                                  act("ACCUSE", "Wafula accused Mushi in Arusha.", who="Wafula", to="Mushi",
                                      when="2024-04-17")),
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_apart(name: str) -> None:
    apart(BASE, APART[name])


def test_two_numbered_texts_stay_apart() -> None:
    def passed(outlet: str, text: str) -> Reading:
        return report(outlet, "2019-05-04",
                      act("AGREE", f"Members passed {text} on 3 May.", mode="resolution", instrument=text,
                          when="2019-05-03"))  # fmt: skip

    apart(passed("Bern Echo", "Resolution 9101"), passed("Basel Note", "Resolution 9102"))
    one_event(passed("Bern Echo", "Resolution 9101"), passed("Basel Note", "Resolution 9101"))


def test_a_week_and_a_day_of_it() -> None:
    event = one_event(
        talks(
            "Rift Herald", "2024-04-22", "Wafula met Mushi in the third week of April.", when="2024-04-15/2024-04-21"
        ),
        talks("Coast Daily", "2024-04-19", "Mushi received Wafula.", who="Mushi", with_="Wafula"),
    )
    assert event.when == "2024-04-17"
    assert "the same days" in event.reasons


def test_a_state_without_a_code_stands_for_itself() -> None:
    """Two states that no list of codes has are told apart by their ids."""
    labels = {one: Entity(id=one, kind="state", name=one) for one in ("r-Fiji", "r-Tonga")}
    readings = [
        report(outlet, "2011-11-12", act("ASSAULT", f"{who} shelled a village.", who=who, when="2011-11-11"))
        for outlet, who in (("Suva Sun", "Fiji"), ("Pacific Mail", "Tonga"))
    ]
    assert len(collate(readings, names_of(readings), labels).events) == 2


def test_two_bodies_of_one_state_stay_apart() -> None:
    def came(outlet: str, who: str) -> Reading:
        return report(outlet, "2011-11-12",
                      act("CONSULT", f"The {who} sent people to Lome.", mode="visit", who=who, to="Togo",
                          when="2011-11-11"))  # fmt: skip

    apart(came("Accra Times", "Kenyan Treasury"), came("Lome Jour", "Kenyan Foreign Ministry"))
    one_event(came("Accra Times", "Kenyan Treasury"), came("Lome Jour", "Kenyan Treasury"))


def test_history_without_a_date_joins_by_what_befell_whom() -> None:
    """One report tells the fall of Keita without a date, the other with one."""
    one_event(
        report("Sahel Mail", "2014-03-03",
               act("COERCE", "since the fall of Keita in December", mode="overthrow", to="Keita", where="Mali",
                   when="2013-12", background=True)),
        report("Dakar Matin", "2019-01",
               act("COERCE", "since the fall of Keita", mode="overthrow", to="Keita", where="Mali", background=True)),
    )  # fmt: skip


def test_what_is_to_come_is_not_of_the_day_of_its_report() -> None:
    """Two papers announce one visit, a week apart, without a date."""
    one_event(
        report("Rift Herald", "2024-04-10",
               act("CONSULT", "Wafula is to visit Tanzania.", mode="visit", status="planned", who="Wafula",
                   to="Tanzania", when="2024-04-10", when_words="", when_basis="publication")),
        report("Coast Daily", "2024-04-17",
               act("CONSULT", "Wafula will come to Tanzania.", mode="visit", status="planned", who="Wafula",
                   to="Tanzania", when="2024-04-17", when_words="", when_basis="publication")),
    )  # fmt: skip


def test_two_accusations_of_one_day_stay_apart() -> None:
    def accused(outlet: str, of: str) -> Reading:
        return report(outlet, "2011-11-12",
                      act("ACCUSE", f"Fiji accused Tonga of {of}.", who="Fiji", to="Tonga", when="2011-11-11",
                          about=of))  # fmt: skip

    apart(accused("Suva Sun", "illegal fishing"), accused("Pacific Mail", "spying"))


def test_a_chain_never_joins_what_is_barred() -> None:
    """A report without a day lies between two meetings on two days; it may join one of them, never both."""
    found = collated(
        BASE,
        talks("Coast Daily", "2024-04-20", "Wafula met Mushi in Arusha on 19 April.", when="2024-04-19"),
        talks("Lake Post", "2024-04-21", "Wafula met Mushi in Arusha in April.", when="2024-04"),
    )
    assert sorted(len(one.claims) for one in found.events) == [1, 2]


# ------------------------------------------------------------------------------------------------------- standing facts
def test_standing_facts_join_by_what_they_are_about() -> None:
    """An office, a base, a mandate, a clause, a relation and a quotation, each told by two papers."""
    pairs = [
        told("office", "", "Asante, the foreign minister of Ghana", person="Asante", office="Foreign Minister",
             of="Ghana", when="2020-02-02"),
        told("office", "", "Asante, Ghana's minister of foreign affairs", person="Asante",
             office="Minister of Foreign Affairs", of="Ghana", when="2020-09"),
        told("facility", "", "Japan uses the Salt Pan base", facility="Salt Pan air base", user="Japan"),
        told("facility", "", "the Japanese planes at Salt Pan", facility="Salt Pan air base", user="Japan"),
        told("mandate", "", "Resolution 9101 lets the mission stay", body="Lake Mission", instrument="Resolution 9101",
             term="2022-12-31"),
        told("mandate", "", "the Lake Mission under Resolution 9101", body="Lake Mission", instrument="Resolution 9101",
             term="2022-12-31"),
        told("clause", "", "no word on night ferries", instrument="Lake Accord", clause="night ferries across the lake",
             present=False),
        told("clause", "", "night ferries are left out", instrument="Lake Accord",
             clause="the night ferries across the lake", present=False),
        told("relation", "", "Oman backs the council", who="Oman", relation="backs", to="Jordan"),
        told("relation", "", "the council, backed by Oman", who="Oman", relation="backs", to="Jordan"),
        told("quotation", "", "he called it a narrow gate to a wide field", speaker="Faye",
             text="This treaty is a narrow gate to a wide field"),
        told("quotation", "", "it is, he said, a narrow gate to a wide field", speaker="Faye",
             text="the treaty is a narrow gate to a wide field"),
        told("instrument", "", "the Lake Accord was signed", instrument="Lake Accord", state="signed"),
        told("instrument", "", "they signed the Lake Accord", instrument="Lake Accord", state="signed"),
    ]  # fmt: skip
    readings = [report("Paper A", "2020-10-01", *pairs[::2]), report("Paper B", "2020-10-02", *pairs[1::2])]
    found = collated(*readings)
    assert [len(one.claims) for one in found.events] == [2] * 7
    assert all(len(one.origins) == 2 and one.reasons for one in found.events)


@pytest.mark.parametrize(
    ("kind", "said", "together"),
    [
        ("mandate", {"body": "that mission"}, False),
        ("mandate", {"body": "The team"}, False),
        ("mandate", {"body": "the Strait Observer Force"}, True),
        ("mandate", {"body": "the mission", "instrument": "Resolution 9101"}, True),
        ("instrument", {"instrument": "the agreement", "state": "signed"}, False),
        ("instrument", {"instrument": "a ferry accord", "state": "signed"}, False),
        ("instrument", {"instrument": "the accord of 1994", "state": "signed"}, True),
        ("clause", {"instrument": "the text", "clause": "night ferries", "present": False}, False),
        ("facility", {"facility": "the base", "user": "Japan"}, False),
    ],
)
def test_common_nouns_of_two_stories_need_not_mean_one_thing(kind: str, said: dict[str, Any], together: bool) -> None:
    """Two papers each write of "that mission" or "the agreement": only within a story do they say which is meant."""
    found = collated(
        report("Paper A", "2020-10-01", told(kind, "", "the first to say it", **said)),
        report("Paper B", "2020-10-02", told(kind, "", "the second to say it", **said)),
    )
    assert len(found.events) == (1 if together else 2)
    one = report("Paper A", "2020-10-01", told(kind, "", "it is said", **said), told(kind, "", "said again", **said))
    assert len(collated(one).events) == 1


def test_standing_facts_about_other_things_stay_apart() -> None:
    found = collated(
        report("Paper A", "2020",
               told("office", "", "Asante is minister", person="Asante", office="Foreign Minister", of="Ghana"),
               told("relation", "", "and so on"),
               told("relation", "", "and more")),
        report("Paper B", "2020",
               told("office", "", "Boateng is minister", person="Boateng", office="Foreign Minister", of="Ghana")),
    )  # fmt: skip
    assert len(events_of_kind(found, "office")) == 2
    assert len(events_of_kind(found, "relation")) == 2


# ------------------------------------------------------------------------------------------------------- judgements
def keys(*readings: Reading) -> tuple[str, ...]:
    return tuple(claim_key(claim, one) for one in readings for claim in one.claims)


def judged(act_: str, subjects: Sequence[str], at: str = "2024-06-01T00:00:00Z") -> Judgement:
    return Judgement(act=act_, subjects=tuple(subjects), by="an editor", at=at)  # type: ignore[arg-type]


TWIN = talks("Coast Daily", "2024-04-19", "Mushi received Wafula.", who="Mushi", with_="Wafula")
OTHER = APART["another counterpart"]


def test_a_person_joins_what_the_table_does_not() -> None:
    (event,) = collated(BASE, OTHER, judgements=[judged("merge", keys(BASE, OTHER))]).events
    assert event.reasons == ("a person's judgement",)


def test_a_split_is_not_undone_by_another_report() -> None:
    """BASE and TWIN were split; a third paper that is like both may not bring them together."""
    third = talks("Lake Post", "2024-04-18", "Wafula and Mushi met in Arusha on 17 April.")
    found = collated(BASE, TWIN, third, judgements=[judged("split", keys(BASE, TWIN))])
    assert sorted(len(one.claims) for one in found.events) == [1, 2]
    (warning,) = found.findings
    assert warning.where == third.claims[0].id
    assert all(one.claims[0].id in warning.what for one in (BASE, TWIN))


def test_a_split_that_nothing_resembles_is_not_warned_of() -> None:
    assert collated(BASE, TWIN, judgements=[judged("split", keys(BASE, TWIN))]).findings == ()


def test_the_links_of_an_event_have_its_weights() -> None:
    (event,) = collated(BASE, TWIN).events
    (link,) = event.links
    assert set(link.claims) == set(event.claims)
    assert tuple(sorted({one.why for one in link.features})) == event.reasons
    assert link.score >= ENOUGH


def test_merge_then_split_restores() -> None:
    before = collated(BASE, OTHER)
    decided = [judged("merge", keys(BASE, OTHER)), judged("split", keys(BASE, OTHER), "2024-06-02T00:00:00Z")]
    after = collated(BASE, OTHER, judgements=decided)
    assert after.events == before.events
    assert after.conflicts == before.conflicts


def test_a_split_takes_back_the_merge_of_the_same_events() -> None:
    """BASE and TWIN are one meeting, OTHER another. Merged through one claim, they are split through another."""
    before = collated(BASE, TWIN, OTHER)
    merged = [judged("merge", keys(BASE, OTHER))]
    assert [len(one.claims) for one in collated(BASE, TWIN, OTHER, judgements=merged).events] == [3]
    split = [*merged, judged("split", keys(TWIN, OTHER), "2024-06-02T00:00:00Z")]
    assert collated(BASE, TWIN, OTHER, judgements=split).events == before.events


def test_a_later_merge_prevails_over_a_split() -> None:
    decided = [judged("split", keys(BASE, TWIN)), judged("merge", keys(BASE, TWIN), "2024-06-02T00:00:00Z")]
    assert len(collated(BASE, TWIN, judgements=decided).events) == 1


def test_a_withdrawn_judgement_does_nothing() -> None:
    split = judged("split", keys(BASE, TWIN))
    undo = judged("undo", [judgement_id(split)], "2024-06-02T00:00:00Z")
    redo = judged("undo", [judgement_id(undo)], "2024-06-03T00:00:00Z")
    assert len(collated(BASE, TWIN, judgements=[undo, split]).events) == 1
    assert len(collated(BASE, TWIN, judgements=[redo, undo, split]).events) == 2


def test_a_rejected_claim_is_in_no_event() -> None:
    found = collated(BASE, TWIN, judgements=[judged("reject", keys(BASE))])
    assert [one.outlets for one in found.events] == [("Coast Daily",)]
    assert found.rejected == (BASE.claims[0].id,)


def test_a_judgement_on_nothing_is_not_hidden() -> None:
    found = collated(BASE, judgements=[judged("merge", ["key-gone", *keys(BASE)])])
    assert len(found.findings) == 1
    assert "key-gone" in found.findings[0].what


def test_a_key_survives_another_reading() -> None:
    """The same sentence at another offset, in other typography, keeps its key."""
    quiet = report("Rift Herald", "2024-04-18", act("CONSULT", "Wafula’s team met Mushi", who="Wafula"))
    loud = report(
        "Rift Herald",
        "2024-04-18",
        act("CONSULT", "WAFULA'S TEAM met Mushi", who="Wafula"),
        text="Lead. WAFULA'S TEAM met Mushi",
    )
    assert keys(quiet) == keys(loud)


# ------------------------------------------------------------------------------------------------------- oddities
@pytest.mark.parametrize("text", ["", "\0", "\ud800 \u202e 🚂", "x" * 1_000_000])
def test_any_text_gives_an_answer(text: str) -> None:
    found = collated(
        report("", None, act("CONSULT", text, who="Wafula", when="not a date"), told("office", "", text), text=text)
    )
    assert len(found.events) == 2


def test_nothing_gives_nothing() -> None:
    assert collate([], {}, {}) == Collation(events=(), conflicts=())


def test_a_ring_of_parents_ends() -> None:
    labels = {
        "a": msgspec.structs.replace(CAST["Arusha"], id="a", parent="b"),
        "b": msgspec.structs.replace(CAST["Dodoma"], id="b", parent="a"),
    }
    reading = report("Paper", "2020",
                     act("CONSULT", "They met.", who="Wafula", where="Arusha"),
                     act("CONSULT", "They sat.", who="Wafula", where="Dodoma"))  # fmt: skip
    names = {f"{reading.story.id}/Arusha": "a", f"{reading.story.id}/Dodoma": "b"}
    assert collate([reading], names, labels).events


# ------------------------------------------------------------------------------------------------------- properties
@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, st.randoms(use_true_random=False))
def test_order_never_matters(readings: list[Reading], chance: random.Random) -> None:
    shuffled = list(readings)
    chance.shuffle(shuffled)
    assert collated(*shuffled) == collated(*readings)  # events, their reasons and links, conflicts and what they say


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, readings_())
def test_adding_a_reading_never_removes_a_claim(readings: list[Reading], more: Reading) -> None:
    before = {claim for one in collated(*readings).events for claim in one.claims}
    after = [claim for one in collated(*readings, more).events for claim in one.claims]
    assert before <= set(after)
    assert len(after) == len(set(after))
    assert {claim.id for one in (*readings, more) for claim in one.claims} == set(after)


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, st.data())
def test_merging_two_events_and_splitting_them_restores(readings: list[Reading], data: st.DataObject) -> None:
    before = collated(*readings)
    ids = [one.claims for one in before.events]
    first, second = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    if first != second:
        pair, other = [(data.draw(st.sampled_from(first)), data.draw(st.sampled_from(second))) for _ in range(2)]
        merged = [judged("merge", pair)]
        split = [*merged, judged("split", other, "2024-06-02T00:00:00Z")]
        assert any({*pair} <= set(one.claims) for one in collated(*readings, judgements=merged).events)
        assert collated(*readings, judgements=split).events == before.events


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, readings_())
def test_reading_a_story_twice_changes_nothing(readings: list[Reading], again: Reading) -> None:
    assert collated(*readings, again, again) == collated(*readings, again)


# ------------------------------------------------------------------------------------------------------- cost
def month_of_news(days: int) -> list[Reading]:
    """Forty reports a day, each of two acts, by some thirty persons."""
    chance = random.Random(7)  # noqa: S311
    people = sorted(PEOPLE)
    found = []
    for at in range(days * 40):
        one, two, three = chance.sample(people, 3)
        day = f"{2000 + at // 40 // 336}-{1 + at // 40 // 28 % 12:02}-{1 + at // 40 % 28:02}"
        found.append(report(f"Outlet {at % 17}", day,
                            act("CONSULT", f"{one} met {two} on day {at // 40}.", mode="meeting", who=one, with_=two,
                                when=day),
                            act("ACCUSE", f"{two} accused {three} of delay {at}.", who=two, to=three, when=day,
                                about=f"delay {at}")))  # fmt: skip
    return found


def test_cost_grows_with_the_register_not_with_its_square() -> None:
    def seconds(days: int) -> float:
        readings = month_of_news(days)
        began = time.perf_counter()
        collated(*readings)
        return time.perf_counter() - began

    small, large = seconds(5), seconds(40)
    assert large < 8 * small * 3
