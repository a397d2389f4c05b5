"""The filters as a person meets them: mouse, keyboard, many values, narrow windows, large text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from binom_desktop.models.request_criteria import RequestCriteriaModel
from binom_desktop.presentation.criteria_text import CriteriaPart
from binom_desktop.queries import Criteria, DatePreset, DateRange, RequestChoices, StatusClass
from binom_desktop.views.choice_list import ChoiceListView
from binom_desktop.views.choice_popup import ChoicePopup
from binom_desktop.views.filter_bar import FilterBar
from binom_desktop.views.filter_chip import ChipButton
from binom_desktop.views.focus_ring import FocusRing
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.tick_box import TickBox
from tests.models.figures import HOSTILE_NAME, TODAY, now_ms
from tests.models.test_request_criteria import CHOICES
from tests.views.large_text import text_of_twice_the_size
from tests.views.shell_parts import find, unnamed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CHIPS = ("dateFilter", "statusFilter", "modelFilter", "endpointFilter", "keyFilter")


@dataclass
class Shown:
    """The bar in a window, and what it sets."""

    window: QMainWindow
    bar: FilterBar
    criteria: RequestCriteriaModel
    qtbot: QtBot

    def button(self, name: str) -> QPushButton:
        """A chip's main part, or another button."""
        return find(self.bar, QPushButton, name)

    def popup(self, part: CriteriaPart) -> ChoicePopup:
        """The list of a chip."""
        return find(self.bar, ChoicePopup, f"{part}Choices")

    def menu(self, name: str) -> QMenu:
        """The menu of a chip."""
        return find(self.bar, QMenu, f"{name}Menu")

    @property
    def models(self) -> tuple[str, ...]:
        """The chosen models."""
        return self.criteria.criteria.models

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The chosen keys."""
        return self.criteria.criteria.key_ids

    def wait_for(self, criteria: Criteria) -> None:
        """Until just these criteria are set."""
        self.qtbot.waitUntil(lambda: self.criteria.criteria == criteria)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    criteria = RequestCriteriaModel(now_ms=now_ms)
    criteria.set_choices(CHOICES)
    bar = FilterBar(criteria=criteria, theme=theme)
    window = QMainWindow()
    content = QWidget()
    window.setCentralWidget(content)
    layout = QVBoxLayout(content)
    layout.addWidget(bar)
    layout.addStretch(1)
    FocusRing(application=qapp, theme=theme, window=window)
    window.resize(1280, 400)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Shown(window, bar, criteria, qtbot)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    return widget


def press(*keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(), key)


def click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, NONE, place or widget.rect().center())


def press_in_window(shown: Shown, widget: QWidget) -> None:
    """A click as the desktop tells it, so that an open popup sees it first."""
    place = widget.mapTo(shown.window, widget.rect().center())
    QTest.mousePress(shown.window.windowHandle(), LEFT, NONE, place)
    # A press outside a popup may be told again to what lies there.
    QCoreApplication.processEvents()
    QTest.mouseRelease(shown.window.windowHandle(), LEFT, NONE, place)


def entry(menu: QMenu, text: str) -> QPoint:
    return next(menu.actionGeometry(action).center() for action in menu.actions() if action.text() == text)


def set_all(criteria: RequestCriteriaModel) -> None:
    criteria.set_criteria(
        Criteria(
            DateRange(DatePreset.PAST_30_DAYS),
            StatusClass.FAILED,
            ("gpt-4o-mini", "claude-sonnet-4"),
            ("/v1/embeddings",),
            ("key_1",),
            "limit",
        )
    )


def test_what_is_not_set_is_a_quiet_button(shown: Shown) -> None:
    assert [shown.button(name).accessibleName() for name in CHIPS] == ["Date", "Status", "Model", "Endpoint", "API Key"]
    assert not shown.button("clearFiltersButton").isVisible()
    assert not find(shown.bar, QWidget, "modelFilterRemove").isVisible()
    search = find(shown.bar, QLineEdit, "searchField")
    assert (search.accessibleName(), search.placeholderText()) == ("Search requests", "Search id or error")
    assert unnamed(shown.bar) == []


def test_what_is_set_is_shown_and_removable(shown: Shown) -> None:
    set_all(shown.criteria)
    assert [shown.button(name).accessibleName() for name in CHIPS] == [
        "Date: Past 30 days",
        "Status: Failed",
        "Model: gpt-4o-mini, claude-sonnet-4",
        "Endpoint: /v1/embeddings",
        "API Key: Production",
    ]
    assert find(shown.bar, QLineEdit, "searchField").text() == "limit"
    assert unnamed(shown.bar) == []
    remove = find(shown.bar, QWidget, "modelFilterRemove")
    assert remove.accessibleName() == "Remove filter Model"
    click(remove)
    assert shown.models == ()
    assert shown.button("modelFilter").accessibleName() == "Model"
    clear = shown.button("clearFiltersButton")
    assert clear.accessibleName() == "Clear filters"
    click(clear)
    assert shown.criteria.criteria == Criteria()
    assert not clear.isVisible()
    assert find(shown.bar, QLineEdit, "searchField").text() == ""


def test_days_are_chosen_by_mouse(shown: Shown) -> None:
    click(shown.button("dateFilter"))
    menu = shown.menu("dateFilter")
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "All time",
        "Today",
        "Past 7 days",
        "Past 30 days",
        "Past 90 days",
        "This month",
        "Last month",
        "Custom…",
    ]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["All time"]
    click(menu, entry(menu, "Past 7 days"))
    assert shown.criteria.criteria == Criteria(range=DateRange(DatePreset.PAST_7_DAYS))
    assert not menu.isVisible()
    click(shown.button("dateFilter"))
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Past 7 days"]
    click(menu, entry(menu, "All time"))
    assert not shown.criteria.is_filtered


def test_statuses_are_chosen_by_keyboard_alone(shown: Shown) -> None:
    shown.button("statusFilter").setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Return)
    menu = shown.menu("statusFilter")
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == [
        "All",
        "Successful",
        "Failed",
        "4xx",
        "5xx",
        "200 OK",
        "429 Too Many Requests",
        "500 Internal Server Error",
    ]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    assert shown.criteria.criteria == Criteria(status=StatusClass.FAILED)
    assert focused() is shown.button("statusFilter")
    press(Qt.Key.Key_Space)
    QTest.keyClick(menu, Qt.Key.Key_End)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert shown.criteria.criteria == Criteria(status=500)
    press(Qt.Key.Key_Delete)
    assert shown.criteria.criteria == Criteria()


def test_value_and_removal_are_both_reached_by_tab(shown: Shown) -> None:
    set_all(shown.criteria)
    shown.button("dateFilter").setFocus(Qt.FocusReason.TabFocusReason)
    way = []
    for _ in range(12):
        way.append(focused().objectName())
        press(Qt.Key.Key_Tab)
    chips = [name for chip in CHIPS for name in (chip, f"{chip}Remove")]
    assert way == [*chips, "searchField", "clearFiltersButton"]
    find(shown.bar, QWidget, "modelFilterRemove").setFocus(Qt.FocusReason.TabFocusReason)
    assert find(shown.window, QWidget, "focusRing").isVisible()
    press(Qt.Key.Key_Space)
    assert shown.models == ()
    assert focused() is shown.button("modelFilter")
    shown.button("endpointFilter").setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Backspace)
    assert shown.criteria.criteria.endpoints == ()
    shown.button("clearFiltersButton").setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Space)
    assert shown.criteria.criteria == Criteria()
    assert focused().objectName() == "searchField"


def test_models_are_ticked_by_keyboard_alone(shown: Shown) -> None:
    chip = shown.button("modelFilter")
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Down)
    popup = shown.popup(CriteriaPart.MODELS)
    assert popup.isVisible()
    assert unnamed(popup) == []
    QTest.keyClicks(focused(), "GPT")
    rows = popup.list.model()
    shown.qtbot.waitUntil(lambda: rows.rowCount() == 2)
    chosen = []
    for keys in ((Qt.Key.Key_Return,), (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space), (Qt.Key.Key_Return,)):
        press(*keys)
        chosen.append(shown.models)
    assert chosen == [("gpt-4o",), ("gpt-4o", "gpt-4o-mini"), ("gpt-4o",)]
    press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert focused().objectName() == "modelChoicesSearch"
    press(Qt.Key.Key_Down)
    for letter in "-4o-mini":
        QTest.keyClicks(focused(), letter)
    shown.qtbot.waitUntil(lambda: rows.rowCount() == 1)
    press(Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert focused() is chip
    press(Qt.Key.Key_Down)
    assert rows.rowCount() == 3
    press(Qt.Key.Key_Escape)


def test_keys_are_ticked_by_mouse(shown: Shown) -> None:
    chip = shown.button("keyFilter")
    click(chip)
    popup = shown.popup(CriteriaPart.KEYS)
    view = find(popup, ChoiceListView, "keyChoicesList")
    assert view.accessibleName() == "API Key"
    for row in (0, 1):
        click(view.viewport(), view.visualRect(view.model().index(row, 0)).center())
    assert shown.key_ids == ("key_2", "key_1")
    assert find(popup, QLabel, "keyChoicesCount").text() == "2 chosen"
    click(find(popup, QPushButton, "keyChoicesClear"))
    assert not shown.criteria.is_filtered
    assert popup.isVisible()
    click(popup, QPoint(-40, -40))
    assert not popup.isVisible()
    assert focused() is chip


def test_a_second_click_closes_what_the_first_one_opened(shown: Shown) -> None:
    for name, kind, opened_name in (
        ("modelFilter", ChoicePopup, "modelChoices"),
        ("statusFilter", QMenu, "statusFilterMenu"),
    ):
        for _ in range(2):
            press_in_window(shown, shown.button(name))
            opened = find(shown.bar, kind, opened_name)
            assert opened.isVisible()
            press_in_window(shown, shown.button(name))
            assert not opened.isVisible()


def test_a_list_that_first_opens_shows_what_was_chosen_and_offered_before(shown: Shown, qapp: QApplication) -> None:
    assert shown.bar.findChildren(ChoicePopup) == []
    shown.criteria.set_choices(RequestChoices(models=("gpt-4o", "newer")))
    shown.criteria.set_models(("newer", "gone"))
    shown.criteria.set_status(StatusClass.FAILED)
    click(shown.button("modelFilter"))
    popup = shown.popup(CriteriaPart.MODELS)
    rows = [popup.list.model().index(row, 0) for row in range(popup.list.model().rowCount())]
    checked = [row.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked for row in rows]
    assert [row.data() for row in rows] == ["gpt-4o", "newer", "gone"]
    assert checked == [False, True, True]
    assert find(popup, QLabel, "modelChoicesCount").text() == "2 chosen"
    assert focused().objectName() == "modelChoicesSearch"
    assert popup.layoutDirection() is qapp.layoutDirection()
    press(Qt.Key.Key_Escape)
    assert focused() is shown.button("modelFilter")
    click(shown.button("statusFilter"))
    menu = shown.menu("statusFilter")
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Failed"]
    QTest.keyClick(menu, Qt.Key.Key_Escape)


def test_what_is_searched_for_can_be_cleared_with_the_mouse(shown: Shown) -> None:
    search = find(shown.bar, QLineEdit, "searchField")
    assert [one.accessibleName() for one in search.findChildren(QToolButton)] == ["Search requests"]
    QTest.keyClicks(search, "limit")
    shown.wait_for(Criteria(text="limit"))
    clear = next(one for one in search.findChildren(QToolButton) if one.accessibleName() == "Clear the search")
    assert clear.isVisible()
    assert not clear.icon().isNull()
    click(clear)
    shown.wait_for(Criteria())
    QTest.keyClicks(search, "again")
    assert len(search.findChildren(QToolButton)) == 2


def test_hundreds_of_statuses_stay_in_the_screen(shown: Shown) -> None:
    shown.criteria.set_choices(RequestChoices(statuses=tuple(range(200, 600))))
    click(shown.button("statusFilter"))
    menu = shown.menu("statusFilter")
    assert menu.screen().availableGeometry().contains(menu.geometry())
    QTest.keyClick(menu, Qt.Key.Key_End)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert shown.criteria.criteria.status == 599


def test_a_log_without_values_says_so(shown: Shown) -> None:
    shown.criteria.set_choices(RequestChoices())
    said = []
    for part in (CriteriaPart.MODELS, CriteriaPart.ENDPOINTS, CriteriaPart.KEYS):
        click(shown.button(f"{part}Filter"))
        label = find(shown.popup(part), QLabel, f"{part}ChoicesNothing")
        said.append(label.text() if label.isVisible() else "")
        press(Qt.Key.Key_Escape)
    assert said == ["No models in the log yet", "No endpoints in the log yet", "No API keys in the log yet"]


def test_thousands_of_hostile_models_stay_in_the_screen(shown: Shown) -> None:
    models = (HOSTILE_NAME, *(f"vendor/model-{number}" for number in range(5_000)))
    shown.criteria.set_choices(RequestChoices(models=models))
    click(shown.button("modelFilter"))
    popup = shown.popup(CriteriaPart.MODELS)
    assert popup.screen().availableGeometry().contains(popup.geometry())
    assert popup.list.verticalScrollBar().maximum() > 0
    assert not popup.grab().isNull()
    QTest.keyClicks(focused(), "model-4999")
    shown.qtbot.waitUntil(lambda: popup.list.model().rowCount() == 1)
    press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert shown.models == ("vendor/model-4999",)
    shown.criteria.set_models((HOSTILE_NAME,))
    button = find(shown.bar, ChipButton, "modelFilter")
    assert button.elided
    assert button.width() < 400
    assert "<b>" not in button.toolTip()


def test_values_that_come_while_the_list_is_open_move_nothing_chosen(shown: Shown) -> None:
    click(shown.button("modelFilter"))
    view = shown.popup(CriteriaPart.MODELS).list
    press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "gpt-4o"
    shown.criteria.set_choices(RequestChoices(models=("another", *CHOICES.models)))
    assert view.currentIndex().data() == "gpt-4o"
    press(Qt.Key.Key_Escape)


def test_typing_searches_once_a_turn_and_escape_clears(shown: Shown) -> None:
    changes = QSignalSpy(shown.criteria.changed)
    shown.bar.focus_search()
    search = find(shown.bar, QLineEdit, "searchField")
    assert focused() is search
    QTest.keyClicks(search, "limit")
    shown.wait_for(Criteria(text="limit"))
    assert 1 <= changes.count() <= 5
    press(Qt.Key.Key_Escape)
    shown.wait_for(Criteria())
    search.setText("a")
    search.setText("ab")
    search.setText("abc")
    before = changes.count()
    shown.wait_for(Criteria(text="abc"))
    assert changes.count() == before + 1


def test_criteria_from_elsewhere_go_before_typing_on_its_way(shown: Shown) -> None:
    search = find(shown.bar, QLineEdit, "searchField")
    search.setText("old account")
    shown.criteria.set_criteria(Criteria(text="new account"))
    assert search.text() == "new account"
    shown.criteria.set_status(500)
    QCoreApplication.processEvents()
    assert shown.criteria.criteria == Criteria(text="new account", status=500)


def ask_for_days(shown: Shown) -> QDialog:
    click(shown.button("dateFilter"))
    menu = shown.menu("dateFilter")
    click(menu, entry(menu, "Custom…"))
    dialog = find(shown.window, QDialog, "dateRangeDialog")
    shown.qtbot.waitExposed(dialog)
    shown.qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_custom_days_are_checked_and_applied(shown: Shown) -> None:
    dialog = ask_for_days(shown)
    first, last = (find(dialog, QDateEdit, name) for name in ("firstDayField", "lastDayField"))
    assert (first.accessibleName(), last.accessibleName()) == ("First day (UTC)", "Last day (UTC)")
    assert (first.date().toPython(), last.date().toPython()) == (date(2026, 10, 25), TODAY)
    last.setDate(QDate(2026, 10, 1))
    assert unnamed(dialog) == []
    message = find(dialog, QLabel, "dateRangeMessage")
    apply = find(dialog, QPushButton, "dateRangeApply")
    assert message.text() == "The first day is after the last day."
    assert not apply.isEnabled()
    last.setDate(QDate(2026, 11, 1))
    assert message.text() == ""
    last.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Return)
    assert shown.criteria.criteria.range == DateRange(DatePreset.CUSTOM, date(2026, 10, 25), date(2026, 11, 1))
    assert shown.button("dateFilter").accessibleName() == "Date: 2026-10-25 – 2026-11-01"


def test_a_side_may_stay_open_and_escape_changes_nothing(shown: Shown) -> None:
    dialog = ask_for_days(shown)
    boxes = [find(dialog, TickBox, name) for name in ("firstDayCheck", "lastDayCheck")]
    for box in boxes:
        box.setFocus(Qt.FocusReason.TabFocusReason)
        press(Qt.Key.Key_Space)
    assert find(dialog, QLabel, "dateRangeMessage").text() == "Tick at least one side."
    press(Qt.Key.Key_Space)
    assert not find(dialog, QDateEdit, "firstDayField").isEnabled()
    click(find(dialog, QPushButton, "dateRangeApply"))
    assert shown.criteria.criteria.range == DateRange(DatePreset.CUSTOM, None, TODAY)
    shown.qtbot.waitUntil(lambda: shown.window.findChild(QDialog) is None)
    dialog = ask_for_days(shown)
    assert not find(dialog, TickBox, "firstDayCheck").isChecked()
    press(Qt.Key.Key_Escape)
    assert shown.criteria.criteria.range == DateRange(DatePreset.CUSTOM, None, TODAY)
    shown.window.activateWindow()
    shown.qtbot.waitUntil(lambda: QApplication.focusWidget() is shown.button("dateFilter"))


def parts(bar: FilterBar) -> list[QWidget]:
    """What lies side by side in the bar."""
    return [child for child in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if child.isVisible() and not child.isWindow()]  # fmt: skip


def check_places(shown: Shown) -> None:
    """Nothing overlaps, nothing is cut, and the bar is as high as it has to be."""
    bar = shown.bar
    places = [child.geometry() for child in parts(bar)]
    assert len(places) >= 6
    for number, place in enumerate(places):
        assert bar.rect().contains(place), (place, bar.rect())
        assert not [other for other in places[number + 1 :] if other.intersects(place)]
    for button in bar.findChildren(ChipButton):
        assert button.height() >= button.fontMetrics().height()
        least = button.sizeHint().width()
        assert button.width() >= min(least, bar.width() - 40), (button.objectName(), button.width(), least)
    search = find(bar, QLineEdit, "searchField")
    assert search.width() > search.fontMetrics().horizontalAdvance(search.placeholderText()) + 40
    assert max(place.bottom() for place in places) == bar.height() - 1


@pytest.mark.parametrize("width", [1280, 800, 640, 420, 330])
def test_the_bar_wraps_and_cuts_nothing(shown: Shown, width: int) -> None:
    lines = 0
    for fill in (shown.criteria.clear, lambda: set_all(shown.criteria)):
        fill()
        shown.window.resize(width, 400)
        shown.qtbot.waitUntil(lambda: shown.bar.width() == width - 2 * shown.bar.x())
        shown.qtbot.waitUntil(lambda: shown.bar.height() == shown.bar.minimumHeight())
        check_places(shown)
        lines = len({child.geometry().center().y() for child in parts(shown.bar)})
        assert lines == 1 or shown.criteria.is_filtered or width < 800
    assert lines > 1 or width == 1280


def test_text_of_twice_the_size_fits(shown: Shown, qapp: QApplication) -> None:
    set_all(shown.criteria)
    height = shown.bar.height()
    with text_of_twice_the_size(qapp):
        theme = Theme(application=qapp)
        theme.apply(ThemeChoice.DARK)
        bar = FilterBar(criteria=shown.criteria, theme=theme)
        shown.window.setCentralWidget(bar)
        shown.window.resize(740, 600)
        big = Shown(shown.window, bar, shown.criteria, shown.qtbot)
        shown.qtbot.waitUntil(lambda: bar.width() == 740)
        shown.qtbot.waitUntil(lambda: bar.height() == bar.minimumHeight())
        assert bar.height() > 2 * height
        check_places(big)


def test_the_order_is_mirrored_from_right_to_left(shown: Shown, qapp: QApplication) -> None:
    shown.window.resize(780, 400)
    set_all(shown.criteria)
    shown.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    check_places(shown)
    chips = [find(shown.bar, QWidget, f"{name}Chip") for name in CHIPS[:2]]
    assert chips[0].geometry().left() > chips[1].geometry().right()
    remove, button = find(shown.bar, QWidget, "dateFilterRemove"), shown.button("dateFilter")
    shown.qtbot.waitUntil(lambda: remove.x() < button.x())
    click(shown.button("modelFilter"))
    popup, chip = shown.popup(CriteriaPart.MODELS), shown.button("modelFilter")
    anchor = QRect(chip.mapToGlobal(QPoint(0, 0)), chip.size())
    assert popup.geometry().right() == anchor.right()
    press(Qt.Key.Key_Escape)
