"""Requests and cost a model over the overview's days: the largest by name, the rest folded; parts sum to the total."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from binom_desktop.domain import Overview, UsageItem
from binom_desktop.presentation import format as text_format

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
NAMED_MODELS = 5


class Metric(StrEnum):
    """What models are compared by."""

    REQUESTS = "requests"
    COST = "cost"


class ModelShare(Struct, frozen=True):
    """One row. ``model`` is the model's id, None where ``folded`` smaller models stand together."""

    model: str | None
    requests: int
    cost_nano: int
    folded: int = 0

    def amount(self, metric: Metric) -> int:
        """The row's figure in ``metric``."""
        return self.requests if metric is Metric.REQUESTS else self.cost_nano


class ModelUsageModel(QAbstractTableModel):
    """The rows of Usage by Model, largest first by the chosen metric, Other last."""

    MODEL_COLUMN = 0
    SHARE_COLUMN = 1
    REQUESTS_COLUMN = 2
    COST_COLUMN = 3

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[UsageItem, ...] = ()
        self._rows: tuple[ModelShare, ...] = ()
        self._metric = Metric.REQUESTS
        self._days = 0

    @property
    def metric(self) -> Metric:
        """What rows are ordered and drawn by."""
        return self._metric

    @property
    def rows(self) -> tuple[ModelShare, ...]:
        """The rows as shown."""
        return self._rows

    @property
    def description(self) -> str:
        """What a glance at the bars tells: each model's share, in words."""
        total = self._total()
        if not self._rows:
            return self.tr("No data yet")
        parts = [f"{self._name(row)} {text_format.share(row.amount(self._metric), total)}" for row in self._rows]
        span = self.tr("Share of cost, past {days} days: {parts}")
        if self._metric is Metric.REQUESTS:
            span = self.tr("Share of requests, past {days} days: {parts}")
        return span.format(days=self._days, parts=", ".join(parts))

    def fraction(self, row: int) -> float:
        """How long a row's bar is, against the longest as 1."""
        longest = max((share.amount(self._metric) for share in self._rows), default=0)
        return max(0, self._rows[row].amount(self._metric)) / longest if longest > 0 else 0.0

    def set_overview(self, overview: Overview) -> None:
        """Show the overview's models."""
        self._days = len(overview.days)
        if overview.models != self._items:
            self._items = overview.models
            self._show()

    def set_metric(self, metric: Metric) -> None:
        """Order, fold and draw by ``metric``."""
        if metric is not self._metric:
            self._metric = metric
            self._show()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._items = ()
        self._show()

    def _show(self) -> None:
        rows = fold(self._items, self._metric)
        if [row.model for row in rows] == [row.model for row in self._rows] and rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.COST_COLUMN))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 4

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Model"), self.tr("Share"), self.tr("Requests"), self.tr("Cost"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row)
        return None

    def _text(self, row: ModelShare, column: int) -> str:
        if column == self.MODEL_COLUMN:
            return self._name(row)
        if column == self.SHARE_COLUMN:
            return text_format.share(row.amount(self._metric), self._total())
        return text_format.count(row.requests) if column == self.REQUESTS_COLUMN else text_format.money(row.cost_nano)

    def _name(self, row: ModelShare) -> str:
        return self.tr("Other") if row.model is None else text_format.safe_line(row.model)

    def _tooltip(self, row: ModelShare) -> str:
        name = self._name(row)
        if row.model is None:
            name = self.tr("{count} smaller models together").format(count=row.folded)
        figures = self.tr("{requests} requests, {cost}, {share}").format(
            requests=text_format.count(row.requests),
            cost=text_format.exact_money(row.cost_nano),
            share=text_format.share(row.amount(self._metric), self._total()),
        )
        return text_format.plain_tooltip(f"{name}\n{figures}")

    def _total(self) -> int:
        return sum(row.amount(self._metric) for row in self._rows)


def fold(items: Sequence[UsageItem], metric: Metric) -> tuple[ModelShare, ...]:
    """The largest five models by ``metric`` and the rest as one; a rest of a single model keeps its name."""
    shares = [ModelShare(item.model or "", item.requests, item.cost_nano) for item in items if item.model is not None]
    shares.sort(key=lambda share: (-share.amount(metric), -share.requests, share.model or ""))
    if len(shares) <= NAMED_MODELS + 1:
        return tuple(shares)
    named, rest = shares[:NAMED_MODELS], shares[NAMED_MODELS:]
    other = ModelShare(
        None, sum(share.requests for share in rest), sum(share.cost_nano for share in rest), folded=len(rest)
    )
    return (*named, other)


def _alignment(column: int) -> Qt.AlignmentFlag:
    numeric = column in {ModelUsageModel.REQUESTS_COLUMN, ModelUsageModel.COST_COLUMN}
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
