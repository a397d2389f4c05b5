"""The desk that shows errors and saves diagnostics, with a real log and real files."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.alert_values import DEFAULT_RULES, AlertsUpdated, RulePhase, RuleState
from binom_desktop.app_log import AppLog
from binom_desktop.diagnostics_desk import DiagnosticsDesk
from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.events import AccountUpdated, ConnectionChanged, KeysUpdated
from binom_desktop.paths import Paths
from binom_desktop.redaction import Secrets
from binom_desktop.settings import Settings
from binom_desktop.tasks import Supervisor
from binom_desktop.views.crash_dialog import CrashDialog
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.test_api_keys import key
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import account, find

TOKEN = "opaque-token-of-a-sandbox"
NOW_MS = 1_700_000_000_000
CRASH = "Fatal Python error: Segmentation fault"

_log = logging.getLogger("binom.test")


def fail(error: Exception) -> None:
    raise error


@dataclass
class Stage:
    """The desk before a window, with a log in ``folder``."""

    application: QApplication
    folder: Path
    window: QWidget
    desk: DiagnosticsDesk

    def save(self, file: Path) -> str:
        """Have diagnostics written; the answer is the notice."""
        notices = QSignalSpy(self.desk.notice_requested)
        run_on_app_loop(self.application, self.desk.write_diagnostics(file))
        return str(notices.at(0)[0])


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    level = logging.getLogger().level
    paths = Paths.of(tmp_path / "data")
    paths.create()
    (paths.log_folder / "crash.txt").write_text(CRASH, encoding="utf-8")
    secrets = Secrets()
    secrets.add(TOKEN)
    log = AppLog(level="warning", secrets=secrets)
    log.start()
    log.start_files(paths.log_folder)
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.DARK)
    window = QWidget()
    window.show()
    qtbot.waitExposed(window)
    desk = DiagnosticsDesk(
        now_ms=lambda: NOW_MS,
        window=window,
        theme=theme,
        paths=paths,
        log=log,
        secrets=secrets,
        settings=Settings,
        supervisor=Supervisor(on_error=fail),
    )
    yield Stage(qapp, tmp_path, window, desk)
    log.close()
    logging.getLogger().setLevel(level)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def test_an_error_is_shown_with_the_newest_lines_of_the_log(stage: Stage) -> None:
    _log.warning("the last line, with %s", TOKEN)
    stage.desk.show_error(ValueError(f"it broke with {TOKEN}"))
    report = find(stage.window, QPlainTextEdit, "crashReport").toPlainText()
    assert "ValueError: it broke with [removed]" in report
    assert "the last line, with [removed]" in report
    assert "offscreen" in report


def test_a_crash_of_the_last_run_can_be_seen(stage: Stage) -> None:
    assert stage.desk.crashed_before
    stage.desk.show_earlier_crash()
    assert CRASH in find(stage.window, QPlainTextEdit, "crashReport").toPlainText()
    assert len(stage.window.findChildren(CrashDialog)) == 1


def test_diagnostics_tell_of_the_run_and_not_of_the_person(stage: Stage) -> None:
    person, its_key = account(), key(description="Staging robot")
    stage.desk.take(AccountUpdated(person))
    stage.desk.take(KeysUpdated({its_key.id: its_key}))
    stage.desk.take(ConnectionChanged(Connection(ConnectionState.LIVE)))
    stage.desk.take(AlertsUpdated((RuleState(DEFAULT_RULES[0], RulePhase.ARMED),), ()))
    words = (person.id, person.username, person.email, its_key.description, its_key.hint)
    _log.warning("words: %s", "; ".join((*words, TOKEN)))
    notice = stage.save(stage.folder / "given.zip")
    assert notice == "Diagnostics are saved as given.zip. Look through them before you pass them on."
    with zipfile.ZipFile(stage.folder / "given.zip") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "words: [removed]" in parts["logs/binom-desktop.log"]
    assert CRASH in parts["logs/last-crash.txt"]
    assert "Binom Desktop" in parts["about.txt"]
    assert "offscreen" in parts["about.txt"]
    assert "bits" in parts["about.txt"]
    assert parts["connection.txt"] == f"2023-11-14 22:13:20.000 UTC {ConnectionState.LIVE.value}"
    assert parts["alerts.txt"].endswith("armed")
    everything = "\n".join(parts.values())
    assert [word for word in (*words, TOKEN) if word in everything] == []


def test_diagnostics_that_can_not_be_written_are_said(stage: Stage) -> None:
    (stage.folder / "taken.zip").mkdir()
    assert stage.save(stage.folder / "taken.zip") == "The diagnostics can't be written: Is a directory."
