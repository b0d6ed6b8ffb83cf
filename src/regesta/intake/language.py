"""Which language a text is in: by the commonest small words where they tell, else by a trained model."""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from regesta.intake.wordlists import small_words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SMALL_WORDS = small_words()
ANY_SMALL_WORD = frozenset[str]().union(*SMALL_WORDS.values())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000
_ANSWERS = frozenset({"en", "ar", "ru", "uk", "fr", "de", "es", "he", "fa"})
_TELLING = 40  # letters that the model needs to tell a language
_SURE = 0.9


def guess(text: str, stated: str | None = None) -> str:
    """The ISO 639-1 code of a text's language, ``und`` where it cannot be told.

    `stated` is what the page says of itself; it counts where the words tell nothing.
    """
    words = Counter(word.casefold() for word in _WORD.findall(text[:_SAMPLE]))
    total = sum(words.values())
    hits = {code: sum(words[word] for word in small) for code, small in SMALL_WORDS.items()}
    best = max(hits, key=lambda code: hits[code])
    few = best != "en" and hits[best] < 2 and total < 12  # the "Le" of a name makes no French
    if best in _ANSWERS and hits[best] * 12 >= total > 0 and not few:
        return best
    return _by_model(text[:_SAMPLE]) or stated or "und"


def _by_model(text: str) -> str | None:
    """What a trained model says, where it is sure and there is enough to judge by."""
    if sum(map(str.isalpha, text)) < _TELLING:
        return None
    code, probability = _model().classify(text)
    return str(code) if probability >= _SURE else None


@cache
def _model() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
