"""About: what this program is, made of what, and where it keeps its files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from binom_desktop.presentation.about_text import about_copy
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.sidebar import Logo
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role

_LEAST_WIDTH = 460
_LOGO_SIZE = 48


class AboutDialog(Dialog):
    """Shows ``rows``, a name and a value each; Copy puts them on the clipboard a line each."""

    licences_requested = Signal()

    def __init__(self, *, rows: Sequence[tuple[str, str]], theme: Theme, parent: QWidget | None = None) -> None:
        title = self.tr("About Binom Desktop")
        super().__init__(object_name="aboutDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent)
        self._rows = tuple(rows)
        # The name stands beside the mark instead.
        self.title.hide()
        self.body.setSpacing(14)
        self.body.addLayout(self._head())
        self.body.addLayout(self._table())
        self._licences = self.add_button(self.tr("Licences"), "aboutLicencesButton")
        self._copy = self.add_button(self.tr("Copy"), "aboutCopyButton")
        self._close = self.add_button(self.tr("Close"), "aboutCloseButton", Role.PRIMARY)
        for button in (self._licences, self._copy, self._close):
            button.setAutoDefault(True)
        self._licences.clicked.connect(self._on_licences_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close.clicked.connect(self._on_close_clicked)
        self._close.setFocus(Qt.FocusReason.PopupFocusReason)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Logo(theme=self._theme, size=text_px(_LOGO_SIZE)), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.label("aboutName", Role.PAGE_TITLE, self.tr("Binom Desktop")))
        text = self.tr("What a Binom.Router account spends, on what, and when its credits run out.")
        words.addWidget(self.label("aboutPurpose", Role.SECONDARY, text))
        head.addLayout(words, 1)
        return head

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(18)
        table.setVerticalSpacing(6)
        table.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._rows):
            caption = QLabel(name)
            caption.setTextFormat(Qt.TextFormat.PlainText)
            set_role(caption, Role.SECONDARY)
            shown = self.label(f"aboutValue{row}", Role.VALUE, value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            table.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(shown, row, 1)
        return table

    @Slot()
    def _on_licences_clicked(self) -> None:
        self.accept()
        self.licences_requested.emit()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(about_copy(self._rows))
        self.show_message(self.tr("Copied to the clipboard."), Tone.OK)

    @Slot()
    def _on_close_clicked(self) -> None:
        self.accept()
