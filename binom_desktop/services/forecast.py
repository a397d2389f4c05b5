"""When an account's credits run out, with a range that holds in four of five cases.

The method, in the order of the code:

1. Days of 24 hours that end with the last full hour, so that no day is half known. A weekly pattern of the days and of
   the hours in them, as ratios, without each day's extremes, and shrunk towards the day's and the overall pattern by
   how well the weeks agree (empirical Bayes: Efron and Morris, 1975).
2. The level under that pattern by exponential smoothing with a damped trend (Gardner and McKenzie, "Forecasting trends
   in time series", 1985), for several constants at once. Some of these start anew where a cumulative sum of their
   errors says that the level has shifted (Page, "Continuous inspection schemes", 1954). Each counts by how well it
   foretold the weeks that followed, the recent ones most.
3. Paths of the coming days from blocks of the errors, drawn with recent days more often (moving blocks: Künsch, 1989),
   whose errors move the level on as they did in step 2 (Hyndman et al., "Forecasting with Exponential Smoothing",
   2008, chapter 6). The moments at which the paths have spent the balance are the answer.

All money is scaled to the mean day before it is reckoned with, so that neither its unit nor its size matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from binom_desktop.arrays import np
from binom_desktop.domain import Forecast, Outlook

if TYPE_CHECKING:
    from numpy.typing import NDArray

HORIZON_DAYS: Final = 365
ACTIVE_WINDOW_DAYS: Final = 56
FEWEST_ACTIVE_DAYS: Final = 7
PATHS: Final = 500

_HOUR_MS: Final = 3_600_000
_DAY_HOURS: Final = 24
_WEEK_DAYS: Final = 7
_LONGEST_WEEKS: Final = 26
_SEED: Final = 1985

# A stop is so long without spend, and so much longer than the longest pause of the weeks before.
_STOP_HOURS: Final = 72
_STOP_PAUSES: Final = 1.5
_STOP_WINDOW_DAYS: Final = 56

_PATTERN_HALF_LIFE_DAYS: Final = 35.0
_SCORE_HALF_LIFE_DAYS: Final = 28.0
_ERROR_HALF_LIFE_DAYS: Final = 42.0

# A candidate has constants of level and trend, may start anew after a shift, and counts so much at first.
_CANDIDATES: Final = (
    (0.03, 0.0, False, 1.0),
    (0.03, 0.0, True, 15.0),
    (0.12, 0.0, False, 1.0),
    (0.12, 0.0, True, 15.0),
    (0.1, 0.01, False, 0.4),
    (0.1, 0.01, True, 6.0),
)
_DAMPING: Final = 0.95
_SCORED_DAYS: Final = 14
_SCORE_POWER: Final = 9.0

_BLOCK_DAYS: Final = 4
_ALIGNED_FROM_WEEKS: Final = 8
_SHIFT_DRIFT: Final = 0.75
_SHIFT_THRESHOLD: Final = 4.0
_SHIFT_CLIP: Final = 2.5
_LEAST_FACTOR: Final = 0.2
_LEAST_LEVEL: Final = 0.02
_LARGEST_ERROR: Final = 20.0
# Errors of the past are smaller than those to come: constants and pattern were chosen by the same past.
_WIDENED: Final = 1.15

Floats: TypeAlias = "NDArray[np.float64]"


def forecast(
    hourly_nano: Sequence[int] | NDArray[np.int64], first_hour_ms: int, balance_nano: int, now_ms: int
) -> Forecast:
    """When ``balance_nano`` is spent, if spending goes on as it did.

    ``hourly_nano`` is the spend a UTC hour, oldest first, from the hour that begins at ``first_hour_ms`` to the one
    that ``now_ms`` is in, which isn't over yet. The same question has the same answer.
    """
    if not any(nano > 0 for nano in hourly_nano):
        return Forecast(Outlook.EMPTY if balance_nano <= 0 else Outlook.TOO_LITTLE_DATA, now_ms, 0)
    hours = np.maximum(np.asarray(hourly_nano, dtype=np.float64), 0.0)
    active_days = _active_days(hours, first_hour_ms // _HOUR_MS)
    model = None
    if active_days >= FEWEST_ACTIVE_DAYS:
        model = _fitted(hours)
    if balance_nano <= 0:
        daily = None if model is None else model.daily_nano()
        return Forecast(Outlook.EMPTY, now_ms, active_days, daily)
    if model is None:
        return Forecast(Outlook.TOO_LITTLE_DATA, now_ms, active_days)
    daily = model.daily_nano()
    if model.stopped or daily == 0:
        return Forecast(Outlook.NO_SPEND, now_ms, active_days, 0)
    last_hour_ms = first_hour_ms + (len(hours) - 1) * _HOUR_MS
    elapsed_hours = min(max(now_ms - last_hour_ms, 0) / _HOUR_MS, 1.0)
    waits = np.sort(model.waits(balance_nano, elapsed_hours))
    early, likely, late = (_moment(now_ms, waits[int(PATHS * share)]) for share in (0.1, 0.5, 0.9))
    if likely is None:
        return Forecast(Outlook.NOT_SOON, now_ms, active_days, daily)
    return Forecast(Outlook.RUNS_OUT, now_ms, active_days, daily, early, likely, late)


def _moment(now_ms: int, wait_hours: float) -> int | None:
    if wait_hours > HORIZON_DAYS * _DAY_HOURS:
        return None
    return now_ms + int(wait_hours * _HOUR_MS)


def _active_days(hours: Floats, first_hour: int) -> int:
    """How many of the last UTC days, today among them, had any spend."""
    spent = np.flatnonzero(hours) + first_hour
    today = (first_hour + len(hours) - 1) // _DAY_HOURS
    days = spent // _DAY_HOURS
    # ``np.unique`` would load numpy's masked arrays, 2 MB.
    return len(set(days[days > today - ACTIVE_WINDOW_DAYS].tolist()))


class _Model(Struct, frozen=True):
    """Paths of the coming days in units of ``unit_nano``.

    ``spend`` has a row a path and a column a day, the first beginning with the hour that isn't over yet. ``shares``
    has a row a day of the week, as the first seven days have them, of the parts that hours have in a day.
    """

    unit_nano: float
    spend: Floats
    shares: Floats
    stopped: bool

    def daily_nano(self) -> int:
        """What the next seven days are expected to cost a day."""
        return 0 if self.stopped else round(float(self.spend[:, :_WEEK_DAYS].mean()) * self.unit_nano)

    def waits(self, balance_nano: int, elapsed_hours: float) -> Floats:
        """In how many hours each path has spent the balance; infinity where it doesn't within the horizon."""
        # What the paths hold for the part of the hour that is over is already off the balance.
        passed = self.spend[:, 0] * self.shares[0, 0] * elapsed_hours
        wanted = passed + float(balance_nano) / self.unit_nano
        total = np.cumsum(self.spend, axis=1)
        day = np.count_nonzero(total < wanted[:, None], axis=1)
        waits = np.full(len(wanted), np.inf)
        found = np.flatnonzero(day < total.shape[1])
        day = day[found]
        part = 1.0 - (total[found, day] - wanted[found]) / np.maximum(self.spend[found, day], 1e-300)
        for weekday in range(_WEEK_DAYS):
            ours = day % _WEEK_DAYS == weekday
            ends = np.concatenate(((0.0,), np.cumsum(self.shares[weekday])))
            within = np.interp(part[ours], ends, np.arange(_DAY_HOURS + 1.0))
            waits[found[ours]] = day[ours] * _DAY_HOURS + within
        return np.maximum(waits - elapsed_hours, 0.0)


def _fitted(hours: Floats) -> _Model | None:
    """The model of a history, or None where it is shorter than a week."""
    begin = int(np.flatnonzero(hours)[0])
    full = hours[begin:-1]
    count = min(len(full) // _DAY_HOURS, _LONGEST_WEEKS * _WEEK_DAYS)
    if count < _WEEK_DAYS:
        return None
    table = full[-count * _DAY_HOURS :].reshape(count, _DAY_HOURS)
    unit = float(table.sum(axis=1).mean())
    if unit <= 0.0 or _has_stopped(hours):
        return _Model(1.0, np.zeros((PATHS, HORIZON_DAYS + 1)), np.full((_WEEK_DAYS, _DAY_HOURS), 1 / _DAY_HOURS), True)
    table = table / unit
    days = table.sum(axis=1)
    factors = _day_factors(days)
    levels = _levels(days, factors)
    return _Model(unit, _paths(days, factors, levels), _hour_shares(table), False)


def _has_stopped(hours: Floats) -> bool:
    """Whether nothing was spent for longer than the pauses of the weeks before explain."""
    spent = np.flatnonzero(hours)
    pause = len(hours) - 1 - int(spent[-1])
    recent = spent[spent >= spent[-1] - _STOP_WINDOW_DAYS * _DAY_HOURS]
    longest = int(np.diff(recent).max(initial=1)) - 1
    return pause >= max(_STOP_HOURS, _STOP_PAUSES * longest)


def _recency(count: int, half_life: float) -> Floats:
    """Weights of so many days, the last one's being 1."""
    weights: Floats = 0.5 ** (np.arange(count - 1, -1, -1.0) / half_life)
    return weights


def _day_factors(days: Floats) -> Floats:
    """What part of a usual day each of the seven days to come has; their mean is 1.

    Day ``i`` of the coming week is like the days 7, 14, … before it.
    """
    weeks = len(days) // _WEEK_DAYS
    if weeks < 2:
        return np.ones(_WEEK_DAYS)
    recent = days[-weeks * _WEEK_DAYS :]
    means = np.convolve(recent, np.full(_WEEK_DAYS, 1 / _WEEK_DAYS), "valid")
    half = _WEEK_DAYS // 2
    local = np.concatenate((np.repeat(means[0], half), means, np.repeat(means[-1], half)))
    ratios = np.where(local > 0.0, recent / np.where(local > 0.0, local, 1.0), 1.0).reshape(weeks, _WEEK_DAYS)
    if weeks >= 4:
        # One odd day must not become a habit.
        ordered = np.sort(ratios, axis=0)
        ratios = np.clip(ratios, ordered[1], ordered[-2])
    weights = _recency(weeks, _PATTERN_HALF_LIFE_DAYS / _WEEK_DAYS)
    weights /= weights.sum()
    seen = weights @ ratios
    freedom = max(1.0 - float(weights @ weights), 1e-9)
    error = float((weights @ (ratios - seen) ** 2).mean()) / freedom * float(weights @ weights)
    spread = float(seen.var(ddof=1))
    kept = max(0.0, 1.0 - error / spread) if spread > 0.0 else 0.0
    factors = np.maximum(1.0 + kept * (seen - seen.mean()), 0.0)
    return np.asarray(factors / factors.mean())


def _hour_shares(table: Floats) -> Floats:
    """What part of its day's spend each hour has, a row for each of the seven days to come."""
    totals = table.sum(axis=1)
    weights = _recency(len(table), _PATTERN_HALF_LIFE_DAYS) * (totals > 0.0)
    shares = table / np.where(totals > 0.0, totals, 1.0)[:, None]
    flat = np.full(_DAY_HOURS, 1 / _DAY_HOURS)
    overall = (weights @ shares + 2.0 * flat) / (weights.sum() + 2.0)
    rows = []
    for weekday in range(_WEEK_DAYS):
        alike = slice((len(table) + weekday) % _WEEK_DAYS, None, _WEEK_DAYS)
        rows.append((weights[alike] @ shares[alike] + 3.0 * overall) / (weights[alike].sum() + 3.0))
    return np.array(rows)


class _Levels(Struct, frozen=True):
    """The level as it was foretold for each day of the past, and as it stands now with its trend a day.

    ``alpha`` is the part of a day's error that the level takes on.
    """

    foretold: Floats
    level: float
    trend: float
    alpha: float


class _Smoother:
    """One candidate on its way through the past, a day at a time. Levels are foretold before a day is taken."""

    __slots__ = ("_alpha", "_beta", "_days", "_restarts", "_shifts", "_spread", "level", "trend")

    def __init__(self, alpha: float, beta: float, restarts: bool, level: float, spread: float) -> None:
        self._alpha, self._beta, self._restarts = alpha, beta, restarts
        self._days = 3
        self._spread = spread
        self._shifts = (_Shift(1.0), _Shift(-1.0))
        self.level = level
        self.trend = 0.0

    @property
    def ahead(self) -> float:
        """The level foretold for the next day."""
        return max(self.level + _DAMPING * self.trend, _LEAST_LEVEL)

    @property
    def alpha(self) -> float:
        """The part of the next day's error that the level will take on: a mean's while there are few days."""
        return max(self._alpha, 1.0 / (self._days + 1))

    def take(self, spend: float, factor: float) -> None:
        """Learn from a day with this spend, which is ``factor`` of a usual day."""
        ahead = self.ahead
        error = spend - factor * ahead
        gain = error * factor / max(1.0, factor * factor)
        self.level = max(ahead + self.alpha * gain, 0.0)
        self.trend = _DAMPING * self.trend + self._beta * gain
        self._days += 1
        if not self._restarts:
            return
        relative = error / (max(factor, _LEAST_FACTOR) * ahead)
        step = max(-_SHIFT_CLIP, min(relative / (1.25 * self._spread), _SHIFT_CLIP))
        self._spread += 0.05 * (min(abs(relative), 3.0 * self._spread) - self._spread)
        shifted = [shift for shift in self._shifts if shift.take(step, spend, factor)]
        if shifted:
            self.level, self.trend, self._days = shifted[0].level, 0.0, shifted[0].days
            self._shifts = (_Shift(1.0), _Shift(-1.0))


class _Shift:
    """Page's cumulative sum of errors to one side, and the level since it began."""

    __slots__ = ("_pattern", "_sign", "_spent", "_sum", "days")

    def __init__(self, sign: float) -> None:
        self._sign = sign
        self._clear()

    def _clear(self) -> None:
        self._sum = self._spent = self._pattern = 0.0
        self.days = 0

    @property
    def level(self) -> float:
        """The mean since the shift began."""
        return self._spent / self._pattern

    def take(self, step: float, spend: float, factor: float) -> bool:
        """Whether the level has shifted, after one more day whose error in usual errors is ``step``."""
        self._sum += self._sign * step - _SHIFT_DRIFT
        if self._sum <= 0.0:
            self._clear()
            return False
        self._spent += spend
        self._pattern += factor
        self.days += 1
        return self._sum > _SHIFT_THRESHOLD and self._pattern > 0.5


def _levels(days: Floats, factors: Floats) -> _Levels:
    """Smooth the past with every candidate, and mix these by how well each foretold what followed each day."""
    count = len(days)
    factor_of = factors[(np.arange(count) - count) % _WEEK_DAYS]
    start = max(float(days[:_WEEK_DAYS].mean()), _LEAST_LEVEL)
    first = days[: 2 * _WEEK_DAYS] / start - factor_of[: 2 * _WEEK_DAYS]
    spread = min(max(float(np.abs(first).mean()), 0.05), 2.0)
    smoothers = [_Smoother(alpha, beta, restarts, start, spread) for alpha, beta, restarts, _ in _CANDIDATES]
    past = list(zip(days.tolist(), factor_of.tolist(), strict=True))
    foretold, levels, trends = (np.empty((count, len(smoothers))) for _ in range(3))
    for column, smoother in enumerate(smoothers):
        rows = []
        for spend, factor in past:
            ahead = smoother.ahead
            smoother.take(spend, factor)
            rows.append((ahead, smoother.level, smoother.trend))
        foretold[:, column], levels[:, column], trends[:, column] = zip(*rows, strict=True)
    weights = _candidate_weights(days, levels, trends)
    return _Levels(
        foretold @ weights,
        float(levels[-1] @ weights),
        float(trends[-1] @ weights),
        float(np.array([smoother.alpha for smoother in smoothers]) @ weights),
    )


def _candidate_weights(days: Floats, levels: Floats, trends: Floats) -> Floats:
    """How much each candidate counts, by what it said after each day of the sum of the two weeks that followed."""
    weights = np.array([prior for *_, prior in _CANDIDATES])
    # The first week made the level that all begin with.
    scored = len(days) - _SCORED_DAYS - _WEEK_DAYS + 1
    if scored > 0:
        said_after = slice(_WEEK_DAYS - 1, _WEEK_DAYS - 1 + scored)
        growth = float(np.cumsum(_DAMPING ** np.arange(1.0, _SCORED_DAYS + 1)).sum())
        said = _SCORED_DAYS * levels[said_after] + growth * trends[said_after]
        came = np.convolve(days, np.ones(_SCORED_DAYS), "valid")[_WEEK_DAYS:]
        recency = _recency(scored, _SCORE_HALF_LIFE_DAYS)
        errors = recency @ np.abs(said - came[:, None]) / recency.sum() + 1e-6
        # Few trials say little.
        power = _SCORE_POWER * scored / (scored + 14.0)
        weights = weights * (errors.min() / errors) ** power
    return np.asarray(weights / weights.sum())


def _paths(days: Floats, factors: Floats, levels: _Levels) -> Floats:
    """What the coming days may cost, a row a path."""
    count = len(days)
    factor_of = factors[(np.arange(count) - count) % _WEEK_DAYS]
    scale = np.maximum(factor_of, _LEAST_FACTOR)
    errors = np.minimum((days - factor_of * levels.foretold) / (levels.foretold * scale), _LARGEST_ERROR)
    weeks = count / _WEEK_DAYS
    errors *= _WIDENED * np.sqrt(weeks / max(weeks - 1.0, 0.5))
    drawn = _drawn(errors)
    ahead = np.arange(HORIZON_DAYS + 1)
    factor = factors[ahead % _WEEK_DAYS]
    coming = np.maximum(factor, _LEAST_FACTOR)
    moved = 1.0 + levels.alpha * drawn * (coming * factor / np.maximum(1.0, factor * factor))
    drift = np.clip(np.cumprod(np.clip(moved[:, :-1], 0.2, 3.0), axis=1), 0.05, 20.0)
    drift = np.concatenate((np.ones((PATHS, 1)), drift), axis=1)
    trend = levels.level + levels.trend * np.cumsum(_DAMPING ** (ahead + 1.0))
    level = np.maximum(trend, 0.2 * levels.level) * drift
    return np.asarray(level * np.maximum(factor + coming * drawn, 0.0))


def _drawn(errors: Floats) -> Floats:
    """Errors for each day of each path: blocks of neighbouring days of the past, recent ones more often."""
    generator = np.random.default_rng(_SEED)
    count = len(errors)
    blocks = -(-(HORIZON_DAYS + 1) // _BLOCK_DAYS)
    shares = np.cumsum(_recency(count - _BLOCK_DAYS + 1, _ERROR_HALF_LIFE_DAYS))
    starts = np.searchsorted(shares[:-1], generator.random((PATHS, blocks)) * shares[-1])
    if count >= _ALIGNED_FROM_WEEKS * _WEEK_DAYS:
        # With enough weeks a block stands on its own days of the week, whose errors may differ in size.
        wanted = (np.arange(blocks) * _BLOCK_DAYS + count) % _WEEK_DAYS
        starts -= (starts - wanted) % _WEEK_DAYS
        starts[starts < 0] += _WEEK_DAYS
    drawn = np.lib.stride_tricks.sliding_window_view(errors, _BLOCK_DAYS)[starts]
    return np.asarray(drawn.reshape(PATHS, -1)[:, : HORIZON_DAYS + 1])
