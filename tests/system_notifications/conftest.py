"""The private bus, and a notifier on the app's loop."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.system_notifications.stage import Stage, qt_loop

if sys.platform == "linux":
    from tests.system_notifications.session_bus import SessionBus
else:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def anyio_backend(qapp: QApplication) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tests of this folder run on the Qt loop."""
    yield from qt_loop(qapp)


@pytest.fixture(scope="module", autouse=True)
async def one_loop(anyio_backend: object) -> AsyncIterator[None]:
    """All tests of a module run on the same one, which ends a round after them."""
    yield
    await asyncio.sleep(0)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionBus]:
    """A session bus on which nobody is yet."""
    if shutil.which("dbus-daemon") is None:
        reason = "a private bus needs the Debian package dbus"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    bus = SessionBus()
    try:
        bus.begin()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus
    finally:
        bus.remove()


@pytest.fixture
async def stage(anyio_backend: object, bus: SessionBus, tmp_path: Path) -> AsyncIterator[Stage]:
    """A notifier on the bus."""
    async with Stage(tmp_path) as stage:
        yield stage
