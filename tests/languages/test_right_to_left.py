"""Where lines begin at the right, everything is still read in its order, and where they begin at the left, as ever."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.usage_page import UsagePageModel
from binom_desktop.options import ROUTES
from binom_desktop.views import icons
from binom_desktop.views.chart import LineChart
from binom_desktop.views.chevron_box import ChevronBox
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.page import PageEntry
from binom_desktop.views.reading_order import ReadingOrderStyle, readable
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.usage import UsagePage
from tests.languages.written_lines import written_lines
from tests.models.figures import now_ms
from tests.models.test_usage_page import ask, week_report
from tests.views.shell_parts import find

ROOT = Path(__file__).resolve().parent.parent.parent
# How much is read on a page at least: an empty picture would show no fault.
FEWEST = {
    "/dashboard": 95,
    "/usage": 85,
    "/requests": 140,
    "/keys": 75,
    "/billing": 85,
    "/alerts": 70,
    "/settings": 40,
}
# Latin letters and figures alone, which are read as they are written.
PLAIN = (
    "2026-11-23 08:15:30 UTC",
    "$3.10 of $20.00",
    "-$0.42",
    "+$35.00",
    "12 of 30",
    "200 OK",
    "1,843 ms",
    "↑ 6 % from 8,342",
    "/v1/chat/completions",
    "https://api.binom-router.com/v1/",
    "gpt-4o · 3 requests · 2026-11-23 08:15:30",
    "The same tokens would have cost $3.25.",
    "binom_sk_…9fQ2",
    "—",
)
# Sentences of a language that is read from the right, and their parts from the left as they stand on the screen.
MIXED = {
    "נכון ל-2026-11-23 08:15:30 UTC": ["2026-11-23 08:15:30 UTC", "נכון ל-"],
    "12 מתוך 30": ["30", " מתוך ", "12"],
    "$3.10 מתוך $20.00": ["$20.00", " מתוך ", "$3.10"],
    "יתרה: -$0.42": ["-$0.42", "יתרה: "],
    "gpt-4o: 12 בקשות": ["בקשות", " ", "12", ": ", "gpt-4o"],
    "מפתח · gpt-4o · 2026-11-23 08:15:30": ["2026-11-23 08:15:30", " · ", "gpt-4o", "מפתח · "],
    "الرصيد $4.20 فقط": [" فقط", "$4.20", "الرصيد "],
    "שגיאה ב-/v1/chat/completions": ["/v1/chat/completions", "שגיאה ב-"],
}

Pages = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """What is read on every page from the left and from the right."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.languages.mirrored_pages", str(tmp_path_factory.mktemp("mirrored"))],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=True,
    )
    found: Pages = json.loads(done.stdout)
    return found


@pytest.fixture
def from_the_right(qapp: QApplication) -> Iterator[QApplication]:
    """An application whose lines begin at the right, until the test ends."""
    Theme(application=qapp).apply(ThemeChoice.LIGHT)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.setStyle(ReadingOrderStyle("Fusion"))
    yield qapp
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QApplication.setStyle("Fusion")


def without_figures(text: str) -> str:
    """Figures change while one looks; where they stand in a text does not."""
    return re.sub(r"\d[\d,]*", "0", text)


def shown(widget: QWidget, qtbot: QtBot) -> list[str]:
    """What is read in a widget, line by line."""
    qtbot.addWidget(widget)
    widget.resize(500, 40)
    return [line.text for line in written_lines(widget)]


@pytest.mark.parametrize("route", ROUTES)
def test_every_page_is_read_alike_from_either_side(pages: Pages, route: str) -> None:
    known = set(map(without_figures, pages[route]["left"]))
    read = pages[route]["right"]
    assert [text for text in read if without_figures(text) not in known] == []
    assert len(read) >= FEWEST[route]


@pytest.mark.parametrize("route", ROUTES)
def test_texts_begin_where_lines_begin(pages: Pages, route: str) -> None:
    assert pages[route]["strays"] == []


@pytest.mark.parametrize("route", ROUTES)
def test_a_screen_reader_is_told_of_no_marks(pages: Pages, route: str) -> None:
    assert pages[route]["marked"] == []


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_written_from_the_left_stays_so(from_the_right: QApplication, qtbot: QtBot, text: str) -> None:
    box = QComboBox()
    box.addItem(text)
    for widget in (QLabel(text), QPushButton(text), box, fitting(text)):
        assert shown(widget, qtbot) == [text]
    assert box.currentText() == text


def test_the_choices_of_a_box_stay_so(from_the_right: QApplication, qtbot: QtBot) -> None:
    box = ChevronBox(theme=Theme(application=from_the_right))
    box.addItems(PLAIN)
    qtbot.addWidget(box)
    box.setMaxVisibleItems(len(PLAIN))
    box.show()
    box.showPopup()
    assert [line.text for line in written_lines(box.view())] == list(PLAIN)
    box.hidePopup()
    assert [box.itemText(row) for row in range(box.count())] == list(PLAIN)


@pytest.mark.parametrize("text", MIXED)
def test_figures_keep_together_in_a_sentence_from_the_right(
    from_the_right: QApplication, qtbot: QtBot, text: str
) -> None:
    for widget in (QLabel(text), QPushButton(text), fitting(text)):
        assert shown(widget, qtbot) == ["".join(MIXED[text]).strip()]


def test_without_the_style_a_moment_falls_apart(from_the_right: QApplication, qtbot: QtBot) -> None:
    """So that the tests above would see it."""
    QApplication.setStyle("Fusion")
    assert shown(QPushButton("2026-11-23 08:15:30"), qtbot) == ["08:15:30 2026-11-23"]


@pytest.mark.parametrize("text", [*PLAIN, *MIXED, "", "two\nlines"])
def test_from_the_left_every_text_stays_as_it_is(qapp: QApplication, text: str) -> None:
    assert readable(text) is text


def test_lines_are_as_high_as_ever(from_the_right: QApplication, qtbot: QtBot) -> None:
    """A mark that the font lacks would come from another font, with other heights."""
    label = FittingLabel()
    qtbot.addWidget(label)
    metrics = label.fontMetrics()
    assert metrics.boundingRect(readable("2026-11-23")).height() == metrics.boundingRect("2026-11-23").height()
    assert metrics.horizontalAdvance(readable("2026-11-23")) == metrics.horizontalAdvance("2026-11-23")


def test_broken_lines_end_at_the_same_edge(from_the_right: QApplication, qtbot: QtBot) -> None:
    """The space where a line is broken takes no room at its beginning."""
    label = QLabel("No key at hand? The demo runs on this computer, with made-up data.")
    qtbot.addWidget(label)
    label.setWordWrap(True)
    label.resize(260, 2 * label.fontMetrics().lineSpacing())
    picture = label.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    half = picture.height() // 2
    upper, lower = (ink(picture.copy(0, top, picture.width(), half)) for top in (0, half))
    assert abs(max(upper) - max(lower)) <= 2
    assert min(*upper, *lower) > 0


def fitting(text: str) -> FittingLabel:
    label = FittingLabel()
    label.setText(text)
    return label


def ink(picture: QImage) -> list[int]:
    """The columns of a picture in which something differs from its corner."""
    ground, columns, rows = picture.pixel(0, 0), range(picture.width()), range(picture.height())
    return [x for x in columns if any(picture.pixel(x, y) != ground for y in rows)]


def test_the_gap_between_icon_and_text_is_at_the_side_of_the_text(from_the_right: QApplication) -> None:
    def drawn() -> list[int]:
        icon = icons.button_icon("refresh-cw", "#000000", "#777777")
        return ink(icon.pixmap(icons.button_icon_size(), 1.0).toImage())

    width = icons.button_icon_size().width()
    mirrored = drawn()
    from_the_right.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    usual = drawn()
    assert width - 1 - max(usual) > min(usual)
    assert (min(mirrored), width - 1 - max(mirrored)) == (width - 1 - max(usual), min(usual))


@pytest.fixture
def usage(qapp: QApplication, qtbot: QtBot) -> Iterator[UsagePage]:
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
    window = QMainWindow()
    window.setCentralWidget(page)
    window.resize(1280, 1000)
    window.show()
    qtbot.waitExposed(window)
    report = week_report()
    ask(model, report.question)
    model.set_report(report)
    yield page
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def test_time_goes_to_the_right_in_a_chart(qapp: QApplication, qtbot: QtBot, usage: UsagePage) -> None:
    """The line stands over its days and beside its axis, as it does from the left."""
    chart = find(usage, LineChart, "usageChart")
    qtbot.waitUntil(lambda: chart.isVisible() and chart.place_count > 0)
    chart.setFixedWidth(900)
    usual = chart.grab().toImage()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    # It is drawn anew as wide as before.
    chart.setFixedWidth(800)
    chart.setFixedWidth(900)
    assert chart.grab().toImage() == usual
