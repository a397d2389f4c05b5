"""On Linux: whether there is a notification daemon is found out before the library for it is imported."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.bus import Bus
from tests.system_notifications.daemon import Daemon
from tests.system_notifications.session_bus import SessionBus
from tests.system_notifications.stage import TOLD, WAIT_S, Stage, low_credit, until

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
APP = """
import asyncio, sys
from pathlib import Path
import qasync
from PySide6.QtCore import QCoreApplication
from tests.system_notifications.stage import TOLD, Stage, low_credit, until

async def main():
    async with Stage(Path(sys.argv[1])) as stage:
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        print("dbus_fast" in sys.modules, "PySide6.QtDBus" in sys.modules)

application = QCoreApplication([])
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
    runner.run(main())
"""
STARTED_DAEMON = """
import os, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.e2e.waiting import wait_until
from tests.system_notifications.daemon import Daemon

with Daemon(os.environ["DBUS_STARTER_ADDRESS"]) as daemon:
    wait_until(lambda: daemon.asked, "a notification")
Path({told!r}).write_text(daemon.asked[0].body)
"""


@pytest.mark.parametrize("missing", ["daemon", "bus", "address"])
def test_where_nobody_shows_them_the_library_is_not_imported(
    bus: SessionBus, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "bus":
        bus.end()
    elif missing == "address":
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    command = [sys.executable, "-c", APP, str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert (ended.stdout.split(), ended.stderr) == (["False", "True"], "")


async def test_a_daemon_that_can_be_started_is_used(bus: SessionBus, tmp_path: Path) -> None:
    program, told = tmp_path / "daemon.py", tmp_path / "told"
    program.write_text(STARTED_DAEMON.format(root=str(ROOT), told=str(told)))
    service = f"[D-BUS Service]\nName={Daemon.name}\nExec={sys.executable} {program}\n"
    (bus.services / f"{Daemon.name}.service").write_text(service)
    bus.end()
    bus.begin()
    async with Stage(tmp_path, patience_s=WAIT_S) as stage:
        stage.notifier.show(low_credit("started"))
        await until(lambda: stage.told_otherwise or told.is_file(), "a notification")
        assert stage.told_otherwise == []
    assert told.read_text() == "started"


async def test_the_bus_is_left_after_each_answer(bus: SessionBus, stage: Stage) -> None:
    probe = Bus(bus.address)
    before = probe.bus_call("ListNames", "")
    for count in range(1, 4):
        stage.notifier.show(low_credit())
        await until(partial(stage.was_told_otherwise, count), "the fallback")
    await until(lambda: probe.bus_call("ListNames", "") == before, "the bus to be alone")
    probe.close()


async def test_without_the_library_it_is_told_otherwise(
    bus: SessionBus, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dbus_fast", None)
    monkeypatch.delitem(sys.modules, "binom_desktop.system_notifications.freedesktop", raising=False)
    with Daemon(bus.address):
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        stage.notifier.close_all()


class RudeBus:
    """Greets whoever comes, if it ``greets``, and then either hangs up or says nothing any more."""

    def __init__(self, *, greets: bool, hangs_up: bool) -> None:
        self._greets = greets
        self._hangs_up = hangs_up
        self.came = 0
        self.went = 0

    @asynccontextmanager
    async def at(self, address: Path) -> AsyncIterator[None]:
        """Listen there, on the loop of the app itself."""
        async with await asyncio.start_unix_server(self._serve, address):
            yield

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n")
        if self._greets:
            writer.write(b"OK 0123456789abcdef0123456789abcdef\r\n")
            await reader.readuntil(b"NEGOTIATE_UNIX_FD\r\n")
            writer.write(b"ERROR\r\n")
            await reader.readuntil(b"Hello")
        self.came += 1
        if not self._hangs_up:
            await reader.read()
        self.went += 1
        writer.close()


@pytest.fixture
def socket(bus: SessionBus) -> Path:
    """Where the session bus was, and another can be."""
    bus.end()
    return Path(bus.address.removeprefix("unix:path="))


@pytest.mark.parametrize("greets", [False, True])
async def test_a_bus_that_hangs_up_is_none(greets: bool, socket: Path, tmp_path: Path) -> None:
    rude = RudeBus(greets=greets, hangs_up=True)
    async with rude.at(socket), Stage(tmp_path, patience_s=2 * WAIT_S) as stage:
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        assert rude.came == 1


@pytest.mark.parametrize("greets", [False, True])
async def test_a_silent_bus_is_left_when_patience_ends(greets: bool, socket: Path, tmp_path: Path) -> None:
    rude = RudeBus(greets=greets, hangs_up=False)
    async with rude.at(socket), Stage(tmp_path, patience_s=0.3) as stage:
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        await until(lambda: rude.went == rude.came == 1, "the bus to be left")


async def test_a_silent_bus_is_left_when_the_app_ends(socket: Path, tmp_path: Path) -> None:
    rude = RudeBus(greets=True, hangs_up=False)
    async with rude.at(socket), Stage(tmp_path) as stage:
        stage.notifier.show(low_credit())
        await until(lambda: rude.came, "the question")
        await stage.notifier.aclose()
        await until(lambda: rude.went, "the bus to be left")
    assert stage.told_otherwise == []
