"""The tray: four shapes, a menu, and words about credit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Severity
from binom_desktop.models.tray_status import TrayState
from binom_desktop.presentation.alert_text import low_credit_body, low_credit_title, tray_tooltip
from binom_desktop.views import icons
from binom_desktop.views.tray import Tray


@pytest.fixture
def tray(qapp: QApplication) -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.close()


def silhouette(state: TrayState) -> list[bool]:
    picture = icons.drawn_icon(state.value).pixmap(32, 32).toImage()
    return [picture.pixelColor(x, y).alpha() > 127 for y in range(picture.height()) for x in range(picture.width())]


def test_the_four_states_differ_in_shape(qapp: QApplication) -> None:
    shapes = {state: silhouette(state) for state in TrayState}

    for state, shape in shapes.items():
        assert 50 < sum(shape) < len(shape)
        for other, other_shape in shapes.items():
            if other is not state:
                differing = sum(a != b for a, b in zip(shape, other_shape, strict=True))
                assert differing > len(shape) * 0.05, (state, other)


def test_the_menu_asks_for_what_it_says(tray: Tray, qtbot: QtBot) -> None:
    actions = {action.objectName(): action for action in tray.menu.actions() if not action.isSeparator()}
    assert [action.text() for action in actions.values()] == ["Open Binom Desktop", "Refresh", "Quit"]

    with qtbot.waitSignal(tray.open_requested):
        actions["trayOpenAction"].trigger()
    with qtbot.waitSignal(tray.refresh_requested):
        actions["trayRefreshAction"].trigger()
    with qtbot.waitSignal(tray.quit_requested):
        actions["trayQuitAction"].trigger()


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
    assert low_credit_title() == "Low credit"
    assert low_credit_body(balance_nano, level_nano) == body


def test_an_unknown_balance_is_not_zero() -> None:
    assert tray_tooltip(None) == "Credit Balance: —"


def test_line_icons_take_the_colour_they_are_given(qapp: QApplication) -> None:
    picture = icons.icon("bell", "#BF2430").pixmap(16, 16).toImage()
    pixels = [picture.pixelColor(x, y) for y in range(16) for x in range(16)]
    inks = [pixel for pixel in pixels if pixel.alpha() > 250]

    assert inks
    assert all(abs(ink.red() - 0xBF) + abs(ink.green() - 0x24) + abs(ink.blue() - 0x30) <= 3 for ink in inks)
