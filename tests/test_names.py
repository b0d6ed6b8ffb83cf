"""Names across spellings and scripts: which are one, which are two, and that the comparison says why."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.identify.names import compare
from regesta.identify.sounds import fold, sound
from regesta.model import EntityKind

THRESHOLD = 0.8
P: EntityKind = "person"
L: EntityKind = "place"
B: EntityKind = "organisation"
F: EntityKind = "facility"
A: EntityKind = "instrument"
V: EntityKind = "vessel"

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
        ("UNIFIL", "United Nations Interim Force in Lebanon", B, "one is made of the initials of the other"),
        ("S. Ryabkov", "Sergei Ryabkov", P, "initial fits: s, sergei"),
        ("Oslo", "Oslo", L, "same spelling"),
        ("Petrov, Ivan", "Ivan Petrov", P, "same words after folding"),
    ],
)
def test_reasons_can_be_read(a: str, b: str, kind: EntityKind, reason: str) -> None:
    assert reason in compare(a, b, kind).reasons


def test_sounds_of_every_script() -> None:
    heard = {text: sound(fold(text)).codes for text in ("Зеленский", "ბარაკ", "Αθήνα", "김정은", "Երևան")}
    assert heard == {
        "Зеленский": "ZeLeNSKiy", "ბარაკ": "BaRaK", "Αθήνα": "aΘiNa", "김정은": "KiMJoNGuN", "Երևան": "eReVaN"
    }  # fmt: skip


KINDS = st.sampled_from([P, L, B, F, A, V])
TEXTS = st.text(st.characters(), max_size=60)


@given(TEXTS, TEXTS, KINDS)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_score_the_same_both_ways(a: str, b: str, kind: EntityKind) -> None:
    found = compare(a, b, kind)
    assert 0.0 <= found.score <= 1.0
    assert found.reasons
    assert found == compare(b, a, kind)


@given(TEXTS, KINDS)
@settings(deadline=None)
def test_a_name_is_itself(a: str, kind: EntityKind) -> None:
    assert compare(a, a, kind).score == 1.0
    assert compare(a.upper(), a.upper(), kind).score == 1.0


@pytest.mark.parametrize(
    "a", ["", "\0", "\ud800", "\u202e\u200f", "😀", "ال", "-", "abd", "a" * 1_000_000, "a b " * 250_000]
)
def test_odd_text_is_borne(a: str) -> None:
    for kind in (P, L, B):
        for b in ("Ivan Petrov", "", a[:-1], a):
            assert 0.0 <= compare(a, b, kind).score <= 1.0


# ------------------------------------------------------------------------------------------------ floors on larger sets
SETS = Path(__file__).parents[2] / "shared" / "data" / "names"
KIND_OF: dict[str, EntityKind] = {"Person": P, "Thing": L, "Vessel": V}


def _scored(path: Path) -> list[tuple[float, bool]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["is_match"] in ("true", "false")]
    kinds = [KIND_OF.get(row["schema"], B) for row in rows]
    scores = [compare(row["name1"], row["name2"], kind).score for row, kind in zip(rows, kinds, strict=True)]
    return [(score, row["is_match"] == "true") for score, row in zip(scores, rows, strict=True)]


def _curve(scored: list[tuple[float, bool]]) -> tuple[float, float]:
    """The best F1, and the best recall where precision is .98 or more, over all thresholds."""
    positives = sum(match for _, match in scored)
    best_f1 = best_recall = 0.0
    for threshold in sorted({score for score, _ in scored}):
        taken = [match for score, match in scored if score >= threshold]
        precision, recall = sum(taken) / len(taken), sum(taken) / positives
        best_f1 = max(best_f1, 2 * precision * recall / (precision + recall or 1))
        best_recall = max(best_recall, recall if precision >= 0.98 else 0.0)
    return best_f1, best_recall


@pytest.mark.parametrize(
    ("name", "f1", "recall"),
    [("ir_names/ir_name_pairs.csv", 0.975, 0.96), ("nomenklatura_name_bench/cases.csv", 0.835, 0.45)],
)
def test_floor(name: str, f1: float, recall: float) -> None:
    best_f1, best_recall = _curve(_scored(SETS / name))
    assert best_f1 >= f1
    assert best_recall >= recall


def test_order_of_comparisons_does_not_matter() -> None:
    pairs = [(a, b, kind) for kind, a, b, _ in (*ONE, *TWO)]
    before = [compare(*pair).score for pair in pairs]
    after = {pair: compare(*pair).score for pair in reversed(pairs)}
    assert before == [after[pair] for pair in pairs]
