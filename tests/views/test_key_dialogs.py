"""The dialogs about API keys as a person meets them: with the keyboard, with bad input, and with bad news."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QClipboard, QColor, QGuiApplication, QTextDocument
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from binom_desktop.domain import ApiKey, CreatedKey, KeySettings
from binom_desktop.errors import AuthFailed, BinomError, Conflict, Invalid, Offline, RateLimited, ServerFault
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.address_field import AddressChip, AddressField
from binom_desktop.views.delete_key_dialog import DeleteKeyDialog
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.key_dialog import KeyDialog
from binom_desktop.views.secret_clipboard import SecretClipboard
from binom_desktop.views.secret_dialog import SecretDialog, SecretText
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.figures import HOSTILE_NAME
from tests.models.test_api_keys import key as api_key
from tests.views.shell_parts import account, find, unnamed

SECRET = "binom_sk_" + "aB3" * 10 + "zZ"
PLAIN, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEY = api_key(description="Production", rate_limit_rpm=60, allowed_ips=("203.0.113.7", "2001:db8::/32"))
EDITED = KeySettings("Production", True, 60, ("203.0.113.7", "2001:db8::/32"))
NEW_FIELDS = ["descriptionField", "rateLimitCheck", "addressField", "keyCancelButton"]

_Dialog = TypeVar("_Dialog", bound=Dialog)


@dataclass
class Stage:
    """A window that dialogs stand before."""

    window: QWidget
    theme: Theme
    qtbot: QtBot

    def show(self, dialog: _Dialog) -> _Dialog:
        """Open a dialog, and wait until the keyboard is in it."""
        dialog.open()
        self.qtbot.waitExposed(dialog)
        dialog.activateWindow()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def key_dialog(self, *, key: ApiKey | None = None, replaced: ApiKey | None = None) -> KeyDialog:
        """The form, open."""
        return self.show(KeyDialog(theme=self.theme, key=key, replaced=replaced, parent=self.window))

    def delete_dialog(self, key: ApiKey) -> DeleteKeyDialog:
        """The question whether a key is to be deleted, open."""
        return self.show(DeleteKeyDialog(key=key, last_used="4 min ago", theme=self.theme, parent=self.window))

    def secret_dialog(self, key: ApiKey = KEY) -> SecretDialog:
        """A new key's secret, open."""
        clipboard = SecretClipboard(parent=self.window)
        created = CreatedKey(key, SECRET)
        return self.show(SecretDialog(created=created, clipboard=clipboard, theme=self.theme, parent=self.window))

    def wait_gone(self, dialog: Dialog) -> None:
        """Until a dialog is closed for good."""
        self.qtbot.waitUntil(lambda: not isValid(dialog))


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot) -> Iterator[Stage]:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    window = QWidget()
    window.resize(780, 600)
    window.show()
    qtbot.waitExposed(window)
    QGuiApplication.clipboard().clear()
    yield Stage(window, theme, qtbot)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QGuiApplication.clipboard().clear()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    return widget


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    for key in keys:
        QTest.keyClick(focused(), key, modifiers)


def type_text(text: str) -> None:
    for letter in text:
        QTest.keyClicks(focused(), letter)


def write_over(text: str) -> None:
    """Put ``text`` into the field that has the keyboard, in place of what is there."""
    press(Qt.Key.Key_A, modifiers=CONTROL)
    type_text(text)


def paste(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    press(Qt.Key.Key_V, modifiers=CONTROL)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, PLAIN, widget.rect().center())


def focus(dialog: QWidget, name: str) -> None:
    find(dialog, QWidget, name).setFocus(Qt.FocusReason.TabFocusReason)


def button(dialog: QWidget, name: str) -> QPushButton:
    return find(dialog, QPushButton, name)


def message(dialog: QWidget, name: str = "dialogMessage") -> str:
    label = find(dialog, QLabel, name)
    assert label.textFormat() is Qt.TextFormat.PlainText
    return label.text() if label.isVisible() else ""


def tone(dialog: QWidget, name: str) -> str:
    return str(find(dialog, QWidget, name).property("tone"))


def chips(dialog: QWidget) -> list[str]:
    shown = [chip for chip in dialog.findChildren(AddressChip) if chip.isVisible()]
    return [chip.text() for chip in sorted(shown, key=lambda chip: (chip.y(), chip.x()))]


def tab_way(*, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    """The controls that the keyboard comes to, once around."""
    way = [focused().objectName()]
    while True:
        press(key)
        if focused().objectName() in way:
            return way
        way.append(focused().objectName())


def submissions(dialog: KeyDialog) -> list[KeySettings]:
    """What the form submits from now on."""
    heard: list[KeySettings] = []
    dialog.submitted.connect(heard.append)
    return heard


def cut_texts(dialog: QWidget) -> list[str]:
    """Visible labels that are too low for their words."""
    return [
        label.text()
        for label in dialog.findChildren(QLabel)
        if label.isVisible() and label.wordWrap() and label.height() < label.heightForWidth(label.width())
    ]


def covered(dialog: QWidget) -> list[str]:
    """Visible words and controls that lie over one another."""
    parts = [part for part in dialog.findChildren(QWidget) if isinstance(part, QLabel | QLineEdit | QAbstractButton)]
    places = {
        part.objectName(): QRect(part.mapTo(dialog, QPoint(0, 0)), part.size()) for part in parts if part.isVisible()
    }
    return [f"{one} {other}" for one, other in combinations(places, 2) if places[one].intersects(places[other])]


def is_whole(dialog: QWidget) -> bool:
    return cut_texts(dialog) == covered(dialog) == []


def names_of(root: QWidget) -> list[str]:
    """All that titles, names and labels of a window say."""
    widgets = [root, *root.findChildren(QWidget)]
    said = [text for each in widgets for text in (each.objectName(), each.accessibleName(), each.toolTip())]
    said += [text for each in widgets for text in (each.accessibleDescription(), each.windowTitle(), each.statusTip())]
    return said + [label.text() for label in root.findChildren(QLabel)]


# Creating a key.


def test_a_new_key_needs_a_description_alone(stage: Stage) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    assert dialog.windowTitle() == "Create New API Key"
    assert focused().objectName() == "descriptionField"
    assert message(dialog, "descriptionMessage") == "Say what the key is for."
    assert tone(dialog, "descriptionMessage") == Tone.NEUTRAL.value
    assert message(dialog, "addressMessage") == "None: the key works from any address."
    assert not button(dialog, "keySubmitButton").isEnabled()
    press(Qt.Key.Key_Return)
    assert heard == []
    type_text("Laptop")
    assert message(dialog, "descriptionMessage") == ""
    press(Qt.Key.Key_Return)
    assert heard == [KeySettings("Laptop")]
    assert dialog.isVisible()


def test_what_is_wrong_stands_below_its_field(stage: Stage) -> None:
    dialog = stage.key_dialog()
    find(dialog, QLineEdit, "descriptionField").setText("P" * 101)
    assert message(dialog, "descriptionMessage") == "At most 100 characters; these are 101."
    assert tone(dialog, "descriptionField") == tone(dialog, "descriptionMessage") == Tone.BAD.value
    assert find(dialog, QLineEdit, "descriptionField").accessibleDescription().startswith("At most 100")
    press(Qt.Key.Key_Return)
    assert not button(dialog, "keySubmitButton").isEnabled()
    press(Qt.Key.Key_Backspace)
    assert tone(dialog, "descriptionField") == Tone.NEUTRAL.value
    assert button(dialog, "keySubmitButton").isEnabled()


def test_a_limit_is_ticked_and_typed_by_keyboard(stage: Stage) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    limit = find(dialog, QLineEdit, "rateLimitField")
    type_text("Laptop")
    press(Qt.Key.Key_Tab)
    assert not limit.isVisible()
    press(Qt.Key.Key_Space)
    assert focused() is limit
    assert limit.selectedText() == "60"
    for typed, words in (("0", "A whole number from 1 to 100,000."), ("6o", "A whole number from 1 to 100,000.")):
        write_over(typed)
        assert message(dialog, "rateLimitMessage") == words
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert message(dialog, "rateLimitMessage") == "Type how many requests a minute, from 1 to 100,000."
    assert tone(dialog, "rateLimitMessage") == Tone.NEUTRAL.value
    assert heard == []
    type_text("100000")
    press(Qt.Key.Key_Return)
    assert heard == [KeySettings("Laptop", rate_limit_rpm=100_000)]
    write_over("0")
    press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Space)
    assert not limit.isVisible()
    assert message(dialog, "rateLimitMessage") == ""
    click(button(dialog, "keySubmitButton"))
    assert heard[1:] == [KeySettings("Laptop")]


def test_tab_goes_from_field_to_field(stage: Stage) -> None:
    dialog = stage.key_dialog()
    assert tab_way() == NEW_FIELDS
    focus(dialog, "descriptionField")
    type_text("Laptop")
    find(dialog, QCheckBox, "rateLimitCheck").setChecked(True)
    field = find(dialog, AddressField, "")
    field.set_addresses(["203.0.113.7", "::1"])
    find(dialog, QLineEdit, "addressField").setText("198.51.100.1")
    focus(dialog, "descriptionField")
    forward = [
        "descriptionField",
        "rateLimitCheck",
        "rateLimitField",
        "addressField",
        "addAddressButton",
        "address 203.0.113.7",
        "address ::1",
        "keyCancelButton",
        "keySubmitButton",
    ]
    assert tab_way() == forward
    focus(dialog, "descriptionField")
    assert tab_way(key=Qt.Key.Key_Backtab) == [forward[0], *reversed(forward[1:])]
    focus(dialog, "addressField")
    assert find(dialog, QWidget, "focusRing").isVisible()


def test_labels_lead_to_their_fields(stage: Stage) -> None:
    stage.key_dialog()
    ways = []
    for letter in (Qt.Key.Key_I, Qt.Key.Key_D):
        press(letter, modifiers=ALT)
        ways.append(focused().objectName())
    assert ways == ["addressField", "descriptionField"]


@pytest.mark.parametrize("way", ["Esc", "Enter on Cancel", "Space on Cancel", "click", "close"])
def test_every_way_out_leaves_without_a_key(stage: Stage, way: str) -> None:
    dialog = stage.key_dialog()
    heard, rejected = submissions(dialog), QSignalSpy(dialog.rejected)
    type_text("Laptop")
    cancel = button(dialog, "keyCancelButton")
    match way:
        case "Esc":
            press(Qt.Key.Key_Escape)
        case "Enter on Cancel" | "Space on Cancel":
            focus(dialog, "keyCancelButton")
            press(Qt.Key.Key_Return if way.startswith("Enter") else Qt.Key.Key_Space)
        case "click":
            click(cancel)
        case _:
            dialog.close()
    assert rejected.count() == 1
    stage.wait_gone(dialog)
    assert heard == []


# Addresses.


def test_enter_keeps_an_address_and_only_then_submits(stage: Stage) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    type_text("Laptop")
    focus(dialog, "addressField")
    type_text("203.0.113.9/24")
    assert message(dialog, "addressMessage") == "Will be kept as 203.0.113.0/24."
    press(Qt.Key.Key_Return)
    assert (heard, chips(dialog)) == ([], ["203.0.113.0/24"])
    assert focused().objectName() == "addressField"
    assert find(dialog, QLineEdit, "addressField").text() == ""
    assert message(dialog, "addressMessage") == ""
    type_text("2001:DB8::1,")
    assert chips(dialog) == ["203.0.113.0/24", "2001:db8::1"]
    press(Qt.Key.Key_Enter)
    assert heard == [KeySettings("Laptop", allowed_ips=("203.0.113.0/24", "2001:db8::1"))]


@pytest.mark.parametrize("typed", ["10.0", "300.1.1.1", "example.org", "10.0.0.0/33"])
def test_enter_holds_what_is_no_address(stage: Stage, typed: str) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    type_text("Laptop")
    focus(dialog, "addressField")
    type_text(typed)
    assert not button(dialog, "addAddressButton").isEnabled()
    press(Qt.Key.Key_Return)
    assert (heard, chips(dialog)) == ([], [])
    assert find(dialog, QLineEdit, "addressField").text() == typed
    assert message(dialog, "addressMessage") != ""
    # Nor is it lost on the way out by the button.
    click(button(dialog, "keySubmitButton"))
    assert heard == []
    assert focused().objectName() == "addressField"
    press(Qt.Key.Key_A, modifiers=CONTROL)
    press(Qt.Key.Key_Delete)
    click(button(dialog, "keySubmitButton"))
    assert heard == [KeySettings("Laptop")]


def test_an_address_is_added_by_its_button(stage: Stage) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    type_text("Laptop")
    for number, key in enumerate((Qt.Key.Key_Return, Qt.Key.Key_Space), start=1):
        focus(dialog, "addressField")
        type_text(f"10.0.0.{number}")
        press(Qt.Key.Key_Tab)
        assert focused().objectName() == "addAddressButton"
        press(key)
        assert focused().objectName() == "addressField"
    type_text("10.0.0.3")
    click(button(dialog, "addAddressButton"))
    assert chips(dialog) == ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
    assert heard == []


def test_what_is_typed_but_not_added_is_submitted_too(stage: Stage) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    type_text("Laptop")
    focus(dialog, "addressField")
    type_text("10.0.0.1")
    click(button(dialog, "keySubmitButton"))
    assert heard == [KeySettings("Laptop", allowed_ips=("10.0.0.1",))]


@pytest.mark.parametrize(
    ("pasted", "kept", "left", "reason"),
    [
        ("10.0.0.1, 10.0.0.2\n::1;fe80::/10", ["10.0.0.1", "10.0.0.2", "::1", "fe80::/10"], "", ""),
        ("10.0.0.1\r\n10.0.0.1\n10.0.0.1/32", ["10.0.0.1"], "", ""),
        (
            "10.0.0.1 example.org ::1 10.0.0.300",
            ["10.0.0.1", "::1"],
            "example.org 10.0.0.300",
            "“example.org” is a name. Type its address, such as 203.0.113.7.",
        ),
        (
            ",, 10.0.0.1/33 ;; 10.0.0.2,",
            ["10.0.0.2"],
            "10.0.0.1/33",
            "After the slash comes a number from 0 to 32.",
        ),
        (
            "<b>1</b>\n\u202e::1",
            [],
            "<b>1</b> \u202e::1",
            "“<b>1</b>” is a name. Type its address, such as 203.0.113.7.",
        ),
    ],
)
def test_a_pasted_list_is_taken_apart(stage: Stage, pasted: str, kept: list[str], left: str, reason: str) -> None:
    dialog = stage.key_dialog()
    focus(dialog, "addressField")
    paste(pasted)
    press(Qt.Key.Key_Return)
    assert chips(dialog) == kept
    assert find(dialog, QLineEdit, "addressField").text() == left
    assert message(dialog, "addressMessage") == reason
    assert (tone(dialog, "addressMessage") == Tone.BAD.value) is bool(reason)
    assert find(dialog, QLineEdit, "addressField").accessibleDescription() == reason


def test_a_hundred_addresses_are_enough(stage: Stage) -> None:
    dialog = stage.key_dialog()
    focus(dialog, "addressField")
    paste(" ".join(f"10.0.0.{number}" for number in range(102)))
    press(Qt.Key.Key_Return)
    assert len(chips(dialog)) == 100
    assert find(dialog, QLineEdit, "addressField").text() == "10.0.0.100 10.0.0.101"
    assert message(dialog, "addressMessage") == "At most 100 addresses."
    # The buttons stay on the screen, and every chip comes into view with the keyboard.
    assert dialog.height() < stage.window.screen().availableGeometry().height()
    focus(dialog, "keyCancelButton")
    went = []
    for key in (Qt.Key.Key_Backtab, Qt.Key.Key_Delete, *(Qt.Key.Key_Backtab,) * 98, Qt.Key.Key_Delete):
        press(key)
        went.append(focused().objectName())
        stage.qtbot.waitUntil(lambda: focused().visibleRegion().boundingRect() == focused().rect(), timeout=1000)
    names = [f"address 10.0.0.{number}" for number in (*reversed(range(100)), 1)]
    assert went == names


def test_an_address_is_kept_once(stage: Stage) -> None:
    dialog = stage.key_dialog()
    focus(dialog, "addressField")
    type_text("::1,0:0::1")
    assert message(dialog, "addressMessage") == "::1 is in the list already."
    press(Qt.Key.Key_Return)
    assert chips(dialog) == ["::1"]
    assert find(dialog, QLineEdit, "addressField").text() == ""


def test_chips_are_removed_by_keyboard_alone(stage: Stage) -> None:
    dialog = stage.key_dialog()
    field = find(dialog, AddressField, "")
    changes = QSignalSpy(field.changed)
    field.set_addresses([f"10.0.0.{number}" for number in range(5)])
    focus(dialog, "address 10.0.0.1")
    assert focused().accessibleName() == "Remove 10.0.0.1"
    went = []
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Backspace):
        press(key)
        went.append(focused().objectName())
    assert went == ["address 10.0.0.2", "address 10.0.0.3", "address 10.0.0.4", "address 10.0.0.0"]
    assert chips(dialog) == ["10.0.0.0"]
    press(Qt.Key.Key_Delete)
    assert focused().objectName() == "addressField"
    assert (list(field.addresses), chips(dialog), changes.count()) == ([], [], 5)
    assert message(dialog, "addressMessage") == "None: the key works from any address."


def test_chips_are_removed_by_mouse(stage: Stage) -> None:
    dialog = stage.key_dialog(key=KEY)
    heard = submissions(dialog)
    click(button(dialog, "address 203.0.113.7"))
    assert chips(dialog) == ["2001:db8::/32"]
    click(button(dialog, "address 2001:db8::/32"))
    assert chips(dialog) == []
    click(button(dialog, "keySubmitButton"))
    assert heard == [replace(EDITED, allowed_ips=())]


def test_many_chips_wrap_and_stay_in_the_field(stage: Stage) -> None:
    dialog = stage.key_dialog()
    field = find(dialog, AddressField, "")
    long = [f"2001:db8:1234:5678:9abc:def0:1234:{number:x}" for number in range(0x1000, 0x1009)]
    field.set_addresses(["10.0.0.1", *long, "::1"])
    stage.qtbot.waitUntil(lambda: field.height() >= field.sizeHint().height())
    row = find(dialog, QWidget, "address ::1").parentWidget()
    assert isinstance(row, QWidget)
    room, places = row.rect(), [chip.geometry() for chip in dialog.findChildren(AddressChip)]
    for number, place in enumerate(places):
        assert room.contains(place)
        assert not [other for other in places[number + 1 :] if other.intersects(place)]


def test_an_address_of_a_bad_server_is_plain_text(stage: Stage) -> None:
    dialog = stage.key_dialog(key=replace(KEY, allowed_ips=("a&b", "<b>x</b>\u202e\n")))
    names = [chip.accessibleName() for chip in dialog.findChildren(AddressChip)]
    assert names == ["Remove a&b", "Remove <b>x</b>\ufffd "]
    assert [chip.shortcut().isEmpty() for chip in dialog.findChildren(AddressChip)] == [True, True]


# Editing a key.


def test_a_key_is_saved_only_if_something_differs(stage: Stage) -> None:
    dialog = stage.key_dialog(key=KEY)
    save = button(dialog, "keySubmitButton")
    assert (dialog.windowTitle(), save.text()) == ("Edit API Key", "Save Changes")
    assert message(dialog, "dialogNote") == "binom_sk_…1fQ2"
    assert find(dialog, QLineEdit, "descriptionField").text() == "Production"
    assert find(dialog, QLineEdit, "rateLimitField").text() == "60"
    assert chips(dialog) == ["203.0.113.7", "2001:db8::/32"]
    states = [save.isEnabled()]
    press(Qt.Key.Key_End)
    type_text("!")
    states.append(save.isEnabled())
    press(Qt.Key.Key_Backspace)
    states.append(save.isEnabled())
    focus(dialog, "rateLimitField")
    for text in ("61", "060", "60"):
        write_over(text)
        states.append(save.isEnabled())
    focus(dialog, "rateLimitCheck")
    press(Qt.Key.Key_Space)
    states.append(save.isEnabled())
    press(Qt.Key.Key_Space)
    states.append(save.isEnabled())
    focus(dialog, "address 2001:db8::/32")
    press(Qt.Key.Key_Delete)
    states.append(save.isEnabled())
    focus(dialog, "addressField")
    type_text("2001:db8::/32,")
    states.append(save.isEnabled())
    assert states == [False, True, False, True, False, False, True, False, True, False]


def test_enter_saves_nothing_where_nothing_differs(stage: Stage) -> None:
    dialog = stage.key_dialog(key=KEY)
    heard = submissions(dialog)
    press(Qt.Key.Key_Return)
    assert (heard, dialog.isVisible()) == ([], True)
    write_over("Production 2")
    press(Qt.Key.Key_Return)
    assert heard == [replace(EDITED, description="Production 2")]


def test_a_disabled_key_stays_disabled(stage: Stage) -> None:
    dialog = stage.key_dialog(key=replace(KEY, enabled=False))
    heard = submissions(dialog)
    press(Qt.Key.Key_End)
    type_text("!")
    press(Qt.Key.Key_Return)
    assert heard == [replace(EDITED, description="Production!", enabled=False)]


def test_a_key_as_the_server_has_it_is_no_change(stage: Stage) -> None:
    odd = replace(KEY, description=" two\nlines\t<b>x</b> ", rate_limit_rpm=None, allowed_ips=("0:0::1", "x"))
    dialog = stage.key_dialog(key=odd)
    assert not button(dialog, "keySubmitButton").isEnabled()
    assert dialog.settings == KeySettings(odd.description, True, None, odd.allowed_ips)


def test_a_successor_begins_with_the_same_limits(stage: Stage) -> None:
    dialog = stage.key_dialog(replaced=replace(KEY, enabled=False))
    heard = submissions(dialog)
    assert (dialog.windowTitle(), button(dialog, "keySubmitButton").text()) == ("Rotate API Key", "Create API Key")
    assert message(dialog, "dialogNote").startswith("Creates a successor of “Production” (binom_sk_…1fQ2)")
    press(Qt.Key.Key_Return)
    assert heard == [EDITED]


# Answers.


def refused(**fields: str) -> Invalid:
    return Invalid("x", status=422, field_errors={name: (text,) for name, text in fields.items()})


def test_a_dialog_that_waits_can_neither_be_closed_nor_changed(stage: Stage) -> None:
    dialog = stage.key_dialog(key=KEY)
    heard, rejected = submissions(dialog), QSignalSpy(dialog.rejected)
    press(Qt.Key.Key_End)
    type_text("!")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    assert button(dialog, "keySubmitButton").text() == "Saving…"
    for name in ("descriptionField", "rateLimitField", "addressField"):
        find(dialog, QLineEdit, name).setFocus(Qt.FocusReason.OtherFocusReason)
        type_text("9")
        press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    for part in (*dialog.findChildren(AddressChip), button(dialog, "keyCancelButton")):
        click(part)
    click(find(dialog, QCheckBox, "rateLimitCheck"))
    dialog.close()
    assert dialog.isVisible()
    assert (len(heard), rejected.count()) == (1, 0)
    assert dialog.settings == replace(EDITED, description="Production!")
    dialog.accept()
    stage.wait_gone(dialog)


def test_a_refusal_stands_at_its_fields(stage: Stage) -> None:
    dialog = stage.key_dialog(key=KEY)
    heard = submissions(dialog)
    press(Qt.Key.Key_End)
    type_text("!")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    dialog.show_error(
        refused(
            description="must have 1 to 100 characters",
            rateLimitRpm="must be from 1 to 100000",
            allowedIps='"x" is no IP address or CIDR block',
        )
    )
    assert message(dialog, "descriptionMessage") == "Must have 1 to 100 characters."
    assert message(dialog, "rateLimitMessage") == "Must be from 1 to 100000."
    assert message(dialog, "addressMessage") == '"x" is no IP address or CIDR block.'
    assert message(dialog) == ""
    for name in ("descriptionField", "rateLimitField", "addressField"):
        assert tone(dialog, name) == Tone.BAD.value
        assert find(dialog, QLineEdit, name).accessibleDescription().endswith(".")
    assert focused().objectName() == "descriptionField"
    assert dialog.settings == replace(EDITED, description="Production!")
    # It can be changed and saved again.
    press(Qt.Key.Key_End)
    type_text("!")
    assert message(dialog, "descriptionMessage") == ""
    press(Qt.Key.Key_Return)
    assert heard[1:] == [replace(EDITED, description="Production!!")]


@pytest.mark.parametrize(("member", "name"), [("rateLimitRpm", "rateLimitField"), ("allowedIps", "addressField")])
def test_the_keyboard_goes_to_the_field_that_was_refused(stage: Stage, member: str, name: str) -> None:
    dialog = stage.key_dialog(key=KEY)
    press(Qt.Key.Key_End)
    type_text("!")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    dialog.show_error(refused(**{member: "is wrong"}))
    assert focused().objectName() == name
    type_text("1")
    assert "Is wrong." not in (message(dialog, "rateLimitMessage"), message(dialog, "addressMessage"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (refused(body="must be an object"), "Body must be an object."),
        (refused(colour="is unknown.", description="is too long"), "Colour is unknown."),
        (Conflict("x", status=409, detail="An account has at most 500 keys."), "An account has at most 500 keys."),
        (Invalid("x", status=422, detail="<b>No</b>"), "<b>No</b>"),
        (RateLimited("x", status=429, retry_after_s=2.4), "Too many calls. Try again in 3 s."),
        (AuthFailed("x", status=401), "The server doesn't know this key, or it was disabled."),
        (Offline("x"), "The server can't be reached."),
        (BinomError("The account is not open yet."), "The account is not open yet."),
    ],
)
def test_other_failures_stand_below_and_nothing_is_lost(stage: Stage, error: BinomError, words: str) -> None:
    dialog = stage.key_dialog()
    heard = submissions(dialog)
    type_text("Laptop")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    assert button(dialog, "keySubmitButton").text() == "Creating…"
    dialog.show_error(error)
    assert message(dialog).startswith(words)
    assert tone(dialog, "dialogMessage") == Tone.BAD.value
    assert button(dialog, "keySubmitButton").text() == "Create API Key"
    press(Qt.Key.Key_Return)
    assert heard == [KeySettings("Laptop")] * 2


def test_a_message_goes_with_the_next_change(stage: Stage) -> None:
    for name, change in (("descriptionField", "!"), ("rateLimitCheck", " "), ("addressField", "1")):
        dialog = stage.key_dialog(key=KEY)
        dialog.set_busy()
        dialog.show_error(Offline("x"))
        focus(dialog, name)
        type_text(change)
        assert message(dialog) == ""
        dialog.reject()
        stage.wait_gone(dialog)


@pytest.mark.parametrize("error", [Offline("x"), ServerFault("x", status=502)])
def test_while_nobody_knows_only_the_same_can_be_asked_again(stage: Stage, error: BinomError) -> None:
    dialog = stage.key_dialog()
    heard, left = submissions(dialog), QSignalSpy(dialog.left_unknown)
    type_text("Laptop")
    focus(dialog, "rateLimitCheck")
    press(Qt.Key.Key_Space)
    focus(dialog, "addressField")
    type_text("::1,")
    press(Qt.Key.Key_Return)
    asked = KeySettings("Laptop", rate_limit_rpm=60, allowed_ips=("::1",))
    for times in (1, 2):
        assert heard == [asked] * times
        dialog.set_busy()
        dialog.show_unknown(error)
        again = button(dialog, "keySubmitButton")
        assert (again.text(), again.isEnabled(), focused() is again) == ("Try Again", True, True)
        assert "no second key is made, and its secret is not lost" in message(dialog)
        assert tone(dialog, "dialogMessage") == Tone.WARN.value
        for name in ("descriptionField", "rateLimitField", "addressField"):
            find(dialog, QLineEdit, name).setFocus(Qt.FocusReason.OtherFocusReason)
            type_text("9")
        click(find(dialog, QCheckBox, "rateLimitCheck"))
        click(button(dialog, "address ::1"))
        assert dialog.settings == asked
        assert message(dialog) != ""
        press(Qt.Key.Key_Return)
    dialog.set_busy()
    dialog.show_unknown(error)
    press(Qt.Key.Key_Escape)
    stage.wait_gone(dialog)
    assert [left.at(number) for number in range(left.count())] == [["Laptop"]]


def test_after_a_refusal_the_form_is_free_again(stage: Stage) -> None:
    dialog = stage.key_dialog()
    heard, left = submissions(dialog), QSignalSpy(dialog.left_unknown)
    type_text("Laptop")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    dialog.show_unknown(Offline("x"))
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    dialog.show_error(refused(description="is taken"))
    assert message(dialog, "descriptionMessage") == "Is taken."
    write_over("Laptop 2")
    press(Qt.Key.Key_Return)
    assert heard == [KeySettings("Laptop"), KeySettings("Laptop"), KeySettings("Laptop 2")]
    press(Qt.Key.Key_Escape)
    stage.wait_gone(dialog)
    assert left.count() == 0


def test_what_somebody_else_changed_is_told_and_own_changes_stand(stage: Stage) -> None:
    dialog = stage.key_dialog(key=KEY)
    heard = submissions(dialog)
    write_over("Mine")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    current = replace(KEY, description="Theirs", enabled=False, rate_limit_rpm=None, allowed_ips=("::1",), version="2")
    dialog.show_changed(current)
    assert message(dialog) == (
        "Somebody else changed this key meanwhile. The description is now “Theirs”. It was disabled. The rate limit is"
        " now Off; it was 60 RPM. The addresses are now: ::1. Your own changes stand; save them again."
    )
    assert tone(dialog, "dialogMessage") == Tone.WARN.value
    assert find(dialog, QLineEdit, "descriptionField").text() == "Mine"
    assert not find(dialog, QCheckBox, "rateLimitCheck").isChecked()
    assert chips(dialog) == ["::1"]
    assert dialog.key == current
    assert focused() is button(dialog, "keySubmitButton")
    press(Qt.Key.Key_Return)
    assert heard[1:] == [KeySettings("Mine", False, None, ("::1",))]


def test_own_limits_stand_too(stage: Stage) -> None:
    dialog = stage.key_dialog(key=replace(KEY, rate_limit_rpm=None, allowed_ips=()))
    heard = submissions(dialog)
    focus(dialog, "addressField")
    type_text("::2,")
    press(Qt.Key.Key_Return)
    dialog.set_busy()
    dialog.show_changed(replace(KEY, description="Theirs", rate_limit_rpm=30, allowed_ips=("::1",)))
    assert find(dialog, QLineEdit, "descriptionField").text() == "Theirs"
    assert find(dialog, QLineEdit, "rateLimitField").text() == "30"
    assert find(dialog, QLineEdit, "rateLimitField").isVisible()
    assert chips(dialog) == ["::2"]
    press(Qt.Key.Key_Return)
    assert heard[1:] == [KeySettings("Theirs", True, 30, ("::2",))]
    # Back to what the key is now is no change any more.
    dialog.set_busy()
    dialog.show_changed(replace(KEY, description="Theirs", rate_limit_rpm=31, allowed_ips=("::1",)))
    focus(dialog, "address ::2")
    press(Qt.Key.Key_Delete)
    type_text("::1,")
    assert not button(dialog, "keySubmitButton").isEnabled()


# The secret.


def clipboard_text() -> str:
    return QGuiApplication.clipboard().text()


def test_a_secret_is_shown_to_be_copied_and_saved(stage: Stage) -> None:
    dialog = stage.secret_dialog()
    closed = QSignalSpy(dialog.closed)
    shown = find(dialog, SecretText, "secretText")
    assert shown.toPlainText() == SECRET
    assert focused() is shown
    assert "“Production”" in message(dialog, "dialogNote")
    assert message(dialog, "secretWarning").endswith("The clipboard is cleared of it after 60 seconds.")
    assert tab_way() == ["secretText", "copySecretButton", "testKeyButton", "savedKeyButton"]
    assert clipboard_text() == ""
    focus(dialog, "copySecretButton")
    press(Qt.Key.Key_Space)
    assert clipboard_text() == SECRET
    assert message(dialog) == "Copied to the clipboard."
    click(button(dialog, "savedKeyButton"))
    assert closed.count() == 1
    stage.wait_gone(dialog)


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_C, CONTROL), (Qt.Key.Key_Insert, CONTROL), (Qt.Key.Key_Return, PLAIN)]
)
def test_keys_copy_the_secret(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    dialog = stage.secret_dialog()
    press(key, modifiers=modifiers)
    assert clipboard_text() == SECRET
    assert dialog.isVisible()


def test_a_secret_can_neither_be_selected_nor_changed(stage: Stage) -> None:
    dialog = stage.secret_dialog()
    shown = find(dialog, SecretText, "secretText")
    QTest.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, PLAIN, shown.viewport().rect().center())
    press(Qt.Key.Key_A, modifiers=CONTROL)
    press(Qt.Key.Key_Delete, Qt.Key.Key_X)
    paste("x")
    assert not shown.textCursor().hasSelection()
    assert shown.toPlainText() == SECRET


def test_only_its_own_field_knows_a_secret(stage: Stage) -> None:
    dialog = stage.secret_dialog()
    click(button(dialog, "copySecretButton"))
    dialog.reject()
    dialog.reject()
    dialog.show_account(account())
    assert [said for said in names_of(dialog) if SECRET in said or SECRET[:20] in said] == []
    assert SECRET not in repr(CreatedKey(KEY, SECRET))


@pytest.mark.parametrize("way", ["saved", "left", "ended"])
def test_a_secret_is_gone_with_its_dialog(stage: Stage, way: str) -> None:
    dialog = stage.secret_dialog()
    shown = find(dialog, SecretText, "secretText")
    left: list[str] = []
    dialog.closed.connect(lambda: left.append(shown.toPlainText()))
    documents = [shown.document(), *dialog.findChildren(QTextDocument)]
    match way:
        case "saved":
            focus(dialog, "savedKeyButton")
            press(Qt.Key.Key_Return)
        case "left":
            press(Qt.Key.Key_Escape)
            focus(dialog, "secretLeaveButton")
            press(Qt.Key.Key_Return)
        case _:
            dialog.done(0)
    assert left == [""]
    assert [document.toPlainText() for document in documents if isValid(document)] in ([""] * len(documents), [])
    assert clipboard_text() == ""
    stage.wait_gone(dialog)


def is_asking(dialog: SecretDialog) -> bool:
    asks = [button(dialog, name).isVisible() for name in ("secretBackButton", "secretLeaveButton")]
    usual = [button(dialog, name).isVisible() for name in ("testKeyButton", "savedKeyButton")]
    assert (asks, usual) in (([True, True], [False, False]), ([False, False], [True, True]))
    assert ("can't be shown again" in message(dialog, "secretWarning")) is asks[0]
    assert (tone(dialog, "secretBanner") == Tone.BAD.value) is asks[0]
    return asks[0]


def test_escape_and_close_ask_first(stage: Stage) -> None:
    dialog = stage.secret_dialog()
    closed = QSignalSpy(dialog.closed)
    asking = [is_asking(dialog)]
    press(Qt.Key.Key_Escape)
    asking.append(is_asking(dialog))
    assert focused() is button(dialog, "secretBackButton")
    press(Qt.Key.Key_Escape)
    asking.append(is_asking(dialog))
    dialog.close()
    asking.append(is_asking(dialog))
    dialog.close()
    asking.append(is_asking(dialog))
    press(Qt.Key.Key_Return)
    asking.append(is_asking(dialog))
    assert asking == [False, True, False, True, True, False]
    assert find(dialog, SecretText, "secretText").toPlainText() == SECRET
    assert (clipboard_text(), closed.count(), dialog.isVisible()) == ("", 0, True)
    dialog.ask_to_leave()
    assert is_asking(dialog)
    click(button(dialog, "secretLeaveButton"))
    assert closed.count() == 1
    stage.wait_gone(dialog)


def test_a_new_key_is_tested_where_it_is_shown(stage: Stage) -> None:
    dialog = stage.secret_dialog()
    asked = QSignalSpy(dialog.test_requested)
    focus(dialog, "testKeyButton")
    press(Qt.Key.Key_Return)
    assert asked.at(0) == [SECRET]
    assert clipboard_text() == ""
    assert message(dialog) == "Asking the server…"
    assert not button(dialog, "testKeyButton").isEnabled()
    dialog.show_account(account())
    assert message(dialog) == "It works. Connected as demo-account. Credit Balance: $42.50"
    assert tone(dialog, "dialogMessage") == Tone.OK.value
    click(button(dialog, "testKeyButton"))
    assert asked.count() == 2
    dialog.show_test_error(AuthFailed("x", status=401))
    assert message(dialog).startswith("The server doesn't know this key")
    assert tone(dialog, "dialogMessage") == Tone.BAD.value
    assert button(dialog, "testKeyButton").isEnabled()


# The clipboard.


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[SecretClipboard]:
    made = SecretClipboard()
    yield made
    made.clear()
    QGuiApplication.clipboard().clear()


def formats() -> list[str]:
    """What the clipboard has, in whatever form."""
    # Where nothing is on the clipboard, Qt has no content at all, which its stubs don't tell.
    content: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return [] if content is None else content.formats()


def let_time_pass(clipboard: SecretClipboard) -> None:
    """Let the minute be over now."""
    (timer,) = clipboard.findChildren(QTimer)
    assert (timer.isActive(), timer.isSingleShot(), timer.interval()) == (True, True, 60_000)
    timer.setInterval(0)


def test_clipboard_managers_are_told_that_it_is_a_secret(clipboard: SecretClipboard) -> None:
    clipboard.put(SECRET)
    content = QGuiApplication.clipboard().mimeData()
    assert content.text() == SECRET
    assert content.data("x-kde-passwordManagerHint").data() == b"secret"
    assert content.hasFormat("org.nspasteboard.ConcealedType")
    windows = 'application/x-qt-windows-mime;value="{}"'
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        assert content.data(windows.format(name)).data() == b"\0\0\0\0"


def test_a_secret_leaves_the_clipboard_after_a_minute(clipboard: SecretClipboard, qtbot: QtBot) -> None:
    clipboard.put(SECRET)
    let_time_pass(clipboard)
    qtbot.waitUntil(lambda: clipboard_text() == "")
    assert "x-kde-passwordManagerHint" not in formats()


@pytest.mark.parametrize("other", ["something else", SECRET + " ", "", "\ud800"])
def test_other_text_stays_on_the_clipboard(clipboard: SecretClipboard, qtbot: QtBot, other: str) -> None:
    clipboard.put(SECRET)
    content = QMimeData()
    content.setText(other)
    content.setData("application/x-mark", b"mine")
    QGuiApplication.clipboard().setMimeData(content)
    let_time_pass(clipboard)
    (timer,) = clipboard.findChildren(QTimer)
    qtbot.waitUntil(lambda: not timer.isActive())
    assert QGuiApplication.clipboard().mimeData().data("application/x-mark").data() == b"mine"


def test_the_newest_secret_is_the_one_that_is_cleared(clipboard: SecretClipboard) -> None:
    clipboard.clear()
    clipboard.put(SECRET)
    newer = f"binom_sk_{secrets.token_hex(16)}"
    clipboard.put(newer)
    clipboard.clear()
    assert clipboard_text() == ""
    # What is cleared is forgotten: the same text is somebody else's from now on.
    QGuiApplication.clipboard().setText(newer)
    clipboard.clear()
    assert clipboard_text() == newer


def test_every_clipboard_that_holds_it_is_cleared(clipboard: SecretClipboard) -> None:
    clipboard.put(SECRET)
    system = QGuiApplication.clipboard()
    system.setText(SECRET, QClipboard.Mode.Selection)
    clipboard.clear()
    assert (system.text(), system.text(QClipboard.Mode.Selection)) == ("", "")


# Deleting a key.


@pytest.mark.parametrize(
    ("description", "word", "others"),
    [
        ("Production", "Production", ["production", "Productio", "Production!", "binom_sk_…1fQ2", "key_1"]),
        ("two  blanks", "two  blanks", ["two blanks", "twoblanks"]),
        ("<b>x</b> &amp;", "<b>x</b> &amp;", ["x &", "x"]),
        ("\u202eevil\n!", "\ufffdevil !", ["evil !", "live"]),
        ("  padded ", "padded", ["padde"]),
        ("", "binom_sk_…1fQ2", ["", " ", "binom_sk_"]),
        ("Änderung 🔑", "Änderung 🔑", ["Anderung 🔑"]),
    ],
)
def test_a_key_is_deleted_only_by_its_description(stage: Stage, description: str, word: str, others: list[str]) -> None:
    dialog = stage.delete_dialog(replace(KEY, description=description))
    confirmed = QSignalSpy(dialog.confirmed)
    assert focused().objectName() == "deleteWordField"
    assert f"“{word}” (binom_sk_…1fQ2) stops working at once and for good." in message(dialog, "dialogNote")
    assert message(dialog, "dialogNote").endswith("Last used: 4 min ago.")
    field = find(dialog, QLineEdit, "deleteWordField")
    for other in ("", *others):
        field.clear()
        paste(other)
        press(Qt.Key.Key_Return)
        assert not button(dialog, "deleteConfirmButton").isEnabled()
    assert confirmed.count() == 0
    field.clear()
    paste(f" {word} ")
    assert button(dialog, "deleteConfirmButton").isEnabled()
    press(Qt.Key.Key_Return)
    assert confirmed.count() == 1


def test_a_key_that_says_nothing_of_itself_has_to_be_confirmed_too(stage: Stage) -> None:
    dialog = stage.delete_dialog(replace(KEY, description=" ", hint="\u200b", id="\n"))
    confirmed = QSignalSpy(dialog.confirmed)
    press(Qt.Key.Key_Return)
    type_text("  ")
    press(Qt.Key.Key_Return)
    click(button(dialog, "deleteConfirmButton"))
    assert confirmed.count() == 0


@pytest.mark.parametrize("way", ["Esc", "Enter on Cancel", "click", "close"])
def test_every_way_out_deletes_nothing(stage: Stage, way: str) -> None:
    dialog = stage.delete_dialog(KEY)
    confirmed = QSignalSpy(dialog.confirmed)
    type_text("Production")
    assert tab_way() == ["deleteWordField", "deleteCancelButton", "deleteConfirmButton"]
    match way:
        case "Esc":
            press(Qt.Key.Key_Escape)
        case "Enter on Cancel":
            focus(dialog, "deleteCancelButton")
            press(Qt.Key.Key_Return)
        case "click":
            click(button(dialog, "deleteCancelButton"))
        case _:
            dialog.close()
    stage.wait_gone(dialog)
    assert confirmed.count() == 0


def test_a_deletion_that_waits_is_held_and_a_failure_is_told(stage: Stage) -> None:
    dialog = stage.delete_dialog(KEY)
    confirmed = QSignalSpy(dialog.confirmed)
    type_text("Production")
    press(Qt.Key.Key_Return)
    assert button(dialog, "deleteConfirmButton").text() == "Deleting…"
    field = find(dialog, QLineEdit, "deleteWordField")
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    type_text("x")
    press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    click(button(dialog, "deleteConfirmButton"))
    click(button(dialog, "deleteCancelButton"))
    dialog.close()
    assert (dialog.isVisible(), confirmed.count(), field.text()) == (True, 1, "Production")
    dialog.show_error(Offline("x"))
    assert message(dialog).startswith("The server can't be reached.")
    assert (button(dialog, "deleteConfirmButton").text(), button(dialog, "deleteConfirmButton").isEnabled()) == (
        "Delete",
        True,
    )
    press(Qt.Key.Key_Return)
    assert (confirmed.count(), message(dialog)) == (2, "")
    dialog.show_error(Conflict("x", status=409), "It is the key that this app signs in with.")
    assert message(dialog) == "It is the key that this app signs in with."
    press(Qt.Key.Key_Backspace)
    assert message(dialog) == ""
    press(Qt.Key.Key_Escape)
    stage.wait_gone(dialog)


# All of them.


def every_dialog(stage: Stage) -> Iterator[Dialog]:
    """Each dialog in its busiest state, one after the other."""
    create = stage.key_dialog()
    find(create, QLineEdit, "descriptionField").setText("P" * 101)
    yield create
    edit = stage.key_dialog(key=KEY)
    edit.set_busy()
    edit.show_error(refused(description="is wrong", rateLimitRpm="is wrong", allowedIps="is wrong", x="is wrong"))
    yield edit
    rotate = stage.key_dialog(replaced=KEY)
    rotate.set_busy()
    rotate.show_unknown(Offline("x"))
    yield rotate
    changed = stage.key_dialog(key=KEY)
    changed.show_changed(replace(KEY, description="Theirs", enabled=False, rate_limit_rpm=None, allowed_ips=()))
    yield changed
    secret = stage.secret_dialog()
    secret.show_test_error(AuthFailed("x", status=401))
    yield secret
    asking = stage.secret_dialog()
    asking.ask_to_leave()
    yield asking
    delete = stage.delete_dialog(KEY)
    delete.show_error(Offline("x"))
    yield delete


def close_at_once(dialog: Dialog) -> None:
    dialog.done(0)
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def test_no_words_are_cut_or_covered(stage: Stage) -> None:
    for dialog in every_dialog(stage):
        stage.qtbot.waitUntil(partial(is_whole, dialog), timeout=1_000)
        close_at_once(dialog)


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_every_dialog_is_named_and_readable(stage: Stage, choice: ThemeChoice) -> None:
    stage.theme.apply(choice)
    for dialog in every_dialog(stage):
        assert unnamed(dialog) == []
        assert dialog.accessibleName() == dialog.windowTitle() == message(dialog, "dialogTitle")
        picture = dialog.grab().toImage()
        ground = picture.pixelColor(3, 3)
        assert ground == QColor(stage.theme.tokens.canvas)
        title = find(dialog, QLabel, "dialogTitle")
        inks = title.grab().toImage()
        ink = QColor(stage.theme.tokens.text)
        assert any(
            abs(inks.pixelColor(x, y).lightness() - ink.lightness()) < 24
            for x in range(inks.width())
            for y in range(inks.height())
        )
        close_at_once(dialog)


def test_a_description_without_an_end_keeps_dialogs_on_the_screen(stage: Stage) -> None:
    long = replace(KEY, description="W" * 100, hint="binom_sk_…9fQ2")
    screen = stage.window.screen().availableGeometry()
    for dialog in (
        stage.key_dialog(key=long),
        stage.key_dialog(replaced=long),
        stage.secret_dialog(long),
        stage.delete_dialog(long),
    ):
        assert dialog.width() <= screen.width(), type(dialog).__name__
        close_at_once(dialog)


def test_hostile_descriptions_are_plain_text(stage: Stage) -> None:
    hostile = replace(KEY, description=HOSTILE_NAME[:60])
    shown = [stage.key_dialog(replaced=hostile), stage.secret_dialog(hostile), stage.delete_dialog(hostile)]
    for dialog in shown:
        note = message(dialog, "dialogNote")
        assert "<b>bold</b>\ufffdevil\ufffd W" in note
        assert not {"\u202e", "\u200f", "\n"} & set(note)
        close_at_once(dialog)
