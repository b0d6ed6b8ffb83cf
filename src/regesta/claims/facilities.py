"""Facilities: which there are, who uses, holds, guards, builds, closes or hands them over, and which is the only one."""

from collections.abc import Iterator

from regesta.claims.cast import as_state
from regesta.claims.desk import Desk, is_kind, token_at
from regesta.claims.scope import rank_of
from regesta.claims.when import When
from regesta.model import Claim, Entity, Filler, Mention, Scope

BASES = frozenset(("air base", "naval base", "base", "airfield", "barracks", "camp", "terminal", "military"))
BASE_NOUNS = frozenset(
    "base airbase installation facility outpost garrison barracks station camp airfield stronghold port hub site".split()
)
USING = {
    "use": "uses", "operate": "uses", "lease": "uses", "rent": "uses", "run": "uses", "hold": "holds", "control": "holds",
    "occupy": "holds", "guard": "guards", "protect": "guards", "build": "builds", "construct": "builds", "close": "closes",
    "shut": "closes", "host": "hosts", "maintain": "uses", "have": "uses", "keep": "uses", "own": "holds", "station": "uses",
    "manage": "holds", "expand": "builds", "upgrade": "builds",
}  # fmt: skip


def facilities(desk: Desk) -> Iterator[Claim]:
    """Facilities and who uses, holds, guards, builds or closes them."""
    for mention in desk.document.mentions:
        if mention.kind != "facility" or mention.how != "name":
            continue
        entity = desk.people.entities[mention.entity]
        at = token_at(desk, mention.end - 1)
        user, relation, cue = _user(desk, mention, entity, at)
        if user is None or user.entity is None:
            continue
        roles = {
            "facility": (Filler(words=entity.name, entity=entity.id, start=mention.start, end=mention.end),),
            "user": (user,),
        }
        host = desk.people.state_of(entity)
        where = entity.parent or (host.id if host else None)
        if entity.sort:
            roles["kind"] = (Filler(words=entity.sort),)
        yield desk.claim("facility", "facility", at, rule="facility.user", mode=relation, roles=roles, where=where,
                         when=_standing(desk, cue))  # fmt: skip


def _standing(desk: Desk, at: int) -> When:
    """Reported to stand on the day of the report, or since a date the sentence gives."""
    time = desk.clock.own(at, None)
    if time is not None and time.relation in ("since", "from", "until"):
        return When(time.interval or time.edtf, desk.document.story.text[time.start : time.end], time.basis)
    published = desk.document.story.published.edtf
    return When(published, "", "publication" if published else "unknown")


def _user(desk: Desk, mention: Mention, entity: Entity, at: int) -> tuple[Filler | None, str, int]:
    """Who a facility is said to be of: by owner or demonym, by the noun it explains, or by a verb."""
    head = _phrase_head(desk, at, mention)
    if entity.sort in BASES:
        for noun in (head, *_explained(desk, head, mention)):
            owner = _owner(desk, noun, mention)
            if owner:
                return owner, "uses", noun
    for above in desk.grammar.ancestors(head):
        relation = USING.get(desk.grammar.tokens[above].lemma) if desk.grammar.tokens[above].pos == "VERB" else None
        if relation:
            found = [
                f
                for f in desk.people.fillers(desk.grammar.subjects(above))
                if is_kind(desk, f, "state", "organisation", "place")
            ]
            if found and found[0].entity != entity.id:
                return as_state(desk.people, found[0]), relation, above
            break
        if desk.grammar.tokens[above].pos == "VERB":
            break
    return None, "", at


def _phrase_head(desk: Desk, at: int, mention: Mention) -> int:
    """The token of a mention whose head lies outside it."""
    while (
        desk.grammar.tokens[at].head != at
        and mention.start <= desk.grammar.tokens[desk.grammar.tokens[at].head].start < mention.end
    ):
        at = desk.grammar.tokens[at].head
    return at


def _explained(desk: Desk, head: int, mention: Mention) -> Iterator[int]:
    """The noun that a facility's name explains: "Kenya’s two bases in Somalia: the Kulbiyow base and …"."""
    first, _ = desk.grammar.sentences[desk.grammar.tokens[head].sentence]
    before = [i for i in range(first, head) if desk.grammar.tokens[i].start < mention.start]
    breaks = [
        i
        for i in before
        if desk.grammar.tokens[i].text in (":", "—", "–", "(", ",")
        or desk.grammar.tokens[i].text.casefold() in ("including", "namely")
    ]
    for index in reversed(before):
        token = desk.grammar.tokens[index]
        if token.lemma in BASE_NOUNS and token.pos in ("NOUN", "PROPN") and any(b > index for b in breaks):
            yield index
    for above in desk.grammar.ancestors(head):
        if desk.grammar.tokens[above].lemma in BASE_NOUNS:
            yield above
        if desk.grammar.tokens[above].pos == "VERB":
            break


def _owner(desk: Desk, noun: int, mention: Mention) -> Filler | None:
    for kid in desk.grammar.kids(noun, "poss", "amod", "compound", "nmod"):
        for filler in desk.people.named(kid):
            entity = desk.people.entity(filler)
            inside = mention.start <= filler.start < mention.end
            if (
                entity
                and entity.kind in ("state", "organisation", "place")
                and not inside
                and filler.end - filler.start < 40
            ):
                return as_state(desk.people, filler)
    return None


def only_ones(desk: Desk) -> Iterator[Claim]:
    """ "The only Kenyan base in the region": a thing ranked, beside the acts that are."""
    published = desk.document.story.published.edtf
    for at, token in enumerate(desk.grammar.tokens):
        if token.pos != "NOUN" or token.lemma not in BASE_NOUNS:
            continue
        rank = rank_of(desk, at)
        what = (
            [f for f in desk.people.fillers([desk.grammar.tokens[at].head]) if is_kind(desk, f, "facility")]
            if token.dep == "appos"
            else []
        )
        if rank is None or not what:
            continue
        scope = Scope(rank=rank, of=desk.people.phrase(at).words)  # type: ignore[arg-type]
        yield desk.claim("scope", rank, at, rule="scope.facility", roles={"facility": tuple(what[:1])}, scope=scope,
                         when=When(published, "", "publication" if published else "unknown"))  # fmt: skip
