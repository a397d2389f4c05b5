"""Sign In: what may be typed, what is asked of the server, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from binom_desktop.errors import (
    AuthFailed,
    BinomError,
    Invalid,
    Offline,
    OutOfCredits,
    RateLimited,
    ServerFault,
    UnreadableAnswer,
)
from binom_desktop.presentation.check import Verdict
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.sign_in_text import check_key, check_server, server_origin
from binom_desktop.views.sign_in import SignInPage
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.views.shell_parts import account, find, unnamed

KEY = "binom_sk_" + "aB3" * 10 + "zZ"


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Iterator[SignInPage]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    page = SignInPage(theme=theme)
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.hide()


def button(page: SignInPage, name: str) -> QPushButton:
    return find(page, QPushButton, name)


def field(page: SignInPage, name: str) -> QLineEdit:
    return find(page, QLineEdit, name)


def message(page: SignInPage, name: str) -> str:
    label = find(page, QLabel, name)
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("https://api.binom-router.com", Verdict.GOOD),
        ("api.binom-router.com", Verdict.GOOD),
        ("https://router.example:8443/", Verdict.GOOD),
        ("http://127.0.0.1:8080", Verdict.GOOD),
        ("http://localhost:8080", Verdict.GOOD),
        ("http://[::1]:8080", Verdict.GOOD),
        ("", Verdict.UNFINISHED),
        ("http://example.org", Verdict.WRONG),
        ("http://127.0.0.1.example.org", Verdict.WRONG),
        ("ftp://example.org", Verdict.WRONG),
        ("https://", Verdict.WRONG),
        ("https://host:99999", Verdict.WRONG),
        ("https://[broken", Verdict.WRONG),
        ("https://me:secret@example.org", Verdict.WRONG),
        ("https://example.org/v1", Verdict.WRONG),
        ("https://two words", Verdict.WRONG),
    ],
)
def test_only_safe_servers_are_taken(typed: str, verdict: Verdict) -> None:
    check = check_server(typed)

    assert check.verdict is verdict
    assert bool(check.text) is (verdict is not Verdict.GOOD)


def test_https_is_meant_where_no_scheme_is_typed() -> None:
    assert server_origin(" api.binom-router.com/ ") == "https://api.binom-router.com"
    assert server_origin("localhost:8080") == "https://localhost:8080"


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        (KEY, Verdict.GOOD),
        (f"  {KEY}\n", Verdict.GOOD),
        ("", Verdict.UNFINISHED),
        ("bin", Verdict.UNFINISHED),
        (KEY[:-1], Verdict.UNFINISHED),
        (KEY + "x", Verdict.WRONG),
        ("sk-proj-123", Verdict.WRONG),
        (KEY[:-1] + "-", Verdict.WRONG),
        (KEY[:-1] + "é", Verdict.WRONG),
    ],
)
def test_a_key_is_checked_by_its_shape_and_never_repeated(typed: str, verdict: Verdict) -> None:
    check = check_key(typed)

    assert check.verdict is verdict
    assert typed.strip() in {"", "bin"} or typed.strip() not in check.text


def test_what_is_wrong_stands_below_its_field_while_typing(page: SignInPage, qtbot: QtBot) -> None:
    QTest.keyClicks(field(page, "keyField"), "sk-")
    assert message(page, "keyMessage") == "A key begins with binom_sk_."
    assert field(page, "keyField").accessibleDescription() == "A key begins with binom_sk_."
    assert not button(page, "signInButton").isEnabled()

    field(page, "keyField").setText(KEY)
    assert message(page, "keyMessage") == ""
    assert button(page, "signInButton").isEnabled()

    field(page, "serverField").setText("http://example.org")
    assert message(page, "serverMessage").startswith("Plain http would show the key to the network.")
    assert not button(page, "testConnectionButton").isEnabled()


def test_test_connection_asks_with_server_and_key_and_answers_in_words(page: SignInPage, qtbot: QtBot) -> None:
    field(page, "keyField").setText(f" {KEY} ")

    with qtbot.waitSignal(page.test_requested) as asked:
        QTest.mouseClick(button(page, "testConnectionButton"), Qt.MouseButton.LeftButton)
    page.set_busy(True)

    assert asked.args == ["https://api.binom-router.com", KEY]
    assert message(page, "connectionResult") == "Asking the server…"
    assert not button(page, "signInButton").isEnabled()
    page.show_result(account())
    assert message(page, "connectionResult") == "Connected as demo-account. Credit Balance: $42.50"
    assert button(page, "signInButton").isEnabled()
    field(page, "serverField").setText("https://other.example")
    assert message(page, "connectionResult") == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AuthFailed("x", status=401), "The server doesn't know this key, or it was disabled."),
        (Offline("x"), "The server can't be reached."),
        (UnreadableAnswer("x"), "This address doesn't answer like a Binom.Router server."),
        (ServerFault("x", status=503, request_id="req-7"), "The server failed (status 503)."),
        (RateLimited("x", status=429, retry_after_s=2.4), "Too many calls. Try again in 3 s."),
        (RateLimited("x", status=429), "Too many calls. Try again in a moment."),
        (OutOfCredits("x", status=402), "The account has no credits left."),
        (Invalid("x", status=422, detail="<b>No</b>\nno"), "<b>No</b> no"),
        (BinomError("The keyring is locked."), "The keyring is locked."),
        (ValueError(KEY), "Something went wrong. The log says more."),
    ],
)
def test_a_failure_is_told_plainly(page: SignInPage, error: Exception, words: str) -> None:
    page.set_busy(True)
    page.show_error(error)

    assert message(page, "connectionResult").startswith(words)
    assert find(page, QLabel, "connectionResult").textFormat() is Qt.TextFormat.PlainText
    assert button(page, "demoButton").isEnabled()


def test_a_request_id_helps_the_operators() -> None:
    assert error_text(ServerFault("x", status=500, request_id="req-7")).endswith("(request req-7)")


def test_enter_signs_in_once_the_form_is_good(page: SignInPage, qtbot: QtBot) -> None:
    key = field(page, "keyField")
    QTest.keyClicks(key, "binom_sk_")
    with qtbot.assertNotEmitted(page.sign_in_requested):
        QTest.keyClick(key, Qt.Key.Key_Return)

    key.setText(KEY)
    with qtbot.waitSignal(page.sign_in_requested) as asked:
        QTest.keyClick(key, Qt.Key.Key_Return)

    assert asked.args == ["https://api.binom-router.com", KEY]


def test_the_key_is_masked_unless_shown_and_can_be_forgotten(page: SignInPage, qtbot: QtBot) -> None:
    key = field(page, "keyField")
    key.setText(KEY)
    assert key.echoMode() is QLineEdit.EchoMode.Password
    show = find(page, QToolButton, "showKeyButton")
    show.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(show, Qt.Key.Key_Space)
    assert key.echoMode() is QLineEdit.EchoMode.Normal

    page.clear_key()
    key.undo()

    assert key.text() == ""
    assert key.echoMode() is QLineEdit.EchoMode.Password


def test_the_demo_needs_nothing(page: SignInPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.demo_requested):
        QTest.mouseClick(button(page, "demoButton"), Qt.MouseButton.LeftButton)


def test_every_control_is_named_and_labelled(page: SignInPage) -> None:
    assert unnamed(page) == []
    labels = {
        label.text().replace("&", ""): label.buddy()
        for label in page.findChildren(QLabel)
        if label.objectName().endswith("FieldLabel")
    }
    assert labels == {"Server": field(page, "serverField"), "API Key": field(page, "keyField")}


def test_no_text_is_cut_at_800x600(page: SignInPage, qtbot: QtBot) -> None:
    field(page, "serverField").setText("http://example.org")
    page.show_error(AuthFailed("x", status=401))
    labels = [label for label in page.findChildren(QLabel) if label.isVisible()]

    def cut() -> list[str]:
        return [label.text() for label in labels if label.height() < label.heightForWidth(label.width())]

    qtbot.waitUntil(lambda: cut() == [])
