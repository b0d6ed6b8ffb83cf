"""Persons by their titles, and who is named with which office.

"Gabonese Foreign Minister X", "X, the ambassador of Gabon", "Maj. Gen. X", "Foreign Ministry spokesman X": the words of
an office or a rank say that what follows is a person, better than any model does, and the office is a fact to keep.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from regesta.annotate.spot import CALENDAR, Spot, is_name, name_run
from regesta.annotate.words import JOINTS, Phrases, Words, find, longest
from regesta.lexicon import Lexicon, fold
from regesta.model import Token

Manner = Literal["holds", "former", "acting", "designate", "outgoing"]


class Office(NamedTuple):
    """An office of the lexicon, or one composed from a portfolio. `countries`: its words mean it only there."""

    key: str
    name: str
    level: int
    single: bool
    countries: tuple[str, ...] = ()


class Title(NamedTuple):
    """The words of an office in a text. `of` is the spot of the state or body it is of; `first`–`last` the whole
    phrase with modifiers and "of …"; `core` the first token of the office's own words."""

    first: int
    last: int
    core: int
    office: Office
    words: str
    manner: Manner
    of: Spot | None


class Holder(NamedTuple):
    """A title and the tokens of the person who bears it."""

    title: Title
    first: int
    last: int


@cache
def office_table(lexicon: Lexicon) -> dict[str, Office]:
    """Folded words → office: those of the reviewed list, and "X minister", "minister of X" for each portfolio."""
    table: dict[str, Office] = {}
    for entry in lexicon.tables["offices"]["office"]:
        countries = tuple(entry.get("countries", ()))
        office = Office(
            entry.get("as", entry["id"]), entry["name"], entry.get("level", 5), bool(entry.get("single")), countries
        )
        for words in (entry["name"], *entry.get("aliases", ())):
            table.setdefault(fold(words), office)
    for portfolio in lexicon.tables["portfolios"]["portfolio"]:
        office = Office(f"office:{portfolio['id'].split(':')[-1]}-minister", portfolio["office"], 3, True)
        office = table.get(fold(portfolio["office"]), office)
        for name in portfolio["names"]:
            for words in (f"{name} minister", f"minister of {name}", f"minister for {name}", f"{name} chief"):
                table.setdefault(fold(words), office)
    return table


@cache
def _modifiers(lexicon: Lexicon) -> dict[str, dict[str, str]]:
    return {fold(word): meaning for word, meaning in lexicon.tables["offices"]["modifiers"].items()}


@cache
def _office_phrases(lexicon: Lexicon) -> Phrases:
    return Phrases(office_table(lexicon))


@cache
def _ranks(lexicon: Lexicon) -> Phrases:
    found: set[str] = set()
    for rank in lexicon.tables["ranks"]["rank"]:
        found.update(fold(words) for words in (rank["name"], *rank.get("aliases", ())))
    return Phrases(found)


# --------------------------------------------------------------------------------------------- titles
def titles(tokens: Sequence[Token], words: Words, spots: Sequence[Spot], lexicon: Lexicon) -> list[Title]:
    """Every office named, with its modifiers and the state or body it is of."""
    table, modifiers = office_table(lexicon), _modifiers(lexicon)
    by_last = {s.last: s for s in spots}
    by_first = {s.first: s for s in spots}
    found = []
    for hit in find(words, _office_phrases(lexicon)):
        first, manner, deputy = _modified(words, hit.word, modifiers)
        owner = _owner_before(tokens, first, by_last)
        if owner is not None and manner == "holds":  # "a former Kenyan ambassador"
            manner = _modified(words, bisect_left(words.token, owner.first), modifiers)[1]
        suffix = _suffix(tokens, hit.last)
        manner = "designate" if suffix else manner
        after = hit.last + suffix
        last, of = after, owner
        if owner is None:
            of, last = _owner_after(tokens, after, by_first)
        end = _phrase_end(tokens, hit.last) if of is None or of is owner else hit.last
        if of is not None and of is not owner and of.kind == "organisation":
            end = last  # "chairman of the State Customs Service"
        last = max(last, end)
        end = _sent_to(tokens, last, table[hit.phrase].key, by_first) or end
        last = max(last, end)
        written = _written(tokens, first if deputy else hit.first, end)
        found.append(Title(first, last, hit.first, table[hit.phrase], written, manner, of))
    return found


def _sent_to(tokens: Sequence[Token], last: int, office: str, by_first: dict[int, Spot]) -> int:
    """Past "to Kenya", "in Nairobi" after an ambassador; nothing where no state, body or place is named there."""
    if (
        last + 1 >= len(tokens)
        or tokens[last].text.casefold() not in ("to", "in")
        or not SENT & set(office.rpartition(":")[2].split("-"))
    ):
        return 0
    at = last + 1 + (tokens[last + 1].text.casefold() == "the")
    spot = by_first.get(at)
    kinds = ("state", "organisation", "nationality") if tokens[last].text.casefold() == "to" else ("state", "place")
    return spot.last if spot and spot.kind in kinds else 0


SENT = frozenset(("ambassador", "envoy", "commissioner", "representative", "consul", "emissary", "nuncio"))


def _suffix(tokens: Sequence[Token], last: int) -> int:
    """How many tokens "-elect" or "-designate" after a title takes."""
    words = [token.text.casefold() for token in tokens[last : last + 2]]
    hyphen = bool(words) and words[0] in ("-", "‑", "–")
    return hyphen + 1 if words[hyphen : hyphen + 1] in (["elect"], ["designate"]) else 0


def _phrase_end(tokens: Sequence[Token], last: int) -> int:
    """Past "of the State Customs Service", "of corridors", where the lexicon knows no such body."""
    at = last
    if at + 1 >= len(tokens) or tokens[at].text.casefold() not in ("of", "for"):
        return last
    while at + 1 < len(tokens) and at - last < 8 and tokens[at + 1].sentence == tokens[last].sentence:
        token = tokens[at + 1]
        if token.pos not in ("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "PART") and token.text.casefold() not in (
            "of",
            "for",
        ):
            break
        at += 1
    while at > last and tokens[at].pos not in ("NOUN", "PROPN"):
        at -= 1
    return at + 1 if at > last else last


def _modified(words: Words, at: int, modifiers: dict[str, dict[str, str]]) -> tuple[int, Manner, bool]:
    """The first token with the modifiers before word `at`, what they say of the holding, whether one is of rank."""
    manner: Manner = "holds"
    deputy = False
    while at > 0 and words.sentence[at - 1] == words.sentence[at]:
        two = " ".join(words.folded[max(0, at - 2) : at])
        step, meaning = (
            (2, modifiers[two]) if two in modifiers and " " in two else (1, modifiers.get(words.folded[at - 1]))
        )
        if meaning is None:
            break
        at -= step
        deputy = deputy or bool(meaning.get("rank"))
        told = meaning.get("manner", "holds")
        manner = told if told in ("former", "acting", "designate", "outgoing") else manner  # type: ignore[assignment]
    return words.token[at], manner, deputy


def _owner_before(tokens: Sequence[Token], first: int, by_last: dict[int, Spot]) -> Spot | None:
    """The state or body right before a title: "Gabonese …", "Gabon’s new …", "Foreign Ministry …"."""
    at = first
    for _ in range(4):
        if at in by_last and by_last[at].kind in ("state", "nationality", "organisation", "place"):
            return by_last[at]
        at -= 1
        if at <= 0 or tokens[at].sentence != tokens[first].sentence:
            return None
        if tokens[at].tag != "POS" and not (tokens[at].pos == "ADJ" and not is_name(tokens[at])):
            return None
    return None


def _owner_after(tokens: Sequence[Token], last: int, by_first: dict[int, Spot]) -> tuple[Spot | None, int]:
    """The state or body in "… of X" / "… for X" right after a title, and past it."""
    at = last
    sign = tokens[at].text.casefold() if at + 1 < len(tokens) else ""
    if sign in ("of", "for", "in", "at"):
        at += 2 if tokens[at + 1].text.casefold() == "the" else 1
        spot = by_first.get(at)
        kinds = ("organisation",) if sign in ("in", "at") else ("state", "nationality", "organisation", "place")
        if spot and spot.kind in kinds and spot.strength >= 50:
            return spot, spot.last
    return None, last


def _written(tokens: Sequence[Token], first: int, last: int) -> str:
    parts = [tokens[first].text]
    for before, token in zip(tokens[first : last - 1], tokens[first + 1 : last], strict=True):
        parts.append((" " if token.start > before.end else "") + token.text)
    words = "".join(parts)
    return words if any(c.isupper() for c in words) else words.title().replace(" Of ", " of ").replace(" The ", " the ")


# --------------------------------------------------------------------------------------------- who bears them
def holders(
    tokens: Sequence[Token], words: Words, found: Sequence[Title], spots: Sequence[Spot], lexicon: Lexicon
) -> list[Holder]:
    """The titles that stand with a person's name, before or after it."""
    people = [s for s in spots if s.kind == "person" or _may_be_somebody(tokens, s)]
    people_last = {s.last: s for s in people}
    people_first = {s.first: s for s in people}
    by_first = {s.first: s for s in spots}
    ranks = _ranks(lexicon)
    result = []
    for title in found:
        held = _named_after(tokens, words, title, ranks) or _after_comma(tokens, title, people_first, ranks, words)
        held = held or _named_before(tokens, title, people_last)
        if held:
            result.append(_of_after_name(tokens, held, by_first))
    return result


def _may_be_somebody(tokens: Sequence[Token], spot: Spot) -> bool:
    """Whether the model took for a body what is written as a person's name is: beside a title it is one."""
    row = tokens[spot.first : spot.last]
    guessed = spot.kind in ("organisation", "place") and spot.key is None and spot.strength <= GUESSED
    written = all(t.text[:1].isupper() and not t.text.isupper() and t.text.replace("-", "").isalpha() for t in row)
    return guessed and written and 1 < len(row) < 5 and _OF_BODIES.isdisjoint(t.text.casefold() for t in row)


GUESSED = 61  # the most that the model's word alone is given


def _of_after_name(tokens: Sequence[Token], held: Holder, by_first: dict[int, Spot]) -> Holder:
    """“President X of Gabon”: what the office is of stands after the name."""
    if held.title.of is None and held.first >= held.title.last:
        return held._replace(title=held.title._replace(of=_owner_after(tokens, held.last, by_first)[0]))
    return held


def skip_ranks(tokens: Sequence[Token], words: Words, at: int, ranks: Phrases) -> int:
    """Past the ranks and honorifics that begin at token `at`."""
    while at < len(tokens) and tokens[at].text not in JOINTS:
        hit = longest(words, ranks, bisect_left(words.token, at))
        if hit is None or not is_name(tokens[at]):
            break
        at = _past_stop(tokens, hit.last)
    return at


def _past_stop(tokens: Sequence[Token], at: int) -> int:
    return at + (at < len(tokens) and tokens[at].text == ".")


def _named_after(tokens: Sequence[Token], words: Words, title: Title, ranks: Phrases) -> Holder | None:
    """“Foreign Minister X”, "the president of Gabon, Dr X" without its comma."""
    at = title.last
    if at >= len(tokens) or not _may_name(tokens[at]) or tokens[at].sentence != tokens[title.first].sentence:
        return None
    at = skip_ranks(tokens, words, at, ranks)
    if at < len(tokens) and _may_name(tokens[at]):
        last = name_run(tokens, at)
        return Holder(title, at, last) if last > at else None
    return None


def _may_name(token: Token) -> bool:
    low = token.text.casefold()
    named = is_name(token) and token.text[:1].isalpha() and low not in CALENDAR and low not in BODIES
    return named and token.pos not in ("VERB", "AUX", "ADP", "DET", "PRON", "NUM")


# Words that end the name of a body and of nobody: "Animal Justice Party" has no judge called Party.
BODIES = frozenset(
    "party union foundation movement council committee commission forum alliance command congress".split()
)


_OF_BODIES = BODIES | frozenset(
    "agency airlines army association authority bank brigade bureau centre center club college committee company "
    "corporation court department federation force forces fund government group guard herald holding holdings house "
    "institute international limited mail ministry mission network news office organisation organization parliament "
    "police post press resources service society times trust university watch wire world".split()
)


def _after_comma(
    tokens: Sequence[Token], title: Title, people: dict[int, Spot], ranks: Phrases, words: Words
) -> Holder | None:
    """“the country’s foreign minister, X, said”; "the new envoy is Y"."""
    at = title.last
    if at + 1 < len(tokens) and tokens[at].text.casefold() in ("is", "was"):
        spot = people.get(skip_ranks(tokens, words, at + 1, ranks))
        return Holder(title, spot.first, spot.last) if spot else None
    if at + 1 < len(tokens) and tokens[at].text == ",":
        at = skip_ranks(tokens, words, at + 1, ranks)
        spot = people.get(at)
        closed = spot is not None and (spot.last >= len(tokens) or tokens[spot.last].text in ",.—–")
        if spot and spot.last - spot.first > 1 and (closed or tokens[title.first - 1].text.casefold() == "as"):
            return Holder(title, spot.first, spot.last)
    return None


def _named_before(tokens: Sequence[Token], title: Title, people: dict[int, Spot]) -> Holder | None:
    """“X, Gabon’s foreign minister”, "X, who is the ambassador of Gabon", "X (the governor)"."""
    at = title.of.first if title.of and title.of.first < title.first else title.first
    while at > 1 and (
        tokens[at - 1].pos in ("DET", "ADJ", "ADV") or tokens[at - 1].text.casefold() in LINKING | OWNING
    ):
        at -= 2 if tokens[at - 1].text in OWNING else 1  # "X, the army's chief of staff"
    while at > 0 and tokens[at - 1].text in (",", "(", "—", "–") and at not in people:
        at -= 1
    spot = people.get(at)
    if spot is None or tokens[spot.first].sentence != tokens[title.core].sentence or at == title.first:
        return None
    after = tokens[title.last] if title.last < len(tokens) else None
    if after is not None and _may_name(after) and after.sentence == tokens[title.core].sentence:
        return None  # "X, Foreign Minister Y": the title is Y's
    return Holder(title, spot.first, spot.last)


OWNING = frozenset(("'s", "’s"))
LINKING = OWNING | frozenset("who is was serves served as a an the currently now its current became".split())


def ranked_people(tokens: Sequence[Token], words: Words, titles_: Sequence[Title], lexicon: Lexicon) -> Iterator[Spot]:
    """Persons named after a rank or honorific: "Maj. Gen. X", "Sheikh X"; the "General" of an office is no rank."""
    titled = {i for t in titles_ for i in range(t.first, t.last)}
    for hit in find(words, _ranks(lexicon), lambda i: is_name(tokens[i]) and i not in titled):
        at = skip_ranks(tokens, words, _past_stop(tokens, hit.last), _ranks(lexicon))
        if at < len(tokens) and _may_name(tokens[at]) and tokens[at].sentence == tokens[hit.first].sentence:
            last = name_run(tokens, at)
            if last > at:
                yield Spot(at, last, "person", 89)


def surnames(tokens: Sequence[Token], people: Sequence[Spot]) -> dict[str, tuple[int, int]]:
    """Folded surname → the tokens of a full name in this document that ends with it."""
    found: dict[str, tuple[int, int]] = {}
    for spot in people:
        if spot.last - spot.first > 1:
            found.setdefault(fold(tokens[spot.last - 1].text), (spot.first, spot.last))
    return found


def surname_spots(tokens: Sequence[Token], known: dict[str, tuple[int, int]], states: frozenset[str]) -> Iterator[Spot]:
    """Surnames standing alone, of persons whose full name is in the document."""
    for at, token in enumerate(tokens):
        name = fold(token.text) if is_name(token) else ""
        if name in known and name not in states and len(name) > 2:
            first = at
            while first > 1 and tokens[first - 1].text in JOINTS and tokens[first - 2].end == tokens[first - 1].start:
                first -= 2
            yield Spot(first, at + 1, "person", 66)
