"""A table's header with an arrow beside the title that orders the rows, also where titles stand at the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from binom_desktop.views.text_size import text_scale
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CELL_PADDING

_ARROW = 3.5
_GAP = 8
ARROW_ROOM = 20
"""What a section needs beside its title."""


class OrderHeader(QHeaderView):
    """Down means that the largest come first. Qt's own arrow would cover titles at the right."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._ordered = -1
        self._descending = False

    @property
    def order(self) -> tuple[int, bool]:
        """The section that orders the rows, -1 for none, and whether the largest come first."""
        return self._ordered, self._descending

    def show_order(self, section: int, *, descending: bool) -> None:
        """Mark a section."""
        self._ordered, self._descending = section, descending
        # To ask for the viewport takes long the first time, when nobody sees it yet.
        if self.isVisible():
            self.viewport().update()

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == self._ordered:
            self._paint_arrow(painter, rect)

    def _paint_arrow(self, painter: QPainter, rect: QRect) -> None:
        model = self.model()
        title = str(model.headerData(self._ordered, self.orientation()) or "")
        alignment = model.headerData(self._ordered, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        scale = text_scale()
        width = self.fontMetrics().horizontalAdvance(title) + CELL_PADDING + _GAP * scale
        at_right = bool(Qt.AlignmentFlag(alignment) & Qt.AlignmentFlag.AlignRight) != self.isRightToLeft()
        x = rect.right() - width if at_right else rect.left() + width
        y, way = rect.center().y() + 0.5, 1 if self._descending else -1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("text2"))
        half, above, below = _ARROW * scale, way * 2 * scale, way * 2.5 * scale
        points = [QPointF(x - half, y - above), QPointF(x + half, y - above), QPointF(x, y + below)]
        painter.drawPolygon(QPolygonF(points))
        painter.restore()
