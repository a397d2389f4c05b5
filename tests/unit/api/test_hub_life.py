"""How the hub client lives through losses and ends (signalr.md, points 16 to 24)."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from binom_desktop.api.hub import HubProtocol, HubTimings
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import Offline
from binom_desktop.events import HubEvent
from tests.unit.api.http_peer import HttpAnswer
from tests.unit.api.hub_peer import HubPeer, PeerConnection
from tests.unit.api.hub_user import BOTH, TIMINGS, HubUser, ManualClock, logged, message_of, using_hub

pytestmark = pytest.mark.anyio

CONNECTING, REJOINING = ConnectionState.CONNECTING, ConnectionState.REJOINING
OFFLINE = ConnectionState.OFFLINE
# About a fiftieth of the defaults.
QUICK = HubTimings(ping_s=0.3, server_timeout_s=0.6, close_s=0.1, backoff_first_s=0.01, backoff_cap_s=0.05)
LOSSES: dict[str, Callable[[PeerConnection], None]] = {
    "reset": PeerConnection.reset,
    "end": PeerConnection.end,
    "close 1000": lambda connection: connection.close_websocket(1000),
    "close 1011": lambda connection: connection.close_websocket(1011),
    "allowed": lambda connection: connection.send_records({"type": 7, "error": "restart", "allowReconnect": True}),
}


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


def joined(user: HubUser, times: int) -> bool:
    return user.joins == times


def received_to(user: HubUser, sequence: int) -> bool:
    return bool(user.records) and user.records[-1].sequence >= sequence


async def passed(connection: PeerConnection, seconds: float) -> None:
    """Let that time pass unless the connection ends."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(connection.closed.wait(), seconds)


def spin(seconds: float) -> None:
    """Hold the loop."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@pytest.mark.parametrize("loss", LOSSES)
async def test_point_16_every_loss_leads_to_a_new_negotiation_and_id(peer: HubPeer, loss: str) -> None:
    async with using_hub(peer) as user:
        first = await peer.accept()
        await user.until(lambda: user.joins == 1)
        LOSSES[loss](first)
        second = await peer.accept()
        await user.until(lambda: user.joins == 2)
        assert user.states == [CONNECTING, REJOINING, REJOINING]
        assert [connection.retry_at_s is None for connection in user.connections] == [True, False, True]
    assert len(peer.negotiations) == 2
    assert first.request.query != second.request.query


@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, "the server closed the connection"),
        ({"allowReconnect": False}, "the server closed the connection"),
        ({"error": "Key disabled\x07."}, "Key disabled ."),
    ],
)
async def test_point_17_close_without_allow_reconnect_stays_down_with_its_reason(
    peer: HubPeer, protocol: HubProtocol, members: dict[str, object], reason: str
) -> None:
    clock = ManualClock()
    async with using_hub(peer, protocol=protocol, clock=clock) as user:
        connection = await peer.accept()
        # What came before the Close in the same message still counts.
        connection.send(message_of(protocol, logged(1), {"type": 7, **members}))
        await user.until_state(OFFLINE)
        assert user.last.reason == reason
        assert user.last.retry_at_s == clock.now_s + 900
        assert [record.sequence for record in user.records] == [1]
        await clock.until_sleeping(1)
        clock.advance(10)
        requests = len(peer.requests)
        user.hub.retry_now()
        await peer.accept()
        await user.until(lambda: user.joins == 2)
        assert len(peer.requests) == requests + 2
        assert user.states == [CONNECTING, OFFLINE, REJOINING]


async def test_point_18_silence_is_noticed_though_pongs_go_on(peer: HubPeer) -> None:
    async with using_hub(peer, timings=QUICK) as user:
        connection = await peer.accept()
        started = time.monotonic()

        while not connection.closed.is_set():
            connection.pong()
            await passed(connection, 0.05)
        lasted = time.monotonic() - started
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.connections[1].reason == "the server went silent"
    assert QUICK.server_timeout_s - 0.1 <= lasted < QUICK.server_timeout_s + 1


async def test_point_18_a_frozen_server_is_noticed_and_closing_does_not_hang(peer: HubPeer) -> None:
    async with using_hub(peer, timings=QUICK) as user:
        connection = await peer.accept()
        connection.freeze()
        started = time.monotonic()
        await peer.accept()
        assert time.monotonic() - started < QUICK.server_timeout_s + 2
        await user.until(lambda: user.joins == 2)


async def test_point_19_data_without_pings_and_a_slow_handler_are_no_false_alarm(peer: HubPeer) -> None:
    async with using_hub(peer, timings=QUICK) as user:

        def hold_the_loop(_events: Sequence[HubEvent]) -> None:
            if len(user.batches) == 4:
                spin(QUICK.server_timeout_s / 2)
                # Waits in the socket, unread, when the time-out passes.
                connection.send(message_of(HubProtocol.JSON, logged(5)))
                spin(QUICK.server_timeout_s)

        user.handle = hold_the_loop
        connection = await peer.accept()
        for number in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12):
            connection.send(message_of(HubProtocol.JSON, logged(number)))
            await user.until(partial(received_to, user, number))
            await passed(connection, 0.1)
        assert user.states == [CONNECTING]


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_20_a_ping_after_the_handshake_and_then_after_every_quiet_interval(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    ping = message_of(protocol, {"type": 6})
    timings = replace(TIMINGS, ping_s=0.3)
    async with using_hub(peer, protocol=protocol, timings=timings) as user:
        connection = await peer.accept()
        started = sent = time.monotonic()
        assert await connection.receive() == ping
        assert time.monotonic() - started < 0.3
        await user.until(lambda: user.joins == 1)
        # Busy for three intervals: not one ping among the calls.
        while time.monotonic() - started < 0.9:
            call = asyncio.create_task(user.hub.resume())
            message = await connection.receive()
            sent = time.monotonic()
            call.cancel()
            assert message != ping
            await asyncio.wait({call})
            await passed(connection, 0.03)
        assert await connection.receive() == ping
        assert time.monotonic() - sent >= 0.25
        assert await connection.receive() == ping


async def test_point_22_twenty_drops_leave_nothing_behind(peer: HubPeer) -> None:
    async with using_hub(peer) as user:
        sizes = []
        for number in range(20):
            connection = await peer.accept()
            await user.until(partial(joined, user, number + 1))
            sizes.append(len(asyncio.all_tasks() - peer.tasks))
            connection.reset()
            await connection.closed.wait()
        await peer.accept()
        await user.until(lambda: user.joins == 21)
        assert len(set(sizes)) == 1
        gc.collect()
        assert user.loop_errors == []
        assert user.states == [CONNECTING] + [REJOINING] * 40


async def test_a_failure_of_joining_is_a_loss(peer: HubPeer) -> None:
    async def fail_once() -> None:
        if user.joins == 1:
            raise Offline("The server can't be reached.")

    async with using_hub(peer, on_joined=fail_once) as user:
        first = await peer.accept()
        assert (await first.receive_record())["type"] == 7
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.connections[1].reason == "The server can't be reached"


async def test_waits_grow_until_a_connection_was_healthy(peer: HubPeer) -> None:
    clock = ManualClock()
    timings = HubTimings(backoff_first_s=1, backoff_cap_s=60)
    async with using_hub(peer, clock=clock, timings=timings) as user:
        for count in range(1, 4):
            connection = await peer.accept()
            await user.until(partial(joined, user, count))
            connection.reset()
            await clock.until_sleeping(count)
            clock.advance(clock.sleeps[-1])
        connection = await peer.accept()
        await user.until(lambda: user.joins == 4)
        clock.advance(60)
        connection.reset()
        await clock.until_sleeping(4)
        assert clock.sleeps == [1, 2, 4, 1]


async def test_no_network_is_offline_and_a_network_back_means_an_attempt_at_once(peer: HubPeer) -> None:
    clock = ManualClock()
    async with using_hub(peer, clock=clock) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        user.hub.network_changed(available=False)
        await user.until_state(OFFLINE)
        assert user.last.no_network
        await connection.closed.wait()
        await clock.until_sleeping(1)
        requests = len(peer.requests)
        clock.advance(899)
        assert len(peer.requests) == requests
        user.hub.network_changed(available=True)
        await peer.accept()
        await user.until(lambda: user.joins == 2)


async def test_a_network_that_goes_while_waiting_is_offline(peer: HubPeer) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(503)
    clock = ManualClock()
    async with using_hub(peer, clock=clock) as user:
        await clock.until_sleeping(1)
        user.hub.network_changed(available=False)
        await user.until_state(OFFLINE)
        peer.on_negotiate = lambda _request: peer.negotiation()
        await clock.until_sleeping(2)
        clock.advance(900)
        await peer.accept()
        await user.until(lambda: user.joins == 1)


@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize("answers", [True, False])
async def test_point_23_stop_says_goodbye_and_ends_in_time(peer: HubPeer, protocol: HubProtocol, answers: bool) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        connection.answers_close = answers
        await user.until(lambda: user.joins == 1)
        started = time.monotonic()
        await user.hub.stop()
        await user.running
        assert time.monotonic() - started < 2
        await connection.closed.wait()
        assert connection.close_code == 1000
        messages = [await connection.receive(), await connection.receive()]
        goodbye = message_of(protocol, {"type": 7})
        assert messages[0] == message_of(protocol, {"type": 6})
        assert messages[1] == (goodbye if protocol is HubProtocol.JSON else b"\x03\x92\x07\xc0")
        assert user.states == [CONNECTING]


@pytest.mark.parametrize("moment", ["negotiation", "handshake", "backoff", "offline", "signed out", "joining"])
async def test_point_23_stop_ends_at_once_in_every_other_state(peer: HubPeer, moment: str) -> None:
    held = asyncio.Event()
    if moment == "backoff":
        peer.on_negotiate = lambda _request: HttpAnswer(503)
    elif moment == "offline":
        peer.on_negotiate = lambda _request: HttpAnswer(404)
    elif moment == "signed out":
        peer.on_negotiate = lambda _request: HttpAnswer(401)
    elif moment == "negotiation":
        # Promises a body that never comes.
        peer.on_negotiate = lambda _request: HttpAnswer(200, b"", {"Content-Length": "10"})

    async def join() -> None:
        await held.wait()

    async with using_hub(peer, on_joined=join, timings=replace(TIMINGS, backoff_first_s=60, backoff_cap_s=60)) as user:
        if moment == "handshake":
            await peer.accept(shake_hands=False)
        elif moment == "joining":
            await peer.accept()
            await user.until(lambda: user.joins == 1)
        elif moment == "negotiation":
            await user.until(lambda: user.states == [CONNECTING])
        else:
            await user.until(lambda: len(user.connections) == 2)
        started = time.monotonic()
        await user.hub.stop()
        await user.running
        assert time.monotonic() - started < 2


async def test_point_24_cancelling_run_says_goodbye_too(peer: HubPeer) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        user.running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await user.running
        await connection.closed.wait()
        assert connection.close_code == 1000


async def test_stop_before_run_makes_run_return(peer: HubPeer) -> None:
    async with using_hub(peer) as user:
        await user.hub.stop()
        await user.running
    assert peer.requests == []
