"""Tab goes the way of the eyes, and Shift+Tab the same way back: WCAG 2.4.3."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from binom_desktop.domain import Anomaly, AnomalyMetric
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.usage_page import UsagePageModel
from binom_desktop.options import ROUTES
from binom_desktop.views.page import PageEntry
from binom_desktop.views.sign_in import SignInPage
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.usage import UsagePage
from tests.accessibility.tabbed_pages import OPENED, SIZES, against_the_eyes, way_by_tab
from tests.models.figures import NOW_MS, now_ms
from tests.models.test_usage_page import ask, week_report
from tests.views.shell_parts import find

ROOT = Path(__file__).resolve().parent.parent.parent
DIRECTIONS = ("LeftToRight", "RightToLeft")
# How many stops a page has at least with the sidebar's three: a way that ends early would find no fault.
FEWEST = {
    "/dashboard": 14,
    "/usage": 13,
    "/requests": 13,
    "/keys": 7,
    "/billing": 10,
    "/alerts": 15,
    "/settings": 19,
}
# What once came in another order than it stands in.
ORDERS = {
    "/dashboard": ("documentationButton", "dailyRequestVolumeChart", "usageByModelTable", "recentRequestsTable"),
    "/billing": ("exportTransactionsButton", "dailySpendChart", "whatIfPeriod", "transactionsTable"),
    "/usage": ("usageRange", "usageChart", "usageTable", "weekMap"),
}

Way = dict[str, list[str]]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Way]:
    """Where Tab and Shift+Tab go on every page, by side and width, and what is against the eyes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.accessibility.tabbed_pages", str(tmp_path_factory.mktemp("tab"))],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=True,
    )
    found: dict[str, Way] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("route", ROUTES)
def test_tab_goes_down_the_page_and_along_its_lines(
    ways: dict[str, Way], route: str, size: QSize, direction: str
) -> None:
    shown = ways[f"{direction} {size.width()} {route}"]
    assert shown["faults"] == []
    assert len(shown["way"]) >= FEWEST[route]
    for before, after in pairwise(ORDERS.get(route, ())):
        assert shown["way"].index(before) < shown["way"].index(after)


@pytest.mark.parametrize("route", OPENED)
def test_tab_goes_through_the_details_of_a_row(ways: dict[str, Way], route: str) -> None:
    for direction in DIRECTIONS:
        for size in SIZES:
            name = f"{direction} {size.width()} {route}"
            assert ways[f"{name} opened"]["faults"] == []
            assert ways[f"{name} opened"]["way"] != ways[name]["way"]


def test_shift_and_tab_go_the_same_way_back(ways: dict[str, Way]) -> None:
    for name, shown in ways.items():
        first, *rest = shown["way"]
        assert shown["back"] == [first, *reversed(rest)], name


def test_unusual_hours_come_before_the_table_that_stands_below_them(qapp: QApplication, qtbot: QtBot) -> None:
    """Their links are made when there are any, which is after everything else."""
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
    qtbot.addWidget(page)
    page.resize(1000, 900)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    begin_ms = NOW_MS // 3_600_000 * 3_600_000 - 86_400_000
    hours = range(begin_ms, begin_ms - 3 * 3_600_000, -3_600_000)
    report = week_report(
        anomalies=tuple(
            Anomaly(AnomalyMetric.ERROR_RATE, hour, hour + 3_600_000, 400, 20, "key_1", 429) for hour in hours
        )
    )
    ask(model, report.question)
    model.set_report(report)
    links = ["anomaly0", "anomaly1", "anomaly2"]
    qtbot.waitUntil(lambda: all(find(page, QPushButton, link).isVisible() for link in links))

    way = way_by_tab(find(page, QPushButton, "refreshButton"))
    names = [one.objectName() for one in way]
    chart = names.index("usageChart")

    assert names[chart : chart + 6] == ["usageChart", *links, "usageTable", "weekMap"]
    assert against_the_eyes(way) == []


def test_tab_goes_down_sign_in(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    page = SignInPage(theme=theme)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    first = find(page, QPushButton, "signInHelpButton")
    find(page, QLineEdit, "keyField").setText("binom_sk_" + "aB3" * 10 + "zZ")

    way, back = way_by_tab(first), way_by_tab(first, backwards=True)

    assert {"serverField", "keyField", "testConnectionButton", "signInButton", "demoButton"} <= {
        one.objectName() for one in way
    }
    assert against_the_eyes(way) == []
    assert back == [first, *reversed(way[1:])]
