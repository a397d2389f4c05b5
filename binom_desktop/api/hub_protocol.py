"""SignalR's hub protocols, JSON and MessagePack: records to bytes and back.

Source: HubProtocol.md in dotnet/aspnetcore. A message is one WebSocket message and holds whole records; anything
unfinished at its end is a ``ProtocolFault``. Unknown types and unknown members have no effect.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct
from typing_extensions import Buffer

T = TypeVar("T")

RECORD_SEPARATOR = b"\x1e"
# How many bytes of a record are searched for the name of the frequent method.
TARGET_WITHIN = 64
INVOCATION, COMPLETION, PING, CLOSE = 1, 3, 6, 7


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


class FrequentInvocation(Struct, rename="camel", kw_only=True, gc=False):
    """A call of the one method that is called all the time, its arguments read along with the record."""

    type: int = 0
    arguments: Any
    invocation_id: str | None = None


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


Record = Invocation | FrequentInvocation | Completion | Ping | Close
PING_RECORD = Ping()
NOTHING = Raw(b"")


class Encoding(ABC):
    """One of the hub protocols.

    Calls of ``frequent_target`` are read in one pass into ``frequent_arguments``; where they do not fit, they come as
    an ``Invocation`` like all others.
    """

    @abstractmethod
    def __init__(self, *, frequent_target: str, frequent_arguments: type[Struct]) -> None: ...

    @abstractmethod
    def split(self, message: bytes) -> Sequence[Buffer]:
        """The message's records in their order, still encoded; raises ``ProtocolFault`` if one is unfinished."""

    @abstractmethod
    def record(self, part: Buffer) -> Record | None:
        """What a part of a message says; None for what this client ignores, ``ProtocolFault`` for what it can't."""

    @abstractmethod
    def value(self, raw: Raw, shape: type[T]) -> T:
        """An argument or a result of this shape; raises ``msgspec.ValidationError`` or another ``ValueError``."""

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


class _Handshake(Struct):
    error: str | None = None
    # Records have a type, and what has one is no answer.
    type: None = None


def handshake_request(protocol: HubProtocol) -> str:
    """The client's first message: JSON in every protocol, version 1."""
    return f'{{"protocol":"{protocol}","version":1}}\x1e'


def split_handshake(message: bytes) -> tuple[str, bytes]:
    """The handshake answer's error, empty where there is none, and the records that came in the same message."""
    answer, separator, rest = message.partition(RECORD_SEPARATOR)
    if not separator:
        raise ProtocolFault("the handshake's answer is unfinished")
    try:
        return msgspec.json.decode(answer, type=_Handshake).error or "", rest
    except (ValueError, RecursionError):
        raise ProtocolFault("the handshake's answer is not JSON of its shape") from None
