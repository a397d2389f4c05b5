"""The icon in the system's tray: a state by shape, a menu, notifications."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from binom_desktop.domain import Severity
from binom_desktop.models.tray_status import TrayState
from binom_desktop.presentation.alert_text import tray_tooltip
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.tray_text import today_line
from binom_desktop.views import icons

_MESSAGE_ICONS = {
    Severity.INFO: QSystemTrayIcon.MessageIcon.Information,
    Severity.WARNING: QSystemTrayIcon.MessageIcon.Warning,
    Severity.CRITICAL: QSystemTrayIcon.MessageIcon.Critical,
}
_MESSAGE_SHOWN_MS = 10_000
_TEXTS_REST_MS = 1000
_HOST_SERVICE = "org.kde.StatusNotifierWatcher"


class Tray(QObject):
    """Shows nothing until ``show()``, and nothing where the desktop has no tray; a tray that comes later is used.

    New texts are shown at once, but not within ``texts_rest_ms`` of the ones before: the panel is another process, and
    hears of every change.
    """

    open_requested = Signal()
    create_key_requested = Signal()
    notifications_paused_changed = Signal(bool)
    refresh_requested = Signal()
    quit_requested = Signal()
    route_requested = Signal(str)
    available_changed = Signal(bool)

    def __init__(self, *, texts_rest_ms: int = _TEXTS_REST_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts_rest_ms = texts_rest_ms
        self._state = TrayState.NORMAL
        self._tooltip = tray_tooltip(None)
        self._today = today_line(None, None)
        self._route = ""
        self._icon: QSystemTrayIcon | None = None
        self._watcher: QObject | None = None
        self._was_available = False
        self._closed = False
        self._menu = QMenu()
        self._menu.setObjectName("trayMenu")
        self._credit_action = self._line(self._tooltip, "trayCreditAction")
        self._today_action = self._line(self._today, "trayTodayAction")
        self._menu.addSeparator()
        self._open_action = self._action(self.tr("Open Binom Desktop"), "trayOpenAction")
        self._create_key_action = self._action(self.tr("Create API Key"), "trayCreateKeyAction")
        self._pause_action = self._action(self.tr("Pause Notifications"), "trayPauseAction")
        self._pause_action.setCheckable(True)
        self._refresh_action = self._action(self.tr("Refresh"), "trayRefreshAction")
        self._menu.addSeparator()
        self._quit_action = self._action(self.tr("Quit"), "trayQuitAction")
        self._texts_timer = QTimer(self)
        self._texts_timer.setSingleShot(True)
        self._texts_timer.setTimerType(Qt.TimerType.CoarseTimer)
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
        """What the icon says under the pointer, now or in a moment."""
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
        """Take the icon out of the tray, and let go of the menu; what is said later goes nowhere."""
        self._closed = True
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        self._texts_timer.stop()
        self._menu.deleteLater()

    def set_state(self, state: TrayState) -> None:
        """Show ``state`` by its shape."""
        if state is not self._state:
            self._state = state
            if self._icon is not None:
                self._icon.setIcon(icons.tray_icon(state.value))

    def set_tooltip(self, text: str) -> None:
        """Say ``text`` under the pointer and in the menu's first line."""
        self._tooltip = text
        self._show_texts_soon()

    def set_today(self, text: str) -> None:
        """Say ``text`` in the menu's second line."""
        self._today = text
        self._show_texts_soon()

    def set_notifications_paused(self, paused: bool) -> None:
        """Show whether notifications are paused; nobody is told that they are."""
        self._pause_action.setChecked(paused)

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

    def _line(self, text: str, object_name: str) -> QAction:
        action = self._action(text, object_name)
        action.setEnabled(False)
        return action

    def _connect(self) -> None:
        self._texts_timer.timeout.connect(self._on_texts_timer_timeout)
        self._open_action.triggered.connect(self._on_open_action_triggered)
        self._create_key_action.triggered.connect(self._on_create_key_action_triggered)
        self._pause_action.triggered.connect(self._on_pause_action_triggered)
        self._refresh_action.triggered.connect(self._on_refresh_action_triggered)
        self._quit_action.triggered.connect(self._on_quit_action_triggered)

    def _show_texts_soon(self) -> None:
        """Show them with what else changes just now, or after the moment of rest."""
        if not self._closed and not self._texts_timer.isActive():
            self._texts_timer.start(0)

    def _show_texts(self) -> bool:
        """Show what is not shown yet; whether there was anything."""
        shown = self._tooltip if self._icon is None else self._icon.toolTip()
        actions = self._credit_action.text(), self._today_action.text()
        if shown == self._tooltip and actions == (self._tooltip, self._today):
            return False
        self._credit_action.setText(self._tooltip)
        self._today_action.setText(self._today)
        if self._icon is not None and shown != self._tooltip:
            self._icon.setToolTip(self._tooltip)
        return True

    def _replace_icon(self) -> None:
        """Make a new icon: one made before its tray host never shows up in it."""
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        icon = QSystemTrayIcon(icons.tray_icon(self._state.value), self)
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
    def _on_texts_timer_timeout(self) -> None:
        if self._show_texts():
            self._texts_timer.start(self._texts_rest_ms)

    @Slot()
    def _on_open_action_triggered(self) -> None:
        self.open_requested.emit()

    @Slot()
    def _on_create_key_action_triggered(self) -> None:
        self.create_key_requested.emit()

    @Slot(bool)
    def _on_pause_action_triggered(self, checked: bool) -> None:
        self.notifications_paused_changed.emit(checked)

    @Slot()
    def _on_refresh_action_triggered(self) -> None:
        self.refresh_requested.emit()

    @Slot()
    def _on_quit_action_triggered(self) -> None:
        self.quit_requested.emit()
