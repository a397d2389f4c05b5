"""What the tray icon says: offline before critical before warning before normal."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from binom_desktop.domain import Account, Connection, ConnectionState
from binom_desktop.models.stat_cards import CRITICAL_LEVEL_NANO, FIRST_ALERT_LEVEL_NANO
from binom_desktop.presentation.alert_text import tray_tooltip

_OFFLINE_AFTER_MS = 60_000


class TrayState(StrEnum):
    """What the icon says; each has a shape of its own. The value names the picture."""

    NORMAL = "tray-normal"
    WARNING = "tray-warning"
    CRITICAL = "tray-critical"
    OFFLINE = "tray-offline"


class TrayStatusModel(QObject):
    """The icon's state and tooltip. Offline means not Live for over a minute; ``offline_after_ms`` is that minute."""

    changed = Signal()

    def __init__(self, *, offline_after_ms: int = _OFFLINE_AFTER_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._balance_nano: int | None = None
        self._offline = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.setInterval(offline_after_ms)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def state(self) -> TrayState:
        """What matters most now."""
        if self._offline:
            return TrayState.OFFLINE
        if self._balance_nano is None or self._balance_nano >= FIRST_ALERT_LEVEL_NANO:
            return TrayState.NORMAL
        return TrayState.CRITICAL if self._balance_nano < CRITICAL_LEVEL_NANO else TrayState.WARNING

    @property
    def tooltip(self) -> str:
        """The balance in words."""
        return tray_tooltip(self._balance_nano)

    def set_account(self, account: Account) -> None:
        """Take over the newest balance."""
        if account.balance.credit_balance_nano != self._balance_nano:
            self._balance_nano = account.balance.credit_balance_nano
            self.changed.emit()

    def set_connection(self, connection: Connection) -> None:
        """Take over where the live feed stands; a short loss changes nothing."""
        if connection.state is ConnectionState.LIVE:
            self._timer.stop()
            self._set_offline(offline=False)
        elif not self._offline and not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._balance_nano = None
        self._timer.stop()
        self._offline = False
        self.changed.emit()

    def _set_offline(self, *, offline: bool) -> None:
        if offline != self._offline:
            self._offline = offline
            self.changed.emit()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._set_offline(offline=True)
