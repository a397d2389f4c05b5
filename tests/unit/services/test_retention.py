"""What is older than Settings say goes once a day, at once when they change, and is not fetched again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from binom_desktop.domain import ConnectionState
from binom_desktop.errors import HistoryFault
from binom_desktop.events import FigureFailed, HistoryProgressed
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.store import DATABASE_NAME, Store
from binom_desktop.queries import Query
from binom_desktop.services.retention import PART, Retention
from tests.sandbox_process import SandboxProcess
from tests.unit.history.made import DAY_MS, START_MS, record
from tests.unit.services.running_sync import Heard, Running, running

pytestmark = pytest.mark.anyio

HISTORY = 6_000
DAYS = 30
LOG = re.compile(r"GET \S+/v1/requests\?\S*afterSequence=(\d+)")


@dataclass
class Clock:
    """Time as a test sets it, and what the retention had done."""

    now_ms: int
    as_of_ms: int | None
    refreshed: int = 0
    dropped: int = 0
    heard: Heard = field(default_factory=Heard)

    async def refresh(self) -> None:
        """The figures are read anew: they are as new as the clock."""
        self.refreshed += 1
        self.as_of_ms = self.now_ms

    def on_dropped(self) -> None:
        """Something was dropped."""
        self.dropped += 1
        self.heard.nudge()


@contextlib.asynccontextmanager
async def retaining(history: History, clock: Clock, days: int | None) -> AsyncIterator[Retention]:
    """A ``Retention`` that looks at the clock all the time."""
    retention = Retention(
        history=history,
        publish=clock.heard.publish,
        refresh=clock.refresh,
        on_dropped=clock.on_dropped,
        as_of_ms=lambda: clock.as_of_ms,
        now_ms=lambda: clock.now_ms,
        days=days,
        longest_wait_s=0.005,
    )
    task = asyncio.create_task(retention.run())
    try:
        yield retention
        assert not task.done()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def history(tmp_path: Path) -> AsyncIterator[History]:
    """A request every six hours, for fifty days."""
    history = History(store=Store(tmp_path, now_ms=lambda: START_MS, busy_timeout_s=0.01))
    await history.start()
    await history.merge([record(number, timestamp_ms=at(number)) for number in range(1, 201)])
    yield history
    await history.close()


def at(number: int) -> int:
    return START_MS + (number - 1) * DAY_MS // 4


def day(number: int) -> int:
    return START_MS + number * DAY_MS


async def days_held(history: History) -> list[int]:
    view = await history.view(Query(descending=False))
    return sorted({(view.record(row).timestamp_ms - START_MS) // DAY_MS for row in range(len(view))})


async def test_it_drops_after_the_start_and_once_a_day(history: History) -> None:
    clock = Clock(now_ms=day(49) + DAY_MS // 2, as_of_ms=day(49))
    async with retaining(history, clock, DAYS):
        await clock.heard.until(lambda: clock.dropped == 1)
        # Today and thirty days before.
        assert await days_held(history) == [*range(19, 50)]
        assert clock.refreshed == 0
        clock.now_ms = day(50)
        await clock.heard.until(lambda: clock.dropped == 2)
        assert await days_held(history) == [*range(20, 50)]
        assert clock.refreshed == 1
        clock.now_ms = day(50) + DAY_MS // 2
    assert clock.dropped == 2
    assert not clock.heard.events


async def test_a_change_takes_effect_at_once_and_is_not_undone(history: History) -> None:
    clock = Clock(now_ms=day(49), as_of_ms=day(49))
    async with retaining(history, clock, None) as retention:
        retention.set_days(40)
        await clock.heard.until(lambda: clock.dropped == 1)
        assert (await days_held(history))[0] == 9
        retention.set_days(7)
        await clock.heard.until(lambda: clock.dropped == 2)
        assert await days_held(history) == [*range(42, 50)]
        # What is counted on from the server's figures begins anew.
        assert clock.refreshed >= 1
        retention.set_days(None)
        kept_from = history.coverage.kept_from
        clock.now_ms = clock.as_of_ms = day(500)
        retention.touch()
    assert history.coverage.kept_from == kept_from
    assert not history.coverage.missing(200)
    assert await days_held(history) == [*range(42, 50)]


async def test_a_clock_that_is_wrong_costs_nothing(history: History) -> None:
    clock = Clock(now_ms=day(5_000), as_of_ms=None)
    async with retaining(history, clock, DAYS) as retention:
        # Not even where nobody has said yet how late it is.
        clock.as_of_ms = day(49)
        retention.touch()
        await clock.heard.until(lambda: clock.dropped == 1)
    assert await days_held(history) == [*range(19, 50)]
    clock = Clock(now_ms=day(45), as_of_ms=day(49))
    async with retaining(history, clock, 20):
        await clock.heard.until(lambda: clock.dropped == 1)
    assert await days_held(history) == [*range(25, 50)]


async def test_a_disk_that_refuses_is_said_and_tried_again(history: History, tmp_path: Path) -> None:
    clock = Clock(now_ms=day(49), as_of_ms=day(49))
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as disk:
        disk.execute("BEGIN IMMEDIATE")
        async with retaining(history, clock, DAYS):
            await clock.heard.until(lambda: bool(clock.heard.events))
            failed = clock.heard.of(FigureFailed)[0]
            assert (failed.part, type(failed.error)) == (PART, HistoryFault)
            assert len(await days_held(history)) == 50
            disk.execute("ROLLBACK")
            await clock.heard.until(lambda: clock.dropped == 1)
    assert await days_held(history) == [*range(19, 50)]


# With a server.


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


@contextlib.asynccontextmanager
async def retaining_while(run: Running, days: int | None) -> AsyncIterator[None]:
    """A ``Retention`` beside a ``Sync``, told of its progress."""

    def as_of_ms() -> int | None:
        return None if run.sync.account is None else run.sync.account.balance.as_of_ms

    retention = Retention(
        history=run.history,
        publish=run.heard.publish,
        refresh=run.sync.refresh,
        on_dropped=run.heard.nudge,
        as_of_ms=as_of_ms,
        now_ms=wall_clock_ms,
        days=days,
    )

    def more_than(told: int) -> Callable[[], bool]:
        return lambda: len(run.heard.of(HistoryProgressed)) > told

    async def tell() -> None:
        while True:
            told = len(run.heard.of(HistoryProgressed))
            retention.touch()
            await run.heard.until(more_than(told))

    tasks = [asyncio.create_task(retention.run()), asyncio.create_task(tell())]
    try:
        yield
        assert not any(task.done() for task in tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def until_whole(run: Running) -> None:
    """Wait until nothing more is fetched."""
    await run.heard.until_state(ConnectionState.LIVE)
    await run.heard.until(lambda: run.heard.of(HistoryProgressed)[-1].progress.complete)


def fetched_from(caplog: pytest.LogCaptureFixture) -> list[int]:
    """From which sequences on requests were asked for."""
    found = [LOG.search(each.getMessage()) for each in caplog.records]
    caplog.clear()
    return [int(match[1]) + 1 for match in found if match is not None]


async def test_what_was_dropped_is_not_fetched_again(
    sandbox: SandboxProcess, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "httpx")
    async with running(sandbox, tmp_path) as run:
        await until_whole(run)
        assert min(fetched_from(caplog)) == 1
        held = run.history.coverage.newest
        async with retaining_while(run, DAYS):
            await run.heard.until(lambda: run.history.coverage.kept_from > 1)
        kept_from = run.history.coverage.kept_from
        assert 1 < kept_from < held
        oldest = (await run.history.view(Query(descending=False))).record(0)
        assert oldest.sequence == kept_from
        assert oldest.timestamp_ms >= wall_clock_ms() - (DAYS + 1) * DAY_MS
        await run.sync.refresh()
        await run.until_whole(await run.log(10))
        assert all(first >= kept_from for first in fetched_from(caplog))
    # Also a start later, when the history is to be kept for good again.
    async with running(sandbox, tmp_path) as run, retaining_while(run, None):
        await until_whole(run)
        await run.sync.refresh()
        await run.until_whole(await run.log(10))
        assert run.history.coverage.kept_from == kept_from
        assert all(first >= kept_from for first in fetched_from(caplog))
        view = await run.history.view(Query(descending=False))
        assert view.record(0).sequence == kept_from
        progress = run.heard.of(HistoryProgressed)[-1].progress
        assert progress.total <= run.history.coverage.newest - kept_from + 1


async def test_a_first_start_fetches_no_more_than_is_kept(
    sandbox: SandboxProcess, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "httpx")
    async with running(sandbox, tmp_path) as run, retaining_while(run, DAYS):
        await run.heard.until_state(ConnectionState.LIVE)
        await run.heard.until(lambda: run.history.coverage.kept_from > 1 and run.whole_to(run.sync.last_sequence))
        await run.until_whole(await run.log(5))
        view = await run.history.view(Query(descending=False))
        assert view.record(0).sequence == run.history.coverage.kept_from
        # A page or two were on their way before the first one that was too old was dropped.
        assert min(fetched_from(caplog)) > run.history.coverage.kept_from - 3_000 > 1


async def test_a_log_dropped_whole_that_began_anew_is_noticed(tmp_path: Path) -> None:
    with SandboxProcess("--history", "300") as sandbox:
        async with running(sandbox, tmp_path) as run:
            await until_whole(run)
            assert await run.history.drop_older(wall_clock_ms() + DAY_MS) == 300
            last = await run.log(5)
            await run.until_whole(last)
            assert run.history.coverage.ranges == ((301, last),)
            await run.history.drop_older(wall_clock_ms() + DAY_MS)
    with SandboxProcess("--history", "900", "--seed", "99") as other:
        async with running(other, tmp_path) as run:
            await until_whole(run)
            await run.until_whole(900)
            assert run.history.coverage.kept_from == 1
