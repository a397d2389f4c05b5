"""Anomalies: planted bursts and silences are found and named, ordinary noise and nonsense are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from binom_desktop.domain import Anomaly, AnomalyMetric, UsageItem
from binom_desktop.services.anomalies import HOUR_MS, HOURS_A_WEEK, anomalies

START_MS = 1_767_225_600_000
WEEKS = 10
HOURS = WEEKS * HOURS_A_WEEK
BURST = 8 * HOURS_A_WEEK + 59
COST_NANO = 3_000_000

Usual = Callable[[int], float]
Place = tuple[int, str, int]
Sums = dict[Place, tuple[int, int]]


def weekly(hour: int) -> float:
    """Requests of a key in an hour: busy by day, less at weekends."""
    by_day = 40.0 if 8 <= hour % 24 < 18 else 8.0
    return by_day * (1.0 if hour // 24 % 7 < 5 else 0.4)


def made(usual: Usual = weekly, *, hours: int = HOURS, keys: Sequence[str] = ("a", "b"), seed: int = 2) -> Sums:
    """Requests and cost by hour, key and status of an account with Poisson noise, of which 1 % fail."""
    generator = np.random.default_rng(seed)
    sums: Sums = {}
    for hour in range(hours):
        for key in keys:
            count = int(generator.poisson(usual(hour)))
            failed = int(generator.binomial(count, 0.01))
            cost = int(generator.gamma(2 * (count - failed), COST_NANO / 2)) if count > failed else 0
            sums[hour, key, 200] = (count - failed, cost)
            sums[hour, key, 429] = (failed, 0)
    return sums


def add(sums: Sums, hour: int, key: str, status: int, *, requests: int = 0, cost_nano: int = 0) -> None:
    """Put more requests, or their cost, into an hour."""
    before = sums.get((hour, key, status), (0, 0))
    sums[hour, key, status] = (before[0] + requests, before[1] + cost_nano)


def items_of(sums: Sums) -> list[UsageItem]:
    """What usage grouped by hour, key and status answers."""
    return [
        UsageItem(
            requests=requests,
            errors=requests if status >= 400 else 0,
            input_tokens=0,
            output_tokens=0,
            cost_nano=cost_nano,
            hour_ms=START_MS + hour * HOUR_MS,
            key=key,
            status=status,
        )
        for (hour, key, status), (requests, cost_nano) in sums.items()
        if requests
    ]


def found(sums: Sums, hours: int = HOURS) -> list[Anomaly]:
    return list(anomalies(items_of(sums), START_MS, hours))


def hours_of(anomaly: Anomaly) -> tuple[int, int]:
    """First hour and the one after the last."""
    return (anomaly.from_ms - START_MS) // HOUR_MS, (anomaly.to_ms - START_MS) // HOUR_MS


def test_an_ordinary_account_has_next_to_none() -> None:
    assert found(made()) == []
    # Eleven months of six accounts: rare chance alarms are to be expected.
    assert sum(len(found(made(seed=seed))) for seed in range(10, 16)) <= 3


def test_a_burst_of_cost_is_found_with_its_hour_its_key_and_its_exact_sum() -> None:
    sums = made()
    add(sums, BURST, "b", 200, cost_nano=10**9 + 1)
    [anomaly] = found(sums)
    assert anomaly.metric is AnomalyMetric.COST
    assert hours_of(anomaly) == (BURST, BURST + 1)
    assert (anomaly.key_id, anomaly.status) == ("b", None)
    assert anomaly.value == sum(cost for (hour, _, _), (_, cost) in sums.items() if hour == BURST)
    assert anomaly.usual == pytest.approx(2 * weekly(BURST) * COST_NANO, rel=0.25)


def test_neighbouring_hours_of_one_figure_are_one_anomaly() -> None:
    sums = made()
    for hour in range(BURST, BURST + 3):
        add(sums, hour, "a", 200, requests=300)
    [anomaly] = found(sums)
    assert anomaly.metric is AnomalyMetric.REQUESTS
    assert hours_of(anomaly) == (BURST, BURST + 3)
    assert anomaly.key_id == "a"
    assert anomaly.value == sum(count for (hour, _, _), (count, _) in sums.items() if BURST <= hour < BURST + 3)
    assert anomaly.usual == pytest.approx(sum(2 * weekly(hour) for hour in range(BURST, BURST + 3)), rel=0.25)


def test_a_burst_that_all_keys_share_names_none() -> None:
    sums = made()
    for key in ("a", "b"):
        add(sums, BURST, key, 200, requests=150)
    [anomaly] = found(sums)
    assert (anomaly.metric, anomaly.key_id) == (AnomalyMetric.REQUESTS, None)


def test_a_key_that_is_always_busy_is_not_named_for_another_ones_burst() -> None:
    sums = made(lambda hour: 50 * weekly(hour) / 8, keys=["busy"])
    add(sums, BURST, "new", 200, requests=600)
    anomaly = next(anomaly for anomaly in found(sums) if anomaly.metric is AnomalyMetric.REQUESTS)
    assert hours_of(anomaly) == (BURST, BURST + 1)
    assert anomaly.key_id == "new"


def test_failures_are_found_with_their_key_and_status() -> None:
    sums = made()
    for hour in (BURST, BURST + 1):
        requests, cost = sums[hour, "a", 200]
        sums[hour, "a", 200] = (requests // 5, cost // 5)
        add(sums, hour, "a", 503, requests=requests - requests // 5)
        add(sums, hour, "b", 429, requests=2)
    [anomaly] = found(sums)
    assert anomaly.metric is AnomalyMetric.ERROR_RATE
    assert hours_of(anomaly) == (BURST, BURST + 2)
    assert (anomaly.key_id, anomaly.status) == ("a", 503)
    these = [(status, count) for (hour, _, status), (count, _) in sums.items() if hour in (BURST, BURST + 1)]
    failed = sum(count for status, count in these if status >= 400)
    assert anomaly.value == round(1000 * failed / sum(count for _, count in these))
    assert 0 <= anomaly.usual <= 30


def test_failures_of_several_statuses_name_none() -> None:
    sums = made()
    for status in (500, 502, 503):
        add(sums, BURST, "a", status, requests=20)
    anomaly = next(anomaly for anomaly in found(sums) if anomaly.metric is AnomalyMetric.ERROR_RATE)
    assert (anomaly.key_id, anomaly.status) == ("a", None)


def test_failures_of_a_few_requests_say_nothing() -> None:
    sums = made(lambda _: 0.4)
    for hour in range(BURST, BURST + 200, 20):
        add(sums, hour, "a", 200, requests=1)
        add(sums, hour, "a", 500, requests=1)
    assert AnomalyMetric.ERROR_RATE not in {anomaly.metric for anomaly in found(sums)}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("rate", [0.05, 0.5, 2.0, 5.0])
def test_noise_of_small_counts_is_none(rate: float, seed: int) -> None:
    sums = {place: (count, count * COST_NANO) for place, (count, _) in made(lambda _: rate, seed=seed).items()}
    assert found(sums) == []


def test_a_busy_hour_of_every_week_and_one_that_comes_an_hour_late_are_ordinary() -> None:
    late = BURST // HOURS_A_WEEK

    def job(hour: int) -> float:
        return 10.0 + 200.0 * (hour % HOURS_A_WEEK == 60 + (hour // HOURS_A_WEEK == late))

    assert found(made(job)) == []


def test_growth_is_none() -> None:
    assert found(made(lambda hour: weekly(hour) * (1 + 3 * hour / HOURS))) == []


def test_silence_of_several_hours_of_steady_traffic_is_found() -> None:
    sums = {place: value for place, value in made().items() if not BURST <= place[0] < BURST + 5}
    [anomaly] = found(sums)
    assert anomaly.metric is AnomalyMetric.REQUESTS
    assert hours_of(anomaly) == (BURST, BURST + 5)
    assert (anomaly.value, anomaly.key_id) == (0, None)
    assert anomaly.usual == pytest.approx(sum(2 * weekly(hour) for hour in range(BURST, BURST + 5)), rel=0.25)


def test_the_last_hour_which_may_still_be_running_is_not_silent() -> None:
    sums = {place: value for place, value in made().items() if place[0] < BURST}
    assert found(sums, BURST + 3) == []
    assert [hours_of(anomaly) for anomaly in found(sums, BURST + 4)] == [(BURST, BURST + 3)]


def test_a_young_history_says_nothing_even_in_a_long_range() -> None:
    sums = made(hours=2 * HOURS_A_WEEK)
    add(sums, 2 * HOURS_A_WEEK - 3, "a", 500, requests=5000, cost_nano=10**12)
    assert found(sums, 2 * HOURS_A_WEEK) == []
    shift_ms = 8 * HOURS_A_WEEK * HOUR_MS
    later = [replace(item, hour_ms=(item.hour_ms or 0) + shift_ms) for item in items_of(sums)]
    assert anomalies(later, START_MS, HOURS) == ()


def test_what_comes_later_does_not_change_what_was_said() -> None:
    sums = made()
    add(sums, BURST, "a", 200, requests=400, cost_nano=10**9)
    before = found({place: value for place, value in sums.items() if place[0] <= BURST + 5}, BURST + 6)
    assert [hours_of(anomaly) for anomaly in before] == [(BURST, BURST + 1)] * 2
    assert found(sums) == before


def test_the_order_of_items_does_not_matter_and_answers_repeat() -> None:
    sums = made()
    add(sums, BURST, "a", 503, requests=400)
    add(sums, BURST + 40, "b", 200, cost_nano=10**10)
    items = items_of(sums)
    answer = anomalies(items, START_MS, HOURS)
    assert {anomaly.metric for anomaly in answer} == set(AnomalyMetric)
    assert list(answer) == sorted(answer, key=lambda anomaly: anomaly.from_ms)
    assert anomalies(items, START_MS, HOURS) == answer
    random.Random(3).shuffle(items)
    assert anomalies(items, START_MS, HOURS) == answer


def test_items_outside_of_the_range_are_left_out() -> None:
    sums = made()
    outside = [
        replace(items_of(sums)[0], hour_ms=hour_ms, requests=10**6)
        for hour_ms in (None, START_MS - HOUR_MS, START_MS + HOURS * HOUR_MS, -(10**30), 10**30)
    ]
    assert anomalies([*outside, *items_of(sums), *outside], START_MS, HOURS) == ()


def test_sums_are_exact_beyond_what_floats_and_64_bits_hold() -> None:
    sums = made()
    for status in range(200, 220):
        add(sums, BURST, "a", status, requests=1, cost_nano=10**18 + 1)
    add(sums, BURST + 1, "a", 200, cost_nano=10**40 + 1)
    [anomaly] = [anomaly for anomaly in found(sums) if anomaly.metric is AnomalyMetric.COST]
    assert hours_of(anomaly) == (BURST, BURST + 2)
    assert anomaly.value == sum(cost for (hour, _, _), (_, cost) in sums.items() if BURST <= hour < BURST + 2)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [0, 1, -1, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**40, -(10**40)])
def test_hostile_figures_do_no_harm(value: int) -> None:
    sums = made(hours=4 * HOURS_A_WEEK)
    items = items_of(sums)
    hostile = UsageItem(value, value, 0, 0, value, hour_ms=START_MS + 500 * HOUR_MS, key=None, status=None)
    for several in ([hostile], [hostile] * 1000, [*items, hostile], [replace(item, requests=value) for item in items]):
        for anomaly in anomalies(several, START_MS, 4 * HOURS_A_WEEK):
            assert START_MS <= anomaly.from_ms < anomaly.to_ms <= START_MS + 4 * HOURS_A_WEEK * HOUR_MS
            assert all(type(figure) is int and figure >= 0 for figure in (anomaly.value, anomaly.usual))
    constant = [replace(item, requests=abs(value), errors=value, cost_nano=value) for item in items]
    assert all(anomaly.value >= 0 for anomaly in anomalies(constant, START_MS, 4 * HOURS_A_WEEK))


@pytest.mark.filterwarnings("error")
def test_hostile_ranges_do_no_harm() -> None:
    items = items_of(made(hours=3 * HOURS_A_WEEK))
    assert anomalies([], START_MS, HOURS) == ()
    for first_ms in (0, START_MS, -(10**17), 10**17, 10**30, -(10**30), START_MS + 1):
        for hours in (-1, 0, 1, 337, 10**6, 10**15, 10**30):
            assert isinstance(anomalies(items, first_ms, hours), tuple)
    apart = [replace(items[0], hour_ms=0), replace(items[0], hour_ms=10**16)]
    assert anomalies(apart, 0, 10**13) == ()


@pytest.mark.filterwarnings("error")
def test_one_key_and_everything_in_one_hour_is_no_history_to_judge_by() -> None:
    item = UsageItem(10**6, 10**6, 0, 0, 10**18, hour_ms=START_MS, key="a", status=500)
    assert anomalies([item] * 500, START_MS, HOURS) == ()
    answer = anomalies(
        [replace(item, requests=1, errors=0), replace(item, hour_ms=START_MS + 1000 * HOUR_MS)], START_MS, HOURS
    )
    assert {anomaly.key_id for anomaly in answer} == {"a"}
    # Its cost is what one request cost before.
    assert [(anomaly.value, anomaly.usual) for anomaly in answer] == [(10**6, 0), (1000, 0)]
