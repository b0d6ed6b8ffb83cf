"""Parquet: the claims as one table, or in segments sorted by entity and date that DuckDB and others read in place."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from regesta import __version__
from regesta.door import Json
from regesta.exports.headlines import days, span
from regesta.exports.matter import Matter
from regesta.model import Finding, RegestaError
from regesta.views.rows import field, json_line

_TEXTS: Final = (
    "claim", "event", "story", "outlet", "published", "title", "quote", "kind", "type", "mode", "plover.event",
    "plover.mode", "status", "when", "when_words", "where", "where_id", "language", "url", "permalink", "source",
    "obtained", "page", "rule",
)  # fmt: skip
_LISTS: Final = ("roles.who", "roles.to", "roles.with", "roles.about", "said_by")
_ENTITY: Final = ("id", "name", "kind", "country", "sector")
_GROUP, _SEGMENT = 8_192, 131_072
"""Rows that are written together, and rows a segment: a reader skips by the one and copies by the other."""
MANIFEST = "manifest.json"


class FolderNotEmpty(RegestaError):  # noqa: N818 it says what is the case
    """Segments are to be written where there is something already."""


class NotInstalled(RegestaError):  # noqa: N818 it says what is the case
    """A format needs a package that is not there."""


def pyarrow() -> Any:
    """The package that writes Parquet, which comes with the extra `parquet`."""
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as problem:
        raise NotInstalled("Parquet needs pyarrow: pip install 'regesta[parquet]'") from problem
    return pa


def claims(matter: Matter, file: BinaryIO) -> None:
    """The claims as one table, in order of publication."""
    package = pyarrow()
    schema = _schema(package, entity=False)
    with package.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _groups(map(_flat, matter.claims()), _GROUP):
            writer.write_table(package.Table.from_pylist(group, schema))


def segments(matter: Matter, folder: Path) -> None:
    """The claims once for each entity in them, in segments by entity and date, with a manifest of their hashes."""
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty(f"{folder} is not empty; segments are written into a new folder")
    package = pyarrow()
    folder.mkdir(parents=True, exist_ok=True)
    rows = iter(matter.parties())
    told: list[Json] = []
    while (first := next(rows, None)) is not None:
        path = folder / f"segment-{len(told):05}.parquet"
        told.append(_segment(package, path, chain([first], islice(rows, _SEGMENT - 1))))
    manifest = {"regesta": __version__, "sorted_by": ["entity", "day"], "segments": told}
    (folder / MANIFEST).write_bytes(json_line(manifest) + b"\n")


def check(folder: Path) -> Iterator[Finding]:
    """What is wrong with segments on disk: one that is missing, or whose bytes are not those that were written."""
    try:
        told = msgspec.json.decode((folder / MANIFEST).read_bytes())["segments"]
        hashes = {str(one["file"]): str(one["sha256"]) for one in told}
    except (OSError, ValueError, LookupError, TypeError) as problem:
        yield Finding(where=MANIFEST, what=f"it cannot be read as a manifest ({problem})", severity="error")
        return
    for name, digest in hashes.items():
        yield from damage(folder / name, digest)


def damage(path: Path, digest: str) -> Iterator[Finding]:
    """What is wrong with a file that had this hash when it was written."""
    if not path.is_file():
        yield Finding(
            where=path.name, what="it is missing; write it again, or restore it from a copy", severity="error"
        )
    elif _digest(path) != digest:
        what = "its bytes have changed since it was written; write it again, or restore it from a copy"
        yield Finding(where=path.name, what=what, severity="error")


def _segment(package: Any, path: Path, rows: Iterable[Json]) -> Json:
    """Write a segment; its line of the manifest."""
    schema = _schema(package, entity=True)
    count, ends = 0, list[Json]()
    with package.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(map(_of_entity, rows), _GROUP):
            writer.write_table(package.Table.from_pylist(group, schema))
            count += len(group)
            ends = [ends[0] if ends else group[0], group[-1]]
    first, last = ({"entity": one["entity"], "day": str(one["day"] or "")} for one in ends)
    return {"file": path.name, "rows": count, "sha256": _digest(path), "first": first, "last": last}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_entity(row: Json) -> Json:
    """A claim with one entity in it, and the day it is sorted by: its own, else that of its report."""
    entity = {"entity" if one == "id" else f"entity_{one}": row["entity"][one] for one in _ENTITY}
    day = span(row["when"]) or span(row["published"])
    return {**entity, "day": day[0] if day else None, "role": row["role"], **_flat(row)}


def _flat(row: Json) -> Json:
    """A claim with a value for each column; the days that its time allows beside the time itself."""
    first, last = days(row["when"])
    told = {_name(column): field(row, column) for column in _TEXTS}
    lists = {_name(column): _listed(field(row, column)) for column in _LISTS}
    plain = {one: row[one] for one in ("background", "confidence")}
    return {**told, **lists, **plain, "first_day": first, "last_day": last}


def _listed(value: Any) -> Sequence[str]:
    return value if isinstance(value, list) else [value] if value else []


def _name(column: str) -> str:
    return column.replace(".", "_")


def _schema(package: Any, *, entity: bool) -> Any:
    names = ("entity", *(f"entity_{one}" for one in _ENTITY[1:])) if entity else ()
    fields: Mapping[str, Any] = {
        **dict.fromkeys(names, package.string()),
        **({"day": package.date32(), "role": package.string()} if entity else {}),
        **dict.fromkeys(map(_name, _TEXTS), package.string()),
        **dict.fromkeys(map(_name, _LISTS), package.list_(package.string())),
        "background": package.bool_(),
        "confidence": package.float64(),
        "first_day": package.date32(),
        "last_day": package.date32(),
    }
    return package.schema(list(fields.items()))


def _groups(rows: Iterable[Json], size: int) -> Iterator[list[Json]]:
    waiting = iter(rows)
    while group := list(islice(waiting, size)):
        yield group
