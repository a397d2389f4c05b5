"""The time zone: a box that opens a list to search in."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.models.settings_page import TimeZonesModel
from binom_desktop.presentation import settings_text
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.settings_text import SettingKey
from binom_desktop.views.chevron_box import ChevronBox
from binom_desktop.views.focus_ring import OWN_FOCUS, FocusRing
from binom_desktop.views.popup import free_place, let_anchor_close, popup_geometry
from binom_desktop.views.reading_order import readable
from binom_desktop.views.search_field import SearchField
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CAPTION, FOCUS_RING_WIDTH, STATUS_RADIUS, TABLE, TABLE_ROW_HEIGHT

_BOX_WIDTH = 220
_WIDTH = 320
_SHOWN_ROWS = 9
_PADDING = 8
_Index = QModelIndex | QPersistentModelIndex
_TAKING_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ZoneDelegate(QStyledItemDelegate):
    """Paints a row: the name, and at the end of the line how far it is ahead of UTC."""

    def __init__(self, *, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, max(row_px(TABLE_ROW_HEIGHT), QFontMetrics(self._theme.font(TABLE)).height() + _PADDING))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._theme.color("accent_soft" if current else "hover"))
            ground = rect.adjusted(1, 1, -1, -1)
            if current and self._view.hasFocus():
                painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING_WIDTH))
            painter.drawRoundedRect(ground, STATUS_RADIUS, STATUS_RADIUS)
        line = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        offset = str(index.data(TimeZonesModel.OFFSET_ROLE))
        room = QFontMetrics(self._theme.font(CAPTION)).horizontalAdvance(offset) + 1
        start, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        name = self._visual(rect, line.adjusted(0, 0, -room - _PADDING, 0))
        self._paint_text(painter, name, str(index.data()), start)
        painter.setPen(self._theme.color("text2" if current else "text3"))
        painter.setFont(self._theme.font(CAPTION))
        painter.drawText(self._visual(rect, line), int(self._side(end) | Qt.AlignmentFlag.AlignVCenter), offset)
        painter.restore()

    def _paint_text(self, painter: QPainter, place: QRect, text: str, side: Qt.AlignmentFlag) -> None:
        font = self._theme.font(TABLE)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, int(self._side(side) | Qt.AlignmentFlag.AlignVCenter), readable(shown))

    def _side(self, side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
        return QStyle.visualAlignment(self._view.layoutDirection(), side)

    def _visual(self, rect: QRect, part: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), rect, part)


class ZoneList(QListView):
    """The zones. Enter, Space or a click takes one; typing, and Up from the first, lead back to the search."""

    taken = Signal(int)
    typed = Signal(str)
    top_left = Signal()

    def __init__(self, *, model: TimeZonesModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeZoneList")
        self.setAccessibleName(settings_text.label(SettingKey.TIME_ZONE))
        self.setProperty(OWN_FOCUS, True)
        self.setModel(model)
        self.setItemDelegate(ZoneDelegate(theme=theme, view=self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in _TAKING_KEYS:
            if row >= 0:
                self.taken.emit(row)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.top_left.emit()
        elif _types(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.row())


class ZonePopup(QFrame):
    """All zones with a search; closes on Esc, on a click outside, and once one is ``picked``."""

    picked = Signal(str)
    closed = Signal()

    def __init__(self, *, model: TimeZonesModel, anchor: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._model = model
        self._anchor = anchor
        self.setObjectName("timeZonePopup")
        self.setAccessibleName(settings_text.label(SettingKey.TIME_ZONE))
        set_role(self, Role.POPUP)
        self._search = SearchField(
            object_name="timeZoneSearch",
            accessible_name=self.tr("Search time zones"),
            placeholder=self.tr("City or offset"),
            theme=theme,
            keeps_on_escape=True,
        )
        self._list = ZoneList(model=model, theme=theme)
        self._nothing = QLabel()
        self._nothing.setObjectName("timeZoneNothing")
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_role(self._nothing, Role.SECONDARY)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._nothing, 1)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusRing(application=application, theme=theme, window=self)
        self._connect()

    def open_below(self, current: str, typed: str = "") -> None:
        """Show every zone with ``current`` in sight, or what fits the letters ``typed`` already."""
        self._model.set_search("")
        self._show()
        row_height = self._list.sizeHintForRow(0) if self._model.rowCount() else row_px(TABLE_ROW_HEIGHT)
        wished = QSize(text_px(_WIDTH), self._search.sizeHint().height() + _SHOWN_ROWS * row_height + 4 * _PADDING)
        place = free_place(self._anchor)
        self.setGeometry(popup_geometry(self._anchor, QSize(text_px(_WIDTH), min(wished.height(), place.height()))))
        self.show()
        self._make_current(self._model.row_of(current))
        self._search.setText(typed)
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        let_anchor_close(self, self._anchor, event)
        super().mousePressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _connect(self) -> None:
        self._search.searched.connect(self._on_search_searched)
        self._search.down_pressed.connect(self._on_search_down_pressed)
        self._search.returnPressed.connect(self._on_search_return_pressed)
        self._list.typed.connect(self._on_list_typed)
        self._list.top_left.connect(self._on_list_top_left)
        self._list.taken.connect(self._on_list_taken)
        self._model.modelReset.connect(self._on_model_reset)

    def _show(self) -> None:
        rows = self._model.rowCount()
        self._list.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self._nothing.setText(self.tr("Nothing matches") if self._model.loaded else self.tr("Loading time zones…"))

    def _make_current(self, row: int) -> None:
        index = self._model.index(max(row, 0))
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _take(self, row: int) -> None:
        name = self._model.name(row)
        self.hide()
        self.picked.emit(name)

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        self._model.set_search(text)
        # Enter takes the first match.
        self._make_current(0)

    @Slot()
    def _on_search_down_pressed(self) -> None:
        if self._model.rowCount():
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_search_return_pressed(self) -> None:
        row = self._list.currentIndex().row()
        if row >= 0:
            self._take(row)

    @Slot(str)
    def _on_list_typed(self, text: str) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.insert(text)

    @Slot()
    def _on_list_top_left(self) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _on_list_taken(self, row: int) -> None:
        self._take(row)

    @Slot()
    def _on_model_reset(self) -> None:
        self._show()


class ZoneBox(ChevronBox):
    """Shows the zone; a click, Space, Enter or typing opens the list. ``zone_picked`` comes when a person chose."""

    zone_picked = Signal(str)

    def __init__(self, *, model: TimeZonesModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self._zones = model
        self._zone = ""
        self._popup: ZonePopup | None = None
        self.setObjectName(f"{SettingKey.TIME_ZONE.value}Box")
        self.setAccessibleName(settings_text.label(SettingKey.TIME_ZONE))
        self.setFixedWidth(text_px(_BOX_WIDTH))

    def show_zone(self, name: str) -> None:
        """Show which zone is chosen."""
        if name != self._zone:
            self._zone = name
            self.clear()
            self.addItem(safe_line(name))

    @override
    def showPopup(self) -> None:
        self._open()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open()
        elif event.key() != Qt.Key.Key_Space and _types(event):
            self._open(event.text())
        else:
            super().keyPressEvent(event)

    def _open(self, typed: str = "") -> None:
        if self._popup is None:
            # Not below the box itself, where it would look like the list of one.
            self._popup = ZonePopup(model=self._zones, anchor=self, theme=self._theme, parent=self.parentWidget())
            self._popup.picked.connect(self.zone_picked)
            self._popup.closed.connect(self._on_popup_closed)
        self._popup.open_below(self._zone, typed)

    @Slot()
    def _on_popup_closed(self) -> None:
        # The box takes itself for open until it hears of it.
        self.hidePopup()
        self.setFocus(Qt.FocusReason.PopupFocusReason)


def _types(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & _COMMANDS
