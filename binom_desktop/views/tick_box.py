"""A box to tick, as it looks in lists and in forms."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget
from typing_extensions import override

from binom_desktop.views import icons
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import text_px
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
        size = text_px(_CHECK)
        inset = (box.width() - size) // 2
        device = painter.device()
        picture = icons.pixmap("check", theme.tokens.on_accent, size, device.devicePixelRatioF())
        painter.drawPixmap(box.left() + inset, box.top() + inset, picture)


class TickBox(QCheckBox):
    """A check box in the design's colours."""

    def __init__(self, text: str, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme

    @override
    def sizeHint(self) -> QSize:
        metrics, size = self.fontMetrics(), text_px(BOX_SIZE)
        return QSize(size + _GAP + metrics.horizontalAdvance(self.text()) + 2, max(size, metrics.height()) + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = text_px(BOX_SIZE)
        box = QRect(0, (self.height() - size) // 2, size, size)
        paint_box(painter, self._visual(box), ticked=self.isChecked(), theme=self._theme)
        painter.setPen(self._theme.color("text" if self.isEnabled() else "text3"))
        words = self.rect().adjusted(size + _GAP, 0, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextShowMnemonic)
        painter.drawText(self._visual(words), flags, readable(self.text()))
        painter.end()

    def _visual(self, part: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), part)
