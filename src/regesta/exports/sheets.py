"""Claims as tables: comma-separated values, and workbooks for spreadsheet programs (Office Open XML).

A workbook is written as it is read: row after row into the archive, so that it may be larger than memory; the same
register gives the same bytes, which libraries that write the hour into each file do not.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from regesta.door import Json
from regesta.exports.headlines import clean
from regesta.exports.matter import Matter
from regesta.views.rows import cell, csv_lines, field

COLUMNS: Final = (
    "claim", "story", "outlet", "published", "quote", "title", "kind", "type", "mode", "plover.event", "plover.mode",
    "status", "background", "when", "where", "roles.who", "roles.to", "roles.with", "roles.about", "said_by",
    "confidence", "language", "url", "permalink", "source", "obtained", "event",
)  # fmt: skip
_ROWS, _LETTERS = 200_000, 32_767
"""So many rows a sheet, well below what a sheet can hold; and so many letters a cell, which is all that one can."""


def table(matter: Matter) -> Iterator[str]:
    """The claims as comma-separated values."""
    return (f"{line}\n" for line in csv_lines(matter.claims(), COLUMNS))


def workbook(matter: Matter, file: BinaryIO) -> None:
    """The claims as a workbook; what does not go on one sheet goes on the next."""
    rows, sheets = iter(matter.claims()), 0
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        while (first := next(rows, None)) is not None or not sheets:
            sheets += 1
            told = chain([first] if first else [], islice(rows, _ROWS - 1))
            _write(archive, f"xl/worksheets/sheet{sheets}.xml", _sheet(COLUMNS, told))
        for name, part in _parts(sheets):
            _write(archive, name, [part])


def _write(archive: ZipFile, name: str, pieces: Iterable[str]) -> None:
    """Add a part to the archive piece by piece, under the date on which all archives begin."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    with archive.open(info, "w") as part:
        for piece in pieces:
            part.write(piece.encode("utf-8", "replace"))


def _sheet(columns: Sequence[str], rows: Iterable[Json]) -> Iterator[str]:
    """A sheet: its first row stays in view and can be filtered by."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    yield f"<sheetData>{_row(1, columns)}"
    number = 1
    for number, row in enumerate(rows, 2):
        yield _row(number, [field(row, column) for column in columns])
    yield f'</sheetData><autoFilter ref="A1:{_letter(len(columns))}{number}"/></worksheet>'


def _row(number: int, values: Sequence[object]) -> str:
    return f'<row r="{number}">{"".join(map(_cell, values))}</row>'


def _cell(value: object) -> str:
    """A number as a number, all else as text that no program takes for a formula."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = clean(cell(value))
    text = text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else "<c/>"


def _letter(column: int) -> str:
    """The name of a column by its number: A to Z, then AA, AB and on."""
    before, last = divmod(column - 1, 26)
    return (_letter(before) if before else "") + chr(ord("A") + last)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FILE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _parts(sheets: int) -> Iterator[tuple[str, str]]:
    """The parts that say what the archive holds."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="claims {n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    yield "xl/workbook.xml", f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_FILE}"><sheets>{listed}</sheets></workbook>'
    related = "".join(_related(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    yield "xl/_rels/workbook.xml.rels", f'{_XML}<Relationships xmlns="{_PARTS}">{related}</Relationships>'
    whole = _related(1, "officeDocument", "xl/workbook.xml")
    yield "_rels/.rels", f'{_XML}<Relationships xmlns="{_PARTS}">{whole}</Relationships>'
    typed = "".join(_typed(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers)
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    known = f"{default}{_typed('/xl/workbook.xml', 'sheet.main')}{typed}"
    yield "[Content_Types].xml", f'{_XML}<Types xmlns="{_TYPES}">{known}</Types>'


def _related(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_FILE}/{kind}" Target="{target}"/>'


def _typed(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{_SHEETS}.{kind}+xml"/>'
