"""The newest requests as table rows, newest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from binom_desktop.domain import Overview, RequestRecord
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.columns import RequestColumn, request_columns

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
RECENT_REQUESTS = 10


class RecentRequestsModel(QAbstractTableModel):
    """Ten rows at most. An update inserts and removes only the rows that came and went."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = request_columns()
        self._records: list[RequestRecord] = []

    @property
    def columns(self) -> tuple[RequestColumn, ...]:
        """What the columns are, left to right."""
        return self._columns

    def record(self, row: int) -> RequestRecord:
        """The request in ``row``."""
        return self._records[row]

    def set_overview(self, overview: Overview) -> None:
        """Show the overview's newest requests."""
        wanted = list(overview.recent[:RECENT_REQUESTS])
        self._remove_missing({record.id for record in wanted})
        for row, record in enumerate(wanted):
            if row < len(self._records) and self._records[row].id == record.id:
                self._replace(row, record)
            else:
                self._insert(row, record)
        self._truncate(len(wanted))

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._records = []
        self.endResetModel()

    def _remove_missing(self, wanted: set[str]) -> None:
        for row in reversed(range(len(self._records))):
            if self._records[row].id not in wanted:
                self._remove(row)

    def _replace(self, row: int, record: RequestRecord) -> None:
        if self._records[row] != record:
            self._records[row] = record
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def _insert(self, row: int, record: RequestRecord) -> None:
        moved = next((at for at, held in enumerate(self._records) if held.id == record.id), None)
        if moved is not None:
            self._remove(moved)
        self.beginInsertRows(QModelIndex(), row, row)
        self._records.insert(row, record)
        self.endInsertRows()

    def _truncate(self, length: int) -> None:
        for row in reversed(range(length, len(self._records))):
            self._remove(row)

    def _remove(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._records[row]
        self.endRemoveRows()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._records)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self._columns[section])
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._records):
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self._records[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return text_format.plain_tooltip(column.detail(self._records[index.row()]))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None


def alignment(column: RequestColumn) -> Qt.AlignmentFlag:
    """Figures to the right, everything else to the left."""
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
