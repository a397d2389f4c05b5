"""A label that is never cut without a sign: it shrinks a little, then ends in an ellipsis, and keeps its whole text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget
from typing_extensions import override

from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.views.reading_order import readable
from binom_desktop.views.tokens import STATUS_RADIUS

_LEAST_SCALE = 0.5
_SHRINK_STEP_PT = 0.25
# A waiting figure's block: its height against the line's, its width against its height.
_BLOCK_SHARE = 0.72
_BLOCK_PROPORTION = 5


class FittingLabel(QLabel):
    """One line of plain text. ``shrinks`` lets the type get smaller before it is elided; a tooltip tells the rest."""

    def __init__(self, *, shrinks: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shrinks = shrinks
        self._waiting = False
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_waiting(self, waiting: bool) -> None:
        """Show a quiet block in the text's place while the text is on its way."""
        if waiting != self._waiting:
            self._waiting = waiting
            self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(24, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._waiting:
            self._paint_block(painter)
            painter.end()
            return
        font = self._fitted_font()
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        baseline = (self.height() + self.fontMetrics().ascent() - self.fontMetrics().descent()) / 2
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - metrics.horizontalAdvance(text) if mirrored else 0
        painter.drawText(round(left), round(baseline), readable(text))
        painter.end()

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.elided:
            QToolTip.showText(event.globalPos(), plain_tooltip(self.text()), self)
            return True
        return super().event(event)

    @property
    def elided(self) -> bool:
        """Whether an ellipsis stands for a part of the text."""
        return QFontMetricsF(self._fitted_font()).horizontalAdvance(self.text()) > self.width()

    def _fitted_font(self) -> QFont:
        font = QFont(self.font())
        if not self._shrinks:
            return font
        least = font.pointSizeF() * _LEAST_SCALE
        while font.pointSizeF() > least and QFontMetricsF(font).horizontalAdvance(self.text()) > self.width():
            font.setPointSizeF(font.pointSizeF() - _SHRINK_STEP_PT)
        return font

    def _paint_block(self, painter: QPainter) -> None:
        height = self.fontMetrics().height() * _BLOCK_SHARE
        width = min(self.width(), height * _BLOCK_PROPORTION)
        left = self.width() - width if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0
        block = QRectF(left, (self.height() - height) / 2, width, height)
        radius = min(STATUS_RADIUS, height / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().midlight())
        painter.drawRoundedRect(block, radius, radius)
