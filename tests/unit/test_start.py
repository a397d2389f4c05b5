"""What a start does before the first paint."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

LATER = (
    *("numpy", "pyqtgraph", "httpx", "msgspec", "keyring", "sqlite3", "dbus_fast", "desktop_notifier", "uvicorn"),
    *("asyncio", "qasync", "PySide6.QtNetwork", "binom_desktop.desktop", "binom_desktop.views.theme"),
)
AFTER_THE_ROWS = (
    *("binom_desktop.desks", "binom_desktop.keys_desk", "binom_desktop.settings_desk", "binom_desktop.tray_desk"),
    *("PySide6.QtNetwork", "PySide6.QtDBus", "httpx", "websockets", "keyring", "pyqtgraph", "numpy.ma"),
)


def test_what_no_first_paint_needs_is_imported_after_it() -> None:
    """The window shows a picture of itself by then."""
    assert imported_of(LATER, "binom_desktop.app") == []


def test_what_no_first_rows_need_is_imported_after_them() -> None:
    modules = ("binom_desktop.event_loop", "binom_desktop.services.session", "binom_desktop.views.requests")
    assert imported_of(AFTER_THE_ROWS, *modules) == []
    # Where nobody is signed in there are no rows.
    assert imported_of(("numpy", "sqlite3"), "binom_desktop.event_loop") == []


def imported_of(names: Sequence[str], *modules: str) -> list[str]:
    """Which of these are imported once the modules are."""
    words = f"import sys, {', '.join(modules)}; print(*(name for name in {names!r} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    return found.stdout.split()


def test_values_that_come_after_it_are_structs() -> None:
    """A frozen dataclass takes fifty times as long to make; only one that hides a field from ``repr`` has a reason."""
    words = (
        "import sys, binom_desktop.app; from dataclasses import fields; before = set(sys.modules);"
        "import binom_desktop.event_loop, binom_desktop.services.session, binom_desktop.views.requests;"
        "later = set(sys.modules) - before;"
        "modules = [sys.modules[name] for name in later if name.startswith('binom_desktop.')];"
        "made = [one for module in modules for one in vars(module).values()"
        " if isinstance(one, type) and one.__module__ == module.__name__ and '__dataclass_params__' in vars(one)];"
        "print(len(modules) > 60, *(one.__qualname__ for one in made"
        " if one.__dataclass_params__.frozen and all(field.repr for field in fields(one))))"
    )
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == ["True"]


def sources_kept(before: str) -> int:
    """How many modules' sources are in memory once the app is imported."""
    words = f"{before}; import binom_desktop.desktop, linecache; print(len(linecache.cache))"
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    return int(found.stdout)


def test_no_source_of_a_module_is_read_and_kept() -> None:
    """By itself PySide6 does; once it no longer does, there is nothing to take back."""
    plainly = "from binom_desktop.plain_imports import import_plainly; import_plainly()"
    assert sources_kept("import PySide6.QtCore") > 100
    assert sources_kept(plainly) < 10


def test_no_class_of_qt_is_left_for_another_thread_to_make() -> None:
    """PySide6 keeps a class in its module once it is made."""
    words = (
        "import asyncio; from PySide6 import QtCore, QtGui, QtWidgets;"
        "from binom_desktop.views.qt_classes import make_qt_classes;"
        "left = lambda: sum(name not in vars(one) for one in (QtCore, QtGui, QtWidgets) for name in dir(one));"
        "before = left(); asyncio.run(make_qt_classes()); print(before > 100, left())"
    )
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == ["True", "0"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists a process's threads as files")
def test_numpy_comes_without_threads_and_texts() -> None:
    words = (
        "import os; from binom_desktop.plain_imports import import_libraries_plainly; import_libraries_plainly();"
        "import numpy, numpy.ma, pyqtgraph; print(len(os.listdir('/proc/self/task')), numpy.ndarray.__doc__)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    found = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60, env=environment
    )
    assert found.stdout.split() == ["1", "None"]


def test_the_first_paint_makes_no_enumerations() -> None:
    """PySide6 makes all of Qt's at once, for the first brush or pen; the first paint needs none of them."""
    words = (
        "import binom_desktop.app; from binom_desktop.plain_imports import import_plainly; import_plainly();"
        "from PySide6 import QtCore; from binom_desktop.application import Application;"
        "from binom_desktop.views.launch_picture import LaunchPicture;"
        "from binom_desktop.views.main_window import MainWindow; from binom_desktop.views.tokens import DARK;"
        "application = Application(['']); window = MainWindow(picture=LaunchPicture(tokens=DARK, pages=True));"
        "window.first_painted.connect(application.quit); window.show(); application.exec();"
        "print('Qt' in vars(QtCore), window.grab().toImage().pixelColor(0, 0).name(), DARK.side)"
    )
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    made, painted, side = found.stdout.split()
    assert made == "False"
    assert painted == side.lower()


def test_libraries_bring_nothing_along_that_nobody_needs() -> None:
    """httpx has a command line, and zoneinfo asks for all that Python was built with."""
    words = (
        "import sys; from binom_desktop.plain_imports import import_libraries_plainly; import_libraries_plainly();"
        "import httpx; from zoneinfo import ZoneInfo; ZoneInfo('Europe/Berlin');"
        "print(*(name for name in sys.modules if name.startswith(('_sysconfigdata', 'rich.', 'click.'))))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONTZPATH"}
    found = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60, env=environment
    )
    assert found.stdout.split() == []
