"""The form for an API key: what it is for, how fast it may be used, and from where."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from binom_desktop.domain import ApiKey, KeySettings
from binom_desktop.errors import BinomError, HttpError
from binom_desktop.presentation.check import Check, Verdict
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.key_text import (
    change_texts,
    check_description,
    check_rate_limit,
    description_text,
    hint_text,
)
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.address_field import AddressField
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.field_check import show_check
from binom_desktop.views.theme import Role, Theme
from binom_desktop.views.tick_box import TickBox

_LEAST_WIDTH = 460
_USUAL_RATE_LIMIT = "60"
_MEMBERS = ("description", "rateLimitRpm", "allowedIps")


class KeyDialog(Dialog):
    """Creates a key, a successor of ``replaced``, or edits ``key``.

    ``submitted`` has the settings; the answer is told by ``accept`` or the others. While it is not known whether a key
    was created, the form is held: only the same question again brings the answer back. ``left_unknown`` says that the
    person went away from that.
    """

    submitted = Signal(KeySettings)
    left_unknown = Signal(str)

    def __init__(
        self,
        *,
        theme: Theme,
        key: ApiKey | None = None,
        replaced: ApiKey | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Create New API Key") if key is None else self.tr("Edit API Key")
        if replaced is not None:
            title = self.tr("Rotate API Key")
        super().__init__(object_name="keyDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent)
        self._key = key
        self._busy = False
        self._unknown = False
        self._description = QLineEdit()
        self._description_message = self.label("descriptionMessage", Role.MESSAGE)
        self._limited = TickBox(self.tr("Limit requests a minute"), theme=theme)
        self._rate_limit = QLineEdit()
        self._rate_limit_message = self.label("rateLimitMessage", Role.MESSAGE)
        self._addresses = AddressField(theme=theme)
        self._cancel = self.add_button(self.tr("Cancel"), "keyCancelButton")
        # Enter presses what has the keyboard, wherever that is a button.
        self._cancel.setAutoDefault(True)
        self._submit_text = self.tr("Create API Key") if key is None else self.tr("Save Changes")
        self._submit = self.add_button(self._submit_text, "keySubmitButton", Role.PRIMARY)
        if key is not None:
            self.show_note(hint_text(key))
        elif replaced is not None:
            note = self.tr(
                "Creates a successor of “{name}” ({hint}) with the same limits. The old key goes on working: it is"
                " watched until nothing uses it any more."
            )
            self.show_note(note.format(name=description_text(replaced), hint=hint_text(replaced)))
        self._build()
        shown = key or replaced
        self._take(KeySettings("") if shown is None else _settings_of(shown))
        self._connect()
        self._show_checks()
        self._description.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def key(self) -> ApiKey | None:
        """The key that is edited, as it was last seen; None for a new one."""
        return self._key

    @property
    def settings(self) -> KeySettings:
        """What is entered."""
        return KeySettings(
            description=self._description.text(),
            enabled=self._key.enabled if self._key is not None else True,
            rate_limit_rpm=int(self._rate_limit.text()) if self._limited.isChecked() else None,
            allowed_ips=self._addresses.addresses,
        )

    def set_busy(self) -> None:
        """Hold the form while an answer is awaited."""
        self._busy = True
        self._submit.setText(self.tr("Creating…") if self._key is None else self.tr("Saving…"))
        self.show_message("", Tone.NEUTRAL)
        self._hold(True)

    def show_error(self, error: BinomError) -> None:
        """The server refused: what it has against a field stands there, the rest below. Nothing is lost."""
        self._release()
        fields: Mapping[str, tuple[str, ...]] = error.field_errors if isinstance(error, HttpError) else {}
        for name, message, field in (
            ("description", self._description_message, self._description),
            ("rateLimitRpm", self._rate_limit_message, self._rate_limit),
        ):
            if name in fields:
                text = _sentence(fields[name])
                show_check(field, message, Check(Verdict.WRONG, text))
        if "allowedIps" in fields:
            self._addresses.show_error(_sentence(fields["allowedIps"]))
        others = [_sentence((f"{name} {text}",)) for name in fields if name not in _MEMBERS for text in fields[name]]
        if others or not fields:
            self.show_message(" ".join(others) or error_text(error), Tone.BAD)
        self._focus_first_wrong()

    def show_unknown(self, error: BinomError) -> None:
        """Nobody knows whether the key was created: only the same question again can tell."""
        self._release()
        self._unknown = True
        self._hold(True)
        self._submit.setText(self.tr("Try Again"))
        self._submit.setEnabled(True)
        text = self.tr(
            "{reason} The key may exist already. Try Again asks for the same one: no second key is made, and its secret"
            " is not lost."
        )
        self.show_message(text.format(reason=error_text(error)), Tone.WARN)
        self._submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_changed(self, current: ApiKey) -> None:
        """Somebody else changed the key: say what, take over what the person left alone, and keep what they entered."""
        known = self._key
        self._release()
        if known is None:
            return
        entered, before = self.settings, _settings_of(known)
        changes = {
            name: getattr(entered, name)
            for name in ("description", "rate_limit_rpm", "allowed_ips")
            if getattr(entered, name) != getattr(before, name)
        }
        self._key = current
        self._take(replace(_settings_of(current), **changes))
        text = self.tr("Somebody else changed this key meanwhile. {changes} Your own changes stand; save them again.")
        self.show_message(text.format(changes=" ".join(change_texts(known, current))), Tone.WARN)
        self._submit.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def reject(self) -> None:
        if self._busy:
            return
        if self._unknown:
            self.left_unknown.emit(self._description.text())
        super().reject()

    def _build(self) -> None:
        self._description.setObjectName("descriptionField")
        self._description.setPlaceholderText(self.tr("Production"))
        self._limited.setObjectName("rateLimitCheck")
        self._limited.setAccessibleName(self._limited.text())
        self._rate_limit.setObjectName("rateLimitField")
        self._rate_limit.setAccessibleName(self.tr("Requests a minute"))
        self._rate_limit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        for widget in (
            self.field_label(self.tr("&Description"), self._description),
            self._description,
            self._description_message,
        ):
            self.body.addWidget(widget)
        self.body.addSpacing(8)
        self.body.addWidget(self._limited)
        self.body.addWidget(self._rate_limit)
        self.body.addWidget(self._rate_limit_message)
        self.body.addSpacing(8)
        self.body.addWidget(self.field_label(self.tr("&IP Restrictions"), self._addresses.line))
        self.body.addWidget(self._addresses)
        self.body.addSpacing(4)

    def _take(self, settings: KeySettings) -> None:
        self._description.setText(settings.description)
        self._limited.setChecked(settings.rate_limit_rpm is not None)
        self._rate_limit.setText(_USUAL_RATE_LIMIT if settings.rate_limit_rpm is None else str(settings.rate_limit_rpm))
        self._addresses.set_addresses(settings.allowed_ips)

    def _connect(self) -> None:
        self._description.textChanged.connect(self._on_field_changed)
        self._limited.toggled.connect(self._on_limited_toggled)
        self._rate_limit.textChanged.connect(self._on_field_changed)
        self._addresses.changed.connect(self._on_field_changed)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._submit.clicked.connect(self._on_submit_clicked)

    def _show_checks(self) -> None:
        description = check_description(self._description.text())
        rate_limit = check_rate_limit(self._rate_limit.text()) if self._limited.isChecked() else Check(Verdict.GOOD)
        show_check(self._description, self._description_message, description)
        show_check(self._rate_limit, self._rate_limit_message, rate_limit)
        self._rate_limit.setVisible(self._limited.isChecked())
        good = description.verdict is Verdict.GOOD and rate_limit.verdict is Verdict.GOOD
        self._submit.setEnabled(good and not self._busy and self._differs(good))

    def _differs(self, good: bool) -> bool:
        """Whether there is anything to save."""
        if self._key is None or not good:
            return good
        return self._addresses.unfinished or self.settings != _settings_of(self._key)

    def _hold(self, held: bool) -> None:
        for field in (self._description, self._rate_limit):
            field.setReadOnly(held)
        self._limited.setEnabled(not held)
        self._addresses.set_read_only(held)
        self._submit.setEnabled(not held)
        self._cancel.setEnabled(not self._busy)

    def _release(self) -> None:
        self._busy = self._unknown = False
        self._submit.setText(self._submit_text)
        self._hold(False)
        self._show_checks()

    def _focus_first_wrong(self) -> None:
        fields = (self._description, self._rate_limit, self._addresses.line)
        wrong = [field for field in fields if field.property("tone") == Tone.BAD.value]
        (wrong[0] if wrong else self._submit).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_field_changed(self) -> None:
        if not self._busy and not self._unknown:
            self.show_message("", Tone.NEUTRAL)
            self._show_checks()

    @Slot(bool)
    def _on_limited_toggled(self, limited: bool) -> None:
        self._on_field_changed()
        if limited:
            self._rate_limit.setFocus(Qt.FocusReason.OtherFocusReason)
            self._rate_limit.selectAll()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reject()

    @Slot()
    def _on_submit_clicked(self) -> None:
        if self._unknown or self._addresses.keep_typed():
            self.submitted.emit(self.settings)
        else:
            self._addresses.line.setFocus(Qt.FocusReason.OtherFocusReason)


def _settings_of(key: ApiKey) -> KeySettings:
    return KeySettings(key.description, key.enabled, key.rate_limit_rpm, key.allowed_ips)


def _sentence(texts: tuple[str, ...]) -> str:
    """The server's messages about a field, which are without a subject, as a person reads them."""
    words = ", ".join(texts).strip()
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}." if words else ""
