"""Traces: every character of a text made from another can be shown where it was written."""

import html
import json
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.intake.trace import Trace, character_data, compose, interval, json_string, unescape
from regesta.model import Segment

REFERENCES = (
    "& &amp; &amp;lt; &#8217; &#x41 &#65; &notit; &copy &copy2 &NotEqualTilde; &#1; &; &#xD800; &#99999999999; &#0;"
)
PIECES = st.sampled_from([*REFERENCES.split(), "<![CDATA[", "]]>", "<!--", "-->", "<?x", "?>", "\x00", "\ud800"])
WRITTEN = st.lists(PIECES | st.text(max_size=8)).map("".join)
STRINGS = st.text(max_size=30) | st.text(alphabet='"\\/\n\t\x01é😀\ud83d\ude00', max_size=30)


def holds(source: str, text: str, trace: Trace) -> bool:
    """Whether a trace covers the text from end to end and its plain segments stand in the source as they are."""
    ends = [0, *(segment.text + segment.length for segment in trace)]
    plain = [s for s in trace if s.width is None]
    covered = [segment.text for segment in trace] == ends[:-1] and ends[-1] == len(text)
    equal = all(text[s.text : s.text + s.length] == source[s.page : s.page + s.length] for s in plain)
    return covered and equal and all(segment.length for segment in trace)


# ------------------------------------------------------------------------------------------- character references
def test_references_are_resolved_once_and_stand_where_they_were_written() -> None:
    text, trace = unescape("<p>Fisch &amp;amp; Brot&#8217;s", 3, 31)
    assert text == "Fisch &amp; Brot’s"
    assert trace == (
        Segment(text=0, page=3, length=6),
        Segment(text=6, page=9, length=1, width=5),
        Segment(text=7, page=14, length=9),
        Segment(text=16, page=23, length=1, width=7),
        Segment(text=17, page=30, length=1),
    )


def test_a_reference_cut_by_the_end_of_the_interval_is_not_read_beyond_it() -> None:
    assert unescape("a &#8217;", 0, 6)[0] == "a R"


@given(WRITTEN)
def test_references_are_read_as_html_reads_them(source: str) -> None:
    text, trace = unescape(source, 0, len(source))
    assert text == html.unescape(source)
    assert holds(source, text, trace)


@given(WRITTEN)
def test_what_stands_for_characters_resolves_to_them(source: str) -> None:
    text, trace = unescape(source, 0, len(source))
    for s in trace:
        if s.width is not None:
            assert html.unescape(source[s.page : s.page + s.width]) == text[s.text : s.text + s.length]


def test_a_number_of_any_length_is_read() -> None:
    assert unescape("&#" + "0" * 5000 + "65;&#" + "9" * 5000, 0, 20_000)[0] == "A\ufffd"


# ------------------------------------------------------------------------------------------- CDATA
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<![CDATA[Mole &amp; <b>pier</b>]]>", "Mole &amp; <b>pier</b>"),
        ("a &lt; <![CDATA[b &lt;]]> c", "a < b &lt; c"),
        ("<![CDATA[x]]]]><![CDATA[>y]]>", "x]]>y"),
        ("a<!-- &lt; <![CDATA[ -->b<?ask me?>c", "abc"),
        ("<![CDATA[never closed &amp;", "never closed &amp;"),
        ("before <!-- never closed", "before "),
        ("", ""),
    ],
)
def test_character_data_is_read_as_xml_means_it(source: str, text: str) -> None:
    found, trace = character_data(source, 0, len(source))
    assert found == text
    assert holds(source, text, trace)


@given(WRITTEN)
def test_any_character_data_is_traced(source: str) -> None:
    text, trace = character_data(source, 0, len(source))
    assert holds(source, text, trace)


# ------------------------------------------------------------------------------------------- JSON
def test_a_string_of_a_json_line_is_traced_through_its_escapes() -> None:
    line = r'{"id": "4", "text": "Pier 4\n\u201cclosed\u201d \ud83d\ude00"}'
    text, trace = json_string(line, "text") or ("", ())
    assert text == "Pier 4\n“closed” 😀"
    assert [(line[s.page : s.page + s.width], s.length) for s in trace if s.width] == [
        (r"\n", 1),
        (r"\u201c", 1),
        (r"\u201d", 1),
        (r"\ud83d\ude00", 1),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"text": 4}',
        '{"title": "x", "in": {"text": "no"}}',
        '["text", "no"]',
        '{"text": "no"',
        '{"text": "no"} {}',
        '{"text": "no",}',
        '{"text" "no"}',
        '{"text": "a\nb"}',
        "{}",
        "",
        '{"text": "no", "text": null}',
        '{"text": "no", "deep": ' + "[" * 100_000 + "}",
        '{"text": "no", "long": ' + "9" * 5_000 + "}",
    ],
)
def test_no_string_at_the_top_level_gives_none(line: str) -> None:
    assert json_string(line, "text") is None


def test_the_last_of_equal_keys_counts() -> None:
    assert (json_string('{"text": "old", "te\\u0078t" : "new" }', "text") or ("",))[0] == "new"


@given(STRINGS, STRINGS, st.booleans())
def test_json_strings_are_those_that_json_reads(before: str, value: str, ascii_only: bool) -> None:
    line = json.dumps({"a": [before, {"text": before}], "text": value, before: 3, "z": None}, ensure_ascii=ascii_only)
    expected = json.loads(line)["text"]
    text, trace = json_string(line, "text") or (None, ())
    assert text == (expected if isinstance(expected, str) else None)
    assert text is None or holds(line, text, trace)
    for s in trace:
        if s.width is not None:
            assert json.loads(f'"{line[s.page : s.page + s.width]}"') == expected[s.text : s.text + s.length]


@given(st.text() | st.text(alphabet='{}[]:,"\\ tex'))
def test_any_line_gives_a_string_or_none(line: str) -> None:
    found = json_string(line, "text")
    assert found is None or holds(line, *found)


# ------------------------------------------------------------------------------------------- through two texts
def places(trace: Trace, length: int) -> list[tuple[int, int] | None]:
    """For each character of the text, the interval of the source that was written for it."""
    found: list[tuple[int, int] | None] = [None] * length
    for s in trace:
        for i in range(s.length):
            found[s.text + i] = (s.page + i, s.page + i + 1) if s.width is None else (s.page, s.page + s.width)
    return found


@st.composite
def story_of(draw: st.DrawFn, middle: str) -> Trace:
    """Pieces of a text between, in order, some of them taken for more or fewer characters than they have."""
    cuts = sorted(draw(st.sets(st.integers(0, len(middle)), max_size=8)))
    segments, at = [], 0
    for start, end in pairwise(cuts):
        length = draw(st.sampled_from([end - start, end - start, 0, 1]))
        width = None if length == end - start else end - start
        if length:
            segments.append(Segment(text=at, page=start, length=length, width=width))
        at += length
    return tuple(segments)


@given(st.data(), WRITTEN)
def test_composing_is_mapping_character_by_character(data: st.DataObject, page: str) -> None:
    middle, outer = character_data(page, 0, len(page))
    inner = data.draw(story_of(middle))
    length = sum(s.length for s in inner)
    between, last = places(inner, length), places(outer, len(middle))
    expected = []
    for span in between:
        assert span is not None
        reached = [place for place in last[slice(*span)] if place]
        expected.append((reached[0][0], reached[-1][1]))
    assert places(compose(inner, outer), length) == expected


@given(WRITTEN)
def test_a_text_made_in_two_steps_is_traced_to_the_page(text: str) -> None:
    line = json.dumps({"html": text})
    middle, outer = json_string(line, "html") or ("", ())
    story, inner = unescape(middle, 0, len(middle))
    assert holds(line, story, compose(inner, outer))


def test_segments_that_go_on_in_the_page_are_made_one() -> None:
    outer = (Segment(text=0, page=10, length=20),)
    inner = (Segment(text=0, page=2, length=3), Segment(text=3, page=5, length=4), Segment(text=7, page=11, length=1))
    assert compose(inner, outer) == (Segment(text=0, page=12, length=7), Segment(text=7, page=21, length=1))


@given(st.data(), WRITTEN)
def test_an_interval_runs_from_its_first_character_to_its_last(data: st.DataObject, page: str) -> None:
    text, trace = character_data(page, 0, len(page))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    reached = [place for place in places(trace, len(text))[start:end] if place]
    found = interval(trace, start, end)
    assert found == ((reached[0][0], reached[-1][1]) if reached else (found[0], found[0]))
    assert 0 <= found[0] <= len(page)


def test_an_empty_interval_has_a_place() -> None:
    trace = unescape("ab&amp;c", 0, 8)[1]
    assert [interval(trace, at, at) for at in range(5)] == [(0, 0), (1, 1), (2, 2), (7, 7), (8, 8)]
    assert interval((), 3, 5) == (0, 0)


def test_a_long_page_takes_a_moment() -> None:
    page = "A line &amp; another &#8217; one. " * 40_000
    began = time.perf_counter()
    text, outer = unescape(page, 0, len(page))
    compose(unescape(text, 0, len(text))[1], outer)
    assert time.perf_counter() - began < 5
