"""How values look on the contract's wire: money, times, identifiers and records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

NANO_PER_CREDIT = 1_000_000_000
MILLISECONDS_PER_DAY = 86_400_000
MILLISECONDS_PER_HOUR = 3_600_000

_MONEY = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,9}))?", re.ASCII)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))",
    re.ASCII,
)

# A request as the store holds it: sequence, id, timestamp in ms, endpoint, model, status, input tokens, output tokens,
# cost in nano-credits, latency in ms, key id, key description, error.
RequestRow = tuple[int, str, int, str, str, int, int, int, int, int, str, str, str | None]


def money(nano: int) -> str:
    """Write nano-credits as the contract's ``Money``."""
    whole, fraction = divmod(abs(nano), NANO_PER_CREDIT)
    return f"{'-' if nano < 0 else ''}{whole}.{fraction:09d}"


def nano_from_money(text: str) -> int:
    """Read the contract's ``Money`` as nano-credits; raises ``ValueError`` for anything else."""
    match = _MONEY.fullmatch(text)
    if match is None:
        raise ValueError("must be a decimal string with at most 9 digits on either side of the point")
    sign, whole, fraction = match.groups()
    nano = int(whole) * NANO_PER_CREDIT + int((fraction or "").ljust(9, "0"))
    return -nano if sign else nano


@lru_cache(maxsize=8192)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def time_text(milliseconds: int) -> str:
    """Write ms since the epoch as RFC 3339 in UTC with milliseconds."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_second(seconds)}.{rest:03d}Z"


def milliseconds_from_time(text: str) -> int:
    """Read an RFC 3339 time as ms since the epoch, a fraction of a ms counted up; raises ``ValueError``."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("must be an RFC 3339 time such as 2026-11-23T08:15:30.250Z")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction, sign, offset_hours, offset_minutes = match.groups()[6:]
    if second > 60 or (sign and (int(offset_hours) > 23 or int(offset_minutes) > 59)):
        raise ValueError("must be an RFC 3339 time such as 2026-11-23T08:15:30.250Z")
    leap = second == 60
    moment = datetime(year, month, day, hour, minute, 59 if leap else second, tzinfo=UTC)
    whole_seconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // _ONE_SECOND + leap
    if sign:
        offset = (int(offset_hours) * 60 + int(offset_minutes)) * 60
        whole_seconds += offset if sign == "-" else -offset
    digits = fraction or ""
    milliseconds = int(digits[:3].ljust(3, "0")) + (1 if digits[3:].strip("0") else 0)
    return whole_seconds * 1000 + milliseconds


_ONE_SECOND = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)


def day_text(day: int) -> str:
    """Write a day, counted from 1970-01-01, as ``YYYY-MM-DD``."""
    return _second(day * 86_400)[:10]


def ulid(milliseconds: int, randomness: int) -> str:
    """Return the ULID of a time and 80 random bits."""
    number = (milliseconds << 80) | randomness
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def request_record(row: RequestRow) -> dict[str, Any]:
    """Return the contract's ``RequestRecord`` of a stored request."""
    sequence, identifier, timestamp, endpoint, model, status, input_tokens, output_tokens = row[:8]
    cost, latency, key_id, key_description, error = row[8:]
    return {
        "id": identifier,
        "sequence": sequence,
        "timestamp": time_text(timestamp),
        "endpoint": endpoint,
        "model": model,
        "status": status,
        "inputTokens": input_tokens,
        "outputTokens": output_tokens,
        "cost": money(cost),
        "latencyMs": latency,
        "keyId": key_id,
        "keyDescription": key_description,
        "error": error,
    }


def request_records(rows: Sequence[RequestRow]) -> list[dict[str, Any]]:
    """Return the contract's records of stored requests."""
    return [request_record(row) for row in rows]
