"""JSON Lines: each line is a page of its own. A JSON Feed is read as the lines it could have been."""

import codecs
import json
from collections.abc import Iterator, Mapping

import msgspec

from regesta.intake.boxes.tape import CHUNK, LARGEST, Tape
from regesta.model import Finding, Receipt, Received

_KEYS = frozenset({"id", "text", "page", "html", "title", "published", "outlet", "url", "language"})
_FEED_KEYS = {"content_html": "html", "content_text": "text", "date_published": "published", "external_url": "url"}
_FEED = b"https://jsonfeed.org/version/"
_BLANK = b" \t\r\n"


def json_object(raw: bytes) -> dict[str, object] | None:
    """The JSON object that bytes are, `None` where they are none."""
    try:
        value = json.loads(raw.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def is_lines(tape: Tape) -> bool:
    """Whether what is on a tape are JSON Lines: it begins with a line that is a JSON object, and there is another one
    or the first is a page by its keys."""
    head = tape.look(CHUNK)
    start = len(head) - len(_without_mark(head).lstrip(_BLANK))
    if head[start : start + 1] != b"{":
        return False
    size = tape.line_size(LARGEST, start)
    first = json_object(tape.look(size, start)) if size <= LARGEST else None
    if first is None or _is_feed(first):
        return False
    return bool(tape.look(CHUNK, start + size).strip(_BLANK)) or not _KEYS.isdisjoint(first)


def feed(head: bytes, tape: Tape) -> dict[str, object] | None:
    """The JSON Feed on a tape, `None` where it is none."""
    value = json_object(tape.look(LARGEST)) if _FEED in head else None
    return value if value is not None and _is_feed(value) else None


def _is_feed(value: Mapping[str, object]) -> bool:
    return str(value.get("version")).startswith(_FEED.decode()) and isinstance(value.get("items"), list)


def _without_mark(raw: bytes) -> bytes:
    return raw.removeprefix(codecs.BOM_UTF8)


def read(tape: Tape, receipt: Receipt) -> Iterator[Received | Finding]:
    """Each line as received, and a finding for each that is no JSON object."""
    number = 0
    while (line := tape.line(LARGEST)) != b"":
        number += 1
        where = f"{receipt.source}, line {number}"
        if line is None:
            yield Finding(where=where, what="This line is left out: it is over 64 MB.", severity="error")
        elif number == 1 and _is_export(line):
            yield Finding(where=receipt.source, what="It is an export: `regesta import` takes it.", severity="error")
            return
        elif line := _without_mark(line).strip(_BLANK):
            yield _page(line, where, receipt)


def _is_export(line: bytes) -> bool:
    """Whether a line is the first that a register writes of itself."""
    value = json_object(line) or {}
    return value.get("record") == "settings" and "toml" in value


def _page(line: bytes, where: str, receipt: Receipt) -> Received | Finding:
    value = json_object(line)
    if value is None:
        return Finding(where=where, what="This line is left out: it is no JSON object. Check it.", severity="error")
    url = value.get("url")
    return Received(raw=line, receipt=_receipt(where, url if isinstance(url, str) else None, receipt))


def _receipt(where: str, url: str | None, receipt: Receipt) -> Receipt:
    return Receipt(source=where, obtained=receipt.obtained, url=url, via=receipt.source, outlet=receipt.outlet)


def read_feed(feed: Mapping[str, object], receipt: Receipt) -> Iterator[Received | Finding]:
    """Each entry of a JSON Feed as a line, its fields under the names that lines have."""
    items = feed["items"]
    if not isinstance(items, list) or not items:
        yield Finding(where=receipt.source, what="The feed has no entries.", severity="note")
        return
    for number, item in enumerate(items, 1):
        where = f"{receipt.source}, entry {number}"
        yield _entry(item, feed.get("title"), receipt, where)


def _entry(item: object, title: object, receipt: Receipt, where: str) -> Received | Finding:
    if not isinstance(item, dict):
        return Finding(where=where, what="This entry is left out: it is no JSON object.", severity="error")
    named = {_FEED_KEYS[key]: value for key, value in sorted(item.items()) if key in _FEED_KEYS} | item
    kept = {key: value for key, value in named.items() if key not in _FEED_KEYS}
    url = kept.get("url") if isinstance(kept.get("url"), str) else None
    outlet = title if isinstance(title, str) else receipt.outlet
    line = json.dumps(kept, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    return Received(raw=line, receipt=msgspec.structs.replace(_receipt(url or where, url, receipt), outlet=outlet))
