"""Alert rules in words: what they watch, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from binom_desktop.alert_values import AlertKind, AlertPeriod, AlertRule, RulePhase, RuleState
from binom_desktop.domain import Severity
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.format import UNKNOWN, balance
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import plural, translate

_MONEY_KINDS = frozenset({AlertKind.BALANCE_BELOW, AlertKind.SPEND_ABOVE})
_SEVERITY_TONES = {Severity.INFO: Tone.NEUTRAL, Severity.WARNING: Tone.WARN, Severity.CRITICAL: Tone.BAD}
_SEVERITY_ICONS = {Severity.INFO: "info", Severity.WARNING: "triangle-alert", Severity.CRITICAL: "circle-alert"}
_LONGEST_NAME = 80


def low_credit_body(balance_nano: int, level_nano: int) -> str:
    """What happened and what follows from it."""
    if balance_nano <= 0:
        return translate("Alerts", "Credit Balance is {balance}. Requests are refused until credits are added.").format(
            balance=balance(balance_nano)
        )
    return translate(
        "Alerts", "Credit Balance is {balance}, below the level of {level}. Add credits to keep requests running."
    ).format(balance=balance(balance_nano), level=balance(level_nano))


def tray_tooltip(balance_nano: int | None) -> str:
    """What the tray icon says under the pointer."""
    text = UNKNOWN if balance_nano is None else balance(balance_nano)
    return translate("Alerts", "Credit Balance: {balance}").format(balance=text)


# What a rule is made of.


def kind_title(kind: AlertKind) -> str:
    """What a rule can watch, before its level."""
    return {
        AlertKind.BALANCE_BELOW: translate("Alerts", "Credit balance below"),
        AlertKind.DAYS_LEFT_BELOW: translate("Alerts", "Days left below"),
        AlertKind.EMPTY_BEFORE: translate("Alerts", "Credits likely gone before"),
        AlertKind.SPEND_ABOVE: translate("Alerts", "Spend above"),
        AlertKind.REQUESTS_ABOVE: translate("Alerts", "Requests above"),
        AlertKind.ERROR_RATE_ABOVE: translate("Alerts", "Error rate above"),
        AlertKind.NOT_LIVE_FOR: translate("Alerts", "Not live for"),
        AlertKind.UNUSUAL_HOUR: translate("Alerts", "An unusual hour"),
    }[kind]


def period_title(period: AlertPeriod) -> str:
    """Which UTC days are summed."""
    return translate("Alerts", "Today") if period is AlertPeriod.TODAY else translate("Alerts", "This month")


def severity_text(severity: Severity) -> str:
    """How much it matters, in a word."""
    return {
        Severity.INFO: translate("Alerts", "Info"),
        Severity.WARNING: translate("Alerts", "Warning"),
        Severity.CRITICAL: translate("Alerts", "Critical"),
    }[severity]


def severity_tone(severity: Severity) -> Tone:
    """The colour beside the word."""
    return _SEVERITY_TONES[severity]


def severity_icon(severity: Severity) -> str:
    """The name of the icon beside the word."""
    return _SEVERITY_ICONS[severity]


def weekday_title(weekday: int) -> str:
    """A day of the week, Monday as 0: ``Friday``."""
    locale = text_format.current_locale()
    return locale.dayName(weekday % 7 + 1, locale.FormatType.LongFormat)


def percent_text(hundredths: int) -> str:
    """Hundredths of a percent: ``5 %``, ``0.25 %``."""
    whole, fraction = divmod(hundredths, 100)
    decimals = f"{fraction:02d}".rstrip("0")
    locale = text_format.current_locale()
    return f"{text_format.count(whole)}{locale.decimalPoint() + decimals if decimals else ''} %"


def has_period(kind: AlertKind) -> bool:
    """Whether a rule of this kind sums days."""
    return kind in {AlertKind.SPEND_ABOVE, AlertKind.REQUESTS_ABOVE}


def has_scope(kind: AlertKind) -> bool:
    """Whether a rule of this kind can be for one key or one model."""
    return has_period(kind) or kind in {AlertKind.ERROR_RATE_ABOVE, AlertKind.UNUSUAL_HOUR}


# Rules in sentences.


def rule_text(rule: AlertRule, key_name: str = "") -> str:
    """What a rule watches: ``Spend today above $20.00 on model gpt-4o``. ``key_name`` names its key."""
    return watched_text(rule, key_name, fell=False)


def value_text(rule: AlertRule, value: int) -> str:
    """A rule's value in the unit that a person reads."""
    match rule.kind:
        case AlertKind.BALANCE_BELOW:
            return balance(value)
        case AlertKind.SPEND_ABOVE:
            return text_format.money(value)
        case AlertKind.DAYS_LEFT_BELOW:
            return plural("{count} days", "", value).format(count=text_format.count(value))
        case AlertKind.EMPTY_BEFORE:
            return _day_text(value)
        case AlertKind.ERROR_RATE_ABOVE:
            return percent_text(value)
        case AlertKind.NOT_LIVE_FOR:
            return plural("{count} minutes", "", value).format(count=text_format.count(value))
        case _:
            return text_format.count(value)


def exact_value_text(rule: AlertRule, value: int) -> str:
    """The same to the last decimal, or to the second."""
    if rule.kind in _MONEY_KINDS:
        return text_format.exact_money(value)
    if rule.kind is AlertKind.EMPTY_BEFORE:
        return translate("Alerts", "{time} UTC").format(time=text_format.timestamp(value))
    return value_text(rule, value)


def now_text(state: RuleState) -> str:
    """A rule's present value: ``now $42.50``, ``likely Fri, Nov 27``; ``—`` where it is not known."""
    if state.value is None or state.rule.kind is AlertKind.UNUSUAL_HOUR:
        return UNKNOWN
    text = (
        translate("Alerts", "likely {value}")
        if state.rule.kind is AlertKind.EMPTY_BEFORE
        else translate("Alerts", "now {value}")
    )
    return text.format(value=value_text(state.rule, state.value))


def now_detail(state: RuleState) -> str:
    """The exact value, or why there is none."""
    if state.rule.kind is AlertKind.UNUSUAL_HOUR:
        return translate("Alerts", "Looked for each time an hour is over; there is no value to follow.")
    if state.value is not None:
        return exact_value_text(state.rule, state.value)
    if state.phase is RulePhase.OFF:
        return translate("Alerts", "The rule is off: nothing is looked at.")
    return _unknown_text(state)


def is_snoozed(state: RuleState, now_ms: int) -> bool:
    """Whether a rule that is on is quiet for a while."""
    until_ms = state.snoozed_until_ms
    return state.rule.enabled and until_ms is not None and until_ms > now_ms


def phase_text(state: RuleState, now_ms: int) -> str:
    """Where a rule stands: ``Armed``, ``Fired``, ``Off``, ``Unknown`` or ``Snoozed until 14:30``."""
    if state.snoozed_until_ms is not None and is_snoozed(state, now_ms):
        return translate("Alerts", "Snoozed until {time}").format(time=_clock_text(state.snoozed_until_ms, now_ms))
    if not state.rule.enabled:
        return translate("Alerts", "Off")
    return {
        RulePhase.OFF: translate("Alerts", "Off"),
        RulePhase.UNKNOWN: translate("Alerts", "Unknown"),
        RulePhase.ARMED: translate("Alerts", "Armed"),
        RulePhase.FIRED: translate("Alerts", "Fired"),
    }[state.phase]


def phase_detail(state: RuleState, now_ms: int) -> str:
    """What that means."""
    if state.snoozed_until_ms is not None and is_snoozed(state, now_ms):
        return translate("Alerts", "Says nothing until {time} UTC.").format(
            time=text_format.timestamp(state.snoozed_until_ms)
        )
    if not state.rule.enabled:
        return translate("Alerts", "The rule is off: nothing is looked at.")
    return {
        RulePhase.OFF: translate("Alerts", "The rule is off: nothing is looked at."),
        RulePhase.UNKNOWN: translate("Alerts", "Its value is not known: it neither fires nor arms."),
        RulePhase.ARMED: translate("Alerts", "It will tell you once when it happens."),
        RulePhase.FIRED: translate(
            "Alerts", "It has told you. It is armed again once its value is well past the level."
        ),
    }[state.phase]


def phase_tone(state: RuleState, now_ms: int) -> Tone:
    """The colour beside the word."""
    if not state.rule.enabled or is_snoozed(state, now_ms):
        return Tone.NEUTRAL
    if state.phase is RulePhase.FIRED:
        return Tone.BAD if state.rule.severity is Severity.CRITICAL else Tone.WARN
    return Tone.OK if state.phase is RulePhase.ARMED else Tone.NEUTRAL


# Parts of sentences.


def watched_text(rule: AlertRule, key_name: str, *, fell: bool) -> str:
    """The sentence; ``fell`` as of something that has happened."""
    level = value_text(rule, rule.level)
    if rule.kind is AlertKind.DAYS_LEFT_BELOW:
        level = text_format.count(rule.level)
    elif rule.kind is AlertKind.EMPTY_BEFORE:
        level = weekday_title(rule.level)
    if rule.kind is AlertKind.BALANCE_BELOW and rule.level <= 0:
        before, after = translate("Alerts", "No credits left"), translate("Alerts", "No credits are left")
    elif has_period(rule.kind):
        before, after = _sum_sentences()[rule.kind, rule.period]
    else:
        before, after = _sentences()[rule.kind]
    scope, count = _scope_text(rule, key_name), text_format.count(rule.over_requests)
    return (after if fell else before).format(level=level, scope=scope, count=count)


def _sentences() -> Mapping[AlertKind, tuple[str, str]]:
    """What is watched, and what has happened; of everything but sums of days."""
    return {
        AlertKind.BALANCE_BELOW: (
            translate("Alerts", "Credit balance below {level}"),
            translate("Alerts", "Credit balance fell below {level}"),
        ),
        AlertKind.DAYS_LEFT_BELOW: (
            translate("Alerts", "Days left below {level}"),
            translate("Alerts", "Days left fell below {level}"),
        ),
        AlertKind.EMPTY_BEFORE: (
            translate("Alerts", "Credits likely gone before {level}"),
            translate("Alerts", "Credits likely gone before {level}"),
        ),
        AlertKind.ERROR_RATE_ABOVE: (
            translate("Alerts", "Error rate above {level} over {count} requests{scope}"),
            translate("Alerts", "Error rate rose above {level} over {count} requests{scope}"),
        ),
        AlertKind.NOT_LIVE_FOR: (
            translate("Alerts", "Not live for {level}"),
            translate("Alerts", "Not live for {level}"),
        ),
        AlertKind.UNUSUAL_HOUR: (
            translate("Alerts", "An unusual hour{scope}"),
            translate("Alerts", "An unusual hour{scope}"),
        ),
    }


def _sum_sentences() -> Mapping[tuple[AlertKind, AlertPeriod], tuple[str, str]]:
    """The same of sums of days."""
    return {
        (AlertKind.SPEND_ABOVE, AlertPeriod.TODAY): (
            translate("Alerts", "Spend today above {level}{scope}"),
            translate("Alerts", "Spend today rose above {level}{scope}"),
        ),
        (AlertKind.SPEND_ABOVE, AlertPeriod.THIS_MONTH): (
            translate("Alerts", "Spend this month above {level}{scope}"),
            translate("Alerts", "Spend this month rose above {level}{scope}"),
        ),
        (AlertKind.REQUESTS_ABOVE, AlertPeriod.TODAY): (
            translate("Alerts", "Requests today above {level}{scope}"),
            translate("Alerts", "Requests today rose above {level}{scope}"),
        ),
        (AlertKind.REQUESTS_ABOVE, AlertPeriod.THIS_MONTH): (
            translate("Alerts", "Requests this month above {level}{scope}"),
            translate("Alerts", "Requests this month rose above {level}{scope}"),
        ),
    }


def _unknown_text(state: RuleState) -> str:
    """Why a rule that is on has no value."""
    match state.rule.kind:
        case AlertKind.BALANCE_BELOW:
            return translate("Alerts", "The balance is not known yet.")
        case AlertKind.DAYS_LEFT_BELOW | AlertKind.EMPTY_BEFORE if state.phase is RulePhase.UNKNOWN:
            return translate("Alerts", "There is too little data to tell when the credits run out.")
        case AlertKind.DAYS_LEFT_BELOW | AlertKind.EMPTY_BEFORE:
            return translate("Alerts", "The credits are not likely to run out within a year.")
        case AlertKind.ERROR_RATE_ABOVE:
            text = translate("Alerts", "Not known yet: it needs the newest {count} requests.")
            return text.format(count=text_format.count(state.rule.over_requests))
        case AlertKind.NOT_LIVE_FOR:
            return translate("Alerts", "It is not known yet whether events arrive.")
        case _:
            return translate("Alerts", "The sum of these days is not known yet.")


def _scope_text(rule: AlertRule, key_name: str) -> str:
    """What narrows a rule, with a space before it; empty for the whole account."""
    if rule.key_id is not None:
        return translate("Alerts", " on key {name}").format(name=key_name or short_name(rule.key_id))
    if rule.model is not None:
        return translate("Alerts", " on model {name}").format(name=short_name(rule.model))
    return ""


def short_name(name: str) -> str:
    """A name from elsewhere in one line that ends somewhere."""
    plain = text_format.safe_line(name).strip()
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"


def _day_text(ms: int) -> str:
    """A moment's UTC day: ``Fri, Nov 27``."""
    day = text_format.day_of(ms)
    if day is None:
        return UNKNOWN
    locale = text_format.current_locale()
    return f"{locale.dayName(day.isoweekday(), locale.FormatType.ShortFormat)}, {text_format.month_day(day)}"


def _clock_text(ms: int, now_ms: int) -> str:
    """A moment to come in UTC: ``14:30``, with its day where that is another one."""
    day = text_format.day_of(ms)
    if day is None:
        return UNKNOWN
    clock = datetime.fromtimestamp(ms // 1000, UTC).strftime("%H:%M")
    return clock if day == text_format.day_of(now_ms) else f"{text_format.month_day(day)}, {clock}"
