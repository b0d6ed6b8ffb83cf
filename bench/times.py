"""Time expressions found and placed, beside dateparser and Recognizers-Text, on the same texts in the same run.

    python bench/times.py [--wikiwars FOLDER]

The texts are the reports of ``tests/gold/times.toml`` and, where FOLDER holds the files of WikiWars with their inline
marks (TIMEX2), its histories. Ours is asked as it is without a parse of the text, the others as their manuals say, with
the day of publication as their present; a text without one is read against 2000-01-01, for they know no other way.

Counted are expressions by overlap, one to one, and those that have the marked value besides; values are compared as the
days they cover, lengths as they are written. Of WikiWars only values that are calendar dates or lengths are counted.
Needs the packages of ``requirements-bench.lock``.
"""

import argparse
import datetime as dt
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from dateparser.search import search_dates
from recognizers_date_time import recognize_datetime

from regesta import edtf
from regesta.annotate.times import tag
from times_marked import cases

UNKNOWN = "2000-01-01"
ASIDE = "-"
_MARK = re.compile(r'<TIMEX2(?: val="(?P<value>[^"]*)")?[^>]*>|</TIMEX2>')


class Span(NamedTuple):
    """An expression and its value, as EDTF or a duration; `None`: not placed, ``-``: put aside."""

    start: int
    end: int
    value: str | None


class Text(NamedTuple):
    """A text, its day of publication, and the expressions marked in it."""

    text: str
    day: str | None
    marked: tuple[Span, ...]


# ------------------------------------------------------------------------------------------------ the texts
def written() -> list[Text]:
    """The project's own reports in English."""
    return [Text(one.text, one.day, tuple(Span(m.start, m.end, m.value) for m in one.times)) for one in cases()]


def histories(folder: Path) -> Iterator[Text]:
    """The texts of WikiWars; of marks within marks the outer one."""
    for path in sorted(folder.rglob("*.xml")):
        whole = re.sub(r"(?s).*?<TEXT>(.*?)</TEXT>.*", r"\1", path.read_text(encoding="utf-8"))
        text, marked, open_at, at = "", [], [], 0
        for mark in _MARK.finditer(whole):
            text += whole[at : mark.start()]
            at = mark.end()
            if mark[0] != "</TIMEX2>":
                open_at.append((len(text), mark["value"]))
            elif len(open_at) == 1:
                start, value = open_at.pop()
                marked.append(Span(start, len(text), _edtf(value or "") or ASIDE))
            else:
                open_at.pop()
        yield Text(text + whole[at:], "2009-12-19", tuple(marked))


def _edtf(value: str) -> str | None:
    """A TIMEX value as EDTF where it is a plain date, decade, century, season or length."""
    value = re.sub(r"-(SP|SU|FA|WI)$", lambda m: {"SP": "-21", "SU": "-22", "FA": "-23", "WI": "-24"}[m[1]], value)
    value = value.ljust(4, "X") if re.fullmatch(r"\d\d\d?", value) else re.sub(r"T(?:MO|AF|EV|NI|MI)$", "", value)
    return value if value.startswith("P") or edtf.valid(value) else None


# ------------------------------------------------------------------------------------------------ the readers
def ours(text: Text) -> list[Span]:
    """What this project reads."""
    return [Span(one.start, one.end, one.edtf) for one in tag(text.text, text.day)]


def by_dateparser(text: Text) -> list[Span]:
    """What dateparser's search finds; it gives words, whose places are looked up in order, and whole instants."""
    now = _now(text)
    found = search_dates(text.text, languages=["en"], settings={"RELATIVE_BASE": now, "RETURN_TIME_SPAN": False}) or []
    spans, at = [], 0
    for shown, when in ((one[0], one[1]) for one in found):
        at = max(text.text.find(shown, at), 0)
        spans.append(Span(at, at + len(shown), when.date().isoformat()))
        at += len(shown)
    return spans


def by_recognizers(text: Text) -> list[Span]:
    """What Recognizers-Text finds: the last of the values it offers that is not in the future, else the first."""
    return [
        Span(one.start, one.end + 1, _settled((one.resolution or {}).get("values", []), _now(text)))
        for one in recognize_datetime(text.text, "en-us", reference=_now(text))
    ]


def _now(text: Text) -> dt.datetime:
    bounds = edtf.bounds(text.day or UNKNOWN)
    day = bounds[1] if bounds and bounds[1] else dt.date.fromisoformat(UNKNOWN)
    return dt.datetime.combine(day, dt.time(12))


def _settled(values: Sequence[dict[str, str]], now: dt.datetime) -> str | None:
    """One of the values offered, as EDTF."""
    past = [one for one in values if one.get("start", one.get("value", ""))[:10] <= now.date().isoformat()]
    chosen = past[-1] if past else values[0] if values else {}
    timex = chosen.get("timex", "")
    if timex.startswith("P") or _edtf(timex):
        return _edtf(timex)
    if "start" in chosen and "end" in chosen:
        last = dt.date.fromisoformat(chosen["end"][:10]) - dt.timedelta(days=1) if chosen["end"][4:5] == "-" else None
        return f"{chosen['start'][:10]}/{last}" if last and chosen["start"][4:5] == "-" else None
    return chosen.get("value", "")[:10] or None


READERS: dict[str, Callable[[Text], list[Span]]] = {
    "regesta": ours,
    "dateparser": by_dateparser,
    "Recognizers-Text": by_recognizers,
}


SLOW = ("Recognizers-Text",)
LONGEST = 20_000
"""Characters of a text beyond which the time that some readers take has no bound worth waiting for."""


# ------------------------------------------------------------------------------------------------ counting
def measure(texts: Sequence[Text], read: Callable[[Text], list[Span]]) -> str:
    """The figures of one reader: F1 of finding, F1 with the value, and words a second."""
    said = met = right = aside = 0
    began = time.process_time()
    readings = [read(text) for text in texts]
    seconds = time.process_time() - began
    for text, found in zip(texts, readings, strict=True):
        left = list(found)
        said += len(found)
        for one in text.marked:
            other = next((span for span in left if span.start < one.end and one.start < span.end), None)
            if other is not None:
                left.remove(other)
                met, right = met + 1, right + same(one.value, other.value)
                aside += one.value == ASIDE
    total = said + sum(len(text.marked) for text in texts)
    valued = total - aside - sum(one.value == ASIDE for text in texts for one in text.marked)
    words = sum(len(text.text.split()) for text in texts)
    return f"found F1 {2 * met / total:.3f}   with value F1 {2 * right / valued:.3f}   {words / seconds:>9,.0f} words/s"


def same(a: str | None, b: str | None) -> bool:
    """Whether two values say the same: the same days, or the same length; a clock counts only for its day."""
    return a == b or (
        a is not None and b is not None and edtf.bounds(a) is not None and edtf.bounds(a) == edtf.bounds(b)
    )


def main() -> None:
    """Print the figures of every reader on every set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wikiwars", type=Path)
    given = parser.parse_args()
    sets = {"own reports": written()}
    if given.wikiwars:
        sets["WikiWars"] = list(histories(given.wikiwars))
    tag("warm in May", UNKNOWN)
    for name, texts in sets.items():
        print(f"{name}: {len(texts)} texts, {sum(len(text.marked) for text in texts)} expressions")
        long = max(len(text.text) for text in texts) > LONGEST
        for reader, read in READERS.items():
            told = (
                "not asked: it takes too long over such long texts" if long and reader in SLOW else measure(texts, read)
            )
            print(f"  {reader:<17} {told}", flush=True)


if __name__ == "__main__":
    main()
