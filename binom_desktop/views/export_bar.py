"""How far an export is, and how it ended, in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.views.announce import announce
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.value_text import ValueText

_SCALE = 1000
_ENDS = frozenset({ExportState.FINISHED, ExportState.FAILED, ExportState.CANCELLED})


class ExportBar(QFrame):
    """Hidden while there is nothing to say. Dismiss clears ``export``; all else is asked for by signals."""

    cancel_requested = Signal()
    show_folder_requested = Signal()
    again_requested = Signal()

    def __init__(self, *, export: ExportModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._export = export
        self.setObjectName("exportBar")
        self.setAccessibleName(self.tr("Export"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        set_role(self, Role.CARD)
        self._text = ValueText(theme=theme)
        self._text.setObjectName("exportText")
        self._text.setAccessibleName(self.tr("Export"))
        self._progress = QProgressBar()
        self._progress.setObjectName("exportProgress")
        self._progress.setAccessibleName(self.tr("Export progress"))
        self._progress.setRange(0, _SCALE)
        self._progress.setTextVisible(False)
        self._cancel = self._button(self.tr("Cancel"), "cancelExportButton")
        self._folder = self._button(self.tr("Show in Folder"), "showFolderButton")
        self._again = self._button(self.tr("Try Again"), "exportAgainButton")
        self._dismiss = self._button(self.tr("Dismiss"), "dismissExportButton")
        set_role(self._dismiss, Role.QUIET)
        self._build()
        self._connect()
        self._show_state()
        self._show_progress()

    def _button(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        return button

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(7)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._progress)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        layout.addSpacing(8)
        for button in (self._cancel, self._folder, self._again, self._dismiss):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self._export.state_changed.connect(self._on_export_state_changed)
        self._export.changed.connect(self._on_export_changed)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._folder.clicked.connect(self._on_folder_clicked)
        self._again.clicked.connect(self._on_again_clicked)
        self._dismiss.clicked.connect(self._on_dismiss_clicked)

    def _show_state(self) -> None:
        state = self._export.state
        shown = {
            self._cancel: state is ExportState.RUNNING,
            self._folder: state is ExportState.FINISHED,
            self._again: state is ExportState.FAILED,
            self._dismiss: state in _ENDS,
        }
        had_focus = any(button.hasFocus() for button in shown)
        self._progress.setVisible(state is ExportState.RUNNING)
        for button, visible in shown.items():
            button.setVisible(visible)
        set_tone(self._text, self._export.tone)
        self.setVisible(state is not ExportState.IDLE)
        first = next((button for button, visible in shown.items() if visible), None)
        if had_focus and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self) -> None:
        self._text.set_text(self._export.text)
        self._progress.setValue(round(self._export.fraction * _SCALE))

    @Slot()
    def _on_export_state_changed(self) -> None:
        self._show_state()
        if self._export.state in _ENDS:
            announce(self, self._export.text)

    @Slot()
    def _on_export_changed(self) -> None:
        self._show_progress()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.cancel_requested.emit()

    @Slot()
    def _on_folder_clicked(self) -> None:
        self.show_folder_requested.emit()

    @Slot()
    def _on_again_clicked(self) -> None:
        self.again_requested.emit()

    @Slot()
    def _on_dismiss_clicked(self) -> None:
        self._export.clear()
