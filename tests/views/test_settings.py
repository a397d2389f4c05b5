"""The Settings page by keys and clicks, with a real settings file and a real entry for starting at login."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QWidget,
)
from qasync import QEventLoop

from binom_desktop.alert_values import QuietHours
from binom_desktop.page_entries import SETTINGS_ROUTE
from binom_desktop.services.login_item import system_login_item
from binom_desktop.settings import AccountEntry, Settings, Theme, export_settings, load_settings
from binom_desktop.settings_desk import SettingsDesk
from binom_desktop.tasks import Supervisor
from binom_desktop.views.settings import SettingsPage
from binom_desktop.views.theme import ThemeChoice
from tests.unit.services.test_accounts import TestKeyring, accounts_in
from tests.views.shell_parts import Shell, find, unnamed

WAIT_S = 20.0
POLL_S = 0.004
ADA = AccountEntry("https://api.example.com", "acc_1", "ada")
HOSTILE = AccountEntry("http://127.0.0.1:8080", "acc_2", "<b>bold</b> \u202eevil " + "W" * 80)
TWO_ACCOUNTS = Settings(accounts=(ADA, HOSTILE), current=ADA)
COMMAND = ("/opt/Binom Desktop/binom-desktop", "--minimized")


class Stage:
    """The page in a window, on a real settings file below ``folder``."""

    def __init__(self, application: QApplication, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.file = folder / "settings.toml"
        self.entry = folder / "home/.config/autostart/run.binom.Desktop.desktop"
        self.shell = Shell(application)
        self.window = self.shell.window
        self.errors: list[Exception] = []
        self.notices: list[str] = []
        self.applied: list[Settings] = []
        self.asked: list[tuple[str, AccountEntry | str, str]] = []
        self.supervisor = Supervisor(on_error=self.errors.append)
        self.accounts = accounts_in(folder, TestKeyring(), settings=settings)
        self.desk = SettingsDesk(
            settings=settings,
            change=self.accounts.change_settings,
            login_item=system_login_item(platform="linux", home=folder / "home", environment={}, command=COMMAND),
            connection=self.shell.connection,
            account=self.shell.account,
            theme=self.shell.theme,
            supervisor=self.supervisor,
        )
        self.desk.settings_changed.connect(self._on_settings_changed)
        self.desk.notice_requested.connect(self.notices.append)
        for name in ("switch", "sign_out", "delete_data"):
            getattr(self.desk, f"{name}_requested").connect(partial(self._on_account_asked, name))
        self.desk.rename_requested.connect(partial(self._on_account_asked, "rename"))
        self.desk.add_account_requested.connect(partial(self._on_account_asked, "add", ""))
        self.window.route_changed.connect(self.desk.set_route)
        self.shell.add_page(self.shell.page("/dashboard", "Overview", "Ctrl+1"))
        self.window.add_page(self.desk.entry, self.desk.build_page)
        self.window.resize(1280, 860)
        self.window.navigate(SETTINGS_ROUTE)
        self.page = find(self.window, SettingsPage, "settingsPage")
        self.window.show()
        self.window.activateWindow()

    async def close(self) -> None:
        """Leave nothing behind."""
        await self.supervisor.aclose()
        self.window.hide()
        for part in (self.window, self.desk):
            part.deleteLater()
            QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
        assert self.errors == []

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait for a condition; ``what`` names it when it never comes."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_S
        while not holds():
            assert loop.time() < deadline, f"waited in vain for {what}"
            await asyncio.sleep(POLL_S)

    async def saved(self, settings: Settings) -> None:
        """Wait until the file holds ``settings`` and they are in effect."""
        await self.until(lambda: load_settings(self.file).settings == settings, f"{settings} in the file")
        await self.until(lambda: self.applied and self.applied[-1] == settings, f"{settings} in effect")
        await self.until(lambda: self.desk.settled, "rest")
        assert self.desk.settings.settings == settings

    def press(self, name: str) -> None:
        """Press a switch or a button with the mouse."""
        button = find(self.page, QAbstractButton, name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())

    def label(self, name: str) -> str:
        """What a visible label says; empty where it is hidden."""
        label = find(self.page, QLabel, name)
        return label.text() if label.isVisible() else ""

    def dialog(self, name: str) -> QDialog:
        """An open dialog, the newest of its name."""
        dialogs = [dialog for dialog in self.page.findChildren(QDialog, name) if dialog.isVisible()]
        assert len(dialogs) == 1, name
        return dialogs[0]

    def answer(self, dialog_name: str, button_name: str) -> str:
        """Press a button of a dialog; gives the words of the dialog."""
        dialog = self.dialog(dialog_name)
        words = find(dialog, QLabel, "dialogNote").text()
        find(dialog, QPushButton, button_name).click()
        assert not dialog.isVisible()
        return words

    def cards(self) -> list[str]:
        """The titles of the sections that are shown."""
        return [card.accessibleName() for card in self.page.cards.values() if card.isVisible()]

    def rows(self) -> list[str]:
        """The names of the settings that are shown."""
        names = [label for label in self.page.findChildren(QLabel) if label.objectName().endswith("Label")]
        return [label.text() for label in names if label.isVisible() and label.objectName() != "updatedLabel"]

    def _on_settings_changed(self, settings: Settings) -> None:
        self.applied.append(settings)
        self.shell.theme.apply(ThemeChoice(settings.theme.value))

    def _on_account_asked(self, what: str, entry: AccountEntry | str, label: str = "") -> None:
        self.asked.append((what, entry, label))


Play = Callable[[Stage], Awaitable[None]]
Run = Callable[..., None]


@pytest.fixture
def run(qapp: QApplication, tmp_path: Path) -> Run:
    """Runs what happens on a stage on the app's loop."""

    def on_the_loop(play: Play, settings: Settings | None = None) -> None:
        async def whole() -> None:
            stage = Stage(qapp, tmp_path, settings or TWO_ACCOUNTS)
            try:
                await stage.until(lambda: stage.desk.settled, "the system's answer")
                await play(stage)
            finally:
                await stage.close()

        with asyncio.Runner(loop_factory=partial(QEventLoop, qapp)) as runner:
            runner.run(whole())

    return on_the_loop


# Every row.


def test_every_control_has_a_name_and_says_what_it_does(run: Run) -> None:
    async def play(stage: Stage) -> None:
        assert (stage.desk.entry.route, stage.desk.entry.title) == ("/settings", "Settings")
        assert stage.page.shortcut.toString() == "Ctrl+,"
        assert unnamed(stage.page) == []
        assert stage.cards() == ["Appearance", "Data", "Desktop", "Notifications", "Accounts", "Settings File", "Help"]
        switch = find(stage.page, QAbstractButton, "realTimeSwitch")
        assert switch.accessibleName() == "Real-time updates"
        assert switch.accessibleDescription() == stage.label("realTimeText")
        assert "not in it" in stage.label("exportSettingsText")
        assert "not fetched again" in stage.label("historyText")

    run(play)


def test_the_keyboard_goes_from_top_to_bottom(run: Run) -> None:
    async def play(stage: Stage) -> None:
        stage.press("quietHoursSwitch")
        settings = replace(TWO_ACCOUNTS, quiet_hours=QuietHours(22 * 60, 7 * 60))
        await stage.saved(settings)
        another = AccountEntry("https://other.example.com", "acc_3", "grace")
        stage.desk.set_settings(replace(settings, accounts=(ADA, HOSTILE, another)))
        await stage.until(lambda: find(stage.page, QPushButton, "account3Delete").isVisible(), "the third account")
        search = find(stage.page, QLineEdit, "settingsSearch")
        last = find(stage.page, QPushButton, "importSettingsButton")
        reached: list[QWidget] = [search]
        search.setFocus(Qt.FocusReason.TabFocusReason)
        while reached[-1] is not last:
            QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
            focused = stage.window.focusWidget()
            assert focused is not None
            assert focused not in reached
            reached.append(focused)
        places = [control.mapTo(stage.page, control.rect().center()) for control in reached]
        assert [place.y() for place in places] == sorted(place.y() for place in places)
        assert [control.objectName() for control in reached[-15:]] == [
            "quietHoursSwitch",
            "account1Rename",
            "account1SignOut",
            "account1Delete",
            *(f"account{number}{what}" for number in (2, 3) for what in ("Switch", "Rename", "SignOut", "Delete")),
            "addAccountButton",
            "exportSettingsButton",
            "importSettingsButton",
        ]

    run(play)


def test_the_theme_changes_at_once_and_back(run: Run) -> None:
    async def play(stage: Stage) -> None:
        stage.press("themeChoice_dark")
        await stage.saved(replace(TWO_ACCOUNTS, theme=Theme.DARK))
        assert stage.shell.theme.tokens.dark
        dark = find(stage.page, QPushButton, "themeChoice_dark")
        dark.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(dark, Qt.Key.Key_Left)
        await stage.saved(replace(TWO_ACCOUNTS, theme=Theme.LIGHT))
        assert not stage.shell.theme.tokens.dark

    run(play)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("realTimeSwitch", replace(TWO_ACCOUNTS, real_time=False)),
        ("keepInTraySwitch", replace(TWO_ACCOUNTS, keep_in_tray=False)),
        ("pauseNotificationsSwitch", replace(TWO_ACCOUNTS, notifications_paused=True)),
        ("quietHoursSwitch", replace(TWO_ACCOUNTS, quiet_hours=QuietHours(22 * 60, 7 * 60))),
    ],
)
def test_a_switch_is_switched_by_mouse_and_by_keyboard(run: Run, name: str, changed: Settings) -> None:
    async def play(stage: Stage) -> None:
        stage.press(name)
        await stage.saved(changed)
        switch = find(stage.page, QAbstractButton, name)
        switch.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(switch, Qt.Key.Key_Space)
        await stage.saved(TWO_ACCOUNTS)
        assert switch.hasFocus()

    run(play)


def test_the_refresh_interval_is_chosen_by_keyboard_and_never_by_the_wheel(run: Run) -> None:
    async def play(stage: Stage) -> None:
        box = find(stage.page, QComboBox, "refreshIntervalBox")
        assert box.currentText() == "1 minute"
        box.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(box, Qt.Key.Key_Down)
        await stage.saved(replace(TWO_ACCOUNTS, refresh_interval_s=300))
        place = QPointF(box.rect().center())
        wheel = QWheelEvent(
            place,
            box.mapToGlobal(place),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, wheel)
        assert box.currentText() == "5 minutes"
        # One that is not offered usually is shown all the same.
        stage.desk.set_settings(replace(TWO_ACCOUNTS, refresh_interval_s=45))
        assert box.currentText() == "45 seconds"
        assert [box.itemText(number) for number in range(3)] == ["15 seconds", "30 seconds", "45 seconds"]

    run(play)


def test_a_time_zone_is_found_by_typing(run: Run) -> None:
    async def play(stage: Stage) -> None:
        await stage.until(lambda: stage.desk.settings.zones.loaded, "the zones")
        assert stage.desk.settings.zones.name(0) == "UTC"
        box = find(stage.page, QComboBox, "timeZoneBox")
        box.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(box, Qt.Key.Key_Return)
        popup = find(stage.page, QFrame, "timeZonePopup")
        search = find(popup, QLineEdit, "timeZoneSearch")
        assert (popup.isVisible(), search.hasFocus(), unnamed(popup)) == (True, True, [])
        QTest.keyClicks(search, "atlantis")
        nothing = find(popup, QLabel, "timeZoneNothing")
        await stage.until(nothing.isVisible, "that nothing matches")
        QTest.keyClick(search, Qt.Key.Key_Return)
        search.clear()
        QTest.keyClicks(search, "buenos a")
        await stage.until(lambda: stage.desk.settings.zones.rowCount() in {1, 2}, "what matches")
        QTest.keyClick(search, Qt.Key.Key_Return)
        assert not popup.isVisible()
        assert box.hasFocus()
        await stage.saved(replace(TWO_ACCOUNTS, time_zone="America/Argentina/Buenos_Aires"))
        assert box.currentText() == "America/Argentina/Buenos_Aires"

        # By the list: letters lead to the search, arrows to the rows, a click takes one.
        QTest.keyClick(box, Qt.Key.Key_B)
        assert search.text() == "b"
        search.setText("europe/")
        await stage.until(lambda: stage.desk.settings.zones.row_of("UTC") < 0, "the zones of Europe")
        rows = find(popup, QListView, "timeZoneList")
        QTest.keyClick(search, Qt.Key.Key_Down)
        assert rows.hasFocus()
        QTest.keyClick(rows, Qt.Key.Key_Up)
        assert search.hasFocus()
        index = stage.desk.settings.zones.index(stage.desk.settings.zones.row_of("Europe/Berlin"))
        rows.scrollTo(index)
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).center())
        await stage.saved(replace(TWO_ACCOUNTS, time_zone="Europe/Berlin"))

    run(play)


def test_esc_leaves_the_time_zone_as_it_was(run: Run) -> None:
    async def play(stage: Stage) -> None:
        box = find(stage.page, QComboBox, "timeZoneBox")
        QTest.mouseClick(box, Qt.MouseButton.LeftButton)
        popup = find(stage.page, QFrame, "timeZonePopup")
        assert popup.isVisible()
        QTest.keyClick(popup, Qt.Key.Key_Escape)
        assert not popup.isVisible()
        assert stage.applied == []

    run(play)


def test_history_is_only_shortened_once_that_is_confirmed(run: Run) -> None:
    async def play(stage: Stage) -> None:
        box = find(stage.page, QComboBox, "historyBox")
        box.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(box, Qt.Key.Key_End)
        words = stage.answer("shortenHistoryDialog", "confirmCancelButton")
        assert "older than 30 days are dropped" in words
        assert "not fetched again" in words
        assert (box.currentText(), stage.applied) == ("For good", [])
        QTest.keyClick(box, Qt.Key.Key_End)
        dialog = stage.dialog("shortenHistoryDialog")
        # Enter is no way to lose something.
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert not dialog.isVisible()
        assert stage.applied == []
        QTest.keyClick(box, Qt.Key.Key_End)
        stage.answer("shortenHistoryDialog", "confirmButton")
        await stage.saved(replace(TWO_ACCOUNTS, history_days=30))
        assert box.currentText() == "30 days"
        QTest.keyClick(box, Qt.Key.Key_Home)
        await stage.saved(TWO_ACCOUNTS)

    run(play)


def test_quiet_hours_are_typed_and_said_in_words(run: Run) -> None:
    async def play(stage: Stage) -> None:
        start = find(stage.page, QLineEdit, "quietFromField")
        end = find(stage.page, QLineEdit, "quietToField")
        assert (start.isEnabled(), start.text(), end.text()) == (False, "22:00", "07:00")
        stage.press("quietHoursSwitch")
        assert start.isEnabled()
        start.setFocus(Qt.FocusReason.TabFocusReason)
        start.selectAll()
        QTest.keyClicks(start, "2130")
        QTest.keyClick(start, Qt.Key.Key_Return)
        await stage.saved(replace(TWO_ACCOUNTS, quiet_hours=QuietHours(21 * 60 + 30, 7 * 60)))
        assert stage.label("quietHoursText") == "No system notifications from 21:30 to 07:00 the next day (UTC)."
        end.setFocus(Qt.FocusReason.TabFocusReason)
        end.selectAll()
        QTest.keyClicks(end, "7:6")
        assert end.property("tone") == "bad"
        QTest.keyClick(end, Qt.Key.Key_Tab)
        assert (end.text(), end.property("tone")) == ("07:00", "neutral")
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
            QTest.keyClick(end, key)
        await stage.saved(replace(TWO_ACCOUNTS, quiet_hours=QuietHours(21 * 60 + 30, 7 * 60 + 15)))
        stage.press("quietHoursSwitch")
        await stage.saved(TWO_ACCOUNTS)
        assert start.text() == "21:30"

    run(play)


def test_the_last_of_many_quick_choices_stands(run: Run) -> None:
    async def play(stage: Stage) -> None:
        switch = find(stage.page, QAbstractButton, "realTimeSwitch")
        seen: list[bool] = []
        for _ in range(7):
            stage.press("realTimeSwitch")
            seen.append(switch.isChecked())
        assert seen == [False, True] * 3 + [False]
        states: list[bool] = []
        stage.desk.settings.changed.connect(lambda: states.append(switch.isChecked()))
        await stage.saved(replace(TWO_ACCOUNTS, real_time=False))
        assert set(states) <= {False}
        assert not switch.isChecked()

    run(play)


def test_a_desktop_without_a_tray_is_named(run: Run) -> None:
    async def play(stage: Stage) -> None:
        usual = stage.label("keepInTrayText")
        stage.desk.settings.set_tray(False)
        assert stage.label("keepInTrayText").startswith("This desktop shows no tray")
        assert find(stage.page, QAbstractButton, "keepInTraySwitch").isChecked()
        stage.desk.settings.set_tray(True)
        assert stage.label("keepInTrayText") == usual

    run(play)


# Starting at login.


def test_starting_at_login_is_the_systems_entry(run: Run) -> None:
    async def play(stage: Stage) -> None:
        switch = find(stage.page, QAbstractButton, "startAtLoginSwitch")
        assert (switch.isEnabled(), switch.isChecked()) == (True, False)
        stage.press("startAtLoginSwitch")
        await stage.until(stage.entry.exists, "the entry")
        assert 'Exec="/opt/Binom Desktop/binom-desktop" --minimized' in stage.entry.read_text()
        assert switch.isChecked()
        # Somebody takes the entry away meanwhile: the next look at the page shows it.
        await stage.until(lambda: stage.desk.settled, "the end of the change")
        stage.entry.unlink()
        stage.window.navigate("/dashboard")
        stage.window.navigate(SETTINGS_ROUTE)
        await stage.until(lambda: not switch.isChecked(), "the system's word")
        stage.press("startAtLoginSwitch")
        stage.press("startAtLoginSwitch")
        stage.press("startAtLoginSwitch")
        await stage.until(lambda: stage.desk.settled, "the end of the changes")
        assert (switch.isChecked(), stage.entry.exists(), stage.notices) == (True, True, [])

    run(play)


def test_what_the_system_refuses_is_said_and_the_switch_goes_back(run: Run) -> None:
    async def play(stage: Stage) -> None:
        (stage.folder / "home").mkdir()
        (stage.folder / "home/.config").write_text("a file where a folder should be")
        stage.press("startAtLoginSwitch")
        await stage.until(lambda: stage.notices, "the reason")
        assert stage.notices[0].startswith("Starting at login can't be changed: ")
        assert stage.label("startAtLoginText") == stage.notices[0]
        switch = find(stage.page, QAbstractButton, "startAtLoginSwitch")
        assert (switch.isEnabled(), switch.isChecked()) == (False, False)
        (stage.folder / "home/.config").unlink()
        stage.window.navigate("/dashboard")
        stage.window.navigate(SETTINGS_ROUTE)
        await stage.until(switch.isEnabled, "another try")
        assert "can't" not in stage.label("startAtLoginText")

    run(play)


# The search.


@pytest.mark.parametrize(
    ("typed", "rows", "cards"),
    [
        ("dark", ["Theme"], ["Appearance"]),
        ("do not disturb", ["Pause notifications", "Quiet hours"], ["Notifications"]),
        ("polling", ["Real-time updates", "Refresh interval"], ["Data"]),
        ("TRAY", ["Start at login", "Keep running in the tray"], ["Desktop"]),
        ("settings file", ["Export settings", "Import settings"], ["Settings File"]),
        ("sign out", [], ["Accounts"]),
    ],
)
def test_the_search_leaves_what_people_mean(run: Run, typed: str, rows: list[str], cards: list[str]) -> None:
    async def play(stage: Stage) -> None:
        search = find(stage.page, QLineEdit, "settingsSearch")
        QTest.keyClick(stage.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert search.hasFocus()
        QTest.keyClicks(search, typed)
        await stage.until(lambda: stage.cards() == cards, "the sections")
        assert stage.rows() == rows
        QTest.keyClick(search, Qt.Key.Key_Escape)
        await stage.until(lambda: len(stage.cards()) == 7, "all sections")

    run(play)


def test_a_search_without_a_match_says_so_and_leads_back(run: Run) -> None:
    async def play(stage: Stage) -> None:
        stage.page.focus_body()
        search = find(stage.page, QLineEdit, "settingsSearch")
        search.setText("<i>fish</i>")
        await stage.until(lambda: stage.cards() == [], "nothing")
        state = find(stage.page, QFrame, "noSettingsState")
        assert state.accessibleName() == "No settings match"
        assert stage.label("noSettingsStateText") == "Nothing is called “<i>fish</i>”."
        stage.press("settingsSearchClearButton")
        await stage.until(lambda: len(stage.cards()) == 7, "all sections")
        assert not state.isVisible()
        assert search.hasFocus()

    run(play)


# Accounts.


def test_accounts_are_listed_as_plain_text_with_the_current_one_named(run: Run) -> None:
    async def play(stage: Stage) -> None:
        assert stage.label("account1Name") == "ada"
        assert stage.label("account1Server") == "https://api.example.com"
        assert (stage.label("account1Badge"), stage.label("account2Badge")) == ("Current", "")
        assert stage.label("account2Name").startswith("<b>bold</b> \ufffdevil W")
        assert find(stage.page, QLabel, "account2Name").textFormat() is Qt.TextFormat.PlainText
        assert not find(stage.page, QPushButton, "account1Switch").isVisible()
        assert find(stage.page, QPushButton, "account1Rename").accessibleName() == "Rename ada"
        stage.desk.set_settings(Settings())
        assert stage.label("noAccountsText") == "No account is kept on this computer."
        stage.desk.set_settings(replace(TWO_ACCOUNTS, current=HOSTILE))
        stage.desk.settings.set_shown_account(HOSTILE)
        assert (stage.label("account1Badge"), stage.label("account2Badge")) == ("", "Current")

    run(play)


def test_what_goes_is_asked_before_and_said(run: Run) -> None:
    async def play(stage: Stage) -> None:
        for button, dialog, words in (
            ("account1SignOut", "signOutDialog", "The API key of “ada” leaves this computer."),
            ("account1Delete", "deleteDataDialog", "“ada” leaves this computer for good: its history"),
        ):
            stage.press(button)
            assert stage.answer(dialog, "confirmCancelButton").startswith(words)
        assert stage.asked == []
        stage.press("account1SignOut")
        stage.answer("signOutDialog", "confirmButton")
        stage.press("account2Delete")
        stage.answer("deleteDataDialog", "confirmButton")
        stage.press("account2Switch")
        stage.press("addAccountButton")
        assert stage.asked == [
            ("sign_out", ADA, ""),
            ("delete_data", HOSTILE, ""),
            ("switch", HOSTILE, ""),
            ("add", "", ""),
        ]

    run(play)


def test_an_account_is_renamed(run: Run) -> None:
    async def play(stage: Stage) -> None:
        stage.press("account1Rename")
        dialog = stage.dialog("renameDialog")
        field = find(dialog, QLineEdit, "renameField")
        save = find(dialog, QPushButton, "renameSaveButton")
        assert (field.text(), dialog.focusWidget() is field, unnamed(dialog)) == ("ada", True, [])
        QTest.keyClicks(field, "  ")
        assert not save.isEnabled()
        QTest.keyClicks(field, "Ada at work")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert not dialog.isVisible()
        assert stage.asked == [("rename", ADA, "Ada at work")]

    run(play)


# The file.


def test_settings_go_to_a_file_and_come_back_from_it(run: Run) -> None:
    async def play(stage: Stage) -> None:
        stage.press("themeChoice_dark")
        stage.press("realTimeSwitch")
        await stage.until(lambda: len(stage.applied) == 2, "two changes")
        file = stage.folder / "mine.toml"
        stage.press("exportSettingsButton")
        choose_file(stage, "exportSettingsDialog", file)
        await stage.until(lambda: stage.notices == ["Settings exported to mine.toml."], "the export")
        assert b"ada" not in file.read_bytes()
        stage.press("themeChoice_light")
        stage.press("realTimeSwitch")
        await stage.saved(replace(TWO_ACCOUNTS, theme=Theme.LIGHT))
        stage.press("importSettingsButton")
        choose_file(stage, "importSettingsDialog", file)
        await stage.saved(replace(TWO_ACCOUNTS, theme=Theme.DARK, real_time=False))
        assert stage.notices[-1] == "Settings imported from mine.toml."
        assert stage.shell.theme.tokens.dark

    run(play)


def test_an_import_that_would_drop_history_asks_before(run: Run) -> None:
    async def play(stage: Stage) -> None:
        file = stage.folder / "short.toml"
        file.write_bytes(export_settings(Settings(history_days=90, theme=Theme.DARK)))
        for answer in ("confirmCancelButton", "confirmButton"):
            assert stage.applied == []
            stage.press("importSettingsButton")
            choose_file(stage, "importSettingsDialog", file)
            await stage.until(lambda: visible(stage, "importDialog"), "the question")
            assert "older than 90 days are dropped" in stage.answer("importDialog", answer)
        await stage.saved(replace(TWO_ACCOUNTS, history_days=90, theme=Theme.DARK))

    run(play)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n", "The file is damaged, or holds no settings."),
        (b"version = 9\n", "The settings are of version 9 that this release doesn't know."),
        (None, "The file can't be read: No such file or directory"),
    ],
)
def test_an_import_that_makes_no_sense_changes_nothing(run: Run, content: bytes | None, reason: str) -> None:
    async def play(stage: Stage) -> None:
        file = stage.folder / "broken.toml"
        if content is not None:
            file.write_bytes(content)
        stage.press("importSettingsButton")
        choose_file(stage, "importSettingsDialog", file)
        await stage.until(lambda: stage.notices, "the reason")
        assert stage.notices == [reason]
        assert stage.applied == []
        assert stage.desk.settings.settings == TWO_ACCOUNTS

    run(play)


def test_an_export_that_fails_says_why(run: Run) -> None:
    async def play(stage: Stage) -> None:
        (stage.folder / "file").touch()
        stage.press("exportSettingsButton")
        choose_file(stage, "exportSettingsDialog", stage.folder / "file" / "mine.toml")
        await stage.until(lambda: stage.notices, "the reason")
        assert stage.notices[0].startswith("The file can't be written: ")

    run(play)


def test_a_choice_that_can_not_be_written_holds_for_this_run(run: Run) -> None:
    async def play(stage: Stage) -> None:
        stage.file.mkdir()
        (stage.file / "inside").touch()
        stage.press("themeChoice_dark")
        await stage.until(lambda: stage.notices, "the reason")
        assert stage.notices[0].startswith("The settings can't be written: ")
        assert stage.notices[0].endswith("What you chose holds until the app ends.")
        chosen = replace(TWO_ACCOUNTS, theme=Theme.DARK)
        assert stage.applied == [chosen]
        assert (stage.desk.settings.settings, stage.accounts.settings) == (chosen, chosen)
        assert stage.shell.theme.tokens.dark
        # Once it can be written again, nothing of it is lost.
        (stage.file / "inside").unlink()
        stage.file.rmdir()
        stage.press("realTimeSwitch")
        await stage.saved(replace(chosen, real_time=False))

    run(play)


def test_what_is_changed_elsewhere_shows_here(run: Run) -> None:
    async def play(stage: Stage) -> None:
        changed = replace(TWO_ACCOUNTS, notifications_paused=True, theme=Theme.DARK, time_zone="Asia/Kolkata")
        stage.desk.set_settings(changed)
        assert find(stage.page, QAbstractButton, "pauseNotificationsSwitch").isChecked()
        assert find(stage.page, QAbstractButton, "themeChoice_dark").isChecked()
        assert find(stage.page, QComboBox, "timeZoneBox").currentText() == "Asia/Kolkata"
        assert (stage.applied, stage.notices) == ([], [])

    run(play)


# How it looks.


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("size", [(800, 600), (1280, 860), (1920, 1080)])
def test_nothing_is_cut_off(run: Run, size: tuple[int, int], theme: ThemeChoice) -> None:
    settings = replace(TWO_ACCOUNTS, theme=Theme(theme.value))

    async def play(stage: Stage) -> None:
        stage.shell.theme.apply(theme)
        stage.window.resize(*size)
        stage.press("quietHoursSwitch")
        # By then the window was laid out many times.
        await stage.saved(replace(settings, quiet_hours=QuietHours(22 * 60, 7 * 60)))
        assert stage.shell.theme.choice is theme
        area = find(stage.page, QScrollArea, "pageScrollArea")
        assert area.horizontalScrollBar().maximum() == 0
        content = find(area, QWidget, "pageContent")
        room = area.viewport().width()
        for control in stage.page.findChildren(QWidget):
            if content.isAncestorOf(control) and control.isVisible() and control.window() is stage.window:
                assert control.mapTo(content, QPoint(control.width(), 0)).x() <= room, control.objectName()
        for label in stage.page.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.objectName()
        for button in stage.page.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), button.objectName()

    run(play, settings)


def choose_file(stage: Stage, name: str, file: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = stage.dialog(name)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()


def visible(stage: Stage, name: str) -> bool:
    """Whether a dialog of that name is open."""
    return any(dialog.isVisible() for dialog in stage.page.findChildren(QDialog, name))
