"""Transactions as a table: monospaced times, amounts with their sign, what was added in the good colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.models.billing_transactions import TransactionColumn, TransactionsModel, alignment
from binom_desktop.presentation.billing_text import transaction_line
from binom_desktop.views.quiet_table import ColumnWidths, QuietDelegate, QuietTable
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CELL_PADDING, TABLE

_WIDEST_DESCRIPTION = 420
_LEAST_DESCRIPTION = 120
_WIDEST_KIND = 160
_FEWEST_ROWS = 3
_MOST_ROWS = 12
_Index = QModelIndex | QPersistentModelIndex


class TransactionDelegate(QuietDelegate):
    """Paints a transaction's cells by what their column is."""

    def __init__(self, *, theme: Theme, table: QuietTable, model: TransactionsModel) -> None:
        super().__init__(theme=theme, table=table)
        self._transactions = model

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        column = TransactionColumn(index.column())
        painter.setFont(self._font(column))
        color = "text"
        if column is TransactionColumn.AMOUNT and self._transactions.transaction(index.row()).amount_nano > 0:
            color = "ok"
        elif column is TransactionColumn.BALANCE:
            color = "text2"
        self.write_text(painter, rect, str(index.data() or ""), alignment(column), self._theme.color(color))

    @override
    def content_width(self, index: _Index) -> int:
        font = self._font(TransactionColumn(index.column()))
        return QFontMetrics(font).horizontalAdvance(str(index.data() or "")) + 2 * CELL_PADDING + 2

    def _font(self, column: TransactionColumn) -> QFont:
        if column is TransactionColumn.TIME:
            return self._theme.fixed_font(TABLE)
        weight = QFont.Weight.DemiBold if column is TransactionColumn.AMOUNT else QFont.Weight.Normal
        return self._theme.font(TABLE, weight)


class TransactionsTable(QuietTable):
    """As high as its rows up to twelve, then it scrolls. What comes at the top doesn't move what is being read."""

    copy_requested = Signal(str)

    def __init__(self, *, model: TransactionsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme=theme,
            model=model,
            widths=ColumnWidths(
                stretches={TransactionColumn.DESCRIPTION: 1},
                widest={
                    TransactionColumn.DESCRIPTION: _WIDEST_DESCRIPTION,
                    TransactionColumn.KIND: _WIDEST_KIND,
                },
                shrinks={TransactionColumn.DESCRIPTION: _LEAST_DESCRIPTION},
            ),
            fits_rows=False,
            parent=parent,
        )
        self._transactions = model
        self._before = 0
        self.setObjectName("transactionsTable")
        self.setAccessibleName(self.tr("Transactions"))
        self.setItemDelegate(TransactionDelegate(theme=theme, table=self, model=model))
        model.rowsAboutToBeInserted.connect(self._on_model_rows_about_to_be_inserted)
        model.rowsInserted.connect(self._on_model_rows_inserted)
        model.modelReset.connect(self._on_rows_reset)
        self._fit_least_height()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentIndex().isValid():
            self.copy_requested.emit(transaction_line(self._transactions.transaction(self.currentIndex().row())))
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_model_rows_about_to_be_inserted(self) -> None:
        self._before = self._transactions.rowCount()

    @Slot(QModelIndex, int, int)
    def _on_model_rows_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        bar = self.verticalScrollBar()
        if first == 0 and self._before and bar.value() > 0:
            self.updateGeometries()
            bar.setValue(bar.value() + (last - first + 1) * self.verticalHeader().defaultSectionSize())
        self._fit_least_height()

    @Slot()
    def _on_rows_reset(self) -> None:
        self._fit_least_height()

    def _fit_least_height(self) -> None:
        rows = min(max(self._transactions.rowCount(), _FEWEST_ROWS), _MOST_ROWS)
        row_height = self.verticalHeader().defaultSectionSize()
        header = self.horizontalHeader().height() or row_height
        self.setMinimumHeight(header + rows * row_height + 2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
