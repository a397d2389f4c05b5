"""The control path: what tests and people make the server do. For this machine only, never for a web page."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Literal, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from binom_desktop.sandbox.faults import SOCKET_KINDS, Fault
from binom_desktop.sandbox.problems import Problem
from binom_desktop.sandbox.resources import OpenHandler
from binom_desktop.sandbox.service import Service
from binom_desktop.sandbox.traffic import error_text
from binom_desktop.sandbox.wire import milliseconds_from_time, nano_from_money
from binom_desktop.sandbox.world import live_keys

MAX_COUNT = 1_000_000
MAX_SKEW_SECONDS = 10 * 366 * 86_400
_CHUNK = 5_000
Body = TypeVar("Body")


class _Body(msgspec.Struct, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """A control call's body."""


class RequestsBody(_Body):
    """Requests to log as if served; every member but ``count`` is forced upon all of them."""

    count: int = 1
    timestamp: str | int | None = None
    endpoint: str | None = None
    model: str | None = None
    status: int = 200
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: str | None = None
    latency_ms: int | None = None
    key_id: str | None = None
    key_description: str | None = None
    error: str | None = None


class PauseBody(_Body):
    """A pause; ``fail_resume`` true lets every Resume fail, a number that many."""

    reason: str = "The server is busy."
    resume_after_seconds: float | None = None
    fail_resume: bool | int = False


class CreditsBody(_Body):
    """A credit movement."""

    amount: str
    kind: str = "topUp"
    description: str | None = None


class AccountBody(_Body):
    """What changes of the account."""

    tier: str | None = None
    username: str | None = None
    email: str | None = None


class NotifyBody(_Body):
    """A notification or an announcement."""

    kind: Literal["account", "billing", "announcement"] = "account"
    severity: Literal["info", "warning", "critical"] = "info"
    title: str = "A word from the sandbox"
    body: str = "This notification was sent by hand."
    url: str | None = None


class CloseBody(_Body):
    """The hub's Close record."""

    error: str | None = None
    allow_reconnect: bool | None = None


class ForgetBody(_Body):
    """The oldest sequence that stays in the log."""

    before: int


class ClockBody(_Body):
    """By how many seconds the server's clock is wrong."""

    skew_seconds: int = 0


class Control:
    """Handlers of ``/_sandbox``."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def operations(self) -> dict[str, dict[str, OpenHandler]]:
        """Return each path's methods."""
        return {
            "requests": {"POST": _guarded(self.log_requests)},
            "faults": {"POST": _guarded(self.add_fault), "DELETE": _guarded(self.clear_faults)},
            "pause": {"POST": _guarded(self.pause)},
            "resume": {"POST": _guarded(self.resume)},
            "credits": {"POST": _guarded(self.add_credits)},
            "account": {"POST": _guarded(self.change_account)},
            "notify": {"POST": _guarded(self.notify)},
            "close": {"POST": _guarded(self.close)},
            "forget": {"POST": _guarded(self.forget)},
            "cursors": {"DELETE": _guarded(self.expire_cursors)},
            "clock": {"POST": _guarded(self.set_clock)},
            "state": {"GET": _guarded(self.state)},
        }

    async def log_requests(self, request: Request) -> Response:
        """Log requests and broadcast them."""
        body = await _read(request, RequestsBody)
        if not 1 <= body.count <= MAX_COUNT:
            raise Problem(422, "Not valid.", errors={"count": [f"must be from 1 to {MAX_COUNT}"]})
        first = self._service.store.account.last_sequence + 1
        forced = _forced(body)
        keys = live_keys(self._service.store)
        for start in range(0, body.count, _CHUNK):
            count = min(_CHUNK, body.count - start)
            now = self._service.store.clock()
            made = self._service.traffic.requests(count, now, keys, status=body.status)
            self._service.log([replace(item, **forced) for item in made])
        return _json({"firstSequence": first, "lastSequence": self._service.store.account.last_sequence})

    async def add_fault(self, request: Request) -> Response:
        """Switch a fault on; a fault of sockets without ``after`` strikes at once."""
        fault = await _read(request, Fault)
        if fault.kind in SOCKET_KINDS:
            self._service.hub.strike(fault)
        else:
            self._service.faults.add(fault)
        return await self.state(request)

    async def clear_faults(self, request: Request) -> Response:
        """Switch every fault off; frozen connections end."""
        self._service.faults.clear()
        self._service.hub.release()
        return await self.state(request)

    async def pause(self, request: Request) -> Response:
        """Hold back the hub's events."""
        body = await _read(request, PauseBody)
        failures: int | None = None if body.fail_resume is True else int(body.fail_resume)
        self._service.hub.pause(body.reason, body.resume_after_seconds, failures)
        return await self.state(request)

    async def resume(self, request: Request) -> Response:
        """Let events flow again, as the server itself would."""
        self._service.hub.resume()
        return await self.state(request)

    async def add_credits(self, request: Request) -> Response:
        """Move the balance."""
        body = await _read(request, CreditsBody)
        description = body.description or ("Card payment" if body.kind == "topUp" else "Correction by hand")
        self._service.add_credits(body.kind, _checked("amount", nano_from_money, body.amount), description)
        return await self.state(request)

    async def change_account(self, request: Request) -> Response:
        """Change tier, name or e-mail."""
        body = await _read(request, AccountBody)
        self._service.change_account(tier=body.tier, username=body.username, email=body.email)
        return await self.state(request)

    async def notify(self, request: Request) -> Response:
        """Send a notification."""
        body = await _read(request, NotifyBody)
        return _json({"id": self._service.notify(body.kind, body.severity, body.title, body.body, body.url)})

    async def close(self, request: Request) -> Response:
        """Send every hub connection a Close record."""
        body = await _read(request, CloseBody)
        self._service.hub.close_all(body.error, body.allow_reconnect)
        return await self.state(request)

    async def forget(self, request: Request) -> Response:
        """Drop the oldest requests from the log."""
        body = await _read(request, ForgetBody)
        self._service.store.forget(body.before)
        return await self.state(request)

    async def expire_cursors(self, request: Request) -> Response:
        """Make every cursor given so far unknown."""
        secret = secrets.token_bytes(32)
        self._service.store.write_meta("cursor key", secret)
        self._service.cursors.expire_all(secret)
        return await self.state(request)

    async def set_clock(self, request: Request) -> Response:
        """Let the server's clock be wrong."""
        body = await _read(request, ClockBody)
        if abs(body.skew_seconds) > MAX_SKEW_SECONDS:
            raise Problem(422, "Not valid.", errors={"skewSeconds": [f"must be at most {MAX_SKEW_SECONDS} either way"]})
        self._service.store.skew_ms = 1000 * body.skew_seconds
        return await self.state(request)

    async def state(self, _request: Request) -> Response:
        """Answer what a test may wait for."""
        connections = self._service.hub.connections
        return _json(
            {
                "lastSequence": self._service.store.account.last_sequence,
                "connections": len(connections),
                "subscribed": sum(connection.topics is not None for connection in connections),
                "paused": self._service.hub.paused,
                "faults": self._service.faults.active,
            }
        )


def _guarded(handler: Callable[[Request], Awaitable[Response]]) -> OpenHandler:
    """Admit callers from this machine that are no web page: pages send Origin, or a host name of their own."""

    async def serve(request: Request) -> Response:
        client = request.client
        local = client is not None and ipaddress.ip_address(client.host).is_loopback
        named = request.url.hostname in {"localhost", "127.0.0.1", "::1"}
        if not local or not named or "origin" in request.headers:
            raise Problem(403, "The control path is for this machine only.")
        return await handler(request)

    return serve


async def _read(request: Request, kind: type[Body]) -> Body:
    body = await request.body()
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise Problem(422, str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem(400, "The body is not readable JSON.") from None


def _checked(name: str, read: Callable[[str], int], text: str) -> int:
    try:
        return read(text)
    except ValueError as error:
        raise Problem(422, "Not valid.", errors={name: [str(error)]}) from None


def _forced(body: RequestsBody) -> dict[str, Any]:
    """Return the members of ``NewRequest`` that the body fixes."""
    timestamp = body.timestamp
    if isinstance(timestamp, str):
        timestamp = _checked("timestamp", milliseconds_from_time, timestamp)
    forced: dict[str, Any] = {
        "timestamp": timestamp,
        "endpoint": body.endpoint,
        "model": body.model,
        "input_tokens": body.input_tokens,
        "output_tokens": body.output_tokens,
        "cost": None if body.cost is None else _checked("cost", nano_from_money, body.cost),
        "latency": body.latency_ms,
        "key_id": body.key_id,
        "key_description": body.key_description,
        "error": body.error or error_text(body.status),
    }
    return {name: value for name, value in forced.items() if value is not None}


def _json(document: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(document), media_type="application/json")
