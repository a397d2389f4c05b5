"""One connection to a SignalR hub, from the WebSocket's opening to its end."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from msgspec import Raw, Struct
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.frames import DATA_OPCODES, CloseCode, Frame
from websockets.protocol import Event

from binom_desktop.api.failures import connection_reason, plain_text, status_phrase
from binom_desktop.api.hub_events import LOGGED_TARGET, EventReader, LoggedArguments
from binom_desktop.api.hub_json import JsonEncoding
from binom_desktop.api.hub_messagepack import MessagePackEncoding
from binom_desktop.api.hub_protocol import (
    Close,
    Completion,
    Encoding,
    FrequentInvocation,
    HubProtocol,
    Invocation,
    ProtocolFault,
    handshake_request,
    split_handshake,
)
from binom_desktop.api.negotiation import Endpoint, NotNow, Refused
from binom_desktop.api.origin import USER_AGENT, is_loopback
from binom_desktop.errors import BinomError, HubError
from binom_desktop.events import HubEvent

T = TypeVar("T")

_MAX_MESSAGE_BYTES = 16 * 1024 * 1024
_LOST = "The connection was lost before the server answered."
# The clock is asked once for so many records, whose reading takes far less than a slice.
_RECORDS_BETWEEN_CLOCKS = 16
_NO_RESULT = "Client didn't provide a result."

_logger = logging.getLogger(__name__)


class HubTimings(Struct, frozen=True):
    """Intervals in seconds, with SignalR's defaults where it has some.

    A ping goes out ``ping_s`` after the last send; ``server_timeout_s`` without data is a dead connection. Waits
    between attempts grow from ``backoff_first_s`` to ``backoff_cap_s``, at random below that, and begin anew after
    ``healthy_s`` of connection. ``offline_retry_s`` is the wait where trying again soon would not help. Work on
    received records is given back to the loop every ``work_slice_s``.
    """

    ping_s: float = 15.0
    server_timeout_s: float = 30.0
    handshake_s: float = 15.0
    call_s: float = 30.0
    close_s: float = 1.5
    backoff_first_s: float = 1.0
    backoff_cap_s: float = 60.0
    healthy_s: float = 60.0
    offline_retry_s: float = 900.0
    work_slice_s: float = 0.005


class SessionEnded(Exception):
    """The connection is over; ``for_good`` when the server said not to come back, ``dead`` when nobody answers."""

    def __init__(self, reason: str, *, for_good: bool = False, dead: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good
        self.dead = dead


class _QuietLogger(logging.LoggerAdapter[logging.Logger]):
    """Keeps websockets from logging headers and addresses, which hold tokens: only warnings pass."""

    @override
    def isEnabledFor(self, level: int) -> bool:
        return level >= logging.WARNING and super().isEnabledFor(level)


class _Connection(ClientConnection):
    """Notes when data last came: a large message proves life while it arrives, control frames do not."""

    last_data_s = 0.0

    @override
    def process_event(self, event: Event) -> None:
        if isinstance(event, Frame) and event.opcode in DATA_OPCODES:
            self.last_data_s = self.loop.time()
        super().process_event(event)


class _Connect(connect):
    """Follows no HTTP redirect: where a hub's WebSocket is, the negotiation says."""

    @override
    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def open_session(
    *,
    endpoint: Endpoint,
    protocol: HubProtocol,
    timings: HubTimings,
    tls: Callable[[], Awaitable[ssl.SSLContext]],
    on_events: Callable[[Sequence[HubEvent]], None],
) -> HubSession:
    """Open the WebSocket and shake hands. Raises ``Refused`` for 401 to the factory's token, otherwise ``NotNow``."""
    connection = await _open_websocket(endpoint, timings, tls)
    try:
        async with asyncio.timeout(timings.handshake_s):
            rest = await _shake_hands(connection, protocol)
        return HubSession(
            connection=connection, protocol=protocol, timings=timings, on_events=on_events, first_records=rest
        )
    except BaseException as error:
        await _end(connection, timings.close_s)
        if isinstance(error, TimeoutError):
            raise NotNow("the server did not answer the handshake") from None
        if isinstance(error, ConnectionClosed | ProtocolFault):
            raise NotNow(f"the handshake failed: {_closed_reason(error)}") from None
        raise


async def _shake_hands(connection: ClientConnection, protocol: HubProtocol) -> bytes:
    """Returns the records that came with the answer."""
    await connection.send(handshake_request(protocol))
    error, rest = split_handshake(await connection.recv(decode=False))
    if error:
        raise NotNow(f"the server refused the handshake: {plain_text(error)}")
    return rest


async def _open_websocket(
    endpoint: Endpoint, timings: HubTimings, tls: Callable[[], Awaitable[ssl.SSLContext]]
) -> _Connection:
    try:
        connection = await _Connect(
            endpoint.url,
            compression=None,
            additional_headers={"Authorization": f"Bearer {endpoint.bearer}"} if endpoint.bearer else None,
            proxy=None if is_loopback(endpoint.url) else True,
            open_timeout=timings.handshake_s,
            ping_interval=None,
            user_agent_header=USER_AGENT,
            close_timeout=timings.close_s,
            max_size=_MAX_MESSAGE_BYTES,
            logger=_QuietLogger(logging.getLogger("websockets.client")),
            create_connection=_Connection,
            ssl=await tls() if endpoint.url.startswith("wss:") else None,
        )
    # Without the cause, since some of them quote the address with its secret id.
    except InvalidStatus as error:
        status = error.response.status_code
        if status == 401 and endpoint.own_bearer:
            raise Refused("the server did not accept the key") from None
        raise NotNow(f"the server answered {status_phrase(status)} to the live connection") from None
    except WebSocketException:
        raise NotNow("the server does not answer as a WebSocket") from None
    except (OSError, EOFError, ImportError) as error:
        raise NotNow(connection_reason(error).rstrip(".")) from None
    assert isinstance(connection, _Connection)  # noqa: S101 - made by create_connection
    connection.last_data_s = connection.loop.time()
    return connection


class HubSession:
    """A connection after its handshake. ``serve`` runs it to its end; ``invoke`` calls the server meanwhile."""

    def __init__(
        self,
        *,
        connection: _Connection,
        protocol: HubProtocol,
        timings: HubTimings,
        on_events: Callable[[Sequence[HubEvent]], None],
        first_records: bytes,
    ) -> None:
        self._connection = connection
        made = JsonEncoding if protocol is HubProtocol.JSON else MessagePackEncoding
        self._encoding: Encoding = made(frequent_target=LOGGED_TARGET, frequent_arguments=LoggedArguments)
        self._reader = EventReader(encoding=self._encoding)
        self._timings = timings
        self._on_events = on_events
        self._first_records = first_records
        self._last_sent_s = connection.loop.time()
        self._slice_began_s = time.perf_counter()
        self._calls = itertools.count(1)
        # A call's completion, or None when the connection ended first.
        self._pending: dict[str, asyncio.Future[Completion | None]] = {}
        self._drop: asyncio.Future[str] = connection.loop.create_future()

    async def serve(self, on_joined: Callable[[], Awaitable[None]]) -> SessionEnded:
        """Receive until the connection ends and say why; when cancelled, say goodbye to the server.

        ``on_joined`` runs beside; a ``BinomError`` out of it ends the connection.
        """
        # Not a task group: one that fails forgets that it was cancelled meanwhile.
        parts = (self._receive(), self._keep_alive(), self._watch(), self._wait_for_drop(), self._join(on_joined))
        tasks = [asyncio.create_task(part) for part in parts]
        failures: list[Exception] = []
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            self._drop.cancel()
            for call in self._pending.values():
                if not call.done():
                    call.set_result(None)
            for task in tasks:
                task.cancel()
            try:
                results = await asyncio.gather(*tasks, return_exceptions=True)
                failures = [result for result in results if isinstance(result, Exception)]
            finally:
                dead = any(isinstance(error, SessionEnded) and error.dead for error in failures)
                await _end(self._connection, self._timings.close_s, goodbye=None if dead else self._encoding.close())
        return _why(failures)

    def drop(self, reason: str) -> None:
        """End the connection as lost."""
        if not self._drop.done():
            self._drop.set_result(reason)

    async def invoke(self, target: str, arguments: Sequence[Any], shape: type[T]) -> T:
        """Call a method of the server. Raises ``HubError`` with its words, or when no answer came."""
        identity = str(next(self._calls))
        call = self._pending[identity] = self._connection.loop.create_future()
        try:
            async with asyncio.timeout(self._timings.call_s):
                await self._send(self._encoding.invocation(identity, target, arguments))
                completion = await call
        except TimeoutError:
            raise HubError("The server did not answer in time.") from None
        except ConnectionClosed:
            raise HubError(_LOST) from None
        finally:
            self._pending.pop(identity, None)
        if completion is None:
            raise HubError(_LOST)
        if completion.error is not None:
            raise HubError(plain_text(completion.error) or "The server refused without a reason.")
        return self._result(completion.result, shape)

    def _result(self, result: Raw, shape: type[T]) -> T:
        if shape is type(None):
            return shape()
        try:
            return self._encoding.value(result, shape)
        except (ValueError, RecursionError):
            raise HubError("The server's answer can't be read.") from None

    async def _receive(self) -> None:
        """Handle records in order, and hand on the events of each message at once."""
        connection = self._connection
        message = self._first_records or await self._next_message()
        while True:
            events: list[HubEvent] = []
            try:
                close = await self._read(message, events)
            except ProtocolFault as fault:
                reason = str(fault)
                # Without the fault: who keeps the log's records would keep the connection with it.
                _logger.warning("the live connection is closed: %s", reason)
                raise SessionEnded(reason) from None
            if events:
                self._deliver(events)
                await self._yield_after_slice()
            if close is not None:
                reason = plain_text(close.error or "") or "the server closed the connection"
                raise SessionEnded(reason, for_good=not close.allow_reconnect)
            message = await self._next_message()
            # What was read earlier and waited here counts too, after a handler that took long.
            connection.last_data_s = connection.loop.time()

    async def _read(self, message: bytes, events: list[HubEvent]) -> Close | None:
        """Collect the message's events and answer what the server waits for; stops at a Close and returns it."""
        read, read_logged = self._encoding.record, self._reader.read_logged
        for count, part in enumerate(self._encoding.split(message), 1):
            record = read(part)
            if isinstance(record, FrequentInvocation):
                events.append(read_logged(record.arguments))
                if record.invocation_id:
                    await self._answer(record.invocation_id)
            elif isinstance(record, Invocation):
                event = self._reader.read(record)
                if event is not None:
                    events.append(event)
                if record.invocation_id:
                    await self._answer(record.invocation_id)
            elif isinstance(record, Completion):
                self._complete(record)
            elif isinstance(record, Close):
                return record
            if not count % _RECORDS_BETWEEN_CLOCKS:
                await self._yield_after_slice()
        return None

    async def _yield_after_slice(self) -> None:
        """Give the loop its turn when this slice of work is used up. Time spent waiting counts too, which is safe."""
        now_s = time.perf_counter()
        if now_s - self._slice_began_s > self._timings.work_slice_s:
            await asyncio.sleep(0)
            self._slice_began_s = time.perf_counter()

    def _complete(self, completion: Completion) -> None:
        call = self._pending.get(completion.invocation_id)
        if call is not None and not call.done():
            call.set_result(completion)

    async def _answer(self, invocation_id: str) -> None:
        """No method of the contract has a result; a server that waits for one must not wait for ever."""
        await self._send_alive(self._encoding.failure(invocation_id, _NO_RESULT))

    async def _next_message(self) -> bytes:
        try:
            return await self._connection.recv(decode=False)
        except ConnectionClosed as closed:
            raise SessionEnded(_closed_reason(closed)) from None

    def _deliver(self, events: Sequence[HubEvent]) -> None:
        try:
            self._on_events(events)
        except Exception:
            _logger.exception("handling live events failed")

    async def _keep_alive(self) -> None:
        await self._send_alive(self._encoding.ping())
        while True:
            wait_s = self._last_sent_s + self._timings.ping_s - self._connection.loop.time()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            else:
                await self._send_alive(self._encoding.ping())

    async def _watch(self) -> None:
        connection, timeout_s = self._connection, self._timings.server_timeout_s
        while True:
            wait_s = connection.last_data_s + timeout_s - connection.loop.time()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
                continue
            # The loop itself may have been busy with data waiting in the socket: let it read first.
            await asyncio.sleep(timeout_s / 60)
            if connection.last_data_s + timeout_s <= connection.loop.time():
                raise SessionEnded("the server went silent", dead=True)

    async def _wait_for_drop(self) -> None:
        raise SessionEnded(await self._drop, dead=True)

    async def _join(self, on_joined: Callable[[], Awaitable[None]]) -> None:
        try:
            await on_joined()
        except BinomError as error:
            raise SessionEnded(str(error).rstrip(".")) from error

    async def _send_alive(self, data: str | bytes) -> None:
        try:
            await self._send(data)
        except ConnectionClosed as closed:
            raise SessionEnded(_closed_reason(closed)) from None

    async def _send(self, data: str | bytes) -> None:
        self._last_sent_s = self._connection.loop.time()
        await self._connection.send(data)


async def _end(connection: ClientConnection, close_s: float, *, goodbye: str | bytes | None = b"") -> None:
    """Close within ``close_s`` whatever the server does; ``goodbye`` is sent first, None means don't even try."""
    try:
        if goodbye is not None:
            # A server that is gone or frozen can't be told; the abort below ends it.
            with contextlib.suppress(TimeoutError, ConnectionClosed, OSError):
                async with asyncio.timeout(close_s):
                    if goodbye:
                        await connection.send(goodbye)
                    await connection.close(CloseCode.NORMAL_CLOSURE)
    finally:
        connection.transport.abort()
        await connection.wait_closed()


def _why(failures: Sequence[Exception]) -> SessionEnded:
    """The end that matters most of those that came together; raises what is a bug."""
    for failure in failures:
        if not isinstance(failure, SessionEnded):
            raise failure
    ends = [failure for failure in failures if isinstance(failure, SessionEnded)]
    end = next((end for end in ends if end.for_good), ends[0])
    # A new one: the traceback of this holds the connection, and with it what it last received.
    return SessionEnded(end.reason, for_good=end.for_good)


def _closed_reason(error: ConnectionClosed | ProtocolFault) -> str:
    if isinstance(error, ProtocolFault):
        return str(error)
    if error.sent is not None and error.sent.code == CloseCode.MESSAGE_TOO_BIG:
        return "the server sent a message over the limit"
    if error.rcvd is not None:
        return f"the server closed the connection ({error.rcvd.code})"
    return "the connection broke off"
