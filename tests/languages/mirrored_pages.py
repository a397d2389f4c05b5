"""Runs the app on its demo account, and says what is read on every page from either side, as JSON on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from qasync import QEventLoop

from binom_desktop.options import ROUTES
from binom_desktop.paths import Paths
from binom_desktop.settings import Language, Settings, save_settings
from binom_desktop.views.main_window import MainWindow
from tests.languages.demo_app import is_loaded, running_app, until
from tests.languages.written_lines import MARKS, written_lines

_SIZE = QSize(1280, 860)
_TURNS = 5
_EDGE_PX = 2


async def _read(application: QApplication, window: MainWindow, direction: Qt.LayoutDirection) -> list[str]:
    application.setLayoutDirection(direction)
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    await until(partial(is_loaded, window))
    return [line.text for line in written_lines(window)]


def _begin_at_the_left(window: MainWindow) -> list[str]:
    """Texts that begin at the left of where they stand."""
    found = []
    for label in window.findChildren(QLabel):
        aligned = label.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        leads = aligned in {Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag(0)}
        if label.isVisible() and leads and (lines := written_lines(label)):
            right = max(line.right for line in lines)
            if right < label.contentsRect().right() - _EDGE_PX:
                found.append(f"{label.objectName()}: {label.text()}")
    return found


def _names_with_marks(window: MainWindow) -> list[str]:
    """What a screen reader would be told of marks."""
    names = [
        QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
    ]
    return [name for name in names if set(name) & set(MARKS)]


async def _look(application: QApplication, folder: Path) -> dict[str, dict[str, list[str]]]:
    found = {}
    left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    async with running_app(application, folder) as (_, window):
        window.resize(_SIZE)
        for route in ROUTES:
            window.navigate(route)
            before = await _read(application, window, left)
            mirrored = await _read(application, window, right)
            strays, marked = _begin_at_the_left(window), _names_with_marks(window)
            # What happened meanwhile is read from the left too.
            after = await _read(application, window, left)
            found[route] = {"left": before + after, "right": mirrored, "strays": strays, "marked": marked}
    return found


def main(folder: Path) -> None:
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    paths = Paths.of(folder)
    paths.create()
    save_settings(paths.settings_file, Settings(language=Language.ENGLISH))
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        found = runner.run(_look(application, folder))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
