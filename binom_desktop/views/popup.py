"""Where a popup opens, and what it does when its own button is clicked again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

_AIR = 4


def free_place(anchor: QWidget) -> QRect:
    """The part of the screen of ``anchor`` that a popup may cover: below it, or above it where that is larger."""
    screen = anchor.screen().availableGeometry()
    top_left = anchor.mapToGlobal(QPoint(0, 0))
    below = QRect(screen)
    below.setTop(top_left.y() + anchor.height() + _AIR)
    above = QRect(screen)
    above.setBottom(top_left.y() - _AIR - 1)
    return below if below.height() >= min(above.height(), screen.height() // 2) else above


def popup_geometry(anchor: QWidget, size: QSize) -> QRect:
    """A place for a popup of ``size`` or less: at the edge of ``anchor`` where reading begins, all on one screen."""
    place = free_place(anchor)
    box = QRect(QPoint(0, 0), size.boundedTo(place.size()))
    left = anchor.mapToGlobal(QPoint(0, 0)).x()
    if anchor.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        left += anchor.width() - box.width()
    box.moveLeft(max(place.left(), min(left, place.right() + 1 - box.width())))
    if place.top() > anchor.mapToGlobal(QPoint(0, 0)).y():
        box.moveTop(place.top())
    else:
        box.moveBottom(place.bottom())
    return box


def let_anchor_close(popup: QWidget, anchor: QWidget, event: QMouseEvent) -> None:
    """A press on ``anchor`` outside ``popup`` only closes it; any other press outside also does its own work."""
    on_anchor = anchor.rect().contains(anchor.mapFromGlobal(event.globalPosition().toPoint()))
    popup.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay, on_anchor)


class ChipMenu(QMenu):
    """A menu below ``anchor``, which a second click on that closes."""

    def __init__(self, *, anchor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor = anchor

    def open_below(self) -> None:
        """Show it without waiting for an answer."""
        self.popup(popup_geometry(self._anchor, self.sizeHint()).topLeft())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        let_anchor_close(self, self._anchor, event)
        super().mousePressEvent(event)
