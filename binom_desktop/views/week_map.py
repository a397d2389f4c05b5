"""A week's hours as a map: the more, the deeper the colour. It is a real table, so that every hour can be read."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from binom_desktop.models.usage_page import WeekModel
from binom_desktop.views.text_size import row_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CELL_PADDING, FOCUS_RING_WIDTH, mix

_ROW_HEIGHT = 22
_HEADER_HEIGHT = 24
_RADIUS = 4
_AIR = 1
_LABEL_AIR = 4
_Index = QModelIndex | QPersistentModelIndex


class _HourDelegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, model: WeekModel, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._week = model

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tokens = self._theme.tokens
        share = self._week.share(index.row(), index.column())
        ground = tokens.line2 if share == 0 else mix(tokens.accent, tokens.surface, 0.12 + 0.88 * share)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("text"), FOCUS_RING_WIDTH))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(rect).adjusted(_AIR, _AIR, -_AIR, -_AIR), _RADIUS, _RADIUS)
        painter.restore()


class _HourHeader(QHeaderView):
    """Names as many hours as have room."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        text = str(self.model().headerData(logicalIndex, self.orientation()) or "")
        width = self.fontMetrics().horizontalAdvance(text)
        if width + 2 * CELL_PADDING <= rect.width():
            super().paintSection(painter, rect, logicalIndex)
            return
        needed = width + _LABEL_AIR
        if logicalIndex % -(-needed // max(1, rect.width())) == 0:
            place = QRect(rect.center().x() - needed // 2, rect.top(), needed, rect.height())
            place.moveLeft(min(max(place.left(), 0), self.viewport().width() - needed))
            painter.setPen(self._theme.color("text2"))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)


class WeekMap(QTableView):
    """Seven rows of 24 hours, as wide as there is room."""

    def __init__(self, *, model: WeekModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._week = model
        self._theme = theme
        self.setObjectName("weekMap")
        self.setAccessibleName(self.tr("Hours of the Week"))
        self.setHorizontalHeader(_HourHeader(theme=theme))
        self.setModel(model)
        self.setItemDelegate(_HourDelegate(theme=theme, model=model, parent=self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setFont(theme.font(CAPTION))
        self.horizontalHeader().setMinimumSectionSize(8)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setFixedHeight(row_px(_HEADER_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_px(_ROW_HEIGHT))
        self.setFixedHeight(row_px(_HEADER_HEIGHT) + 7 * row_px(_ROW_HEIGHT) + 2)
        for signal in (model.modelReset, model.dataChanged):
            signal.connect(self._on_model_changed)
        theme.changed.connect(self._on_theme_changed)

    @Slot()
    def _on_model_changed(self) -> None:
        self.setAccessibleDescription(self._week.description)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.viewport().update()
