"""SignalR's MessagePack protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct
from typing_extensions import Buffer, override

from binom_desktop.api.hub_protocol import (
    CLOSE,
    COMPLETION,
    INVOCATION,
    NOTHING,
    PING,
    PING_RECORD,
    TARGET_WITHIN,
    Close,
    Completion,
    Encoding,
    FrequentInvocation,
    Invocation,
    ProtocolFault,
    Record,
)

T = TypeVar("T")

_MAX_LENGTH_BYTES = 5
_ERROR_RESULT, _VOID_RESULT, _VALUE_RESULT = 1, 2, 3


class _PackedInvocation(Struct, array_like=True, gc=False):
    type: int
    headers: Raw
    invocation_id: str | None
    target: str
    arguments: Raw = Raw(b"\x90")


class _PackedCompletion(Struct, array_like=True, gc=False):
    type: int
    headers: Raw
    invocation_id: str
    kind: int
    result: Raw = NOTHING


class _PackedClose(Struct, array_like=True, gc=False):
    type: int
    error: str | None = None
    allow_reconnect: bool | None = None


class _PackedType(Struct, array_like=True, gc=False):
    type: int


class MessagePackEncoding(Encoding):
    """MessagePack arrays, each behind its length."""

    @override
    def __init__(self, *, frequent_target: str, frequent_arguments: type[Struct]) -> None:
        self._type = msgspec.msgpack.Decoder(_PackedType).decode
        self._invocation = msgspec.msgpack.Decoder(_PackedInvocation).decode
        self._frequent_target = frequent_target
        self._frequent = msgspec.msgpack.encode(frequent_target)
        self._decode_frequent: Callable[[memoryview], Any] = msgspec.msgpack.Decoder(
            msgspec.defstruct(
                "_FrequentPacked",
                [
                    ("type", int),
                    ("headers", Raw),
                    ("invocation_id", str | None),
                    ("target", str),
                    ("arguments", frequent_arguments),
                ],
                array_like=True,
                gc=False,
            )
        ).decode

    @override
    def split(self, message: bytes) -> Sequence[Buffer]:
        view = memoryview(message)
        parts: list[memoryview] = []
        position, end = 0, len(message)
        if not end:
            raise ProtocolFault("a message is empty")
        while position < end:
            length, position = _length(view, position)
            if length == 0 or position + length > end:
                raise ProtocolFault("a record is empty or unfinished at the end of its message")
            parts.append(view[position : position + length])
            position += length
        return parts

    @override
    def record(self, part: Buffer) -> Record | None:
        try:
            return self._record(memoryview(part))
        except (ValueError, RecursionError):
            raise ProtocolFault("a record has the wrong shape") from None

    def _record(self, payload: memoryview) -> Record | None:
        # An array of up to 15 items whose first is a number in one byte shows its type without decoding.
        short = len(payload) > 1 and payload[0] & 0xF0 == 0x90 and payload[1] < 0x80
        kind = payload[1] if short else self._type(payload).type
        if kind == INVOCATION:
            if self._frequent in bytes(payload[:TARGET_WITHIN]):
                try:
                    call = self._decode_frequent(payload)
                except (ValueError, RecursionError):
                    # Read below in parts, which finds out what is wrong.
                    call = None
                if call is not None and call.target == self._frequent_target:
                    return FrequentInvocation(arguments=call.arguments, invocation_id=call.invocation_id)
            invocation = self._invocation(payload)
            return Invocation(invocation.target, invocation.arguments, invocation.invocation_id)
        if kind == PING:
            return PING_RECORD
        if kind == COMPLETION:
            return _packed_completion(payload)
        if kind == CLOSE:
            close = msgspec.msgpack.decode(payload, type=_PackedClose)
            return Close(close.error, bool(close.allow_reconnect))
        return None

    @override
    def value(self, raw: Raw, shape: type[T]) -> T:
        return msgspec.msgpack.decode(raw, type=shape)

    @override
    def invocation(self, invocation_id: str, target: str, arguments: Sequence[Any]) -> bytes:
        return _packed([INVOCATION, {}, invocation_id, target, arguments, []])

    @override
    def failure(self, invocation_id: str, error: str) -> bytes:
        return _packed([COMPLETION, {}, invocation_id, _ERROR_RESULT, error])

    @override
    def ping(self) -> bytes:
        return _packed([PING])

    @override
    def close(self) -> bytes:
        return _packed([CLOSE, None])


def _packed_completion(payload: memoryview) -> Completion:
    packed = msgspec.msgpack.decode(payload, type=_PackedCompletion)
    if packed.kind == _VOID_RESULT:
        return Completion(packed.invocation_id, NOTHING, None)
    if not bytes(packed.result) or packed.kind not in (_ERROR_RESULT, _VALUE_RESULT):
        raise ValueError("a completion of an unknown kind or without its result")
    if packed.kind == _ERROR_RESULT:
        return Completion(packed.invocation_id, NOTHING, msgspec.msgpack.decode(packed.result, type=str))
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
