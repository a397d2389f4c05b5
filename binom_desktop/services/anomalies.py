"""Which hours of an account's history are far outside their own weekly pattern: cost, requests and error rate.

What is usual for an hour is the median of the same hour of the week over up to eight weeks before it; how much such
hours differ is their median absolute deviation (MAD), the neighbouring hours' pooled with it, two on either side while
there are fewer than four weeks and one later. Both are the robust estimates of Hampel, "The influence curve and its
role in robust estimation" (J. Am. Stat. Assoc. 69, 1974), so that a burst neither moves its own yardstick nor the
next one's. An hour's score is the modified z-score of Iglewicz & Hoaglin, "How to Detect and Handle Outliers" (ASQC,
1993), with thresholds higher than their 3.5, since a month has 720 hours; ``benchmarks/anomalies.py`` chose them.

Amounts are compared as square roots: sqrt(n + 3/8) of a count has a deviation of about 1/2 for every Poisson mean
(Anscombe, "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35, 1948), which is the
floor of the spread. A cost is counted in what a request usually costs; since requests differ, the spread of the
account's busy hours is its floor too. An error rate is compared by the lower bound of its score interval (Wilson,
"Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22, 1927), so that one
failure of two says nothing.

Hours in a row are also compared together (Stouffer's sum of their scores, "The American Soldier", 1949), so that three
high ones count where one would not. Three rules keep ordinary accounts quiet. The pattern follows growth by how the
last day and the last two weeks compare with it. An hour has to exceed the peaks that the account reached on some of
the 56 days before: where bursts are ordinary, one more is no news. And it has to exceed what its neighbours usually
have, so that a job that moved by an hour, as at the change to summer time, is none either.

Every hour is judged by what came before it, so that a later hour never changes what was said. The one look ahead: an
hour beside an anomaly needs less to belong to it. The first two weeks after an account's first request say nothing.
Below the pattern only silence counts: several hours without a request where every week before had some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from binom_desktop.arrays import np
from binom_desktop.domain import Anomaly, AnomalyMetric, UsageItem

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOUR_MS: Final = 3_600_000
HOURS_A_WEEK: Final = 168
LEAST_WEEKS: Final = 2
MOST_WEEKS: Final = 8

_HOURS_A_DAY: Final = 24
# The pattern needs eight weeks; what is older than ten years is not looked at, however far apart the items stand.
_MOST_HOURS: Final = 87_672
_LARGEST: Final = 2**62
_MOST_MS: Final = 10**17
_LOW_BITS: Final = 32

# 1 / 0.6745, so that the MAD of normal noise is its standard deviation.
_DEVIATION_OF_MAD: Final = 1.4826
_POOLED_WEEKS: Final = 4
_TREND_HOURS: Final = (_HOURS_A_DAY, 2 * HOURS_A_WEEK)
_TREND_LIMITS: Final = (0.7, 3.0)
_PEAK_DAYS: Final = 56
_NEIGHBOUR_RATIO: Final = 1.8
_BESIDE_RATIO: Final = 1.5
_MOST_OF_IT: Final = 0.6

_STEADY_REQUESTS: Final = 2.0
_SILENT_HOURS: Final = 3
_SILENT_REQUESTS: Final = 20.0

_ERROR_REQUESTS: Final = 5
_ERROR_FAILED: Final = 4
_ERROR_BESIDE_FAILED: Final = 2
_ERROR_DEVIATIONS: Final = 3.0
_ERROR_RATIO: Final = 2.0
_ERROR_MARGIN: Final = 0.08
_ERROR_PEAKS: Final = 12
_ERROR_DAYS: Final = 28

Floats: TypeAlias = "NDArray[np.float64]"
Integers: TypeAlias = "NDArray[np.int64]"
Flags: TypeAlias = "NDArray[np.bool_]"
Name = TypeVar("Name", str, int)


class _Rule(Struct, frozen=True):
    """When an amount is far above its pattern: the score, the ratio to the usual, and the least excess."""

    metric: AnomalyMetric
    amount: Callable[[UsageItem], int]
    score: float
    beside_score: float
    ratio: float
    least_excess: float
    peaks: int
    peak_ratio: float


_COST: Final = _Rule(AnomalyMetric.COST, attrgetter("cost_nano"), 4.0, 2.5, 2.0, 1e7, 8, 1.4)
_REQUESTS: Final = _Rule(AnomalyMetric.REQUESTS, attrgetter("requests"), 4.0, 2.5, 2.0, 8.0, 6, 1.4)


class Hours(Struct, frozen=True):
    """An account's hours from its first request on, and where each of them has its items.

    ``begins`` and ``ends`` are the places of runs of items of one hour, in the hours' order; ``last_run`` is how many
    runs there are up to each hour.
    """

    start_ms: int
    requests: Floats
    failed: Floats
    cost_nano: Floats
    items: Sequence[UsageItem]
    begins: Integers
    ends: Integers
    last_run: Integers

    def items_of(self, first: int, last: int) -> Iterator[UsageItem]:
        """The items with requests of the hours ``first`` to ``last``, counted from the start, both included."""
        runs = slice(int(self.last_run[first - 1]) if first > 0 else 0, int(self.last_run[last]))
        for begin, end in zip(self.begins[runs].tolist(), self.ends[runs].tolist(), strict=True):
            for item in self.items[begin:end]:
                if item.requests > 0:
                    yield item


def anomalies(items: Sequence[UsageItem], first_hour_ms: int, hours: int) -> tuple[Anomaly, ...]:
    """The anomalies among so many hours from ``first_hour_ms`` (UTC) on, by time, then cost, requests, error rate.

    ``items`` are grouped by hour, key and status, in any order; a combination that is missing had no requests, and
    items of other hours are left out. The last hour may still be running: silence is not looked for in it.
    """
    read = read_hours(items, first_hour_ms, hours)
    return () if read is None else found_in(read)


def read_hours(items: Sequence[UsageItem], first_hour_ms: int, hours: int) -> Hours | None:
    """The sums of each hour; None where there are no requests or too few weeks."""
    if hours <= 0 or abs(first_hour_ms) > _MOST_MS or not items:
        return None
    from_ms = first_hour_ms + max(0, hours - _MOST_HOURS) * HOUR_MS
    to_ms = first_hour_ms + hours * HOUR_MS
    times, requests, failed, cost_nano, begins = _runs_of_items(items)
    places = np.flatnonzero((times >= from_ms) & (times < to_ms) & (requests > 0))
    if not len(places):
        return None
    at = (times[places] - from_ms) // HOUR_MS
    first = int(at.min())
    at -= first
    count = min(hours, _MOST_HOURS) - first
    if count <= LEAST_WEEKS * HOURS_A_WEEK:
        return None
    made = _sums(at, requests[places], count)
    order = places[np.argsort(at, kind="stable")]
    return Hours(
        start_ms=from_ms + first * HOUR_MS,
        requests=made,
        failed=np.minimum(_sums(at, failed[places], count), made),
        cost_nano=_sums(at, cost_nano[places], count),
        items=items,
        begins=begins[order],
        ends=np.append(begins, len(items))[order + 1],
        last_run=np.cumsum(np.bincount(at, minlength=count)),
    )


def found_in(hours: Hours) -> tuple[Anomaly, ...]:
    """The anomalies among hours that were read."""
    requests = _request_scores(hours)
    found = [
        *_surpluses(hours, _COST, hours.cost_nano, _cost_scores(hours)),
        *_surpluses(hours, _REQUESTS, hours.requests, requests),
        *_silences(hours, requests),
        *_failures(hours),
    ]
    order = list(AnomalyMetric)
    return tuple(sorted(found, key=lambda anomaly: (anomaly.from_ms, order.index(anomaly.metric), anomaly.to_ms)))


def _runs_of_items(items: Sequence[UsageItem]) -> tuple[Integers, Integers, Integers, Integers, Integers]:
    """Hour, requests, failed, cost and first place of each run of items of one hour: one quick pass, as they come."""
    columns: tuple[list[int], ...] = ([], [], [], [], [])
    times, requests, failed, costs, begins = columns
    hour_ms, made, errors, cost_nano = items[0].hour_ms, 0, 0, 0
    begins.append(0)
    for place, item in enumerate(items):
        if item.hour_ms != hour_ms:
            times.append(-_LARGEST if hour_ms is None else hour_ms)
            requests.append(made)
            failed.append(errors)
            costs.append(cost_nano)
            begins.append(place)
            hour_ms, made, errors, cost_nano = item.hour_ms, 0, 0, 0
        if item.requests > 0:
            made += item.requests
            if item.errors > 0:
                errors += item.errors
            if item.cost_nano > 0:
                cost_nano += item.cost_nano
    times.append(-_LARGEST if hour_ms is None else hour_ms)
    requests.append(made)
    failed.append(errors)
    costs.append(cost_nano)
    arrays = [np.array([max(-_LARGEST, min(_LARGEST, value)) for value in column], np.int64) for column in columns]
    return arrays[0], arrays[1], arrays[2], arrays[3], arrays[4]


def _sums(at: Integers, values: Integers, count: int) -> Floats:
    """The sums by hour, the same in any order of the items: each half is exact in a float."""
    high = np.bincount(at, weights=values >> _LOW_BITS, minlength=count)
    low = np.bincount(at, weights=values & (2**_LOW_BITS - 1), minlength=count)
    return np.asarray(high * 2.0**_LOW_BITS + low, dtype=np.float64)


# Patterns.


class _Pattern(Struct, frozen=True):
    """What an hour is compared with, of the past of its hour of the week; zero in the first weeks.

    ``level`` is its median, ``beside`` the higher one of its neighbours' medians, ``lowest`` the least of all three
    hours and ``spread`` the deviation of a week from its median, as a standard deviation. ``weeks`` is how many.
    """

    level: Floats
    beside: Floats
    lowest: Floats
    spread: Floats
    weeks: Floats


def _pattern(values: Floats) -> _Pattern:
    """The weekly pattern before each hour."""
    rows = -(-len(values) // HOURS_A_WEEK)
    places = np.arange(rows * HOURS_A_WEEK)
    shape = (rows, HOURS_A_WEEK)
    near = np.stack(
        [values[np.clip(places + offset, 0, len(values) - 1)].reshape(shape) for offset in range(-2, 3)], axis=1
    )
    level, beside, lowest, spread, weeks = (np.zeros(shape) for _ in range(5))
    for count in range(LEAST_WEEKS, MOST_WEEKS + 1):
        # All rows that have eight weeks before them at once, the first rows one by one.
        chosen = slice(count, rows if count == MOST_WEEKS else min(count + 1, rows))
        if chosen.start >= rows:
            break
        radius = 1 if count >= _POOLED_WEEKS else 2
        windows = np.lib.stride_tricks.sliding_window_view(near[:, 2 - radius : 3 + radius], count, axis=0)
        past = windows[chosen.start - count : chosen.stop - count]
        medians = _median(past)
        pooled = np.moveaxis(past, 1, 2).reshape(*past.shape[::2], -1)
        away = np.abs(past - medians[..., np.newaxis])
        away = np.moveaxis(away, 1, 2).reshape(pooled.shape)
        own = medians[:, radius]
        level[chosen] = own if count >= _POOLED_WEEKS else np.maximum(own, _median(pooled))
        beside[chosen] = np.maximum(medians[:, radius - 1], medians[:, radius + 1])
        lowest[chosen] = pooled.min(axis=-1)
        # Few values lie closer to their own median than to the true one.
        spread[chosen] = _median(away) * (_DEVIATION_OF_MAD * np.sqrt(count / (count - 1)))
        weeks[chosen] = count
    return _Pattern(*(array.ravel()[: len(values)] for array in (level, beside, lowest, spread, weeks)))


def _median(values: Floats) -> Floats:
    """The median of the last axis; sorting short rows is quicker than ``np.median``'s partition of them."""
    ordered = np.sort(values, axis=-1)
    count = values.shape[-1]
    return np.asarray((ordered[..., (count - 1) // 2] + ordered[..., count // 2]) / 2, dtype=np.float64)


def _trend(values: Floats, level: Floats, spread: Floats) -> Floats:
    """How the time before each hour compares with its pattern: the higher one of the last day and two weeks."""
    # A burst of some hours must not raise the yardstick of the next.
    tamed = np.minimum(values, np.maximum(_BESIDE_RATIO * level, level + 3 * spread))
    tamed[: LEAST_WEEKS * HOURS_A_WEEK] = 0.0
    made, usual = (np.concatenate(([0.0], np.cumsum(array))) for array in (tamed, level))
    places = np.arange(len(values))
    judged = places - LEAST_WEEKS * HOURS_A_WEEK
    low, high = _TREND_LIMITS
    trend = np.full(len(values), low)
    for hours in _TREND_HOURS:
        since = np.maximum(places - hours, 0)
        before = usual[places] - usual[since]
        ratio = np.ones(len(values))
        enough = (judged >= _HOURS_A_DAY) & (before > usual[places] * 1e-9)
        np.divide(made[places] - made[since], before, out=ratio, where=enough)
        trend = np.maximum(trend, ratio)
    return np.asarray(np.minimum(trend, high))


def _together(scores: Floats, limit: float) -> Floats:
    """The highest score of each hour alone and with the one or two hours before it (Stouffer's sum).

    None of them counts for more than ``limit``, so that one high hour does not lift the next ones.
    """
    sums = limited = np.minimum(scores, limit)
    highest = scores
    for count in (2, 3):
        sums = limited + np.concatenate(([0.0], sums[:-1]))
        highest = np.maximum(highest, sums / np.sqrt(count))
    return np.asarray(highest)


def _peaks(scores: Floats, rank: int) -> Floats:
    """The score of that rank among the highest of each of the 56 days before, a lower rank while there are fewer."""
    days = -(-len(scores) // _HOURS_A_DAY)
    padded = np.zeros(days * _HOURS_A_DAY)
    padded[: len(scores)] = np.maximum(scores, 0.0)
    highest = padded.reshape(days, _HOURS_A_DAY).max(axis=1)
    before = np.lib.stride_tricks.sliding_window_view(np.concatenate((np.zeros(_PEAK_DAYS), highest)), _PEAK_DAYS)[
        :days
    ]
    judged = np.clip(np.arange(days) - LEAST_WEEKS * HOURS_A_WEEK // _HOURS_A_DAY, 0, _PEAK_DAYS)
    ranks = np.maximum(1, judged * rank // _PEAK_DAYS)
    of_day = np.take_along_axis(np.sort(before, axis=1), (_PEAK_DAYS - ranks)[:, np.newaxis], axis=1)[:, 0]
    return np.repeat(of_day, _HOURS_A_DAY)[: len(scores)]


# Cost and requests.


class _Scores(Struct, frozen=True):
    """Each hour's score above its pattern, and in the amount's own unit what is usual for it and its neighbours."""

    score: Floats
    usual: Floats
    beside: Floats
    pattern: _Pattern


def _request_scores(hours: Hours) -> _Scores:
    unit = np.ones(len(hours.requests))
    return _scores(hours.requests, unit, _pattern(np.sqrt(hours.requests)), _root_spread(unit))


def _cost_scores(hours: Hours) -> _Scores:
    unit = _request_cost(hours.cost_nano, hours.requests)
    pattern = _pattern(np.sqrt(hours.cost_nano))
    least = np.maximum(_busy_spread(pattern), np.sqrt(_COST.least_excess) / 4)
    return _scores(hours.cost_nano, unit, pattern, np.maximum(_root_spread(unit), least))


def _root_spread(unit: Floats) -> Floats:
    """The deviation of the root of a Poisson number of units."""
    return np.asarray(np.sqrt(unit) / 2)


def _request_cost(cost_nano: Floats, requests: Floats) -> Floats:
    """What a request usually cost in the eight weeks before each week: the median of the hours that cost anything."""
    ratio = np.divide(cost_nano, requests, out=np.zeros(len(requests)), where=requests > 0)
    unit = np.zeros(len(requests))
    for begin in range(HOURS_A_WEEK, len(requests), HOURS_A_WEEK):
        past = ratio[max(0, begin - MOST_WEEKS * HOURS_A_WEEK) : begin]
        some = np.sort(past[past > 0])
        unit[begin : begin + HOURS_A_WEEK] = some[len(some) // 2] if len(some) else 0.0
    return unit


def _busy_spread(pattern: _Pattern) -> Floats:
    """The spread that costs have at least: the middle one of the week's hours that always cost something."""
    rows = -(-len(pattern.level) // HOURS_A_WEEK)
    spread = np.full(rows * HOURS_A_WEEK, np.inf)
    spread[: len(pattern.level)] = np.where(pattern.lowest > 0, pattern.spread, np.inf)
    ordered = np.sort(spread.reshape(rows, HOURS_A_WEEK), axis=1)
    some = np.isfinite(ordered).sum(axis=1)
    middle = np.take_along_axis(ordered, (some // 2)[:, np.newaxis].clip(0, HOURS_A_WEEK - 1), axis=1)[:, 0]
    floor = np.where(np.isfinite(middle), middle, 0.0)
    return np.asarray(np.repeat(floor, HOURS_A_WEEK)[: len(pattern.level)])


def _scores(values: Floats, unit: Floats, pattern: _Pattern, least_spread: Floats) -> _Scores:
    """Compare amounts with a pattern of their roots; ``unit`` is what one event adds."""
    spread = np.maximum(pattern.spread, least_spread)
    trend = _trend(np.sqrt(values), pattern.level, spread)
    usual, beside = (trend * trend * array * array for array in (pattern.level, pattern.beside))
    # Anscombe's 3/8 of an event; without them the first event of a quiet hour would count for four.
    above = np.sqrt(values + 0.375 * unit) - np.sqrt(usual + 0.375 * unit)
    # The median of few weeks is itself uncertain.
    spread = spread * np.sqrt(1 + 1 / np.maximum(pattern.weeks, 1))
    return _Scores(np.where(pattern.weeks > 0, above / spread, 0.0), usual, beside, pattern)


def _surpluses(hours: Hours, rule: _Rule, values: Floats, scores: _Scores) -> list[Anomaly]:
    apart = (values >= rule.ratio * scores.usual) & (values - scores.usual >= rule.least_excess)
    apart &= values >= _NEIGHBOUR_RATIO * scores.beside
    peaks = rule.peak_ratio * _peaks(np.where(apart, scores.score, 0.0), rule.peaks)
    far = apart & (_together(scores.score, rule.score) >= np.maximum(rule.score, peaks))
    near = far | ((scores.score >= rule.beside_score) & (values >= _BESIDE_RATIO * scores.usual))
    found = []
    for first, last in _runs(near, far):
        value = sum(max(0, rule.amount(item)) for item in hours.items_of(first, last))
        usual = round(float(scores.usual[first : last + 1].sum()))
        key_id = _key_of_excess(hours, first, last, rule.amount, value - usual)
        found.append(_anomaly(hours, rule.metric, first, last, value, usual, key_id))
    return found


def _anomaly(
    hours: Hours, metric: AnomalyMetric, first: int, last: int, value: int, usual: int, key_id: str | None = None
) -> Anomaly:
    return Anomaly(
        metric, hours.start_ms + first * HOUR_MS, hours.start_ms + (last + 1) * HOUR_MS, value, usual, key_id
    )


def _runs(near: Flags, far: Flags) -> Iterator[tuple[int, int]]:
    """First and last place of each run of ``near`` that has a ``far`` in it."""
    edges = np.flatnonzero(np.diff(near.astype(np.int8), prepend=0, append=0))
    before = np.concatenate(([0], np.cumsum(far)))
    for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if before[end] > before[first]:
            yield first, end - 1


def _key_of_excess(hours: Hours, first: int, last: int, amount: Callable[[UsageItem], int], excess: int) -> str | None:
    """The key that made most of the excess over its own median of the same hours in the weeks before."""
    made = _by_key(hours.items_of(first, last), amount)
    weeks = [week * HOURS_A_WEEK for week in range(1, MOST_WEEKS + 1) if first - week * HOURS_A_WEEK >= 0]
    before = [_by_key(hours.items_of(first - back, last - back), amount) for back in weeks]
    usual = {key: sorted(week.get(key, 0) for week in before)[len(before) // 2] for key in made}
    return _most({key: made[key] - usual[key] for key in made}, excess)


def _by_key(items: Iterable[UsageItem], amount: Callable[[UsageItem], int]) -> dict[str, int]:
    sums: defaultdict[str, int] = defaultdict(int)
    for item in items:
        if item.key is not None:
            sums[item.key] += max(0, amount(item))
    return sums


def _most(parts: dict[Name, int], whole: int) -> Name | None:
    """The name whose part is more than 60 % of the whole."""
    if not parts or whole <= 0:
        return None
    name = min(parts, key=lambda name: (-parts[name], name))
    return name if parts[name] > _MOST_OF_IT * whole else None


# Silence.


def _silences(hours: Hours, scores: _Scores) -> list[Anomaly]:
    """Hours without a request where the same hours of every week before, and those beside, had some."""
    pattern, usual = scores.pattern, scores.usual
    steady = (pattern.weeks >= _POOLED_WEEKS) & (pattern.lowest > 0) & (usual >= _STEADY_REQUESTS)
    silent = hours.requests == 0
    # The last hour may still be running.
    silent[-1] = False
    missing = silent & steady
    found = []
    for begin, end in _runs(silent, missing):
        places = begin + np.flatnonzero(missing[begin : end + 1])
        if len(places) >= _SILENT_HOURS and usual[places].sum() >= _SILENT_REQUESTS:
            first, last = int(places[0]), int(places[-1])
            whole = round(float(usual[first : last + 1].sum()))
            found.append(_anomaly(hours, AnomalyMetric.REQUESTS, first, last, 0, whole))
    return found


# Error rate.


def _failures(hours: Hours) -> list[Anomaly]:
    """Hours in which more requests failed than usually do, with enough of them to tell."""
    requests, failed = hours.requests, hours.failed
    usual, lower = _usual_rate(requests, failed), _lower_rate(requests, failed)
    peaks = usual + _peaks(lower - usual, _ERROR_PEAKS)
    least = np.maximum(np.maximum(_ERROR_RATIO * usual, usual + _ERROR_MARGIN), peaks)
    known = np.arange(len(requests)) >= LEAST_WEEKS * HOURS_A_WEEK
    far = known & (requests >= _ERROR_REQUESTS) & (failed >= _ERROR_FAILED) & (lower >= least)
    beside = np.maximum(_ERROR_RATIO * usual, usual + _ERROR_MARGIN) * requests
    near = far | (known & (failed >= _ERROR_BESIDE_FAILED) & (failed >= beside))
    return [_failure(hours, first, last, usual) for first, last in _runs(near, far)]


def _failure(hours: Hours, first: int, last: int, usual: Floats) -> Anomaly:
    made, errors = 0, 0
    statuses: defaultdict[int, int] = defaultdict(int)
    for item in hours.items_of(first, last):
        made += item.requests
        errors += _failed(item)
        if item.status is not None:
            statuses[item.status] += _failed(item)
    errors = min(errors, made)
    weights = hours.requests[first : last + 1]
    rate = float((usual[first : last + 1] * (weights / weights.sum())).sum())
    anomaly = _anomaly(
        hours, AnomalyMetric.ERROR_RATE, first, last, (2000 * errors + made) // (2 * made), round(1000 * rate)
    )
    key_id = _most(_by_key(hours.items_of(first, last), _failed), errors)
    return replace(anomaly, key_id=key_id, status=_most(statuses, errors))


def _failed(item: UsageItem) -> int:
    return max(0, item.errors)


def _lower_rate(requests: Floats, failed: Floats) -> Floats:
    """The lower bound of Wilson's score interval of each hour's rate of failures; zero without requests."""
    made = np.maximum(requests, 1.0)
    rate, square = failed / made, _ERROR_DEVIATIONS**2
    half = _ERROR_DEVIATIONS * np.sqrt(rate * (1 - rate) / made + square / (4 * made * made))
    return np.asarray(np.maximum((rate + square / (2 * made) - half) / (1 + square / made), 0.0))


def _usual_rate(requests: Floats, failed: Floats) -> Floats:
    """The higher one of the median rate of the last 28 days and that of the same hours in the weeks before."""
    weekly = _pattern(np.divide(_with_beside(failed), np.maximum(_with_beside(requests), 1.0))).level
    days = -(-len(requests) // _HOURS_A_DAY)
    made, lost = (_with_zeros(array, days * _HOURS_A_DAY).reshape(days, -1).sum(axis=1) for array in (requests, failed))
    daily = np.where(made > 0, lost / np.maximum(made, 1.0), np.inf)
    before = np.sort(
        np.lib.stride_tricks.sliding_window_view(np.concatenate((np.full(_ERROR_DAYS, np.inf), daily)), _ERROR_DAYS),
        axis=1,
    )
    some = np.isfinite(before).sum(axis=1)
    middle = np.take_along_axis(before, (some // 2).clip(0, _ERROR_DAYS - 1)[:, np.newaxis], axis=1)[:, 0]
    middle = np.where(some > 0, middle, 0.0)
    return np.asarray(np.maximum(weekly, np.repeat(middle[:days], _HOURS_A_DAY)[: len(requests)]))


def _with_beside(values: Floats) -> Floats:
    """Each hour with the one before and the one after."""
    padded = np.concatenate(([0.0], values, [0.0]))
    return np.asarray(padded[:-2] + padded[1:-1] + padded[2:])


def _with_zeros(values: Floats, count: int) -> Floats:
    return np.asarray(np.concatenate((values, np.zeros(count - len(values)))))
