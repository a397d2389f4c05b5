"""The smooth line and its ticks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.presentation import chart_shape

COUNTS = st.lists(st.integers(min_value=0, max_value=10**12), min_size=2, max_size=40)


def at(start: float, piece: chart_shape.CubicSegment, share: float) -> float:
    rest = 1 - share
    return (
        rest**3 * start
        + 3 * rest**2 * share * piece.control1_y
        + 3 * rest * share**2 * piece.control2_y
        + share**3 * piece.end_y
    )


@given(COUNTS)
def test_the_line_meets_every_point_and_never_leaves_the_span_between_two(counts: list[int]) -> None:
    pieces = chart_shape.smooth_path(counts)
    assert [piece.end_y for piece in pieces] == counts[1:]
    for (start, end), piece in zip(pairwise(counts), pieces, strict=True):
        low, high = min(start, end), max(start, end)
        slack = 1e-9 * max(1, high)
        for step in range(21):
            value = at(start, piece, step / 20)
            assert low - slack <= value <= high + slack
            assert value >= 0


@given(COUNTS)
def test_neighbouring_pieces_join_without_a_corner(counts: list[int]) -> None:
    for before, after in pairwise(chart_shape.smooth_path(counts)):
        incoming, outgoing = before.end_y - before.control2_y, after.control1_y - before.end_y
        assert incoming == pytest.approx(outgoing, rel=1e-6, abs=1e-6 * max(1, *counts))


def test_a_peak_is_flat_and_a_straight_line_stays_straight() -> None:
    up, _ = chart_shape.smooth_path([0, 10, 0])
    assert up.control2_y == 10
    for piece, start in zip(chart_shape.smooth_path([0, 6, 12, 18]), (0, 6, 12), strict=True):
        assert at(start, piece, 0.5) == pytest.approx(start + 3)


@pytest.mark.parametrize("counts", [[], [7]])
def test_fewer_than_two_points_have_no_line(counts: list[int]) -> None:
    assert chart_shape.smooth_path(counts) == ()


@pytest.mark.parametrize(
    ("highest", "ticks"), [(0, (0, 1, 2, 3)), (3, (0, 1, 2, 3)), (273, (0, 100, 200, 300)), (311, (0, 120, 240, 360))]
)
def test_value_ticks(highest: int, ticks: tuple[int, ...]) -> None:
    assert chart_shape.value_ticks(highest) == ticks


@given(st.integers(min_value=0, max_value=10**15))
def test_value_ticks_hold_the_highest_in_their_upper_half(highest: int) -> None:
    ticks = chart_shape.value_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert highest <= 3 or ticks[-1] <= 2 * highest


def test_day_ticks_at_the_usual_size() -> None:
    assert chart_shape.day_ticks(30, width=570, label_width=39) == (0, 5, 10, 15, 20, 25, 29)


@given(
    st.integers(min_value=1, max_value=120),
    st.floats(min_value=1, max_value=3000),
    st.floats(min_value=5, max_value=80),
)
def test_day_labels_never_touch(days: int, width: float, label_width: float) -> None:
    ticks = chart_shape.day_ticks(days, width=width, label_width=label_width)
    assert ticks[-1] == days - 1
    last = max(1, days - 1)
    starts = [min(max(tick * width / last - label_width / 2, 0), width - label_width) for tick in ticks]
    for before, after in pairwise(starts):
        assert after - before > label_width
    if len(ticks) > 1:
        assert ticks[0] == 0
