"""How the HTTP client treats servers that err, redirect, hesitate or answer something else."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import KeySettings
from binom_desktop.errors import (
    AuthFailed,
    BinomError,
    Conflict,
    CursorExpired,
    HttpError,
    Invalid,
    NotFound,
    Offline,
    OutOfCredits,
    RateLimited,
    ServerFault,
    UnreadableAnswer,
)
from tests.unit.api.account_answers import ACCOUNT, API_KEY, KEY, QUICK, in_turn, json_answer, shared_tls
from tests.unit.api.http_peer import HttpAnswer, HttpPeer

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, AuthFailed),
        (402, OutOfCredits),
        (403, ServerFault),
        (404, NotFound),
        (405, NotFound),
        (409, Conflict),
        (410, CursorExpired),
        (412, Conflict),
        (415, Invalid),
        (418, ServerFault),
        (422, Invalid),
        (428, Conflict),
        (429, RateLimited),
        (500, ServerFault),
        (503, ServerFault),
    ],
)
async def test_statuses_become_errors_with_the_servers_words(
    server: HttpPeer, client: AccountClient, status: int, kind: type[HttpError]
) -> None:
    problem = {
        "title": "Not this time",
        "status": status,
        "detail": "Line one\nline\u0000 two " + "x" * 5000,
        "errors": {"description": ["too long", "too dull"]},
    }
    server.answer = in_turn(
        json_answer(problem, status, Content_Type="application/problem+json", X_Request_Id="req-1", Retry_After="7")
    )
    with pytest.raises(HttpError) as raised:
        await client.account()
    error = raised.value
    assert type(error) is kind
    assert (error.status, error.title, error.request_id, error.retry_after_s) == (status, "Not this time", "req-1", 7)
    assert error.detail.startswith("Line one line two x")
    assert len(error.detail) == 300
    assert error.field_errors == {"description": ("too long", "too dull")}
    assert str(error).startswith("Not this time: Line one")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b'{"error": {"message": "Incorrect API key provided", "type": "invalid_request_error", "code": null}}',
            "Incorrect API key provided",
        ),
        (b"<html>oops</html>", "The server answered 500 Internal Server Error."),
        (b'{"title": 5}', "The server answered 500 Internal Server Error."),
        (b"", "The server answered 500 Internal Server Error."),
        (b"\xff" * 100, "The server answered 500 Internal Server Error."),
    ],
)
async def test_other_error_bodies_still_give_a_plain_sentence(
    server: HttpPeer, client: AccountClient, body: bytes, words: str
) -> None:
    server.answer = in_turn(HttpAnswer(500, body))
    with pytest.raises(ServerFault) as raised:
        await client.models()
    assert str(raised.value) == words


@pytest.mark.parametrize(
    "answer",
    [
        HttpAnswer(200, b"<html><script>", {"Content-Type": "text/html; charset=utf-8"}),
        HttpAnswer(200, b'{"id": "acc_1", "user', {"Content-Type": "application/json"}),
        HttpAnswer(200, b"[]", {"Content-Type": "application/json"}),
        HttpAnswer(204),
        HttpAnswer(200, b"not gzip", {"Content-Encoding": "gzip"}),
        HttpAnswer(304),
    ],
)
async def test_answers_that_are_not_the_contract_are_unreadable(
    server: HttpPeer, client: AccountClient, answer: HttpAnswer
) -> None:
    server.answer = in_turn(answer)
    with pytest.raises(UnreadableAnswer):
        await client.account()
    assert len(server.requests) == 1


async def test_a_body_that_breaks_off_is_tried_again(server: HttpPeer, client: AccountClient) -> None:
    body = json.dumps(ACCOUNT).encode()
    broken = HttpAnswer(200, body[:50], {"Content-Length": str(len(body))}, close=True)
    server.answer = in_turn(broken, broken, json_answer(ACCOUNT))
    assert (await client.account()).username == "maria"
    assert len(server.requests) == 3
    server.answer = in_turn(broken)
    with pytest.raises(Offline, match="broke off"):
        await client.account()
    assert len(server.requests) == 3 + QUICK.attempts


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_reads_are_tried_again_and_retry_after_is_honoured(
    server: HttpPeer, client: AccountClient, status: int
) -> None:
    server.answer = in_turn(json_answer({}, status, Retry_After="0"), json_answer({}, status), json_answer(ACCOUNT))
    await client.account()
    assert len(server.requests) == 3


async def test_a_retry_after_over_the_cap_goes_to_the_caller_at_once(server: HttpPeer, client: AccountClient) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    server.answer = in_turn(json_answer({}, 429, Retry_After=later))
    with pytest.raises(RateLimited) as raised:
        await client.account()
    assert raised.value.retry_after_s is not None
    assert 80 < raised.value.retry_after_s <= 90
    assert len(server.requests) == 1


async def test_retry_after_is_waited_for(server: HttpPeer) -> None:
    timings = replace(QUICK, retry_after_cap_s=1)
    client = AccountClient(server=server.origin, key=lambda: KEY, timings=timings, tls=shared_tls)
    server.answer = in_turn(json_answer({}, 503, Retry_After="1"), json_answer(ACCOUNT))
    loop = asyncio.get_running_loop()
    started = loop.time()
    await client.account()
    assert loop.time() - started >= 1
    await client.aclose()


@pytest.mark.parametrize("status", [400, 401, 404, 409, 500])
async def test_other_errors_are_not_tried_again(server: HttpPeer, client: AccountClient, status: int) -> None:
    server.answer = in_turn(json_answer({}, status))
    with pytest.raises(HttpError):
        await client.account()
    assert len(server.requests) == 1


async def test_a_change_is_never_sent_twice(server: HttpPeer, client: AccountClient) -> None:
    server.answer = in_turn(json_answer({}, 503))
    with pytest.raises(ServerFault):
        await client.update_key(API_KEY, KeySettings("Staging"))
    assert len(server.requests) == 1


async def test_a_conflict_without_retry_after_is_not_repeated(server: HttpPeer, client: AccountClient) -> None:
    server.answer = in_turn(json_answer({}, 409))
    with pytest.raises(Conflict):
        await client.create_key(KeySettings("Staging"), idempotency_key=uuid.uuid4())
    assert len(server.requests) == 1


async def test_a_repeated_deletion_that_finds_nothing_has_succeeded(server: HttpPeer, client: AccountClient) -> None:
    server.answer = in_turn(json_answer({}, 502), json_answer({}, 404))
    await client.delete_key("key_1")
    with pytest.raises(NotFound):
        await client.delete_key("key_1")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_inside_the_origin_are_followed(server: HttpPeer, client: AccountClient, status: int) -> None:
    server.answer = lambda request: (
        json_answer(ACCOUNT) if request.path == "/new" else HttpAnswer(status, headers={"Location": "/new#part"})
    )
    assert (await client.account()).id == "acc_1"
    assert [request.bearer for request in server.requests] == [KEY, KEY]


async def test_the_key_never_goes_to_another_origin(server: HttpPeer, client: AccountClient) -> None:
    async with HttpPeer(in_turn(json_answer(ACCOUNT))) as other:
        for location in (
            f"{other.origin}/v1/account?token=x",
            "https://example.com/",
            "//evil.example/",
            "http://[",
            "ftp://h/",
        ):
            server.answer = in_turn(HttpAnswer(302, headers={"Location": location}))
            with pytest.raises(UnreadableAnswer, match="redirects") as raised:
                await client.account()
            assert "token=x" not in str(raised.value)
        assert other.requests == []


async def test_endless_redirects_and_redirected_changes_are_refused(server: HttpPeer, client: AccountClient) -> None:
    server.answer = in_turn(HttpAnswer(302, headers={"Location": "/again"}))
    with pytest.raises(UnreadableAnswer, match="without end"):
        await client.account()
    assert len(server.requests) == 6
    with pytest.raises(UnreadableAnswer, match="would lose it"):
        await client.mark_notification_read("n1")


async def test_no_server_and_a_silent_one_are_offline(server: HttpPeer) -> None:
    hold = asyncio.Event()
    server.answer = in_turn(HttpAnswer(200, hold=hold))
    impatient = replace(QUICK, read_s=0.1, attempts=2)
    client = AccountClient(server=server.origin, key=lambda: KEY, timings=impatient, tls=shared_tls)
    with pytest.raises(Offline, match="too long"):
        await client.account()
    hold.set()
    await client.aclose()
    async with HttpPeer(in_turn()) as gone:
        origin = gone.origin
    client = AccountClient(server=origin, key=lambda: KEY, timings=QUICK, tls=shared_tls)
    with pytest.raises(Offline, match="refuses connections"):
        await client.account()
    await client.aclose()


@pytest.mark.parametrize("key", ["", "binom sk", "binom_sk_\nX", "schlüssel"])
async def test_a_key_that_cannot_be_sent_is_refused_without_a_request(server: HttpPeer, key: str) -> None:
    client = AccountClient(server=server.origin, key=lambda: key, timings=QUICK, tls=shared_tls)
    with pytest.raises(AuthFailed) as raised:
        await client.account()
    assert not key or key not in str(raised.value)
    assert server.requests == []
    await client.aclose()


async def test_the_key_is_in_no_error_and_no_log(
    server: HttpPeer, client: AccountClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for answer in (
        HttpAnswer(401),
        HttpAnswer(503),
        HttpAnswer(200, b"{"),
        HttpAnswer(200, close=True, headers={"Content-Length": "5"}),
    ):
        server.answer = in_turn(answer)
        with pytest.raises(BinomError) as raised:
            await client.account()
        told += [str(raised.value), repr(raised.value), repr(vars(raised.value))]
    server.answer = in_turn(HttpAnswer(401))
    await client.negotiate(f"{server.origin}/negotiate", KEY)
    assert [text for text in [*told, caplog.text] if KEY in text] == []
