"""A dialog that says one thing and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from binom_desktop.domain import Severity

_ICONS = {
    Severity.INFO: QMessageBox.Icon.Information,
    Severity.WARNING: QMessageBox.Icon.Warning,
    Severity.CRITICAL: QMessageBox.Icon.Critical,
}


def show_message(parent: QWidget, title: str, text: str, severity: Severity = Severity.CRITICAL) -> QMessageBox:
    """Open a message over ``parent``; it goes away for good when closed. All text is plain."""
    box = QMessageBox(parent)
    box.setObjectName("messageDialog")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(_ICONS[severity])
    box.setWindowTitle(title)
    box.setText(text)
    close = box.addButton(QMessageBox.StandardButton.Close)
    close.setObjectName("messageCloseButton")
    close.setAccessibleName(close.text().replace("&", ""))
    box.open()
    return box
