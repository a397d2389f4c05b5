"""The hub client on the loop of the app: Qt's (signalr.md, point 25)."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from binom_desktop.api.hub import HubProtocol
from binom_desktop.domain import ConnectionState
from binom_desktop.events import HubEvent
from tests.unit.api.hub_peer import HubPeer
from tests.unit.api.hub_user import BOTH, logged, message_of, next_call, using_hub

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend(qapp: QApplication) -> tuple[str, dict[str, Any]]:
    """Tests of this file run on the Qt loop."""
    return "asyncio", {"loop_factory": lambda: qasync.QEventLoop(qapp)}


@pytest.fixture
async def peer(anyio_backend: object) -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_25_joins_receives_calls_rejoins_and_stops_on_the_gui_thread(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    threads: set[object] = set()

    def note_thread(_events: Sequence[HubEvent]) -> None:
        threads.add((threading.current_thread(), QThread.currentThread()))

    async with using_hub(peer, protocol=protocol) as user:
        user.handle = note_thread
        first = await peer.accept()
        await user.until(lambda: user.joins == 1)
        for start in range(1, 1001, 50):
            first.send(message_of(protocol, *(logged(number) for number in range(start, start + 50))))
        await user.until(lambda: len(user.records) == 1000)
        first.reset()
        second = await peer.accept()
        await user.until(lambda: user.joins == 2)
        second.send(message_of(protocol, {"type": 7}))
        await user.until_state(ConnectionState.OFFLINE)
        user.hub.retry_now()
        third = await peer.accept()
        await user.until(lambda: user.joins == 3)
        await user.hub.stop()
        assert await next_call(protocol, third) == {"type": 7}
        await third.closed.wait()
        assert third.close_code == 1000
    assert [record.sequence for record in user.records] == list(range(1, 1001))
    assert threads == {(threading.main_thread(), QApplication.instance().thread())}  # type: ignore[union-attr]
    assert ConnectionState.REJOINING in user.states


async def test_point_25_signed_out_and_a_server_that_is_gone(peer: HubPeer) -> None:
    async with using_hub(peer, token=lambda: "") as user:
        await user.until_state(ConnectionState.SIGNED_OUT)
    async with using_hub(peer) as user:
        (await peer.accept()).freeze()
        await user.until(lambda: user.joins == 1)
        await peer.refuse()
        await user.until(lambda: user.last.reason == "The server refuses connections")
        await peer.listen()
        await peer.accept()
        await user.until(lambda: user.joins == 2)
