"""Where sentences end: abbreviations, initials, quotation marks, line breaks, other scripts."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.sentences import split

# A bar stands where one sentence ends and the next begins.
EXAMPLES = [
    "Maj. Gen. Ilo Vann met Amb. Tor Hask.|He left at noon.",
    "Mr. J. R. Tamm spoke.|Mrs. Tamm did not.",
    "The boat left on Jan. 5.|It came back in Feb.|Nobody met it.",
    "No. 5 pier is shut.|They said no.|No boat may land.",
    "The U.S. Navy sent a tug.|It was built in the U.S.|The tug is new.",
    "It met at 5 p.m. Tuesday.|It closed at 6 p.m.|The port slept.",
    "Tallow Bros. Ltd. bought it.|Salt Works Inc. sold it.|The price rose 3.5 per cent.",
    "“Why now?” he asked.|“Because!”|Nobody laughed.",
    'He called it "no port."|She agreed.',
    "(The pier is old.)|It will be mended.",
    "He waited … and left.|Then what?!|Nothing...|All was still.",
    "See pier.example.org for times.|Go early.",
    "A heading without a stop\n\nThe text begins.",
    "a heading in small letters\n\nso is the text.",
    "One line\ngoes on in small letters.|The next\nThe one after",
    "وصل الوزير إلى الميناء.|هل عاد؟|نعم.",
    "وزیر بندرگاہ پہنچا۔|وہ لوٹ گیا۔",
    "मंत्री आए।|वे गए।",
    "部长抵达港口。|他说:“好。”|之后离开!",
    "ሚኒስትሩ ደረሱ።|ሄዱ።",
]


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_text_is_cut_where_its_sentences_end(example: str) -> None:
    marked = example.replace("\n\n", "|").replace("next\nThe", "next|The")
    text = example if "。" not in example else example.replace("|", "")
    assert parts(text.replace("|", " ")) == marked.split("|")


def test_part_of_a_text_is_cut_alone() -> None:
    assert list(split("One is here. Two is here. Three is here.", 4, 25)) == [(4, 12), (13, 25)]


@given(st.text(alphabet=st.sampled_from('aB. !?…"”)。۔\n\r\u2028Jan.no5\ud800'), max_size=60))
def test_nothing_but_blanks_is_left_out(text: str) -> None:
    assert "".join("".join(parts(text)).split()) == "".join(text.split())


@given(st.text(alphabet=st.sampled_from('aB. !?…"”)。۔\n\r\u2028Jan.no5\ud800'), max_size=60))
def test_sentences_follow_one_another_without_blanks_around_them(text: str) -> None:
    spans = list(split(text))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize("sign", [".", ". ", "\n", "a.", '. "', "((", "。", "!\"'"])
def test_time_grows_with_the_length_alone(sign: str) -> None:
    def cost(times: int) -> float:
        start = time.process_time()
        for _ in split(sign * times):
            pass
        return time.process_time() - start

    assert cost(160_000) < 24 * max(cost(20_000), 0.01)
