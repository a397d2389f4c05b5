"""Quiet blocks in the place of what is still on its way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import STATUS_RADIUS

_BLOCK = 12
# Shares of the width, so that the lines look like text and not like a form.
_WIDTHS = (0.92, 0.78, 0.85, 0.66, 0.88, 0.72)


class PlaceholderLines(QWidget):
    """Blocks like ``lines`` rows of text of ``line_height``; one line fills the whole place."""

    def __init__(
        self, *, accessible_name: str, theme: Theme, lines: int, line_height: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self._line_height = line_height
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, self._lines * self._line_height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._lines * self._line_height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line2"))
        if self._lines == 1:
            painter.drawRoundedRect(QRectF(self.rect()), STATUS_RADIUS, STATUS_RADIUS)
        else:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            for line in range(self._lines):
                top = line * self._line_height + (self._line_height - _BLOCK) / 2
                width = self.width() * _WIDTHS[line % len(_WIDTHS)]
                painter.drawRoundedRect(
                    QRectF(self.width() - width if mirrored else 0, top, width, _BLOCK), STATUS_RADIUS, STATUS_RADIUS
                )
        painter.end()
