"""SignalR's negotiation: from the hub's address to where its WebSocket is (signalr.md, "HTTP / connect")."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit

import msgspec
from msgspec import Struct

from binom_desktop.api.failures import plain_text, status_phrase
from binom_desktop.api.hub_protocol import HubProtocol
from binom_desktop.api.origin import can_be_sent, origin_of, redirected
from binom_desktop.errors import BinomError, InvalidServer

# Bare POST of the URL with the bearer, which may be empty: status and body.
Negotiate = Callable[[str, str], Awaitable[tuple[int, bytes]]]

_MAX_REDIRECTS = 100
_VISIBLE = "".join(map(chr, range(ord("!"), ord("~") + 1)))
_TRANSIENT_STATUSES = frozenset({408, 425, 429})


class Refused(BinomError):
    """401 for the token of the factory itself."""


class NotUsable(BinomError):
    """The server can't be used as a hub as it is: trying again at once would not help."""


class NotNow(BinomError):
    """This attempt failed; another one may not."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the WebSocket is, with its secret id in the query, and the bearer to send there."""

    url: str = field(repr=False)
    bearer: str = field(repr=False)
    own_bearer: bool

    @property
    def origin(self) -> str:
        """The origin alone, which holds no secret."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


class _Transport(Struct, rename="camel"):
    transport: str = ""
    transfer_formats: list[str] = []


class _Negotiation(Struct, rename="camel"):
    negotiate_version: int = 0
    connection_id: str | None = None
    connection_token: str | None = None
    available_transports: list[_Transport] = []
    url: str | None = None
    access_token: str | None = None
    error: str | None = None
    old_protocol: str | None = msgspec.field(default=None, name="ProtocolVersion")


async def find_endpoint(*, url: str, bearer: str, negotiate: Negotiate, protocol: HubProtocol) -> Endpoint:
    """Negotiate, following redirects to the same origin or to https only, at most a hundred.

    A token that a redirect gives replaces ``bearer`` from there on; without one, ``bearer`` does not leave its
    origin. Raises ``Refused``, ``NotUsable`` or ``NotNow``, and ``Offline`` as ``negotiate`` does.
    """
    first_origin = origin_of(url)
    own_bearer = True
    for _ in range(_MAX_REDIRECTS + 1):
        status, body = await negotiate(_negotiate_url(url), bearer)
        answer = _read(status, body, own_bearer=own_bearer)
        if not answer.url:
            return Endpoint(_websocket_url(url, _connection_id(answer, protocol)), bearer, own_bearer)
        target = _redirected(url, answer.url, first_origin)
        if answer.access_token:
            if not can_be_sent(answer.access_token):
                raise NotUsable("the server redirected with a token that can't be sent")
            bearer, own_bearer = answer.access_token, False
        elif origin_of(target) != origin_of(url):
            bearer, own_bearer = "", False
        url = target
    raise NotUsable("the server redirects without end")


def _read(status: int, body: bytes, *, own_bearer: bool) -> _Negotiation:
    if status == 401:
        if own_bearer:
            raise Refused("the server did not accept the key")
        raise NotNow("the server did not accept the token that it redirected with")
    if status >= 500 or status in _TRANSIENT_STATUSES:
        raise NotNow(f"the server answered {status_phrase(status)}")
    if status == 404:
        raise NotUsable("the server has no live feed here (404 Not Found)")
    if status != 200:
        raise NotUsable(f"the server answered {status_phrase(status)}")
    try:
        answer = msgspec.json.decode(body, type=_Negotiation)
    except (ValueError, RecursionError):
        raise NotUsable("the server's negotiation can't be read") from None
    if answer.error:
        raise NotUsable(plain_text(answer.error) or "the server refused without a reason")
    if answer.old_protocol is not None:
        raise NotUsable("the server speaks the old ASP.NET SignalR, which is not supported")
    return answer


def _connection_id(answer: _Negotiation, protocol: HubProtocol) -> str:
    offered = [each for each in answer.available_transports if each.transport == "WebSockets"]
    if not offered:
        raise NotUsable("the server offers no WebSockets")
    if all(protocol.transfer_format not in each.transfer_formats for each in offered):
        raise NotUsable(f"the server's WebSockets do not carry {protocol.transfer_format.lower()}")
    # Version 0 knows no secret token; its public id is used.
    identity = answer.connection_token if answer.negotiate_version > 0 else answer.connection_id
    if not identity:
        raise NotUsable("the server's negotiation has no connection token")
    return identity


def _redirected(url: str, location: str, first_origin: str) -> str:
    try:
        target = redirected(url, location)
    except InvalidServer:
        raise NotUsable("the server redirects to an address that can't be read") from None
    origin = origin_of(target)
    if origin != first_origin and not origin.startswith("https://"):
        raise NotUsable("the server redirects to an address without https")
    return target


def _negotiate_url(url: str) -> str:
    parts = urlsplit(url)
    # A redirect may bring it along, and twice it is none to ASP.NET, which then answers in version 0.
    named = "negotiateVersion" in parse_qs(parts.query, keep_blank_values=True)
    query = parts.query if named else _with_member(parts.query, "negotiateVersion=1")
    return parts._replace(path=parts.path.rstrip("/") + "/negotiate", query=query, fragment="").geturl()


def _websocket_url(url: str, identity: str) -> str:
    parts = urlsplit(url)
    query = _with_member(parts.query, f"id={quote(identity, safe='')}")
    scheme = "wss" if parts.scheme == "https" else "ws"
    # What a redirect says may hold characters that would end the request's line.
    path, query = quote(parts.path, safe=_VISIBLE), quote(query, safe=_VISIBLE)
    return parts._replace(scheme=scheme, path=path, query=query, fragment="").geturl()


def _with_member(query: str, member: str) -> str:
    """The query as it is, which may be signed, and one more member."""
    return f"{query}&{member}" if query else member
