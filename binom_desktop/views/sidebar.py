"""The sidebar: the mark, one row a registered page, the account at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

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
from binom_desktop.models.account_choices import AccountChoice, account_texts, current_choice
from binom_desktop.presentation.about_text import HelpTopic
from binom_desktop.presentation.account_text import initials
from binom_desktop.presentation.format import UNKNOWN, plain_tooltip, safe_line
from binom_desktop.views import icons
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.focus_ring import OWN_FOCUS
from binom_desktop.views.help_menu import HelpButton
from binom_desktop.views.reading_order import readable
from binom_desktop.views.side_button import SideButton
from binom_desktop.views.text_size import row_px, text_px
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

if TYPE_CHECKING:
    from binom_desktop.views.account_menu import AccountMenu

_ROUTE_ROLE: Final = Qt.ItemDataRole.UserRole
_ICON_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_BADGE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_ROW_GAP = 2
_SIDE_MARGIN = 12
_LOGO_SIZE = 24
_ICON_LEFT = 10
_AVATAR_SIZE = 28
_BADGE_DOT = 8
_ACCOUNT_AIR = 6


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

    def set_badge(self, route: str, badge: str, words: str) -> None:
        """Show something short behind a page's title, and say it in words; empty for nothing."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_ROUTE_ROLE) == route:
                item.setData(_BADGE_ROLE, badge)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, words)

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
        return QSize(row_px(SIDEBAR_ROW_HEIGHT), row_px(SIDEBAR_ROW_HEIGHT) + _ROW_GAP)

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
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        size = text_px(ICON_SIZE)
        left: float = row.width() - _ICON_LEFT - size if mirrored else _ICON_LEFT
        if self._navigation.folded:
            left = (row.width() - size) / 2
        icon_name = str(index.data(_ICON_ROLE))
        scale = self._navigation.devicePixelRatioF()
        top = row.top() + (row.height() - size) / 2
        painter.drawPixmap(round(row.left() + left), round(top), icons.pixmap(icon_name, ink, size, scale))
        badge = str(index.data(_BADGE_ROLE) or "")
        if badge and self._navigation.folded:
            painter.setBrush(self._theme.color("accent"))
            dot = text_px(_BADGE_DOT)
            painter.drawEllipse(QRectF(row.left() + left + size - 3, top - 3, dot, dot))
        elif badge:
            painter.setPen(self._theme.color("accent"))
            painter.setFont(self._theme.font(CAPTION, QFont.Weight.Bold))
            place = row.adjusted(10, 0, -10, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, badge)
        if not self._navigation.folded:
            painter.setPen(self._theme.color("accent" if current else "text2"))
            painter.setFont(self._theme.font(BODY, QFont.Weight.DemiBold if current else QFont.Weight.Normal))
            start, end = _ICON_LEFT + size + 10, text_px(36) if badge else 8
            words = row.adjusted(end, 0, -start, 0) if mirrored else row.adjusted(start, 0, -end, 0)
            text = painter.fontMetrics().elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, round(words.width())
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, readable(text))
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

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._initials = ""
        self.setObjectName("accountAvatar")
        self.setFixedSize(text_px(_AVATAR_SIZE), text_px(_AVATAR_SIZE))

    def set_initials(self, text: str) -> None:
        """Show one or two letters."""
        self._initials = text
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.color("accent"))
        painter.setFont(self._theme.font(CAPTION, QFont.Weight.Bold))
        painter.drawText(QRect(self.rect()), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()


class Sidebar(QFrame):
    """216 pixels wide at the usual text size, or folded to icons whose names stand in tooltips.

    Help and the account at the bottom are buttons with menus. ``account_chosen`` tells another account than the current
    one.
    """

    route_selected = Signal(str)
    account_chosen = Signal(AccountChoice)
    add_account_requested = Signal()
    rename_requested = Signal()
    sign_out_requested = Signal()
    help_requested = Signal(HelpTopic)

    def __init__(self, *, account: AccountModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = account
        self._theme = theme
        self._choices: tuple[AccountChoice, ...] = ()
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Sidebar"))
        set_role(self, Role.SIDEBAR)
        self.navigation = NavigationList(theme=theme)
        self._name = QLabel(self.tr("Binom Desktop"))
        self._help = HelpButton(theme=theme)
        self._account_block = QWidget()
        self._account_button = SideButton(object_name="accountButton", theme=theme)
        self._account_menu: AccountMenu | None = None
        self._avatar = _Avatar(theme=theme)
        self._username = FittingLabel()
        self._email = FittingLabel()
        self._texts = QWidget()
        self._brand = QHBoxLayout()
        self._build(theme)
        self._connect()
        self.set_folded(False)
        self._show_account()

    @property
    def folded(self) -> bool:
        """Whether only icons are shown."""
        return self.navigation.folded

    def set_folded(self, folded: bool) -> None:
        """Fold to icons, or unfold; with larger text that takes a wider window."""
        self.navigation.folded = folded
        self.setFixedWidth(_folded_width() if folded else text_px(SIDEBAR_WIDTH))
        self._brand.setContentsMargins(_left_margin(text_px(_LOGO_SIZE), folded), 0, 0, 0)
        self._help.set_folded(folded, _left_margin(text_px(ICON_SIZE), folded) if folded else _ICON_LEFT)
        margins = (_left_margin(text_px(_AVATAR_SIZE), folded), _ACCOUNT_AIR, 4, _ACCOUNT_AIR)
        self._account_button.content.setContentsMargins(*margins)
        self._name.setVisible(not folded)
        self._texts.setVisible(not folded)

    def set_accounts(self, choices: Sequence[AccountChoice]) -> None:
        """Offer these accounts in the menu; one of them at most is the current one."""
        self._choices = tuple(choices)
        if self._account_menu is not None:
            self._account_menu.set_choices(self._choices)
        self._show_account()

    def _build(self, theme: Theme) -> None:
        self._name.setObjectName("applicationName")
        self._username.setObjectName("accountUsername")
        self._email.setObjectName("accountEmail")
        set_role(self._name, Role.SECTION_TITLE)
        set_role(self._email, Role.CAPTION)
        self._brand.setSpacing(10)
        self._brand.addWidget(Logo(theme=theme, size=text_px(_LOGO_SIZE)))
        self._brand.addWidget(self._name)
        self._brand.addStretch(1)
        self._build_account()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE_MARGIN, 20, _SIDE_MARGIN, 16 - _ACCOUNT_AIR)
        layout.setSpacing(0)
        layout.addLayout(self._brand)
        layout.addSpacing(20)
        layout.addWidget(self.navigation, 1)
        layout.addWidget(self._help)
        layout.addSpacing(8)
        layout.addWidget(self._account_block)

    def _build_account(self) -> None:
        rule = QFrame()
        set_role(rule, Role.RULE)
        texts = QVBoxLayout(self._texts)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(1)
        texts.addWidget(self._username)
        texts.addWidget(self._email)
        for part in (self._avatar, self._texts):
            # What lies in the button is part of it for the mouse.
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        content = self._account_button.content
        content.setSpacing(10)
        content.addWidget(self._avatar)
        content.addWidget(self._texts, 1)
        self._account_block.setObjectName("accountBlock")
        block = QVBoxLayout(self._account_block)
        block.setContentsMargins(0, 0, 0, 0)
        block.setSpacing(8)
        block.addWidget(rule)
        block.addWidget(self._account_button)

    def _connect(self) -> None:
        self.navigation.route_selected.connect(self._on_navigation_route_selected)
        self._account.account_changed.connect(self._on_account_account_changed)
        self._account_button.clicked.connect(self._on_account_button_clicked)
        self._help.topic_chosen.connect(self.help_requested)

    def _made_account_menu(self) -> AccountMenu:
        from binom_desktop.views.account_menu import AccountMenu

        menu = AccountMenu(anchor=self._account_button, theme=self._theme, parent=self)
        menu.set_choices(self._choices)
        menu.account_chosen.connect(self.account_chosen)
        menu.add_account_requested.connect(self.add_account_requested)
        menu.rename_requested.connect(self.rename_requested)
        menu.sign_out_requested.connect(self.sign_out_requested)
        return menu

    def _show_account(self) -> None:
        """Name, e-mail and initials; while the server has not told them, the label that the account has here."""
        current = current_choice(self._choices)
        label = safe_line(current.label) if current is not None else ""
        name = self._account.username or label
        self._account_block.setVisible(self._account.known or bool(self._choices))
        self._username.setText(name)
        self._email.setText(self._account.email)
        self._avatar.set_initials(initials(name))
        self._account_button.setAccessibleName(self.tr("Account: {username}").format(username=name or UNKNOWN))
        texts = dict(zip(self._choices, account_texts(self._choices), strict=True))
        told = (self._account.username, self._account.email, texts[current] if current is not None else "")
        self._account_block.setToolTip(plain_tooltip("\n".join(dict.fromkeys(filter(None, told)))))

    @Slot(str)
    def _on_navigation_route_selected(self, route: str) -> None:
        self.route_selected.emit(route)

    @Slot()
    def _on_account_account_changed(self) -> None:
        self._show_account()

    @Slot()
    def _on_account_button_clicked(self) -> None:
        if self._account_menu is None:
            self._account_menu = self._made_account_menu()
        self._account_menu.open_below()


def _left_margin(size: int, folded: bool) -> int:
    """Room before the logo or the avatar: in the middle when folded, in line with the rows otherwise."""
    return (_folded_width() - 2 * _SIDE_MARGIN - size) // 2 if folded else 8


def _folded_width() -> int:
    return SIDEBAR_FOLDED_WIDTH - _AVATAR_SIZE + text_px(_AVATAR_SIZE)
