"""Usage in words: metrics and their values, changes, and what a period is called."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from binom_desktop.domain import Anomaly, AnomalyMetric, UsageField
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import plural, translate
from binom_desktop.queries import Comparison, DatePreset, Totals

_PER_MILLE = 1000


class UsageMetric(StrEnum):
    """What is looked at."""

    REQUESTS = "requests"
    COST = "cost"
    TOKENS = "tokens"
    ERRORS = "errors"
    ERROR_RATE = "errorRate"


def amount(totals: Totals, metric: UsageMetric) -> int:
    """A metric's value: requests, nano-credits, tokens, failed requests, or failed ones in 1,000, rounded half-even."""
    match metric:
        case UsageMetric.REQUESTS:
            return totals.requests
        case UsageMetric.COST:
            return totals.cost_nano
        case UsageMetric.TOKENS:
            return totals.tokens
        case UsageMetric.ERRORS:
            return totals.errors
        case UsageMetric.ERROR_RATE:
            if not totals.requests:
                return 0
            return text_format.round_half_even(totals.errors * _PER_MILLE, totals.requests)


def metric_title(metric: UsageMetric) -> str:
    """A metric's name."""
    return {
        UsageMetric.REQUESTS: translate("Usage", "Requests"),
        UsageMetric.COST: translate("Usage", "Cost"),
        UsageMetric.TOKENS: translate("Usage", "Tokens"),
        UsageMetric.ERRORS: translate("Usage", "Errors"),
        UsageMetric.ERROR_RATE: translate("Usage", "Error rate"),
    }[metric]


def metric_text(totals: Totals, metric: UsageMetric) -> str:
    """A metric's value as a table writes it; the rate of no requests is unknown."""
    if metric is UsageMetric.COST:
        return text_format.money(totals.cost_nano)
    if metric is UsageMetric.ERROR_RATE:
        return text_format.share(totals.errors, totals.requests)
    return text_format.count(amount(totals, metric))


def amount_text(value: int, metric: UsageMetric) -> str:
    """A metric's value with what it counts: ``311 requests``, ``$3.10``, ``2.4 %``."""
    match metric:
        case UsageMetric.COST:
            return text_format.money(value)
        case UsageMetric.ERROR_RATE:
            return text_format.share(value, _PER_MILLE)
        case UsageMetric.REQUESTS:
            return plural("{count} requests", "", value).format(count=text_format.count(value))
        case UsageMetric.TOKENS:
            return plural("{count} tokens", "", value).format(count=text_format.count(value))
        case UsageMetric.ERRORS:
            return plural("{count} errors", "", value).format(count=text_format.count(value))


def axis_text(value: int, metric: UsageMetric) -> str:
    """A metric's value beside the axis."""
    if metric is UsageMetric.COST:
        return text_format.money(value)
    if metric is UsageMetric.ERROR_RATE:
        return text_format.share(value, _PER_MILLE)
    return text_format.compact_count(value)


def change_text(now: Totals, before: Totals | None, metric: UsageMetric) -> str:
    """The change against the other period: ``↑ 12 %``, for a rate in points; ``new`` where there was nothing."""
    if before is None:
        return ""
    this, other = amount(now, metric), amount(before, metric)
    if metric is UsageMetric.ERROR_RATE:
        if not now.requests or not before.requests:
            return text_format.UNKNOWN
        tenths = this - other
        arrow = "↑" if tenths > 0 else "↓" if tenths < 0 else ""
        points = translate("Usage", "{number} points").format(number=text_format.decimal(abs(tenths)))
        return f"{arrow} {points}".strip()
    if other == 0:
        return translate("Usage", "new") if this else text_format.UNKNOWN
    return text_format.percent_change(this, other) or text_format.UNKNOWN


def split_title(split: UsageField | None) -> str:
    """What a split's parts are."""
    return {
        None: translate("Usage", "None"),
        UsageField.MODEL: translate("Usage", "Model"),
        UsageField.KEY: translate("Usage", "API Key"),
        UsageField.ENDPOINT: translate("Usage", "Endpoint"),
        UsageField.STATUS: translate("Usage", "Status"),
    }[split]


def preset_title(preset: DatePreset) -> str:
    """A range's name."""
    return {
        DatePreset.TODAY: translate("Usage", "Today"),
        DatePreset.PAST_7_DAYS: translate("Usage", "Past 7 days"),
        DatePreset.PAST_30_DAYS: translate("Usage", "Past 30 days"),
        DatePreset.PAST_90_DAYS: translate("Usage", "Past 90 days"),
        DatePreset.THIS_MONTH: translate("Usage", "This month"),
        DatePreset.LAST_MONTH: translate("Usage", "Last month"),
        DatePreset.CUSTOM: translate("Usage", "Custom…"),
        DatePreset.ALL: translate("Usage", "All time"),
    }[preset]


def comparison_title(comparison: Comparison) -> str:
    """A comparison's name."""
    return {
        Comparison.NONE: translate("Usage", "No comparison"),
        Comparison.PREVIOUS: translate("Usage", "Previous period"),
        Comparison.MONTH_AGO: translate("Usage", "A month ago"),
        Comparison.CUSTOM: translate("Usage", "Other days…"),
    }[comparison]


def period_text(first: date, last: date) -> str:
    """A period's days: ``Nov 01 – Nov 25, 2026``."""
    if first == last:
        return text_format.day_with_year(first)
    left = text_format.month_day(first) if first.year == last.year else text_format.day_with_year(first)
    return f"{left} – {text_format.day_with_year(last)}"


def place_text(start_ms: int, zone: str, *, by_hour: bool) -> str:
    """A place on the axis: ``Nov 04``, or ``14:00``."""
    moment = _local(start_ms, zone)
    return moment.strftime("%H:%M") if by_hour else text_format.month_day(moment.date())


def place_name(start_ms: int, zone: str, *, by_hour: bool) -> str:
    """A place in the table: ``2026-11-04, Wed``, or the hour with its day."""
    moment = _local(start_ms, zone)
    if by_hour:
        return f"{moment.date().isoformat()} {moment.strftime('%H:%M')}"
    return text_format.long_day(moment.date())


def hour_name(weekday: int, hour: int) -> str:
    """An hour of the week: ``Mon 14:00``."""
    return f"{weekday_text(weekday)} {hour:02d}:00"


def weekday_text(weekday: int) -> str:
    """A day of the week, Monday as 0: ``Mon``."""
    return text_format.current_locale().dayName(weekday + 1, QLocale.FormatType.ShortFormat)


def anomaly_text(anomaly: Anomaly, key_name: str, zone: str) -> str:
    """An anomaly in a line: ``429s on key Staging, Nov 24, 14:00–15:00: 40.0 % failed, usually 2.0 %``."""
    what = {
        AnomalyMetric.COST: translate("Usage", "Cost"),
        AnomalyMetric.REQUESTS: translate("Usage", "Requests"),
        AnomalyMetric.ERROR_RATE: translate("Usage", "Errors"),
    }[anomaly.metric]
    if anomaly.metric is AnomalyMetric.ERROR_RATE and anomaly.status is not None:
        what = translate("Usage", "{status}s").format(status=anomaly.status)
    elif anomaly.metric is AnomalyMetric.REQUESTS and not anomaly.value:
        what = translate("Usage", "No requests")
    if key_name:
        what = translate("Usage", "{what} on key {key}").format(what=what, key=key_name)
    begin, end = _local(anomaly.from_ms, zone), _local(anomaly.to_ms, zone)
    hours = f"{text_format.month_day(begin.date())}, {begin.strftime('%H:%M')}–{end.strftime('%H:%M')}"
    metric = {
        AnomalyMetric.COST: UsageMetric.COST,
        AnomalyMetric.REQUESTS: UsageMetric.REQUESTS,
        AnomalyMetric.ERROR_RATE: UsageMetric.ERROR_RATE,
    }[anomaly.metric]
    value, usual = amount_text(anomaly.value, metric), amount_text(anomaly.usual, metric)
    if anomaly.metric is AnomalyMetric.ERROR_RATE:
        value = translate("Usage", "{share} failed").format(share=value)
    return translate("Usage", "{what}, {hours}: {value}, usually {usual}").format(
        what=what, hours=hours, value=value, usual=usual
    )


def utc_days(from_ms: int, to_ms: int) -> tuple[date, date]:
    """The UTC days that hold the span up to before ``to_ms``."""
    return (
        datetime.fromtimestamp(from_ms / 1000, UTC).date(),
        datetime.fromtimestamp((to_ms - 1) / 1000, UTC).date(),
    )


def local_day(ms: int, zone: str) -> date:
    """The day that a moment is in, in a time zone."""
    return _local(ms, zone).date()


def _local(ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))
