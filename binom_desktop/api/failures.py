"""From what went wrong on the wire to an error that a person can act on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import msgspec
from msgspec import Struct

from binom_desktop.errors import (
    AuthFailed,
    Conflict,
    CursorExpired,
    HttpError,
    Invalid,
    NotFound,
    OutOfCredits,
    RateLimited,
    ServerFault,
)

_MAX_TEXT_CHARACTERS = 300
_MAX_FIELDS = 50
_MAX_MESSAGES = 20

_ERRORS: dict[int, type[HttpError]] = {
    400: Invalid,
    401: AuthFailed,
    402: OutOfCredits,
    404: NotFound,
    405: NotFound,
    409: Conflict,
    410: CursorExpired,
    412: Conflict,
    415: Invalid,
    422: Invalid,
    428: Conflict,
    429: RateLimited,
}


class _OpenAIError(Struct):
    message: str = ""


class _ErrorBody(Struct):
    """RFC 9457's members and OpenAI's; both are optional, since a proxy's answer has neither."""

    title: str = ""
    detail: str = ""
    errors: dict[str, list[str]] = {}
    error: _OpenAIError | None = None


def plain_text(text: str) -> str:
    """A server's words as one short line without control characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _MAX_TEXT_CHARACTERS]).split())
    return line if len(line) <= _MAX_TEXT_CHARACTERS else line[: _MAX_TEXT_CHARACTERS - 1] + "…"


def status_phrase(status: int) -> str:
    """``404 Not Found``; the number alone where it has no name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def http_error(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None) -> HttpError:
    """The error that an answer with this status means, with the server's own words where it has some."""
    try:
        problem = msgspec.json.decode(body, type=_ErrorBody)
    except (ValueError, RecursionError):
        problem = _ErrorBody()
    title = plain_text(problem.title or (problem.error.message if problem.error is not None else ""))
    detail = plain_text(problem.detail)
    words = ": ".join(part for part in (title.rstrip("."), detail) if part)
    message = words or f"The server answered {status_phrase(status)}."
    return _ERRORS.get(status, ServerFault)(
        message,
        status=status,
        title=title,
        detail=detail,
        field_errors={
            plain_text(name): tuple(plain_text(text) for text in texts[:_MAX_MESSAGES])
            for name, texts in list(problem.errors.items())[:_MAX_FIELDS]
        },
        request_id=plain_text(headers["x-request-id"]) if "x-request-id" in headers else None,
        retry_after_s=retry_after_s(headers.get("retry-after"), now=now or datetime.now(UTC)),
    )


def retry_after_s(value: str | None, *, now: datetime) -> float | None:
    """Seconds that ``Retry-After`` asks for, written as a number or as a date; None where it is neither."""
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) <= 9:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def connection_reason(error: BaseException) -> str:
    """Why a server can't be reached, from the exception or what caused it, without addresses or queries."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return f"The server's certificate can't be trusted: {plain_text(seen.verify_message)}."
        if isinstance(seen, ssl.SSLError):
            return "The server does not speak TLS as it should."
        if isinstance(seen, socket.gaierror):
            return "There is no server of this name, or no network."
        if isinstance(seen, ConnectionRefusedError):
            return "The server refuses connections."
        if isinstance(seen, TimeoutError):
            return "The server took too long to answer."
        if isinstance(seen, ImportError):
            return "The system's SOCKS proxy can't be used."
        seen = seen.__cause__ or seen.__context__
    return "The server can't be reached."
