"""What happens: what the hub sends, and what the services tell the app."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

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


class RequestsLogged(Struct, frozen=True):
    """New requests in order of ``sequence``, delivered at most once."""

    records: tuple[RequestRecord, ...]


class BalanceChanged(Struct, frozen=True):
    """Newer figures of the account, unless their ``revision`` is below the one known."""

    balance: Balance


class AccountChanged(Struct, frozen=True):
    """Tier, name or e-mail changed."""

    account: Account


class KeyChangeKind(StrEnum):
    """What happened to a key."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


class KeyChanged(Struct, frozen=True):
    """A key's settings changed, by this client or elsewhere."""

    change: KeyChangeKind
    key: ApiKey


class NotificationReceived(Struct, frozen=True):
    """A notification or an announcement arrived."""

    notification: Notification


class SessionPaused(Struct, frozen=True):
    """The server holds back events; the connection stays up."""

    reason: str
    resume_after_s: float | None


class SessionResumed(Struct, frozen=True):
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


class Subscription(Struct, frozen=True):
    """The hub's answer to Subscribe."""

    last_sequence: int
    as_of_ms: int
    paused: SessionPaused | None


# What the services tell the app (one callback, one union; models are fed from it).


class ConnectionChanged(Struct, frozen=True):
    """The connection's state changed."""

    connection: Connection


class AccountUpdated(Struct, frozen=True):
    """The account's newest figures."""

    account: Account


class OverviewUpdated(Struct, frozen=True):
    """The Overview page's newest figures."""

    overview: Overview


class HistoryProgressed(Struct, frozen=True):
    """The backfill moved."""

    progress: Progress


class QuestionRestored(Struct, frozen=True):
    """What this account's request log was asked last time."""

    question: Question


class RequestsFound(Struct, frozen=True):
    """An answer to the newest question to the request log, or a newer state of it.

    ``inserted`` are the rows, ascending, that the state before lacks; None if any row may differ.
    """

    view: RequestView
    inserted: tuple[int, ...] | None


class RequestChoicesFound(Struct, frozen=True):
    """What the request log can be filtered by."""

    choices: RequestChoices


class RequestsWaiting(Struct, frozen=True):
    """How many matching requests came since the state shown: newer ones, and older ones out of a backfill."""

    newer: int
    older: int


class KeysUpdated(Struct, frozen=True):
    """All API keys by id, as the server listed them and the hub changed them; ``rotations`` by the old key's id.

    A key's use counts up to its ``last_sequence``. While somebody looks, that is all that the history holds.
    """

    keys: Mapping[str, ApiKey]
    rotations: Mapping[str, KeyRotation] = field(default_factory=dict)


class UsageReported(Struct, frozen=True):
    """An answer to the newest question about usage, or a newer one."""

    report: UsageReport


class NotificationsUpdated(Struct, frozen=True):
    """The newest notifications and announcements by id, as the server listed them and the hub added to them."""

    notifications: Mapping[str, Notification]


class TransactionsUpdated(Struct, frozen=True):
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


class FigureFailed(Struct, frozen=True):
    """Something could not be read; the last good figures stay. ``part`` names what, for example ``account``."""

    part: str
    error: Exception


class HistorySetAside(Struct, frozen=True):
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
