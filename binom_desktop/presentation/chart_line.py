"""A line of a chart."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class LineStyle(StrEnum):
    """How a line is drawn: with its area, plain, or dashed and quiet as what others are compared with."""

    FILLED = "filled"
    PLAIN = "plain"
    DASHED = "dashed"


class ChartLine(Struct, frozen=True):
    """Values from the first place on. ``model`` and ``slot`` name its colour: the one that a model has everywhere, or
    one of a split's parts; without either it is the accent.
    """

    name: str
    values: tuple[int, ...]
    style: LineStyle = LineStyle.PLAIN
    slot: int | None = None
    model: str | None = None
