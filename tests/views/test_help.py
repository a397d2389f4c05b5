"""Help: its menu in the sidebar and on Sign In, About and the licences, by keyboard and in both themes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop import __version__
from binom_desktop.help_desk import HelpDesk
from binom_desktop.paths import Paths
from binom_desktop.presentation.about_text import HelpTopic
from binom_desktop.tasks import Supervisor
from binom_desktop.views.about_dialog import AboutDialog
from binom_desktop.views.help_menu import HelpMenu
from binom_desktop.views.licences_dialog import LicencesDialog
from binom_desktop.views.page import DOCUMENTATION_URL, KEYS_DOCUMENTATION_URL
from binom_desktop.views.sidebar import Sidebar
from binom_desktop.views.sign_in import SignInPage
from binom_desktop.views.theme import ThemeChoice
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import Shell, find, unnamed

ENTRIES = ["Keyboard Shortcuts", "Documentation", "Save Diagnostics", "Licences", "About Binom Desktop"]
THEMES = pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])


@dataclass
class Stage:
    """A window with the desk that answers its Help."""

    shell: Shell
    folder: Path
    errors: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window = self.shell.window
        self.supervisor = Supervisor(on_error=self.errors.append)
        self.desk = HelpDesk(
            window=self.window,
            theme=self.shell.theme,
            paths=Paths.of(self.folder),
            supervisor=self.supervisor,
        )
        self.window.help_requested.connect(self.desk.show)

    @property
    def button(self) -> QPushButton:
        """Help at the foot of the sidebar."""
        return find(find(self.window, Sidebar, "sidebar"), QPushButton, "helpButton")

    def choose(self, text: str) -> None:
        """Open the menu and choose an entry, with the keyboard alone."""
        self.button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(self.button, Qt.Key.Key_Return)
        menu = find(self.button, HelpMenu, "helpMenu")
        for _ in range(ENTRIES.index(text) + 1):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)


async def other_tasks() -> None:
    """Wait until everything that was started has ended."""
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(Shell(qapp), tmp_path)
    made.shell.add_three_pages()
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.hide()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)
    assert made.errors == []


def test_help_is_there_before_anybody_signed_in_and_has_five_entries(stage: Stage) -> None:
    assert stage.button.isVisible()
    assert stage.button.accessibleName() == "Help"
    QTest.keyClick(stage.button, Qt.Key.Key_Return)
    menu = find(stage.button, HelpMenu, "helpMenu")
    assert [action.text() for action in menu.actions()] == ENTRIES
    assert all(action.objectName() for action in menu.actions())
    assert DOCUMENTATION_URL in menu.actions()[1].toolTip()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert unnamed(find(stage.window, QWidget, "sidebar")) == []


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Keyboard Shortcuts", "shortcuts_requested"),
        ("Documentation", "documentation_requested"),
        ("Save Diagnostics", "diagnostics_requested"),
    ],
)
def test_what_others_own_is_asked_of_them(stage: Stage, text: str, signal: str) -> None:
    asked = QSignalSpy(getattr(stage.desk, signal))
    stage.choose(text)
    assert asked.count() == 1


def test_folded_help_is_its_icon(stage: Stage, qtbot: QtBot) -> None:
    word = find(stage.button, QLabel, "helpWord")
    assert word.isVisible()
    stage.window.resize(800, 600)
    qtbot.waitUntil(lambda: not word.isVisible())
    assert stage.button.accessibleName() == stage.button.toolTip() == "Help"


@THEMES
def test_about_tells_versions_and_places_and_copies_them_without_the_person(
    stage: Stage, theme: ThemeChoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: stage.folder.parent)
    stage.shell.theme.apply(theme)
    stage.choose("About Binom Desktop")
    about = find(stage.window, AboutDialog, "aboutDialog")
    assert about.accessibleName() == "About Binom Desktop"
    shown = [label.text() for label in about.findChildren(QLabel)]
    assert {__version__, "MIT", str(stage.folder / "settings.toml"), str(stage.folder / "logs")} <= set(shown)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in about.findChildren(QLabel))
    assert unnamed(about) == []
    QTest.keyClick(find(about, QPushButton, "aboutCopyButton"), Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert f"Version: {__version__}" in copied
    assert "Python: " in copied
    assert str(stage.folder.parent) not in copied
    assert find(about, QLabel, "dialogMessage").text() == "Copied to the clipboard."
    QTest.keyClick(about, Qt.Key.Key_Escape)
    assert not about.isVisible()


@THEMES
def test_the_licences_of_all_parts_are_listed(stage: Stage, qtbot: QtBot, theme: ThemeChoice) -> None:
    stage.shell.theme.apply(theme)
    read: list[str] = []

    async def look() -> None:
        stage.choose("Licences")
        dialog = find(stage.window, LicencesDialog, "licencesDialog")
        assert find(dialog, QLabel, "dialogMessage").text() == "Collecting the licences…"
        parts = find(dialog, QListWidget, "licenceList")
        await other_tasks()
        names = [parts.item(row).text() for row in range(parts.count())]
        assert names[0].startswith("binom-desktop")
        assert any(name.startswith("PySide6") for name in names)
        assert names[-1] == "Python"
        QTest.keyClick(parts, Qt.Key.Key_End)
        read.append(find(dialog, QPlainTextEdit, "licenceText").toPlainText())
        assert not find(dialog, QLabel, "dialogMessage").isVisible()
        assert unnamed(dialog) == []
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    run_on_app_loop(stage.shell.application, look())
    assert "PYTHON SOFTWARE FOUNDATION" in read[0].upper()


def test_licences_come_to_a_dialog_that_was_closed_meanwhile(stage: Stage) -> None:
    async def close_at_once() -> None:
        stage.desk.show_licences()
        dialog = find(stage.window, LicencesDialog, "licencesDialog")
        dialog.reject()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
        await other_tasks()

    run_on_app_loop(stage.shell.application, close_at_once())


def test_licences_that_can_not_be_read_are_said(stage: Stage) -> None:
    dialog = LicencesDialog(theme=stage.shell.theme, parent=stage.window)
    dialog.open()
    dialog.show_failed()
    assert "can't be read" in find(dialog, QLabel, "dialogMessage").text()
    dialog.reject()


def test_a_line_without_an_end_is_shown_in_parts(stage: Stage) -> None:
    """In one piece it would take Qt a minute."""
    dialog = LicencesDialog(theme=stage.shell.theme, parent=stage.window)
    dialog.show_texts({"Odd": f"first\n{'x' * 1_000_000}"})
    dialog.open()
    text = find(dialog, QPlainTextEdit, "licenceText")
    lines = text.toPlainText().split("\n")
    assert lines[0] == "first"
    assert "".join(lines[1:]) == "x" * 1_000_000
    assert max(map(len, lines)) < 10_000
    dialog.close()


def test_about_leads_to_the_licences(stage: Stage) -> None:
    async def go() -> None:
        stage.desk.show_about()
        about = find(stage.window, AboutDialog, "aboutDialog")
        QTest.keyClick(find(about, QPushButton, "aboutLicencesButton"), Qt.Key.Key_Return)
        assert not about.isVisible()
        dialog = find(stage.window, LicencesDialog, "licencesDialog")
        assert dialog.isVisible()
        await other_tasks()
        dialog.reject()

    run_on_app_loop(stage.shell.application, go())


def test_sign_in_helps_too_and_tells_where_keys_are(stage: Stage, qtbot: QtBot) -> None:
    page = SignInPage(theme=stage.shell.theme)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    topics, opened = QSignalSpy(page.help_requested), QSignalSpy(page.open_url_requested)
    find_key = find(page, QPushButton, "findKeyButton")
    assert KEYS_DOCUMENTATION_URL in find_key.toolTip()
    QTest.keyClick(find_key, Qt.Key.Key_Space)
    assert opened.at(0) == [KEYS_DOCUMENTATION_URL]
    QTest.keyClick(find(page, QPushButton, "signInHelpButton"), Qt.Key.Key_Space)
    menu = find(page, HelpMenu, "helpMenu")
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert topics.at(0)[0] is HelpTopic.ABOUT
    page.focus_first()
    assert QApplication.focusWidget() is find(page, QLineEdit, "keyField")
    page.hide()
