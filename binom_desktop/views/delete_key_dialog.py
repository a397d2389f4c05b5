"""Asks before an API key is deleted for good: its description has to be typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from binom_desktop.domain import ApiKey
from binom_desktop.errors import BinomError
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.key_text import description_text, hint_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.theme import Role, Theme

_LEAST_WIDTH = 440


class DeleteKeyDialog(Dialog):
    """``confirmed`` says that it is meant; the answer is told by ``accept`` or ``show_error``."""

    confirmed = Signal()

    def __init__(self, *, key: ApiKey, last_used: str, theme: Theme, parent: QWidget | None = None) -> None:
        title = self.tr("Delete API Key")
        super().__init__(
            object_name="deleteKeyDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent
        )
        self._word = description_text(key)
        self._busy = False
        note = self.tr(
            "“{name}” ({hint}) stops working at once and for good. Its past requests stay in the log. Last used: {age}."
        )
        self.show_note(note.format(name=self._word, hint=hint_text(key), age=last_used))
        self._field = QLineEdit()
        self._field.setObjectName("deleteWordField")
        self._field.setPlaceholderText(self._word)
        self.body.addWidget(self.field_label(self.tr("&Type the description to confirm"), self._field))
        self.body.addWidget(self._field)
        self._cancel = self.add_button(self.tr("Cancel"), "deleteCancelButton")
        # Enter on it must not press the default one, which deletes.
        self._cancel.setAutoDefault(True)
        self._delete = self.add_button(self.tr("Delete"), "deleteConfirmButton", Role.DANGER)
        self._delete.setDefault(True)
        self._field.textChanged.connect(self._on_field_text_changed)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)
        self._show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_error(self, error: BinomError, text: str = "") -> None:
        """The key is still there, and why."""
        self._busy = False
        self._show()
        self.show_message(text or error_text(error), Tone.BAD)

    @override
    def reject(self) -> None:
        if not self._busy:
            super().reject()

    def _show(self) -> None:
        typed = safe_line(self._field.text()).strip()
        self._delete.setEnabled(typed == self._word and not self._busy)
        self._delete.setText(self.tr("Deleting…") if self._busy else self.tr("Delete"))
        self._cancel.setEnabled(not self._busy)
        self._field.setReadOnly(self._busy)

    @Slot()
    def _on_field_text_changed(self) -> None:
        self.show_message("", Tone.NEUTRAL)
        self._show()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reject()

    @Slot()
    def _on_delete_clicked(self) -> None:
        self._busy = True
        self.show_message("", Tone.NEUTRAL)
        self._show()
        self.confirmed.emit()
