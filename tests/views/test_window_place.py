"""The window comes back where it was, on screens that are there, whatever stands in the file."""

from __future__ import annotations

import asyncio
import os
import random
import struct
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from binom_desktop.tasks import Supervisor
from binom_desktop.views.earlier_place import restore_place
from binom_desktop.views.window_place import WindowPlace
from tests.views.app_loop import run_on_app_loop
from tests.views.key_parts import until

PATIENCE_S = 20
PLACE = QRect(120, 90, 560, 480)
ON_A_SECOND_SCREEN = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.setGeometry(900, 100, 600, 500)
window.show()
application.processEvents()
assert window.screen().name() == "second"
sys.stdout.buffer.write(window.saveGeometry().data())
"""
SCREENS = """{"screens": [
    {"name": "first", "x": 0, "y": 0, "width": 800, "height": 800},
    {"name": "second", "x": 800, "y": 0, "width": 800, "height": 800}
]}"""


class Windows:
    """Windows as each start makes one, with the file they share."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.application = application
        self.file = folder / "window" / "place"
        self._made: list[QMainWindow] = []

    def make(self) -> QMainWindow:
        """A window of the usual size that is not shown yet."""
        window = QMainWindow()
        window.setMinimumSize(480, 400)
        window.resize(700, 600)
        self._made.append(window)
        return window

    def place(self, window: QMainWindow, *, rest_ms: int = 60_000) -> WindowPlace:
        """The keeper of a window's place, whose tasks must not fail."""
        supervisor = Supervisor(on_error=self._on_error)
        return WindowPlace(window=window, file=self.file, supervisor=supervisor, rest_ms=rest_ms, parent=window)

    def reopened(self) -> QMainWindow:
        """A new window, shown where the file says."""
        window = self.make()
        assert restore_place(window, self.file)
        window.show()
        self.application.processEvents()
        return window

    def run(self, test: Callable[[], Awaitable[None]]) -> None:
        """Run a test on the app's loop."""

        async def run() -> None:
            async with asyncio.timeout(PATIENCE_S):
                await test()

        run_on_app_loop(self.application, run())

    def close(self) -> None:
        """Let go of every window now: no event loop runs between tests."""
        for window in self._made:
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
        self._made.clear()

    def _on_error(self, error: Exception) -> None:
        raise error


@pytest.fixture
def windows(qapp: QApplication, tmp_path: Path) -> Iterator[Windows]:
    made = Windows(qapp, tmp_path)
    yield made
    made.close()


def saved(windows: Windows, *, maximized: bool = False) -> bytes:
    """The file that a window at ``PLACE`` leaves."""

    async def run() -> None:
        window = windows.make()
        place = windows.place(window)
        window.show()
        window.setGeometry(PLACE)
        if maximized:
            window.showMaximized()
        await place.save()

    windows.run(run)
    return windows.file.read_bytes()


def test_without_a_file_the_window_stays_as_it_is(windows: Windows) -> None:
    window = windows.make()
    assert not restore_place(window, windows.file)
    assert window.size().toTuple() == (700, 600)


def test_a_place_is_written_by_itself_and_found_again(windows: Windows) -> None:
    async def run() -> None:
        window = windows.make()
        place = windows.place(window, rest_ms=1)
        assert not restore_place(window, windows.file)
        window.show()
        window.setGeometry(PLACE)
        await until(windows.file.exists, "the place is written")
        # A place that is on its way to the disk arrives before the next.
        await place.save()

    windows.run(run)
    assert windows.reopened().geometry() == PLACE
    assert [path.name for path in windows.file.parent.iterdir()] == ["place"]


def test_a_maximized_window_keeps_the_size_that_it_had_before(windows: Windows) -> None:
    saved(windows, maximized=True)

    window = windows.make()
    assert restore_place(window, windows.file)
    assert window.isMaximized()
    assert window.normalGeometry() == PLACE


def test_a_window_that_went_to_the_tray_is_saved_at_the_end(windows: Windows) -> None:
    async def run() -> None:
        window = windows.make()
        place = windows.place(window)
        window.show()
        window.setGeometry(PLACE)
        window.hide()
        await place.save()

    windows.run(run)
    assert windows.reopened().geometry() == PLACE


def test_minimized_is_not_kept(windows: Windows) -> None:
    before = saved(windows)

    async def run() -> None:
        window = windows.reopened()
        place = windows.place(window)
        window.showMinimized()
        await place.save()

    windows.run(run)
    assert windows.file.read_bytes() == before
    assert not windows.reopened().isMinimized()


def test_a_window_that_never_showed_writes_nothing(windows: Windows) -> None:
    before = saved(windows)

    async def run() -> None:
        window = windows.make()
        place = windows.place(window)
        restore_place(window, windows.file)
        await place.save()

    windows.run(run)
    assert windows.file.read_bytes() == before


def test_the_same_place_is_not_written_again(windows: Windows) -> None:
    async def run() -> None:
        window = windows.make()
        place = windows.place(window)
        window.show()
        window.setGeometry(PLACE)
        await place.save()
        first = windows.file.stat().st_ino
        window.setGeometry(PLACE.translated(5, 5))
        window.setGeometry(PLACE)
        await place.save()
        assert windows.file.stat().st_ino == first

    windows.run(run)


def test_many_moves_are_one_wait(windows: Windows) -> None:
    async def run() -> None:
        window = windows.make()
        place = windows.place(window)
        (timer,) = place.findChildren(QTimer)
        assert not timer.isActive()
        window.show()
        for step in range(100):
            window.setGeometry(PLACE.translated(step, step))
        assert timer.isActive()
        assert not windows.file.exists()
        await place.save()
        assert not timer.isActive()

    windows.run(run)
    assert windows.reopened().geometry() == PLACE.translated(99, 99)


def test_a_place_that_cannot_be_written_is_no_loss(windows: Windows) -> None:
    windows.file.parent.write_text("a file where the folder should be")

    async def run() -> None:
        window = windows.make()
        place = windows.place(window)
        window.show()
        await place.save()

    windows.run(run)
    assert windows.file.parent.read_text() == "a file where the folder should be"


def test_a_window_on_a_screen_that_is_gone_is_seen_again(windows: Windows, tmp_path: Path) -> None:
    screens = tmp_path / "screens.json"
    screens.write_text(SCREENS)
    windows.file.parent.mkdir()
    windows.file.write_bytes(
        subprocess.run(
            [sys.executable, "-c", ON_A_SECOND_SCREEN],
            env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={screens}"},
            check=True,
            capture_output=True,
            timeout=PATIENCE_S,
        ).stdout
    )

    window = windows.reopened()
    assert window.size().toTuple() == (600, 500)
    (screen,) = windows.application.screens()
    assert screen.availableGeometry().contains(window.geometry())


def damaged(place: bytes, dice: random.Random) -> bytes:
    """A file as a broken disk or an ill-meaning program may leave it."""
    broken = bytearray(place)
    match dice.randrange(4):
        case 0:
            return dice.randbytes(dice.randrange(200))
        case 1:
            return bytes(broken[: dice.randrange(len(broken))])
        case 2:
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        case _:
            for _ in range(dice.randrange(1, 5)):
                extreme = dice.choice([0, -1, 2**31 - 1, -(2**31), 100_000, -100_000, 2**30])
                struct.pack_into(">i", broken, 8 + 4 * dice.randrange(14), extreme)
    return bytes(broken)


def test_damaged_places_never_take_the_window_away(windows: Windows) -> None:
    place, dice = saved(windows), random.Random(7)
    (screen,) = windows.application.screens()
    for _ in range(500):
        windows.file.write_bytes(damaged(place, dice))
        window = windows.make()
        restored = restore_place(window, windows.file)
        seen = window.normalGeometry() & screen.availableGeometry()
        assert seen.width() >= 48
        assert seen.height() >= 48
        assert not window.isFullScreen()
        assert not window.isMinimized()
        assert restored or window.size().toTuple() == (700, 600)
        windows.close()


def test_a_huge_file_is_not_taken_for_a_place(windows: Windows) -> None:
    windows.file.parent.mkdir()
    windows.file.write_bytes(b"\0" * 10_000_000)
    assert not restore_place(windows.make(), windows.file)
