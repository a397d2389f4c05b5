"""What a person or the computer decides about the live feed: on or off, how often instead, the network, sleep."""

from __future__ import annotations

from pathlib import Path

import pytest

from binom_desktop.domain import ConnectionState
from binom_desktop.events import ConnectionChanged
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import running

pytestmark = pytest.mark.anyio


async def test_without_real_time_updates_it_polls_and_comes_back(tmp_path: Path) -> None:
    with SandboxProcess("--history", "50") as sandbox:
        async with running(sandbox, tmp_path, refresh_interval_s=0.05) as run:
            await run.heard.until_state(ConnectionState.LIVE)
            run.sync.set_real_time(False)
            await run.heard.until_state(ConnectionState.POLLING)
            await run.until_whole(await run.log(7))
            assert run.heard.state is ConnectionState.POLLING
            run.sync.set_real_time(True)
            await run.heard.until_state(ConnectionState.LIVE)
            await run.until_whole(await run.log(3))


async def test_it_can_begin_without_real_time_updates(tmp_path: Path) -> None:
    with SandboxProcess("--history", "50") as sandbox:
        async with running(sandbox, tmp_path, refresh_interval_s=0.05, real_time=False) as run:
            await run.until_whole(50)
            await run.until_whole(await run.log(7))
            assert {each.connection.state for each in run.heard.of(ConnectionChanged)} == {ConnectionState.POLLING}


async def test_a_new_interval_holds_at_once(tmp_path: Path) -> None:
    with SandboxProcess("--history", "50") as sandbox:
        async with running(sandbox, tmp_path, refresh_interval_s=3_600, real_time=False) as run:
            await run.until_whole(50)
            last = await run.log(7)
            run.sync.set_refresh_interval(0.05)
            await run.until_whole(last)
            await run.until_whole(await run.log(1))


async def test_no_network_is_said_and_its_return_is_used_at_once(tmp_path: Path) -> None:
    with SandboxProcess("--history", "50") as sandbox:
        async with running(sandbox, tmp_path) as run:
            await run.heard.until_state(ConnectionState.LIVE)
            run.sync.network_changed(False)
            await run.heard.until_state(ConnectionState.OFFLINE)
            assert run.heard.connections[-1].no_network
            last = await run.log(5)
            run.sync.network_changed(True)
            await run.heard.until_state(ConnectionState.LIVE)
            await run.until_whole(last)


async def test_after_sleep_a_connection_is_made_anew(tmp_path: Path) -> None:
    with SandboxProcess("--history", "50") as sandbox:
        async with running(sandbox, tmp_path) as run:
            await run.heard.until_state(ConnectionState.LIVE)
            before = len(run.heard.connections)
            run.sync.woke()
            await run.heard.until(lambda: len(run.heard.connections) > before)
            await run.heard.until_state(ConnectionState.LIVE)
            await run.until_whole(await run.log(5))


async def test_a_network_that_is_back_is_used_at_once_without_a_live_feed(tmp_path: Path) -> None:
    with SandboxProcess("--history", "50") as sandbox:
        async with running(sandbox, tmp_path, refresh_interval_s=3_600, real_time=False) as run:
            await run.until_whole(50)
            run.sync.network_changed(False)
            last = await run.log(5)
            run.sync.network_changed(True)
            await run.until_whole(last)
            last = await run.log(5)
            run.sync.retry_now()
            await run.until_whole(last)
