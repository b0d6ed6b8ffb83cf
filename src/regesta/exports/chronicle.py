"""A chronology to read and to print: Markdown with a footnote for each account."""

import re
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Final

from regesta.door import Json
from regesta.exports.headlines import headline, one_line, origin, span
from regesta.exports.matter import Matter
from regesta.model import is_address
from regesta.views.spoken import conflict, dated

_MARKUP: Final = re.compile(r"[\\`*_{}\[\]<>#|~^!$&]")
_OF_LINKS: Final = re.compile(r"[\s<>\\]")
_IN_MEMORY: Final = 1 << 20


def chronology(matter: Matter) -> Iterator[str]:
    """The events under their years, each with the numbers of its accounts; at the end the accounts, verbatim."""
    yield "# Chronology\n"
    number, year = 0, ""
    with SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", errors="replace") as notes:
        for event in matter.events():
            if year != (year := _year(event)):
                yield f"\n## {year}\n\n"
            numbers = range(number + 1, number + 1 + len(event["claims"]))
            notes.writelines(f"\n[^{at}]: {_note(one)}\n" for at, one in zip(numbers, event["claims"], strict=True))
            number += len(numbers)
            yield f"- {_entry(event)}{''.join(f'[^{at}]' for at in numbers)}\n"
        notes.seek(0)
        yield from notes


def _year(event: Json) -> str:
    shown = span(event["when"])
    return f"{shown[0].year}" if shown else "Undated"


def _entry(event: Json) -> str:
    """An event in a line; what accounts differ on is named."""
    when = f"**{_plain(dated(event['when'], event['status'], event['kind']))}** " if event["when"] else ""
    differ = ", ".join(map(conflict, event["disputed"]))
    disputed = f" ≠ accounts differ: {_plain(differ)}" if differ else ""
    background = " (told as background)" if event["background"] else ""
    return f"{when}{_plain(headline(event))}{background}{disputed}"


def _note(claim: Json) -> str:
    url = claim["url"] or ""
    link = f" <{_OF_LINKS.sub(lambda sign: f'%{ord(sign[0]):02X}', url)}>" if is_address(url) else ""
    return f"“{_plain(claim['quote'])}” {_plain(origin(claim))}.{link}"


def _plain(text: str) -> str:
    """The text on one line, with what Markdown would take for a sign of its own written so that it shows."""
    return _MARKUP.sub(lambda sign: f"\\{sign[0]}", one_line(text))
