"""Every reviewed rule says what it is for, gives what its examples say, stays silent where it must, and is needed."""

from collections.abc import Mapping, Sequence
from functools import cache

import pytest

from regesta.annotate import annotate
from regesta.claims.acts import Rule, acts, index, rules
from regesta.claims.cast import People
from regesta.claims.desk import Desk
from regesta.claims.grammar import Grammar
from regesta.claims.status import governors, reality
from regesta.claims.voices import voices
from regesta.claims.when import Clock
from regesta.intake import Given, read_text
from regesta.lexicon import load
from regesta.model import Document, Filler

RULES = rules()
TABLES = load().tables


@cache
def documents() -> Mapping[str, Document]:
    """Every example of every table, read once."""
    texts = [example["text"] for rule in RULES for example in rule.yes] + [text for rule in RULES for text in rule.no]
    for table, rows in (("status", "governor"), ("voices", "cue"), ("voices", "unnamed"), ("bodies", "body")):
        texts += [text for entry in TABLES[table][rows] for text in (entry["yes"], entry["no"])]
    stories = [read_text(text, Given(published="2024-05-20")) for text in dict.fromkeys(texts)]
    return {document.story.text: document for document in annotate(stories)}


def desk(text: str) -> Desk:
    document = documents()[text]
    grammar = Grammar(document)
    people = People(document, grammar)
    return Desk(document, grammar, people, voices(document, grammar, people), Clock(document, grammar))


def told(text: str, table: Mapping[str, Sequence[Rule]] | None = None) -> list[dict[str, str]]:
    """What the rules say of a sentence, one mapping an act."""
    found = []
    at = desk(text)
    for act in acts(at.grammar, at.people, table):
        status = reality(at.grammar, act.trigger, act.carrier).status
        status = act.rule.status if act.rule.status and status == "happened" else status  # type: ignore[assignment]
        roles = {role: "; ".join(words(at, f) for f in fillers) for role, fillers in act.roles.items()}
        found.append({"rule": act.rule.id, "type": act.rule.type, "mode": act.rule.mode, "status": status, **roles})
    return found


def words(at: Desk, filler: Filler) -> str:
    entity = at.people.entity(filler)
    return f"{filler.words} {entity.name if entity else ''}"


def meets(said: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return all(value in said.get(key, "") for key, value in wanted.items() if key != "text")


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rule(rule: Rule) -> None:
    """A rule has its reason and examples, fires on the ones that it must, and is the only one to say so."""
    assert all((rule.why, rule.yes, rule.no))
    rest = index(tuple(other for other in RULES if other.id != rule.id))
    for example in rule.yes:
        wanted = {"type": rule.type, **example}
        said = [s for s in told(example["text"]) if s["rule"] == rule.id]
        assert any(meets(s, wanted) for s in said), (example, told(example["text"]))
    assert any(
        not any(meets(s, {"type": rule.type, "mode": rule.mode, **example}) for s in told(example["text"], rest))
        for example in rule.yes
    ), "its examples come out the same without it"
    for text in rule.no:
        assert all(s["rule"] != rule.id for s in told(text)), told(text)


def test_rules_have_ids_of_their_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("entry", TABLES["status"]["governor"], ids=lambda e: e["status"])
def test_governor(entry: Mapping[str, str]) -> None:
    """The words that govern an act give its status in the example, and the example without them does not have it."""
    assert any(s["status"] == entry["status"] for s in told(entry["yes"])), told(entry["yes"])
    assert all(s["status"] != entry["status"] for s in told(entry["no"])), told(entry["no"])


def test_governing_words_stand_once() -> None:
    """One word gives one status."""
    listed = [word for entry in TABLES["status"]["governor"] for word in entry["words"]]
    assert sorted(listed) == sorted(governors())


@pytest.mark.parametrize(
    "entry", TABLES["voices"]["cue"] + TABLES["voices"]["unnamed"], ids=lambda e: e.get("kind", "unnamed")
)
def test_cue(entry: Mapping[str, str]) -> None:
    """The cue gives a voice of its kind in one example and none of that kind in the other."""
    kind = entry.get("kind", "unnamed")
    assert any(v.kind == kind for v in desk(entry["yes"]).voices), desk(entry["yes"]).voices
    assert all(v.kind != kind for v in desk(entry["no"]).voices), desk(entry["no"]).voices


@pytest.mark.parametrize("entry", TABLES["bodies"]["body"], ids=lambda e: e["key"])
def test_body(entry: Mapping[str, str]) -> None:
    """The noun beside a state names its body; elsewhere it names nobody."""
    as_state = bool(entry.get("as_state"))

    def named(text: str) -> list[str]:
        found = [e.key or "" for e in documents()[text].entities]
        return [key for key in found if key.startswith("state:" if as_state else f"{entry['key']}:")]

    assert named(entry["yes"])
    assert not named(entry["no"])
