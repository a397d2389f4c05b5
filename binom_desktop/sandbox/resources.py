"""One path of the server: its methods, who may call it, and answers with the headers that every one of them has."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from binom_desktop.sandbox.keys import Key, Keys
from binom_desktop.sandbox.parameters import entity_tags
from binom_desktop.sandbox.problems import Problem, problem_response
from binom_desktop.sandbox.wire import time_text


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose signer is known."""

    request: Request
    key: Key


Handler = Callable[[Call], Awaitable[Response]]
OpenHandler = Callable[[Request], Awaitable[Response]]


class Resource:
    """Serves the methods of one path to callers with an enabled key."""

    def __init__(self, keys: Keys, operations: Mapping[str, Handler]) -> None:
        self._keys = keys
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        request = Request(scope, receive)
        try:
            handler = self._operations.get(request.method)
            if handler is None:
                raise method_not_allowed(self._operations)
            response = await handler(Call(request, authenticate(self._keys, request)))
        except Problem as problem:
            response = problem_response(problem, request.url.path)
        await response(scope, receive, send)


class OpenResource:
    """Serves the methods of one path to anyone."""

    def __init__(self, operations: Mapping[str, OpenHandler]) -> None:
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        request = Request(scope, receive)
        try:
            handler = self._operations.get(request.method)
            if handler is None:
                raise method_not_allowed(self._operations)
            response = await handler(request)
        except Problem as problem:
            response = problem_response(problem, request.url.path)
        await response(scope, receive, send)


def method_not_allowed(operations: Mapping[str, object]) -> Problem:
    """Return the 405 of a path with these methods."""
    allowed = ", ".join(sorted(operations))
    return Problem(405, f"This path knows {allowed}.", headers={"Allow": allowed})


def authenticate(keys: Keys, connection: HTTPConnection, *, query_too: bool = False) -> Key:
    """Return the enabled key that signs; raises ``Problem`` 401.

    ``query_too`` allows ``?access_token=``, for hub clients that cannot set headers.
    """
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = connection.query_params.get("access_token", "") if query_too else ""
    key = keys.signed_by(token.strip()) if token else None
    if key is None:
        raise Problem(
            401,
            "A valid API key is required.",
            headers={"WWW-Authenticate": "Bearer"},
            code="invalid_api_key",
        )
    return key


async def read_json(request: Request, *media_types: str) -> Any:
    """Return a body; raises ``Problem`` 415 for another media type, 400 for unreadable JSON."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in media_types:
        accepted = ", ".join(media_types)
        headers = {"Accept-Patch" if request.method == "PATCH" else "Accept-Post": accepted}
        raise Problem(415, f"The body must be {accepted}.", headers=headers)
    body = await request.body()
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem(400, "The body is not readable JSON.") from None


def figures(request: Request, document: dict[str, Any], now: int, *, with_as_of: bool = True) -> Response:
    """Answer a GET with figures as of ``now``: 200, or 304 where the caller holds the same ones.

    The ETag is that of everything but ``asOf``.
    """
    content = {name: value for name, value in document.items() if name != "asOf"}
    body = msgspec.json.encode(content)
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    if with_as_of:
        body = b'%s,"asOf":"%s"}' % (body[:-1], time_text(now).encode())
    return tagged(request, body, "application/json", tag, now)


def tagged(request: Request, body: bytes, media_type: str, tag: str, now: int) -> Response:
    """Answer a GET with a body of this tag: 200, or 304 where the caller holds it."""
    headers = {"ETag": f'W/"{tag}"', "Cache-Control": "private, no-cache"}
    condition = request.headers.get("if-none-match", "").strip()
    if condition == "*" or tag in {held for _weak, held in entity_tags(condition) or ()}:
        return Response(status_code=304, headers=headers | {"X-As-Of": time_text(now)})
    return Response(body, media_type=media_type, headers=headers)
