"""What the hub client takes as SignalR's frames and records, and what it does not (signalr.md, points 7 to 11 and 29).

What other servers may write within the specification is taken; all else ends the connection, with a logged reason,
and is followed by a new one.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from binom_desktop.api.hub import HubProtocol
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import HubError
from binom_desktop.events import BalanceChanged, SessionPaused, SessionResumed
from tests.unit.api.hub_peer import HubPeer, PeerConnection
from tests.unit.api.hub_user import (
    BOTH,
    LOOPS,
    TIMINGS,
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
JSON, MESSAGEPACK = HubProtocol.JSON, HubProtocol.MESSAGEPACK


@pytest.fixture
async def peer() -> AsyncIterator[HubPeer]:
    async with HubPeer() as peer:
        yield peer


# The handshake.


@pytest.mark.parametrize("answer", ['{"error":null}', '{"error":""}', '{"minorVersion":1,"more":[{}]}', " {} "])
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_7_an_answer_without_an_error_is_a_handshake(
    peer: HubPeer, protocol: HubProtocol, answer: str
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.receive()
        connection.send(answer + "\x1e", fragment=1)
        await user.until(lambda: user.joins == 1)
        await still_receives(user, connection, protocol)


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "\x1e", "[]\x1e", "null\x1e", '{"error":5}\x1e', "{\x1e", '{"type":6}\x1e', "HTTP/1.1 200 OK\r\n\r\n"],
)
async def test_point_7_what_is_no_answer_fails_the_attempt_with_a_reason(peer: HubPeer, answer: str) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.receive()
        connection.send(answer)
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert user.connections[1].reason.startswith(("the handshake failed: ", "the server refused the handshake"))
    assert len(peer.negotiations) == 2


@both_loops
@pytest.mark.parametrize(
    "end", [PeerConnection.end, PeerConnection.reset, lambda connection: connection.close_websocket(1000)]
)
async def test_point_7_an_end_instead_of_an_answer_fails_the_attempt(
    peer: HubPeer, end: Callable[[PeerConnection], None]
) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.receive()
        end(connection)
        await peer.accept()
        await user.until(lambda: user.joins == 1)
        assert user.connections[1].reason.startswith("the handshake failed: ")


async def test_point_7_pongs_do_not_lengthen_the_wait_for_an_answer(peer: HubPeer) -> None:
    async with using_hub(peer, timings=replace(TIMINGS, handshake_s=0.2)) as user:
        connection = await peer.accept(shake_hands=False)
        while len(user.connections) < 2:
            connection.pong()
            await asyncio.sleep(0.02)
        assert user.connections[1].reason == "the server did not answer the handshake"


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_points_8_and_17_a_close_along_with_the_answer_stays_down(peer: HubPeer, protocol: HubProtocol) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.receive()
        records = message_of(protocol, logged(1), {"type": 7, "error": "Too many connections"})
        connection.send(b"{}\x1e" + (records.encode() if isinstance(records, str) else records))
        await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == "Too many connections"
        assert [record.sequence for record in user.records] == [1]
    assert len(peer.requests) == 2


@pytest.mark.parametrize(("protocol", "rest"), [(JSON, b'{"type":6}'), (MESSAGEPACK, b"\x02\x91")])
async def test_points_8_and_11_a_record_cut_after_the_answer_reconnects(
    peer: HubPeer, protocol: HubProtocol, rest: bytes
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept(shake_hands=False)
        await connection.receive()
        connection.send(b"{}\x1e" + rest)
        await peer.accept()
        await user.until(lambda: user.joins == 1)
    assert len(peer.negotiations) == 2


# What other servers write.


RECORD = json.dumps(request_json(5))
WRITTEN_OTHERWISE = [
    f'{{"arguments":[[{RECORD}]],"target":"RequestsLogged","type":1}}',
    f'  {{ "type" : 1 ,\n"target" : "RequestsLogged", "arguments" : [ [ {RECORD} ] ] }} ',
    f'{{"type":1,"target":"Requests\\u004cogged","arguments":[[{RECORD}]]}}',
    f'{{"type":1,"target":"requestslogged","invocationId":null,"headers":null,"arguments":[[{RECORD}]]}}',
    f'{{"type":1,"headers":{{"target":"SessionResumed"}},"target":"RequestsLogged","arguments":[[{RECORD}]]}}',
    f'{{"type":1,"x":{{"target":"RequestsLogged"}},"target":"RequestsLogged","arguments":[[{RECORD}],"more"]}}',
    f'{{"type":1,"streamIds":[],"target":"RequestsLogged","arguments":[[{RECORD}]],"invocationId":""}}',
]


@pytest.mark.parametrize("record", WRITTEN_OTHERWISE)
@pytest.mark.parametrize("binary", [False, True])
async def test_point_10_json_may_be_written_in_any_way(peer: HubPeer, record: str, binary: bool) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept()
        message = record + "\x1e"
        connection.send(message.encode() if binary else message)
        await still_receives(user, connection, JSON)
        assert [record.sequence for record in user.records] == [5, 999_999]
        assert user.records[0].cost_nano == 412_000


def framed(payload: bytes, *, length_bytes: int = 1) -> bytes:
    """A payload behind its length, in as many bytes as wanted."""
    length = len(payload)
    prefix = [length >> 7 * index & 0x7F | (0x80 if index < length_bytes - 1 else 0) for index in range(length_bytes)]
    return bytes(prefix) + payload


PACKED_ARGUMENTS = msgspec.msgpack.encode([[request_json(5)]])
PACKED_TARGET = b"\xaeRequestsLogged"
PACKED_OTHERWISE = {
    "type in two bytes": b"\x96\xcc\x01\x80\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90",
    "type in five bytes": b"\x96\xd2\x00\x00\x00\x01\x80\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90",
    "long array": b"\xdc\x00\x06\x01\x80\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90",
    "longer array": b"\xdd\x00\x00\x00\x06\x01\x80\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90",
    "long name": b"\x96\x01\x80\xc0\xd9\x0e" + PACKED_TARGET[1:] + PACKED_ARGUMENTS + b"\x90",
    "no streams": b"\x95\x01\x80\xc0" + PACKED_TARGET + PACKED_ARGUMENTS,
    "more members": b"\x98\x01\x80\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90\xc0\xc3",
    "no headers": b"\x96\x01\xc0\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\xc0",
    "long headers": b"\x96\x01\x81\xa1x\xd9\x50" + b"y" * 80 + b"\xc0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90",
    "empty id": b"\x96\x01\x80\xa0" + PACKED_TARGET + PACKED_ARGUMENTS + b"\x90",
}


@pytest.mark.parametrize("name", PACKED_OTHERWISE)
@pytest.mark.parametrize("length_bytes", [2, 5])
async def test_point_29_messagepack_may_be_written_in_any_way(peer: HubPeer, name: str, length_bytes: int) -> None:
    async with using_hub(peer, protocol=MESSAGEPACK) as user:
        connection = await peer.accept()
        connection.send(framed(PACKED_OTHERWISE[name], length_bytes=max(length_bytes, 2)))
        await still_receives(user, connection, MESSAGEPACK)
        assert [record.sequence for record in user.records] == [5, 999_999]
        assert user.records[0].cost_nano == 412_000


async def test_point_29_times_as_messagepack_writes_them_itself_are_times(peer: HubPeer) -> None:
    moment = datetime(2026, 11, 23, 8, 15, 30, 250_000, tzinfo=UTC)
    balance = {
        "creditBalance": "1",
        "totalUsage": "2",
        "totalRequests": 3,
        "lastSequence": 4,
        "revision": 5,
        "asOf": moment,
        "more": {"a": moment},
    }
    async with using_hub(peer, protocol=MESSAGEPACK) as user:
        connection = await peer.accept()
        connection.send(packed([1, {}, None, "RequestsLogged", [[request_json(5, timestamp=moment)]], []]))
        connection.send(packed([1, {}, None, "BalanceChanged", [balance], []]))
        await still_receives(user, connection, MESSAGEPACK)
    assert user.records[0].timestamp_ms == 1_795_421_730_250
    changed = user.events[1]
    assert isinstance(changed, BalanceChanged)
    assert changed.balance.as_of_ms == 1_795_421_730_250


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_point_10_names_of_members_in_other_case_and_odd_arguments_only_lose_their_event(
    peer: HubPeer, protocol: HubProtocol, caplog: pytest.LogCaptureFixture
) -> None:
    odd: list[Any] = [
        [{"Reason": "no", "ResumeAfterSeconds": "soon"}],
        [{"reason": 5}],
        [None],
        [],
        None,
        {"reason": "x"},
        "text",
    ]
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        for arguments in odd:
            connection.send(message_of(protocol, {"type": 1, "target": "SessionPaused", "arguments": arguments}))
        sure = [{"reason": "later", "resumeAfterSeconds": 2}]
        connection.send(message_of(protocol, {"type": 1, "target": "SessionPaused", "arguments": sure}))
        await still_receives(user, connection, protocol)
    # A pause without a reason that it has by this name is a pause all the same.
    assert user.events[:2] == [SessionPaused("", None), SessionPaused("later", 2.0)]
    assert caplog.messages.count("a live event SessionPaused could not be read and is left out") == 6


@pytest.mark.parametrize("protocol", BOTH)
async def test_point_14_an_empty_id_asks_for_no_answer(peer: HubPeer, protocol: HubProtocol) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        for identity in ("", "s-1"):
            call = {"type": 1, "target": "SessionResumed", "invocationId": identity, "arguments": []}
            connection.send(message_of(protocol, call))
        await user.until(lambda: user.events == [SessionResumed()] * 2)
        assert (await next_call(protocol, connection))["invocationId"] == "s-1"


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
async def test_points_14_and_10_an_answer_is_owed_once_whatever_else_is_wrong(
    peer: HubPeer, protocol: HubProtocol
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        for identity, arguments in (("s-1", [[request_json(1)]]), ("s-2", [[{"bad": 1}]]), ("s-3", "odd")):
            call = {"type": 1, "target": "RequestsLogged", "invocationId": identity, "arguments": arguments}
            connection.send(message_of(protocol, call))
        answers = [await next_call(protocol, connection) for _ in range(3)]
        assert [answer["invocationId"] for answer in answers] == ["s-1", "s-2", "s-3"]
        await still_receives(user, connection, protocol)


@pytest.mark.parametrize(
    ("completion", "error"),
    [
        ([3, {}, "1", 1, "no\x07 way"], "no way"),
        ([3, {}, "1", 1, ""], "The server refused without a reason"),
        ([3, {}, "1", 2], None),
        ([3, {}, "1", 2, "more"], None),
        ([3, {}, "1", 3, None], None),
        ([3, {"h": "v"}, "1", 3, {"a": 1}, "more"], None),
    ],
)
async def test_points_15_and_29_the_three_kinds_of_completion(
    peer: HubPeer, completion: list[Any], error: str | None
) -> None:
    async with using_hub(peer, protocol=MESSAGEPACK) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        resuming = asyncio.create_task(user.hub.resume())
        await next_call(MESSAGEPACK, connection)
        connection.send(packed(completion))
        if error is None:
            await resuming
        else:
            with pytest.raises(HubError, match=error):
                await resuming


# What is not the protocol.


NO_RECORDS: list[tuple[HubProtocol, str | bytes]] = [
    (JSON, '{"type":1,"arguments":[]}\x1e'),
    (JSON, '{"type":1,"target":"","arguments":[]}\x1e'),
    (JSON, '{"type":1,"target":5,"arguments":[]}\x1e'),
    (JSON, '{"type":1,"target":null,"arguments":[]}\x1e'),
    (JSON, '{"type":1,"target":"X","invocationId":7}\x1e'),
    (JSON, '{"type":"1","target":"X"}\x1e'),
    (JSON, '{"type":null}\x1e'),
    (JSON, '{"type":3,"result":1}\x1e'),
    (JSON, '{"type":3,"invocationId":1,"result":1}\x1e'),
    (JSON, '{"type":7,"allowReconnect":"yes"}\x1e'),
    (JSON, '{"type":6}\x1e\x1e{"type":6}\x1e'),
    (JSON, '{"type":6}{"type":6}\x1e'),
    (JSON, "null\x1e"),
    (JSON, "6\x1e"),
    (JSON, '{"type":6,' * 50_000 + "\x1e"),
    (JSON, b'{"type":6,"unknown":"\xff\xfe"}\x1e'),
    (JSON, b'{"type":1,"target":"Unknown","arguments":["\xed\xa0\x80"]}\x1e'),
    (JSON, b"\x02\x91\x06"),
    (MESSAGEPACK, '{"type":6}\x1e'),
    (MESSAGEPACK, "text"),
    (MESSAGEPACK, b"\x02\x91\x06\x80"),
    (MESSAGEPACK, b"\x02\x91\x06\x80\x80"),
    (MESSAGEPACK, b"\x02\x91\x06\x80\x80\x80\x80\x80\x00"),
    (MESSAGEPACK, b"\xff\xff\xff\xff\x0f"),
    (MESSAGEPACK, b"\x02\x91\x06\x03\x91\x06"),
    (MESSAGEPACK, b"\x01\x90"),
    (MESSAGEPACK, b"\x01\xc1"),
    (MESSAGEPACK, packed([None])),
    (MESSAGEPACK, packed(["1"])),
    (MESSAGEPACK, packed([1, {}, None, None, []])),
    (MESSAGEPACK, packed([1, {}, 5, "X", []])),
    (MESSAGEPACK, packed([3, {}, None, 2])),
    (MESSAGEPACK, packed([3, {}, "1", 1])),
    (MESSAGEPACK, packed([3, {}, "1", 1, 5])),
    (MESSAGEPACK, packed([3, {}, "1", 3])),
    (MESSAGEPACK, packed([3, {}, "1"])),
    (MESSAGEPACK, packed([7, 5, True])),
    (MESSAGEPACK, framed(b"\x96\x01\x80\xc0" + b"\x91" * 100_000, length_bytes=4)),
]


@pytest.mark.parametrize("number", range(len(NO_RECORDS)))
async def test_points_11_and_29_what_is_no_record_reconnects_with_a_logged_reason(
    peer: HubPeer, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    protocol, message = NO_RECORDS[number]
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        connection.send(message)
        again = await peer.accept()
        await user.until(lambda: user.joins == 2)
        again.send(message_of(protocol, logged(1)))
        await user.until(lambda: user.records)
    assert any(text.startswith("the live connection is closed: ") for text in caplog.messages)
    assert user.connections[1].state is ConnectionState.REJOINING
    assert connection.request.query != again.request.query


@both_loops
@pytest.mark.parametrize("protocol", BOTH)
@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
async def test_points_11_and_29_a_record_over_two_messages_reconnects_and_is_not_delivered(
    peer: HubPeer, protocol: HubProtocol, at: float
) -> None:
    async with using_hub(peer, protocol=protocol) as user:
        connection = await peer.accept()
        message = message_of(protocol, logged(1))
        cut = int(len(message) * at)
        connection.send(message[:cut])
        connection.send(message[cut:])
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.records == []


BROKEN_FRAMES = {
    "masked": b"\x81\x81\x00\x00\x00\x00x",
    "reserved opcode": b"\x83\x00",
    "reserved bit": b"\xc1\x01x",
    "long ping": b"\x89\x7e\x00\x80" + b"x" * 128,
    "cut ping": b"\x09\x00",
    "continuation of nothing": b"\x80\x01x",
    "message in a message": b"\x01\x01x\x81\x01x",
    "close of one byte": b"\x88\x01\x03",
    "close code that must not be sent": b"\x88\x02\x03\xed",
    "length over the limit": b"\x82\x7f\x00\x00\x00\x01\x00\x00\x00\x00",
    "length with its highest bit": b"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
    "http": b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000,
}


@pytest.mark.parametrize("name", BROKEN_FRAMES)
async def test_point_11_what_is_no_websocket_frame_reconnects(peer: HubPeer, name: str) -> None:
    async with using_hub(peer) as user:
        connection = await peer.accept()
        await user.until(lambda: user.joins == 1)
        connection.send_bytes(BROKEN_FRAMES[name])
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.connections[1].state is ConnectionState.REJOINING
    assert user.connections[1].reason


async def test_point_9_more_fragments_than_can_be_kept_reconnect(peer: HubPeer) -> None:
    async with using_hub(peer, timings=replace(TIMINGS, close_s=0.1)) as user:
        connection = await peer.accept()
        connection.send("x" * 5000, fragment=1)
        await peer.accept()
        await user.until(lambda: user.joins == 2)
    assert user.connections[1].reason == "the server sent a message over the limit"
