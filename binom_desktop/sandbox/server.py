"""Puts the server together: paths, middleware, live traffic."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from binom_desktop.sandbox.account_api import AccountApi
from binom_desktop.sandbox.connection import HubTimings
from binom_desktop.sandbox.control import Control
from binom_desktop.sandbox.cursors import Cursors
from binom_desktop.sandbox.faults import Fault, FaultMiddleware, Faults
from binom_desktop.sandbox.hub import Hub
from binom_desktop.sandbox.inference import Inference
from binom_desktop.sandbox.keys import Keys
from binom_desktop.sandbox.problems import Problem, problem_response
from binom_desktop.sandbox.queries import Queries
from binom_desktop.sandbox.resources import Handler, OpenResource, Resource, authenticate, tagged
from binom_desktop.sandbox.service import Service
from binom_desktop.sandbox.store import Store
from binom_desktop.sandbox.traffic import LiveTraffic
from binom_desktop.sandbox.wire import NANO_PER_CREDIT
from binom_desktop.sandbox.world import live_keys

CONTRACT = Path(__file__).with_name("account-api.yaml")
HUB_PATH = "/hubs/dashboard"
_TICK_SECONDS = 0.05
_LOWEST_BALANCE = 2 * NANO_PER_CREDIT
_TOP_UP = 50 * NANO_PER_CREDIT
_GZIP_LEVEL = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """How the server behaves: traffic of its own in requests a second, the first faults, the hub's intervals."""

    seed: int
    rate: float = 0.0
    faults: tuple[Fault, ...] = ()
    timings: HubTimings = field(default_factory=HubTimings)


def create_service(store: Store, options: ServerOptions) -> Service:
    """Build the server's parts around an open store."""
    faults = Faults()
    for fault in options.faults:
        faults.add(fault)
    keys = Keys(store)
    secret = store.read_meta("cursor key") or b""
    return Service(
        store=store,
        keys=keys,
        queries=Queries(store.path),
        cursors=Cursors(secret=secret, clock=store.clock),
        faults=faults,
        hub=Hub(store=store, keys=keys, faults=faults, timings=options.timings),
        traffic=LiveTraffic(seed=options.seed),
    )


def create_app(service: Service, options: ServerOptions) -> ASGIApp:
    """Return the ASGI application."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            live = group.create_task(_serve_traffic(service, options))
            try:
                yield
            finally:
                live.cancel()

    app = Starlette(
        routes=_routes(service),
        middleware=[
            Middleware(FaultMiddleware, faults=service.faults),
            Middleware(GZipMiddleware, minimum_size=500, compresslevel=_GZIP_LEVEL),
        ],
        exception_handlers={Exception: _bug},
        lifespan=lifespan,
    )
    # Outside of Starlette, whose answer to an exception no middleware sees.
    return RequestIds(app)


def _routes(service: Service) -> list[Route | WebSocketRoute | Mount]:
    account = AccountApi(service)
    inference = Inference(service)
    paths: dict[str, dict[str, Handler]] = {
        "/v1/account": {"GET": account.get_account},
        "/v1/usage": {"GET": account.get_usage},
        "/v1/requests": {"GET": account.list_requests},
        "/v1/keys": {"GET": account.list_keys, "POST": account.create_key},
        "/v1/keys/{keyId}": {"PATCH": account.update_key, "DELETE": account.delete_key},
        "/v1/billing/transactions": {"GET": account.list_transactions},
        "/v1/notifications": {"GET": account.list_notifications},
        "/v1/notifications/{notificationId}/read": {"PUT": account.mark_notification_read},
        "/v1/models": {"GET": inference.list_models},
        "/v1/chat/completions": {"POST": inference.complete},
    }

    async def negotiate(request: Request) -> Response:
        key = authenticate(service.keys, request, query_too=True)
        answer = service.hub.negotiate(request, key)
        return Response(msgspec.json.encode(answer), media_type="application/json")

    async def no_upgrade(_request: Request) -> Response:
        raise Problem(400, "A WebSocket upgrade is required.")

    async def contract(request: Request) -> Response:
        text = CONTRACT.read_bytes()
        tag = hashlib.blake2b(text, digest_size=12).hexdigest()
        return tagged(request, text, "application/yaml", tag, service.store.clock())

    routes: list[Route | WebSocketRoute | Mount] = [
        Route(path, Resource(service.keys, operations)) for path, operations in paths.items()
    ]
    routes += [
        Route("/openapi.yaml", OpenResource({"GET": contract})),
        Route(f"{HUB_PATH}/negotiate", OpenResource({"POST": negotiate})),
        Route(HUB_PATH, OpenResource({"GET": no_upgrade})),
        WebSocketRoute(HUB_PATH, service.hub.serve),
    ]
    routes += [
        Route(f"/_sandbox/{name}", OpenResource(operations))
        for name, operations in Control(service).operations().items()
    ]
    return [*routes, Mount("/", _not_found)]


async def _not_found(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(404, "There is nothing at this path.")
    await problem_response(problem, scope["path"])(scope, receive, send)


async def _bug(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem_response(Problem(500, "The sandbox has a bug."), request.url.path)


class RequestIds:
    """Gives every answer its ``X-Request-Id``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request (ASGI)."""
        identifier = f"req_{uuid.uuid4().hex}"

        async def send_with_id(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                MutableHeaders(scope=message)["X-Request-Id"] = identifier
            await send(message)

        await self._app(scope, receive, send_with_id)


async def _serve_traffic(service: Service, options: ServerOptions) -> None:
    """Log requests of the server's own at the rate asked for, topping the balance up when it runs low."""
    if options.rate <= 0:
        return
    clock = asyncio.get_running_loop().time
    generator = random.Random(options.seed)  # noqa: S311 - traffic, no secret
    started, logged = clock(), 0
    while True:
        if options.rate * _TICK_SECONDS < 1:
            # Now and then, on average at the rate.
            await asyncio.sleep(generator.uniform(0.4, 1.6) / options.rate)
            due = 1
        else:
            await asyncio.sleep(_TICK_SECONDS)
            due = int((clock() - started) * options.rate) - logged
        logged += due
        if due:
            rows = service.log(service.traffic.requests(due, service.store.clock(), live_keys(service.store)))
            _top_up(service, sum(row[8] for row in rows))


def _top_up(service: Service, spent: int) -> None:
    if service.store.account.balance < _LOWEST_BALANCE:
        amount = max(_TOP_UP, -(-spent * 1_000 // _TOP_UP) * _TOP_UP)
        service.add_credits("topUp", amount, "Automatic top-up")
        body = f"${amount / NANO_PER_CREDIT:,.2f} was added to your credits by an automatic top-up."
        service.notify("billing", "info", "Automatic top-up", body)
