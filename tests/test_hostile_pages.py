"""Pages made to cost time or memory, or to mislead: each ends in stories or in a finding, and in time."""

import json
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from regesta.intake import glance, read_page
from regesta.intake.weight import is_light
from regesta.model import Intake, Receipt

SLOWEST = 10.0
MOST_MEMORY = 1_500  # megabytes
NAME = "page.html"
LEAD = "Deputy Minister Nela Prodan said on Wednesday that the ferry line between Bar and Durres would open in April."
BODY = "Her counterpart Arben Leka said the first ship had been chartered for the summer, and that two would follow."
STYLES = "".join(f"<b id={n}>" for n in range(1_000))
STORY = f"<h1>Ferry line to open</h1><p>{LEAD}</p><p>{BODY}</p>"


def read(page: str | bytes, content_type: str = "") -> Intake:
    raw = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    headers = (("content-type", content_type),) if content_type else ()
    return read_page(raw, Receipt(source=NAME, obtained="unknown", headers=headers))


def of(inside: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Ferry line to open</title>{head}</head><body>{inside}</body></html>"


def linked_data(text: str) -> str:
    return of(STORY, f'<script type="application/ld+json">{text}</script>')


def item(body: str) -> str:
    return f"<item><title>Ferry line to open</title><description><![CDATA[{body}]]></description></item>"


def timed(page: str | bytes) -> tuple[Intake, float]:
    start = time.process_time()
    intake = read(page)
    return intake, time.process_time() - start


def is_told(intake: Intake) -> bool:
    """Whether there are stories, or a finding that says what, where and what to do: two sentences at least."""
    errors = [one for one in intake.findings if one.severity == "error"]
    return bool(intake.stories) or any(one.where == NAME and one.what.count(". ") >= 1 for one in errors)


# ------------------------------------------------------------------------------------------------ as large as can be
LARGE: dict[str, Callable[[], str]] = {
    "200,000 divs inside one another": lambda: of("<div>" * 200_000 + STORY),
    "200,000 of them in a template": lambda: of(f"{STORY}<template>" + "<div>" * 200_000),
    "a million attributes": lambda: of(f"<p {' '.join(f'a{n}' for n in range(600_000))}>{LEAD}</p>{STORY}"),
    "10 MB of open quotations": lambda: of(STORY + '<a "' * 2_500_000),
    "4 MB of open quotations": lambda: of(STORY + '<a "' * 1_000_000),
    "5 MB of <": lambda: of(STORY + "<" * 4_990_000),
    "5 MB of &": lambda: of(f"{STORY}<p>" + "&" * 4_990_000),
    "5 MB of references": lambda: of(f"{STORY}<p>" + "&lt" * 1_600_000),
    "5 MB of <!--": lambda: of(STORY + "<!--" * 1_240_000),
    "a script without an end": lambda: of(f"{STORY}<script>" + "if (a < b) c();" * 330_000),
    "100,000 paragraphs of a word": lambda: of("<p>word" * 100_000),
    "10,000 paragraphs": lambda: of("".join(f"<p>{n} {LEAD}" for n in range(9_990))),
    "20,000 captions": lambda: of("".join(f"<figure><figcaption>Pier {n} at Bar" for n in range(19_990))),
    "300,000 items": lambda: of("".join(f"<li>item {n}" for n in range(300_000))),
    "a line of 5 MB": lambda: of(f"{STORY}<p>" + f"{LEAD} " * 45_000),
    "a line of 5 MB in two million words": lambda: of(f"{STORY}<p>" + "a\n" * 2_490_000),
    "a word of 5 MB": lambda: of(f"{STORY}<p>" + "x" * 4_990_000),
    "5 MB of tags": lambda: of(STORY + "<b></b>" * 710_000),
    "10 MB of tags": lambda: of(STORY + "<b></b>" * 1_430_000),
    "5 million signs that each stand for a phrase": lambda: of(f"{STORY}<p>" + "\ufdfa" * 4_990_000),
    "5 MB of cells": lambda: of(f"{STORY}<table><tr>" + "<td>x" * 990_000),
    "linked data of 4 MB": lambda: linked_data(json.dumps({"@type": "NewsArticle", "articleBody": "x " * 2_000_000})),
    "linked data in 10,000 levels": lambda: linked_data("[" * 10_000 + "]" * 10_000),
    "linked data that names 900 levels of authors": lambda: linked_data(
        '{"@type":"NewsArticle","author":' + '{"name":[' * 450 + "]}" * 450 + "}"
    ),
    "100,000 objects of linked data": lambda: linked_data(
        json.dumps([{"@type": "NewsArticle", "headline": f"Ferry {n}"} for n in range(100_000)])
    ),
    "NUL bytes": lambda: of(STORY + "\0" * 4_000_000),
    "a JSON line with 4 MB of HTML": lambda: json.dumps({"html": of(STORY + f"<p>{BODY * 8}</p>" * 4_500)}),
    "a JSON line with a million signs of escapes": lambda: json.dumps({"html": of(f"{STORY}<p>" + "é" * 170_000)}),
    "an item of 4 MB": lambda: item(f"<p>{BODY * 8}</p>" * 4_500),
    "an item of 300,000 items": lambda: item("<li>x" * 300_000),
    "5 MB of blank lines": lambda: f"{LEAD}\n\n{BODY}" + "\n" * 4_900_000 + LEAD,
    "5 MB of lines": lambda: "word\n" * 990_000,
    "5 MB of one line": lambda: f"{LEAD} " * 45_000,
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_large_page_ends_in_stories_or_a_finding_in_time(name: str) -> None:
    intake, seconds = timed(LARGE[name]())
    assert is_told(intake)
    assert seconds < SLOWEST


@pytest.mark.parametrize("name", LARGE)
def test_a_first_glance_at_a_large_page_takes_little_time(name: str) -> None:
    raw = LARGE[name]().encode("utf-8", "surrogatepass")
    start = time.process_time()
    glance(raw, Receipt(source=NAME, obtained="unknown"))
    assert time.process_time() - start < SLOWEST / 3


_MEMORY = """
import json, resource, sys
sys.path[:0] = {path!r}
from test_hostile_pages import LARGE, read
for name in {names!r}:
    read(LARGE[name]())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_the_worst_of_them_take_bounded_memory() -> None:
    worst = ["5 million signs that each stand for a phrase", "5 MB of cells"]
    code = _MEMORY.format(path=sys.path, names=worst)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < MOST_MEMORY


# ------------------------------------------------------------------------------------------------ twice as much
GROWING: dict[str, Callable[[int], str]] = {
    "blocks": lambda n: of(STORY + "<div>" * n),
    "lists": lambda n: of(STORY + "<ul><li>x" * (n // 4)),
    "titles": lambda n: of("".join(f"<h1>Ferry line number {i}</h1>" for i in range(n // 8)) + STORY),
    "paragraphs": lambda n: of("".join(f"<p>{i} {LEAD}</p>" for i in range(n // 16)) + STORY),
    "styles": lambda n: of(f"<div>{''.join(f'<b id={i}>' for i in range(n // 40))}</div>{STORY}{'<p>x' * (n // 8)}"),
    "attributes": lambda n: of(f"<p {' '.join(f'a{i}' for i in range(n))}>{LEAD}{STORY}"),
    "attributes of the root": lambda n: of(STORY + "".join(f"<html a{i}>" for i in range(n))),
    "signs": lambda n: of(f"{STORY}<p>" + "<" * n * 5),
    "scripts": lambda n: of(STORY + "<script>1</SCRIPT>" * n),
    "selects": lambda n: of(STORY + "<SELECT>1</select>" * n),
    "comments": lambda n: of(STORY + "<!-- --" * n),
    "quotations": lambda n: of(STORY + "<a x='" * n),
    "ends of linked data": lambda n: linked_data("{-->" + " " * n * 5 + "x"),
    "commas of linked data": lambda n: linked_data("{" + ", " * n),
    "dates": lambda n: of(f"{STORY}<p>" + "12 March 2031, " * n),
    "digits": lambda n: of(f"{STORY}<p>" + "1" * n * 10),
    "capitals": lambda n: of(f"{STORY}<p>" + "The Bar Courier " * n),
    "blanks": lambda n: of(f"{STORY}<p>a" + " \n" * n * 5 + "b"),
    "members of a JSON line": lambda n: json.dumps({**{f"a{i}": "" for i in range(n)}, "html": of(STORY)}),
    "tags of an item": lambda n: "<item><title>x</title>" + "<a>" * n + "</item>",
    "flat lines": lambda n: "".join(f"The Bar{i} Courier\n" for i in range(n // 4)) + f"\n{LEAD}\n\n{BODY}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_twice_the_page_takes_about_twice_the_time(name: str) -> None:
    """The better of two: what a first page makes ready for all others, a model of languages say, does not count."""
    once, twice = (min(timed(GROWING[name](size))[1] for _ in range(2)) for size in (8_000, 16_000))
    assert twice < 3 * once + 0.3


# ------------------------------------------------------------------------------------------------ for libraries
@pytest.mark.parametrize(
    "page",
    [
        of("<div>" * 20_000),
        of("<svg>" + "<link>" * 20_000),
        of("<li><dd>" * 20_000),
        of("<div>" + STYLES + "</div>" + "<p>x" * 2_000),
        of(f"<div>{STYLES}<table>{'</b>' * 1_000}</table></div>{'<p>x' * 2_000}"),
        of("".join(f"<b id={n}><div>" for n in range(300)) + "</b>x" * 4_000),
        of("".join(f"<i id={n}>" for n in range(300)) + "<div>" * 100 + "</i>" * 4_000),
        of(("<div>" * 300 + "<select>" + "</div>" * 300 + "</select>") * 300),
        of("<select><xmp></select><div>" + STYLES + "</div>" + "<p>x" * 2_000),
        of('<a =">' + STYLES + "<p>x" * 2_000 + '">'),
        of(f"<p {' '.join(f'a{n}' for n in range(10_000))}>"),
        of("<p " + " x='>' ".join(" ".join(f"a{n}" for n in range(i, i + 500)) for i in range(0, 10_000, 500)) + ">"),
        of("".join(f"<body a{n}=1>" for n in range(1_000))),
        of("<div>" * 900 + "x " * 500_000),
        "<p a='1' " + "".join(f"b{n} " for n in range(10_000)),
    ],
)  # fmt: skip
def test_what_would_hold_a_parser_up_is_not_given_to_it(page: str) -> None:
    assert not is_light(page)


@pytest.mark.parametrize(
    "page",
    [
        of(STORY * 2_000),
        of("".join(f"<div class='a b'><p><b>{n}</b> <a href=/{n}>x</a><br><img src=a></div>" for n in range(9_000))),
        of("<ul>" + "<li>one<li>two" * 10_000),
        of("<table>" + "<tr><td><font size=2>x<td><b>y</b>" * 300),
        of("<b><p>one<p>two</b><i>three<div>four</i></div>" * 3_000),
        of("<svg><title>Search</title><path d='M0'/></svg>" * 900),
        of(f"<script>{'if (a<b && c>d) e=1; ' * 20_000}</script>{STORY}<!-- {'<b>' * 5_000} -->"),
        of(f"<p style='{'color: red; ' * 400}' title='{'word ' * 5_000}'>x"),
    ],
)
def test_what_people_read_is_light(page: str) -> None:
    assert is_light(page)


# ------------------------------------------------------------------------------------------------ encodings that lie
RUSSIAN = (
    "Заместитель министра Нела Продан сообщила в среду, что паромная линия между Баром и Дурресом откроется в апреле."
)
FRENCH = (
    "La ministre déléguée Nela Prodan a annoncé que la ligne de ferry entre Bar et Durrës ouvrirait à la fin de l’été."
)
CHINESE = "副部长内拉·普罗丹周三表示，巴尔与都拉斯之间的轮渡航线将于四月开通。她说，第一艘船已经租好。"
JAPANESE = "ネラ・プロダン副大臣は水曜日、バールとドゥラスを結ぶフェリー航路が四月に開設されると述べた。"
ARABIC = "قالت نائبة الوزير نيلا برودان يوم الأربعاء إن خط العبارات بين بار ودوريس سيفتتح في نيسان أبريل المقبل."


def declared(text: str, charset: str) -> str:
    return (
        f"<html><head><meta charset={charset}><title>x</title></head><body><p>{text}</p><p>{text} 2</p></body></html>"
    )


@pytest.mark.parametrize(
    ("text", "encoding", "stated", "content_type"),
    [
        (FRENCH, "utf-16", "utf-8", ""),
        (FRENCH, "utf-16-le", "utf-8", "text/html; charset=utf-16le"),
        (RUSSIAN, "utf-8", "iso-8859-1", "text/html; charset=iso-8859-1"),
        (RUSSIAN, "utf-8-sig", "windows-1251", "text/html; charset=koi8-r"),
        (RUSSIAN, "cp1251", "utf-8", ""),
        (RUSSIAN, "cp1251", "iso-8859-1", ""),
        (RUSSIAN, "koi8-r", "koi8-r", ""),
        (FRENCH, "cp1252", "utf-8", "text/html; charset=utf-8"),
        (CHINESE, "gb2312", "gb2312", ""),
        (CHINESE, "gb18030", "gb2312", ""),
        (CHINESE, "big5", "x", "text/html; charset=big5"),
        (JAPANESE, "shift_jis", "shift_jis", ""),
        (JAPANESE, "euc_jp", "x", "text/html; charset=EUC-JP"),
        (ARABIC, "cp1256", "windows-1256", ""),
        (ARABIC, "cp1256", "x", "text/html; charset=windows-1256"),
    ],
)
def test_a_page_is_read_in_its_encoding_whatever_it_says(
    text: str, encoding: str, stated: str, content_type: str
) -> None:
    text = text.encode(encoding, "ignore").decode(encoding)
    intake = read(declared(text, stated).encode(encoding), content_type)
    assert text in "".join(story.text for story in intake.stories)


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe<\0h", b"\xef\xbb\xbf", b"\xfe\xff\0<\0h\0t\0m\0l\0>", b"\xff\xfe\x00\xd8" * 50]
)
def test_half_an_encoding_gives_stories_or_a_finding(raw: bytes) -> None:
    assert is_told(read(raw))


def test_lone_surrogates_of_a_json_line_are_kept_in_place() -> None:
    line = json.dumps({"html": of(f"{STORY}<p>{LEAD[:-1]}. \ud800 {BODY} \udfff</p>")})
    (story,) = read(line).stories
    assert "April. \ud800" in story.text


def test_marks_of_direction_stay_where_they_are() -> None:
    text = f"\u200f{ARABIC}\u200f (\u202aNela Prodan\u202c)"
    assert (
        text
        in read(of(f"<h1>{ARABIC[:30]}</h1><p dir=rtl>{ARABIC} 1</p><p dir=rtl>{text}</p><p dir=rtl>{ARABIC} 2</p>"))
        .stories[0]
        .text
    )
