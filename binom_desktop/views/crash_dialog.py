"""An error that nobody expected, as a person sees it: plain words, a report to pass on, and a way to go on."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from binom_desktop.presentation.report_text import ErrorReport, more_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.theme import Role, Theme, set_role

MOST_COUNTED = 100

_LEAST_WIDTH = 640
_REPORT_HEIGHT = 220
# Telling of an error may itself raise one each time it is painted: that may not keep the window busy.
_COUNT_PAUSE_MS = 500

_logger = logging.getLogger(__name__)


class CrashDialog(Dialog):
    """Shows one report. ``restart_requested`` says that the person would rather begin anew; closing it goes on."""

    restart_requested = Signal()

    def __init__(self, *, title: str, note: str, report: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(object_name="crashDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent)
        self.show_note(note)
        self._report = QPlainTextEdit(report)
        self._report.setObjectName("crashReport")
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setMinimumHeight(_REPORT_HEIGHT)
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setFont(theme.text_fixed_font())
        self._more = self.label("crashMore", Role.SECONDARY)
        self.body.addWidget(self.field_label(self.tr("Re&port"), self._report))
        self._report.setFrameShape(QFrame.Shape.NoFrame)
        # The frame's own colour shows.
        self._report.viewport().setAutoFillBackground(False)
        frame = QFrame()
        frame.setObjectName("crashReportFrame")
        set_role(frame, Role.KEY_BOX)
        QVBoxLayout(frame).addWidget(self._report)
        self.body.addWidget(frame, 1)
        self.body.addWidget(self._more)
        self._copy = self.add_button(self.tr("Copy Report"), "copyReportButton")
        self._restart = self.add_button(self.tr("Restart"), "crashRestartButton")
        self._continue = self.add_button(self.tr("Continue"), "crashContinueButton", Role.PRIMARY)
        for button in (self._copy, self._restart, self._continue):
            button.setAutoDefault(True)
        self._connect()
        self._continue.setFocus()

    def show_more(self, count: int) -> None:
        """Say how many errors came since."""
        self._more.setText(more_text(count, MOST_COUNTED))
        self._more.setVisible(bool(count))

    def _connect(self) -> None:
        self._copy.clicked.connect(self._on_copy_clicked)
        self._restart.clicked.connect(self._on_restart_clicked)
        self._continue.clicked.connect(self._on_continue_clicked)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
        self.show_message(self.tr("Copied to the clipboard."), Tone.OK)

    @Slot()
    def _on_restart_clicked(self) -> None:
        self.accept()
        self.restart_requested.emit()

    @Slot()
    def _on_continue_clicked(self) -> None:
        self.accept()


class CrashReports(QObject):
    """Tells of errors before ``window``, one dialog at a time, and never fails itself.

    Further errors are counted in the dialog that is open. An error that a person went on from is not told again. While
    the window is hidden, the first one waits until it is shown.
    """

    restart_requested = Signal()

    def __init__(self, *, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._dialog: CrashDialog | None = None
        self._waiting: ErrorReport | None = None
        self._told: set[str] = set()
        self._more = 0
        self._showing = False
        self._count_timer = QTimer(self)
        self._count_timer.setSingleShot(True)
        self._count_timer.setInterval(_COUNT_PAUSE_MS)
        self._count_timer.timeout.connect(self._on_count_timer_timeout)
        window.installEventFilter(self)

    def tell(self, report: ErrorReport) -> None:
        """Show an error, or count it."""
        if self._open:
            self._count()
        elif report.place in self._told or self._showing:
            return
        elif self._window.isVisible():
            self._told.add(report.place)
            title = self.tr("Something unexpected went wrong")
            note = self.tr(
                "Your data is kept and you can go on. The report has no keys in it; pass it on if this happens again."
            )
            self._show(title, note, report)
        elif self._waiting is None:
            self._waiting = report

    def tell_of_earlier_run(self, report: ErrorReport) -> None:
        """Show what ended an earlier run, because the person asked."""
        if not self._open:
            title = self.tr("The last run ended unexpectedly")
            note = self.tr("Your data was kept. The report has no keys in it; pass it on if this happens again.")
            self._show(title, note, report)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and self._waiting is not None:
            # The window is on its way only now.
            QTimer.singleShot(0, self._on_window_shown)
        return False

    @property
    def _open(self) -> bool:
        return self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible()

    def _show(self, title: str, note: str, report: ErrorReport) -> None:
        self._showing = True
        try:
            self._more = 0
            dialog = self._dialog = CrashDialog(
                title=title, note=note, report=report.text, theme=self._theme, parent=self._window
            )
            dialog.restart_requested.connect(self.restart_requested)
            dialog.open()
        except Exception:
            # Whatever it is, telling of it would begin all over.
            _logger.exception("The error can't be shown")
        finally:
            self._showing = False

    def _count(self) -> None:
        self._more = min(self._more + 1, MOST_COUNTED)
        if not self._count_timer.isActive():
            self._count_timer.start()

    @Slot()
    def _on_count_timer_timeout(self) -> None:
        if self._dialog is not None and self._open:
            self._dialog.show_more(self._more)

    @Slot()
    def _on_window_shown(self) -> None:
        if self._waiting is not None:
            report, self._waiting = self._waiting, None
            self.tell(report)
