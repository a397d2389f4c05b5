"""The tray's state: the worst of connection and credits, and a short loss is none."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from binom_desktop.alert_values import AlertKind, AlertRule, RulePhase, RuleState
from binom_desktop.domain import (
    NANO_PER_CREDIT,
    Account,
    Balance,
    Connection,
    ConnectionState,
    FigureSource,
    Forecast,
    Outlook,
    Overview,
    Severity,
    UsageItem,
)
from binom_desktop.models.tray_status import TrayState, TrayStatusModel


def _account(nano: int) -> Account:
    balance = Balance(
        credit_balance_nano=nano, total_usage_nano=0, total_requests=1, last_sequence=1, revision=1, as_of_ms=0
    )
    return Account(id="a", username="demo-account", email="demo@example.org", tier="Pro", balance=balance, created_ms=0)


@pytest.mark.parametrize(
    ("nano", "state"),
    [
        (42 * NANO_PER_CREDIT, TrayState.NORMAL),
        (10 * NANO_PER_CREDIT, TrayState.NORMAL),
        (10 * NANO_PER_CREDIT - 1, TrayState.WARNING),
        (NANO_PER_CREDIT, TrayState.WARNING),
        (NANO_PER_CREDIT - 1, TrayState.CRITICAL),
        (-1, TrayState.CRITICAL),
    ],
)
def test_state_follows_the_balance(qtbot: QtBot, nano: int, state: TrayState) -> None:
    """Below $10 is a warning, below $1 critical."""
    model = TrayStatusModel()
    model.set_account(_account(nano))
    assert model.state is state


def test_unknown_balance_warns_of_nothing(qtbot: QtBot) -> None:
    """Before the first answer there is no figure to warn of."""
    model = TrayStatusModel()
    assert model.state is TrayState.NORMAL
    assert model.tooltip == "Credit Balance: —"


def test_offline_comes_first_and_only_after_its_time(qtbot: QtBot) -> None:
    """A loss shows once it lasts, outweighs low credit, and ends with Live."""
    model = TrayStatusModel(offline_after_ms=30)
    model.set_account(_account(5))
    model.set_connection(Connection(ConnectionState.REJOINING))
    assert model.state is TrayState.CRITICAL
    qtbot.waitUntil(lambda: model.state is TrayState.OFFLINE)
    model.set_connection(Connection(ConnectionState.LIVE))
    assert model.state is TrayState.CRITICAL


DAY_MS = 24 * 3_600_000


def _overview(day: int, requests: int, cost_nano: int) -> Overview:
    """An overview whose last day is ``day`` of January 1970."""
    days = tuple(
        UsageItem(requests=made, errors=0, input_tokens=0, output_tokens=0, cost_nano=cost, day=date(1970, 1, number))
        for number, made, cost in ((day - 1, 999, 1), (day, requests, cost_nano))
    )
    return Overview(days=days, models=(), previous_cost_nano=None, recent=(), source=FigureSource.HISTORY, as_of_ms=0)


def _rule(severity: Severity, phase: RulePhase = RulePhase.FIRED) -> RuleState:
    return RuleState(AlertRule(f"{severity}-{phase}", AlertKind.SPEND_ABOVE, 5, severity), phase)


def test_time_left_and_today_count_from_the_moment_they_are_read(qtbot: QtBot) -> None:
    """The forecast's moment stays while the days to it shrink; yesterday's figures are never told as today's."""
    now_ms = 9 * DAY_MS
    model = TrayStatusModel(now_ms=lambda: now_ms)
    assert (model.tooltip, model.today) == ("Credit Balance: —", "Today: —")

    model.set_account(_account(4_200_000_000))
    model.set_forecast(Forecast(outlook=Outlook.RUNS_OUT, made_ms=now_ms, active_days=9, likely_ms=12 * DAY_MS))
    model.set_overview(_overview(10, 1204, 3_100_000_000))
    assert model.tooltip == "Credit Balance: $4.20 · about 3 days left"
    assert model.today == "Today: 1,204 requests · $3.10"

    now_ms = 10 * DAY_MS
    assert model.tooltip == "Credit Balance: $4.20 · about 2 days left"
    assert model.today == "Today: —"
    model.set_overview(_overview(11, 0, 0))
    assert model.today == "Today: 0 requests · $0.00"


def test_the_same_again_changes_nothing(qtbot: QtBot) -> None:
    """Nobody writes a menu anew for figures that it shows already."""
    model = TrayStatusModel(now_ms=lambda: 0)
    changes: list[None] = []
    model.changed.connect(lambda: changes.append(None))
    forecast = Forecast(outlook=Outlook.NO_SPEND, made_ms=0, active_days=9)
    for _ in range(2):
        model.set_account(_account(5))
        model.set_forecast(forecast)
        model.set_overview(_overview(3, 1, 1))
        model.set_alerts([_rule(Severity.WARNING)])
        model.set_connection(Connection(ConnectionState.LIVE))
    assert len(changes) == 4


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], TrayState.NORMAL),
        ([_rule(Severity.WARNING)], TrayState.WARNING),
        ([_rule(Severity.WARNING), _rule(Severity.CRITICAL)], TrayState.CRITICAL),
        ([_rule(Severity.CRITICAL), _rule(Severity.WARNING)], TrayState.CRITICAL),
        ([_rule(Severity.CRITICAL, RulePhase.ARMED), _rule(Severity.WARNING)], TrayState.WARNING),
        ([_rule(Severity.CRITICAL, RulePhase.UNKNOWN), _rule(Severity.CRITICAL, RulePhase.OFF)], TrayState.NORMAL),
        ([_rule(Severity.INFO)], TrayState.NORMAL),
    ],
)
def test_the_worst_rule_that_fired_is_the_state(qtbot: QtBot, states: list[RuleState], expected: TrayState) -> None:
    """Once the rules are known they alone tell, whatever the balance is."""
    model = TrayStatusModel()
    model.set_account(_account(5))
    assert model.state is TrayState.CRITICAL
    model.set_alerts(states)
    assert model.state is expected


def test_offline_comes_before_alerts(qtbot: QtBot) -> None:
    """Figures that nobody can trust any more matter more than what they once fired."""
    model = TrayStatusModel(offline_after_ms=1)
    model.set_alerts([_rule(Severity.CRITICAL)])
    model.set_connection(Connection(ConnectionState.SIGNED_OUT))
    qtbot.waitUntil(lambda: model.state is TrayState.OFFLINE)


def test_without_real_time_updates_nothing_is_offline(qtbot: QtBot) -> None:
    """Who wants no live feed misses none; who wants it again misses it after the minute."""
    model = TrayStatusModel(offline_after_ms=30)
    model.set_connection(Connection(ConnectionState.OFFLINE))
    qtbot.waitUntil(lambda: model.state is TrayState.OFFLINE)

    model.set_real_time(False)
    assert model.state is TrayState.NORMAL
    model.set_connection(Connection(ConnectionState.REJOINING))
    assert not model.findChildren(QTimer)[0].isActive()

    model.set_real_time(True)
    assert model.state is TrayState.NORMAL
    qtbot.waitUntil(lambda: model.state is TrayState.OFFLINE)


def test_another_account_begins_with_nothing_but_what_the_person_set(qtbot: QtBot) -> None:
    """Nothing of one account is told of another."""
    model = TrayStatusModel(now_ms=lambda: 0, offline_after_ms=30)
    model.set_account(_account(5))
    model.set_forecast(Forecast(outlook=Outlook.RUNS_OUT, made_ms=0, active_days=9, likely_ms=DAY_MS))
    model.set_overview(_overview(2, 1, 1))
    model.set_alerts([_rule(Severity.CRITICAL)])
    model.set_connection(Connection(ConnectionState.OFFLINE))
    qtbot.waitUntil(lambda: model.state is TrayState.OFFLINE)

    model.clear()
    assert (model.state, model.tooltip, model.today) == (TrayState.NORMAL, "Credit Balance: —", "Today: —")
    # The rules of the new account are not known yet, and so its balance tells.
    model.set_account(_account(5))
    assert model.state is TrayState.CRITICAL
