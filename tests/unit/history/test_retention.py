"""What is dropped is gone for good: from every answer, from the file, after every kind of end; the rest stays right."""

from __future__ import annotations

import gc
import random
import shutil
import sqlite3
import subprocess
import sys
import weakref
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from binom_desktop.domain import Change, RequestRecord, UsageField
from binom_desktop.errors import HistoryFault, HistoryMismatch
from binom_desktop.history.coverage import Coverage
from binom_desktop.history.history import History
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME, Store
from binom_desktop.history.view import View
from binom_desktop.queries import Query, RequestFilter, SortColumn, Totals
from tests.unit.history.made import (
    DAY_MS,
    NOW_MS,
    START_MS,
    any_records,
    everything,
    opened,
    record,
    records,
    sums,
)
from tests.unit.history.test_views import any_query, plain_view, shown

PROJECT = Path(__file__).parents[3]
BLOCK = 16_384
HIGHEST = 2**63 - 1


def rows_on_disk(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        return [sequence for (sequence,) in connection.execute("SELECT sequence FROM requests ORDER BY sequence")]


def drop(store: Store, before_ms: int) -> int:
    """Drop, and delete what was dropped."""
    dropped = store.drop_older(before_ms)
    while store.delete_dropped():
        pass
    return dropped


def older(held: list[RequestRecord], before_ms: int) -> list[RequestRecord]:
    """What is dropped, in plain words."""
    found = []
    for one in sorted(held, key=lambda one: one.sequence):
        if one.timestamp_ms >= before_ms:
            break
        found.append(one)
    return [] if found and found[-1].sequence == HIGHEST else found


class Plain:
    """A store, and beside it what it has to hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = opened(folder, snapshot_after=1)
        self.held: list[RequestRecord] = []
        self.dropped: list[RequestRecord] = []
        self.views: list[tuple[View, list[RequestRecord]]] = []

    @property
    def kept_from(self) -> int:
        return self.dropped[-1].sequence + 1 if self.dropped else 1

    def merge(self, made: list[RequestRecord]) -> None:
        known = {one.sequence for one in self.held}
        new = [one for one in made if one.sequence not in known and one.sequence >= self.kept_from]
        assert self.store.merge(made).added == len(new)
        self.held += new

    def drop(self, before_ms: int, *, delete: bool) -> None:
        gone = older(self.held, before_ms)
        assert (drop(self.store, before_ms) if delete else self.store.drop_older(before_ms)) == len(gone)
        self.dropped += gone
        self.held = [one for one in self.held if one not in gone]

    def restart(self, *, killed: bool, run: int) -> None:
        before, self.views = self.store, []
        if killed:
            copy = self.folder.with_name(f"run-{run}")
            shutil.copytree(self.folder, copy)
            self.folder = copy
        else:
            before.close()
        self.store = opened(self.folder, snapshot_after=1)
        if killed:
            before.close()

    def look(self, query: Query) -> None:
        view = self.store.view(query)
        self.views.append((view, shown(view)))

    def check(self, query: Query) -> None:
        store = self.store
        assert everything(store) == sorted(self.held, key=lambda one: one.sequence)
        assert {number for first, last in store.coverage.ranges for number in range(first, last + 1)} == {
            one.sequence for one in self.held
        }
        assert store.coverage.kept_from == self.kept_from
        assert all(first >= self.kept_from for first, _ in store.coverage.missing(50))
        found = shown(store.view(query))
        assert found == plain_view(self.held, query)
        week = store.view(Query(RequestFilter(from_ms=START_MS, to_ms=START_MS + 8 * DAY_MS)))
        assert sum(item.requests for item in store.sums(week, UsageField.MODEL)) == len(week)
        assert store.choices().models == tuple(
            sorted({one.model for one in self.held}, key=lambda text: (text.casefold(), text))
        )
        assert not any(store.complete_since(one.timestamp_ms, 1) for one in self.dropped)
        for view, rows in self.views:
            assert shown(view) == rows
            newest = view.newest
            came = [one for one in plain_view(self.held, view.query) if one not in rows]
            assert store.waiting(view) == (
                sum(one.sequence > newest for one in came),
                sum(one.sequence < newest for one in came),
            )
            later = store.refreshed(view).view
            assert shown(later) == plain_view(self.held, view.query)
            assert later.totals == Totals(*sums(shown(later)))


@settings(deadline=None, max_examples=60)
@given(any_records(), any_query(), st.data())
def test_drops_between_merges_restarts_and_snapshots(
    made: list[RequestRecord], query: Query, data: st.DataObject
) -> None:
    with TemporaryDirectory() as name:
        plain = Plain(Path(name) / "run")
        steps = st.sampled_from(["merge", "merge", "drop", "drop", "cut", "look", "restart", "kill"])
        for run, step in enumerate(data.draw(st.lists(steps, min_size=3, max_size=9))):
            match step:
                case "merge":
                    start = data.draw(st.integers(0, len(made)))
                    plain.merge(made[start : start + 10])
                case "drop" | "cut":
                    before_ms = START_MS + data.draw(st.integers(-2, 12)) * DAY_MS
                    plain.drop(before_ms, delete=step == "drop")
                case "look":
                    plain.look(query)
                case _:
                    plain.restart(killed=step == "kill", run=run)
            plain.check(query)
        plain.store.close()


@given(st.sets(st.integers(1, 40)), st.lists(st.integers(1, 45), min_size=1, max_size=3), st.integers(1, 45))
def test_the_coverage_forgets_what_was_dropped(held: set[int], drops: list[int], beginning: int) -> None:
    coverage = Coverage().with_runs([(number, number) for number in sorted(held)])
    for sequence in drops:
        coverage = coverage.dropped_before(sequence)
    coverage = coverage.begun_at(beginning)
    kept_from = max(drops)
    kept = {number for number in held if number >= kept_from}
    assert {number for first, last in coverage.ranges for number in range(first, last + 1)} == kept
    missing = {number for first, last in coverage.missing(50) for number in range(first, last + 1)}
    assert missing == set(range(max(kept_from, beginning), 51)) - kept
    assert coverage.newest == max(kept, default=kept_from - 1)


def at(sequence: int) -> int:
    """When the request was made, if times followed sequences."""
    return START_MS + sequence * 60_000


def test_whole_blocks_and_a_part_of_one_are_dropped(tmp_path: Path) -> None:
    last = 2 * BLOCK + 500
    store = opened(tmp_path)
    store.merge(records(1, last))
    # Times don't quite follow sequences: the first request that is new enough ends what is dropped.
    dropped = store.drop_older(at(BLOCK + 2_000))
    assert abs(dropped - (BLOCK + 2_000)) < 5
    kept = records(dropped + 1, last)
    assert everything(store) == kept
    assert store.coverage == Coverage(dropped + 1, ((dropped + 1, last),), dropped + 1)
    for sort in SortColumn:
        query = Query(RequestFilter(models=("model-1", "model-3")), sort, descending=False)
        assert shown(store.view(query)) == plain_view(kept, query)
    view = store.view(Query())
    store.merge(records(last + 1, last + BLOCK))
    later, inserted = store.refreshed(view)
    assert inserted == tuple(range(BLOCK))
    assert shown(later) == records(dropped + 1, last + BLOCK)[::-1]
    store.close()


def test_the_file_gives_the_rows_away_a_few_at_a_time(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge([*records(1, 20_000), *records(1_000_000, 1_000_010)])
    dropped = store.drop_older(at(15_000))
    steps = 0
    while store.delete_dropped():
        steps += 1
    assert steps >= 3
    store.close()
    size = (tmp_path / DATABASE_NAME).stat().st_size
    store = opened(tmp_path)
    store.merge(records(20_001, 24_000))
    store.close()
    assert rows_on_disk(tmp_path)[:1] == [dropped + 1]
    # What comes later takes the place.
    assert (tmp_path / DATABASE_NAME).stat().st_size <= size


def test_a_view_of_before_keeps_its_rows_and_memory_goes_with_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 2 * BLOCK))
    view = store.view(Query(descending=False))
    block = weakref.ref(view.columns.blocks()[0].buffer)
    drop(store, at(BLOCK + 100))
    assert len(view) == 2 * BLOCK
    assert view.record(0) == record(1)
    assert list(view.rows(0, 3).id) == [record(number).id for number in (1, 2, 3)]
    assert view.rows_of([5]) == {5: 4}
    assert store.waiting(view) == (0, 0)
    assert [item.requests for item in store.sums(view, UsageField.STATUS)] == [2 * BLOCK * 6 // 7 + 1, 2 * BLOCK // 7]
    store.merge(records(2 * BLOCK + 1, 2 * BLOCK + 7))
    assert store.waiting(view) == (7, 0)
    view, inserted = store.refreshed(view)
    assert inserted is None
    assert view.record(0) == everything(store)[0]
    gc.collect()
    assert block() is None
    block = weakref.ref(view.columns.blocks()[0].buffer)
    drop(store, at(2 * BLOCK))
    # Nor does the store hold on to what a view was made of.
    del view
    gc.collect()
    assert block() is None
    store.close()


def test_what_was_dropped_does_not_come_back(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge([record(number) for number in (*range(50, 101), *range(120, 201))])
    dropped = store.drop_older(at(80))
    kept_from = 50 + dropped
    assert store.coverage.missing(220) == ((201, 220), (101, 119))
    assert store.merge(records(1, kept_from - 1)) == Change(0, 0, 0)
    assert store.merge(records(kept_from - 3, kept_from + 3)) == Change(0, 0, 0)
    assert store.merge(records(kept_from - 3, 210)) == Change(29, 101, 210)
    store.begin_at(7)
    assert store.coverage.beginning == kept_from
    store.close()
    store = opened(tmp_path)
    assert store.coverage == Coverage(kept_from, ((kept_from, 210),), kept_from)
    assert store.merge(records(1, kept_from - 1)) == Change(0, 0, 0)
    store.close()


def test_a_log_that_is_dropped_whole_is_still_known(tmp_path: Path) -> None:
    for _ in range(2):
        store = opened(tmp_path)
        store.merge(records(1, 40))
        drop(store, at(1_000))
        assert everything(store) == []
        assert store.coverage.newest == 40
        assert store.coverage.missing(42) == ((41, 42),)
        assert store.recent(10) == ()
        assert len(store.view(Query())) == 0
        with pytest.raises(HistoryMismatch, match="request number 40 is not the one"):
            store.merge([replace(record(40), id=record(41).id)])
        store.close()
    store = opened(tmp_path)
    store.merge(records(39, 43))
    assert everything(store) == records(41, 43)
    store.set_aside("begun anew")
    store.merge(records(1, 3))
    assert everything(store) == records(1, 3)
    assert store.coverage == Coverage(1, ((1, 3),))
    store.close()


def test_days_of_which_something_was_dropped_are_not_whole(tmp_path: Path) -> None:
    store = opened(tmp_path)
    made = [record(number, timestamp_ms=at(number)) for number in range(1, 5_001)]
    store.merge(made)
    assert store.complete_since(0, 5_000)
    assert drop(store, at(2_000)) == 1_999
    for _ in range(2):
        assert not store.complete_since(0, 5_000)
        assert not store.complete_since(at(1_999), 5_000)
        assert store.complete_since(at(1_999) + 1, 5_000)
        assert store.complete_since(at(2_000), 5_000)
        store.close()
        store = opened(tmp_path)
    # A drop that finds nothing changes nothing.
    assert drop(store, at(2_000)) == 0
    assert store.complete_since(at(1_999) + 1, 5_000)
    store.close()


def test_what_was_never_here_may_have_been_made_a_day_later(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge([record(number, timestamp_ms=at(number)) for number in range(1_000, 5_001)])
    drop(store, at(2_000))
    assert not store.complete_since(at(2_000), 5_000)
    assert not store.complete_since(at(1_999) + DAY_MS, 5_000)
    assert store.complete_since(at(1_999) + DAY_MS + 1, 5_000)
    store.close()


def test_an_older_snapshot_brings_nothing_back(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 20_000))
    store.close()
    stale = (tmp_path / SNAPSHOT_NAME).read_bytes()
    store = opened(tmp_path)
    store.merge(records(20_001, 20_100))
    dropped = drop(store, at(18_000))
    store.merge(records(20_101, 20_200))
    store.close()
    assert (tmp_path / SNAPSHOT_NAME).read_bytes() != stale
    (tmp_path / SNAPSHOT_NAME).write_bytes(stale)
    store = opened(tmp_path)
    assert everything(store) == records(dropped + 1, 20_200)
    store.close()


def test_a_newer_snapshot_than_the_database_is_not_believed(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 5_000))
    store.close()
    database = (tmp_path / DATABASE_NAME).read_bytes()
    store = opened(tmp_path)
    drop(store, at(4_000))
    store.close()
    (tmp_path / DATABASE_NAME).write_bytes(database)
    store = opened(tmp_path)
    assert everything(store) == records(1, 5_000)
    store.close()


def test_another_process_sees_what_was_dropped(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    one.merge(records(1, 2_000))
    other.merge([record(2_001)])
    dropped = drop(one, at(1_000))
    other.merge(records(900, 2_002))
    assert everything(other) == records(dropped + 1, 2_002)
    assert other.coverage.kept_from == dropped + 1
    one.close()
    other.close()


def test_a_disk_that_refuses_drops_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path, busy_timeout_s=0.01)
    store.merge(records(1, 100))
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryFault, match="in use by another program"):
            store.drop_older(at(50))
    assert everything(store) == records(1, 100)
    assert store.complete_since(0, 100)
    assert drop(store, at(50)) > 40
    store.close()


def test_a_broken_note_of_what_was_dropped_is_damage(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 10))
    store.write_document("dropped", b'{"kept_from": "<b>"}')
    store.close()
    store = opened(tmp_path)
    assert store.opened_aside is not None
    assert everything(store) == []
    store.close()


KILLED = """
import sys
from pathlib import Path
from tests.unit.history.made import START_MS, opened, records
store = opened(Path(sys.argv[1]), snapshot_after=500)
last = store.coverage.newest
while True:
    store.merge(records(last + 1, last + 700))
    last += 700
    store.drop_older(START_MS + (last - 3_000) * 60_000)
    print(last, store.coverage.kept_from, flush=True)
    store.delete_dropped()
"""


def test_a_kill_at_any_moment_leaves_what_was_promised(tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(chance.randint(3, 15))]
            writer.kill()
            lines += writer.stdout.read().split("\n")[:-1]
        last, kept_from = map(int, lines[-1].split())
        store = opened(tmp_path)
        assert store.coverage.newest >= last
        assert store.coverage.kept_from >= kept_from
        assert everything(store) == records(store.coverage.kept_from, store.coverage.newest)
        store.close()
    store = opened(tmp_path)
    # The next drop deletes what is left in the file, whether it finds more or not.
    drop(store, 0)
    store.close()
    assert rows_on_disk(tmp_path) == list(range(store.coverage.kept_from, store.coverage.newest + 1))


@pytest.mark.anyio
async def test_the_loop_drops_while_it_merges(tmp_path: Path) -> None:
    history = await History.open(tmp_path, now_ms=lambda: NOW_MS)
    await history.merge(records(1, 30_000))
    dropped = await history.drop_older(at(25_000))
    assert abs(dropped - 25_000) < 5
    assert await history.merge(records(29_000, 30_100)) == Change(100, 30_001, 30_100)
    assert not await history.complete_since(START_MS, 30_100)
    assert await history.drop_older(at(25_000)) == 0
    await history.close()
    assert rows_on_disk(tmp_path) == list(range(dropped + 1, 30_101))
