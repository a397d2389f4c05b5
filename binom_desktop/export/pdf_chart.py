"""The charts of the PDF, drawn as lines and shapes: requests over time, and each model's share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainterPath

from binom_desktop.domain import UsageItem
from binom_desktop.export.pdf_sheet import Box, Face, Ink, Sheet, Side, scaled
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.chart_shape import day_ticks, smooth_path, value_ticks
from binom_desktop.presentation.series import SeriesSlots
from binom_desktop.presentation.translation import translate

NAMED_MODELS = 5
_MOST_POINTS = 400
_PADDING = 12.0
_MODEL_ROW = 15.5
# The accent at 28 and at 2 percent, on paper.
_AREA_TOP, _AREA_BOTTOM = "#CECCF0", "#FCFBFE"


class Volume(Struct, frozen=True):
    """Requests over evenly spaced spans of ``span_days`` UTC days; ``first_days`` are the days they begin with."""

    first_days: tuple[date, ...]
    counts: tuple[int, ...]
    span_days: int

    @property
    def title(self) -> str:
        """What the chart shows."""
        if self.span_days == 1:
            return translate("Export", "Requests per Day")
        return translate("Export", "Requests per {days} Days").format(days=text_format.count(self.span_days))

    @property
    def description(self) -> str:
        """What a glance at the chart tells."""
        peak = max(self.counts)
        return translate("Export", "{first} to {last} (UTC), peak {peak} on {day}").format(
            first=self.first_days[0].isoformat(),
            last=self._last_day().isoformat(),
            peak=text_format.count(peak),
            day=self.first_days[self.counts.index(peak)].isoformat(),
        )

    def _last_day(self) -> date:
        return self.first_days[-1] + timedelta(days=min(self.span_days - 1, (date.max - self.first_days[-1]).days))


def volume(days: Sequence[UsageItem]) -> Volume:
    """The days with those between them that had no requests; so many days that no chart holds them in larger spans."""
    counts = {item.day: item.requests for item in days if item.day is not None}
    first, last = min(counts), max(counts)
    span = -(-((last - first).days + 1) // _MOST_POINTS)
    sums = [0] * ((last - first).days // span + 1)
    for day, requests in counts.items():
        sums[(day - first).days // span] += requests
    return Volume(tuple(first + timedelta(days=span * index) for index in range(len(sums))), tuple(sums), span)


def draw_volume(sheet: Sheet, box: Box, shown: Volume) -> None:
    """A smooth line over the days, filled below, as on the Overview page."""
    x, y, width, height = box
    sheet.card(box)
    title_width = sheet.text(x + _PADDING, y + 18, shown.title, face=Face.SECTION, width=width - 2 * _PADDING)
    sheet.text(
        x + _PADDING + title_width + 8,
        y + 18,
        shown.description,
        face=Face.CAPTION,
        ink=Ink.TEXT3,
        width=width - 2 * _PADDING - title_width - 8,
    )
    ticks = value_ticks(max(shown.counts))
    labels = [text_format.compact_count(tick) for tick in ticks]
    left = x + _PADDING + max(sheet.width(Face.CAPTION, label) for label in labels) + 8
    right, top, bottom = x + width - _PADDING - 4, y + 34, y + height - 26
    heights = [bottom - (bottom - top) * tick / ticks[-1] for tick in ticks]
    sheet.lines([(left, level, right, level) for level in heights], ink=Ink.LINE2)
    for label, level in zip(labels, heights, strict=True):
        sheet.text(left - 8, level + 2.6, label, face=Face.CAPTION, ink=Ink.TEXT3, side=Side.RIGHT)
    _draw_day_labels(sheet, shown, left, right, y + height - 11)
    _draw_line(sheet, shown.counts, (left, top, right - left, bottom - top), ticks[-1])


def _draw_day_labels(sheet: Sheet, shown: Volume, left: float, right: float, baseline: float) -> None:
    days = shown.first_days
    long = (days[-1] - days[0]).days > 300
    texts = [day.isoformat() if long else text_format.month_day(day) for day in days]
    label_width = max(sheet.width(Face.CAPTION, text) for text in {texts[0], texts[len(texts) // 2], texts[-1]})
    last = len(days) - 1
    for index in day_ticks(len(days), width=right - left, label_width=label_width):
        place = left + (right - left) * index / last if last else (left + right) / 2
        side = Side.LEFT if index == 0 and last else Side.RIGHT if index == last and last else Side.CENTRE
        sheet.text(place, baseline, texts[index], face=Face.CAPTION, ink=Ink.TEXT3, side=side)


def _draw_line(sheet: Sheet, counts: Sequence[int], plot: Box, highest: int) -> None:
    left, top, width, height = plot
    last = len(counts) - 1

    def place(x: float, y: float) -> tuple[float, float]:
        return left + width * (x / last if last else 0.5), top + height * (1 - y / highest)

    line = QPainterPath(scaled(*place(0, counts[0])))
    for piece in smooth_path(counts):
        line.cubicTo(
            scaled(*place(piece.control1_x, piece.control1_y)),
            scaled(*place(piece.control2_x, piece.control2_y)),
            scaled(*place(piece.end_x, piece.end_y)),
        )
    if last:
        area = QPainterPath(line)
        area.lineTo(scaled(left + width, top + height))
        area.lineTo(scaled(left, top + height))
        area.closeSubpath()
        shade = QLinearGradient(scaled(0, top), scaled(0, top + height))
        shade.setColorAt(0, QColor(_AREA_TOP))
        shade.setColorAt(1, QColor(_AREA_BOTTOM))
        sheet.fill(area, QBrush(shade))
        sheet.stroke(line, ink=Ink.ACCENT, width=1.4)
    x, y = place(last, counts[-1])
    sheet.boxes([(x - 2, y - 2, 4, 4)], fill=Ink.ACCENT, radius=2)


def draw_models(sheet: Sheet, box: Box, models: Sequence[UsageItem], slots: SeriesSlots) -> None:
    """The largest models by requests with bars in their colours, the rest as one: the parts sum to the total."""
    x, y, width, _ = box
    sheet.card(box)
    sheet.text(x + _PADDING, y + 18, translate("Export", "Usage by Model"), face=Face.SECTION)
    right, cost_width, share_width, count_width = x + width - _PADDING, 52.0, 38.0, 48.0
    for offset, title in (
        (0.0, translate("Export", "Cost")),
        (cost_width, translate("Export", "Share")),
        (cost_width + share_width, translate("Export", "Requests")),
    ):
        sheet.text(right - offset, y + 18, title, face=Face.CAPTION, ink=Ink.TEXT2, side=Side.RIGHT)
    rows = folded(models, NAMED_MODELS + 1, translate("Export", "Other"))
    total, longest = sum(row.requests for row in rows), max(row.requests for row in rows)
    name_width = min(
        (width - 2 * _PADDING) * 0.3,
        max(sheet.width(Face.BODY, text_format.safe_line(row.model or "")) for row in rows) + 1,
    )
    bar_left = x + _PADDING + name_width + 10
    bar_width = right - cost_width - share_width - count_width - 4 - bar_left
    baseline = y + 38
    named = len(rows) if len(rows) == len(models) else NAMED_MODELS
    for index, row in enumerate(rows):
        sheet.text(x + _PADDING, baseline, text_format.safe_line(row.model or ""), width=name_width)
        ink = Ink.SERIES[slots.slot(row.model or "")] if index < named else Ink.OTHER
        length = max(3.0, bar_width * row.requests / longest)
        sheet.boxes([(bar_left, baseline - 5.5, length, 5.5)], fill=ink, radius=2.7)
        sheet.text(right, baseline, text_format.money(row.cost_nano), side=Side.RIGHT, width=cost_width - 4)
        sheet.text(right - cost_width, baseline, text_format.share(row.requests, total), ink=Ink.TEXT2, side=Side.RIGHT)
        sheet.text(right - cost_width - share_width, baseline, text_format.count(row.requests), side=Side.RIGHT)
        baseline += _MODEL_ROW


def folded(items: Sequence[UsageItem], most: int, other: str) -> tuple[UsageItem, ...]:
    """At most so many rows, most requests first; the last then sums the smallest models under the name ``other``."""
    ordered = sorted(items, key=_by_size)
    if len(ordered) <= most:
        return tuple(ordered)
    rest = ordered[most - 1 :]
    return (
        *ordered[: most - 1],
        UsageItem(
            requests=sum(item.requests for item in rest),
            errors=sum(item.errors for item in rest),
            input_tokens=sum(item.input_tokens for item in rest),
            output_tokens=sum(item.output_tokens for item in rest),
            cost_nano=sum(item.cost_nano for item in rest),
            model=other,
        ),
    )


def _by_size(item: UsageItem) -> tuple[int, str, int]:
    return -item.requests, item.model or "", item.status or 0
