"""The Alerts page: what is seen and done by keys and clicks, on a real book of rules and what has fired."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from binom_desktop.alert_values import (
    DEFAULT_RULES,
    AlertKind,
    AlertRule,
    AlertsUpdated,
    FiredAlert,
    RulePhase,
    RuleState,
)
from binom_desktop.alerts_desk import AlertsDesk
from binom_desktop.domain import Notification, Severity
from binom_desktop.errors import HistoryFault, Offline
from binom_desktop.events import FigureFailed, KeysUpdated, NotificationsUpdated, RequestChoicesFound
from binom_desktop.models.alert_rules import RuleColumn
from binom_desktop.page_entries import ALERTS_ROUTE
from binom_desktop.queries import RequestChoices
from binom_desktop.services.alert_book import AlertBook
from binom_desktop.services.alert_rules import Reading
from binom_desktop.tasks import Supervisor
from binom_desktop.views.alert_rule_dialog import AlertRuleDialog
from binom_desktop.views.alert_tables import RULE_ROW_HEIGHT, RuleSwitch
from binom_desktop.views.alerts import AlertsPage
from binom_desktop.views.confirm_dialog import ConfirmDialog
from binom_desktop.views.feed_table import FeedDelegate, FeedTable
from binom_desktop.views.theme import ThemeChoice
from tests.models.figures import HOSTILE_NAME, NOW_MS
from tests.models.test_alerts import HOUR_MS, note, notes
from tests.models.test_api_keys import key
from tests.views.shell_parts import Shell, find, unnamed

WAIT_S = 20.0
BALANCE_NANO = 4_200_000_000
LOG = tuple(
    FiredAlert(number, NOW_MS - (9 - number) * HOUR_MS, rule, value, read)
    for number, rule, value, read in (
        (4, DEFAULT_RULES[1], BALANCE_NANO, False),
        (3, AlertRule("late", AlertKind.NOT_LIVE_FOR, 10), 12, False),
        (2, AlertRule("errors", AlertKind.ERROR_RATE_ABOVE, 500, key_id="key_1"), 1_250, False),
        (1, DEFAULT_RULES[0], 9_990_000_000, True),
    )
)
HOSTILE_NOTE = Notification(
    "n9",
    NOW_MS,
    "<i>kind</i>",
    Severity.CRITICAL,
    HOSTILE_NAME,
    "<a href='x'>Pay</a>\n" + "W" * 3000,
    "http://x.example",
)


class _Session:
    """What the account's session will be to the desk, on a real book; the balance is the one figure known."""

    def __init__(self, desk: AlertsDesk) -> None:
        self.book = AlertBook(log=LOG, dropped=3, last_id=4)
        self.notifications = {one.id: one for one in (note(1), note(2, read=True))}
        self.error: HistoryFault | None = None
        self._desk = desk

    async def add_rule(self, rule: AlertRule) -> AlertRule:
        """Keep a new rule."""
        added = replace(rule, id=f"rule {len(self.book.rules)}")
        self._keep(self.book.with_rule(added))
        return added

    async def change_rule(self, rule: AlertRule) -> None:
        """Keep a rule as it is now."""
        self._keep(self.book.with_rule(rule))

    async def delete_rule(self, rule_id: str) -> None:
        """Forget a rule."""
        self._keep(self.book.without_rule(rule_id))

    async def snooze_rule(self, rule_id: str, until_ms: int | None) -> None:
        """Let a rule say nothing until then."""
        self._keep(self.book.snoozed(rule_id, until_ms, NOW_MS))

    async def restore_alert_rules(self) -> None:
        """Have the rules that exist from the start."""
        self._keep(self.book.with_defaults())

    async def mark_alert_read(self, alert_id: int | None) -> None:
        """Say that a line of the log was seen."""
        self._keep(self.book.with_read(alert_id))

    async def mark_notification_read(self, notification_id: str | None) -> None:
        """Say that a notification was read."""
        for id_, one in self.notifications.items():
            if notification_id in {None, id_}:
                self.notifications[id_] = replace(one, read_ms=NOW_MS)
        self.tell()

    def tell(self) -> None:
        """Tell how everything stands."""
        readings = {
            kept.rule: Reading(BALANCE_NANO) for kept in self.book.rules if kept.rule.kind is AlertKind.BALANCE_BELOW
        }
        self._desk.take(self.book.shown(readings, NOW_MS))
        self._desk.take(NotificationsUpdated(dict(self.notifications)))

    def rule(self, rule_id: str) -> AlertRule:
        """A rule as it is kept."""
        kept = self.book.rule(rule_id)
        assert kept is not None
        return kept.rule

    def _keep(self, book: AlertBook) -> None:
        if self.error is not None:
            raise self.error
        self.book = book
        self.tell()


class Stage:
    """A window with the Alerts page."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.shell = Shell(application)
        self.shell.clocks.wall_ms = NOW_MS
        self.errors: list[object] = []
        self.notices: list[str] = []
        self.urls: list[str] = []
        self.supervisor = Supervisor(on_error=self.errors.append)
        self.desk = AlertsDesk(
            now_ms=self.shell.clocks.now_ms,
            connection=self.shell.connection,
            account=self.shell.account,
            theme=self.shell.theme,
            supervisor=self.supervisor,
        )
        self.session = _Session(self.desk)
        self.window = self.shell.window
        self.window.route_changed.connect(self.desk.set_route)
        self.window.open_url_requested.connect(self.urls.append)
        self.desk.notice_requested.connect(self.notices.append)
        for route, title, shortcut in (("/billing", "Billing", "Ctrl+5"), ("/requests", "Requests", "Ctrl+3")):
            self.shell.add_page(self.shell.page(route, title, shortcut))
        self.window.add_page(self.desk.entry, self.desk.build_page)
        self.window.resize(1280, 860)
        self.window.navigate(ALERTS_ROUTE)
        self.page = find(self.window, AlertsPage, "alertsPage")
        self.rules = self.page.rules.table
        self.log = find(self.page, FeedTable, "alertLogTable")
        self.inbox = find(self.page, FeedTable, "notificationsTable")
        self.window.show()
        self.window.activateWindow()

    def fill(self) -> None:
        """Let everything be known."""
        self.desk.set_session(self.session)
        self.desk.take(KeysUpdated({"key_1": key("key_1", description="Staging")}))
        self.desk.take(RequestChoicesFound(RequestChoices(models=("gpt-4o", "mini"))))
        self.session.tell()
        self.application.processEvents()

    def close(self) -> None:
        """Take everything away."""
        self.window.hide()
        for part in (self.window, self.desk):
            part.deleteLater()
            QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
        assert self.errors == []

    async def settle(self) -> None:
        """Let what was started come to its end."""
        for _ in range(8):
            await asyncio.sleep(0)
        self.application.processEvents()

    def wait(self, holds: Callable[[], bool]) -> None:
        """Wait until everything has its place."""
        deadline = time.monotonic() + WAIT_S
        while not holds():
            assert time.monotonic() < deadline, "waited in vain for the layout"
            self.application.processEvents()

    def cell(self, rule_id: str, column: RuleColumn) -> str:
        """A rule's cell."""
        row = self.desk.alerts.rules.row_of(rule_id)
        assert row is not None, rule_id
        return str(self.desk.alerts.rules.index(row, column).data())

    def switch(self, rule_id: str) -> RuleSwitch:
        """A rule's switch."""
        return find(self.rules, RuleSwitch, f"ruleSwitch {rule_id}")

    def button(self, name: str) -> QPushButton:
        """A button of the page."""
        return find(self.page, QPushButton, name)

    def label(self, name: str) -> str:
        """What a visible label says; empty where it is hidden."""
        label = find(self.page, QLabel, name)
        assert label.textFormat() is Qt.TextFormat.PlainText
        return label.text() if label.isVisible() else ""

    def confirm(self, name: str, button: str = "confirmButton") -> None:
        """Answer a question."""
        find(find(self.page, ConfirmDialog, name), QPushButton, button).click()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def choose(self, rule_id: str) -> None:
        """Put the keyboard on a rule."""
        self.rules.setFocus(Qt.FocusReason.TabFocusReason)
        self.rules.choose(rule_id)


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[Stage]:
    made = Stage(qapp)
    yield made
    made.close()


def on_the_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Let pytest run an async test, in which the desk can start its work."""

    @functools.wraps(test)
    def run(**arguments: object) -> None:
        async def whole() -> None:
            await test(**arguments)

        asyncio.run(whole())

    return run


# What is seen.


def test_the_page_and_its_tables_have_their_names(stage: Stage) -> None:
    stage.fill()
    entry = stage.desk.entry
    assert (entry.route, entry.title, entry.icon_name, entry.shortcut) == ("/alerts", "Alerts", "bell", "Ctrl+6")
    names = [table.accessibleName() for table in (stage.rules, stage.log, stage.inbox)]
    assert names == ["Alert Rules", "Alert Log", "Notifications"]
    stage.inbox.selectRow(0)
    assert unnamed(stage.page) == []
    assert stage.switch("balance-5").accessibleName() == "Credit balance below $5.00"
    assert stage.label("pageSubtitle") == "4 unread"


def test_the_page_is_loading_until_it_knows(stage: Stage) -> None:
    waiting = {widget.accessibleName() for widget in stage.page.findChildren(QWidget) if widget.isVisible()}
    assert {"Loading Rules", "Loading Alert Log", "Loading Notifications"} <= waiting
    assert not stage.button("addRuleButton").isEnabled()
    assert stage.label("pageSubtitle") == ""
    settled = [stage.desk.settled]
    stage.desk.take(AlertsUpdated((), ()))
    settled.append(stage.desk.settled)
    stage.desk.take(notes())
    settled.append(stage.desk.settled)
    assert settled == [False, False, True]
    assert stage.button("addRuleButton").isEnabled()
    stage.desk.alerts.clear()
    stage.window.navigate("/billing")
    assert stage.desk.settled


def test_what_is_empty_says_so(stage: Stage) -> None:
    stage.desk.take(AlertsUpdated((), ()))
    stage.desk.take(notes())
    assert stage.label("alertLogCardNothing") == "No alerts have fired yet"
    assert stage.label("notificationsCardNothing") == "No notifications yet"
    assert stage.label("alertRulesCardNothing").startswith("No rules")
    assert stage.label("pageSubtitle") == "Nothing unread"
    assert not stage.button("alertLogCardAllReadButton").isEnabled()


def test_failures_stand_where_the_rows_would(stage: Stage) -> None:
    stage.desk.take(FigureFailed("history", HistoryFault("The disk is <b>full</b>.")))
    stage.desk.take(FigureFailed("notifications", Offline("The server can't be reached.")))
    assert "The disk is <b>full</b>. Refresh tries again." in stage.label("alertRulesCardNothing")
    assert "The disk is <b>full</b>." in stage.label("alertLogCardNothing")
    assert "The server can't be reached." in stage.label("notificationsCardNothing")
    assert stage.desk.settled


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("size", [(800, 600), (1280, 860), (1920, 1080)])
def test_nothing_is_cut_off(stage: Stage, size: tuple[int, int], theme: ThemeChoice) -> None:
    stage.shell.theme.apply(theme)
    stage.window.resize(*size)
    stage.fill()
    rule = AlertRule("long", AlertKind.SPEND_ABOVE, 10**9, model=HOSTILE_NAME)
    stage.session.book = stage.session.book.with_rule(rule)
    stage.session.notifications["n9"] = HOSTILE_NOTE
    stage.session.tell()
    stage.inbox.selectRow(0)
    area = find(stage.page, QScrollArea, "pageScrollArea")
    stage.wait(lambda: stage.page.rules.height() > 6 * RULE_ROW_HEIGHT)
    assert area.horizontalScrollBar().maximum() == 0
    for card in (stage.page.rules, stage.page.log, stage.page.notifications):
        assert card.geometry().right() <= area.viewport().width()
    for table in (stage.rules, stage.log, stage.inbox):
        header = table.horizontalHeader()
        assert header.length() <= header.viewport().width()
    for row in range(stage.desk.alerts.rules.rowCount()):
        switch = stage.switch(stage.desk.alerts.rules.id_at(row))
        assert switch.width() >= switch.sizeHint().width() - 8
    for button in stage.page.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.objectName()
    ground = stage.rules.viewport().grab().toImage().pixelColor(2, 2)
    assert ground == stage.shell.theme.color("surface")


def test_unread_is_bold_and_has_a_dot_beside_its_word(stage: Stage) -> None:
    stage.fill()
    pictures = {}
    for row in (0, 3):
        rect = stage.log.visualRect(stage.desk.alerts.log.index(row, 3))
        picture = stage.log.viewport().grab(rect).toImage()
        colors = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
        pictures[row] = stage.shell.theme.color("accent").name() in colors
    assert pictures == {0: True, 3: False}
    assert [stage.desk.alerts.log.index(row, 3).data() for row in (0, 3)] == ["Unread", "Read"]
    delegate = stage.log.itemDelegate()
    assert isinstance(delegate, FeedDelegate)
    bold, plain = (delegate.content_width(stage.desk.alerts.log.index(row, 1)) for row in (0, 3))
    assert bold > plain


def test_hostile_texts_stay_text(stage: Stage) -> None:
    stage.fill()
    stage.session.notifications["n9"] = HOSTILE_NOTE
    stage.session.tell()
    row = stage.desk.alerts.inbox.row_of("n9")
    assert row is not None
    stage.inbox.selectRow(row)
    assert stage.label("notificationTitle").startswith("<b>bold</b>�evil�")
    assert find(stage.page, QTextEdit, "notificationBody").toPlainText().startswith("<a href='x'>Pay</a>\nWWW")
    assert "<i>kind</i>" in stage.label("notificationAbout")
    # Only https leads out.
    assert not stage.button("openNotificationLinkButton").isVisible()


# Rules by mouse and keyboard.


@on_the_loop
async def test_a_rule_is_switched_by_mouse_and_by_space(stage: Stage) -> None:
    stage.fill()
    QTest.mouseClick(stage.switch("balance-5"), Qt.MouseButton.LeftButton)
    await stage.settle()
    assert not stage.session.rule("balance-5").enabled
    assert stage.cell("balance-5", RuleColumn.STATE) == "Off"
    stage.choose("balance-5")
    QTest.keyClick(stage.rules, Qt.Key.Key_Space)
    assert stage.switch("balance-5").isChecked()
    await stage.settle()
    assert stage.session.rule("balance-5").enabled


@on_the_loop
async def test_a_switch_that_could_not_be_kept_goes_back_and_says_why(stage: Stage) -> None:
    stage.fill()
    stage.session.error = HistoryFault("The disk is full.")
    QTest.mouseClick(stage.switch("balance-5"), Qt.MouseButton.LeftButton)
    assert not stage.switch("balance-5").isChecked()
    assert stage.cell("balance-5", RuleColumn.ENABLED) == "Off"
    await stage.settle()
    assert stage.switch("balance-5").isChecked()
    assert stage.notices == ["The disk is full."]


@on_the_loop
async def test_a_rule_is_snoozed_for_an_hour_for_a_day_and_no_longer(stage: Stage) -> None:
    stage.fill()
    buttons = ("snoozeHourButton", "snoozeDayButton", "endSnoozeButton")
    assert [stage.button(name).isEnabled() for name in buttons] == [False, False, False]
    QTest.mouseClick(
        stage.rules.viewport(),
        Qt.MouseButton.LeftButton,
        pos=stage.rules.visualRect(stage.desk.alerts.rules.index(1, RuleColumn.RULE)).center(),
    )
    assert [stage.button(name).isEnabled() for name in buttons] == [True, True, False]
    told = []
    for name in buttons:
        QTest.mouseClick(stage.button(name), Qt.MouseButton.LeftButton)
        await stage.settle()
        told.append(stage.cell("balance-5", RuleColumn.STATE))
    assert told[:2] == ["Snoozed until 09:15", "Snoozed until Nov 24, 08:15"]
    assert not told[2].startswith("Snoozed")
    assert not stage.button("endSnoozeButton").isEnabled()


@on_the_loop
async def test_a_rule_is_deleted_only_after_the_question(stage: Stage) -> None:
    stage.fill()
    stage.choose("balance-5")
    QTest.keyClick(stage.rules, Qt.Key.Key_Delete)
    question = find(stage.page, ConfirmDialog, "deleteRuleDialog")
    assert "“Credit balance below $5.00” is deleted for good" in find(question, QLabel, "dialogNote").text()
    stage.confirm("deleteRuleDialog", "confirmCancelButton")
    await stage.settle()
    assert stage.session.book.rule("balance-5") is not None
    stage.button("deleteRuleButton").click()
    stage.confirm("deleteRuleDialog")
    await stage.settle()
    assert stage.session.book.rule("balance-5") is None
    assert stage.desk.alerts.rules.row_of("balance-5") is None
    assert stage.desk.alerts.log.rowCount() == 4


@on_the_loop
async def test_the_defaults_come_back_only_after_the_question(stage: Stage) -> None:
    stage.fill()
    stage.session.book = stage.session.book.without_rule("balance-5")
    stage.session.tell()
    stage.button("restoreRulesButton").click()
    await stage.settle()
    assert stage.desk.alerts.rules.rowCount() == 3
    stage.confirm("restoreRulesDialog")
    await stage.settle()
    assert [state.rule for state in stage.desk.alerts.rules.rows] == list(DEFAULT_RULES)


@on_the_loop
async def test_everything_is_in_the_context_menu_too(stage: Stage) -> None:
    stage.fill()
    stage.choose("balance-5")

    def trigger(name: str) -> None:
        at = QPoint(5, 5)
        menu_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, stage.rules.mapToGlobal(at))
        QApplication.sendEvent(stage.rules.viewport(), menu_key)
        menu = find(stage.page, QMenu, "ruleMenu")
        action = find(menu, QAction, name)
        assert action.isEnabled()
        action.trigger()
        menu.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    told = []
    for name in ("snoozeHourAction", "snoozeDayAction", "endSnoozeAction", "switchRuleAction"):
        trigger(name)
        await stage.settle()
        told.append(stage.cell("balance-5", RuleColumn.STATE).split(" ")[0])
    assert told[:2] + told[3:] == ["Snoozed", "Snoozed", "Off"]
    trigger("editRuleAction")
    find(stage.page, AlertRuleDialog, "alertRuleDialog").reject()
    trigger("deleteRuleAction")
    stage.confirm("deleteRuleDialog")
    await stage.settle()
    assert stage.session.book.rule("balance-5") is None


@on_the_loop
async def test_a_rule_is_added_by_keyboard_and_chosen(stage: Stage) -> None:
    stage.fill()
    stage.rules.setFocus()
    QTest.keyClick(stage.rules, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = find(stage.page, AlertRuleDialog, "alertRuleDialog")
    stage.application.processEvents()
    for _ in range(3):
        QTest.keyClick(find(dialog, QWidget, "ruleKind"), Qt.Key.Key_Down)
    level = find(dialog, QLineEdit, "ruleLevel")
    level.selectAll()
    QTest.keyClicks(level, "12.5")
    QTest.keyClick(level, Qt.Key.Key_Return)
    await stage.settle()
    (added,) = [kept.rule for kept in stage.session.book.rules if kept.rule.kind is AlertKind.SPEND_ABOVE]
    assert added.level == 12_500_000_000
    assert stage.rules.chosen == added.id
    assert stage.cell(added.id, RuleColumn.RULE) == "Spend today above $12.50"


@on_the_loop
async def test_enter_edits_the_chosen_rule(stage: Stage) -> None:
    stage.fill()
    stage.choose("balance-5")
    QTest.keyClick(stage.rules, Qt.Key.Key_Return)
    dialog = find(stage.page, AlertRuleDialog, "alertRuleDialog")
    level = find(dialog, QLineEdit, "ruleLevel")
    assert level.text() == "5.00"
    # A level that another rule has already is refused.
    level.setText("10")
    assert find(dialog, QLabel, "dialogMessage").text() == "There is a rule that watches this already."
    assert not find(dialog, QPushButton, "ruleSubmitButton").isEnabled()
    level.setText("6.000000001")
    find(dialog, QPushButton, "ruleSubmitButton").click()
    await stage.settle()
    assert stage.session.rule("balance-5").level == 6_000_000_001
    assert stage.notices == []


def test_the_page_follows_the_keyboard_down_a_long_list(stage: Stage) -> None:
    for number in range(30):
        rule = AlertRule(f"many {number}", AlertKind.REQUESTS_ABOVE, number + 1)
        stage.session.book = stage.session.book.with_rule(rule)
    stage.fill()
    area = find(stage.page, QScrollArea, "pageScrollArea")
    stage.wait(lambda: area.verticalScrollBar().maximum() > 20 * RULE_ROW_HEIGHT)
    stage.choose("balance-10")
    QTest.keyClick(stage.rules, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = stage.rules.visualRect(stage.rules.currentIndex()).center()
    seen = stage.rules.viewport().mapTo(area.viewport(), last)
    assert stage.rules.currentIndex().row() == 33
    assert RULE_ROW_HEIGHT // 2 <= seen.y() <= area.viewport().height() - RULE_ROW_HEIGHT // 2


# The log and the inbox.


@on_the_loop
async def test_a_line_of_the_log_leads_to_its_page_and_is_read(stage: Stage) -> None:
    stage.fill()
    routes: list[str] = []
    stage.page.route_requested.connect(routes.append)
    stage.log.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(stage.log, Qt.Key.Key_Return)
    stage.window.navigate(ALERTS_ROUTE)
    for row in (1, 2, 3):
        index = stage.desk.alerts.log.index(row, 2)
        stage.log.doubleClicked.emit(index)
        stage.window.navigate(ALERTS_ROUTE)
    await stage.settle()
    assert routes == ["/billing", "/alerts", "/requests", "/billing"]
    assert all(line.read for line in stage.session.book.log)
    assert stage.desk.alerts.unread == 1


@on_the_loop
async def test_all_is_read_at_once(stage: Stage) -> None:
    stage.fill()
    captions = [find(card, QLabel, "sectionCaption").text() for card in (stage.page.log, stage.page.notifications)]
    assert captions == ["3 unread · 3 older lines are not kept any more", "1 unread"]
    for name in ("alertLogCardAllReadButton", "notificationsCardAllReadButton"):
        assert stage.button(name).text() == "Mark All Read"
        QTest.mouseClick(stage.button(name), Qt.MouseButton.LeftButton)
        await stage.settle()
        assert not stage.button(name).isEnabled()
    assert stage.desk.alerts.unread == 0
    assert stage.label("pageSubtitle") == "Nothing unread"


@on_the_loop
async def test_a_notification_is_shown_whole_and_marked_as_read(stage: Stage) -> None:
    stage.fill()
    detail = find(stage.page, QWidget, "notificationDetail")
    assert not detail.isVisible()
    stage.inbox.setFocus(Qt.FocusReason.TabFocusReason)
    assert stage.label("notificationTitle") == "Title 2"
    assert not stage.button("markNotificationReadButton").isEnabled()
    QTest.keyClick(stage.inbox, Qt.Key.Key_Down)
    assert stage.label("notificationTitle") == "Title 1"
    assert stage.label("notificationAbout") == "Info · Account · 2026-11-23 08:15:31 (UTC) · Unread"
    assert find(stage.page, QTextEdit, "notificationBody").toPlainText() == "First line.\nSecond line."
    QTest.mouseClick(stage.button("markNotificationReadButton"), Qt.MouseButton.LeftButton)
    await stage.settle()
    assert stage.label("notificationAbout").endswith(" · Read")
    assert stage.session.notifications["n1"].read_ms == NOW_MS
    stage.session.notifications["n3"] = note(3)
    stage.session.tell()
    # What is looked at stays chosen while a newer one comes above it.
    assert stage.label("notificationTitle") == "Title 1"
    stage.inbox.selectRow(0)
    QTest.keyClick(stage.inbox, Qt.Key.Key_Return)
    await stage.settle()
    assert stage.session.notifications["n3"].read_ms == NOW_MS


def test_an_address_is_opened_only_after_all_of_it_was_shown(stage: Stage) -> None:
    stage.fill()
    address = "https://binom.run/docs/" + "long/" * 60
    stage.session.notifications["n3"] = replace(note(3), url=address)
    stage.session.tell()
    stage.inbox.selectRow(0)
    QTest.mouseClick(stage.button("openNotificationLinkButton"), Qt.MouseButton.LeftButton)
    question = find(stage.page, ConfirmDialog, "openLinkDialog")
    assert "binom.run" in find(question, QLabel, "dialogNote").text()
    shown = find(question, QTextEdit, "confirmDetail")
    stage.application.processEvents()
    assert shown.toPlainText() == address
    assert shown.height() >= shown.document().size().height()
    stage.confirm("openLinkDialog", "confirmCancelButton")
    assert stage.urls == []
    stage.button("openNotificationLinkButton").click()
    stage.confirm("openLinkDialog")
    assert stage.urls == [address]


# Between two accounts.


@on_the_loop
async def test_another_account_finds_nothing_of_the_one_before(stage: Stage) -> None:
    stage.fill()
    stage.choose("balance-5")
    QTest.keyClick(stage.rules, Qt.Key.Key_Return)
    stage.session.error = HistoryFault("The disk is full.")
    stage.switch("balance-10").click()
    stage.desk.set_session(None)
    await stage.settle()
    assert not any(dialog.isVisible() for dialog in stage.page.findChildren(QDialog))
    assert stage.notices == []
    assert stage.desk.alerts.unread == 0
    assert not stage.rules.isVisible()
    assert not stage.desk.settled
    # Nothing is done for nobody.
    stage.page.rule_deleted.emit("balance-5")
    stage.page.rule_switched.emit("balance-5", True)
    await stage.settle()
    assert stage.errors == []


def test_the_model_counts_before_the_page_is_built(qapp: QApplication) -> None:
    shell, errors = Shell(qapp), list[object]()
    desk = AlertsDesk(
        now_ms=shell.clocks.now_ms,
        connection=shell.connection,
        account=shell.account,
        theme=shell.theme,
        supervisor=Supervisor(on_error=errors.append),
    )
    told: list[int] = []
    desk.alerts.unread_changed.connect(told.append)
    desk.take(AlertsUpdated((RuleState(DEFAULT_RULES[0], RulePhase.FIRED, 1),), LOG))
    desk.set_session(None)
    assert (told, errors) == ([3, 0], [])
    shell.window.deleteLater()
    QCoreApplication.sendPostedEvents(shell.window, QEvent.Type.DeferredDelete)
