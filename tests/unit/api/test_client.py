"""What the HTTP client sends and reads: queries, paging, ETags, keys."""

from __future__ import annotations

import gzip
import json
import uuid
from datetime import date

import pytest
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import KeySettings, UsageField
from binom_desktop.errors import (
    InvalidServer,
    UnreadableAnswer,
)
from binom_desktop.queries import RequestFilter, StatusClass
from tests.unit.api.account_answers import ACCOUNT, API_KEY, API_KEY_JSON, KEY, TIME, in_turn, json_answer
from tests.unit.api.http_peer import HttpAnswer, HttpPeer, HttpRequest
from tests.unit.api.hub_user import request_json

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "server",
    [
        "",
        "api.example.com",
        "ftp://x",
        "http://api.example.com",
        "https://",
        "https://a b.c",
        "https://[::1",
        "https://h:99999",
        "https://user:pw@h",
        "https://h/v1",
        "https://h?x=1",
    ],
)
def test_servers_that_cannot_be_used_are_refused(server: str) -> None:
    with pytest.raises(InvalidServer):
        AccountClient(server=server, key=lambda: KEY)


@pytest.mark.parametrize(
    ("server", "origin"),
    [
        ("https://API.Example.com:443/", "https://api.example.com"),
        (" https://h:8443 ", "https://h:8443"),
        ("http://localhost:5000", "http://localhost:5000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:81", "http://[::1]:81"),
    ],
)
def test_servers_are_written_one_way(server: str, origin: str) -> None:
    client = AccountClient(server=server, key=lambda: KEY)
    assert client.server == origin
    assert client.hub_url == f"{origin}/hubs/dashboard"
    assert KEY not in repr(client)


async def test_calls_share_a_kept_connection_and_say_who_they_are(server: HttpPeer, client: AccountClient) -> None:
    compressed = HttpAnswer(200, gzip.compress(json.dumps(ACCOUNT).encode()), {"Content-Encoding": "gzip"})
    server.answer = in_turn(json_answer(ACCOUNT), compressed)
    first, second = await client.account(), await client.account()
    assert first == second
    assert first.balance.credit_balance_nano == 42_500_000_000
    assert server.connections == 1
    request = server.requests[0]
    assert request.bearer == KEY
    assert request.headers["user-agent"].startswith("BinomDesktop/")
    assert "gzip" in request.headers["accept-encoding"]


async def test_creating_a_key_is_repeated_with_the_same_idempotency_key(
    server: HttpPeer, client: AccountClient
) -> None:
    secret = "binom_sk_" + "A" * 32
    created = {"key": API_KEY_JSON, "secret": secret}
    server.answer = in_turn(
        json_answer({}, 502),
        HttpAnswer(201, close=True, headers={"Content-Length": "9"}),
        json_answer({}, 409, Retry_After="0"),
        json_answer(created, 201),
    )
    idempotency_key = uuid.uuid4()
    made = await client.create_key(KeySettings("Staging", True, 60, ("10.0.0.0/8",)), idempotency_key=idempotency_key)
    assert made.secret == secret
    assert made.key.rate_limit_rpm == 60
    assert {request.headers["idempotency-key"] for request in server.requests} == {str(idempotency_key)}
    assert len(server.requests) == 4
    assert json.loads(server.requests[0].body) == {
        "description": "Staging",
        "enabled": True,
        "rateLimitRpm": 60,
        "allowedIps": ["10.0.0.0/8"],
    }


async def test_a_key_is_patched_by_what_differs(server: HttpPeer, client: AccountClient) -> None:
    server.answer = in_turn(json_answer(API_KEY_JSON))
    assert await client.update_key(API_KEY, KeySettings("Production")) is API_KEY
    assert server.requests == []
    await client.update_key(replace(API_KEY, rate_limit_rpm=60), KeySettings("Staging"))
    (request,) = server.requests
    assert (request.method, request.path) == ("PATCH", "/v1/keys/key%2F1")
    assert request.headers["if-match"] == '"v7"'
    assert request.headers["content-type"] == "application/merge-patch+json"
    assert json.loads(request.body) == {"description": "Staging", "rateLimitRpm": None}


async def test_an_etag_spares_the_body_and_as_of_moves(server: HttpPeer, client: AccountClient) -> None:
    later = "2026-11-23T09:00:00.000Z"
    server.answer = in_turn(
        json_answer(ACCOUNT, ETag='W/"one"'),
        HttpAnswer(304, headers={"X-As-Of": later, "ETag": 'W/"one"'}),
        HttpAnswer(304, headers={"X-As-Of": "soon"}),
        json_answer(ACCOUNT | {"tier": "Free"}),
        json_answer(ACCOUNT),
    )
    answers = [await client.account() for _ in range(5)]
    assert [request.headers.get("if-none-match") for request in server.requests] == [None, *['W/"one"'] * 3, None]
    moved = replace(answers[0], balance=replace(answers[0].balance, as_of_ms=1_795_424_400_000))
    assert answers[1] == moved
    assert answers[2] == moved
    assert answers[3].tier == "Free"


async def test_an_etag_belongs_to_its_query_and_the_store_is_bounded(server: HttpPeer, client: AccountClient) -> None:
    page: dict[str, object] = {"items": [], "nextCursor": None, "asOf": TIME}
    server.answer = in_turn(json_answer(page, ETag='"e"'))
    for limit in range(1, 41):
        await client.transactions_page(limit=limit)
    await client.transactions_page(limit=40)
    await client.transactions_page(limit=1)
    sent = [request.headers.get("if-none-match") for request in server.requests]
    assert sent == [None] * 40 + ['"e"', None]


async def test_queries_are_written_as_the_contract_says(server: HttpPeer, client: AccountClient) -> None:
    usage = {"from": "2026-11-01", "to": "2026-11-30", "groupBy": ["day"], "items": [], "asOf": TIME}
    page: dict[str, object] = {"items": [request_json(6)], "nextCursor": None, "asOf": TIME}
    server.answer = lambda request: json_answer(usage if request.path == "/v1/usage" else page)
    narrow = RequestFilter(
        from_ms=0, to_ms=1500, status=StatusClass.FAILED, models=("a&b",), endpoints=("/v1/x",), key_ids=("k",)
    )
    await client.usage(
        date(2026, 11, 1), date(2026, 11, 30), [UsageField.DAY, UsageField.MODEL], filter=RequestFilter(models=("a&b",))
    )
    await client.requests_page(filter=narrow)
    await client.requests_page(after_sequence=5, limit=10)
    await client.requests_page(cursor="c d", filter=narrow)
    await client.requests_page(descending=False)
    flat = [{name: values[0] for name, values in request.query.items()} for request in server.requests]
    assert flat == [
        {"from": "2026-11-01", "to": "2026-11-30", "groupBy": "day,model", "model": "a&b"},
        {
            "limit": "1000",
            "order": "desc",
            "from": "1970-01-01T00:00:00.000Z",
            "to": "1970-01-01T00:00:01.500Z",
            "status": "failed",
            "model": "a&b",
            "endpoint": "/v1/x",
            "keyId": "k",
        },
        {"limit": "10", "afterSequence": "5"},
        {"limit": "1000", "cursor": "c d"},
        {"limit": "1000", "order": "asc"},
    ]
    with pytest.raises(ValueError, match="single status"):
        await client.requests_page(filter=RequestFilter(status=404))
    for beyond in (RequestFilter(text="x"), RequestFilter(models=("a", "b"))):
        with pytest.raises(ValueError, match="several values"):
            await client.requests_page(filter=beyond)
    with pytest.raises(ValueError, match="status or time"):
        await client.usage(date(2026, 11, 1), date(2026, 11, 1), [], filter=RequestFilter(from_ms=1))


async def test_paging_follows_cursors_to_the_end_and_refuses_a_circle(server: HttpPeer, client: AccountClient) -> None:
    def page(request: HttpRequest) -> HttpAnswer:
        number = int(request.query.get("cursor", ["1"])[0])
        following = str(number + 1) if number < 3 else None
        return json_answer({"items": [request_json(number)], "nextCursor": following, "asOf": TIME})

    server.answer = page
    pages = [each async for each in client.requests()]
    assert [record.sequence for each in pages for record in each.items] == [1, 2, 3]
    server.answer = in_turn(json_answer({"items": [], "nextCursor": "same", "asOf": TIME}))
    with pytest.raises(UnreadableAnswer, match="does not end"):
        [each async for each in client.transactions()]
    assert len(server.requests) == 5


async def test_negotiate_is_bare(server: HttpPeer, client: AccountClient) -> None:
    server.answer = in_turn(
        HttpAnswer(302, b"moved", {"Location": "/else"}), HttpAnswer(503, b"busy"), HttpAnswer(200, b"{}")
    )
    url = f"{server.origin}/hubs/dashboard/negotiate?negotiateVersion=1"
    assert await client.negotiate(url, "tok") == (302, b"moved")
    assert await client.negotiate(url, "") == (503, b"busy")
    assert await client.negotiate(url, "tok") == (200, b"{}")
    assert [(request.method, request.bearer) for request in server.requests] == [
        ("POST", "tok"),
        ("POST", None),
        ("POST", "tok"),
    ]
    with pytest.raises(UnreadableAnswer):
        await client.negotiate("http://example.com/negotiate", "tok")
