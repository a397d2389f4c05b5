"""The ring that shows where the keyboard is: two pixels of accent, two pixels of air around the control."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CONTROL_RADIUS, FOCUS_RING_AIR, FOCUS_RING_WIDTH

# A widget with this property set shows its focus itself.
OWN_FOCUS = "ownFocus"
KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class FocusRing(QWidget):
    """Lies over one window and follows its focus; hidden while the mouse leads."""

    def __init__(self, *, application: QApplication, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._followed: list[QWidget] = []
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        application.focusChanged.connect(self._on_application_focus_changed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        elif watched is self._target and event.type() is QEvent.Type.KeyPress:
            self._show_ring()
        elif watched is self._target and event.type() is QEvent.Type.MouseButtonPress:
            self.hide()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), FOCUS_RING_WIDTH))
        half = FOCUS_RING_WIDTH / 2
        radius = CONTROL_RADIUS + FOCUS_RING_AIR
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()

    def _follow(self, target: QWidget | None) -> None:
        """Hear of everything that moves ``target`` inside the window."""
        for followed in self._followed:
            # While a window goes, the focus wanders over widgets of which some are gone already.
            if isValid(followed):
                followed.removeEventFilter(self)
        self._followed = _line_to_window(target) if target is not None else []
        self._target = target
        for followed in self._followed:
            followed.installEventFilter(self)

    def _show_ring(self) -> None:
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        if self._target is None or not self._target.isVisible():
            self.hide()
            return
        window = self.window()
        margin = FOCUS_RING_WIDTH + FOCUS_RING_AIR
        around = QRect(self._target.mapTo(window, QPoint(0, 0)), self._target.size())
        self.setGeometry(around.adjusted(-margin, -margin, margin, margin).intersected(window.rect()))

    @Slot(QWidget, QWidget)
    def _on_application_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        was_shown = self.isVisible()
        if new is None or new.window() is not self.window() or new.property(OWN_FOCUS):
            self._follow(None)
            self.hide()
            return
        self._follow(new)
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        window_was_activated = old is None
        if by_mouse or (window_was_activated and not was_shown):
            self.hide()
        else:
            self._show_ring()


def _line_to_window(widget: QWidget) -> list[QWidget]:
    """``widget`` and everything it lies in, without the window."""
    line = [widget]
    parent = widget.parentWidget()
    while parent is not None and parent is not widget.window():
        line.append(parent)
        parent = parent.parentWidget()
    return line
