"""The tray: four shapes, a menu, and words about credit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Forecast, Outlook, Severity
from binom_desktop.models.tray_status import TrayState
from binom_desktop.presentation.alert_text import low_credit_body, tray_tooltip
from binom_desktop.presentation.billing_text import time_left
from binom_desktop.presentation.tray_text import credit_line, today_line
from binom_desktop.views import icons
from binom_desktop.views.tray import Tray


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.close()


def silhouette(state: TrayState) -> list[bool]:
    picture = icons.tray_icon(state.value).pixmap(32, 32).toImage()
    return [picture.pixelColor(x, y).alpha() > 127 for y in range(picture.height()) for x in range(picture.width())]


def test_the_four_states_differ_in_shape(qapp: QApplication) -> None:
    shapes = {state: silhouette(state) for state in TrayState}

    for state, shape in shapes.items():
        assert 50 < sum(shape) < len(shape)
        for other, other_shape in shapes.items():
            if other is not state:
                differing = sum(a != b for a, b in zip(shape, other_shape, strict=True))
                assert differing > len(shape) * 0.05, (state, other)


def entries(tray: Tray) -> list[str]:
    """The menu as a person reads it: what can't be chosen in brackets."""
    return [
        "-" if action.isSeparator() else action.text() if action.isEnabled() else f"({action.text()})"
        for action in tray.menu.actions()
    ]


def action(tray: Tray, name: str) -> QAction:
    found = tray.menu.findChild(QAction, name)
    assert found is not None
    return found


def test_the_menu_before_anything_is_known(tray: Tray) -> None:
    assert entries(tray) == [
        "(Credit Balance: —)",
        "(Today: —)",
        "-",
        "Open Binom Desktop",
        "Create API Key",
        "Pause Notifications",
        "Refresh",
        "-",
        "Quit",
    ]


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("trayOpenAction", "open_requested"),
        ("trayCreateKeyAction", "create_key_requested"),
        ("trayRefreshAction", "refresh_requested"),
        ("trayQuitAction", "quit_requested"),
    ],
)
def test_the_menu_asks_for_what_it_says(tray: Tray, qtbot: QtBot, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(tray, signal)):
        action(tray, name).trigger()


def test_notifications_are_paused_by_a_person_and_shown_as_paused_by_the_app(tray: Tray) -> None:
    asked: list[bool] = []
    tray.notifications_paused_changed.connect(asked.append)
    pause = action(tray, "trayPauseAction")
    assert pause.isCheckable()
    assert not pause.isChecked()

    tray.set_notifications_paused(True)
    assert pause.isChecked()
    assert asked == []

    pause.trigger()
    pause.trigger()
    assert asked == [False, True]


def test_a_flood_of_figures_is_few_changes_of_the_menu(qapp: QApplication, qtbot: QtBot) -> None:
    tray = Tray(texts_rest_ms=50)
    changes: list[str] = []
    credit, today = action(tray, "trayCreditAction"), action(tray, "trayTodayAction")
    credit.changed.connect(lambda: changes.append(credit.text()))
    today.changed.connect(lambda: changes.append(today.text()))

    tray.set_tooltip("Credit Balance: $9.00")
    tray.set_today("Today: 1 request · $0.10")
    qtbot.waitUntil(lambda: bool(changes))
    # Both came with the first, and what follows waits.
    assert changes == ["Credit Balance: $9.00", "Today: 1 request · $0.10"]
    for cents in range(99, -1, -1):
        tray.set_tooltip(f"Credit Balance: $8.{cents:02d}")
        tray.set_today("Today: 1 request · $0.10")
    assert len(changes) == 2
    assert tray.tooltip == "Credit Balance: $8.00"
    qtbot.waitUntil(lambda: credit.text() == "Credit Balance: $8.00")
    assert changes[2:] == ["Credit Balance: $8.00"]
    tray.close()


def test_texts_that_stay_the_same_keep_no_timer_running(qapp: QApplication, qtbot: QtBot) -> None:
    tray = Tray(texts_rest_ms=1)
    timers = tray.findChildren(QTimer)
    tray.set_tooltip("Credit Balance: $9.00")
    assert any(timer.isActive() for timer in timers)

    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))
    assert action(tray, "trayCreditAction").text() == "Credit Balance: $9.00"
    tray.close()


def test_it_remembers_what_to_say_until_there_is_a_tray(tray: Tray) -> None:
    tray.set_state(TrayState.CRITICAL)
    tray.set_tooltip(tray_tooltip(4_200_000_000))
    tray.notify("Low credit", "…", "/billing", Severity.CRITICAL)
    tray.show()

    assert tray.state is TrayState.CRITICAL
    assert tray.tooltip == "Credit Balance: $4.20"


@pytest.mark.parametrize(
    ("balance_nano", "level_nano", "body"),
    [
        (
            9_990_000_000,
            10_000_000_000,
            "Credit Balance is $9.99, below the level of $10.00. Add credits to keep requests running.",
        ),
        (
            -420_000_000,
            0,
            "Credit Balance is -$0.42. Requests are refused until credits are added.",
        ),
    ],
)
def test_low_credit_in_words(balance_nano: int, level_nano: int, body: str) -> None:
    assert low_credit_body(balance_nano, level_nano) == body


def test_an_unknown_balance_is_not_zero() -> None:
    assert tray_tooltip(None) == "Credit Balance: —"


def test_what_is_said_after_the_end_goes_nowhere(qapp: QApplication, qtbot: QtBot) -> None:
    """Models change while the app ends, and the menu is gone by then."""
    tray = Tray()
    tray.close()
    QCoreApplication.sendPostedEvents(tray.menu, QEvent.Type.DeferredDelete)
    tray.set_tooltip("Credit Balance: $9.00")
    tray.set_today("Today: 1 request · $0.10")
    tray.set_state(TrayState.WARNING)
    assert not any(timer.isActive() for timer in tray.findChildren(QTimer))
    assert tray.tooltip == "Credit Balance: $9.00"


HOUR_MS = 3_600_000


def forecast(likely_ms: int | None = None, outlook: Outlook = Outlook.RUNS_OUT) -> Forecast:
    return Forecast(outlook=outlook, made_ms=0, active_days=30, likely_ms=likely_ms)


@pytest.mark.parametrize(
    ("expected", "left"),
    [
        (forecast(9 * 24 * HOUR_MS), "about 9 days left"),
        (forecast(1204 * 24 * HOUR_MS), "about 1,204 days left"),
        (forecast(48 * HOUR_MS), "about 2 days left"),
        (forecast(47 * HOUR_MS), "about 47 hours left"),
        (forecast(HOUR_MS), "about 1 hour left"),
        (forecast(HOUR_MS // 3), "less than an hour left"),
        (forecast(-HOUR_MS), "less than an hour left"),
        (forecast(outlook=Outlook.NOT_SOON), "more than a year left"),
        (forecast(outlook=Outlook.EMPTY), ""),
        (forecast(outlook=Outlook.NO_SPEND), ""),
        (forecast(outlook=Outlook.TOO_LITTLE_DATA), ""),
    ],
)
def test_how_long_the_credits_last(expected: Forecast, left: str) -> None:
    assert time_left(expected, 0) == left
    assert credit_line(42_509_999_999, expected, 0) == "Credit Balance: $42.50" + (f" · {left}" if left else "")


def test_no_time_is_left_of_a_balance_that_is_not_known() -> None:
    assert credit_line(None, forecast(HOUR_MS), 0) == "Credit Balance: —"


@pytest.mark.parametrize(
    ("requests", "cost_nano", "line"),
    [
        (1204, 3_100_000_000, "Today: 1,204 requests · $3.10"),
        (1, 412_000, "Today: 1 request · $0.000412"),
        (0, 0, "Today: 0 requests · $0.00"),
        (7, None, "Today: 7 requests · —"),
        (None, 7_000_000_000, "Today: — requests · $7.00"),
        (None, None, "Today: —"),
    ],
)
def test_today_in_a_line(requests: int | None, cost_nano: int | None, line: str) -> None:
    assert today_line(requests, cost_nano) == line


def test_line_icons_take_the_colour_they_are_given(qapp: QApplication) -> None:
    picture = icons.icon("bell", "#BF2430").pixmap(16, 16).toImage()
    pixels = [picture.pixelColor(x, y) for y in range(16) for x in range(16)]
    inks = [pixel for pixel in pixels if pixel.alpha() > 250]

    assert inks
    assert all(abs(ink.red() - 0xBF) + abs(ink.green() - 0x24) + abs(ink.blue() - 0x30) <= 3 for ink in inks)
