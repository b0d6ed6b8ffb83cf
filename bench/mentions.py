"""Names found by regesta beside those of the bare language pipeline, on the same text in the same run.

    python bench/mentions.py [--data ../shared/data]

CrossNER politics (dev): exact spans and types; politician and person are PER, organisation and politicalparty ORG,
country and location LOC; what overlaps one of its other types (elections, events …) is left out on both sides. Of
ours, names of persons are PER, of organisations ORG, of states, places and facilities LOC; words that are no name
("the rebels") are left out. Of the pipeline's, PERSON is PER, ORG is ORG, GPE, LOC and FAC are LOC; articles and
possessives are cut off.

re3d: spans by overlap, one to one, a type each (titles and common nouns count there).
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from regesta.annotate import annotate
from regesta.annotate.parse import parse
from regesta.model import Block, Document, Story

CROSSNER = {
    "politician": "PER", "person": "PER", "organisation": "ORG", "politicalparty": "ORG", "country": "LOC",
    "location": "LOC",
}  # fmt: skip
OURS = {
    "person": "PER", "organisation": "ORG", "state": "LOC", "place": "LOC", "facility": "LOC", "nationality": "NAT",
}  # fmt: skip
SPACY = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "NAT"}
ELSE = "else"  # a type that is left out
RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NAT"}
CLOSING = frozenset((",", ".", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't"))  # no blank before these,
OPENING = ("(", "[", "$")  # and none after these
THE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)


class Span(NamedTuple):
    """A named interval of a text and its type."""

    start: int
    end: int
    kind: str


Spans = Sequence[Span]
Gold = list[tuple[str, list[Span]]]


# ------------------------------------------------------------------------------------------------ the gold
def crossner(path: Path) -> Gold:
    """Each sentence as text with its spans."""
    sentences = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [_sentence([row.split("\t") for row in one.split("\n")]) for one in sentences]


def _sentence(rows: Sequence[Sequence[str]]) -> tuple[str, list[Span]]:
    spans: list[Span] = []
    text, above = "", ""
    for word, tag in rows:
        text += "" if not text or word in CLOSING or text.endswith(OPENING) else " "
        start, text = len(text), text + word
        kind = CROSSNER.get(tag[2:], ELSE) if tag != "O" else ""
        if tag.startswith("I-") and above == tag[2:] and spans and kind:
            spans[-1] = spans[-1]._replace(end=len(text))
        elif kind:
            spans.append(Span(start, len(text), kind))
        above = tag[2:]
    return text, spans


def re3d(folder: Path) -> Gold:
    """Each document with the spans that people upheld."""
    found: Gold = []
    for part in sorted(one for one in folder.iterdir() if one.is_dir()):
        spans: dict[str, list[Span]] = {}
        for row in _lines(part / "entities.json"):
            if row["type"] in RE3D and row["confidence"] >= 0.5:
                spans.setdefault(row["documentId"], []).append(Span(row["begin"], row["end"], RE3D[row["type"]]))
        found += [(row["text"], spans.get(row["_id"], [])) for row in _lines(part / "documents.json")]
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8-sig").split("\n"):
        if line.strip():
            yield json.loads(line)


# ------------------------------------------------------------------------------------------------ the two readers
def plain(text: str) -> Story:
    """A text as one block, whatever stands in it."""
    return Story(
        id=str(hash(text)), page="", title="", text=text, blocks=(Block(kind="prose", start=0, end=len(text)),)
    )


def bare(texts: Sequence[str]) -> list[Spans]:
    """The pipeline's own names."""
    parses = parse([plain(text) for text in texts])
    named = [[g for g in one.guesses if g.label in SPACY] for one in parses]
    return [
        [Span(*trimmed(text, g.start, g.end), SPACY[g.label]) for g in one]
        for text, one in zip(texts, named, strict=True)
    ]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """An interval without an article before and "'s" after the name."""
    article = THE.match(text, start, end)
    low = article.end() if article else start
    for tail in ("'s", "’s"):
        end -= len(tail) * text[low:end].endswith(tail)
    return low, end


def ours(texts: Sequence[str], hows: frozenset[str]) -> list[Spans]:
    """What regesta names in these ways."""
    return [_ours(document, hows) for document in annotate([plain(text) for text in texts])]


def _ours(document: Document, hows: frozenset[str]) -> list[Span]:
    found = [m for m in document.mentions if m.how in hows and m.kind in OURS]
    return [Span(*place) for place in dict.fromkeys((m.start, m.end, OURS[m.kind]) for m in found)]


# ------------------------------------------------------------------------------------------------ the figures
def exact(gold: Spans, said: Spans) -> int:
    """How many are the same to the letter, type included."""
    return len(set(gold) & set(said))


def overlapping(gold: Spans, said: Spans) -> int:
    """How many can be paired one to one, by overlap and type; the widest overlaps first."""
    near = [(_shared(g, s), i, j) for i, g in enumerate(gold) for j, s in enumerate(said) if g.kind == s.kind]
    taken: tuple[set[int], set[int]] = set(), set()
    for width, i, j in sorted(near, key=lambda one: (-one[0], one[1], one[2])):
        if width and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
    return len(taken[0])


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def type_accuracy(gold: Sequence[Spans], said: Sequence[Spans]) -> float:
    """Of the spans that are right, the share whose type is."""
    kinds = [{(g.start, g.end): g.kind for g in one} for one in gold]
    met = [kind[s.start, s.end] == s.kind for kind, one in zip(kinds, said, strict=True) for s in one
           if (s.start, s.end) in kind]  # fmt: skip
    return sum(met) / max(1, len(met))


def row(name: str, gold: Sequence[Spans], said: Sequence[Spans], count: Callable[[Spans, Spans], int]) -> str:
    """Precision, recall and F1 in hundredths, as a line."""
    hit = sum(count(g, s) for g, s in zip(gold, said, strict=True))
    many: Counter[str] = Counter(said=sum(map(len, said)), gold=sum(map(len, gold)))
    p, r = hit / max(1, many["said"]), hit / max(1, many["gold"])
    f = 2 * hit / max(1, many["said"] + many["gold"])
    figures = f"precision {100 * p:5.1f}  recall {100 * r:5.1f}  F1 {100 * f:5.1f}"
    return f"{name:14} {figures}  types {type_accuracy(gold, said):.3f}"


def compare(title: str, items: Gold, hows: frozenset[str], count: Callable[[Spans, Spans], int]) -> None:
    """Print both on one gold set, and what annotating takes beside the pipeline alone."""
    texts = [text for text, _ in items]
    gold = [[span for span in spans if span.kind != ELSE] for _, spans in items]
    kinds = {span.kind for spans in gold for span in spans}
    begun = time.perf_counter()
    alone = bare(texts)
    parsed = time.perf_counter() - begun
    whole = ours(texts, hows)  # the parses are kept, so that this is all but the parsing
    ratio = (time.perf_counter() - begun) / parsed
    print(f"{title}: {len(items)} texts")
    for name, said in (("bare pipeline", alone), ("regesta", whole)):
        asked = [_asked(one, spans, kinds) for one, (_, spans) in zip(said, items, strict=True)]
        print("  " + row(name, gold, asked, count))
    print(f"  annotating takes {ratio:.2f} of the time of the pipeline alone ({parsed:.1f} s)")


def _asked(said: Spans, gold: Spans, kinds: Container[str]) -> list[Span]:
    """What was said of the types asked for, without what lies in something of another type."""
    other = [g for g in gold if g.kind == ELSE]
    return [s for s in said if s.kind in kinds and not any(_shared(s, g) for g in other)]


def main() -> None:
    """Run the comparison on the sets that are there."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--data", type=Path, default=Path("../shared/data"))
    data: Path = options.parse_args().data
    bare(["The pipeline is warm."])
    named, news = data / "ner/crossner_politics/dev.txt", data / "re3d"
    if named.exists():
        compare("CrossNER politics, dev", crossner(named), frozenset(("name",)), exact)
    if news.exists():
        compare("re3d", re3d(news), frozenset(("name", "title", "common")), overlapping)
    if not named.exists() and not news.exists():
        print(f"neither set lies under {data}")


if __name__ == "__main__":
    main()
