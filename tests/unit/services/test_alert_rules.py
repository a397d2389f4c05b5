"""A rule fires once a crossing, is armed again well past its level, and learns nothing from what is unknown."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from binom_desktop.alert_values import (
    DEFAULT_RULES,
    AlertFired,
    AlertKind,
    AlertPeriod,
    AlertRule,
    QuietHours,
    RulePhase,
)
from binom_desktop.domain import Anomaly, AnomalyMetric, Severity
from binom_desktop.services.alert_book import LOG_LINES, AlertBook, Hush, KeptRule, advance
from binom_desktop.services.alert_rules import (
    ALL_GOOD,
    DAY_MS,
    MINUTE_MS,
    NOTHING_KNOWN,
    Reading,
    Standing,
    UnusualHours,
    check_rule,
    deadline_ms,
    is_quiet,
    period_days,
    quiet_left_ms,
    step,
    value_of,
)

HOUR_MS = 3_600_000
CREDIT = 1_000_000_000
ARMED, FIRED, UNKNOWN = RulePhase.ARMED, RulePhase.FIRED, RulePhase.UNKNOWN
QUIET, PAUSED, HEARD = Hush(quiet_hours=True), Hush(paused=True), Hush()


def utc_ms(text: str) -> int:
    """A moment of UTC in milliseconds."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


# A Wednesday.
NOW_MS = utc_ms("2026-11-25T12:00")
TODAY_MS = utc_ms("2026-11-25T00:00")


def rule(kind: AlertKind, level: int = 0, *, over_requests: int = 100) -> AlertRule:
    """A rule of a kind."""
    return AlertRule(f"{kind}-{level}", kind, level, over_requests=over_requests)


BALANCE = rule(AlertKind.BALANCE_BELOW, 5 * CREDIT)
SPEND = rule(AlertKind.SPEND_ABOVE, 1_000)
REQUESTS = rule(AlertKind.REQUESTS_ABOVE, 200)
NOT_LIVE = rule(AlertKind.NOT_LIVE_FOR, 10)
ERRORS = rule(AlertKind.ERROR_RATE_ABOVE, 1_000, over_requests=40)
DAYS = rule(AlertKind.DAYS_LEFT_BELOW, 4)
FRIDAY = rule(AlertKind.EMPTY_BEFORE, 4)
UNUSUAL = rule(AlertKind.UNUSUAL_HOUR)


def summed(amount: int, period_ms: int = TODAY_MS) -> Reading:
    """A sum of the days since a moment."""
    return Reading(amount, period_ms=period_ms)


def in_days(days: float) -> Reading:
    """Credits that are likely gone in so many days."""
    return Reading(NOW_MS + round(days * DAY_MS))


def firings(watched: AlertRule, readings: Sequence[Reading], now_ms: int = NOW_MS) -> list[int]:
    """The places of the readings with which a rule fires."""
    standing, found = Standing(), []
    for place, reading in enumerate(readings):
        standing, fired, _ = step(watched, standing, reading, now_ms)
        assert not fired or standing.phase is FIRED
        if fired:
            found.append(place)
    return found


# Levels.


@pytest.mark.parametrize(
    ("watched", "good", "on_level", "past", "nearly", "armed"),
    [
        (BALANCE, Reading(6 * CREDIT), Reading(5 * CREDIT), Reading(5 * CREDIT - 1), 5_249_999_999, 5_250_000_000),
        (SPEND, summed(10), summed(1_000), summed(1_001), 951, 950),
        (REQUESTS, summed(0), summed(200), summed(201), 191, 190),
        # 10 % of 40 are 4 requests; 9.5 % are 3.8.
        (ERRORS, Reading(0), Reading(4), Reading(5), 4, 3),
        (DAYS, in_days(100), in_days(4), in_days(3.99999), NOW_MS + 4 * DAY_MS + 17_279_999, NOW_MS + 362_880_000),
        # The Friday after this Wednesday noon begins in 36 hours, and 5 % more are 37.8.
        (FRIDAY, in_days(9), in_days(1.5), in_days(1.4999), NOW_MS + 136_079_999, NOW_MS + 136_080_000),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, AlertRule) else "",
)
def test_a_rule_fires_past_its_level_and_is_armed_again_five_percent_on_the_good_side(
    watched: AlertRule, good: Reading, on_level: Reading, past: Reading, nearly: int, armed: int
) -> None:
    assert firings(watched, [good, on_level, past, past, on_level, past]) == [2]
    assert firings(watched, [past]) == [0], "also at first sight"
    not_yet, again = replace(past, amount=nearly), replace(past, amount=armed)
    assert firings(watched, [past, not_yet, past]) == [0]
    assert firings(watched, [past, again, past]) == [0, 2]
    assert firings(watched, [past, not_yet, again, not_yet, past, past]) == [0, 4]


@pytest.mark.parametrize("level", [0, 1, CREDIT])
def test_every_balance_level_is_passed_where_nothing_is_left(level: int) -> None:
    watched = rule(AlertKind.BALANCE_BELOW, level)
    assert firings(watched, [Reading(0)]) == firings(watched, [Reading(-3)]) == [0]


def test_the_balance_level_of_zero_is_armed_again_above_zero() -> None:
    watched = rule(AlertKind.BALANCE_BELOW, 0)
    assert firings(watched, [Reading(1), Reading(0), Reading(0), Reading(-1), Reading(1), Reading(-1)]) == [1, 5]
    assert firings(watched, [Reading(0), Reading(0), Reading(0)]) == [0]


def test_the_lack_of_a_connection_fires_after_so_many_minutes_and_is_armed_when_live() -> None:
    minutes = [Reading(minute * MINUTE_MS) for minute in range(21)]
    assert firings(NOT_LIVE, [ALL_GOOD, *minutes]) == [11]
    assert firings(NOT_LIVE, [Reading(10 * MINUTE_MS - 1), *minutes[10:]]) == [1]
    assert firings(NOT_LIVE, [*minutes, Reading(0), *minutes]) == [10], "another attempt is no connection"
    assert firings(NOT_LIVE, [*minutes, ALL_GOOD, *minutes]) == [10, 32]


@pytest.mark.parametrize("watched", [DAYS, FRIDAY])
def test_credits_that_last_beyond_all_foresight_arm_and_none_at_all_fires(watched: AlertRule) -> None:
    empty = Reading(NOW_MS - 1)
    assert firings(watched, [ALL_GOOD, empty, empty, ALL_GOOD, empty]) == [1, 4]


@pytest.mark.parametrize(
    ("watched", "reading", "value"),
    [
        (BALANCE, Reading(-42), -42),
        (SPEND, summed(17), 17),
        (DAYS, in_days(3.9), 3),
        (DAYS, in_days(-1), 0),
        (DAYS, ALL_GOOD, None),
        (FRIDAY, in_days(2), NOW_MS + 2 * DAY_MS),
        (ERRORS, Reading(3), 750),
        (replace(ERRORS, over_requests=3), Reading(1), 3_334),
        (NOT_LIVE, Reading(119_999), 1),
        (NOT_LIVE, ALL_GOOD, 0),
        (NOT_LIVE, NOTHING_KNOWN, None),
    ],
)
def test_a_figure_is_shown_in_the_unit_of_the_level(watched: AlertRule, reading: Reading, value: int | None) -> None:
    assert value_of(watched, reading, NOW_MS) == value


# Noise.


def crossings(samples: Sequence[int], level: int, *, below: bool) -> int:
    """How often a level is crossed, in plain words and with fractions."""
    limit = Fraction(level)
    count, armed = 0, True
    for sample in samples:
        gone_past = sample < limit if below else sample > limit
        recovered = sample >= limit * Fraction(105, 100) if below else sample <= limit * Fraction(95, 100)
        if armed and gone_past:
            count, armed = count + 1, False
        elif recovered:
            armed = True
    return count


@pytest.mark.parametrize(("watched", "below"), [(BALANCE, True), (SPEND, False)])
def test_ten_thousand_noisy_samples_fire_as_often_as_the_level_is_crossed(watched: AlertRule, below: bool) -> None:
    generator = random.Random(7)
    for spread in (0.001, 0.02, 0.049, 0.06, 0.2, 0.5):
        samples = [round(watched.level * (1 + generator.gauss(0, spread))) for _ in range(10_000)]
        found = firings(watched, [Reading(sample, period_ms=TODAY_MS) for sample in samples])
        assert len(found) == crossings(samples, watched.level, below=below)


def test_noise_within_five_percent_fires_once_and_each_planted_recovery_once_more() -> None:
    generator = random.Random(8)
    samples = [round(BALANCE.level * generator.uniform(0.951, 1.049)) for _ in range(10_000)]
    assert len(firings(BALANCE, [Reading(sample) for sample in samples])) == 1
    for place in range(100, 10_000, 270):
        samples[place : place + 2] = [round(BALANCE.level * 1.06), BALANCE.level - 1]
    assert len(firings(BALANCE, [Reading(sample) for sample in samples])) == 1 + len(range(100, 10_000, 270))


ANY_RULE = st.builds(
    AlertRule,
    id=st.just("a"),
    kind=st.sampled_from([kind for kind in AlertKind if kind is not AlertKind.UNUSUAL_HOUR]),
    level=st.integers(0, 6),
    over_requests=st.integers(1, 5),
)
ANY_AMOUNT = st.one_of(st.integers(-3, 12), st.integers(NOW_MS - DAY_MS, NOW_MS + 9 * DAY_MS))
ANY_READING = st.one_of(
    st.just(NOTHING_KNOWN),
    st.just(ALL_GOOD),
    st.builds(Reading, ANY_AMOUNT, period_ms=st.sampled_from([TODAY_MS, TODAY_MS + DAY_MS])),
)
ANY_STANDING = st.builds(
    Standing,
    phase=st.sampled_from([UNKNOWN, ARMED, FIRED]),
    period_ms=st.sampled_from([None, TODAY_MS, TODAY_MS + DAY_MS]),
    snoozed_until_ms=st.sampled_from([None, NOW_MS - 1, NOW_MS + 1]),
    again=st.booleans(),
)


@given(ANY_RULE, st.lists(ANY_READING, max_size=30), st.lists(st.integers(0, 10**9), min_size=30, max_size=30))
def test_a_rule_never_fires_twice_without_being_armed_between(
    watched: AlertRule, readings: list[Reading], waits_ms: list[int]
) -> None:
    standing, now_ms = Standing(), NOW_MS
    for reading, wait_ms in zip(readings, waits_ms, strict=False):
        now_ms += wait_ms
        before = standing
        standing, fired, _ = step(watched, before, reading, now_ms)
        new_period = standing.period_ms != before.period_ms
        assert not (fired and before.phase is FIRED and not new_period)
        assert not (before.phase is not FIRED and standing.phase is FIRED and not fired)


@given(ANY_RULE, ANY_STANDING, ANY_READING)
def test_what_is_unknown_or_off_changes_nothing_and_a_snoozed_rule_never_fires(
    watched: AlertRule, standing: Standing, reading: Reading
) -> None:
    assert step(watched, standing, NOTHING_KNOWN, NOW_MS) == (standing, False, ())
    assert step(replace(watched, enabled=False), standing, reading, NOW_MS) == (standing, False, ())
    if standing.snoozed_at(NOW_MS):
        assert not step(watched, standing, reading, NOW_MS).fired


@given(ANY_RULE, ANY_STANDING, ANY_READING)
def test_the_same_figure_twice_says_nothing_new(watched: AlertRule, standing: Standing, reading: Reading) -> None:
    once = step(watched, standing, reading, NOW_MS)
    assert step(watched, once.standing, reading, NOW_MS) == (once.standing, False, ())


# Periods.


def test_a_sum_is_armed_again_with_the_next_day_or_month() -> None:
    tomorrow_ms = TODAY_MS + DAY_MS
    assert firings(SPEND, [summed(2_000), summed(3_000), summed(2_000, tomorrow_ms)]) == [0, 2]
    assert firings(SPEND, [summed(2_000), summed(1_000, tomorrow_ms), summed(1_001, tomorrow_ms)]) == [0, 2]
    assert firings(SPEND, [summed(2_000), NOTHING_KNOWN, summed(2_001)]) == [0]


def test_a_clock_that_is_put_back_begins_no_new_day() -> None:
    tomorrow_ms = TODAY_MS + DAY_MS
    assert firings(SPEND, [summed(2_000, tomorrow_ms), summed(2_000), summed(2_000, tomorrow_ms)]) == [0]
    wrong_ms = TODAY_MS + 400 * DAY_MS
    assert firings(SPEND, [summed(2_000, wrong_ms), summed(2_000)]) == [0, 1]


def test_the_weekday_is_the_next_one_that_has_not_begun() -> None:
    assert deadline_ms(4, NOW_MS) == utc_ms("2026-11-27T00:00")
    assert deadline_ms(3, NOW_MS) == utc_ms("2026-11-26T00:00")
    assert deadline_ms(2, NOW_MS) == utc_ms("2026-12-02T00:00")
    assert deadline_ms(4, utc_ms("2026-11-27T00:00")) == utc_ms("2026-12-04T00:00")
    assert deadline_ms(4, utc_ms("2026-11-27T00:00") - 1) == utc_ms("2026-11-27T00:00")


def test_a_weekday_is_armed_again_once_it_has_begun() -> None:
    gone = in_days(1)
    fired = step(FRIDAY, Standing(), gone, NOW_MS)
    assert fired.fired
    assert not step(FRIDAY, fired.standing, gone, NOW_MS + HOUR_MS).fired
    assert step(FRIDAY, fired.standing, gone, utc_ms("2026-11-27T00:00")).fired


def test_days_and_months_are_those_of_utc() -> None:
    first_ms = utc_ms("2026-12-01T00:00")
    today, month = period_days(AlertPeriod.TODAY, first_ms - 1), period_days(AlertPeriod.THIS_MONTH, first_ms - 1)
    assert [day.isoformat() for day in (*today, *month)] == ["2026-11-30", "2026-11-30", "2026-11-01", "2026-11-30"]
    assert [day.isoformat() for day in period_days(AlertPeriod.THIS_MONTH, first_ms)] == ["2026-12-01", "2026-12-01"]


# Unusual hours.


def unusual(from_hour: int, hours: int = 1, metric: AnomalyMetric = AnomalyMetric.COST) -> Anomaly:
    """An anomaly that began so many hours after now."""
    begin_ms = NOW_MS + from_hour * HOUR_MS
    return Anomaly(metric, begin_ms, begin_ms + hours * HOUR_MS, 9, 3)


def seen(*anomalies: Anomaly) -> Reading:
    """What was found."""
    return Reading(anomalies=anomalies)


def test_an_unusual_hour_is_told_once_while_it_is_recent() -> None:
    first, grown = unusual(0), replace(unusual(0, 3), key_id="key_1")
    standing, fired, found = step(UNUSUAL, Standing(), seen(unusual(-9), first), NOW_MS)
    assert (standing.phase, fired, found) == (FIRED, True, (first,))
    standing, fired, _ = step(UNUSUAL, standing, seen(grown), NOW_MS + 2 * HOUR_MS)
    assert (standing.phase, fired) == (FIRED, False), "it grew, and it became clear whose it is"
    assert standing.told == (UnusualHours(AnomalyMetric.COST, NOW_MS, NOW_MS + 3 * HOUR_MS),)
    other = unusual(1, metric=AnomalyMetric.ERROR_RATE)
    standing, fired, found = step(UNUSUAL, standing, seen(grown, other), NOW_MS + 2 * HOUR_MS)
    assert (standing.phase, fired, found) == (FIRED, True, (other,))
    standing, fired, _ = step(UNUSUAL, standing, seen(grown, other), NOW_MS + 6 * HOUR_MS)
    assert (standing.phase, fired) == (ARMED, False)
    assert step(UNUSUAL, standing, seen(grown, unusual(5)), NOW_MS + 6 * HOUR_MS).fired
    assert step(UNUSUAL, standing, NOTHING_KNOWN, NOW_MS + 6 * HOUR_MS) == (standing, False, ())


def test_an_unusual_hour_that_is_not_found_for_a_while_is_no_news_when_it_is_found_again() -> None:
    standing = step(UNUSUAL, Standing(), seen(unusual(-1)), NOW_MS).standing
    standing = step(UNUSUAL, standing, seen(), NOW_MS + HOUR_MS).standing
    assert standing.phase is ARMED
    assert not step(UNUSUAL, standing, seen(unusual(-1)), NOW_MS + 2 * HOUR_MS).fired
    assert step(UNUSUAL, standing, seen(), NOW_MS + 3 * DAY_MS).standing.told == ()


def test_a_snoozed_rule_tells_of_unusual_hours_that_are_still_recent_after_it() -> None:
    standing = Standing(snoozed_until_ms=NOW_MS + HOUR_MS)
    standing, fired, _ = step(UNUSUAL, standing, seen(unusual(0)), NOW_MS)
    assert not fired
    standing, fired, _ = step(UNUSUAL, standing, seen(unusual(0)), NOW_MS + HOUR_MS)
    assert fired
    assert not step(UNUSUAL, standing, seen(unusual(0)), NOW_MS + HOUR_MS).fired


# Quiet hours.


@pytest.mark.parametrize(
    ("hours", "quiet", "heard"),
    [
        (QuietHours(22 * 60, 7 * 60), ["22:00", "23:59", "00:00", "06:59"], ["07:00", "12:00", "21:59"]),
        (QuietHours(60, 120), ["01:00", "01:59"], ["00:59", "02:00"]),
        (QuietHours(600, 600), ["00:00", "09:59", "10:00", "23:59"], []),
    ],
)
def test_quiet_hours_go_by_the_clock_of_the_time_zone(hours: QuietHours, quiet: list[str], heard: list[str]) -> None:
    for clock in (*quiet, *heard):
        for zone, day, shift_ms in (("UTC", "2026-11-25", 0), ("Europe/Berlin", "2026-07-01", 2 * HOUR_MS)):
            assert is_quiet(hours, zone, utc_ms(f"{day}T{clock}") - shift_ms) is (clock in quiet)
    assert not is_quiet(None, "UTC", NOW_MS)


def test_quiet_hours_last_until_the_clock_says_so() -> None:
    hours = QuietHours(22 * 60, 7 * 60)
    assert quiet_left_ms(hours, "UTC", utc_ms("2026-11-25T06:59:30")) == 30_000
    assert quiet_left_ms(hours, "UTC", utc_ms("2026-11-25T22:00")) == 9 * HOUR_MS
    assert quiet_left_ms(hours, "Asia/Kathmandu", utc_ms("2026-11-25T18:00")) == 7 * HOUR_MS + 15 * MINUTE_MS


# The book.


class Watched:
    """A book, what is known of its rules, and what they tell as time goes on."""

    def __init__(self, *rules: AlertRule) -> None:
        self.book = AlertBook(tuple(map(KeptRule, rules or DEFAULT_RULES)))
        self.now_ms = NOW_MS

    def sees(self, *amounts: int | None, hush: Hush = HEARD) -> list[tuple[int, bool]]:
        """The levels that are told, in hundredths of a credit, and whether quietly, after each of some balances."""
        told: list[AlertFired] = []
        for amount in amounts:
            reading = NOTHING_KNOWN if amount is None else Reading(amount * CREDIT // 100)
            readings = {kept.rule: reading for kept in self.book.rules}
            self.book, fired = advance(self.book, readings, self.now_ms, hush)
            told += fired
        return [(each.alert.rule.level * 100 // CREDIT, each.quiet) for each in told]

    @property
    def logged(self) -> list[int]:
        """The levels in the log, oldest first, in hundredths of a credit."""
        return [line.rule.level * 100 // CREDIT for line in reversed(self.book.log)]


def test_a_fall_through_several_balance_levels_tells_the_lowest_and_logs_all() -> None:
    watched = Watched()
    assert watched.sees(20_00) == []
    assert watched.sees(50) == [(1_00, False)]
    assert watched.logged == [10_00, 5_00, 1_00]
    assert [line.id for line in watched.book.log] == [3, 2, 1]
    assert watched.sees(50, 0) == [(0, False)]
    assert {line.value for line in watched.book.log} == {CREDIT // 2, 0}
    assert [line.rule.severity for line in watched.book.log][:2] == [Severity.CRITICAL, Severity.CRITICAL]


def test_several_rules_of_one_kind_are_each_told_for_themselves() -> None:
    rules = SPEND, replace(SPEND, id="b", key_id="key_1"), replace(SPEND, id="c", model="gpt-4o")
    book = AlertBook(tuple(map(KeptRule, rules)))
    _, told = advance(book, {rules[0]: summed(9_000), rules[1]: summed(9), rules[2]: summed(1_001)}, NOW_MS, HEARD)
    assert [fired.alert.rule for fired in told] == [rules[0], rules[2]]


def test_what_fired_in_quiet_hours_is_told_once_after_them_if_it_still_holds() -> None:
    watched = Watched()
    assert watched.sees(9_00, 4_00, 3_00, hush=QUIET) == [(10_00, True), (5_00, True)]
    assert watched.sees(None) == []
    assert watched.sees(3_00) == [(5_00, False)], "of several levels the lowest"
    assert watched.sees(3_00, 2_00) == []

    watched = Watched()
    assert watched.sees(9_00, 4_00, hush=QUIET) == [(10_00, True), (5_00, True)]
    assert watched.sees(7_00) == [(10_00, False)], "the lower one is armed again"

    watched = Watched()
    assert watched.sees(9_00, hush=QUIET) == [(10_00, True)]
    assert watched.sees(50) == [(1_00, False)], "what fires now is lower still"
    assert watched.sees(50) == []


def test_of_levels_that_fired_one_after_the_other_in_quiet_hours_the_lowest_is_told() -> None:
    watched = Watched(BALANCE)
    watched.sees(4_00, hush=QUIET)
    watched.book = watched.book.with_rule(DEFAULT_RULES[0])
    assert watched.sees(3_00, hush=QUIET) == [(10_00, True)]
    assert watched.sees(2_00, 1_00) == [(5_00, False)]


def test_what_is_snoozed_when_quiet_hours_end_is_told_after_its_snooze() -> None:
    watched = Watched(BALANCE)
    watched.sees(4_00, hush=QUIET)
    watched.book = watched.book.snoozed(BALANCE.id, NOW_MS + HOUR_MS, NOW_MS)
    assert watched.sees(4_00, 3_00) == []
    watched.now_ms += HOUR_MS
    assert watched.sees(3_00, 3_00) == [(5_00, False)]


def test_what_was_read_or_paused_meanwhile_is_not_told_after_quiet_hours() -> None:
    watched = Watched()
    watched.sees(9_00, hush=QUIET)
    watched.book = watched.book.with_read(None)
    assert watched.sees(9_00) == []

    watched = Watched()
    assert watched.sees(9_00, hush=PAUSED) == [(10_00, True)]
    assert watched.sees(9_00) == []

    watched = Watched()
    watched.sees(9_00, hush=QUIET)
    assert watched.sees(9_00, hush=PAUSED) == []
    assert watched.sees(9_00) == []

    watched = Watched()
    assert watched.sees(9_00, hush=Hush(quiet_hours=True, paused=True)) == [(10_00, True)]
    assert watched.sees(9_00) == []


def test_a_snoozed_rule_is_told_once_after_it_if_it_is_still_past_its_level() -> None:
    snoozed = BALANCE
    watched = Watched(snoozed)
    assert watched.sees(4_00) == [(5_00, False)]
    watched.book = watched.book.snoozed(snoozed.id, NOW_MS + HOUR_MS, NOW_MS)
    assert watched.sees(4_00, 20_00, 3_00, 2_00) == []
    assert watched.logged == [5_00]
    watched.now_ms += HOUR_MS
    assert watched.sees(2_00, 2_00, 1_00) == [(5_00, False)]
    assert watched.logged == [5_00, 5_00]

    watched.book = watched.book.snoozed(snoozed.id, watched.now_ms + HOUR_MS, watched.now_ms)
    watched.now_ms += HOUR_MS
    assert watched.sees(None, 5_10, 4_00) == [], "it was not past its level, and not armed again"
    assert watched.sees(6_00, 4_00) == [(5_00, False)]

    watched.book = watched.book.snoozed(snoozed.id, watched.now_ms + HOUR_MS, watched.now_ms)
    watched.now_ms += HOUR_MS
    assert watched.sees(6_00, 6_00) == []


def test_a_snooze_can_be_ended_and_one_that_never_was_can_not() -> None:
    watched = Watched(BALANCE)
    assert watched.sees(4_00) == [(5_00, False)]
    watched.book = watched.book.snoozed(BALANCE.id, None, NOW_MS)
    assert watched.sees(4_00) == []
    watched.book = watched.book.snoozed(BALANCE.id, NOW_MS + DAY_MS, NOW_MS)
    assert watched.book.shown({}, NOW_MS).states[0].snoozed_until_ms == NOW_MS + DAY_MS
    watched.book = watched.book.snoozed(BALANCE.id, None, NOW_MS)
    assert watched.book.shown({}, NOW_MS).states[0].snoozed_until_ms is None
    assert watched.sees(4_00, 4_00) == [(5_00, False)]


def test_a_rule_whose_level_changes_is_seen_for_the_first_time() -> None:
    watched = Watched(BALANCE)
    assert watched.sees(4_00) == [(5_00, False)]
    watched.book = watched.book.with_rule(replace(BALANCE, severity=Severity.CRITICAL))
    assert watched.sees(4_00) == [], "how much it matters is no other crossing"
    watched.book = watched.book.with_rule(replace(BALANCE, level=5 * CREDIT + CREDIT // 100))
    assert watched.sees(4_00, 4_00) == [(5_01, False)]


def test_the_log_keeps_the_newest_thousand_lines() -> None:
    watched = Watched(BALANCE)
    for _ in range(LOG_LINES + 7):
        watched.sees(9_00, 4_00)
    assert len(watched.book.log) == LOG_LINES
    assert watched.book.dropped == 7
    assert [watched.book.log[place].id for place in (0, -1)] == [LOG_LINES + 7, 8]


def test_all_unusual_hours_are_logged_and_the_newest_is_told() -> None:
    found = (
        replace(unusual(-2, 1, AnomalyMetric.ERROR_RATE), status=500),
        unusual(-1),
        unusual(-1, 1, AnomalyMetric.REQUESTS),
    )
    book, told = advance(AlertBook((KeptRule(UNUSUAL),)), {UNUSUAL: seen(*found)}, NOW_MS, HEARD)
    assert [line.detail for line in book.log] == ["cost - -", "requests - -", "errorRate - 500"]
    assert [fired.alert for fired in told] == [book.log[0]]


def test_a_rule_is_shown_as_it_stands() -> None:
    off = replace(SPEND, enabled=False)
    book = AlertBook(tuple(map(KeptRule, (BALANCE, NOT_LIVE, off, DAYS))))
    readings = {BALANCE: Reading(CREDIT), NOT_LIVE: ALL_GOOD}
    book, _ = advance(book, readings, NOW_MS, HEARD)
    states = book.shown(readings, NOW_MS).states
    assert [state.phase for state in states] == [FIRED, ARMED, RulePhase.OFF, UNKNOWN]
    assert [state.value for state in states] == [CREDIT, 0, None, None]
    states = book.shown({}, NOW_MS).states
    assert [state.phase for state in states] == [FIRED, UNKNOWN, RulePhase.OFF, UNKNOWN]


@pytest.mark.parametrize(
    "impossible",
    [
        replace(BALANCE, level=-1),
        replace(FRIDAY, level=7),
        replace(NOT_LIVE, level=0),
        replace(DAYS, level=0),
        replace(ERRORS, level=10_001),
        replace(ERRORS, over_requests=0),
        replace(SPEND, key_id=""),
        replace(SPEND, model="x" * 1_001),
    ],
)
def test_a_rule_that_no_page_can_make_is_refused(impossible: AlertRule) -> None:
    with pytest.raises(ValueError, match=" "):
        check_rule(impossible)
