"""The history survives: kills at any moment, full disks, damage of every kind, files that go away, wrong clocks."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from binom_desktop.billing_values import Transactions
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import HistoryDamaged, HistoryFault
from binom_desktop.events import FigureFailed, HistoryProgressed, HistorySetAside
from binom_desktop.history.database import MIGRATIONS
from binom_desktop.history.history import History
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME, Store
from binom_desktop.services.session import AccountSession
from binom_desktop.settings import Settings
from tests.sandbox_process import SandboxProcess
from tests.unit.history.damage import DAMAGES, LAST, PAGE, STATES, Damage, damaged, emptied, header, heal, make
from tests.unit.history.kills import assert_agree, lives, open_to_others, rows_of
from tests.unit.history.made import NOW_MS, START_MS, everything, opened, records
from tests.unit.services.running_sync import Heard, running

PROJECT = Path(__file__).parents[3]
ASIDE = "history-aside-20261118T110640Z.sqlite3"
NEXT_VERSION = (*MIGRATIONS, ("CREATE TABLE later (thing TEXT)",))
posix_only = pytest.mark.skipif(os.name != "posix", reason="limits and permissions are POSIX's")


def test_kills_at_any_moment_lose_and_double_nothing(tmp_path: Path) -> None:
    kills = [killed.kills for killed in lives(tmp_path, kills=10, seed=11)]
    assert kills == list(range(1, 11))


# A disk that is full, for real: a file system of 3 MB in a name space of our own, or files that may not grow.
FULL_DISK = """
import contextlib, resource, subprocess, sys
from pathlib import Path
from binom_desktop.errors import HistoryFault, SettingsFault
from binom_desktop.history.store import DATABASE_NAME
from binom_desktop.settings import Settings, Theme, load_settings, save_settings
from tests.unit.history.made import everything, opened, record, records
from tests.unit.history.kills import assert_agree
from tests.unit.history.survivor import migrations

kind, root = sys.argv[1], Path(sys.argv[2])
ballast = root / "ballast"
if kind == "small":
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(root)], check=True)

def fill(limit=900_000):
    if kind == "limited":
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        return
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(bytes(512))

def free():
    if kind == "limited":
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    else:
        ballast.unlink()

def refused(function, *arguments):
    try:
        function(*arguments)
    except (HistoryFault, SettingsFault) as fault:
        print(fault)
        return True
    return False

folder = root / "account"
settings = root / "settings.toml"
save_settings(settings, Settings(theme=Theme.DARK))
store = opened(folder)
taken = 0
store.write_document("figures", b"old")
while taken < 3000:
    store.merge(records(taken + 1, taken + 100))
    taken += 100
fill()
while not refused(store.merge, records(taken + 1, taken + 50)):
    taken += 50
assert refused(store.write_document, "figures", bytes(5_000_000))
assert store.read_document("figures") == b"old"
assert everything(store) == records(1, taken)
if kind == "small":
    assert refused(save_settings, settings, Settings())
assert load_settings(settings).settings == Settings(theme=Theme.DARK)
# There is room again: the same store goes on.
free()
store.merge(records(taken + 1, taken + 50))
taken += 50
assert_agree(store, folder / DATABASE_NAME)
assert store.coverage.ranges == ((1, taken),)
# No room for the snapshot, nor for a backup.
fill()
store.close()
assert not list(folder.glob("*.tmp")), list(folder.iterdir())
fill(100_000)
assert refused(lambda: opened(folder, migrations=migrations(1)))
assert not list(folder.glob("*.tmp")), list(folder.iterdir())
free()
store = opened(folder, migrations=migrations(1))
assert store.opened_aside is None
assert everything(store) == records(1, taken)
# Begun anew on a full disk: what is kept aside stays, and the new history begins once it can.
if kind == "small":
    fill()
    assert refused(store.set_aside, "the server's log has begun anew")
    assert refused(store.merge, [record(1, id="another")])
    free()
    store.merge([record(1, id="another")])
    assert [one.id for one in everything(store)] == ["another"]
    assert store.coverage.ranges == ((1, 1),)
store.close()
print("done")
"""


def in_a_child(*command: str, root: bool = False) -> subprocess.CompletedProcess[str]:
    """Run Python here, as root of a name space of its own where that is wanted."""
    before = ["unshare", "--map-root-user", "--mount"] if root else []
    return subprocess.run(
        [*before, sys.executable, *command], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )


def can_mount() -> bool:
    """Whether a file system can be made here without being seen elsewhere."""
    command = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return (
        shutil.which("unshare") is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )


@posix_only
@pytest.mark.parametrize(
    ("kind", "sentence"), [("limited", "The disk reported an error"), ("small", "The disk is full")]
)
def test_a_full_disk_is_said_and_once_there_is_room_everything_goes_on(
    tmp_path: Path, kind: str, sentence: str
) -> None:
    if kind == "small" and not can_mount():
        pytest.skip("needs a kernel that lets a person mount a file system in a name space of their own")
    answer = in_a_child("-c", FULL_DISK, kind, str(tmp_path), root=kind == "small")
    lines = answer.stdout.splitlines()
    assert lines[-1:] == ["done"], answer.stdout + answer.stderr
    said = [line for line in lines[:-1] if "settings" not in line]
    assert len(said) == {"limited": 3, "small": 5}[kind]
    assert {line.partition(sentence)[1] for line in said} == {sentence}


def test_where_there_is_no_room_for_a_snapshot_it_is_not_tried_at_every_batch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # A folder stands where the snapshot is to be written.
    (tmp_path / f"{SNAPSHOT_NAME}.tmp").mkdir()
    store = opened(tmp_path, snapshot_after=100)
    for first in range(1, 1001, 10):
        store.merge(records(first, first + 9))
    tried = caplog.text.count("snapshot of the history was not written")
    assert 3 <= tried <= 8
    (tmp_path / f"{SNAPSHOT_NAME}.tmp").rmdir()
    store.close()
    assert (tmp_path / SNAPSHOT_NAME).exists()


# Other users of the file.


@pytest.mark.anyio
async def test_a_file_that_is_locked_for_a_while_is_waited_for(tmp_path: Path) -> None:
    history = await History.open(tmp_path, now_ms=lambda: NOW_MS)
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        merging = asyncio.create_task(history.merge(records(1, 100)))
        done, _ = await asyncio.wait([merging], timeout=0.1)
        assert not done
        other.execute("COMMIT")
        assert (await merging).added == 100
    await history.close()
    assert rows_of(tmp_path / DATABASE_NAME) == records(1, 100)


def test_a_file_that_stays_locked_is_said_and_a_later_try_succeeds(tmp_path: Path) -> None:
    store = opened(tmp_path, busy_timeout_s=0.01)
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(HistoryFault, match="in use by another program"):
                store.merge(records(1, 100))
        with pytest.raises(HistoryFault, match="in use by another program"):
            opened(tmp_path, busy_timeout_s=0.01)
        assert everything(store) == []
    store.merge(records(1, 100))
    assert_agree(store, tmp_path / DATABASE_NAME)
    store.close()


@pytest.mark.parametrize("snapshot", [False, True])
def test_a_folder_that_vanishes_is_said_and_the_history_built_anew(tmp_path: Path, snapshot: bool) -> None:
    folder = tmp_path / "above" / "account"
    store = opened(folder, snapshot_after=100 if snapshot else 100_000)
    store.merge(records(1, 500))
    shutil.rmtree(folder.parent)
    with pytest.raises(HistoryFault, match=r"was moved or removed\. It is built anew\.$"):
        store.merge(records(501, 510))
    assert store.coverage.missing(510) == ((1, 510),)
    store.merge(records(1, 510))
    store.write_document("figures", b"new")
    assert_agree(store, folder / DATABASE_NAME)
    store.close()
    store = opened(folder)
    assert everything(store) == records(1, 510)
    store.close()


def test_a_file_that_is_replaced_while_it_is_open_is_read_anew(tmp_path: Path) -> None:
    older, folder = tmp_path / "older", tmp_path / "account"
    store = opened(older)
    store.merge(records(1, 1200))
    store.close()
    store = opened(folder)
    store.merge(records(1, 1500))
    for file in folder.iterdir():
        file.unlink()
    shutil.copytree(older, folder, dirs_exist_ok=True)
    with pytest.raises(HistoryFault, match="moved or removed"):
        store.write_document("figures", b"new")
    assert store.coverage.missing(1500) == ((1201, 1500),)
    store.merge(records(1201, 1500))
    assert_agree(store, folder / DATABASE_NAME)
    store.close()


# Damage.


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("histories")
    make(folder)
    return folder


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(("state", "name", "snapshot"), STATES)
def test_damage_is_never_shown_and_always_heals(
    histories: Path, tmp_path: Path, state: str, name: str, snapshot: bool, damage: Damage
) -> None:
    folder = tmp_path / "account"
    content = damaged(histories / state, folder, name, damage, random.Random(3), snapshot=snapshot)
    kept = heal(folder, LAST)
    if name != DATABASE_NAME:
        # A snapshot, or the end of a log, is no loss: the server has it.
        assert kept == []
    elif state == "closed" and not snapshot and damage is not emptied:
        assert kept == [ASIDE]
        assert (folder / ASIDE).read_bytes() == content


def test_a_file_that_lost_all_is_said_although_it_is_a_good_new_one(histories: Path, tmp_path: Path) -> None:
    folder = tmp_path / "account"
    damaged(histories / "closed", folder, DATABASE_NAME, emptied, random.Random(), snapshot=True)
    store = opened(folder)
    assert store.opened_aside == ASIDE
    assert everything(store) == []
    store.close()
    store = opened(folder)
    assert store.opened_aside is None
    store.close()


@pytest.mark.parametrize("table", ["documents", "transactions"])
def test_damage_that_no_request_is_read_from_heals_at_the_next_start_too(tmp_path: Path, table: str) -> None:
    store = opened(tmp_path, snapshot_after=500)
    store.merge(records(1, 1_200))
    store.write_document("figures", bytes(50_000))
    store.put_transactions(Transactions([(f"tx_{n}", n, "topUp", n, n, "") for n in range(500)]), kept=0, as_of_ms=1)
    store.close()
    file = tmp_path / DATABASE_NAME
    with closing(sqlite3.connect(file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    content = bytearray(file.read_bytes())
    content[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    file.write_bytes(content)
    store = opened(tmp_path, snapshot_after=500)
    assert store.opened_aside is None
    with pytest.raises(HistoryDamaged, match=r"is damaged\.$"):
        store.read_document("figures") if table == "documents" else store.transactions()
    # What was seen once is not forgotten over a new snapshot.
    store.merge(records(1_201, 3_000))
    assert everything(store) == records(1, 3_000)
    store.close()
    store = opened(tmp_path)
    assert store.opened_aside == ASIDE
    assert store.coverage.missing(3_000) == ((1, 3_000),)
    assert store.read_document("figures") is None
    assert store.transactions() == (Transactions(), None)
    store.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents SET value = 7",
        "UPDATE documents SET value = 'text'",
        "UPDATE transactions SET id = x'00' WHERE place = 3",
        "UPDATE transactions SET amount_nano = 'much'",
        "UPDATE ledger SET as_of_ms = 'never'",
    ],
)
def test_rows_of_another_table_are_damage(tmp_path: Path, change: str) -> None:
    store = opened(tmp_path)
    store.write_document("figures", b"{}")
    store.put_transactions(Transactions([(f"tx_{n}", n, "topUp", n, n, "") for n in range(9)]), kept=0, as_of_ms=1)
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as connection:
        connection.execute(change)
    with pytest.raises(HistoryDamaged, match=r"is damaged\.$"):
        store.read_document("figures") if "documents" in change else store.transactions()
    store.close()


def test_rows_that_the_columns_do_not_know_are_damage_and_are_found_again(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 1_200))
    store.close()
    store = opened(tmp_path)
    store.merge(records(1_201, 1_210))
    store.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute("UPDATE batches SET runs = '[[1201,1205]]' WHERE generation = 2")
        connection.commit()
    store = opened(tmp_path)
    assert store.coverage.missing(1_210) == ((1_206, 1_210),)
    with pytest.raises(HistoryFault, match="is damaged"):
        store.merge(records(1_206, 1_210))
    store.close()
    store = opened(tmp_path)
    assert store.opened_aside is None
    assert_agree(store, tmp_path / DATABASE_NAME)
    assert everything(store) == records(1, 1_210)
    store.close()


def test_a_snapshot_that_claims_to_be_huge_is_ignored(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 1_200))
    store.close()
    file = tmp_path / SNAPSHOT_NAME
    first, _, rest = file.read_bytes().partition(b"\n")
    for size in (b"9" * 15, b"9" * 30):
        file.write_bytes(first + b"\n" + size + b" 1\n" + rest)
        store = opened(tmp_path)
        assert everything(store) == records(1, 1_200)
        store.close()


@pytest.mark.parametrize("tables", [0, 1])
def test_another_programs_database_is_kept_aside_whatever_its_version(tmp_path: Path, tables: int) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 77")
        for _ in range(tables):
            connection.execute("CREATE TABLE bookmarks (url TEXT)")
    store = opened(tmp_path)
    assert store.opened_aside == ASIDE
    store.merge(records(1, 5))
    store.close()


def test_what_a_killed_newer_version_left_is_refused_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    newer, folder = tmp_path / "newer", tmp_path / "account"
    store = opened(newer, migrations=NEXT_VERSION, snapshot_after=500)
    store.merge(records(1, 800))
    store.merge(records(801, 900))
    shutil.copytree(newer, folder)
    store.close()
    snapshot = (folder / SNAPSHOT_NAME).read_bytes()
    for _ in range(2):
        with pytest.raises(HistoryFault, match=r"written by a newer version of Binom Desktop\. Update the app"):
            opened(folder)
    assert {path.name for path in folder.iterdir()} <= {DATABASE_NAME, SNAPSHOT_NAME, f"{DATABASE_NAME}-wal"}
    assert (folder / SNAPSHOT_NAME).read_bytes() == snapshot
    store = opened(folder, migrations=NEXT_VERSION)
    assert store.opened_aside is None
    assert everything(store) == records(1, 900)
    store.close()


# With a server.


@pytest.fixture
def server() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", "2000") as process:
        yield process


@pytest.mark.anyio
async def test_a_damaged_history_is_built_again_from_the_server_and_that_is_said(
    server: SandboxProcess, tmp_path: Path
) -> None:
    async with running(server, tmp_path / "before") as run:
        await run.until_whole(2_000)
    before = rows_of(tmp_path / "before" / DATABASE_NAME)
    folder = tmp_path / "account"
    damaged(tmp_path / "before", folder, DATABASE_NAME, header, random.Random(1), snapshot=True)
    heard = Heard()
    session = AccountSession(
        server=server.url,
        key=server.token,
        account_id=None,
        history_folder=lambda _: folder,
        publish=heard.publish,
        settings=Settings(),
    )
    task = asyncio.create_task(session.run())
    await heard.until(lambda: any(event.progress.held == 2_000 for event in heard.of(HistoryProgressed)))
    task.cancel()
    await asyncio.wait([task])
    (said,) = heard.of(HistorySetAside)
    assert said.reason == "The history file was damaged."
    assert (folder / said.kept_as).exists()
    assert rows_of(folder / DATABASE_NAME) == before


@pytest.mark.anyio
async def test_a_folder_that_vanishes_while_we_are_live_is_filled_again(server: SandboxProcess, tmp_path: Path) -> None:
    folder = tmp_path / "account"
    async with running(server, folder) as run:
        await run.heard.until_state(ConnectionState.LIVE)
        await run.until_whole(2_000)
        shutil.rmtree(folder)
        last = await run.log(5)
        await run.heard.until(lambda: run.whole_to(last) and (folder / DATABASE_NAME).exists())
        assert "was moved or removed" in str(run.heard.of(FigureFailed)[0].error)
        assert run.heard.state is ConnectionState.LIVE
    assert [one.sequence for one in rows_of(folder / DATABASE_NAME)] == list(range(1, last + 1))


# The clock, and who may read.


@pytest.mark.parametrize("now_ms", [-(10**12), 0, NOW_MS - 10**11, 4 * 10**12, (1 << 63) // 10**6])
def test_a_clock_that_was_set_changes_nothing_that_is_held(tmp_path: Path, now_ms: int) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 1_200))
    store.close()
    store = Store(tmp_path, now_ms=lambda: now_ms)
    store.open()
    store.merge(records(1_190, 1_300))
    assert_agree(store, tmp_path / DATABASE_NAME)
    assert store.complete_since(START_MS, 1_300)
    kept = {store.set_aside("first"), store.set_aside("second in the same second")}
    assert len(kept) == 2
    assert sorted(len(rows_of(tmp_path / name)) for name in kept) == [0, 1_300]
    store.close()


UMASK = """
import os, sys
from pathlib import Path
from tests.unit.history.kills import open_to_others
from tests.unit.history.made import opened, records
from tests.unit.history.survivor import migrations
root = Path(sys.argv[1])
for umask in (0o000, 0o022, 0o077):
    os.umask(umask)
    folder = root / f"above-{umask}" / "history" / "account"
    store = opened(folder, snapshot_after=500)
    store.merge(records(1, 1200))
    store.close()
    store = opened(folder, migrations=migrations(1), snapshot_after=500)
    store.merge(records(1201, 1300))
    aside = store.set_aside("begun anew")
    store.merge(records(1, 1200))
    names = {path.name for path in folder.iterdir()}
    print(sorted(names - {aside}), open_to_others(root / f"above-{umask}"))
"""


@posix_only
def test_nobody_else_can_read_or_enter_whatever_the_umask(tmp_path: Path) -> None:
    answer = in_a_child("-c", UMASK, str(tmp_path))
    names = [
        SNAPSHOT_NAME,
        f"history-version-{len(MIGRATIONS)}.sqlite3",
        *(DATABASE_NAME + suffix for suffix in ("", "-shm", "-wal")),
    ]
    assert answer.stdout.splitlines() == [f"{names} []"] * 3, answer.stdout + answer.stderr


@posix_only
def test_a_copy_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    store = opened(tmp_path / "live")
    store.merge(records(1, 100))
    shutil.copytree(tmp_path / "live", tmp_path / "copy")
    store.close()
    for path in (tmp_path / "copy").iterdir():
        path.chmod(0o644)
    store = opened(tmp_path / "copy")
    store.merge(records(101, 110))
    assert open_to_others(tmp_path / "copy") == []
    store.close()


# The settings, by the same means.

SAVES = """
import os, random, select, signal, sys, time
from pathlib import Path
from binom_desktop.settings import AccountEntry, Settings, load_settings, save_settings

file, kills = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(7)

def settings(number):
    accounts = tuple(AccountEntry(f"https://{one}.example.com", f"acc_{number}", "x" * 500) for one in range(20))
    return Settings(accounts=accounts, current=accounts[-1], refresh_interval_s=5 + number % 3000)

save_settings(file, settings(0))
saved = 0
for _ in range(kills):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        number = saved
        while True:
            number += 1
            save_settings(file, settings(number))
            os.write(writing, b"%d " % number)
    os.close(writing)
    told = os.read(reading, 1)
    select.select([], [], [], chance.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 65536):
        told += more
    os.close(reading)
    promised = int(told.split()[-1])
    loaded = load_settings(file)
    assert loaded.fault is None, loaded.fault
    saved = int(loaded.settings.accounts[0].account_id[4:])
    assert saved in (promised, promised + 1), (saved, promised)
    assert loaded.settings == settings(saved)
print(kills, file.stat().st_mode & 0o777 == 0o600)
"""


@posix_only
def test_settings_are_whole_after_fifty_kills_while_they_are_saved(tmp_path: Path) -> None:
    answer = in_a_child("-c", SAVES, str(tmp_path / "settings.toml"), "50")
    assert answer.stdout == "50 True\n", answer.stdout + answer.stderr


UNREADABLE = """
import os, sys
from pathlib import Path
import tomli_w  # before the folder that it is in may be closed to this process
from binom_desktop.settings import Settings, load_settings, save_settings
if os.geteuid() == 0:
    os.setuid(65534)
file = Path(sys.argv[1])
loaded = load_settings(file)
print(loaded.fault, loaded.kept_as.name if loaded.kept_as else None)
save_settings(file, Settings())
"""


@posix_only
def test_settings_that_can_not_be_read_are_not_overwritten() -> None:
    # Not below a folder of pytest's: those are closed to whom root becomes.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "settings.toml").write_text("version = 1\n")
        (folder / "settings.toml").chmod(0)
        answer = in_a_child("-c", UNREADABLE, str(folder / "settings.toml"))
        said = "The settings can't be read: Permission denied settings-unreadable-1.toml\n"
        assert answer.stdout == said, answer.stderr
        (folder / "settings-unreadable-1.toml").chmod(0o600)
        assert (folder / "settings-unreadable-1.toml").read_text() == "version = 1\n"
        assert (folder / "settings.toml").exists()
