"""The window: sidebar and pages, or Sign In alone.

It is shown before what stands in it is even imported. So this module imports no more than the first paint needs, and
nothing of ``Qt``, whose enums take longest of all. It does import the events that it is given: their classes must not
be made here while another thread imports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QKeySequence, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.launch_picture import LaunchPicture
from binom_desktop.views.text_size import text_px
from binom_desktop.views.tokens import PAGE_PADDING, SIDEBAR_UNFOLDED_FROM

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from binom_desktop.models.account import AccountModel
    from binom_desktop.models.account_choices import AccountChoice
    from binom_desktop.models.connection import ConnectionModel
    from binom_desktop.views.page import Page, PageEntry
    from binom_desktop.views.theme import Theme

_USUAL_SIZE = QSize(1280, 860)
_LEAST_SIZE = QSize(480, 400)


class ClosePolicy(Enum):
    """What closing the window means."""

    HIDE = auto()
    QUIT = auto()


class MainWindow(QMainWindow):
    """Shows registered pages by their routes and passes on what they ask for.

    Until ``furnish`` it shows a picture of what follows, if it was given one, and does nothing else.
    ``connection_action_requested`` tells a ``ConnectionAction``, ``account_chosen`` an ``AccountChoice`` and
    ``help_requested`` a ``HelpTopic``.
    """

    route_changed = Signal(str)
    refresh_requested = Signal()
    connection_action_requested = Signal(object)
    open_url_requested = Signal(str)
    quit_requested = Signal()
    hidden_to_tray = Signal()
    first_painted = Signal()
    account_chosen = Signal(object)
    add_account_requested = Signal()
    rename_requested = Signal()
    sign_out_requested = Signal()
    help_requested = Signal(object)

    def __init__(self, *, picture: LaunchPicture | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._furnished = False
        self._painted = False
        self._notice_of_account = False
        self._route = ""
        self._pages: dict[str, Page] = {}
        self._titles: dict[str, str] = {}
        # What is not built before somebody goes there, so that nobody waits for it at the start.
        self._builders: dict[str, Callable[[], Page]] = {}
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("Binom Desktop"))
        self.setMinimumSize(_LEAST_SIZE)
        self.resize(_USUAL_SIZE)

    def furnish(
        self,
        *,
        application: QApplication,
        theme: Theme,
        connection: ConnectionModel,
        account: AccountModel,
        close_policy: Callable[[], ClosePolicy],
    ) -> None:
        """Put sidebar and pages into the window, once.

        ``close_policy`` is asked at each closing: HIDE leaves the app in the tray, QUIT emits ``quit_requested`` and
        leaves the window to whoever ends the app.
        """
        from binom_desktop.views.banner import Banner
        from binom_desktop.views.focus_ring import FocusRing
        from binom_desktop.views.sidebar import Sidebar

        self._connection = connection
        self._account = account
        self._close_policy = close_policy
        self._sidebar = Sidebar(account=account, theme=theme)
        self._notice = Banner(object_name="notice")
        # It stands above the pages, or above Sign In.
        self._notice_area = QWidget()
        self._column = QVBoxLayout()
        self._sign_in_column: QVBoxLayout | None = None
        self._page_stack = QStackedWidget()
        self._shell = QWidget()
        self._stack = QStackedWidget()
        self._refresh_action = QAction(self.tr("Refresh"), self)
        self._quit_action = QAction(self.tr("Quit"), self)
        self._build()
        self._focus_ring = FocusRing(application=application, theme=theme, window=self)
        self._connect()
        self._picture = None
        self._furnished = True
        self._fold()
        self._watch()

    @property
    def route(self) -> str:
        """The route of the page shown, empty before the first one."""
        return self._route

    @property
    def page_title(self) -> str:
        """The title of the page shown, empty before the first one."""
        return self._titles.get(self._route, "")

    @property
    def routes(self) -> frozenset[str]:
        """The routes of all registered pages."""
        return frozenset((*self._pages, *self._builders))

    @property
    def signing_in(self) -> bool:
        """Whether Sign In is shown instead of the pages."""
        return self._stack.currentWidget() is not self._shell

    def add_page(self, entry: PageEntry, build: Callable[[], Page]) -> None:
        """Register a page: it gets a row in the sidebar, its shortcut works, and controls may lead to it.

        It is built when somebody first goes there.
        """
        self._add_entry(entry)
        self._builders[entry.route] = build
        self._show_available_routes()

    def _add_entry(self, entry: PageEntry) -> None:
        self._titles[entry.route] = entry.title
        shortcut = QKeySequence(entry.shortcut)
        self._sidebar.navigation.add_route(entry.route, entry.title, entry.icon_name, shortcut)
        action = QAction(entry.title, self)
        action.setObjectName(f"{entry.route.strip('/')}PageAction")
        action.setData(entry.route)
        action.setShortcut(shortcut)
        action.triggered.connect(self._on_page_action_triggered)
        self.addAction(action)

    def _insert(self, page: Page) -> None:
        self._pages[page.route] = page
        self._page_stack.addWidget(page)
        page.route_requested.connect(self._on_page_route_requested)
        page.refresh_requested.connect(self.refresh_requested)
        page.connection_action_requested.connect(self.connection_action_requested)
        page.open_url_requested.connect(self.open_url_requested)
        self._show_available_routes()

    def _show_available_routes(self) -> None:
        for page in self._pages.values():
            page.set_available_routes(self.routes)

    def set_sign_in_page(self, widget: QWidget) -> None:
        """Hand in what is shown while no one is signed in."""
        from binom_desktop.views.theme import Role, set_role

        holder = QWidget()
        set_role(holder, Role.CANVAS)
        self._sign_in_column = QVBoxLayout(holder)
        self._sign_in_column.setContentsMargins(0, 0, 0, 0)
        self._sign_in_column.setSpacing(0)
        self._sign_in_column.addWidget(widget)
        self._stack.addWidget(holder)

    def show_sign_in(self) -> None:
        """Show Sign In, alone. The pages keep what they show."""
        if self._sign_in_column is not None:
            self._sign_in_column.insertWidget(0, self._notice_area)
        self._stack.setCurrentIndex(self._stack.count() - 1)
        self._refresh_action.setEnabled(self._stack.currentWidget() is self._shell)

    def show_pages(self) -> None:
        """Show sidebar and pages."""
        self._column.insertWidget(0, self._notice_area)
        self._stack.setCurrentWidget(self._shell)
        self._refresh_action.setEnabled(True)

    def navigate(self, route: str) -> bool:
        """Show the page of ``route``; False if none is registered."""
        if (build := self._builders.pop(route, None)) is not None:
            self._insert(build())
        page = self._pages.get(route)
        if page is None:
            return False
        if route != self._route:
            self._route = route
            self._page_stack.setCurrentWidget(page)
            self.route_changed.emit(route)
        self._sidebar.navigation.select_route(route)
        return True

    def title_of(self, route: str) -> str:
        """The title of a route's page, empty where there is none."""
        return self._titles.get(route, "")

    def set_badge(self, route: str, badge: str, words: str) -> None:
        """Show something short behind a page's title in the sidebar, and say it in words; empty for nothing."""
        self._sidebar.navigation.set_badge(route, badge, words)

    def set_accounts(self, choices: Sequence[AccountChoice]) -> None:
        """Offer these accounts to switch between."""
        self._sidebar.set_accounts(choices)

    def show_notice(self, text: str, tone: Tone = Tone.NEUTRAL, *, of_account: bool = False) -> None:
        """Tell something above every page until it is dismissed; a newer notice takes its place.

        One ``of_account`` goes with the account, at ``drop_account_notice``.
        """
        from binom_desktop.views.announce import announce

        self._notice_of_account = of_account
        self._notice.show_text(text, tone, self.tr("Dismiss"))
        self._notice_area.show()
        announce(self._notice, text)

    def show_account_notice(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Tell something of the account that is shown."""
        self.show_notice(text, tone, of_account=True)

    def drop_account_notice(self) -> None:
        """Another account is shown from now on."""
        if self._notice_of_account:
            self._on_notice_action_triggered()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._picture is not None:
            self._picture.paint(self)
        if not self._painted:
            self._painted = True
            # Queued: by then this very paint has reached the screen.
            QTimer.singleShot(0, self._on_first_paint_done)

    def raise_to_front(self) -> None:
        """Bring the window back from the tray, from minimised, or from behind others."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._furnished:
            self._fold()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self._watch()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._furnished:
            super().closeEvent(event)
            return
        event.ignore()
        if self._close_policy() is ClosePolicy.HIDE:
            self.hide()
            self.hidden_to_tray.emit()
        else:
            self.quit_requested.emit()

    def _build(self) -> None:
        from binom_desktop.views.theme import Role, set_role

        notice_row = QVBoxLayout(self._notice_area)
        notice_row.setContentsMargins(PAGE_PADDING, 14, PAGE_PADDING, 0)
        notice_row.addWidget(self._notice)
        self._notice_area.hide()
        self._page_stack.setObjectName("pages")
        self._stack.setObjectName("windowStack")
        self._shell.setObjectName("shell")
        set_role(self._shell, Role.CANVAS)
        self._column.setSpacing(0)
        self._column.addWidget(self._notice_area)
        self._column.addWidget(self._page_stack, 1)
        layout = QHBoxLayout(self._shell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._sidebar)
        layout.addLayout(self._column, 1)
        self._stack.addWidget(self._shell)
        self.setCentralWidget(self._stack)
        self._refresh_action.setObjectName("refreshAction")
        self._refresh_action.setShortcut(QKeySequence("F5"))
        self._quit_action.setObjectName("quitAction")
        self._quit_action.setShortcut(QKeySequence("Ctrl+Q"))
        self._quit_action.setMenuRole(QAction.MenuRole.QuitRole)
        self.addActions([self._refresh_action, self._quit_action])

    def _connect(self) -> None:
        self._sidebar.route_selected.connect(self._on_sidebar_route_selected)
        self._sidebar.account_chosen.connect(self.account_chosen)
        self._sidebar.add_account_requested.connect(self.add_account_requested)
        self._sidebar.rename_requested.connect(self.rename_requested)
        self._sidebar.sign_out_requested.connect(self.sign_out_requested)
        self._sidebar.help_requested.connect(self.help_requested)
        self._notice.action_triggered.connect(self._on_notice_action_triggered)
        self._refresh_action.triggered.connect(self._on_refresh_action_triggered)
        self._quit_action.triggered.connect(self._on_quit_action_triggered)
        self._connection.state_changed.connect(self._on_connection_state_changed)

    def _fold(self) -> None:
        folded = self.width() < text_px(SIDEBAR_UNFOLDED_FROM)
        if folded != self._sidebar.folded:
            self._sidebar.set_folded(folded)

    def _watch(self) -> None:
        """Let countdown and age run only while they can be seen."""
        if not self._furnished:
            return
        watched = self.isVisible() and not self.isMinimized()
        self._connection.set_watched(watched)
        self._account.set_watched(watched)

    @Slot()
    def _on_notice_action_triggered(self) -> None:
        self._notice_of_account = False
        self._notice_area.hide()
        self._notice.clear()

    @Slot()
    def _on_first_paint_done(self) -> None:
        self.first_painted.emit()

    @Slot(str)
    def _on_sidebar_route_selected(self, route: str) -> None:
        self.navigate(route)

    @Slot(str)
    def _on_page_route_requested(self, route: str) -> None:
        self.navigate(route)

    @Slot()
    def _on_page_action_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and not self.signing_in and self.navigate(str(action.data())):
            self._pages[self.route].focus_body()

    @Slot()
    def _on_refresh_action_triggered(self) -> None:
        self.refresh_requested.emit()

    @Slot()
    def _on_quit_action_triggered(self) -> None:
        self.quit_requested.emit()

    @Slot()
    def _on_connection_state_changed(self) -> None:
        self._account.set_live(self._connection.live)
