"""The icon in the system's tray: a state by shape, a menu, notifications."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from binom_desktop.domain import Severity
from binom_desktop.models.tray_status import TrayState
from binom_desktop.presentation.format import safe_line
from binom_desktop.views import icons

_MESSAGE_ICONS = {
    Severity.INFO: QSystemTrayIcon.MessageIcon.Information,
    Severity.WARNING: QSystemTrayIcon.MessageIcon.Warning,
    Severity.CRITICAL: QSystemTrayIcon.MessageIcon.Critical,
}
_MESSAGE_SHOWN_MS = 10_000
_HOST_SERVICE = "org.kde.StatusNotifierWatcher"


class Tray(QObject):
    """Shows nothing until ``show()``, and nothing where the desktop has no tray; a tray that comes later is used."""

    open_requested = Signal()
    refresh_requested = Signal()
    quit_requested = Signal()
    route_requested = Signal(str)
    available_changed = Signal(bool)

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = TrayState.NORMAL
        self._tooltip = self.tr("Binom Desktop")
        self._route = ""
        self._icon: QSystemTrayIcon | None = None
        self._watcher: QObject | None = None
        self._was_available = False
        self._menu = QMenu()
        self._menu.setObjectName("trayMenu")
        self._open_action = self._action(self.tr("Open Binom Desktop"), "trayOpenAction")
        self._refresh_action = self._action(self.tr("Refresh"), "trayRefreshAction")
        self._menu.addSeparator()
        self._quit_action = self._action(self.tr("Quit"), "trayQuitAction")
        self._connect()

    @property
    def available(self) -> bool:
        """Whether the desktop shows the icon now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def state(self) -> TrayState:
        """What the icon says."""
        return self._state

    @property
    def tooltip(self) -> str:
        """What the icon says under the pointer."""
        return self._tooltip

    @property
    def menu(self) -> QMenu:
        """The icon's menu."""
        return self._menu

    def show(self) -> None:
        """Put the icon into the tray, now or as soon as there is one."""
        self._watch_host()
        self._was_available = self.available
        self._replace_icon()

    def close(self) -> None:
        """Take the icon out of the tray, and let go of the menu."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        self._menu.deleteLater()

    def set_state(self, state: TrayState) -> None:
        """Show ``state`` by its shape."""
        if state is not self._state:
            self._state = state
            if self._icon is not None:
                self._icon.setIcon(icons.drawn_icon(state.value))

    def set_tooltip(self, text: str) -> None:
        """Say ``text`` under the pointer."""
        self._tooltip = text
        if self._icon is not None:
            self._icon.setToolTip(text)

    def notify(self, title: str, body: str, route: str, severity: Severity = Severity.INFO) -> None:
        """Show a notification of the system's own; a click on it asks for ``route``.

        Where there is no tray or no notification service nothing is shown: what matters must stand in the window too.
        """
        if self._icon is None:
            return
        self._route = route
        self._icon.showMessage(safe_line(title), safe_line(body), _MESSAGE_ICONS[severity], _MESSAGE_SHOWN_MS)

    def _action(self, text: str, object_name: str) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(object_name)
        return action

    def _connect(self) -> None:
        self._open_action.triggered.connect(self._on_open_action_triggered)
        self._refresh_action.triggered.connect(self._on_refresh_action_triggered)
        self._quit_action.triggered.connect(self._on_quit_action_triggered)

    def _replace_icon(self) -> None:
        """Make a new icon: one made before its tray host never shows up in it."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        icon = QSystemTrayIcon(icons.drawn_icon(self._state.value), self)
        icon.setObjectName("trayIcon")
        icon.setToolTip(self._tooltip)
        icon.setContextMenu(self._menu)
        icon.activated.connect(self._on_icon_activated)
        icon.messageClicked.connect(self._on_icon_message_clicked)
        icon.show()
        self._icon = icon

    def _watch_host(self) -> None:
        if self._watcher is not None or sys.platform != "linux":
            return
        # Needed on Linux alone, and not before the window is painted.
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        watcher = QDBusServiceWatcher(_HOST_SERVICE, bus, QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange, self)
        watcher.serviceOwnerChanged.connect(self._on_watcher_service_owner_changed)
        self._watcher = watcher

    @Slot(str, str, str)
    def _on_watcher_service_owner_changed(self, _service: str, _old_owner: str, new_owner: str) -> None:
        if new_owner:
            self._replace_icon()
        available = bool(new_owner) or self.available
        if available != self._was_available:
            self._was_available = available
            self.available_changed.emit(available)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_icon_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # The context menu opens by itself.
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_requested.emit()

    @Slot()
    def _on_icon_message_clicked(self) -> None:
        self.route_requested.emit(self._route)

    @Slot()
    def _on_open_action_triggered(self) -> None:
        self.open_requested.emit()

    @Slot()
    def _on_refresh_action_triggered(self) -> None:
        self.refresh_requested.emit()

    @Slot()
    def _on_quit_action_triggered(self) -> None:
        self.quit_requested.emit()
