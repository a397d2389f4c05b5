"""Makes Qt's classes in the GUI thread, before another thread asks for them."""

from __future__ import annotations

import asyncio
import time

from PySide6 import QtCore, QtGui, QtWidgets

_TURN_S = 0.004


async def make_qt_classes() -> None:
    """Make every class of Qt's three main modules, some milliseconds a turn of the loop; 80 ms altogether.

    PySide6 makes a class when it is first asked for. pyqtgraph asks for all of them while it is imported, which happens
    in a worker thread; where the GUI thread needs one of them in the same moment, the process crashes.
    """
    begun_s = time.monotonic()
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            if time.monotonic() - begun_s > _TURN_S:
                await asyncio.sleep(0)
                begun_s = time.monotonic()
