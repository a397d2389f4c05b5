"""What the tray says: offline before critical before warning before normal, the credits, and today."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from binom_desktop.alert_values import BalanceLevels, RulePhase, RuleState
from binom_desktop.domain import Account, Connection, ConnectionState, Forecast, Overview, Severity
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.tray_text import credit_line, today_line

_OFFLINE_AFTER_MS = 60_000


class TrayState(StrEnum):
    """What the icon says; each has a shape of its own. The value names the picture."""

    NORMAL = "tray-normal"
    WARNING = "tray-warning"
    CRITICAL = "tray-critical"
    OFFLINE = "tray-offline"


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class TrayStatusModel(QObject):
    """The icon's state and the lines of tooltip and menu. ``now_ms`` is the wall clock.

    Offline means not Live for over a minute, and ``offline_after_ms`` is that minute. The alerts' states tell warning
    and critical; as long as they are not known, the balance stands in for them with the levels that exist from the
    start. What belongs to an account is forgotten by ``clear``, and what a person has set is not.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        now_ms: Callable[[], int] = _wall_ms,
        offline_after_ms: int = _OFFLINE_AFTER_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._balance_nano: int | None = None
        self._forecast: Forecast | None = None
        self._overview: Overview | None = None
        self._alerted: Severity | None = None
        self._alerts_known = False
        self._connection: ConnectionState | None = None
        self._real_time = True
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
        severity = self._alerted if self._alerts_known else self._severity_of_balance()
        if severity is Severity.CRITICAL:
            return TrayState.CRITICAL
        return TrayState.WARNING if severity is Severity.WARNING else TrayState.NORMAL

    @property
    def tooltip(self) -> str:
        """The credits and how long they last; the menu's first line too. The time left counts from this call."""
        return credit_line(self._balance_nano, self._forecast, self._now_ms())

    @property
    def today(self) -> str:
        """The requests of this UTC day and what they cost; figures of another day are not today's."""
        day = self._overview.days[-1] if self._overview is not None and self._overview.days else None
        if day is None or day.day != text_format.day_of(self._now_ms()):
            return today_line(None, None)
        return today_line(day.requests, day.cost_nano)

    def set_account(self, account: Account) -> None:
        """Take over the newest balance."""
        if account.balance.credit_balance_nano != self._balance_nano:
            self._balance_nano = account.balance.credit_balance_nano
            self.changed.emit()

    def set_forecast(self, forecast: Forecast) -> None:
        """Take over how long the credits last."""
        if forecast != self._forecast:
            self._forecast = forecast
            self.changed.emit()

    def set_overview(self, overview: Overview) -> None:
        """Take over the newest sums; the last day's are today's."""
        before, self._overview = self._overview, overview
        if before is None or before.days[-1:] != overview.days[-1:]:
            self.changed.emit()

    def set_alerts(self, states: Sequence[RuleState]) -> None:
        """Take over where the rules stand: from now on the worst of those that have fired is the icon's state."""
        fired = {state.rule.severity for state in states if state.phase is RulePhase.FIRED}
        worst = next((severity for severity in (Severity.CRITICAL, Severity.WARNING) if severity in fired), None)
        if not self._alerts_known or worst is not self._alerted:
            self._alerts_known, self._alerted = True, worst
            self.changed.emit()

    def set_connection(self, connection: Connection) -> None:
        """Take over where the live feed stands; a short loss changes nothing."""
        self._connection = connection.state
        self._watch()

    def set_real_time(self, real_time: bool) -> None:
        """Take over whether there is to be a live feed at all: without one, nothing is offline for want of it."""
        self._real_time = real_time
        self._watch()

    def clear(self) -> None:
        """Forget everything of the account: another one comes."""
        self._balance_nano = self._forecast = self._overview = self._alerted = self._connection = None
        self._alerts_known = False
        self._timer.stop()
        self._offline = False
        self.changed.emit()

    def _severity_of_balance(self) -> Severity | None:
        return None if self._balance_nano is None else BalanceLevels().severity(self._balance_nano)

    def _watch(self) -> None:
        """Let the minute run while the feed is wanted and not Live."""
        if not self._real_time or self._connection in {None, ConnectionState.LIVE}:
            self._timer.stop()
            self._set_offline(offline=False)
        elif not self._offline and not self._timer.isActive():
            self._timer.start()

    def _set_offline(self, *, offline: bool) -> None:
        if offline != self._offline:
            self._offline = offline
            self.changed.emit()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._set_offline(offline=True)
