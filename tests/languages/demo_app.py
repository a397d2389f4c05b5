"""The app on its demo account, as the tests of its languages and of accessibility run it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from binom_desktop.app_log import AppLog
from binom_desktop.desktop import Desktop
from binom_desktop.options import Options
from binom_desktop.paths import Paths
from binom_desktop.redaction import Secrets
from binom_desktop.settings import load_settings
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.placeholder import PlaceholderLines

TURN_MS = 20
_TIMEOUT_S = 60.0


@asynccontextmanager
async def running_app(
    application: QApplication, folder: Path, *, right_to_left: bool = False
) -> AsyncIterator[tuple[Desktop, MainWindow]]:
    """The app with its settings and data in ``folder``, from its first figures on; it may read the other way."""
    window = MainWindow()
    desktop = Desktop(
        application=application,
        options=Options(demo=True, data_dir=folder),
        paths=Paths.of(folder),
        secrets=Secrets(),
        log=AppLog(level="warning", secrets=Secrets()),
        loaded=load_settings(Paths.of(folder).settings_file),
        window=window,
    )
    if right_to_left:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.show()
    running = asyncio.create_task(desktop.run())
    try:
        await until(partial(_has_figures, window))
        yield desktop, window
    finally:
        desktop.end()
        await running


async def until(condition: Callable[[], bool]) -> None:
    """Until something that is looked at again and again holds."""
    reached = asyncio.Event()
    timer = QTimer()
    timer.timeout.connect(lambda: reached.set() if condition() else None)
    timer.start(TURN_MS)
    async with asyncio.timeout(_TIMEOUT_S):
        await reached.wait()


def is_loaded(window: MainWindow) -> bool:
    """Whether nothing holds the place of what is to come."""
    return not any(one.isVisible() for one in window.findChildren(PlaceholderLines))


def _has_figures(window: MainWindow) -> bool:
    recent = window.findChild(QTableView, "recentRequestsTable")
    return window.isVisible() and recent is not None and recent.model().rowCount() > 0
