"""What roles, pronouns and groups refer to inside one story: "his Gabonese counterpart", "the minister", "both sides".

Precision before reach: where two antecedents are as good, none is taken.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from regesta.annotate.link import Cast
from regesta.annotate.people import Holder, Office, Title
from regesta.annotate.spot import Spot, body_table, is_name, ministry_table
from regesta.lexicon import Entry, Lexicon, meanings
from regesta.model import Mention, Token

PAIRS = frozenset(("both", "two"))
PAIR_NOUNS = frozenset(
    "country countries nation nations side sides state states government governments neighbour neighbours neighbor "
    "neighbors party parties capital capitals people peoples republic republics ally allies".split()
)
OFFICE_PAIRS = frozenset(("minister", "president", "envoy", "premier", "commander"))
PERSON_PAIRS = frozenset(
    "ministers leaders presidents envoys men women negotiators commanders premiers officers officials diplomats "
    "ambassadors generals admirals secretaries chiefs governors mayors counterparts politicians statesmen".split()
)
BODY_NOUNS = meanings("body-nouns")
INSTRUMENT_NOUNS = frozenset(
    "document agreement treaty accord deal resolution memorandum pact protocol text list paper declaration communique "
    "statement convention contract lease".split()
)
HE = frozenset(("he", "she", "him", "his", "her"))
IT = frozenset(("it", "its", "they", "their", "them"))


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
    return found


def counterparts(cast: Cast, held: list[Held]) -> list[Held]:
    """“His Gabonese counterpart X”: X holds the other's office in Gabon."""
    tokens = cast.tokens
    found: list[Held] = []
    by_start = {m.start: m for m in cast.mentions}
    for at, token in enumerate(tokens):
        if token.text.casefold() not in ("counterpart", "counterparts", "homologue"):
            continue
        state = _state_beside(cast, by_start, at)
        person = _named_beside(tokens, by_start, at)
        model = _whose_office(cast, held + found, at, person)
        if model and person and state and person != model.person:
            mention = by_start[tokens[_next_name(tokens, at)].start]
            first = tokens[max(0, at - 2)].start
            found.append(Held(person, model.title, model.office, state, first, mention.end, model.words))
            cast.belongs(person, state)
        elif model and state and not person:
            bearer = [
                h.person
                for h in held
                if h.office.key == model.office.key and h.of == state and h.person != model.person
            ]
            if len(set(bearer)) == 1:
                cast.mention(at, at + 1, bearer[0], "role")
    return found


def _next_name(tokens: Sequence[Token], at: int) -> int:
    at += 1
    while at < len(tokens) - 1 and tokens[at].text in (",", "—"):
        at += 1
    return at


def _named_beside(tokens: Sequence[Token], by_start: dict[int, Mention], at: int) -> str | None:
    """The person named right after "counterpart", ranks between them allowed."""
    index = _next_name(tokens, at)
    for step in range(index, min(index + 4, len(tokens))):
        mention = by_start.get(tokens[step].start)
        if mention and mention.kind == "person" and tokens[step].sentence == tokens[at].sentence:
            return mention.entity
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
    before = [m for m in people if m.start < start and _sentence(cast, m) >= sentence - 2]
    after = [m for m in people if m.start > start and _sentence(cast, m) == sentence]
    chosen = [m for m in before if _sentence(cast, m) == sentence] or after or before
    pick = chosen[-1] if chosen and chosen[0].start < start else (chosen[0] if chosen else None)
    return offices[pick.entity] if pick else None


def _sentence(cast: Cast, mention: Mention) -> int:
    low, high = 0, len(cast.tokens) - 1
    while low < high:
        middle = (low + high) // 2
        if cast.tokens[middle].end <= mention.start:
            low = middle + 1
        else:
            high = middle
    return cast.tokens[low].sentence


# --------------------------------------------------------------------------------------------- roles
def roles(cast: Cast, titles: Sequence[Title], named: set[int], held: Sequence[Held]) -> None:
    """Mentions by office: "the minister", "the Gabonese president", of somebody named in the story."""
    for title in titles:
        if title.core in named or title.manner == "former":
            continue
        of = cast.entity_of(title.of) if title.of else None
        bearers = [h for h in held if _same_office(h, title) and (of is None or h.of == of)]
        people = list(dict.fromkeys(h.person for h in bearers))
        before = [
            p for p in people if any(m.entity == p and m.start < cast.tokens[title.core].start for m in cast.mentions)
        ]
        if before and (len(before) == 1 or of is not None):
            cast.mention(title.core, min(title.last, title.core + len(title.words.split())), before[-1], "role")


def _same_office(held: Held, title: Title) -> bool:
    if held.title.manner == "former":
        return False
    return held.office.key == title.office.key or (
        title.words.casefold().split()[-1] == held.words.casefold().split()[-1] and len(title.words.split()) == 1
    )


def bodies(cast: Cast) -> None:
    """“The delegation”, "the ministry" alone, where the story named one such body before, and just one."""
    for at, token in enumerate(cast.tokens[1:], 1):
        prefix = BODY_NOUNS.get(token.text.casefold())
        if prefix and cast.tokens[at - 1].text.casefold() == "the" and at not in cast.taken:
            known = [i for i in cast.drafts if i.startswith(prefix) and not i.endswith(":")]
            before = [i for i in known if any(m.entity == i and m.end <= token.start for m in cast.mentions)]
            if len(before) == 1:
                cast.mention(at, at + 1, before[0], "role")


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


# --------------------------------------------------------------------------------------------- groups and pronouns
def pair_of_states(cast: Cast) -> tuple[str, ...]:
    """The two states the story is most about, by how often they, their people and their bodies are named."""
    votes: Counter[str] = Counter()
    for mention in cast.mentions:
        country = cast.drafts[mention.entity].country
        if country and f"state:{country}" in cast.lexicon.entries:
            votes[f"state:{country}"] += 1
    ranked = sorted(votes, key=lambda s: (-votes[s], s))
    if len(ranked) < 2 or (len(ranked) > 2 and votes[ranked[1]] == votes[ranked[2]]):
        return ()
    return tuple(ranked[:2])


def groups(cast: Cast) -> None:
    """“Both countries”, "the two sides", "the parties": the two states of the story, each mentioned."""
    pair = pair_of_states(cast)
    if not pair:
        return
    for at, token in enumerate(cast.tokens):
        low = token.text.casefold()
        before = {t.text.casefold() for t in cast.tokens[max(0, at - 3) : at]}
        alone = low in ("parties", "sides", "neighbours", "neighbors") and "the" in before
        if low in PAIR_NOUNS and (before & PAIRS or alone) and at not in cast.taken:
            for ident in pair:
                entry = cast.lexicon.entries[ident]
                spot = Spot(at, at + 1, "nationality", 50, ident, entry.sort, entry.country)
                cast.mention(at, at + 1, cast.entity_of(spot), "group", kind="state")
    _paired_bodies(cast, pair)


def people_pairs(cast: Cast, held: Sequence[Held]) -> None:
    """“The two signed”, "both ministers": the two persons named last before, in this sentence or the two before it."""
    named = sorted((m for m in cast.mentions if m.kind == "person" and m.how == "name"), key=lambda m: m.start)
    for at, token in enumerate(cast.tokens):
        if not _means_two_people(cast.tokens, at) or at in cast.taken:
            continue
        window = [m for m in named if m.end <= token.start and _sentence(cast, m) >= token.sentence - 2]
        if token.lemma in OFFICE_PAIRS:
            bearers = {h.person for h in held if token.lemma in h.words.casefold().split()}
            window = [m for m in window if m.entity in bearers]
        pair = list(dict.fromkeys(m.entity for m in reversed(window)))[:2]
        if len(pair) == 2:
            for ident in pair:
                cast.mention(at, at + 1, ident, "group")


def _means_two_people(tokens: Sequence[Token], at: int) -> bool:
    low, before = tokens[at].text.casefold(), {t.text.casefold() for t in tokens[max(0, at - 2) : at]}
    if low in ("two", "both", "pair"):
        return tokens[at].dep in ("nsubj", "nsubjpass") and ("the" in before or low == "both")
    return (
        low in PERSON_PAIRS and low.endswith("s") and bool(before & (PAIRS | {"the"})) and tokens[at].dep != "compound"
    )


def _paired_bodies(cast: Cast, pair: Sequence[str]) -> None:
    """“The defence ministries of both countries”, "the two navies": one of each state."""
    ministries, bodies_ = ministry_table(cast.lexicon), body_table(cast.lexicon)
    for at, token in enumerate(cast.tokens[:-1]):
        if at == 0 or token.tag != "NNS" or at in cast.taken:
            continue
        singular = token.lemma
        two = f"{cast.tokens[at - 1].text.casefold()} {singular}"
        near = {t.text.casefold() for t in cast.tokens[max(0, at - 3) : at]} | _whose(cast, at)
        portfolio, body = ministries.get(two), bodies_.get(two) or bodies_.get(singular)
        if not near & PAIRS or not (portfolio or (body and not body[2])):
            continue
        for ident in pair:
            country = ident.removeprefix("state:")
            key, sort = (f"ministry:{portfolio}", "ministry") if portfolio else (body[0], body[1]) if body else ("", "")
            first = at - 1 if portfolio or two in bodies_ else at
            name = f"{cast.words(first, at)} {singular} of {cast.lexicon.entries[ident].name}".strip()
            spot = Spot(first, at + 1, "organisation", 84, f"{key}:{country}", sort, country, name)
            cast.mention(first, at + 1, cast.entity_of(spot), "group")


def _whose(cast: Cast, at: int) -> set[str]:
    """The words of "of both countries" after a plural body."""
    after = [t.text.casefold() for t in cast.tokens[at + 1 : at + 5]]
    return set(after) if after[:1] == ["of"] and set(after) & PAIR_NOUNS else set()


def pronouns(cast: Cast) -> None:
    """He and she: the person who is subject nearest before; it and they: the subject of the sentence, where it is
    a state or a body and the only one; it as an object: the only place or facility before it in the sentence."""
    people = [m for m in cast.mentions if m.kind == "person"]
    bodies_ = [m for m in cast.mentions if m.kind in ("state", "organisation") and m.how == "name"]
    sites = [m for m in cast.mentions if m.kind in ("place", "facility")]
    by_token = {t.end: i for i, t in enumerate(cast.tokens)}
    titled = _genders(cast)
    for at, token in enumerate(cast.tokens):
        low = token.text.casefold()
        ident = None
        if low in HE:
            fits = [m for m in people if titled.get(m.entity, low in SHE) == (low in SHE)]
            ident = (
                _owner_meant(cast, fits, at, by_token) if token.tag == "PRP$" else _nearest(cast, fits, at, by_token, 2)
            )
        elif low in IT and token.dep in ("nsubj", "nsubjpass", "poss") and not _is_expletive(cast.tokens, at):
            ident = _nearest(cast, bodies_, at, by_token, 1)
        elif low == "it" and token.dep in ("dobj", "pobj"):
            ident = _only(cast, sites, at)
        if ident:
            cast.mention(at, at + 1, ident, "pronoun")


SHE = frozenset(("she", "her", "hers"))
FEMALE = frozenset(
    ("ms", "mrs", "miss", "madame", "lady", "queen", "princess", "spokeswoman", "sheikha", "dame", "chairwoman")
)
MALE = frozenset(("mr", "sir", "lord", "king", "prince", "spokesman", "sheikh", "chairman"))


def _genders(cast: Cast) -> dict[str, bool]:
    """Entity → whether she is one, for persons whose form of address says so."""
    starts = {t.start: i for i, t in enumerate(cast.tokens)}
    found: dict[str, bool] = {}
    for mention in cast.mentions:
        at = starts.get(mention.start, 0)
        before = (
            {t.text.casefold().rstrip(".") for t in cast.tokens[max(0, at - 2) : at]}
            if mention.kind == "person"
            else set()
        )
        if before & (FEMALE | MALE):
            found[mention.entity] = bool(before & FEMALE)
    return found


def _owner_meant(cast: Cast, people: Sequence[Mention], at: int, by_token: dict[int, int]) -> str | None:
    """Whose "his" or "her" is: the only person before it in the sentence, else the last subject; of two, none."""
    here = cast.tokens[at].sentence
    inside = {m.entity for m in people if m.end <= cast.tokens[at].start and _sentence(cast, m) == here}
    if len(inside) > 1:
        return None
    return next(iter(inside)) if inside else _nearest(cast, people, at, by_token, 2)


def _only(cast: Cast, mentions: Sequence[Mention], at: int) -> str | None:
    here = cast.tokens[at].sentence
    found = {m.entity for m in mentions if m.end <= cast.tokens[at].start and _sentence(cast, m) == here}
    return next(iter(found)) if len(found) == 1 else None


def _is_expletive(tokens: Sequence[Token], at: int) -> bool:
    """“It is the first visit”, "it was announced": the pronoun means nothing."""
    verb = tokens[tokens[at].head]
    return tokens[at].text.casefold() == "it" and (verb.lemma == "be" or tokens[at].dep == "nsubjpass")


def _nearest(cast: Cast, mentions: Sequence[Mention], at: int, by_token: dict[int, int], back: int) -> str | None:
    """The last subject before among these mentions, in this sentence or up to `back` before; unique where it is not
    a subject."""
    here = cast.tokens[at].sentence
    window = [m for m in mentions if m.end <= cast.tokens[at].start and _sentence(cast, m) >= here - back]
    subjects = [m for m in window if _is_subject(cast.tokens, by_token.get(m.end))]
    if subjects:
        return subjects[-1].entity
    only = {m.entity for m in window}
    return next(iter(only)) if len(only) == 1 else None


def _is_subject(tokens: Sequence[Token], at: int | None) -> bool:
    """Whether a name is subject or agent of its clause, or of "who …" right after it."""
    if at is None:
        return False
    token = tokens[at]
    while token.dep in ("compound", "appos", "flat", "nmod", "poss", "case") and tokens[token.head] is not token:
        token = tokens[token.head]
    near = tokens[at + 1 : at + 12]
    told = any(
        t.text.casefold() == "who" and t.dep in ("nsubj", "nsubjpass") for t in near if t.sentence == token.sentence
    )
    return told or token.dep in ("nsubj", "nsubjpass", "agent")
