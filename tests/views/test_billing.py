"""The Billing page: what is seen and done by keys and clicks, alone and on a real session and server."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import functools
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from binom_desktop.api.client import AccountClient
from binom_desktop.billing_desk import BillingDesk
from binom_desktop.billing_values import (
    LEDGER_PART,
    SPEND_PART,
    ForecastUpdated,
    Ledger,
    LedgerCheck,
    LedgerChecked,
    LedgerUpdated,
    PricesUpdated,
    SpendUpdated,
    TokensUpdated,
    Transactions,
)
from binom_desktop.domain import ConnectionState, Transaction, decimal_from_nano
from binom_desktop.errors import Offline
from binom_desktop.events import (
    AccountUpdated,
    AppEvent,
    BillingEvent,
    ConnectionChanged,
    FigureFailed,
    TransactionsUpdated,
)
from binom_desktop.export.billing_csv import export_transactions
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.models.export import ExportState
from binom_desktop.page_entries import BILLING_ROUTE
from binom_desktop.presentation import format as text_format
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.services.billing import Billing, BillingTimings
from binom_desktop.services.sync import Sync
from binom_desktop.tasks import Supervisor
from binom_desktop.views.billing import BillingPage
from binom_desktop.views.date_range_dialog import DateRangeDialog, DayField
from binom_desktop.views.theme import ThemeChoice
from tests.models.figures import NOW_MS, account, new_account
from tests.models.test_billing import MODELS, forecast, ledger, spend, transaction, used
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import CLIENT_TIMINGS, HUB_TIMINGS, LOG_TIMINGS
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import Shell, find, unnamed

WAIT_S = 20.0
POLL_S = 0.004
TIMINGS = BillingTimings(history_s=0.02, server_s=0.05, forecast_s=0.5, check_s=0.2, retry_s=0.1)


class _Session:
    """What the account's session will be to the desk: a real ``Sync`` and a real ``Billing`` on one history."""

    def __init__(
        self,
        sandbox: SandboxProcess,
        history: History,
        publish: Callable[[AppEvent], None],
        take: Callable[[BillingEvent], None],
    ) -> None:
        self.client = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=CLIENT_TIMINGS)
        self._told = publish

        async def on_changed() -> None:
            self.billing.touch()

        self.sync = Sync(
            client=self.client,
            history=history,
            publish=self._publish,
            on_changed=on_changed,
            token=lambda: sandbox.token,
            hub_timings=HUB_TIMINGS,
            log_timings=LOG_TIMINGS,
        )
        self._billing = Billing(
            client=self.client,
            history=history,
            publish=take,
            account=lambda: self.sync.account,
            last_sequence=lambda: self.sync.last_sequence,
            now_ms=wall_clock_ms,
            timings=TIMINGS,
        )

    @property
    def billing(self) -> Billing:
        """What reads spend and ledger."""
        return self._billing

    def watch_billing(self, watched: bool) -> None:
        """Say whether somebody looks at Billing."""
        self._billing.watch(watched)

    def compare_billing(self, period: DateRange) -> None:
        """Sum up the tokens of these days from now on."""
        self._billing.compare(period)

    def _publish(self, event: AppEvent) -> None:
        match event:
            case TransactionsUpdated():
                self._billing.touch_ledger()
            case ConnectionChanged(connection):
                self._billing.set_live(connection.state is ConnectionState.LIVE)
            case _:
                pass
        self._told(event)


class Stage:
    """A window with the Billing page, with or without a session behind it."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.shell = Shell(application)
        self.shell.clocks.wall_ms = NOW_MS
        self.errors: list[object] = []
        self.urls: list[str] = []
        self.supervisor = Supervisor(on_error=self.errors.append)
        self.clock: Callable[[], int] = lambda: NOW_MS
        self.window = self.shell.window
        self.desk = BillingDesk(
            now_ms=self.now_ms,
            connection=self.shell.connection,
            account=self.shell.account,
            theme=self.shell.theme,
            supervisor=self.supervisor,
        )
        self.window.route_changed.connect(self.desk.set_route)
        self.window.open_url_requested.connect(self.urls.append)
        self.shell.add_page(self.shell.page("/dashboard", "Overview", "Ctrl+1"))
        self.window.add_page(self.desk.entry, self.desk.build_page)
        self.window.resize(1280, 860)
        self.window.navigate(BILLING_ROUTE)
        self.page = find(self.window, BillingPage, "billingPage")
        self.window.show()
        self.window.activateWindow()

    def close(self) -> None:
        """Take everything away."""
        self.window.hide()
        for part in (self.window, self.desk):
            part.deleteLater()
            QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
        assert self.errors == []

    def fill(self) -> None:
        """Let everything be known."""
        desk = self.desk
        desk.set_account(account())
        desk.set_live(True)
        desk.take(SpendUpdated(spend()))
        desk.take(ForecastUpdated(forecast()))
        desk.take(LedgerUpdated(ledger(*(transaction(number) for number in range(40)))))
        desk.take(PricesUpdated(MODELS))
        desk.take(TokensUpdated(used()))
        self.application.processEvents()

    def now_ms(self) -> int:
        """The desk's wall clock, which can be set."""
        return self.clock()

    def label(self, name: str) -> str:
        """What a visible label says; empty where it is hidden."""
        label = find(self.page, QLabel, name)
        return label.text() if label.isVisible() else ""

    def card(self, name: str) -> QFrame:
        """A card by its name."""
        return find(self.page, QFrame, name)


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[Stage]:
    made = Stage(qapp)
    yield made
    made.close()


# What is seen.


def test_every_card_is_named_by_its_figure(stage: Stage) -> None:
    stage.fill()
    names = {card.accessibleName(): card.accessibleDescription() for card in stage.page.cards}
    assert names == {
        "Credit Balance: $42.50": "about 11 days left at this rate",
        "Credits Run Out: Dec 4": "likely Dec 4, between Dec 1 and Dec 12",
        "Spend Today: $1.23": "so far, since 00:00 UTC",
        "Spend This Month: $23.23": "so far, since Nov 1 UTC",
        "Projected This Month: $30.89": "estimate: $23.23 spent + $7.66 expected",
    }
    assert "Exactly $42.509999999" in stage.card("billingBalanceCard").toolTip()
    assert unnamed(stage.page) == []


def test_the_page_is_loading_until_it_knows(stage: Stage) -> None:
    waiting = [widget.accessibleName() for widget in stage.page.findChildren(QWidget) if widget.isVisible()]
    assert {"Loading Daily Spend", "Loading Transactions"} <= set(waiting)
    assert not find(stage.page, QPushButton, "exportTransactionsButton").isEnabled()
    waiting_still = stage.desk.settled
    stage.fill()
    assert (waiting_still, stage.desk.settled) == (False, True)
    assert find(stage.page, QTableView, "transactionsTable").isVisible()
    assert find(stage.page, QPushButton, "exportTransactionsButton").isEnabled()


def test_an_empty_account_is_told_what_to_do(stage: Stage) -> None:
    made = spend()
    stage.desk.set_account(new_account())
    nothing = tuple(replace(day, cost_nano=0) for day in made.days)
    stage.desk.take(SpendUpdated(replace(made, days=nothing, month_nano=0)))
    stage.desk.take(LedgerUpdated(Ledger(Transactions(), NOW_MS, top_ups={})))
    assert "No transactions yet" in stage.label("noTransactions")
    assert find(stage.page, QFrame, "noSpendState").isVisible()
    assert not stage.page.spend.isVisible()
    find(stage.page, QPushButton, "billingDocumentationButton").click()
    assert stage.urls == ["https://binom.run/docs"]


def test_failures_stand_where_the_figures_would_and_refresh_asks_again(stage: Stage) -> None:
    asked: list[bool] = []
    stage.page.refresh_requested.connect(lambda: asked.append(True))
    stage.desk.take(FigureFailed(SPEND_PART, Offline("The server <b>can't</b> be reached.")))
    stage.desk.take(FigureFailed(LEDGER_PART, Offline("The server can't be reached.")))
    assert "The server can't be reached. Refresh tries again." in stage.label("noTransactions")
    assert find(stage.page, QFrame, "billingFailedState").isVisible()
    find(stage.page, QPushButton, "billingRetryButton").click()
    assert asked == [True]
    assert stage.card("spendTodayCard").accessibleName() == "Spend Today: —"


def test_older_figures_are_told_with_their_age(stage: Stage) -> None:
    stage.fill()
    assert stage.label("billingNote") == ""
    stage.desk.take(FigureFailed(LEDGER_PART, Offline("Gone.")))
    assert stage.label("billingNote") == "Transactions as of 08:15:30 UTC, just now"
    assert find(stage.page, QLabel, "billingNote").toolTip() == "Gone."
    stage.desk.set_live(False)
    stage.clock = lambda: NOW_MS + 300_000
    stage.desk.billing.refresh_ages()
    note = stage.label("billingNote")
    assert "Spend as of 08:15:30 UTC, 5 min ago" in note
    assert "Balance as of 08:15:30 UTC, 5 min ago" in note


def test_a_difference_is_a_quiet_line_with_its_explanation(stage: Stage) -> None:
    stage.fill()
    assert stage.label("ledgerDifference") == ""
    stage.desk.take(LedgerChecked(LedgerCheck(2 * 10**9, 10**9, 5, 5, NOW_MS)))
    assert stage.label("ledgerDifference") == "The ledger's usage is $1.00 more than its requests cost."
    line = find(stage.page, QLabel, "ledgerDifference")
    assert "Usage transactions took $2.00" in line.toolTip()
    assert line.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("size", [(800, 600), (1280, 860), (1920, 1080)])
def test_nothing_is_cut_off(stage: Stage, size: tuple[int, int], theme: ThemeChoice) -> None:
    stage.shell.theme.apply(theme)
    stage.window.resize(*size)
    stage.fill()
    area = find(stage.page, QScrollArea, "pageScrollArea")
    assert area.horizontalScrollBar().maximum() == 0
    for card in (*stage.page.cards, stage.page.spend, stage.page.what_if, stage.page.transactions):
        assert card.isVisible()
        assert card.geometry().right() <= area.viewport().width()
    for label in stage.page.findChildren(QLabel, "cardCaption"):
        assert label.height() >= label.heightForWidth(label.width())
    header = find(stage.page, QTableView, "transactionsTable").horizontalHeader()
    assert header.length() <= header.viewport().width()


# The chart.


def test_the_chart_says_its_days_by_keyboard_and_by_mouse(stage: Stage) -> None:
    stage.fill()
    chart = stage.page.spend.chart
    assert chart.accessibleName() == "Daily Spend"
    assert chart.accessibleDescription().startswith("30 days, $30.23 spent, peak $1.23 on Nov 23")
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    marks = [chart.marked]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Escape):
        QTest.keyClick(chart, key)
        marks.append(chart.marked)
    assert marks == [29, 28, 0, None]
    QTest.mouseMove(chart, chart.bar(12).center().toPoint())
    assert chart.marked == 12
    assert chart.bar(29).height() > chart.bar(12).height() > 0


def test_the_chart_can_be_a_table_of_the_same_name(stage: Stage) -> None:
    stage.fill()
    stage.page.spend.shown_as.button("table").click()
    table = find(stage.page, QTableView, "dailySpendTable")
    assert table.isVisible()
    assert table.accessibleName() == "Daily Spend"
    assert not stage.page.spend.chart.isVisible()
    assert table.model().rowCount() == 30


def test_top_ups_are_marked_and_explained(stage: Stage) -> None:
    stage.fill()
    captions = [label.text() for label in stage.page.spend.findChildren(QLabel, "sectionCaption")]
    assert captions == ["past 30 days, UTC · ▲ top-up"]
    chart = stage.page.spend.chart
    picture = chart.grab().toImage()
    mark = chart.bar(27).topLeft() + QPointF(chart.bar(27).width() / 2, -7)
    color = picture.pixelColor((mark * picture.devicePixelRatio()).toPoint())
    assert color == stage.shell.theme.color("ok")


# Transactions.


def test_a_row_is_copied_as_it_is_and_new_rows_do_not_move_what_is_read(stage: Stage) -> None:
    stage.fill()
    table = find(stage.page, QTableView, "transactionsTable")
    assert table.accessibleName() == "Transactions"
    stage.page.focus_body()
    assert table.hasFocus()
    for _ in range(20):
        QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\t")[2] == "Day 20"
    table.scrollTo(table.currentIndex(), QTableView.ScrollHint.PositionAtTop)
    before = table.visualRect(table.currentIndex()).top()
    held = stage.desk.billing.transactions.transactions
    newer = Transactions((*Transactions.of([transaction(-2), transaction(-1)]).rows, *held.rows))
    stage.desk.take(LedgerUpdated(Ledger(newer, NOW_MS, kept=len(held))))
    stage.application.processEvents()
    assert table.currentIndex().row() == 22
    assert table.visualRect(table.currentIndex()).top() == before


# What if.


def test_a_model_is_chosen_by_keyboard_and_never_by_the_wheel(stage: Stage) -> None:
    stage.fill()
    models = find(stage.page, QComboBox, "whatIfModels")
    assert models.accessibleName() == "Compare with the model"
    assert stage.label("whatIfText") == "The same tokens on mini would have cost $2.10, 79 % less."
    assert "tokens" in stage.label("whatIfCaveat")
    models.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(models, Qt.Key.Key_Down)
    assert stage.label("whatIfText") == "The same tokens on <i>large</i> would have cost $130.00, 1,200 % more."
    # The one above has no prices: it is passed over.
    QTest.keyClick(models, Qt.Key.Key_Up)
    QTest.keyClick(models, Qt.Key.Key_Up)
    assert models.currentText() == "mini"
    at = QPointF(models.rect().center())
    wheel = QWheelEvent(
        at,
        QPointF(models.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(models, wheel)
    assert models.currentText() == "mini"


def test_a_period_is_asked_for(stage: Stage) -> None:
    stage.fill()
    period = stage.page.what_if.period
    assert period.currentText() == "Past 30 days"
    period.setFocus()
    QTest.keyClick(period, Qt.Key.Key_Down)
    assert stage.desk.billing.what_if.period == DateRange(DatePreset.PAST_90_DAYS)
    assert stage.label("whatIfText") == "Computing…"


def test_any_days_can_be_compared(stage: Stage) -> None:
    stage.fill()
    period = stage.page.what_if.period
    period.activated.emit(period.count() - 1)
    dialog = find(stage.shell.window, DateRangeDialog, "whatIfPeriodDialog")
    find(dialog, DayField, "firstDayField").set_day(date(2026, 9, 3))
    find(dialog, DayField, "lastDayField").set_day(date(2026, 9, 9))
    find(dialog, QPushButton, "dateRangeApply").click()
    days = DateRange(DatePreset.CUSTOM, date(2026, 9, 3), date(2026, 9, 9))
    assert stage.desk.billing.what_if.period == days
    assert period.currentText() == "Sep 03 – Sep 09, 2026"


def test_days_that_were_not_applied_change_nothing(stage: Stage) -> None:
    stage.fill()
    period = stage.page.what_if.period
    period.setCurrentIndex(period.count() - 1)
    period.activated.emit(period.count() - 1)
    dialog = find(stage.shell.window, DateRangeDialog, "whatIfPeriodDialog")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert period.currentText() == "Past 30 days"
    assert stage.label("whatIfText") != "Computing…"


# On a real session and server.


async def until(holds: Callable[[], object], what: str) -> None:
    """Wait for a condition; ``what`` names it when it never comes."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + WAIT_S
    while not holds():
        assert loop.time() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(POLL_S)


class LiveStage(Stage):
    """The same on a running session."""

    def __init__(self, application: QApplication, sandbox: SandboxProcess, folder: Path) -> None:
        super().__init__(application)
        self.clock = wall_clock_ms
        self.sandbox = sandbox
        self.folder = folder
        self.session: _Session | None = None

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[_Session]:
        """A session from its beginning to its end."""
        history = await History.open(self.folder / "history")
        session = self.session = _Session(self.sandbox, history, self._publish, self.desk.take)
        tasks = [asyncio.create_task(session.sync.run()), asyncio.create_task(session.billing.run())]
        self.desk.set_session(session)
        try:
            yield session
            assert not any(task.done() for task in tasks)
        finally:
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            self.desk.set_session(None)
            await history.close()
            await session.client.aclose()

    async def whole(self) -> None:
        """Wait until the page shows everything."""
        await until(
            lambda: self.desk.settled and self.shell.connection.state is ConnectionState.LIVE, "a page that shows all"
        )

    def _publish(self, event: AppEvent) -> None:
        match event:
            case AccountUpdated(known):
                self.shell.account.set_account(known)
                self.desk.set_account(known)
            case ConnectionChanged(connection):
                self.shell.connection.set_connection(connection)
                self.desk.set_live(connection.state is ConnectionState.LIVE)
            case FigureFailed():
                self.desk.take(event)
            case _:
                pass

    def run(self, test: Callable[[], Awaitable[None]]) -> None:
        """Run a test on the app's loop."""

        async def run() -> None:
            asyncio.get_running_loop().set_exception_handler(lambda _loop, context: self.errors.append(context))
            try:
                await test()
            finally:
                await self.supervisor.aclose()

        run_on_app_loop(self.application, run())
        self.close()


@pytest.fixture
def live(qapp: QApplication, tmp_path: Path) -> Iterator[LiveStage]:
    with SandboxProcess("--history", "2000") as sandbox:
        yield LiveStage(qapp, sandbox, tmp_path)


def on_the_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Let pytest run an async test of the fixture ``live`` on the app's loop."""

    @functools.wraps(test)
    def run(*, live: LiveStage, **arguments: Any) -> None:
        live.run(lambda: test(live=live, **arguments))

    return run


@on_the_loop
async def test_a_top_up_is_seen_at_once(live: LiveStage) -> None:
    async with live.running() as session:
        await live.whole()
        rows = live.desk.billing.transactions.rowCount()
        await live.control("credits", {"amount": "20.00", "description": "<b>Thanks</b>"})
        await until(lambda: live.desk.billing.transactions.rowCount() == rows + 1, "the top-up in the table")
        table = find(live.page, QTableView, "transactionsTable")
        cells = [str(table.model().index(0, column).data()) for column in range(5)]
        assert cells[1:4] == ["Top-up", "<b>Thanks</b>", "+$20.00"]
        await until(lambda: live.desk.billing.days.top_up_nano(29), "the mark in the chart")
        known = session.sync.account
        assert known is not None
        assert cells[4] == text_format.balance(known.balance.credit_balance_nano)
        balance = text_format.balance(known.balance.credit_balance_nano)
        assert live.card("billingBalanceCard").accessibleName() == f"Credit Balance: {balance}"


@on_the_loop
async def test_a_request_moves_the_days_the_month_and_the_ledger(live: LiveStage) -> None:
    async with live.running():
        await live.whole()
        await live.control("requests", {"count": 1, "cost": "3.50"})
        await until(lambda: live.desk.billing.days.costs[-1] >= 3_500_000_000, "today's bar")
        today = live.desk.billing.days.costs[-1]
        await until(
            lambda: live.card("spendTodayCard").accessibleName() == f"Spend Today: {text_format.money(today)}", "card"
        )
        await until(
            lambda: live.desk.billing.transactions.transaction(0).amount_nano <= -3_500_000_000, "the ledger's entry"
        )
        assert live.label("ledgerDifference") == ""


@on_the_loop
async def test_it_is_all_there_offline_with_its_age(live: LiveStage) -> None:
    async with live.running():
        await live.whole()
        rows = live.desk.billing.transactions.rowCount()
    assert live.desk.billing.transactions.rowCount() == 0
    live.sandbox.kill()
    async with live.running():
        await until(lambda: live.desk.billing.transactions.rowCount() == rows, "the kept transactions")
        await until(lambda: "Transactions as of" in live.label("billingNote"), "their age")
        await until(lambda: live.desk.billing.days.rowCount() == 30, "the days")
        assert live.card("billingBalanceCard").accessibleName() != "Credit Balance: —"


@on_the_loop
async def test_transactions_are_exported_as_they_are_shown(live: LiveStage) -> None:
    async with live.running():
        await live.whole()
        await live.control("credits", {"amount": "20.00", "description": '=HYPERLINK("x"),\r\n+1'})
        await until(lambda: live.desk.billing.transactions.transaction(0).amount_nano == 20 * 10**9, "the top-up")
        file = live.folder / "money.csv"
        find(live.page, QPushButton, "exportTransactionsButton").click()
        dialog = find(live.page, QFileDialog, "exportTransactionsDialog")
        dialog.selectFile(str(file))
        dialog.fileSelected.emit(str(file))
        dialog.close()
        await until(lambda: live.desk.exporting.state is ExportState.FINISHED, "the file")
        shown = live.desk.billing.transactions.transactions
        text = find(live.page, QTextEdit, "exportText").toPlainText()
        assert text == f"Exported {len(shown)} transactions to money.csv"
        content = file.read_bytes().decode("utf-8")
        header, *rows = csv.reader(content.splitlines(keepends=True))
        assert header == ["id", "timestamp", "kind", "amount", "balanceAfter", "description"]
        assert len(rows) == len(shown)
        assert [row[3] for row in rows] == [decimal_from_nano(one.amount_nano) for one in shown]
        assert rows[0][5].startswith("'=HYPERLINK")
        assert content.endswith("\r\n")


@on_the_loop
async def test_an_export_that_can_not_be_written_says_so(live: LiveStage) -> None:
    async with live.running():
        await live.whole()
        live.page.export_requested.emit(str(live.folder / "nowhere" / "money.csv"))
        await until(lambda: live.desk.exporting.state is ExportState.FAILED, "the reason")
        text = find(live.page, QTextEdit, "exportText").toPlainText()
        assert text.endswith("Choose another and export again.")
        (live.folder / "nowhere").mkdir()
        find(live.page, QPushButton, "exportAgainButton").click()
        await until(lambda: live.desk.exporting.state is ExportState.FINISHED, "the file")
        assert [path.name for path in (live.folder / "nowhere").iterdir()] == ["money.csv"]


@on_the_loop
async def test_nothing_moves_while_another_page_is_shown(live: LiveStage) -> None:
    async with live.running():
        await live.whole()
        live.window.navigate("/dashboard")
        assert live.desk.settled
        costs = live.desk.billing.days.costs
        await live.control("requests", {"count": 1, "cost": "3.50"})
        session = live.session
        assert session is not None
        await until(
            lambda: session.sync.account is not None and session.sync.account.balance.last_sequence == 2_001, "news"
        )
        assert live.desk.billing.days.costs == costs
        live.window.navigate(BILLING_ROUTE)
        await until(lambda: live.desk.billing.days.costs[-1] >= 3_500_000_000, "today's bar")


def test_amounts_and_plain_cells_are_written_exactly(tmp_path: Path) -> None:
    made = (
        Transaction("txn_1", NOW_MS, "usage", -1, -(10**9), "-1+1"),
        Transaction("@x", NOW_MS, "a,b", 10**18, 0, 'say "hi"\n\0'),
        Transaction("", NOW_MS, "\t=1", 0, 0, "Usage on 2026-11-23; =1"),
    )
    done: list[int] = []
    export_transactions(made, tmp_path / "a.csv", on_progress=done.append, cancelled=threading.Event())
    assert (tmp_path / "a.csv").read_bytes() == (
        b"id,timestamp,kind,amount,balanceAfter,description\r\n"
        b"txn_1,2026-11-23T08:15:30.000Z,usage,-0.000000001,-1.000000000,'-1+1\r\n"
        b'\'@x,2026-11-23T08:15:30.000Z,"a,b",1000000000.000000000,0.000000000,'
        b'"say ""hi""\n\xef\xbf\xbd"\r\n'
        b",2026-11-23T08:15:30.000Z,'\t'=1,0.000000000,0.000000000,Usage on 2026-11-23;' =1\r\n"
    )
    assert done == [3]
