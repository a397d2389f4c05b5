"""Runs the app on its demo account, goes through every page with Tab, and says where it went, as JSON on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from functools import partial
from itertools import combinations
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QTableView, QWidget
from qasync import QEventLoop

from binom_desktop.options import ROUTES
from binom_desktop.paths import Paths
from binom_desktop.settings import Language, Settings, save_settings
from binom_desktop.views.main_window import MainWindow
from tests.languages.demo_app import is_loaded, running_app, until

SIZES = (QSize(1280, 860), QSize(800, 600))
OPENED = {"/requests": ("requestsTable", "requestDetail"), "/keys": ("apiKeysTable", "keyDetail")}
"""Pages whose rows open: the table, and what then stands beside it or in its place."""
_MOST_STOPS = 80


def way_by_tab(start: QWidget, *, backwards: bool = False) -> list[QWidget]:
    """Where the focus goes from ``start`` on, by real key strokes, until it comes to where it has been."""
    key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
    modifier = Qt.KeyboardModifier.ShiftModifier if backwards else Qt.KeyboardModifier.NoModifier
    start.setFocus(Qt.FocusReason.TabFocusReason)
    been: list[QWidget] = []
    while len(been) < _MOST_STOPS:
        here = QApplication.focusWidget()
        if here is None or here in been:
            break
        been.append(here)
        QTest.keyClick(here, key, modifier)
    return been


def against_the_eyes(way: list[QWidget]) -> list[str]:
    """Every pair that Tab reaches the other way round than one reads: down the page, and along a line.

    Two controls are compared by the blocks that they stand in, since one reads a card before the next.
    """
    return [f"{a.objectName()} before {b.objectName()}" for a, b in combinations(way, 2) if not _reads_before(a, b)]


def _reads_before(first: QWidget, second: QWidget) -> bool:
    if first.isAncestorOf(second):
        return True
    if second.isAncestorOf(first):
        return False
    common = next(one for one in _upwards(first) if one.isAncestorOf(second))
    a, b = (next(one for one in _upwards(leaf) if one.parentWidget() is common).geometry() for leaf in (first, second))
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    if shared > min(a.height(), b.height()) / 2:
        return a.center().x() > b.center().x() if common.isRightToLeft() else a.center().x() < b.center().x()
    return a.center().y() < b.center().y()


def _upwards(widget: QWidget) -> Iterator[QWidget]:
    one: QWidget | None = widget
    while one is not None:
        yield one
        one = one.parentWidget()


def _way_through(window: MainWindow) -> dict[str, list[str]]:
    pages = window.findChild(QListWidget, "navigation")
    assert pages is not None
    # A table that has had the focus has a current row, which makes more controls usable.
    way_by_tab(pages)
    way, back = way_by_tab(pages), way_by_tab(pages, backwards=True)
    return {
        "way": [one.objectName() for one in way],
        "back": [one.objectName() for one in back],
        "faults": against_the_eyes(way),
    }


async def _way_through_details(window: MainWindow, table_name: str, name: str) -> dict[str, list[str]]:
    """The same with the details of a row open, which Escape closes again."""
    table = window.findChild(QTableView, table_name)
    assert table is not None
    QTest.keyClick(table, Qt.Key.Key_Return)
    details = window.findChild(QWidget, name)
    assert details is not None
    await until(details.isVisible)
    found = _way_through(window)
    QTest.keyClick(details, Qt.Key.Key_Escape)
    await until(lambda: not details.isVisible())
    return found


async def _look(application: QApplication, folder: Path) -> dict[str, dict[str, list[str]]]:
    found = {}
    async with running_app(application, folder) as (_, window):
        window.activateWindow()
        for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
            application.setLayoutDirection(direction)
            for size in SIZES:
                window.resize(size)
                for route in ROUTES:
                    window.navigate(route)
                    await until(partial(is_loaded, window))
                    name = f"{direction.name} {size.width()} {route}"
                    found[name] = _way_through(window)
                    if route in OPENED:
                        found[f"{name} opened"] = await _way_through_details(window, *OPENED[route])
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
