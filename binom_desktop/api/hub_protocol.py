"""SignalR's hub protocols, JSON and MessagePack: records to bytes and back.

Source: HubProtocol.md in dotnet/aspnetcore. A message is one WebSocket message and holds whole records; anything
unfinished at its end is a ``ProtocolFault``. Unknown types and unknown members have no effect.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct
from typing_extensions import override

T = TypeVar("T")

RECORD_SEPARATOR = b"\x1e"
_MAX_LENGTH_BYTES = 5
_INVOCATION, _COMPLETION, _PING, _CLOSE = 1, 3, 6, 7
_ERROR_RESULT, _VOID_RESULT, _VALUE_RESULT = 1, 2, 3


class ProtocolFault(Exception):
    """What arrived is not the protocol; the text says what, without content. The connection can't go on."""


class HubProtocol(StrEnum):
    """The encodings of SignalR's records, by the names that the handshake uses."""

    JSON = "json"
    MESSAGEPACK = "messagepack"

    @property
    def transfer_format(self) -> str:
        """What a transport must offer in the negotiation."""
        return "Text" if self is HubProtocol.JSON else "Binary"


class Invocation(Struct, gc=False):
    """The server calls a method; with an ``invocation_id`` it waits for exactly one completion."""

    target: str
    arguments: Raw
    invocation_id: str | None


class Completion(Struct, gc=False):
    """The answer to a call of ours: ``error``, or ``result``, or an empty one for neither."""

    invocation_id: str
    result: Raw
    error: str | None


class Ping(Struct, gc=False):
    """Proves life."""


class Close(Struct, gc=False):
    """The server ends the connection; without ``allow_reconnect`` for good."""

    error: str | None
    allow_reconnect: bool


Record = Invocation | Completion | Ping | Close
_PING_RECORD = Ping()
_NOTHING = Raw(b"")
_NO_ARGUMENTS = Raw(b"[]")
_NO_PACKED_ARGUMENTS = Raw(b"\x90")


class Encoding(ABC):
    """One of the hub protocols."""

    @abstractmethod
    def records(self, message: bytes) -> Iterator[Record]:
        """The records of a message in their order; raises ``ProtocolFault`` where it stops being the protocol."""

    @abstractmethod
    def value(self, raw: Raw, shape: type[T]) -> T:
        """An argument or a result of this shape; raises ``msgspec.ValidationError`` or another ``ValueError``."""

    @abstractmethod
    def parts(self, raw: Raw) -> list[Raw]:
        """A list's items, each still encoded."""

    @abstractmethod
    def invocation(self, invocation_id: str, target: str, arguments: Sequence[Any]) -> str | bytes:
        """Call a method of the server."""

    @abstractmethod
    def failure(self, invocation_id: str, error: str) -> str | bytes:
        """Answer a server's call with an error."""

    @abstractmethod
    def ping(self) -> str | bytes:
        """Prove life."""

    @abstractmethod
    def close(self) -> str | bytes:
        """Say goodbye."""


def encoding(protocol: HubProtocol) -> Encoding:
    """The protocol's encoding."""
    return _Json() if protocol is HubProtocol.JSON else _MessagePack()


class _Handshake(Struct):
    error: str | None = None


def handshake_request(protocol: HubProtocol) -> str:
    """The client's first message: JSON in every protocol, version 1."""
    return f'{{"protocol":"{protocol}","version":1}}\x1e'


def split_handshake(message: bytes) -> tuple[str | None, bytes]:
    """The handshake answer's error, or None, and the records that came in the same message."""
    answer, separator, rest = message.partition(RECORD_SEPARATOR)
    if not separator:
        raise ProtocolFault("the handshake's answer is unfinished")
    try:
        return msgspec.json.decode(answer, type=_Handshake).error, rest
    except (ValueError, RecursionError):
        raise ProtocolFault("the handshake's answer is not JSON of its shape") from None


class _JsonType(Struct):
    type: int


class _JsonRecord(Struct, rename="camel", gc=False):
    type: int
    target: str = ""
    arguments: Raw = _NO_ARGUMENTS
    invocation_id: str | None = None
    result: Raw = _NOTHING
    error: str | None = None
    allow_reconnect: bool | None = None


class _Json(Encoding):
    def __init__(self) -> None:
        self._decode = msgspec.json.Decoder(_JsonRecord).decode

    @override
    def records(self, message: bytes) -> Iterator[Record]:
        parts = message.split(RECORD_SEPARATOR)
        if parts.pop():
            raise ProtocolFault("a record is unfinished at the end of its message")
        decode = self._decode
        for part in parts:
            try:
                record = decode(part)
            except (ValueError, RecursionError):
                self._check_unknown(part)
                continue
            kind = record.type
            if kind == _INVOCATION:
                yield Invocation(record.target, record.arguments, record.invocation_id)
            elif kind == _PING:
                yield _PING_RECORD
            elif kind == _COMPLETION:
                yield _completion(record)
            elif kind == _CLOSE:
                yield Close(record.error, bool(record.allow_reconnect))

    @staticmethod
    def _check_unknown(part: bytes) -> None:
        """A type that is not ours may give our members other meanings; anything else is a fault."""
        try:
            kind = msgspec.json.decode(part, type=_JsonType).type
        except (ValueError, RecursionError):
            raise ProtocolFault("a record is empty, is not JSON, or has no type") from None
        if kind in (_INVOCATION, _COMPLETION, _PING, _CLOSE):
            raise ProtocolFault(f"a record of type {kind} has the wrong shape")

    @override
    def value(self, raw: Raw, shape: type[T]) -> T:
        return msgspec.json.decode(raw, type=shape)

    @override
    def parts(self, raw: Raw) -> list[Raw]:
        return msgspec.json.decode(raw, type=list[Raw])

    @override
    def invocation(self, invocation_id: str, target: str, arguments: Sequence[Any]) -> str:
        return _json({"type": _INVOCATION, "invocationId": invocation_id, "target": target, "arguments": arguments})

    @override
    def failure(self, invocation_id: str, error: str) -> str:
        return _json({"type": _COMPLETION, "invocationId": invocation_id, "error": error})

    @override
    def ping(self) -> str:
        return _json({"type": _PING})

    @override
    def close(self) -> str:
        return _json({"type": _CLOSE})


def _json(record: dict[str, Any]) -> str:
    return msgspec.json.encode(record).decode() + "\x1e"


def _completion(record: _JsonRecord) -> Completion:
    if record.invocation_id is None:
        raise ProtocolFault("a completion has no invocationId")
    if record.error is not None and bytes(record.result) not in (b"", b"null"):
        raise ProtocolFault("a completion has a result and an error")
    return Completion(record.invocation_id, record.result, record.error)


class _PackedInvocation(Struct, array_like=True, gc=False):
    type: int
    headers: Raw
    invocation_id: str | None
    target: str
    arguments: Raw = _NO_PACKED_ARGUMENTS


class _PackedCompletion(Struct, array_like=True, gc=False):
    type: int
    headers: Raw
    invocation_id: str
    kind: int
    result: Raw = _NOTHING


class _PackedClose(Struct, array_like=True, gc=False):
    type: int
    error: str | None = None
    allow_reconnect: bool | None = None


class _PackedType(Struct, array_like=True, gc=False):
    type: int


class _MessagePack(Encoding):
    def __init__(self) -> None:
        self._type = msgspec.msgpack.Decoder(_PackedType).decode
        self._invocation = msgspec.msgpack.Decoder(_PackedInvocation).decode

    @override
    def records(self, message: bytes) -> Iterator[Record]:
        view = memoryview(message)
        position, end = 0, len(message)
        if not end:
            raise ProtocolFault("a message is empty")
        while position < end:
            length, position = _length(view, position)
            if length == 0 or position + length > end:
                raise ProtocolFault("a record is empty or unfinished at the end of its message")
            payload = view[position : position + length]
            position += length
            try:
                record = self._record(payload)
            except (ValueError, RecursionError):
                raise ProtocolFault("a record has the wrong shape") from None
            if record is not None:
                yield record

    def _record(self, payload: memoryview) -> Record | None:
        # An array of up to 15 items whose first is a small number shows its type without decoding.
        kind = payload[1] if len(payload) > 1 and payload[0] & 0xF0 == 0x90 else self._type(payload).type
        if kind == _INVOCATION:
            invocation = self._invocation(payload)
            return Invocation(invocation.target, invocation.arguments, invocation.invocation_id)
        if kind == _PING:
            return _PING_RECORD
        if kind == _COMPLETION:
            return _packed_completion(payload)
        if kind == _CLOSE:
            close = msgspec.msgpack.decode(payload, type=_PackedClose)
            return Close(close.error, bool(close.allow_reconnect))
        return None

    @override
    def value(self, raw: Raw, shape: type[T]) -> T:
        return msgspec.msgpack.decode(raw, type=shape)

    @override
    def parts(self, raw: Raw) -> list[Raw]:
        return msgspec.msgpack.decode(raw, type=list[Raw])

    @override
    def invocation(self, invocation_id: str, target: str, arguments: Sequence[Any]) -> bytes:
        return _packed([_INVOCATION, {}, invocation_id, target, arguments, []])

    @override
    def failure(self, invocation_id: str, error: str) -> bytes:
        return _packed([_COMPLETION, {}, invocation_id, _ERROR_RESULT, error])

    @override
    def ping(self) -> bytes:
        return _packed([_PING])

    @override
    def close(self) -> bytes:
        return _packed([_CLOSE, None])


def _packed_completion(payload: memoryview) -> Completion:
    packed = msgspec.msgpack.decode(payload, type=_PackedCompletion)
    if packed.kind == _VOID_RESULT:
        return Completion(packed.invocation_id, _NOTHING, None)
    if not bytes(packed.result) or packed.kind not in (_ERROR_RESULT, _VALUE_RESULT):
        raise ValueError("a completion of an unknown kind or without its result")
    if packed.kind == _ERROR_RESULT:
        return Completion(packed.invocation_id, _NOTHING, msgspec.msgpack.decode(packed.result, type=str))
    return Completion(packed.invocation_id, packed.result, None)


def _length(view: memoryview, position: int) -> tuple[int, int]:
    """Read a record's length (LEB128, one to five bytes); returns it and where the record begins."""
    length = 0
    for count in range(_MAX_LENGTH_BYTES):
        if position + count >= len(view):
            raise ProtocolFault("a record's length is unfinished")
        byte = view[position + count]
        length |= (byte & 0x7F) << (7 * count)
        if not byte & 0x80:
            return length, position + count + 1
    raise ProtocolFault("a record's length has more than five bytes")


def _packed(record: list[Any]) -> bytes:
    payload = msgspec.msgpack.encode(record)
    length = len(payload)
    prefix = bytearray()
    while length > 0x7F:
        prefix.append(length & 0x7F | 0x80)
        length >>= 7
    prefix.append(length)
    return bytes(prefix) + payload
