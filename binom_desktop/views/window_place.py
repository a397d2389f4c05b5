"""Where the main window is: kept in a small file, for the next start."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.settings import write_whole
from binom_desktop.tasks import Supervisor

_REST_MS = 1000
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange})


class WindowPlace(QObject):
    """Keeps size, place and whether the window is maximized; minimized is a moment's wish and is not kept.

    A change is written a second after the last one, in a thread. A place that can't be read or written is no loss:
    nothing is said, and the window keeps its usual place.
    """

    def __init__(
        self,
        *,
        window: QWidget,
        file: Path,
        supervisor: Supervisor,
        rest_ms: int = _REST_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._file = file
        self._supervisor = supervisor
        self._turn = asyncio.Lock()
        self._written = b""
        self._moved = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.setInterval(rest_ms)
        self._connect()

    async def save(self) -> None:
        """Write the place if the window was moved while it showed, and is not back where it was."""
        self._timer.stop()
        if not self._moved or self._window.isMinimized():
            return
        self._moved = False
        place = bytes(self._window.saveGeometry().data())
        async with self._turn:
            if place != self._written and await asyncio.to_thread(_write, self._file, place):
                self._written = place

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES and self._window.isVisible():
            self._moved = True
            self._timer.start()
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        self._window.installEventFilter(self)
        self._timer.timeout.connect(self._on_timer_timeout)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._supervisor.start(self.save(), name="window place")


def _write(file: Path, data: bytes) -> bool:
    """Write ``data``; whether it worked."""
    try:
        write_whole(file, data)
    except OSError:
        return False
    return True
