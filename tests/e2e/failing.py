"""Starts the app as it is, with a fault inside: ``python -m tests.e2e.failing FOLDER ARGUMENTS…``.

For the file ``error`` in the folder, code of Qt's calling raises; for ``crash``, the process dies as by a bug in C++.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from typing_extensions import override

from binom_desktop.__main__ import main

_FAIL = QEvent.Type(QEvent.registerEventType())


class _Fault(QObject):
    """Raises where nobody catches."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is not _FAIL:
            return super().event(event)
        if (self._folder / "crash").exists():
            os.abort()
        key = os.environ["PLANTED_KEY"]
        raise RuntimeError(f"nobody expected Authorization: Bearer {key}")


def _watch(folder: Path) -> None:
    while (application := QCoreApplication.instance()) is None:
        time.sleep(0.02)
    fault = _Fault(folder)
    fault.moveToThread(application.thread())
    while True:
        for file in folder.glob("*.fail"):
            file.unlink()
            QCoreApplication.postEvent(fault, QEvent(_FAIL))
        time.sleep(0.05)


if __name__ == "__main__":
    threading.Thread(target=_watch, args=(Path(sys.argv.pop(1)),), daemon=True).start()
    sys.exit(main())
