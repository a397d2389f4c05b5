"""A bare SignalR client for tests: it shows every record, and hides nothing that the server does."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import msgspec
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.sandbox.conftest import client_of
from tests.sandbox_process import SandboxProcess

SEPARATOR = "\x1e"
PATIENCE_S = 10.0


def hub_url(server: SandboxProcess, query: str = "") -> str:
    """Return the hub's WebSocket address."""
    return f"{server.url.replace('http', 'ws', 1)}/hubs/dashboard{query}"


def negotiate(server: SandboxProcess, version: int = 1, token: str | None = None) -> dict[str, Any]:
    """Return the answer to a negotiation."""
    with client_of(server, token) as client:
        answer = client.post(f"/hubs/dashboard/negotiate?negotiateVersion={version}")
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def upgrade(server: SandboxProcess, query: str = "", token: str | None = None) -> ClientConnection:
    """Open the WebSocket without a handshake."""
    headers = {"Authorization": f"Bearer {token or server.token}"}
    return connect(hub_url(server, query), additional_headers=headers, proxy=None, compression=None, max_size=None)


class HubClient:
    """A connection after its handshake, in JSON or MessagePack."""

    def __init__(self, server: SandboxProcess, *, protocol: str = "json", token: str | None = None) -> None:
        self._server = server
        self._protocol = protocol
        self._token = token
        self._records: list[dict[str, Any]] = []
        self._calls = 0
        self._open = ExitStack()
        self.socket: ClientConnection

    def __enter__(self) -> Self:
        identifier = negotiate(self._server, token=self._token)["connectionToken"]
        self.socket = self._open.enter_context(upgrade(self._server, f"?id={quote(identifier)}", self._token))
        self.socket.send(json.dumps({"protocol": self._protocol, "version": 1}) + SEPARATOR)
        answer = self.socket.recv(timeout=PATIENCE_S)
        text = answer.encode() if isinstance(answer, str) else answer
        assert text == b"{}\x1e", text
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._open.close()

    def send(self, record: dict[str, Any]) -> None:
        """Send one record given as JSON would have it."""
        if self._protocol == "json":
            self.socket.send(json.dumps(record) + SEPARATOR)
            return
        if record["type"] == 1:
            packed: list[Any] = [1, {}, record.get("invocationId"), record["target"], record["arguments"], []]
        else:
            packed = [record["type"]]
        body = msgspec.msgpack.encode(packed)
        assert len(body) < 128
        self.socket.send(bytes([len(body)]) + body)

    def call(self, method: str, *arguments: Any) -> Any:
        """Invoke a method; returns its result, raises ``AssertionError`` with the server's error."""
        self._calls += 1
        identifier = str(self._calls)
        self.send({"type": 1, "invocationId": identifier, "target": method, "arguments": list(arguments)})
        record = self.next_record(lambda item: item["type"] == 3 and item["invocationId"] == identifier)
        if "error" in record:
            raise HubCallFailed(record["error"])
        return record.get("result")

    def event(self, target: str) -> Any:
        """Return the first argument of the next event of this name; other records stay for later."""
        record = self.next_record(lambda item: item["type"] == 1 and item["target"] == target)
        return record["arguments"][0] if record["arguments"] else None

    def next_record(self, wanted: Any, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Return the next record for which ``wanted`` holds."""
        deadline = time.monotonic() + patience_s
        index = 0
        while True:
            while index < len(self._records):
                if wanted(self._records[index]):
                    return self._records.pop(index)
                index += 1
            self._records += self._receive(deadline - time.monotonic())

    def records_until(self, wanted: Any) -> list[dict[str, Any]]:
        """Return every record up to the first for which ``wanted`` holds, that one included."""
        seen: list[dict[str, Any]] = []
        while not seen or not wanted(seen[-1]):
            seen.append(self.next_record(lambda _item: True))
        return seen

    def ended(self) -> tuple[list[dict[str, Any]], int | None]:
        """Return the records up to the connection's end, and the WebSocket's close code, None without a close."""
        try:
            while True:
                self._records += self._receive(PATIENCE_S)
        except ConnectionClosed as error:
            return self._records, None if error.rcvd is None else error.rcvd.code

    def _receive(self, timeout: float) -> list[dict[str, Any]]:
        message = self.socket.recv(timeout=timeout)
        if isinstance(message, str):
            assert message.endswith(SEPARATOR)
            return [json.loads(text) for text in message[:-1].split(SEPARATOR)]
        return [_unpacked(record) for record in _split(message)]


class HubCallFailed(AssertionError):
    """The hub answered a call with an error."""


def _split(message: bytes) -> list[list[Any]]:
    records = []
    while message:
        length = shift = at = 0
        while True:
            byte = message[at]
            length |= (byte & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if byte < 0x80:
                break
        records.append(msgspec.msgpack.decode(message[at : at + length]))
        message = message[at + length :]
    return records


def _unpacked(record: list[Any]) -> dict[str, Any]:
    kind = record[0]
    if kind == 1:
        return {"type": 1, "target": record[3], "arguments": record[4]}
    if kind == 3:
        member = {1: "error", 3: "result"}.get(record[3])
        return {"type": 3, "invocationId": record[2], **({member: record[4]} if member else {})}
    if kind == 7:
        return {"type": 7, "error": record[1], "allowReconnect": record[2]}
    return {"type": kind}
