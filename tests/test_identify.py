"""Who is who across reports: what is joined, what is kept apart, and what people's judgements change."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collate_reports import EXAMPLES
from regesta.docket import judgement_id
from regesta.identify import orphaned, resolve
from regesta.model import Claim, Dated, Entity, EntityKind, Filler, Identity, Judgement, Reading, Story


def entity(ident: str, kind: EntityKind, name: str, **more: str | None) -> Entity:
    return Entity(id=ident, kind=kind, name=name, **more)  # type: ignore[arg-type]


def reading(story: str, *entities: Entity, offices: Sequence[tuple[str, str, str]] = ()) -> Reading:
    """A reading of entities; `offices` are (person, words, of) by entity id."""
    claims = tuple(
        Claim(
            id=f"{story}-{number}",
            story=story,
            kind="office",
            type="holds",
            quote=(0, 0),
            trigger=(0, 0),
            rule="test",
            roles={
                "person": (Filler(words="", entity=person),),
                "office": (Filler(words=words),),
                "of": (Filler(words="", entity=of),),
            },
        )
        for number, (person, words, of) in enumerate(offices)
    )
    page = Story(id=story, page="p", title="", text="")
    return Reading(story=page, entities=entities, mentions=(), times=(), voices=(), claims=claims)


def person(name: str, country: str | None = None, ident: str = "e1") -> Entity:
    return entity(ident, "person", name, country=country)


def state(code: str, name: str, ident: str = "s1") -> Entity:
    return entity(ident, "state", name, key=f"state:{code}", country=code)


def groups(readings: Sequence[Reading], *judgements: Judgement) -> set[frozenset[str]]:
    """The members of each identity that has more than one."""
    return {frozenset(one.members) for one in resolve(readings, judgements) if len(one.members) > 1}


def one(readings: Sequence[Reading], *judgements: Judgement) -> bool:
    """Whether the entities e1 of stories a and b are one."""
    return any({"a/e1", "b/e1"} <= set(found.members) for found in resolve(readings, judgements))


def judged(act: str, *subjects: str, at: str = "2024-01-01") -> Judgement:
    return Judgement(act=act, subjects=subjects, by="an archivist", at=at)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------ keys
def test_a_key_is_one_identity_whatever_the_name() -> None:
    found = resolve([reading("a", state("KEN", "Kenya")), reading("b", state("KEN", "Republic of Kenya"))], ())
    assert [identity.entity.id for identity in found] == ["state:KEN"]
    assert found[0].members == ("a/s1", "b/s1")
    assert found[0].entity.aliases == ("Kenya", "Republic of Kenya")
    assert found[0].reasons == ("same key: state:KEN",)


def test_two_keys_are_two_identities_whatever_the_name() -> None:
    a, b = entity("e1", "place", "Tripoli", key="place:1"), entity("e1", "place", "Tripoli", key="place:2")
    assert not one([reading("a", a), reading("b", b)])


def test_a_name_without_a_key_finds_the_one_with_a_key() -> None:
    a = entity("e1", "facility", "Port Bouet Air Base", key="facility:port-bouet", country="CIV")
    b = entity("e1", "facility", "Port Bouet airbase", country="CIV")
    found = resolve([reading("a", a), reading("b", b)], ())
    assert [identity.entity.id for identity in found] == ["facility:port-bouet"]


# ------------------------------------------------------------------------------------------------ persons
def test_one_office_of_one_state_joins_two_spellings() -> None:
    """Foreign Minister Tewfik Berrahal of Algeria spoke. / Algeria's minister of foreign affairs, Tawfiq Berrahal."""
    a = reading("a", person("Tewfik Berrahal"), state("DZA", "Algeria"), offices=[("e1", "Foreign Minister", "s1")])
    b = reading(
        "b", person("Tawfiq Berrahal"), state("DZA", "Algeria"), offices=[("e1", "Minister of Foreign Affairs", "s1")]
    )
    assert one([a, b])


def test_a_surname_alone_joins_by_office_and_state_only() -> None:
    """Defence Minister Berrahal of Algeria arrived. / Defence Minister Tawfiq Berrahal of Algeria. / Berrahal sang."""
    office = [("e1", "Defence Minister", "s1")]
    a = reading("a", person("Berrahal", "DZA"), state("DZA", "Algeria"), offices=office)
    b = reading("b", person("Tawfiq Berrahal", "DZA"), state("DZA", "Algeria"), offices=office)
    c = reading("c", person("Berrahal", "DZA"))
    assert groups([a, b, c]) == {frozenset({"a/e1", "b/e1"}), frozenset({"a/s1", "b/s1"})}
    morocco = reading("a", person("Berrahal"), state("MAR", "Morocco"), offices=office)
    assert not one([morocco, b])


def test_one_country_joins_full_names_nearly_alike() -> None:
    assert one([reading("a", person("Oleksiy Marchuk", "UKR")), reading("b", person("Oleksii Marchuk", "UKR"))])
    assert not one([reading("a", person("Oleksiy Marchuk")), reading("b", person("Oleksii Marchuk"))])


def test_the_same_full_name_joins_with_a_country_only() -> None:
    assert one([reading("a", person("Oleksiy Marchuk", "UKR")), reading("b", person("Oleksiy Marchuk", "UKR"))])
    assert not one([reading("a", person("Oleksiy Marchuk")), reading("b", person("Oleksiy Marchuk", "UKR"))])
    assert not one([reading("a", person("Oleksiy Marchuk")), reading("b", person("Oleksiy Marchuk"))])
    assert not one([reading("a", person("Oleksiy Marchuk", "POL")), reading("b", person("Oleksiy Marchuk", "UKR"))])


def test_rare_company_joins_over_a_wrong_country() -> None:
    aide = person("Halyna Koval", ident="e2")
    a = reading("a", person("Oleksiy Marchuk", "POL"), aide)
    b = reading("b", person("Oleksii Marchuk", "UKR"), aide)
    assert one([a, b])


def test_company_that_everybody_keeps_tells_nothing() -> None:
    aide = entity("e2", "organisation", "United Nations", key="org:un")
    crowd = [reading(f"x{number}", aide) for number in range(9)]
    a = reading("a", person("Oleksiy Marchuk"), aide)
    b = reading("b", person("Oleksii Marchuk"), aide)
    assert not one([a, b, *crowd])


@pytest.mark.parametrize("other", ["Karim Berrahal", "Nadia Berrahal", "Tewfik Mansouri"])
def test_relatives_and_successors_stay_apart(other: str) -> None:
    """President Tewfik Berrahal of Chad resigned. / President Karim Berrahal of Chad took over."""
    office = [("e1", "President", "s1")]
    a = reading("a", person("Tewfik Berrahal", "TCD"), state("TCD", "Chad"), offices=office)
    b = reading("b", person(other, "TCD"), state("TCD", "Chad"), offices=office)
    assert not one([a, b])


def test_no_bridge_joins_what_a_rule_holds_apart() -> None:
    """A president's surname alone may be the father's or the son's: it joins neither."""
    office = [("e1", "President", "s1")]
    names = {"a": "Tewfik Berrahal", "b": "Karim Berrahal", "c": "Berrahal"}
    readings = [
        reading(story, person(name, "TCD"), state("TCD", "Chad"), offices=office) for story, name in names.items()
    ]
    assert groups(readings) == {frozenset({"a/s1", "b/s1", "c/s1"})}


# ------------------------------------------------------------------------------------------------ everything else
@pytest.mark.parametrize(
    ("kind", "a", "b", "same"),
    [
        ("instrument", "Resolution 1701", "UN Security Council Resolution 1701", True),
        ("instrument", "Resolution 1701", "Resolution 1710", False),
        ("organisation", "Third Mountain Brigade", "3rd Mountain Brigade", True),
        ("organisation", "First Mountain Brigade", "Third Mountain Brigade", False),
        ("organisation", "Halyard Relief Trust", "Halyard Relief Trust", True),
        ("organisation", "Ministry of Defence", "Defense Ministry", False),
        ("vessel", "Kapitan Bregov", "Капитан Брегов", True),
        ("place", "Qal'at Zayn", "Kalat Zain", True),
        ("facility", "Air Base", "Air Base", False),
    ],
)
def test_things_without_a_key(kind: EntityKind, a: str, b: str, same: bool) -> None:
    assert one([reading("a", entity("e1", kind, a)), reading("b", entity("e1", kind, b))]) is same


def test_a_generic_body_needs_its_country() -> None:
    a = reading("a", entity("e1", "organisation", "Ministry of Defence", country="BEN"))
    b = reading("b", entity("e1", "organisation", "Defense Ministry", country="BEN"))
    c = reading("c", entity("e1", "organisation", "Ministry of Defence", country="TGO"))
    assert groups([a, b, c]) == {frozenset({"a/e1", "b/e1"})}


def test_kinds_never_mix() -> None:
    assert not one([reading("a", entity("e1", "place", "Bregovo")), reading("b", entity("e1", "facility", "Bregovo"))])


def test_parts_of_different_wholes_stay_apart() -> None:
    def stadium(story: str, town: str) -> Reading:
        return reading(
            story,
            entity("e1", "facility", "Lomen Stadium", parent="t"),
            entity("t", "place", town, key=f"place:{town}"),
        )

    assert one([stadium("a", "Bergen"), stadium("b", "Bergen")])
    assert not one([stadium("a", "Bergen"), stadium("b", "Oslo")])


def test_the_entity_says_what_most_members_say() -> None:
    a = reading(
        "a",
        entity("e1", "facility", "Lomen Stadium", country="NOR", parent="t"),
        entity("t", "place", "Bergen", key="place:7"),
    )
    b = reading("b", entity("e1", "facility", "Lomen stadium", country="NOR"))
    c = reading("c", entity("e1", "facility", "Lomen Stadium"))
    found = {identity.entity.id: identity for identity in resolve([a, b, c], ())}
    stadium = next(identity.entity for identity in found.values() if identity.entity.kind == "facility")
    assert (stadium.name, stadium.country, stadium.parent) == ("Lomen Stadium", "NOR", "place:7")
    assert stadium.aliases == ("Lomen Stadium", "Lomen stadium")
    assert stadium.key is None


# ------------------------------------------------------------------------------------------------ little sets
SETS = tomllib.loads((Path(__file__).parent / "gold" / "identities.toml").read_text(encoding="utf-8"))["set"]


def told(story: str, said: Mapping[str, Any]) -> Reading:
    """The reading of a report that says this of one entity."""
    kind, home, state = said.get("kind", "person"), said.get("in"), said.get("of")
    subject = entity("e1", kind, said["name"], country=said.get("state"), parent="town" if home else None)
    others = [entity(f"w{at}", "person", name) for at, name in enumerate(said.get("with", ()))]
    if home:
        others.append(entity("town", "place", home, key=f"place:{home}"))
    if state:
        others.append(entity("s1", "state", state, key=f"state:{state}", country=state))
    found = reading(story, subject, *others, offices=[("e1", said["office"], "s1")] if state else ())
    published = Dated(edtf=str(said["year"]), basis="given") if "year" in said else Dated()
    return msgspec.structs.replace(found, story=msgspec.structs.replace(found.story, published=published))


CASES = [
    pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(reason=case["wrong"])] if "wrong" in case else [])
    for case in SETS
]


@pytest.mark.parametrize("case", CASES)
def test_who_is_one_in_a_little_set_of_reports(case: Mapping[str, Any]) -> None:
    readings = [told(story, said) for story, said in case.items() if isinstance(said, dict)]
    found = {
        frozenset(story for story, _, who in (member.partition("/") for member in group) if who == "e1")
        for group in groups(readings)
    }
    assert {group for group in found if len(group) > 1} == {frozenset(stories) for stories in case["one"]}


# ------------------------------------------------------------------------------------------------ judgements
A = reading("a", person("Tewfik Berrahal", "DZA"))
B = reading("b", person("Oleksiy Marchuk", "UKR"))
C = reading("c", person("Tewfik Berrahal", "DZA"))


def ids(readings: Sequence[Reading]) -> dict[str, str]:
    return {member: found.entity.id for found in resolve(readings, ()) for member in found.members}


def test_merge_joins_whole_entities_against_every_rule() -> None:
    found = resolve([A, B, C], [judged("merge", "a/e1", "b/e1")])
    assert [identity.members for identity in found] == [("a/e1", "b/e1", "c/e1")]
    assert "merge by an archivist, 2024-01-01" in found[0].reasons


def test_merge_takes_ids_of_the_register() -> None:
    named = ids([A, B, C])
    assert groups([A, B, C], judged("merge", named["a/e1"], named["b/e1"])) == {frozenset({"a/e1", "b/e1", "c/e1"})}


def test_split_wins_over_names_and_keys() -> None:
    assert groups([A, B, C], judged("split", "a/e1", "c/e1")) == set()
    keyed = [reading("a", state("KEN", "Kenya")), reading("b", state("KEN", "Kenya"))]
    found = resolve(keyed, [judged("split", "a/s1", "b/s1")])
    assert [len(identity.members) for identity in found] == [1, 1]
    assert {identity.reasons for identity in found} == {("split by an archivist, 2024-01-01",)}
    assert len({identity.entity.id for identity in found}) == 2


def test_merge_then_split_restores() -> None:
    merge = judged("merge", "a/e1", "b/e1", at="2024-01-01")
    split = judged("split", "a/e1", "b/e1", at="2024-01-02")
    assert groups([A, B, C], merge, split) == groups([A, B, C])
    named = ids([A, B, C])
    split_by_id = judged("split", named["c/e1"], named["b/e1"], at="2024-01-02")
    assert groups([A, B, C], merge, split_by_id) == groups([A, B, C])


def test_the_later_judgement_wins() -> None:
    split = judged("split", "a/e1", "c/e1", at="2024-01-01")
    merge = judged("merge", "a/e1", "c/e1", at="2024-01-02")
    assert groups([A, C], split, merge) == {frozenset({"a/e1", "c/e1"})}
    assert groups([A, C], merge, split) == {frozenset({"a/e1", "c/e1"})}


def test_a_split_takes_back_the_merge_of_the_same_two_whichever_members_it_names() -> None:
    merge, split = judged("merge", "a/e1", "b/e1"), judged("split", "b/e1", "c/e1", at="2024-01-02")
    assert groups([A, B, C], merge, split) == {frozenset({"a/e1", "c/e1"})}


def test_two_merges_never_join_whom_a_later_split_parts() -> None:
    merges = [judged("merge", "b/e1", "a/e1"), judged("merge", "b/e1", "c/e1")]
    split = judged("split", "a/e1", "c/e1", at="2024-01-02")
    assert groups([A, B, C], *merges, split) == {frozenset({"b/e1", "c/e1"})}


def test_undo_withdraws_a_judgement_and_can_be_withdrawn() -> None:
    merge = judged("merge", "a/e1", "b/e1")
    undo = judged("undo", judgement_id(merge), at="2024-01-02")
    again = judged("undo", judgement_id(undo), at="2024-01-03")
    assert groups([A, B], merge, undo) == set()
    assert groups([A, B], merge, undo, again) == {frozenset({"a/e1", "b/e1"})}


def test_judgements_on_what_is_not_there_change_nothing() -> None:
    assert resolve([A, C], [judged("merge", "x/e9", "a/e1"), judged("split", "ent-0")]) == resolve([A, C], ())


def test_judgements_on_what_is_not_there_are_told() -> None:
    known = resolve([A, C], ())[0].entity.id
    merge, reject = judged("merge", "x/e9", "a/e1", known), judged("reject", "key-gone")
    (finding,) = orphaned([A, C], [merge, reject])
    assert finding.where == judgement_id(merge)
    assert "x/e9" in finding.what
    assert orphaned([A, C], [merge, judged("undo", judgement_id(merge), at="2024-01-02")]) == ()


# ------------------------------------------------------------------------------------------------ properties
NAMES = st.sampled_from(
    [
        "Tewfik Berrahal",
        "Tawfiq Berrahal",
        "Karim Berrahal",
        "Berrahal",
        "Oleksiy Marchuk",
        "Олексій Марчук",
        "",
        "\ud800",
    ]
)
ENTITIES = st.builds(
    Entity,
    id=st.sampled_from(["e1", "e2"]),
    kind=st.sampled_from(["person", "organisation", "place"]),
    name=NAMES,
    key=st.sampled_from([None, None, None, "key:1"]),
    country=st.sampled_from([None, "DZA", "UKR"]),
)
READINGS = st.lists(
    st.builds(
        lambda story, found: reading(story, *found),
        st.sampled_from("abcdefg"),
        st.lists(ENTITIES, max_size=2, unique_by=lambda e: e.id),
    ),
    max_size=7,
    unique_by=lambda found: found.story.id,
)
MEMBERS = st.sampled_from(["a/e1", "b/e1", "c/e1", "a/e2", "key:1"])
JUDGEMENTS = st.lists(
    st.builds(
        lambda act, subjects, at: judged(act, *subjects, at=at),
        st.sampled_from(["merge", "split"]),
        st.lists(MEMBERS, min_size=2, max_size=3),
        st.sampled_from(["2024-01-01", "2024-01-02", "2024-01-03"]),
    ),
    max_size=3,
)


@pytest.mark.registers
@given(READINGS, JUDGEMENTS, st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES, deadline=None)
def test_neither_order_nor_repetition_of_readings_matters(
    found: list[Reading], judgements: list[Judgement], chance: object
) -> None:
    shuffled = [*found, *found[:2]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled, judgements) == resolve(found, judgements)


@pytest.mark.registers
@given(READINGS, JUDGEMENTS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_entity_of_every_story_is_in_one_identity(found: list[Reading], judgements: list[Judgement]) -> None:
    identities = resolve(found, judgements)
    members = sorted(member for identity in identities for member in identity.members)
    assert members == sorted(f"{one.story.id}/{e.id}" for one in found for e in one.entities)
    assert len({identity.entity.id for identity in identities}) == len(identities)


@pytest.mark.registers
@given(READINGS, MEMBERS, MEMBERS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_last_split_is_always_kept(found: list[Reading], a: str, b: str) -> None:
    judgements = [judged("merge", a, b), judged("split", a, b, at="2024-01-02")]
    if a != b:
        assert not any({a, b} <= set(identity.members) for identity in resolve(found, judgements))


@pytest.mark.registers
@given(READINGS)
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_identity_holds_two_keys_or_two_kinds_of_its_own(found: list[Reading]) -> None:
    kinds = {f"{one.story.id}/{e.id}": e for one in found for e in one.entities}

    def keyless(identity: Identity) -> set[str]:
        return {kinds[member].kind for member in identity.members if kinds[member].key is None}

    assert all(len(keyless(identity)) <= 1 for identity in resolve(found, ()))


@pytest.mark.registers
@given(READINGS, ENTITIES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_report_more_never_takes_a_member_away(found: list[Reading], more: Entity) -> None:
    before = {member for identity in resolve(found, ()) for member in identity.members}
    after = {member for identity in resolve([*found, reading("z", more)], ()) for member in identity.members}
    assert before < after
