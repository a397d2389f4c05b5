"""Alerts that have fired in words: for the log, and for the system's notification."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from binom_desktop.alert_values import AlertKind, FiredAlert
from binom_desktop.domain import AnomalyMetric
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.alert_text import (
    exact_value_text,
    low_credit_body,
    short_name,
    value_text,
    watched_text,
)
from binom_desktop.presentation.translation import plural, translate

_PER_MILLE = 1000
_EXACT_KINDS = frozenset({AlertKind.BALANCE_BELOW, AlertKind.SPEND_ABOVE, AlertKind.EMPTY_BEFORE})
_ROUTES = {
    AlertKind.BALANCE_BELOW: "/billing",
    AlertKind.DAYS_LEFT_BELOW: "/billing",
    AlertKind.EMPTY_BEFORE: "/billing",
    AlertKind.SPEND_ABOVE: "/billing",
    AlertKind.REQUESTS_ABOVE: "/requests",
    AlertKind.ERROR_RATE_ABOVE: "/requests",
    AlertKind.UNUSUAL_HOUR: "/requests",
    AlertKind.NOT_LIVE_FOR: "/alerts",
}


def alert_route(kind: AlertKind) -> str:
    """The page that an alert speaks of."""
    return _ROUTES[kind]


def key_id_of(alert: FiredAlert) -> str | None:
    """The key that an alert speaks of: the rule's own, or the one that made most of an unusual hour."""
    return alert.rule.key_id or _unusual(alert.detail).key_id


def fired_text(alert: FiredAlert, key_name: str = "") -> str:
    """What fired with its value: ``Credit balance fell below $5.00: $4.20``. ``key_name`` is of ``key_id_of``."""
    rule = alert.rule
    if rule.kind is AlertKind.NOT_LIVE_FOR:
        return watched_text(replace(rule, level=max(rule.level, alert.value)), key_name, fell=True)
    text, value = watched_text(rule, key_name, fell=True), value_text(rule, alert.value)
    if rule.kind is AlertKind.UNUSUAL_HOUR:
        value = _unusual_text(alert, key_name)
    return f"{text}: {value}" if value else text


def fired_detail(alert: FiredAlert, key_name: str = "") -> str:
    """The same with the exact value below it."""
    text = fired_text(alert, key_name)
    if alert.rule.kind not in _EXACT_KINDS:
        return text
    return f"{text}\n{translate('Alerts', 'Exactly {value}').format(value=exact_value_text(alert.rule, alert.value))}"


def dropped_text(count: int) -> str:
    """That older lines of the log are gone."""
    text = plural("{count} older lines are not kept any more", "", count)
    return text.format(count=text_format.count(count))


def alert_title(alert: FiredAlert) -> str:
    """The title: what it is about."""
    return {
        AlertKind.BALANCE_BELOW: translate("Alerts", "Low credit"),
        AlertKind.DAYS_LEFT_BELOW: translate("Alerts", "Credits are running out"),
        AlertKind.EMPTY_BEFORE: translate("Alerts", "Credits are running out"),
        AlertKind.SPEND_ABOVE: translate("Alerts", "High spend"),
        AlertKind.REQUESTS_ABOVE: translate("Alerts", "Many requests"),
        AlertKind.ERROR_RATE_ABOVE: translate("Alerts", "Requests are failing"),
        AlertKind.NOT_LIVE_FOR: translate("Alerts", "Not live"),
        AlertKind.UNUSUAL_HOUR: translate("Alerts", "An unusual hour"),
    }[alert.rule.kind]


def alert_body(alert: FiredAlert, key_name: str = "") -> str:
    """What happened, and of the balance what follows from it."""
    if alert.rule.kind is AlertKind.BALANCE_BELOW:
        return low_credit_body(alert.value, alert.rule.level)
    return translate("Alerts", "{sentence}.").format(sentence=fired_text(alert, key_name))


class _Unusual(NamedTuple):
    """What names an unusual hour; None where nothing does."""

    metric: AnomalyMetric | None = None
    key_id: str | None = None
    status: int | None = None


def _unusual(detail: str | None) -> _Unusual:
    """An alert's detail: metric, key id and status between spaces, a dash for what it is not about."""
    metric, _, rest = (detail or "").partition(" ")
    key_id, _, status = rest.rpartition(" ")
    if metric not in set(AnomalyMetric):
        return _Unusual()
    known_status = int(status) if status.isascii() and status.isdigit() else None
    return _Unusual(AnomalyMetric(metric), None if key_id in {"", "-"} else key_id, known_status)


def _unusual_text(alert: FiredAlert, key_name: str) -> str:
    """What was unusual about an hour: ``40.0 % failed, mostly 429 Too Many Requests``; empty where nothing says so."""
    unusual = _unusual(alert.detail)
    if unusual.metric is None:
        return ""
    parts = [
        {
            AnomalyMetric.COST: translate("Alerts", "{amount} spent").format(amount=text_format.money(alert.value)),
            AnomalyMetric.REQUESTS: plural("{count} requests", "", alert.value).format(
                count=text_format.count(alert.value)
            ),
            AnomalyMetric.ERROR_RATE: translate("Alerts", "{share} failed").format(
                share=text_format.share(alert.value, _PER_MILLE)
            ),
        }[unusual.metric]
    ]
    if unusual.status is not None:
        parts.append(translate("Alerts", "mostly {status}").format(status=text_format.status_text(unusual.status)))
    if unusual.key_id is not None and alert.rule.key_id is None:
        parts.append(translate("Alerts", "mostly on key {name}").format(name=key_name or short_name(unusual.key_id)))
    return ", ".join(parts)
