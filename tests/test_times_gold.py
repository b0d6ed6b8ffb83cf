"""The times of reports marked by hand: how many are found, and placed where they belong."""

from collections.abc import Iterator, Sequence

import pytest

from regesta.annotate import annotate
from regesta.annotate.times import tag
from regesta.intake.dates import given
from regesta.model import Block, Story, Time
from times_marked import Case, Score, cases, score


def by_words(chosen: Sequence[Case]) -> Iterator[tuple[Case, Sequence[Time]]]:
    """The times as read without a parse."""
    return ((case, tag(case.text, case.day)) for case in chosen)


def by_parse(chosen: Sequence[Case]) -> Iterator[tuple[Case, Sequence[Time]]]:
    """The times as a document has them."""
    stories = [
        Story(
            id=str(number),
            page="",
            title="",
            text=case.text,
            published=given(case.day),
            blocks=(Block(kind="prose", start=0, end=len(case.text)),),
        )
        for number, case in enumerate(chosen)
    ]
    return ((case, document.times) for case, document in zip(chosen, annotate(stories), strict=True))


def nothing(chosen: Sequence[Case]) -> Iterator[tuple[Case, Sequence[Time]]]:
    """What a reader finds that finds nothing."""
    return ((case, ()) for case in chosen)


def without_tense(chosen: Sequence[Case]) -> Iterator[tuple[Case, Sequence[Time]]]:
    """The times of a reader to whom every bare weekday is over."""
    return ((case, tag(case.text, case.day, (), lambda *_: False)) for case in chosen)


@pytest.fixture(scope="module")
def parsed() -> Score:
    """The figures of the English cases, read as documents."""
    return score(by_parse(cases()))


def test_times_are_found(parsed: Score) -> None:
    assert parsed.relaxed >= 0.97, "\n".join(parsed.wrong)


def test_times_have_their_value(parsed: Score) -> None:
    assert parsed.value >= 0.94, "\n".join(parsed.wrong)


def test_a_bare_weekday_is_the_right_day(parsed: Score) -> None:
    """At least nineteen in twenty, the truth being in the context."""
    assert parsed.weekdays > 250, parsed.weekdays
    assert parsed.weekdays_right >= 0.95 * parsed.weekdays, "\n".join(parsed.wrong)


def test_words_alone_do_nearly_as_well() -> None:
    """Without a parse the words of the clause decide."""
    said = score(by_words(cases()))
    assert said.value >= 0.9, "\n".join(said.wrong)


def test_the_measure_measures() -> None:
    """A reader that finds nothing scores nothing, one without a sense of tense stays below the floor."""
    assert (score(nothing(cases())).value, score(nothing(cases())).weekdays_right) == (0, 0)
    timeless = score(without_tense(cases()))
    assert timeless.weekdays_right < 0.8 * timeless.weekdays
    assert any("got" in line for line in timeless.wrong)


def by_language(chosen: Sequence[Case]) -> Iterator[tuple[Case, Sequence[Time]]]:
    """The times as read in the language of each case."""
    return ((case, tag(case.text, case.day, language=case.language)) for case in chosen)


def test_times_in_other_languages_have_their_value() -> None:
    """Months, weekdays and relative words of Arabic, Russian, Ukrainian, French and German."""
    said = score(by_language(cases("other")))
    assert said.value >= 0.95, "\n".join(said.wrong)
