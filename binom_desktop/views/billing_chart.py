"""Spend a day as bars, with a mark on the days of top-ups."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.domain import NANO_PER_CREDIT
from binom_desktop.models.billing_series import DailySpendModel
from binom_desktop.presentation import billing_text, chart_shape
from binom_desktop.presentation import format as text_format
from binom_desktop.views.readout_chart import ReadoutChart
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION

_LABEL_GAP = 8
# The marks of top-ups stand above the highest bar.
_MARGIN_TOP = 22
_MARGIN_RIGHT = 8
_BAR_SHARE = 0.62
_WIDEST_BAR = 22.0
_BAR_RADIUS = 3.0
_TODAY_ALPHA = 0.45
_MARK = 4.5


class DailySpendChart(ReadoutChart):
    """A bar a day; today's is paler, since it still grows. Hovering or the arrow keys show a day's exact figures."""

    def __init__(self, *, model: DailySpendModel, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(object_name="dailySpendChart", title=title, theme=theme, parent=parent)
        self._model = model
        self._connect()
        self._describe()

    def _connect(self) -> None:
        self._model.points_changed.connect(self._on_model_points_changed)
        self._theme.changed.connect(self._on_theme_changed)

    @Slot()
    def _on_model_points_changed(self) -> None:
        if self._marked is not None and self._marked >= len(self._model.days):
            self.mark(None)
        self._describe()
        self.update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.update()

    @property
    @override
    def place_count(self) -> int:
        return len(self._model.days)

    @override
    def place_at(self, x: float) -> int:
        area = self._area()
        return int((x - area.left()) / max(1.0, area.width()) * len(self._model.days))

    @override
    def readout(self, place: int) -> tuple[str, ...]:
        return self._model.point_text(place)

    def bar(self, row: int) -> QRectF:
        """Where a day's bar is, in the widget's own pixels."""
        area, ticks = self._area(), self._ticks()
        slot = area.width() / max(1, len(self._model.days))
        width = min(slot * _BAR_SHARE, _WIDEST_BAR)
        height = area.height() * max(0, self._model.costs[row]) / ticks[-1]
        if self._model.costs[row] > 0:
            height = max(height, 1.0)
        return QRectF(area.left() + slot * row + (slot - width) / 2, area.bottom() - height, width, height)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._model.description)

    def _ticks(self) -> tuple[int, ...]:
        return chart_shape.value_ticks(max(self._model.costs, default=0) or 3 * NANO_PER_CREDIT)

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self._theme.font(CAPTION))
        left = max(metrics.horizontalAdvance(billing_text.axis_money(tick)) for tick in self._ticks()) + _LABEL_GAP
        bottom = metrics.height() + _LABEL_GAP
        return QRectF(self.rect()).adjusted(left, _MARGIN_TOP, -_MARGIN_RIGHT, -bottom)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_grid(painter)
        if self._model.days:
            self._paint_days(painter)
            for row in range(len(self._model.days)):
                self._paint_bar(painter, row)
                if self._model.top_up_nano(row):
                    self._paint_top_up(painter, row)
        if self._marked is not None:
            self._paint_mark(painter, self._marked)
        painter.end()

    def _paint_grid(self, painter: QPainter) -> None:
        area, ticks = self._area(), self._ticks()
        painter.setFont(self._theme.font(CAPTION))
        height = QFontMetricsF(painter.font()).height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in ticks:
            middle = round(area.bottom() - area.height() * tick / ticks[-1]) + 0.5
            painter.setPen(QPen(self._theme.color("line2"), 1))
            painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
            painter.setPen(self._theme.color("text3"))
            place = QRectF(0, middle - height / 2, area.left() - _LABEL_GAP, height)
            painter.drawText(place, right, billing_text.axis_money(tick))

    def _paint_days(self, painter: QPainter) -> None:
        area = self._area()
        metrics = QFontMetricsF(self._theme.font(CAPTION))
        labels = [text_format.month_day(day) for day in self._model.days]
        widest = max(metrics.horizontalAdvance(label) for label in labels)
        painter.setFont(self._theme.font(CAPTION))
        painter.setPen(self._theme.color("text3"))
        for row in chart_shape.day_ticks(len(labels), width=area.width(), label_width=widest):
            width = metrics.horizontalAdvance(labels[row])
            start = self.bar(row).center().x() - width / 2
            start = min(max(start, area.left()), area.right() - width)
            painter.drawText(QPointF(start, self.height() - metrics.descent()), labels[row])

    def _paint_bar(self, painter: QPainter, row: int) -> None:
        bar = self.bar(row)
        if bar.height() <= 0:
            return
        color = self._theme.color("accent")
        radius = min(_BAR_RADIUS, bar.width() / 2, bar.height())
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(bar, radius, radius)
        # Only the upper corners are round: a bar stands on its axis.
        path.addRect(QRectF(bar.left(), bar.bottom() - radius, bar.width(), radius))
        today = row == len(self._model.days) - 1
        painter.setPen(QPen(color, 1) if today else Qt.PenStyle.NoPen)
        if today:
            color.setAlphaF(_TODAY_ALPHA)
        painter.setBrush(color)
        painter.drawPath(path.simplified())

    def _paint_top_up(self, painter: QPainter, row: int) -> None:
        """A triangle that points up, above its bar: told by its form, not by its colour alone."""
        bar = self.bar(row)
        middle, foot = bar.center().x(), bar.top() - _MARK
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("ok"))
        painter.drawPolygon(
            QPolygonF([QPointF(middle, foot - 2 * _MARK), QPointF(middle + _MARK, foot), QPointF(middle - _MARK, foot)])
        )

    def _paint_mark(self, painter: QPainter, row: int) -> None:
        area, bar = self._area(), self.bar(row)
        hair = QPen(self._theme.color("text3"), 1)
        hair.setDashPattern([3, 3])
        painter.setPen(hair)
        painter.drawLine(QPointF(bar.center().x(), area.top()), QPointF(bar.center().x(), bar.top()))
        painter.setPen(QPen(self._theme.color("text"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(-1, -1, 1, 0))
        self.paint_readout(painter, row, bar, area)
