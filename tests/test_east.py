"""Names of East Asia: what their characters and spellings are read as."""

from collections import Counter

import pytest

from regesta.identify import particles
from regesta.identify.east import readings, verdict
from regesta.identify.sounds import fold


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("周文清", ["zhou", "wen", "qing"]),
        ("歐陽德林", ["ou", "yang", "de", "lin"]),
        ("Ouyang Delin", ["ou", "yang", "de", "lin"]),
        ("Delin Ouyang", ["ou", "yang", "de", "lin"]),
        ("Hsu Chien-chang", ["xu", "jian", "chang"]),
        ("Szu-ma Tzu-wen", ["si", "ma", "zi", "wen"]),
        ("Фэн Чжаосин", ["feng", "zhao", "xing"]),
        ("Сюй Юэхуа", ["xu", "yue", "hua"]),
        ("Chan Kwok-leung", ["hk chan", "hk kwok", "hk leung"]),
    ],
)
def test_chinese(name: str, read: list[str]) -> None:
    found = readings(name)["Chinese"]
    assert any(
        len(one) == len(read) and all(a in b for a, b in zip(read, one, strict=True)) for one in found
    ), found  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("高橋健司", "Kenji Takahashi", "Japanese"),
        ("スズキ マコト", "Makoto Suzuki", "Japanese"),
        ("きょうこ えんどう", "Endo Kyoko", "Japanese"),
        ("Syunzi Hukuda", "Shunji Fukuda", "Japanese"),
        ("김정환", "Kim Chŏng-hwan", "Korean"),
        ("남궁민수", "Namgung Min-su", "Korean"),
        ("Пак Чхоль Ён", "박철영", "Korean"),
        ("Choe Ryong Su", "Choi Yong-soo", "Korean"),
        ("张立群", "張立群", "characters"),
    ],
)
def test_read_alike(a: str, b: str, language: str) -> None:
    assert verdict(a, b) == (True, language)
    assert verdict(b, a) == (True, language)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("김정은", "Kim Jong-il"),
        ("Park Seong-ho", "Park Seong-hun"),
        ("Lee Kuan Ho", "Lee Hsien Ho"),
        ("Kenichi Sato", "Kenji Sato"),
        ("Zhang Liqun", "Zhang Liqiang"),
        ("章立群", "张立群"),
    ],
)
def test_not_read_alike(a: str, b: str) -> None:
    found = verdict(a, b)
    assert found is None or not found.agree


@pytest.mark.parametrize(
    "name", ["Angela Merkel", "Tarek Boukhalfa", "Сергей Рябков", "Jean Paul", "Kim", "", "-", "Li" * 40, "周", "々"]
)
def test_what_is_no_such_name_is_not_read(name: str) -> None:
    assert readings(name) == {}


def test_family_names_of_china_are_made_of_known_syllables() -> None:
    known = particles.table("chinese")["characters"]
    double = {"ouyang", "sima", "zhuge", "shangguan", "huangfu", "situ", "dongfang"}
    assert set(particles.table("chinese")["families"].split()) - double <= set(known)


def test_a_character_has_one_group_a_syllable() -> None:
    for syllable, signs in particles.table("chinese")["characters"].items():
        assert max(Counter(signs.replace(" ", "")).values()) == 1, syllable


def test_no_phrase_has_two_meanings() -> None:
    forms = Counter(fold(form) for forms in particles.table("meanings").values() for form in {*map(fold, forms)})
    assert [form for form, count in forms.items() if count > 1] == []


def test_short_forms_are_of_full_names_that_are_not_their_own() -> None:
    for line in particles.table("given")["short"]:
        full, _, forms = line.partition(": ")
        assert forms.split(), line
        assert full not in forms.split(), line
