"""Whom roles, groups and pronouns mean, and who holds which office: a gold of little reports, with floors.

Every wrong case is named where a floor is missed. What is not marked in a report and is linked all the same is wrong.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from regesta.annotate import annotate
from regesta.claims import read
from regesta.intake import Given, read_text
from regesta.lexicon import fold
from regesta.model import Claim, Document, Entity, Reading

GOLD = Path(__file__).parent / "gold" / "roles.toml"
MARK = re.compile(r"\{([^{}]*)\}")
LINKS = frozenset(("role", "group", "pronoun"))
# What a report may say of an office in other words: who was dismissed is a former holder.
MANNERS = {
    "former": {"former", "resigned", "dismissed"},
    "designate": {"designate", "appointed", "elected", "nominated"},
}


class Judged(NamedTuple):
    """One answer beside its gold: whether something was said, whether something should be, whether it is right."""

    where: str
    said: bool
    asked: bool
    right: bool


def reports() -> list[dict[str, Any]]:
    gold: list[dict[str, Any]] = tomllib.loads(GOLD.read_text(encoding="utf-8"))["report"]
    return gold


@cache
def documents() -> list[tuple[dict[str, Any], Document, Reading]]:
    """Each report with its document and its reading."""
    gold = reports()
    given = [Given(published=one["published"], outlet="The Ferry Post") for one in gold]
    stories = [read_text(MARK.sub(r"\1", one["text"]), day) for one, day in zip(gold, given, strict=True)]
    return [(one, document, read(document)) for one, document in zip(gold, annotate(stories), strict=True)]


def marks(report: dict[str, Any], text: str) -> list[tuple[int, int]]:
    """Where the marks of a report stand in the text that was read."""
    found: list[tuple[int, int]] = []
    for match in MARK.finditer(report["text"]):
        start = match.start() - 2 * len(found)
        found.append((start, start + len(match[1])))
    at = text.index(MARK.sub(r"\1", report["text"])[:20])
    return [(a + at, b + at) for a, b in found]


def is_called(entity: Entity, name: str) -> bool:
    """Whether an entity goes by a name, its kind told by the last words or its state's name at the least."""
    return fold(name) in {fold(one) for one in (entity.name, *entity.aliases)}


def links(report: dict[str, Any], document: Document) -> Iterator[Judged]:
    """Every marked link judged, then every link said that is not marked."""
    entities = {e.id: e for e in document.entities}
    places = marks(report, document.story.text)
    pointing = [m for m in document.mentions if m.how in LINKS]
    titles = [m for m in document.mentions if m.how == "title"]
    for link, (start, end) in zip(report["links"], places, strict=True):
        said = {m.entity for m in (*pointing, *titles) if m.start < end and start < m.end}
        met = [any(is_called(entities[one], name) for one in said) for name in link["means"]]
        right = len(said) == len(link["means"]) and all(met)
        where = f"{report['id']}: {link['words']} → {', '.join(link['means']) or 'nothing'}"
        names = ", ".join(sorted(entities[one].name for one in said)) or "nothing"
        yield Judged(f"{where}, not {names} ({link['why']})", bool(said), bool(link["means"]), right)
    for mention in pointing:
        if not any(mention.start < end and start < mention.end for start, end in places):
            words = document.story.text[mention.start : mention.end]
            yield Judged(f"{report['id']}: {words} (unmarked) → {entities[mention.entity].name}", True, False, False)


def offices(report: dict[str, Any], reading: Reading) -> Iterator[Judged]:
    """Every holding of the gold judged, then every person with an office said that the gold does not have."""
    entities = {e.id: e for e in reading.entities}
    said = [c for c in reading.claims if c.kind == "office"]
    met: set[str] = set()
    for row in report.get("offices", ()):
        fit = [c for c in said if _is_of(c, row, entities)]
        met.update(c.id for c in fit)
        right = any(_says(c, row, entities) for c in fit)
        yield Judged(f"{report['id']}: {row} from {[told(c, entities) for c in said]}", bool(fit), True, right)
    for claim in said:
        if claim.id not in met:
            yield Judged(f"{report['id']}: {told(claim, entities)} is not in the gold", True, False, False)


def spans(report: dict[str, Any], reading: Reading) -> Iterator[Judged]:
    """Every beginning and end of a holding that the gold has."""
    entities = {e.id: e for e in reading.entities}
    for row in report.get("offices", ()):
        fit = [c for c in reading.claims if c.kind == "office" and _is_of(c, row, entities)]
        for part in ("since", "until"):
            if part in row:
                values = {bound(c, part) for c in fit} - {""}
                where = f"{report['id']}: {row['who']} {part} {row[part]}, not {sorted(values) or 'nothing'}"
                yield Judged(where, bool(values), True, row[part] in values)


def bound(claim: Claim, part: str) -> str:
    """The beginning or end of a holding as claimed, empty where it is open or only the day of the report."""
    for filler in claim.roles.get(part, ()):
        return filler.words
    low, slash, high = (claim.when or "").partition("/")
    if not slash:
        begun = claim.mode in ("took up", "appointed", "elected", "nominated")
        low, high = (low, "") if begun else ("", low if claim.mode in ("resigned", "dismissed") else "")
    value = low if part == "since" else high
    return "" if value == ".." or claim.when_basis == "tense" else value


def told(claim: Claim, entities: dict[str, Entity]) -> str:
    """A claim of an office in a few words."""
    roles = {r: [entities[f.entity].name if f.entity else f.words for f in fs] for r, fs in claim.roles.items()}
    return f"{claim.mode} {claim.when} {roles}"


def _is_of(claim: Claim, row: dict[str, Any], entities: dict[str, Entity]) -> bool:
    """Whether a claim is about this person, and this office where it names one."""
    who = any(f.entity and is_called(entities[f.entity], row["who"]) for f in claim.roles.get("person", ()))
    words = fold(" ".join(f.words for f in claim.roles.get("office", ())))
    return who and (not words or fold(row["office"]).split()[-1] in words.split())


def _says(claim: Claim, row: dict[str, Any], entities: dict[str, Entity]) -> bool:
    """Whether a claim has the office in full, what it is of and the manner in which it is held."""
    words = fold(" ".join(f.words for f in claim.roles.get("office", ()))) or fold(row["office"])
    if not set(fold(row["office"]).split()) <= set(words.split()):
        return False
    manner = row.get("manner")
    if manner and claim.mode not in MANNERS.get(manner, {manner}) and manner not in words.split():
        return False
    if not manner and claim.mode in ("former", "acting", "designate", "outgoing"):
        return False
    named = "of" not in row or set(fold(row["of"]).split()) <= set(words.split())  # "premier of Tasmania"
    return named or any(_owns(entities[f.entity], row["of"], entities) for f in claim.roles.get("of", ()) if f.entity)


def _owns(entity: Entity, name: str, entities: dict[str, Entity]) -> bool:
    """Whether this is the body named, or one of the state named."""
    parent = entities.get(entity.parent or "")
    return is_called(entity, name) or fold(name) in fold(entity.name) or bool(parent and is_called(parent, name))


def rates(judged: Sequence[Judged]) -> tuple[float, float]:
    """Precision and recall."""
    right = sum(one.right and one.said for one in judged)
    return right / max(1, sum(one.said for one in judged)), right / max(1, sum(one.asked for one in judged))


def wrong(judged: Sequence[Judged]) -> str:
    """The cases in which something wrong was said, then those in which nothing was."""
    lines = [f"wrong   {one.where}" for one in judged if one.said and not one.right]
    lines += [f"missing {one.where}" for one in judged if one.asked and not one.said]
    return "\n".join(["", *lines])


def test_the_gold_is_whole() -> None:
    """Marks and links go together, each with its reason."""
    gold = reports()
    for one in gold:
        assert MARK.findall(one["text"]) == [link["words"] for link in one["links"]], one["id"]
        assert all(link["why"] for link in one["links"])
    assert sum(len(one["links"]) for one in gold) >= 150


def test_links_of_roles_groups_and_pronouns() -> None:
    judged = [one for report, document, _ in documents() for one in links(report, document)]
    precision, recall = rates(judged)
    assert precision >= 0.95, wrong(judged)
    assert recall >= 0.80, wrong(judged)


def test_who_holds_which_office() -> None:
    judged = [one for report, _, reading in documents() for one in offices(report, reading)]
    precision, recall = rates(judged)
    assert precision >= 0.85, wrong(judged)
    assert recall >= 0.85, wrong(judged)


def test_since_when_and_until_when() -> None:
    judged = [one for report, _, reading in documents() for one in spans(report, reading)]
    precision, recall = rates(judged)
    assert precision >= 0.95, wrong(judged)
    assert recall >= 0.65, wrong(judged)
