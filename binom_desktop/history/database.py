"""The history's SQLite file: the durable truth. One thread uses it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from binom_desktop.billing_values import TransactionRow
from binom_desktop.errors import HistoryDamaged, HistoryFault
from binom_desktop.history.columns import Rows
from binom_desktop.history.coverage import Run
from binom_desktop.history.names import NameKind
from binom_desktop.history.snapshot import Stamp

APPLICATION_ID = 0x42494E4D
COMPANIONS = ("-wal", "-shm")
# Each migration leads from the version that is its index to the next one, in a transaction of its own.
_BUSY_PAUSE_S = 0.01
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        # Texts that many requests share; kinds are NameKind.
        "CREATE TABLE names (kind INTEGER NOT NULL, code INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, code)"
        ") WITHOUT ROWID",
        # No other index: one on ids makes writing four times slower. An error of -1 is none.
        "CREATE TABLE requests (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp_ms INTEGER NOT NULL,"
        " endpoint INTEGER NOT NULL, model INTEGER NOT NULL, status INTEGER NOT NULL, input_tokens INTEGER NOT NULL,"
        " output_tokens INTEGER NOT NULL, cost_nano INTEGER NOT NULL, latency_ms INTEGER NOT NULL,"
        " key_id INTEGER NOT NULL, key_description INTEGER NOT NULL, error INTEGER NOT NULL)",
        # One row a transaction of requests: what a snapshot of an earlier generation lacks. The last row always stays.
        "CREATE TABLE batches (generation INTEGER PRIMARY KEY, mark INTEGER NOT NULL, runs TEXT NOT NULL)",
        "INSERT INTO batches VALUES (0, random(), '[]')",
        "CREATE TABLE documents (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
        # The first sequence that the server still has.
        "CREATE TABLE log (beginning INTEGER NOT NULL)",
        "INSERT INTO log VALUES (1)",
    ),
    (
        # The order is the server's: a place counts from the oldest, since neither times nor ids order what is listed.
        "CREATE TABLE transactions (place INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp_ms INTEGER NOT NULL,"
        " kind TEXT NOT NULL, amount_nano INTEGER NOT NULL, balance_after_nano INTEGER NOT NULL,"
        " description TEXT NOT NULL)",
        # One row once they were read whole: as of when.
        "CREATE TABLE ledger (as_of_ms INTEGER NOT NULL)",
    ),
)

_COLUMNS = ", ".join(Rows._fields)
_WIDTH = len(Rows._fields)
_INSERT = f"INSERT INTO requests ({_COLUMNS}) VALUES "  # noqa: S608 - our own names
_REPLACE = _INSERT.replace("INSERT", "REPLACE", 1)
_PLACES = f"({', '.join('?' * _WIDTH)})"
# One statement for several rows takes less time than one for each.
_ROWS_A_STATEMENT = 25
_INSERT_MANY = _INSERT + ", ".join([_PLACES] * _ROWS_A_STATEMENT)
_SELECT = f"SELECT {_COLUMNS} FROM requests WHERE sequence BETWEEN ? AND ? ORDER BY sequence"  # noqa: S608 - as above
_ROWS_AT_ONCE = 16_384
_DROPPED_AT_ONCE = 4_096
# A document: a migration would keep a copy of all that is to be dropped.
_DROPPED = "dropped"
_TRANSACTION_TYPES = (str, int, str, int, int, str)


class Batch(Struct, frozen=True):
    """One transaction of requests: its generation and the runs of sequences that it added."""

    generation: int
    runs: tuple[Run, ...]


class Dropped(Struct, frozen=True):
    """What the history was made to forget: everything below ``kept_from``.

    None of that was made at ``until_ms`` or later. ``last_id`` is the id of the request just below ``kept_from``.
    """

    kept_from: int = 1
    until_ms: int = -(1 << 63)
    last_id: str = ""


class Database:
    """An open history file. Every failure is a ``HistoryFault``; a failed transaction leaves nothing behind.

    ``max_pages`` limits the file's size as a full disk would; ``busy_timeout_s`` is how long another process that is
    writing is waited for.
    """

    def __init__(
        self,
        path: Path,
        *,
        migrations: Sequence[Sequence[str]] = MIGRATIONS,
        max_pages: int | None = None,
        busy_timeout_s: float = 5.0,
    ) -> None:
        self._path = path
        self._migrations = migrations
        self._max_pages = max_pages
        self._busy_timeout_s = busy_timeout_s
        self._open_connection: sqlite3.Connection | None = None
        self._place: tuple[int, int] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the file was opened, and not closed since."""
        return self._open_connection is not None

    @property
    def in_place(self) -> bool:
        """Whether the file is open and still the one under its name."""
        try:
            return self.is_open and _place_of(self._path) == self._place
        except OSError:
            return False

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._open_connection is None:
            raise HistoryFault("The local history is closed.")
        return self._open_connection

    def open(self) -> None:
        """Open or create the file and bring it up to date, with a backup beside it before each step.

        Raises ``HistoryDamaged``, or ``HistoryFault`` if it can't be used or a newer version of the app wrote it.
        """
        with _faults(self._path):
            _make_private(self._path)
            for suffix in COMPANIONS:
                # SQLite gives those it makes the file's permissions; those of a copy may have others.
                if (companion := self._path.with_name(self._path.name + suffix)).exists():
                    _make_private(companion)
            self._place = _place_of(self._path)
            self._open_connection = sqlite3.connect(self._path, timeout=self._busy_timeout_s, isolation_level=None)
            try:
                version = self._checked_version()
                self._set_journal()
                # A process that is killed loses nothing; a power cut may lose the last transactions, never the file.
                self._connection.execute("PRAGMA synchronous = NORMAL")
                # A log of 16 MB, four times the usual, needs fewer checkpoints during a backfill.
                self._connection.execute("PRAGMA wal_autocheckpoint = 4000")
                self._migrate(version)
                if self._max_pages is not None:
                    self._connection.execute(f"PRAGMA max_page_count = {self._max_pages:d}")
            except BaseException:
                self.close()
                raise

    def _set_journal(self) -> None:
        """Write ahead. While the last user before closes the file, SQLite refuses this without waiting by itself."""
        deadline_s = time.monotonic() + self._busy_timeout_s
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline_s:
                    raise
                time.sleep(_BUSY_PAUSE_S)
            else:
                return

    def close(self) -> None:
        """Close the file; it may be closed already."""
        if self._open_connection is not None:
            connection, self._open_connection = self._open_connection, None
            with _faults(self._path):
                connection.close()

    def _checked_version(self) -> int:
        version = self._pragma("user_version")
        if version > len(self._migrations) and self._pragma("application_id") == APPLICATION_ID:
            raise HistoryFault(
                f"The history in {self._path.parent} was written by a newer version of Binom Desktop."
                " Update the app to open it."
            )
        empty = self._connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
        new = empty and version == 0
        if not new and (empty or version < 1 or self._pragma("application_id") != APPLICATION_ID):
            raise HistoryDamaged(f"{self._path} is not a history of Binom Desktop.")
        return version

    def _migrate(self, version: int) -> None:
        for reached in range(version, len(self._migrations)):
            # A file that is made just now holds nothing to lose.
            if version > 0:
                self._back_up(reached)
            with self.transaction():
                # Another process may have got there first.
                if self._pragma("user_version") == reached:
                    for statement in self._migrations[reached]:
                        self._connection.execute(statement)
                    self._connection.execute(f"PRAGMA user_version = {reached + 1:d}")

    def _pragma(self, name: str) -> int:
        (value,) = self._connection.execute(f"PRAGMA {name}").fetchone()
        return int(value)

    def _back_up(self, version: int) -> None:
        kept = self._path.with_name(f"{self._path.stem}-version-{version}{self._path.suffix}")
        temporary = kept.with_name(f"{kept.name}.tmp")
        temporary.unlink(missing_ok=True)
        try:
            _make_private(temporary)
            with contextlib.closing(sqlite3.connect(temporary)) as target:
                self._connection.backup(target)
            temporary.replace(kept)
        except BaseException:
            # Half a backup would take the room that a full disk lacks.
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise

    def check(self) -> None:
        """Look at every page of the file. Raises ``HistoryDamaged``; takes a twentieth of reading all requests."""
        with _faults(self._path):
            (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise HistoryDamaged(f"The local history in {self._path.parent} is damaged.")
        # Earlier versions lack some of these tables.
        if self._pragma("user_version") == len(MIGRATIONS):
            self._check_documents()
            self.transactions()

    def _check_documents(self) -> None:
        with _faults(self._path):
            names = self._connection.execute("SELECT name FROM documents").fetchall()
        for (name,) in names:
            self.document(name)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing."""
        with _faults(self._path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back after some failures, such as a full disk.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def newest_generation(self) -> int:
        """The generation of the newest transaction of requests."""
        with _faults(self._path):
            (generation,) = self._connection.execute("SELECT max(generation) FROM batches").fetchone()
        if generation is None:
            raise HistoryDamaged(f"{self._path} has lost its list of batches.")
        return int(generation)

    def stamp(self, generation: int) -> Stamp | None:
        """The stamp of a generation, if it is still known."""
        with _faults(self._path):
            row = self._connection.execute("SELECT mark FROM batches WHERE generation = ?", (generation,)).fetchone()
        return None if row is None else Stamp(generation, row[0])

    def batches_after(self, generation: int) -> list[Batch]:
        """The transactions after a generation, oldest first."""
        with _faults(self._path):
            rows = self._connection.execute(
                "SELECT generation, runs FROM batches WHERE generation > ? ORDER BY generation", (generation,)
            ).fetchall()
            return [
                Batch(found, tuple((first, last) for first, last in msgspec.json.decode(runs))) for found, runs in rows
            ]

    def forget_batches_before(self, generation: int) -> None:
        """Drop what a snapshot of ``generation`` makes unneeded."""
        with self.transaction():
            self._connection.execute("DELETE FROM batches WHERE generation < ?", (generation,))

    def names(self, kind: NameKind, start: int) -> list[str]:
        """The texts of one kind by code, from code ``start``."""
        with _faults(self._path):
            rows = self._connection.execute(
                "SELECT code, text FROM names WHERE kind = ? AND code >= ? ORDER BY code", (int(kind), start)
            ).fetchall()
        if [code for code, _ in rows] != list(range(start, start + len(rows))):
            raise HistoryDamaged(f"{self._path} has lost names.")
        return [text for _, text in rows]

    def add_names(self, kind: NameKind, names: Iterable[tuple[int, str]]) -> None:
        """Store new codes; inside a transaction."""
        self._connection.executemany(
            "INSERT INTO names VALUES (?, ?, ?)", [(int(kind), code, text) for code, text in names]
        )

    def add_requests(self, rows: Rows, runs: Sequence[Run]) -> int:
        """Store new requests and the runs of their sequences; inside a transaction. Returns its generation."""
        values: list[object] = [None] * (_WIDTH * len(rows.sequence))
        for place, column in enumerate(rows):
            values[place::_WIDTH] = column
        step = _WIDTH * _ROWS_A_STATEMENT
        whole = len(values) - len(values) % step
        for start in range(0, whole, step):
            self._connection.execute(_INSERT_MANY, values[start : start + step])
        for start in range(whole, len(values), _WIDTH):
            self._connection.execute(_INSERT + _PLACES, values[start : start + _WIDTH])
        return self._begin_generation(runs)

    def replace_requests(self, rows: Rows) -> int:
        """Store other values of requests; inside a transaction. Returns its generation.

        No earlier one leads to it, so that whoever knows only those reads every row.
        """
        self._connection.executemany(_REPLACE + _PLACES, zip(*rows, strict=True))
        self._begin_generation([])
        generation = self._begin_generation([])
        self._connection.execute("DELETE FROM batches WHERE generation < ?", (generation,))
        return generation

    def _begin_generation(self, runs: Sequence[Run]) -> int:
        cursor = self._connection.execute(
            "INSERT INTO batches (mark, runs) VALUES (random(), ?)", (msgspec.json.encode(runs).decode(),)
        )
        return int(cursor.lastrowid or 0)

    def dropped(self) -> Dropped:
        """What was dropped for good."""
        document = self.document(_DROPPED)
        try:
            return Dropped() if document is None else msgspec.json.decode(document, type=Dropped)
        except msgspec.MsgspecError as error:
            raise HistoryDamaged(f"{self._path} has lost what was dropped.") from error

    def set_dropped(self, dropped: Dropped) -> int:
        """Drop requests for good, but for their rows; inside a transaction. Returns its generation."""
        self._connection.execute("REPLACE INTO documents VALUES (?, ?)", (_DROPPED, msgspec.json.encode(dropped)))
        return self._begin_generation([])

    def delete_dropped(self, kept_from: int) -> bool:
        """Delete some thousand rows below a sequence, the lowest; True if there may be more."""
        with self.transaction():
            (lowest,) = self._connection.execute("SELECT min(sequence) FROM requests").fetchone()
            if lowest is None or lowest >= kept_from:
                return False
            stop = min(kept_from, lowest + _DROPPED_AT_ONCE)
            self._connection.execute("DELETE FROM requests WHERE sequence < ?", (stop,))
        return True

    def requests(self, first: int, last: int) -> Iterator[Rows]:
        """The requests of a span of sequences, in order, some thousand at a time."""
        with _faults(self._path), contextlib.closing(self._connection.execute(_SELECT, (first, last))) as cursor:
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                yield Rows(*zip(*rows, strict=True))

    def beginning(self) -> int:
        """The first sequence that the server still has."""
        with _faults(self._path):
            row = self._connection.execute("SELECT beginning FROM log").fetchone()
        if row is None:
            raise HistoryDamaged(f"{self._path} has lost its beginning.")
        return int(row[0])

    def set_beginning(self, sequence: int) -> None:
        """Store the first sequence that the server still has."""
        with self.transaction():
            self._connection.execute("UPDATE log SET beginning = ?", (sequence,))

    def document(self, name: str) -> bytes | None:
        """A document's value, None if there is none."""
        with _faults(self._path):
            row = self._connection.execute("SELECT value FROM documents WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        self._check_types([row], (bytes,))
        return bytes(row[0])

    def set_document(self, name: str, value: bytes) -> None:
        """Store or replace a document."""
        with self.transaction():
            self._connection.execute("REPLACE INTO documents VALUES (?, ?)", (name, value))

    def transactions(self) -> tuple[list[TransactionRow], int | None]:
        """The credit movements, newest first, and as of when they are; None if they were never read whole."""
        with _faults(self._path):
            rows = self._connection.execute(
                "SELECT id, timestamp_ms, kind, amount_nano, balance_after_nano, description FROM transactions"
                " ORDER BY place DESC"
            ).fetchall()
            (places,) = self._connection.execute("SELECT coalesce(max(place) + 1, 0) FROM transactions").fetchone()
            found = self._connection.execute("SELECT as_of_ms FROM ledger").fetchone()
        # With a hole in it, it is no ledger: the server tells all of it again.
        if found is None or places != len(rows):
            return [], None
        self._check_types([found], (int,))
        self._check_types(rows, _TRANSACTION_TYPES)
        return rows, int(found[0])

    def _check_types(self, rows: Sequence[tuple[object, ...]], types: tuple[type, ...]) -> None:
        """Where a page stands in another one's place, its rows are those of another table."""
        if any(tuple(map(type, row)) != types for row in rows):
            raise HistoryDamaged(f"The local history in {self._path.parent} is damaged.")

    def put_transactions(self, rows: Sequence[TransactionRow], kept: int, as_of_ms: int) -> None:
        """Put ``rows``, newest first, above the oldest ``kept``, in place of everything that stood there."""
        with self.transaction():
            self._connection.execute("DELETE FROM transactions WHERE place >= ?", (kept,))
            self._connection.executemany(
                "INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((place, *row) for place, row in enumerate(reversed(rows), kept)),
            )
            self._connection.execute("DELETE FROM ledger")
            self._connection.execute("INSERT INTO ledger VALUES (?)", (as_of_ms,))


def _place_of(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _make_private(path: Path) -> None:
    """Create the file so that only its owner may read it."""
    if not path.exists():
        path.touch(mode=0o600)
    mode = path.stat().st_mode
    if os.name == "posix" and mode & 0o077:
        path.chmod(mode & 0o700)


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Tell a person what went wrong with the file."""
    try:
        yield
    except sqlite3.Error as error:
        # The one failure without a code that can happen here is text that is not UTF-8.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        # A row that is there although it was not known comes of damage too: what was read of the file lacked it.
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CONSTRAINT):
            raise HistoryDamaged(f"The local history in {path.parent} is damaged.") from error
        raise HistoryFault(_SENTENCES.get(code, _OTHER_SENTENCE).format(folder=path.parent)) from error
    except OSError as error:
        raise HistoryFault(f"The local history in {path.parent} can't be used: {error.strerror}.") from error


_OTHER_SENTENCE = "The local history in {folder} can't be used."
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full: the local history in {folder} can't take in anything new.",
    sqlite3.SQLITE_READONLY: "The local history in {folder} can't be written: it is read-only.",
    sqlite3.SQLITE_PERM: "The local history in {folder} can't be used: access is denied.",
    sqlite3.SQLITE_CANTOPEN: "The local history in {folder} can't be opened.",
    sqlite3.SQLITE_BUSY: "The local history in {folder} is in use by another program.",
    sqlite3.SQLITE_LOCKED: "The local history in {folder} is in use by another program.",
    sqlite3.SQLITE_IOERR: "The disk reported an error with the local history in {folder}.",
}
