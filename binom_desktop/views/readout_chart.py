"""What every chart has: a place that the pointer or the arrow keys mark, and a readout of its figures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.views.announce import announce
from binom_desktop.views.focus_ring import KEYBOARD_REASONS
from binom_desktop.views.reading_order import readable
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CONTROL_RADIUS, TABLE

_PADDING = 10
_GAP = 10
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ReadoutChart(QWidget):
    """Subclasses say how many places there are, where they lie and what is to be read at them, and paint all of it.

    ``place_chosen`` comes with a click or Enter on the marked place.
    """

    place_chosen = Signal(int)

    def __init__(self, *, object_name: str, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marked: int | None = None
        self._by_keyboard = False
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(160)

    @property
    def marked(self) -> int | None:
        """The place that the readout stands at, counted from the oldest; None without one."""
        return self._marked

    @property
    def place_count(self) -> int:
        """How many places there are."""
        raise NotImplementedError

    def place_at(self, x: float) -> int:
        """The place nearest to a pixel; it need not be one that exists."""
        raise NotImplementedError

    def readout(self, place: int) -> tuple[str, ...]:
        """The place's name, and its figures."""
        raise NotImplementedError

    def mark(self, place: int | None) -> None:
        """Let the readout stand at a place, or nowhere."""
        if place != self._marked:
            self._marked = place
            self.update()

    def paint_readout(self, painter: QPainter, place: int, beside: QRectF, area: QRectF) -> None:
        """Paint a card with a place's readout ``beside`` its mark, inside of ``area`` and the widget."""
        lines = self.readout(place)
        quiet, strong = self._theme.font(CAPTION), self._theme.font(TABLE, QFont.Weight.DemiBold)
        fonts = [quiet, *(strong for _ in lines[1:])]
        metrics = [QFontMetricsF(font) for font in fonts]
        widest = max(metric.horizontalAdvance(line) for metric, line in zip(metrics, lines, strict=True))
        width, height = widest + 2 * _PADDING, sum(metric.height() for metric in metrics) + _PADDING
        left = beside.right() + _GAP
        if left + width > self.width():
            left = max(0.0, beside.left() - _GAP - width)
        top = max(min(max(beside.top() - _GAP, area.top()), area.bottom() - height), 0.0)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(left, top, width, height), CONTROL_RADIUS, CONTROL_RADIUS)
        baseline = top + _PADDING / 2
        for number, (line, font, metric) in enumerate(zip(lines, fonts, metrics, strict=True)):
            painter.setFont(font)
            painter.setPen(self._theme.color("text" if number else "text2"))
            painter.drawText(QPointF(left + _PADDING, baseline + metric.ascent()), readable(line))
            baseline += metric.height()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 230)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        last = self.place_count - 1
        if last >= 0:
            self.mark(min(max(self.place_at(event.position().x()), 0), last))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self._marked is not None:
            self.place_chosen.emit(self._marked)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._by_keyboard:
            self.mark(None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._marked is not None:
            self.mark(None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._marked is not None:
            self.place_chosen.emit(self._marked)
        elif (place := self._place_by_key(key)) is not None:
            self._by_keyboard = True
            self.mark(place)
            self.update()
            name, *figures = self.readout(place)
            announce(self, f"{name}: {', '.join(figures)}")
        else:
            super().keyPressEvent(event)

    def _place_by_key(self, key: Qt.Key) -> int | None:
        last = self.place_count - 1
        if last < 0:
            return None
        if key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End:
            return last
        if key not in _STEPS:
            return None
        return last if self._marked is None else min(max(self._marked + _STEPS[key], 0), last)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in KEYBOARD_REASONS
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._by_keyboard = False
        self.mark(None)
        self.update()
