"""SignalR's two hub protocols, as bytes. Sources: HubProtocol.md of dotnet/aspnetcore and its server's behaviour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgspec

RECORD_SEPARATOR = b"\x1e"
MAX_RECEIVED_BYTES = 32 * 1024


class RecordType(IntEnum):
    """The kinds of records that this server reads or writes."""

    INVOCATION = 1
    STREAM_ITEM = 2
    COMPLETION = 3
    STREAM_INVOCATION = 4
    CANCEL_INVOCATION = 5
    PING = 6
    CLOSE = 7


class ProtocolError(Exception):
    """The peer sent something that is no record."""


@dataclass(frozen=True, slots=True)
class Received:
    """A record of the client."""

    type: int
    invocation_id: str | None = None
    target: str = ""
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Codec:
    """One hub protocol."""

    name: str
    binary: bool
    decode: Callable[[bytes], list[Received]]
    invocation: Callable[[str, tuple[Any, ...]], bytes]
    result: Callable[[str, Any], bytes]
    void: Callable[[str], bytes]
    error: Callable[[str, str], bytes]
    close: Callable[[str | None, bool | None], bytes]
    ping: bytes


def split_handshake(message: bytes) -> tuple[bytes, bytes]:
    """Return the client's first record, which is JSON whatever the protocol, and the rest of its message."""
    record, separator, rest = message.partition(RECORD_SEPARATOR)
    if not separator:
        raise ProtocolError("the handshake has no end")
    return record, rest


def handshake_answer(error: str | None = None) -> bytes:
    """Return the answer to a handshake."""
    return _json_record({} if error is None else {"error": error})


def _check_length(message: bytes) -> None:
    if len(message) > MAX_RECEIVED_BYTES:
        raise ProtocolError("the message is too long")


def _json_record(record: dict[str, Any]) -> bytes:
    return msgspec.json.encode(record) + RECORD_SEPARATOR


def _json_decode(message: bytes) -> list[Received]:
    _check_length(message)
    if not message.endswith(RECORD_SEPARATOR):
        raise ProtocolError("the message has an unfinished record")
    received = []
    for text in message[:-1].split(RECORD_SEPARATOR):
        try:
            record = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ProtocolError(str(error)) from None
        if not isinstance(record, dict):
            raise ProtocolError("a record is no object")
        arguments = record.get("arguments", [])
        received.append(_received(record.get("type"), record.get("invocationId"), record.get("target", ""), arguments))
    return received


def _received(kind: object, invocation_id: object, target: object, arguments: object) -> Received:
    if not isinstance(kind, int):
        raise ProtocolError("a record has no type")
    if invocation_id is not None and not isinstance(invocation_id, str):
        raise ProtocolError("an invocation id is no string")
    if not isinstance(target, str) or not isinstance(arguments, list):
        raise ProtocolError("an invocation has no target or no list of arguments")
    return Received(kind, invocation_id, target, tuple(arguments))


def _json_close(error: str | None, allow_reconnect: bool | None) -> bytes:
    record: dict[str, Any] = {"type": RecordType.CLOSE}
    if error is not None:
        record["error"] = error
    if allow_reconnect is not None:
        record["allowReconnect"] = allow_reconnect
    return _json_record(record)


def _packed(record: list[Any]) -> bytes:
    body = msgspec.msgpack.encode(record)
    prefix = bytearray()
    length = len(body)
    while length > 0x7F:
        prefix.append(length & 0x7F | 0x80)
        length >>= 7
    prefix.append(length)
    return bytes(prefix) + body


def _packed_decode(message: bytes) -> list[Received]:
    _check_length(message)
    received = []
    at = 0
    while at < len(message):
        length, at = _length(message, at)
        body = message[at : at + length]
        at += length
        if at > len(message):
            raise ProtocolError("the message has an unfinished record")
        try:
            record = msgspec.msgpack.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ProtocolError(str(error)) from None
        if not isinstance(record, list) or not record:
            raise ProtocolError("a record is no array")
        kind = record[0]
        if kind in {RecordType.INVOCATION, RecordType.STREAM_INVOCATION}:
            if len(record) < 5:
                raise ProtocolError("an invocation is too short")
            received.append(_received(kind, record[2], record[3], record[4]))
        else:
            received.append(_received(kind, None, "", []))
    return received


def _length(message: bytes, at: int) -> tuple[int, int]:
    length = 0
    for index in range(5):
        if at + index >= len(message):
            raise ProtocolError("a length prefix is unfinished")
        byte = message[at + index]
        length |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return length, at + index + 1
    raise ProtocolError("a length prefix is too long")


JSON = Codec(
    name="json",
    binary=False,
    decode=_json_decode,
    invocation=lambda target, arguments: _json_record(
        {"type": RecordType.INVOCATION, "target": target, "arguments": arguments}
    ),
    result=lambda identifier, value: _json_record(
        {"type": RecordType.COMPLETION, "invocationId": identifier, "result": value}
    ),
    void=lambda identifier: _json_record({"type": RecordType.COMPLETION, "invocationId": identifier}),
    error=lambda identifier, text: _json_record(
        {"type": RecordType.COMPLETION, "invocationId": identifier, "error": text}
    ),
    close=_json_close,
    ping=_json_record({"type": RecordType.PING}),
)
MESSAGEPACK = Codec(
    name="messagepack",
    binary=True,
    decode=_packed_decode,
    invocation=lambda target, arguments: _packed([RecordType.INVOCATION, {}, None, target, arguments, []]),
    result=lambda identifier, value: _packed([RecordType.COMPLETION, {}, identifier, 3, value]),
    void=lambda identifier: _packed([RecordType.COMPLETION, {}, identifier, 2]),
    error=lambda identifier, text: _packed([RecordType.COMPLETION, {}, identifier, 1, text]),
    close=lambda error, allow_reconnect: _packed([RecordType.CLOSE, error, bool(allow_reconnect)]),
    ping=_packed([RecordType.PING]),
)
CODECS = {codec.name: codec for codec in (JSON, MESSAGEPACK)}
