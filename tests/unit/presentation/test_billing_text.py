"""Billing in words: signs, forecasts of every kind, estimates, comparisons and differences."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from binom_desktop.billing_values import LedgerCheck, UsedTokens
from binom_desktop.domain import FigureSource, Forecast, Model, Outlook, Transaction
from binom_desktop.presentation import billing_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.services import forecast as forecasting

# 2026-11-23 08:15:30 UTC
NOW_MS = 1_795_421_730_000
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def runs_out(early: float, likely: float, late: float | None, daily_nano: int = 4_700_000_000) -> Forecast:
    """A forecast whose moments are so many days from now."""
    moments = [None if days is None else NOW_MS + int(days * DAY_MS) for days in (early, likely, late)]
    return Forecast(Outlook.RUNS_OUT, NOW_MS, 40, daily_nano, *moments)


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (50_000_000_000, "+$50.00"),
        (-420_000_000, "-$0.42"),
        (0, "$0.00"),
        (412_000, "+$0.000412"),
        (1, "+<$0.000001"),
        (-1, ">-$0.000001"),
    ],
)
def test_movements_have_their_sign(nano: int, text: str) -> None:
    assert billing_text.signed_money(nano) == text


def test_kinds_are_words_and_unknown_ones_are_shown_plain() -> None:
    assert [billing_text.kind_text(kind) for kind in ("topUp", "usage", "bonus", "refund", "adjustment")] == [
        "Top-up",
        "Usage",
        "Bonus",
        "Refund",
        "Adjustment",
    ]
    assert billing_text.kind_text("<b>gift\u202e\n") == "<b>gift\N{REPLACEMENT CHARACTER}"
    assert billing_text.kind_text(" \u200b ") == "—"


def test_a_line_for_the_clipboard_has_one_cell_between_two_tabs() -> None:
    made = Transaction("txn_1", NOW_MS, "topUp", 1_500_000_001, 43_000_000_001, "Card\tpayment\n=1+1")
    assert billing_text.transaction_line(made).split("\t") == [
        "2026-11-23 08:15:30",
        "Top-up",
        "Card payment =1+1",
        "+$1.500000001",
        "$43.000000001",
    ]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (9.2, "about 9 days left at this rate"),
        (2.0, "about 2 days left at this rate"),
        (1.9, "about 46 hours left at this rate"),
        (1 / 24, "about 1 hour left at this rate"),
        (0.01, "less than an hour left at this rate"),
        (-1.0, "less than an hour left at this rate"),
        (1234.0, "about 1,234 days left at this rate"),
    ],
)
def test_the_time_left(days: float, text: str) -> None:
    assert billing_text.days_left_text(runs_out(days, days, days), NOW_MS) == text


def test_the_time_left_where_there_is_no_day() -> None:
    assert billing_text.days_left_text(Forecast(Outlook.NOT_SOON, NOW_MS, 9, 5), NOW_MS) == (
        "more than a year left at this rate"
    )
    for outlook in (Outlook.EMPTY, Outlook.NO_SPEND, Outlook.TOO_LITTLE_DATA):
        assert billing_text.days_left_text(Forecast(outlook, NOW_MS, 9), NOW_MS) == ""


def test_a_day_with_its_range() -> None:
    said = billing_text.run_out(runs_out(8, 11, 19), NOW_MS)
    assert (said.value, said.caption, said.tone) == ("Dec 4", "likely Dec 4, between Dec 1 and Dec 12", Tone.NEUTRAL)
    assert "Most likely 2026-12-04 08:15 UTC" in said.detail
    assert "with a chance of 80 % from 2026-12-01 08:15 to 2026-12-12 08:15 UTC" in said.detail
    assert "The coming days are expected to cost $4.70 each." in said.detail


def test_a_range_within_one_day_is_told_by_the_clock() -> None:
    said = billing_text.run_out(runs_out(2 / 24, 4 / 24, 9 / 24), NOW_MS)
    assert said.value == "Nov 23"
    assert said.caption == "likely about 12:15 UTC, between 10:15 and 17:15"
    assert said.tone is Tone.BAD


def test_an_open_end_is_said_and_far_days_have_their_year() -> None:
    said = billing_text.run_out(runs_out(100, 250, None), NOW_MS)
    assert said.value == "Jul 31, 2027"
    assert said.caption == "likely Jul 31, 2027, not before Mar 3, maybe not within a year"
    assert "maybe not within a year" in said.detail


def test_less_than_a_week_is_a_warning() -> None:
    assert billing_text.run_out(runs_out(4, 5, 9), NOW_MS).tone is Tone.WARN


@pytest.mark.parametrize(
    ("forecast", "value", "caption"),
    [
        (Forecast(Outlook.EMPTY, NOW_MS, 30), "Now", "used up: requests are refused until credits are added"),
        (Forecast(Outlook.NOT_SOON, NOW_MS, 30, 1), "> 1 year", "the credits last more than a year at this rate"),
        (Forecast(Outlook.NO_SPEND, NOW_MS, 30, 0), "No spend", "nothing was spent lately, so the credits last"),
        (Forecast(Outlook.TOO_LITTLE_DATA, NOW_MS, 3), "—", "too little data: spend on 3 of 7 days so far"),
        (
            Forecast(Outlook.TOO_LITTLE_DATA, NOW_MS, 7),
            "—",
            "too little data: a full week since the first spend is needed",
        ),
    ],
)
def test_every_outlook_has_honest_words(forecast: Forecast, value: str, caption: str) -> None:
    said = billing_text.run_out(forecast, NOW_MS)
    assert (said.value, said.caption) == (value, caption)
    assert said.detail


def test_what_a_forecast_needs_is_what_the_forecast_says() -> None:
    assert billing_text.FEWEST_ACTIVE_DAYS == forecasting.FEWEST_ACTIVE_DAYS
    detail = billing_text.missing_detail(Forecast(Outlook.TOO_LITTLE_DATA, NOW_MS, 3))
    assert f"{forecasting.FEWEST_ACTIVE_DAYS} of the past {forecasting.ACTIVE_WINDOW_DAYS} days" in detail


def test_the_month_is_what_was_spent_and_what_the_rest_is_expected_to_cost() -> None:
    # 2026-11-23 08:15:30 to the end of November: 7 days, 15 hours, 44 minutes and 30 seconds.
    made = billing_text.projected(date(2026, 11, 1), 12_345_678_901, runs_out(1, 2, 3, 1_000_000_000), NOW_MS)
    assert made is not None
    assert made.expected_nano == 7_660_000_000
    assert made.total_nano == 12_345_678_901 + 7_660_000_000


def test_an_unknown_rate_is_no_projection_and_an_empty_balance_spends_no_more() -> None:
    month = date(2026, 11, 1)
    assert billing_text.projected(month, 5, Forecast(Outlook.TOO_LITTLE_DATA, NOW_MS, 3), NOW_MS) is None
    for daily_nano in (None, 10**9):
        made = billing_text.projected(month, 5, Forecast(Outlook.EMPTY, NOW_MS, 9, daily_nano), NOW_MS)
        assert made == billing_text.Projection(5, 0)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_the_last_day_of_a_month(first: date, last: date) -> None:
    assert billing_text.month_end(first) == last


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (0, "$0"),
        (4_000_000_000, "$4"),
        (500_000_000, "$0.50"),
        (999_000_000_000, "$999"),
        (1_500_000_000_000, "$1.5K"),
        (2_000_000_000_000_000, "$2M"),
        (400_000, "$0.0004"),
    ],
)
def test_amounts_on_an_axis(nano: int, text: str) -> None:
    assert billing_text.axis_money(nano) == text


MINI = Model("gpt-4o-mini", "openai", 150_000_000, 600_000_000)


def tokens(cost_nano: int, input_tokens: int = 10_000_000, output_tokens: int = 2_666_667) -> UsedTokens:
    """Tokens of a month that cost so much."""
    return UsedTokens(
        period=DateRange(DatePreset.PAST_30_DAYS),
        first=date(2026, 10, 25),
        last=date(2026, 11, 23),
        growing=True,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cost_nano=cost_nano,
        models=6,
        source=FigureSource.HISTORY,
        as_of_ms=NOW_MS,
    )


def test_the_same_tokens_elsewhere_are_exact() -> None:
    # 10,000,000 * 0.15 + 2,666,667 * 0.60, a million each, is 3.1000002 credits exactly.
    assert tokens(0).cost_on(MINI) == (3_100_000_200, 0)
    assert tokens(0, 1, 1).cost_on(Model("odd", None, 1, 2)) == (0, 3)
    assert tokens(0).cost_on(Model("free", None, None, 5)) is None


@pytest.mark.parametrize(
    ("cost_nano", "compared"),
    [
        (10_700_000_000, ", 71 % less"),
        (1_550_000_100, ", 100 % more"),
        (3_100_000_200, ", the same"),
        (3_100_000_201, ", <1 % less"),
        (0, ""),
    ],
)
def test_what_if_compares_with_what_was_paid(cost_nano: int, compared: str) -> None:
    text = billing_text.what_if_text(tokens(cost_nano), MINI)
    assert text == f"The same tokens on gpt-4o-mini would have cost $3.10{compared}."


def test_what_if_says_why_there_is_no_answer() -> None:
    assert billing_text.what_if_text(tokens(1), Model("x", None, None, None)) == "What x costs is not known."
    assert billing_text.what_if_text(tokens(0, 0, 0), MINI) == "No tokens were used in these days."
    assert billing_text.prices_text(Model("x", None, 1, None)) == "no price known"
    assert billing_text.prices_text(MINI) == "$0.15 input, $0.60 output a million tokens"


def test_what_if_tells_what_it_counted() -> None:
    detail = billing_text.what_if_detail(tokens(10_700_000_001), MINI)
    begin = (
        "Oct 25 – Nov 23, 2026 (UTC), today so far included: 10,000,000 input and 2,666,667 output tokens of 6 models"
    )
    assert detail.startswith(begin)
    past = billing_text.what_if_detail(replace(tokens(10_700_000_001), growing=False), MINI)
    assert past.startswith("Oct 25 – Nov 23, 2026 (UTC): 10,000,000 input")
    assert "They cost exactly $10.700000001." in detail
    assert "At $0.15 input, $0.60 output a million tokens: $3.1000002." in detail


def test_differences_are_named_and_agreement_is_silent() -> None:
    agreeing = LedgerCheck(5 * 10**9, 5 * 10**9, 7 * 10**9, 7 * 10**9, NOW_MS)
    assert billing_text.difference_lines(agreeing) == []
    unknown = LedgerCheck(5 * 10**9, None, 7 * 10**9, None, NOW_MS)
    assert billing_text.difference_lines(unknown) == []
    more = LedgerCheck(5_100_000_000, 5 * 10**9, 7 * 10**9, 6_500_000_000, NOW_MS)
    (usage, usage_detail), (balance, balance_detail) = billing_text.difference_lines(more)
    assert usage == "The ledger's usage is $0.10 more than its requests cost."
    assert "$5.10" in usage_detail
    assert "$5.00" in usage_detail
    assert balance == "The balance is $0.50 less than the transactions add up to."
    assert "$7.00" in balance_detail
    assert "$6.50" in balance_detail
    less = LedgerCheck(4 * 10**9, 5 * 10**9, 7 * 10**9, 8 * 10**9, NOW_MS)
    assert [text for text, _ in billing_text.difference_lines(less)] == [
        "The ledger's usage is $1.00 less than its requests cost.",
        "The balance is $1.00 more than the transactions add up to.",
    ]
