"""A table of whole rows, however many: places are computed, and what can be seen is painted in one pass.

QTableView asks a header for every row's place, which keeps eight bytes a row and walks through all of them at each
change, and asks a delegate seven things for every cell. Here a section of the vertical header stands for tens of
thousands of rows, so that ten million cost what ten do; model, selection, keyboard and accessibility stay Qt's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    Qt,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from binom_desktop.views.focus_ring import KEYBOARD_REASONS
from binom_desktop.views.order_header import OrderHeader
from binom_desktop.views.text_size import row_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import FOCUS_RING_WIDTH, TABLE, TABLE_ROW_HEIGHT

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_NO_PARENT = QModelIndex()
_SCROLL_STEP = 24
# A header's section is at most so many pixels high: whole rows within its 20 bits.
_MOST_SECTION_HEIGHT = (1 << 20) - 1


def selected_rows(selection: QItemSelection) -> list[range]:
    """The rows of a selection, from top to bottom. Its parts live no longer than itself, so that none is handed out."""
    parts = (selection.at(number) for number in range(selection.size()))
    return sorted((range(part.top(), part.bottom() + 1) for part in parts), key=lambda rows: rows.start)


class VisibleColumn(NamedTuple):
    """A column that can be seen: its number in the model, and where it stands in the viewport."""

    column: int
    left: int
    width: int


class LongTable(QTableView):
    """Subclasses paint cells in ``paint_cells``. Rows are all of one height."""

    def __init__(self, *, theme: Theme, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.row_height = row_px(TABLE_ROW_HEIGHT)
        self._section_height = _MOST_SECTION_HEIGHT // self.row_height * self.row_height
        self.hovered_row = -1
        self.shows_focus = False
        self.header = OrderHeader(theme=theme, parent=self)
        self._sections = QStandardItemModel(self)
        # For one that Qt made PySide6 would look through all kinds of widgets, and first make the class of each.
        self.setViewport(QWidget())
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.verticalHeader().setModel(self._sections)
        self._set_manner()
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.layoutChanged):
            signal.connect(self._on_model_rows_changed)
        theme.changed.connect(self._on_theme_changed)
        header = self.horizontalHeader()
        header.sectionResized.connect(self._on_header_changed)
        header.sectionMoved.connect(self._on_header_changed)
        # The model may have rows before anybody looks at them.
        self._measure_rows()

    def _set_manner(self) -> None:
        self.setFont(self.theme.font(TABLE))
        self.setMouseTracking(True)
        # Everything is painted here, so that nothing needs to be painted under it.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMaximumSectionSize(self._section_height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalScrollBar().setSingleStep(self.row_height)
        self.horizontalScrollBar().setSingleStep(_SCROLL_STEP)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setFixedHeight(row_px(TABLE_ROW_HEIGHT))

    def paint_cells(self, painter: QPainter, first: int, last: int, columns: Sequence[VisibleColumn]) -> None:
        """Paint the cells of the rows ``first`` to ``last``; grounds and rules are there already."""
        raise NotImplementedError

    def row_at(self, y: int) -> int:
        """The row at a height in the viewport, -1 where there is none."""
        row = (y + self.verticalScrollBar().value()) // self.row_height
        return row if 0 <= row < self.model().rowCount() else -1

    def top_of(self, row: int) -> int:
        """Where a row begins in the viewport."""
        return row * self.row_height - self.verticalScrollBar().value()

    def visible_columns(self, rect: QRect) -> list[VisibleColumn]:
        """The columns that ``rect`` of the viewport shows, left to right."""
        header = self.horizontalHeader()
        found = []
        for place in range(header.count()):
            column = header.logicalIndex(place)
            left, width = header.sectionViewportPosition(column), header.sectionSize(column)
            if width and left <= rect.right() and left + width > rect.left():
                found.append(VisibleColumn(column, left, width))
        return found

    # Places.

    @override
    def visualRect(self, index: _Index) -> QRect:
        header = self.horizontalHeader()
        if not index.isValid() or header.isSectionHidden(index.column()):
            return QRect()
        left, width = header.sectionViewportPosition(index.column()), header.sectionSize(index.column())
        return QRect(left, self.top_of(index.row()), width, self.row_height)

    @override
    def indexAt(self, pos: QPoint) -> QModelIndex:
        row, column = self.row_at(pos.y()), self.horizontalHeader().logicalIndexAt(pos.x())
        return self.model().index(row, column) if row >= 0 and column >= 0 else QModelIndex()

    @override
    def isIndexHidden(self, index: _Index) -> bool:
        return self.horizontalHeader().isSectionHidden(index.column())

    @override
    def scrollTo(self, index: _Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        if not index.isValid():
            return
        bar, room, top = self.verticalScrollBar(), self.viewport().height(), index.row() * self.row_height
        match hint:
            case _Hint.PositionAtTop:
                bar.setValue(top)
            case _Hint.PositionAtBottom:
                bar.setValue(top + self.row_height - room)
            case _Hint.PositionAtCenter:
                bar.setValue(top + (self.row_height - room) // 2)
            case _:
                bar.setValue(min(max(bar.value(), top + self.row_height - room), top))

    def _measure_rows(self) -> None:
        """Tell the vertical header how high all rows are together; the scroll bar follows it."""
        height, header = self.model().rowCount() * self.row_height, self.verticalHeader()
        count = -(-height // self._section_height)
        if self._sections.rowCount() != count:
            self._sections.setRowCount(count)
        # The view would paint everything a second time for a section that changed.
        with QSignalBlocker(header):
            for section in range(count):
                size = min(self._section_height, height - section * self._section_height)
                if header.sectionSize(section) != size:
                    header.resizeSection(section, size)
        self.updateGeometries()

    # Keyboard and selection.

    @override
    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        rows, current = self.model().rowCount(), self.currentIndex()
        if not rows:
            return QModelIndex()
        row = max(current.row(), 0)
        page = max(1, self.viewport().height() // self.row_height - 1)
        match action:
            case _Move.MoveLeft | _Move.MoveRight:
                step = _SCROLL_STEP * 2 * (1 if action is _Move.MoveRight else -1)
                self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + step)
            case _Move.MoveUp | _Move.MovePrevious:
                row -= 1
            case _Move.MoveDown | _Move.MoveNext:
                row += 1 if current.isValid() else 0
            case _Move.MovePageUp:
                row -= page
            case _Move.MovePageDown:
                row += page
            case _Move.MoveHome:
                row = 0
            case _Move.MoveEnd:
                row = rows - 1
        return self.model().index(min(max(row, 0), rows - 1), max(current.column(), 0))

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        model, offset = self.model(), self.verticalScrollBar().value()
        rows = model.rowCount()
        first, last = (rect.top() + offset) // self.row_height, (rect.bottom() + offset) // self.row_height
        selection = QItemSelection()
        if rows and last >= 0 and first < rows:
            first, last = max(first, 0), min(last, rows - 1)
            selection = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
        self.selectionModel().select(selection, command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region, width = QRegion(), self.viewport().width()
        for rows in selected_rows(selection):
            top, bottom = self.top_of(rows.start), self.top_of(rows.stop)
            top, bottom = max(top, 0), min(bottom, self.viewport().height())
            if top < bottom:
                region += QRect(0, top, width, bottom - top)
        return region

    # Painting.

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rect = event.rect()
        painter = QPainter(self.viewport())
        painter.fillRect(rect, self.theme.color("surface"))
        offset = self.verticalScrollBar().value()
        first = max(0, (rect.top() + offset) // self.row_height)
        last = min(self.model().rowCount() - 1, (rect.bottom() + offset) // self.row_height)
        if first <= last:
            self._paint_grounds(painter, first, last)
            self.paint_cells(painter, first, last, self.visible_columns(rect))
            if self.shows_focus and first <= self.currentIndex().row() <= last:
                self._paint_ring(painter, self.currentIndex().row())
        painter.end()

    def _paint_grounds(self, painter: QPainter, first: int, last: int) -> None:
        rule, chosen, hover = (self.theme.color(name) for name in ("line2", "accent_soft", "hover"))
        width, height = self.viewport().width(), self.row_height
        selection, model = self.selectionModel(), self.model()
        any_selected = selection.hasSelection()
        for row in range(first, last + 1):
            top = self.top_of(row)
            if any_selected and selection.isSelected(model.index(row, 0)):
                painter.fillRect(0, top, width, height, chosen)
            elif row == self.hovered_row:
                painter.fillRect(0, top, width, height, hover)
            painter.fillRect(0, top + height - 1, width, 1, rule)

    def _paint_ring(self, painter: QPainter, row: int) -> None:
        painter.setPen(QPen(self.theme.color("accent"), FOCUS_RING_WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(1, self.top_of(row) + 1, self.viewport().width() - 2, self.row_height - 2)

    # What changes the picture.

    @Slot()
    def _on_model_rows_changed(self) -> None:
        self._measure_rows()
        # What Qt puts off would paint everything a second time.
        self.executeDelayedItemsLayout()
        self.viewport().update()

    @Slot()
    def _on_header_changed(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.viewport().update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.row_at(event.position().toPoint().y()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.shows_focus = event.reason() in KEYBOARD_REASONS
        if self.shows_focus and not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.shows_focus = False
        self.viewport().update()

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()
