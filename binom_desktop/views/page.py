"""What every page has: a header, the connection's banner and a body that scrolls."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.domain import ConnectionState
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.presentation.connection_text import ConnectionAction
from binom_desktop.views import icons
from binom_desktop.views.announce import announce
from binom_desktop.views.banner import Banner
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.focus_order import let_tab_follow_layouts
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_GAP, PAGE_PADDING, WIDE_FROM

DOCUMENTATION_URL = "https://binom.run/docs"
KEYS_DOCUMENTATION_URL = "https://binom.run/docs/api-keys"
# Below this page width, title and controls no longer fit in one row.
_HEADER_STACKS_BELOW = 620
_INDICATOR_HEIGHT = 28
_DOT_SIZE = 14
_DOT_RING = 3


class ConnectionIndicator(QFrame):
    """A dot and a word in a pill. The frame has the accessible name ``Connection: <state>``."""

    def __init__(self, *, connection: ConnectionModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._shown = True
        self.setObjectName("connectionIndicator")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_role(self, Role.PILL)
        self._word = QLabel()
        self._word.setObjectName("connectionWord")
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._word, Role.SECONDARY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9, 0, 12, 0)
        layout.setSpacing(5)
        layout.addWidget(_Dot(connection=connection, theme=theme))
        layout.addWidget(self._word)
        self.setFixedHeight(row_px(_INDICATOR_HEIGHT))
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        self._connection.state_changed.connect(self._on_connection_state_changed)

    def _show_state(self) -> None:
        self._word.setText(self._connection.word)
        self.setAccessibleName(self._connection.accessible_name)
        shown = self._connection.state is not ConnectionState.POLLING
        if shown != self._shown:
            self._shown = shown
            self.setVisible(shown)
        self.update()

    @Slot()
    def _on_connection_state_changed(self) -> None:
        self._show_state()
        announce(self, self._connection.accessible_name)


class _Dot(QWidget):
    """The connection's colour, with a soft ring."""

    def __init__(self, *, connection: ConnectionModel, theme: Theme) -> None:
        super().__init__()
        self._connection = connection
        self._theme = theme
        self.setFixedSize(text_px(_DOT_SIZE), text_px(_DOT_SIZE))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tone_color(self._connection.tone, soft=True))
        painter.drawEllipse(self.rect())
        painter.setBrush(self._theme.tone_color(self._connection.tone))
        ring = text_px(_DOT_RING)
        painter.drawEllipse(self.rect().adjusted(ring, ring, -ring, -ring))
        painter.end()


class PageEntry(Struct, frozen=True):
    """A page before it is built: its row in the sidebar, and its shortcut."""

    route: str
    title: str
    icon_name: str
    shortcut: str


class Page(QWidget):
    """The base of every page.

    A page fills ``body`` and may add controls to its header. It asks for things by signals and shows what models say.
    ``wide`` follows the window: from 1100 pixels at the usual text size cards stand in one row and charts side by side.
    """

    route_requested = Signal(str)
    refresh_requested = Signal()
    connection_action_requested = Signal(ConnectionAction)
    open_url_requested = Signal(str)
    available_routes_changed = Signal()
    wide_changed = Signal(bool)

    def __init__(
        self,
        *,
        entry: PageEntry,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.entry = entry
        self.route = entry.route
        self.title = entry.title
        self.icon_name = entry.icon_name
        self.shortcut = QKeySequence(entry.shortcut)
        self.theme = theme
        self._connection = connection
        self._account = account
        self._available_routes: frozenset[str] = frozenset()
        self._wide = True
        self.setObjectName(f"{entry.route.strip('/')}Page")
        self.setAccessibleName(entry.title)
        set_role(self, Role.CANVAS)
        self._title_label = FittingLabel()
        self._subtitle_label = FittingLabel()
        self._updated_label = QLabel()
        self._refresh_button = QPushButton(self.tr("Refresh"))
        self._indicator = ConnectionIndicator(connection=connection, theme=theme)
        self._banner = Banner(object_name="connectionBanner")
        self._actions = FlowRow(spacing=16)
        self._header = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._scroll_area = QScrollArea()
        self._content = QWidget()
        self.body = QVBoxLayout(self._content)
        self._build()
        self._connect_header()
        self.set_title(entry.title)
        self.set_subtitle("")
        self._show_theme()
        self._show_updated()
        self._show_banner()

    @property
    def wide(self) -> bool:
        """Whether the window has room for everything side by side."""
        return self._wide

    @property
    def available_routes(self) -> frozenset[str]:
        """The routes that lead somewhere."""
        return self._available_routes

    def set_available_routes(self, routes: frozenset[str]) -> None:
        """Say which pages are registered; a control that leads elsewhere stays hidden."""
        if routes != self._available_routes:
            self._available_routes = routes
            self.available_routes_changed.emit()

    def set_title(self, text: str) -> None:
        """The header's first line."""
        self._title_label.setText(text)

    def set_subtitle(self, text: str) -> None:
        """The header's second line; hidden while empty."""
        self._subtitle_label.setText(text)
        self._subtitle_label.setVisible(bool(text))

    def add_header_action(self, widget: QWidget) -> None:
        """Put a control at the right end of the header, after Refresh."""
        self._actions.add(widget)

    def focus_body(self) -> None:
        """Let the keyboard scroll the page."""
        self._scroll_area.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def order_focus(self) -> None:
        """Let Tab go the way of the eyes; a page that is shown has to say so when it built another part."""
        let_tab_follow_layouts(self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.order_focus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._title_label.sizeHint().width() + self._actions.sizeHint().width() + self._header.spacing()
        stacked = self.width() < max(text_px(_HEADER_STACKS_BELOW), needed + 2 * PAGE_PADDING)
        self._header.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        # Below the title the controls stand together instead of being spread over the row.
        side = Qt.AlignmentFlag.AlignLeading if stacked else Qt.AlignmentFlag.AlignTrailing
        self._header.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop | side)
        wide = self.window().width() >= text_px(WIDE_FROM)
        if wide != self._wide:
            self._wide = wide
            self.wide_changed.emit(wide)

    def _build(self) -> None:
        for widget, name, role in (
            (self._title_label, "pageTitle", Role.PAGE_TITLE),
            (self._subtitle_label, "pageSubtitle", Role.SUBTITLE),
            (self._updated_label, "updatedLabel", Role.SECONDARY),
        ):
            widget.setObjectName(name)
            set_role(widget, role)
        self._updated_label.setTextFormat(Qt.TextFormat.PlainText)
        self._refresh_button.setObjectName("refreshButton")
        self._refresh_button.setAccessibleName(self.tr("Refresh"))
        self._refresh_button.setToolTip(
            self.tr("Refresh ({keys})").format(
                keys=QKeySequence(Qt.Key.Key_F5).toString(QKeySequence.SequenceFormat.NativeText)
            )
        )
        titles = QVBoxLayout()
        titles.setSpacing(3)
        titles.addWidget(self._title_label)
        titles.addWidget(self._subtitle_label)
        for control in (self._indicator, self._updated_label, self._refresh_button):
            self._actions.add(control)
        self._header.setSpacing(12)
        self._header.addLayout(titles, 1)
        self._header.addWidget(self._actions)
        self._header.setAlignment(self._actions, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(PAGE_PADDING, 20, PAGE_PADDING, 0)
        top.setSpacing(14)
        top.addLayout(self._header)
        top.addWidget(self._banner)
        self._content.setObjectName("pageContent")
        set_role(self._content, Role.CANVAS)
        self.body.setContentsMargins(PAGE_PADDING, 2, PAGE_PADDING, PAGE_PADDING)
        self.body.setSpacing(CARD_GAP)
        self._scroll_area.setObjectName("pageScrollArea")
        self._scroll_area.setAccessibleName(self.title)
        self._scroll_area.setWidgetResizable(True)
        self._scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll_area.setWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addWidget(self._scroll_area, 1)

    def _connect_header(self) -> None:
        self._account.updated_changed.connect(self._on_account_updated_changed)
        self._connection.banner_changed.connect(self._on_connection_banner_changed)
        self._banner.action_triggered.connect(self._on_banner_action_triggered)
        self._refresh_button.clicked.connect(self._on_refresh_button_clicked)
        self._scroll_area.verticalScrollBar().rangeChanged.connect(self._on_scroll_bar_range_changed)
        self.theme.changed.connect(self._on_theme_changed)

    def _show_theme(self) -> None:
        tokens = self.theme.tokens
        self._refresh_button.setIcon(icons.button_icon("refresh-cw", tokens.text, tokens.text3))
        self._refresh_button.setIconSize(icons.button_icon_size())

    def _show_updated(self) -> None:
        self._updated_label.setText(self._account.updated)
        self._updated_label.setToolTip(self._account.updated_tooltip)

    def _show_banner(self) -> None:
        banner = self._connection.banner
        if banner is None:
            self._banner.clear()
        else:
            self._banner.show_text(banner.text, banner.tone, banner.action_text)

    @Slot()
    def _on_account_updated_changed(self) -> None:
        self._show_updated()

    @Slot()
    def _on_connection_banner_changed(self) -> None:
        self._show_banner()
        # What counts down would be said every second.
        if self._connection.state is not ConnectionState.REJOINING:
            announce(self._banner, self._banner.text)

    @Slot()
    def _on_banner_action_triggered(self) -> None:
        banner = self._connection.banner
        if banner is not None and banner.action is not None:
            self.connection_action_requested.emit(banner.action)

    @Slot()
    def _on_refresh_button_clicked(self) -> None:
        self.refresh_requested.emit()

    @Slot(int, int)
    def _on_scroll_bar_range_changed(self, _least: int, most: int) -> None:
        # The bar stands in the page's padding, so that cards keep their width and end where the header ends.
        bar = self._scroll_area.verticalScrollBar().sizeHint().width() if most > 0 else 0
        before, behind = (bar, 0) if self.isRightToLeft() else (0, bar)
        self.body.setContentsMargins(PAGE_PADDING - before, 2, PAGE_PADDING - behind, PAGE_PADDING)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()
