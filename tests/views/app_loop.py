"""The app's loop, which is Qt's, for one test."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop


def run_on_app_loop(application: QApplication, test: Coroutine[Any, Any, None]) -> None:
    """Run a test to its end on a loop of its own."""
    loop = QEventLoop(application)
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(test)
    finally:
        # What a thread had to say to a task that was cancelled meanwhile is heard by no one any more.
        QCoreApplication.sendPostedEvents()
        # Here and now: the garbage collector may come in another thread, where the timers of this one can't be stopped.
        # A closed loop keeps those of calls that were cancelled, and Qt would call what is gone.
        loop._timer.deleteLater()
        QCoreApplication.sendPostedEvents(loop._timer, QEvent.Type.DeferredDelete)
