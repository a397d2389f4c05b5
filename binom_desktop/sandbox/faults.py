"""Faults that tests and people switch on: the ways in which servers and networks fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from binom_desktop.sandbox.problems import Problem, problem_response

HTTP_KINDS = ("status", "html", "garbage", "wrongShape", "truncate")
SOCKET_KINDS = ("dropSockets", "halfOpenSockets")
EVENT_KINDS = ("missEvents", "doubleEvents", "shuffleEvents")
KINDS = ("delay", *HTTP_KINDS, *SOCKET_KINDS, "refuseSockets", *EVENT_KINDS)
CONTROL_PREFIX = "/_sandbox/"
# A fault's delay of this operation comes after its Idempotency-Key is taken: its handler waits.
DELAYS_ITSELF = ("POST", "/v1/keys")
DELAY = "sandbox.delay"
# A status of this operation is raised by its handler, which logs the call.
REFUSES_ITSELF = ("POST", "/v1/chat/completions")
REFUSAL = "sandbox.refusal"
_HTML = b"<!doctype html><html><head><title>Sign in to the network</title></head><body>Please sign in.</body></html>"


class Fault(msgspec.Struct, rename="camel", omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One fault. ``times`` is how often it happens still; None is until it is cleared.

    ``path`` is the prefix of the paths it concerns (html, garbage … and delay), ``status`` the answer's status,
    ``retry_after`` seconds, ``seconds`` the length of a delay, ``body`` the JSON of ``wrongShape``, ``after`` the
    seconds from a socket's handshake to its loss, ``target`` the event's name.
    """

    kind: str
    path: str = "/"
    times: int | None = None
    status: int | None = None
    retry_after: int | None = None
    seconds: float = 1.0
    body: Any = None
    after: float | None = None
    target: str = "RequestsLogged"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be from 200 to 599")
        if self.kind == "status" and self.status is None:
            raise ValueError("status is required")


class Faults:
    """What is switched on."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Switch a fault on."""
        if fault.times is None or fault.times > 0:
            self.active.append(fault)

    def clear(self) -> None:
        """Switch everything off."""
        self.active.clear()

    def take(self, kinds: Sequence[str], *, path: str = "/", target: str = "") -> Fault | None:
        """Return the first fault that applies, counting it."""
        for fault in self.active:
            if fault.kind not in kinds or not path.startswith(fault.path):
                continue
            if target and fault.target != target:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times == 0:
                    self.active.remove(fault)
            return fault
        return None


def fault_from_option(text: str) -> Fault:
    """Read ``kind,key=value,…`` of the command line; raises ``ValueError``."""
    kind, *pairs = text.split(",")
    values: dict[str, Any] = {"kind": kind}
    for pair in pairs:
        name, _, value = pair.partition("=")
        try:
            values[name] = json.loads(value)
        except ValueError:
            values[name] = value
    return msgspec.convert(values, Fault)


class FaultMiddleware:
    """Lets HTTP requests and WebSocket upgrades fail."""

    def __init__(self, app: ASGIApp, *, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or let it fail (ASGI)."""
        path = scope.get("path", "")
        if scope["type"] not in {"http", "websocket"} or path.startswith(CONTROL_PREFIX):
            await self._app(scope, receive, send)
            return
        delay = self._faults.take(("delay",), path=path)
        if delay is not None:
            if (scope.get("method"), path) == DELAYS_ITSELF:
                scope[DELAY] = delay.seconds
            else:
                await asyncio.sleep(delay.seconds)
        kinds = HTTP_KINDS if scope["type"] == "http" else ("status",)
        fault = self._faults.take(kinds, path=path)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind == "status" and (scope.get("method"), path) == REFUSES_ITSELF:
            scope[REFUSAL] = fault
            await self._app(scope, receive, send)
        elif fault.kind == "truncate":
            await self._truncate(scope, receive, send)
        else:
            await _answer(fault, path)(scope, receive, send)

    async def _truncate(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send half of the answer under its full length; the server ends the connection of an unfinished answer."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(message.get("body", b"") for message in messages)
        headers = [(name, value) for name, value in messages[0]["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(max(len(body), 2)).encode()))
        await send({**messages[0], "headers": headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})


def refusal(fault: Fault, usual_status: int) -> Problem:
    """Return the error that a fault asks for."""
    return Problem(fault.status or usual_status, "A fault of the sandbox.", retry_after_s=fault.retry_after)


def _answer(fault: Fault, path: str) -> Response:
    if fault.kind == "status":
        return problem_response(refusal(fault, 500), path)
    status = fault.status or 200
    if fault.kind == "html":
        return Response(_HTML, status_code=status, media_type="text/html")
    if fault.kind == "garbage":
        return Response(b'{"items": [\xff\xfe\x00 %%', status_code=status, media_type="application/json")
    body = {"unexpected": ["shape"]} if fault.body is None else fault.body
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")
