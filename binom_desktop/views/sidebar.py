"""The sidebar: the mark, one row a registered page, the account at the bottom."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.models.account import AccountModel
from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.views import icons
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.focus_ring import OWN_FOCUS
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import (
    BODY,
    CAPTION,
    CONTROL_RADIUS,
    FOCUS_RING_AIR,
    FOCUS_RING_WIDTH,
    ICON_SIZE,
    SIDEBAR_FOLDED_WIDTH,
    SIDEBAR_ROW_HEIGHT,
    SIDEBAR_WIDTH,
)

_ROUTE_ROLE: Final = Qt.ItemDataRole.UserRole
_ICON_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_ROW_GAP = 2
_SIDE_MARGIN = 12
_LOGO_SIZE = 24
_AVATAR_SIZE = 28


class NavigationList(QListWidget):
    """The pages. A mouse, the arrow keys and a screen reader all select rows."""

    route_selected = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folded = False
        self.focus_by_keyboard = False
        self.setObjectName("navigation")
        self.setAccessibleName(self.tr("Pages"))
        self.setProperty(OWN_FOCUS, True)
        self.setItemDelegate(_RowDelegate(navigation=self, theme=theme))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.itemSelectionChanged.connect(self._on_item_selection_changed)

    def add_route(self, route: str, title: str, icon_name: str, shortcut: QKeySequence) -> None:
        """Append a row."""
        item = QListWidgetItem(title)
        item.setData(_ROUTE_ROLE, route)
        item.setData(_ICON_ROLE, icon_name)
        keys = shortcut.toString(QKeySequence.SequenceFormat.NativeText)
        item.setToolTip(f"{title} ({keys})" if keys else title)
        self.addItem(item)

    def select_route(self, route: str) -> None:
        """Show ``route`` as the current one."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_ROUTE_ROLE) == route:
                self.setCurrentItem(item)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.focus_by_keyboard = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.focus_by_keyboard = True
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.focus_by_keyboard = False
        super().mousePressEvent(event)

    @Slot()
    def _on_item_selection_changed(self) -> None:
        selected = self.selectedItems()
        if selected:
            # A screen reader selects without moving the current row, from which the arrow keys go on.
            self.setCurrentItem(selected[0])
            self.route_selected.emit(str(selected[0].data(_ROUTE_ROLE)))
        elif self.currentItem() is not None:
            self.currentItem().setSelected(True)


class _RowDelegate(QStyledItemDelegate):
    """Paints a row; the list has neither frame nor style of its own."""

    def __init__(self, *, navigation: NavigationList, theme: Theme) -> None:
        super().__init__(navigation)
        self._navigation = navigation
        self._theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(SIDEBAR_ROW_HEIGHT, SIDEBAR_ROW_HEIGHT + _ROW_GAP)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = QRectF(option.rect).adjusted(0, 0, 0, -_ROW_GAP)
        state = option.state
        current = bool(state & QStyle.StateFlag.State_Selected)
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if current and self._navigation.hasFocus() and self._navigation.focus_by_keyboard:
            self._paint_ring(painter, row)
            air = FOCUS_RING_WIDTH + FOCUS_RING_AIR
            painter.setBrush(self._theme.color("accent_soft"))
            painter.drawRoundedRect(row.adjusted(air, air, -air, -air), CONTROL_RADIUS - 3, CONTROL_RADIUS - 3)
        elif current or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._theme.color("accent_soft" if current else "line2"))
            painter.drawRoundedRect(row, CONTROL_RADIUS, CONTROL_RADIUS)
        ink = tokens.accent if current else tokens.text2
        left = (row.width() - ICON_SIZE) / 2 if self._navigation.folded else 10
        icon_name = str(index.data(_ICON_ROLE))
        scale = self._navigation.devicePixelRatioF()
        top = row.top() + (row.height() - ICON_SIZE) / 2
        painter.drawPixmap(round(row.left() + left), round(top), icons.pixmap(icon_name, ink, ICON_SIZE, scale))
        if not self._navigation.folded:
            painter.setPen(self._theme.color("accent" if current else "text2"))
            painter.setFont(self._theme.font(BODY, QFont.Weight.DemiBold if current else QFont.Weight.Normal))
            words = row.adjusted(36, 0, -8, 0)
            text = painter.fontMetrics().elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, round(words.width())
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_ring(self, painter: QPainter, row: QRectF) -> None:
        half = FOCUS_RING_WIDTH / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING_WIDTH))
        painter.drawRoundedRect(row.adjusted(half, half, -half, -half), CONTROL_RADIUS, CONTROL_RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)


class Logo(QWidget):
    """The app's mark in the theme's colours; decoration beside the name."""

    def __init__(self, *, theme: Theme, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("logo")
        self.setFixedSize(size, size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.logo(tokens.accent, tokens.on_accent, self.width(), self.devicePixelRatioF()))
        painter.end()


class _Avatar(QWidget):
    """The account's initials in a circle; decoration beside the name."""

    def __init__(self, *, account: AccountModel, theme: Theme) -> None:
        super().__init__()
        self._account = account
        self._theme = theme
        self.setObjectName("accountAvatar")
        self.setFixedSize(_AVATAR_SIZE, _AVATAR_SIZE)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.color("accent"))
        painter.setFont(self._theme.font(CAPTION, QFont.Weight.Bold))
        painter.drawText(QRect(self.rect()), Qt.AlignmentFlag.AlignCenter, self._account.initials)
        painter.end()


class Sidebar(QFrame):
    """216 pixels wide, or folded to icons whose names stand in tooltips."""

    route_selected = Signal(str)

    def __init__(self, *, account: AccountModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = account
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Sidebar"))
        set_role(self, Role.SIDEBAR)
        self.navigation = NavigationList(theme=theme)
        self._name = QLabel(self.tr("Binom Desktop"))
        self._account_block = QWidget()
        self._username = FittingLabel()
        self._email = FittingLabel()
        self._texts = QWidget()
        self._brand = QHBoxLayout()
        self._person = QHBoxLayout()
        self._build(theme)
        self._connect()
        self.set_folded(False)
        self._show_account()

    @property
    def folded(self) -> bool:
        """Whether only icons are shown."""
        return self.navigation.folded

    def set_folded(self, folded: bool) -> None:
        """Fold to icons, or unfold."""
        self.navigation.folded = folded
        self.setFixedWidth(SIDEBAR_FOLDED_WIDTH if folded else SIDEBAR_WIDTH)
        self._brand.setContentsMargins(_left_margin(_LOGO_SIZE, folded), 0, 0, 0)
        self._person.setContentsMargins(_left_margin(_AVATAR_SIZE, folded), 14, 4, 0)
        self._name.setVisible(not folded)
        self._texts.setVisible(not folded)
        self.navigation.viewport().update()

    def _build(self, theme: Theme) -> None:
        self._name.setObjectName("applicationName")
        self._username.setObjectName("accountUsername")
        self._email.setObjectName("accountEmail")
        set_role(self._name, Role.SECTION_TITLE)
        set_role(self._email, Role.CAPTION)
        self._brand.setSpacing(10)
        self._brand.addWidget(Logo(theme=theme, size=_LOGO_SIZE))
        self._brand.addWidget(self._name)
        self._brand.addStretch(1)
        rule = QFrame()
        set_role(rule, Role.RULE)
        texts = QVBoxLayout(self._texts)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(1)
        texts.addWidget(self._username)
        texts.addWidget(self._email)
        self._person.setSpacing(10)
        self._person.addWidget(_Avatar(account=self._account, theme=theme))
        self._person.addWidget(self._texts, 1)
        self._account_block.setObjectName("accountBlock")
        block = QVBoxLayout(self._account_block)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(0)
        block.addWidget(rule)
        block.addLayout(self._person)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE_MARGIN, 20, _SIDE_MARGIN, 16)
        layout.setSpacing(0)
        layout.addLayout(self._brand)
        layout.addSpacing(20)
        layout.addWidget(self.navigation, 1)
        layout.addWidget(self._account_block)

    def _connect(self) -> None:
        self.navigation.route_selected.connect(self._on_navigation_route_selected)
        self._account.account_changed.connect(self._on_account_account_changed)

    def _show_account(self) -> None:
        self._account_block.setVisible(self._account.known)
        self._username.setText(self._account.username)
        self._email.setText(self._account.email)
        self._account_block.setToolTip(plain_tooltip(f"{self._account.username}\n{self._account.email}"))
        self._account_block.update()

    @Slot(str)
    def _on_navigation_route_selected(self, route: str) -> None:
        self.route_selected.emit(route)

    @Slot()
    def _on_account_account_changed(self) -> None:
        self._show_account()


def _left_margin(size: int, folded: bool) -> int:
    """Room before the logo or the avatar: in the middle when folded, in line with the rows otherwise."""
    return (SIDEBAR_FOLDED_WIDTH - 2 * _SIDE_MARGIN - size) // 2 if folded else 8
