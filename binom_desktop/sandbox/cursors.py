"""Cursors of the paged lists: signed, so that the server keeps nothing, and good for an hour."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

LIFETIME_MS = 3_600_000
# Expiry moves in steps, so that an unchanged page has an unchanged cursor, and with it an unchanged ETag, for a while.
_STEP_MS = 60_000
_SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Position:
    """Where the next page begins: beyond ``after``, never newer than ``bound``, what was newest on the first page."""

    list: str
    bound: int
    after: int
    query: dict[str, str | int | None]


class Cursors:
    """Writes and reads cursors."""

    def __init__(self, *, secret: bytes, clock: Callable[[], int]) -> None:
        self._secret = secret
        self._clock = clock

    def write(self, position: Position) -> str:
        """Return the cursor of a position."""
        expires = -(-(self._clock() + LIFETIME_MS) // _STEP_MS) * _STEP_MS
        payload = msgspec.msgpack.encode((expires, position))
        return base64.urlsafe_b64encode(self._sign(payload) + payload).rstrip(b"=").decode()

    def read(self, text: str, list_name: str) -> Position | None:
        """Return a cursor's position; None where it is unknown, of another list or expired."""
        try:
            signed = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return None
        signature, payload = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(payload)):
            return None
        expires, position = msgspec.msgpack.decode(payload, type=tuple[int, Position])
        return position if expires > self._clock() and position.list == list_name else None

    def expire_all(self, secret: bytes) -> None:
        """Make every cursor written so far unknown."""
        self._secret = secret

    def _sign(self, payload: bytes) -> bytes:
        return hmac.new(self._secret, payload, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
