"""Spend a day with its top-ups, as bars for the chart, as rows for its table twin, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.billing_values import Spend
from binom_desktop.presentation import billing_text
from binom_desktop.presentation import format as text_format

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class DailySpendModel(QAbstractTableModel):
    """One row a UTC day, oldest first; the last is today and still growing.

    Top-ups are None until the transactions are known.
    """

    DAY_COLUMN = 0
    SPEND_COLUMN = 1
    TOP_UPS_COLUMN = 2

    points_changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[date, ...] = ()
        self._costs: tuple[int, ...] = ()
        self._top_ups: Mapping[date, int] | None = None
        # So many of the days are known; of later ones nothing was read yet.
        self._known = 0

    @property
    def days(self) -> tuple[date, ...]:
        """The UTC days, oldest first."""
        return self._days

    @property
    def costs(self) -> tuple[int, ...]:
        """Nano-credits a day, beside ``days``."""
        return self._costs

    def knows(self, row: int) -> bool:
        """Whether anything is known of a day's spend."""
        return row < self._known

    def top_up_nano(self, row: int) -> int | None:
        """What was topped up on a day; None where the transactions are not known."""
        return None if self._top_ups is None else self._top_ups.get(self._days[row], 0)

    @property
    def description(self) -> str:
        """What a glance tells: ``30 days, $42.10 spent, peak $3.10 on Nov 14, $0.98 today so far``, and the top-ups."""
        if not self._costs:
            return self.tr("No data yet")
        parts = [
            self.tr("{days} days, {amount} spent").format(
                days=len(self._days), amount=text_format.money(sum(self._costs))
            )
        ]
        if (peak := max(self._costs)) > 0:
            parts.append(
                self.tr("peak {peak} on {day}").format(
                    peak=text_format.money(peak), day=text_format.month_day(self._days[self._costs.index(peak)])
                )
            )
            if self.knows(len(self._costs) - 1):
                parts.append(self.tr("{today} today so far").format(today=text_format.money(self._costs[-1])))
        marked = [nano for row in range(len(self._days)) if (nano := self.top_up_nano(row))]
        if marked:
            text = self.tr("topped up on {count} days by {amount}", "", len(marked))
            parts.append(text.format(count=len(marked), amount=text_format.money(sum(marked))))
        return ", ".join(parts)

    def point_text(self, row: int) -> tuple[str, ...]:
        """A day, its spend and its top-ups, if there were any, as the chart's readout says them."""
        day = text_format.month_day(self._days[row])
        if row == len(self._days) - 1:
            day = self.tr("{day}, today so far").format(day=day)
        spent = self.tr("{amount} spent").format(amount=text_format.money(self._costs[row]))
        lines = [day, spent if self.knows(row) else self.tr("not known yet")]
        if added := self.top_up_nano(row):
            lines.append(self.tr("{amount} top-up").format(amount=billing_text.signed_money(added)))
        return tuple(lines)

    def set_spend(self, spend: Spend) -> None:
        """Show these days. The same days with other amounts change cells only."""
        pairs = [(item.day, item.cost_nano) for item in spend.days if item.day is not None]
        days, costs = tuple(day for day, _ in pairs), tuple(nano for _, nano in pairs)
        known = sum(spend.knows(day) for day in days)
        if days != self._days or known != self._known:
            self.beginResetModel()
            self._days, self._costs, self._known = days, costs, known
            self.endResetModel()
            self.points_changed.emit()
        elif costs != self._costs:
            self._costs = costs
            self._tell_cells(self.SPEND_COLUMN)

    def set_top_ups(self, top_ups: Mapping[date, int] | None) -> None:
        """Mark the days on which credits were bought, in nano-credits; None where that is not known."""
        if top_ups != self._top_ups:
            self._top_ups = top_ups
            self._tell_cells(self.TOP_UPS_COLUMN)

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._days, self._costs, self._top_ups, self._known = (), (), None, 0
        self.endResetModel()
        self.points_changed.emit()

    def _tell_cells(self, column: int) -> None:
        if self._days:
            self.dataChanged.emit(self.index(0, column), self.index(len(self._days) - 1, column))
            self.points_changed.emit()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._days)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Day (UTC)"), self.tr("Spend"), self.tr("Top-ups"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._days):
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._detail(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def _text(self, row: int, column: int) -> str:
        if column == self.DAY_COLUMN:
            day = text_format.long_day(self._days[row])
            return self.tr("{day}, so far").format(day=day) if row == len(self._days) - 1 else day
        if column == self.SPEND_COLUMN:
            return text_format.money(self._costs[row]) if self.knows(row) else text_format.UNKNOWN
        added = self.top_up_nano(row)
        if added is None:
            return text_format.UNKNOWN
        return billing_text.signed_money(added) if added else ""

    def _detail(self, row: int, column: int) -> str:
        if column == self.SPEND_COLUMN:
            known = self.knows(row)
            return text_format.exact_money(self._costs[row]) if known else self.tr("Not known yet.")
        if column == self.TOP_UPS_COLUMN and self._top_ups is None:
            return self.tr("The transactions are not known.")
        return self._text(row, column)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column == self.DAY_COLUMN else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter
