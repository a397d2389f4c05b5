"""The buttons that look for a newer version, show its notes, and fetch it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from binom_desktop.models.updates import UpdatesModel
from binom_desktop.presentation import update_text
from binom_desktop.update_values import ReleaseFile
from binom_desktop.views.confirm_dialog import ConfirmDialog
from binom_desktop.views.theme import Theme

_GAP = 8
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


class UpdatesField(QWidget):
    """Asks through ``updates``. An address is shown before anything goes there; ``open_url_requested`` carries it."""

    open_url_requested = Signal(str)

    def __init__(self, *, updates: UpdatesModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._updates = updates
        self._theme = theme
        self._asked_link = ""
        self._asked_file: ReleaseFile | None = None
        self.setObjectName("updatesField")
        self.setAccessibleName(self.tr("Updates"))
        self._notes = self._button(self.tr("Release Notes"), "updateNotesButton")
        self._download = self._button(self.tr("Download and Verify…"), "updateDownloadButton")
        self._cancel = self._button(self.tr("Cancel"), "updateCancelButton")
        self._cancel.setAccessibleName(self.tr("Cancel Download"))
        self._check = self._button(self.tr("Check Now"), "checkNowButton")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for button in (self._notes, self._download, self._cancel, self._check):
            layout.addWidget(button)
        self._connect()
        self.show_updates()

    def show_updates(self) -> None:
        """Offer what can be done now; whoever is at a button that goes away stays in the row."""
        updates, release = self._updates, self._updates.release
        focused = self.window().focusWidget()
        held = self.isAncestorOf(focused)
        self._notes.setVisible(release is not None and bool(release.notes_url))
        self._download.setVisible(updates.file is not None and not updates.downloading)
        self._cancel.setVisible(updates.downloading)
        for button in (self._notes, self._download, self._cancel, self._check):
            button.setAccessibleDescription(updates.text)
        if held and focused.isHidden():
            (self._cancel if updates.downloading else self._check).setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text.removesuffix("…"))
        return button

    def _connect(self) -> None:
        self._check.clicked.connect(self._updates.check)
        self._cancel.clicked.connect(self._updates.cancel)
        self._notes.clicked.connect(self._on_notes_clicked)
        self._download.clicked.connect(self._on_download_clicked)

    def _ask(self, *, object_name: str, title: str, text: str, address: str, answer: str) -> ConfirmDialog:
        dialog = ConfirmDialog(
            object_name=object_name,
            title=title,
            text=text,
            detail=address,
            answer=answer,
            theme=self._theme,
            parent=self,
        )
        dialog.open()
        return dialog

    @Slot()
    def _on_notes_clicked(self) -> None:
        if (release := self._updates.release) is None:
            return
        self._asked_link = release.notes_url
        dialog = self._ask(
            object_name="updateNotesDialog",
            title=self.tr("Release Notes"),
            text=update_text.notes_text(release.notes_url),
            address=release.notes_url,
            answer=self.tr("Open in Browser"),
        )
        dialog.confirmed.connect(self._on_notes_confirmed)

    @Slot()
    def _on_notes_confirmed(self) -> None:
        self.open_url_requested.emit(self._asked_link)

    @Slot()
    def _on_download_clicked(self) -> None:
        if (file := self._updates.file) is None:
            return
        self._asked_file = file
        dialog = self._ask(
            object_name="updateDownloadDialog",
            title=self.tr("Download and Verify"),
            text=update_text.download_text(file.size),
            address=file.url,
            answer=self.tr("Choose File…"),
        )
        dialog.confirmed.connect(self._on_download_confirmed)

    @Slot()
    def _on_download_confirmed(self) -> None:
        if self._asked_file is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(self, self.tr("Save Update"), folder)
        dialog.setObjectName("updateFileDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(_file_name(self._asked_file.url))
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, target: str) -> None:
        if self._asked_file is not None:
            self._updates.download(self._asked_file, target)


def _file_name(url: str) -> str:
    """What the file is called at its address, without anything that a name must not have."""
    return _NOT_IN_A_NAME.sub("-", Path(urlsplit(url).path).name).lstrip(".-") or "binom-desktop"
