"""A first glance at a page: its paragraphs without reading it closely, so that it can be told what deserves more."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from regesta.intake import glance
from regesta.intake.first_look import glanced
from regesta.model import Receipt

LEAD = "Deputy Minister Nela Prodan said on Wednesday that the ferry line between Bar and Durres would open in April."
BODY = "Her counterpart Arben Leka said the first ship had been chartered for the summer, and that two would follow."


@pytest.mark.parametrize(
    ("page", "paragraphs"),
    [
        (f"<p>{LEAD}</p><p>{BODY}</p>", [LEAD, BODY]),
        (f"<div>{LEAD}<br>{BODY}</div>", [LEAD, BODY]),
        (f"<P CLASS=x>{LEAD}<P>{BODY}", [LEAD, BODY]),
        (f"<p>{LEAD[:40]}<b>{LEAD[40:]}</b>\n", [LEAD]),
        (f"<p>&ldquo;{LEAD}&rdquo;</p>", [f"“{LEAD}”"]),
        (f"<nav><p>{BODY}</p></nav><p>{LEAD}</p><footer>{BODY}</footer>", [LEAD]),
        (f"<script>var a = '<p>{BODY}</p>';</script><!-- <p>{BODY}</p> --><p>{LEAD}</p>", [LEAD]),
        (f"<SCRIPT>{BODY}</Script ><p>{LEAD}</p>", [LEAD]),
        (f"<ul><li><a href=/>Ports</a><li><a href=/>Ferries and railways</a></ul><p>{LEAD}</p>", [LEAD]),
        (f"<p>{LEAD[:-1]}, {BODY[:-1]}", [f"{LEAD[:-1]}, {BODY[:-1]}"]),
    ],
)
def test_the_paragraphs_of_a_page_are_seen(page: str, paragraphs: list[str]) -> None:
    assert glanced(page).text.split("\n") == paragraphs


def test_what_is_never_closed_takes_nothing_away() -> None:
    assert glanced(f"<p>{LEAD}</p><script><p>{BODY}</p>").text.split("\n") == [LEAD, BODY]
    assert glanced(f"<!-- <p>{LEAD}</p><nav><nav><p>{BODY}</p>").text.split("\n") == [LEAD, BODY]


def test_paragraphs_in_scripts_that_write_words_with_a_sign_or_two_are_long_enough() -> None:
    page = glanced("<p>两国副部长周三宣布，新的轮渡航线将于四月开通。</p><p>港口</p>")
    assert page.text == "两国副部长周三宣布，新的轮渡航线将于四月开通。"
    assert page.language in ("zh", "und")


def test_a_page_without_paragraphs_may_still_deserve_a_look() -> None:
    assert glanced("<li>Prodan and Leka to meet in Bar on Friday<li>Ports").deserves
    assert not glanced("<li>Ports<li>Ferries<li>About us").deserves
    assert not glanced("").deserves


def test_the_bytes_of_a_page_are_decoded_as_elsewhere() -> None:
    text = "Le vice-ministre a déclaré mercredi que la ligne de ferry ouvrirait en avril, à Bar et à Durrës."
    raw = f'<meta charset="latin-1"><p>{text}'.encode("latin-1")
    seen = glance(raw, Receipt(source="x", obtained="unknown"))
    assert seen.text == text
    assert seen.language == "fr"


@given(st.lists(st.sampled_from(["<p>", "</p", ">", "<script>", "</script>", "<!--", "-->", "<", "&lt;", LEAD, " "])))
@example(["<script>", "<!--", "</script>", "-->"])
def test_any_page_gives_a_glance_of_what_it_holds(pieces: list[str]) -> None:
    seen = glanced("".join(pieces))
    assert seen.deserves or LEAD not in pieces or any(one in pieces for one in ("<script>", "<!--", "</p", "<"))


@given(st.text())
def test_any_text_gives_a_glance(page: str) -> None:
    assert len(glanced(page).text) <= max(len(page), 1) * 2
