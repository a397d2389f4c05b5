"""The account's API keys as a table."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.domain import ApiKey
from binom_desktop.models.api_keys import ApiKeysModel, KeyColumn, alignment
from binom_desktop.presentation.key_text import RotationStage, short_hint, status_tone
from binom_desktop.views.order_header import ARROW_ROOM, OrderHeader
from binom_desktop.views.pill import PILL_PADDING, paint_pill
from binom_desktop.views.quiet_table import ColumnWidths, QuietDelegate, QuietTable
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CELL_PADDING, TABLE

ROW_HEIGHT = 40
_GAP = 10
_WIDEST_NAME = 300
_LEAST_NAME = 120
_WIDEST_ADDRESS = 150
_LEAST_ADDRESS = 128
_Index = QModelIndex | QPersistentModelIndex


class ApiKeyDelegate(QuietDelegate):
    """Paints a key's cells: its name with a quiet hint behind it, its status as a pill."""

    def __init__(self, *, theme: Theme, table: QuietTable, model: ApiKeysModel) -> None:
        super().__init__(theme=theme, table=table)
        self._keys = model

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        key = self._keys.key(index.row())
        column = KeyColumn(index.column())
        text = str(index.data() or "")
        if column is KeyColumn.STATUS:
            font = self._font(column)
            paint_pill(painter, rect, text, status_tone(key), font=font, tokens=self._theme.tokens)
            return
        painter.setFont(self._font(column))
        ink = self._theme.color("text" if key.enabled else "text2")
        self.write_text(painter, rect, text, alignment(column), ink)
        if column is KeyColumn.DESCRIPTION and (hint := self._hint(key)):
            name = painter.fontMetrics().horizontalAdvance(text) + _GAP
            painter.setFont(self._theme.font(CAPTION))
            left = rect.left() if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft else rect.left() + name
            room = QRect(left, rect.top(), rect.width() - name, rect.height())
            # A part of it would say nothing; the tooltip and the details have it all.
            if room.width() >= painter.fontMetrics().horizontalAdvance(hint):
                self.write_text(painter, room, hint, alignment(column), self._theme.color("text2"))

    @override
    def content_width(self, index: _Index) -> int:
        column = KeyColumn(index.column())
        width = QFontMetrics(self._font(column)).horizontalAdvance(str(index.data() or "")) + 2 * CELL_PADDING + 2
        if column is KeyColumn.STATUS:
            return width + 2 * PILL_PADDING
        if column is KeyColumn.DESCRIPTION and (hint := self._hint(self._keys.key(index.row()))):
            width += _GAP + QFontMetrics(self._theme.font(CAPTION)).horizontalAdvance(hint)
        return width

    def _hint(self, key: ApiKey) -> str:
        match self._keys.rotation_stage(key):
            case RotationStage.IN_USE:
                return self.tr("Being replaced")
            case RotationStage.SILENT:
                return self.tr("Replaced, can be disabled")
            case RotationStage.DISABLED:
                return self.tr("Replaced, can be deleted")
            case None:
                return short_hint(self._keys.hints(key))

    def _font(self, column: KeyColumn) -> QFont:
        if column is KeyColumn.KEY:
            return self._theme.fixed_font(TABLE)
        if column is KeyColumn.STATUS:
            return self._theme.font(CAPTION, QFont.Weight.DemiBold)
        return self._theme.font(
            TABLE, QFont.Weight.DemiBold if column is KeyColumn.DESCRIPTION else QFont.Weight.Normal
        )


class ApiKeyTable(QuietTable):
    """A click on a header orders; a double click or Enter opens a key, Delete and F2 do what they say everywhere."""

    order_requested = Signal(KeyColumn)
    opened = Signal(str)
    edit_requested = Signal(str)
    delete_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    copy_requested = Signal(str)

    def __init__(self, *, model: ApiKeysModel, theme: Theme, parent: QWidget | None = None) -> None:
        self._header = OrderHeader(theme=theme)
        super().__init__(
            theme=theme,
            model=model,
            widths=ColumnWidths(
                stretches={KeyColumn.DESCRIPTION: 3, KeyColumn.ADDRESSES: 1},
                widest={KeyColumn.DESCRIPTION: _WIDEST_NAME, KeyColumn.ADDRESSES: _WIDEST_ADDRESS},
                shrinks={KeyColumn.DESCRIPTION: _LEAST_NAME, KeyColumn.ADDRESSES: _LEAST_ADDRESS},
                title_room=ARROW_ROOM,
            ),
            row_height=ROW_HEIGHT,
            header=self._header,
            fits_rows=False,
            parent=parent,
        )
        self._keys = model
        self.setObjectName("apiKeysTable")
        self.setAccessibleName(self.tr("API Keys"))
        self._header.setSectionsClickable(True)
        self.setItemDelegate(ApiKeyDelegate(theme=theme, table=self, model=model))
        self._header.sectionClicked.connect(self._on_header_section_clicked)
        self.doubleClicked.connect(self._on_double_clicked)
        model.changed.connect(self._on_model_changed)

    @property
    def chosen(self) -> ApiKey | None:
        """The key that is chosen."""
        index = self.currentIndex()
        return self._keys.key(index.row()) if index.isValid() else None

    def choose(self, key_id: str) -> None:
        """Choose a key, if it is shown."""
        row = self._keys.row_of(key_id)
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self._keys.index(row, 0), flags)
            self.scrollTo(self._keys.index(row, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.chosen
        if key is None:
            super().keyPressEvent(event)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(key.id)
        elif event.key() == Qt.Key.Key_F2:
            self.edit_requested.emit(key.id)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit(key.id)
        elif event.matches(QKeySequence.StandardKey.Copy):
            row = self.currentIndex().row()
            texts = (str(self._keys.index(row, column).data()) for column in KeyColumn)
            self.copy_requested.emit("\t".join(texts))
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        if not by_mouse and not self.currentIndex().isValid() and self._keys.rowCount():
            self.choose(self._keys.key(0).id)
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            place = event.globalPos()
            if not by_mouse:
                place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_requested.emit(self._keys.key(index.row()).id, place)

    @Slot(int)
    def _on_header_section_clicked(self, section: int) -> None:
        self.order_requested.emit(KeyColumn(section))

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._keys.key(index.row()).id)

    @Slot()
    def _on_model_changed(self) -> None:
        column, descending = self._keys.ordered_by
        self._header.show_order(-1 if column is None else column, descending=descending)
