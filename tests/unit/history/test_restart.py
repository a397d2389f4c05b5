"""What a start finds: after closing, after a copy, after a kill, and whatever became of the snapshot."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from operator import attrgetter
from pathlib import Path

import pytest
from msgspec.structs import replace

from binom_desktop.domain import UsageField
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME
from binom_desktop.queries import Query, RequestFilter, SortColumn, Totals
from tests.unit.history.made import everything, opened, record, records, sums
from tests.unit.history.test_query import FIRST
from tests.unit.history.test_views import plain_view

BLOCK = 16_384
PROJECT = Path(__file__).parents[3]
OTHER_SHAPE = record(2500, id="urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", error="")
MADE = [*records(1, 2000), OTHER_SHAPE, *records(16_300, 17_500)]


def written(folder: Path) -> None:
    """A closed history with a snapshot."""
    store = opened(folder)
    store.merge(MADE)
    store.begin_at(3)
    store.close()
    assert (folder / SNAPSHOT_NAME).exists()


def test_a_start_with_snapshot_answers_as_before(tmp_path: Path) -> None:
    written(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        # Shows that the rows are not read again: the columns still have them.
        connection.execute("DELETE FROM requests WHERE sequence = 1")
        connection.commit()
    store = opened(tmp_path)
    assert everything(store) == MADE
    assert store.coverage.beginning == 3
    assert store.coverage.ranges == ((1, 2000), (2500, 2500), (16_300, 17_500))
    by_model = store.usage(FIRST, FIRST, [UsageField.MODEL], filter=RequestFilter())
    assert [item.model for item in by_model.items] == [f"model-{number}" for number in range(5)]
    view = store.view(Query(sort=SortColumn.COST))
    assert view.record(0) == MADE[-1]
    store.close()


def test_blocks_read_side_by_side_answer_as_each_alone(tmp_path: Path) -> None:
    last = 20 * BLOCK
    made = {
        one.sequence: one
        for one in (
            *records(1, 2 * BLOCK),
            # A block each with little in it: the snapshot reads sixteen blocks at once.
            *(record(number * BLOCK + 5) for number in range(2, 18)),
            *records(18 * BLOCK + 1, last),
            record(BLOCK + 7, input_tokens=2**62, cost_nano=-(2**63)),
        )
    }

    def check() -> None:
        for wanted in (RequestFilter(), RequestFilter(from_ms=made[BLOCK - 9].timestamp_ms), RequestFilter(status=429)):
            query = Query(wanted, SortColumn.TIMESTAMP)
            view, expected = store.view(query), plain_view(list(made.values()), query)
            assert view.columns.at("sequence", view.positions).tolist() == [one.sequence for one in expected]
            assert view.totals == Totals(*sums(expected))

    store = opened(tmp_path)
    store.merge(list(made.values()))
    store.close()
    store = opened(tmp_path)
    check()
    assert everything(store) == sorted(made.values(), key=attrgetter("sequence"))
    changed = [record(number, output_tokens=5, timestamp_ms=7) for number in (3, BLOCK + 7, 5 * BLOCK + 5, last)]
    added = [record(number) for number in (5 * BLOCK + 9, 5 * BLOCK + 2, last + 1)]
    store.replace(changed)
    store.merge(added)
    made |= {one.sequence: one for one in (*changed, *added)}
    check()
    store.close()


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def with_a_flipped_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :]


def of_another_format(content: bytes) -> bytes:
    return content.replace(b"columns 1", b"columns 2", 1)


def with_a_changed_header(content: bytes) -> bytes:
    changed = content.replace(b'"generation":1', b'"generation":0', 1)
    assert changed != content
    return changed


def test_later_rows_join_the_snapshot(tmp_path: Path) -> None:
    written(tmp_path)
    before = (tmp_path / SNAPSHOT_NAME).stat().st_mtime_ns
    for sequence in (2001, 2499, 17_501, 90_000):
        store = opened(tmp_path)
        store.merge([record(sequence, model=f"new with {sequence}")])
        store.close()
    assert (tmp_path / SNAPSHOT_NAME).stat().st_mtime_ns == before
    store = opened(tmp_path)
    assert {one.sequence for one in everything(store)} - {one.sequence for one in MADE} == {2001, 2499, 17_501, 90_000}
    assert store.recent(1) == (record(90_000, model="new with 90000"),)
    store.close()


def test_files_copied_while_open_are_a_whole_history(tmp_path: Path) -> None:
    folder, copy = tmp_path / "live", tmp_path / "copy"
    written(folder)
    store = opened(folder)
    store.merge(records(2001, 2400))
    shutil.copytree(folder, copy)
    store.merge(records(2401, 2450))
    store.close()
    store = opened(copy)
    assert everything(store) == [*records(1, 2400), *MADE[2000:]]
    store.close()


@pytest.mark.parametrize(
    "change",
    [
        truncated,
        with_a_flipped_bit,
        of_another_format,
        with_a_changed_header,
        lambda _: b"",
        lambda _: os.urandom(5000),
    ],
)
def test_a_broken_snapshot_is_ignored(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    written(tmp_path)
    path = tmp_path / SNAPSHOT_NAME
    path.write_bytes(change(path.read_bytes()))
    store = opened(tmp_path)
    assert everything(store) == MADE
    assert store.opened_aside is None
    store.close()
    assert path.stat().st_size > 1_000_000


def test_a_stale_snapshot_is_ignored(tmp_path: Path) -> None:
    written(tmp_path)
    stale = (tmp_path / SNAPSHOT_NAME).read_bytes()
    store = opened(tmp_path)
    store.merge(records(20_000, 22_000))
    store.close()
    (tmp_path / SNAPSHOT_NAME).write_bytes(stale)
    store = opened(tmp_path)
    assert everything(store) == [*MADE, *records(20_000, 22_000)]
    store.close()


def test_a_snapshot_newer_than_the_database_is_ignored(tmp_path: Path) -> None:
    written(tmp_path)
    older = (tmp_path / DATABASE_NAME).read_bytes()
    store = opened(tmp_path)
    store.merge(records(20_000, 22_000))
    store.close()
    (tmp_path / DATABASE_NAME).write_bytes(older)
    store = opened(tmp_path)
    assert everything(store) == MADE
    # The database takes another way from here and reaches the snapshot's generation with other requests.
    store.merge([record(20_000, model="another way")])
    store.close()
    store = opened(tmp_path)
    assert everything(store) == [*MADE, record(20_000, model="another way")]
    store.close()


def test_another_accounts_snapshot_is_ignored(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    written(one)
    store = opened(other)
    strangers = [replace(made, id=made.id[::-1]) for made in records(1, 1500)]
    store.merge(strangers)
    store.close()
    shutil.copy(one / SNAPSHOT_NAME, other / SNAPSHOT_NAME)
    store = opened(other)
    assert everything(store) == strangers
    store.close()


def test_a_long_run_writes_snapshots_on_its_way(tmp_path: Path) -> None:
    store = opened(tmp_path, snapshot_after=300)
    for first in range(1, 1000, 100):
        store.merge(records(first, first + 99))
    assert (tmp_path / SNAPSHOT_NAME).exists()
    shutil.copytree(tmp_path, tmp_path / "copy")
    store.close()
    store = opened(tmp_path / "copy")
    assert everything(store) == records(1, 1000)
    store.close()


def test_a_small_history_needs_no_snapshot(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 999))
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE_NAME]


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "account"
    written(folder)
    store = opened(folder)
    store.merge([record(3000)])
    names = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    store.close()
    assert names == dict.fromkeys((DATABASE_NAME, DATABASE_NAME + "-wal", DATABASE_NAME + "-shm", SNAPSHOT_NAME), 0o600)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_nothing_that_was_merged_is_lost_by_a_kill(tmp_path: Path) -> None:
    chance = random.Random(3)
    held = 0
    for _ in range(3):
        promised = 0
        with subprocess.Popen(
            [sys.executable, "-m", "tests.unit.history.writer", str(tmp_path)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randint(5, 40)):
                promised = int(writer.stdout.readline())
            writer.kill()
            promised = max([promised, *(int(line) for line in writer.stdout.read().split("\n")[:-1])])
        store = opened(tmp_path)
        held = store.coverage.newest
        assert held >= promised
        assert held % 37 == 0
        assert store.coverage.ranges == ((1, held),)
        assert everything(store) == records(1, held)
        store.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*), max(sequence) FROM requests").fetchone() == (held, held)
