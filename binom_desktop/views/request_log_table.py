"""The request log as a table that stays where the person looks while requests arrive."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.domain import RequestRecord
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.queries import SortColumn
from binom_desktop.views.quiet_table import QuietTable
from binom_desktop.views.request_table import RequestDelegate
from binom_desktop.views.theme import Theme

_WIDEST_NAME = 220
_Index = QModelIndex | QPersistentModelIndex


class RequestLogTable(QuietTable):
    """A click on a header asks for another order; one on a row, or Enter, opens it.

    ``request_chosen`` follows the current row. ``top_reached`` and ``top_left`` say whether the first row shows.
    """

    sort_requested = Signal(SortColumn)
    request_chosen = Signal(RequestRecord)
    request_opened = Signal(RequestRecord)
    top_reached = Signal()
    top_left = Signal()

    def __init__(self, *, model: RequestLogModel, theme: Theme, parent: QWidget | None = None) -> None:
        place = {column.sort: number for number, column in enumerate(model.columns)}
        named = (SortColumn.ENDPOINT, SortColumn.MODEL, SortColumn.KEY)
        super().__init__(
            theme=theme,
            model=model,
            stretches={place[sort]: 1 for sort in (SortColumn.TIMESTAMP, *named, SortColumn.STATUS)},
            widest={place[sort]: _WIDEST_NAME for sort in named},
            fits_rows=False,
            parent=parent,
        )
        self._log = model
        self._place = place
        self._at_top = True
        self._kept: int | None = None
        self.setObjectName("requestsTable")
        self.setAccessibleName(self.tr("Requests"))
        self.setItemDelegate(RequestDelegate(theme=theme, table=self, model=model))
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self.clicked.connect(self._on_row_clicked)
        header.sectionClicked.connect(self._on_header_section_clicked)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll_bar_value_changed)
        model.rowsInserted.connect(self._on_log_rows_inserted)
        model.modelAboutToBeReset.connect(self._on_log_about_to_be_reset)
        model.modelReset.connect(self._on_log_reset)

    @property
    def at_top(self) -> bool:
        """Whether the first row shows."""
        return self._at_top

    def show_order(self, sort: SortColumn, *, descending: bool) -> None:
        """Mark the column that orders the rows."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(self._place[sort], order)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            QGuiApplication.clipboard().setText(self._log.row_text(self.currentIndex().row()))
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._on_row_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

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

    @Slot(int)
    def _on_scroll_bar_value_changed(self, value: int) -> None:
        if (value == 0) != self._at_top:
            self._at_top = value == 0
            (self.top_reached if self._at_top else self.top_left).emit()

    @Slot(QModelIndex, int, int)
    def _on_log_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        """What came above the rows that are looked at must not move them."""
        bar, height = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize()
        if not self._at_top and first * height <= bar.value():
            self.updateGeometries()
            bar.setValue(bar.value() + (last - first + 1) * height)

    @Slot()
    def _on_log_about_to_be_reset(self) -> None:
        row = self.currentIndex().row()
        self._kept = self._log.record(row).sequence if 0 <= row < self._log.rowCount() else None

    @Slot()
    def _on_log_reset(self) -> None:
        """The request that was chosen stays chosen, wherever it stands now."""
        row = None if self._kept is None else self._log.row_of(self._kept)
        if row is None:
            self.scrollToTop()
            return
        # Choosing must not scroll by itself: it is shown in the middle, or where the list begins.
        self.setCurrentIndex(self._log.index(row, 0))
        self.scrollTo(self._log.index(row, 0), RequestLogTable.ScrollHint.PositionAtCenter)
