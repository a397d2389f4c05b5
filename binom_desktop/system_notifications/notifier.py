"""Shows notifications of the system's own, whatever the system, and the app's own way where there are none."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.domain import Severity
from binom_desktop.presentation.format import safe_line
from binom_desktop.system_notifications.way import SystemNotification, Way
from binom_desktop.tasks import Supervisor

Fallback = Callable[[str, str, str, Severity], object]
"""Takes title, body, route and severity of what the system could not show."""

PATIENCE_S = 5.0
"""How long the system may take to show a notification before the fallback has its turn."""

_ALL = ""
_NATIVE = ("win32", "darwin")

_log = logging.getLogger(__name__)


class Notifier(QObject):
    """Shows notifications; never waits for the system on the GUI thread.

    ``activated`` carries the route of the notification that was clicked, and the token that lets the app raise its
    window on Wayland (empty elsewhere). What the system doesn't show within ``patience_s`` goes to ``fallback``.
    Whether the system can show anything is found out anew each time. ``folder`` is for files that the system is to
    read, such as the app's icon. A running asyncio loop is needed.
    """

    activated = Signal(str, str)

    def __init__(
        self,
        *,
        supervisor: Supervisor,
        fallback: Fallback,
        folder: Path,
        patience_s: float = PATIENCE_S,
        platform: str = sys.platform,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._supervisor = supervisor
        self._fallback = fallback
        self._folder = folder
        self._patience_s = patience_s
        self._platform = platform
        self._way: Way | None = None
        self._orders: dict[str, asyncio.Task[None]] = {}
        self._closed = False

    def show(self, notification: SystemNotification) -> None:
        """Show it in place of the one before with the same id; after ``aclose()`` nothing is shown."""
        plain = replace(
            notification,
            title=safe_line(notification.title),
            body=safe_line(notification.body),
            action_text=safe_line(notification.action_text),
        )
        self._order(notification.id, self._show(plain))

    def close_all(self) -> None:
        """Take away all that this process has shown."""
        for order in self._orders.values():
            order.cancel()
        self._order(_ALL, self._withdraw_all())

    async def aclose(self) -> None:
        """Let go of the system. What shows stays there."""
        self._closed = True
        for order in self._orders.values():
            order.cancel()
        if self._way is not None:
            await self._way.aclose()

    def _order(self, key: str, order: Coroutine[Any, Any, None]) -> None:
        """Carry ``order`` out; one before with the same key that still waits for the system is given up."""
        if self._closed:
            order.close()
            return
        if key in self._orders:
            self._orders[key].cancel()
        task = self._supervisor.start(order, name="notification")
        self._orders[key] = task
        task.add_done_callback(partial(self._forget, key))

    def _forget(self, key: str, task: asyncio.Task[None]) -> None:
        if self._orders.get(key) is task:
            del self._orders[key]

    async def _show(self, notification: SystemNotification) -> None:
        try:
            async with asyncio.timeout(self._patience_s):
                way = await self._opened_way()
                shown = way is not None and await way.show(notification)
        except TimeoutError:
            _log.warning("The system did not show a notification within %g s.", self._patience_s)
            shown = False
        if not shown:
            self._fallback(notification.title, notification.body, notification.route, notification.severity)

    async def _withdraw_all(self) -> None:
        if self._way is not None:
            await self._way.withdraw_all()

    async def _opened_way(self) -> Way | None:
        if self._way is None and not await _may_be_of_use(self._platform):
            return None
        # What it takes, 6 MB and a stall, most days do without.
        kind = await asyncio.to_thread(_import_way, self._platform)
        # Another notification may have had the same wish meanwhile.
        if self._way is None and kind is not None:
            self._way = kind(supervisor=self._supervisor, folder=self._folder, parent=self)
            self._way.activated.connect(self._on_way_activated)
        return self._way

    @Slot(str, str)
    def _on_way_activated(self, route: str, activation_token: str) -> None:
        self.activated.emit(route, activation_token)


async def _may_be_of_use(platform: str) -> bool:
    """Whether the way of this system is worth its import."""
    if platform in _NATIVE:
        return True
    # Linux alone has it.
    from binom_desktop.system_notifications.notification_daemon import has_notification_daemon

    return await has_notification_daemon()


def _import_way(platform: str) -> Callable[..., Way] | None:
    """The way of this system; None where a library for it is missing. Slow."""
    try:
        if platform in _NATIVE:
            from binom_desktop.system_notifications.native import NativeNotifications

            return NativeNotifications
        from binom_desktop.system_notifications.freedesktop import FreedesktopNotifications
    except ImportError as error:
        _log.warning("The system's notifications can't be used: %s", error)
        return None
    return FreedesktopNotifications
