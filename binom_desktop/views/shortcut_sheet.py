"""The sheet of all keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.dialog import AIR, PADDING, Dialog
from binom_desktop.views.theme import Role, Theme, set_role, set_tone

# A title, and under it what is done with the keys for it, as QKeySequence reads them: ``Ctrl+K``.
ShortcutSection: TypeAlias = tuple[str, Sequence[tuple[str, str]]]

_LEAST_WIDTH = 320
_COLUMN_GAP = 44
_SECTION_GAP = 20
_ROW_GAP = 6
_KEYS_GAP = 24
_BAR_WIDTH = 16


def native_keys(keys: str) -> str:
    """A shortcut as this system writes it: ``Ctrl+K``, on macOS ``⌘K``."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class _Section(QWidget):
    """A title, and a line for each shortcut: what it does, and its keys at the end."""

    def __init__(self, *, number: int, section: ShortcutSection) -> None:
        super().__init__()
        title, entries = section
        self.setObjectName(f"shortcutSection{number}")
        self.setAccessibleName(title)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(_KEYS_GAP)
        layout.setVerticalSpacing(_ROW_GAP)
        layout.setColumnStretch(0, 1)
        layout.addWidget(_label(title, Role.FIELD_LABEL), 0, 0, 1, 2)
        for row, (text, keys) in enumerate(entries, start=1):
            layout.addWidget(_label(text, Role.SECONDARY), row, 0)
            cap = _label(native_keys(keys), Role.BADGE)
            set_tone(cap, Tone.NEUTRAL)
            cap.setAccessibleName(f"{text}: {cap.text()}")
            layout.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignRight)


class _SectionArea(QScrollArea):
    """The sections in two columns, or in one where two have no room; scrolls what is too high."""

    def __init__(self, *, sections: Sequence[ShortcutSection]) -> None:
        super().__init__()
        self._room = QSize(0, 0)
        content = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        lines = sum(len(entries) + 1 for _, entries in sections)
        column, placed = self._add_column(), 0
        for number, section in enumerate(sections):
            if self._columns.count() == 1 and placed + len(section[1]) / 2 > lines / 2:
                column.addStretch(1)
                column = self._add_column()
            column.addWidget(_Section(number=number, section=section))
            placed += len(section[1]) + 1
        column.addStretch(1)
        self.setObjectName("shortcutSections")
        self.setAccessibleName(self.tr("Shortcuts"))
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def fit_into(self, room: QSize) -> None:
        """Take no more than ``room``."""
        self._room = room
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(_COLUMN_GAP)
        if self._columns.sizeHint().width() + _BAR_WIDTH > room.width():
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
            self._columns.setSpacing(_SECTION_GAP)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        wished = self._columns.sizeHint()
        return QSize(wished.width() + _BAR_WIDTH, wished.height()).boundedTo(self._room)

    def _add_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(_SECTION_GAP)
        self._columns.addLayout(column, 1)
        return column


class ShortcutSheet(Dialog):
    """All shortcuts by sections, as they are handed in. Show it by ``open()``; Esc closes it."""

    def __init__(self, *, sections: Sequence[ShortcutSection], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            object_name="shortcutSheet",
            title=self.tr("Keyboard Shortcuts"),
            least_width=_LEAST_WIDTH,
            theme=theme,
            parent=parent,
        )
        self._area = _SectionArea(sections=sections)
        self.body.addWidget(self._area)
        close = self.add_button(self.tr("Close"), "shortcutSheetClose", Role.PRIMARY)
        close.clicked.connect(self._on_close_clicked)
        close.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        """Be as large as the sections need and the screen has room for."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        room = self.screen().availableGeometry().size() - QSize(AIR, AIR)
        around = self.sizeHint().height() - self._area.sizeHint().height()
        self._area.fit_into(room - QSize(2 * PADDING, around))
        # The layout within the layout keeps what it measured before until then.
        self._lines.activate()
        self.resize(self.sizeHint().boundedTo(room))

    @Slot()
    def _on_close_clicked(self) -> None:
        self.accept()


def _label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_role(label, role)
    return label
