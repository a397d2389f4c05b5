"""Full disks, read-only folders, damaged files, files of other versions: a plain sentence, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from binom_desktop.errors import HistoryFault
from binom_desktop.history.database import MIGRATIONS
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME, Store
from binom_desktop.queries import Query
from tests.unit.history.made import NOW_MS, everything, opened, record, records

PROJECT = Path(__file__).parents[3]
NEXT_VERSION = (*MIGRATIONS, ("CREATE TABLE later (thing TEXT)", "INSERT INTO later VALUES ('there')"))


def rows_on_disk(folder: Path, name: str = DATABASE_NAME) -> int:
    with closing(sqlite3.connect(folder / name)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM requests").fetchone()
    return int(count)


def test_a_full_disk_refuses_a_batch_whole_and_leaves_the_rest(tmp_path: Path) -> None:
    store = opened(tmp_path, max_pages=40)
    taken = 0
    fault = None
    while fault is None and taken < 3000:
        try:
            store.merge(records(taken + 1, taken + 100))
            taken += 100
        except HistoryFault as raised:
            fault = raised
    assert "disk is full" in str(fault)
    assert 100 < taken < 3000
    assert everything(store) == records(1, taken)
    assert store.coverage.ranges == ((1, taken),)
    assert len(store.view(Query())) == taken
    with pytest.raises(HistoryFault, match="disk is full"):
        store.write_document("large", bytes(1_000_000))
    store.close()
    assert rows_on_disk(tmp_path) == taken

    store = opened(tmp_path)
    assert everything(store) == records(1, taken)
    store.merge(records(taken - 10, taken + 100))
    assert everything(store) == records(1, taken + 100)
    store.close()


def test_new_names_of_a_refused_batch_are_given_again(tmp_path: Path) -> None:
    store = opened(tmp_path, max_pages=40)
    with pytest.raises(HistoryFault):
        store.merge([record(number, model=f"model {number}") for number in range(1, 3000)])
    store.merge([record(1, model="model 7"), record(2, model="model 9")])
    store.close()
    store = opened(tmp_path)
    assert [one.model for one in everything(store)] == ["model 7", "model 9"]
    store.close()


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(HistoryFault, match="can't be used"):
        opened(tmp_path / "file" / "history")


READ_ONLY = """
import os
import sys
from pathlib import Path
from binom_desktop.errors import HistoryFault
from binom_desktop.history.store import Store
# For root nothing is read-only, so that it becomes somebody else.
if os.geteuid() == 0:
    os.setuid(65534)
store = Store(Path(sys.argv[1]), now_ms=lambda: 0)
try:
    store.open()
except HistoryFault as fault:
    print(fault)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.parametrize("with_history", [False, True])
def test_a_read_only_folder(with_history: bool) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        if with_history:
            opened(folder).close()
            (folder / DATABASE_NAME).chmod(0o444)
        folder.chmod(0o555)
        answer = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder)], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        assert answer.stdout.startswith("The local history in")
        assert answer.stdout.count("\n") == 1
        assert answer.stderr == ""
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_database_in_use_elsewhere_is_said(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HistoryFault, match="in use by another program"):
            opened(tmp_path, busy_timeout_s=0.01)


def test_a_migration_keeps_a_backup_of_what_was(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 1500))
    store.close()
    store = opened(tmp_path, migrations=NEXT_VERSION)
    assert everything(store) == records(1, 1500)
    store.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(NEXT_VERSION),)
        assert connection.execute("SELECT thing FROM later").fetchone() == ("there",)
    backup = tmp_path / f"history-version-{len(MIGRATIONS)}.sqlite3"
    assert rows_on_disk(tmp_path, backup.name) == 1500
    if os.name == "posix":
        assert backup.stat().st_mode & 0o777 == 0o600

    (tmp_path / "restored").mkdir()
    shutil.copy(backup, tmp_path / "restored" / DATABASE_NAME)
    store = opened(tmp_path / "restored")
    assert everything(store) == records(1, 1500)
    store.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 20))
    store.close()
    broken = (*MIGRATIONS, ("CREATE TABLE later (thing TEXT)", "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(HistoryFault):
        opened(tmp_path, migrations=broken)
    store = opened(tmp_path)
    assert everything(store) == records(1, 20)
    store.close()


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store = opened(tmp_path, migrations=NEXT_VERSION)
    store.merge(records(1, 1500))
    store.close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(HistoryFault, match=r"written by a newer version of Binom Desktop\. Update the app"):
        opened(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def begun_anew(folder: Path) -> Store:
    store = opened(folder)
    assert store.opened_aside == "history-aside-20261118T110640Z.sqlite3"
    assert everything(store) == []
    store.merge(records(1, 5))
    store.close()
    store = opened(folder)
    assert store.opened_aside is None
    assert everything(store) == records(1, 5)
    return store


def test_a_file_that_is_no_database_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"not a database at all" * 1000)
    begun_anew(tmp_path).close()
    kept = tmp_path / "history-aside-20261118T110640Z.sqlite3"
    assert kept.read_bytes() == b"not a database at all" * 1000


def test_another_programs_database_is_kept_aside(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    begun_anew(tmp_path).close()


@pytest.mark.parametrize("table", ["batches", "names", "log"])
def test_a_database_with_lost_rows_is_kept_aside(tmp_path: Path, table: str) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 100))
    store.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute(f"DELETE FROM {table}")
        connection.commit()
    begun_anew(tmp_path).close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE requests SET status = 'two hundred' WHERE sequence = 50",
        "UPDATE requests SET status = 7 WHERE sequence = 50",
        "UPDATE requests SET model = 99 WHERE sequence = 50",
        "UPDATE batches SET runs = '[[1' ",
        "UPDATE names SET text = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_database_with_impossible_values_is_kept_aside(tmp_path: Path, change: str) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 1500))
    store.close()
    store = opened(tmp_path)
    store.merge(records(1501, 1510))
    store.close()
    if "batches" not in change:
        (tmp_path / SNAPSHOT_NAME).unlink()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute(change)
        connection.commit()
    begun_anew(tmp_path).close()


def test_damage_found_while_running_heals_at_the_next_start(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 20_000))
    store.close()
    path = tmp_path / DATABASE_NAME
    content = bytearray(path.read_bytes())
    # Every page but the first few: the tables' leaves.
    content[40 * 4096 :] = bytes(len(content) - 40 * 4096)
    path.write_bytes(content)
    store = opened(tmp_path)
    assert store.opened_aside is None
    with pytest.raises(HistoryFault, match="is damaged"):
        store.merge(records(20_001, 20_100))
    assert everything(store) == records(1, 20_000)
    store.close()
    begun_anew(tmp_path).close()


def test_setting_aside_keeps_everything_under_another_name(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 1500))
    store.begin_at(10)
    store.write_document("figures", b"old")
    name = store.set_aside("the server's log has begun anew")
    assert everything(store) == []
    assert store.coverage.beginning == 1
    assert store.read_document("figures") is None
    assert rows_on_disk(tmp_path, name) == 1500
    store.merge([record(1, id="another")])
    again = store.set_aside("once more in the same second")
    assert again != name
    assert rows_on_disk(tmp_path, again) == 1
    store.close()
    assert Store(tmp_path, now_ms=lambda: NOW_MS).opened_aside is None
