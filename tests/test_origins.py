"""Who is independent of whom: agencies, copies, unnamed voices."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate_reports import EXAMPLES, LABELS, REGISTERS, act, names_of, readings_, report, talks
from regesta.collate import Collation, collate, origin
from regesta.model import Dated, Event, Reading, Voice
from regesta.reuse import kin

LONG = "The two ministers walked along the pier for an hour and spoke of ferries, customs and the price of salt."


def collated(*readings: Reading) -> Collation:
    """What the reports say together, with what is known of which was made from which."""
    return collate(readings, names_of(readings), LABELS, kin=kin(one.story for one in readings))


def origins(*readings: Reading) -> tuple[str, ...]:
    (event,) = collated(*readings).events
    return event.origins


def meeting(outlet: str, published: str, sentence: str, **said: object) -> Reading:
    return talks(outlet, published, sentence, **said)


def test_five_outlets_and_one_agency_are_one_origin() -> None:
    """Five papers print what Harbour Wire sent, each in its own words."""
    papers = [
        meeting(f"Paper {at}", "2024-04-18", f"Wafula met Mushi, Harbour Wire wrote {at}.", voices=["Harbour Wire"])
        for at in range(5)
    ]
    assert origins(*papers) == ("Harbour Wire",)


def test_an_agency_and_a_paper_of_its_own_are_two() -> None:
    found = origins(
        meeting("Rift Herald", "2024-04-18", "Wafula met Mushi, Harbour Wire wrote.", voices=["Harbour Wire"]),
        meeting("Coast Daily", "2024-04-18", "Our reporter saw Wafula and Mushi in Arusha."),
    )
    assert set(found) == {"Coast Daily", "Harbour Wire"}


def test_the_first_named_voice_of_a_chain_counts() -> None:
    """The minister told the agency, the agency the paper: the minister said it first."""
    reading = meeting(
        "Rift Herald", "2024-04-18", "Mushi told Harbour Wire he met Wafula.", voices=["Mushi", "Harbour Wire"]
    )
    assert origin(reading, reading.claims[0], names_of([reading]), LABELS) == "Mushi"


def test_a_voice_the_register_does_not_know_keeps_its_name() -> None:
    reading = meeting("Rift Herald", "2024-04-18", "A port clerk saw it.", voices=["a port clerk"])
    assert origin(reading, reading.claims[0]) == "a port clerk"


def test_an_unnamed_voice_is_the_outlets() -> None:
    reading = meeting("Rift Herald", "2024-04-18", "Wafula met Mushi, sources said.", voices=["unnamed"])
    assert origin(reading, reading.claims[0]) == "Rift Herald"


def test_two_unknown_outlets_are_told_apart_by_their_pages() -> None:
    one = meeting("", "2024-04-18", "Wafula met Mushi in Arusha.")
    two = meeting("", "2024-04-19", "Mushi received Wafula in Arusha.")
    assert len(origins(one, two)) == 2


def test_a_copied_sentence_depends_on_the_earlier_report() -> None:
    """The later paper prints the earlier one's sentence with other quotation marks and capitals."""
    found = origins(
        meeting("Coast Daily", "2024-04-20", LONG.upper()),
        meeting("Rift Herald", "2024-04-18", LONG),
    )
    assert found == ("Rift Herald",)


def test_a_copy_inherits_the_agency_that_another_names() -> None:
    """Both print one sentence; only the later paper says that it is the agency's."""
    found = origins(
        meeting("Rift Herald", "2024-04-18", LONG),
        meeting("Coast Daily", "2024-04-20", LONG, voices=["Harbour Wire"]),
    )
    assert found == ("Harbour Wire",)


def test_a_few_words_in_common_are_no_copy() -> None:
    """Both quote one saying; the Herald has it from the agency, the Daily heard another say it."""
    saying = "We will open the lake road in May"
    found = collated(
        meeting("Rift Herald", "2024-04-18", f"{saying}, Wafula said after he met Mushi.", voices=["Harbour Wire"]),
        meeting("Coast Daily", "2024-04-18", f"At the pier Mushi told our reporter after seeing Wafula: {saying}."),
    )
    assert {origin for event in found.events for origin in event.origins} == {"Harbour Wire", "Coast Daily"}


def test_a_story_that_is_mostly_copied_depends_in_all_it_says() -> None:
    """Coast Daily takes three sentences of four over; its short first one is no independent report."""
    body = f"{LONG}\nNobody on the pier had been told of the walk, and the ferries left as late as ever that day."
    early = report("Rift Herald", "2024-04-18",
                   act("CONSULT", "Wafula met Mushi.", mode="meeting", who="Wafula", with_="Mushi", where="Arusha",
                       when="2024-04-17"), text=f"Wafula met Mushi.\n{body}")  # fmt: skip
    late = report("Coast Daily", "2024-04-20",
                  act("CONSULT", "Mushi saw Wafula.", mode="meeting", who="Mushi", with_="Wafula", where="Arusha",
                      when="2024-04-17"), text=f"Mushi saw Wafula.\n{body}")  # fmt: skip
    assert origins(early, late) == ("Rift Herald",)


FERRIES = "Nobody on the pier had been told of the walk, and the ferries left as late as ever that day."
SALT = "The price of salt had doubled since the customs house at the lake was closed in the spring."


def printed(outlet: str, published: str | None, *sentences: str) -> Reading:
    """A report whose first sentence tells of the meeting."""
    fields = {"mode": "meeting", "who": "Wafula", "with_": "Mushi", "where": "Arusha", "when": "2024-04-17"}
    return report(outlet, published, act("CONSULT", sentences[0], **fields), text="\n".join(sentences))


def test_an_edited_copy_depends_on_what_it_was_made_from() -> None:
    """Coast Daily changes two words, after which few of the first sentence's runs of eight words are the Herald's."""
    edited = LONG.replace("hour", "evening").replace("spoke", "talked")
    early = printed("Rift Herald", "2024-04-18", LONG, FERRIES, SALT)
    late = printed("Coast Daily", "2024-04-20", edited, FERRIES.replace("told", "warned"), SALT)
    assert origins(early, late) == ("Rift Herald",)


def test_a_sentence_of_its_own_in_a_copy_is_the_papers() -> None:
    """Coast Daily prints the Herald's report below a first sentence that its own reporter wrote."""
    own = "Wafula and Mushi met behind the closed doors of the customs house, our reporter at the gate saw."
    early = printed("Rift Herald", "2024-04-18", LONG, FERRIES, SALT)
    late = printed("Coast Daily", "2024-04-20", own, FERRIES, SALT)
    assert set(origins(early, late)) == {"Rift Herald", "Coast Daily"}


def test_a_paper_that_credits_an_agency_is_not_the_origin_of_its_text() -> None:
    """The paper's page has the earlier date, and says whose report it is."""
    paper = printed("Coast Daily", "2024-04-18", LONG, FERRIES, "(Harbour Wire)")
    agency = printed("Harbour Wire", "2024-04-19", LONG, FERRIES)
    assert origins(paper, agency) == ("Harbour Wire",)


def test_copies_without_dates_are_one_origin_too() -> None:
    found = origins(*(printed(outlet, None, LONG, FERRIES) for outlet in ("Rift Herald", "Coast Daily", "Lake Post")))
    assert len(found) == 1


@pytest.mark.parametrize("outlet", ["Coast Daily", "Lake Post", "Pier Gazette", "Quay Courier"])
def test_of_a_short_copy_and_its_long_source_the_copy_depends(outlet: str) -> None:
    """The copy has no date, and a short first sentence; of the source it has less than half."""
    more = [f"Behind gate {at} of the harbour a crowd of {at} fishermen waited for news." for at in range(5)]
    long = printed("Rift Herald", "2024-04-18", "Wafula met Mushi.", LONG, FERRIES, *more)
    assert origins(long, printed(outlet, None, "Mushi saw Wafula.", LONG, FERRIES)) == ("Rift Herald",)


def test_kinships_with_stories_that_are_not_among_the_readings_are_passed_over() -> None:
    early = printed("Rift Herald", "2024-04-18", "Wafula met Mushi.", LONG, FERRIES)
    late = printed("Coast Daily", "2024-04-20", "Mushi saw Wafula.", LONG, FERRIES)
    found = collate([late], names_of([late]), LABELS, kin=kin([early.story, late.story]))
    assert found.events[0].origins == ("Coast Daily",)


def test_papers_that_credit_one_another_in_a_ring_are_one_origin() -> None:
    """Each of three prints the same short item and names the next one as its source."""
    papers = ("Rift Herald", "Coast Daily", "Lake Post")
    ring = [
        printed(paper, "2024-04-18", "Wafula met Mushi.", LONG, FERRIES, f"({papers[at - 1]})")
        for at, paper in enumerate(papers)
    ]
    assert len(origins(*ring)) == 1


def test_two_papers_that_quote_one_statement_are_two_origins() -> None:
    """Both end with the same two sentences of a ministry; what they saw is their own."""
    found = origins(
        printed("Rift Herald", "2024-04-18", "Wafula met Mushi on the pier.", FERRIES, SALT, LONG),
        printed("Coast Daily", "2024-04-20", "Wafula saw Mushi at noon.", FERRIES, SALT,
                *(f"Behind gate {at} of the harbour a crowd of {at} fishermen waited for news." for at in range(4))),
    )  # fmt: skip
    assert set(found) == {"Rift Herald", "Coast Daily"}


@pytest.mark.parametrize("sentence", ["Wafula met Mushi.", "Wafula met Mushi in Arusha on 17 April."])
def test_a_short_sentence_in_common_proves_nothing(sentence: str) -> None:
    found = origins(
        meeting("Rift Herald", "2024-04-18", sentence[:17], voices=[]),
        meeting("Coast Daily", "2024-04-18", sentence[:17], voices=[]),
    )
    assert len(found) == 2


def test_spellings_of_one_name_count_once() -> None:
    found = origins(
        meeting("Harbour Wire", "2024-04-18", "Wafula met Mushi."),
        meeting("HARBOUR-WIRE", "2024-04-19", "In Arusha, Mushi sat down with Wafula."),
    )
    assert found == ("Harbour Wire",)


def test_the_ministry_is_the_ministry_that_is_named() -> None:
    found = origins(
        meeting("Coast Daily", "2024-04-18", "Wafula met Mushi, the ministry said.", voices=["the ministry"]),
        meeting("Rift Herald", "2024-04-19", "Mushi saw Wafula, it was said.", voices=["Kenyan Foreign Ministry"]),
    )
    assert found == ("Kenyan Foreign Ministry",)


def test_the_place_of_a_dispatch_is_nobody() -> None:
    (reading,) = [meeting("Coast Daily", "2024-04-18", "Wafula met Mushi.")]
    place = Voice(kind="credit", name="Arusha", entity="Arusha")
    claims = tuple(msgspec.structs.replace(one, voices=(place,)) for one in reading.claims)
    assert origins(msgspec.structs.replace(reading, claims=claims)) == ("Coast Daily",)


def test_a_chain_of_outlets_ends_at_the_first() -> None:
    """The Herald has it from the Daily, whose own report has it from the agency."""
    found = origins(
        meeting("Coast Daily", "2024-04-18", "Wafula met Mushi, Harbour Wire wrote.", voices=["Harbour Wire"]),
        meeting("Rift Herald", "2024-04-19", "Mushi saw Wafula, according to the Daily.", voices=["Coast Daily"]),
    )
    assert found == ("Harbour Wire",)


def test_outlets_that_name_each_other_are_one_origin() -> None:
    """The Herald has it from the Daily, and the Daily from the Herald; a third paper saw it for itself."""
    ring = (
        meeting("Coast Daily", "2024-04-18", "Wafula met Mushi, the Herald wrote.", voices=["Rift Herald"]),
        meeting("Rift Herald", "2024-04-18", "Mushi saw Wafula, according to the Daily.", voices=["Coast Daily"]),
    )
    assert len(origins(*ring)) == 1
    assert origins(*ring) == origins(*ring[::-1])
    witness = meeting("Lake Post", "2024-04-18", "Our reporter watched Wafula and Mushi talk.")
    assert len(origins(*ring, witness)) == 2


def by_claim(events: tuple[Event, ...]) -> dict[str, Event]:
    return {claim: event for event in events for claim in event.claims}


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(["Harbour Wire", "Bulletin Agency"]), min_size=1, max_size=5))
def test_the_same_origin_twice_never_raises_corroboration(voices: list[str]) -> None:
    """However many papers repeat two agencies, there are no more origins than agencies."""
    papers = [
        meeting(f"Paper {at}", "2024-04-18", f"Wafula met Mushi, {at}.", voices=[voice])
        for at, voice in enumerate(voices)
    ]
    assert set(origins(*papers)) == set(voices)


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, st.data())
def test_a_report_printed_again_never_raises_corroboration(readings: list[Reading], data: st.DataObject) -> None:
    """Another paper prints a report as it stands, a week later: no event has more origins than before."""
    before = {claim: one.origins for one in collated(*readings).events for claim in one.claims}
    model = data.draw(st.sampled_from(readings))
    after = collated(*readings, again(model, "Mole Note", "2024-05-28")).events
    for one in after:  # a copy may show that two events are one, but then it has just their origins, and its own
        told = {name for claim in one.claims for name in (claim, claim.removesuffix("-again"))}
        known = {origin for claim in told for origin in before.get(claim, ())}
        assert len(one.origins) <= max(1, len(known))


def again(reading: Reading, outlet: str, published: str) -> Reading:
    """The report as another paper prints it: of the same text, naming the first."""
    story = msgspec.structs.replace(
        reading.story, id=f"{reading.story.id}-again", outlet=outlet, published=Dated(edtf=published, basis="given")
    )
    voice = Voice(kind="credit", name=reading.story.outlet or "")
    claims = tuple(
        msgspec.structs.replace(one, id=f"{one.id}-again", story=story.id, voices=one.voices or (voice,))
        for one in reading.claims
    )
    return msgspec.structs.replace(reading, story=story, claims=claims)


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(REGISTERS, readings_())
def test_no_event_has_more_origins_than_claims(readings: list[Reading], more: Reading) -> None:
    for event in collated(*readings, more).events:
        assert 1 <= len(event.origins) <= len(event.claims)
