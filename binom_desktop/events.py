"""What happens: what the hub sends, and what the services tell the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from binom_desktop.alert_values import AlertFired, AlertsUpdated
from binom_desktop.billing_values import (
    FORECAST_PART,
    LEDGER_PART,
    PRICES_PART,
    SPEND_PART,
    TOKENS_PART,
    ForecastUpdated,
    LedgerChecked,
    LedgerUpdated,
    PricesUpdated,
    SpendUpdated,
    TokensUpdated,
)
from binom_desktop.domain import (
    Account,
    ApiKey,
    Balance,
    Connection,
    KeyRotation,
    Notification,
    Overview,
    Progress,
    RequestRecord,
    Transaction,
)
from binom_desktop.queries import Question, RequestChoices, RequestView, UsageReport

# What the hub sends, as typed values (docs/hub.md, "Server to client").


@dataclass(frozen=True, slots=True)
class RequestsLogged:
    """New requests in order of ``sequence``, delivered at most once."""

    records: tuple[RequestRecord, ...]


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """Newer figures of the account, unless their ``revision`` is below the one known."""

    balance: Balance


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Tier, name or e-mail changed."""

    account: Account


class KeyChangeKind(StrEnum):
    """What happened to a key."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class KeyChanged:
    """A key's settings changed, by this client or elsewhere."""

    change: KeyChangeKind
    key: ApiKey


@dataclass(frozen=True, slots=True)
class NotificationReceived:
    """A notification or an announcement arrived."""

    notification: Notification


@dataclass(frozen=True, slots=True)
class SessionPaused:
    """The server holds back events; the connection stays up."""

    reason: str
    resume_after_s: float | None


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """Events flow again; the client catches up as after a gap."""


HubEvent = (
    RequestsLogged
    | BalanceChanged
    | AccountChanged
    | KeyChanged
    | NotificationReceived
    | SessionPaused
    | SessionResumed
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """The hub's answer to Subscribe."""

    last_sequence: int
    as_of_ms: int
    paused: SessionPaused | None


# What the services tell the app (one callback, one union; models are fed from it).


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The connection's state changed."""

    connection: Connection


@dataclass(frozen=True, slots=True)
class AccountUpdated:
    """The account's newest figures."""

    account: Account


@dataclass(frozen=True, slots=True)
class OverviewUpdated:
    """The Overview page's newest figures."""

    overview: Overview


@dataclass(frozen=True, slots=True)
class HistoryProgressed:
    """The backfill moved."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class QuestionRestored:
    """What this account's request log was asked last time."""

    question: Question


@dataclass(frozen=True, slots=True)
class RequestsFound:
    """An answer to the newest question to the request log, or a newer state of it.

    ``inserted`` are the rows, ascending, that the state before lacks; None if any row may differ.
    """

    view: RequestView
    inserted: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class RequestChoicesFound:
    """What the request log can be filtered by."""

    choices: RequestChoices


@dataclass(frozen=True, slots=True)
class RequestsWaiting:
    """How many matching requests came since the state shown: newer ones, and older ones out of a backfill."""

    newer: int
    older: int


@dataclass(frozen=True, slots=True)
class KeysUpdated:
    """All API keys by id, as the server listed them and the hub changed them; ``rotations`` by the old key's id.

    A key's use counts up to its ``last_sequence``. While somebody looks, that is all that the history holds.
    """

    keys: Mapping[str, ApiKey]
    rotations: Mapping[str, KeyRotation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UsageReported:
    """An answer to the newest question about usage, or a newer one."""

    report: UsageReport


@dataclass(frozen=True, slots=True)
class NotificationsUpdated:
    """The newest notifications and announcements by id, as the server listed them and the hub added to them."""

    notifications: Mapping[str, Notification]


@dataclass(frozen=True, slots=True)
class TransactionsUpdated:
    """The newest credit movements, newest first."""

    transactions: tuple[Transaction, ...]


# All that ``FigureFailed`` names and a page shows.
EVERY_PART: Final = (
    "account",
    "overview",
    "requestLog",
    "usage",
    "keys",
    SPEND_PART,
    FORECAST_PART,
    LEDGER_PART,
    PRICES_PART,
    TOKENS_PART,
    "alerts",
    "notifications",
)


@dataclass(frozen=True, slots=True)
class FigureFailed:
    """Something could not be read; the last good figures stay. ``part`` names what, for example ``account``."""

    part: str
    error: Exception


@dataclass(frozen=True, slots=True)
class HistorySetAside:
    """The old history was kept under another name and is built again."""

    reason: str
    kept_as: str


BillingEvent = (
    SpendUpdated | ForecastUpdated | LedgerUpdated | LedgerChecked | PricesUpdated | TokensUpdated | FigureFailed
)
AppEvent = (
    ConnectionChanged
    | AccountUpdated
    | OverviewUpdated
    | HistoryProgressed
    | QuestionRestored
    | RequestsFound
    | RequestsWaiting
    | RequestChoicesFound
    | KeysUpdated
    | UsageReported
    | NotificationsUpdated
    | TransactionsUpdated
    | FigureFailed
    | HistorySetAside
    | AlertsUpdated
    | AlertFired
    | BillingEvent
)
