"""How alike two words sound: the cheapest way to turn the sounds of one into those of the other, shared out over their
length. Consonants weigh most; vowels weigh more the fewer the consonants, and hardly where a script leaves them out."""

import re
from functools import lru_cache
from itertools import accumulate, product
from typing import Literal

from regesta.identify.sounds import GLIDES, VOWELS, Sound, sound

_LONG, _SURE = 5.0, 0.9
_SHORT, _PLAIN = 5, frozenset("BDFLMNPRT")  # consonants that nobody leaves out or puts in
Mode = Literal["full", "thin", "both thin"]


def _both_ways(text: str) -> dict[tuple[str, str], float]:
    """A table of costs from ``xy=cost`` words."""
    costs: dict[tuple[str, str], float] = {}
    for word in text.split():
        pair, _, cost = word.partition("=")
        costs[pair[0], pair[1]] = costs[pair[1], pair[0]] = float(cost)
    return costs


_CONSONANTS = _both_ways("""
    KG=.35 KH=.5 GH=.4 GJ=.35 XS=.5 XJ=.35 CX=.15 CH=.3 CK=.45 CJ=.35 CS=.5 SZ=.3 TD=.45 ΘT=.12 ΘS=.15 ÐD=.08
    ĐD=.03 ĐJ=.03 ĐG=.2 ÐZ=.15 ÐT=.35
    DZ=.6 BP=.3 BV=.45 VF=.2 PF=.7 ZJ=.5 Jy=.2 Hy=.8 wV=.08 wB=.5 wF=.25 uV=.3 RL=.85 NM=.75 ΘF=.4 CZ=.7 JS=.6
    yi=.03 ye=.1 ya=.3
    wu=.03 wo=.08
""")
_VOWELS = _both_ways("ae=.1 ei=.08 ou=.05 ai=.15 eo=.3 ao=.25 au=.3 eu=.3 iu=.35 io=.3")
_LONG_VOWELS = _both_ways("yi=.03 ye=.03 wu=.03 wo=.03 wa=.5 we=.5 wi=.6 ya=.35 yo=.5 yu=.5 ae=.05 ai=.15 ao=.2 au=.2")
_THROAT = _both_ways("ʔa=.03 ʔe=.03 ʔi=.03 ʔo=.03 ʔu=.03 ʔw=.1 ʔy=.1 äa=.01 äe=.04 äT=.1 äH=.05 äi=.3 äo=.2")
_HEBREW = _both_ways("PF=.12 BV=.12 KH=.2")  # one letter for both sounds
_COSTS: dict[Mode, dict[tuple[str, str], float]] = {
    "full": _VOWELS | _CONSONANTS,
    "thin": _VOWELS | _CONSONANTS | _LONG_VOWELS | _THROAT | _HEBREW,
    "both thin": _CONSONANTS | _THROAT | _both_ways("äa=.6 yi=.1 wu=.1 ya=.8 wa=.8 wy=.8"),
}
# Between these vowels a glide is a consonant of its own, not a part of the vowel before it.
_OPENING = {"w": frozenset("aeioä"), "y": frozenset("aouä")}
_VOWEL_WEIGHT: dict[Mode, float] = {"full": 0.25, "thin": 0.06, "both thin": 0.3}
_GLIDE_WEIGHT: dict[Mode, float] = {"full": 0.15, "thin": 0.12, "both thin": 0.9}


def _mode(a: Sound, b: Sound) -> Mode:
    """How much the vowels of two sounds can tell."""
    return "full" if not (a.thin or b.thin) else "both thin" if a.thin and b.thin else "thin"


def _weight(codes: str, at: int, mode: Mode, stress: float) -> float:
    """What it costs to miss one sound."""
    code, last = codes[at], at + 1 == len(codes)
    before, after = codes[at - 1 : at], codes[at + 1 : at + 2]
    if code in VOWELS:
        return 0.1 if last and code == "e" else _VOWEL_WEIGHT[mode] * stress
    if code in GLIDES:
        open_vowels = _OPENING[code]
        said = after in open_vowels and (before in open_vowels or (mode == "thin" and before not in VOWELS))
        return 0.5 if said and mode != "both thin" else _GLIDE_WEIGHT[mode]
    if code == "H":
        return 0.12 if last and (before in VOWELS or mode == "thin") else 0.5
    return 1.0


@lru_cache(65536)
def _weights(codes: str, mode: Mode, stress: float) -> tuple[float, ...]:
    """What it costs to miss each sound."""
    return tuple(_weight(codes, at, mode, stress) for at in range(len(codes)))


def _distance(
    a: str, b: str, weights: tuple[tuple[float, ...], tuple[float, ...]], costs: dict[tuple[str, str], float]
) -> float:
    """The least cost of making one sequence of sounds the other."""
    lost_of_a, lost_of_b = weights
    row = list(accumulate(lost_of_b, initial=0.0))
    for x, lost in zip(a, lost_of_a, strict=True):
        diagonal, left = row[0], row[0] + lost
        row[0] = left
        for j, y in enumerate(b, 1):
            above = row[j]
            swapped = diagonal if x == y else diagonal + costs.get((x, y), 1.0)
            diagonal, left = above, min(swapped, above + lost, left + lost_of_b[j - 1])
            row[j] = left
    return row[-1]


def _first_vowel(codes: str) -> str:
    """The first vowel after the first sound."""
    return next((code for code in codes[1:] if code in VOWELS), "")


def _ending(codes: str) -> str:
    """Whether a name ends in a vowel, a mute one set apart."""
    bare = codes[:-1] if codes[-1:] == "H" and codes[-2:-1] in VOWELS else codes
    return "mute" if bare[-1:] == "e" else "open" if bare[-1:] in VOWELS or bare[-1:] == "y" else "closed"


_COLOUR = {"e": "light", "i": "light", "y": "light", "o": "dark", "u": "dark", "a": "clear"}


def _clash(x: str, y: str, few: int) -> float:
    """What two vowels in the same place cost beyond their distance: the fewer the consonants, the more."""
    colours = {_COLOUR.get(x, ""), _COLOUR.get(y, "")}
    if colours == {"clear", "dark"}:
        return 0.16 if few <= 3 else 0.12
    if few <= 3 and colours == {"light", "dark"} and "i" not in (x, y):
        return 0.12
    return 0.2 if few <= 2 and len(colours) == 2 and "" not in colours and "e" not in (x, y) else 0.0


def _tone(a: Sound, b: Sound, mode: Mode, few: int) -> float:
    """What else sets two short names apart: an ending more, or another vowel in the first syllable."""
    cost = 0.12 if {_ending(a.codes), _ending(b.codes)} == {"open", "closed"} else 0.0
    if mode == "both thin" and {a.codes[-1:], b.codes[-1:]} == {"a", "ä"}:
        return 0.12  # two endings that Arabic writes with two letters
    if mode != "full" or few > 4:
        return cost
    if few <= 2 and {a.codes[:1], b.codes[:1]} <= VOWELS:
        cost += _clash(a.codes[:1], b.codes[:1], few)
    return cost + _clash(_first_vowel(a.codes), _first_vowel(b.codes), few)


@lru_cache(262144)
def _likeness(a: str, b: str) -> float:
    """How alike two tokens sound. Call it through `alike`, which orders its arguments."""
    left, right = sound(a), sound(b)
    mode = _mode(left, right)
    few = min(len(left.consonants), len(right.consonants))
    stress = 1.6 if few <= 2 else 1.3 if few == 3 else 1.0
    weights = _weights(left.codes, mode, stress), _weights(right.codes, mode, stress)
    length = max(1.0, sum(weights[0]), sum(weights[1]))
    length = min(length, _LONG + (length - _LONG) / 5)  # a long name forgives hardly more than one of five consonants
    distance = _distance(left.codes, right.codes, weights, _COSTS[mode])
    return max(0.0, 1.0 - distance / length - _tone(left, right, mode, few))


# How English would spell the *c* and *x* of Somalia, of libraries, of Turkey and of Indonesia.
_MANNERS = (("", "h"), ("ts", "kh"), ("j", "kh"), ("ch", "h"))
_C = re.compile("c(?![hk])")
_OTHER_MANNER = 0.04


@lru_cache(65536)
def _otherwise(token: str) -> tuple[str, ...]:
    """A token as it would be spelt if its *c* and *x* had not their usual sounds."""
    if "c" not in token and "x" not in token:
        return ()
    return tuple({_C.sub(c, token).replace("x", x) for c, x in _MANNERS} - {token})


def alike(a: str, b: str) -> float:
    """How alike two tokens sound, 0 to 1; the same both ways round."""
    if a == b:
        return 1.0
    found = _likeness(a, b) if a < b else _likeness(b, a)
    if found >= _SURE:
        return found
    others = [(one, b) for one in _otherwise(a)] + [(a, one) for one in _otherwise(b)]
    return max([found, *(_likeness(min(pair), max(pair)) - _OTHER_MANNER for pair in others)])


def another_consonant(a: str, b: str) -> bool:
    """Whether two tokens that are not long sound the same but for one consonant, which no way of spelling explains."""
    others = [*product([a], _otherwise(b)), *product(_otherwise(a), [b])]
    return _one_off(a, b) and not any(sound(x).consonants == sound(y).consonants for x, y in others)


def _one_off(a: str, b: str) -> bool:
    """Whether two tokens have the same consonants but for one, as they are spelt."""
    left, right = sound(a), sound(b)
    short, long = sorted((left.consonants, right.consonants), key=len)
    if left.thin or right.thin or len(short) > _SHORT or short == long:
        return False
    at = next((at for at, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) == len(long):
        return short[at + 1 :] == long[at + 1 :] and (short[at], long[at]) not in _CONSONANTS
    return short[at:] == long[at + 1 :] and long[at] in _PLAIN
