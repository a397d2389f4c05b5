"""The state machine of an alert rule: what is past its level, what arms it again, and until when it keeps quiet.

Pure: values and moments are handed in. All comparisons are of integers, so that nothing is decided by rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from binom_desktop.alert_values import AlertKind, AlertPeriod, AlertRule, QuietHours, RulePhase
from binom_desktop.domain import Anomaly, AnomalyMetric
from binom_desktop.queries import day_start_ms, utc_day

DAY_MS: Final = 86_400_000
MINUTE_MS: Final = 60_000
RECENT_MS: Final = 3 * 3_600_000
"""An unusual hour is news so long after its end."""

MOST_LEVEL: Final = 10**18
MOST_OVER_REQUESTS: Final = 10_000
MOST_TEXT: Final = 1_000

_BELOW: Final = frozenset({AlertKind.BALANCE_BELOW, AlertKind.DAYS_LEFT_BELOW, AlertKind.EMPTY_BEFORE})
_SUMS: Final = frozenset({AlertKind.SPEND_ABOVE, AlertKind.REQUESTS_ABOVE})
_LEAST_LEVEL: Final = {AlertKind.DAYS_LEFT_BELOW: 1, AlertKind.NOT_LIVE_FOR: 1}
_MOST_LEVELS: Final = {
    AlertKind.DAYS_LEFT_BELOW: 36_500,
    AlertKind.EMPTY_BEFORE: 6,
    AlertKind.ERROR_RATE_ABOVE: 10_000,
    AlertKind.NOT_LIVE_FOR: 525_600,
}
_WHOLE_RATE: Final = 10_000
# A clock that is put back begins no new period, unless it was wrong by more than any of them lasts.
_CLOCK_SLIP_MS: Final = 40 * DAY_MS
# For so long it is remembered which unusual hours were told.
_REMEMBERED_MS: Final = 2 * DAY_MS


class UnusualHours(NamedTuple):
    """Hours that were told: which figure of them, from when, and to before when."""

    metric: AnomalyMetric
    from_ms: int
    to_ms: int


class Standing(Struct, frozen=True):
    """Where a rule stands. ``phase`` is never OFF: that is the rule's own affair.

    ``period_ms`` names the period that it was last known in: the begin of the days that are summed, or the weekday's
    midnight. ``again`` says that it is told once more when its snooze is over. ``told`` are the unusual hours that are
    no news any more.
    """

    phase: RulePhase = RulePhase.UNKNOWN
    period_ms: int | None = None
    snoozed_until_ms: int | None = None
    again: bool = False
    told: tuple[UnusualHours, ...] = ()

    def snoozed_at(self, now_ms: int) -> bool:
        """Whether nothing of the rule is told now."""
        return self.snoozed_until_ms is not None and now_ms < self.snoozed_until_ms


SEEN_FIRST: Final = Standing()


class Reading(Struct, frozen=True):
    """What is known of a rule's figure; nothing by default.

    ``amount`` is, by kind: nano-credits, the moment at which the credits are likely gone (ms), requests, failed ones
    among the newest ``over_requests``, or milliseconds without a live connection. ``good`` says without an amount that
    it is far from any level. ``period_ms`` is the begin of the days that were summed.
    """

    amount: int | None = None
    good: bool = False
    period_ms: int | None = None
    anomalies: tuple[Anomaly, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether there is anything that could fire or arm a rule."""
        return self.amount is not None or self.good or self.anomalies is not None


NOTHING_KNOWN: Final = Reading()
ALL_GOOD: Final = Reading(good=True)


class Step(NamedTuple):
    """Where a rule stands now, and whether it fired; ``found`` are the unusual hours that made it."""

    standing: Standing
    fired: bool
    found: tuple[Anomaly, ...] = ()


def step(rule: AlertRule, standing: Standing, reading: Reading, now_ms: int) -> Step:
    """Take in what is known now. What is unknown changes nothing, and neither does anything of a rule that is off."""
    if not rule.enabled or not reading.known:
        return Step(standing, fired=False)
    if rule.kind is AlertKind.UNUSUAL_HOUR:
        return _step_unusual(standing, reading.anomalies or (), now_ms)
    snoozed = standing.snoozed_at(now_ms)
    standing = _in_period(standing, _period_of(rule, reading, now_ms))
    if not snoozed:
        standing = replace(standing, snoozed_until_ms=None)
    past = is_past(rule, reading, now_ms)
    if standing.phase is RulePhase.FIRED:
        if is_armed_again(rule, reading, now_ms):
            return Step(replace(standing, phase=RulePhase.ARMED, again=False), fired=False)
        if standing.again and not snoozed:
            return Step(replace(standing, again=False), fired=past)
        return Step(standing, fired=False)
    if not past:
        return Step(replace(standing, phase=RulePhase.ARMED, again=False), fired=False)
    if snoozed:
        return Step(standing, fired=False)
    return Step(replace(standing, phase=RulePhase.FIRED, again=False), fired=True)


def is_past(rule: AlertRule, reading: Reading, now_ms: int) -> bool:
    """Whether a known figure is past the rule's level. Where nothing is left, every level is passed."""
    if reading.amount is None:
        return False
    amount, level = _measured(rule, reading.amount, now_ms)
    if rule.kind in _BELOW:
        return amount < level or amount <= 0
    return amount >= level if rule.kind is AlertKind.NOT_LIVE_FOR else amount > level


def is_armed_again(rule: AlertRule, reading: Reading, now_ms: int) -> bool:
    """Whether a known figure is 5 % past the level on the good side; of the connection, whether it is live."""
    if reading.amount is None:
        return reading.good
    amount, level = _measured(rule, reading.amount, now_ms)
    if rule.kind is AlertKind.NOT_LIVE_FOR:
        return False
    if rule.kind in _BELOW:
        return amount > 0 and amount * 100 >= level * 105
    return amount * 100 <= level * 95


def value_of(rule: AlertRule, reading: Reading, now_ms: int) -> int | None:
    """The figure in the unit of the rule's level, as it is shown; None where there is no number for it."""
    if rule.kind is AlertKind.UNUSUAL_HOUR:
        return next((anomaly.value for anomaly in reversed(_recent(reading.anomalies or (), now_ms))), None)
    if reading.amount is None:
        return 0 if reading.good and rule.kind is AlertKind.NOT_LIVE_FOR else None
    match rule.kind:
        case AlertKind.DAYS_LEFT_BELOW:
            return max(reading.amount - now_ms, 0) // DAY_MS
        case AlertKind.ERROR_RATE_ABOVE:
            # Rounded up, so that what is past the level never looks as if it were on it.
            return -(-reading.amount * _WHOLE_RATE // rule.over_requests)
        case AlertKind.NOT_LIVE_FOR:
            return reading.amount // MINUTE_MS
        case _:
            return reading.amount


def watches_the_same(rule: AlertRule, other: AlertRule) -> bool:
    """Whether two rules differ by no more than their name, and how much they matter."""
    return replace(rule, id=other.id, severity=other.severity) == other


def check_rule(rule: AlertRule) -> None:
    """Raise ``ValueError`` for a rule that no page can make."""
    least, most = _LEAST_LEVEL.get(rule.kind, 0), _MOST_LEVELS.get(rule.kind, MOST_LEVEL)
    if not least <= rule.level <= most:
        raise ValueError(f"the level of a rule {rule.kind} is not from {least} to {most}")
    if not 1 <= rule.over_requests <= MOST_OVER_REQUESTS:
        raise ValueError(f"an error rate is not over 1 to {MOST_OVER_REQUESTS} requests")
    if any(text is not None and not 1 <= len(text) <= MOST_TEXT for text in (rule.id, rule.key_id, rule.model)):
        raise ValueError("a rule, a key or a model has no name, or one that is too long")


# Moments.


def period_days(period: AlertPeriod, now_ms: int) -> tuple[date, date]:
    """The first and the last UTC day, today, that are summed."""
    today = utc_day(now_ms)
    return (today if period is AlertPeriod.TODAY else today.replace(day=1)), today


def deadline_ms(weekday: int, now_ms: int) -> int:
    """When the next such weekday begins (UTC, Monday is 0), always after now."""
    today = utc_day(now_ms)
    return day_start_ms(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1))


def is_quiet(hours: QuietHours | None, zone: str, now_ms: int) -> bool:
    """Whether nothing is to be heard now. The clock of the time zone counts, also where it is put forward or back."""
    if hours is None:
        return False
    now = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone))
    minute = now.hour * 60 + now.minute
    if hours.from_minute < hours.to_minute:
        return hours.from_minute <= minute < hours.to_minute
    return minute >= hours.from_minute or minute < hours.to_minute


def quiet_left_ms(hours: QuietHours, zone: str, now_ms: int) -> int:
    """How long quiet hours still last, if the clock is not put forward or back meanwhile."""
    now = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone))
    minutes = (hours.to_minute - now.hour * 60 - now.minute - 1) % (24 * 60) + 1
    return minutes * MINUTE_MS - now_ms % MINUTE_MS


# Parts.


def _measured(rule: AlertRule, amount: int, now_ms: int) -> tuple[int, int]:
    """A figure and the level in one unit, exactly; of what is foretold, the time until then."""
    match rule.kind:
        case AlertKind.DAYS_LEFT_BELOW:
            return amount - now_ms, rule.level * DAY_MS
        case AlertKind.EMPTY_BEFORE:
            return amount - now_ms, deadline_ms(rule.level, now_ms) - now_ms
        case AlertKind.ERROR_RATE_ABOVE:
            return amount * _WHOLE_RATE, rule.level * rule.over_requests
        case AlertKind.NOT_LIVE_FOR:
            return amount, rule.level * MINUTE_MS
        case _:
            return amount, rule.level


def _period_of(rule: AlertRule, reading: Reading, now_ms: int) -> int | None:
    if rule.kind in _SUMS:
        return reading.period_ms
    return deadline_ms(rule.level, now_ms) if rule.kind is AlertKind.EMPTY_BEFORE else None


def _in_period(standing: Standing, period_ms: int | None) -> Standing:
    """The same in a period, armed if that is a new one."""
    known_ms = standing.period_ms
    if period_ms is None or period_ms == known_ms:
        return standing
    if known_ms is not None and known_ms - _CLOCK_SLIP_MS <= period_ms < known_ms:
        return standing
    if known_ms is None or standing.phase is not RulePhase.FIRED:
        return replace(standing, period_ms=period_ms)
    return replace(standing, phase=RulePhase.ARMED, period_ms=period_ms, again=False)


def _step_unusual(standing: Standing, anomalies: Iterable[Anomaly], now_ms: int) -> Step:
    recent = _recent(anomalies, now_ms)
    known = [anomaly for anomaly in recent if _told_of(standing, anomaly) is not None]
    snoozed = standing.snoozed_at(now_ms)
    found = () if snoozed else tuple(anomaly for anomaly in recent if _told_of(standing, anomaly) is None)
    phase = RulePhase.FIRED if known or found else RulePhase.ARMED
    told = {
        UnusualHours(each.metric, min(each.from_ms, before.from_ms), max(each.to_ms, before.to_ms))
        for each, before in ((each, _told_of(standing, each)) for each in known)
        if before is not None
    }
    told |= {UnusualHours(each.metric, each.from_ms, each.to_ms) for each in found}
    told |= {
        hours
        for hours in standing.told
        if hours.to_ms > now_ms - _REMEMBERED_MS and not any(_overlap(hours, newer) for newer in told)
    }
    after = replace(
        standing,
        phase=phase,
        snoozed_until_ms=standing.snoozed_until_ms if snoozed else None,
        again=False,
        told=tuple(sorted(told)),
    )
    return Step(after, bool(found), found)


def _recent(anomalies: Iterable[Anomaly], now_ms: int) -> list[Anomaly]:
    return [anomaly for anomaly in anomalies if anomaly.to_ms > now_ms - RECENT_MS]


def _told_of(standing: Standing, anomaly: Anomaly) -> UnusualHours | None:
    """What was told of an anomaly when it was perhaps shorter; who made it may have become clear only later."""
    hours = UnusualHours(anomaly.metric, anomaly.from_ms, anomaly.to_ms)
    return next((told for told in standing.told if _overlap(told, hours)), None)


def _overlap(one: UnusualHours, other: UnusualHours) -> bool:
    return one.metric is other.metric and one.from_ms < other.to_ms and other.from_ms < one.to_ms
