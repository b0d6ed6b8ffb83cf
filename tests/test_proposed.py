"""What a language model proposes enters only where our own reading of the story bears it out."""

import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from little_reports import docstrings, documents, quoted, report, role
from regesta import plover
from regesta.annotate import annotate
from regesta.claims import read
from regesta.claims.proposed import modes
from regesta.claims.wording import Wording
from regesta.intake import Given, read_text
from regesta.model import Claim, Document, Proposal, Reading, Refused
from regesta.proposals.question import INSTRUCTIONS
from scripted_endpoint import act

RULE = "model:a-model"
SERENADE = "Chad serenaded Niger in Abuja on Friday."


def entered(document: Document, *records: Any) -> tuple[list[Claim], list[str], Reading]:
    """The claims that enter of records, why others do not, and the reading."""
    proposals = [one if isinstance(one, Refused) else msgspec.convert(one, Proposal) for one in records]
    reading = read(document, proposals, RULE)
    return [c for c in reading.claims if c.rule == RULE], [finding.what for finding in reading.findings], reading


@pytest.fixture(scope="module")
def annotated() -> dict[str, Document]:
    return documents([*docstrings(globals()), SERENADE])


@pytest.fixture
def document(request: pytest.FixtureRequest, annotated: dict[str, Document]) -> Document:
    """The little report of a test, else the serenade."""
    return annotated[report(request.function) or SERENADE]


# --------------------------------------------------------------------------------------------- what enters
def test_what_the_rules_do_not_read_enters(document: Document) -> None:
    """Chad serenaded Niger in Abuja on Friday."""
    record = act(
        SERENADE, "serenaded", who=["Chad"], to=["Niger"], where="Abuja", when="2023-05-19", when_words="Friday"
    )
    (claim,), refusals, reading = entered(document, record)
    assert not refusals
    assert (role(reading, claim, "who"), role(reading, claim, "to")) == (["Chad"], ["Niger"])
    assert (claim.rule, claim.type, claim.status, claim.when) == (RULE, "SUPPORT", "happened", "2023-05-19")
    assert (quoted(reading, claim.quote), quoted(reading, claim.trigger)) == (SERENADE, "serenaded")
    assert [entity.name for entity in reading.entities if entity.id == claim.where] == ["Abuja"]
    assert [voice.kind for voice in claim.voices] == ["outlet"]


def test_it_weighs_less_than_any_rule(document: Document) -> None:
    """Chad serenaded Niger in Abuja on Friday. Envoy Tiago Reis visited Malawi on Friday."""
    claims, _, reading = entered(document, act(SERENADE, "serenaded", who=["Chad"]))
    assert claims[0].confidence < min(c.confidence for c in reading.claims if c.rule != RULE)


def test_who_said_it_is_read_by_our_own_ears(document: Document) -> None:
    """Judge Mercy Okoth said that Chad serenaded Niger."""
    (claim,), _, _ = entered(document, act("Chad serenaded Niger", "serenaded", who=["Chad"]))
    assert [voice.kind for voice in claim.voices] == ["indirect", "outlet"]


def test_typography_may_differ(document: Document) -> None:
    """“Chad’s  envoy”, the ﬁrst of three, serenaded Niger – again – at Café Azul."""
    quote = '"Chad\'s envoy", the first of three, serenaded Niger - again - at Cafe\u0301 Azul.'
    (claim,), _, reading = entered(document, act(quote, "serenaded", to=["Niger"]))
    assert quoted(reading, claim.quote) == reading.story.text


def test_a_capital_stands_for_its_state(document: Document) -> None:
    """Lilongwe serenaded Niger on Friday."""
    (claim,), _, reading = entered(document, act("Lilongwe serenaded Niger", "serenaded", who=["Lilongwe"]))
    assert role(reading, claim, "who") == ["Malawi"]


def test_a_name_leads_to_whom_a_rule_would_be_led(document: Document) -> None:
    """Envoy Tiago Reis arrived. The envoy and his rebels serenaded Niger."""
    quote = "The envoy and his rebels serenaded Niger."
    (claim,), _, reading = entered(document, act(quote, "serenaded", who=["The envoy", "his rebels"]))
    assert role(reading, claim, "who") == ["Tiago Reis", "his rebels"]


def test_the_name_nearest_to_the_quote_is_meant(document: Document) -> None:
    """Chad met Togo. It rained. Then Mali met Chad in Niger. In the evening a choir serenaded Niger. Niger slept."""
    quote = "In the evening a choir serenaded Niger."
    (claim,), _, reading = entered(document, act(quote, "serenaded", who=["Chad"], to=["Niger"]))
    ((chad,), (niger,)) = (claim.roles[part] for part in ("who", "to"))
    text = reading.story.text
    assert (chad.start, niger.start) == (text.index("Chad in Niger"), text.index("Niger. Niger slept"))


def test_without_a_date_it_is_dated_as_by_a_rule(document: Document) -> None:
    (claim,), _, _ = entered(document, act(SERENADE, "serenaded", who=["Chad"]))
    assert (claim.when, claim.when_words) == ("2023-05-19", "Friday")


def test_a_date_without_a_value_is_ours(document: Document) -> None:
    (claim,), _, _ = entered(document, act(SERENADE, "serenaded", who=["Chad"], when_words="on Friday"))
    assert (claim.when, claim.when_basis) == ("2023-05-19", "publication")


def test_null_is_nothing(document: Document) -> None:
    nothing = dict.fromkeys(("mode", "about", "where", "when", "when_words"))
    claims, _, _ = entered(document, act(SERENADE, "serenaded", who=["Chad", " "], **nothing))
    assert len(claims) == 1


# --------------------------------------------------------------------------------------------- beside the rules
VISIT = "Envoy Tiago Reis visited Malawi on Friday."


@pytest.mark.parametrize(
    "record",
    [
        act(VISIT, "visited", type="CONSULT", mode="visit", who=["Tiago Reis"], to=["Malawi"]),
        act(VISIT, "visited", type="ASSAULT", who=["Tiago Reis"], to=["Malawi"]),
        act(VISIT, "Reis visited Malawi", type="AID", who=["Tiago Reis"]),
        act(VISIT, "Friday", type="CONSULT", who=["Tiago Reis"]),
    ],
)
def test_what_the_rules_read_stands(document: Document, record: Any) -> None:
    """Envoy Tiago Reis visited Malawi on Friday."""
    claims, refusals, reading = entered(document, record)
    assert (claims, refusals) == ([], [])
    assert reading.claims == read(document).claims


def test_the_same_record_twice_enters_once(document: Document) -> None:
    record = act(SERENADE, "serenaded", who=["Chad"])
    claims, refusals, _ = entered(document, record, record)
    assert (len(claims), refusals) == (1, [])


def test_no_proposals_change_nothing(document: Document) -> None:
    assert read(document, (), RULE) == read(document)


# --------------------------------------------------------------------------------------------- what does not
REFUSED = [
    (act("Chad serenaded Togo on Friday.", "serenaded", who=["Chad"]), "quote does not stand"),
    (act("", "serenaded", who=["Chad"]), "quote does not stand"),
    (act("erenaded Nige", "erenaded", who=["Chad"]), "quote does not stand"),
    (act(SERENADE * 40, "serenaded", who=["Chad"]), "longer than"),
    (act(SERENADE, "bombed", who=["Chad"]), "“bombed” does not stand in its quote"),
    (act(SERENADE, "", who=["Chad"]), "does not stand in its quote"),
    (act(SERENADE, "serenaded " * 99, who=["Chad"]), "no word or two"),
    (act(SERENADE, "in", who=["Chad"]), "neither verb nor noun"),
    (act(SERENADE, "serenaded", who=["Togo"]), "“Togo” does not stand in the story"),
    (act(SERENADE, "serenaded", who=["Nige"]), "“Nige” does not stand in the story"),
    (act(SERENADE, "serenaded", who=["Chad " * 99]), "does not stand in the story"),
    (act(SERENADE, "serenaded", who=["serenaded"]), "leads to nobody"),
    (act(SERENADE, "serenaded", who=["on Friday"]), "leads to nobody"),
    (act(SERENADE, "serenaded"), "it names nobody"),
    (act(SERENADE, "serenaded", who=["Chad"] * 21), "more than 20 names"),
    (act(SERENADE, "serenaded", who=["Chad"], where="Lagos"), "“Lagos” does not stand"),
    (act(SERENADE, "serenaded", who=["Chad"], where="serenaded"), "leads to nobody and nothing"),
    (act(SERENADE, "serenaded", who=["Chad"], about="the moon"), "“the moon” (about) does not stand"),
    (act(SERENADE, "serenaded", who=["Chad"], type="ADORE"), "“ADORE” is no type of PLOVER"),
    (act(SERENADE, "serenaded", who=["Chad"], type="support"), "no type of PLOVER"),
    (act(SERENADE, "serenaded", who=["Chad"], mode="visit"), "“visit” is no mode of SUPPORT"),
    (act(SERENADE, "serenaded", who=["Chad"], status="sung"), "“sung” is no status"),
    (act(SERENADE, "serenaded", who=["Chad"], kind="office"), "only acts are taken"),
    (act(SERENADE, "serenaded", who=["Chad"], when="2023-05-19"), "no words of the story are given for its date"),
    (act(SERENADE, "serenaded", who=["Chad"], when_words="Monday", when="2023-05-22"), "tells no date that is read"),
    (act(SERENADE, "serenaded", who=["Chad"], when_words="Niger", when="2023-05-19"), "tells no date that is read"),
    (act(SERENADE, "serenaded", who=["Chad"], when_words="Friday", when="2023-05-12"), "is 2023-05-19, not 2023-05-12"),
    (act(SERENADE, "serenaded", who=["Chad"], when_words="Friday", when="2023-02-30"), "is no date in EDTF"),
    (act(SERENADE, "serenaded", who=["Chad"], when_words="Friday", when="last\x1b[2J week"), "is no date in EDTF"),
    (Refused(where="record", reason="it does not keep to the schema"), "keep to the schema"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "why"), REFUSED)
def test_what_the_story_does_not_bear_out_is_refused(document: Document, record: Any, why: str) -> None:
    claims, (refusal,), reading = entered(document, record)
    assert claims == []
    assert why in refusal
    assert f"{RULE}, record 1 is not entered" in refusal
    assert refusal.isprintable()
    assert reading.claims == read(document).claims


def test_one_refusal_does_not_spoil_the_others(document: Document) -> None:
    claims, refusals, _ = entered(document, act("No.", "No"), act(SERENADE, "serenaded", who=["Chad"]))
    assert (len(claims), len(refusals)) == (1, 1)


UNDONE = [
    ("Chad did not serenade Niger.", "serenade", "not_happened"),
    ("Chad will serenade Niger in June.", "serenade", "planned"),
    ("Chad refused to serenade Niger.", "serenade", "not_happened"),
    ("Judge Mercy Okoth denied that Chad serenaded Niger.", "serenaded", "denied"),
    ("Chad serenaded Niger on 9 June 2024.", "serenaded", "after the report"),
]


@pytest.mark.parametrize(("text", "trigger", "why"), UNDONE)
def test_what_is_not_told_as_done_is_not_taken_as_done(text: str, trigger: str, why: str) -> None:
    """A model may call a plan by its name; it may not call it a deed."""
    (document,) = documents([text]).values()
    claims, (refusal,), _ = entered(document, act(text, trigger, who=["Chad"]))
    assert claims == []
    assert why in refusal
    (claim,), _, _ = entered(document, act(text, trigger, who=["Chad"], status="planned"))
    assert claim.status == "planned"


@pytest.mark.parametrize("status", ["denied", "not_happened"])
def test_what_is_told_as_done_is_not_taken_as_undone(document: Document, status: str) -> None:
    # Else an order on a page, to deny this or that, could set reports against each other.
    claims, (refusal,), _ = entered(document, act(SERENADE, "serenaded", who=["Chad"], status=status))
    assert claims == []
    assert f"given as {status}, and told as happened" in refusal


def test_a_denial_is_taken_where_our_own_reading_hears_it() -> None:
    (document,) = documents(["Judge Mercy Okoth denied that Chad serenaded Niger."]).values()
    (claim,), _, _ = entered(document, act("Chad serenaded Niger", "serenaded", who=["Chad"], status="denied"))
    assert claim.status == "denied"


def test_a_quote_stays_within_its_paragraph(document: Document) -> None:
    """Chad serenaded Niger.

    Togo applauded.
    """
    _, (refusal,), _ = entered(document, act("Chad serenaded Niger. Togo applauded.", "serenaded", who=["Chad"]))
    assert "more than one paragraph" in refusal


def test_an_empty_story_bears_nothing_out() -> None:
    document = next(annotate([read_text("", Given())]))
    claims, refusals, _ = entered(document, act("", ""), act("x", "x", who=["x"]))
    assert (claims, len(refusals)) == ([], 2)


# --------------------------------------------------------------------------------------------- modes, words
def test_every_mode_of_the_instructions_is_one() -> None:
    """What the instructions name would enter: types of PLOVER, each with modes of its own."""
    told = {kind: found for kind in plover.QUADS if (found := INSTRUCTIONS.partition(f"{kind}\n")[2] or
                                                     INSTRUCTIONS.partition(f"{kind} (")[2])}  # fmt: skip
    assert set(told) == set(plover.QUADS)
    for kind, after in told.items():
        named = {mode.strip() for mode in after.replace("(", "").partition(")")[0].split(",")}
        assert named <= modes()[kind], kind


FOLDED = [
    ("the “old” pier", '"old"', ["“old”"]),
    ("the 'old' pier", "‘old’", ["'old'"]),
    ("a ‐ b – c — d", "b - c - d", ["b – c — d"]),
    ("a\u00a0\n b", "a b", ["a\u00a0\n b"]),
    ("the ﬂood", "flood", ["ﬂood"]),
    ("the flood", "ﬂood", ["flood"]),
    ("Cafe\u0301 Azul", "Café", ["Cafe\u0301"]),
    ("Café Azul", "Cafe\u0301", ["Café"]),
    ("ship\u00adment", "shipment", ["ship\u00adment"]),
    ("and so …", "so ...", ["so …"]),
    ("Somalia and Mali", "Mali", ["Mali"]),
    ("Mali, Mali", "Mali", ["Mali", "Mali"]),
    ("MALI", "Mali", []),
    ("Cote", "Côte", []),
    ("", "", []),
    ("words", " \n", []),
]


@pytest.mark.parametrize(("text", "words", "places"), FOLDED)
def test_words_are_found_whatever_their_typography(text: str, words: str, places: list[str]) -> None:
    assert [text[slice(*place)] for place in Wording(text).find(words)] == places


@given(st.text(max_size=60), st.data())
def test_any_whole_words_of_a_text_are_found_in_it(text: str, data: st.DataObject) -> None:
    """What is found is, but for typography, what was sought; and each of the words of a text is found."""
    wording = Wording(text)
    words = data.draw(st.sampled_from(text.split() or [""]))
    assert wording.find(words) or not any(map(str.isalnum, words))
    for start, end in wording.find(words):
        found = unicodedata.normalize("NFKC", text[start:end])
        assert [c for c in found if c.isalnum()] == [c for c in unicodedata.normalize("NFKC", words) if c.isalnum()]


# --------------------------------------------------------------------------------------------- whatever is proposed
TEXT = (
    "CAFÉ AZUL, May 19 (ANDES) – Chad serenaded Niger in Abuja on Friday. “We have never been so moved,” "
    "Judge Mercy Okoth said.\n\nEnvoy Tiago Reis will not visit Malawi in June 2023, his ministry in Lilongwe said. "
    "Rebels near Zomba applauded twelve sailors of the Zambian navy since March.\n\nSource: ANDES"
)
WORDS = st.lists(st.sampled_from(TEXT.split(" ")), max_size=5).map(" ".join)
PIECES = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 90)).map(lambda at: TEXT[at[0] : at[0] + at[1]])
ANYTHING = st.one_of(PIECES, WORDS, st.text(max_size=20))
SENTENCES = {
    "Chad serenaded Niger in Abuja on Friday": "serenaded",
    "Envoy Tiago Reis will not visit Malawi in June 2023": "visit",
    "Rebels near Zomba applauded twelve sailors of the Zambian navy since March.": "applauded",
}
NAMES = ["Chad", "Niger", "Abuja", "Envoy Tiago Reis", "his ministry", "Rebels near Zomba", "twelve sailors", "Zambian"]


def mostly(likely: st.SearchStrategy[Any], *others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What is likely, four times in five; else what is not."""
    return st.integers(0, 4).flatmap(lambda n: likely if n else st.one_of(*others))


@st.composite
def records(draw: st.DrawFn) -> Proposal:
    """A record that is right in most of its fields, as those of a model that errs and of one that lies are."""
    quote = draw(st.sampled_from(list(SENTENCES)))
    names = st.lists(mostly(st.sampled_from(NAMES), ANYTHING), max_size=2).map(tuple)
    nothing = st.sampled_from([None, ""])
    return Proposal(
        type=draw(mostly(st.sampled_from(sorted(plover.QUADS)), st.text(max_size=5))),
        status=draw(mostly(st.sampled_from(["happened", "planned", "ongoing", "denied"]), st.text(max_size=5))),
        trigger=draw(mostly(st.just(SENTENCES[quote]), ANYTHING)),
        quote=draw(mostly(st.just(quote), ANYTHING)),
        who=draw(names),
        to=draw(names),
        with_=draw(names),
        about=draw(mostly(nothing, ANYTHING, st.just(quote[5:20]))),
        where=draw(mostly(nothing, st.sampled_from(NAMES), ANYTHING)),
        when=draw(mostly(nothing, st.sampled_from(["2023-05-19", "2023-06", "2023-03/.."]), ANYTHING)),
        when_words=draw(mostly(nothing, st.sampled_from(["Friday", "June 2023", "since March"]), ANYTHING)),
    )


@pytest.fixture(scope="module")
def whole() -> Document:
    return next(annotate([read_text(TEXT, Given(published="2023-05-22", outlet="The Ferry Post"))]))


@settings(max_examples=300, deadline=None)
@given(proposed=st.lists(records(), max_size=6))
def test_whatever_is_proposed_every_word_of_a_claim_stands_in_the_story(
    whole: Document, proposed: list[Proposal]
) -> None:
    reading = read(whole, proposed, RULE)
    told = [c for c in reading.claims if c.rule == RULE]
    assert len(told) + len(reading.findings) <= len(proposed)
    assert tuple(c for c in reading.claims if c.rule != RULE) == read(whole).claims
    for claim in told:
        assert any(claim.quote in Wording(TEXT).find(one.quote) for one in proposed)
        assert claim.quote[0] <= claim.trigger[0] < claim.trigger[1] <= claim.quote[1]
        assert claim.type in plover.QUADS
        for filler in (one for some in claim.roles.values() for one in some):
            assert filler.words == " ".join(TEXT[filler.start : filler.end].split())
            assert filler.words
        if claim.when_words:
            assert claim.when_words in TEXT
