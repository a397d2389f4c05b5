"""SignalR's JSON protocol."""

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
    RECORD_SEPARATOR,
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


class _JsonType(Struct):
    type: int


class _JsonRecord(Struct, rename="camel", gc=False):
    type: int
    target: str = ""
    arguments: Raw = Raw(b"[]")
    invocation_id: str | None = None
    result: Raw = NOTHING
    error: str | None = None
    allow_reconnect: bool | None = None


class JsonEncoding(Encoding):
    """JSON objects, each with a separator after it."""

    @override
    def __init__(self, *, frequent_target: str, frequent_arguments: type[Struct]) -> None:
        self._decode = msgspec.json.Decoder(_JsonRecord).decode
        self._frequent = f'"target":"{frequent_target}"'.encode()
        self._decode_frequent: Callable[[bytes], Any] = msgspec.json.Decoder(
            msgspec.defstruct(
                "_FrequentJson",
                [("arguments", frequent_arguments)],
                bases=(FrequentInvocation,),
                kw_only=True,
                tag_field="target",
                tag=frequent_target,
                gc=False,
            )
        ).decode

    @override
    def split(self, message: bytes) -> Sequence[Buffer]:
        if not message.isascii():
            _check_utf8(message)
        parts = message.split(RECORD_SEPARATOR)
        if parts.pop() or not parts:
            raise ProtocolFault("a message is empty, or its last record is unfinished")
        return parts

    @override
    def record(self, part: Buffer) -> Record | None:
        assert isinstance(part, bytes)  # noqa: S101 - made by split
        if part.find(self._frequent, 0, TARGET_WITHIN) >= 0:
            try:
                call = self._decode_frequent(part)
            except (ValueError, RecursionError):
                # Read below in parts, which finds out what is wrong.
                call = None
            if isinstance(call, FrequentInvocation) and call.type == INVOCATION:
                return call
        try:
            record = self._decode(part)
        except (ValueError, RecursionError):
            self._check_unknown(part)
            return None
        if record.type == INVOCATION:
            if not record.target:
                raise ProtocolFault("a call has no target")
            return Invocation(record.target, record.arguments, record.invocation_id)
        if record.type == PING:
            return PING_RECORD
        if record.type == COMPLETION:
            return _completion(record)
        if record.type == CLOSE:
            return Close(record.error, bool(record.allow_reconnect))
        return None

    @staticmethod
    def _check_unknown(part: bytes) -> None:
        """A type that is not ours may give our members other meanings; anything else is a fault."""
        try:
            kind = msgspec.json.decode(part, type=_JsonType).type
        except (ValueError, RecursionError):
            raise ProtocolFault("a record is empty, is not JSON, or has no type") from None
        if kind in (INVOCATION, COMPLETION, PING, CLOSE):
            raise ProtocolFault(f"a record of type {kind} has the wrong shape")

    @override
    def value(self, raw: Raw, shape: type[T]) -> T:
        return msgspec.json.decode(raw, type=shape)

    @override
    def invocation(self, invocation_id: str, target: str, arguments: Sequence[Any]) -> str:
        return _json({"type": INVOCATION, "invocationId": invocation_id, "target": target, "arguments": arguments})

    @override
    def failure(self, invocation_id: str, error: str) -> str:
        return _json({"type": COMPLETION, "invocationId": invocation_id, "error": error})

    @override
    def ping(self) -> str:
        return _json({"type": PING})

    @override
    def close(self) -> str:
        return _json({"type": CLOSE})


def _json(record: dict[str, Any]) -> str:
    return msgspec.json.encode(record).decode() + "\x1e"


def _check_utf8(message: bytes) -> None:
    try:
        message.decode()
    except UnicodeDecodeError:
        raise ProtocolFault("a message is not UTF-8") from None


def _completion(record: _JsonRecord) -> Completion:
    if record.invocation_id is None:
        raise ProtocolFault("a completion has no invocationId")
    if record.error is not None and bytes(record.result) not in (b"", b"null"):
        raise ProtocolFault("a completion has a result and an error")
    return Completion(record.invocation_id, record.result, record.error)
