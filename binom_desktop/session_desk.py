"""Signs in and out, and runs one account's session after the other."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.credentials import Credentials, Keeping
from binom_desktop.errors import BinomError, CredentialsFault, HistoryDamaged, InvalidServer, SettingsFault
from binom_desktop.events import AppEvent
from binom_desktop.models.account_choices import AccountChoice
from binom_desktop.options import KEY_VARIABLE, Options
from binom_desktop.paths import Paths
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.settings_text import account_name, sign_out_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.redaction import Secrets
from binom_desktop.settings import AccountEntry, LoadedSettings, Settings
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.theme import Role, Theme

if TYPE_CHECKING:
    from binom_desktop.history.history import History
    from binom_desktop.services.accounts import Accounts
    from binom_desktop.services.demo import DemoServer
    from binom_desktop.services.session import AccountSession
    from binom_desktop.views.sign_in import SignInPage


class SessionDesk(QObject):
    """Owns Sign In, once it is needed, and the session that runs.

    ``publish`` hears what sessions have to say. ``begun`` tells a new one, ``ended`` comes once it is over. ``failed``
    says why one could not go on; after ``try_again_s`` seconds another one of the same account begins. ``left`` comes
    when the account is no longer shown. ``accounts_changed`` comes with every change of the list of accounts.
    """

    begun = Signal(object)
    ended = Signal()
    left = Signal()
    failed = Signal(Exception)
    accounts_changed = Signal()

    def __init__(
        self,
        *,
        window: MainWindow,
        theme: Theme,
        options: Options,
        paths: Paths,
        secrets: Secrets,
        loaded: LoadedSettings,
        supervisor: Supervisor,
        publish: Callable[[AppEvent], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._options = options
        # Taken out: what the app starts, a browser or the demo's server, has no business with it.
        self.given_key = os.environ.pop(KEY_VARIABLE, "")
        self._paths = paths
        self._secrets = secrets
        self._loaded = loaded
        self._supervisor = supervisor
        self._publish = publish
        self._asking = NewestWins(supervisor=supervisor)
        self._signed_in = NewestWins(supervisor=supervisor)
        self._changing = NewestWins(supervisor=supervisor)
        self._turn = asyncio.Lock()
        self._demo_turn = asyncio.Lock()
        self._try_again = asyncio.Event()
        self._begun = asyncio.Event()
        self._begun_with: str | None = None
        self._ahead: History | None = None
        self.try_again_s = 15.0
        self._accounts: asyncio.Future[Accounts] = asyncio.get_running_loop().create_future()
        self._sign_in: SignInPage | None = None
        self._server = ""
        self._entry: AccountEntry | None = None
        self.session: AccountSession | None = None
        window.account_chosen.connect(self._on_window_account_chosen)
        window.add_account_requested.connect(self.add_account)
        window.rename_requested.connect(self.rename_shown)
        window.sign_out_requested.connect(self.sign_out_shown)
        self.accounts_changed.connect(self._on_accounts_changed)

    # The list of accounts, and the settings that it stands in.

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._accounts.result().settings if self._accounts.done() else self._loaded.settings

    @property
    def entry(self) -> AccountEntry | None:
        """The stored account that is shown; None in the demo, with a key of this run alone, and signed out."""
        return self._entry

    async def change_settings(self, change: Callable[[Settings], Settings]) -> Settings:
        """Change the settings. Raises ``SettingsFault`` where they can't be written; they hold for this run then."""
        accounts = await asyncio.shield(self._accounts)
        try:
            return await accounts.change_settings(change)
        finally:
            self.accounts_changed.emit()

    def load(self, credentials: Credentials | None = None) -> None:
        """Get ready to sign in, with the system's keyring if none is given; imports what no first paint needs."""
        from binom_desktop.services.accounts import Accounts

        self._accounts.set_result(
            Accounts(
                settings=self._loaded.settings,
                settings_file=self._paths.settings_file,
                credentials=credentials or Credentials(),
                secrets=self._secrets,
            )
        )

    # Beginning.

    @property
    def nobody_known(self) -> bool:
        """Whether neither the command line nor the settings name an account to begin with."""
        return not self._options.names_account(
            key_given=bool(self.given_key), remembered=self._loaded.settings.current is not None
        )

    def begin(self, ahead: History | None = None) -> None:
        """Begin with what the command line says, or with the account that was used last.

        Until ``load`` it shows what the history holds, which may be being opened already, ``ahead``: no server is
        asked before that.
        """
        self._ahead = ahead
        if self._options.demo:
            self._begun.set()
            self._signed_in.start(self._run_demo(), name="demo")
        elif self._options.server is not None and self.given_key:
            self._secrets.add(self.given_key)
            self._signed_in.start(self._run_first(self._options.server, None), name="session")
        elif not self.nobody_known and (entry := self.settings.current) is not None:
            self._signed_in.start(self._run_first(entry.server, entry), name="session")
        else:
            self._begun.set()
            self.show_sign_in(self._options.server)

    async def until_begun(self) -> None:
        """Wait until there is a session to begin with; at once where none is known yet."""
        await self._begun.wait()

    async def until_at_hand(self) -> None:
        """Wait until the account to begin with has told what its history holds; at once where that is nothing."""
        await self._begun.wait()
        if self.session is not None:
            await self.session.until_at_hand()

    def show_sign_in(self, server: str | None = None, error: BaseException | None = None) -> None:
        """Show Sign In, for a server if one is named, and why it had to be."""
        page = self._sign_in_page()
        page.set_can_go_back(self._signed_in.running)
        if server:
            page.set_server(server)
        self._window.show_sign_in()
        page.focus_first()
        if error is not None:
            page.show_error(error)

    def sign_in_again(self) -> None:
        """Show Sign In for the server that refused the key."""
        self.show_sign_in(self._server)

    def refuse(self, error: BaseException) -> None:
        """The server refused the key before it told whose it is."""
        self.show_sign_in(self._server, error)

    # Several accounts.

    @Slot()
    def add_account(self) -> None:
        """Sign in to another account, with a way back to the one that is shown."""
        self.show_sign_in()

    @Slot()
    def rename_shown(self) -> None:
        """Ask what the account that is shown is to be called here."""
        from binom_desktop.views.rename_dialog import RenameDialog

        if self._entry is not None:
            dialog = RenameDialog(entry=self._entry, theme=self._theme, parent=self._window)
            dialog.renamed.connect(self.rename)
            dialog.open()

    @Slot()
    def sign_out_shown(self) -> None:
        """Ask, and then forget the key of the account that is shown."""
        from binom_desktop.views.confirm_dialog import ConfirmDialog

        if self._entry is not None:
            dialog = ConfirmDialog(
                object_name="signOutDialog",
                title=self.tr("Sign Out"),
                text=sign_out_text(account_name(self._entry.label, self._entry.server)),
                answer=self.tr("Sign Out"),
                role=Role.DANGER,
                theme=self._theme,
                parent=self._window,
            )
            dialog.confirmed.connect(partial(self.sign_out, self._entry))
            dialog.open()

    @Slot(AccountChoice)
    def _on_window_account_chosen(self, choice: AccountChoice) -> None:
        for entry in self.settings.accounts:
            if (entry.server, entry.account_id) == (choice.server, choice.id):
                self.switch_to(entry)

    @Slot()
    def _on_accounts_changed(self) -> None:
        self._window.set_accounts(
            [
                AccountChoice(entry.account_id, entry.label, entry.server, entry == self._entry)
                for entry in self.settings.accounts
            ]
        )

    @Slot(object)
    def switch_to(self, entry: AccountEntry) -> None:
        """Show another account that was signed in here, once its key is read from the keyring."""
        if entry != self._entry:
            self._changing.start(self._switch(entry), name="switch account")

    @Slot(object, str)
    def rename(self, entry: AccountEntry, label: str) -> None:
        """Call an account something else here."""
        self._supervisor.start(self._rename(entry, label), name="rename account")

    @Slot(object)
    def sign_out(self, entry: AccountEntry) -> None:
        """Forget an account's key; its history stays."""
        self._supervisor.start(self._sign_out(entry), name="sign out")

    @Slot(object)
    def delete_data(self, entry: AccountEntry) -> None:
        """Delete all that is kept here of an account: its history, its key, its place in the list."""
        self._supervisor.start(self._delete_data(entry), name="delete local data")

    async def _switch(self, entry: AccountEntry) -> None:
        key = await self._key_of(entry)
        if key is not None:
            await self._show_account(entry, key)

    async def _show_account(self, entry: AccountEntry, key: str) -> None:
        self._signed_in.start(self._run_session(entry.server, key, entry=entry), name="session")
        await self._tell_faults(lambda settings: replace(settings, current=entry))

    async def _rename(self, entry: AccountEntry, label: str) -> None:
        def renamed(settings: Settings) -> Settings:
            new = replace(entry, label=label)
            accounts = tuple(new if one == entry else one for one in settings.accounts)
            return replace(settings, accounts=accounts, current=new if settings.current == entry else settings.current)

        await self._tell_faults(renamed)
        if self._entry == entry:
            self._entry = replace(entry, label=label)
            self.accounts_changed.emit()

    async def _sign_out(self, entry: AccountEntry) -> None:
        accounts = await asyncio.shield(self._accounts)
        await self._leave(entry, accounts.sign_out)

    async def _delete_data(self, entry: AccountEntry) -> None:
        accounts = await asyncio.shield(self._accounts)
        folder = self._paths.history_folder(entry.server, entry.account_id)

        async def delete(entry: AccountEntry) -> None:
            try:
                await asyncio.to_thread(_delete_folder, folder)
            except OSError as error:
                text = self.tr("The data could not be deleted: {reason}. It is in {folder}.")
                reason = error.strerror or type(error).__name__
                self._window.show_notice(text.format(reason=reason, folder=folder), Tone.BAD)
            else:
                await accounts.remove(entry)

        await self._leave(entry, delete)

    async def _leave(self, entry: AccountEntry, leave: Callable[[AccountEntry], Awaitable[None]]) -> None:
        """End an account's session, if it is the one that runs, and then do what was asked for.

        With a key of this run alone only the server is known: its session may be of that account, and have its files.
        """
        given = self._signed_in.running and self._entry is None and self._server == entry.server
        shown = given or entry == self._entry
        if shown:
            self._signed_in.cancel()
            # The one that runs holds this until its files are closed.
            async with self._turn:
                pass
        try:
            await leave(entry)
        except CredentialsFault as error:
            text = self.tr("{reason} The key may still be in the keyring.")
            self._window.show_notice(text.format(reason=error_text(error)), Tone.BAD)
        except SettingsFault as error:
            self._window.show_notice(error_text(error), Tone.BAD)
        self.accounts_changed.emit()
        if shown:
            await self._show_another(entry)

    async def _show_another(self, left: AccountEntry) -> None:
        """Show the next account whose key is here, else Sign In, unless a person has chosen something meanwhile."""
        accounts = await asyncio.shield(self._accounts)
        others = (entry for entry in self.settings.accounts if entry != left)
        for entry in others:
            key = None
            with contextlib.suppress(CredentialsFault):
                key = await accounts.key_of(entry)
            if self._signed_in.running or self._changing.running:
                return
            if key is not None:
                await self._show_account(entry, key)
                return
        if not (self._signed_in.running or self._changing.running):
            self.show_sign_in(left.server)

    async def _tell_faults(self, change: Callable[[Settings], Settings]) -> None:
        try:
            await self.change_settings(change)
        except SettingsFault as error:
            self._window.show_notice(error_text(error), Tone.WARN)

    # Sessions.

    async def _run_demo(self) -> None:
        """Run on a sandbox server of our own; its world and our history of it begin anew each time."""
        self._window.show_pages()
        # By then all is imported.
        await asyncio.shield(self._accounts)
        from binom_desktop.services.demo import DemoServer

        folder = self._paths.demo_folder
        if self._options.snapshot is not None:
            with tempfile.TemporaryDirectory(prefix="binom-desktop-", ignore_cleanup_errors=True) as name:
                await self._run_demo_in(DemoServer(folder=Path(name)), Path(name))
        else:
            # The demo before has its server and its files in the same folder.
            async with self._demo_turn:
                await asyncio.to_thread(_remove_folder, folder)
                await self._run_demo_in(DemoServer(folder=folder), folder)

    async def _run_demo_in(self, server: DemoServer, folder: Path) -> None:
        try:
            address = await server.start()
        except BinomError as error:
            self.show_sign_in(error=error)
            return
        try:
            await self._run_session(address.url, address.token, history_folder=lambda _id: folder / "history")
        finally:
            await server.stop()

    async def _run_first(self, server: str, entry: AccountEntry | None) -> None:
        await self._run_session(server, partial(self._first_key, entry), entry=entry)

    async def _first_key(self, entry: AccountEntry | None) -> str | None:
        """The key to begin with, once all is loaded; the keyring is asked for it once."""
        if self._begun_with is None:
            await asyncio.shield(self._accounts)
            self._begun_with = self.given_key if entry is None else await self._key_of(entry)
        return self._begun_with

    async def _key_of(self, entry: AccountEntry) -> str | None:
        """The account's key; where there is none, Sign In asks for it."""
        accounts = await asyncio.shield(self._accounts)
        try:
            key = await accounts.key_of(entry)
        except BinomError as error:
            self.show_sign_in(entry.server, error)
            return None
        if key is None:
            self.show_sign_in(entry.server)
        return key

    async def _run_session(
        self,
        server: str,
        key: str | Callable[[], Awaitable[str | None]],
        *,
        entry: AccountEntry | None = None,
        history_folder: Callable[[str], Path] | None = None,
    ) -> None:
        """Run one account until another takes its place; one that can't go on is tried again now and then."""
        if isinstance(key, str):
            self._secrets.add(key)
        # The one before closes its files first, and has its last word before the models are cleared.
        async with self._turn:
            self._server, self._entry = server, entry
            self._window.show_pages()
            folder = history_folder or (lambda account: self._paths.history_folder(server, account))
            try:
                await self._run_until_left(server, key, folder)
            finally:
                self._entry = None
                self.left.emit()
                self.accounts_changed.emit()

    async def _run_until_left(
        self, server: str, key: str | Callable[[], Awaitable[str | None]], history_folder: Callable[[str], Path]
    ) -> None:
        mended_s = -math.inf
        while (fault := await self._run_once(server, key, history_folder)) is not None:
            # To open a damaged history anew is to set it aside; where that did not help, no haste does.
            if isinstance(fault, HistoryDamaged) and time.monotonic() - mended_s > self.try_again_s:
                mended_s = time.monotonic()
                continue
            self.failed.emit(fault)
            self._try_again.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.try_again_s):
                    await self._try_again.wait()

    async def _run_once(
        self, server: str, key: str | Callable[[], Awaitable[str | None]], history_folder: Callable[[str], Path]
    ) -> BinomError | None:
        """Run one account; the answer is what ended it, None where trying again would not help."""
        try:
            if "binom_desktop.services.session" not in sys.modules:
                await asyncio.to_thread(importlib.import_module, "binom_desktop.services.session")
            from binom_desktop.services.session import AccountSession

            self.session = AccountSession(
                server=server,
                key=key,
                account_id=None if self._entry is None else self._entry.account_id,
                history_folder=history_folder,
                publish=self._publish,
                settings=self.settings,
                ahead=self._ahead,
            )
            self._ahead = None
            self._begun.set()
            self.begun.emit(self.session)
            self.accounts_changed.emit()
            await self.session.run()
        except InvalidServer as error:
            self.show_sign_in(server, error)
        except BinomError as error:
            return error
        finally:
            self._begun.set()
            self.session = None
            self.ended.emit()
        return None

    def try_again(self) -> None:
        """A person asked: an account that could not go on need not wait."""
        self._try_again.set()

    # Sign In.

    def _sign_in_page(self) -> SignInPage:
        """Sign In, made when it is first needed: most starts never show it."""
        if self._sign_in is None:
            from binom_desktop.views.sign_in import SignInPage

            self._sign_in = SignInPage(theme=self._theme)
            self._sign_in.test_requested.connect(self._on_sign_in_test_requested)
            self._sign_in.sign_in_requested.connect(self._on_sign_in_requested)
            self._sign_in.demo_requested.connect(self._on_sign_in_demo_requested)
            self._sign_in.back_requested.connect(self._on_sign_in_back_requested)
            self._sign_in.help_requested.connect(self._window.help_requested)
            self._sign_in.open_url_requested.connect(self._window.open_url_requested)
            self._window.set_sign_in_page(self._sign_in)
        return self._sign_in

    @Slot(str, str)
    def _on_sign_in_test_requested(self, server: str, key: str) -> None:
        self._asking.start(self._test_connection(server, key), name="test connection")

    @Slot(str, str)
    def _on_sign_in_requested(self, server: str, key: str) -> None:
        self._asking.start(self._sign_in_with(server, key), name="sign in")

    @Slot()
    def _on_sign_in_back_requested(self) -> None:
        self._asking.cancel()
        self._sign_in_page().set_busy(False)
        self._window.show_pages()

    @Slot()
    def _on_sign_in_demo_requested(self) -> None:
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
        self._signed_in.start(self._run_session(entry.server, signed_in.key, entry=entry), name="session")
        if signed_in.kept.keeping is Keeping.THIS_RUN:
            text = self.tr("{reason} The key is kept for this run only.").format(reason=signed_in.kept.reason)
            self._window.show_notice(text, Tone.WARN)


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _delete_folder(folder: Path) -> None:
    """Delete a folder with all that is in it. Raises ``OSError`` where some of it can't be."""
    if folder.exists():
        shutil.rmtree(folder)
