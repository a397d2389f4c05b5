"""Asks before something is done that can't be taken back, or that leads out of the app."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from binom_desktop.views.dialog import Dialog
from binom_desktop.views.theme import Role, Theme
from binom_desktop.views.value_text import ValueText

_LEAST_WIDTH = 440


class ConfirmDialog(Dialog):
    """``confirmed`` says that it is meant. ``detail`` is shown whole, to be read and copied, whatever its length.

    A dangerous question begins at Cancel, any other at its answer.
    """

    confirmed = Signal()

    def __init__(
        self,
        *,
        object_name: str,
        title: str,
        text: str,
        answer: str,
        theme: Theme,
        role: Role = Role.PRIMARY,
        detail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(object_name=object_name, title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent)
        self.show_note(text)
        if detail:
            shown = ValueText(theme=theme, monospace=True)
            shown.setObjectName("confirmDetail")
            shown.setAccessibleName(title)
            shown.set_text(detail)
            self.body.addWidget(shown)
        self._cancel = self.add_button(self.tr("Cancel"), "confirmCancelButton")
        self._cancel.setAutoDefault(True)
        self._answer = self.add_button(answer, "confirmButton", role)
        self._answer.setAutoDefault(True)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._answer.clicked.connect(self._on_answer_clicked)
        first = self._cancel if role is Role.DANGER else self._answer
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reject()

    @Slot()
    def _on_answer_clicked(self) -> None:
        self.accept()
        self.confirmed.emit()
