"""The Usage page as a person meets it: mouse, keyboard, screen reader, clipboard, both themes."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QFrame,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Anomaly, AnomalyMetric, UsageField
from binom_desktop.errors import Offline
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.usage_page import UsagePageModel
from binom_desktop.presentation.usage_text import UsageMetric
from binom_desktop.queries import Comparison, Criteria, DatePreset, DateRange, UsageQuestion, UsageReport
from binom_desktop.views.chart import LineChart
from binom_desktop.views.date_range_dialog import DateRangeDialog
from binom_desktop.views.page import PageEntry
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.usage import UsagePage
from tests.models.figures import HOSTILE_NAME, NOW_MS, TODAY, now_ms
from tests.models.test_usage_page import (
    ALONE,
    COUNTS,
    MANY_PARTS,
    WEEK_OF,
    WEEK_QUESTION,
    ask,
    period_of,
    split_report,
    week_report,
)
from tests.views.shell_parts import find, unnamed

DAY = timedelta(days=1)


@dataclass
class Shown:
    """The page in a window, and what feeds it."""

    window: QMainWindow
    page: UsagePage
    model: UsagePageModel
    theme: Theme
    qtbot: QtBot

    def fill(self, report: UsageReport | None = None) -> None:
        """Show an answer."""
        report = report or week_report()
        ask(self.model, report.question)
        self.model.set_report(report)

    def box(self, name: str) -> QComboBox:
        """One of the lists of which one is chosen."""
        return find(self.page, QComboBox, name)

    def button(self, name: str) -> QPushButton:
        """A button by its name."""
        return find(self.page, QPushButton, name)

    def label(self, name: str) -> QLabel:
        """A label by its name."""
        return find(self.page, QLabel, name)

    def seen(self, name: str) -> bool:
        """Whether a card or a state can be seen."""
        return find(self.page, QFrame, name).isVisible()

    @property
    def chart(self) -> LineChart:
        """The chart."""
        return find(self.page, LineChart, "usageChart")

    @property
    def table(self) -> QTableView:
        """The figures below it."""
        return find(self.page, QTableView, "usageTable")

    @property
    def week(self) -> QTableView:
        """The hours of the week."""
        return find(self.page, QTableView, "weekMap")

    def pick(self, name: str, text: str) -> None:
        """Choose by keyboard: from the top down to the one that reads so."""
        box = self.box(name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        press(box, Qt.Key.Key_Home)
        while box.currentText() != text:
            before = box.currentIndex()
            press(box, Qt.Key.Key_Down)
            assert box.currentIndex() > before, text

    def pick_days(self, box_name: str, name: str) -> DateRangeDialog:
        """Choose the last one of a list, which asks for days."""
        box = self.box(box_name)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        press(box, Qt.Key.Key_End)
        dialog = find(self.page, DateRangeDialog, name)
        self.qtbot.waitUntil(dialog.isVisible)
        return dialog


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    model = UsagePageModel(now_ms=now_ms)
    page = UsagePage(
        entry=PageEntry("/usage", "Usage", "chart-no-axes-column", "Ctrl+2"),
        usage=model,
        connection=ConnectionModel(clock=lambda: 0.0),
        account=AccountModel(now_ms=now_ms),
        theme=theme,
    )
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(1280, 1200)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Shown(window, page, model, theme, qtbot)
    window.close()
    window.deleteLater()
    # No event loop runs between tests, and a theme polishes every widget that is still there.
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def put_day(dialog: DateRangeDialog, name: str, day: date) -> None:
    find(dialog, QDateEdit, name).setDate(QDate(day.year, day.month, day.day))


def has_color(picture: QImage, color: QColor) -> bool:
    pixels = bytes(picture.convertToFormat(QImage.Format.Format_RGB32).constBits())
    return color.rgb().to_bytes(4, sys.byteorder) in pixels


def emitted(spy: QSignalSpy) -> list[object]:
    return [spy.at(number)[0] for number in range(spy.count())]


# Controls.


@pytest.mark.parametrize(
    ("text", "preset"),
    [
        ("Today", DatePreset.TODAY),
        ("Past 7 days", DatePreset.PAST_7_DAYS),
        ("Past 90 days", DatePreset.PAST_90_DAYS),
        ("This month", DatePreset.THIS_MONTH),
        ("Last month", DatePreset.LAST_MONTH),
    ],
)
def test_the_range_is_chosen_by_keyboard(shown: Shown, text: str, preset: DatePreset) -> None:
    shown.pick("usageRange", text)
    assert shown.model.question.range == DateRange(preset)


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Split: Model", UsageField.MODEL),
        ("Split: API Key", UsageField.KEY),
        ("Split: Endpoint", UsageField.ENDPOINT),
        ("Split: Status", UsageField.STATUS),
    ],
)
def test_the_split_is_chosen_by_keyboard(shown: Shown, text: str, split: UsageField) -> None:
    shown.pick("usageSplit", text)
    assert shown.model.question.split is split
    shown.pick("usageSplit", "Split: None")
    assert shown.model.question.split is None


def test_the_comparison_is_chosen_by_keyboard(shown: Shown) -> None:
    for text, comparison in (
        ("A month ago", Comparison.MONTH_AGO),
        ("Previous period", Comparison.PREVIOUS),
        ("No comparison", Comparison.NONE),
    ):
        shown.pick("usageComparison", text)
        assert shown.model.question.comparison is comparison


def test_the_metric_is_chosen_by_keyboard_and_asks_nothing(shown: Shown) -> None:
    shown.fill()
    asked = QSignalSpy(shown.model.question_changed)
    button = shown.button("usageMetric_requests")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    press(button, Qt.Key.Key_Right)
    assert shown.model.metric is UsageMetric.COST
    assert shown.label("usageTotal").text() == "$0.89"
    shown.button("usageMetric_errorRate").click()
    assert shown.label("usageTotal").text() == "10.0 %"
    assert asked.count() == 0


def test_the_page_opens_at_the_range_and_all_is_reached_by_tab(shown: Shown) -> None:
    shown.fill()
    shown.page.focus_body()
    reached: list[str] = []
    for _ in range(40):
        widget = QApplication.focusWidget()
        assert isinstance(widget, QWidget)
        if widget.objectName() in reached:
            break
        reached.append(widget.objectName())
        press(widget, Qt.Key.Key_Tab)
    assert reached[0] == "usageRange"
    assert {
        "usageSplit", "usageComparison", "usageMetric_requests", "copyChartButton", "copyTableButton", "usageChart",
        "usageTable", "weekMap",
    } <= set(reached)  # fmt: skip


def test_custom_days_are_applied(shown: Shown) -> None:
    shown.fill()
    dialog = shown.pick_days("usageRange", "usageRangeDialog")
    assert unnamed(dialog) == []
    put_day(dialog, "firstDayField", date(2026, 11, 2))
    put_day(dialog, "lastDayField", date(2026, 11, 5))
    find(dialog, QPushButton, "dateRangeApply").click()
    assert shown.model.question.range == DateRange(DatePreset.CUSTOM, date(2026, 11, 2), date(2026, 11, 5))
    assert shown.box("usageRange").currentText() == "Nov 02 – Nov 05, 2026"
    # The same again opens the dialog again.
    shown.box("usageRange").activated.emit(shown.box("usageRange").currentIndex())
    assert shown.page.findChildren(DateRangeDialog, "usageRangeDialog")[-1].isVisible()


def test_custom_days_given_up_leave_the_question_as_it_was(shown: Shown) -> None:
    before = shown.model.question
    press(shown.pick_days("usageRange", "usageRangeDialog"), Qt.Key.Key_Escape)
    assert shown.model.question == before
    assert shown.box("usageRange").currentText() == "Past 30 days"
    dialog = shown.pick_days("usageComparison", "usageComparisonDialog")
    find(dialog, QPushButton, "dateRangeCancel").click()
    assert shown.model.question == before
    assert shown.box("usageComparison").currentText() == "Previous period"


def test_other_days_to_compare_with_are_as_many(shown: Shown) -> None:
    shown.fill()
    dialog = shown.pick_days("usageComparison", "usageComparisonDialog")
    # What is compared so far is offered.
    assert find(dialog, QDateEdit, "firstDayField").date() == QDate(2026, 11, 10)
    put_day(dialog, "firstDayField", date(2026, 10, 1))
    find(dialog, QPushButton, "dateRangeApply").click()
    question = shown.model.question
    assert (question.comparison, question.compared_first) == (Comparison.CUSTOM, date(2026, 10, 1))
    assert question.compared_days(TODAY) == (date(2026, 10, 1), date(2026, 10, 7))
    assert shown.box("usageComparison").currentText() == "Days from 2026-10-01"


# What is shown.


def test_the_head_says_total_change_and_source(shown: Shown) -> None:
    shown.fill()
    assert shown.label("usageTotal").text() == "891"
    assert shown.label("usageTotal").accessibleName() == "Requests: 891"
    assert shown.label("usageChange").text().startswith("↑ 78 % from 500 in Nov 10")
    assert "days in UTC" in shown.label("usageNote").text()
    assert shown.label("pageSubtitle").text() == "Nov 17 – Nov 23, 2026, so far"


def test_loading_then_figures_then_nothing(shown: Shown) -> None:
    assert not shown.chart.isVisible()
    assert not shown.seen("usageTableCard")
    assert not shown.button("copyTableButton").isEnabled()
    shown.fill()
    assert shown.chart.isVisible()
    assert shown.seen("usageTableCard")
    assert shown.seen("usageWeekCard")
    assert shown.button("copyTableButton").isEnabled()
    shown.fill(UsageReport(ALONE, period_of([0] * 7), None))
    assert shown.seen("noUsageState")
    assert not shown.seen("usageChartCard")
    assert not shown.seen("usageTableCard")
    # While other days are read, what was said of these is not said of them.
    shown.fill()
    assert not shown.seen("noUsageState")


def test_a_failure_stands_where_the_figures_would(shown: Shown) -> None:
    shown.model.set_failed(Offline("No route."))
    assert shown.seen("usageFailedState")
    assert shown.label("usageFailedStateText").text() == shown.model.error_text
    refreshes = QSignalSpy(shown.page.refresh_requested)
    shown.button("usageRetryButton").click()
    assert refreshes.count() == 1
    shown.fill()
    assert not shown.seen("usageFailedState")
    shown.model.set_failed(Offline("No route."))
    assert not shown.seen("usageFailedState")
    assert shown.label("usageNote").text().startswith(shown.model.error_text)


def test_everything_that_takes_the_keyboard_has_a_name(shown: Shown) -> None:
    assert unnamed(shown.page) == []
    shown.fill()
    assert unnamed(shown.page) == []
    shown.fill(split_report(UsageField.MODEL, {HOSTILE_NAME: [1] * 7}, {}))
    assert unnamed(shown.page) == []


def test_the_legend_names_the_lines_if_there_are_several(shown: Shown) -> None:
    def names() -> list[str]:
        return [label.text() for label in shown.page.findChildren(QLabel, "legendName") if label.isVisible()]

    shown.fill()
    assert names() == ["Requests", "Nov 10 – Nov 16, 2026"]
    shown.fill(split_report(UsageField.MODEL, MANY_PARTS))
    assert names() == [*(f"model-{number}" for number in (9, 8, 7, 6, 5)), "Other"]
    shown.fill(week_report(ALONE))
    assert names() == []


# The chart.


def test_the_chart_reads_both_periods_by_mouse_and_keyboard(shown: Shown) -> None:
    shown.fill()
    chart = shown.chart
    assert chart.accessibleDescription() == shown.model.description
    QTest.mouseMove(chart, chart.point(2).toPoint() + QPoint(2, 10))
    assert chart.marked == 2
    assert shown.model.point_text(2) == ("2026-11-19, Thu", "300 requests\n2026-11-12, Thu: 0 requests")
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    marks = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Left):
        press(chart, key)
        marks.append(chart.marked)
    assert marks == [0, 1, 6, 5, 4]
    press(chart, Qt.Key.Key_Escape)
    assert chart.marked is None


def test_the_readout_is_painted_over_the_chart(shown: Shown) -> None:
    shown.fill()
    before = shown.chart.grab().toImage()
    QTest.mouseMove(shown.chart, shown.chart.point(3).toPoint())
    assert shown.chart.grab().toImage() != before


def test_a_place_leads_to_its_requests(shown: Shown) -> None:
    shown.fill()
    chosen = QSignalSpy(shown.page.requests_requested)
    chart = shown.chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    press(chart, Qt.Key.Key_Return)
    assert chosen.count() == 0
    press(chart, Qt.Key.Key_End)
    press(chart, Qt.Key.Key_Left)
    press(chart, Qt.Key.Key_Return)
    place = chart.point(0).toPoint() + QPoint(1, 0)
    QTest.mouseMove(chart, place)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    days = [DateRange(DatePreset.CUSTOM, day, day) for day in (TODAY - DAY, WEEK_OF)]
    assert emitted(chosen) == list(map(Criteria, days))


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_figures_are_painted_in_both_themes(shown: Shown, choice: ThemeChoice) -> None:
    shown.theme.apply(choice)
    shown.fill()
    picture = shown.chart.grab().toImage()
    assert has_color(picture, shown.theme.color("accent"))
    assert has_color(picture, shown.theme.color("surface"))
    assert has_color(shown.week.viewport().grab().toImage(), shown.theme.color("accent"))
    shown.fill(split_report(UsageField.ENDPOINT, MANY_PARTS))
    shown.qtbot.waitUntil(lambda: has_color(shown.chart.grab().toImage(), shown.theme.slot_color(1)))


def test_figures_move_as_answers_arrive(shown: Shown) -> None:
    shown.fill()
    newer = UsageReport(WEEK_QUESTION, period_of((*COUNTS[:-1], 300), until_ms=NOW_MS), None)
    shown.model.set_report(newer)
    accent = shown.theme.color("accent")
    shown.qtbot.waitUntil(
        lambda: (
            shown.chart.grab().toImage().pixelColor(shown.chart.point(6).toPoint()) == accent
            and abs(shown.chart.point(6).y() - shown.chart.point(2).y()) < 1
        )
    )
    assert shown.label("usageTotal").text() == "1,150"


# The table and the week.


def test_a_row_leads_to_its_requests(shown: Shown) -> None:
    shown.fill(split_report(UsageField.STATUS, {200: [5] * 7, 429: [1] * 7}))
    chosen = QSignalSpy(shown.page.requests_requested)
    table = shown.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.setCurrentIndex(table.model().index(1, 0))
    press(table, Qt.Key.Key_Down)
    press(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(0, 1)).center()
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    week = DateRange(DatePreset.CUSTOM, WEEK_OF, TODAY)
    assert emitted(chosen) == [Criteria(week, status=429), Criteria(week)]


def test_the_current_row_stays_while_figures_arrive(shown: Shown) -> None:
    shown.fill()
    shown.table.setCurrentIndex(shown.table.model().index(3, 0))
    shown.model.set_report(
        UsageReport(WEEK_QUESTION, period_of((*COUNTS[:-1], 77), until_ms=NOW_MS), week_report().compared)
    )
    assert shown.table.currentIndex().row() == 3


def test_hours_of_the_week_are_reached_and_read(shown: Shown) -> None:
    shown.fill()
    week = shown.week
    assert week.accessibleName() == "Hours of the Week"
    assert week.accessibleDescription() == shown.model.week.description
    week.setFocus(Qt.FocusReason.TabFocusReason)
    week.setCurrentIndex(week.model().index(0, 13))
    press(week, Qt.Key.Key_Right)
    press(week, Qt.Key.Key_Down)
    current = week.currentIndex()
    assert (current.row(), current.column()) == (1, 14)
    assert current.data() == "891"
    assert current.data(Qt.ItemDataRole.ToolTipRole) == "Tue 14:00: 891 requests"
    picture = week.viewport().grab().toImage()
    assert picture.pixelColor(week.visualRect(current).center()) == shown.theme.color("accent")
    ring = week.visualRect(current)
    assert picture.pixelColor(ring.center().x(), ring.top() + 1) == shown.theme.color("text")
    assert week.visualRect(week.model().index(6, 23)).right() <= week.viewport().width()
    assert week.visualRect(week.model().index(6, 0)).bottom() <= week.viewport().height()


def test_an_unusual_hour_leads_to_its_requests(shown: Shown) -> None:
    begin_ms = NOW_MS // 3_600_000 * 3_600_000 - 86_400_000
    anomaly = Anomaly(AnomalyMetric.ERROR_RATE, begin_ms, begin_ms + 3_600_000, 400, 20, "key_1", 429)
    shown.fill(week_report(anomalies=(anomaly,)))
    assert shown.seen("usageAnomalyCard")
    assert unnamed(shown.page) == []
    chosen = QSignalSpy(shown.page.requests_requested)
    shown.button("anomaly0").click()
    day = TODAY - DAY
    assert emitted(chosen) == [Criteria(DateRange(DatePreset.CUSTOM, day, day), status=429, key_ids=("key_1",))]
    shown.fill()
    assert not shown.seen("usageAnomalyCard")


# Copies.


def test_the_chart_is_copied_as_a_picture(shown: Shown) -> None:
    shown.fill()
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    shown.button("copyChartButton").click()
    picture = clipboard.image()
    ratio = shown.chart.devicePixelRatioF()
    assert abs(picture.width() - shown.chart.width() * ratio) < 2
    assert has_color(picture, shown.theme.color("accent"))


def test_the_table_is_copied_as_csv(shown: Shown) -> None:
    shown.fill(split_report(UsageField.MODEL, {"=1+1": [1] * 7, HOSTILE_NAME: [2] * 7}, {}))
    shown.button("copyTableButton").click()
    text = QGuiApplication.clipboard().text()
    assert text == shown.model.table_csv()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [len(row) for row in rows] == [8] * 4
    assert rows[3][0] == "'=1+1"


# Room.


@pytest.mark.parametrize("width", [800, 1280, 1920])
@pytest.mark.parametrize("names", [("a", "b"), (HOSTILE_NAME, "W" * 500)])
def test_nothing_is_wider_than_the_window(shown: Shown, width: int, names: tuple[str, str]) -> None:
    shown.window.resize(width, 700)
    shown.fill(split_report(UsageField.MODEL, {name: [place + 1 for place in range(7)] for name in names}, {}))
    content, scroll = find(shown.page, QWidget, "pageContent"), find(shown.page, QScrollArea, "pageScrollArea")
    shown.qtbot.waitUntil(lambda: 0 < content.width() <= scroll.viewport().width())
    for box in ("usageRange", "usageSplit", "usageComparison"):
        assert shown.box(box).mapTo(content, QPoint(shown.box(box).width(), 0)).x() <= content.width()
    assert not shown.window.grab().isNull()


def test_hours_of_a_day_are_places_too(shown: Shown) -> None:
    question = UsageQuestion(DateRange(DatePreset.TODAY))
    shown.fill(UsageReport(question, period_of(range(24), TODAY, until_ms=NOW_MS), period_of([5] * 24, TODAY - DAY)))
    shown.chart.setFocus(Qt.FocusReason.TabFocusReason)
    press(shown.chart, Qt.Key.Key_End)
    assert shown.chart.marked == 23
    assert shown.model.point_text(23) == ("2026-11-23 23:00", "2026-11-22 23:00: 5 requests")
    assert shown.table.model().rowCount() == 10
