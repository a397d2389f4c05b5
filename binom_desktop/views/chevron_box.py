"""A list of which one is chosen, with the house's chevron."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QWidget
from typing_extensions import override

from binom_desktop.views import icons
from binom_desktop.views.reading_order import ReadableDelegate, mirrored
from binom_desktop.views.theme import Theme

_CHEVRON = 12
_GAP = 10


class ChevronBox(QComboBox):
    """The wheel scrolls the page: a choice changes only where that is meant."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        if mirrored():
            self.setItemDelegate(ReadableDelegate(self))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._theme.tokens
        painter = QPainter(self)
        ink = tokens.text2 if self.isEnabled() else tokens.text3
        box = QStyle.alignedRect(
            self.layoutDirection(),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            icons.icon_size(_CHEVRON),
            self.rect().adjusted(_GAP, 0, -_GAP, 0),
        )
        painter.drawPixmap(box.topLeft(), icons.pixmap("chevron-down", ink, box.width(), self.devicePixelRatioF()))
        painter.end()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
