"""The newest requests as table rows, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
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

    def set_zone(self, zone: str) -> None:
        """Write times as those of a time zone."""
        self.beginResetModel()
        self._columns = request_columns(zone)
        self.endResetModel()

    @property
    def columns(self) -> tuple[RequestColumn, ...]:
        """What the columns are, left to right."""
        return self._columns

    def record(self, row: int) -> RequestRecord:
        """The request in ``row``."""
        return self._records[row]

    def set_overview(self, overview: Overview) -> None:
        """Show the overview's newest requests; what stays keeps its selection, what goes and comes does so in runs."""
        wanted = overview.recent[:RECENT_REQUESTS]
        held = {record.id for record in self._records}
        staying = [record.id for record in wanted if record.id in held]
        self._remove_missing(set(staying))
        if staying != [record.id for record in self._records]:
            self._remove(0, len(self._records))
            held.clear()
        row = 0
        for is_held, records in groupby(wanted, lambda record: record.id in held):
            run = list(records)
            if is_held:
                self._replace(row, run)
            else:
                self._insert(row, run)
            row += len(run)

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._records = []
        self.endResetModel()

    def _remove_missing(self, staying: set[str]) -> None:
        last = len(self._records)
        for stays, records in groupby(self._records[::-1], lambda record: record.id in staying):
            first = last - len(list(records))
            if not stays:
                self._remove(first, last)
            last = first

    def _replace(self, first: int, records: Sequence[RequestRecord]) -> None:
        for row, record in enumerate(records, first):
            if self._records[row] != record:
                self._records[row] = record
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def _insert(self, row: int, records: Sequence[RequestRecord]) -> None:
        self.beginInsertRows(QModelIndex(), row, row + len(records) - 1)
        self._records[row:row] = records
        self.endInsertRows()

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last - 1)
        del self._records[first:last]
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
