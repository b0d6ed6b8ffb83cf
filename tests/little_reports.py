"""Little reports about invented events: the docstrings of tests, annotated in one go, and what is in their readings."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from regesta.annotate import annotate
from regesta.intake import Given, read_text
from regesta.model import Claim, Document, Entity, Reading

MONDAY = Given(published="2023-05-22", outlet="The Ferry Post")  # a Monday


def report(test: Any) -> str:
    """The little report of a test: its docstring, each paragraph in one line."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in (test.__doc__ or "").split("\n\n")).strip()


def docstrings(module: Mapping[str, Any]) -> list[str]:
    """The little reports of a module: those of its tests that have one."""
    return [report(one) for name, one in module.items() if name.startswith("test_") and one.__doc__]


def documents(texts: Iterable[str]) -> dict[str, Document]:
    """By its text, the document of each report, published on a Monday in May 2023."""
    stories = [read_text(text, MONDAY) for text in dict.fromkeys(texts)]
    return {document.story.text: document for document in annotate(stories)}


def texts_of(*tables: Iterable[Any]) -> list[str]:
    """The little reports of tables of cases, each the first value of its case."""
    return [getattr(case, "values", case)[0] for table in tables for case in table]


def meant(document: Document | Reading, words: str, place: int = 0) -> list[Entity]:
    """Whom or what these words mean where they stand in the text for the first time, or further on; who is told
    by common nouns only where no name is."""
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", document.story.text)
    at = [match.start() for match in found][place]
    known = {entity.id: entity for entity in document.entities}
    near = [m for m in document.mentions if m.start <= at and at + len(words) <= m.end]
    named = [m for m in near if m.how != "common"]
    return [known[m.entity] for m in named or near if m in named or document.story.text[m.start : m.end] == words]


def names(document: Document | Reading, words: str, place: int = 0) -> list[str]:
    """The names of those whom these words mean."""
    return [entity.name for entity in meant(document, words, place)]


def claims(reading: Reading, kind: str, mode: str | None = None) -> list[Claim]:
    """The claims of a kind, only those of a mode or type where one is given."""
    return [c for c in reading.claims if c.kind == kind and (mode is None or mode in (c.mode, c.type))]


def only(reading: Reading, kind: str, mode: str | None = None) -> Claim:
    """The claim of a kind and mode, of which there must be just one."""
    (claim,) = claims(reading, kind, mode)
    return claim


def role(reading: Reading, claim: Claim, part: str) -> list[str]:
    """Who or what fills a role, by name or else by the words."""
    known = {entity.id: entity.name for entity in reading.entities}
    return [known[f.entity] if f.entity else f.words for f in claim.roles.get(part, ())]


def chain(reading: Reading, claim: Claim) -> list[tuple[str, str]]:
    """The voices of a claim but the outlet's own, each with its kind, the first to have said it first."""
    known = {entity.id: entity.name for entity in reading.entities}
    assert claim.voices[-1].kind == "outlet"
    return [(v.kind, known[v.entity] if v.entity else v.name) for v in claim.voices[:-1]]


def quoted(reading: Reading, span: tuple[int, int]) -> str:
    """The words of an interval."""
    return reading.story.text[slice(*span)]
