"""The server's state in SQLite: the account's figures and the request log. One writer, on the event loop's thread."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from binom_desktop.sandbox.wire import MILLISECONDS_PER_DAY, RequestRow, day_text, money, time_text, ulid

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE account (
    id TEXT NOT NULL, username TEXT NOT NULL, email TEXT NOT NULL, tier TEXT NOT NULL, created INTEGER NOT NULL,
    balance INTEGER NOT NULL, usage INTEGER NOT NULL, requests INTEGER NOT NULL, last_sequence INTEGER NOT NULL,
    revision INTEGER NOT NULL
);
CREATE TABLE requests (
    sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp INTEGER NOT NULL, endpoint TEXT NOT NULL,
    model TEXT NOT NULL, status INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
    cost INTEGER NOT NULL, latency INTEGER NOT NULL, key_id TEXT NOT NULL, key_description TEXT NOT NULL, error TEXT
);
CREATE TABLE keys (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, secret TEXT NOT NULL UNIQUE, description TEXT NOT NULL,
    enabled INTEGER NOT NULL, rate_limit INTEGER, allowed_ips TEXT NOT NULL, created INTEGER NOT NULL,
    last_used INTEGER, requests INTEGER NOT NULL, cost INTEGER NOT NULL, last_sequence INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE idempotency (
    name TEXT PRIMARY KEY, body BLOB NOT NULL, answer BLOB NOT NULL, key_id TEXT NOT NULL, created INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE transactions (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp INTEGER NOT NULL, kind TEXT NOT NULL,
    amount INTEGER NOT NULL, balance_after INTEGER NOT NULL, description TEXT NOT NULL
);
CREATE TABLE notifications (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, timestamp INTEGER NOT NULL, kind TEXT NOT NULL,
    severity TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, url TEXT, read INTEGER
);
"""
INSERT_REQUEST = "INSERT INTO requests VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"

TransactionRow = tuple[str, int, str, int, int, str]
NotificationRow = tuple[str, int, str, str, str, str, str | None, int | None]


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request that is about to be logged; money in nano-credits, times in ms."""

    timestamp: int
    endpoint: str
    model: str
    status: int
    input_tokens: int
    output_tokens: int
    cost: int
    latency: int
    key_id: str
    key_description: str
    error: str | None = None


@dataclass(slots=True)
class Account:
    """The account as it is now; money in nano-credits."""

    id: str
    username: str
    email: str
    tier: str
    created: int
    balance: int
    usage: int
    requests: int
    last_sequence: int
    revision: int


def wall_clock() -> int:
    """Return the time in ms since the epoch."""
    return time.time_ns() // 1_000_000


class Store:
    """Owns the database file. ``account`` mirrors the one row of the account; every change goes through a method."""

    def __init__(self, path: Path, *, clock: Callable[[], int] = wall_clock) -> None:
        self.path = path
        self.skew_ms = 0
        self._wall_clock = clock
        self.database: sqlite3.Connection
        self.account: Account

    def clock(self) -> int:
        """Return the server's time in ms since the epoch, which may be as wrong as ``skew_ms``."""
        return self._wall_clock() + self.skew_ms

    def open(self) -> bool:
        """Open or create the file; returns whether it already held a world."""
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self.database = connect(self.path)
        tables = self.database.execute("SELECT name FROM sqlite_master WHERE name = 'account'").fetchall()
        held = bool(tables)
        if held:
            self.database.execute("PRAGMA journal_mode=WAL")
            self.account = Account(*self.database.execute("SELECT * FROM account").fetchone())
        else:
            # One transaction up to commit_creation, so that a killed process leaves no half of a world.
            self.database.executescript(f"BEGIN;{SCHEMA}")
            self.write_meta("cursor key", secrets.token_bytes(32))
        return held

    def commit_creation(self) -> None:
        """Make a new world durable."""
        self.database.execute("CREATE INDEX requests_by_time ON requests (timestamp)")
        self.database.execute("COMMIT")
        self.database.execute("PRAGMA journal_mode=WAL")

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def read_meta(self, name: str) -> bytes | None:
        """Return a small named value."""
        row = self.database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def write_meta(self, name: str, value: bytes) -> None:
        """Keep a small named value."""
        self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def create_account(self, account: Account) -> None:
        """Store the account of a new world."""
        self.database.execute("INSERT INTO account VALUES (?,?,?,?,?,?,?,?,?,?)", _account_row(account))
        self.account = account

    def save_account(self) -> None:
        """Write the account's row as it stands, under the next revision."""
        self.account.revision += 1
        self.database.execute(
            "UPDATE account SET (id, username, email, tier, created, balance, usage, requests, last_sequence, revision)"
            " = (?,?,?,?,?,?,?,?,?,?)",
            _account_row(self.account),
        )

    def log(self, requests: Sequence[NewRequest]) -> list[RequestRow]:
        """Give the requests their sequences, store and charge them; returns them as stored."""
        now = self.clock()
        first = self.account.last_sequence + 1
        rows: list[RequestRow] = [
            (
                first + index,
                ulid(request.timestamp, secrets.randbits(80)),
                request.timestamp,
                request.endpoint,
                request.model,
                request.status,
                request.input_tokens,
                request.output_tokens,
                request.cost,
                request.latency,
                request.key_id,
                request.key_description,
                request.error,
            )
            for index, request in enumerate(requests)
        ]
        with transaction(self.database):
            self.database.executemany(INSERT_REQUEST, rows)
            cost = sum(row[8] for row in rows)
            self.account.usage += cost
            self.account.balance -= cost
            self.account.requests += len(rows)
            self.account.last_sequence += len(rows)
            count_key_use(self.database, rows)
            self._charge(cost, now)
            self.save_account()
        return rows

    def _charge(self, cost: int, now: int) -> None:
        """Add to the ledger's open usage entry; a new day or another movement before it opens the next one."""
        if cost == 0:
            return
        newest = self.database.execute(
            "SELECT position, kind, timestamp FROM transactions ORDER BY position DESC LIMIT 1"
        ).fetchone()
        day = now // MILLISECONDS_PER_DAY
        if newest is not None and newest[1] == "usage" and newest[2] // MILLISECONDS_PER_DAY == day:
            self.database.execute(
                "UPDATE transactions SET amount = amount - ?, balance_after = ?, timestamp = ? WHERE position = ?",
                (cost, self.account.balance, now, newest[0]),
            )
        else:
            row = (ulid(now, secrets.randbits(80)), now, "usage", -cost, self.account.balance, usage_text(day))
            insert_transactions(self.database, [row])

    def add_credits(self, kind: str, amount: int, description: str) -> None:
        """Move the balance by ``amount`` nano-credits and enter it in the ledger."""
        now = self.clock()
        with transaction(self.database):
            self.account.balance += amount
            row = (ulid(now, secrets.randbits(80)), now, kind, amount, self.account.balance, description)
            insert_transactions(self.database, [row])
            self.save_account()

    def notify(self, row: NotificationRow) -> None:
        """Store a notification."""
        insert_notifications(self.database, [row])

    def mark_read(self, identifier: str) -> bool:
        """Mark a notification read, keeping the first time it was; returns whether there is such a one."""
        cursor = self.database.execute(
            "UPDATE notifications SET read = coalesce(read, ?) WHERE id = ?", (self.clock(), identifier)
        )
        return cursor.rowcount == 1

    def forget(self, before: int) -> None:
        """Drop every request below a sequence, as a server that keeps its log for a limited time."""
        self.database.execute("DELETE FROM requests WHERE sequence < ?", (before,))

    def account_document(self) -> dict[str, Any]:
        """Return the contract's ``Account``."""
        account = self.account
        return {
            "id": account.id,
            "username": account.username,
            "email": account.email,
            "tier": account.tier,
            "createdAt": time_text(account.created),
            **self.balance_document(),
        }

    def balance_document(self) -> dict[str, Any]:
        """Return the argument of ``BalanceChanged``."""
        account = self.account
        return {
            "creditBalance": money(account.balance),
            "totalUsage": money(account.usage),
            "totalRequests": account.requests,
            "lastSequence": account.last_sequence,
            "revision": account.revision,
            "asOf": time_text(self.clock()),
        }


class transaction:  # noqa: N801 - reads as a keyword of the with statement
    """A write transaction that is rolled back when the block raises."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self._database.execute("COMMIT" if kind is None else "ROLLBACK")


def connect(path: Path) -> sqlite3.Connection:
    """Open a connection that any one thread at a time may use."""
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # A lost machine may lose the newest rows of a sandbox, a killed process none.
    database.execute("PRAGMA synchronous=OFF")
    return database


def usage_text(day: int) -> str:
    """Describe a day's usage in the ledger."""
    return f"Usage on {day_text(day)}"


def insert_transactions(database: sqlite3.Connection, rows: Iterable[TransactionRow]) -> None:
    """Append to the ledger."""
    database.executemany(
        "INSERT INTO transactions (id, timestamp, kind, amount, balance_after, description) VALUES (?,?,?,?,?,?)", rows
    )


def insert_notifications(database: sqlite3.Connection, rows: Iterable[NotificationRow]) -> None:
    """Append notifications."""
    database.executemany(
        "INSERT INTO notifications (id, timestamp, kind, severity, title, body, url, read) VALUES (?,?,?,?,?,?,?,?)",
        rows,
    )


def count_key_use(database: sqlite3.Connection, rows: Iterable[RequestRow]) -> None:
    """Add requests to the totals of their keys."""
    use: dict[str, list[int]] = {}
    for row in rows:
        totals = use.setdefault(row[10], [0, 0, 0, 0])
        totals[0] = max(totals[0], row[2])
        totals[1] += 1
        totals[2] += row[8]
        totals[3] = row[0]
    database.executemany(
        "UPDATE keys SET last_used = max(coalesce(last_used, 0), ?), requests = requests + ?, cost = cost + ?,"
        " last_sequence = ? WHERE id = ?",
        [(*totals, key_id) for key_id, totals in use.items()],
    )


def _account_row(account: Account) -> tuple[str | int, ...]:
    return (
        account.id,
        account.username,
        account.email,
        account.tier,
        account.created,
        account.balance,
        account.usage,
        account.requests,
        account.last_sequence,
        account.revision,
    )
