"""Power profiles on Linux, over the system's bus (power-profiles-daemon and its like; all calls asynchronous)."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
    QDBusServiceWatcher,
    QDBusVariant,
)
from typing_extensions import override

from binom_desktop.views.desktop_watch import PowerWatch

# The name of today and the one before: of each the interface is called like the service.
_PATHS = {
    "org.freedesktop.UPower.PowerProfiles": "/org/freedesktop/UPower/PowerProfiles",
    "net.hadess.PowerProfiles": "/net/hadess/PowerProfiles",
}
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVER = "power-saver"
# The type stubs say bytes, and the call takes what SLOT makes.
_CHANGED_SLOT = cast("bytes", SLOT("_on_properties_changed(QDBusMessage)"))


class PowerProfilesWatch(PowerWatch):
    """Power is saved while a service's active profile is the saver; a service that comes later is heard too."""

    def __init__(self, *, bus: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._bus = bus
        self._profiles: dict[str, str] = {}
        self._watcher = QDBusServiceWatcher(self)

    @override
    def start(self) -> None:
        if not self._bus.isConnected():
            return
        self._watcher.setConnection(self._bus)
        self._watcher.setWatchMode(QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange)
        self._watcher.serviceOwnerChanged.connect(self._on_watcher_service_owner_changed)
        for service, path in _PATHS.items():
            self._watcher.addWatchedService(service)
            self._bus.connect(service, path, _PROPERTIES, "PropertiesChanged", self, _CHANGED_SLOT)
            self._ask(service)

    def _ask(self, service: str) -> None:
        message = QDBusMessage.createMethodCall(service, _PATHS[service], _PROPERTIES, "Get")
        message.setArguments([service, "ActiveProfile"])
        # Nothing is to be started only because we ask.
        message.setAutoStartService(False)
        call = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        call.setObjectName(service)
        call.finished.connect(self._on_call_finished)

    def _set_profile(self, service: str, profile: str) -> None:
        self._profiles[service] = profile
        self._set_saving(_SAVER in self._profiles.values())

    @Slot(QDBusPendingCallWatcher)
    def _on_call_finished(self, call: QDBusPendingCallWatcher) -> None:
        call.deleteLater()
        answer = [] if call.isError() else call.reply().arguments()
        profile = answer[0].variant() if answer and isinstance(answer[0], QDBusVariant) else ""
        self._set_profile(call.objectName(), str(profile))

    @Slot(QDBusMessage)
    def _on_properties_changed(self, message: QDBusMessage) -> None:
        service = next(iter(message.arguments()), None)
        if service in _PATHS:
            self._ask(service)

    @Slot(str, str, str)
    def _on_watcher_service_owner_changed(self, service: str, _old_owner: str, new_owner: str) -> None:
        if new_owner:
            self._ask(service)
        else:
            self._set_profile(service, "")
