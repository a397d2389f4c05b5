"""What the first page of a start does without: the other pages' desks, and all that stands around the pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from binom_desktop import __version__
from binom_desktop.alert_values import AlertsUpdated, BalanceLevels
from binom_desktop.alerts_desk import AlertsDesk
from binom_desktop.app_log import AppLog
from binom_desktop.billing_desk import BillingDesk
from binom_desktop.build_settings import feed_settings
from binom_desktop.commands_desk import CommandsDesk
from binom_desktop.computer_desk import ComputerDesk
from binom_desktop.diagnostics_desk import DiagnosticsDesk
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import SettingsFault
from binom_desktop.events import AccountUpdated, AppEvent, ConnectionChanged
from binom_desktop.help_desk import HelpDesk
from binom_desktop.keys_desk import KeysDesk
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.page_entries import (
    ALERTS_ROUTE,
    BILLING_ROUTE,
    KEYS_ROUTE,
    SETTINGS_ROUTE,
    USAGE_ROUTE,
    page_entries,
)
from binom_desktop.paths import Paths
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.format import count
from binom_desktop.presentation.report_text import ended_unexpectedly_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import Criteria
from binom_desktop.redaction import Secrets
from binom_desktop.session_desk import SessionDesk
from binom_desktop.settings import Settings
from binom_desktop.settings_desk import SettingsDesk
from binom_desktop.tasks import Supervisor
from binom_desktop.tray_desk import TrayDesk
from binom_desktop.update_values import this_platform
from binom_desktop.usage_desk import UsageDesk
from binom_desktop.views.main_window import ClosePolicy, MainWindow
from binom_desktop.views.page import DOCUMENTATION_URL, Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.pictures import Desk
    from binom_desktop.services.login_item import LoginItem
    from binom_desktop.services.session import AccountSession
    from binom_desktop.updates_desk import UpdatesDesk

_logger = logging.getLogger(__name__)


class Shared(Struct, frozen=True):
    """What nearly every desk works with. ``now_ms`` is the wall clock."""

    now_ms: Callable[[], int]
    window: MainWindow
    theme: Theme
    connection: ConnectionModel
    account: AccountModel
    supervisor: Supervisor


class Desks(QObject):
    """Made once the first rows are there, or as soon as something here is asked for.

    Events go in by ``take``. ``settings_changed`` comes with every change that a person makes; the other signals tell
    what was asked for and happens elsewhere.
    """

    settings_changed = Signal(Settings)
    saving_changed = Signal()
    requests_chosen = Signal(Criteria)
    key_requests_chosen = Signal(str)
    route_received = Signal(str)
    refresh_requested = Signal()
    restart_requested = Signal()
    quit_requested = Signal()
    open_url_requested = Signal(str)

    def __init__(
        self,
        *,
        shared: Shared,
        sessions: SessionDesk,
        paths: Paths,
        secrets: Secrets,
        log: AppLog,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shared = shared
        self._window = shared.window
        self._sessions = sessions
        self._paths = paths
        self._started = False
        self._zone = "UTC"
        self._build_pages()
        self._build_surroundings(log, secrets)
        self._connect()
        self._set_zone(sessions.settings.time_zone)
        self._on_sessions_accounts_changed()
        self.set_route(self._window.route)
        if (session := sessions.session) is not None:
            self.set_session(session)

    def _build_pages(self) -> None:
        shared = self._shared
        self._usage = UsageDesk(
            now_ms=shared.now_ms,
            zone="UTC",
            connection=shared.connection,
            account=shared.account,
            theme=shared.theme,
            parent=self,
        )
        self._keys = KeysDesk(
            now_ms=shared.now_ms,
            connection=shared.connection,
            account=shared.account,
            theme=shared.theme,
            supervisor=shared.supervisor,
            window=self._window,
            parent=self,
        )
        self._billing = BillingDesk(
            now_ms=shared.now_ms,
            connection=shared.connection,
            account=shared.account,
            theme=shared.theme,
            supervisor=shared.supervisor,
            parent=self,
        )
        self._alerts = AlertsDesk(
            now_ms=shared.now_ms,
            connection=shared.connection,
            account=shared.account,
            theme=shared.theme,
            supervisor=shared.supervisor,
            parent=self,
        )
        self._preferences = SettingsDesk(
            settings=self._sessions.settings,
            change=self._sessions.change_settings,
            login_item=_login_item(),
            connection=shared.connection,
            account=shared.account,
            theme=shared.theme,
            supervisor=shared.supervisor,
            parent=self,
        )
        if (updates := self._made_updates()) is not None:
            self._preferences.offer_updates(updates.updates)
        self._updates = updates
        self._pages: dict[str, UsageDesk | KeysDesk | BillingDesk | AlertsDesk | SettingsDesk] = {
            USAGE_ROUTE: self._usage,
            KEYS_ROUTE: self._keys,
            BILLING_ROUTE: self._billing,
            ALERTS_ROUTE: self._alerts,
            SETTINGS_ROUTE: self._preferences,
        }

    def _made_updates(self) -> UpdatesDesk | None:
        """What asks for newer versions; None where the build has no feed."""
        try:
            feed = feed_settings()
        except ValueError:
            _logger.exception("The build's settings can't be used")
            return None
        if feed is None:
            return None
        from binom_desktop.updates_desk import UpdatesDesk

        return UpdatesDesk(
            feed=feed,
            memory=self._paths.data_folder / "updates.json",
            version=__version__,
            platform=this_platform,
            now_ms=self._shared.now_ms,
            supervisor=self._shared.supervisor,
            parent=self,
        )

    def _build_surroundings(self, log: AppLog, secrets: Secrets) -> None:
        """What stands around the pages: tray, palette, reports, the computer."""
        shared = self._shared
        self._tray = TrayDesk(
            now_ms=shared.now_ms,
            page_title=self._window.title_of,
            folder=self._paths.data_folder,
            supervisor=shared.supervisor,
            parent=self,
        )
        self._diagnostics = DiagnosticsDesk(
            now_ms=shared.now_ms,
            window=self._window,
            theme=shared.theme,
            paths=self._paths,
            log=log,
            secrets=secrets,
            settings=lambda: self._sessions.settings,
            supervisor=shared.supervisor,
        )
        self._help = HelpDesk(window=self._window, theme=shared.theme, paths=self._paths, supervisor=shared.supervisor)
        self._computer = ComputerDesk(session=lambda: self._sessions.session, parent=self)
        self._commands = CommandsDesk(window=self._window, theme=shared.theme, pages=tuple(page_entries().values()))

    def build_page(self, route: str) -> Page:
        """Make one of the pages; each once."""
        return self._pages[route].build_page()

    @property
    def of_pages(self) -> Sequence[Desk]:
        """The desks that pictures of their pages wait for."""
        return tuple(self._pages.values())

    @property
    def changes(self) -> Sequence[SignalInstance]:
        """Signals that come when one of these may have settled."""
        return (
            self._keys.keys.changed,
            self._usage.usage.changed,
            self._billing.billing.changed,
            self._alerts.alerts.changed,
            self._preferences.settings.changed,
        )

    @property
    def saving_power(self) -> bool:
        """Whether power is to be saved."""
        return self._computer.saving_power

    @property
    def close_policy(self) -> ClosePolicy:
        """What closing the window means now."""
        stays = self._tray.available and self._sessions.settings.keep_in_tray
        return ClosePolicy.HIDE if stays else ClosePolicy.QUIT

    def start(self) -> None:
        """Put the icon into the tray, watch the computer, and say what there is to say of the run before."""
        self._started = True
        self._tray.set_settings(self._sessions.settings)
        self._tray.show()
        self._show_without_tray(self._tray.available)
        self._computer.start()
        self._follow_updates(self._sessions.settings)
        if self._diagnostics.crashed_before and self._window.isVisible():
            self._diagnostics.show_earlier_crash()
        elif self._diagnostics.crashed_before:
            self._window.show_notice(ended_unexpectedly_text(), Tone.WARN)

    def guards_secret(self) -> bool:
        """Whether a secret is shown that can't be shown again."""
        return self._keys.guards_secret()

    def end(self) -> None:
        """The app ends, and its window is still there, without which some systems let nobody touch the clipboard."""
        self._keys.end()

    async def aclose(self) -> None:
        """Take everything away that the system shows of the app."""
        await self._tray.aclose()

    # What the account does.

    def set_session(self, session: AccountSession | None) -> None:
        """Ask this session from now on; None between two accounts."""
        for desk in self._pages.values():
            desk.set_session(session)
        if session is not None:
            self._computer.tell(session)

    def set_route(self, route: str) -> None:
        """The page that is shown now."""
        for desk in self._pages.values():
            desk.set_route(route)

    def clear_account(self) -> None:
        """Another account is shown from now on."""
        for desk in (self._tray, self._commands):
            desk.clear()

    def take(self, event: AppEvent) -> None:
        """Show what services have to say."""
        match event:
            case AccountUpdated(account):
                self._keys.set_account(account)
                self._billing.set_account(account)
            case ConnectionChanged(connection):
                self._billing.set_live(connection.state is ConnectionState.LIVE)
            case AlertsUpdated(states):
                self._billing.billing.set_levels(BalanceLevels.of(state.rule for state in states))
        for desk in (*self._pages.values(), self._tray, self._commands, self._diagnostics):
            desk.take(event)

    def show_unexpected_error(self, error: BaseException) -> None:
        """Tell the person that something nobody expected went wrong."""
        self._diagnostics.show_error(error)

    @Slot(int)
    def _on_alerts_unread_changed(self, unread: int) -> None:
        badge = "" if not unread else count(unread) if unread < 100 else "99+"
        self._window.set_badge(ALERTS_ROUTE, badge, self._alerts.alerts.unread_text if unread else "")

    @Slot(str)
    def _on_tray_alert_told(self, text: str) -> None:
        self._window.show_account_notice(text, Tone.WARN)

    # What people ask for.

    def _connect(self) -> None:
        self._window.route_changed.connect(self.set_route)
        self._window.hidden_to_tray.connect(self._on_window_hidden_to_tray)
        self._window.help_requested.connect(self._help.show)
        self._sessions.accounts_changed.connect(self._on_sessions_accounts_changed)
        self._usage.requests_chosen.connect(self.requests_chosen)
        self._keys.requests_chosen.connect(self.key_requests_chosen)
        self._keys.notice_requested.connect(self._window.show_account_notice)
        self._billing.notice_requested.connect(self._window.show_account_notice)
        self._alerts.notice_requested.connect(self._window.show_account_notice)
        self._alerts.alerts.unread_changed.connect(self._on_alerts_unread_changed)
        self._preferences.notice_requested.connect(self._window.show_notice)
        self._preferences.settings_changed.connect(self._on_preferences_settings_changed)
        self._preferences.switch_requested.connect(self._sessions.switch_to)
        self._preferences.rename_requested.connect(self._sessions.rename)
        self._preferences.sign_out_requested.connect(self._sessions.sign_out)
        self._preferences.delete_data_requested.connect(self._sessions.delete_data)
        self._preferences.add_account_requested.connect(self._sessions.add_account)
        self._preferences.restart_requested.connect(self.restart_requested)
        self._preferences.diagnostics_requested.connect(self._diagnostics.save_diagnostics)
        self._tray.quit_requested.connect(self.quit_requested)
        self._tray.refresh_requested.connect(self.refresh_requested)
        self._tray.open_requested.connect(self._window.raise_to_front)
        self._tray.route_requested.connect(self.route_received)
        self._tray.create_key_requested.connect(self._on_tray_create_key_requested)
        self._tray.notifications_paused_changed.connect(self._on_tray_notifications_paused_changed)
        self._tray.alert_told.connect(self._on_tray_alert_told)
        self._tray.available_changed.connect(self._show_without_tray)
        self._diagnostics.notice_requested.connect(self._window.show_notice)
        self._diagnostics.restart_requested.connect(self.restart_requested)
        if self._updates is not None:
            self._updates.notice_requested.connect(self._window.show_notice)
        self._computer.saving_changed.connect(self.saving_changed)
        self._connect_commands()

    def _connect_commands(self) -> None:
        """What the palette and Help lead to."""
        self._commands.route_chosen.connect(self._window.navigate)
        self._commands.criteria_chosen.connect(self.requests_chosen)
        self._commands.key_chosen.connect(self._open_key)
        self._commands.create_key_chosen.connect(self.create_key)
        self._commands.refresh_chosen.connect(self.refresh_requested)
        self._commands.add_account_chosen.connect(self._sessions.add_account)
        self._commands.sign_out_chosen.connect(self._sessions.sign_out_shown)
        self._commands.documentation_chosen.connect(self._open_documentation)
        self._commands.quit_chosen.connect(self.quit_requested)
        self._commands.licences_chosen.connect(self._help.show_licences)
        self._commands.about_chosen.connect(self._help.show_about)
        self._commands.diagnostics_chosen.connect(self._diagnostics.save_diagnostics)
        self._help.shortcuts_requested.connect(self._commands.show_shortcuts)
        self._help.documentation_requested.connect(self._open_documentation)
        self._help.diagnostics_requested.connect(self._diagnostics.save_diagnostics)

    @Slot()
    def create_key(self) -> None:
        """Ask for what a new key needs."""
        self._keys.create()

    @Slot()
    def _on_tray_create_key_requested(self) -> None:
        self._window.raise_to_front()
        self._keys.create()

    @Slot(str)
    def _open_key(self, key_id: str) -> None:
        self._window.navigate(KEYS_ROUTE)
        self._keys.show_key(key_id)

    @Slot()
    def _open_documentation(self) -> None:
        self.open_url_requested.emit(DOCUMENTATION_URL)

    # Settings and accounts.

    @Slot(Settings)
    def _on_preferences_settings_changed(self, settings: Settings) -> None:
        """Let everything follow at once."""
        self._set_zone(settings.time_zone)
        self._tray.set_settings(settings)
        self._follow_updates(settings)
        self.settings_changed.emit(settings)

    def _follow_updates(self, settings: Settings) -> None:
        if self._updates is not None and self._started:
            self._updates.set_enabled(settings.check_for_updates)

    def _set_zone(self, zone: str) -> None:
        if zone != self._zone:
            self._zone = zone
            self._usage.set_zone(zone)
            self._alerts.alerts.set_zone(zone)

    @Slot(bool)
    def _on_tray_notifications_paused_changed(self, paused: bool) -> None:
        self._change_settings(lambda settings: replace(settings, notifications_paused=paused))

    @Slot()
    def _on_window_hidden_to_tray(self) -> None:
        if not self._sessions.settings.tray_explained:
            self._tray.tell_of_tray()
            self._change_settings(_with_tray_explained)

    @Slot(bool)
    def _show_without_tray(self, available: bool) -> None:
        """Without a tray nothing else leads back to the window; what closing it means then is said once."""
        self._preferences.settings.set_tray(available)
        if available:
            return
        if not self._window.isVisible():
            self._window.show()
        if not self._sessions.settings.tray_explained:
            self._window.show_notice(self.tr("This desktop has no tray, so closing the window quits Binom Desktop."))
            self._change_settings(_with_tray_explained)

    @Slot()
    def _on_sessions_accounts_changed(self) -> None:
        self._preferences.set_settings(self._sessions.settings)
        self._preferences.settings.set_shown_account(self._sessions.entry)
        self._commands.can_sign_out = self._sessions.entry is not None

    def _change_settings(self, change: Callable[[Settings], Settings]) -> None:
        self._shared.supervisor.start(self._changed_settings(change), name="change settings")

    async def _changed_settings(self, change: Callable[[Settings], Settings]) -> None:
        try:
            await self._sessions.change_settings(change)
        except SettingsFault as error:
            self._window.show_notice(error_text(error), Tone.WARN)
        self._on_preferences_settings_changed(self._sessions.settings)


def _login_item() -> LoginItem:
    from binom_desktop.services.login_item import system_login_item

    return system_login_item()


def _with_tray_explained(settings: Settings) -> Settings:
    return replace(settings, tray_explained=True)
