"""The Overview page's figures: the same from the history and from the server, in every trouble."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from binom_desktop.domain import Account, FigureSource, Overview, UsageField, UsageItem
from binom_desktop.events import FigureFailed, OverviewUpdated
from binom_desktop.history.history import wall_clock_ms
from binom_desktop.services.overview import DAYS, PART, OverviewFigures
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import Heard, Running, running

pytestmark = pytest.mark.anyio

HISTORY = 4_000
DAY_MS = 86_400_000


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


@contextlib.asynccontextmanager
async def figures_of(
    run: Running, *, now_ms: Callable[[], int] = wall_clock_ms
) -> AsyncIterator[tuple[OverviewFigures, Heard]]:
    heard = Heard()
    figures = OverviewFigures(
        history=run.history,
        client=run.client,
        publish=heard.publish,
        now_ms=now_ms,
        interval_s=0.01,
        server_interval_s=0.05,
    )
    task = asyncio.create_task(figures.run())
    try:
        yield figures, heard
        assert not task.done()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def first_overview(heard: Heard) -> Overview:
    await heard.until(lambda: bool(heard.of(OverviewUpdated)))
    return heard.of(OverviewUpdated)[0].overview


async def until_source(heard: Heard, source: FigureSource) -> Overview:
    await heard.until(
        lambda: bool(heard.of(OverviewUpdated)) and heard.of(OverviewUpdated)[-1].overview.source is source
    )
    return heard.of(OverviewUpdated)[-1].overview


def sums(items: tuple[UsageItem, ...]) -> tuple[int, int, int, int, int]:
    return (
        sum(item.requests for item in items),
        sum(item.errors for item in items),
        sum(item.input_tokens for item in items),
        sum(item.output_tokens for item in items),
        sum(item.cost_nano for item in items),
    )


async def whole_account(run: Running) -> Account:
    await run.heard.until(lambda: run.whole_to(HISTORY))
    account = run.sync.account
    assert account is not None
    return account


async def test_history_and_server_agree_and_parts_sum_to_the_total(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path / "full") as run, figures_of(run) as (figures, heard):
        account = await whole_account(run)
        figures.touch(account, account.balance.last_sequence)
        here = await until_source(heard, FigureSource.HISTORY)
        assert here.as_of_ms == account.balance.as_of_ms

        figures.touch(account, account.balance.last_sequence + 1)
        there = await until_source(heard, FigureSource.SERVER)
        assert here.days == there.days
        assert here.models == there.models
        assert here.previous_cost_nano == there.previous_cost_nano
        assert here.recent == there.recent

        today = datetime.now(UTC).date()
        assert [item.day for item in here.days] == [today - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
        assert sums(here.days) == sums(here.models)
        assert sums(here.days)[0] > 0
        assert [item.requests for item in here.models] == sorted((item.requests for item in here.models), reverse=True)
        assert [record.sequence for record in here.recent] == list(range(HISTORY, HISTORY - 10, -1))
        before = await run.client.usage(
            today - timedelta(days=2 * DAYS - 1), today - timedelta(days=DAYS), [UsageField.DAY]
        )
        assert here.previous_cost_nano == sum(item.cost_nano for item in before.items)


async def test_a_young_account_has_nothing_to_compare_with(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run, figures_of(run) as (figures, heard):
        account = replace(await whole_account(run), created_ms=wall_clock_ms() - 59 * DAY_MS)
        figures.touch(account, account.balance.last_sequence)
        assert (await first_overview(heard)).previous_cost_nano is None


async def test_an_account_without_requests_has_thirty_days_of_nothing(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with running(sandbox, tmp_path) as run, figures_of(run) as (figures, heard):
            await run.heard.until(lambda: run.sync.account is not None)
            figures.touch(run.sync.account, 0)
            overview = await first_overview(heard)
            assert sums(overview.days) == (0, 0, 0, 0, 0)
            assert len(overview.days) == DAYS
            assert overview.models == ()
            assert overview.recent == ()


async def test_a_server_that_fails_is_said_asked_sparingly_and_comes_back(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    sandbox.control("faults", {"kind": "status", "path": "/v1/usage", "status": 500})
    sandbox.control("faults", {"kind": "status", "path": "/v1/requests", "status": 500})
    async with running(sandbox, tmp_path) as run, figures_of(run) as (figures, heard):
        await run.heard.until(lambda: run.sync.account is not None)
        figures.touch(run.sync.account, HISTORY + 1_000)
        await heard.until(lambda: bool(heard.of(FigureFailed)))
        assert heard.of(FigureFailed)[0].part == PART
        assert not heard.of(OverviewUpdated)
        await run.control("faults", method="DELETE")
        figures.reread()
        assert sums((await until_source(heard, FigureSource.SERVER)).days)[0] > 0


async def test_what_is_here_is_shown_with_its_age_when_newer_figures_can_not_be_read(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as run, figures_of(run) as (figures, heard):
        account = await whole_account(run)
        sandbox.kill()
        figures.touch(account, account.balance.last_sequence + 100)
        overview = await first_overview(heard)
        assert overview.source is FigureSource.HISTORY
        assert overview.as_of_ms == overview.recent[0].timestamp_ms
        await heard.until(lambda: bool(heard.of(FigureFailed)))


async def test_the_days_roll_over_at_midnight_by_themselves(sandbox: SandboxProcess, tmp_path: Path) -> None:
    started_s = time.monotonic()
    today = datetime.now(UTC).date()
    midnight_ms = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp() * 1000) + DAY_MS

    def now_ms() -> int:
        return midnight_ms - 1_000 + int((time.monotonic() - started_s) * 1000)

    async with running(sandbox, tmp_path) as run:
        account = await whole_account(run)
        started_s = time.monotonic()
        async with figures_of(run, now_ms=now_ms) as (figures, heard):
            figures.touch(account, account.balance.last_sequence)
            assert (await first_overview(heard)).days[-1].day == today
            await heard.until(lambda: heard.of(OverviewUpdated)[-1].overview.days[-1].day == today + timedelta(days=1))
            assert heard.of(OverviewUpdated)[-1].overview.days[-1].requests == 0


async def test_a_refused_key_ends_the_asking(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.control("faults", {"kind": "status", "path": "/v1/usage", "status": 401})
    async with running(sandbox, tmp_path) as run, figures_of(run) as (figures, heard):
        await run.heard.until(lambda: run.sync.account is not None)
        figures.touch(run.sync.account, HISTORY + 1_000)
        await heard.until(lambda: bool(heard.of(FigureFailed)))
