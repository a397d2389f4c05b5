"""Joins the API Keys page and its dialogs to the session that changes keys."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from binom_desktop.domain import Account, ApiKey, CreatedKey, KeySettings
from binom_desktop.errors import (
    BinomError,
    Conflict,
    KeyChangedMeanwhile,
    KeyGone,
    may_have_happened,
)
from binom_desktop.events import AppEvent, FigureFailed, KeysUpdated
from binom_desktop.models.account import AccountModel
from binom_desktop.models.api_keys import ApiKeysModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.key_detail import KeyDetailModel
from binom_desktop.page_entries import KEYS_ROUTE, page_entries
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.key_text import description_text
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.services.keys import Keys
    from binom_desktop.services.session import AccountSession
    from binom_desktop.views.api_keys import ApiKeysPage
    from binom_desktop.views.key_dialog import KeyDialog
    from binom_desktop.views.secret_clipboard import SecretClipboard
    from binom_desktop.views.secret_dialog import SecretDialog


class KeysDesk(QObject):
    """Owns the page, once it is built, its models and what asks a person something.

    ``requests_chosen`` names the key whose requests are to be shown.
    """

    notice_requested = Signal(str)
    requests_chosen = Signal(str)

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        supervisor: Supervisor,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.keys = ApiKeysModel(now_ms=now_ms, parent=self)
        self.detail = KeyDetailModel(now_ms=now_ms, parent=self)
        self.entry = page_entries()[KEYS_ROUTE]
        self._connection = connection
        self._header = account
        self._theme = theme
        self._supervisor = supervisor
        self._window = window
        self._looking = NewestWins(supervisor=supervisor)
        self._page: ApiKeysPage | None = None
        self._session: AccountSession | None = None
        self._shown = False
        self._seen: ApiKey | None = None
        self._look_task: asyncio.Task[None] | None = None
        self._looks_again = False
        self._clipboard: SecretClipboard | None = None
        self._secret: SecretDialog | None = None
        # A key that was just created, until it is in the table to be chosen.
        self._to_choose: str | None = None
        # By key: the version that is shown while the answer to its switch is on its way to the table.
        self._answered: dict[str, str] = {}

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.api_keys import ApiKeysPage

        page = self._page = ApiKeysPage(
            entry=self.entry,
            keys=self.keys,
            detail=self.detail,
            connection=self._connection,
            account=self._header,
            theme=self._theme,
        )
        page.create_requested.connect(self.create)
        page.edit_requested.connect(self._on_page_edit_requested)
        page.enable_requested.connect(self._on_page_enable_requested)
        page.rotate_requested.connect(self._on_page_rotate_requested)
        page.end_rotation_requested.connect(self._on_page_end_rotation_requested)
        page.delete_requested.connect(self._on_page_delete_requested)
        page.requests_requested.connect(self.requests_chosen)
        page.detail_requested.connect(self._on_page_detail_requested)
        return page

    def set_session(self, session: AccountSession | None) -> None:
        """Change keys through this session from now on; None between two accounts."""
        self._session = session
        if session is None:
            self._to_choose = None
            self._answered.clear()
            self.keys.clear()
            if self._page is not None:
                self._page.open_key(None)
        else:
            session.watch_keys(self._shown)

    def set_route(self, route: str) -> None:
        """Say which page is shown: hidden, nothing is counted for this one."""
        self._shown = route == KEYS_ROUTE
        if self._session is not None:
            self._session.watch_keys(self._shown)
        self._look_again()

    def set_account(self, account: Account) -> None:
        """Whose keys they are."""
        self.keys.set_account(account)

    def take(self, event: AppEvent) -> None:
        """Show what a service has to say, if it is about keys."""
        match event:
            case KeysUpdated(keys, rotations):
                self.keys.set_keys(keys, rotations)
                self._end_pending()
                self._choose_created()
                self._look_again()
            case FigureFailed("keys", error):
                self.keys.set_failed(error)

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, has its keys and all of their use."""
        return not self._shown or self.keys.whole

    def guards_secret(self) -> bool:
        """Ask about a secret that nobody has said to have saved; tells whether there is one."""
        if self._secret is None:
            return False
        self._secret.ask_to_leave()
        self._secret.raise_()
        self._secret.activateWindow()
        return True

    def end(self) -> None:
        """The app ends: a secret doesn't stay on the clipboard."""
        if self._clipboard is not None:
            self._clipboard.clear()

    @Slot()
    def create(self) -> None:
        """Ask for a new key's settings."""
        if self._secret is None and self._service() is not None:
            self._ask_for_new(None)

    def show_key(self, key_id: str) -> None:
        """Open a key's detail on the page, which is shown by now."""
        if self._page is not None:
            self._page.open_key(key_id)

    # Creating.

    def _ask_for_new(self, replaced: ApiKey | None) -> None:
        from binom_desktop.views.key_dialog import KeyDialog

        dialog = KeyDialog(theme=self._theme, replaced=replaced, parent=self._window)
        # It lives as long as the dialog: whoever asks again with it gets the first answer, never a second key.
        idempotency_key = uuid.uuid4()

        def submit(settings: KeySettings) -> None:
            dialog.set_busy()
            self._supervisor.start(self._create(dialog, settings, idempotency_key, replaced), name="create key")

        dialog.submitted.connect(submit)
        dialog.left_unknown.connect(self._on_dialog_left_unknown)
        dialog.open()

    async def _create(
        self, dialog: KeyDialog, settings: KeySettings, idempotency_key: uuid.UUID, replaced: ApiKey | None
    ) -> None:
        try:
            keys = self._service_now()
            created = await keys.create(settings, idempotency_key=idempotency_key)
        except BinomError as error:
            if may_have_happened(error):
                dialog.show_unknown(error)
            else:
                dialog.show_error(error)
            return
        dialog.accept()
        self._show_secret(created)
        if replaced is not None:
            try:
                await keys.rotate(replaced, created.key)
            except BinomError as error:
                self.notice_requested.emit(error_text(error))

    def _show_secret(self, created: CreatedKey) -> None:
        from binom_desktop.views.secret_clipboard import SecretClipboard
        from binom_desktop.views.secret_dialog import SecretDialog

        if self._clipboard is None:
            self._clipboard = SecretClipboard(parent=self)
        dialog = self._secret = SecretDialog(
            created=created, clipboard=self._clipboard, theme=self._theme, parent=self._window
        )
        dialog.test_requested.connect(self._on_secret_test_requested)
        dialog.closed.connect(self._on_secret_closed)
        dialog.open()
        self._to_choose = created.key.id
        self._choose_created()

    def _choose_created(self) -> None:
        """Choose the key that was just created, as soon as the table has it."""
        key_id = self._to_choose
        if self._page is not None and key_id is not None and self.keys.find(key_id) is not None:
            self._to_choose = None
            if self.detail.key_id is None:
                self._page.table.choose(key_id)

    async def _test(self, dialog: SecretDialog, secret: str) -> None:
        try:
            account = await self._service_now().test(secret)
        except BinomError as error:
            if dialog is self._secret:
                dialog.show_test_error(error)
        else:
            if dialog is self._secret:
                dialog.show_account(account)

    # Changing.

    async def _edit(self, dialog: KeyDialog, known: ApiKey, settings: KeySettings) -> None:
        try:
            await self._service_now().update(known, settings)
        except KeyChangedMeanwhile as error:
            dialog.show_changed(error.current)
        except KeyGone:
            dialog.accept()
            self._say_gone(known)
        except BinomError as error:
            dialog.show_error(error)
        else:
            dialog.accept()

    async def _enable(self, known: ApiKey, enabled: bool) -> None:
        answer: ApiKey | None = None
        try:
            answer = await self._switch(known, enabled)
        except KeyGone:
            self._say_gone(known)
        except BinomError as error:
            self._say_not_enabled(known, enabled, error)
        finally:
            shown = self.keys.find(known.id)
            if answer is not None and shown is not None and shown.version != answer.version:
                # The answer comes to the table a little later: until then the switch stays where it was put.
                self._answered[known.id] = shown.version
            else:
                self.keys.set_pending(known.id, None)

    async def _switch(self, known: ApiKey, enabled: bool) -> ApiKey:
        keys = self._service_now()
        try:
            return await keys.update(known, _switched(known, enabled))
        except KeyChangedMeanwhile as error:
            # Only the switch is wanted; what else was changed meanwhile stays.
            return await keys.update(error.current, _switched(error.current, enabled))

    def _end_pending(self) -> None:
        """Show the keys as the server has them whose answers have come to the table."""
        for key_id, version in list(self._answered.items()):
            key = self.keys.find(key_id)
            if key is None or key.version != version:
                del self._answered[key_id]
                self.keys.set_pending(key_id, None)

    def _say_not_enabled(self, key: ApiKey, enabled: bool, error: BinomError) -> None:
        text = self.tr("“{name}” could not be enabled.") if enabled else self.tr("“{name}” could not be disabled.")
        reason = self._in_use_text() if _is_own(error) else error_text(error)
        self.notice_requested.emit(f"{text.format(name=description_text(key))} {reason}")

    def _in_use_text(self) -> str:
        return self.tr("It is the key that this app signs in with. Sign in with another key first.")

    def _say_gone(self, key: ApiKey) -> None:
        text = self.tr("“{name}” exists no longer: it was deleted elsewhere.")
        self.notice_requested.emit(text.format(name=description_text(key)))

    # Looking.

    def _look_again(self) -> None:
        """Read the open key's usage, if it was used or changed since it was read last."""
        key = None if self.detail.key_id is None else self.keys.find(self.detail.key_id)
        if not self._shown or key is None:
            return
        seen, self._seen = self._seen, key
        other = seen is None or seen.id != key.id
        used = not other and seen is not None and seen.total_requests != key.total_requests
        running = self._look_task is not None and not self._look_task.done()
        if other or (not running and (used or not self.detail.known)):
            self._look_task = self._looking.start(self._look(key.id), name="key detail")
        elif used:
            # What is on its way comes to its end first: under traffic it never would otherwise.
            self._looks_again = True

    async def _look(self, key_id: str) -> None:
        again = True
        try:
            while again:
                self._looks_again = False
                self.detail.set_detail(await self._service_now().detail(key_id))
                again = self._looks_again
        except BinomError as error:
            self.detail.set_failed(key_id, error)

    def _service(self) -> Keys | None:
        return None if self._session is None else self._session.keys

    def _service_now(self) -> Keys:
        """What changes keys. Raises ``KeyGone``'s kin where the account is not open by now."""
        keys = self._service()
        if keys is None:
            raise BinomError(self.tr("The account is not open yet. Try again in a moment."))
        return keys

    @Slot(str)
    def _on_page_edit_requested(self, key_id: str) -> None:
        from binom_desktop.views.key_dialog import KeyDialog

        key = self.keys.find(key_id)
        if key is None:
            return
        dialog = KeyDialog(theme=self._theme, key=key, parent=self._window)

        def submit(settings: KeySettings) -> None:
            known = dialog.key or key
            dialog.set_busy()
            self._supervisor.start(self._edit(dialog, known, settings), name="edit key")

        dialog.submitted.connect(submit)
        dialog.open()

    @Slot(str, bool)
    def _on_page_enable_requested(self, key_id: str, enabled: bool) -> None:
        key = self.keys.find(key_id)
        if key is not None and key.enabled != enabled and not self.keys.is_pending(key_id):
            self.keys.set_pending(key_id, enabled)
            self._supervisor.start(self._enable(key, enabled), name="enable key")

    @Slot(str)
    def _on_page_rotate_requested(self, key_id: str) -> None:
        key = self.keys.find(key_id)
        if key is not None and self._secret is None:
            self._ask_for_new(key)

    @Slot(str)
    def _on_page_end_rotation_requested(self, key_id: str) -> None:
        self._supervisor.start(self._tried(lambda: self._service_now().end_rotation(key_id)), name="end rotation")

    @Slot(str)
    def _on_page_delete_requested(self, key_id: str) -> None:
        from binom_desktop.views.delete_key_dialog import DeleteKeyDialog

        key = self.keys.find(key_id)
        if key is None:
            return
        dialog = DeleteKeyDialog(
            key=key, last_used=self.keys.last_used_text(key), theme=self._theme, parent=self._window
        )

        async def delete() -> None:
            try:
                await self._service_now().delete(key)
            except KeyGone:
                dialog.accept()
                self._say_gone(key)
            except BinomError as error:
                dialog.show_error(error, self._in_use_text() if _is_own(error) else "")
            else:
                dialog.accept()

        def confirm() -> None:
            self._supervisor.start(delete(), name="delete key")

        dialog.confirmed.connect(confirm)
        dialog.open()

    @Slot(str)
    def _on_page_detail_requested(self, _key_id: str) -> None:
        self._look_again()

    @Slot(str)
    def _on_secret_test_requested(self, secret: str) -> None:
        if self._secret is not None:
            self._supervisor.start(self._test(self._secret, secret), name="test key")

    @Slot()
    def _on_secret_closed(self) -> None:
        self._secret = None

    @Slot(str)
    def _on_dialog_left_unknown(self, description: str) -> None:
        text = self.tr(
            "A key “{name}” may have been created although its secret never arrived. If it is in the list, delete it."
        )
        self.notice_requested.emit(text.format(name=safe_line(description).strip()))

    async def _tried(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except BinomError as error:
            self.notice_requested.emit(error_text(error))


def _switched(key: ApiKey, enabled: bool) -> KeySettings:
    return KeySettings(key.description, enabled, key.rate_limit_rpm, key.allowed_ips)


def _is_own(error: BinomError) -> bool:
    """Whether a key can't be disabled or deleted because it signs the very call."""
    return isinstance(error, Conflict) and error.status == 409
