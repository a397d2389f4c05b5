"""When the credits run out: what must hold for any spending, and what it says of spending that is easily foretold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from binom_desktop.domain import Forecast, Outlook
from binom_desktop.services.forecast import HORIZON_DAYS, forecast

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# A Sunday, 00:00 UTC.
FIRST_MS = 1_793_491_200_000
CREDIT = 1_000_000_000
HOSTILE = 1 << 62

Integers = NDArray[np.int64]


def asked(hours: Sequence[int] | Integers, balance: int, *, part: float = 0.5, first_ms: int = FIRST_MS) -> Forecast:
    """The forecast at a part of the last hour."""
    return forecast(hours, first_ms, balance, first_ms + int((len(hours) - 1 + part) * HOUR_MS))


def flat(days: int, hour_nano: int = CREDIT) -> Integers:
    """The same every hour; the current one has just begun."""
    return np.append(np.full(days * 24, hour_nano), 0)


def uneven(days: int, seed: int = 1) -> Integers:
    """Hours of work on weekdays, at random heights."""
    generator = np.random.default_rng(seed)
    hour = np.arange(days * 24)
    busy = np.where((hour // 24 % 7 < 5) & (hour % 24 >= 8) & (hour % 24 < 18), 1.0, 0.1)
    return (busy * generator.gamma(2.0, CREDIT / 2, len(hour))).astype(np.int64)


@st.composite
def histories(draw: st.DrawFn) -> Integers:
    """Spending of any length and unevenness, with days without any."""
    days = draw(st.integers(7, 120))
    generator = np.random.default_rng(draw(st.integers(0, 1 << 32)))
    uneven_by = draw(st.floats(0.05, 5.0))
    hours = generator.gamma(uneven_by, CREDIT / uneven_by, days * 24 + draw(st.integers(1, 23)))
    quiet = generator.random(days + 1) < draw(st.sampled_from((0.0, 0.1, 0.5)))
    hours[np.repeat(quiet, 24)[: len(hours)]] = 0.0
    return hours.astype(np.int64)


def as_far_as(moment_ms: int | None) -> float:
    return float("inf") if moment_ms is None else moment_ms


@settings(deadline=None, max_examples=40)
@given(histories(), st.integers(1, 10**13))
def test_the_moments_are_in_order_and_not_in_the_past(hours: Integers, balance: int) -> None:
    said = asked(hours, balance)
    if said.outlook is Outlook.RUNS_OUT:
        assert said.early_ms is not None
        assert said.likely_ms is not None
        assert said.made_ms <= said.early_ms <= said.likely_ms <= as_far_as(said.late_ms)
        assert as_far_as(said.likely_ms) <= said.made_ms + HORIZON_DAYS * DAY_MS
    else:
        assert (said.early_ms, said.likely_ms, said.late_ms) == (None, None, None)
    assert (said.daily_nano is None) == (said.outlook is Outlook.TOO_LITTLE_DATA)
    assert said.daily_nano is None or type(said.daily_nano) is int


@settings(deadline=None, max_examples=20)
@given(histories(), st.integers(1, 10**13), st.integers(1, 10**13))
def test_more_credits_never_end_earlier(hours: Integers, balance: int, more: int) -> None:
    less, greater = asked(hours, balance), asked(hours, balance + more)
    if less.outlook is Outlook.RUNS_OUT:
        assert greater.outlook in {Outlook.RUNS_OUT, Outlook.NOT_SOON}
        if greater.outlook is Outlook.RUNS_OUT:
            for name in ("early_ms", "likely_ms", "late_ms"):
                assert as_far_as(getattr(less, name)) <= as_far_as(getattr(greater, name))
    else:
        assert greater.outlook is less.outlook


@settings(deadline=None, max_examples=20)
@given(histories(), st.integers(10**9, 10**12), st.integers(2, 10**4))
def test_the_unit_of_money_changes_no_moment(hours: Integers, balance: int, factor: int) -> None:
    small, large = asked(hours, balance), asked(hours * factor, balance * factor)
    assert small.outlook is large.outlook
    for name in ("early_ms", "likely_ms", "late_ms"):
        one, other = getattr(small, name), getattr(large, name)
        assert (one is None) == (other is None)
        assert one is None or abs(one - other) <= 60_000
    if small.daily_nano:
        assert large.daily_nano == pytest.approx(small.daily_nano * factor, rel=1e-6)


def test_the_same_question_has_the_same_answer() -> None:
    hours = uneven(60)
    assert asked(hours, 10**11) == asked(hours, 10**11) == asked(hours.tolist(), 10**11)


@pytest.mark.parametrize("days", [14, 30, 180, 730])
@pytest.mark.parametrize("left_hours", [5, 24, 100, 1000])
def test_the_same_every_hour_ends_at_the_hour(days: int, left_hours: int) -> None:
    said = asked(flat(days), left_hours * CREDIT, part=0.0)
    assert said.outlook is Outlook.RUNS_OUT
    assert said.daily_nano == pytest.approx(24 * CREDIT, rel=0.001)
    for moment in (said.early_ms, said.likely_ms, said.late_ms):
        assert moment is not None
        assert abs(moment - said.made_ms - left_hours * HOUR_MS) <= HOUR_MS


def test_the_part_of_the_hour_that_is_over_counts_once() -> None:
    hours = flat(30)
    for part in (0.0, 0.25, 0.99):
        hours[-1] = int(CREDIT * part)
        said = asked(hours, 10 * CREDIT, part=part)
        assert said.likely_ms is not None
        assert abs(said.likely_ms - said.made_ms - 10 * HOUR_MS) <= HOUR_MS / 10


def test_an_hour_that_has_just_begun_is_no_fall() -> None:
    hours = uneven(60)
    begun, over = np.append(hours, 0), np.append(hours, hours[-24 * 7])
    early, late = asked(begun, 10**12, part=0.01), asked(over, 10**12, part=0.01)
    assert early.likely_ms == late.likely_ms


def test_nights_and_weekends_are_waited_through() -> None:
    hour = np.arange(8 * 7 * 24 + 1)
    # FIRST_MS is a Sunday, so the days of work are the first to the fifth after it.
    day = hour // 24 % 7
    hours = np.where((day >= 1) & (day <= 5) & (hour % 24 >= 8) & (hour % 24 < 18), CREDIT, 0)
    friday_evening = 5 * 24 + 20
    said = asked(hours[: 7 * 7 * 24 + friday_evening + 1], 5 * CREDIT, part=0.0)
    monday_noon = (7 - 5) * DAY_MS + DAY_MS - 20 * HOUR_MS + 13 * HOUR_MS
    assert said.likely_ms is not None
    assert abs(said.likely_ms - said.made_ms - monday_noon) <= 2 * HOUR_MS


def test_growth_goes_on_for_a_while() -> None:
    day = np.repeat(np.arange(90), 24)
    hours = np.append((CREDIT * 1.02**day).astype(np.int64), 0)
    said = asked(hours, 14 * int(hours[-25:].sum()), part=0.0)
    assert said.likely_ms is not None
    assert said.likely_ms - said.made_ms < 13.5 * DAY_MS


@pytest.mark.parametrize("factor", [0.25, 4.0])
def test_a_new_level_is_believed_within_days(factor: float) -> None:
    hours = uneven(91).astype(np.float64)
    hours[-7 * 24 :] *= factor
    week = int(hours[-7 * 24 :].sum())
    said = asked(np.append(hours.astype(np.int64), 0), 2 * week, part=0.0)
    assert said.likely_ms is not None
    assert abs(said.likely_ms - said.made_ms - 14 * DAY_MS) < 4 * DAY_MS


def test_one_dear_day_is_no_new_level() -> None:
    hours = flat(60)
    hours[-24 * 5 : -24 * 4] *= 10
    said = asked(hours, 14 * 24 * CREDIT, part=0.0)
    assert said.likely_ms is not None
    assert said.likely_ms - said.made_ms > 9 * DAY_MS


def test_too_little_data_has_no_date() -> None:
    six_days = flat(60)
    six_days[: -6 * 24] = 0
    short = flat(6)
    for hours in (six_days, short, np.zeros(24 * 60, dtype=np.int64)):
        said = asked(hours, CREDIT)
        assert said.outlook is Outlook.TOO_LITTLE_DATA
        assert said.daily_nano is None
    assert asked(six_days, CREDIT).active_days == 6


def test_active_days_are_of_the_last_eight_weeks() -> None:
    assert asked(flat(200)[:-1], CREDIT).active_days == 56
    hours = flat(200)
    hours[-30 * 24 :] = 0
    hours[-1] = 1
    assert asked(hours, CREDIT).active_days == 27


def test_no_credits_are_said_whatever_was_spent() -> None:
    for balance in (0, -5 * CREDIT):
        assert asked(flat(30), balance).outlook is Outlook.EMPTY
        assert asked([], balance).outlook is Outlook.EMPTY
        assert asked([CREDIT], balance).outlook is Outlook.EMPTY
    assert asked(flat(30), 0).daily_nano == pytest.approx(24 * CREDIT, rel=0.001)


def test_a_stop_is_seen_until_spending_goes_on() -> None:
    stopped = flat(90)
    stopped[-4 * 24 :] = 0
    said = asked(stopped, CREDIT)
    assert (said.outlook, said.daily_nano) == (Outlook.NO_SPEND, 0)
    stopped[-1] = CREDIT
    assert asked(stopped, CREDIT).outlook is Outlook.RUNS_OUT


def test_the_usual_long_weekend_is_no_stop() -> None:
    hour = np.arange(12 * 7 * 24 + 26)
    working = np.where((hour // 24 % 7 >= 1) & (hour // 24 % 7 <= 4), CREDIT, 0)
    sunday_night = working[: 12 * 7 * 24 + 24]
    assert not sunday_night[-72:].any()
    assert asked(sunday_night, CREDIT).outlook is Outlook.RUNS_OUT


def test_a_balance_for_years_ends_not_soon() -> None:
    said = asked(flat(60), 366 * 24 * CREDIT)
    assert said.outlook is Outlook.NOT_SOON
    assert said.daily_nano == pytest.approx(24 * CREDIT, rel=0.001)


@pytest.mark.parametrize("count", range(4))
def test_next_to_no_history(count: int) -> None:
    for value in (0, 1, HOSTILE):
        assert asked([value] * count, 1).outlook is Outlook.TOO_LITTLE_DATA


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 17_600),
    st.lists(st.tuples(st.floats(0.0, 1.0), st.sampled_from((1, 5, CREDIT, HOSTILE))), max_size=60),
    st.sampled_from((0, 1, HOSTILE)),
    st.sampled_from((1, CREDIT, HOSTILE, 1 << 200)),
    st.integers(-2 * DAY_MS, 2 * DAY_MS),
)
def test_hostile_spending_breaks_nothing(
    count: int, spikes: list[tuple[float, int]], everywhere: int, balance: int, off_ms: int
) -> None:
    hours = np.full(count, everywhere, dtype=np.int64)
    for place, value in spikes:
        if count:
            hours[int(place * (count - 1))] = value
    with np.errstate(all="raise", under="ignore"):
        said = forecast(hours, FIRST_MS, balance, FIRST_MS + count * HOUR_MS + off_ms)
    assert 0 <= said.active_days <= 56
    assert said.daily_nano is None or said.daily_nano >= 0
    for moment in (said.early_ms, said.likely_ms, said.late_ms):
        assert moment is None or moment >= said.made_ms


def test_all_spend_in_one_hour_of_each_day() -> None:
    hours = np.zeros(60 * 24 + 1, dtype=np.int64)
    hours[13::24] = HOSTILE
    said = asked(hours, 5 * HOSTILE // 2, part=0.0)
    assert said.likely_ms is not None
    assert abs(said.likely_ms - said.made_ms - 2 * DAY_MS - 13 * HOUR_MS) <= 2 * HOUR_MS
