"""Errors as the contract writes them: RFC 9457 problems, or OpenAI's body on the inference paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

import msgspec
from starlette.responses import Response

OPENAI_PATHS = frozenset({"/v1/models", "/v1/chat/completions"})
DEFAULT_RETRY_AFTER_S = 1
_OPENAI_TYPES = {
    401: "authentication_error",
    402: "insufficient_quota",
    403: "permission_error",
    429: "rate_limit_error",
}


class Problem(Exception):
    """An answer other than success. ``errors`` are messages by parameter, header or member."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Mapping[str, Sequence[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        retry_after_s: int | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.code = code
        self.headers = dict(headers or {})
        if retry_after_s is None and status in {429, 503}:
            retry_after_s = DEFAULT_RETRY_AFTER_S
        if retry_after_s is not None:
            self.headers["Retry-After"] = str(retry_after_s)


class FieldErrors:
    """Collects what is wrong with a request, to be answered in one 422."""

    def __init__(self) -> None:
        self._errors: dict[str, list[str]] = {}

    def add(self, name: str, message: str) -> None:
        """Note one message."""
        self._errors.setdefault(name, []).append(message)

    def raise_if_any(self) -> None:
        """Raise ``Problem`` 422 if anything was noted."""
        if self._errors:
            raise Problem(422, "The request is not valid.", errors=self._errors)


def title(status: int) -> str:
    """Return the phrase of a status, also of one that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def problem_response(problem: Problem, path: str) -> Response:
    """Return the answer that the path's clients expect."""
    if path in OPENAI_PATHS:
        kind = _OPENAI_TYPES.get(problem.status, "server_error" if problem.status >= 500 else "invalid_request_error")
        content: dict[str, object] = {"error": {"message": problem.detail, "type": kind, "code": problem.code}}
        media_type = "application/json"
    else:
        content = {"type": "about:blank", "title": title(problem.status), "status": problem.status}
        content["detail"] = problem.detail
        if problem.errors:
            content["errors"] = problem.errors
        media_type = "application/problem+json"
    return Response(
        msgspec.json.encode(content), status_code=problem.status, media_type=media_type, headers=problem.headers
    )
