"""What is written of a shard, a row a page: into a journal as the work goes on, then as Parquet, put in place whole."""

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from regesta.exports.segments import pyarrow
from regesta.model import Finding, Reading, Receipt, Value
from regesta.register.pages import write_durably

Fate = Literal["read", "refused", "quarantined", "told"]
"""What became of a page, or of an input that could not be opened; ``told`` is what is told of an input beside these."""
FATES: tuple[Fate, ...] = ("read", "refused", "quarantined")
SHARDS = "shards"
GROUP = 256  # rows that are held and written together


class Row(Value, frozen=True):
    """A page of a shard, its place in the order of the input, and what became of it."""

    number: int
    page: str
    fate: Fate
    receipt: Receipt
    raw: bytes
    reader: str = ""
    readings: tuple[Reading, ...] = ()
    findings: tuple[Finding, ...] = ()


def written(row: Row) -> bytes:
    """A row as a line of the journal."""
    try:
        return msgspec.json.encode(row) + b"\n"
    except UnicodeEncodeError:  # half characters, which no file can hold
        plain = json.dumps(msgspec.to_builtins(row), ensure_ascii=False).encode("utf-8", "replace")
        return plain + b"\n"


def journal(path: Path) -> Iterator[Row]:
    """The rows of a journal, up to where a killed worker tore it."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                return
            yield msgspec.json.decode(line, type=Row)


def mend(path: Path) -> int:
    """How many rows a journal has, once what was torn off is cut away."""
    count = whole = 0
    with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            count, whole = count + 1, whole + len(line)
        file.truncate(whole)
    return count


def place(folder: Path, shard: str) -> Path:
    """Where the segment of a shard lies."""
    return folder / SHARDS / f"{shard}.parquet"


def seal(folder: Path, shard: str, path: Path) -> str:
    """The hash of the segment that was made of a journal and is in place, whole."""
    package = pyarrow()
    sink = package.BufferOutputStream()
    with package.parquet.ParquetWriter(sink, _schema(package), compression="zstd") as writer:
        for group in _groups(journal(path)):
            writer.write_table(package.Table.from_pylist(list(map(_flat, group)), _schema(package)))
    raw = sink.getvalue().to_pybytes()
    write_durably(folder / SHARDS, place(folder, shard), raw)
    return hashlib.sha256(raw).hexdigest()


def rows(folder: Path, shard: str) -> Iterator[Row]:
    """The rows of a segment, in their order."""
    with pyarrow().parquet.ParquetFile(place(folder, shard)) as file:
        for batch in file.iter_batches(GROUP):
            yield from map(_row, batch.to_pylist())


def fates(folder: Path, shard: str) -> Counter[str]:
    """How many pages of a segment were read, refused, quarantined."""
    table = pyarrow().parquet.read_table(place(folder, shard), columns=["fate"])
    return Counter(table.column("fate").to_pylist())


def _groups(found: Iterable[Row]) -> Iterator[Sequence[Row]]:
    group: list[Row] = []
    for row in found:
        group.append(row)
        if len(group) == GROUP:
            yield group
            group = []
    yield group


def _schema(package: Any) -> Any:
    texts = ("page", "fate", "source", "url", "obtained", "reader")
    numbers = ("number", "stories", "claims")
    bodies = ("receipt", "readings", "findings", "raw")
    fields = dict.fromkeys(numbers, package.int64()) | dict.fromkeys(texts, package.string())
    return package.schema(list((fields | dict.fromkeys(bodies, package.binary())).items()))


def _flat(row: Row) -> dict[str, Any]:
    """A row with a value for each column; what is made of parts is JSON."""
    plain = {name: getattr(row, name) for name in ("number", "page", "fate", "reader", "raw")}
    told = {name: getattr(row.receipt, name) for name in ("source", "url", "obtained")}
    counts = {"stories": len(row.readings), "claims": sum(len(one.claims) for one in row.readings)}
    bodies = {name: msgspec.json.encode(getattr(row, name)) for name in ("receipt", "readings", "findings")}
    return {**plain, **told, **counts, **bodies}


def _row(flat: dict[str, Any]) -> Row:
    return Row(
        number=flat["number"],
        page=flat["page"],
        fate=flat["fate"],
        receipt=msgspec.json.decode(flat["receipt"], type=Receipt),
        raw=flat["raw"],
        reader=flat["reader"],
        readings=msgspec.json.decode(flat["readings"], type=tuple[Reading, ...]),
        findings=msgspec.json.decode(flat["findings"], type=tuple[Finding, ...]),
    )
