"""The answer: an envelope with text in it, the text with records in it, each record by itself. All of it is data."""

import re
from typing import Any, Final

import msgspec

from regesta.model import Proposal, Refused, Value

MOST: Final = 200
"""Records of one answer; a report tells fewer acts."""
LARGEST_COUNT: Final = 10**9
_FENCED = re.compile(r"\A```[a-z]*\n(.*)\n```\Z", re.DOTALL)


class Usage(Value, frozen=True):
    """The tokens that an endpoint says it has read and written."""

    read: int = 0
    written: int = 0


class Told(Value, frozen=True):
    """The text of an answer and what it proposes: for each record a proposal, or why it is none.

    `broken` says why the answer as a whole is not what was asked for; then it proposes nothing.
    """

    text: str = ""
    records: tuple[Proposal | Refused, ...] = ()
    broken: str = ""


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Envelope(msgspec.Struct):
    choices: list[_Choice]


class _Records(msgspec.Struct, forbid_unknown_fields=True):
    claims: list[msgspec.Raw]


class _Counts(msgspec.Struct):
    prompt_tokens: Any = 0
    completion_tokens: Any = 0


class _Counted(msgspec.Struct):
    usage: _Counts


_BAD = (msgspec.MsgspecError, RecursionError, UnicodeError)


def told(raw: bytes) -> Told:
    """What the body of an answer tells; nothing in it is followed, be it a tool, an address or a setting."""
    try:
        choices = msgspec.json.decode(raw, type=_Envelope).choices
    except _BAD as problem:
        return Told(broken=f"it is no answer of a chat ({_shown(problem)})")
    text = next((c.message.content for c in choices if c.message.content), "")
    return _proposed(text) if text else Told(broken="it holds no text")


def _proposed(text: str) -> Told:
    try:
        found = msgspec.json.decode(_bare(text).encode(), type=_Records).claims
    except _BAD as problem:
        return Told(text=text, broken=f"its text is not the JSON asked for ({_shown(problem)})")
    if len(found) > MOST:
        return Told(text=text, broken=f"it holds more than {MOST} records")
    return Told(text=text, records=tuple(map(_record, found)))


def _bare(text: str) -> str:
    """The text without what models put around JSON: their deliberations, and a fence."""
    inner = text.rpartition("</think>")[2].strip()
    fenced = _FENCED.match(inner)
    return fenced[1] if fenced else inner


def _record(raw: msgspec.Raw) -> Proposal | Refused:
    try:
        return msgspec.json.decode(raw, type=Proposal)
    except _BAD as problem:
        return Refused(where="record", reason=f"it does not keep to the schema ({_shown(problem)})")


def _shown(problem: Exception) -> str:
    """A problem in few plain words, whatever the answer made of it."""
    return "".join(sign if sign.isprintable() else " " for sign in str(problem))[:160] or type(problem).__name__


def usage(raw: bytes) -> Usage:
    """The tokens that an answer says it took; none where it says nothing that can be."""
    try:
        counts = msgspec.json.decode(raw, type=_Counted).usage
    except _BAD:
        return Usage()
    return Usage(read=_count(counts.prompt_tokens), written=_count(counts.completion_tokens))


def _count(said: Any) -> int:
    return said if type(said) is int and 0 <= said <= LARGEST_COUNT else 0
