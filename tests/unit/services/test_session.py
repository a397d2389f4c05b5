"""All services of one account together, as the app runs them."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from binom_desktop.alert_values import AlertFired
from binom_desktop.domain import ConnectionState, FigureSource
from binom_desktop.errors import AuthFailed, HistoryDamaged, HistoryFault
from binom_desktop.events import (
    AccountUpdated,
    FigureFailed,
    HistoryProgressed,
    HistorySetAside,
    OverviewUpdated,
    RequestsFound,
)
from binom_desktop.history.history import History
from binom_desktop.queries import Query
from binom_desktop.services.session import AccountSession, begin_history
from binom_desktop.settings import Settings
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import Heard

pytestmark = pytest.mark.anyio

HISTORY = 300


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


@contextlib.asynccontextmanager
async def session_on(
    sandbox: SandboxProcess,
    folder: Path,
    *,
    account_id: str | None = None,
    key: str | Callable[[], Awaitable[str | None]] | None = None,
    ahead: History | None = None,
) -> AsyncIterator[tuple[AccountSession, Heard]]:
    heard = Heard()
    session = AccountSession(
        server=sandbox.url,
        key=key or sandbox.token,
        account_id=account_id,
        history_folder=lambda account: folder / account,
        publish=heard.publish,
        settings=Settings(),
        ahead=ahead,
    )
    task = asyncio.create_task(session.run())
    try:
        yield session, heard
        assert not task.done()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_figures_follow_the_requests(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with session_on(sandbox, tmp_path) as (_session, heard):
        await heard.until_state(ConnectionState.LIVE)
        await heard.until(lambda: bool(heard.of(OverviewUpdated)))
        assert all(len(event.overview.recent) == 10 for event in heard.of(OverviewUpdated))
        answer = await asyncio.to_thread(
            sandbox.control, "requests", {"count": 3, "model": "made/<b>up</b>", "cost": "0.5"}
        )

        def shown() -> bool:
            overview = heard.of(OverviewUpdated)[-1].overview
            models = {item.model: item.requests for item in overview.models}
            return (
                overview.recent[0].sequence == answer["lastSequence"]
                and models.get("made/<b>up</b>") == 3
                and overview.source is FigureSource.HISTORY
            )

        await heard.until(shown)
        await heard.until(lambda: heard.of(AccountUpdated)[-1].account.balance.last_sequence == answer["lastSequence"])
        assert not heard.of(FigureFailed)


async def test_a_history_that_was_begun_is_used_by_its_own_account_alone(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    def all_found(heard: Heard) -> bool:
        answers = heard.of(RequestsFound)
        return bool(answers) and len(answers[-1].view) == HISTORY

    async with session_on(sandbox, tmp_path) as (session, heard):
        session.ask(Query())
        await heard.until(partial(all_found, heard))
        account_id = heard.of(AccountUpdated)[-1].account.id
    for account in (account_id, "another"):
        ahead = begin_history(tmp_path / account)
        async with session_on(sandbox, tmp_path, account_id=account_id, ahead=ahead) as (session, again):
            session.ask(Query())
            await again.until(partial(all_found, again))
        # Closed by whoever had it.
        with pytest.raises(HistoryFault, match="is closed"):
            await ahead.recent()


async def test_low_credit_is_said_once_also_after_a_restart(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with session_on(sandbox, tmp_path) as (_session, heard):
        await heard.until_state(ConnectionState.LIVE)
        nano = heard.of(AccountUpdated)[-1].account.balance.credit_balance_nano
        wanted = 4_000_000_000 - nano
        amount = f"{'-' if wanted < 0 else ''}{abs(wanted) // 10**9}.{abs(wanted) % 10**9:09d}"
        await asyncio.to_thread(sandbox.control, "credits", {"amount": amount, "kind": "adjustment"})
        await heard.until(lambda: bool(heard.of(AlertFired)))
        assert heard.of(AlertFired)[-1].alert.rule.level == 5_000_000_000
        account_id = heard.of(AccountUpdated)[-1].account.id
    async with session_on(sandbox, tmp_path, account_id=account_id) as (_session, heard):
        await heard.until_state(ConnectionState.LIVE)
        await heard.until(lambda: bool(heard.of(OverviewUpdated)))
        assert not heard.of(AlertFired)


async def test_a_balance_kept_from_before_an_alert_does_not_let_it_fire_again(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    def kept_account(value: bytes | None = None) -> bytes:
        (file,) = tmp_path.rglob("history.sqlite3")
        with contextlib.closing(sqlite3.connect(file)) as database, database:
            if value is not None:
                database.execute("UPDATE documents SET value = ? WHERE name = 'account'", (value,))
            (held,) = database.execute("SELECT value FROM documents WHERE name = 'account'").fetchone()
        assert isinstance(held, bytes)
        return held

    async with session_on(sandbox, tmp_path) as (_session, heard):
        await heard.until_state(ConnectionState.LIVE)
    before = await asyncio.to_thread(kept_account)
    account_id = heard.of(AccountUpdated)[-1].account.id
    await asyncio.to_thread(sandbox.control, "credits", {"amount": "-38.500000000", "kind": "adjustment"})
    async with session_on(sandbox, tmp_path, account_id=account_id) as (_session, heard):
        await heard.until(lambda: bool(heard.of(AlertFired)))
    assert await asyncio.to_thread(kept_account, before) == before
    async with session_on(sandbox, tmp_path, account_id=account_id) as (_session, heard):
        await heard.until_state(ConnectionState.LIVE)
        await heard.until(lambda: bool(heard.of(OverviewUpdated)))
        assert not heard.of(AlertFired)


async def test_damage_that_is_met_ends_the_session_and_the_next_one_begins_anew(tmp_path: Path) -> None:
    def damage() -> None:
        (file,) = tmp_path.rglob("history.sqlite3")
        with contextlib.closing(sqlite3.connect(file)) as database:
            (root,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'documents'").fetchone()
            (size,) = database.execute("PRAGMA page_size").fetchone()
        content = bytearray(file.read_bytes())
        content[(root - 1) * size : root * size] = bytes(size)
        file.write_bytes(content)

    # So many that a start reads them from the snapshot, and not what is damaged.
    with SandboxProcess("--history", "1200") as sandbox:
        async with session_on(sandbox, tmp_path) as (_session, heard):
            await heard.until_state(ConnectionState.LIVE)
            account_id = heard.of(AccountUpdated)[-1].account.id
        await asyncio.to_thread(damage)
        session = AccountSession(
            server=sandbox.url,
            key=sandbox.token,
            account_id=account_id,
            history_folder=lambda account: tmp_path / account,
            publish=heard.publish,
            settings=Settings(),
        )
        assert not heard.of(HistorySetAside)
        async with asyncio.timeout(20):
            with pytest.raises(HistoryDamaged):
                await session.run()
        async with session_on(sandbox, tmp_path, account_id=account_id) as (_session, heard):
            await heard.until_state(ConnectionState.LIVE)
            assert len(heard.of(HistorySetAside)) == 1


async def test_the_log_is_at_hand_before_the_key_is(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with session_on(sandbox, tmp_path) as (_session, heard):
        await heard.until_state(ConnectionState.LIVE)
        account_id = heard.of(AccountUpdated)[-1].account.id
        await heard.until(lambda: heard.of(HistoryProgressed)[-1].progress.held == HISTORY)
    key: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
    async with session_on(sandbox, tmp_path, account_id=account_id, key=lambda: key) as (session, heard):
        session.ask(Query())
        await session.until_at_hand()
        assert len(heard.of(RequestsFound)[-1].view) == HISTORY
        assert heard.connections == []
        key.set_result(sandbox.token)
        await heard.until_state(ConnectionState.LIVE)
        await asyncio.to_thread(sandbox.control, "requests", {"count": 3})
        await heard.until(lambda: len(heard.of(RequestsFound)[-1].view) == HISTORY + 3)


async def test_without_a_key_the_log_stays(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async def no_key() -> None:
        return None

    async with session_on(sandbox, tmp_path, account_id="acc_1", key=no_key) as (session, heard):
        await heard.until_state(ConnectionState.SIGNED_OUT)
        session.ask(Query())
        await heard.until(lambda: bool(heard.of(RequestsFound)))
        assert (await asyncio.to_thread(sandbox.control, "state", method="GET"))["connections"] == 0


async def test_a_refused_key_is_signed_out_and_retry_asks_once_more(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with session_on(sandbox, tmp_path, key="binom_sk_" + "x" * 32) as (_session, heard):
        await heard.until_state(ConnectionState.SIGNED_OUT)
        assert isinstance(heard.of(FigureFailed)[-1].error, AuthFailed)
        assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


async def test_a_401_to_the_figures_signs_out_all(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.control("faults", {"kind": "status", "path": "/v1/requests", "status": 500})
    sandbox.control("faults", {"kind": "status", "path": "/v1/usage", "status": 401})
    async with session_on(sandbox, tmp_path) as (session, heard):
        await heard.until_state(ConnectionState.SIGNED_OUT)
        await session.refresh()
        session.retry_now()
        assert heard.state is ConnectionState.SIGNED_OUT


async def test_a_server_that_is_away_at_first_is_waited_for(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.kill()
    async with session_on(sandbox, tmp_path) as (session, heard):
        await heard.until(lambda: any(each.retry_at_s is not None for each in heard.connections))
        assert heard.state is ConnectionState.REJOINING
        sandbox.restart()
        session.retry_now()
        await heard.until_state(ConnectionState.LIVE)
