"""The Qt application: what the system asks of the app as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent


class Application(QApplication):
    """Tells of links, which macOS hands over, and once ``steered`` of quitting, which then happens by itself no more.

    The newest link is in ``link`` too: one that started the app comes before anybody listens.
    """

    link_received = Signal(str)
    quit_requested = Signal()

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(arguments)
        self.link = ""
        self.steered = False

    @override
    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind is event.Type.Quit and self.steered:
            self.quit_requested.emit()
            return True
        if kind is event.Type.FileOpen:
            from PySide6.QtGui import QFileOpenEvent

            if isinstance(event, QFileOpenEvent):
                self.link = event.url().toString()
                self.link_received.emit(self.link)
                return True
        return super().event(event)
