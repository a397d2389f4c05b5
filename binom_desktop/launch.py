"""From the first paint to an app that can run: what the first paint did not need is imported in a thread."""

from __future__ import annotations

import importlib
import threading

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot

from binom_desktop.views.main_window import MainWindow

# A window that starts covered or minimized may never be painted.
_LONGEST_PAINT_MS = 2000


class Launch(QObject):
    """Lets the window live while ``module`` is imported; on the GUI thread that would be one long stall.

    The thread goes on with ``then``, which is needed a little later.
    """

    _imported = Signal()

    def __init__(self, *, window: MainWindow, module: str, then: str) -> None:
        super().__init__()
        self._window = window
        self._module = module
        self._then = then
        self._loop = QEventLoop()
        self._thread: threading.Thread | None = None
        self._done = False

    def run(self) -> bool:
        """Wait for the import; False if the app was asked to quit, or its window closed, before that was there.

        What the import raises is raised again by whoever uses the module.
        """
        self._imported.connect(self._on_imported)
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
            self._thread = threading.Thread(target=self._import, name="import")
            self._thread.start()

    def _import(self) -> None:
        try:
            importlib.import_module(self._module)
        finally:
            self._imported.emit()
        importlib.import_module(self._then)

    @Slot()
    def _on_imported(self) -> None:
        self._done = True
        self._loop.quit()
