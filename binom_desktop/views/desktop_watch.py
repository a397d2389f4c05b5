"""What the computer is doing beside us: its network, its sleep, and whether it saves power.

Each says nothing before ``start``, which is for after the first paint, and nothing where the system has no answer.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from typing_extensions import override

_WAKE_LOOK_MS = 15_000
_SHORTEST_SLEEP_S = 2.0
_POWER_LOOK_MS = 60_000


class NetworkWatch(QObject):
    """Tells when the network goes and comes back, and when another one carries it, such as a cable for Wi-Fi.

    Whether a server can be reached over it nobody promises. A system that doesn't know counts as reachable.
    """

    reachable_changed = Signal(bool)
    changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._started = False
        self._reachable = True

    @property
    def reachable(self) -> bool:
        """Whether there is a network, as far as the system says."""
        return self._reachable

    def start(self) -> None:
        """Watch from now on; without a network now, that is told at once. Again it changes nothing."""
        from PySide6.QtNetwork import QNetworkInformation

        if self._started or not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            return
        self._started = True
        information = QNetworkInformation.instance()
        information.reachabilityChanged.connect(self._on_information_reachability_changed)
        information.transportMediumChanged.connect(self._on_information_transport_medium_changed)
        self._look()

    def _look(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        reachability = QNetworkInformation.instance().reachability()
        reachable = reachability is not QNetworkInformation.Reachability.Disconnected
        if reachable != self._reachable:
            self._reachable = reachable
            self.reachable_changed.emit(reachable)

    @Slot()
    def _on_information_reachability_changed(self) -> None:
        self._look()

    @Slot()
    def _on_information_transport_medium_changed(self) -> None:
        self.changed.emit()


class WakeWatch(QObject):
    """Tells within a quarter of a minute that the computer has slept.

    ``slept_s`` is how long it has slept in all, in seconds since any moment.
    """

    woke = Signal()

    def __init__(self, *, slept_s: Callable[[], float] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slept_s = system_slept_s if slept_s is None else slept_s
        self._seen_s = 0.0
        self._timer = _quiet_timer(self, _WAKE_LOOK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Watch from now on."""
        self._seen_s = self._slept_s()
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        before_s, self._seen_s = self._seen_s, self._slept_s()
        if self._seen_s - before_s >= _SHORTEST_SLEEP_S:
            self.woke.emit()


class PowerWatch(QObject):
    """Tells whether the person or the system has chosen to save power; not saving as long as nobody says so."""

    saving_changed = Signal(bool)

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving = False

    @property
    def saving(self) -> bool:
        """Whether power is to be saved."""
        return self._saving

    def start(self) -> None:
        """Watch from now on."""
        raise NotImplementedError

    def _set_saving(self, saving: bool) -> None:
        if saving != self._saving:
            self._saving = saving
            self.saving_changed.emit(saving)


class PolledPowerWatch(PowerWatch):
    """Asks ``read`` once a minute, where the system tells it only to those who ask."""

    def __init__(self, *, read: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._read = read
        self._timer = _quiet_timer(self, _POWER_LOOK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @override
    def start(self) -> None:
        self._set_saving(self._read())
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._set_saving(self._read())


# The systems.


if sys.platform == "win32":
    import ctypes

    from binom_desktop.views.power_saving import windows_battery_saver_on

    def power_watch(*, parent: QObject | None = None) -> PowerWatch:
        """The watch for this system."""
        return PolledPowerWatch(read=_battery_saver_on, parent=parent)

    def _battery_saver_on() -> bool:
        return windows_battery_saver_on(ctypes.windll.kernel32.GetSystemPowerStatus)

    def system_slept_s() -> float:
        """How long the computer has slept since it started, in seconds."""
        awake = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        # In units of 100 ns, and without sleep, which the other clock counts.
        return time.monotonic() - awake.value / 10_000_000

elif sys.platform == "darwin":
    from binom_desktop.views.power_saving import MacRuntime, mac_low_power_on

    def power_watch(*, parent: QObject | None = None) -> PowerWatch:
        """The watch for this system."""
        runtime = MacRuntime()
        return PolledPowerWatch(read=lambda: mac_low_power_on(runtime), parent=parent)

    def system_slept_s() -> float:
        """How long the computer has slept since it started, in seconds."""
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)

else:

    def power_watch(*, parent: QObject | None = None) -> PowerWatch:
        """The watch for this system."""
        # Needed on Linux alone.
        from PySide6.QtDBus import QDBusConnection

        from binom_desktop.views.power_profiles import PowerProfilesWatch

        return PowerProfilesWatch(bus=QDBusConnection.systemBus(), parent=parent)

    def system_slept_s() -> float:
        """How long the computer has slept since it started, in seconds."""
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


def _quiet_timer(parent: QObject, interval_ms: int) -> QTimer:
    """A timer that wakes the processor together with others, to the second."""
    timer = QTimer(parent)
    timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
    timer.setInterval(interval_ms)
    return timer
