"""A hub with its callbacks recorded, run against a scripted peer."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
import qasync
from PySide6.QtWidgets import QApplication

from binom_desktop.api.client import AccountClient
from binom_desktop.api.hub import Hub, HubProtocol, HubTimings
from binom_desktop.domain import Connection, ConnectionState, RequestRecord
from binom_desktop.events import HubEvent, RequestsLogged
from tests.unit.api.account_answers import shared_tls
from tests.unit.api.hub_peer import SEPARATOR, HubPeer, PeerConnection

KEY = "binom_sk_" + "k" * 32
# Waits between attempts are short; every time-out that a test is not about is long.
TIMINGS = HubTimings(backoff_first_s=0.01, backoff_cap_s=0.05)
BOTH = (HubProtocol.JSON, HubProtocol.MESSAGEPACK)


def qt_loop() -> asyncio.AbstractEventLoop:
    """The loop of the app."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(QApplication.instance() or QApplication([]))
    return loop


# For ``anyio_backend``: every test of a file under plain asyncio and under Qt's loop (point 25).
_ASYNCIO, _QASYNC = "asyncio", ("asyncio", {"loop_factory": qt_loop})
LOOPS = [pytest.param(_ASYNCIO, id="asyncio"), pytest.param(_QASYNC, id="qasync")]
# For ``protocol`` and ``anyio_backend`` of tests that take time: each of both, not all pairs.
PAIRS = [
    pytest.param(HubProtocol.JSON, _QASYNC, id="json-qasync"),
    pytest.param(HubProtocol.MESSAGEPACK, _ASYNCIO, id="messagepack-asyncio"),
]


class ManualClock:
    """Time that moves when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.sleeps: list[float] = []
        self._sleeping: list[tuple[float, asyncio.Future[None]]] = []
        self._slept = asyncio.Event()

    def time(self) -> float:
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleeping.append((self.now_s + seconds, waker))
        self._slept.set()
        await waker

    async def until_sleeping(self, count: int) -> None:
        """Wait until ``sleep`` was called that many times."""
        async with asyncio.timeout(20):
            while len(self.sleeps) < count:
                self._slept.clear()
                await self._slept.wait()

    def advance(self, seconds: float) -> None:
        self.now_s += seconds
        for until_s, waker in self._sleeping:
            if until_s <= self.now_s and not waker.done():
                waker.set_result(None)


class HubUser:
    """Everything that a hub told, and a way to wait for it."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.batches: list[Sequence[HubEvent]] = []
        self.joins = 0
        self.loop_errors: list[dict[str, Any]] = []
        self.hub: Hub
        self.running: asyncio.Task[None]
        self.on_joined: Callable[[], Awaitable[None]] | None = None
        self.handle: Callable[[Sequence[HubEvent]], None] | None = None
        self._changed = asyncio.Event()

    @property
    def events(self) -> list[HubEvent]:
        return [event for batch in self.batches for event in batch]

    @property
    def records(self) -> list[RequestRecord]:
        return [record for event in self.events if isinstance(event, RequestsLogged) for record in event.records]

    @property
    def states(self) -> list[ConnectionState]:
        return [connection.state for connection in self.connections]

    @property
    def last(self) -> Connection:
        return self.connections[-1]

    async def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        """Wait until something that the hub told makes the condition true."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def until_state(self, state: ConnectionState) -> None:
        await self.until(lambda: self.connections and self.last.state is state)

    def take_events(self, events: Sequence[HubEvent]) -> None:
        self.batches.append(events)
        self._changed.set()
        if self.handle is not None:
            self.handle(events)

    def take_connection(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._changed.set()

    async def take_join(self) -> None:
        self.joins += 1
        self._changed.set()
        if self.on_joined is not None:
            await self.on_joined()


@asynccontextmanager
async def using_hub(
    peer: HubPeer,
    *,
    url: str | None = None,
    token: Callable[[], str | Awaitable[str]] = lambda: KEY,
    timings: HubTimings = TIMINGS,
    protocol: HubProtocol = HubProtocol.JSON,
    clock: ManualClock | None = None,
    random: Callable[[], float] = lambda: 1.0,
    on_joined: Callable[[], Awaitable[None]] | None = None,
    handle: Callable[[Sequence[HubEvent]], None] | None = None,
) -> AsyncIterator[HubUser]:
    """Run a hub; afterwards stop it and see that it leaves nothing behind (point 24)."""
    loop = asyncio.get_running_loop()
    before = asyncio.all_tasks()
    user = HubUser()
    user.on_joined = on_joined
    user.handle = handle
    loop.set_exception_handler(lambda _loop, context: user.loop_errors.append(context))
    client = AccountClient(server=peer.origin, key=lambda: KEY, tls=shared_tls)
    time: dict[str, Any] = {} if clock is None else {"clock": clock.time, "sleep": clock.sleep}
    user.hub = Hub(
        url=url or peer.url,
        negotiate=client.negotiate,
        tls=client.tls,
        token=token,
        on_events=user.take_events,
        on_connection=user.take_connection,
        on_joined=user.take_join,
        protocol=protocol,
        timings=timings,
        random=random,
        **time,
    )
    user.running = asyncio.create_task(user.hub.run())
    try:
        yield user
    finally:
        await user.hub.stop()
        await asyncio.wait({user.running})
        await client.aclose()
    peer_tasks = peer.tasks
    left = [task for task in asyncio.all_tasks() - before - peer_tasks if not task.done()]
    gc.collect(1)
    loop.set_exception_handler(None)
    assert left == []
    assert user.running.cancelled() or user.running.result() is None
    assert user.loop_errors == []


def request_json(sequence: int, **members: object) -> dict[str, object]:
    """A RequestRecord as the contract writes it."""
    return {
        "id": f"01J{sequence:023d}",
        "sequence": sequence,
        "timestamp": "2026-11-23T08:15:30.250Z",
        "endpoint": "/v1/chat/completions",
        "model": "gpt-4o-mini",
        "status": 200,
        "inputTokens": 12,
        "outputTokens": 34,
        "cost": "0.000412000",
        "latencyMs": 321,
        "keyId": "key_1",
        "keyDescription": "Production",
        "error": None,
        **members,
    }


def logged(*sequences: int) -> dict[str, object]:
    """A RequestsLogged invocation as a JSON record."""
    return {"type": 1, "target": "RequestsLogged", "arguments": [[request_json(number) for number in sequences]]}


def message_of(protocol: HubProtocol, *records: dict[str, Any]) -> str | bytes:
    """Records, given as JSON, as one message of the protocol."""
    if protocol is HubProtocol.JSON:
        return "".join(json.dumps(record, separators=(",", ":")) + SEPARATOR for record in records)
    return b"".join(packed(_as_array(record)) for record in records)


def packed(value: object) -> bytes:
    """A MessagePack value behind its length."""
    payload = msgspec.msgpack.encode(value)
    prefix, length = bytearray(), len(payload)
    while length > 127:
        prefix.append(length % 128 + 128)
        length //= 128
    prefix.append(length)
    return bytes(prefix) + payload


async def still_receives(user: HubUser, connection: PeerConnection, protocol: HubProtocol) -> None:
    """One more record arrives over the same connection."""
    connection.send(message_of(protocol, logged(999_999)))
    await user.until(lambda: user.records and user.records[-1].sequence == 999_999)
    assert user.joins == 1


async def next_call(protocol: HubProtocol, connection: PeerConnection) -> dict[str, Any]:
    """The client's next record that is no ping, as JSON has it."""
    if protocol is HubProtocol.JSON:
        return await connection.receive_record()
    while True:
        message = await connection.receive()
        assert isinstance(message, bytes)
        assert message[0] == len(message) - 1
        array: list[Any] = msgspec.msgpack.decode(message[1:])
        if array[0] == 1:
            return {"type": 1, "invocationId": array[2], "target": array[3], "arguments": array[4]}
        if array[0] == 3:
            return {"type": 3, "invocationId": array[2], "error": array[4] if array[3] == 1 else None}
        if array[0] != 6:
            return {"type": array[0]}


def _as_array(record: dict[str, Any]) -> list[Any]:
    kind = record["type"]
    if kind == 1:
        headers = record.get("headers", {})
        array = [1, headers, record.get("invocationId"), record["target"]]
        return [*array, record["arguments"], []] if "arguments" in record else array
    if kind == 3:
        head = [3, {}, record["invocationId"]]
        if "error" in record:
            return [*head, 1, record["error"]]
        return [*head, 3, record["result"]] if "result" in record else [*head, 2]
    if kind == 7:
        return [7, record.get("error"), record.get("allowReconnect", False)]
    return [kind, *(value for name, value in record.items() if name != "type")]
