"""When the hub client tries again, when it does not, and what it costs (signalr.md, points 4, 21, 24, 25, 27, 28)."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
import warnings
from collections.abc import AsyncIterator, Sequence

import pytest
from msgspec.structs import replace

from binom_desktop.api.hub import HubProtocol, HubTimings
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import HubError
from binom_desktop.events import HubEvent
from tests.unit.api.http_peer import HttpAnswer, HttpRequest
from tests.unit.api.hub_peer import HubPeer
from tests.unit.api.hub_user import (
    BOTH,
    KEY,
    LOOPS,
    PAIRS,
    TIMINGS,
    ManualClock,
    logged,
    message_of,
    next_call,
    still_receives,
    using_hub,
)

pytestmark = pytest.mark.anyio
both_loops = pytest.mark.parametrize("anyio_backend", LOOPS)
pairs = pytest.mark.parametrize(("protocol", "anyio_backend"), PAIRS)
CONNECTING, REJOINING = ConnectionState.CONNECTING, ConnectionState.REJOINING
SLOW = HubTimings(backoff_first_s=1, backoff_cap_s=60)


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


@both_loops
async def test_point_4_a_factory_that_goes_on_failing_is_asked_with_growing_waits(peer: HubPeer) -> None:
    asked = 0

    def token() -> str:
        nonlocal asked
        asked += 1
        if asked < 5:
            raise OSError(f"keyring is locked, {KEY}")
        return KEY

    clock = ManualClock()
    async with using_hub(peer, token=token, clock=clock, timings=SLOW) as user:
        for count in range(1, 5):
            await clock.until_sleeping(count)
            assert (user.last.state, user.last.reason) == (REJOINING, "the key can't be read")
            assert peer.requests == []
            clock.advance(clock.sleeps[-1])
        await peer.accept()
        await user.until(lambda: user.joins == 1)
    assert clock.sleeps == [1, 2, 4, 8]


@both_loops
@pytest.mark.parametrize("where", ["negotiation", "upgrade"])
@pytest.mark.parametrize("keys", [[KEY, KEY, KEY], [KEY, "second", "third"]])
async def test_point_21_a_key_that_is_refused_later_ends_signed_out_without_another_request(
    peer: HubPeer, where: str, keys: list[str]
) -> None:
    given = iter(keys)
    clock = ManualClock()
    async with using_hub(peer, token=lambda: next(given), clock=clock) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        if where == "negotiation":
            peer.on_negotiate = lambda _request: HttpAnswer(401)
        else:
            peer.on_upgrade = lambda _request: HttpAnswer(401)
        connection.reset()
        await clock.until_sleeping(1)
        clock.advance(clock.sleeps[0])
        await user.until_state(ConnectionState.SIGNED_OUT)
        assert next(given, None) is None
        requests = len(peer.requests)
        clock.advance(100_000)
        user.hub.network_changed(available=False)
        user.hub.network_changed(available=True)
        with pytest.raises(HubError):
            await user.hub.resume()
        assert len(peer.requests) == requests
        assert user.last.reason == "the server did not accept the key"
        assert len(clock.sleeps) == 1


async def test_point_21_another_answer_to_the_second_key_is_only_a_failed_attempt(peer: HubPeer) -> None:
    keys = iter(["old", "new", "new"])
    answers = iter([HttpAnswer(401), HttpAnswer(503)])
    peer.on_negotiate = lambda _request: next(answers, peer.negotiation())
    async with using_hub(peer, token=lambda: next(keys)) as user:
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert user.states == [CONNECTING, REJOINING, REJOINING]
    assert [request.bearer for request in peer.negotiations] == ["old", "new", "new"]


@both_loops
@pytest.mark.parametrize("status", [200, 204, 302, 400, 403, 404, 409, 426, 500, 503, 99_999])
async def test_point_21_an_upgrade_that_fails_is_tried_again_with_a_new_negotiation(peer: HubPeer, status: int) -> None:
    answers = iter([HttpAnswer(status, b"<html>", {"Location": f"{peer.origin}/elsewhere"})])
    peer.on_upgrade = lambda _request: next(answers, HttpAnswer(101))
    async with using_hub(peer) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert user.connections[1].state is REJOINING
        assert "secret" not in user.connections[1].reason
    assert connection.request.query == {"id": ["secret-token-2"]}
    assert [request.path for request in peer.upgrades] == ["/hubs/dashboard"] * 2


@both_loops
async def test_point_21_an_upgrade_without_an_answer_ends_after_its_time(peer: HubPeer) -> None:
    never = asyncio.Event()
    answers = iter([HttpAnswer(101, hold=never)])
    peer.on_upgrade = lambda _request: next(answers, HttpAnswer(101))
    async with using_hub(peer, timings=replace(TIMINGS, handshake_s=0.2)) as user:
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert user.connections[1].reason == "The server took too long to answer"


async def test_point_21_waits_are_anything_up_to_a_limit_that_doubles_to_the_cap_for_ever(peer: HubPeer) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(503)
    draws = [0.0, 1.0, 0.25, 0.5, 0.999] * 9
    remaining = iter(draws)
    clock = ManualClock()
    async with using_hub(peer, clock=clock, timings=SLOW, random=lambda: next(remaining)) as user:
        for count in range(1, len(draws) + 1):
            await clock.until_sleeping(count)
            assert user.last.retry_at_s == clock.now_s + clock.sleeps[-1]
            if count < len(draws):
                clock.advance(clock.sleeps[-1])
    limits = [min(60, 2**failures) for failures in range(len(draws))]
    assert clock.sleeps == [draw * limit for draw, limit in zip(draws, limits, strict=True)]
    assert set(user.states[1:]) == {REJOINING}


@both_loops
async def test_point_21_retry_now_ends_a_wait_at_once_and_nothing_else(peer: HubPeer) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(503)
    clock = ManualClock()
    async with using_hub(peer, clock=clock, timings=SLOW) as user:
        for count in range(1, 4):
            await clock.until_sleeping(count)
            assert len(peer.requests) == count
            user.hub.retry_now()
        await clock.until_sleeping(4)
        peer.on_negotiate = lambda _request: peer.negotiation()
        user.hub.retry_now()
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        # Connected, it has no effect, not even on the next wait.
        user.hub.retry_now()
        await still_receives(user, connection, HubProtocol.JSON)
        connection.reset()
        await clock.until_sleeping(5)
        assert len(peer.negotiations) == 5
    # A short connection does not begin the waits anew.
    assert clock.sleeps == [1, 2, 4, 8, 16]


@both_loops
async def test_point_21_a_wake_from_sleep_is_a_new_connection_at_once(peer: HubPeer) -> None:
    clock = ManualClock()
    async with using_hub(peer, clock=clock, timings=SLOW) as user:
        first = await peer.accept()
        await user.until(lambda: user.joins == 1)
        user.hub.network_changed(available=False)
        user.hub.network_changed(available=True)
        await clock.until_sleeping(1)
        await first.closed.wait()
        # Nothing that looks like a connection was told goodbye: it is gone.
        assert first.close_code is None
        user.hub.network_changed(available=False)
        user.hub.network_changed(available=True)
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.connections[1].reason == "no network"


@both_loops
@pytest.mark.parametrize("jump_s", [86_400.0, -86_400.0])
async def test_point_21_a_wall_clock_that_jumps_changes_nothing(
    peer: HubPeer, jump_s: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = time.time
    timings = HubTimings(
        ping_s=0.05, server_timeout_s=0.4, handshake_s=0.4, backoff_first_s=0.01, backoff_cap_s=0.01, healthy_s=60
    )
    async with using_hub(peer, timings=timings) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        monkeypatch.setattr(time, "time", lambda: wall() + jump_s)
        for number in range(10):
            connection.send(message_of(HubProtocol.JSON, logged(number + 1)))
            # Its own pings go on too.
            await connection.receive()
        await still_receives(user, connection, HubProtocol.JSON)
        assert user.states == [CONNECTING]
        connection.reset()
        await peer.accept()
        await user.until(lambda: user.joins == 2)
        monkeypatch.undo()


@pairs
async def test_point_24_an_eventful_life_leaves_no_warning(
    peer: HubPeer, protocol: HubProtocol, caplog: pytest.LogCaptureFixture
) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        # What earlier tests left to the collector is not this one's.
        gc.collect()
        warned.clear()
        async with using_hub(peer, protocol=protocol, timings=replace(TIMINGS, handshake_s=0.2)) as user:
            await (await peer.accept(shake_hands=False)).receive()
            refused = await peer.accept(shake_hands=False)
            await refused.shake_hands('{"error":"No"}\x1e')
            connection = await peer.accept()
            await user.until(lambda: user.joins == 1)
            call = asyncio.create_task(user.hub.resume())
            await next_call(protocol, connection)
            connection.send(b"\x00")
            assert isinstance((await asyncio.gather(call, return_exceptions=True))[0], HubError)
            await peer.accept()
            await user.until(lambda: user.joins == 2)
        gc.collect()
    assert [str(warning.message) for warning in warned] == []
    assert [text for text in caplog.messages if "never" in text] == []


@pairs
async def test_point_27_a_slow_consumer_holds_the_server_back(peer: HubPeer, protocol: HubProtocol) -> None:
    message = message_of(protocol, *(logged(*range(first, first + 50)) for first in range(1, 201, 50)))
    messages = 200
    sent = 0
    ahead: list[int] = []

    def handle(_events: Sequence[HubEvent]) -> None:
        ahead.append(sent - len(user.batches))
        user.batches[-1] = ()
        until = time.monotonic() + 0.002
        while time.monotonic() < until:
            pass

    async def flood() -> None:
        nonlocal sent
        for _ in range(messages):
            connection.send(message)
            sent += 1
            await connection.drain()

    timings = replace(TIMINGS, work_slice_s=0.0)
    async with using_hub(peer, protocol=protocol, timings=timings, handle=handle) as user:
        connection = await peer.accept()
        connection.limit_buffers(65_536)
        await user.until(lambda: user.joins == 1)
        flooding = asyncio.create_task(flood())
        await user.until(lambda: len(user.batches) == messages)
        await flooding
    # What the sockets' buffers hold, and websockets' sixteen messages.
    assert max(ahead) < 70


@both_loops
async def test_point_28_no_secret_is_told_when_an_upgrade_fails(
    peer: HubPeer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    statuses = iter([302, 500, 99_999, 401])

    def upgrade(request: HttpRequest) -> HttpAnswer:
        echo = {"Location": request.target, "X-Echo": request.headers["authorization"]}
        return HttpAnswer(next(statuses, 101), request.target.encode(), echo)

    peer.on_upgrade = upgrade
    async with using_hub(peer) as user:
        await user.until_state(ConnectionState.SIGNED_OUT)
        told = [caplog.text, repr(user.connections), repr(user.hub), repr(user.running)]
    assert len(user.connections) == 8
    assert [text for text in told if KEY in text or "secret-token" in text] == []


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_25_states_are_legal_and_come_one_at_a_time(peer: HubPeer, protocol: HubProtocol) -> None:
    """No handler runs inside another, whatever it does."""
    inside = 0

    def handle(_events: Sequence[HubEvent]) -> None:
        nonlocal inside
        inside += 1
        assert inside == 1
        user.hub.retry_now()
        user.hub.network_changed(available=True)
        inside -= 1

    async with using_hub(peer, protocol=protocol, handle=handle) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        await still_receives(user, connection, protocol)
        connection.end()
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.states == [CONNECTING, REJOINING, REJOINING]
