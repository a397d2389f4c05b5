"""The account at the bottom of the sidebar, and its menu, by keyboard and by mouse, wide and folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAction, QColor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.models.account_choices import AccountChoice, account_texts
from binom_desktop.views.sidebar import Sidebar
from binom_desktop.views.theme import ThemeChoice
from binom_desktop.views.tokens import contrast
from tests.views.shell_parts import HOSTILE_NAME, Shell, account, find, unnamed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SERVER, OTHER = "https://api.binom-router.com", "http://127.0.0.1:8000"
HOME = AccountChoice("acc_1", "demo-account", SERVER, current=True)
WORK = AccountChoice("acc_2", "Work & Play", SERVER)
THEMES = pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])


@dataclass
class Stage:
    """A window whose sidebar knows an account."""

    shell: Shell
    sidebar: Sidebar
    chosen: QSignalSpy
    qtbot: QtBot

    @property
    def button(self) -> QPushButton:
        """The account as a button."""
        return find(self.sidebar, QPushButton, "accountButton")

    @property
    def menu(self) -> QMenu:
        """What it opens."""
        return find(self.sidebar, QMenu, "accountMenu")

    @property
    def texts(self) -> list[str]:
        """The entries, a rule as a dash."""
        actions = [action for action in self.menu.actions() if action.isVisible()]
        return ["-" if action.isSeparator() else action.text() for action in actions]

    @property
    def checked(self) -> list[str]:
        """The entries with a check."""
        return [action.text() for action in self.menu.actions() if action.isChecked()]

    @property
    def accounts(self) -> list[AccountChoice]:
        """All accounts that were chosen."""
        return [self.chosen.at(number)[0] for number in range(self.chosen.count())]

    def press(self, *keys: Qt.Key) -> None:
        """Press keys where the keyboard is, in the menu while that is open."""
        for key in keys:
            menu = self.sidebar.findChild(QMenu, "accountMenu")
            QTest.keyClick(menu if menu is not None and menu.isVisible() else self.button, key)

    def click(self, text: str) -> None:
        """Open the menu with the mouse, and click an entry."""
        QTest.mouseClick(self.button, LEFT)
        action = next(action for action in self.menu.actions() if action.text() == text)
        QTest.mouseClick(self.menu, LEFT, NONE, self.menu.actionGeometry(action).center())


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    shell = Shell(qapp)
    shell.add_three_pages()
    shell.account.set_account(account())
    shell.window.show()
    qtbot.waitExposed(shell.window)
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    sidebar = find(shell.window, Sidebar, "sidebar")
    sidebar.set_accounts([HOME, WORK])
    yield Stage(shell, sidebar, QSignalSpy(sidebar.account_chosen), qtbot)
    shell.window.hide()
    shell.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_account_is_one_button(stage: Stage) -> None:
    assert stage.button.accessibleName() == "Account: demo-account"
    assert find(stage.button, QLabel, "accountUsername").text() == "demo-account"
    assert find(stage.button, QLabel, "accountEmail").text() == "demo@example.org"
    assert find(stage.button, QWidget, "accountAvatar").isVisible()
    assert find(stage.sidebar, QWidget, "accountBlock").isAncestorOf(stage.button)
    assert QAccessible.queryAccessibleInterface(stage.button).role() is QAccessible.Role.Button
    assert unnamed(stage.sidebar) == []


def test_another_account_is_chosen_by_keyboard_alone(stage: Stage) -> None:
    stage.button.setFocus(Qt.FocusReason.TabFocusReason)
    assert find(stage.shell.window, QWidget, "focusRing").isVisible()
    stage.press(Qt.Key.Key_Return)
    assert stage.texts == ["demo-account", "Work && Play", "-", "Add Account…", "Rename…", "Sign Out"]
    assert stage.checked == ["demo-account"]
    assert stage.menu.accessibleName() == "Accounts"
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert stage.accounts == [WORK]
    assert QApplication.focusWidget() is stage.button
    # The check moves when the account is there.
    assert stage.checked == ["demo-account"]
    stage.sidebar.set_accounts([replace(HOME, current=False), replace(WORK, current=True)])
    assert stage.checked == ["Work && Play"]
    stage.press(Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert not stage.menu.isVisible()
    assert len(stage.accounts) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4])
def test_every_usual_key_opens_the_menu(stage: Stage, key: Qt.Key) -> None:
    stage.press(key)
    assert stage.menu.isVisible()
    stage.press(Qt.Key.Key_Escape)


def test_the_mouse_chooses_and_the_current_account_is_no_choice(stage: Stage) -> None:
    stage.click("demo-account")
    assert stage.accounts == []
    assert stage.checked == ["demo-account"]
    # On the name, not beside it.
    username = find(stage.button, QLabel, "accountUsername")
    place = username.mapTo(stage.shell.window, username.rect().center())
    QTest.mouseClick(stage.shell.window.windowHandle(), LEFT, NONE, place)
    assert stage.menu.isVisible()
    stage.press(Qt.Key.Key_Escape)
    stage.click("Work && Play")
    assert stage.accounts == [WORK]


def test_each_request_is_told(stage: Stage) -> None:
    asked = {
        "Add Account…": QSignalSpy(stage.sidebar.add_account_requested),
        "Rename…": QSignalSpy(stage.sidebar.rename_requested),
        "Sign Out": QSignalSpy(stage.sidebar.sign_out_requested),
    }
    for text, spy in asked.items():
        stage.click(text)
        assert spy.count() == 1
    assert [spy.count() for spy in asked.values()] == [1, 1, 1]
    assert stage.accounts == []


def test_an_account_that_is_not_kept_offers_no_sign_out(stage: Stage) -> None:
    stage.sidebar.set_accounts([])
    stage.press(Qt.Key.Key_Return)
    assert stage.texts == ["Add Account…"]
    stage.press(Qt.Key.Key_Escape)
    stage.sidebar.set_accounts([replace(HOME, current=False), WORK])
    assert stage.texts == ["demo-account", "Work && Play", "-", "Add Account…"]
    assert stage.checked == []
    stage.click("demo-account")
    assert stage.accounts == [replace(HOME, current=False)]
    assert stage.checked == []


def test_accounts_can_be_told_apart() -> None:
    here, there = HOME, AccountChoice("acc_1", "demo-account", OTHER)
    assert account_texts([here, WORK]) == ("demo-account", "Work & Play")
    assert account_texts([here, there]) == ("demo-account · api.binom-router.com", f"demo-account · {OTHER}")
    twin = AccountChoice("acc_9", "demo-account", SERVER)
    assert account_texts([here, twin]) == ("demo-account (acc_1)", "demo-account (acc_9)")
    assert account_texts([AccountChoice("acc_3", "", SERVER)]) == ("acc_3",)
    assert account_texts([]) == ()


def test_the_same_id_on_two_servers_is_two_accounts(stage: Stage) -> None:
    there = replace(HOME, server=OTHER, current=False)
    stage.sidebar.set_accounts([HOME, there])
    stage.click(f"demo-account · {OTHER}")
    assert stage.accounts == [there]


def test_before_the_server_answers_the_account_has_its_label(stage: Stage) -> None:
    stage.shell.account.clear()
    assert stage.button.accessibleName() == "Account: demo-account"
    assert find(stage.sidebar, QLabel, "accountEmail").text() == ""
    assert stage.button.isVisible()
    stage.sidebar.set_accounts([])
    assert not stage.button.isVisible()
    stage.shell.account.set_account(account("Someone Else"))
    assert stage.button.isVisible()
    assert stage.button.accessibleName() == "Account: Someone Else"


@pytest.mark.parametrize("width", [1280, 800])
def test_the_menu_opens_in_the_screen_beside_its_button(stage: Stage, width: int) -> None:
    many = [replace(WORK, id=f"acc_{number}", label=f"Account {number}") for number in range(60)]
    for choices in ([HOME, WORK], [HOME, *many]):
        stage.sidebar.set_accounts(choices)
        stage.shell.window.resize(QSize(width, 600))
        stage.qtbot.waitUntil(lambda: stage.sidebar.folded is (width < 960))
        QTest.mouseClick(stage.button, LEFT)
        assert stage.menu.screen().availableGeometry().contains(stage.menu.geometry())
        stage.press(Qt.Key.Key_Escape)


def test_folded_the_avatar_alone_is_the_button(stage: Stage) -> None:
    stage.shell.window.resize(QSize(800, 600))
    stage.qtbot.waitUntil(lambda: stage.sidebar.folded)
    avatar = find(stage.button, QWidget, "accountAvatar")
    stage.qtbot.waitUntil(
        lambda: (
            stage.button.width() < 60 and abs(avatar.geometry().center().x() - stage.button.rect().center().x()) <= 1
        )
    )
    assert not find(stage.button, QLabel, "accountUsername").isVisible()
    assert stage.button.rect().contains(avatar.geometry())
    assert stage.button.accessibleName() == "Account: demo-account"
    stage.click("Sign Out")


def test_hostile_labels_are_plain_and_short(stage: Stage) -> None:
    hostile = AccountChoice("<i>", HOSTILE_NAME, "https://<b>" + "x" * 300)
    stage.shell.account.set_account(account(HOSTILE_NAME))
    stage.sidebar.set_accounts([hostile, replace(HOME, current=False)])
    stage.press(Qt.Key.Key_Space)
    assert stage.menu.width() < 450
    entry = stage.menu.actions()[0]
    assert "\u202e" not in entry.text()
    assert "<b>" not in entry.toolTip()
    assert not stage.menu.grab().isNull()
    stage.press(Qt.Key.Key_Escape)
    assert find(stage.button, QLabel, "accountUsername").textFormat() is Qt.TextFormat.PlainText
    assert stage.button.width() <= stage.sidebar.width()
    assert all(action.objectName() for action in stage.menu.findChildren(QAction) if action.text())


@THEMES
def test_the_button_looks_like_a_row_under_the_pointer(stage: Stage, theme: ThemeChoice) -> None:
    stage.shell.theme.apply(theme)
    tokens = stage.shell.theme.tokens
    corner = QPoint(stage.button.width() // 2, 3)
    grounds = []
    for down in (False, True):
        stage.button.setDown(down)
        # The window paints what lies behind the button.
        picture = stage.shell.window.grab().toImage()
        grounds.append(QColor(picture.pixel(stage.button.mapTo(stage.shell.window, corner))).name().upper())
    assert grounds == [tokens.side, tokens.line2]
    assert contrast(tokens.text, tokens.line2) >= 4.5
    assert contrast(tokens.text3, tokens.line2) >= 4.5
    stage.button.setDown(False)
