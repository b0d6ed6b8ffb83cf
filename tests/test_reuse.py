"""Text reuse: copies, excerpts and versions are found, and common phrases are none of them."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate_reports import EXAMPLES
from regesta.model import Block, Dated, Story, content_id
from regesta.reuse import Kinship, kin, prints

HARBOUR = (
    "The deputy harbour master of Port Vell, Ilo Tamm, opened the northern pier on Monday after two years of repairs.",
    "The work had cost three times as much as the island council had been told in the spring.",
    "Fishermen watched from their boats because the road along the quay was closed to all but guests.",
    "Tamm said that the first ferry would leave for the mainland before the end of the week.",
    "The council will hear next month why the contract was given to a company without a crane.",
    "A second pier, promised by the same council, exists so far only on a drawing in the town hall.",
)
CUSTOMS = (
    "Customs clerks at the Lake Sorn crossing have stopped work over a new rule on the weighing of salt.",
    "Lorries stood in a line of nine kilometres on the eastern shore by the early afternoon.",
    "Their spokeswoman, Mara Quill, asked the finance department to send somebody who can decide.",
    "Nobody from the department had come to the crossing by the time the sun went down.",
    "Drivers shared bread and tea while the clerks counted their seals behind a locked gate.",
    "The rule was written for grain and copied into the salt decree by a tired official.",
)
STOCK = (
    "Lake Sorn has been shared by the two districts since the border commission finished its work in 1951.",
    "About forty thousand people cross it every month to trade, to study or to see their families.",
)


def story(
    sentences: Sequence[str] | str, outlet: str | None = None, published: str | None = None, **said: object
) -> Story:
    text = sentences if isinstance(sentences, str) else " ".join(sentences)
    ident = content_id("story", text, outlet or "", published or "", repr(sorted(said.items())))
    fields: dict[str, object] = {"id": ident, "page": ident, "title": "", **said}
    return Story(text=text, outlet=outlet, published=Dated(edtf=published), **fields)  # type: ignore[arg-type]


def only(*stories: Story) -> Kinship:
    (found,) = kin(stories)
    return found


def words_of(one: Story, intervals: Sequence[tuple[int, int]]) -> list[str]:
    return [one.text[start:end] for start, end in intervals]


# ------------------------------------------------------------------------------------------------ prints
def number(sentence: str) -> int:
    (found,) = prints(story(sentence))
    return found.number


ALIKE = "The minister of ports, Ilo Tamm, said “no” to the plan for a second pier"


@pytest.mark.parametrize(
    "other",
    [
        'The Minister of Ports, Ilo Tamm, said "no" to the plan for a second pier.',
        "THE MINISTER OF PORTS  ILO TAMM SAID NO TO THE PLAN\u00a0FOR A SECOND PIER!",
        "LIMA, 3 May (ABC) - The minister of ports, Ilo Tamm, said 'no' to the plan for a second pier.",
        "PORT VELL (Harbour Wire) — The minister of ports, Ilo Tamm, said “no” to the plan for a second pier.",
        "Port Vell, May 3 (HW) – The minister of ports, Ilo Tamm, said “no” to the plan for a second pier.",
        "(HW) -- The minister of ports, Ilo Tamm, said “no” to the plan for a second pier.",
        "PORT VELL: The minister of ports, Ilo Tamm, said “no” to the plan for a second pier.",
        "The minister of ports, Ilo Tamm, said “no” to the plan for a second pier, Harbour Wire reported.",
        "The minister of ports, Ilo Tamm, said “no” to the plan for a second pier, his ministry said on Monday.",
        "The minister of ports, Ilo Tamm, said “no” to the plan for a second pier, according to Harbour Wire.",
        "The minister of ports, Ilo Tamm, said “no” to the plan for a second pier according to two people there.",
    ],
)
def test_a_sentence_has_one_number_however_it_is_printed(other: str) -> None:
    assert number(other) == number(ALIKE)


@pytest.mark.parametrize(
    "other",
    [
        "The minister of ports, Ilo Tamm, said “yes” to the plan for a second pier.",
        "The minister of ports, Ilo Tamm, said “no” to the plan for a second pier, and he said that it was too late.",
        "The minister of ports, Ilo Tamm, said “no” to the plan for 2 piers.",
        "NATO guests heard that the minister of ports, Ilo Tamm, said “no” to the plan for a second pier.",
    ],
)
def test_another_sentence_has_another_number(other: str) -> None:
    assert number(other) != number(ALIKE)


def test_a_sentence_that_is_mostly_attribution_is_kept_whole() -> None:
    (found,) = prints(story("It is late, the harbour master of Port Vell told reporters on Monday."))
    assert found.end == 69


def test_short_sentences_and_headings_have_no_print_and_captions_have() -> None:
    text = f"{HARBOUR[0]}\n\nHe left.\n\n{HARBOUR[1]}\n\n{HARBOUR[2]}"
    starts = [0, text.index("He"), text.index(HARBOUR[1]), text.index(HARBOUR[2])]
    kinds = ("heading", "prose", "prose", "caption")
    ends = [*(at - 2 for at in starts[1:]), len(text)]
    blocks = tuple(Block(kind=k, start=a, end=b) for k, a, b in zip(kinds, starts, ends, strict=True))  # type: ignore[arg-type]
    found = prints(story(text, blocks=blocks))
    assert [text[one.start : one.end] for one in found] == [HARBOUR[1], HARBOUR[2]]


def test_in_scripts_without_blanks_two_signs_count_as_a_word() -> None:
    assert len(prints(story("港口副主任星期一在岛上开放了修复两年的北部码头。他从码头走回家去了。"))) == 1


@given(st.text(max_size=300))
def test_any_text_has_prints_that_lie_in_it(text: str) -> None:
    found = prints(story(text))
    assert all(0 <= one.start < one.end <= len(text) and 0 <= one.number < 2**64 for one in found)


# ------------------------------------------------------------------------------------------------ kinds of kinship
def test_a_cut_copy_is_told_from_its_source_by_the_dates() -> None:
    whole, cut = story(HARBOUR, "Rift Herald", "2024-04-18"), story(HARBOUR[:3], "Coast Daily", "2024-04-19")
    found = only(cut, whole)
    assert (found.story, found.of, found.how, found.order) == (cut.id, whole.id, "copy", "published")
    assert (found.share, found.shares) == (1.0, (1.0, 0.5))
    assert words_of(cut, [own for own, _ in found.sentences]) == list(HARBOUR[:3])
    assert words_of(whole, [other for _, other in found.sentences]) == list(HARBOUR[:3])


EDITED = """\
LIMA, 3 May (ABC) - The deputy harbour master of Port Vell, Ilo Tamm, reopened the northern pier on Monday after 2 \
years of repairs, the agency reported. The work had cost three times as much as the island council had been informed \
in the spring. Fishermen watched from their boats, and the road along the quay was closed to all but guests.
The council will hear next month why the contract was handed to a company without a crane.
Tamm stated that the first ferry would leave for the mainland before the end of the week.
"""


def test_an_edited_copy_is_found_though_no_sentence_is_left_as_it_was() -> None:
    whole, edited = story(HARBOUR, "Rift Herald", "2024-04-18"), story(EDITED, "Coast Daily", "2024-04-19")
    assert not {one.number for one in prints(whole)} & {one.number for one in prints(edited)}
    found = only(whole, edited)
    assert (found.story, found.how, len(found.sentences)) == (edited.id, "copy", 5)


def test_two_sentences_in_another_story_are_an_excerpt() -> None:
    host = story([*CUSTOMS[:3], *HARBOUR[3:5], *CUSTOMS[3:]], "Coast Daily", "2024-04-19")
    found = only(story(HARBOUR, "Rift Herald", "2024-04-18"), host)
    assert (found.story, found.how, found.share) == (host.id, "excerpt", 2 / 6)


def test_two_edited_sentences_in_another_story_are_an_excerpt() -> None:
    edited = HARBOUR[1].replace("three", "perhaps"), HARBOUR[3].replace("first", "perhaps")
    host = story([*CUSTOMS, *edited], "Coast Daily", "2024-04-19")
    assert only(story(HARBOUR, "Rift Herald", "2024-04-18"), host).how == "excerpt"


@pytest.mark.parametrize(
    "other",
    [
        (*CUSTOMS, HARBOUR[0]),
        CUSTOMS,
        (
            "Tamm did not answer a request for comment on the pier.",
            "Quill did not answer a request for comment on the pier.",
        ),
    ],
)
def test_one_sentence_in_common_makes_no_kin(other: Sequence[str]) -> None:
    asked = "Vann did not answer a request for comment on the pier."
    assert not kin([story([*HARBOUR, asked], "Rift Herald"), story(other, "Coast Daily")])


def test_daily_reports_by_one_form_are_no_copies() -> None:
    """The port authority counts ships every day, in the same words and with other figures."""
    form = (
        "On {0} April the harbour of Port Vell took in {1} ships from the eastern islands, all of them in the morning."
    )
    more = "In the same hours {1} barges left it for the mainland under the flag of the lake company on {0} April."
    days = [story([form.format(at, 40 + at), more.format(at, 20 + at)]) for at in (3, 4, 5)]
    assert not kin(days)


def test_an_outlets_own_turns_of_phrase_are_no_copies() -> None:
    form = (
        "The harbour office in {} said on the telephone from the quay that it would look into the matter of the pier."
    )
    more = "Nobody in the town knew on the day after the {} fire in what state the papers of the council were found."
    days = [story([form.format(a), more.format(a)], "Rift Herald", title=a) for a in ("Vell", "Sorn")]
    assert not kin(days)
    assert kin(msgspec.structs.replace(one, outlet=one.title) for one in days)


def test_versions_of_one_address_are_linked_in_order_though_nothing_is_left() -> None:
    first = story(HARBOUR, published="2024-04-18", url="https://www.rift.example/pier?utm_source=x", page="1")
    second = story(CUSTOMS, published="2024-04-19", url="http://rift.example/pier/#top", page="2")
    found = only(second, first)
    assert (found.story, found.of, found.how, found.share) == (second.id, first.id, "version", 0.0)


def test_a_teaser_is_no_version_of_the_page_it_stands_on() -> None:
    page = "https://rift.example/pier"
    assert not kin([story(HARBOUR, url=page), story(CUSTOMS, url=page, teaser=True)])


def test_a_whole_sites_address_is_no_storys() -> None:
    assert not kin([story(text, url="https://rift.example/") for text in (HARBOUR, CUSTOMS)])


def test_one_outlets_story_under_the_same_title_is_a_version() -> None:
    found = only(
        story(HARBOUR[:4], "Rift Herald", "2024-04-18", title="Pier opens"),
        story(HARBOUR, "Rift Herald", "2024-04-18", title="Pier opens", updated=Dated(edtf="2024-04-19")),
    )
    assert found.how == "version"


# ------------------------------------------------------------------------------------------------ which was first
def order(first: Story, second: Story) -> tuple[str, bool]:
    """What tells which was first, and whether the first story was."""
    found = only(first, second)
    return found.order, found.of == first.id


def test_a_story_that_credits_an_agency_was_not_before_the_agencys_own() -> None:
    agency = story(HARBOUR, "Harbour Wire", "2024-04-20")
    assert order(agency, story([*HARBOUR, "(Harbour Wire)"], "Coast Daily", "2024-04-18")) == ("credit", True)


def test_an_agency_is_known_under_its_other_names() -> None:
    agency = story(HARBOUR, "Agence France-Presse", "2024-04-20")
    assert order(agency, story(HARBOUR, "Coast Daily", "2024-04-18", credits=("AFP",))) == ("credit", True)


def test_two_that_credit_one_another_are_ordered_by_date() -> None:
    first = story([*HARBOUR, "(Coast Daily)"], "Harbour Wire", "2024-04-18")
    assert order(first, story([*HARBOUR, "(Harbour Wire)"], "Coast Daily", "2024-04-19")) == ("published", True)


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [
        ("2024-04-18", "2024-04-19", "published"),
        ("2024-04-18/2024-04-25", "2024-04-19", "published"),
        ("2024-04-18T09:00", "2024-04-18T10:30", "published"),
        ("2024-04-19T00:30+03:00", "2024-04-18T22:00Z", "published"),
        ("2024-04-18", "2024-04-18T10:00", "unknown"),
        ("2024-04-18T12:00", "2024-04-18T10:00Z", "unknown"),
        ("2024-04-18", None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_the_earlier_date_was_first_where_both_are_known(first: str | None, second: str | None, known: str) -> None:
    found = order(story(HARBOUR, "Rift Herald", first), story(HARBOUR, "Coast Daily", second))
    assert found[0] == known
    assert found[1] or known == "unknown"


def test_of_one_date_the_one_updated_earlier_was_first() -> None:
    first = story(HARBOUR, "Rift Herald", "2024-04-18", updated=Dated(edtf="2024-04-18"))
    second = story(HARBOUR, "Coast Daily", "2024-04-18", updated=Dated(edtf="2024-04-20"))
    assert order(first, second) == ("updated", True)


# ----------------------------------------------------------------------------------------------- what stands everywhere
def filler(at: int, size: int = 6) -> list[str]:
    """Sentences that no other story has."""
    marks = [f"{at}x{turn}" for turn in range(size)]
    return [f"In harbour {m} clerk{m} counted barrel{m} for hours with nobody{m} to see all of it." for m in marks]


def test_boilerplate_of_an_outlet_is_no_reuse() -> None:
    """Every story of the Herald ends with the same two sentences."""
    assert not kin([story([*filler(at), *STOCK], "Rift Herald", title=f"Day {at}") for at in range(4)])


def test_boilerplate_is_no_evidence_between_stories_that_are_kin() -> None:
    """Two of the Herald's stories have two sentences in common beside those that all have."""
    kept = [
        story([*filler(at), *HARBOUR[: 2 if at < 2 else 0], *STOCK], "Rift Herald", title=f"{at}") for at in range(4)
    ]
    found = only(*kept)
    assert (found.how, found.share) == ("excerpt", 2 / 8)
    assert words_of(kept[0], [pair[found.of == kept[0].id] for pair in found.sentences]) == list(HARBOUR[:2])


def test_updates_of_one_report_are_no_boilerplate() -> None:
    """The Herald sends its report three times, each under a title of its own and with a sentence more."""
    updates = [story(HARBOUR[: 4 + at], "Rift Herald", f"2024-04-1{at}", title=f"Update {at}") for at in range(3)]
    assert [one.how for one in kin(updates)] == ["copy"] * 3


def test_what_a_rewritten_report_kept_is_no_boilerplate() -> None:
    """Three times the same title; of the first text two sentences are left."""
    rewritten = [story([*filler(at), *STOCK], "Rift Herald", f"2024-04-1{at}", title="Pier opens") for at in range(3)]
    assert [one.how for one in kin(rewritten)] == ["excerpt"] * 3


def test_a_stock_paragraph_of_many_outlets_is_no_reuse() -> None:
    assert not kin([story([*filler(at), *STOCK], f"Paper {at}") for at in range(30)])


def test_a_wire_report_in_many_papers_is_reuse_all_the_same() -> None:
    """Thirty papers print one text: what they have in common is all they have."""
    papers = [story(HARBOUR, f"Paper {at}", f"2024-04-{at + 1:02}") for at in range(30)]
    found = kin([*papers, story(CUSTOMS, "Lake Post")])
    assert {one.story for one in found if one.of == papers[0].id} == {one.id for one in papers[1:]}


def test_many_copies_cost_no_more_than_a_few_comparisons_each() -> None:
    papers = [story([*HARBOUR, *filler(at, 1)], f"Paper {at}", f"2024-04-{at % 30 + 1:02}") for at in range(120)]
    assert 119 <= len(kin(papers)) <= 8 * 120


# ------------------------------------------------------------------------------------------------ properties
SENTENCES = st.lists(st.sampled_from([*HARBOUR, *CUSTOMS, *STOCK, "It rained."]), max_size=7)
STORIES = st.lists(
    st.builds(
        story,
        SENTENCES,
        st.sampled_from([None, "Rift Herald", "Coast Daily"]),
        st.sampled_from([None, "2024-04-18", "2024-04-18T10:00Z", "2024-04"]),
        title=st.sampled_from(["", "Pier"]),
        url=st.sampled_from([None, "https://rift.example/pier"]),
    ),
    max_size=8,
)


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_of_the_stories_does_not_matter(stories: list[Story], dice: object) -> None:
    shuffled = list(stories)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kin(shuffled) == kin(stories) == kin([*stories, *shuffled])


@pytest.mark.registers
@settings(max_examples=EXAMPLES, deadline=None)
@given(STORIES)
def test_the_evidence_bears_a_kinship_out(stories: list[Story]) -> None:
    by_id = {one.id: one for one in stories}
    for one in kin(stories):
        own, other = by_id[one.story], by_id[one.of]
        assert one.story != one.of
        assert one.how == "version" or len({a for a, _ in one.sentences}) > 1 < len({b for _, b in one.sentences})
        assert all(own.text[slice(*a)] == other.text[slice(*b)] for a, b in one.sentences)
        assert one.share in one.shares
        assert all(0 <= share <= 1 for share in one.shares)
