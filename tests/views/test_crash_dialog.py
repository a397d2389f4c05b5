"""An error that nobody expected: what the person sees, what the report holds, and that telling of it never fails."""

from __future__ import annotations

import logging
import re
import secrets as random_secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop import __version__
from binom_desktop.presentation.report_text import ErrorReport, crash_report, error_report
from binom_desktop.redaction import REMOVED, Secrets
from binom_desktop.views.crash_dialog import MOST_COUNTED, CrashDialog, CrashReports
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.views.shell_parts import find, unnamed

KEY = "binom_sk_" + "aB3" * 10 + "zZ"
NOW_MS = 1_700_000_000_000
REPORT = ErrorReport("Traceback: it broke", "ValueError a.py:1")
OTHER = ErrorReport("Traceback: something else", "KeyError b.py:2")


@dataclass
class Stage:
    """A window, and what tells of errors before it."""

    window: QWidget
    reports: CrashReports
    qtbot: QtBot

    @property
    def dialogs(self) -> list[CrashDialog]:
        return [dialog for dialog in self.window.findChildren(CrashDialog) if dialog.isVisible()]

    @property
    def dialog(self) -> CrashDialog:
        (dialog,) = self.dialogs
        return dialog

    def press(self, name: str) -> None:
        QTest.mouseClick(find(self.dialog, QPushButton, name), Qt.MouseButton.LeftButton)


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    window = QWidget()
    window.resize(900, 600)
    window.show()
    qtbot.waitExposed(window)
    yield Stage(window, CrashReports(window=window, theme=theme), qtbot)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def fail_with(text: str) -> None:
    raise ValueError(text)


def raised(text: str) -> ValueError:
    with pytest.raises(ValueError, match=re.escape(text[:20])) as caught:
        fail_with(text)
    return caught.value


def report_of(error: BaseException, *lines: str) -> ErrorReport:
    secrets = Secrets()
    secrets.add("throw-away-token")
    return error_report(error, secrets=secrets, log_lines=lines, now_ms=NOW_MS, qt_platform="offscreen")


def test_the_report_says_what_happened_where_and_holds_no_secret() -> None:
    home = str(Path.home())
    report = report_of(raised(f"{KEY} throw-away-token {home}/x"), f"a line about {KEY}")
    assert report.text.startswith(f"Binom Desktop {__version__}\nPython 3.")
    for part in (
        "PySide6 ",
        "Qt ",
        "offscreen",
        "2023-11-14 22:13:20 UTC",
        "ValueError",
        "in fail_with",
        "a line about",
    ):
        assert part in report.text
    assert KEY[9:] not in report.text
    assert "throw-away-token" not in report.text
    assert REMOVED in report.text
    assert home not in report.text


def test_an_error_has_one_place_whatever_its_words() -> None:
    assert report_of(raised("one")).place == report_of(raised("two")).place
    assert report_of(raised("one")).place != report_of(KeyError("one")).place


def test_a_report_of_an_endless_error_has_an_end() -> None:
    assert len(report_of(raised("x" * 1_000_000)).text) < 100_000


def test_the_dialog_shows_the_report_and_every_control_has_a_name(stage: Stage) -> None:
    stage.reports.tell(REPORT)
    assert find(stage.dialog, QPlainTextEdit, "crashReport").toPlainText() == REPORT.text
    assert find(stage.dialog, QPlainTextEdit, "crashReport").isReadOnly()
    assert "You" in find(stage.dialog, QLabel, "dialogNote").text()
    assert unnamed(stage.dialog) == []


def test_copying_puts_the_whole_report_on_the_clipboard(stage: Stage) -> None:
    report = ErrorReport(f"Traceback {random_secrets.token_hex()}\nsecond line", "x")
    stage.reports.tell(report)
    stage.press("copyReportButton")
    assert QGuiApplication.clipboard().text() == report.text
    assert find(stage.dialog, QLabel, "dialogMessage").text() == "Copied to the clipboard."
    assert stage.dialogs


def test_errors_in_a_row_are_counted_in_one_dialog(stage: Stage) -> None:
    stage.reports.tell(REPORT)
    for report in (OTHER, REPORT, OTHER):
        stage.reports.tell(report)
    more = find(stage.dialog, QLabel, "crashMore")
    stage.qtbot.waitUntil(lambda: more.text() == "3 more since. The log has them.")
    assert more.isVisible()
    assert find(stage.dialog, QPlainTextEdit, "crashReport").toPlainText() == REPORT.text
    for _ in range(3 * MOST_COUNTED):
        stage.reports.tell(OTHER)
    stage.qtbot.waitUntil(lambda: more.text() == f"{MOST_COUNTED} or more since. The log has them.")


def test_going_on_closes_the_dialog_and_the_same_error_is_not_told_again(stage: Stage) -> None:
    stage.reports.tell(REPORT)
    stage.press("crashContinueButton")
    assert stage.dialogs == []
    stage.reports.tell(REPORT)
    assert stage.dialogs == []
    stage.reports.tell(OTHER)
    assert find(stage.dialog, QPlainTextEdit, "crashReport").toPlainText() == OTHER.text
    assert find(stage.dialog, QLabel, "crashMore").text() == ""


def test_escape_goes_on_and_restart_asks_for_a_restart(stage: Stage) -> None:
    restarts = QSignalSpy(stage.reports.restart_requested)
    stage.reports.tell(REPORT)
    QTest.keyClick(stage.dialog, Qt.Key.Key_Escape)
    assert stage.dialogs == []
    assert restarts.count() == 0
    stage.reports.tell(OTHER)
    stage.press("crashRestartButton")
    assert stage.dialogs == []
    assert restarts.count() == 1


def test_an_error_in_a_hidden_window_waits_until_it_is_shown(stage: Stage) -> None:
    stage.window.hide()
    stage.reports.tell(REPORT)
    stage.reports.tell(OTHER)
    assert stage.dialogs == []
    stage.window.show()
    stage.qtbot.waitUntil(lambda: bool(stage.dialogs))
    assert find(stage.dialog, QPlainTextEdit, "crashReport").toPlainText() == REPORT.text


def test_an_error_while_it_is_told_is_logged_and_ends_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_self: CrashDialog, _text: str) -> None:
        # As the app's hook would, were this not caught.
        stage.reports.tell(OTHER)
        raise RuntimeError("the dialog itself is broken")

    monkeypatch.setattr(CrashDialog, "show_note", fail)
    with caplog.at_level(logging.ERROR):
        stage.reports.tell(REPORT)
    assert stage.dialogs == []
    assert [record.message for record in caplog.records] == ["The error can't be shown"]
    monkeypatch.undo()
    stage.reports.tell(OTHER)
    assert find(stage.dialog, QPlainTextEdit, "crashReport").toPlainText() == OTHER.text


def test_a_crash_of_the_last_run_is_shown_when_asked_for(stage: Stage) -> None:
    crash = "Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):"
    report = crash_report(crash, secrets=Secrets(), log_lines=(), now_ms=NOW_MS, qt_platform="xcb")
    stage.reports.tell_of_earlier_run(report)
    assert "Segmentation fault" in find(stage.dialog, QPlainTextEdit, "crashReport").toPlainText()
    stage.reports.tell_of_earlier_run(report)
    assert len(stage.dialogs) == 1
