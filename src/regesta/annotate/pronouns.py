"""Whom "he", "she", "it" and "they" mean: where grammar, gender and nearness leave one, and only then.

Inside a sentence the subject that governs the pronoun's clause is taken; across sentences whoever is alone in fitting.
Words of a text tell of somebody whether she is one: forms of address, given names, and pronouns already understood.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from regesta.annotate.actors import persons
from regesta.annotate.link import Cast
from regesta.annotate.spot import VESSEL_WORDS
from regesta.lexicon import fold, load
from regesta.model import Mention, Quotation, Token

SHE = frozenset(("she", "her", "hers"))
HE = SHE | {"he", "him", "his"}
IT = frozenset(("it", "its"))
THEY = frozenset(("they", "their", "them"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
NAMING = frozenset(("name", "role"))
FEMALE = frozenset(
    "ms mrs miss madame lady queen princess spokeswoman sheikha dame chairwoman businesswoman congresswoman wife widow "
    "mother daughter sister empress duchess policewoman".split()
)
MALE = frozenset(
    "mr sir lord king prince spokesman sheikh chairman businessman congressman husband widower father son brother "
    "emperor duke policeman emir sultan imam".split()
)
CHANGING = frozenset(("successor", "replacement", "predecessor", "place", "stead"))  # never his own
FREE = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "conj"))
HOLDING = frozenset(
    "take retake capture recapture seize hold leave enter reach visit shell attack bomb close open reopen guard cross "
    "occupy evacuate vacate build rebuild lease rent use control surround besiege storm recover lose run".split()
)
OBJECTS = frozenset(("dobj", "nsubjpass", "oprd"))
NEUTER = frozenset(("state", "organisation"))
MASSES = frozenset("police staff crew people troops forces authorities military team delegation side".split())


CRAFT = frozenset(("vessel", "ship", "boat", "cutter", "plane", "aircraft", "helicopter", "patrol", "convoy", "team"))


class Antecedent(NamedTuple):
    """Words that somebody may be meant by: their tokens, whom they mean, and whether they are a subject."""

    first: int
    last: int
    ident: str
    subject: bool


class Scene:
    """Those mentioned so far, in order of the text, with what is known of their gender."""

    def __init__(self, cast: Cast, kinds: frozenset[str]) -> None:
        self.cast, self.tokens = cast, cast.tokens
        self.starts = [t.start for t in cast.tokens]
        chosen = [m for m in cast.mentions if m.kind in kinds and m.how in NAMING]
        self.known = sorted({self._antecedent(m) for m in chosen})
        self.firsts = [one.first for one in self.known]
        beside = (self._antecedent(m) for m in cast.mentions if m.how == "title")
        self.titled = frozenset(i for one in beside for i in range(one.first, one.last))

    def _antecedent(self, mention: Mention) -> Antecedent:
        first = bisect_left(self.starts, mention.start)
        last = max(bisect_left(self.starts, mention.end), first + 1)
        return Antecedent(first, last, mention.entity, is_subject(self.tokens, last - 1) or self._who_follows(last))

    def _who_follows(self, last: int) -> bool:
        """Whether "…, who came" after a name makes its bearer the subject of what is told."""
        near = self.tokens[last : last + 12]
        told = (t for t in near if t.text.casefold() == "who" and t.dep in SUBJECTS)
        return any(t.sentence == self.tokens[last - 1].sentence for t in told)

    def is_title(self, at: int) -> bool:
        """Whether a token belongs to the words of an office that stand beside a name."""
        return at in self.titled

    def add(self, at: int, ident: str) -> None:
        """Take in a pronoun that was understood: it may be meant by the next."""
        place = bisect_left(self.firsts, at)
        self.known.insert(place, Antecedent(at, at + 1, ident, self.tokens[at].dep in SUBJECTS))
        self.firsts.insert(place, at)

    def inside(self, sentence: int, before: int) -> list[Antecedent]:
        """Those of a sentence that stand before a token."""
        end = bisect_left(self.firsts, before)
        first = end
        while first > 0 and self.tokens[self.known[first - 1].first].sentence >= sentence:
            first -= 1
        return [one for one in self.known[first:end] if self.tokens[one.first].sentence == sentence]

    def at(self, token: int) -> Antecedent | None:
        """Who is meant by the words that a token belongs to."""
        place = bisect_right(self.firsts, token) - 1
        found = self.known[place] if place >= 0 else None
        crewed = found is not None and found.last == token and self.tokens[token].lemma in VESSEL_WORDS | CRAFT
        return found if found is not None and (found.first <= token < found.last or crewed) else None


def is_subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether the phrase that a token heads, or is part of, is subject of its clause."""
    for _ in range(6):
        token = tokens[at]
        if token.dep not in ("compound", "flat", "nmod", "case") or token.head == at:
            break
        at = token.head
    above = tokens[tokens[at].head]
    alone = not _is_joined(tokens, at)
    return alone and (tokens[at].dep in SUBJECTS or (tokens[at].dep == "appos" and above.dep in SUBJECTS))


def pronouns(cast: Cast, quotations: Sequence[Quotation]) -> None:
    """Note whom each pronoun means, where just one can be meant."""
    persons, bodies = Scene(cast, frozenset(("person",))), Scene(cast, NEUTER)
    sites, grouped = Scene(cast, frozenset(("place", "facility"))), _grouped(cast)
    genders = _genders(cast, persons)
    for at, token in enumerate(cast.tokens):
        low = token.text.casefold()
        if low in HE:
            _person(persons, genders, at, low in SHE, _is_quoted(token, quotations))
        elif low in IT and not _is_expletive(cast.tokens, at):
            _body(bodies, sites, at)
        elif low in THEY:
            _many(bodies, grouped, at)


def _is_quoted(token: Token, quotations: Sequence[Quotation]) -> bool:
    place = bisect_right(quotations, token.start, key=lambda q: q.start) - 1
    return place >= 0 and quotations[place].start <= token.start < quotations[place].end


# --------------------------------------------------------------------------------------------- gender
@cache
def given_names() -> dict[str, bool]:
    """Folded given name → whether it is a woman's; names that both bear are not listed."""
    table = load().tables["given_names"]
    return {fold(n): True for n in table["female"]} | {fold(n): False for n in table["male"]}


def _genders(cast: Cast, persons: Scene) -> dict[str, bool]:
    """Entity → whether she is one: by the words around a name, else by the given name."""
    found: dict[str, bool] = {}
    for one in persons.known:
        near = range(max(0, one.first - 2), one.first)
        words = {t.text.casefold().rstrip(".") for t in (cast.tokens[i] for i in near)}
        if words & (FEMALE | MALE):
            found.setdefault(one.ident, bool(words & FEMALE))
    for one in persons.known:
        given = cast.drafts[one.ident].given.split(" ")[0]
        if given in given_names():
            found.setdefault(one.ident, given_names()[given])
    return found


# --------------------------------------------------------------------------------------------- he and she
def _person(scene: Scene, genders: dict[str, bool], at: int, woman: bool, quoted: bool) -> None:
    """Note whom "he" or "she" means, and what it tells of them."""
    rest = [one for one in _reach(scene, at, genders, woman) if one.ident not in _barred(scene, at, quoted)]
    meant = _chosen(scene, rest, genders, at, quoted)
    if meant is not None:
        genders.setdefault(meant, woman)
        scene.cast.mention(at, at + 1, meant, "pronoun")
        scene.add(at, meant)


def _reach(scene: Scene, at: int, genders: dict[str, bool], woman: bool) -> list[Antecedent]:
    """Those who fit in the sentence before the pronoun, and in the nearest of the two before it that has anybody who
    does."""
    here = scene.tokens[at].sentence
    found: list[Antecedent] = []
    for back in (here, here - 1, here - 2):
        if back >= 0 and (not found or back == here - 1):
            fits = [one for one in scene.inside(back, at) if genders.get(one.ident, woman) == woman]
            found = [*fits, *found]
    return found


def _barred(scene: Scene, at: int, quoted: bool) -> set[str]:
    """Whom a pronoun cannot mean: the subject of the verb it is an object of; who speaks, inside a quotation; whom
    "his successor" is."""
    tokens, token = scene.tokens, scene.tokens[at]
    barred: set[str] = set()
    verb = _clause(tokens, at)
    if token.dep in ("dobj", "pobj", "dative", "iobj") and verb is not None:
        barred |= {one.ident for kid in _subjects(tokens, verb) if (one := scene.at(kid))}
    if token.tag == "PRP$" and tokens[token.head].lemma in CHANGING and verb is not None:
        objects = [i for i in _near(tokens, verb) if tokens[i].head == verb and tokens[i].dep in OBJECTS]
        barred |= {one.ident for kid in objects if (one := scene.at(kid))}
        chosen = [one for one in scene.inside(token.sentence, at) if objects and one.first > verb]
        barred |= {one.ident for one in chosen if one.last >= max(objects)}
    if quoted:
        barred |= {one.ident for one in scene.known if tokens[one.first].sentence == token.sentence and one.subject}
    return barred


def _chosen(scene: Scene, rest: Sequence[Antecedent], genders: dict[str, bool], at: int, quoted: bool) -> str | None:
    """The one who is meant: the governing subject, else who is alone in the sentence, else alone in the one before.

    Inside a quotation only the sentence itself tells; before the subject of its sentence a pronoun looks ahead.
    """
    here, woman = scene.tokens[at].sentence, scene.tokens[at].text.casefold() in SHE
    inside = [one for one in rest if scene.tokens[one.first].sentence == here]
    governor = None if quoted else _governor(scene, at, True)
    if governor is not None and genders.get(governor, woman) == woman and governor not in _barred(scene, at, quoted):
        return governor
    if not rest or _is_rivalled(scene, rest[0].first, at, woman):
        return None
    if inside or quoted or _looks_ahead(scene.tokens, at):
        return _alone(inside)
    return _alone(rest) or _likelier(rest, genders)


def _alone(found: Sequence[Antecedent]) -> str | None:
    idents = {one.ident for one in found}
    return idents.pop() if len(idents) == 1 else None


def _likelier(found: Sequence[Antecedent], genders: dict[str, bool]) -> str | None:
    """Of several, the one whose gender is known to fit, where they are the only subject or nobody else is one."""
    known = {one.ident for one in found if one.ident in genders}
    subjects = {one.ident for one in found if one.subject}
    return known.pop() if len(known) == 1 and (known <= subjects or not subjects) else None


def _is_rivalled(scene: Scene, first: int, at: int, woman: bool) -> bool:
    """Whether a person without a name stands between: "her mother", "an officer" may be meant as well."""
    other = MALE if woman else FEMALE
    return any(_is_somebody(scene, i) and scene.tokens[i].lemma not in other for i in range(max(first, at - 120), at))


def _is_somebody(scene: Scene, at: int) -> bool:
    """Whether a common noun tells one person who has no name beside it."""
    token = scene.tokens[at]
    if token.tag != "NN" or token.dep not in FREE or token.lemma not in persons():
        return False
    near = range(at + 1, min(at + 8, len(scene.tokens)))
    named = any(scene.tokens[i].head == at and scene.tokens[i].dep == "appos" for i in near)
    return not named and at not in scene.cast.taken and not scene.is_title(at)


def _looks_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether the subject of the sentence is still to come: "Discussing his plan, X said"."""
    root = _root(tokens, tokens[at].sentence)
    subjects = list(_subjects(tokens, root)) if root is not None else []
    low = [j for i in subjects for j in _near(tokens, at) if tokens[j].head == i and j < i]
    named = any(tokens[i].pos != "PRON" for i in subjects)
    return named and at < min([*subjects, *low])


# --------------------------------------------------------------------------------------------- grammar
def _near(tokens: Sequence[Token], at: int) -> range:
    """The tokens of a sentence that are near one, so that a sentence without end costs no more than others."""
    first, last = at, at
    while first > 0 and at - first < 60 and tokens[first - 1].sentence == tokens[at].sentence:
        first -= 1
    while last + 1 < len(tokens) and last - at < 60 and tokens[last + 1].sentence == tokens[at].sentence:
        last += 1
    return range(first, last + 1)


def _clause(tokens: Sequence[Token], at: int) -> int | None:
    """The verb of the clause that a token stands in."""
    for _ in range(10):
        at, below = tokens[at].head, at
        if tokens[at].pos in ("VERB", "AUX"):
            return at
        if at == below:
            return None
    return None


def _subjects(tokens: Sequence[Token], verb: int) -> Iterator[int]:
    """The subjects of a verb, those of the verb it is joined to where it has none."""
    for _ in range(4):
        found = [i for i in _near(tokens, verb) if tokens[i].head == verb and tokens[i].dep in SUBJECTS]
        if found or tokens[verb].dep not in ("conj", "xcomp", "advcl") or tokens[verb].head == verb:
            yield from found
            return
        verb = tokens[verb].head


def _governor(scene: Scene, at: int, person: bool) -> str | None:
    """The subject of the clause a pronoun stands in, or of the first clause above that has another; the one below for
    "…, he said". Two subjects joined by "and" are none, nor is anybody above somebody unnamed."""
    tokens = scene.tokens
    verb, own = _clause(tokens, at), tokens[at].dep in SUBJECTS
    for step in range(4):
        if verb is None:
            return None
        found = [i for i in _subjects(tokens, verb) if i != at and (i < at or step)] if step or not own else []
        if any(_is_joined(tokens, i) for i in found):
            return None
        meant = [one.ident for i in found if (one := scene.at(_meant(tokens, i, verb)))]
        if meant or (below := _told_below(scene, verb, at) if not step else None):
            return meant[0] if meant else below
        if any(tokens[i].pos in ("NOUN", "PROPN") for i in found):
            owner = _alone(_within(scene, found, verb)) if person else None
            if owner or not person or any(tokens[i].lemma in persons() for i in found):
                return owner
        above = tokens[verb].head
        verb = None if above == verb else (above if tokens[above].pos in ("VERB", "AUX") else _clause(tokens, above))
    return None


def _meant(tokens: Sequence[Token], subject: int, verb: int) -> int:
    """The noun that "who" or "which" stands for, the subject itself where it is none."""
    relative = tokens[subject].tag in ("WP", "WDT") and tokens[verb].dep == "relcl"
    return tokens[verb].head if relative else subject


def _within(scene: Scene, subjects: Sequence[int], verb: int) -> list[Antecedent]:
    """Those named inside a subject: "X’s interest began when he …"."""
    inside = scene.inside(scene.tokens[verb].sentence, verb)
    return [one for one in inside if any(_is_below(scene.tokens, one.last - 1, i) for i in subjects)]


def _is_below(tokens: Sequence[Token], at: int, top: int) -> bool:
    for _ in range(8):
        if at == top:
            return True
        if tokens[at].head == at:
            return False
        at = tokens[at].head
    return False


def _told_below(scene: Scene, verb: int, at: int) -> str | None:
    """The subject of what is said in "…, he said"."""
    tokens = scene.tokens
    told = [i for i in _near(tokens, verb) if tokens[i].head == verb and tokens[i].dep == "ccomp" and i < at]
    found = [one.ident for i in told for s in _subjects(tokens, i) if (one := scene.at(s))]
    return found[0] if len(found) == 1 else None


def _is_joined(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[i].head == at and tokens[i].dep == "conj" for i in range(at + 1, min(at + 12, len(tokens))))


# --------------------------------------------------------------------------------------------- it and they
def _is_expletive(tokens: Sequence[Token], at: int) -> bool:
    """“It is the first visit”, "it was announced", "it rained": the pronoun means nothing."""
    verb = tokens[tokens[at].head]
    empty = (
        verb.text in ("'s", "’s")
        or verb.lemma in ("be", "rain", "snow", "seem", "appear", "remain", "take")
        or tokens[at].dep
        in (
            "nsubjpass",
            "expl",
        )
    )
    return tokens[at].text.casefold() == "it" and empty


def _body(scene: Scene, sites: Scene, at: int) -> None:
    """Note which state or body "it" or "its" means: the governing subject, else the subject of the sentence before."""
    token = scene.tokens[at]
    if token.dep in SUBJECTS or token.dep == "poss":
        ident = _governor(scene, at, False) or _first_subject(scene, at)
    elif token.dep in ("dobj", "pobj"):
        held = scene.tokens[token.head].lemma in HOLDING
        ident = _alone(sites.inside(token.sentence, at)) if held else None  # the only place, for "took it"
    else:
        ident = None
    if ident is not None:
        scene.cast.mention(at, at + 1, ident, "pronoun")
        scene.add(at, ident)


def _first_subject(scene: Scene, at: int) -> str | None:
    """The state or body that is the one subject of the main clause before, where this sentence has none before."""
    here = scene.tokens[at].sentence
    if scene.inside(here, at):
        return None
    root = _root(scene.tokens, here - 1)
    found = list(_subjects(scene.tokens, root)) if root is not None else []
    if len(found) != 1 or _is_joined(scene.tokens, found[0]):
        return None
    one = scene.at(found[0])
    return one.ident if one is not None else None


def _root(tokens: Sequence[Token], sentence: int) -> int | None:
    """The verb of the main clause of a sentence."""
    at = bisect_left(tokens, sentence, key=lambda t: t.sentence)
    while at < len(tokens) and tokens[at].sentence == sentence:
        if tokens[at].head == at:
            return at
        at += 1
    return None


def _grouped(cast: Cast) -> dict[int, tuple[str, ...]]:
    """Where a group is told of → who is in it."""
    found: dict[int, tuple[str, ...]] = {}
    for mention in cast.mentions:
        if mention.how == "group":
            found[mention.start] = (*found.get(mention.start, ()), mention.entity)
    return found


def _many(scene: Scene, grouped: dict[int, tuple[str, ...]], at: int) -> None:
    """Note which two "they" means, where the sentence before is about two together, or which body of many."""
    tokens, token = scene.tokens, scene.tokens[at]
    if token.dep not in SUBJECTS and token.dep != "poss":
        return
    pair = _pair_before(scene, grouped, at)
    for one in pair:
        scene.cast.mention(at, at + 1, one, "group")
    ident = None if pair else _governor(scene, at, False) or _first_subject(scene, at)
    last = next((k for k in reversed(scene.known[: bisect_left(scene.firsts, at)]) if k.ident == ident), None)
    if ident and last and (tokens[last.last - 1].tag in ("NNS", "NNPS") or tokens[last.last - 1].lemma in MASSES):
        scene.cast.mention(at, at + 1, ident, "pronoun")


def _pair_before(scene: Scene, grouped: dict[int, tuple[str, ...]], at: int) -> tuple[str, ...]:
    """The two states that are the subject of the sentence before, together or as "both countries", where nothing else
    in it is many."""
    tokens, here = scene.tokens, scene.tokens[at].sentence
    root = _root(tokens, here - 1)
    subjects = list(_subjects(tokens, root)) if root is not None else []
    if len(subjects) != 1 or scene.inside(here, at):
        return ()
    near = range(subjects[0] + 1, min(subjects[0] + 12, len(tokens)))
    joined = [subjects[0], *(i for i in near if tokens[i].head == subjects[0] and tokens[i].dep == "conj")]
    found = (scene.at(i) for i in joined)
    named = [one.ident for one in found if one is not None and scene.cast.drafts[one.ident].kind == "state"]
    pair = tuple(dict.fromkeys(grouped.get(tokens[subjects[0]].start, named)))
    return pair if len(pair) == 2 and len(joined) <= 2 and not _tells_of_many(tokens, subjects[0], joined) else ()


def _tells_of_many(tokens: Sequence[Token], at: int, joined: Sequence[int]) -> bool:
    """Whether a sentence has people for an object, whom "they" may mean as well: "sent observers"."""
    objects = (tokens[i] for i in _near(tokens, at) if i not in joined and tokens[i].dep in ("dobj", "pobj"))
    return any(t.tag == "NNS" and t.lemma in people_nouns() for t in objects)


@cache
def people_nouns() -> frozenset[str]:
    """Nouns of people, as lemmas."""
    return frozenset(load().tables["words"]["class"]["people"]["words"])
