"""The tables' common manner: no grid, row rules, hover, whole rows, columns that fit, keyboard and wheel."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from PySide6.QtCore import (
    QAbstractTableModel,
    QElapsedTimer,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from binom_desktop.views.focus_ring import KEYBOARD_REASONS
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CELL_PADDING, FOCUS_RING_WIDTH, TABLE, TABLE_ROW_HEIGHT

# So many rows tell how wide columns have to be; more take too long in a log of a million.
_MEASURED_ROWS = 40
# While as many rows as before change all the time, their widths are measured anew no sooner than after this.
_MEASURE_PERIOD_MS = 500
_Index = QModelIndex | QPersistentModelIndex


class QuietDelegate(QStyledItemDelegate):
    """Paints a cell: ground, rule, elided text. Subclasses paint what is special about a column."""

    def __init__(self, *, theme: Theme, table: QuietTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self.paint_ground(painter, rect, index, selected=bool(state & QStyle.StateFlag.State_Selected))
        self.paint_content(painter, rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0), index)
        painter.restore()

    def paint_ground(self, painter: QPainter, rect: QRect, index: _Index, *, selected: bool) -> None:
        """Fill the row's ground, draw the rule below it and, by keyboard, the ring around the current row."""
        if selected:
            painter.fillRect(rect, self._theme.color("accent_soft"))
        elif index.row() == self._table.hovered_row:
            painter.fillRect(rect, self._theme.color("hover"))
        if self._table.ruled:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("line2"))
        if self._table.shows_focus and index.row() == self._table.currentIndex().row():
            self._paint_ring(painter, rect, index)

    def paint_content(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """Write the cell's text, elided where it is too long; its tooltip tells all of it."""
        self.write(painter, rect, index, self._theme.color("text"))

    def write(self, painter: QPainter, rect: QRect, index: _Index, color: QColor) -> None:
        """Write the cell's text in ``color`` with the painter's font."""
        self.write_text(painter, rect, str(index.data() or ""), index.data(Qt.ItemDataRole.TextAlignmentRole), color)

    def write_text(self, painter: QPainter, rect: QRect, text: str, alignment: Qt.AlignmentFlag, color: QColor) -> None:
        """Write a text in ``color`` with the painter's font, elided where it is too long."""
        painter.setPen(color)
        elided = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(alignment) | int(Qt.TextFlag.TextSingleLine), readable(elided))

    def content_width(self, index: _Index) -> int:
        """How wide a cell has to be to show everything."""
        metrics = QFontMetrics(self._theme.font(TABLE))
        return metrics.horizontalAdvance(str(index.data() or "")) + 2 * CELL_PADDING + 2

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self.content_width(index), self._table.verticalHeader().defaultSectionSize())

    def _paint_ring(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING_WIDTH))
        top, bottom = rect.top() + 1, rect.bottom() - 1
        painter.drawLine(rect.left(), top, rect.right(), top)
        painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        if index.column() == 0:
            painter.drawLine(rect.left() + 1, top, rect.left() + 1, bottom)
        if index.column() == self._table.model().columnCount() - 1:
            painter.drawLine(rect.right(), top, rect.right(), bottom)


class ColumnWidths(Struct, frozen=True):
    """How wide columns are: as wide as their content and title, and ``title_room`` beside that.

    ``stretches`` says which columns share the room that is left, by weight; ``widest`` caps a column's own wish;
    ``shrinks`` says down to what a column gives way, its text elided, before the table scrolls sideways. All are in
    pixels at the usual text size.
    """

    stretches: Mapping[int, int]
    widest: Mapping[int, int] = field(default_factory=dict)
    shrinks: Mapping[int, int] = field(default_factory=dict)
    title_room: int = 4


class QuietTable(QTableView):
    """A table of whole rows. With ``fits_rows`` it is as high as its rows, so that only the page scrolls.

    ``row_height`` is in pixels at the usual text size.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        model: QAbstractTableModel,
        widths: ColumnWidths,
        row_height: int = TABLE_ROW_HEIGHT,
        header: QHeaderView | None = None,
        fits_rows: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # For one that Qt made PySide6 would look through all kinds of widgets, and first make the class of each.
        self.setViewport(QWidget())
        self._theme = theme
        self._widths = widths
        self._fits_rows = fits_rows
        if header is not None:
            self.setHorizontalHeader(header)
        self.ruled = True
        self._wanted_widths: dict[int, int] = {}
        # Many changes of a model in one go are measured once.
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(0)
        self._since_fit = QElapsedTimer()
        self._fitted_rows = -1
        self.hovered_row = -1
        self.shows_end = False
        self.shows_focus = False
        self.setModel(model)
        self.setItemDelegate(QuietDelegate(theme=theme, table=self))
        self._set_manner(row_height)
        self._connect(model)

    def _set_manner(self, row_height: int) -> None:
        self.setFont(self._theme.font(TABLE))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        if self._fits_rows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_px(row_height))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(row_px(TABLE_ROW_HEIGHT))

    def _connect(self, model: QAbstractTableModel) -> None:
        model.rowsInserted.connect(self._on_model_rows_changed)
        model.rowsRemoved.connect(self._on_model_rows_changed)
        model.dataChanged.connect(self._on_model_data_changed)
        model.modelReset.connect(self._on_model_reset)
        self._theme.changed.connect(self._on_theme_changed)
        self._fit_timer.timeout.connect(self._on_fit_timer_timeout)

    @Slot()
    def _on_model_rows_changed(self) -> None:
        self._start_to_fit()

    @Slot()
    def _on_model_data_changed(self) -> None:
        self._start_to_fit()

    @Slot()
    def _on_model_reset(self) -> None:
        self._wanted_widths.clear()
        self._fitted_rows = -1
        self._fit_timer.start(0)

    @Slot()
    def _on_fit_timer_timeout(self) -> None:
        if self.model().rowCount() == self._fitted_rows and not self._since_fit.hasExpired(_MEASURE_PERIOD_MS):
            self._fit_timer.start(_MEASURE_PERIOD_MS)
            return
        self._fit_timer.setInterval(0)
        self._fit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.viewport().update()

    def _start_to_fit(self) -> None:
        if not self._fit_timer.isActive():
            self._fit_timer.start()

    def _fit(self) -> None:
        self._since_fit.start()
        self._fitted_rows = self.model().rowCount()
        self._measure()
        self._share_width()
        if self._fits_rows:
            self._fit_height()

    def _measure(self) -> None:
        """Columns only grow while rows come and go, so that nothing dances under the eye."""
        delegate = self.itemDelegate()
        if not isinstance(delegate, QuietDelegate):
            return
        header_metrics = QFontMetrics(self.horizontalHeader().font())
        for column in range(self.model().columnCount()):
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            wanted = header_metrics.horizontalAdvance(title) + 2 * CELL_PADDING + text_px(self._widths.title_room)
            for row in range(min(self.model().rowCount(), _MEASURED_ROWS)):
                wanted = max(wanted, delegate.content_width(self.model().index(row, column)))
            if column in self._widths.widest:
                wanted = min(wanted, text_px(self._widths.widest[column]))
            self._wanted_widths[column] = max(wanted, self._wanted_widths.get(column, 0))

    def _share_width(self) -> None:
        widths = dict(self._wanted_widths)
        room = self.viewport().width() - sum(widths.values())
        for column, least in self._widths.shrinks.items():
            if room < 0 and column in widths:
                given = min(-room, max(0, widths[column] - text_px(least)))
                widths[column] -= given
                room += given
        left = sum(self._widths.stretches.values())
        for column, weight in self._widths.stretches.items():
            if room > 0 and column in widths:
                extra = room * weight // left
                widths[column] += extra
                room -= extra
            left -= weight
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _fit_height(self) -> None:
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        wider = self.horizontalHeader().length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wider else 0
        self.setFixedHeight(self.horizontalHeader().height() + rows + bar)

    @override
    def selectRow(self, row: int) -> None:
        # Qt's own takes the column at the window's left edge, where in right-to-left languages there may be none.
        index = self.model().index(row, max(self.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if self.shows_end:
            self.scrollToBottom()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

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
