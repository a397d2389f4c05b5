"""Table rows that are known by an id: what stays in the table stays chosen when others come, go or change places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from binom_desktop.presentation.format import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
_Row = TypeVar("_Row")


class KeyedRowsModel(QAbstractTableModel, Generic[_Row]):
    """Subclasses say a row's id, the columns' titles, and what a cell says and tells in its tooltip."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._zone = "UTC"

    @property
    def zone(self) -> str:
        """The time zone whose times are written."""
        return self._zone

    def set_zone(self, zone: str) -> None:
        """Write times as those of a time zone."""
        self._zone = zone
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.refresh()

    @property
    def rows(self) -> Sequence[_Row]:
        """All of them, from the top."""
        return tuple(self._rows)

    def at(self, row: int) -> _Row:
        """What stands in ``row``."""
        return self._rows[row]

    def id_at(self, row: int) -> str:
        """The id of what stands in ``row``."""
        return self._id(self._rows[row])

    def row_of(self, row_id: str) -> int | None:
        """Where it stands, None if it is not in the table."""
        return next((row for row, one in enumerate(self._rows) if self._id(one) == row_id), None)

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def refresh(self) -> None:
        """Write all cells anew: names or the time changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self.columnCount() - 1))

    def _id(self, row: _Row) -> str:
        raise NotImplementedError

    def _titles(self) -> Sequence[str]:
        raise NotImplementedError

    def _text(self, row: _Row, column: int) -> str:
        raise NotImplementedError

    def _detail(self, row: _Row, column: int) -> str:
        """What the cell's tooltip tells."""
        return self._text(row, column)

    def _set_rows(self, rows: Sequence[_Row]) -> None:
        """Show these: rows that are gone go, new ones come, and only what changed is written anew."""
        if not self._rows and rows:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        wanted = {self._id(row) for row in rows}
        for place in range(len(self._rows) - 1, -1, -1):
            if self.id_at(place) not in wanted:
                self.beginRemoveRows(NO_PARENT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        known = {self._id(row): row for row in self._rows}
        self._reorder([known[self._id(row)] for row in rows if self._id(row) in known])
        for place, row in enumerate(rows):
            if self._id(row) not in known:
                self.beginInsertRows(NO_PARENT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
            elif row != self._rows[place]:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def _reorder(self, rows: list[_Row]) -> None:
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self.id_at(index.row()) for index in before]
        self._rows = rows
        places = {self._id(row): place for place, row in enumerate(rows)}
        after = [self.index(places[id_], index.column()) for id_, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    @override
    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles())

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._detail(row, column))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._detail(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
