"""What a server, a network or a disk can do to the figures, and what a person sees of it."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.errors import AuthFailed, HistoryFault, ServerFault, UnreadableAnswer
from binom_desktop.events import (
    AccountUpdated,
    AppEvent,
    FigureFailed,
    HistoryProgressed,
    HistorySetAside,
    KeysUpdated,
    NotificationsUpdated,
    TransactionsUpdated,
)
from binom_desktop.history.store import DATABASE_NAME
from binom_desktop.services.request_log import LogTimings
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import Running, running

pytestmark = pytest.mark.anyio

HISTORY = 300
LIVE, PAUSED, SIGNED_OUT = ConnectionState.LIVE, ConnectionState.PAUSED, ConnectionState.SIGNED_OUT
PATHS = {
    "account": "/v1/account",
    "keys": "/v1/keys",
    "notifications": "/v1/notifications",
    "transactions": "/v1/billing/transactions",
}
UPDATES: dict[str, type[AppEvent]] = {
    "account": AccountUpdated,
    "keys": KeysUpdated,
    "notifications": NotificationsUpdated,
    "transactions": TransactionsUpdated,
}


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


def failed(run: Running, part: str) -> list[Exception]:
    """Why a part could not be read."""
    return [event.error for event in run.heard.of(FigureFailed) if event.part == part]


async def test_a_paused_session_catches_up_when_it_goes_on(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path, refresh_interval_s=60) as run:
        await run.heard.until_state(LIVE)
        await run.control("pause", {"reason": "Maintenance.", "failResume": 1})
        await run.heard.until_state(PAUSED)
        assert run.heard.connections[-1] == Connection(PAUSED, reason="Maintenance.")
        last = await run.log(40)
        await run.sync.resume()
        assert run.heard.connections[-1].resume_failed
        assert run.heard.connections[-1].reason
        await run.sync.resume()
        await run.heard.until_state(LIVE)
        await run.until_whole(last)
        await run.heard.until(lambda: run.heard.of(AccountUpdated)[-1].account.balance.last_sequence == last)


async def test_a_paused_session_is_polled(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.control("pause", {"reason": "Maintenance."})
    async with running(sandbox, tmp_path, refresh_interval_s=0.1) as run:
        await run.heard.until_state(PAUSED)
        last = await run.log(30)
        await run.until_whole(last)
        await run.heard.until(lambda: run.heard.of(AccountUpdated)[-1].account.balance.last_sequence == last)
        assert run.heard.state is PAUSED
        await run.control("resume")
        await run.heard.until_state(LIVE)


@pytest.mark.parametrize(
    ("part", "fault"), [("account", "html"), ("account", "wrongShape"), *((part, "status") for part in PATHS)]
)
async def test_one_part_that_fails_blanks_only_itself_and_comes_back(
    sandbox: SandboxProcess, tmp_path: Path, part: str, fault: str
) -> None:
    body: dict[str, object] = {"kind": fault, "path": PATHS[part]}
    if fault == "status":
        body["status"] = 500
    sandbox.control("faults", body)
    async with running(sandbox, tmp_path, refresh_interval_s=0.1) as run:
        await run.heard.until_state(LIVE)
        await run.until_whole(HISTORY)
        assert isinstance(failed(run, part)[0], ServerFault if fault == "status" else UnreadableAnswer)
        assert {event.part for event in run.heard.of(FigureFailed)} == {part}
        assert not run.heard.of(UPDATES[part])
        assert all(run.heard.of(UPDATES[other]) for other in UPDATES if other != part)
        await run.control("faults", method="DELETE")
        await run.heard.until(lambda: bool(run.heard.of(UPDATES[part])))


@pytest.mark.parametrize("fault", ["status", "wrongShape", "truncate"])
async def test_a_log_that_can_not_be_read_is_not_live_until_it_can(
    sandbox: SandboxProcess, tmp_path: Path, fault: str
) -> None:
    body: dict[str, object] = {"kind": fault, "path": "/v1/requests"}
    if fault == "status":
        body["status"] = 500
    sandbox.control("faults", body)
    async with running(sandbox, tmp_path) as run:
        await run.heard.until(lambda: len(failed(run, "requests")) > 1)
        assert LIVE not in [connection.state for connection in run.heard.connections]
        assert run.heard.of(AccountUpdated)
        await run.control("faults", method="DELETE")
        await run.heard.until_state(LIVE)
        await run.until_whole(HISTORY)


async def test_refresh_reads_anew_and_says_what_fails(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(LIVE)
        await run.control("faults", {"kind": "status", "path": "/v1/account", "status": 500})
        before = len(run.heard.of(KeysUpdated))
        await run.sync.refresh()
        assert len(failed(run, "account")) == 1
        assert len(run.heard.of(KeysUpdated)) == before + 1
        assert run.heard.state is LIVE


async def test_a_wrong_key_signs_out(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path, refresh_interval_s=0.05, key="binom_sk_" + "x" * 32) as run:
        await run.heard.until_state(SIGNED_OUT)
        assert isinstance(failed(run, "account")[-1], AuthFailed)
        states = len(run.heard.connections)
        await run.sync.refresh()
        run.sync.retry_now()
        await asyncio.wait_for(run.history.recent(), 5)
        assert len(run.heard.connections) == states


@pytest.mark.parametrize("path", ["/v1/account", "/v1/keys", "/v1/requests"])
async def test_a_401_anywhere_signs_out_and_nothing_is_asked_any_more(
    sandbox: SandboxProcess, tmp_path: Path, path: str
) -> None:
    async with running(sandbox, tmp_path, refresh_interval_s=0.05) as run:
        await run.heard.until_state(LIVE)
        await run.control("faults", {"kind": "missEvents"})
        await run.control("faults", {"kind": "status", "path": path, "status": 401})
        await run.log(5)
        await run.sync.refresh()
        await run.heard.until_state(SIGNED_OUT)
        await run.heard.until(lambda: run.heard.connections[-1].state is SIGNED_OUT)
        await run.control("faults", method="DELETE")
        updates = len(run.heard.of(AccountUpdated)), len(run.heard.of(KeysUpdated))
        await run.sync.refresh()
        while (await asyncio.to_thread(sandbox.control, "state", None, "GET"))["connections"]:
            pass
        assert (len(run.heard.of(AccountUpdated)), len(run.heard.of(KeysUpdated))) == updates
        assert run.heard.state is SIGNED_OUT


async def test_a_server_that_began_anew_sets_the_old_history_aside(sandbox: SandboxProcess, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    async with running(sandbox, folder) as run:
        await run.until_whole(HISTORY)
    with SandboxProcess("--history", "120", "--seed", "99") as other:
        async with running(other, folder) as run:
            await run.heard.until_state(LIVE)
            await run.until_whole(120)
            (event,) = run.heard.of(HistorySetAside)
            assert (folder / event.kept_as).exists()
            assert event.reason
            assert run.heard.of(AccountUpdated)[-1].account.balance.total_requests == 120
    with contextlib.closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM requests").fetchone() == (120,)


async def test_a_longer_log_with_other_requests_is_noticed_too(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.until_whole(HISTORY)
    with SandboxProcess("--history", "1500", "--seed", "99") as other:
        async with running(other, tmp_path) as run:
            await run.heard.until_state(LIVE)
            await run.until_whole(1500)
            assert len(run.heard.of(HistorySetAside)) == 1
            assert run.heard.of(HistoryProgressed)[-1].progress.complete


def restore(database: Path, backup: Path) -> None:
    """Put an older state of a server's database back in its place."""
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    shutil.copy(backup, database)


async def test_a_server_that_goes_back_to_a_backup_while_we_watch(tmp_path: Path) -> None:
    database, backup = tmp_path / "server.db", tmp_path / "backup"
    with SandboxProcess("--history", "200", database=database):
        pass
    shutil.copy(database, backup)
    with SandboxProcess(database=database) as sandbox:
        sandbox.control("requests", {"count": 400})
        async with running(sandbox, tmp_path / "history") as run:
            await run.until_whole(600)
            sandbox.kill()
            restore(database, backup)
            sandbox.restart()
            await run.heard.until(lambda: bool(run.heard.of(HistorySetAside)))
            await run.heard.until_state(LIVE)
            last = await run.log(10)
            await run.until_whole(last)
            assert last < 600
            await run.heard.until(lambda: run.heard.of(AccountUpdated)[-1].account.balance.last_sequence == last)


async def test_forgotten_requests_are_a_new_beginning_and_what_is_held_stays(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.until_whole(HISTORY)
    sandbox.control("requests", {"count": 200})
    sandbox.control("forget", {"before": HISTORY + 101})
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(LIVE)
        await run.heard.until(lambda: run.whole_to(HISTORY + 200))
        assert run.history.coverage.beginning == HISTORY + 101
        assert run.history.coverage.ranges == ((1, HISTORY), (HISTORY + 101, HISTORY + 200))
        assert not run.heard.of(HistorySetAside)


async def test_a_log_that_is_forgotten_whole_is_complete(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.control("forget", {"before": HISTORY + 1})
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(LIVE)
        await run.until_whole(await run.log(5))
        assert run.history.coverage.ranges == ((HISTORY + 1, HISTORY + 5),)


async def test_a_disk_that_refuses_loses_nothing(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(LIVE)
        await run.until_whole(HISTORY)
        with contextlib.closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            last = await run.log(25)
            await run.heard.until(lambda: bool(failed(run, "history")))
            assert isinstance(failed(run, "history")[0], HistoryFault)
            other.execute("ROLLBACK")
        await run.until_whole(last)
        assert run.heard.state is LIVE


async def test_more_than_can_wait_is_fetched_instead(sandbox: SandboxProcess, tmp_path: Path) -> None:
    timings = LogTimings(flush_s=0.01, retry_s=0.1, most_pending=100)
    async with running(sandbox, tmp_path, log_timings=timings) as run:
        await run.heard.until_state(LIVE)
        await run.until_whole(await run.log(3_000))


async def test_without_a_socket_the_figures_come_by_polling(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.control("faults", {"kind": "refuseSockets"})
    async with running(sandbox, tmp_path, refresh_interval_s=0.2) as run:
        await run.heard.until(lambda: bool(run.heard.of(AccountUpdated)))
        await run.until_whole(await run.log(7))
        assert LIVE not in [connection.state for connection in run.heard.connections]
        await run.control("faults", method="DELETE")
        run.sync.retry_now()
        await run.heard.until_state(LIVE)


async def test_an_offline_start_shows_what_was_known(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.until_whole(HISTORY)
        await run.heard.until_state(LIVE)
        known = run.heard.of(AccountUpdated)[-1].account
    sandbox.kill()
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(ConnectionState.REJOINING)
        assert run.heard.of(AccountUpdated)[0].account == known
        assert len(await run.history.recent()) == 10
        await run.heard.until(lambda: bool(failed(run, "account")))


async def test_events_change_account_keys_and_notifications(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with running(sandbox, tmp_path) as run:
        await run.heard.until_state(LIVE)
        before = run.heard.of(AccountUpdated)[-1].account
        await run.control("credits", {"amount": "5.00"})
        await run.control("account", {"tier": "Enterprise"})
        await run.control("notify", {"title": "Hello <b>there</b>"})
        await run.heard.until(lambda: run.heard.of(AccountUpdated)[-1].account.tier == "Enterprise")
        await run.heard.until(
            lambda: (
                run.heard.of(AccountUpdated)[-1].account.balance.credit_balance_nano
                == before.balance.credit_balance_nano + 5_000_000_000
            )
        )
        await run.heard.until(
            lambda: any(
                notification.title == "Hello <b>there</b>"
                for notification in run.heard.of(NotificationsUpdated)[-1].notifications.values()
            )
        )
