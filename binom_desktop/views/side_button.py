"""A button at the foot of the sidebar that looks like a row of the pages under the pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy
from typing_extensions import override

from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CONTROL_RADIUS

_OPENING_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_F4})


class SideButton(QPushButton):
    """Opens a menu, by every usual key. Fill ``content``; what lies in it is part of the button for the mouse."""

    def __init__(self, *, object_name: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(object_name)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_role(self, Role.CHIP_BUTTON)
        self.content = QHBoxLayout(self)

    @override
    def sizeHint(self) -> QSize:
        return self.content.totalSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.content.totalMinimumSize()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse() or self.isDown():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("line2"))
            painter.drawRoundedRect(QRectF(self.rect()), CONTROL_RADIUS, CONTROL_RADIUS)
            painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)
