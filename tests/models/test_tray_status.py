"""The tray's state: the worst of connection and credits, and a short loss is none."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from binom_desktop.domain import NANO_PER_CREDIT, Account, Balance, Connection, ConnectionState
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
