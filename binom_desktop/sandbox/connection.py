"""One client of the hub, from its handshake to its end."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.transports import Transport
from collections import deque
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from binom_desktop.sandbox.hub_protocol import (
    CODECS,
    JSON,
    Codec,
    ProtocolError,
    Received,
    RecordType,
    handshake_answer,
    split_handshake,
)

TRANSPORT = "hub transport"
CLOSED_WITH_ERROR = "Connection closed with an error."
# A client that reads more slowly than this is cut off; it catches up by sequence when it is back.
_MAX_WAITING_BYTES = 64 * 1024 * 1024
_JOINED_BYTES = 64 * 1024
_CLOSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class HubTimings:
    """SignalR's intervals in seconds."""

    ping: float = 15.0
    client: float = 30.0
    handshake: float = 15.0


class Calls(Protocol):
    """What a connection needs of its hub."""

    def joined(self, connection: Connection) -> None:
        """Note that the handshake is done."""

    def invoke(self, connection: Connection, call: Received) -> tuple[Any, str | None]:
        """Carry out a call; returns result and None, or the text of its error."""


class Connection:
    """A WebSocket after its upgrade. ``topics`` is None until the client subscribes."""

    def __init__(self, *, socket: WebSocket, hub: Calls, key_id: str, timings: HubTimings) -> None:
        self._socket = socket
        self._hub = hub
        self._timings = timings
        self._transport: Transport = socket.scope["state"][TRANSPORT]
        self.key_id = key_id
        self.codec: Codec = JSON
        self.topics: frozenset[str] | None = None
        self.frozen = False
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._closing = False

    async def run(self) -> None:
        """Serve the connection until it ends."""
        await self._socket.accept()
        try:
            rest = await self._handshake()
            if rest is None:
                return
            async with asyncio.TaskGroup() as group:
                sender = group.create_task(self._send_waiting())
                await self._receive(rest)
                sender.cancel()
        except WebSocketDisconnect:
            return

    def send(self, record: bytes) -> None:
        """Queue a record; a client that does not keep up is dropped."""
        if self._closing or self.frozen:
            return
        self._waiting.append(record)
        self._waiting_bytes += len(record)
        if self._waiting_bytes > _MAX_WAITING_BYTES:
            self.drop()
        self._wake.set()

    def close(self, error: str | None, allow_reconnect: bool | None) -> None:
        """Send what waits and a Close record, then end the WebSocket normally."""
        self.send(self.codec.close(error, allow_reconnect))
        self._closing = True
        self._wake.set()

    def drop(self) -> None:
        """End the TCP connection without a word."""
        self._transport.abort()
        self._ended.set()

    def freeze(self) -> None:
        """Neither read nor write any more, but stay connected: what a half-open connection looks like."""
        self.frozen = True
        self._transport.pause_reading()

    async def _handshake(self) -> bytes | None:
        """Answer the client's first message; returns what came with it, None where the connection is over."""
        try:
            async with asyncio.timeout(self._timings.handshake):
                message = await self._next_message()
        except TimeoutError:
            await self._refuse("Handshake was canceled.")
            return None
        try:
            record, rest = split_handshake(message)
            wanted = msgspec.json.decode(record)
            protocol, version = wanted["protocol"], wanted["version"]
        except (ProtocolError, msgspec.DecodeError, UnicodeDecodeError, TypeError, KeyError):
            await self._refuse("The handshake is not readable.")
            return None
        codec = CODECS.get(protocol) if isinstance(protocol, str) else None
        if codec is None:
            await self._refuse(f"The protocol '{str(protocol)[:40]}' is not supported.")
            return None
        if version != 1:
            await self._refuse(
                f"The server does not support version {str(version)[:10]} of the '{codec.name}' protocol."
            )
            return None
        self.codec = codec
        self.send(handshake_answer())
        self._hub.joined(self)
        return rest

    async def _refuse(self, error: str) -> None:
        await self._socket.send_text(handshake_answer(error).decode())
        await self._socket.close(1000)

    async def _next_message(self) -> bytes:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1005))
        text = message.get("text")
        return text.encode() if text is not None else bytes(message["bytes"])

    async def _receive(self, first: bytes) -> None:
        """Read records until the connection is over."""
        if first:
            self._handle(first)
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                try:
                    async with asyncio.timeout(_CLOSE_SECONDS if self._closing else self._timings.client):
                        message = await self._next_message()
                except TimeoutError:
                    if self._closing:
                        self.drop()
                        return
                    if not self.frozen:
                        self.close(CLOSED_WITH_ERROR, True)
                        continue
                    message = b""
                if self.frozen:
                    # Receiving has let the transport read again.
                    self._transport.pause_reading()
                    await self._ended.wait()
                    return
                if not self._closing:
                    self._handle(message)

    def _handle(self, message: bytes) -> None:
        try:
            received = self.codec.decode(message)
        except ProtocolError:
            self.close(CLOSED_WITH_ERROR, True)
            return
        for record in received:
            if record.type == RecordType.CLOSE:
                self.close(None, None)
                return
            if record.type == RecordType.INVOCATION:
                result, error = self._hub.invoke(self, record)
                self._answer(record.invocation_id, result, error)
            elif record.type == RecordType.STREAM_INVOCATION:
                self._answer(record.invocation_id, None, f"'{record.target[:100]}' is no streaming method.")

    def _answer(self, identifier: str | None, result: Any, error: str | None) -> None:
        if identifier is None:
            return
        if error is not None:
            self.send(self.codec.error(identifier, error))
        elif result is None:
            self.send(self.codec.void(identifier))
        else:
            self.send(self.codec.result(identifier, result))

    async def _send_waiting(self) -> None:
        """Send what waits, joined into fewer messages; a ping whenever nothing was sent for long enough."""
        try:
            while True:
                try:
                    async with asyncio.timeout(self._timings.ping):
                        await self._wake.wait()
                except TimeoutError:
                    self.send(self.codec.ping)
                self._wake.clear()
                while self._waiting and not self.frozen:
                    await self._send_message(self._join())
                if self._closing:
                    await self._socket.close(1000)
                    return
        except WebSocketDisconnect:
            return

    def _join(self) -> bytes:
        records = [self._waiting.popleft()]
        length = len(records[0])
        while self._waiting and length + len(self._waiting[0]) <= _JOINED_BYTES:
            length += len(self._waiting[0])
            records.append(self._waiting.popleft())
        self._waiting_bytes -= length
        return b"".join(records)

    async def _send_message(self, message: bytes) -> None:
        if self.codec.binary:
            await self._socket.send_bytes(message)
        else:
            await self._socket.send_text(message.decode())
