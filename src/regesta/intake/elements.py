"""Elements of a page: their words on one line, what stands around them, and whether they are another story's."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborNode

LEVELS = 6
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:teasers?|related|listing|recommend\w*|popular|comments?|respond)(?:[\s_-]|$)", re.IGNORECASE
)
"""What an element is called that shows other stories, or what readers say."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def plain(value: Any) -> str:
    """A value as plain text on one line; empty where it is none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    return " ".join(CONTROL.sub(" ", unescape(unescape(value))).split())


def folded(text: str) -> str:
    """The words of a text in small letters, with single blanks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_of_another(node: LexborNode) -> bool:
    """Whether an element is in a part of the page that shows other stories, or what readers say."""
    for holder in islice(around(node), LEVELS):
        if holder.tag in ("body", "html", "main", "header"):
            return False
        if _OTHERS.search(f"{holder.attributes.get('class')} {holder.attributes.get('id')}"):
            return True
    return False


def around(node: LexborNode) -> Iterator[LexborNode]:
    """An element and those around it, from within."""
    holder: LexborNode | None = node
    while holder is not None:
        yield holder
        holder = holder.parent
