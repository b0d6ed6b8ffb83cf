"""The PLOVER code of an act, derived from what the act is and from its status.

An act and its status are what a report says; a code is one way to file it. PLOVER has no status, so it files a visit
that is planned, aid that is promised and a treaty somebody wants to see as other types than the visit, the aid and the
treaty themselves. What it has no code for gets none.
"""

from collections.abc import Mapping
from typing import Final

from regesta.model import Claim, Status, Value


class Code(Value, frozen=True, omit_defaults=False):
    """A PLOVER event type and mode, with its quad and the two-digit CAMEO root nearest to it.

    Quads: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
    """

    event: str
    mode: str | None
    quad: int
    cameo: str


QUADS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}

_WHAT_IS_ASKED = frozenset({"assist", "change", "yield", "meet"})
MODES: Final[Mapping[str, frozenset[str]]] = {
    "CONSULT": frozenset({"visit", "third-party", "multilateral", "phone"}),
    "RETREAT": frozenset({"withdraw", "release", "disarm", "ceasefire", "access", "resign"}),
    "REQUEST": _WHAT_IS_ASKED,
    "REJECT": _WHAT_IS_ASKED,
    "ACCUSE": frozenset({"disapprove", "investigate", "allege"}),
    "THREATEN": frozenset({"restrict", "arrest", "relations", "expel", "territory", "violence"}),
    "PROTEST": frozenset({"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"}),
    "SANCTION": frozenset({"convict", "expel", "withdraw", "discontinue"}),
    "MOBILIZE": frozenset({"troops", "weapons", "police", "militia"}),
    "COERCE": frozenset({"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"})
    | {"misinformation", "cyber"},
    "ASSAULT": frozenset({"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms"})
    | {"explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
}

# How friendly an act is, from 10 down to -10, by type, and by mode where a mode differs. An accusation has a score only
# under its mode: the codebook's draft gives the type a sign that none of its modes has.
_SCORES: Final[Mapping[float, tuple[str, ...]]] = {
    10.0: ("AID", "RETREAT disarm"),
    9.5: ("COOPERATE",),
    8.0: ("RETREAT withdraw",),
    7.5: ("RETREAT ceasefire",),
    6.5: ("RETREAT",),
    5.0: ("SUPPORT",),
    4.5: ("CONCEDE", "RETREAT resign"),
    4.0: ("CONSULT visit", "CONSULT multilateral"),
    2.5: ("AGREE", "CONSULT"),
    1.5: ("CONSULT phone",),
    1.0: ("CONSULT third-party",),
    0.5: ("REQUEST assist",),
    0.0: ("REQUEST",),
    -1.0: ("REQUEST change", "REQUEST yield"),
    -1.5: ("REJECT assist",),
    -2.0: ("REJECT", "ACCUSE disapprove"),
    -3.0: ("THREATEN restrict",),
    -3.5: ("THREATEN", "ACCUSE investigate", "ACCUSE allege"),
    -4.0: ("THREATEN territory",),
    -4.5: ("PROTEST hunger", "PROTEST boycott", "PROTEST obstruct"),
    -5.0: ("PROTEST",),
    -5.5: ("MOBILIZE", "SANCTION expel"),
    -6.0: ("SANCTION", "MOBILIZE militia"),
    -6.5: ("MOBILIZE troops", "MOBILIZE weapons", "COERCE censor", "COERCE curfew", "COERCE misinformation"),
    -7.0: ("COERCE", "PROTEST riot"),
    -7.5: ("COERCE martial-law", "ASSAULT beat", "ASSAULT crowd-control"),
    -8.0: ("ASSAULT primitive",),
    -8.5: ("ASSAULT abduct", "ASSAULT torture", "ASSAULT sexual", "ASSAULT destroy"),
    -9.0: ("ASSAULT",),
    -9.5: tuple(f"ASSAULT {mode}" for mode in ("targeted", "suicide-attack", "aerial", "drone", "heavy-weapons")),
    -10.0: ("ASSAULT unconventional",),
}
INTENSITY: Final[Mapping[str, float]] = {act: score for score, acts in _SCORES.items() for act in acts}

_CAMEO: Final[Mapping[str, str]] = {
    "AGREE": "03",
    "CONSULT": "04",
    "SUPPORT": "05",
    "COOPERATE": "06",
    "AID": "07",
    "CONCEDE": "08",
    "RETREAT": "08",
    "REQUEST": "10",
    "ACCUSE": "11",
    "ACCUSE investigate": "09",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "MOBILIZE": "15",
    "SANCTION": "16",
    "COERCE": "17",
    "ASSAULT": "18",
    **dict.fromkeys((f"ASSAULT {mode}" for mode in ("firearms", "heavy-weapons", "aerial", "drone")), "19"),
    "ASSAULT unconventional": "20",
}

_AHEAD: Final[frozenset[Status]] = frozenset(
    ("planned", "intended", "expected", "promised", "proposed", "conditional", "postponed")
)
_MEANT: Final[frozenset[Status]] = frozenset(("planned", "intended", "promised", "conditional"))
_FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
_HARSH = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})

_ASKED = {
    **dict.fromkeys(("CONSULT", "AGREE"), "meet"),
    **dict.fromkeys(("AID", "COOPERATE", "SUPPORT"), "assist"),
    **dict.fromkeys(("RETREAT", "CONCEDE"), "yield"),
}
_THREATENED = {
    "SANCTION expel": "expel",
    "SANCTION withdraw": "relations",
    "SANCTION discontinue": "relations",
    "COERCE arrest": "arrest",
    "COERCE deport": "expel",
    "SANCTION": "restrict",
    "COERCE": "restrict",
    "PROTEST": "restrict",
    "MOBILIZE": "violence",
    "ASSAULT": "violence",
}
# Acts that PLOVER files elsewhere once they have happened: who flees was driven out; to sign is support.
_DONE = {
    "RETREAT exile": ("SANCTION", "expel"),
    "AGREE sign": ("SUPPORT", None),
    "AGREE signing": ("SUPPORT", None),
    "AGREE signed": ("SUPPORT", None),
    "AGREE ratify": ("SUPPORT", None),
    "AGREE ratified": ("SUPPORT", None),
}


def code(claim: Claim) -> Code | None:
    """The PLOVER code of an act; `None` for what is no act, did not happen, or has no code."""
    if claim.kind != "act" or claim.type not in QUADS:
        return None
    filed = _filed(claim.type, claim.mode, claim.status)
    if filed is None:
        return None
    event, mode = filed
    mode = mode if mode in MODES.get(event, ()) else None
    return Code(event=event, mode=mode, quad=QUADS[event], cameo=_CAMEO.get(f"{event} {mode}") or _CAMEO[event])


def _filed(event: str, mode: str, status: Status) -> tuple[str, str | None] | None:
    if status in ("denied", "not_happened"):
        return None
    if status == "cancelled":
        return _called_off(event)
    if status == "demanded":
        return (event, mode) if event in ("REQUEST", "THREATEN") else ("REQUEST", _ASKED.get(event, "change"))
    if status in _AHEAD:
        return _ahead(event, mode, status)
    return _DONE.get(f"{event} {mode}", (event, mode))


def _ahead(event: str, mode: str, status: Status) -> tuple[str, str | None] | None:
    """An act still to come: friendly, it is agreed to; yielding, it is conceded; harsh and meant, it is threatened."""
    if event in _FRIENDLY:
        return "AGREE", None
    if event == "RETREAT":
        return "CONCEDE", None
    if event in _HARSH:
        threat = _THREATENED.get(f"{event} {mode}") or _THREATENED[event]
        return ("THREATEN", threat) if status in _MEANT else None
    return event, mode


def _called_off(event: str) -> tuple[str, str | None] | None:
    """A meeting called off is refused; help or cooperation called off is a tie cut; other acts leave no code."""
    if event == "CONSULT":
        return "REJECT", "meet"
    return ("SANCTION", "discontinue") if event in ("AID", "COOPERATE", "SUPPORT", "AGREE") else None
