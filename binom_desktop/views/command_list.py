"""The rows of the command palette: icon, title with what was hit in bold, hint and group."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from binom_desktop.models.command_list import CommandGroup, CommandListModel, CommandRow, group_text
from binom_desktop.presentation.fuzzy import utf16_spans
from binom_desktop.views import icons
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, ICON_SIZE, SIDEBAR_ROW_HEIGHT, STATUS_RADIUS, TABLE

_Index = QModelIndex | QPersistentModelIndex
_PADDING = 10
_GAP = 12
_ROW_AIR = 14
# Where both are long, the hint takes at most this share of a row.
_HINT_SHARE = 0.4
_WIDE_LINE = 1_000_000.0
_ICONS = {
    CommandGroup.PAGE: "layout-dashboard",
    CommandGroup.ACTION: "play",
    CommandGroup.FILTER: "text-align-start",
    CommandGroup.KEY: "key-round",
    CommandGroup.MODEL: "chart-no-axes-column",
}
_MOVING_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


class _CommandDelegate(QStyledItemDelegate):
    """Paints a row: icon, title with what was hit in bold, hint, and the group at the end of the line."""

    def __init__(self, *, theme: Theme, model: CommandListModel, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._commands = model
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, self.row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row = self._commands.row(index.row())
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if current else "hover"))
            painter.drawRoundedRect(QRectF(rect), STATUS_RADIUS, STATUS_RADIUS)
        line = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        quiet = "text2" if current else "text3"
        self._paint_icon(painter, line, rect, row, quiet)
        line.setLeft(line.left() + text_px(ICON_SIZE) + _GAP)
        line = self._paint_end(painter, line, rect, row, quiet)
        self._paint_title(painter, self._visual(rect, line), row)
        painter.restore()

    @override
    def editorEvent(
        self, event: object, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        # The list itself tells of clicks, wherever in the row they fall.
        return False

    def row_height(self) -> int:
        """How high every row is."""
        return max(row_px(SIDEBAR_ROW_HEIGHT), QFontMetrics(self._theme.font(TABLE)).height() + _ROW_AIR)

    def _paint_icon(self, painter: QPainter, line: QRect, rect: QRect, row: CommandRow, ink: str) -> None:
        size = text_px(ICON_SIZE)
        place = self._visual(rect, QRect(line.left(), rect.top() + (rect.height() - size) // 2, size, size))
        color = self._theme.color(ink).name()
        scale = self._view.devicePixelRatioF()
        painter.drawPixmap(place.topLeft(), icons.pixmap(_ICONS[row.kind], color, size, scale))

    def _paint_end(self, painter: QPainter, line: QRect, rect: QRect, row: CommandRow, ink: str) -> QRect:
        """The group, with the hint before it; the answer is what is left for the title."""
        metrics = QFontMetrics(self._theme.font(CAPTION))
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.setFont(self._theme.font(CAPTION))
        painter.setPen(self._theme.color(ink))
        # All groups take as much room, so that the hints end at one line.
        width = max(metrics.horizontalAdvance(group_text(group)) for group in CommandGroup) + 1
        place = QRect(line.right() + 1 - width, line.top(), width, line.height())
        painter.drawText(self._visual(rect, place), flags | int(Qt.AlignmentFlag.AlignRight), row.group)
        room = QRect(line)
        room.setRight(place.left() - 1 - _GAP)
        if row.hint:
            most = round(room.width() * _HINT_SHARE)
            hint = metrics.elidedText(row.hint, Qt.TextElideMode.ElideMiddle, most)
            width = metrics.horizontalAdvance(hint) + 1
            place = QRect(room.right() + 1 - width, room.top(), width, room.height())
            painter.drawText(self._visual(rect, place), flags, readable(hint))
            room.setRight(place.left() - 1 - _GAP)
        return room

    def _paint_title(self, painter: QPainter, place: QRect, row: CommandRow) -> None:
        spans = utf16_spans(row.title, row.positions)
        layout, width = self._laid_out(row.title, spans)
        if width > place.width():
            bold = QFontMetrics(self._theme.font(TABLE, QFont.Weight.Bold))
            short = bold.elidedText(row.title, Qt.TextElideMode.ElideRight, place.width())
            # What is not shown can't be marked, nor can the ellipsis.
            kept = (position for position in row.positions if position < len(short) - 1)
            layout, width = self._laid_out(short, utf16_spans(short, kept))
        mirrored = self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = place.right() + 1 - width if mirrored else float(place.left())
        top = place.top() + (place.height() - layout.boundingRect().height()) / 2
        painter.setPen(self._theme.color("text"))
        layout.draw(painter, QPointF(left, top))

    def _laid_out(self, text: str, spans: tuple[tuple[int, int], ...]) -> tuple[QTextLayout, float]:
        """``text`` in one line with the spans in bold, and how wide that is; letters join and turn as they have to."""
        layout = QTextLayout(text, self._theme.font(TABLE))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        hit = QTextCharFormat()
        hit.setFontWeight(QFont.Weight.Bold)
        hit.setForeground(QBrush(self._theme.color("accent")))
        ranges = []
        for start, length in spans:
            span = QTextLayout.FormatRange()
            span.start, span.length, span.format = start, length, hit
            ranges.append(span)
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(_WIDE_LINE)
        layout.endLayout()
        return layout, line.naturalTextWidth()

    def _visual(self, rect: QRect, part: QRect) -> QRect:
        return QStyle.visualRect(self._view.layoutDirection(), rect, part)


class CommandListView(QListView):
    """What matches. The keyboard stays in the line above, which moves the current row."""

    def __init__(self, *, theme: Theme, model: CommandListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._commands = model
        self._delegate = _CommandDelegate(theme=theme, model=model, view=self)
        self.setObjectName("commandList")
        self.setAccessibleName(self.tr("Commands"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # So a key stroke doesn't paint the page below again.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("surface"))
        painter.end()
        super().paintEvent(event)

    def row_height(self) -> int:
        """How high every row is."""
        return self._delegate.row_height()

    def make_current(self, row: int) -> None:
        """Put the cursor into ``row``, as far as there is one, and show it."""
        self._commands.fetch_to(row)
        self.setCurrentIndex(self._commands.index(row))

    def is_moved_by(self, key: int) -> bool:
        """Whether ``key`` leads to another row."""
        return key in _MOVING_KEYS

    def move_by(self, key: int) -> None:
        """Go where ``key`` leads from the current row; the first row follows the last one."""
        rows = self._commands.count
        if not rows:
            return
        row = self.currentIndex().row()
        page = max(1, self.viewport().height() // self.row_height() - 1)
        self.make_current(
            {
                Qt.Key.Key_Up: (row - 1) % rows,
                Qt.Key.Key_Down: (row + 1) % rows,
                Qt.Key.Key_PageUp: max(0, row - page),
                Qt.Key.Key_PageDown: min(rows - 1, row + page),
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: rows - 1,
            }[Qt.Key(key)]
        )
