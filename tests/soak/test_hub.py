"""The hub client at full length: SignalR's own time-outs, a minute of flood, minutes of drops (signalr.md)."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from binom_desktop.api.hub import HubProtocol, HubTimings
from binom_desktop.api.hub_session import HubSession
from binom_desktop.domain import ConnectionState
from binom_desktop.events import HubEvent, RequestsLogged
from tests.unit.api.hub_peer import HubPeer, PeerConnection
from tests.unit.api.hub_user import PAIRS, TIMINGS, HubUser, logged, message_of, next_call, using_hub

pytestmark = [pytest.mark.anyio, pytest.mark.soak, pytest.mark.timeout(900)]
pairs = pytest.mark.parametrize(("protocol", "anyio_backend"), PAIRS)
FULL = HubTimings(backoff_first_s=0.1, backoff_cap_s=0.1)
RATE = 20_000
FLOOD_S = 60
DROPS_S = 120
MEGABYTE = 1_000_000


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


def resident_bytes() -> int:
    """What this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def sockets() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def joined(user: HubUser, times: int) -> bool:
    return user.joins >= times


@pairs
async def test_points_18_and_20_silence_is_noticed_after_thirty_seconds_and_pings_go_every_fifteen(
    peer: HubPeer, protocol: HubProtocol, capsys: pytest.CaptureFixture[str]
) -> None:
    ping = message_of(protocol, {"type": 6})
    async with using_hub(peer, protocol=protocol, timings=FULL) as user:
        connection = await peer.accept()
        began = time.monotonic()
        assert await connection.receive() == ping
        first_s = time.monotonic() - began
        pinging = asyncio.create_task(receive_later(connection))
        while not connection.closed.is_set():
            connection.pong()
            await asyncio.sleep(0.1)
        lasted_s = time.monotonic() - began
        message, second_s = await pinging
        await user.until(lambda: len(user.connections) >= 2)
        assert user.connections[1].reason == "the server went silent"
    with capsys.disabled():
        sys.stdout.write(
            f"\npings after {first_s:.2f} and {second_s - began:.2f} s; silence noticed after {lasted_s:.2f} s\n"
        )
    assert message == ping
    assert first_s < 1
    assert 14.9 <= second_s - began <= 16
    assert 29.9 <= lasted_s <= 31


async def receive_later(connection: PeerConnection) -> tuple[str | bytes, float]:
    """The next message and when it came."""
    await asyncio.sleep(8)
    return await connection.receive(), time.monotonic()


@pairs
async def test_point_7_a_silent_handshake_ends_after_fifteen_seconds(peer: HubPeer, protocol: HubProtocol) -> None:
    async with using_hub(peer, protocol=protocol, timings=FULL) as user:
        connection = await peer.accept(shake_hands=False)
        began = time.monotonic()
        await user.until(lambda: len(user.connections) >= 2)
        # It began before the peer was told of the connection.
        assert 14 <= time.monotonic() - began <= 17
        await asyncio.wait_for(connection.closed.wait(), 2)


@pairs
async def test_point_17_nothing_is_asked_for_ten_seconds_after_a_close(peer: HubPeer, protocol: HubProtocol) -> None:
    async with using_hub(peer, protocol=protocol, timings=FULL) as user:
        connection = await peer.accept()
        connection.send(message_of(protocol, {"type": 7, "error": "Over"}))
        await user.until_state(ConnectionState.OFFLINE)
        requests = len(peer.requests)
        await asyncio.sleep(10)
        assert len(peer.requests) == requests


@pairs
@pytest.mark.parametrize("gone_s", [5, 60])
async def test_point_21_a_server_that_is_gone_for_long_is_rejoined(
    peer: HubPeer, protocol: HubProtocol, gone_s: int
) -> None:
    async with using_hub(peer, protocol=protocol, timings=HubTimings(backoff_cap_s=2)) as user:
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        await peer.refuse()
        await asyncio.sleep(gone_s)
        await peer.listen()
        began = time.monotonic()
        await peer.accept()
        await user.until(lambda: user.joins == 2)
        assert time.monotonic() - began < 3


def flood_of(protocol: HubProtocol, first: int, count: int) -> str | bytes:
    return message_of(protocol, *(logged(*range(start, start + 50)) for start in range(first, first + count, 50)))


@pairs
async def test_point_26_twenty_thousand_records_a_second_for_a_minute(
    peer: HubPeer, protocol: HubProtocol, capsys: pytest.CaptureFixture[str]
) -> None:
    taken, wrong = 0, 0
    # Every record is looked at and let go.
    memory: list[int] = []

    def handle(events: Sequence[HubEvent]) -> None:
        nonlocal taken, wrong
        for event in events:
            assert isinstance(event, RequestsLogged)
            for record in event.records:
                taken += 1
                wrong += record.sequence != taken
        user.batches.clear()

    async with using_hub(peer, protocol=protocol, timings=FULL, handle=handle) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        began, cpu_s = time.monotonic(), time.process_time()
        a_message = RATE // 20
        for number in range(FLOOD_S * 20):
            connection.send(flood_of(protocol, number * a_message + 1, a_message))
            await connection.drain()
            await asyncio.sleep(max(0.0, began + number / 20 - time.monotonic()))
            if number % 100 == 99:
                gc.collect()
                memory.append(resident_bytes())
        await user.until(lambda: taken == RATE * FLOOD_S, 60)
        lasted_s = time.monotonic() - began
        assert user.states == [ConnectionState.CONNECTING]
    grown = memory[-1] - memory[1]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{protocol}: {taken} records in {lasted_s:.1f} s ({time.process_time() - cpu_s:.1f} s of CPU, the "
            f"server's part included), {wrong} out of order, memory {grown / MEGABYTE:+.1f} MB\n"
        )
    assert wrong == 0
    assert grown < 10 * MEGABYTE


def lose(connection: PeerConnection, protocol: HubProtocol, way: int) -> None:
    """End a connection in one of seven ways."""
    match way:
        case 0:
            connection.reset()
        case 1:
            connection.end()
        case 2:
            connection.close_websocket(1000)
        case 3:
            connection.close_websocket(1011)
        case 4:
            connection.send(message_of(protocol, {"type": 7, "allowReconnect": True}))
        case 5:
            connection.send(b"\x00")
        case _:
            connection.send(flood_of(protocol, 1, 500)[:-5])


@pairs
async def test_point_22_drops_for_two_minutes_leave_nothing_behind(
    peer: HubPeer, protocol: HubProtocol, capsys: pytest.CaptureFixture[str]
) -> None:
    drops = 0
    sizes: list[tuple[int, int, int]] = []
    memory: list[int] = []

    async def subscribe() -> None:
        await user.hub.subscribe(["requests"])

    timings = HubTimings(close_s=TIMINGS.close_s, backoff_first_s=0.01, backoff_cap_s=0.02)
    async with using_hub(peer, protocol=protocol, timings=timings, on_joined=subscribe) as user:
        began = time.monotonic()
        while time.monotonic() - began < DROPS_S:
            connection = await peer.accept()
            call = await next_call(protocol, connection)
            assert call["target"] == "Subscribe"
            result = {"lastSequence": 0, "asOf": "2026-11-23T08:15:30Z", "paused": None}
            connection.send(
                message_of(protocol, {"type": 3, "invocationId": call["invocationId"], "result": result}, logged(1))
            )
            await user.until(partial(joined, user, drops + 1))
            await asyncio.sleep(drops % 19 / 1000)
            if drops % 100 == 50:
                user.batches.clear()
                user.connections.clear()
                peer.connections.clear()
                peer.requests.clear()
                gc.collect()
                tasks = len(asyncio.all_tasks() - peer.tasks)
                sizes.append((tasks, sum(isinstance(each, HubSession) for each in gc.get_objects()), sockets()))
                memory.append(resident_bytes())
            lose(connection, protocol, drops % 7)
            await asyncio.wait_for(connection.closed.wait(), 10)
            drops += 1
    grown = memory[-1] - memory[1]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{protocol}: {drops} drops, (tasks, sessions, files) {sizes[0]} to {sizes[-1]}, "
            f"memory {grown / MEGABYTE:+.1f} MB\n"
        )
    assert drops > 500
    assert {sessions for _, sessions, _ in sizes} == {1}
    # The task of the join may be just over or not.
    assert max(tasks for tasks, *_ in sizes) - min(tasks for tasks, *_ in sizes) <= 1
    assert max(files for *_, files in sizes) - min(files for *_, files in sizes) <= 4
    assert grown < 10 * MEGABYTE
