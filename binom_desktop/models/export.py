"""How far an export is, and how it ended."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from binom_desktop.presentation.format import count, safe_line
from binom_desktop.presentation.tone import Tone


class ExportState(StrEnum):
    """Where an export stands."""

    IDLE = "idle"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ExportModel(QObject):
    """One export at a time, counted in requests. ``changed`` comes with progress, ``state_changed`` before it."""

    changed = Signal()
    state_changed = Signal()

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = ExportState.IDLE
        self._format = ""
        self._done = 0
        self._total = 0
        self._file_name = ""
        self._reason = ""

    @property
    def state(self) -> ExportState:
        """Where it stands."""
        return self._state

    @property
    def fraction(self) -> float:
        """How much is done, from 0 to 1."""
        return min(self._done / self._total, 1.0) if self._total > 0 else 0.0

    @property
    def tone(self) -> Tone:
        """How good that is."""
        return Tone.BAD if self._state is ExportState.FAILED else Tone.NEUTRAL

    @property
    def text(self) -> str:
        """What there is to say; empty when idle."""
        match self._state:
            case ExportState.RUNNING:
                return self.tr("Exporting {format}: {done} of {total}").format(
                    format=self._format, done=count(self._done), total=count(self._total)
                )
            case ExportState.FINISHED:
                words = self.tr("Exported {count} requests to {file}", "", self._done)
                return words.format(count=count(self._done), file=self._file_name)
            case ExportState.FAILED:
                return self._reason
            case ExportState.CANCELLED:
                return self.tr("Export cancelled. Nothing was written.")
            case _:
                return ""

    def start(self, format_name: str, total: int) -> None:
        """An export of ``total`` requests begins; ``format_name`` is shown as it is, such as ``CSV``."""
        self._format, self._done, self._total = format_name, 0, total
        self._set_state(ExportState.RUNNING)

    def set_done(self, done: int) -> None:
        """So many requests are written."""
        if self._state is ExportState.RUNNING and done != self._done:
            self._done = done
            self.changed.emit()

    def finish(self, file_name: str, rows: int) -> None:
        """The file is there, with ``rows`` requests."""
        self._file_name, self._done = safe_line(file_name), rows
        self._set_state(ExportState.FINISHED)

    def fail(self, text: str) -> None:
        """It could not be written, for the reason that ``text`` says."""
        self._reason = safe_line(text)
        self._set_state(ExportState.FAILED)

    def cancel(self) -> None:
        """It was cancelled."""
        self._set_state(ExportState.CANCELLED)

    def clear(self) -> None:
        """There is nothing to say any more."""
        self._set_state(ExportState.IDLE)

    def _set_state(self, state: ExportState) -> None:
        self._state = state
        self.state_changed.emit()
        self.changed.emit()
