"""Everything that is done on the API Keys page, by keys and clicks, on a real session and server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMenu, QTextEdit, QWidget

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import ApiKey, UsageField
from binom_desktop.models.api_keys import KeyColumn
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.key_text import SILENT_MS
from binom_desktop.queries import RequestFilter
from binom_desktop.views.delete_key_dialog import DeleteKeyDialog
from binom_desktop.views.key_dialog import KeyDialog
from binom_desktop.views.secret_clipboard import CLEARED_AFTER_MS, SecretClipboard
from binom_desktop.views.secret_dialog import SecretDialog
from tests.models.figures import HOSTILE_NAME
from tests.sandbox_process import SandboxProcess
from tests.views.key_parts import (
    KEYS,
    LIMITED,
    ONE_KEY,
    KeyStage,
    addresses,
    before_the_session,
    button,
    click,
    focused,
    line,
    message,
    on_the_loop,
    press,
    shown,
    tab_to,
    type_in,
    until,
    words_of_widgets,
)
from tests.views.shell_parts import find, unnamed

HOSTILE = HOSTILE_NAME[:60]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxProcess]:
    """One server for all: each test makes its own keys, which are gone after it."""
    with SandboxProcess("--history", "300") as process:
        yield process


@pytest.fixture
def stage(qapp: QApplication, server: SandboxProcess, tmp_path: Path) -> KeyStage:
    return KeyStage(qapp, server, tmp_path)


# The table.


@on_the_loop
async def test_all_keys_are_in_the_table_newest_first(stage: KeyStage) -> None:
    tester = QAbstractItemModelTester(stage.desk.keys, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys = sorted((await stage.listed()).values(), key=lambda key: -key.created_ms)
    assert stage.table.isVisible()
    assert stage.column(KeyColumn.KEY) == [key.hint for key in keys]
    assert stage.column(KeyColumn.DESCRIPTION) == [key.description for key in keys]
    assert stage.column(KeyColumn.STATUS) == ["Enabled" if key.enabled else "Disabled" for key in keys]
    assert stage.column(KeyColumn.REQUESTS) == [text_format.count(key.total_requests) for key in keys]
    assert stage.column(KeyColumn.COST) == [text_format.money(key.total_cost_nano) for key in keys]
    assert find(stage.page, QLabel, "pageSubtitle").text() == f"{len(keys)} keys, 1 disabled"
    assert unnamed(stage.page) == []
    assert tester.model() is stage.desk.keys


def in_order(column: KeyColumn) -> Callable[[ApiKey], Any]:
    """What a column orders keys by."""
    orders: dict[KeyColumn, Callable[[ApiKey], Any]] = {
        KeyColumn.DESCRIPTION: lambda key: key.description.casefold(),
        KeyColumn.KEY: lambda key: key.hint,
        KeyColumn.STATUS: lambda key: not key.enabled,
        KeyColumn.RATE_LIMIT: lambda key: key.rate_limit_rpm or 10**9,
        KeyColumn.ADDRESSES: lambda key: not key.allowed_ips,
        KeyColumn.CREATED: lambda key: key.created_ms,
        KeyColumn.LAST_USED: lambda key: key.last_used_ms or 0,
        KeyColumn.REQUESTS: lambda key: key.total_requests,
        KeyColumn.COST: lambda key: key.total_cost_nano,
    }
    return orders[column]


@on_the_loop
async def test_a_click_on_any_header_sorts_and_a_second_one_turns_round(stage: KeyStage) -> None:
    chosen = stage.key
    await stage.choose(chosen)
    largest_first = {KeyColumn.LAST_USED, KeyColumn.REQUESTS, KeyColumn.COST}
    for column in KeyColumn:
        for turned in (False, True):
            stage.click_header(column)
            keys = [stage.desk.keys.key(row) for row in range(stage.desk.keys.rowCount())]
            figures = [in_order(column)(key) for key in keys]
            assert figures == sorted(figures, reverse=(column in largest_first) != turned), column
            assert stage.table.chosen is not None
            assert stage.table.chosen.id == chosen.id
    assert len(await stage.listed()) == stage.desk.keys.rowCount()


@on_the_loop
async def test_a_search_finds_descriptions_and_addresses(stage: KeyStage) -> None:
    await stage.made("Laptop in Łódź", allowed_ips=("192.0.2.77",))
    stage.table.setFocus()
    await until(stage.table.hasFocus, "the keyboard in the table")
    press(Qt.Key.Key_F, CONTROL)
    assert focused() == "keySearchField"
    for words in ("łódź", "192.0.2.7", " LAPTOP in"):
        line(stage.page, "keySearchField").selectAll()
        type_in(words)
        await until(lambda: stage.column(KeyColumn.DESCRIPTION) == ["Laptop in Łódź"], f"the key with {words}")
    press(Qt.Key.Key_Down)
    assert stage.table.hasFocus()
    assert stage.table.chosen is not None
    press(Qt.Key.Key_F, CONTROL)
    type_in("nothing is called so")
    await until(lambda: find(stage.page, QFrame, "noKeyMatchState").isVisible(), "no match")
    click(button(stage.page, "clearKeySearchButton"))
    await until(stage.table.isVisible, "all keys")
    assert stage.desk.keys.rowCount() == len(await stage.listed())


@on_the_loop
async def test_what_is_done_elsewhere_appears(stage: KeyStage) -> None:
    key = await stage.made("Somewhere else")
    assert stage.row(key.id)[KeyColumn.STATUS] == "Enabled"
    changed = await stage.changed(key, description="Renamed", enabled=False, **LIMITED)
    row = stage.row(key.id)
    assert row[KeyColumn.DESCRIPTION] == "Renamed"
    assert row[KeyColumn.STATUS] == "Disabled"
    assert row[KeyColumn.RATE_LIMIT] == "60 RPM"
    assert row[KeyColumn.ADDRESSES] == "2 addresses"
    await stage.deleted(changed)
    assert "Renamed" not in stage.column(KeyColumn.DESCRIPTION)
    assert stage.notices == []


@on_the_loop
async def test_counts_grow_with_the_requests_of_a_key(stage: KeyStage) -> None:
    key = await stage.made("Counted")
    assert stage.row(key.id)[KeyColumn.LAST_USED] == "Never"
    await stage.log(3, keyId=key.id, cost="0.5")
    await until(lambda: stage.row(key.id)[KeyColumn.REQUESTS] == "3", "three requests")
    await stage.log(2, keyId=key.id, cost="0.25")
    await until(lambda: stage.row(key.id)[KeyColumn.REQUESTS] == "5", "five requests")
    assert stage.row(key.id)[KeyColumn.COST] == "$2.00"
    assert stage.row(key.id)[KeyColumn.LAST_USED] != "Never"


@before_the_session
async def test_keys_that_can_not_be_read_are_asked_for_again(stage: KeyStage) -> None:
    await stage.fault("status", path=KEYS, status=500)
    async with stage.session_running(join=False):
        await until(lambda: find(stage.page, QFrame, "keysFailedState").isVisible(), "the failure")
        await stage.end_faults()
        assert stage.session is not None
        stage.page.refresh_requested.connect(stage.refresh)
        click(button(stage.page, "keysRetryButton"))
        await until(stage.table.isVisible, "the keys")


# Creating.


@on_the_loop
async def test_a_key_is_created_by_keyboard_alone(stage: KeyStage) -> None:
    known = await stage.listed()
    form = await stage.new_key_form()
    assert focused() == "descriptionField"
    assert unnamed(form) == []
    assert not button(form, "keySubmitButton").isEnabled()
    type_in("Batch jobs")
    press(Qt.Key.Key_Tab)
    assert focused() == "rateLimitCheck"
    press(Qt.Key.Key_Space)
    assert focused() == "rateLimitField"
    type_in("90")
    press(Qt.Key.Key_Tab)
    assert focused() == "addressField"
    for address in ("203.0.113.9/24", "2001:DB8::1"):
        type_in(address)
        press(Qt.Key.Key_Return)
        assert line(form, "addressField").text() == ""
    assert addresses(form) == ["203.0.113.0/24", "2001:db8::1"]
    tab_to("keySubmitButton")
    press(Qt.Key.Key_Return)
    dialog = await stage.dialog(SecretDialog)
    assert unnamed(dialog) == []
    assert focused() == "secretText"
    secret = find(dialog, QTextEdit, "secretText").toPlainText()
    assert secret.startswith("binom_sk_")
    press(Qt.Key.Key_C, CONTROL)
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == secret
    assert bytes(content.data("x-kde-passwordManagerHint").data()) == b"secret"
    tab_to("savedKeyButton")
    press(Qt.Key.Key_Space)
    await stage.no_dialog()
    key = await stage.new_key(list(known))
    assert (key.description, key.enabled, key.rate_limit_rpm) == ("Batch jobs", True, 90)
    assert key.allowed_ips == ("203.0.113.0/24", "2001:db8::1")
    assert key.hint.endswith(secret[-4:])
    await until(lambda: stage.table.chosen is not None and stage.table.chosen.id == key.id, "the key being chosen")
    assert stage.notices == []


@on_the_loop
async def test_the_button_creates_too_and_cancel_creates_nothing(stage: KeyStage) -> None:
    known = await stage.listed()
    create = button(stage.page, "createNewKeyButton")
    create.setFocus(Qt.FocusReason.TabFocusReason)
    await until(create.hasFocus, "the keyboard on the button")
    press(Qt.Key.Key_Space)
    await stage.dialog(KeyDialog)
    type_in("Never made")
    press(Qt.Key.Key_Escape)
    await stage.no_dialog()
    assert await stage.listed() == known
    assert stage.notices == []


@on_the_loop
async def test_a_new_key_is_chosen_although_a_search_hid_all_others(stage: KeyStage) -> None:
    """What was searched for stays; a key that it hides is simply not there to be chosen."""
    known = await stage.listed()
    stage.table.setFocus()
    await until(stage.table.hasFocus, "the keyboard in the table")
    press(Qt.Key.Key_F, CONTROL)
    type_in("nothing is called so")
    await until(lambda: stage.desk.keys.rowCount() == 0, "no match")
    click(button(stage.page, "createNewKeyButton"))
    await stage.dialog(KeyDialog)
    type_in("Hidden at first")
    press(Qt.Key.Key_Return)
    await stage.save_secret()
    (id_,) = set(await stage.listed()) - set(known)
    await until(lambda: stage.version(id_), "the key")
    assert stage.desk.keys.rowCount() == 0
    click(button(stage.page, "clearKeySearchButton"))
    await until(lambda: stage.row(id_), "all keys")


async def fill_form(stage: KeyStage) -> KeyDialog:
    """A form with everything entered."""
    form = await stage.new_key_form()
    type_in("Batch jobs")
    tab_to("rateLimitCheck")
    press(Qt.Key.Key_Space)
    type_in("90")
    tab_to("addressField")
    type_in("192.0.2.7")
    return form


def entered(form: KeyDialog) -> tuple[str, str, list[str]]:
    """What stands in a form."""
    return line(form, "descriptionField").text(), line(form, "rateLimitField").text(), addresses(form)


FILLED = ("Batch jobs", "90", ["192.0.2.7"])


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "The server doesn't know this key"),
        (402, "The account has no credits left"),
        (409, "A fault of the sandbox."),
        (422, "A fault of the sandbox."),
        (429, "Too many calls. Try again in 60 s."),
    ],
)
@on_the_loop
async def test_a_refused_creation_keeps_the_form_and_says_what_to_do(stage: KeyStage, status: int, words: str) -> None:
    known = await stage.listed()
    form = await fill_form(stage)
    await stage.fault("status", status=status, path=KEYS, **({"retryAfter": 60} if status == 429 else {}))
    submit = button(form, "keySubmitButton")
    click(submit)
    await until(lambda: message(form), "the refusal")
    assert words in message(form)
    assert entered(form) == FILLED
    assert submit.text() == "Create API Key"
    await stage.end_faults()
    assert await stage.listed() == known
    press(Qt.Key.Key_Return)
    await stage.save_secret()
    key = await stage.new_key(list(known))
    assert (key.description, key.rate_limit_rpm, key.allowed_ips) == ("Batch jobs", 90, ("192.0.2.7",))


@on_the_loop
async def test_what_the_server_has_against_a_field_stands_there(stage: KeyStage) -> None:
    known = await stage.listed()
    form = await fill_form(stage)
    errors = {
        "description": ["<b>is taken</b>"],
        "rateLimitRpm": ["must be at most 80", "must be even"],
        "allowedIps": ["192.0.2.7 is blocked"],
        "colour": ["is required"],
    }
    await stage.fault("wrongShape", path=KEYS, status=422, body={"title": "Invalid", "status": 422, "errors": errors})
    click(button(form, "keySubmitButton"))
    await until(lambda: message(form), "the refusal")
    assert message(form, "descriptionMessage") == "<b>is taken</b>."
    assert message(form, "rateLimitMessage") == "Must be at most 80, must be even."
    assert message(form, "addressMessage") == "192.0.2.7 is blocked."
    assert message(form) == "Colour is required."
    assert entered(form) == FILLED
    assert focused() == "descriptionField"
    await stage.end_faults()
    press(Qt.Key.Key_End)
    type_in(" 2")
    assert message(form, "descriptionMessage") == ""
    press(Qt.Key.Key_Return)
    await stage.save_secret()
    assert (await stage.new_key(list(known))).description == "Batch jobs 2"


LOST = [
    pytest.param("status", {"status": 500, "times": 1}, "The server failed (status 500)", id="500"),
    pytest.param("status", {"status": 502, "times": 4}, "The server failed (status 502)", id="502"),
    pytest.param("status", {"status": 409, "retryAfter": 60, "times": 1}, "A fault of the sandbox.", id="running"),
    pytest.param("truncate", {"times": 4}, "The server can't be reached.", id="truncate"),
    pytest.param("garbage", {"times": 1}, "doesn't answer like a Binom.Router server", id="garbage"),
    pytest.param("html", {"times": 1}, "doesn't answer like a Binom.Router server", id="html"),
    pytest.param("wrongShape", {"times": 1}, "doesn't answer like a Binom.Router server", id="wrongShape"),
]


@pytest.mark.parametrize(("kind", "members", "reason"), LOST)
@on_the_loop
async def test_a_lost_answer_holds_the_form_until_the_same_key_is_there(
    stage: KeyStage, kind: str, members: dict[str, Any], reason: str
) -> None:
    known = await stage.listed()
    form = await fill_form(stage)
    await stage.fault(kind, path=KEYS, **members)
    submit = button(form, "keySubmitButton")
    click(submit)
    await until(lambda: message(form), "the lost answer")
    assert reason in message(form)
    assert "The key may exist already." in message(form)
    assert (submit.text(), focused()) == ("Try Again", "keySubmitButton")
    assert line(form, "descriptionField").isReadOnly()
    assert entered(form) == FILLED
    made = set(await stage.listed()) - set(known)
    assert len(made) == (1 if kind == "truncate" else 0)
    press(Qt.Key.Key_Return)
    secret = await stage.save_secret()
    key = await stage.new_key(list(known))
    assert made <= {key.id}
    assert (key.description, key.rate_limit_rpm, key.allowed_ips) == ("Batch jobs", 90, ("192.0.2.7",))
    works = AccountClient(server=stage.sandbox.url, key=lambda: secret)
    try:
        assert (await works.account()).username == "demo-account"
    finally:
        await works.aclose()


@on_the_loop
async def test_who_leaves_a_lost_answer_is_told_of_the_key(stage: KeyStage) -> None:
    form = await fill_form(stage)
    line(form, "descriptionField").setFocus()
    press(Qt.Key.Key_End)
    type_in(" \u202e2")
    await stage.fault("garbage", path=KEYS, times=1)
    click(button(form, "keySubmitButton"))
    await until(lambda: message(form), "the lost answer")
    press(Qt.Key.Key_Escape)
    await stage.no_dialog()
    (notice,) = stage.notices
    assert "“Batch jobs \ufffd2” may have been created although its secret never arrived" in notice


@on_the_loop
async def test_while_a_key_is_created_the_form_can_not_be_left(stage: KeyStage) -> None:
    known = await stage.listed()
    form = await fill_form(stage)
    await stage.fault("delay", path=KEYS, seconds=1, times=1)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert button(form, "keySubmitButton").text() == "Creating…"
    await stage.fault_taken()
    press(Qt.Key.Key_Escape)
    form.close()
    assert form.isVisible()
    await stage.save_secret()
    await stage.new_key(list(known))


# The secret.


def asks(stage: KeyStage, dialog: SecretDialog) -> bool:
    """Whether a dialog asks whether the secret may be lost."""
    return "can't be shown again" in message(dialog, "secretWarning") and button(dialog, "secretBackButton").isVisible()


WAYS_OUT: list[Callable[[KeyStage, SecretDialog], object]] = [
    lambda _stage, _dialog: press(Qt.Key.Key_Escape),
    lambda _stage, dialog: dialog.close(),
    lambda stage, _dialog: stage.desk.guards_secret(),
]


@pytest.mark.parametrize("way_out", WAYS_OUT, ids=["Esc", "close", "quit"])
@on_the_loop
async def test_every_way_out_asks_before_a_secret_is_lost(
    stage: KeyStage, way_out: Callable[[KeyStage, SecretDialog], object]
) -> None:
    assert not stage.desk.guards_secret()
    dialog, secret = await stage.new_secret()
    assert not asks(stage, dialog)
    way_out(stage, dialog)
    assert dialog.isVisible()
    assert asks(stage, dialog)
    assert stage.desk.guards_secret()
    assert focused() == "secretBackButton"
    press(Qt.Key.Key_Space)
    assert not asks(stage, dialog)
    assert find(dialog, QTextEdit, "secretText").toPlainText() == secret
    way_out(stage, dialog)
    assert asks(stage, dialog)
    tab_to("secretLeaveButton")
    press(Qt.Key.Key_Space)
    await stage.no_dialog()
    assert not stage.desk.guards_secret()


@on_the_loop
async def test_a_secret_is_nowhere_once_its_dialog_is_gone(stage: KeyStage) -> None:
    known = await stage.listed()
    _dialog, secret = await stage.new_secret("Kept secret")
    assert any(secret in words for words in words_of_widgets())
    await stage.save_secret()
    key = await stage.new_key(list(known))
    await stage.open(key)
    assert [words for words in words_of_widgets() if secret in words] == []
    roles = [int(role.value) for role in Qt.ItemDataRole]
    model = stage.desk.keys
    cells = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    assert not any(secret in str(cell.data(role)) for cell in cells for role in roles)
    files = [file for file in stage.folder.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if secret.encode() in file.read_bytes()] == []
    assert secret not in QGuiApplication.clipboard().text()
    assert not any(secret in notice for notice in stage.notices)


async def copied(stage: KeyStage) -> tuple[str, QTimer]:
    """A secret on the clipboard, its dialog closed, and what will clear it."""
    dialog, secret = await stage.new_secret()
    click(button(dialog, "copySecretButton"))
    assert message(dialog) == "Copied to the clipboard."
    await stage.save_secret()
    assert QGuiApplication.clipboard().text() == secret
    (clipboard,) = stage.desk.findChildren(SecretClipboard)
    (timer,) = clipboard.findChildren(QTimer)
    assert timer.isActive()
    assert timer.interval() == CLEARED_AFTER_MS == 60_000
    return secret, timer


@on_the_loop
async def test_the_clipboard_is_cleared_of_a_secret_in_time(stage: KeyStage) -> None:
    _secret, timer = await copied(stage)
    timer.setInterval(0)
    await until(lambda: QGuiApplication.clipboard().text() == "", "the empty clipboard")


@on_the_loop
async def test_the_clipboard_is_cleared_of_a_secret_when_the_app_ends(stage: KeyStage) -> None:
    _secret, timer = await copied(stage)
    stage.desk.end()
    assert QGuiApplication.clipboard().text() == ""
    assert not timer.isActive()


@on_the_loop
async def test_what_else_was_copied_stays_on_the_clipboard(stage: KeyStage) -> None:
    _secret, timer = await copied(stage)
    QGuiApplication.clipboard().setText("Something else")
    timer.setInterval(0)
    await until(lambda: not timer.isActive(), "the timer")
    stage.desk.end()
    assert QGuiApplication.clipboard().text() == "Something else"


@on_the_loop
async def test_a_new_key_can_be_tested_before_it_is_saved(stage: KeyStage) -> None:
    known = await stage.listed()
    dialog, _secret = await stage.new_secret()
    test = button(dialog, "testKeyButton")
    click(test)
    assert message(dialog) == "Asking the server…"
    await until(test.isEnabled, "the answer")
    assert message(dialog).startswith("It works. Connected as demo-account. Credit Balance: $")
    (id_,) = set(await stage.listed()) - set(known)
    await stage.elsewhere.delete_key(id_)
    click(test)
    await until(test.isEnabled, "the answer")
    assert "The server doesn't know this key" in message(dialog)
    await stage.fault("status", path="/v1/account", status=429, retryAfter=60, times=1)
    click(test)
    await until(test.isEnabled, "the answer")
    assert "Too many calls. Try again in 60 s." in message(dialog)
    await stage.save_secret()


@on_the_loop
async def test_an_answer_to_a_test_after_the_dialog_is_gone_is_dropped(stage: KeyStage) -> None:
    dialog, _secret = await stage.new_secret()
    await stage.fault("delay", path="/v1/account", seconds=0.3, times=1)
    click(button(dialog, "testKeyButton"))
    await stage.save_secret()
    _other, _secret = await stage.new_secret("The next one")
    await stage.save_secret()


# Editing.


@on_the_loop
async def test_an_edit_changes_what_differs_and_nothing_else(stage: KeyStage) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    assert unnamed(form) == []
    save = button(form, "keySubmitButton")
    assert entered(form) == ("Laptop", "60", ["192.0.2.0/24", "2001:db8::1"])
    assert not save.isEnabled()
    type_in("Desk")
    assert line(form, "descriptionField").text() == "Desk"
    assert save.isEnabled()
    line(form, "descriptionField").selectAll()
    type_in("Laptop")
    assert not save.isEnabled()
    tab_to("rateLimitField")
    line(form, "rateLimitField").selectAll()
    type_in("75")
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    changed = (await stage.listed())[key.id]
    assert changed == replace(key, rate_limit_rpm=75, version=changed.version)
    await until(lambda: stage.row(key.id)[KeyColumn.RATE_LIMIT] == "75 RPM", "the new limit")
    assert stage.table.chosen is not None
    assert stage.table.chosen.id == key.id


@on_the_loop
async def test_an_edit_takes_limits_away(stage: KeyStage) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    tab_to("rateLimitCheck")
    press(Qt.Key.Key_Space)
    for address in LIMITED["allowed_ips"]:
        tab_to(f"address {address}")
        press(Qt.Key.Key_Delete)
    assert addresses(form) == []
    tab_to("keySubmitButton")
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    changed = (await stage.listed())[key.id]
    assert (changed.description, changed.rate_limit_rpm, changed.allowed_ips) == ("Laptop", None, ())


@on_the_loop
async def test_what_changed_elsewhere_meanwhile_is_named_and_one_s_own_stands(stage: KeyStage) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    type_in("Mine")
    await stage.changed(key, description="Theirs", enabled=False, rate_limit_rpm=None, allowed_ips=("198.51.100.1",))
    click(button(form, "keySubmitButton"))
    await until(lambda: message(form), "what changed")
    for words in (
        "Somebody else changed this key meanwhile.",
        "The description is now “Theirs”.",
        "It was disabled.",
        "The rate limit is now Off; it was 60 RPM.",
        "The addresses are now: 198.51.100.1.",
    ):
        assert words in message(form)
    assert line(form, "descriptionField").text() == "Mine"
    assert not line(form, "rateLimitField").isVisible()
    assert addresses(form) == ["198.51.100.1"]
    assert focused() == "keySubmitButton"
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    changed = (await stage.listed())[key.id]
    assert (changed.description, changed.enabled, changed.rate_limit_rpm) == ("Mine", False, None)
    assert changed.allowed_ips == ("198.51.100.1",)


@on_the_loop
async def test_a_change_whose_answer_was_lost_counts_as_saved(stage: KeyStage) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    type_in("Desk")
    await stage.fault("truncate", path=ONE_KEY, times=1)
    click(button(form, "keySubmitButton"))
    await stage.no_dialog()
    assert (await stage.listed())[key.id].description == "Desk"
    assert stage.notices == []


@on_the_loop
async def test_what_the_server_has_against_an_edit_stands_at_the_field(stage: KeyStage) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    tab_to("rateLimitField")
    line(form, "rateLimitField").selectAll()
    type_in("900")
    body = {"title": "Invalid", "status": 422, "errors": {"rateLimitRpm": ["must be at most 80"]}}
    await stage.fault("wrongShape", path=ONE_KEY, status=422, body=body)
    press(Qt.Key.Key_Return)
    await until(lambda: message(form, "rateLimitMessage"), "the refusal")
    assert message(form, "rateLimitMessage") == "Must be at most 80."
    assert message(form) == ""
    assert focused() == "rateLimitField"
    await stage.end_faults()
    line(form, "rateLimitField").selectAll()
    type_in("80")
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert (await stage.listed())[key.id].rate_limit_rpm == 80


@on_the_loop
async def test_a_key_that_was_deleted_while_it_was_edited_is_said_to_be_gone(stage: KeyStage) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    type_in("Desk")
    await stage.deleted(key)
    click(button(form, "keySubmitButton"))
    await stage.no_dialog()
    assert stage.notices == ["“Laptop” exists no longer: it was deleted elsewhere."]
    assert not stage.row(key.id)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "The server doesn't know this key"),
        (429, "Too many calls. Try again in 60 s."),
        (500, "The server failed (status 500). Try again in a moment."),
    ],
)
@on_the_loop
async def test_a_refused_edit_keeps_the_form(stage: KeyStage, status: int, words: str) -> None:
    key = stage.key
    form = await stage.edit_form(key)
    type_in("Desk")
    await stage.fault("status", path=ONE_KEY, status=status, **({"retryAfter": 60} if status == 429 else {}))
    click(button(form, "keySubmitButton"))
    await until(lambda: message(form), "the refusal")
    assert words in message(form)
    assert line(form, "descriptionField").text() == "Desk"
    await stage.end_faults()
    assert (await stage.listed())[key.id] == key
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert (await stage.listed())[key.id].description == "Desk"


# Enabling and disabling.


def seen_states(stage: KeyStage, key: ApiKey) -> list[str]:
    """Collects a key's status each time that it is another one than before."""
    seen = [stage.row(key.id)[KeyColumn.STATUS]]

    def note() -> None:
        status = stage.row(key.id).get(KeyColumn.STATUS, "gone")
        if status != seen[-1]:
            seen.append(status)

    stage.desk.keys.changed.connect(note)
    stage.desk.keys.dataChanged.connect(note)
    return seen


@on_the_loop
async def test_a_switch_acts_at_once_and_stays(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    seen = seen_states(stage, key)
    switch = stage.switch()
    assert (switch.text(), switch.isChecked()) == ("Enabled", True)
    await stage.fault("delay", path=ONE_KEY, seconds=1, times=1)
    switch.setFocus()
    press(Qt.Key.Key_Space)
    assert (switch.text(), switch.isChecked(), switch.isEnabled()) == ("Disabled", False, False)
    assert stage.row(key.id)[KeyColumn.STATUS] == "Disabled"
    assert (await stage.listed())[key.id].enabled
    await until(lambda: stage.version(key.id) != key.version and switch.isEnabled(), "the answer")
    assert not (await stage.listed())[key.id].enabled
    assert switch.text() == "Disabled"
    click(switch)
    assert switch.text() == "Enabled"
    await until(switch.isEnabled, "the answer")
    changed = (await stage.listed())[key.id]
    assert changed == replace(key, version=changed.version)
    await until(lambda: stage.version(key.id) == changed.version, "the last state")
    assert seen == ["Enabled", "Disabled", "Enabled"]
    assert stage.notices == []


@on_the_loop
async def test_a_switch_is_rolled_back_when_the_server_fails(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    await stage.fault("status", path=ONE_KEY, status=500)
    click(stage.switch())
    assert stage.switch().text() == "Disabled"
    await until(lambda: stage.notices, "the notice")
    await until(stage.switch().isEnabled, "the switch")
    assert (stage.switch().text(), stage.switch().isChecked()) == ("Enabled", True)
    (notice,) = stage.notices
    assert notice.startswith("“Laptop” could not be disabled. The server failed (status 500).")


@on_the_loop
async def test_the_key_in_use_can_not_be_disabled_and_the_notice_says_why(stage: KeyStage) -> None:
    own = await stage.own()
    await stage.open(own)
    click(stage.switch())
    await until(lambda: stage.notices, "the notice")
    await until(stage.switch().isEnabled, "the switch")
    assert stage.switch().isChecked()
    assert stage.notices == [
        f"“{own.description}” could not be disabled. "
        "It is the key that this app signs in with. Sign in with another key first."
    ]


@on_the_loop
async def test_a_switch_keeps_what_was_changed_elsewhere_meanwhile(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    seen = seen_states(stage, key)
    await stage.fault("delay", path=ONE_KEY, seconds=1, times=1)
    click(stage.switch())
    await stage.fault_taken()
    await stage.changed(key, description="Theirs", wait=False)
    await until(stage.switch().isEnabled, "the answer")
    changed = (await stage.listed())[key.id]
    assert (changed.description, changed.enabled) == ("Theirs", False)
    await until(lambda: stage.version(key.id) == changed.version, "the last state")
    assert seen == ["Enabled", "Disabled"]
    assert stage.notices == []


@on_the_loop
async def test_a_switch_of_a_key_that_is_gone_says_so(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    await stage.fault("delay", path=ONE_KEY, seconds=1, times=1)
    click(stage.switch())
    await stage.fault_taken()
    await stage.elsewhere.delete_key(key.id)
    await until(lambda: stage.notices, "the notice")
    assert stage.notices == ["“Laptop” exists no longer: it was deleted elsewhere."]
    await until(stage.table.isVisible, "the list")
    assert not stage.row(key.id)


def menu_of(stage: KeyStage) -> QMenu:
    """The chosen row's menu, as the menu key opens it; that is how every platform tells a widget of that key."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), stage.table.mapToGlobal(QPoint(0, 0)))
    QApplication.sendEvent(stage.table, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


async def choose_in_menu(stage: KeyStage, key: ApiKey, text: str) -> None:
    """Choose something in a row's menu by keyboard."""
    await stage.choose(key)
    menu = menu_of(stage)
    assert menu.isVisible()
    for _ in menu.actions():
        press(Qt.Key.Key_Down)
        if menu.activeAction().text() == text:
            break
    else:
        raise AssertionError(f"{text} is not in the menu")
    press(Qt.Key.Key_Return)


def has_other_version(stage: KeyStage, key_id: str, before: set[str]) -> bool:
    return stage.version(key_id) not in before


@on_the_loop
async def test_the_menu_sorts_by_every_column(stage: KeyStage) -> None:
    for column in KeyColumn:
        await choose_in_menu(stage, stage.key, "Sort By")
        inside = stage.page.findChildren(QMenu, "sortKeysMenu")[-1]
        await until(inside.isVisible, "the columns")
        while inside.activeAction() is None or inside.activeAction().data() != column.value:
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        assert stage.desk.keys.ordered_by[0] is column
        assert stage.table.chosen is not None
        assert stage.table.chosen.id == stage.key.id


@on_the_loop
async def test_escape_takes_the_readout_away_before_it_leaves_the_key(stage: KeyStage) -> None:
    await stage.open(stage.key)
    chart = find(stage.page.detail_view, QWidget, "dailyRequestVolumeChart")
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    await until(chart.hasFocus, "the keyboard in the chart")
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Escape)
    assert stage.page.detail_view.isVisible()
    press(Qt.Key.Key_Escape)
    assert not stage.page.detail_view.isVisible()


@on_the_loop
async def test_the_menu_disables_and_enables(stage: KeyStage) -> None:
    key = stage.key
    for text, status in (("Disable", "Disabled"), ("Enable", "Enabled")):
        before = {stage.version(key.id)}
        await choose_in_menu(stage, key, text)
        assert stage.row(key.id)[KeyColumn.STATUS] == status
        await until(partial(has_other_version, stage, key.id, before), "the answer")
        assert (await stage.listed())[key.id].enabled == (status == "Enabled")
        await until(lambda: not stage.desk.keys.is_pending(key.id), "the answer")


@on_the_loop
async def test_the_menu_leads_to_everything_else(stage: KeyStage) -> None:
    key = stage.key
    await choose_in_menu(stage, key, "View Requests")
    assert stage.chosen == [key.id]
    kinds: tuple[tuple[str, type[KeyDialog | DeleteKeyDialog], str], ...] = (
        ("Edit…", KeyDialog, "Edit API Key"),
        ("Rotate…", KeyDialog, "Rotate API Key"),
        ("Delete…", DeleteKeyDialog, "Delete API Key"),
    )
    for text, kind, title in kinds:
        await choose_in_menu(stage, key, text)
        dialog = await stage.dialog(kind)
        assert dialog.windowTitle() == title
        press(Qt.Key.Key_Escape)
        await stage.no_dialog()
    await choose_in_menu(stage, key, "Open")
    assert stage.page.detail_view.isVisible()
    assert (await stage.listed())[key.id] == key


# Deleting.


@on_the_loop
async def test_a_key_is_deleted_by_keyboard_once_its_description_is_typed(stage: KeyStage) -> None:
    key = stage.key
    dialog = await stage.delete_form(key)
    assert unnamed(dialog) == []
    assert focused() == "deleteWordField"
    delete = button(dialog, "deleteConfirmButton")
    for letter in "Lapto":
        assert not delete.isEnabled()
        type_in(letter)
    press(Qt.Key.Key_Return)
    assert not delete.isEnabled()
    assert key.id in await stage.listed()
    type_in("p")
    assert delete.isEnabled()
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert key.id not in await stage.listed()
    await until(lambda: not stage.row(key.id), "the end of the row")
    assert stage.notices == []


@on_the_loop
async def test_the_key_in_use_can_not_be_deleted_and_the_dialog_says_why(stage: KeyStage) -> None:
    own = await stage.own()
    dialog = await stage.delete_form(own)
    type_in(own.description)
    press(Qt.Key.Key_Return)
    await until(lambda: message(dialog), "the reason")
    assert message(dialog) == "It is the key that this app signs in with. Sign in with another key first."
    press(Qt.Key.Key_Escape)
    await stage.no_dialog()
    assert stage.row(own.id)
    assert own.id in await stage.listed()


@on_the_loop
async def test_a_key_that_was_deleted_before_is_said_to_be_gone(stage: KeyStage) -> None:
    key = stage.key
    await stage.delete_form(key)
    type_in("Laptop")
    await stage.deleted(key)
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert stage.notices == ["“Laptop” exists no longer: it was deleted elsewhere."]


@on_the_loop
async def test_a_deletion_that_failed_can_be_tried_again(stage: KeyStage) -> None:
    key = stage.key
    dialog = await stage.delete_form(key)
    type_in("Laptop")
    await stage.fault("status", path=ONE_KEY, status=500, times=1)
    press(Qt.Key.Key_Return)
    await until(lambda: message(dialog), "the reason")
    assert "The server failed (status 500)" in message(dialog)
    assert key.id in await stage.listed()
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert key.id not in await stage.listed()


@on_the_loop
async def test_a_deletion_whose_answer_was_lost_counts_as_done(stage: KeyStage) -> None:
    key = stage.key
    await stage.delete_form(key)
    type_in("Laptop")
    await stage.fault("truncate", path=ONE_KEY, times=1)
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert key.id not in await stage.listed()
    assert stage.notices == []


@pytest.mark.parametrize(
    "description",
    [HOSTILE, "&Amp; <a href='x'>&lt;</a>", "\u202b\u05d0\u05d1\u05d2 42\u202c", "tab\tand\nline", "  two  spaces  "],
    ids=["hostile", "markup", "rightToLeft", "controls", "spaces"],
)
@on_the_loop
async def test_any_description_can_be_typed_as_it_is_shown(stage: KeyStage, description: str) -> None:
    key = await stage.made(description)
    row = stage.row(key.id)[KeyColumn.DESCRIPTION]
    assert "\u202e" not in row
    assert "\n" not in row
    dialog = await stage.delete_form(key)
    assert f"“{row}”" in message(dialog, "dialogNote")
    assert find(dialog, QLabel, "dialogNote").textFormat() is Qt.TextFormat.PlainText
    QGuiApplication.clipboard().setText(row)
    press(Qt.Key.Key_V, CONTROL)
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert key.id not in await stage.listed()


@on_the_loop
async def test_a_description_that_can_not_be_seen_is_called_by_its_hint(stage: KeyStage) -> None:
    key = await stage.made("\u200b")
    assert stage.row(key.id)[KeyColumn.DESCRIPTION] == key.hint
    await stage.delete_form(key)
    QGuiApplication.clipboard().setText(key.hint)
    press(Qt.Key.Key_V, CONTROL)
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    assert key.id not in await stage.listed()


# Rotating.


async def rotated(stage: KeyStage, old: ApiKey) -> ApiKey:
    """The successor of a key that is open."""
    known = await stage.listed()
    rotate = button(stage.page.detail_view, "keyRotateButton")
    click(rotate)
    form = await stage.dialog(KeyDialog)
    assert form.windowTitle() == "Rotate API Key"
    assert f"“{old.description}” ({old.hint})" in message(form, "dialogNote")
    type_in("Laptop, new")
    press(Qt.Key.Key_Return)
    await stage.save_secret()
    successor = await stage.new_key(list(known))
    await until(lambda: stage.banner()[0], "the banner")
    return successor


@on_the_loop
async def test_a_key_is_replaced_in_stages_and_at_last_deleted(stage: KeyStage) -> None:
    old = stage.key
    await stage.open(old)
    new = await rotated(stage, old)
    assert (new.description, new.rate_limit_rpm, new.allowed_ips) == ("Laptop, new", 60, LIMITED["allowed_ips"])
    assert not button(stage.page.detail_view, "keyRotateButton").isVisible()
    name = f"“Laptop, new” ({new.hint})"
    text, action = stage.banner()
    assert text.startswith(f"Being replaced by {name}. Put the new key where the old one is used")
    assert action == ""
    await stage.log(keyId=old.id, timestamp=stage.now_ms())
    await until(lambda: "still in use: its last request was" in stage.banner()[0], "the use of the old key")
    stage.ahead_ms = SILENT_MS
    stage.desk.keys.refresh_ages()
    text, action = stage.banner()
    assert text == f"Replaced by {name}. No request came with the old key for an hour: it can be disabled."
    assert action == "Disable Old Key"
    click(button(stage.page.detail_view, "keyRotationAction"))
    await until(lambda: stage.version(old.id) != old.version, "the answer")
    assert not (await stage.listed())[old.id].enabled
    await until(lambda: stage.banner()[1] == "Delete Old Key", "the last stage")
    assert stage.banner()[0] == f"Replaced by {name}, and disabled. Delete it once nothing misses it."
    click(button(stage.page.detail_view, "keyRotationAction"))
    await stage.dialog(DeleteKeyDialog)
    type_in("Laptop")
    press(Qt.Key.Key_Return)
    await stage.no_dialog()
    await until(lambda: stage.table.isVisible() and not stage.row(old.id), "the list without the old key")
    assert new.id in await stage.listed()
    assert stage.notices == []


@on_the_loop
async def test_a_replaced_key_needs_no_watching(stage: KeyStage) -> None:
    old = stage.key
    await stage.open(old)
    await rotated(stage, old)
    click(button(stage.page.detail_view, "keyEndRotationButton"))
    await until(lambda: not stage.banner()[0], "the end of the banner")
    assert button(stage.page.detail_view, "keyRotateButton").isVisible()
    assert stage.notices == []


@before_the_session
async def test_a_rotation_is_watched_after_a_restart_too(stage: KeyStage) -> None:
    async with stage.session_running():
        old = stage.key
        await stage.open(old)
        new = await rotated(stage, old)
    assert stage.desk.keys.rowCount() == 0
    async with stage.session_running():
        await stage.open(old)
        assert f"“Laptop, new” ({new.hint})" in stage.banner()[0]


# Details.


@on_the_loop
async def test_details_sum_up_to_what_the_server_has_of_the_key(stage: KeyStage) -> None:
    keys = (await stage.listed()).values()
    used = max(keys, key=lambda key: key.total_requests)
    await stage.log(7, keyId=used.id, model="made/up", cost="0.125")
    await until(lambda: stage.row(used.id)[KeyColumn.REQUESTS] == str(used.total_requests + 7), "the requests")
    await stage.open(used)
    days = stage.desk.detail.days
    last = days.days[-1]
    first = last - timedelta(days=29)
    by = (UsageField.DAY, UsageField.MODEL)
    own = await stage.elsewhere.usage(first, last, by, filter=RequestFilter(key_ids=(used.id,)))
    (all_of_it,) = [
        item for item in (await stage.elsewhere.usage(first, last, (UsageField.KEY,))).items if item.key == used.id
    ]
    volume, models = stage.page.detail_view.volume.table.model(), stage.desk.detail.models
    assert days.days == tuple(first + timedelta(days=number) for number in range(30))
    assert list(days.counts) == [sum(item.requests for item in own.items if item.day == day) for day in days.days]
    assert volume.rowCount() == 30
    assert sum(days.counts) == sum(row.requests for row in models.rows) == all_of_it.requests
    assert sum(row.cost_nano for row in models.rows) == all_of_it.cost_nano
    assert stage.fact("requests") == text_format.count(used.total_requests + 7)
    assert stage.fact("cost") == text_format.exact_money(used.total_cost_nano + 7 * 125_000_000)
    assert unnamed(stage.page) == []


@on_the_loop
async def test_details_follow_the_key_s_requests_and_errors(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    view = stage.page.detail_view
    assert find(view, QLabel, "lastErrorsNothing").text() == "None of its requests failed."
    assert (stage.fact("rateLimit"), stage.fact("addresses")) == ("60 RPM", "192.0.2.0/24\n2001:db8::1")
    assert (stage.fact("lastUsed"), stage.fact("requests")) == ("Never", "0")
    await stage.log(2, keyId=key.id, status=200, model="made/up")
    await stage.log(6, keyId=key.id, status=503, model="made/up", error="<b>Too hot</b>")
    errors = stage.desk.detail.failed
    await until(lambda: stage.fact("requests") == "8" and errors.rowCount() == 5, "the requests in the details")
    assert {errors.record(row).error for row in range(5)} == {"<b>Too hot</b>"}
    assert view.errors.table.isVisible()
    await until(lambda: sum(stage.desk.detail.days.counts) == 8, "the requests in the chart")
    (share,) = stage.desk.detail.models.rows
    assert (share.model, share.requests) == ("made/up", 8)


@on_the_loop
async def test_details_lead_to_the_requests_and_back_to_the_row(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    assert not stage.table.isVisible()
    click(button(stage.page.detail_view, "keyRequestsButton"))
    assert stage.chosen == [key.id]
    button(stage.page.detail_view, "keyEditButton").setFocus()
    press(Qt.Key.Key_Escape)
    assert stage.table.isVisible()
    assert not stage.page.detail_view.isVisible()
    assert stage.table.hasFocus()
    assert stage.table.chosen is not None
    assert stage.table.chosen.id == key.id


@on_the_loop
async def test_a_key_that_is_deleted_elsewhere_while_it_is_open_leads_back_to_the_list(stage: KeyStage) -> None:
    key = stage.key
    await stage.open(key)
    await stage.deleted(key)
    assert stage.table.isVisible()
    assert not stage.page.detail_view.isVisible()


def has_requests(stage: KeyStage, key_id: str, count: int) -> bool:
    return stage.row(key_id)[KeyColumn.REQUESTS] == str(count)


def has_usage(stage: KeyStage, count: int) -> bool:
    return sum(stage.desk.detail.days.counts) == count


@on_the_loop
async def test_each_key_has_its_own_usage(stage: KeyStage) -> None:
    first, second = await stage.made("First"), await stage.made("Second")
    for key, count in ((first, 3), (second, 5)):
        await stage.log(count, keyId=key.id)
    for key, count in ((first, 3), (second, 5), (first, 3)):
        await until(partial(has_requests, stage, key.id, count), "the requests")
        await stage.open(key)
        await until(partial(has_usage, stage, count), "the usage")
        press(Qt.Key.Key_Escape)


@before_the_session
async def test_nothing_is_done_before_there_is_an_account(stage: KeyStage) -> None:
    stage.table.setFocus()
    press(Qt.Key.Key_N, CONTROL)
    assert shown(KeyDialog) == []
    async with stage.session_running():
        form = await fill_form(stage)
        key = stage.desk.keys.key(0)
    click(button(form, "keySubmitButton"))
    await until(lambda: message(form), "the reason")
    assert "The account is not open yet." in message(form)
    assert key.id in await stage.listed()
