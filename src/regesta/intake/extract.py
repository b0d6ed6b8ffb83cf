"""What an extractor takes for the main text of a page with markup: a first glance, and a second opinion."""

from resiliparse.extract.html2text import extract_plain_text

from regesta.intake.language import guess
from regesta.intake.weight import is_light
from regesta.model import Value

_GLANCED = 1_500  # characters by which the language is told
LEAST = 8
"""Words that a page must show to be worth a closer look."""


class Glance(Value, frozen=True):
    """A page at first glance: its text as an extractor sees it, how many words that has, and its language."""

    text: str
    words: int
    language: str

    @property
    def deserves(self) -> bool:
        """Whether the page may tell a story."""
        return self.words >= LEAST


def glanced(source: str) -> Glance:
    """A first glance at a page of HTML."""
    text = extracted(source) if is_light(source) else ""
    return Glance(text=text, words=len(text.split()), language=guess(text[:_GLANCED]))


def extracted(source: str) -> str:
    """The extractor's text of a page that is light, a line a block."""
    text: str = extract_plain_text(source, main_content=True, alt_texts=False)
    return text
