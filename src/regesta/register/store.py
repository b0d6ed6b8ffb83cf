"""The store: what was received, what was read from it, what people decided, what follows.

A register is a folder. `pages/` and `judgements.jsonl` are the record; `register.sqlite` is derived from them and may
be deleted and rebuilt. One process writes at a time; any number may read meanwhile, and judge.
"""

# ruff: noqa: S608 (SQL is put together from words of this file only)
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import msgspec

from regesta import docket
from regesta.model import (
    Claim,
    Conflict,
    Entity,
    Event,
    Finding,
    Identity,
    Judgement,
    Kinship,
    Page,
    Reading,
    Receipt,
    RegestaError,
    Value,
    content_id,
    unique,
)
from regesta.register import answers, fixes, lock, pages, settings, settled
from regesta.register import judgements as judged

VERSION = 2
DATABASE = "register.sqlite"
SETTINGS = "regesta.toml"
JUDGEMENTS = "judgements.jsonl"
ANSWERS = "answers"
WORDS_PER_STORY = 1 << 20
_MAPPED = 1 << 31  # bytes of the database that one who reads looks at without copying them
Kept = TypeVar("Kept")


class RegisterMissing(RegestaError):  # noqa: N818 it says what is the case
    """There is no register where one was looked for."""


class RegisterDamaged(RegestaError):  # noqa: N818 it says what is the case
    """`register.sqlite` cannot be read as a register."""


class PageRead(Value, frozen=True):
    """A page that was read: where it came from, by which reader it was read, and what was odd about it."""

    id: str
    source: str
    obtained: str
    reader: str
    findings: tuple[Finding, ...]


class Basis(Value, frozen=True):
    """What a register is settled on: how much had been judged (`judged_so_far`), and notes for the next time, which
    `working` gives back."""

    judged: int
    notes: Mapping[str, bytes] = {}


class Register:
    """A register on disk. Open it with `Register.open`; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(":memory:")
        self._lock: int | None = None
        self.remembered: dict[str, Entity] | None = None
        self.gate: bool | None = None

    # ------------------------------------------------------------------------------------------ open and close
    @classmethod
    def open(cls, path: Path | str, create: bool = False) -> Self:
        """The register in a folder. With `create`, a folder that holds none becomes one; else `RegisterMissing`."""
        path = Path(path)
        if not create and not _is_register(path):
            raise RegisterMissing(f"there is no register at {path}; `regesta read` makes one")
        register = cls(path)
        try:
            register._lay_out()
        except BaseException as problem:
            register.close()
            _tell_of_damage(path, problem)
            raise
        return register

    def _lay_out(self) -> None:
        """Connect to the database, and make what a register must have and this one has not."""
        if not all((self.path / name).exists() for name in (DATABASE, "pages")):
            self.path.mkdir(parents=True, exist_ok=True)
            self.begin_writing()
            _make_folder(self.path)
        self.connection.close()
        self.connection = _connect(self.path)
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.execute("PRAGMA synchronous = FULL")
        version = self._version()
        if version == 0:
            self.begin_writing()
            if self._version() == 0:
                _make_tables(self.connection)
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"its version is {version}, this program knows version {VERSION}")

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        """Close the register, and let the next writer in if this one was writing."""
        self.connection.close()
        if self._lock is not None:
            lock.release(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        _tell_of_damage(self.path, value)

    def begin_writing(self) -> None:
        """Become the writer, until the register is closed; `RegisterLocked` where another process is it."""
        if self._lock is None:
            self._lock = lock.acquire(self.path / "LOCK")
            pages.sweep(self.path / "pages")
            pages.sweep(self.path / ANSWERS)

    def only_read(self) -> None:
        """From here on nothing can be written through this register. So its pages are looked at where they lie."""
        self.connection.execute("PRAGMA query_only = ON")
        self.connection.execute(f"PRAGMA mmap_size = {_MAPPED}")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While this lasts, every question is answered from one state of the register, whoever writes meanwhile.

        So what was looked up may be `remembered`.
        """
        self.connection.execute("BEGIN")
        self.remembered = {}
        try:
            yield
        finally:
            self.remembered = None
            self.connection.execute("ROLLBACK")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self.begin_writing()
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    # ------------------------------------------------------------------------------------------ what was received
    def keep_page(self, raw: bytes, receipt: Receipt) -> tuple[Page, bool]:
        """The page, safe on disk, and whether it is new; a page kept before stays as it was first received."""
        self.begin_writing()
        return pages.keep(self.path / "pages", raw, receipt)

    def page(self, page_id: str) -> Page:
        """A page that was kept."""
        return pages.load(self.path / "pages", page_id)

    def receipt(self, page_id: str) -> Receipt:
        """How a page was received."""
        return pages.read_receipt(self.path / "pages", page_id)

    def page_ids(self) -> tuple[str, ...]:
        """The ids of all kept pages, in order."""
        return tuple(pages.kept(self.path / "pages"))

    def pages(self) -> Iterator[Page]:
        """All kept pages, in order of their ids."""
        return (self.page(page_id) for page_id in self.page_ids())

    # ------------------------------------------------------------------------------------------ what models answered
    def keep_answer(self, key: str, answer: answers.Answer) -> None:
        """Have an answer safe on disk, under the hash of its question."""
        self.begin_writing()
        answers.keep(self.path / ANSWERS, key, answer)

    def answer(self, key: str) -> answers.Answer | None:
        """The answer that was kept to a question."""
        return answers.kept(self.path / ANSWERS, key)

    def assign(self, page_id: str, model: answers.Model) -> None:
        """Note that a page is read by a model beside the rules, now and whenever it is read anew."""
        self.begin_writing()
        if self.assigned(page_id) != model:
            answers.assign(self.path / ANSWERS, page_id, model)

    def assigned(self, page_id: str) -> answers.Model | None:
        """The model by which a page is read beside the rules."""
        return answers.assigned(self.path / ANSWERS, page_id)

    # ------------------------------------------------------------------------------------------ what was read
    def put_reading(
        self, page_id: str, readings: Sequence[Reading], findings: Sequence[Finding] = (), reader: str = ""
    ) -> bool:
        """Record what was read from a page, in one transaction; whether that changed anything.

        What an earlier reading of the same page said is replaced. The same reading twice changes nothing.
        """
        readings = [_encodable(reading, Reading) for reading in readings]
        receipt = pages.read_receipt(self.path / "pages", page_id)
        bodies = [msgspec.json.encode(reading) for reading in readings]
        told = msgspec.json.encode(_encodable(tuple(findings), tuple[Finding, ...]))
        digest = content_id("reading", *bodies)
        row = (page_id, receipt.source, receipt.url, receipt.via, receipt.obtained, reader, digest, told)
        if self.connection.execute("SELECT * FROM page WHERE id = ?", (page_id,)).fetchone() == row:
            return False
        with self._transaction() as db:
            _forget_page(db, page_id)
            db.execute("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            for position, (reading, body) in enumerate(zip(readings, bodies, strict=True)):
                _insert_reading(db, reading, body, (page_id, position))
            _set_settled(db, False)
        return True

    def forget_page(self, page_id: str) -> None:
        """Drop what was read from a page."""
        with self._transaction() as db:
            _forget_page(db, page_id)
            _set_settled(db, False)

    def is_read(self, page_id: str) -> bool:
        """Whether a page has been read."""
        return self.connection.execute("SELECT 1 FROM page WHERE id = ?", (page_id,)).fetchone() is not None

    def pages_read(self) -> tuple[PageRead, ...]:
        """All pages that have been read, in order of their ids."""
        rows = self.connection.execute("SELECT id, source, obtained, reader, findings FROM page ORDER BY id")
        return tuple(
            PageRead(id=i, source=s, obtained=o, reader=r, findings=_decoder(tuple[Finding, ...]).decode(f))
            for i, s, o, r, f in rows
        )

    def readings(self) -> Iterator[Reading]:
        """Every story as it was read, in order of page and position, with what people set right in it."""
        corrections = fixes.by_subject(self.judgements())
        return (fixes.fixed(reading, corrections) for reading in self.readings_as_read())

    def readings_as_read(self) -> Iterator[Reading]:
        """Every story as it was read, in order of page and position, without what people set right in it."""
        decoder = _decoder(Reading)
        for (body,) in self.connection.execute("SELECT body FROM story ORDER BY page, position"):
            yield decoder.decode(body)

    def reading(self, story_id: str) -> Reading | None:
        """One story as it was read, without what people set right in it."""
        row = self.connection.execute("SELECT body FROM story WHERE id = ?", (story_id,)).fetchone()
        return _decoder(Reading).decode(row[0]) if row else None

    # ------------------------------------------------------------------------------------------ what follows
    def replace_settled(
        self,
        identities: Sequence[Identity],
        events: Sequence[Event],
        conflicts: Sequence[Conflict],
        kinships: Sequence[Kinship] = (),
        basis: Basis | None = None,
    ) -> None:
        """Record what follows from all readings together, in place of what followed before, in one transaction.

        What was judged since what it rests on was looked up makes the register unsettled.
        """
        with self._transaction() as db:
            settled.replace(db, identities, events, conflicts, kinships)
            settled.replace_working(db, basis.notes if basis else {})
            _set_settled(db, basis is None or basis.judged == self.judged_so_far())

    def working(self) -> dict[str, bytes]:
        """The notes made when it was last worked out what follows; none in a register that never was settled so."""
        return settled.working(self.connection)

    def is_unread(self) -> bool:
        """Whether pages are kept but none has been read, as after the database was lost."""
        none_read = self.connection.execute("SELECT 1 FROM page LIMIT 1").fetchone() is None
        return none_read and bool(self.page_ids())

    def is_settled(self) -> bool:
        """Whether identities, events and conflicts follow from all that has been read and judged."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'settled'").fetchone()
        return row is not None and row[0] == "yes"

    # ------------------------------------------------------------------------------------------ what people decided
    def judgements(self) -> tuple[Judgement, ...]:
        """The judgements in force, in the order they were made; those undone, and the undoing, are left out."""
        return docket.in_force(self.judgements_made()[0])

    def judgements_made(self) -> tuple[tuple[Judgement, ...], tuple[Finding, ...]]:
        """Every judgement ever made, in order, and what in the file could not be read."""
        return judged.read(self.path / JUDGEMENTS)

    def judged_so_far(self) -> int:
        """How long the record of judgements is; it only ever grows."""
        path = self.path / JUDGEMENTS
        return path.stat().st_size if path.exists() else 0

    def append_judgement(self, judgement: Judgement) -> str:
        """The id of the judgement, which is safe on disk when this returns, also while another process writes."""
        judgement = _encodable(judgement, Judgement)
        judged.append(self.path / JUDGEMENTS, judgement)
        _set_settled(self.connection, False)
        return docket.judgement_id(judgement)

    def settings(self) -> tuple[settings.Settings, tuple[Finding, ...]]:
        """What `regesta.toml` says, and what is wrong with it."""
        return settings.read(self.path / SETTINGS)

    def is_gated(self) -> bool:
        """Whether only stories that may bear claims are parsed: as `gate` says, where it is set, else the settings."""
        return self.settings()[0].gate == "on" if self.gate is None else self.gate

    def settings_text(self) -> str:
        """What is written in `regesta.toml`, with its comments; empty where it is not there."""
        path = self.path / SETTINGS
        return path.read_bytes().decode("utf-8", "replace") if path.exists() else ""

    def write_settings(self, text: str) -> None:
        """Put these settings in place of those there are."""
        self.begin_writing()
        pages.write_durably(self.path / "pages", self.path / SETTINGS, text.encode("utf-8", "replace"))

    # ------------------------------------------------------------------------------------------ is it whole?
    def verify(self) -> tuple[Finding, ...]:
        """What is wrong with the register on disk; nothing, where it is whole."""
        kept = (*pages.check(self.path / "pages"), *answers.check(self.path / ANSWERS))
        return (*kept, *self._check_rows(), *self.judgements_made()[1], *self.settings()[1])

    def _check_rows(self) -> Iterator[Finding]:
        mend = "delete register.sqlite and run `regesta rebuild`"
        where = DATABASE
        for (said,) in self.connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield Finding(where=where, what=f"damaged ({said}); {mend}", severity="error")
        for table, *_ in self.connection.execute("PRAGMA foreign_key_check"):
            yield Finding(where=where, what=f"a row of {table} points at nothing; {mend}", severity="error")
        kept = set(self.page_ids())
        read = {page_id for (page_id,) in self.connection.execute("SELECT id FROM page")}
        for page_id in sorted(read - kept):
            yield Finding(where=f"page {page_id}", what="it was read, but its bytes are gone", severity="error")
        for page_id in sorted(kept - read):
            yield Finding(where=f"page {page_id}", what="kept, but not read yet; run `regesta rebuild`")


# ---------------------------------------------------------------------------------------------- making and opening
def discard_if_damaged(path: Path | str) -> bool:
    """Whether the database of a register was damaged; if so it is gone, and `regesta rebuild` derives it anew."""
    path = Path(path)
    if not (path / DATABASE).exists():
        return False
    held = lock.acquire(path / "LOCK")
    try:
        damaged = not _is_sound(path)
        for suffix in ("", "-wal", "-shm") if damaged else ():
            (path / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        return damaged
    finally:
        lock.release(held)


def _is_sound(path: Path) -> bool:
    try:
        connection = _connect(path)
        with closing(connection):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            return version in (0, VERSION) and connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError:
        return False


def _tell_of_damage(path: Path, problem: BaseException | None) -> None:
    """Raise, in words a person can act upon, what the database complained of; nothing where it did not."""
    if isinstance(problem, sqlite3.OperationalError):
        raise RegestaError(f"{path / DATABASE}: {problem}") from problem
    if isinstance(problem, sqlite3.DatabaseError):
        mend = "`regesta rebuild` makes it anew from pages and judgements, which are not touched by this"
        raise RegisterDamaged(f"{path / DATABASE} cannot be read ({problem}); {mend}") from problem


def _is_register(path: Path) -> bool:
    return any((path / name).exists() for name in (DATABASE, SETTINGS, "pages"))


def _make_folder(path: Path) -> None:
    """Make what is missing of a register's folder. A journal without its database belongs to a deleted one."""
    (path / "pages").mkdir(exist_ok=True)
    if not (path / SETTINGS).exists():
        (path / SETTINGS).write_text(settings.TEMPLATE, encoding="utf-8")
    if not (path / DATABASE).exists():
        for journal in ("-wal", "-shm"):
            (path / f"{DATABASE}{journal}").unlink(missing_ok=True)
    pages.flush_folder(path)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to the database; on a medium that cannot be written to, one that does not try."""
    mode = "rwc" if os.access(path, os.W_OK) else "ro&immutable=1"
    uri = f"{(path / DATABASE).absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)


def _make_tables(connection: sqlite3.Connection) -> None:
    schema = resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {VERSION}; COMMIT;")


# ---------------------------------------------------------------------------------------------- rows
@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _encodable(value: Kept, kind: Any) -> Kept:
    """The value itself, or, where its text holds half characters that UTF-8 cannot write, with ``?`` for each."""
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        plain = json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace")
        return cast("Kept", _decoder(kind).decode(plain))
    return value


def _forget_stories(db: sqlite3.Connection, which: str, value: str) -> None:
    for (number,) in db.execute(f"SELECT number FROM story WHERE {which}", (value,)).fetchall():
        span = (number * WORDS_PER_STORY, (number + 1) * WORDS_PER_STORY - 1)
        db.execute("DELETE FROM words WHERE rowid BETWEEN ? AND ?", span)
        db.execute("DELETE FROM story WHERE number = ?", (number,))


def _forget_page(db: sqlite3.Connection, page_id: str) -> None:
    _forget_stories(db, "page = ?", page_id)
    db.execute("DELETE FROM page WHERE id = ?", (page_id,))


def _insert_reading(db: sqlite3.Connection, reading: Reading, body: bytes, at: tuple[str, int]) -> None:
    """Write a story. Where two pages carry one and the same story, the page with the lower id has it, in any order."""
    story = reading.story
    rival = db.execute("SELECT page, position FROM story WHERE id = ?", (story.id,)).fetchone()
    if rival is not None and rival < at:
        return
    _forget_stories(db, "id = ?", story.id)
    published = story.published.edtf
    earliest = settled.span(published)[0]
    row = (story.id, *at, story.title, story.outlet, published, earliest, story.language, story.teaser, body)
    query = (
        "INSERT INTO story (id, page, position, title, outlet, published, earliest, language, teaser, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    number = db.execute(query, row).lastrowid or 0
    _insert_words(db, reading, number)
    for place, claim in enumerate(reading.claims):
        _insert_claim(db, reading, claim, place)


def _insert_words(db: sqlite3.Connection, reading: Reading, number: int) -> None:
    story = reading.story
    spans = [(block.start, block.end) for block in story.blocks] or [(0, len(story.text))]
    names = unique(name for entity in reading.entities for name in (entity.name, *entity.aliases))
    rows = [
        (story.title, "title", story.id, ""),
        *((story.text[start:end], "passage", story.id, f"{start}:{end}") for start, end in spans),
        *((name, "name", story.id, "") for name in names),
    ]
    numbered = [(number * WORDS_PER_STORY + n, *row) for n, row in enumerate(rows[:WORDS_PER_STORY])]
    db.executemany("INSERT INTO words (rowid, text, kind, story, place) VALUES (?, ?, ?, ?, ?)", numbered)


def _insert_claim(db: sqlite3.Connection, reading: Reading, claim: Claim, position: int) -> None:
    story = reading.story
    quote = story.text[slice(*claim.quote)]
    row = (claim.id, story.id, position, claim.kind, claim.status, quote, msgspec.json.encode(claim))
    if not db.execute("INSERT OR IGNORE INTO claim VALUES (?, ?, ?, ?, ?, ?, ?)", row).rowcount:
        return  # the same claim twice: its id is a hash of what it says
    fillers = [(role, filler.entity) for role, some in claim.roles.items() for filler in some]
    fillers += [("where", claim.where), *(("named", entity) for entity in _named_in(claim, reading))]
    rows = dict.fromkeys((claim.id, role, f"{story.id}/{entity}") for role, entity in fillers if entity)
    db.executemany("INSERT INTO role VALUES (?, ?, ?)", list(rows))


def _named_in(claim: Claim, reading: Reading) -> tuple[str, ...]:
    """Who is named in the words of the instrument that a claim speaks of: "an accord with Latvia"."""
    spans = [(one.start, one.end) for one in claim.roles.get("instrument", ()) if one.start >= 0]
    return unique(m.entity for m in reading.mentions for start, end in spans if start <= m.start and m.end <= end)


def _set_settled(db: sqlite3.Connection, settled: bool) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES ('settled', ?)", ("yes" if settled else "no",))
