"""Sleep and power saving, with what the system answers handed in; Linux' buses are tested on a whole desktop."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from binom_desktop.views.desktop_watch import (
    NetworkWatch,
    PolledPowerWatch,
    WakeWatch,
    system_slept_s,
)
from binom_desktop.views.power_saving import PowerStatus, mac_low_power_on, windows_battery_saver_on

NETWORK_NEEDED = """
import sys
from PySide6.QtWidgets import QApplication
from binom_desktop.computer_desk import ComputerDesk
from binom_desktop.services.session import AccountSession
from binom_desktop.settings import Settings

def loaded(server):
    nothing = dict(history_folder=lambda account: None, publish=lambda event: None, settings=Settings())
    desk.tell(AccountSession(server=server, key="", account_id=None, **nothing))
    return "PySide6.QtNetwork" in sys.modules

application = QApplication([])
desk = ComputerDesk(session=lambda: None)
desk.start()
print(loaded("http://127.0.0.1:9"), loaded("https://api.example.com"))
"""


def look(watch: QObject) -> None:
    """Let the time pass after which a watch looks again."""
    (timer,) = watch.findChildren(QTimer)
    assert timer.isActive()
    timer.timeout.emit()


def test_each_sleep_is_told_once(qapp: QApplication) -> None:
    slept_s, woken = 3600.0, list[float]()
    watch = WakeWatch(slept_s=lambda: slept_s)
    watch.woke.connect(lambda: woken.append(slept_s))
    watch.start()
    look(watch)
    assert woken == []

    slept_s += 30
    look(watch)
    look(watch)
    assert woken == [3630.0]
    slept_s += 8 * 3600
    look(watch)
    assert woken == [3630.0, 32430.0]


def test_clocks_that_drift_are_no_sleep(qapp: QApplication) -> None:
    slept_s, woken = 3600.0, list[float]()
    watch = WakeWatch(slept_s=lambda: slept_s)
    watch.woke.connect(lambda: woken.append(slept_s))
    watch.start()
    for step_s in (0.02, -0.5, 1.9, -40.0, 0.0):
        slept_s += step_s
        look(watch)
    assert woken == []


def test_the_system_says_how_long_it_slept() -> None:
    first = system_slept_s()
    assert system_slept_s() - first < 1.0
    if sys.platform == "linux":
        assert first > -1.0


def test_looking_costs_almost_nothing(qapp: QApplication) -> None:
    """At most six looks a minute, each together with what else wakes the processor, and none before the start."""
    watches = WakeWatch(), PolledPowerWatch(read=lambda: False)
    timers = [timer for watch in watches for timer in watch.findChildren(QTimer)]
    assert len(timers) == 2
    assert all(timer.timerType() is Qt.TimerType.VeryCoarseTimer for timer in timers)
    assert all(timer.interval() >= 10_000 for timer in timers)
    assert not any(timer.isActive() for timer in timers)


def test_power_saving_is_told_at_the_start_and_when_it_changes(qapp: QApplication) -> None:
    saving, told = True, list[bool]()
    watch = PolledPowerWatch(read=lambda: saving)
    watch.saving_changed.connect(told.append)
    watch.start()
    assert watch.saving
    assert told == [True]

    look(watch)
    saving = False
    look(watch)
    assert told == [True, False]


class Windows:
    """GetSystemPowerStatus as Windows answers it: the bytes of the structure, and whether it worked."""

    def __init__(self, status: bytes, *, worked: bool = True) -> None:
        self._status = status
        self._worked = worked

    def __call__(self, pointer: ctypes._Pointer[PowerStatus]) -> int:
        structure = pointer.contents
        assert ctypes.sizeof(structure) == len(self._status) == 12
        ctypes.memmove(ctypes.addressof(structure), self._status, len(self._status))
        return int(self._worked)


@pytest.mark.parametrize(
    ("windows", "on"),
    [
        # On the mains; on battery; on battery with the saver; a desktop without a battery.
        (Windows(bytes.fromhex("01 08 5f 00 ffffffff ffffffff")), False),
        (Windows(bytes.fromhex("00 01 50 00 10270000 ffffffff")), False),
        (Windows(bytes.fromhex("00 02 12 01 58020000 ffffffff")), True),
        (Windows(bytes.fromhex("01 80 ff 00 ffffffff ffffffff")), False),
        (Windows(bytes.fromhex("00 02 12 01 58020000 ffffffff"), worked=False), False),
    ],
)
def test_the_battery_saver_of_windows(windows: Windows, on: bool) -> None:
    assert windows_battery_saver_on(windows) is on


class Mac:
    """Objective-C as macOS answers it; ``calls`` are those that were made."""

    def __init__(self, *, low_power: bool) -> None:
        self._low_power = low_power
        self.calls: list[tuple[int | None, bytes]] = []

    def class_named(self, name: bytes) -> int | None:
        return 0x1000 if name == b"NSProcessInfo" else None

    def ask_object(self, receiver: int | None, selector: bytes) -> int | None:
        self.calls.append((receiver, selector))
        return 0x2000

    def ask_bool(self, receiver: int | None, selector: bytes) -> bool:
        self.calls.append((receiver, selector))
        return self._low_power


@pytest.mark.parametrize("low_power", [True, False])
def test_the_low_power_mode_of_macos(low_power: bool) -> None:
    mac = Mac(low_power=low_power)
    assert mac_low_power_on(mac) is low_power
    assert mac.calls == [(0x1000, b"processInfo"), (0x2000, b"isLowPowerModeEnabled")]


def test_a_network_nobody_knows_of_counts_as_reachable(qapp: QApplication) -> None:
    assert NetworkWatch().reachable


def test_the_network_is_watched_for_a_server_elsewhere_alone() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", NETWORK_NEEDED]
    found = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert found.stdout.split() == ["False", "True"]
