"""A switch: on or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget
from typing_extensions import override

from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Theme

TRACK_WIDTH = 34
_TRACK_HEIGHT = 20
_AIR = 3
_GAP = 8


class Switch(QCheckBox):
    """A check box that acts when it is clicked, drawn as a switch with its words behind it."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = text_px(TRACK_WIDTH) + _GAP + metrics.horizontalAdvance(self.text()) + 2
        return QSize(width, max(text_px(_TRACK_HEIGHT), metrics.height()) + 4)

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = text_px(TRACK_WIDTH), text_px(_TRACK_HEIGHT)
        track = QRect(0, (self.height() - height) // 2, width, height)
        place = QRectF(self._visual(track))
        painter.setPen(Qt.PenStyle.NoPen)
        on = self.isChecked() != self.isRightToLeft()
        ground = "accent" if self.isChecked() else "text3"
        painter.setBrush(self._theme.color(ground if self.isEnabled() else "line"))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        knob = place.height() - 2 * _AIR
        x = place.right() - _AIR - knob if on else place.left() + _AIR
        painter.setBrush(self._theme.color("surface"))
        painter.drawEllipse(QRectF(x, place.top() + _AIR, knob, knob))
        painter.setPen(self._theme.color("text" if self.isEnabled() else "text3"))
        words = self.rect().adjusted(width + _GAP, 0, 0, 0)
        painter.drawText(self._visual(words), int(Qt.AlignmentFlag.AlignVCenter), readable(self.text()))
        painter.end()

    def _visual(self, part: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), part)
