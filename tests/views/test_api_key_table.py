"""The table of API keys by mouse and keyboard, and what can be seen of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.domain import ApiKey, KeyRotation
from binom_desktop.models.api_keys import ApiKeysModel, KeyColumn
from binom_desktop.views.api_key_table import ROW_HEIGHT, ApiKeyTable
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.figures import HOSTILE_NAME, NOW_MS, now_ms
from tests.models.test_api_keys import MINUTE_MS, NO_ROTATIONS, by_id
from tests.models.test_api_keys import key as api_key
from tests.views.shell_parts import unnamed

LEFT = Qt.MouseButton.LeftButton
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
KEYS = by_id(
    api_key("key_3", "Production", created_ms=NOW_MS - 1_000),
    api_key("key_2", "Notebook", created_ms=NOW_MS - 2_000, enabled=False, total_requests=99),
    api_key("key_1", "Backup", created_ms=NOW_MS - 3_000, rate_limit_rpm=None, allowed_ips=()),
)


@dataclass
class Shown:
    """The table in a window, and what it asked for."""

    window: QWidget
    table: ApiKeyTable
    model: ApiKeysModel
    theme: Theme
    heard: list[tuple[Any, ...]]

    def cell(self, row: int, column: KeyColumn) -> QRect:
        """Where a cell is in the table's viewport."""
        return self.table.visualRect(self.model.index(row, column))

    def click(self, row: int, column: KeyColumn = KeyColumn.DESCRIPTION) -> None:
        """Click a cell."""
        QTest.mouseClick(self.table.viewport(), LEFT, PLAIN, self.cell(row, column).center())

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key in what has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self.table, key, modifiers)

    def picture(self) -> QImage:
        """What can be seen of the rows."""
        return self.table.viewport().grab().toImage()

    def has_ring(self, row: int) -> bool:
        """Whether a row has the ring of the keyboard along its upper and its lower edge."""
        picture, accent = self.picture(), QColor(self.theme.tokens.accent)
        places = [self.cell(row, column) for column in (KeyColumn.DESCRIPTION, KeyColumn.STATUS)]
        return all(
            picture.pixelColor(place.center().x(), y) == accent
            for place in places
            for y in (place.top() + 1, place.bottom() - 1)
        )


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    model = ApiKeysModel(now_ms=now_ms)
    table = ApiKeyTable(model=model, theme=theme)
    window = QWidget()
    layout = QVBoxLayout(window)
    before = QLineEdit()
    before.setObjectName("before")
    layout.addWidget(before)
    layout.addWidget(table)
    window.resize(1_150, 400)
    model.set_keys(KEYS, NO_ROTATIONS)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: table.columnWidth(KeyColumn.KEY) > 100)
    heard: list[tuple[Any, ...]] = []
    for name in ("opened", "edit_requested", "delete_requested", "copy_requested", "order_requested"):
        getattr(table, name).connect(lambda value, name=name: heard.append((name, value)))
    table.menu_requested.connect(lambda key_id, place: heard.append(("menu_requested", key_id, place)))
    yield Shown(window, table, model, theme, heard)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("key", "modifiers", "asked"),
    [
        (Qt.Key.Key_Return, PLAIN, ("opened", "key_2")),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, ("opened", "key_2")),
        (Qt.Key.Key_F2, PLAIN, ("edit_requested", "key_2")),
        (Qt.Key.Key_Delete, PLAIN, ("delete_requested", "key_2")),
        (
            Qt.Key.Key_C,
            CONTROL,
            (
                "copy_requested",
                "Notebook\tbinom_sk_…2fQ2\tDisabled\t60 RPM\t203.0.113.7\tNov 23, 2026\t4 min ago\t99\t$1.00",
            ),
        ),
    ],
)
def test_keys_ask_for_the_chosen_row(
    shown: Shown, key: Qt.Key, modifiers: Qt.KeyboardModifier, asked: tuple[str, str]
) -> None:
    shown.click(1)
    shown.press(key, modifiers)
    assert shown.heard == [asked]


def test_without_a_row_keys_ask_for_nothing(shown: Shown) -> None:
    shown.model.set_search("nothing has this")
    shown.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.table.chosen is None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Down):
        shown.press(key)
    shown.press(Qt.Key.Key_C, CONTROL)
    assert shown.heard == []


def double_click(shown: Shown, place: QPoint) -> None:
    QTest.mouseClick(shown.table.viewport(), LEFT, PLAIN, place)
    QTest.mouseDClick(shown.table.viewport(), LEFT, PLAIN, place)


def test_a_double_click_opens_and_a_click_chooses(shown: Shown) -> None:
    shown.click(2, KeyColumn.COST)
    assert shown.heard == []
    assert shown.table.chosen == KEYS["key_1"]
    assert len(shown.table.selectionModel().selectedIndexes()) == len(KeyColumn)
    for column in (KeyColumn.DESCRIPTION, KeyColumn.STATUS):
        double_click(shown, shown.cell(0, column).center())
    double_click(shown, shown.cell(2, KeyColumn.KEY).center() + QPoint(0, 2 * ROW_HEIGHT))
    assert shown.heard == [("opened", "key_3")] * 2


def menu_event(shown: Shown, reason: QContextMenuEvent.Reason, place: QPoint) -> None:
    target: QObject = shown.table if reason is QContextMenuEvent.Reason.Keyboard else shown.table.viewport()
    event = QContextMenuEvent(reason, place, shown.table.viewport().mapToGlobal(place))
    QApplication.sendEvent(target, event)


def test_the_menu_key_asks_below_the_chosen_row(shown: Shown) -> None:
    shown.model.set_search("nothing has this")
    menu_event(shown, QContextMenuEvent.Reason.Keyboard, QPoint(5, 5))
    assert shown.heard == []
    shown.model.set_search("")
    shown.click(1, KeyColumn.STATUS)
    menu_event(shown, QContextMenuEvent.Reason.Keyboard, QPoint(5, 5))
    ((name, key_id, place),) = shown.heard
    assert (name, key_id) == ("menu_requested", "key_2")
    assert place == shown.table.viewport().mapToGlobal(shown.cell(1, KeyColumn.STATUS).bottomLeft())


def test_a_right_click_asks_where_it_is(shown: Shown) -> None:
    shown.click(1)
    place = shown.cell(2, KeyColumn.KEY).center()
    menu_event(shown, QContextMenuEvent.Reason.Mouse, place)
    assert shown.heard == [("menu_requested", "key_1", shown.table.viewport().mapToGlobal(place))]
    menu_event(shown, QContextMenuEvent.Reason.Mouse, place + QPoint(0, 3 * ROW_HEIGHT))
    assert len(shown.heard) == 1


def test_every_header_asks_for_its_order_and_the_arrow_is_seen(shown: Shown) -> None:
    header = shown.table.horizontalHeader()

    def section(column: KeyColumn) -> QRect:
        return QRect(header.sectionViewportPosition(column), 0, header.sectionSize(column), header.height())

    def picture(column: KeyColumn) -> QImage:
        return header.viewport().grab(section(column)).toImage()

    for column in KeyColumn:
        QTest.mouseClick(header.viewport(), LEFT, PLAIN, section(column).center())
    assert shown.heard == [("order_requested", column) for column in KeyColumn]
    # The table alone orders nothing; its model does, and then an arrow says so.
    assert shown.model.ordered_by == (None, False)
    bare = {column: picture(column) for column in KeyColumn}
    for column in KeyColumn:
        shown.model.sort_by(column)
        first = picture(column)
        assert first != bare[column], column
        shown.model.sort_by(column)
        assert picture(column) not in (first, bare[column]), column
    assert picture(KeyColumn.DESCRIPTION) == bare[KeyColumn.DESCRIPTION]


def test_the_keyboard_is_seen_on_its_row(shown: Shown) -> None:
    before = shown.window.findChild(QLineEdit, "before")
    assert isinstance(before, QLineEdit)
    before.setFocus(Qt.FocusReason.TabFocusReason)
    assert [shown.has_ring(row) for row in range(3)] == [False, False, False]
    shown.press(Qt.Key.Key_Tab)
    assert shown.table.hasFocus()
    assert [shown.has_ring(row) for row in range(3)] == [True, False, False]
    shown.press(Qt.Key.Key_Down)
    assert [shown.has_ring(row) for row in range(3)] == [False, True, False]
    shown.press(Qt.Key.Key_End, CONTROL)
    assert [shown.has_ring(row) for row in range(3)] == [False, False, True]
    assert shown.table.chosen == KEYS["key_1"]
    shown.press(Qt.Key.Key_Tab)
    assert not shown.table.hasFocus()
    assert [shown.has_ring(row) for row in range(3)] == [False, False, False]


def test_a_click_needs_no_ring(shown: Shown) -> None:
    before = shown.window.findChild(QLineEdit, "before")
    assert isinstance(before, QLineEdit)
    before.setFocus()
    shown.click(1)
    assert not shown.has_ring(1)
    picture, place = shown.picture(), shown.cell(1, KeyColumn.COST)
    assert picture.pixelColor(place.left() + 2, place.center().y()) == QColor(shown.theme.tokens.accent_soft)


def test_what_is_chosen_stays_chosen(shown: Shown) -> None:
    shown.table.choose("key_1")
    assert shown.table.chosen == KEYS["key_1"]
    shown.table.choose("nobody")
    assert shown.table.chosen == KEYS["key_1"]
    newer: dict[str, ApiKey] = by_id(api_key("key_4", "Newer", created_ms=NOW_MS))
    changes: list[Callable[[], None]] = [
        lambda: shown.model.sort_by(KeyColumn.DESCRIPTION),
        lambda: shown.model.set_keys(KEYS | newer, NO_ROTATIONS),
        lambda: shown.model.set_search("key_1"),
        lambda: shown.model.set_search(""),
        lambda: shown.model.set_pending("key_1", False),
    ]
    for change in changes:
        change()
        chosen = shown.table.chosen
        assert chosen is not None
        assert chosen.id == "key_1"
        assert {index.row() for index in shown.table.selectionModel().selectedRows()} == {shown.model.row_of("key_1")}
    # The next one is chosen where it goes, so that the keyboard stays where it was.
    shown.model.set_keys(by_id(KEYS["key_2"], KEYS["key_3"]), NO_ROTATIONS)
    assert shown.table.chosen is not None
    shown.model.clear()
    assert shown.table.chosen is None


def test_everything_is_named(shown: Shown) -> None:
    assert unnamed(shown.window) == ["QLineEdit 'before' ''"]
    assert (shown.table.objectName(), shown.table.accessibleName()) == ("apiKeysTable", "API Keys")


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_rows_are_painted_in_the_themes_colours(shown: Shown, choice: ThemeChoice) -> None:
    shown.theme.apply(choice)
    picture, tokens = shown.picture(), shown.theme.tokens
    for row, colour in ((0, tokens.ok_soft), (1, tokens.warn_soft)):
        place = shown.cell(row, KeyColumn.STATUS)
        # Left of the word, inside the pill.
        assert picture.pixelColor(place.left() + 12, place.center().y()) == QColor(colour)
    place = shown.cell(2, KeyColumn.STATUS)
    assert picture.pixelColor(place.right() - 3, place.center().y()) == QColor(tokens.surface)


def ink_behind(shown: Shown, row: int) -> bool:
    """Whether something is written behind a key's description."""
    picture, place = shown.picture(), shown.cell(row, KeyColumn.DESCRIPTION)
    name = shown.table.fontMetrics().horizontalAdvance(str(shown.model.index(row, 0).data())) + 30
    ground = picture.pixelColor(place.right() - 1, place.top() + 4)
    return any(
        picture.pixelColor(x, y) != ground
        for x in range(place.left() + name, place.right())
        for y in range(place.top() + 6, place.bottom() - 6)
    )


def test_a_quiet_hint_stands_behind_a_key_to_look_at(shown: Shown) -> None:
    assert [ink_behind(shown, row) for row in range(3)] == [False, False, True]
    rotations = {"key_3": KeyRotation("key_3", "key_2", NOW_MS - MINUTE_MS)}
    shown.model.set_keys(KEYS, rotations)
    assert [ink_behind(shown, row) for row in range(3)] == [True, False, True]


def test_hostile_descriptions_stay_in_their_cell(shown: Shown) -> None:
    hostile = replace(KEYS["key_3"], description=HOSTILE_NAME, allowed_ips=(HOSTILE_NAME,))
    shown.model.set_keys(KEYS | {"key_3": hostile}, NO_ROTATIONS)
    QCoreApplication.processEvents()
    assert shown.table.columnWidth(KeyColumn.DESCRIPTION) < 400
    assert shown.table.horizontalScrollBar().maximum() == 0
    index: QModelIndex = shown.model.index(0, KeyColumn.DESCRIPTION)
    assert shown.table.visualRect(index).height() == ROW_HEIGHT
    assert not shown.picture().isNull()
