"""Notifications on Windows (toasts) and macOS (the notification center), through the library desktop-notifier."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from importlib.resources import files
from pathlib import Path
from typing import Final

from desktop_notifier import Button, DesktopNotifier, Icon, Notification, Urgency
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from typing_extensions import override

from binom_desktop.domain import Severity
from binom_desktop.system_notifications.way import APP_NAME, SystemNotification, Way
from binom_desktop.system_notifications.windows import APP_USER_MODEL_ID, register_app_name
from binom_desktop.tasks import Supervisor

ICON_FILE: Final = "notification.png"

_ICON_PIXELS = 256
# Windows takes at most 64 characters to tell notifications apart.
_IDENTIFIER_CHARACTERS = 32
_URGENCY = {Severity.INFO: Urgency.Low, Severity.WARNING: Urgency.Normal, Severity.CRITICAL: Urgency.Critical}

_log = logging.getLogger(__name__)


class NativeNotifications(Way):
    """Shows through the library, once the person has allowed it.

    The library tells of a failure in its log alone; that it called back as sent is how a success is known. On macOS it
    shows something only in an app bundle; elsewhere it has no capabilities, and this way is missing.
    """

    def __init__(self, *, supervisor: Supervisor, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._supervisor = supervisor
        self._folder = folder
        self._library: DesktopNotifier | None = None
        self._missing = False
        self._permission: asyncio.Task[bool] | None = None
        self._routes: dict[str, str] = {}
        self._sent: set[str] = set()

    @override
    async def show(self, notification: SystemNotification) -> bool:
        library = await self._open_library()
        if library is None or not await self._permitted(library):
            return False
        identifier = _identifier(notification.id)
        self._routes[identifier] = notification.route
        self._sent.discard(identifier)
        buttons = (Button(title=notification.action_text),) if notification.action_text else ()
        message = Notification(
            title=notification.title,
            message=notification.body,
            urgency=_URGENCY[notification.severity],
            buttons=buttons,
            identifier=identifier,
        )
        # The system calls the library back, and must find it waiting.
        await asyncio.shield(self._supervisor.start(library.send_notification(message), name="send notification"))
        return identifier in self._sent

    @override
    async def withdraw_all(self) -> None:
        if self._library is not None:
            self._routes.clear()
            await self._library.clear_all()

    @override
    async def aclose(self) -> None:
        self._routes.clear()

    async def _open_library(self) -> DesktopNotifier | None:
        """The library at work; None where it has nothing to show notifications with."""
        if self._library is None and not self._missing:
            try:
                library = DesktopNotifier(app_name=APP_USER_MODEL_ID, app_icon=self._draw_icon())
                # The library has just given the app its id for a name.
                register_app_name(APP_NAME)
            except (ImportError, OSError, RuntimeError) as error:
                _log.warning("The system's notifications can't be used: %s", error)
                self._missing = True
                return None
            library.on_clicked = self._on_library_clicked
            library.on_button_pressed = self._on_library_button_pressed
            library.on_dispatched = self._sent.add
            self._missing = not await library.get_capabilities()
            self._library = None if self._missing else library
        return self._library

    async def _permitted(self, library: DesktopNotifier) -> bool:
        """Whether the person allows it. The first time the system asks them, and that may take as long as it likes."""
        if self._permission is None or self._permission.done():
            self._permission = self._supervisor.start(library.request_authorisation(), name="allow notifications")
        return await asyncio.shield(self._permission)

    def _draw_icon(self) -> Icon | None:
        """The app's icon as a file that Windows can read."""
        image = QImage(_ICON_PIXELS, _ICON_PIXELS, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(files("binom_desktop").joinpath("resources", "app.svg").read_bytes()).render(painter)
        painter.end()
        path = self._folder / ICON_FILE
        return Icon(path=path.absolute()) if image.save(str(path)) else None

    def _on_library_clicked(self, identifier: str) -> None:
        # On any thread; the signal takes it to the receiver's own.
        route = self._routes.get(identifier)
        if route is not None:
            self.activated.emit(route, "")

    def _on_library_button_pressed(self, identifier: str, _button: str) -> None:
        self._on_library_clicked(identifier)


def _identifier(notification_id: str) -> str:
    return hashlib.sha256(notification_id.encode()).hexdigest()[:_IDENTIFIER_CHARACTERS]
