"""Offices and bodies inside one story: who holds what, "his Gabonese counterpart", "the ministry", "the regime".

Precision before reach: where two antecedents are as good, none is taken.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from regesta.annotate.link import Cast, Draft
from regesta.annotate.named import nouns
from regesta.annotate.people import Holder, Office, Title
from regesta.annotate.sectors import sector_of_office
from regesta.annotate.spot import Spot, is_name
from regesta.lexicon import Entry, Lexicon, fold, meanings
from regesta.model import Mention, Token

BODY_NOUNS = meanings("body-nouns")


class Held(NamedTuple):
    """An office somebody holds, by identities of the cast."""

    person: str
    title: Title
    office: Office
    of: str | None
    start: int
    end: int
    words: str


def hold(cast: Cast, holders: Sequence[Holder], people: dict[int, Spot]) -> list[Held]:
    """The offices named beside persons, as facts about the cast."""
    found = []
    for holder in holders:
        spot = people.get(holder.first) or Spot(holder.first, holder.last, "person", 90)
        title = holder.title
        of = cast.named_at(title.of) if title.of else None
        first, last = (
            min(title.first, holder.first, title.of.first if title.of else title.first),
            max(title.last, holder.last),
        )
        span = cast.tokens[first].start, cast.tokens[last - 1].end
        found.append(Held(cast.entity_of(spot), title, title.office, of, *span, title.words))
        cast.belongs(found[-1].person, of)
        cast.tell(found[-1].person, None, sector_of_office(cast.lexicon, title.office.key, title.manner))
    return found


def other_names(cast: Cast) -> None:
    """“X, also known as Y”, "X (DDG 70)": both name one. What the lexicon knows apart stays apart."""
    ends = {m.end: m for m in cast.mentions}
    starts = {m.start: m for m in cast.mentions}
    for at, token in enumerate(cast.tokens):
        past = _past_known_as(cast.tokens, at)
        if not past and token.text != "(":
            continue
        before = next((m for i in range(at, max(0, at - 3), -1) if (m := ends.get(cast.tokens[i - 1].end))), None)
        after = next(
            (m for i in range(past, min(past + 3, len(cast.tokens))) if (m := starts.get(cast.tokens[i].start))), None
        )
        if past and before and after and before.kind == after.kind:
            cast.unite(before.entity, after.entity)
        elif token.text == "(" and before and before.kind == "vessel":
            _hull_number(cast, at, before.entity)


def _past_known_as(tokens: Sequence[Token], at: int) -> int:
    """Past "also known as", "better called", "formerly known by its acronym as"; 0 where no such words begin here."""
    if tokens[at].text.casefold() not in ("also", "better", "formerly", "otherwise", "aka", "alias"):
        return 0
    words = [t.text.casefold() for t in tokens[at : at + 8]]
    if words[0] in ("aka", "alias"):
        return at + 1
    if words[1:2] == ["called"]:
        return at + 2
    return at + words.index("as") + 1 if words[1:2] == ["known"] and "as" in words[2:] else 0


def _hull_number(cast: Cast, at: int, vessel: str) -> None:
    """Letters and digits in brackets after a ship's name are another name of it."""
    tokens = cast.tokens
    last = next((i for i in range(at + 1, min(at + 6, len(tokens))) if tokens[i].text == ")"), 0)
    if last > at + 1 and tokens[at + 1].text.isupper() and any(t.text.isdigit() for t in tokens[at + 1 : last]):
        cast.mention(at + 1, last, vessel, "name")


def titled(cast: Cast, holders: Sequence[Holder]) -> None:
    """The words of an office that stand apart from the name of its holder, as another way of naming them."""
    names = {m.start: m.entity for m in cast.mentions if m.kind == "person"}
    for holder in holders:
        title, person = holder.title, names.get(cast.tokens[holder.first].start)
        first = min(title.first, title.of.first) if title.of else title.first
        apart = title.last < holder.first and cast.tokens[title.last].text == ","
        if person and (apart or holder.last <= first):
            cast.beside(first, title.last, person, "title")


OF_WHOM = re.compile(r" (?:of|for) (?:the [A-Z]|[A-Z]).*")  # "chief of staff of the Navy": the navy is not the other's


def completed(held: Sequence[Held]) -> list[Held]:
    """The offices, an outgoing or coming holder's being of what another holder's is said to be of."""
    owners: dict[str, set[str]] = {}
    for fact in held:
        if fact.of:
            owners.setdefault(fact.office.key, set()).add(fact.of)
    return [
        fact._replace(of=next(iter(owners[fact.office.key])))
        if fact.of is None and fact.title.manner in CHANGING and len(owners.get(fact.office.key, ())) == 1
        else fact
        for fact in held
    ]


CHANGING = frozenset(("outgoing", "designate"))


def counterparts(cast: Cast, held: list[Held]) -> list[Held]:
    """“His Gabonese counterpart X”: X holds the other's office in Gabon."""
    tokens = cast.tokens
    found: list[Held] = []
    by_start = {m.start: m for m in cast.mentions}
    for at, token in enumerate(tokens):
        if token.text.casefold() not in ("counterpart", "counterparts", "homologue"):
            continue
        state = _state_beside(cast, by_start, at)
        named = _named_beside(tokens, by_start, at)
        person = named.entity if named else None
        model = _whose_office(cast, held + found, at, person)
        if model and named and state and named.entity != model.person:
            first = tokens[max(0, at - 2)].start
            title = model.title._replace(manner="holds")
            words = OF_WHOM.sub("", model.words)
            found.append(Held(named.entity, title, model.office, state, first, named.end, words))
            cast.belongs(named.entity, state)
            cast.mention(at, at + 1, named.entity, "role")
        elif model and state and not person:
            bearer = [
                h.person
                for h in held
                if h.office.key == model.office.key and h.of == state and h.person != model.person
            ]
            if len(set(bearer)) == 1:
                cast.mention(at, at + 1, bearer[0], "role")
    return found


def deputies(cast: Cast, held: Sequence[Held]) -> list[Held]:
    """“His deputy, X”: X is deputy in the office of the person named last before."""
    tokens, by_start = cast.tokens, {m.start: m for m in cast.mentions}
    found = []
    for at, token in enumerate(tokens):
        if token.text != "deputy" or at == 0 or tokens[at - 1].tag != "PRP$":
            continue
        named, model = _named_beside(tokens, by_start, at), _whose_office(cast, held, at, None)
        if named and model and named.entity != model.person:
            title = model.title._replace(manner="holds")
            words = f"Deputy {OF_WHOM.sub('', model.words)}"
            found.append(Held(named.entity, title, model.office, model.of, token.start, named.end, words))
            cast.belongs(named.entity, model.of)
    return found


def _next_name(tokens: Sequence[Token], at: int) -> int:
    at += 1
    while at < len(tokens) - 1 and tokens[at].text in (",", "—"):
        at += 1
    return at


def _named_beside(tokens: Sequence[Token], by_start: dict[int, Mention], at: int) -> Mention | None:
    """The person named right after "counterpart", ranks between them allowed."""
    index = _next_name(tokens, at)
    for step in range(index, min(index + 4, len(tokens))):
        mention = by_start.get(tokens[step].start)
        if mention and mention.kind == "person" and tokens[step].sentence == tokens[at].sentence:
            return mention
        if not is_name(tokens[step]):
            return None
    return None


def _state_beside(cast: Cast, by_start: dict[int, Mention], at: int) -> str | None:
    """The state of a counterpart: "his Gabonese counterpart", "her counterpart from Gabon"."""
    for step in (at - 1, at - 2, at - 3):
        mention = by_start.get(cast.tokens[step].start) if step >= 0 else None
        if mention and mention.kind in ("nationality", "state"):
            return mention.entity
    for step in (at + 2, at + 3):
        if step < len(cast.tokens) and cast.tokens[at + 1].text.casefold() in ("from", "of", "in"):
            mention = by_start.get(cast.tokens[step].start)
            if mention and mention.kind == "state":
                return mention.entity
    return None


def _whose_office(cast: Cast, held: Sequence[Held], at: int, other: str | None) -> Held | None:
    """The office of the person whose counterpart is meant: the last person named before, else the first in the
    sentence after, who is known to hold one."""
    start, sentence = cast.tokens[at].start, cast.tokens[at].sentence
    offices = {h.person: h for h in held}
    people = [m for m in cast.mentions if m.kind == "person" and m.entity in offices and m.entity != other]
    before = [m for m in people if m.start < start and cast.sentence_of(m) >= sentence - 2]
    after = [m for m in people if m.start > start and cast.sentence_of(m) == sentence]
    chosen = [m for m in before if cast.sentence_of(m) == sentence] or after or before
    pick = chosen[-1] if chosen and chosen[0].start < start else (chosen[0] if chosen else None)
    return offices[pick.entity] if pick else None


# --------------------------------------------------------------------------------------------- bodies and rulers
# Nouns that point back at a body by what it is, where its name does not end in them.
SORTS = {"company": "company", "firm": "company", "bloc": "intergovernmental", "party": "party", "movement": "party"}


def bodies(cast: Cast) -> None:
    """“The delegation”, "the front" alone, where the story named one such body before, and just one."""
    called: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    for mention in cast.mentions:
        first[mention.entity] = min(mention.end, first.get(mention.entity, mention.end))
    for at, token in enumerate(cast.tokens[1:], 1):
        if token.pos != "NOUN" or cast.tokens[at - 1].text.casefold() != "the" or at in cast.taken:
            continue
        if token.dep == "compound" or cast.tokens[min(at + 1, len(cast.tokens) - 1)].text.casefold() == "of":
            continue  # "the council chamber", "the bank of the river"
        if token.text not in called:
            called[token.text] = _bodies_called(cast, token)
        known = [ident for ident in called[token.text] if first.get(ident, token.start + 1) <= token.start]
        meant = [ident for ident in known if _is_there(cast, at, ident)] if len(known) > 1 else known
        if len(meant) == 1:
            cast.mention(at, at + 1, meant[0], "role")


def _bodies_called(cast: Cast, token: Token) -> set[str]:
    """The bodies of the story that a noun may point back at: of a state by their kind, others by their last word."""
    low = token.text.casefold()
    prefix, sort = BODY_NOUNS.get(low, "\0"), SORTS.get(low, "\0")
    return {
        ident
        for ident, draft in cast.drafts.items()
        if draft.kind == "organisation" and not ident.endswith(":") and not ident.startswith("common:")
        and (ident.startswith(prefix) or draft.sort == sort or (token.tag == "NN" and _ends_in(draft, low)))
    }  # fmt: skip


def _ends_in(draft: Draft, word: str) -> bool:
    return word in nouns().bodies and any(" " in name and fold(name).endswith(f" {word}") for name in draft.names)


def _is_there(cast: Cast, at: int, ident: str) -> bool:
    """Whether "in Apia" after a body says that it is this state's."""
    after = cast.tokens[at + 1 : at + 3]
    if len(after) < 2 or after[0].text.casefold() != "in":
        return False
    place = next((m for m in cast.mentions if m.start == after[1].start), None)
    return place is not None and cast.drafts[place.entity].country == cast.drafts[ident].country


def capitals(cast: Cast) -> None:
    """“The Gabonese capital” is Libreville."""
    starts = {m.end: m for m in cast.mentions if m.kind in ("nationality", "state")}
    for at, token in enumerate(cast.tokens):
        if token.text.casefold() != "capital" or at == 0 or token.dep == "compound":
            continue
        state = starts.get(cast.tokens[at - 1].end) or (starts.get(cast.tokens[at - 2].end) if at > 1 else None)
        country = cast.drafts[state.entity].country if state else None
        entry = capital_of(cast.lexicon, country) if country else None
        if entry is not None:
            spot = Spot(at, at + 1, "place", 60, entry.id, entry.sort, entry.country, entry.name)
            cast.mention(at, at + 1, cast.entity_of(spot), "role")


def capital_of(lexicon: Lexicon, country: str) -> Entry | None:
    """The entry of a state's capital."""
    capital = lexicon.tables["capitals"].get(f"state:{country}")
    return lexicon.entries.get(capital) if capital else None


def regimes(cast: Cast) -> None:
    """“The X regime”, "X’s government": the ruler stands for the rule."""
    ends = {m.end: m for m in cast.mentions if m.kind == "person"}
    for at, token in enumerate(cast.tokens):
        if at > 0 and token.lemma in RULES:
            before = at - 2 if cast.tokens[at - 1].tag == "POS" else at - 1
            mention = ends.get(cast.tokens[before].end)
            if mention and at not in cast.taken:
                cast.mention(at, at + 1, mention.entity, "role")


RULES = frozenset(("regime", "government", "administration", "rule", "dictatorship", "presidency"))
