"""Rows for programs: JSON and comma-separated values."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from regesta.door import Json

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def json_array(rows: Iterable[Json]) -> bytes:
    """The rows as one JSON array, a row a line."""
    return b"".join(array_lines(rows))


def array_lines(rows: Iterable[Json]) -> Iterator[bytes]:
    """The rows as one JSON array, piece by piece."""
    begin = b"[\n"
    for row in rows:
        yield begin + json_line(row)
        begin = b",\n"
    yield b"[]" if begin == b"[\n" else b"\n]"


def json_line(row: Json) -> bytes:
    """A row as JSON on one line, in UTF-8; half characters become ``?``."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def csv_lines(rows: Iterable[Json], columns: Sequence[str], delimiter: str = ",") -> Iterator[str]:
    """A header and a line for each row. A column `a.b` is field `b` of `a`; a list becomes words
    joined by ``;``."""
    for cells in chain([columns], ([cell(field(row, column)) for column in columns] for row in rows)):
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(cells)  # so that either is put in quotes
        yield line.getvalue().removesuffix("\r\n")


def field(row: Any, column: str) -> Any:
    """The value at a dotted path; of a list, the values in each of its elements."""
    head, _, rest = column.partition(".")
    value = row.get(head) if isinstance(row, dict) else None
    if not rest:
        return value
    return [field(one, rest) for one in value] if isinstance(value, list) else field(value, rest)


def _inside(value: Any) -> str:
    """A value of a list as words; lists in lists are joined by commas."""
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_inside, value)))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def cell(value: Any) -> str:
    """A value as the text of a cell that no spreadsheet takes for a formula."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, list | tuple):
        return cell("; ".join(filter(None, (_inside(one) for one in value))))
    text = str(value).replace("\0", "")
    return f"'{text}" if isinstance(value, str) and text.startswith(_DANGEROUS) else text
