"""The composition root: builds window, models and services, and connects intents to services."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from binom_desktop import __version__
from binom_desktop.alert_values import AlertsUpdated, BalanceLevels
from binom_desktop.alerts_desk import ALERTS_ROUTE, AlertsDesk
from binom_desktop.app_log import AppLog
from binom_desktop.billing_desk import BillingDesk
from binom_desktop.build_settings import feed_settings
from binom_desktop.commands_desk import CommandsDesk
from binom_desktop.computer_desk import ComputerDesk
from binom_desktop.diagnostics_desk import DiagnosticsDesk
from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.errors import AuthFailed, SettingsFault
from binom_desktop.events import (
    EVERY_PART,
    AccountUpdated,
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistorySetAside,
    OverviewUpdated,
)
from binom_desktop.help_desk import HelpDesk
from binom_desktop.keys_desk import KEYS_ROUTE, KeysDesk
from binom_desktop.languages import ShownLanguage
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.options import Options, route_of
from binom_desktop.overview_desk import OVERVIEW_ROUTE, OverviewDesk
from binom_desktop.paths import Paths
from binom_desktop.pictures import Pictures
from binom_desktop.presentation.about_text import no_browser_text
from binom_desktop.presentation.connection_text import ConnectionAction
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.format import count
from binom_desktop.presentation.report_text import ended_unexpectedly_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import Criteria, Question
from binom_desktop.redaction import Secrets
from binom_desktop.requests_desk import REQUESTS_ROUTE, RequestsDesk
from binom_desktop.session_desk import SessionDesk
from binom_desktop.settings import ColumnChoice, LoadedSettings, Settings
from binom_desktop.settings_desk import SettingsDesk
from binom_desktop.tasks import Supervisor
from binom_desktop.tray_desk import TrayDesk
from binom_desktop.update_values import this_platform
from binom_desktop.updates_desk import UpdatesDesk
from binom_desktop.usage_desk import UsageDesk
from binom_desktop.views.main_window import ClosePolicy, MainWindow
from binom_desktop.views.page import DOCUMENTATION_URL
from binom_desktop.views.qt_classes import make_qt_classes
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.window_place import WindowPlace

if TYPE_CHECKING:
    from binom_desktop.services.login_item import LoginItem
    from binom_desktop.services.session import AccountSession

_logger = logging.getLogger(__name__)

# A large history without its snapshot takes longer to open than anybody waits for the rest of the app.
_LONGEST_HELD_UP_S = 1.5


class Desktop(QObject):
    """The app between its first window and its end. Events go into models, intents go to services."""

    def __init__(
        self,
        *,
        application: QApplication,
        options: Options,
        paths: Paths,
        secrets: Secrets,
        log: AppLog,
        loaded: LoadedSettings,
        window: MainWindow,
    ) -> None:
        super().__init__()
        self._options = options
        self._paths = paths
        self._secrets = secrets
        self._ended = asyncio.Event()
        self.wants_restart = False
        self._chart_wanted = False
        self._pictures: Pictures | None = None
        self._loaded = loaded
        self._supervisor = Supervisor(on_error=self._on_task_failed)
        # Before the first text is made.
        self._language = ShownLanguage(application=application)
        self._language.show(self._loaded.settings.language)
        self._theme = Theme(application=application)
        self._connection = ConnectionModel(clock=time.monotonic, parent=self)
        self._account = AccountModel(now_ms=_now_ms, parent=self)
        self._theme.apply(ThemeChoice.LIGHT if options.snapshot else ThemeChoice(self._loaded.settings.theme.value))
        self._window = window
        self._window.furnish(
            application=application,
            theme=self._theme,
            connection=self._connection,
            account=self._account,
            close_policy=self._close_policy,
        )
        self._sessions = SessionDesk(
            window=self._window,
            theme=self._theme,
            options=options,
            paths=paths,
            secrets=secrets,
            loaded=self._loaded,
            supervisor=self._supervisor,
            publish=self._publish,
        )
        self._build_pages()
        self._build_surroundings(log)
        self._connect()

    def _build_pages(self) -> None:
        """The pages' desks, and a row in the sidebar for each; most pages are built when somebody first goes there."""
        self._overview = OverviewDesk(
            now_ms=_now_ms, connection=self._connection, account=self._account, theme=self._theme, parent=self
        )
        self._requests = RequestsDesk(
            now_ms=_now_ms,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            supervisor=self._supervisor,
            columns=self._loaded.settings.request_columns,
            keep_columns=self._keep_columns,
            parent=self,
        )
        self._keys = KeysDesk(
            now_ms=_now_ms,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            supervisor=self._supervisor,
            window=self._window,
            parent=self,
        )
        self._usage = UsageDesk(
            now_ms=_now_ms,
            zone="UTC",
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            parent=self,
        )
        self._billing = BillingDesk(
            now_ms=_now_ms,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            supervisor=self._supervisor,
            parent=self,
        )
        self._alerts = AlertsDesk(
            now_ms=_now_ms,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            supervisor=self._supervisor,
            parent=self,
        )
        self._preferences = SettingsDesk(
            settings=self._loaded.settings,
            change=self._sessions.change_settings,
            login_item=_login_item(),
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            supervisor=self._supervisor,
            parent=self,
        )
        if (updates := self._made_updates()) is not None:
            self._preferences.offer_updates(updates.updates)
        self._updates = updates
        self._desks = self._usage, self._requests, self._keys, self._billing, self._alerts, self._preferences
        for desk in (self._overview, *self._desks):
            self._window.add_page(desk.entry, desk.build_page)
        self._zone = "UTC"
        self._set_zone(self._loaded.settings.time_zone)

    def _made_updates(self) -> UpdatesDesk | None:
        """What asks for newer versions; None where the build has no feed."""
        try:
            feed = feed_settings()
        except ValueError:
            _logger.exception("The build's settings can't be used")
            return None
        if feed is None:
            return None
        return UpdatesDesk(
            feed=feed,
            memory=self._paths.data_folder / "updates.json",
            version=__version__,
            platform=this_platform,
            now_ms=_now_ms,
            supervisor=self._supervisor,
            parent=self,
        )

    def _build_surroundings(self, log: AppLog) -> None:
        """What stands around the pages: tray, palette, reports, the computer, and the window's place."""
        self._tray = TrayDesk(
            now_ms=_now_ms,
            page_title=self._window.title_of,
            folder=self._paths.data_folder,
            supervisor=self._supervisor,
            parent=self,
        )
        self._diagnostics = DiagnosticsDesk(
            now_ms=_now_ms,
            window=self._window,
            theme=self._theme,
            paths=self._paths,
            log=log,
            secrets=self._secrets,
            settings=lambda: self._sessions.settings,
            supervisor=self._supervisor,
        )
        self._help = HelpDesk(window=self._window, theme=self._theme, paths=self._paths, supervisor=self._supervisor)
        self._computer = ComputerDesk(session=lambda: self._sessions.session, parent=self)
        self._place = WindowPlace(
            window=self._window, file=self._paths.window_place_file, supervisor=self._supervisor, parent=self
        )
        pages = tuple(desk.entry for desk in (self._overview, *self._desks))
        self._commands = CommandsDesk(window=self._window, theme=self._theme, pages=pages)

    async def run(self) -> int:
        """Show the window, run until the end is asked for, and close everything; the answer is the exit code."""
        try:
            if self._options.snapshot is not None:
                return await self._take_pictures(self._options.snapshot)
            # Until there is a page, what the window showed at first is better than nothing.
            self._window.setUpdatesEnabled(False)
            self._sessions.begin()
            # The history is opened in a thread while the page is made.
            await self._sessions.until_begun()
            self._window.navigate(self._options.page or OVERVIEW_ROUTE)
            self._window.setUpdatesEnabled(True)
            # To import the rest meanwhile would hold up the first rows.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_HELD_UP_S):
                    await self._sessions.until_at_hand()
            await self._load()
            self._tray.set_settings(self._sessions.settings)
            self._tray.show()
            self._show_without_tray(self._tray.available)
            self._computer.start()
            self._follow_updates(self._sessions.settings)
            if self._diagnostics.crashed_before and self._window.isVisible():
                self._diagnostics.show_earlier_crash()
            elif self._diagnostics.crashed_before:
                self._window.show_notice(ended_unexpectedly_text(), Tone.WARN)
            self._sessions.load()
            await self._ended.wait()
        finally:
            self._keys.end()
            self._window.hide()
            await self._place.save()
            await self._tray.aclose()
            await self._supervisor.aclose()
            self._window.deleteLater()
        return 0

    async def _take_pictures(self, folder: Path) -> int:
        """Write a picture of every page once its data is there; 1 if one could not load."""
        self._pictures = Pictures(
            window=self._window,
            overview=self._overview.overview,
            connection=self._connection,
            desks=self._desks,
            changes=(
                self._requests.log.changed,
                self._keys.keys.changed,
                self._usage.usage.changed,
                self._billing.billing.changed,
                self._alerts.alerts.changed,
                self._preferences.settings.changed,
            ),
        )
        await self._load()
        self._chart_wanted = True
        await self._load_chart()
        self._sessions.load()
        self._sessions.begin()
        return await self._pictures.take(folder)

    @property
    def given_key(self) -> str:
        """The key that the environment held for this run, empty where there was none; it was taken out of there."""
        return self._sessions.given_key

    def ask_to_end(self) -> None:
        """A person wants the app to end: it does, unless a secret would be lost that can't be shown again."""
        if self._keys.guards_secret():
            self._window.raise_to_front()
        else:
            self.end()

    def end(self) -> None:
        """End the app, whatever it shows."""
        self._ended.set()
        if self._pictures is not None:
            self._pictures.end()

    def show_unexpected_error(self, error: BaseException) -> None:
        """Tell the person that something nobody expected went wrong; the app goes on."""
        if self._options.snapshot is not None:
            self.end()
        else:
            self._diagnostics.show_error(error)

    @Slot(str)
    def on_route_received(self, text: str) -> None:
        """A later start handed over a page or a link: anything may stand in it."""
        route = route_of(text)
        if route is not None:
            self._window.navigate(route)
        self._window.raise_to_front()

    # Beginning.

    async def _load(self) -> None:
        """Import what the first paint did not need, in a thread."""
        await asyncio.to_thread(_import_the_rest)
        if (fault := self._loaded.fault) is not None:
            self._window.show_notice(self._settings_text(fault), Tone.WARN)

    async def _load_chart(self) -> None:
        """Import the plotting library, which needs much room, and show the chart."""
        await make_qt_classes()
        await asyncio.to_thread(importlib.import_module, "binom_desktop.views.chart")
        self._overview.load_chart()

    def _settings_text(self, fault: SettingsFault) -> str:
        kept_as = self._loaded.kept_as
        if kept_as is None:
            return error_text(fault)
        text = self.tr("{reason} The file is kept as {file}, and the usual settings hold.")
        return text.format(reason=error_text(fault), file=kept_as.name)

    @Slot(object)
    def _on_sessions_begun(self, session: AccountSession) -> None:
        for part in (self._account, self._overview.overview, self._requests.log):
            part.clear()
        self._set_session(session)
        self._configure(self._sessions.settings)
        self._computer.tell(session)

    @Slot()
    def _on_sessions_ended(self) -> None:
        self._set_session(None)

    @Slot()
    def _on_sessions_left(self) -> None:
        self._window.drop_account_notice()
        for desk in (self._tray, self._commands):
            desk.clear()

    @Slot(Exception)
    def _on_sessions_failed(self, error: Exception) -> None:
        for part in EVERY_PART:
            self._publish(FigureFailed(part, error))
        offline = Connection(ConnectionState.OFFLINE, reason=error_text(error), not_opened=True)
        self._publish(ConnectionChanged(offline))

    def _set_session(self, session: AccountSession | None) -> None:
        for desk in self._desks:
            desk.set_session(session)

    # What services have to say.

    def _publish(self, event: AppEvent) -> None:
        match event:
            case AccountUpdated(account):
                self._account.set_account(account)
                # In the tray, or where no request was made yet, there is no chart to be seen.
                if account.balance.total_requests and self._window.isVisible() and not self._chart_wanted:
                    self._chart_wanted = True
                    self._supervisor.start(self._load_chart(), name="load chart")
                self._requests.set_account(account)
                self._keys.set_account(account)
                self._billing.set_account(account)
            case OverviewUpdated(overview):
                self._account.set_updated(overview.as_of_ms)
            case ConnectionChanged(connection):
                self._connection.set_connection(connection)
                self._billing.set_live(connection.state is ConnectionState.LIVE)
            case FigureFailed(part, error):
                self._show_failed(part, error)
            case HistorySetAside(reason, kept_as):
                text = self.tr("The history begins anew: {reason} The old one is kept as {file}.")
                self._window.show_account_notice(text.format(reason=reason, file=kept_as), Tone.WARN)
            case AlertsUpdated(states):
                self._billing.billing.set_levels(BalanceLevels.of(state.rule for state in states))
        for desk in (self._overview, *self._desks, self._tray, self._commands, self._diagnostics):
            desk.take(event)

    def _show_failed(self, part: str, error: Exception) -> None:
        if isinstance(error, AuthFailed) and not self._account.known:
            self._sessions.refuse(error)
        elif part == "history":
            self._window.show_account_notice(error_text(error), Tone.BAD)

    @Slot(int)
    def _on_alerts_unread_changed(self, unread: int) -> None:
        badge = "" if not unread else count(unread) if unread < 100 else "99+"
        self._window.set_badge(ALERTS_ROUTE, badge, self._alerts.alerts.unread_text if unread else "")

    @Slot(str)
    def _on_tray_alert_told(self, text: str) -> None:
        self._window.show_account_notice(text, Tone.WARN)

    # What people ask for.

    def _connect(self) -> None:
        self._sessions.begun.connect(self._on_sessions_begun)
        self._sessions.ended.connect(self._on_sessions_ended)
        self._sessions.left.connect(self._on_sessions_left)
        self._sessions.failed.connect(self._on_sessions_failed)
        self._window.quit_requested.connect(self._on_quit_requested)
        self._window.refresh_requested.connect(self._on_refresh_requested)
        self._window.connection_action_requested.connect(self._on_connection_action_requested)
        self._window.open_url_requested.connect(self._on_open_url_requested)
        self._window.route_changed.connect(self._on_window_route_changed)
        self._requests.notice_requested.connect(self._window.show_account_notice)
        self._keys.notice_requested.connect(self._window.show_account_notice)
        self._billing.notice_requested.connect(self._window.show_account_notice)
        self._keys.requests_chosen.connect(self._on_keys_requests_chosen)
        self._usage.requests_chosen.connect(self._open_requests)
        self._overview.create_key_chosen.connect(self._keys.create)
        self._overview.all_requests_chosen.connect(self._requests.question.clear)
        self._overview.failed_requests_chosen.connect(self._requests.question.set_failed_of_past_days)
        self._overview.model_chosen.connect(self._requests.question.set_model_of_past_days)
        self._tray.quit_requested.connect(self._on_quit_requested)
        self._tray.refresh_requested.connect(self._on_refresh_requested)
        self._tray.open_requested.connect(self._window.raise_to_front)
        self._tray.route_requested.connect(self.on_route_received)
        self._tray.create_key_requested.connect(self._on_tray_create_key_requested)
        self._tray.notifications_paused_changed.connect(self._on_tray_notifications_paused_changed)
        self._tray.alert_told.connect(self._on_tray_alert_told)
        self._tray.available_changed.connect(self._show_without_tray)
        self._alerts.notice_requested.connect(self._window.show_account_notice)
        self._alerts.alerts.unread_changed.connect(self._on_alerts_unread_changed)
        self._preferences.notice_requested.connect(self._window.show_notice)
        self._preferences.settings_changed.connect(self._on_preferences_settings_changed)
        self._preferences.switch_requested.connect(self._sessions.switch_to)
        self._preferences.rename_requested.connect(self._sessions.rename)
        self._preferences.sign_out_requested.connect(self._sessions.sign_out)
        self._preferences.delete_data_requested.connect(self._sessions.delete_data)
        self._preferences.add_account_requested.connect(self._sessions.add_account)
        self._sessions.accounts_changed.connect(self._on_sessions_accounts_changed)
        self._window.hidden_to_tray.connect(self._on_window_hidden_to_tray)
        self._diagnostics.notice_requested.connect(self._window.show_notice)
        self._diagnostics.restart_requested.connect(self._on_restart_requested)
        self._preferences.restart_requested.connect(self._on_restart_requested)
        self._preferences.diagnostics_requested.connect(self._diagnostics.save_diagnostics)
        if self._updates is not None:
            self._updates.notice_requested.connect(self._window.show_notice)
        self._computer.saving_changed.connect(self._on_computer_saving_changed)
        self._connect_commands()

    def _connect_commands(self) -> None:
        """What the palette and Help lead to."""
        self._commands.route_chosen.connect(self._window.navigate)
        self._commands.criteria_chosen.connect(self._open_requests)
        self._commands.key_chosen.connect(self._open_key)
        self._commands.create_key_chosen.connect(self._keys.create)
        self._commands.refresh_chosen.connect(self._on_refresh_requested)
        self._commands.add_account_chosen.connect(self._sessions.add_account)
        self._commands.sign_out_chosen.connect(self._sessions.sign_out_shown)
        self._commands.documentation_chosen.connect(self._open_documentation)
        self._commands.quit_chosen.connect(self.ask_to_end)
        self._commands.licences_chosen.connect(self._help.show_licences)
        self._commands.about_chosen.connect(self._help.show_about)
        self._commands.diagnostics_chosen.connect(self._diagnostics.save_diagnostics)
        self._window.help_requested.connect(self._help.show)
        self._help.shortcuts_requested.connect(self._commands.show_shortcuts)
        self._help.documentation_requested.connect(self._open_documentation)
        self._help.diagnostics_requested.connect(self._diagnostics.save_diagnostics)

    @Slot(str)
    def _on_window_route_changed(self, route: str) -> None:
        for desk in self._desks:
            desk.set_route(route)

    @Slot(str)
    def _on_keys_requests_chosen(self, key_id: str) -> None:
        self._requests.question.set_key(key_id)
        self._window.navigate(REQUESTS_ROUTE)

    # Settings and accounts.

    @Slot(Settings)
    def _on_preferences_settings_changed(self, settings: Settings) -> None:
        """Let everything follow at once."""
        if self._options.snapshot is None:
            self._theme.apply(ThemeChoice(settings.theme.value))
        self._set_zone(settings.time_zone)
        self._requests.set_columns(settings.request_columns)
        self._tray.set_settings(settings)
        self._follow_updates(settings)
        self._configure(settings)

    def _follow_updates(self, settings: Settings) -> None:
        if self._updates is not None and self._options.snapshot is None:
            self._updates.set_enabled(settings.check_for_updates)

    def _set_zone(self, zone: str) -> None:
        if zone != self._zone:
            self._zone = zone
            self._usage.set_zone(zone)
            self._requests.log.set_zone(zone)
            self._alerts.alerts.set_zone(zone)
            self._overview.overview.set_zone(zone)

    def _configure(self, settings: Settings) -> None:
        if (session := self._sessions.session) is not None:
            session.configure(settings, saving_power=self._computer.saving_power)

    @Slot()
    def _on_computer_saving_changed(self) -> None:
        self._configure(self._sessions.settings)

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
        self._supervisor.start(self._changed_settings(change), name="change settings")

    async def _changed_settings(self, change: Callable[[Settings], Settings]) -> None:
        try:
            await self._sessions.change_settings(change)
        except SettingsFault as error:
            self._window.show_notice(error_text(error), Tone.WARN)
        self._on_preferences_settings_changed(self._sessions.settings)

    async def _keep_columns(self, choices: tuple[ColumnChoice, ...]) -> None:
        try:
            await self._sessions.change_settings(lambda settings: replace(settings, request_columns=choices))
        except SettingsFault as error:
            self._window.show_notice(error_text(error), Tone.WARN)

    # Where things lead.

    @Slot(Criteria)
    def _open_requests(self, criteria: Criteria) -> None:
        self._requests.question.set_question(Question(criteria))
        self._window.navigate(REQUESTS_ROUTE)

    @Slot(str)
    def _open_key(self, key_id: str) -> None:
        self._window.navigate(KEYS_ROUTE)
        self._keys.show_key(key_id)

    @Slot()
    def _open_documentation(self) -> None:
        self._on_open_url_requested(DOCUMENTATION_URL)

    # Asking and ending.

    def _close_policy(self) -> ClosePolicy:
        stays = self._tray.available and self._sessions.settings.keep_in_tray
        return ClosePolicy.HIDE if stays else ClosePolicy.QUIT

    @Slot()
    def _on_tray_create_key_requested(self) -> None:
        self._window.raise_to_front()
        self._keys.create()

    @Slot()
    def _on_restart_requested(self) -> None:
        self.wants_restart = True
        self.ask_to_end()
        # A secret that is shown may keep it from ending.
        self.wants_restart = self._ended.is_set()

    @Slot()
    def _on_quit_requested(self) -> None:
        self.ask_to_end()

    @Slot()
    def _on_refresh_requested(self) -> None:
        self._sessions.try_again()
        if (session := self._sessions.session) is not None:
            self._supervisor.start(session.refresh(), name="refresh")

    @Slot(ConnectionAction)
    def _on_connection_action_requested(self, action: ConnectionAction) -> None:
        session = self._sessions.session
        self._sessions.try_again()
        if action is ConnectionAction.SIGN_IN:
            self._sessions.sign_in_again()
        elif session is not None and action is ConnectionAction.RETRY:
            session.retry_now()
        elif session is not None and action is ConnectionAction.RESUME:
            self._supervisor.start(session.resume(), name="resume")

    @Slot(str)
    def _on_open_url_requested(self, url: str) -> None:
        if url.startswith("https://") and not QDesktopServices.openUrl(QUrl(url)):
            self._window.show_notice(no_browser_text(url), Tone.WARN)

    def _on_task_failed(self, error: Exception) -> None:
        sys.excepthook(type(error), error, error.__traceback__)


def _login_item() -> LoginItem:
    from binom_desktop.services.login_item import system_login_item

    return system_login_item()


def _with_tray_explained(settings: Settings) -> Settings:
    return replace(settings, tray_explained=True)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _import_the_rest() -> None:
    """What no first paint needs; importing it on the GUI thread would be one long stall."""
    import binom_desktop.services.account_services
    import binom_desktop.services.accounts  # noqa: F401 - only to have them at hand
    from binom_desktop.system_notifications.notifier import import_way

    import_way()
