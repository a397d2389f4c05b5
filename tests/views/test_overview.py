"""The Overview page as a person meets it: mouse, keyboard, screen reader, narrow and wide windows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMainWindow, QPushButton, QScrollArea, QTableView, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Progress
from binom_desktop.errors import Offline
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.overview import OverviewModel
from binom_desktop.views.chart import LineChart
from binom_desktop.views.overview import OverviewPage
from binom_desktop.views.page import PageEntry
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.figures import COUNTS, HOSTILE_NAME, account, new_account, nothing, now_ms, overview
from tests.views.shell_parts import find, unnamed

ALL_ROUTES = frozenset({"/dashboard", "/usage", "/requests", "/keys"})


@dataclass
class Shown:
    """The page in a window, and what feeds it."""

    window: QMainWindow
    page: OverviewPage
    model: OverviewModel
    account: AccountModel
    theme: Theme

    def fill(self) -> None:
        """Show an account in use."""
        self.account.set_account(account())
        self.model.set_account(account())
        self.model.set_overview(overview())

    def label(self, name: str) -> QLabel:
        """A label by its name."""
        return find(self.page, QLabel, name)

    def button(self, name: str) -> QPushButton:
        """A button by its name."""
        return find(self.page, QPushButton, name)

    def table(self, name: str) -> QTableView:
        """A table by its name."""
        return find(self.page, QTableView, name)

    @property
    def chart(self) -> LineChart:
        """The chart once it is loaded."""
        return find(self.page, LineChart, "dailyRequestVolumeChart")


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    model = OverviewModel(now_ms=now_ms)
    account_model = AccountModel(now_ms=now_ms)
    page = OverviewPage(
        entry=PageEntry("/dashboard", "Overview", "layout-dashboard", "Ctrl+1"),
        overview=model,
        connection=ConnectionModel(clock=lambda: 0.0),
        account=account_model,
        theme=theme,
    )
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(1280, 940)
    window.show()
    qtbot.waitExposed(window)
    page.load_chart()
    yield Shown(window, page, model, account_model, theme)
    window.close()
    window.deleteLater()
    # No event loop runs between tests, and a theme polishes every widget that is still there.
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def texts(table: QTableView, row: int) -> list[str]:
    return [str(table.model().index(row, column).data()) for column in range(table.model().columnCount())]


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def test_the_page_greets_and_names_its_cards(shown: Shown) -> None:
    shown.fill()
    assert shown.label("pageTitle").text() == "Welcome, demo-account"
    assert shown.label("pageSubtitle").text() == "demo@example.org · 48,213 lifetime requests"
    names = [find(shown.page, QFrame, f"{key}Card").accessibleName() for key in ("totalUsage", "creditBalance")]
    assert names == ["Total Usage: $284.16", "Credit Balance: $42.50"]
    value = find(find(shown.page, QFrame, "creditBalanceCard"), QLabel, "cardValue")
    assert (value.text(), value.accessibleName()) == ("$42.50", "")


def test_tables_have_their_names(shown: Shown) -> None:
    shown.fill()
    names = {table.accessibleName() for table in shown.page.findChildren(QTableView)}
    assert names == {"Recent Requests", "Usage by Model", "Daily Request Volume"}
    assert shown.chart.accessibleName() == "Daily Request Volume"
    assert shown.chart.accessibleDescription() == "30 days, 5,516 requests, peak 273 on Nov 11, 98 today so far"


def test_everything_that_takes_the_keyboard_has_a_name(shown: Shown) -> None:
    shown.fill()
    shown.page.set_available_routes(ALL_ROUTES)
    assert unnamed(shown.page) == []


def test_loading_shows_placeholders_in_the_layout(shown: Shown) -> None:
    assert not shown.table("recentRequestsTable").isVisible()
    assert find(shown.page, QFrame, "recentRequestsCard").isVisible()
    shown.fill()
    assert shown.table("recentRequestsTable").isVisible()
    assert shown.chart.isVisible()


def test_figures_move_as_events_arrive(shown: Shown) -> None:
    shown.fill()
    shown.model.set_account(account(credit_nano=42_000_000_000, requests=48_214))
    shown.model.set_overview(overview(counts=(*COUNTS[:-1], 99), newest=48_214))
    assert find(shown.page, QFrame, "totalRequestsCard").accessibleName() == "Total Requests: 48,214"
    assert "99 today so far" in shown.chart.accessibleDescription()
    assert texts(shown.table("recentRequestsTable"), 0)[0] == "2026-11-23 08:15:37"


def test_a_low_balance_is_coloured_and_said(shown: Shown) -> None:
    shown.model.set_account(account(credit_nano=4_200_000_000))
    card = find(shown.page, QFrame, "creditBalanceCard")
    assert find(card, QLabel, "cardValue").property("tone") == "warn"
    assert find(card, QLabel, "cardCaption").text() == "running low: below $10"


def test_an_empty_account_says_so_and_leads_on(shown: Shown) -> None:
    shown.model.set_account(new_account())
    shown.model.set_overview(nothing())
    assert find(shown.page, QFrame, "noUsageState").isVisible()
    assert shown.label("noUsageStateTitle").text() == "No usage data yet"
    assert shown.label("noRequestsStateTitle").text() == "No requests yet"
    assert not shown.button("noUsageCreateKey").isVisible()
    urls = QSignalSpy(shown.page.open_url_requested)
    shown.button("viewDocumentationButton").click()
    assert urls.at(0) == ["https://binom.run/docs"]
    shown.page.set_available_routes(ALL_ROUTES)
    routes = QSignalSpy(shown.page.route_requested)
    for name in ("noUsageCreateKey", "noRequestsCreateKey"):
        assert shown.button(name).text() == "Create API Key"
        shown.button(name).click()
    assert [routes.at(number) for number in range(routes.count())] == [["/keys"], ["/keys"]]
    shown.fill()
    assert not find(shown.page, QFrame, "noUsageState").isVisible()


def test_ways_to_other_pages_show_once_those_are_registered(shown: Shown) -> None:
    shown.fill()
    names = ("viewAllButton", "createKeyButton", "detailedReportsButton")
    assert [shown.button(name).isVisible() for name in names] == [False, False, False]
    assert shown.button("documentationButton").isVisible()
    shown.page.set_available_routes(ALL_ROUTES)
    routes = QSignalSpy(shown.page.route_requested)
    for name in names:
        assert shown.button(name).isVisible()
        shown.button(name).click()
    assert [routes.at(number)[0] for number in range(routes.count())] == ["/requests", "/keys", "/usage"]


def test_a_model_leads_to_its_requests_once_that_page_is_there(shown: Shown) -> None:
    shown.fill()
    bars = shown.table("usageByModelTable")
    chosen, routes = QSignalSpy(shown.page.model_chosen), QSignalSpy(shown.page.route_requested)
    place = bars.visualRect(bars.model().index(1, 0)).center()
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert chosen.count() == routes.count() == 0
    shown.page.set_available_routes(ALL_ROUTES)
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    press(bars, Qt.Key.Key_Down)
    press(bars, Qt.Key.Key_Return)
    assert [chosen.at(number)[0] for number in range(chosen.count())] == ["claude-sonnet-4", "gpt-4o"]
    assert [routes.at(number)[0] for number in range(routes.count())] == ["/requests", "/requests"]


def test_models_can_be_compared_by_cost(shown: Shown) -> None:
    shown.fill()
    shown.button("usageByModelMetric_cost").click()
    assert texts(shown.table("usageByModelTable"), 0)[0] == "claude-sonnet-4"
    assert shown.table("usageByModelTable").accessibleDescription().startswith("Share of cost")


def test_the_chart_can_be_shown_as_a_table(shown: Shown) -> None:
    shown.fill()
    chart = shown.button("dailyRequestVolumeView_chart")
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    press(chart, Qt.Key.Key_Right)
    table = shown.table("dailyRequestVolumeTable")
    assert table.isVisible()
    assert not shown.chart.isVisible()
    last = table.model().rowCount() - 1
    assert texts(table, last) == ["2026-11-23, Mon (today so far)", "98"]
    assert table.viewport().rect().contains(table.visualRect(table.model().index(last, 0)).center())


def test_hovering_the_chart_marks_the_nearest_day(shown: Shown, qtbot: QtBot) -> None:
    shown.fill()
    qtbot.waitUntil(lambda: not shown.chart.grab().isNull())
    before = shown.chart.grab().toImage()
    QTest.mouseMove(shown.chart, shown.chart.point(17).toPoint() + QPoint(2, 40))
    assert shown.chart.marked == 17
    assert shown.chart.grab().toImage() != before


def test_arrow_keys_read_the_chart(shown: Shown) -> None:
    shown.fill()
    chart = shown.chart
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    marks = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End):
        press(chart, key)
        marks.append(chart.marked)
    assert marks == [29, 28, 0, 0, 1, 29]
    press(chart, Qt.Key.Key_Escape)
    assert chart.marked is None


def test_the_chart_draws_its_figures_and_follows_the_theme(shown: Shown, qtbot: QtBot) -> None:
    shown.fill()
    assert _has_color(shown.chart.grab().toImage(), shown.theme.color("accent"))
    shown.theme.apply(ThemeChoice.DARK)
    dark = shown.chart.grab().toImage()
    assert _has_color(dark, shown.theme.color("accent"))
    assert dark.pixelColor(2, 2) == shown.theme.color("surface")


def _has_color(picture: QImage, color: QColor) -> bool:
    pixels = bytes(picture.convertToFormat(QImage.Format.Format_RGB32).constBits())
    return color.rgb().to_bytes(4, sys.byteorder) in pixels


def test_bursts_redraw_the_chart_ten_times_a_second_at_most_and_end_at_the_newest(shown: Shown, qtbot: QtBot) -> None:
    shown.fill()
    for today in range(99, 160):
        shown.model.set_overview(overview(counts=(*COUNTS[:-1], today)))
    newest = shown.chart.point(29)
    assert shown.model.days.counts[-1] == 159
    qtbot.waitUntil(lambda: shown.chart.grab().toImage().pixelColor(newest.toPoint()) == shown.theme.color("accent"))


@pytest.mark.parametrize("name", ["dailyRequestVolumeChart", "usageByModelTable", "recentRequestsTable"])
def test_the_wheel_over_chart_and_tables_scrolls_the_page(shown: Shown, qtbot: QtBot, name: str) -> None:
    shown.fill()
    shown.window.resize(1280, 600)
    area = find(shown.page, QScrollArea, "pageScrollArea")
    widget = find(shown.page, QWidget, name)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 100)
    area.ensureWidgetVisible(widget, 0, 0)
    area.verticalScrollBar().setValue(min(area.verticalScrollBar().value(), 200))
    before = area.verticalScrollBar().value()
    place = QPointF(widget.mapTo(shown.window, QPoint(widget.width() // 2, 20)))
    QTest.wheelEvent(shown.window.windowHandle(), place, QPoint(0, -120))
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > before)


@pytest.mark.parametrize(("width", "columns"), [(1280, 4), (1099, 2), (800, 2)])
def test_cards_are_placed_by_the_windows_width(shown: Shown, qtbot: QtBot, width: int, columns: int) -> None:
    shown.fill()
    shown.window.resize(width, 600)
    cards = [find(shown.page, QFrame, f"{key}Card") for key in ("totalUsage", "creditBalance", "totalRequests")]
    volume, models = find(shown.page, QFrame, "dailyRequestVolumeCard"), find(shown.page, QFrame, "usageByModelCard")
    qtbot.waitUntil(lambda: (cards[2].y() == cards[0].y()) is (columns == 4))
    qtbot.waitUntil(lambda: (models.y() == volume.y()) is (columns == 4))
    assert cards[0].y() == cards[1].y()


def _cut(page: OverviewPage) -> list[str]:
    """The labels whose text doesn't fit."""
    return [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap()
        if label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1
    ]


@pytest.mark.parametrize(("width", "height"), [(800, 600), (1100, 700), (1280, 940), (1920, 1080)])
def test_nothing_is_cut_in_any_window(shown: Shown, qtbot: QtBot, width: int, height: int) -> None:
    shown.fill()
    shown.page.set_available_routes(ALL_ROUTES)
    shown.window.resize(width, height)
    content = find(shown.page, QWidget, "pageContent")
    scroll = find(shown.page, QScrollArea, "pageScrollArea")
    table = shown.table("recentRequestsTable")
    qtbot.waitUntil(lambda: _cut(shown.page) == [])
    assert content.width() <= scroll.viewport().width()
    assert table.verticalScrollBar().maximum() == 0
    last = table.visualRect(table.model().index(9, 0))
    assert table.viewport().height() > last.bottom()
    missing = table.horizontalHeader().length() - table.viewport().width()
    assert missing <= 0 or table.horizontalScrollBar().maximum() == missing


def test_hostile_text_and_huge_figures_stay_in_their_place(shown: Shown) -> None:
    hostile = account(credit_nano=-999_999_999_999_999_999, requests=10**12, tier=HOSTILE_NAME)
    shown.model.set_account(hostile)
    shown.model.set_overview(overview(models=((HOSTILE_NAME, 5_516, 999_999_999_999_999_999),)))
    content, scroll = find(shown.page, QWidget, "pageContent"), find(shown.page, QScrollArea, "pageScrollArea")
    shown.window.resize(1100, 700)
    assert content.width() <= scroll.viewport().width()
    tier = find(find(shown.page, QFrame, "accountTierCard"), QLabel, "cardValue")
    assert tier.textFormat() is Qt.TextFormat.PlainText
    assert "\u202e" not in tier.text()
    assert find(shown.page, QFrame, "creditBalanceCard").accessibleName() == "Credit Balance: -$1,000,000,000.00"
    assert not shown.window.grab().isNull()


def test_an_error_stands_where_the_figures_would(shown: Shown) -> None:
    shown.model.set_failed("overview", Offline("The server can't be reached."))
    assert shown.label("overviewFailedStateText").text() == "The server can't be reached."
    refreshes = QSignalSpy(shown.page.refresh_requested)
    shown.button("overviewRetryButton").click()
    assert refreshes.count() == 1
    shown.fill()
    assert not find(shown.page, QFrame, "overviewFailedState").isVisible()


def test_what_is_still_loading_is_said(shown: Shown) -> None:
    shown.fill()
    assert not shown.label("overviewNote").isVisible()
    shown.model.set_progress(Progress(12_400, 48_213))
    assert shown.label("overviewNote").isVisible()
    assert shown.label("overviewNote").text() == "Loading history: 12,400 of 48,213"


def test_keyboard_focus_is_seen_in_tables(shown: Shown) -> None:
    shown.fill()
    table = shown.table("recentRequestsTable")
    table.setFocus(Qt.FocusReason.TabFocusReason)
    ring = table.visualRect(table.model().index(0, 1))
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(ring.center().x(), ring.top() + 1) == shown.theme.color("accent")


def test_the_page_imports_no_plotting_before_its_chart() -> None:
    code = (
        "import sys, binom_desktop.views.overview;"
        "print([name for name in ('numpy', 'pyqtgraph', 'httpx', 'sqlite3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_failed_requests_lead_to_the_log(shown: Shown) -> None:
    failed = shown.button("failedRequestsButton")
    figures = overview()
    shown.model.set_overview(replace(figures, days=(*figures.days[:-1], replace(figures.days[-1], errors=212))))
    assert not failed.isVisible()
    shown.page.set_available_routes(ALL_ROUTES)
    assert (failed.text(), failed.accessibleName()) == ("212 failed in 30 days", "212 failed in 30 days")
    chosen, routes = QSignalSpy(shown.page.failed_requests_chosen), QSignalSpy(shown.page.route_requested)
    QTest.mouseClick(failed, Qt.MouseButton.LeftButton)
    assert (chosen.count(), routes.at(0)[0]) == (1, "/requests")
    shown.model.set_overview(overview())
    assert not failed.isVisible()
