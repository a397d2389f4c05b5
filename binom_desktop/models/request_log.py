"""The request log as a table: whatever matches, in whatever order, however long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.domain import Progress, RequestRecord
from binom_desktop.models.recent_requests import alignment
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.columns import RequestColumn, request_log_columns
from binom_desktop.queries import RequestView

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
# Rows that are asked for again and again while they are painted.
_KEPT_RECORDS = 512


class RequestLogModel(QAbstractTableModel):
    """Rows of a view, read when they are looked at. ``changed`` comes after each new state of what the page says."""

    changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = request_log_columns()
        self._view: RequestView | None = None
        self._records: dict[int, RequestRecord] = {}
        self._progress: Progress | None = None
        self._refreshed = False
        self._newer = 0
        self._older = 0
        self._error: Exception | None = None

    def set_zone(self, zone: str) -> None:
        """Write times as those of a time zone."""
        self.beginResetModel()
        self._columns = request_log_columns(zone)
        self.endResetModel()

    @property
    def columns(self) -> tuple[RequestColumn, ...]:
        """What the columns are, left to right."""
        return self._columns

    @property
    def view(self) -> RequestView | None:
        """What is shown; None before the first answer."""
        return self._view

    @property
    def held(self) -> int:
        """How many requests the history has, whatever is filtered."""
        return 0 if self._view is None else self._view.held.count

    @property
    def held_text(self) -> str:
        """What there is to search, in words: ``1,048,213 since Mar 2026, here and offline``."""
        if self._progress is not None and not self._progress.complete:
            return self.tr("Loading history: {held} of {total}").format(
                held=text_format.count(self._progress.held), total=text_format.count(self._progress.total)
            )
        if self._view is None or self._view.held.oldest_ms is None:
            return ""
        return self.tr("{count} since {month}, here and offline").format(
            count=text_format.count(self.held), month=text_format.month_year(self._view.held.oldest_ms)
        )

    @property
    def refreshed(self) -> bool:
        """Whether what is shown answers the same question as what was shown before."""
        return self._refreshed

    @property
    def error_text(self) -> str:
        """Why the log could not be read, as one plain line; empty when it could."""
        return text_format.safe_line(str(self._error)) if self._error is not None else ""

    @property
    def totals_text(self) -> str:
        """What matches, in words: ``18,867 of 1,048,213 requests · 2,104,332 tokens · $3.90``."""
        if self._view is None:
            return ""
        totals = self._view.totals
        requests = text_format.count(totals.requests)
        if totals.requests != self.held:
            requests = self.tr("{matching} of {held}").format(matching=requests, held=text_format.count(self.held))
        return self.tr("{requests} requests · {tokens} tokens · {cost}").format(
            requests=requests,
            tokens=text_format.count(totals.input_tokens + totals.output_tokens),
            cost=text_format.money(totals.cost_nano),
        )

    @property
    def totals_tooltip(self) -> str:
        """The exact figures behind the words."""
        if self._view is None:
            return ""
        totals = self._view.totals
        return self.tr("{errors} failed\n{input} input, {output} output tokens\nExactly {cost}").format(
            errors=text_format.count(totals.errors),
            input=text_format.count(totals.input_tokens),
            output=text_format.count(totals.output_tokens),
            cost=text_format.exact_money(totals.cost_nano),
        )

    @property
    def waiting_text(self) -> str:
        """What waits above or around the rows shown: ``12 new``; empty when nothing does."""
        if self._newer:
            return self.tr("{count} new").format(count=text_format.count(self._newer))
        return self.tr("{count} more").format(count=text_format.count(self._older)) if self._older else ""

    def record(self, row: int) -> RequestRecord:
        """The request in ``row``."""
        found = self._records.get(row)
        if found is None:
            if self._view is None:
                raise IndexError(row)
            if len(self._records) >= _KEPT_RECORDS:
                self._records.clear()
            found = self._records[row] = self._view.record(row)
        return found

    def rows_of(self, sequences: Sequence[int]) -> Mapping[int, int]:
        """Where requests stand, by sequence, as far as they are shown."""
        return {} if self._view is None or not sequences else self._view.rows_of(sequences)

    def set_view(self, view: RequestView, inserted: tuple[int, ...] | None) -> None:
        """Show a new state. Where it only adds neighbouring rows, all others stay what they are to Qt."""
        self._refreshed = self._view is not None and self._view.query == view.query
        known = inserted if self._view is not None else None
        together = known is not None and len(known) > 0 and known[-1] - known[0] + 1 == len(known)
        if known and together:
            self.beginInsertRows(QModelIndex(), known[0], known[-1])
        elif known != ():
            self.beginResetModel()
        self._view, self._error = view, None
        self._newer = self._older = 0
        self._records.clear()
        if known and together:
            self.endInsertRows()
        elif known != ():
            self.endResetModel()
        self.changed.emit()

    def set_waiting(self, newer: int, older: int) -> None:
        """Say what came since."""
        if (newer, older) != (self._newer, self._older):
            self._newer, self._older = newer, older
            self.changed.emit()

    def set_progress(self, progress: Progress) -> None:
        """Say how much of the server's log is here."""
        self._progress = progress
        self.changed.emit()

    def set_failed(self, error: Exception) -> None:
        """Say that the log could not be read; what was shown stays."""
        self._error = error
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._view, self._error, self._progress = None, None, None
        self._newer = self._older = 0
        self._records.clear()
        self.endResetModel()
        self.changed.emit()

    def row_text(self, row: int) -> str:
        """A row as text for the clipboard, its cells apart by tabs."""
        return "\t".join(column.text(self.record(row)) for column in self._columns)

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._view is None else len(self._view)

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
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self.record(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return text_format.plain_tooltip(column.detail(self.record(index.row())))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None
