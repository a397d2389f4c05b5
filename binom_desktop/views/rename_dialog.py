"""Asks what an account is to be called here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from binom_desktop.presentation import settings_text
from binom_desktop.settings import AccountEntry
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.theme import Role, Theme

LONGEST_LABEL: Final = 100

_LEAST_WIDTH = 420


class RenameDialog(Dialog):
    """Asks what an account is to be called here; ``renamed`` carries the account and its name."""

    renamed = Signal(AccountEntry, str)

    def __init__(self, *, entry: AccountEntry, theme: Theme, parent: QWidget | None = None) -> None:
        title = self.tr("Rename Account")
        super().__init__(object_name="renameDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent)
        self._entry = entry
        self.show_note(self.tr("What the account is called on this computer. Nothing changes on the server."))
        self._field = QLineEdit(settings_text.account_name(entry.label, entry.server))
        self._field.setObjectName("renameField")
        self._field.setMaxLength(LONGEST_LABEL)
        self.body.addWidget(self.field_label(self.tr("&Name"), self._field))
        self.body.addWidget(self._field)
        cancel = self.add_button(self.tr("Cancel"), "renameCancelButton")
        cancel.setAutoDefault(True)
        self._save = self.add_button(self.tr("Rename"), "renameSaveButton", Role.PRIMARY)
        self._field.textChanged.connect(self._on_field_text_changed)
        cancel.clicked.connect(self._on_cancel_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._show()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self) -> None:
        self._save.setEnabled(bool(self._name()))

    def _name(self) -> str:
        return self._field.text().strip()

    @Slot()
    def _on_field_text_changed(self) -> None:
        self._show()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reject()

    @Slot()
    def _on_save_clicked(self) -> None:
        self.accept()
        self.renamed.emit(self._entry, self._name())
