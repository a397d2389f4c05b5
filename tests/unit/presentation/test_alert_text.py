"""Alerts in words: every kind of rule, what fired, where it stands; levels as they are typed; and the inbox' texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from binom_desktop.alert_values import (
    DEFAULT_RULES,
    AlertKind,
    AlertPeriod,
    AlertRule,
    FiredAlert,
    RulePhase,
    RuleState,
)
from binom_desktop.domain import NANO_PER_CREDIT, Notification, Severity
from binom_desktop.presentation import alert_level, alert_text, fired_text, inbox_text
from binom_desktop.presentation.check import Verdict
from binom_desktop.presentation.tone import Tone
from tests.models.figures import HOSTILE_NAME, NOW_MS

HOUR_MS = 3_600_000
CREDIT = NANO_PER_CREDIT


@pytest.fixture(autouse=True)
def _application(qapp: QCoreApplication) -> None:
    """Texts are translated by the application."""


def rule(kind: AlertKind, level: int = 0, **fields: Any) -> AlertRule:
    """A rule of a kind."""
    return replace(AlertRule("rule", kind, level), **fields)


RULES = (
    (rule(AlertKind.BALANCE_BELOW, 5 * CREDIT), "Credit balance below $5.00"),
    (rule(AlertKind.BALANCE_BELOW), "No credits left"),
    (rule(AlertKind.DAYS_LEFT_BELOW, 7), "Days left below 7"),
    (rule(AlertKind.EMPTY_BEFORE, 4), "Credits likely gone before Friday"),
    (rule(AlertKind.EMPTY_BEFORE, 0), "Credits likely gone before Monday"),
    (rule(AlertKind.SPEND_ABOVE, 20 * CREDIT), "Spend today above $20.00"),
    (rule(AlertKind.SPEND_ABOVE, 20 * CREDIT, model="gpt-4o"), "Spend today above $20.00 on model gpt-4o"),
    (
        rule(AlertKind.SPEND_ABOVE, CREDIT // 4, period=AlertPeriod.THIS_MONTH, key_id="key_1"),
        "Spend this month above $0.25 on key Staging",
    ),
    (rule(AlertKind.REQUESTS_ABOVE, 10_000), "Requests today above 10,000"),
    (
        rule(AlertKind.REQUESTS_ABOVE, 1, period=AlertPeriod.THIS_MONTH, model="m"),
        "Requests this month above 1 on model m",
    ),
    (
        rule(AlertKind.ERROR_RATE_ABOVE, 500, key_id="key_1"),
        "Error rate above 5 % over 100 requests on key Staging",
    ),
    (rule(AlertKind.ERROR_RATE_ABOVE, 25, over_requests=1_000), "Error rate above 0.25 % over 1,000 requests"),
    (rule(AlertKind.NOT_LIVE_FOR, 10), "Not live for 10 minutes"),
    (rule(AlertKind.NOT_LIVE_FOR, 1), "Not live for 1 minute"),
    (rule(AlertKind.UNUSUAL_HOUR), "An unusual hour"),
    (rule(AlertKind.UNUSUAL_HOUR, key_id="key_1"), "An unusual hour on key Staging"),
)


@pytest.mark.parametrize(("watched", "sentence"), RULES, ids=[sentence for _, sentence in RULES])
def test_a_rule_is_a_sentence(watched: AlertRule, sentence: str) -> None:
    assert alert_text.rule_text(watched, "Staging") == sentence


FIRED = (
    (rule(AlertKind.BALANCE_BELOW, 5 * CREDIT), 4_209_999_999, None, "Credit balance fell below $5.00: $4.20"),
    (rule(AlertKind.BALANCE_BELOW), -420_000_000, None, "No credits are left: -$0.42"),
    (rule(AlertKind.DAYS_LEFT_BELOW, 7), 6, None, "Days left fell below 7: 6 days"),
    (rule(AlertKind.DAYS_LEFT_BELOW, 7), 1, None, "Days left fell below 7: 1 day"),
    (rule(AlertKind.EMPTY_BEFORE, 4), NOW_MS, None, "Credits likely gone before Friday: Mon, Nov 23"),
    (
        rule(AlertKind.SPEND_ABOVE, 20 * CREDIT, model="gpt-4o"),
        21_304_000_000,
        None,
        "Spend today rose above $20.00 on model gpt-4o: $21.30",
    ),
    (
        rule(AlertKind.SPEND_ABOVE, CREDIT, period=AlertPeriod.THIS_MONTH),
        CREDIT + 1,
        None,
        "Spend this month rose above $1.00: $1.00",
    ),
    (rule(AlertKind.REQUESTS_ABOVE, 1_000), 1_001, None, "Requests today rose above 1,000: 1,001"),
    (
        rule(AlertKind.REQUESTS_ABOVE, 1_000, period=AlertPeriod.THIS_MONTH),
        1_001,
        None,
        "Requests this month rose above 1,000: 1,001",
    ),
    (
        rule(AlertKind.ERROR_RATE_ABOVE, 500, key_id="key_1"),
        1_250,
        None,
        "Error rate rose above 5 % over 100 requests on key Staging: 12.5 %",
    ),
    (rule(AlertKind.NOT_LIVE_FOR, 10), 12, None, "Not live for 12 minutes"),
    (rule(AlertKind.UNUSUAL_HOUR), 5, None, "An unusual hour"),
    (rule(AlertKind.UNUSUAL_HOUR), 5, "something else", "An unusual hour"),
    (rule(AlertKind.UNUSUAL_HOUR), 12 * CREDIT, "cost - -", "An unusual hour: $12.00 spent"),
    (rule(AlertKind.UNUSUAL_HOUR), 0, "requests - -", "An unusual hour: 0 requests"),
    (
        rule(AlertKind.UNUSUAL_HOUR),
        400,
        "errorRate key_1 429",
        "An unusual hour: 40.0 % failed, mostly 429 Too Many Requests, mostly on key Staging",
    ),
    (
        rule(AlertKind.UNUSUAL_HOUR, key_id="key_1"),
        1_204,
        "requests key_1 -",
        "An unusual hour on key Staging: 1,204 requests",
    ),
)


@pytest.mark.parametrize(("watched", "value", "detail", "sentence"), FIRED)
def test_what_fired_is_told_with_its_value(watched: AlertRule, value: int, detail: str | None, sentence: str) -> None:
    alert = FiredAlert(1, NOW_MS, watched, value, detail=detail)
    assert fired_text.fired_text(alert, "Staging") == sentence


def test_the_key_behind_an_unusual_hour_is_known() -> None:
    hour = FiredAlert(1, NOW_MS, rule(AlertKind.UNUSUAL_HOUR), 1, detail="cost key with spaces -")
    assert fired_text.key_id_of(hour) == "key with spaces"
    assert fired_text.key_id_of(replace(hour, rule=rule(AlertKind.UNUSUAL_HOUR, key_id="own"))) == "own"
    assert fired_text.key_id_of(replace(hour, detail="cost - 429")) is None


def test_the_detail_is_exact() -> None:
    alert = FiredAlert(1, NOW_MS, DEFAULT_RULES[1], 4_209_999_999)
    assert fired_text.fired_detail(alert).endswith("\nExactly $4.209999999")
    likely = FiredAlert(1, NOW_MS, rule(AlertKind.EMPTY_BEFORE, 4), NOW_MS)
    assert fired_text.fired_detail(likely).endswith("\nExactly 2026-11-23 08:15:30 UTC")


def test_the_systems_notification_says_what_follows() -> None:
    low = FiredAlert(1, NOW_MS, DEFAULT_RULES[1], 4 * CREDIT)
    assert fired_text.alert_title(low) == "Low credit"
    assert "Add credits" in fired_text.alert_body(low)
    assert "Requests are refused" in fired_text.alert_body(replace(low, rule=DEFAULT_RULES[3], value=0))
    late = FiredAlert(1, NOW_MS, rule(AlertKind.NOT_LIVE_FOR, 10), 10)
    assert (fired_text.alert_title(late), fired_text.alert_body(late)) == ("Not live", "Not live for 10 minutes.")
    for kind in AlertKind:
        assert fired_text.alert_title(FiredAlert(1, NOW_MS, rule(kind), 0))
        assert fired_text.alert_route(kind) in {"/billing", "/requests", "/alerts"}


def test_where_a_rule_stands() -> None:
    state = RuleState(DEFAULT_RULES[0], RulePhase.ARMED, 42_509_999_999)
    off = replace(state, rule=replace(state.rule, enabled=False), phase=RulePhase.OFF)
    snoozed = replace(state, snoozed_until_ms=NOW_MS + HOUR_MS)
    told = [alert_text.phase_text(one, NOW_MS) for one in (state, replace(state, phase=RulePhase.FIRED), off, snoozed)]
    assert told == ["Armed", "Fired", "Off", "Snoozed until 09:15"]
    assert alert_text.phase_text(replace(state, phase=RulePhase.UNKNOWN), NOW_MS) == "Unknown"
    tomorrow = replace(state, snoozed_until_ms=NOW_MS + 24 * HOUR_MS)
    assert alert_text.phase_text(tomorrow, NOW_MS) == "Snoozed until Nov 24, 08:15"
    assert alert_text.phase_detail(snoozed, NOW_MS) == "Says nothing until 2026-11-23 09:15:30 UTC."
    # A snooze that is over, or of a rule that is off, is none.
    assert alert_text.phase_text(snoozed, NOW_MS + HOUR_MS) == "Armed"
    assert alert_text.phase_text(replace(snoozed, rule=off.rule), NOW_MS) == "Off"
    tones = [alert_text.phase_tone(replace(state, phase=phase), NOW_MS) for phase in RulePhase]
    assert tones == [Tone.NEUTRAL, Tone.NEUTRAL, Tone.OK, Tone.WARN]
    critical = replace(state, rule=DEFAULT_RULES[2], phase=RulePhase.FIRED)
    assert alert_text.phase_tone(critical, NOW_MS) is Tone.BAD


def test_the_present_value_or_why_there_is_none() -> None:
    state = RuleState(DEFAULT_RULES[0], RulePhase.ARMED, 42_509_999_999)
    assert (alert_text.now_text(state), alert_text.now_detail(state)) == ("now $42.50", "$42.509999999")
    likely = RuleState(rule(AlertKind.EMPTY_BEFORE, 4), RulePhase.ARMED, NOW_MS + 4 * 24 * HOUR_MS)
    assert alert_text.now_text(likely) == "likely Fri, Nov 27"
    assert alert_text.now_detail(likely) == "2026-11-27 08:15:30 UTC"
    for kind in AlertKind:
        unknown = RuleState(rule(kind, 1), RulePhase.UNKNOWN)
        assert alert_text.now_text(unknown) == "—"
        assert alert_text.now_detail(unknown).endswith(".")
    no_end = RuleState(rule(AlertKind.DAYS_LEFT_BELOW, 7), RulePhase.ARMED)
    assert alert_text.now_detail(no_end) == "The credits are not likely to run out within a year."


def test_names_from_elsewhere_do_not_act() -> None:
    sentence = alert_text.rule_text(rule(AlertKind.SPEND_ABOVE, CREDIT, model=HOSTILE_NAME + "{level}"))
    assert sentence.startswith("Spend today above $1.00 on model <b>bold</b>�evil� WWW")
    assert len(sentence) < 120
    unnamed = alert_text.rule_text(rule(AlertKind.UNUSUAL_HOUR, key_id="key\n{0}"))
    assert unnamed == "An unusual hour on key key {0}"


def test_a_severity_is_a_word_an_icon_and_a_colour() -> None:
    words = [(alert_text.severity_text(one), alert_text.severity_icon(one)) for one in Severity]
    assert words == [("Info", "info"), ("Warning", "triangle-alert"), ("Critical", "circle-alert")]
    assert [alert_text.severity_tone(one) for one in Severity] == [Tone.NEUTRAL, Tone.WARN, Tone.BAD]


# Levels.


@pytest.mark.parametrize(
    ("kind", "typed", "level"),
    [
        (AlertKind.BALANCE_BELOW, "5", 5 * CREDIT),
        (AlertKind.BALANCE_BELOW, " $1,234.5 ", 1_234_500_000_000),
        (AlertKind.BALANCE_BELOW, "0", 0),
        (AlertKind.BALANCE_BELOW, "0.000000001", 1),
        (AlertKind.BALANCE_BELOW, "999999999.999999999", 10**18 - 1),
        (AlertKind.SPEND_ABOVE, "0.1", 100_000_000),
        (AlertKind.DAYS_LEFT_BELOW, "365", 365),
        (AlertKind.REQUESTS_ABOVE, "10,000", 10_000),
        (AlertKind.ERROR_RATE_ABOVE, "5", 500),
        (AlertKind.ERROR_RATE_ABOVE, "0.25 %", 25),
        (AlertKind.ERROR_RATE_ABOVE, "99.9", 9_990),
        (AlertKind.NOT_LIVE_FOR, "10", 10),
    ],
)
def test_a_level_is_read_exactly(kind: AlertKind, typed: str, level: int) -> None:
    assert alert_level.check_level(kind, typed).verdict is Verdict.GOOD
    assert alert_level.level_of(kind, typed) == level


AMOUNTS = ("-5", "1e3", "five", "5,0000", "1.1234567890", "1234567890", "0x5", "٣", "5$", "5 5", "..5", "NaN")
WHOLES = ("0", "-1", "1.5", "1e3", "5 days", "٣", "9999999999999", "1,0000")
BAD = [
    *((AlertKind.BALANCE_BELOW, typed) for typed in AMOUNTS),
    *((AlertKind.SPEND_ABOVE, typed) for typed in (*AMOUNTS, "0.00")),
    *((AlertKind.DAYS_LEFT_BELOW, typed) for typed in (*WHOLES, "366")),
    *((AlertKind.REQUESTS_ABOVE, typed) for typed in (*WHOLES, "1,000,000,001")),
    *((AlertKind.NOT_LIVE_FOR, typed) for typed in (*WHOLES, "10,081")),
    *((AlertKind.ERROR_RATE_ABOVE, typed) for typed in ("-1", "100", "0.001", "5,5", "five", "٣", "%", "1e1", "0.00")),
]


@pytest.mark.parametrize(("kind", "typed"), BAD)
def test_bad_input_is_told_with_what_is_expected(kind: AlertKind, typed: str) -> None:
    check = alert_level.check_level(kind, typed)
    assert check.verdict is Verdict.WRONG
    assert check.text.endswith(".")
    with pytest.raises(ValueError, match="A"):
        alert_level.level_of(kind, typed)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *((kind, "") for kind in AlertKind if alert_level.has_level(kind)),
        (AlertKind.BALANCE_BELOW, "$"),
        (AlertKind.BALANCE_BELOW, "5."),
        (AlertKind.BALANCE_BELOW, "1,2"),
        (AlertKind.SPEND_ABOVE, "5,00"),
        (AlertKind.SPEND_ABOVE, "0"),
        (AlertKind.SPEND_ABOVE, "0."),
        (AlertKind.ERROR_RATE_ABOVE, "0"),
        (AlertKind.ERROR_RATE_ABOVE, "5."),
        (AlertKind.REQUESTS_ABOVE, "10,0"),
    ],
)
def test_what_is_still_being_typed_is_not_scolded(kind: AlertKind, typed: str) -> None:
    check = alert_level.check_level(kind, typed)
    assert check.verdict is Verdict.UNFINISHED
    assert check.text


def test_over_how_many_requests() -> None:
    assert alert_level.over_requests_of("1,000") == 1_000
    assert alert_level.over_requests_text(1_000) == "1,000"
    assert alert_level.check_over_requests("10,001").verdict is Verdict.WRONG
    assert alert_level.check_over_requests("").verdict is Verdict.UNFINISHED


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_an_amount_comes_back_to_the_last_decimal(nano: int) -> None:
    assert alert_level.level_of(AlertKind.BALANCE_BELOW, alert_level.level_text(AlertKind.BALANCE_BELOW, nano)) == nano


@given(st.integers(min_value=1, max_value=9_999))
def test_a_percentage_comes_back(hundredths: int) -> None:
    kind = AlertKind.ERROR_RATE_ABOVE
    assert alert_level.level_of(kind, alert_level.level_text(kind, hundredths)) == hundredths


def test_a_new_rule_begins_with_a_good_level() -> None:
    for kind in AlertKind:
        usual = alert_level.usual_level(kind)
        if alert_level.has_level(kind):
            assert alert_level.level_of(kind, alert_level.level_text(kind, usual)) == usual


# The inbox.


def notification(**fields: Any) -> Notification:
    """A notification of the account."""
    made = Notification("n1", NOW_MS, "billing", Severity.INFO, "Invoice ready", "Pay it.", "https://binom.run/docs")
    return replace(made, **fields)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://binom.run/docs?a=b", "https://binom.run/docs?a=b"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://binom.run", None),
        ("HTTPS://binom.run/", "https://binom.run/"),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://binom.run@evil.example/", None),
        ("https://binom.run/\u202etxt.exe", None),
        ("https://binom.run/a b", None),
        (None, None),
    ],
)
def test_only_a_plain_https_address_is_a_link(url: str | None, link: str | None) -> None:
    assert inbox_text.link_of(notification(url=url)) == link


def test_texts_of_notifications_are_plain() -> None:
    hostile = notification(title=HOSTILE_NAME, body="<b>Pay</b>\nnow\u202e\x07", kind="<i>x</i>")
    assert inbox_text.notification_title(hostile).startswith("<b>bold</b>�evil� ")
    assert inbox_text.notification_body(hostile) == "<b>Pay</b>\nnow��"
    assert inbox_text.notification_kind(hostile.kind) == "<i>x</i>"
    assert inbox_text.notification_title(notification(title=" \n")) == "Billing"
    assert inbox_text.link_host("https://xn--bcher-kva.example/%C3%BC") == "xn--bcher-kva.example"
