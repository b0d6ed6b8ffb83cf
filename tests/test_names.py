"""Names across spellings and scripts: which are one, which are two, and that the comparison says why."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from name_pairs import Known, Pair, curve, larger, member, own, precision_and_recall
from regesta.identify.names import compare, spelt_alike
from regesta.identify.sounds import fold, sound
from regesta.identify.weigh import SAME, weigh
from regesta.model import EntityKind

THRESHOLD = 0.8
P: EntityKind = "person"
L: EntityKind = "place"
B: EntityKind = "organisation"
F: EntityKind = "facility"
A: EntityKind = "instrument"
V: EntityKind = "vessel"
S: EntityKind = "state"

ONE = [
    # one place or base, several transliterations
    (L, "Hmeymim", "Hmeimim", "e and ei for one Arabic vowel"),
    (L, "Hmeymim", "Khmeimim", "h and kh for one throat sound"),
    (L, "Hmeimim", "حميميم", "Arabic leaves short vowels out"),
    (L, "Khmeimim", "Хмеймим", "Latin and Cyrillic"),
    (L, "Tartus", "Tartous", "French ou"),
    (L, "Ṭarṭūs", "طرطوس", "marks under and over letters"),
    (L, "Al-Hasakah", "Hasaka", "article, silent h"),
    (L, "Deir ez-Zor", "Deir al-Zour", "article before and after it took on its consonant"),
    (L, "Kharkiv", "Charkiw", "German spelling of Ukrainian"),
    (L, "Yerevan", "Երևան", "Armenian letters"),
    (L, "Tbilisi", "თბილისი", "Georgian letters"),
    (L, "Athina", "Αθήνα", "Greek letters and accent"),
    (L, "Haifa", "חיפה", "Hebrew letters"),
    (L, "Isfahan", "اصفهان", "Persian"),
    (L, "Chișinău", "Chisinau", "Romanian marks"),
    (L, "Łódź", "Lodz", "Polish marks"),
    (L, "Ouagadougou", "Wagadugu", "French ou for w and u"),
    (L, "Djibouti", "Jibuti", "French dj"),
    (L, "Nouakchott", "Nuakchott", "French ou"),
    (L, "Mogadishu", "Mogadiscio", "Italian sci"),
    (L, "Mosul", "الموصل", "article in Arabic only"),
    # one person
    (P, "Chaibani", "Shaibani", "French ch"),
    (P, "Chaibani", "al-Shaybani", "article, y for i"),
    (P, "Gaddafi", "Qaddafi", "g and q"),
    (P, "Muammar Gaddafi", "معمر القذافي", "Arabic"),
    (P, "Zelensky", "Zelenskyy", "endings of Slavic adjectives"),
    (P, "Zelensky", "Зеленский", "Cyrillic"),
    (P, "Volodymyr Zelenskyy", "Wolodymyr Selenskyj", "German w, s, j"),
    (P, "Yevkurov", "Evkurov", "ye for e"),
    (P, "Yevkurov", "Евкуров", "Cyrillic"),
    (P, "Mikheil Saakashvili", "მიხეილ სააკაშვილი", "Georgian"),
    (P, "Nikol Pashinyan", "Նիկոլ Փաշինյան", "Armenian"),
    (P, "Kyriakos Mitsotakis", "Κυριάκος Μητσοτάκης", "Greek"),
    (P, "Yitzhak Rabin", "יצחק רבין", "Hebrew"),
    (P, "Moon Jae-in", "문재인", "Hangul, syllables in one word"),
    (P, "Ban Ki-moon", "반기문", "Hangul"),
    (P, "Massoud Pezeshkian", "مسعود پزشکیان", "Persian"),
    (P, "Abdelmadjid Tebboune", "عبد المجيد تبون", "servant of, French spelling"),
    (P, "Abdul Rahman Arif", "Abdulrahman Aref", "servant in one word and two"),
    (P, "Abu Mazen", "Abou Mazen", "French ou"),
    (P, "Nouri al-Maliki", "نوري المالكي", "article"),
    (P, "Omar al-Bashir", "Umar Hassan al-Bashir", "father's name in one"),
    (P, "Sergei Ryabkov", "Sergey Alexeyevich Ryabkov", "patronymic in one"),
    (P, "Sergei Ryabkov", "Сергей Рябков", "Cyrillic"),
    (P, "RYABKOV, Sergei", "Sergei Ryabkov", "family name first, with a comma"),
    (P, "S. Ryabkov", "Sergei Ryabkov", "initial"),
    (P, "Dr. Angela Merkel", "Angela Merkel", "title"),
    (P, "Ursula von der Leyen", "Ursula Leyen", "noble particle"),
    (P, "Nguyễn Xuân Phúc", "Nguyen Xuan Phuc", "Vietnamese marks"),
    (P, "Andrej Babiš", "Andrej Babis", "caron"),
    (P, "Aleksandar Vučić", "Александар Вучић", "Serbian in both scripts"),
    (P, "Nursultan Nazarbayev", "Нұрсұлтан Назарбаев", "Kazakh letters"),
    (P, "José Ramos-Horta", "Jose Ramos Horta", "accent and hyphen"),
    (P, "Faisal bin Farhan", "Faysal ibn Farhan Al Saud", "sons and houses"),
    (P, "习近平", "习近平", "equal letters of a script that is not romanised"),
    # bodies, papers, ships
    (B, "Ministry of Defence", "Defense Ministry", "order and spelling"),
    (B, "Hezbollah", "حزب الله", "compound with Allah"),
    (B, "UNIFIL", "United Nations Interim Force in Lebanon", "initials"),
    (B, "Organisation of Islamic Cooperation", "Organization of Islamic Cooperation", "British and American"),
    (B, "Forty-Fourth Brigade", "44th Brigade", "numbers in words"),
    (F, "Hmeymim Air Base", "Khmeimim airbase", "one word and two"),
    (A, "Resolution 2254", "Security Council Resolution 2254 (2015)", "year beside the number"),
    (V, "Veliky Ustyug", "Великий Устюг", "Cyrillic"),
]  # fmt: skip

TWO = [
    (L, "Niger", "Nigeria", "an ending more"),
    (L, "Basra", "Bosra", "a against o"),
    (L, "Tartus", "Tarsus", "t against s"),
    (L, "Iran", "Iraq", "n against q"),
    (L, "Mali", "Malawi", "a syllable more"),
    (L, "Austria", "Australia", "l"),
    (L, "Guinea", "Guyana", "y"),
    (L, "Gambia", "Zambia", "first consonant"),
    (L, "Slovakia", "Slovenia", "k against n"),
    (L, "Latvia", "Lithuania", "other consonants"),
    (L, "Idlib", "Erbil", "other order of consonants"),
    (L, "Homs", "Hama", "s"),
    (L, "Dominica", "Dominican Republic", "a word more"),
    (L, "Georgia", "Jordan", "other consonants"),
    (L, "Mauritania", "Mauritius", "ending"),
    (L, "Kherson", "Kharkiv", "one beginning"),
    (L, "Taiz", "Taif", "last consonant"),
    (L, "Sudan", "South Sudan", "a leading word"),
    (P, "Hafez al-Assad", "Bashar al-Assad", "father and son"),
    (P, "Masoud Barzani", "Nechirvan Barzani", "uncle and nephew"),
    (P, "Masoud Barzani", "Masrour Barzani", "given names alike"),
    (P, "Raúl Castro", "Fidel Castro", "brothers"),
    (P, "Hassan Rouhani", "Hossein Rouhani", "a against o under one skeleton"),
    (P, "Mohammed Abbas", "Mahmoud Abbas", "one skeleton, other vowels"),
    (P, "Kim Jong Un", "Kim Jong Il", "last syllable"),
    (P, "김정은", "김정일", "last syllable in Hangul"),
    (P, "Сергей Лавров", "Сергей Иванов", "family name"),
    (P, "Ivan Sergeyevich Petrov", "Ivan Dmitriyevich Petrov", "fathers differ"),
    (P, "Mohammed bin Salman", "Salman bin Mohammed", "father and son the other way round"),
    (P, "Mohammed bin Salman", "Mohammed bin Zayed", "fathers differ"),
    (P, "A. Ryabkov", "Sergei Ryabkov", "initial does not fit"),
    (P, "Abdullah II", "Abdullah III", "rank among namesakes"),
    (P, "Ryabkov", "Sergei Ryabkov", "a surname alone is not enough"),
    (P, "محمد", "محمود", "a long vowel more in Arabic"),
    (P, "习近平", "习仲勋", "a script that is not romanised"),
    (B, "First Brigade", "Third Brigade", "numbers"),
    (B, "Brigade", "44th Brigade", "number in one only"),
    (B, "Ansar Allah", "Ansar al-Sharia", "last word"),
    (B, "Ministry of Defence", "Ministry of Finance", "last word"),
    (B, "Hezbollah", "Kata'ib Hezbollah", "a leading word"),
    (B, "UNIFIL", "United Nations Disengagement Observer Force", "other initials"),
    (A, "Resolution 2790", "Resolution 2799", "numbers"),
    (A, "Resolution 2790", "Resolution", "number in one only"),
    (F, "Tartus naval base", "Tartus air base", "sort of base"),
    (V, "Moskva", "Minsk", "other consonants"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "a", "b", "why"), ONE, ids=[f"{a} = {b}" for _, a, b, _ in ONE])
def test_one_name_in_two_spellings(kind: EntityKind, a: str, b: str, why: str) -> None:
    found = compare(a, b, kind)
    assert found.score >= THRESHOLD, (why, found)
    assert found.reasons


@pytest.mark.parametrize(("kind", "a", "b", "why"), TWO, ids=[f"{a} ≠ {b}" for _, a, b, _ in TWO])
def test_two_names_that_look_alike(kind: EntityKind, a: str, b: str, why: str) -> None:
    found = compare(a, b, kind)
    assert found.score < THRESHOLD, (why, found)
    assert found.reasons


@pytest.mark.parametrize(
    ("a", "b", "kind", "reason"),
    [
        ("Hmeymim", "Hmeimim", L, "same consonants after romanisation: HMMM"),
        ("Basra", "Bosra", L, "vowels differ: basra, bosra"),
        ("Fidel Castro", "Raúl Castro", P, "given name differs: fidel, raúl"),
        ("Ivan Petrov", "Petrov", P, "given name missing"),
        ("Resolution 2790", "Resolution 2799", A, "numbers differ: 2790, 2799"),
        ("UNIFIL", "United Nations Interim Force in Lebanon", B, "known as names of one: org:unifil"),
        ("HRT", "Halyard Relief Trust", B, "one is made of the initials of the other"),
        ("Bill Harcastle", "William Harcastle", P, "short form of a given name: bill, william"),
        ("Mario Contarelli", "Maria Contarelli", P, "a man and a woman: maria, mario"),
        ("Chou Wen-ch'ing", "周文清", P, "read alike as Chinese"),
        ("Kenichi Sato", "Kenji Sato", P, "read differently as Japanese"),
        ("Niger", "النيجر", S, "known as names of one: state:NER"),
        ("Niger", "Nigeria", S, "known as names of two: state:NER, state:NGA"),
        ("Lê Thị Thu", "Lê Thị Thư", P, "vowels differ by their marks: thu, thư"),
        ("Ramon Ilagan Jr.", "Ramon Ilagan Sr.", P, "one is the elder, one the younger"),
        ("S. Ryabkov", "Sergei Ryabkov", P, "initial fits: s, sergei"),
        ("Oslo", "Oslo", L, "same spelling"),
        ("Petrov, Ivan", "Ivan Petrov", P, "same words after folding"),
    ],
)
def test_reasons_can_be_read(a: str, b: str, kind: EntityKind, reason: str) -> None:
    assert reason in compare(a, b, kind).reasons


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("Jürgen Mößner", "Juergen Moessner", True),
        ("Joao Souza Prado", "João de Sousa Prado", True),
        ("J. Marsh", "James Marsh", True),
        ("Bill Marsh", "William Marsh", True),
        ("Anna Lind", "Anna Maria Lind", True),
        ("Олег Орлов", "Oleg Orloff", True),
        ("James Marsh", "James March", False),
        ("Marek Nowicki", "Marek Nowacki", False),
        ("Hans Moller", "Hans Muller", False),
        ("", "James Marsh", True),
    ],
)
def test_spelt_alike(a: str, b: str, alike: bool) -> None:
    assert spelt_alike(a, b) is alike
    assert spelt_alike(b, a) is alike


def test_sounds_of_every_script() -> None:
    heard = {text: sound(fold(text)).codes for text in ("Зеленский", "ბარაკ", "Αθήνα", "김정은", "Երևան")}
    assert heard == {
        "Зеленский": "ZeLeNSKiy", "ბარაკ": "BaRaK", "Αθήνα": "aΘiNa", "김정은": "KiMJoNGuN", "Երևան": "eReVaN"
    }  # fmt: skip


KINDS = st.sampled_from([P, L, B, F, A, V, S])
# Texts of any letters, and such as are near to names in the scripts that are read.
PARTS = (
    "Li Kim abd al عبد ال بن القاهرة Пак Ким 김 정은 佐藤 健一 周文清 たかはし שלום Γιώργος გ Ա Jr. II"
    " 5th von - . ' ü ß İ ı Ministry of Defence بحرية Nguyễn Hưng \u202e \u0301 \u200c"
)
NEAR = st.lists(st.sampled_from(PARTS.split(" ")), max_size=8).map(" ".join)
TEXTS = st.text(st.characters(), max_size=60) | NEAR
OFFICES = st.sampled_from(["", "foreign minister"])
KNOWN = st.builds(Known, st.sampled_from([None, "ETH", "KEN"]), OFFICES, st.sampled_from([None, 1990, 2030]))


@given(TEXTS, TEXTS, KINDS)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_score_the_same_both_ways(a: str, b: str, kind: EntityKind) -> None:
    found = compare(a, b, kind)
    assert 0.0 <= found.score <= 1.0
    assert all(found.reasons)
    assert found.reasons
    assert found == compare(b, a, kind)


@given(TEXTS, TEXTS, KINDS, KNOWN, KNOWN)
@settings(max_examples=400, deadline=None)
def test_what_is_known_weighs_the_same_both_ways(a: str, b: str, kind: EntityKind, of_a: Known, of_b: Known) -> None:
    left, right = member(kind, a, "a", of_a), member(kind, b, "b", of_b)
    found = weigh(left, right)
    assert 0.0 <= found.score <= 1.0
    assert all(found.reasons)
    assert found.reasons
    assert found == weigh(right, left)


@given(TEXTS, KINDS)
@settings(deadline=None)
def test_a_name_is_itself(a: str, kind: EntityKind) -> None:
    assert compare(a, a, kind).score == 1.0
    assert compare(a.upper(), a.upper(), kind).score == 1.0


@given(TEXTS, st.sampled_from(["\u200e", "\u202a", "\u2068", "\ufeff"]))
@settings(deadline=None)
def test_marks_of_direction_change_nothing(a: str, mark: str) -> None:
    assert compare(f"Ivan Petrov{mark}", "Ivan Petrov", P).score == 1.0
    assert compare(f"{mark}{a}", "Ivan Petrov", P) == compare(a, "Ivan Petrov", P)


LONG = [
    "a" * 1_000_000, "a b " * 250_000, "ابن " * 250_000, "\u0301" * 1_000_000, "\u202e" * 1_000_000, "周" * 1_000_000,
    "an " * 300_000, "jeong-" * 150_000, "ال" * 500_000, "1" * 1_000_000, "ministry of " * 80_000, "İ" * 500_000,
]  # fmt: skip


@pytest.mark.parametrize("a", ["", "\0", "\ud800", "\u202e\u200f", "😀", "ال", "-", "abd", "Li-", "Kim -", "々", *LONG])
def test_odd_text_is_borne_in_time(a: str) -> None:
    start = time.perf_counter()
    for kind in (P, L, B, S):
        for b in ("Ivan Petrov", "", a[:-1], a):
            found = compare(a, b, kind)
            assert 0.0 <= found.score <= 1.0
            assert found.reasons
    assert time.perf_counter() - start < 10


# ------------------------------------------------------------------------------------------------ floors
def _wrong(pairs: Sequence[Pair]) -> str:
    """The pairs on the wrong side of the threshold, each with what was said of it."""
    told = [(pair, weigh(pair.a, pair.b)) for pair in pairs]
    return "\n".join(
        f"{found.score:.2f} {pair} ({pair.why}): {'; '.join(found.reasons)}"
        for pair, found in told
        if (found.score >= SAME) != pair.same
    )


def _scored(pairs: Sequence[Pair]) -> list[tuple[float, bool]]:
    return [(weigh(pair.a, pair.b).score, pair.same) for pair in pairs]


def test_own_gold_is_large_and_says_nothing_twice() -> None:
    pairs = own()
    assert len(pairs) >= 300
    told = [(pair.a.face, pair.b.face, pair.a.ties, pair.b.ties) for pair in pairs]
    assert len(set(told)) == len(told)
    assert all(pair.why for pair in pairs)


def test_own_gold() -> None:
    """Floors a little below what is reached; whoever falls below sees each pair that is wrong."""
    pairs = own()
    scored = _scored(pairs)
    f1, recall = curve(scored)
    precision, found = precision_and_recall(scored, SAME)
    assert (f1 >= 0.975, recall >= 0.965, precision >= 0.985, found >= 0.965) == (True,) * 4, _wrong(pairs)


@pytest.mark.parametrize(("name", "f1", "recall"), [("ir_names", 0.985, 0.98), ("nomenklatura", 0.835, 0.57)])
def test_larger_sets(name: str, f1: float, recall: float) -> None:
    pairs = larger(name)
    if not pairs:
        pytest.skip(f"{name} is not here")
    best_f1, best_recall = curve(_scored(pairs))
    assert best_f1 >= f1
    assert best_recall >= recall


def test_every_reason_is_given_and_both_ways_round() -> None:
    for pair in own():
        found = weigh(pair.a, pair.b)
        assert found.reasons
        assert all(found.reasons)
        assert found == weigh(pair.b, pair.a)


def test_order_of_comparisons_does_not_matter() -> None:
    pairs = [(a, b, kind) for kind, a, b, _ in (*ONE, *TWO)]
    before = [compare(*pair).score for pair in pairs]
    after = {pair: compare(*pair).score for pair in reversed(pairs)}
    assert before == [after[pair] for pair in pairs]
