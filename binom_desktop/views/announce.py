"""Words for a screen reader alone, when something changed that it would not read by itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Say ``text`` politely, if ``widget`` can be seen and anyone listens."""
    if not (text and widget.isVisible()):
        return
    # The first rows do without, and PySide6 makes long enumerations with it.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
