"""Files of every earlier version become files of this one, with all that they hold, whatever comes between."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from binom_desktop.billing_values import TransactionRow, Transactions
from binom_desktop.domain import RequestRecord
from binom_desktop.history.database import APPLICATION_ID, MIGRATIONS
from binom_desktop.history.names import NameKind
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME
from tests.unit.history.kills import assert_agree, open_to_others
from tests.unit.history.made import everything, opened, record, records

PROJECT = Path(__file__).parents[3]

# As the releases wrote them, word by word: what a migration does must not decide what it is tested with.
FIRST = (
    "PRAGMA application_id = 1112100429",
    "CREATE TABLE names (kind INTEGER NOT NULL, code INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, code)"
    ") WITHOUT ROWID",
    "CREATE TABLE requests (sequence INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp_ms INTEGER NOT NULL,"
    " endpoint INTEGER NOT NULL, model INTEGER NOT NULL, status INTEGER NOT NULL, input_tokens INTEGER NOT NULL,"
    " output_tokens INTEGER NOT NULL, cost_nano INTEGER NOT NULL, latency_ms INTEGER NOT NULL,"
    " key_id INTEGER NOT NULL, key_description INTEGER NOT NULL, error INTEGER NOT NULL)",
    "CREATE TABLE batches (generation INTEGER PRIMARY KEY, mark INTEGER NOT NULL, runs TEXT NOT NULL)",
    "INSERT INTO batches VALUES (0, 77, '[]')",
    "CREATE TABLE documents (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE log (beginning INTEGER NOT NULL)",
    "INSERT INTO log VALUES (1)",
)
SECOND = (
    "CREATE TABLE transactions (place INTEGER PRIMARY KEY, id TEXT NOT NULL, timestamp_ms INTEGER NOT NULL,"
    " kind TEXT NOT NULL, amount_nano INTEGER NOT NULL, balance_after_nano INTEGER NOT NULL,"
    " description TEXT NOT NULL)",
    "CREATE TABLE ledger (as_of_ms INTEGER NOT NULL)",
)
EARLIER = {1: FIRST, 2: FIRST + SECOND}
VERSIONS = sorted(EARLIER)

HELD = [
    *records(3, 1_500),
    record(1_700, id="urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", error="", model="<b>é\u202e</b>"),
    *records(16_380, 16_390),
]
DOCUMENT = b'{"kept": "\xc3\xa9"}' * 100
LEDGER: list[TransactionRow] = [(f"tx_{n}", n * 1000, "topUp", n, n * 7, "é") for n in range(20)]


def write_earlier(folder: Path, version: int, held: list[RequestRecord], *, killed: bool = False) -> None:
    """A history as an earlier release left it; where it was killed, all of it is in the log still."""
    folder.mkdir(mode=0o700)
    file = folder / ("writing.sqlite3" if killed else DATABASE_NAME)
    connection = sqlite3.connect(file, isolation_level=None)
    with closing(connection):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("BEGIN")
        for statement in EARLIER[version]:
            connection.execute(statement)
        names: dict[tuple[NameKind, str], int] = {}
        for one in held:
            _write_request(connection, one, names)
        for (kind, text), code in names.items():
            connection.execute("INSERT INTO names VALUES (?, ?, ?)", (int(kind), code, text))
        connection.execute("INSERT INTO batches VALUES (1, 78, ?)", (f"[[{held[0].sequence},{held[-1].sequence}]]",))
        connection.execute("INSERT INTO documents VALUES ('figures', ?)", (DOCUMENT,))
        connection.execute("UPDATE log SET beginning = 3")
        if version >= 2:
            connection.executemany("INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?)", list(_places()))
            connection.execute("INSERT INTO ledger VALUES (12345)")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
        if killed:
            for suffix in ("", "-wal"):
                shutil.copy(f"{file}{suffix}", f"{folder / DATABASE_NAME}{suffix}")
    if killed:
        file.unlink()


def _places() -> list[tuple[object, ...]]:
    return [(place, *row) for place, row in enumerate(reversed(LEDGER))]


def _write_request(connection: sqlite3.Connection, one: RequestRecord, names: dict[tuple[NameKind, str], int]) -> None:
    def code(kind: NameKind, text: str | None) -> int:
        if text is None:
            return -1
        return names.setdefault((kind, text), sum(known is kind for known, _ in names))

    values = (
        one.sequence,
        one.id,
        one.timestamp_ms,
        code(NameKind.ENDPOINT, one.endpoint),
        code(NameKind.MODEL, one.model),
        one.status,
        one.input_tokens,
        one.output_tokens,
        one.cost_nano,
        one.latency_ms,
        code(NameKind.KEY_ID, one.key_id),
        code(NameKind.KEY_DESCRIPTION, one.key_description),
        code(NameKind.ERROR, one.error),
    )
    connection.execute(f"INSERT INTO requests VALUES ({', '.join('?' * len(values))})", values)


def schema(file: Path) -> tuple[object, ...]:
    """Version, application and tables of a file."""
    with closing(sqlite3.connect(file)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()
        application = connection.execute("PRAGMA application_id").fetchone()
        tables = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    return version, application, tables


def content(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a file."""
    with closing(sqlite3.connect(file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}")) for name in names}


def assert_migrated(folder: Path, version: int, held: list[RequestRecord]) -> None:
    """The file is one of this version, and holds all that it held."""
    store = opened(folder)
    try:
        assert store.opened_aside is None
        assert everything(store) == held
        assert store.coverage.beginning == 3
        assert store.read_document("figures") == DOCUMENT
        known = (Transactions(LEDGER), 12345) if version >= 2 else (Transactions(), None)
        assert store.transactions() == known
        following = held[-1].sequence + 1
        store.merge([record(following)])
        store.put_transactions(Transactions(LEDGER), kept=0, as_of_ms=99)
        assert store.transactions() == (Transactions(LEDGER), 99)
        assert everything(store) == [*held, record(following)]
    finally:
        store.close()


def test_every_earlier_version_is_written_here() -> None:
    assert list(range(1, len(MIGRATIONS) + 1)) == VERSIONS
    assert APPLICATION_ID == 1112100429


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_of_an_earlier_version_keeps_all_it_holds(tmp_path: Path, version: int, killed: bool) -> None:
    folder, fresh = tmp_path / "account", tmp_path / "fresh"
    write_earlier(folder, version, HELD, killed=killed)
    shutil.copytree(folder, tmp_path / "before")
    before = schema(tmp_path / "before" / DATABASE_NAME), content(tmp_path / "before" / DATABASE_NAME)
    assert_migrated(folder, version, HELD)
    opened(fresh).close()
    assert schema(folder / DATABASE_NAME) == schema(fresh / DATABASE_NAME)
    assert open_to_others(folder) == []
    backups = sorted(path.name for path in folder.glob("history-version-*"))
    assert backups == [f"history-version-{reached}.sqlite3" for reached in range(version, len(MIGRATIONS))]
    for name in backups[:1]:
        assert (schema(folder / name), content(folder / name)) == before
        # A person who goes back to the older release has what it needs.
        (tmp_path / "restored").mkdir()
        shutil.copy(folder / name, tmp_path / "restored" / DATABASE_NAME)
        assert_migrated(tmp_path / "restored", version, HELD)


def test_an_empty_file_becomes_one_of_this_version(tmp_path: Path) -> None:
    (tmp_path / "account").mkdir()
    (tmp_path / "account" / DATABASE_NAME).touch()
    for name in ("account", "fresh"):
        opened(tmp_path / name).close()
    assert schema(tmp_path / "account" / DATABASE_NAME) == schema(tmp_path / "fresh" / DATABASE_NAME)
    assert [path.name for path in (tmp_path / "account").iterdir()] == [DATABASE_NAME]


def test_a_snapshot_of_before_the_migration_is_still_good(tmp_path: Path) -> None:
    store = opened(tmp_path / "account", migrations=MIGRATIONS[:1])
    store.merge(records(1, 1_500))
    store.close()
    store = opened(tmp_path / "account")
    assert (tmp_path / "account" / SNAPSHOT_NAME).exists()
    assert_agree(store, tmp_path / "account" / DATABASE_NAME)
    assert everything(store) == records(1, 1_500)
    store.close()


# Tells of every file that is connected to, renamed or deleted, and may be killed then.
MIGRATE = """
import sys
from pathlib import Path
from binom_desktop.history.store import Store
folder = sys.argv[1]
def on_event(event, arguments):
    if event in ("sqlite3.connect", "sqlite3.connect/handle", "os.rename", "os.remove") and (
        event.endswith("handle") or str(arguments[0]).startswith(folder)
    ):
        print(event, flush=True)
sys.addaudithook(on_event)
store = Store(Path(folder), now_ms=lambda: 0)
store.open()
store.close()
print("done", flush=True)
"""


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_a_migration_that_is_killed_is_done_again(tmp_path: Path, version: int) -> None:
    chance = random.Random(version)
    held = records(3, 3_000)
    write_earlier(tmp_path / "earlier", version, held)
    begun = 0
    # The fifth line is the backup's connection, the sixth its name.
    for lines in (3, 4, 5, 5, 5, 6, 7):
        folder = tmp_path / f"account{begun}"
        shutil.copytree(tmp_path / "earlier", folder)
        command = [sys.executable, "-c", MIGRATE, str(folder)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(lines):
                line = process.stdout.readline()
                if not line or line == "done\n":
                    break
            try:
                process.wait(chance.uniform(0, 0.003))
            except subprocess.TimeoutExpired:
                process.kill()
        begun += process.returncode != 0
        for backup in folder.glob("history-version-*.sqlite3"):
            assert len(content(backup)["requests"]) == len(held)
        assert_migrated(folder, version, held)
        assert not list(folder.glob("*.tmp*"))
        assert [path.name for path in folder.glob("history-version-*")][-1:] == [f"history-version-{version}.sqlite3"]
        shutil.rmtree(folder)
    assert begun >= 5


FULL = """
import os, resource, sys
from pathlib import Path
from binom_desktop.errors import HistoryFault
from binom_desktop.history.store import Store
folder = Path(sys.argv[1])
room = (folder / "history.sqlite3").stat().st_size * int(sys.argv[2]) // 100
resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
try:
    Store(folder, now_ms=lambda: 0).open()
except HistoryFault as fault:
    print(fault)
print(sorted(path.name for path in folder.iterdir()))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of files are POSIX's")
@pytest.mark.parametrize("percent", [5, 50, 95])
@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_a_migration_without_room_for_its_backup_changes_nothing(tmp_path: Path, version: int, percent: int) -> None:
    folder = tmp_path / "account"
    write_earlier(folder, version, HELD)
    before = (folder / DATABASE_NAME).read_bytes()
    command = [sys.executable, "-c", FULL, str(folder), str(percent)]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    fault, names = answer.stdout.splitlines()
    names = names.replace(f", '{DATABASE_NAME}-shm', '{DATABASE_NAME}-wal'", "")
    assert fault == f"The disk reported an error with the local history in {folder}."
    # Half a backup would take the room that is missing.
    assert names == f"['{DATABASE_NAME}']"
    assert (folder / DATABASE_NAME).read_bytes() == before
    assert_migrated(folder, version, HELD)
