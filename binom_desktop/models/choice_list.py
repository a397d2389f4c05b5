"""The models, endpoints or keys that can be picked, as a list that can be searched."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from typing_extensions import override

from binom_desktop.models.request_criteria import Choice, RequestCriteriaModel
from binom_desktop.presentation.criteria_text import CriteriaPart
from binom_desktop.presentation.format import plain_tooltip

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class ChoiceListModel(QAbstractListModel):
    """The choices of one part of ``criteria`` whose text or extra has the words searched for, in any letter case."""

    def __init__(self, *, criteria: RequestCriteriaModel, part: CriteriaPart, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self._criteria = criteria
        self._search = ""
        self._offered: tuple[Choice, ...] = ()
        self._rows: tuple[Choice, ...] = ()
        self._chosen: frozenset[str] = frozenset()
        self._connect()
        self._take()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to pick from, whatever is searched for."""
        return not self._offered

    @property
    def chosen_count(self) -> int:
        """How many values are chosen."""
        return len(self._chosen)

    def choice(self, row: int) -> Choice:
        """What stands in ``row``."""
        return self._rows[row]

    def is_chosen(self, row: int) -> bool:
        """Whether the value in ``row`` is chosen."""
        return self._rows[row].value in self._chosen

    def row_of(self, value: str) -> int | None:
        """Where a value stands, None if it is not shown."""
        return next((row for row, choice in enumerate(self._rows) if choice.value == value), None)

    def set_search(self, text: str) -> None:
        """Show what has ``text`` in it."""
        search = text.strip().casefold()
        if search != self._search:
            self._search = search
            self._show()

    def toggle(self, row: int) -> None:
        """Choose the value in ``row``, or no longer choose it."""
        self._criteria.toggle(self.part, self._rows[row].value)

    def clear_chosen(self) -> None:
        """Choose nothing, which takes everything."""
        self._criteria.clear_part(self.part)

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        choice = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join(filter(None, (choice.text, choice.extra))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(filter(None, (choice.text, choice.extra)))
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if choice.value in self._chosen else Qt.CheckState.Unchecked
        return None

    def _connect(self) -> None:
        self._criteria.changed.connect(self._on_criteria_changed)
        self._criteria.choices_changed.connect(self._on_criteria_choices_changed)

    @Slot()
    def _on_criteria_changed(self) -> None:
        self._take()

    @Slot()
    def _on_criteria_choices_changed(self) -> None:
        self._take()

    def _take(self) -> None:
        offered, chosen = self._criteria.offered(self.part), frozenset(self._criteria.values(self.part))
        if chosen != self._chosen:
            self._chosen = chosen
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [Qt.ItemDataRole.CheckStateRole])
        if offered != self._offered:
            self._offered = offered
            self._show()

    def _show(self) -> None:
        rows = tuple(choice for choice in self._offered if self._search in f"{choice.text}\n{choice.extra}".casefold())
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
