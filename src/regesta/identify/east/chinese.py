"""Chinese names: characters, Pinyin, the spellings of Wade and Giles and of Hong Kong, and those in Russian letters."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from regesta.identify import particles
from regesta.identify.east.spelling import HAN, Reading, lines, orders, plain


@cache
def _characters() -> Mapping[str, frozenset[str]]:
    """Character → its syllables."""
    found: dict[str, set[str]] = defaultdict(set)
    for syllable, signs in particles.table("chinese")["characters"].items():
        for sign in signs.replace(" ", ""):
            found[sign].add(syllable)
    return {sign: frozenset(syllables) for sign, syllables in found.items()}


@cache
def _variants() -> Mapping[int, str]:
    """Traditional characters → the simplified ones."""
    groups = (group for signs in particles.table("chinese")["characters"].values() for group in signs.split())
    return str.maketrans({sign: group[0] for group in groups for sign in group[1:]})


def simplified(text: str) -> str:
    """A name in simplified characters."""
    return "".join(text.split()).translate(_variants())


@cache
def _cantonese() -> Mapping[str, frozenset[str]]:
    """Character → its spellings in Hong Kong."""
    found: dict[str, set[str]] = defaultdict(set)
    for signs, spellings in lines("cantonese", "spellings"):
        for sign in signs:
            found[sign].update(spellings)
    return {sign: frozenset(f"hk {spelling}" for spelling in spellings) for sign, spellings in found.items()}


# Wade–Giles from Pinyin without their marks: the beginnings, then the endings.
_BEGINNINGS = (("zh", "ch"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"), ("q", "ch"), ("z", "ts"), ("c", "ts"),
               ("r", "j"), ("x", "hs"))  # fmt: skip
_WHOLE = {
    "zi": "tzu", "ci": "tzu", "si": "ssu szu", "yi": "i yi", "you": "yu", "yan": "yen", "ye": "yeh", "yue": "yueh",
    "yong": "yung", "er": "erh", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "guo": "kuo", "huo": "huo", "kuo": "kuo",
    "shuo": "shuo", "gui": "kuei", "kui": "kuei", "wei": "wei", "ri": "jih", "jie": "chieh", "xie": "hsieh",
}  # fmt: skip
_ENDINGS = (
    (re.compile("(?<=[iy])an$"), "en"), (re.compile("(?<=.)ong$"), "ung"), (re.compile("(?<=[iu])e$"), "eh"),
    (re.compile("(?<=ch|sh)i$"), "ih"), (re.compile("(?<=[dtnlzcsr])uo$|(?<=h)uo$"), "o"),
)  # fmt: skip


def _wade_giles(pinyin: str) -> list[str]:
    """The spellings of a Pinyin syllable in the manner of Wade and Giles, marks left off."""
    if pinyin in _WHOLE:
        return _WHOLE[pinyin].split()
    ending = pinyin
    if re.match("(?:zh|ch|sh)i$", pinyin):
        return [{"zh": "ch"}.get(pinyin[:2], pinyin[:2]) + "ih"]
    for pattern, other in _ENDINGS:
        ending = pattern.sub(other, ending)
    for beginning, other in _BEGINNINGS:
        if ending.startswith(beginning) and not (beginning == "c" and ending.startswith("ch")):
            return [other + ending[len(beginning) :]]
    return [ending]


# Palladius from Pinyin: the beginnings, the endings, and what is a syllable of its own.
_PALLADIUS_BEGINNINGS = dict(
    pair.split("=")
    for pair in "zh=чж ch=ч sh=ш b=б p=п m=м f=ф d=д t=т n=н l=л g=г k=к h=х j=цз q=ц x=с r=ж z=цз c=ц s=с".split()
)
_PALLADIUS_ENDINGS = dict(
    pair.split("=")
    for pair in (
        "a=а o=о e=э ai=ай ei=эй ao=ао ou=оу an=ань en=энь ang=ан eng=эн ong=ун i=и ia=я ie=е iao=яо iu=ю ian=янь"
        " in=инь iang=ян ing=ин iong=юн u=у ua=уа uo=о uai=уай ui=уй uan=уань"
        " un=унь uang=уан v=юй ve=юэ van=юань vn=юнь"
    ).split()
)
_PALLADIUS_WHOLE = dict(
    pair.split("=")
    for pair in (
        "yi=и ya=я ye=е yao=яо you=ю yan=янь yin=инь yang=ян ying=ин yong=юн wu=у wa=ва wo=во wai=вай wei=вэй wan=вань"
        " wen=вэнь wang=ван weng=вэн yu=юй yue=юэ yuan=юань yun=юнь er=эр zi=цзы ci=цы si=сы hui=хуэй"
    ).split()
)


def _palladius(pinyin: str) -> str:
    """The Russian spelling of a Pinyin syllable."""
    if pinyin in _PALLADIUS_WHOLE:
        return _PALLADIUS_WHOLE[pinyin]
    beginning = next((one for one in _PALLADIUS_BEGINNINGS if pinyin.startswith(one)), "")
    ending = pinyin[len(beginning) :]
    if beginning in ("j", "q", "x") and ending.startswith("u"):
        ending = "v" + ending[1:]
    return _PALLADIUS_BEGINNINGS.get(beginning, "") + _PALLADIUS_ENDINGS.get(ending, ending)


@cache
def _of_palladius() -> Mapping[str, frozenset[str]]:
    """Russian spelling → the Pinyin syllables it stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for syllable in _of_pinyin():
        found[plain(_palladius(syllable))].add(syllable)
    return {spelling: frozenset(syllables) for spelling, syllables in found.items()}


@cache
def _families() -> frozenset[str]:
    return frozenset(particles.table("chinese")["families"].split())


@cache
def _of_pinyin() -> Mapping[str, frozenset[str]]:
    """Pinyin syllable → itself."""
    return {syllable: frozenset({syllable}) for syllable in particles.table("chinese")["characters"]}


@cache
def _cantonese_spellings() -> frozenset[str]:
    return frozenset().union(*_cantonese().values())


@cache
def _of_wade_giles() -> Mapping[str, frozenset[str]]:
    """Spelling of Wade and Giles without marks → the Pinyin syllables it may stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for syllable in _of_pinyin():
        for spelling in _wade_giles(syllable):
            found[spelling].add(syllable)
    return {spelling: frozenset(syllables) for spelling, syllables in found.items()}


def _cut(word: str, syllables: Container[str], most: int = 3) -> Iterator[list[str]]:
    """The ways to cut a word into syllables."""
    if not word:
        yield []
    elif most:
        for length in range(min(6, len(word)), 0, -1):
            if word[:length] in syllables:
                yield from ([word[:length], *rest] for rest in _cut(word[length:], syllables, most - 1))


def readings(words: Sequence[str]) -> Iterator[Reading]:
    """Readings syllable by syllable; of letters only where a family name of China stands first or last."""
    if all(map(HAN.match, words)):
        yield from _of_characters("".join(words))
    elif 2 <= len(words) <= 4 and all(word.replace("-", "").isalpha() for word in words):
        yield from _of_latin(words) if all(map(str.isascii, words)) else _cut_up(words, _of_palladius())


def _of_characters(signs: str) -> Iterator[Reading]:
    """Characters in the speech of the North, and as spelt in Hong Kong."""
    for sounds in (_characters(), _cantonese()):
        if 2 <= len(signs) <= 4 and all(sign in sounds for sign in signs):
            yield tuple(sounds[sign] for sign in signs)


def _of_latin(words: Sequence[str]) -> Iterator[Reading]:
    """Pinyin, which hyphenates nothing; else the older spellings."""
    pinyin = list(_cut_up(words, _of_pinyin()))
    yield from pinyin
    if not pinyin or any("-" in word for word in words):
        yield from _wade_giles_read(words)
        yield from _cantonese_read(words)


def _cut_up(words: Sequence[str], syllables: Mapping[str, frozenset[str]]) -> Iterator[Reading]:
    """Readings of a spelling in which what belongs together is written together."""
    for order in orders(words):
        for family, *given in product(*(list(_cut(part, syllables)) for part in order)):
            first = [syllables[syllable] for syllable in family]
            if _is_family(first):
                found = [*first, *(syllables[syllable] for part in given for syllable in part)]
                if len(found) <= 4:
                    yield tuple(found)


def _is_family(sounds: Sequence[frozenset[str]]) -> bool:
    """Whether syllables, each of which may be several, together make a family name."""
    return any("".join(name) in _families() for name in product(*sounds))


def _wade_giles_read(words: Sequence[str]) -> Iterator[Reading]:
    """Readings of Wade–Giles: a syllable a word."""
    for order in orders(words):
        sounds = [_of_wade_giles().get(word, frozenset()) for word in order]
        if all(sounds) and (sounds[0] & _families() or _is_family(sounds[:2])):
            yield tuple(sounds)


def _cantonese_read(words: Sequence[str]) -> Iterator[Reading]:
    """Readings of the spellings of Hong Kong."""
    for order in orders(words):
        if all(f"hk {word}" in _cantonese_spellings() for word in order):
            yield tuple(frozenset({f"hk {word}"}) for word in order)
