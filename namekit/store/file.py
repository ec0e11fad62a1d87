"""Opening and guarding a registry's file: what is not one is refused untouched, and every write is all or nothing."""

import os
import secrets
import sqlite3
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, Self

from namekit.errors import RegistryError
from namekit.store.drives import network_drive
from namekit.store.schema import APPLICATION_ID, STEPS, VERSION

BUSY_SECONDS = 30.0  # how long a writer waits for another one
_HEADER = 100  # bytes: https://www.sqlite.org/fileformat2.html#the_database_header
_MAGIC = b"SQLite format 3\0"
_MAKE_ONE = "make one with `namekit registry init FILE`"
_SAY = {
    "SQLITE_BUSY": ("another program is writing to it", "try again when it is done; nothing was changed"),
    "SQLITE_LOCKED": ("another program is writing to it", "try again when it is done; nothing was changed"),
    "SQLITE_FULL": ("no space is left on the disk", "what was reported as done is kept; make room and go on"),
    "SQLITE_READONLY": ("it cannot be written", "look at the permissions of the file and its folder"),
    "SQLITE_CANTOPEN": ("it cannot be opened", "look at the permissions of the file and its folder"),
    "SQLITE_CORRUPT": ("it is damaged", "keep it as it is, and go back to a copy"),
    "SQLITE_NOTADB": ("it is no registry", _MAKE_ONE),
    "SQLITE_IOERR": ("the disk failed to read or write it", "what was reported as done is kept, if the disk kept it"),
}


def now() -> str:
    """The time in UTC, to the second, as the file keeps it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """A registry's file, open. Made by `create`, `open` or `in_memory`; closed by `close` or at the end of a `with`.

    All changes go through `writing`: one transaction, which waits for other writers and then says so. `settle` is
    called at the end of each that changed people or decisions, to take what is derived from them along.
    """

    def __init__(self, db: sqlite3.Connection, path: Path | None, label: str, *, writable: bool) -> None:
        self.db, self.path, self.label, self.writable = db, path, label, writable
        self.settle: Callable[[Store], None] | None = None
        self._revised = 0
        self._end = weakref.finalize(self, db.close)

    @classmethod
    def create(cls, path: str | Path, *, shared: bool = False) -> Self:
        """A new, empty registry at `path`; with `shared`, one that is safe on a network drive which nobody recognised.

        Raises RegistryError where a file is there already, or where it cannot be made.
        """
        file = Path(path)
        if file.exists():
            raise RegistryError("there is a file already", file=str(file), advice="choose another name, or open it")
        with _said(file):
            if not file.parent.is_dir():
                raise RegistryError("its folder does not exist", file=str(file))
            db = _connect(file, "rwc")
            try:
                _build(db, shared=shared)
                _journal(db, file)
            except BaseException:
                db.close()
                file.unlink(missing_ok=True)
                raise
        return cls(db, file, file.name, writable=True)

    @classmethod
    def open(cls, path: str | Path, *, writable: bool = True, busy_seconds: float = BUSY_SECONDS) -> Self:
        """The registry at `path`, brought to this version of the file if it is older.

        With `writable`, it is still opened for reading alone where the file or its folder allows no more. Raises
        RegistryError, and touches nothing, where the file is missing, truncated, no registry, or of a newer namekit.
        """
        file = Path(path)
        _inspect(file)
        with _said(file):
            db, writes = _open(file, writable=writable)
            try:
                db.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
                version = _look(db, file)
                if writes:
                    _journal(db, file)
                elif network_drive(file) and db.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                    _let_go(db)
                if version < VERSION:
                    _migrate(db, file, writable=writes)
            except BaseException:
                db.close()
                raise
        return cls(db, file, file.name, writable=writes)

    @classmethod
    def in_memory(cls, label: str) -> Self:
        """A registry without a file, to read from."""
        db = sqlite3.connect(":memory:", isolation_level=None)
        _build(db, shared=False)
        return cls(db, None, label, writable=True)

    def close(self) -> None:
        """Close the file. What was written is there; what was not committed is not."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """SQLite's errors as RegistryError, for what is done aside: in temporary tables."""
        with _said(self.path):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All reads inside see one state of the file. Raises RegistryError where it cannot be read."""
        with _said(self.path):
            if self.db.in_transaction:
                yield
                return
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                if self._end.alive:  # else what was read half through was left when the file was closed
                    self.db.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all that is written inside is kept, and safe, when it ends; after an error, nothing is.

        Raises RegistryError where the file is read-only, where another program writes longer than the wait, or where
        the disk is full.
        """
        if not self.writable:
            advice = (
                "make one of your own: `namekit registry init FILE`" if self.path is None else "see its permissions"
            )
            raise RegistryError("it is read-only", file=str(self.path or self.label), advice=advice)
        with _said(self.path), _all_or_nothing(self.db):
            self._revised = 0
            yield
            if self._revised and self.settle:
                self.settle(self)

    def revise(self) -> int:
        """The number of the revision that this transaction makes: to be called by what changes people or decisions."""
        if not self._revised:
            self._revised = self.revision + 1
            self._set("revision", str(self._revised))
            self._set("stamp", secrets.token_hex(4))
        return self._revised

    @property
    def revision(self) -> int:
        """How many transactions have changed people or decisions."""
        return int(self._get("revision"))

    @property
    def version(self) -> str:
        """The label, the revision, and eight hexadecimal digits that no other state of a registry has."""
        return f"{self.label} {self._get('revision')}-{self._get('stamp')}"

    @property
    def journal(self) -> str:
        """How the file guards its writes: "wal", or "delete" on a network drive."""
        return str(self.one("PRAGMA journal_mode")[0])

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        """The only row of a query that always has one."""
        row: tuple[Any, ...] = self.db.execute(sql, values).fetchone()
        return row

    def maybe(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if there is one."""
        row: tuple[Any, ...] | None = self.db.execute(sql, values).fetchone()
        return row

    def _get(self, key: str) -> str:
        return str(self.one("SELECT value FROM meta WHERE key = ?", (key,))[0])

    def _set(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


@contextmanager
def _said(path: Path | None) -> Iterator[None]:
    """SQLite's errors as RegistryError, in words."""
    try:
        yield
    except sqlite3.DatabaseError as e:
        name = getattr(e, "sqlite_errorname", "") or ""
        for code, (problem, advice) in _SAY.items():
            if name.startswith(code):
                raise RegistryError(problem, file=str(path or ""), advice=advice) from e
        raise


def _inspect(file: Path) -> None:
    """Looks at the header alone; RegistryError where the file must not be opened.

    SQLite reads it, without locks and without the log: a descriptor of our own, once closed, would end the locks that
    other connections of this process hold, and whoever closes the file elsewhere would take the log away from under
    them (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    where = str(file)
    if not file.exists():
        raise RegistryError("no such file", file=where, advice="make it with `namekit registry init FILE`")
    if not file.is_file():
        raise RegistryError("this is no file", file=where)
    size = file.stat().st_size
    if size < _HEADER:  # which nobody has open
        _refuse_short(file)
    try:
        with closing(_connect(file, "immutable=1")) as db:
            application, version, pages, page = (
                db.execute(f"PRAGMA {what}").fetchone()[0]
                for what in ("application_id", "user_version", "page_count", "page_size")
            )
    except sqlite3.DatabaseError as e:
        name = getattr(e, "sqlite_errorname", "") or ""
        if name == "SQLITE_NOTADB":
            raise RegistryError("this is no registry", file=where, advice=_MAKE_ONE) from e
        if name != "SQLITE_CORRUPT":
            raise RegistryError(f"it cannot be read: {e}", file=where) from e
        pages, page = size, 2  # fewer than the header says
    else:
        if application != APPLICATION_ID:
            raise RegistryError("an SQLite database, but no registry of namekit", file=where)
        _refuse_newer(version, file)
    unfinished = any(file.with_name(file.name + end).exists() for end in ("-wal", "-journal"))
    if size < pages * page and not unfinished:
        raise RegistryError("the file is truncated", file=where, advice="go back to a copy of it")


def _refuse_short(file: Path) -> NoReturn:
    try:
        head = file.read_bytes()
    except OSError as e:
        raise RegistryError(f"it cannot be read: {e.strerror}", file=str(file)) from e
    if head and _MAGIC.startswith(head[: len(_MAGIC)]):
        raise RegistryError("the file is truncated", file=str(file), advice="go back to a copy of it")
    raise RegistryError("this is no registry", file=str(file), advice=_MAKE_ONE)


def _refuse_newer(version: int, file: Path) -> None:
    if version > VERSION:
        raise RegistryError(
            f"made by a newer namekit (version {version} of the file; this one knows {VERSION})",
            file=str(file),
            advice="bring namekit up to date",
        )


def _connect(file: Path, mode: str) -> sqlite3.Connection:
    # the path is percent-encoded: no letter of it is read as an option
    db = sqlite3.connect(f"{file.resolve().as_uri()}?{mode if '=' in mode else 'mode=' + mode}", uri=True,
                         isolation_level=None, timeout=BUSY_SECONDS, cached_statements=256)  # fmt: skip
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA synchronous = FULL")
    except BaseException:
        db.close()
        raise
    return db


def _open(file: Path, *, writable: bool) -> tuple[sqlite3.Connection, bool]:
    """A connection that has read the file once, and whether it may write."""
    can_write = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    idle = not file.with_name(file.name + "-wal").exists()
    modes = ["rw"] if writable and can_write else ["mode=ro"] if can_write or not idle else ["mode=ro&immutable=1"]
    db = _connect(file, modes[0])
    try:
        if network_drive(file):
            db.execute("PRAGMA locking_mode = EXCLUSIVE")  # without it, a write-ahead log needs shared memory
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        db.close()
        raise
    return db, modes[0] == "rw"


def _look(db: sqlite3.Connection, file: Path) -> int:
    """What the header cannot say: the version, which may still be in the log, and parts that no registry has."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    _refuse_newer(version, file)
    alien = db.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone()
    if alien:
        raise RegistryError(f"it holds {alien[0]!r}, which no registry has", file=str(file), advice="do not use it")
    return version


def _journal(db: sqlite3.Connection, file: Path) -> None:
    """A write-ahead log, with which readers and a writer do not wait for each other; not on a network drive."""
    shared = db.execute("SELECT value FROM meta WHERE key = 'shared'").fetchone()[0] == "1"
    kind = network_drive(file)
    wanted = "delete" if kind or shared else "wal"
    try:
        (got,) = db.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    except sqlite3.OperationalError:
        (got,) = db.execute("PRAGMA journal_mode").fetchone()
    if kind:
        _let_go(db)
        if got != "delete":
            raise RegistryError(
                f"it is on a network drive ({kind}) and open elsewhere in a way that is not safe there",
                file=str(file),
                advice="close it everywhere and try again, or work on copies and bring them together with "
                "`namekit registry merge-file`",
            )


def _let_go(db: sqlite3.Connection) -> None:
    """Gives up the hold with which a file on a network drive was opened."""
    db.execute("PRAGMA locking_mode = NORMAL")
    db.execute("SELECT count(*) FROM meta").fetchone()  # the next reading ends with it


def _build(db: sqlite3.Connection, *, shared: bool) -> None:
    """All tables, empty, in one transaction."""
    db.execute("PRAGMA page_size = 8192")
    with _all_or_nothing(db):
        for step in STEPS:
            _run_step(db, step)
        meta = {"revision": "0", "stamp": secrets.token_hex(4), "shared": "01"[shared], "created": now()}
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def _all_or_nothing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction, undone where something goes wrong in it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has rolled it back already
            db.execute("ROLLBACK")
        raise


def _run_step(db: sqlite3.Connection, step: str) -> None:
    """The statements of one step; `executescript` would end the transaction."""
    statement = ""
    for line in step.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def _migrate(db: sqlite3.Connection, file: Path, *, writable: bool) -> None:
    """The steps that the file has not taken, in one transaction: it is of the old version or of the new one."""
    if not writable:
        raise RegistryError(
            "it was made by an older namekit and must be brought up to date, which needs permission to write",
            file=str(file),
        )
    with _all_or_nothing(db):
        (version,) = db.execute("PRAGMA user_version").fetchone()  # another program may have been first
        for step in STEPS[version:]:
            _run_step(db, step)
        db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the file's first bytes tell the version
