"""The values that the whole app speaks of.

Frozen, free of Qt, numpy and I/O. Units stand in the names: ``_ms`` are milliseconds since the Unix epoch
in UTC, ``_nano`` are nano-credits (10**-9 credits; 1 credit = 1 USD), tokens are counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from msgspec import Struct

NANO_PER_CREDIT = 1_000_000_000
MAX_PAGE_LIMIT = 1000

_MONEY = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,9}))?", re.ASCII)


def nano_from_decimal(text: str) -> int:
    """Read a contract's ``Money`` string as nano-credits.

    Raises ``ValueError`` for anything that is not ``-?[0-9]{1,9}(.[0-9]{1,9})?``.
    """
    match = _MONEY.fullmatch(text)
    if match is None:
        raise ValueError(f"not an amount of credits with at most 9 digits on either side of the point: {text[:40]!r}")
    sign, whole, fraction = match.groups()
    nano = int(whole) * NANO_PER_CREDIT + int((fraction or "").ljust(9, "0"))
    return -nano if sign else nano


def decimal_from_nano(nano: int) -> str:
    """Write nano-credits as the contract's ``Money`` string, with nine fractional digits."""
    whole, fraction = divmod(abs(nano), NANO_PER_CREDIT)
    return f"{'-' if nano < 0 else ''}{whole}.{fraction:09d}"


class RequestRecord(Struct, frozen=True):
    """One request as the log took it. ``sequence`` has no holes; ``timestamp_ms`` need not follow its order."""

    id: str
    sequence: int
    timestamp_ms: int
    endpoint: str
    model: str
    status: int
    input_tokens: int
    output_tokens: int
    cost_nano: int
    latency_ms: int
    key_id: str
    key_description: str
    error: str | None = None


class Balance(Struct, frozen=True):
    """The account's figures that move with every request; ``revision`` orders them, ``as_of_ms`` does not."""

    credit_balance_nano: int
    total_usage_nano: int
    total_requests: int
    last_sequence: int
    revision: int
    as_of_ms: int


class Account(Struct, frozen=True):
    """The signed-in account. ``id`` and the server's origin together name a history."""

    id: str
    username: str
    email: str
    tier: str
    balance: Balance
    created_ms: int


class ApiKey(Struct, frozen=True):
    """An API key's settings and use; ``hint`` is all of the secret that can be shown again."""

    id: str
    description: str
    enabled: bool
    rate_limit_rpm: int | None
    allowed_ips: tuple[str, ...]
    hint: str
    created_ms: int
    last_used_ms: int | None
    total_requests: int
    total_cost_nano: int
    last_sequence: int
    version: str


class KeyUse(Struct, frozen=True):
    """What was made with a key in some part of the log, and when the last of it was made."""

    requests: int
    cost_nano: int
    last_used_ms: int


class KeyDetail(Struct, frozen=True):
    """A key's usage over the UTC days ``first`` to ``last``, by day and by model, and its last failed requests.

    Days and models come from one answer, so that they sum to the same.
    """

    key_id: str
    first: date
    last: date
    days: tuple[UsageItem, ...]
    models: tuple[UsageItem, ...]
    failed: tuple[RequestRecord, ...]
    source: FigureSource
    as_of_ms: int


class KeyRotation(Struct, frozen=True):
    """A key that is being replaced: its successor has the same limits, and the old one is to fall silent."""

    key_id: str
    successor_id: str
    begun_ms: int


class KeySettings(Struct, frozen=True):
    """What a person decides about a key when it is created."""

    description: str
    enabled: bool = True
    rate_limit_rpm: int | None = None
    allowed_ips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreatedKey:
    """The answer to a key's creation: the only value that ever holds a secret. Never shown by ``repr``."""

    key: ApiKey
    secret: str = field(repr=False)


class Transaction(Struct, frozen=True):
    """One movement of credits."""

    id: str
    timestamp_ms: int
    kind: str
    amount_nano: int
    balance_after_nano: int
    description: str


class Severity(StrEnum):
    """How much a notification matters."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Notification(Struct, frozen=True):
    """An account notification or a system announcement; title and body are plain text, never markup."""

    id: str
    timestamp_ms: int
    kind: str
    severity: Severity
    title: str
    body: str
    url: str | None = None
    read_ms: int | None = None


class Model(Struct, frozen=True):
    """A model that the router serves, with prices in nano-credits a million tokens where they are known."""

    id: str
    owned_by: str | None
    input_price_per_million_nano: int | None
    output_price_per_million_nano: int | None


class UsageField(StrEnum):
    """What usage can be grouped by."""

    HOUR = "hour"
    DAY = "day"
    MODEL = "model"
    KEY = "key"
    ENDPOINT = "endpoint"
    STATUS = "status"


class UsageItem(Struct, frozen=True):
    """One group's sums. Only the fields that were grouped by are set; ``errors`` are statuses of 400 and above."""

    requests: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost_nano: int
    hour_ms: int | None = None
    day: date | None = None
    model: str | None = None
    key: str | None = None
    endpoint: str | None = None
    status: int | None = None


class Usage(Struct, frozen=True):
    """Sums over the UTC days ``first`` to ``last``, both included."""

    first: date
    last: date
    items: tuple[UsageItem, ...]
    as_of_ms: int


class ConnectionState(StrEnum):
    """The states a person sees, with their words; POLLING, where no live feed is wanted, is not shown."""

    CONNECTING = "Connecting"
    LIVE = "Live"
    REJOINING = "Rejoining"
    PAUSED = "Paused"
    OFFLINE = "Offline"
    SIGNED_OUT = "Signed out"
    POLLING = "Polling"


class Connection(Struct, frozen=True):
    """Where the live feed stands.

    ``retry_at_s`` is the monotonic time of the next attempt while waiting, None during an attempt.
    ``reason`` is plain text that may come from the server. ``resume_failed`` belongs to Paused; ``not_opened`` to
    Offline: the account's own files can't be used, and ``reason`` says why in whole sentences.
    """

    state: ConnectionState
    reason: str = ""
    retry_at_s: float | None = None
    no_network: bool = False
    resume_failed: bool = False
    not_opened: bool = False


# The history and its figures.


class Change(Struct, frozen=True):
    """What one merge did to the history: records that were new, and the sequences they span (0, 0 if none)."""

    added: int
    first_sequence: int
    last_sequence: int


class Progress(Struct, frozen=True):
    """How much of the server's log is in the local history, in requests."""

    held: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether nothing that the server still holds is missing here."""
        return self.held >= self.total


class FigureSource(StrEnum):
    """Where a figure comes from: the complete local history, or the server's aggregates."""

    HISTORY = "history"
    SERVER = "server"


class Overview(Struct, frozen=True):
    """The Overview page's figures beyond the account itself.

    ``days`` has one item a UTC day, oldest first, today last. ``models`` sums the same days a model, most requests
    first; its parts sum to ``days``. ``previous_cost_nano`` is the cost of the same number of days before; None where
    it is unknown or the account is younger. ``recent`` are the newest requests, newest first.
    """

    days: tuple[UsageItem, ...]
    models: tuple[UsageItem, ...]
    previous_cost_nano: int | None
    recent: tuple[RequestRecord, ...]
    source: FigureSource
    as_of_ms: int


class Outlook(StrEnum):
    """What can be said about the day on which the credits run out."""

    RUNS_OUT = "runsOut"
    EMPTY = "empty"
    NOT_SOON = "notSoon"
    NO_SPEND = "noSpend"
    TOO_LITTLE_DATA = "tooLittleData"


class Forecast(Struct, frozen=True):
    """When the credits run out. The moments are set for ``RUNS_OUT`` alone; ``late_ms`` is None beyond the horizon.

    With a chance of 80 % it happens from ``early_ms`` to ``late_ms``; ``likely_ms`` is the median. ``daily_nano`` is
    what the next seven days are expected to cost a day; None where there is too little data. ``active_days`` is how
    many of the days looked at had a request that cost anything.
    """

    outlook: Outlook
    made_ms: int
    active_days: int
    daily_nano: int | None = None
    early_ms: int | None = None
    likely_ms: int | None = None
    late_ms: int | None = None


class AnomalyMetric(StrEnum):
    """Which figure of an hour is far outside its pattern."""

    COST = "cost"
    REQUESTS = "requests"
    ERROR_RATE = "errorRate"


class Anomaly(Struct, frozen=True):
    """Neighbouring UTC hours, from ``from_ms`` to before ``to_ms``, whose figure is far outside its weekly pattern.

    ``value`` and ``usual`` are of all of these hours: nano-credits, requests, or failed requests in 1,000. ``key_id``
    and ``status`` name what made it, where one key or one status made most of the difference.
    """

    metric: AnomalyMetric
    from_ms: int
    to_ms: int
    value: int
    usual: int
    key_id: str | None = None
    status: int | None = None
