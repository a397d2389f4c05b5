"""The dashboard hub: who is connected, what they subscribed to, and the events that they get."""

from __future__ import annotations

import asyncio
import math
import random
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from binom_desktop.sandbox.connection import Connection, HubTimings
from binom_desktop.sandbox.faults import EVENT_KINDS, SOCKET_KINDS, Fault, Faults, refusal
from binom_desktop.sandbox.hub_protocol import Codec, Received
from binom_desktop.sandbox.keys import Key, Keys
from binom_desktop.sandbox.problems import Problem, problem_response
from binom_desktop.sandbox.resources import authenticate
from binom_desktop.sandbox.store import Store
from binom_desktop.sandbox.wire import RequestRow, request_records, time_text

MAX_BATCH = 500
BALANCE_INTERVAL_S = 0.1
UNUSED_ID_SECONDS = 60.0
TOPICS = frozenset({"requests", "billing", "keys", "notifications", "announcements"})


class Event:
    """One invocation for many connections, encoded once a protocol."""

    def __init__(self, target: str, arguments: tuple[Any, ...]) -> None:
        self.target = target
        self._arguments = arguments
        self._encoded: dict[str, bytes] = {}

    def encoded(self, codec: Codec) -> bytes:
        """Return the record's bytes."""
        if codec.name not in self._encoded:
            self._encoded[codec.name] = codec.invocation(self.target, self._arguments)
        return self._encoded[codec.name]


@dataclass(slots=True)
class Pause:
    """Why events are held back, until when (monotonic seconds), and how many Resume calls fail (None: all)."""

    reason: str
    until: float | None = None
    failures: int | None = 0
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    def document(self) -> dict[str, Any]:
        """Return the argument of ``SessionPaused``."""
        seconds = None if self.until is None else max(0, math.ceil(self.until - time.monotonic()))
        return {"reason": self.reason, "resumeAfterSeconds": seconds}


class Hub:
    """Serves ``/hubs/dashboard``; all of it runs on the event loop."""

    def __init__(self, *, store: Store, keys: Keys, faults: Faults, timings: HubTimings) -> None:
        self._store = store
        self._keys = keys
        self._faults = faults
        self._timings = timings
        self.connections: set[Connection] = set()
        self._unused_ids: dict[str, tuple[str, float]] = {}
        self._used_ids: set[str] = set()
        self._pause: Pause | None = None
        self._balance_sent = 0.0
        self._balance_timer: asyncio.TimerHandle | None = None
        self._shuffle = random.Random(20)  # noqa: S311 - an order, no secret

    # How clients come in.

    def negotiate(self, request: Request, key: Key) -> dict[str, Any]:
        """Return the answer to a negotiation of version 0 or 1."""
        version = request.query_params.get("negotiateVersion", "0")
        if not version.isascii() or not version.isdigit():
            return {"error": f"The client requested an invalid protocol version '{version[:40]}'."}
        now = time.monotonic()
        self._unused_ids = {name: value for name, value in self._unused_ids.items() if value[1] > now}
        public, token = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        answer: dict[str, Any] = {"connectionId": public, "negotiateVersion": 0}
        if int(version[:4]) >= 1:
            answer |= {"connectionToken": token, "negotiateVersion": 1}
        else:
            token = public
        self._unused_ids[token] = (key.id, now + UNUSED_ID_SECONDS)
        transport = {"transport": "WebSockets", "transferFormats": ["Text", "Binary"]}
        return answer | {"availableTransports": [transport]}

    async def serve(self, socket: WebSocket) -> None:
        """Serve one WebSocket from upgrade to end."""
        identifier = socket.query_params.get("id")
        try:
            self._refuse_by_fault()
            key = authenticate(self._keys, socket, query_too=True)
            if identifier is not None:
                self._claim(identifier)
        except Problem as problem:
            response: Response = problem_response(problem, socket.url.path)
            await socket.send_denial_response(response)
            return
        connection = Connection(socket=socket, hub=self, key_id=key.id, timings=self._timings)
        self.connections.add(connection)
        try:
            await connection.run()
        finally:
            self.connections.discard(connection)
            if identifier is not None:
                self._used_ids.discard(identifier)

    def _refuse_by_fault(self) -> None:
        fault = self._faults.take(("refuseSockets",))
        if fault is not None:
            raise refusal(fault, 503)

    def _claim(self, identifier: str) -> None:
        if identifier in self._used_ids:
            raise Problem(409, "The connection id is in use.")
        _key_id, expires = self._unused_ids.pop(identifier, ("", 0.0))
        if expires <= time.monotonic():
            raise Problem(404, "No connection with that id.")
        self._used_ids.add(identifier)

    def joined(self, connection: Connection) -> None:
        """Note that a connection's handshake is done."""
        for kind in SOCKET_KINDS:
            fault = next((item for item in self._faults.active if item.kind == kind), None)
            if fault is not None and fault.after is not None:
                self._faults.take((kind,))
                asyncio.get_running_loop().call_later(fault.after, _strike, kind, connection)

    # What clients call.

    def invoke(self, connection: Connection, call: Received) -> tuple[Any, str | None]:
        """Carry out a client's call; returns its result and None, or the text of its error."""
        name = call.target.lower()
        if name == "subscribe":
            if len(call.arguments) != 1:
                return None, "Failed to invoke 'Subscribe' because of wrong arguments."
            topics = call.arguments[0]
            if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
                return None, "Failed to invoke 'Subscribe' because of wrong arguments."
            connection.topics = TOPICS & frozenset(topics)
            return {
                "lastSequence": self._store.account.last_sequence,
                "asOf": time_text(self._store.clock()),
                "paused": None if self._pause is None else self._pause.document(),
            }, None
        if name == "resume":
            if call.arguments:
                return None, "Failed to invoke 'Resume' because of wrong arguments."
            return None, self._resume_wanted()
        return None, f"Unknown hub method '{call.target[:100]}'"

    def _resume_wanted(self) -> str | None:
        pause = self._pause
        if pause is None:
            return None
        if pause.failures is None or pause.failures > 0:
            if pause.failures:
                pause.failures -= 1
            return "The session can't be resumed yet."
        # The answer goes out before SessionResumed.
        asyncio.get_running_loop().call_soon(self.resume)
        return None

    # What clients get.

    def requests_logged(self, rows: Sequence[RequestRow]) -> None:
        """Tell of new requests, and of the balance after them."""
        if self.connections and self._pause is None:
            records = request_records(rows)
            for start in range(0, len(records), MAX_BATCH):
                self._publish("RequestsLogged", records[start : start + MAX_BATCH], topic="requests")
        self.balance_changed()

    def balance_changed(self) -> None:
        """Tell of the balance, at most ten times a second, the last one always."""
        if self._balance_timer is None:
            wait = self._balance_sent + BALANCE_INTERVAL_S - time.monotonic()
            if wait <= 0:
                self._send_balance()
            else:
                self._balance_timer = asyncio.get_running_loop().call_later(wait, self._send_balance)

    def _send_balance(self) -> None:
        self._balance_timer = None
        self._balance_sent = time.monotonic()
        self._publish("BalanceChanged", self._store.balance_document(), topic="billing")

    def account_changed(self) -> None:
        """Tell of the account's tier, name or e-mail."""
        self._publish("AccountChanged", self._store.account_document())

    def key_changed(self, change: str, key: Key) -> None:
        """Tell of a key's settings; connections of a key that is disabled or deleted end for good."""
        self._publish("KeyChanged", {"change": change, "key": key.document()}, topic="keys")
        if change == "deleted" or not key.settings.enabled:
            ending = "deleted" if change == "deleted" else "disabled"
            for connection in tuple(self.connections):
                if connection.key_id == key.id:
                    connection.close(f"The API key was {ending}.", None)
            self._unused_ids = {name: value for name, value in self._unused_ids.items() if value[0] != key.id}

    def notified(self, notification: dict[str, Any]) -> None:
        """Tell of a notification or an announcement."""
        if notification["kind"] == "announcement":
            self._publish("AnnouncementReceived", notification, topic="announcements")
        else:
            self._publish("NotificationReceived", notification, topic="notifications")

    def pause(self, reason: str, resume_after_s: float | None, failures: int | None) -> None:
        """Hold back events; ``failures`` Resume calls fail first, None is all of them."""
        self._cancel_pause()
        pause = Pause(reason, failures=failures)
        if resume_after_s is not None:
            pause.until = time.monotonic() + resume_after_s
            pause.timer = asyncio.get_running_loop().call_later(resume_after_s, self.resume)
        self._send_all(Event("SessionPaused", (pause.document(),)), topic=None)
        self._pause = pause

    def resume(self) -> None:
        """Let events flow again."""
        if self._pause is not None:
            self._cancel_pause()
            self._publish("SessionResumed")

    @property
    def paused(self) -> bool:
        """Whether events are held back."""
        return self._pause is not None

    def _cancel_pause(self) -> None:
        if self._pause is not None and self._pause.timer is not None:
            self._pause.timer.cancel()
        self._pause = None

    def _publish(self, target: str, *arguments: Any, topic: str | None = None) -> None:
        if self._pause is not None or not self.connections:
            return
        fault = self._faults.take(EVENT_KINDS, target=target)
        if fault is None:
            self._send_all(Event(target, arguments), topic)
        elif fault.kind == "doubleEvents":
            event = Event(target, arguments)
            self._send_all(event, topic)
            self._send_all(event, topic)
        elif fault.kind == "shuffleEvents":
            if isinstance(arguments[0], list):
                arguments = (self._shuffle.sample(arguments[0], len(arguments[0])),)
            delay = self._shuffle.uniform(0.05, 0.4)
            asyncio.get_running_loop().call_later(delay, self._send_all, Event(target, arguments), topic)

    def _send_all(self, event: Event, topic: str | None) -> None:
        for connection in tuple(self.connections):
            if connection.topics is not None and (topic is None or topic in connection.topics):
                connection.send(event.encoded(connection.codec))

    # How connections end.

    def strike(self, fault: Fault) -> None:
        """Let a fault of sockets hit every open connection now; with ``after`` it waits for new ones."""
        if fault.after is None:
            for connection in tuple(self.connections):
                _strike(fault.kind, connection)
        else:
            self._faults.add(fault)

    def close_all(self, error: str | None, allow_reconnect: bool | None) -> None:
        """Send every connection a Close record."""
        for connection in tuple(self.connections):
            connection.close(error, allow_reconnect)

    def release(self) -> None:
        """End the connections that a fault has frozen."""
        for connection in tuple(self.connections):
            if connection.frozen:
                connection.drop()

    def shut_down(self) -> None:
        """End every connection and timer at once, without a word, as a server that stops."""
        self._cancel_pause()
        if self._balance_timer is not None:
            self._balance_timer.cancel()
        for connection in tuple(self.connections):
            connection.drop()


def _strike(kind: str, connection: Connection) -> None:
    if kind == "dropSockets":
        connection.drop()
    else:
        connection.freeze()
