"""What a little report tells: who did what, whether it happened, when, who says so, and what stands beside it."""

from collections.abc import Mapping

import pytest

from little_reports import chain, claims, docstrings, documents, only, quoted, report, role, texts_of
from regesta.annotate import annotate
from regesta.claims import read
from regesta.door import story_json
from regesta.intake import Given, read_text
from regesta.model import Block, Claim, Document, Reading, Story

DAY = "2023-05-22"  # a Monday, on which every report here is published


def weak(reason: str) -> pytest.MarkDecorator:
    """The mark of a case that is read wrongly so far."""
    return pytest.mark.xfail(strict=True, reason=reason)


# --------------------------------------------------------------------------------------------- status
STATUS = [
    ("Envoy Tiago Reis visited Malawi on Friday.", "visit", "happened"),
    ("Envoy Tiago Reis is visiting Malawi this week.", "visit", "ongoing"),
    ("Envoy Tiago Reis will visit Malawi in June.", "visit", "planned"),
    ("Envoy Tiago Reis is due to visit Malawi in June.", "visit", "planned"),
    ("Envoy Tiago Reis visits Malawi on 3 June 2023.", "visit", "planned"),
    ("Envoy Tiago Reis intends to visit Malawi.", "visit", "intended"),
    ("Envoy Tiago Reis hopes to visit Malawi.", "visit", "intended"),
    ("Envoy Tiago Reis is likely to visit Malawi.", "visit", "expected"),
    ("Envoy Tiago Reis promised to visit Malawi.", "visit", "promised"),
    ("Envoy Tiago Reis offered to visit Malawi.", "visit", "proposed"),
    ("Villagers urged Envoy Tiago Reis to visit Malawi.", "visit", "demanded"),
    ("Envoy Tiago Reis must visit Malawi, the clerk said.", "visit", "demanded"),
    ("Envoy Tiago Reis would visit Malawi if the road were dry.", "visit", "conditional"),
    ("If Envoy Tiago Reis visits Malawi, the road will be closed.", "visit", "conditional"),
    ("Envoy Tiago Reis’s visit to Malawi was postponed on Friday.", "visit", "postponed"),
    ("Envoy Tiago Reis put off his visit to Malawi on Friday.", "visit", "postponed"),
    ("Envoy Tiago Reis’s visit to Malawi was called off on Friday.", "visit", "cancelled"),
    ("Envoy Tiago Reis cancelled his visit to Malawi on Friday.", "visit", "cancelled"),
    ("Envoy Tiago Reis did not visit Malawi.", "visit", "not_happened"),
    ("Envoy Tiago Reis has never visited Malawi.", "visit", "not_happened"),
    ("Envoy Tiago Reis has yet to visit Malawi.", "visit", "not_happened"),
    ("Envoy Tiago Reis declined to visit Malawi.", "visit", "not_happened"),
    ("Envoy Tiago Reis denied visiting Malawi.", "visit", "denied"),
    ("The consulate denied that Envoy Tiago Reis had visited Malawi.", "visit", "denied"),
    ("Envoy Tiago Reis may visit Malawi in June.", "visit", "unclear"),
    ("Envoy Tiago Reis allegedly visited Malawi.", "visit", "unclear"),
    ("Lesotho signed no agreement with Malawi.", "sign", "not_happened"),
    ("Lesotho and Malawi agreed to sign a water treaty.", "sign", "planned"),
    ("Lesotho is ready to sign a water treaty with Malawi.", "sign", "promised"),
    ("Lesotho began to withdraw its troops from Malawi.", "withdraw", "ongoing"),
    ("Troops of Lesotho withdrew from Malawi on Friday.", "withdraw", "happened"),
    ("The clerk said that Envoy Tiago Reis would visit Malawi.", "visit", "planned"),
    ("Envoy Tiago Reis did not refuse to visit Malawi.", "visit", "happened"),
    ("Envoy Tiago Reis left without visiting Malawi.", "visit", "not_happened"),
    ("No visit of Envoy Tiago Reis to Malawi took place.", "visit", "not_happened"),
    ("Envoy Tiago Reis has a plan to visit Malawi.", "visit", "planned"),
    ("Envoy Tiago Reis expressed readiness to visit Malawi.", "visit", "promised"),
    ("Envoy Tiago Reis bought a boat to visit Malawi.", "visit", "intended"),
    ("Neither side signed the treaty with Malawi.", "sign", "not_happened"),
    ("Neither Chile nor Peru signed the treaty.", "sign", "not_happened"),
    ("The postponed visit of Envoy Tiago Reis to Malawi alarmed the traders.", "visit", "postponed"),
    ("Envoy Tiago Reis’s visit to Malawi will begin on Friday.", "visit", "planned"),
    ("The planned visit of Envoy Tiago Reis to Malawi alarmed the traders.", "visit", "planned"),
]


@pytest.mark.parametrize(("reading", "mode", "status"), STATUS, indirect=["reading"])
def test_status(reading: Reading, mode: str, status: str) -> None:
    """Whether the act happened is read from the words that carry and govern it."""
    assert [c.status for c in claims(reading, "act", mode)] == [status]


# --------------------------------------------------------------------------------------------- background, time
BACKGROUND = [
    ("Envoy Tiago Reis visited Malawi on Friday.", False),
    ("Envoy Tiago Reis had visited Malawi in March.", True),
    ("Envoy Tiago Reis visited Malawi in March 2011.", True),
    ("The road was closed after Envoy Tiago Reis visited Malawi.", True),
    ("The road has been closed since Envoy Tiago Reis visited Malawi.", True),
    ("The clerk said that Envoy Tiago Reis had visited Malawi on Friday.", False),
]


@pytest.mark.parametrize(("reading", "background"), BACKGROUND, indirect=["reading"])
def test_background(reading: Reading, background: bool) -> None:
    """What is told in passing, or was long ago, is background; a reported pluperfect is not."""
    assert only(reading, "act", "visit").background is background


def test_what_follows_a_since_is_background(reading: Reading) -> None:
    """Traders have crossed freely since Malawi ratified the water treaty in March 2019."""
    claim = only(reading, "instrument", "ratified")
    assert (claim.background, claim.when) == (True, "2019-03")


def test_since_leaves_the_end_open(reading: Reading) -> None:
    """Morocco has been supporting Gabon with rice since 2015."""
    (claim,) = [c for c in claims(reading, "act") if c.type in ("SUPPORT", "AID")]
    assert (claim.when, claim.when_words.split()[-1]) == ("2015/..", "2015")


def test_date_of_another_event_is_not_taken(reading: Reading) -> None:
    """Envoy Tiago Reis made the first visit to Malawi since the fall of the cabinet in March."""
    claim = only(reading, "act", "visit")
    assert claim.when_words == ""
    assert claim.when != "2023-03"


def test_date_of_an_inner_clause_is_not_taken(reading: Reading) -> None:
    """Envoy Tiago Reis, who was born in 1961, visited Malawi on Friday."""
    claim = only(reading, "act", "visit")
    assert (claim.when, claim.when_words.split()[-1]) == ("2023-05-19", "Friday")


def test_undated_act_is_of_the_day_of_the_report(reading: Reading) -> None:
    """Envoy Tiago Reis arrived in Lilongwe."""
    claim = only(reading, "act", "visit")
    assert (claim.when, claim.when_basis) == (DAY, "publication")


def test_undated_earlier_act_has_an_open_start(reading: Reading) -> None:
    """Envoy Tiago Reis had previously visited Malawi."""
    assert only(reading, "act", "visit").when == f"../{DAY}"


def test_present_tense_with_a_coming_date_is_planned(reading: Reading) -> None:
    """The fisheries ministers of Chile and Peru meet in Tacna on 9 June 2023."""
    claim = only(reading, "act", "meeting")
    assert (claim.status, claim.when) == ("planned", "2023-06-09")


def test_the_day_of_the_saying_does_not_date_the_act(reading: Reading) -> None:
    """Judge Mercy Okoth said on Friday that Envoy Tiago Reis had visited Malawi."""
    claim = only(reading, "act", "visit")
    assert (claim.when_words, claim.when) == ("", f"../{DAY}")


def test_a_date_on_the_governing_verb_dates_the_act(reading: Reading) -> None:
    """Malawi on Friday agreed to release two Zambian fishermen."""
    assert only(reading, "act", "release").when == "2023-05-19"


# --------------------------------------------------------------------------------------------- voices
VOICES = [
    ("“Envoy Tiago Reis visited Malawi on Friday,” Judge Mercy Okoth said.", [("direct", "Mercy Okoth")]),
    ("Judge Mercy Okoth said that Envoy Tiago Reis visited Malawi.", [("indirect", "Mercy Okoth")]),
    ("Envoy Tiago Reis visited Malawi on Friday, Judge Mercy Okoth said.", [("indirect", "Mercy Okoth")]),
    ("Envoy Tiago Reis visited Malawi, according to Judge Mercy Okoth.", [("according-to", "Mercy Okoth")]),
    ("Envoy Tiago Reis visited Malawi on Friday, a resident of Zomba said.", [("unnamed", "a resident of Zomba")]),
    pytest.param(
        "Envoy Tiago Reis visited Malawi, a source close to them said.", [("unnamed", "a source close to them")],
        marks=weak("the parser makes the speaker an apposition of the place"),
    ),
    ("It was announced that Envoy Tiago Reis visited Malawi.", [("unnamed", "unnamed")]),
    ("Judge Mercy Okoth denied that Envoy Tiago Reis visited Malawi.", [("denied", "Mercy Okoth")]),
    ("Judge Mercy Okoth confirmed that Envoy Tiago Reis visited Malawi.", [("confirmed", "Mercy Okoth")]),
    ("The schedule shows that Envoy Tiago Reis visited Malawi.", []),
    ("Envoy Tiago Reis visited Malawi on Friday.", []),
    (
        "Judge Mercy Okoth told Reuters that Envoy Tiago Reis visited Malawi.",
        [("indirect", "Mercy Okoth"), ("indirect", "Reuters")],
    ),
    (
        "Judge Mercy Okoth said that Envoy Tiago Reis visited Malawi, Reuters reported.",
        [("indirect", "Mercy Okoth"), ("indirect", "Reuters")],
    ),
    ("Lilongwe said that Envoy Tiago Reis visited Zambia.", [("indirect", "Malawi")]),
    ("LILONGWE (Reuters) – Envoy Tiago Reis visited Malawi on Friday.", [("credit", "Reuters")]),
    (
        "“Envoy Tiago Reis visited Malawi,” Judge Mercy Okoth said, according to a translation.",
        [("translated", "Mercy Okoth")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reading", "voices"), VOICES, indirect=["reading"])
def test_voices(reading: Reading, voices: list[tuple[str, str]]) -> None:
    """Who said that it happened, each with how it is said; the outlet comes last."""
    assert chain(reading, only(reading, "act", "visit")) == voices


def test_whom_an_agency_cites_is_a_voice(reading: Reading) -> None:
    """Envoy Tiago Reis visited Malawi, Reuters reported, citing Judge Mercy Okoth."""
    said = chain(reading, only(reading, "act", "visit"))
    assert sorted(name for _, name in said) == ["Mercy Okoth", "Reuters"]


def test_who_is_cited_said_it_first(reading: Reading) -> None:
    """Envoy Tiago Reis visited Malawi, Reuters reported, citing Judge Mercy Okoth."""
    assert [name for _, name in chain(reading, only(reading, "act", "visit"))] == ["Mercy Okoth", "Reuters"]


def test_a_quotation_that_its_speaker_breaks(reading: Reading) -> None:
    """“The ferry is late again,” Judge Mercy Okoth said. “Nobody knows why it is late, and nobody asks.”"""
    found = claims(reading, "quotation")
    assert [role(reading, c, "speaker") for c in found] == [["Mercy Okoth"]] * len(found)
    assert found


def test_two_speakers_keep_their_words(reading: Reading) -> None:
    """“The ferry to the island is late again,” Judge Mercy Okoth said. “It has always been late in the rain,” Envoy
    Tiago Reis replied.
    """
    found = claims(reading, "quotation")
    assert [role(reading, c, "speaker") for c in found] == [["Mercy Okoth"], ["Tiago Reis"]]


def test_a_chain_ends_with_the_outlet(reading: Reading) -> None:
    """Judge Mercy Okoth said that Malawi released two fishermen."""
    claim = only(reading, "act", "release")
    assert chain(reading, claim) == [("indirect", "Mercy Okoth")]
    assert (claim.voices[-1].kind, claim.voices[-1].name) == ("outlet", "The Ferry Post")


def test_a_voice_does_not_reach_past_its_clause(reading: Reading) -> None:
    """Judge Mercy Okoth said that Malawi released two fishermen. Zambia released three sailors on Friday."""
    first, second = claims(reading, "act", "release")
    assert (bool(chain(reading, first)), chain(reading, second)) == (True, [])


def test_a_speaker_is_one_link_however_often_he_says_it(reading: Reading) -> None:
    """According to Judge Mercy Okoth, who said that Malawi released two fishermen, the pier is open."""
    assert [name for _, name in chain(reading, only(reading, "act", "release"))] == ["Mercy Okoth"]


def test_a_denial_denies_only_its_content(reading: Reading) -> None:
    """Malawi denied that its troops had entered Zambia. Zambia released three sailors on Friday."""
    assert only(reading, "act", "release").status == "happened"


def test_a_communique_is_the_bodys(reading: Reading) -> None:
    """The Malawian Foreign Ministry issued the following statement:

    Malawi released two Zambian fishermen on Friday.
    """
    (voice,) = chain(reading, only(reading, "act", "release"))
    assert voice == ("indirect", "Ministry of Foreign Affairs (Malawi)")


def test_its_own_words_are_a_speech_acts_first_voice(reading: Reading) -> None:
    """Judge Mercy Okoth urged Zambia to release two fishermen."""
    claim = next(c for c in claims(reading, "act") if c.type == "REQUEST")
    assert chain(reading, claim)[0][1] == "Mercy Okoth"


CAPTION = "Envoy Tiago Reis visits Malawi, May 2023. Photo: Harald Norlander"


def test_a_captions_credit_is_a_voice() -> None:
    """What a caption tells comes with the name under the picture."""
    at = CAPTION.index("Photo")
    block = Block(kind="caption", start=0, end=len(CAPTION), credit=(at, len(CAPTION)))
    story = Story(id="s", page="p", title="", text=CAPTION, outlet="The Ferry Post", blocks=(block,))
    reading = read(next(annotate([story])))
    assert chain(reading, only(reading, "act", "visit")) == [("credit", "Harald Norlander")]


@pytest.mark.parametrize(
    "foot",
    [
        " (TASS)",
        "\n\n(Reporting by Ana Ruiz; editing by Leo Voss; TASS)",
        "\n\n— TASS",
        "\n\nSource: TASS",
        "\n\nTASS/Interfax",
    ],
)
def test_an_agency_at_the_foot_of_a_report_is_a_voice(foot: str) -> None:
    """Who signs a report at its end is credited with all of it; a line that is no more than names is none."""
    story = read_text(f"Chad's trade minister visited Niger on Monday.{foot}", Given(outlet="The Post"))
    reading = read(next(annotate([story])))
    voices = chain(reading, only(reading, "act", "visit"))
    assert voices == ([] if foot.endswith("Interfax") else [("credit", "TASS")])


def test_an_agency_named_in_the_last_sentence_is_no_credit() -> None:
    story = read_text("Chad's trade minister visited Niger on Monday. He spoke to TASS.", Given(outlet="The Post"))
    reading = read(next(annotate([story])))
    assert chain(reading, only(reading, "act", "visit")) == []


# --------------------------------------------------------------------------------------------- offices
def office(reading: Reading, person: str) -> Claim:
    """The one claim of an office of a person."""
    (claim,) = [c for c in claims(reading, "office") if role(reading, c, "person") == [person]]
    return claim


def test_office_held(reading: Reading) -> None:
    """Peru’s Fisheries Minister Rosa Quispe opened the pier."""
    claim = office(reading, "Rosa Quispe")
    assert (claim.mode, role(reading, claim, "office"), role(reading, claim, "of")) == (
        "held", ["Fisheries Minister"], ["Peru"]
    )  # fmt: skip
    assert claim.when == DAY


def test_office_held_until_the_fall(reading: Reading) -> None:
    """The fall of former President Anselmo Prata of Gabon in August 2009 closed the line."""
    claim = office(reading, "Anselmo Prata")
    assert (claim.mode, claim.when) == ("former", "../2009-08")


def test_former_office_ends_before_the_report(reading: Reading) -> None:
    """Former Fisheries Minister Rosa Quispe of Peru opened the pier."""
    claim = office(reading, "Rosa Quispe")
    assert (claim.mode, claim.when) == ("former", f"../{DAY}")


def test_acting_office(reading: Reading) -> None:
    """Peru’s acting Fisheries Minister Rosa Quispe opened the pier."""
    assert office(reading, "Rosa Quispe").mode == "acting"


def test_appointed_since(reading: Reading) -> None:
    """Gabon appointed Anselmo Prata as ambassador to Kenya on 3 May 2023."""
    claim = only(reading, "office", "appointed")
    assert (claim.status, claim.when) == ("happened", "2023-05-03/..")
    assert (role(reading, claim, "person"), role(reading, claim, "by")) == (["Anselmo Prata"], ["Gabon"])


def test_appointed_without_as(reading: Reading) -> None:
    """Gabon appointed Anselmo Prata ambassador to Kenya on 3 May 2023."""
    assert only(reading, "office", "appointed").when == "2023-05-03/.."


def test_an_ambassador_is_of_the_state_that_sends_him(reading: Reading) -> None:
    """Gabon appointed Anselmo Prata as ambassador to Kenya on 3 May 2023."""
    assert role(reading, only(reading, "office", "appointed"), "of") == ["Gabon"]


def test_elected(reading: Reading) -> None:
    """Rosa Quispe was elected speaker of the Peruvian parliament on Friday."""
    claim = office(reading, "Rosa Quispe")
    assert (claim.mode, claim.when) == ("elected", "2023-05-19/..")
    assert role(reading, claim, "of") == ["Peruvian parliament"]


def test_elected_by(reading: Reading) -> None:
    """Lawmakers elected Rosa Quispe speaker of the Peruvian parliament on Friday."""
    assert office(reading, "Rosa Quispe").mode == "elected"


def test_resigned_until(reading: Reading) -> None:
    """Rosa Quispe resigned as fisheries minister of Peru on 3 May 2023."""
    claims_ = [c for c in claims(reading, "office", "resigned") if role(reading, c, "person") == ["Rosa Quispe"]]
    assert [c.when for c in claims_] == ["../2023-05-03"]
    assert role(reading, claims_[0], "of") == ["Peru"]


def test_dismissed(reading: Reading) -> None:
    """President Anselmo Prata of Gabon dismissed Fisheries Minister Rosa Quispe on Friday."""
    claim = only(reading, "office", "dismissed")
    assert (role(reading, claim, "person"), role(reading, claim, "by")) == (["Rosa Quispe"], ["Anselmo Prata"])
    assert claim.when == "../2023-05-19"


def test_a_dismissal_is_no_rejection(reading: Reading) -> None:
    """President Anselmo Prata of Gabon dismissed Fisheries Minister Rosa Quispe on Friday."""
    assert "REJECT" not in [c.type for c in claims(reading, "act")]


def test_an_appointment_that_did_not_happen(reading: Reading) -> None:
    """Gabon refused to appoint Anselmo Prata as ambassador to Kenya."""
    assert only(reading, "office", "appointed").status == "not_happened"


@weak("the words after “as” name an office that is held, whatever the verb")
def test_who_was_not_appointed_holds_nothing(reading: Reading) -> None:
    """Gabon refused to appoint Anselmo Prata as ambassador to Kenya."""
    assert claims(reading, "office", "held") == []


def test_office_of_the_state_after_the_name(reading: Reading) -> None:
    """Morocco wrote to President Anselmo Prata of Gabon on Friday."""
    assert role(reading, office(reading, "Anselmo Prata"), "of") == ["Gabon"]


def test_an_agency_lends_nobody_its_country(reading: Reading) -> None:
    """Officials said that Envoy Tiago Reis visited Malawi, Reuters reported."""
    assert role(reading, office(reading, "Tiago Reis"), "of") != ["United Kingdom"]


def test_its_spokesman(reading: Reading) -> None:
    """The Gabonese Foreign Ministry closed the register, its spokesman Anselmo Prata said."""
    assert role(reading, office(reading, "Anselmo Prata"), "of") == ["Ministry of Foreign Affairs (Gabon)"]


def test_an_office_named_twice_is_one_claim(reading: Reading) -> None:
    """Peru’s Fisheries Minister Rosa Quispe opened the pier. Fisheries Minister Rosa Quispe left at noon."""
    assert len(claims(reading, "office")) == 1


# --------------------------------------------------------------------------------------------- facilities
def test_a_base_is_used_by_whose_it_is_called(reading: Reading) -> None:
    """Fire broke out at Kenya’s naval base at Puerto Lindo."""
    claim = only(reading, "facility", "uses")
    assert role(reading, claim, "user") == ["Kenya"]
    assert role(reading, claim, "kind") == ["naval base"]


def test_a_base_is_used_by_the_demonym_before_it(reading: Reading) -> None:
    """Fire broke out at the Kenyan air base in Dhusamareb."""
    assert role(reading, only(reading, "facility", "uses"), "user") == ["Kenya"]


def test_a_port_belongs_to_nobody_by_a_demonym(reading: Reading) -> None:
    """Fire broke out in the Tanzanian port of Mtwara."""
    assert claims(reading, "facility") == []


def test_a_base_used_by_verb(reading: Reading) -> None:
    """Kenya has used the Kulmala air base since 2012."""
    claim = only(reading, "facility", "uses")
    assert (role(reading, claim, "user"), claim.when) == (["Kenya"], "2012/..")


def test_a_base_handed_over(reading: Reading) -> None:
    """Kenya handed over the Kulmala air base to Somalia on Friday."""
    claim = only(reading, "facility", "handed over")
    assert (role(reading, claim, "from"), role(reading, claim, "holder")) == (["Kenya"], ["Somalia"])
    assert claim.when == "2023-05-19"


FACILITIES = [
    ("Kenya opened an air base at Dorsale in 2020.", "opened"),
    ("Kenya reopened the Kulmala air base on Friday.", "reopened"),
    ("Kenya vacated the Kulmala air base on Friday.", "left"),
    ("Kenya is building the Kulmala air base.", "builds"),
    ("Rebels attacked the Kulmala air base on Friday.", "attacked"),
    ("Rebels captured the Kulmala air base on Friday.", "seized"),
    ("Kenya has leased the Kulmala air base since 2012.", "leases"),
    ("Kenya controls the Kulmala air base.", "holds"),
]


@pytest.mark.parametrize(("reading", "mode"), FACILITIES, indirect=["reading"])
def test_what_is_done_with_a_base(reading: Reading, mode: str) -> None:
    """What a verb says is done with it."""
    assert only(reading, "facility", mode).status in ("happened", "ongoing")


AT_FACILITIES = [
    ("Kenya closed its border at Kulmala on Friday.", "closed", "border at Kulmala", []),
    ("The customs yard at Kulmala has reopened.", "reopened", "customs yard at Kulmala", []),
    ("The footbridge at Kulmala stays shut.", "closed", "footbridge at Kulmala", []),
    ("Drivers demanded the reopening of the Kulmala airport.", "reopened", "Kulmala airport", []),
    ("Kenyan aircraft are based at the Kulmala airport.", "uses", "Kulmala airport", ["Kenyan aircraft"]),
    ("Kenya keeps two helicopters at the Kulmala airport.", "uses", "Kulmala airport", []),
    ("A liaison post will be opened in Kulmala.", "opened", "liaison post", []),
]


@pytest.mark.parametrize(("reading", "mode", "name", "users"), AT_FACILITIES, indirect=["reading"])
def test_what_is_told_of_a_facility(reading: Reading, mode: str, name: str, users: list[str]) -> None:
    """Facilities told by a common noun and a place, and what other verbs and nouns say of them."""
    claim = only(reading, "facility", mode)
    assert role(reading, claim, "facility") == [name]
    assert role(reading, claim, "user")[: len(users)] == users


def test_a_common_noun_without_a_place_is_no_facility(reading: Reading) -> None:
    """Kenya closed a hospital on Friday."""
    assert claims(reading, "facility") == []


def test_a_base_closed(reading: Reading) -> None:
    """Kenya closed the Kulmala air base in April 2023."""
    claim = only(reading, "facility", "closed")
    assert (claim.status, claim.when) == ("happened", "2023-04")


def test_a_base_that_will_be_closed(reading: Reading) -> None:
    """The Kulmala air base will be closed in June."""
    assert only(reading, "facility", "closed").status == "planned"


def test_a_base_guarded_since(reading: Reading) -> None:
    """The Kulmala air base has been guarded by Kenyan troops since March 2021."""
    claim = only(reading, "facility", "guards")
    assert claim.when == "2021-03/.."
    assert [name for name in role(reading, claim, "holder") if "Kenya" in name]


def test_bases_explained_in_a_list(reading: Reading) -> None:
    """Kenya has two bases in Somalia: the Kulmala air base and the Dorsale air base."""
    assert {name for c in claims(reading, "facility") for name in role(reading, c, "facility")} == {
        "Kulmala air base",
        "Dorsale air base",
    }


def test_bases_of_a_demonym_explained_in_a_list(reading: Reading) -> None:
    """There are two Kenyan bases in Somalia: the Kulmala air base and the Dorsale air base."""
    found = claims(reading, "facility", "uses")
    assert sorted(role(reading, c, "facility")[0] for c in found) == ["Dorsale air base", "Kulmala air base"]
    assert [role(reading, c, "user") for c in found] == [["Kenya"]] * 2


# --------------------------------------------------------------------------------------------- instruments
INSTRUMENTS = [
    ("Chile and Peru signed a fishing treaty on Friday.", "signed", "happened"),
    ("Chile and Peru initialled the fishing treaty on Friday.", "initialled", "happened"),
    ("Chile ratified the fishing treaty in 2019.", "ratified", "happened"),
    ("Chile suspended the fishing treaty on Friday.", "suspended", "happened"),
    ("Chile denounced the fishing treaty on Friday.", "denounced", "happened"),
    ("Chile will terminate the fishing treaty in June.", "terminated", "planned"),
    ("Chile and Peru renewed the fishing treaty on Friday.", "renewed", "happened"),
    ("Chile and Peru are negotiating a fishing treaty.", "negotiated", "ongoing"),
    ("The council adopted the declaration on Friday.", "adopted", "happened"),
    ("Chile refused to sign the fishing treaty.", "signed", "not_happened"),
    ("The fishing treaty expired in April.", "expired", "happened"),
    ("The fishing treaty entered into force in April.", "in force", "happened"),
]


@pytest.mark.parametrize(("reading", "mode", "status"), INSTRUMENTS, indirect=["reading"])
def test_instrument(reading: Reading, mode: str, status: str) -> None:
    """What became of an instrument."""
    claim = only(reading, "instrument", mode)
    assert claim.status == status
    assert claim.roles["instrument"]


def test_parties_of_an_instrument(reading: Reading) -> None:
    """Chile and Peru signed the Tacna Protocol last week."""
    claim = only(reading, "instrument", "signed")
    assert role(reading, claim, "parties") == ["Chile", "Peru"]
    assert role(reading, claim, "instrument") == ["Tacna Protocol"]


def test_a_weekday_is_no_part_of_an_instruments_name(reading: Reading) -> None:
    """Chile and Peru signed the Tacna Protocol on Friday."""
    assert role(reading, only(reading, "instrument", "signed"), "instrument") == ["Tacna Protocol"]


def test_the_document_is_the_one_named_before(reading: Reading) -> None:
    """Chile and Peru drew up the Tacna Protocol in March. Chile ratified the document on Friday."""
    assert role(reading, only(reading, "instrument", "ratified"), "instrument") == ["Tacna Protocol"]


def test_it_is_what_the_sentences_before_speak_of(reading: Reading) -> None:
    """Chile and Peru drew up the Tacna Protocol in March. It bans mines. It says nothing about night ferries."""
    assert [role(reading, c, "instrument") for c in claims(reading, "clause")] == [["Tacna Protocol"]] * 2


def test_what_is_not_mentioned_either(reading: Reading) -> None:
    """Chile and Peru signed the Tacna Protocol. Nor are night ferries mentioned."""
    claim = only(reading, "clause")
    assert (claim.present, role(reading, claim, "instrument")) == (False, ["Tacna Protocol"])


def test_what_a_declaration_calls_for_is_said_by_those_who_issued_it(reading: Reading) -> None:
    """The declaration of Chile and Peru calls on donors to pay for night ferries."""
    assert claims(reading, "clause") == []


# --------------------------------------------------------------------------------------------- clauses
CLAUSES = [
    ("The treaty contains a clause on night ferries.", True, "night ferries"),
    ("The treaty allows night ferries.", True, "night ferries"),
    ("The treaty provides for night ferries.", True, "night ferries"),
    ("Under the treaty, each side will run night ferries.", True, "night ferries"),
    ("Night ferries are covered by the treaty.", True, "Night ferries"),
    ("Night ferries are on the list.", True, "Night ferries"),
    ("The treaty does not mention night ferries.", False, "night ferries"),
    ("The treaty makes no mention of night ferries.", False, "night ferries"),
    ("The treaty says nothing about night ferries.", False, "night ferries"),
    ("The treaty is silent on night ferries.", False, "night ferries"),
    ("The treaty omits night ferries.", False, "night ferries"),
    ("The treaty leaves out night ferries.", False, "night ferries"),
    ("The treaty excludes night ferries.", False, "night ferries"),
    ("Night ferries are not on the list.", False, "Night ferries"),
    ("Night ferries are not mentioned in the treaty.", False, "Night ferries"),
    ("Night ferries are exempted from the treaty.", False, "Night ferries"),
    ("The treaty obliges Peru to run night ferries.", True, "Peru to run night ferries"),
    ("The treaty does not commit Peru to run night ferries.", False, "Peru to run night ferries"),
    ("The permit covers buses and night ferries.", True, "buses and night ferries"),
    ("Peru signed a treaty allowing night ferries.", True, "night ferries"),
    ("No clause of the treaty covers night ferries.", False, "night ferries"),
    ("The treaty has nothing to say about night ferries.", False, "night ferries"),
    ("Missing from the treaty is any word about night ferries.", False, "night ferries"),
    ("Night ferries are not provided for in the treaty.", False, "Night ferries"),
    pytest.param(
        "There is no reference to night ferries in the treaty.",
        False,
        "night ferries",
        marks=weak("“there is” has no instrument for its subject"),
    ),
]


@pytest.mark.parametrize(("reading", "present", "words"), CLAUSES, indirect=["reading"])
def test_clause(reading: Reading, present: bool, words: str) -> None:
    """Whether a clause is in an instrument or is left out of it."""
    claim = only(reading, "clause")
    assert claim.present is present
    assert words in role(reading, claim, "clause")[0]
    assert claim.roles["instrument"]


# --------------------------------------------------------------------------------------------- mandates
def test_mandate_until(reading: Reading) -> None:
    """The council extended the mandate of the Sorana observer mission until 30 June 2024."""
    claim = only(reading, "mandate")
    assert role(reading, claim, "until") == ["2024-06-30"]
    assert "sum" not in claim.roles


def test_mandate_reckoned(reading: Reading) -> None:
    """The council extended the mandate of the Sorana observer mission for six months from 1 July 2023."""
    claim = only(reading, "mandate")
    assert role(reading, claim, "until") == ["2023-12-31"]
    assert role(reading, claim, "sum") == ["2023-07-01 + P6M - P1D = 2023-12-31"]


def test_mandate_and_what_must_follow(reading: Reading) -> None:
    """The mission’s mandate runs until 31 December 2023, with its withdrawal within one year."""
    claim = only(reading, "mandate")
    assert (role(reading, claim, "then"), role(reading, claim, "then_what")) == (["2024-12-31"], ["withdrawal"])
    assert claim.term == "P1Y"


def test_lease(reading: Reading) -> None:
    """Kenya leased the Kulmala pier for ten years from 1 March 2020."""
    claim = only(reading, "mandate")
    assert (role(reading, claim, "body"), role(reading, claim, "until")) == (["Kenya"], ["2030-02-28"])


def test_mandate_that_expires(reading: Reading) -> None:
    """The mandate of the Sorana observer mission expires on 30 June 2024."""
    assert role(reading, only(reading, "mandate"), "until") == ["2024-06-30"]


# --------------------------------------------------------------------------------------------- relations, quotations
RELATIONS = [
    ("Kenya is an ally of Malawi.", "ally of", "Kenya", "Malawi"),
    ("Kenya, Malawi’s main creditor, sent two auditors.", "creditor of", "Kenya", "Malawi"),
    ("Kenya is one of Malawi’s backers.", "backs", "Kenya", "Malawi"),
    ("Kenya remains a rival of Malawi.", "rival of", "Kenya", "Malawi"),
    ("Kenya backs Malawi.", "backs", "Kenya", "Malawi"),
    ("Kenya does not recognise Malawi’s claim, but Gabon recognises Malawi.", "recognises", "Gabon", "Malawi"),
]


@pytest.mark.parametrize(("reading", "relation", "who", "to"), RELATIONS, indirect=["reading"])
def test_relation(reading: Reading, relation: str, who: str, to: str) -> None:
    """Who is called something of whom."""
    (claim,) = [c for c in claims(reading, "relation", relation) if role(reading, c, "who") == [who]]
    assert role(reading, claim, "to") == [to]


def test_a_former_relation(reading: Reading) -> None:
    """Kenya, a former ally of Malawi, sent two auditors."""
    claim = only(reading, "relation", "ally of")
    assert (claim.mode, claim.background, claim.when) == ("former", True, f"../{DAY}")


def test_a_quotation_is_kept_to_the_letter(reading: Reading) -> None:
    """“The ferry is late – again – and nobody knows why,” Judge Mercy Okoth said."""
    claim = only(reading, "quotation")
    words = "The ferry is late – again – and nobody knows why,"
    assert role(reading, claim, "text") == [words]
    assert quoted(reading, claim.quote) == words
    assert role(reading, claim, "speaker") == ["Mercy Okoth"]


def test_a_mark_inside_a_word_begins_a_quotation_after_the_word(reading: Reading) -> None:
    """The pier9«0 was late, again and again and again,” Judge Mercy Okoth said."""
    (claim,) = claims(reading, "quotation")
    assert claim.quote[0] <= claim.trigger[0] < claim.trigger[1] <= claim.quote[1]


def test_a_name_in_marks_is_no_quotation(reading: Reading) -> None:
    """Judge Mercy Okoth said the ferry “Albatross” was late."""
    assert claims(reading, "quotation") == []


# --------------------------------------------------------------------------------------------- scope
def test_first_since(reading: Reading) -> None:
    """This was the first visit by a Chadian minister to Malawi since March 2019."""
    scope = only(reading, "act", "visit").scope
    assert scope is not None
    assert (scope.rank, scope.since) == ("first", "2019-03")
    assert "first visit" in scope.of


def test_first_of_somebody_to_a_state(reading: Reading) -> None:
    """This is the first visit of a Chadian minister to Malawi since March 2019."""
    assert only(reading, "act", "visit").scope is not None


def test_first_since_an_event(reading: Reading) -> None:
    """Envoy Tiago Reis made the first visit to Malawi since the fall of the cabinet in March 2019."""
    scope = only(reading, "act", "visit").scope
    assert scope is not None
    assert (scope.rank, scope.since) == ("first", "2019-03")


def test_only_base(reading: Reading) -> None:
    """Kenya keeps the Kulmala air base, the only Kenyan base in the region."""
    claim = only(reading, "scope", "only")
    assert role(reading, claim, "facility") == ["Kulmala air base"]
    assert claim.scope is not None
    assert claim.scope.rank == "only"


def test_for_the_first_time(reading: Reading) -> None:
    """Envoy Tiago Reis visited Malawi for the first time on Friday."""
    scope = only(reading, "act", "visit").scope
    assert scope is not None
    assert scope.rank == "first"


def test_the_first_time_that(reading: Reading) -> None:
    """It was the first time that a Chadian minister visited Malawi."""
    scope = only(reading, "act", "visit").scope
    assert scope is not None
    assert scope.rank == "first"


def test_the_last_visit_is_an_earlier_one(reading: Reading) -> None:
    """The last visit of Envoy Tiago Reis to Malawi took place in March."""
    assert only(reading, "act", "visit").scope is None


# --------------------------------------------------------------------------------------------- who and to whom
WHO = [
    ("After visiting Malawi, Envoy Tiago Reis thanked the crew.", "visit", "Tiago Reis"),
    ("Envoy Tiago Reis, visiting Malawi, thanked the crew.", "visit", "Tiago Reis"),
    ("Zambia’s plan to release two fishermen pleased Malawi.", "release", "Zambia"),
    ("Zambia praised Malawi, which released two fishermen on Friday.", "release", "Malawi"),
    ("Lesotho stopped Malawi from releasing two fishermen.", "release", "Malawi"),
    ("Lesotho urged Malawi to release two fishermen.", "release", "Malawi"),
    ("Lesotho promised Malawi to release two fishermen.", "release", "Lesotho"),
    ("Two fishermen were released by Malawi on Friday.", "release", "Malawi"),
    ("Malawi thanked Zambia for releasing two fishermen.", "release", "Zambia"),
]  # fmt: skip


@pytest.mark.parametrize(("reading", "mode", "who"), WHO, indirect=["reading"])
def test_who_did_it(reading: Reading, mode: str, who: str) -> None:
    """Who did it, where the verb has no subject of its own."""
    assert role(reading, only(reading, "act", mode), "who") == [who]


def test_who_is_given_something_without_a_preposition(reading: Reading) -> None:
    """Gabon gave Mali forty trucks on Friday."""
    (claim,) = [c for c in claims(reading, "act") if c.type == "AID"]
    assert (role(reading, claim, "who"), role(reading, claim, "to")) == (["Gabon"], ["Mali"])


def test_two_acts_of_one_subject(reading: Reading) -> None:
    """Envoy Tiago Reis paid a visit to Malawi and held talks with Judge Mercy Okoth."""
    assert role(reading, only(reading, "act", "visit"), "who") == ["Tiago Reis"]
    talks = only(reading, "act", "meeting")
    assert (role(reading, talks, "who"), role(reading, talks, "with")) == (["Tiago Reis"], ["Mercy Okoth"])


def test_the_delegation_a_visitor_heads(reading: Reading) -> None:
    """Envoy Tiago Reis arrived in Lilongwe at the head of a Chadian delegation."""
    claim = only(reading, "act", "visit")
    assert role(reading, claim, "who")[0] == "Tiago Reis"
    assert len(claim.roles["who"]) == 2


def test_visiting_a_capital_is_visiting_its_state(reading: Reading) -> None:
    """Envoy Tiago Reis arrived in Lilongwe."""
    claim = only(reading, "act", "visit")
    assert role(reading, claim, "to") == ["Malawi"]
    assert [e.name for e in reading.entities if e.id == claim.where] == ["Lilongwe"]


def test_recipient_in_what_it_is_about(reading: Reading) -> None:
    """Gabon reaffirmed its support for Mali’s bid on Friday."""
    (claim,) = [c for c in claims(reading, "act") if c.type == "SUPPORT"]
    assert role(reading, claim, "to") == ["Mali"]


def test_recipient_is_the_other_side_of_a_story_of_two(reading: Reading) -> None:
    """Gabon and Mali met in Bamako. Mali asked Gabon for rice, and Gabon asked Mali for cotton. Mali praised Gabon.
    Gabon pledged to send forty trucks.
    """
    (claim,) = [c for c in claims(reading, "act") if c.type == "AID"]
    assert role(reading, claim, "to") == ["Mali"]


def test_money_is_no_recipient(reading: Reading) -> None:
    """Gabon pledged forty million US dollars on Friday."""
    (claim,) = [c for c in claims(reading, "act") if c.type == "AID"]
    assert "to" not in claim.roles


def test_goods_pledged(reading: Reading) -> None:
    """Gabon pledged forty trucks to Mali on Friday."""
    assert [c.type for c in claims(reading, "act")] == ["AID"]


def test_support_ends_with_the_fall(reading: Reading) -> None:
    """Since 2015, Morocco has been supporting President Anselmo Prata. The army overthrew Prata in March 2021."""
    (claim,) = [c for c in claims(reading, "act") if c.type in ("SUPPORT", "AID")]
    assert (claim.status, claim.when, claim.background) == ("happened", "2015/2021-03", True)


def test_passive_and_active_tell_the_same(reading: Reading) -> None:
    """Two Malian envoys were expelled by Gabon on Friday."""
    claim = only(reading, "act", "expel")
    assert role(reading, claim, "who") == ["Gabon"]
    assert [e.country for e in reading.entities if e.id == claim.roles["to"][0].entity] == ["MLI"]


def test_count_of_what_is_given(reading: Reading) -> None:
    """Gabon sent about forty trucks to Mali on Friday."""
    (claim,) = [c for c in claims(reading, "act") if c.type == "AID"]
    assert claim.quantity is not None
    assert (round(claim.quantity.low), round(claim.quantity.high or 0), claim.quantity.unit) == (36, 44, "truck")


# --------------------------------------------------------------------------------------------- every claim
def test_confidence_is_a_weight(read_all: list[Reading]) -> None:
    """Every weight lies between nothing and certainty, and not all are the same."""
    weights = {c.confidence for reading in read_all for c in reading.claims}
    assert all(0 < weight < 1 for weight in weights)
    assert len(weights) > 3


def test_ids_are_of_one_claim_each_and_stay(read_all: list[Reading]) -> None:
    """Read again, alone or beside others, a report gives the same claims under the same ids."""
    ids = [c.id for reading in read_all for c in reading.claims]
    assert len(set(ids)) == len(ids)
    again = documents([reading.story.text for reading in read_all[11::-1]])
    assert all(read(again[one.story.text]).claims == one.claims for one in read_all[:12])


def test_quote_is_the_sentence_of_the_trigger(read_all: list[Reading]) -> None:
    """Every claim stands on words of its report."""
    for reading in read_all:
        for claim in reading.claims:
            assert claim.quote[0] <= claim.trigger[0] < claim.quote[1]
            assert quoted(reading, claim.trigger).strip()


def test_an_empty_report_tells_nothing() -> None:
    assert read(next(annotate([read_text("", Given())]))).claims == ()


def test_an_office_in_a_story_without_a_state() -> None:
    """A minister of nowhere is read all the same."""
    reading = read(next(annotate([read_text("Fisheries Minister Rosa Quispe opened the pier.", Given())])))
    assert role(reading, only(reading, "office"), "person") == ["Rosa Quispe"]


def test_without_a_date_nothing_is_dated_by_the_report() -> None:
    """A report without a date of its own leaves an undated act open."""
    reading = read(next(annotate([read_text("Envoy Tiago Reis arrived in Lilongwe.", Given())])))
    claim = only(reading, "act", "visit")
    assert (claim.when, claim.when_basis) == (None, "unknown")


# --------------------------------------------------------------------------------------------- the reports
@pytest.fixture(scope="module")
def annotated() -> Mapping[str, Document]:
    """The document of every little report here, annotated together."""
    tables = texts_of(STATUS, BACKGROUND, VOICES, INSTRUMENTS, CLAUSES, RELATIONS, WHO, FACILITIES, AT_FACILITIES)
    return documents([*docstrings(globals()), *tables])


@pytest.fixture
def reading(request: pytest.FixtureRequest, annotated: Mapping[str, Document]) -> Reading:
    """What is read from the text of the case, else from the test's own docstring."""
    return read(annotated[getattr(request, "param", None) or report(request.function)])


@pytest.fixture(scope="module")
def read_all(annotated: Mapping[str, Document]) -> list[Reading]:
    """What is read from all of them."""
    return [read(document) for document in annotated.values()]


# --------------------------------------------------------------------------------------------- beside the sentence
def test_a_dateline_is_no_part_of_its_sentence(reading: Reading) -> None:
    """TACNA, Peru, May 19, 2023 (ANDES) -- Chile and Peru on Thursday signed a treaty on ferries."""
    claim = only(reading, "act", "sign")
    assert (role(reading, claim, "who"), claim.when) == (["Chile", "Peru"], "2023-05-18")


def test_the_year_in_a_name_dates_no_act(reading: Reading) -> None:
    """Chile and Peru on Thursday signed an annex to the 2018 arrangement."""
    assert only(reading, "act", "sign").when == "2023-05-18"


def test_both_officers(reading: Reading) -> None:
    """Admiral Luis Otero of Chile met General Ana Duarte of Peru on Thursday. Both officers signed an annex."""
    assert sorted(role(reading, only(reading, "act", "sign"), "who")) == ["Ana Duarte", "Luis Otero"]


def test_an_embassy_acts_for_its_state(reading: Reading) -> None:
    """The Chilean embassy in Lima dismissed the statement on Thursday."""
    (claim,) = claims(reading, "act")
    assert (claim.type, role(reading, claim, "who")) == ("REJECT", ["Chile"])
    assert claims(reading, "facility") == []


def test_what_goes_on_today_says_nothing_of_what_was_done(reading: Reading) -> None:
    """Chile and Peru signed a treaty in 1976; it remains in force."""
    claim = only(reading, "act", "sign")
    assert (claim.status, claim.when) == ("happened", "1976")


# --------------------------------------------------------------------------------------------- without a name
def test_what_rebels_do_is_not_their_states_doing(reading: Reading) -> None:
    """Five hundred Zambian rebels surrendered on Thursday."""
    claim = only(reading, "act", "RETREAT")
    assert role(reading, claim, "who") == ["Five hundred Zambian rebels"]


def test_what_soldiers_do_is(reading: Reading) -> None:
    """Zambian soldiers entered Malawi on Thursday."""
    assert "Zambia" in {entity.name for entity in reading.entities}
    assert "Zambia" in " ".join(role(reading, only(reading, "act", "MOBILIZE"), "who"))


def test_those_in_a_town_are_not_the_town(reading: Reading) -> None:
    """Students in Chipata blocked the bridge to Malawi on Thursday."""
    assert role(reading, only(reading, "act", "PROTEST"), "who") == ["Students in Chipata"]


def test_a_role_filled_without_a_name_leads_to_who_is_meant(reading: Reading) -> None:
    """Armed rebels attacked a Zambian convoy near Chipata on Thursday."""
    told = story_json(reading)
    (act,) = (claim for claim in told["claims"] if claim["type"] == "ASSAULT")
    (rebels,) = (one for one in told["entities"] if one["id"] in act["roles"]["who"])
    assert rebels["sector"] == "REB"
