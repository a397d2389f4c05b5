"""How long the window's thread is not to be had. Run as a module it runs the app, and writes the figures on the way.

``python -m benchmarks._gaps FILE ARGUMENTS...`` starts the app with the arguments. Every second it replaces the file
by what was seen so far: all seconds, those in gaps of over 16 ms, and the longest gap.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer
from typing_extensions import override

LONG_MS = 16.0


class Gaps(QObject):
    """A timer of one millisecond in the window's thread sees how much later it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._clock = QElapsedTimer()
        self.longest_ms = 0.0
        self.long_ms = 0.0

    def start(self) -> None:
        """Begin anew."""
        self.longest_ms = self.long_ms = 0.0
        self._clock.start()
        self._timer.start()

    def stop(self) -> float:
        """The longest gap in milliseconds."""
        self._tick()
        self._timer.stop()
        return self.longest_ms

    def _tick(self) -> None:
        gap_ms = self._clock.nsecsElapsed() / 1e6
        self._clock.restart()
        self.longest_ms = max(self.longest_ms, gap_ms)
        self.long_ms += gap_ms if gap_ms > LONG_MS else 0.0


class WrittenGaps(Gaps):
    """Gaps of a running app, written into a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._begun_s = 0.0
        self._writer = QTimer(self)
        self._writer.setInterval(1000)
        self._writer.timeout.connect(self._write)

    @override
    def event(self, event: QEvent) -> bool:
        # The first event that comes is the one that was posted: the thread's loop runs.
        if event.type() is QEvent.Type.User:
            self._begun_s = time.monotonic()
            self.start()
            self._writer.start()
        return super().event(event)

    def _write(self) -> None:
        elapsed_s = time.monotonic() - self._begun_s
        new = self._file.with_suffix(".new")
        new.write_text(f"{elapsed_s} {self.long_ms / 1000} {self.longest_ms}", encoding="ascii")
        new.replace(self._file)


def begin(gaps: Gaps) -> None:
    """Have a watcher begin once there is an application."""
    while QCoreApplication.instance() is None:
        time.sleep(0.01)
    QCoreApplication.postEvent(gaps, QEvent(QEvent.Type.User))


def main() -> int:
    """Run the app under watch."""
    from binom_desktop.__main__ import main as run_app

    file, *arguments = sys.argv[1:]
    sys.argv[1:] = arguments
    gaps = WrittenGaps(Path(file))
    threading.Thread(target=begin, args=(gaps,), daemon=True).start()
    return run_app()


if __name__ == "__main__":
    sys.exit(main())
