"""Recent Requests as a table: status pills, monospaced times, figures to the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.models.recent_requests import RecentRequestsModel, alignment
from binom_desktop.queries import SortColumn
from binom_desktop.views.pill import PILL_PADDING, paint_pill, status_tone
from binom_desktop.views.quiet_table import ColumnWidths, QuietDelegate, QuietTable
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CELL_PADDING, TABLE

_WIDEST_NAME = 190
_Index = QModelIndex | QPersistentModelIndex


class RequestDelegate(QuietDelegate):
    """Paints a request's cells by what their column is."""

    def __init__(self, *, theme: Theme, table: QuietTable, model: RecentRequestsModel) -> None:
        super().__init__(theme=theme, table=table)
        self._requests = model

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        column = self._requests.columns[index.column()]
        if column.sort is SortColumn.STATUS:
            self._paint_pill(painter, rect, index)
            return
        painter.setFont(self._font(column.monospace))
        # The record at hand spares two calls through Qt a cell.
        text = column.text(self._requests.record(index.row()))
        self.write_text(painter, rect, text, alignment(column), self._theme.color("text"))

    @override
    def content_width(self, index: _Index) -> int:
        column = self._requests.columns[index.column()]
        is_status = column.sort is SortColumn.STATUS
        font = self._pill_font() if is_status else self._font(column.monospace)
        text = QFontMetrics(font).horizontalAdvance(str(index.data() or ""))
        return text + 2 * CELL_PADDING + (2 * PILL_PADDING if is_status else 2)

    def _paint_pill(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        tone = status_tone(self._requests.record(index.row()).status)
        paint_pill(painter, rect, str(index.data()), tone, font=self._pill_font(), tokens=self._theme.tokens)

    def _font(self, monospace: bool) -> QFont:
        return self._theme.fixed_font(TABLE) if monospace else self._theme.font(TABLE)

    def _pill_font(self) -> QFont:
        return self._theme.font(CAPTION, QFont.Weight.DemiBold)


class RecentRequestsTable(QuietTable):
    """The newest requests; as high as its rows, wider than its place only where that is narrow."""

    def __init__(self, *, model: RecentRequestsModel, theme: Theme, parent: QWidget | None = None) -> None:
        place = {column.sort: number for number, column in enumerate(model.columns)}
        super().__init__(
            theme=theme,
            model=model,
            widths=ColumnWidths(
                stretches={
                    place[SortColumn.TIMESTAMP]: 2,
                    place[SortColumn.ENDPOINT]: 3,
                    place[SortColumn.MODEL]: 3,
                    place[SortColumn.STATUS]: 3,
                    place[SortColumn.KEY]: 2,
                },
                widest={
                    place[column]: _WIDEST_NAME for column in (SortColumn.ENDPOINT, SortColumn.MODEL, SortColumn.KEY)
                },
            ),
            parent=parent,
        )
        self.setObjectName("recentRequestsTable")
        self.setAccessibleName(self.tr("Recent Requests"))
        self.setItemDelegate(RequestDelegate(theme=theme, table=self, model=model))
