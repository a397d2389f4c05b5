"""A switch: on or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget
from typing_extensions import override

from binom_desktop.views.theme import Theme

_TRACK = QSize(34, 20)
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
        width = _TRACK.width() + _GAP + metrics.horizontalAdvance(self.text()) + 2
        return QSize(width, max(_TRACK.height(), metrics.height()) + 4)

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRect(0, (self.height() - _TRACK.height()) // 2, _TRACK.width(), _TRACK.height())
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
        words = self.rect().adjusted(_TRACK.width() + _GAP, 0, 0, 0)
        painter.drawText(self._visual(words), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()

    def _visual(self, part: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), part)
