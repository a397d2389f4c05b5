"""What the hub client makes of every answer to its negotiation (signalr.md, points 1, 2, 5, 6, 21 and 28)."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator

import pytest

from binom_desktop.api.hub import HubProtocol
from binom_desktop.api.negotiation import Endpoint, NotUsable, find_endpoint
from binom_desktop.domain import ConnectionState
from tests.unit.api.http_peer import HttpAnswer, HttpRequest
from tests.unit.api.hub_peer import HubPeer
from tests.unit.api.hub_user import BOTH, KEY, LOOPS, using_hub

pytestmark = pytest.mark.anyio
both_loops = pytest.mark.parametrize("anyio_backend", LOOPS)
JSON = HubProtocol.JSON


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


def redirect_to(url: str, **members: object) -> HttpAnswer:
    return HttpAnswer(200, json.dumps({"url": url, **members}).encode())


@both_loops
async def test_points_1_and_2_the_query_is_kept_as_it_is(peer: HubPeer) -> None:
    query = "sig=a%2Fb%c3%28+c&flag&flag&x=~"
    async with using_hub(peer, url=f"{peer.url}?{query}"):
        connection = await peer.accept()
    assert peer.negotiations[0].target == f"/hubs/dashboard/negotiate?{query}&negotiateVersion=1"
    assert connection.request.target == f"/hubs/dashboard?{query}&id=secret-token-1"


async def test_point_2_characters_of_a_redirect_do_not_end_the_requests_line(peer: HubPeer) -> None:
    peer.on_negotiate = lambda request: (
        peer.negotiation() if request.path != "/hubs/dashboard/negotiate" else redirect_to("/a b?c=d HTTP/1.1 ü")
    )
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.target == "/a%20b?c=d%20HTTP/1.1%20%C3%BC&id=secret-token-1"


async def test_point_5_a_version_that_a_redirect_brings_along_is_not_said_twice(peer: HubPeer) -> None:
    peer.on_negotiate = lambda request: (
        peer.negotiation()
        if request.path.startswith("/client")
        else redirect_to("/client/?hub=dashboard&negotiateVersion=1", accessToken="given")
    )
    async with using_hub(peer):
        await peer.accept()
    assert [request.query["negotiateVersion"] for request in peer.negotiations] == [["1"], ["1"]]


@pytest.mark.parametrize(
    "members",
    [
        {"negotiateVersion": 0},
        {"negotiateVersion": 0, "connectionToken": None},
        {"negotiateVersion": -1},
    ],
)
async def test_point_1_version_0_uses_the_connection_id(peer: HubPeer, members: dict[str, object]) -> None:
    peer.on_negotiate = lambda _request: peer.negotiation(**members)
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.query == {"id": ["public-1"]}


async def test_point_1_no_version_at_all_is_version_0(peer: HubPeer) -> None:
    body = {
        "connectionId": "the-only-one",
        "availableTransports": [{"transport": "WebSockets", "transferFormats": ["Text"]}],
    }
    peer.on_negotiate = lambda _request: HttpAnswer(200, json.dumps(body).encode())
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.query == {"id": ["the-only-one"]}


async def test_point_5_an_empty_token_of_a_redirect_is_none(peer: HubPeer) -> None:
    peer.on_negotiate = lambda request: (
        peer.negotiation() if request.path.startswith("/moved") else redirect_to("/moved", accessToken="")
    )
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.bearer == KEY


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_6_members_that_are_empty_or_unknown_have_no_effect(peer: HubPeer, protocol: HubProtocol) -> None:
    peer.on_negotiate = lambda _request: peer.negotiation(
        url="",
        accessToken="",
        error="",
        useStatefulReconnect=True,
        future={"a": [1]},
        negotiateVersion=2,
        availableTransports=[
            {"transport": "ServerSentEvents", "transferFormats": ["Text"]},
            {"transport": "WebTransport", "transferFormats": [], "more": 1},
            {"transport": "WebSockets", "transferFormats": ["Text", "Binary"]},
        ],
    )
    async with using_hub(peer, protocol=protocol):
        connection = await peer.accept()
    assert connection.request.query == {"id": ["secret-token-1"]}


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"error": "Come back\nlater."}, "Come back later"),
        ({"error": "No", "url": "/elsewhere"}, "No"),
        ({"connectionToken": None}, "the server's negotiation has no connection token"),
        ({"connectionToken": ""}, "the server's negotiation has no connection token"),
        ({"availableTransports": []}, "the server offers no WebSockets"),
        (
            {"availableTransports": [{"transport": "WebSockets", "transferFormats": ["Binary"]}]},
            "the server's WebSockets do not carry text",
        ),
        ({"url": "ftp://elsewhere/hub"}, "the server redirects to an address that can't be read"),
        ({"url": "javascript:alert(1)"}, "the server redirects to an address that can't be read"),
        ({"url": "http://[broken/hub"}, "the server redirects to an address that can't be read"),
        ({"url": "http://198.51.100.7/hub"}, "the server redirects to an address without https"),
        ({"url": "/x", "accessToken": "line\nbreak"}, "the server redirected with a token that can't be sent"),
    ],
)
async def test_point_6_an_answer_that_cannot_be_used_is_offline_after_one_request(
    peer: HubPeer, members: dict[str, object], reason: str
) -> None:
    peer.on_negotiate = lambda _request: peer.negotiation(**members)
    async with using_hub(peer) as user:
        await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == reason
    assert len(peer.requests) == 1


async def test_point_29_messagepack_needs_binary_messages(peer: HubPeer) -> None:
    offered = [{"transport": "WebSockets", "transferFormats": ["Text"]}]
    peer.on_negotiate = lambda _request: peer.negotiation(availableTransports=offered)
    async with using_hub(peer, protocol=HubProtocol.MESSAGEPACK) as user:
        await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == "the server's WebSockets do not carry binary"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'"hub"', b'{"negotiateVersion":', b'{"error": 5}', b'{"x":"\xff"', b"[" * 100_000]
)
async def test_point_6_a_body_that_is_no_negotiation_is_offline(peer: HubPeer, body: bytes) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(200, body)
    async with using_hub(peer) as user:
        await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == "the server's negotiation can't be read"


@pytest.mark.parametrize("status", [201, 204, 301, 307, 400, 403, 405, 410, 418])
async def test_point_6_a_status_that_will_not_change_soon_is_offline(peer: HubPeer, status: int) -> None:
    peer.on_negotiate = lambda _request: HttpAnswer(status, b"", {"Location": "/elsewhere"})
    async with using_hub(peer) as user:
        await user.until_state(ConnectionState.OFFLINE)
        assert str(status) in user.last.reason
    assert len(peer.requests) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_point_6_a_status_that_may_pass_is_tried_again(peer: HubPeer, status: int) -> None:
    answers = iter([HttpAnswer(status)])
    peer.on_negotiate = lambda _request: next(answers, peer.negotiation())
    async with using_hub(peer) as user:
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert user.connections[1].state is ConnectionState.REJOINING
        assert str(status) in user.connections[1].reason


async def test_point_5_a_hundred_redirects_are_followed(peer: HubPeer) -> None:
    def redirect(request: HttpRequest) -> HttpAnswer:
        hop = int(request.query.get("hop", ["0"])[0])
        return peer.negotiation() if hop == 100 else redirect_to(f"{peer.url}?hop={hop + 1}")

    peer.on_negotiate = redirect
    async with using_hub(peer):
        connection = await peer.accept()
    assert connection.request.query["hop"] == ["100"]
    assert {request.bearer for request in peer.requests} == {KEY}


@both_loops
@pytest.mark.parametrize("where", ["negotiation", "upgrade"])
async def test_points_5_and_21_a_refused_token_of_a_redirect_does_not_sign_out(peer: HubPeer, where: str) -> None:
    asked = 0
    refused = False

    def token() -> str:
        nonlocal asked
        asked += 1
        return KEY

    def negotiate(request: HttpRequest) -> HttpAnswer:
        nonlocal refused
        if request.path == "/hubs/dashboard/negotiate":
            return redirect_to("/given", accessToken="given-token")
        if where == "negotiation" and not refused:
            refused = True
            return HttpAnswer(401)
        return peer.negotiation()

    def upgrade(_request: HttpRequest) -> HttpAnswer:
        nonlocal refused
        if where == "upgrade" and not refused:
            refused = True
            return HttpAnswer(401)
        return HttpAnswer(101)

    peer.on_negotiate, peer.on_upgrade = negotiate, upgrade
    async with using_hub(peer, token=token) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
    assert ConnectionState.SIGNED_OUT not in user.states
    assert connection.request.bearer == "given-token"
    # Each attempt begins at the original address with the factory's token.
    assert [request.bearer for request in peer.negotiations] == [KEY, "given-token"] * 2
    assert asked == 2


async def found(answers: list[dict[str, object]], url: str = "https://a.example/hub") -> tuple[Endpoint, list[str]]:
    """Negotiate with servers that answer in turn; also what each was sent."""
    sent: list[str] = []
    remaining = iter(answers)

    async def negotiate(to: str, bearer: str) -> tuple[int, bytes]:
        sent.append(f"{bearer} {to}")
        return 200, json.dumps(next(remaining)).encode()

    return await find_endpoint(url=url, bearer="own", negotiate=negotiate, protocol=JSON), sent


LAST: dict[str, object] = {
    "negotiateVersion": 1,
    "connectionToken": "t",
    "availableTransports": [{"transport": "WebSockets", "transferFormats": ["Text"]}],
}


async def test_point_5_the_key_does_not_leave_its_origin_without_a_token_for_the_other() -> None:
    endpoint, sent = await found([{"url": "https://b.example/hub"}, {"url": "https://a.example/hub"}, LAST])
    assert sent == [
        "own https://a.example/hub/negotiate?negotiateVersion=1",
        " https://b.example/hub/negotiate?negotiateVersion=1",
        " https://a.example/hub/negotiate?negotiateVersion=1",
    ]
    assert (endpoint.bearer, endpoint.own_bearer, endpoint.origin) == ("", False, "wss://a.example")


async def test_point_5_a_token_for_another_origin_goes_there_in_its_place() -> None:
    endpoint, sent = await found([{"url": "https://b.example:8443/hub?x=1", "accessToken": "given"}, LAST])
    assert sent[1] == "given https://b.example:8443/hub/negotiate?x=1&negotiateVersion=1"
    assert (endpoint.url, endpoint.bearer) == ("wss://b.example:8443/hub?x=1&id=t", "given")
    assert "given" not in repr(endpoint)
    assert "id=t" not in repr(endpoint)


@pytest.mark.parametrize("target", ["http://a.example/hub", "http://127.0.0.1/hub", "ws://a.example/hub", "//[::"])
async def test_point_5_a_redirect_from_https_to_less_is_refused(target: str) -> None:
    with pytest.raises(NotUsable):
        await found([{"url": target, "accessToken": "given"}, LAST])


@both_loops
async def test_point_28_secrets_of_a_negotiation_that_fails_are_told_nowhere(
    peer: HubPeer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = iter(
        [
            peer.negotiation(availableTransports=5, accessToken="hidden-token"),
            redirect_to("/given", accessToken="hidden-token"),
            HttpAnswer(503),
            redirect_to("/given", accessToken="hidden-token"),
            peer.negotiation(),
            redirect_to("/given", accessToken="hidden-token"),
            HttpAnswer(401),
        ]
    )
    peer.on_negotiate = lambda _request: next(answers, peer.negotiation())
    upgrades = iter([401])
    peer.on_upgrade = lambda _request: HttpAnswer(next(upgrades, 101))
    async with using_hub(peer) as user:
        await user.until_state(ConnectionState.OFFLINE)
        user.hub.retry_now()
        connection = await peer.accept(shake_hands=False)
        await connection.shake_hands('{"error":"No"}\x1e')
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        told = [caplog.text, repr(user.connections), repr(user.hub)]
    assert len(user.connections) > 6
    assert [text for text in told if KEY in text or "secret-token" in text or "hidden-token" in text] == []
