"""A coloured line across the page: what is the matter, and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.theme import Role, set_role, set_tone


class Banner(QFrame):
    """Hidden until it has something to say. The text is plain and wraps."""

    action_triggered = Signal()

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        set_role(self, Role.BANNER)
        set_tone(self, Tone.NEUTRAL)
        self._label = QLabel()
        self._label.setObjectName(f"{object_name}Text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        set_role(self._label, Role.BANNER_TEXT)
        set_tone(self._label, Tone.NEUTRAL)
        self._label.setMinimumWidth(80)
        self._button = QPushButton()
        self._button.setObjectName(f"{object_name}Action")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(12)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        self.hide()
        self._connect()

    @property
    def text(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self.isHidden() else self._label.text()

    def show_text(self, text: str, tone: Tone, action_text: str = "") -> None:
        """Show ``text``, and a button if it has a text."""
        self._label.setText(text)
        set_tone(self, tone)
        set_tone(self._label, tone)
        self._button.setText(action_text)
        self._button.setAccessibleName(action_text)
        self._button.setVisible(bool(action_text))
        self.show()

    def clear(self) -> None:
        """Hide it."""
        self.hide()
        self._label.clear()

    def _connect(self) -> None:
        self._button.clicked.connect(self._on_button_clicked)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.action_triggered.emit()
