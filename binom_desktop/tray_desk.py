"""What the app says outside its window: the tray's icon and menu, and the system's notifications."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.alert_values import AlertFired, AlertKind, AlertsUpdated, FiredAlert
from binom_desktop.billing_values import ForecastUpdated
from binom_desktop.domain import ApiKey, Severity
from binom_desktop.events import AccountUpdated, AppEvent, ConnectionChanged, KeysUpdated, OverviewUpdated
from binom_desktop.models.tray_status import TrayStatusModel
from binom_desktop.page_entries import SETTINGS_ROUTE
from binom_desktop.presentation.fired_text import alert_body, alert_route, alert_title, key_id_of
from binom_desktop.presentation.format import safe_line
from binom_desktop.settings import Settings
from binom_desktop.system_notifications.notifier import Notifier
from binom_desktop.system_notifications.way import SystemNotification
from binom_desktop.tasks import Supervisor
from binom_desktop.views.tray import Tray


class TrayDesk(QObject):
    """Shows nothing before ``show()``. ``route_requested`` comes with a click on a notification.

    ``page_title`` names a route's page; ``folder`` is for files that the system is to read, such as the app's icon.
    """

    open_requested = Signal()
    create_key_requested = Signal()
    refresh_requested = Signal()
    quit_requested = Signal()
    route_requested = Signal(str)
    notifications_paused_changed = Signal(bool)
    alert_told = Signal(str)
    available_changed = Signal(bool)

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        page_title: Callable[[str], str],
        folder: Path,
        supervisor: Supervisor,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page_title = page_title
        self._keys: Mapping[str, ApiKey] = {}
        self._status = TrayStatusModel(now_ms=now_ms, parent=self)
        self._tray = Tray(parent=self)
        self._notifier = Notifier(supervisor=supervisor, fallback=self._tray.notify, folder=folder, parent=self)
        self._connect()

    @property
    def available(self) -> bool:
        """Whether the desktop has a tray now."""
        return self._tray.available

    def show(self) -> None:
        """Put the icon into the tray."""
        self._tray.show()

    async def aclose(self) -> None:
        """Take the icon away."""
        self._tray.close()
        await self._notifier.aclose()

    def set_settings(self, settings: Settings) -> None:
        """Follow what a person has chosen."""
        self._status.set_real_time(settings.real_time)
        self._tray.set_notifications_paused(settings.notifications_paused)

    def clear(self) -> None:
        """Another account comes."""
        self._keys = {}
        self._status.clear()
        self._notifier.close_all()

    def take(self, event: AppEvent) -> None:
        """Show what services have to say."""
        match event:
            case AccountUpdated(account):
                self._status.set_account(account)
            case OverviewUpdated(overview):
                self._status.set_overview(overview)
            case ForecastUpdated(forecast):
                self._status.set_forecast(forecast)
            case ConnectionChanged(connection):
                self._status.set_connection(connection)
            case KeysUpdated(keys):
                self._keys = keys
            case AlertsUpdated(states):
                self._status.set_alerts(states)
            case AlertFired(alert, quiet):
                self._tell(alert, quiet=quiet)

    def tell_of_tray(self) -> None:
        """Say that the app goes on without its window, and how it ends."""
        self._notifier.show(
            SystemNotification(
                id="tray",
                title=self.tr("Binom Desktop is still running"),
                body=self.tr(
                    "Find it in the tray; its menu has Quit. Settings can change what closing the window does."
                ),
                severity=Severity.INFO,
                route=SETTINGS_ROUTE,
                action_text=self.tr("Open Settings"),
            )
        )

    def _tell(self, alert: FiredAlert, *, quiet: bool) -> None:
        key = self._keys.get(key_id_of(alert) or "")
        body = alert_body(alert, "" if key is None else safe_line(key.description or key.hint))
        # Notifications can vanish unseen, so it stands in the window too.
        self.alert_told.emit(body)
        if quiet:
            return
        route = alert_route(alert.rule.kind)
        self._notifier.show(
            SystemNotification(
                # Of balances the newest counts alone.
                id="balance" if alert.rule.kind is AlertKind.BALANCE_BELOW else f"rule-{alert.rule.id}",
                title=alert_title(alert),
                body=body,
                severity=alert.rule.severity,
                route=route,
                action_text=self.tr("Open {page}").format(page=self._page_title(route)),
            )
        )

    def _connect(self) -> None:
        self._tray.open_requested.connect(self.open_requested)
        self._tray.create_key_requested.connect(self.create_key_requested)
        self._tray.refresh_requested.connect(self.refresh_requested)
        self._tray.quit_requested.connect(self.quit_requested)
        self._tray.route_requested.connect(self.route_requested)
        self._tray.available_changed.connect(self.available_changed)
        self._tray.notifications_paused_changed.connect(self.notifications_paused_changed)
        self._notifier.activated.connect(self._on_notifier_activated)
        self._status.changed.connect(self._on_status_changed)

    @Slot(str, str)
    def _on_notifier_activated(self, route: str, token: str) -> None:
        if token:
            # Qt's Wayland platform takes the token from here when the window is activated.
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.route_requested.emit(route)

    @Slot()
    def _on_status_changed(self) -> None:
        self._tray.set_state(self._status.state)
        self._tray.set_tooltip(self._status.tooltip)
        self._tray.set_today(self._status.today)
