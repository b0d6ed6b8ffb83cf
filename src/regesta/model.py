"""The values that flow through regesta. Frozen, keyword-only; every id is a hash of content.

`source → page → story → document → claims → register → views`: each stage takes one of these and returns another.
Offsets count Unicode code points, half-open. "Unknown" is `None` or the word ``unknown``, never a default that
looks like an answer.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

# --------------------------------------------------------------------------------------------- vocabularies
EntityKind = Literal["person", "organisation", "state", "place", "facility", "instrument", "nationality", "vessel"]
ClaimKind = Literal["act", "office", "facility", "instrument", "clause", "mandate", "relation", "quotation", "scope"]
Status = Literal[
    "happened",
    "ongoing",
    "planned",
    "intended",
    "expected",
    "promised",
    "proposed",
    "demanded",
    "conditional",
    "postponed",
    "cancelled",
    "not_happened",
    "denied",
    "unclear",
]
VoiceKind = Literal[
    "direct", "indirect", "according-to", "translated", "unnamed", "credit", "denied", "confirmed", "outlet"
]
DateBasis = Literal["given", "metadata", "dateline", "text", "caption", "unknown"]
TimeKind = Literal["date", "time", "duration", "set"]
TimeBasis = Literal["explicit", "publication", "text", "tense"]
BlockKind = Literal["prose", "heading", "caption"]
Severity = Literal["note", "warning", "error"]


class RegestaError(Exception):
    """A broken machine or broken code; never bad input, which is a `Finding`."""


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every type here has in common: it is frozen and its fields are named."""


def content_id(prefix: str, *parts: str | bytes) -> str:
    """A short id that depends on nothing but the parts: `prefix-` and 16 hexadecimal digits of SHA-256."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(str(len(raw)).encode() + b":" + raw)
    return f"{prefix}-{digest.hexdigest()[:16]}"


# --------------------------------------------------------------------------------------------- what went wrong
class Finding(Value, frozen=True):
    """Bad or odd input, as data: where it is, what is wrong and what to do about it."""

    where: str
    what: str
    severity: Severity = "warning"


class Refused(Value, frozen=True):
    """Something was declined; `reason` says why in one sentence."""

    where: str
    reason: str


# --------------------------------------------------------------------------------------------- page and story
class Receipt(Value, frozen=True):
    """How bytes were received: from which `source` (a file name or an address) and when (an ISO 8601 instant in UTC).

    Of what came over the web, `url` is its final address and `headers` are the answer's. `via` is the archive or feed
    that the bytes were taken out of; `outlet` is whom that feed names as their source.
    """

    source: str
    obtained: str
    url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    via: str = ""
    outlet: str | None = None


class Received(Value, frozen=True):
    """Bytes on their way in."""

    raw: bytes
    receipt: Receipt


class Page(Value, frozen=True):
    """Bytes as received, and how. `id` is the full SHA-256 of `raw`."""

    id: str
    raw: bytes
    receipt: Receipt

    def is_whole(self) -> bool:
        """Whether the bytes are still those that were received."""
        return hashlib.sha256(self.raw).hexdigest() == self.id


class Dated(Value, frozen=True):
    """A date as an EDTF value (maybe an interval), what it rests on, and the words it was read from."""

    edtf: str | None = None
    basis: DateBasis = "unknown"
    words: str = ""


class Block(Value, frozen=True):
    """A paragraph of a story's text. A caption's `credit` is the interval of its credit words, inside the block."""

    kind: BlockKind
    start: int
    end: int
    credit: tuple[int, int] | None = None


class Masked(Value, frozen=True):
    """An interval of the decoded page that belongs to no story's text, and why."""

    start: int
    end: int
    reason: str


class Segment(Value, frozen=True):
    """`length` characters that stand at `text` in the story and, the same, at `page` in the decoded page.

    Where the page writes them otherwise (a character reference, an escape, a run of blanks), `width` is how many
    characters of the page stand for them.
    """

    text: int
    page: int
    length: int
    width: int | None = None


class Story(Value, frozen=True):
    """One report on a page. `text` holds the prose and, as paragraphs of their own, the captions.

    `bases` tells of a field (``title``, ``authors``, ``language`` …) what on the page it rests on.
    """

    id: str
    page: str
    title: str
    text: str
    outlet: str | None = None
    outlet_basis: str = "unknown"
    authors: tuple[str, ...] = ()
    published: Dated = Dated()
    updated: Dated = Dated()
    language: str = "en"
    url: str | None = None
    bases: Mapping[str, str] = {}
    blocks: tuple[Block, ...] = ()
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    teaser: bool = False
    segments: tuple[Segment, ...] = ()
    masked: tuple[Masked, ...] = ()


class Intake(Value, frozen=True):
    """What intake made of one page: its stories in page order, and what was odd about it."""

    stories: tuple[Story, ...]
    findings: tuple[Finding, ...] = ()


# --------------------------------------------------------------------------------------------- document
class Token(msgspec.Struct, frozen=True, gc=False):
    """One token of the parse; `head` is an index into the document's tokens (its own at a root)."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


class Point(Value, frozen=True):
    """Where a place is: degrees (WGS 84) and, where known, its GeoNames number."""

    lat: float
    lon: float
    geonames: int | None = None


class Entity(Value, frozen=True):
    """Somebody or something named. `key` is the lexicon's id (``state:SYR``) where the lexicon knows it.

    `sort` narrows the kind (``air base``, ``ministry``, ``news agency``); `country` is an ISO 3166-1 alpha-3 code;
    `parent` is the id of what it belongs to (a ministry's state, a facility's town); `sector` is a code of PLOVER's
    codebook (``GOV``, ``MIL``), empty where nothing tells it.
    """

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    key: str | None = None
    sort: str = ""
    country: str | None = None
    place: Point | None = None
    parent: str | None = None
    sector: str = ""


class Mention(Value, frozen=True):
    """Words that point at an entity. `how`: by name, by role ("the minister"), by pronoun, by group ("both sides"), by
    the title beside a name ("X, the minister"), or by common nouns that name nobody ("opposition groups")."""

    start: int
    end: int
    kind: EntityKind
    entity: str
    how: Literal["name", "role", "pronoun", "group", "title", "common"] = "name"


class Time(Value, frozen=True):
    """A time expression and its EDTF value (a date, an interval, or an ISO 8601 duration); `None`: cannot be placed.

    `relation` is the preposition's sense and `interval` the value with its end left open: "since 2015" has `edtf`
    ``2015``, `relation` ``since`` and `interval` ``2015/..``.
    """

    start: int
    end: int
    edtf: str | None
    kind: TimeKind
    basis: TimeBasis
    anchor: str | None = None
    relation: str = "at"
    interval: str | None = None


class Quotation(Value, frozen=True):
    """A stretch of text between quotation marks, the marks not included."""

    start: int
    end: int


class Document(Value, frozen=True):
    """A story with its annotations. `sentences` are (first, past-last) token indices."""

    story: Story
    tokens: tuple[Token, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    holdings: tuple["Holding", ...] = ()
    findings: tuple[Finding, ...] = ()


class Holding(Value, frozen=True):
    """A person named with an office: "Foreign Minister X", "X, the ambassador of Y", "his counterpart X"."""

    person: str
    office: str
    of: str | None
    start: int
    end: int
    manner: Literal["holds", "former", "acting", "designate", "outgoing"] = "holds"


# --------------------------------------------------------------------------------------------- claims
class Filler(Value, frozen=True):
    """What fills a role: an entity, or plain words. `start` is -1 where it is understood, not said, in the quote."""

    words: str
    entity: str | None = None
    start: int = -1
    end: int = -1


class Scope(Value, frozen=True):
    """What is called "the first visit of … since …": the rank, what it ranks, and since when (EDTF)."""

    rank: Literal["first", "only", "last", "largest"]
    of: str
    since: str | None = None


class Quantity(Value, frozen=True):
    """A count as reported: its bounds and its words."""

    low: float
    high: float | None
    words: str
    unit: str = ""


class Voice(Value, frozen=True):
    """One link in the chain of who said it. Spans are intervals of the story's text, `None` where nothing is said."""

    kind: VoiceKind
    name: str
    entity: str | None = None
    cue: str = ""
    source: tuple[int, int] | None = None
    cue_span: tuple[int, int] | None = None
    content: tuple[int, int] | None = None


class Claim(Value, frozen=True):
    """What a report says. `quote` and `trigger` are intervals of the story's text; `voices` run from the first to
    have said it to the outlet. `when` is EDTF, `when_words` its words, `when_basis` how it was placed."""

    id: str
    story: str
    kind: ClaimKind
    type: str
    quote: tuple[int, int]
    trigger: tuple[int, int]
    rule: str
    mode: str = ""
    status: Status = "happened"
    background: bool = False
    when: str | None = None
    when_words: str = ""
    when_basis: str = ""
    where: str | None = None
    roles: Mapping[str, tuple[Filler, ...]] = {}
    scope: Scope | None = None
    quantity: Quantity | None = None
    voices: tuple[Voice, ...] = ()
    present: bool | None = None
    term: str | None = None
    confidence: float = 0.5


class Proposal(Value, frozen=True, forbid_unknown_fields=True, rename={"with_": "with"}):
    """What a language model proposes to enter, in its own words. Nothing of it is taken on trust: see `claims.read`."""

    type: str
    status: str
    quote: str
    trigger: str
    kind: str = "act"
    mode: str | None = None
    who: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    about: str | None = None
    where: str | None = None
    when: str | None = None
    when_words: str | None = None


class Reading(Value, frozen=True):
    """Everything the program finds in one story: what the register keeps."""

    story: Story
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    times: tuple[Time, ...]
    voices: tuple[Voice, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...] = ()


# --------------------------------------------------------------------------------------------- across reports
Interval = tuple[int, int]


class Kinship(Value, frozen=True):
    """One story made from another, as far as `order` tells which: by whom it credits, by the dates, or unknown.

    Where `order` is ``unknown`` either may be the first, and `story` and `of` are merely in order of their ids.
    `shares` are the shares of the sentences of `story`, and of those of `of`, that the other has too; `share` is that
    of the shorter one. `sentences` are the intervals in `story` and in `of` that say the same.
    """

    story: str
    of: str
    how: Literal["version", "copy", "excerpt"]
    order: Literal["credit", "published", "updated", "unknown"]
    share: float
    shares: tuple[float, float]
    sentences: tuple[tuple[Interval, Interval], ...] = ()


class Identity(Value, frozen=True):
    """One entity of the register and the story entities (``story-id/entity-id``) that were taken to be it, and why."""

    entity: Entity
    members: tuple[str, ...]
    reasons: tuple[str, ...] = ()


class Feature(Value, frozen=True):
    """One thing that speaks for two claims being of one act, and how much."""

    weight: float
    why: str


class Link(Value, frozen=True):
    """Two claims of which the program joined the events, with all that spoke for it."""

    claims: tuple[str, str]
    features: tuple[Feature, ...]

    @property
    def score(self) -> float:
        """The sum of the weights."""
        return round(sum(one.weight for one in self.features), 2)


class Event(Value, frozen=True):
    """A hypothesis that several claims report one act; `reasons` are what joined them, `links` the same pair by pair
    with its weights, `disputed` the fields on which they differ. Claims are listed in order of publication, then id."""

    id: str
    kind: ClaimKind
    type: str
    mode: str
    claims: tuple[str, ...]
    when: str | None = None
    where: str | None = None
    status: Status = "happened"
    background: bool = False
    who: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    disputed: tuple[str, ...] = ()


class Explanation(Value, frozen=True):
    """A harmless reading that was tried on a conflict; `holds` says whether the words allow it."""

    what: str
    holds: bool | None = None


class Conflict(Value, frozen=True):
    """Claims that cannot all hold as written. Never a winner."""

    id: str
    kind: str
    claims: tuple[str, ...]
    rule: str
    says: str = ""
    explanations: tuple[Explanation, ...] = ()
    status: Literal["open", "explained", "revision"] = "open"


class Anchor(Value, frozen=True):
    """What a claim that was judged looked like then, by which it is found again when it is read otherwise."""

    subject: str
    kind: ClaimKind
    type: str
    quote: str


class Judgement(Value, frozen=True):
    """What a person decided. `subjects` are ids or, for claims, keys that survive re-reading; `anchors` tell of these
    what was judged, for the case that a later reading gives the same sentence otherwise."""

    act: Literal["merge", "split", "reject", "fix", "undo"]
    subjects: tuple[str, ...]
    by: str
    at: str
    why: str = ""
    field: str | None = None
    value: str | None = None
    anchors: tuple[Anchor, ...] = ()


def is_address(place: str) -> bool:
    """Whether a place that pages come from is an address of the web."""
    return place[:8].lower().startswith(("http://", "https://"))


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values in order, each once."""
    return tuple(dict.fromkeys(values))
