"""Reads query parameters and headers as strictly as the contract says; whatever is wrong is named in one 422."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from starlette.requests import Request

from binom_desktop.sandbox.problems import FieldErrors, Problem
from binom_desktop.sandbox.wire import milliseconds_from_time

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
MAX_SEQUENCE = 2**63 - 1
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,19}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
Value = TypeVar("Value")


class Parameters:
    """The query parameters of one request. Unknown ones are ignored; a known one may stand there once."""

    def __init__(self, request: Request) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            self._values.setdefault(name, []).append(value)
        self.errors = FieldErrors()

    def given(self, name: str) -> bool:
        """Return whether the parameter is there at all."""
        return name in self._values

    def read(self, name: str, parse: Callable[[str], Value], *, required: bool = False) -> Value | None:
        """Return a parameter's value; None where it is absent or wrong, which ``errors`` then knows."""
        values = self._values.get(name, [])
        if len(values) > 1:
            self.errors.add(name, "must be given once")
        elif values:
            try:
                return parse(values[0])
            except ValueError as error:
                self.errors.add(name, str(error))
        elif required:
            self.errors.add(name, "is required")
        return None

    def limit(self) -> int:
        """Return the page size."""
        return self.read("limit", lambda text: whole_number(text, 1, MAX_LIMIT)) or DEFAULT_LIMIT


def whole_number(text: str, lowest: int, highest: int) -> int:
    """Read a whole number in a range; raises ``ValueError``."""
    if _DIGITS.fullmatch(text) is None or not lowest <= int(text) <= highest:
        raise ValueError(f"must be a whole number from {lowest} to {highest}")
    return int(text)


def some_text(text: str) -> str:
    """Read a text that is not empty; raises ``ValueError``."""
    if not text:
        raise ValueError("must not be empty")
    return text


def one_of(*names: str) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def read(text: str) -> str:
        if text not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return text

    return read


def calendar_date(text: str) -> date:
    """Read ``YYYY-MM-DD``; raises ``ValueError``."""
    try:
        # Python also reads the other forms of ISO 8601.
        return date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise ValueError("must be a date such as 2026-11-23") from None


def moment(text: str) -> int:
    """Read an RFC 3339 time as ms; raises ``ValueError``."""
    try:
        return milliseconds_from_time(text)
    except (ValueError, OverflowError):
        raise ValueError("must be an RFC 3339 time such as 2026-11-23T08:15:30.250Z") from None


def names_of(allowed: tuple[str, ...], most: int) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of a comma-separated list of one to ``most`` different names."""

    def read(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        if not set(names) <= set(allowed):
            raise ValueError(f"must be a comma-separated list of {', '.join(allowed)}")
        if len(names) > most or len(set(names)) < len(names):
            raise ValueError(f"must name one to {most} different fields")
        return names

    return read


def idempotency_key(request: Request) -> str:
    """Return the required Idempotency-Key; raises ``Problem`` 422."""
    text = request.headers.get("idempotency-key")
    if text is None or _UUID.fullmatch(text) is None:
        message = "is required" if text is None else "must be a UUID"
        raise Problem(422, "The Idempotency-Key header is not valid.", errors={"Idempotency-Key": [message]})
    return text.lower()


def entity_tags(text: str) -> list[tuple[bool, str]] | None:
    """Read ``If-Match`` or ``If-None-Match`` as (weak, tag) pairs; None for anything else than such a list."""
    tags = []
    for part in text.split(","):
        match = _TAG.fullmatch(part.strip())
        if match is None:
            return None
        tags.append((match[1] is not None, match[2]))
    return tags


def matches_version(request: Request, version: str) -> bool:
    """Return whether If-Match holds for a version; raises ``Problem`` 428 where it is missing, 422 where unreadable."""
    text = request.headers.get("if-match")
    if text is None:
        raise Problem(428, "If-Match with the key's version is required.")
    if text.strip() == "*":
        return True
    tags = entity_tags(text)
    if tags is None:
        message = 'must be a version in quotes, such as "3"'
        raise Problem(422, "The If-Match header is not valid.", errors={"If-Match": [message]})
    return (False, version) in tags
