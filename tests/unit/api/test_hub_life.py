"""How the hub client lives through losses and ends (signalr.md, points 16 to 24)."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from itertools import cycle

import pytest
from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection

from binom_desktop.api.hub import HubProtocol, HubTimings
from binom_desktop.api.hub_session import HubSession
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import HubError, Offline
from binom_desktop.events import HubEvent
from tests.unit.api.http_peer import HttpAnswer, HttpRequest
from tests.unit.api.hub_peer import HubPeer, PeerConnection
from tests.unit.api.hub_user import (
    BOTH,
    KEY,
    LOOPS,
    PAIRS,
    TIMINGS,
    HubUser,
    ManualClock,
    logged,
    message_of,
    next_call,
    using_hub,
)

pytestmark = pytest.mark.anyio
both_loops = pytest.mark.parametrize("anyio_backend", LOOPS)
both_protocols = pytest.mark.parametrize("protocol", BOTH)
pairs = pytest.mark.parametrize(("protocol", "anyio_backend"), PAIRS)

CONNECTING, REJOINING = ConnectionState.CONNECTING, ConnectionState.REJOINING
OFFLINE = ConnectionState.OFFLINE
# About a fiftieth of the defaults.
QUICK = HubTimings(ping_s=0.3, server_timeout_s=0.6, close_s=0.1, backoff_first_s=0.01, backoff_cap_s=0.05)
LOSSES: dict[str, Callable[[PeerConnection, HubProtocol], None]] = {
    "reset": lambda connection, _: connection.reset(),
    "end": lambda connection, _: connection.end(),
    "close 1000": lambda connection, _: connection.close_websocket(1000),
    "close 1011": lambda connection, _: connection.close_websocket(1011),
    "allowed": lambda connection, protocol: connection.send(
        message_of(protocol, {"type": 7, "error": "restart", "allowReconnect": True})
    ),
    "allowed without error": lambda connection, protocol: connection.send(
        message_of(protocol, {"type": 7, "allowReconnect": True})
    ),
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


def open_of(kind: type[object]) -> int:
    """How many objects of this kind there are."""
    return sum(issubclass(type(each), kind) for each in gc.get_objects())


def spin(seconds: float) -> None:
    """Hold the loop."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@both_loops
@both_protocols
@pytest.mark.parametrize("loss", LOSSES)
async def test_points_16_and_17_every_loss_leads_to_a_new_negotiation_and_id(
    peer: HubPeer, protocol: HubProtocol, loss: str
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        first = await peer.accept()
        await user.until(lambda: user.joins == 1)
        LOSSES[loss](first, protocol)
        second = await peer.accept()
        await user.until(lambda: user.joins == 2)
        assert user.states == [CONNECTING, REJOINING, REJOINING]
        assert [connection.retry_at_s is None for connection in user.connections] == [True, False, True]
        assert user.connections[1].reason
        if loss == "allowed":
            assert user.connections[1].reason == "restart"
    assert len(peer.negotiations) == 2
    assert first.request.query != second.request.query


@both_loops
@both_protocols
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


@pairs
async def test_point_18_silence_is_noticed_though_pongs_go_on(peer: HubPeer, protocol: HubProtocol) -> None:
    async with using_hub(peer, protocol=protocol, timings=QUICK) as user:
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


@pairs
async def test_point_18_a_frozen_server_is_noticed_and_closing_does_not_hang(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol, timings=QUICK) as user:
        connection = await peer.accept()
        connection.freeze()
        started = time.monotonic()
        await peer.accept()
        assert time.monotonic() - started < QUICK.server_timeout_s + 2
        await user.until(lambda: user.joins == 2)


@pairs
async def test_point_19_data_without_pings_and_a_slow_handler_are_no_false_alarm(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol, timings=QUICK) as user:

        def hold_the_loop(_events: Sequence[HubEvent]) -> None:
            if len(user.batches) == 4:
                spin(QUICK.server_timeout_s / 2)
                # Waits in the socket, unread, when the time-out passes.
                connection.send(message_of(protocol, logged(5)))
                spin(QUICK.server_timeout_s)

        user.handle = hold_the_loop
        connection = await peer.accept()
        for number in (1, 2, 3, 4, 6, 7, 8, 9, 10):
            connection.send(message_of(protocol, logged(number)))
            await user.until(partial(received_to, user, number))
            await passed(connection, 0.1)
        assert user.states == [CONNECTING]


@pairs
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


@pairs
async def test_points_22_and_24_twenty_drops_leave_nothing_behind(peer: HubPeer, protocol: HubProtocol) -> None:
    async def subscribe() -> None:
        await user.hub.subscribe(["requests"])

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        # What earlier tests left to the collector is not this one's.
        gc.collect()
        warned.clear()
        async with using_hub(peer, protocol=protocol, on_joined=subscribe, random=lambda: 0.0) as user:
            sizes = []
            for number, loss in zip(range(20), cycle(LOSSES.values()), strict=False):
                connection = await peer.accept()
                # The first that the server hears after each handshake.
                assert (await next_call(protocol, connection))["target"] == "Subscribe"
                assert user.joins == number + 1
                if number in {1, 19}:
                    gc.collect()
                    sizes.append(
                        (len(asyncio.all_tasks() - peer.tasks), open_of(HubSession), open_of(ClientConnection))
                    )
                loss(connection, protocol)
                await connection.closed.wait()
            await peer.accept()
            await user.until(lambda: user.joins == 21)
            assert set(sizes) == {(sizes[0][0], 1, 1)}
            assert user.states == [CONNECTING] + [REJOINING] * 40
        gc.collect()
    assert (open_of(HubSession), open_of(ClientConnection)) == (0, 0)
    assert [str(warning.message) for warning in warned] == []


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


@pairs
@pytest.mark.parametrize("answers", [True, False])
async def test_point_23_stop_says_goodbye_and_ends_in_time(peer: HubPeer, protocol: HubProtocol, answers: bool) -> None:
    # Once as long as it takes by default.
    timings = TIMINGS if protocol is HubProtocol.JSON else replace(TIMINGS, close_s=0.2)
    async with using_hub(peer, protocol=protocol, timings=timings) as user:
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


STALLS = {
    # Promises a body that never comes.
    "negotiation": HttpAnswer(200, b"", {"Content-Length": "10"}),
    "backoff": HttpAnswer(503),
    "offline": HttpAnswer(404),
    "signed out": HttpAnswer(401),
}


@both_loops
@pytest.mark.parametrize("moment", STALLS)
async def test_point_23_stop_ends_at_once_where_there_is_no_connection(peer: HubPeer, moment: str) -> None:
    peer.on_negotiate = lambda _request: STALLS[moment]
    async with using_hub(peer, timings=replace(TIMINGS, backoff_first_s=60, backoff_cap_s=60)) as user:
        await user.until(lambda: len(user.connections) == (1 if moment == "negotiation" else 2))
        started = time.monotonic()
        await asyncio.gather(user.hub.stop(), user.hub.stop())
        await user.running
        assert time.monotonic() - started < 1


@both_loops
@pytest.mark.parametrize("moment", ["token", "upgrade", "handshake", "joining", "calling"])
async def test_point_23_stop_ends_what_is_under_way(peer: HubPeer, moment: str) -> None:
    reached, held = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        reached.set()
        await held.wait()

    async def token() -> str:
        await hold()
        return KEY

    async def join() -> None:
        if moment == "calling":
            reached.set()
            await user.hub.resume()
        await hold()

    def upgrade(_request: HttpRequest) -> HttpAnswer:
        reached.set()
        return HttpAnswer(101, hold=held)

    if moment == "upgrade":
        peer.on_upgrade = upgrade
    async with using_hub(peer, on_joined=join, token=token if moment == "token" else lambda: KEY) as user:
        if moment == "handshake":
            await (await peer.accept(shake_hands=False)).receive()
            reached.set()
        elif moment in {"joining", "calling"}:
            await peer.accept()
        await asyncio.wait_for(reached.wait(), 20)
        started = time.monotonic()
        await user.hub.stop()
        await user.running
        assert time.monotonic() - started < 1
        with pytest.raises(HubError):
            await user.hub.subscribe([])


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


@both_loops
@pytest.mark.parametrize("ends_by", ["stop", "cancel"])
async def test_point_23_an_end_at_the_moment_of_a_loss_is_not_forgotten(peer: HubPeer, ends_by: str) -> None:
    stopping: list[asyncio.Task[None]] = []

    def stop(_events: Sequence[HubEvent]) -> None:
        # The Close behind this event is read before the loop comes to the stop.
        if ends_by == "stop":
            stopping.append(asyncio.create_task(user.hub.stop()))
        else:
            asyncio.get_running_loop().call_soon(user.running.cancel)

    async with using_hub(peer, handle=stop) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        connection.send(message_of(HubProtocol.JSON, logged(1), {"type": 7, "allowReconnect": True}))
        await asyncio.wait({user.running}, timeout=5)
        assert user.running.done()
        await asyncio.gather(*stopping)
    assert user.states == [CONNECTING]
    assert len(peer.negotiations) == 1
