"""The ledger as table rows, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from binom_desktop.billing_values import Ledger, TransactionRow, Transactions
from binom_desktop.domain import Transaction
from binom_desktop.presentation import billing_text
from binom_desktop.presentation import format as text_format

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class TransactionColumn(IntEnum):
    """The columns, left to right."""

    TIME = 0
    KIND = 1
    DESCRIPTION = 2
    AMOUNT = 3
    BALANCE = 4


class TransactionsModel(QAbstractTableModel):
    """Every movement of credits. An update tells only the rows at the top that came or changed."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TransactionRow, ...] = ()

    @property
    def transactions(self) -> Transactions:
        """All of them, newest first."""
        return Transactions(self._rows)

    def transaction(self, row: int) -> Transaction:
        """The movement in ``row``."""
        return Transaction(*self._rows[row])

    def set_ledger(self, ledger: Ledger) -> None:
        """Show this ledger; what stays keeps its selection."""
        rows, held = ledger.transactions.rows, self._rows
        if rows == held:
            self._rows = rows
            return
        kept = ledger.kept
        if not 0 < kept <= min(len(rows), len(held)) or held[len(held) - kept] is not rows[len(rows) - kept]:
            # The newest that were shown while older ones were read are followed by these.
            kept = 0
        above, before = len(rows) - kept, len(held) - kept
        if kept == 0 and held and rows[: len(held)] == held:
            self.beginInsertRows(QModelIndex(), len(held), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        elif held and before <= above and _same_entries(held[:before], rows[above - before : above]):
            self._set_top(rows, before, above)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _set_top(self, rows: tuple[TransactionRow, ...], before: int, above: int) -> None:
        """New rows on top of those held, of which the first ``before`` may have changed."""
        new = above - before
        if new:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
        self._rows = rows
        if new:
            self.endInsertRows()
        if before:
            self.dataChanged.emit(self.index(new, 0), self.index(above - 1, len(TransactionColumn) - 1))

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._rows = ()
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(TransactionColumn)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Time (UTC)"),
                self.tr("Kind"),
                self.tr("Description"),
                self.tr("Amount"),
                self.tr("Balance"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(TransactionColumn(section))
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column, transaction = TransactionColumn(index.column()), self.transaction(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return _TEXTS[column](transaction)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text_format.plain_tooltip(_DETAILS.get(column, _TEXTS[column])(transaction))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None


def alignment(column: TransactionColumn) -> Qt.AlignmentFlag:
    """Amounts to the right, everything else to the left."""
    numeric = column in {TransactionColumn.AMOUNT, TransactionColumn.BALANCE}
    return (Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _same_entries(held: tuple[TransactionRow, ...], rows: tuple[TransactionRow, ...]) -> bool:
    """Whether these have the same ids."""
    return all(one[0] == other[0] for one, other in zip(held, rows, strict=True))


def _description(transaction: Transaction) -> str:
    return text_format.safe_line(transaction.description)


_TEXTS: Mapping[TransactionColumn, Callable[[Transaction], str]] = {
    TransactionColumn.TIME: lambda one: text_format.timestamp(one.timestamp_ms),
    TransactionColumn.KIND: lambda one: billing_text.kind_text(one.kind),
    TransactionColumn.DESCRIPTION: _description,
    TransactionColumn.AMOUNT: lambda one: billing_text.signed_money(one.amount_nano),
    TransactionColumn.BALANCE: lambda one: text_format.balance(one.balance_after_nano),
}
_DETAILS: Mapping[TransactionColumn, Callable[[Transaction], str]] = {
    TransactionColumn.DESCRIPTION: lambda one: f"{_description(one)}\n{text_format.safe_line(one.id)}",
    TransactionColumn.AMOUNT: lambda one: billing_text.exact_signed_money(one.amount_nano),
    TransactionColumn.BALANCE: lambda one: text_format.exact_money(one.balance_after_nano),
}
