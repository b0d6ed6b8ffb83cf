"""What a language model is asked about a story, and its answer as records. Nothing here asks; nothing is believed."""

from regesta.proposals.answer import Told, Usage, told, usage
from regesta.proposals.question import Question, question, written

__all__ = ["Question", "Told", "Usage", "question", "told", "usage", "written"]
