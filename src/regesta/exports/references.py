"""The reports as literature: RIS, CSL-JSON and BibTeX, for programs that keep references.

A date is given as far as it is certain: the day, the month or the year that all the days it allows have in common.
"""

import re
from collections.abc import Iterator
from typing import Final

from regesta.door import Json
from regesta.exports.headlines import days, one_line
from regesta.exports.matter import Matter
from regesta.model import is_address
from regesta.views.rows import array_lines

_LATEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_SPECIAL: Final = re.compile(r"[\\{}$&#%_^~]")
_NOT_IN_BRACES: Final = re.compile(r"[\s{}\\]")


def ris(matter: Matter) -> Iterator[str]:
    """The reports in RIS: a tagged line a field."""
    return (f"{tag}  - {text}\n" if tag else "\n" for row in matter.reports() for tag, text in _ris(row))


def _ris(row: Json) -> Iterator[tuple[str, str]]:
    published, obtained = _parts(row["published"]), _parts(row["obtained"][:10])
    yield "TY", "NEWS"
    yield "ID", row["story"]
    yield from (("AU", one_line(author)) for author in row["authors"])
    yield from (("TI", one_line(row["title"])), ("T2", one_line(row["outlet"])))
    if published:
        yield "PY", f"{published[0]:04}"
        yield "DA", "/".join(f"{part:02}" for part in published) + "/" * (3 - len(published))
    yield "LA", row["language"]
    if address := _address(row):
        yield "UR", address
    if obtained:
        yield "Y2", "/".join(f"{part:02}" for part in obtained)
    yield from (("N1", note) for note in _quotes(row))
    yield from (("ER", ""), ("", ""))


def csl(matter: Matter) -> Iterator[bytes]:
    """The reports in CSL-JSON, the form of citation processors."""
    yield from array_lines(map(_csl, matter.reports()))
    yield b"\n"


def _csl(row: Json) -> Json:
    published, obtained = _parts(row["published"]), _parts(row["obtained"][:10])
    told = {
        "title": one_line(row["title"]),
        "container-title": one_line(row["outlet"]),
        "author": [{"literal": one_line(author)} for author in row["authors"]],
        "issued": {"date-parts": [published]} if published else None,
        "accessed": {"date-parts": [obtained]} if obtained else None,
        "URL": _address(row),
        "language": row["language"],
        "note": "\n".join(_quotes(row)),
    }
    return {"id": row["story"], "type": "article-newspaper", **{name: value for name, value in told.items() if value}}


def bibtex(matter: Matter) -> Iterator[str]:
    """The reports in BibTeX; what TeX would take for a command is written so that it prints."""
    return (_bibtex(row) for row in matter.reports())


def _bibtex(row: Json) -> str:
    published = _parts(row["published"])
    told = {
        "title": f"{{{_tex(row['title'])}}}",
        "author": " and ".join(f"{{{_tex(author)}}}" for author in row["authors"]),
        "journal": _tex(row["outlet"]),
        "year": f"{published[0]}" if published else "",
        "date": "-".join(f"{part:02}" for part in published),
        "url": _NOT_IN_BRACES.sub(lambda sign: f"%{ord(sign[0]):02X}", _address(row) or ""),
        "urldate": row["obtained"][:10] if _parts(row["obtained"][:10]) else "",
        "langid": _tex(row["language"]),
        "annote": _tex(" / ".join(_quotes(row))),
    }
    fields = ",\n".join(f"  {name} = {{{text}}}" for name, text in told.items() if text not in ("", "{}"))
    return f"@{'article' if row['outlet'] else 'misc'}{{{row['story']},\n{fields}\n}}\n\n"


def _tex(text: str | None) -> str:
    return _SPECIAL.sub(lambda sign: _LATEX[sign[0]], one_line(text))


def _quotes(row: Json) -> list[str]:
    """What was read in a report, verbatim but on one line each; a sentence that tells several claims once."""
    return list(dict.fromkeys(f"“{one_line(claim['quote'])}”" for claim in row["claims"]))


def _address(row: Json) -> str | None:
    address = one_line(row.get("url")).replace(" ", "%20")
    return address if is_address(address) else None


def _parts(when: str | None) -> list[int]:
    """Year, month and day as far as all the days that a date allows agree; nothing where not even the year is one."""
    first, last = days(when)
    if first is None or last is None or first.year != last.year:
        return []
    if first.month != last.month:
        return [first.year]
    return [first.year, first.month, *([first.day] if first.day == last.day else [])]
