"""The line chart. The only module that imports pyqtgraph; it is imported after the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, SignalInstance, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QGraphicsPathItem, QWidget
from typing_extensions import override

from binom_desktop.presentation import chart_shape
from binom_desktop.presentation.chart_line import ChartLine, LineStyle
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.readout_chart import ReadoutChart
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CONTROL_RADIUS, FOCUS_RING_WIDTH

# At most ten pictures a second, however fast events arrive.
_PICTURE_INTERVAL_MS = 100
_PICTURE_DELAY_MS = 30
_LINE_WIDTH = 2
_AREA_TOP_ALPHA = 0.28
_AREA_BOTTOM_ALPHA = 0.02
_LABEL_GAP = 8
_MARGIN_TOP = 8
_MARGIN_RIGHT = 8
_TODAY_RADIUS = 3.5
_RING_RADIUS = 4.5
_STEM = 14


class ChartModel(Protocol):
    """What a line chart shows: lines over the same places, which stand for days or hours."""

    @property
    def points_changed(self) -> SignalInstance:
        """Comes when places or lines changed."""

    @property
    def places(self) -> Sequence[object]:
        """What the places stand for; with others the chart is another one."""

    @property
    def lines(self) -> tuple[ChartLine, ...]:
        """The lines, the most important first; each has at most as many values as there are places."""

    @property
    def least_top(self) -> int:
        """What the axis reaches where every value is nothing."""

    @property
    def unusual_places(self) -> frozenset[int]:
        """The places to be marked on the first line."""

    @property
    def description(self) -> str:
        """What a glance at the chart tells."""

    def place_text(self, place: int) -> str:
        """A place as the axis names it."""

    def value_text(self, value: int) -> str:
        """A value as the axis names it."""

    def point_text(self, place: int) -> tuple[str, str]:
        """A place and its figures, one a line, as the readout says them."""


class _PlotPicture:
    """pyqtgraph's plot, drawn into pictures. Its items live as long as it does and are only changed."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        self._theme = theme
        self._plot = pyqtgraph.PlotWidget(parent)
        self._dress_plot()
        self._grid = [pyqtgraph.InfiniteLine(angle=0) for _ in chart_shape.value_ticks(0)]
        self._fill = QGraphicsPathItem()
        self._fill.setPen(QPen(Qt.PenStyle.NoPen))
        self._strokes: list[QGraphicsPathItem] = []
        for item in (*self._grid, self._fill):
            self._plot.addItem(item)

    def _dress_plot(self) -> None:
        plot = self._plot
        plot.hide()
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setAntialiasing(True)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.hideButtons()
        plot.hideAxis("left")
        plot.hideAxis("bottom")
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        # Time goes to the right, and the margins stay where the labels are, whatever side lines begin on.
        plot.getPlotItem().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        # The line's ends and its lowest point are drawn whole.
        view = plot.getViewBox()
        view.setFlag(view.GraphicsItemFlag.ItemClipsChildrenToShape, False)
        view.setDefaultPadding(0)

    def draw(
        self, lines: Sequence[ChartLine], places: int, ticks: tuple[int, ...], size: QSize, area: QRectF
    ) -> QPixmap:
        """A picture of ``size`` with lines over ``area``, from 0 to the last of ``ticks``."""
        plot = self._plot
        plot.setBackground(self._theme.color("surface"))
        plot.resize(size)
        layout = plot.getPlotItem().layout
        layout.setContentsMargins(area.left(), area.top(), size.width() - area.right(), size.height() - area.bottom())
        layout.activate()
        plot.setRange(xRange=(0, max(1, places - 1)), yRange=(0, ticks[-1]), padding=0)
        # Pens that don't scale with the figures count in device pixels.
        grid = pyqtgraph.mkPen(self._theme.color("line2"), width=plot.devicePixelRatioF())
        for line, tick in zip(self._grid, ticks, strict=True):
            line.setPen(grid)
            line.setValue(tick)
        self._show_lines(lines, ticks[-1])
        picture: QPixmap = plot.grab()
        return picture

    def _show_lines(self, lines: Sequence[ChartLine], top: int) -> None:
        while len(self._strokes) < len(lines):
            stroke = QGraphicsPathItem()
            # The first line lies over those that it is compared with.
            stroke.setZValue(-len(self._strokes))
            self._strokes.append(stroke)
            self._plot.addItem(stroke)
        for number, stroke in enumerate(self._strokes):
            stroke.setVisible(number < len(lines))
        self._fill.setVisible(False)
        self._fill.setZValue(-len(self._strokes))
        for line, stroke in zip(lines, self._strokes, strict=False):
            path = _smooth(line.values)
            stroke.setPath(path)
            stroke.setPen(self._pen(line))
            if line.style is LineStyle.FILLED:
                area = QPainterPath(path)
                area.lineTo(max(0, len(line.values) - 1), 0)
                area.lineTo(0, 0)
                area.closeSubpath()
                self._fill.setBrush(self._area_brush(top))
                self._fill.setPath(area)
                self._fill.setVisible(True)

    def _pen(self, line: ChartLine) -> QPen:
        pen = QPen(line_color(line, self._theme), _LINE_WIDTH * self._plot.devicePixelRatioF())
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if line.style is LineStyle.DASHED:
            pen.setDashPattern([3, 3])
        return pen

    def _area_brush(self, top: int) -> QBrush:
        gradient = QLinearGradient(0, top, 0, 0)
        for place, alpha in ((0.0, _AREA_TOP_ALPHA), (1.0, _AREA_BOTTOM_ALPHA)):
            color = self._theme.color("accent")
            color.setAlphaF(alpha)
            gradient.setColorAt(place, color)
        return QBrush(gradient)


def line_color(line: ChartLine, theme: Theme) -> QColor:
    """A line's colour: the accent, that of a split's part, or a quiet one for what it is compared with."""
    if line.style is LineStyle.DASHED:
        return theme.color("text3")
    if line.model is not None:
        return theme.series_color(line.model)
    return theme.color("accent") if line.slot is None else theme.slot_color(line.slot)


def _smooth(values: Sequence[int]) -> QPainterPath:
    path = QPainterPath(QPointF(0, values[0] if values else 0))
    for piece in chart_shape.smooth_path(values):
        path.cubicTo(piece.control1_x, piece.control1_y, piece.control2_x, piece.control2_y, piece.end_x, piece.end_y)
    return path


class LineChart(ReadoutChart):
    """Smooth lines over the same places; the first may be filled below.

    pyqtgraph draws the plot into a picture when figures, size or theme change; hovering and the arrow keys paint only
    their marks over it. The plot takes no input of its own, so the wheel scrolls the page.
    """

    def __init__(
        self, *, model: ChartModel, theme: Theme, title: str, object_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(object_name=object_name, title=title, theme=theme, parent=parent)
        self._model = model
        self._plot = _PlotPicture(theme=theme, parent=self)
        self._picture = QPixmap()
        self._area = QRectF()
        self._day_font = QFont()
        # What the picture shows; between two pictures the model may be ahead of it.
        self._places: tuple[object, ...] = ()
        self._lines: tuple[ChartLine, ...] = ()
        self._ticks = chart_shape.value_ticks(0)
        self._behind = False
        # The picture covers everything, so nothing below has to be painted first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._connect()
        self._describe()

    def _connect(self) -> None:
        self._model.points_changed.connect(self._on_model_points_changed)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._theme.changed.connect(self._on_theme_changed)

    @Slot()
    def _on_model_points_changed(self) -> None:
        self._describe()
        if tuple(self._model.places) == self._places:
            # Not now, while everything else that changed is painted.
            self._behind = True
            if not self._timer.isActive():
                self._timer.start(_PICTURE_DELAY_MS)
            return
        self._redraw()

    @Slot()
    def _on_timer_timeout(self) -> None:
        if self._behind:
            self._timer.start(_PICTURE_INTERVAL_MS)
            self._redraw()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._redraw()

    @property
    @override
    def place_count(self) -> int:
        return len(self._places)

    @override
    def place_at(self, x: float) -> int:
        return round((x - self._area.left()) / max(1.0, self._area.width()) * (len(self._places) - 1))

    @override
    def readout(self, place: int) -> tuple[str, ...]:
        title, figures = self._model.point_text(place)
        return title, *figures.split("\n")

    def point(self, place: int, line: int = 0) -> QPointF:
        """Where a line's point is, in the widget's own pixels; at the bottom where the line doesn't reach."""
        values = self._lines[line].values
        share = values[place] / self._ticks[-1] if place < len(values) else 0
        return QPointF(self._left_of(place), self._area.bottom() - share * self._area.height())

    def _left_of(self, place: int) -> float:
        return self._area.left() + self._area.width() * place / max(1, len(self._places) - 1)

    def _describe(self) -> None:
        self.setAccessibleDescription(self._model.description)

    def _redraw(self) -> None:
        """Make a new picture at once if it can be seen; a hidden chart makes it when it is shown."""
        self._behind = False
        places = tuple(self._model.places)
        if places != self._places:
            self.mark(None)
        self._places, self._lines = places, self._model.lines
        if self.isVisible():
            self._draw_picture()
            self.update()

    def _draw_picture(self) -> None:
        """Have pyqtgraph draw grid, area and line, and write the labels beside them."""
        self._day_font = self._theme.font(CAPTION)
        highest = max((value for line in self._lines for value in line.values), default=0)
        self._ticks = chart_shape.value_ticks(highest or self._model.least_top)
        metrics = QFontMetricsF(self._day_font)
        values = {tick: self._model.value_text(tick) for tick in self._ticks}
        left = max(metrics.horizontalAdvance(text) for text in values.values()) + _LABEL_GAP
        bottom = metrics.height() + _LABEL_GAP
        # Half of the highest label stands above its line.
        top = max(_MARGIN_TOP, metrics.height() / 2)
        self._area = QRectF(self.rect()).adjusted(left, top, -_MARGIN_RIGHT, -bottom)
        self._picture = self._plot.draw(self._lines, len(self._places), self._ticks, self.size(), self._area)
        self._write_labels(values)

    def _write_labels(self, values: dict[int, str]) -> None:
        metrics = QFontMetricsF(self._day_font)
        painter = QPainter(self._picture)
        painter.setFont(self._day_font)
        painter.setPen(self._theme.color("text3"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value, text in values.items():
            middle = self._area.bottom() - self._area.height() * value / self._ticks[-1]
            place = QRectF(0, middle - metrics.height() / 2, self._area.left() - _LABEL_GAP, metrics.height())
            painter.drawText(place, right, text)
        labels = [self._model.place_text(place) for place in range(len(self._places))]
        widest = max((metrics.horizontalAdvance(label) for label in labels), default=0)
        for row in chart_shape.day_ticks(len(labels), width=self._area.width(), label_width=widest):
            width = metrics.horizontalAdvance(labels[row])
            start = self._left_of(row) - width / 2
            start = min(max(start, self._area.left()), self._area.right() - width)
            painter.drawText(QPointF(start, self.height() - metrics.descent()), labels[row])
        painter.end()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._redraw()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._redraw()
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._lines and self._lines[0].values:
            self._paint_unusual(painter)
            self._paint_newest(painter)
        if self._marked is not None:
            self._paint_mark(painter, self._marked)
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CONTROL_RADIUS, CONTROL_RADIUS)
        painter.end()

    def _paint_unusual(self, painter: QPainter) -> None:
        """A ring in the warning's colour, and a stem, so that it is not told by colour alone."""
        painter.setPen(QPen(self._theme.tone_color(Tone.WARN), 2))
        painter.setBrush(self._theme.color("surface"))
        for place in self._model.unusual_places:
            if place < len(self._lines[0].values):
                point = self.point(place)
                painter.drawLine(point, QPointF(point.x(), max(self._area.top(), point.y() - _STEM)))
                painter.drawEllipse(point, _RING_RADIUS, _RING_RADIUS)

    def _paint_newest(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(line_color(self._lines[0], self._theme))
        painter.drawEllipse(self.point(len(self._lines[0].values) - 1), _TODAY_RADIUS, _TODAY_RADIUS)

    def _paint_mark(self, painter: QPainter, place: int) -> None:
        x = self._left_of(place)
        hair = QPen(self._theme.color("text3"), 1)
        hair.setDashPattern([3, 3])
        painter.setPen(hair)
        painter.drawLine(QPointF(x, self._area.top()), QPointF(x, self._area.bottom()))
        painter.setBrush(self._theme.color("surface"))
        top = self._area.bottom()
        for number, line in reversed(list(enumerate(self._lines))):
            if place < len(line.values):
                point = self.point(place, number)
                painter.setPen(QPen(line_color(line, self._theme), 2))
                painter.drawEllipse(point, _RING_RADIUS, _RING_RADIUS)
                top = point.y()
        self.paint_readout(painter, place, QRectF(x, top, 0, 0), self._area)
