"""The composition root: builds window, models and services, and connects intents to services."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from binom_desktop.billing_desk import BillingDesk
from binom_desktop.billing_values import ForecastUpdated
from binom_desktop.credentials import Credentials, Keeping
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import AuthFailed, BinomError, InvalidServer, SettingsFault
from binom_desktop.events import (
    AccountUpdated,
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistoryProgressed,
    HistorySetAside,
    LowCreditFired,
    OverviewUpdated,
)
from binom_desktop.keys_desk import KeysDesk
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.overview import OverviewModel
from binom_desktop.models.tray_status import TrayStatusModel
from binom_desktop.options import Options, route_of
from binom_desktop.paths import Paths
from binom_desktop.pictures import Pictures
from binom_desktop.presentation.alert_text import low_credit_body, low_credit_title
from binom_desktop.presentation.connection_text import ConnectionAction
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import Criteria, Question
from binom_desktop.redaction import Secrets
from binom_desktop.requests_desk import REQUESTS_ROUTE, RequestsDesk
from binom_desktop.settings import AccountEntry, ColumnChoice, load_settings
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.usage_desk import UsageDesk
from binom_desktop.views.main_window import ClosePolicy, MainWindow
from binom_desktop.views.message import show_message
from binom_desktop.views.overview import OverviewPage
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.tray import Tray

if TYPE_CHECKING:
    from binom_desktop.services.accounts import Accounts
    from binom_desktop.services.demo import DemoServer
    from binom_desktop.services.session import AccountSession
    from binom_desktop.views.sign_in import SignInPage

OVERVIEW_ROUTE = "/dashboard"
KEY_VARIABLE = "BINOM_API_KEY"
# A window that starts covered or minimised may never be painted.
_LONGEST_PAINT_S = 2.0

_log = logging.getLogger(__name__)


class Desktop(QObject):
    """The app between its first window and its end. Events go into models, intents go to services."""

    def __init__(self, *, application: QApplication, options: Options, paths: Paths, secrets: Secrets) -> None:
        super().__init__()
        self._options = options
        self._paths = paths
        self._secrets = secrets
        self._ended = asyncio.Event()
        self._pictures: Pictures | None = None
        self._settings = load_settings(paths.settings_file)
        self._supervisor = Supervisor(on_error=self._on_task_failed)
        self._asking = NewestWins(supervisor=self._supervisor)
        self._signed_in = NewestWins(supervisor=self._supervisor)
        self._theme = Theme(application=application)
        self._connection = ConnectionModel(clock=time.monotonic, parent=self)
        self._account = AccountModel(now_ms=_now_ms, parent=self)
        self._overview = OverviewModel(now_ms=_now_ms, parent=self)
        self._tray_status = TrayStatusModel(parent=self)
        self._theme.apply(ThemeChoice.LIGHT if options.snapshot else ThemeChoice(self._settings.settings.theme.value))
        self._tray = Tray(parent=self)
        self._window = MainWindow(
            application=application,
            theme=self._theme,
            connection=self._connection,
            account=self._account,
            close_policy=self._close_policy,
        )
        self._page = OverviewPage(
            overview=self._overview, connection=self._connection, account=self._account, theme=self._theme
        )
        self._sign_in: SignInPage | None = None
        self._accounts: asyncio.Future[Accounts] = asyncio.get_running_loop().create_future()
        self._requests = RequestsDesk(
            now_ms=_now_ms,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
            supervisor=self._supervisor,
            columns=self._settings.settings.request_columns,
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
            zone=self._settings.settings.time_zone,
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
        self._desks = self._usage, self._requests, self._keys, self._billing
        self._window.add_page(self._page)
        for desk in self._desks:
            self._window.add_page_later(desk.entry, desk.build_page)
        self._session: AccountSession | None = None
        self._turn = asyncio.Lock()
        self._server = ""
        self._connect()

    async def run(self) -> int:
        """Show the window, run until the end is asked for, and close everything; the answer is the exit code."""
        try:
            if self._options.snapshot is not None:
                return await self._take_pictures(self._options.snapshot)
            if not self._options.minimized:
                painted = asyncio.Event()
                self._window.first_painted.connect(painted.set)
                self._window.navigate(self._options.page or OVERVIEW_ROUTE)
                if self._nobody_known():
                    self._show_sign_in(self._options.server)
                self._window.show()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_LONGEST_PAINT_S):
                        await painted.wait()
            accounts = await self._load()
            self._tray.show()
            if self._options.minimized and not self._tray.available:
                self._window.show()
            self._begin(accounts)
            await self._ended.wait()
        finally:
            self._keys.end()
            self._window.hide()
            self._tray.close()
            await self._supervisor.aclose()
            self._window.deleteLater()
        return 0

    async def _take_pictures(self, folder: Path) -> int:
        """Write a picture of every page once its data is there; 1 if one could not load."""
        self._pictures = Pictures(
            window=self._window,
            overview=self._overview,
            connection=self._connection,
            desks=self._desks,
        )
        self._begin(await self._load())
        return await self._pictures.take(folder)

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

    def show_unexpected_error(self) -> None:
        """Tell the person that something nobody expected went wrong; the app goes on."""
        if self._options.snapshot is not None:
            self.end()
        elif self._window.isVisible():
            show_message(
                self._window,
                self.tr("Unexpected error"),
                self.tr("Something unexpected went wrong. Your data is kept, and the app goes on; the log says more."),
            )

    @Slot(str)
    def on_route_received(self, text: str) -> None:
        """A later start handed over a page or a link: anything may stand in it."""
        route = route_of(text)
        if route is not None:
            self._window.navigate(route)
        self._window.raise_to_front()

    # Beginning and ending a session.

    async def _load(self) -> Accounts:
        """Import what the first paint did not need, in a thread, and then show the chart."""
        await asyncio.to_thread(_import_the_rest)
        from binom_desktop.services.accounts import Accounts

        self._page.load_chart()
        accounts = Accounts(
            settings=self._settings.settings,
            settings_file=self._paths.settings_file,
            credentials=Credentials(),
            secrets=self._secrets,
        )
        self._accounts.set_result(accounts)
        if (fault := self._settings.fault) is not None:
            self._window.show_notice(self._settings_text(fault), Tone.WARN)
        return accounts

    def _settings_text(self, fault: SettingsFault) -> str:
        kept_as = self._settings.kept_as
        if kept_as is None:
            return error_text(fault)
        text = self.tr("{reason} The file is kept as {file}, and the usual settings hold.")
        return text.format(reason=error_text(fault), file=kept_as.name)

    def _nobody_known(self) -> bool:
        """Whether neither the command line nor the settings name an account to begin with."""
        if self._options.demo or (self._options.server is not None and os.environ.get(KEY_VARIABLE)):
            return False
        return self._options.server is not None or self._settings.settings.current is None

    def _begin(self, accounts: Accounts) -> None:
        """Begin with what the command line says, or with the account that was used last."""
        if self._options.demo:
            self._signed_in.start(self._run_demo(), name="demo")
        elif self._options.server is not None and (key := os.environ.get(KEY_VARIABLE)):
            self._signed_in.start(self._run_session(self._options.server, key), name="session")
        elif not self._nobody_known() and (entry := accounts.settings.current) is not None:
            self._signed_in.start(self._run_stored(accounts, entry), name="session")
        elif self._sign_in is None:
            self._show_sign_in(self._options.server)

    def _show_sign_in(self, server: str | None = None, error: BaseException | None = None) -> None:
        page = self._sign_in_page()
        if server:
            page.set_server(server)
        self._window.show_sign_in()
        page.focus_first()
        if error is not None:
            page.show_error(error)

    def _sign_in_page(self) -> SignInPage:
        """Sign In, made when it is first needed: most starts never show it."""
        if self._sign_in is None:
            from binom_desktop.views.sign_in import SignInPage

            self._sign_in = SignInPage(theme=self._theme)
            self._sign_in.test_requested.connect(self._on_test_requested)
            self._sign_in.sign_in_requested.connect(self._on_sign_in_requested)
            self._sign_in.demo_requested.connect(self._on_demo_requested)
            self._window.set_sign_in_page(self._sign_in)
        return self._sign_in

    async def _run_demo(self) -> None:
        """Run on a sandbox server of our own; its world and our history of it begin anew each time."""
        from binom_desktop.services.demo import DemoServer

        self._window.show_pages()
        folder = self._paths.demo_folder
        if self._options.snapshot is not None:
            with tempfile.TemporaryDirectory(prefix="binom-desktop-", ignore_cleanup_errors=True) as name:
                await self._run_demo_in(DemoServer(folder=Path(name)), Path(name))
        else:
            await asyncio.to_thread(_remove_folder, folder)
            await self._run_demo_in(DemoServer(folder=folder), folder)

    async def _run_demo_in(self, server: DemoServer, folder: Path) -> None:
        try:
            address = await server.start()
        except BinomError as error:
            self._show_sign_in(error=error)
            return
        try:
            await self._run_session(address.url, address.token, history_folder=lambda _id: folder / "history")
        finally:
            await server.stop()

    async def _run_stored(self, accounts: Accounts, entry: AccountEntry) -> None:
        """Run with the key that the keyring holds."""
        try:
            key = await accounts.key_of(entry)
        except BinomError as error:
            self._show_sign_in(entry.server, error)
            return
        if key is None:
            self._show_sign_in(entry.server)
            return
        await self._run_session(entry.server, key, account_id=entry.account_id)

    async def _run_session(
        self,
        server: str,
        key: str,
        *,
        account_id: str | None = None,
        history_folder: Callable[[str], Path] | None = None,
    ) -> None:
        """Run one account until another takes its place."""
        from binom_desktop.services.session import AccountSession

        self._secrets.add(key)
        # The one before closes its files first, and has its last word before the models are cleared.
        async with self._turn:
            self._server = server
            for model in (self._account, self._overview, self._requests.log, self._tray_status):
                model.clear()
            self._window.show_pages()
            try:
                self._session = AccountSession(
                    server=server,
                    key=key,
                    account_id=account_id,
                    history_folder=history_folder or (lambda account: self._paths.history_folder(server, account)),
                    publish=self._publish,
                    refresh_interval_s=self._settings.settings.refresh_interval_s,
                )
                self._set_session(self._session)
                await self._session.run()
            except InvalidServer as error:
                self._show_sign_in(server, error)
            except BinomError as error:
                for part in ("account", "overview"):
                    self._overview.set_failed(part, error)
                self._window.show_notice(error_text(error), Tone.BAD)
            finally:
                self._session = None
                self._set_session(None)

    def _set_session(self, session: AccountSession | None) -> None:
        for desk in self._desks:
            desk.set_session(session)

    # What services have to say.

    def _publish(self, event: AppEvent) -> None:
        match event:
            case AccountUpdated(account):
                self._account.set_account(account)
                self._overview.set_account(account)
                self._tray_status.set_account(account)
                self._requests.set_account(account)
                self._keys.set_account(account)
                self._billing.set_account(account)
            case OverviewUpdated(overview):
                self._overview.set_overview(overview)
                self._account.set_updated(overview.as_of_ms)
            case ConnectionChanged(connection):
                self._connection.set_connection(connection)
                self._overview.set_live(connection.state is ConnectionState.LIVE)
                self._billing.set_live(connection.state is ConnectionState.LIVE)
                self._tray_status.set_connection(connection)
            case HistoryProgressed(progress):
                self._overview.set_progress(progress)
                self._requests.take(event)
            case ForecastUpdated(forecast):
                self._overview.set_forecast(forecast)
                self._take(event)
            case FigureFailed(part, error):
                self._show_failed(part, error)
            case HistorySetAside(reason, kept_as):
                text = self.tr("The history begins anew: {reason} The old one is kept as {file}.")
                self._window.show_notice(text.format(reason=reason, file=kept_as), Tone.WARN)
            case LowCreditFired():
                self._show_low_credit(event)
            case _:
                self._take(event)

    def _take(self, event: AppEvent) -> None:
        for desk in self._desks:
            desk.take(event)

    def _show_failed(self, part: str, error: Exception) -> None:
        self._take(FigureFailed(part, error))
        self._overview.set_failed(part, error)
        if isinstance(error, AuthFailed) and not self._account.known:
            self._show_sign_in(self._server, error)
        elif part == "history":
            self._window.show_notice(error_text(error), Tone.BAD)

    def _show_low_credit(self, event: LowCreditFired) -> None:
        body = low_credit_body(event.balance_nano, event.level_nano)
        self._tray.notify(low_credit_title(), body, OVERVIEW_ROUTE, event.severity)
        # Notifications can vanish unseen, so it stands in the window too.
        self._window.show_notice(body, Tone.WARN)

    # What people ask for.

    def _connect(self) -> None:
        self._window.quit_requested.connect(self._on_quit_requested)
        self._window.refresh_requested.connect(self._on_refresh_requested)
        self._window.connection_action_requested.connect(self._on_connection_action_requested)
        self._window.open_url_requested.connect(self._on_open_url_requested)
        self._window.route_changed.connect(self._on_window_route_changed)
        self._requests.notice_requested.connect(self._window.show_notice)
        self._keys.notice_requested.connect(self._window.show_notice)
        self._billing.notice_requested.connect(self._window.show_notice)
        self._keys.requests_chosen.connect(self._on_keys_requests_chosen)
        self._usage.requests_chosen.connect(self._on_usage_requests_chosen)
        self._page.create_key_chosen.connect(self._keys.create)
        self._page.all_requests_chosen.connect(self._requests.question.clear)
        self._page.failed_requests_chosen.connect(self._requests.question.set_failed_of_past_days)
        self._page.model_chosen.connect(self._requests.question.set_model_of_past_days)
        self._tray.quit_requested.connect(self._on_quit_requested)
        self._tray.refresh_requested.connect(self._on_refresh_requested)
        self._tray.open_requested.connect(self._window.raise_to_front)
        self._tray.route_requested.connect(self.on_route_received)
        self._tray_status.changed.connect(self._on_tray_status_changed)

    @Slot(str)
    def _on_window_route_changed(self, route: str) -> None:
        for desk in self._desks:
            desk.set_route(route)

    @Slot(Criteria)
    def _on_usage_requests_chosen(self, criteria: Criteria) -> None:
        self._requests.question.set_question(Question(criteria))
        self._window.navigate(REQUESTS_ROUTE)

    @Slot(str)
    def _on_keys_requests_chosen(self, key_id: str) -> None:
        self._requests.question.set_key(key_id)
        self._window.navigate(REQUESTS_ROUTE)

    async def _keep_columns(self, choices: tuple[ColumnChoice, ...]) -> None:
        accounts = await asyncio.shield(self._accounts)
        try:
            await accounts.change_settings(lambda settings: replace(settings, request_columns=choices))
        except SettingsFault as error:
            self._window.show_notice(error_text(error), Tone.WARN)

    def _close_policy(self) -> ClosePolicy:
        return ClosePolicy.HIDE if self._tray.available else ClosePolicy.QUIT

    @Slot()
    def _on_quit_requested(self) -> None:
        self.ask_to_end()

    @Slot()
    def _on_refresh_requested(self) -> None:
        if self._session is not None:
            self._supervisor.start(self._session.refresh(), name="refresh")

    @Slot(ConnectionAction)
    def _on_connection_action_requested(self, action: ConnectionAction) -> None:
        if action is ConnectionAction.SIGN_IN:
            self._show_sign_in(self._server)
        elif self._session is not None and action is ConnectionAction.RETRY:
            self._session.retry_now()
        elif self._session is not None and action is ConnectionAction.RESUME:
            self._supervisor.start(self._session.resume(), name="resume")

    @Slot(str)
    def _on_open_url_requested(self, url: str) -> None:
        if url.startswith("https://"):
            QDesktopServices.openUrl(QUrl(url))

    @Slot()
    def _on_tray_status_changed(self) -> None:
        self._tray.set_state(self._tray_status.state)
        self._tray.set_tooltip(self._tray_status.tooltip)

    @Slot(str, str)
    def _on_test_requested(self, server: str, key: str) -> None:
        self._asking.start(self._test_connection(server, key), name="test connection")

    @Slot(str, str)
    def _on_sign_in_requested(self, server: str, key: str) -> None:
        self._asking.start(self._sign_in_with(server, key), name="sign in")

    @Slot()
    def _on_demo_requested(self) -> None:
        self._signed_in.start(self._run_demo(), name="demo")

    async def _test_connection(self, server: str, key: str) -> None:
        page = self._sign_in_page()
        page.set_busy(True)
        try:
            accounts = await asyncio.shield(self._accounts)
            page.show_result(await accounts.test_connection(server, key))
        except BinomError as error:
            page.show_error(error)

    async def _sign_in_with(self, server: str, key: str) -> None:
        """Check the key, keep it where it belongs, and show the account."""
        page = self._sign_in_page()
        page.set_busy(True)
        try:
            accounts = await asyncio.shield(self._accounts)
            signed_in = await accounts.sign_in(server, key)
        except BinomError as error:
            page.show_error(error)
            return
        page.set_busy(False)
        page.clear_key()
        entry = signed_in.entry
        self._signed_in.start(
            self._run_session(entry.server, signed_in.key, account_id=entry.account_id), name="session"
        )
        if signed_in.kept.keeping is Keeping.THIS_RUN:
            text = self.tr("{reason} The key is kept for this run only.").format(reason=signed_in.kept.reason)
            self._window.show_notice(text, Tone.WARN)

    def _on_task_failed(self, error: Exception) -> None:
        sys.excepthook(type(error), error, error.__traceback__)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _import_the_rest() -> None:
    """What no first paint needs; importing it on the GUI thread would be one long stall."""
    import binom_desktop.services.accounts
    import binom_desktop.services.session
    import binom_desktop.views.chart  # noqa: F401 - only to have them at hand
