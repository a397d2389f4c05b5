"""The line that says how an export goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QProgressBar, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.views.export_bar import ExportBar
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.value_text import ValueText
from tests.models.figures import HOSTILE_NAME
from tests.views.shell_parts import find, unnamed

BUTTONS = ("cancelExportButton", "showFolderButton", "exportAgainButton", "dismissExportButton")


@dataclass
class Shown:
    """The bar in a window."""

    window: QMainWindow
    bar: ExportBar
    export: ExportModel

    @property
    def text(self) -> str:
        """What it says."""
        return find(self.bar, ValueText, "exportText").text

    @property
    def buttons(self) -> list[str]:
        """What can be done."""
        found = (find(self.bar, QPushButton, name) for name in BUTTONS)
        return [button.accessibleName() for button in found if button.isVisible()]

    def button(self, name: str) -> QPushButton:
        """A button by its name."""
        return find(self.bar, QPushButton, name)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    export = ExportModel()
    bar = ExportBar(export=export, theme=theme)
    window = QMainWindow()
    content = QWidget()
    window.setCentralWidget(content)
    layout = QVBoxLayout(content)
    layout.addWidget(bar)
    layout.addStretch(1)
    window.resize(800, 300)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Shown(window, bar, export)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def test_it_is_hidden_while_there_is_nothing_to_say(shown: Shown) -> None:
    assert not shown.bar.isVisible()
    shown.export.start("CSV", 10)
    assert shown.bar.isVisible()
    shown.export.clear()
    assert not shown.bar.isVisible()


def test_progress_is_shown_and_can_be_cancelled(shown: Shown) -> None:
    shown.export.start("CSV", 1_048_213)
    shown.export.set_done(524_107)
    assert shown.text == "Exporting CSV: 524,107 of 1,048,213"
    progress = find(shown.bar, QProgressBar, "exportProgress")
    assert progress.accessibleName() == "Export progress"
    assert progress.value() * 2 == progress.maximum()
    assert shown.buttons == ["Cancel"]
    assert unnamed(shown.bar) == []
    cancels = QSignalSpy(shown.bar.cancel_requested)
    shown.button("cancelExportButton").click()
    assert cancels.count() == 1
    shown.export.cancel()
    assert shown.text == "Export cancelled. Nothing was written."
    assert shown.buttons == ["Dismiss"]


def test_the_end_leads_to_the_file_and_keeps_the_focus(shown: Shown) -> None:
    shown.export.start("CSV", 18_867)
    shown.button("cancelExportButton").setFocus(Qt.FocusReason.TabFocusReason)
    shown.export.finish("requests.csv", 18_867)
    assert shown.text == "Exported 18,867 requests to requests.csv"
    assert not find(shown.bar, QProgressBar, "exportProgress").isVisible()
    assert shown.buttons == ["Show in Folder", "Dismiss"]
    folder = shown.button("showFolderButton")
    assert folder.hasFocus()
    asked = QSignalSpy(shown.bar.show_folder_requested)
    QTest.keyClick(folder, Qt.Key.Key_Space)
    assert asked.count() == 1
    shown.button("dismissExportButton").click()
    assert shown.export.state is ExportState.IDLE
    assert not shown.bar.isVisible()


def test_a_failure_says_why_and_lets_try_again(shown: Shown, qtbot: QtBot) -> None:
    shown.export.start("PDF", 5)
    shown.export.fail(f"{HOSTILE_NAME} can't be written: the disk is full.")
    text = find(shown.bar, ValueText, "exportText")
    assert text.property("tone") == "bad"
    assert text.text.startswith("<b>bold</b>\N{REPLACEMENT CHARACTER}evil")
    assert shown.buttons == ["Try Again", "Dismiss"]
    assert unnamed(shown.bar) == []
    qtbot.waitUntil(lambda: shown.bar.height() > 60)
    assert text.document().size().height() <= text.height()
    dismiss = shown.button("dismissExportButton")
    assert dismiss.mapTo(shown.window, QPoint(dismiss.width(), 0)).x() <= shown.window.width()
    again = QSignalSpy(shown.bar.again_requested)
    shown.button("exportAgainButton").click()
    assert again.count() == 1
