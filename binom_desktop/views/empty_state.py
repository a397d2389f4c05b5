"""What stands where figures would: nothing yet, or why they could not be read, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.views import icons
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_PADDING

_BOX = 44
_ICON = 22


class DashedIcon(QWidget):
    """A line icon in a dashed box; decoration only."""

    def __init__(self, *, icon_name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._theme = theme
        self.setFixedSize(text_px(_BOX), text_px(_BOX))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("text3"), 1.5)
        pen.setDashPattern([2.4, 2.4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        size = text_px(_ICON)
        offset = (self.width() - size) // 2
        picture = icons.pixmap(self._icon_name, self._theme.tokens.text3, size, self.devicePixelRatioF())
        painter.drawPixmap(offset, offset, picture)
        painter.end()


class EmptyState(QFrame):
    """A card with an icon, a title, a sentence and the buttons that lead on."""

    def __init__(
        self,
        *,
        object_name: str,
        icon_name: str,
        title: str,
        text: str,
        buttons: Sequence[QPushButton],
        theme: Theme,
        least_height: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setMinimumHeight(least_height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        set_role(self, Role.CARD)
        self._title = self._line(title, f"{object_name}Title", Role.SECTION_TITLE)
        self._text = self._line(text, f"{object_name}Text", Role.SUBTITLE)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(DashedIcon(icon_name=icon_name, theme=theme), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(10)
        layout.addLayout(row)
        layout.addStretch(1)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def set_text(self, text: str) -> None:
        """Change the sentence below the title."""
        self._text.setText(text)

    def _line(self, text: str, object_name: str, role: Role) -> QLabel:
        label = QLabel(text)
        label.setObjectName(object_name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        set_role(label, role)
        return label
