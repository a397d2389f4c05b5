"""The composition root: builds window, models and services, and connects intents to services."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from binom_desktop.app_log import AppLog
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
from binom_desktop.languages import ShownLanguage
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.options import Options, route_of
from binom_desktop.overview_desk import OverviewDesk
from binom_desktop.page_entries import OVERVIEW_ROUTE, REQUESTS_ROUTE, page_entries
from binom_desktop.paths import Paths
from binom_desktop.presentation.about_text import no_browser_text
from binom_desktop.presentation.connection_text import ConnectionAction
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import Criteria, Question
from binom_desktop.redaction import Secrets
from binom_desktop.requests_desk import RequestsDesk
from binom_desktop.session_desk import SessionDesk
from binom_desktop.settings import ColumnChoice, LoadedSettings, Settings
from binom_desktop.start_pace import SETTLED_AFTER_S, end_start, give_memory_back
from binom_desktop.tasks import Supervisor
from binom_desktop.views.icons import window_icon
from binom_desktop.views.main_window import ClosePolicy, MainWindow
from binom_desktop.views.page import Page
from binom_desktop.views.qt_classes import make_qt_classes
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.window_place import WindowPlace

if TYPE_CHECKING:
    from binom_desktop.desks import Desks
    from binom_desktop.history.history import History
    from binom_desktop.pictures import Pictures
    from binom_desktop.services.session import AccountSession

_logger = logging.getLogger(__name__)

# What ``desks`` imports, in pieces that none of them holds the window up.
_LATER = (
    *("usage_desk", "keys_desk", "billing_desk", "alerts_desk", "settings_desk", "tray_desk"),
    *("diagnostics_desk", "help_desk", "computer_desk", "commands_desk", "desks"),
)
# A large history without its snapshot takes longer to open than anybody waits for the rest of the app.
_LONGEST_HELD_UP_S = 1.5
_LONGEST_UNMADE_S = 0.05
_PAINTED_WITHIN_S = 0.05


class Desktop(QObject):
    """The app between its first window and its end. Events go into models, intents go to services.

    ``loaded`` comes once the first rows are there, and what they did without is imported.
    """

    loaded = Signal()

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
        ahead: History | None = None,
    ) -> None:
        super().__init__()
        self._options = options
        self._paths = paths
        self._ahead = ahead
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
        self._place = WindowPlace(
            window=self._window, file=self._paths.window_place_file, supervisor=self._supervisor, parent=self
        )
        self._log = log
        self._desks: Desks | None = None
        self._early: list[AppEvent] = []
        self._zone = "UTC"
        self._build_first_desks()
        self._add_pages()
        self._set_zone(self._loaded.settings.time_zone)
        self._connect()

    def _build_first_desks(self) -> None:
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

    def _add_pages(self) -> None:
        """A row in the sidebar for each page; most are built when somebody first goes there."""
        first = {OVERVIEW_ROUTE: self._overview.build_page, REQUESTS_ROUTE: self._requests.build_page}
        for route, entry in page_entries().items():
            self._window.add_page(entry, first.get(route) or partial(self._build_page, route))

    def _build_page(self, route: str) -> Page:
        return self._the_desks().build_page(route)

    def _the_desks(self) -> Desks:
        """The other desks, made when they are first needed; what services said before that reaches them then."""
        if self._desks is None:
            from binom_desktop.desks import Desks, Shared

            shared = Shared(
                now_ms=_now_ms,
                window=self._window,
                theme=self._theme,
                connection=self._connection,
                account=self._account,
                supervisor=self._supervisor,
            )
            desks = self._desks = Desks(
                shared=shared,
                sessions=self._sessions,
                paths=self._paths,
                secrets=self._secrets,
                log=self._log,
                parent=self,
            )
            self._connect_desks(desks)
            for event in self._early:
                desks.take(event)
            self._early.clear()
        return self._desks

    async def run(self) -> int:
        """Show the window, run until the end is asked for, and close everything; the answer is the exit code."""
        try:
            if self._options.snapshot is not None:
                return await self._take_pictures(self._options.snapshot)
            # Until there is a page, what the window showed at first is better than nothing.
            self._window.setUpdatesEnabled(False)
            self._sessions.begin(self._ahead)
            await self._sessions.until_begun()
            route = self._options.page or OVERVIEW_ROUTE
            # Asked before its page is made, the request log is mostly there with it, and painted once.
            self._requests.set_route(route)
            await self._until_at_hand(_LONGEST_UNMADE_S)
            self._window.navigate(route)
            self._window.setUpdatesEnabled(True)
            # To import the rest meanwhile would hold up the first rows, and their painting.
            await self._until_at_hand(_LONGEST_HELD_UP_S)
            await asyncio.sleep(_PAINTED_WITHIN_S)
            await self._load()
            self._the_desks().start()
            self._sessions.load()
            self._supervisor.start(_settle(), name="settle")
            await self._ended.wait()
        finally:
            if self._desks is not None:
                self._desks.end()
            self._window.hide()
            await self._place.save()
            if self._desks is not None:
                await self._desks.aclose()
            await self._supervisor.aclose()
            self._window.deleteLater()
        return 0

    async def _until_at_hand(self, longest_s: float) -> None:
        """Wait until the account to begin with has told what its history holds, or so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                await self._sessions.until_at_hand()

    async def _take_pictures(self, folder: Path) -> int:
        """Write a picture of every page once its data is there; 1 if one could not load."""
        from binom_desktop.pictures import Pictures

        desks = self._the_desks()
        self._pictures = Pictures(
            window=self._window,
            overview=self._overview.overview,
            connection=self._connection,
            desks=(self._requests, *desks.of_pages),
            changes=(self._requests.log.changed, *desks.changes),
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
        if self._desks is not None and self._desks.guards_secret():
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
            self._the_desks().show_unexpected_error(error)

    @Slot(str)
    def on_route_received(self, text: str) -> None:
        """A later start handed over a page or a link: anything may stand in it."""
        route = route_of(text)
        if route is not None:
            self._window.navigate(route)
        self._window.raise_to_front()

    # Beginning.

    async def _load(self) -> None:
        """Import what the first rows did without, and let later starts reach this one."""
        end_start()
        self._window.setWindowIcon(window_icon())
        # Not in a thread: there PySide6 must not make a class while this thread makes another.
        for name in _LATER:
            importlib.import_module(f"binom_desktop.{name}")
            await asyncio.sleep(0)
        self.loaded.emit()
        await asyncio.to_thread(_import_services)
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
        # What was said of the one before is not of this one.
        self._early.clear()
        for part in (self._account, self._overview.overview, self._requests.log):
            part.clear()
        self._set_session(session)
        self._configure(self._sessions.settings)

    @Slot()
    def _on_sessions_ended(self) -> None:
        self._set_session(None)

    @Slot()
    def _on_sessions_left(self) -> None:
        self._window.drop_account_notice()
        if self._desks is None:
            self._early.clear()
        else:
            self._desks.clear_account()

    @Slot(Exception)
    def _on_sessions_failed(self, error: Exception) -> None:
        for part in EVERY_PART:
            self._publish(FigureFailed(part, error))
        offline = Connection(ConnectionState.OFFLINE, reason=error_text(error), not_opened=True)
        self._publish(ConnectionChanged(offline))

    def _set_session(self, session: AccountSession | None) -> None:
        self._requests.set_session(session)
        if self._desks is not None:
            self._desks.set_session(session)

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
            case OverviewUpdated(overview):
                self._account.set_updated(overview.as_of_ms)
            case ConnectionChanged(connection):
                self._connection.set_connection(connection)
            case FigureFailed(part, error):
                self._show_failed(part, error)
            case HistorySetAside(reason, kept_as):
                text = self.tr("The history begins anew: {reason} The old one is kept as {file}.")
                self._window.show_account_notice(text.format(reason=reason, file=kept_as), Tone.WARN)
        for desk in (self._overview, self._requests):
            desk.take(event)
        if self._desks is None:
            self._early.append(event)
        else:
            self._desks.take(event)

    def _show_failed(self, part: str, error: Exception) -> None:
        if isinstance(error, AuthFailed) and not self._account.known:
            self._sessions.refuse(error)
        elif part == "history":
            self._window.show_account_notice(error_text(error), Tone.BAD)

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
        self._overview.create_key_chosen.connect(self._on_overview_create_key_chosen)
        self._overview.all_requests_chosen.connect(self._requests.question.clear)
        self._overview.failed_requests_chosen.connect(self._requests.question.set_failed_of_past_days)
        self._overview.model_chosen.connect(self._requests.question.set_model_of_past_days)

    def _connect_desks(self, desks: Desks) -> None:
        desks.settings_changed.connect(self._on_desks_settings_changed)
        desks.saving_changed.connect(self._on_desks_saving_changed)
        desks.requests_chosen.connect(self._open_requests)
        desks.key_requests_chosen.connect(self._on_desks_key_requests_chosen)
        desks.route_received.connect(self.on_route_received)
        desks.refresh_requested.connect(self._on_refresh_requested)
        desks.restart_requested.connect(self._on_desks_restart_requested)
        desks.quit_requested.connect(self._on_quit_requested)
        desks.open_url_requested.connect(self._on_open_url_requested)

    @Slot(str)
    def _on_window_route_changed(self, route: str) -> None:
        self._requests.set_route(route)

    @Slot(str)
    def _on_desks_key_requests_chosen(self, key_id: str) -> None:
        self._requests.question.set_key(key_id)
        self._window.navigate(REQUESTS_ROUTE)

    # Settings and accounts.

    @Slot()
    def _on_overview_create_key_chosen(self) -> None:
        self._the_desks().create_key()

    @Slot(Settings)
    def _on_desks_settings_changed(self, settings: Settings) -> None:
        """Let everything follow at once."""
        if self._options.snapshot is None:
            self._theme.apply(ThemeChoice(settings.theme.value))
        self._set_zone(settings.time_zone)
        self._requests.set_columns(settings.request_columns)
        self._configure(settings)

    def _set_zone(self, zone: str) -> None:
        if zone != self._zone:
            self._zone = zone
            self._requests.log.set_zone(zone)
            self._overview.overview.set_zone(zone)

    def _configure(self, settings: Settings) -> None:
        if (session := self._sessions.session) is not None:
            saving_power = self._desks is not None and self._desks.saving_power
            session.configure(settings, saving_power=saving_power)

    @Slot()
    def _on_desks_saving_changed(self) -> None:
        self._configure(self._sessions.settings)

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

    # Asking and ending.

    def _close_policy(self) -> ClosePolicy:
        return self._the_desks().close_policy

    @Slot()
    def _on_desks_restart_requested(self) -> None:
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


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _import_services() -> None:
    """What a session needs from its first call on; importing it on the GUI thread would be one long stall."""
    for name in ("account_services", "accounts"):
        importlib.import_module(f"binom_desktop.services.{name}")


async def _settle() -> None:
    await asyncio.sleep(SETTLED_AFTER_S)
    await asyncio.to_thread(give_memory_back)
