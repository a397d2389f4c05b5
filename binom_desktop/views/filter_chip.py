"""A filter as a chip: a quiet button while it takes everything, an accent pill with its value once it filters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QStyle, QToolButton, QWidget
from typing_extensions import override

from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.views import icons
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CONTROL_HEIGHT, CONTROL_RADIUS, TABLE, mix

_PADDING = 10
_GAP = 7
_ICON = 12
_BORDER = 1
# A longer value ends in an ellipsis; counted in characters, so that larger text has as much room.
_WIDEST_VALUE = 34
_HOVER_SHARE = 0.5
_OPENING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4})
_REMOVING_KEYS = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class ChipButton(QPushButton):
    """A chip's name and value; paints both, since a push button has one weight of type only."""

    removal_requested = Signal()

    def __init__(self, *, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._value = ""
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        set_role(self, Role.CHIP_BUTTON)

    def set_value(self, value: str) -> None:
        """Show ``value`` behind the name; empty shows that a list opens instead."""
        self._value = value
        self.setAccessibleName(f"{self._label}: {value}" if value else self._label)
        self.updateGeometry()
        self.update()

    @property
    def elided(self) -> bool:
        """Whether an ellipsis stands for a part of the value."""
        return self._value_metrics().horizontalAdvance(self._value) > self._value_room()

    @override
    def sizeHint(self) -> QSize:
        label = QFontMetrics(self._label_font())
        width = 2 * _PADDING + label.horizontalAdvance(self._label) + 1
        if self._value:
            widest = label.averageCharWidth() * _WIDEST_VALUE
            width += _GAP + min(self._value_metrics().horizontalAdvance(self._value) + 1, widest) - _PADDING // 2
        else:
            width += _GAP - 2 + text_px(_ICON)
        return QSize(width, max(row_px(CONTROL_HEIGHT) - 2 * _BORDER, label.height() + 8))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(row_px(CONTROL_HEIGHT), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = tokens.accent if self._value else tokens.text2
        label, rest = self._label_rects()
        painter.setPen(ink)
        painter.setFont(self._label_font())
        painter.drawText(self._visual(label), int(Qt.AlignmentFlag.AlignVCenter), readable(self._label))
        if self._value:
            painter.setFont(self._value_font())
            painter.drawText(self._visual(rest), int(Qt.AlignmentFlag.AlignVCenter), readable(self._elided_value()))
        else:
            size = text_px(_ICON)
            icon = QRect(rest.left(), (self.height() - size) // 2 + 1, size, size)
            picture = icons.pixmap("chevron-down", ink, size, self.devicePixelRatioF())
            painter.drawPixmap(self._visual(icon).topLeft(), picture)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS:
            self.click()
        elif event.key() in _REMOVING_KEYS and self._value:
            self.removal_requested.emit()
        else:
            super().keyPressEvent(event)

    def _paint_ground(self, painter: QPainter) -> None:
        if not (self.underMouse() or self.isDown()):
            return
        tokens = self._theme.tokens
        # Towards the surface, since the other way the words would lose contrast.
        ground = mix(tokens.surface, tokens.accent_soft, _HOVER_SHARE) if self._value else tokens.hover
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        radius = CONTROL_RADIUS - _BORDER
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)

    def _label_rects(self) -> tuple[QRect, QRect]:
        """Where the name stands, and what follows it, as if written from left to right."""
        width = QFontMetrics(self._label_font()).horizontalAdvance(self._label) + 1
        label = QRect(_PADDING, 0, width, self.height())
        start = label.right() + 1 + (_GAP if self._value else _GAP - 2)
        return label, QRect(start, 0, self.width() - start - (_PADDING - _PADDING // 2), self.height())

    def _value_room(self) -> int:
        return self._label_rects()[1].width()

    def _elided_value(self) -> str:
        return self._value_metrics().elidedText(self._value, Qt.TextElideMode.ElideRight, self._value_room())

    def _value_metrics(self) -> QFontMetrics:
        return QFontMetrics(self._value_font())

    def _label_font(self) -> QFont:
        return self._theme.font(TABLE)

    def _value_font(self) -> QFont:
        return self._theme.font(TABLE, QFont.Weight.DemiBold)

    def _visual(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


class FilterChip(QFrame):
    """One filter. ``open_requested`` asks for its choices, ``removal_requested`` for it to take everything again."""

    open_requested = Signal()
    removal_requested = Signal()

    def __init__(self, *, object_name: str, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(f"{object_name}Chip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.button = ChipButton(label=label, theme=theme)
        self.button.setObjectName(object_name)
        self._remove = QToolButton()
        self._remove.setObjectName(f"{object_name}Remove")
        self._remove.setAccessibleName(self.tr("Remove filter {name}").format(name=label))
        self._remove.setToolTip(self._remove.accessibleName())
        # A click takes no focus, so that none is lost when the button goes.
        self._remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self._remove, Role.CHIP_REMOVE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button)
        layout.addWidget(self._remove)
        self._connect()
        self._show_theme()
        self.set_value("", "")

    def set_value(self, value: str, tooltip: str) -> None:
        """Show what the filter lets through and, in the tooltip, all of it; empty shows that it takes everything."""
        had_focus = self._remove.hasFocus()
        self.button.set_value(value)
        self.button.setToolTip(plain_tooltip(tooltip))
        self._remove.setVisible(bool(value))
        set_role(self, Role.CHIP_SET if value else Role.CHIP)
        if had_focus and not value:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)

    def _connect(self) -> None:
        self.button.clicked.connect(self._on_button_clicked)
        self.button.removal_requested.connect(self._on_removal_requested)
        self._remove.clicked.connect(self._on_removal_requested)
        self._theme.changed.connect(self._on_theme_changed)

    def _show_theme(self) -> None:
        self._remove.setIcon(icons.icon("x", self._theme.tokens.accent, size=_ICON))
        self._remove.setIconSize(icons.icon_size(_ICON))
        self.button.updateGeometry()

    @Slot()
    def _on_button_clicked(self) -> None:
        self.open_requested.emit()

    @Slot()
    def _on_removal_requested(self) -> None:
        self.removal_requested.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()
