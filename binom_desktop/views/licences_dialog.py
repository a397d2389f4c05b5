"""The licences of everything that the app is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.dialog import AIR, Dialog
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role

_LEAST_WIDTH = 720
_HEIGHT = 380
# What stands above and below the texts.
_AROUND = 150
_LIST_WIDTH = 220
# To wrap a line takes Qt the square of its length, and no licence has one so long.
_LONG_LINE = re.compile(r"(.{4000})(?=.)")


class LicencesDialog(Dialog):
    """A list of the parts, and the text of the one that is chosen. It opens at once; the texts may come later."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        title = self.tr("Licences")
        super().__init__(
            object_name="licencesDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent
        )
        self._texts: Mapping[str, str] = {}
        self.show_note(self.tr("Binom Desktop is free software under the MIT licence, and is made of these parts."))
        self._list = QListWidget()
        self._list.setObjectName("licenceList")
        self._list.setAccessibleName(self.tr("Parts"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_role(self._list, Role.PART_LIST)
        self._text = QPlainTextEdit()
        self._text.setObjectName("licenceText")
        self._text.setAccessibleName(self.tr("Licence"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(theme.text_fixed_font())
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(_framed(self._list, "licenceListFrame"))
        row.addWidget(_framed(self._text, "licenceTextFrame"), 1)
        self._list.setFixedWidth(min(text_px(_LIST_WIDTH), self.minimumWidth() * 2 // 5))
        room = self.screen().availableGeometry().height() - AIR - text_px(_AROUND)
        self._text.setMinimumHeight(min(_HEIGHT, room))
        self.body.addLayout(row, 1)
        close = self.add_button(self.tr("Close"), "licencesCloseButton", Role.PRIMARY)
        close.clicked.connect(self._on_close_clicked)
        self._list.itemSelectionChanged.connect(self._on_list_item_selection_changed)
        self._list.setFocus(Qt.FocusReason.PopupFocusReason)
        self.show_message(self.tr("Collecting the licences…"), Tone.NEUTRAL)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show the parts by their names, in this order."""
        self._texts = texts
        self._list.addItems(list(texts))
        self._list.setCurrentRow(0)
        self.show_message("", Tone.NEUTRAL)

    def show_failed(self) -> None:
        """The texts could not be read."""
        self.show_message(
            self.tr("The licences can't be read. They are in the folder “licences” beside the program."), Tone.BAD
        )

    @Slot()
    def _on_list_item_selection_changed(self) -> None:
        # A screen reader selects without moving the current row.
        for item in self._list.selectedItems():
            self._list.setCurrentItem(item)
            self._text.setPlainText(_LONG_LINE.sub(r"\1\n", self._texts[item.text()]))

    @Slot()
    def _on_close_clicked(self) -> None:
        self.accept()


def _framed(part: QListWidget | QPlainTextEdit, object_name: str) -> QFrame:
    """``part`` in a box of the design; the frame's own colour shows."""
    part.setFrameShape(QFrame.Shape.NoFrame)
    part.viewport().setAutoFillBackground(False)
    frame = QFrame()
    frame.setObjectName(object_name)
    set_role(frame, Role.KEY_BOX)
    QVBoxLayout(frame).addWidget(part)
    return frame
