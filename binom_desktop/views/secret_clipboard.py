"""A secret on the clipboard: marked as one, and gone after a minute."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

CLEARED_AFTER_MS = 60_000
# What asks clipboard managers and histories to forget: KDE's and GNOME's hint, macOS' convention
# (https://nspasteboard.org) and Windows' formats (learn.microsoft.com, "Clipboard Formats").
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "org.nspasteboard.ConcealedType": b"",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\0\0\0\0",
}


class SecretClipboard(QObject):
    """Remembers only a keyed hash of what it put there, so that it knows its own again."""

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._salt = secrets.token_bytes(32)
        self._held = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEARED_AFTER_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def put(self, secret: str) -> None:
        """Put a secret on the clipboard for a minute."""
        content = QMimeData()
        content.setText(secret)
        for name, mark in _MARKS.items():
            content.setData(name, mark)
        QGuiApplication.clipboard().setMimeData(content)
        self._held = self._hash(secret)
        self._timer.start()

    def clear(self) -> None:
        """Take it away now, if it is still there; also from where a selection puts it."""
        self._timer.stop()
        held, self._held = self._held, b""
        if not held:
            return
        clipboard = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            if mode is QClipboard.Mode.Selection and not clipboard.supportsSelection():
                continue
            if hmac.compare_digest(self._hash(clipboard.text(mode)), held):
                clipboard.clear(mode)

    def _hash(self, text: str) -> bytes:
        return hmac.digest(self._salt, text.encode("utf-8", "surrogatepass"), hashlib.sha256)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self.clear()
