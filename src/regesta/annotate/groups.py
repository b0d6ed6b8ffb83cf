"""Whom "both countries", "the two ministers", "the parties" mean: those named before, where it is plain which."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from regesta.annotate.link import Cast
from regesta.annotate.refer import Held
from regesta.annotate.spot import Spot, body_table, ministry_table
from regesta.model import Mention, Token

PAIRS = frozenset(("both", "two"))
MANY = {"two": 2, "both": 2, "three": 3, "four": 4}
ALONE = frozenset(("two", "both", "pair", "three"))
PAIR_NOUNS = frozenset(
    "country countries nation nations side sides state states government governments neighbour neighbours neighbor "
    "neighbors party parties capital capitals people peoples republic republics ally allies".split()
)
OFFICE_PAIRS = frozenset(("minister", "president", "envoy", "premier", "commander", "ambassador", "governor", "mayor"))
PERSON_PAIRS = frozenset(
    "ministers leaders presidents envoys men women negotiators commanders premiers officers officials diplomats "
    "ambassadors generals admirals secretaries chiefs governors mayors counterparts politicians statesmen".split()
)


# --------------------------------------------------------------------------------------------- states
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
    """“Both countries”, "the two sides", "the parties": two states named together before, else those of the story."""
    pair = pair_of_states(cast)
    told = {m.start: m.entity for m in cast.mentions if m.kind == "state" and m.how == "name"}
    others = _tells_of_parties(cast.tokens)
    for at, token in enumerate(cast.tokens):
        if token.text.casefold() in PAIR_NOUNS and at not in cast.taken and _means_pair(cast.tokens, at, others):
            for ident in _pair_before(cast, at, told) or _if_near(cast, pair, at):
                entry = cast.lexicon.entries[ident]
                spot = Spot(at, at + 1, "nationality", 50, ident, entry.sort, entry.country)
                cast.mention(at, at + 1, cast.entity_of(spot), "group", kind="state")
    if pair:
        _paired_bodies(cast, pair)


def _if_near(cast: Cast, pair: Sequence[str], at: int) -> Sequence[str]:
    """The two states of the story, where both or their people are named here or in the eight sentences before."""
    here, near = cast.tokens[at].sentence, set()
    for mention in cast.mentions:
        if mention.start < cast.tokens[at].end and here - cast.sentence_of(mention) <= 8:
            near.add(f"state:{cast.drafts[mention.entity].country}")
    return pair if set(pair) <= near else ()


def _means_pair(tokens: Sequence[Token], at: int, others: bool) -> bool:
    """Whether a plural noun means the two: "both countries", "the parties"; not "two largest parties"."""
    low, before = tokens[at].text.casefold(), list(tokens[max(0, at - 3) : at])
    words = {t.text.casefold() for t in before}
    alone = low in ("parties", "sides", "neighbours", "neighbors") and "the" in words
    sorted_ = any(t.pos == "ADJ" and t.dep == "amod" and t.head == at for t in before)
    counted = any(t.text.casefold() in PAIRS and (t.head == at or t.text.casefold() == "both") for t in before)
    return (counted or alone) and not (others and low in ("parties", "party", "sides", "side")) and not (
        sorted_ and low in ("parties", "party")
    )  # fmt: skip


def _tells_of_parties(tokens: Sequence[Token]) -> bool:
    """Whether the story tells of other parties than states: "two largest parties", "political parties"."""
    return any(
        t.text.casefold() == "parties"
        and any(b.head == i and (b.dep == "amod" or b.tag == "POS") for b in tokens[max(0, i - 4) : i])
        for i, t in enumerate(tokens)
    )


def _pair_before(cast: Cast, at: int, told: dict[int, str]) -> tuple[str, ...]:
    """The two states joined by "and" as a subject in this sentence or one of the two before."""
    tokens, here = cast.tokens, cast.tokens[at].sentence
    for i in range(at - 1, max(-1, at - 120), -1):
        if tokens[i].sentence < here - 2:
            break
        if tokens[i].dep == "conj" and tokens[tokens[i].head].dep in ("nsubj", "nsubjpass") and tokens[i].head < i:
            pair = [told.get(tokens[tokens[i].head].start), told.get(tokens[i].start)]
            more = any(t.dep == "conj" and t.head == i for t in tokens[i + 1 : i + 8])
            if all(pair) and pair[0] != pair[1] and not more:
                return tuple(ident for ident in pair if ident and ident in cast.lexicon.entries)
    return ()


# --------------------------------------------------------------------------------------------- persons
TOLD = frozenset(("name", "role"))


def people_pairs(cast: Cast, held: Sequence[Held]) -> None:
    """“The two signed", "both ministers", "the three envoys": that many persons, told of together just before."""
    named = sorted((m for m in cast.mentions if m.kind == "person" and m.how in TOLD), key=lambda m: m.start)
    starts = [m.start for m in named]
    for at, token in enumerate(cast.tokens):
        number = _number_of_people(cast.tokens, at)
        if number and at not in cast.taken:
            window = _window(cast, named, starts, at)
            for ident in _told_together(cast, window, number, _bearers(held, token), at):
                cast.mention(at, at + 1, ident, "group")


def _number_of_people(tokens: Sequence[Token], at: int) -> int:
    """How many persons a plural means: two for "the two", "both men", "the ministers"; nothing for other words."""
    low = tokens[at].text.casefold()
    if low not in ALONE and low not in PERSON_PAIRS:
        return 0
    before = [t.text.casefold() for t in tokens[max(0, at - 3) : at]]
    if low in ALONE:
        alone = tokens[at].dep in ("nsubj", "nsubjpass") and ("the" in before[-2:] or low == "both")
        return (3 if low == "three" else 2) if alone else 0
    if tokens[at].dep == "compound":
        return 0
    counted = next((MANY[word] for word in reversed(before) if word in MANY), 0)
    return counted or (2 if "the" in before[-2:] else 0)


def _bearers(held: Sequence[Held], token: Token) -> frozenset[str]:
    """The persons who hold the office a plural speaks of; nobody where it is no office."""
    if token.lemma not in OFFICE_PAIRS:
        return frozenset()
    return frozenset(h.person for h in held if token.lemma in h.words.casefold().replace("-", " ").split())


def _window(cast: Cast, named: Sequence[Mention], starts: Sequence[int], at: int) -> list[tuple[int, str]]:
    """The persons named before in this sentence and the three before it, each with the sentence."""
    found, place = [], bisect_left(starts, cast.tokens[at].start)
    while place > 0 and place > bisect_left(starts, cast.tokens[at].start) - 12:
        place -= 1
        sentence = cast.sentence_of(named[place])
        if sentence < cast.tokens[at].sentence - 3:
            break
        found.append((sentence, named[place].entity))
    return found


def _told_together(
    cast: Cast, window: Sequence[tuple[int, str]], number: int, bearers: frozenset[str], at: int
) -> tuple[str, ...]:
    """The persons of the nearest sentence that names enough of them, and of all those before where it takes more."""
    if bearers:
        window = [(s, ident) for s, ident in window if ident in bearers]
    if _is_one_unnamed(cast, window, at):
        return ()
    nearest: dict[str, None] = {}
    for sentence in sorted({s for s, _ in window}, reverse=True):
        nearest.update(dict.fromkeys(ident for s, ident in reversed(window) if s == sentence))
        if len(nearest) >= number:
            break
    if len(nearest) > number and not bearers:
        return _main_two(cast, window, number)
    return tuple(nearest) if len(nearest) == number else ()


def _is_one_unnamed(cast: Cast, window: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether one of two is a counterpart, or an officer, whom the story does not name."""
    low = min((s for s, _ in window), default=cast.tokens[at].sentence)
    for i in range(at - 1, max(-1, at - 150), -1):
        if cast.tokens[i].sentence < low:
            break
        if cast.tokens[i].text.casefold() == "counterpart" and i not in cast.taken:
            return True
    return False


def _main_two(cast: Cast, window: Sequence[tuple[int, str]], number: int) -> tuple[str, ...]:
    """Of more than two, the subject and the object of the main clause of the sentence that names them."""
    if number != 2:
        return ()
    sentence = max(s for s, _ in window)
    found: dict[str, None] = {}
    for mention in sorted(cast.mentions, key=lambda m: m.start):
        if mention.kind == "person" and mention.how == "name" and cast.sentence_of(mention) == sentence:
            head = cast.head_of(mention)
            verb = cast.tokens[head.head]
            if head.dep in ("nsubj", "dobj") and cast.tokens[verb.head] is verb:
                found[mention.entity] = None
    return tuple(found) if len(found) == 2 else ()


# --------------------------------------------------------------------------------------------- bodies
def _paired_bodies(cast: Cast, pair: Sequence[str]) -> None:
    """“The defence ministries of both countries”, "the two navies": one of each state."""
    ministries, bodies_ = ministry_table(cast.lexicon), body_table(cast.lexicon)
    for at, token in enumerate(cast.tokens[:-1]):
        if at == 0 or token.tag != "NNS" or at in cast.taken:
            continue
        singular = token.lemma
        two = f"{cast.tokens[at - 1].text.casefold()} {singular}"
        near = {t.text.casefold() for t in cast.tokens[max(0, at - 3) : at]} & (
            PAIRS if _is_definite(cast.tokens, at) else OF_BOTH
        )
        near |= _whose(cast, at)
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


OF_BOTH = frozenset(("both",))


def _is_definite(tokens: Sequence[Token], at: int) -> bool:
    """Whether "the" or "both" stands before: "moved two battalions" speaks of no pair."""
    return bool({t.text.casefold() for t in tokens[max(0, at - 3) : at]} & {"the", "both"})


def _whose(cast: Cast, at: int) -> set[str]:
    """The words of "of both countries" after a plural body."""
    after = [t.text.casefold() for t in cast.tokens[at + 1 : at + 5]]
    return set(after) if after[:1] == ["of"] and set(after) & PAIR_NOUNS else set()
