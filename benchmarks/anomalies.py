"""Anomalies by ``services.anomalies`` against three standard deviations over all hours: recall, false alarms, time.

A backtest: bursts of cost and requests (five times the usual for one to three hours, from one key) and of failures
(40 % of all requests) are planted at random hours into the sandbox's own world and into synthetic series, about one
in three weeks, each kind into a copy of its own. Recall counts the bursts that a person would call one: cost and
requests where an hour is twice as high as all of the same hours of the week, and of those beside, in four weeks on
either side (and 2 cents or 10 requests at least); failures where a third of an hour's ten or more requests failed. In
the series whose own batches come at random, a burst is five times a batch. False alarms are what is found without
plants, a month of 30 days, all kinds together; the failures that the sandbox makes in slots of 40 minutes are no
false ones. Times are of the processor.

Prints ``name  ours  baseline  ratio  limit``. The thresholds were chosen on the seeds of ``--tune``; the others report.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from binom_desktop.domain import AnomalyMetric, UsageItem
from binom_desktop.sandbox.store import Store
from binom_desktop.sandbox.traffic import draw_statuses
from binom_desktop.sandbox.world import create_world
from binom_desktop.services.anomalies import HOUR_MS, HOURS_A_WEEK, LEAST_WEEKS, anomalies, found_in, read_hours

_START_MS: Final = 1_767_225_600_000
_NOW_MS: Final = 1_793_493_000_000
_HOURS: Final = 26 * HOURS_A_WEEK
_HOURS_A_MONTH: Final = 30 * 24
_JUDGED_FROM: Final = LEAST_WEEKS * HOURS_A_WEEK
_SPACING: Final = 3 * HOURS_A_WEEK
_SHARES: Final = (0.6, 0.3, 0.1)
_MEAN_COST_NANO: Final = 3_000_000
_BURST: Final = 5
_FAILING: Final = 0.4
_SLOT_MS: Final = 10 * 60_000
_TUNING_SEEDS: Final = (1, 2, 3, 11, 12, 13)
_REPORT_SEEDS: Final = (21, 22, 23)
_DAY_SHAPE: Final = (
    np.array([3, 2, 2, 2, 3, 5, 12, 30, 60, 85, 95, 100, 75, 85, 100, 95, 80, 55, 35, 25, 18, 12, 8, 5]) / 100
)

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Found = tuple[AnomalyMetric, int, int]
Detector = Callable[["Series"], list[Found]]


class Series(Struct, frozen=True):
    """An account by hour and key: requests, failed ones with their status, cost in nano-credits.

    ``expected`` are the requests, and ``expected_nano`` the cost, that an hour usually has; ``broken`` are hours in
    which the world itself lets requests fail.
    """

    name: str
    requests: Integers
    failed: Integers
    cost_nano: Integers
    expected: Floats
    expected_nano: Floats
    broken: NDArray[np.bool_]
    failed_status: int = 429

    def __len__(self) -> int:
        return len(self.requests)

    def items(self) -> list[UsageItem]:
        """What /v1/usage answers by hour, key and status."""
        items = []
        for hour, key in zip(*(places.tolist() for places in np.nonzero(self.requests)), strict=True):
            made, failed = int(self.requests[hour, key]), int(self.failed[hour, key])
            named = UsageItem(
                made - failed, 0, 0, 0, int(self.cost_nano[hour, key]), hour_ms=_START_MS + hour * HOUR_MS
            )
            named = replace(named, key=f"key_{key}", status=200)
            if made > failed or named.cost_nano:
                items.append(replace(named, requests=max(1, made - failed)))
            if failed:
                items.append(replace(named, requests=failed, errors=failed, cost_nano=0, status=self.failed_status))
        return items


@dataclass(frozen=True, slots=True)
class Plant:
    """A planted burst, from hour ``first`` to ``last``, and whether a person would call it one."""

    first: int
    last: int
    visible: bool


# Series.


def sandbox_world(seed: int, history: int) -> Series:
    """The sandbox's world, as its database has it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "world.sqlite3", clock=lambda: _NOW_MS)
        store.open()
        create_world(store, seed=seed, history=history, empty=False)
        rows = store.database.execute(
            f"SELECT timestamp / {HOUR_MS}, key_id, COUNT(*), SUM(status >= 400), SUM(cost) FROM requests GROUP BY 1, 2"
        ).fetchall()
        store.close()
    hours = np.array([row[0] for row in rows])
    names = sorted({row[1] for row in rows})
    keys = np.array([names.index(row[1]) for row in rows])
    first, shape = int(hours.min()), (int(hours.max() - hours.min()) + 1, len(names))
    requests, failed, cost = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for column, array in enumerate((requests, failed, cost), start=2):
        array[hours - first, keys] = [row[column] for row in rows]
    # The last hour of a world has only begun.
    requests, failed, cost = requests[:-1], failed[:-1], cost[:-1]
    return Series(
        f"sandbox {history:,}",
        requests,
        failed,
        cost,
        _averaged(requests.sum(axis=1)),
        _averaged(cost.sum(axis=1)),
        _broken_hours(seed, first, len(requests)),
    )


def _averaged(values: Integers) -> Floats:
    """The mean of the same hours of the week, and those beside, in four weeks on either side."""
    return np.array([_around(values, hour).mean() for hour in range(len(values))])


def _around(values: Integers, hour: int) -> Integers:
    places = [hour + week * HOURS_A_WEEK + beside for week in range(-4, 5) if week for beside in (-1, 0, 1)]
    return values[[place for place in places if 0 <= place < len(values)]]


def _broken_hours(seed: int, first: int, count: int) -> NDArray[np.bool_]:
    """Hours in which the sandbox lets many requests fail: where most draws of a slot do."""
    starts = np.arange(first * HOUR_MS, (first + count) * HOUR_MS, _SLOT_MS)
    draws = draw_statuses(np.random.default_rng(0), seed, np.repeat(starts, 60)).reshape(count, -1, 60)
    return np.asarray(((draws >= 400).mean(axis=2) > 0.2).any(axis=1))


def synthetic(name: str, seed: int) -> Series:
    """A made-up account of half a year."""
    generator = np.random.default_rng([seed, sum(name.encode())])
    hour = np.arange(_HOURS)
    # Clocks change in the middle, as local time does against UTC.
    shifted = hour + (hour >= _HOURS // 2)
    week = _DAY_SHAPE[shifted % 24] * np.where(shifted // 24 % 7 < 5, 1.0, 0.3)
    nightly = np.where(shifted % 24 == 2, 80.0, 0.0)
    rate = {
        "steady": np.full(_HOURS, 20.0),
        "weekly": 60 * week + nightly,
        "growing": 25 * week * np.exp(hour / _HOURS * np.log(5)),
        "bursty": np.full(_HOURS, 12.0),
        "sparse": np.full(_HOURS, 0.4),
    }[name]
    expected = rate.copy()
    daily = generator.lognormal(0.0, 0.12, _HOURS // 24)[hour // 24]
    if name == "bursty":
        for begin in generator.choice(_HOURS, _HOURS // 60, replace=False):
            rate[begin : begin + generator.integers(1, 3)] *= generator.uniform(3, 8)
        expected *= 5
    requests = generator.poisson((rate * daily)[:, np.newaxis] * _SHARES)
    failing = generator.beta(0.5, 24, _HOURS) if name == "bursty" else np.full(_HOURS, 0.015)
    failed = generator.binomial(requests, failing[:, np.newaxis])
    single = generator.lognormal(np.log(_MEAN_COST_NANO) - 0.605, 1.1, requests.sum())
    sums = np.concatenate(([0.0], np.cumsum(single)))
    ends = np.cumsum(requests.ravel())
    cost = (sums[ends] - sums[ends - requests.ravel()]).reshape(requests.shape).astype(np.int64)
    quiet = np.zeros(_HOURS, dtype=np.bool_)
    return Series(name, requests, failed, cost, expected, expected * _MEAN_COST_NANO, quiet)


def all_series(seeds: Sequence[int]) -> Iterator[Series]:
    """The series of all seeds."""
    for seed in seeds:
        yield sandbox_world(seed, 48_000)
        yield sandbox_world(seed, 200_000)
        for name in ("steady", "weekly", "growing", "bursty", "sparse"):
            yield synthetic(name, seed)


# Plants.


def planted(series: Series, metric: AnomalyMetric, seed: int) -> tuple[Series, list[Plant]]:
    """A copy with bursts of one kind."""
    generator = np.random.default_rng([seed, len(series), len(metric)])
    requests, failed, cost = series.requests.copy(), series.failed.copy(), series.cost_nano.copy()
    plants = []
    for begin in range(_JUDGED_FROM, len(series) - _SPACING, _SPACING):
        first = begin + int(generator.integers(0, _SPACING - 72))
        last = first + int(generator.integers(0, 3))
        hours = np.arange(first, last + 1)
        key = int(generator.choice(3, p=_SHARES))
        if metric is AnomalyMetric.ERROR_RATE:
            failed[hours] = np.maximum(failed[hours], generator.binomial(requests[hours], _FAILING))
            made, lost = requests[hours].sum(axis=1), failed[hours].sum(axis=1)
            visible = bool(((made >= 10) & (3 * lost >= made)).any())
        else:
            added = generator.poisson((_BURST - 1) * series.expected[hours])
            if metric is AnomalyMetric.REQUESTS:
                requests[hours, key] += added
                cost[hours, key] += added * _MEAN_COST_NANO
                total, before, least = requests.sum(axis=1), series.requests.sum(axis=1), 10
            else:
                cost[hours, key] += ((_BURST - 1) * series.expected_nano[hours]).astype(np.int64)
                requests[hours, key] = np.maximum(requests[hours, key], 1)
                total, before, least = cost.sum(axis=1), series.cost_nano.sum(axis=1), 20_000_000
            visible = any(total[hour] >= max(2 * _around(before, hour).max(), least) for hour in hours.tolist())
        plants.append(Plant(first, last, visible))
    status = 503 if metric is AnomalyMetric.ERROR_RATE else 429
    return replace(series, requests=requests, failed=failed, cost_nano=cost, failed_status=status), plants


# Detectors.


def ours(series: Series) -> list[Found]:
    """What the app's service finds, as hours from the start."""
    found = anomalies(series.items(), _START_MS, len(series))
    return [(a.metric, (a.from_ms - _START_MS) // HOUR_MS, (a.to_ms - _START_MS) // HOUR_MS - 1) for a in found]


def naive(series: Series) -> list[Found]:
    """Hours higher than the mean of all hours and three standard deviations; neighbours are one."""
    requests = series.requests.sum(axis=1)
    figures = {
        AnomalyMetric.COST: series.cost_nano.sum(axis=1).astype(float),
        AnomalyMetric.REQUESTS: requests.astype(float),
        AnomalyMetric.ERROR_RATE: series.failed.sum(axis=1) / np.maximum(requests, 1),
    }
    found = []
    for metric, values in figures.items():
        far = values > values.mean() + 3 * values.std()
        far[:_JUDGED_FROM] = False
        edges = np.flatnonzero(np.diff(far.astype(np.int8), prepend=0, append=0)).tolist()
        found += [(metric, first, end - 1) for first, end in zip(edges[::2], edges[1::2], strict=True)]
    return found


# Figures.


@dataclass(slots=True)
class Score:
    """Counts of one detector for one kind of series."""

    visible: int = 0
    found: int = 0
    planted: int = 0
    found_of_all: int = 0
    alarms: int = 0
    hours: int = 0

    @property
    def recall(self) -> float:
        """The part of visible bursts that were found."""
        return self.found / max(1, self.visible)

    @property
    def alarms_a_month(self) -> float:
        """False alarms in 30 days."""
        return self.alarms * _HOURS_A_MONTH / max(1, self.hours)


Scores = defaultdict[tuple[str, str], Score]


def measure(series_of: Iterable[Series], detectors: dict[str, Detector]) -> dict[str, Scores]:
    """All scores of each detector, by the series' name and the kind of burst or alarm."""
    scores: dict[str, Scores] = {name: defaultdict(Score) for name in detectors}
    for number, series in enumerate(series_of):
        marked = [(metric, *planted(series, metric, number)) for metric in AnomalyMetric]
        for name, detector in detectors.items():
            _count_alarms(scores[name], series, detector(series))
            for metric, copy, plants in marked:
                found = [(first, last) for kind, first, last in detector(copy) if kind is metric]
                score = scores[name][series.name, metric]
                for plant in plants:
                    hit = any(first <= plant.last and last >= plant.first for first, last in found)
                    score.planted += 1
                    score.found_of_all += hit
                    score.visible += plant.visible
                    score.found += plant.visible and hit
    return scores


def _count_alarms(scores: Scores, series: Series, found: list[Found]) -> None:
    for metric in AnomalyMetric:
        score = scores[series.name, f"alarms {metric}"]
        score.hours += len(series) - _JUDGED_FROM
        for kind, first, last in found:
            broken = kind is AnomalyMetric.ERROR_RATE and series.broken[first : last + 1].any()
            score.alarms += kind is metric and not broken


def print_line(name: str, mine: float, baseline: float, limit: str) -> None:
    """Print one figure."""
    ratio = f"{mine / baseline:.2f}x" if baseline else "-"
    print(f"{name}  {mine:.2f}  {baseline:.2f}  {ratio}  {limit}", flush=True)


def print_scores(scores: dict[str, Scores]) -> None:
    """Print recall a kind and false alarms a month, of each series."""
    mine, baseline = scores["ours"], scores["naive"]
    for metric in AnomalyMetric:
        ours_of, others_of = ([score for (_, kind), score in of.items() if kind == metric] for of in (mine, baseline))
        visible = sum(score.visible for score in ours_of)
        found, found_by_other = (sum(score.found for score in of) for of in (ours_of, others_of))
        print_line(f"recall, {metric}, all series", found / visible, found_by_other / visible, "> 0.9")
    for name in dict.fromkeys(name for name, _ in mine):
        for metric in AnomalyMetric:
            score, other = mine[name, metric], baseline[name, metric]
            if score.visible:
                print_line(f"recall, {metric}, {name}", score.recall, other.recall, "> 0.9")
            print(
                f"# {metric}: visible {score.visible} of {score.planted} planted; of all: ours {score.found_of_all},"
                f" baseline {other.found_of_all}"
            )
        parts = [(mine[name, f"alarms {metric}"], baseline[name, f"alarms {metric}"]) for metric in AnomalyMetric]
        print_line(
            f"false alarms a month, {name}",
            sum(score.alarms_a_month for score, _ in parts),
            sum(other.alarms_a_month for _, other in parts),
            "< 2",
        )
        kinds = (
            f"{metric} {score.alarms_a_month:.2f}" for metric, (score, _) in zip(AnomalyMetric, parts, strict=True)
        )
        print(f"# {'; '.join(kinds)}")


def made_items(hours: int, keys: int) -> list[UsageItem]:
    """Items of every hour, key and of two statuses."""
    counts = np.random.default_rng(5).poisson(4, (hours, keys, 2)) + 1
    items = []
    for place, count in zip(np.ndindex(counts.shape), counts.ravel().tolist(), strict=True):
        hour, key, failing = place
        item = UsageItem(count, count * failing // 9, 0, 0, count * 10**6, hour_ms=_START_MS + hour * HOUR_MS)
        items.append(replace(item, key=f"key_{key}", status=(200, 429)[failing]))
    return items


def summed(items: Iterable[UsageItem]) -> dict[int | None, list[int]]:
    """The sums of each hour by a plain loop."""
    sums: defaultdict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    for item in items:
        of_hour = sums[item.hour_ms]
        of_hour[0] += item.requests
        of_hour[1] += item.errors
        of_hour[2] += item.cost_nano
    return sums


def timed_ms(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that some work takes."""
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def print_times(rounds: int) -> None:
    """Print the time of two years: reading against sums by a plain loop, finding against the same."""
    hours = 17_520
    items = made_items(hours, 10)
    read = read_hours(items, _START_MS, hours)
    assert read is not None
    reading, plain, finding = [], [], []
    for _ in range(rounds):
        reading.append(timed_ms(lambda: read_hours(items, _START_MS, hours)))
        plain.append(timed_ms(lambda: summed(items)))
        finding.append(timed_ms(lambda: found_in(read)))
    loop = statistics.median(plain)
    print_line(f"ms to read two years, {len(items):,} items", statistics.median(reading), loop, "< 300 ms")
    print_line("ms to find anomalies in two years", statistics.median(finding), loop, "< 100 ms")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true", help="the seeds that the thresholds were chosen on")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    seeds = _TUNING_SEEDS if options.tune else _REPORT_SEEDS
    print_scores(measure(all_series(seeds), {"ours": ours, "naive": naive}))
    print_times(options.rounds)


if __name__ == "__main__":
    main()
