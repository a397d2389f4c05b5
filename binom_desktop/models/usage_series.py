"""Requests a day, as points for the chart, as rows for its table twin, and in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.domain import Overview
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.chart_line import ChartLine, LineStyle
from binom_desktop.presentation.translation import plural

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class DailySeriesModel(QAbstractTableModel):
    """One row a UTC day, oldest first; the last is today and still growing."""

    DAY_COLUMN = 0
    REQUESTS_COLUMN = 1

    points_changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[date, ...] = ()
        self._counts: tuple[int, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The UTC days, oldest first."""
        return self._days

    @property
    def counts(self) -> tuple[int, ...]:
        """Requests a day, beside ``days``."""
        return self._counts

    @property
    def places(self) -> tuple[date, ...]:
        """What the chart's places stand for: the days."""
        return self._days

    @property
    def lines(self) -> tuple[ChartLine, ...]:
        """The chart's one line."""
        return (ChartLine(self.tr("Requests"), self._counts, LineStyle.FILLED),)

    @property
    def least_top(self) -> int:
        """What the chart's axis reaches where every value is nothing."""
        return 3

    @property
    def unusual_places(self) -> frozenset[int]:
        """The chart's places to be marked: none."""
        return frozenset()

    def place_text(self, place: int) -> str:
        """A day as the axis names it."""
        return text_format.month_day(self._days[place])

    def value_text(self, value: int) -> str:
        """A count as the axis names it."""
        return text_format.compact_count(value)

    @property
    def description(self) -> str:
        """What a glance at the chart tells: ``30 days, 4,812 requests, peak 311 on Nov 14, 98 today so far``."""
        if not self._counts:
            return self.tr("No data yet")
        span = self.tr("{days} days, {count} requests").format(
            days=len(self._days), count=text_format.count(sum(self._counts))
        )
        peak = max(self._counts)
        if peak == 0:
            return span
        return self.tr("{span}, peak {peak} on {day}, {today} today so far").format(
            span=span,
            peak=text_format.count(peak),
            day=text_format.month_day(self._days[self._counts.index(peak)]),
            today=text_format.count(self._counts[-1]),
        )

    def point_text(self, row: int) -> tuple[str, str]:
        """A day and its count as the chart's readout says them."""
        day = text_format.month_day(self._days[row])
        if row == len(self._days) - 1:
            day = self.tr("{day}, today so far").format(day=day)
        count = self._counts[row]
        return day, plural("{count} requests", "", count).format(count=text_format.count(count))

    def set_overview(self, overview: Overview) -> None:
        """Show the overview's days. The same days with other counts change cells only."""
        pairs = [(item.day, item.requests) for item in overview.days if item.day is not None]
        days = tuple(day for day, _ in pairs)
        counts = tuple(requests for _, requests in pairs)
        if days != self._days:
            self.beginResetModel()
            self._days, self._counts = days, counts
            self.endResetModel()
            self.points_changed.emit()
        elif counts != self._counts:
            changed = [row for row, (old, new) in enumerate(zip(self._counts, counts, strict=True)) if old != new]
            self._counts = counts
            self.dataChanged.emit(
                self.index(changed[0], self.REQUESTS_COLUMN), self.index(changed[-1], self.REQUESTS_COLUMN)
            )
            self.points_changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._days = ()
        self._counts = ()
        self.endResetModel()
        self.points_changed.emit()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._days)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 2

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Day (UTC)") if section == self.DAY_COLUMN else self.tr("Requests")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section == self.REQUESTS_COLUMN)
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if not index.isValid() or row >= len(self._days):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return text_format.count(self._counts[row]) if column == self.REQUESTS_COLUMN else self._day_text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column == self.REQUESTS_COLUMN)
        return None

    def _day_text(self, row: int) -> str:
        day = text_format.long_day(self._days[row])
        return self.tr("{day} (today so far)").format(day=day) if row == len(self._days) - 1 else day


def _alignment(numeric: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
