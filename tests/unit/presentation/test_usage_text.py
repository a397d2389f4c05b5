"""Usage in words: values, changes at their borders, days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.domain import Anomaly, AnomalyMetric, UsageField
from binom_desktop.presentation import usage_text
from binom_desktop.presentation.usage_text import UsageMetric, amount, amount_text, change_text, metric_text
from binom_desktop.queries import NOTHING, Comparison, DatePreset, DateRange, Totals, UsageQuestion, month_before

REQUESTS, COST, TOKENS, ERRORS, RATE = UsageMetric
SPLITS = (None, UsageField.MODEL, UsageField.KEY, UsageField.ENDPOINT, UsageField.STATUS)


def totals(requests: int = 0, errors: int = 0, tokens: int = 0, cost_nano: int = 0) -> Totals:
    """Sums, with half of the tokens read and half written."""
    return Totals(requests, errors, tokens - tokens // 2, tokens // 2, cost_nano)


def ms(text: str) -> int:
    """A UTC moment as the computer counts it."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


SOME = totals(1_204, 29, 2_500_001, 3_109_999_999)


@pytest.mark.parametrize(
    ("metric", "title", "value", "in_table", "with_unit"),
    [
        (REQUESTS, "Requests", 1_204, "1,204", "1,204 requests"),
        (COST, "Cost", 3_109_999_999, "$3.11", "$3.11"),
        (TOKENS, "Tokens", 2_500_001, "2,500,001", "2,500,001 tokens"),
        (ERRORS, "Errors", 29, "29", "29 errors"),
        (RATE, "Error rate", 24, "2.4 %", "2.4 %"),
    ],
)
def test_a_metric_has_a_title_a_value_and_words(
    metric: UsageMetric, title: str, value: int, in_table: str, with_unit: str
) -> None:
    assert usage_text.metric_title(metric) == title
    assert amount(SOME, metric) == value
    assert metric_text(SOME, metric) == in_table
    assert amount_text(value, metric) == with_unit


def test_one_and_none_are_said_as_people_say_them() -> None:
    assert [amount_text(1, metric) for metric in UsageMetric] == [
        "1 request", "<$0.000001", "1 token", "1 error", "0.1 %",
    ]  # fmt: skip
    assert [amount_text(0, metric) for metric in UsageMetric] == [
        "0 requests", "$0.00", "0 tokens", "0 errors", "0.0 %",
    ]  # fmt: skip
    assert [metric_text(NOTHING, metric) for metric in UsageMetric] == ["0", "$0.00", "0", "0", "—"]


@pytest.mark.parametrize(
    ("requests", "errors", "rate", "text"),
    [
        (0, 0, 0, "—"),
        (7, 7, 1000, "100.0 %"),
        (10_000, 1, 0, "<0.1 %"),
        (2_000, 1, 0, "<0.1 %"),
        (2_000, 3, 2, "0.2 %"),
        (3, 1, 333, "33.3 %"),
        (3, 2, 667, "66.7 %"),
    ],
)
def test_rates_are_rounded_once(requests: int, errors: int, rate: int, text: str) -> None:
    assert amount(totals(requests, errors), RATE) == rate
    assert metric_text(totals(requests, errors), RATE) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (112, 100, "↑ 12 %"),
        (88, 100, "↓ 12 %"),
        (100, 100, "0 %"),
        (0, 100, "↓ 100 %"),
        (100, 0, "new"),
        (0, 0, "—"),
        (1_001, 1_000, "↑ <1 %"),
        (999, 1_000, "↓ <1 %"),
        (995, 1_000, "↓ <1 %"),
        (1_015, 1_000, "↑ 2 %"),
        (1_234_600, 100, "↑ 1,234,500 %"),
    ],
)
def test_changes_at_their_borders(now: int, before: int, text: str) -> None:
    for metric in (REQUESTS, COST, TOKENS, ERRORS):
        this, other = totals(now, now, now, now), totals(before, before, before, before)
        assert change_text(this, other, metric) == text
        assert change_text(this, None, metric) == ""


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        ((1_000, 24), (1_000, 12), "↑ 1.2 points"),
        ((1_000, 12), (1_000, 24), "↓ 1.2 points"),
        ((1_000, 12), (500, 6), "0.0 points"),
        ((10, 10), (10, 0), "↑ 100.0 points"),
        ((10, 0), (10, 10), "↓ 100.0 points"),
        ((1_000, 1), (1_000, 0), "↑ 0.1 points"),
        ((0, 0), (10, 5), "—"),
        ((10, 5), (0, 0), "—"),
        ((0, 0), (0, 0), "—"),
    ],
)
def test_rates_change_by_points(now: tuple[int, int], before: tuple[int, int], text: str) -> None:
    assert change_text(totals(*now), totals(*before), RATE) == text


def test_a_negative_cost_is_no_base_for_a_change() -> None:
    assert change_text(totals(cost_nano=5), totals(cost_nano=-5), COST) == "—"


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        (REQUESTS, 1_500, "1.5K"),
        (TOKENS, 2_000_000, "2M"),
        (ERRORS, 0, "0"),
        (COST, 1_200_000_000, "$1.20"),
        (RATE, 25, "2.5 %"),
    ],
)
def test_values_beside_the_axis_are_short(metric: UsageMetric, value: int, text: str) -> None:
    assert usage_text.axis_text(value, metric) == text


def test_everything_that_can_be_chosen_has_a_name_of_its_own() -> None:
    for names in (
        [usage_text.split_title(split) for split in SPLITS],
        [usage_text.preset_title(preset) for preset in DatePreset],
        [usage_text.comparison_title(comparison) for comparison in Comparison],
        [usage_text.metric_title(metric) for metric in UsageMetric],
    ):
        assert all(names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 1), date(2026, 11, 25), "Nov 01 – Nov 25, 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "Dec 30, 2025 – Jan 02, 2026"),
        (date(2026, 11, 4), date(2026, 11, 4), "Nov 04, 2026"),
    ],
)
def test_a_period_is_named_by_its_days(first: date, last: date, text: str) -> None:
    assert usage_text.period_text(first, last) == text


def test_places_are_named_as_the_clocks_of_their_zone_show_them() -> None:
    start_ms = ms("2026-11-03T23:00:00")
    assert usage_text.place_text(start_ms, "Europe/Berlin", by_hour=False) == "Nov 04"
    assert usage_text.place_name(start_ms, "Europe/Berlin", by_hour=False) == "2026-11-04, Wed"
    assert usage_text.place_text(start_ms, "Asia/Kathmandu", by_hour=True) == "04:45"
    assert usage_text.place_name(start_ms, "Asia/Kathmandu", by_hour=True) == "2026-11-04 04:45"
    assert usage_text.local_day(start_ms, "UTC") == date(2026, 11, 3)
    assert usage_text.local_day(start_ms, "Europe/Berlin") == date(2026, 11, 4)


def test_hours_of_the_week_begin_on_monday() -> None:
    assert usage_text.hour_name(0, 0) == "Mon 00:00"
    assert usage_text.hour_name(6, 23) == "Sun 23:00"


def test_utc_days_hold_a_span_up_to_its_end() -> None:
    day, next_day = date(2026, 11, 3), date(2026, 11, 4)
    assert usage_text.utc_days(ms("2026-11-03T00:00:00"), ms("2026-11-04T00:00:00")) == (day, day)
    assert usage_text.utc_days(ms("2026-11-03T00:00:00"), ms("2026-11-04T00:00:00") + 1) == (day, next_day)
    assert usage_text.utc_days(ms("2026-11-02T23:00:00"), ms("2026-11-03T23:00:00")) == (date(2026, 11, 2), day)


@pytest.mark.parametrize(
    ("anomaly", "key", "text"),
    [
        (
            Anomaly(AnomalyMetric.ERROR_RATE, ms("2026-11-24T14:00"), ms("2026-11-24T15:00"), 400, 20, "k", 429),
            "Staging",
            "429s on key Staging, Nov 24, 14:00–15:00: 40.0 % failed, usually 2.0 %",
        ),
        (
            Anomaly(AnomalyMetric.COST, ms("2026-11-24T14:00"), ms("2026-11-24T16:00"), 3_100_000_000, 100_000_000),
            "",
            "Cost, Nov 24, 14:00–16:00: $3.10, usually $0.10",
        ),
        (
            Anomaly(AnomalyMetric.REQUESTS, ms("2026-11-24T14:00"), ms("2026-11-24T16:00"), 0, 90),
            "",
            "No requests, Nov 24, 14:00–16:00: 0 requests, usually 90 requests",
        ),
    ],
)
def test_an_anomaly_is_said_in_a_line(anomaly: Anomaly, key: str, text: str) -> None:
    assert usage_text.anomaly_text(anomaly, key, "UTC") == text


# Months.


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2028, 3, 29), date(2028, 2, 29)),
        (date(2026, 3, 29), date(2026, 2, 28)),
        (date(2026, 5, 31), date(2026, 4, 30)),
        (date(2026, 8, 31), date(2026, 7, 31)),
        (date(2026, 1, 31), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2025, 12, 1)),
        (date(2026, 2, 28), date(2026, 1, 28)),
    ],
)
def test_the_same_day_of_the_month_before(day: date, before: date) -> None:
    assert month_before(day) == before


@given(day=st.dates(date(2, 1, 1)))
def test_any_day_of_the_month_before(day: date) -> None:
    before = month_before(day)
    assert before.day <= day.day
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == 1
    assert before.day == day.day or (before + timedelta(days=1)).day == 1


@given(
    today=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    comparison=st.sampled_from([Comparison.PREVIOUS, Comparison.MONTH_AGO, Comparison.CUSTOM]),
    preset=st.sampled_from([preset for preset in DatePreset if preset not in {DatePreset.ALL, DatePreset.CUSTOM}]),
)
def test_as_many_days_are_compared(today: date, comparison: Comparison, preset: DatePreset) -> None:
    question = UsageQuestion(DateRange(preset), None, comparison, date(2026, 2, 28))
    first, last = question.days(today)
    compared = question.compared_days(today)
    assert compared is not None
    assert compared[1] - compared[0] == last - first
    assert comparison is not Comparison.PREVIOUS or compared[1] == first - timedelta(days=1)
    assert comparison is not Comparison.CUSTOM or compared[0] == date(2026, 2, 28)


def test_an_open_side_ends_today() -> None:
    today, day = date(2026, 11, 25), date(2026, 11, 3)
    assert UsageQuestion(DateRange(DatePreset.CUSTOM, day, None)).days(today) == (day, today)
    assert UsageQuestion(DateRange(DatePreset.CUSTOM, None, day)).days(today) == (day, day)
    assert UsageQuestion(DateRange(DatePreset.CUSTOM, day, None)).compared_days(today) is not None
    assert UsageQuestion(comparison=Comparison.CUSTOM).compared_days(today) is None
    assert UsageQuestion(comparison=Comparison.NONE, compared_first=day).compared_days(today) is None
