"""Every request exactly once, however the connection behaves: a real server process, a real history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from binom_desktop.domain import ConnectionState
from binom_desktop.events import (
    AccountUpdated,
    HistoryProgressed,
    KeysUpdated,
    NotificationsUpdated,
    TransactionsUpdated,
)
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import running

pytestmark = pytest.mark.anyio

HISTORY = 2_500


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


async def test_the_first_start_is_live_with_the_newest_page_and_brings_all_of_it_behind(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(ConnectionState.LIVE)
        assert (
            not run.history.coverage.missing(HISTORY) or run.history.coverage.missing(HISTORY)[0][1] <= HISTORY - 1000
        )
        await run.until_whole(HISTORY)
        await run.heard.until(lambda: run.heard.of(HistoryProgressed)[-1].progress.complete)
        held = [event.progress.held for event in run.heard.of(HistoryProgressed)]
        assert held == sorted(held)
        assert held[-1] == HISTORY
        assert [connection.state for connection in run.heard.connections] == [
            ConnectionState.CONNECTING,
            ConnectionState.LIVE,
        ]
        account = run.heard.of(AccountUpdated)[-1].account
        assert account.balance.total_requests == HISTORY
        assert run.heard.of(KeysUpdated)[-1].keys
        assert run.heard.of(TransactionsUpdated)[-1].transactions
        assert run.heard.of(NotificationsUpdated)


async def test_live_requests_arrive_with_the_account_s_figures(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(ConnectionState.LIVE)
        last = await run.log(700, cost="0.001")
        await run.until_whole(last)
        await run.heard.until(lambda: run.heard.of(AccountUpdated)[-1].account.balance.total_requests == last)


async def test_a_restart_of_the_app_goes_on_where_it_stopped(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until(lambda: run.history.coverage.newest >= HISTORY)
    sandbox.control("requests", {"count": 1_700})
    async with running(sandbox, tmp_path) as run:
        await run.until_whole(HISTORY + 1_700)
        await run.heard.until_state(ConnectionState.LIVE)


@pytest.mark.parametrize("kind", ["missEvents", "doubleEvents", "shuffleEvents"])
async def test_events_that_are_lost_doubled_or_shuffled_leave_no_gap(
    sandbox: SandboxProcess, tmp_path: Path, kind: str
) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(ConnectionState.LIVE)
        await run.control("faults", {"kind": kind})
        for _ in range(5):
            await run.log(20)
        await run.control("faults", method="DELETE")
        await run.until_whole(await run.log(3))
        assert run.heard.state is ConnectionState.LIVE


async def test_the_server_dies_and_comes_back_while_requests_go_on(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path, refresh_interval_s=0.1) as run:
        await run.heard.until_state(ConnectionState.LIVE)
        for _ in range(3):
            await run.log(150)
            sandbox.kill()
            await run.heard.until(lambda: run.heard.state is not ConnectionState.LIVE)
            sandbox.restart()
            last = await run.log(1_300)
            await run.heard.until_state(ConnectionState.LIVE)
            await run.until_whole(last)
        waits = [each for each in run.heard.connections if each.state is ConnectionState.REJOINING and each.retry_at_s]
        assert waits
        assert all(each.reason for each in waits)


async def test_a_new_account_is_empty_and_live(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with running(sandbox, tmp_path) as run:
            await run.heard.until_state(ConnectionState.LIVE)
            assert run.heard.of(AccountUpdated)[-1].account.balance.total_requests == 0
            await run.heard.until(lambda: bool(run.heard.of(HistoryProgressed)))
            assert run.heard.of(HistoryProgressed)[-1].progress.complete
            await run.until_whole(await run.log(2))
