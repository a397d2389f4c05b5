"""The models of the Alerts page: what a change tells, names, what is unread, and every part's state."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QApplication

from binom_desktop.alert_values import (
    DEFAULT_RULES,
    AlertKind,
    AlertRule,
    AlertsUpdated,
    FiredAlert,
    RulePhase,
    RuleState,
)
from binom_desktop.billing_values import PricesUpdated
from binom_desktop.domain import Model, Notification, Severity
from binom_desktop.errors import HistoryFault, Offline
from binom_desktop.events import FigureFailed, KeysUpdated, NotificationsUpdated, RequestChoicesFound
from binom_desktop.models.alert_log import AlertColumn
from binom_desktop.models.alert_rules import RuleColumn
from binom_desktop.models.alerts import ALERTS_PART, NOTIFICATIONS_PART, AlertsModel
from binom_desktop.models.inbox import InboxColumn
from binom_desktop.models.keyed_rows import KeyedRowsModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.queries import RequestChoices
from tests.models.figures import HOSTILE_NAME, NOW_MS, now_ms
from tests.models.test_api_keys import key

HOUR_MS = 3_600_000
SPEND = AlertRule("spend", AlertKind.SPEND_ABOVE, 20 * 10**9, key_id="key_1")


@pytest.fixture
def alerts(qapp: QApplication) -> AlertsModel:
    return AlertsModel(now_ms=now_ms)


def states(*rules: AlertRule, phase: RulePhase = RulePhase.ARMED, value: int | None = 42 * 10**9) -> AlertsUpdated:
    """These rules as they stand, and no log."""
    return AlertsUpdated(tuple(RuleState(rule, phase, value) for rule in rules), ())


def fired(number: int, *, rule: AlertRule = DEFAULT_RULES[1], read: bool = False) -> FiredAlert:
    """A line of the log; larger numbers are newer."""
    return FiredAlert(number, NOW_MS + number * 1000, rule, 4_200_000_000, read)


def note(number: int, *, read: bool = False, title: str = "", severity: Severity = Severity.INFO) -> Notification:
    """A notification; larger numbers are newer."""
    return Notification(
        f"n{number}",
        NOW_MS + number * 1000,
        "account",
        severity,
        title or f"Title {number}",
        "First line.\nSecond line.",
        None,
        NOW_MS if read else None,
    )


def notes(*all_: Notification) -> NotificationsUpdated:
    """These notifications by id."""
    return NotificationsUpdated({one.id: one for one in all_})


def cells(model: KeyedRowsModel[Any], row: int = 0, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
    """A row's cells."""
    return [str(model.index(row, column).data(role)) for column in range(model.columnCount())]


def test_a_rule_is_a_row_of_words(alerts: AlertsModel) -> None:
    alerts.take(states(*DEFAULT_RULES))
    assert cells(alerts.rules, 1) == ["On", "Credit balance below $5.00", "now $42.00", "Warning", "Armed"]
    off = replace(DEFAULT_RULES[1], enabled=False)
    alerts.take(AlertsUpdated((RuleState(off, RulePhase.OFF),), ()))
    assert cells(alerts.rules) == ["Off", "Credit balance below $5.00", "—", "Warning", "Off"]
    assert "nothing is looked at" in cells(alerts.rules, role=Qt.ItemDataRole.ToolTipRole)[RuleColumn.VALUE]


def test_a_key_is_called_by_its_name_as_soon_as_it_is_known(alerts: AlertsModel) -> None:
    alerts.take(AlertsUpdated((RuleState(SPEND, RulePhase.ARMED),), (fired(1, rule=SPEND),)))
    assert alerts.rules.index(0, RuleColumn.RULE).data() == "Spend today above $20.00 on key key_1"
    told = QSignalSpy(alerts.rules.dataChanged)
    alerts.take(KeysUpdated({"key_1": key("key_1", description="Staging")}))
    assert alerts.rules.index(0, RuleColumn.RULE).data() == "Spend today above $20.00 on key Staging"
    assert alerts.log.index(0, AlertColumn.ALERT).data() == "Spend today rose above $20.00 on key Staging: $4.20"
    # A key that was used is still called the same.
    alerts.take(KeysUpdated({"key_1": key("key_1", description="Staging", total_requests=99)}))
    assert told.count() == 1
    assert alerts.keys == [("key_1", "Staging")]


def test_the_models_of_a_rule_come_from_the_log_and_the_price_list(alerts: AlertsModel) -> None:
    alerts.take(RequestChoicesFound(RequestChoices(models=("gpt-4o", "old"))))
    alerts.take(PricesUpdated((Model("gpt-4o", None, 1, 1), Model("Claude", None, None, None))))
    assert alerts.models == ["Claude", "gpt-4o", "old"]


def test_what_is_chosen_stays_chosen_while_rows_come_go_and_move(alerts: AlertsModel) -> None:
    rng = random.Random(7)
    QAbstractItemModelTester(alerts.rules, QAbstractItemModelTester.FailureReportingMode.Fatal)
    pool = [replace(SPEND, id=f"rule {number}") for number in range(12)]
    alerts.take(states(*pool))
    for _ in range(60):
        kept = rng.choice(alerts.rules.rows).rule.id
        chosen = QPersistentModelIndex(alerts.rules.index(alerts.rules.row_of(kept) or 0, 0))
        wanted = [rule for rule in rng.sample(pool, rng.randint(0, 11)) if rule.id != kept]
        wanted.insert(rng.randint(0, len(wanted)), next(rule for rule in pool if rule.id == kept))
        alerts.take(states(*wanted, value=rng.randint(0, 9)))
        assert [state.rule.id for state in alerts.rules.rows] == [rule.id for rule in wanted]
        assert chosen.isValid()
        assert alerts.rules.id_at(chosen.row()) == kept


def test_a_value_that_moved_writes_its_row_alone(alerts: AlertsModel) -> None:
    alerts.take(states(*DEFAULT_RULES))
    told = QSignalSpy(alerts.rules.dataChanged)
    before = alerts.rules.rows
    alerts.take(AlertsUpdated((*before[:2], replace(before[2], value=1), before[3]), ()))
    assert [told.at(number)[0].row() for number in range(told.count())] == [2]
    alerts.take(AlertsUpdated(tuple(alerts.rules.rows), ()))
    assert told.count() == 1


def test_a_switch_stands_where_it_was_put_until_the_service_has_spoken(alerts: AlertsModel) -> None:
    alerts.take(states(DEFAULT_RULES[0]))
    alerts.set_pending("balance-10", False)
    assert (cells(alerts.rules)[0], cells(alerts.rules)[4]) == ("Off", "Off")
    # Something else changed: the answer is still on its way.
    alerts.take(states(DEFAULT_RULES[0], value=1))
    assert cells(alerts.rules)[0] == "Off"
    alerts.take(states(replace(DEFAULT_RULES[0], enabled=False), phase=RulePhase.OFF))
    alerts.take(states(DEFAULT_RULES[0]))
    assert cells(alerts.rules)[0] == "On"
    alerts.set_pending("balance-10", False)
    alerts.set_pending("balance-10", None)
    assert cells(alerts.rules)[0] == "On"


def test_what_is_unread_is_counted_over_both(alerts: AlertsModel) -> None:
    told = QSignalSpy(alerts.unread_changed)
    alerts.take(AlertsUpdated((), (fired(2), fired(1, read=True)), dropped=3))
    alerts.take(notes(note(1), note(2), note(3, read=True)))
    assert alerts.unread == 3
    assert alerts.log_caption == "1 unread · 3 older lines are not kept any more"
    assert alerts.inbox_caption == "2 unread"
    alerts.take(notes(note(1, read=True), note(2, read=True), note(3, read=True)))
    alerts.take(AlertsUpdated((), (fired(2, read=True), fired(1, read=True)), dropped=1))
    assert (alerts.unread, alerts.inbox_caption) == (0, "")
    assert alerts.log_caption == "1 older line is not kept any more"
    assert [told.at(number)[0] for number in range(told.count())] == [1, 3, 1, 0]


def test_the_log_and_the_inbox_are_newest_first(alerts: AlertsModel) -> None:
    alerts.take(AlertsUpdated((), (fired(2), fired(1))))
    assert cells(alerts.log) == ["2026-11-23 08:15:32", "Warning", "Credit balance fell below $5.00: $4.20", "Unread"]
    alerts.take(notes(note(1), note(3, severity=Severity.CRITICAL), note(2, read=True)))
    assert [one.id for one in alerts.inbox.rows] == ["n3", "n2", "n1"]
    assert cells(alerts.inbox)[1:] == ["Critical", "Account", "Title 3", "First line. Second line.", "Unread"]
    tooltip = alerts.inbox.index(0, InboxColumn.BODY).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "First line.\nSecond line."


def test_times_are_those_of_the_zone(alerts: AlertsModel) -> None:
    alerts.take(AlertsUpdated((), (fired(1),)))
    alerts.take(notes(note(1)))
    models: list[KeyedRowsModel[Any]] = [alerts.log, alerts.inbox]
    before = [cells(model)[0] for model in models]
    alerts.set_zone("Asia/Kathmandu")
    for model, utc in zip(models, before, strict=True):
        assert str(model.headerData(0, Qt.Orientation.Horizontal)) == "Time (Asia/Kathmandu)"
        local = datetime.fromisoformat(cells(model)[0])
        assert local - datetime.fromisoformat(utc) == timedelta(hours=5, minutes=45)


def test_hostile_texts_stay_text(alerts: AlertsModel) -> None:
    alerts.take(notes(note(1, title=HOSTILE_NAME)))
    index = alerts.inbox.index(0, InboxColumn.TITLE)
    assert index.data().startswith("<b>bold</b>�evil� WWW")
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)
    alerts.take(states(replace(SPEND, key_id=None, model=HOSTILE_NAME)))
    assert "\n" not in cells(alerts.rules)[RuleColumn.RULE]
    assert "<div>" in cells(alerts.rules, role=Qt.ItemDataRole.ToolTipRole)[RuleColumn.RULE]


def phases(alerts: AlertsModel) -> tuple[Phase, Phase, Phase, bool]:
    """How rules, log and inbox stand, and whether that is all there is to come."""
    return alerts.rules_phase, alerts.log_phase, alerts.inbox_phase, alerts.settled


def test_every_part_says_how_it_stands(alerts: AlertsModel) -> None:
    assert phases(alerts) == (Phase.LOADING, Phase.LOADING, Phase.LOADING, False)
    alerts.take(states(*DEFAULT_RULES))
    assert phases(alerts) == (Phase.READY, Phase.EMPTY, Phase.LOADING, False)
    alerts.take(notes())
    assert phases(alerts) == (Phase.READY, Phase.EMPTY, Phase.EMPTY, True)
    alerts.take(AlertsUpdated((), (fired(1),)))
    assert phases(alerts) == (Phase.EMPTY, Phase.READY, Phase.EMPTY, True)
    alerts.clear()
    assert phases(alerts) == (Phase.LOADING, Phase.LOADING, Phase.LOADING, False)


def test_failures_blank_their_own_part_and_nothing_that_is_known(alerts: AlertsModel) -> None:
    alerts.take(FigureFailed("overview", Offline("Not ours.")))
    assert phases(alerts) == (Phase.LOADING, Phase.LOADING, Phase.LOADING, False)
    alerts.take(FigureFailed(NOTIFICATIONS_PART, Offline("The server can't be reached.")))
    assert phases(alerts) == (Phase.LOADING, Phase.LOADING, Phase.FAILED, False)
    # Rules and log are kept in the history.
    alerts.take(FigureFailed("history", HistoryFault("The disk is <b>full</b>.")))
    assert phases(alerts) == (Phase.FAILED, Phase.FAILED, Phase.FAILED, True)
    assert alerts.error_text(ALERTS_PART) == "The disk is <b>full</b>."
    alerts.take(states(*DEFAULT_RULES))
    alerts.take(notes(note(1)))
    assert phases(alerts) == (Phase.READY, Phase.EMPTY, Phase.READY, True)
    assert alerts.error_text(ALERTS_PART) == ""
    alerts.take(FigureFailed(NOTIFICATIONS_PART, Offline("The server can't be reached.")))
    assert phases(alerts) == (Phase.READY, Phase.EMPTY, Phase.READY, True)
    assert alerts.inbox_caption == "1 unread · newer ones could not be read"


def test_another_account_finds_nothing_of_the_one_before(alerts: AlertsModel) -> None:
    alerts.take(KeysUpdated({"key_1": key("key_1", description="Staging")}))
    alerts.take(RequestChoicesFound(RequestChoices(models=("gpt-4o",))))
    alerts.take(AlertsUpdated((RuleState(SPEND, RulePhase.FIRED, 1),), (fired(1),), dropped=2))
    alerts.take(notes(note(1)))
    alerts.set_pending("spend", False)
    alerts.clear()
    assert (alerts.unread, alerts.keys, alerts.models, alerts.log_caption) == (0, [], [], "")
    assert (alerts.rules.rowCount(), alerts.log.rowCount(), alerts.inbox.rowCount()) == (0, 0, 0)
    alerts.take(states(SPEND))
    assert cells(alerts.rules)[:2] == ["On", "Spend today above $20.00 on key key_1"]
