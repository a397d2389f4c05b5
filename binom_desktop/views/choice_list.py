"""A list of values to tick: boxes, the models' colours, and what tells apart values with the same name."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from binom_desktop.models.choice_list import ChoiceListModel
from binom_desktop.presentation.criteria_text import CriteriaPart
from binom_desktop.views.focus_ring import OWN_FOCUS
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tick_box import BOX_SIZE, paint_box
from binom_desktop.views.tokens import CAPTION, FOCUS_RING_WIDTH, STATUS_RADIUS, TABLE, TABLE_ROW_HEIGHT, TextSize

_PADDING = 8
_DOT = 8
_GAP = 8
# Where both are long, the quiet text takes at most this share of a row.
_EXTRA_SHARE = 0.45
_Index = QModelIndex | QPersistentModelIndex
_TOGGLING_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a row: ground, box, dot, text, and the extra at the end of the line."""

    def __init__(self, *, theme: Theme, model: ChoiceListModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._choices = model
        self._view = view

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = index.row() == self._view.currentIndex().row()
        self._paint_ground(painter, rect, current=current, hovered=bool(state & QStyle.StateFlag.State_MouseOver))
        line = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        start = self._paint_box(painter, line, rect, chosen=self._choices.is_chosen(index.row()))
        if self._choices.part is CriteriaPart.MODELS:
            start = self._paint_dot(painter, start, rect, index.row())
        self._paint_texts(painter, QRect(start, line.top(), line.right() + 1 - start, line.height()), rect, index.row())
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self.row_height())

    @override
    def editorEvent(
        self,
        event: object,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        # The list itself toggles, wherever in the row a click falls.
        return False

    def row_height(self) -> int:
        """How high every row is."""
        return max(row_px(TABLE_ROW_HEIGHT), QFontMetrics(self._theme.font(TABLE)).height() + _PADDING)

    def text_width(self, row: int) -> int:
        """How wide a row has to be to show everything."""
        choice = self._choices.choice(row)
        extra = self._metrics(CAPTION).horizontalAdvance(choice.extra) + _GAP if choice.extra else 0
        dot = text_px(_DOT) + _GAP if self._choices.part is CriteriaPart.MODELS else 0
        text = self._metrics(TABLE).horizontalAdvance(choice.text) + 2
        return 2 * _PADDING + text_px(BOX_SIZE) + _GAP + dot + text + extra

    def _paint_ground(self, painter: QPainter, rect: QRect, *, current: bool, hovered: bool) -> None:
        shape = QRectF(rect)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if current else "hover"))
            painter.drawRoundedRect(shape, STATUS_RADIUS, STATUS_RADIUS)
        if current and self._view.hasFocus():
            half = FOCUS_RING_WIDTH / 2
            painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(shape.adjusted(half, half, -half, -half), STATUS_RADIUS, STATUS_RADIUS)

    def _paint_box(self, painter: QPainter, line: QRect, rect: QRect, *, chosen: bool) -> int:
        size = text_px(BOX_SIZE)
        box = self._visual(rect, QRect(line.left(), rect.top() + (rect.height() - size) // 2, size, size))
        paint_box(painter, box, ticked=chosen, theme=self._theme)
        return line.left() + size + _GAP

    def _paint_dot(self, painter: QPainter, start: int, rect: QRect, row: int) -> int:
        size = text_px(_DOT)
        dot = self._visual(rect, QRect(start, rect.top() + (rect.height() - size) // 2, size, size))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.series_color(self._choices.choice(row).value))
        painter.drawEllipse(dot)
        return start + size + _GAP

    def _paint_texts(self, painter: QPainter, place: QRect, rect: QRect, row: int) -> None:
        choice = self._choices.choice(row)
        room = place.width()
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        if choice.extra:
            metrics = self._metrics(CAPTION)
            left = place.width() - _GAP - self._metrics(TABLE).horizontalAdvance(choice.text)
            widest = max(left, round(place.width() * _EXTRA_SHARE))
            text = metrics.elidedText(choice.extra, Qt.TextElideMode.ElideMiddle, widest)
            width = metrics.horizontalAdvance(text) + 1
            painter.setFont(self._theme.font(CAPTION))
            current = row == self._view.currentIndex().row()
            painter.setPen(self._theme.color("text2" if current else "text3"))
            at = self._visual(rect, QRect(place.right() + 1 - width, place.top(), width, place.height()))
            painter.drawText(at, flags, readable(text))
            room -= width + _GAP
        painter.setFont(self._theme.font(TABLE))
        painter.setPen(self._theme.color("text"))
        text = self._metrics(TABLE).elidedText(choice.text, Qt.TextElideMode.ElideRight, room)
        at = self._visual(rect, QRect(place.left(), place.top(), room, place.height()))
        painter.drawText(at, flags, readable(text))

    def _metrics(self, size: TextSize) -> QFontMetrics:
        return QFontMetrics(self._theme.font(size))

    def _visual(self, rect: QRect, part: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), rect, part)


class ChoiceListView(QListView):
    """The list. Space, Enter or a click toggles a row; typing and Up from the first row lead back to the search."""

    typed = Signal(str)
    top_left = Signal()

    def __init__(self, *, theme: Theme, model: ChoiceListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = model
        self.choice_delegate = ChoiceDelegate(theme=theme, model=model, view=self)
        self.setProperty(OWN_FOCUS, True)
        self.setModel(model)
        self.setItemDelegate(self.choice_delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._connect()

    def make_current(self, row: int) -> None:
        """Put the cursor into ``row``, as far as there is one."""
        self.setCurrentIndex(self._choices.index(row))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in _TOGGLING_KEYS:
            if row >= 0:
                self._choices.toggle(row)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.top_left.emit()
        elif event.text().isprintable() and event.text() and not _is_command(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.make_current(0)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _connect(self) -> None:
        self.clicked.connect(self._on_clicked)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choices.toggle(index.row())


def _is_command(event: QKeyEvent) -> bool:
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
    return bool(event.modifiers() & commands)
