"""Whether an act happened: read from tense, modality, negation and the words that govern it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from regesta.claims.grammar import Grammar
from regesta.lexicon import load, words
from regesta.model import Status

FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
DUTY = frozenset(("must", "should", "ought", "need"))
CHANCE = frozenset(("may", "might", "could", "can"))
DOUBT = frozenset(("allegedly", "purportedly", "supposedly", "possibly", "perhaps"))
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no"))
TRANSPARENT = words("transparent")
BACKGROUND_PREPOSITIONS = frozenset(("since", "after", "following", "before", "amid", "despite"))
# A later word of the chain replaces an earlier one only in these: "is expected to refuse to sign" did not happen yet.
LOOKING_AHEAD = frozenset(
    ("expected", "planned", "intended", "promised", "proposed", "demanded", "conditional", "unclear")
)

SAYINGS = frozenset(
    "accusation allegation charge claim criticism complaint demand call request appeal threat proposal offer "
    "protest".split()
)
TELLINGS = frozenset("report claim allegation rumour rumor suggestion speculation assertion".split())
UNTRUE = frozenset(
    "untrue false baseless groundless unfounded fabricated fabrication lie lies invention fiction nonsense "
    "disinformation fake".split()
)
UNDONE = ("not_happened", "cancelled", "postponed")


class Reality(NamedTuple):
    """What the words say of an act: its status, whether it is told as background, and the word that decided."""

    status: Status
    background: bool
    cue: str


class Governor(NamedTuple):
    """A status, and whether its word governs only as a verb or only acts told by nouns."""

    status: Status
    verbs_only: bool
    nouns_only: bool


@cache
def governors() -> Mapping[str, Governor]:
    """Lemma → what it makes of the act it governs, from the reviewed list."""
    table: dict[str, Governor] = {}
    for entry in cast(Sequence[Mapping[str, Any]], load().tables["status"]["governor"]):
        governor = Governor(entry["status"], bool(entry.get("verbs_only")), bool(entry.get("nouns_only")))
        for word in entry["words"]:
            table.setdefault(word, governor)
    return table


def reality(grammar: Grammar, trigger: int, carrier: int | None) -> Reality:
    """The status of the act told by `trigger`, carried by the verb `carrier` where it is a noun."""
    verb = carrier if carrier is not None else trigger
    is_noun = grammar.tokens[trigger].pos in ("NOUN", "PROPN")
    status: Status = "happened"
    cue = ""
    if not is_noun or carrier is not None:
        status, cue = _own(grammar, verb)
    status, cue = _governed(grammar, trigger, verb, status, cue)
    if status in ("happened", "planned") and _conditional(grammar, verb):
        status, cue = "conditional", "if"
    return Reality(status, _background(grammar, trigger, verb), cue)


def _own(grammar: Grammar, verb: int) -> tuple[Status, str]:
    """What the verb's own auxiliaries say."""
    token = grammar.tokens[verb]
    helpers = [grammar.tokens[k] for k in grammar.kids(verb, "aux", "auxpass", "neg", "det", "advmod")]
    words = {t.lemma for t in helpers} | {t.text.casefold() for t in helpers}
    negated = bool(words & {"not", "n't", "n’t", "never", "nowhere"}) or _no_object(grammar, verb)
    for modals, status in ((FUTURE, "planned"), (DUTY, "demanded"), (CHANCE, "unclear")):
        if words & modals:
            return cast(Status, "not_happened" if negated and status == "planned" else status), next(
                iter(sorted(words & modals))
            )
    if "would" in words:
        backshifted = token.dep == "ccomp" and grammar.tokens[token.head].pos == "VERB"
        return ("planned" if backshifted else "conditional"), "would"
    if negated:
        return "not_happened", "not"
    if doubt := sorted(words & DOUBT):
        return "unclear", doubt[0]
    if token.tag == "VBG" and any(t.lemma == "be" for t in helpers):
        return "ongoing", token.text
    if token.dep == "advcl" and grammar.is_infinitive(verb):
        return "intended", "to"
    if token.dep == "xcomp" and grammar.tokens[token.head].lemma in ("have", "be") and _yet(grammar, token.head):
        return "not_happened", "yet"
    return "happened", ""


def _yet(grammar: Grammar, verb: int) -> bool:
    """“Has yet to sign”, "is still to sign"."""
    return any(grammar.tokens[k].text.casefold() in ("yet", "still") for k in grammar.kids(verb, "advmod"))


def _no_object(grammar: Grammar, verb: int) -> bool:
    """“Signed no agreement”, "neither side signed", "neither X nor Y signed"."""
    nouns = grammar.kids(verb, "dobj", "nsubj", "nsubjpass", "attr")
    signs = [k for noun in nouns for k in grammar.kids(noun, "det", "neg", "preconj")]
    return any(grammar.tokens[k].text.casefold() in ("no", "neither") for k in signs)


def _governed(grammar: Grammar, trigger: int, verb: int, status: Status, cue: str) -> tuple[Status, str]:
    """The status after the words above the act have been heard, nearest first."""
    table = governors()
    at, below = verb, verb
    if verb == trigger and grammar.tokens[trigger].pos in ("NOUN", "PROPN"):
        status, cue = _adjective(grammar, trigger, status, cue)
    elif verb != trigger:
        if status not in UNDONE:
            status, cue = _adjective(grammar, trigger, status, cue)
        status, cue = _carrier_word(grammar, verb, status, cue)
    for above in grammar.ancestors(at):
        token = grammar.tokens[above]
        link = grammar.tokens[below].dep
        if not _governs(grammar, below, above, link):
            break
        governor = _as_untrue(grammar, above) or table.get(_with_particle(grammar, above)) or table.get(token.lemma)
        if governor and _says_nothing_of_it(grammar, governor, below, trigger):
            break
        if (
            governor
            and token.lemma not in TRANSPARENT
            and _fits(governor, token.pos, grammar.tokens[trigger].pos, link, below == trigger)
        ):
            status, cue = _combined(status, cue, governor.status, token.text, _negated(grammar, above))
        elif token.pos in ("VERB", "AUX"):
            own, word = _own(grammar, above)
            if (own in LOOKING_AHEAD and token.lemma not in TRANSPARENT and status == "happened") or (
                own == "not_happened" and token.lemma not in TRANSPARENT and link != "ccomp"
            ):
                status, cue = own, word
        below = above
    return status, cue


def _says_nothing_of_it(grammar: Grammar, governor: Governor, below: int, trigger: int) -> bool:
    """Whether a governor leaves the act as it is: "…; it remains in force", or an accusation that is denied."""
    if governor.status == "ongoing":
        return grammar.tokens[below].dep == "ccomp"
    return governor.status == "denied" and below == trigger and is_saying(grammar, trigger)


def is_saying(grammar: Grammar, at: int) -> bool:
    """Whether a noun tells what somebody said: to deny an accusation is not to deny that it was made."""
    return grammar.tokens[at].pos == "NOUN" and grammar.tokens[at].lemma in SAYINGS


def _as_untrue(grammar: Grammar, verb: int) -> Governor | None:
    """What "rejected as untrue", "dismissed as a fabrication" makes of what it governs."""
    below = [k for k in grammar.kids(verb, "prep") if grammar.tokens[k].text.casefold() == "as"]
    words = {grammar.tokens[k].text.casefold() for at in below for k in grammar.subtree(at)}
    return Governor("denied", False, False) if words & UNTRUE else None


def _governs(grammar: Grammar, below: int, above: int, link: str) -> bool:
    """Whether the word above takes what is below as its content, and is not merely near it."""
    token = grammar.tokens[above]
    if link == "acl":  # "a plan to visit", not "a requirement that it had insisted on"
        bare = grammar.tokens[below].tag in ("VBG", "VBN") and not grammar.kids(below, "aux", "nsubj")
        return bare or grammar.is_infinitive(below) or token.lemma in TELLINGS
    if link == "ccomp" and below < above and _is_parted(grammar, below, above):
        return False
    if link in ("xcomp", "ccomp", "pcomp", "csubj", "csubjpass"):
        return True
    if link in ("dobj", "obj", "nsubjpass", "attr", "acomp"):
        return token.pos in ("VERB", "AUX")
    if link == "pobj":
        return token.lemma in ("for", "on", "of", "about", "to", "against")
    if link in ("prep", "dative"):
        return token.lemma in governors()
    return link == "conj" and token.pos == grammar.tokens[below].pos and _same_form(grammar, below, above)


def _is_parted(grammar: Grammar, below: int, above: int) -> bool:
    """Whether a semicolon makes two sentences of what the parser took for one."""
    return any(token.text == ";" for token in grammar.tokens[below:above])


def _same_form(grammar: Grammar, below: int, above: int) -> bool:
    """Whether two joined verbs are both finite or both not: "threatened to leave and rejected …" has no refusal that is
    only threatened."""
    finite = ("VBD", "VBZ", "VBP")
    return (grammar.tokens[below].tag in finite) == (grammar.tokens[above].tag in finite)


def _fits(governor: Governor, pos: str, trigger_pos: str, link: str, direct: bool) -> bool:
    if governor.verbs_only and pos not in ("VERB", "ADJ"):
        return False
    if governor.nouns_only and trigger_pos == "VERB" and link not in ("dobj", "nsubjpass", "pobj"):
        return False
    return not (link == "conj" and direct)


def _combined(status: Status, cue: str, new: Status, word: str, negated: bool) -> tuple[Status, str]:
    if negated:
        return ("not_happened", f"not {word}") if new not in ("denied", "not_happened") else ("happened", f"not {word}")
    if new == "ongoing":
        return (status, cue) if status != "happened" else (new, word)
    if status in ("postponed", "cancelled", "denied", "demanded") and new in ("planned", "expected", "happened"):
        return status, cue
    return new, word


def _negated(grammar: Grammar, index: int) -> bool:
    kids = grammar.kids(index, "neg", "det", "advmod")
    return any(grammar.tokens[k].text.casefold() in NEGATIONS for k in kids)


def _adjective(grammar: Grammar, noun: int, status: Status, cue: str) -> tuple[Status, str]:
    """“A planned visit”, "the cancelled summit", "an expected withdrawal", "no visit"."""
    for kid in grammar.kids(noun, "amod", "compound", "det"):
        token = grammar.tokens[kid]
        word = token.text.casefold()
        named = None if token.tag == "VBG" else governors().get(token.lemma)  # "a working visit" is at nobody's work
        governor = named or governors().get(word) or _of_participle(word)
        if token.text.casefold() == "no":
            return "not_happened", "no"
        if governor and not governor.verbs_only and governor.status != "demanded":
            return governor.status, token.text
    return status, cue


def _of_participle(word: str) -> Governor | None:
    """What the verb of an adjective such as "planned" makes of its noun."""
    stems = (word.removesuffix("ed"), word.removesuffix("d"), word[:-3]) if word.endswith("ed") else ()
    return next((governors()[stem] for stem in stems if stem in governors()), None)


def _carrier_word(grammar: Grammar, verb: int, status: Status, cue: str) -> tuple[Status, str]:
    """A carrier that itself says so: "postponed the visit", "began the withdrawal"; what "will begin" is not yet."""
    word = _with_particle(grammar, verb)
    governor = governors().get(word) or governors().get(grammar.tokens[verb].lemma)
    if governor and (
        (governor.status in ("postponed", "cancelled") and status in ("happened", "planned"))
        or (governor.status == "ongoing" and status == "happened")
    ):
        return governor.status, word
    return status, cue


def _with_particle(grammar: Grammar, verb: int) -> str:
    """“Put off”, "call off", "be off" (of a meeting that is)."""
    token = grammar.tokens[verb]
    off = [
        grammar.tokens[k].lemma
        for k in grammar.kids(verb, "prt", "advmod", "acomp", "prep")
        if grammar.tokens[k].lemma == "off"
    ]
    return f"{token.lemma} {grammar.particle(verb) or (off[0] if off else '')}".strip()


CONDITIONS = frozenset(("if", "unless", "once", "provided", "should"))


def _conditional(grammar: Grammar, verb: int) -> bool:
    """Under an "if" or "once", as condition or as what hangs on one; a deed done is on no condition."""
    if CONDITIONS & {grammar.tokens[k].text.casefold() for k in grammar.kids(verb, "mark", "advmod")}:
        return True
    helpers = {grammar.tokens[k].text.casefold() for k in grammar.kids(verb, "aux")}
    if grammar.tokens[verb].tag == "VBD" or helpers & {"has", "have"}:
        return False
    clauses = grammar.kids(verb, "advcl")
    return any(
        grammar.tokens[m].text.casefold() in CONDITIONS for c in clauses for m in grammar.kids(c, "mark", "advmod")
    )


def _background(grammar: Grammar, trigger: int, verb: int) -> bool:
    """Told in passing: in the pluperfect of a main clause, or inside "since …", "following …"."""
    for at in (trigger, *grammar.ancestors(trigger)):
        token = grammar.tokens[at]
        if token.dep in ("prep", "mark") and token.text.casefold() in BACKGROUND_PREPOSITIONS:
            return True
        if token.dep == "advcl" and any(
            grammar.tokens[m].text.casefold() in ("after", "since", "when") for m in grammar.kids(at, "mark", "advmod")
        ):
            return True
        if token.pos in ("VERB", "AUX") and at != verb:
            break
    helpers = {grammar.tokens[k].text.casefold() for k in grammar.kids(verb, "aux")}
    return "had" in helpers and grammar.tokens[verb].dep != "ccomp"  # "said that it had left" is news
