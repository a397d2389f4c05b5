"""What every dialog has: a title, words below it, its own parts, a message and buttons at the end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.announce import announce
from binom_desktop.views.focus_ring import FocusRing
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tokens import FOCUS_RING_AIR, FOCUS_RING_WIDTH

PADDING = 22
# Nothing else in the dialog grows beside what has this.
_MOST_STRETCH = 1000
_RING = FOCUS_RING_AIR + FOCUS_RING_WIDTH
# What a window's frame takes, and what should stay free around it.
AIR = 48


class Dialog(QDialog):
    """Fill ``body`` and ``buttons``, show it by ``open()``. It goes away for good once it is closed.

    ``least_width`` is in pixels at the usual text size.
    """

    def __init__(self, *, object_name: str, title: str, least_width: int, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(object_name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(min(text_px(least_width), self.screen().availableGeometry().width() - AIR))
        self.title = self.label("dialogTitle", Role.SECTION_TITLE, title)
        self.note = self.label("dialogNote", Role.SECONDARY)
        self.message = self.label("dialogMessage", Role.MESSAGE)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        self._body_area: QScrollArea | None = None
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
        needed, screen = self._lines.totalHeightForWidth(self.width()), self.screen().availableGeometry()
        room = screen.height() - AIR
        scrolls = needed > room and self._body_area is None
        if scrolls:
            self._let_body_scroll()
        if scrolls or self.height() < min(needed, room):
            self.resize(self.width(), min(needed, room))
            below = self.frameGeometry().bottom() - screen.bottom()
            if below > 0:
                self.move(self.x(), max(screen.top(), self.y() - below))

    def _let_body_scroll(self) -> None:
        """The screen is too low for all of it: what is the dialog's own scrolls between title and buttons."""
        place = self._lines.indexOf(self.body)
        self._lines.removeItem(self.body)
        content = QWidget()
        set_role(content, Role.CANVAS)
        content.setLayout(self.body)
        # The ring around a control is drawn beside it.
        self.body.setContentsMargins(_RING, _RING, _RING, _RING)
        self._body_area = QScrollArea()
        self._body_area.setObjectName("dialogScrollArea")
        self._body_area.setFrameShape(QFrame.Shape.NoFrame)
        self._body_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body_area.setWidgetResizable(True)
        self._body_area.setWidget(content)
        self._lines.insertWidget(place, self._body_area, _MOST_STRETCH)
        # Until then the window may not be lower than it was.
        self._lines.activate()

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
