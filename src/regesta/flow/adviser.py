"""A language model beside the rules: asked about each story, or its kept answer found again; counted, never trusted."""

from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec.structs import replace

from regesta.claims import read
from regesta.model import Document, Finding, Proposal, Reading, Refused, Severity, Story
from regesta.proposals import Question, Told, Usage, question, told, usage, written
from regesta.register import Answer, Model, Price

if TYPE_CHECKING:
    from regesta.fetch import Answer as Response
    from regesta.fetch import Endpoint

CHAT = "/chat/completions"
MOST_FAILURES = 3  # one after another; then it is left alone
UNKNOWN_WISH = frozenset({400, 415, 422, 501})  # how endpoints decline a schema or a limit that they do not know
HOPELESS = frozenset({401, 403, 404, 405})
_ADVICE = {
    400: "check --model",
    401: "check the key in REGESTA_LLM_KEY",
    403: "check the key in REGESTA_LLM_KEY, and whether it may use this model",
    404: "check --base-url and --model",
    405: "check --base-url",
    429: "it is asked too often, or its credit is used up; read the page again later",
}
ALONE = "the rules alone read this story"


class Shelf(Protocol):
    """Where answers are kept: a register, or nothing but memory."""

    def answer(self, key: str) -> Answer | None:
        """The answer kept to a question."""

    def keep_answer(self, key: str, answer: Answer) -> None:
        """Keep it."""


class Memory:
    """A shelf that lasts as long as the program."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    def answer(self, key: str) -> Answer | None:
        """The answer kept to a question."""
        return self._answers.get(key)

    def keep_answer(self, key: str, answer: Answer) -> None:
        """Keep it."""
        self._answers[key] = answer


class Advice(NamedTuple):
    """What a model proposes about a story; `failure` says why it proposes nothing, where that is so."""

    records: tuple[Proposal | Refused, ...] = ()
    used: Usage = Usage()
    failure: Finding | None = None


class Tally:
    """What was asked, and what came of it."""

    def __init__(self) -> None:
        self.requests = self.kept = self.alone = 0
        self.read = self.written = 0
        self.proposed = self.entered = self.refused = 0


class Adviser:
    """Reads documents by the rules and by a model. Without an endpoint it has the answers that were kept, no more."""

    def __init__(
        self, model: Model, shelf: Shelf, endpoint: "Endpoint | None" = None, price: Price | None = None
    ) -> None:
        self.model = model
        self.rule = f"model:{model.name}"
        self.tally = Tally()
        self._shelf, self._endpoint, self._price = shelf, endpoint, price
        self._plain = False
        self._failures = 0
        self._ended = ""

    def read(self, document: Document) -> Reading:
        """What the rules find, and what enters of the model's proposals; refusals and failures are findings."""
        if not _is_asked_about(document.story):
            return read(document)
        advice = self._advise(document.story)
        reading = read(document, advice.records, self.rule)
        if advice.failure:
            self.tally.alone += 1
            return replace(reading, findings=(*reading.findings, advice.failure))
        refused = len(reading.findings) - len(document.findings)
        return replace(reading, findings=(self._account(reading, advice, refused), *reading.findings))

    def has_answer(self, story: Story) -> bool:
        """Whether what the model says of a story is known without asking."""
        asked = question(story, self.model.name, self.model.url) if _is_asked_about(story) else None
        if asked is None:
            return True
        kept = self._shelf.answer(asked.key)
        if kept is None:
            return False
        found = told(kept.body.encode("utf-8", "replace"))
        return not found.broken or self._shelf.answer(_again(asked, found).key) is not None

    def _account(self, reading: Reading, advice: Advice, refused: int) -> Finding:
        """What came of the records proposed about one story, and what they took."""
        proposed = len(advice.records)
        entered = sum(claim.rule == self.rule for claim in reading.claims)
        self.tally.proposed += proposed
        self.tally.entered += entered
        self.tally.refused += refused
        what = f"{_records(proposed, entered, refused)}; {_tokens(advice.used.read, advice.used.written)}"
        return Finding(where=_called(reading.story), what=f"{self.model.name}: {what}", severity="note")

    # ------------------------------------------------------------------------------------------ one story
    def _advise(self, story: Story) -> Advice:
        asked = question(story, self.model.name, self.model.url)
        if asked is None:
            return Advice(failure=self._alone(story, "it is too long for a question", "note"))
        raw = self._answer(asked)
        if isinstance(raw, str):
            return Advice(failure=self._alone(story, raw))
        found, used = told(raw), usage(raw)
        if found.broken:  # one try to have it mended
            raw = self._answer(_again(asked, found))
            if isinstance(raw, str):
                return Advice(failure=self._alone(story, f"{found.broken}; then {raw}"))
            found, more = told(raw), usage(raw)
            used = Usage(read=used.read + more.read, written=used.written + more.written)
        if found.broken:
            why = f"asked twice, {found.broken}; take another model, or delete its answers and read the page again"
            return Advice(failure=self._alone(story, why))
        return Advice(found.records, used)

    def _alone(self, story: Story, why: str, severity: Severity = "warning") -> Finding:
        return Finding(where=_called(story), what=f"{ALONE}, not {self.model.name}: {why}", severity=severity)

    def _answer(self, asked: Question) -> bytes | str:
        """The body of the answer, as kept or as given now, or why there is none."""
        kept = self._shelf.answer(asked.key)
        if kept is not None:
            self.tally.kept += 1
            return kept.body.encode("utf-8", "replace")
        if self._endpoint is None:
            return "no answer is kept; `regesta read --reader llm` asks for one"
        body = self._ended or self._asked(asked, self._endpoint)
        if isinstance(body, str):
            return body
        used = usage(body)
        self.tally.read += used.read
        self.tally.written += used.written
        text = body.decode("utf-8", "replace")
        self._shelf.keep_answer(asked.key, Answer(model=asked.model, url=asked.url, body=text))
        return text.encode()

    def _asked(self, asked: Question, endpoint: "Endpoint") -> bytes | str:
        """What the endpoint answers, if it is the text of a chat; after a few failures it is left alone."""
        response = self._posted(asked, endpoint)
        why = _why(response)
        if isinstance(response, Refused) or why:
            self._failures += 1
            hopeless = not isinstance(response, Refused) and response.status in HOPELESS
            if hopeless or self._failures >= MOST_FAILURES:
                self._ended = f"it is not asked any more in this run, because {why}"
            return why
        self._failures = 0
        return response.raw

    def _posted(self, asked: Question, endpoint: "Endpoint") -> "Response | Refused":
        """What the endpoint answers; one that does not know of schemas is asked for plain JSON."""
        self.tally.requests += 1
        response = endpoint.post(written(asked, self._plain))
        if self._plain or isinstance(response, Refused) or response.status not in UNKNOWN_WISH:
            return response
        self.tally.requests += 1
        plainly = endpoint.post(written(asked, plain=True))
        self._plain = not isinstance(plainly, Refused) and plainly.status == 200
        return plainly

    # ------------------------------------------------------------------------------------------ the whole run
    def summary(self) -> Finding:
        """What was asked in this run, what it took and cost, and what came of it."""
        tally = self.tally
        parts = [
            f"requests: {tally.requests}, answers kept from before: {tally.kept}",
            _tokens(tally.read, tally.written) + self._cost(),
            _records(tally.proposed, tally.entered, tally.refused),
        ]
        if tally.alone:
            parts.append(f"stories read by the rules alone: {tally.alone}")
        if self._ended:
            parts.append(self._ended)
        where = f"{self.model.name} at {self.model.url}"
        return Finding(where=where, what="; ".join(parts), severity="warning" if self._ended else "note")

    def _cost(self) -> str:
        if self._price is None:
            return ""
        cost = (self.tally.read * self._price.read + self.tally.written * self._price.written) / 1e6
        return f", {cost:.4f} {self._price.currency}".rstrip()


def place_of(model: Model, key: str, seconds: float) -> "Endpoint":
    """Where a model is asked with this key, and waited for so long."""
    from regesta.fetch import Endpoint

    return Endpoint(model.url + CHAT, key, seconds)


def _is_asked_about(story: Story) -> bool:
    """Whether a story has enough to it to be worth a question."""
    return not story.teaser and bool(story.text.strip())


def _again(asked: Question, found: Told) -> Question:
    """The question that asks to mend an answer."""
    return replace(asked, bad=found.text, why=found.broken)


def _why(response: "Response | Refused") -> str:
    """Why a response is no answer, and what to do; empty for one that is the text of a chat."""
    if isinstance(response, Refused):
        return response.reason
    if response.status != 200:
        return f"it answers {response.status}: {_ADVICE.get(response.status, 'read the page again later')}"
    found = told(response.raw)
    return "" if found.text else f"{found.broken}; check --base-url"


def _records(proposed: int, entered: int, refused: int) -> str:
    left = proposed - entered - refused
    return f"records: {proposed} proposed, {entered} entered, {left} left to the rules, {refused} refused"


def _tokens(read_: int, written_: int) -> str:
    return f"tokens: {read_:,} read, {written_:,} written"


def _called(story: Story) -> str:
    return story.title or story.id
