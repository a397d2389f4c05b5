"""The geometry of a line chart: a smooth path that never overshoots, and where its ticks stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

_NICE_MANTISSAS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
_DAY_STEPS = (1, 2, 3, 5, 7, 10, 15, 30)
# The least air between two labels, in label widths: much between those inside, little beside the ends, which stay.
_LABEL_AIR = 1.0
_END_AIR = 0.25


class CubicSegment(Struct, frozen=True):
    """One cubic Bézier piece from the point before it: two control points and the end, in day and value units."""

    control1_x: float
    control1_y: float
    control2_x: float
    control2_y: float
    end_x: float
    end_y: float


def smooth_path(values: Sequence[float]) -> tuple[CubicSegment, ...]:
    """The monotone cubic through evenly spaced values at x = 0, 1, 2 …, as one piece between neighbours.

    F. N. Fritsch and R. E. Carlson, "Monotone Piecewise Cubic Interpolation", SIAM J. Numer. Anal. 17 (1980),
    with the harmonic mean of Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5, 1984) as slope inside and the
    three-point formula, limited to the data's shape, at the ends. A Bézier piece stays in the hull of its control
    points, and those lie between its two values: it never overshoots, and never dips below zero if no value does.
    """
    slopes = _slopes(values)
    segments: list[CubicSegment] = []
    for index in range(len(values) - 1):
        start, end = values[index], values[index + 1]
        low, high = min(start, end), max(start, end)
        control1 = min(max(start + slopes[index] / 3, low), high)
        control2 = min(max(end - slopes[index + 1] / 3, low), high)
        segments.append(CubicSegment(index + 1 / 3, control1, index + 2 / 3, control2, index + 1, end))
    return tuple(segments)


def value_ticks(highest: int) -> tuple[int, ...]:
    """Four whole numbers from 0 at even and readable steps, the last not below ``highest``."""
    least_step = max(1, -(-highest // 3))
    magnitude = 1
    while True:
        for mantissa in _NICE_MANTISSAS:
            step, remainder = divmod(mantissa * magnitude, 10)
            if remainder == 0 and step >= least_step:
                return (0, step, 2 * step, 3 * step)
        magnitude *= 10


def day_ticks(days: int, *, width: float, label_width: float) -> tuple[int, ...]:
    """Which of ``days`` evenly spaced days over ``width`` get a label: first and last, and between them what fits.

    ``width`` and ``label_width`` are in the same unit. The first label begins at its day, the last ends at its day,
    the others are centred on theirs; no two touch.
    """
    if days <= 0:
        return ()
    last = days - 1
    if days == 1 or width < label_width * (2 + _END_AIR):
        return (last,)
    spacing = width / last
    between = label_width * (1 + _LABEL_AIR)
    # An end's label reaches a whole width inwards, its neighbour's half of one towards it.
    beside_end = label_width * (1.5 + _END_AIR)
    for step in _DAY_STEPS:
        if step * spacing >= between:
            steps = range(step, last, step)
            inner = [index for index in steps if min(index, last - index) * spacing >= beside_end]
            return (0, *inner, last)
    return (0, last)


def _slopes(values: Sequence[float]) -> list[float]:
    steps = [after - before for before, after in pairwise(values)]
    if len(steps) < 2:
        return [steps[0] if steps else 0.0] * len(values)
    inner = [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(steps)]
    return [_end_slope(steps[0], steps[1]), *inner, _end_slope(steps[-1], steps[-2])]


def _end_slope(nearest: float, next_step: float) -> float:
    slope = (3 * nearest - next_step) / 2
    if slope * nearest <= 0:
        return 0.0
    if nearest * next_step < 0 and abs(slope) > 3 * abs(nearest):
        return 3 * nearest
    return slope
