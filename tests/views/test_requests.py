"""The Requests page as a person meets it, on views of a real history."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from binom_desktop.domain import Progress
from binom_desktop.history.store import Store
from binom_desktop.history.view import View
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.export import ExportModel
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.queries import SortColumn, StatusClass
from binom_desktop.views.export_bar import ExportBar
from binom_desktop.views.page import PageEntry
from binom_desktop.views.request_detail import RequestDetailPane
from binom_desktop.views.requests import RequestsPage
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.figures import HOSTILE_NAME
from tests.unit.history.made import NOW_MS, START_MS, opened, record, records
from tests.views.shell_parts import find, unnamed


@dataclass
class Shown:
    """The page in a window, its models, and the history that answers."""

    window: QMainWindow
    page: RequestsPage
    log: RequestLogModel
    question: RequestQuestionModel
    exporting: ExportModel
    theme: Theme
    store: Store
    view: View | None = None

    def answer(self) -> None:
        """Answer what the page asks, as the service does."""
        self.view = self.store.view(self.question.query())
        self.log.set_view(self.view, None)

    def arrive(self, first: int, last: int, *, following: bool = True) -> None:
        """Requests arrive, and are shown or counted."""
        assert self.view is not None
        self.store.merge(records(first, last))
        if following:
            self.view, inserted = self.store.refreshed(self.view)
            self.log.set_view(self.view, inserted)
        else:
            self.log.set_waiting(*self.store.waiting(self.view))

    def sequences(self, count: int = 5) -> list[int]:
        """The sequences of the first rows."""
        return [self.log.record(row).sequence for row in range(min(count, self.log.rowCount()))]

    @property
    def totals(self) -> str:
        """What is said of all that matches."""
        return find(self.page, QLabel, "requestTotals").text()

    def button(self, name: str) -> QPushButton:
        """A button by its name."""
        return find(self.page, QPushButton, name)


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


def page_over(
    log: RequestLogModel, question: RequestQuestionModel, exporting: ExportModel, theme: Theme
) -> RequestsPage:
    """The page over models that may have something to show already."""
    return RequestsPage(
        entry=PageEntry("/requests", "Requests", "text-align-start", "Ctrl+3"),
        log=log,
        question=question,
        exporting=exporting,
        connection=ConnectionModel(clock=lambda: 0.0),
        account=AccountModel(now_ms=lambda: NOW_MS),
        theme=theme,
    )


@contextmanager
def in_a_window(page: RequestsPage, qtbot: QtBot) -> Iterator[QMainWindow]:
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(1280, 860)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    log, question = RequestLogModel(), RequestQuestionModel(now_ms=lambda: NOW_MS)
    exporting = ExportModel()
    page = page_over(log, question, exporting, theme)
    with in_a_window(page, qtbot) as window:
        store = opened(tmp_path)
        yield Shown(window, page, log, question, exporting, theme, store)
        store.close()


PAGE_IN_A_WINDOW = """
from PySide6 import QtWidgets
from binom_desktop.models.export import ExportModel
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.views.page import PageEntry
from binom_desktop.views.requests import RequestsPage
from tests.views.shell_parts import Shell

application = QtWidgets.QApplication([])
shell = Shell(application)
page = RequestsPage(
    entry=PageEntry("/requests", "Requests", "text-align-start", "Ctrl+3"),
    log=RequestLogModel(),
    question=RequestQuestionModel(now_ms=lambda: 0),
    exporting=ExportModel(),
    connection=shell.connection,
    account=shell.account,
    theme=shell.theme,
)
shell.add_page(page)
shell.window.navigate("/requests")
shell.window.show()
application.processEvents()
names = "QTableView", "QWizard", "QTextEdit", "QCalendarWidget", "QFileDialog"
print(*(name for name in names if name in vars(QtWidgets)))
"""


def test_until_the_page_is_seen_only_those_classes_of_qt_are_made_that_it_needs() -> None:
    """PySide6 makes a class when it is first asked for, and those of all widgets where it can't tell what it was given.

    That takes 10 ms.
    """
    found = subprocess.run(
        [sys.executable, "-c", PAGE_IN_A_WINDOW], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.split() == ["QTableView"]


def test_a_log_is_a_table_of_its_name_with_its_columns(shown: Shown) -> None:
    shown.store.merge(records(1, 200))
    shown.answer()
    assert shown.page.table.accessibleName() == "Requests"
    titles = [shown.log.headerData(column, Qt.Orientation.Horizontal) for column in range(shown.log.columnCount())]
    assert titles == ["Timestamp (UTC)", "Endpoint", "Model", "Status", "Tokens", "Cost", "API Key", "Latency"]
    assert shown.log.rowCount() == 200
    assert (
        shown.totals
        == f"200 requests · {sum(one.input_tokens + one.output_tokens for one in records(1, 200)):,} tokens · $0.02"
    )
    assert unnamed(shown.page) == []


def test_the_model_keeps_what_qt_asks_of_it(shown: Shown) -> None:
    QAbstractItemModelTester(shown.log, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.store.merge(records(1, 30))
    shown.answer()
    shown.arrive(31, 35)
    shown.question.sort_by(SortColumn.COST)
    shown.answer()
    shown.arrive(36, 60)
    shown.log.clear()
    assert shown.log.rowCount() == 0


def test_filters_narrow_and_clear_takes_them_away(shown: Shown, qtbot: QtBot) -> None:
    shown.store.merge(records(1, 70))
    shown.question.changed.connect(shown.answer)
    shown.answer()
    shown.question.criteria.set_status(StatusClass.FAILED)
    assert shown.log.rowCount() == 10
    assert shown.totals.startswith("10 of 70 requests · ")
    QTest.keyClicks(find(shown.page, QLineEdit, "searchField"), "too fast: 1")
    qtbot.waitUntil(lambda: shown.log.rowCount() == 5)
    assert {shown.log.record(row).error for row in range(shown.log.rowCount())} == {"Too fast: 1"}
    QTest.keyClicks(find(shown.page, QLineEdit, "searchField"), " and more")
    qtbot.waitUntil(lambda: shown.log.rowCount() == 0)
    assert find(shown.page, QFrame, "noMatchState").isVisible()
    QTest.mouseClick(shown.button("noMatchClearButton"), Qt.MouseButton.LeftButton)
    assert shown.log.rowCount() == 70
    assert find(shown.page, QLineEdit, "searchField").text() == ""
    assert not shown.question.criteria.is_filtered


def test_a_link_from_elsewhere_filters_and_can_be_removed(shown: Shown) -> None:
    shown.store.merge(records(1, 50))
    shown.question.changed.connect(shown.answer)
    shown.question.set_model_of_past_days("model-3")
    assert {shown.log.record(row).model for row in range(shown.log.rowCount())} == {"model-3"}
    for name in ("Remove filter Model", "Remove filter Date"):
        (remove,) = (one for one in shown.page.findChildren(QAbstractButton) if one.accessibleName() == name)
        QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert shown.log.rowCount() == 50
    assert not shown.question.criteria.is_filtered


def test_a_row_opens_its_details_which_follow_and_close(shown: Shown) -> None:
    shown.store.merge(records(1, 50))
    shown.answer()
    table = shown.page.table
    table.setFocus()
    table.setCurrentIndex(shown.log.index(3, 0))
    assert shown.page.findChildren(RequestDetailPane) == []
    QTest.keyClick(table, Qt.Key.Key_Return)
    pane = find(shown.page, RequestDetailPane, "requestDetail")
    assert pane.isVisible()
    assert pane.record == shown.log.record(3)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert pane.record == shown.log.record(4)
    QTest.mouseClick(find(pane, QPushButton, "copyIdButton"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == shown.log.record(4).id
    for widget in (pane, table):
        QTest.keyClick(table, Qt.Key.Key_Return)
        assert pane.isVisible()
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        assert not pane.isVisible()
    assert unnamed(shown.page) == []


def test_a_page_made_after_its_rows_shows_them_as_one_made_before(shown: Shown, qtbot: QtBot) -> None:
    """At a start the history is mostly quicker than the page."""

    def seen(page: RequestsPage) -> tuple[list[int], int, int, str, bool]:
        header, bar = page.table.horizontalHeader(), page.table.verticalScrollBar()
        widths = [header.sectionSize(column) for column in range(header.count())]
        totals = find(page, QLabel, "requestTotals").text()
        return widths, bar.maximum(), bar.pageStep(), totals, page.table.isVisible()

    shown.store.merge(records(1, 200))
    shown.answer()
    before = seen(shown.page)
    later = page_over(shown.log, shown.question, shown.exporting, shown.theme)
    with in_a_window(later, qtbot):
        qtbot.waitUntil(lambda: seen(later) == before)
    assert before[1] > 0


@pytest.mark.parametrize("width", [1280, 480])
def test_details_stand_beside_the_rows_or_below_them_from_the_first(shown: Shown, qtbot: QtBot, width: int) -> None:
    shown.store.merge(records(1, 50))
    shown.answer()
    shown.window.resize(width, 860)
    shown.theme.apply(ThemeChoice.DARK)
    table = shown.page.table
    table.setFocus()
    table.setCurrentIndex(shown.log.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    pane = find(shown.page, RequestDetailPane, "requestDetail")
    # Qt lays out later.
    qtbot.waitUntil(lambda: pane.x() > table.width() if width == 1280 else pane.y() > table.height())
    assert pane.isVisible()
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert find(pane, QWidget, "closeDetailsButton") is shown.window.focusWidget()


def test_an_export_is_told_between_the_totals_and_the_rows(shown: Shown) -> None:
    shown.store.merge(records(1, 50))
    shown.answer()
    assert shown.page.findChildren(ExportBar) == []
    cancels, folders = QSignalSpy(shown.page.export_cancel_requested), QSignalSpy(shown.page.folder_requested)
    shown.exporting.start("CSV", 50)
    bar = find(shown.page, ExportBar, "exportBar")
    assert bar.isVisible()
    assert not shown.button("exportButton").isEnabled()
    QCoreApplication.sendPostedEvents()
    totals, card = find(shown.page, QLabel, "requestTotals"), shown.page.table.parentWidget()
    assert card is not None
    tops = [one.mapTo(shown.page, QPoint(0, 0)).y() for one in (totals, bar, card)]
    assert tops == sorted(set(tops))
    shown.button("cancelExportButton").click()
    shown.exporting.finish("requests.csv", 50)
    shown.button("showFolderButton").click()
    assert (cancels.count(), folders.count()) == (1, 1)
    assert shown.button("exportButton").isEnabled()
    assert unnamed(shown.page) == []
    shown.button("dismissExportButton").click()
    assert not bar.isVisible()


def test_rows_that_come_are_painted_once(shown: Shown, qtbot: QtBot) -> None:
    shown.store.merge(records(1, 200))
    shown.answer()
    table = shown.page.table
    qtbot.waitUntil(lambda: table.isVisible() and table.columnWidth(0) > 100)
    QCoreApplication.processEvents()
    painted = Painted(table.viewport())
    # Longer names make columns wider.
    shown.store.merge([record(number, model="a-model-with-a-longer-name") for number in range(201, 230)])
    before = table.columnWidth(2)
    shown.answer()
    assert table.columnWidth(2) > before
    # What Qt puts off comes in a later turn.
    for _ in range(5):
        QCoreApplication.processEvents()
    assert painted.times == 1


def test_a_click_on_a_header_sorts_and_a_second_one_turns_round(shown: Shown) -> None:
    shown.store.merge(records(1, 60))
    shown.question.changed.connect(shown.answer)
    shown.answer()
    header = shown.page.table.horizontalHeader()
    for descending in (True, False):
        at = QPoint(header.sectionViewportPosition(5) + 20, 8)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        costs = [shown.log.record(row).cost_nano for row in range(shown.log.rowCount())]
        assert costs == sorted(costs, reverse=descending)


def test_the_chosen_request_stays_chosen_through_sorting_and_new_rows(shown: Shown) -> None:
    shown.store.merge(records(1, 300))
    shown.question.changed.connect(shown.answer)
    shown.answer()
    table = shown.page.table
    table.setCurrentIndex(shown.log.index(40, 0))
    chosen = shown.log.record(40).sequence
    shown.question.sort_by(SortColumn.LATENCY)
    assert shown.log.record(table.currentIndex().row()).sequence == chosen
    shown.arrive(301, 340)
    assert shown.log.record(table.currentIndex().row()).sequence == chosen
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().split("\t")
    assert len(cells) == 8
    assert cells[2] == f"model-{chosen % 5}"


def test_the_chosen_request_stays_where_it_was_seen(shown: Shown) -> None:
    shown.store.merge(records(1, 2_000))
    shown.question.changed.connect(shown.answer)
    shown.answer()
    table = shown.page.table
    table.verticalScrollBar().setValue(900 * table.row_height)
    table.setCurrentIndex(shown.log.index(907, 0))
    chosen, top = shown.log.record(907).sequence, table.top_of(907)
    shown.question.sort_by(SortColumn.COST)
    shown.question.sort_by(SortColumn.COST)
    row = table.currentIndex().row()
    assert (shown.log.record(row).sequence, table.top_of(row)) == (chosen, top)


def test_the_top_stays_the_top_while_rows_come_in_anywhere(shown: Shown) -> None:
    shown.store.merge(records(1, 500))
    shown.question.changed.connect(shown.answer)
    shown.question.sort_by(SortColumn.LATENCY)
    table = shown.page.table
    table.setCurrentIndex(shown.log.index(400, 0))
    table.scrollToTop()
    shown.arrive(501, 900)
    assert table.verticalScrollBar().value() == 0
    latencies = [shown.log.record(row).latency_ms for row in range(5)]
    assert latencies == sorted((one.latency_ms for one in records(1, 900)), reverse=True)[:5]


def test_what_is_still_loading_is_said(shown: Shown) -> None:
    shown.store.merge(records(1, 50))
    shown.answer()
    subtitle = find(shown.page, QLabel, "pageSubtitle")
    assert subtitle.text() == "50 since Oct 2026, here and offline"
    shown.log.set_progress(Progress(held=50, total=48_213))
    assert subtitle.text() == "Loading history: 50 of 48,213"
    shown.log.set_progress(Progress(held=50, total=50))
    assert subtitle.text() == "50 since Oct 2026, here and offline"


def test_several_rows_are_chosen_copied_and_kept(shown: Shown) -> None:
    shown.store.merge(records(1, 300))
    shown.question.changed.connect(shown.answer)
    shown.answer()
    table = shown.page.table
    table.setCurrentIndex(shown.log.index(10, 0))
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    chosen = {shown.log.record(row).sequence for row in range(10, 14)}
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().split("\n")) == 4
    shown.question.sort_by(SortColumn.COST)
    shown.question.sort_by(SortColumn.LATENCY)
    assert {shown.log.record(row).sequence for rows in table.chosen_rows() for row in rows} == chosen
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    shown.question.sort_by(SortColumn.MODEL)
    assert sum(map(len, table.chosen_rows())) == 300


def test_too_many_rows_for_the_clipboard_are_said(shown: Shown) -> None:
    shown.store.merge(records(1, 1_500))
    shown.answer()
    QGuiApplication.clipboard().setText("before")
    notices = QSignalSpy(shown.page.notice_requested)
    shown.page.table.selectAll()
    QTest.keyClick(shown.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "1,500 rows are too many" in notices.at(0)[0]
    assert QGuiApplication.clipboard().text() == "before"


def test_keys_go_through_a_long_log(shown: Shown) -> None:
    shown.store.merge(records(1, 5_000))
    shown.answer()
    table = shown.page.table
    table.setFocus()
    table.setCurrentIndex(shown.log.index(0, 0))
    shown_rows = table.viewport().height() // table.row_height
    for key, row in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_PageDown, 1 + shown_rows - 1),
        (Qt.Key.Key_End, 4_999),
        (Qt.Key.Key_Up, 4_998),
        (Qt.Key.Key_PageUp, 4_998 - shown_rows + 1),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Up, 0),
    ):
        QTest.keyClick(table, key)
        assert table.currentIndex().row() == row
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    end = QPoint(30, table.viewport().height() - 2)
    table.scrollToBottom()
    assert table.indexAt(end).row() == 4_999
    assert table.verticalScrollBar().maximum() == 5_000 * table.row_height - table.viewport().height()


def test_widths_follow_the_window_and_what_comes_in(shown: Shown) -> None:
    shown.store.merge([record(number, status=200) for number in range(1, 60)])
    shown.answer()
    table, changed = shown.page.table, QSignalSpy(shown.page.columns_changed)
    before = table.columnWidth(3)
    for width in (900, 700, 1280):
        shown.window.resize(width, 600)
    shown.store.merge([record(60, status=511)])
    assert shown.view is not None
    shown.view, inserted = shown.store.refreshed(shown.view)
    shown.log.set_view(shown.view, inserted)
    assert table.columnWidth(3) > before
    assert changed.count() == 0
    assert all(choice.width is None for choice in table.column_choices)


def test_columns_are_moved_sized_hidden_and_laid_out_again(shown: Shown, qtbot: QtBot) -> None:
    shown.store.merge(records(1, 50))
    shown.answer()
    table, header = shown.page.table, shown.page.table.horizontalHeader()
    changed = QSignalSpy(shown.page.columns_changed)
    QTest.mouseClick(shown.button("columnsButton"), Qt.MouseButton.LeftButton)
    menu = find(shown.page, QMenu, "columnsMenu")
    find(menu, QAction, "latencyShowAction").trigger()
    find(menu, QAction, "costLeftAction").trigger()
    before = header.sectionSize(2)
    find(menu, QAction, "modelWiderAction").trigger()
    find(menu, QAction, "tokensSortAction").trigger()
    menu.close()
    assert changed.count() == 3
    assert shown.question.sort is SortColumn.TOKENS
    assert header.isSectionHidden(7)
    assert header.visualIndex(5) == 4
    assert header.sectionSize(2) == before + 24
    choices = table.column_choices
    assert [choice.sort for choice in choices if not choice.shown] == [SortColumn.LATENCY]
    assert unnamed(shown.page) == []
    table.reset_columns()
    assert not header.isSectionHidden(7)
    table.set_column_choices(choices)
    assert table.column_choices == choices
    assert (header.isSectionHidden(7), header.visualIndex(5), header.sectionSize(2)) == (True, 4, before + 24)


def test_nothing_moves_under_the_eyes_of_who_reads_further_down(shown: Shown) -> None:
    shown.store.merge(records(1, 500))
    shown.answer()
    spy, caught_up = QSignalSpy(shown.page.follow_changed), QSignalSpy(shown.page.catch_up_requested)
    table, bar = shown.page.table, shown.page.table.verticalScrollBar()
    bar.setValue(3200)
    assert [spy.at(number)[0] for number in range(spy.count())] == [False]
    shown.arrive(501, 512, following=False)
    new = shown.button("newRequestsButton")
    assert (new.text(), new.accessibleName(), new.isVisible()) == ("↑ 12 new", "12 new", True)
    assert bar.value() == 3200
    first = shown.log.record(table.row_at(0)).sequence
    shown.arrive(513, 520)
    assert shown.log.record(table.row_at(0)).sequence == first
    QTest.mouseClick(new, Qt.MouseButton.LeftButton)
    assert (caught_up.count(), bar.value()) == (1, 0)
    assert [spy.at(number)[0] for number in range(spy.count())] == [False, True]


def test_new_requests_come_in_at_the_top(shown: Shown) -> None:
    shown.store.merge(records(1, 500))
    shown.answer()
    resets = QSignalSpy(shown.log.modelReset)
    shown.arrive(501, 504)
    assert sorted(shown.sequences(4)) == [501, 502, 503, 504]
    assert resets.count() == 0
    assert not shown.button("newRequestsButton").isVisible()


def test_waiting_empty_and_hostile(shown: Shown) -> None:
    assert not shown.page.table.isVisible()
    shown.answer()
    assert find(shown.page, QFrame, "noRequestsState").isVisible()
    hostile = record(1, model=HOSTILE_NAME, error=HOSTILE_NAME, status=503, timestamp_ms=START_MS)
    shown.store.merge([hostile])
    shown.answer()
    assert shown.page.table.isVisible()
    text = str(shown.log.index(0, 2).data())
    assert "\n" not in text
    assert "\u202e" not in text
    assert "<b>" in text
    shown.question.criteria.set_status(StatusClass.SUCCESS)
    shown.answer()
    assert find(shown.page, QFrame, "noMatchState").isVisible()
    shown.log.set_failed(OSError("The disk is gone."))
    assert shown.totals == "The disk is gone."
