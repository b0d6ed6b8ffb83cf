"""From letters of many scripts to a small alphabet of sounds, so that one name spelt twice looks nearly the same.

A capital stands for a consonant (``X`` is *sh*, ``C`` an ambiguous *ch*, ``H`` also *kh*, ``J`` also *zh*, ``Θ`` and
``Ð`` the two sounds of *th*, ``Đ`` a letter that is *d* in Vietnam and *dj* in Serbia), ``w`` and ``y`` for glides, the
other small letters for vowels: ``ä`` is an ending *-a* that may be written *-ah* or *-at*, ``ʔ`` a throat sound that
other scripts write as any vowel or not at all. A letter of a script that is not listed stands for itself: such names
are equal or not.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_DOUBLED = re.compile(r"(.)\1+", re.DOTALL)
_LAST_J = re.compile("(?<=[eiy])j$")
_LAST_HE = re.compile("(?<=.)ה$")  # heard as the Arabic ending that looks like it
_ABJAD = re.compile("[\u0590-\u06ff\u0750-\u077f]")
_SERVANT = re.compile("^[aeʔ]?BD[aeou]{0,2}L(?=.)")
_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
VOWELS = frozenset("aeiouäʔ")
GLIDES = frozenset("wy")
_NOT_CONSONANTS = re.compile("[aeiouäʔwy]+")


class Sound(NamedTuple):
    """A token as sounds; `consonants` are the skeleton without vowels and glides; `thin` where the script leaves short
    vowels out."""

    codes: str
    consonants: str
    thin: bool


def _pairs(text: str) -> dict[str, str]:
    """Letters and their sounds from ``letters=sound`` words; a single ``=`` means: not heard."""
    return {letter: sound for letter, _, sound in (word.partition("=") for word in text.split())}


# Clusters are read before single letters, the longest first.
_LATIN = _pairs("""
    tsch=C yj=iy dsch=J shch=X sch=X tch=C dzh=J dj=J sh=X ch=C kh=H gh=G dh=Ð th=Θ ph=F zh=J ts=S tz=S ck=K
    que=Ke qui=Ki cz=C sz=X szcz=X šč=X gj=G kj=K lj=Ly nj=Ny tj=C xh=J dz=Z
    ou=u oo=u ee=i ce=Se ci=Si cy=Sy gue=Ge gui=Gi
    a=a b=B c=K d=D e=e f=F g=G h=H i=i j=J k=K l=L m=M n=N o=o p=P q=K r=R s=S t=T u=u v=V w=w x=KS y=y z=Z
    ş=X š=X ș=X ț=Θ ţ=Θ ś=X ç=C č=C ć=C ž=J ż=J ß=S ı=i ł=L đ=Đ ð=Ð þ=Θ ø=o æ=ae œ=e ə=a ñ=N
""")
_CYRILLIC = _pairs("""
    дж=J дз=Z цз=J чж=J тс=S а=a б=B в=V г=G ґ=G д=D е=e ё=yo ж=J з=Z и=i й=y к=K л=L м=M н=N о=o п=P р=R с=S т=T у=u
    ф=F х=H ц=S
    ч=C ш=X щ=X ъ= ы=i ь= э=e ю=yu я=ya є=ye і=i ї=yi ў=w қ=K ғ=G ң=N ө=o ұ=u ү=u һ=H ә=a ј=y љ=Ly њ=Ny ћ=C ђ=Đ џ=J
    ѓ=G ќ=K
""")
_ARABIC = _pairs("""
    ا=a أ=ʔ إ=ʔ آ=ʔ ٱ=ʔ ى=a ة=ä ء= ئ= ؤ= ع=ʔ ب=B پ=P ت=T ط=T ث=Θ د=D ض=D ذ=Ð ظ=Z ز=Z ژ=J س=S ص=S ش=X چ=C ج=J ح=H ه=H
    خ=H غ=G گ=G ق=K ك=K ک=K ف=F ڤ=V ل=L م=M ن=N ر=R و=w ي=y ی=y ٹ=T ڈ=D ڑ=R ں=N ہ=H ھ= ے=y ێ=y ۆ=w ڵ=L ڕ=R ە=a ښ=X
    ږ=G
    ګ=G ې=y ۍ=y ټ=T ډ=D ړ=R ڼ=N څ=S ځ=J
""")
_HEBREW = _pairs("""
    א=ʔ ב=B ג=G ד=D ה=H ו=w ז=Z ח=H ט=T י=y כ=K ך=K ל=L מ=M ם=M נ=N ן=N ס=S ע=ʔ פ=P ף=F צ=S ץ=S ק=K ר=R ש=X ת=T
""")
_GREEK = _pairs("""
    μπ=B ντ=D γκ=G γγ=NG ου=u αι=e ει=i οι=i ευ=eV αυ=aV τζ=J τσ=S α=a β=V γ=G δ=D ε=e ζ=Z η=i θ=Θ ι=i κ=K λ=L μ=M
    ν=N
    ξ=KS ο=o π=P ρ=R σ=S ς=S τ=T υ=i φ=F χ=H ψ=PS ω=o
""")
_GEORGIAN = _pairs("""
    ა=a ბ=B გ=G დ=D ე=e ვ=V ზ=Z თ=T ი=i კ=K ლ=L მ=M ნ=N ო=o პ=P ჟ=J რ=R ს=S ტ=T უ=u ფ=P ქ=K ღ=G ყ=K შ=X ჩ=C ც=S ძ=Z
    წ=S ჭ=C ხ=H ჯ=J ჰ=H
""")
_ARMENIAN = _pairs("""
    ու=u եւ=eV ա=a բ=B գ=G դ=D ե=e զ=Z է=e ը=e թ=T ժ=J ի=i լ=L խ=H ծ=S կ=K հ=H ձ=Z ղ=G ճ=C մ=M յ=y ն=N շ=X ո=o չ=C
    պ=P ջ=J ռ=R
    ս=S վ=V տ=T ր=R ց=S ւ=w փ=P ք=K օ=o ֆ=F
""")
_SOUNDS = _LATIN | _CYRILLIC | _ARABIC | _HEBREW | _GREEK | _GEORGIAN | _ARMENIAN
_UNIT = re.compile("|".join(sorted((key for key in _SOUNDS if len(key) > 1), key=len, reverse=True)) + "|.", re.DOTALL)

# Hangul syllables are arithmetic: (first × 21 + vowel) × 28 + last.
_FIRST, _VOWEL, _LAST = (
    line.split()
    for line in (
        "K K N T T R M P P S S - J J C K T P H",
        "a e ya ye o e yo ye o wa we oe yo u wo we wi yu u ui i",
        "- K K K N N N T L K M L L L P L M P P S S NG J C K T P -",
    )
)


def _syllable(code: int) -> str:
    """The sounds of one Hangul syllable."""
    rest, last = divmod(code - _HANGUL_FIRST, 28)
    first, vowel = divmod(rest, 21)
    return (_FIRST[first] + _VOWEL[vowel] + _LAST[last]).replace("-", "")


@lru_cache(4096)
def _letter(unit: str) -> str:
    """The sounds of a cluster or letter; a letter with marks that is not listed is read without them."""
    if unit in _SOUNDS:
        return _SOUNDS[unit]
    if len(unit) == 1 and _HANGUL_FIRST <= ord(unit) <= _HANGUL_LAST:
        return _syllable(ord(unit))
    base = unicodedata.normalize("NFD", unit)[:1]
    return _SOUNDS.get(base, unit)


def fold(text: str) -> str:
    """The text in one case and composition, without marks that only help pronunciation or direction."""
    composed = unicodedata.normalize("NFKC", text).replace("İ", "I").casefold()
    return _MARKS.sub("", unicodedata.normalize("NFC", composed))


@lru_cache(65536)
def sound(token: str) -> Sound:
    """A folded token as sounds, doubled ones said once."""
    heard = _LAST_HE.sub("ة", _LAST_J.sub("y", token))
    start = "X" if heard.startswith("x") else "ʔ" if heard.startswith("ا") else ""
    codes = start + "".join(_letter(unit) for unit in _UNIT.findall(heard[len(start) :]))
    # The servant of *Abd al-* is written with and without its article, which takes on the next consonant.
    codes = _SERVANT.sub("aBD", _DOUBLED.sub(r"\1", codes))
    return Sound(codes, _NOT_CONSONANTS.sub("", codes), bool(_ABJAD.search(token)))
