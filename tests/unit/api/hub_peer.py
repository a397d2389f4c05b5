"""A SignalR server that does what a test tells it, on the level of HTTP answers and WebSocket frames."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import struct
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request as UpgradeRequest
from websockets.server import ServerProtocol

from tests.unit.api.http_peer import HttpAnswer, HttpRequest, read_head, write_answer

SEPARATOR = "\x1e"
# The peer's own log would show the tokens that the client must not.
_QUIET = logging.Logger("hub peer", logging.CRITICAL)


class PeerConnection:
    """The server's end of one WebSocket."""

    def __init__(
        self, request: HttpRequest, protocol: ServerProtocol, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.request = request
        self.closed = asyncio.Event()
        self.close_code: int | None = None
        self.pongs = 0
        self._protocol = protocol
        self._reader = reader
        self._writer = writer
        self._messages: asyncio.Queue[str | bytes] = asyncio.Queue()
        self._frozen = False
        self.answers_close = True

    async def receive(self) -> str | bytes:
        """The client's next message."""
        return await asyncio.wait_for(self._messages.get(), 10)

    async def receive_record(self) -> dict[str, Any]:
        """The client's next JSON record that is no ping."""
        while True:
            message = await self.receive()
            assert isinstance(message, str)
            assert message.endswith(SEPARATOR)
            record: dict[str, Any] = json.loads(message.removesuffix(SEPARATOR))
            if record.get("type") != 6:
                return record

    async def shake_hands(self, answer: str = "{}" + SEPARATOR, *, binary: bool = False) -> str:
        """Read the handshake, answer it and return what it was."""
        request = await self.receive()
        assert isinstance(request, str)
        if answer:
            self.send(answer.encode() if binary else answer)
        return request

    def send(self, message: str | bytes, *, fragment: int | None = None) -> None:
        """Send one WebSocket message, in fragments of that many bytes if asked."""
        opcode = Opcode.TEXT if isinstance(message, str) else Opcode.BINARY
        data = message.encode() if isinstance(message, str) else message
        size = fragment or max(1, len(data))
        pieces = [data[start : start + size] for start in range(0, len(data), size)] or [b""]
        for index, piece in enumerate(pieces):
            frame = Frame(Opcode.CONT if index else opcode, piece, fin=index == len(pieces) - 1)
            self._writer.write(frame.serialize(mask=False))

    def send_bytes(self, data: bytes) -> None:
        """Send bytes that need not be WebSocket frames."""
        self._writer.write(data)

    async def drain(self) -> None:
        """Wait until the client took enough of what was sent."""
        await self._writer.drain()

    def limit_buffers(self, size: int) -> None:
        """Let the system keep about that many bytes that the client did not take."""
        raw: socket.socket = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)

    def send_records(self, *records: object) -> None:
        """Send JSON records in one message."""
        self.send("".join(json.dumps(record) + SEPARATOR for record in records))

    def call(self, target: str, *arguments: object, **members: object) -> None:
        """Send one JSON invocation."""
        self.send_records({"type": 1, "target": target, "arguments": list(arguments), **members})

    def pong(self) -> None:
        """Send an unsolicited WebSocket pong, as Kestrel does."""
        self._writer.write(Frame(Opcode.PONG, b"").serialize(mask=False))

    def close_websocket(self, code: int) -> None:
        """Start the WebSocket's closing handshake without a Close record."""
        self._protocol.send_close(CloseCode(code))
        self._flush()

    def end(self) -> None:
        """End the TCP connection in order."""
        self._writer.close()

    def reset(self) -> None:
        """Reset the TCP connection."""
        raw: socket.socket = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def freeze(self) -> None:
        """Read nothing and answer nothing any more, with the connection left open."""
        self._frozen = True

    async def serve(self) -> None:
        """Read frames until the end."""
        try:
            while data := await self._reader.read(65536):
                if self._frozen:
                    await self._writer.wait_closed()
                    return
                self._protocol.receive_data(data)
                self._take_events()
        except ConnectionError:
            pass
        finally:
            self.closed.set()

    def _take_events(self) -> None:
        for event in self._protocol.events_received():
            assert isinstance(event, Frame)
            if event.opcode is Opcode.TEXT:
                self._messages.put_nowait(bytes(event.data).decode())
            elif event.opcode is Opcode.BINARY:
                self._messages.put_nowait(bytes(event.data))
            elif event.opcode is Opcode.CLOSE:
                self.close_code = int.from_bytes(bytes(event.data)[:2], "big")
        if self.answers_close or self.close_code is None:
            self._flush()

    def _flush(self) -> None:
        for data in self._protocol.data_to_send():
            if data:
                self._writer.write(data)
            else:
                self._writer.close()


class HubPeer:
    """Negotiations and upgrades on a loopback port. Every request is kept; connections wait in ``accepted``."""

    def __init__(self) -> None:
        self.requests: list[HttpRequest] = []
        self.connections: list[PeerConnection] = []
        self.on_negotiate: Callable[[HttpRequest], HttpAnswer] = lambda _request: self.negotiation()
        self.on_upgrade: Callable[[HttpRequest], HttpAnswer] = lambda _request: HttpAnswer(101)
        self.port = 0
        self._accepted: asyncio.Queue[PeerConnection] = asyncio.Queue()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._ids = 0

    @property
    def tasks(self) -> set[asyncio.Task[None]]:
        """What serves the connections, which is not the client's to end."""
        return set(self._tasks)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.origin}/hubs/dashboard"

    @property
    def negotiations(self) -> list[HttpRequest]:
        return [request for request in self.requests if request.method == "POST"]

    @property
    def upgrades(self) -> list[HttpRequest]:
        return [request for request in self.requests if request.method == "GET"]

    def negotiation(self, **members: object) -> HttpAnswer:
        """A fresh negotiation of version 1."""
        self._ids += 1
        answer: dict[str, object] = {
            "negotiateVersion": 1,
            "connectionId": f"public-{self._ids}",
            "connectionToken": f"secret-token-{self._ids}",
            "availableTransports": [{"transport": "WebSockets", "transferFormats": ["Text", "Binary"]}],
            **members,
        }
        return HttpAnswer(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    async def accept(self, *, shake_hands: bool = True) -> PeerConnection:
        """The next WebSocket, after its handshake unless told otherwise."""
        connection = await asyncio.wait_for(self._accepted.get(), 20)
        if shake_hands:
            await connection.shake_hands()
        return connection

    async def listen(self) -> None:
        """Start listening; after ``refuse`` on the same port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Stop listening and reset what is open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in self.connections:
            if not connection.closed.is_set():
                connection.reset()

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.refuse()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await read_head(reader):
                request, raw = head
                self.requests.append(request)
                if request.method == "GET":
                    await self._upgrade(request, raw, reader, writer)
                    return
                write_answer(writer, self.on_negotiate(request))
        except ConnectionError:
            pass
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _upgrade(
        self, request: HttpRequest, raw: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        answer = self.on_upgrade(request)
        if answer.hold is not None:
            await answer.hold.wait()
        if answer.status != 101:
            write_answer(writer, answer)
            return
        protocol = ServerProtocol(max_size=None, logger=_QUIET)
        protocol.receive_data(raw)
        (upgrade,) = protocol.events_received()
        assert isinstance(upgrade, UpgradeRequest)
        protocol.send_response(protocol.accept(upgrade))
        for data in protocol.data_to_send():
            writer.write(data)
        connection = PeerConnection(request, protocol, reader, writer)
        self.connections.append(connection)
        self._accepted.put_nowait(connection)
        await connection.serve()
