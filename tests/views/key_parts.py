"""The API Keys page in a real window, on a real session and server, for the tests of everything done to a key."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from binom_desktop.api.client import AccountClient, ClientTimings
from binom_desktop.domain import ApiKey, ConnectionState, KeySettings
from binom_desktop.events import AccountUpdated, AppEvent, ConnectionChanged, FigureFailed, KeysUpdated
from binom_desktop.history.history import wall_clock_ms
from binom_desktop.keys_desk import KeysDesk
from binom_desktop.models.api_keys import KeyColumn
from binom_desktop.page_entries import KEYS_ROUTE
from binom_desktop.services.session import AccountSession
from binom_desktop.settings import Settings
from binom_desktop.tasks import Supervisor
from binom_desktop.views.api_keys import ApiKeysPage
from binom_desktop.views.delete_key_dialog import DeleteKeyDialog
from binom_desktop.views.key_dialog import KeyDialog
from binom_desktop.views.secret_dialog import SecretDialog
from binom_desktop.views.switch import Switch
from tests.sandbox_process import SandboxProcess
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import Shell, find

WAIT_S = 30.0
POLL_S = 0.004
KEYS = "/v1/keys"
ONE_KEY = "/v1/keys/"
"""The path of PATCH and DELETE, which does not concern the list of keys."""
IMPATIENT = ClientTimings(attempts=3, retry_first_s=0.01, retry_longest_s=0.02, retry_jitter_s=0.0)
LIMITED: dict[str, Any] = {"rate_limit_rpm": 60, "allowed_ips": ("192.0.2.0/24", "2001:db8::1")}
WORDS: tuple[str, ...] = ("text", "toPlainText", "toHtml", "placeholderText", "windowTitle", "title")
WORDS += ("accessibleName", "accessibleDescription", "toolTip", "statusTip", "whatsThis", "objectName")

_Dialog = TypeVar("_Dialog", bound=QDialog)


async def until(holds: Callable[[], object], what: str) -> None:
    """Wait for a condition; ``what`` names it when it never comes."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + WAIT_S
    while not holds():
        assert loop.time() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(POLL_S)


def no_tls() -> ssl.SSLContext:
    """A context without certificates, which is quick to make: nothing here leaves the machine."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as a person does: it goes to the popup, or to what has the keyboard."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    QTest.keyClick(widget, key, modifiers)


def type_in(text: str) -> None:
    """Type into what has the keyboard, in place of what is selected."""
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        if letter.isascii():
            QTest.keyClicks(widget, letter)
            continue
        # QTest knows no other letters.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def click(button: QAbstractButton) -> None:
    """Click a button that can be seen and pressed."""
    assert button.isVisible(), f"{button.objectName()} is hidden"
    assert button.isEnabled(), f"{button.objectName()} is disabled"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def tab_to(name: str) -> QWidget:
    """Press Tab until the control of this name has the keyboard."""
    for _ in range(60):
        widget = QApplication.focusWidget()
        if widget is not None and widget.objectName() == name:
            return widget
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {name}")


def focused() -> str:
    """The name of what has the keyboard."""
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def shown(kind: type[_Dialog]) -> list[_Dialog]:
    """The open dialogs of a kind."""
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


def words_of_widgets() -> list[str]:
    """All that any widget of the application says or would say to a screen reader."""
    return [
        str(word())
        for widget in QApplication.allWidgets()
        for word in (getattr(widget, name, None) for name in WORDS)
        if word is not None and callable(word) and not inspect.isclass(word)
    ]


def message(dialog: QWidget, name: str = "dialogMessage") -> str:
    """What a dialog has to say; empty while it says nothing."""
    label = find(dialog, QLabel, name)
    return label.text() if label.isVisible() else ""


def line(dialog: QWidget, name: str) -> QLineEdit:
    """A field by its name."""
    return find(dialog, QLineEdit, name)


def button(root: QWidget, name: str) -> QPushButton:
    """A button by its name."""
    return find(root, QPushButton, name)


def addresses(dialog: QWidget) -> list[str]:
    """The addresses that a form keeps."""
    chips = dialog.findChildren(QPushButton)
    return [chip.text() for chip in chips if chip.objectName().startswith("address ") and chip.isVisible()]


class KeyStage:
    """A window with the API Keys page, the session it works on, and somebody else with the same account.

    ``key`` is the test's own: “Laptop”, limited, never used, made before the session began.
    """

    key: ApiKey

    def __init__(self, application: QApplication, sandbox: SandboxProcess, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.notices: list[str] = []
        self.chosen: list[str] = []
        self.ahead_ms = 0
        self.connected = False
        self.errors: list[object] = []
        self.application = application
        self.shell = Shell(application)
        self.supervisor = Supervisor(on_error=self.errors.append)
        self.desk = KeysDesk(
            now_ms=self.now_ms,
            connection=self.shell.connection,
            account=self.shell.account,
            theme=self.shell.theme,
            supervisor=self.supervisor,
            window=self.shell.window,
        )
        self.window = self.shell.window
        self.window.route_changed.connect(self.desk.set_route)
        self.shell.add_page(self.shell.page("/dashboard", "Overview", "Ctrl+1"))
        self.window.add_page(self.desk.entry, self.desk.build_page)
        self.desk.notice_requested.connect(self.notices.append)
        self.desk.notice_requested.connect(self.window.show_notice)
        self.desk.requests_chosen.connect(self.chosen.append)
        self.window.navigate(KEYS_ROUTE)
        self.page = find(self.window, ApiKeysPage, "keysPage")
        self.table = self.page.table
        self.elsewhere = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=IMPATIENT, tls=no_tls)
        self.session: AccountSession | None = None

    # What the tests look at.

    def now_ms(self) -> int:
        """The desk's wall clock, which can be set forward."""
        return wall_clock_ms() + self.ahead_ms

    def column(self, column: KeyColumn) -> list[str]:
        """A column's cells, from the top."""
        return [self.cell(row, column) for row in range(self.desk.keys.rowCount())]

    def cell(self, row: int, column: KeyColumn) -> str:
        """One cell."""
        return str(self.desk.keys.index(row, column).data())

    def row(self, key_id: str) -> dict[KeyColumn, str]:
        """A key's cells by column; empty where the key has no row."""
        row = self.desk.keys.row_of(key_id)
        return {} if row is None else {column: self.cell(row, column) for column in KeyColumn}

    def switch(self) -> Switch:
        """The switch of the key that is open."""
        return find(self.page.detail_view, Switch, "keyEnabledSwitch")

    def fact(self, name: str) -> str:
        """A fact of the key that is open."""
        return find(self.page.detail_view, QTextEdit, f"{name}Fact").toPlainText()

    def banner(self) -> tuple[str, str]:
        """What the open key's rotation banner says, and its button; empty while there is none."""
        frame = find(self.page.detail_view, QFrame, "keyRotation")
        action = button(frame, "keyRotationAction")
        text = find(frame, QLabel, "keyRotationText").text()
        return (text, action.text() if action.isVisible() else "") if frame.isVisible() else ("", "")

    # What happens elsewhere.

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def fault(self, kind: str, **members: object) -> None:
        """Switch a fault on."""
        await self.control("faults", {"kind": kind, **members})

    async def end_faults(self) -> None:
        """Switch all faults off."""
        await self.control("faults", method="DELETE")

    async def fault_taken(self) -> None:
        """Wait until every fault that is on has happened as often as it should."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_S
        while (await self.control("state", method="GET"))["faults"]:
            assert loop.time() < deadline, "the fault never happened"

    async def log(self, count: int = 1, **forced: object) -> int:
        """Let requests be served; the answer is the newest sequence."""
        answer = await self.control("requests", {"count": count, **forced})
        return int(answer["lastSequence"])

    async def listed(self) -> dict[str, ApiKey]:
        """The keys as the server has them."""
        return {key.id: key for key in await self.elsewhere.keys()}

    async def own(self) -> ApiKey:
        """The key that the app signs in with."""
        (key,) = [key for key in (await self.listed()).values() if self.sandbox.token.endswith(key.hint[-4:])]
        return key

    async def made(self, description: str, **settings: Any) -> ApiKey:
        """A key that somebody else made, as soon as it is in the table."""
        wanted = KeySettings(description, **settings)
        key = (await self.elsewhere.create_key(wanted, idempotency_key=uuid.uuid4())).key
        await until(lambda: self.row(key.id), f"{description} in the table")
        return key

    async def changed(self, key: ApiKey, *, wait: bool = True, **settings: Any) -> ApiKey:
        """A key that somebody else changes, as soon as the change is shown."""
        before = {name: getattr(key, name) for name in KeySettings.__struct_fields__}
        changed = await self.elsewhere.update_key(key, KeySettings(**before | settings))
        if wait:
            await until(lambda: self.version(key.id) == changed.version, "the change in the table")
        return changed

    async def deleted(self, key: ApiKey) -> None:
        """A key that somebody else deletes, as soon as it is out of the table."""
        await self.elsewhere.delete_key(key.id)
        await until(lambda: not self.row(key.id), "the end of the row")

    def version(self, key_id: str) -> str:
        """The version of a key that the page knows; empty where it knows none."""
        key = self.desk.keys.find(key_id)
        return "" if key is None else key.version

    # What a person does.

    async def dialog(self, kind: type[_Dialog]) -> _Dialog:
        """The dialog of a kind, once it is open and has the keyboard."""
        await until(lambda: any(dialog.isActiveWindow() for dialog in shown(kind)), kind.__name__)
        (dialog,) = shown(kind)
        return dialog

    async def no_dialog(self) -> None:
        """Wait until every dialog is closed, and the window has the keyboard again."""
        await until(lambda: not shown(QDialog), "the end of the dialog")
        # The offscreen platform has no window manager, which would do this.
        self.window.activateWindow()
        await until(self.window.isActiveWindow, "the window")

    async def choose(self, key: ApiKey) -> None:
        """Put the keyboard on a key's row."""
        self.window.activateWindow()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.table.choose(key.id)
        await until(self.table.hasFocus, "the keyboard in the table")
        assert self.table.chosen is not None
        assert self.table.chosen.id == key.id

    async def open(self, key: ApiKey) -> None:
        """Open a key's details by keyboard, and wait for its usage."""
        await self.choose(key)
        press(Qt.Key.Key_Return)
        assert self.page.detail_view.isVisible()
        await until(lambda: self.desk.detail.known, "the key's usage")

    async def new_key_form(self) -> KeyDialog:
        """The form for a new key, opened by its shortcut."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        await until(self.table.hasFocus, "the keyboard in the table")
        press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        return await self.dialog(KeyDialog)

    async def edit_form(self, key: ApiKey) -> KeyDialog:
        """The form for a key, opened by F2 in the table."""
        await self.choose(key)
        press(Qt.Key.Key_F2)
        return await self.dialog(KeyDialog)

    async def delete_form(self, key: ApiKey) -> DeleteKeyDialog:
        """The question before a key is deleted, asked for by Delete in the table."""
        await self.choose(key)
        press(Qt.Key.Key_Delete)
        return await self.dialog(DeleteKeyDialog)

    async def new_secret(self, description: str = "Laptop") -> tuple[SecretDialog, str]:
        """The secret of a key that was just created, in its dialog."""
        form = await self.new_key_form()
        type_in(description)
        click(button(form, "keySubmitButton"))
        dialog = await self.dialog(SecretDialog)
        return dialog, find(dialog, QTextEdit, "secretText").toPlainText()

    async def save_secret(self) -> str:
        """Say that the secret is saved; the answer is the secret."""
        dialog = await self.dialog(SecretDialog)
        secret = find(dialog, QTextEdit, "secretText").toPlainText()
        click(button(dialog, "savedKeyButton"))
        await self.no_dialog()
        return secret

    async def new_key(self, known: Sequence[str]) -> ApiKey:
        """The one key that the server has beside the known ones, once it is in the table."""
        (key,) = [key for id_, key in (await self.listed()).items() if id_ not in known]
        await until(lambda: self.row(key.id), "the new key in the table")
        return key

    def refresh(self) -> None:
        """Read everything anew, as the window's Refresh does."""
        assert self.session is not None
        self.supervisor.start(self.session.refresh(), name="refresh")

    def click_header(self, column: KeyColumn) -> None:
        """Click a column's title."""
        header = self.table.horizontalHeader()
        self.table.scrollTo(self.desk.keys.index(0, column))
        at = QPoint(header.sectionViewportPosition(column) + 12, 8)
        assert header.viewport().rect().contains(at)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    # How it runs.

    def run(self, test: Callable[[], Awaitable[None]], *, begin: bool = True) -> None:
        """Run a test on the app's loop, with ``begin`` in a session, and tidy up the account behind it."""
        try:
            run_on_app_loop(self.application, self._run(test, begin))
        finally:
            self.window.hide()
            # Here and now, for the same reason as the loop's timers.
            for part in (self.window, self.desk, self.shell.account, self.shell.connection, self.shell.theme):
                part.deleteLater()
                QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
        assert self.errors == []

    @contextlib.asynccontextmanager
    async def session_running(self, *, join: bool = True) -> AsyncIterator[None]:
        """A session from its beginning to its end, and with ``join`` all keys shown."""
        session = AccountSession(
            server=self.sandbox.url,
            key=self.sandbox.token,
            account_id=None,
            history_folder=lambda account: self.folder / account,
            publish=self._publish,
            settings=Settings(refresh_interval_s=600),
        )
        task = asyncio.create_task(session.run(), name="session")
        self.session = session
        self.desk.set_session(session)
        try:
            if join:
                await until(lambda: self.connected and self.desk.keys.known, "a live session with its keys")
            yield
            assert not task.done(), task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self.session = None
            self.connected = False
            self.desk.set_session(None)

    async def _run(self, test: Callable[[], Awaitable[None]], begin: bool) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: self.errors.append(context))
        self.window.show()
        self.window.activateWindow()
        await until(self.window.isActiveWindow, "the window")
        known = await self.listed()
        try:
            wanted = KeySettings("Laptop", **LIMITED)
            self.key = (await self.elsewhere.create_key(wanted, idempotency_key=uuid.uuid4())).key
            async with self.session_running() if begin else contextlib.nullcontext():
                await test()
        finally:
            for dialog in shown(QDialog):
                dialog.done(0)
            self.desk.end()
            await self.supervisor.aclose()
            await self.end_faults()
            for key_id in set(await self.listed()) - set(known):
                await self.elsewhere.delete_key(key_id)
            await self.elsewhere.aclose()

    def _publish(self, event: AppEvent) -> None:
        match event:
            case AccountUpdated(account):
                self.shell.account.set_account(account)
                self.desk.set_account(account)
            case ConnectionChanged(connection):
                self.shell.connection.set_connection(connection)
                self.connected = connection.state is ConnectionState.LIVE
            case KeysUpdated() | FigureFailed():
                self.desk.take(event)
            case _:
                pass


def on_the_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Let pytest run an async test of the fixture ``stage`` on the app's loop, with all keys shown."""

    @functools.wraps(test)
    def run(*, stage: KeyStage, **arguments: Any) -> None:
        stage.run(lambda: test(stage=stage, **arguments))

    return run


def before_the_session(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """The same, but the test itself begins the session."""

    @functools.wraps(test)
    def run(*, stage: KeyStage, **arguments: Any) -> None:
        stage.run(lambda: test(stage=stage, **arguments), begin=False)

    return run
