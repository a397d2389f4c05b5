"""A box to tick, as it looks in lists and in forms."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget
from typing_extensions import override

from binom_desktop.views import icons
from binom_desktop.views.theme import Theme

BOX_SIZE = 16
_CHECK = 12
_RADIUS = 4
_GAP = 8


def paint_box(painter: QPainter, box: QRect, *, ticked: bool, theme: Theme) -> None:
    """Paint a box of ``BOX_SIZE``; without its tick a line alone shows it, so that has the contrast of a field's."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if ticked else "field_line"), 1))
    painter.setBrush(theme.color("accent" if ticked else "surface"))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    if ticked:
        inset = (BOX_SIZE - _CHECK) // 2
        device = painter.device()
        picture = icons.pixmap("check", theme.tokens.on_accent, _CHECK, device.devicePixelRatioF())
        painter.drawPixmap(box.left() + inset, box.top() + inset, picture)


class TickBox(QCheckBox):
    """A check box in the design's colours."""

    def __init__(self, text: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(BOX_SIZE + _GAP + metrics.horizontalAdvance(self.text()) + 2, max(BOX_SIZE, metrics.height()) + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRect(0, (self.height() - BOX_SIZE) // 2, BOX_SIZE, BOX_SIZE)
        paint_box(painter, self._visual(box), ticked=self.isChecked(), theme=self._theme)
        painter.setPen(self._theme.color("text" if self.isEnabled() else "text3"))
        words = self.rect().adjusted(BOX_SIZE + _GAP, 0, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextShowMnemonic)
        painter.drawText(self._visual(words), flags, self.text())
        painter.end()

    def _visual(self, part: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), part)
