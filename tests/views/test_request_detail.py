"""The detail pane: every field, to read, to select and to copy, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from binom_desktop.domain import ApiKey
from binom_desktop.views.request_detail import LEAST_WIDTH, WIDTH, RequestDetailPane
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.value_text import ValueText
from tests.models.figures import HOSTILE_NAME, record
from tests.views.shell_parts import find, unnamed

KEY = ApiKey("key_1", "Staging", True, None, (), "binom_sk_…9fQ2", 0, None, 0, 0, 0, "1")
REQUEST = replace(
    record(48_211, status=429), id="01KARXY4C0ABCDEFGH9F2", error="Rate limit of 60 RPM reached for key Staging"
)


@dataclass
class Shown:
    """The pane in a window."""

    window: QMainWindow
    pane: RequestDetailPane
    theme: Theme

    def value(self, name: str) -> ValueText:
        """A field's text."""
        return find(self.pane, ValueText, f"detail{name}")


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot) -> Iterator[Shown]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    pane = RequestDetailPane(theme=theme)
    window = QMainWindow()
    content = QWidget()
    window.setCentralWidget(content)
    layout = QHBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addStretch(1)
    layout.addWidget(pane)
    window.resize(900, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Shown(window, pane, theme)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def test_nothing_is_said_to_be_chosen(shown: Shown) -> None:
    assert find(shown.pane, QLabel, "requestDetailNothing").isVisible()
    assert not find(shown.pane, QScrollArea, "requestDetailScrollArea").isVisible()
    shown.pane.show_record(REQUEST)
    assert not find(shown.pane, QLabel, "requestDetailNothing").isVisible()
    shown.pane.show_record(None)
    assert find(shown.pane, QLabel, "requestDetailNothing").isVisible()
    assert find(shown.pane, QLabel, "requestDetailId").text() == ""


def test_every_field_is_shown_and_named(shown: Shown) -> None:
    shown.pane.show_record(REQUEST, KEY)
    said = {value.accessibleName(): value.text for value in shown.pane.findChildren(ValueText) if value.isVisible()}
    assert said == {
        "Status": "429 Too Many Requests",
        "Error": "Rate limit of 60 RPM reached for key Staging",
        "Time": "2026-11-23 08:14:16.000 Z",
        "Endpoint": "/v1/chat/completions",
        "Model": "gpt-4o",
        "API Key": "Production …9fQ2",
        "Input": "3,000 tokens",
        "Output": "1,182 tokens",
        "Total": "4,182 tokens",
        "Cost": "$0.0259",
        "Latency": "640 ms",
        "Sequence": "48,211",
        "Id": "01KARXY4C0ABCDEFGH9F2",
    }
    assert shown.value("Status").property("tone") == "warn"
    short = find(shown.pane, QLabel, "requestDetailId")
    assert (short.text(), short.toolTip()) == ("01KAR…9F2", "01KARXY4C0ABCDEFGH9F2")
    assert unnamed(shown.pane) == []


def test_a_request_without_an_error_has_no_line_for_it(shown: Shown) -> None:
    shown.pane.show_record(REQUEST)
    shown.pane.show_record(record(48_212))
    assert not shown.value("Error").isVisible()
    assert not find(shown.pane, QLabel, "detailErrorLabel").isVisible()
    assert shown.value("Status").text == "200 OK"
    assert shown.value("Status").property("tone") == "ok"


def copied(value: ValueText) -> str:
    """What Ctrl+C takes."""
    data: QMimeData = value.createMimeDataFromSelection()
    return data.text()


def test_values_are_selected_by_keyboard_and_by_mouse(shown: Shown, qtbot: QtBot) -> None:
    shown.pane.show_record(REQUEST)
    identity = shown.value("Id")
    identity.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(identity, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert identity.textCursor().selectedText() == "01KARXY4C0ABCDEFGH9F2"
    QTest.keyClick(identity, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "01KARXY4C0ABCDEFGH9F2"
    QTest.keyClick(identity, Qt.Key.Key_X)
    assert identity.text == "01KARXY4C0ABCDEFGH9F2"
    model = shown.value("Model")
    qtbot.waitUntil(lambda: model.height() > 0)
    place = QPoint(8, model.viewport().height() // 2)
    QTest.mouseClick(model.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.keyClick(model, Qt.Key.Key_Home)
    QTest.keyClick(model, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert model.textCursor().selectedText() == "gpt-4o"
    shown.pane.show_record(replace(REQUEST))
    assert model.textCursor().selectedText() == "gpt-4o"
    time = shown.value("Time")
    time.selectAll()
    assert copied(time) == "2026-11-23 08:14:16.000 Z"


def test_tab_leads_through_and_out(shown: Shown) -> None:
    shown.pane.show_record(REQUEST)
    find(shown.pane, QToolButton, "closeDetailsButton").setFocus(Qt.FocusReason.TabFocusReason)
    way = []
    for _ in range(16):
        widget = QApplication.focusWidget()
        assert isinstance(widget, QWidget)
        way.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert way[:3] == ["closeDetailsButton", "detailStatus", "detailError"]
    assert way[-3:] == ["detailId", "copyJsonButton", "copyIdButton"]
    assert len(set(way)) == 16


def test_the_record_and_its_id_can_be_copied(shown: Shown) -> None:
    shown.pane.show_record(replace(REQUEST, model=HOSTILE_NAME))
    copies = QSignalSpy(shown.pane.copy_requested)
    find(shown.pane, QPushButton, "copyJsonButton").click()
    find(shown.pane, QPushButton, "copyIdButton").click()
    assert json.loads(copies.at(0)[0])["model"] == HOSTILE_NAME
    assert copies.at(1)[0] == "01KARXY4C0ABCDEFGH9F2"


def test_it_asks_to_be_closed(shown: Shown) -> None:
    shown.pane.show_record(REQUEST)
    closes = QSignalSpy(shown.pane.closed)
    close = find(shown.pane, QToolButton, "closeDetailsButton")
    assert close.accessibleName() == "Close details"
    close.click()
    QTest.keyClick(shown.value("Id"), Qt.Key.Key_Escape)
    assert closes.count() == 2


@pytest.mark.parametrize("width", [WIDTH, LEAST_WIDTH])
def test_hostile_text_is_plain_wraps_and_widens_nothing(shown: Shown, qtbot: QtBot, width: int) -> None:
    hostile = replace(
        REQUEST,
        model=HOSTILE_NAME,
        endpoint=HOSTILE_NAME,
        key_description=HOSTILE_NAME,
        id="I" * 500,
        status=431,
        error=f"<img src=x>\n{HOSTILE_NAME}",
    )
    shown.pane.setFixedWidth(width)
    shown.pane.show_record(hostile)
    area = find(shown.pane, QScrollArea, "requestDetailScrollArea")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 300)
    assert shown.pane.width() == width
    content = shown.value("Id").parentWidget()
    assert isinstance(content, QWidget)
    assert content.width() <= area.viewport().width()
    assert shown.value("Error").text.startswith("<img src=x>\n<b>bold</b>\N{REPLACEMENT CHARACTER}evil")
    assert shown.value("Model").text.endswith("W" * 480)
    for value in shown.pane.findChildren(ValueText):
        right = value.mapTo(shown.pane, QPoint(value.width(), 0)).x()
        assert right <= width
        assert value.document().size().height() <= value.height()
        assert value.document().size().width() <= value.viewport().width()
    for name in ("copyJsonButton", "copyIdButton"):
        button = find(shown.pane, QPushButton, name)
        assert button.width() >= button.sizeHint().width()


def test_it_follows_the_theme(shown: Shown) -> None:
    shown.pane.show_record(REQUEST, KEY)
    light = shown.pane.grab().toImage()
    shown.theme.apply(ThemeChoice.DARK)
    assert shown.pane.grab().toImage() != light
    assert shown.value("Key").text == "Production …9fQ2"
