"""From the first paint to an app that can run: what the first paint did not need is prepared in a thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot

from binom_desktop.views.main_window import MainWindow

# A window that starts covered or minimized may never be painted.
_LONGEST_PAINT_MS = 2000


class Launch(QObject):
    """Lets the window live while ``prepare`` imports; on the GUI thread that would be one long stall."""

    _prepared = Signal()

    def __init__(self, *, window: MainWindow, prepare: Callable[[], object]) -> None:
        super().__init__()
        self._window = window
        self._prepare = prepare
        self._loop = QEventLoop()
        self._thread: threading.Thread | None = None
        self._done = False

    def run(self) -> bool:
        """Wait for that; False if the app was asked to quit, or its window closed, before.

        What an import raises is raised again by whoever uses the module.
        """
        self._prepared.connect(self._on_prepared)
        shown = self._window.isVisible()
        if shown:
            self._window.first_painted.connect(self._begin)
            QTimer.singleShot(_LONGEST_PAINT_MS, self._begin)
        else:
            self._begin()
        self._loop.exec()
        return self._done and self._window.isVisible() == shown

    @Slot()
    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="launch")
            self._thread.start()

    def _work(self) -> None:
        try:
            self._prepare()
        finally:
            self._prepared.emit()

    @Slot()
    def _on_prepared(self) -> None:
        self._done = True
        self._loop.quit()
