"""Tables of what came by and is read or unread: alerts that have fired, and notifications."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.domain import Severity
from binom_desktop.models.alert_log import AlertColumn, AlertLogModel
from binom_desktop.models.inbox import InboxColumn, InboxModel
from binom_desktop.models.keyed_rows import Index
from binom_desktop.presentation.translation import translate
from binom_desktop.views.alert_tables import GAP, LEAST_SENTENCE, WIDEST_SENTENCE, AlertDelegate
from binom_desktop.views.quiet_table import ColumnWidths, QuietTable
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import TABLE

_DOT = 7
_LEAST_TITLE = 90
_WIDEST_TITLE = 320
_LEAST_BODY = 78
_WIDEST_KIND = 130
_MOST_ROWS = 10


class FeedDelegate(AlertDelegate):
    """What is unread is bold, and says so behind a dot."""

    def __init__(
        self,
        *,
        theme: Theme,
        table: QuietTable,
        severity_column: int,
        read_column: int,
        severity: Callable[[int], Severity],
        is_unread: Callable[[int], bool],
    ) -> None:
        super().__init__(theme=theme, table=table, severity_column=severity_column, severity=severity)
        self._read_column = read_column
        self._is_unread = is_unread

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if index.column() != self._read_column:
            super().paint_content(painter, rect, index)
            return
        painter.setFont(self._font(index))
        if self._is_unread(index.row()):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(self._leading(painter, rect, text_px(_DOT)))
        self.write(painter, self._behind(painter, rect, text_px(_DOT)), index, self._theme.color(self._ink(index)))

    @override
    def _room_before(self, index: Index) -> int:
        return text_px(_DOT) + GAP if index.column() == self._read_column else super()._room_before(index)

    @override
    def _font(self, index: Index) -> QFont:
        if index.column() == 0:
            return self._theme.fixed_font(TABLE)
        unread = self._is_unread(index.row())
        return self._theme.font(TABLE, QFont.Weight.DemiBold if unread else QFont.Weight.Normal)

    @override
    def _ink(self, index: Index) -> str:
        return "text" if index.column() and self._is_unread(index.row()) else "text2"


class FeedTable(QuietTable):
    """As high as its rows up to ten, then it scrolls. Enter or a double click opens a row."""

    opened = Signal(str)
    chosen_changed = Signal()

    def __init__(
        self,
        *,
        object_name: str,
        accessible_name: str,
        model: AlertLogModel | InboxModel,
        widths: ColumnWidths,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, model=model, widths=widths, fits_rows=False, parent=parent)
        self._feed = model
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        model.rowsInserted.connect(self._on_feed_rows_told)
        model.rowsRemoved.connect(self._on_feed_rows_told)
        model.modelReset.connect(self._on_feed_rows_told)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._fit_feed()

    @property
    def chosen(self) -> str | None:
        """The id of the row that is chosen."""
        index = self.currentIndex()
        return self._feed.id_at(index.row()) if index.isValid() else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.chosen is not None:
            self.opened.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def _fit_feed(self) -> None:
        rows = min(self._feed.rowCount(), _MOST_ROWS)
        row_height = self.verticalHeader().defaultSectionSize()
        header = self.horizontalHeader().height() or row_height
        self.setFixedHeight(header + rows * row_height + 2)

    @Slot()
    def _on_feed_rows_told(self) -> None:
        self._fit_feed()
        self.chosen_changed.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._feed.id_at(index.row()))

    @Slot()
    def _on_current_row_changed(self) -> None:
        self.chosen_changed.emit()


def alert_log_table(model: AlertLogModel, theme: Theme) -> FeedTable:
    """What has fired, as a table."""
    table = FeedTable(
        object_name="alertLogTable",
        accessible_name=translate("FeedTable", "Alert Log"),
        model=model,
        widths=ColumnWidths(
            stretches={AlertColumn.ALERT: 1},
            widest={AlertColumn.ALERT: WIDEST_SENTENCE},
            shrinks={AlertColumn.ALERT: LEAST_SENTENCE},
        ),
        theme=theme,
    )
    delegate = FeedDelegate(
        theme=theme,
        table=table,
        severity_column=AlertColumn.SEVERITY,
        read_column=AlertColumn.READ,
        severity=lambda row: model.at(row).rule.severity,
        is_unread=model.is_unread,
    )
    table.setItemDelegate(delegate)
    return table


def inbox_table(model: InboxModel, theme: Theme) -> FeedTable:
    """Notifications and announcements, as a table."""
    table = FeedTable(
        object_name="notificationsTable",
        accessible_name=translate("FeedTable", "Notifications"),
        model=model,
        widths=ColumnWidths(
            stretches={InboxColumn.BODY: 1},
            widest={InboxColumn.TITLE: _WIDEST_TITLE, InboxColumn.BODY: _LEAST_BODY, InboxColumn.KIND: _WIDEST_KIND},
            shrinks={InboxColumn.TITLE: _LEAST_TITLE},
        ),
        theme=theme,
    )
    delegate = FeedDelegate(
        theme=theme,
        table=table,
        severity_column=InboxColumn.SEVERITY,
        read_column=InboxColumn.READ,
        severity=lambda row: model.at(row).severity,
        is_unread=model.is_unread,
    )
    table.setItemDelegate(delegate)
    return table
