"""Puts a window where it was, on a screen that still exists; imported before the first paint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# Qt writes 66 bytes; what is much longer is not of Qt's making.
_MAX_BYTES = 1024
# Enough of a window to take hold of and pull back.
_GRIP_PX = 48


def restore_place(window: QWidget, file: Path) -> bool:
    """Put ``window`` where ``file`` says, before it is shown; False where that is not known, and nothing changes then.

    Reads a file of some bytes at once, for the window can't wait.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError:
        return False
    if len(data) > _MAX_BYTES or not _leads_back(window, QByteArray(data)):
        return False
    window.restoreGeometry(QByteArray(data))
    if window.isFullScreen() or window.isMinimized():
        from PySide6.QtCore import Qt

        # A window without frame and title would have no way out of a full screen.
        window.setWindowState(window.windowState() & Qt.WindowState.WindowMaximized)
    return True


def _leads_back(window: QWidget, place: QByteArray) -> bool:
    """Whether a window would be where a person can take hold of it: anything may stand in a file."""
    probe = QWidget()
    probe.setMinimumSize(window.minimumSize())
    if not probe.restoreGeometry(place):
        return False
    seen = [probe.normalGeometry() & screen.availableGeometry() for screen in QGuiApplication.screens()]
    return any(part.width() >= _GRIP_PX and part.height() >= _GRIP_PX for part in seen)
