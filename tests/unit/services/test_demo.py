"""The demo's server: a real process that comes up, stays private and ends with us."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from binom_desktop.api.client import AccountClient
from binom_desktop.errors import Offline
from binom_desktop.services.demo import DemoFault, DemoServer, sandbox_command

pytestmark = pytest.mark.anyio


async def test_it_serves_an_account_until_it_is_stopped(tmp_path: Path) -> None:
    server = DemoServer(folder=tmp_path / "demo", arguments=("--history", "50"))
    address = await server.start()
    client = AccountClient(server=address.url, key=lambda: address.token)
    try:
        assert address.url.startswith("http://127.0.0.1:")
        assert address.token not in repr(address)
        assert (await client.account()).balance.total_requests >= 50
        await server.stop()
        await server.stop()
        with pytest.raises(Offline):
            await client.account()
    finally:
        await server.stop()
        await client.aclose()


@pytest.mark.parametrize(
    "program", ["raise SystemExit('no room')", "print('hello', flush=True)", "print('[1]', flush=True)"]
)
async def test_a_server_that_does_not_come_up_is_a_plain_error(tmp_path: Path, program: str) -> None:
    server = DemoServer(folder=tmp_path, command=lambda: (sys.executable, "-c", program))
    with pytest.raises(DemoFault, match="did not start"):
        await server.start()
    await server.stop()


async def test_what_it_said_is_kept(tmp_path: Path) -> None:
    server = DemoServer(folder=tmp_path, command=lambda: (sys.executable, "-c", "raise SystemExit('no room')"))
    with pytest.raises(DemoFault) as caught:
        await server.start()
    (log,) = await asyncio.to_thread(lambda: list(tmp_path.glob("*.log")))
    assert str(log) in str(caught.value)
    assert "no room" in await asyncio.to_thread(log.read_text)


async def test_a_server_that_stays_silent_is_given_up(tmp_path: Path) -> None:
    program = "import sys; sys.stdin.read()"
    server = DemoServer(folder=tmp_path, start_timeout_s=0.2, command=lambda: (sys.executable, "-c", program))
    with pytest.raises(DemoFault, match="did not start"):
        await server.start()


async def test_a_program_that_is_not_there_is_a_plain_error(tmp_path: Path) -> None:
    server = DemoServer(folder=tmp_path, command=lambda: (str(tmp_path / "missing"),))
    with pytest.raises(DemoFault, match="can't be started"):
        await server.start()


def test_a_bundle_runs_its_own_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox_command() == (sys.executable, "-m", "binom_desktop.sandbox")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert sandbox_command() == (sys.executable, "--run-sandbox")
