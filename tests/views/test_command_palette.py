"""The command palette and the sheet of shortcuts as a person meets them: by keyboard, by mouse, small and large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from binom_desktop.models.command_list import Command, CommandGroup, CommandListModel
from binom_desktop.views.command_list import CommandListView
from binom_desktop.views.command_palette import CommandPalette
from binom_desktop.views.shortcut_sheet import ShortcutSection, ShortcutSheet, native_keys
from binom_desktop.views.sidebar import NavigationList
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.figures import HOSTILE_NAME
from tests.models.test_command_list import COMMANDS, MANY, titles
from tests.views.large_text import text_of_twice_the_size
from tests.views.shell_parts import Shell, find, unnamed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
THEMES = pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])


@dataclass
class Stage:
    """A window with the palette over it."""

    shell: Shell
    model: CommandListModel
    palette: CommandPalette
    chosen: QSignalSpy
    qtbot: QtBot

    @property
    def line(self) -> QLineEdit:
        """Where one types."""
        return find(self.palette, QLineEdit, "commandSearch")

    @property
    def rows(self) -> CommandListView:
        """What matches."""
        return find(self.palette, CommandListView, "commandList")

    @property
    def panel(self) -> QFrame:
        """The card."""
        return find(self.palette, QFrame, "commandPanel")

    @property
    def current(self) -> str:
        """The title of the row that Enter takes."""
        return str(self.rows.currentIndex().data() or "")

    @property
    def ids(self) -> list[str]:
        """All ids that were chosen."""
        return [str(self.chosen.at(number)[0]) for number in range(self.chosen.count())]

    def type(self, text: str) -> None:
        """Type at the focus, and wait until it was searched for."""
        QTest.keyClicks(focused(), text)
        QCoreApplication.processEvents()

    def resize(self, size: QSize) -> None:
        """Make the window another size, and wait until it is."""
        self.shell.window.resize(size)
        self.qtbot.waitUntil(lambda: self.palette.size() == size)


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    shell = Shell(qapp)
    shell.add_three_pages()
    model = CommandListModel()
    model.set_commands(COMMANDS)
    palette = CommandPalette(model=model, theme=shell.theme, parent=shell.window)
    shell.window.show()
    qtbot.waitExposed(shell.window)
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    yield Stage(shell, model, palette, QSignalSpy(palette.chosen), qtbot)
    shell.window.hide()
    shell.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    return widget


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(), key)


def refresh_button(stage: Stage) -> QPushButton:
    """The one of the page that is shown."""
    return find(find(stage.shell.window, QWidget, "dashboardPage"), QPushButton, "refreshButton")


def row_center(view: CommandListView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def test_it_opens_with_everything_and_the_cursor_in_the_line(stage: Stage) -> None:
    assert not stage.palette.isVisible()
    stage.palette.open()
    assert stage.palette.isVisible()
    assert focused() is stage.line
    assert titles(stage.model)[:3] == ["Overview", "API Keys", "Create API Key"]
    assert stage.current == "Overview"
    assert find(stage.palette, QLabel, "commandCount").text() == "6 results"
    assert (stage.palette.accessibleName(), stage.line.accessibleName(), stage.rows.accessibleName()) == (
        "Command Palette",
        "Search commands",
        "Commands",
    )
    assert QAccessible.queryAccessibleInterface(stage.palette).role() is QAccessible.Role.Dialog
    assert unnamed(stage.palette) == []


def test_typing_and_enter_choose_and_give_the_focus_back_first(stage: Stage) -> None:
    navigation = find(stage.shell.window, NavigationList, "navigation")
    navigation.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[tuple[str, bool, QWidget | None]] = []
    stage.palette.chosen.connect(
        lambda command: seen.append((command, stage.palette.isVisible(), QApplication.focusWidget()))
    )
    stage.palette.open()
    stage.type("crk")
    assert titles(stage.model) == ["Create API Key"]
    assert find(stage.palette, QLabel, "commandCount").text() == "1 result"
    press(Qt.Key.Key_Return)
    assert seen == [("action:create-key", False, navigation)]
    stage.palette.open()
    assert stage.line.text() == ""
    assert stage.current == "Create API Key"
    press(Qt.Key.Key_Enter)
    assert stage.ids == ["action:create-key", "action:create-key"]


def test_letters_typed_just_before_enter_count(stage: Stage) -> None:
    stage.palette.open()
    QTest.keyClicks(stage.line, "gpt")
    QTest.keyClick(stage.line, Qt.Key.Key_Return)
    assert stage.ids == ["model:gpt-4o"]


def test_keys_move_through_the_list_while_one_types(stage: Stage) -> None:
    stage.model.set_commands((*COMMANDS, *MANY))
    stage.palette.open()
    way = []
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_End,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_Home,
    ):
        press(key)
        way.append(stage.current)
    last = "vendor/model-4999"
    assert way == ["API Keys", "Create API Key", "API Keys", last, "Overview", last, "Overview"]
    press(Qt.Key.Key_PageDown)
    below = stage.rows.currentIndex().row()
    assert 3 < below < 10
    press(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
    assert stage.rows.currentIndex().row() == below
    assert stage.rows.viewport().rect().contains(stage.rows.visualRect(stage.rows.currentIndex()))
    press(Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    assert focused() is stage.line
    stage.type("model 77")
    assert stage.current == "vendor/model-77"


def test_escape_gives_the_focus_back_and_chooses_nothing(stage: Stage) -> None:
    button = refresh_button(stage)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    stage.palette.open()
    stage.type("api")
    press(Qt.Key.Key_Escape)
    assert not stage.palette.isVisible()
    assert focused() is button
    assert stage.ids == []
    # The next time it begins anew.
    stage.palette.open()
    assert (stage.line.text(), stage.model.rowCount()) == ("", len(COMMANDS))


def test_a_click_chooses_and_one_beside_closes(stage: Stage) -> None:
    navigation = find(stage.shell.window, NavigationList, "navigation")
    navigation.setFocus(Qt.FocusReason.TabFocusReason)
    stage.palette.open()
    QTest.mouseClick(stage.rows.viewport(), LEFT, NONE, row_center(stage.rows, 2))
    assert stage.ids == ["action:create-key"]
    assert not stage.palette.isVisible()
    stage.palette.open()
    QTest.mouseClick(stage.palette, LEFT, NONE, stage.panel.geometry().center())
    assert stage.palette.isVisible()
    QTest.mouseClick(stage.palette, LEFT, NONE, QPoint(5, 5))
    assert not stage.palette.isVisible()
    assert focused() is navigation
    assert len(stage.ids) == 1


def test_it_closes_when_the_focus_goes_elsewhere_and_leaves_it_there(stage: Stage) -> None:
    find(stage.shell.window, NavigationList, "navigation").setFocus(Qt.FocusReason.TabFocusReason)
    stage.palette.open()
    button = refresh_button(stage)
    button.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert not stage.palette.isVisible()
    assert focused() is button


def test_a_widget_that_went_meanwhile_gets_no_focus(stage: Stage) -> None:
    gone = QPushButton("Gone", stage.shell.window)
    gone.show()
    gone.setFocus(Qt.FocusReason.TabFocusReason)
    stage.palette.open()
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    assert not isValid(gone)
    press(Qt.Key.Key_Escape)
    assert not stage.palette.isVisible()


def test_it_says_that_nothing_matches(stage: Stage) -> None:
    stage.palette.open()
    stage.type("zzz")
    nothing = find(stage.palette, QLabel, "commandNothing")
    assert (nothing.isVisible(), nothing.text(), stage.rows.isVisible()) == (True, "No matches", False)
    press(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_End)
    assert (stage.palette.isVisible(), stage.ids) == (True, [])
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    QCoreApplication.processEvents()
    assert (nothing.isVisible(), stage.current) == (False, "Overview")


def test_commands_that_come_meanwhile_move_nothing_chosen(stage: Stage) -> None:
    stage.palette.open()
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    stage.model.set_commands((Command("page:/usage", "Usage", CommandGroup.PAGE), *COMMANDS))
    assert stage.current == "Create API Key"
    press(Qt.Key.Key_Return)
    assert stage.ids == ["action:create-key"]


@THEMES
@pytest.mark.parametrize("size", [QSize(1280, 860), QSize(800, 600), QSize(480, 400)])
def test_nothing_is_cut_in_a_small_window(stage: Stage, theme: ThemeChoice, size: QSize) -> None:
    stage.shell.theme.apply(theme)
    stage.model.set_commands(
        (Command("key:2", HOSTILE_NAME, CommandGroup.KEY, "binom_sk_" + "W" * 90), *COMMANDS, *MANY)
    )
    stage.palette.open()
    for text in ("", "e", "zzz", "bold"):
        stage.line.setText(text)
        QCoreApplication.processEvents()
        stage.resize(size)
        check_place(stage)
    assert not stage.rows.grab().isNull()


def check_place(stage: Stage) -> None:
    """The card lies in the window, its parts in the card and not over each other."""
    window, panel = stage.palette.rect(), stage.panel.geometry()
    assert window.contains(panel.adjusted(-8, -8, 8, 8)), (window, panel)
    assert abs(window.center().x() - panel.center().x()) <= 1
    names = ("commandSearch", "commandList", "commandNothing", "commandCount", "commandHelp")
    shown = [part for name in names if (part := find(stage.palette, QWidget, name)).isVisible()]
    places = [QRect(part.mapTo(stage.palette, QPoint(0, 0)), part.size()) for part in shown]
    for number, place in enumerate(places):
        assert panel.contains(place), (shown[number].objectName(), place, panel)
        assert not [other for other in places[number + 1 :] if other.intersects(place)]
        assert place.height() >= shown[number].fontMetrics().height()
    assert stage.rows.height() % stage.rows.row_height() == 0


def test_text_of_twice_the_size_fits(stage: Stage, qapp: QApplication) -> None:
    stage.palette.open()
    small = stage.rows.row_height()
    with text_of_twice_the_size(qapp):
        theme = Theme(application=qapp)
        theme.apply(ThemeChoice.DARK)
        palette = CommandPalette(model=stage.model, theme=theme, parent=stage.shell.window)
        big = Stage(stage.shell, stage.model, palette, QSignalSpy(palette.chosen), stage.qtbot)
        stage.palette.reject()
        palette.open()
        for size in (QSize(1280, 860), QSize(800, 600)):
            big.resize(size)
            check_place(big)
        assert big.rows.row_height() > small


def accent_columns(view: CommandListView, color: QColor) -> set[int]:
    """Where in the first row the letters that were hit are painted, as columns of the picture."""
    image = view.viewport().grab(view.visualRect(view.model().index(0, 0))).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return {
        x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).rgb() == color.rgb()
    }


@THEMES
def test_what_was_hit_stands_out(stage: Stage, theme: ThemeChoice) -> None:
    stage.shell.theme.apply(theme)
    accent = stage.shell.theme.color("accent")
    stage.palette.open()
    assert accent_columns(stage.rows, accent) == set()
    stage.type("overv")
    assert stage.current == "Overview"
    assert accent_columns(stage.rows, accent)


def test_the_order_is_mirrored_from_right_to_left(stage: Stage, qapp: QApplication) -> None:
    accent = stage.shell.theme.color("accent")
    middles = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        qapp.setLayoutDirection(direction)
        stage.palette.open()
        stage.type("overview")
        columns = accent_columns(stage.rows, accent)
        middles.append(sum(columns) / len(columns) / stage.rows.viewport().width())
        press(Qt.Key.Key_Escape)
    assert middles[0] < 0.25
    assert middles[1] > 0.75


SECTIONS: Sequence[ShortcutSection] = (
    ("Pages", [(f"Page {number}", f"Ctrl+{number}") for number in range(1, 10)]),
    ("Everywhere", [("Command Palette", "Ctrl+K"), ("Refresh", "F5"), ("<b>Hostile</b>", "Ctrl+Shift+,")]),
    ("Requests", [("Search", "Ctrl+F"), ("Copy the selected rows", "Ctrl+C")]),
)


def opened_sheet(stage: Stage, sections: Sequence[ShortcutSection]) -> ShortcutSheet:
    sheet = ShortcutSheet(sections=sections, theme=stage.shell.theme, parent=stage.shell.window)
    sheet.open()
    stage.qtbot.waitExposed(sheet)
    sheet.activateWindow()
    stage.qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


@THEMES
def test_the_sheet_tells_all_shortcuts_in_two_columns(stage: Stage, theme: ThemeChoice) -> None:
    stage.shell.theme.apply(theme)
    sheet = opened_sheet(stage, SECTIONS)
    assert sheet.accessibleName() == "Keyboard Shortcuts"
    texts = [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]
    for title, entries in SECTIONS:
        assert title in texts
        for text, keys in entries:
            assert text in texts
            assert native_keys(keys) in texts
    sections = [find(sheet, QWidget, f"shortcutSection{number}") for number in range(3)]
    lefts = [section.mapTo(sheet, QPoint(0, 0)).x() for section in sections]
    assert lefts[0] < lefts[1] == lefts[2]
    area = find(sheet, QScrollArea, "shortcutSections")
    assert area.verticalScrollBar().maximum() == 0
    assert area.horizontalScrollBar().maximum() == 0
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in sheet.findChildren(QLabel) if label.text())
    assert unnamed(sheet) == []
    press(Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(lambda: not isValid(sheet))


def test_a_sheet_with_more_than_fits_scrolls(stage: Stage) -> None:
    many = [(f"Section {part}", [(f"Do {part} {number}", "Ctrl+A") for number in range(30)]) for part in range(6)]
    sheet = opened_sheet(stage, many)
    screen = sheet.screen().availableGeometry().size()
    assert sheet.height() < screen.height()
    assert sheet.width() < screen.width()
    assert find(sheet, QScrollArea, "shortcutSections").verticalScrollBar().maximum() > 0
    QTest.mouseClick(find(sheet, QPushButton, "shortcutSheetClose"), LEFT)
    stage.qtbot.waitUntil(lambda: not isValid(sheet))
