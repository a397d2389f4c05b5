"""What alerts speak of: rules, what has fired, and when to keep quiet.

Frozen, free of Qt, numpy and I/O; units as in ``domain``.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from binom_desktop.domain import NANO_PER_CREDIT, Severity


class AlertKind(StrEnum):
    """What a rule watches; the unit of its level stands behind each.

    EMPTY_BEFORE fires when the credits are likely to run out before the next such weekday begins (UTC, Monday is 0).
    ERROR_RATE_ABOVE is the share of failed requests among the newest ``over_requests``. UNUSUAL_HOUR has no level.
    """

    BALANCE_BELOW = "balanceBelow"  # nano-credits
    DAYS_LEFT_BELOW = "daysLeftBelow"  # days
    EMPTY_BEFORE = "emptyBefore"  # weekday, 0 to 6
    SPEND_ABOVE = "spendAbove"  # nano-credits
    REQUESTS_ABOVE = "requestsAbove"  # requests
    ERROR_RATE_ABOVE = "errorRateAbove"  # hundredths of a percent
    NOT_LIVE_FOR = "notLiveFor"  # minutes
    UNUSUAL_HOUR = "unusualHour"


class AlertPeriod(StrEnum):
    """Over which UTC days spend and requests are summed."""

    TODAY = "today"
    THIS_MONTH = "thisMonth"


class AlertRule(Struct, frozen=True):
    """Something to be told about: once a crossing of ``level``, in the unit of its kind.

    ``key_id`` or ``model`` narrow spend, requests, error rate and unusual hours; both None is the whole account.
    ``period`` belongs to spend and requests, ``over_requests`` to the error rate.
    """

    id: str
    kind: AlertKind
    level: int = 0
    severity: Severity = Severity.WARNING
    enabled: bool = True
    period: AlertPeriod = AlertPeriod.TODAY
    key_id: str | None = None
    model: str | None = None
    over_requests: int = 100


DEFAULT_RULES = (
    AlertRule("balance-10", AlertKind.BALANCE_BELOW, 10 * NANO_PER_CREDIT),
    AlertRule("balance-5", AlertKind.BALANCE_BELOW, 5 * NANO_PER_CREDIT),
    AlertRule("balance-1", AlertKind.BALANCE_BELOW, NANO_PER_CREDIT, Severity.CRITICAL),
    AlertRule("balance-0", AlertKind.BALANCE_BELOW, 0, Severity.CRITICAL),
)
"""The rules that exist from the start."""


class RulePhase(StrEnum):
    """Where a rule stands: OFF, UNKNOWN as long as its value is, ARMED, or FIRED until it is armed again."""

    OFF = "off"
    UNKNOWN = "unknown"
    ARMED = "armed"
    FIRED = "fired"


class RuleState(Struct, frozen=True):
    """A rule as it stands now. ``value`` is in the unit of its kind (for EMPTY_BEFORE the likely moment in ms).

    None is unknown. ``snoozed_until_ms`` is in the future while the rule is snoozed, else None.
    """

    rule: AlertRule
    phase: RulePhase
    value: int | None = None
    snoozed_until_ms: int | None = None


class FiredAlert(Struct, frozen=True):
    """A line of the alert log: the rule as it was, the value that fired it, and whether a person has seen it.

    ``detail`` says more where the value alone does not: of an unusual hour which one, as ``services`` found it (the
    fields of ``domain.Anomaly`` that name it: metric, key id, status), else None.
    """

    id: int
    fired_ms: int
    rule: AlertRule
    value: int
    read: bool = False
    detail: str | None = None


class QuietHours(Struct, frozen=True):
    """From when to when nothing is to be heard: minutes after midnight in the settings' time zone.

    ``from_minute`` above ``to_minute`` spans midnight; equal ones are the whole day.
    """

    from_minute: int
    to_minute: int


class AlertsUpdated(Struct, frozen=True):
    """Rules as they stand, in the person's order, and the log, newest first.

    ``dropped`` is how many older lines are not kept any more.
    """

    states: tuple[RuleState, ...]
    log: tuple[FiredAlert, ...]
    dropped: int = 0


class AlertFired(Struct, frozen=True):
    """Something to tell now, by the system's notification and in the window: of several balance levels the lowest.

    ``quiet`` says that it is for the window alone: quiet hours, or notifications are paused.
    """

    alert: FiredAlert
    quiet: bool = False


class BalanceLevels(Struct, frozen=True):
    """Below which balances, in nano-credits, the figures turn to a colour; None where no rule says."""

    warning_nano: int | None = 10 * NANO_PER_CREDIT
    critical_nano: int | None = NANO_PER_CREDIT

    @classmethod
    def of(cls, rules: Iterable[AlertRule]) -> BalanceLevels:
        """The highest level of all the balance's rules that are in force, and of the critical ones."""
        watched = [rule for rule in rules if rule.enabled and rule.kind is AlertKind.BALANCE_BELOW]
        critical = [rule.level for rule in watched if rule.severity is Severity.CRITICAL]
        return cls(max((rule.level for rule in watched), default=None), max(critical, default=None))

    def severity(self, balance_nano: int) -> Severity | None:
        """How bad a balance is; None where it is fine."""
        if self.critical_nano is not None and balance_nano < self.critical_nano:
            return Severity.CRITICAL
        if self.warning_nano is not None and balance_nano < self.warning_nano:
            return Severity.WARNING
        return None
