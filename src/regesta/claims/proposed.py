"""What a language model proposes, held against the story: a claim enters only where our own reading bears it out.

Its words must stand in the story, its names lead to somebody as those of a rule do, its type, mode and status be known,
its date be told by words that our own reading of times reads so. All else is refused, with the reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, cast, get_args

from regesta import edtf, plover
from regesta.claims.acts import PARTIES, kind_fits, rules
from regesta.claims.cast import as_actor, as_state
from regesta.claims.desk import Desk, Told, token_at
from regesta.claims.grammar import LIGHT
from regesta.claims.status import Reality, reality
from regesta.claims.voices import denied
from regesta.claims.when import When
from regesta.claims.wording import Span, Wording
from regesta.model import Claim, Filler, Finding, Proposal, Refused, Status, Time

LONGEST_QUOTE = 1000
LONGEST_NAME = 200
MOST_NAMES = 20
NEAREST = 10  # places of a name, from the quote on, at which it is asked who is meant
CONFIDENCE = 0.4  # below that of any rule
DONE = frozenset(("happened", "ongoing"))
UNDONE = frozenset(("denied", "not_happened"))
PLACES = frozenset(("place", "facility", "state"))


class UnfitError(Exception):
    """A proposal does not enter; the message says why. Raised and caught within this module."""


class Case(NamedTuple):
    """A proposal beside the story that it is about."""

    desk: Desk
    wording: Wording
    asked: Proposal
    quote: Span
    trigger: int
    carrier: int | None


class Outcome(NamedTuple):
    """The claims that enter, and word of those that do not."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]


def admitted(desk: Desk, proposals: Sequence[Proposal | Refused], standing: Iterable[Claim], rule: str) -> Outcome:
    """What enters of the proposals, under the name of a rule, beside the claims that stand already.

    What the rules have read stands: a proposal on the same act is left out.
    """
    if not proposals:
        return Outcome((), ())
    claims, findings = [], []
    taken = [claim for claim in standing if claim.kind == "act"]
    wording = Wording(desk.document.story.text)
    for number, asked in enumerate(proposals, 1):
        try:
            case = _case(desk, wording, asked)
            claim = _claim(case, rule)
        except UnfitError as unfit:
            findings.append(_refused(desk, f"{rule}, record {number}", str(unfit)))
            continue
        if not any(_repeats(case, claim, other) for other in taken):
            claims.append(claim)
            taken.append(claim)
    return Outcome(tuple(claims), tuple(findings))


def _refused(desk: Desk, which: str, why: str) -> Finding:
    """Word of a record that does not enter. What to do is the same for all: it is the model that must be mended."""
    story = desk.document.story
    what = f"{which} is not entered: {why}; nothing need be done, but where many are, take another model"
    return Finding(where=story.title or story.id, what=what, severity="note")


def _shown(words: str, most: int = 60) -> str:
    """The beginning of what a model wrote, as it may be shown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words[: 4 * most]).split())[:most]


def _repeats(case: Case, claim: Claim, other: Claim) -> bool:
    """Whether another claim tells this act already: on the same words, or beside them of the same type and people."""
    words = case.wording.find(case.asked.trigger, case.quote)
    if any(start <= other.trigger[0] < end for start, end in (*words, claim.trigger)):
        return True
    near = other.quote[0] < claim.quote[1] and claim.quote[0] < other.quote[1]
    return near and claim.type == other.type and _people(claim) <= _people(other)


def _people(claim: Claim) -> set[str]:
    return {f.entity or f.words for role in PARTIES for f in claim.roles.get(role, ())}


# --------------------------------------------------------------------------------------------- words
@cache
def modes() -> Mapping[str, frozenset[str]]:
    """The modes of each type: those of PLOVER, and those that our rules tell besides."""
    told = [(rule.type, mode) for rule in rules() for mode in (rule.mode, *rule.modes) if mode]
    own = {kind: frozenset(mode for of, mode in told if of == kind) for kind in plover.QUADS}
    return {kind: plover.MODES.get(kind, frozenset()) | own[kind] for kind in plover.QUADS}


def _case(desk: Desk, wording: Wording, asked: Proposal | Refused) -> Case:
    if isinstance(asked, Refused):
        raise UnfitError(asked.reason)
    if asked.kind != "act":
        raise UnfitError(f"only acts are taken, no “{_shown(asked.kind)}”")
    if asked.type not in plover.QUADS:
        raise UnfitError(f"“{_shown(asked.type)}” is no type of PLOVER")
    if asked.mode and asked.mode not in modes()[asked.type]:
        raise UnfitError(f"“{_shown(asked.mode)}” is no mode of {asked.type}")
    if asked.status not in get_args(Status):
        raise UnfitError(f"“{_shown(asked.status)}” is no status")
    quote, words = _quote(desk, wording, asked)
    trigger = _trigger(desk, words)
    noun = desk.grammar.tokens[trigger].pos in ("NOUN", "PROPN")
    return Case(desk, wording, asked, quote, trigger, desk.grammar.carrier(trigger) if noun else None)


def _quote(desk: Desk, wording: Wording, asked: Proposal) -> tuple[Span, Span]:
    """Where the quote stands that holds the trigger, and where in it the trigger does."""
    if len(asked.quote) > LONGEST_QUOTE:
        raise UnfitError(f"its quote is longer than {LONGEST_QUOTE} characters")
    places = wording.find(asked.quote)
    if not places:
        raise UnfitError("its quote does not stand in the story")
    whole = [place for place in places if _in_one_paragraph(desk, place)]
    if not whole:
        raise UnfitError("its quote runs over more than one paragraph")
    if len(asked.trigger) > LONGEST_NAME:
        raise UnfitError("its trigger is no word or two")
    found = ((place, words) for place in whole for words in wording.find(asked.trigger, place)[:1])
    if (first := next(found, None)) is None:
        raise UnfitError(f"its trigger “{_shown(asked.trigger)}” does not stand in its quote")
    return first


def _in_one_paragraph(desk: Desk, place: Span) -> bool:
    blocks = desk.document.story.blocks
    return not blocks or any(block.start <= place[0] and place[1] <= block.end for block in blocks)


def _tokens(desk: Desk, words: Span) -> list[int]:
    """The tokens that words stand in."""
    tokens = desk.grammar.tokens
    near = range(token_at(desk, words[0]), min(token_at(desk, words[1] - 1) + 1, len(tokens)))
    if inside := [i for i in near if tokens[i].start < words[1] and words[0] < tokens[i].end]:
        return inside
    raise UnfitError(f"{words[0]} to {words[1]} of the story could not be parsed")


def _trigger(desk: Desk, words: Span) -> int:
    """The token that tells the act: a verb that says more than "made" or "held", else a noun, else any verb."""
    tokens, inside = desk.grammar.tokens, _tokens(desk, words)
    verbs = [i for i in inside if tokens[i].pos == "VERB" or tokens[i].tag in ("VBD", "VBG", "VBN")]
    telling = [i for i in verbs if tokens[i].lemma not in LIGHT]
    nouns = [i for i in inside if tokens[i].pos in ("NOUN", "PROPN")]
    if found := (*telling, *nouns, *verbs):
        return found[0]
    raise UnfitError("its trigger is neither verb nor noun")


# --------------------------------------------------------------------------------------------- the claim
def _claim(case: Case, rule: str) -> Claim:
    desk, asked = case.desk, case.asked
    told = reality(desk.grammar, case.trigger, case.carrier)
    when = _when(case, told)
    status = _status(case, told, when)
    return desk.claim(
        Told(
            kind="act",
            type=asked.type,
            mode=asked.mode or "",
            trigger=case.trigger,
            rule=rule,
            status=status,
            background=told.background or desk.is_past(when.edtf),
            when=when,
            where=_where(case),
            roles=_roles(case),
            quote=case.quote,
            confidence=CONFIDENCE,
        )
    )


def _status(case: Case, told: Reality, when: When) -> Status:
    """The status proposed. Done is only what our own reading does not read as planned, denied or undone; and denied
    or undone only what it does not read as done."""
    status = cast(Status, case.asked.status)
    is_denied = denied(case.desk.chain(case.trigger))
    if status in UNDONE and told.status in DONE and not is_denied:
        raise UnfitError(f"it is given as {status}, and told as {told.status}")
    if status not in DONE:
        return status
    if told.status not in DONE:
        raise UnfitError(f"it is given as {status}, and “{_shown(told.cue)}” makes it {told.status}")
    if is_denied:
        raise UnfitError(f"it is given as {status}, and is denied by who tells it")
    if case.desk.is_ahead(when.edtf):
        raise UnfitError(f"it is given as {status}, and dated {when.edtf}, after the report")
    return status


def _roles(case: Case) -> dict[str, tuple[Filler, ...]]:
    """Who acts, to whom, with whom and about what. Nobody acts on himself: who has a part gets no second one."""
    roles: dict[str, tuple[Filler, ...]] = {}
    taken: set[str] = set()
    for role, names in zip(PARTIES, (case.asked.who, case.asked.to, case.asked.with_), strict=True):
        if len(names) > MOST_NAMES:
            raise UnfitError(f"more than {MOST_NAMES} names for one part")
        for filler in [_party(case, role, name) for name in names if name.strip()]:
            if (meant := filler.entity or filler.words) not in taken:
                taken.add(meant)
                roles[role] = (*roles.get(role, ()), filler)
    if not roles:
        raise UnfitError("it names nobody")
    if case.asked.about:
        roles["about"] = (_about(case, case.asked.about),)
    return roles


def _about(case: Case, words: str) -> Filler:
    found = case.wording.find(words, case.quote)
    if not found:
        raise UnfitError(f"“{_shown(words)}” (about) does not stand in its quote")
    start, end = found[0]
    return Filler(words=" ".join(case.desk.document.story.text[start:end].split()), start=start, end=end)


def _party(case: Case, role: str, name: str) -> Filler:
    """Who is meant by a name that has a part in the act."""
    people = case.desk.people
    named = _named(case, name, lambda filler: kind_fits(filler, people, role, ()))
    if role == "to" and case.asked.mode == "visit":
        return as_state(people, named)
    return as_actor(people, named)


def _where(case: Case) -> str | None:
    people = case.desk.people
    if not case.asked.where:
        return None
    found = _named(case, case.asked.where, lambda f: (e := people.entity(f)) is not None and e.kind in PLACES)
    return found.entity


def _named(case: Case, name: str, fits: Callable[[Filler], bool]) -> Filler:
    """What a name leads to where it stands, in the quote or nearest to it, as a rule would be led there."""
    places = case.wording.find(name) if len(name) <= LONGEST_NAME else []
    if not places:
        raise UnfitError(f"“{_shown(name)}” does not stand in the story")
    places.sort(key=lambda place: (not case.quote[0] <= place[0] < case.quote[1], abs(place[0] - case.quote[0])))
    near = places[:NEAREST]
    fillers = (f for place in near for f in case.desk.people.named(_head(case.desk, place)) if fits(f))
    if (first := next(fillers, None)) is None:
        raise UnfitError(f"“{_shown(name)}” leads to nobody and nothing that could have this part")
    return first


def _head(desk: Desk, words: Span) -> int:
    """The word that the others of a name hang on; the last, where several do not hang on each other."""
    inside = _tokens(desk, words)
    return [i for i in inside if desk.grammar.tokens[i].head not in inside or desk.grammar.tokens[i].head == i][-1]


# --------------------------------------------------------------------------------------------- when
def _when(case: Case, told: Reality) -> When:
    """The date by the words given for it; without words, as the clock of the rules has it."""
    asked, desk = case.asked, case.desk
    if not asked.when_words:
        if asked.when:
            raise UnfitError(f"no words of the story are given for its date {_shown(asked.when)}")
        return desk.clock.when(case.trigger, case.carrier, told)
    times = _times(case, asked.when_words)
    if not times:
        raise UnfitError(f"“{_shown(asked.when_words)}” tells no date that is read in the story")
    if not asked.when:
        return _dated(desk, times[0], times[0].edtf)
    if not edtf.valid(asked.when):
        raise UnfitError(f"“{_shown(asked.when)}” is no date in EDTF")
    fitting = next((time for time in times if asked.when in (time.edtf, time.interval)), None)
    if fitting is None:
        raise UnfitError(f"“{_shown(asked.when_words)}” is {times[0].edtf}, not {_shown(asked.when)}")
    return _dated(desk, fitting, asked.when)


def _dated(desk: Desk, time: Time, value: str | None) -> When:
    return When(value, desk.document.story.text[time.start : time.end], time.basis)


def _times(case: Case, words: str) -> list[Time]:
    """The dates that our own reading finds in these words, those in the quote first."""
    places = case.wording.find(words) if len(words) <= LONGEST_NAME else []
    dated = [time for time in case.desk.document.times if time.kind in ("date", "time") and time.edtf]
    found = [time for time in dated if any(_holds(place, (time.start, time.end)) for place in places)]
    return sorted(found, key=lambda time: (not case.quote[0] <= time.start < case.quote[1], time.start))


def _holds(a: Span, b: Span) -> bool:
    """Whether one of two intervals holds the other."""
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
