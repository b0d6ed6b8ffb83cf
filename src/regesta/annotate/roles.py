"""Whom "the minister", "the former president", "the new envoy", "the colonel" mean: the one named so before."""

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from regesta.annotate.link import Cast
from regesta.annotate.people import Title
from regesta.annotate.pronouns import Scene
from regesta.annotate.refer import Held
from regesta.model import Token

NOBODY = frozenset(("a", "an", "any", "no", "every", "each", "another", "some", "other", "whichever"))
APPOINTING = frozenset(
    ("appoint", "name", "elect", "nominate", "designate", "install", "choose", "pick", "select", "make")
)
DISMISSING = frozenset(
    ("dismiss", "sack", "fire", "remove", "oust", "depose", "replace", "succeed", "suspend", "overthrow")
)
LEAVING = frozenset(("resign", "retire", "quit", "die", "step", "stand"))
ENTERING = frozenset(("succeed", "replace", "become", "take", "assume", "inherit"))
TELLING = APPOINTING | DISMISSING | LEAVING | ENTERING
SUCCESSORS = frozenset(("successor", "replacement", "place", "stead"))


class Changes:
    """Who takes up an office and who leaves one, as the story's verbs tell."""

    def __init__(self, cast: Cast) -> None:
        self.scene = Scene(cast, frozenset(("person",)))
        self.fresh: set[str] = set()
        self.ended: set[str] = set()
        for at, token in enumerate(cast.tokens):
            if token.pos == "VERB" and token.lemma in TELLING:
                self._take_in(at, token)

    def _take_in(self, at: int, token: Token) -> None:
        objects = self.people(at, "dobj", "nsubjpass", "oprd")
        subjects = self.people(at, "nsubj")
        if token.lemma in APPOINTING:
            self.fresh.update(objects)
        if token.lemma in DISMISSING:
            self.ended.update(objects)
        if token.lemma in ENTERING and (objects or self._takes_over(at)):
            self.fresh.update(subjects)
        if token.lemma in LEAVING and self._leaves(at):
            self.ended.update(subjects)

    def people(self, verb: int, *deps: str) -> list[str]:
        """The persons in these places of a verb; the object of "appointed X minister" may hang on the office."""
        found = []
        for kid in self._kids(verb, *deps):
            one = self.scene.at(kid) or next(
                (o for k in self._kids(kid, "compound", "appos", "nmod") if (o := self.scene.at(k))), None
            )
            if one is not None:
                found.append(one.ident)
        return found

    def _kids(self, at: int, *deps: str) -> list[int]:
        tokens = self.scene.tokens
        near = range(max(0, at - 25), min(len(tokens), at + 25))
        return [i for i in near if tokens[i].head == at and tokens[i].dep in deps and i != at]

    def _takes_over(self, at: int) -> bool:
        near = self.scene.tokens[at + 1 : at + 3]
        return any(t.text.casefold() in ("over", "office") for t in near) or self.scene.tokens[at].lemma == "become"

    def _leaves(self, at: int) -> bool:
        token = self.scene.tokens[at]
        return token.lemma not in ("step", "stand") or any(t.text == "down" for t in self.scene.tokens[at + 1 : at + 3])


# --------------------------------------------------------------------------------------------- successors
def successions(cast: Cast, held: Sequence[Held], changes: Changes) -> list[Held]:
    """Who takes over an office named with somebody else: "elected X as his successor", "X succeeds Y"."""
    known = {h.person: h for h in held}
    found = []
    for at, token in enumerate(cast.tokens):
        if token.pos != "VERB" or token.lemma not in TELLING:
            continue
        for heir, left in _heirs(cast, at, token, changes):
            model = known.get(left or "") or _last_held(cast, held, at, heir)
            if model is not None and heir not in known and heir != model.person:
                title = model.title._replace(manner="holds")
                span = cast.tokens[at].start, cast.tokens[at].end
                found.append(Held(heir, title, model.office, model.of, *span, model.words))
                cast.belongs(heir, model.of)
    return found


def taken_up(cast: Cast, titles: Sequence[Title], named: Container[int], changes: Changes) -> list[Held]:
    """The offices told after "appointed X as", "takes over as": they tell whom "the envoy" means further on."""
    found = []
    for title in titles:
        head = cast.tokens[min(_past(cast.tokens, title), len(cast.tokens)) - 1]
        sign = cast.tokens[head.head]
        verb = sign.head
        told = head.dep == "pobj" and sign.text.casefold() == "as" and cast.tokens[verb].lemma in APPOINTING | ENTERING
        if told and title.core not in named:
            deps = ("nsubj",) if cast.tokens[verb].lemma in ENTERING else ("dobj", "nsubjpass")
            of = cast.entity_of(title.of) if title.of else None
            found += [
                Held(person, title, title.office, of, head.start, head.end, title.words)
                for person in changes.people(verb, *deps)[:1]
            ]
    return found


def _heirs(cast: Cast, at: int, token: Token, changes: Changes) -> Iterator[tuple[str, str | None]]:
    """Pairs of who takes over and from whom, the latter nothing where only "his" says it."""
    objects, subjects = changes.people(at, "dobj", "nsubjpass", "oprd"), changes.people(at, "nsubj")
    if token.lemma in ("succeed", "replace") and subjects and objects:
        yield subjects[0], objects[0]
    if token.lemma in APPOINTING and objects:
        after = cast.tokens[at + 1 : at + 14]
        owned = any(t.lemma in SUCCESSORS and b.tag == "PRP$" for b, t in pairwise(after))
        if owned and all(t.sentence == token.sentence for t in after[:2]):
            yield objects[-1], None


def _last_held(cast: Cast, held: Sequence[Held], at: int, heir: str) -> Held | None:
    """The office told last before, of somebody else, in this sentence or the two before it."""
    start, here = cast.tokens[at].start, cast.tokens[at].sentence
    before = [h for h in held if h.start < cast.tokens[min(at + 14, len(cast.tokens) - 1)].start and h.person != heir]
    near = [h for h in before if here - cast.sentence_at(h.start) <= 2 and h.start <= start + 1]
    return near[-1] if near else None


# --------------------------------------------------------------------------------------------- roles
def roles(cast: Cast, titles: Sequence[Title], named: set[int], held: Sequence[Held], changes: Changes) -> None:
    """Mentions by office of somebody named in the story: "the minister", "the Gabonese president"."""
    first = _first_mentions(cast)
    for title in titles:
        if title.core in named or not _points_back(cast, title):
            continue
        of = cast.entity_of(title.of) if title.of else None
        pool = _pool(cast, title, [h for h in held if _same_office(h, title) and _is_of(cast, h, of)], changes)
        start = cast.tokens[title.core].start
        people = {h.person for h in pool if first.get(h.person, start) < start}
        if len(people) == 1:
            cast.mention(title.core, _past(cast.tokens, title), people.pop(), "role")


def _past(tokens: Sequence[Token], title: Title) -> int:
    """Past the words of the office itself, "-elect" included, what it is of left out."""
    last = title.core + 1
    while last < title.last and tokens[last].text.casefold() not in ("of", "for", "to"):
        last += 1
    return last


def _first_mentions(cast: Cast) -> dict[str, int]:
    first: dict[str, int] = {}
    for mention in cast.mentions:
        first[mention.entity] = min(mention.start, first.get(mention.entity, mention.start))
    return first


def _points_back(cast: Cast, title: Title) -> bool:
    """Whether a title means somebody known: not "a minister", "any president", "the minister of any state"."""
    first = min(title.first, title.of.first) if title.of else title.first
    before = {
        t.text.casefold()
        for t in cast.tokens[max(0, first - 2) : first]
        if t.pos == "DET" or t.text.casefold() in NOBODY
    }
    after = {t.text.casefold() for t in cast.tokens[title.core : title.last]}
    definite = (
        first == 0 or (title.of is not None and title.of.first < title.core) or _is_definite(cast.tokens[first - 1])
    )
    return definite and not before & NOBODY and not after & NOBODY and not _is_predicate(cast.tokens, title)


def _is_definite(token: Token) -> bool:
    """Whether "the", "this" or an owner stands before a title, or "new", "then" after one of them."""
    return token.text.casefold() in ("the", "this", "that", "new") or token.tag in ("POS", "PRP$")


def _is_predicate(tokens: Sequence[Token], title: Title) -> bool:
    """Whether a title is said of somebody, "became state secretary", "as governor", and points at nobody."""
    head = tokens[min(_past(tokens, title), len(tokens)) - 1]
    return head.dep in ("attr", "oprd") or (head.dep == "pobj" and tokens[head.head].text.casefold() == "as")


def _pool(cast: Cast, title: Title, bearers: Sequence[Held], changes: Changes) -> list[Held]:
    """Those of the bearers whom the words may mean: by "former", "acting", "new", else those in office."""
    if title.manner == "former":
        return [h for h in bearers if h.title.manner == "former" or h.person in changes.ended]
    if title.manner != "holds":
        return [h for h in bearers if h.title.manner == title.manner]
    if any(t.text.casefold() == "new" for t in cast.tokens[max(0, title.first - 1) : title.core]):
        return [h for h in bearers if h.person in changes.fresh or h.title.manner == "designate"]
    holding = [h for h in bearers if h.title.manner not in ("former", "designate")]
    staying = [h for h in holding if h.person not in changes.ended]
    return staying or holding


def _is_of(cast: Cast, held: Held, of: str | None) -> bool:
    """Whether an office is of this state or body, or of one of the same state."""
    if of is None or held.of == of:
        return True
    mine = cast.drafts[held.of].country if held.of else cast.drafts[held.person].country
    return mine is not None and mine == cast.drafts[of].country


def _same_office(held: Held, title: Title) -> bool:
    """Whether a title may mean an office: the same, or its last word alone; "the minister" is no prime minister."""
    deputy = "deputy" in title.words.casefold().split()
    if deputy != ("deputy" in held.words.casefold().split()):
        return False
    if held.office.key == title.office.key:
        return True
    words, own = title.words.casefold().split(), held.words.casefold().split(" of ")[0].split()
    if words[-1:] == ["leader"] and held.office.level <= 2:
        return True
    return len(words) == 1 and words[-1] == own[-1] and not (words == ["minister"] and "prime" in own)


# --------------------------------------------------------------------------------------------- ranks
def ranks(cast: Cast, ranked: dict[str, set[str]]) -> None:
    """“The colonel”, "the judge": the only person named before with that rank."""
    first = _first_mentions(cast)
    for at, token in enumerate(cast.tokens[1:], 1):
        people = ranked.get(token.text.casefold())
        if people and token.pos == "NOUN" and at not in cast.taken and cast.tokens[at - 1].text.casefold() == "the":
            meant = {p for p in people if first.get(p, token.start) < token.start}
            if len(meant) == 1 and token.dep != "compound":
                cast.mention(at, at + 1, meant.pop(), "role")


def ranked(cast: Cast) -> dict[str, set[str]]:
    """Rank as one word → the persons named right after it."""
    found: dict[str, set[str]] = {}
    starts = {t.start: i for i, t in enumerate(cast.tokens)}
    for mention in cast.mentions:
        at = starts.get(mention.start, 0)
        if mention.kind == "person" and mention.how == "name" and at > 0:
            before = cast.tokens[at - 1]
            word = (cast.tokens[at - 2] if before.text == "." and at > 1 else before).text.casefold().rstrip(".")
            found.setdefault(SHORT.get(word, word), set()).add(mention.entity)
    return {word: people for word, people in found.items() if word in RANKS}


SHORT = {
    "gen": "general", "col": "colonel", "maj": "major", "capt": "captain", "lt": "lieutenant", "adm": "admiral",
    "sgt": "sergeant", "brig": "brigadier", "cmdr": "commander", "prof": "professor", "sen": "senator",
}  # fmt: skip
RANKS = frozenset(
    "general colonel major captain lieutenant admiral sergeant brigadier commander professor senator judge bishop "
    "archbishop cardinal marshal corporal commodore inspector doctor king queen prince princess emir sultan".split()
)
