"""From bytes to domain values: what every answer of the contract shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from binom_desktop.domain import nano_from_decimal
from binom_desktop.errors import UnreadableAnswer

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FRACTION_DIGITS = 9
_MAX_WHOLE_DIGITS = 9

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class ToDomain(Protocol[T_co]):
    """A struct that knows the domain value it stands for."""

    def to_domain(self) -> T_co:
        """Turn into the domain's value; raise ``UnreadableAnswer`` that names the member that is wrong."""


class Page(Struct, Generic[T], frozen=True):
    """One page of a list. ``next_cursor`` is None on the last one; ``as_of_ms`` is when the server read it."""

    items: tuple[T, ...]
    next_cursor: str | None
    as_of_ms: int


def milliseconds(time: datetime) -> int:
    """Whole milliseconds since the Unix epoch; what is finer is cut."""
    elapsed = time - _EPOCH
    return (elapsed.days * 86400 + elapsed.seconds) * 1000 + elapsed.microseconds // 1000


def timestamp(time_ms: int) -> str:
    """Write milliseconds since the epoch as the contract's RFC 3339 time."""
    seconds, fraction_ms = divmod(time_ms, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{fraction_ms:03d}Z"


def nano(text: str, member: str) -> int:
    """Read ``Money`` as nano-credits; nine fractional digits, as servers write them, take the short way."""
    whole, _, fraction = text.partition(".")
    if len(fraction) == _FRACTION_DIGITS and len(whole) <= _MAX_WHOLE_DIGITS and whole:
        digits = whole + fraction
        if digits.isdigit() and digits.isascii():
            return int(digits)
    try:
        return nano_from_decimal(text)
    except ValueError:
        raise UnreadableAnswer(
            f"The server's answer can't be read: {member} is not an amount of credits with at most 9 fractional digits."
        ) from None


def all_to_domain(structs: Iterable[ToDomain[T]]) -> tuple[T, ...]:
    """Turn each into its domain value."""
    return tuple([struct.to_domain() for struct in structs])


def decode(body: bytes, shape: type[ToDomain[T]]) -> T:
    """Read JSON of this shape and turn it into the domain's value."""
    try:
        answer = msgspec.json.decode(body, type=shape)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswer(f"The server's answer can't be read: {str(error)[:200]}.") from None
    return answer.to_domain()
