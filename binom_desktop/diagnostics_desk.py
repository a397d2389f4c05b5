"""Joins what goes wrong to those who can mend it: error reports, and the diagnostics bundle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from binom_desktop.alert_values import AlertsUpdated, RuleState
from binom_desktop.app_log import AppLog
from binom_desktop.events import AccountUpdated, AppEvent, ConnectionChanged, KeysUpdated
from binom_desktop.paths import Paths
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.report_text import about_lines, crash_report, diagnostics_text, error_report
from binom_desktop.redaction import Secrets
from binom_desktop.settings import Settings
from binom_desktop.tasks import Supervisor
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.services.diagnostics import ConnectionNotes
    from binom_desktop.views.crash_dialog import CrashReports


class DiagnosticsDesk(QObject):
    """Shows errors before ``window``, and writes diagnostics where a person wants them.

    ``settings`` tells those in force. ``restart_requested`` comes from an error's dialog.
    """

    restart_requested = Signal()
    notice_requested = Signal(str)

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        window: QWidget,
        theme: Theme,
        paths: Paths,
        log: AppLog,
        secrets: Secrets,
        settings: Callable[[], Settings],
        supervisor: Supervisor,
    ) -> None:
        super().__init__(window)
        self._now_ms = now_ms
        self._started_ms = now_ms()
        self._window = window
        self._paths = paths
        self._log = log
        self._secrets = secrets
        self._settings = settings
        self._supervisor = supervisor
        self._theme = theme
        self._reports: CrashReports | None = None
        self._notes: ConnectionNotes | None = None
        self._rules: Sequence[RuleState] = ()
        # Words that belong to the person, of every account of this run: an older one may stand in the log.
        self._private: set[str] = set()

    @property
    def crashed_before(self) -> bool:
        """Whether the last run ended in a crash that left its traces."""
        return bool(self._log.earlier_crash)

    def take(self, event: AppEvent) -> None:
        """Note what diagnostics tell, and what they must not."""
        match event:
            case ConnectionChanged(connection):
                self._connection_notes.note(connection, self._now_ms())
            case AlertsUpdated(states):
                self._rules = states
            case AccountUpdated(account):
                self._private |= {account.id, account.username, account.email}
            case KeysUpdated(keys):
                for key in keys.values():
                    self._private |= {key.id, key.description, key.hint}

    def show_error(self, error: BaseException) -> None:
        """Tell the person of an error that nobody caught; the app goes on."""
        self._shown_reports().tell(
            error_report(
                error,
                secrets=self._secrets,
                log_lines=self._log.recent_lines,
                now_ms=self._now_ms(),
                qt_platform=QGuiApplication.platformName(),
            )
        )

    @Slot()
    def show_earlier_crash(self) -> None:
        """Show what is known of the crash of the last run."""
        self._shown_reports().tell_of_earlier_run(
            crash_report(
                self._log.earlier_crash,
                secrets=self._secrets,
                log_lines=self._log.recent_lines,
                now_ms=self._now_ms(),
                qt_platform=QGuiApplication.platformName(),
            )
        )

    def _shown_reports(self) -> CrashReports:
        if self._reports is None:
            from binom_desktop.views.crash_dialog import CrashReports

            self._reports = CrashReports(window=self._window, theme=self._theme)
            self._reports.restart_requested.connect(self.restart_requested)
        return self._reports

    @Slot()
    def save_diagnostics(self) -> None:
        """Ask where to, and write the bundle there."""
        from PySide6.QtWidgets import QFileDialog

        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        day = datetime.fromtimestamp(self._now_ms() / 1000, UTC).strftime("%Y-%m-%d")
        suggested = str(Path(folder) / f"binom-desktop-diagnostics-{day}.zip")
        dialog = QFileDialog(self._window, self.tr("Save Diagnostics"), suggested, self.tr("ZIP archive (*.zip)"))
        dialog.setObjectName("diagnosticsFileDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(suggested)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def write_diagnostics(self, file: Path) -> None:
        """Write the bundle and say what came of it."""
        from binom_desktop.services.diagnostics import Diagnostics, DiagnosticsFault, write_diagnostics

        await asyncio.to_thread(self._log.flush)
        diagnostics = Diagnostics(
            about=about_lines(qt_platform=QGuiApplication.platformName()),
            screens=_screens(),
            started_ms=self._started_ms,
            now_ms=self._now_ms(),
            settings=self._settings(),
            changes=self._connection_notes.changes,
            rules=self._rules,
            data_folder=self._paths.data_folder,
            log_files=self._log.files,
            private=tuple(self._private),
        )
        try:
            await write_diagnostics(file, diagnostics, secrets=self._secrets)
        except DiagnosticsFault as fault:
            self.notice_requested.emit(error_text(fault))
        else:
            self.notice_requested.emit(diagnostics_text(file.name))

    @property
    def _connection_notes(self) -> ConnectionNotes:
        if self._notes is None:
            from binom_desktop.services.diagnostics import ConnectionNotes

            self._notes = ConnectionNotes()
        return self._notes

    @Slot(str)
    def _on_dialog_file_selected(self, file: str) -> None:
        self._supervisor.start(self.write_diagnostics(Path(file)), name="write diagnostics")


def _screens() -> tuple[str, ...]:
    """Each screen's size, scale and depth."""
    return tuple(
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}, {screen.depth()} bits"
        for screen in QGuiApplication.screens()
    )
