"""What every dialog has: a title, words below it, its own parts, a message and buttons at the end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.announce import announce
from binom_desktop.views.focus_ring import FocusRing
from binom_desktop.views.theme import Role, Theme, set_role, set_tone

PADDING = 22


class Dialog(QDialog):
    """Fill ``body`` and ``buttons``, show it by ``open()``. It goes away for good once it is closed."""

    def __init__(self, *, object_name: str, title: str, least_width: int, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(object_name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(least_width)
        self.title = self.label("dialogTitle", Role.SECTION_TITLE, title)
        self.note = self.label("dialogNote", Role.SECONDARY)
        self.message = self.label("dialogMessage", Role.MESSAGE)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        layout = self._lines = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, PADDING - 4, PADDING, PADDING)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(self.note)
        layout.addSpacing(8)
        layout.addLayout(self.body)
        layout.addWidget(self.message)
        layout.addStretch(1)
        layout.addSpacing(10)
        layout.addLayout(self.buttons)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusRing(application=application, theme=theme, window=self)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self._grow()
        return done

    def _grow(self) -> None:
        """Be high enough for words that came: a top window asks for that by itself only before it is shown."""
        needed = self._lines.totalHeightForWidth(self.width())
        if self.height() < needed:
            self.resize(self.width(), needed)

    def label(self, object_name: str, role: Role, text: str = "") -> QLabel:
        """A label of plain text that wraps, hidden while it is empty."""
        label = QLabel(text)
        label.setObjectName(object_name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setVisible(bool(text))
        set_role(label, role)
        return label

    def field_label(self, text: str, field: QWidget) -> QLabel:
        """The name above a field, whose letter after an ampersand leads there."""
        label = QLabel(text)
        label.setObjectName(f"{field.objectName()}Label")
        label.setBuddy(field)
        set_role(label, Role.FIELD_LABEL)
        field.setAccessibleName(text.replace("&", ""))
        return label

    def add_button(self, text: str, object_name: str, role: Role | None = None) -> QPushButton:
        """A button at the end; the primary one is pressed by Enter."""
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        if role is not None:
            set_role(button, role)
        button.setDefault(role is Role.PRIMARY)
        self.buttons.addWidget(button)
        return button

    def show_note(self, text: str) -> None:
        """Say something below the title."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def show_message(self, text: str, tone: Tone) -> None:
        """Say what came of it; an empty text says nothing."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        set_tone(self.message, tone)
        announce(self.message, text)
