"""How the hub client finds its server, proves who it is, and shakes hands (signalr.md, points 1 to 8, 21 and 28)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from binom_desktop.api.hub import HubProtocol, HubTimings
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import HubError
from tests.unit.api.http_peer import HttpAnswer, HttpRequest
from tests.unit.api.hub_peer import SEPARATOR, HubPeer
from tests.unit.api.hub_user import BOTH, KEY, TIMINGS, ManualClock, logged, message_of, next_call, using_hub

pytestmark = pytest.mark.anyio
HTML = HttpAnswer(200, b"<html><body>Hotel Wi-Fi</body></html>", {"Content-Type": "text/html"})


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


async def test_point_1_negotiation_is_a_post_with_version_query_and_bearer(peer: HubPeer) -> None:
    async with using_hub(peer, url=f"{peer.url}/?tenant=blue&x=%2F") as user:
        await peer.accept()
        await user.until(lambda: user.joins == 1)
    (negotiation,) = peer.negotiations
    assert negotiation.method == "POST"
    assert negotiation.path == "/hubs/dashboard/negotiate"
    assert negotiation.query == {"tenant": ["blue"], "x": ["/"], "negotiateVersion": ["1"]}
    assert negotiation.bearer == KEY
    assert negotiation.body == b""


async def test_point_2_upgrade_has_the_id_alone_and_the_bearer_in_its_header(peer: HubPeer) -> None:
    odd = "a+b/c=d &?#"
    peer.on_negotiate = lambda _request: peer.negotiation(connectionToken=odd)
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.path == "/hubs/dashboard"
    assert connection.request.query == {"id": [odd]}
    assert connection.request.bearer == KEY
    assert "sec-websocket-extensions" not in connection.request.headers


async def test_version_0_uses_the_connection_id(peer: HubPeer) -> None:
    peer.on_negotiate = lambda _request: peer.negotiation(negotiateVersion=0, connectionToken=None)
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.query == {"id": ["public-1"]}


@pytest.mark.parametrize("where", ["negotiation", "upgrade"])
async def test_point_3_and_21_the_same_key_refused_is_signed_out_without_another_request(
    peer: HubPeer, where: str
) -> None:
    clock = ManualClock()
    if where == "negotiation":
        peer.on_negotiate = lambda _request: HttpAnswer(401)
    else:
        peer.on_upgrade = lambda _request: HttpAnswer(401)
    asked: list[str] = []

    def token() -> str:
        asked.append(KEY)
        return KEY

    async with using_hub(peer, token=token, clock=clock) as user:
        await user.until_state(ConnectionState.SIGNED_OUT)
        with pytest.raises(HubError):
            await user.hub.subscribe(["requests"])
        requests = len(peer.requests)
        clock.advance(10_000)
        user.hub.network_changed(available=False)
        user.hub.network_changed(available=True)
        assert user.states == [ConnectionState.CONNECTING, ConnectionState.SIGNED_OUT]
        assert len(asked) == 2
        peer.on_negotiate = lambda _request: peer.negotiation()
        peer.on_upgrade = lambda _request: HttpAnswer(101)
        user.hub.retry_now()
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert len(peer.requests) == requests + 2
        assert connection is peer.connections[0]
        assert user.states[2:] == [ConnectionState.CONNECTING]
    assert len(peer.connections) == 1


@pytest.mark.parametrize("where", ["negotiation", "upgrade"])
async def test_point_21_a_changed_key_is_tried_once_more(peer: HubPeer, where: str) -> None:
    keys = iter(["old-key", "new-key"])

    def refuse_old(request: HttpRequest) -> HttpAnswer | None:
        return HttpAnswer(401) if request.bearer == "old-key" else None

    if where == "negotiation":
        peer.on_negotiate = lambda request: refuse_old(request) or peer.negotiation()
    else:
        peer.on_upgrade = lambda request: refuse_old(request) or HttpAnswer(101)
    async with using_hub(peer, token=lambda: next(keys)) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
    assert connection.request.bearer == "new-key"
    assert user.states == [ConnectionState.CONNECTING]


async def test_point_21_a_second_401_with_another_key_is_signed_out(peer: HubPeer) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(401)
    keys = iter(["first", "second", "third"])
    async with using_hub(peer, token=lambda: next(keys)) as user:
        await user.until_state(ConnectionState.SIGNED_OUT)
    assert [request.bearer for request in peer.requests] == ["first", "second"]


@pytest.mark.parametrize("key", ["", "with space", "new\nline", "schlüssel"])
async def test_a_key_that_cannot_be_sent_is_signed_out_without_any_request(peer: HubPeer, key: str) -> None:
    async with using_hub(peer, token=lambda: key) as user:
        await user.until_state(ConnectionState.SIGNED_OUT)
        assert key not in user.last.reason or not key
    assert peer.requests == []


async def test_point_4_the_token_is_asked_anew_and_a_failing_factory_only_costs_the_attempt(peer: HubPeer) -> None:
    asked = 0

    async def token() -> str:
        nonlocal asked
        asked += 1
        if asked == 2:
            raise OSError("keyring is locked")
        return f"token-{asked}"

    async with using_hub(peer, token=token) as user:
        (await peer.accept()).reset()
        second = await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert peer.negotiations[0].bearer == "token-1"
    assert second.request.bearer == "token-3"
    assert [connection.reason for connection in user.connections if connection.reason][-1] == "the key can't be read"


async def test_point_5_a_redirect_with_a_token_replaces_it_for_this_attempt_only(peer: HubPeer) -> None:
    async with HubPeer() as other:

        def redirect(request: HttpRequest) -> HttpAnswer:
            if request.path == "/hubs/dashboard/negotiate":
                body = {"url": f"{peer.origin}/elsewhere/?hub=dash", "accessToken": "given-token"}
                return HttpAnswer(200, json.dumps(body).encode())
            return peer.negotiation()

        peer.on_negotiate = redirect
        async with using_hub(peer) as user:
            first = await peer.accept()
            first.reset()
            await peer.accept()
            await user.until(lambda: user.joins == 2)
        assert other.requests == []
    assert [(request.path, request.bearer) for request in peer.negotiations] == [
        ("/hubs/dashboard/negotiate", KEY),
        ("/elsewhere/negotiate", "given-token"),
    ] * 2
    assert first.request.path == "/elsewhere/"
    assert first.request.query == {"hub": ["dash"], "id": ["secret-token-1"]}
    assert first.request.bearer == "given-token"


async def test_point_5_a_redirect_without_a_token_keeps_it_inside_the_origin(peer: HubPeer) -> None:
    peer.on_negotiate = lambda request: (
        peer.negotiation()
        if request.path.startswith("/moved")
        else HttpAnswer(200, json.dumps({"url": "/moved"}).encode())
    )
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.path == "/moved"
    assert connection.request.bearer == KEY


async def test_point_5_endless_redirects_are_offline_after_a_hundred(peer: HubPeer) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(200, json.dumps({"url": peer.url}).encode())
    async with using_hub(peer) as user:
        await user.until_state(ConnectionState.OFFLINE)
    assert user.last.reason == "the server redirects without end"
    assert len(peer.negotiations) == 101


async def test_a_redirect_to_plain_http_elsewhere_is_refused(peer: HubPeer) -> None:
    async with HubPeer() as other:
        peer.on_negotiate = lambda _request: HttpAnswer(200, json.dumps({"url": other.url}).encode())
        async with using_hub(peer) as user:
            await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == "the server redirects to an address without https"
        assert other.requests == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HttpAnswer(200, b'{"error": "Closed for\\u0007 today"}'), "Closed for today"),
        (HttpAnswer(404), "the server has no live feed here (404 Not Found)"),
        (HttpAnswer(403), "the server answered 403 Forbidden"),
        (HttpAnswer(302, headers={"Location": "/login"}), "the server answered 302 Found"),
        (HTML, "the server's negotiation can't be read"),
        (
            HttpAnswer(200, b'{"ProtocolVersion": "1.5"}'),
            "the server speaks the old ASP.NET SignalR, which is not supported",
        ),
        (HttpAnswer(200, b"{}"), "the server offers no WebSockets"),
        (
            HttpAnswer(200, b'{"availableTransports": [{"transport": "LongPolling", "transferFormats": ["Text"]}]}'),
            "the server offers no WebSockets",
        ),
    ],
)
async def test_point_6_a_negotiation_that_cannot_be_used_is_offline_with_its_reason(
    peer: HubPeer, answer: HttpAnswer, reason: str
) -> None:
    peer.on_negotiate = lambda _request: answer
    clock = ManualClock()
    async with using_hub(peer, clock=clock) as user:
        await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == reason
        assert user.last.retry_at_s == clock.now_s + 900
        assert not user.last.no_network
        await clock.until_sleeping(1)
        clock.advance(899)
        assert len(peer.requests) == 1
        peer.on_negotiate = lambda _request: peer.negotiation()
        clock.advance(1)
        await peer.accept()
        await user.until(lambda: user.joins == 1)


@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize("binary", [False, True])
async def test_point_7_the_handshake_is_exact_and_nothing_is_sent_before_its_answer(
    peer: HubPeer, protocol: HubProtocol, binary: bool
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept(shake_hands=False)
        request = await connection.shake_hands(answer="", binary=binary)
        assert request == f'{{"protocol":"{protocol}","version":1}}{SEPARATOR}'
        assert user.joins == 0
        answer = "{}" + SEPARATOR
        connection.send(answer.encode() if binary else answer)
        await user.until(lambda: user.joins == 1)
        assert await connection.receive() == message_of(protocol, {"type": 6})


async def test_point_7_a_refused_handshake_is_a_failed_attempt_with_the_servers_words(peer: HubPeer) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.shake_hands(json.dumps({"error": "Handshake was canceled."}) + SEPARATOR)
        await peer.accept()
        await user.until(lambda: user.joins == 1)
    assert user.connections[1].reason == "the server refused the handshake: Handshake was canceled"


async def test_point_7_a_silent_handshake_ends_after_its_time(peer: HubPeer) -> None:
    async with using_hub(peer, timings=replace(TIMINGS, handshake_s=0.3)) as user:
        silent = await peer.accept(shake_hands=False)
        await user.until(lambda: len(user.connections) >= 2)
        assert user.connections[1].reason == "the server did not answer the handshake"
        await asyncio.wait_for(silent.closed.wait(), 10)


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_8_a_record_in_the_message_of_the_handshakes_answer_is_delivered(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.receive()
        first = message_of(protocol, logged(1), logged(2))
        connection.send(b"{}\x1e" + (first.encode() if isinstance(first, str) else first))
        await user.until(lambda: len(user.records) == 2)
        assert [record.sequence for record in user.records] == [1, 2]
        assert len(user.batches) == 1


async def test_point_21_failed_attempts_go_on_with_growing_jittered_waits_to_the_cap(peer: HubPeer) -> None:
    statuses = iter([503, 503, 500, 429])
    upgrades = iter([404, 503])
    peer.on_negotiate = lambda _request: HttpAnswer(status) if (status := next(statuses, 0)) else peer.negotiation()
    peer.on_upgrade = lambda _request: HttpAnswer(next(upgrades, 101))
    clock = ManualClock()
    timings = HubTimings(backoff_first_s=1, backoff_cap_s=10)
    async with using_hub(peer, clock=clock, timings=timings, random=lambda: 0.5) as user:
        for count in range(1, 7):
            await clock.until_sleeping(count)
            assert user.last.retry_at_s == clock.now_s + clock.sleeps[-1]
            clock.advance(clock.sleeps[-1])
        await peer.accept()
        await user.until(lambda: user.joins == 1)
    assert clock.sleeps == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert set(user.states[1:]) == {ConnectionState.REJOINING}


async def test_point_21_a_server_that_is_gone_is_rejoined_when_it_is_back(peer: HubPeer) -> None:
    async with using_hub(peer) as user:
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        await peer.refuse()
        await user.until(lambda: user.last.reason == "The server refuses connections")
        await user.until(lambda: len(user.connections) > 12)
        await peer.listen()
        await peer.accept()
        await user.until(lambda: user.joins == 2)


async def test_point_28_no_token_is_in_a_log_or_a_state(peer: HubPeer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    upgrades = iter([101, 503, 101])
    peer.on_upgrade = lambda _request: HttpAnswer(next(upgrades))
    async with using_hub(peer) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        call = asyncio.create_task(user.hub.subscribe(["requests"]))
        await next_call(HubProtocol.JSON, connection)
        connection.reset()
        with pytest.raises(HubError) as raised:
            await call
        await peer.accept()
        await user.until(lambda: user.joins == 2)
        told = [*caplog.messages, repr(user.connections), str(raised.value), repr(user.hub), repr(caplog.records)]
    told += [caplog.text]
    assert any("no live connection" in message for message in caplog.messages)
    assert [text for text in told if KEY in text or "secret-token" in text] == []


def test_defaults_are_those_of_the_specification() -> None:
    timings = HubTimings()
    assert (timings.ping_s, timings.server_timeout_s, timings.handshake_s) == (15, 30, 15)
    assert timings.close_s < 2
    assert (timings.backoff_cap_s, timings.healthy_s, timings.offline_retry_s) == (60, 60, 900)
