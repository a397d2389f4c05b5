"""Controls side by side that go on in the next line where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget
from typing_extensions import override

from binom_desktop.views.tokens import SPACING


class FlowRow(QWidget):
    """Places the widgets added to it, in their order and at their wished sizes, and is as high as its lines.

    A widget that is wider than the whole row is narrowed to it. What was added ``at_end`` stands at the end of its line
    where something stands before it. The order is mirrored in right-to-left languages.
    """

    def __init__(self, *, spacing: int = SPACING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._flowing: list[QWidget] = []
        self._at_end: set[QWidget] = set()
        self._told = QSize()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget, *, at_end: bool = False) -> None:
        """Put ``widget`` behind the others."""
        widget.setParent(self)
        self._flowing.append(widget)
        if at_end:
            self._at_end.add(widget)

    def remove(self, widget: QWidget) -> None:
        """Take ``widget`` away for good."""
        self._flowing.remove(widget)
        self._at_end.discard(widget)
        widget.hide()
        widget.setParent(None)
        widget.deleteLater()

    def place(self) -> None:
        """Give every widget that is not hidden its place; called by itself when sizes change."""
        y, height = 0, 0
        for line in self._lines():
            height = max(size.height() for _, size in line)
            x, free = 0, self.width() - sum(size.width() + self._spacing for _, size in line) + self._spacing
            for widget, size in line:
                if widget in self._at_end and x:
                    x, free = x + free, 0
                own_height = height if isinstance(widget, QLabel) else size.height()
                spot = QRect(x, y + (height - own_height) // 2, size.width(), own_height)
                widget.setGeometry(QStyle.visualRect(self.layoutDirection(), QRect(0, 0, self.width(), 0), spot))
                x += size.width() + self._spacing
            y += height + self._spacing
        self.setFixedHeight(max(0, y - self._spacing))
        if (wished := self.sizeHint()) != self._told:
            self._told = wished
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        sizes = [_wished(widget) for widget in self._shown()]
        width = sum(size.width() for size in sizes) + self._spacing * max(0, len(sizes) - 1)
        return QSize(width, self.minimumHeight())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.place()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange, QEvent.Type.Polish}:
            self.place()
        return done

    def _shown(self) -> list[QWidget]:
        # Before the first show all of them are hidden, but these not on purpose.
        on_purpose = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        return [widget for widget in self._flowing if not (widget.isHidden() and widget.testAttribute(on_purpose))]

    def _lines(self) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        room = 0
        for widget in self._shown():
            size = _wished(widget).boundedTo(QSize(self.width(), 1 << 24))
            if not lines or size.width() > room:
                lines.append([])
                room = self.width()
            lines[-1].append((widget, size))
            room -= size.width() + self._spacing
        return lines


def _wished(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
