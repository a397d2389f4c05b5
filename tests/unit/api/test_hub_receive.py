"""How the hub client takes records and answers them (signalr.md, points 9 to 15, 19, 27 and 29)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from binom_desktop.api.hub import HubProtocol
from binom_desktop.domain import Severity
from binom_desktop.errors import HubError
from binom_desktop.events import (
    AccountChanged,
    BalanceChanged,
    HubEvent,
    KeyChanged,
    KeyChangeKind,
    NotificationReceived,
    RequestsLogged,
    SessionPaused,
    SessionResumed,
    Subscription,
)
from tests.unit.api.hub_peer import HubPeer
from tests.unit.api.hub_user import (
    BOTH,
    LOOPS,
    logged,
    message_of,
    next_call,
    packed,
    request_json,
    still_receives,
    using_hub,
)

pytestmark = pytest.mark.anyio
both_loops = pytest.mark.parametrize("anyio_backend", LOOPS)
TIME = "2026-11-23T08:15:30.250Z"
TIME_MS = 1_795_421_730_250
BALANCE: dict[str, object] = {
    "creditBalance": "42.500000000",
    "totalUsage": "7.25",
    "totalRequests": 9,
    "lastSequence": 9,
    "revision": 3,
    "asOf": TIME,
}
ACCOUNT: dict[str, object] = {
    **BALANCE,
    "id": "acc_1",
    "username": "maria",
    "email": "maria@example.com",
    "tier": "Pro",
    "createdAt": TIME,
}
KEY: dict[str, object] = {
    "id": "key_1",
    "description": "Production",
    "enabled": True,
    "rateLimitRpm": None,
    "allowedIps": ["10.0.0.0/8"],
    "hint": "binom_sk_…9fQ2",
    "createdAt": TIME,
    "lastUsedAt": None,
    "totalRequests": 5,
    "totalCost": "1.5",
    "lastSequence": 5,
    "version": "v1",
}
NOTIFICATION: dict[str, object] = {
    "id": "n1",
    "timestamp": TIME,
    "kind": "billing",
    "severity": "warning",
    "title": "Low",
    "body": "<b>plain</b>",
    "url": "javascript:alert(1)",
    "readAt": None,
}


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


def calls(*targets_and_arguments: tuple[str, list[Any]]) -> list[dict[str, Any]]:
    return [{"type": 1, "target": target, "arguments": arguments} for target, arguments in targets_and_arguments]


@pytest.mark.parametrize("protocol", BOTH)
async def test_every_event_of_the_contract_is_typed_and_handed_on_with_its_message(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        connection.send(
            message_of(
                protocol,
                *calls(
                    ("RequestsLogged", [[request_json(1), request_json(2, status=429, error="slow down")]]),
                    ("BalanceChanged", [BALANCE]),
                    ("AccountChanged", [ACCOUNT]),
                    ("KeyChanged", [{"change": "updated", "key": KEY}]),
                    ("NotificationReceived", [NOTIFICATION]),
                    ("AnnouncementReceived", [{**NOTIFICATION, "url": "https://binom.run", "readAt": TIME}]),
                    ("SessionPaused", [{"reason": "maintenance", "resumeAfterSeconds": 30}]),
                    ("SessionPaused", [{"reason": "maintenance", "resumeAfterSeconds": None}]),
                    ("SessionResumed", []),
                ),
            )
        )
        await user.until(lambda: user.batches)
        requests, balance, account, key, notification, announcement, pause, endless_pause, resumed = user.batches[0]
    assert isinstance(requests, RequestsLogged)
    assert [record.sequence for record in requests.records] == [1, 2]
    assert requests.records[0].cost_nano == 412_000
    assert requests.records[0].timestamp_ms == TIME_MS
    assert requests.records[1].error == "slow down"
    assert isinstance(balance, BalanceChanged)
    assert (balance.balance.credit_balance_nano, balance.balance.total_usage_nano) == (42_500_000_000, 7_250_000_000)
    assert isinstance(account, AccountChanged)
    assert (account.account.username, account.account.balance.revision) == ("maria", 3)
    assert isinstance(key, KeyChanged)
    assert (key.change, key.key.allowed_ips, key.key.last_used_ms) == (KeyChangeKind.UPDATED, ("10.0.0.0/8",), None)
    assert isinstance(notification, NotificationReceived)
    assert (notification.notification.severity, notification.notification.url) == (Severity.WARNING, None)
    assert isinstance(announcement, NotificationReceived)
    assert (announcement.notification.url, announcement.notification.read_ms) == ("https://binom.run", TIME_MS)
    assert (pause, endless_pause) == (SessionPaused("maintenance", 30), SessionPaused("maintenance", None))
    assert resumed == SessionResumed()


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_9_a_thousand_records_in_messages_of_fifty_arrive_in_order(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        for first in range(1, 1001, 50):
            connection.send(message_of(protocol, *(logged(number) for number in range(first, first + 50))))
        await user.until(lambda: len(user.records) == 1000)
    assert [record.sequence for record in user.records] == list(range(1, 1001))
    assert [len(batch) for batch in user.batches] == [50] * 20


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize(("size", "fragment"), [(40_000, 100), (900_000, 4096), (3_000_000, None), (10_000_000, 4096)])
async def test_point_9_large_and_fragmented_messages(
    peer: HubPeer, protocol: HubProtocol, size: int, fragment: int | None
) -> None:
    record = {"type": 1, "target": "RequestsLogged", "arguments": [[request_json(1, error="x" * size)]]}
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        connection.send(message_of(protocol, record), fragment=fragment)
        await user.until(lambda: user.records)
        assert user.records[0].error == "x" * size
        await still_receives(user, connection, protocol)


@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize("fragment", [None, 65_536])
async def test_point_9_and_29_a_message_over_the_limit_reconnects(
    peer: HubPeer, protocol: HubProtocol, fragment: int | None
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        size = 16 * 1024 * 1024 + 1
        connection.send("x" * size if protocol is HubProtocol.JSON else b"x" * size, fragment=fragment)
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.connections[1].reason == "the server sent a message over the limit"


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_10_what_is_unknown_has_no_effect(peer: HubPeer, protocol: HubProtocol) -> None:
    unknown: list[dict[str, Any]] = [
        {"type": 99, "error": 5, "target": {}},
        {"type": 8, "sequenceId": 1},
        {"type": 9, "sequenceId": 1},
        {"type": 1, "target": "SomethingNew", "arguments": [1, "two", None]},
        {
            "type": 1,
            "target": "RequestsLogged",
            "arguments": [[request_json(1, surprise={"a": [1]})], "more"],
            "headers": {"a": "b"},
        },
        {"type": 3, "invocationId": "nobody", "result": 1},
        {"type": 3, "invocationId": "nobody"},
        {"type": 3, "invocationId": "nobody", "error": "no such call"},
        {"type": 2, "invocationId": "nobody", "item": {"a": [1]}},
        {"type": 4, "invocationId": "s", "target": "Stream", "arguments": []},
        {"type": 5, "invocationId": "s"},
        {"type": 6},
    ]
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        for record in unknown:
            connection.send(message_of(protocol, record))
        await still_receives(user, connection, protocol)
    assert [record.sequence for record in user.records] == [1, 999_999]


@pytest.mark.parametrize(
    ("protocol", "message"),
    [
        (HubProtocol.JSON, '{"type":1,"target":\x1e'),
        (HubProtocol.JSON, '{"target":"RequestsLogged","arguments":[]}\x1e'),
        (HubProtocol.JSON, '{"target":"RequestsLogged","arguments":[[]]}\x1e'),
        (HubProtocol.JSON, "\x1e"),
        (HubProtocol.JSON, ""),
        (HubProtocol.JSON, '{"type":6}\x1e{"type":'),
        (HubProtocol.JSON, '{"type":3,"invocationId":"1","result":1,"error":"both"}\x1e'),
        (HubProtocol.JSON, b'{"type":1,"target":"\xff\xfe"}\x1e'),
        (HubProtocol.JSON, '{"type":1,"target":"' + "[" * 3 + '"}\x1e["type"]\x1e'),
        (HubProtocol.MESSAGEPACK, b""),
        (HubProtocol.MESSAGEPACK, b"\x00"),
        (HubProtocol.MESSAGEPACK, b"\x80"),
        (HubProtocol.MESSAGEPACK, b"\xff\xff\xff\xff\xff\x01"),
        (HubProtocol.MESSAGEPACK, b"\xff\xff\xff\xff\x07\x91\x06"),
        (HubProtocol.MESSAGEPACK, b"\x05\x91\x06"),
        (HubProtocol.MESSAGEPACK, packed([1, {}, None])),
        (HubProtocol.MESSAGEPACK, packed([3, {}, "1", 9, "x"])),
        (HubProtocol.MESSAGEPACK, packed({"type": 6})),
    ],
)
async def test_point_11_and_29_what_is_not_the_protocol_reconnects_with_a_logged_reason(
    peer: HubPeer, protocol: HubProtocol, message: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with using_hub(peer, protocol=protocol) as user:
        (await peer.accept()).send(message)
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert any(record.message.startswith("the live connection is closed: ") for record in caplog.records)


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_12_method_names_in_any_case_and_no_arguments(peer: HubPeer, protocol: HubProtocol) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        connection.send(message_of(protocol, {"type": 1, "target": "sessionRESUMED"}))
        await user.until(lambda: user.events)
        assert user.events == [SessionResumed()]


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_13_a_handler_that_raises_is_reported_and_receiving_goes_on(
    peer: HubPeer, protocol: HubProtocol, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(events: Sequence[HubEvent]) -> None:
        if isinstance(events[0], SessionResumed):
            raise ZeroDivisionError("in a handler")

    async with using_hub(peer, protocol=protocol, handle=fail) as user:
        connection = await peer.accept()
        for number in range(1, 4):
            connection.send(message_of(protocol, {"type": 1, "target": "SessionResumed"}))
            connection.send(message_of(protocol, logged(number)))
        await still_receives(user, connection, protocol)
        assert [record.sequence for record in user.records] == [1, 2, 3, 999_999]
    assert caplog.messages.count("handling live events failed") == 3
    assert "ZeroDivisionError" in caplog.text


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize("target", ["SessionResumed", "Unknown"])
async def test_point_14_a_server_that_waits_for_a_result_gets_exactly_one_completion(
    peer: HubPeer, protocol: HubProtocol, target: str
) -> None:
    async with using_hub(peer, protocol=protocol):
        connection = await peer.accept()
        for identity in ("s-1", "s-2"):
            connection.send(
                message_of(protocol, {"type": 1, "target": target, "invocationId": identity, "arguments": []})
            )
        answers = [await next_call(protocol, connection) for _ in range(2)]
    for answer, identity in zip(answers, ("s-1", "s-2"), strict=True):
        assert answer == {"type": 3, "invocationId": identity, "error": "Client didn't provide a result."}


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_15_calls_are_answered_out_of_order_and_with_every_kind_of_completion(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    result = {"lastSequence": 7, "asOf": TIME, "paused": {"reason": "later", "resumeAfterSeconds": 2.5}, "extra": 1}
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        subscribing = asyncio.create_task(user.hub.subscribe(["requests", "billing"]))
        first = await next_call(protocol, connection)
        resuming = asyncio.create_task(user.hub.resume())
        second = await next_call(protocol, connection)
        refused = asyncio.create_task(user.hub.resume())
        third = await next_call(protocol, connection)
        connection.send(
            message_of(protocol, {"type": 3, "invocationId": third["invocationId"], "error": "still paused"})
        )
        connection.send(message_of(protocol, {"type": 3, "invocationId": second["invocationId"]}))
        connection.send(message_of(protocol, {"type": 3, "invocationId": first["invocationId"], "result": result}))
        assert await subscribing == Subscription(7, TIME_MS, SessionPaused("later", 2.5))
        await resuming
        with pytest.raises(HubError, match="still paused"):
            await refused
    assert (first["target"], first["arguments"]) == ("Subscribe", [["requests", "billing"]])
    assert (second["target"], second["arguments"]) == ("Resume", [])
    assert len({first["invocationId"], second["invocationId"], third["invocationId"]}) == 3


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_15_an_answer_of_the_wrong_shape_or_none_is_a_hub_error(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        for member in ({"result": {"lastSequence": "x"}}, {}):
            subscribing = asyncio.create_task(user.hub.subscribe([]))
            call = await next_call(protocol, connection)
            connection.send(message_of(protocol, {"type": 3, "invocationId": call["invocationId"], **member}))
            with pytest.raises(HubError, match="can't be read"):
                await subscribing


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_15_pending_calls_fail_at_once_on_loss_and_are_not_sent_again(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        waiting = [asyncio.create_task(user.hub.resume()) for _ in range(3)]
        for _ in waiting:
            await next_call(protocol, connection)
        connection.reset()
        for error in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(error, HubError)
        again = await peer.accept()
        await user.until(lambda: user.joins == 2)
        probe = asyncio.create_task(user.hub.subscribe(["requests"]))
        assert (await next_call(protocol, again))["target"] == "Subscribe"
        probe.cancel()


@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize(
    "bad",
    [
        {"cost": "1.0000000001"},
        {"cost": 1.5},
        {"cost": "1234567890123"},
        {"sequence": 2**64 - 1},
        {"status": "200"},
        {"timestamp": "soon"},
    ],
)
async def test_one_bad_record_does_not_lose_the_others(
    peer: HubPeer, protocol: HubProtocol, bad: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    records = [request_json(1), {**request_json(2, model="private-model"), **bad}, request_json(3)]
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        connection.send(
            message_of(protocol, *calls(("RequestsLogged", [records]), ("BalanceChanged", [{"revision": 1}])))
        )
        await still_receives(user, connection, protocol)
    assert [record.sequence for record in user.records] == [1, 3, 999_999]
    assert "1 of 3 live records could not be read and are left out" in caplog.messages
    assert "a live event BalanceChanged could not be read and is left out" in caplog.messages
    assert "private-model" not in caplog.text


async def test_point_27_the_loop_gets_its_turn_while_a_flood_arrives(peer: HubPeer) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept()
        turns = 0

        async def count_turns() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        connection.send(message_of(HubProtocol.JSON, *(logged(number) for number in range(1, 20_001))))
        counting = asyncio.create_task(count_turns())
        await user.until(lambda: len(user.records) == 20_000)
        counting.cancel()
    # One message of this size takes far longer to read than the slice of five milliseconds.
    assert len(user.batches) == 1
    assert turns > 5
