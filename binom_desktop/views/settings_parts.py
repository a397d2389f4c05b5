"""What the Settings page is made of: cards of rows, a box of values, a time of day, and a line an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.alert_values import QuietHours
from binom_desktop.presentation import settings_text
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.settings_text import SettingKey, matches
from binom_desktop.presentation.tone import Tone
from binom_desktop.settings import AccountEntry, Language
from binom_desktop.views.chevron_box import ChevronBox
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.switch import Switch
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tokens import CARD_PADDING

_Value = TypeVar("_Value")
_ROW_PADDING = 12
_GAP = 24
_GAP_BELOW = 8
_LEAST_TEXT = 200
_BOX_WIDTH = 168
_TIME_WIDTH = 68
_SWITCH_WIDTH = 36
_LONGEST_TIME = 5
_TIME_STEP_MIN = 15
_DAY_MIN = 24 * 60


class SettingsCard(QFrame):
    """A section: its title, and rows with a rule between them. ``filter_rows`` hides what nobody searches for."""

    def __init__(self, *, object_name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._rows: list[tuple[QWidget, QFrame, str]] = []
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        set_role(self, Role.CARD)
        heading = QLabel(title)
        heading.setObjectName("sectionTitle")
        set_role(heading, Role.SECTION_TITLE)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(CARD_PADDING, CARD_PADDING - 2, CARD_PADDING, 6)
        self._lines.setSpacing(0)
        self._lines.addWidget(heading)
        self._lines.addSpacing(4)

    def add_row(self, row: QWidget, words: str) -> None:
        """Put a row at the end; ``words`` are what it is found by, besides the section's title."""
        rule = QFrame()
        set_role(rule, Role.RULE)
        self._lines.addWidget(rule)
        self._lines.addWidget(row)
        rule.setVisible(bool(self._rows))
        self._rows.append((row, rule, words))

    def filter_rows(self, search: str) -> bool:
        """Show what has the words searched for; tells whether anything is left."""
        above = False
        for row, rule, words in self._rows:
            shown = matches(search, self._title, words)
            row.setVisible(shown)
            rule.setVisible(shown and above)
            above = above or shown
        self.setVisible(above)
        return above


class SettingRow(QWidget):
    """What a setting is called and does, at the start of the line, and its control at the end."""

    def __init__(self, *, key: SettingKey, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setObjectName(f"{key.value}Row")
        self._label = QLabel(settings_text.label(key))
        self._label.setObjectName(f"{key.value}Label")
        set_role(self._label, Role.FIELD_LABEL)
        self._text = QLabel()
        self._text.setObjectName(f"{key.value}Text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        set_role(self._text, Role.MESSAGE)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(self._label)
        texts.addWidget(self._text)
        self._control = control
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, _ROW_PADDING, 0, _ROW_PADDING)
        self._line.setSpacing(_GAP)
        self._line.addLayout(texts, 1)
        self._line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.say(settings_text.explanation(key))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With little room for words beside it, the control stands below them.
        below = self.width() - _GAP - self._control.sizeHint().width() < text_px(_LEAST_TEXT)
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(_GAP_BELOW if below else _GAP)
        side = Qt.AlignmentFlag.AlignLeading if below else Qt.AlignmentFlag.AlignVCenter
        self._line.setAlignment(self._control, side)

    def say(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        """What stands below the name, and what a screen reader says of the control."""
        self._text.setText(text)
        set_tone(self._text, tone)
        self._control.setAccessibleDescription(text)


def setting_switch(key: SettingKey, theme: Theme) -> Switch:
    """A switch without words of its own: those of its row are beside it."""
    switch = Switch(theme=theme)
    switch.setObjectName(f"{key.value}Switch")
    switch.setAccessibleName(settings_text.label(key))
    switch.setFixedWidth(text_px(_SWITCH_WIDTH))
    return switch


class ValueBox(ChevronBox, Generic[_Value]):
    """A list of values of which one is chosen; ``picked`` comes when a person chose, with its place."""

    picked = Signal(int)

    def __init__(self, *, key: SettingKey, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self._choices: list[tuple[_Value, str]] = []
        self.setObjectName(f"{key.value}Box")
        self.setAccessibleName(settings_text.label(key))
        self.setFixedWidth(text_px(_BOX_WIDTH))
        self.setMaxVisibleItems(12)
        self.activated.connect(self.picked)

    def value(self, number: int) -> _Value:
        """What stands at a place."""
        return self._choices[number][0]

    def show_value(self, value: _Value, choices: Sequence[tuple[_Value, str]]) -> None:
        """Offer ``choices``, with their texts, and show which one is chosen."""
        offered = list(choices)
        if offered != self._choices:
            self._choices = offered
            self.clear()
            self.addItems([text for _, text in offered])
        self.setCurrentIndex([choice for choice, _ in offered].index(value))


class LanguageField(QWidget):
    """The languages, and beside them a new start while the one that was chosen waits for it."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("languageField")
        self.setAccessibleName(settings_text.label(SettingKey.LANGUAGE))
        self.box: ValueBox[Language] = ValueBox(key=SettingKey.LANGUAGE, theme=theme)
        # On Linux a combo box is named by what it shows.
        self.box.setAccessibleDescription(self.accessibleName())
        self.restart = QPushButton(self.tr("Restart Now"))
        self.restart.setObjectName("languageRestartButton")
        self.restart.setAccessibleName(self.restart.text())
        self.restart.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.restart)
        layout.addWidget(self.box)


class TimeField(QLineEdit):
    """A time of day, typed as ``22:00``, ``7`` or ``0730``; the arrow keys move it by a quarter of an hour.

    ``chosen`` comes with its minute of the day once the typing ends; what is no time is taken back then.
    """

    chosen = Signal(int)

    def __init__(self, *, object_name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._minute = 0
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setMaxLength(_LONGEST_TIME)
        self.setFixedWidth(text_px(_TIME_WIDTH))
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)
        self.show_minute(0)

    @property
    def minute(self) -> int:
        """The minute of the day that was chosen last."""
        return self._minute

    def show_minute(self, minute: int) -> None:
        """Show a minute of the day; typing that is still on its way stays, unless this is news."""
        if minute != self._minute or not self.hasFocus():
            self._minute = minute
            self._write()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._write()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, steps: int) -> None:
        """Go to the next quarter of an hour, around midnight too."""
        typed = settings_text.minute_of(self.text())
        quarter, rest = divmod(self._minute if typed is None else typed, _TIME_STEP_MIN)
        wanted = quarter + steps + (1 if rest and steps < 0 else 0)
        self._take(wanted * _TIME_STEP_MIN % _DAY_MIN)

    def _take(self, minute: int) -> None:
        changed, self._minute = minute != self._minute, minute
        self._write()
        if changed:
            self.chosen.emit(minute)

    def _write(self) -> None:
        self.setText(settings_text.minute_text(self._minute))
        set_tone(self, Tone.NEUTRAL)

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        set_tone(self, Tone.NEUTRAL if settings_text.minute_of(text) is not None else Tone.BAD)

    @Slot()
    def _on_editing_finished(self) -> None:
        typed = settings_text.minute_of(self.text())
        self._take(self._minute if typed is None else typed)


class QuietHoursField(QWidget):
    """From when to when; ``chosen`` comes when a person changed one of the times."""

    chosen = Signal(QuietHours)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quietHoursField")
        self.setAccessibleName(settings_text.label(SettingKey.QUIET_HOURS))
        self.switch = setting_switch(SettingKey.QUIET_HOURS, theme)
        self._from = TimeField(object_name="quietFromField", accessible_name=self.tr("Quiet from"))
        self._to = TimeField(object_name="quietToField", accessible_name=self.tr("Quiet to"))
        dash = QLabel("–")
        set_role(dash, Role.SECONDARY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._from)
        layout.addWidget(dash)
        layout.addWidget(self._to)
        layout.addSpacing(8)
        layout.addWidget(self.switch)
        self._connect()

    def show_hours(self, hours: QuietHours, *, on: bool) -> None:
        """Show what is in force."""
        with QSignalBlocker(self.switch):
            self.switch.setChecked(on)
        self.switch.update()
        for field, minute in ((self._from, hours.from_minute), (self._to, hours.to_minute)):
            field.setEnabled(on)
            field.show_minute(minute)

    def _connect(self) -> None:
        self._from.chosen.connect(self._on_field_chosen)
        self._to.chosen.connect(self._on_field_chosen)

    @Slot()
    def _on_field_chosen(self) -> None:
        self.chosen.emit(QuietHours(self._from.minute, self._to.minute))


class AccountRow(QWidget):
    """An account that was signed in here, and what can be done with it. The signals carry it."""

    switch_requested = Signal(AccountEntry)
    rename_requested = Signal(AccountEntry)
    sign_out_requested = Signal(AccountEntry)
    delete_requested = Signal(AccountEntry)

    def __init__(self, *, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = AccountEntry("", "", "")
        self.setObjectName(f"account{number}Row")
        self._name = FittingLabel()
        self._name.setObjectName(f"account{number}Name")
        set_role(self._name, Role.FIELD_LABEL)
        self._server = FittingLabel()
        self._server.setObjectName(f"account{number}Server")
        set_role(self._server, Role.SECONDARY)
        self._badge = QLabel(self.tr("Current"))
        self._badge.setObjectName(f"account{number}Badge")
        set_role(self._badge, Role.BADGE)
        set_tone(self._badge, Tone.OK)
        self._switch = self._button(f"account{number}Switch", self.tr("Switch"))
        self._rename = self._button(f"account{number}Rename", self.tr("Rename"))
        self._sign_out = self._button(f"account{number}SignOut", self.tr("Sign Out"))
        self._delete = self._button(f"account{number}Delete", self.tr("Delete Local Data"))
        self.controls = self._switch, self._rename, self._sign_out, self._delete
        self._build()
        self._connect()

    def show_account(self, entry: AccountEntry, *, current: bool) -> None:
        """Show an account, whose label and server are text from elsewhere."""
        self._entry = entry
        name = settings_text.account_name(entry.label, entry.server)
        self._name.setText(name)
        self._server.setText(safe_line(entry.server))
        self._badge.setVisible(current)
        self._switch.setVisible(not current)
        words = self.tr("{name}, current account") if current else self.tr("{name}, account")
        self.setAccessibleName(words.format(name=name))
        for button, text in (
            (self._switch, self.tr("Switch to {name}")),
            (self._rename, self.tr("Rename {name}")),
            (self._sign_out, self.tr("Sign Out {name}")),
            (self._delete, self.tr("Delete Local Data of {name}")),
        ):
            button.setAccessibleName(text.format(name=name))

    def _button(self, object_name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        return button

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._badge)
        head.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addLayout(head)
        texts.addWidget(self._server)
        buttons = FlowRow()
        for button in self.controls:
            buttons.add(button)
        line = QHBoxLayout()
        line.setContentsMargins(0, _ROW_PADDING, 0, _ROW_PADDING)
        line.setSpacing(_GAP)
        line.addLayout(texts, 1)
        line.addWidget(buttons)
        rule = QFrame()
        set_role(rule, Role.RULE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(rule)

    def _connect(self) -> None:
        self._switch.clicked.connect(self._on_switch_clicked)
        self._rename.clicked.connect(self._on_rename_clicked)
        self._sign_out.clicked.connect(self._on_sign_out_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)

    @Slot()
    def _on_switch_clicked(self) -> None:
        self.switch_requested.emit(self._entry)

    @Slot()
    def _on_rename_clicked(self) -> None:
        self.rename_requested.emit(self._entry)

    @Slot()
    def _on_sign_out_clicked(self) -> None:
        self.sign_out_requested.emit(self._entry)

    @Slot()
    def _on_delete_clicked(self) -> None:
        self.delete_requested.emit(self._entry)
