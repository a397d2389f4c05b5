"""The request log as a table that stays where the person looks while requests arrive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.domain import RequestRecord
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.queries import SortColumn
from binom_desktop.settings import ColumnChoice
from binom_desktop.views.long_table import LongTable, VisibleColumn, selected_rows
from binom_desktop.views.order_header import ARROW_ROOM
from binom_desktop.views.request_cells import NAMED, RequestCells
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CELL_PADDING

_WIDEST_NAME = 220
_LEAST_NAME = 96
_LEAST_WIDTH = 48
_WIDTH_STEP = 24
# So many rows tell how wide columns have to be.
_MEASURED_ROWS = 40
# More rows than this are not kept chosen one by one through another order, and not copied as text.
MOST_ROWS = 1_000
_STRETCHED = (SortColumn.TIMESTAMP, *NAMED, SortColumn.STATUS)
_Index = QModelIndex | QPersistentModelIndex


class RequestLogTable(LongTable):
    """A click on a header asks for another order; one on a row, or Enter, opens it, Esc closes it.

    ``request_chosen`` follows the current row. ``top_reached`` and ``top_left`` say whether the first row shows.
    ``layout_changed`` says that the person moved, sized, hid or showed a column. ``copy_requested`` has rows as text.
    """

    sort_requested = Signal(SortColumn)
    request_chosen = Signal(RequestRecord)
    request_opened = Signal(RequestRecord)
    close_requested = Signal()
    copy_requested = Signal(str)
    copy_refused = Signal(int)
    columns_menu_requested = Signal(QPoint)
    layout_changed = Signal()
    top_reached = Signal()
    top_left = Signal()

    def __init__(self, *, model: RequestLogModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, model=model, parent=parent)
        self._log = model
        self._cells = RequestCells(model=model, theme=theme)
        self._place = {column.sort: number for number, column in enumerate(model.columns)}
        self._choices = {column.sort: ColumnChoice(column.sort) for column in model.columns}
        self._measured: dict[SortColumn, int] = {}
        self._fitting = False
        self._at_top = True
        self._kept: tuple[int, ...] = ()
        self._kept_all = 0
        self._current: int | None = None
        self._current_top: int | None = None
        self.setObjectName("requestsTable")
        self.setAccessibleName(self.tr("Requests"))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._connect(model)

    def _connect(self, model: RequestLogModel) -> None:
        header = self.horizontalHeader()
        header.sectionClicked.connect(self._on_header_section_clicked)
        header.sectionResized.connect(self._on_header_section_resized)
        header.sectionMoved.connect(self._on_header_section_moved)
        header.customContextMenuRequested.connect(self._on_header_menu_requested)
        self.clicked.connect(self._on_row_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll_bar_value_changed)
        model.rowsInserted.connect(self._on_log_rows_inserted)
        model.modelAboutToBeReset.connect(self._on_log_about_to_be_reset)
        model.modelReset.connect(self._on_log_reset)
        self.theme.changed.connect(self._on_cells_theme_changed)

    # Order and columns.

    def show_order(self, sort: SortColumn, *, descending: bool) -> None:
        """Mark the column that orders the rows."""
        self.header.show_order(self._place[sort], descending=descending)

    @property
    def column_choices(self) -> tuple[ColumnChoice, ...]:
        """The columns from left to right, hidden ones too, with the widths that the person gave them."""
        header = self.horizontalHeader()
        sorts = (self._log.columns[header.logicalIndex(place)].sort for place in range(header.count()))
        return tuple(self._choices[sort] for sort in sorts)

    def set_column_choices(self, choices: Iterable[ColumnChoice]) -> None:
        """Lay the columns out like this; columns that are not named stand at the end as they are."""
        header = self.horizontalHeader()
        self._fitting = True
        for place, choice in enumerate(choices):
            self._choices[choice.sort] = choice
            header.moveSection(header.visualIndex(self._place[choice.sort]), place)
            header.setSectionHidden(self._place[choice.sort], not choice.shown)
        self._fitting = False
        self._fit()

    def reset_columns(self) -> None:
        """Lay the columns out as at the first start."""
        self.set_column_choices(ColumnChoice(column.sort) for column in self._log.columns)
        self.layout_changed.emit()

    def show_column(self, sort: SortColumn, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        if shown or sum(choice.shown for choice in self._choices.values()) > 1:
            self._choices[sort] = replace(self._choices[sort], shown=shown)
            self.horizontalHeader().setSectionHidden(self._place[sort], not shown)
            self._fit()
            self.layout_changed.emit()

    def move_column(self, sort: SortColumn, step: int) -> None:
        """Move a column past its neighbour: -1 to the left, 1 to the right."""
        header = self.horizontalHeader()
        place = header.visualIndex(self._place[sort])
        header.moveSection(place, min(max(place + step, 0), header.count() - 1))

    def widen_column(self, sort: SortColumn, step: int) -> None:
        """Make a column wider or narrower by some steps."""
        header, column = self.horizontalHeader(), self._place[sort]
        width = header.sectionSize(column) + step * text_px(_WIDTH_STEP)
        header.resizeSection(column, max(text_px(_LEAST_WIDTH), width))

    def _measure(self, rows: range) -> bool:
        """See how wide columns want to be, and whether one wants more. None shrinks: nothing dances under the eye."""
        header = QFontMetrics(self.horizontalHeader().font())
        before = dict(self._measured)
        for number, column in enumerate(self._log.columns):
            wanted = header.horizontalAdvance(column.title) + 2 * CELL_PADDING + text_px(ARROW_ROOM)
            wanted = max(wanted, self._cells.widest(number, rows))
            if column.sort in NAMED:
                wanted = min(wanted, text_px(_WIDEST_NAME))
            self._measured[column.sort] = max(wanted, self._measured.get(column.sort, 0))
        return self._measured != before

    def _measure_first(self) -> bool:
        return self._measure(range(min(self._log.rowCount(), _MEASURED_ROWS)))

    def _fit(self) -> None:
        """Give each column its own width or the wanted one; what is left goes to those with text."""
        if self._fitting:
            return
        if not self._measured:
            self._measure_first()
        self._fitting = True
        # The view would go through everything for each section, and paint a second time.
        with QSignalBlocker(self.horizontalHeader()):
            # A scroll bar that comes or goes by the first pass changes the room for the second.
            for _ in range(2):
                self._share_width()
                self.updateGeometries()
        self._fitting = False
        self.viewport().update()

    def _share_width(self) -> None:
        shown = [choice for choice in self._choices.values() if choice.shown]
        widths = {choice.sort: choice.width or self._measured[choice.sort] for choice in shown}
        free = [choice.sort for choice in shown if choice.sort in _STRETCHED and choice.width is None]
        room = self.viewport().width() - sum(widths.values())
        for number, sort in enumerate(free):
            widths[sort] += max(0, room) // len(free) + (number < max(0, room) % len(free))
        for sort in NAMED if room < 0 else ():
            # Names give way, down to where they can still be told apart, before the table scrolls sideways.
            given = min(-room, max(0, widths[sort] - text_px(_LEAST_NAME))) if sort in free else 0
            widths[sort] -= given
            room += given
        for sort, width in widths.items():
            self.horizontalHeader().resizeSection(self._place[sort], width)

    # Rows.

    @property
    def at_top(self) -> bool:
        """Whether the first row shows."""
        return self._at_top

    def chosen_rows(self) -> list[range]:
        """The chosen rows, from top to bottom."""
        selection = self.selectionModel().selection()
        return selected_rows(selection)

    @override
    def paint_cells(self, painter: QPainter, first: int, last: int, columns: Sequence[VisibleColumn]) -> None:
        tops = [self.top_of(row) for row in range(first, last + 1)]
        self._cells.paint(painter, first, tops, columns, row_height=self.row_height, mirrored=self.isRightToLeft())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self._cells.set_scale(self.devicePixelRatioF())
        super().paintEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._on_row_clicked(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        rows = self.chosen_rows()
        count = sum(map(len, rows))
        if count > MOST_ROWS:
            self.copy_refused.emit(count)
        elif count:
            self.copy_requested.emit("\n".join(self._log.row_text(row) for part in rows for row in part))

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() < self._log.rowCount():
            self.request_chosen.emit(self._log.record(current.row()))

    @Slot(QModelIndex)
    def _on_row_clicked(self, index: QModelIndex) -> None:
        self.request_opened.emit(self._log.record(index.row()))

    @Slot(int)
    def _on_header_section_clicked(self, section: int) -> None:
        self.sort_requested.emit(self._log.columns[section].sort)

    @Slot(int, int, int)
    def _on_header_section_resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and new:
            sort = self._log.columns[section].sort
            self._choices[sort] = replace(self._choices[sort], width=new)
            self.layout_changed.emit()

    @Slot()
    def _on_header_section_moved(self) -> None:
        if not self._fitting:
            self.layout_changed.emit()

    @Slot(QPoint)
    def _on_header_menu_requested(self, place: QPoint) -> None:
        self.columns_menu_requested.emit(self.horizontalHeader().mapToGlobal(place))

    @Slot(int)
    def _on_scroll_bar_value_changed(self, value: int) -> None:
        if (value == 0) != self._at_top:
            self._at_top = value == 0
            (self.top_reached if self._at_top else self.top_left).emit()

    @Slot()
    def _on_cells_theme_changed(self) -> None:
        self._cells.clear()

    @Slot(QModelIndex, int, int)
    def _on_log_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """What came above the rows that are looked at must not move them."""
        self._cells.clear_rows()
        bar = self.verticalScrollBar()
        if not self._at_top and first * self.row_height <= bar.value():
            bar.setValue(bar.value() + (last - first + 1) * self.row_height)
        if self._measure(range(first, min(last + 1, first + _MEASURED_ROWS))):
            self._fit()

    @Slot()
    def _on_log_about_to_be_reset(self) -> None:
        row, rows = self.currentIndex().row(), self._log.rowCount()
        self._current = self._log.record(row).sequence if 0 <= row < rows else None
        top = self.top_of(row)
        self._current_top = top if 0 <= top < self.viewport().height() else None
        chosen = self.chosen_rows()
        count = sum(map(len, chosen))
        self._kept_all = rows if count == rows else 0
        few = count <= MOST_ROWS and not self._kept_all
        self._kept = tuple(self._log.record(at).sequence for part in chosen for at in part) if few else ()

    @Slot()
    def _on_log_reset(self) -> None:
        """Requests that were chosen stay chosen, wherever they stand now.

        The current one stays where it was seen, unless the list is at its top, where new ones come in.
        """
        self._cells.clear_rows()
        if self._measure_first():
            self._fit()
        rows = self._log.rows_of((*self._kept, *(() if self._current is None else (self._current,))))
        row = None if self._current is None else rows.get(self._current)
        selection = QItemSelection()
        if self._kept_all and self._kept_all == self._log.rowCount():
            selection.select(self._log.index(0, 0), self._log.index(self._kept_all - 1, self._log.columnCount() - 1))
        for kept in sorted(rows[sequence] for sequence in self._kept if sequence in rows):
            selection.select(self._log.index(kept, 0), self._log.index(kept, self._log.columnCount() - 1))
        at_top = self._at_top
        if row is not None:
            index = self._log.index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        if self._log.refreshed and at_top:
            self.scrollToTop()
        elif row is not None and self._current_top is not None:
            self.verticalScrollBar().setValue(row * self.row_height - self._current_top)
        elif not self._log.refreshed:
            self.scrollToTop()
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)
