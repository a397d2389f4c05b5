"""The account API over HTTP: every operation that the desktop app calls, typed in and out.

The key goes to the server's own origin only, never into an exception, a log or a ``repr``.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import date
from http import HTTPMethod
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlsplit

import httpx
import msgspec
import stamina
from msgspec import Struct
from msgspec.structs import replace

from binom_desktop.api import wire
from binom_desktop.api.failures import connection_reason, http_error
from binom_desktop.api.origin import (
    PUBLIC_USER_AGENT,
    USER_AGENT,
    can_be_sent,
    is_loopback,
    is_private_to_send_to,
    origin_of,
    redirected,
    server_origin,
)
from binom_desktop.api.parameters import log_query, paging, usage_query, with_query
from binom_desktop.api.reading import Page, ToDomain, decode, milliseconds
from binom_desktop.domain import (
    MAX_PAGE_LIMIT,
    Account,
    ApiKey,
    CreatedKey,
    KeySettings,
    Model,
    Notification,
    RequestRecord,
    Transaction,
    Usage,
    UsageField,
)
from binom_desktop.errors import (
    AuthFailed,
    BinomError,
    HttpError,
    InvalidServer,
    NotFound,
    Offline,
    UnreadableAnswer,
    may_have_happened,
)
from binom_desktop.queries import RequestFilter

__all__ = ["AccountClient", "ClientTimings", "Page", "public_pieces"]

T = TypeVar("T")

_HUB_PATH = "/hubs/dashboard"
_MAX_REDIRECTS = 5
_MAX_BODY_BYTES = 64 * 1024 * 1024
_MAX_CACHED_ANSWERS = 32
_PIECE_BYTES = 256 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRIED_STATUSES = frozenset({429, 502, 503, 504})
_IDEMPOTENT = frozenset({HTTPMethod.GET, HTTPMethod.PUT, HTTPMethod.DELETE})


class ClientTimings(Struct, frozen=True):
    """How long to wait, in seconds.

    ``read_s`` is between two pieces of an answer, ``answer_s`` for all of one. ``retry_after_cap_s`` is the longest
    Retry-After that is waited for; above it the error goes to the caller. ``attempts`` counts the first one.
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    answer_s: float = 90.0
    attempts: int = 4
    retry_first_s: float = 0.3
    retry_longest_s: float = 5.0
    retry_jitter_s: float = 0.5
    retry_total_s: float = 60.0
    retry_after_cap_s: float = 15.0


class _Answer(Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Call(Struct, frozen=True):
    method: HTTPMethod
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] | None = None
    replayable: bool = False


class _Stored(Struct, Generic[T], frozen=True):
    etag: str
    value: T


class AccountClient:
    """One account's calls over one pool of kept-alive connections.

    ``server`` is an origin such as ``https://api.example.com``; plain http is taken for this machine only, anything
    else raises ``InvalidServer``. ``key`` is asked anew for every call; ``tls`` is called at most once, in another
    thread, for the first https address.

    Every operation raises ``Offline`` when the server can't be reached, an ``HttpError`` for its errors and
    ``UnreadableAnswer`` for what is not the contract.
    """

    def __init__(
        self,
        *,
        server: str,
        key: Callable[[], str],
        timings: ClientTimings | None = None,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self.server = server_origin(server)
        self._key = key
        self._timings = timings or ClientTimings()
        self._read_tls = tls
        self._tls: ssl.SSLContext | None = None
        self._http: dict[str, httpx.AsyncClient] = {}
        self._opening = asyncio.Lock()
        self._stored: OrderedDict[str, _Stored[Any]] = OrderedDict()

    @property
    def hub_url(self) -> str:
        """Where the live feed of this server is."""
        return self.server + _HUB_PATH

    async def aclose(self) -> None:
        """Close every connection; the client can't be used any more."""
        async with self._opening:
            for http in self._http.values():
                await http.aclose()

    async def tls(self) -> ssl.SSLContext:
        """What certificates are checked against, read when it is first asked for."""
        async with self._opening:
            return await asyncio.to_thread(self._known_tls)

    async def account(self) -> Account:
        """The signed-in account and its lifetime totals."""
        return await self._get("/v1/account", wire.Account, _account_as_of)

    async def usage(
        self,
        first: date,
        last: date,
        group_by: Sequence[UsageField],
        *,
        filter: RequestFilter = RequestFilter(),  # noqa: A002, B008 - the rooms' common name; the value is frozen
    ) -> Usage:
        """Sums over the UTC days ``first`` to ``last``; of ``filter`` the model, the endpoint and the key count."""
        path = with_query("/v1/usage", usage_query(first, last, group_by, filter))
        return await self._get(path, wire.Usage, _with_as_of)

    async def requests_page(
        self,
        *,
        after_sequence: int | None = None,
        limit: int = MAX_PAGE_LIMIT,
        cursor: str | None = None,
        descending: bool = True,
        filter: RequestFilter = RequestFilter(),  # noqa: A002, B008 - the rooms' common name; the value is frozen
    ) -> Page[RequestRecord]:
        """One page of the log. With ``after_sequence`` it is ascending; a ``cursor`` carries the whole query."""
        parameters = paging(limit, cursor)
        if cursor is None:
            parameters |= log_query(after_sequence, descending, filter)
        path = with_query("/v1/requests", parameters)
        if cursor is not None or after_sequence is not None:
            # Pages of a catch-up are read once; storing them would only cost memory.
            answer = await self._call(_Call(HTTPMethod.GET, path))
            return decode(answer.body, wire.RequestPage)
        return await self._get(path, wire.RequestPage, _with_as_of)

    async def requests(
        self,
        *,
        after_sequence: int | None = None,
        limit: int = MAX_PAGE_LIMIT,
        descending: bool = True,
        filter: RequestFilter = RequestFilter(),  # noqa: A002, B008 - the rooms' common name; the value is frozen
    ) -> AsyncIterator[Page[RequestRecord]]:
        """Every page of the log from one query, to the end; raises ``CursorExpired`` when an hour has passed."""

        async def page(cursor: str | None) -> Page[RequestRecord]:
            return await self.requests_page(
                after_sequence=after_sequence, limit=limit, cursor=cursor, descending=descending, filter=filter
            )

        async for each in _pages(page):
            yield each

    async def keys(self) -> tuple[ApiKey, ...]:
        """Every API key of the account, newest first."""
        return await self._get("/v1/keys", wire.KeyList, _unchanged)

    async def create_key(self, settings: KeySettings, *, idempotency_key: uuid.UUID) -> CreatedKey:
        """Create a key. A repetition with the same ``idempotency_key`` returns the first answer, secret included."""
        call = _Call(
            HTTPMethod.POST,
            "/v1/keys",
            body=msgspec.json.encode(wire.key_creation(settings)),
            headers={"Content-Type": "application/json", "Idempotency-Key": str(idempotency_key)},
            replayable=True,
        )
        return decode((await self._call(call)).body, wire.CreatedKey)

    async def update_key(self, known: ApiKey, settings: KeySettings) -> ApiKey:
        """Change what differs from the key as last seen; ``Conflict`` if its settings have changed since."""
        patch = wire.key_patch(known, settings)
        if patch is None:
            return known
        call = _Call(
            HTTPMethod.PATCH,
            f"/v1/keys/{quote(known.id, safe='')}",
            body=msgspec.json.encode(patch),
            headers={"Content-Type": "application/merge-patch+json", "If-Match": f'"{known.version}"'},
        )
        return decode((await self._call(call)).body, wire.ApiKey)

    async def delete_key(self, key_id: str) -> None:
        """Delete a key for good; its past requests stay in the log."""
        await self._call(_Call(HTTPMethod.DELETE, f"/v1/keys/{quote(key_id, safe='')}"))

    async def transactions_page(self, *, limit: int = 100, cursor: str | None = None) -> Page[Transaction]:
        """One page of the credit movements, newest first."""
        path = with_query("/v1/billing/transactions", paging(limit, cursor))
        return await self._get(path, wire.TransactionPage, _with_as_of)

    async def transactions(self, *, limit: int = MAX_PAGE_LIMIT) -> AsyncIterator[Page[Transaction]]:
        """Every page of the credit movements."""
        async for each in _pages(lambda cursor: self.transactions_page(limit=limit, cursor=cursor)):
            yield each

    async def notifications_page(self, *, limit: int = 100, cursor: str | None = None) -> Page[Notification]:
        """One page of account notifications and announcements, newest first."""
        path = with_query("/v1/notifications", paging(limit, cursor))
        return await self._get(path, wire.NotificationPage, _with_as_of)

    async def notifications(self, *, limit: int = MAX_PAGE_LIMIT) -> AsyncIterator[Page[Notification]]:
        """Every page of notifications and announcements."""
        async for each in _pages(lambda cursor: self.notifications_page(limit=limit, cursor=cursor)):
            yield each

    async def mark_notification_read(self, notification_id: str) -> None:
        """Mark a notification as read."""
        await self._call(_Call(HTTPMethod.PUT, f"/v1/notifications/{quote(notification_id, safe='')}/read"))

    async def models(self) -> tuple[Model, ...]:
        """The models that the server routes to, with prices where it tells them."""
        return await self._get("/v1/models", wire.ModelList, _unchanged)

    async def negotiate(self, url: str, bearer: str) -> tuple[int, bytes]:
        """A bare POST for the hub: status and body. No redirect is followed and nothing is tried again.

        ``bearer`` may be empty. Raises ``Offline`` when there is no answer.
        """
        if not is_private_to_send_to(url):
            raise UnreadableAnswer("The server sends the live connection to a plain http address, which is refused.")
        headers = {"Authorization": f"Bearer {bearer}"} if can_be_sent(bearer) else {}
        answer = await self._exchange("POST", url, headers, b"")
        return answer.status, answer.body

    async def _get(self, path: str, shape: type[ToDomain[T]], with_as_of: Callable[[T, int], T]) -> T:
        """GET with the ETag of the value held; a 304 gives that value, as of the time that the server names."""
        stored: _Stored[T] | None = self._stored.get(path)
        headers = {"If-None-Match": stored.etag} if stored is not None else None
        answer = await self._call(_Call(HTTPMethod.GET, path, headers=headers))
        if answer.status == 304:
            if stored is None:
                raise UnreadableAnswer("The server answered that nothing changed, but nothing was known.")
            as_of = _milliseconds(answer.headers.get("x-as-of"))
            value = stored.value if as_of is None else with_as_of(stored.value, as_of)
            etag = stored.etag
        else:
            value = decode(answer.body, shape)
            etag = answer.headers.get("etag", "")
        self._stored.pop(path, None)
        if can_be_sent(etag):
            self._stored[path] = _Stored(etag, value)
            if len(self._stored) > _MAX_CACHED_ANSWERS:
                self._stored.popitem(last=False)
        return value

    async def _call(self, call: _Call) -> _Answer:
        """Send with retries where a repetition is safe; returns 2xx and 304, raises everything else."""
        timings = self._timings
        again = call.replayable or call.method in _IDEMPOTENT
        lost = False
        async for attempt in stamina.retry_context(
            on=self._may_retry,
            attempts=timings.attempts if again else 1,
            timeout=timings.retry_total_s,
            wait_initial=timings.retry_first_s,
            wait_max=timings.retry_longest_s,
            wait_jitter=timings.retry_jitter_s,
        ):
            with attempt:
                try:
                    return await self._send(call)
                except BinomError as error:
                    # The first attempt may have deleted it, with its answer lost on the way.
                    if isinstance(error, NotFound) and call.method is HTTPMethod.DELETE and attempt.num > 1:
                        return _Answer(204, {}, b"")
                    error.earlier_lost = lost
                    lost = may_have_happened(error)
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _may_retry(self, error: Exception) -> bool | float:
        if isinstance(error, HttpError):
            wait = error.retry_after_s
            # 409 with Retry-After: the first creation of a key with this Idempotency-Key is still running.
            if error.status not in _RETRIED_STATUSES and not (error.status == 409 and wait is not None):
                return False
            if wait is None:
                return True
            return wait if wait <= self._timings.retry_after_cap_s else False
        return isinstance(error, Offline)

    async def _send(self, call: _Call) -> _Answer:
        """One attempt, with redirects inside the origin followed at most five times."""
        key = self._key()
        if not can_be_sent(key):
            raise AuthFailed("There is no key, or it has characters that no key has.", status=401)
        url = self.server + call.path
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json", **(call.headers or {})}
        for _ in range(_MAX_REDIRECTS + 1):
            answer = await self._exchange(call.method, url, headers, call.body)
            if answer.status not in _REDIRECTS:
                break
            url = self._redirected(call, url, answer)
        else:
            raise UnreadableAnswer("The server redirects without end.")
        if answer.status == 304 or 200 <= answer.status < 300:
            if answer.headers.get("content-type", "").lower().startswith("text/html"):
                raise UnreadableAnswer("The server answered with a web page; this is not the account API.")
            return answer
        raise http_error(answer.status, answer.headers, answer.body)

    def _redirected(self, call: _Call, url: str, answer: _Answer) -> str:
        try:
            target = redirected(url, answer.headers.get("location", ""))
        except InvalidServer:
            raise UnreadableAnswer("The server redirects to an address that can't be read.") from None
        origin = origin_of(target)
        if origin != self.server:
            raise UnreadableAnswer(f"The server redirects to {origin}, which is not followed: the key stays here.")
        if call.method is not HTTPMethod.GET and answer.status not in (307, 308):
            raise UnreadableAnswer("The server redirects a change in a way that would lose it.")
        return target

    async def _exchange(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> _Answer:
        http = await self._opened(urlsplit(url).scheme)
        with _expected_errors():
            async with (
                asyncio.timeout(self._timings.answer_s),
                http.stream(method, url, headers=headers, content=body) as response,
            ):
                if "," in response.headers.get("content-encoding", ""):
                    # Packed twice, a few bytes become more than any memory holds before they can be counted.
                    raise UnreadableAnswer("The server's answer is packed more than once.")
                pieces = bytearray()
                async for piece in response.aiter_bytes():
                    pieces += piece
                    if len(pieces) > _MAX_BODY_BYTES:
                        raise UnreadableAnswer("The server's answer is too large.")
                return _Answer(response.status_code, response.headers, bytes(pieces))
        raise AssertionError("there is an answer or an error")

    async def _opened(self, scheme: str) -> httpx.AsyncClient:
        """The client for https, or for plain http, which is for this machine. A negotiation may lead to the other."""
        async with self._opening:
            if scheme not in self._http:
                # The first one imports a lot, and the system's certificates take long to read.
                self._http[scheme] = await asyncio.to_thread(self._open, scheme)
            return self._http[scheme]

    def _open(self, scheme: str) -> httpx.AsyncClient:
        tls = self._known_tls() if scheme == "https" else _no_tls()
        return _opened_client(tls=tls, timings=self._timings, user_agent=USER_AGENT, local=is_loopback(self.server))

    def _known_tls(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = self._read_tls()
        return self._tls


async def public_pieces(
    url: str, *, timings: ClientTimings | None = None, tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
) -> AsyncGenerator[bytes, None]:
    """What stands at an address for everybody, piece by piece and as it is sent; no key and no version goes there.

    Redirects within the origin are followed. Raises ``InvalidServer`` for an address that is neither https nor of this
    machine, and for a redirect elsewhere; ``Offline``, ``HttpError`` and ``UnreadableAnswer`` as an account's calls do.
    """
    origin = origin_of(url)
    if not is_private_to_send_to(url):
        raise InvalidServer("Plain http is refused except to this machine: use https.")
    client = await asyncio.to_thread(
        lambda: _opened_client(
            tls=tls() if origin.startswith("https:") else _no_tls(),
            timings=timings or ClientTimings(),
            user_agent=PUBLIC_USER_AGENT,
            local=is_loopback(url),
        )
    )
    async with client:
        for _ in range(_MAX_REDIRECTS + 1):
            # Packed, it would not be what was signed.
            with _expected_errors():
                async with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
                    if response.status_code not in _REDIRECTS:
                        if response.status_code != 200:
                            raise http_error(response.status_code, response.headers, b"")
                        async for piece in response.aiter_raw(_PIECE_BYTES):
                            yield piece
                        return
                    url = redirected(url, response.headers.get("location", ""))
            if origin_of(url) != origin:
                raise InvalidServer("The server redirects to another one, which is not followed.")
    raise UnreadableAnswer("The server redirects without end.")


def _no_tls() -> ssl.SSLContext:
    """Trusts nobody, for connections without TLS: the system's certificates take 5 MB."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _opened_client(*, tls: ssl.SSLContext, timings: ClientTimings, user_agent: str, local: bool) -> httpx.AsyncClient:
    """A client that follows no redirect by itself. Slow where it is the first one."""
    try:
        return httpx.AsyncClient(
            verify=tls,
            headers={"User-Agent": user_agent},
            timeout=httpx.Timeout(timings.read_s, connect=timings.connect_s),
            follow_redirects=False,
            trust_env=not local,
        )
    except (ImportError, ValueError) as error:
        raise Offline(connection_reason(error)) from None


@contextlib.contextmanager
def _expected_errors() -> Iterator[None]:
    """Turn what goes wrong on the way into errors that a person can act on."""
    try:
        yield
    except (httpx.TimeoutException, TimeoutError):
        raise Offline("The server took too long to answer.") from None
    except httpx.ProxyError:
        raise Offline("The proxy refused the connection.") from None
    except httpx.ConnectError as error:
        raise Offline(connection_reason(error)) from None
    except httpx.TransportError:
        raise Offline("The connection to the server broke off.") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeEncodeError):
        raise UnreadableAnswer("The server's answer can't be decoded.") from None


async def _pages(page: Callable[[str | None], Awaitable[Page[T]]]) -> AsyncIterator[Page[T]]:
    cursor: str | None = None
    while True:
        each = await page(cursor)
        yield each
        if each.next_cursor is None:
            return
        if each.next_cursor == cursor:
            raise UnreadableAnswer("The server's list does not end: its cursor stays the same.")
        cursor = each.next_cursor


def _milliseconds(value: str | None) -> int | None:
    try:
        return None if value is None else milliseconds(msgspec.convert(value, wire.Time))
    except msgspec.ValidationError:
        return None


def _account_as_of(account: Account, as_of_ms: int) -> Account:
    return replace(account, balance=replace(account.balance, as_of_ms=as_of_ms))


Aged = TypeVar("Aged", Usage, Page[RequestRecord], Page[Transaction], Page[Notification])


def _with_as_of(value: Aged, as_of_ms: int) -> Aged:
    return replace(value, as_of_ms=as_of_ms)


def _unchanged(value: T, _as_of_ms: int) -> T:
    return value
