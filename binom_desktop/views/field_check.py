"""What a check of a typed text found, shown at its field."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit

from binom_desktop.presentation.check import Check, Verdict
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.theme import set_tone


def show_check(field: QLineEdit, message: QLabel, check: Check) -> None:
    """Colour the field and write below it, and for a screen reader, what is wrong with it."""
    tone = Tone.BAD if check.verdict is Verdict.WRONG else Tone.NEUTRAL
    set_tone(field, tone)
    set_tone(message, tone)
    message.setText(check.text)
    message.setVisible(bool(check.text))
    field.setAccessibleDescription(check.text)
