"""An export while it is written: how far it is, in words."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from binom_desktop.presentation.format import count


class RunningExportModel(QObject):
    """One export at a time; ``text`` is empty while there is none. ``done`` and ``total`` are rows."""

    changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._format = ""
        self._done = 0
        self._total = 0

    @property
    def running(self) -> bool:
        """Whether an export is being written."""
        return bool(self._format)

    @property
    def text(self) -> str:
        """``Exporting CSV: 120,000 of 1,048,213``."""
        if not self.running:
            return ""
        return self.tr("Exporting {format}: {done} of {total}").format(
            format=self._format, done=count(self._done), total=count(self._total)
        )

    def start(self, format_name: str, total: int) -> None:
        """An export begins."""
        self._format, self._done, self._total = format_name, 0, total
        self.changed.emit()

    def set_done(self, done: int) -> None:
        """So many rows are written."""
        self._done = done
        self.changed.emit()

    def end(self) -> None:
        """The export is over, one way or another."""
        self._format = ""
        self.changed.emit()
