"""A register, or what a question chooses of it, written in the formats that other programs read.

Each writer asks its `Matter` for the rows it needs and hands them on one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from regesta.exports import (
    calendars,
    chronicle,
    ftm,
    geo,
    graph,
    polecat,
    provenance,
    references,
    segments,
    sheets,
)
from regesta.exports.matter import Matter
from regesta.exports.segments import FolderNotEmpty, NotInstalled
from regesta.model import Finding
from regesta.views.rows import json_line

__all__ = ["BINARY", "FORMATS", "FolderNotEmpty", "Matter", "NotInstalled", "check_segments", "write", "write_segments"]

Writer = Callable[[Matter, BinaryIO], None]


def _texts(told: Callable[[Matter], Iterable[str]]) -> Writer:
    def write(matter: Matter, file: BinaryIO) -> None:
        file.writelines(piece.encode("utf-8", "replace") for piece in told(matter))

    return write


def _octets(told: Callable[[Matter], Iterable[bytes]]) -> Writer:
    def write(matter: Matter, file: BinaryIO) -> None:
        file.writelines(told(matter))

    return write


def _everything(matter: Matter) -> Iterator[bytes]:
    return (json_line(row) + b"\n" for row in matter.everything())


FORMATS: Final[Mapping[str, Writer]] = {
    "jsonl": _octets(_everything),
    "csv": _texts(sheets.table),
    "xlsx": sheets.workbook,
    "parquet": segments.claims,
    "polecat": _texts(polecat.table),
    "geojson": _octets(geo.features),
    "graphml": _texts(graph.network),
    "ftm": _octets(ftm.entities),
    "prov": _octets(provenance.document),
    "ris": _texts(references.ris),
    "csl": _octets(references.csl),
    "bibtex": _texts(references.bibtex),
    "timelinejs": _octets(calendars.timeline),
    "ical": _texts(calendars.icalendar),
    "markdown": _texts(chronicle.chronology),
}
"""Format → what writes it."""
BINARY: Final = frozenset({"xlsx", "parquet"})
"""The formats that are no text."""


def write(form: str, matter: Matter, file: BinaryIO) -> None:
    """Write the matter in a format."""
    FORMATS[form](matter, file)


def write_segments(matter: Matter, folder: Path) -> None:
    """Write the matter as Parquet segments into a new folder."""
    segments.segments(matter, folder)


def check_segments(folder: Path) -> Iterator[Finding]:
    """What is wrong with the Parquet segments in a folder, by the hashes that were written with them."""
    return segments.check(folder)
