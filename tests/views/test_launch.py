"""The window lives from the first paint on, while what runs the app is still being imported."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from binom_desktop.launch import Launch
from binom_desktop.views.launch_picture import LaunchPicture
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.tokens import DARK, LIGHT, Tokens

# Read by the module below: an import that takes as long as a test wants.
released = threading.Event()
SLOW_MODULE = f"""
from {__name__} import released
assert released.wait(20)
"""
QUIT = """
import sys
from functools import partial
from importlib import import_module
from PySide6.QtCore import QCoreApplication, QEvent
from binom_desktop.application import Application
from binom_desktop.launch import Launch
from binom_desktop.views.main_window import MainWindow

application = Application([])
window = MainWindow()
# So a system asks for it.
window.first_painted.connect(lambda: QCoreApplication.sendEvent(application, QEvent(QEvent.Type.Quit)))
window.show()
print("launched:", Launch(window=window, prepare=partial(import_module, "binom_desktop.event_loop")).run())
"""
BROKEN_MODULE = "raise RuntimeError('torn')"


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window with its picture, and a folder of modules to import."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "slow_part.py").write_text(SLOW_MODULE)
    (tmp_path / "broken_part.py").write_text(BROKEN_MODULE)
    released.clear()
    window = MainWindow(picture=LaunchPicture(tokens=LIGHT, pages=True))
    yield window
    released.set()
    for name in ("slow_part", "broken_part"):
        sys.modules.pop(name, None)
    close(window)


def close(window: MainWindow) -> None:
    """Leave no window behind, over those of the next tests."""
    # A first paint is told a moment later.
    QCoreApplication.processEvents()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def launched(window: MainWindow, module: str, once_painted: Callable[[], object]) -> bool:
    """Run a launch; do something as soon as the window is painted."""
    launch = Launch(window=window, prepare=partial(import_module, module))
    window.first_painted.connect(lambda: QTimer.singleShot(0, once_painted))
    done = launch.run()
    released.set()
    for thread in threading.enumerate():
        if thread.name == "launch":
            thread.join(20)
    return done


def test_the_window_is_painted_and_lives_while_an_import_takes_its_time(window: MainWindow) -> None:
    seen: list[QColor] = []

    def look() -> None:
        assert not released.is_set()
        window.resize(1000, 700)
        seen.append(window.grab().toImage().pixelColor(5, 690))
        released.set()

    window.show()
    assert launched(window, "slow_part", look)
    assert "slow_part" in sys.modules
    assert seen == [QColor(LIGHT.side)]


def test_a_window_closed_before_it_is_furnished_ends_the_app(window: MainWindow) -> None:
    def close() -> None:
        window.close()
        released.set()

    window.show()
    assert not launched(window, "slow_part", close)


def test_to_quit_ends_the_app_before_it_is_furnished() -> None:
    """In a process of its own: Qt takes it for the end of all loops."""
    found = subprocess.run([sys.executable, "-c", QUIT], check=False, capture_output=True, text=True, timeout=60)
    assert found.stdout == "launched: False\n", found.stderr


def test_a_start_in_the_tray_shows_nothing(window: MainWindow) -> None:
    released.set()
    assert launched(window, "slow_part", lambda: None)
    assert not window.isVisible()


def test_an_import_that_fails_leaves_no_window_that_waits_for_ever(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: reported.append(arguments.exc_value))
    window.show()
    assert launched(window, "broken_part", lambda: None)
    with pytest.raises(RuntimeError, match="torn"):
        __import__("broken_part")
    assert [type(error) for error in reported] == [RuntimeError]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_picture_has_the_places_of_sidebar_and_cards(qapp: QApplication, tokens: Tokens) -> None:
    window = MainWindow(picture=LaunchPicture(tokens=tokens, pages=True))
    window.resize(1280, 860)
    picture = window.grab().toImage()
    assert picture.pixelColor(5, 850) == QColor(tokens.side)
    assert picture.pixelColor(225, 850) == QColor(tokens.canvas)
    assert picture.pixelColor(300, 150) == QColor(tokens.surface)
    window.resize(800, 600)
    assert window.grab().toImage().pixelColor(100, 590) == QColor(tokens.canvas)
    close(window)


def test_where_sign_in_follows_there_is_the_ground_alone(qapp: QApplication) -> None:
    window = MainWindow(picture=LaunchPicture(tokens=DARK, pages=False))
    picture = window.grab().toImage()
    colors = {picture.pixel(x, y) for x in range(0, 1280, 40) for y in range(0, 860, 40)}
    assert colors == {QColor(DARK.canvas).rgb()}
    close(window)
