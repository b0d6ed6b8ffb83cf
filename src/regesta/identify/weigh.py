"""How likely two entities of two stories are one: their names, and what is told of each beside its name."""

from regesta.identify.links import SAME_IN_OFFICE, SAME_SURNAME, another_time, apart, is_full, is_generic
from regesta.identify.members import Member
from regesta.identify.names import Comparison, compare
from regesta.model import unique

SAME = 0.8
_APART, _DOUBTFUL, _BY_OFFICE = 0.3, 0.7, 0.85


def weigh(a: Member, b: Member) -> Comparison:
    """The likeness of the names, raised or held down by what else is known, each step with its reason. At `SAME` and
    more they are taken for one; a person in a register must share an office, a country or company besides."""
    if a.face.kind == b.face.kind and a.face.key and a.face.key == b.face.key:
        return Comparison(1.0, (f"same key: {a.face.key}",))
    found = compare(a.face.name, b.face.name, a.face.kind)
    offices = sorted(tie.what for tie in a.ties & b.ties if tie.sort == "office")
    why = apart(a.face, b.face, shared=bool(offices)) or another_time(a, b)
    if why:
        return _held(found, why, _APART)
    return _person(a, b, found, offices) if a.face.kind == "person" else _thing(a, b, found)


def _held(found: Comparison, why: str, most: float) -> Comparison:
    """The likeness held down."""
    return Comparison(min(found.score, most), unique((why, *found.reasons)))


def _person(a: Member, b: Member, found: Comparison, offices: list[str]) -> Comparison:
    """The likeness of two persons."""
    least = SAME_IN_OFFICE if is_full(a.face) and is_full(b.face) else SAME_SURNAME
    if not offices or found.score < least:
        return found
    return Comparison(max(found.score, _BY_OFFICE), (*found.reasons, f"same office: {offices[0]}"))


def _thing(a: Member, b: Member, found: Comparison) -> Comparison:
    """The likeness of anything else: what is named with common nouns alone is one only in one state."""
    if a.face.kind == "organisation" and is_generic(a.face) and is_generic(b.face):
        if not a.face.country or a.face.country != b.face.country:
            return _held(found, "many bodies are called so", _DOUBTFUL)
        return Comparison(found.score, (*found.reasons, f"same country: {a.face.country}"))
    return found
