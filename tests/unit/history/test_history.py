"""The history as the loop sees it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from binom_desktop.domain import Change, UsageField
from binom_desktop.errors import HistoryDamaged, HistoryFault
from binom_desktop.history.history import History
from binom_desktop.history.store import DATABASE_NAME, Store
from binom_desktop.queries import Query
from tests.unit.history.made import START_MS, record, records


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


pytestmark = pytest.mark.anyio


async def test_a_life_from_opening_to_opening_again(tmp_path: Path) -> None:
    history = await History.open(tmp_path / "accounts" / "one")
    assert history.opened_aside is None
    assert await history.merge(records(1, 50)) == Change(50, 1, 50)
    await history.begin_at(2)
    await history.write_document("alerts", b"\x00fired")
    assert await history.recent() == tuple(records(41, 50)[::-1])
    view = await history.view(Query())
    assert view.totals.requests == len(view) == 50
    usage = await history.usage(date(2026, 10, 31), date(2026, 11, 2), [UsageField.DAY])
    assert [item.requests for item in usage.items] == [2, 48, 0]
    assert await history.complete_since(START_MS, 50)
    await history.close()

    history = await History.open(tmp_path / "accounts" / "one")
    assert history.coverage.beginning == 2
    assert history.coverage.ranges == ((1, 50),)
    assert await history.read_document("alerts") == b"\x00fired"
    assert await history.read_document("unheard of") is None
    await history.write_document("alerts", b"")
    assert await history.read_document("alerts") == b""
    await history.close()


async def test_the_first_look_is_taken_while_the_history_opens(tmp_path: Path) -> None:
    def query_of(document: bytes | None) -> Query:
        return Query(descending=document == b"newest first")

    look = ("order", query_of)
    history = await History.open(tmp_path, look=look)
    first = await history.first_look()
    assert first is not None
    assert (first.document, len(first.view), first.view.query) == (None, 0, Query(descending=False))
    assert await history.first_look() is None
    await history.merge(records(1, 50))
    await history.write_document("order", b"newest first")
    await history.close()

    history = await History.open(tmp_path, look=look)
    await history.merge(records(51, 60))
    first = await history.first_look()
    assert first is not None
    assert (first.document, len(first.view), first.view.query) == (b"newest first", 50, Query())
    view, inserted = await history.refreshed(first.view)
    assert (len(view), inserted) == (60, tuple(range(10)))
    await history.close()


async def test_a_history_that_was_not_opened_is_not_looked_at(tmp_path: Path) -> None:
    asked: list[bytes | None] = []

    def query_of(document: bytes | None) -> Query:
        asked.append(document)
        return Query()

    await (await History.open(tmp_path)).close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 999")
    history = History(store=Store(tmp_path, now_ms=lambda: START_MS))
    with pytest.raises(HistoryFault, match="newer version"):
        await history.start(("order", query_of))
    with pytest.raises(HistoryFault, match="newer version"):
        await history.first_look()
    assert asked == []


async def test_a_history_begun_before_the_loop_is_opened_as_any_other(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    await history.merge(records(1, 50))
    await history.close()

    def query_of(_document: bytes | None) -> Query:
        return Query(descending=False)

    begun = await asyncio.to_thread(lambda: History.begun(tmp_path, look=("order", query_of)))
    assert begun.folder == tmp_path
    await begun.start()
    first = await begun.first_look()
    assert first is not None
    assert (len(first.view), first.view.query) == (50, Query(descending=False))
    assert begun.coverage.ranges == ((1, 50),)
    await begun.close()


async def test_a_history_begun_and_not_wanted_lets_go_of_its_files(tmp_path: Path) -> None:
    begun = History.begun(tmp_path, look=("order", lambda _document: Query()))
    await begun.close()
    history = await History.open(tmp_path)
    await history.merge(records(1, 3))
    await history.close()


async def test_damage_met_by_the_first_look_is_told(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    # So many that there is a snapshot: with that, opening does not look at every document.
    await history.merge(records(1, 1500))
    await history.write_document("order", b"newest first")
    await history.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE documents SET value = 'of another type'")
    history = await History.open(tmp_path, look=("order", lambda _document: Query()))
    assert history.opened_aside is None
    with pytest.raises(HistoryDamaged):
        await history.first_look()
    with pytest.raises(HistoryDamaged):
        await history.until_damaged()
    await history.close()


async def test_calls_at_once_are_taken_one_after_another(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    batches = [records(first, first + 30) for first in range(1, 600, 20)]
    changes = await asyncio.gather(*(history.merge(batch) for batch in batches))
    assert sum(change.added for change in changes) == 611
    assert history.coverage.ranges == ((1, 611),)
    await history.close()


async def test_after_closing_every_call_says_so(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    await history.close()
    await history.close()
    with pytest.raises(HistoryFault, match="is closed"):
        await history.merge([record(1)])
    with pytest.raises(HistoryFault, match="is closed"):
        await history.recent()


async def test_closing_leaves_no_thread_and_no_companion_files(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    history = await History.open(tmp_path)
    merging = asyncio.ensure_future(history.merge(records(1, 500)))
    await asyncio.sleep(0)
    await history.close()
    assert (await merging).added == 500
    assert names_in(tmp_path) == [DATABASE_NAME]
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)
        assert not thread.is_alive()


async def test_a_cancelled_merge_is_all_or_nothing(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    for first in range(1, 2000, 100):
        merging = asyncio.ensure_future(history.merge(records(first, first + 99)))
        await asyncio.sleep(0)
        merging.cancel()
    assert all((last - first + 1) % 100 == 0 for first, last in history.coverage.ranges)
    await history.merge(records(1, 2000))
    assert history.coverage.ranges == ((1, 2000),)
    await history.close()


async def test_a_cancelled_opening_closes_what_it_opened(tmp_path: Path) -> None:
    opening = asyncio.ensure_future(History.open(tmp_path))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    history = await History.open(tmp_path)
    await history.merge(records(1, 10))
    await history.close()


async def test_a_damaged_file_is_told_by_the_name_it_is_kept_under(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"\x00rubbish" * 2000)
    history = await History.open(tmp_path)
    assert history.opened_aside is not None
    assert (tmp_path / history.opened_aside).read_bytes() == b"\x00rubbish" * 2000
    name = await history.set_aside("asked for")
    assert (tmp_path / name).exists()
    await history.close()


async def test_a_history_that_can_not_be_opened_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(HistoryFault, match="can't be used"):
        await History.open(tmp_path / "file" / "folder")
