"""The Overview page: what am I spending, on what, is anything failing."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.overview import OverviewModel
from binom_desktop.views import icons
from binom_desktop.views.overview_body import OverviewBody
from binom_desktop.views.page import DOCUMENTATION_URL, Page, PageEntry
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role

REQUESTS_ROUTE = "/requests"
KEYS_ROUTE = "/keys"
USAGE_ROUTE = "/usage"
# What the header needs for greeting, connection, Updated and Refresh; a quick action's icon; its words.
_HEADER_WITHOUT_ACTIONS = 720
_ICON_ACTION_WIDTH = 60
_ACTION_TEXT_WIDTH = 105


class _QuickAction(Struct, frozen=True):
    """A button in the header and its icon."""

    button: QPushButton
    icon_name: str


class OverviewPage(Page):
    """The first page. The chart comes by ``load_chart()``, after the first paint."""

    model_chosen = Signal(str)
    create_key_chosen = Signal()
    all_requests_chosen = Signal()
    failed_requests_chosen = Signal()

    def __init__(
        self,
        *,
        entry: PageEntry,
        overview: OverviewModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            entry=entry,
            connection=connection,
            account=account,
            theme=theme,
            parent=parent,
        )
        self._overview = overview
        self._greeting = account
        self._chart_loaded = False
        self._figures = OverviewBody(overview=overview, theme=theme)
        self._create_key = self._quick_action(self.tr("Create API Key"), "createKeyButton")
        self._reports = self._quick_action(self.tr("Detailed Reports"), "detailedReportsButton")
        self._documentation = self._quick_action(self.tr("Documentation"), "documentationButton")
        self._quick_actions = (
            _QuickAction(self._create_key, "plus"),
            _QuickAction(self._reports, "chart-no-axes-column"),
            _QuickAction(self._documentation, "book-open"),
        )
        self.body.addWidget(self._figures)
        self._connect()
        self._show_greeting()
        self._show_routes()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_quick_actions()

    def load_chart(self) -> None:
        """Import the plotting library, best once a worker thread has done so, and show the chart."""
        if self._chart_loaded:
            return
        from binom_desktop.views.chart import LineChart

        self._chart_loaded = True
        volume = self._figures.volume
        volume.attach_chart(
            LineChart(
                model=self._overview.days, theme=self.theme, title=volume.title, object_name="dailyRequestVolumeChart"
            )
        )
        self.order_focus()

    def _quick_action(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        button.setToolTip(text)
        set_role(button, Role.QUIET)
        self.add_header_action(button)
        return button

    def _connect(self) -> None:
        self._greeting.account_changed.connect(self._on_account_changed)
        self.available_routes_changed.connect(self._on_available_routes_changed)
        self.wide_changed.connect(self._on_wide_changed)
        self.theme.changed.connect(self._on_icons_theme_changed)
        self._documentation.clicked.connect(self._on_documentation_requested)
        self._create_key.clicked.connect(self._on_create_key_requested)
        self._reports.clicked.connect(self._on_reports_clicked)
        content = self._figures
        content.documentation_requested.connect(self._on_documentation_requested)
        content.create_key_requested.connect(self._on_create_key_requested)
        content.requests_requested.connect(self._on_requests_requested)
        content.failed_requested.connect(self._on_failed_requested)
        content.refresh_requested.connect(self.refresh_requested)
        content.model_chosen.connect(self._on_model_chosen)

    @Slot()
    def _on_account_changed(self) -> None:
        self._show_greeting()

    @Slot()
    def _on_available_routes_changed(self) -> None:
        self._show_routes()

    @Slot(bool)
    def _on_wide_changed(self, wide: bool) -> None:
        self._figures.set_wide(wide)

    @Slot()
    def _on_icons_theme_changed(self) -> None:
        self._show_quick_actions()

    @Slot()
    def _on_documentation_requested(self) -> None:
        self.open_url_requested.emit(DOCUMENTATION_URL)

    @Slot()
    def _on_create_key_requested(self) -> None:
        self.route_requested.emit(KEYS_ROUTE)
        self.create_key_chosen.emit()

    @Slot()
    def _on_reports_clicked(self) -> None:
        self.route_requested.emit(USAGE_ROUTE)

    @Slot()
    def _on_requests_requested(self) -> None:
        self.all_requests_chosen.emit()
        self.route_requested.emit(REQUESTS_ROUTE)

    @Slot()
    def _on_failed_requested(self) -> None:
        self.failed_requests_chosen.emit()
        self.route_requested.emit(REQUESTS_ROUTE)

    @Slot(str)
    def _on_model_chosen(self, model: str) -> None:
        self.model_chosen.emit(model)
        self.route_requested.emit(REQUESTS_ROUTE)

    def _show_greeting(self) -> None:
        self.set_title(self._greeting.greeting or self.title)
        self.set_subtitle(self._greeting.summary)

    def _show_routes(self) -> None:
        routes = self.available_routes
        self._create_key.setVisible(KEYS_ROUTE in routes)
        self._reports.setVisible(USAGE_ROUTE in routes)
        self._figures.set_create_key_available(KEYS_ROUTE in routes)
        self._figures.set_requests_available(REQUESTS_ROUTE in routes)
        self._show_quick_actions()

    def _show_quick_actions(self) -> None:
        """Quick actions say their name where the header has room beside the greeting; else their icons stand alone."""
        tokens = self.theme.tokens
        shown = [action for action in self._quick_actions if not action.button.isHidden()]
        room = self.width() - text_px(_HEADER_WITHOUT_ACTIONS) - len(shown) * text_px(_ICON_ACTION_WIDTH)
        for action in shown:
            room -= text_px(_ACTION_TEXT_WIDTH)
            button = action.button
            button.setText(button.accessibleName() if room >= 0 else "")
            if room >= 0:
                button.setIcon(icons.button_icon(action.icon_name, tokens.text, tokens.text3))
                button.setIconSize(icons.button_icon_size())
            else:
                button.setIcon(icons.icon(action.icon_name, tokens.text, tokens.text3))
                button.setIconSize(icons.icon_size())
