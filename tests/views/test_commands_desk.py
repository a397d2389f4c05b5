"""The command palette in the app's window: what it offers, and where each choice leads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.commands_desk import CommandsDesk
from binom_desktop.domain import ApiKey
from binom_desktop.events import KeysUpdated, RequestChoicesFound
from binom_desktop.queries import Criteria, RequestChoices
from binom_desktop.views.command_palette import CommandPalette
from binom_desktop.views.page import PageEntry
from binom_desktop.views.shortcut_sheet import ShortcutSheet
from tests.views.shell_parts import HOSTILE_NAME, Shell, find

PAGES = (
    PageEntry("/dashboard", "Overview", "layout-dashboard", "Ctrl+1"),
    PageEntry("/usage", "Usage", "chart-no-axes-column", "Ctrl+2"),
)


def key(key_id: str, description: str) -> ApiKey:
    """A key as the server lists it."""
    return ApiKey(
        id=key_id,
        description=description,
        enabled=True,
        rate_limit_rpm=None,
        allowed_ips=(),
        hint="binom_sk_…9fQ2",
        created_ms=0,
        last_used_ms=None,
        total_requests=0,
        total_cost_nano=0,
        last_sequence=0,
        version="1",
    )


class Stage:
    """A window with two pages and the palette over it."""

    def __init__(self, application: QApplication, qtbot: QtBot) -> None:
        self.shell = Shell(application)
        self.shell.add_three_pages()
        self.window = self.shell.window
        self.desk = CommandsDesk(window=self.window, theme=self.shell.theme, pages=PAGES)
        self.desk.can_sign_out = True
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def open(self) -> CommandPalette:
        """Press Ctrl+K."""
        QTest.keyClick(self.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        return find(self.window, CommandPalette, "commandPalette")

    def choose(self, text: str) -> None:
        """Open the palette, type, and press Enter."""
        line = find(self.open(), QLineEdit, "commandSearch")
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(qapp, qtbot)
    yield made
    made.window.hide()
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)


def test_a_page_is_found_by_a_few_letters(stage: Stage) -> None:
    chosen = QSignalSpy(stage.desk.route_chosen)
    stage.choose("usg")
    assert [chosen.at(number)[0] for number in range(chosen.count())] == ["/usage"]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("create api", "create_key_chosen"),
        ("reload", "refresh_chosen"),
        ("add account", "add_account_chosen"),
        ("log out", "sign_out_chosen"),
        ("documentation", "documentation_chosen"),
        ("exit", "quit_chosen"),
    ],
)
def test_what_can_be_done_is_found_by_its_name_or_another_word(stage: Stage, text: str, signal: str) -> None:
    chosen = QSignalSpy(getattr(stage.desk, signal))
    stage.choose(text)
    assert chosen.count() == 1


def test_keys_and_models_of_the_account_are_offered_and_forgotten_with_it(stage: Stage) -> None:
    keys, criteria = QSignalSpy(stage.desk.key_chosen), QSignalSpy(stage.desk.criteria_chosen)
    stage.desk.take(KeysUpdated({"key_1": key("key_1", "Staging"), "key_2": key("key_2", HOSTILE_NAME)}))
    stage.desk.take(RequestChoicesFound(RequestChoices(models=("vendor/large",))))
    stage.choose("staging")
    assert keys.at(0)[0] == "key_1"
    stage.choose("vendlarge")
    assert criteria.at(0)[0] == Criteria(models=("vendor/large",))
    stage.choose("failed requests")
    assert criteria.count() == 2
    stage.desk.clear()
    stage.choose("staging")
    assert keys.count() == 1


def test_where_no_account_is_kept_there_is_none_to_sign_out(stage: Stage) -> None:
    stage.desk.can_sign_out = False
    chosen = QSignalSpy(stage.desk.sign_out_chosen)
    stage.choose("sign out")
    assert chosen.count() == 0


def test_while_somebody_signs_in_there_is_no_palette(stage: Stage) -> None:
    stage.window.set_sign_in_page(QWidget())
    stage.window.show_sign_in()
    QTest.keyClick(stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = stage.window.findChild(QDialog, "commandPalette")
    assert palette is None or not palette.isVisible()


def test_f1_shows_every_shortcut(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_F1)
    sheet = find(stage.window, ShortcutSheet, "shortcutSheet")
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Overview", "Ctrl+1", "Command Palette", "Ctrl+K", "Refresh", "F5", "Quit"} <= texts
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
